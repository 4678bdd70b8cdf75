/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_IP_STEPS_H
#define IPSEC_OFFLOAD_IPSEC_IP_STEPS_H

#include "ipsec-packet-descriptor.h"
#include "ipsec-step-listener.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The steps of IP around IPsec, in either fidelity, that are more than a code and its numbers. For
 * AppendStep().
 */
class IpSteps
{
  public:
    /**
     * An application sends.
     * @param listener who follows it
     * @param packet what is sent
     * @param node where
     */
    static void Send(StepListener& listener, Ps now, const PacketDescriptor& packet, uint32_t node);

    /**
     * The last bit is at a NIC.
     * @param listener who follows the packet
     * @param node whose NIC it is
     * @param length octets of IP
     */
    static void ReachNode(StepListener& listener, Ps now, uint32_t node, uint32_t length);

    /**
     * IP has what the NIC handed up.
     * @param listener who follows the packet
     * @param packet the packet
     * @param node where
     * @param forMe it ends here, or is ESP for this node
     */
    static void ReachHost(StepListener& listener,
                          Ps now,
                          const PacketDescriptor& packet,
                          uint32_t node,
                          bool forMe);

    /**
     * IP makes fragments.
     * @param listener who follows the packet
     * @param length octets of IP
     * @param mtu octets of IP
     * @param pieces how many fragments
     * @param ipv4 or IPv6
     */
    static void Fragment(StepListener& listener,
                         Ps now,
                         uint32_t length,
                         uint32_t mtu,
                         uint32_t pieces,
                         bool ipv4);

    /**
     * A packet crosses a link.
     * @param listener who follows it
     * @param packet the packet
     * @param start its first bit
     * @param transmission first bit to last
     * @param delay propagation
     */
    static void Wire(StepListener& listener,
                     const PacketDescriptor& packet,
                     Ps start,
                     Ps transmission,
                     Ps delay);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_IP_STEPS_H */
