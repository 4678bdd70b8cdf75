/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_DATABASE_OBSERVER_LIST_H
#define IPSEC_OFFLOAD_DATABASE_OBSERVER_LIST_H

#include "database-observer.h"

#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The observers of one database. They hear an event in the order of their registration, and may
 * add and remove observers, and change the database, while they hear it.
 */
class DatabaseObserverList
{
  public:
    /// How an event is delivered.
    template <typename... Parameters>
    using Event = void (DatabaseObserver::*)(Ps, Parameters...);

    /** @param observer one more; must not be in the list. It hears the events that begin later */
    void Add(DatabaseObserver* observer);

    /** @param observer one less; it hears nothing more, not even an event under way */
    void Remove(DatabaseObserver* observer);

    /** Forget all of them. */
    void Clear();

    /**
     * @param event which
     * @param now the time
     * @param objects what it is about
     */
    template <typename... Parameters, typename... Objects>
    void Tell(Event<Parameters...> event, Ps now, Objects&... objects)
    {
        ++m_depth;
        const size_t size = m_observers.size();
        for (size_t i = 0; i < size; ++i)
        {
            if (m_observers[i])
            {
                (m_observers[i]->*event)(now, objects...);
            }
        }
        --m_depth;
        Compact();
    }

  private:
    /** Drop the places of removed observers, unless an event is under way. */
    void Compact();

    std::vector<DatabaseObserver*> m_observers; //!< nullptr: removed during an event
    uint32_t m_depth{0};                        //!< events under way
    bool m_hasGaps{false};                      //!< a nullptr is among them
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_DATABASE_OBSERVER_LIST_H */
