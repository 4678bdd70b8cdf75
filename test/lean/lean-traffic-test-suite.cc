/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/lean-load-ramp.h"
#include "ns3/lean-traffic-source.h"
#include "ns3/test.h"

#include <cmath>
#include <cstdint>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * When a source sends, compared with arithmetic: ramps and bursts.
 */

namespace ns3::tests
{

namespace
{

/// A second.
constexpr Ps SECOND = PS_PER_SECOND;
/// A millisecond.
constexpr Ps MILLISECOND = SECOND / 1000;

/// @return a source of one flow with 1 000 packets a second on average
TrafficSource::Config
MakeConfig()
{
    TrafficSource::Config config;
    config.packetsPerSecond = 1000;
    config.flowWeights = {1.0};
    config.sizes = {{1000, 1.0}};
    config.count = UINT64_MAX;
    return config;
}

/**
 * @param config of a source
 * @param stream of its random numbers
 * @param width of an interval
 * @param intervals how many
 * @return arrivals in each
 */
std::vector<double>
Count(const TrafficSource::Config& config, int64_t stream, Ps width, size_t intervals)
{
    auto source = CreateObject<TrafficSource>();
    source->Configure(config);
    source->AssignStreams(stream);
    std::vector<double> counts(intervals, 0);
    TrafficArrival arrival;
    while (source->Next(arrival))
    {
        const auto interval = static_cast<size_t>((arrival.time - config.start) / width);
        if (interval >= intervals)
        {
            break;
        }
        ++counts[interval];
    }
    return counts;
}

/// @param values some @return their sum
double
Sum(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
    {
        sum += value;
    }
    return sum;
}

/// The integral of a ramp and its inverse.
class RampTest : public TestCase
{
  public:
    RampTest()
        : TestCase("a ramp is linear between its points, and its steps have the same load")
    {
    }

  private:
    void DoRun() override
    {
        const LoadRamp none;
        EXPECT_EQ(none.GetLoadTime(7.5), 7.5, "no ramp");
        EXPECT_EQ(none.GetTime(7.5), 7.5, "no ramp");
        EXPECT_EQ(none.GetFactor(7.5), 1, "no ramp");

        // 0.5 for 10 s, up to 1 in 10 s, down to 0.25 in 20 s, and so on
        const LoadRamp ramp({{10 * SECOND, 0.5}, {20 * SECOND, 1}, {40 * SECOND, 0.25}});
        const std::vector<std::pair<double, double>> known{{0, 0},
                                                           {4, 2},
                                                           {10, 5},
                                                           {15, 5 + 5 * 0.625},
                                                           {20, 12.5},
                                                           {30, 12.5 + 10 * 0.8125},
                                                           {40, 25},
                                                           {60, 30}};
        for (const auto& [seconds, load] : known)
        {
            EXPECT_NEAR(ramp.GetLoadTime(seconds * SECOND), load * SECOND, 10, seconds << " s");
            EXPECT_NEAR(ramp.GetTime(load * SECOND), seconds * SECOND, 100, load << " s of load");
        }
        EXPECT_NEAR(ramp.GetFactor(15.0 * SECOND), 0.75, 1e-12, "in the middle");
        EXPECT_NEAR(ramp.GetFactor(99.0 * SECOND), 0.25, 1e-12, "behind the last point");
        EXPECT_EQ(ramp.GetGreatest(), 1, "greatest");

        const auto steps = ramp.MakeSteps(0.01);
        ASSERT_EQ(steps.size(), 1 + 50 + 75 + 1, "steps of 1 %");
        double load = 0;
        for (size_t i = 0; i + 1 < steps.size(); ++i)
        {
            EXPECT_NEAR(load,
                        ramp.GetLoadTime(static_cast<double>(steps[i].at)),
                        1e3,
                        "until step " << i);
            load += steps[i].factor * static_cast<double>(steps[i + 1].at - steps[i].at);
            const double off = steps[i].factor - ramp.GetFactor(static_cast<double>(steps[i].at));
            EXPECT_EQ(std::abs(off) < 0.00501, true, "step " << i << " is off by " << off);
        }
        EXPECT_EQ(steps.front().at, 0, "from the start");
        EXPECT_EQ(steps.back().factor, 0.25, "to the end");
    }
};

/// Packets of a ramp, interval by interval.
class RampArrivalsTest : public TestCase
{
  public:
    RampArrivalsTest()
        : TestCase("arrivals follow a ramp, and end when its time is over")
    {
    }

  private:
    void DoRun() override
    {
        TrafficSource::Config config = MakeConfig();
        config.ramp = LoadRamp({{10 * SECOND, 0.5}, {20 * SECOND, 1}, {40 * SECOND, 0.25}});
        config.duration = 50 * SECOND;
        config.start = 3 * SECOND;
        const double expected[]{5000, 7500, 8125, 4375, 2500, 0};
        config.poisson = false;
        const auto equal = Count(config, 1, 10 * SECOND, 6);
        config.poisson = true;
        const auto random = Count(config, 1, 10 * SECOND, 6);
        for (size_t i = 0; i < 6; ++i)
        {
            EXPECT_NEAR(equal[i], expected[i], 1, "equal gaps, interval " << i);
            EXPECT_NEAR(random[i], expected[i], 4 * std::sqrt(expected[i]), "interval " << i);
        }
        EXPECT_NEAR(Sum(equal), 27'500, 1, "all");

        // Equal gaps of 1 ms at the full load: the n-th packet of the slope comes when the integral
        // 0.5 x + 0.025 x^2 has reached n ms.
        config.poisson = false;
        auto source = CreateObject<TrafficSource>();
        source->Configure(config);
        TrafficArrival arrival;
        for (int i = 0; i < 5000; ++i)
        {
            EXPECT_EQ(source->Next(arrival), true, "a packet");
        }
        EXPECT_NEAR(arrival.time, 13 * SECOND, 1e3, "the last one before the slope");
        EXPECT_EQ(source->GetLastArrival(), 53 * SECOND, "no more after that");
        for (int i = 0; i < 1000; ++i)
        {
            source->Next(arrival);
        }
        const double after = (std::sqrt(0.25 + 0.1) - 0.5) / 0.05;
        EXPECT_NEAR(arrival.time, (13 + after) * SECOND, 1e6, "a second of load later");
    }
};

/// Bursts of a source.
class BurstTest : public TestCase
{
  public:
    BurstTest()
        : TestCase("bursts keep the mean rate, and spread as an interrupted Poisson process does")
    {
    }

  private:
    void DoRun() override
    {
        TrafficSource::Config config = MakeConfig();
        config.bursts = {10 * MILLISECOND, 30 * MILLISECOND};
        EXPECT_EQ(config.bursts.GetSpeedUp(), 4, "in a burst");
        CheckSpread(config);
        CheckBegin(config);
        CheckGaps(config);
        config.ramp = LoadRamp({{100 * SECOND, 1}, {200 * SECOND, 0.5}});
        const auto ramped = Count(config, 3, 100 * SECOND, 3);
        // One interval spreads by the square root of 46 times its mean.
        EXPECT_NEAR(ramped[0], 100'000, 4 * std::sqrt(46 * 100'000.0), "before the slope");
        EXPECT_NEAR(ramped[1], 75'000, 4 * std::sqrt(46 * 75'000.0), "on the slope");
        EXPECT_NEAR(ramped[2], 50'000, 4 * std::sqrt(46 * 50'000.0), "behind it");
    }

    /// @param config of bursts
    void CheckSpread(const TrafficSource::Config& config)
    {
        constexpr size_t INTERVALS = 4000;
        const auto counts = Count(config, 1, SECOND, INTERVALS);
        const double mean = Sum(counts) / INTERVALS;
        double squares = 0;
        for (const double count : counts)
        {
            squares += (count - mean) * (count - mean);
        }
        // Variance over mean of the counts in t: 1 + 2 r a / (a + b)^2 (1 - (1 - e^-(a+b)t) /
        // (a+b)t), with r = 4000/s in a burst, a = 100/s its end, b = 33.3/s that of a pause
        const double ends = 100 + 100.0 / 3;
        const double spread = 1 + 2 * 4000 * 100 / (ends * ends) * (1 - 1 / ends);
        EXPECT_NEAR(spread, 45.7, 0.1, "on paper");
        EXPECT_NEAR(mean, 1000, 4 * std::sqrt(spread * 1000 / INTERVALS), "mean");
        const double found = squares / (INTERVALS - 1) / mean;
        EXPECT_NEAR(found, spread, 4 * spread * std::sqrt(2.0 / INTERVALS), "variance over mean");
    }

    /// The first instant is like any other. @param config of bursts
    void CheckBegin(const TrafficSource::Config& config)
    {
        constexpr int SOURCES = 4000;
        double sent = 0;
        double silent = 0;
        for (int i = 0; i < SOURCES; ++i)
        {
            const double first = Count(config, 10 + 3 * i, MILLISECOND, 1).front();
            sent += first;
            silent += first == 0 ? 1 : 0;
        }
        // In 1 ms: mean 1, and 1 + 2 * 45 * (1 - (1 - e^-x) / x) = 6.6 as variance, x = 0.133
        EXPECT_NEAR(sent / SOURCES, 1, 4 * std::sqrt(6.7 / SOURCES), "mean of the first ms");
        // Off for all of it: 3/4 e^-0.033 = 0.726; and a few that come on late, or send nothing.
        EXPECT_NEAR(silent / SOURCES, 0.74, 0.03, "sources that are silent for 1 ms");
    }

    /// @param config of bursts
    void CheckGaps(const TrafficSource::Config& config)
    {
        auto source = CreateObject<TrafficSource>();
        source->Configure(config);
        source->AssignStreams(1);
        TrafficArrival arrival;
        Ps last = 0;
        double pauses = 0;
        constexpr int PACKETS = 400'000;
        for (int i = 0; i < PACKETS; ++i)
        {
            source->Next(arrival);
            EXPECT_EQ(arrival.time >= last, true, "in order");
            pauses += arrival.time - last > 5 * MILLISECOND ? 1 : 0;
            last = arrival.time;
        }
        // A burst has 40 packets in the mean. A pause is longer than 5 ms with probability e^-1/6;
        // a gap within a burst, of 0.25 ms in the mean, never is.
        EXPECT_NEAR(pauses / (PACKETS / 40.0), std::exp(-1.0 / 6), 0.05, "pauses");
    }
};

/// The suite.
class LeanTrafficTestSuite : public PicosecondTestSuite
{
  public:
    LeanTrafficTestSuite()
        : PicosecondTestSuite("ipsec-lean-traffic", TestSuite::Type::UNIT)
    {
        AddTestCase(new RampTest);
        AddTestCase(new RampArrivalsTest);
        AddTestCase(new BurstTest);
    }
};

LeanTrafficTestSuite g_leanTrafficTestSuite; //!< registers itself

} // namespace

} // namespace ns3::tests
