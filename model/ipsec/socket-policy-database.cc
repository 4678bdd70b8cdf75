/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "socket-policy-database.h"

#include "ns3/abort.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SocketPolicyDatabase");

namespace
{

/// @param direction IN or OUT @return its place in an array
size_t
IndexOf(IpsecDirection direction)
{
    return direction == IpsecDirection::IN ? 0 : 1;
}

/// @param address an address @return 0.0.0.0 or ::
IpAddress
AnyOf(const IpAddress& address)
{
    return address.IsIpv4() ? IpAddress::FromIpv4(0) : IpAddress();
}

/// @param address of a socket @return the prefix of what it stands for
IpPrefix
PrefixOf(const IpAddress& address)
{
    if (address.IsUnspecified())
    {
        return {address, 0};
    }
    return {address, static_cast<uint8_t>(address.IsIpv4() ? 32 : 128)};
}

/// @param port of a socket @return what a selector has for it
uint32_t
PortOf(uint16_t port)
{
    return port == 0 ? PolicySelector::ANY_PORT : port;
}

/// @param packet a datagram @param direction its direction @return the socket that it would be of
SocketEndpoint
EndpointOf(const PacketDescriptor& packet, IpsecDirection direction)
{
    const bool out = direction == IpsecDirection::OUT;
    SocketEndpoint endpoint;
    endpoint.protocol = packet.protocol;
    endpoint.localAddress = out ? packet.source : packet.destination;
    endpoint.localPort = out ? packet.sourcePort : packet.destinationPort;
    endpoint.remoteAddress = out ? packet.destination : packet.source;
    endpoint.remotePort = out ? packet.destinationPort : packet.sourcePort;
    return endpoint;
}

/// @param a of one socket @param b of a packet @return true when the socket's address allows it
bool
Allows(const IpAddress& a, const IpAddress& b)
{
    return a == b || (a.IsUnspecified() && a.IsIpv4() == b.IsIpv4());
}

} // namespace

SocketPolicyDatabase::SocketPolicyDatabase(SecurityPolicyDatabase& spd)
    : m_spd(spd)
{
}

uint32_t
SocketPolicyDatabase::HashOf(const SocketEndpoint& endpoint)
{
    return HashTuple(endpoint.localAddress,
                     endpoint.remoteAddress,
                     endpoint.protocol,
                     (uint32_t{endpoint.localPort} << 16) | endpoint.remotePort);
}

SocketPolicyDatabase::SocketId
SocketPolicyDatabase::FindEndpoint(const SocketEndpoint& endpoint) const
{
    const Slot* slot = m_byEndpoint.Find(HashOf(endpoint), [&endpoint](const Slot& candidate) {
        const SocketEndpoint& other = *candidate.endpoint;
        return other.protocol == endpoint.protocol && other.localPort == endpoint.localPort &&
               other.remotePort == endpoint.remotePort &&
               other.localAddress == endpoint.localAddress &&
               other.remoteAddress == endpoint.remoteAddress;
    });
    return slot ? slot->socket : 0;
}

/// @param number of a socket @param socket the socket; takes the place of an equal one
void
SocketPolicyDatabase::Link(SocketId number, const Socket& socket)
{
    if (socket.endpoint.localPort == 0)
    {
        return;
    }
    if (const SocketId other = FindEndpoint(socket.endpoint))
    {
        Unlink(other, m_sockets.at(other));
    }
    m_byEndpoint.Insert({HashOf(socket.endpoint), number, &socket.endpoint});
}

/// @param number of a socket @param socket the socket
void
SocketPolicyDatabase::Unlink(SocketId number, const Socket& socket)
{
    const Slot* slot = m_byEndpoint.Find(HashOf(socket.endpoint), [number](const Slot& candidate) {
        return candidate.socket == number;
    });
    if (slot)
    {
        m_byEndpoint.Erase(slot);
    }
}

SocketPolicyDatabase::SocketId
SocketPolicyDatabase::Open(const SocketEndpoint& endpoint)
{
    const SocketId number = m_nextSocket++;
    Socket& socket = m_sockets[number];
    socket.endpoint = endpoint;
    Link(number, socket);
    return number;
}

void
SocketPolicyDatabase::Move(SocketId socket, const SocketEndpoint& endpoint)
{
    const auto place = m_sockets.find(socket);
    if (place == m_sockets.end() || place->second.endpoint == endpoint)
    {
        return;
    }
    Unlink(socket, place->second);
    place->second.endpoint = endpoint;
    Link(socket, place->second);
    ++m_spd.m_generation;
}

std::string
SocketPolicyDatabase::FindFault(const SocketPolicyConfig& config)
{
    if (config.kind == PolicyKind::DISCARD || config.kind == PolicyKind::NONE)
    {
        return std::string("kind: ") + ToString(config.kind) +
               ", expected ipsec, bypass or entrust; others are of the SPD (R94)";
    }
    const bool isIpsec = config.kind == PolicyKind::IPSEC;
    if (!isIpsec && !config.requirements.empty())
    {
        return "requirements: " + std::to_string(config.requirements.size()) +
               ", expected none with kind " + ToString(config.kind);
    }
    // The rest is as in the SPD; its selector comes from the socket.
    PolicyConfig policy;
    policy.direction = config.direction;
    policy.kind = isIpsec ? PolicyKind::IPSEC : PolicyKind::NONE;
    policy.requirements = config.requirements;
    policy.interfaceName = config.interfaceName;
    return SecurityPolicyDatabase::FindFault(policy);
}

DatabaseResult
SocketPolicyDatabase::Set(Ps now, SocketId socket, const SocketPolicyConfig& config)
{
    const auto place = m_sockets.find(socket);
    if (place == m_sockets.end())
    {
        return DatabaseResult::NO_ENTRY;
    }
    if (!FindFault(config).empty())
    {
        return DatabaseResult::INVALID;
    }
    if (config.kind == PolicyKind::ENTRUST)
    {
        Replace(now, place->second, config.direction, nullptr);
        return DatabaseResult::OK;
    }
    const SocketEndpoint& endpoint = place->second.endpoint;
    const bool out = config.direction == IpsecDirection::OUT;
    PolicyConfig policy;
    policy.selector.protocol = endpoint.protocol;
    policy.selector.source = PrefixOf(out ? endpoint.localAddress : endpoint.remoteAddress);
    policy.selector.destination = PrefixOf(out ? endpoint.remoteAddress : endpoint.localAddress);
    policy.selector.sourcePort = PortOf(out ? endpoint.localPort : endpoint.remotePort);
    policy.selector.destinationPort = PortOf(out ? endpoint.remotePort : endpoint.localPort);
    policy.direction = config.direction;
    policy.kind = config.kind;
    policy.requirements = config.requirements;
    policy.interfaceName = config.interfaceName;
    policy.scope = PolicyScope::PCB;
    if (!config.isPrivileged)
    {
        return DatabaseResult::NO_ACCESS; // R111
    }
    Replace(now, place->second, config.direction, m_spd.Make(now, std::move(policy)));
    return DatabaseResult::OK;
}

/**
 * @param socket whose policy
 * @param direction of it
 * @param policy the new one; nullptr: none
 */
void
SocketPolicyDatabase::Replace(Ps now,
                              Socket& socket,
                              IpsecDirection direction,
                              Ptr<SecurityPolicy> policy)
{
    Ptr<SecurityPolicy> old = std::exchange(socket.policies[IndexOf(direction)], policy);
    m_socketsWithPolicy += (policy ? 1 : 0) - (old ? 1 : 0);
    ++m_spd.m_generation;
    if (old)
    {
        old->m_alive = false;
        m_spd.m_observers.Tell(&DatabaseObserver::PolicyRemoved, now, *old); // R112
    }
    if (policy)
    {
        m_spd.m_observers.Tell(&DatabaseObserver::PolicyAdded, now, *policy); // R99
    }
}

SocketPolicyDatabase::SocketId
SocketPolicyDatabase::Accept(Ps now, SocketId listener, const SocketEndpoint& endpoint)
{
    const SocketId connection = Open(endpoint);
    for (const auto direction : {IpsecDirection::IN, IpsecDirection::OUT})
    {
        const SecurityPolicy* policy = GetPolicy(listener, direction);
        if (!policy)
        {
            continue;
        }
        const PolicyConfig& config = policy->GetConfig();
        const DatabaseResult result =
            Set(now,
                connection,
                {direction, config.kind, config.requirements, config.interfaceName, true});
        NS_ABORT_MSG_UNLESS(result == DatabaseResult::OK, "a socket policy cannot be copied");
    }
    return connection;
}

void
SocketPolicyDatabase::Close(Ps now, SocketId socket)
{
    const auto place = m_sockets.find(socket);
    if (place == m_sockets.end())
    {
        return;
    }
    Unlink(socket, place->second);
    Socket closed = place->second;
    m_sockets.erase(place);
    for (const auto direction : {IpsecDirection::IN, IpsecDirection::OUT})
    {
        Replace(now, closed, direction, nullptr); // R117
    }
}

SocketPolicyDatabase::SocketId
SocketPolicyDatabase::FindSocket(const PacketDescriptor& packet, IpsecDirection direction) const
{
    SocketEndpoint endpoint = EndpointOf(packet, direction);
    SocketId found = FindEndpoint(endpoint);
    if (!found)
    {
        endpoint.remoteAddress = AnyOf(endpoint.remoteAddress);
        endpoint.remotePort = 0;
        found = FindEndpoint(endpoint);
    }
    if (!found)
    {
        endpoint.localAddress = AnyOf(endpoint.localAddress);
        found = FindEndpoint(endpoint);
    }
    return found;
}

/// @param packet of or for this node @param direction its direction @return its socket's policy
SecurityPolicy*
SocketPolicyDatabase::Search(const PacketDescriptor& packet, IpsecDirection direction) const
{
    if (packet.fragment)
    {
        return SearchFragment(packet, direction);
    }
    const SocketId socket = FindSocket(packet, direction);
    return socket ? GetPolicy(socket, direction) : nullptr;
}

/**
 * A fragment may be of any socket of its addresses. So that no policy is evaded by fragmenting, the
 * first possible one that forbids clear text decides (as in FragmentPolicySearch); only fragments
 * pay for this walk.
 * @param packet a fragment
 * @param direction its direction
 * @return the policy, or nullptr
 */
SecurityPolicy*
SocketPolicyDatabase::SearchFragment(const PacketDescriptor& packet, IpsecDirection direction) const
{
    const SocketEndpoint seen = EndpointOf(packet, direction);
    for (const auto& [number, socket] : m_sockets)
    {
        SecurityPolicy* policy = PeekPointer(socket.policies[IndexOf(direction)]);
        const SocketEndpoint& endpoint = socket.endpoint;
        if (policy && policy->DemandsProtection() && endpoint.localPort != 0 &&
            endpoint.protocol == packet.protocol &&
            Allows(endpoint.localAddress, seen.localAddress) &&
            Allows(endpoint.remoteAddress, seen.remoteAddress))
        {
            return policy;
        }
    }
    return nullptr;
}

const SocketEndpoint*
SocketPolicyDatabase::GetEndpoint(SocketId socket) const
{
    const auto place = m_sockets.find(socket);
    return place == m_sockets.end() ? nullptr : &place->second.endpoint;
}

SecurityPolicy*
SocketPolicyDatabase::GetPolicy(SocketId socket, IpsecDirection direction) const
{
    const auto place = m_sockets.find(socket);
    return place == m_sockets.end() ? nullptr
                                    : PeekPointer(place->second.policies[IndexOf(direction)]);
}

void
SocketPolicyDatabase::Clear()
{
    m_byEndpoint.Clear();
    m_sockets.clear();
    m_socketsWithPolicy = 0;
}

} // namespace ns3
