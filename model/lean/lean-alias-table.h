/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_ALIAS_TABLE_H
#define IPSEC_OFFLOAD_LEAN_ALIAS_TABLE_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Draws an index with given weights in constant time (Walker's alias method as built by Vose, IEEE
 * Transactions on Software Engineering 17(9), 1991).
 */
class AliasTable
{
  public:
    /** @param weights one weight per index, at least one of them positive, none negative */
    explicit AliasTable(const std::vector<double>& weights);

    /**
     * @param uniform a number in [0, 1)
     * @return an index
     */
    uint32_t Draw(double uniform) const
    {
        const double scaled = uniform * static_cast<double>(m_columns.size());
        const auto column = static_cast<size_t>(scaled);
        const Column& chosen = m_columns[column];
        return scaled - static_cast<double>(column) < chosen.keep ? static_cast<uint32_t>(column)
                                                                  : chosen.alias;
    }

  private:
    /// One column: itself with probability keep, otherwise its alias.
    struct Column
    {
        double keep;
        uint32_t alias;
    };

    std::vector<Column> m_columns; //!< one per index
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_ALIAS_TABLE_H */
