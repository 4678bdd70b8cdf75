/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_METHOD_TEST_H
#define IPSEC_OFFLOAD_METHOD_TEST_H

#include "ns3/test.h"

#include <cstdint>
#include <string>
#include <type_traits>

namespace ns3
{
namespace tests
{

/**
 * @ingroup ipsec-offload-tests
 * A test case whose body is a method, so that many small cases need one class.
 * @tparam T a subclass of TestCase with test bodies as methods
 */
template <typename T>
class MethodTest : public T
{
  public:
    /// A test's body.
    using Body = void (T::*)();

    /** @param name with rule numbers @param body what to do */
    MethodTest(const std::string& name, Body body)
        : T(name),
          m_body(body)
    {
    }

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

/** @param value a number @return the same in one type for all numbers */
template <typename T>
std::enable_if_t<std::is_integral_v<T>, int64_t>
Plain(T value)
{
    return static_cast<int64_t>(value);
}

/** @param text a text @return the same */
inline std::string
Plain(std::string text)
{
    return text;
}

} // namespace tests
} // namespace ns3

/**
 * Expect two numbers or two texts to be equal, and say what was compared.
 * @param actual what came out
 * @param expected what should
 * @param what a text
 */
#define EXPECT(actual, expected, what)                                                             \
    NS_TEST_EXPECT_MSG_EQ((ns3::tests::Plain(actual)),                                             \
                          (ns3::tests::Plain(expected)),                                           \
                          #actual << ": " << (what))

#endif /* IPSEC_OFFLOAD_METHOD_TEST_H */
