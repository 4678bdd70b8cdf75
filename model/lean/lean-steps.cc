/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-steps-internal.h"

namespace ns3
{

void
LeanSteps::Send(StepListener& listener, Ps now, const PacketDescriptor& packet, uint32_t node)
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
LeanSteps::ReachNode(StepListener& listener, Ps now, uint32_t node, uint32_t length)
{
    listener.Enter(node);
    listener.Append({StepCode::NIC_ARRIVAL, now, length});
}

void
LeanSteps::ReachHost(StepListener& listener, Ps now, const PacketDescriptor& packet, bool forMe)
{
    const StepCode esp = forMe ? StepCode::IP_ESP_FOR_NODE : StepCode::IP_ESP_IN_TRANSIT;
    const StepCode clear = forMe ? StepCode::IP_FOR_NODE : StepCode::IP_FORWARDS;
    listener.Append({packet.IsEsp() ? esp : clear, now});
}

void
LeanSteps::Fragment(StepListener& listener,
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
LeanSteps::Wire(StepListener& listener,
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

void
LeanSteps::End(StepListener& listener, const PacketFate& fate, Ps sentAt)
{
    switch (fate.end)
    {
    case PacketFate::End::DELIVERED:
        listener.Append(
            {StepCode::APPLICATION_RECEIVES, fate.time, fate.length, fate.time - sentAt});
        break;
    case PacketFate::End::NIC_TX:
    case PacketFate::End::NIC_RX:
        listener.Append({StepCode::NIC_DROPS, fate.time, fate.drop});
        break;
    case PacketFate::End::HOST_OUT:
    case PacketFate::End::HOST_IN:
        if (fate.drop == 0)
        {
            listener.Append({StepCode::IP_DROPS_BY_VERDICT, fate.time, fate.verdict});
        }
        else
        {
            listener.Append({StepCode::IP_DROPS, fate.time, fate.drop});
        }
        break;
    case PacketFate::End::UNDERWAY:
        listener.Append({StepCode::IP_LACKS_FRAGMENT, fate.time});
        break;
    }
}

} // namespace ns3
