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

namespace ns3::tests
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

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_METHOD_TEST_H */
