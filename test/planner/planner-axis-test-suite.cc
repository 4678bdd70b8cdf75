/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/report/sweep-axis.h"
#include "planner/scenario/experiment.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * The axis over the values of a sweep.
 */

using namespace ns3;
using namespace ns3::planner;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Which values are drawn in powers of ten.
 */
class LogarithmicTest : public TestCase
{
  public:
    LogarithmicTest()
        : TestCase("Values that span two powers of ten are drawn in powers of ten")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(IsLogarithmic({"4", "399"}), false, "a factor of less than 100");
        EXPECT_EQ(IsLogarithmic({"400", "4"}), true, "a factor of 100, in any order");
        EXPECT_EQ(IsLogarithmic({"0", "1000"}), false, "0 has no logarithm");
        EXPECT_EQ(IsLogarithmic({"7"}), false, "one value");
        EXPECT_EQ(IsLogarithmic(std::vector<std::string>(200, ""), true), false, "names");
    }

    /// @param texts numbers @param isText they are names, numbered from 1 @return how it is drawn
    static bool IsLogarithmic(const std::vector<std::string>& texts, bool isText = false)
    {
        SweepSpec sweep;
        sweep.isText = isText;
        for (const auto& text : texts)
        {
            const auto number = static_cast<double>(sweep.GetValues().size() + 1);
            sweep.Add(isText ? number : std::stod(text), text);
        }
        return SweepAxis(sweep).IsLogarithmic();
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "planner-axis".
 */
class PlannerAxisTestSuite : public TestSuite
{
  public:
    PlannerAxisTestSuite()
        : TestSuite("ipsec-planner-axis", Type::UNIT)
    {
        AddTestCase(new LogarithmicTest());
    }
};

PlannerAxisTestSuite g_plannerAxisTestSuite; //!< the suite

} // namespace
