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
#include "ns3/ipsec-vlan-offload-driver.h"
#include "ns3/nstime.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/offload: what goes wrong, VLAN interfaces, and how other kernels differ.
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
class FaultTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void LostOffer();
    void LostHandle();
    void NameTestFirst();
    void TimeOut();
    void TimeOutOfPolicy();
    void Vlan();
    void VlanWithoutParent();
    void VlanReports();
    void Rename();
    void TwoPorts();
    void FaultFails();
    void DownDeletes();
    void OldTags();
    void Lifetimes();
    void Handover();
    void LiveCounters();
    void DriverWithdraws();
    void Limits();
    void TearDown();
    void Traces();
    void Verbose();
};

void
FaultTests::LostOffer()
{
    OffloadFixture f;
    f.offload->SetAttribute("LoseOffers", UintegerValue(2)); // ADD triggers twice
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.Why(0x1001), "offer-lost", "silently");
    EXPECT_EQ(f.Sa(0x1001)->IsAlive(), true, "ADD succeeded");
    EXPECT_EQ(f.Why(0x1002), "none", "the next one is offered");
    EXPECT_EQ(f.offload->GetStatistics().lostOffers, 2, "counted");
    f.sad->UpdateLifetimes(OffloadFixture::Now(), 0x1001, {}, {});
    f.Work();
    EXPECT_EQ(f.Why(0x1001), "none", "INST was clear, so UPDATE triggers");
}

void
FaultTests::LostHandle()
{
    for (bool undo : {true, false})
    {
        OffloadFixture f(2);
        f.offload->SetAttribute("LoseHandles", UintegerValue(1));
        f.offload->SetAttribute("UndoUnrecorded", BooleanValue(undo));
        f.Add(0x1001);
        f.Work();
        EXPECT_EQ(f.Why(0x1001, 0), "handle-lost", "first interface");
        EXPECT_EQ(f.Why(0x1001, 1), "none", "second one");
        EXPECT_EQ(f.drivers[0]->deinstalls.size(), undo ? 1 : 0, "deinstall at once");
        EXPECT_EQ(f.drivers[0]->installed.size(), undo ? 0 : 1, "the NIC holds it");
        EXPECT_EQ(f.offload->GetDrvSpisTaken(), undo ? 1 : 2, "values in use");
        EXPECT_EQ(f.DrvSpi(0x1001, 1), undo ? 3 : 4, "the next value");
        EXPECT_EQ(f.offload->FindByDrvSpi(3) != nullptr, undo, "the lost one is unknown");
        f.Delete(0x1001);
        f.Work();
        EXPECT_EQ(f.CountDeinstalls(), undo ? 2 : 1, "deinstall calls in all");
        EXPECT_EQ(f.offload->GetDrvSpisTaken(), undo ? 0 : 1, "lost for ever");
    }
}

void
FaultTests::NameTestFirst()
{
    for (bool old : {false, true})
    {
        OffloadFixture f(2);
        f.offload->SetAttribute("NameTestFirst", BooleanValue(old));
        f.offload->SetAttribute("LastDrvSpi", UintegerValue(3));
        f.Add(0x1001, "eth1"); // eth0's mismatch takes the only value
        f.Work();
        EXPECT_EQ(f.Why(0x1001, 0), "name-mismatch", "first");
        EXPECT_EQ(f.Why(0x1001, 1), "exhausted-drv-spi", "second");
        f.Add(0x1002, "eth9");
        f.Work();
        EXPECT_EQ(f.Why(0x1002, 0), old ? "name-mismatch" : "exhausted-drv-spi", "no value left");
        const auto& handles = IpsecOffload::GetState(*f.Sa(0x1002))->handles;
        EXPECT_EQ(handles.size(), old ? 2 : 0, "REJECTED handles without a value");
        EXPECT_EQ(f.offload->GetDrvSpisTaken(), 1, "values in use");
        f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[1]);
        f.Work();
        EXPECT_EQ(handles.size(), old ? 1 : 0, "one goes with its interface");
        f.Delete(0x1002);
        f.Work();
        EXPECT_EQ(handles.size(), 0, "forgotten");
        EXPECT_EQ(f.CountDeinstalls(), 0, "no driver call");
    }
}

void
FaultTests::TimeOut()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("DriverTimeout", TimeValue(MilliSeconds(10)));
    f.drivers[0]->delay = 30 * MS;
    f.Add(0x1001);
    f.WorkUntil(20 * MS);
    EXPECT_EQ(f.Why(0x1001, 0), "driver-fault", "too late");
    EXPECT_EQ(f.Why(0x1001, 1), "none", "the worker went on");
    EXPECT_EQ(f.answers[0].when, 10 * MS, "at the limit");
    EXPECT_EQ(f.offload->GetStatistics().timeouts, 1, "counted");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 2, "its value is kept until the driver has answered");
    f.WorkUntil(100 * MS);
    EXPECT_EQ(f.drivers[0]->deinstalls.size(), 1, "the late ack is undone");
    EXPECT_EQ(f.drivers[0]->installed.size(), 0, "the NIC does not hold it");
    EXPECT_EQ(f.offload->GetStatistics().lateAcks, 1, "counted");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 1, "now it is free");

    f.drivers[0]->answer = DriverAnswer::NOT_SUPPORTED;
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.drivers[0]->deinstalls.size(), 1, "a late nack needs nothing");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 2, "and its value is free");

    f.drivers[0]->delay = 5 * MS;
    f.drivers[0]->answer = DriverAnswer::ACK;
    f.Add(0x1003);
    f.Work();
    EXPECT_EQ(f.Why(0x1003, 0), "none", "in time");
}

void
FaultTests::TimeOutOfPolicy()
{
    OffloadFixture f;
    f.offload->SetAttribute("DriverTimeout", TimeValue(MilliSeconds(10)));
    f.drivers[0]->delay = 30 * MS;
    f.AddPolicy();
    f.Work();
    EXPECT_EQ(f.offload->GetStatistics().policyRefusals, 1, "refused");
    EXPECT_EQ(f.drivers[0]->policyDeletes.size(), 1, "the late ack is undone");
}

void
FaultTests::Vlan()
{
    OffloadFixture f;
    for (uint16_t vlan : {5, 6})
    {
        f.interfaces.push_back(
            f.offload->AddVlanInterface("eth0." + std::to_string(vlan), f.interfaces[0], vlan));
    }
    f.Add(0x1001);
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 3, "1 + v offers");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 3, "each with its own drv_spi");
    for (size_t i = 0; i < 3; ++i)
    {
        EXPECT_EQ(f.Why(0x1001, i), "none", "HANDLED");
        EXPECT_EQ(f.drivers[0]->offers[i].vlan, i == 0 ? 0 : 4 + i, "VLAN id");
    }
    f.Add(0x1002, "eth0.6");
    f.Work();
    EXPECT_EQ(f.CountNewKeys(), 4, "a name restricts to one of them");
    f.interfaces[0]->SetCapabilityEnabled(false);
    EXPECT_EQ(f.Why(0x1001, 1), "cap-disabled", "inherited");
    f.interfaces[0]->SetCapabilityEnabled(true);
    EXPECT_EQ(f.Why(0x1001, 1), "none", "back again");
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[1]);
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 1, "a VLAN goes alone");
    EXPECT_EQ(f.Why(0x1001, 2), "none", "the other stays");
    f.Delete(0x1001);
    f.Work();
    EXPECT_EQ(f.CountDeinstalls(), 3, "one call each");
}

void
FaultTests::VlanWithoutParent()
{
    OffloadFixture f;
    f.interfaces.push_back(f.offload->AddVlanInterface("eth0.5", f.interfaces[0], 5));
    f.Add(0x1001);
    f.Work();
    DynamicCast<VlanOffloadDriver>(f.interfaces[1]->GetDriver())->Detach();
    f.AddPolicy();
    f.Add(0x1002);
    f.Delete(0x1001);
    f.Work();
    EXPECT_EQ(f.Why(0x1002, 1), "driver-fault", "newkey fails");
    EXPECT_EQ(f.Why(0x1002, 0), "none", "the parent's own does not");
    EXPECT_EQ(f.CountDeinstalls(), 1, "deinstall does not reach it");
    EXPECT_EQ(f.offload->GetStatistics().withdrawals, 2, "and is only logged (R65)");
    EXPECT_EQ(f.offload->GetStatistics().policyRefusals, 1, "policy add fails");
}

void
FaultTests::VlanReports()
{
    OffloadFixture f;
    f.interfaces.push_back(f.offload->AddVlanInterface("eth0.5", f.interfaces[0], 5));
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->SendReport(0, f.DrvSpi(0x1001, 0), {1, 100});
    f.drivers[0]->SendReport(0, f.DrvSpi(0x1001, 1), {2, 250});
    EXPECT_EQ(f.Sa(0x1001)->GetCurrent().octets,
              350,
              "each interface has counters of its own (R48)");
    EXPECT_EQ(f.offload->GetStatistics().strayReports, 0, "the parent's driver reports for both");
    TransformHistory history;
    const uint16_t drvSpi = f.DrvSpi(0x1001, 1);
    EXPECT_EQ(f.offload->FillHistory(*f.interfaces[0], drvSpi, history),
              true,
              "asked by the parent");
    EXPECT_EQ(f.offload->FillHistory(*f.interfaces[1], f.DrvSpi(0x1001, 0), history),
              false,
              "but not the other way round");
}

void
FaultTests::Rename()
{
    OffloadFixture f(2);
    f.Add(0x1001, "eth1");
    f.Work();
    f.offload->RenameInterface(f.interfaces[1], "wan");
    f.Work();
    EXPECT_EQ(f.Why(0x1001, 1), "none", "its handle stays");
    EXPECT_EQ(f.CountDeinstalls(), 0, "nothing is withdrawn");
    f.Add(0x1002, "eth1");
    f.Add(0x1003, "wan");
    f.Work();
    EXPECT_EQ(f.Why(0x1002, 1), "name-mismatch", "the old name is nobody's");
    EXPECT_EQ(f.Why(0x1003, 1), "none", "the new one is");
}

void
FaultTests::TwoPorts()
{
    OffloadFixture f(2);
    f.Add(0x1001);
    f.Work();
    const auto* first = f.offload->Find(*f.Sa(0x1001), PeekPointer(f.interfaces[0])).handle;
    const auto* second = f.offload->Find(*f.Sa(0x1001), PeekPointer(f.interfaces[1])).handle;
    EXPECT_EQ(first && second && first->drvSpi != second->drvSpi, true, "each port its own");
    f.drivers[0]->SendReport(0, first->drvSpi, {3, 300});
    f.drivers[1]->SendReport(0, second->drvSpi, {4, 400});
    EXPECT_EQ(f.Sa(0x1001)->GetCurrent().packets, 7, "totals are the sum");
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.Why(0x1001, 0), "interface-down", "a route there is software now");
    EXPECT_EQ(f.Why(0x1001, 1), "none", "a route to the other port is not");
}

void
FaultTests::FaultFails()
{
    OffloadFixture f;
    f.offload->SetAttribute("FaultFails", BooleanValue(true));
    f.drivers[0]->answers[0x1001] = DriverAnswer::NOT_SUPPORTED;
    f.drivers[0]->answers[0x1002] = DriverAnswer::FAULT;
    f.Add(0x1001);
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.sad->FindBySpi(0x1001) != nullptr, true, "\"not supported\" falls back");
    EXPECT_EQ(f.sad->FindBySpi(0x1002) == nullptr, true, "anything else fails the request");
}

void
FaultTests::DownDeletes()
{
    OffloadFixture f(2);
    f.offload->SetAttribute("OfferOnlyNamed", BooleanValue(true));
    f.offload->SetAttribute("DownDeletes", BooleanValue(true));
    f.Add(0x1001, "eth0");
    f.Add(0x1002, "eth1");
    f.Add(0x1003);
    f.Work();
    f.offload->InterfaceDown(OffloadFixture::Now(), f.interfaces[0]);
    f.Work();
    EXPECT_EQ(f.sad->FindBySpi(0x1001) == nullptr, true, "it dies with its device");
    EXPECT_EQ(f.sad->FindBySpi(0x1002) != nullptr, true, "the other device's lives");
    EXPECT_EQ(f.sad->FindBySpi(0x1003) != nullptr, true, "so does one in software");
    EXPECT_EQ(f.CountDeinstalls(), 1, "withdrawn once (R210)");
}

void
FaultTests::OldTags()
{
    for (bool old : {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("TagNeedsHistory", BooleanValue(!old));
        f.Add(0x1001);
        f.Work();
        TransformHistory known;
        EXPECT_EQ(f.offload->FillHistory(*f.interfaces[0], 3, known), true, "known: tagged");
        EXPECT_EQ(known.IsEmpty(), old, "the old tag tells nothing");
        TransformHistory unknown;
        EXPECT_EQ(f.offload->FillHistory(*f.interfaces[0], 77, unknown), old, "unknown drv_spi");
    }
}

void
FaultTests::Lifetimes()
{
    using View = CounterView;
    OffloadFixture f(2);
    const auto sa = f.Add(0x1001);
    LifetimeRecord record;
    EXPECT_EQ(f.offload->GetCounters()
                  .ReadLifetime(0, *sa, View::HARDWARE_INTERFACE, nullptr, false, record),
              false,
              "no handle yet");
    f.Work();
    auto* handle = f.offload->Find(*sa, PeekPointer(f.interfaces[0])).handle;
    IpsecOffload::CountReceive(5000, *handle, 700);
    IpsecOffload::CountTransmit(*handle, 300);
    EXPECT_EQ(
        f.offload->GetCounters().ReadLifetime(0, *sa, View::SOFTWARE_TOTAL, nullptr, false, record),
        true,
        "");
    EXPECT_EQ(record.packets, 2, "software view");
    EXPECT_EQ(record.octets, 1000, "software view");
    EXPECT_EQ(record.useTime.has_value(), false, "merged with a zeroed record (R186)");

    f.drivers[0]->counters[f.DrvSpi(0x1001, 0)] = {(uint64_t{1} << 32) + 5, 4000};
    f.drivers[1]->counters[f.DrvSpi(0x1001, 1)] = {10, 600};
    const auto* eth0 = PeekPointer(f.interfaces[0]);
    LifetimeRecord sum{7, 70, 9000};
    EXPECT_EQ(
        f.offload->GetCounters().ReadLifetime(0, *sa, View::SOFTWARE_TOTAL, nullptr, true, sum),
        true,
        "");
    EXPECT_EQ(sum.packets, 9, "added (R188)");
    EXPECT_EQ(sum.octets, 1070, "added");
    EXPECT_EQ(sum.useTime.value_or(-1), 5000, "the lesser use time");
    EXPECT_EQ(
        f.offload->GetCounters().ReadLifetime(0, *sa, View::HARDWARE_INTERFACE, eth0, true, sum),
        true,
        "");
    EXPECT_EQ(sum.packets, 14, "32 bits are left (R190)");
    EXPECT_EQ(sum.octets, 5070, "octets are whole");
    EXPECT_EQ(sum.useTime.has_value(), false, "a zero wins (R185)");
    EXPECT_EQ(
        f.offload->GetCounters().ReadLifetime(0, *sa, View::HARDWARE_TOTAL, nullptr, false, record),
        true,
        "");
    EXPECT_EQ(record.packets, 15, "both interfaces (R187)");
    EXPECT_EQ(record.octets, 4600, "both interfaces");
    EXPECT_EQ(record.useTime.has_value(), false, "merged with a zeroed record (R187)");
    record = {0, 0, 9000};
    EXPECT_EQ(
        f.offload->GetCounters().ReadLifetime(0, *sa, View::HARDWARE_TOTAL, nullptr, true, record),
        true,
        "");
    EXPECT_EQ(record.useTime.has_value(), false, "the drivers tell none, and a zero wins (R188)");
}

void
FaultTests::Handover()
{
    for (bool handover : {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("SequenceHandover", BooleanValue(handover));
        const auto sa = f.Add(0x1001);
        for (int i = 0; i < 5; ++i)
        {
            sa->NextSequence();
        }
        f.Work();
        const auto& offered = f.drivers[0]->offers[0].sequence;
        EXPECT_EQ(offered ? offered->next : 0,
                  handover ? 6 : 0,
                  "the NIC begins where software stands, or anew");
        f.drivers[0]->sequence = SequenceState(sa->GetConfig());
        f.drivers[0]->sequence->next = 42;
        f.offload->Demote(OffloadFixture::Now(), sa, f.interfaces[0]);
        f.Work();
        EXPECT_EQ(*sa->NextSequence(),
                  handover ? 42 : 6,
                  "software goes on behind the NIC, or not");
    }
}

void
FaultTests::LiveCounters()
{
    for (bool live : {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("LiveCounters", BooleanValue(live));
        SaConfig config = OffloadFixture::ConfigOf(0x1001);
        config.hard.octets = 1000;
        config.soft.octets = 500;
        f.Add(config);
        f.Work();
        f.drivers[0]->counters[f.DrvSpi(0x1001)] = {10, 600};
        f.sad->ExpireAt(PS_PER_SECOND);
        EXPECT_EQ(f.Sa(0x1001)->GetState() == SaState::DYING, live, "nothing was polled");
        EXPECT_EQ(f.Sa(0x1001)->GetCurrent().octets, live ? 600 : 0, "CURRENT");
    }
}

void
FaultTests::DriverWithdraws()
{
    OffloadFixture f;
    f.AddPolicy();
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->AskForWithdrawal(OffloadFixture::Now());
    f.Work();
    EXPECT_EQ(f.drivers[0]->log[2], "policy delete", "policies first");
    EXPECT_EQ(f.drivers[0]->log[3], "deinstall", "then SAs");
    EXPECT_EQ(f.Why(0x1001), "interface-down", "and they are not offered again (R209)");
    f.Add(0x1002);
    f.Work();
    EXPECT_EQ(f.Why(0x1002), "none", "the interface itself stays up");
}

void
FaultTests::Limits()
{
    for (bool told : {false, true})
    {
        OffloadFixture f;
        f.offload->SetAttribute("NicLimits", BooleanValue(told));
        SaConfig config = OffloadFixture::ConfigOf(0x1001);
        config.hard.octets = 1000;
        config.soft.octets = 500;
        f.Add(config);
        f.Work();
        EXPECT_EQ(f.drivers[0]->offers[0].enforceLimits, told, "offered");
        f.drivers[0]->counters[f.DrvSpi(0x1001)] = {5, 510};
        f.drivers[0]->SendLimit(7, f.DrvSpi(0x1001), false);
        EXPECT_EQ(f.Sa(0x1001)->GetState() == SaState::DYING, true, "soft");
        EXPECT_EQ(f.Sa(0x1001)->GetCurrent().octets, 510, "its counters are read with it");
        EXPECT_EQ(f.Why(0x1001), "none", "still offloaded (R61)");
        f.drivers[0]->SendLimit(8, 999, true);
        f.drivers[0]->SendLimit(8, f.DrvSpi(0x1001), true);
        EXPECT_EQ(f.Sa(0x1001)->GetState() == SaState::DEAD, true, "hard");
        f.Work();
        EXPECT_EQ(f.CountDeinstalls(), 1, "forgotten");
    }
}

void
FaultTests::TearDown()
{
    OffloadFixture f;
    f.drivers[0]->delay = 2 * MS;
    for (uint32_t spi = 0x1001; spi <= 0x1008; ++spi)
    {
        f.Add(spi);
    }
    f.AddPolicy();
    f.WorkUntil(9 * MS);
    bool drained = false;
    f.offload->TearDown(OffloadFixture::Now(), [&](Ps) { drained = true; });
    EXPECT_EQ(drained, false, "the queue is drained first");
    f.Work();
    EXPECT_EQ(drained, true, "drained");
    EXPECT_EQ(f.sad->GetSize(), 0, "all SAs are forgotten");
    EXPECT_EQ(f.drivers[0]->installed.size(), 0, "the NIC is empty");
    EXPECT_EQ(f.CountDeinstalls(), f.CountNewKeys(), "each one that was offered");
    EXPECT_EQ(f.drivers[0]->policyDeletes.size(), f.drivers[0]->policyAdds.size(), "policies too");
    EXPECT_EQ(f.offload->GetDrvSpisTaken(), 0, "no handle is left (R220)");
}

/// @param text gets a line @param drvSpi of the offer
void
WriteOffer(std::string* text,
           Ps now,
           const SecurityAssociation&,
           const OffloadInterface&,
           uint16_t drvSpi)
{
    *text += "offer " + std::to_string(now) + "/" + std::to_string(drvSpi) + " ";
}

/// @param text gets a line @param drvSpi of the SA @param absolute counters
void
WriteReport(std::string* text,
            Ps now,
            const SecurityAssociation&,
            const OffloadInterface&,
            uint16_t drvSpi,
            const PacketOctets& absolute)
{
    *text += "report " + std::to_string(now) + "/" + std::to_string(drvSpi) + " " +
             std::to_string(absolute.octets) + " ";
}

void
FaultTests::Traces()
{
    OffloadFixture f;
    std::string text;
    f.offload->TraceConnectWithoutContext("Offer", MakeBoundCallback(&WriteOffer, &text));
    f.offload->TraceConnectWithoutContext("Report", MakeBoundCallback(&WriteReport, &text));
    f.Add(0x1001);
    f.Work();
    f.drivers[0]->SendReport(9, 3, {1, 50});
    f.drivers[0]->SendReport(9, 4, {1, 50});
    EXPECT_EQ(text, "offer 0/3 report 9/3 50 ", "traced");
}

void
FaultTests::Verbose()
{
    std::ostringstream text;
    std::streambuf* before = std::clog.rdbuf(text.rdbuf());
    {
        OffloadFixture f;
        f.offload->SetAttribute("Verbose", BooleanValue(true));
        f.drivers[0]->answers[0x1002] = DriverAnswer::NOT_SUPPORTED;
        f.Add(0x1001);
        f.Add(0x1002);
        f.Work();
        f.Delete(0x1001);
        f.Work();
        EXPECT_EQ(f.CountNewKeys(), 2, "offers");
    }
    std::clog.rdbuf(before);
    for (const char* line : {"eth0: SA spi 0x1001 offered as drv_spi 3",
                             "eth0: SA spi 0x1001 drv_spi 3 taken",
                             "eth0: SA spi 0x1002 drv_spi 4 not taken: refused",
                             "eth0: SA spi 0x1001 drv_spi 3 free: withdrawn"})
    {
        EXPECT_EQ(text.str().find(line) != std::string::npos, true, line);
    }
}

/// Names and bodies.
const struct
{
    const char* name;                  // with rule numbers
    MethodTest<FaultTests>::Body body; // what to do
} CASES[] = {
    {"R39 an offer without memory is lost; UPDATE triggers again", &FaultTests::LostOffer},
    {"R19 H4 an ack without memory for the handle is undone, or not (old)",
     &FaultTests::LostHandle},
    {"R17 H3 old: a REJECTED handle without a drv_spi", &FaultTests::NameTestFirst},
    {"a driver that answers too late faults, and its late ack is undone", &FaultTests::TimeOut},
    {"a driver that takes a policy too late", &FaultTests::TimeOutOfPolicy},
    {"R214-R215 VLAN interfaces: 1 + v offers, capability inherited", &FaultTests::Vlan},
    {"R214 without a parent the methods of a VLAN fail", &FaultTests::VlanWithoutParent},
    {"R182 R214 the parent's driver reports for its VLANs", &FaultTests::VlanReports},
    {"R218 renaming withdraws nothing", &FaultTests::Rename},
    {"R48 R142 R182 R211 two ports, each with its own handle", &FaultTests::TwoPorts},
    {"Linux crypto mode: a fault fails the request, a nack does not", &FaultTests::FaultFails},
    {"Linux: SAs die with their device", &FaultTests::DownDeletes},
    {"R158-R159 H2 a tag needs a history, or not (old)", &FaultTests::OldTags},
    {"R185-R187 R188 R190 lifetime records of the counter operations", &FaultTests::Lifetimes},
    {"R143 handing the sequence counter over, or not", &FaultTests::Handover},
    {"R180 live counters: the expiry timer reads the driver first", &FaultTests::LiveCounters},
    {"R207 R209 a driver's own call of the interface-down routine", &FaultTests::DriverWithdraws},
    {"R202 limits that the NIC enforces", &FaultTests::Limits},
    {"R216 R220 teardown: all forgotten, queue drained", &FaultTests::TearDown},
    {"trace sources Offer and Report", &FaultTests::Traces},
    {"R10 the verbose switch writes lines and changes nothing", &FaultTests::Verbose},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "offload-faults".
 */
class OffloadFaultsTestSuite : public PicosecondTestSuite
{
  public:
    OffloadFaultsTestSuite()
        : PicosecondTestSuite("ipsec-offload-faults", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<FaultTests>(test.name, test.body));
        }
    }
};

OffloadFaultsTestSuite g_offloadFaultsTestSuite; //!< the suite

} // namespace
