/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "least-search.h"

#include <algorithm>
#include <iterator>

namespace ns3::planner
{

LeastSearch::LeastSearch(size_t count, size_t guess)
    : m_count(count),
      m_guess(std::min(guess, count - 1))
{
}

void
LeastSearch::Add(size_t candidate, bool meets)
{
    m_tried[candidate] = meets;
}

size_t
LeastSearch::GetTo() const
{
    const auto found = std::find_if(m_tried.begin(), m_tried.end(), [](const auto& tried) {
        return tried.second;
    });
    return found == m_tried.end() ? m_count : found->first;
}

size_t
LeastSearch::GetFrom() const
{
    const auto first = m_tried.lower_bound(GetTo());
    return first == m_tried.begin() ? 0 : std::prev(first)->first + 1;
}

void
LeastSearch::AddNew(size_t candidate, std::vector<size_t>& next) const
{
    if (m_tried.count(candidate) == 0 &&
        std::find(next.begin(), next.end(), candidate) == next.end())
    {
        next.push_back(candidate);
    }
}

std::vector<size_t>
LeastSearch::GetNext() const
{
    const size_t from = GetFrom();
    const size_t to = GetTo();
    std::vector<size_t> next;
    if (m_tried.empty())
    {
        AddNew(m_guess, next);
        AddNew(m_guess > 0 ? m_guess - 1 : 0, next);
        return next;
    }
    if (from >= to)
    {
        return next; // all in front of `to` is known to fail
    }
    const size_t step = size_t{1} << std::min<size_t>(m_tried.size(), 32);
    if (to == m_count)
    {
        AddNew(std::min(m_count - 1, from + step - 1), next);
        AddNew(std::min(m_count - 1, from + 2 * step - 1), next);
    }
    else if (from == 0)
    {
        AddNew(to > step ? to - step : 0, next);
        AddNew(to > 2 * step ? to - 2 * step : 0, next);
    }
    else
    {
        AddNew(from + (to - from) / 3, next);
        AddNew(from + 2 * (to - from) / 3, next);
    }
    return next;
}

std::optional<size_t>
LeastSearch::GetLeast() const
{
    const size_t to = GetTo();
    return to == m_count ? std::nullopt : std::optional(to);
}

bool
LeastSearch::IsContradictory() const
{
    return std::any_of(m_tried.lower_bound(GetTo()), m_tried.end(), [](const auto& tried) {
        return !tried.second;
    });
}

} // namespace ns3::planner
