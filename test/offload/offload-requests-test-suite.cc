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
#include "ns3/ipsec-database-observer.h"
#include "ns3/nstime.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: kernels that answer a request for an SA when the drivers have, and what
 * they tell the key manager. A test's name carries the rules that it covers.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// What a key manager hears, in words.
class Ear : public DatabaseObserver
{
  public:
    /// @param sad whose
    explicit Ear(Ptr<SecurityAssociationDatabase> sad)
        : m_sad(sad)
    {
        m_sad->AddObserver(this);
    }

    ~Ear() override
    {
        m_sad->RemoveObserver(this);
    }

    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;

    void SaAdmitted(Ps, SecurityAssociation& sa) override
    {
        Hear("admitted", sa);
    }

    void SaRefused(Ps, SecurityAssociation& sa) override
    {
        Hear("refused", sa);
    }

    void SaLost(Ps, SecurityAssociation& sa) override
    {
        Hear("lost", sa);
    }

    void SaDead(Ps, SecurityAssociation& sa) override
    {
        Hear("dead", sa);
    }

    std::vector<std::string> heard; //!< "dead 4097"

  private:
    void Hear(const std::string& what, const SecurityAssociation& sa)
    {
        heard.push_back(what + " " + std::to_string(sa.GetConfig().spi));
    }

    Ptr<SecurityAssociationDatabase> m_sad; //!< whose
};

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class RequestTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void UsedAfterTheAnswer();
    void Refused();
    void NothingToWaitFor();
    void SwitchedOffMeanwhile();
    void DeletedMeanwhile();
    void UpdatedMeanwhile();
    void Moved();
    void GetSpi();
    void Lost();
    void NobodyWaitsForTheLost();

  private:
    /// Let a fixture's kernel answer when the drivers have. @param f it
    static void Wait(OffloadFixture& f)
    {
        f.offload->SetAttribute("UseAfterAnswer", BooleanValue(true));
        f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    }

    /// @param f a fixture @return SPI of the newest SA that output finds, or 0
    static uint32_t InUse(OffloadFixture& f)
    {
        const SaConfig config = OffloadFixture::ConfigOf(1);
        f.sad->SetPreferOldSa(false);
        const auto* sa = f.sad->FindOutbound(config.source,
                                             config.destination,
                                             IpsecProtocol::ESP,
                                             IpsecMode::TRANSPORT,
                                             0);
        return sa ? sa->GetConfig().spi : 0;
    }
};

void
RequestTests::UsedAfterTheAnswer()
{
    for (const DriverAnswer answer : {DriverAnswer::ACK, DriverAnswer::NOT_SUPPORTED})
    {
        OffloadFixture f;
        f.Add(0x1001);
        f.Work();
        Wait(f);
        f.drivers[0]->answer = answer;
        const Ear ear(f.sad);
        f.Add(0x1002);
        f.Work();
        EXPECT_EQ(f.Sa(0x1002)->GetState() == SaState::PENDING,
                  true,
                  "the driver has not answered");
        EXPECT_EQ(InUse(f), 0x1001, "the old one carries the traffic");
        EXPECT_EQ(ear.heard.size(), 0, "no answer yet");
        f.sad->CheckInvariants();
        f.drivers[0]->GiveAnswer(OffloadFixture::Now());
        f.Work();
        EXPECT_EQ(f.Sa(0x1002)->GetState() == SaState::MATURE, true, "answered");
        EXPECT_EQ(InUse(f), 0x1002, "and used");
        EXPECT_EQ(ear.heard.at(0), "admitted 4098", "the key manager is told");
        EXPECT_EQ(f.drivers[0]->offers.size(), 2, "one offer a request");
        EXPECT_EQ(f.offload->GetWorker().GetCompleted(),
                  3,
                  "one task where the answer is waited for");
    }
}

void
RequestTests::Refused()
{
    for (const bool waits : {true, false})
    {
        OffloadFixture f;
        Wait(f);
        f.offload->SetAttribute("UseAfterAnswer", BooleanValue(waits));
        f.offload->SetAttribute("RefusalFails", BooleanValue(true));
        f.drivers[0]->answer = DriverAnswer::NOT_SUPPORTED;
        Ear ear(f.sad);
        f.Add(0x1001);
        f.Work();
        EXPECT_EQ(InUse(f), waits ? 0 : 0x1001, "FreeBSD would not wait (R9)");
        f.drivers[0]->GiveAnswer(OffloadFixture::Now());
        f.Work();
        EXPECT_EQ(ear.heard.size(), 2, "two words");
        EXPECT_EQ(ear.heard.at(0), "dead 4097", "there is no such SA");
        EXPECT_EQ(ear.heard.at(1), "refused 4097", "and the key manager is told why");
        // Any other death is none.
        f.drivers[0]->delay = 0;
        f.drivers[0]->answer = DriverAnswer::ACK;
        f.Add(0x1002);
        f.Work();
        ear.heard.clear();
        f.Delete(0x1002);
        f.Work();
        EXPECT_EQ(ear.heard.size(), 1, "a DELETE is not a refusal");
    }
}

void
RequestTests::NothingToWaitFor()
{
    OffloadFixture f;
    Wait(f);
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.Add(0x1001);
    EXPECT_EQ(f.Sa(0x1001)->IsAlive(), true, "it asks for no offload");
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(false));
    f.offload->SetAttribute("Enabled", BooleanValue(false));
    f.Add(0x1002);
    EXPECT_EQ(f.Sa(0x1002)->IsAlive(), true, "there is no offload (R1)");
    f.offload->SetAttribute("Enabled", BooleanValue(true));
    f.offload->SetAttribute("LoseOffers", UintegerValue(1));
    f.Add(0x1003);
    EXPECT_EQ(f.Sa(0x1003)->IsAlive(), true, "its offer is lost (R39)");
    f.drivers[0]->methods = 0;
    f.Add(0x1004);
    f.Work();
    EXPECT_EQ(f.Sa(0x1004)->IsAlive(), true, "no driver can take it");
}

void
RequestTests::SwitchedOffMeanwhile()
{
    OffloadFixture f;
    Wait(f);
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.offload->SetAttribute("Enabled", BooleanValue(false));
    f.drivers[0]->GiveAnswer(OffloadFixture::Now());
    f.Work();
    EXPECT_EQ(f.Sa(0x1001)->IsAlive(), true, "answered");
    EXPECT_EQ(f.Sa(0x1002)->IsAlive(), true, "nobody will answer");
}

void
RequestTests::DeletedMeanwhile()
{
    OffloadFixture f;
    Wait(f);
    for (const uint32_t spi : {0x1001, 0x1002, 0x1003})
    {
        f.Add(spi);
    }
    f.Work();
    f.Delete(0x1001); // while the driver is asked
    const SaConfig& config = f.Sa(0x1002)->GetConfig();
    EXPECT_EQ(f.sad->DeleteAll(OffloadFixture::Now(), config.source, config.destination),
              2,
              "of those that nobody finds yet, too (R34)");
    f.drivers[0]->GiveAnswer(OffloadFixture::Now());
    f.Work();
    EXPECT_EQ(f.sad->GetSize(), 0, "none comes back");
    EXPECT_EQ(f.CountNewKeys(), 1, "the others are not offered (R73)");
    EXPECT_EQ(f.CountDeinstalls(), 1, "undone (R74)");
}

void
RequestTests::UpdatedMeanwhile()
{
    OffloadFixture f;
    Wait(f);
    f.Add(0x1001);
    SaLifetime hard;
    SaLifetime soft;
    hard.addTime = 10 * PS_PER_SECOND;
    soft.addTime = 5 * PS_PER_SECOND;
    EXPECT_EQ(f.sad->UpdateLifetimes(0, 0x1001, hard, soft) == DatabaseResult::OK, true, "limits");
    EXPECT_EQ(f.Sa(0x1001)->GetState() == SaState::PENDING, true, "is no answer");
    f.Work();
    f.drivers[0]->GiveAnswer(OffloadFixture::Now());
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.size(), 1, "nor another offer");
    f.sad->ExpireAt(6 * PS_PER_SECOND);
    EXPECT_EQ(f.Sa(0x1001)->GetState() == SaState::DYING, true, "the limits count");
}

void
RequestTests::Moved()
{
    for (const DriverAnswer answer : {DriverAnswer::ACK, DriverAnswer::FAULT})
    {
        OffloadFixture f;
        f.sad->SetAttribute("CloneForgetsOffload", BooleanValue(false));
        f.offload->SetAttribute("SequenceHandover", BooleanValue(true));
        f.offload->SetAttribute("FaultFails", BooleanValue(true));
        f.offload->SetAttribute("EpochWait", TimeValue(MilliSeconds(1)));
        f.Add(0x1001);
        f.Work();
        EXPECT_EQ(f.drivers[0]->offers.at(0).sequence->next, 1, "a fresh SA");
        Wait(f);
        f.drivers[0]->answer = answer;
        f.drivers[0]->sequence = SequenceState(f.Sa(0x1001)->GetConfig());
        f.drivers[0]->sequence->next = 42;
        Ear ear(f.sad);
        SaUpdate update = SaUpdate::Of(*f.Sa(0x1001));
        update.newDestination = *IpAddress::FromString("192.0.2.9");
        const Ps now = OffloadFixture::Now();
        const auto find = [&f] { return f.sad->FindBySpi(0x1001); };
        EXPECT_EQ(f.sad->Update(now, update) == DatabaseResult::OK, true, "new addresses");
        EXPECT_EQ(find()->GetState() == SaState::PENDING, true, "nothing goes by either");
        EXPECT_EQ(InUse(f), 0, "nor by the old addresses");
        f.drivers[0]->sequence->next = 45; // what was in the NIC's queues has been sent since
        f.Work();
        f.drivers[0]->GiveAnswer(OffloadFixture::Now()); // to the withdrawal
        f.Work();
        ASSERT_EQ(f.drivers[0]->offers.size(), 2, "offered, behind the withdrawal");
        EXPECT_EQ(f.drivers[0]->deinstalls.size(), 1, "of the old one");
        EXPECT_EQ(f.drivers[0]->offers.at(1).sequence->next, 45, "goes on behind the old one");
        f.drivers[0]->GiveAnswer(OffloadFixture::Now());
        f.Work();
        if (answer == DriverAnswer::ACK)
        {
            EXPECT_EQ(find()->GetState() == SaState::MATURE, true, "answered");
            EXPECT_EQ(ToString(f.offload->Find(*find(), PeekPointer(f.interfaces[0])).reason),
                      std::string("none"),
                      "the offload moved with it");
            EXPECT_EQ(find()->GetConfig().destination.ToString(), "192.0.2.9", "where to");
        }
        EXPECT_EQ(ear.heard.back(),
                  answer == DriverAnswer::ACK ? "admitted 4097" : "refused 4097",
                  "the key manager is told");
        f.sad->CheckInvariants();
    }
}

void
RequestTests::GetSpi()
{
    OffloadFixture f;
    Wait(f);
    const SaConfig config = OffloadFixture::ConfigOf(0x1001);
    SpiRequest request;
    request.source = config.source;
    request.destination = config.destination;
    request.mode = config.mode;
    request.lowest = request.highest = config.spi;
    const auto sa = f.sad->GetSpi(0, request);
    SaUpdate update = SaUpdate::Of(*sa);
    update.cipher = config.cipher;
    update.key = config.key;
    EXPECT_EQ(f.sad->Update(0, update) == DatabaseResult::OK, true, "keys");
    EXPECT_EQ(sa->GetState() == SaState::PENDING, true, "the same as with ADD");
    f.Work();
    f.drivers[0]->GiveAnswer(OffloadFixture::Now());
    f.Work();
    EXPECT_EQ(sa->GetState() == SaState::MATURE, true, "answered");
}

void
RequestTests::Lost()
{
    OffloadFixture f;
    f.offload->SetAttribute("DownDeletes", BooleanValue(true));
    for (uint32_t spi = 0x1001; spi <= 0x100a; ++spi)
    {
        f.Add(spi);
    }
    f.Work();
    const Ear ear(f.sad);
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    f.Work();
    EXPECT_EQ(ear.heard.size(), 20, "each of ten");
    for (size_t i = 0; i < ear.heard.size() / 2; ++i)
    {
        EXPECT_EQ(ear.heard[2 * i + 1], "lost " + std::to_string(0x1001 + i), "the reason");
    }
}

void
RequestTests::NobodyWaitsForTheLost()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("DownDeletes", BooleanValue(true));
    f.offload->SetAttribute("EpochWait", TimeValue(MilliSeconds(1)));
    for (uint32_t spi = 0x1001; spi <= 0x100a; ++spi)
    {
        f.Add(spi, "eth0");
    }
    f.Add(0x2001); // on both
    f.Work();
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 1, "only what the other interface has, too");
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 12, "each handle once (R210)");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 0, "none is left");
}

/// Names and bodies.
const struct
{
    const char* name;                    // with rule numbers
    MethodTest<RequestTests>::Body body; // what to do
} CASES[] = {
    {"Linux, DPDK: an SA is used after the driver's answer", &RequestTests::UsedAfterTheAnswer},
    {"a refused request is told, and no other death is one", &RequestTests::Refused},
    {"an SA that is not offered waits for nobody", &RequestTests::NothingToWaitFor},
    {"offload is switched off while SAs wait", &RequestTests::SwitchedOffMeanwhile},
    {"R34 R73 R74 an SA is deleted before the answer", &RequestTests::DeletedMeanwhile},
    {"limits are changed before the answer", &RequestTests::UpdatedMeanwhile},
    {"R143 Linux: new addresses move an SA with its offload, its numbers and its window",
     &RequestTests::Moved},
    {"GETSPI and UPDATE wait for the answer as ADD does", &RequestTests::GetSpi},
    {"Linux: an interface that goes down tells of each SA that goes with it", &RequestTests::Lost},
    {"Linux: who takes an interface down removes its handles, no request waits for that",
     &RequestTests::NobodyWaitsForTheLost},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-requests".
 */
class OffloadRequestsTestSuite : public PicosecondTestSuite
{
  public:
    OffloadRequestsTestSuite()
        : PicosecondTestSuite("ipsec-offload-requests", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<RequestTests>(test.name, test.body));
        }
    }
};

OffloadRequestsTestSuite g_offloadRequestsTestSuite; //!< the suite

} // namespace
