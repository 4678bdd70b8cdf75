/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/base/csv-text.h"
#include "planner/report/measured-report.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * A file of own measurements: how it is read, what is wrong in broken ones, and what a run and a
 * validation make of it.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// One core of 1 GHz, 2000 cycles in software and 1000 if offloaded: 8 / (2 - ratio) Gbit/s.
constexpr const char* SCENARIO = R"(scenario: 1
name: lab
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 40 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 40 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 1, clock: 1 GHz, backlog: 50, output: 1000 cycles,
           cipher.default.per-octet: 1 cycles/B}
    nic: {profile: unlimited, sa-slots: 40}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 20, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, load: 1.0, arrivals: poisson, sizes: [{length: 1000 B}],
          packets: 20000, start: after-offers, warm-up: 20 %}
measure: {precision: 100 %, share-precision: 100 %}
sweep: {parameter: sa-slots, values: [0, 40]}
curves: [{name: a}, {name: b, set: {population.offload: none}}]
measured: lab.csv
figures: [{name: cores, metric: cpu_busiest_core, unit: 0.01, y-label: Busy (%)}]
replications: 2
)";

/// Measured: 4 as it is; 5 instead of 8; at a value that is not swept; and a share.
constexpr const char* LAB = "# 2026-11-01\r\n"
                            "curve,sa-slots,throughput (Gbit/s),cpu_busiest_core (%),note\r\n"
                            "a,0,4,100,\r\n"
                            "\r\n"
                            "a,40,5.000,90,\"cold, \"\"first\"\" run\"\r\n"
                            "b,10,2,,\r\n";

/// A scenario with its measurements.
class LabFile : public TestFile
{
  public:
    /// @param lab the measurements @param changes of the scenario
    explicit LabFile(const std::string& lab = LAB, const Changes& changes = {})
        : TestFile(Changed(SCENARIO, changes))
    {
        WriteBeside("lab.csv", lab);
    }
};

/// Bodies of the tests.
class MeasuredTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Cells();
    void Read();
    void Broken();
    void Run();
    void Validate();
};

void
MeasuredTests::Cells()
{
    const auto rows = ParseCsv("\xEF\xBB\xBF a , b\n\n# x\n1,\" 2,\"\"3 \" \n4,", "f");
    ASSERT_EQ(rows.size(), 3, "without what is empty and remarks");
    EXPECT_EQ(rows[0][0].text, "a", "without the byte order mark and blanks");
    EXPECT_EQ(rows[0][1].column, 6, "octets, from 1");
    EXPECT_EQ(rows[1][1].text, " 2,\"3 ", "blanks and commas in quotation marks stay");
    EXPECT_EQ(rows[1][0].line, 4, "lines are counted");
    EXPECT_EQ(rows[2][1].text, "", "nothing behind the last comma");
}

void
MeasuredTests::Read()
{
    const LabFile file;
    const Experiment experiment = ReadExperiment(file.GetPath());
    const auto* rates = experiment.measured.Find("throughput_bps");
    ASSERT_NE(rates, nullptr, "by its name without the unit");
    ASSERT_EQ(rates->points.size(), 3, "points");
    EXPECT_NEAR(rates->Find("a", 40)->measured, 5e9, 1e-3, "in the metric's own unit");
    EXPECT_EQ(rates->Find("a", 40)->note, "cold, \"first\" run", "a remark");
    EXPECT_EQ(experiment.sweep.GetValues().size(), 3, "a value that was not swept is, now");
    const auto* shares = experiment.measured.Find("cpu_busiest_core");
    ASSERT_NE(shares, nullptr, "a metric by its whole name");
    EXPECT_EQ(shares->points.size(), 2, "an empty field is no point");
    EXPECT_NEAR(shares->Find("a", 40)->measured, 0.9, 1e-12, "90 %");
}

void
MeasuredTests::Broken()
{
    const struct
    {
        const char* text;
        const char* problem;
    } cases[] = {
        {"curve,sa-slots,throughput (Gbit/s)\n", "a head and at least one row"},
        {"curve,sa-slots,throughput (Gbit/s)\na,0\n", ":2:4: expected 3 fields"},
        {"curve,sa-slots,throughput (Gbit/s)\na,0,1,2\n", ":2:7: '2': expected 3 fields"},
        {"curve;sa-slots;throughput (Gbit/s)\na;0;1\n", ":1:1: 'curve;sa-slots;throughput"},
        {"curve,sa-slots,throughput (Gbit/s)\nc,0,1\n",
         ":2:1: 'c': expected one of the curves: a, b"},
        {"curve,sa-slots,throughput (Gbit/s)\na,x,1\n", ":2:3: 'x': expected a value of sa-slots"},
        {"curve,sa-slots,throughput (Gbit/s)\na,0,\"1,5\"\n",
         ":2:5: '1,5': expected a number in Gbit/s"},
        {"curve,sa-slots,throughput (Gbit/s)\na,0,1 Gbit/s\n",
         ":2:5: '1 Gbit/s': expected a number"},
        {"curve,sa-slots,throughput (Gbit/s)\na,0,1\na,0,2\n",
         ":3:5: '2': expected each curve and"},
        {"curve,sa-slots,troughput_bps\na,0,1\n", "did you mean 'throughput_bps'?"},
        {"curve,sa-slots,throughput (us)\na,0,1\n", ":1:16: 'throughput (us)': expected a unit of"},
        {"curve,sa-slots,loss (Gbit/s)\na,0,1\n",
         ":1:16: 'loss (Gbit/s)': expected a unit of loss"},
        {"sa-slots,throughput (Gbit/s)\n0,1\n", ":1:1: 'sa-slots': expected a column curve"},
        {"curve,throughput (Gbit/s)\na,1\n", ":1:1: 'curve': expected a column sa-slots"},
        {"curve,sa-slots,note\na,0,x\n", ":1:1: 'curve': expected a column with a metric"},
        {"curve,sa-slots,sa-slots,loss\na,0,0,1\n", ":1:16: 'sa-slots': expected each column once"},
        {"curve,sa-slots,loss\na,0,\"1\n", ":2:5: expected a quotation mark that ends"},
        {"curve,sa-slots,loss\na,0,\"1\"2\n", ":2:8: '2': expected a comma or the end"},
        {"curve,sa-slots,loss\na,0,\x01\n", ":2:5: '\\x01': expected text without control"},
        {"curve,sa-slots,loss\na,-1,0\n", ":2:3: '-1': expected"},
    };

    for (const auto& [text, problem] : cases)
    {
        const LabFile file(text);
        std::string said = "nothing";
        try
        {
            ReadExperiment(file.GetPath());
        }
        catch (const InputError& error)
        {
            said = error.what();
        }
        EXPECT_NE(said.find(problem), std::string::npos, text << " gives " << said);
    }
    const TestFile missing(SCENARIO);
    const Folder folder;
    const Ending ending = RunProgram(folder, {"check", missing.GetPath()});
    EXPECT_NE(ending.status, 0, "no such file");
    EXPECT_NE(ending.error.find("lab.csv: no such file"), std::string::npos, ending.error);
}

void
MeasuredTests::Run()
{
    const LabFile file;
    const Folder folder;
    const Ending ending = RunProgram(folder, {"run", file.GetPath(), "--out", folder / "out"});
    ASSERT_EQ(ending.status, 0, ending.error);
    // 4 of 4, 8 instead of 5 and 4 instead of 2 Gbit/s: 0, 60 and 100 %
    EXPECT_NE(ending.output.find("Measured (lab.csv), throughput_bps: the simulation is off by 5"),
              std::string::npos,
              ending.output);
    EXPECT_NE(ending.output.find(" in the mean of 3 points, at most by +"),
              std::string::npos,
              ending.output);
    EXPECT_NE(ending.output.find("(sa-slots 10, b)"), std::string::npos, ending.output);
    EXPECT_NE(ending.output.find("+10.0 points"), std::string::npos, ending.output);
    const auto commands = ReadWholeFile(folder / "out/lab/throughput-vs-offload-ratio.gp");
    size_t crosses = 0;
    for (size_t at = 0; (at = commands.find("point pointtype 2", at)) != std::string::npos; ++at)
    {
        ++crosses;
    }
    EXPECT_EQ(crosses, 3, "one for each point");
    EXPECT_NE(commands.find("first 0, first 4 left"), std::string::npos, "at its place");
    EXPECT_NE(ReadWholeFile(folder / "out/lab/cores.gp").find("first 40, first 90 right"),
              std::string::npos,
              "in the figure of its metric, in that unit");
    const auto page = ReadWholeFile(folder / "out/lab/report.html");
    EXPECT_NE(page.find("\"kind\":\"measured\""), std::string::npos, "on the page");
    EXPECT_NE(page.find("<h2>Measured</h2>"), std::string::npos, "with a table");
    EXPECT_NE(page.find("cold, &quot;first&quot; run"), std::string::npos, "and its remarks");
}

void
MeasuredTests::Validate()
{
    const LabFile file;
    const Folder folder;
    const Ending ending = RunProgram(folder, {"validate", file.GetPath(), "--out", folder / "out"});
    ASSERT_EQ(ending.status, 0, ending.error);
    EXPECT_NE(ending.output.find("Source: lab.csv"), std::string::npos, ending.output);
    EXPECT_NE(ending.output.find("measured (Gbit/s)"), std::string::npos, ending.output);
    EXPECT_NE(ending.output.find("3 predicted points"), std::string::npos, ending.output);
    EXPECT_NE(ending.output.find("2 predicted points"), std::string::npos, "the second metric");
    EXPECT_NE(ending.output.find("lab-cpu_busiest_core.svg"), std::string::npos, ending.output);
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<MeasuredTests>::Body body; // what to do
} CASES[] = {
    {"fields of a CSV file", &MeasuredTests::Cells},
    {"a file of measurements", &MeasuredTests::Read},
    {"what is wrong in a file is said with its place", &MeasuredTests::Broken},
    {"run shows measured points and the error of each", &MeasuredTests::Run},
    {"validate takes a file of measurements", &MeasuredTests::Validate},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-measured".
 */
class PlannerMeasuredTestSuite : public TestSuite
{
  public:
    PlannerMeasuredTestSuite()
        : TestSuite("ipsec-planner-measured", TestSuite::Type::SYSTEM)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<MeasuredTests>(test.name, test.body));
        }
    }
};

PlannerMeasuredTestSuite g_plannerMeasuredTestSuite; //!< the suite

} // namespace
