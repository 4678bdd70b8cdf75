/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-spi-table.h"

#include <algorithm>
#include <utility>

namespace ns3
{

void
NicSpiTable::Place(SaContext* context)
{
    size_t i = HomeOf(context->config.spi, context->config.destination);
    while (m_entries[i].context != nullptr)
    {
        i = (i + 1) & m_mask;
    }
    m_entries[i] = {context->config.destination, context, context->config.spi, context->vlan};
}

void
NicSpiTable::Insert(SaContext* context)
{
    if (2 * (m_count + 1) > m_entries.size())
    {
        const std::vector<Entry> old = std::move(m_entries);
        m_entries = std::vector<Entry>(std::max<size_t>(16, 2 * old.size()));
        m_mask = m_entries.size() - 1;
        for (const Entry& entry : old)
        {
            if (entry.context != nullptr)
            {
                Place(entry.context);
            }
        }
    }
    Place(context);
    ++m_count;
}

void
NicSpiTable::Erase(const SaContext* context)
{
    size_t hole = HomeOf(context->config.spi, context->config.destination);
    while (m_entries[hole].context != context)
    {
        hole = (hole + 1) & m_mask;
    }
    // Close the hole: move up each follower whose search would pass it.
    for (size_t i = (hole + 1) & m_mask; m_entries[i].context != nullptr; i = (i + 1) & m_mask)
    {
        const size_t home = HomeOf(m_entries[i].spi, m_entries[i].destination);
        if (((i - home) & m_mask) >= ((i - hole) & m_mask))
        {
            m_entries[hole] = m_entries[i];
            hole = i;
        }
    }
    m_entries[hole].context = nullptr;
    --m_count;
}

void
NicSpiTable::Clear()
{
    m_entries.clear();
    m_mask = 0;
    m_count = 0;
}

} // namespace ns3
