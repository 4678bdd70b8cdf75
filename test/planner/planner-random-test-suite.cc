/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"
#include "random-scenarios.h"

#include "planner/analytic/closed-form-scope.h"
#include "planner/analytic/closed-form.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"
#include "test/support/long-tests.h"

#include "ns3/test.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Numbers of scenarios that nobody has thought of: right by arithmetic, or marked.
 */

using namespace ns3;
using namespace ns3::planner;

namespace
{

/// What a simulated throughput may be off: its interval.
constexpr double INTERVAL = 0.01;

/// What arithmetic over means may be off, beside the interval.
constexpr double SLACK = 0.03;

/// Packets of a spot check.
constexpr uint64_t FEW_PACKETS = 1500;

/// Shares of the scenarios that may be marked, and that may have no closed form.
constexpr double MOST_MARKED = 0.1;
constexpr double MOST_REFUSED = 0.15;

/// What became of the scenarios.
struct Tally
{
    uint32_t scenarios{0};
    uint32_t marked{0};
    uint32_t refused{0};
};

Tally g_tally; //!< of this process

/// @param scenario a point @param length octets of a datagram @param ipv6 its family
/// @return octets of the ESP datagram (RFC 4303), written down once more
double
GetEspLength(const Scenario& scenario, uint32_t length, bool ipv6)
{
    const uint32_t header = ipv6 ? 40 : 20;
    const bool isTunnel = scenario.population.mode == IpsecMode::TUNNEL;
    const bool isCbc = scenario.population.authenticator != nullptr;
    const uint32_t block = isCbc ? 16 : 4;
    const uint32_t inside = length - (isTunnel ? 0 : header) + 2; // pad length, next header
    const uint32_t padded = (inside + block - 1) / block * block;
    return header + 8 + (isCbc ? 16 : 8) + padded + (isCbc ? 12 : 16);
}

/// @param scenario a point @return true when some of its datagrams do not fit the path with ESP
bool
IsCut(const Scenario& scenario)
{
    const auto& sizes = scenario.traffic.sizes;
    return std::any_of(sizes.begin(), sizes.end(), [&scenario](const auto& size) {
        return GetEspLength(scenario, size.length, true) > scenario.GetMeasuredLink().mtu;
    });
}

/// @param scenario a point @param result what came out there
/// @return bit/s of clear IP that links and the measured NIC's ciphers carry; nothing: not to be
/// told in a line
std::optional<double>
GetStraightLine(const Scenario& scenario, const PointResult& result)
{
    const auto& traffic = scenario.traffic;
    const bool isGateway = scenario.links.count("lan") > 0;
    const double ratio = result.Get("offload_ratio");
    const bool isMixed = scenario.population.family == AddressFamily::MIXED;
    const bool ipv6 = scenario.population.family == AddressFamily::IPV6;
    double octets = 0;
    double clear = 0;
    double esp = 0;
    double packets = 0;
    for (const auto& size : traffic.sizes)
    {
        packets += size.weight;
        octets += size.weight * size.length;
        clear += size.weight * (size.length + scenario.topology.frameOverhead);
        const double less = GetEspLength(scenario, size.length, ipv6 && !isMixed);
        const double more = GetEspLength(scenario, size.length, ipv6 || isMixed);
        esp += size.weight * ((less + more) / 2 + scenario.topology.frameOverhead);
    }
    const auto& link = scenario.GetMeasuredLink();
    const double offered = traffic.load * static_cast<double>(link.rate) * octets / clear;
    double limit = static_cast<double>(link.rate) * octets / esp;
    const auto& nic = scenario.GetMeasured().nic;
    const bool transmit = traffic.direction != TrafficDirection::RECEIVE;
    const uint64_t bits = transmit || nic.sharedCipher ? nic.txBitRate : nic.rxBitRate;
    const uint64_t rate = transmit || nic.sharedCipher ? nic.txPacketRate : nic.rxPacketRate;
    const double users = nic.sharedCipher && traffic.direction == TrafficDirection::BOTH ? 2 : 1;
    if (ratio > 0 && bits > 0)
    {
        limit = std::min(limit, static_cast<double>(bits) / users / ratio);
    }
    if (ratio > 0 && rate > 0)
    {
        limit = std::min(limit, static_cast<double>(rate) / users / ratio * 8 * octets / packets);
    }
    if (isGateway)
    {
        limit =
            std::min(limit, static_cast<double>(scenario.links.at("lan").rate) * octets / clear);
    }
    const bool isOneSize = traffic.sizes.size() == 1 && !isMixed && !IsCut(scenario);
    const bool isOneWay = ratio == 0 || ratio == 1;
    if (offered > 0.95 * limit && !(isOneSize && isOneWay))
    {
        return {}; // which packets a full queue drops depends on their sizes
    }
    if (result.Get("drop_host_out_too_big_packets") > 0)
    {
        return {}; // a kernel's own limit
    }
    if (result.Get("cpu_busiest_core") > 0.95 || result.Get("crypto_thread_utilization") > 0.95 ||
        result.Get("nic_fetch_utilization") > 0.95 || result.Get("memory_utilization") > 0.95)
    {
        return {};
    }
    return std::min(offered, limit);
}

/**
 * @ingroup ipsec-offload-tests
 * One random scenario.
 */
class RandomScenarioTest : public TestCase
{
  public:
    /** @param seed which one */
    explicit RandomScenarioTest(uint64_t seed)
        : TestCase("Random scenario " + std::to_string(seed)),
          m_seed(seed)
    {
    }

  private:
    void DoRun() override
    {
        const tests::TestFile file(tests::MakeRandomScenario(m_seed));
        Experiment experiment = ReadExperiment(file.GetPath());
        PointSpec point{experiment.curves.front().name,
                        experiment.sweep.GetValues().front().value,
                        1,
                        Fidelity::LEAN};
        const Scenario scenario = ResolvePoint(experiment, point);
        const PointResult result = RunPoint(scenario, point);
        g_tally.scenarios++;
        CheckCounts(result);
        if (!result.marks.IsUsable())
        {
            g_tally.marked++;
            return;
        }
        const double throughput = result.Get("throughput_bps");
        const auto straight = GetStraightLine(scenario, result);
        if (straight)
        {
            EXPECT_NEAR(throughput, *straight, (SLACK + INTERVAL) * *straight, "a straight line");
        }
        CheckClosedForm(scenario, throughput);
        if (m_seed % 5 == 0)
        {
            experiment.spotChecks.packets = FEW_PACKETS;
            point.fidelity = Fidelity::BOTH;
            const PointResult both = RunPoint(ResolvePoint(experiment, point), point);
            EXPECT_NEAR(both.Get("differing_packets"), 0, 0, "lean and full agree");
            EXPECT_NEAR(both.Get("differing_counters"), 0, 0, "and their counters");
        }
    }

    /// @param result what came out
    void CheckCounts(const PointResult& result)
    {
        EXPECT_NEAR(result.Get("sent_packets"),
                    result.Get("delivered_packets") + result.Get("lost_packets") +
                        result.Get("in_flight_packets"),
                    0,
                    "to the packet");
        double dropped = 0;
        for (const auto& [name, value] : result.metrics)
        {
            dropped += name.rfind("drop_", 0) == 0 || name == "no_sa_packets" ? value : 0;
        }
        EXPECT_NEAR(result.Get("lost_packets"), dropped, 0, "each has its drop record");
    }

    /// @param scenario the point @param throughput as simulated
    void CheckClosedForm(const Scenario& scenario, double throughput)
    {
        if (!FindClosedFormObstacle(scenario).empty())
        {
            g_tally.refused++;
            return;
        }
        const ClosedForm form(scenario);
        if (!form.FindObstacle().empty())
        {
            g_tally.refused++;
            return;
        }
        EXPECT_NEAR(form.At(form.GetSaShareOfSlots()).throughput,
                    throughput,
                    (SLACK + INTERVAL) * throughput,
                    "the closed form");
    }

    uint64_t m_seed; //!< which scenario
};

/**
 * @ingroup ipsec-offload-tests
 * How many were not compared.
 */
class TallyTest : public TestCase
{
  public:
    TallyTest()
        : TestCase("Few random scenarios are marked, and few have no closed form")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_GT(g_tally.scenarios, 0, "some were simulated");
        // Of a few scenarios, chance may take one more.
        EXPECT_LE(g_tally.marked, MOST_MARKED * g_tally.scenarios + 1, "marked");
        EXPECT_LE(g_tally.refused, MOST_REFUSED * g_tally.scenarios + 1, "refused");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite of random scenarios.
 */
class RandomTestSuite : public TestSuite
{
  public:
    RandomTestSuite()
        : TestSuite("ipsec-planner-random", TestSuite::Type::SYSTEM)
    {
        const uint64_t count = tests::CountOf(20, 200);
        const char* only = std::getenv("IPSEC_OFFLOAD_SEED");
        const uint64_t from = only ? std::strtoull(only, nullptr, 10) : 1;
        for (uint64_t seed = from; seed <= (only ? from : count); seed++)
        {
            AddTestCase(new RandomScenarioTest(seed));
        }
        if (!only)
        {
            AddTestCase(new TallyTest);
        }
    }
};

RandomTestSuite g_randomTestSuite; //!< registers the suite

} // namespace
