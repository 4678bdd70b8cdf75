/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-segment-coalescer.h"
#include "ns3/kernel-profile.h"
#include "ns3/lean-horizon-scheduler.h"
#include "ns3/lean-network.h"
#include "ns3/lean-packet-tally.h"
#include "ns3/lean-traffic-source.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// Octets of payload per segment, of IP and TCP headers, and segments of a super-segment.
constexpr uint32_t SEGMENT = 1300;
constexpr uint32_t HEADERS = 52;
constexpr uint32_t SEGMENTS = 40;
constexpr uint32_t SUPER = HEADERS + SEGMENTS * SEGMENT;
/// The SPI of the SA from A to B.
constexpr uint32_t SPI = 0x1001;

/**
 * @ingroup ipsec-offload-tests
 * Two hosts that send super-segments in lean fidelity.
 */
class LeanSegmentTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void DoSetup() override
    {
        HorizonScheduler::Install();
        m_host.cores = 2;
        m_host.clock = 1'000'000'000;
        m_host.backlog = 100'000;
        m_host.output = 1000;
        m_host.input = 2000;
        m_host.policyLookup = 10;
        m_host.policyCached = 10;
        m_host.saLookup = 20;
        m_host.tag = 30;
        m_host.driverTx = 100;
        m_host.driverRx = 200;
        m_host.espOutput = 400;
        m_host.espInput = 500;
        m_host.gsoPerSegment = 7;
        m_host.groPerSegment = 11;
        m_host.defaultCipher = {300, 2};
        m_profile.tso = true;
        m_profile.ringSize = 100'000;
        m_profile.rxRingSize = 100'000;
    }

    void DoTeardown() override
    {
        m_network = nullptr;
        Simulator::Destroy();
    }

    /// Build it. @param kernel of both @param offloadable whether A offers the SA @param mtu
    void Build(const std::string& kernel, bool offloadable, uint32_t mtu = 1500)
    {
        const DataRate rate("100Gbps");
        std::vector<LeanNetwork::LinkEnd> ends;
        for (uint32_t i = 0; i < 2; ++i)
        {
            m_nic[i] = CreateObject<IpsecNic>();
            m_nic[i]->Configure(m_profile, rate.GetBitRate(), 38);
            m_node[i] = CreateObject<IpsecNode>();
            FindKernelProfile(kernel)->Apply(*m_node[i]);
            m_node[i]->SetHost(m_host);
            auto interface = m_node[i]->GetOffload()->AddInterface("nic0", m_nic[i]);
            m_nic[i]->TellAssist(*interface);
            const auto address = IpAddress::FromIpv4(0x0a000001 + i);
            ends.push_back({m_network->AddNode(m_node[i], {address}), m_nic[i], interface});
        }
        m_link = m_network->AddLink(ends[0], ends[1], rate, 1000, mtu);
        const auto a = IpAddress::FromIpv4(0x0a000001);
        const auto b = IpAddress::FromIpv4(0x0a000002);
        m_flow = m_network->AddFlow({a, b, 6, 1000, 2000, {m_link}});
        for (uint32_t i = 0; i < 2 && m_protect; ++i)
        {
            PolicyConfig policy;
            policy.direction = i == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
            policy.selector.source = {a, 32};
            policy.selector.destination = {b, 32};
            policy.kind = PolicyKind::IPSEC;
            policy.requirements.emplace_back();
            m_node[i]->GetSpd()->Add(0, policy);
            m_node[i]->GetSad()->Add(0, MakeSa(i == 0 ? offloadable : m_receiverOffloads, i == 0));
        }
    }

    /// @param offloadable whether it is offered @param out A's @return the SA
    static SaConfig MakeSa(bool offloadable, bool out)
    {
        SaConfig sa;
        sa.spi = SPI;
        sa.mode = IpsecMode::TRANSPORT;
        sa.source = IpAddress::FromIpv4(0x0a000001);
        sa.destination = IpAddress::FromIpv4(0x0a000002);
        sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        sa.key.assign(20, 7);
        sa.interfaceName = offloadable ? "nic0" : "elsewhere";
        sa.direction = out ? IpsecDirection::OUT : IpsecDirection::IN;
        return sa;
    }

    /// @param rate super-segments per second @param count how many
    void Send(double rate, uint64_t count)
    {
        m_source = AddSource(m_flow, rate, count);
    }

    /// @param flow who sends @param rate super-segments per second @param count how many
    /// @return the source
    uint32_t AddSource(uint32_t flow, double rate, uint64_t count)
    {
        auto source = CreateObject<TrafficSource>();
        TrafficSource::Config config;
        config.packetsPerSecond = rate;
        config.poisson = false;
        config.flowWeights = {1.0};
        config.sizes = {{SUPER, 1}};
        config.segment = SEGMENT;
        config.start = PS_PER_SECOND;
        config.count = count;
        source->Configure(config);
        const uint32_t number = m_network->AddSource(source, {flow});
        m_network->RecordFates(number);
        return number;
    }

    /// Run to the end; nothing may be under way then.
    void Run()
    {
        m_network->Start();
        Simulator::Run();
        EXPECT_EQ(m_network->GetInFlight(), 0, "all have ended");
        for (uint32_t i = 0; i < 2; ++i)
        {
            m_node[i]->CheckInvariants();
            m_nic[i]->GetEngine().CheckInvariants();
        }
    }

    /// @param end where @return segments that ended there
    uint64_t Count(PacketFate::End end) const
    {
        return Count(end, m_source);
    }

    /// @param end where @param source whose @return segments that ended there
    uint64_t Count(PacketFate::End end, uint32_t source) const
    {
        const auto& fates = m_network->GetFates(source);
        return static_cast<uint64_t>(
            std::count_if(fates.begin(), fates.end(), [end](const PacketFate& fate) {
                return fate.end == end;
            }));
    }

    /// @param i which host @return cycles that it has worked
    double GetCycles(uint32_t i) const
    {
        return 1e9 *
               (m_node[i]->GetHost().GetBusySeconds(0) + m_node[i]->GetHost().GetBusySeconds(1));
    }

    HostProfile m_host;                                      //!< of both
    NicProfile m_profile;                                    //!< of both
    bool m_receiverOffloads{true};                           //!< B's NIC decrypts
    bool m_protect{true};                                    //!< SAs and policies
    Ptr<LeanNetwork> m_network{CreateObject<LeanNetwork>()}; //!< both and a link
    Ptr<IpsecNic> m_nic[2];                                  //!< theirs
    Ptr<IpsecNode> m_node[2];                                //!< A and B
    uint32_t m_link{0};                                      //!< between them
    uint32_t m_flow{0};                                      //!< from A to B
    uint32_t m_source{0};                                    //!< at A
};

/// The NIC cuts.
class LeanTsoTestCase : public LeanSegmentTestCase
{
  public:
    /// @param kernel of both
    explicit LeanTsoTestCase(const std::string& kernel)
        : LeanSegmentTestCase("TSO under " + kernel +
                              ": R132 R134 N43 the host pays once, the NIC makes the segments"),
          m_kernel(kernel)
    {
    }

  private:
    void DoRun() override
    {
        Build(m_kernel, true);
        Send(1000, 10);
        Run();
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), 10 * SEGMENTS, "all arrive");
        const auto& out = m_node[0]->GetOutputCounters();
        EXPECT_EQ(out.offload.packets, 10, "R134 one packet");
        EXPECT_EQ(out.offload.octets, 10 * SUPER, "R134 full length");
        EXPECT_EQ(m_node[0]->GetHost().GetBooked(), 10, "booked once each");
        const bool encapsulates = m_kernel == "LinuxCrypto";
        EXPECT_NEAR(GetCycles(0),
                    10.0 * (1000 + 10 + 20 + 30 + 100 + (encapsulates ? 400 : 0)),
                    1e-3,
                    "per super-segment");
        const auto& nic = m_nic[0]->GetEngine().GetCounters();
        EXPECT_EQ(nic.txEncrypted.packets, 10 * SEGMENTS, "segments");
        EXPECT_EQ(nic.txEncrypted.octets,
                  10 * SEGMENTS * (SEGMENT + HEADERS),
                  "each with its headers");
        EXPECT_EQ(m_nic[1]->GetEngine().GetCounters().rxDecrypted.packets,
                  10 * SEGMENTS,
                  "decrypted");
        EXPECT_EQ(m_node[1]->GetInputCounters().offloaded.packets,
                  10 * SEGMENTS,
                  "no large receive: each for itself");
    }

    std::string m_kernel; //!< of both
};

/// Nobody but TCP cuts under FreeBSD when the NIC does not.
class LeanTcpCutsTestCase : public LeanSegmentTestCase
{
  public:
    LeanTcpCutsTestCase()
        : LeanSegmentTestCase("without TSO, FreeBSD's TCP cuts: every segment pays for all steps")
    {
    }

  private:
    void DoRun() override
    {
        m_profile.tso = false;
        Build("FreeBsd", true);
        Send(100, 10);
        Run();
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), 10 * SEGMENTS, "all arrive");
        EXPECT_EQ(m_node[0]->GetOutputCounters().offload.packets, 10 * SEGMENTS, "segments");
        EXPECT_NEAR(GetCycles(0),
                    10.0 * SEGMENTS * (1000 + 10 + 20 + 30 + 100),
                    1e-3,
                    "per segment");
    }
};

/// The stack cuts under Linux.
class LeanGsoTestCase : public LeanSegmentTestCase
{
  public:
    /// @param software true: ESP in software; false: offloaded, but the NIC has no TSO
    explicit LeanGsoTestCase(bool software)
        : LeanSegmentTestCase(software ? "GSO: software ESP per segment, IP once"
                                       : "GSO: a NIC without TSO gets tagged segments"),
          m_software(software)
    {
    }

  private:
    void DoRun() override
    {
        m_profile.tso = m_software;
        m_receiverOffloads = false;
        Build("LinuxCrypto", !m_software);
        Send(100, 10);
        Run();
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), 10 * SEGMENTS, "all arrive");
        const auto& out = m_node[0]->GetOutputCounters();
        EXPECT_EQ((m_software ? out.software : out.offload).packets, 10, "one each");
        const double each = 400 + 7 + 100 + (m_software ? 300 + 2 * (SEGMENT + HEADERS) : 30);
        EXPECT_NEAR(GetCycles(0),
                    10.0 * (1000 + 10 + 20 + SEGMENTS * each),
                    1e-3,
                    "once and per segment");
        const auto& counters = m_nic[0]->GetEngine().GetCounters();
        EXPECT_EQ((m_software ? counters.txClear : counters.txEncrypted).packets,
                  10 * SEGMENTS,
                  "the NIC sees segments");
        EXPECT_EQ(m_node[1]->GetInputCounters().decrypted.packets,
                  10 * SEGMENTS,
                  "B's window takes every number");
        const auto* sa = m_node[0]->GetSad()->FindBySpi(SPI);
        if (m_software)
        {
            EXPECT_EQ(sa->GetCurrent().packets, 10 * SEGMENTS, "lifetime per segment");
        }
    }

    bool m_software; //!< see the constructor
};

/// FreeBSD's flag of a connection.
class LeanTsoFlagTestCase : public LeanSegmentTestCase
{
  public:
    LeanTsoFlagTestCase()
        : LeanSegmentTestCase("R137 R140 R152 a fallback ends TSO, the next tagged segment brings "
                              "it back")
    {
    }

  private:
    void DoRun() override
    {
        Build("FreeBsd", false); // the NIC could, but this SA is for another one
        Simulator::Schedule(Seconds(1.0025), [this] {
            auto sad = m_node[0]->GetSad();
            sad->Delete(ToPs(Simulator::Now()), SPI);
            sad->Add(ToPs(Simulator::Now()), MakeSa(true, true));
        });
        constexpr uint32_t all = 10;
        Send(1000, all); // at 1.001 s and each millisecond after that
        Run();
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), all * SEGMENTS, "all arrive");
        const auto& out = m_node[0]->GetOutputCounters();
        // Whole; in segments until the new SA is in the NIC; in tagged segments; whole again.
        const uint64_t cut = (out.software.packets - 1) / SEGMENTS;
        EXPECT_EQ(out.software.packets, 1 + cut * SEGMENTS, "whole, then in segments");
        EXPECT_EQ((cut >= 1 && cut < all - 2), true, "the SA arrives meanwhile");
        EXPECT_EQ(out.offload.packets, SEGMENTS + (all - 2 - cut), "in segments, then whole");
        const auto& counters = m_nic[0]->GetEngine().GetCounters();
        const uint32_t esp = MakeSaSizes().GetEspLength(SUPER, 20);
        const uint32_t fragments = (esp - 20 + 1479) / 1480;
        EXPECT_EQ(counters.txClear.packets,
                  fragments + cut * SEGMENTS,
                  "R140 IP cuts the one big ESP datagram");
    }

    /// @return octet counts of the SA
    static EspSizes MakeSaSizes()
    {
        return SecurityAssociation(MakeSa(true, true), 0).GetSizes();
    }
};

/// A segment whose ESP form is too long for the wire.
class LeanSegmentSizeTestCase : public LeanSegmentTestCase
{
  public:
    LeanSegmentSizeTestCase()
        : LeanSegmentTestCase("R130 R132 segments too long with ESP: Linux tests, FreeBSD does not")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string& kernel : std::vector<std::string>{"LinuxCrypto", "FreeBsd"})
        {
            m_network = CreateObject<LeanNetwork>();
            HorizonScheduler::Install();
            Build(kernel, true, SEGMENT + HEADERS + 20);
            Send(100, 1);
            Run();
            const bool isLinux = kernel == "LinuxCrypto";
            EXPECT_EQ(Count(PacketFate::End::DELIVERED),
                      (isLinux ? SEGMENTS : 0),
                      kernel << " delivers");
            EXPECT_EQ(Count(PacketFate::End::NIC_TX),
                      (isLinux ? 0 : SEGMENTS),
                      kernel << " lets the NIC drop");
            EXPECT_EQ(m_node[0]->GetOutputCounters().reasons[SoftwareReason::SIZE_EXACT].packets,
                      (isLinux ? 1 : 0),
                      kernel << " takes software");
            Simulator::Destroy();
        }
    }
};

/// A super-segment that the host drops.
class LeanSegmentLossTestCase : public LeanSegmentTestCase
{
  public:
    LeanSegmentLossTestCase()
        : LeanSegmentTestCase("A super-segment without an SA is lost as its segments")
    {
    }

  private:
    void DoRun() override
    {
        Build("FreeBsd", true);
        m_node[0]->GetSad()->Flush(0, IpsecProtocol::ESP);
        Send(100, 1);
        PacketTally tally(PS_PER_SECOND, PS_PER_SECOND, {0});
        m_network->SetTally(&tally);
        Run();
        EXPECT_EQ(Count(PacketFate::End::HOST_OUT), SEGMENTS, "segments");
        EXPECT_EQ(tally.Get(0, 0).lost.packets, SEGMENTS, "segments");
        EXPECT_EQ(tally.Get(0, 0).lost.octets, SEGMENTS * (SEGMENT + HEADERS), "their octets");
    }
};

/// Large receive.
class LeanLargeReceiveTestCase : public LeanSegmentTestCase
{
  public:
    /// @param inHost GRO instead of LRO
    /// @param kernel of both
    LeanLargeReceiveTestCase(bool inHost, const std::string& kernel)
        : LeanSegmentTestCase(std::string("large receive in the ") + (inHost ? "host" : "NIC") +
                              " under " + kernel + ": one booking per unit"),
          m_inHost(inHost),
          m_kernel(kernel)
    {
    }

  private:
    void DoRun() override
    {
        m_profile.lro = !m_inHost;
        m_profile.lroSegments = 16;
        m_host.gro = m_inHost;
        m_host.groSegments = 16;
        Build(m_kernel, true);
        Send(100, 10);
        Run();
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), 10 * SEGMENTS, "all arrive");
        // 40 segments: 16, 16 and 8 with PSH. The NIC leaves alone what the host numbers.
        const bool crypto = m_kernel == "LinuxCrypto";
        const uint64_t units = crypto && !m_inHost ? 10 * SEGMENTS : 30;
        const auto& in = m_node[1]->GetInputCounters();
        EXPECT_EQ(in.offloaded.packets, units, "units");
        EXPECT_EQ(in.offloaded.octets,
                  10 * SEGMENTS * SEGMENT + units * HEADERS,
                  "all payload, headers once per unit");
        double cycles = static_cast<double>(units) * (2000 + 10);
        const double tag = 30 + (crypto ? 500 : 0);
        if (m_inHost)
        {
            cycles += 10.0 * SEGMENTS * (200 + 11 + (crypto ? tag : 0));
            cycles += crypto ? 0 : static_cast<double>(units) * tag;
        }
        else
        {
            cycles += static_cast<double>(units) * (200 + tag);
        }
        EXPECT_NEAR(GetCycles(1), cycles, 1e-3, "per segment and per unit");
    }

    bool m_inHost;        //!< GRO
    std::string m_kernel; //!< of both
};

/// The time-out.
class LeanHoldTestCase : public LeanSegmentTestCase
{
  public:
    LeanHoldTestCase()
        : LeanSegmentTestCase("large receive: a unit whose end is lost goes up after the hold")
    {
    }

  private:
    void DoRun() override
    {
        m_profile.lro = true;
        m_profile.lroHold = 10'000'000'000;
        m_profile.rxPacketRate = 1'000; // slower than the wire
        m_profile.rxRingSize = 4;
        Build("FreeBsd", true);
        Send(100, 1);
        Run();
        const uint64_t lost = Count(PacketFate::End::NIC_RX);
        EXPECT_GT(lost, 0, "the NIC's receive ring overflows");
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), SEGMENTS - lost, "no more is lost");
        const auto& fates = m_network->GetFates(m_source);
        ASSERT_EQ((fates.back().end == PacketFate::End::NIC_RX), true, "the end is lost");
        Ps last = 0;
        for (const auto& fate : fates)
        {
            last = std::max(last, fate.end == PacketFate::End::DELIVERED ? fate.time : 0);
        }
        const Ps sent = PS_PER_SECOND + PS_PER_SECOND / 100;
        const Ps first = sent + 1'000'000'000; // that the cipher is done with
        EXPECT_GT(last, first + 10'000'000'000, "not before the hold is over");
        EXPECT_LT(last, first + 10'100'000'000, "and soon after");
    }
};

/// A unit that another flow ends takes its own way on.
class LeanSharedPlaceTestCase : public LeanSegmentTestCase
{
  public:
    LeanSharedPlaceTestCase()
        : LeanSegmentTestCase("large receive: flows of different length share one place for units")
    {
    }

  private:
    void DoRun() override
    {
        m_profile.lro = true;
        m_profile.lroSessions = 1;
        m_profile.lroHold = 100'000'000;
        m_protect = false;
        Build("FreeBsd", true);
        // C sends to B by way of A, which sends as well.
        const DataRate rate("100Gbps");
        LeanNetwork::LinkEnd ends[2];
        const auto c = IpAddress::FromIpv4(0x0a000003);
        m_far = CreateObject<IpsecNode>();
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto nic = CreateObject<IpsecNic>();
            nic->Configure(m_profile, rate.GetBitRate(), 38);
            const Ptr<IpsecNode> node = i == 0 ? m_far : m_node[0];
            auto interface = node->GetOffload()->AddInterface("nic1", nic);
            nic->TellAssist(*interface);
            ends[i] = {i == 0 ? m_network->AddNode(m_far, {c}) : 0, nic, interface};
        }
        const uint32_t link = m_network->AddLink(ends[0], ends[1], rate, 1000, 1500);
        const uint32_t flow =
            m_network->AddFlow({c, IpAddress::FromIpv4(0x0a000002), 6, 3000, 4000, {link, m_link}});
        const uint32_t other = AddSource(flow, 90'000, 50);
        Send(100'000, 50);
        Run();
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), 50 * SEGMENTS, "one hop");
        EXPECT_EQ(Count(PacketFate::End::DELIVERED, other), 50 * SEGMENTS, "two hops");
        const auto& in = m_node[1]->GetInputCounters();
        EXPECT_GT(in.in.packets, 100, "units end one another");
        EXPECT_EQ(in.in.octets - in.in.packets * HEADERS,
                  100 * SEGMENTS * SEGMENT,
                  "all payload reaches B once");
        EXPECT_EQ(m_node[0]->GetInputCounters().in.packets,
                  50 * SEGMENTS,
                  "A gets C's segments and no more");
    }

    void DoTeardown() override
    {
        m_far = nullptr;
        LeanSegmentTestCase::DoTeardown();
    }

    Ptr<IpsecNode> m_far; //!< C
};

/// What is in pieces is not merged.
class LeanFragmentReceiveTestCase : public LeanSegmentTestCase
{
  public:
    LeanFragmentReceiveTestCase()
        : LeanSegmentTestCase("large receive: fragments pass by, and pay for no merge")
    {
    }

  private:
    void DoRun() override
    {
        m_profile.tso = false; // TCP cuts for the path, IP for the link
        m_protect = false;
        m_host.gro = true;
        Build("FreeBsd", true, 1000);
        Send(100, 10);
        Run();
        EXPECT_EQ(Count(PacketFate::End::DELIVERED), 10 * SEGMENTS, "all arrive");
        EXPECT_NEAR(GetCycles(1),
                    10.0 * SEGMENTS * 2 * (200 + 10 + 2000),
                    1e-3,
                    "each fragment on its own");
    }
};

/// Everything that can be lost is lost somewhere, and counted.
class LeanSegmentOverloadTestCase : public LeanSegmentTestCase
{
  public:
    LeanSegmentOverloadTestCase()
        : LeanSegmentTestCase("overload: every segment has one end, identities hold")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& kernel : GetKernelProfiles())
        {
            for (const bool offload : {true, false})
            {
                m_network = CreateObject<LeanNetwork>();
                HorizonScheduler::Install();
                m_host.backlog = 20;
                m_host.gro = offload;
                m_profile.ringSize = 8;
                m_profile.rxRingSize = 8;
                m_profile.txBitRate = 20'000'000'000;
                m_profile.rxBitRate = 10'000'000'000;
                Build(kernel.name,
                      offload || std::string(kernel.name) == "LinuxPacket" ||
                          std::string(kernel.name) == "DpdkInline");
                Send(200'000, 500);
                Run();
                const uint64_t delivered = Count(PacketFate::End::DELIVERED);
                const uint64_t all = 500 * SEGMENTS;
                EXPECT_EQ(m_network->GetFates(m_source).size(), all, kernel.name);
                EXPECT_GT(delivered, 0, kernel.name << " delivers");
                EXPECT_LT(delivered, all, kernel.name << " is overloaded");
                EXPECT_EQ(m_network->GetDelivered(m_source).packets, delivered, kernel.name);
                Simulator::Destroy();
            }
        }
    }
};

/// The bounds of a unit, one by one.
class SegmentCoalescerTestCase : public TestCase
{
  public:
    SegmentCoalescerTestCase()
        : TestCase("large receive: what ends a unit")
    {
    }

  private:
    /// @param sequence of TCP @param payload octets @return a segment
    static PacketDescriptor Segment(uint32_t sequence, uint32_t payload)
    {
        PacketDescriptor packet;
        packet.source = IpAddress::FromIpv4(1);
        packet.destination = IpAddress::FromIpv4(2);
        packet.protocol = 6;
        packet.length = HEADERS + payload;
        packet.tcp.headers = HEADERS;
        packet.tcp.size = 1000;
        packet.tcp.sequence = sequence;
        packet.flowHash = HashFlow(packet);
        return packet;
    }

    void DoRun() override
    {
        constexpr uint32_t none = SegmentCoalescer::NONE;
        SegmentCoalescer merger({1, 3, 65'535});
        auto answer = merger.Offer(Segment(0, 1000), 1);
        EXPECT_EQ(answer.opened, true, "first");
        answer = merger.Offer(Segment(1000, 1000), 2);
        EXPECT_EQ(answer.unit, 1, "joins");
        EXPECT_EQ(answer.complete, false, "two of three");
        answer = merger.Offer(Segment(2000, 1000), 3);
        EXPECT_EQ(answer.complete, true, "three");

        const auto first = merger.Offer(Segment(3000, 1000), 4);
        answer = merger.Offer(Segment(5000, 1000), 5);
        EXPECT_EQ(answer.ended, 4, "a gap ends it");
        EXPECT_EQ(answer.unit, 5, "and another one begins");
        EXPECT_EQ(merger.Expire(first.place, first.stamp), none, "too late");
        EXPECT_EQ(merger.Expire(answer.place, answer.stamp), 5, "time is over");
        EXPECT_EQ(merger.Expire(answer.place, answer.stamp), none, "once");

        merger.Offer(Segment(6000, 1000), 6);
        answer = merger.Offer(Segment(7000, 10), 7);
        EXPECT_EQ(answer.unit, 6, "a shorter one joins");
        EXPECT_EQ(answer.complete, true, "and is the last one");
        merger.Offer(Segment(7010, 500), 8);
        answer = merger.Offer(Segment(7510, 1000), 9);
        EXPECT_EQ(answer.ended, 8, "a longer one does not join");

        auto pushed = Segment(8510, 1000);
        pushed.tcp.push = true;
        answer = merger.Offer(pushed, 10);
        EXPECT_EQ(answer.unit, 9, "one with PSH joins");
        EXPECT_EQ(answer.complete, true, "and ends it");

        merger.Offer(Segment(9510, 1000), 11);
        auto otherSa = Segment(10510, 1000);
        otherSa.drvSpi = 3;
        answer = merger.Offer(otherSa, 12);
        EXPECT_EQ(answer.ended, 11, "another SA's does not join (R157)");
        auto other = Segment(0, 1000);
        other.destinationPort = 5;
        answer = merger.Offer(other, 13);
        EXPECT_EQ(answer.ended, 12, "another flow takes the only place");

        merger.Offer(Segment(0, 1000), 14);
        auto marked = Segment(1000, 1000);
        marked.trafficClass = 3; // RFC 3168: congestion experienced
        answer = merger.Offer(marked, 15);
        EXPECT_EQ(answer.ended, 14, "a mark of congestion is not lost");
        auto longer = Segment(2000, 1000);
        longer.trafficClass = 3;
        longer.tcp.headers += 12;
        longer.length += 12;
        answer = merger.Offer(longer, 16);
        EXPECT_EQ(answer.ended, 15, "more TCP options are not lost");

        SegmentCoalescer narrow({1, 64, 2500});
        narrow.Offer(Segment(0, 1000), 1);
        answer = narrow.Offer(Segment(1000, 1000), 2);
        EXPECT_EQ(answer.complete, true, "no third one fits the octets");
    }
};

/// @ingroup ipsec-offload-tests
class LeanSegmentTestSuite : public PicosecondTestSuite
{
  public:
    LeanSegmentTestSuite()
        : PicosecondTestSuite("ipsec-lean-segment", TestSuite::Type::UNIT)
    {
        AddTestCase(new SegmentCoalescerTestCase);
        AddTestCase(new LeanTsoTestCase("FreeBsd"));
        AddTestCase(new LeanTsoTestCase("LinuxCrypto"));
        AddTestCase(new LeanTsoTestCase("LinuxPacket"));
        AddTestCase(new LeanTcpCutsTestCase);
        AddTestCase(new LeanGsoTestCase(true));
        AddTestCase(new LeanGsoTestCase(false));
        AddTestCase(new LeanTsoFlagTestCase);
        AddTestCase(new LeanSegmentSizeTestCase);
        AddTestCase(new LeanSegmentLossTestCase);
        for (const bool inHost : {false, true})
        {
            AddTestCase(new LeanLargeReceiveTestCase(inHost, "FreeBsd"));
            AddTestCase(new LeanLargeReceiveTestCase(inHost, "LinuxCrypto"));
        }
        AddTestCase(new LeanHoldTestCase);
        AddTestCase(new LeanSharedPlaceTestCase);
        AddTestCase(new LeanFragmentReceiveTestCase);
        AddTestCase(new LeanSegmentOverloadTestCase);
    }
};

const LeanSegmentTestSuite g_leanSegmentTestSuite; ///< registers the suite

} // namespace
