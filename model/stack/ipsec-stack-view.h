/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_STACK_VIEW_H
#define IPSEC_OFFLOAD_IPSEC_STACK_VIEW_H

#include "socket-policy-binder.h"

#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/offload-interface.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <vector>

namespace ns3
{

class IpsecNicPort;

/**
 * @ingroup ipsec-offload
 * What full fidelity does beside the walk that IpsecNode counts.
 */
struct IpsecLayerCounters
{
    PacketOctets exemptOut;       //!< never searched: BypassNeighborDiscovery
    PacketOctets exemptIn;        //!< the same on the way in
    PacketOctets refusedByDevice; //!< NetDevice::Send() said no; octets of IP
    PacketOctets familyNotRun;    //!< decrypted, but the node does not run the inner family there
    PacketOctets unhooked; //!< past IPsec, on an interface without hook, while policies exist
};

/**
 * @ingroup ipsec-offload
 * What the hooks of IPsec see of the ns-3 node that they are in: its devices, addresses and
 * sockets, what is exempt, and the IpsecNode that decides.
 *
 * IpsecLayer makes it and fills it; the hooks share it and know neither the layer nor each other.
 * Events may hold it beyond the node's life: GetNode() is nullptr then, and nothing else may be
 * asked.
 */
class IpsecStackView : public SimpleRefCount<IpsecStackView>
{
  public:
    /// Who sees datagrams pass FreeBSD's enc interface.
    using EncTrace = TracedCallback<Ptr<const Packet>>;

    /**
     * @param ipsec what decides
     * @param before sees datagrams that will be transformed; must outlive Dispose()
     * @param after sees datagrams that were; the same
     */
    IpsecStackView(const Ptr<IpsecNode>& ipsec, const EncTrace& before, const EncTrace& after);
    ~IpsecStackView();

    IpsecStackView(const IpsecStackView&) = delete;
    IpsecStackView& operator=(const IpsecStackView&) = delete;

    /** @param node the ns-3 node */
    void SetNode(const Ptr<Node>& node);

    /** Make the node's sockets known, at initialization. */
    void BindSockets();

    /** @param ipv4 the node's IPv4 */
    void SetIpv4(const Ptr<Ipv4L3Protocol>& ipv4);

    /** @param ipv6 the node's IPv6 */
    void SetIpv6(const Ptr<Ipv6L3Protocol>& ipv6);

    /**
     * Make a device known to the offload infrastructure, and the node to its NIC. Does nothing for
     * one that is known.
     * @param device a device that gets a hook
     */
    void AddDevice(const Ptr<NetDevice>& device);

    /** Let go of the node and everything of it. */
    void Dispose();

    /** @return what decides: databases, offload, host, counters */
    const Ptr<IpsecNode>& GetIpsec() const
    {
        return m_ipsec;
    }

    /** @return the ns-3 node; nullptr after Dispose() */
    const Ptr<Node>& GetNode() const
    {
        return m_node;
    }

    /** @return the ns-3 node's number */
    uint32_t GetNodeId() const
    {
        return m_node->GetId();
    }

    /** @return what knows the sockets with policies; nullptr before initialization */
    SocketPolicyBinder* GetSockets() const
    {
        return PeekPointer(m_sockets);
    }

    /**
     * @param packet a local datagram that leaves
     * @return true when its socket has a peer, and so remembers its policy (R114)
     */
    bool IsConnected(const PacketDescriptor& packet) const
    {
        return (m_assumeConnected && packet.protocol == ProtocolNumber::UDP) ||
               m_sockets->HasPeer(packet);
    }

    /** @param assume every local UDP datagram counts as one of a connected socket */
    void SetAssumeConnected(bool assume)
    {
        m_assumeConnected = assume;
    }

    /** @return whether every local UDP datagram does */
    bool GetAssumeConnected() const
    {
        return m_assumeConnected;
    }

    /**
     * @param device a device
     * @return what the offload infrastructure knows of it; nullptr: it has no hook
     */
    OffloadInterface* GetInterface(const Ptr<NetDevice>& device) const
    {
        const uint32_t index = device->GetIfIndex();
        return index < m_devices.size() ? PeekPointer(m_devices[index].interface) : nullptr;
    }

    /**
     * @param device a device
     * @return octets of IP that fit on its wire
     */
    uint32_t GetWireMtu(const Ptr<NetDevice>& device) const;

    /**
     * @param device a device
     * @return true when it has a driver for IPsec, and so answers for the marks of what it receives
     */
    bool IsIpsecNic(const Ptr<NetDevice>& device) const
    {
        const OffloadInterface* interface = GetInterface(device);
        return interface && interface->GetDriver();
    }

    /** @param device a device @return true when its NIC puts TCP segments together (LRO) */
    bool HasLargeReceive(const Ptr<NetDevice>& device) const;

    /** @param address an address @return true when it is this node's, or unspecified */
    bool IsOwnAddress(const IpAddress& address) const;

    /**
     * @param address a destination
     * @param device where the datagram arrived
     * @return true when it is for this node
     */
    bool IsLocalDestination(const IpAddress& address, const Ptr<NetDevice>& device) const;

    /**
     * @param packet a datagram on its way out or in
     * @param device where
     * @return true when it never enters the SPD search (neighbor discovery, multicast, broadcast)
     */
    bool IsExempt(const PacketDescriptor& packet, const Ptr<NetDevice>& device) const;

    /** @param bypass false: nothing is exempt */
    void SetBypassNeighborDiscovery(bool bypass)
    {
        m_bypassNeighborDiscovery = bypass;
    }

    /** @return false: nothing is exempt */
    bool GetBypassNeighborDiscovery() const
    {
        return m_bypassNeighborDiscovery;
    }

    /**
     * A datagram passes FreeBSD's enc interface (R125).
     * @param after it was transformed; else it will be
     * @param header its header
     * @param payload what follows it
     */
    void Capture(bool after, const AnyIpHeader& header, const Ptr<const Packet>& payload) const;

    /** @return counters, to add to */
    IpsecLayerCounters& GetCounters()
    {
        return m_counters;
    }

  private:
    /// A device with a hook.
    struct Known
    {
        Ptr<OffloadInterface> interface; //!< nullptr: no hook
        Ptr<NetDevice> device;           //!< keeps its port alive
        IpsecNicPort* ipsecNic{nullptr}; //!< of the device; nullptr when it has none
    };

    IpsecNicPort* GetPort(const Ptr<NetDevice>& device) const;
    bool IsBroadcast(const Ipv4Address& address, const Ptr<NetDevice>& device) const;

    Ptr<IpsecNode> m_ipsec;               //!< what decides
    const EncTrace& m_before;             //!< see Capture()
    const EncTrace& m_after;              //!< see Capture()
    Ptr<Node> m_node;                     //!< the ns-3 node
    Ptr<SocketPolicyBinder> m_sockets;    //!< sockets with policies
    Ptr<Ipv4L3Protocol> m_ipv4;           //!< nullptr: the node does not run it
    Ptr<Ipv6L3Protocol> m_ipv6;           //!< nullptr: the node does not run it
    std::vector<Known> m_devices;         //!< by their numbers on the node
    IpsecLayerCounters m_counters;        //!< see GetCounters()
    bool m_bypassNeighborDiscovery{true}; //!< see IsExempt()
    bool m_assumeConnected{false};        //!< see IsConnected()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_STACK_VIEW_H */
