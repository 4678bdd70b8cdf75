/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SOCKET_POLICY_DATABASE_H
#define IPSEC_OFFLOAD_SOCKET_POLICY_DATABASE_H

#include "ipsec-open-hash-table.h"
#include "security-policy-database.h"
#include "security-policy.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ptr.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * Where a socket sends from and to: what finds its policy.
 */
struct SocketEndpoint
{
    uint8_t protocol{0};     //!< 6 or 17
    IpAddress localAddress;  //!< 0.0.0.0 or ::, any of the family
    uint16_t localPort{0};   //!< 0: not bound yet, no packet is this socket's
    IpAddress remoteAddress; //!< 0.0.0.0 or ::, any of the family
    uint16_t remotePort{0};  //!< 0: any
    bool isListening{false}; //!< it accepts connections

    /** @param other another endpoint @return true when equal in every field */
    bool operator==(const SocketEndpoint& other) const
    {
        return protocol == other.protocol && localAddress == other.localAddress &&
               localPort == other.localPort && remoteAddress == other.remoteAddress &&
               remotePort == other.remotePort && isListening == other.isListening;
    }
};

/**
 * @ingroup ipsec-offload
 * What a socket says of its policy in one direction (setsockopt(), R94, R111).
 */
struct SocketPolicyConfig
{
    IpsecDirection direction{IpsecDirection::OUT};
    PolicyKind kind{PolicyKind::IPSEC};         //!< IPSEC, BYPASS or ENTRUST
    std::vector<IpsecRequirement> requirements; //!< one to four when kind is IPSEC (R95)
    std::string interfaceName;                  //!< offload restriction (R100)
    bool isPrivileged{true}; //!< the socket's owner; others may only set ENTRUST (R111)
};

/**
 * @ingroup ipsec-offload
 * Policies of sockets (FreeBSD's PCB policies; R98, R99, R111-R118).
 *
 * A socket has at most one policy for each direction, objects of their own, offered and withdrawn
 * by themselves (R112, R117). They come before the SPD, whatever that says (R113, R118). They are
 * found by hash, connected sockets before bound ones, and while there are none a search costs one
 * comparison. Every change raises the SPD's generation, so that cached searches become stale
 * (R108, R115).
 */
class SocketPolicyDatabase
{
  public:
    /// Names a socket; never 0.
    using SocketId = uint32_t;

    /** @param spd makes policies and tells its observers of them; must outlive this object */
    explicit SocketPolicyDatabase(SecurityPolicyDatabase& spd);

    /**
     * A socket that may get policies.
     * @param endpoint where it is
     * @return its name
     */
    SocketId Open(const SocketEndpoint& endpoint);

    /**
     * A socket was bound, connected, or listens now.
     * @param socket which
     * @param endpoint where it is now
     */
    void Move(SocketId socket, const SocketEndpoint& endpoint);

    /**
     * Set, replace or remove (ENTRUST) a socket's policy in one direction (R111, R112).
     * @param socket whose
     * @param config what it is to be
     * @return OK; NO_ENTRY without such a socket; NO_ACCESS when it is not privileged (R111);
     *         INVALID for other kinds (R94) or bad requirements (R95, R96)
     */
    DatabaseResult Set(Ps now, SocketId socket, const SocketPolicyConfig& config);

    /**
     * @param config of a socket's policy
     * @return an empty text when Set() takes it from a privileged socket; else the field that is
     *         wrong, what stands there and what was expected
     */
    static std::string FindFault(const SocketPolicyConfig& config);

    /**
     * A listening socket accepted a connection, which gets copies of its policies as objects of
     * its own (R116).
     * @param listener who accepted
     * @param endpoint of the connection
     * @return the connection's name
     */
    SocketId Accept(Ps now, SocketId listener, const SocketEndpoint& endpoint);

    /**
     * A socket is closed: its policies are withdrawn (R117).
     * @param socket which
     */
    void Close(Ps now, SocketId socket);

    /**
     * @param packet a clear datagram of this node, or for this node
     * @param direction IN or OUT
     * @return the policy of its socket, or nullptr when it has none
     */
    SecurityPolicy* Find(const PacketDescriptor& packet, IpsecDirection direction) const
    {
        return m_socketsWithPolicy == 0 ? nullptr : Search(packet, direction);
    }

    /**
     * @param packet a clear datagram of this node, or for this node
     * @param direction IN or OUT
     * @return the socket that would be the packet's among those that are open here, or 0
     */
    SocketId FindSocket(const PacketDescriptor& packet, IpsecDirection direction) const;

    /** @param socket which @return where it is, or nullptr without such a socket */
    const SocketEndpoint* GetEndpoint(SocketId socket) const;

    /** @param socket whose @param direction IN or OUT @return its policy, or nullptr */
    SecurityPolicy* GetPolicy(SocketId socket, IpsecDirection direction) const;

    /** @return sockets that are open here */
    size_t GetSize() const
    {
        return m_sockets.size();
    }

    /** Forget everything; nobody is told. */
    void Clear();

  private:
    /// A socket.
    struct Socket
    {
        SocketEndpoint endpoint;
        std::array<Ptr<SecurityPolicy>, 2> policies; //!< IN and OUT
    };

    /// A place in the table by endpoint.
    struct Slot
    {
        uint32_t hash{0};
        SocketId socket{0};
        const SocketEndpoint* endpoint{nullptr};

        bool IsFree() const
        {
            return socket == 0;
        }
    };

    static uint32_t HashOf(const SocketEndpoint& endpoint);
    SecurityPolicy* Search(const PacketDescriptor& packet, IpsecDirection direction) const;
    SecurityPolicy* SearchFragment(const PacketDescriptor& packet, IpsecDirection direction) const;
    SocketId FindEndpoint(const SocketEndpoint& endpoint) const;
    void Link(SocketId number, const Socket& socket);
    void Unlink(SocketId number, const Socket& socket);
    void Replace(Ps now, Socket& socket, IpsecDirection direction, Ptr<SecurityPolicy> policy);

    SecurityPolicyDatabase& m_spd;        //!< makes policies and has the observers
    std::map<SocketId, Socket> m_sockets; //!< by name: places in memory stay
    OpenHashTable<Slot> m_byEndpoint;     //!< those that are bound; the youngest of equal ones
    uint32_t m_socketsWithPolicy{0};      //!< sockets whose policy anybody may ask for
    SocketId m_nextSocket{1};             //!< name of the next one
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SOCKET_POLICY_DATABASE_H */
