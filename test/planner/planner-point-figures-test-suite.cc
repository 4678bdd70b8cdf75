/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/report/figure-layout.h"
#include "planner/report/point-figures.h"
#include "planner/report/timeline-figures.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/test.h"

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What every run over several values draws beside its throughput.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// @return the scenario that tests run, without what only its own suites need
Experiment
ReadSmall()
{
    return ReadExperiment(SmallServer());
}

/// @param value of the sweep @param metrics of the point @return its record
PointRecord
MakeRecord(double value, const std::vector<std::pair<std::string, double>>& metrics)
{
    PointRecord record;
    record.spec.curve = "FreeBsd";
    record.spec.value = value;
    record.result.metrics = metrics;
    return record;
}

/// @param figure any @param name of a curve @return its points; none: there is no such curve
std::vector<FigurePoint>
PointsOf(const Figure& figure, const std::string& name)
{
    for (const auto& curve : figure.curves)
    {
        if (curve.name == name)
        {
            return curve.points;
        }
    }
    return {};
}

/// Bodies of the tests.
class PointFigureTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Use();
    void Latency();
    void Reasons();
    void Drawn();
    void Timelines();
};

void
PointFigureTests::Use()
{
    const auto figures = MakeUseFigures(ReadSmall(),
                                        {MakeRecord(0, {{"cpu_busiest_core", 1}}),
                                         MakeRecord(40,
                                                    {{"cpu_busiest_core", 0.5},
                                                     {"nic_cipher_utilization", 0.25},
                                                     {"memory_utilization", 0}})});
    ASSERT_EQ(figures.size(), 1, "one curve");
    EXPECT_EQ(figures[0].first, "utilization", "its files");
    const Figure& figure = figures[0].second;
    EXPECT_EQ(figure.curves.size(), 2, "what is idle everywhere is left out");
    const auto core = PointsOf(figure, "busiest core");
    ASSERT_EQ(core.size(), 2, "both values");
    EXPECT_NEAR(core[0].y, 100, 1e-9, "in percent");
    EXPECT_NEAR(core[1].x, 40, 0, "over the sweep");
    EXPECT_NEAR(PointsOf(figure, "cipher of the server's NIC")[1].y, 25, 1e-9, "the NIC");
}

void
PointFigureTests::Latency()
{
    const auto figures =
        MakeLatencyFigures(ReadSmall(),
                           {MakeRecord(0, {{"delay_p50_s", 20e-6}, {"delay_p99_s", 3e-3}}),
                            MakeRecord(40, {{"delay_p50_s", 0}, {"delay_p99_s", 2e-3}})});
    ASSERT_EQ(figures.size(), 1, "one curve");
    const Figure figure = Drawable(figures[0].second);
    EXPECT_EQ(figure.logY, true, "powers of ten");
    EXPECT_EQ(PointsOf(figure, "p50").size(), 1, "a logarithm has no 0");
    EXPECT_NEAR(PointsOf(figure, "p50")[0].y, 20, 1e-9, "in microseconds");
    EXPECT_NEAR(LogBottomOfCurves(figure), 10, 1e-9, "the power of ten below");
}

void
PointFigureTests::Reasons()
{
    const auto figures = MakeReasonFigures(ReadSmall(),
                                           {MakeRecord(0,
                                                       {{"sent_packets", 200},
                                                        {"software_driver_fault_packets", 100},
                                                        {"drop_host_in_replay_packets", 20},
                                                        {"no_sa_packets", 10}}),
                                            MakeRecord(40, {{"sent_packets", 100}})});
    ASSERT_EQ(figures.size(), 2, "reasons, and losses");
    const StackFigure& reasons = figures[0].second;
    ASSERT_EQ(reasons.layers.size(), 1, "one reason");
    EXPECT_EQ(reasons.layers[0].name, "driver-fault", "in the words of the model");
    ASSERT_EQ(reasons.layers[0].values.size(), 2, "a value for each stack");
    EXPECT_NEAR(reasons.layers[0].values[0], 50, 1e-9, "percent of what was sent");
    EXPECT_NEAR(reasons.layers[0].values[1], 0, 0, "none there");
    const StackFigure& losses = figures[1].second;
    ASSERT_EQ(losses.layers.size(), 2, "two losses");
    EXPECT_EQ(losses.layers[0].name, "replay (hosts, in)", "the greater one first");
    EXPECT_NEAR(losses.layers[0].values[0], 10, 1e-9, "percent of what was sent");
}

void
PointFigureTests::Drawn()
{
    const Folder folder;
    DrawStacks({"50 % of it's \"x\"",
                "how",
                "share",
                "%",
                {"10 %", "20 %"},
                {{"a_b", {10, 20}}, {"c", {1, 0}}}},
               folder.GetPath(),
               "stack");
    EXPECT_EQ(ReadWholeFile(folder / "stack.dat"),
              "# a line per stack, a column per layer\n10 1\n20 0\n",
              "what is plotted");
    EXPECT_NE(ReadWholeFile(folder / "stack.svg").find("10 %"), std::string::npos, "names");
    EXPECT_TRUE(!HasLayers(StackFigure()), "nothing to draw");
}

void
PointFigureTests::Timelines()
{
    const Experiment experiment = ReadSmall();
    PointRecord record = MakeRecord(40, {});
    Timeline& timeline = record.result.timeline;
    timeline.names = {"offload_ratio", "tx_slots_used", "rekeys"};
    timeline.rows = {{1, {0.5, 10, 0}}, {2, {1, 20, 0}}};
    EXPECT_EQ(MakeTimelineFigures(experiment, {record}).size(), 2, "nothing was counted");
    timeline.names.insert(timeline.names.end(), {"unreported_octets", "overshoot_octets"});
    timeline.rows = {{1, {0.5, 10, 0, 3e6, 0}}, {2, {1, 20, 3, 1e6, 5000}}};
    const auto figures = MakeTimelineFigures(experiment, {record});
    ASSERT_EQ(figures.size(), 3, "ratio, slots, counters");
    EXPECT_EQ(figures[1].first, "timeline-slots", "its files");
    EXPECT_NEAR(figures[1].second.curves[0].line[1].y, 20, 0, "slots");
    ASSERT_EQ(figures[1].second.panels.size(), 1, "rekeys");
    EXPECT_NEAR(figures[1].second.panels[0].curves[0].line[1].y, 3, 0, "rekeys of a sample");
    const Figure& counters = figures[2].second;
    EXPECT_EQ(counters.yLabel, "Counted by the NIC, not reported yet (MB)", "a unit that suits");
    EXPECT_NEAR(counters.curves[0].line[0].y, 3, 1e-9, "in that unit");
    ASSERT_EQ(counters.panels.size(), 1, "overshoot");
    EXPECT_EQ(counters.panels[0].yLabel, "Beyond limit (kB)", "its own unit");
    EXPECT_NEAR(counters.panels[0].curves[0].line[1].y, 5, 1e-9, "in that unit");
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<PointFigureTests>::Body body; // what to do
} CASES[] = {
    {"how busy what is", &PointFigureTests::Use},
    {"percentiles of the delay", &PointFigureTests::Latency},
    {"reasons for software and losses", &PointFigureTests::Reasons},
    {"ratio, slots and counters along the time", &PointFigureTests::Timelines},
    {"stacks are drawn, whatever their names are", &PointFigureTests::Drawn},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-point-figures".
 */
class PlannerPointFiguresTestSuite : public TestSuite
{
  public:
    PlannerPointFiguresTestSuite()
        : TestSuite("ipsec-planner-point-figures", TestSuite::Type::SYSTEM)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<PointFigureTests>(test.name, test.body));
        }
    }
};

PlannerPointFiguresTestSuite g_plannerPointFiguresTestSuite; //!< the suite

} // namespace
