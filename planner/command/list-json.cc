/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "list-json.h"

#include "model/profile/profile-reference.h"
#include "planner/base/metric-table.h"
#include "planner/base/shipped-scenarios.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/scenario-reference.h"
#include "planner/scenario/traffic-mixes.h"
#include "planner/topology/network-generator.h"

#include "ns3/ipsec-profiles.h"
#include "ns3/kernel-profile.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// @return scenarios that come with the program
nlohmann::json
ScenariosToJson()
{
    nlohmann::json list = nlohmann::json::array();
    for (const std::filesystem::path file : GetShippedScenarios())
    {
        list.push_back({{"name", file.stem().string()},
                        {"title", ReadExperiment(file.string()).title},
                        {"file", file.string()}});
    }
    return list;
}

/// @return NICs and hosts with every value, its mark and its source
nlohmann::json
ProfilesToJson()
{
    nlohmann::json list = nlohmann::json::array();
    const IpsecProfileFolders folders;
    for (const auto& [kind, word] :
         {std::pair{IpsecProfileKind::NIC, "nic"}, {IpsecProfileKind::HOST, "host"}})
    {
        for (const auto& name : folders.GetNames(kind))
        {
            const auto file = folders.Find(kind, name);
            const auto profile = ReadIpsecProfile(kind, file);
            nlohmann::json values = nlohmann::json::array();
            for (const auto& value : profile.values)
            {
                values.push_back({{"key", value.key},
                                  {"value", value.text},
                                  {"mark", value.mark},
                                  {"source", value.source}});
            }
            list.push_back({{"kind", word},
                            {"name", name},
                            {"file", file},
                            {"description", profile.description},
                            {"values", values}});
        }
    }
    return list;
}

/// @return keys of profiles
nlohmann::json
KeysToJson()
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [word, entries] :
         {std::pair("nic", DescribeNicKeys()), std::pair("host", DescribeHostKeys())})
    {
        for (const auto& entry : entries)
        {
            list.push_back({{"kind", word},
                            {"key", entry.key},
                            {"meaning", entry.meaning},
                            {"values", entry.values},
                            {"unit", entry.unit},
                            {"default", entry.standard},
                            {"rule", entry.rule}});
        }
    }
    return list;
}

/// @return keys of scenarios
nlohmann::json
ScenarioKeysToJson()
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& entry : DescribeScenarioKeys())
    {
        list.push_back({{"key", entry.path},
                        {"meaning", entry.meaning},
                        {"values", entry.values},
                        {"default", entry.standard},
                        {"example", entry.example},
                        {"since", entry.since}});
    }
    return list;
}

/// @return kernels
nlohmann::json
KernelsToJson()
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& kernel : GetKernelProfiles())
    {
        list.push_back({{"name", kernel.name}, {"description", kernel.description}});
    }
    return list;
}

/// @return mixes of packet lengths
nlohmann::json
MixesToJson()
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& mix : GetTrafficMixes())
    {
        nlohmann::json sizes = nlohmann::json::array();
        for (const auto& size : mix.sizes)
        {
            sizes.push_back({{"octets", size.length}, {"weight", size.weight}});
        }
        list.push_back({{"name", mix.name},
                        {"source", mix.source},
                        {"mean_octets", mix.GetMeanLength()},
                        {"sizes", sizes}});
    }
    return list;
}

/// @return kinds of networks
nlohmann::json
TopologiesToJson()
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& generator : GetNetworkGenerators())
    {
        nlohmann::json keys = nlohmann::json::array();
        for (const auto& count : generator.counts)
        {
            keys.push_back(count.key);
        }
        for (const auto& share : generator.shares)
        {
            keys.push_back(share.key);
        }
        list.push_back({{"name", generator.name},
                        {"nodes", generator.GetNodeRoles()},
                        {"links", generator.links},
                        {"keys", keys}});
    }
    return list;
}

/// @return what a simulation measures
nlohmann::json
MetricsToJson()
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& row : GetMetricRows())
    {
        for (const auto& name : row.GetNames())
        {
            list.push_back({{"name", name},
                            {"unit", row.unit},
                            {"meaning", row.meaning},
                            {"needs", ToString(row.need)}});
        }
    }
    return list;
}

} // namespace

nlohmann::json
ListToJson(const std::string& topic)
{
    const std::vector<std::pair<const char*, std::function<nlohmann::json()>>> topics{
        {"scenarios", ScenariosToJson},
        {"profiles", ProfilesToJson},
        {"keys", KeysToJson},
        {"scenario-keys", ScenarioKeysToJson},
        {"topologies", TopologiesToJson},
        {"mixes", MixesToJson},
        {"kernels", KernelsToJson},
        {"metrics", MetricsToJson}};
    nlohmann::json json;
    json["command"] = "list";
    for (const auto& [name, make] : topics)
    {
        if (topic.empty() || topic == name)
        {
            json[name] = make();
        }
    }
    return json;
}

} // namespace ns3::planner
