/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PENDING_PACKET_H
#define IPSEC_OFFLOAD_IPSEC_PENDING_PACKET_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/ptr.h"
#include "ns3/security-association.h"

#include <cstdint>

namespace ns3
{

class OffloadInterface;

/**
 * @ingroup ipsec-offload
 * A datagram's visit to the host, as the paths of IpsecNode answer it: whether the datagram goes
 * on, when, and what is left to do then.
 *
 * Whoever numbers packets in software, or checks their numbers, does it when a core comes to them,
 * and that may lie ahead of the call. IsUnfinished() is true then: at the time `ready` the caller
 * calls the path's Finish() once, with the same descriptor. The SA cannot go away meanwhile, but it
 * may die; Finish() drops the datagram in that case.
 */
struct PendingPacket
{
    Ps ready{0};      //!< when the host is done with it, if it goes on
    uint32_t lane{0}; //!< of the host, in which it waits (HostModel::Booking)
    /// Whether it leaves this visit; otherwise it ended here, and the descriptor says why.
    bool goesOn{false};
    const OffloadInterface* interface {
        nullptr
    }; //!< by which it goes or came; nullptr: not known
    /// That makes ESP of it in software. Set as long as the caller lets no time pass, or if held.
    SecurityAssociation* sa{nullptr};
    Ptr<SecurityAssociation> held; //!< while something is left to do

    /** @return true when Finish() must be called at the time ready */
    bool IsUnfinished() const
    {
        return held != nullptr;
    }

    /** @param used the SA, to be kept until Finish(): something is left to do */
    void Hold(SecurityAssociation& used)
    {
        sa = &used;
        held = Ptr<SecurityAssociation>(&used);
        goesOn = true;
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PENDING_PACKET_H */
