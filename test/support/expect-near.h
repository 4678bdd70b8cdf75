/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_EXPECT_NEAR_H
#define IPSEC_OFFLOAD_EXPECT_NEAR_H

#include "ns3/test.h"

#include <cmath>
#include <ostream>

namespace ns3
{
namespace tests
{

/**
 * @ingroup ipsec-offload-tests
 * Compares two numbers within a tolerance. Nothing is near a number that is not finite, and nothing
 * is near within a tolerance that is not: ns-3's own macros ask whether a number is too large or
 * too small, and NaN is neither.
 */
struct Nearness
{
    double actual;    //!< what came out
    double expected;  //!< what should
    double tolerance; //!< largest difference, not negative

    /** @return whether the two are near each other */
    bool Holds() const
    {
        return std::isfinite(actual) && std::isfinite(expected) && std::isfinite(tolerance) &&
               std::abs(actual - expected) <= tolerance;
    }
};

/** @param os a stream @param nearness what was compared @return the stream */
inline std::ostream&
operator<<(std::ostream& os, const Nearness& nearness)
{
    const auto precision = os.precision(17);
    os << nearness.actual << ", expected " << nearness.expected << " +- " << nearness.tolerance;
    os.precision(precision);
    return os;
}

} // namespace tests
} // namespace ns3

/**
 * What EXPECT_NEAR and ASSERT_NEAR share, in a loop so that it is one statement.
 * @param KIND EXPECT or ASSERT
 */
// NOLINTBEGIN(bugprone-macro-parentheses): what may be streamed
#define IPSEC_OFFLOAD_TEST_NEAR(KIND, actual, expected, tolerance, what)                           \
    do                                                                                             \
    {                                                                                              \
        const ns3::tests::Nearness nearness{static_cast<double>(actual),                           \
                                            static_cast<double>(expected),                         \
                                            static_cast<double>(tolerance)};                       \
        NS_TEST_##KIND##_MSG_EQ(nearness.Holds(),                                                  \
                                true,                                                              \
                                #actual << " is " << nearness << ": " << what);                    \
    } while (false)
// NOLINTEND(bugprone-macro-parentheses)
/**
 * Expect a number to be finite and within a tolerance of another, and go on if it is not.
 * @param actual what came out
 * @param expected what should
 * @param tolerance largest difference
 * @param what a text, or what is streamed into one
 */
#define EXPECT_NEAR(actual, expected, tolerance, what)                                             \
    IPSEC_OFFLOAD_TEST_NEAR(EXPECT, actual, expected, tolerance, what)

/**
 * The same, but leave the test if it is not.
 * @param actual what came out
 * @param expected what should
 * @param tolerance largest difference
 * @param what a text, or what is streamed into one
 */
#define ASSERT_NEAR(actual, expected, tolerance, what)                                             \
    IPSEC_OFFLOAD_TEST_NEAR(ASSERT, actual, expected, tolerance, what)

#endif /* IPSEC_OFFLOAD_EXPECT_NEAR_H */
