/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-used-numbers.h"

#include <algorithm>

namespace ns3
{

void
UsedNumbers::Add(uint64_t from, uint64_t to)
{
    if (from >= to)
    {
        return;
    }
    // Runs that this one meets, and those that it touches, become one with it.
    const auto first =
        std::lower_bound(m_runs.begin(), m_runs.end(), from, [](const auto& run, uint64_t number) {
            return run.second < number;
        });
    auto last = first;
    auto whole = std::pair(from, to);
    for (; last != m_runs.end() && last->first <= to; ++last)
    {
        const uint64_t begin = std::max(from, last->first);
        const uint64_t end = std::min(to, last->second);
        m_repeated += end - begin;
        whole.first = std::min(whole.first, last->first);
        whole.second = std::max(whole.second, last->second);
    }
    m_runs.insert(m_runs.erase(first, last), whole);
}

} // namespace ns3
