/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/simulate/run-judge.h"
#include "planner/simulate/steady-state.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// Student's quantile for 95 % and 19 degrees of freedom.
constexpr double STUDENT_19 = 2.0930240544;

/**
 * @ingroup ipsec-offload-tests
 * Series whose warm-up is known, and errors against arithmetic.
 */
class SteadyTest : public TestCase
{
  public:
    /** @param name of the case */
    explicit SteadyTest(const std::string& name)
        : TestCase(name)
    {
    }

    /** @return all test cases */
    static std::vector<TestCase*> GetCases()
    {
        return {
            new MethodTest<SteadyTest>("A series without variance is steady from the beginning",
                                       &SteadyTest::Constant),
            new MethodTest<SteadyTest>("MSER-5 leaves out a step and no more", &SteadyTest::Step),
            new MethodTest<SteadyTest>("A series that rises to its end is too short",
                                       &SteadyTest::Ramp),
            new MethodTest<SteadyTest>("A change in the second half is too short to tell",
                                       &SteadyTest::LateStep),
            new MethodTest<SteadyTest>("The warm-up of an exponential approach",
                                       &SteadyTest::Approach),
            new MethodTest<SteadyTest>("The error of a share is Student's over 20 parts",
                                       &SteadyTest::ShareError),
            new MethodTest<SteadyTest>("The trend is the slope per batch", &SteadyTest::Trend),
            new MethodTest<SteadyTest>("A queue that fills is no steady state; a full one is",
                                       &SteadyTest::Queue),
            new MethodTest<SteadyTest>("A surplus below the precision spoils the delays alone",
                                       &SteadyTest::SmallSurplus),
            new MethodTest<SteadyTest>("A window is a multiple of the period", &SteadyTest::Period),
        };
    }

  protected:
    void Constant()
    {
        const WarmUp warmUp = FindWarmUp(std::vector<double>(203, 1e9 / 3));
        EXPECT_EQ(warmUp.batches, 0, "nothing to leave out");
        EXPECT_EQ(warmUp.isSteady, true, "steady");
    }

    void Step()
    {
        std::vector<double> series(200, 10);
        std::fill(series.begin(), series.begin() + 50, 0);
        const WarmUp warmUp = FindWarmUp(series);
        EXPECT_EQ(warmUp.batches, 50, "all of the step");
        EXPECT_EQ(warmUp.isSteady, true, "a quarter of the series");
    }

    void Ramp()
    {
        std::vector<double> series;
        for (int i = 0; i < 200; ++i)
        {
            series.push_back(i);
        }
        EXPECT_EQ(FindWarmUp(series).isSteady, false, "it still rises");
    }

    void LateStep()
    {
        std::vector<double> series(200, 10);
        std::fill(series.begin(), series.begin() + 120, 0);
        EXPECT_EQ(FindWarmUp(series).isSteady, false, "after the half");
        EXPECT_EQ(FindWarmUp(series).batches, 120, "where it is");
    }

    void Approach()
    {
        const auto noise = CreateObject<NormalRandomVariable>();
        noise->SetStream(1);
        std::vector<double> series;
        for (int i = 0; i < 400; ++i)
        {
            series.push_back(100 * (1 - std::exp(-i / 20.0)) + noise->GetValue(0, 1));
        }
        const WarmUp warmUp = FindWarmUp(series);
        EXPECT_EQ(warmUp.isSteady, true, "twenty time constants");
        // What is left is off by less than its noise: 100 exp(-50 / 20) = 8, exp(-120 / 20) = 0.2.
        EXPECT_EQ(warmUp.batches >= 50, true, "the steep part is out");
        EXPECT_EQ(warmUp.batches <= 200, true, "not half of the run");
    }

    void ShareError()
    {
        // 20 parts of two batches each; parts in turns 8 and 12 of 20.
        std::vector<double> part;
        for (int i = 0; i < 20; ++i)
        {
            part.insert(part.end(), 2, i % 2 == 0 ? 4 : 6);
        }
        const std::vector<double> whole(40, 10);
        const double deviation = 2 * std::sqrt(20.0 / 19); // of the residuals
        EXPECT_NEAR(GetShareError(part, whole, 0),
                    STUDENT_19 * deviation / std::sqrt(20.0) / 20,
                    1e-9,
                    "by hand");
        EXPECT_EQ(std::isinf(GetShareError(part, whole, 1)), true, "too few batches");
        // What is exactly proportional has no error, however much both vary.
        EXPECT_NEAR(GetShareError(part, part, 0), 0, 1e-12, "the same");
    }

    void Trend()
    {
        std::vector<double> line{99};
        for (int i = 0; i < 20; ++i)
        {
            line.push_back(2 * i);
        }
        EXPECT_NEAR(GetTrend(line, 1).slope, 2, 1e-12, "from the second");
        EXPECT_NEAR(GetTrend(line, 1).error, 0, 1e-9, "on the line");
        EXPECT_EQ(GetTrend(line, 1).IsSignificant(), true, "no chance");
        EXPECT_NEAR(GetTrend({9, 1}, 1).slope, 0, 0, "too few for a slope");
        // Up and down in turns around nothing: no trend, whatever the least squares give.
        std::vector<double> waves;
        for (int i = 0; i < 10; ++i)
        {
            waves.push_back(i % 2 == 0 ? 1 : -1);
        }
        EXPECT_EQ(GetTrend(waves, 0).IsSignificant(), false, "chance");
        const double slope = -5.0 / 82.5; // the sum of x (+-1) over that of x^2
        EXPECT_NEAR(GetTrend(waves, 0).slope, slope, 1e-12, "by hand");
        EXPECT_NEAR(GetTrend(waves, 0).error,
                    std::sqrt((10 - slope * slope * 82.5) / 8 / 82.5),
                    1e-12,
                    "by hand");
    }

    /// @return a run of 200 batches of 1000 packets of 100 octets @param growth of what is under
    /// way, per batch @param until batch at which that ends
    static RunSeries MakeSeries(double growth, size_t until)
    {
        RunSeries series;
        series.size = 200;
        RunSeries::Way& way = series.ways[0];
        double inFlight = 0;
        for (size_t i = 0; i < series.size; ++i)
        {
            const double lost = i < until ? 0 : growth;
            inFlight += growth - lost;
            way.sentPackets.push_back(1000);
            way.sentOctets.push_back(100'000);
            way.receivedOctets.push_back(100 * (1000 - growth));
            way.lostOctets.push_back(100 * lost);
            way.deliveredPackets.push_back(1000 - lost);
            way.delaySums.push_back(inFlight);
            way.offloadedOctets.push_back(50'000);
            way.protectedOctets.push_back(100'000);
            series.inFlight.push_back(inFlight);
        }
        return series;
    }

    void Queue()
    {
        const RunVerdict filling = JudgeRun(MakeSeries(50, 200), {}, 0, 1);
        EXPECT_EQ(filling.isSteady, false, "5 % of the load stay in a queue");
        const RunVerdict full = JudgeRun(MakeSeries(50, 60), {}, 0, 1);
        EXPECT_EQ(full.isSteady, true, "full after 60 batches");
        EXPECT_EQ(full.hasSteadyQueues, true, "full");
        EXPECT_EQ(full.from, 60, "measured from there");
        EXPECT_EQ(full.isPrecise, true, "no variance");
        EXPECT_EQ(JudgeRun(MakeSeries(50, 60), {}, 90, 1).from, 90, "never before the floor");
        EXPECT_EQ(JudgeRun(MakeSeries(50, 60), {}, 101, 1).isSteady,
                  false,
                  "too short for the floor");
    }

    void SmallSurplus()
    {
        const RunVerdict verdict = JudgeRun(MakeSeries(0.5, 200), {}, 0, 1);
        EXPECT_EQ(verdict.isSteady, true, "0.05 % of the load");
        EXPECT_EQ(verdict.hasSteadyQueues, false, "and yet the queue grows");
        EXPECT_EQ(JudgeRun(MakeSeries(2, 200), {}, 0, 1).isSteady, false, "0.2 % would be a loss");
    }

    void Period()
    {
        const RunVerdict verdict = JudgeRun(MakeSeries(50, 60), {}, 0, 64);
        EXPECT_EQ(verdict.isSteady, true, "two periods");
        EXPECT_EQ(verdict.from, 200 - 128, "the last two");
        EXPECT_EQ(JudgeRun(MakeSeries(50, 60), {}, 0, 141).isSteady, false, "not one whole period");
    }
};

/// The suite of steady states.
class SteadyTestSuite : public TestSuite
{
  public:
    SteadyTestSuite()
        : TestSuite("ipsec-planner-steady", TestSuite::Type::UNIT)
    {
        for (auto* testCase : SteadyTest::GetCases())
        {
            AddTestCase(testCase);
        }
    }
};

SteadyTestSuite g_steadyTestSuite; //!< registers the suite

} // namespace
