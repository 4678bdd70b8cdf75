/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/ipsec-tcp-segmenter.h"
#include "ns3/ipv6-extension-header.h"
#include "ns3/packet.h"
#include "ns3/tcp-header.h"
#include "ns3/test.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Datagrams that are cut on their way to the wire.
 */

using namespace ns3;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Fragments of payloads around multiples of what a fragment takes.
 */
class FragmentTestCase : public TestCase
{
  public:
    /** @param ipv6 family */
    explicit FragmentTestCase(bool ipv6)
        : TestCase(std::string("No fragment is empty, each but the last one is full, IPv") +
                   (ipv6 ? "6" : "4")),
          m_ipv6(ipv6)
    {
    }

  private:
    static constexpr uint32_t MTU = 1300;

    void DoRun() override
    {
        const AnyIpHeader header = m_ipv6 ? AnyIpHeader(Ipv6Header()) : AnyIpHeader(Ipv4Header());
        const uint32_t most = m_ipv6 ? 1248 : 1280; // 1300 - 40 - 8 and 1300 - 20, in units of 8
        for (const uint32_t size : {most - 1, most, most + 1, 3 * most - 1, 3 * most, 3 * most + 1})
        {
            const auto fragments = FragmentDatagram(header, Create<Packet>(size), MTU, 77);
            const uint32_t count = (size + most - 1) / most;
            EXPECT_EQ(fragments.size(), count, size << " octets");
            for (uint32_t i = 0; i < fragments.size(); ++i)
            {
                const bool isLast = i + 1 == count;
                const auto& [ip, part] = fragments[i];
                Ipv6ExtensionFragmentHeader extension;
                if (m_ipv6)
                {
                    part->RemoveHeader(extension);
                }
                EXPECT_EQ(part->GetSize(), (isLast ? size - i * most : most), "octets");
                const auto* four = std::get_if<Ipv4Header>(&ip);
                EXPECT_EQ((four ? four->GetFragmentOffset() : extension.GetOffset()),
                          i * most,
                          "where it begins");
                EXPECT_EQ((four ? !four->IsLastFragment() : extension.GetMoreFragment()),
                          !isLast,
                          "more of them");
            }
        }
    }

    bool m_ipv6; //!< family
};

/**
 * @ingroup ipsec-offload-tests
 * A super-segment is cut, described and joined again.
 */
class SegmentTestCase : public TestCase
{
  public:
    SegmentTestCase()
        : TestCase("A super-segment that is cut and joined again is the same")
    {
    }

  private:
    static constexpr uint32_t FIRST = 0x85a3c7e9; //!< sequence number, all octets of it in use
    static constexpr uint32_t SIZE = 500;         //!< octets of a segment
    static constexpr uint32_t PAYLOAD = 1234;     //!< three segments
    static constexpr uint8_t ALL = TcpHeader::ACK | TcpHeader::PSH | TcpHeader::FIN;

    void DoRun() override
    {
        const std::vector<DatagramParts> segments = Cut(ALL);
        EXPECT_EQ(segments.size(), 3, "segments");
        for (uint32_t i = 0; i < segments.size(); ++i)
        {
            const TcpHeader tcp = TcpOf(segments[i]);
            EXPECT_EQ(tcp.GetSequenceNumber().GetValue(), FIRST + i * SIZE, "sequence number");
            EXPECT_EQ(+tcp.GetFlags(), (i == 2 ? +ALL : +TcpHeader::ACK), "flags of " << i);
        }
        CheckJoin();
    }

    /// Only what has no flags but ACK and PSH is joined; PSH may be on any.
    void CheckJoin()
    {
        std::vector<Ptr<const Packet>> datagrams;
        for (const auto& [ip, segment] : Cut(TcpHeader::ACK | TcpHeader::PSH))
        {
            const Ptr<Packet> datagram = segment->Copy();
            datagram->AddHeader(std::get<Ipv4Header>(ip));
            datagrams.emplace_back(datagram);
        }
        const uint32_t length = datagrams.front()->GetSize();
        EXPECT_EQ(Describe(datagrams[1], length).sequence, FIRST + SIZE, "all four octets");
        EXPECT_EQ(Describe(datagrams[1], length).push, false, "not the last one");
        EXPECT_EQ(Describe(datagrams[2], datagrams[2]->GetSize()).push, true, "the last one");
        std::swap(datagrams[1], datagrams[2]); // so that PSH is not on the last one
        const Ptr<Packet> unit = JoinTcpSegments(datagrams, ETHERTYPE_IPV4);
        EXPECT_EQ(unit->GetSize(), 20 + 20 + PAYLOAD, "octets");
        Ipv4Header ip;
        unit->RemoveHeader(ip);
        const TcpHeader tcp = TcpOf({ip, unit});
        EXPECT_EQ(tcp.GetSequenceNumber().GetValue(), FIRST, "the first one's");
        EXPECT_EQ(+tcp.GetFlags(), TcpHeader::ACK | TcpHeader::PSH, "PSH of any");
    }

    /// @param flags of a super-segment @return its segments
    static std::vector<DatagramParts> Cut(uint8_t flags)
    {
        Ipv4Header ip;
        ip.SetSource("10.1.0.1");
        ip.SetDestination("10.2.0.2");
        ip.SetProtocol(6);
        ip.SetPayloadSize(20 + PAYLOAD);
        TcpHeader tcp;
        tcp.SetSequenceNumber(SequenceNumber32(FIRST));
        tcp.SetFlags(flags);
        const auto packet = Create<Packet>(PAYLOAD);
        packet->AddHeader(tcp);
        const Segmentation cut(40 + PAYLOAD, 40, SIZE);
        std::vector<DatagramParts> segments;
        for (uint32_t i = 0; i < cut.GetCount(); ++i)
        {
            segments.push_back(CutTcpSegment(ip, packet, cut, i));
        }
        return segments;
    }

    /// @param parts a segment @return its TCP header
    static TcpHeader TcpOf(const DatagramParts& parts)
    {
        TcpHeader tcp;
        parts.second->PeekHeader(tcp);
        return tcp;
    }

    /// @param datagram a segment @param length octets of IP @return what is known of it
    static TcpSegmentInfo Describe(const Ptr<const Packet>& datagram, uint32_t length)
    {
        PacketDescriptor descriptor;
        descriptor.source = *IpAddress::FromString("10.1.0.1");
        descriptor.destination = *IpAddress::FromString("10.2.0.2");
        descriptor.protocol = 6;
        descriptor.headerLength = 20;
        descriptor.length = length;
        DescribeTcpSegment(descriptor, datagram);
        return descriptor.tcp;
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-tcp-segmenter".
 */
class TcpSegmenterTestSuite : public TestSuite
{
  public:
    TcpSegmenterTestSuite()
        : TestSuite("ipsec-tcp-segmenter", Type::UNIT)
    {
        AddTestCase(new FragmentTestCase(false));
        AddTestCase(new FragmentTestCase(true));
        AddTestCase(new SegmentTestCase());
    }
};

TcpSegmenterTestSuite g_tcpSegmenterTestSuite; //!< the suite

} // namespace
