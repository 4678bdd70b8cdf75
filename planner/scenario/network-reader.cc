/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-reader.h"

#include "node-attributes.h"

#include "model/profile/profile-reader.h"

#include "ns3/ipsec-nic.h"
#include "ns3/kernel-profile.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// @param value a link of the file @param link what to fill
void
ReadLink(const ScenarioValue& value, LinkSpec& link)
{
    ScenarioMap map(value);
    map.Read("rate", link.rate);
    map.Read("delay", link.delay);
    map.Read("mtu", link.mtu);
    map.Finish();
}

/// @param map links or nodes @param roles that the network has @param read fills a spec
/// @return a spec for each role
template <typename Spec, typename Read>
std::map<std::string, Spec>
ReadRoles(ScenarioMap& map, const std::vector<std::string>& roles, const Read& read)
{
    std::map<std::string, Spec> specs;
    for (const auto& role : roles)
    {
        Spec& spec = specs[role];
        if (auto value = map.TakeNamed("ROLE", role))
        {
            read(*value, spec);
        }
    }
    return specs;
}

/// @param topology a network @return roles of its nodes with IPsec
std::vector<std::string>
RolesOf(const TopologySpec& topology)
{
    if (topology.sites)
    {
        const auto roles = SiteReader::GetNodeRoles(topology);
        return {roles.begin(), roles.end()};
    }
    const auto roles = topology.generator->GetNodeRoles();
    return {roles.begin(), roles.end()};
}

/// @param topology a network @return roles of its links that a scenario describes
std::vector<std::string>
LinkRolesOf(const TopologySpec& topology)
{
    if (topology.sites)
    {
        const auto roles = SiteReader::GetLinkRoles(topology);
        return {roles.begin(), roles.end()};
    }
    return {topology.generator->links.begin(), topology.generator->links.end()};
}

/// @param attribute of a NIC: "TxBitRate" @return the key of the same: "tx-bit-rate"
std::string
KeyOf(const std::string& attribute)
{
    std::string key;
    for (const char letter : attribute)
    {
        if (letter >= 'A' && letter <= 'Z')
        {
            key += key.empty() ? "" : "-";
            key += static_cast<char>(letter - 'A' + 'a');
        }
        else
        {
            key += letter;
        }
    }
    return key;
}

/// Whoever asks what NIC a node has shall hear of its attributes. @param node gets it
void
OverrideNic(NodeSpec& node)
{
    const auto isOfNic = [](const auto& setting) { return setting.owner == AttributeOwner::NIC; };
    if (std::none_of(node.attributes.begin(), node.attributes.end(), isOfNic))
    {
        return;
    }
    const auto nic = CreateObject<IpsecNic>();
    nic->SetProfile(node.nic);
    ApplyAttributes(node.attributes, nic);
    node.nic = nic->GetProfile();
    for (const auto& setting : node.attributes)
    {
        if (isOfNic(setting))
        {
            node.nicProvenance.Override(KeyOf(setting.name));
        }
    }
}

} // namespace

NetworkReader::NetworkReader(const std::string& scenarioFolder)
    : m_folders(scenarioFolder),
      m_sites(scenarioFolder)
{
}

TopologySpec
NetworkReader::ReadTopology(const ScenarioValue& value, const NetworkGenerator& otherwise)
{
    ScenarioMap map(value);
    TopologySpec topology;
    topology.generator = &otherwise;
    if (value.GetNode().Find("file"))
    {
        topology.generator = &GetFileGenerator();
    }
    else if (auto kind = map.Require("kind"))
    {
        if (const auto name = kind->ToWord())
        {
            topology.generator = &GetNetworkGenerator(*name);
        }
    }
    for (const auto& count : topology.generator->counts)
    {
        topology.counts[count.key] = count.otherwise;
        if (auto given = map.Take(count.key))
        {
            topology.counts[count.key] = static_cast<uint32_t>(
                given->Get().ToCount(count.least, count.most).value_or(count.least));
        }
    }
    for (const auto& share : topology.generator->shares)
    {
        topology.shares[share.key] = share.otherwise;
        if (auto given = map.Take(share.key))
        {
            topology.shares[share.key] = given->ToQuantity().value_or(share.otherwise);
        }
    }
    if (topology.generator->AreSites())
    {
        m_sites.ReadTopology(map, topology);
    }
    map.Read("frame-overhead", topology.frameOverhead);
    map.Finish();
    return topology;
}

std::map<std::string, LinkSpec>
NetworkReader::ReadLinks(const ScenarioValue& value, const TopologySpec& topology)
{
    ScenarioMap map(value);
    auto links = ReadRoles<LinkSpec>(map, LinkRolesOf(topology), ReadLink);
    if (topology.sites)
    {
        for (const auto& edge : topology.sites->edges) // instead of what the file says
        {
            if (auto spec = map.Open("ROLE").Take(edge.name))
            {
                ReadLink({*spec, "links.ROLE", true}, links[edge.name]);
            }
        }
    }
    map.Finish();
    return links;
}

std::map<std::string, NodeSpec>
NetworkReader::ReadNodes(const ScenarioValue& value, const TopologySpec& topology)
{
    ScenarioMap map(value);
    auto nodes = ReadRoles<NodeSpec>(
        map,
        RolesOf(topology),
        [this](const ScenarioValue& spec, NodeSpec& node) { ReadNode(spec, node); });
    map.Finish();
    return nodes;
}

void
NetworkReader::CompleteSites(const ScenarioValue& value, Scenario& scenario)
{
    if (scenario.topology.generator->AreSites())
    {
        SiteReader::Complete(value,
                             scenario,
                             [this](const ScenarioValue& name,
                                    IpsecProfileKind kind,
                                    NodeSpec& node) { ReadProfileOf(name, kind, node); });
    }
}

void
NetworkReader::ReadNode(const ScenarioValue& value, NodeSpec& node)
{
    ScenarioMap map(value);
    map.Read("kernel", node.kernel);
    if (auto attributes = map.Take("attributes"))
    {
        node.attributes = ReadAttributes(*attributes);
    }
    map.Read("card", node.sharedCard);
    map.Read("vlans", node.vlans);
    if (auto host = map.Take("host"))
    {
        ReadProfileOf(*host, IpsecProfileKind::HOST, node);
    }
    if (auto nic = map.Take("nic"))
    {
        ReadProfileOf(*nic, IpsecProfileKind::NIC, node);
    }
    OverrideNic(node);
    map.Finish();
}

/// @param kind a kind @param value where the name stands; complains when there is no such profile
/// @param name of a profile @return it, or null
const IpsecProfile*
NetworkReader::FindProfile(IpsecProfileKind kind,
                           const ScenarioValue& value,
                           const std::string& name)
{
    const auto known = m_profiles.find({kind, name});
    if (known != m_profiles.end())
    {
        return &known->second;
    }
    const std::string file = m_folders.Find(kind, name);
    if (file.empty())
    {
        value.Complain(m_folders.DescribeExpected(kind, name));
        return nullptr;
    }
    try
    {
        IpsecProfile profile = ReadIpsecProfile(kind, file);
        profile.values.clear(); // where each value comes from: every point would copy that
        return &m_profiles.emplace(std::pair(kind, name), std::move(profile)).first->second;
    }
    catch (const InputError& error)
    {
        value.GetInput().Adopt(error.GetProblems());
        return nullptr;
    }
}

void
NetworkReader::ReadProfileOf(const ScenarioValue& value, IpsecProfileKind kind, NodeSpec& node)
{
    // Either the name of a profile, or a map with that name and what is different.
    std::optional<ScenarioMap> map;
    std::optional<ScenarioValue> name = value;
    if (!value.GetNode().IsScalar())
    {
        map.emplace(value);
        name = map->Take("profile");
    }
    const auto text = name ? name->ToText() : std::nullopt;
    if (!text)
    {
        return;
    }
    const IpsecProfile* found = FindProfile(kind, *name, *text);
    IpsecProfile profile;
    profile.kind = kind;
    if (found)
    {
        profile = *found;
    }
    if (map)
    {
        ChangeProfile(map->Open("KEY"), profile);
    }
    if (!found)
    {
        return; // its changes were looked at all the same
    }
    if (kind == IpsecProfileKind::NIC)
    {
        node.nic = profile.nic;
        node.nicProvenance = profile.provenance;
        return;
    }
    if (profile.host.cores > 0 && profile.host.clock == 0)
    {
        value.Complain("a clock for the cores");
    }
    node.host = profile.host;
    node.hostProvenance = profile.provenance;
}

} // namespace ns3::planner
