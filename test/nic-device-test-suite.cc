/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-test-support.h"

#include "ns3/any-ip-header.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/ipsec-tags.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/packet-descriptor-conversion.h"
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
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace nictest;

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
            const auto result = Engine(i).Install(0, MakeContext(drvSpi, config));
            NS_TEST_EXPECT_MSG_EQ((result == NicEngine::InstallResult::OK), true, "installed");
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
            Device(i)->GetNic()->CheckInvariants();
        }
        m_nodes = NodeContainer();
        m_devices = NetDeviceContainer();
        m_deliveries.clear();
        Simulator::Destroy();
    }

    /// @param reason why @return how many packets a NIC dropped for it
    uint32_t Drops(NicDrop reason)
    {
        return m_drops[reason];
    }

    IpsecNicHelper m_helper;            //!< what to install
    NodeContainer m_nodes;              //!< both nodes
    NetDeviceContainer m_devices;       //!< their devices
    std::vector<Delivery> m_deliveries; //!< at the second node
    uint32_t m_macDrops{0};             //!< MacTxDrop

  private:
    bool OnDelivery(Ptr<NetDevice> /* device */,
                    Ptr<const Packet> packet,
                    uint16_t etherType,
                    const Address& /* from */)
    {
        m_deliveries.push_back({ToPs(Simulator::Now()), packet, etherType});
        return true;
    }

    void OnDrop(Ptr<const Packet> /* packet */, NicDrop reason)
    {
        ++m_drops[reason];
    }

    void OnMacDrop(Ptr<const Packet> /* packet */)
    {
        ++m_macDrops;
    }

    std::map<NicDrop, uint32_t> m_drops; //!< by reason
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
        Device(1)->SetHistoryCallback(
            [&config](uint16_t drvSpi, TransformHistory& history)
            {
                return drvSpi == 7 &&
                       history.Add(
                           {config.destination, config.spi, IpsecProtocol::ESP, config.mode});
            });

        const Datagram datagram(m_ipv6, 700);
        const std::vector<uint8_t> clear = BytesOf(datagram.packet);
        Simulator::ScheduleNow([&] { SendTagged(datagram, 7); });
        Simulator::Run();

        const uint32_t espLength = SizesOf(config).GetEspLength(700, m_ipv6 ? 40 : 20);
        NS_TEST_ASSERT_MSG_EQ(m_deliveries.size(), 1, "delivered");
        const Delivery& delivery = m_deliveries[0];
        // 300 ns in the sender's NIC, frame with PPP's two octets at 80 ps each, 1 us, 500 ns
        NS_TEST_EXPECT_MSG_EQ(delivery.when,
                              300000 + (espLength + 2) * 80 + 1000000 + 500000,
                              "time");
        NS_TEST_EXPECT_MSG_EQ(delivery.etherType, datagram.etherType, "EtherType");
        NS_TEST_EXPECT_MSG_EQ((BytesOf(delivery.packet) == clear), true, "same bytes as sent");
        IpsecRxTag tag;
        NS_TEST_ASSERT_MSG_EQ(delivery.packet->PeekPacketTag(tag), true, "receive tag");
        NS_TEST_EXPECT_MSG_EQ(tag.GetDrvSpi(), 7, "names the SA");
        NS_TEST_ASSERT_MSG_EQ(tag.GetHistory().IsEmpty(), false, "history");
        NS_TEST_EXPECT_MSG_EQ(tag.GetHistory().begin()->spi, 0x1001, "SPI in the history");
        IpsecTxTag transmit;
        NS_TEST_EXPECT_MSG_EQ(delivery.packet->PeekPacketTag(transmit), false, "tag consumed");
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
        NS_TEST_ASSERT_MSG_EQ(file.Fail(), false, "one packet in the capture");
        NS_TEST_EXPECT_MSG_EQ(original, espLength + 2, "octets behind PPP");
        NS_TEST_EXPECT_MSG_EQ(+bytes[2 + (m_ipv6 ? 6 : 9)], 50, "protocol ESP");
        const uint8_t* esp = bytes.data() + 2 + (m_ipv6 ? 40 : 20);
        NS_TEST_EXPECT_MSG_EQ(+esp[2], 0x10, "SPI");
        NS_TEST_EXPECT_MSG_EQ(+esp[3], 0x01, "SPI");
        NS_TEST_EXPECT_MSG_EQ(+esp[7], 1, "first sequence number");
    }

    EspCrypto m_crypto; //!< kind of crypto
    bool m_tunnel;      //!< mode
    bool m_ipv6;        //!< family
};

/// The suite.
class NicDeviceTestSuite : public TestSuite
{
  public:
    NicDeviceTestSuite()
        : TestSuite("nic-device", TestSuite::Type::UNIT)
    {
        for (const EspCrypto crypto: {CRYPTO_MODELLED, CRYPTO_REAL})
        {
            for (const bool tunnel: {false, true})
            {
                for (const bool ipv6: {false, true})
                {
                    AddTestCase(new RoundTripTestCase(crypto, tunnel, ipv6));
                }
            }
        }
    }
};

NicDeviceTestSuite g_nicDeviceTestSuite; //!< registers the suite

} // namespace
