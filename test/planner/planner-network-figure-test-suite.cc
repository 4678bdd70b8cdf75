/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-site-texts.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/report/label-places.h"
#include "planner/report/network-drawing.h"
#include "planner/report/network-figure.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/network-map.h"
#include "planner/topology/site-network.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Networks are drawn at the places that files have, or at places of their own, with loads.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// @param name of a file @param text of it @return what it is read as
SiteNetwork
ReadAs(const std::string& name, const std::string& text)
{
    const TestFile file("");
    file.WriteBeside(name, text);
    return ReadSiteNetwork(file.GetFolder() + "/" + name);
}

/// @param changes of the scenario of three sites in a row @return the experiment
Experiment
Read(const Changes& changes = {})
{
    const TestFile file(Changed(SCENARIO, changes));
    file.WriteBeside("net.graph", REPETITA);
    return ReadExperiment(file.GetPath());
}

/// @param experiment any @return the graph of its first point
NetworkGraph
GraphOf(const Experiment& experiment)
{
    return experiment.first.MakeGraph();
}

/// @param map any @param one of its nodes @param other another one @return how far they are apart
double
Distance(const NetworkMap& map, size_t one, size_t other)
{
    return std::hypot(map.nodes[one].place.x - map.nodes[other].place.x,
                      map.nodes[one].place.y - map.nodes[other].place.y);
}

/// Bodies of the tests.
class NetworkFigureTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Places();
    void Sites();
    void Layout();
    void Loads();
    void Labels();
    void Drawn();
    void Ends();
};

void
NetworkFigureTests::Places()
{
    const auto repetita = ReadAs("net.graph", REPETITA);
    ASSERT_TRUE(repetita.nodes[2].place.has_value(), "a place");
    EXPECT_NEAR(repetita.nodes[2].place->x, 2, 0, "x of REPETITA");
    const auto dot =
        ReadAs("net.gv", "graph G {\n  a [pos=\"-3.5,4!\"];\n  a -- b;\n  b -- c;\n}\n");
    ASSERT_TRUE(dot.nodes[0].place.has_value(), "a place");
    EXPECT_NEAR(dot.nodes[0].place->x, -3.5, 0, "x of pos");
    EXPECT_NEAR(dot.nodes[0].place->y, 4, 0, "y of pos");
    EXPECT_TRUE(!dot.nodes[1].place.has_value(), "no place");
    const auto earth =
        ReadAs("earth.gv",
               "graph G {\n  a [Longitude=-90, Latitude=60];\n  a -- b;\n  b -- c;\n}\n");
    ASSERT_TRUE(earth.nodes[0].place.has_value(), "a place");
    EXPECT_NEAR(earth.nodes[0].place->x, -90, 0, "degrees");
    EXPECT_NEAR(earth.nodes[0].place->y, 75.456, 1e-3, "Mercator: ln(tan(75 degrees))");
    for (const std::string wrong : {"x=east, y=1", "x=\"1e99\", y=1", "longitude=181, latitude=0"})
    {
        std::string error;
        try
        {
            ReadAs("net.gv", "graph G {\n  a [" + wrong + "];\n  a -- b;\n  b -- c;\n}\n");
        }
        catch (const InputError& problem)
        {
            error = problem.what();
        }
        EXPECT_NE(error.find("a number from -"), std::string::npos, wrong + error);
    }
}

void
NetworkFigureTests::Sites()
{
    const NetworkGraph graph = GraphOf(Read());
    EXPECT_TRUE(HasMap(graph), "three sites");
    EXPECT_TRUE(!HasMap(GraphOf(Read({{"file: net.graph", "kind: pair"}}))), "a pair");
    const NetworkMap map = MakeNetworkMap(graph);
    ASSERT_EQ(map.nodes.size(), 3, "routers, gateways and hosts of a site are one");
    EXPECT_EQ(map.isLaidOut, false, "the file has places");
    EXPECT_NEAR(Distance(map, 0, 2), 2, 1e-9, "those");
    ASSERT_EQ(map.edges.size(), 2, "links between sites");
    EXPECT_EQ(map.edges[0].name, "a - b", "their names");
    const std::vector<std::string> drawn = FindDrawnLinks(graph);
    ASSERT_EQ(drawn.size(), 2, "the same");
    EXPECT_EQ(drawn[1], map.edges[1].name, "in the same order");
    EXPECT_EQ(map.nodes[0].isMeasured, true, "the first one");
    EXPECT_EQ(map.nodes[1].gateways.at(0), "b-gateway", "what stands there");
    const auto failed =
        MakeNetworkMap(GraphOf(Read({{"file: net.graph", "file: net.graph, failure: b - c"}})));
    EXPECT_EQ(failed.edges[1].isDown, true, "a failure");
}

void
NetworkFigureTests::Layout()
{
    const auto ring = Read({{"file: net.graph", "kind: ring, sites: 6"}});
    const NetworkMap map = MakeNetworkMap(GraphOf(ring));
    EXPECT_EQ(map.isLaidOut, true, "generators know no places");
    ASSERT_EQ(map.nodes.size(), 6, "sites");
    for (size_t i = 0; i < 6; ++i)
    {
        EXPECT_NEAR(Distance(map, i, (i + 1) % 6), Distance(map, 0, 1), 0.05, "a ring is round");
        EXPECT_GT(Distance(map, i, (i + 3) % 6), 1.5 * Distance(map, 0, 1), "and open");
    }
    const NetworkMap again = MakeNetworkMap(GraphOf(ring));
    EXPECT_NEAR(map.nodes[4].place.x, again.nodes[4].place.x, 0, "the same every time");
    const auto hub = Read({{"file: net.graph", "kind: tree, sites: 7, fan-out: 6"}});
    const NetworkMap star = MakeNetworkMap(GraphOf(hub));
    for (size_t i = 1; i < 7; ++i)
    {
        EXPECT_NEAR(Distance(star, 0, i), Distance(star, 0, 1), 0.1, "around the hub");
        EXPECT_GT(Distance(star, i, i % 6 + 1), 0.9 * Distance(star, 0, 1), "apart");
    }
    const auto tall = Read({{"file: net.graph", "kind: tree, sites: 7, fan-out: 2"}});
    const NetworkMap tree = MakeNetworkMap(GraphOf(tall));
    EXPECT_NEAR(Distance(tree, 0, 3), 2, 1e-9, "two links from the middle");
    EXPECT_NEAR(Distance(tree, 0, 1), 1, 1e-9, "one link");
    EXPECT_NEAR(Distance(tree, 1, 2), 2, 1e-9, "half of a turn each");
    EXPECT_NEAR(Distance(tree, 3, 4), std::sqrt(8), 1e-9, "a quarter for each leaf");
}

void
NetworkFigureTests::Loads()
{
    const Experiment experiment = Read({{"[38 B]", "[38 B, 10 B]"}});
    const PointSpec point{experiment.curves.front().name,
                          experiment.sweep.GetValues().front().value,
                          1,
                          Fidelity::LEAN};
    const PointResult result = RunPoint(ResolvePoint(experiment, point), point);
    const NetworkGraph graph = GraphOf(experiment);
    size_t links = 0;
    for (const auto& row : result.parts)
    {
        links += row.kind == "link" ? 1 : 0;
    }
    ASSERT_EQ(links, graph.CountLinks(), "a row for each link");
    const auto busiest = static_cast<size_t>(result.Get("busiest_link"));
    EXPECT_NEAR(result.parts[busiest].share,
                result.Get("busiest_link_utilization"),
                1e-12,
                "the metric's");
    PointRecord low{point, result};
    low.spec.value = 10;
    for (auto& row : low.result.parts)
    {
        row.share = 0.001;
    }
    const auto figures = MakeNetworkFigures(experiment, {low, {point, result}});
    ASSERT_EQ(figures.size(), 1, "one curve");
    EXPECT_EQ(figures[0].first, "network", "its files");
    const NetworkFigure& figure = figures[0].second;
    EXPECT_EQ(figure.links.size(), 2, "links between sites");
    EXPECT_EQ(figure.access.size(), graph.CountLinks() - 2, "those within sites");
    for (size_t i = 0; i < links; ++i)
    {
        const auto& row = result.parts[i];
        const auto found = figure.links.find(row.name);
        EXPECT_NEAR(found == figure.links.end() ? figure.access.at(row.name) : found->second,
                    row.share,
                    1e-12,
                    "of the point whose busiest drawn link is busiest: " + row.name);
    }
    EXPECT_EQ(figure.links.count("a - b"), 1, "a drawn one");
    low.result.parts.clear();
    EXPECT_EQ(MakeNetworkFigures(experiment, {low}).size(), 0, "simulated as rates");
}

void
NetworkFigureTests::Labels()
{
    LabelPlaces places({200, 100});
    places.AddLine({{100, 50}, {100, 100}});
    const auto spots = SpotsAround({100, 50}, 10, 60);
    const auto first = places.Take(spots);
    ASSERT_TRUE(first.has_value(), "room");
    EXPECT_EQ(std::string(first->side), "center", "below, since a link goes up");
    EXPECT_LT(first->box.high.y, 40 + 1e-9, "beyond the mark");
    std::vector<PixelBox> boxes{first->box};
    while (const auto next = places.Take(spots))
    {
        for (const auto& box : boxes)
        {
            EXPECT_TRUE(next->box.low.x >= box.high.x || next->box.high.x <= box.low.x ||
                            next->box.low.y >= box.high.y || next->box.high.y <= box.low.y,
                        "apart");
        }
        boxes.push_back(next->box);
    }
    EXPECT_EQ(boxes.size(), 5, "below and beside it, then two corners above");
    EXPECT_TRUE(!places.Take(SpotsAround({0, 0}, 5, 300)).has_value(), "wider than the map");
    LabelPlaces links({200, 100});
    const auto on = links.Take(SpotsAlong({{0, 50}, {200, 50}}, 30));
    ASSERT_TRUE(on.has_value(), "room");
    EXPECT_NEAR(on->anchor.x, 100, 1e-9, "beside it is free of lines, none is there");
    const auto beside = links.Take(SpotsAlong({{80, 25}, {120, 25}}, 30));
    ASSERT_TRUE(beside.has_value(), "room");
    EXPECT_GT(std::abs(beside->anchor.y - 25), 8.5, "a short line stays visible");
    LabelPlaces crossed({200, 100});
    crossed.AddLine({{0, 39}, {200, 39}});
    crossed.AddLine({{0, 11}, {200, 11}});
    EXPECT_TRUE(!crossed.Take(SpotsAlong({{80, 25}, {120, 25}}, 30)).has_value(),
                "beside it would be on another line");
}

void
NetworkFigureTests::Drawn()
{
    const Folder folder;
    NetworkFigure figure;
    figure.title = "50 % of it's \"x\"";
    figure.map.nodes = {{"Köln", {0, 0}, {"g0"}, true}, {"b_1", {1, 0}, {"g1"}}, {"c", {0, 1}}};
    figure.map.edges = {{0, 1, "l0", false}, {0, 1, "l1", false}, {1, 2, "l2", true}};
    figure.links = {{"l0", 0.834}, {"l1", 0.1}, {"l2", 0}};
    figure.nodes = {{"g0", 0.5}};
    DrawNetwork(figure, folder.GetPath(), "net");
    const std::string commands = ReadWholeFile(folder / "net.gp");
    for (const char* text : {"83 %", "10 %", "down  l2", "K\303\266ln", "50 %"})
    {
        EXPECT_NE(commands.find(text), std::string::npos, text);
    }
    EXPECT_NE(ReadWholeFile(folder / "net.svg").find("</svg>"), std::string::npos, "whole");
    EXPECT_EQ(ReadWholeFile(folder / "net.png").substr(1, 3), "PNG", "a picture");
    const std::string data = ReadWholeFile(folder / "net.dat");
    EXPECT_NE(data.find(" 83.4\n"), std::string::npos, "what is drawn");
}

void
NetworkFigureTests::Ends()
{
    const Folder folder;
    NetworkFigure figure;
    for (uint32_t i = 0; i < 60; ++i)
    {
        const std::string name = "site" + std::to_string(100 + i);
        const uint32_t row = i / 10;
        figure.map.nodes.push_back({name, {i % 10 * 1.0, row * 1.0}, {name}});
        figure.nodes[name] = i < 12 ? 0.9 : 0.1;
        if (i > 0)
        {
            figure.map.edges.push_back({i - 1, i, "l" + std::to_string(i), false});
            figure.links["l" + std::to_string(i)] = i == 35 ? 0.8 : i > 54 ? 0.7 : 0.2;
        }
    }
    DrawNetwork(figure, folder.GetPath(), "net");
    const std::string commands = ReadWholeFile(folder / "net.gp");
    for (const char* name : {"site134", "site135", "site154", "site159"})
    {
        EXPECT_NE(commands.find(std::string("/*0.9 ") + name), std::string::npos, name);
    }
    EXPECT_EQ(commands.find("site120"), std::string::npos, "one of many that are not busy");
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<NetworkFigureTests>::Body body; // what to do
} CASES[] = {
    {"places of nodes, in three formats", &NetworkFigureTests::Places},
    {"a site is one node of the picture", &NetworkFigureTests::Sites},
    {"networks without places are laid out", &NetworkFigureTests::Layout},
    {"how busy each link was, at the busiest point", &NetworkFigureTests::Loads},
    {"labels do not cover each other", &NetworkFigureTests::Labels},
    {"pictures with any names", &NetworkFigureTests::Drawn},
    {"ends of the busiest links have names", &NetworkFigureTests::Ends},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-network-figure".
 */
class PlannerNetworkFigureTestSuite : public TestSuite
{
  public:
    PlannerNetworkFigureTestSuite()
        : TestSuite("ipsec-planner-network-figure", TestSuite::Type::SYSTEM)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<NetworkFigureTests>(test.name, test.body));
        }
    }
};

PlannerNetworkFigureTestSuite g_plannerNetworkFigureTestSuite; //!< the suite

} // namespace
