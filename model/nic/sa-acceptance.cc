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

/// @param profile what NIC it is @param config an SA @param told what the kernel says
/// @param local addresses of the interface @return what the driver takes its direction for
IpsecDirection
FindDirection(const NicProfile& profile,
              const SaConfig& config,
              IpsecDirection told,
              const std::vector<IpAddress>& local)
{
    if (told != IpsecDirection::UNKNOWN || !profile.directionFromAddress)
    {
        return told;
    }
    if (IsListed(local, config.source))
    {
        return IpsecDirection::OUT;
    }
    return IsListed(local, config.destination) ? IpsecDirection::IN : IpsecDirection::UNKNOWN;
}

/// @param profile what NIC it is @param config an SA @return which algorithm is not there (N6, N7)
std::string
FindOtherAlgorithm(const NicProfile& profile, const SaConfig& config)
{
    if (profile.algorithms.empty())
    {
        return {};
    }
    std::string cipher = config.cipher == nullptr ? "null" : config.cipher->name;
    if (!IsListed(profile.algorithms, cipher))
    {
        return cipher;
    }
    const bool needsAuthenticator = config.cipher == nullptr || !config.cipher->IsAead();
    const bool isOther = needsAuthenticator && config.authenticator != nullptr &&
                         !IsListed(profile.algorithms, config.authenticator->name);
    return isOther ? config.authenticator->name : "";
}

/// @param profile what NIC it is @param config an SA @return why packets are not decrypted, if so
std::string
WhyNotReceived(const NicProfile& profile, const SaConfig& config)
{
    if (config.spi > profile.maxRxSpi)
    {
        return "SPI above " + std::to_string(profile.maxRxSpi) + " of the receive table";
    }
    const uint32_t window = config.replayWindow;
    if (!profile.replayWindows.empty() && !IsListed(profile.replayWindows, window)) // N11
    {
        return "replay window of " + std::to_string(window) + " packets";
    }
    if (profile.windowNeedsEsn && window != 0 && !config.esn)
    {
        return "replay window without 64-bit sequence numbers";
    }
    return {};
}

/// @param profile what NIC it is @param config an SA @return why it is not taken in any direction
std::string
WhyRefusedBothWays(const NicProfile& profile, const SaConfig& config)
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
    const std::string algorithm = FindOtherAlgorithm(profile, config);
    if (!algorithm.empty())
    {
        return "algorithm " + algorithm;
    }
    if (config.mode == IpsecMode::ANY) // N8
    {
        return "mode any: the NIC must know which header to put in front";
    }
    if (config.mode == IpsecMode::TRANSPORT ? !profile.transport : !profile.tunnel)
    {
        return std::string(ToString(config.mode)) + " mode";
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
    if (config.natTraversal.IsOn() && profile.natTraversalNeedsTransport &&
        config.mode != IpsecMode::TRANSPORT)
    {
        return "ESP in UDP in tunnel mode";
    }
    if (config.esn && !profile.esn) // N12
    {
        return "64-bit sequence numbers";
    }
    return {};
}

} // namespace

SaAcceptance
AssessSa(const NicProfile& profile,
         const SaConfig& config,
         IpsecDirection told,
         const std::vector<IpAddress>& localAddresses)
{
    SaAcceptance acceptance;
    acceptance.refusal = WhyRefusedBothWays(profile, config);
    if (!acceptance.IsTaken())
    {
        return acceptance;
    }
    const IpsecDirection direction = FindDirection(profile, config, told, localAddresses);
    const bool sends = direction != IpsecDirection::IN && profile.offloadTransmit;
    const bool receives = direction != IpsecDirection::OUT && profile.offloadReceive;
    if (!sends && !receives)
    {
        acceptance.refusal = direction == IpsecDirection::IN ? "inbound SA" : "outbound SA";
    }
    else if (receives) // who only sends has no window
    {
        acceptance.refusal = WhyNotReceived(profile, config);
    }
    if (acceptance.IsTaken() && profile.directionFromAddress &&
        direction == IpsecDirection::UNKNOWN)
    {
        acceptance.refusal = "neither end is an address of this interface";
    }
    acceptance.transmit = acceptance.IsTaken() && sends;
    acceptance.receive = acceptance.IsTaken() && receives;
    return acceptance;
}

} // namespace ns3
