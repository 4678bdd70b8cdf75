/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-ways.h"

#include "ns3/host-core-hash.h"

namespace ns3::planner
{

namespace
{

/// @param spi of an SA @return what its crypto thread is chosen by
uint32_t
ThreadHash(uint32_t spi)
{
    return static_cast<uint32_t>(MixHash(0, spi));
}

} // namespace

SenderCores
SenderCoresOf(const HostModel& host, const PacketDescriptor& packet, const SaConfig& sa)
{
    if (!host.HasCores())
    {
        return {0, 0, 0};
    }
    const CoreHash hash(host.GetProfile());
    const auto context = OutputContextOf(host.GetProfile(), packet.forwarded);
    return {host.CoreOf(hash.OfClear(packet, nullptr), HostContext::RECEIVE),
            host.CoreOf(hash.OfOutput(packet, &sa), context),
            host.ThreadOf(ThreadHash(sa.spi))};
}

ReceiverCores
ReceiverCoresOf(const HostModel& host, const PacketDescriptor& packet, const SaConfig& sa)
{
    if (!host.HasCores())
    {
        return {0, 0, 0, 0, 0, 0};
    }
    const CoreHash hash(host.GetProfile());
    const bool tunnel = sa.mode == IpsecMode::TUNNEL;
    auto arrived = packet;
    arrived.esp.spi = sa.spi;
    arrived.esp.source = tunnel ? sa.source : packet.source;
    arrived.esp.destination = tunnel ? sa.destination : packet.destination;
    auto opened = packet;
    opened.host.hash = hash.OfEsp(arrived, &sa);
    auto tagged = packet;
    tagged.host.hash = hash.OfClear(packet, &sa);
    return {host.CoreOf(opened.host.hash, HostContext::RECEIVE),
            host.CoreOf(tagged.host.hash, HostContext::RECEIVE),
            host.ThreadOf(ThreadHash(sa.spi)),
            host.CoreOf(hash.OfOutput(opened, nullptr), HostContext::FORWARD),
            host.CoreOf(hash.OfOutput(tagged, nullptr), HostContext::FORWARD),
            host.CoreOf(CoreHash::OfSocket(packet))};
}

} // namespace ns3::planner
