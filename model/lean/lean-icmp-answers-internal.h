/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_ICMP_ANSWERS_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_ICMP_ANSWERS_INTERNAL_H

#include "lean-packet-pool-internal.h"
#include "lean-topology-internal.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * The ICMP messages by which gateways of a LeanNetwork answer datagrams whose ESP form would be too
 * long. They travel over the links that the datagram came by, with the costs of a local packet,
 * belong to no source and count nowhere but at the nodes and NICs that they pass.
 */
class LeanIcmpAnswers
{
  public:
    /// The directions of all links, two for each.
    using Directions = std::vector<std::unique_ptr<LeanDirection>>;

    /// @param directions those of the network @param packets those under way
    LeanIcmpAnswers(const Directions& directions, LeanPacketPool& packets);

    /**
     * Tell a datagram's sender what would have fit.
     * @param flow of the datagram
     * @param refused the datagram
     * @param hop which would have been its next one
     * @return the number of the message, which the gateway has to send by its hop 0
     */
    uint32_t Answer(Ps now, LeanFlow& flow, const PacketDescriptor& refused, uint32_t hop);

  private:
    std::unique_ptr<LeanFlow> MakeWayBack(const LeanFlow& flow, uint32_t hop) const;

    const Directions& m_directions;                    //!< of all links
    LeanPacketPool& m_packets;                         //!< those under way
    std::vector<std::unique_ptr<LeanFlow>> m_waysBack; //!< of the messages
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_ICMP_ANSWERS_INTERNAL_H */
