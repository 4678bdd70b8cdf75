/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/offload-checksum-assist.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <cmath>
#include <string>
#include <utility>

using namespace ns3;

namespace
{

constexpr uint8_t TCP = 6;
constexpr uint8_t UDP = 17;
constexpr uint8_t ICMP = 1;
constexpr uint8_t SCTP = 132;
/// Octets of a datagram, and of its IPv4 header.
constexpr uint32_t LENGTH = 500;
constexpr uint32_t HEADER = 20;
/// Cycles of a checksum by software: 10 and one per octet.
constexpr int64_t CYCLES = 10 + LENGTH - HEADER;
constexpr uint32_t SPI = 0x1001;

/// @param text an address @return the same
IpAddress
Ip(const std::string& text)
{
    return IpAddress::FromString(text).value();
}

/**
 * @ingroup ipsec-offload-tests
 * Who computes and verifies checksums, on a node to which nothing else costs anything.
 */
class ChecksumTests : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void DoSetup() override
    {
        m_profile.tso = true;
        m_host.cores = 1;
        m_host.clock = 1'000'000'000;
        m_host.backlog = 1'000'000;
        m_host.checksumPerPacket = 10;
        m_host.checksumPerOctet = 1;
    }

    void DoTeardown() override
    {
        TakeDown();
    }

    /// Build a node. @param protect a policy and an SA @param offload the SA is in the NIC
    void Build(bool protect, bool offload = true)
    {
        TakeDown();
        m_node = CreateObject<IpsecNode>();
        m_node->SetHost(m_host);
        m_nic = CreateObject<IpsecNic>();
        m_nic->Configure(m_profile, 0, 38);
        m_interface = m_node->GetOffload()->AddInterface("nic0", m_nic);
        m_nic->TellAssist(*m_interface);
        if (!protect)
        {
            return;
        }
        for (const auto direction : {IpsecDirection::OUT, IpsecDirection::IN})
        {
            PolicyConfig policy;
            policy.direction = direction;
            policy.selector.source = {Ip("0.0.0.0"), 0};
            policy.selector.destination = {Ip("0.0.0.0"), 0};
            policy.kind = PolicyKind::IPSEC;
            IpsecRequirement requirement;
            requirement.mode = m_mode;
            requirement.source = Ip("10.0.0.1");
            requirement.destination = Ip("10.0.0.2");
            policy.requirements = {requirement};
            m_node->GetSpd()->Add(0, policy);
        }
        SaConfig config = tests::OffloadFixture::ConfigOf(SPI);
        config.source = Ip("10.0.0.1");
        config.destination = Ip("10.0.0.2");
        config.mode = m_mode;
        config.interfaceName = offload ? "nic0" : "elsewhere";
        m_node->GetSad()->Add(0, config);
        Simulator::Run();
    }

    /// Take the node down.
    void TakeDown()
    {
        if (m_node)
        {
            m_node->CheckInvariants();
            m_node->Dispose();
        }
        m_node = nullptr;
        m_nic = nullptr;
        m_interface = nullptr;
        m_cycles = 0;
        Simulator::Destroy();
    }

    /// @param protocol upper layer @return a datagram
    static PacketDescriptor MakePacket(uint8_t protocol)
    {
        PacketDescriptor packet;
        packet.source = Ip("10.0.0.1");
        packet.destination = Ip("10.0.0.2");
        packet.length = LENGTH;
        packet.headerLength = HEADER;
        packet.protocol = protocol;
        packet.sourcePort = 1000;
        packet.destinationPort = 2000;
        packet.flowHash = HashFlow(packet);
        return packet;
    }

    /// @return cycles that the core has worked since the last call
    int64_t GetCycles()
    {
        const auto all = int64_t{std::llround(m_node->GetHost().GetBusySeconds(0) * 1e9)};
        return all - std::exchange(m_cycles, all);
    }

    /// @param packet a datagram that is sent @return cycles that it took
    int64_t Send(PacketDescriptor& packet)
    {
        const Ps now = ToPs(Simulator::Now());
        const PendingPacket pending =
            m_node->GetOutputPath().Output(now, packet, {PeekPointer(m_interface), 1500, nullptr});
        m_node->GetOutputPath().Finish(pending.ready, packet, pending);
        return GetCycles();
    }

    /// @param protocol of a datagram that is sent @return cycles that it took
    int64_t Send(uint8_t protocol)
    {
        PacketDescriptor packet = MakePacket(protocol);
        return Send(packet);
    }

    /// @param packet a clear datagram that arrives @param local it is for this node
    /// @return cycles that it took
    int64_t Arrive(PacketDescriptor packet, bool local = true)
    {
        TransformHistory history;
        history.Add({Ip("10.0.0.2"), SPI, IpsecProtocol::ESP, m_mode});
        m_node->GetInputPath().InputClear(ToPs(Simulator::Now()),
                                          packet,
                                          history,
                                          local,
                                          PeekPointer(m_interface));
        EXPECT_EQ((packet.drop == IpsecDrop::NONE), true, "accepted");
        return GetCycles();
    }

    /// @return the packet that the NIC has decrypted last
    PacketDescriptor MakeDecrypted()
    {
        PacketDescriptor packet = MakePacket(UDP);
        packet.drvSpi = m_nic->GetEngine().FindFrom(0)->drvSpi;
        return packet;
    }

  public:
    // The bodies of the tests.
    void Mask();
    void Families();
    void Software();
    void Super();
    void NoCost();
    void Receive();
    void ReceiveEsp();
    void ReceiveSegments();

  private:
    NicProfile m_profile;                   //!< of the NIC
    HostProfile m_host;                     //!< what checksums cost
    IpsecMode m_mode{IpsecMode::TRANSPORT}; //!< of the SA
    Ptr<IpsecNode> m_node;                  //!< under test
    Ptr<IpsecNic> m_nic;                    //!< its NIC
    Ptr<OffloadInterface> m_interface;      //!< its NIC, as the kernel knows it
    int64_t m_cycles{0};                    //!< see GetCycles()
};

void
ChecksumTests::Mask()
{
    m_profile.txChecksum =
        OffloadDriver::ASSIST_UDP4_CHECKSUM | OffloadDriver::ASSIST_SCTP_CHECKSUM;
    for (const bool protect : {false, true})
    {
        Build(protect);
        EXPECT_EQ(Send(UDP), HEADER, "stays pending for the NIC, but for the IPv4 header's");
        EXPECT_EQ(Send(TCP), CYCLES + HEADER, "not in the mask: software");
        EXPECT_EQ(Send(ICMP), CYCLES + HEADER, "no NIC knows it");
        // N43: of tagged packets SCTP's is not among those that a driver may offer.
        EXPECT_EQ(Send(SCTP), (protect ? CYCLES : 0) + HEADER, "N43 SCTP");
        const auto& out = m_node->GetOutputCounters();
        EXPECT_EQ(out.checksums.packets, protect ? 3 : 2, "counted");
        EXPECT_EQ((protect ? out.offload : out.bypass).packets, 4, "what became of them");
    }
    m_profile.txChecksum = NicProfile::USUAL_CHECKSUMS;
    m_profile.txChecksumWithIpsec = false;
    Build(false);
    EXPECT_EQ(Send(UDP), 0, "of a clear packet by the NIC");
    Build(true);
    EXPECT_EQ(Send(UDP), CYCLES + HEADER, "the mask is asked for tagged packets");
    PacketDescriptor forwarded = MakePacket(UDP);
    forwarded.forwarded = true;
    m_profile.txChecksum = 0;
    Build(false);
    EXPECT_EQ(Send(forwarded), 0, "a forwarded one brings its checksum along");
}

void
ChecksumTests::Families()
{
    const std::pair<const char*, uint8_t> sums[]{{"tcp4", TCP},
                                                 {"udp4", UDP},
                                                 {"tcp6", TCP},
                                                 {"udp6", UDP}};
    for (const auto& [name, protocol] : sums)
    {
        m_profile.txChecksum = FindChecksum(name).value();
        m_profile.rxChecksum = m_profile.txChecksum;
        Build(false);
        for (const auto& [other, otherProtocol] : sums)
        {
            PacketDescriptor packet = MakePacket(otherProtocol);
            if (std::string(other).back() == '6')
            {
                packet.source = Ip("2001:db9::1");
                packet.destination = Ip("2001:db9::2");
                packet.headerLength = 40;
                packet.flowHash = HashFlow(packet);
            }
            const bool same = std::string(name) == other;
            Send(packet);
            EXPECT_EQ((packet.checksum == ChecksumBy::NIC), same, std::string("computed ") + other);
            EXPECT_EQ((Arrive(packet) == 0), same, std::string("verified ") + other);
        }
    }
}

void
ChecksumTests::Software()
{
    Build(true, false);
    EXPECT_EQ(Send(UDP), CYCLES, "before the cipher");
    EXPECT_EQ(m_node->GetOutputCounters().software.packets, 1, "in software");
    EXPECT_EQ(m_node->GetHost().GetTraffic(HostPath::SOFTWARE).memory.cpuRead,
              2 * LENGTH + (LENGTH - HEADER),
              "the copy and the cipher read it, and so does the checksum");
    Build(false);
    PacketDescriptor packet = MakePacket(UDP);
    packet.length = 3000;
    EXPECT_EQ(Send(packet), 10 + 3000 - HEADER, "before IP cuts it");
}

void
ChecksumTests::Super()
{
    PacketDescriptor super = MakePacket(TCP);
    super.superSegment = true;
    super.length = 52 + 10 * 1000;
    super.tcp.size = 1000;
    super.tcp.headers = 52;
    m_profile.txChecksum = 0;
    PacketDescriptor packet = super;
    Build(false);
    EXPECT_EQ(Send(packet), 0, "who cuts sums up");
    EXPECT_EQ((packet.checksum == ChecksumBy::NIC), true, "who cuts sums up");
    m_profile.tso = false;
    Build(false);
    m_node->SetAttribute("Segmentation", StringValue("Stack"));
    packet = super;
    EXPECT_EQ(Send(packet), 10 * (10 + 1032 + HEADER), "each segment of the stack's");
    m_profile.txChecksum = NicProfile::USUAL_CHECKSUMS;
    Build(false);
    m_node->SetAttribute("Segmentation", StringValue("Stack"));
    packet = super;
    EXPECT_EQ(Send(packet), 0, "which the NIC may do");
}

void
ChecksumTests::NoCost()
{
    m_host.checksumPerOctet = 0;
    m_host.checksumPerPacket = 0;
    m_profile.txChecksum = 0;
    m_profile.rxChecksum = 0;
    Build(false);
    EXPECT_EQ(Send(UDP), 0, "other steps have it in them");
    EXPECT_EQ(Arrive(MakePacket(UDP)), 0, "other steps have it in them");
    EXPECT_EQ(m_node->GetHost().GetTraffic(HostPath::CLEAR).memory.cpuRead,
              2 * LENGTH,
              "with what it reads: this is the sockets' copy");
    EXPECT_EQ(m_node->GetOutputCounters().checksums.octets,
              LENGTH - HEADER,
              "counted all the same");
    EXPECT_EQ(m_node->GetInputCounters().checksums.octets, LENGTH - HEADER, "counted all the same");
}

void
ChecksumTests::Receive()
{
    m_profile.rxChecksum = OffloadDriver::ASSIST_UDP4_CHECKSUM;
    Build(false);
    EXPECT_EQ(Arrive(MakePacket(UDP)), 0, "verified by the NIC");
    EXPECT_EQ(Arrive(MakePacket(TCP)), CYCLES, "not by this one");
    EXPECT_EQ(Arrive(MakePacket(TCP), false), 0, "forwarded: the far end's");
    PacketDescriptor fragment = MakePacket(UDP);
    fragment.fragment = true;
    EXPECT_EQ(Arrive(fragment), CYCLES, "no NIC sums up fragments");
    EXPECT_EQ(m_node->GetInputCounters().checksums.packets, 2, "counted");
    for (const bool inside : {false, true})
    {
        m_profile.rxChecksumWithIpsec = inside;
        Build(true);
        EXPECT_EQ(Arrive(MakeDecrypted()), (inside ? 0 : CYCLES), "inside what it has decrypted");
    }
}

void
ChecksumTests::ReceiveEsp()
{
    for (const auto mode : {IpsecMode::TRANSPORT, IpsecMode::TUNNEL})
    {
        m_mode = mode;
        const bool tunnel = mode == IpsecMode::TUNNEL;
        for (const bool local : {true, false})
        {
            if (!local && !tunnel)
            {
                continue;
            }
            Build(true, false);
            const auto* sa = m_node->GetSad()->FindBySpi(SPI);
            PacketDescriptor packet = MakePacket(UDP);
            packet.esp.spi = SPI;
            packet.esp.sequence = 1;
            packet.esp.source = Ip("10.0.0.1");
            packet.esp.destination = Ip("10.0.0.2");
            packet.esp.length = sa->GetSizes().GetEspLength(LENGTH, HEADER);
            TransformHistory history;
            const PendingPacket pending = m_node->GetInputPath().InputEsp(0, packet, history);
            m_node->GetInputPath().FinishEsp(pending.ready, packet, pending, history);
            packet.esp.spi = 0;
            // In transport mode the core does it at once, and does not know the padding yet.
            const uint32_t padding = packet.esp.length - LENGTH - 34;
            EXPECT_EQ(GetCycles(), tunnel ? 0 : CYCLES + padding, "unprotected by software");
            m_node->GetInputPath().InputCheck(pending.ready,
                                              packet,
                                              history,
                                              packet.esp.length,
                                              local);
            EXPECT_EQ(GetCycles(), tunnel && local ? CYCLES : 0, "a tunnel's inside");
            EXPECT_EQ(m_node->GetInputCounters().checksums.packets, local ? 1 : 0, "counted");
        }
    }
}

void
ChecksumTests::ReceiveSegments()
{
    m_profile.rxChecksum = 0;
    Build(false);
    PacketDescriptor unit = MakePacket(TCP);
    for (uint32_t i = 0; i < 3; ++i)
    {
        PacketDescriptor segment = MakePacket(TCP);
        m_node->GetInputPath().InputSegment(0, segment, PeekPointer(m_interface));
        EXPECT_EQ(GetCycles(), CYCLES, "each segment, before it is merged");
        unit.tcp.booked = segment.tcp.booked;
    }
    EXPECT_EQ(Arrive(unit), 0, "and not again");
    EXPECT_EQ(m_node->GetInputCounters().checksums.packets, 3, "counted");
}

/// The suite.
class IpsecChecksumTestSuite : public PicosecondTestSuite
{
  public:
    IpsecChecksumTestSuite()
        : PicosecondTestSuite("ipsec-checksum", TestSuite::Type::UNIT)
    {
        using T = ChecksumTests;
        const auto add = [this](const char* name, void (T::*body)()) {
            AddTestCase(new tests::MethodTest<T>(name, body));
        };
        add("R136 N43 checksums in the mask wait for the NIC, software computes the others",
            &T::Mask);
        add("R136 each family's TCP and UDP has a bit of its own", &T::Families);
        add("R136 before software ESP and fragmentation it is software's", &T::Software);
        add("R136 segments: the cutter's checksums", &T::Super);
        add("checksums that cost nothing", &T::NoCost);
        add("checksums on receive: what the NIC has verified", &T::Receive);
        add("checksums on receive: behind software ESP", &T::ReceiveEsp);
        add("checksums on receive: segments that the host merges", &T::ReceiveSegments);
    }
};

const IpsecChecksumTestSuite g_ipsecChecksumTestSuite; ///< the suite

} // namespace
