/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/crypto-kinds.h"
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/drop-tail-queue.h"
#include "ns3/enum.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/ipsec-tags.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/pcap-file.h"
#include "ns3/point-to-point-channel.h"
#include "ns3/ppp-header.h"
#include "ns3/queue-disc.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/udp-header.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// A whole datagram of either family with a UDP header and a recognizable payload.
struct Datagram
{
    /// @param ipv6 family @param length octets
    Datagram(bool ipv6, uint32_t length)
        : etherType(ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4)
    {
        std::vector<uint8_t> bytes(length - (ipv6 ? 40 : 20) - 8);
        for (size_t i = 0; i < bytes.size(); ++i)
        {
            bytes[i] = static_cast<uint8_t>(i * 7 + 1);
        }
        packet = Create<Packet>(bytes.data(), static_cast<uint32_t>(bytes.size()));
        UdpHeader udp;
        udp.SetSourcePort(1000);
        udp.SetDestinationPort(2000);
        packet->AddHeader(udp);
        if (ipv6)
        {
            Ipv6Header header;
            header.SetSource(Ipv6Address("fd00::1"));
            header.SetDestination(Ipv6Address("fd00::2"));
            header.SetNextHeader(17);
            header.SetHopLimit(64);
            AddIpHeader(packet, header);
        }
        else
        {
            Ipv4Header header;
            header.SetSource(Ipv4Address("10.0.0.1"));
            header.SetDestination(Ipv4Address("10.0.0.2"));
            header.SetProtocol(17);
            header.SetTtl(64);
            AddIpHeader(packet, header);
        }
    }

    Ptr<Packet> packet; //!< header in front
    uint16_t etherType; //!< its EtherType
};

/// @param packet a packet @return its octets
std::vector<uint8_t>
BytesOf(const Ptr<const Packet>& packet)
{
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), static_cast<uint32_t>(bytes.size()));
    return bytes;
}

/// Two nodes with a link of 100 Gbit/s between their IPsec NICs, and what went up at the second
/// one.
class DeviceTestCase : public TestCase
{
  public:
    /// @param name with rule numbers
    explicit DeviceTestCase(const std::string& name)
        : TestCase(name)
    {
    }

  protected:
    /// A packet that a device delivered.
    struct Delivery
    {
        Ps when;                  //!< time
        Ptr<const Packet> packet; //!< as it went up
        uint16_t etherType;       //!< and its EtherType
    };

    /// Set default values, then call this.
    void Build()
    {
        m_helper.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
        m_helper.SetDeviceAttribute("Mtu", UintegerValue(9000));
        m_nodes.Create(2);
        m_devices = m_helper.Install(m_nodes);
        for (uint32_t i = 0; i < 2; ++i)
        {
            Device(i)->Configure();
            Device(i)->TraceConnectWithoutContext("NicDrop",
                                                  MakeCallback(&DeviceTestCase::OnDrop, this));
            Device(i)->TraceConnectWithoutContext("MacTxDrop",
                                                  MakeCallback(&DeviceTestCase::OnMacDrop, this));
        }
    }

    /// Take what the second device delivers.
    void Listen()
    {
        Device(1)->SetReceiveCallback(MakeCallback(&DeviceTestCase::OnDelivery, this));
    }

    /// @param i 0 or 1 @return its device
    Ptr<IpsecPointToPointNetDevice> Device(uint32_t i) const
    {
        return DynamicCast<IpsecPointToPointNetDevice>(m_devices.Get(i));
    }

    /// @param i 0 or 1 @return the data path of its NIC
    NicEngine& Engine(uint32_t i) const
    {
        return Device(i)->GetNic()->GetEngine();
    }

    /// @param config an SA @param drvSpi its name at both NICs
    void InstallAt(const SaConfig& config, uint16_t drvSpi)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            EXPECT_EQ(Engine(i).Install(0, MakeContext(drvSpi, config)),
                      NicEngine::InstallResult::OK,
                      "installed");
        }
    }

    /// @param datagram what @param drvSpi its tag or 0 @return what Send() said
    bool SendTagged(const Datagram& datagram, uint16_t drvSpi)
    {
        if (drvSpi != 0)
        {
            IpsecTxTag tag(drvSpi);
            datagram.packet->ReplacePacketTag(tag);
        }
        return Device(0)->Send(datagram.packet, Device(0)->GetBroadcast(), datagram.etherType);
    }

    /// Put a frame on the second device's wire. @param frame without PPP header @param etherType
    /// its
    void Inject(const Ptr<const Packet>& frame, uint16_t etherType)
    {
        Ptr<Packet> packet = frame->Copy();
        PppHeader ppp;
        ppp.SetProtocol(etherType == ETHERTYPE_IPV6 ? 0x0057 : 0x0021);
        packet->AddHeader(ppp);
        Device(1)->Receive(packet);
    }

    /// Assert all identities, then end.
    void Finish()
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            Device(i)->GetPort().CheckInvariants();
        }
        m_nodes = NodeContainer();
        m_devices = NetDeviceContainer();
        m_deliveries.clear();
        m_drops.clear();
        m_macDrops = 0;
        Simulator::Destroy();
    }

    // NOLINTBEGIN(performance-unnecessary-value-param): ns-3's callbacks take them so

    /// Trace sink.
    void OnMacDrop(Ptr<const Packet> /* packet */)
    {
        ++m_macDrops;
    }

    /// Trace sink: m_onPhyTxBegin is run.
    void OnPhyTxBegin(Ptr<const Packet> /* packet */)
    {
        m_onPhyTxBegin();
    }

    /// Trace sink: m_onSniffer is run. @param packet what was seen
    void OnSniffer(Ptr<const Packet> packet)
    {
        m_onSniffer(packet);
    }

    // NOLINTEND(performance-unnecessary-value-param)

    /// @param direction of the packets @param reason why @return how many a NIC dropped for it
    uint32_t Drops(IpsecDirection direction, NicDrop reason)
    {
        return m_drops[{direction, reason}];
    }

    IpsecNicHelper m_helper;                                        //!< what to install
    NodeContainer m_nodes;                                          //!< both nodes
    NetDeviceContainer m_devices;                                   //!< their devices
    std::vector<Delivery> m_deliveries;                             //!< at the second node
    uint32_t m_macDrops{0};                                         //!< MacTxDrop
    std::map<std::pair<IpsecDirection, NicDrop>, uint32_t> m_drops; //!< by direction and reason
    std::function<void()> m_onPhyTxBegin; //!< run when a packet starts on the wire
    std::function<void(const Ptr<const Packet>&)> m_onSniffer; //!< run for what a trace shows

  private:
    // NOLINTBEGIN(performance-unnecessary-value-param): ns-3's callbacks take them so

    bool OnDelivery(Ptr<NetDevice> /* device */,
                    Ptr<const Packet> packet,
                    uint16_t etherType,
                    const Address& /* from */)
    {
        m_deliveries.push_back({ToPs(Simulator::Now()), packet, etherType});
        return true;
    }

    void OnDrop(Ptr<const Packet> /* packet */, NicDrop reason, IpsecDirection direction)
    {
        ++m_drops[{direction, reason}];
    }

    // NOLINTEND(performance-unnecessary-value-param)
};

/// One datagram through two NICs, for each crypto, mode and family.
class RoundTripTestCase : public DeviceTestCase
{
  public:
    /// @param crypto Modelled or Real @param tunnel mode @param ipv6 family
    RoundTripTestCase(EspCrypto crypto, bool tunnel, bool ipv6)
        : DeviceTestCase(std::string("N26 N33 R156 R159 R145 one datagram through two NICs, ") +
                         (crypto == CRYPTO_REAL ? "real, " : "modelled, ") +
                         (tunnel ? "tunnel, " : "transport, ") + (ipv6 ? "IPv6" : "IPv4")),
          m_crypto(crypto),
          m_tunnel(tunnel),
          m_ipv6(ipv6)
    {
    }

  private:
    void DoRun() override
    {
        m_helper.SetDeviceAttribute("Crypto", EnumValue(m_crypto));
        m_helper.SetNicAttribute("TxLatency", TimeValue(NanoSeconds(300)));
        m_helper.SetNicAttribute("RxLatency", TimeValue(NanoSeconds(500)));
        m_helper.SetChannelAttribute("Delay", TimeValue(NanoSeconds(1000)));
        Build();
        Listen();
        const std::string pcap = CreateTempDirFilename("nic-device.pcap");
        m_helper.EnablePcap(pcap, Device(0), true, true);

        SaConfig config = m_ipv6 ? MakeSa(0x1001, "fd00::1", "fd00::2") : MakeSa(0x1001);
        config.mode = m_tunnel ? IpsecMode::TUNNEL : IpsecMode::TRANSPORT;
        InstallAt(config, 7);
        Device(1)->GetPort().SetHistoryCallback([&config](uint16_t drvSpi,
                                                          TransformHistory& history) {
            return drvSpi == 7 &&
                   history.Add({config.destination, config.spi, IpsecProtocol::ESP, config.mode});
        });

        const Datagram datagram(m_ipv6, 700);
        const std::vector<uint8_t> clear = BytesOf(datagram.packet);
        Simulator::ScheduleNow([&] { SendTagged(datagram, 7); });
        Simulator::Run();

        const uint32_t espLength = SizesOf(config).GetEspLength(700, m_ipv6 ? 40 : 20);
        ASSERT_TRUE(m_deliveries.size() == 1, "delivered");
        const Delivery& delivery = m_deliveries[0];
        // 300 ns in the sender's NIC, frame with PPP's two octets at 80 ps each, 1 us, 500 ns
        EXPECT_EQ(delivery.when, 300000 + (espLength + 2) * 80 + 1000000 + 500000, "time");
        EXPECT_EQ(delivery.etherType, datagram.etherType, "EtherType");
        EXPECT_EQ((BytesOf(delivery.packet) == clear), true, "same bytes as sent");
        IpsecRxTag tag;
        ASSERT_TRUE(delivery.packet->PeekPacketTag(tag), "receive tag");
        EXPECT_EQ(tag.GetDrvSpi(), 7, "names the SA");
        ASSERT_TRUE(!tag.GetHistory().IsEmpty(), "history");
        EXPECT_EQ(tag.GetHistory().begin()->spi, 0x1001, "SPI in the history");
        IpsecTxTag transmit;
        EXPECT_EQ(delivery.packet->PeekPacketTag(transmit), false, "tag consumed");
        Finish();
        CheckPcap(pcap, espLength);
    }

    /// The capture shows ESP only. @param name of the file @param espLength octets
    void CheckPcap(const std::string& name, uint32_t espLength)
    {
        // The file is written when nothing holds the device any more.
        PcapFile file;
        file.Open(name, std::ios::in);
        std::array<uint8_t, 2048> bytes{};
        uint32_t seconds = 0;
        uint32_t fraction = 0;
        uint32_t included = 0;
        uint32_t original = 0;
        uint32_t read = 0;
        file.Read(bytes.data(),
                  static_cast<uint32_t>(bytes.size()),
                  seconds,
                  fraction,
                  included,
                  original,
                  read);
        ASSERT_TRUE(!file.Fail(), "one packet in the capture");
        EXPECT_EQ(original, espLength + 2, "octets behind PPP");
        EXPECT_EQ(+bytes[2 + (m_ipv6 ? 6 : 9)], 50, "protocol ESP");
        const uint8_t* esp = bytes.data() + 2 + (m_ipv6 ? 40 : 20);
        EXPECT_EQ(+esp[2], 0x10, "SPI");
        EXPECT_EQ(+esp[3], 0x01, "SPI");
        EXPECT_EQ(+esp[7], 1, "first sequence number");
    }

    EspCrypto m_crypto; //!< kind of crypto
    bool m_tunnel;      //!< mode
    bool m_ipv6;        //!< family
};

/// One test of the device: a name and a method.
class DeviceTest : public DeviceTestCase
{
  public:
    /// A test's body.
    using Body = void (DeviceTest::*)();

    /// @param name with rule numbers @param body what to do
    DeviceTest(const std::string& name, Body body)
        : DeviceTestCase(name),
          m_body(body)
    {
    }

    void ExactTimes();
    void RingFull();
    void TransmitDrops();
    void ReceiveDrops();
    void HardLimits();
    void ForeignTags();
    void NoHistory();
    void LateHistory();
    void ErrorsGoUp();
    void Order();
    void Views();
    void NewKeys();
    void NoLink();
    void EndWithPackets();
    void NoDiscByDefault();
    void BackPressure();
    void Burst(bool withDisc);

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

void
DeviceTest::ExactTimes()
{
    Build();
    const SaConfig config = MakeSa(0x1001);
    InstallAt(config, 3);
    const EspSizes sizes = SizesOf(config);

    constexpr uint32_t COUNT = 1'000'000;
    const Datagram tagged(false, 500);
    uint32_t sent = 0;
    uint64_t octets = 0; // on the wire, up to and with the packets sent
    std::deque<Ps> expected;
    const auto sendOne = [&] {
        if (sent == COUNT)
        {
            return;
        }
        // Ethernet's overhead is 38 octets; an octet takes 80 ps at 100 Gbit/s.
        expected.push_back(static_cast<Ps>(octets * 80));
        const uint32_t length = 66 + static_cast<uint32_t>(uint64_t{sent} * 7919 % 1435);
        if (sent % 10 == 0)
        {
            Datagram copy = tagged;
            copy.packet = tagged.packet->Copy();
            octets += sizes.GetEspLength(500, 20) + 38;
            SendTagged(copy, 3);
        }
        else
        {
            octets += length + 38;
            Device(0)->Send(Create<Packet>(length), Device(0)->GetBroadcast(), ETHERTYPE_IPV4);
        }
        ++sent;
    };
    uint32_t begun = 0;
    Ps worst = 0;
    m_onPhyTxBegin = [&] {
        ++begun;
        worst = std::max(worst, std::abs(ToPs(Simulator::Now()) - expected.front()));
        expected.pop_front();
        sendOne();
    };
    Device(0)->TraceConnectWithoutContext("PhyTxBegin",
                                          MakeCallback(&DeviceTest::OnPhyTxBegin, this));
    Simulator::ScheduleNow([&] {
        for (int i = 0; i < 5; ++i)
        {
            sendOne();
        }
    });
    Simulator::Run();
    EXPECT_EQ(begun, COUNT, "all packets left");
    EXPECT_EQ(worst <= 1, true, "each within a picosecond");
    EXPECT_EQ(std::abs(Engine(0).GetMac().GetFreeAt() - static_cast<Ps>(octets * 80)) <= 1,
              true,
              "and all together");
    EXPECT_EQ(Device(0)->GetQueue()->GetTotalReceivedPackets(), COUNT, "through the base class");
    Finish();
}

void
DeviceTest::RingFull()
{
    m_helper.SetNicAttribute("RingSize", UintegerValue(4));
    Build();
    Listen();
    uint32_t accepted = 0;
    Simulator::ScheduleNow([&] {
        for (int i = 0; i < 10; ++i)
        {
            accepted += SendTagged(Datagram(false, 1000), 0) ? 1 : 0;
        }
    });
    Simulator::Run();
    EXPECT_EQ(accepted, 5, "one on the wire, four in the ring");
    EXPECT_EQ(Drops(IpsecDirection::OUT, NicDrop::RING_FULL), 5, "the rest");
    EXPECT_EQ(m_macDrops, 5, "as any ns-3 device tells it");
    EXPECT_EQ(m_deliveries.size(), 5, "arrived");
    EXPECT_EQ(Device(0)->IsLinkUp(), true, "the link was never down");
    Finish();
}

void
DeviceTest::TransmitDrops()
{
    m_helper.SetDeviceAttribute("WireMtu", UintegerValue(1500));
    Build();
    Listen();
    InstallAt(MakeSa(0x1001), 3);
    Simulator::ScheduleNow([&] {
        EXPECT_EQ(SendTagged(Datagram(false, 100), 4), false, "N30 unknown");
        EXPECT_EQ(SendTagged(Datagram(false, 1490), 3), false, "its ESP form is too long");
        Datagram fragment(false, 100);
        Ipv4Header header;
        fragment.packet->RemoveHeader(header);
        header.SetMoreFragments();
        fragment.packet->AddHeader(header);
        EXPECT_EQ(SendTagged(fragment, 3), false, "N29 a fragment");
        Datagram alien(false, 100);
        alien.etherType = 0x0806;
        EXPECT_EQ(SendTagged(alien, 3), false, "what is no IP");
        EXPECT_EQ(SendTagged(Datagram(false, 100), 2), true, "N27 bypass");
    });
    Simulator::Run();
    EXPECT_EQ(Drops(IpsecDirection::OUT, NicDrop::UNKNOWN_DRV_SPI), 1, "reason");
    EXPECT_EQ(Drops(IpsecDirection::OUT, NicDrop::TOO_BIG), 1, "reason");
    EXPECT_EQ(Drops(IpsecDirection::OUT, NicDrop::TAGGED_FRAGMENT), 2, "reason");
    EXPECT_EQ(m_macDrops, 4, "as any ns-3 device tells it");
    EXPECT_EQ(m_deliveries.size(), 1, "nothing leaked in clear");
    Finish();
}

void
DeviceTest::ReceiveDrops()
{
    for (const EspCrypto crypto : tests::CryptoKinds())
    {
        m_helper.SetDeviceAttribute("Crypto", EnumValue(crypto));
        Build();
        Listen();
        SaConfig config = MakeSa(0x1001);
        config.replayWindow = 64;
        InstallAt(config, 3);
        std::vector<Ptr<const Packet>> wire;
        m_onSniffer = [&](const Ptr<const Packet>& packet) {
            const Ptr<Packet> frame = packet->Copy();
            PppHeader ppp;
            frame->RemoveHeader(ppp);
            wire.emplace_back(frame);
        };
        Device(0)->TraceConnectWithoutContext("Sniffer",
                                              MakeCallback(&DeviceTest::OnSniffer, this));
        Simulator::ScheduleNow([&] { SendTagged(Datagram(false, 200), 3); });
        Simulator::Run();
        ASSERT_TRUE(wire.size() == 1 && m_deliveries.size() == 1, "one packet");

        Inject(wire[0], ETHERTYPE_IPV4);
        EXPECT_EQ(Drops(IpsecDirection::IN, NicDrop::REPLAY), 1, "the same again");
        // Another sequence number under the old ICV, in the octet at IP + 4 + 3.
        std::vector<uint8_t> bytes = BytesOf(wire[0]);
        bytes[27] = 9;
        const auto forged = Create<Packet>(bytes.data(), static_cast<uint32_t>(bytes.size()));
        Inject(forged, ETHERTYPE_IPV4);
        EXPECT_EQ(Drops(IpsecDirection::IN, NicDrop::ICV), 1, "forged");
        // An SA that nobody knows, and a damaged header of a fragment, are for software.
        bytes[23] = 0x77;
        const auto unknown = Create<Packet>(bytes.data(), static_cast<uint32_t>(bytes.size()));
        Inject(unknown, ETHERTYPE_IPV4);
        EXPECT_EQ(m_deliveries.size(), 2, "N33 handed up as it came");
        EXPECT_EQ(m_deliveries.back().packet->GetSize(), bytes.size(), "with its ESP");
        EXPECT_EQ(Engine(1).GetCounters().rxDrops.Total().packets, 2, "counted");
        Finish();
    }
}

void
DeviceTest::HardLimits()
{
    Build();
    SaConfig config = MakeSa(0x1001);
    for (uint32_t i = 0; i < 2; ++i)
    {
        config.hard.packets = i == 0 ? 5 : 2;
        SaContext context = MakeContext(3, config);
        context.enforceLimits = true;
        EXPECT_EQ(Engine(i).Install(0, context), NicEngine::InstallResult::OK, "installed");
    }
    Simulator::ScheduleNow([&] {
        for (uint32_t i = 0; i < 9; ++i)
        {
            SendTagged(Datagram(false, 200), 3);
        }
    });
    Simulator::Run();
    EXPECT_EQ(Drops(IpsecDirection::OUT, NicDrop::HARD_LIMIT), 4, "of 9 the sender's NIC takes 5");
    EXPECT_EQ(Drops(IpsecDirection::IN, NicDrop::HARD_LIMIT), 3, "of 5 the receiver's NIC takes 2");
    EXPECT_EQ(m_macDrops, 4, "what arrived is no drop of the transmit side");
    Finish();
}

void
DeviceTest::ForeignTags()
{
    Build();
    Listen();
    const Datagram datagram(false, 300);
    TransformHistory history;
    history.Add({Ip("10.0.0.2"), 0x1001, IpsecProtocol::ESP, IpsecMode::TRANSPORT});
    IpsecRxTag received(3, history);
    IpsecInTag undone(history);
    IpsecTxTag transmit(3);
    const Ptr<Packet> packet = datagram.packet->Copy();
    packet->AddPacketTag(received);
    packet->AddPacketTag(undone);
    packet->AddPacketTag(transmit);
    Inject(packet, ETHERTYPE_IPV4);
    ASSERT_TRUE(m_deliveries.size() == 1, "delivered");
    const auto& delivered = m_deliveries[0].packet;
    EXPECT_EQ(delivered->PeekPacketTag(received), false, "a neighbor's receive tag");
    EXPECT_EQ(delivered->PeekPacketTag(undone), false, "a neighbor's software mark");
    EXPECT_EQ(delivered->PeekPacketTag(transmit), false, "a neighbor's transmit tag");

    // Nor does it let its own node's marks out.
    std::vector<bool> marked;
    m_onSniffer = [&](const Ptr<const Packet>& sniffed) {
        IpsecRxTag tag;
        marked.push_back(sniffed->PeekPacketTag(tag));
    };
    Device(0)->TraceConnectWithoutContext("Sniffer", MakeCallback(&DeviceTest::OnSniffer, this));
    datagram.packet->AddPacketTag(received);
    SendTagged(datagram, 0);
    Simulator::Run();
    ASSERT_TRUE(marked.size() == 1, "sent");
    EXPECT_EQ(marked[0], false, "on the wire");
    Finish();
}

void
DeviceTest::ErrorsGoUp()
{
    m_helper.SetNicAttribute("ErrorAction", StringValue("Pass"));
    Build();
    Listen();
    SaConfig config = MakeSa(0x1001);
    config.replayWindow = 64;
    InstallAt(config, 3);
    Device(1)->GetPort().SetHistoryCallback([](uint16_t, TransformHistory&) { return true; });
    Ptr<Packet> onWire;
    m_onSniffer = [&](const Ptr<const Packet>& sniffed) {
        onWire = sniffed->Copy();
        PppHeader ppp;
        onWire->RemoveHeader(ppp);
    };
    Device(0)->TraceConnectWithoutContext("Sniffer", MakeCallback(&DeviceTest::OnSniffer, this));
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    ASSERT_TRUE(onWire != nullptr, "sent");
    Inject(onWire, ETHERTYPE_IPV4); // again
    Simulator::Run();
    ASSERT_TRUE(m_deliveries.size() == 2, "both go up");
    IpsecRxTag tag;
    ASSERT_TRUE(m_deliveries[0].packet->PeekPacketTag(tag), "the first one with its tag");
    EXPECT_EQ(tag.GetSyndrome(), NicDrop::NONE, "in clear");
    ASSERT_TRUE(m_deliveries[1].packet->PeekPacketTag(tag), "N34 the second one, too");
    EXPECT_EQ(tag.GetSyndrome(), NicDrop::REPLAY, "N34 with its syndrome");
    EXPECT_EQ(tag.GetDrvSpi(), 3, "of its SA");
    EXPECT_EQ(BytesOf(m_deliveries[1].packet) == BytesOf(onWire), true, "as it was on the wire");
    Finish();
}

void
DeviceTest::NoHistory()
{
    Build();
    Listen();
    InstallAt(MakeSa(0x1001), 3);
    bool known = false;
    Device(1)->GetPort().SetHistoryCallback(
        [&known](uint16_t, TransformHistory&) { return known; });
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    known = true;
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    ASSERT_TRUE(m_deliveries.size() == 2, "delivered");
    IpsecRxTag tag;
    EXPECT_EQ(m_deliveries[0].packet->PeekPacketTag(tag), false, "N36 plain text to the stack");
    EXPECT_EQ(m_deliveries[1].packet->PeekPacketTag(tag), true, "R159 known");
    EXPECT_EQ(tag.GetHistory().IsEmpty(), true, "R160 what the kernel gave");
    Finish();
}

void
DeviceTest::LateHistory()
{
    m_helper.SetNicAttribute("RxLatency", TimeValue(MicroSeconds(2)));
    Build();
    Listen();
    InstallAt(MakeSa(0x1001), 3);
    std::vector<Ps> asked;
    Device(1)->GetPort().SetHistoryCallback([&asked](uint16_t, TransformHistory&) {
        asked.push_back(ToPs(Simulator::Now()));
        return asked.size() > 1; // it is gone by then, and there again
    });
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    ASSERT_TRUE(m_deliveries.size() == 2 && asked.size() == 2, "delivered");
    IpsecRxTag tag;
    for (size_t i = 0; i < 2; ++i)
    {
        EXPECT_EQ(asked[i],
                  m_deliveries[i].when,
                  "R159 when it goes up, 2 us after it has arrived");
        EXPECT_EQ(m_deliveries[i].packet->PeekPacketTag(tag), i == 1, "R159 known then");
    }
    Finish();
}

void
DeviceTest::Order()
{
    m_helper.SetNicAttribute("TxLatency", TimeValue(MicroSeconds(3)));
    m_helper.SetNicAttribute("RxLatency", TimeValue(MicroSeconds(2)));
    Build();
    Listen();
    InstallAt(MakeSa(0x1001), 3);
    Simulator::ScheduleNow([&] {
        for (uint32_t i = 0; i < 20; ++i)
        {
            SendTagged(Datagram(false, 100 + i), i % 3 == 0 ? 3 : 0);
        }
    });
    Simulator::Run();
    ASSERT_TRUE(m_deliveries.size() == 20, "delivered");
    for (uint32_t i = 0; i < 20; ++i)
    {
        EXPECT_EQ(m_deliveries[i].packet->GetSize(), 100 + i, "in order");
        EXPECT_EQ(i == 0 || m_deliveries[i].when >= m_deliveries[i - 1].when, true, "in time");
    }
    EXPECT_EQ(m_deliveries[0].when > Ps{5'000'000}, true, "both latencies");
    Finish();
}

void
DeviceTest::Views()
{
    Build();
    Listen();
    const SaConfig config = MakeSa(0x1001);
    InstallAt(config, 3);
    const uint32_t espLength = SizesOf(config).GetEspLength(400, 20);
    std::vector<uint32_t> sniffed;
    m_onSniffer = [&](const Ptr<const Packet>& packet) { sniffed.push_back(packet->GetSize()); };
    for (const char* trace : {"Sniffer", "MacRx", "PhyRxEnd"})
    {
        Device(1)->TraceConnectWithoutContext(trace, MakeCallback(&DeviceTest::OnSniffer, this));
    }
    for (const char* trace : {"MacTx", "Sniffer", "PhyTxBegin", "PhyTxEnd"})
    {
        Device(0)->TraceConnectWithoutContext(trace, MakeCallback(&DeviceTest::OnSniffer, this));
    }
    SendTagged(Datagram(false, 400), 3);
    Simulator::Run();
    ASSERT_TRUE(sniffed.size() == 7, "all traces of both devices");
    for (const uint32_t length : sniffed)
    {
        EXPECT_EQ(length, espLength + 2, "show ESP behind PPP");
    }
    EXPECT_EQ(m_deliveries.at(0).packet->GetSize(), 400, "the stack gets the clear packet");
    Finish();
}

void
DeviceTest::NewKeys()
{
    m_helper.SetDeviceAttribute("Crypto", EnumValue(CRYPTO_REAL));
    Build();
    Listen();
    const auto install = [this](uint64_t cookie, uint8_t key) {
        SaConfig config = MakeSa(0x1001);
        config.key[0] = key;
        SaContext context = MakeContext(3, config);
        context.cookie = cookie;
        for (uint32_t i = 0; i < 2; ++i)
        {
            Engine(i).Remove(0, 3);
            Engine(i).Install(0, context);
        }
    };
    install(1, 11);
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    install(2, 22);
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    EXPECT_EQ(m_deliveries.size(), 2, "both ends took the new key");
    // Only one end has it: the packet must not verify.
    SaConfig config = MakeSa(0x1001);
    config.key[0] = 33;
    SaContext context = MakeContext(3, config);
    context.cookie = 3;
    Engine(1).Remove(0, 3);
    Engine(1).Install(0, context);
    SendTagged(Datagram(false, 300), 3);
    Simulator::Run();
    EXPECT_EQ(Drops(IpsecDirection::IN, NicDrop::ICV), 1, "the old key is not used any more");
    Finish();
}

void
DeviceTest::NoLink()
{
    Build();
    const auto lonely = CreateObject<IpsecPointToPointNetDevice>();
    lonely->SetAddress(Device(0)->GetAddress());
    lonely->SetQueue(CreateObject<DropTailQueue<Packet>>());
    m_nodes.Get(0)->AddDevice(lonely);
    lonely->TraceConnectWithoutContext("MacTxDrop", MakeCallback(&DeviceTest::OnMacDrop, this));
    EXPECT_EQ(lonely->Send(Create<Packet>(100), lonely->GetBroadcast(), ETHERTYPE_IPV4),
              false,
              "no channel");
    EXPECT_EQ(m_macDrops, 1, "told");
    EXPECT_EQ(lonely->GetObject<IpsecNic>() == lonely->GetNic(), true, "the NIC is aggregated");
    Finish();
}

void
DeviceTest::EndWithPackets()
{
    m_helper.SetNicAttribute("TxLatency", TimeValue(MicroSeconds(3)));
    m_helper.SetNicAttribute("RxLatency", TimeValue(MicroSeconds(2)));
    Build();
    InstallAt(MakeSa(0x1001), 3);
    Simulator::ScheduleNow([&] {
        for (uint32_t i = 0; i < 20; ++i)
        {
            SendTagged(Datagram(false, 1400), 3);
        }
    });
    Simulator::Stop(NanoSeconds(5200)); // some wait, some are in the far NIC
    Simulator::Run();
    EXPECT_EQ(Engine(1).GetCounters().rxArrived.packets > 0, true, "some arrived");
    EXPECT_EQ(Engine(0).GetRingOccupancy(ToPs(Simulator::Now())) > 0, true, "some wait");
    Finish();
}

void
DeviceTest::NoDiscByDefault()
{
    Build();
    InternetStackHelper().Install(m_nodes);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    addresses.Assign(m_devices);
    Simulator::Run();
    const auto trafficControl = m_nodes.Get(0)->GetObject<TrafficControlLayer>();
    EXPECT_EQ(trafficControl->GetRootQueueDiscOnDevice(m_devices.Get(0)) == nullptr,
              true,
              "FreeBSD has none");
    Finish();
}

void
DeviceTest::Burst(bool withDisc)
{
    m_helper.SetNicAttribute("RingSize", UintegerValue(16));
    Build();
    InternetStackHelper().Install(m_nodes);
    if (withDisc)
    {
        TrafficControlHelper disc;
        disc.SetRootQueueDisc("ns3::FifoQueueDisc", "MaxSize", StringValue("1000p"));
        disc.Install(m_devices.Get(0));
    }
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    const Ipv4InterfaceContainer interfaces = addresses.Assign(m_devices);
    const auto sender = Socket::CreateSocket(m_nodes.Get(0), UdpSocketFactory::GetTypeId());
    const auto receiver = Socket::CreateSocket(m_nodes.Get(1), UdpSocketFactory::GetTypeId());
    receiver->SetAttribute("RcvBufSize", UintegerValue(1'000'000));
    receiver->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
    sender->Connect(InetSocketAddress(interfaces.GetAddress(1), 9));
    Simulator::Schedule(MicroSeconds(1), [&] {
        for (int i = 0; i < 500; ++i)
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
    const auto disc = m_nodes.Get(0)->GetObject<TrafficControlLayer>()->GetRootQueueDiscOnDevice(
        m_devices.Get(0));
    if (withDisc)
    {
        ASSERT_TRUE(disc != nullptr, "the user's");
        EXPECT_EQ(received, 500, "the disc kept what the ring could not");
        EXPECT_EQ(Drops(IpsecDirection::OUT, NicDrop::RING_FULL), 0, "so the ring dropped nothing");
        EXPECT_EQ(disc->GetStats().nTotalEnqueuedPackets, 500, "all went through it");
        EXPECT_EQ(disc->GetNPackets(), 0, "none is left");
    }
    else
    {
        EXPECT_EQ(received, 17, "one on the wire, 16 in the ring");
        EXPECT_EQ(Drops(IpsecDirection::OUT, NicDrop::RING_FULL), 483, "the rest");
        EXPECT_EQ(m_macDrops, 483, "as any ns-3 device tells it");
    }
    Finish();
}

void
DeviceTest::BackPressure()
{
    Burst(true);
    Burst(false);
}

/// The suite.
class NicDeviceTestSuite : public PicosecondTestSuite
{
  public:
    NicDeviceTestSuite()
        : PicosecondTestSuite("ipsec-nic-device", TestSuite::Type::UNIT)
    {
        for (const EspCrypto crypto : tests::CryptoKinds())
        {
            for (const bool tunnel : {false, true})
            {
                for (const bool ipv6 : {false, true})
                {
                    AddTestCase(new RoundTripTestCase(crypto, tunnel, ipv6));
                }
            }
        }
        const auto add = [this](const std::string& name, DeviceTest::Body body) {
            AddTestCase(new DeviceTest(name, body));
        };
        add("a million packets leave in the exact time", &DeviceTest::ExactTimes);
        add("the ring is the one bound on packets before the wire", &DeviceTest::RingFull);
        add("N27 N29 N30 what cannot be encrypted is dropped", &DeviceTest::TransmitDrops);
        add("N33 N34 replayed, forged and unknown ESP", &DeviceTest::ReceiveDrops);
        add("R202 a drop for a hard limit tells its direction", &DeviceTest::HardLimits);
        add("tags of other nodes are not believed", &DeviceTest::ForeignTags);
        add("N34 failed packets go up as they came, with a syndrome", &DeviceTest::ErrorsGoUp);
        add("N36 R159 R160 no tag without a history", &DeviceTest::NoHistory);
        add("R159 the kernel is asked for the history when a packet goes up",
            &DeviceTest::LateHistory);
        add("clear and decrypted packets go up in order", &DeviceTest::Order);
        add("N26 traces and sniffers see ESP", &DeviceTest::Views);
        if (tests::CryptoKinds().size() > 1) // keys matter to Real only
        {
            add("R21 a drv_spi used again has new keys", &DeviceTest::NewKeys);
        }
        add("without a channel everything is dropped", &DeviceTest::NoLink);
        add("a simulation may end with packets under way", &DeviceTest::EndWithPackets);
        add("no queue disc by default", &DeviceTest::NoDiscByDefault);
        add("a user's queue disc gets back-pressure", &DeviceTest::BackPressure);
    }
};

NicDeviceTestSuite g_nicDeviceTestSuite; //!< registers the suite

} // namespace
