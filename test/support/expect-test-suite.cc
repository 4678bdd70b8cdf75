/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

#include "expect.h"

#include "ns3/test.h"

#include <limits>

using namespace ns3;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * What the comparison of all other suites lets pass, and what it does not.
 */
class NearnessTest : public TestCase
{
  public:
    NearnessTest()
        : TestCase("Only finite numbers within the tolerance are near")
    {
    }

  private:
    void DoRun() override
    {
        using tests::Nearness;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();

        EXPECT_EQ((Nearness{1.5, 1, 0.5}.Holds()), true, "at the upper edge");
        EXPECT_EQ((Nearness{0.5, 1, 0.5}.Holds()), true, "at the lower edge");
        EXPECT_EQ((Nearness{1.625, 1, 0.5}.Holds()), false, "above");
        EXPECT_EQ((Nearness{0.375, 1, 0.5}.Holds()), false, "below");
        EXPECT_EQ((Nearness{1, 1, 0}.Holds()), true, "equal");
        EXPECT_EQ((Nearness{1, 1, -1}.Holds()), false, "a negative tolerance");

        EXPECT_EQ((Nearness{nan, 1, 0.5}.Holds()), false, "NaN came out");
        EXPECT_EQ((Nearness{1, nan, 0.5}.Holds()), false, "NaN was expected");
        EXPECT_EQ((Nearness{1, 1, nan}.Holds()), false, "the tolerance is NaN");
        EXPECT_EQ((Nearness{infinity, infinity, 1}.Holds()), false, "both infinite");
        EXPECT_EQ((Nearness{1, 2, infinity}.Holds()), false, "within infinity");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class NearnessTestSuite : public TestSuite
{
  public:
    NearnessTestSuite()
        : TestSuite("ipsec-expect-near", TestSuite::Type::UNIT)
    {
        AddTestCase(new NearnessTest);
    }
};

NearnessTestSuite g_nearnessTestSuite; //!< the suite

} // namespace
