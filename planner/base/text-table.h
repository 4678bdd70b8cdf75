/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TEXT_TABLE_H
#define IPSEC_OFFLOAD_PLANNER_TEXT_TABLE_H

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// A table; its first row is the head.
using TableRows = std::vector<std::vector<std::string>>;

/**
 * @ingroup ipsec-offload
 * A table of text whose columns stand to the right.
 */
class TextTable
{
  public:
    TextTable() = default;

    /** @param rows its lines */
    explicit TextTable(const TableRows& rows)
    {
        for (const auto& row : rows)
        {
            Add(row);
        }
    }

    /** @param cells of the next line */
    void Add(std::vector<std::string> cells)
    {
        m_widths.resize(std::max(m_widths.size(), cells.size()));
        for (size_t i = 0; i < cells.size(); i++)
        {
            m_widths[i] = std::max(m_widths[i], cells[i].size());
        }
        m_lines.push_back(std::move(cells));
    }

    /** @return the table */
    std::string GetText() const
    {
        std::string text;
        for (const auto& cells : m_lines)
        {
            for (size_t i = 0; i < cells.size(); i++)
            {
                text += (i == 0 ? "  " : "   ") + std::string(m_widths[i] - cells[i].size(), ' ') +
                        cells[i];
            }
            text += "\n";
        }
        return text;
    }

  private:
    std::vector<size_t> m_widths;                  //!< per column
    std::vector<std::vector<std::string>> m_lines; //!< cells
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TEXT_TABLE_H */
