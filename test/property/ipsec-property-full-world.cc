/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-property-world.h"

#include "ns3/data-rate.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-layer.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4.h"
#include "ns3/node-container.h"
#include "ns3/ppp-header.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/udp-header.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <array>
#include <map>
#include <utility>

namespace ns3::tests
{

namespace
{

constexpr uint8_t ESP = 50;
constexpr uint32_t UDP_AND_IP = 28;

/// @param host 0 or 1 @return its address
Ipv4Address
Ipv4AddressOf(uint32_t host)
{
    return Ipv4Address(static_cast<uint32_t>(ReferenceModel::AddressOf(host).low));
}

/// @param packet what to send @return UDP payload that starts with its number
Ptr<Packet>
PayloadOf(const RefPacket& packet)
{
    std::vector<uint8_t> octets(packet.length - UDP_AND_IP);
    for (uint32_t i = 0; i < 4; ++i)
    {
        octets.at(i) = static_cast<uint8_t>(packet.id >> (8 * i));
    }
    return Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
}

/// @param packet starts with four octets @return their number, the last one first
uint32_t
NumberOf(const Ptr<const Packet>& packet)
{
    std::array<uint8_t, 4> octets{};
    packet->CopyData(octets.data(), 4);
    uint32_t number = 0;
    for (uint32_t i = 4; i-- > 0;)
    {
        number = (number << 8) | octets.at(i);
    }
    return number;
}

/// See MakeFullWorld().
class FullWorld : public PropertyWorld
{
  public:
    explicit FullWorld(const RefOptions& options);
    ~FullWorld() override;

    Ptr<IpsecNode> GetNode(uint32_t host) const override
    {
        return IpsecHelper::GetLayer(m_nodes.Get(host))->GetIpsecNode();
    }

    Ptr<IpsecNic> GetNic(uint32_t host, [[maybe_unused]] uint32_t interface) const override
    {
        return m_devices.Get(host)->GetObject<IpsecNic>();
    }

    Ptr<OffloadInterface> GetInterface(uint32_t host, uint32_t interface) const override
    {
        return GetNode(host)->GetOffload()->GetInterfaces().at(interface);
    }

    bool Script([[maybe_unused]] uint32_t host,
                [[maybe_unused]] uint32_t interface,
                [[maybe_unused]] const RefScript& script) override
    {
        return false;
    }

    void Send(uint32_t host, uint32_t interface, const RefPacket& packet) override;
    void Inject(uint32_t host, uint32_t interface, const RefPacket& packet) override;

  private:
    static void FromWire(FullWorld* world, uint32_t host, Ptr<const Packet> frame);
    void Record(uint32_t host, const Ptr<const Packet>& frame);
    static void FromSocket(FullWorld* world, uint32_t host, Ptr<Socket> socket);

    NodeContainer m_nodes;
    NetDeviceContainer m_devices;
    std::array<std::vector<Ptr<Socket>>, 2> m_sockets;           //!< by host and port
    std::vector<Ptr<const Packet>> m_frames;                     //!< ESP, whole
    std::map<std::pair<uint32_t, uint16_t>, RefPacket> m_firsts; //!< first fragments, by number
    bool m_injecting{false};                                     //!< not from the link
};

FullWorld::FullWorld(const RefOptions& options)
{
    m_nodes.Create(2);
    IpsecNicHelper nics;
    nics.SetNicProfile(options.nic);
    nics.SetDeviceAttribute("Mtu", UintegerValue(options.mtu));
    nics.SetDeviceAttribute("DataRate",
                            DataRateValue(DataRate(8'000'000'000'000 / options.octetTime)));
    nics.SetDeviceAttribute("LinkOverhead",
                            UintegerValue(options.frameOverhead - options.arrivalOverhead));
    nics.SetChannelAttribute("Delay", TimeValue(FromPs(options.linkDelay)));
    m_devices = nics.Install(m_nodes);
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(false);
    stack.Install(m_nodes);
    IpsecHelper ipsec;
    ipsec.Install(m_nodes);
    for (uint32_t host = 0; host < 2; ++host)
    {
        const auto ipv4 = m_nodes.Get(host)->GetObject<Ipv4>();
        const uint32_t interface = ipv4->AddInterface(m_devices.Get(host));
        ipv4->AddAddress(interface, Ipv4InterfaceAddress(Ipv4AddressOf(host), Ipv4Mask("/24")));
        ipv4->SetUp(interface);
        Apply(GetNode(host), options);
        for (uint16_t port = FIRST_PORT; port < FIRST_PORT + PORTS; ++port)
        {
            auto socket = Socket::CreateSocket(m_nodes.Get(host), UdpSocketFactory::GetTypeId());
            socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
            socket->SetRecvCallback(MakeBoundCallback(&FullWorld::FromSocket, this, host));
            m_sockets.at(host).push_back(socket);
        }
        m_devices.Get(host)->TraceConnectWithoutContext(
            "PhyRxEnd",
            MakeBoundCallback(&FullWorld::FromWire, this, host));
    }
    Simulator::Stop(Time(0)); // what takes effect when a simulation starts, does
    Simulator::Run();
}

FullWorld::~FullWorld()
{
    Simulator::Destroy();
}

void
FullWorld::Send(uint32_t host, [[maybe_unused]] uint32_t interface, const RefPacket& packet)
{
    m_sockets.at(host)
        .at(packet.sourcePort - FIRST_PORT)
        ->SendTo(PayloadOf(packet),
                 0,
                 InetSocketAddress(Ipv4AddressOf(1 - host), packet.destinationPort));
}

void
FullWorld::Inject(uint32_t host, [[maybe_unused]] uint32_t interface, const RefPacket& packet)
{
    Ptr<Packet> frame;
    if (packet.spi != 0)
    {
        frame = m_frames.at(packet.frame)->Copy();
    }
    else
    {
        frame = PayloadOf(packet);
        UdpHeader udp;
        udp.SetSourcePort(packet.sourcePort);
        udp.SetDestinationPort(packet.destinationPort);
        frame->AddHeader(udp);
        Ipv4Header ip;
        ip.SetSource(Ipv4AddressOf(1 - host));
        ip.SetDestination(Ipv4AddressOf(host));
        ip.SetProtocol(17);
        ip.SetTtl(64);
        ip.SetPayloadSize(static_cast<uint16_t>(frame->GetSize()));
        frame->AddHeader(ip);
        PppHeader ppp;
        ppp.SetProtocol(0x0021);
        frame->AddHeader(ppp);
    }
    m_injecting = true;
    DynamicCast<IpsecPointToPointNetDevice>(m_devices.Get(host))->Receive(frame);
    m_injecting = false;
}

void
FullWorld::FromWire(FullWorld* world, uint32_t host, Ptr<const Packet> frame)
{
    if (!world->m_injecting)
    {
        world->Record(host, frame);
    }
}

void
FullWorld::Record(uint32_t host, const Ptr<const Packet>& frame)
{
    Ptr<Packet> packet = frame->Copy();
    PppHeader ppp;
    packet->RemoveHeader(ppp);
    Ipv4Header ip;
    packet->RemoveHeader(ip);
    RefPacket seen;
    const auto number = std::make_pair(host, ip.GetIdentification());
    if (ip.GetFragmentOffset() != 0)
    {
        seen = m_firsts.at(number);
    }
    else if (ip.GetProtocol() == ESP)
    {
        std::array<uint8_t, 8> octets{};
        packet->CopyData(octets.data(), 8);
        for (uint32_t i = 0; i < 4; ++i)
        {
            seen.spi = (seen.spi << 8) | octets.at(i);
            seen.sequence = (seen.sequence << 8) | octets.at(4 + i);
        }
    }
    else
    {
        UdpHeader udp;
        packet->RemoveHeader(udp);
        seen.sourcePort = udp.GetSourcePort();
        seen.destinationPort = udp.GetDestinationPort();
        seen.id = NumberOf(packet);
    }
    if (!ip.IsLastFragment())
    {
        m_firsts[number] = seen;
        return;
    }
    seen.frame = static_cast<uint32_t>(m_frames.size());
    m_frames.emplace_back(frame->Copy());
    m_wire.push_back({1 - host, seen});
}

void
FullWorld::FromSocket(FullWorld* world, uint32_t host, Ptr<Socket> socket)
{
    while (const Ptr<Packet> payload = socket->Recv())
    {
        RefPacket packet;
        packet.id = NumberOf(payload);
        world->m_deliveries.push_back({host, packet, false});
    }
}

} // namespace

std::unique_ptr<PropertyWorld>
MakeFullWorld(const RefOptions& options)
{
    return std::make_unique<FullWorld>(options);
}

} // namespace ns3::tests
