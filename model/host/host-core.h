/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_CORE_H
#define IPSEC_OFFLOAD_HOST_CORE_H

#include "host-profile.h"

#include "ns3/ipsec-instant-ring.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-serial-server.h"

#include <cstdint>

namespace ns3
{

/// In which context of the kernel a piece of work is done.
enum class HostContext : uint8_t
{
    SEND,    //!< a process sends, or takes from its socket
    RECEIVE, //!< the NIC has put a packet into its ring: an interrupt or a poll finds it
    FORWARD, //!< goes on with what RECEIVE has begun, in the same turn
    ANSWER   //!< a receiving core sends what an acknowledgment lets it send
};

/**
 * @ingroup ipsec-offload
 * @param profile of the host
 * @param forwarded whether it is another node's packet
 * @return in which context a packet is sent
 */
HostContext OutputContextOf(const HostProfile& profile, bool forwarded);

/**
 * @ingroup ipsec-offload
 * One core: first come, first served, with a bounded backlog, and the batching of what a NIC hands
 * up. Arithmetic alone.
 *
 * A core that is not at received packets when one arrives must be interrupted for it. That costs
 * HostBatching::interrupt cycles and happens no sooner than the moderation lets it: a delay after
 * the packet, an interval after the interrupt before. As long as it is at received packets, it
 * polls: what arrives meanwhile waits for no interrupt, and each HostBatching::budget packets cost
 * HostBatching::poll cycles. So the cost of a packet falls as the load grows. (Linux NAPI; FreeBSD
 * iflib and interrupt threads; interrupt throttling of Intel's 82599 datasheet, section 7.3.2.)
 *
 * While an interrupt is held back, the core is free for processes that send.
 */
class HostCore
{
  public:
    /// What the batching did.
    struct Batches
    {
        uint64_t received{0};   //!< packets handed up by the NIC
        uint64_t interrupts{0}; //!< wake-ups; received / interrupts is the mean batch
        uint64_t polls{0};      //!< budgets used up
    };

    /** @param profile clock, backlog and batching */
    explicit HostCore(const HostProfile& profile);

    /** @param now forget the packets that are done */
    void Expire(Ps now)
    {
        m_backlog.Expire(now);
    }

    /** @return true when no more packet fits into the backlog; after Expire() */
    bool IsFull() const
    {
        return m_backlog.IsFull();
    }

    /// Answer to Work().
    struct Turn
    {
        Ps done;         //!< when
        uint64_t cycles; //!< with what an interrupt or a new turn of polling took
        bool interrupt;  //!< the core was interrupted
        bool gap;        //!< done while an interrupt is held back
    };

    /**
     * One packet's work. Calls must come in order of time.
     * @param now when the core could begin
     * @param cycles how much
     * @param context what for
     * @return when it is done. RECEIVE and FORWARD together are done in the order of their calls,
     * SEND in its own
     */
    Turn Work(Ps now, uint64_t cycles, HostContext context);

    /**
     * Keep a packet in the backlog. Not what was done in a gap: nothing waits there.
     * @param until when it leaves; not before those kept earlier
     */
    void Keep(Ps until)
    {
        m_backlog.Push(until);
    }

    /**
     * Another thread of the same physical core works meanwhile, so what is promised takes longer.
     * @param cycles how much
     */
    void Stretch(uint64_t cycles);

    /** @param now an instant @return when work that comes then would begin */
    Ps StartOf(Ps now) const
    {
        return m_server.StartOf(now);
    }

    /** @return cycles worked or promised so far, interrupts and polls included */
    uint64_t GetCycles() const
    {
        return m_server.GetServed() + m_gap.GetServed();
    }

    /**
     * @param from an instant, not before the last call
     * @return for how long it will work on what was promised, in picoseconds
     */
    double GetLeft(Ps from) const
    {
        return m_server.GetLeft(from) + m_gap.GetLeft(from);
    }

    /** @return what the batching did */
    const Batches& GetBatches() const
    {
        return m_batches;
    }

  private:
    Turn Receive(Ps now, uint64_t cycles);
    Turn Send(Ps now, uint64_t cycles);

    HostBatching m_batching; //!< what it costs
    SerialServer m_server;   //!< cycles at the clock
    SerialServer m_gap;      //!< what is done while an interrupt is held back
    InstantRing m_backlog;   //!< when the packets present are done
    Batches m_batches;       //!< see GetBatches()
    Ps m_pollsUntil{0};      //!< it is at received packets until then
    Ps m_nextInterrupt{0};   //!< the interval after the last interrupt is over then
    Ps m_gapEnd{0};          //!< until then the core waits for an interrupt that is held back
    uint32_t m_polled{0};    //!< packets of the present budget
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_CORE_H */
