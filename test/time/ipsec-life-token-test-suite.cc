/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/ipsec-life-token.h"
#include "ns3/test.h"

#include <functional>
#include <memory>

using namespace ns3;
using namespace ns3::tests;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class LifeTokenTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void EndOfTheOwner();
    void RenewAndEnd();
};

void
LifeTokenTests::EndOfTheOwner()
{
    int sum = 0;
    auto owner = std::make_unique<LifeToken>();
    const std::function<void(int, int)> late = owner->Guard([&sum](int a, int b) { sum += a * b; });
    const auto watch = owner->GetWatch();
    late(2, 3);
    EXPECT_EQ(sum, 6, "as long as it lives");
    EXPECT_EQ(watch.IsOver(), false, "it lives");
    owner.reset();
    late(2, 3);
    EXPECT_EQ(sum, 6, "and no longer");
    EXPECT_EQ(watch.IsOver(), true, "it is gone");
}

void
LifeTokenTests::RenewAndEnd()
{
    int calls = 0;
    LifeToken token;
    const auto first = token.Guard([&calls] { ++calls; });
    token.Renew();
    first();
    EXPECT_EQ(calls, 0, "of an earlier life");
    const auto second = token.Guard([&calls] { ++calls; });
    second();
    EXPECT_EQ(calls, 1, "of the present one");
    token.End();
    second();
    token.Guard([&calls] { ++calls; })();
    EXPECT_EQ(calls, 1, "no life is left");
}

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-life-token".
 */
class LifeTokenTestSuite : public TestSuite
{
  public:
    LifeTokenTestSuite()
        : TestSuite("ipsec-life-token", TestSuite::Type::UNIT)
    {
        AddTestCase(new MethodTest<LifeTokenTests>("Callbacks end with their owner",
                                                   &LifeTokenTests::EndOfTheOwner));
        AddTestCase(new MethodTest<LifeTokenTests>("Callbacks end when the owner says so",
                                                   &LifeTokenTests::RenewAndEnd));
    }
};

LifeTokenTestSuite g_lifeTokenTestSuite; //!< the suite

} // namespace
