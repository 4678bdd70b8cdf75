/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_LAYER_H
#define IPSEC_OFFLOAD_IPSEC_LAYER_H

#include "esp-transform-table.h"
#include "ipsec-stack-view.h"
#include "ipsec-unhooked-watch.h"

#include "ns3/ipsec-node.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace ns3
{

class EspL4Protocol;
class IpsecShim;
class TrafficControlLayer;

/**
 * @ingroup ipsec-offload
 * IPsec of one ns-3 node: installs the hooks that connect the node's IP to an IpsecNode, which
 * decides everything. What the hooks see of the node is an IpsecStackView.
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
class IpsecLayer : public Object
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecLayer();
    ~IpsecLayer() override;

    /** @return what decides: databases, offload, host, counters */
    Ptr<IpsecNode> GetIpsecNode() const
    {
        return m_view->GetIpsec();
    }

    /** @return the ns-3 node */
    Ptr<Node> GetNode() const
    {
        return m_view->GetNode();
    }

    /** @return the ns-3 node's number */
    uint32_t GetNodeId() const
    {
        return m_view->GetNodeId();
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
     * Hook what was added since: interfaces or a family. SAs that exist are not offered to a new
     * interface (R52). Does no harm when there is nothing to do.
     */
    void Rehook();

    /** @return what the hooks see of the node */
    const IpsecStackView& GetView() const
    {
        return *m_view;
    }

    /** @return counters */
    const IpsecLayerCounters& GetCounters() const
    {
        return m_view->GetCounters();
    }

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

    void ApplyWhenReady(const Configuration& configuration);
    void Apply(const SaConfig& config) const;
    void Apply(const PolicyConfig& config) const;
    void Apply(const SocketRequest& request);
    void HookProtocols();
    void RemoveHandlers();
    template <typename L3>
    void HookInterfaces(const Ptr<L3>& protocol, uint16_t etherType);
    void SetBypassNeighborDiscovery(bool bypass);
    bool GetBypassNeighborDiscovery() const;
    void SetAssumeConnected(bool assume);
    bool GetAssumeConnected() const;

    IpsecStackView::EncTrace m_encBefore;      //!< see IpsecStackView::Capture()
    IpsecStackView::EncTrace m_encAfter;       //!< see IpsecStackView::Capture()
    Ptr<IpsecStackView> m_view;                //!< what the hooks see
    Ptr<EspTransformTable> m_transforms;       //!< software ESP
    UnhookedWatch m_watch;                     //!< sees what passes by
    Ptr<IpsecShim> m_shim;                     //!< the hook on the way out and in
    Ptr<EspL4Protocol> m_esp;                  //!< the hook behind reassembly
    Ptr<TrafficControlLayer> m_trafficControl; //!< the node's own
    Ptr<Ipv4L3Protocol> m_ipv4;                //!< hooked; nullptr: not there yet
    Ptr<Ipv6L3Protocol> m_ipv6;                //!< hooked; nullptr: not there yet
    std::vector<Configuration> m_waiting;      //!< until initialization
    EspCrypto m_crypto{CRYPTO_MODELLED};       //!< what happens to the bytes
    bool m_isReady{false};                     //!< initialization is over
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_LAYER_H */
