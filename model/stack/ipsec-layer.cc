/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-layer.h"

#include "esp-l4-protocol-internal.h"
#include "ipsec-shim-internal.h"

#include "ns3/abort.h"
#include "ns3/arp-l3-protocol.h"
#include "ns3/boolean.h"
#include "ns3/ipsec-enum-attribute.h"
#include "ns3/ipsec-policy-transforms.h"
#include "ns3/ipsec-types.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/traffic-control-layer.h"

#include <string>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecLayer");
NS_OBJECT_ENSURE_REGISTERED(IpsecLayer);

namespace
{

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
                          MakePointerAccessor(&IpsecLayer::GetIpsecNode),
                          MakePointerChecker<IpsecNode>())
            .AddAttribute("BypassNeighborDiscovery",
                          "Neighbor and router discovery, multicast and broadcast never enter the "
                          "SPD search. Switch it off to give them policies of their own.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecLayer::SetBypassNeighborDiscovery,
                                              &IpsecLayer::GetBypassNeighborDiscovery),
                          MakeBooleanChecker())
            .AddAttribute("AssumeConnected",
                          "Every local UDP datagram counts as one of a connected socket, whose "
                          "policy is remembered (R114): where one socket of ns-3 stands for many.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecLayer::SetAssumeConnected,
                                              &IpsecLayer::GetAssumeConnected),
                          MakeBooleanChecker())
            .AddAttribute("Crypto",
                          "What software ESP does to the bytes; sizes, times and counters are the "
                          "same. Before initialization.",
                          EnumValue(CRYPTO_MODELLED),
                          MakeEnumAttributeAccessor<EspCrypto>(&IpsecLayer::m_crypto),
                          MakeEnumChecker(CRYPTO_MODELLED, "Modelled", CRYPTO_REAL, "Real"))
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
    : m_view(Create<IpsecStackView>(CreateObject<IpsecNode>(), m_encBefore, m_encAfter)),
      m_transforms(Create<EspTransformTable>(m_view)),
      m_watch(m_view)
{
}

IpsecLayer::~IpsecLayer() = default;

void
IpsecLayer::SetBypassNeighborDiscovery(bool bypass)
{
    m_view->SetBypassNeighborDiscovery(bypass);
}

bool
IpsecLayer::GetBypassNeighborDiscovery() const
{
    return m_view->GetBypassNeighborDiscovery();
}

void
IpsecLayer::SetAssumeConnected(bool assume)
{
    m_view->SetAssumeConnected(assume);
}

bool
IpsecLayer::GetAssumeConnected() const
{
    return m_view->GetAssumeConnected();
}

void
IpsecLayer::NotifyNewAggregate()
{
    if (!m_view->GetNode())
    {
        m_view->SetNode(GetObject<Node>());
    }
    Object::NotifyNewAggregate();
}

void
IpsecLayer::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_view->GetNode(), "IpsecLayer: aggregate it to a node");
    m_transforms->SetCrypto(m_crypto);
    m_isReady = true;
    m_view->BindSockets();
    Rehook();
    for (const auto& configuration : m_waiting)
    {
        ApplyWhenReady(configuration);
    }
    m_waiting.clear();
    Object::DoInitialize();
}

void
IpsecLayer::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_watch.Stop();
    if (m_shim)
    {
        m_shim->Dispose();
        m_esp->Dispose();
    }
    m_shim = nullptr;
    m_esp = nullptr;
    m_waiting.clear();
    m_transforms->Dispose();
    m_view->Dispose();
    m_view->GetIpsec()->Dispose();
    m_trafficControl = nullptr;
    m_ipv4 = nullptr;
    m_ipv6 = nullptr;
    Object::DoDispose();
}

void
IpsecLayer::AddSa(const SaConfig& config)
{
    ApplyWhenReady(config);
}

void
IpsecLayer::AddPolicy(const PolicyConfig& config)
{
    ApplyWhenReady(config);
}

/// @param configuration to apply now, or once the initialization is over
void
IpsecLayer::ApplyWhenReady(const Configuration& configuration)
{
    if (m_isReady)
    {
        std::visit([this](const auto& config) { Apply(config); }, configuration);
        return;
    }
    m_waiting.push_back(configuration);
}

void
IpsecLayer::Apply(const SaConfig& config) const
{
    const Ptr<SecurityAssociationDatabase> sad = GetIpsecNode()->GetSad();
    DatabaseResult result;
    sad->Add(ToPs(Simulator::Now()), config, &result);
    NS_ABORT_MSG_IF(result != DatabaseResult::OK,
                    "IpsecLayer: node " << GetNodeId() << ": the SAD refuses the SA with SPI "
                                        << SpiInWords(config.spi) << ": "
                                        << sad->ExplainRefusal(config));
}

void
IpsecLayer::Apply(const PolicyConfig& config) const
{
    CheckTransforms(config.requirements);
    const Ptr<SecurityPolicyDatabase> spd = GetIpsecNode()->GetSpd();
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
    ApplyWhenReady(SocketRequest{socket, config});
}

void
IpsecLayer::Apply(const SocketRequest& request)
{
    CheckTransforms(request.config.requirements);
    const DatabaseResult result = m_view->GetSockets()->Set(request.socket, request.config);
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
        m_trafficControl = GetNode()->GetObject<TrafficControlLayer>();
        if (!m_trafficControl)
        {
            return;
        }
        m_shim = CreateObject<IpsecShim>();
        m_shim->Setup(m_view, m_transforms, m_trafficControl);
        m_esp = CreateObject<EspL4Protocol>();
        m_esp->Setup(m_view, m_transforms);
    }
    if (!m_ipv4)
    {
        m_ipv4 = GetNode()->GetObject<Ipv4L3Protocol>();
        if (m_ipv4)
        {
            m_ipv4->Insert(m_esp);
            m_view->SetIpv4(m_ipv4);
            m_watch.Watch(m_ipv4);
        }
    }
    if (!m_ipv6)
    {
        m_ipv6 = GetNode()->GetObject<Ipv6L3Protocol>();
        if (m_ipv6)
        {
            m_ipv6->Insert(m_esp);
            m_view->SetIpv6(m_ipv6);
            m_watch.Watch(m_ipv6);
        }
    }
}

void
IpsecLayer::RemoveHandlers()
{
    // One call removes one entry; the entries of ARP, IPv4 and IPv6 of all devices are equal.
    const uint32_t most = 3 * GetNode()->GetNDevices();
    for (uint32_t i = 0; i < most; ++i)
    {
        GetNode()->UnregisterProtocolHandler(
            MakeCallback(&TrafficControlLayer::Receive, m_trafficControl));
        GetNode()->UnregisterProtocolHandler(MakeCallback(&IpsecShim::FromWire, m_shim));
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
        m_view->AddDevice(device);
        protocol->GetInterface(i)->SetTrafficControl(m_shim);
        GetNode()->RegisterProtocolHandler(MakeCallback(&IpsecShim::FromWire, m_shim),
                                           etherType,
                                           device);
        if (etherType == Ipv4L3Protocol::PROT_NUMBER)
        {
            GetNode()->RegisterProtocolHandler(
                MakeCallback(&TrafficControlLayer::Receive, m_trafficControl),
                ArpL3Protocol::PROT_NUMBER,
                device);
        }
    }
}

} // namespace ns3
