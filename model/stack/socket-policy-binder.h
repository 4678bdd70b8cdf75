/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SOCKET_POLICY_BINDER_H
#define IPSEC_OFFLOAD_SOCKET_POLICY_BINDER_H

#include "ns3/ipsec-node.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/node.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"
#include "ns3/socket-policy-database.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Binds ns-3's sockets to a node's SocketPolicyDatabase: learns where they are bound and connected,
 * sees connections being accepted, and sees sockets close (R112-R117). It takes none of a socket's
 * callbacks; what ns-3 does not tell, it looks up when a datagram passes.
 *
 * TCP sockets trace their state, so each change is known at once. A connection that a listening
 * socket accepted is found in TCP's list of sockets when its first segment leaves. UDP sockets tell
 * nothing: those that are not bound yet are looked at before every local datagram, and whether one
 * was closed is asked when a local datagram passes, every 100 ms at most.
 */
class SocketPolicyBinder : public SimpleRefCount<SocketPolicyBinder>
{
  public:
    /**
     * @param node the ns-3 node
     * @param ipsec the same node's IPsec
     */
    SocketPolicyBinder(const Ptr<Node>& node, const Ptr<IpsecNode>& ipsec);

    /**
     * Set a socket's policy in one direction.
     * @param socket a TCP or UDP socket of this node
     * @param config what it is to be
     * @return see SocketPolicyDatabase::Set(); INVALID for other sockets
     */
    DatabaseResult Set(const Ptr<Socket>& socket, const SocketPolicyConfig& config);

    /**
     * A local datagram passes: learn what sockets did not tell.
     * @param packet the datagram, clear
     * @param direction IN or OUT
     */
    void Watch(const PacketDescriptor& packet, IpsecDirection direction)
    {
        if (!m_sockets.empty())
        {
            Learn(packet, direction);
        }
    }

    /**
     * @param packet a segment that has arrived
     * @return the socket of its connection; nullptr: there is none yet
     */
    Ptr<Socket> FindTcp(const PacketDescriptor& packet) const;

    /**
     * @param packet a local datagram that leaves
     * @return true when the socket that sent it is connected: TCP's are, UDP's may be (R114)
     */
    bool HasPeer(const PacketDescriptor& packet) const;

    /** Let go of everything; nobody is told. */
    void Clear();

  private:
    using SocketId = SocketPolicyDatabase::SocketId;

    /// A socket that may have policies.
    struct Known
    {
        Ptr<Socket> socket;
        uint8_t protocol; //!< 6 or 17
    };

    void Learn(const PacketDescriptor& packet, IpsecDirection direction);
    void Adopt(const PacketDescriptor& packet);
    void CloseUdp();
    void AddStrangers(const SocketEndpoint& listening);
    SocketId Find(const Ptr<Socket>& socket) const;
    void Register(SocketId number, const Ptr<Socket>& socket, uint8_t protocol);
    void Locate(SocketId number);
    void Close(SocketId number);
    void StateChanged(std::string number, TcpSocket::TcpStates_t from, TcpSocket::TcpStates_t to);
    template <typename Protocol, typename Visit>
    void ForEach(Visit visit) const;

    Ptr<Node> m_node;                        //!< the ns-3 node
    Ptr<IpsecNode> m_ipsec;                  //!< nullptr: cleared
    std::map<SocketId, Known> m_sockets;     //!< by their names there
    std::map<const Socket*, SocketId> m_ids; //!< the other way round
    std::set<SocketId> m_unbound;            //!< those without a port
    std::set<SocketId> m_udp;                //!< bound UDP sockets
    Ps m_lastLook{0};                        //!< when UDP sockets were looked at
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SOCKET_POLICY_BINDER_H */
