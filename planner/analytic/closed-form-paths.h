/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_PATHS_H
#define IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_PATHS_H

#include "slot-assignment.h"

#include "planner/scenario/scenario.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/ipsec-ip-address.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The paths of a scenario's packets through its graph, by direction, for the closed form. Each link
 * has a line for each direction.
 */
class ClosedFormPaths
{
  public:
    /// Who sends into a line.
    enum class Sender : uint8_t
    {
        OTHER, //!< nobody who protects
        NEAR,  //!< the measured node
        FAR    //!< a node at the other end of its SAs
    };

    /** @param scenario resolved for a point */
    explicit ClosedFormPaths(const Scenario& scenario);

    /** @return nodes at the other ends of SAs */
    uint32_t CountPeers() const
    {
        return static_cast<uint32_t>(m_paths[true].size());
    }

    /** @return links of the network */
    uint32_t CountLinks() const
    {
        return m_graph.CountLinks();
    }

    /** @param link number of a link @return the link */
    const NetworkLink& GetLink(uint32_t link) const
    {
        return m_graph.GetLink(link);
    }

    /** @return number of the link of the measured node's protected traffic */
    uint32_t GetMeasuredLink() const
    {
        return m_paths[true].front().between.front();
    }

    /** @return true when both ends forward datagrams of others */
    bool IsForwarded() const
    {
        return m_paths[true].front().IsForwarded();
    }

    /** @param peer a far node @param transmit the direction @return the path */
    const ProtectedPath& Get(uint32_t peer, bool transmit) const
    {
        return m_paths[transmit][peer];
    }

    /** @param near the measured node, or those at the other ends @return what it is */
    const NodeSpec& GetSpec(bool near) const;

    /** @param near at which end @return addresses of the protected interfaces there */
    std::vector<IpAddress> GetAddresses(bool near) const;

    /**
     * @param near the measured node, or one at the other end
     * @param peer which one there
     * @return its interfaces and NICs that can do IPsec
     */
    CapableNics GetNics(bool near, uint32_t peer) const;

    /**
     * @param peer a far node
     * @param transmit the direction
     * @return octets of IP, of the links from the sender to the receiver
     */
    const std::vector<uint32_t>& GetMtus(uint32_t peer, bool transmit) const
    {
        return m_mtus[transmit][peer];
    }

    /** @param link a link @param transmit the direction @return who sends into it */
    Sender GetSender(uint32_t link, bool transmit) const
    {
        return m_senders[transmit][link];
    }

    /**
     * @param link a link
     * @param transmit the direction
     * @return true when packets of several lines meet in front of it
     */
    bool IsJunction(uint32_t link, bool transmit) const
    {
        return m_isJunction[transmit][link];
    }

  private:
    NetworkGraph m_graph;                                     //!< nodes and links
    std::array<std::vector<ProtectedPath>, 2> m_paths;        //!< by transmit, far node
    std::array<std::vector<std::vector<uint32_t>>, 2> m_mtus; //!< by transmit, far node
    std::array<std::vector<Sender>, 2> m_senders;             //!< by transmit, link
    std::array<std::vector<bool>, 2> m_isJunction;            //!< by transmit, link
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CLOSED_FORM_PATHS_H */
