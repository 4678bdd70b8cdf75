/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/report/figure-shapes.h"
#include "planner/report/sensitivity.h"
#include "planner/scenario/assumed-values.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/run-options.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/test.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What rests on values that profiles only assume: their margin, the band of a figure and the words
 * of run, answer and solve, against arithmetic.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * One core of 1 GHz whose datagrams of 1000 octets take 1000 cycles that are known, and one cycle
 * per octet that is assumed when it encrypts them; a NIC that is assumed to encrypt 6 Gbit/s. At an
 * offload ratio r the core carries 8 / (2 - r) Gbit/s, or 8 / (1 + 1.2 (1 - r)) with values that
 * are 20 % worse.
 */
constexpr const char* SCENARIO = R"(scenario: 1
name: assumed
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, host: core, nic: {profile: card, sa-slots: 40}}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 20, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, load: 1.0, arrivals: poisson, sizes: [{length: 1000 B}],
          packets: 20000, start: after-offers, warm-up: 20 %}
measure: {precision: 100 %, share-precision: 100 %}
sweep: {parameter: sa-slots, values: [0, 40]}
solve: {unknown: sa-slots, values: {from: 0, to: 40, step: 2}, goal: {throughput: 4.9 Gbit/s}}
replications: 2
)";

constexpr const char* HOST = R"(profile: host
description: A known core with an assumed cipher.
values:
  cores: [1, sourced, a test]
  clock: [1 GHz, sourced, a test]
  backlog: [50, assumed, a test]
  output: [1000 cycles, sourced, a test]
  cipher.aes-gcm-16-128.per-octet: [1 cycles/B, assumed, a test]
)";

constexpr const char* NIC = R"(profile: nic
description: An assumed cipher.
values:
  tx-bit-rate: [6 Gbit/s, assumed, a test]
  tx-packet-rate: [50 Mpkt/s, derived, a test]
  tx-latency: [1 us, assumed, a test]
  context-cache-size: [12, assumed, a test]
  context-cache-ways: [4, sourced, a test]
  context-fetch-time: [0 ns, assumed, a test]
  ring-size: [50, assumed, a test]
  algorithms: [[aes-gcm-16-128], sourced, a test]
)";

/// The scenario in a folder with its profiles.
class AssumedFile : public TestFile
{
  public:
    /// @param more lines of the scenario
    explicit AssumedFile(const std::string& more = "")
        : TestFile(SCENARIO + more)
    {
        WriteBeside("profiles/host/core.yaml", HOST);
        WriteBeside("profiles/nic/card.yaml", NIC);
    }
};

/// Bodies of the tests.
class SensitivityTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Margin();
    void Outlines();
    void Run();
    void Unknown();
    void Answer();
    void Solve();
    void Analyze();
    void Search();
};

void
SensitivityTests::Margin()
{
    const AssumedFile file;
    const Experiment experiment = ReadExperiment(file.GetPath());
    const Scenario scenario = experiment.At("FreeBsd", 0);
    EXPECT_TRUE(HasAssumedValues(scenario), "the server has");
    NodeSpec worse = scenario.GetMeasured();
    ApplyAssumedMargin(worse, -0.2);
    EXPECT_EQ(worse.nic.txBitRate, 4'800'000'000, "a rate is 20 % less");
    EXPECT_EQ(worse.nic.txPacketRate, 50'000'000, "derived: stays");
    EXPECT_EQ(worse.nic.rxBitRate, 0, "no limit: stays");
    EXPECT_EQ(worse.nic.txLatency, 1'000'000, "a latency is no speed");
    EXPECT_EQ(worse.nic.contextCacheSize, 8, "9.6 contexts, in whole sets of 4");
    EXPECT_EQ(worse.nic.ringSize, 50, "a queue is no speed");
    EXPECT_NEAR(worse.host.CostOf("aes-gcm-16-128").perOctet, 1.2, 1e-12, "a cost is 20 % more");
    EXPECT_NEAR(worse.host.output, 1000, 0, "sourced: stays");
    NodeSpec better = scenario.GetMeasured();
    ApplyAssumedMargin(better, 0.2);
    EXPECT_EQ(better.nic.txBitRate, 7'200'000'000, "a rate is 20 % more");
    EXPECT_NEAR(better.host.CostOf("aes-gcm-16-128").perOctet, 0.8, 1e-12, "a cost is 20 % less");

    const auto set = ParseSettings({"assumed-values=-20 %"});
    const Experiment varied = ReadExperiment(file.GetPath(), set);
    EXPECT_EQ(varied.At("FreeBsd", 0).GetMeasured().nic.txBitRate,
              4'800'000'000,
              "as a key of the scenario");
    EXPECT_TRUE(varied.HasAssumedMargin("FreeBsd"), "which says so");
    EXPECT_TRUE(!experiment.HasAssumedMargin("FreeBsd"), "the file does not");
    const auto fixed = ParseSettings(
        {"nodes.server.nic=plain", "nodes.server.host=none", "population.offload=none"});
    EXPECT_TRUE(!HasAssumedValues(ReadExperiment(file.GetPath(), fixed).At("FreeBsd", 0)),
                "nothing is assumed");
}

void
SensitivityTests::Outlines()
{
    const double none = std::nan("");
    const auto outlines =
        MakeOutlines({{0, 1, 2}, {1, 2, 4}, {2, none, none}, {3, 5, 6}, {3, 4, 5}}, 0.1);
    ASSERT_EQ(outlines.size(), 2, "the gap interrupts it");
    const std::vector<std::pair<double, double>> first{{0, 1}, {1, 2}, {1, 4}, {0, 2}};
    EXPECT_TRUE(outlines[0] == first, "along the low side, back along the high one");
    ASSERT_EQ(outlines[1].size(), 4, "one x alone becomes a bar");
    EXPECT_NEAR(outlines[1][0].first, 2.9, 1e-12, "wide enough to be seen");
    EXPECT_NEAR(outlines[1][0].second, 4, 0, "from the lowest");
    EXPECT_NEAR(outlines[1][2].second, 6, 0, "to the highest");
    EXPECT_EQ(MakeOutlines({{1, none, none}}, 0.1).size(), 0, "nothing is known");
}

void
SensitivityTests::Run()
{
    const AssumedFile file;
    const Folder folder;
    const Ending ending = RunProgram(folder, {"run", file.GetPath(), "--out", folder / "out"});
    ASSERT_EQ(ending.status, 0, ending.error);
    // All offloaded: the cipher's 6 Gbit/s; 20 % better 7.2 Gbit/s. Without: 8 / 2.2, 4 and 8
    // / 1.8.
    EXPECT_NE(ending.output.find("Assumed values 20 % worse and better (closed form, scaled to the "
                                 "simulation): 4.8"),
              std::string::npos,
              ending.output);
    EXPECT_NE(ending.output.find("Gbit/s (-20 %) and 7."), std::string::npos, ending.output);
    EXPECT_NE(ending.output.find("Gbit/s (+20 %) instead of "), std::string::npos, ending.output);
    EXPECT_NE(ending.output.find("at sa-slots 40, where they matter most; 0 of 2 points"),
              std::string::npos,
              ending.output);
    const auto commands = ReadWholeFile(folder / "out/assumed/throughput-vs-offload-ratio.gp");
    const auto polygon = commands.find("set object polygon from first ");
    ASSERT_NE(polygon, std::string::npos, "the band");
    double x = 0;
    double y = 0;
    ASSERT_EQ(std::sscanf(commands.c_str() + polygon,
                          "set object polygon from first %lf, first %lf",
                          &x,
                          &y),
              2,
              "its first corner");
    EXPECT_NEAR(x, 0, 1e-9, "all in software");
    EXPECT_NEAR(y, 8 / 2.2, 0.1, "20 % more cycles per octet");
    const auto page = ReadWholeFile(folder / "out/assumed/report.html");
    EXPECT_NE(page.find("\"kind\":\"band\""), std::string::npos, "on the page, too");
    EXPECT_NE(page.find("Assumed values 20 % worse"), std::string::npos, "and in words");
}

void
SensitivityTests::Unknown()
{
    const Folder folder;
    const AssumedFile file("assumed-values: 5 %\n");
    Ending ending = RunProgram(folder, {"run", file.GetPath(), "--out", folder / "a"});
    ASSERT_EQ(ending.status, 0, ending.error);
    EXPECT_NE(ending.output.find("not asked, the scenario sets assumed-values itself"),
              std::string::npos,
              ending.output);
    // A closed form that does not know what happens gives no band
    const AssumedFile events("events: [{at: 1 ms, node: server, do: nic-reset}]\n");
    ending = RunProgram(folder, {"run", events.GetPath(), "--out", folder / "b"});
    ASSERT_EQ(ending.status, 0, ending.error);
    EXPECT_NE(ending.output.find("not known at sa-slots 0, 40, where there is no closed form"),
              std::string::npos,
              ending.output);
    const auto commands = ReadWholeFile(folder / "b/assumed/throughput-vs-sweep.gp");
    EXPECT_EQ(commands.find("set object polygon"), std::string::npos, "no band");
    const AssumedFile wrong("assumed-values: 95 %\n");
    ending = RunProgram(folder, {"check", wrong.GetPath()});
    EXPECT_NE(ending.status, 0, "too much");
    EXPECT_NE(ending.error.find(":17:17: '95 %'"), std::string::npos, ending.error);
}

void
SensitivityTests::Answer()
{
    const AssumedFile file;
    const Folder folder;
    const Ending ending = RunProgram(
        folder,
        {"answer", file.GetPath(), "--value", "40", "--out", folder / "out", "--packets", "20000"});
    ASSERT_EQ(ending.status, 0, ending.error);
    for (const char* text : {"With assumed values 20 % worse: 4.8", // the cipher
                             "With assumed values 20 % better: 7."})
    {
        EXPECT_NE(ending.output.find(text), std::string::npos, ending.output);
    }
}

void
SensitivityTests::Solve()
{
    const AssumedFile file;
    const Folder folder;
    Ending ending = RunProgram(folder, {"solve", file.GetPath(), "--json", "-o", folder / "out"});
    ASSERT_EQ(ending.status, 0, ending.error);
    // 8 / (1 + k (1 - r)) >= 4.9 for k = 1, 1.2 and 0.8 from 8, 10 and 5 of 20 clients on: two
    // slots each
    const auto answer = nlohmann::json::parse(ending.output)["answers"][0];
    EXPECT_EQ(answer["answer"]["value"], "16", ending.output);
    EXPECT_EQ(answer["assumed_values_20_percent_worse"], "20", ending.output);
    EXPECT_EQ(answer["assumed_values_20_percent_better"], "10", ending.output);
    ending = RunProgram(folder, {"solve", file.GetPath(), "-o", folder / "out"});
    EXPECT_NE(ending.output.find("With assumed values 20 % worse: 20; 20 % better: 10 (one"),
              std::string::npos,
              ending.output);
}

void
SensitivityTests::Analyze()
{
    const AssumedFile file;
    const Folder folder;
    Ending ending = RunProgram(folder, {"analyze", file.GetPath(), "--out", folder / "out"});
    ASSERT_EQ(ending.status, 0, ending.error);
    // All offloaded: the cipher's 6 Gbit/s; in software 8 / 2.2, 4 and 8 / 1.8.
    for (const char* text : {"with assumed values 20 % worse: 4.80 Gbit/s (-20 %); 20 % better: "
                             "7.20 Gbit/s (+20 %)",
                             "with assumed values 20 % worse: 3.64 Gbit/s (-9 %); 20 % better: "
                             "4.44 Gbit/s (+11 %)"})
    {
        EXPECT_NE(ending.output.find(text), std::string::npos, text << ending.output);
    }
    const auto commands = ReadWholeFile(folder / "out/assumed/analysis.gp");
    EXPECT_NE(commands.find("set object polygon from first "), std::string::npos, "a band");
    ending = RunProgram(folder, {"analyze", file.GetPath(), "--json"});
    const auto points = nlohmann::json::parse(ending.output)["points"];
    EXPECT_NEAR(points[0]["assumed_values_20_percent_worse_bps"].get<double>(),
                8e9 / 2.2,
                1e6,
                ending.output);
    const AssumedFile chosen("assumed-values: 5 %\n");
    ending = RunProgram(folder, {"analyze", chosen.GetPath()});
    EXPECT_EQ(ending.output.find("sensitivity"), std::string::npos, "chosen by the scenario");
}

void
SensitivityTests::Search()
{
    const AssumedFile file("search: {goals: [{loss: 0 %, width: 0.5 %}]}\n");
    const Folder folder;
    Ending ending = RunProgram(folder,
                               {"run",
                                file.GetPath(),
                                "--out",
                                folder / "out",
                                "--json",
                                "--set",
                                "traffic.arrivals=constant"});
    ASSERT_EQ(ending.status, 0, ending.error);
    // In software 4 Gbit/s, 8 / 2.2 and 8 / 1.8; in the NIC 6, 4.8 and 7.2
    const auto points = nlohmann::json::parse(ending.output)["points"];
    const std::vector<std::array<double, 2>> expected{{8e9 / 2.2, 8e9 / 1.8}, {4.8e9, 7.2e9}};
    for (size_t i = 0; i < 2; ++i)
    {
        EXPECT_NEAR(points[i]["assumed_values_20_percent_worse_bps"].get<double>(),
                    expected[i][0],
                    0.02 * expected[i][0],
                    ending.output);
        EXPECT_NEAR(points[i]["assumed_values_20_percent_better_bps"].get<double>(),
                    expected[i][1],
                    0.02 * expected[i][1],
                    ending.output);
    }
    ending = RunProgram(
        folder,
        {"run", file.GetPath(), "--out", folder / "out", "--set", "traffic.arrivals=constant"});
    EXPECT_NE(ending.output.find("Assumed values 20 % worse and better (closed form, scaled to the "
                                 "search), FreeBsd, sa-slots 40"),
              std::string::npos,
              ending.output);
    const auto page = ReadWholeFile(folder / "out/assumed/report.html");
    EXPECT_NE(page.find("Assumed values 20 % worse"), std::string::npos, "on the page, too");
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<SensitivityTests>::Body body; // what to do
} CASES[] = {
    {"a margin changes assumed speeds and nothing else", &SensitivityTests::Margin},
    {"a band is drawn around what is known", &SensitivityTests::Outlines},
    {"run gives its answer with other assumed values", &SensitivityTests::Run},
    {"what is not known is said to be so", &SensitivityTests::Unknown},
    {"answer simulates other assumed values", &SensitivityTests::Answer},
    {"analyze works out other assumed values", &SensitivityTests::Analyze},
    {"a search is told with other assumed values", &SensitivityTests::Search},
    {"solve finds the answers with other assumed values", &SensitivityTests::Solve},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-sensitivity".
 */
class PlannerSensitivityTestSuite : public TestSuite
{
  public:
    PlannerSensitivityTestSuite()
        : TestSuite("ipsec-planner-sensitivity", TestSuite::Type::SYSTEM)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<SensitivityTests>(test.name, test.body));
        }
    }
};

PlannerSensitivityTestSuite g_plannerSensitivityTestSuite; //!< the suite

} // namespace
