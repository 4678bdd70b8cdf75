/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"

#include "ns3/nic-engine.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of the NIC's data path. A test's name carries the rules that it covers.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

using Install = NicEngine::InstallResult;

__extension__ typedef __int128 Wide; // NOLINT(modernize-use-using)

constexpr uint64_t GBPS = 1'000'000'000;
constexpr Ps US = 1'000'000; // a microsecond

/// One test of the engine: a name and a method.
class EngineTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (EngineTest::*)();

    /// @param name with rule numbers @param body what to do
    EngineTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void Tags();
    void TransmitDrops();
    void EspForm();
    void ExactTimes();
    void Ring();
    void Order();
    void Ceilings();
    void Sequences();
    void WireMtu();
    void ReceiveMatch();
    void ReceiveChecks();
    void ReceiveTimes();
    void ReceiveOverrun();
    void SequenceRecovery();
    void Counters();
    void Slots();
    void CoolOff();
    void SharedSlots();
    void HalfByHalf();
    void Duplicates();
    void SpiTable();
    void Reset();
    void DropsInWords();
    void ErrorsGoUp();
    void TagFailure();
    void RandomTraffic();

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

/// @param packet an encrypted packet @return the same on its way to the receiver
PacketDescriptor
OnWire(PacketDescriptor packet)
{
    packet.drvSpi = 4711; // what a neighbor's mark looks like
    return packet;
}

/// @param config an SA @param sequence its number @param length clear octets @return an ESP packet
PacketDescriptor
EspPacket(const SaConfig& config, uint64_t sequence, uint32_t length = 1000)
{
    PacketDescriptor packet = MakePacket(length);
    packet.esp.spi = config.spi;
    packet.esp.sequence = sequence;
    packet.esp.length = SizesOf(config).GetEspLength(length, 20);
    packet.esp.source = config.source;
    packet.esp.destination = config.destination;
    return packet;
}

void
EngineTest::Tags()
{
    NicEngine engine(NicProfile(), 100 * GBPS, 38);
    EXPECT_EQ(engine.Install(0, MakeContext(3, MakeSa(0x1001))), Install::OK, "room");

    PacketDescriptor clear = MakePacket(1000);
    auto result = engine.Transmit(0, clear, 1000);
    EXPECT_EQ(result.drop, NicDrop::NONE, "N28 without a tag");
    EXPECT_EQ(result.context == nullptr && !clear.IsEsp(), true, "in clear");

    PacketDescriptor bypass = MakePacket(1000, 2);
    result = engine.Transmit(0, bypass, 1000);
    EXPECT_EQ(result.drop, NicDrop::NONE, "N27 with the bypass tag");
    EXPECT_EQ(result.context == nullptr && !bypass.IsEsp(), true, "in clear");

    PacketDescriptor tagged = MakePacket(1000, 3);
    result = engine.Transmit(0, tagged, 1000);
    EXPECT_EQ(result.drop, NicDrop::NONE, "N26 known tag");
    EXPECT_EQ(result.context == engine.Find(3), true, "by its SA");
    EXPECT_EQ(tagged.esp.spi, 0x1001, "ESP");
    EXPECT_EQ(tagged.drvSpi, 0, "R145 the tag is consumed");

    EXPECT_EQ(engine.GetCounters().txClear.packets, 2, "clear");
    EXPECT_EQ(engine.GetCounters().txEncrypted.packets, 1, "encrypted");
    engine.CheckInvariants();
}

void
EngineTest::TransmitDrops()
{
    NicEngine engine(NicProfile(), 100 * GBPS, 38);
    SaContext receiveOnly = MakeContext(3, MakeSa(0x1001));
    receiveOnly.transmit = false;
    engine.Install(0, receiveOnly);
    engine.Install(0, MakeContext(4, MakeSa(0x1002)));

    for (const uint16_t drvSpi : {3, 5, 65535})
    {
        PacketDescriptor packet = MakePacket(100, drvSpi);
        const auto result = engine.Transmit(0, packet, 100);
        EXPECT_EQ(result.drop, NicDrop::UNKNOWN_DRV_SPI, "no transmit context");
        EXPECT_EQ(packet.IsEsp(), false, "untouched");
    }
    PacketDescriptor fragment = MakePacket(100, 4);
    fragment.fragment = true;
    EXPECT_EQ(engine.Transmit(0, fragment, 100).drop, NicDrop::TAGGED_FRAGMENT, "N29");
    fragment.drvSpi = 0;
    EXPECT_EQ(engine.Transmit(0, fragment, 100).drop, NicDrop::NONE, "clear fragments go out");

    const auto& counters = engine.GetCounters();
    EXPECT_EQ(counters.txDrops[NicDrop::UNKNOWN_DRV_SPI].packets, 3, "counted");
    EXPECT_EQ(counters.txDrops[NicDrop::UNKNOWN_DRV_SPI].octets, 300, "counted");
    EXPECT_EQ(counters.txDrops[NicDrop::TAGGED_FRAGMENT].packets, 1, "counted");
    EXPECT_EQ(engine.Find(4)->nextSequence, 1, "no number was used");
    EXPECT_EQ(engine.GetMac().GetServed(), 8 * 138, "drops do not occupy the wire");
    engine.CheckInvariants();
}

void
EngineTest::EspForm()
{
    NicEngine engine(NicProfile(), 0, 0);
    engine.Install(0, MakeContext(3, MakeSa(0x1001)));
    SaConfig tunnel = MakeSa(0x1002, "192.0.2.1", "192.0.2.2");
    tunnel.mode = IpsecMode::TUNNEL;
    engine.Install(0, MakeContext(4, tunnel));

    PacketDescriptor packet = MakePacket(1000, 3);
    engine.Transmit(0, packet, 1000);
    EXPECT_EQ(packet.esp.length, SizesOf(MakeSa(0x1001)).GetEspLength(1000, 20), "transport");
    EXPECT_EQ(packet.esp.source == Ip("10.0.0.1"), true, "own addresses");
    EXPECT_EQ(packet.esp.destination == Ip("10.0.0.2"), true, "own addresses");
    EXPECT_EQ(packet.length, 1000, "the clear length stays");

    packet = MakePacket(1000, 4);
    engine.Transmit(0, packet, 1000);
    EXPECT_EQ(packet.esp.length, SizesOf(tunnel).GetEspLength(1000, 20), "tunnel");
    EXPECT_EQ(packet.esp.source == Ip("192.0.2.1"), true, "outer addresses");
    EXPECT_EQ(packet.esp.destination == Ip("192.0.2.2"), true, "outer addresses");
}

void
EngineTest::ExactTimes()
{
    // 100 Gbit/s is 10 ps a bit; the others do not divide evenly.
    for (const uint64_t rate : {100 * GBPS, 7 * GBPS, uint64_t{97'000'000'001}})
    {
        NicProfile profile;
        profile.ringSize = 2;
        NicEngine engine(profile, rate, 38);
        const SaConfig config = MakeSa(0x1001);
        const EspSizes sizes = SizesOf(config);
        engine.Install(0, MakeContext(3, config));
        Wide bits = 0; // on the wire before this packet
        Ps worst = 0;
        Ps now = 0;
        for (uint32_t i = 0; i < 1'000'000; ++i)
        {
            const uint32_t length = 66 + static_cast<uint32_t>(uint64_t{i} * 7919 % 1435);
            const bool tagged = i % 3 == 0;
            PacketDescriptor packet = MakePacket(length, tagged ? 3 : 0);
            const auto result = engine.Transmit(now, packet, length);
            const Ps exact = static_cast<Ps>(bits * PS_PER_SECOND / rate);
            worst = std::max(worst, std::abs(result.start - exact));
            bits += 8 * Wide{(tagged ? sizes.GetEspLength(length, 20) : length) + 38};
            now = result.start; // the wire never idles, the ring never fills
        }
        EXPECT_EQ(worst <= 1, true, "within a picosecond at " + std::to_string(rate));
        const Ps total = static_cast<Ps>(bits * PS_PER_SECOND / rate);
        EXPECT_EQ(std::abs(engine.GetMac().GetFreeAt() - total) <= 1, true, "and all together");
        EXPECT_EQ(engine.GetCounters().txWire.octets,
                  static_cast<uint64_t>(bits / 8),
                  "octets on the wire");
        EXPECT_EQ(engine.GetCounters().txDrops.Total().packets, 0, "nothing was lost");
        engine.CheckInvariants();
    }
}

void
EngineTest::Ring()
{
    NicProfile profile;
    profile.ringSize = 4;
    NicEngine engine(profile, 100 * GBPS, 38);
    const uint32_t length = 1212; // 100 ns with overhead
    uint32_t accepted = 0;
    for (int i = 0; i < 10; ++i)
    {
        PacketDescriptor packet = MakePacket(length);
        const auto result = engine.Transmit(0, packet, length);
        if (result.drop == NicDrop::NONE)
        {
            EXPECT_EQ(result.start, Ps{100'000} * accepted, "back to back");
            ++accepted;
        }
        else
        {
            EXPECT_EQ(result.drop, NicDrop::RING_FULL, "reason");
        }
    }
    EXPECT_EQ(accepted, 5, "one on the wire, four in the ring");
    EXPECT_EQ(engine.GetRingOccupancy(0), 4, "full");
    EXPECT_EQ(engine.GetRingOccupancy(99'999), 4, "the second has not begun");
    EXPECT_EQ(engine.GetRingOccupancy(100'000), 3, "it has");
    PacketDescriptor packet = MakePacket(length);
    EXPECT_EQ(engine.Transmit(100'000, packet, length).start, 500'000, "room for one");
    EXPECT_EQ(engine.Transmit(100'000, packet, length).drop, NicDrop::RING_FULL, "not for two");
    EXPECT_EQ(engine.GetRingOccupancy(500'000), 0, "empty in the end");

    // Packets in the cipher are in the ring as well.
    profile.txBitRate = GBPS;
    NicEngine slow(profile, 100 * GBPS, 38);
    slow.Install(0, MakeContext(3, MakeSa(0x1001)));
    for (int i = 0; i < 5; ++i)
    {
        packet = MakePacket(1000, 3);
        EXPECT_EQ(slow.Transmit(0, packet, 1000).drop,
                  i < 4 ? NicDrop::NONE : NicDrop::RING_FULL,
                  "none has begun on the wire");
    }
    EXPECT_EQ(slow.Find(3)->nextSequence, 5, "a packet that found no room took no number");
    slow.CheckInvariants();
}

void
EngineTest::Order()
{
    NicProfile profile;
    profile.txBitRate = 10 * GBPS;
    profile.txLatency = 2 * US;
    NicEngine engine(profile, 100 * GBPS, 38);
    engine.Install(0, MakeContext(3, MakeSa(0x1001)));
    const uint32_t espLength = SizesOf(MakeSa(0x1001)).GetEspLength(1000, 20);

    PacketDescriptor tagged = MakePacket(1000, 3);
    const auto first = engine.Transmit(0, tagged, 1000);
    EXPECT_EQ(first.start, 800'000 + 2 * US, "cipher, then latency");
    PacketDescriptor clear = MakePacket(500);
    const auto second = engine.Transmit(10, clear, 500);
    EXPECT_EQ(second.start, first.start + (espLength + 38) * 80, "clear ones overtake nothing");
    tagged = MakePacket(1000, 3);
    const auto third = engine.Transmit(20, tagged, 1000);
    EXPECT_EQ(third.start,
              1'600'000 + 2 * US,
              "the cipher is a pipeline: it did not wait for 2 us");
    clear = MakePacket(500);
    EXPECT_EQ(engine.Transmit(20 * US, clear, 500).start, 20 * US, "clear ones skip the cipher");
}

void
EngineTest::Ceilings()
{
    NicProfile profile;
    profile.txBitRate = 50 * GBPS;     // 160 ps an octet
    profile.txPacketRate = 10'000'000; // 100 ns a packet
    profile.ringSize = 1000;
    for (const uint32_t length : {100, 2000})
    {
        NicEngine engine(profile, 400 * GBPS, 38);
        engine.Install(0, MakeContext(3, MakeSa(0x1001)));
        Ps last = 0;
        for (int i = 1; i <= 100; ++i)
        {
            PacketDescriptor packet = MakePacket(length, 3);
            last = engine.Transmit(0, packet, length).start;
            const Ps byPackets = i * Ps{100'000};
            const Ps byBits = i * Ps{160} * length;
            EXPECT_EQ(last, std::max(byPackets, byBits), "the slower ceiling");
        }
        EXPECT_EQ(engine.GetTxCipher().GetServed(), 100 * 8 * length, "clear octets");
    }
}

void
EngineTest::Sequences()
{
    NicEngine engine(NicProfile(), 0, 0);
    SaConfig config = MakeSa(0x1001);
    config.firstSequence = UINT32_MAX - 1;
    config.cyclic = false;
    engine.Install(0, MakeContext(3, config)); // 32 bits
    config.spi = 0x1002;
    config.cyclic = true;
    engine.Install(0, MakeContext(4, config)); // 32 bits, may wrap
    config.spi = 0x1003;
    config.cyclic = false;
    config.esn = true;
    engine.Install(0, MakeContext(5, config)); // 64 bits

    const uint64_t start = UINT32_MAX - 1;
    const std::vector<std::vector<uint64_t>> numbers{{start, start + 1},
                                                     {start, start + 1, 0, 1},
                                                     {start, start + 1, start + 2, start + 3}};
    for (uint16_t sa = 0; sa < 3; ++sa)
    {
        for (size_t i = 0; i < 4; ++i)
        {
            PacketDescriptor packet = MakePacket(100, sa + 3);
            const auto result = engine.Transmit(0, packet, 100);
            if (i < numbers[sa].size())
            {
                EXPECT_EQ(result.drop, NicDrop::NONE, "a number is left");
                EXPECT_EQ(packet.esp.sequence, numbers[sa][i], "SA " + std::to_string(sa));
            }
            else
            {
                EXPECT_EQ(result.drop, NicDrop::SEQUENCE_OVERFLOW, "SA " + std::to_string(sa));
            }
        }
    }
    engine.CheckInvariants();
}

void
EngineTest::WireMtu()
{
    NicEngine engine(NicProfile(), 0, 0);
    const SaConfig config = MakeSa(0x1001);
    engine.Install(0, MakeContext(3, config));
    engine.SetWireMtu(1500);
    uint32_t fits = 1500;
    while (SizesOf(config).GetEspLength(fits, 20) > 1500)
    {
        --fits;
    }
    PacketDescriptor packet = MakePacket(fits, 3);
    EXPECT_EQ(engine.Transmit(0, packet, fits).drop, NicDrop::NONE, "fits");
    packet = MakePacket(fits + 1, 3);
    EXPECT_EQ(engine.Transmit(0, packet, fits + 1).drop, NicDrop::TOO_BIG, "one octet more");
    EXPECT_EQ(engine.Find(3)->nextSequence, 2, "took no number");
    packet = MakePacket(1500);
    EXPECT_EQ(engine.Transmit(0, packet, 1500).drop, NicDrop::NONE, "clear ones are IP's business");
    engine.CheckInvariants();
}

void
EngineTest::ReceiveMatch()
{
    NicEngine engine(NicProfile(), 0, 0);
    const SaConfig config = MakeSa(0x1001);
    SaContext transmitOnly = MakeContext(4, MakeSa(0x1002));
    transmitOnly.receive = false;
    engine.Install(0, MakeContext(3, config));
    engine.Install(0, transmitOnly);

    PacketDescriptor packet = OnWire(EspPacket(config, 1));
    EXPECT_EQ(engine.FindForReceive(packet) == engine.Find(3), true, "asked before");
    auto result = engine.Receive(5, packet, packet.esp.length);
    EXPECT_EQ(result.drop, NicDrop::NONE, "decrypted");
    EXPECT_EQ(result.context == engine.Find(3), true, "by its SA");
    EXPECT_EQ(packet.drvSpi, 3, "N35 the SA's name");
    EXPECT_EQ(packet.IsEsp(), false, "R156 clear");

    PacketDescriptor other = OnWire(EspPacket(MakeSa(0x1001, "10.0.0.1", "10.0.0.3"), 2));
    PacketDescriptor unknown = OnWire(EspPacket(MakeSa(0x1003), 3));
    PacketDescriptor outbound = OnWire(EspPacket(MakeSa(0x1002), 4));
    PacketDescriptor fragment = OnWire(EspPacket(config, 5));
    fragment.fragment = true;
    PacketDescriptor clear = OnWire(MakePacket(1000));
    for (PacketDescriptor* passed : {&other, &unknown, &outbound, &fragment, &clear})
    {
        const bool esp = passed->IsEsp();
        result = engine.Receive(10, *passed, passed->GetCurrentLength());
        EXPECT_EQ(result.drop, NicDrop::NONE, "handed up");
        EXPECT_EQ(result.context == nullptr, true, "as it came");
        EXPECT_EQ(result.ready, 10, "without delay");
        EXPECT_EQ(passed->IsEsp(), esp, "as it came");
        EXPECT_EQ(passed->drvSpi, 0, "a mark from the wire is not believed");
    }
    EXPECT_EQ(engine.GetCounters().rxDecrypted.packets, 1, "counted");
    EXPECT_EQ(engine.GetCounters().rxPassed.packets, 5, "counted");
    engine.CheckInvariants();
}

void
EngineTest::ReceiveChecks()
{
    NicProfile profile;
    profile.rxBitRate = 8 * GBPS; // 1 ns an octet
    NicEngine engine(profile, 0, 0);
    SaConfig config = MakeSa(0x1001);
    config.replayWindow = 64;
    engine.Install(0, MakeContext(3, config));
    config.spi = 0x1002;
    config.replayWindow = 0;
    engine.Install(0, MakeContext(4, config));
    config.spi = 0x1001;

    const auto receive = [&](uint64_t sequence, bool damaged) {
        PacketDescriptor packet = OnWire(EspPacket(config, sequence));
        packet.esp.damaged = damaged;
        return engine.Receive(0, packet, packet.esp.length).drop;
    };
    EXPECT_EQ(receive(100, false), NicDrop::NONE, "new");
    EXPECT_EQ(receive(100, false), NicDrop::REPLAY, "again");
    EXPECT_EQ(receive(36, false), NicDrop::REPLAY, "left of the window");
    EXPECT_EQ(receive(37, false), NicDrop::NONE, "at its edge");
    EXPECT_EQ(receive(101, true), NicDrop::ICV, "damaged");
    EXPECT_EQ(receive(101, false), NicDrop::NONE, "R170 a damaged packet does not move the window");
    EXPECT_EQ(receive(101, true), NicDrop::REPLAY, "R170 replay is found first");
    const auto& counters = engine.GetCounters();
    EXPECT_EQ(counters.rxDrops[NicDrop::REPLAY].packets, 3, "counted");
    EXPECT_EQ(counters.rxDrops[NicDrop::ICV].packets, 1, "counted");
    EXPECT_EQ(engine.Find(3)->received.packets, 3, "counted by the SA");
    // Three good ones and the damaged one took the cipher's time; the replays did not. Of what is
    // damaged nobody knows where its two octets of padding begin.
    PacketDescriptor packet = OnWire(EspPacket(config, 200));
    EXPECT_EQ(engine.Receive(0, packet, packet.esp.length).ready, 5002 * 1000, "cipher time");

    config.spi = 0x1002;
    EXPECT_EQ(receive(100, false), NicDrop::NONE, "no window");
    EXPECT_EQ(receive(100, false), NicDrop::NONE, "R168 no check");
    engine.CheckInvariants();
}

void
EngineTest::ReceiveTimes()
{
    NicProfile profile;
    profile.rxBitRate = 10 * GBPS;    // 800 ps an octet
    profile.rxPacketRate = 1'000'000; // 1 us a packet
    profile.rxLatency = 3 * US;
    NicEngine engine(profile, 0, 0);
    const SaConfig config = MakeSa(0x1001);
    engine.Install(0, MakeContext(3, config));
    PacketDescriptor packet = OnWire(EspPacket(config, 1));
    EXPECT_EQ(engine.Receive(0, packet, packet.esp.length).ready,
              1 * US + 3 * US,
              "packet ceiling");
    packet = OnWire(EspPacket(config, 2, 9000));
    EXPECT_EQ(engine.Receive(0, packet, packet.esp.length).ready,
              800'000 + 7'200'000 + 3 * US,
              "bit ceiling, clear octets");
    packet = OnWire(MakePacket(100));
    EXPECT_EQ(engine.Receive(1, packet, 100).ready, 11 * US, "clear ones overtake nothing");
    packet = OnWire(MakePacket(100));
    EXPECT_EQ(engine.Receive(20 * US, packet, 100).ready, 20 * US, "and have no latency");
}

void
EngineTest::ReceiveOverrun()
{
    NicProfile profile;
    profile.rxPacketRate = 1'000'000;
    profile.rxLatency = 100 * US; // a pipeline's length does not count as waiting
    profile.rxRingSize = 3;
    NicEngine engine(profile, 0, 0);
    const SaConfig config = MakeSa(0x1001);
    engine.Install(0, MakeContext(3, config));
    for (uint64_t i = 1; i <= 5; ++i)
    {
        PacketDescriptor packet = OnWire(EspPacket(config, i));
        EXPECT_EQ(engine.Receive(0, packet, packet.esp.length).drop,
                  i <= 3 ? NicDrop::NONE : NicDrop::RX_OVERRUN,
                  "three wait or are served");
    }
    PacketDescriptor clear = OnWire(MakePacket(100));
    EXPECT_EQ(engine.Receive(0, clear, 100).drop, NicDrop::NONE, "clear ones do not wait there");
    PacketDescriptor packet = OnWire(EspPacket(config, 6));
    EXPECT_EQ(engine.Receive(1 * US, packet, packet.esp.length).drop, NicDrop::NONE, "room again");
    EXPECT_EQ(engine.GetCounters().rxDrops[NicDrop::RX_OVERRUN].packets, 2, "counted");
    engine.CheckInvariants();
}

void
EngineTest::SequenceRecovery()
{
    // The wire carries the low half; the receiver finds the high one (RFC 4303 appendix A2).
    NicEngine sender(NicProfile(), 0, 0);
    NicEngine receiver(NicProfile(), 0, 0);
    SaConfig config = MakeSa(0x1001);
    config.esn = true;
    config.replayWindow = 64;
    config.firstSequence = UINT32_MAX - 90;
    sender.Install(0, MakeContext(3, config));
    receiver.Install(0, MakeContext(3, config));
    for (int i = 0; i < 100; ++i)
    {
        PacketDescriptor packet = MakePacket(500, 3);
        sender.Transmit(0, packet, 500);
        packet.esp.sequence &= UINT32_MAX;
        packet.esp.wholeSequence = false;
        const uint32_t length = packet.esp.length;
        EXPECT_EQ(receiver.Receive(0, packet, length).drop,
                  NicDrop::NONE,
                  "packet " + std::to_string(i));
    }
    EXPECT_EQ(receiver.Find(3)->window.GetLast(), uint64_t{UINT32_MAX} - 90 + 99, "over the edge");

    // Far behind the window, the number seems to be of the next 2^32: the ICV tells otherwise.
    PacketDescriptor late = MakePacket(500, 3);
    sender.Transmit(0, late, 500);
    for (const uint64_t behind : {0, 1000})
    {
        PacketDescriptor packet = late;
        packet.esp.sequence = receiver.Find(3)->window.GetLast() + 1 - behind;
        const uint32_t length = packet.esp.length;
        EXPECT_EQ(receiver.Receive(0, packet, length).drop,
                  behind == 0 ? NicDrop::NONE : NicDrop::ICV,
                  "behind by " + std::to_string(behind));
    }
}

void
EngineTest::Counters()
{
    for (const bool withEsp : {false, true})
    {
        NicProfile profile;
        profile.counterIncludesEsp = withEsp;
        NicEngine sender(profile, 0, 38);
        NicEngine receiver(profile, 0, 38);
        const SaConfig config = MakeSa(0x1001);
        sender.Install(0, MakeContext(3, config));
        receiver.Install(0, MakeContext(9, config));
        PacketDescriptor packet = MakePacket(1001, 3);
        sender.Transmit(0, packet, 1001);
        const uint32_t espLength = packet.esp.length;
        receiver.Receive(0, packet, espLength);
        EXPECT_EQ(sender.Find(3)->sent.octets, withEsp ? espLength : 1001, "sent");
        EXPECT_EQ(receiver.Find(9)->received.octets, withEsp ? espLength : 1001, "received");
        EXPECT_EQ(receiver.Find(9)->sent.packets, 0, "directions are apart");
        EXPECT_EQ(sender.GetCounters().txWire.octets, espLength + 38, "on the wire");
        EXPECT_EQ(sender.GetCounters().txEncrypted.octets, 1001, "clear octets");
        EXPECT_EQ(receiver.GetCounters().rxDecrypted.octets, espLength, "as they arrived");
    }
}

void
EngineTest::Slots()
{
    NicProfile profile;
    profile.txSlots = 2;
    profile.rxSlots = 3;
    NicEngine engine(profile, 0, 0);
    EXPECT_EQ(engine.Install(0, MakeContext(3, MakeSa(0x1003))), Install::OK, "1 and 1");
    EXPECT_EQ(engine.Install(0, MakeContext(4, MakeSa(0x1004))), Install::OK, "2 and 2");
    EXPECT_EQ(engine.Install(0, MakeContext(5, MakeSa(0x1005))), Install::FULL, "no transmit slot");
    EXPECT_EQ(engine.Find(5) == nullptr, true, "nothing is half installed");
    EXPECT_EQ(engine.GetRxSlotsUsed(0), 2, "nor its slot taken");
    SaContext receive = MakeContext(5, MakeSa(0x1005));
    receive.transmit = false;
    EXPECT_EQ(engine.Install(0, receive), Install::OK, "a receive slot is left");
    receive = MakeContext(6, MakeSa(0x1006));
    receive.transmit = false;
    EXPECT_EQ(engine.Install(0, receive), Install::FULL, "no more");
    EXPECT_EQ(engine.GetTxSlotsUsed(0), 2, "full");
    EXPECT_EQ(engine.GetRxSlotsUsed(0), 3, "full");
    engine.CheckInvariants();

    EXPECT_EQ(engine.Remove(0, 3), true, "there");
    EXPECT_EQ(engine.Remove(0, 3), false, "gone");
    EXPECT_EQ(engine.Remove(0, 12345), false, "never there");
    EXPECT_EQ(engine.Install(0, receive), Install::OK, "its slot is free");
    std::vector<uint16_t> names;
    engine.ForEach([&](const SaContext& context) { names.push_back(context.drvSpi); });
    EXPECT_EQ((names == std::vector<uint16_t>{4, 5, 6}), true, "in ascending order");
    EXPECT_EQ(engine.FindFrom(0)->drvSpi, 4, "first");
    EXPECT_EQ(engine.FindFrom(5)->drvSpi, 5, "from there");
    EXPECT_EQ(engine.FindFrom(7) == nullptr, true, "behind the last");
    EXPECT_EQ(engine.FindFrom(65536) == nullptr, true, "behind all values");
    engine.CheckInvariants();
}

void
EngineTest::CoolOff()
{
    NicProfile profile;
    profile.txSlots = 63;
    profile.rxSlots = 63;
    profile.slotCoolOff = 2 * PS_PER_SECOND;
    NicEngine engine(profile, 0, 0);
    for (uint16_t i = 0; i < 63; ++i)
    {
        EXPECT_EQ(engine.Install(0, MakeContext(3 + i, MakeSa(0x1000 + i))), Install::OK, "room");
    }
    EXPECT_EQ(engine.Install(0, MakeContext(100, MakeSa(0x2000))), Install::FULL, "63 slots");
    engine.Remove(1000, 3);
    engine.Remove(2000, 4);
    EXPECT_EQ(engine.GetTxSlotsUsed(2000), 63, "both cool off");
    const Ps free = 1000 + 2 * PS_PER_SECOND;
    EXPECT_EQ(engine.Install(free - 1, MakeContext(100, MakeSa(0x2000))), Install::FULL, "not yet");
    EXPECT_EQ(engine.Install(free, MakeContext(100, MakeSa(0x2000))), Install::OK, "one is cool");
    EXPECT_EQ(engine.Install(free, MakeContext(101, MakeSa(0x2001))), Install::FULL, "only one");
    EXPECT_EQ(engine.Install(free + 1000, MakeContext(101, MakeSa(0x2001))),
              Install::OK,
              "the other");
    engine.CheckInvariants();
}

void
EngineTest::SharedSlots()
{
    NicProfile profile;
    profile.txSlots = 33;
    profile.rxSlots = 0; // means nothing
    profile.sharedSlots = true;
    NicEngine engine(profile, 0, 0);
    for (uint16_t i = 0; i < 16; ++i)
    {
        EXPECT_EQ(engine.Install(0, MakeContext(3 + i, MakeSa(0x1000 + i))),
                  Install::OK,
                  "two each");
    }
    EXPECT_EQ(engine.Install(0, MakeContext(50, MakeSa(0x2000))), Install::FULL, "one slot left");
    SaContext half = MakeContext(50, MakeSa(0x2000));
    half.transmit = false;
    EXPECT_EQ(engine.Install(0, half), Install::OK, "enough for one direction");
    EXPECT_EQ(engine.GetTxSlotsUsed(0), 33, "all of them");
    EXPECT_EQ(engine.GetRxSlotsUsed(0), 0, "the other pool stays empty");
    engine.CheckInvariants();
    engine.Remove(0, 3);
    EXPECT_EQ(engine.GetTxSlotsUsed(0), 31, "both come back");
    engine.CheckInvariants();
}

void
EngineTest::HalfByHalf()
{
    NicEngine engine(NicProfile(), 0, 0);
    const SaConfig config = MakeSa(0x1001);
    SaContext half = MakeContext(3, config);
    half.transmit = false;
    half.held = true;
    EXPECT_EQ(engine.Install(0, half), Install::OK, "receive half");
    EXPECT_EQ(engine.GetRxSlotsUsed(0), 1, "takes its slot");
    PacketDescriptor packet = OnWire(EspPacket(config, 1));
    EXPECT_EQ(engine.Receive(0, packet, packet.esp.length).context == nullptr,
              true,
              "N33 not found");
    EXPECT_EQ(packet.IsEsp(), true, "software takes it");

    half = MakeContext(3, config);
    half.receive = false;
    EXPECT_EQ(engine.Install(0, half), Install::OK, "transmit half");
    EXPECT_EQ(engine.Find(3)->transmit && engine.Find(3)->receive, true, "both");
    packet = OnWire(EspPacket(config, 1));
    EXPECT_EQ(engine.Receive(0, packet, packet.esp.length).context == engine.Find(3),
              true,
              "found");
    EXPECT_EQ(engine.Install(0, half), Install::DUPLICATE, "a direction twice");
    engine.CheckInvariants();
    engine.Remove(0, 3);
    EXPECT_EQ(engine.GetTxSlotsUsed(0) + engine.GetRxSlotsUsed(0), 0, "both go together");
    engine.CheckInvariants();
}

void
EngineTest::Duplicates()
{
    NicEngine engine(NicProfile(), 0, 0);
    EXPECT_EQ(engine.Install(0, MakeContext(3, MakeSa(0x1001))), Install::OK, "first");
    EXPECT_EQ(engine.Install(0, MakeContext(3, MakeSa(0x1002))),
              Install::DUPLICATE,
              "same drv_spi");
    EXPECT_EQ(engine.Install(0, MakeContext(4, MakeSa(0x1001))), Install::DUPLICATE, "same SPI");
    EXPECT_EQ(engine.Install(0, MakeContext(4, MakeSa(0x1001, "10.0.0.1", "10.0.0.9"))),
              Install::OK,
              "N13 the same SPI, chosen by another peer");
    engine.CheckInvariants();
}

void
EngineTest::SpiTable()
{
    // Against std::map as an oracle, with few keys so that places collide.
    NicSpiTable table;
    std::map<std::pair<uint32_t, uint64_t>, SaContext> oracle;
    std::mt19937 random(1); // NOLINT: the same numbers each time
    const auto destinationOf = [](uint64_t i) {
        return IpAddress::FromIpv4(0x0a000000U + static_cast<uint32_t>(i));
    };
    bool equal = true;
    for (int step = 0; step < 20000; ++step)
    {
        const std::pair<uint32_t, uint64_t> key{0x1000 + random() % 60, random() % 3};
        const auto found = oracle.find(key);
        const SaContext* expected = found == oracle.end() ? nullptr : &found->second;
        equal = equal && table.Find(key.first, destinationOf(key.second)) == expected;
        if (found == oracle.end())
        {
            SaContext& context = oracle[key];
            context.config.spi = key.first;
            context.config.destination = destinationOf(key.second);
            table.Insert(&context);
        }
        else if (random() % 4 != 0)
        {
            table.Erase(&found->second);
            oracle.erase(found);
        }
    }
    for (const auto& [key, context] : oracle)
    {
        equal = equal && table.Find(key.first, destinationOf(key.second)) == &context;
    }
    EXPECT_EQ(equal, true, "the same answers");
    table.Clear();
    EXPECT_EQ(table.Find(0x1000, destinationOf(0)) == nullptr, true, "empty");
}

void
EngineTest::Reset()
{
    NicProfile profile;
    profile.txSlots = 1;
    profile.rxSlots = 1;
    profile.slotCoolOff = PS_PER_SECOND;
    NicEngine engine(profile, 0, 0);
    engine.Install(0, MakeContext(3, MakeSa(0x1001)));
    engine.Remove(0, 3);
    engine.Reset();
    EXPECT_EQ(engine.Install(0, MakeContext(4, MakeSa(0x1001))), Install::OK, "slots are free");
    engine.Reset();
    PacketDescriptor packet = MakePacket(100, 4);
    EXPECT_EQ(engine.Transmit(0, packet, 100).drop, NicDrop::UNKNOWN_DRV_SPI, "contexts are lost");
    PacketDescriptor esp = OnWire(EspPacket(MakeSa(0x1001), 1));
    EXPECT_EQ(engine.Receive(0, esp, esp.esp.length).context == nullptr,
              true,
              "in both directions");
    engine.CheckInvariants();
}

void
EngineTest::RandomTraffic()
{
    NicProfile profile;
    profile.txBitRate = 20 * GBPS;
    profile.txPacketRate = 5'000'000;
    profile.txLatency = 1 * US;
    profile.rxBitRate = 15 * GBPS;
    profile.rxLatency = 2 * US;
    profile.ringSize = 64;
    profile.rxRingSize = 32;
    NicEngine sender(profile, 25 * GBPS, 38);
    NicEngine receiver(profile, 25 * GBPS, 38);
    for (uint16_t i = 0; i < 10; ++i)
    {
        SaConfig config = MakeSa(0x1000 + i);
        config.replayWindow = 32;
        sender.Install(0, MakeContext(3 + i, config));
        receiver.Install(0, MakeContext(30 + i, config));
    }
    std::mt19937 random(2); // NOLINT: the same numbers each time
    Ps now = 0;
    Ps lastStart = 0;
    Ps lastReady = 0;
    bool ordered = true;
    uint64_t accepted = 0;
    for (int i = 0; i < 20000; ++i)
    {
        now += random() % 400'000;
        const uint32_t length = 60 + random() % 1400;
        PacketDescriptor packet =
            MakePacket(length, random() % 3 == 0 ? 0 : static_cast<uint16_t>(2 + random() % 12));
        packet.fragment = random() % 50 == 0;
        const auto sent = sender.Transmit(now, packet, length);
        if (sent.drop != NicDrop::NONE)
        {
            continue;
        }
        ++accepted;
        ordered = ordered && sent.start >= lastStart && sent.start >= now;
        lastStart = sent.start;
        packet.esp.damaged = random() % 100 == 0;
        const uint32_t wireLength = packet.GetCurrentLength();
        const auto received = receiver.Receive(sent.start, packet, wireLength);
        if (received.drop == NicDrop::NONE)
        {
            ordered = ordered && received.ready >= lastReady && received.ready >= sent.start;
            lastReady = received.ready;
        }
    }
    EXPECT_EQ(ordered, true, "no packet overtakes another, none is early");
    const auto& counters = sender.GetCounters();
    EXPECT_EQ(counters.txWire.packets, accepted, "what was accepted leaves");
    for (const NicDrop reason :
         {NicDrop::RING_FULL, NicDrop::UNKNOWN_DRV_SPI, NicDrop::TAGGED_FRAGMENT})
    {
        EXPECT_EQ(counters.txDrops[reason].packets != 0, true, ToString(reason));
    }
    EXPECT_EQ(receiver.GetCounters().rxDrops[NicDrop::ICV].packets != 0, true, "some were damaged");
    sender.CheckInvariants();
    receiver.CheckInvariants();
}

void
EngineTest::DropsInWords()
{
    // Each reason has words of its own, and they are those of the packet's fate.
    const auto install = [](NicEngine& engine, const SaConfig& config, bool esnEvents) {
        SaContext context = MakeContext(3, config);
        context.enforceLimits = true;
        context.esnEvents = esnEvents;
        engine.Install(0, context);
    };
    const auto send = [](NicEngine& engine, uint32_t length) {
        StepNotes notes("NIC contexts");
        PacketDescriptor packet = MakePacket(length, 3);
        packet.steps = &notes;
        engine.Transmit(0, packet, length);
        return notes.GetText() + notes.GetRule();
    };
    const auto receive = [](NicEngine& engine, PacketDescriptor packet, const char* part) {
        StepNotes notes(part);
        packet.steps = &notes;
        engine.Receive(0, packet, packet.esp.length);
        return notes.GetText() + notes.GetRule();
    };
    SaConfig limited = MakeSa(0x1001);
    limited.hard.packets = 1;
    limited.replayWindow = 64;
    NicEngine sender(NicProfile(), 0, 0);
    install(sender, limited, false);
    EXPECT_EQ(send(sender, 1000),
              "drv_spi 3: context of SPI 0x1001 found, tag consumed\nN26",
              "sent");
    EXPECT_EQ(send(sender, 1000),
              "drv_spi 3: the hard limit of the SA is reached, dropped\nR202",
              "limit");
    sender.SetWireMtu(1020);
    EXPECT_EQ(send(sender, 1000),
              "drv_spi 3: the ESP form is too big for the wire, dropped\nN26",
              "size");
    SaConfig last = MakeSa(0x1001);
    last.firstSequence = uint64_t{UINT32_MAX} + 1;
    last.cyclic = false;
    NicEngine exhausted(NicProfile(), 0, 0);
    install(exhausted, last, false);
    EXPECT_EQ(send(exhausted, 1000),
              "drv_spi 3: the SA has used up its numbers, dropped\nR171",
              "numbers");
    NicEngine receiver(NicProfile(), 0, 0);
    install(receiver, limited, false);
    receive(receiver, EspPacket(limited, 1), "NIC contexts");
    const std::string receiverLimit = receive(receiver, EspPacket(limited, 2), "NIC contexts");
    EXPECT_EQ(receiverLimit.substr(receiverLimit.find('\n') + 1),
              "the hard limit of the SA is reached, dropped\nR202",
              "limit of a receiver");
    SaConfig esn = MakeSa(0x1002);
    esn.esn = true;
    esn.replayWindow = 64;
    esn.firstSequence = 1;
    NicEngine follower(NicProfile(), 0, 0);
    install(follower, esn, true);
    PacketDescriptor damaged = EspPacket(esn, 1);
    damaged.esp.damaged = true;
    EXPECT_EQ(receive(follower, damaged, "NIC cipher"),
              "idle, takes 0 ps: the ICV does not verify, dropped\nN33, N34",
              "ICV");
    // Nobody writes the high half: two half ranges on, its ICV cannot verify.
    for (const uint64_t half : {uint64_t{0}, uint64_t{1}, uint64_t{2}})
    {
        const PacketDescriptor packet = EspPacket(esn, (half << 31U) + 5);
        const std::string words = receive(follower, packet, "NIC cipher");
        const bool late = words.find("the driver is late") != std::string::npos;
        EXPECT_EQ(late, (half == 2), words);
    }
}

void
EngineTest::ErrorsGoUp()
{
    NicProfile profile;
    profile.errorAction = NicProfile::ERROR_PASS;
    profile.rxPacketRate = 1'000'000; // a microsecond in the cipher
    profile.rxLatency = 300'000;
    profile.completionLatency = 200'000;
    profile.pcieBitRate = 8'000'000'000; // a nanosecond per octet
    profile.pcieTlpOverhead = 0;
    profile.descriptorOctets = 0;
    profile.completionOctets = 0;
    NicEngine engine(profile, 0, 0);
    SaConfig config = MakeSa(0x1001);
    config.replayWindow = 64;
    engine.Install(0, MakeContext(3, config));
    Ps now = 0;
    const auto receive = [&](uint64_t sequence, bool damaged, PacketDescriptor& packet) {
        now += 100'000'000;
        packet = EspPacket(config, sequence);
        packet.esp.damaged = damaged;
        packet.syndrome = NicDrop::RING_FULL; // what another node left there
        return engine.Receive(now, packet, packet.esp.length);
    };
    const Ps bus = 1000 * Ps{SizesOf(config).GetEspLength(1000, 20)};
    PacketDescriptor packet;
    auto result = receive(5, false, packet);
    EXPECT_EQ(packet.syndrome, NicDrop::NONE, "nothing is wrong");
    EXPECT_EQ(result.ready - now, 1'000'000 + 1'000'000 + 200'000 + 300'000, "1000 octets go up");
    result = receive(6, true, packet);
    EXPECT_EQ(result.drop, NicDrop::NONE, "N34 it goes up");
    EXPECT_EQ(packet.syndrome, NicDrop::ICV, "N34 with its syndrome");
    EXPECT_EQ(packet.drvSpi, 0, "without a receive tag");
    EXPECT_EQ(packet.esp.spi, 0x1001, "in its ESP form");
    EXPECT_EQ(result.context == nullptr, true, "nothing decrypted it");
    EXPECT_EQ(result.ready - now, 1'000'000 + bus + 200'000 + 300'000, "and has cost its time");
    result = receive(5, false, packet);
    EXPECT_EQ(packet.syndrome, NicDrop::REPLAY, "N34 a replay");
    EXPECT_EQ(result.ready - now, bus + 200'000, "no cipher (RFC 4303 3.4.3), but the bus");
    const auto& counters = engine.GetCounters();
    EXPECT_EQ(counters.rxFailed[NicDrop::ICV].packets, 1, "counted");
    EXPECT_EQ(counters.rxFailed[NicDrop::REPLAY].packets, 1, "counted");
    EXPECT_EQ(counters.rxDecrypted.packets, 1, "the good one");
    EXPECT_EQ(counters.rxDrops.Total().packets, 0, "none is dropped");
    EXPECT_EQ(engine.Find(3)->received.packets, 1, "the SA counts the good one");
    EXPECT_EQ(engine.GetCard()->GetPcie().GetCounters().written.octets,
              1000 + 2 * SizesOf(config).GetEspLength(1000, 20),
              "octets to the host");
    receive(6, false, packet);
    EXPECT_EQ(packet.syndrome, NicDrop::NONE, "the window did not move for what is damaged");

    StepNotes notes("NIC");
    packet = EspPacket(config, 6);
    packet.steps = &notes;
    engine.Receive(now, packet, packet.esp.length);
    EXPECT_EQ(notes.GetText() + notes.GetRule(),
              "to the host in its ESP form, with drv_spi 3 and syndrome replay\nN34",
              "in words");
    engine.CheckInvariants();
}

void
EngineTest::TagFailure()
{
    const auto run = [this](double probability, int64_t stream) {
        NicProfile profile;
        profile.tagFailure = probability;
        NicEngine engine(profile, 0, 0);
        engine.AssignStreams(stream);
        const SaConfig config = MakeSa(0x1001);
        engine.Install(0, MakeContext(3, config));
        std::vector<bool> tagged;
        for (uint32_t i = 0; i < 4000; ++i)
        {
            PacketDescriptor packet = EspPacket(config, i + 1);
            const auto result = engine.Receive(i, packet, packet.esp.length);
            EXPECT_EQ(result.context != nullptr && packet.esp.spi == 0, true, "decrypted");
            EXPECT_EQ(packet.drvSpi == 0 || packet.drvSpi == 3, true, "its tag, or none");
            tagged.push_back(packet.drvSpi == 3);
        }
        const auto untagged = std::count(tagged.begin(), tagged.end(), false);
        EXPECT_EQ(engine.GetCounters().rxUntagged.packets, untagged, "counted");
        EXPECT_EQ(engine.GetCounters().rxDecrypted.packets, 4000, "with the others");
        engine.CheckInvariants();
        return tagged;
    };
    const auto untagged = [](const std::vector<bool>& tagged) {
        return std::count(tagged.begin(), tagged.end(), false);
    };
    EXPECT_EQ(untagged(run(0, 100)), 0, "never");
    EXPECT_EQ(untagged(run(1, 100)), 4000, "always");
    // Five standard deviations of a binomial count.
    EXPECT_NEAR(untagged(run(0.25, 100)), 1000, 137, "N37 a quarter");
    EXPECT_EQ(run(0.25, 100) == run(0.25, 100), true, "fixed by the stream");
    EXPECT_EQ(run(0.25, 100) == run(0.25, 200), false, "another stream");
}

/// The suite.
class NicEngineTestSuite : public TestSuite
{
  public:
    NicEngineTestSuite()
        : TestSuite("ipsec-nic-engine", TestSuite::Type::UNIT)
    {
        const auto add = [this](const std::string& name, EngineTest::Body body) {
            AddTestCase(new EngineTest(name, body));
        };
        add("N25 N26 N27 N28 R145 clear, bypass and tagged packets", &EngineTest::Tags);
        add("N29 N30 unknown tags and tagged fragments are dropped", &EngineTest::TransmitDrops);
        add("N26 the ESP form of both modes", &EngineTest::EspForm);
        add("a million packets leave in the exact time", &EngineTest::ExactTimes);
        add("the ring is the one bound on packets before the wire", &EngineTest::Ring);
        add("clear and tagged packets leave in order", &EngineTest::Order);
        add("N58 the slower of bit and packet ceiling binds", &EngineTest::Ceilings);
        add("R143 R171 the NIC's own sequence numbers", &EngineTest::Sequences);
        add("an ESP form above the wire's MTU is dropped", &EngineTest::WireMtu);
        add("N33 N35 R156 which packets are decrypted", &EngineTest::ReceiveMatch);
        add("N34 R168 R170 replay before the cipher, ICV after it", &EngineTest::ReceiveChecks);
        add("N58 receive ceilings, latency and order", &EngineTest::ReceiveTimes);
        add("a receive cipher too far behind drops", &EngineTest::ReceiveOverrun);
        add("R172 high halves of sequence numbers are recovered", &EngineTest::SequenceRecovery);
        add("N41 what counters count", &EngineTest::Counters);
        add("N52 slots per direction", &EngineTest::Slots);
        add("R21 N47 63 slots and 2 s of cool-off", &EngineTest::CoolOff);
        add("N52 33 slots for both directions", &EngineTest::SharedSlots);
        add("N13 N33 an SA half installed is not found", &EngineTest::HalfByHalf);
        add("N13 SPIs of different peers may be equal", &EngineTest::Duplicates);
        add("the SPI table answers as a map does", &EngineTest::SpiTable);
        add("a reset loses all contexts", &EngineTest::Reset);
        add("N26 N34 N42 R171 R202 drops in the words of a walk", &EngineTest::DropsInWords);
        add("N34 with error-action pass, failed packets go up", &EngineTest::ErrorsGoUp);
        add("N37 R159 some decrypted packets find no memory for a tag", &EngineTest::TagFailure);
        add("identities under random traffic", &EngineTest::RandomTraffic);
    }
};

NicEngineTestSuite g_nicEngineTestSuite; //!< registers the suite

} // namespace
