/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/method/control-load.h"
#include "planner/method/point-analysis.h"
#include "planner/method/queue-delay.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What closed forms say of a point, against arithmetic.
 */

using namespace ns3;
using namespace ns3::planner;
using tests::Changed;
using tests::Changes;
using tests::TestFile;

namespace
{

/// 100 clients; 1000 octets and 36 of ESP, 38 of frame: 8.592 us on the link.
constexpr const char* SCENARIO = R"(scenario: 1
name: analyze
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 100 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 1, clock: 1 GHz, output: 1000 cycles}
    nic: {profile: unlimited, sa-slots: 150, tx-bit-rate: 2 Gbit/s, install-time: 1 ms,
          remove-time: 500 us, query-time: 10 us, queries-per-poll: 2, poll-period: 1 s}
  peer: {kernel: FreeBsd, host: none, nic: unlimited}
population: {count: 100, mode: transport, cipher: aes-gcm-16-128, esn: true, replay-window: 64}
traffic: {direction: transmit, rate: 0.6 Gbit/s, sizes: [{length: 1000 B}]}
sweep: {parameter: sa-slots, values: [150, 1000]}
curves: [{name: one}]
)";

/// @param changes of the scenario @return what is said of its first point
PointAnalysis
AnalyzeChanged(const Changes& changes)
{
    const TestFile file(Changed(SCENARIO, changes));
    return Analyze(ReadExperiment(file.GetPath()).first);
}

/**
 * @ingroup ipsec-offload-tests
 * Waiting times.
 */
class WaitingTest : public TestCase
{
  public:
    WaitingTest()
        : TestCase("Waiting times are those of M-M-1 exactly, of M-D-1 in the mean")
    {
    }

  private:
    void DoRun() override
    {
        for (const double load : {0.1, 0.5, 0.9})
        {
            const auto exponential = GetWaiting(load, 3, 2 * 9);
            EXPECT_NEAR(exponential.meanWait, 3 * load / (1 - load), 1e-12, "M/M/1");
            EXPECT_NEAR(exponential.wait99, 3 * std::log(load / 0.01) / (1 - load), 1e-12, "M/M/1");
            EXPECT_NEAR(GetWaiting(load, 3, 9).meanWait, 3 * load / 2 / (1 - load), 1e-12, "M/D/1");
        }
        EXPECT_EQ(GetWaiting(0.005, 1, 1).wait99, 0, "less than a hundredth waits at all");
        const auto analysis = AnalyzeChanged({});
        ASSERT_EQ(analysis.carried.has_value(), true, "a closed form");
        EXPECT_NEAR(analysis.carried->throughput, 0.6e9, 1, "all passes");
        ASSERT_EQ(analysis.queues.size(), 3, "core, cipher, wire");
        const double rate = 0.6e9 / 8000;
        const double services[] = {1000 / 1e9, 8000 / 2e9, 8 * 1074 / 1e9};
        for (size_t i = 0; i < 3; ++i)
        {
            const double packets = i == 1 ? 0.75 * rate : rate; // 75 of 100 clients in the NIC
            const double load = packets * services[i];
            const auto& queue = analysis.queues[i];
            EXPECT_NEAR(queue.utilization, load, 1e-9, queue.where);
            EXPECT_NEAR(queue.service, services[i], 1e-15, queue.where);
            EXPECT_NEAR(queue.meanWait, load * services[i] / 2 / (1 - load), 1e-15, queue.where);
        }
        const auto full = AnalyzeChanged({{"0.6 Gbit/s", "1 Gbit/s"}});
        EXPECT_EQ(std::isnan(full.queues.back().meanWait),
                  true,
                  "a full queue has no waiting time");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The control plane.
 */
class ControlTest : public TestCase
{
  public:
    ControlTest()
        : TestCase("Offers, contexts, polls and slots are counted as the NIC does")
    {
    }

  private:
    void DoRun() override
    {
        // Each of the 200 SAs is installed both ways: 200 per direction, of which 150 fit
        const auto control = AnalyzeChanged({}).control;
        EXPECT_EQ(control.offers, 200, "two SAs for each client");
        EXPECT_EQ(control.slotsSteady, 200, "per direction");
        EXPECT_EQ(control.slotsThere, 150, "per direction");
        EXPECT_EQ(control.contexts, 300, "both directions");
        EXPECT_NEAR(control.setUpSeconds, 0.3, 1e-12, "1 ms each");
        EXPECT_NEAR(control.pollSeconds, 300 * 2 * 10e-6, 1e-12, "a pass");
        EXPECT_NEAR(control.pollsPerSecond, 600, 1e-9, "two commands per context");
        EXPECT_NEAR(control.GetChannelUse(), 6e-3, 1e-12, "polling alone");
        EXPECT_EQ(control.slotsRekeying, 200, "nothing is replaced");

        const Changes rekeying{{"replay-window: 64}",
                                "replay-window: 64, rekey: {every: 50 s, overlap: 1 s, spread: 10 "
                                "s}}"}};
        const auto rekeyed = AnalyzeChanged(rekeying);
        EXPECT_NEAR(rekeyed.control.rekeysPerSecond, 2, 1e-12, "100 clients in 50 s");
        EXPECT_NEAR(rekeyed.control.offersPerSecond, 4, 1e-12, "two SAs each");
        EXPECT_NEAR(rekeyed.control.installUse, 2 * 3 * 1.5e-3, 1e-12, "3 contexts a client");
        EXPECT_EQ(rekeyed.control.slotsRekeying, 220, "10 clients at a time have two pairs");
        EXPECT_EQ(rekeyed.carried.has_value(), true, "between two rekeys");
        EXPECT_EQ((rekeyed.assumptions.front().find("between two rekeys") != std::string::npos),
                  true,
                  "which is said");

        // Linux says which direction it is
        const auto linux = AnalyzeChanged({{"kernel: FreeBsd", "kernel: LinuxPacket"},
                                           {"kernel: FreeBsd", "kernel: LinuxPacket"},
                                           {"mode: transport", "mode: transport, offload: named"},
                                           {"profile: unlimited",
                                            "profile: unlimited, policies: "
                                            "true"}})
                               .control;
        EXPECT_EQ(linux.slotsSteady, 100, "one per client and direction");

        RekeySpec rekey;
        rekey.every = 100;
        rekey.overlap = 4;
        rekey.spread = 8;
        EXPECT_EQ(GetSlotsRekeying(100, rekey, 0), 150, "half of them overlap");
        EXPECT_EQ(GetSlotsRekeying(100, rekey, 2), 175, "and their old slots cool off");
        rekey.spread = 0;
        EXPECT_EQ(GetSlotsRekeying(100, rekey, 0), 200, "all at once");
        rekey.order = RekeyOrder::BREAK_BEFORE_MAKE;
        EXPECT_EQ(GetSlotsRekeying(100, rekey, 0), 100, "never both");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What is not said, and the command.
 */
class SilenceTest : public TestCase
{
  public:
    SilenceTest()
        : TestCase(
              "What the closed form does not model is named, and not said; JSON has null there")
    {
    }

  private:
    void DoRun() override
    {
        const auto hidden =
            AnalyzeChanged({{"install-time", "pcie-bit-rate: 50 Gbit/s, install-time"}});
        EXPECT_EQ(hidden.carried.has_value(), false, "PCIe");
        ASSERT_EQ(hidden.obstacles.size(), 1, "one reason");
        EXPECT_EQ((hidden.obstacles[0].find("PCIe") != std::string::npos),
                  true,
                  hidden.obstacles[0]);
        EXPECT_EQ(hidden.control.offers, 200, "the control plane is said all the same");

        const Changes limit{
            {"replay-window: 64}",
             "replay-window: 64, lifetime: {hard: {octets: 1 GB}, soft: {octets: 900 MB}}}"}};
        const auto limited = AnalyzeChanged(limit);
        ASSERT_EQ(limited.overshoot.has_value(), true, "a bound");
        // A poll period, a pass over 400 counters, the timer's second, at 1 Gbit/s
        EXPECT_NEAR(*limited.overshoot, 125e6 * (1 + 400 * 2 * 10e-6 + 1), 1, "R201");

        const tests::Folder folder;
        WriteFileAtomically(folder / "analyze.yaml", SCENARIO);
        const auto ending =
            tests::RunProgram(folder, {"analyze", folder / "analyze.yaml", "--json"});
        ASSERT_EQ(ending.status, 0, ending.error);
        const auto json = nlohmann::json::parse(ending.output);
        ASSERT_EQ(json.at("points").size(), 2, "values of the sweep");
        const auto& first = json.at("points").at(0);
        EXPECT_NEAR(first.at("data_plane").at("throughput_bps").get<double>(), 0.6e9, 1, "bit/s");
        EXPECT_EQ(first.at("data_plane").at("bottleneck").is_null(), true, "nothing is short");
        EXPECT_EQ(first.at("control_plane").at("contexts"), 300, "contexts");
        const auto words = tests::RunProgram(folder,
                                             {"analyze",
                                              folder / "analyze.yaml",
                                              "--value",
                                              "150",
                                              "--set",
                                              "traffic.rate=1 Gbit/s"});
        for (const char* said : {"access link is the bottleneck", "150 are there: too few", "full"})
        {
            EXPECT_EQ((words.output.find(said) != std::string::npos), true, words.output);
        }
        for (const char* wrong : {"--value=7", "--curve=two"})
        {
            EXPECT_EQ(
                tests::RunProgram(folder, {"analyze", folder / "analyze.yaml", wrong}).status != 0,
                true,
                wrong);
        }
    }
};

/// The suite.
class PlannerAnalyzeTestSuite : public TestSuite
{
  public:
    PlannerAnalyzeTestSuite()
        : TestSuite("ipsec-planner-analyze", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new WaitingTest);
        AddTestCase(new ControlTest);
        AddTestCase(new SilenceTest);
    }
};

PlannerAnalyzeTestSuite g_plannerAnalyzeTestSuite; //!< registers the suite

} // namespace
