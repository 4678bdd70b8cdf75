/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-core-hash.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/security-association.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Makes an application's core another one than that which received for it.
constexpr uint64_t SOCKET_SALT = 0x5f356495;

/// @param source address @param destination address @return hash of what ESP shows: no ports
uint32_t
HashEsp(const IpAddress& source, const IpAddress& destination)
{
    return HashTuple(source, destination, static_cast<uint8_t>(IpsecProtocol::ESP), 0);
}

/// @param a an address @param b another one @return a hash, the same for both directions
uint32_t
HashPair(const IpAddress& a, const IpAddress& b)
{
    return a < b ? HashEsp(a, b) : HashEsp(b, a);
}

/**
 * @param choice not by flow
 * @param sa an SA
 * @param source of a packet's clear form @param destination of the same
 * @return hash
 */
uint32_t
HashSa(HostProfile::CoreChoice choice,
       const SaConfig& sa,
       const IpAddress& source,
       const IpAddress& destination)
{
    if (choice == HostProfile::CoreChoice::BY_SA)
    {
        return static_cast<uint32_t>(MixHash(0, sa.spi));
    }
    return sa.mode == IpsecMode::TUNNEL ? HashPair(sa.source, sa.destination)
                                        : HashPair(source, destination);
}

} // namespace

uint32_t
CoreHash::OfOutput(const PacketDescriptor& packet, const SaConfig* sa) const
{
    if (packet.forwarded && m_profile.forwardCore == HostProfile::ForwardCore::SAME)
    {
        return packet.host.hash != 0 ? packet.host.hash : OfClear(packet, nullptr);
    }
    if (sa && m_profile.coreChoice != HostProfile::CoreChoice::BY_FLOW)
    {
        return HashSa(m_profile.coreChoice, *sa, packet.source, packet.destination);
    }
    return OfClear(packet, nullptr);
}

uint32_t
CoreHash::OfEsp(const PacketDescriptor& packet, const SaConfig* sa) const
{
    if (sa && m_profile.coreChoice != HostProfile::CoreChoice::BY_FLOW)
    {
        return HashSa(m_profile.coreChoice, *sa, packet.esp.source, packet.esp.destination);
    }
    return HashEsp(packet.esp.source, packet.esp.destination);
}

uint32_t
CoreHash::OfClear(const PacketDescriptor& packet, const SaConfig* sa) const
{
    if (packet.IsEsp())
    {
        return HashEsp(packet.esp.source, packet.esp.destination);
    }
    if (sa && m_profile.coreChoice == HostProfile::CoreChoice::BY_TUNNEL)
    {
        return HashSa(m_profile.coreChoice, *sa, packet.source, packet.destination);
    }
    return packet.flowHash;
}

uint32_t
CoreHash::OfSocket(const PacketDescriptor& packet)
{
    return static_cast<uint32_t>(MixHash(packet.flowHash, SOCKET_SALT));
}

} // namespace ns3
