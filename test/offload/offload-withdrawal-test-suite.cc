/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/nstime.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <cstdint>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: withdrawal of SAs, interfaces that go, and the end. A test's name carries
 * the rules that it covers.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr Ps MS = 1'000'000'000; // a millisecond
constexpr Ps US = 1'000'000;     // a microsecond

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class WithdrawalTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Expiry();
    void DeinstAtOnce();
    void EpochWait();
    void OutlivesSa();
    void SecondDelete();
    void Flush();
    void InterfaceDown();
    void Race();
    void DownDuringCall();
    void DownBesideWorker();
    void DeepQueue();
    void AfterTheEnd();
};

void
WithdrawalTests::Expiry()
{
    OffloadFixture f;
    SaConfig config = OffloadFixture::ConfigOf(0x1001);
    config.soft.addTime = 10 * PS_PER_SECOND;
    config.hard.addTime = 20 * PS_PER_SECOND;
    const auto sa = f.sad->Add(0, config);
    f.Work();
    f.sad->ExpireAt(11 * PS_PER_SECOND);
    EXPECT_EQ(sa->GetState() == SaState::DYING, true, "soft");
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 0, "still offloaded");
    const auto* interface = PeekPointer(f.interfaces[0]);
    EXPECT_EQ(f.offload->Find(*sa, interface).handle != nullptr, true, "and used");
    f.sad->ExpireAt(21 * PS_PER_SECOND);
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 1, "hard");
}

void
WithdrawalTests::DeinstAtOnce()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Work();
    f.Delete(0x1001);
    const SaOffloadState* state = IpsecOffload::GetState(*f.Sa(0x1001));
    EXPECT_EQ(state->deinstalled, true, "DEINST at once");
    EXPECT_EQ(state->forgetRecord, false, "record taken");
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 1, "queued");
    EXPECT_EQ(f.CountDeinstalls(), 0, "no call yet");
    f.offload->GetControl().SaDead(OffloadFixture::Now(), *f.Sa(0x1001));
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 1, "once only");
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 1, "one call");
    EXPECT_EQ(f.Why(0x1001), "withdrawn", "reason");
    EXPECT_EQ(f.Sa(0x1001)->GetReferenceCount(), 1, "only the test keeps the SA");
}

void
WithdrawalTests::EpochWait()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("EpochWait", TimeValue(MicroSeconds(700)));
    f.drivers[0]->withdrawSucceeds = false; // only logged
    f.drivers[1]->answer = DriverAnswer::NOT_SUPPORTED;
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->delay = 2 * MS;
    f.Delete(0x1001);
    f.WorkUntil(0);
    EXPECT_EQ(f.offload->FindByDrvSpi(3) == nullptr, true, "unlinked first");
    EXPECT_EQ(f.offload->FindByDrvSpi(4) != nullptr, true, "one after the other");
    EXPECT_EQ(f.CountDeinstalls(), 0, "the epoch wait comes before the call");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 2, "the value is free at the end only");
    f.Work();
    EXPECT_EQ(f.drivers[0]->deinstalls[0].when, 700 * US, "call after the wait");
    EXPECT_EQ(f.withdrawals[0].when, 2700 * US, "free after the call");
    EXPECT_EQ(f.withdrawals[1].when, 3400 * US, "a REJECTED handle waits too, without a call");
    EXPECT_EQ(f.CountDeinstalls(), 1, "calls");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 0, "values in use");
}

void
WithdrawalTests::OutlivesSa()
{
    OffloadFixture f;
    f.drivers[0]->delay = MS;
    f.Add(0x1001);
    f.Work();
    const uint16_t drvSpi = f.DrvSpi(0x1001);
    const Ps start = OffloadFixture::Now();
    f.Add(0x1002); // one driver call in front of the forget task
    f.Delete(0x1001);
    f.WorkUntil(start + MS / 2);
    SaHandle* handle = f.offload->FindByDrvSpi(drvSpi);
    EXPECT_EQ(handle != nullptr, true, "still known");
    IpsecOffload::CountReceive(start + MS / 2, *handle, 100);
    const SaOffloadState* state = IpsecOffload::GetState(*f.Sa(0x1001));
    EXPECT_EQ(state->softwareView.packets, 1, "and counted (R157)");
    EXPECT_EQ(*state->hardwareFirstUsed, start + MS / 2, "hardware first use");
    TransformHistory history;
    EXPECT_EQ(f.offload->FillHistory(*f.interfaces[0], drvSpi, history), true, "history");
    f.WorkUntil(start + 3 * MS / 2);
    EXPECT_EQ(f.CountDeinstalls(), 0, "in the epoch wait");
    EXPECT_EQ(f.offload->FindByDrvSpi(drvSpi) == nullptr, true, "unknown now");
    EXPECT_EQ(f.offload->FillHistory(*f.interfaces[0], drvSpi, history), false, "no history");
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 1, "withdrawn");
}

void
WithdrawalTests::SecondDelete()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Work();
    f.Delete(0x1001);
    EXPECT_EQ(f.sad->Delete(0, 0x1001) == DatabaseResult::NO_ENTRY, true, "no such SA");
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 1, "calls");
}

void
WithdrawalTests::Flush()
{
    OffloadFixture f;
    f.drivers[0]->delay = 0;
    constexpr uint32_t count = 50;
    for (uint32_t i = 0; i < count; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.Work();
    EXPECT_EQ(f.sad->Flush(0, IpsecProtocol::ESP), count, "SAs");
    EXPECT_EQ(f.offload->GetWorker().GetLength(), count, "tasks");
    f.Add(0x2000);
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.back().when, count * MS, "a new SA waits behind them");
    EXPECT_EQ(f.CountDeinstalls(), count, "calls");
    EXPECT_EQ(f.DrvSpi(0x2000), 3, "the lowest value was freed (R13)");
}

void
WithdrawalTests::InterfaceDown()
{
    OffloadFixture f(2);
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.offload->InterfaceDown(0, f.interfaces[0]);
    EXPECT_EQ(f.Why(0x1001, 0), "interface-down", "at once");
    f.Work();
    EXPECT_EQ(f.drivers[0]->deinstalls.size(), 2, "all handles of it");
    EXPECT_EQ(f.drivers[0]->deinstalls[1].when, 2 * MS, "an epoch wait each (R208)");
    EXPECT_EQ(f.drivers[1]->deinstalls.size(), 0, "the other port keeps its own");
    EXPECT_EQ(f.Why(0x1001, 1), "none", "and uses it");
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->installed, true, "INST stays set");
    f.offload->InterfaceUp(f.interfaces[0]);
    f.sad->UpdateLifetimes(OffloadFixture::Now(), 0x1001, {}, {});
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 4, "not offered again");
    EXPECT_EQ(f.Why(0x1001, 0), "interface-down", "software for ever");
    f.Add(0x1003);
    f.Work();
    EXPECT_EQ(f.Why(0x1003, 0), "none", "a new SA is offered there");
}

void
WithdrawalTests::Race()
{
    for (bool deleteFirst : {false, true})
    {
        OffloadFixture f;
        f.drivers[0]->delay = MS;
        f.Add(0x1001);
        f.Add(0x1002);
        f.Work();
        if (deleteFirst)
        {
            f.Delete(0x1002);
            f.Delete(0x1001);
            f.WorkUntil(OffloadFixture::Now() + MS / 2);
        }
        f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
        if (!deleteFirst)
        {
            f.WorkUntil(OffloadFixture::Now() + MS / 2);
            f.Delete(0x1002);
            f.Delete(0x1001);
        }
        f.Work();
        EXPECT_EQ(f.CountDeinstalls(), 2, "once per handle");
        EXPECT_EQ(f.withdrawals.size(), 2, "released once");
        EXPECT_EQ(f.offload->GetDrvSpisTaken(), 0, "values in use");
    }
}

void
WithdrawalTests::DownDuringCall()
{
    for (bool backUp : {false, true})
    {
        OffloadFixture f(2);
        f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
        f.Add(0x1001);
        f.Work();
        f.offload->InterfaceDown(0, f.interfaces[0]);
        if (backUp)
        {
            f.offload->InterfaceUp(f.interfaces[0]);
        }
        f.drivers[0]->GiveAnswer(0); // an ack
        f.Work();
        EXPECT_EQ(f.drivers[0]->deinstalls.size(), 1, "withdrawn at once");
        EXPECT_EQ(f.Why(0x1001, 0), "interface-down", "reason");
        EXPECT_EQ(f.drivers[1]->offers.size(), 1, "the walk went on");
        f.drivers[0]->GiveAnswer(OffloadFixture::Now()); // to the withdrawal
        f.Work();
        EXPECT_EQ(f.offload->GetDrvSpisTaken(), 1, "only the other port's value");
        f.Delete(0x1001);
        f.Work();
        EXPECT_EQ(f.drivers[0]->deinstalls.size(), 1, "not again");
        EXPECT_EQ(f.drivers[1]->deinstalls.size(), 1, "the other port's");
    }
}

void
WithdrawalTests::DownBesideWorker()
{
    OffloadFixture f(2);
    f.Add(0x1001);
    f.Work();
    f.drivers[1]->delay = PS_PER_SECOND;
    f.Add(0x1002);
    f.WorkUntil(MS);
    f.offload->InterfaceDown(MS, f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.drivers[0]->deinstalls.size(), 2, "both SAs");
    EXPECT_EQ(f.drivers[0]->deinstalls[0].when, 2 * MS, "after one epoch wait");
}

void
WithdrawalTests::DeepQueue()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("EpochWait", TimeValue(Time(0)));
    constexpr uint32_t count = 10000;
    for (uint32_t i = 0; i < count; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 2 * count, "offers");
    f.offload->InterfaceDown(0, f.interfaces[0]);
    EXPECT_EQ(f.drivers[0]->deinstalls.size(), count, "withdrawn in one go");
    f.sad->Flush(0, IpsecProtocol::ESP);
    f.Work();
    EXPECT_EQ(f.drivers[1]->deinstalls.size(), count, "withdrawn");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 0, "values in use");
}

void
WithdrawalTests::AfterTheEnd()
{
    OffloadFixture f(2);
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.offload->InterfaceDown(0, f.interfaces[0]);
    f.Work(); // the driver is asked to drop 0x1001
    f.offload->InterfaceUp(f.interfaces[0]);
    const auto sa = f.Add(0x1002);
    f.Work(); // and to take 0x1002
    bool drained = false;
    f.offload->GetWorker().WhenIdle(0, [&](Ps) { drained = true; });
    EXPECT_EQ(f.drivers[0]->GetWaiting(), 2, "two answers wait");
    f.offload->Dispose();
    EXPECT_EQ(sa->GetReferenceCount(), 3, "SAD, fixture and test keep the SA");
    f.drivers[0]->GiveAnswer(0);
    f.drivers[0]->GiveAnswer(0);
    f.drivers[0]->SendReport(0, 3, {1, 1});
    EXPECT_EQ(f.offload->GetStatistics().strayReports, 0, "no report comes through");
    f.Delete(0x1002); // nobody listens
    Simulator::Run();
    EXPECT_EQ(drained, false, "nobody is told");
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 0, "handles are gone");
}

/// Names and bodies.
const struct
{
    const char* name;                       // with rule numbers
    MethodTest<WithdrawalTests>::Body body; // what to do
} CASES[] = {
    {"R61 a soft limit does not forget, a hard limit does", &WithdrawalTests::Expiry},
    {"R62-R64 DEINST at once, the work later and once", &WithdrawalTests::DeinstAtOnce},
    {"R65-R66 unlink, epoch wait, driver call, value free", &WithdrawalTests::EpochWait},
    {"R67-R68 NIC decryption outlives the SA until the task runs", &WithdrawalTests::OutlivesSa},
    {"R69 forget runs once, a second DELETE finds nothing", &WithdrawalTests::SecondDelete},
    {"R71 FLUSH of n SAs: n tasks, each with its epoch wait", &WithdrawalTests::Flush},
    {"R207-R209 R211 interface down withdraws there and only there",
     &WithdrawalTests::InterfaceDown},
    {"R210 DELETE racing with interface down: one call per handle", &WithdrawalTests::Race},
    {"R207 an interface that goes while its driver is asked", &WithdrawalTests::DownDuringCall},
    {"R207 the interface-down routine does not wait for the worker",
     &WithdrawalTests::DownBesideWorker},
    {"R7 ten thousand tasks answered at once need no deep stack", &WithdrawalTests::DeepQueue},
    {"R216 answers that come after the end are harmless", &WithdrawalTests::AfterTheEnd},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-withdrawal".
 */
class OffloadWithdrawalTestSuite : public PicosecondTestSuite
{
  public:
    OffloadWithdrawalTestSuite()
        : PicosecondTestSuite("ipsec-offload-withdrawal", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<WithdrawalTests>(test.name, test.body));
        }
    }
};

OffloadWithdrawalTestSuite g_offloadWithdrawalTestSuite; //!< the suite

} // namespace
