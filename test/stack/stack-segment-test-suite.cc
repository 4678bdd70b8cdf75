/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-test-network.h"
#include "test/support/stack-test-case.h"

#include "ns3/config.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <string>

using namespace ns3::tests;

namespace
{

/// Octets that the wire takes, and that IP believes it takes.
constexpr uint16_t WIRE_MTU = 1500;
constexpr uint16_t SHOWN_MTU = 65'535;
/// Segments of a super-segment, and super-segments.
constexpr uint32_t SEGMENTS = 40;
constexpr uint32_t COUNT = 30;

/// What is special about a transfer.
struct Kind
{
    const char* name;
    const char* kernel;
    bool protect; //!< ESP on the link
    bool nic;     //!< NICs do ESP
    bool tso;     //!< and cut
    bool tunnel;  //!< ESP in tunnel mode
};

constexpr Kind KINDS[]{
    {"R132 R137 R151 R152 FreeBSD, offloaded with TSO", "FreeBsd", true, true, true, false},
    {"FreeBSD, offloaded, TCP cuts", "FreeBsd", true, true, false, false},
    {"FreeBSD, software, TCP cuts", "FreeBsd", true, false, false, false},
    {"Linux, software ESP, the stack cuts", "LinuxCrypto", true, false, true, false},
    {"clear with TSO", "FreeBsd", false, true, true, false},
    {"clear, the stack cuts", "LinuxCrypto", false, true, false, false},
    {"R149 R151 FreeBSD in a tunnel, software, TCP cuts", "FreeBsd", true, false, false, true},
    {"R149 R151 Linux in a tunnel, software, the stack cuts",
     "LinuxCrypto",
     true,
     false,
     true,
     true},
};

/**
 * @ingroup ipsec-offload-tests
 * A TCP transfer over a device that shows IP a greater MTU than the wire has.
 */
class BulkTestCase : public StackTestCase
{
  public:
    /// @param kind what is special @param ipv6 family
    BulkTestCase(const Kind& kind, bool ipv6)
        : StackTestCase(std::string("bulk transfer: ") + kind.name + (ipv6 ? ", IPv6" : ", IPv4")),
          m_kind(kind),
          m_ipv6(ipv6)
    {
    }

  private:
    void DoSetup() override
    {
        Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(4'000'000));
        Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(4'000'000));
    }

    void DoTeardown() override
    {
        Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(131'072));
        Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(131'072));
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
    }

    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.nic = m_kind.nic;
        setup.protect = m_kind.protect;
        setup.tunnel = m_kind.tunnel;
        setup.profile.tso = m_kind.tso;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.traffic = Traffic::TCP;
        // R151: 1460 or 1440 less time stamps and the generic overhead, at MTU 1500.
        const uint32_t tunnelHeader = m_kind.tunnel ? (m_ipv6 ? 40 : 20) : 0;
        const uint32_t segment = (m_ipv6 ? 1331 : 1351) - tunnelHeader;
        config.size = SEGMENTS * segment;
        config.count = COUNT;
        TestFlow flow(network, config);
        network.GetHelper().SetKernelProfile(m_kind.kernel);
        network.Build();
        const NetDeviceContainer devices(network.GetDevice(0), network.GetDevice(1));
        const auto mode = m_kind.tunnel ? IpsecMode::TUNNEL : IpsecMode::TRANSPORT;
        EXPECT_EQ(IpsecHelper::EnableSuperSegments(devices, m_ipv6, mode), segment, "R151");
        network.Run();

        ExpectDelivered(flow, COUNT);
        uint32_t longest = 0;
        uint32_t frames = 0;
        for (const auto& frame : network.GetWire().frames)
        {
            longest = std::max(longest, frame.length);
            frames += frame.sender == 0 ? 1 : 0;
            EXPECT_EQ(frame.esp, m_kind.protect, "on the wire");
        }
        EXPECT_EQ(network.GetWire().malformed, 0, "malformed");
        EXPECT_LE(longest, WIRE_MTU, "the wire's MTU");
        EXPECT_GT(longest, WIRE_MTU - 100U, "used well");
        // R151: payload, IP and TCP with time stamps, and at most 41 octets of a transform.
        const uint32_t clear = segment + 32 + (m_ipv6 ? 40 : 20);
        EXPECT_LE(longest, clear + tunnelHeader + 41, "R149 R151 segments");
        EXPECT_GE(frames, COUNT * SEGMENTS, "segments");
        const auto& out = network.GetIpsec(0)->GetOutputCounters();
        const bool once = m_kind.tso || std::string(m_kind.kernel) == "LinuxCrypto";
        if (once)
        {
            EXPECT_LT(out.in.packets, 3 * COUNT, "the host handles super-segments");
        }
        else
        {
            EXPECT_GE(out.in.packets, COUNT * SEGMENTS, "or segments");
        }
        network.CheckInvariants();
    }

    const Kind& m_kind; //!< what is special
    bool m_ipv6;        //!< family
};

/// FreeBSD's flag of a connection, as the packets of ns-3's TCP set and clear it.
class TsoFlagTestCase : public StackTestCase
{
  public:
    TsoFlagTestCase()
        : StackTestCase("R137: a fallback ends TSO, the next tagged segment brings it back")
    {
    }

  private:
    void DoSetup() override
    {
        Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(4'000'000));
        Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(4'000'000));
    }

    void DoTeardown() override
    {
        Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(131'072));
        Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(131'072));
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
        m_interface = nullptr;
    }

    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = true;
        setup.profile.tso = true;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.traffic = Traffic::TCP;
        config.size = SEGMENTS * 1351;
        config.count = COUNT;
        TestFlow flow(network, config);
        network.Build();
        IpsecHelper::EnableSuperSegments(
            NetDeviceContainer(network.GetDevice(0), network.GetDevice(1)),
            false);
        network.GetIpsec(0)->TraceConnectWithoutContext(
            "Output",
            MakeCallback(&TsoFlagTestCase::Decided, this));
        Simulator::Schedule(TestNetwork::GetStart(), [this, &network] {
            m_interface = network.GetIpsec(0)->GetOffload()->GetInterfaces().at(0);
        });
        network.Run();

        ExpectDelivered(flow, COUNT);
        EXPECT_EQ(m_whole, 1, "the first fallback is one big datagram");
        EXPECT_GT(m_supers, 5 + 5, "super-segments again");
        network.CheckInvariants();
    }

    /// @param packet what A has decided upon @param sa its SA
    void Decided([[maybe_unused]] Ps now,
                 const PacketDescriptor& packet,
                 [[maybe_unused]] const SecurityAssociation* sa)
    {
        const bool super = packet.tcp.segmentedBy == SegmentedBy::NIC;
        m_supers += super && packet.verdict == IpsecVerdict::OFFLOAD ? 1 : 0;
        if (packet.verdict == IpsecVerdict::SOFTWARE)
        {
            ++m_fallbacks;
            m_whole += packet.length > WIRE_MTU ? 1 : 0;
        }
        if (m_interface)
        {
            // After five super-segments the connection falls back, after 50 packets it need not.
            m_interface->SetCapabilityEnabled(m_supers < 5 || m_fallbacks >= 50);
        }
    }

    Ptr<OffloadInterface> m_interface; //!< A's
    uint32_t m_supers{0};              //!< tagged super-segments
    uint32_t m_fallbacks{0};           //!< packets in software
    uint32_t m_whole{0};               //!< of them, super-segments in one ESP datagram
};

/// What is special about a transfer with large receive.
struct ReceiveKind
{
    const char* name;
    const char* kernel;
    bool protect; //!< ESP on the link
    bool nic;     //!< NICs do ESP
    bool inHost;  //!< GRO, otherwise LRO
    bool merges;  //!< it has something to merge
};

constexpr ReceiveKind RECEIVE_KINDS[]{
    {"clear, LRO", "FreeBsd", false, true, false, true},
    {"clear, GRO", "LinuxPacket", false, true, true, true},
    {"packet offload, LRO", "FreeBsd", true, true, false, true},
    {"packet offload, GRO", "FreeBsd", true, true, true, true},
    {"inline crypto, GRO", "LinuxCrypto", true, true, true, true},
    {"inline crypto, whose numbers the host checks: no LRO",
     "LinuxCrypto",
     true,
     true,
     false,
     false},
    {"software ESP, which is merged by nobody, LRO", "FreeBsd", true, false, false, false},
    {"software ESP, which is merged by nobody, GRO", "LinuxCrypto", true, false, true, false},
};

/**
 * @ingroup ipsec-offload-tests
 * The same transfer without large receive and with it.
 */
class LargeReceiveTestCase : public StackTestCase
{
  public:
    /// @param kind what is special @param ipv6 family @param super TCP sends super-segments
    LargeReceiveTestCase(const ReceiveKind& kind, bool ipv6, bool super)
        : StackTestCase(std::string("large receive: ") + kind.name + (ipv6 ? ", IPv6" : ", IPv4") +
                        (super ? ", from super-segments" : ", from segments")),
          m_kind(kind),
          m_ipv6(ipv6),
          m_super(super)
    {
    }

  private:
    /// How a transfer went.
    struct Result
    {
        uint64_t packets;    //!< that B's host got
        uint64_t octets;     //!< of them
        uint64_t cycles;     //!< of B's host
        uint64_t interrupts; //!< of B's host
        uint64_t answers;    //!< packets that B sent
        Ps end;              //!< when the last octet was there
    };

    void DoTeardown() override
    {
        for (const char* name : {"SndBufSize", "RcvBufSize"})
        {
            Config::SetDefault(std::string("ns3::TcpSocket::") + name, UintegerValue(131'072));
        }
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
    }

    /// @param merge large receive @return how the transfer went
    Result Transfer(bool merge)
    {
        for (const char* name : {"SndBufSize", "RcvBufSize"})
        {
            Config::SetDefault(std::string("ns3::TcpSocket::") + name, UintegerValue(4'000'000));
        }
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.nic = true;
        setup.protect = m_kind.protect;
        setup.interfaceName = m_kind.nic ? "nic0" : "elsewhere";
        setup.profile.tso = true;
        setup.profile.lro = merge && !m_kind.inHost;
        setup.profile.lroHold = 200'000'000; // a segment takes the wire 11 us
        setup.host.gro = merge && m_kind.inHost;
        setup.host.groHold = 200'000'000;
        setup.host.cores = 2;
        setup.host.clock = 3'000'000'000;
        setup.host.backlog = 100'000;
        setup.host.input = 1000;
        setup.host.output = 500;
        setup.host.driverRx = 100;
        setup.host.groPerSegment = 50;
        setup.host.batching.interrupt = 300;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.traffic = Traffic::TCP;
        const uint32_t segment = m_ipv6 ? 1331 : 1351;
        config.size = m_super ? SEGMENTS * segment : segment;
        config.count = m_super ? COUNT : COUNT * SEGMENTS;
        TestFlow flow(network, config);
        network.GetHelper().SetKernelProfile(m_kind.kernel);
        network.Build();
        if (m_super)
        {
            const NetDeviceContainer devices(network.GetDevice(0), network.GetDevice(1));
            IpsecHelper::EnableSuperSegments(devices, m_ipv6);
        }
        network.Run();
        ExpectDelivered(flow, config.count);
        network.CheckInvariants();
        const IpsecNode& node = *network.GetIpsec(1);
        const auto& in = node.GetInputCounters().in;
        const double busy = node.GetHost().GetBusySeconds(0) + node.GetHost().GetBusySeconds(1);
        return {in.packets,
                in.octets,
                static_cast<uint64_t>(busy * 3e9),
                node.GetHost().GetBatches().interrupts,
                node.GetOutputCounters().in.packets,
                flow.GetArrivals().back()};
    }

    void DoRun() override
    {
        const Result plain = Transfer(false);
        const Result merged = Transfer(true);
        EXPECT_GE(plain.packets, COUNT * SEGMENTS, "each segment for itself");
        EXPECT_GT(merged.answers, COUNT / 2, "B acknowledges");
        EXPECT_LE(merged.end - TestNetwork::GetStart().GetPicoSeconds(),
                  (plain.end - TestNetwork::GetStart().GetPicoSeconds()) * 3 / 2,
                  "nobody waits for an acknowledgment that is put off");
        if (!m_kind.merges)
        {
            EXPECT_GE(merged.packets, COUNT * SEGMENTS, "nothing is merged");
            return;
        }
        EXPECT_LT(merged.packets, plain.packets / 4, "units");
        EXPECT_LT(merged.octets, plain.octets, "headers once per unit");
        EXPECT_LT(merged.cycles, plain.cycles / 2, "costs once per unit");
        EXPECT_LE(merged.interrupts, plain.interrupts, "interrupts");
    }

    const ReceiveKind& m_kind; //!< what is special
    bool m_ipv6;               //!< family
    bool m_super;              //!< TCP sends super-segments
};

/// What is no TCP.
class LongDatagramTestCase : public StackTestCase
{
  public:
    /// @param nic NICs do ESP @param protect ESP at all @param ipv6 family
    LongDatagramTestCase(bool nic, bool protect, bool ipv6)
        : StackTestCase(std::string("R146 UDP longer than the wire's MTU is fragmented: ") +
                        (protect ? (nic ? "NIC" : "software") : "clear") +
                        (ipv6 ? ", IPv6" : ", IPv4")),
          m_nic(nic),
          m_protect(protect),
          m_ipv6(ipv6)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.ipv6 = m_ipv6;
        setup.nic = m_nic;
        setup.protect = m_protect;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.size = 8000;
        TestFlow flow(network, config);
        network.Build();
        for (uint32_t i = 0; i < 2; ++i)
        {
            network.GetDevice(i)->SetAttribute("WireMtu", UintegerValue(WIRE_MTU));
            network.GetDevice(i)->SetMtu(SHOWN_MTU);
        }
        network.Run();
        ExpectDelivered(flow, config.count);
        for (const auto& frame : network.GetWire().frames)
        {
            EXPECT_LE(frame.length, WIRE_MTU, "the wire's MTU");
            EXPECT_EQ(frame.esp, m_protect, "on the wire");
        }
        EXPECT_EQ(network.GetWire().frames.size(), 6 * config.count, "fragments");
        network.CheckInvariants();
    }

    bool m_nic;     //!< NICs do ESP
    bool m_protect; //!< ESP at all
    bool m_ipv6;    //!< family
};

/// @ingroup ipsec-offload-tests
class StackSegmentTestSuite : public TestSuite
{
  public:
    StackSegmentTestSuite()
        : TestSuite("ipsec-stack-segment", TestSuite::Type::UNIT)
    {
        for (const bool ipv6 : {false, true})
        {
            for (const Kind& kind : KINDS)
            {
                AddTestCase(new BulkTestCase(kind, ipv6));
            }
            AddTestCase(new LongDatagramTestCase(true, true, ipv6));
            AddTestCase(new LongDatagramTestCase(false, true, ipv6));
            AddTestCase(new LongDatagramTestCase(true, false, ipv6));
            for (const ReceiveKind& kind : RECEIVE_KINDS)
            {
                AddTestCase(new LargeReceiveTestCase(kind, ipv6, true));
                AddTestCase(new LargeReceiveTestCase(kind, ipv6, false));
            }
        }
        AddTestCase(new TsoFlagTestCase);
    }
};

const StackSegmentTestSuite g_stackSegmentTestSuite; ///< registers the suite

} // namespace
