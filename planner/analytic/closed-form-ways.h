/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_WAYS_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_WAYS_H

#include "ns3/host-model.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/security-association.h"

#include <cstdint>
#include <tuple>

namespace ns3::planner
{

/// Who works on a flow's packets where they are protected.
struct SenderCores
{
    uint32_t arrive; //!< core of a gateway that receives them in clear
    uint32_t send;   //!< core
    uint32_t thread; //!< crypto thread

    bool operator<(const SenderCores& other) const
    {
        return std::tie(arrive, send, thread) < std::tie(other.arrive, other.send, other.thread);
    }
};

/// Who works on a flow's packets where they are unprotected.
struct ReceiverCores
{
    uint32_t receive;       //!< core, ESP
    uint32_t tagged;        //!< core, decrypted by the NIC
    uint32_t thread;        //!< crypto thread
    uint32_t forwardOpened; //!< core of a gateway, after ESP in software
    uint32_t forwardTagged; //!< core of a gateway, decrypted by the NIC
    uint32_t socket;        //!< core of the application

    bool operator<(const ReceiverCores& other) const
    {
        return std::tie(receive, tagged, thread, forwardOpened, forwardTagged, socket) <
               std::tie(other.receive,
                        other.tagged,
                        other.thread,
                        other.forwardOpened,
                        other.forwardTagged,
                        other.socket);
    }
};

/// All flows of one direction that take the same cores, ring and peer.
struct Way
{
    bool transmit; //!< from the measured node's side to the other one
    bool ipv6;     //!< which PacketDemands
    uint32_t peer; //!< which far node
    SenderCores sender;
    ReceiverCores receiver;

    bool operator<(const Way& other) const
    {
        return std::tie(transmit, ipv6, peer, sender, receiver) <
               std::tie(other.transmit, other.ipv6, other.peer, other.sender, other.receiver);
    }

    /// @return the core of the measured node that protects in software, or undoes it
    uint32_t GetNearCore() const
    {
        return transmit ? sender.send : receiver.receive;
    }
};

/** @param host a host @param packet of a flow, clear @param sa that protects it @return its cores
 */
SenderCores SenderCoresOf(const HostModel& host,
                          const PacketDescriptor& packet,
                          const SaConfig& sa);

/** @param host a host @param packet of a flow, clear @param sa that protects it @return its cores
 */
ReceiverCores ReceiverCoresOf(const HostModel& host,
                              const PacketDescriptor& packet,
                              const SaConfig& sa);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_WAYS_H */
