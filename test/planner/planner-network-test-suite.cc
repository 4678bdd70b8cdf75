/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/network/flow-plan.h"
#include "planner/network/network-plan.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/topology/network-generator.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * The network as a graph, the paths in it, and the routes that lead along them.
 */

namespace
{

/// @param numbers some @return them in one text
std::string
Join(const std::vector<uint32_t>& numbers)
{
    std::string text;
    for (const auto number : numbers)
    {
        text += std::to_string(number) + " ";
    }
    return text;
}

/// @param path a path @return its nodes and links in one text
std::string
Describe(const ProtectedPath& path)
{
    return Join({path.sourceHost, path.sender, path.receiver, path.destinationHost}) + "/ " +
           Join(path.before) + "| " + Join(path.between) + "| " + Join(path.after);
}

/// @param generator name of a generator @param counts what it is told
/// @return a scenario with one client or tunnel per path, and links whose MTU tells their role
Scenario
Make(const std::string& generator, const std::map<std::string, uint32_t>& counts)
{
    Scenario scenario;
    scenario.topology.generator = &GetNetworkGenerator(generator);
    scenario.topology.counts = counts;
    for (const auto& share : scenario.topology.generator->shares)
    {
        scenario.topology.shares[share.key] = share.otherwise;
    }
    uint32_t mtu = 1500;
    for (const char* role : scenario.topology.generator->links)
    {
        scenario.links[role] = {1'000'000'000, 0, mtu++};
    }
    for (const char* role : scenario.topology.generator->GetNodeRoles())
    {
        scenario.nodes[role] = NodeSpec();
    }
    scenario.population.mode = IpsecMode::TUNNEL;
    scenario.population.count =
        static_cast<uint32_t>(scenario.FindPaths(scenario.MakeGraph()).size());
    scenario.traffic.direction = TrafficDirection::BOTH;
    scenario.traffic.sizes = {{1000, 1}};
    scenario.traffic.packets = 1000;
    return scenario;
}

/// @param scenario a scenario @return its IPv4 routes: node, prefix and link
std::string
RoutesOf(const Scenario& scenario)
{
    const NetworkPlan plan = MakeNetworkPlan(scenario, MakeFlowPlan(scenario));
    std::string text;
    for (const auto& route : plan.routes)
    {
        if (route.prefix.address.IsIpv4())
        {
            text += plan.nodes[route.node].name + " " + route.prefix.ToString() + " " +
                    std::to_string(route.link) + "\n";
        }
    }
    return text;
}

/// Nodes, links and paths, drawn by hand.
class GraphTest : public TestCase
{
  public:
    GraphTest()
        : TestCase("paths take the fewest links, and of parallel ones the first")
    {
    }

  private:
    void DoRun() override
    {
        NetworkGraph graph;
        for (const char* name : {"a", "b", "c", "d", "alone"})
        {
            graph.AddNode({name, NodeKind::ROUTER, name});
        }
        graph.AddNode({"host", NodeKind::GENERATOR});
        const auto link = [&graph](uint32_t near, uint32_t far) {
            return graph.AddLink(near, far, {"link", {1000, 2, 1500}});
        };
        link(0, 1); // 0: a b
        link(1, 2); // 1: b c
        link(2, 3); // 2: c d
        link(1, 2); // 3: b c once more
        link(0, 3); // 4: a d
        link(5, 2); // 5: host c
        const NetworkGraph copy = graph;
        for (const NetworkGraph* one : std::initializer_list<const NetworkGraph*>{&graph, &copy})
        {
            EXPECT_EQ(one->CountNodes(), 6, "nodes");
            EXPECT_EQ(one->CountLinks(), 6, "links");
            EXPECT_EQ(one->GetLink(3).number, 3, "number of a link");
            EXPECT_EQ(one->GetLink(3).spec.mtu, 1500, "a property");
            EXPECT_EQ(one->GetEnds(5).first, 5, "near end");
            EXPECT_EQ(one->GetOtherEnd(5, 5), 2, "far end");
            EXPECT_EQ(one->GetOtherEnd(5, 2), 5, "near end");
            const auto from = [one](uint32_t node, const std::vector<uint32_t>& to) {
                std::string text;
                for (const auto& path : one->FindPaths(node, to))
                {
                    text += Join(path) + "| ";
                }
                return text;
            };
            EXPECT_EQ(from(1, {2}), "1 | ", "the first of two links");
            EXPECT_EQ(from(2, {1}), "1 | ", "the same back");
            EXPECT_EQ(from(0, {2, 3}), Join(one->FindPaths(0, {2})[0]) + "| 4 | ", "one link");
            EXPECT_EQ(one->FindPaths(5, {0}).front().size(), 3, "three links, either way");
            EXPECT_EQ(from(0, {0, 4, 1}), "| | 0 | ", "it is there; no way; one link");
            EXPECT_EQ(Join(one->FindLinks(2)), "1 2 3 5 ", "links of a node");
            EXPECT_EQ(Join(one->FindParallel(3)), "1 3 ", "both links");
            EXPECT_EQ(Join(one->FindNodes("c")), "2 ", "nodes of a role");
            EXPECT_EQ(one->FindHost(2), 5, "its host");
            EXPECT_EQ(one->FindHost(0), 0, "it is its own host");
        }
    }
};

/// What generators make, and the paths in it.
class GeneratorTest : public TestCase
{
  public:
    GeneratorTest()
        : TestCase("generators make graphs, whose paths begin at the measured node's side")
    {
    }

  private:
    void DoRun() override
    {
        const Scenario server = Make("server", {{"peers", 2}, {"ports", 3}});
        const NetworkGraph graph = server.MakeGraph();
        EXPECT_EQ(graph.GetNode(3).name, "peer1", "name");
        EXPECT_EQ(graph.GetNode(3).role, "peer", "role");
        EXPECT_EQ((graph.GetNode(3).spec == graph.GetNode(2).spec), true, "one spec");
        EXPECT_EQ((graph.GetNode(1).spec == nullptr), true, "routers have none");
        EXPECT_EQ(Join(graph.FindParallel(0)), "0 3 4 ", "ports");
        const auto paths = server.FindPaths(graph);
        ASSERT_EQ(paths.size(), 2, "a path to each peer");
        EXPECT_EQ(Describe(paths[1]), "0 0 3 3 / | 0 2 | ", "hosts at both ends");
        EXPECT_EQ(Describe(paths[1].GetReverse()), "3 3 0 0 / | 2 0 | ", "back");
        EXPECT_EQ(paths[1].IsForwarded(), false, "nobody forwards");

        const Scenario gateways = Make("gateways", {});
        const auto tunnel = gateways.FindPaths(gateways.MakeGraph());
        ASSERT_EQ(tunnel.size(), 1, "one path");
        EXPECT_EQ(Describe(tunnel[0]), "2 0 1 3 / 1 | 0 | 2 ", "from host to host");
        EXPECT_EQ(Describe(tunnel[0].GetReverse()), "3 1 0 2 / 2 | 0 | 1 ", "back");
        EXPECT_EQ(tunnel[0].IsForwarded(), true, "gateways forward");
        EXPECT_EQ(Join(tunnel[0].GetLinks()), "1 0 2 ", "all links");

        const Scenario hub = Make("hub", {{"branches", 2}});
        const auto tunnels = hub.FindPaths(hub.MakeGraph());
        ASSERT_EQ(tunnels.size(), 2, "a path to each branch");
        EXPECT_EQ(Describe(tunnels[0]), "2 0 3 4 / 1 | 0 2 | 3 ", "first branch");
        EXPECT_EQ(Describe(tunnels[1]), "2 0 5 6 / 1 | 0 4 | 5 ", "second branch");
    }
};

/// The convention by which everybody finds the measured node and its link.
class MeasuredTest : public TestCase
{
  public:
    MeasuredTest()
        : TestCase("the measured node and the link of its traffic are the first of every graph")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& generator : GetNetworkGenerators())
        {
            std::map<std::string, uint32_t> counts;
            for (const auto& count : generator.counts)
            {
                counts[count.key] = std::max(3U, count.otherwise);
            }
            const Scenario scenario = Make(generator.name, counts);
            const NetworkGraph graph = scenario.MakeGraph();
            const auto paths = scenario.FindPaths(graph);
            EXPECT_EQ(graph.GetNode(0).role, generator.measured, generator.name);
            EXPECT_EQ(graph.GetLink(0).role, generator.measuredLink, generator.name);
            for (const auto& path : paths)
            {
                EXPECT_EQ((path.sender == 0 || generator.AreSites()), true, generator.name);
                EXPECT_EQ((path.between.front() == 0), (path.sender == 0), generator.name);
                EXPECT_EQ(graph.GetNode(path.receiver).role, generator.far, generator.name);
            }
            for (uint32_t link = 0; link < graph.CountLinks(); ++link)
            {
                EXPECT_EQ(graph.GetLink(link).spec.mtu,
                          scenario.links.at(graph.GetLink(link).role).mtu,
                          "a link has the values of its role");
            }
        }
    }
};

/// What nodes have to know.
class RouteTest : public TestCase
{
  public:
    RouteTest()
        : TestCase("nodes know the prefixes of the paths that lead over them, and no more")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(RoutesOf(Make("server", {{"peers", 2}, {"ports", 2}})),
                  "server 0.0.0.0/0 0\n"
                  "peer0 0.0.0.0/0 1\n"
                  "peer1 0.0.0.0/0 2\n"
                  "router 10.64.0.0/16 1\n"
                  "router 10.65.0.0/16 2\n",
                  "server");
        EXPECT_EQ(RoutesOf(Make("gateways", {})),
                  "gateway 10.128.0.0/10 0\n"
                  "far-gateway 10.128.0.0/10 2\n"
                  "far-gateway 10.64.0.0/10 0\n"
                  "gateway 10.64.0.0/10 1\n",
                  "gateways");
        EXPECT_EQ(RoutesOf(Make("hub", {{"branches", 2}})),
                  "gateway 10.128.0.0/10 0\n"
                  "gateway 0.0.0.0/0 0\n"
                  "branch0 10.128.0.0/10 3\n"
                  "branch0 10.64.0.0/10 2\n"
                  "branch0 0.0.0.0/0 2\n"
                  "gateway 10.64.0.0/10 1\n"
                  "branch1 10.128.0.0/10 5\n"
                  "branch1 10.64.0.0/10 4\n"
                  "branch1 0.0.0.0/0 4\n",
                  "hub");
    }
};

/// The suite.
class PlannerNetworkTestSuite : public TestSuite
{
  public:
    PlannerNetworkTestSuite()
        : TestSuite("ipsec-planner-network", TestSuite::Type::UNIT)
    {
        AddTestCase(new GraphTest);
        AddTestCase(new GeneratorTest);
        AddTestCase(new MeasuredTest);
        AddTestCase(new RouteTest);
    }
};

PlannerNetworkTestSuite g_plannerNetworkTestSuite; //!< registers itself

} // namespace
