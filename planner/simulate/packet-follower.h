/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PACKET_FOLLOWER_H
#define IPSEC_OFFLOAD_PLANNER_PACKET_FOLLOWER_H

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/lean-network.h"
#include "ns3/lean-packet-fate.h"
#include "ns3/packet.h"

#include <cstdint>
#include <functional>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Follows one datagram of a source in full fidelity, as LeanNetwork::FollowPacket() does in lean.
 */
class PacketFollower
{
  public:
    /**
     * @param listener gets its steps; must outlive the simulation
     * @param choose asked for each datagram until it says yes
     * @param ended called when the datagram has ended
     */
    PacketFollower(StepListener& listener,
                   LeanNetwork::StepChooser choose,
                   std::function<void(Ps)> ended);

    /** @param source who sends @param flow of the source
     * @return true for the one datagram to follow */
    bool Wants(Ps now, uint32_t source, uint32_t flow);

    /**
     * The one datagram is sent.
     * @param packet its payload
     * @param descriptor id, source index, addresses, ports and length of the datagram
     * @param node number of the sender
     */
    void Begin(Ps now,
               const Ptr<const Packet>& packet,
               const PacketDescriptor& descriptor,
               uint32_t node);

    /**
     * A datagram has ended.
     * @param source who sent it
     * @param number its number there
     * @param fate when and how
     * @param sentAt when it was sent
     */
    void End(uint32_t source, uint64_t number, const PacketFate& fate, Ps sentAt);

  private:
    StepListener& m_listener;          //!< gets the steps
    LeanNetwork::StepChooser m_choose; //!< which datagram; empty when it is chosen
    std::function<void(Ps)> m_ended;   //!< called at its end
    uint32_t m_source{0};              //!< of the datagram that is followed
    uint64_t m_number{0};              //!< of the datagram that is followed
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PACKET_FOLLOWER_H */
