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
#include "ns3/drv-spi-allocator.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: the contract, drv_spi and offers of SAs. A test's name carries the rules
 * that it covers.
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
class OffloadTests : public TestCase
{
  public:
    using TestCase::TestCase;

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
    void EndsTwice();
    void Direction();
    void AfterTheWalk();
    void OnceInALife();
    void JoinsDuringWalk();
    void ExactName();
    void AllKinds();
    void Burst();
    void NamedInterface();
    void SequenceSplit();
    void Drain();
    void OfferOnlyNamed();
    void RefusalFails();
    void LastAnswer();
    void LastAnswerOfDeletedSa();
    void VerboseLog();
    void NotYetOffered();
};

void
OffloadTests::SwitchedOff()
{
    OffloadFixture f;
    f.offload->SetAttribute("Enabled", BooleanValue(false));
    f.Add(0x1001);
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 0, "no offer");
    EXPECT_EQ(f.Why(0x1001), "offload-off", "reason");
    EXPECT_EQ(f.offload->GetWorker().GetCompleted(), 0, "no task");
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001)) == nullptr, true, "no extra dump field");
}

void
OffloadTests::CapabilitySwitch()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Work();
    EXPECT_EQ(f.Why(0x1001), "none", "offloaded");
    f.interfaces[0]->SetCapabilityEnabled(false);
    EXPECT_EQ(f.Why(0x1001), "cap-disabled", "at once");
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 1, "not offered while off");
    f.interfaces[0]->SetCapabilityEnabled(true);
    EXPECT_EQ(f.Why(0x1001), "none", "the old handle is usable again");
    EXPECT_EQ(f.Why(0x1002), "no-handle", "its offer is over");
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 1, "no new call");
    EXPECT_EQ(f.CountDeinstalls(), 0, "nothing was withdrawn");
    EXPECT_EQ(std::string(ToString(f.offload->Find(*f.Sa(0x1001), nullptr).reason)),
              "no-interface",
              "unknown interface");
    const auto plain = f.offload->AddInterface("plain", nullptr);
    EXPECT_EQ(std::string(ToString(f.offload->Find(*f.Sa(0x1001), PeekPointer(plain)).reason)),
              "cap-disabled",
              "an interface without a driver");
}

void
OffloadTests::MethodMissing()
{
    OffloadFixture f(2);
    f.drivers[0]->methods = OffloadDriver::POLICY_ADD | OffloadDriver::SA_DEINSTALL;
    f.Add(0x1001);
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.size(), 0, "without the method");
    EXPECT_EQ(f.drivers[1]->offers.size(), 1, "with it");
    EXPECT_EQ(f.Why(0x1001, 0), "no-handle", "reason");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 1, "no value for it");
}

void
OffloadTests::DeinstallArguments()
{
    OffloadFixture f;
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    f.Delete(0x1002);
    f.Work();
    EXPECT_EQ(f.drivers[0]->deinstalls.size(), 1, "calls");
    EXPECT_EQ(f.drivers[0]->deinstalls[0].drvSpi, f.drivers[0]->offers[1].drvSpi, "drv_spi");
    EXPECT_EQ(f.drivers[0]->deinstalls[0].cookie,
              0xc00c1e000000 + f.drivers[0]->offers[1].drvSpi,
              "cookie");
}

void
OffloadTests::OneWorker()
{
    OffloadFixture f(2);
    f.drivers[0]->delay = 2 * MS;
    f.drivers[1]->delay = 3 * MS;
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    const auto& a = f.drivers[0]->offers;
    const auto& b = f.drivers[1]->offers;
    EXPECT_EQ(a[0].when, 0, "first SA, first interface");
    EXPECT_EQ(b[0].when, 2 * MS, "first SA, second interface");
    EXPECT_EQ(a[1].when, 5 * MS, "second SA after the sum of both");
    EXPECT_EQ(b[1].when, 7 * MS, "second SA, second interface");
    EXPECT_EQ(a[0].spi, 0x1001, "in order");
    EXPECT_EQ(f.answers.back().when, 10 * MS, "last answer");
}

void
OffloadTests::AddDoesNotWait()
{
    OffloadFixture f;
    f.drivers[0]->answer = DriverAnswer::FAULT;
    DatabaseResult result = DatabaseResult::INVALID;
    const auto sa = f.sad->Add(0, OffloadFixture::ConfigOf(0x1001), &result);
    EXPECT_EQ(result == DatabaseResult::OK, true, "success");
    EXPECT_EQ(f.CountNewKeys(), 0, "no driver call yet");
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 1, "later");
    EXPECT_EQ(sa->IsAlive(), true, "success says nothing about offload");
}

void
OffloadTests::LowestFirst()
{
    DrvSpiAllocator allocator;
    for (uint32_t expected = 3; expected <= 65535; ++expected)
    {
        if (allocator.Take() != expected)
        {
            EXPECT_EQ(expected, 0, "out of order");
            return;
        }
    }
    EXPECT_EQ(allocator.GetTaken(), 65533, "all of them (R20)");
    EXPECT_EQ(allocator.Take(), 0, "none left");
    for (uint16_t freed : {40000, 3, 64, 65535, 4096})
    {
        allocator.Free(freed);
    }
    for (uint16_t expected : {3, 64, 4096, 40000, 65535})
    {
        EXPECT_EQ(allocator.Take(), expected, "lowest free first");
    }
    EXPECT_EQ(allocator.Take(), 0, "none left again");
}

void
OffloadTests::SharedSpace()
{
    OffloadFixture f(3);
    f.drivers[1]->answer = DriverAnswer::NOT_SUPPORTED;
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    for (size_t i = 0; i < 3; ++i)
    {
        EXPECT_EQ(f.DrvSpi(0x1001, i), 3 + i, "first SA");
        EXPECT_EQ(f.DrvSpi(0x1002, i), 6 + i, "second SA");
    }
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 6, "values in use");
}

void
OffloadTests::NameTakesValues()
{
    OffloadFixture f(2);
    f.Add(0x1001, "eth1");
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.size(), 0, "no call on the other interface");
    EXPECT_EQ(f.drivers[1]->offers.size(), 1, "a call on the named one");
    EXPECT_EQ(f.drivers[1]->offers[0].drvSpi, 4, "value 3 went to the mismatch");
    EXPECT_EQ(f.Why(0x1001, 0), "name-mismatch", "reason");
    EXPECT_EQ(f.offload->GetStatistics().nameMismatches, 1, "counted");
    const SaHandle* rejected = f.offload->FindByDrvSpi(3);
    EXPECT_EQ(rejected && !rejected->handled, true, "REJECTED and in the map");
    f.Delete(0x1001);
    f.Work();
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 0, "freed when forgotten");
    EXPECT_EQ(f.offload->FindByDrvSpi(3) == nullptr, true, "out of the map");
    EXPECT_EQ(f.CountDeinstalls(), 1, "one call (R66)");
}

void
OffloadTests::Exhaustion()
{
    for (bool stops : {false, true})
    {
        OffloadFixture f(3);
        f.offload->SetAttribute("LastDrvSpi", UintegerValue(3));
        f.offload->SetAttribute("WalkStopsOnError", BooleanValue(stops));
        f.Add(0x1001);
        f.Work();
        EXPECT_EQ(f.CountNewKeys(), 1, "one value, one offer");
        EXPECT_EQ(f.offload->GetStatistics().exhausted, stops ? 1 : 2, "tried");
        EXPECT_EQ(f.Why(0x1001, 0), "none", "first");
        EXPECT_EQ(f.Why(0x1001, 1), "exhausted-drv-spi", "second");
        EXPECT_EQ(f.Why(0x1001, 2), stops ? "no-handle" : "exhausted-drv-spi", "third");
        EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 1, "no handle");
        f.Delete(0x1001);
        f.Work();
        f.Add(0x1002);
        f.Work();
        EXPECT_EQ(f.Why(0x1002, 0), "none", "the value is free again");
    }
}

void
OffloadTests::Leak()
{
    for (bool leaks : {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("LeakDrvSpiOnFault", BooleanValue(leaks));
        f.drivers[0]->answers[0x1001] = DriverAnswer::FAULT;
        f.Add(0x1001);
        f.Work();
        EXPECT_EQ(f.offload->GetDrvSpisTaken(), leaks ? 1 : 0, "after the fault");
        EXPECT_EQ(f.Why(0x1001), "driver-fault", "reason");
        f.Delete(0x1001);
        f.Work();
        EXPECT_EQ(f.offload->GetDrvSpisTaken(), leaks ? 1 : 0, "for ever");
        f.Add(0x1002);
        f.Work();
        EXPECT_EQ(f.DrvSpi(0x1002), leaks ? 4 : 3, "next value");
    }
}

void
OffloadTests::CapacityLaw()
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
    EXPECT_EQ(full, 3, "SAs with a handle everywhere");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 10, "values in use");
    EXPECT_EQ(f.offload->GetStatistics().exhausted, 5, "offers without a value");
}

void
OffloadTests::Triggers()
{
    OffloadFixture f;
    f.Add(0x1001);
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 2, "two tasks");
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->installed, false, "INST not yet");
    EXPECT_EQ(f.Why(0x1001), "not-yet-offered", "reason");
    f.sad->UpdateLifetimes(0, 0x1001, {}, {});
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 3, "UPDATE adds one while INST is clear");
    f.Work();
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->installed, true, "INST");
    EXPECT_EQ(f.offload->GetWorker().GetCompleted(), 3, "tasks run");
    EXPECT_EQ(f.CountNewKeys(), 1, "exactly one call");
    f.sad->UpdateLifetimes(OffloadFixture::Now(), 0x1001, {}, {});
    EXPECT_EQ(f.offload->GetWorker().GetLength(), 0, "ignored with INST (R38)");
}

void
OffloadTests::WalkAnswers()
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
    EXPECT_EQ(f.answers.size(), 4, "answers");
    for (size_t i = 0; i < 4; ++i)
    {
        EXPECT_EQ(f.answers[i].interface, "eth" + std::to_string(i), "order");
        EXPECT_EQ(std::string(ToString(f.answers[i].reason)), ToString(expected[i]), "answer");
        EXPECT_EQ(f.Why(0x1001, i), ToString(expected[i]), "reason");
    }
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 3, "no handle after a fault");
    const auto& statistics = f.offload->GetStatistics();
    EXPECT_EQ(statistics.offers, 4, "offers");
    EXPECT_EQ(statistics.acks, 2, "acks");
    EXPECT_EQ(statistics.nacks, 1, "nacks");
    EXPECT_EQ(statistics.faults, 1, "faults");
    f.Delete(0x1001);
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 2, "only the HANDLED ones");
    EXPECT_EQ(f.withdrawals.size(), 3, "all three handles");
}

void
OffloadTests::FaultStopsWalk()
{
    OffloadFixture f(3);
    f.offload->SetAttribute("WalkStopsOnError", BooleanValue(true));
    f.drivers[0]->answer = DriverAnswer::NOT_SUPPORTED;
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.Add(0x1001);
    f.Work();
    EXPECT_EQ(f.drivers[1]->offers.size(), 1, "behind a nack");
    EXPECT_EQ(f.drivers[2]->offers.size(), 0, "behind a fault");
    EXPECT_EQ(f.Why(0x1001, 2), "no-handle", "reason");
}

void
OffloadTests::AnswersTwice()
{
    OffloadFixture f(2);
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.drivers[1]->delay = MockOffloadDriver::BY_HAND;
    f.drivers[1]->answer = DriverAnswer::NOT_SUPPORTED;
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->GiveAnswer(0, 2);
    f.Work();
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->handles.size(), 1, "handles");
    EXPECT_EQ(f.offload->GetStatistics().acks, 1, "acks");
    EXPECT_EQ(f.Why(0x1001, 1), "not-yet-offered", "the second answer is not eth1's");
    f.drivers[1]->GiveAnswer(0, 2);
    f.Work();
    EXPECT_EQ(f.Why(0x1001, 1), "rejected", "this one is");
    EXPECT_EQ(f.offload->GetWorker().GetCompleted(), 2, "tasks ended");
}

void
OffloadTests::EndsTwice()
{
    OffloadWorker worker;
    OffloadWorker::Done first;
    int runs = 0;
    worker.Enqueue(0, [&](Ps, OffloadWorker::Done done) { first = std::move(done); });
    for (int i = 0; i < 2; ++i)
    {
        worker.Enqueue(0, [&](Ps, const OffloadWorker::Done&) { ++runs; }); // never ends
    }
    Simulator::Run();
    EXPECT_EQ(runs, 0, "behind the first");
    first(5);
    EXPECT_EQ(runs, 1, "the next one");
    first(6);
    EXPECT_EQ(runs, 1, "ended once is enough");
    EXPECT_EQ(worker.GetCompleted(), 1, "tasks ended");
    EXPECT_EQ(worker.GetLength(), 2, "one runs, one waits");
    worker.Clear();
    first(7);
    EXPECT_EQ(worker.GetLength(), 0, "all forgotten");
    Simulator::Destroy();
}

void
OffloadTests::Direction()
{
    for (bool known : {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("DirectionKnown", BooleanValue(known));
        SaConfig config = OffloadFixture::ConfigOf(0x1001);
        config.direction = IpsecDirection::IN;
        f.sad->Add(0, config);
        f.Work();
        EXPECT_EQ(std::string(ToString(f.drivers[0]->offers[0].direction)),
                  known ? "in" : "unknown",
                  "direction offered");
    }
}

void
OffloadTests::AfterTheWalk()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.Add(0x1001);
    f.Work();
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->forgetRecord, false, "during the call");
    EXPECT_EQ(f.Why(0x1001), "not-yet-offered", "during the call");
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->forgetRecord, true, "after the walk");
    EXPECT_EQ(f.offload->FindByDrvSpi(3)->estimate, 46, "AES-GCM over IPv4 (R147)");
}

void
OffloadTests::OnceInALife()
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
    EXPECT_EQ(f.CountNewKeys(), 2, "never again");
    EXPECT_EQ(f.Why(0x1001, 0), "rejected", "nacked once");
    EXPECT_EQ(f.Why(0x1001, 1), "driver-fault", "faulted once");
    EXPECT_EQ(f.Why(0x1001, 2), "no-handle", "an interface that came later");
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 5, "a new SA is offered everywhere");
    EXPECT_EQ(f.Why(0x1002, 2), "none", "there too");
}

void
OffloadTests::JoinsDuringWalk()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.Add(0x1001);
    f.Work();
    f.drivers.push_back(CreateObject<MockOffloadDriver>());
    f.interfaces.push_back(f.offload->AddInterface("late", f.drivers.back()));
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT_EQ(f.drivers[1]->offers.size(), 0, "not offered");
    EXPECT_EQ(f.Why(0x1001, 1), "no-handle", "reason");
}

void
OffloadTests::ExactName()
{
    OffloadFixture f(0);
    for (const char* name : {"mce0", "mce0.5"})
    {
        f.drivers.push_back(CreateObject<MockOffloadDriver>());
        f.interfaces.push_back(f.offload->AddInterface(name, f.drivers.back()));
    }
    f.Add(0x1001, "mce0.5");
    f.Add(0x1002, "mce0");
    f.Work();
    EXPECT_EQ(f.Why(0x1001, 0), "name-mismatch", "parent");
    EXPECT_EQ(f.Why(0x1001, 1), "none", "VLAN");
    EXPECT_EQ(f.Why(0x1002, 0), "none", "parent, whose name the VLAN's begins with");
    EXPECT_EQ(f.Why(0x1002, 1), "name-mismatch", "VLAN");
}

void
OffloadTests::AllKinds()
{
    OffloadFixture f;
    SaConfig tunnel = OffloadFixture::ConfigOf(0x1001);
    tunnel.mode = IpsecMode::TUNNEL;
    f.sad->Add(0, tunnel);
    SaConfig ah = OffloadFixture::ConfigOf(0x1002);
    ah.protocol = IpsecProtocol::AH;
    ah.cipher = nullptr;
    ah.key.clear();
    for (const auto& algorithm : GetIpsecAlgorithms())
    {
        if (algorithm.isAuthenticator && !ah.authenticator)
        {
            ah.authenticator = &algorithm;
            ah.authKey.resize(algorithm.GetKeyBytes());
        }
    }
    EXPECT_EQ(f.sad->Add(0, ah) != nullptr, true, "the SAD takes AH");
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 2, "refusing is the driver's job");
}

void
OffloadTests::Burst()
{
    OffloadFixture f;
    constexpr uint32_t count = 10000;
    f.drivers[0]->delay = MS;
    for (uint32_t i = 0; i < count; ++i)
    {
        f.Add(0x1000 + i);
    }
    f.WorkUntil(500 * MS);
    EXPECT_EQ(f.Why(0x1000 + 499), "none", "offered by now");
    EXPECT_EQ(f.Why(0x1000 + 501), "not-yet-offered", "still waiting");
    f.Work();
    EXPECT_EQ(f.answers.size(), count, "answers");
    bool ordered = true;
    for (uint32_t i = 0; i < count; ++i)
    {
        ordered = ordered && f.answers[i].spi == 0x1000 + i && f.answers[i].when == (i + 1) * MS;
    }
    EXPECT_EQ(ordered, true, "the i-th answer comes at i times t");
}

void
OffloadTests::NamedInterface()
{
    OffloadFixture f(2);
    f.Add(0x1001, "eth1");
    f.Work();
    EXPECT_EQ(f.drivers[0]->offers.size(), 0, "eth0");
    EXPECT_EQ(f.drivers[1]->offers.size(), 1, "eth1");
    EXPECT_EQ(f.Why(0x1001, 0), "name-mismatch", "eth0");
    EXPECT_EQ(f.Why(0x1001, 1), "none", "eth1");
}

void
OffloadTests::SequenceSplit()
{
    OffloadFixture f;
    const auto sa = f.Add(0x1001);
    for (uint64_t expected = 1; expected <= 5; ++expected)
    {
        EXPECT_EQ(f.Why(0x1001), "not-yet-offered", "software");
        EXPECT_EQ(*sa->NextSequence(), expected, "software number");
    }
    f.Work();
    EXPECT_EQ(f.Why(0x1001), "none", "offloaded now");
    EXPECT_EQ(*sa->NextSequence(), 6, "the kernel's counter stands where software left it");
}

void
OffloadTests::Drain()
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
    worker.WhenIdle(0, [&](Ps now) {
        drained = now;
        offered = f.answers.size();
    });
    f.Add(0x2000); // behind the call: not waited for
    EXPECT_EQ(drained, -1, "not yet");
    f.Work();
    EXPECT_EQ(drained, 16 * 2 * MS, "n times t");
    EXPECT_EQ(offered, 16, "offers done by then");
    EXPECT_EQ(f.answers.size(), 17, "the later one too in the end");
    drained = -1;
    worker.WhenIdle(OffloadFixture::Now(), [&](Ps now) { drained = now; });
    EXPECT_EQ(drained, OffloadFixture::Now(), "at once when idle");
}

void
OffloadTests::OfferOnlyNamed()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.Add(0x1001);
    f.Add(0x1002, "eth0");
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 1, "the named one");
    EXPECT_EQ(f.Why(0x1001), "not-requested", "not offered");
    EXPECT_EQ(f.Why(0x1002), "none", "offered");
}

void
OffloadTests::RefusalFails()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.offload->SetAttribute("RefusalFails", BooleanValue(true));
    f.drivers[0]->answers[0x1001] = DriverAnswer::NOT_SUPPORTED;
    f.drivers[0]->answers[0x1002] = DriverAnswer::FAULT;
    for (uint32_t spi : {0x1001, 0x1002, 0x1003})
    {
        f.Add(spi, "eth0");
    }
    f.Add(0x1004);
    f.Add(0x1005, "eth7");
    f.Work();
    EXPECT_EQ(f.sad->FindBySpi(0x1001) == nullptr, true, "nack");
    EXPECT_EQ(f.sad->FindBySpi(0x1002) == nullptr, true, "fault");
    EXPECT_EQ(f.sad->FindBySpi(0x1003) != nullptr, true, "ack");
    EXPECT_EQ(f.sad->FindBySpi(0x1004) != nullptr, true, "offload not asked for");
    EXPECT_EQ(f.sad->FindBySpi(0x1005) == nullptr, true, "no such device");
    EXPECT_EQ(std::string(ToString(f.answers[0].reason)), "rejected", "the trace saw it");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 2, "handles of the one that stays");
    EXPECT_EQ(f.CountDeinstalls(), 0, "no driver call");
    EXPECT_EQ(f.Sa(0x1001)->GetReferenceCount(), 1, "only the test keeps the dead SA");
}

void
OffloadTests::LastAnswer()
{
    OffloadFixture f(2);
    f.drivers[0]->answer = DriverAnswer::NOT_SUPPORTED;
    f.drivers[0]->error = "EINVAL";
    f.drivers[0]->words = "refused: tunnel mode";
    f.drivers[1]->answer = DriverAnswer::FAULT;
    f.drivers[1]->error = "ENOSPC";
    f.drivers[1]->words = "card full: no free slot";
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    for (const uint32_t spi : {0x1001, 0x1002})
    {
        EXPECT_EQ(f.WhyInWords(spi, 0), "refused: tunnel mode (EINVAL)", "a nack");
        EXPECT_EQ(f.WhyInWords(spi, 1), "card full: no free slot (ENOSPC)", "a fault");
    }
    const auto number = [&f](uint32_t spi) {
        return f.offload->Find(*f.Sa(spi), PeekPointer(f.interfaces[0])).refusal;
    };
    EXPECT_EQ(number(0x1001), number(0x1002), "the same answer, kept once");
    EXPECT_EQ(f.offload->FindReceiver(*f.Sa(0x1001), PeekPointer(f.interfaces[0]), true).refusal,
              number(0x1001),
              "before what a fragment would be told");
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    EXPECT_EQ(f.WhyInWords(0x1001, 0), "withdrawn: interface down", "went");
    f.Work();
    f.offload->InterfaceUp(f.interfaces[0]);
    EXPECT_EQ(f.WhyInWords(0x1001, 0), "withdrawn: interface down", "its handle is gone");
}

void
OffloadTests::LastAnswerOfDeletedSa()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.offload->SetAttribute("RefusalFails", BooleanValue(true));
    f.drivers[0]->answer = DriverAnswer::NOT_SUPPORTED;
    f.drivers[0]->error = "EINVAL";
    f.drivers[0]->words = "refused: tunnel mode";
    f.Add(0x1001, "eth0");
    f.Work();
    EXPECT_EQ(f.sad->FindBySpi(0x1001) == nullptr, true, "the request fails");
    f.Add(0x1001); // as key daemons do then
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 1, "not asked again");
    EXPECT_EQ(f.WhyInWords(0x1001, 0), "refused: tunnel mode (EINVAL)", "the answer is kept");
    EXPECT_EQ(f.WhyInWords(0x1001, 1), "name-mismatch", "not asked");
    EXPECT_EQ(f.WhyInWords(0x1002, 0), "not-requested", "another SA");
}

void
OffloadTests::VerboseLog()
{
    LogComponentEnable("OffloadLog", LOG_LEVEL_INFO);
    std::ostringstream text;
    std::streambuf* before = std::clog.rdbuf(text.rdbuf());
    {
        OffloadFixture f;
        f.drivers[0]->answers[0x1002] = DriverAnswer::NOT_SUPPORTED;
        f.drivers[0]->answers[0x1003] = DriverAnswer::FAULT;
        f.AddPolicy();
        for (uint32_t spi : {0x1001, 0x1002, 0x1003})
        {
            f.Add(spi);
        }
        f.Work();
        f.Delete(0x1001);
        f.Work();
        EXPECT_EQ(f.CountNewKeys(), 3, "offers");
        EXPECT_EQ(f.CountDeinstalls(), 1, "withdrawals");
    }
    std::clog.rdbuf(before);
    LogComponentDisable("OffloadLog", LOG_LEVEL_INFO);
#ifdef NS3_LOG_ENABLE
    for (const char* line : {"eth0: SA spi 0x1001 offered as drv_spi 3",
                             "eth0: SA spi 0x1001 drv_spi 3 taken",
                             "eth0: SA spi 0x1002 drv_spi 4 not taken: refused",
                             "eth0: SA spi 0x1003 drv_spi 5 not taken: driver fault",
                             "eth0: SA spi 0x1001 drv_spi 3 free: withdrawn",
                             "eth0: policy 1 taken"})
    {
        EXPECT_EQ(text.str().find(line) != std::string::npos, true, line);
    }
#endif
}

void
OffloadTests::NotYetOffered()
{
    OffloadFixture f;
    f.drivers[0]->delay = MockOffloadDriver::BY_HAND;
    f.Add(0x1001);
    f.Add(0x1002);
    f.sad->UpdateLifetimes(0, 0x1001, {}, {}); // a third task, behind those of the other SA
    f.Work();
    EXPECT_EQ(f.Why(0x1001), "not-yet-offered", "its driver is asked");
    f.interfaces.push_back(f.offload->AddInterface("late", CreateObject<MockOffloadDriver>()));
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT_EQ(f.Why(0x1001, 0), "none", "offered");
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1001))->queued, 1, "a task is left");
    EXPECT_EQ(f.Why(0x1001, 1), "no-handle", "but it will not offer");
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1002))->queued, 1, "the second task");
    EXPECT_EQ(f.Why(0x1002, 0), "not-yet-offered", "its driver is asked");
    f.drivers[0]->GiveAnswer(0);
    f.Work();

    SaLifetime limit;
    limit.addTime = 10 * PS_PER_SECOND;
    SaLifetime longLimit;
    longLimit.addTime = 100 * PS_PER_SECOND;
    f.Add(0x1003);
    f.sad->UpdateLifetimes(0, 0x1003, longLimit, limit);
    f.sad->ExpireAt(11 * PS_PER_SECOND);
    f.Work();
    EXPECT_EQ(f.Why(0x1003, 0), "no-handle", "DYING, no task left");
    f.sad->UpdateLifetimes(0, 0x1003, longLimit, limit);
    f.Work();
    EXPECT_EQ(IpsecOffload::GetState(*f.Sa(0x1003))->queued, 0, "the only task runs");
    EXPECT_EQ(f.Why(0x1003, 0), "not-yet-offered", "its driver is asked");
    f.drivers[0]->GiveAnswer(0);
    f.Work();
    EXPECT_EQ(f.Why(0x1003, 0), "none", "offered");
}

/// Names and bodies.
const struct
{
    const char* name;                    // with rule numbers
    MethodTest<OffloadTests>::Body body; // what to do
} CASES[] = {
    {"R1 switched off as a whole: no offer, no tag", &OffloadTests::SwitchedOff},
    {"R2-R3 the capability's switch leaves handles in place", &OffloadTests::CapabilitySwitch},
    {"R4 no offer without the new-key method", &OffloadTests::MethodMissing},
    {"R5 deinstall gets drv_spi and cookie, not the SA", &OffloadTests::DeinstallArguments},
    {"R7 R8 one worker, in order, and a slow driver delays all", &OffloadTests::OneWorker},
    {"R9 ADD answers before the offer", &OffloadTests::AddDoesNotWait},
    {"R11-R13 lowest free drv_spi first, 3 to 65535", &OffloadTests::LowestFirst},
    {"R12 one drv_spi per SA and interface offered, from one space", &OffloadTests::SharedSpace},
    {"R14-R15 R44 a named SA takes values on other interfaces too", &OffloadTests::NameTakesValues},
    {"R16 H1 no drv_spi left: skip this interface, or stop (old)", &OffloadTests::Exhaustion},
    {"R18 H4 a fault returns the drv_spi, or leaks it (old)", &OffloadTests::Leak},
    {"R20 with k interfaces values serve a k-th as many SAs", &OffloadTests::CapacityLaw},
    {"R37 R38 R40 R41 ADD queues two tasks, UPDATE one; INST only inside", &OffloadTests::Triggers},
    {"R43 R45 R47-R48 all interfaces in order, each with its own answer",
     &OffloadTests::WalkAnswers},
    {"R47 H1 old: a fault stops the walk, a nack does not", &OffloadTests::FaultStopsWalk},
    {"R46 a driver that answers twice makes one handle", &OffloadTests::AnswersTwice},
    {"R7 a task ends once, whatever it says", &OffloadTests::EndsTwice},
    {"R49 R234 the direction is unknown unless the kernel knows it", &OffloadTests::Direction},
    {"R50 R58 after the walk: forget record; estimate made once", &OffloadTests::AfterTheWalk},
    {"R52-R53 R233 an SA is offered once in its life", &OffloadTests::OnceInALife},
    {"R52 an interface that joins during the walk is left out", &OffloadTests::JoinsDuringWalk},
    {"R55 interface names are compared exactly", &OffloadTests::ExactName},
    {"R56-R57 AH and tunnel-mode SAs are offered too", &OffloadTests::AllKinds},
    {"R59 a burst of n ADDs is offered within n times t, in order", &OffloadTests::Burst},
    {"R84 M: a name restricts the offer to one interface", &OffloadTests::NamedInterface},
    {"R85 N: packets before the offer are numbered by software", &OffloadTests::SequenceSplit},
    {"R87 P R219 R221 whoever drains waits for all that is queued", &OffloadTests::Drain},
    {"R129 R235 the last answer is kept, errno and words", &OffloadTests::LastAnswer},
    {"R235 an SA that comes back without a wish has its last answer",
     &OffloadTests::LastAnswerOfDeletedSa},
    {"OfferOnlyNamed: only SAs that name a device are offered, as Linux does",
     &OffloadTests::OfferOnlyNamed},
    {"G39 Linux packet mode: a refused SA does not exist", &OffloadTests::RefusalFails},
    {"R10 log lines for offer, refusal and withdrawal change nothing", &OffloadTests::VerboseLog},
    {"R59 R85 not yet offered: exactly while an offer may still come",
     &OffloadTests::NotYetOffered},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload".
 */
class OffloadTestSuite : public PicosecondTestSuite
{
  public:
    OffloadTestSuite()
        : PicosecondTestSuite("ipsec-offload", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<OffloadTests>(test.name, test.body));
        }
    }
};

OffloadTestSuite g_offloadTestSuite; //!< the suite

} // namespace
