/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NS_3_NETWORK_H
#define IPSEC_OFFLOAD_PLANNER_NS_3_NETWORK_H

#include "planner/network/network-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/net-device.h"
#include "ns3/node-container.h"
#include "ns3/node.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A planned network of ns-3 nodes: IP stacks, devices, addresses and routes, and no IPsec. Nodes
 * and links have the plan's numbers. Traffic generators have no stack, hence neither addresses nor
 * routes.
 */
class Ns3Network
{
  public:
    /// The devices of a link: near and far.
    using Devices = std::pair<Ptr<IpsecPointToPointNetDevice>, Ptr<IpsecPointToPointNetDevice>>;

    /**
     * @param scenario the scenario, resolved; must outlive this object
     * @param plan its network; must outlive this object
     */
    Ns3Network(const Scenario& scenario, const NetworkPlan& plan);

    Ns3Network(const Ns3Network&) = delete;
    Ns3Network& operator=(const Ns3Network&) = delete;

    /** @return the next node of the plan, with its stack */
    Ptr<Node> AddNode();

    /** @return the devices of the next link of the plan, their NICs without profile */
    const Devices& AddLink();

    /** Give nodes their addresses and routes, when all nodes and links are there. */
    void AddAddressesAndRoutes();

    /** @param port from 1, by which the measured node shall send from now on */
    void ChangeRoutes(uint32_t port);

    /** @param number of a node @return true for a traffic generator */
    bool IsGenerator(uint32_t number) const;

    /** @param number of a node @return the node */
    Ptr<Node> GetNode(uint32_t number) const
    {
        return m_nodes.Get(number);
    }

    /** @return the devices of the links by number */
    const std::vector<Devices>& GetLinks() const
    {
        return m_links;
    }

  private:
    bool UsesIpv6() const;
    void InstallStack(const Ptr<Node>& node);
    void AddAddress(uint32_t node,
                    const Ptr<NetDevice>& device,
                    const IpAddress& own,
                    uint8_t length) const;
    void AddLinkAddresses(uint32_t number) const;
    void AddOwnAddresses() const;
    void SetRoute(const PlannedRoute& route, bool replace) const;

    const Scenario& m_scenario;   //!< what to simulate
    const NetworkPlan& m_plan;    //!< its network
    NodeContainer m_nodes;        //!< by number
    std::vector<Devices> m_links; //!< by number
    int64_t m_stackStream;        //!< next random stream of a stack
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NS_3_NETWORK_H */
