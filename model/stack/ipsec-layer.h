/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_LAYER_H
#define IPSEC_OFFLOAD_IPSEC_LAYER_H

#include "esp-transform-table.h"
#include "socket-policy-binder.h"

#include "ns3/any-ip-header.h"
#include "ns3/database-observer.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/offload-interface.h"
#include "ns3/packet-descriptor.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <functional>
#include <unordered_set>
#include <variant>
#include <vector>

namespace ns3
{

class EspL4Protocol;
class IpsecNicPort;
class IpsecShim;
class TrafficControlLayer;

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
 * IPsec of one ns-3 node: hooks the node's IP to an IpsecNode, which decides everything.
 *
 * Aggregated to the node. The hooks are made at initialization, that is at time 0 behind all
 * helpers, so that the order of a script's calls does not matter: an IpsecShim in the place of the
 * traffic control layer on every IPv4 and IPv6 interface except loopback, and an EspL4Protocol. SAs
 * and policies that are given before are kept and applied then, in order, when all interfaces are
 * known to the offload infrastructure and so are offered to all (R52). An interface that is added
 * later needs Rehook(); until then its traffic passes by IPsec, which is said once on standard
 * error and counted as soon as the node has policies.
 *
 * Every interface is known to IpsecOffload by a name made of "nic", when its device has an
 * OffloadDriver with methods aggregated to it, or "eth", and the device's number on the node:
 * "nic1", "eth2".
 *
 * The node's expiry timer (ExpiryTimer) ticks while an SA or a policy with limits exists. So a
 * script with such SAs needs Simulator::Stop().
 */
class IpsecLayer : public Object, public DatabaseObserver
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecLayer();
    ~IpsecLayer() override;

    /** @return what decides: databases, offload, host, counters */
    Ptr<IpsecNode> GetIpsecNode() const
    {
        return m_ipsec;
    }

    /** @return the ns-3 node */
    Ptr<Node> GetNode() const
    {
        return m_node;
    }

    /** @return the ns-3 node's number */
    uint32_t GetNodeId() const
    {
        return m_node->GetId();
    }

    /**
     * Add an SA, or remember it until initialization. What the SAD refuses ends the program with a
     * message; call the SAD itself to get its answer.
     * @param config the SA
     */
    void AddSa(const SaConfig& config);

    /**
     * Add a policy, or remember it until initialization. What the SPD refuses ends the program with
     * a message; call the SPD itself to get its answer.
     * @param config the policy
     */
    void AddPolicy(const PolicyConfig& config);

    /**
     * Set, replace or remove the policy of a socket (R111-R118), or remember it until
     * initialization. What is refused ends the program with a message.
     * @param socket a TCP or UDP socket of this node; it may be bound and connected later
     * @param config the policy
     */
    void SetSocketPolicy(const Ptr<Socket>& socket, const SocketPolicyConfig& config);

    /**
     * An accepted datagram goes up, by way of its application's core if the host has such.
     * @param pending its visit to the core that received it
     * @param local true when it is for this node
     * @param clear the datagram
     * @param pass what takes it up
     */
    void PassUp(const PendingPacket& pending,
                bool local,
                const PacketDescriptor& clear,
                std::function<void()> pass);

    /**
     * @param packet a local datagram that leaves
     * @return true when its socket has a peer, and so remembers its policy (R114)
     */
    bool IsConnected(const PacketDescriptor& packet) const
    {
        return m_assumeConnected || m_sockets->HasPeer(packet);
    }

    /** @return what knows the sockets with policies; nullptr before initialization */
    SocketPolicyBinder* GetSockets() const
    {
        return PeekPointer(m_sockets);
    }

    /**
     * Hook what was added since: interfaces or a family. SAs that exist are not offered to a new
     * interface (R52). Does no harm when there is nothing to do.
     */
    void Rehook();

    /**
     * @param device a device
     * @return what the offload infrastructure knows of it; nullptr: it has no hook
     */
    OffloadInterface* GetInterface(const Ptr<NetDevice>& device) const
    {
        const uint32_t index = device->GetIfIndex();
        return index < m_hooks.size() ? PeekPointer(m_hooks[index].interface) : nullptr;
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

    /**
     * @param packet a datagram on its way out or in
     * @param device where
     * @return true when it never enters the SPD search (attribute BypassNeighborDiscovery)
     */
    bool IsExempt(const PacketDescriptor& packet, const Ptr<NetDevice>& device) const;

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
     * A datagram passes FreeBSD's enc interface (R125).
     * @param after it was transformed; else it will be
     * @param header its header
     * @param payload what follows it
     */
    void Capture(bool after, const AnyIpHeader& header, const Ptr<const Packet>& payload) const;

    /** @return the software's ESP transforms */
    EspTransformTable& GetTransforms()
    {
        return m_transforms;
    }

    /** @return counters, to add to */
    IpsecLayerCounters& GetCounters()
    {
        return m_counters;
    }

    /** @return counters */
    const IpsecLayerCounters& GetCounters() const
    {
        return m_counters;
    }

    // documented in DatabaseObserver
    void SaTriggered(Ps now, SecurityAssociation& sa) override;
    void SaDead(Ps now, SecurityAssociation& sa) override;

  protected:
    void NotifyNewAggregate() override;
    void DoInitialize() override;
    void DoDispose() override;

  private:
    /// A socket and its policy.
    struct SocketRequest
    {
        Ptr<Socket> socket;
        SocketPolicyConfig config;
    };

    using Configuration = std::variant<SaConfig, PolicyConfig, SocketRequest>;

    /// A device with a hook.
    struct Hook
    {
        Ptr<OffloadInterface> interface; //!< nullptr: no hook
        Ptr<NetDevice> device;           //!< keeps its port alive
        IpsecNicPort* ipsecNic{nullptr}; //!< of the device; nullptr when it has none
    };

    void Apply(const SaConfig& config);
    void Apply(const PolicyConfig& config);
    void Apply(const SocketRequest& request);
    void HookProtocols();
    void RemoveHandlers();
    template <typename L3>
    void HookInterfaces(const Ptr<L3>& protocol, uint16_t etherType);
    void MakeKnown(const Ptr<NetDevice>& device);
    void SeeIpv4(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface);
    void SeeIpv6(Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface);
    void See(const Ptr<const Packet>& packet, const Ptr<NetDevice>& device);

    Ptr<IpsecNode> m_ipsec;                        //!< what decides
    Ptr<Node> m_node;                              //!< the ns-3 node
    Ptr<SocketPolicyBinder> m_sockets;             //!< sockets with policies
    Ptr<IpsecShim> m_shim;                         //!< the hook on the way out and in
    Ptr<EspL4Protocol> m_esp;                      //!< the hook behind reassembly
    Ptr<TrafficControlLayer> m_trafficControl;     //!< the node's own
    Ptr<Ipv4L3Protocol> m_ipv4;                    //!< hooked; nullptr: not there yet
    Ptr<Ipv6L3Protocol> m_ipv6;                    //!< hooked; nullptr: not there yet
    std::vector<Hook> m_hooks;                     //!< by the device's number on the node
    std::vector<Configuration> m_waiting;          //!< until initialization
    EspTransformTable m_transforms;                //!< software ESP
    EspCrypto m_crypto{CRYPTO_MODELLED};           //!< what happens to the bytes
    TunnelDfBit m_dfBit{DF_CLEAR};                 //!< of outer headers
    IpsecLayerCounters m_counters;                 //!< see GetCounters()
    std::unordered_set<uint32_t> m_warned;         //!< devices that were complained about
    TracedCallback<Ptr<const Packet>> m_encBefore; //!< see Capture()
    TracedCallback<Ptr<const Packet>> m_encAfter;  //!< see Capture()
    bool m_bypassNeighborDiscovery{true};          //!< see IsExempt()
    bool m_assumeConnected{false};                 //!< see IsConnected()
    bool m_isReady{false};                         //!< initialization is over
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_LAYER_H */
