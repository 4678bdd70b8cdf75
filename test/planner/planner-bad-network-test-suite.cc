/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-site-texts.h"
#include "planner-test-file.h"

#include "test/support/expect.h"

#include "ns3/test.h"

#include <sys/wait.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * Broken files of networks, demands and scenarios: the program says what is wrong and where, ends
 * with an error, and leaves nothing behind (doc/design.rst#rule-10).
 */

namespace
{

/// What a broken file is made from.
enum class FileBase : uint8_t
{
    GRAPHML,
    GRAPHVIZ,
    REPETITA,
    DEMANDS,
    SCENARIO
};

/// A broken file.
struct BrokenFile
{
    const char* name;     //!< of the file
    FileBase base;        //!< the whole one
    Changes changes;      //!< what is broken
    const char* expected; //!< in the message
};

/// @return broken files
const std::vector<BrokenFile>&
GetBrokenFiles()
{
    static const std::vector<BrokenFile> files{
        {"net.graphml", FileBase::GRAPHML, {{"</graph>\n", ""}}, "XML"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">", "<net>"},
          {"</graphml>", "</net>"}},
         "the element <graphml>"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"target=\"2\"", "target=\"9\""}},
         "'9': expected a node that the file declares"},
        {"net.graphml", FileBase::GRAPHML, {{"source=\"1\"", "source=\"x\""}}, "edge 'x' - '2'"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"node id=\"2\"", "node id=\"1\""}},
         "each identifier once"},
        {"net.graphml", FileBase::GRAPHML, {{"node id=\"2\"", "node"}}, "an attribute id"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"edgedefault=\"undirected\"", "edgedefault=\"sideways\""}},
         "directed or undirected"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"edgedefault=\"undirected\"", "edgedefault=\"directed\""}},
         "an edge the other way"},
        {"net.graphml", FileBase::GRAPHML, {{">b<", ">a<"}}, "each name once"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"<data key=\"k3\">7</data>", "<data key=\"k9\">7</data>"}},
         "a key that the file declares"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"<data key=\"k3\">7</data>", "<data key=\"k3\">heavy</data>"}},
         "invalid value"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"<data key=\"k3\">7</data>", "<data key=\"k3\">0</data>"}},
         "edge 'b - c', weight"},
        {"net.graphml", FileBase::GRAPHML, {{"20 us", "20 furlongs"}}, "edge 'b - c', delay"},
        {"net.graphml", FileBase::GRAPHML, {{"1 Gbit/s", "1 Gbit"}}, "a rate such as"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"attr.type=\"int\"", "attr.type=\"integer\""}},
         "unrecognized type"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"target=\"2\"", "target=\"1\""}},
         "an edge between two nodes"},
        {"net.graphml",
         FileBase::GRAPHML,
         {{"<graph id=\"G\"", "<graph id=\"H\" edgedefault=\"undirected\"/><graph id=\"G\""}},
         "one element <graph>"},
        {"net.gv", FileBase::GRAPHVIZ, {{"}\n", ""}}, "Graphviz"},
        {"net.gv", FileBase::GRAPHVIZ, {{"graph G", "garph G"}}, "Graphviz"},
        {"net.gv", FileBase::GRAPHVIZ, {{"a -- b", "a -> b"}}, "Graphviz"},
        {"net.gv",
         FileBase::GRAPHVIZ,
         {{"delay=\"10 us\"", "delay=\"10\""}},
         "edge 'a - b', delay"},
        {"net.gv", FileBase::GRAPHVIZ, {{"weight=5", "weight=1.5"}}, "edge 'a - b', weight"},
        {"net.gv",
         FileBase::GRAPHVIZ,
         {{"rate=\"1 Gbit/s\"", "rate=\"fast\""}},
         "edge 'a - b', rate"},
        {"net.gv",
         FileBase::GRAPHVIZ,
         {{"}", "  a [role=router, nic=plain]; }"}},
         "no nic where there is no gateway"},
        {"net.gv",
         FileBase::GRAPHVIZ,
         {{"}", "  a [role=router]; b [role=router]; c [role=router]; }"}},
         "at least two sites"},
        {"net.gv",
         FileBase::GRAPHVIZ,
         {{"}", "  d -- e; }"}},
         "no links lead from 'a-gateway' to 'd-gateway'"},
        {"net.gv",
         FileBase::GRAPHVIZ,
         {{"}", "  a [role=host]; b [role=site]; c [role=site]; }"}},
         "one edge of a host, to its gateway"},
        {"net.gv",
         FileBase::GRAPHVIZ,
         {{"}", "  a [role=chief]; b [role=site]; c [role=site]; }"}},
         "'nodes': expected the key 'chief' in 'nodes'"},
        {"net.gv", FileBase::GRAPHVIZ, {{"}", "  a [kernel=Plan9]; }"}}, "node 'a', kernel"},
        {"net.gv", FileBase::GRAPHVIZ, {{"}", "  a [nic=\"no-such-nic\"]; }"}}, "node 'a', nic"},
        {"net.gv", FileBase::GRAPHVIZ, {{"weight=5", "mtu=\"12 B\""}}, "edge 'a - b', mtu"},
        {"net.graph", FileBase::REPETITA, {{"NODES 3", "NODES three"}}, "'NODES' and a number"},
        {"net.graph", FileBase::REPETITA, {{"NODES 3", "NODES 4"}}, "NODES: 4 lines of label x y"},
        {"net.graph",
         FileBase::REPETITA,
         {{"EDGES 4", "EDGES 5"}},
         "EDGES: 5 lines of label src dest weight bw delay"},
        {"net.graph", FileBase::REPETITA, {{"EDGES 4", "EDGES 3"}}, "the end of the file"},
        {"net.graph", FileBase::REPETITA, {{"e3 2 1", "e3 2 7"}}, "the position of a node, 0 to 2"},
        {"net.graph", FileBase::REPETITA, {{"e3 2 1", "e3 2 2"}}, "an edge between two nodes"},
        {"net.graph",
         FileBase::REPETITA,
         {{"e3 2 1 7 1000000 20", "e3 2 1 7 1000000"}},
         "EDGES: 4 lines of label src dest weight bw delay"},
        {"net.graph",
         FileBase::REPETITA,
         {{"e3 2 1 7 1000000 20", "e3 2 1 7 2000000 20"}},
         "an edge the other way with the same rate"},
        {"net.graph",
         FileBase::REPETITA,
         {{"e0 0 1 5 1000000 10", "e0 0 1 5 -1 10"}},
         "net.graph:9:1: '-1 kbit/s'"},
        {"net.graph",
         FileBase::REPETITA,
         {{"e0 0 1 5 1000000 10", "e0 0 1 5 1000000 soon"}},
         "net.graph:9:1: 'soon us'"},
        {"net.graph", FileBase::REPETITA, {{"b 1 0\n", "a 1 0\n"}}, "each name once"},
        {"net.demands", FileBase::DEMANDS, {{"DEMANDS 3", "DEMAND 3"}}, "'DEMANDS' and a number"},
        {"net.demands",
         FileBase::DEMANDS,
         {{"DEMANDS 3", "DEMANDS 4"}},
         "DEMANDS: 4 lines of label src dest bw"},
        {"net.demands",
         FileBase::DEMANDS,
         {{"d0 0 1", "d0 0 9"}},
         "net.demands:3:1: '9': expected the name or position of a node"},
        {"net.demands",
         FileBase::DEMANDS,
         {{"d1 a c", "d1 a zurich"}},
         "net.demands:4:1: 'zurich'"},
        {"net.demands", FileBase::DEMANDS, {{"d0 0 1", "d0 0 0"}}, "a cycle of policies"},
        {"net.demands", FileBase::DEMANDS, {{"100000", "much"}}, "net.demands:3:1: 'much kbit/s'"},
        {"net.demands",
         FileBase::DEMANDS,
         {{"100000", "0"}, {"200000", "0"}, {"50000", "0"}},
         "a demand above 0"},
        {"scenario.yaml", FileBase::SCENARIO, {{"net.graph}", "none.graph}"}}, "no such file"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"net.graph}", "net.txt}"}},
         "a name that ends in one of"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"net.graph}", "net.graph, measured: z}"}},
         "'z': expected one of a, b, c"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"net.graph}", "net.graph, tunnels: all}"}},
         "'all': expected one of star, mesh"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"net.graph}", "net.graph, tunnels: demands}"}},
         "'demands': expected one of star, mesh"},
        {"scenario.yaml", FileBase::SCENARIO, {{"net.graph}", "net.graph, kind: ring}"}}, "kind"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"{mode: tunnel", "{count: 2, mode: tunnel"}},
         "at least 3, a tunnel for each pair of gateways"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"{mode: tunnel", "{mode: transport"}},
         "tunnel, which gateways require"},
        {"scenario.yaml", FileBase::SCENARIO, {{"  lan: {", "  lane: {"}}, "lan"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"file: net.graph", "kind: erdos-renyi, sites: 6, probability: 0"}},
         "no links lead from"},
        {"scenario.yaml",
         FileBase::SCENARIO,
         {{"file: net.graph", "kind: full-mesh, sites: 400"}},
         "a network of at most 65000 links"},
    };
    return files;
}

/// @param base a file @return its text when it is whole
const char*
TextOf(FileBase base)
{
    static const std::map<FileBase, const char*> texts{{FileBase::GRAPHML, GRAPHML},
                                                       {FileBase::GRAPHVIZ, GRAPHVIZ},
                                                       {FileBase::REPETITA, REPETITA},
                                                       {FileBase::DEMANDS, DEMANDS},
                                                       {FileBase::SCENARIO, SCENARIO}};
    return texts.at(base);
}

/// All of them.
class BrokenTest : public TestCase
{
  public:
    BrokenTest()
        : TestCase("at least 50 broken files, each with a message, an error and no result")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_GE(GetBrokenFiles().size(), 50, "files");
        for (const auto& file : GetBrokenFiles())
        {
            Look(file);
        }
    }

    /// @param broken a file
    void Look(const BrokenFile& broken)
    {
        const std::string text = Changed(TextOf(broken.base), broken.changes);
        std::string scenario = SCENARIO;
        if (broken.base == FileBase::DEMANDS)
        {
            scenario = Changed(scenario,
                               {{"net.graph}", "net.graph, demands: net.demands}"},
                                {"direction: both, rate: 100 Mbit/s", "load: 1"}});
        }
        else if (broken.base == FileBase::GRAPHML || broken.base == FileBase::GRAPHVIZ)
        {
            scenario = Replaced(scenario, "net.graph", broken.name);
        }
        const TestFile file(broken.base == FileBase::SCENARIO ? text : scenario);
        file.WriteBeside("net.graph", REPETITA);
        if (broken.base != FileBase::SCENARIO)
        {
            file.WriteBeside(broken.name, text);
        }
        const Folder folder;
        const Ending ending =
            RunProgram(folder, {"run", file.GetPath(), "-o", folder / "out", "--no-figures"});
        const std::string what = std::string(broken.name) + " of: " + broken.expected;
        EXPECT_EQ((WIFEXITED(ending.status) && WEXITSTATUS(ending.status) == 1), true, what);
        EXPECT_NE(ending.error.find(broken.expected),
                  std::string::npos,
                  what + ": " + ending.error);
        EXPECT_EQ(folder.List().count("out"), 0, what + ": nothing is left");
    }
};

/// The suite.
class PlannerBadNetworkTestSuite : public TestSuite
{
  public:
    PlannerBadNetworkTestSuite()
        : TestSuite("ipsec-planner-bad-network", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new BrokenTest);
    }
};

PlannerBadNetworkTestSuite g_plannerBadNetworkTestSuite; //!< registers itself

} // namespace
