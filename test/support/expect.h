/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_EXPECT_H
#define IPSEC_OFFLOAD_EXPECT_H

#include "ns3/test.h"

#include <cmath>
#include <cstdint>
#include <ostream>
#include <type_traits>

namespace ns3::tests
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

/**
 * @param value an integer, flag or enumerator
 * @return the same in one type for all of them, so that they compare without a cast
 */
template <typename T>
std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>, int64_t>
Plain(T value)
{
    return static_cast<int64_t>(value);
}

/** @param value anything else @return the same */
template <typename T>
std::enable_if_t<!std::is_integral_v<T> && !std::is_enum_v<T>, const T&>
Plain(const T& value)
{
    return value;
}

} // namespace ns3::tests

/**
 * @file
 * @ingroup ipsec-offload-tests
 * The comparisons of all suites. EXPECT_... notes a failure and goes on, ASSERT_... ends the
 * function; each takes what came out, what should, and words for the one who reads the failure.
 */
// NOLINTBEGIN(bugprone-macro-parentheses): what may be streamed
#define IPSEC_OFFLOAD_TEST(MACRO, actual, expected, what)                                          \
    MACRO((ns3::tests::Plain(actual)), (ns3::tests::Plain(expected)), #actual << ": " << what)
// NOLINTEND(bugprone-macro-parentheses)

#define EXPECT_EQ(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_EXPECT_MSG_EQ, actual, expected, what)
#define EXPECT_NE(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_EXPECT_MSG_NE, actual, expected, what)
#define EXPECT_LT(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_EXPECT_MSG_LT, actual, expected, what)
#define EXPECT_LE(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_EXPECT_MSG_LT_OR_EQ, actual, expected, what)
#define EXPECT_GT(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_EXPECT_MSG_GT, actual, expected, what)
#define EXPECT_GE(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_EXPECT_MSG_GT_OR_EQ, actual, expected, what)
#define ASSERT_EQ(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_ASSERT_MSG_EQ, actual, expected, what)
#define ASSERT_NE(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_ASSERT_MSG_NE, actual, expected, what)
#define ASSERT_LT(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_ASSERT_MSG_LT, actual, expected, what)
#define ASSERT_LE(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_ASSERT_MSG_LT_OR_EQ, actual, expected, what)
#define ASSERT_GT(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_ASSERT_MSG_GT, actual, expected, what)
#define ASSERT_GE(actual, expected, what)                                                          \
    IPSEC_OFFLOAD_TEST(NS_TEST_ASSERT_MSG_GT_OR_EQ, actual, expected, what)
#define EXPECT_TRUE(condition, what) EXPECT_EQ(condition, true, what)
#define ASSERT_TRUE(condition, what) ASSERT_EQ(condition, true, what)

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

#endif /* IPSEC_OFFLOAD_EXPECT_H */
