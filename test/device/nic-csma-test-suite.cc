/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/csma-channel.h"
#include "ns3/data-rate.h"
#include "ns3/ethernet-header.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-csma-helper.h"
#include "ns3/ipsec-csma-net-device.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-tags.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-header.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/udp-header.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// The drv_spi of the SA from A to B, in the NICs of all three.
constexpr uint16_t DRV_SPI = 3;
/// Bits per second of the channel, so that an octet takes 8 ns.
constexpr const char* RATE = "1Gbps";
constexpr Ps OCTET = 8000;
/// Propagation, shorter than the gap: the channel is free again before a sender wants it.
constexpr Ps DELAY = 100'000;

/**
 * @ingroup ipsec-offload-tests
 * Three hosts on one channel: A (0) sends to B (1), C (2) listens.
 */
class NicCsmaTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// What a host got from its device, or its sniffer saw.
    struct Seen
    {
        Ps time;
        uint32_t octets; //!< of IP
        bool esp;        //!< ESP on the outside
        bool tagged;     //!< with a receive tag
        uint16_t drvSpi; //!< of that
    };

    /// Build it.
    void Build()
    {
        m_helper.SetChannelAttribute("DataRate", StringValue(RATE));
        m_helper.SetChannelAttribute("Delay", TimeValue(FromPs(DELAY)));
        NodeContainer nodes(3);
        m_devices = m_helper.Install(nodes);
        for (uint32_t i = 0; i < 3; ++i)
        {
            Device(i)->Initialize();
            Engine(i).Install(0, MakeContext(DRV_SPI, MakeSa(0x1001)));
            Device(i)->GetPort().SetHistoryCallback(
                [](uint16_t, TransformHistory&) { return true; });
            Device(i)->SetReceiveCallback(MakeBoundCallback(&NicCsmaTestCase::Receive, this, i));
        }
        Device(2)->SetPromiscReceiveCallback(MakeCallback(&NicCsmaTestCase::Overhear, this));
    }

    void DoTeardown() override
    {
        m_devices = NetDeviceContainer();
        Simulator::Destroy();
    }

    /// @param i a host @return its device
    Ptr<IpsecCsmaNetDevice> Device(uint32_t i) const
    {
        return DynamicCast<IpsecCsmaNetDevice>(m_devices.Get(i));
    }

    /// @param i a host @return its NIC's engine
    NicEngine& Engine(uint32_t i) const
    {
        return Device(i)->GetNic()->GetEngine();
    }

    /// @param length octets @param tagged for the NIC to encrypt @return a UDP datagram from A to B
    static Ptr<Packet> MakeDatagram(uint32_t length, bool tagged)
    {
        auto packet = Create<Packet>(length - 28);
        UdpHeader udp;
        udp.SetSourcePort(1000);
        udp.SetDestinationPort(2000);
        packet->AddHeader(udp);
        Ipv4Header header;
        header.SetSource(Ipv4Address("10.0.0.1"));
        header.SetDestination(Ipv4Address("10.0.0.2"));
        header.SetProtocol(17);
        header.SetTtl(64);
        header.SetPayloadSize(static_cast<uint16_t>(length - 20));
        packet->AddHeader(header);
        if (tagged)
        {
            packet->AddPacketTag(IpsecTxTag(DRV_SPI));
        }
        return packet;
    }

    /// @param from a host @param to another one @param length octets @param tagged for the NIC
    /// @return true when the device takes it
    bool Send(uint32_t from, uint32_t to, uint32_t length, bool tagged = true)
    {
        return Device(from)->Send(MakeDatagram(length, tagged),
                                  Device(to)->GetAddress(),
                                  ETHERTYPE_IPV4);
    }

    /// @param packet a datagram @return what it is
    static Seen Look(const Ptr<const Packet>& packet)
    {
        const auto descriptor = DescribeFrame(packet, ETHERTYPE_IPV4);
        IpsecRxTag tag;
        const bool tagged = packet->PeekPacketTag(tag);
        return {ToPs(Simulator::Now()),
                descriptor ? descriptor->length : 0,
                descriptor && descriptor->IsEsp(),
                tagged,
                tag.GetDrvSpi()};
    }

    static bool Receive(NicCsmaTestCase* test,
                        uint32_t host,
                        Ptr<NetDevice>,
                        Ptr<const Packet> packet,
                        uint16_t,
                        const Address&)
    {
        test->m_received[host].push_back(Look(packet));
        return true;
    }

    bool Overhear(Ptr<NetDevice>,
                  Ptr<const Packet> packet,
                  uint16_t,
                  const Address&,
                  const Address&,
                  NetDevice::PacketType)
    {
        m_overheard.push_back(Look(packet));
        return true;
    }

    IpsecCsmaHelper m_helper;        //!< makes them
    NetDeviceContainer m_devices;    //!< of A, B, C
    std::vector<Seen> m_received[3]; //!< by host
    std::vector<Seen> m_overheard;   //!< C's promiscuous callback
};

/// Who decrypts what.
class CsmaDecryptTestCase : public NicCsmaTestCase
{
  public:
    CsmaDecryptTestCase()
        : NicCsmaTestCase("N33: on a shared channel a NIC decrypts what is for its host only")
    {
    }

  private:
    void DoRun() override
    {
        Build();
        Send(0, 1, 1000);
        Send(0, 2, 1000); // the same SA, but C's frame
        Simulator::Run();
        ASSERT_TRUE(m_received[1].size() == 1, "B gets one");
        EXPECT_EQ(m_received[1][0].esp, false, "in clear");
        EXPECT_EQ(m_received[1][0].octets, 1000, "whole");
        EXPECT_EQ(m_received[1][0].drvSpi, DRV_SPI, "N35 with its tag");
        ASSERT_TRUE(m_received[2].size() == 1, "C gets one");
        EXPECT_EQ(m_received[2][0].tagged, true, "its own");
        ASSERT_TRUE(m_overheard.size() == 2, "and overhears both");
        for (const Seen& seen : m_overheard)
        {
            EXPECT_EQ(seen.esp, true, "as they are on the wire");
            EXPECT_EQ(seen.tagged, false, "without a mark");
        }
        EXPECT_EQ(Engine(2).GetCounters().rxArrived.packets, 1, "B's frame passes C's NIC by");
        EXPECT_EQ(Engine(2).Find(DRV_SPI)->received.packets, 1, "and counts nowhere there");
        for (uint32_t i = 0; i < 3; ++i)
        {
            Device(i)->GetPort().CheckInvariants();
        }
    }
};

/// Frame and gap.
class CsmaTimesTestCase : public NicCsmaTestCase
{
  public:
    CsmaTimesTestCase()
        : NicCsmaTestCase("a frame takes 18 octets more than IP, the next one 20 more to begin")
    {
    }

  private:
    void DoRun() override
    {
        Build();
        const uint32_t esp = SizesOf(MakeSa(0x1001)).GetEspLength(1000, 20);
        for (uint32_t i = 0; i < 5; ++i)
        {
            EXPECT_EQ(Send(0, 1, 1000), true, "taken");
        }
        EXPECT_EQ(Send(0, 1, 40, false), true, "a short one in clear");
        Simulator::Run();
        ASSERT_TRUE(m_received[1].size() == 6, "all arrive");
        for (uint32_t i = 0; i < 5; ++i)
        {
            EXPECT_EQ(m_received[1][i].time,
                      i * (esp + 38) * OCTET + (esp + 18) * OCTET + DELAY,
                      "Ethernet's rate");
        }
        EXPECT_EQ(m_received[1][5].time, 5 * (esp + 38) * OCTET + 64 * OCTET + DELAY, "padded");
        EXPECT_EQ(m_received[1][5].octets, 40, "padding is no part of IP");
        EXPECT_EQ(Engine(0).GetCounters().txWire.octets, 5 * (esp + 38) + 78, "octets of the wire");
    }
};

/// The ring while others have the channel.
class CsmaRingTestCase : public NicCsmaTestCase
{
  public:
    CsmaRingTestCase()
        : NicCsmaTestCase("the ring bounds what waits for the channel; two senders share it")
    {
    }

  private:
    void DoRun() override
    {
        NicProfile profile;
        profile.ringSize = 8;
        m_helper.SetNicProfile(profile);
        Build();
        // C keeps the channel busy first, then both compete.
        for (uint32_t i = 0; i < 8; ++i)
        {
            EXPECT_EQ(Send(2, 1, 1400, false), true, "C has room");
        }
        uint32_t taken = 0;
        Simulator::Schedule(MicroSeconds(3), [this, &taken] {
            for (uint32_t i = 0; i < 20; ++i)
            {
                taken += Send(0, 1, 1000) ? 1 : 0;
            }
        });
        Simulator::Run();
        EXPECT_EQ(taken, 8, "as many as the ring holds");
        EXPECT_EQ(m_received[1].size(), 16, "all that were taken arrive");
        const auto& drops = Engine(0).GetCounters().txDrops;
        EXPECT_EQ(drops[NicDrop::RING_FULL].packets, 12, "the others are counted");
        Device(0)->GetPort().CheckInvariants();
        Device(1)->GetPort().CheckInvariants();
    }
};

/// A queue disc above the ring.
class CsmaQueueDiscTestCase : public NicCsmaTestCase
{
  public:
    /// @param ringSize of the NIC
    explicit CsmaQueueDiscTestCase(uint32_t ringSize)
        : NicCsmaTestCase("a queue disc goes on whenever a ring of " + std::to_string(ringSize) +
                          " has room"),
          m_ringSize(ringSize)
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t PACKETS = 50;
        NicProfile profile;
        profile.ringSize = m_ringSize;
        m_helper.SetNicProfile(profile);
        m_helper.SetChannelAttribute("DataRate", StringValue(RATE));
        NodeContainer nodes(2);
        m_devices = m_helper.Install(nodes);
        InternetStackHelper().Install(nodes);
        TrafficControlHelper disc;
        disc.SetRootQueueDisc("ns3::FifoQueueDisc", "MaxSize", StringValue("1000p"));
        disc.Install(m_devices.Get(0));
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        const Ipv4InterfaceContainer interfaces = addresses.Assign(m_devices);
        const auto sender = Socket::CreateSocket(nodes.Get(0), UdpSocketFactory::GetTypeId());
        const auto receiver = Socket::CreateSocket(nodes.Get(1), UdpSocketFactory::GetTypeId());
        receiver->SetAttribute("RcvBufSize", UintegerValue(1'000'000));
        receiver->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
        sender->Connect(InetSocketAddress(interfaces.GetAddress(1), 9));
        // The first one alone asks for the address: ARP holds back no more than three packets.
        sender->Send(Create<Packet>(1000));
        Simulator::Schedule(MilliSeconds(100), [&] {
            for (uint32_t i = 1; i < PACKETS; ++i)
            {
                sender->Send(Create<Packet>(1000));
            }
        });
        Simulator::Run();
        uint32_t received = 0;
        while (receiver->Recv())
        {
            ++received;
        }
        EXPECT_EQ(received, PACKETS, "the disc kept what the ring could not");
        EXPECT_EQ(Engine(0).GetCounters().txDrops[NicDrop::RING_FULL].packets, 0, "no drop");
        Device(0)->GetPort().CheckInvariants();
    }

    uint32_t m_ringSize; //!< of the NIC
};

/// @ingroup ipsec-offload-tests
class NicCsmaTestSuite : public PicosecondTestSuite
{
  public:
    NicCsmaTestSuite()
        : PicosecondTestSuite("ipsec-nic-csma", TestSuite::Type::UNIT)
    {
        AddTestCase(new CsmaDecryptTestCase);
        AddTestCase(new CsmaTimesTestCase);
        AddTestCase(new CsmaRingTestCase);
        AddTestCase(new CsmaQueueDiscTestCase(1));
        AddTestCase(new CsmaQueueDiscTestCase(4));
    }
};

const NicCsmaTestSuite g_nicCsmaTestSuite; ///< registers the suite

} // namespace
