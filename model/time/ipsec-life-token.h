/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_LIFE_TOKEN_H
#define IPSEC_OFFLOAD_IPSEC_LIFE_TOKEN_H

#include <memory>
#include <utility>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Callbacks that may come late (a driver answers, a timer expires, a queue drains) ask it whether
 * their owner is still there.
 *
 * The owner has one as a member and guards each callback that captures it:
 * @code
 * EventTimer::At(when, m_life.Guard([this](Ps now) { Expire(now); }));
 * @endcode
 * The guarded callback does nothing once the owner is destroyed or has called End() or Renew().
 * Where the events themselves can be canceled (EventId), no token is needed.
 */
class LifeToken
{
  public:
    /// Sees the end of one life; for code that must know it in the middle of a function.
    class Watch
    {
      public:
        /** @return true when that life is over */
        bool IsOver() const
        {
            return m_life.expired();
        }

      private:
        friend class LifeToken;

        explicit Watch(std::weak_ptr<const char> life)
            : m_life(std::move(life))
        {
        }

        std::weak_ptr<const char> m_life; //!< the token's
    };

    LifeToken()
        : m_life(std::make_shared<const char>())
    {
    }

    // A copy would keep its model's callbacks alive.
    LifeToken(const LifeToken&) = delete;
    LifeToken& operator=(const LifeToken&) = delete;

    /** @return what sees the end of the present life */
    Watch GetWatch() const
    {
        return Watch(m_life);
    }

    /**
     * @param callback what to call as long as the present life lasts
     * @return the same with that test before it; it returns nothing
     */
    template <typename Callback>
    auto Guard(Callback callback) const
    {
        return [watch = GetWatch(), callback = std::move(callback)](auto&&... arguments) {
            if (!watch.IsOver())
            {
                callback(std::forward<decltype(arguments)>(arguments)...);
            }
        };
    }

    /** All callbacks so far are void, and a new life begins. */
    void Renew()
    {
        m_life = std::make_shared<const char>();
    }

    /** All callbacks so far are void, and those to come, too. */
    void End()
    {
        m_life.reset();
    }

  private:
    std::shared_ptr<const char> m_life; //!< the one reference that keeps it
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_LIFE_TOKEN_H */
