/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_LARVAL_QUEUE_H
#define IPSEC_OFFLOAD_IPSEC_LARVAL_QUEUE_H

#include "security-association.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ptr.h"

#include <deque>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The SAs that GETSPI made and that wait for their keys (R33). All may wait equally long, so the
 * oldest are the first in a queue; those that got their keys or died meanwhile are left in it.
 */
class LarvalQueue
{
  public:
    /** @param sa a LARVAL SA, younger than all others */
    void Push(const Ptr<SecurityAssociation>& sa)
    {
        m_queue.push_back(sa);
    }

    /**
     * @param lifetime how long an SA may be LARVAL
     * @return the oldest one that is LARVAL for longer, which is in no more, or nullptr
     */
    Ptr<SecurityAssociation> PopExpired(Ps now, Ps lifetime);

    /** @return true when there is nothing to wait for */
    bool IsEmpty() const
    {
        return m_queue.empty();
    }

    /** Forget all. */
    void Clear()
    {
        m_queue.clear();
    }

  private:
    std::deque<Ptr<SecurityAssociation>> m_queue; //!< by age
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_LARVAL_QUEUE_H */
