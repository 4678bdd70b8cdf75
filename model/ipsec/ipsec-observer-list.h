/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_OBSERVER_LIST_H
#define IPSEC_OFFLOAD_IPSEC_OBSERVER_LIST_H

#include "ns3/assert.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The observers of one subject. They hear an event in the order of their registration, and may add
 * and remove observers, and change the subject, while they hear it.
 * @tparam Observer the interface, with one member function per event
 */
template <typename Observer>
class ObserverList
{
  public:
    /** @param observer one more; must not be in the list. It hears the events that begin later */
    void Add(Observer* observer)
    {
        NS_ASSERT_MSG(std::find(m_observers.begin(), m_observers.end(), observer) ==
                          m_observers.end(),
                      "an observer is registered twice");
        m_observers.push_back(observer);
    }

    /** @param observer one less; it hears nothing more, not even an event under way */
    void Remove(Observer* observer)
    {
        std::replace(m_observers.begin(),
                     m_observers.end(),
                     observer,
                     static_cast<Observer*>(nullptr));
        m_hasGaps = true;
        Compact();
    }

    /** Forget all of them. */
    void Clear()
    {
        std::fill(m_observers.begin(), m_observers.end(), nullptr);
        m_hasGaps = true;
        Compact();
    }

    /**
     * @param event which
     * @param arguments what it is about
     */
    template <typename... Parameters, typename... Arguments>
    void Tell(void (Observer::*event)(Parameters...), Arguments&&... arguments)
    {
        ++m_depth;
        const size_t size = m_observers.size();
        for (size_t i = 0; i < size; ++i)
        {
            if (m_observers[i])
            {
                (m_observers[i]->*event)(arguments...); // to each of them, so nothing is moved
            }
        }
        --m_depth;
        Compact();
    }

  private:
    /** Drop the places of removed observers, unless an event is under way. */
    void Compact()
    {
        if (m_depth == 0 && m_hasGaps)
        {
            m_observers.erase(std::remove(m_observers.begin(), m_observers.end(), nullptr),
                              m_observers.end());
            m_hasGaps = false;
        }
    }

    std::vector<Observer*> m_observers; //!< nullptr: removed during an event
    uint32_t m_depth{0};                //!< events under way
    bool m_hasGaps{false};              //!< a nullptr is among them
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_OBSERVER_LIST_H */
