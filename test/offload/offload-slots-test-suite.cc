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
#include "ns3/pointer.h"
#include "ns3/slot-policies.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <cstdint>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: who gets slots, beyond what FreeBSD does. These policies are ours.
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
class SlotTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void FirstCome();
    void Retry();
    void RetryInLine();
    void RetryAfterCoolOff();
    void GivesUp();
    void LargestRate();
    void Hysteresis();
    void LeastRecentlyUsed();
    void Pinned();
    void DeathWhilePromoted();
    void PromoteByHand();
    void DemoteRejected();
    void InterfaceGoes();
    void NobodyIsAsked();

  private:
    /// @param f where @param policy what, as its attribute says @param slots of the NIC
    static void Begin(OffloadFixture& f, const std::string& policy, size_t slots)
    {
        f.offload->SetAttribute("SlotPolicy", StringValue(policy));
        f.drivers[0]->slots = slots;
    }

    /// @param f where @param spi which SA @param octets that it transfers now, as it stands
    static void Transfer(OffloadFixture& f, uint32_t spi, uint32_t octets)
    {
        if (auto* handle = f.offload->Find(*f.Sa(spi), PeekPointer(f.interfaces[0])).handle)
        {
            IpsecOffload::CountTransmit(*handle, octets);
        }
        else
        {
            f.Sa(spi)->CountSoftware(OffloadFixture::Now(), octets);
        }
    }

    /// @param f where @return who holds a slot: the last digits of the SPIs
    static std::string Holders(const OffloadFixture& f, uint32_t count)
    {
        std::string text;
        for (uint32_t i = 1; i <= count; ++i)
        {
            text +=
                f.Sa(0x1000 + i)->IsAlive() && f.Why(0x1000 + i) == "none" ? std::to_string(i) : "";
        }
        return text;
    }
};

void
SlotTests::FirstCome()
{
    for (const char* policy : {"", "ns3::FirstComeSlotPolicy"})
    {
        OffloadFixture f;
        if (*policy)
        {
            f.offload->SetAttribute("SlotPolicy", StringValue(policy));
        }
        f.drivers[0]->slots = 1;
        f.Add(0x1001);
        f.Add(0x1002);
        f.Work();
        f.Delete(0x1001);
        f.Work();
        EXPECT_EQ(f.Why(0x1002), "rejected", "the free slot stays empty (R90)");
        EXPECT_EQ(f.CountNewKeys(), 2, "one offer each");
    }
}

void
SlotTests::Retry()
{
    OffloadFixture f;
    Begin(f, "ns3::FirstComeRetrySlotPolicy", 1);
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.Why(0x1002), "rejected", "full");
    f.Delete(0x1001);
    f.Work();
    EXPECT_EQ(f.Why(0x1002), "none", "offered again when the slot is given back");
    EXPECT_EQ(f.CountNewKeys(), 3, "one more offer");
    EXPECT_EQ(f.offload->GetStatistics().promotions, 1, "counted");
    EXPECT_EQ(f.offload->GetStatistics().demotions, 0, "nobody loses a slot");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 1, "the REJECTED handle's drv_spi is given back");
}

void
SlotTests::RetryInLine()
{
    OffloadFixture f;
    Begin(f, "ns3::FirstComeRetrySlotPolicy", 2);
    for (uint32_t i = 1; i <= 6; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.Work();
    EXPECT_EQ(Holders(f, 6), "12", "first come");
    f.Delete(0x1003); // waits, and dies there
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 6, "nothing to offer");
    f.Delete(0x1002);
    f.Work();
    EXPECT_EQ(Holders(f, 6), "14", "the next in line");
    f.Delete(0x1001);
    f.Delete(0x1004);
    f.Work();
    EXPECT_EQ(Holders(f, 6), "56", "the rest");
    const auto ledger = DynamicCast<SlotLedger>(f.offload->GetSlotPolicy());
    EXPECT_EQ(ledger->CountHolders(*f.interfaces[0]), 2, "hold");
    EXPECT_EQ(ledger->CountWaiting(*f.interfaces[0]), 0, "wait");
}

void
SlotTests::RetryAfterCoolOff()
{
    OffloadFixture f;
    Begin(f, "ns3::FirstComeRetrySlotPolicy[Period=100ms]", 1);
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.drivers[0]->slots = 0; // the slot cools off
    const Ps freed = OffloadFixture::Now();
    f.Delete(0x1001);
    f.WorkUntil(freed + 50 * MS);
    EXPECT_EQ(f.CountNewKeys(), 3, "tried at once");
    f.WorkUntil(freed + 250 * MS);
    EXPECT_EQ(f.CountNewKeys(), 5, "and each period");
    f.drivers[0]->slots = 1;
    f.Work();
    EXPECT_EQ(Holders(f, 2), "2", "until it fits");
    EXPECT_EQ(f.CountNewKeys(), 6, "and no longer");
}

void
SlotTests::GivesUp()
{
    OffloadFixture f;
    Begin(f, "ns3::FirstComeRetrySlotPolicy[MaxRefusals=3]", 1);
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->answers[0x1002] = DriverAnswer::NOT_SUPPORTED; // whatever room there is
    f.Add(0x1002);
    f.Add(0x1003);
    f.Work();
    f.Delete(0x1001);
    f.Work();
    EXPECT_EQ(f.offload->GetStatistics().nacks, 4, "three times, and the third SA once");
    EXPECT_EQ(Holders(f, 3), "3", "then the next in line");
}

void
SlotTests::LargestRate()
{
    OffloadFixture f;
    Begin(f, "ns3::LargestRateSlotPolicy[Period=100ms]", 2);
    for (uint32_t i = 1; i <= 4; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.WorkUntil(1);
    EXPECT_EQ(Holders(f, 4), "12", "first come, before anything is known");
    Transfer(f, 0x1001, 100);
    Transfer(f, 0x1002, 900);
    Transfer(f, 0x1003, 5000);
    Transfer(f, 0x1004, 50);
    f.WorkUntil(150 * MS);
    EXPECT_EQ(Holders(f, 4), "23", "the largest ones");
    EXPECT_EQ(f.Why(0x1001), "demoted", "reason");
    EXPECT_EQ(f.CountDeinstalls(), 1, "one removal");
    EXPECT_EQ(f.CountNewKeys(), 5, "one install");
    EXPECT_EQ(f.offload->GetStatistics().promotions, 1, "promotions");
    EXPECT_EQ(f.offload->GetStatistics().demotions, 1, "demotions");
    EXPECT_EQ(f.drivers[0]->log[4], "deinstall", "the slot is freed first");
    EXPECT_EQ(f.drivers[0]->log[5], "newkey", "then given away");
    Transfer(f, 0x1001, 1000);
    Transfer(f, 0x1002, 100);
    Transfer(f, 0x1003, 100);
    Transfer(f, 0x1004, 2000);
    f.WorkUntil(250 * MS);
    EXPECT_EQ(Holders(f, 4), "14", "rates of the last period, not of the whole life");
    f.Delete(0x1004);
    Transfer(f, 0x1003, 10);
    f.WorkUntil(350 * MS);
    EXPECT_EQ(Holders(f, 4), "13", "a slot given back needs no demotion");
    EXPECT_EQ(f.offload->GetStatistics().demotions, 3, "demotions");
}

void
SlotTests::Hysteresis()
{
    OffloadFixture f;
    Begin(f, "ns3::LargestRateSlotPolicy[Period=100ms|Hysteresis=2]", 1);
    f.Add(0x1001);
    f.Add(0x1002);
    f.WorkUntil(1);
    Transfer(f, 0x1001, 1000);
    Transfer(f, 0x1002, 2000);
    f.WorkUntil(150 * MS);
    EXPECT_EQ(Holders(f, 2), "1", "twice as much is not more than twice");
    Transfer(f, 0x1001, 1000);
    Transfer(f, 0x1002, 2001);
    f.WorkUntil(250 * MS);
    EXPECT_EQ(Holders(f, 2), "2", "this is");
}

void
SlotTests::LeastRecentlyUsed()
{
    OffloadFixture f;
    Begin(f, "ns3::LeastRecentlyUsedSlotPolicy[Period=100ms]", 2);
    for (uint32_t i = 1; i <= 4; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.WorkUntil(1);
    Transfer(f, 0x1001, 1);
    Transfer(f, 0x1002, 1);
    Transfer(f, 0x1003, 100000);
    f.WorkUntil(150 * MS);
    EXPECT_EQ(Holders(f, 4), "12", "both are in use, however little");
    Transfer(f, 0x1002, 1);
    f.WorkUntil(250 * MS);
    EXPECT_EQ(Holders(f, 4), "12", "nobody wants the idle one's slot");
    Transfer(f, 0x1002, 1);
    Transfer(f, 0x1003, 1);
    f.WorkUntil(350 * MS);
    EXPECT_EQ(Holders(f, 4), "23", "the idle one goes");
}

void
SlotTests::Pinned()
{
    OffloadFixture f;
    Begin(f, "ns3::PinnedSlotPolicy", 2);
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    for (uint32_t spi : {0x1003, 0x1004, 0x1005})
    {
        SaConfig config = OffloadFixture::ConfigOf(spi);
        config.pinned = spi != 0x1004;
        f.Add(config);
    }
    f.Work();
    EXPECT_EQ(Holders(f, 5), "35", "pinned ones take the others' slots");
    EXPECT_EQ(f.Why(0x1002), "demoted", "the latest goes first");
    EXPECT_EQ(f.Why(0x1004), "rejected", "the others come once");
    f.Delete(0x1003);
    f.Work();
    EXPECT_EQ(Holders(f, 5), "5", "and are not offered again");
    EXPECT_EQ(f.offload->GetStatistics().demotions, 2, "demotions");
}

void
SlotTests::DeathWhilePromoted()
{
    OffloadFixture f;
    Begin(f, "ns3::FirstComeRetrySlotPolicy", 1);
    OffloadWorker& worker = f.offload->GetWorker();
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.Delete(0x1001);
    worker.SetManual(true);
    worker.RunAll(OffloadFixture::Now());
    f.Work();
    EXPECT_EQ(worker.GetLength(), 0, "the slot is given back");
    EXPECT_EQ(f.CountNewKeys(), 3, "and the promotion has run");
    OffloadFixture g;
    Begin(g, "ns3::FirstComeRetrySlotPolicy", 1);
    g.Add(0x1001);
    g.Add(0x1002);
    g.Work();
    g.Delete(0x1001);
    g.offload->GetWorker().SetManual(true);
    g.offload->GetWorker().RunUntilDriverCall(OffloadFixture::Now()); // deinstall
    g.Work();
    g.offload->GetWorker().RunUntilDriverCall(OffloadFixture::Now()); // newkey of the second SA
    g.Work();
    EXPECT_EQ(g.CountNewKeys(), 3, "offered again");
    g.Delete(0x1002);
    g.offload->GetWorker().RunAll(OffloadFixture::Now());
    g.Work();
    EXPECT_EQ(g.CountDeinstalls(), 2, "undone, as at the first offer (R51)");
    EXPECT_EQ(g.offload->GetDrvSpisTaken(), 0, "nothing is left");
}

void
SlotTests::PromoteByHand()
{
    OffloadFixture f(2);
    f.drivers[0]->answers[0x1001] = DriverAnswer::FAULT;
    f.Add(0x1001);
    const auto sa = f.Sa(0x1001);
    f.offload->Promote(0, sa, f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.size(), 2, "once more after its offer");
    EXPECT_EQ(f.drivers[1]->offers.size(), 1, "there alone");
    f.drivers[0]->answers.clear();
    f.offload->Promote(0, sa, f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.Why(0x1001, 0), "none", "taken");
    f.offload->Promote(0, sa, f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.size(), 3, "no offer while HANDLED (R46)");
    f.offload->Demote(0, sa, f.interfaces[0]);
    f.offload->Demote(0, sa, f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.Why(0x1001, 0), "demoted", "reason");
    EXPECT_EQ(f.Why(0x1001, 1), "none", "the other interface keeps its handle");
    EXPECT_EQ(f.CountDeinstalls(), 1, "one call");
    f.Delete(0x1001);
    f.offload->Promote(0, sa, f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.size(), 3, "not after its death");
}

void
SlotTests::DemoteRejected()
{
    OffloadFixture f;
    f.drivers[0]->answer = DriverAnswer::NOT_SUPPORTED;
    f.Add(0x1001);
    f.Work();
    bool done = false;
    f.offload->Demote(0, f.Sa(0x1001), f.interfaces[0], [&done](Ps) { done = true; });
    f.Work();
    EXPECT_EQ(done, true, "the task ends");
    EXPECT_EQ(f.Why(0x1001), "rejected", "nothing was taken from it");
    EXPECT_EQ(f.DrvSpi(0x1001), 3, "it keeps its value");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 1, "until the SA is forgotten");
    EXPECT_EQ(f.withdrawals.size(), 0, "nobody is told of a withdrawal");
    EXPECT_EQ(f.offload->GetStatistics().demotions, 0, "nor counts one");
}

void
SlotTests::InterfaceGoes()
{
    OffloadFixture f;
    Begin(f, "ns3::FirstComeRetrySlotPolicy", 1);
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 2, "nobody is offered while it is down");
    f.offload->InterfaceUp(f.interfaces[0]);
    f.Add(0x1003);
    f.Work();
    EXPECT_EQ(Holders(f, 3), "3", "a new SA is");
}

void
SlotTests::NobodyIsAsked()
{
    // Three ways in which a promotion ends without a question to the driver.
    for (const std::string way : {"capability", "interface", "switch"})
    {
        for (const char* policy :
             {"ns3::FirstComeRetrySlotPolicy[Period=100ms]", "ns3::PinnedSlotPolicy[Period=100ms]"})
        {
            OffloadFixture f;
            Begin(f, policy, 2);
            for (uint32_t i = 1; i <= 3; ++i)
            {
                SaConfig config = OffloadFixture::ConfigOf(0x1000 + i);
                config.pinned = true;
                f.Add(config);
            }
            f.WorkUntil(MS);
            EXPECT_EQ(Holders(f, 3), "12", "the third one waits");
            const auto set = [&f, &way](bool on) {
                if (way == "capability")
                {
                    f.interfaces[0]->SetCapabilityEnabled(on);
                }
                else if (way == "switch")
                {
                    f.offload->SetAttribute("Enabled", BooleanValue(on));
                }
                else if (on)
                {
                    f.offload->InterfaceUp(f.interfaces[0]);
                }
                else
                {
                    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
                }
            };
            set(false);
            f.Delete(0x1001);
            f.WorkUntil(350 * MS); // it gets here
            EXPECT_EQ(f.CountNewKeys(), 3, way + ": nobody is offered");
            set(true);
            f.WorkUntil(550 * MS);
            EXPECT_EQ(Holders(f, 3),
                      way == "interface" ? "" : "23",
                      way + ": the third one's turn");
        }
    }
}

/// Names and bodies.
const struct
{
    const char* name;                 // with rule numbers
    MethodTest<SlotTests>::Body body; // what to do
} CASES[] = {
    {"R52-R53 R90 first come, first served, and never again", &SlotTests::FirstCome},
    {"first come with retry: a slot given back is offered again", &SlotTests::Retry},
    {"first come with retry: in line", &SlotTests::RetryInLine},
    {"first come with retry: a slot that cools off is tried each period",
     &SlotTests::RetryAfterCoolOff},
    {"first come with retry: what the NIC never takes leaves the line", &SlotTests::GivesUp},
    {"largest rate: promotion and demotion each period", &SlotTests::LargestRate},
    {"largest rate: hysteresis", &SlotTests::Hysteresis},
    {"least recently used: who is idle gives way to who is not", &SlotTests::LeastRecentlyUsed},
    {"pinned: flagged SAs hold slots, the rest first come", &SlotTests::Pinned},
    {"R51 an SA that dies while it is offered again is undone", &SlotTests::DeathWhilePromoted},
    {"R46 promotion and demotion by hand", &SlotTests::PromoteByHand},
    {"R15 a REJECTED handle is not demoted: it keeps its value", &SlotTests::DemoteRejected},
    {"R209 interface down: slots are not handed out there", &SlotTests::InterfaceGoes},
    {"a slot is free where nobody can be offered: later, and not over and over",
     &SlotTests::NobodyIsAsked},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-slots".
 */
class OffloadSlotsTestSuite : public PicosecondTestSuite
{
  public:
    OffloadSlotsTestSuite()
        : PicosecondTestSuite("ipsec-offload-slots", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<SlotTests>(test.name, test.body));
        }
    }
};

OffloadSlotsTestSuite g_offloadSlotsTestSuite; //!< the suite

} // namespace
