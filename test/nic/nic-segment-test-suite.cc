/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/nic-engine.h"
#include "ns3/test.h"

#include <algorithm>
#include <vector>

using namespace ns3;
using namespace ns3::tests;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * TSO as the NIC's engine sees it.
 */
class NicSegmentTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// @param length octets of IP @param size octets of payload per segment @param drvSpi its tag
    /// @return a super-segment for the NIC to cut, headers 20 + 32
    static PacketDescriptor MakeSuperSegment(uint32_t length, uint16_t size, uint16_t drvSpi)
    {
        PacketDescriptor packet = MakePacket(length, drvSpi);
        packet.protocol = 6;
        packet.superSegment = true;
        packet.tcp.size = size;
        packet.tcp.headers = 52;
        packet.tcp.sequence = 1000;
        packet.tcp.push = true;
        packet.tcp.segmentedBy = SegmentedBy::NIC;
        return packet;
    }

    /// @param engine a NIC @param packet a super-segment @return its answers
    static std::vector<NicEngine::TransmitResult> Transmit(NicEngine& engine,
                                                           Ps now,
                                                           const PacketDescriptor& packet)
    {
        const Segmentation cut(packet);
        std::vector<NicEngine::TransmitResult> results;
        for (uint32_t i = 0; i < cut.GetCount(); ++i)
        {
            PacketDescriptor segment = cut.Cut(packet, i);
            results.push_back(engine.Transmit(now, segment, segment.length));
        }
        return results;
    }
};

/// Arithmetic of the cut.
class SegmentationTestCase : public NicSegmentTestCase
{
  public:
    SegmentationTestCase()
        : NicSegmentTestCase("a super-segment falls into segments without loss or overlap")
    {
    }

  private:
    void DoRun() override
    {
        for (uint32_t payload = 1; payload < 6000; payload += 7)
        {
            const PacketDescriptor packet =
                MakeSuperSegment(payload + 52, static_cast<uint16_t>(1 + payload % 1500), 0);
            const Segmentation cut(packet);
            uint32_t next = 1000;
            uint32_t total = 0;
            for (uint32_t i = 0; i < cut.GetCount(); ++i)
            {
                const PacketDescriptor segment = cut.Cut(packet, i);
                const bool last = i + 1 == cut.GetCount();
                EXPECT_EQ(segment.tcp.sequence, next, "no gap");
                EXPECT_EQ(segment.length > 52, true, "it carries something");
                EXPECT_EQ(segment.length - 52 <= packet.tcp.size, true, "and not too much");
                EXPECT_EQ(segment.tcp.push, last, "PSH on the last one only");
                next += segment.length - 52;
                total += segment.length;
            }
            EXPECT_EQ(next, 1000 + payload, "all of the payload");
            EXPECT_EQ(total, cut.GetTotal(), "octets in all");
        }
    }
};

/// What counts per segment, and what per super-segment.
class NicTsoTestCase : public NicSegmentTestCase
{
  public:
    NicTsoTestCase()
        : NicSegmentTestCase("TSO: one ring entry; sequence, cipher, wire and counters (N41) per "
                             "segment")
    {
    }

  private:
    void DoRun() override
    {
        NicProfile profile;
        profile.txBitRate = 10'000'000'000;
        profile.txPacketRate = 1'000'000;
        profile.ringSize = 2;
        NicEngine engine(profile, 100'000'000'000, 38);
        const SaConfig sa = MakeSa(0x1001);
        ASSERT_TRUE(engine.Install(0, MakeContext(3, sa)) == NicEngine::InstallResult::OK, "room");

        constexpr uint32_t size = 1448;
        const PacketDescriptor packet = MakeSuperSegment(52 + 44 * size + 100, size, 3);
        const auto first = Transmit(engine, 0, packet);
        ASSERT_TRUE(first.size() == 45, "segments");
        const uint32_t esp = SizesOf(sa).GetEspLength(1500, 20);
        // The packet ceiling binds: 1 us each, against 1.2 us per 1500 octets at 10 Gbit/s.
        for (uint32_t i = 0; i < 45; ++i)
        {
            EXPECT_EQ(first[i].drop, NicDrop::NONE, "sent");
            const Ps done = std::max(Ps{1'000'000} * (i + 1),
                                     Ps{800} * (i < 44 ? 1500 * (i + 1) : 44 * 1500 + 152));
            // The last one is short: it waits for the one before to leave the wire, at 80 ps an
            // octet.
            const Ps wire = i == 0 ? 0 : first[i - 1].start + Ps{80} * (esp + 38);
            EXPECT_EQ(first[i].start,
                      std::max(done, wire),
                      "bit ceiling: the sum; packet ceiling: segments");
        }
        EXPECT_EQ(engine.Find(3)->nextSequence, 46, "own numbers");
        EXPECT_EQ(engine.Find(3)->sent.packets, 45, "N41 counts segments");
        EXPECT_EQ(engine.Find(3)->sent.octets,
                  44 * uint64_t{esp} + SizesOf(sa).GetEspLength(152, 20),
                  "with ESP");
        EXPECT_EQ(engine.GetCounters().txWire.packets, 45, "on the wire");
        EXPECT_EQ(engine.GetRingOccupancy(0), 1, "one entry");
        EXPECT_EQ(engine.GetRingOccupancy(first[43].start), 1, "until the last one is on the wire");
        EXPECT_EQ(engine.GetRingOccupancy(first[44].start), 0, "then free");

        EXPECT_EQ(Transmit(engine, 100, packet)[0].drop, NicDrop::NONE, "two fit");
        EXPECT_EQ(Transmit(engine, 100, packet)[44].drop, NicDrop::NONE, "two fit");
        for (const auto& refused : Transmit(engine, 100, packet))
        {
            EXPECT_EQ(refused.drop, NicDrop::RING_FULL, "a super-segment is refused as a whole");
        }
        EXPECT_EQ(engine.GetCounters().txDrops[NicDrop::RING_FULL].packets,
                  45,
                  "its segments count");
        engine.CheckInvariants();
    }
};

/// What the driver offers the stack.
class NicAssistTestCase : public TestCase
{
  public:
    NicAssistTestCase()
        : TestCase("N43: the transmit assist of tagged packets is the device's, or less")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t tso = OffloadDriver::ASSIST_TSO4 | OffloadDriver::ASSIST_TSO6;
        for (const bool plain : {false, true})
        {
            for (const bool tagged : {false, true})
            {
                NicProfile profile;
                profile.tso = plain;
                profile.tsoWithIpsec = tagged;
                profile.txChecksum = 0;
                const auto nic = CreateObject<IpsecNic>();
                nic->SetProfile(profile);
                EXPECT_EQ(nic->GetInterfaceAssist(), plain ? tso : 0, "of plain packets");
                EXPECT_EQ(nic->GetTransmitAssist(3),
                          plain && tagged ? tso : 0,
                          "of tagged packets");
            }
        }
        constexpr uint32_t usual = NicProfile::USUAL_CHECKSUMS;
        constexpr uint32_t sctp = OffloadDriver::ASSIST_SCTP_CHECKSUM;
        for (const bool tagged : {false, true})
        {
            NicProfile profile;
            profile.txChecksum = usual | sctp;
            profile.txChecksumWithIpsec = tagged;
            const auto nic = CreateObject<IpsecNic>();
            nic->SetProfile(profile);
            EXPECT_EQ(nic->GetInterfaceAssist(), usual | sctp, "of plain packets");
            EXPECT_EQ(nic->GetTransmitAssist(3),
                      tagged ? usual : 0,
                      "TCP, UDP and IP of both families");
        }
    }
};

/// A hard limit in the middle of a super-segment.
class NicTsoLimitTestCase : public NicSegmentTestCase
{
  public:
    NicTsoLimitTestCase()
        : NicSegmentTestCase("TSO: a hard limit stops the segments behind it (R202)")
    {
    }

  private:
    void DoRun() override
    {
        NicEngine engine(NicProfile(), 100'000'000'000, 38);
        SaConfig sa = MakeSa(0x1001);
        sa.hard.packets = 10;
        SaContext context = MakeContext(3, sa);
        context.enforceLimits = true;
        ASSERT_TRUE(engine.Install(0, context) == NicEngine::InstallResult::OK, "room");
        const auto results = Transmit(engine, 0, MakeSuperSegment(52 + 12 * 1000, 1000, 3));
        for (uint32_t i = 0; i < 12; ++i)
        {
            EXPECT_EQ(results[i].drop, i < 10 ? NicDrop::NONE : NicDrop::HARD_LIMIT, "ten may go");
        }
        EXPECT_EQ(engine.GetRingOccupancy(0), 1, "the entry waits for what was sent");
        EXPECT_EQ(engine.GetRingOccupancy(results[9].start), 0, "and for no more");
        engine.CheckInvariants();
    }
};

/// @ingroup ipsec-offload-tests
class NicSegmentTestSuite : public TestSuite
{
  public:
    NicSegmentTestSuite()
        : TestSuite("ipsec-nic-segment", TestSuite::Type::UNIT)
    {
        AddTestCase(new SegmentationTestCase);
        AddTestCase(new NicTsoTestCase);
        AddTestCase(new NicTsoLimitTestCase);
        AddTestCase(new NicAssistTestCase);
    }
};

const NicSegmentTestSuite g_nicSegmentTestSuite; ///< registers the suite

} // namespace
