/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"

#include "ns3/ipsec-handle-withdrawals.h"
#include "ns3/ipsec-late-offers.h"
#include "ns3/offload-statistics.h"
#include "ns3/sa-handle-table.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <memory>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of the parts of model/offload without IpsecOffload: the table of SA handles, withdrawals,
 * and offers whose drivers answer late.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// What withdrawals work with, for one interface whose driver answers at once.
struct Parts
{
    Parts()
        : driver(CreateObject<MockOffloadDriver>()),
          interface(Create<OffloadInterface>("eth0", 0, driver)),
          sad(CreateObject<SecurityAssociationDatabase>())
    {
        observers.Add(&tally);
    }

    ~Parts()
    {
        table.CheckInvariants(*sad);
        sad->Dispose();
        driver->Dispose();
        Simulator::Destroy();
    }

    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    /// @param spi an SPI @return a new SA
    Ptr<SecurityAssociation> Add(uint32_t spi) const
    {
        return sad->Add(0, OffloadFixture::ConfigOf(spi));
    }

    /// @param sa an SA @param drvSpi a value @param handled whether the driver took it
    /// @return its handle
    std::unique_ptr<SaHandle> MakeHandle(const Ptr<SecurityAssociation>& sa,
                                         uint16_t drvSpi,
                                         bool handled) const
    {
        auto handle = std::make_unique<SaHandle>();
        handle->interface = interface;
        handle->sa = PeekPointer(sa);
        handle->drvSpi = drvSpi;
        handle->handled = handled;
        handle->reason = handled ? SoftwareReason::NONE : SoftwareReason::REJECTED;
        return handle;
    }

    Ptr<MockOffloadDriver> driver;        //!< the interface's
    Ptr<OffloadInterface> interface;      //!< where
    Ptr<SecurityAssociationDatabase> sad; //!< whose SAs
    OffloadSettings settings;             //!< no epoch wait
    OffloadWorker worker;                 //!< idle
    SaHandleTable table;                  //!< what is tested
    PolicyHandleTable policies;           //!< empty
    OffloadTally tally;                   //!< counts
    OffloadObservers observers;           //!< the tally
    HandleWithdrawals withdrawals{settings, worker, table, policies, observers}; //!< tested, too
    LateOffers late{settings, table, withdrawals, observers};                    //!< tested, too
};

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class PartTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void ValueOfAHandle();
    void ValueWithoutHandle();
    void TwoWithdrawals();
    void LateAck();
    void LateRefusal();
    void AfterTheEnd();
};

void
PartTests::ValueOfAHandle()
{
    Parts p;
    const auto sa = p.Add(0x1001);
    const uint16_t drvSpi = p.table.Take();
    EXPECT_EQ(p.table.CountOffered(), 1, "taken for an offer");
    p.table.Link(p.MakeHandle(sa, drvSpi, true));
    EXPECT_EQ(p.table.CountOffered(), 0, "linked");
    EXPECT_EQ(p.table.CountHeld(), 1, "the driver holds it");
    EXPECT_EQ(p.table.Find(drvSpi)->sa == PeekPointer(sa), true, "found");
    EXPECT_EQ(p.table.GetKeys(p.interface).size(), 1, "by interface");
    const auto handle = p.table.Unlink({drvSpi, sa, p.interface});
    EXPECT_EQ(p.table.Find(drvSpi) == nullptr, true, "hidden from the data path");
    EXPECT_EQ(p.table.FindSa(drvSpi) == PeekPointer(sa), true, "the value still stands for its SA");
    EXPECT_EQ(p.table.Unlink({drvSpi, sa, p.interface}) == nullptr, true, "only once");
    EXPECT_EQ(p.table.CountHeld(), 1, "not asked yet");
    p.table.CountDriverCall();
    EXPECT_EQ(p.table.CountHeld(), 0, "asked");
    p.table.Release(drvSpi);
    EXPECT_EQ(p.table.GetTaken(), 0, "free");
    EXPECT_EQ(p.table.FindSa(drvSpi) == nullptr, true, "the SA is let go");
}

void
PartTests::ValueWithoutHandle()
{
    Parts p;
    p.table.SetLast(5);
    p.table.Return(p.table.Take());
    EXPECT_EQ(p.table.GetTaken(), 0, "returned");
    p.table.Take();
    p.table.Lose();
    p.table.Take();
    p.table.LoseHeld();
    EXPECT_EQ(p.table.GetTaken(), 2, "lost values stay taken");
    EXPECT_EQ(p.table.CountOffered(), 0, "and are no offers");
    EXPECT_EQ(p.table.CountHeld(), 1, "an SA that no one will withdraw");
    const auto sa = p.Add(0x1001);
    p.table.Link(p.MakeHandle(sa, 0, false));
    const auto keys = p.table.GetKeys(p.interface);
    EXPECT_EQ(keys.size(), 1, "a REJECTED handle without a value");
    EXPECT_EQ(p.table.Unlink(keys[0])->handled, false, "unlinked");
    p.table.Release(0);
}

void
PartTests::TwoWithdrawals()
{
    Parts p;
    const auto sa = p.Add(0x1001);
    p.table.Link(p.MakeHandle(sa, p.table.Take(), true));
    int ends = 0;
    for (const auto reason : {SoftwareReason::INTERFACE_DOWN, SoftwareReason::WITHDRAWN})
    {
        p.withdrawals.Withdraw(0,
                               SaHandleTable::GetKeys(sa),
                               reason,
                               HandleWithdrawals::Thread::CALLER,
                               [&ends](Ps) { ++ends; });
    }
    Simulator::Run();
    EXPECT_EQ(ends, 2, "both end");
    EXPECT_EQ(p.tally.Get().withdrawals, 1, "the driver is asked once");
    EXPECT_EQ(p.table.GetTaken(), 0, "the value is free");
}

void
PartTests::LateAck()
{
    Parts p;
    const auto sa = p.Add(0x1001);
    const uint16_t drvSpi = p.table.Take();
    const uint64_t number = p.late.NextNumber();
    const auto answer = p.late.MakeCompletion(number);
    p.late.Add(number, {sa, p.interface, drvSpi});
    EXPECT_EQ(p.late.CountSas(), 1, "its value waits");
    answer(5, DriverAnswer::ACK, 7);
    Simulator::Run();
    EXPECT_EQ(p.driver->deinstalls.size(), 1, "undone");
    EXPECT_EQ(p.tally.Get().lateAcks, 1, "counted");
    EXPECT_EQ(p.table.GetTaken(), 0, "the value is free");
    answer(6, DriverAnswer::ACK, 7);
    EXPECT_EQ(p.tally.Get().lateAcks, 1, "a second answer is none");
}

void
PartTests::LateRefusal()
{
    for (const bool leak : {false, true})
    {
        Parts p;
        p.settings.leakDrvSpiOnFault = leak;
        const uint64_t number = p.late.NextNumber();
        p.late.Add(number, {p.Add(0x1001), p.interface, p.table.Take()});
        p.late.MakeCompletion(number)(5, DriverAnswer::FAULT, 0);
        EXPECT_EQ(p.table.GetTaken(), leak ? 1 : 0, "returned, or lost");
        EXPECT_EQ(p.late.CountSas(), 0, "nothing waits");
    }
}

void
PartTests::AfterTheEnd()
{
    Parts p;
    const auto sa = p.Add(0x1001);
    const uint64_t number = p.late.NextNumber();
    const auto answer = p.late.MakeCompletion(number);
    p.late.Add(number, {sa, p.interface, p.table.Take()});
    p.late.Clear();
    answer(5, DriverAnswer::ACK, 7);
    EXPECT_EQ(p.driver->deinstalls.size(), 0, "nobody hears it");
    p.driver->delay = MockOffloadDriver::BY_HAND;
    p.table.Link(p.MakeHandle(sa, p.table.Take(), true));
    p.withdrawals.Withdraw(0,
                           SaHandleTable::GetKeys(sa),
                           SoftwareReason::WITHDRAWN,
                           HandleWithdrawals::Thread::CALLER,
                           [this](Ps) { EXPECT_EQ(true, false, "a withdrawal that was cleared"); });
    p.withdrawals.Clear();
    p.driver->GiveAnswer(0);
    Simulator::Run();
    EXPECT_EQ(p.tally.Get().withdrawals, 1, "asked before");
}

/**
 * @ingroup ipsec-offload-tests
 * The tests.
 */
const struct
{
    const char* name;
    MethodTest<PartTests>::Body body;
} CASES[] = {
    {"A value names a handle, then its SA, then nobody", &PartTests::ValueOfAHandle},
    {"Values that are returned, lost, or not there at all", &PartTests::ValueWithoutHandle},
    {"Two withdrawals of one handle ask its driver once", &PartTests::TwoWithdrawals},
    {"An ack after the time-out is undone", &PartTests::LateAck},
    {"A fault after the time-out returns the value, or loses it", &PartTests::LateRefusal},
    {"Answers after Clear() find nobody", &PartTests::AfterTheEnd},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-parts".
 */
class OffloadPartsTestSuite : public TestSuite
{
  public:
    OffloadPartsTestSuite()
        : TestSuite("ipsec-offload-parts", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<PartTests>(test.name, test.body));
        }
    }
};

OffloadPartsTestSuite g_offloadPartsTestSuite; //!< the suite

} // namespace
