/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/topology/network-graph.h"

#include "ns3/test.h"

#include <initializer_list>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;

/**
 * @ingroup ipsec-offload-tests
 * The network as a graph.
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

/// Nodes, links and paths, drawn by hand.
class GraphTest : public TestCase
{
  public:
    GraphTest()
        : TestCase("paths take the fewest links, and of equals the first one")
    {
    }

  private:
    void DoRun() override
    {
        NetworkGraph graph;
        for (const char* name : {"a", "b", "c", "d", "alone"})
        {
            graph.AddNode({name, NodeKind::IPSEC, name});
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
            NS_TEST_EXPECT_MSG_EQ(one->CountNodes(), 6, "nodes");
            NS_TEST_EXPECT_MSG_EQ(one->CountLinks(), 6, "links");
            NS_TEST_EXPECT_MSG_EQ(one->GetLink(3).number, 3, "number of a link");
            NS_TEST_EXPECT_MSG_EQ(one->GetLink(3).spec.mtu, 1500, "a property");
            NS_TEST_EXPECT_MSG_EQ(one->GetEnds(5).first, 5, "near end");
            NS_TEST_EXPECT_MSG_EQ(one->GetOtherEnd(5, 5), 2, "far end");
            NS_TEST_EXPECT_MSG_EQ(one->GetOtherEnd(5, 2), 5, "near end");
            const auto from = [one](uint32_t node, const std::vector<uint32_t>& to) {
                std::string text;
                for (const auto& path : one->FindPaths(node, to))
                {
                    text += Join(path) + "| ";
                }
                return text;
            };
            NS_TEST_EXPECT_MSG_EQ(from(1, {2}), "1 | ", "the first of two links");
            NS_TEST_EXPECT_MSG_EQ(from(2, {1}), "1 | ", "the same back");
            NS_TEST_EXPECT_MSG_EQ(from(0, {2, 3}), "0 1 | 4 | ", "of two ways the first one");
            NS_TEST_EXPECT_MSG_EQ(from(5, {0}), "5 1 0 | ", "three links");
            NS_TEST_EXPECT_MSG_EQ(from(0, {0, 4, 1}), "| | 0 | ", "it is there; no way; one link");
            NS_TEST_EXPECT_MSG_EQ(Join(one->FindLinks(2)), "1 2 3 5 ", "links of a node");
            NS_TEST_EXPECT_MSG_EQ(Join(one->FindParallel(3)), "1 3 ", "both links");
            NS_TEST_EXPECT_MSG_EQ(Join(one->FindNodes("c")), "2 ", "nodes of a role");
            NS_TEST_EXPECT_MSG_EQ(one->FindHost(2), 5, "its host");
            NS_TEST_EXPECT_MSG_EQ(one->FindHost(0), 0, "it is its own host");
        }
    }
};

/// The suite.
class PlannerNetworkTestSuite : public TestSuite
{
  public:
    PlannerNetworkTestSuite()
        : TestSuite("planner-network", UNIT)
    {
        AddTestCase(new GraphTest, TestCase::QUICK);
    }
};

PlannerNetworkTestSuite g_plannerNetworkTestSuite; //!< registers itself

} // namespace
