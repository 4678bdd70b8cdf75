/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-site-texts.h"
#include "planner-test-file.h"

#include "planner/network/flow-plan.h"
#include "planner/network/network-bound.h"
#include "planner/network/network-plan.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/site-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "planner/topology/max-flow.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"
#include "planner/topology/site-network.h"
#include "test/support/expect.h"

#include "ns3/esp-sizes.h"
#include "ns3/rng-stream.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * What a map leaves open, a scenario must say.
 */
class LinkRolesTest : public TestCase
{
  public:
    LinkRolesTest()
        : TestCase("links.wan is for edges that lack a rate, a delay or an MTU")
    {
    }

  private:
    void DoRun() override
    {
        const SiteEdge whole{"a - b", 0, 1, 1'000'000'000, 10'000'000, 1500};
        EXPECT_EQ(NeedsWan(whole), false, "all of it");
        SiteEdge edge = whole;
        edge.rate.reset();
        EXPECT_EQ(NeedsWan(edge), true, "no rate");
        edge = whole;
        edge.delay.reset();
        EXPECT_EQ(NeedsWan(edge), true, "no delay");
        edge = whole;
        edge.mtu.reset();
        EXPECT_EQ(NeedsWan(edge), true, "no MTU");
    }

    /// @param edge the only one of a map @return true when a scenario must describe it
    static bool NeedsWan(const SiteEdge& edge)
    {
        auto network = std::make_shared<SiteNetwork>();
        network->nodes = {{"a", SiteKind::SITE}, {"b", SiteKind::SITE}};
        network->edges = {edge};
        TopologySpec topology;
        topology.sites = network;
        return SiteReader::GetLinkRoles(topology).count("wan") != 0;
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Networks of sites: files of three formats, routes, tunnels between all pairs, and what maximum
 * flow and routes allow.
 */

namespace
{

/// @param text of an own file @param name of the file @return what it is read as
SiteNetwork
ReadAs(const std::string& name, const std::string& text)
{
    const TestFile file("");
    file.WriteBeside(name, text);
    return ReadSiteNetwork(file.GetFolder() + "/" + name);
}

/// @param network a map @return it in one text
std::string
Describe(const SiteNetwork& network)
{
    std::string text;
    for (const auto& node : network.nodes)
    {
        text += node.name + " ";
    }
    for (const auto& edge : network.edges)
    {
        text += "| " + edge.name + " " + std::to_string(edge.rate.value_or(0)) + " " +
                std::to_string(edge.delay.value_or(0)) + " " + std::to_string(edge.weight) + " ";
    }
    return text;
}

/// @param graph the REPETITA text @param demands text, or none @param changes of the scenario
/// @return the experiment
Experiment
Read(const std::string& graph, const std::string& demands, const Changes& changes)
{
    const TestFile file(Changed(SCENARIO, changes));
    file.WriteBeside("net.graph", graph);
    file.WriteBeside("net.demands", demands);
    return ReadExperiment(file.GetPath());
}

/// @param experiment what to simulate @return its only point in lean fidelity, or in both
PointResult
Simulate(const Experiment& experiment, Fidelity fidelity = Fidelity::LEAN)
{
    const PointSpec point{experiment.curves.front().name,
                          experiment.sweep.GetValues().front().value,
                          1,
                          fidelity};
    return RunPoint(ResolvePoint(experiment, point), point);
}

/// Formats.
class FormatTest : public TestCase
{
  public:
    FormatTest()
        : TestCase("a network is the same in GraphML, in Graphviz and in the text of REPETITA")
    {
    }

  private:
    void DoRun() override
    {
        const std::string expected = "a b c | a - b 1000000000 10000000 5 "
                                     "| b - c 1000000000 20000000 7 ";
        EXPECT_EQ(Describe(ReadAs("net.graphml", GRAPHML)), expected, "GraphML");
        EXPECT_EQ(Describe(ReadAs("net.gv", GRAPHVIZ)), expected, "Graphviz");
        EXPECT_EQ(Describe(ReadAs("net.graph", REPETITA)), expected, "REPETITA");
        const std::string twice =
            Changed(GRAPHVIZ, {{"graph G", "digraph G"}, {"--", "->"}, {"--", "->"}});
        const std::string back = Changed(twice,
                                         {{"}",
                                           "  b -> a [rate=\"1 Gbit/s\", delay=\"10 us\", "
                                           "weight=5];\n  c -> b [rate=\"1 Gbit/s\", "
                                           "delay=\"20 us\", weight=7];\n}"}});
        EXPECT_EQ(Describe(ReadAs("net.dot", back)), expected, "two edges are a link");
    }
};

/// Shortest paths.
class RouteTest : public TestCase
{
  public:
    RouteTest()
        : TestCase("paths are shortest, the same both ways, and their parts are paths")
    {
    }

  private:
    void DoRun() override
    {
        RngStream random(1, 1, 1);
        for (uint32_t run = 0; run < 30; ++run)
        {
            Look(random);
        }
    }

    /// @param random draws a network
    static NetworkGraph Draw(RngStream& random)
    {
        NetworkGraph graph;
        for (uint32_t i = 0; i < 8; ++i)
        {
            graph.AddNode({std::to_string(i), NodeKind::ROUTER});
        }
        for (uint32_t i = 0; i < 20; ++i)
        {
            const auto near = static_cast<uint32_t>(random.RandU01() * 8);
            const auto far = static_cast<uint32_t>(random.RandU01() * 8);
            if (near != far)
            {
                const auto weight = static_cast<uint32_t>(1 + random.RandU01() * 3);
                graph.AddLink(near, far, {"link", {}, 0, weight}); // many are equally long
            }
        }
        return graph;
    }

    /// @param random draws a network
    void Look(RngStream& random)
    {
        const NetworkGraph graph = Draw(random);
        constexpr uint32_t FAR = 1000;
        std::vector<std::vector<uint32_t>> least(8, std::vector<uint32_t>(8, FAR)); // by hand
        for (uint32_t i = 0; i < 8; ++i)
        {
            least[i][i] = 0;
        }
        for (uint32_t link = 0; link < graph.CountLinks(); ++link)
        {
            const auto [near, far] = graph.GetEnds(link);
            const uint32_t weight = graph.GetLink(link).weight;
            least[near][far] = std::min(least[near][far], weight);
            least[far][near] = least[near][far];
        }
        for (uint32_t k = 0; k < 8; ++k) // Floyd and Warshall
        {
            for (uint32_t i = 0; i < 8; ++i)
            {
                for (uint32_t j = 0; j < 8; ++j)
                {
                    least[i][j] = std::min(least[i][j], least[i][k] + least[k][j]);
                }
            }
        }
        std::map<std::pair<uint32_t, uint32_t>, std::vector<uint32_t>> paths;
        for (uint32_t i = 0; i < 8; ++i)
        {
            const auto from = graph.FindPaths(i, {0, 1, 2, 3, 4, 5, 6, 7});
            for (uint32_t j = 0; j < 8; ++j)
            {
                paths[{i, j}] = from[j];
            }
        }
        for (const auto& [ends, path] : paths)
        {
            uint32_t node = ends.first;
            uint32_t sum = 0;
            for (size_t i = 0; i < path.size(); ++i)
            {
                const std::vector<uint32_t> rest(path.begin() + static_cast<std::ptrdiff_t>(i),
                                                 path.end());
                EXPECT_EQ((paths[{node, ends.second}] == rest), true, "the rest is a path");
                sum += graph.GetLink(path[i]).weight;
                node = graph.GetOtherEnd(path[i], node);
            }
            const bool isReached = least[ends.first][ends.second] < FAR;
            EXPECT_EQ(path.empty(), !isReached || ends.first == ends.second, "reached");
            EXPECT_EQ(sum, isReached ? least[ends.first][ends.second] : 0, "shortest");
            const auto& back = paths[{ends.second, ends.first}];
            EXPECT_EQ((std::vector<uint32_t>(back.rbegin(), back.rend()) == path), true, "back");
        }
    }
};

/// Tunnels.
class PlacementTest : public TestCase
{
  public:
    PlacementTest()
        : TestCase("tunnels are between all pairs of sites, from one site, or by the demands")
    {
    }

  private:
    /// @param experiment a scenario @return ends and shares of its tunnels
    static std::string TunnelsOf(const Experiment& experiment)
    {
        const Scenario& scenario = experiment.first;
        const NetworkGraph graph = scenario.MakeGraph();
        const auto paths = scenario.FindPaths(graph);
        std::string text;
        for (const auto& member : MakeFlowPlan(scenario).members)
        {
            const ProtectedPath& path = paths[member.peer];
            text += graph.GetNode(path.sender).name + " " + graph.GetNode(path.receiver).name +
                    " " + std::to_string(std::lround(1e4 * member.share)) + " " +
                    std::to_string(std::lround(1e4 * member.backShare)) + " " +
                    member.nearPrefix.ToString() + " " + member.farPrefix.ToString() + "\n";
        }
        return text;
    }

    void DoRun() override
    {
        EXPECT_EQ(TunnelsOf(Read(REPETITA, "", {})),
                  "a-gateway b-gateway 3333 3333 10.64.0.0/28 10.64.0.32/28\n"
                  "a-gateway c-gateway 3333 3333 10.64.0.16/28 10.64.0.64/28\n"
                  "b-gateway c-gateway 3333 3333 10.64.0.48/28 10.64.0.80/28\n",
                  "all pairs");
        const Changes star{{"net.graph}", "net.graph, tunnels: star, measured: b}"}};
        EXPECT_EQ(TunnelsOf(Read(REPETITA, "", star)),
                  "b-gateway a-gateway 5000 5000 10.64.0.0/28 10.128.0.0/28\n"
                  "b-gateway c-gateway 5000 5000 10.64.0.16/28 10.128.0.16/28\n",
                  "star");
        // 300 Mbit/s from a on, 50 back: shares are of the greater sum.
        const Changes demands{{"net.graph}", "net.graph, demands: net.demands}"},
                              {"direction: both, rate: 100 Mbit/s", "load: 2"}};
        const Experiment matrix = Read(REPETITA, DEMANDS, demands);
        EXPECT_EQ(TunnelsOf(matrix),
                  "a-gateway b-gateway 3333 0 10.64.0.0/28 10.128.0.0/28\n"
                  "a-gateway c-gateway 6667 1667 10.64.0.16/28 10.128.0.16/28\n",
                  "demands");
        EXPECT_NEAR(matrix.first.GetPacketRate(), 2 * 300e6 / 8000, 1e-6, "twice the matrix");
        EXPECT_EQ(matrix.first.traffic.direction, TrafficDirection::BOTH, "both directions");
        // In the mean each gateway fills half of its link of 10 Gbit/s: 1.5 times that in all.
        const Changes load{{"rate: 100 Mbit/s", "load: 50 %"}};
        EXPECT_NEAR(Read(REPETITA, "", load).first.GetPacketRate(),
                    1.5 * 0.5 * 10e9 / (8 * 1038),
                    1e-3,
                    "load");
    }
};

/// What gateways do not do.
class TransitTest : public TestCase
{
  public:
    TransitTest()
        : TestCase("no path leads through a gateway of others, and none over a link that is down")
    {
    }

  private:
    void DoRun() override
    {
        // a - b - c, and a - r - s - c, which is longer
        NetworkGraph graph;
        for (const char* name : {"a", "b", "c"})
        {
            graph.AddNode({name, NodeKind::IPSEC, "gateway", nullptr, name});
        }
        for (const char* name : {"r", "s"})
        {
            graph.AddNode({name, NodeKind::ROUTER});
        }
        for (const auto& [near, far] :
             std::vector<std::pair<uint32_t, uint32_t>>{{0, 1}, {1, 2}, {0, 3}, {3, 4}, {4, 2}})
        {
            graph.AddLink(near, far, {"link", {}});
        }
        for (uint32_t gateway = 0; gateway < 3; ++gateway)
        {
            graph.AddLink(graph.AddNode({"host", NodeKind::GENERATOR}), gateway, {"lan", {}});
        }
        const auto lengths = [&graph] {
            std::string text;
            for (const auto& path : FindTunnelPaths(graph, TunnelPlacement::MESH, {}))
            {
                text += std::to_string(path.sender) + std::to_string(path.receiver) + ":" +
                        std::to_string(path.between.size()) + " ";
            }
            return text;
        };
        EXPECT_EQ(lengths(), "01:1 02:3 12:1 ", "around b");
        graph.Fail(3);
        EXPECT_EQ(lengths(), "01:1 12:1 ", "no way but through b");
    }
};

/// Flows of small networks, worked out by hand.
class MaxFlowTest : public TestCase
{
  public:
    MaxFlowTest()
        : TestCase("the maximum flow is the capacity of a smallest cut")
    {
    }

  private:
    void DoRun() override
    {
        // s - a, s - b, a - b, a - t, b - t
        NetworkGraph graph;
        for (const char* name : {"s", "a", "b", "t"})
        {
            graph.AddNode({name, NodeKind::ROUTER});
        }
        for (const auto& [near, far] :
             std::vector<std::pair<uint32_t, uint32_t>>{{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 3}})
        {
            graph.AddLink(near, far, {"link", {}});
        }
        std::map<NetworkLine, double> capacities;
        const std::vector<double> rates{10, 5, 15, 5, 10};
        for (uint32_t link = 0; link < 5; ++link)
        {
            capacities[{link, false}] = rates[link];
            capacities[{link, true}] = rates[link];
        }
        const MaxFlow whole = FindMaxFlow(graph, {0}, {3}, capacities);
        EXPECT_NEAR(whole.total, 15, 1e-12, "5 over a, 10 over b");
        double sum = 0;
        for (const auto& line : whole.cut)
        {
            sum += capacities.at(line);
        }
        EXPECT_NEAR(sum, 15, 1e-12, "the cut");
        graph.Fail(4);
        const MaxFlow rest = FindMaxFlow(graph, {0}, {3}, capacities);
        EXPECT_NEAR(rest.total, 5, 1e-12, "all over a");
        ASSERT_EQ(rest.cut.size(), 1, "one line");
        EXPECT_EQ(rest.cut.front().link, 3, "a - t");
        // Of who both sends and receives, all that leaves may come back: 10 and 5 from s, 5 from t.
        const MaxFlow among = FindMaxFlow(graph, {0, 3}, {0, 3}, capacities);
        EXPECT_NEAR(among.total, 20, 1e-12, "all lines of s and t");
    }
};

/// What a network allows and what a simulation gives.
class BoundTest : public TestCase
{
  public:
    BoundTest()
        : TestCase("routes allow what their full links carry, and a simulation comes near that")
    {
    }

  private:
    void DoRun() override
    {
        // Three times as much as b - c carries from a and b to c; a to b has room.
        const Changes changes{
            {"direction: both, rate: 100 Mbit/s", "direction: transmit, rate: 1.5 Gbit/s"},
            {"packets: 3000", "packets: 60000"}};
        const Experiment experiment = Read(REPETITA, "", changes);
        const Scenario& scenario = experiment.first;
        const NetworkBound bound = MakeNetworkBound(scenario, MakeFlowPlan(scenario));
        // a - b carries two thirds of the load, b - c likewise: 1 Gbit/s of IP offered to 1 Gbit/s
        // of wire. Each flow counts at its fullest link; both are equally full, and the first one
        // counts.
        const EspSizes sizes(scenario.population.cipher, nullptr, false, 20, false);
        const double carried = 1e9 * 1000 / (sizes.GetEspLength(1000, 20) + 38.0);
        EXPECT_NEAR(bound.offered, 1.5e9, 1, "offered");
        EXPECT_NEAR(bound.saturated + bound.rest * bound.offered, carried + 0.5e9, 1, "routes");
        EXPECT_EQ(bound.full.empty(), false, "a full link");
        EXPECT_NEAR(bound.gateways.front().share, 2.0 / 3, 1e-9, "two of three tunnels");
        const PointResult result = Simulate(experiment);
        EXPECT_LT(result.Get("total_throughput_bps"), bound.Get() * 1.001, "below the bound");
        EXPECT_GT(result.Get("total_throughput_bps"), 0.9 * bound.Get(), "near it");
        EXPECT_NEAR(result.Get("flow_bound_bps"), bound.Get(), 1, "the metric");
        EXPECT_GT(result.Get("busiest_link_utilization"), 0.97, "it is full");
        const NetworkGraph graph = scenario.MakeGraph();
        const auto name = graph.GetLinkName(static_cast<uint32_t>(result.Get("busiest_link")));
        EXPECT_EQ((name == "a - b" || name == "b - c"), true, name);
    }
};

/// Lean fidelity against ns-3's routers.
class BothTest : public TestCase
{
  public:
    BothTest()
        : TestCase("both fidelities send the same packets the same ways in a mesh of tunnels")
    {
    }

  private:
    void DoRun() override
    {
        const Changes changes{{"file: net.graph", "kind: ring, sites: 5"},
                              {"rate: 100 Mbit/s", "rate: 3 Gbit/s"},
                              {"offload: none", "family: mixed, offload: any"},
                              {"nic: plain", "nic: cx7-linux"}};
        const PointResult result = Simulate(Read(REPETITA, "", changes), Fidelity::BOTH);
        EXPECT_GT(result.Get("compared_packets"), 2900, "packets");
        EXPECT_NEAR(result.Get("differing_packets"), 0, 0, "packets");
        EXPECT_NEAR(result.Get("differing_counters"), 0, 0, "counters");
        EXPECT_GT(result.Get("busiest_link_utilization"), 0.3, "links have to do");
    }
};

/// Random networks.
class RandomTest : public TestCase
{
  public:
    RandomTest()
        : TestCase("no throughput is above what maximum flow and routes allow")
    {
    }

  private:
    void DoRun() override
    {
        const bool isLong = std::getenv("IPSEC_OFFLOAD_LONG_TESTS") != nullptr;
        for (uint32_t seed = 1; seed <= (isLong ? 200U : 20U); ++seed)
        {
            Look(seed);
        }
    }

    /// @param seed of the network
    void Look(uint32_t seed)
    {
        RngStream random(seed, 1, 1);
        const auto below = [&random](uint32_t most) {
            return static_cast<uint32_t>(random.RandU01() * most);
        };
        const uint32_t sites = 2 + below(6);
        std::vector<std::string> edges;
        const auto link = [&](uint32_t near, uint32_t far) {
            const std::string rest = std::to_string(1 + below(3)) + " " +
                                     std::to_string(1000 * (20 + below(200))) + " " +
                                     std::to_string(below(50)) + "\n";
            for (const auto& ends : {std::pair(near, far), std::pair(far, near)})
            {
                edges.push_back("e" + std::to_string(edges.size()) + " " +
                                std::to_string(ends.first) + " " + std::to_string(ends.second) +
                                " " + rest);
            }
        };
        for (uint32_t i = 1; i < sites; ++i)
        {
            link(below(i), i);
        }
        for (uint32_t i = 0; i < sites; ++i)
        {
            const uint32_t other = below(sites);
            if (other != i)
            {
                link(i, other);
            }
        }
        std::string graph = "NODES " + std::to_string(sites) + "\n";
        for (uint32_t i = 0; i < sites; ++i)
        {
            graph += "s" + std::to_string(i) + " 0 0\n";
        }
        graph += "EDGES " + std::to_string(edges.size()) + "\n";
        for (const auto& edge : edges)
        {
            graph += edge;
        }
        const Changes changes{
            {"rate: 100 Mbit/s", "rate: " + std::to_string(50 + below(900)) + " Mbit/s"},
            {"sizes: [{length: 1000 B}]", "sizes: imix"},
            {"packets: 3000", "packets: 4000"}};
        const Experiment experiment = Read(graph, "", changes);
        const PointResult result = Simulate(experiment); // it ends the program when it is above
        const double bound = result.Get("flow_bound_bps");
        EXPECT_GT(bound, 0, "bound");
        EXPECT_LT(result.Get("total_throughput_bps"), 1.1 * bound, "seed " + std::to_string(seed));
    }
};

/// The suite.
class PlannerSitesTestSuite : public TestSuite
{
  public:
    PlannerSitesTestSuite()
        : TestSuite("ipsec-planner-sites", TestSuite::Type::UNIT)
    {
        AddTestCase(new FormatTest);
        AddTestCase(new RouteTest);
        AddTestCase(new TransitTest);
        AddTestCase(new PlacementTest);
        AddTestCase(new LinkRolesTest);
        AddTestCase(new MaxFlowTest);
        AddTestCase(new BoundTest);
        AddTestCase(new BothTest);
        AddTestCase(new RandomTest);
    }
};

PlannerSitesTestSuite g_plannerSitesTestSuite; //!< registers itself

} // namespace
