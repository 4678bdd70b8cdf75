/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-test-network.h"

#include "ipsec-wire-parser.h"

#include "ns3/arp-l3-protocol.h"
#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/data-rate.h"
#include "ns3/enum.h"
#include "ns3/ethernet-header.h"
#include "ns3/global-value.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-csma-helper.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/ppp-header.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace ns3::tests
{

namespace
{

// Networks by number: behind the ends, the protected link, and its part behind a router.
constexpr uint32_t LAN_0 = 1;
constexpr uint32_t LAN_1 = 2;
constexpr uint32_t WAN = 9;
constexpr uint32_t WAN_1 = 10;

constexpr uint8_t ESP = 50;
constexpr uint8_t ICMPV6 = 58;
constexpr uint8_t IPV6_FRAGMENT = 44;
constexpr uint16_t ARP = 0x0806;

/// @param datagram a datagram @return true for what is never protected
bool
IsDiscovery(const WireDatagram& datagram)
{
    if (datagram.ipv6)
    {
        return datagram.destination.compare(0, 2, "ff") == 0 ||
               (datagram.protocol == ICMPV6 && datagram.payload.at(0) >= 133 &&
                datagram.payload.at(0) <= 137);
    }
    return datagram.destination.front() >= 'e';
}

/// @return a NIC that cannot do ESP
NicProfile
PlainNic()
{
    NicProfile profile;
    profile.offload = false;
    return profile;
}

} // namespace

std::string
NameOf(const NetworkSetup& setup)
{
    return std::string(setup.ipv6 ? "IPv6" : "IPv4") + (setup.tunnel ? " tunnel" : " transport") +
           (setup.nic ? " NIC" : " software") + (setup.forwarded ? " forwarded" : " local") +
           (setup.offloadForwarded ? " offloaded" : "") + (setup.IsCsma() ? " CSMA" : "");
}

uint32_t
WireLog::CountEsp(uint32_t sender) const
{
    return static_cast<uint32_t>(
        std::count_if(frames.begin(), frames.end(), [sender](const Frame& frame) {
            return frame.sender == sender && frame.esp;
        }));
}

uint32_t
WireLog::CountClear(uint32_t sender) const
{
    return static_cast<uint32_t>(
        std::count_if(frames.begin(), frames.end(), [sender](const Frame& frame) {
            return frame.sender == sender && !frame.esp;
        }));
}

TestNetwork::TestNetwork(NetworkSetup setup)
    : m_setup(std::move(setup))
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    m_ends.Create(2);
    m_hosts = m_ends;
    MakeLinks();
    if (m_setup.forwarded)
    {
        m_hosts = NodeContainer(2);
        Connect(LAN_0, MakeLink(m_hosts.Get(0), m_ends.Get(0), false));
        Connect(LAN_1, MakeLink(m_hosts.Get(1), m_ends.Get(1), false));
    }
    if (m_setup.peerWithoutNic)
    {
        GetNic(1)->SetProfile(PlainNic());
    }
    for (uint32_t i = 0; i < 2; ++i)
    {
        m_wan.Get(i)->TraceConnectWithoutContext("PhyTxBegin",
                                                 MakeBoundCallback(&LogFrame, this, i));
    }
}

void
TestNetwork::MakeLinks()
{
    if (m_setup.routerMtu == 0)
    {
        m_wan = MakeLink(m_ends.Get(0), m_ends.Get(1), m_setup.nic);
        Connect(WAN, m_wan);
        return;
    }
    m_router = CreateObject<Node>();
    const NetDeviceContainer first = MakeLink(m_ends.Get(0), m_router, m_setup.nic);
    const NetDeviceContainer second = MakeLink(m_router, m_ends.Get(1), m_setup.nic);
    second.Get(0)->SetMtu(m_setup.routerMtu);
    second.Get(1)->SetMtu(m_setup.routerMtu);
    Connect(WAN, first);
    Connect(WAN_1, second);
    m_wan.Add(first.Get(0));
    m_wan.Add(second.Get(1));
}

NetDeviceContainer
TestNetwork::MakeLink(const Ptr<Node>& a, const Ptr<Node>& b, bool nic) const
{
    const DataRateValue rate(DataRate("1Gb/s"));
    const TimeValue delay(MicroSeconds(10));
    switch (m_setup.link)
    {
    case Link::NIC: {
        IpsecNicHelper helper;
        helper.SetNicProfile(nic ? m_setup.profile : PlainNic());
        helper.SetDeviceAttribute("Crypto", EnumValue(m_setup.crypto));
        helper.SetDeviceAttribute("DataRate", rate);
        helper.SetChannelAttribute("Delay", delay);
        return helper.Install(a, b);
    }
    case Link::POINT_TO_POINT: {
        PointToPointHelper helper;
        helper.SetDeviceAttribute("DataRate", rate);
        helper.SetChannelAttribute("Delay", delay);
        return helper.Install(a, b);
    }
    case Link::CSMA_NIC: {
        IpsecCsmaHelper helper;
        helper.SetNicProfile(nic ? m_setup.profile : PlainNic());
        helper.SetDeviceAttribute("Crypto", EnumValue(m_setup.crypto));
        helper.SetChannelAttribute("DataRate", rate);
        helper.SetChannelAttribute("Delay", delay);
        return helper.Install(NodeContainer(a, b));
    }
    case Link::CSMA:
        break;
    }
    CsmaHelper helper;
    helper.SetChannelAttribute("DataRate", rate);
    helper.SetChannelAttribute("Delay", delay);
    return helper.Install(NodeContainer(a, b));
}

TestNetwork::~TestNetwork()
{
    Simulator::Destroy();
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
}

void
TestNetwork::Build()
{
    InstallStack();
    AssignAddresses();
    InstallIpsec();
}

void
TestNetwork::Connect(uint32_t network, const NetDeviceContainer& devices)
{
    m_ports.push_back({devices.Get(0), AddressOf(network, 1)});
    m_ports.push_back({devices.Get(1), AddressOf(network, 2)});
}

IpAddress
TestNetwork::AddressOf(uint32_t network, uint32_t host) const
{
    const std::string number = std::to_string(network);
    return IpAddress::FromString(m_setup.ipv6 ? "fd00:" + number + "::" + std::to_string(host)
                                              : "10." + number + ".0." + std::to_string(host))
        .value();
}

uint8_t
TestNetwork::GetPrefix() const
{
    return m_setup.ipv6 ? 64 : 24;
}

void
TestNetwork::InstallStack()
{
    NodeContainer all(m_ends);
    if (m_setup.forwarded)
    {
        all.Add(m_hosts);
    }
    if (m_router)
    {
        all.Add(m_router);
    }
    InternetStackHelper stack;
    stack.SetIpv4StackInstall(!m_setup.ipv6);
    stack.SetIpv6StackInstall(m_setup.ipv6);
    stack.Install(all);
    // Random delays in front of address resolution would let its short queues overflow.
    const StringValue none("ns3::ConstantRandomVariable[Constant=0]");
    for (auto node = all.Begin(); node != all.End(); ++node)
    {
        if (m_setup.ipv6)
        {
            (*node)->GetObject<Icmpv6L4Protocol>()->SetAttribute("SolicitationJitter", none);
        }
        else
        {
            (*node)->GetObject<ArpL3Protocol>()->SetAttribute("RequestJitter", none);
        }
    }
    if (m_setup.queueDisc)
    {
        TrafficControlHelper discs;
        discs.SetRootQueueDisc("ns3::PfifoFastQueueDisc");
        discs.Install(m_wan);
    }
}

void
TestNetwork::AddAddress(const Ptr<NetDevice>& device,
                        const IpAddress& address,
                        uint8_t prefix) const
{
    const Ptr<Node> node = device->GetNode();
    if (m_setup.ipv6)
    {
        Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
        const uint32_t interface = ipv6->AddInterface(device);
        ipv6->AddAddress(interface,
                         Ipv6InterfaceAddress(ToIpv6Address(address), Ipv6Prefix(prefix)));
        ipv6->SetForwarding(interface, true);
        ipv6->SetUp(interface);
        return;
    }
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    const uint32_t interface = ipv4->AddInterface(device);
    const Ipv4Mask mask(("/" + std::to_string(prefix)).c_str());
    ipv4->AddAddress(interface, Ipv4InterfaceAddress(ToIpv4Address(address), mask));
    ipv4->SetUp(interface);
}

void
TestNetwork::AddRoute(const Ptr<Node>& node,
                      const IpAddress& network,
                      uint8_t prefix,
                      const IpAddress& gateway,
                      const Ptr<NetDevice>& device) const
{
    const IpAddress masked = network.Masked(prefix);
    if (m_setup.ipv6)
    {
        Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
        Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->AddNetworkRouteTo(
            ToIpv6Address(masked),
            Ipv6Prefix(prefix),
            ToIpv6Address(gateway),
            ipv6->GetInterfaceForDevice(device));
        return;
    }
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    const Ipv4Mask mask(("/" + std::to_string(prefix)).c_str());
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->AddNetworkRouteTo(
        ToIpv4Address(masked),
        mask,
        ToIpv4Address(gateway),
        ipv4->GetInterfaceForDevice(device));
}

void
TestNetwork::AssignAddresses()
{
    for (const Port& port : m_ports)
    {
        AddAddress(port.device, port.address, GetPrefix());
    }
    const uint8_t prefix = GetPrefix();
    const auto deviceAt = [this](const IpAddress& address) {
        return std::find_if(m_ports.begin(),
                            m_ports.end(),
                            [&address](const Port& port) { return port.address == address; })
            ->device;
    };
    if (m_router)
    {
        AddRoute(m_ends.Get(0), AddressOf(WAN_1, 0), prefix, AddressOf(WAN, 2), m_wan.Get(0));
        AddRoute(m_ends.Get(1), AddressOf(WAN, 0), prefix, AddressOf(WAN_1, 1), m_wan.Get(1));
    }
    if (m_setup.forwarded)
    {
        const IpAddress next0 = m_router ? AddressOf(WAN, 2) : GetEndAddress(1);
        const IpAddress next1 = m_router ? AddressOf(WAN_1, 1) : GetEndAddress(0);
        AddRoute(m_ends.Get(0), AddressOf(LAN_1, 0), prefix, next0, m_wan.Get(0));
        AddRoute(m_ends.Get(1), AddressOf(LAN_0, 0), prefix, next1, m_wan.Get(1));
        for (uint32_t i = 0; i < 2; ++i)
        {
            const uint32_t lan = i == 0 ? LAN_0 : LAN_1;
            AddRoute(m_hosts.Get(i),
                     AddressOf(i == 0 ? LAN_1 : LAN_0, 0),
                     prefix,
                     AddressOf(lan, 2),
                     deviceAt(AddressOf(lan, 1)));
        }
    }
}

void
TestNetwork::InstallIpsec()
{
    SaConfig pattern;
    pattern.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    pattern.replayWindow = m_setup.replayWindow;
    pattern.interfaceName = m_setup.interfaceName;
    m_helper.SetSaPattern(pattern);
    m_helper.SetCrypto(m_setup.crypto);
    m_helper.SetHostProfile(m_setup.host);
    m_helper.SetLayerAttribute("BypassNeighborDiscovery", BooleanValue(m_setup.bypassDiscovery));
    m_helper.SetNodeAttribute("OffloadForwarded", BooleanValue(m_setup.offloadForwarded));
    m_helper.Install(m_ends);
    if (m_setup.protect)
    {
        Protect();
    }
}

void
TestNetwork::Protect()
{
    const auto toAddress = [this](const IpAddress& address) {
        return m_setup.ipv6 ? Address(ToIpv6Address(address)) : Address(ToIpv4Address(address));
    };
    const Address ends[] = {toAddress(GetEndAddress(0)), toAddress(GetEndAddress(1))};
    if (!m_setup.tunnel)
    {
        m_helper.ProtectTransport(m_ends.Get(0), ends[0], m_ends.Get(1), ends[1]);
        return;
    }
    const std::string whole = m_setup.ipv6 ? "/128" : "/32";
    m_helper.ProtectTunnel(m_ends.Get(0),
                           ends[0],
                           GetHostAddress(0).ToString() + whole,
                           m_ends.Get(1),
                           ends[1],
                           GetHostAddress(1).ToString() + whole);
}

Time
TestNetwork::GetStart()
{
    return Seconds(2);
}

void
TestNetwork::Run()
{
    Simulator::Run();
}

Ptr<Node>
TestNetwork::GetHost(uint32_t i) const
{
    return m_hosts.Get(i);
}

Ptr<Node>
TestNetwork::GetEnd(uint32_t i) const
{
    return m_ends.Get(i);
}

IpAddress
TestNetwork::GetHostAddress(uint32_t i) const
{
    return m_setup.forwarded ? AddressOf(i == 0 ? LAN_0 : LAN_1, 1) : GetEndAddress(i);
}

IpAddress
TestNetwork::GetEndAddress(uint32_t i) const
{
    return AddressOf(i == 1 && m_router ? WAN_1 : WAN, i + 1);
}

Ptr<NetDevice>
TestNetwork::GetDevice(uint32_t i) const
{
    return m_wan.Get(i);
}

Ptr<IpsecNode>
TestNetwork::GetIpsec(uint32_t i) const
{
    return IpsecHelper::GetLayer(m_ends.Get(i))->GetIpsecNode();
}

Ptr<IpsecNic>
TestNetwork::GetNic(uint32_t i) const
{
    return m_wan.Get(i)->GetObject<IpsecNic>();
}

void
TestNetwork::LogFrame(TestNetwork* network, uint32_t sender, Ptr<const Packet> frame)
{
    Ptr<Packet> packet = frame->Copy();
    if (network->m_setup.IsCsma())
    {
        EthernetHeader ethernet;
        packet->RemoveHeader(ethernet);
        if (ethernet.GetLengthType() == ARP)
        {
            return;
        }
    }
    else
    {
        PppHeader ppp;
        packet->RemoveHeader(ppp);
    }
    std::vector<uint8_t> octets(packet->GetSize());
    packet->CopyData(octets.data(), packet->GetSize());
    WireLog& log = network->m_wire;
    const auto datagram = ParseWireDatagram(octets);
    if (!datagram || (!datagram->ipv6 && !datagram->checksumRight))
    {
        ++log.malformed;
        return;
    }
    if (IsDiscovery(*datagram))
    {
        ++log.discovery;
        return;
    }
    const bool fragment6 = datagram->protocol == IPV6_FRAGMENT;
    const bool esp = datagram->protocol == ESP || (fragment6 && datagram->payload.at(0) == ESP);
    log.frames.push_back({ToPs(Simulator::Now()),
                          sender,
                          datagram->length,
                          esp,
                          datagram->ttl,
                          datagram->trafficClass,
                          datagram->identification});
    const bool later4 = !datagram->ipv6 && ((octets[6] & 0x1f) != 0 || octets[7] != 0);
    if (esp && sender == 0 && !fragment6 && !later4)
    {
        uint32_t sequence = 0;
        for (size_t i = 4; i < 8; ++i)
        {
            sequence = (sequence << 8) | datagram->payload.at(i);
        }
        log.sequences.push_back(sequence);
    }
}

std::string
TestNetwork::DescribeCounters() const
{
    std::ostringstream text;
    for (uint32_t i = 0; i < 2; ++i)
    {
        IpsecHelper::PrintReasons(m_ends.Get(i), text);
        const auto print = [&text](const char* name, const PacketOctets& count) {
            text << name << " " << count.packets << " " << count.octets << "\n";
        };
        if (!GetNic(i))
        {
            continue;
        }
        const NicEngine::Counters& nic = GetNic(i)->GetEngine().GetCounters();
        print("txOffered", nic.txOffered);
        print("txEncrypted", nic.txEncrypted);
        print("txClear", nic.txClear);
        print("txWire", nic.txWire);
        print("rxArrived", nic.rxArrived);
        print("rxDecrypted", nic.rxDecrypted);
        print("rxPassed", nic.rxPassed);
        print("txDrops", nic.txDrops.Total());
        print("rxDrops", nic.rxDrops.Total());
    }
    return text.str();
}

void
TestNetwork::CheckInvariants() const
{
    IpsecHelper::CheckInvariants(m_ends);
}

void
TestNetwork::CheckInvariantsAt(const Time& time) const
{
    Simulator::Schedule(time, &TestNetwork::CheckInvariants, this);
}

} // namespace ns3::tests
