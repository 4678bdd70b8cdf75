/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/sweep/statistics.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <cmath>
#include <limits>

using namespace ns3;
using namespace ns3::planner;

namespace
{

constexpr double NONE = std::numeric_limits<double>::quiet_NaN();

/**
 * @ingroup ipsec-offload-tests
 * Student's interval against values worked out by hand with the table of W. S. Gosset's
 * distribution (two-sided 95 %: 12.7062 with 1 degree of freedom, 2.7764 with 4, 2.2622 with 9).
 */
class StudentIntervalTest : public TestCase
{
  public:
    StudentIntervalTest()
        : TestCase("Mean and Student interval against known values")
    {
    }

  private:
    void DoRun() override
    {
        const auto two = MeanWithInterval({10, 12});
        ASSERT_NEAR(two.mean, 11, 1e-12, "mean of two");
        ASSERT_NEAR(two.halfWidth, 12.7062, 1e-4, "s / sqrt(n) is 1");

        const auto five = MeanWithInterval({1, 2, 3, 4, 5});
        ASSERT_NEAR(five.mean, 3, 1e-12, "mean of five");
        ASSERT_NEAR(five.halfWidth, 2.7764 * std::sqrt(0.5), 1e-4, "s^2 is 2.5");
        ASSERT_EQ(five.count, 5, "count");

        // 99 %: 4.6041 with 4 degrees of freedom
        const auto wide = MeanWithInterval({1, 2, 3, 4, 5}, 0.99);
        ASSERT_NEAR(wide.halfWidth, 4.6041 * std::sqrt(0.5), 1e-4, "99 %");

        const auto ten = MeanWithInterval({7, 7, 7, 7, 7, 9, 9, 9, 9, 9});
        ASSERT_NEAR(ten.halfWidth, 2.2622 / 3, 1e-4, "s^2 is 10/9");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What cannot be known is not made up.
 */
class NoIntervalTest : public TestCase
{
  public:
    NoIntervalTest()
        : TestCase("No value and one value have no interval")
    {
    }

  private:
    void DoRun() override
    {
        ASSERT_EQ(std::isnan(MeanWithInterval({}).mean), true, "nothing, no mean");
        const auto one = MeanWithInterval({4});
        ASSERT_EQ(one.mean, 4, "one value is its mean");
        ASSERT_EQ(std::isnan(one.halfWidth), true, "one value says nothing of spread");
        ASSERT_EQ(one.GetErrorBar(), 0, "and draws no bar");
        const auto holes = MeanWithInterval({NONE, 10, NONE, 12});
        ASSERT_EQ(holes.count, 2, "NaN is no value");
        ASSERT_EQ(holes.mean, 11, "NaN is no value");
        const auto same = MeanWithInterval({0.1, 0.1, 0.1});
        ASSERT_NEAR(same.halfWidth, 0, 1e-15, "no spread, no width");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Replications find each other whatever the order in which they ended.
 */
class GroupReplicationsTest : public TestCase
{
  public:
    GroupReplicationsTest()
        : TestCase("Replications are grouped by curve and value, spot checks left out")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<PointRecord> records{
            {{"b", 2, 2, Fidelity::LEAN}, {{{"x", 5}}}},
            {{"a", 10, 1, Fidelity::LEAN}, {{{"x", 1}}}},
            {{"b", 2, 1, Fidelity::LEAN}, {{{"x", 3}}}},
            {{"b", 2, 1, Fidelity::BOTH}, {{{"x", 1000}}}},
            {{"a", 9, 1, Fidelity::LEAN}, {{{"x", 2}}}},
        };
        const auto groups = GroupReplications(records);
        ASSERT_EQ(groups.size(), 3, "groups");
        ASSERT_EQ(groups[0].value, 9, "sorted as numbers, not as text");
        ASSERT_EQ(groups[1].value, 10, "sorted as numbers, not as text");
        ASSERT_EQ(groups[2].curve, "b", "sorted by curve");
        ASSERT_EQ(groups[2].records[0]->spec.replication, 1, "by replication");
        ASSERT_NEAR(groups[2].Of("x").mean, 4, 1e-12, "mean of 3 and 5");
        ASSERT_EQ(groups[2].Of("y").count, 0, "no such metric");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerStatisticsTestSuite : public TestSuite
{
  public:
    PlannerStatisticsTestSuite()
        : TestSuite("ipsec-planner-statistics", TestSuite::Type::UNIT)
    {
        AddTestCase(new StudentIntervalTest);
        AddTestCase(new NoIntervalTest);
        AddTestCase(new GroupReplicationsTest);
    }
} g_plannerStatisticsTestSuite; //!< registers itself

} // namespace
