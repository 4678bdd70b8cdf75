/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_IP_OUTPUT_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_IP_OUTPUT_INTERNAL_H

#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <functional>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Run something when the host is done with a packet: at once when that is now, else as one event.
 * @param when when
 * @param action what
 */
void RunAt(Ps when, std::function<void()> action);

/**
 * @ingroup ipsec-offload
 * Give a datagram to a node's IP output, which finds a route, fragments it if it must and resolves
 * the next hop. Without a route IP drops it and says so in its trace "Drop".
 * @param node the node
 * @param payload the datagram without its header
 * @param header its header
 * @param wanted the interface that it should take if a route allows; nullptr: any
 */
void OutputDatagram(const Ptr<Node>& node,
                    const Ptr<Packet>& payload,
                    const AnyIpHeader& header,
                    const Ptr<NetDevice>& wanted);

/**
 * @ingroup ipsec-offload
 * Answer a forwarded datagram by ICMP: fragmentation needed, or packet too big.
 * @param node the node
 * @param payload the datagram without its header
 * @param header its header
 * @param mtu octets that would fit
 */
void AnswerTooBig(const Ptr<Node>& node,
                  const Ptr<const Packet>& payload,
                  const AnyIpHeader& header,
                  uint32_t mtu);

/**
 * @ingroup ipsec-offload
 * Give a datagram to a node's IP input as if it had just arrived.
 * @param node the node
 * @param datagram the datagram with its header
 * @param etherType its EtherType
 * @param device where it came in
 * @return false when the node does not run this family there; nothing happens then
 */
bool InputDatagram(const Ptr<Node>& node,
                   const Ptr<Packet>& datagram,
                   uint16_t etherType,
                   const Ptr<NetDevice>& device);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_IP_OUTPUT_INTERNAL_H */
