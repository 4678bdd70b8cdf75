/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/test.h"

#include <cstdint>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: offers and withdrawals of policies. A test's name carries the rules that
 * it covers.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr Ps MS = 1'000'000'000; // a millisecond

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class PolicyTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void PolicyWithoutRequirements();
    void PolicyLife();
    void PolicyName();
    void PolicyRefused();
    void PolicyAddDelete();
    void PolicyDrain();
    void PolicyInterfaceDown();
    void PolicyDownDuringCall();
    void PolicyEnd();
    void PolicyOnlyNamed();
    void PolicySwitchedOff();
};

void
PolicyTests::PolicyWithoutRequirements()
{
    for (PolicyKind kind : {PolicyKind::NONE, PolicyKind::DISCARD})
    {
        OffloadFixture f;
        f.AddPolicy(kind);
        f.Work();
        f.DeletePolicy();
        f.Work();
        EXPECT_EQ(f.drivers[0]->log.size(), 0, "no call");
    }
}

void
PolicyTests::PolicyLife()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    const auto policy = f.AddPolicy();
    EXPECT_EQ(f.drivers[0]->policyAdds.size(), 0, "not inside SPDADD");
    f.offload->GetControl().PolicyAdded(0, *policy);
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 1, "one-shot");
    f.Work();
    const PolicyOffloadState* state = IpsecOffload::GetState(*policy);
    EXPECT_EQ(state->handles.size(), 1, "handle before the answer");
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT_EQ(state->handles[0]->rejected, false, "HANDLED");
    f.drivers[0]->delay = MS;
    f.DeletePolicy();
    f.offload->GetControl().PolicyRemoved(0, *policy);
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 1, "a second delete does nothing (R106)");
    f.WorkUntil(MS / 2);
    EXPECT_EQ(state->handles.size(), 0, "unlinked at once");
    EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 0, "the epoch wait comes first");
    f.Work();
    EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 1, "deleted");
    EXPECT_EQ(f.drivers[0]->policyDeletes[0], policy->GetId(), "with its cookie");
    EXPECT_EQ(OffloadFixture::Now(), 2 * MS, "epoch wait and call");
    EXPECT_EQ(policy->GetReferenceCount(), 1, "only the test keeps the policy");
}

void
PolicyTests::PolicyName()
{
    OffloadFixture f(3);
    f.drivers[2]->methods = OffloadDriver::SA_NEWKEY;
    const auto policy = f.AddPolicy(PolicyKind::IPSEC, "eth1");
    f.Work();
    EXPECT_EQ(f.drivers[0]->policyAdds.size(), 0, "another");
    EXPECT_EQ(f.drivers[1]->policyAdds.size(), 1, "named");
    EXPECT_EQ(IpsecOffload::GetState(*policy)->handles.size(), 1, "handles");
    f.DeletePolicy();
    f.AddPolicy();
    f.Work();
    EXPECT_EQ(f.drivers[0]->policyAdds.size(), 1, "without a name everywhere");
    EXPECT_EQ(f.drivers[2]->policyAdds.size(), 0, "but not without the method (R4)");
}

void
PolicyTests::PolicyRefused()
{
    for (DriverAnswer answer : {DriverAnswer::NOT_SUPPORTED, DriverAnswer::FAULT})
    {
        OffloadFixture f;
        f.drivers[0]->answer = answer;
        f.drivers[0]->answers[0x1001] = DriverAnswer::ACK;
        const auto policy = f.AddPolicy();
        f.Add(0x1001);
        f.Work();
        EXPECT_EQ(IpsecOffload::GetState(*policy)->handles.at(0)->rejected, true, "REJECTED");
        EXPECT_EQ(f.Why(0x1001), "none", "the SA alone decides (R102)");
        f.DeletePolicy();
        f.Work();
        EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 0, "no driver call");
        EXPECT_EQ(f.offload->GetStatistics().policyRefusals, 1, "counted");
    }
}

void
PolicyTests::PolicyAddDelete()
{
    OffloadFixture f;
    f.AddPolicy();
    f.DeletePolicy();
    f.Work();
    EXPECT_EQ(f.drivers[0]->log.size(), 2, "calls");
    EXPECT_EQ(f.drivers[0]->log.at(0), "policy add", "first");
    EXPECT_EQ(f.drivers[0]->log.at(1), "policy delete", "then");
}

void
PolicyTests::PolicyDrain()
{
    OffloadFixture f;
    f.AddPolicy();
    f.Work();
    f.drivers[0]->delay = 3 * MS;
    for (uint32_t spi = 0x1001; spi <= 0x1014; ++spi)
    {
        f.Add(spi);
    }
    f.DeletePolicy();
    Ps drained = -1;
    f.offload->GetWorker().WhenIdle(0, [&](Ps now) { drained = now; });
    f.Add(0x2000);
    f.Work();
    EXPECT_EQ(drained, 20 * 3 * MS + MS + 3 * MS, "offers, epoch wait, driver call");
    EXPECT_EQ(f.drivers[0]->log.at(21), "policy delete", "behind the offers");
    EXPECT_EQ(f.drivers[0]->log.at(22), "newkey", "and before what came later");
}

void
PolicyTests::PolicyInterfaceDown()
{
    OffloadFixture f(2);
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.drivers[1]->answers[0x1001] = DriverAnswer::ACK;
    f.Add(0x1001);
    const auto policy = f.AddPolicy();
    f.Work();
    f.offload->InterfaceDown(0, f.interfaces[0]);
    f.offload->InterfaceDown(0, f.interfaces[1]);
    f.Work();
    EXPECT_EQ(f.drivers[0]->log.at(2), "policy delete", "first");
    EXPECT_EQ(f.drivers[0]->log.at(3), "deinstall", "then");
    EXPECT_EQ(f.drivers[0]->deinstalls[0].when, 2 * MS, "an epoch wait each");
    EXPECT_EQ(f.drivers[1]->policyDeletes.size(), 0, "REJECTED");
    EXPECT_EQ(f.drivers[1]->deinstalls.size(), 1, "the SA there");
    EXPECT_EQ(IpsecOffload::GetState(*policy)->handles.size(), 0, "no handle left (R220)");
    f.DeletePolicy();
    f.Work();
    EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 1, "once (R210)");
}

void
PolicyTests::PolicyDownDuringCall()
{
    for (bool deleted : {false, true})
    {
        OffloadFixture f;
        f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
        const auto policy = f.AddPolicy();
        f.Work();
        f.offload->InterfaceDown(0, f.interfaces[0]);
        if (deleted)
        {
            f.DeletePolicy();
        }
        f.Work();
        EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 0, "nothing to delete yet");
        f.drivers[0]->GiveAnswer(0);
        f.Work();
        EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 1, "after the ack");
        f.drivers[0]->GiveAnswer(OffloadFixture::Now());
        f.Work();
        EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 1, "once");
        EXPECT_EQ(IpsecOffload::GetState(*policy)->handles.size(), 0, "no handle left");
        EXPECT_EQ(f.offload->GetWorker().GetLength(), 0, "worker done");
    }
}

void
PolicyTests::PolicyEnd()
{
    OffloadFixture f;
    const auto policy = f.AddPolicy();
    f.Work();
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.offload->InterfaceDown(0, f.interfaces[0]);
    f.Work();
    f.offload->Dispose();
    EXPECT_EQ(policy->GetReferenceCount(), 2, "SPD and test");
    f.drivers[0]->GiveAnswer(OffloadFixture::Now());
    EXPECT_EQ(IpsecOffload::GetState(*policy)->handles.size(), 0, "handles");
}

void
PolicyTests::PolicyOnlyNamed()
{
    OffloadFixture f;
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.AddPolicy();
    f.Work();
    f.DeletePolicy();
    f.AddPolicy(PolicyKind::IPSEC, "eth0");
    f.Work();
    EXPECT_EQ(f.drivers[0]->log.size(), 1, "the named one");
}

void
PolicyTests::PolicySwitchedOff()
{
    OffloadFixture f;
    f.offload->SetAttribute("Enabled", BooleanValue(false));
    f.AddPolicy();
    f.Work();
    EXPECT_EQ(f.drivers[0]->log.size(), 0, "no call");
}

/// Names and bodies.
const struct
{
    const char* name;                   // with rule numbers
    MethodTest<PolicyTests>::Body body; // what to do
} CASES[] = {
    {"R98 a policy without requirements is never offered", &PolicyTests::PolicyWithoutRequirements},
    {"R99 R101 R103 R106 a policy's life: handle before the call, epoch wait, delete",
     &PolicyTests::PolicyLife},
    {"R100 a policy that names another interface leaves no handle there", &PolicyTests::PolicyName},
    {"R101-R103 a refused policy is REJECTED, decides nothing, goes quietly",
     &PolicyTests::PolicyRefused},
    {"R86 O R104 SPDADD and SPDDELETE before the worker: both run", &PolicyTests::PolicyAddDelete},
    {"R7 R105 R221 SPDDELETE waits for the queue and its own epoch wait",
     &PolicyTests::PolicyDrain},
    {"R207-R208 interface down: policies first, rejected ones without a call",
     &PolicyTests::PolicyInterfaceDown},
    {"R207 R210 an interface that goes while its driver takes a policy",
     &PolicyTests::PolicyDownDuringCall},
    {"R216 R220 the end of a kernel lets go of policies", &PolicyTests::PolicyEnd},
    {"G38 Linux: only policies that name a device are offered", &PolicyTests::PolicyOnlyNamed},
    {"R1 switched off: no policy offers", &PolicyTests::PolicySwitchedOff},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-policies".
 */
class OffloadPoliciesTestSuite : public PicosecondTestSuite
{
  public:
    OffloadPoliciesTestSuite()
        : PicosecondTestSuite("ipsec-offload-policies", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<PolicyTests>(test.name, test.body));
        }
    }
};

OffloadPoliciesTestSuite g_offloadPoliciesTestSuite; //!< the suite

} // namespace
