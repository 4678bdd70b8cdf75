/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ADDRESS_PLAN_H
#define IPSEC_OFFLOAD_PLANNER_ADDRESS_PLAN_H

#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"
#include "planner/topology/tunnel-blocks.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/security-policy.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/// Lengths of the prefixes of links.
static constexpr uint8_t LINK_IPV4_LENGTH = 30;
static constexpr uint8_t LINK_IPV6_LENGTH = 64;

/// The two ends of a link, and the network that they share.
struct LinkAddresses
{
    IpAddress ipv4Near; //!< on the measured node's side
    IpAddress ipv4Far;
    IpAddress ipv6Near;
    IpAddress ipv6Far;
};

/// The addresses of a node on one of its links.
struct NodeAddresses
{
    IpAddress ipv4;
    IpAddress ipv6;

    /** @param isIpv6 which family @return the address */
    const IpAddress& Of(bool isIpv6) const
    {
        return isIpv6 ? ipv6 : ipv4;
    }

    /** @return both */
    std::vector<IpAddress> GetAll() const
    {
        return {ipv4, ipv6};
    }
};

/** @param number of a link @return its addresses */
LinkAddresses GetLinkAddresses(uint32_t number);

/** @param number of a link @return the addresses that its ends have beside those, for tunnels that
 * change theirs (AddressChangeSpec) */
LinkAddresses GetSecondAddresses(uint32_t number);

/** @param graph a network @param link one of its links @param node at an end of it @return its
 * addresses there */
NodeAddresses GetNodeAddresses(const NetworkGraph& graph, uint32_t link, uint32_t node);

/** @param addresses of a link @param isNear which of its ends @return the addresses there */
NodeAddresses GetEndAddresses(const LinkAddresses& addresses, bool isNear);

/** @param link number of a link @param ipv6 which family @return the prefix of its addresses */
IpPrefix GetLinkPrefix(uint32_t link, bool ipv6);

/**
 * @param peer number of the path to a peer
 * @param ipv6 which family
 * @return the prefix of its clients
 */
IpPrefix GetPeerPrefix(uint32_t peer, bool ipv6);

/**
 * @ingroup ipsec-offload
 * What is behind the gateways at the ends of tunnels. Where one gateway sends, its side has one
 * prefix and all others together another one; where several do, each has a block (TunnelBlocks).
 */
class SiteAddresses
{
  public:
    /** @param paths of the tunnels @param tunnels in all */
    SiteAddresses(const std::vector<ProtectedPath>& paths, uint32_t tunnels);

    /** @param path of tunnels @param far at the receiver @param ipv6 which family
     * @return what is behind the gateway there */
    IpPrefix GetPrefix(uint32_t path, bool far, bool ipv6) const;

    /** @param tunnel its number @param far at the receiver @param ipv6 which family
     * @return what its policies name there: a /28 or /112, whose first address is the host's */
    IpPrefix GetTunnelPrefix(uint32_t tunnel, bool far, bool ipv6) const;

  private:
    TunnelBlocks m_blocks; //!< who has which
    uint32_t m_paths;      //!< of the tunnels
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ADDRESS_PLAN_H */
