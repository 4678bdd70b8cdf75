/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "socket-policy-binder.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/log.h"
#include "ns3/object-ptr-container.h"
#include "ns3/simulator.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/udp-l4-protocol.h"
#include "ns3/udp-socket.h"

#include <vector>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SocketPolicyBinder");

namespace
{

constexpr Ps LOOK_PERIOD = PS_PER_SECOND / 10;

/**
 * @param name what a socket calls itself or its peer
 * @param address gets the address
 * @param port gets the port
 */
void
ReadName(const Address& name, IpAddress& address, uint16_t& port)
{
    if (InetSocketAddress::IsMatchingType(name))
    {
        const auto four = InetSocketAddress::ConvertFrom(name);
        address = ToIpAddress(four.GetIpv4());
        port = four.GetPort();
    }
    else if (Inet6SocketAddress::IsMatchingType(name))
    {
        const auto six = Inet6SocketAddress::ConvertFrom(name);
        address = ToIpAddress(six.GetIpv6());
        port = six.GetPort();
    }
}

/// @param socket a socket @param protocol 6 or 17 @return where it is
SocketEndpoint
EndpointOf(const Ptr<Socket>& socket, uint8_t protocol)
{
    SocketEndpoint endpoint;
    endpoint.protocol = protocol;
    Address name;
    socket->GetSockName(name);
    ReadName(name, endpoint.localAddress, endpoint.localPort);
    endpoint.remoteAddress = endpoint.localAddress.IsIpv4() ? IpAddress::FromIpv4(0) : IpAddress();
    // A connected UDP socket of ns-3 still gets what others send to its port.
    Address peer;
    if (protocol == ProtocolNumber::TCP && endpoint.localPort != 0 &&
        socket->GetPeerName(peer) == 0)
    {
        ReadName(peer, endpoint.remoteAddress, endpoint.remotePort);
    }
    endpoint.isListening = protocol == ProtocolNumber::TCP && endpoint.remotePort == 0;
    return endpoint;
}

} // namespace

SocketPolicyBinder::SocketPolicyBinder(const Ptr<Node>& node, const Ptr<IpsecNode>& ipsec)
    : m_node(node),
      m_ipsec(ipsec)
{
}

void
SocketPolicyBinder::Clear()
{
    m_sockets.clear();
    m_ids.clear();
    m_unbound.clear();
    m_udp.clear();
    m_ipsec = nullptr;
    m_node = nullptr;
}

/// @param visit called for each of the node's sockets of a protocol until it says true
template <typename Protocol, typename Visit>
void
SocketPolicyBinder::ForEach(Visit visit) const
{
    const auto protocol = m_node->GetObject<Protocol>();
    if (!protocol)
    {
        return;
    }
    ObjectPtrContainerValue list; // a vector or a map, as the version of ns-3 has it
    protocol->GetAttribute("SocketList", list);
    for (auto it = list.Begin(); it != list.End(); ++it)
    {
        if (visit(DynamicCast<Socket>(it->second)))
        {
            return;
        }
    }
}

Ptr<Socket>
SocketPolicyBinder::FindTcp(const PacketDescriptor& packet) const
{
    Ptr<Socket> found;
    ForEach<TcpL4Protocol>([&](const Ptr<Socket>& socket) {
        const SocketEndpoint endpoint = EndpointOf(socket, ProtocolNumber::TCP);
        if (endpoint.localPort == packet.destinationPort &&
            endpoint.remotePort == packet.sourcePort &&
            endpoint.localAddress == packet.destination && endpoint.remoteAddress == packet.source)
        {
            found = socket;
        }
        return found != nullptr;
    });
    return found;
}

bool
SocketPolicyBinder::HasPeer(const PacketDescriptor& packet) const
{
    bool found = packet.protocol == ProtocolNumber::TCP;
    if (packet.protocol == ProtocolNumber::UDP)
    {
        ForEach<UdpL4Protocol>([&](const Ptr<Socket>& socket) {
            SocketEndpoint end;
            Address name;
            if (socket->GetPeerName(name) == 0)
            {
                ReadName(name, end.remoteAddress, end.remotePort);
                socket->GetSockName(name);
                ReadName(name, end.localAddress, end.localPort);
                found = end.localPort == packet.sourcePort &&
                        end.remotePort == packet.destinationPort &&
                        end.remoteAddress == packet.destination;
            }
            return found;
        });
    }
    return found;
}

SocketPolicyBinder::SocketId
SocketPolicyBinder::Find(const Ptr<Socket>& socket) const
{
    const auto it = m_ids.find(PeekPointer(socket));
    return it == m_ids.end() ? 0 : it->second;
}

/// @param number of a new socket @param socket the socket @param protocol 6 or 17
void
SocketPolicyBinder::Register(SocketId number, const Ptr<Socket>& socket, uint8_t protocol)
{
    m_sockets[number] = {socket, protocol};
    m_ids[PeekPointer(socket)] = number;
    if (protocol == ProtocolNumber::TCP)
    {
        socket->TraceConnect(
            "State",
            std::to_string(number),
            MakeCallback(&SocketPolicyBinder::StateChanged, Ptr<SocketPolicyBinder>(this)));
    }
    Locate(number);
}

DatabaseResult
SocketPolicyBinder::Set(const Ptr<Socket>& socket, const SocketPolicyConfig& config)
{
    const bool isTcp = DynamicCast<TcpSocket>(socket) != nullptr;
    if (!isTcp && !DynamicCast<UdpSocket>(socket))
    {
        return DatabaseResult::INVALID;
    }
    SocketPolicyDatabase& database = m_ipsec->GetSocketPolicies();
    const uint8_t protocol = isTcp ? ProtocolNumber::TCP : ProtocolNumber::UDP;
    SocketId number = Find(socket);
    if (!number)
    {
        const SocketEndpoint endpoint = EndpointOf(socket, protocol);
        if (endpoint.isListening && endpoint.localPort != 0)
        {
            AddStrangers(endpoint);
        }
        number = database.Open(endpoint);
        Register(number, socket, protocol);
    }
    CloseUdp();
    return database.Set(ToPs(Simulator::Now()), number, config);
}

/**
 * Connections that a socket accepted before it got a policy have none (R116).
 * @param listening where the socket is
 */
void
SocketPolicyBinder::AddStrangers(const SocketEndpoint& listening)
{
    std::vector<Ptr<Socket>> strangers;
    ForEach<TcpL4Protocol>([&](const Ptr<Socket>& socket) {
        const SocketEndpoint endpoint = EndpointOf(socket, ProtocolNumber::TCP);
        if (!endpoint.isListening && endpoint.localPort == listening.localPort && !Find(socket))
        {
            strangers.push_back(socket);
        }
        return false;
    });
    for (const auto& socket : strangers)
    {
        Register(m_ipsec->GetSocketPolicies().Open(EndpointOf(socket, ProtocolNumber::TCP)),
                 socket,
                 ProtocolNumber::TCP);
    }
}

/// @param number of a socket that may have been bound, connected or closed
void
SocketPolicyBinder::Locate(SocketId number)
{
    const Known& known = m_sockets.at(number);
    const SocketEndpoint endpoint = EndpointOf(known.socket, known.protocol);
    m_ipsec->GetSocketPolicies().Move(number, endpoint);
    if (endpoint.localPort == 0)
    {
        m_unbound.insert(number);
        return;
    }
    m_unbound.erase(number);
    if (known.protocol == ProtocolNumber::UDP)
    {
        m_udp.insert(number);
    }
}

/// @param number of a socket that is closed
void
SocketPolicyBinder::Close(SocketId number)
{
    const auto it = m_sockets.find(number);
    if (it == m_sockets.end())
    {
        return;
    }
    const Ptr<Socket> held = it->second.socket;
    m_ids.erase(PeekPointer(held));
    m_unbound.erase(number);
    m_udp.erase(number);
    m_sockets.erase(it);
    m_ipsec->GetSocketPolicies().Close(ToPs(Simulator::Now()), number); // R117
}

// ns-3 compares the signature of a trace sink with that of the source: by value, as it calls it.
void
SocketPolicyBinder::StateChanged(std::string number, // NOLINT(performance-unnecessary-value-param)
                                 [[maybe_unused]] TcpSocket::TcpStates_t from,
                                 TcpSocket::TcpStates_t to)
{
    const auto id = static_cast<SocketId>(std::stoul(number));
    if (m_sockets.count(id) == 0)
    {
        return; // closed, or the node is gone
    }
    NS_LOG_LOGIC("socket " << id << ": state " << to);
    if (to == TcpSocket::CLOSED)
    {
        Close(id);
        return;
    }
    Locate(id);
}

/// Withdraw the policies of UDP sockets that were closed.
void
SocketPolicyBinder::CloseUdp()
{
    std::vector<SocketId> closed;
    for (const SocketId number : m_udp)
    {
        if (EndpointOf(m_sockets.at(number).socket, ProtocolNumber::UDP).localPort == 0)
        {
            closed.push_back(number);
        }
    }
    for (const SocketId number : closed)
    {
        Close(number);
    }
}

/// @param packet a local datagram @param direction its direction
void
SocketPolicyBinder::Learn(const PacketDescriptor& packet, IpsecDirection direction)
{
    const std::set<SocketId> unbound = m_unbound;
    for (const SocketId number : unbound)
    {
        Locate(number);
    }
    const Ps now = ToPs(Simulator::Now());
    if (!m_udp.empty() && now - m_lastLook >= LOOK_PERIOD)
    {
        m_lastLook = now;
        CloseUdp();
    }
    if (packet.protocol == ProtocolNumber::TCP && !packet.fragment &&
        direction == IpsecDirection::OUT)
    {
        Adopt(packet);
    }
}

/// @param packet a segment that leaves, perhaps of a connection not known yet
void
SocketPolicyBinder::Adopt(const PacketDescriptor& packet)
{
    SocketPolicyDatabase& database = m_ipsec->GetSocketPolicies();
    const SocketId listener = database.FindSocket(packet, IpsecDirection::OUT);
    if (!listener || !database.GetEndpoint(listener)->isListening)
    {
        return;
    }
    ForEach<TcpL4Protocol>([&](const Ptr<Socket>& socket) {
        const SocketEndpoint endpoint = EndpointOf(socket, ProtocolNumber::TCP);
        if (endpoint.localPort != packet.sourcePort || endpoint.localAddress != packet.source ||
            endpoint.remotePort != packet.destinationPort ||
            endpoint.remoteAddress != packet.destination)
        {
            return false;
        }
        if (const SocketId known = Find(socket))
        {
            Locate(known); // it connects just now
        }
        else
        {
            Register(database.Accept(ToPs(Simulator::Now()), listener, endpoint),
                     socket,
                     ProtocolNumber::TCP);
        }
        return true;
    });
}

} // namespace ns3
