/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/analytic/curve-model.h"
#include "planner/report/closing-sentences.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/loss-meter.h"
#include "planner/simulate/point-marks.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Runs that lose packets say so, say why, and name the command that follows one of them.
 */

using namespace ns3;
using namespace ns3::planner;
using tests::Changed;

namespace
{

/**
 * One SA of a FreeBSD server, far below every limit. ESP of 1460 octets is larger than the estimate
 * allows (R130), so that software encrypts these packets, with sequence numbers of its own (R143):
 * the peer has seen them and drops them.
 */
constexpr const char* LONG_PACKETS = R"(scenario: 1
name: long-packets
topology: {kind: server, frame-overhead: 38 B}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, nic: unlimited, host: none}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic:
  direction: transmit
  load: 0.2
  sizes: [{length: 1000 B, weight: 9}, {length: 1460 B, weight: 1}]
  packets: 20000
sweep: {parameter: sa-slots, values: [2]}
curves: [{name: FreeBsd}]
)";

/// The same with packets of one size, and a NIC that forgets its contexts in the middle.
const std::string RESET =
    Changed(LONG_PACKETS,
            {{"name: long-packets", "name: reset"},
             {", replay-window: 64", ""},
             {"  sizes: [{length: 1000 B, weight: 9}, {length: 1460 B, weight: 1}]\n",
              "  sizes: [{length: 1000 B}]\n"},
             {"sweep:", "events: [{at: 40 ms, node: server, do: nic-reset}]\nsweep:"}});

/// @param experiment an experiment of one point @return its first replication
std::vector<PointRecord>
Simulate(const Experiment& experiment)
{
    const PointSpec point{experiment.curves.front().name,
                          experiment.sweep.GetValues().front().value,
                          1,
                          Fidelity::LEAN};
    std::vector<PointRecord> records{{point, RunPoint(ResolvePoint(experiment, point), point)}};
    MarkReplications(experiment, records);
    return records;
}

/**
 * @ingroup ipsec-offload-tests
 * What a run says, and what its command shows.
 */
class LostPacketsTest : public TestCase
{
  public:
    /**
     * @param name of the test
     * @param scenario a scenario
     * @param reason why it loses packets
     * @param words the same with the place
     */
    LostPacketsTest(const std::string& name,
                    std::string scenario,
                    std::string reason,
                    std::string words)
        : TestCase(name),
          m_scenario(std::move(scenario)),
          m_reason(std::move(reason)),
          m_words(std::move(words))
    {
    }

  private:
    /// @param text where @param part must be in it
    void ExpectIn(const std::string& text, const std::string& part)
    {
        EXPECT_NE(text.find(part), std::string::npos, part << " in " << text);
    }

    void DoRun() override
    {
        const tests::TestFile file(m_scenario);
        const auto experiment = ReadExperiment(file.GetPath());
        const auto records = Simulate(experiment);
        EXPECT_GT(records[0].result.Get("lost_packets"), 500, "the scenario loses some");

        const auto sentence = DescribeBindings(experiment, MakeCurveModels(experiment), records);
        ExpectIn(sentence, "is saturated and most losses are " + m_words);
        ExpectIn(sentence, "no-interval: sa-slots 2.");
        const auto losses = DescribeLosses(experiment, records);
        ExpectIn(losses, m_words + " 100.0 %");
        ExpectIn(losses, "ipsec-plan walk " + file.GetPath() + " --lost " + m_reason + "\n");

        const tests::Folder folder;
        const auto walk = [&folder, &file](std::vector<std::string> more) {
            more.insert(more.begin(), {"walk", file.GetPath()});
            return tests::RunProgram(folder, more);
        };
        const auto shown = walk({"--lost", m_reason});
        EXPECT_EQ(shown.status, 0, shown.error);
        ExpectIn(shown.output, "First lost packet of the window (" + m_reason + "), SA 0x1000");
        ExpectIn(shown.output, "dropped: " + m_reason);
        EXPECT_EQ(walk({"--lost"}).output, shown.output, "all are lost for one reason");
        const auto none = walk({"--lost", "icv_missing"});
        ExpectIn(none.error, "--lost 'icv-missing': expected one of acked-without-context, ");
        ExpectIn(walk({"--lost", "too_big"}).error,
                 "--lost too-big: no such packet was sent in the window of the run; others were "
                 "lost because of " +
                     m_reason);
        ExpectIn(walk({"--lost", "--packet", "2"}).error, "--packet");
    }

    std::string m_scenario; //!< a scenario
    std::string m_reason;   //!< why it loses packets
    std::string m_words;    //!< the same with the place
};

/**
 * @ingroup ipsec-offload-tests
 * Settings of a walk.
 */
class WalkSettingsTest : public TestCase
{
  public:
    WalkSettingsTest()
        : TestCase("A walk takes other values than the scenario's")
    {
    }

  private:
    void DoRun() override
    {
        const tests::TestFile file(LONG_PACKETS);
        const tests::Folder folder;
        const auto walk = [&folder, &file](const std::string& setting, const std::string& option) {
            return tests::RunProgram(folder, {"walk", file.GetPath(), "--set", setting, option});
        };
        const auto none = walk("traffic.sizes.1.length=1000 B", "--lost");
        EXPECT_NE(none.status, 0, none.output);
        EXPECT_NE(walk("nodes.server.kernel=Plan9", "--packet=1").status, 0, "no such");
        const auto other = walk("population.replay-window=0", "--lost");
        EXPECT_NE(other.status, 0, "nothing is a replay: " << other.output);
        EXPECT_EQ(other.error,
                  "ipsec-plan: --lost: no such packet was sent in the window of the "
                  "run; none was lost\n",
                  "why");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerLostPacketsTestSuite : public TestSuite
{
  public:
    PlannerLostPacketsTestSuite()
        : TestSuite("ipsec-planner-lost-packets", TestSuite::Type::SYSTEM)
    {
        AddTestCase(
            new LostPacketsTest("Packets that software numbers anew are replays at the peer",
                                LONG_PACKETS,
                                "replay",
                                "replay (hosts, in)"));
        AddTestCase(new LostPacketsTest("A NIC that was reset does not know its SAs",
                                        RESET,
                                        "unknown-drv-spi",
                                        "unknown-drv-spi (NICs, out)"));
        AddTestCase(new WalkSettingsTest);
    }
} g_plannerLostPacketsTestSuite; //!< registers itself

} // namespace
