/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-node-fixture.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/kernel-profile.h"

#include <cmath>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What model/path asks of model/host: which core, how many requests, which octets on which way; and
 * what becomes of packets that wait for a core while their SA goes.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr uint32_t HEADERS = 64;       // octets that a core reads of each packet
constexpr uint32_t DESCRIPTOR = 16;    // octets of DMA beside each packet
constexpr uint32_t CLEAR_BYTES = 1000; // of a datagram

/// @return a host of one core at 1 GHz
HostProfile
MakeHost()
{
    HostProfile host;
    host.cores = 1;
    host.clock = 1'000'000'000; // a cycle is a nanosecond
    host.headerOctets = HEADERS;
    host.descriptorOctets = DESCRIPTOR;
    return host;
}

/// Bodies of the tests.
class HostPathTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void WindowOfItsSa();
    void NumberedByTheCore();
    void RequestsPerSegment();
    void SameCore();
    void TcpReserve();
    void SoftwareTraffic();
    void LookasideTraffic();
    void InlineTraffic();
    void SegmentTraffic();
    void NullCipher();

  private:
    /// @param f a node @param spi of an SA @return it, to this node, in tunnel mode
    static Ptr<SecurityAssociation> AddTunnel(IpsecNodeFixture& f, uint32_t spi)
    {
        SaConfig config = IpsecNodeFixture::SaTo(spi, "192.0.2.1");
        config.mode = IpsecMode::TUNNEL;
        config.source = IpsecNodeFixture::At("192.0.2.2");
        config.replayWindow = 64;
        return f.node->GetSad()->Add(f.now, config);
    }

    /// @param drvSpi receive tag @param sequence its number @return a clear datagram to this node
    static PacketDescriptor Tagged(uint16_t drvSpi, uint64_t sequence = 1)
    {
        PacketDescriptor packet =
            IpsecNodeFixture::Reversed(IpsecNodeFixture::PacketTo("192.0.2.2", CLEAR_BYTES));
        packet.drvSpi = drvSpi;
        packet.esp.sequence = sequence;
        return packet;
    }

    /// @param sa an SA to this node @return its datagram in ESP form
    static PacketDescriptor Esp(const SecurityAssociation& sa)
    {
        PacketDescriptor packet = Tagged(0);
        packet.esp.spi = sa.GetConfig().spi;
        packet.esp.source = sa.GetConfig().source;
        packet.esp.destination = sa.GetConfig().destination;
        packet.esp.length = sa.GetSizes().GetEspLength(CLEAR_BYTES, packet.headerLength);
        return packet;
    }

    /// Take an ESP datagram all the way to its socket. @param f the node @param packet it
    static void ReceiveEsp(IpsecNodeFixture& f, PacketDescriptor packet)
    {
        TransformHistory history;
        const PendingPacket pending = f.node->GetInputPath().InputEsp(f.now, packet, history);
        f.node->GetInputPath().FinishEsp(pending.ready, packet, pending, history);
        packet.esp.spi = 0;
        f.node->GetInputPath().InputCheck(pending.ready, packet, history, packet.esp.length, true);
        f.node->GetInputPath().Deliver(pending.ready, packet);
    }

    /// @param f a node @param path a way @param received packets @param sent packets
    /// @param memory octets
    void ExpectTraffic(const IpsecNodeFixture& f,
                       HostPath path,
                       uint64_t received,
                       uint64_t sent,
                       const MemoryTraffic& memory)
    {
        const HostModel::PathTraffic& traffic = f.node->GetHost().GetTraffic(path);
        const std::string name = ToString(path);
        EXPECT_EQ(traffic.received, received, name);
        EXPECT_EQ(traffic.sent, sent, name);
        EXPECT_EQ(traffic.memory.cpuRead, memory.cpuRead, name);
        EXPECT_EQ(traffic.memory.cpuWritten, memory.cpuWritten, name);
        EXPECT_EQ(traffic.memory.dmaRead, memory.dmaRead, name);
        EXPECT_EQ(traffic.memory.dmaWritten, memory.dmaWritten, name);
    }
};

void
HostPathTests::WindowOfItsSa()
{
    IpsecNodeFixture f;
    f.node->GetOffload()->SetAttribute("SharedSequence", BooleanValue(true));
    HostProfile host = MakeHost();
    host.input = 1000;
    f.node->SetHost(host);
    const auto first = AddTunnel(f, 0x1000);
    f.Work();
    EXPECT_EQ(f.driver->installed.count(3), 1, "the first SA has drv_spi 3");
    const auto receive = [&](uint64_t sequence, PacketDescriptor& packet) {
        packet = Tagged(3, sequence);
        return f.node->GetInputPath().InputClear(f.now, packet, TransformHistory(), true);
    };
    PacketDescriptor one;
    PacketDescriptor again;
    PacketDescriptor late;
    const PendingPacket pendingOne = receive(7, one);
    const PendingPacket pendingAgain = receive(7, again);
    const PendingPacket pendingLate = receive(8, late);
    EXPECT_EQ(pendingOne.IsUnfinished(), true, "a core has it");
    EXPECT_EQ(f.node->GetInputCounters().inFlight.packets, 3, "on their way");
    f.node->GetInputPath().FinishClear(f.now, one, pendingOne);
    f.node->GetInputPath().FinishClear(f.now, again, pendingAgain);
    EXPECT_EQ(ToString(one.drop), std::string("none"), "new");
    EXPECT_EQ(ToString(again.drop), std::string("replay"), "seen");

    f.node->GetSad()->Delete(f.now, 0x1000);
    f.Work();
    const auto second = AddTunnel(f, 0x2000);
    f.Work();
    EXPECT_EQ(f.driver->installed.count(3), 1, "the second SA has drv_spi 3 now");
    EXPECT_EQ(f.node->GetOffload()->FindByDrvSpi(3)->sa == PeekPointer(second), true, "its handle");
    EXPECT_EQ(f.node->GetInputPath().FinishClear(f.now, late, pendingLate), false, "it ends here");
    EXPECT_EQ(ToString(late.drop), std::string("sa-gone"), "its SA is no more");
    EXPECT_EQ(second->GetReplayWindow().Check(8), true, "another one's window is left alone");
    EXPECT_EQ(second->GetReplayWindow().GetCount(), 0, "and its counter");
    EXPECT_EQ(f.node->GetInputCounters().drops[IpsecDrop::SA_GONE].packets, 1, "counted");
    EXPECT_EQ(f.node->GetInputCounters().inFlight.packets, 0, "none left");
}

void
HostPathTests::NumberedByTheCore()
{
    // Two cores: what is handed over first is ready last, and gets the later number.
    IpsecNodeFixture f;
    f.node->GetOffload()->SetAttribute("SharedSequence", BooleanValue(true));
    HostProfile host = MakeHost();
    host.cores = 2;
    host.copyPerOctet = 1;
    f.node->SetHost(host);
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSad()->Add(0, f.SaTo(0x2000, "192.0.2.2"));
    f.Work();
    const auto output = [&f](PacketDescriptor& packet) {
        return f.node->GetOutputPath().Output(f.now,
                                              packet,
                                              {PeekPointer(f.interface), f.mtu, nullptr});
    };
    PacketDescriptor large = f.PacketTo("192.0.2.2", 1400);
    const PendingPacket pendingLarge = output(large);
    PacketDescriptor small;
    PendingPacket pendingSmall = pendingLarge;
    for (uint16_t port = 2000; pendingSmall.ready >= pendingLarge.ready;
         ++port) // until the hash finds the other core
    {
        small = f.PacketTo("192.0.2.2", 100, port);
        pendingSmall = output(small);
        if (pendingSmall.ready >= pendingLarge.ready)
        {
            f.node->GetOutputPath().Finish(pendingSmall.ready, small, pendingSmall);
        }
    }
    const uint64_t before = f.node->GetSad()->FindBySpi(0x2000)->GetLastSequence();
    EXPECT_EQ(pendingLarge.IsUnfinished() && pendingSmall.IsUnfinished(),
              true,
              "neither has a number yet");
    f.node->GetOutputPath().Finish(pendingSmall.ready, small, pendingSmall);
    f.node->GetOutputPath().Finish(pendingLarge.ready, large, pendingLarge);
    EXPECT_EQ(small.esp.sequence, before + 1, "the core came to it first");
    EXPECT_EQ(large.esp.sequence, before + 2, "and to this one later");
}

void
HostPathTests::RequestsPerSegment()
{
    // The stack cuts 3 segments of 1000 octets of payload, the accelerator gets each by itself.
    IpsecNodeFixture f;
    FindKernelProfile("LinuxCrypto")->Apply(*f.node);
    HostProfile host = MakeHost();
    host.lookaside.algorithms = {"aes-gcm-16-128"};
    host.lookaside.packetRate = 1'000'000; // 1 us each
    host.lookaside.queue = 4;
    f.node->SetHost(host);
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSad()->Add(0, f.SaTo(0x1000, "192.0.2.2"));
    PacketDescriptor packet = f.PacketTo("192.0.2.2", 52 + 3000);
    packet.protocol = 6;
    packet.superSegment = true;
    packet.tcp.size = 1000;
    packet.tcp.headers = 52;
    const IpsecOutputContext context{PeekPointer(f.interface), 1500, nullptr};
    PacketDescriptor first = packet;
    const PendingPacket pendingFirst = f.node->GetOutputPath().Output(0, first, context);
    EXPECT_EQ(pendingFirst.ready, 3'000'000, "three requests take 3 us");
    PacketDescriptor second = packet;
    f.node->GetOutputPath().Output(0, second, context);
    EXPECT_EQ(ToString(second.drop), std::string("host-backlog"), "three of four places are taken");
    PacketDescriptor third = packet;
    const PendingPacket pendingThird = f.node->GetOutputPath().Output(2'000'000, third, context);
    EXPECT_EQ(pendingThird.ready, 6'000'000, "two are done, three have room");
    EXPECT_EQ(std::llround(f.node->GetHost().GetLookasideSeconds() * 1e12),
              6'000'000,
              "busy with six");
    f.node->GetOutputPath().Finish(6'000'000, first, pendingFirst);
    f.node->GetOutputPath().Finish(6'000'000, third, pendingThird);

    host.lookaside.request = 700;
    host.lookaside.completion = 300;
    f.node->SetHost(host);
    PacketDescriptor dear = packet;
    const PendingPacket pendingDear = f.node->GetOutputPath().Output(9'000'000, dear, context);
    EXPECT_EQ(pendingDear.ready, 15'000'000, "each takes the core 1000 cycles");
    f.node->GetOutputPath().Finish(15'000'000, dear, pendingDear);
}

void
HostPathTests::SameCore()
{
    using Choice = HostProfile::CoreChoice;
    for (const auto choice : {Choice::BY_FLOW, Choice::BY_SA, Choice::BY_TUNNEL})
    {
        IpsecNodeFixture f;
        HostProfile host = MakeHost();
        host.cores = 61;
        host.coreChoice = choice;
        host.forwardCore = HostProfile::ForwardCore::SAME;
        f.node->SetHost(host);
        const auto sa = AddTunnel(f, 0x1000);
        f.Work();
        for (uint16_t port = 1; port < 30; ++port)
        {
            for (const bool byNic : {true, false})
            {
                PacketDescriptor packet = byNic ? Tagged(3) : Esp(*sa);
                packet.destination = f.At("198.51.100.1");
                packet.sourcePort = port;
                packet.flowHash = HashFlow(packet);
                packet.forwarded = true;
                TransformHistory history;
                uint32_t received = 0;
                if (byNic)
                {
                    f.node->GetOffload()->FillHistory(*f.interface, 3, history);
                    received =
                        f.node->GetInputPath().InputClear(f.now, packet, history, false).lane;
                }
                else
                {
                    packet.esp.sequence = port;
                    const PendingPacket pending =
                        f.node->GetInputPath().InputEsp(f.now, packet, history);
                    f.node->GetInputPath().FinishEsp(pending.ready, packet, pending, history);
                    received = pending.lane;
                    packet.esp.spi = 0;
                    f.node->GetInputPath().InputCheck(pending.ready,
                                                      packet,
                                                      history,
                                                      packet.esp.length,
                                                      false);
                }
                packet.drvSpi = 0;
                const PendingPacket sent =
                    f.node->GetOutputPath().Output(f.now,
                                                   packet,
                                                   {PeekPointer(f.interface), f.mtu, nullptr});
                EXPECT_EQ(sent.lane, received, "received and sent by one core");
            }
        }
    }
}

void
HostPathTests::TcpReserve()
{
    IpsecNodeFixture f;
    const auto reserveOf = [&](const std::string& to, const std::string& tunnelEnd) {
        PolicyConfig config = f.PolicyTo(to + "/32", PolicyKind::IPSEC);
        if (!tunnelEnd.empty())
        {
            config.requirements[0].mode = IpsecMode::TUNNEL;
            config.requirements[0].source = config.requirements[0].destination = f.At(tunnelEnd);
        }
        f.node->GetSpd()->Add(0, config);
        return f.node->GetOutputPath().GetTcpReserve(f.PacketTo(to));
    };
    EXPECT_EQ(reserveOf("192.0.2.2", ""), 97, "R151 transport mode");
    EXPECT_EQ(reserveOf("192.0.2.3", "192.0.2.9"), 117, "R151 an IPv4 tunnel's header");
    EXPECT_EQ(reserveOf("192.0.2.4", "2001:db8::9"), 137, "R151 an IPv6 tunnel's header");
    EXPECT_EQ(f.node->GetOutputPath().GetTcpReserve(f.PacketTo("192.0.2.5")), 97, "no policy yet");
}

void
HostPathTests::SoftwareTraffic()
{
    // Tunnel mode, 1000 octets: 20 outer, 8 ESP, 8 IV, 1000 + 2 padding, 2 trailer, 16 ICV.
    constexpr uint32_t esp = 1056;
    constexpr uint32_t padded = 1002;
    IpsecNodeFixture f;
    HostProfile host = MakeHost();
    host.socketCore = HostProfile::SocketCore::OWN;
    f.node->SetHost(host);
    const auto sa = AddTunnel(f, 0x1000);
    PacketDescriptor packet = Esp(*sa);
    EXPECT_EQ(packet.esp.length, esp, "by hand");
    ReceiveEsp(f, packet);
    // The cipher reads ESP and writes the inside, the socket copies the datagram.
    ExpectTraffic(f,
                  HostPath::SOFTWARE,
                  1,
                  0,
                  {HEADERS + esp + CLEAR_BYTES, padded + CLEAR_BYTES, 0, esp + DESCRIPTOR});
    ExpectTraffic(f, HostPath::CLEAR, 0, 0, {});
}

void
HostPathTests::LookasideTraffic()
{
    constexpr uint32_t esp = 1056; // as above
    constexpr uint32_t padded = 1002;
    IpsecNodeFixture f;
    HostProfile host = MakeHost();
    host.lookaside.algorithms = {"aes-gcm-16-128"};
    f.node->SetHost(host);
    const auto sa = AddTunnel(f, 0x1000);
    ReceiveEsp(f, Esp(*sa));
    // NIC to memory, memory to accelerator and back; a core copies to the socket alone.
    ExpectTraffic(f,
                  HostPath::LOOKASIDE,
                  1,
                  0,
                  {HEADERS + 2 * CLEAR_BYTES, 2 * CLEAR_BYTES, esp, esp + DESCRIPTOR + padded});
    ExpectTraffic(f, HostPath::SOFTWARE, 0, 0, {});
    ExpectTraffic(f, HostPath::CLEAR, 0, 0, {});
}

void
HostPathTests::InlineTraffic()
{
    for (const bool hostEncapsulates : {false, true})
    {
        IpsecNodeFixture f;
        HostProfile host = MakeHost();
        host.socketCore = HostProfile::SocketCore::OWN;
        f.node->SetHost(host);
        f.node->SetHostEncapsulating(hostEncapsulates);
        AddTunnel(f, 0x1000);
        f.Work();
        PacketDescriptor packet = Tagged(3);
        f.node->GetInputPath().InputClear(f.now, packet, TransformHistory(), true);
        f.node->GetInputPath().Deliver(f.now, packet);
        const uint32_t crosses = hostEncapsulates ? 1056 : CLEAR_BYTES;
        ExpectTraffic(f,
                      hostEncapsulates ? HostPath::INLINE_CRYPTO : HostPath::INLINE_PACKET,
                      1,
                      0,
                      {HEADERS + CLEAR_BYTES, CLEAR_BYTES, 0, crosses + DESCRIPTOR});
        ExpectTraffic(f, HostPath::CLEAR, 0, 0, {});

        // Without offload, both ways.
        packet = Tagged(0);
        f.node->GetInputPath().InputClear(f.now, packet, TransformHistory(), true);
        f.node->GetInputPath().Deliver(f.now, packet);
        f.node->GetOutputPath().Output(f.now, packet, {PeekPointer(f.interface), f.mtu, nullptr});
        ExpectTraffic(f,
                      HostPath::CLEAR,
                      1,
                      1,
                      {2 * (HEADERS + CLEAR_BYTES),
                       2 * CLEAR_BYTES,
                       CLEAR_BYTES + DESCRIPTOR,
                       CLEAR_BYTES + DESCRIPTOR});
    }
}

void
HostPathTests::SegmentTraffic()
{
    // Two segments arrive, the host merges them; a super-segment of three leaves.
    IpsecNodeFixture f;
    FindKernelProfile("LinuxCrypto")->Apply(*f.node);
    f.node->SetHost(MakeHost());
    AddTunnel(f, 0x1000);
    PacketDescriptor segment = Tagged(0);
    segment.protocol = 6;
    segment.tcp.size = 948;
    segment.tcp.headers = 52;
    for (int i = 0; i < 2; ++i)
    {
        PacketDescriptor each = segment;
        f.node->GetInputPath().InputSegment(f.now, each, nullptr);
    }
    PacketDescriptor unit = segment;
    unit.length = 52 + 2 * 948;
    unit.tcp.merged = 2;
    unit.tcp.booked = true;
    f.node->GetInputPath().InputClear(f.now, unit, TransformHistory(), true);
    const uint64_t copied = 52 + 2 * 948;
    ExpectTraffic(f,
                  HostPath::CLEAR,
                  2,
                  0,
                  {2 * HEADERS + copied, copied, 0, 2 * (CLEAR_BYTES + DESCRIPTOR)});

    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSad()->Add(0, f.SaTo(0x3000, "192.0.2.2"));
    PacketDescriptor packet = f.PacketTo("192.0.2.2", 52 + 3 * 948);
    packet.protocol = 6;
    packet.superSegment = true;
    packet.tcp.size = 948;
    packet.tcp.headers = 52;
    const PendingPacket pending =
        f.node->GetOutputPath().Output(f.now, packet, {PeekPointer(f.interface), f.mtu, nullptr});
    f.node->GetOutputPath().Finish(pending.ready, packet, pending);
    // Transport mode, 980 of payload: 20, 8, 8, 980 + 2 padding, 2, 16.
    constexpr uint64_t esp = 1036;
    const uint64_t socket = 52 + 3 * 948;
    ExpectTraffic(
        f,
        HostPath::SOFTWARE,
        0,
        3,
        {3 * HEADERS + socket + 3 * CLEAR_BYTES, socket + 3 * esp, 3 * (esp + DESCRIPTOR), 0});
}

void
HostPathTests::NullCipher()
{
    // RFC 2410: no cipher to pay for, and nothing is written but headers, padding and ICV.
    IpsecNodeFixture f;
    HostProfile host = MakeHost();
    host.espOutput = 3000;
    host.ciphers["hmac-sha1-96"] = {200, 3};
    host.ciphers["null"] = {50, 0};
    host.defaultCipher = {1'000'000, 1000};
    f.node->SetHost(host);
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    SaConfig config = f.SaTo(0x1000, "192.0.2.2");
    config.cipher = nullptr;
    config.key.clear();
    config.authenticator = FindIpsecAlgorithm("hmac-sha1-96");
    config.authKey.assign(config.authenticator->GetKeyBytes(), 1);
    f.node->GetSad()->Add(0, config);
    PacketDescriptor packet = f.PacketTo("192.0.2.2", CLEAR_BYTES);
    packet.forwarded = true;
    const IpsecOutputContext context{PeekPointer(f.interface), f.mtu, nullptr};
    const PendingPacket pending = f.node->GetOutputPath().Output(0, packet, context);
    EXPECT_EQ(pending.ready,
              (3000 + 50 + 200 + 3 * 1000) * 1000,
              "ESP, null and the authenticator");
    f.node->GetOutputPath().Finish(pending.ready, packet, pending);
    // 20, 8, no IV, 980 + 2 padding, 2, 12.
    constexpr uint64_t esp = 1024;
    EXPECT_EQ(packet.esp.length, esp, "no IV, padded to 4");
    ExpectTraffic(f, HostPath::SOFTWARE, 0, 1, {HEADERS + esp, esp - 1000, esp + DESCRIPTOR, 0});
}

/// Names and bodies.
const struct
{
    const char* name;                     // with rule numbers
    MethodTest<HostPathTests>::Body body; // what to do
} CASES[] = {
    {"R143 a late packet is checked by its own SA, not by the next one of its drv_spi",
     &HostPathTests::WindowOfItsSa},
    {"R143 inline crypto: a packet is numbered when its core gets to it",
     &HostPathTests::NumberedByTheCore},
    {"an accelerator gets each segment by itself", &HostPathTests::RequestsPerSegment},
    {"a gateway may send where it received, whoever decrypted", &HostPathTests::SameCore},
    {"R149 R151 TCP leaves room for a tunnel's header", &HostPathTests::TcpReserve},
    {"memory traffic: software, counted once on its way", &HostPathTests::SoftwareTraffic},
    {"memory traffic: lookaside, counted once on its way", &HostPathTests::LookasideTraffic},
    {"memory traffic: inline and clear, both directions", &HostPathTests::InlineTraffic},
    {"memory traffic: segments that the host merges and cuts", &HostPathTests::SegmentTraffic},
    {"NULL encryption costs its authenticator alone", &HostPathTests::NullCipher},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "host-path".
 */
class HostPathTestSuite : public PicosecondTestSuite
{
  public:
    HostPathTestSuite()
        : PicosecondTestSuite("ipsec-host-path", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<HostPathTests>(test.name, test.body));
        }
    }
};

HostPathTestSuite g_hostPathTestSuite; //!< the suite

} // namespace
