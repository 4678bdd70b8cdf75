/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/exponential-sizes.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/statistics.h"
#include "test/support/erlang-waiting.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Percentiles of the delay in whole scenarios, against queueing theory: one slow link is the queue.
 */

using namespace ns3;
using namespace ns3::planner;
using tests::Changed;
using tests::Changes;
using tests::ErlangWaiting;
using tests::TestFile;

namespace
{

/// Octets that ESP adds to a datagram whose length is a multiple of 4, and the frame to that.
constexpr double ESP = 36;
constexpr double FRAME = 38;
/// Of the frame, octets from the first to the last bit; preamble and gap are the rest.
constexpr double IN_FRAME = 2;
/// Bits per second of the link that is the queue, and of the one behind it.
constexpr double SLOW = 1e9;
constexpr double FAST = 1e12;
/// Of the slow link.
constexpr double UTILIZATION = 0.7;

constexpr const char* SCENARIO = R"(scenario: 1
name: latency
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 1 Gbit/s, delay: 1 us, mtu: 65535 B}
  peer: {rate: 1 Tbit/s, delay: 1 us, mtu: 65535 B}
nodes:
  server: {kernel: FreeBsd, host: none, nic: {profile: unlimited, ring-size: 100000}}
  peer: {kernel: FreeBsd, host: none, nic: {profile: unlimited, ring-size: 100000}}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, rate: RATE, sizes: SIZES, packets: PACKETS, warm-up: 5 %}
measure: {window: whole}
sweep: {parameter: sa-slots, values: [100]}
curves: [{name: one}]
)";

/// @param mean octets of IP @return seconds of its frame on the slow link
double
ServiceOf(double mean)
{
    return 8 * (mean + ESP + FRAME) / SLOW;
}

/// @param mean octets of IP @return seconds of its way without waiting
double
WayOf(double mean)
{
    return 2e-6 + 8 * (mean + ESP + IN_FRAME) * (1 / SLOW + 1 / FAST);
}

/**
 * @param mean octets of a datagram
 * @param sizes YAML
 * @param packets to send
 * @param fidelity of the simulation
 * @param replication which
 * @return its result
 */
PointResult
Simulate(double mean,
         const std::string& sizes,
         const std::string& packets,
         Fidelity fidelity,
         uint32_t replication)
{
    const double rate = UTILIZATION * 8 * mean / ServiceOf(mean);
    const TestFile file(Changed(SCENARIO,
                                {{"RATE", std::to_string(std::llround(rate)) + " bit/s"},
                                 {"SIZES", sizes},
                                 {"PACKETS", packets}}));
    const Experiment experiment = ReadExperiment(file.GetPath());
    const PointSpec point{"one", 100, replication, fidelity};
    return RunPoint(ResolvePoint(experiment, point), point);
}

/// Columns of percentiles and the share of packets that exceed each.
const std::map<std::string, double> PERCENTILES{
    {"delay_p50_s", 0.5},
    {"delay_p90_s", 0.1},
    {"delay_p99_s", 0.01},
    {"delay_p999_s", 0.001},
};

/// One queue.
class QueueTest : public TestCase
{
  public:
    /**
     * @param name of the queue
     * @param mean octets of a datagram
     * @param sizes YAML
     */
    QueueTest(const std::string& name, double mean, const std::string& sizes)
        : TestCase("Percentiles of the delay through " + name),
          m_mean(mean),
          m_sizes(sizes)
    {
    }

  protected:
    /// @param share of the packets @return seconds that only so many exceed
    virtual double Exceeded(double share) const = 0;

    /// @return share by which the real queue may differ from that
    virtual double GetModelError() const = 0;

    /// Octets of a datagram.
    double GetMean() const
    {
        return m_mean;
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t REPLICATIONS = 10;
        // Eight comparisons in the suite, all of them together with 99 %.
        constexpr double CONFIDENCE = 1 - 0.01 / 8;
        // Half of a bucket, and what rounding of sizes and times does.
        constexpr double RESOLUTION = 0.0015;
        std::map<std::string, std::vector<double>> values;
        for (uint32_t replication = 1; replication <= REPLICATIONS; ++replication)
        {
            const auto result = Simulate(m_mean, m_sizes, "40000", Fidelity::LEAN, replication);
            EXPECT_EQ(result.Get("lost_packets"), 0, "a queue without end");
            EXPECT_EQ((result.Get("delay_max_s") >= result.Get("delay_p999_s")), true, "order");
            for (const auto& [metric, share] : PERCENTILES)
            {
                values[metric].push_back(result.Get(metric));
            }
        }
        for (const auto& [metric, share] : PERCENTILES)
        {
            const auto estimate = MeanWithInterval(values[metric], CONFIDENCE);
            const double exact = Exceeded(share);
            EXPECT_NEAR(estimate.mean,
                        exact,
                        estimate.halfWidth + (RESOLUTION + GetModelError()) * exact,
                        metric);
            EXPECT_LT(estimate.halfWidth, 0.3 * exact, metric << ": narrow");
        }
    }

    double m_mean;       //!< octets of a datagram
    std::string m_sizes; //!< YAML
};

/// Constant service.
class ConstantTest : public QueueTest
{
  public:
    ConstantTest()
        : QueueTest("M-D-1", 1000, "[{length: 1000 B}]")
    {
    }

  private:
    double Exceeded(double share) const override
    {
        return WayOf(GetMean()) + ServiceOf(GetMean()) * ErlangWaiting(UTILIZATION).Exceeded(share);
    }

    double GetModelError() const override
    {
        return 0;
    }
};

/// Exponential service.
class ExponentialTest : public QueueTest
{
  public:
    ExponentialTest()
        : QueueTest("M-M-1", 8000, "{exponential: 8000 B}")
    {
    }

  private:
    double Exceeded(double share) const override
    {
        return 2e-6 - std::log(share) * ServiceOf(GetMean()) / (1 - UTILIZATION);
    }

    /// The mean waiting time goes with 1 + the squared variation of the service (Pollaczek and
    /// Khinchine); the tail with it or less.
    double GetModelError() const override
    {
        double octets = 0;
        double squares = 0;
        double whole = 0;
        for (const auto& size : MakeExponentialSizes(28, 65535, GetMean()))
        {
            whole += size.weight;
            octets += size.weight * size.length;
            squares += size.weight * size.length * size.length;
        }
        const double mean = octets / whole;
        const double variance = squares / whole - mean * mean;
        const double service = mean + ESP + FRAME;
        return std::abs(1 - variance / (service * service)) / 2;
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Lean against full.
 */
class FidelityTest : public TestCase
{
  public:
    FidelityTest()
        : TestCase("Both fidelities give the same percentiles, both ways, to the picosecond")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* direction : {"transmit", "both"})
        {
            const TestFile file(
                Changed(SCENARIO,
                        {{"RATE", "600 Mbit/s"},
                         {"SIZES", "{exponential: 600 B}"},
                         {"PACKETS", "3000"},
                         {"mtu: 65535 B", "mtu: 9000 B"},
                         {"mtu: 65535 B", "mtu: 9000 B"},
                         {"direction: transmit", std::string("direction: ") + direction}}));
            const Experiment experiment = ReadExperiment(file.GetPath());
            const auto run = [&experiment](Fidelity fidelity) {
                const PointSpec point{"one", 100, 1, fidelity};
                return RunPoint(ResolvePoint(experiment, point), point);
            };
            const auto lean = run(Fidelity::LEAN);
            const auto full = run(Fidelity::FULL);
            for (const char* way : {"", "reverse_"})
            {
                for (const char* metric :
                     {"delay_p50_s", "delay_p90_s", "delay_p99_s", "delay_p999_s", "delay_max_s"})
                {
                    const std::string name = std::string(way) + metric;
                    const bool isThere = way[0] == 0 || direction == std::string("both");
                    EXPECT_EQ(std::isnan(lean.Get(name)), !isThere, name);
                    EXPECT_EQ(std::isnan(full.Get(name)), !isThere, name);
                    if (isThere)
                    {
                        EXPECT_GT(lean.Get(name), 2e-6, name);
                        EXPECT_EQ(lean.Get(name), full.Get(name), name);
                    }
                }
            }
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Exponential lengths.
 */
class SizesTest : public TestCase
{
  public:
    SizesTest()
        : TestCase("Exponential lengths have the mean that is asked for, and fit into the links")
    {
    }

  private:
    void DoRun() override
    {
        for (const double mean : {29.5, 100.0, 700.0, 750.0})
        {
            double octets = 0;
            double whole = 0;
            const auto sizes = MakeExponentialSizes(28, 1500, mean);
            for (const auto& size : sizes)
            {
                whole += size.weight;
                octets += size.weight * size.length;
                EXPECT_EQ((size.length >= 28 && size.length <= 1500), true, size.length);
            }
            EXPECT_NEAR(octets / whole, mean, 1e-9 * mean, "mean");
            EXPECT_EQ(sizes.front().length, 28, "the shortest one");
            EXPECT_LT(sizes.size(), 1025, "few enough");
        }
        // 700 B of mean and 9000 B at most: (700 - 28) x (700 - 28 + 9) and a little less
        double octets = 0;
        double squares = 0;
        double whole = 0;
        for (const auto& size : MakeExponentialSizes(28, 9000, 700))
        {
            whole += size.weight;
            octets += size.weight * size.length;
            squares += size.weight * size.length * size.length;
        }
        EXPECT_NEAR(squares / whole - std::pow(octets / whole, 2), 672 * 681, 300, "variance");
        for (const char* wrong : {"{exponential: 28 B}",
                                  "{exponential: 33000 B}",
                                  "{exponential: 70 kB, more: 1}",
                                  "{mean: 700 B}"})
        {
            const TestFile file(
                Changed(SCENARIO, {{"RATE", "600 Mbit/s"}, {"SIZES", wrong}, {"PACKETS", "3000"}}));
            bool isRefused = false;
            try
            {
                ReadExperiment(file.GetPath());
            }
            catch (const InputError&)
            {
                isRefused = true;
            }
            EXPECT_EQ(isRefused, true, wrong);
        }
    }
};

/// The suite.
class PlannerLatencyTestSuite : public TestSuite
{
  public:
    PlannerLatencyTestSuite()
        : TestSuite("ipsec-planner-latency", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new ConstantTest);
        AddTestCase(new ExponentialTest);
        AddTestCase(new FidelityTest);
        AddTestCase(new SizesTest);
    }
};

PlannerLatencyTestSuite g_plannerLatencyTestSuite; //!< registers the suite

} // namespace
