/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-acceptance.h"

#include "nic-profile.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/security-association.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// @param list a list @param item what to look for @return true when it is in the list
template <typename T, typename U>
bool
IsListed(const std::vector<T>& list, const U& item)
{
    return std::find(list.begin(), list.end(), item) != list.end();
}

} // namespace

std::string
WhyRefused(const NicProfile& profile, const SaConfig& config)
{
    const bool ipv4 = config.destination.IsIpv4();
    if (!profile.offload)
    {
        return "the NIC does no IPsec";
    }
    if (config.protocol != IpsecProtocol::ESP)
    {
        return std::string("protocol ") + ToString(config.protocol) + ", not esp"; // N5
    }
    if (!profile.algorithms.empty()) // N6, N7
    {
        const std::string cipher = config.cipher == nullptr ? "null" : config.cipher->name;
        if (!IsListed(profile.algorithms, cipher))
        {
            return "algorithm " + cipher;
        }
        const bool needsAuthenticator = config.cipher == nullptr || !config.cipher->IsAead();
        if (needsAuthenticator && config.authenticator != nullptr &&
            !IsListed(profile.algorithms, config.authenticator->name))
        {
            return std::string("algorithm ") + config.authenticator->name;
        }
    }
    if (config.mode == IpsecMode::ANY) // N8
    {
        return "mode any: the NIC must know which header to put in front";
    }
    if (config.mode == IpsecMode::TRANSPORT ? !profile.transport : !profile.tunnel)
    {
        return std::string("mode ") + ToString(config.mode);
    }
    if (config.source.IsIpv4() != ipv4) // N9
    {
        return "addresses of two families";
    }
    if (ipv4 ? !profile.ipv4 : !profile.ipv6)
    {
        return ipv4 ? "family IPv4" : "family IPv6";
    }
    if (config.natTraversal.IsOn() && !profile.natTraversal) // N10
    {
        return "ESP in UDP";
    }
    if (config.esn && !profile.esn) // N12
    {
        return "64-bit sequence numbers";
    }
    const bool sends = config.direction != IpsecDirection::IN && profile.offloadTransmit;
    const bool receives = config.direction != IpsecDirection::OUT && profile.offloadReceive;
    if (!sends && !receives)
    {
        return config.direction == IpsecDirection::IN ? "direction in" : "direction out";
    }
    if (receives && config.spi > profile.maxRxSpi)
    {
        return "SPI " + std::to_string(config.spi) + ", above " + std::to_string(profile.maxRxSpi) +
               " of the receive table";
    }
    if (receives) // N11; who only sends has no window
    {
        const uint32_t window = config.replayWindow;
        if (!profile.replayWindows.empty() && !IsListed(profile.replayWindows, window))
        {
            return "replay window of " + std::to_string(window) + " packets";
        }
        if (profile.windowNeedsEsn && window != 0 && !config.esn)
        {
            return "replay window without 64-bit sequence numbers";
        }
    }
    return {};
}

} // namespace ns3
