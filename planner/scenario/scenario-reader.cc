/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-reader.h"

#include "assumed-values.h"
#include "esp-lengths.h"
#include "event-reader.h"
#include "figure-reader.h"
#include "measure-reader.h"
#include "population-reader.h"
#include "scenario-parameters.h"
#include "scenario-source.h"
#include "traffic-reader.h"

#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/kernel-profile.h"

#include <algorithm>
#include <filesystem>

namespace ns3::planner
{

namespace
{

/// See GetPointsRead().
uint64_t g_pointsRead = 0;

/// @param file a file's name @return the folder where it lies
std::string
FolderOf(const std::string& file)
{
    const auto folder = std::filesystem::path(file).parent_path();
    return folder.empty() ? "." : folder.string();
}

/// @param map the file's root @return what makes the network whose nodes it has, for a file that
/// names none that there is: its other mistakes are told all the same
const NetworkGenerator&
GuessGenerator(ScenarioMap& map)
{
    const auto nodes = map.Take("nodes");
    const auto countRoles = [&nodes](const NetworkGenerator& generator) {
        const auto roles = generator.GetNodeRoles();
        return std::count_if(roles.begin(), roles.end(), [&nodes](const char* role) {
            return nodes && nodes->GetNode().Find(role) != nullptr;
        });
    };
    const auto& all = GetNetworkGenerators();
    return *std::max_element(all.begin(), all.end(), [&](const auto& one, const auto& other) {
        return countRoles(one) < countRoles(other);
    });
}

/// @param population complains when a kernel refuses what its SAs ask for @param scenario has both
void
CheckNullSuite(const ScenarioValue& population, const Scenario& scenario)
{
    if (population.GetInput().HasProblems() || scenario.population.cipher ||
        scenario.population.authenticator)
    {
        return;
    }
    for (const auto& [role, node] : scenario.nodes)
    {
        const KernelProfile* kernel = FindKernelProfile(node.kernel);
        const auto takes = [](const KernelProfile::Setting& setting) {
            return setting.attribute == std::string("NullSuite") &&
                   setting.value == std::string("true");
        };
        if (kernel && std::none_of(kernel->settings.begin(), kernel->settings.end(), takes))
        {
            population.Complain("an authenticator: kernel " + node.kernel + " of '" + role +
                                "' refuses SAs with neither cipher nor authenticator (RFC 4303 "
                                "section 3.2)");
            return;
        }
    }
}

/// @param population complains when a kernel cannot change addresses @param scenario has both
void
CheckAddressChange(const ScenarioValue& population, const Scenario& scenario)
{
    for (const auto& [role, node] : scenario.nodes)
    {
        if (scenario.population.addressChange.isOn && node.kernel == "DpdkInline")
        {
            population.Complain("no address-change with kernel DpdkInline of '" + role +
                                "': ipsec-secgw has no such request, its sessions are made anew");
            return;
        }
    }
}

/**
 * What a sender cuts to its own link's MTU must fit the links behind it.
 * @param traffic complains when a router would have to fragment IPv6
 * @param scenario the point
 * @param graph its network
 * @param path where the packets go
 * @return true when it complained
 */
bool
CheckPath(const ScenarioValue& traffic,
          const Scenario& scenario,
          const NetworkGraph& graph,
          const ProtectedPath& path)
{
    const auto packet = FindLongestPacket(scenario, true);
    const uint32_t sent = std::min(packet.withEsp, graph.GetLink(path.between.front()).spec.mtu);
    for (const auto number : path.between)
    {
        const NetworkLink& link = graph.GetLink(number);
        if (sent > link.spec.mtu)
        {
            traffic.Complain("IPv6 packets that fit the MTU of link '" + link.role + "', " +
                             std::to_string(link.spec.mtu) + " B, with ESP, which makes " +
                             std::to_string(packet.withEsp) + " B of " +
                             std::to_string(packet.clear) + " B: routers fragment no IPv6");
            return true;
        }
    }
    return false;
}

/// @param traffic complains when a router would have to fragment IPv6 @param scenario the point
void
CheckRouters(const ScenarioValue& traffic, const Scenario& scenario)
{
    if (traffic.GetInput().HasProblems() || scenario.population.family == AddressFamily::IPV4)
    {
        return;
    }
    const NetworkGraph graph = scenario.MakeGraph();
    const auto paths = scenario.FindPaths(graph);
    const auto direction = scenario.traffic.direction;
    for (const bool transmit : {true, false})
    {
        if (direction == (transmit ? TrafficDirection::RECEIVE : TrafficDirection::TRANSMIT))
        {
            continue;
        }
        for (const auto& path : paths)
        {
            if (CheckPath(traffic, scenario, graph, transmit ? path : path.GetReverse()))
            {
                break; // the others are like it
            }
        }
    }
}

/// @param value the map "spot-checks"; complains when a point does not allow them @param scenario
/// the point
void
CheckSpotChecks(const ScenarioValue& value, const Scenario& scenario)
{
    if (scenario.traffic.segments.IsOn())
    {
        value.Complain("no spot checks with traffic.segments: full fidelity plays datagrams only");
        return;
    }
    const auto packets = ScenarioMap(value).Take("packets");
    if (packets && packets->ToWhole().value_or(0) > scenario.traffic.packets)
    {
        packets->Complain("at most the packets of a replication, " +
                          std::to_string(scenario.traffic.packets));
    }
}

/// @param question what is asked of each point, or nothing @param scenario the point
void
CheckQuestion(const InputValue& question, const Scenario& scenario)
{
    if (question.GetNode().IsNull())
    {
        return;
    }
    if (scenario.traffic.ramp.IsOn())
    {
        question.Complain("no traffic.ramp beside it: it looks for one load, such as that of the "
                          "busiest hour, and a ramp has many");
    }
    if (scenario.traffic.recording)
    {
        question.Complain("no traffic.replay beside it: it needs traffic that goes on for as long "
                          "as its precision takes");
    }
}

} // namespace

ScenarioReader::ScenarioReader(const std::string& file, const InputNode& root)
    : m_file(file),
      m_parts(root.Only(GetParts())),
      m_hasParameters(GetLanguageVersion(root) >= VERSION_WITH_PARAMETERS),
      m_network(FolderOf(file)),
      m_recordings(FolderOf(file))
{
    if (const auto* checks = root.Find("spot-checks"))
    {
        m_spotChecks = checks->value;
    }
    if (const auto* search = root.Find("search"))
    {
        m_search = search->value;
    }
    if (const auto* solve = root.Find("solve"))
    {
        m_solve = solve->value;
    }
}

const std::vector<std::string>&
ScenarioReader::GetParts()
{
    static const std::vector<std::string> parts{"topology",
                                                "links",
                                                "nodes",
                                                "assumed-values",
                                                "population",
                                                "traffic",
                                                "events",
                                                "timeline",
                                                "measure",
                                                "fidelity",
                                                "seed",
                                                "parameters"};
    return parts;
}

Scenario
ScenarioReader::ReadParts(ScenarioMap& map)
{
    Scenario scenario;
    scenario.topology.generator = &GuessGenerator(map);
    const auto topology = map.Take("topology");
    if (topology)
    {
        scenario.topology = m_network.ReadTopology(*topology, *scenario.topology.generator);
    }
    if (auto value = map.Take("seed")) // generators of networks draw by it
    {
        scenario.seed = static_cast<uint32_t>(value->ToWhole().value_or(1));
    }
    if (auto value = map.Take("links"))
    {
        scenario.links = NetworkReader::ReadLinks(*value, scenario.topology);
    }
    if (auto value = map.Take("nodes"))
    {
        scenario.nodes = m_network.ReadNodes(*value, scenario.topology);
    }
    if (topology)
    {
        m_network.CompleteSites(*topology, scenario);
    }
    if (auto value = map.Take("assumed-values"))
    {
        const double margin = value->ToQuantity().value_or(0);
        for (auto& [role, node] : scenario.nodes)
        {
            ApplyAssumedMargin(node, margin);
        }
    }
    if (auto value = map.Take("population"))
    {
        scenario.population =
            ReadPopulation(*value, scenario.FindPaths(scenario.MakeGraph()), scenario.topology);
        CheckNullSuite(*value, scenario);
        CheckAddressChange(*value, scenario);
    }
    const auto traffic = map.Take("traffic");
    if (traffic)
    {
        scenario.traffic = ReadTraffic(*traffic, scenario, m_recordings);
        CheckRouters(*traffic, scenario);
    }
    if (auto value = map.Take("events"))
    {
        scenario.events = ReadEvents(*value, scenario);
    }
    if (auto value = map.Take("timeline"))
    {
        scenario.timeline = ReadTimeline(*value, scenario);
    }
    if (traffic)
    {
        scenario.measure = ReadMeasure(map, *traffic, scenario);
    }
    if (auto value = map.Take("fidelity"))
    {
        scenario.fidelity = value->ToChoice<FidelityChoice>().value_or(scenario.fidelity);
        if (scenario.fidelity == FidelityChoice::FLUID && !scenario.traffic.IsCapped())
        {
            value->Complain("lean or auto without traffic.duration: rates alone end no run");
        }
        if (scenario.fidelity == FidelityChoice::FULL && scenario.traffic.segments.IsOn())
        {
            value->Complain(
                "lean or auto with traffic.segments: full fidelity plays datagrams only");
        }
    }
    return scenario;
}

Scenario
ScenarioReader::Read(const std::vector<InputSetting>& settings)
{
    ++g_pointsRead;
    YamlInput input(m_file);
    ScenarioMap map(ScenarioValue(InputValue(input, With(settings), "")));
    Scenario scenario = ReadParts(map);
    if (!m_spotChecks.IsNull())
    {
        CheckSpotChecks(
            ScenarioValue(InputValue(input, m_spotChecks, "spot-checks"), "spot-checks", true),
            scenario);
    }
    CheckQuestion(InputValue(input, m_search, "search"), scenario);
    CheckQuestion(InputValue(input, m_solve, "solve"), scenario);
    input.ThrowIfWrong();
    return scenario;
}

InputNode
ScenarioReader::With(const std::vector<InputSetting>& settings) const
{
    CheckParameterSettings(m_file, m_parts, m_hasParameters, settings);
    InputNode root = m_parts;
    for (const auto& setting : settings)
    {
        root = root.With(setting);
    }
    if (!m_hasParameters)
    {
        return root;
    }
    const ScenarioParameters parameters(m_file, root);
    std::vector<std::string> others = GetParts();
    others.erase(std::remove(others.begin(), others.end(), "parameters"), others.end());
    return parameters.Apply(root.Only(others));
}

uint64_t
ScenarioReader::GetPointsRead()
{
    return g_pointsRead;
}

} // namespace ns3::planner
