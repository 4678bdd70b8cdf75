/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "csv-text.h"

#include "model/profile/plain-text.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

namespace
{

/// What spreadsheets put before a text in UTF-8.
const std::string BYTE_ORDER_MARK = "\xEF\xBB\xBF";

/// Reads a text from its begin to its end.
class CsvParser
{
  public:
    /// @param text of the file @param file its name
    CsvParser(const std::string& text, std::string file)
        : m_text(text),
          m_file(std::move(file)),
          m_at(text.compare(0, BYTE_ORDER_MARK.size(), BYTE_ORDER_MARK) == 0
                   ? BYTE_ORDER_MARK.size()
                   : 0),
          m_lineBegin(m_at)
    {
    }

    /// @return its rows
    std::vector<CsvRow> Parse()
    {
        while (m_at < m_text.size())
        {
            if (m_text[m_at] == '#')
            {
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            }
            else if (!IsEnd())
            {
                ReadRow();
            }
            SkipEnd();
        }
        if (m_rows.size() < 2 && m_problems.empty())
        {
            m_problems.push_back({m_file, 0, 0, "", "a head and at least one row"});
        }
        if (!m_problems.empty())
        {
            throw InputError(m_problems);
        }
        return std::move(m_rows);
    }

  private:
    /// @return true at the end of a line, or of the file
    bool IsEnd() const
    {
        return m_at >= m_text.size() || m_text[m_at] == '\n' ||
               (m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n');
    }

    /// Go behind the end of a line.
    void SkipEnd()
    {
        if (m_at < m_text.size())
        {
            m_at += m_text[m_at] == '\r' ? 2 : 1;
            BeginLine();
        }
    }

    /// A line begins here.
    void BeginLine()
    {
        ++m_line;
        m_lineBegin = m_at;
    }

    /// @return a field that begins here
    CsvCell Here() const
    {
        return {"", m_line, static_cast<uint32_t>(m_at - m_lineBegin + 1)};
    }

    /// @param cell what is wrong @param expected instead
    void Complain(const CsvCell& cell, const std::string& expected)
    {
        m_problems.push_back({m_file, cell.line, cell.column, cell.text, expected});
    }

    /// A row up to the end of its line.
    void ReadRow()
    {
        CsvRow row;
        do
        {
            if (!row.empty())
            {
                ++m_at; // a comma
            }
            row.push_back(ReadCell());
        } while (m_at < m_text.size() && m_text[m_at] == ',');
        if (!m_rows.empty() && row.size() != m_rows.front().size())
        {
            const size_t wanted = m_rows.front().size();
            const bool areMore = row.size() > wanted;
            CsvCell cell = areMore ? row[wanted] : Here();
            Complain(cell,
                     std::to_string(wanted) +
                         " fields with commas between them, as in the head; "
                         "here are " +
                         std::to_string(row.size()));
        }
        m_rows.push_back(std::move(row));
    }

    /// @return a field up to its comma or the end of the line
    CsvCell ReadCell()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
        {
            ++m_at;
        }
        CsvCell cell = Here();
        const bool isQuoted = m_at < m_text.size() && m_text[m_at] == '"';
        if (isQuoted)
        {
            ReadQuoted(cell);
        }
        CsvCell rest = Here();
        while (!IsEnd() && m_text[m_at] != ',')
        {
            rest.text += m_text[m_at++];
        }
        const size_t end = rest.text.find_last_not_of(" \t");
        rest.text.resize(end == std::string::npos ? 0 : end + 1);
        if (isQuoted && !rest.text.empty())
        {
            Complain(rest, "a comma or the end of the line behind a quotation mark");
        }
        else if (!isQuoted)
        {
            cell.text += rest.text;
        }
        if (HasControls(cell.text))
        {
            Complain(cell, "text without control characters, in UTF-8");
        }
        return cell;
    }

    /// @param cell gets what is between quotation marks
    void ReadQuoted(CsvCell& cell)
    {
        for (++m_at; m_at < m_text.size(); ++m_at)
        {
            const char octet = m_text[m_at];
            if (octet == '"')
            {
                if (m_at + 1 >= m_text.size() || m_text[m_at + 1] != '"')
                {
                    ++m_at;
                    return;
                }
                ++m_at; // two stand for one
            }
            cell.text += octet;
            if (octet == '\n')
            {
                ++m_line;
                m_lineBegin = m_at + 1;
            }
        }
        Complain({"", cell.line, cell.column}, "a quotation mark that ends this field");
    }

    const std::string& m_text;            //!< of the file
    std::string m_file;                   //!< its name
    size_t m_at;                          //!< place in it
    size_t m_lineBegin;                   //!< of the line
    uint32_t m_line{1};                   //!< number of the line
    std::vector<CsvRow> m_rows;           //!< so far
    std::vector<InputProblem> m_problems; //!< so far
};

} // namespace

std::vector<CsvRow>
ParseCsv(const std::string& text, const std::string& file)
{
    return CsvParser(text, file).Parse();
}

} // namespace ns3::planner
