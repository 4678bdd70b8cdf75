/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/method/solve-run.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/fidelity-choice.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * Which fidelity a point gets: what the scenario says, and nothing else without a word
 * (doc/design.rst#rule-7).
 */

namespace
{

/// Gateways without a host; @c FIDELITY and @c TRAFFIC are replaced.
const char* const GATEWAYS = R"(scenario: 2
name: choice
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
  wan: {rate: 1 Gbit/s, delay: 20 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: unlimited}
  far-gateway: {kernel: LinuxPacket, host: none, nic: unlimited}
population: {count: 5, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {TRAFFIC}
fidelity: FIDELITY
sweep: {parameter: sa-slots, values: [4, 10]}
)";

/// @param fidelity for the key @param traffic its keys @return the scenario
std::string
With(const std::string& fidelity, const std::string& traffic)
{
    return Changed(GATEWAYS, {{"FIDELITY", fidelity}, {"TRAFFIC", traffic}});
}

/// @param text a scenario @return what the reader says of it; empty when it is good
std::string
Refusal(const std::string& text)
{
    const TestFile file(text);
    try
    {
        ReadExperiment(file.GetPath());
    }
    catch (const InputError& error)
    {
        return error.what();
    }
    return "";
}

/// The same metrics, through ns-3's stack.
class FullPointTest : public TestCase
{
  public:
    FullPointTest()
        : TestCase("fidelity: full simulates through ns-3's stack, and measures the same")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(
            With("full", "rate: 1.4 Gbit/s, sizes: [{length: 1000 B}], packets: 8000"));
        const Experiment experiment = ReadExperiment(file.GetPath());
        auto points = EnumeratePoints(experiment);
        ChooseFidelities(experiment, points);
        for (const auto& point : points)
        {
            EXPECT_EQ(point.fidelity, Fidelity::FULL, point.GetKey());
        }
        const PointSpec& first = points.front();
        PointSpec lean = first;
        lean.fidelity = Fidelity::LEAN;
        const PointResult through = RunPoint(ResolvePoint(experiment, first), first);
        const PointResult beside = RunPoint(ResolvePoint(experiment, lean), lean);
        EXPECT_EQ(through.marks.ToText(), beside.marks.ToText(), "marks");
        ASSERT_EQ(through.metrics.size(), beside.metrics.size(), "metrics");
        for (size_t i = 0; i < through.metrics.size(); ++i)
        {
            const auto& [name, value] = through.metrics[i];
            const double other = beside.metrics[i].second;
            EXPECT_EQ(name, beside.metrics[i].first, "order");
            EXPECT_EQ(std::isfinite(value), std::isfinite(other), name);
            if (std::isfinite(value) && std::isfinite(other))
            {
                EXPECT_NEAR(value, other, 1e-9 * std::abs(other), name);
            }
        }
        EXPECT_GT(through.Get("loss"), 0, "the link is full");
    }
};

/// What has a fidelity of its own says so.
class RefusedFidelityTest : public TestCase
{
  public:
    RefusedFidelityTest()
        : TestCase("a fidelity that could not be had is refused")
    {
    }

  private:
    void DoRun() override
    {
        const std::string sizes = "rate: 1 Gbit/s, sizes: [{length: 1000 B}]";
        for (const std::string fidelity : {"auto", "lean", "full", "fluid"})
        {
            std::string text = With(fidelity, sizes + ", duration: 1 s");
            text += "search: {goals: [{loss: 0 %}]}\n";
            const bool isOther = fidelity == "full" || fidelity == "fluid";
            EXPECT_EQ((Refusal(text).find("no other fidelity beside it") != std::string::npos),
                      isOther,
                      fidelity + Refusal(text));
        }
        EXPECT_NE(Refusal(With("full", "rate: 1 Gbit/s, segments: {}")).find("datagrams only"),
                  std::string::npos,
                  "super-segments");
        EXPECT_NE(Refusal(With("fluid", sizes)).find("rates alone end no run"),
                  std::string::npos,
                  "no end");
    }
};

/// A run of hours in a search for the smallest resource.
class SolvedFluidTest : public TestCase
{
  public:
    SolvedFluidTest()
        : TestCase("solve simulates hours as rates, and refuses a goal that rates do not know")
    {
    }

  private:
    void DoRun() override
    {
        std::set<Fidelity> seen;
        const auto run = [&seen](const std::vector<PointSpec>& points) {
            std::vector<PointRecord> records;
            for (const auto& point : points)
            {
                seen.insert(point.fidelity);
                PointResult result;
                result.metrics = {{"throughput_bps", 1e9}, {"offload_ratio", 1}, {"loss", 0}};
                records.push_back({point, result});
            }
            return records;
        };
        // 10 h at 125 000 packets/s: beyond what a lean run is for.
        const std::string text =
            With("auto", "rate: 1 Gbit/s, sizes: [{length: 1000 B}], duration: 10 h") +
            "measure: {window: whole}\n";
        const auto solve = [&run](const std::string& goal, const std::string& from) {
            const TestFile file(from + "solve: {unknown: sa-slots, values: [4, 10], goal: " + goal +
                                "}\n");
            Experiment experiment = ReadExperiment(file.GetPath());
            RunSolve(experiment, experiment.solve, run);
        };
        solve("{offload-ratio: 0.9}", text);
        EXPECT_EQ((seen == std::set<Fidelity>{Fidelity::FLUID}), true, "all of them fluid");
        std::string refusal;
        try
        {
            solve("{delay-p99: 1 ms}", text);
        }
        catch (const InputError& error)
        {
            refusal = error.what();
        }
        EXPECT_NE(refusal.find("a goal that has a value in fluid fidelity"),
                  std::string::npos,
                  refusal);
    }
};

/// The suite.
class PlannerFidelityChoiceTestSuite : public TestSuite
{
  public:
    PlannerFidelityChoiceTestSuite()
        : TestSuite("ipsec-planner-fidelity-choice", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new FullPointTest);
        AddTestCase(new RefusedFidelityTest);
        AddTestCase(new SolvedFluidTest);
    }
} g_plannerFidelityChoiceTestSuite; //!< registers itself

} // namespace
