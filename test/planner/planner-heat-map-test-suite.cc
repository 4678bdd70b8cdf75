/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/report/grid-figure.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/test.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Heat maps of sweeps over two parameters.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// 20 clients, slots for none or all, and two rates that one core carries or not.
constexpr const char* SCENARIO = R"(scenario: 2
name: grid
title: Two parameters
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
traffic: {direction: transmit, rate: 1 Gbit/s, arrivals: constant, sizes: [{length: 1000 B}],
          packets: 4000, start: after-offers, warm-up: 20 %}
measure: {precision: 100 %, share-precision: 100 %}
sweep: {parameter: sa-slots, values: [40, 0], grid: {parameter: traffic.rate,
        values: [6 Gbit/s, 2 Gbit/s]}}
curves: [{name: FreeBsd}]
figures: [{name: ratio, metric: offload_ratio, y-label: Offload ratio}]
replications: 2
)";

/// @param experiment a grid @param curve one of its curves @param value of its sweep
/// @param rate its result @param marked whether it is not to be used @return the record
PointRecord
MakeRecord(const Experiment& experiment, size_t curve, double value, double rate, bool marked)
{
    PointRecord record;
    record.spec.curve = experiment.curves[curve].name;
    record.spec.value = value;
    record.result.metrics = {{"throughput_bps", rate}};
    if (marked)
    {
        record.result.marks.Add(RunMark::NOT_STEADY);
    }
    return record;
}

/// Bodies of the tests.
class HeatMapTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Colors();
    void Cells();
    void Drawn();
};

void
HeatMapTests::Colors()
{
    EXPECT_EQ(HeatColor(0), "#00224e", "the least value is dark");
    EXPECT_EQ(HeatColor(1), "#fdea45", "the greatest is light");
    EXPECT_EQ(HeatColor(2), HeatColor(1), "nothing lies beyond");
    EXPECT_EQ(HeatInk(0), "#ffffff", "white on dark");
    EXPECT_EQ(HeatInk(1), "#000000", "black on light");
    // Grey printers keep the order: lightness rises from each step to the next
    double before = -1;
    for (int i = 0; i <= 64; ++i)
    {
        const auto color =
            static_cast<uint32_t>(std::strtoul(HeatColor(i / 64.0).c_str() + 1, nullptr, 16));
        const double lightness =
            0.299 * (color >> 16U) + 0.587 * ((color >> 8U) & 255U) + 0.114 * (color & 255U);
        EXPECT_GT(lightness, before, "step " << i);
        before = lightness;
    }
}

void
HeatMapTests::Cells()
{
    const TestFile file(SCENARIO);
    const Experiment experiment = ReadExperiment(file.GetPath());
    ASSERT_EQ(experiment.curves.size(), 2, "a curve for each rate");
    const auto maps = MakeHeatMaps(experiment,
                                   {MakeRecord(experiment, 0, 40, 6e9, false),
                                    MakeRecord(experiment, 0, 0, 4e9, true),
                                    MakeRecord(experiment, 1, 40, 2e9, false)});
    ASSERT_EQ(maps.size(), 2, "throughput, and the figure of the file");
    EXPECT_EQ(maps[0].name, "heat-map-throughput", "its files");
    EXPECT_EQ(maps[1].name, "heat-map-ratio", "those of the figure");
    EXPECT_TRUE(!HasValues(maps[1].map), "nobody knows a ratio");
    const HeatMap& map = maps[0].map;
    EXPECT_TRUE((map.xNames == std::vector<std::string>{"0", "40"}), "columns ascend");
    EXPECT_TRUE((map.yNames == std::vector<std::string>{"2 Gbit/s", "6 Gbit/s"}), "rows too");
    ASSERT_EQ(map.cells.size(), 3, "one point is missing");
    EXPECT_EQ(map.cells[0].column, 0, "groups are sorted by value");
    EXPECT_EQ(map.cells[0].row, 1, "6 Gbit/s");
    EXPECT_NEAR(map.cells[0].value, 4, 1e-9, "in Gbit/s");
    EXPECT_TRUE(map.cells[0].isMarked, "not steady");
    EXPECT_NEAR(ShareOf(map, map.cells[0]), 0.5, 1e-9, "between 2 and 6");
}

void
HeatMapTests::Drawn()
{
    const TestFile file(SCENARIO);
    const Folder folder;
    const Ending ending = RunProgram(folder, {"run", file.GetPath(), "--out", folder / "out"});
    ASSERT_EQ(ending.status, 0, ending.error);
    EXPECT_NE(ending.output.find("heat-map-throughput.png"), std::string::npos, ending.output);
    const std::string before = folder / "out/grid/heat-map-throughput";
    const auto data = ReadWholeFile(before + ".dat");
    double value = 0;
    const auto cell = data.find("\n2 2 "); // all offloaded, 6 Gbit/s
    ASSERT_NE(cell, std::string::npos, data);
    value = std::strtod(data.c_str() + cell + 5, nullptr);
    EXPECT_NEAR(value, 6, 0.1, "all of it passes");
    const auto software = data.find("\n1 2 ");
    ASSERT_NE(software, std::string::npos, data);
    EXPECT_NEAR(std::strtod(data.c_str() + software + 5, nullptr), 4, 0.1, "2000 cycles each");
    EXPECT_NE(ReadWholeFile(before + ".svg").find("</svg>"), std::string::npos, "drawn");
    const auto page = ReadWholeFile(folder / "out/grid/report.html");
    EXPECT_NE(page.find("class=\"scroll heat\""), std::string::npos, "on the page");
    EXPECT_NE(page.find("background-color:#fdea45"), std::string::npos, "in colors");
    const Ending without =
        RunProgram(folder, {"run", file.GetPath(), "--out", folder / "out", "--no-figures"});
    ASSERT_EQ(without.status, 0, without.error);
    EXPECT_TRUE(!std::filesystem::exists(before + ".svg"), "an old map does not");
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<HeatMapTests>::Body body; // what to do
} CASES[] = {
    {"brighter is more, also without colors", &HeatMapTests::Colors},
    {"each point of a grid has its cell", &HeatMapTests::Cells},
    {"run draws a map of a grid", &HeatMapTests::Drawn},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-heat-map".
 */
class PlannerHeatMapTestSuite : public TestSuite
{
  public:
    PlannerHeatMapTestSuite()
        : TestSuite("ipsec-planner-heat-map", TestSuite::Type::SYSTEM)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<HeatMapTests>(test.name, test.body));
        }
    }
};

PlannerHeatMapTestSuite g_plannerHeatMapTestSuite; //!< the suite

} // namespace
