/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/validation/error-summary.h"
#include "planner/validation/hold-out.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <cmath>
#include <string>

using namespace ns3;
using namespace ns3::planner;
using tests::TestFile;

namespace
{

/// Three curves: one parameter alone on its point, one with two points, none.
constexpr const char* SCENARIO = R"(scenario: 1
name: held
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1600 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: {profile: cx7-linux, tx-bit-rate: 5 Gbit/s}}
  far-gateway: {kernel: LinuxPacket, host: none, nic: {profile: cx7-linux}}
population: {count: 10, mode: tunnel, cipher: aes-gcm-16-128, replay-window: 64, esn: true}
traffic: {load: 1.0, sizes: [{length: 1000 B}], packets: 4000, start: after-offers}
sweep:
  parameter: population.count
  values: [10, 20, 30]
curves:
  - {name: fixed}
  - {name: alone}
  - {name: two}
validation:
  source: nobody
  quantity: Throughput
  metric: throughput_bps
  unit: Gbit/s
  calibrate:
    lone-engine:
      curves: [alone]
      paths: {nodes.gateway.nic.tx-bit-rate: 1}
      value: 3 Gbit/s
    engine:
      curves: [two]
      paths: {nodes.gateway.nic.tx-bit-rate: 1}
      value: 7 Gbit/s
  points:
    fixed: [{at: 10, measured: 4}]
    alone: [{at: 20, measured: 3, use: calibrate}]
    two: [{at: 10, measured: 6.6, use: calibrate}, {at: 30, measured: 6}]
)";

/**
 * @ingroup ipsec-offload-tests
 * What is calibrated without a point, and from which others.
 */
class PlanTest : public TestCase
{
  public:
    PlanTest()
        : TestCase("a point that alone determines a parameter cannot be held out")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SCENARIO);
        const auto experiment = ReadExperiment(file.GetPath());
        const ValidationSpec& spec = *experiment.validation;
        const auto fixed = HoldOutOf(spec, spec.points[0]);
        EXPECT_EQ(fixed.parameters.size(), 0, "nothing is calibrated there");
        EXPECT_EQ(fixed.alone, "", "so it can be left out");
        EXPECT_EQ(HoldOutOf(spec, spec.points[1]).alone, "lone-engine", "no other point");
        const auto two = HoldOutOf(spec, spec.points[2]);
        EXPECT_EQ(two.alone, "", "the other point determines it");
        ASSERT_EQ(two.others.size(), 1, "of its curve");
        EXPECT_EQ(two.others[0]->value, 30, "the other one");

        auto shared = spec; // one point left for two parameters
        shared.parameters[0].curves = {"two"};
        EXPECT_EQ(HoldOutOf(shared, shared.points[2]).alone, "engine", "one point, two parameters");
        shared.parameters[0].curves = {"alone", "two"};
        EXPECT_EQ(HoldOutOf(shared, shared.points[2]).others.size(), 2, "curves that share");
        EXPECT_EQ(HoldOutOf(shared, shared.points[2]).alone, "", "a point for each");
        EXPECT_EQ(HoldOutOf(shared, shared.points[1]).alone, "", "two points of the other curve");

        EXPECT_EQ(GetPointName(experiment, spec.points[2]), "two@10", "its name");
        EXPECT_EQ(FindPoints(experiment, "all").size(), 4, "all of them");
        EXPECT_EQ(FindPoints(experiment, "two@30").front() == &spec.points[3], true, "by name");
        EXPECT_EQ(FindPoints(experiment, "20").front() == &spec.points[1], true, "by value");
        for (const char* wrong : {"10", "two", "two@20", ""})
        {
            bool isRefused = false;
            try
            {
                FindPoints(experiment, wrong);
            }
            catch (const InputError& error)
            {
                isRefused = std::string(error.what()).find("two@10") != std::string::npos;
            }
            EXPECT_EQ(isRefused, true, "names the points instead of '" << wrong << "'");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Errors per source, both kinds of points apart, by hand.
 */
class SummaryTest : public TestCase
{
  public:
    SummaryTest()
        : TestCase("mean absolute percentage errors per source and of all")
    {
    }

  private:
    void DoRun() override
    {
        ErrorSummary summary;
        summary.Add("a", false, 1.1, 1);
        summary.Add("a", false, 0.7, 1);
        summary.Add("a", true, 1.02, 1);
        summary.Add("b", false, 3, 2);
        const auto sources = summary.GetRows();
        ASSERT_EQ(sources.size(), 3, "two, and all");
        EXPECT_NEAR(sources[0].predicted.Get(), 0.2, 1e-12, "10 and 30 %");
        EXPECT_NEAR(sources[0].calibrating.Get(), 0.02, 1e-12, "apart");
        EXPECT_EQ(std::isnan(sources[1].calibrating.Get()), true, "none");
        EXPECT_NEAR(sources[2].predicted.Get(), 0.3, 1e-12, "10, 30 and 50 %, a point each");
        EXPECT_EQ(sources[2].predicted.count, 3, "points");
        EXPECT_NE(summary.GetText().find("30.0 %"), std::string::npos, summary.GetText());
        EXPECT_NE(summary.GetRst().find("- 20.0 %"), std::string::npos, summary.GetRst());
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The command: a rate that 6 Gbit/s at another point determine is found again, and predicts 6.
 */
class CommandTest : public TestCase
{
  public:
    CommandTest()
        : TestCase("validate --hold-out calibrates without a point")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SCENARIO);
        const tests::Folder folder;
        const auto ending = tests::RunProgram(folder,
                                              {"validate",
                                               file.GetPath(),
                                               "--hold-out",
                                               "held:two@10",
                                               "--hold-out",
                                               "held:20",
                                               "--out",
                                               folder / "out"});
        EXPECT_EQ(ending.status, 0, ending.error);
        for (const char* part :
             {"held:two@10: measured 6.60 Gbit/s, predicted without it 6.0",
              "held:alone@20: not to be held out, it alone determines lone-engine",
              "held           1   9.1 %"})
        {
            EXPECT_NE(ending.output.find(part),
                      std::string::npos,
                      part << " in\n"
                           << ending.output);
        }
        const auto unknown = tests::RunProgram(
            folder,
            {"validate", file.GetPath(), "--hold-out", "other:two@10", "--out", folder / "out"});
        EXPECT_EQ(unknown.status != 0, true, "no such source");
    }
};

/// The suite.
class PlannerHoldOutTestSuite : public TestSuite
{
  public:
    PlannerHoldOutTestSuite()
        : TestSuite("ipsec-planner-hold-out", TestSuite::Type::UNIT)
    {
        AddTestCase(new PlanTest);
        AddTestCase(new SummaryTest);
        AddTestCase(new CommandTest);
    }
};

PlannerHoldOutTestSuite g_plannerHoldOutTestSuite; //!< registers the suite

} // namespace
