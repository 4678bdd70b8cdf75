/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NETWORK_PARTS_H
#define IPSEC_OFFLOAD_PLANNER_NETWORK_PARTS_H

#include "ns3/host-profile.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-profile-provenance.h"
#include "ns3/nic-profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A link of a role: both of its NICs have its rate.
struct LinkSpec
{
    uint64_t rate{0}; //!< bit/s of the wire
    Ps delay{0};      //!< propagation
    uint32_t mtu{0};  //!< octets of IP
};

/// Whose attribute of a node a scenario sets.
enum class AttributeOwner : uint8_t
{
    NODE,    //!< IpsecNode
    OFFLOAD, //!< IpsecOffload
    SAD,     //!< SecurityAssociationDatabase
    SPD,     //!< SecurityPolicyDatabase
    NIC      //!< IpsecNic, of each NIC
};

/// An ns-3 attribute that a scenario sets.
struct AttributeSetting
{
    AttributeOwner owner;
    std::string name;
    std::string value; //!< as ns-3 reads it
};

/// A node of a role.
struct NodeSpec
{
    std::string kernel{"FreeBsd"};            //!< name of a KernelProfile
    HostProfile host;                         //!< 0 cores: its work takes no time
    NicProfile nic;                           //!< of each of its NICs
    ProfileProvenance hostProvenance;         //!< where the values of host come from
    ProfileProvenance nicProvenance;          //!< where those of nic come from
    std::vector<AttributeSetting> attributes; //!< set after those of the kernel, in order
    bool sharedCard{false};                   //!< all its NICs are ports of one card
    uint32_t vlans{0}; //!< VLAN interfaces above its protected one, all capable (R214)
};

/// Between which sites of a map there are tunnels.
enum class TunnelPlacement : uint8_t
{
    STAR,   //!< from the measured gateway to those of all other sites
    MESH,   //!< between the gateways of all pairs of sites
    DEMANDS //!< between the gateways of sites that a demand matrix has
};

/// What one site sends to another one.
struct SiteDemand
{
    std::string from; //!< name of a site
    std::string to;   //!< likewise
    uint64_t rate;    //!< bit/s of IP
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NETWORK_PARTS_H */
