/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-test-network.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/simulator.h"

#include <string>
#include <utility>

using namespace ns3;

namespace
{

constexpr Ps MILLISECOND = PS_PER_SECOND / 1000;

/// @param text an address @return the same
IpAddress
Ip(const std::string& text)
{
    return IpAddress::FromString(text).value();
}

/// @param spi an SPI @param source an address @param destination an address @return a GCM SA
SaConfig
MakeConfig(uint32_t spi,
           const std::string& source = "10.0.0.1",
           const std::string& destination = "10.0.0.2")
{
    SaConfig config = tests::OffloadFixture::ConfigOf(spi);
    config.source = Ip(source);
    config.destination = Ip(destination);
    return config;
}

/// @param length octets @return a UDP datagram
PacketDescriptor
MakePacket(uint32_t length)
{
    PacketDescriptor packet;
    packet.source = Ip("10.0.0.1");
    packet.destination = Ip("10.0.0.2");
    packet.length = length;
    packet.protocol = 17;
    packet.sourcePort = 1000;
    packet.destinationPort = 2000;
    return packet;
}

/// Notes what the SAD tells of limits.
class LimitWatch : public DatabaseObserver
{
  public:
    void SaDying(Ps, SecurityAssociation& sa) override
    {
        log += "soft " + std::to_string(sa.GetCurrent().octets) + " ";
    }

    void SaDead(Ps, SecurityAssociation& sa) override
    {
        log += "hard " + std::to_string(sa.GetCurrent().octets) + " ";
    }

    std::string log; //!< what was told
};

/// Rules that need a node and its NICs: policy, SA, decision, NIC and back.
class RuleTests : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void DoSetup() override
    {
        m_node = CreateObject<IpsecNode>();
    }

    void DoTeardown() override
    {
        m_node->CheckInvariants();
        m_node->Dispose();
        m_node = nullptr;
        m_nics.clear();
        m_ports.clear();
        Simulator::Destroy();
    }

    /// One more NIC. @param profile which
    void Attach(const NicProfile& profile = NicProfile())
    {
        auto nic = CreateObject<IpsecNic>();
        nic->Configure(profile, 0, 38);
        m_ports.push_back(
            m_node->GetOffload()->AddInterface("nic" + std::to_string(m_nics.size()), nic));
        m_nics.push_back(nic);
    }

    /// @param direction which way @param requirements none: discard
    void AddPolicy(IpsecDirection direction, std::vector<IpsecRequirement> requirements)
    {
        PolicyConfig policy;
        policy.direction = direction;
        policy.selector.source = {Ip("0.0.0.0"), 0};
        policy.selector.destination = {Ip("0.0.0.0"), 0};
        policy.kind = requirements.empty() ? PolicyKind::DISCARD : PolicyKind::IPSEC;
        policy.requirements = std::move(requirements);
        m_node->GetSpd()->Add(Now(), policy);
    }

    /// @param config what to add @return the SA, offered
    Ptr<SecurityAssociation> Add(const SaConfig& config)
    {
        auto sa = m_node->GetSad()->Add(Now(), config);
        Simulator::Run();
        return sa;
    }

    static Ps Now()
    {
        return ToPs(Simulator::Now());
    }

    /// @param until let happen what happens up to then
    static void RunUntil(Ps until)
    {
        Simulator::Stop(FromPs(until) - Simulator::Now());
        Simulator::Run();
    }

    /// @param packet a datagram @param port where it leaves @return the same, decided upon
    PacketDescriptor Send(PacketDescriptor packet, size_t port = 0)
    {
        packet.flowHash = HashFlow(packet);
        m_node->GetOutputPath().Output(Now(),
                                       packet,
                                       {PeekPointer(m_ports.at(port)), 1500, nullptr});
        return packet;
    }

    /// @param length octets @param port where it leaves @return a datagram, decided upon
    PacketDescriptor Send(uint32_t length, size_t port = 0)
    {
        return Send(MakePacket(length), port);
    }

    /// @param packet a datagram that was decided upon, and is protected @return its SA
    uint32_t SpiOf(const PacketDescriptor& packet) const
    {
        return packet.IsEsp()
                   ? packet.esp.spi
                   : m_node->GetOffload()->FindByDrvSpi(packet.drvSpi)->sa->GetConfig().spi;
    }

    /// @param packet a datagram that was decided upon @param port where it left
    /// @return the sequence number that it has on the wire; 0: it was dropped, or went in clear
    uint64_t SequenceOf(PacketDescriptor packet, size_t port = 0)
    {
        if (packet.verdict == IpsecVerdict::OFFLOAD)
        {
            m_nics.at(port)->GetEngine().Transmit(Now(), packet, packet.length);
        }
        return packet.esp.sequence;
    }

  public:
    // The bodies of the tests.
    void FirstRequirement();
    void Order();
    void TunnelStaysClear();
    void SplitCauses();
    void SoftwareStandsStill();
    void ForwardedInput();
    void InFlight();
    void ExpireCarriesPolled();
    void Overshoot();
    void FirstUseByReport();
    void SoftwareView();
    void OctetsOfSets();
    void Names();
    void NormalOutput();
    void Storm();

  private:
    Ptr<IpsecNode> m_node;
    std::vector<Ptr<IpsecNic>> m_nics;
    std::vector<Ptr<OffloadInterface>> m_ports;
};

void
RuleTests::FirstRequirement()
{
    Attach();
    SaConfig transport = MakeConfig(0x1001);
    transport.reqid = 7;
    SaConfig tunnel = MakeConfig(0x1002, "192.0.2.1", "192.0.2.2");
    tunnel.mode = IpsecMode::TUNNEL;
    Add(transport);
    Add(tunnel);
    IpsecRequirement first;
    first.reqid = 7;
    AddPolicy(IpsecDirection::OUT, {first});
    EXPECT_EQ(SpiOf(Send(100)), 0x1001, "the packet's addresses");
    m_node->GetSpd()->Flush(Now());
    first.reqid = 8;
    AddPolicy(IpsecDirection::OUT, {first});
    EXPECT_EQ((Send(100).verdict == IpsecVerdict::NO_SA), true, "another reqid");
    m_node->GetSpd()->Flush(Now());
    first.reqid = 0;
    first.mode = IpsecMode::TUNNEL;
    first.source = tunnel.source;
    first.destination = tunnel.destination;
    AddPolicy(IpsecDirection::OUT, {first});
    EXPECT_EQ(SpiOf(Send(100)), 0x1002, "the tunnel's addresses");
    m_node->GetSpd()->Flush(Now());
    std::swap(first.source, first.destination);
    AddPolicy(IpsecDirection::OUT, {first});
    EXPECT_EQ((Send(100).verdict == IpsecVerdict::NO_SA), true, "another tunnel");
}

void
RuleTests::Order()
{
    NicProfile full;
    full.txSlots = 0;
    Attach(full);
    Attach();
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    Add(MakeConfig(0x1001));
    PacketDescriptor packet = MakePacket(1500);
    packet.forwarded = true;
    m_ports[0]->SetCapabilityEnabled(false);
    const auto why = [&](size_t port) { return std::string(ToString(Send(packet, port).reason)); };
    EXPECT_EQ(why(0), "no-interface", "before all others");
    packet.forwarded = false;
    EXPECT_EQ(why(0), "cap-disabled", "before the handle");
    m_ports[0]->SetCapabilityEnabled(true);
    EXPECT_EQ(why(0), "rejected", "before the size");
    EXPECT_EQ(why(1), "size-estimate", "before the exact size");
    packet.length = 1000;
    EXPECT_EQ(why(1), "none", "offloaded");
}

void
RuleTests::TunnelStaysClear()
{
    Attach();
    SaConfig tunnel = MakeConfig(0x1001, "192.0.2.1", "192.0.2.2");
    tunnel.mode = IpsecMode::TUNNEL;
    Add(tunnel);
    IpsecRequirement requirement;
    requirement.mode = IpsecMode::TUNNEL;
    requirement.source = tunnel.source;
    requirement.destination = tunnel.destination;
    AddPolicy(IpsecDirection::OUT, {requirement});
    PacketDescriptor packet = Send(1000);
    EXPECT_EQ((packet.verdict == IpsecVerdict::OFFLOAD), true, "tagged");
    EXPECT_EQ(packet.IsEsp(), false, "in clear");
    EXPECT_EQ(packet.length, 1000, "as long as before");
    EXPECT_EQ((packet.source == Ip("10.0.0.1")), true, "its own addresses");
    m_nics[0]->GetEngine().Transmit(Now(), packet, packet.length);
    EXPECT_EQ((packet.esp.source == tunnel.source), true, "the NIC puts the outer header in front");
    EXPECT_EQ((packet.esp.length > 1020), true, "and ESP");
}

void
RuleTests::SplitCauses()
{
    NicProfile slow;
    slow.installTime = MILLISECOND;
    Attach(slow);
    Attach();
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    m_node->GetSad()->Add(Now(), MakeConfig(0x1001));
    EXPECT_EQ(SequenceOf(Send(100)), 1, "before the offer: software's first");
    Simulator::Run();
    EXPECT_EQ(SequenceOf(Send(100)), 1, "the NIC's first");
    EXPECT_EQ(SequenceOf(Send(1500)), 2, "too long: software goes on");
    EXPECT_EQ(SequenceOf(Send(100)), 2, "the NIC goes on");
    PacketDescriptor forwarded = MakePacket(100);
    forwarded.forwarded = true;
    EXPECT_EQ(SequenceOf(Send(forwarded)), 3, "forwarded: software");
    m_ports[0]->SetCapabilityEnabled(false);
    EXPECT_EQ(SequenceOf(Send(100)), 4, "capability off: software");
    m_ports[0]->SetCapabilityEnabled(true);
    EXPECT_EQ(SequenceOf(Send(100)), 3, "the NIC goes on");
    EXPECT_EQ(SequenceOf(Send(100, 1), 1), 1, "a second interface counts from the start");
}

void
RuleTests::SoftwareStandsStill()
{
    Attach();
    SaConfig config = MakeConfig(0x1001, "10.0.0.2", "10.0.0.1");
    config.replayWindow = 64;
    const auto sa = Add(config);
    const auto out = Add(MakeConfig(0x1002));
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    for (uint64_t sequence = 1; sequence <= 50; ++sequence)
    {
        PacketDescriptor packet = MakePacket(500);
        std::swap(packet.source, packet.destination);
        packet.esp.spi = 0x1001;
        packet.esp.sequence = sequence;
        packet.esp.length = 536;
        packet.esp.source = packet.source;
        packet.esp.destination = packet.destination;
        const auto result = m_nics[0]->GetEngine().Receive(Now(), packet, 536);
        EXPECT_EQ((result.context != nullptr), true, "by the NIC");
        TransformHistory history;
        m_node->GetOffload()->FillHistory(*m_ports[0], packet.drvSpi, history);
        m_node->GetInputPath().InputClear(Now(), packet, history, true);
        SequenceOf(Send(100));
    }
    EXPECT_EQ(sa->GetReplayWindow().GetLast(), 0, "software's window");
    EXPECT_EQ(sa->GetReplayWindow().GetCount(), 0, "software's window");
    EXPECT_EQ(out->GetLastSequence(), 0, "software's numbers");
    EXPECT_EQ(IpsecOffload::GetState(*sa)->softwareView.packets, 50, "they all came");
}

void
RuleTests::ForwardedInput()
{
    Attach();
    AddPolicy(IpsecDirection::IN, {IpsecRequirement()});
    PacketDescriptor packet = MakePacket(500);
    packet.forwarded = true;
    m_node->GetInputPath().InputClear(Now(), packet, TransformHistory(), false);
    EXPECT_EQ((packet.drop == IpsecDrop::POLICY_IN), true, "does not come to the outbound lookup");
    EXPECT_EQ(m_node->GetOutputCounters().in.packets, 0, "does not come to the outbound lookup");
    m_node->GetSpd()->Flush(Now());
    m_node->GetInputPath().InputClear(Now(), packet, TransformHistory(), false);
    EXPECT_EQ((packet.drop == IpsecDrop::NONE), true, "nothing against it");
}

void
RuleTests::InFlight()
{
    Attach();
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    Add(MakeConfig(0x1001));
    const PacketDescriptor first = Send(100);
    const PacketDescriptor second = Send(100);
    const Ps down = Now();
    m_node->GetOffload()->InterfaceDown(down, m_ports[0]);
    EXPECT_EQ((Send(100).verdict == IpsecVerdict::SOFTWARE), true, "no new tags");
    RunUntil(down + MILLISECOND / 2); // the epoch wait is not over
    EXPECT_EQ(SequenceOf(first), 1, "the NIC still has the SA");
    RunUntil(down + 2 * MILLISECOND);
    PacketDescriptor late = second;
    const auto result = m_nics[0]->GetEngine().Transmit(Now(), late, late.length);
    EXPECT_EQ((result.drop == NicDrop::UNKNOWN_DRV_SPI), true, "the driver's concern");
}

void
RuleTests::ExpireCarriesPolled()
{
    Attach();
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    LimitWatch watch;
    m_node->GetSad()->AddObserver(&watch);
    SaConfig config = MakeConfig(0x1001);
    config.soft.octets = 1000;
    config.hard.octets = 5000;
    m_node->GetSad()->Add(Now(), config);
    RunUntil(Now() + MILLISECOND);
    for (int i = 0; i < 3; ++i)
    {
        SequenceOf(Send(964)); // 1000 octets of ESP
    }
    m_node->GetSad()->ExpireAt(Now());
    EXPECT_EQ(watch.log, "", "CURRENT has heard of nothing");
    m_nics[0]->PollNow(Now());
    for (int i = 0; i < 3; ++i)
    {
        SequenceOf(Send(964));
    }
    m_node->GetSad()->ExpireAt(Now());
    EXPECT_EQ(watch.log, "soft 3000 ", "what was polled");
    m_nics[0]->PollNow(Now());
    m_node->GetSad()->ExpireAt(Now());
    EXPECT_EQ(watch.log, "soft 3000 hard 6000 ", "what was polled");
    m_node->GetSad()->RemoveObserver(&watch);
}

void
RuleTests::Overshoot()
{
    constexpr uint64_t limit = 10'000'000;
    constexpr uint32_t octetsOfEsp = 1000;
    constexpr Ps gap = MILLISECOND / 10; // 10 MB/s
    for (const Ps poll : {10 * MILLISECOND, 400 * MILLISECOND, 3000 * MILLISECOND})
    {
        DoSetup();
        NicProfile profile;
        profile.pollPeriod = poll;
        Attach(profile);
        AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
        SaConfig config = MakeConfig(0x1001);
        config.hard.octets = config.soft.octets = limit;
        const auto sa = m_node->GetSad()->Add(Now(), config);
        RunUntil(Now() + MILLISECOND);
        uint64_t used = 0;
        Ps next = Now();
        while (sa->IsAlive() && used < 100 * limit)
        {
            const PacketDescriptor packet = Send(964);
            used += packet.verdict == IpsecVerdict::OFFLOAD && SequenceOf(packet) ? octetsOfEsp : 0;
            next += gap;
            RunUntil(next); // polls and the expiry timer's ticks among it
        }
        const uint64_t bound = octetsOfEsp * static_cast<uint64_t>((poll + PS_PER_SECOND) / gap);
        EXPECT_EQ(used > limit, true, "not before the limit");
        EXPECT_EQ(used <= limit + bound + octetsOfEsp,
                  true,
                  std::to_string(used) + " with a poll every " + std::to_string(poll) + " ps");
        EXPECT_EQ(sa->IsAlive(), false, "it died");
        DoTeardown();
    }
    DoSetup();
}

void
RuleTests::FirstUseByReport()
{
    Attach();
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    const auto sa = Add(MakeConfig(0x1001));
    m_nics[0]->PollNow(Now());
    EXPECT_EQ(sa->GetFirstUsed().has_value(), false, "a report of no packets");
    RunUntil(10 * MILLISECOND);
    SequenceOf(Send(100));
    EXPECT_EQ(sa->GetFirstUsed().has_value(), false, "not by the tag");
    RunUntil(30 * MILLISECOND);
    m_nics[0]->PollNow(Now());
    EXPECT_EQ(sa->GetFirstUsed().value_or(0), 30 * MILLISECOND, "the first report of packets");
    const auto other = Add(MakeConfig(0x1002, "10.0.0.1", "10.0.0.3"));
    RunUntil(40 * MILLISECOND);
    PacketDescriptor packet = MakePacket(1500);
    packet.destination = Ip("10.0.0.3");
    Send(packet);
    EXPECT_EQ(other->GetFirstUsed().value_or(0), 40 * MILLISECOND, "software's transform");
}

void
RuleTests::SoftwareView()
{
    Attach();
    Attach();
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    const auto sa = Add(MakeConfig(0x1001));
    RunUntil(MILLISECOND);
    Send(300, 0);
    Send(200, 1);
    Send(1500, 0); // software
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    EXPECT_EQ(state->softwareView.packets, 2, "over both interfaces, at once");
    EXPECT_EQ(state->softwareView.octets, 500, "clear octets");
    EXPECT_EQ(state->hardwareTotals.packets, 0, "no report yet");
    PacketDescriptor packet = MakePacket(400);
    std::swap(packet.source, packet.destination);
    packet.drvSpi = state->handles[1]->drvSpi;
    m_node->GetInputPath().InputClear(Now(), packet, TransformHistory(), true);
    EXPECT_EQ(state->softwareView.octets, 900, "both directions");
    EXPECT_EQ(state->hardwareFirstUsed.value_or(0), MILLISECOND, "hardware's first use");
}

void
RuleTests::OctetsOfSets()
{
    Attach(); // its counters include ESP
    NicProfile bare;
    bare.counterIncludesEsp = false;
    Attach(bare);
    AddPolicy(IpsecDirection::OUT, {IpsecRequirement()});
    const auto sa = Add(MakeConfig(0x1001));
    const SaOffloadState* state = IpsecOffload::GetState(*sa);
    constexpr uint32_t esp = 8 + 8 + 2 + 16; // header, IV, trailer, ICV; no padding is needed
    SequenceOf(Send(402, 0), 0);
    m_nics[0]->PollNow(Now());
    EXPECT_EQ(state->softwareView.octets, 402, "software's view: the clear datagram");
    EXPECT_EQ(state->hardwareTotals.octets, 402 + esp, "the first NIC counts ESP");
    SequenceOf(Send(402, 1), 1);
    m_nics[1]->PollNow(Now());
    EXPECT_EQ(state->hardwareTotals.octets, 402 + esp + 402, "the second one does not");
    Send(1498); // too long for the NIC
    EXPECT_EQ(sa->GetCurrent().octets,
              402 + esp + 402 + 1498 + esp,
              "software counts behind the transform");
}

void
RuleTests::Names()
{
    SaConfig config = MakeConfig(0x1001);
    config.interfaceName = "nic1";
    EXPECT_EQ(Add(config)->GetConfig().interfaceName, "nic1", "ADD");
    config.spi = 0x1002;
    config.interfaceName = std::string(32, 'x');
    EXPECT_EQ((Add(config) == nullptr), true, "ADD, too long");
    PolicyConfig policy;
    policy.selector.source = {Ip("10.0.0.1"), 32};
    policy.selector.destination = {Ip("10.0.0.2"), 32};
    policy.kind = PolicyKind::IPSEC;
    policy.requirements.emplace_back();
    policy.interfaceName = "nic1";
    EXPECT_EQ(m_node->GetSpd()->Add(0, policy)->GetConfig().interfaceName, "nic1", "SPDADD");
    policy.priority = 1;
    policy.selector.protocol = 6;
    policy.interfaceName = std::string(32, 'x');
    EXPECT_EQ((m_node->GetSpd()->Add(0, policy) == nullptr), true, "SPDADD, too long");
}

/// Clear UDP that went through a host's IP output.
uint32_t g_clearOutput = 0;

/// @param packet what IP puts out
void
CountClearOutput(Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t)
{
    Ipv4Header header;
    packet->PeekHeader(header);
    g_clearOutput += header.GetProtocol() == 17 ? 1 : 0;
}

void
RuleTests::NormalOutput()
{
    tests::NetworkSetup setup;
    setup.nic = true;
    tests::TestNetwork network(setup);
    tests::TestFlow::Config config;
    config.count = 10;
    const tests::TestFlow flow(network, config);
    network.Build();
    g_clearOutput = 0;
    network.GetEnd(0)->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
        "Tx",
        MakeCallback(&CountClearOutput));
    network.Run();
    EXPECT_EQ(flow.GetDelivered(), 10, "delivered");
    EXPECT_EQ(network.GetIpsec(0)->GetOutputCounters().offload.packets, 10, "offloaded");
    EXPECT_EQ(g_clearOutput, 10, "IP output saw them in clear");
    EXPECT_EQ(network.GetWire().CountEsp(0), 10, "the wire saw ESP");
    EXPECT_EQ(network.GetWire().CountClear(0), 0, "and nothing else");
}

void
RuleTests::Storm()
{
    constexpr uint32_t count = 20;
    constexpr Ps newKey = 3 * MILLISECOND;
    tests::OffloadFixture kernel;
    kernel.drivers[0]->delay = newKey; // of both calls
    for (uint32_t spi = 0x1001; spi < 0x1001 + count; ++spi)
    {
        SaConfig config = tests::OffloadFixture::ConfigOf(spi);
        config.hard.addTime = config.soft.addTime = PS_PER_SECOND;
        kernel.sad->Add(tests::OffloadFixture::Now(), config);
    }
    kernel.Work();
    const Ps tick = 2 * PS_PER_SECOND;
    kernel.WorkUntil(tick);
    kernel.sad->ExpireAt(tick); // all in one tick
    EXPECT_EQ(kernel.sad->GetSize(), 0, "all dead");
    for (uint32_t spi = 0x2001; spi < 0x2001 + count; ++spi)
    {
        kernel.Add(spi); // the new ones wait behind all withdrawals
    }
    kernel.Work();
    EXPECT_EQ(kernel.CountDeinstalls(), count, "all withdrawn");
    EXPECT_EQ(kernel.CountNewKeys(), 2 * count, "all offered again");
    constexpr Ps epochWait = MILLISECOND;
    EXPECT_EQ(kernel.answers.back().when - tick,
              count * (epochWait + newKey + newKey),
              "n times epoch wait, deinstall and newkey");
}

/// The suite.
class IpsecRulesTestSuite : public PicosecondTestSuite
{
  public:
    IpsecRulesTestSuite()
        : PicosecondTestSuite("ipsec-rules", TestSuite::Type::UNIT)
    {
        using T = RuleTests;
        const auto add = [this](const char* name, void (T::*body)()) {
            AddTestCase(new tests::MethodTest<T>(name, body));
        };
        add("R122 the first requirement's mode, reqid and ends choose the SA",
            &T::FirstRequirement);
        add("R126 the decision's order: interface, capability, handle, sizes", &T::Order);
        add("R135 what is tagged for a tunnel is the clear datagram", &T::TunnelStaysClear);
        add("R144 what splits the numbering: offer, size, forwarding, capability, second port",
            &T::SplitCauses);
        add("R173 the NIC's packets leave software's window and numbers alone",
            &T::SoftwareStandsStill);
        add("R165 forwarded datagrams pass the inbound check first", &T::ForwardedInput);
        add("R217 R145 tagged packets in flight when an interface goes", &T::InFlight);
        add("R203 EXPIRE carries what was polled", &T::ExpireCarriesPolled);
        add("R201 an octet limit is overshot by rate times poll period and timer at most",
            &T::Overshoot);
        add("R191 first use by the first report of packets, or by software", &T::FirstUseByReport);
        add("R186 total software: over all interfaces, both directions", &T::SoftwareView);
        add("R181 clear, ESP and counted octets of one SA", &T::OctetsOfSets);
        add("R226 ADD and SPDADD name an interface", &T::Names);
        add("R138 tagged datagrams go through IP output in clear", &T::NormalOutput);
        add("R206 a storm of expiries and new SAs shares the worker", &T::Storm);
    }
};

IpsecRulesTestSuite g_ipsecRulesTestSuite; ///< the suite

} // namespace
