/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-fixture.h"
#include "picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/drv-spi-allocator.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/log.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload. A test's name carries the rules that it covers.
 */

using namespace ns3;
using namespace ns3::tests;

// Compares across integer types and says what was compared.
#define EXPECT(actual, expected, what) \
    NS_TEST_EXPECT_MSG_EQ((Plain(actual)), (Plain(expected)), #actual << ": " << (what))

namespace
{

constexpr Ps MS = 1'000'000'000; // a millisecond
constexpr Ps US = 1'000'000;     // a microsecond

/// @param value a number @return the same in one type for all
template <typename T>
std::enable_if_t<std::is_integral_v<T>, int64_t>
Plain(T value)
{
    return static_cast<int64_t>(value);
}

/// @param text a text @return the same
std::string
Plain(std::string text)
{
    return text;
}

/**
 * @ingroup ipsec-offload-tests
 * One test of model/offload: a name and a method.
 */
class OffloadTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (OffloadTest::*)();

    /** @param name with rule numbers @param body what to do */
    OffloadTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void SwitchedOff();
    void CapabilitySwitch();
    void MethodMissing();
    void DeinstallArguments();
    void OneWorker();
    void AddDoesNotWait();
    void LowestFirst();
    void SharedSpace();
    void NameTakesValues();
    void Exhaustion();
    void Leak();
    void CapacityLaw();
    void Triggers();
    void WalkAnswers();
    void FaultStopsWalk();
    void AnswersTwice();
    void Direction();
    void AfterTheWalk();
    void OnceInALife();
    void JoinsDuringWalk();
    void ExactName();
    void AllKinds();
    void Burst();
    void Expiry();
    void DeinstAtOnce();
    void EpochWait();
    void OutlivesSa();
    void SecondDelete();
    void Flush();
    void NamedInterface();
    void SequenceSplit();
    void Drain();
    void SoftwareView();
    void History();
    void Reports();
    void StrayReports();
    void Backwards();
    void Totals();
    void CounterReads();
    void InterfaceDown();
    void Race();
    void DownDuringCall();
    void DownBesideWorker();
    void OfferOnlyNamed();
    void RefusalFails();
    void DeepQueue();
    void AfterTheEnd();
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
    void VerboseLog();

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

void
OffloadTest::SwitchedOff()
{
    OffloadFixture f;
    f.offload->SetAttribute("Enabled", BooleanValue(false));
    f.Add(0x1001);
    f.Work();
    EXPECT(f.CountNewKeys(), 0, "no offer");
    EXPECT(f.Why(0x1001), "offload-off", "reason");
    EXPECT(f.offload->GetWorker().GetCompleted(), 0, "no task");
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001)) == nullptr, true, "no extra dump field");
}

void
OffloadTest::CapabilitySwitch()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Work();
    EXPECT(f.Why(0x1001), "none", "offloaded");
    f.interfaces[0]->SetCapabilityEnabled(false);
    EXPECT(f.Why(0x1001), "cap-disabled", "at once");
    f.Add(0x1002);
    f.Work();
    EXPECT(f.CountNewKeys(), 1, "not offered while off");
    f.interfaces[0]->SetCapabilityEnabled(true);
    EXPECT(f.Why(0x1001), "none", "the old handle is usable again");
    EXPECT(f.Why(0x1002), "no-handle", "its offer is over");
    f.Work();
    EXPECT(f.CountNewKeys(), 1, "no new call");
    EXPECT(f.CountDeinstalls(), 0, "nothing was withdrawn");
    EXPECT(std::string(ToString(f.offload->Find(*f.Sa(0x1001), nullptr).reason)),
           "no-interface",
           "unknown interface");
    const auto plain = f.offload->AddInterface("plain", nullptr);
    EXPECT(std::string(ToString(f.offload->Find(*f.Sa(0x1001), PeekPointer(plain)).reason)),
           "cap-disabled",
           "an interface without a driver");
}

void
OffloadTest::MethodMissing()
{
    OffloadFixture f(2);
    f.drivers[0]->methods = OffloadDriver::POLICY_ADD | OffloadDriver::SA_DEINSTALL;
    f.Add(0x1001);
    f.Work();
    EXPECT(f.drivers[0]->offers.size(), 0, "without the method");
    EXPECT(f.drivers[1]->offers.size(), 1, "with it");
    EXPECT(f.Why(0x1001, 0), "no-handle", "reason");
    EXPECT(f.offload->GetDrvSpisTaken(), 1, "no value for it");
}

void
OffloadTest::DeinstallArguments()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.Delete(0x1002);
    f.Work();
    EXPECT(f.drivers[0]->deinstalls.size(), 1, "calls");
    EXPECT(f.drivers[0]->deinstalls[0].drvSpi, f.drivers[0]->offers[1].drvSpi, "drv_spi");
    EXPECT(f.drivers[0]->deinstalls[0].cookie,
           0xc00c1e000000 + f.drivers[0]->offers[1].drvSpi,
           "cookie");
}

void
OffloadTest::OneWorker()
{
    OffloadFixture f(2);
    f.drivers[0]->delay = 2 * MS;
    f.drivers[1]->delay = 3 * MS;
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    const auto& a = f.drivers[0]->offers;
    const auto& b = f.drivers[1]->offers;
    EXPECT(a[0].when, 0, "first SA, first interface");
    EXPECT(b[0].when, 2 * MS, "first SA, second interface");
    EXPECT(a[1].when, 5 * MS, "second SA after the sum of both");
    EXPECT(b[1].when, 7 * MS, "second SA, second interface");
    EXPECT(a[0].spi, 0x1001, "in order");
    EXPECT(f.answers.back().when, 10 * MS, "last answer");
}

void
OffloadTest::AddDoesNotWait()
{
    OffloadFixture f;
    f.drivers[0]->answer = DriverAnswer::FAULT;
    DatabaseResult result = DatabaseResult::INVALID;
    const auto sa = f.sad->Add(0, OffloadFixture::ConfigOf(0x1001), &result);
    EXPECT(result == DatabaseResult::OK, true, "success");
    EXPECT(f.CountNewKeys(), 0, "no driver call yet");
    f.Work();
    EXPECT(f.CountNewKeys(), 1, "later");
    EXPECT(sa->IsAlive(), true, "success says nothing about offload");
}

void
OffloadTest::LowestFirst()
{
    DrvSpiAllocator allocator;
    for (uint32_t expected = 3; expected <= 65535; ++expected)
    {
        if (allocator.Take() != expected)
        {
            EXPECT(expected, 0, "out of order");
            return;
        }
    }
    EXPECT(allocator.GetTaken(), 65533, "all of them (R20)");
    EXPECT(allocator.Take(), 0, "none left");
    for (uint16_t freed: {40000, 3, 64, 65535, 4096})
    {
        allocator.Free(freed);
    }
    for (uint16_t expected: {3, 64, 4096, 40000, 65535})
    {
        EXPECT(allocator.Take(), expected, "lowest free first");
    }
    EXPECT(allocator.Take(), 0, "none left again");
}

void
OffloadTest::SharedSpace()
{
    OffloadFixture f(3);
    f.drivers[1]->answer = DriverAnswer::NOT_SUPPORTED;
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    for (size_t i = 0; i < 3; ++i)
    {
        EXPECT(f.DrvSpi(0x1001, i), 3 + i, "first SA");
        EXPECT(f.DrvSpi(0x1002, i), 6 + i, "second SA");
    }
    EXPECT(f.offload->GetDrvSpisTaken(), 6, "values in use");
}

void
OffloadTest::NameTakesValues()
{
    OffloadFixture f(2);
    f.Add(0x1001, "eth1");
    f.Work();
    EXPECT(f.drivers[0]->offers.size(), 0, "no call on the other interface");
    EXPECT(f.drivers[1]->offers.size(), 1, "a call on the named one");
    EXPECT(f.drivers[1]->offers[0].drvSpi, 4, "value 3 went to the mismatch");
    EXPECT(f.Why(0x1001, 0), "name-mismatch", "reason");
    EXPECT(f.offload->GetStatistics().nameMismatches, 1, "counted");
    const SaHandle* rejected = f.offload->FindByDrvSpi(3);
    EXPECT(rejected && !rejected->handled, true, "REJECTED and in the map");
    f.Delete(0x1001);
    f.Work();
    EXPECT(f.offload->GetDrvSpisTaken(), 0, "freed when forgotten");
    EXPECT(f.offload->FindByDrvSpi(3) == nullptr, true, "out of the map");
    EXPECT(f.CountDeinstalls(), 1, "one call (R66)");
}

void
OffloadTest::Exhaustion()
{
    for (bool stops: {false, true})
    {
        OffloadFixture f(3);
        f.offload->SetAttribute("LastDrvSpi", UintegerValue(3));
        f.offload->SetAttribute("WalkStopsOnError", BooleanValue(stops));
        f.Add(0x1001);
        f.Work();
        EXPECT(f.CountNewKeys(), 1, "one value, one offer");
        EXPECT(f.offload->GetStatistics().exhausted, stops ? 1 : 2, "tried");
        EXPECT(f.Why(0x1001, 0), "none", "first");
        EXPECT(f.Why(0x1001, 1), "exhausted-drv-spi", "second");
        EXPECT(f.Why(0x1001, 2), stops ? "no-handle" : "exhausted-drv-spi", "third");
        EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 1, "no handle");
        f.Delete(0x1001);
        f.Work();
        f.Add(0x1002);
        f.Work();
        EXPECT(f.Why(0x1002, 0), "none", "the value is free again");
    }
}

void
OffloadTest::Leak()
{
    for (bool leaks: {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("LeakDrvSpiOnFault", BooleanValue(leaks));
        f.drivers[0]->answers[0x1001] = DriverAnswer::FAULT;
        f.Add(0x1001);
        f.Work();
        EXPECT(f.offload->GetDrvSpisTaken(), leaks ? 1 : 0, "after the fault");
        EXPECT(f.Why(0x1001), "driver-fault", "reason");
        f.Delete(0x1001);
        f.Work();
        EXPECT(f.offload->GetDrvSpisTaken(), leaks ? 1 : 0, "for ever");
        f.Add(0x1002);
        f.Work();
        EXPECT(f.DrvSpi(0x1002), leaks ? 4 : 3, "next value");
    }
}

void
OffloadTest::CapacityLaw()
{
    OffloadFixture f(3);
    f.offload->SetAttribute("LastDrvSpi", UintegerValue(12)); // ten values
    for (uint32_t spi = 0x1001; spi <= 0x1005; ++spi)
    {
        f.Add(spi);
    }
    f.Work();
    size_t full = 0;
    for (uint32_t spi = 0x1001; spi <= 0x1005; ++spi)
    {
        full += IpsecOffload::GetState(*f.Sa(spi))->handles.size() == 3 ? 1 : 0;
    }
    EXPECT(full, 3, "SAs with a handle everywhere");
    EXPECT(f.offload->GetDrvSpisTaken(), 10, "values in use");
    EXPECT(f.offload->GetStatistics().exhausted, 5, "offers without a value");
}

void
OffloadTest::Triggers()
{
    OffloadFixture f;
    f.Add(0x1001);
    EXPECT(f.offload->GetWorker().GetLength(), 2, "two tasks");
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->installed, false, "INST not yet");
    EXPECT(f.Why(0x1001), "not-yet-offered", "reason");
    f.sad->UpdateLifetimes(0, 0x1001, {}, {});
    EXPECT(f.offload->GetWorker().GetLength(), 3, "UPDATE adds one while INST is clear");
    f.Work();
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->installed, true, "INST");
    EXPECT(f.offload->GetWorker().GetCompleted(), 3, "tasks run");
    EXPECT(f.CountNewKeys(), 1, "exactly one call");
    f.sad->UpdateLifetimes(OffloadFixture::Now(), 0x1001, {}, {});
    EXPECT(f.offload->GetWorker().GetLength(), 0, "ignored with INST (R38)");
}

void
OffloadTest::WalkAnswers()
{
    OffloadFixture f(4);
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.drivers[2]->answer = DriverAnswer::NOT_SUPPORTED;
    f.Add(0x1001);
    f.Work();
    const std::vector<SoftwareReason> expected{SoftwareReason::NONE,
                                               SoftwareReason::DRIVER_FAULT,
                                               SoftwareReason::REJECTED,
                                               SoftwareReason::NONE};
    EXPECT(f.answers.size(), 4, "answers");
    for (size_t i = 0; i < 4; ++i)
    {
        EXPECT(f.answers[i].interface, "eth" + std::to_string(i), "order");
        EXPECT(std::string(ToString(f.answers[i].reason)), ToString(expected[i]), "answer");
        EXPECT(f.Why(0x1001, i), ToString(expected[i]), "reason");
    }
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 3, "no handle after a fault");
    const auto& statistics = f.offload->GetStatistics();
    EXPECT(statistics.offers, 4, "offers");
    EXPECT(statistics.acks, 2, "acks");
    EXPECT(statistics.nacks, 1, "nacks");
    EXPECT(statistics.faults, 1, "faults");
    f.Delete(0x1001);
    f.Work();
    EXPECT(f.CountDeinstalls(), 2, "only the HANDLED ones");
    EXPECT(f.withdrawals.size(), 3, "all three handles");
}

void
OffloadTest::FaultStopsWalk()
{
    OffloadFixture f(3);
    f.offload->SetAttribute("WalkStopsOnError", BooleanValue(true));
    f.drivers[0]->answer = DriverAnswer::NOT_SUPPORTED;
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.Add(0x1001);
    f.Work();
    EXPECT(f.drivers[1]->offers.size(), 1, "behind a nack");
    EXPECT(f.drivers[2]->offers.size(), 0, "behind a fault");
    EXPECT(f.Why(0x1001, 2), "no-handle", "reason");
}

void
OffloadTest::AnswersTwice()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->GiveAnswer(0, 2);
    f.Work();
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 1, "handles");
    EXPECT(f.offload->GetStatistics().acks, 1, "acks");
}

void
OffloadTest::Direction()
{
    for (bool known: {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("DirectionKnown", BooleanValue(known));
        SaConfig config = OffloadFixture::ConfigOf(0x1001);
        config.direction = IpsecDirection::IN;
        f.sad->Add(0, config);
        f.Work();
        EXPECT(std::string(ToString(f.drivers[0]->offers[0].direction)),
               known ? "in" : "unknown",
               "direction offered");
    }
}

void
OffloadTest::AfterTheWalk()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.Add(0x1001);
    f.Work();
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->forgetRecord, false, "during the call");
    EXPECT(f.Why(0x1001), "not-yet-offered", "during the call");
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->forgetRecord, true, "after the walk");
    EXPECT(f.offload->FindByDrvSpi(3)->estimate, 46, "AES-GCM over IPv4 (R147)");
}

void
OffloadTest::OnceInALife()
{
    OffloadFixture f(2);
    f.drivers[0]->slots = 0;
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->slots = 8;
    f.drivers[1]->answer = DriverAnswer::ACK;
    f.drivers.push_back(CreateObject<MockOffloadDriver>());
    f.interfaces.push_back(f.offload->AddInterface("late", f.drivers.back()));
    f.sad->UpdateLifetimes(OffloadFixture::Now(), 0x1001, {}, {});
    f.Work();
    EXPECT(f.CountNewKeys(), 2, "never again");
    EXPECT(f.Why(0x1001, 0), "rejected", "nacked once");
    EXPECT(f.Why(0x1001, 1), "driver-fault", "faulted once");
    EXPECT(f.Why(0x1001, 2), "no-handle", "an interface that came later");
    f.Add(0x1002);
    f.Work();
    EXPECT(f.CountNewKeys(), 5, "a new SA is offered everywhere");
    EXPECT(f.Why(0x1002, 2), "none", "there too");
}

void
OffloadTest::JoinsDuringWalk()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.Add(0x1001);
    f.Work();
    f.drivers.push_back(CreateObject<MockOffloadDriver>());
    f.interfaces.push_back(f.offload->AddInterface("late", f.drivers.back()));
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT(f.drivers[1]->offers.size(), 0, "not offered");
    EXPECT(f.Why(0x1001, 1), "no-handle", "reason");
}

void
OffloadTest::ExactName()
{
    OffloadFixture f(0);
    for (const char* name: {"mce0", "mce0.5"})
    {
        f.drivers.push_back(CreateObject<MockOffloadDriver>());
        f.interfaces.push_back(f.offload->AddInterface(name, f.drivers.back()));
    }
    f.Add(0x1001, "mce0.5");
    f.Work();
    EXPECT(f.Why(0x1001, 0), "name-mismatch", "parent");
    EXPECT(f.Why(0x1001, 1), "none", "VLAN");
}

void
OffloadTest::AllKinds()
{
    OffloadFixture f;
    SaConfig tunnel = OffloadFixture::ConfigOf(0x1001);
    tunnel.mode = IpsecMode::TUNNEL;
    f.sad->Add(0, tunnel);
    SaConfig ah = OffloadFixture::ConfigOf(0x1002);
    ah.protocol = IpsecProtocol::AH;
    ah.cipher = nullptr;
    ah.key.clear();
    for (const auto& algorithm: GetIpsecAlgorithms())
    {
        if (algorithm.isAuthenticator && !ah.authenticator)
        {
            ah.authenticator = &algorithm;
            ah.authKey.resize(algorithm.GetKeyBytes());
        }
    }
    EXPECT(f.sad->Add(0, ah) != nullptr, true, "the SAD takes AH");
    f.Work();
    EXPECT(f.CountNewKeys(), 2, "refusing is the driver's job");
}

void
OffloadTest::Burst()
{
    OffloadFixture f;
    constexpr uint32_t count = 10000;
    f.drivers[0]->delay = MS;
    for (uint32_t i = 0; i < count; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.WorkUntil(500 * MS);
    EXPECT(f.Why(0x1000 + 499), "none", "offered by now");
    EXPECT(f.Why(0x1000 + 501), "not-yet-offered", "still waiting");
    f.Work();
    EXPECT(f.answers.size(), count, "answers");
    bool ordered = true;
    for (uint32_t i = 0; i < count; ++i)
    {
        ordered = ordered && f.answers[i].spi == 0x1000 + i && f.answers[i].when == (i + 1) * MS;
    }
    EXPECT(ordered, true, "the i-th answer comes at i times t");
}

void
OffloadTest::Expiry()
{
    OffloadFixture f;
    SaConfig config = OffloadFixture::ConfigOf(0x1001);
    config.soft.addTime = 10 * PS_PER_SECOND;
    config.hard.addTime = 20 * PS_PER_SECOND;
    const auto sa = f.sad->Add(0, config);
    f.Work();
    f.sad->ExpireAt(11 * PS_PER_SECOND);
    EXPECT(sa->GetState() == SaState::DYING, true, "soft");
    f.Work();
    EXPECT(f.CountDeinstalls(), 0, "still offloaded");
    const auto* interface = PeekPointer(f.interfaces[0]);
    EXPECT(f.offload->Find(*sa, interface).handle != nullptr, true, "and used");
    f.sad->ExpireAt(21 * PS_PER_SECOND);
    f.Work();
    EXPECT(f.CountDeinstalls(), 1, "hard");
}

void
OffloadTest::DeinstAtOnce()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Work();
    f.Delete(0x1001);
    const SaOffloadState* state = IpsecOffload::GetState(*f.Sa(0x1001));
    EXPECT(state->deinstalled, true, "DEINST at once");
    EXPECT(state->forgetRecord, false, "record taken");
    EXPECT(f.offload->GetWorker().GetLength(), 1, "queued");
    EXPECT(f.CountDeinstalls(), 0, "no call yet");
    f.offload->SaDead(OffloadFixture::Now(), *f.Sa(0x1001));
    EXPECT(f.offload->GetWorker().GetLength(), 1, "once only");
    f.Work();
    EXPECT(f.CountDeinstalls(), 1, "one call");
    EXPECT(f.Why(0x1001), "withdrawn", "reason");
    EXPECT(f.Sa(0x1001)->GetReferenceCount(), 1, "only the test keeps the SA");
}

void
OffloadTest::EpochWait()
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
    EXPECT(f.offload->FindByDrvSpi(3) == nullptr, true, "unlinked first");
    EXPECT(f.offload->FindByDrvSpi(4) != nullptr, true, "one after the other");
    EXPECT(f.CountDeinstalls(), 0, "the epoch wait comes before the call");
    EXPECT(f.offload->GetDrvSpisTaken(), 2, "the value is free at the end only");
    f.Work();
    EXPECT(f.drivers[0]->deinstalls[0].when, 700 * US, "call after the wait");
    EXPECT(f.withdrawals[0].when, 2700 * US, "free after the call");
    EXPECT(f.withdrawals[1].when, 3400 * US, "a REJECTED handle waits too, without a call");
    EXPECT(f.CountDeinstalls(), 1, "calls");
    EXPECT(f.offload->GetDrvSpisTaken(), 0, "values in use");
}

void
OffloadTest::OutlivesSa()
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
    EXPECT(handle != nullptr, true, "still known");
    IpsecOffload::CountReceive(start + MS / 2, *handle, 100);
    const SaOffloadState* state = IpsecOffload::GetState(*f.Sa(0x1001));
    EXPECT(state->softwareView.packets, 1, "and counted (R157)");
    EXPECT(*state->hardwareFirstUsed, start + MS / 2, "hardware first use");
    TransformHistory history;
    EXPECT(f.offload->FillHistory(*f.interfaces[0], drvSpi, history), true, "history");
    f.WorkUntil(start + 3 * MS / 2);
    EXPECT(f.CountDeinstalls(), 0, "in the epoch wait");
    EXPECT(f.offload->FindByDrvSpi(drvSpi) == nullptr, true, "unknown now");
    EXPECT(f.offload->FillHistory(*f.interfaces[0], drvSpi, history), false, "no history");
    f.Work();
    EXPECT(f.CountDeinstalls(), 1, "withdrawn");
}

void
OffloadTest::SecondDelete()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Work();
    f.Delete(0x1001);
    EXPECT(f.sad->Delete(0, 0x1001) == DatabaseResult::NO_ENTRY, true, "no such SA");
    f.Work();
    EXPECT(f.CountDeinstalls(), 1, "calls");
}

void
OffloadTest::Flush()
{
    OffloadFixture f;
    f.drivers[0]->delay = 0;
    constexpr uint32_t count = 50;
    for (uint32_t i = 0; i < count; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.Work();
    EXPECT(f.sad->Flush(0, IpsecProtocol::ESP), count, "SAs");
    EXPECT(f.offload->GetWorker().GetLength(), count, "tasks");
    f.Add(0x2000);
    f.Work();
    EXPECT(f.drivers[0]->offers.back().when, count * MS, "a new SA waits behind them");
    EXPECT(f.CountDeinstalls(), count, "calls");
    EXPECT(f.DrvSpi(0x2000), 3, "the lowest value was freed (R13)");
}

void
OffloadTest::NamedInterface()
{
    OffloadFixture f(2);
    f.Add(0x1001, "eth1");
    f.Work();
    EXPECT(f.drivers[0]->offers.size(), 0, "eth0");
    EXPECT(f.drivers[1]->offers.size(), 1, "eth1");
    EXPECT(f.Why(0x1001, 0), "name-mismatch", "eth0");
    EXPECT(f.Why(0x1001, 1), "none", "eth1");
}

void
OffloadTest::SequenceSplit()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    for (uint64_t expected = 1; expected <= 5; ++expected)
    {
        EXPECT(f.Why(0x1001), "not-yet-offered", "software");
        EXPECT(*sa->NextSequence(), expected, "software number");
    }
    f.Work();
    EXPECT(f.Why(0x1001), "none", "offloaded now");
    EXPECT(f.drivers[0]->offers[0].firstSequence, 6, "what the NIC may start from");
}

void
OffloadTest::Drain()
{
    OffloadFixture f;
    f.drivers[0]->delay = 2 * MS;
    for (uint32_t spi = 0x1001; spi <= 0x1010; ++spi)
    {
        f.Add(spi);
    }
    OffloadWorker& worker = f.offload->GetWorker();
    Ps drained = -1;
    size_t offered = 0;
    worker.WhenIdle(0,
                    [&](Ps now)
                    {
                        drained = now;
                        offered = f.answers.size();
                    });
    f.Add(0x2000); // behind the call: not waited for
    EXPECT(drained, -1, "not yet");
    f.Work();
    EXPECT(drained, 16 * 2 * MS, "n times t");
    EXPECT(offered, 16, "offers done by then");
    EXPECT(f.answers.size(), 17, "the later one too in the end");
    drained = -1;
    worker.WhenIdle(OffloadFixture::Now(), [&](Ps now) { drained = now; });
    EXPECT(drained, OffloadFixture::Now(), "at once when idle");
}

void
OffloadTest::SoftwareView()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    f.Work();
    SaHandle* handle = f.offload->Find(*sa, PeekPointer(f.interfaces[0])).handle;
    IpsecOffload::CountTransmit(*handle, 1400);
    IpsecOffload::CountTransmit(*handle, 600);
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    EXPECT(state->softwareView.packets, 2, "packets");
    EXPECT(state->softwareView.octets, 2000, "octets");
    EXPECT(state->hardwareFirstUsed.has_value(), false, "transmit does not set it");
    IpsecOffload::CountReceive(7, *handle, 100);
    IpsecOffload::CountReceive(9, *handle, 100);
    EXPECT(*state->hardwareFirstUsed, 7, "first receive does");
    EXPECT(sa->GetCurrent().packets, 0, "CURRENT waits for the driver (R141, R180)");
}

void
OffloadTest::History()
{
    OffloadFixture f(2);
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.Add(0x1001);
    f.Work();
    TransformHistory history;
    for (uint16_t bad: {0, 1, 2, 4, 65535})
    {
        EXPECT(f.offload->FillHistory(*f.interfaces[0], bad, history),
               false,
               "unknown " + std::to_string(bad));
    }
    EXPECT(f.offload->FillHistory(*f.interfaces[1], 3, history), false, "wrong interface");
    EXPECT(history.IsEmpty(), true, "nothing added");
    EXPECT(f.offload->FillHistory(*f.interfaces[0], 3, history), true, "known");
    EXPECT(history.begin()->spi, 0x1001, "SPI");
    EXPECT(history.begin()->destination.ToString(), "192.0.2.2", "destination");
    EXPECT(history.begin()->mode == IpsecMode::TRANSPORT, true, "mode");
}

void
OffloadTest::Reports()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    f.Work();
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    f.drivers[0]->SendReport(5, 3, {0, 0});
    EXPECT(sa->GetFirstUsed().has_value(), false, "nothing used yet");
    f.drivers[0]->SendReport(6, 3, {10, 1000});
    EXPECT(*sa->GetFirstUsed(), 6, "first use");
    EXPECT(*state->hardwareFirstUsed, 6, "hardware first use");
    f.drivers[0]->SendReport(7, 3, {10, 1000});
    EXPECT(sa->GetCurrent().octets, 1000, "the same value again adds nothing");
    f.drivers[0]->SendReport(8, 3, {15, 1700});
    EXPECT(sa->GetCurrent().packets, 15, "CURRENT packets");
    EXPECT(sa->GetCurrent().octets, 1700, "CURRENT octets");
    EXPECT(state->hardwareTotals.octets, 1700, "hardware totals");
    EXPECT(*sa->GetFirstUsed(), 6, "first use stays");
    EXPECT(f.offload->GetStatistics().reports, 4, "reports");
}

void
OffloadTest::StrayReports()
{
    OffloadFixture f(2);
    f.drivers[1]->answer = DriverAnswer::FAULT;
    const auto sa = f.Add(0x1001);
    f.Work();
    f.drivers[0]->SendReport(1, 77, {5, 500});
    f.drivers[1]->SendReport(2, 3, {5, 500});
    EXPECT(f.offload->GetStatistics().strayReports, 2, "unknown drv_spi, wrong interface");
    EXPECT(sa->GetCurrent().octets, 0, "nothing counted");
    EXPECT(sa->GetFirstUsed().has_value(), false, "of no SA that it could be");
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    f.drivers[0]->SendReport(3, 3, {5, 500});
    EXPECT(f.offload->GetStatistics().strayReports, 3, "unlinked: the traffic is lost (R183)");
    EXPECT(sa->GetCurrent().octets, 0, "nothing counted");
    EXPECT(*sa->GetFirstUsed(), 3, "but the SA was used");
    EXPECT(*IpsecOffload::GetState(*sa)->hardwareFirstUsed, 3, "by hardware");
    f.Work();
}

void
OffloadTest::Backwards()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    f.Work();
    f.drivers[0]->SendReport(1, 3, {10, 1000});
    f.drivers[0]->SendReport(2, 3, {9, 900});
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    EXPECT(state->hardwareTotals.octets, 900, "sum modulo 2^64");
    EXPECT(f.offload->FindByDrvSpi(3)->lastReport.octets, 900, "stored");
    f.drivers[0]->SendReport(3, 3, {0, 901});
    EXPECT(state->hardwareTotals.packets, 0, "wraps");
}

void
OffloadTest::Totals()
{
    OffloadFixture f(2);
    const auto sa = f.Add(0x1001);
    f.Work();
    sa->CountSoftware(0, 300);
    f.drivers[0]->SendReport(1, 3, {1, 100});
    f.drivers[1]->SendReport(2, 4, {2, 250});
    f.drivers[0]->SendReport(3, 3, {4, 400});
    EXPECT(IpsecOffload::GetState(*sa)->hardwareTotals.octets, 650, "hardware totals");
    EXPECT(sa->GetCurrent().octets, 950, "CURRENT = software + last absolute values");
    EXPECT(sa->GetCurrent().packets, 7, "packets");
}

void
OffloadTest::CounterReads()
{
    OffloadFixture f(3);
    f.drivers[2]->methods &= ~OffloadDriver::SA_COUNTERS;
    const auto sa = f.Add(0x1001);
    f.Work();
    const auto& offload = f.offload;
    EXPECT(offload->GetReported(*f.interfaces[0], 3)->octets, 0, "stored, nothing yet");
    EXPECT(offload->GetReported(*f.interfaces[1], 3).has_value(), false, "no entry");
    f.drivers[0]->SendReport(1, 3, {1, 100});
    EXPECT(offload->GetReported(*f.interfaces[0], 3)->octets, 100, "stored");
    f.drivers[0]->counters[3] = {5, 500};
    f.drivers[1]->counters[4] = {7, 700};
    EXPECT(offload->ReadHardware(2, *sa, *f.interfaces[0])->octets, 500, "live");
    EXPECT(offload->ReadHardware(2, *sa, *f.interfaces[2]).has_value(), false, "no method");
    EXPECT(offload->ReadHardwareTotal(2, *sa)->octets, 1200, "sum over those with the method");
    f.drivers[1]->counters.clear();
    EXPECT(offload->ReadHardwareTotal(2, *sa).has_value(), false, "an error delivers nothing");
    EXPECT(sa->GetCurrent().octets, 100, "live reads count nothing");
}

void
OffloadTest::InterfaceDown()
{
    OffloadFixture f(2);
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.offload->InterfaceDown(0, f.interfaces[0]);
    EXPECT(f.Why(0x1001, 0), "interface-down", "at once");
    f.Work();
    EXPECT(f.drivers[0]->deinstalls.size(), 2, "all handles of it");
    EXPECT(f.drivers[0]->deinstalls[1].when, 2 * MS, "an epoch wait each (R208)");
    EXPECT(f.drivers[1]->deinstalls.size(), 0, "the other port keeps its own");
    EXPECT(f.Why(0x1001, 1), "none", "and uses it");
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->installed, true, "INST stays set");
    f.offload->InterfaceUp(f.interfaces[0]);
    f.sad->UpdateLifetimes(OffloadFixture::Now(), 0x1001, {}, {});
    f.Work();
    EXPECT(f.CountNewKeys(), 4, "not offered again");
    EXPECT(f.Why(0x1001, 0), "interface-down", "software for ever");
    f.Add(0x1003);
    f.Work();
    EXPECT(f.Why(0x1003, 0), "none", "a new SA is offered there");
}

void
OffloadTest::Race()
{
    for (bool deleteFirst: {false, true})
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
        EXPECT(f.CountDeinstalls(), 2, "once per handle");
        EXPECT(f.withdrawals.size(), 2, "released once");
        EXPECT(f.offload->GetDrvSpisTaken(), 0, "values in use");
    }
}

void
OffloadTest::DownDuringCall()
{
    for (bool backUp: {false, true})
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
        EXPECT(f.drivers[0]->deinstalls.size(), 1, "withdrawn at once");
        EXPECT(f.Why(0x1001, 0), "interface-down", "reason");
        EXPECT(f.drivers[1]->offers.size(), 1, "the walk went on");
        f.drivers[0]->GiveAnswer(OffloadFixture::Now()); // to the withdrawal
        f.Work();
        EXPECT(f.offload->GetDrvSpisTaken(), 1, "only the other port's value");
        f.Delete(0x1001);
        f.Work();
        EXPECT(f.drivers[0]->deinstalls.size(), 1, "not again");
        EXPECT(f.drivers[1]->deinstalls.size(), 1, "the other port's");
    }
}

void
OffloadTest::DownBesideWorker()
{
    OffloadFixture f(2);
    f.Add(0x1001);
    f.Work();
    f.drivers[1]->delay = PS_PER_SECOND;
    f.Add(0x1002);
    f.WorkUntil(MS);
    f.offload->InterfaceDown(MS, f.interfaces[0]);
    f.Work();
    EXPECT(f.drivers[0]->deinstalls.size(), 2, "both SAs");
    EXPECT(f.drivers[0]->deinstalls[0].when, 2 * MS, "after one epoch wait");
}

void
OffloadTest::OfferOnlyNamed()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.Add(0x1001);
    f.Add(0x1002, "eth0");
    f.Work();
    EXPECT(f.CountNewKeys(), 1, "the named one");
    EXPECT(f.Why(0x1001), "no-handle", "not offered");
    EXPECT(f.Why(0x1002), "none", "offered");
}

void
OffloadTest::RefusalFails()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.offload->SetAttribute("RefusalFails", BooleanValue(true));
    f.drivers[0]->answers[0x1001] = DriverAnswer::NOT_SUPPORTED;
    f.drivers[0]->answers[0x1002] = DriverAnswer::FAULT;
    for (uint32_t spi: {0x1001, 0x1002, 0x1003})
    {
        f.Add(spi, "eth0");
    }
    f.Add(0x1004);
    f.Add(0x1005, "eth7");
    f.Work();
    EXPECT(f.sad->FindBySpi(0x1001) == nullptr, true, "nack");
    EXPECT(f.sad->FindBySpi(0x1002) == nullptr, true, "fault");
    EXPECT(f.sad->FindBySpi(0x1003) != nullptr, true, "ack");
    EXPECT(f.sad->FindBySpi(0x1004) != nullptr, true, "offload not asked for");
    EXPECT(f.sad->FindBySpi(0x1005) == nullptr, true, "no such device");
    EXPECT(std::string(ToString(f.answers[0].reason)), "rejected", "the trace saw it");
    EXPECT(f.offload->GetDrvSpisTaken(), 2, "handles of the one that stays");
    EXPECT(f.CountDeinstalls(), 0, "no driver call");
    EXPECT(f.Sa(0x1001)->GetReferenceCount(), 1, "only the test keeps the dead SA");
}

void
OffloadTest::DeepQueue()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("EpochWait", TimeValue(Time(0)));
    constexpr uint32_t count = 10000;
    for (uint32_t i = 0; i < count; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.Work();
    EXPECT(f.CountNewKeys(), 2 * count, "offers");
    f.offload->InterfaceDown(0, f.interfaces[0]);
    EXPECT(f.drivers[0]->deinstalls.size(), count, "withdrawn in one go");
    f.sad->Flush(0, IpsecProtocol::ESP);
    f.Work();
    EXPECT(f.drivers[1]->deinstalls.size(), count, "withdrawn");
    EXPECT(f.offload->GetDrvSpisTaken(), 0, "values in use");
}

void
OffloadTest::AfterTheEnd()
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
    EXPECT(f.drivers[0]->GetWaiting(), 2, "two answers wait");
    f.offload->Dispose();
    EXPECT(sa->GetReferenceCount(), 3, "SAD, fixture and test keep the SA");
    f.drivers[0]->GiveAnswer(0);
    f.drivers[0]->GiveAnswer(0);
    f.drivers[0]->SendReport(0, 3, {1, 1});
    f.Delete(0x1002); // nobody listens
    Simulator::Run();
    EXPECT(drained, false, "nobody is told");
    EXPECT(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 0, "handles are gone");
}

void
OffloadTest::PolicyWithoutRequirements()
{
    for (PolicyKind kind: {PolicyKind::NONE, PolicyKind::DISCARD})
    {
        OffloadFixture f;
        f.AddPolicy(kind);
        f.Work();
        f.DeletePolicy();
        f.Work();
        EXPECT(f.drivers[0]->log.size(), 0, "no call");
    }
}

void
OffloadTest::PolicyLife()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    const auto policy = f.AddPolicy();
    EXPECT(f.drivers[0]->policyAdds.size(), 0, "not inside SPDADD");
    f.offload->PolicyAdded(0, *policy);
    EXPECT(f.offload->GetWorker().GetLength(), 1, "one-shot");
    f.Work();
    const PolicyOffloadState* state = IpsecOffload::GetState(*policy);
    EXPECT(state->handles.size(), 1, "handle before the answer");
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT(state->handles[0]->rejected, false, "HANDLED");
    f.drivers[0]->delay = MS;
    f.DeletePolicy();
    f.offload->PolicyRemoved(0, *policy);
    EXPECT(f.offload->GetWorker().GetLength(), 1, "a second delete does nothing (R106)");
    f.WorkUntil(MS / 2);
    EXPECT(state->handles.size(), 0, "unlinked at once");
    EXPECT(f.drivers[0]->policyDeletes.size(), 0, "the epoch wait comes first");
    f.Work();
    EXPECT(f.drivers[0]->policyDeletes.size(), 1, "deleted");
    EXPECT(f.drivers[0]->policyDeletes[0], policy->GetId(), "with its cookie");
    EXPECT(OffloadFixture::Now(), 2 * MS, "epoch wait and call");
    EXPECT(policy->GetReferenceCount(), 1, "only the test keeps the policy");
}

void
OffloadTest::PolicyName()
{
    OffloadFixture f(3);
    f.drivers[2]->methods = OffloadDriver::SA_NEWKEY;
    const auto policy = f.AddPolicy(PolicyKind::IPSEC, "eth1");
    f.Work();
    EXPECT(f.drivers[0]->policyAdds.size(), 0, "another");
    EXPECT(f.drivers[1]->policyAdds.size(), 1, "named");
    EXPECT(IpsecOffload::GetState(*policy)->handles.size(), 1, "handles");
    f.DeletePolicy();
    f.AddPolicy();
    f.Work();
    EXPECT(f.drivers[0]->policyAdds.size(), 1, "without a name everywhere");
    EXPECT(f.drivers[2]->policyAdds.size(), 0, "but not without the method (R4)");
}

void
OffloadTest::PolicyRefused()
{
    for (DriverAnswer answer: {DriverAnswer::NOT_SUPPORTED, DriverAnswer::FAULT})
    {
        OffloadFixture f;
        f.drivers[0]->answer = answer;
        f.drivers[0]->answers[0x1001] = DriverAnswer::ACK;
        const auto policy = f.AddPolicy();
        f.Add(0x1001);
        f.Work();
        EXPECT(IpsecOffload::GetState(*policy)->handles.at(0)->rejected, true, "REJECTED");
        EXPECT(f.Why(0x1001), "none", "the SA alone decides (R102)");
        f.DeletePolicy();
        f.Work();
        EXPECT(f.drivers[0]->policyDeletes.size(), 0, "no driver call");
        EXPECT(f.offload->GetStatistics().policyRefusals, 1, "counted");
    }
}

void
OffloadTest::PolicyAddDelete()
{
    OffloadFixture f;
    f.AddPolicy();
    f.DeletePolicy();
    f.Work();
    EXPECT(f.drivers[0]->log.size(), 2, "calls");
    EXPECT(f.drivers[0]->log.at(0), "policy add", "first");
    EXPECT(f.drivers[0]->log.at(1), "policy delete", "then");
}

void
OffloadTest::PolicyDrain()
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
    EXPECT(drained, 20 * 3 * MS + MS + 3 * MS, "offers, epoch wait, driver call");
    EXPECT(f.drivers[0]->log.at(21), "policy delete", "behind the offers");
    EXPECT(f.drivers[0]->log.at(22), "newkey", "and before what came later");
}

void
OffloadTest::PolicyInterfaceDown()
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
    EXPECT(f.drivers[0]->log.at(2), "policy delete", "first");
    EXPECT(f.drivers[0]->log.at(3), "deinstall", "then");
    EXPECT(f.drivers[0]->deinstalls[0].when, 2 * MS, "an epoch wait each");
    EXPECT(f.drivers[1]->policyDeletes.size(), 0, "REJECTED");
    EXPECT(f.drivers[1]->deinstalls.size(), 1, "the SA there");
    EXPECT(IpsecOffload::GetState(*policy)->handles.size(), 0, "no handle left (R220)");
    f.DeletePolicy();
    f.Work();
    EXPECT(f.drivers[0]->policyDeletes.size(), 1, "once (R210)");
}

void
OffloadTest::PolicyDownDuringCall()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    const auto policy = f.AddPolicy();
    f.Work();
    f.offload->InterfaceDown(0, f.interfaces[0]);
    f.DeletePolicy();
    f.Work();
    EXPECT(f.drivers[0]->policyDeletes.size(), 0, "nothing to delete yet");
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT(f.drivers[0]->policyDeletes.size(), 1, "after the ack");
    f.drivers[0]->GiveAnswer(OffloadFixture::Now());
    f.Work();
    EXPECT(f.drivers[0]->policyDeletes.size(), 1, "once");
    EXPECT(f.offload->GetWorker().GetLength(), 0, "worker done");
}

void
OffloadTest::PolicyEnd()
{
    OffloadFixture f;
    const auto policy = f.AddPolicy();
    f.Work();
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.offload->InterfaceDown(0, f.interfaces[0]);
    f.Work();
    f.offload->Dispose();
    EXPECT(policy->GetReferenceCount(), 2, "SPD and test");
    f.drivers[0]->GiveAnswer(OffloadFixture::Now());
    EXPECT(IpsecOffload::GetState(*policy)->handles.size(), 0, "handles");
}

void
OffloadTest::PolicyOnlyNamed()
{
    OffloadFixture f;
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.AddPolicy();
    f.Work();
    f.DeletePolicy();
    f.AddPolicy(PolicyKind::IPSEC, "eth0");
    f.Work();
    EXPECT(f.drivers[0]->log.size(), 1, "the named one");
}

void
OffloadTest::PolicySwitchedOff()
{
    OffloadFixture f;
    f.offload->SetAttribute("Enabled", BooleanValue(false));
    f.AddPolicy();
    f.Work();
    EXPECT(f.drivers[0]->log.size(), 0, "no call");
}

void
OffloadTest::VerboseLog()
{
    const char* components[] = {"SaOfferWalk",
                                "SaWithdrawal",
                                "PolicyOfferWalk",
                                "PolicyWithdrawal"};
    for (const char* component: components)
    {
        LogComponentEnable(component, LOG_LEVEL_INFO);
    }
    std::ostringstream text;
    std::streambuf* before = std::clog.rdbuf(text.rdbuf());
    {
        OffloadFixture f;
        f.drivers[0]->answers[0x1002] = DriverAnswer::NOT_SUPPORTED;
        f.drivers[0]->answers[0x1003] = DriverAnswer::FAULT;
        f.AddPolicy();
        for (uint32_t spi: {0x1001, 0x1002, 0x1003})
        {
            f.Add(spi);
        }
        f.Work();
        f.Delete(0x1001);
        f.Work();
        EXPECT(f.CountNewKeys(), 3, "offers");
        EXPECT(f.CountDeinstalls(), 1, "withdrawals");
    }
    std::clog.rdbuf(before);
    for (const char* component: components)
    {
        LogComponentDisable(component, LOG_LEVEL_INFO);
    }
#ifdef NS3_LOG_ENABLE
    for (const char* line: {"eth0: SA spi 0x1001 offered as drv_spi 3",
                            "eth0: SA spi 0x1001 drv_spi 3 taken",
                            "eth0: SA spi 0x1002 drv_spi 4 refused: rejected",
                            "eth0: SA spi 0x1003 without handle: driver-fault",
                            "eth0: SA spi 0x1001 withdrawn, drv_spi 3 free",
                            "eth0: policy 1 taken"})
    {
        EXPECT(text.str().find(line) != std::string::npos, true, line);
    }
#endif
}

/// A step of an interleaving.
enum Step
{
    ADD,        //!< ADD of the SA
    DELETE,     //!< DELETE of it
    UPDATE,     //!< UPDATE of its lifetimes
    SOFT_LIMIT, //!< its soft limit is passed
    WORK,       //!< everything runs that can
    DOWN,       //!< interface down
    UP,         //!< interface up
    PACKETS,    //!< a few packets on their way out
    ADD_OLD,    //!< ADD of another SA
    DELETE_OLD, //!< DELETE of that
    BY_HAND,    //!< the driver answers when told
    GIVE,       //!< it is told
    NACKS,      //!< it answers "not supported" from now on
    FAULTS,     //!< it faults from now on
    ONE_SLOT    //!< it has room for one SA
};

/// A row of the table in section 1.7 of the rules.
struct Interleaving
{
    const char* name;        //!< rule and case
    std::vector<Step> steps; //!< what happens

    /// The end.
    struct
    {
        size_t newKeys;     //!< driver calls newkey
        size_t deinstalls;  //!< driver calls deinstall
        const char* reason; //!< why the SA is software, "none" when HANDLED
        uint32_t taken;     //!< drv_spis in use
    } end;
};

const std::vector<Interleaving>&
GetInterleavings()
{
    // R78 and R79 (GETSPI), R88 (UPDATE that clones) need requests that the SAD does not have yet.
    static const std::vector<Interleaving> ROWS{
        {"R72 A: normal life", {ADD, WORK, DELETE, WORK}, {1, 1, "withdrawn", 0}},
        {"R73 B: deleted before the worker runs", {ADD, DELETE, WORK}, {0, 0, "withdrawn", 0}},
        {"R74 R51 C: deleted while the driver is asked",
         {BY_HAND, ADD, WORK, DELETE, GIVE, WORK, GIVE, WORK},
         {1, 1, "withdrawn", 0}},
        {"R74 R51 C: the same, and the driver refuses",
         {BY_HAND, NACKS, ADD, WORK, DELETE, GIVE, WORK},
         {1, 0, "withdrawn", 0}},
        {"R74 R51 C: the same, and the driver faults",
         {BY_HAND, FAULTS, ADD, WORK, DELETE, GIVE, WORK},
         {1, 0, "driver-fault", 0}},
        {"R75 D: deleted after the record is stored",
         {BY_HAND, ADD, WORK, GIVE, DELETE, WORK, GIVE, WORK},
         {1, 1, "withdrawn", 0}},
        {"R76 E: the second task does nothing", {ADD, WORK}, {1, 0, "none", 1}},
        {"R77 F: a lifetime UPDATE makes no new offer",
         {ADD, WORK, UPDATE, WORK},
         {1, 0, "none", 1}},
        {"R80 R42 I: DYING before the worker runs",
         {ADD, SOFT_LIMIT, WORK},
         {0, 0, "no-handle", 0}},
        {"R80 I: and UPDATE makes it MATURE",
         {ADD, SOFT_LIMIT, WORK, UPDATE, WORK},
         {1, 0, "none", 1}},
        {"R81 R66 J: a REJECTED handle goes quietly",
         {NACKS, ADD, WORK, DELETE, WORK},
         {1, 0, "withdrawn", 0}},
        {"R82 K: interface down, then DELETE",
         {ADD, WORK, DOWN, WORK, DELETE, WORK},
         {1, 1, "interface-down", 0}},
        {"R83 L: interface down and up", {ADD, WORK, DOWN, UP, WORK}, {1, 1, "interface-down", 0}},
        {"R85 N: packets, worker, packets", {ADD, PACKETS, WORK, PACKETS}, {1, 0, "none", 1}},
        {"R89 R70 R: DELETE(old) then ADD(new), full by one",
         {ONE_SLOT, ADD_OLD, WORK, DELETE_OLD, ADD, WORK},
         {2, 1, "none", 1}},
        {"R90 R53 S: ADD(new) then DELETE(old), full by one",
         {ONE_SLOT, ADD_OLD, WORK, ADD, DELETE_OLD, WORK},
         {2, 1, "rejected", 1}},
    };
    return ROWS;
}

/**
 * @ingroup ipsec-offload-tests
 * Plays one row and compares driver calls and the end.
 */
class InterleavingTest : public TestCase
{
  public:
    /** @param row the row */
    explicit InterleavingTest(const Interleaving& row)
        : TestCase(row.name),
          m_row(row)
    {
    }

  private:
    void DoRun() override
    {
        OffloadFixture f;
        for (Step step: m_row.steps)
        {
            Play(f, step);
            f.offload->CheckInvariants();
        }
        EXPECT(f.CountNewKeys(), m_row.end.newKeys, "newkey calls");
        EXPECT(f.CountDeinstalls(), m_row.end.deinstalls, "deinstall calls");
        EXPECT(f.Why(SPI), m_row.end.reason, "state");
        EXPECT(f.offload->GetDrvSpisTaken(), m_row.end.taken, "drv_spis in use");
        EXPECT(f.offload->GetWorker().GetLength(), 0, "tasks left");
        EXPECT(f.drivers[0]->GetWaiting(), 0, "answers left");
    }

    /// @param f where @param step what
    static void Play(OffloadFixture& f, Step step)
    {
        const SaLifetime soft{10 * PS_PER_SECOND, 0, 0, 0};
        const SaLifetime hard{100 * PS_PER_SECOND, 0, 0, 0};
        MockOffloadDriver& driver = *f.drivers[0];
        const Ps now = OffloadFixture::Now();
        switch (step)
        {
        case ADD:
            f.Add(SPI);
            break;
        case DELETE:
            f.Delete(SPI);
            break;
        case UPDATE:
            f.sad->UpdateLifetimes(now, SPI, hard, soft);
            break;
        case SOFT_LIMIT:
            f.sad->UpdateLifetimes(now, SPI, hard, soft);
            f.sad->ExpireAt(now + 11 * PS_PER_SECOND);
            break;
        case WORK:
            f.Work();
            break;
        case DOWN:
            f.offload->InterfaceDown(now, f.interfaces[0]);
            break;
        case UP:
            f.offload->InterfaceUp(f.interfaces[0]);
            break;
        case PACKETS:
            if (auto* handle = f.offload->Find(*f.Sa(SPI), PeekPointer(f.interfaces[0])).handle)
            {
                IpsecOffload::CountTransmit(*handle, 1000);
            }
            else
            {
                f.Sa(SPI)->NextSequence();
            }
            break;
        case ADD_OLD:
            f.Add(OLD_SPI);
            break;
        case DELETE_OLD:
            f.Delete(OLD_SPI);
            break;
        case BY_HAND:
            driver.delay = MockOffloadDriver::BY_HAND;
            break;
        case GIVE:
            driver.GiveAnswer(now);
            break;
        case NACKS:
            driver.answer = DriverAnswer::NOT_SUPPORTED;
            break;
        case FAULTS:
            driver.answer = DriverAnswer::FAULT;
            break;
        case ONE_SLOT:
            driver.slots = 1;
            break;
        }
    }

    static constexpr uint32_t SPI = 0x1001;     //!< the SA
    static constexpr uint32_t OLD_SPI = 0x1000; //!< the other one

    const Interleaving& m_row; //!< the row
};

/// Names and bodies of the tests.
const struct
{
    const char* name;       //!< with rule numbers
    OffloadTest::Body body; //!< what to do
} CASES[] = {
    {"R1 switched off as a whole: no offer, no tag", &OffloadTest::SwitchedOff},
    {"R2-R3 the capability's switch leaves handles in place", &OffloadTest::CapabilitySwitch},
    {"R4 no offer without the new-key method", &OffloadTest::MethodMissing},
    {"R5 deinstall gets drv_spi and cookie, not the SA", &OffloadTest::DeinstallArguments},
    {"R7-R8 one worker, in order, and a slow driver delays all", &OffloadTest::OneWorker},
    {"R9 ADD answers before the offer", &OffloadTest::AddDoesNotWait},
    {"R11-R13 lowest free drv_spi first, 3 to 65535", &OffloadTest::LowestFirst},
    {"R12 one drv_spi per SA and interface offered, from one space", &OffloadTest::SharedSpace},
    {"R14-R15 R44 a named SA takes values on other interfaces too", &OffloadTest::NameTakesValues},
    {"R16 H1 no drv_spi left: skip this interface, or stop (old)", &OffloadTest::Exhaustion},
    {"R18 H4 a fault returns the drv_spi, or leaks it (old)", &OffloadTest::Leak},
    {"R20 with k interfaces values serve a k-th as many SAs", &OffloadTest::CapacityLaw},
    {"R37-R41 ADD queues two tasks, UPDATE one; INST only inside", &OffloadTest::Triggers},
    {"R43 R45 R47-R48 all interfaces in order, each with its own answer",
     &OffloadTest::WalkAnswers},
    {"R47 H1 old: a fault stops the walk, a nack does not", &OffloadTest::FaultStopsWalk},
    {"R46 a driver that answers twice makes one handle", &OffloadTest::AnswersTwice},
    {"R49 the direction is unknown unless the kernel knows it", &OffloadTest::Direction},
    {"R50 R58 after the walk: forget record; estimate made once", &OffloadTest::AfterTheWalk},
    {"R52-R53 an SA is offered once in its life", &OffloadTest::OnceInALife},
    {"R52 an interface that joins during the walk is left out", &OffloadTest::JoinsDuringWalk},
    {"R55 interface names are compared exactly", &OffloadTest::ExactName},
    {"R56-R57 AH and tunnel-mode SAs are offered too", &OffloadTest::AllKinds},
    {"R59 a burst of n ADDs is offered within n times t, in order", &OffloadTest::Burst},
    {"R61 a soft limit does not forget, a hard limit does", &OffloadTest::Expiry},
    {"R62-R64 DEINST at once, the work later and once", &OffloadTest::DeinstAtOnce},
    {"R65-R66 unlink, epoch wait, driver call, value free", &OffloadTest::EpochWait},
    {"R67-R68 NIC decryption outlives the SA until the task runs", &OffloadTest::OutlivesSa},
    {"R69 forget runs once, a second DELETE finds nothing", &OffloadTest::SecondDelete},
    {"R71 FLUSH of n SAs: n tasks, each with its epoch wait", &OffloadTest::Flush},
    {"R84 M: a name restricts the offer to one interface", &OffloadTest::NamedInterface},
    {"R85 N: packets before the offer are numbered by software", &OffloadTest::SequenceSplit},
    {"R87 P R219 R221 whoever drains waits for all that is queued", &OffloadTest::Drain},
    {"R134 R157 R175 the software view counts at once", &OffloadTest::SoftwareView},
    {"R159 history by interface and drv_spi", &OffloadTest::History},
    {"R176 R178 R180 reports are absolute and count by difference", &OffloadTest::Reports},
    {"R177 R183 R176 reports without a handle", &OffloadTest::StrayReports},
    {"R179 a counter that goes backwards adds a huge number", &OffloadTest::Backwards},
    {"R182 R192 several interfaces: totals are the sum", &OffloadTest::Totals},
    {"R184 R185 R187 stored and live counters", &OffloadTest::CounterReads},
    {"R207-R209 R211 interface down withdraws there and only there", &OffloadTest::InterfaceDown},
    {"R210 DELETE racing with interface down: one call per handle", &OffloadTest::Race},
    {"R207 an interface that goes while its driver is asked", &OffloadTest::DownDuringCall},
    {"R207 the interface-down routine does not wait for the worker",
     &OffloadTest::DownBesideWorker},
    {"R39 R53 Linux: only SAs that name a device are offered", &OffloadTest::OfferOnlyNamed},
    {"G39 Linux packet mode: a refused SA does not exist", &OffloadTest::RefusalFails},
    {"R7 ten thousand tasks answered at once need no deep stack", &OffloadTest::DeepQueue},
    {"R216 answers that come after the end are harmless", &OffloadTest::AfterTheEnd},
    {"R98 a policy without requirements is never offered", &OffloadTest::PolicyWithoutRequirements},
    {"R99 R101 R103 a policy's life: handle before the call, epoch wait, delete",
     &OffloadTest::PolicyLife},
    {"R100 a policy that names another interface leaves no handle there", &OffloadTest::PolicyName},
    {"R101-R103 a refused policy is REJECTED, decides nothing, goes quietly",
     &OffloadTest::PolicyRefused},
    {"R86 O R104 SPDADD and SPDDELETE before the worker: both run", &OffloadTest::PolicyAddDelete},
    {"R7 R105 R221 SPDDELETE waits for the queue and its own epoch wait",
     &OffloadTest::PolicyDrain},
    {"R207-R208 interface down: policies first, rejected ones without a call",
     &OffloadTest::PolicyInterfaceDown},
    {"R207 R210 an interface that goes while its driver takes a policy",
     &OffloadTest::PolicyDownDuringCall},
    {"R216 R220 the end of a kernel lets go of policies", &OffloadTest::PolicyEnd},
    {"G38 Linux: only policies that name a device are offered", &OffloadTest::PolicyOnlyNamed},
    {"R1 switched off: no policy offers", &OffloadTest::PolicySwitchedOff},
    {"R10 log lines for offer, refusal and withdrawal change nothing", &OffloadTest::VerboseLog},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload": the offload infrastructure.
 */
class OffloadTestSuite : public PicosecondTestSuite
{
  public:
    OffloadTestSuite()
        : PicosecondTestSuite("offload", TestSuite::Type::UNIT)
    {
        for (const auto& test: CASES)
        {
            AddTestCase(new OffloadTest(test.name, test.body));
        }
        for (const auto& row: GetInterleavings())
        {
            AddTestCase(new InterleavingTest(row));
        }
    }
};

OffloadTestSuite g_offloadTestSuite; //!< the suite

} // namespace
