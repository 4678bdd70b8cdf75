/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "security-policy.h"

#include "ns3/ipsec-packet-descriptor.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint16_t ICMPV6 = 58;

/// @param port a port or ANY_PORT @return as setkey writes it between brackets
std::string
PortToString(uint32_t port)
{
    return port == PolicySelector::ANY_PORT ? "any" : std::to_string(port);
}

/// @param protocol an IP protocol number or ANY_PROTOCOL @return as setkey writes it
std::string
ProtocolToString(uint16_t protocol)
{
    switch (protocol)
    {
    case PolicySelector::ANY_PROTOCOL:
        return "any";
    case 1:
        return "icmp";
    case 6:
        return "tcp";
    case 17:
        return "udp";
    case ICMPV6:
        return "icmp6";
    default:
        return std::to_string(protocol);
    }
}

} // namespace

std::string
IpPrefix::ToString() const
{
    return address.ToString() + "/" + std::to_string(length);
}

bool
PolicySelector::Matches(const PacketDescriptor& packet) const
{
    if (protocol != ANY_PROTOCOL && protocol != packet.protocol)
    {
        return false;
    }
    if (sourcePort != ANY_PORT && (packet.fragment || sourcePort != packet.sourcePort))
    {
        return false;
    }
    if (destinationPort != ANY_PORT &&
        (packet.fragment || destinationPort != packet.destinationPort))
    {
        return false;
    }
    return source.Contains(packet.source) && destination.Contains(packet.destination);
}

bool
PolicySelector::operator==(const PolicySelector& other) const
{
    return source.address == other.source.address && source.length == other.source.length &&
           destination.address == other.destination.address &&
           destination.length == other.destination.length && protocol == other.protocol &&
           sourcePort == other.sourcePort && destinationPort == other.destinationPort;
}

std::string
PolicySelector::ToString() const
{
    std::ostringstream text;
    if (protocol == ICMPV6 && (sourcePort != ANY_PORT || destinationPort != ANY_PORT))
    {
        text << source.ToString() << " " << destination.ToString() << " icmp6 "
             << PortToString(sourcePort) << "," << PortToString(destinationPort); // G18
        return text.str();
    }
    text << source.ToString() << "[" << PortToString(sourcePort) << "] " << destination.ToString()
         << "[" << PortToString(destinationPort) << "] " << ProtocolToString(protocol);
    return text.str();
}

std::string
IpsecRequirement::ToString() const
{
    std::string text = std::string(ns3::ToString(protocol)) + "/" + ns3::ToString(mode) + "/";
    if (mode == IpsecMode::TUNNEL)
    {
        text += source.ToString() + "-" + destination.ToString();
    }
    text += std::string("/") + ns3::ToString(level);
    if (reqid != 0)
    {
        text += (reqid > MAX_USER_REQID ? "#" : ":") + std::to_string(reqid);
    }
    return text;
}

SecurityPolicy::SecurityPolicy(PolicyConfig config, uint32_t id, Ps created)
    : m_config(std::move(config)),
      m_id(id),
      m_created(created),
      m_lastUsed(created),
      m_demandsProtection(m_config.kind == PolicyKind::IPSEC &&
                          std::any_of(m_config.requirements.begin(),
                                      m_config.requirements.end(),
                                      [](const IpsecRequirement& requirement) {
                                          return requirement.level == IpsecLevel::REQUIRE ||
                                                 requirement.level == IpsecLevel::UNIQUE;
                                      }))
{
}

} // namespace ns3
