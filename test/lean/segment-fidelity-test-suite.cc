/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-test-network.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/config.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/kernel-profile.h"
#include "ns3/lean-horizon-scheduler.h"
#include "ns3/lean-network.h"
#include "ns3/lean-traffic-source.h"
#include "ns3/simulator.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3::tests;

namespace
{

/// IANA "Protocol Numbers".
constexpr uint8_t TCP = 6;
/// Octets of IP and TCP headers; of payload per segment at MTU 1500 (R151); segments.
constexpr uint32_t HEADERS = 40;
constexpr uint32_t SEGMENT = 1500 - HEADERS - 97;
constexpr uint32_t SEGMENTS = 20;
/// Super-segments, and from one to the next.
constexpr uint32_t COUNT = 40;
constexpr Ps GAP = 250'000'000;
/// From end 0 to end 1.
constexpr uint16_t FROM_PORT = 1000;
constexpr uint16_t TO_PORT = 2000;
/// As in TestNetwork.
const char* const RATE = "1Gb/s";
constexpr Ps DELAY = 10'000'000;

/// A decision of a node.
struct Decision
{
    Ps time;
    uint32_t length; //!< octets of clear IP
    IpsecVerdict verdict;
    SoftwareReason reason;
    IpsecDrop drop;

    bool operator==(const Decision& other) const
    {
        return std::tie(time, length, verdict, reason, drop) ==
               std::tie(other.time, other.length, other.verdict, other.reason, other.drop);
    }
};

/// @param os where to @param decision what @return os
std::ostream&
operator<<(std::ostream& os, const Decision& decision)
{
    return os << decision.time << " ps, " << decision.length << " octets, "
              << ToString(decision.verdict) << ", " << ToString(decision.reason) << ", "
              << ToString(decision.drop);
}

/// What a run leaves behind.
struct Trail
{
    std::vector<Decision> sent;     //!< by end 0
    std::vector<Decision> received; //!< by end 1
    std::vector<uint64_t> counters; //!< of both
};

/// Takes TCP segments as they come and answers nothing.
class SegmentSink : public IpL4Protocol
{
  public:
    int GetProtocolNumber() const override
    {
        return TCP;
    }

    RxStatus Receive(Ptr<Packet>, const Ipv4Header&, Ptr<Ipv4Interface>) override
    {
        return RX_OK;
    }

    RxStatus Receive(Ptr<Packet>, const Ipv6Header&, Ptr<Ipv6Interface>) override
    {
        return RX_OK;
    }

    void SetDownTarget(DownTargetCallback) override
    {
    }

    void SetDownTarget6(DownTargetCallback6) override
    {
    }

    DownTargetCallback GetDownTarget() const override
    {
        return {};
    }

    DownTargetCallback6 GetDownTarget6() const override
    {
        return {};
    }
};

/// What is special about a comparison.
struct Kind
{
    const char* name;
    const char* kernel;
    bool nic;  //!< the SA is in both NICs, else software does ESP
    bool tso;  //!< the NIC cuts
    bool lro;  //!< the NIC merges
    bool gro;  //!< the host merges
    bool sums; //!< the NIC computes and verifies checksums inside ESP
};

constexpr Kind KINDS[]{
    {"TSO", "FreeBsd", true, true, false, false, true},
    {"TSO and LRO", "FreeBsd", true, true, true, false, false},
    {"TSO and GRO", "FreeBsd", true, true, false, true, true},
    {"inline crypto, TSO and GRO", "LinuxCrypto", true, true, false, true, false},
    {"inline crypto, TSO and LRO", "LinuxCrypto", true, true, true, false, true},
    {"the stack cuts, GRO", "LinuxCrypto", true, false, false, true, false},
    {"the stack cuts, software ESP", "LinuxCrypto", false, false, false, true, true},
    {"TCP cuts, LRO", "FreeBsd", true, false, true, false, true},
    {"software, R137", "FreeBsd", false, true, true, true, true},
};

/**
 * @ingroup ipsec-offload-tests
 * The same super-segments in both fidelities: every decision of both hosts at the same instant.
 */
class SegmentFidelityTestCase : public TestCase
{
  public:
    /// @param kind what is special
    explicit SegmentFidelityTestCase(const Kind& kind)
        : TestCase(std::string("super-segments are alike in both fidelities: ") + kind.name),
          m_kind(kind)
    {
    }

  private:
    NicProfile MakeNic() const
    {
        NicProfile profile;
        profile.tso = m_kind.tso;
        profile.lro = m_kind.lro;
        profile.lroHold = 100'000'000; // a segment takes the wire 11 us
        profile.txChecksumWithIpsec = m_kind.sums;
        profile.rxChecksumWithIpsec = m_kind.sums;
        profile.txBitRate = 800'000'000;
        profile.txLatency = 2'000'000;
        profile.rxLatency = 3'000'000;
        profile.ringSize = 100'000;
        return profile;
    }

    HostProfile MakeHost() const
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 2'000'000'000;
        host.backlog = 60;
        host.output = 3000;
        host.input = 2000;
        host.driverTx = 300;
        host.driverRx = 250;
        host.policyLookup = 200;
        host.policyCached = 50;
        host.saLookup = 70;
        host.tag = 30;
        host.espOutput = 500;
        host.espInput = 600;
        host.copyPerOctet = 0.125;
        host.checksumPerOctet = 0.25;
        host.checksumPerPacket = 100;
        host.gsoPerSegment = 90;
        host.gro = m_kind.gro;
        host.groPerSegment = 80;
        host.groHold = 100'000'000;
        host.defaultCipher = {300, 2, false};
        host.batching.interrupt = 700;
        return host;
    }

    /// @param list gets decisions @param now when @param packet about what
    static void Note(std::vector<Decision>* list,
                     Ps now,
                     const PacketDescriptor& packet,
                     [[maybe_unused]] const SecurityAssociation* sa)
    {
        list->push_back({now, packet.length, packet.verdict, packet.reason, packet.drop});
    }

    /// @param list gets decisions @param now when @param packet about what: lean's descriptor still
    /// knows what its sender decided
    static void NoteInput(std::vector<Decision>* list,
                          Ps now,
                          const PacketDescriptor& packet,
                          [[maybe_unused]] const SecurityAssociation* sa)
    {
        list->push_back(
            {now, packet.length, IpsecVerdict::NOT_ASKED, SoftwareReason::NONE, packet.drop});
    }

    /// @param sender end 0 @param receiver end 1 @param trail gets their decisions
    static void Watch(const Ptr<IpsecNode>& sender, const Ptr<IpsecNode>& receiver, Trail& trail)
    {
        sender->TraceConnectWithoutContext(
            "Output",
            MakeBoundCallback(&SegmentFidelityTestCase::Note, &trail.sent));
        receiver->TraceConnectWithoutContext(
            "Input",
            MakeBoundCallback(&SegmentFidelityTestCase::NoteInput, &trail.received));
    }

    /// @param node an end @param nic its NIC @param trail gets their counters
    static void Count(const IpsecNode& node, IpsecNic& nic, Trail& trail)
    {
        const auto add = [&trail](const PacketOctets& count) {
            trail.counters.push_back(count.packets);
            trail.counters.push_back(count.octets);
        };
        const auto& out = node.GetOutputCounters();
        const auto& in = node.GetInputCounters();
        for (const auto& count : {out.in,
                                  out.bypass,
                                  out.offload,
                                  out.software,
                                  out.checksums,
                                  in.in,
                                  in.clear,
                                  in.offloaded,
                                  in.decrypted,
                                  in.checksums})
        {
            add(count);
        }
        const HostModel& host = node.GetHost();
        trail.counters.push_back(host.GetBooked());
        trail.counters.push_back(host.GetRefused());
        trail.counters.push_back(host.GetBatches().interrupts);
        trail.counters.push_back(
            static_cast<uint64_t>(std::llround(host.GetBusySeconds(0) * 1e12)));
        for (size_t i = 0; i < HOST_PATHS; ++i)
        {
            const auto& memory = host.GetTraffic(static_cast<HostPath>(i)).memory;
            trail.counters.push_back(memory.cpuRead);
            trail.counters.push_back(memory.cpuWritten);
            trail.counters.push_back(memory.dmaRead);
            trail.counters.push_back(memory.dmaWritten);
        }
        const auto& counters = nic.GetEngine().GetCounters();
        for (const auto& count :
             {counters.txEncrypted, counters.txWire, counters.rxArrived, counters.rxDecrypted})
        {
            add(count);
        }
    }

    /// @param ipv4 of the sender @param from its address @param to the receiver's
    /// @param index which super-segment
    static void SendOne(const Ptr<Ipv4L3Protocol>& ipv4,
                        Ipv4Address from,
                        Ipv4Address to,
                        uint32_t index)
    {
        const Ptr<Packet> packet = Create<Packet>(SEGMENTS * SEGMENT);
        TcpHeader tcp;
        tcp.SetSourcePort(FROM_PORT);
        tcp.SetDestinationPort(TO_PORT);
        tcp.SetSequenceNumber(SequenceNumber32(index * SEGMENTS * SEGMENT));
        tcp.SetFlags(TcpHeader::ACK | TcpHeader::PSH);
        packet->AddHeader(tcp);
        ipv4->Send(packet, from, to, TCP, nullptr);
    }

    Trail RunFull()
    {
        NetworkSetup setup;
        setup.nic = true;
        setup.interfaceName = m_kind.nic ? "nic0" : "elsewhere";
        setup.profile = MakeNic();
        setup.host = MakeHost();
        TestNetwork network(setup);
        network.GetHelper().SetKernelProfile(m_kind.kernel);
        network.Build();
        m_addresses[0] = network.GetEndAddress(0);
        m_addresses[1] = network.GetEndAddress(1);
        IpsecHelper::EnableSuperSegments(
            NetDeviceContainer(network.GetDevice(0), network.GetDevice(1)),
            false);
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
        const auto receiver = network.GetHost(1)->GetObject<Ipv4L3Protocol>();
        receiver->Remove(network.GetHost(1)->GetObject<TcpL4Protocol>());
        receiver->Insert(CreateObject<SegmentSink>());
        const auto sender = network.GetHost(0)->GetObject<Ipv4L3Protocol>();
        for (uint32_t i = 0; i < COUNT; ++i)
        {
            Simulator::Schedule(TestNetwork::GetStart() + FromPs((i + 1) * GAP),
                                &SegmentFidelityTestCase::SendOne,
                                sender,
                                ToIpv4Address(m_addresses[0]),
                                ToIpv4Address(m_addresses[1]),
                                i);
        }
        Trail trail;
        Watch(network.GetIpsec(0), network.GetIpsec(1), trail);
        network.Run();
        network.CheckInvariants();
        for (uint32_t i = 0; i < 2; ++i)
        {
            Count(*network.GetIpsec(i), *network.GetNic(i), trail);
        }
        return trail;
    }

    Trail RunLean()
    {
        HorizonScheduler::Install();
        const auto network = CreateObject<LeanNetwork>();
        Ptr<IpsecNode> nodes[2];
        Ptr<IpsecNic> nics[2];
        std::vector<LeanNetwork::LinkEnd> ends;
        const DataRate rate(RATE);
        for (uint32_t i = 0; i < 2; ++i)
        {
            nics[i] = CreateObject<IpsecNic>();
            nics[i]->Configure(MakeNic(), rate.GetBitRate(), 38);
            nodes[i] = CreateObject<IpsecNode>();
            FindKernelProfile(m_kind.kernel)->Apply(*nodes[i]);
            nodes[i]->SetHost(MakeHost());
            const auto interface = nodes[i]->GetOffload()->AddInterface("nic0", nics[i]);
            nics[i]->TellAssist(*interface);
            ends.push_back({network->AddNode(nodes[i], {m_addresses[i]}), nics[i], interface});
        }
        const uint32_t link = network->AddLink(ends[0], ends[1], rate, DELAY, 1500);
        const uint32_t flow =
            network->AddFlow({m_addresses[0], m_addresses[1], TCP, FROM_PORT, TO_PORT, {link}});
        for (uint32_t i = 0; i < 2; ++i)
        {
            PolicyConfig policy;
            policy.direction = i == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
            policy.selector.source = {m_addresses[0], 32};
            policy.selector.destination = {m_addresses[1], 32};
            policy.kind = PolicyKind::IPSEC;
            policy.requirements.emplace_back();
            nodes[i]->GetSpd()->Add(0, policy);
            SaConfig sa;
            sa.spi = 0x1001;
            sa.mode = IpsecMode::TRANSPORT;
            sa.source = m_addresses[0];
            sa.destination = m_addresses[1];
            sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
            sa.key.assign(20, 7);
            sa.replayWindow = 64;
            sa.interfaceName = m_kind.nic ? "nic0" : "elsewhere";
            sa.direction = i == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
            nodes[i]->GetSad()->Add(0, sa);
        }
        auto source = CreateObject<TrafficSource>();
        TrafficSource::Config config;
        config.packetsPerSecond = static_cast<double>(PS_PER_SECOND) / GAP;
        config.poisson = false;
        config.flowWeights = {1.0};
        config.sizes = {{HEADERS + SEGMENTS * SEGMENT, 1}};
        config.segment = SEGMENT;
        config.tcpHeader = 20;
        config.start = ToPs(TestNetwork::GetStart());
        config.count = COUNT;
        source->Configure(config);
        network->AddSource(source, {flow});
        Trail trail;
        Watch(nodes[0], nodes[1], trail);
        network->Start();
        Simulator::Run();
        EXPECT_EQ(network->GetInFlight(), 0, "all have ended");
        for (uint32_t i = 0; i < 2; ++i)
        {
            Count(*nodes[i], *nics[i], trail);
        }
        Simulator::Destroy();
        return trail;
    }

    /// @param full decisions of full fidelity @param lean of lean @param who whose
    void Compare(const std::vector<Decision>& full,
                 const std::vector<Decision>& lean,
                 const std::string& who)
    {
        EXPECT_EQ(lean.size(), full.size(), who << " decides as often");
        for (size_t i = 0; i < std::min(full.size(), lean.size()); ++i)
        {
            ASSERT_EQ(lean[i], full[i], who << "'s decision " << i);
        }
    }

    void DoRun() override
    {
        const Trail full = RunFull();
        const Trail lean = RunLean();
        EXPECT_GE(full.sent.size(), COUNT, "something was sent");
        EXPECT_GE(full.received.size(), COUNT, "something arrived");
        Compare(full.sent, lean.sent, "the sender");
        Compare(full.received, lean.received, "the receiver");
        ASSERT_EQ(lean.counters.size(), full.counters.size(), "counters");
        for (size_t i = 0; i < full.counters.size(); ++i)
        {
            EXPECT_EQ(lean.counters[i], full.counters[i], "counter " << i);
        }
    }

    const Kind& m_kind;       //!< what is special
    IpAddress m_addresses[2]; //!< of the ends
};

/// @ingroup ipsec-offload-tests
class SegmentFidelityTestSuite : public PicosecondTestSuite
{
  public:
    SegmentFidelityTestSuite()
        : PicosecondTestSuite("ipsec-segment-fidelity", TestSuite::Type::UNIT)
    {
        for (const Kind& kind : KINDS)
        {
            AddTestCase(new SegmentFidelityTestCase(kind));
        }
    }
};

const SegmentFidelityTestSuite g_segmentFidelityTestSuite; ///< registers the suite

} // namespace
