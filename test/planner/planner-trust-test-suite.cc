/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/base/metric-table.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/lean-scenario-run.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/rng-seed-manager.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Numbers away from the shipped scenarios: long paths, slow links, short and long runs, all without
 * `packets`. They are right, by arithmetic, or marked.
 */

using namespace ns3;
using namespace ns3::planner;
using tests::Changed;
using tests::Changes;
using tests::TestFile;

namespace
{

/**
 * Gateways in front of a WAN of 100 Mbit/s. A datagram of 1000 octets has 20 + 8 + 8 + 1000 + 2 (of
 * padding) + 2 + 16 = 1056 octets in ESP and 1094 with its frame: the WAN carries 91.4 Mbit/s of
 * clear IP.
 */
constexpr const char* SCENARIO = R"(scenario: 1
name: trust
topology: {kind: gateways, frame-overhead: 38 B}
links:
  lan: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 100 Mbit/s, delay: 20 ms, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: {profile: unlimited, ring-size: 200}}
  far-gateway: {kernel: LinuxPacket, host: none, nic: unlimited}
population: {count: 10, mode: tunnel, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, rate: 80 Mbit/s, arrivals: constant, sizes: [{length: 1000 B}]}
sweep: {parameter: sa-slots, values: [100]}
curves: [{name: LinuxPacket}]
)";

constexpr double FRAME = 8 * (1056 + 38);            // bits of a datagram on the WAN
constexpr double CARRIED = 100e6 * 8 * 1000 / FRAME; // bit/s of clear IP that the WAN carries

/// @param text a scenario @return what its only point gives
PointResult
Simulate(const std::string& text)
{
    const TestFile file(text);
    const Experiment experiment = ReadExperiment(file.GetPath());
    const PointSpec point{experiment.curves.front().name,
                          experiment.sweep.GetValues().front().value,
                          1,
                          Fidelity::LEAN};
    return RunPoint(ResolvePoint(experiment, point), point);
}

/// A scenario and what comes out, by arithmetic.
struct Case
{
    std::string what;
    Changes changes;
    double throughput; //!< bit/s
    double loss;
    double delay;      //!< seconds; 0: not worked out
    std::string marks; //!< those of the run
};

/// @return all cases
std::vector<Case>
Cases()
{
    // From the first to the last bit of a frame there are 2 octets beside IP; preamble and gap come
    // before and after.
    const double lan = 8 * 1002 / 1e9 + 1e-6;
    const double path = 20e-3 + 8 * 1058 / 100e6 + 2 * lan;
    const double queue = 200 * FRAME / 100e6; // a full ring
    return {
        {"a path of 20 ms below saturation", {}, 80e6, 0, path, ""},
        {"random arrivals and sizes lose nothing that was not dropped",
         {{"arrivals: constant", "arrivals: poisson"}, {"80 Mbit/s", "40 Mbit/s"}},
         40e6,
         0,
         0,
         ""},
        {"an overloaded link, and its queue",
         {{"80 Mbit/s", "120 Mbit/s"}},
         CARRIED,
         1 - CARRIED / 120e6,
         path + queue,
         ""},
        {"a surplus of 0.08 % that a long queue takes",
         {{"80 Mbit/s", "91481 kbit/s"}, {"ring-size: 200", "ring-size: 100000"}},
         CARRIED,
         0,
         0,
         "delay-rising"},
        {"received over 100 ms",
         {{"direction: transmit", "direction: receive"}, {"delay: 20 ms", "delay: 100 ms"}},
         80e6,
         0,
         path + 80e-3,
         ""},
        {"1 us and one tunnel",
         {{"delay: 20 ms", "delay: 1 us"}, {"count: 10", "count: 1"}},
         80e6,
         0,
         path - 20e-3 + 1e-6,
         ""},
        {"64 octets, of 158 on the wire",
         {{"length: 1000 B", "length: 64 B"}, {"80 Mbit/s", "60 Mbit/s"}},
         // 20 + 8 + 8 + 64 + 2 + 2 + 16 = 120 octets of ESP, 158 with the frame
         100e6 * 64 / 158,
         1 - 100e6 * 64 / 158 / 60e6,
         0,
         ""},
    };
}

/**
 * @ingroup ipsec-offload-tests
 * One case.
 */
class TrustTest : public TestCase
{
  public:
    /** @param test what to simulate */
    explicit TrustTest(Case test)
        : TestCase("Right without packets: " + test.what),
          m_case(std::move(test))
    {
    }

  private:
    void DoRun() override
    {
        const PointResult result = Simulate(Changed(SCENARIO, m_case.changes));
        EXPECT_NEAR(result.Get("throughput_bps"),
                    m_case.throughput,
                    0.01 * m_case.throughput,
                    "throughput");
        // What was not dropped is not lost; below saturation that is exact.
        EXPECT_NEAR(result.Get("loss"), m_case.loss, m_case.loss == 0 ? 0 : 0.001, "loss");
        if (m_case.delay != 0)
        {
            EXPECT_NEAR(result.Get("delay_mean_s"), m_case.delay, 0.01 * m_case.delay, "delay");
        }
        EXPECT_EQ(result.marks.ToText(), m_case.marks, "marks");
        const double ended = result.Get("delivered_packets") + result.Get("lost_packets");
        EXPECT_NEAR(result.Get("sent_packets"),
                    ended + result.Get("in_flight_packets"),
                    0,
                    "to the packet");
        EXPECT_NEAR(result.Get("in_flight_packets"), 0, 0, "each was followed to its end");
        double lost = 0;
        for (const auto& [name, value] : result.metrics)
        {
            lost += name.rfind("drop_", 0) == 0 || name == "no_sa_packets" ? value : 0;
        }
        EXPECT_NEAR(result.Get("lost_packets"), lost, 0, "each has its drop record");
        EXPECT_EQ((result.Get("wire_bps") <= 100e6 + 8 * 1538 / result.Get("window_s")),
                  true,
                  "no link carries more than its rate");
    }

    Case m_case; //!< what to simulate
};

/**
 * @ingroup ipsec-offload-tests
 * Too few packets give a mark.
 */
class CapTest : public TestCase
{
  public:
    CapTest()
        : TestCase("A cap that ends the run too early is marked, and what it says is no loss")
    {
    }

  private:
    void DoRun() override
    {
        // 300 datagrams take 30 ms, of which the path is 20.
        const auto shorter = Simulate(
            Changed(SCENARIO, {{"arrivals: constant", "arrivals: constant, packets: 300"}}));
        EXPECT_EQ(shorter.marks.ToText(), "too-short cap", "marks");
        EXPECT_NEAR(shorter.Get("loss"), 0, 0, "nothing was dropped");
        // Long enough to be steady, too short for 10 000 datagrams.
        const auto imprecise = Simulate(
            Changed(SCENARIO, {{"arrivals: constant", "arrivals: constant, packets: 3000"}}));
        EXPECT_EQ(imprecise.marks.ToText(), "cap", "marks");
        EXPECT_NEAR(imprecise.Get("throughput_bps"), 80e6, 0.01 * 80e6, "and yet right");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite of numbers that can be trusted.
 */
class TrustTestSuite : public TestSuite
{
  public:
    TrustTestSuite()
        : TestSuite("ipsec-planner-trust", TestSuite::Type::SYSTEM)
    {
        for (auto& test : Cases())
        {
            AddTestCase(new TrustTest(std::move(test)));
        }
        AddTestCase(new CapTest);
    }
};

TrustTestSuite g_trustTestSuite; //!< registers the suite

} // namespace
