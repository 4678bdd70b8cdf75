/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-layer.h"

#include "esp-l4-protocol.h"
#include "ip-output.h"
#include "ipsec-shim.h"

#include "ns3/abort.h"
#include "ns3/any-ip-header.h"
#include "ns3/arp-l3-protocol.h"
#include "ns3/boolean.h"
#include "ns3/enum-attribute.h"
#include "ns3/ipsec-nic-port.h"
#include "ns3/ipsec-policy-transforms.h"
#include "ns3/ipsec-types.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/offload-driver.h"
#include "ns3/packet-descriptor-conversion.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/traffic-control-layer.h"

#include <iostream>
#include <string>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecLayer");
NS_OBJECT_ENSURE_REGISTERED(IpsecLayer);

namespace
{

constexpr uint8_t ICMPV6 = 58;
constexpr uint16_t ROUTER_SOLICITATION = 133; // the first of neighbour discovery (RFC 4861)
constexpr uint16_t REDIRECT = 137;            // the last

/// @param address an address @return true for a multicast group
bool
IsMulticast(const IpAddress& address)
{
    return address.IsIpv4() ? address.GetIpv4() >> 28 == 0xe : address.high >> 56 == 0xff;
}

/// @param device a device @return true for a loopback device
bool
IsLoopback(const Ptr<NetDevice>& device)
{
    return DynamicCast<LoopbackNetDevice>(device) != nullptr;
}

} // namespace

TypeId
IpsecLayer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::IpsecLayer")
            .SetParent<Object>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecLayer>()
            .AddAttribute("Node",
                          "What decides: databases, offload, host and counters.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&IpsecLayer::m_ipsec),
                          MakePointerChecker<IpsecNode>())
            .AddAttribute("BypassNeighborDiscovery",
                          "Neighbour and router discovery, multicast and broadcast never enter the "
                          "SPD search. Switch it off to give them policies of their own.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecLayer::m_bypassNeighborDiscovery),
                          MakeBooleanChecker())
            .AddAttribute("AssumeConnected",
                          "Every local UDP datagram counts as one of a connected socket, whose "
                          "policy is remembered (R114): where one socket of ns-3 stands for many.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecLayer::m_assumeConnected),
                          MakeBooleanChecker())
            .AddAttribute("Crypto",
                          "What software ESP does to the bytes; sizes, times and counters are the "
                          "same. Before initialization.",
                          EnumValue(CRYPTO_MODELLED),
                          MakeEnumAttributeAccessor<EspCrypto>(&IpsecLayer::m_crypto),
                          MakeEnumChecker(CRYPTO_MODELLED, "Modelled", CRYPTO_REAL, "Real"))
            .AddAttribute("DfBit",
                          "The DF bit of outer IPv4 headers, and whether datagrams are tested "
                          "against the path MTU before ESP (sysctl net.inet.ipsec.dfbit, R121). "
                          "ns-3's IPv4 fragments such datagrams all the same. Before "
                          "initialization.",
                          EnumValue(DF_CLEAR),
                          MakeEnumAttributeAccessor<TunnelDfBit>(&IpsecLayer::m_dfBit),
                          MakeEnumChecker(DF_CLEAR, "Clear", DF_SET, "Set", DF_COPY, "Copy"))
            .AddTraceSource("EncBefore",
                            "A datagram that software protects, or undoes, or that a NIC will "
                            "protect, as it came (FreeBSD's enc interface, R125). Nothing for what "
                            "a NIC decrypted (R167).",
                            MakeTraceSourceAccessor(&IpsecLayer::m_encBefore),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("EncAfter",
                            "A datagram that software has protected or undone (R125).",
                            MakeTraceSourceAccessor(&IpsecLayer::m_encAfter),
                            "ns3::Packet::TracedCallback");
    return tid;
}

IpsecLayer::IpsecLayer()
    : m_ipsec(CreateObject<IpsecNode>())
{
    m_ipsec->GetSad()->AddObserver(this);
}

IpsecLayer::~IpsecLayer() = default;

void
IpsecLayer::NotifyNewAggregate()
{
    if (!m_node)
    {
        m_node = GetObject<Node>();
    }
    Object::NotifyNewAggregate();
}

void
IpsecLayer::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_node, "IpsecLayer: aggregate it to a node");
    m_transforms.SetCrypto(m_crypto);
    m_transforms.SetDfBit(m_dfBit);
    if (m_dfBit != DF_CLEAR)
    {
        m_ipsec->SetAttribute("DfBit", StringValue(m_dfBit == DF_SET ? "Set" : "Copy"));
    }
    m_isReady = true;
    m_sockets = Create<SocketPolicyBinder>(m_node, m_ipsec);
    Rehook();
    for (const auto& configuration : m_waiting)
    {
        std::visit([this](const auto& config) { Apply(config); }, configuration);
    }
    m_waiting.clear();
    Object::DoInitialize();
}

void
IpsecLayer::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_ipsec->GetSad()->RemoveObserver(this);
    if (m_ipv4)
    {
        const auto watch = MakeCallback(&IpsecLayer::SeeIpv4, this);
        m_ipv4->TraceDisconnectWithoutContext("Tx", watch);
        m_ipv4->TraceDisconnectWithoutContext("Rx", watch);
    }
    if (m_ipv6)
    {
        const auto watch = MakeCallback(&IpsecLayer::SeeIpv6, this);
        m_ipv6->TraceDisconnectWithoutContext("Tx", watch);
        m_ipv6->TraceDisconnectWithoutContext("Rx", watch);
    }
    for (const auto& hook : m_hooks)
    {
        if (hook.ipsecNic)
        {
            hook.ipsecNic->SetHistoryCallback(nullptr);
            hook.ipsecNic->SetLocalCallback(nullptr);
        }
    }
    if (m_shim)
    {
        m_shim->Dispose();
        m_esp->Dispose();
    }
    m_shim = nullptr;
    m_esp = nullptr;
    m_hooks.clear();
    m_waiting.clear();
    if (m_sockets)
    {
        m_sockets->Clear();
    }
    m_sockets = nullptr;
    m_transforms.Clear();
    m_ipsec->Dispose();
    m_trafficControl = nullptr;
    m_ipv4 = nullptr;
    m_ipv6 = nullptr;
    m_node = nullptr;
    Object::DoDispose();
}

void
IpsecLayer::AddSa(const SaConfig& config)
{
    if (m_isReady)
    {
        Apply(config);
        return;
    }
    m_waiting.emplace_back(config);
}

void
IpsecLayer::AddPolicy(const PolicyConfig& config)
{
    if (m_isReady)
    {
        Apply(config);
        return;
    }
    m_waiting.emplace_back(config);
}

void
IpsecLayer::Apply(const SaConfig& config)
{
    const Ptr<SecurityAssociationDatabase> sad = m_ipsec->GetSad();
    DatabaseResult result;
    sad->Add(ToPs(Simulator::Now()), config, &result);
    NS_ABORT_MSG_IF(result != DatabaseResult::OK,
                    "IpsecLayer: node " << GetNodeId() << ": the SAD refuses the SA with SPI "
                                        << SpiInWords(config.spi) << ": "
                                        << sad->ExplainRefusal(config));
}

void
IpsecLayer::Apply(const PolicyConfig& config)
{
    CheckTransforms(config.requirements);
    const Ptr<SecurityPolicyDatabase> spd = m_ipsec->GetSpd();
    DatabaseResult result;
    spd->Add(ToPs(Simulator::Now()), config, &result);
    NS_ABORT_MSG_IF(result != DatabaseResult::OK,
                    "IpsecLayer: node " << GetNodeId() << ": the SPD refuses the policy "
                                        << config.selector.ToString() << " "
                                        << ToString(config.direction) << ": "
                                        << spd->ExplainRefusal(config));
}

void
IpsecLayer::SetSocketPolicy(const Ptr<Socket>& socket, const SocketPolicyConfig& config)
{
    if (m_isReady)
    {
        Apply(SocketRequest{socket, config});
        return;
    }
    m_waiting.emplace_back(SocketRequest{socket, config});
}

void
IpsecLayer::Apply(const SocketRequest& request)
{
    CheckTransforms(request.config.requirements);
    const DatabaseResult result = m_sockets->Set(request.socket, request.config);
    if (result == DatabaseResult::OK)
    {
        return;
    }
    std::string why = SocketPolicyDatabase::FindFault(request.config);
    if (result == DatabaseResult::NO_ACCESS)
    {
        why = "isPrivileged: false, expected true (R111)";
    }
    else if (why.empty())
    {
        why = "socket: expected one of TCP or UDP";
    }
    NS_ABORT_MSG("IpsecLayer: node " << GetNodeId() << ": the policy "
                                     << ToString(request.config.kind)
                                     << " of a socket is refused: " << why);
}

void
IpsecLayer::Capture(bool after, const AnyIpHeader& header, const Ptr<const Packet>& payload) const
{
    const auto& capture = after ? m_encAfter : m_encBefore;
    if (!capture.IsEmpty())
    {
        const Ptr<Packet> datagram = payload->Copy();
        AddIpHeader(datagram, header);
        capture(datagram);
    }
}

void
IpsecLayer::PassUp(const PendingPacket& pending,
                   bool local,
                   const PacketDescriptor& clear,
                   std::function<void()> pass)
{
    const bool toSocket = local && m_ipsec->GetInputPath().HasSocketCores();
    if (!toSocket && !pending.IsUnfinished())
    {
        RunAt(pending.ready, std::move(pass));
        return;
    }
    Ptr<IpsecLayer> self(this);
    RunAt(pending.ready,
          [self,
           toSocket,
           pending,
           clear = PacketDescriptor(clear),
           pass = std::move(pass)]() mutable {
              if (!self->m_node)
              {
                  return; // disposed of meanwhile
              }
              IpsecInputPath& path = self->m_ipsec->GetInputPath();
              PendingPacket visit;
              visit.ready = ToPs(Simulator::Now());
              visit.goesOn = path.FinishClear(visit.ready, clear, pending);
              if (visit.goesOn && toSocket)
              {
                  visit = path.Deliver(visit.ready, clear);
              }
              if (visit.goesOn)
              {
                  RunAt(visit.ready, std::move(pass));
              }
          });
}

void
IpsecLayer::Rehook()
{
    NS_LOG_FUNCTION(this);
    if (!m_isReady)
    {
        return; // initialization will do it
    }
    HookProtocols();
    if (!m_trafficControl)
    {
        return; // no stack yet
    }
    RemoveHandlers();
    if (m_ipv4)
    {
        HookInterfaces(m_ipv4, Ipv4L3Protocol::PROT_NUMBER);
    }
    if (m_ipv6)
    {
        HookInterfaces(m_ipv6, Ipv6L3Protocol::PROT_NUMBER);
    }
}

void
IpsecLayer::HookProtocols()
{
    if (!m_trafficControl)
    {
        m_trafficControl = m_node->GetObject<TrafficControlLayer>();
        if (!m_trafficControl)
        {
            return;
        }
        m_shim = CreateObject<IpsecShim>();
        m_shim->Setup(this, m_trafficControl);
        m_esp = CreateObject<EspL4Protocol>();
        m_esp->SetLayer(this);
    }
    if (!m_ipv4)
    {
        m_ipv4 = m_node->GetObject<Ipv4L3Protocol>();
        if (m_ipv4)
        {
            m_ipv4->Insert(m_esp);
            const auto watch = MakeCallback(&IpsecLayer::SeeIpv4, this);
            m_ipv4->TraceConnectWithoutContext("Tx", watch);
            m_ipv4->TraceConnectWithoutContext("Rx", watch);
        }
    }
    if (!m_ipv6)
    {
        m_ipv6 = m_node->GetObject<Ipv6L3Protocol>();
        if (m_ipv6)
        {
            m_ipv6->Insert(m_esp);
            const auto watch = MakeCallback(&IpsecLayer::SeeIpv6, this);
            m_ipv6->TraceConnectWithoutContext("Tx", watch);
            m_ipv6->TraceConnectWithoutContext("Rx", watch);
        }
    }
}

void
IpsecLayer::RemoveHandlers()
{
    // One call removes one entry; the entries of ARP, IPv4 and IPv6 of all devices are equal.
    const uint32_t most = 3 * m_node->GetNDevices();
    for (uint32_t i = 0; i < most; ++i)
    {
        m_node->UnregisterProtocolHandler(
            MakeCallback(&TrafficControlLayer::Receive, m_trafficControl));
        m_node->UnregisterProtocolHandler(MakeCallback(&IpsecShim::FromWire, m_shim));
    }
}

template <typename L3>
void
IpsecLayer::HookInterfaces(const Ptr<L3>& protocol, uint16_t etherType)
{
    for (uint32_t i = 0; i < protocol->GetNInterfaces(); ++i)
    {
        const Ptr<NetDevice> device = protocol->GetNetDevice(i);
        if (IsLoopback(device))
        {
            continue;
        }
        MakeKnown(device);
        protocol->GetInterface(i)->SetTrafficControl(m_shim);
        m_node->RegisterProtocolHandler(MakeCallback(&IpsecShim::FromWire, m_shim),
                                        etherType,
                                        device);
        if (etherType == Ipv4L3Protocol::PROT_NUMBER)
        {
            m_node->RegisterProtocolHandler(
                MakeCallback(&TrafficControlLayer::Receive, m_trafficControl),
                ArpL3Protocol::PROT_NUMBER,
                device);
        }
    }
}

void
IpsecLayer::MakeKnown(const Ptr<NetDevice>& device)
{
    const uint32_t index = device->GetIfIndex();
    if (index >= m_hooks.size())
    {
        m_hooks.resize(index + 1);
    }
    Hook& hook = m_hooks[index];
    if (hook.interface)
    {
        return;
    }
    device->Initialize(); // it may make its NIC ready there
    const Ptr<IpsecOffload> offload = m_ipsec->GetOffload();
    Ptr<OffloadDriver> driver = device->GetObject<OffloadDriver>();
    if (driver && driver->GetMethods() == 0)
    {
        driver = nullptr; // a plain NIC
    }
    hook.interface =
        offload->AddInterface((driver ? "nic" : "eth") + std::to_string(index), driver);
    hook.device = device;
    hook.ipsecNic = IpsecNicPort::Of(device);
    if (hook.ipsecNic)
    {
        hook.ipsecNic->GetNic().TellAssist(*hook.interface);
        hook.ipsecNic->SetHistoryCallback(
            [offload, interface = hook.interface](uint16_t drvSpi, TransformHistory& history) {
                return offload->FillHistory(*interface, drvSpi, history);
            });
        // The layer takes it back before it goes.
        hook.ipsecNic->SetLocalCallback(
            [this, at = PeekPointer(device)](const PacketDescriptor& packet) {
                return IsLocalDestination(packet.destination, at);
            });
    }
}

uint32_t
IpsecLayer::GetWireMtu(const Ptr<NetDevice>& device) const
{
    const uint32_t index = device->GetIfIndex();
    return index < m_hooks.size() && m_hooks[index].ipsecNic
               ? m_hooks[index].ipsecNic->GetDevice().GetWireMtu()
               : device->GetMtu();
}

bool
IpsecLayer::HasLargeReceive(const Ptr<NetDevice>& device) const
{
    const uint32_t index = device->GetIfIndex();
    return index < m_hooks.size() && m_hooks[index].ipsecNic &&
           m_hooks[index].ipsecNic->GetNic().GetProfile().lro;
}

void
IpsecLayer::SeeIpv4(Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface)
{
    See(packet, ipv4->GetNetDevice(interface));
}

void
IpsecLayer::SeeIpv6(Ptr<const Packet> packet, Ptr<Ipv6> ipv6, uint32_t interface)
{
    See(packet, ipv6->GetNetDevice(interface));
}

void
IpsecLayer::See(const Ptr<const Packet>& packet, const Ptr<NetDevice>& device)
{
    if (GetInterface(device) || m_ipsec->GetSpd()->GetSize() == 0 || IsLoopback(device))
    {
        return;
    }
    m_counters.unhooked.Add(packet->GetSize());
    if (m_warned.insert(device->GetIfIndex()).second)
    {
        std::cerr << "WARNING: node " << GetNodeId() << " has IPsec policies, but its interface "
                  << device->GetIfIndex() << " was added after IPsec was hooked in, so its traffic "
                  << "passes unprotected and unchecked. Call IpsecLayer::Rehook() after adding it."
                  << std::endl;
    }
}

bool
IpsecLayer::IsExempt(const PacketDescriptor& packet, const Ptr<NetDevice>& device) const
{
    if (!m_bypassNeighborDiscovery)
    {
        return false;
    }
    if (IsMulticast(packet.destination))
    {
        return true;
    }
    if (!packet.IsIpv4())
    {
        return packet.protocol == ICMPV6 && !packet.fragment &&
               packet.sourcePort >= ROUTER_SOLICITATION && packet.sourcePort <= REDIRECT;
    }
    const Ipv4Address destination = ToIpv4Address(packet.destination);
    if (destination.IsBroadcast())
    {
        return true;
    }
    const int32_t interface = m_ipv4->GetInterfaceForDevice(device);
    for (uint32_t i = 0; i < m_ipv4->GetNAddresses(interface); ++i)
    {
        const Ipv4InterfaceAddress address = m_ipv4->GetAddress(interface, i);
        // A network of one or two hosts has no broadcast address (RFC 3021).
        if (address.GetMask().GetPrefixLength() < 31 && destination == address.GetBroadcast())
        {
            return true;
        }
    }
    return false;
}

bool
IpsecLayer::IsOwnAddress(const IpAddress& address) const
{
    if (address.IsUnspecified())
    {
        return true;
    }
    return address.IsIpv4() ? m_ipv4->GetInterfaceForAddress(ToIpv4Address(address)) != -1
                            : m_ipv6->GetInterfaceForAddress(ToIpv6Address(address)) != -1;
}

bool
IpsecLayer::IsLocalDestination(const IpAddress& address, const Ptr<NetDevice>& device) const
{
    if (address.IsIpv4())
    {
        const int32_t interface = m_ipv4 ? m_ipv4->GetInterfaceForDevice(device) : -1;
        return interface != -1 && m_ipv4->IsDestinationAddress(ToIpv4Address(address), interface);
    }
    return m_ipv6 &&
           (IsMulticast(address) || m_ipv6->GetInterfaceForAddress(ToIpv6Address(address)) != -1);
}

void
IpsecLayer::SaTriggered([[maybe_unused]] Ps now, SecurityAssociation& sa)
{
    if (sa.GetConfig().protocol == IpsecProtocol::ESP)
    {
        const std::string error = m_transforms.Check(sa);
        NS_ABORT_MSG_IF(!error.empty(),
                        "IpsecLayer: node " << GetNodeId() << ": SA with SPI "
                                            << SpiInWords(sa.GetConfig().spi) << ": " << error);
    }
}

void
IpsecLayer::SaDead([[maybe_unused]] Ps now, SecurityAssociation& sa)
{
    m_transforms.Forget(sa);
}

} // namespace ns3
