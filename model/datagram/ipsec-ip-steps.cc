/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-ip-steps.h"

namespace ns3
{

void
IpSteps::Send(StepListener& listener, Ps now, const PacketDescriptor& packet, uint32_t node)
{
    listener.Enter(node);
    listener.Append({StepCode::APPLICATION_SENDS,
                     now,
                     packet.id + 1,
                     packet.length,
                     packet.source,
                     packet.sourcePort,
                     packet.destination,
                     packet.destinationPort});
}

void
IpSteps::ReachNode(StepListener& listener, Ps now, uint32_t node, uint32_t length)
{
    listener.Enter(node);
    listener.Append({StepCode::NIC_ARRIVAL, now, length});
}

void
IpSteps::ReachHost(StepListener& listener,
                   Ps now,
                   const PacketDescriptor& packet,
                   uint32_t node,
                   bool forMe)
{
    listener.Enter(node);
    const StepCode esp = forMe ? StepCode::IP_ESP_FOR_NODE : StepCode::IP_ESP_IN_TRANSIT;
    const StepCode clear = forMe ? StepCode::IP_FOR_NODE : StepCode::IP_FORWARDS;
    listener.Append({packet.IsEsp() ? esp : clear, now});
}

void
IpSteps::Fragment(StepListener& listener,
                  Ps now,
                  uint32_t length,
                  uint32_t mtu,
                  uint32_t pieces,
                  bool ipv4)
{
    const StepCode code = ipv4 ? StepCode::IP_FRAGMENTS : StepCode::IPV6_FRAGMENTS;
    listener.Append({code, now, length, mtu, pieces});
}

void
IpSteps::Wire(StepListener& listener,
              const PacketDescriptor& packet,
              Ps start,
              Ps transmission,
              Ps delay)
{
    const StepTimes times(start, start, start + transmission);
    if (packet.IsEsp())
    {
        listener.Append({StepCode::WIRE_ESP, times, delay, packet.esp.spi});
    }
    else
    {
        listener.Append({StepCode::WIRE_CLEAR, times, delay});
    }
}

} // namespace ns3
