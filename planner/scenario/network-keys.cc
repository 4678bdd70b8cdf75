/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-rows.h"
#include "node-attributes.h"

#include "model/profile/name-lists.h"
#include "planner/topology/network-generator.h"

#include "ns3/kernel-profile.h"

#include <algorithm>
#include <map>

namespace ns3::planner
{

namespace
{

using K = KeyKind;
using F = KeyForm;
using D = Dimension;

/// Most VLAN interfaces of a port; ids are of 12 bits, two of them reserved.
constexpr uint64_t MOST_VLANS = 4'094;

/// @return what each kind of network can be told
KeyRows
MakeGeneratorKeys()
{
    std::map<std::string, GeneratorCount> counts;
    std::map<std::string, std::vector<std::string>> sharesOf;
    std::map<std::string, std::vector<std::string>> kindsOf;
    for (const auto& generator : GetNetworkGenerators())
    {
        for (const auto& count : generator.counts)
        {
            auto& known = counts.emplace(count.key, count).first->second;
            known.most = std::max(known.most, count.most);
            known.least = std::min(known.least, count.least);
            kindsOf[count.key].emplace_back(generator.name);
        }
        for (const auto& share : generator.shares)
        {
            sharesOf[share.key].emplace_back(generator.name);
        }
    }
    KeyRows rows;
    for (const auto& [key, count] : counts)
    {
        rows.push_back(ScenarioKey("topology." + key,
                                   F::Count(count.least, count.most),
                                   "How many " + key + " the network has")
                           .Otherwise(std::to_string(count.otherwise))
                           .OnlyWith("kind", kindsOf[key]));
    }
    for (const auto& [key, kindsWithIt] : sharesOf)
    {
        rows.push_back(ScenarioKey("topology." + key,
                                   F::Quantity(D::SHARE, 0, 1),
                                   "A share that shapes the network: see the manual's table")
                           .Otherwise("what the manual's table says")
                           .OnlyWith("kind", kindsWithIt)
                           .Example("0.3"));
    }
    return rows;
}

/// @return kinds of networks, and maps of sites
KeyRows
MakeTopologyKeys()
{
    return {
        ScenarioKey("topology", F::Of(K::MAP), "Which network").Required(),
        ScenarioKey("topology.kind",
                    F::Word(NamesOf(GetNetworkGenerators())),
                    "What makes the network")
            .Required()
            .Unless("file")
            .Example("server"),
        ScenarioKey("topology.file",
                    F::Of(K::LINE),
                    "A map of sites instead: GraphML (.graphml), Graphviz (.dot, .gv) or REPETITA "
                    "(.graph), named from the folder of the scenario")
            .ReadBy("ReadTopology")
            .Example("networks/abilene.graphml"),
        ScenarioKey("topology.demands",
                    F::Of(K::LINE),
                    "With a file: who sends how much to whom, as REPETITA's .demands files say it")
            .ReadBy("ReadTopology"),
        ScenarioKey(
            "topology.tunnels",
            F::Word({"star", "mesh", "demands"}),
            "Of a network of sites: from the measured one to all others, between all pairs, "
            "or where there are demands")
            .Otherwise("mesh; with demands demands")
            .ReadBy("ReadTopology")
            .Example("mesh"),
        ScenarioKey("topology.measured",
                    F::Of(K::LINE),
                    "With a file: the site whose gateway is looked at")
            .Otherwise("the first one with a gateway; with demands the first sender")
            .ReadBy("ReadTopology"),
        ScenarioKey("topology.failure",
                    F::Of(K::LINE),
                    "Of a network of sites: the name of a link or node that is down")
            .Otherwise("none")
            .ReadBy("ReadTopology"),
        ScenarioKey(
            "topology.frame-overhead",
            F::Whole(D::OCTETS, 2, 1'000),
            "Octets of the wire per IP packet: those of Ethernet are preamble 8, header 14, "
            "check sequence 4, gap 12")
            .Default("38 B"),
    };
}

/// @return links
KeyRows
MakeLinkKeys()
{
    return {
        ScenarioKey("links", F::Of(K::MAP), "The links, by role").Required(),
        ScenarioKey("links.ROLE", F::Of(K::MAP), "All links of a role that the kind of network has")
            .Required()
            .ReadBy("ReadLinks"),
        ScenarioKey("links.ROLE.rate", F::Whole(D::RATE, 1'000), "Rate of the wire")
            .Required()
            .Example("100 Gbit/s"),
        ScenarioKey("links.ROLE.delay", F::Duration(), "Propagation from end to end")
            .Required()
            .Example("5 us"),
        ScenarioKey("links.ROLE.mtu", F::Whole(D::OCTETS, 68, 65'535), "Longest IP packet")
            .Required()
            .Example("1500 B"),
    };
}

/// @return nodes
KeyRows
MakeNodeKeys()
{
    const auto kernels = NamesOf(GetKernelProfiles());
    KeyRows rows{
        ScenarioKey("nodes", F::Of(K::MAP), "The nodes with IPsec, by role").Required(),
        ScenarioKey("nodes.ROLE", F::Of(K::MAP), "All nodes of a role that the kind of network has")
            .Required()
            .ReadBy("ReadNodes"),
        ScenarioKey("nodes.ROLE.kernel", F::Word(kernels), "Kernel profile (list kernels)")
            .Required()
            .Example("FreeBsd"),
        ScenarioKey("nodes.ROLE.host",
                    F::Text("the name of a host profile (list profiles), or a map with it and what "
                            "differs from it"),
                    "Cores and what they pay")
            .Required()
            .ReadBy("ReadProfileOf")
            .Example("xeon-e5-2697a-freebsd"),
        ScenarioKey("nodes.ROLE.host.profile", F::Of(K::TEXT), "Name of the profile")
            .Required()
            .Example("none"),
        ScenarioKey("nodes.ROLE.host.KEY",
                    F::Any("what that key of a host profile may be (list keys)"),
                    "Any key of host profiles, instead of the profile's value")
            .ReadBy("ChangeProfile"),
        ScenarioKey("nodes.ROLE.nic",
                    F::Text("the name of a NIC profile (list profiles), or a map with it and what "
                            "differs from it"),
                    "Each NIC of the node")
            .Required()
            .ReadBy("ReadProfileOf")
            .Example("cx6dx-freebsd"),
        ScenarioKey("nodes.ROLE.nic.profile", F::Of(K::TEXT), "Name of the profile")
            .Required()
            .Example("plain"),
        ScenarioKey("nodes.ROLE.nic.KEY",
                    F::Any("what that key of a NIC profile may be (list keys)"),
                    "Any key of NIC profiles, instead of the profile's value")
            .ReadBy("ChangeProfile"),
        ScenarioKey("nodes.ROLE.card",
                    F::Word<bool>({{"separate", false}, {"shared", true}}),
                    "Whether each NIC of the node is a card, or all are ports of one")
            .Default("separate"),
        ScenarioKey(
            "nodes.ROLE.vlans",
            F::Count(0, MOST_VLANS),
            "VLAN interfaces above the protected one; each is offered every SA (R214, R215)")
            .Default("0"),
    };
    const KeyRows assumed{
        ScenarioKey("assumed-values",
                    F::Quantity(D::SHARE, -0.9, 0.9),
                    "By how much the speeds that profiles only assume are better, or below 0 "
                    "worse: rates are multiplied by 1 plus this, cycles and fetch times by 1 minus "
                    "this, of all nodes")
            .Default("0")
            .Example("-20 %"),
    };
    return JoinKeys({rows, MakeAttributeKeys("nodes.ROLE.attributes"), assumed});
}

} // namespace

KeyRows
MakeNetworkKeys()
{
    return JoinKeys({MakeTopologyKeys(), MakeGeneratorKeys(), MakeLinkKeys(), MakeNodeKeys()});
}

} // namespace ns3::planner
