/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "database-observer-list.h"

#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

void
DatabaseObserverList::Add(DatabaseObserver* observer)
{
    NS_ASSERT_MSG(std::find(m_observers.begin(), m_observers.end(), observer) == m_observers.end(),
                  "an observer is registered twice");
    m_observers.push_back(observer);
}

void
DatabaseObserverList::Remove(DatabaseObserver* observer)
{
    std::replace(m_observers.begin(),
                 m_observers.end(),
                 observer,
                 static_cast<DatabaseObserver*>(nullptr));
    m_hasGaps = true;
    Compact();
}

void
DatabaseObserverList::Clear()
{
    std::fill(m_observers.begin(), m_observers.end(), nullptr);
    m_hasGaps = true;
    Compact();
}

void
DatabaseObserverList::Compact()
{
    if (m_depth == 0 && m_hasGaps)
    {
        m_observers.erase(std::remove(m_observers.begin(), m_observers.end(), nullptr),
                          m_observers.end());
        m_hasGaps = false;
    }
}

} // namespace ns3
