/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-driver-fixture.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-offload.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of the NIC's driver and its command channel. A test's name carries the rules that it
 * covers.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// One test of the driver: a name and a method.
class DriverTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (DriverTest::*)();

    /// @param name with rule numbers @param body what to do
    DriverTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void Methods();
    void Refusals();
    void BothDirections();
    void OneDirection();
    void Full();
    void SecondHalfFails();
    void Serial();
    void Removal();
    void Poll();
    void PollRhythm();
    void PollSharesChannel();
    void PollNow();
    void LiveRead();
    void Reports();
    void LateCompletions();
    void Attributes();

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

void
DriverTest::Methods()
{
    NicProfile profile;
    const DriverFixture capable(profile);
    EXPECT_EQ(capable.nic->GetMethods() & OffloadDriver::SA_NEWKEY, OffloadDriver::SA_NEWKEY, "R4");
    EXPECT_EQ(capable.nic->GetMethods() & OffloadDriver::POLICY_ADD, 0, "policies are not taken");
    profile.offload = false;
    const DriverFixture plain(profile);
    EXPECT_EQ(plain.nic->GetMethods(), 0, "N1 no methods without the ability");
}

void
DriverTest::Refusals()
{
    NicProfile profile; // as cx6dx-freebsd
    profile.algorithms = {"aes-gcm-16-128", "aes-gcm-16-256"};
    profile.tunnel = false;
    profile.natTraversal = false;
    profile.replayWindows = {0, 32, 64, 128, 256};
    profile.windowNeedsEsn = true;
    profile.installTime = 1 * MS;

    const SaConfig good = MakeSa(0x1001);
    SaConfig c;
    std::vector<std::pair<std::string, SaConfig>> refused;
    (c = good).protocol = IpsecProtocol::AH;
    refused.emplace_back("protocol ah, not esp", c);
    (c = good).cipher = nullptr;
    refused.emplace_back("algorithm null", c);
    (c = good).cipher = FindIpsecAlgorithm("aes-cbc-128");
    c.authenticator = FindIpsecAlgorithm("hmac-sha1-96");
    refused.emplace_back("algorithm aes-cbc-128", c);
    (c = good).cipher = FindIpsecAlgorithm("aes-gcm-16-192");
    refused.emplace_back("algorithm aes-gcm-16-192", c);
    (c = good).mode = IpsecMode::TUNNEL;
    refused.emplace_back("tunnel mode", c);
    (c = good).mode = IpsecMode::ANY;
    refused.emplace_back("mode any: the NIC must know which header to put in front", c);
    (c = good).source = Ip("fd00::1");
    refused.emplace_back("addresses of two families", c);
    (c = good).natTraversal.destinationPort = 4500;
    refused.emplace_back("ESP in UDP", c);
    (c = good).replayWindow = 48;
    refused.emplace_back("replay window of 48 packets", c);
    (c = good).replayWindow = 64;
    refused.emplace_back("replay window without 64-bit sequence numbers", c);

    DriverFixture f(profile);
    uint16_t drvSpi = 3;
    for (const auto& [why, config] : refused)
    {
        EXPECT_EQ(f.nic->WhyRefused(config), why, "the reason in words");
        f.Offer(drvSpi, config);
        EXPECT_EQ(f.AnswerOf(drvSpi), DriverAnswer::NOT_SUPPORTED, "at once: " + why);
        EXPECT_EQ(f.WhyNot(drvSpi), "refused: " + why + " EOPNOTSUPP", "the kernel hears it");
        ++drvSpi;
    }
    EXPECT_EQ(f.nic->GetCommands().GetChannel().GetSubmissions(), 0, "without a command");
    EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().refused, refused.size(), "counted");

    (c = good).replayWindow = 64;
    c.esn = true;
    EXPECT_EQ(f.nic->WhyRefused(c), "", "N11 a window with ESN");
    c.source = Ip("fd00::1");
    c.destination = Ip("fd00::2");
    EXPECT_EQ(f.nic->WhyRefused(c), "", "N9 IPv6");
    (c = good).replayWindow = 48;
    c.direction = IpsecDirection::OUT;
    EXPECT_EQ(f.nic->WhyRefused(c), "", "who only sends has no window");

    profile.tunnel = true;
    profile.natTraversal = true;
    profile.natTraversalNeedsTransport = true; // as cx7-linux
    const DriverFixture mlx(profile);
    (c = good).natTraversal.destinationPort = 4500;
    EXPECT_EQ(mlx.nic->WhyRefused(c), "", "N10 ESP in UDP in transport mode");
    c.mode = IpsecMode::TUNNEL;
    EXPECT_EQ(mlx.nic->WhyRefused(c), "ESP in UDP in tunnel mode", "N10");
    c.natTraversal = {};
    EXPECT_EQ(mlx.nic->WhyRefused(c), "", "N8 tunnel mode without UDP");

    profile.esn = false;
    profile.ipv4 = false;
    profile.transport = false;
    profile.tunnel = true;
    profile.algorithms = {"aes-cbc-128"};
    const DriverFixture other(profile);
    (c = good).cipher = FindIpsecAlgorithm("aes-cbc-128");
    c.authenticator = FindIpsecAlgorithm("hmac-sha1-96");
    EXPECT_EQ(other.nic->WhyRefused(c), "algorithm hmac-sha1-96", "beside the cipher");
    c.authenticator = nullptr;
    EXPECT_EQ(other.nic->WhyRefused(c), "transport mode", "N8");
    c.mode = IpsecMode::TUNNEL;
    EXPECT_EQ(other.nic->WhyRefused(c), "family IPv4", "N9");
    c.source = Ip("fd00::1");
    c.destination = Ip("fd00::2");
    c.esn = true;
    EXPECT_EQ(other.nic->WhyRefused(c), "64-bit sequence numbers", "N12");
}

void
DriverTest::BothDirections()
{
    NicProfile profile;
    profile.installTime = 150 * US;
    DriverFixture f(profile);
    f.Offer(3, MakeSa(0x1001));
    EXPECT_EQ(f.AnswerOf(3), -1, "the answer takes its time");
    DriverFixture::WorkUntil(150 * US);
    EXPECT_EQ(f.AnswerOf(3), -1, "half of it");
    EXPECT_EQ(f.nic->GetEngine().GetRxSlotsUsed(0), 1, "inbound first");
    EXPECT_EQ(f.nic->GetEngine().GetTxSlotsUsed(0), 0, "outbound not yet");
    EXPECT_EQ(f.nic->GetEngine().Find(3)->held, true, "no packet meets it yet");
    DriverFixture::WorkUntil(300 * US);
    EXPECT_EQ(f.AnswerOf(3), DriverAnswer::ACK, "both");
    EXPECT_EQ(f.answers[3]->when, 300 * US, "twice the time of one direction");
    EXPECT_EQ(f.nic->GetEngine().GetTxSlotsUsed(0), 1, "one slot in each direction");
    EXPECT_EQ(f.nic->GetEngine().Find(3)->held, false, "in place");
    EXPECT_EQ(f.nic->GetEngine().Find(3)->nextSequence, 1, "from the kernel's next number");
}

void
DriverTest::OneDirection()
{
    NicProfile profile;
    profile.installTime = 150 * US;
    DriverFixture f(profile);
    SaConfig config = MakeSa(0x1001);
    config.direction = IpsecDirection::IN;
    f.Offer(3, config);
    config = MakeSa(0x1002);
    config.direction = IpsecDirection::OUT;
    config.firstSequence = 77;
    f.Offer(4, config);
    Simulator::Run();
    EXPECT_EQ(f.answers[3]->when, 150 * US, "one direction, half the time");
    EXPECT_EQ(f.answers[4]->when, 300 * US, "behind the other SA");
    EXPECT_EQ(f.nic->GetEngine().GetRxSlotsUsed(0), 1, "one slot");
    EXPECT_EQ(f.nic->GetEngine().GetTxSlotsUsed(0), 1, "one slot");
    EXPECT_EQ(f.nic->GetEngine().Find(3)->transmit, false, "in only");
    EXPECT_EQ(f.nic->GetEngine().Find(4)->receive, false, "out only");
    EXPECT_EQ(f.nic->GetEngine().Find(4)->nextSequence,
              77,
              "R143 an own counter from the start of the SA");
}

void
DriverTest::Full()
{
    for (const bool fault : {false, true})
    {
        NicProfile profile;
        profile.txSlots = 2;
        profile.rxSlots = 2;
        profile.installTime = 100 * US;
        profile.fullError = fault ? "ENOSPC" : NicProfile::NOT_SUPPORTED;
        DriverFixture f(profile);
        for (uint16_t i = 0; i < 3; ++i)
        {
            f.Offer(3 + i, MakeSa(0x1001 + i));
        }
        Simulator::Run();
        EXPECT_EQ(f.AnswerOf(3), DriverAnswer::ACK, "room");
        EXPECT_EQ(f.AnswerOf(4), DriverAnswer::ACK, "room");
        EXPECT_EQ(f.AnswerOf(5), fault ? DriverAnswer::FAULT : DriverAnswer::NOT_SUPPORTED, "full");
        EXPECT_EQ(f.WhyNot(5), "card full: no free slot " + profile.fullError, "and why");
        EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().full, 1, "counted");
    }
}

void
DriverTest::SecondHalfFails()
{
    NicProfile profile;
    profile.txSlots = 0;
    profile.rxSlots = 1;
    profile.installTime = 100 * US;
    profile.removeTime = 30 * US;
    profile.slotCoolOff = 1 * MS;
    DriverFixture f(profile);
    f.Offer(3, MakeSa(0x1001));
    DriverFixture::WorkUntil(1 * MS);
    EXPECT_EQ(f.AnswerOf(3), DriverAnswer::NOT_SUPPORTED, "no transmit slot");
    EXPECT_EQ(f.answers[3]->when, 230 * US, "two installs, and a removal of the first half");
    EXPECT_EQ(f.nic->GetEngine().Find(3) == nullptr, true, "nothing is left");
    EXPECT_EQ(f.nic->GetEngine().GetRxSlotsUsed(1 * MS), 1, "R21 but the slot cools off");
    EXPECT_EQ(f.nic->GetEngine().GetRxSlotsUsed(1 * MS + 230 * US), 0, "and is free");
}

void
DriverTest::Serial()
{
    NicProfile profile;
    profile.installTime = 100 * US;
    profile.removeTime = 40 * US;
    DriverFixture f(profile);
    SaConfig config = MakeSa(0x1001);
    config.direction = IpsecDirection::OUT;
    for (uint16_t i = 0; i < 10; ++i)
    {
        config.spi = 0x1001 + i;
        f.Offer(3 + i, config);
    }
    Simulator::Run();
    for (uint16_t i = 0; i < 10; ++i)
    {
        EXPECT_EQ(f.answers[3 + i]->when, (i + 1) * 100 * US, "one after the other");
    }
    f.Withdraw(3);
    f.Offer(20, MakeSa(0x2001));
    f.Withdraw(4);
    Simulator::Run();
    EXPECT_EQ(f.removals[3].first, 1040 * US, "a removal waits its turn");
    EXPECT_EQ(f.removals[4].first, 1180 * US, "behind the first half of an install");
    EXPECT_EQ(f.answers[20]->when, 1280 * US, "whose second half comes behind it");
    EXPECT_EQ(f.nic->GetCommands().GetChannel().GetBusyTime(), 1280 * US, "never idle");
    EXPECT_EQ(f.nic->GetCommands().GetChannel().GetFreeAt(), 1280 * US, "done");
}

void
DriverTest::Removal()
{
    NicProfile profile;
    profile.txSlots = 1;
    profile.rxSlots = 1;
    profile.removeTime = 50 * US;
    profile.slotCoolOff = 2 * PS_PER_SECOND;
    DriverFixture f(profile);
    f.Offer(3, MakeSa(0x1001));
    Simulator::Run();
    f.nic->SaDeinstall(0, 3, f.answers[3]->cookie + 1, [this](Ps, bool ok) {
        EXPECT_EQ(ok, false, "another cookie");
    });
    f.nic->SaDeinstall(0, 4, 1, [this](Ps, bool ok) { EXPECT_EQ(ok, false, "another SA"); });
    f.Withdraw(3);
    Simulator::Run();
    EXPECT_EQ(f.removals[3].first, 100 * US, "both directions");
    EXPECT_EQ(f.removals[3].second, true, "done");
    f.Offer(4, MakeSa(0x1002));
    Simulator::Run();
    EXPECT_EQ(f.AnswerOf(4), DriverAnswer::NOT_SUPPORTED, "N47 the slot cools off");
    DriverFixture::WorkUntil(100 * US + 2 * PS_PER_SECOND);
    f.Offer(5, MakeSa(0x1003));
    Simulator::Run();
    EXPECT_EQ(f.AnswerOf(5), DriverAnswer::ACK, "it can be used again");
    EXPECT_EQ(f.answers[5]->cookie != f.answers[3]->cookie, true, "another installation");
    EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().removed, 1, "counted");
}

void
DriverTest::Poll()
{
    NicProfile profile;
    profile.pollPeriod = 1000 * MS;
    profile.counterIncludesEsp = false;
    DriverFixture f(profile);
    f.Offer(3, MakeSa(0x1001));
    f.Offer(4, MakeSa(0x1002));
    DriverFixture::WorkUntil(500 * MS);
    EXPECT_EQ(f.reports.size(), 0, "R180 nothing before the period is over");
    f.Send(3, 100);
    PacketDescriptor packet = MakePacket(700);
    packet.esp.spi = 0x1001;
    packet.esp.sequence = 1;
    packet.esp.length = 740;
    packet.esp.destination = Ip("10.0.0.2");
    f.nic->GetEngine().Receive(0, packet, 740);
    DriverFixture::WorkUntil(1000 * MS);
    ASSERT_TRUE(f.reports.size() == 2, "each SA");
    EXPECT_EQ(f.reports[0].drvSpi, 3, "in order");
    EXPECT_EQ(f.reports[0].when, 1000 * MS, "after the period");
    EXPECT_EQ(f.reports[0].absolute.packets, 2, "N38 in + out");
    EXPECT_EQ(f.reports[0].absolute.octets, 800, "N38 in + out");
    EXPECT_EQ(f.reports[1].absolute.packets, 0, "idle ones too");
    f.Send(3, 50);
    f.Send(4, 60);
    DriverFixture::WorkUntil(2000 * MS);
    ASSERT_TRUE(f.reports.size() == 4, "each SA again");
    EXPECT_EQ(f.reports[2].absolute.octets, 850, "absolute values");
    f.Send(3, 10);
    f.Withdraw(3);
    DriverFixture::WorkUntil(3000 * MS);
    ASSERT_TRUE(f.reports.size() == 5, "R183 a removed SA loses its last period");
    EXPECT_EQ(f.reports[4].drvSpi, 4, "the other one goes on");
    f.Withdraw(4);
    Simulator::Run();
    EXPECT_EQ(DriverFixture::Now() < 4000 * MS, true, "N39 no timer without an SA");
    EXPECT_EQ(f.nic->GetPoller().GetStatistics().queries, 10, "two directions each");
}

void
DriverTest::PollRhythm()
{
    // A pass that takes longer than the period: the next begins when it ends.
    NicProfile profile;
    profile.pollPeriod = 100 * US;
    profile.queryTime = 25 * US;
    profile.queriesPerPoll = 2;
    {
        DriverFixture f(profile);
        f.Offer(3, MakeSa(0x1001));
        f.Offer(4, MakeSa(0x1002));
        DriverFixture::WorkUntil(1000 * US);
        // 2 SAs, 2 directions, 2 queries of 25 us each: 200 us a pass
        ASSERT_TRUE(f.reports.size() == 8, "four passes of two SAs");
        for (size_t i = 0; i < 8; ++i)
        {
            EXPECT_EQ(f.reports[i].when, 100 * US + (i / 2 + 1) * 200 * US, "back to back");
        }
    }
    // A shorter one keeps the rhythm.
    profile.pollPeriod = 300 * US;
    DriverFixture g(profile);
    g.Offer(3, MakeSa(0x1001));
    DriverFixture::WorkUntil(1000 * US);
    ASSERT_TRUE(g.reports.size() == 3, "three passes");
    EXPECT_EQ(g.reports[2].when, 3 * 300 * US + 100 * US, "every 300 us, 100 us long");
}

void
DriverTest::PollSharesChannel()
{
    NicProfile profile;
    profile.pollPeriod = 1 * MS;
    profile.queryTime = 10 * US;
    profile.installTime = 100 * US;
    SaConfig config = MakeSa(0x1001);
    config.direction = IpsecDirection::OUT;
    {
        DriverFixture f(profile);
        for (uint16_t i = 0; i < 5; ++i)
        {
            config.spi = 0x1001 + i;
            f.Offer(3 + i, config);
        }
        // The first SA is there at 100 us, so the first pass begins at 1100 us.
        DriverFixture::WorkUntil(1100 * US + 1);
        config.spi = 0x2001;
        f.Offer(20, config);
        DriverFixture::WorkUntil(2 * MS);
        ASSERT_TRUE(!f.reports.empty() && f.answers[20], "a pass and an install");
        EXPECT_EQ(f.reports[0].when, 1150 * US, "five queries");
        EXPECT_EQ(f.answers[20]->when, 1250 * US, "an install waits for them");
    }
    // With many SAs it waits for a slice of the pass only.
    profile.pollPeriod = 70 * MS;
    DriverFixture f(profile);
    for (uint16_t i = 0; i < 640; ++i)
    {
        config.spi = 0x10001 + i;
        f.Offer(3 + i, config);
    }
    const Ps during = 71 * MS; // the pass of 6.4 ms began at 70.1 ms
    DriverFixture::WorkUntil(during);
    config.spi = 0x20001;
    f.Offer(2000, config);
    DriverFixture::WorkUntil(80 * MS);
    ASSERT_TRUE(f.answers[2000].has_value(), "an install");
    const Ps waited = f.answers[2000]->when - during - 100 * US;
    EXPECT_EQ(waited > 0 && waited <= 64 * 10 * US, true, "for one slice");
    EXPECT_EQ(f.reports.size(), 641, "the pass went on, to the new SA too");
}

void
DriverTest::PollNow()
{
    DriverFixture f{NicProfile()};
    f.Offer(3, MakeSa(0x1001));
    DriverFixture::WorkUntil(10 * MS);
    f.Send(3, 100);
    EXPECT_EQ(f.reports.size(), 0, "no period, no reports");
    f.nic->PollNow(12345);
    ASSERT_TRUE(f.reports.size() == 1, "the end of a run");
    EXPECT_EQ(f.reports[0].when, 12345, "at once");
    EXPECT_EQ(f.reports[0].absolute.packets, 1, "what was sent");
}

void
DriverTest::LiveRead()
{
    NicProfile profile;
    profile.counterIncludesEsp = false;
    DriverFixture f(profile);
    f.Offer(3, MakeSa(0x1001));
    Simulator::Run();
    f.Send(3, 100);
    f.Send(3, 200);
    const uint64_t cookie = f.answers[3]->cookie;
    const auto read = f.nic->GetSaCounters(0, 3, cookie);
    ASSERT_TRUE(read.has_value(), "there");
    EXPECT_EQ(read->octets, 300, "N40 octets that went out");
    EXPECT_EQ(read->packets, 2, "N40 packets that went out");
    PacketDescriptor arriving = MakePacket(700);
    arriving.esp.spi = 0x1001;
    arriving.esp.sequence = 1;
    arriving.esp.destination = MakeSa(0x1001).destination;
    arriving.esp.length = 740;
    f.nic->GetEngine().Receive(0, arriving, 740);
    const auto both = f.nic->GetSaCounters(0, 3, cookie);
    EXPECT_EQ(both->octets, 1000, "N40 and what came in");
    EXPECT_EQ(both->packets, 3, "N40 and what came in");
    // As if more packets had gone out than the record has room for.
    auto& sent = const_cast<ns3::SaContext*>(f.nic->GetEngine().Find(3))->sent;
    constexpr uint64_t turn = uint64_t{1} << 32;
    sent.packets += turn;
    sent.octets += turn;
    const auto many = f.nic->GetSaCounters(0, 3, cookie);
    EXPECT_EQ(many->packets, 3, "N40 32 bits of packets");
    EXPECT_EQ(many->octets, turn + 1000, "N40 64 bits of octets");
    sent.packets -= turn;
    sent.octets -= turn;
    EXPECT_EQ(f.nic->GetSaCounters(0, 3, cookie + 1).has_value(), false, "R184 no entry");
    EXPECT_EQ(f.nic->GetSaCounters(0, 4, cookie).has_value(), false, "R184 no entry");
}

void
DriverTest::Reports()
{
    // With the kernel's side: offers, drv_spi, differences.
    NicProfile profile;
    profile.pollPeriod = 1000 * MS;
    profile.installTime = 100 * US;
    profile.counterIncludesEsp = false;
    profile.txSlots = 2;
    profile.rxSlots = 2;
    const auto nic = CreateObject<IpsecNic>();
    nic->Configure(profile, 100'000'000'000, 38);
    const auto sad = CreateObject<SecurityAssociationDatabase>();
    const auto spd = CreateObject<SecurityPolicyDatabase>();
    const auto offload = CreateObject<IpsecOffload>();
    offload->Attach(sad, spd);
    const auto interface = offload->AddInterface("mce0", nic);
    std::vector<Ptr<SecurityAssociation>> sas;
    for (uint32_t i = 0; i < 3; ++i)
    {
        sas.push_back(sad->Add(0, MakeSa(0x1001 + i)));
    }
    EXPECT_EQ(offload->Find(*sas[0], PeekPointer(interface)).reason,
              SoftwareReason::NOT_YET_OFFERED,
              "R59");
    DriverFixture::WorkUntil(200 * MS);
    const auto first = offload->Find(*sas[0], PeekPointer(interface));
    ASSERT_TRUE(first.handle != nullptr, "handled");
    EXPECT_EQ(offload->Find(*sas[2], PeekPointer(interface)).reason,
              SoftwareReason::REJECTED,
              "R45 N53 the NIC is full");

    const auto send = [&](uint32_t length) {
        PacketDescriptor packet = MakePacket(length, first.handle->drvSpi);
        nic->GetEngine().Transmit(0, packet, length);
    };
    send(100);
    send(200);
    EXPECT_EQ(sas[0]->GetCurrent().packets, 0, "R180 CURRENT lags");
    DriverFixture::WorkUntil(1500 * MS);
    EXPECT_EQ(sas[0]->GetCurrent().packets, 2, "R178 the difference");
    EXPECT_EQ(sas[0]->GetCurrent().octets, 300, "R178 the difference");
    DriverFixture::WorkUntil(2500 * MS);
    EXPECT_EQ(sas[0]->GetCurrent().octets, 300, "R178 the same value adds nothing");
    send(50);
    DriverFixture::WorkUntil(3500 * MS);
    EXPECT_EQ(sas[0]->GetCurrent().octets, 350, "R178 only what is new");
    send(1000);
    sad->Delete(DriverFixture::Now(), 0x1001);
    DriverFixture::WorkUntil(5000 * MS);
    EXPECT_EQ(sas[0]->GetCurrent().octets, 350, "R183 the last period is lost");
    EXPECT_EQ(nic->GetSaInstaller().GetStatistics().removed, 1, "withdrawn");
    offload->CheckInvariants();
    nic->CheckInvariants();

    offload->Dispose();
    sad->Dispose();
    spd->Dispose();
    nic->Dispose();
    Simulator::Destroy();
}

void
DriverTest::LateCompletions()
{
    NicProfile profile;
    profile.installTime = 1 * MS;
    profile.queryTime = 1 * MS;
    profile.pollPeriod = 1 * MS;
    bool answered = false;
    {
        auto nic = CreateObject<IpsecNic>();
        nic->Configure(profile, 100'000'000'000, 38);
        SaConfig config = MakeSa(0x1001);
        config.direction = IpsecDirection::OUT;
        const EspSizes sizes = SizesOf(config);
        uint64_t first = 0;
        nic->SaNewKey(0,
                      {3, config.direction, config, sizes},
                      [&first](Ps, const DriverReply&, uint64_t cookie) { first = cookie; });
        DriverFixture::WorkUntil(2 * MS); // a pass is under way
        const auto late = [&answered](Ps, const DriverReply&, uint64_t) { answered = true; };
        config.spi = 0x1002;
        nic->SaNewKey(2 * MS, {4, IpsecDirection::OUT, config, sizes}, late);
        config.spi = 0x1003;
        nic->SaNewKey(2 * MS, {5, IpsecDirection::UNKNOWN, config, sizes}, late);
        nic->SaDeinstall(2 * MS, 3, first, [&answered](Ps, bool) { answered = true; });
        nic->Dispose();
    }
    Simulator::Run();
    EXPECT_EQ(answered, false, "nobody answers for a NIC that is gone");
    EXPECT_EQ(DriverFixture::Now() >= 5 * MS, true, "the events did run");
    Simulator::Destroy();
}

void
DriverTest::Attributes()
{
    const std::vector<std::pair<std::string, std::string>> values{
        {"Offload", "false"},
        {"TxSlots", "11"},
        {"RxSlots", "12"},
        {"SharedSlots", "true"},
        {"SlotCoolOff", "+2e+12ps"},
        {"Algorithms", "aes-gcm-16-128,aes-gcm-16-256"},
        {"Modes", "tunnel"},
        {"Families", "ipv6"},
        {"Esn", "false"},
        {"NatTraversal", "false"},
        {"NatTraversalNeedsTransport", "true"},
        {"ReplayWindows", "0,32,64"},
        {"WindowNeedsEsn", "true"},
        {"Policies", "true"},
        {"PolicyPriorities", "true"},
        {"InstallTime", "100us"},
        {"RemoveTime", "exponential(200us)"},
        {"QueryTime", "uniform(20us,30us)"},
        {"PollPeriod", "+1e+12ps"},
        {"QueriesPerPoll", "2"},
        {"CounterIncludesEsp", "false"},
        {"SlotUse", "Sa"},
        {"RxAddresses", "128"},
        {"MaxRxSpi", "255"},
        {"Directions", "in"},
        {"DirectionFromAddress", "true"},
        {"RefuseEvery", "7"},
        {"RefuseProbability", "0.25"},
        {"AcksBeforeContext", "true"},
        {"RefusalError", "EINVAL"},
        {"FullError", "ENOSPC"},
        {"ChannelServers", "4"},
        {"TxInstallCommands", "key-object,rule,rule-if-reqid"},
        {"RxInstallCommands", "key-object,rule,rule-if-untagged,modify"},
        {"CreateTime", "log-normal(20us,90us)"},
        {"ModifyTime", "empirical(12us,13us,80us)"},
        {"DestroyTime", "15us"},
        {"CreateTimePerContext", "+10000ps"},
        {"FlowTableEntries", "32767"},
        {"CommandTimeout", "+1e+11ps"},
        {"CommandLoss", "0.125"},
        {"CommandFault", "0.5"},
        {"BulkQuery", "32768"},
        {"BulkQueryTime", "1ms"},
        {"PollSas", "2"},
        {"CounterPacketBits", "32"},
        {"CounterOctetBits", "48"},
        {"PlausibleRate", "10000000000bps"},
        {"CountersReset", "false"},
        {"EsnEvents", "true"},
        {"HardwareLimits", "false"},
        {"TxBitRate", "50000000000bps"},
        {"TxPacketRate", "30000000"},
        {"RxBitRate", "40000000000bps"},
        {"RxPacketRate", "20000000"},
        {"TxLatency", "+3e+06ps"},
        {"RxLatency", "+4e+06ps"},
        {"ContextCacheSize", "600"},
        {"ContextCacheWays", "4"},
        {"ContextCacheShared", "false"},
        {"ContextCacheReplacement", "Random"},
        {"ContextFetchTime", "+700000ps"},
        {"ContextFetches", "8"},
        {"SharedCipher", "true"},
        {"SlotsPerPort", "true"},
        {"PortBitRate", "90000000000bps"},
        {"PortPacketRate", "50000000"},
        {"CardBitRate", "180000000000bps"},
        {"CardPacketRate", "60000000"},
        {"ErrorAction", "Pass"},
        {"TagFailure", "0.125"},
        {"DoorbellLatency", "+300000ps"},
        {"ClassifyLatency", "+200000ps"},
        {"CompletionLatency", "+500000ps"},
        {"PcieBitRate", "252000000000bps"},
        {"PcieMaxPayload", "512"},
        {"PcieReadRequest", "2048"},
        {"PcieReads", "64"},
        {"PcieReadLatency", "+900000ps"},
        {"PcieTlpOverhead", "26"},
        {"DescriptorOctets", "32"},
        {"CompletionOctets", "16"},
        {"RingSize", "512"},
        {"RxRingSize", "256"},
        {"Tso", "true"},
        {"TsoWithIpsec", "false"},
        {"TxChecksum", "ip,udp6"},
        {"TxChecksumWithIpsec", "false"},
        {"RxChecksum", "tcp4,sctp"},
        {"RxChecksumWithIpsec", "false"},
        {"Lro", "true"},
        {"LroSessions", "16"},
        {"LroSegments", "32"},
        {"LroHold", "+5e+06ps"},
    };
    constexpr size_t driversOwn = 2; // ResetRecovery and ResetTime are no profile's
    EXPECT_EQ(IpsecNic::GetTypeId().GetAttributeN(),
              values.size() + driversOwn,
              "all attributes are tested");
    const auto nic = CreateObject<IpsecNic>();
    for (const auto& [name, value] : values)
    {
        StringValue before;
        nic->GetAttribute(name, before);
        EXPECT_NE(before.Get(), value, name << " has another default");
        EXPECT_EQ(nic->SetAttributeFailSafe(name, StringValue(value)), true, name);
        StringValue after;
        nic->GetAttribute(name, after);
        EXPECT_EQ(after.Get(), value, name);
    }
    const NicProfile& profile = nic->GetProfile();
    EXPECT_EQ(profile.txSlots, 11, "in the profile");
    EXPECT_EQ(profile.installTime.GetMean(), 100 * US, "in picoseconds");
    EXPECT_EQ(profile.pollPeriod, PS_PER_SECOND, "in picoseconds");
    EXPECT_EQ(profile.txBitRate, 50'000'000'000, "in bit/s");
    EXPECT_EQ(profile.fullError, "ENOSPC", "N53");
    EXPECT_EQ(profile.replayWindows.at(2), 64, "a list");
    EXPECT_EQ(nic->GetMethods(), 0, "read by the driver");
    nic->Dispose();
}

/// The suite.
class NicDriverTestSuite : public TestSuite
{
  public:
    NicDriverTestSuite()
        : TestSuite("ipsec-nic-driver", TestSuite::Type::UNIT)
    {
        const auto add = [this](const std::string& name, DriverTest::Body body) {
            AddTestCase(new DriverTest(name, body));
        };
        add("R4 N1 methods", &DriverTest::Methods);
        add("N5 N6 N7 N8 N9 N10 N11 N12 what is refused, and why", &DriverTest::Refusals);
        add("N13 both directions, inbound first", &DriverTest::BothDirections);
        add("N13 one direction where it is known", &DriverTest::OneDirection);
        add("R45 N53 nack or fault when full", &DriverTest::Full);
        add("N13 a failing outbound half removes the inbound one", &DriverTest::SecondHalfFails);
        add("N18 one command after the other", &DriverTest::Serial);
        add("R5 R21 N47 removal and cool-off", &DriverTest::Removal);
        add("R180 R183 N38 N39 counters are polled", &DriverTest::Poll);
        add("N57 the poll's rhythm", &DriverTest::PollRhythm);
        add("N57 polls and installs share the channel", &DriverTest::PollSharesChannel);
        add("a last poll at the end of a run", &DriverTest::PollNow);
        add("R184 R185 N40 live reads", &DriverTest::LiveRead);
        add("R45 R59 R178 R180 R183 reports reach the kernel", &DriverTest::Reports);
        add("completions after the end are harmless", &DriverTest::LateCompletions);
        add("every value of the profile is an attribute", &DriverTest::Attributes);
    }
};

NicDriverTestSuite g_nicDriverTestSuite; //!< registers the suite

} // namespace
