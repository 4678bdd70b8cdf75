/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/lean-delay-histogram.h"
#include "ns3/lean-packet-tally.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Percentiles of delays against those of the sorted list.
 */

using namespace ns3;

namespace
{

/// The percentiles that results have, and the ends.
constexpr uint32_t PER_MILLE[] = {1, 10, 500, 900, 990, 999, 1000};
/// What a percentile may be off: half of a 512th.
constexpr double RESOLUTION = 0.001;

/// @param sorted delays @param perMille which percentile @return it, by nearest rank
Ps
Exact(const std::vector<Ps>& sorted, uint32_t perMille)
{
    const size_t rank = (sorted.size() * perMille + 999) / 1000;
    return sorted[std::max<size_t>(1, rank) - 1];
}

/// How delays are drawn.
using Drawing = Ps (*)(std::mt19937_64&);

/// Delays of all magnitudes: picoseconds to months.
Ps
DrawMagnitude(std::mt19937_64& random)
{
    return static_cast<Ps>(random() >> (1 + random() % 63));
}

/// Many equal delays, as of constant traffic.
Ps
DrawFew(std::mt19937_64& random)
{
    return static_cast<Ps>(random() % 3) * 1'000'003;
}

/// Queueing delays around a microsecond.
Ps
DrawExponential(std::mt19937_64& random)
{
    const double share = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
    return static_cast<Ps>(-1e6 * std::log(share));
}

/**
 * @ingroup ipsec-offload-tests
 * Percentiles of one kind of delays.
 */
class PercentileTest : public TestCase
{
  public:
    /** @param name of the kind @param draw draws a delay */
    PercentileTest(const std::string& name, Drawing draw)
        : TestCase("Percentiles are those of the sorted list, within 0.1 %: " + name),
          m_draw(draw)
    {
    }

  private:
    void DoRun() override
    {
        for (const size_t count : {size_t{1}, size_t{2}, size_t{999}, size_t{1000}, size_t{50'001}})
        {
            std::mt19937_64 random(count);
            std::vector<Ps> delays(count);
            std::generate(delays.begin(), delays.end(), [&] { return m_draw(random); });
            DelayHistogram whole;
            DelayHistogram parts[3];
            for (size_t i = 0; i < count; ++i)
            {
                whole.Add(delays[i]);
                parts[i % 3].Add(delays[i]);
            }
            parts[0].Add(parts[1]);
            parts[0].Add(parts[2]);
            std::sort(delays.begin(), delays.end());
            Compare(whole, delays);
            Compare(parts[0], delays);
        }
    }

    void Compare(const DelayHistogram& histogram, const std::vector<Ps>& sorted)
    {
        EXPECT_EQ(histogram.GetCount(), sorted.size(), "count");
        EXPECT_EQ(histogram.GetMax(), sorted.back(), "maximum, exactly");
        for (const uint32_t perMille : PER_MILLE)
        {
            const auto exact = static_cast<double>(Exact(sorted, perMille));
            EXPECT_NEAR(static_cast<double>(histogram.GetPercentile(perMille)),
                        exact,
                        RESOLUTION * exact,
                        perMille << " per mille of " << sorted.size());
        }
    }

    Drawing m_draw; //!< draws a delay
};

/**
 * @ingroup ipsec-offload-tests
 * Where buckets begin and end.
 */
class BucketTest : public TestCase
{
  public:
    BucketTest()
        : TestCase("Each delay alone is within 0.1 %, small ones are exact, none gives 0")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(DelayHistogram().GetPercentile(500), 0, "of nothing");
        EXPECT_EQ(DelayHistogram().GetMax(), 0, "of nothing");
        for (uint32_t bits = 0; bits < 63; ++bits)
        {
            const Ps power = Ps{1} << bits;
            for (const Ps delay : {power - 1, power, power + power / 512, power + power / 3})
            {
                DelayHistogram histogram;
                histogram.Add(delay);
                histogram.Add(std::numeric_limits<Ps>::max());
                const auto middle = static_cast<double>(histogram.GetPercentile(500));
                const auto exact = static_cast<double>(delay);
                EXPECT_NEAR(middle, exact, delay < 1024 ? 0 : RESOLUTION * exact, delay);
            }
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Delays by batches.
 */
class TallyTest : public TestCase
{
  public:
    TallyTest()
        : TestCase("A tally has the delays by the time of sending, also when batches are halved")
    {
    }

  private:
    void DoRun() override
    {
        constexpr Ps WIDTH = 100;
        PacketTally tally(0, WIDTH, {0, 1});
        for (Ps batch = 0; batch < 7; ++batch)
        {
            tally.Delivered(0, batch * WIDTH, batch * WIDTH + batch + 1, 100); // delay batch + 1
        }
        tally.Delivered(1, 0, 500, 100);
        tally.Sent(0, 2 * WIDTH, 100);
        tally.Sent(0, 3 * WIDTH, 30);
        tally.Sent(0, 6 * WIDTH, 5);
        EXPECT_EQ(tally.SumDelays(0, 2, 4).GetMax(), 4, "batches 2 and 3");
        tally.Halve();
        EXPECT_EQ(tally.GetSize(), 4, "half of 7");
        EXPECT_EQ(tally.Get(0, 1).sent.octets, 130, "batches 2 and 3");
        EXPECT_EQ(tally.Get(0, 3).sent.octets, 5, "the last one");
        EXPECT_EQ(tally.SumDelays(0, 4, 10).GetCount(), 0, "nothing is left behind it");
        EXPECT_EQ(tally.SumDelays(0, 1, 2).GetPercentile(500), 3, "batches 2 and 3");
        EXPECT_EQ(tally.SumDelays(0, 1, 2).GetCount(), 2, "batches 2 and 3");
        EXPECT_EQ(tally.SumDelays(0, 3, 4).GetMax(), 7, "the last one, which had no partner");
        EXPECT_EQ(tally.SumDelays(1, 0, 1).GetMax(), 500, "the other way");
        tally.KeepDelays(1, 2);
        tally.Delivered(0, 2 * WIDTH, 2 * WIDTH + 9, 100);
        tally.Delivered(0, 7 * WIDTH, 7 * WIDTH + 90, 100);
        tally.Delivered(0, 0, 90, 100);
        EXPECT_EQ(tally.SumDelays(0, 0, 10).GetCount(), 3, "only those that are wanted");
        EXPECT_EQ(tally.SumDelays(0, 0, 10).GetMax(), 9, "one that ended late");
    }
};

/// The suite.
class DelayHistogramTestSuite : public TestSuite
{
  public:
    DelayHistogramTestSuite()
        : TestSuite("ipsec-lean-delay-histogram", TestSuite::Type::UNIT)
    {
        AddTestCase(new PercentileTest("all magnitudes", DrawMagnitude));
        AddTestCase(new PercentileTest("few different ones", DrawFew));
        AddTestCase(new PercentileTest("exponential", DrawExponential));
        AddTestCase(new BucketTest);
        AddTestCase(new TallyTest);
    }
};

DelayHistogramTestSuite g_delayHistogramTestSuite; //!< registers the suite

} // namespace
