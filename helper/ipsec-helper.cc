/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-helper.h"

#include "ns3/abort.h"
#include "ns3/config.h"
#include "ns3/enum.h"
#include "ns3/esp-sizes.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-key-dump.h"
#include "ns3/ipsec-nic-port.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/kernel-profile.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

#include <charconv>
#include <optional>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecHelper");

namespace
{

/// @param address an ns-3 address @return the same
IpAddress
ToAnyIpAddress(const Address& address)
{
    if (Ipv4Address::IsMatchingType(address))
    {
        return ToIpAddress(Ipv4Address::ConvertFrom(address));
    }
    NS_ABORT_MSG_UNLESS(Ipv6Address::IsMatchingType(address),
                        "IpsecHelper: " << address << ": expected an IPv4 or IPv6 address");
    return ToIpAddress(Ipv6Address::ConvertFrom(address));
}

/// @param text "address/length" @return the prefix, or nothing
std::optional<IpPrefix>
ParsePrefix(const std::string& text)
{
    const size_t slash = text.find('/');
    const auto address = IpAddress::FromString(text.substr(0, slash));
    if (slash == std::string::npos || !address)
    {
        return std::nullopt;
    }
    IpPrefix prefix{*address, 0};
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, prefix.length);
    if (error != std::errc() || rest != end || prefix.length > (address->IsIpv4() ? 32 : 128))
    {
        return std::nullopt;
    }
    return prefix;
}

/// @param text "address/length" @return the prefix; ends the program when it is none
IpPrefix
ToPrefix(const std::string& text)
{
    const auto prefix = ParsePrefix(text);
    NS_ABORT_MSG_UNLESS(prefix,
                        "IpsecHelper: \"" << text << "\": expected a network such as 10.1.0.0/16");
    return *prefix;
}

/// @param address an address @return the prefix of it alone
IpPrefix
ToHostPrefix(const IpAddress& address)
{
    return {address, static_cast<uint8_t>(address.IsIpv4() ? 32 : 128)};
}

/**
 * @param os where to write
 * @param name of a count
 * @param count the count; nothing is written when it is 0
 */
void
PrintCount(std::ostream& os, const std::string& name, const PacketOctets& count)
{
    if (count.packets != 0)
    {
        os << "  " << name << ": " << count.packets << " packets, " << count.octets << " octets\n";
    }
}

/**
 * @tparam E a reason's enum
 * @param os where to write
 * @param prefix in front of each name
 * @param table the counts
 */
template <typename E>
void
PrintTable(std::ostream& os, const std::string& prefix, const ReasonTable<E>& table)
{
    for (size_t i = 1; i < ReasonTable<E>::SIZE; ++i)
    {
        const auto reason = static_cast<E>(i);
        PrintCount(os, prefix + ToString(reason), table[reason]);
    }
}

/**
 * @param os where to write
 * @param prefix in front of each reason
 * @param refusals of the node's drivers
 * @param counts packets in software
 */
void
PrintSoftware(std::ostream& os,
              const std::string& prefix,
              const RefusalTable& refusals,
              const SoftwareCounts& counts)
{
    for (const auto& share : refusals.Describe(counts))
    {
        PrintCount(os, prefix + share.words, share.count);
    }
}

/**
 * @param os where to write
 * @param offload of a node
 * @param transmit which direction
 * @param drops of that direction, of NICs of this module
 */
void
PrintInterfaces(std::ostream& os,
                const IpsecOffload& offload,
                bool transmit,
                ReasonTable<NicDrop> NicCounters::*drops)
{
    for (const auto& interface : offload.GetInterfaces())
    {
        PrintSoftware(os,
                      interface->GetName() + ": in software because of ",
                      offload.GetRefusals(),
                      interface->GetReasons(transmit));
        const auto nic = DynamicCast<IpsecNic>(interface->GetDriver());
        if (nic && nic->IsConfigured())
        {
            PrintTable(os,
                       interface->GetName() + ": dropped, ",
                       nic->GetEngine().GetCounters().*drops);
        }
    }
}

} // namespace

IpsecHelper::IpsecHelper()
    : m_kernel(&GetKernelProfiles().front())
{
    m_layerFactory.SetTypeId("ns3::IpsecLayer");
    m_pattern.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    m_pattern.replayWindow = 64;
}

void
IpsecHelper::SetKernelProfile(const std::string& name)
{
    m_kernel = FindKernelProfile(name);
    if (!m_kernel)
    {
        std::string known;
        for (const auto& profile : GetKernelProfiles())
        {
            known += known.empty() ? profile.name : std::string(", ") + profile.name;
        }
        NS_ABORT_MSG("IpsecHelper: kernel profile \"" << name << "\": expected one of " << known);
    }
}

void
IpsecHelper::SetHostProfile(const HostProfile& profile)
{
    m_host = profile;
}

void
IpsecHelper::SetCrypto(EspCrypto crypto)
{
    m_layerFactory.Set("Crypto", EnumValue(crypto));
}

void
IpsecHelper::SetLayerAttribute(const std::string& name, const AttributeValue& value)
{
    m_layerFactory.Set(name, value);
}

void
IpsecHelper::SetNodeAttribute(const std::string& name, const AttributeValue& value)
{
    m_nodeAttributes.emplace_back(name, value.Copy());
}

void
IpsecHelper::SetSaPattern(const SaConfig& pattern)
{
    m_pattern = pattern;
}

void
IpsecHelper::SetNextSpi(uint32_t spi)
{
    m_nextSpi = spi;
}

void
IpsecHelper::Install(Ptr<Node> node) const
{
    NS_LOG_FUNCTION(this << node);
    if (node->GetObject<IpsecLayer>())
    {
        return;
    }
    Ptr<IpsecLayer> layer = m_layerFactory.Create<IpsecLayer>();
    m_kernel->Apply(*layer->GetIpsecNode());
    for (const auto& [name, value] : m_nodeAttributes)
    {
        layer->GetIpsecNode()->SetAttribute(name, *value);
    }
    layer->GetIpsecNode()->SetHost(m_host);
    node->AggregateObject(layer);
    if (node->IsInitialized())
    {
        layer->Initialize(); // in the middle of a run
    }
}

void
IpsecHelper::Install(const NodeContainer& nodes) const
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        Install(*node);
    }
}

Ptr<IpsecLayer>
IpsecHelper::GetLayer(const Ptr<Node>& node)
{
    Ptr<IpsecLayer> layer = node->GetObject<IpsecLayer>();
    NS_ABORT_MSG_UNLESS(layer,
                        "IpsecHelper: node " << node->GetId() << " has no IPsec; Install() first");
    return layer;
}

void
IpsecHelper::AddSa(const Ptr<Node>& node, const SaConfig& config)
{
    GetLayer(node)->AddSa(config);
}

void
IpsecHelper::AddPolicy(const Ptr<Node>& node, const PolicyConfig& config)
{
    GetLayer(node)->AddPolicy(config);
}

void
IpsecHelper::SetSocketPolicy(const Ptr<Socket>& socket, const SocketPolicyConfig& config)
{
    GetLayer(socket->GetNode())->SetSocketPolicy(socket, config);
}

void
IpsecHelper::ProtectTransport(const Ptr<Node>& a,
                              const Address& addressA,
                              const Ptr<Node>& b,
                              const Address& addressB)
{
    const IpAddress one = ToAnyIpAddress(addressA);
    const IpAddress other = ToAnyIpAddress(addressB);
    Protect({a, one, ToHostPrefix(one)}, {b, other, ToHostPrefix(other)}, IpsecMode::TRANSPORT);
}

void
IpsecHelper::ProtectTunnel(const Ptr<Node>& a,
                           const Address& outerA,
                           const std::string& networkA,
                           const Ptr<Node>& b,
                           const Address& outerB,
                           const std::string& networkB)
{
    Protect({a, ToAnyIpAddress(outerA), ToPrefix(networkA)},
            {b, ToAnyIpAddress(outerB), ToPrefix(networkB)},
            IpsecMode::TUNNEL);
}

void
IpsecHelper::Protect(const End& a, const End& b, IpsecMode mode)
{
    NS_ABORT_MSG_UNLESS(a.address.IsIpv4() == b.address.IsIpv4(),
                        "IpsecHelper: " << a.address.ToString() << " and " << b.address.ToString()
                                        << ": expected two addresses of one family");
    const uint32_t reqid = m_nextReqid++;
    AddDirection(a, b, mode, reqid);
    AddDirection(b, a, mode, reqid);
}

void
IpsecHelper::AddDirection(const End& from, const End& to, IpsecMode mode, uint32_t reqid)
{
    SaConfig sa = m_pattern;
    sa.spi = m_nextSpi++;
    sa.mode = mode;
    sa.reqid = reqid;
    sa.source = from.address;
    sa.destination = to.address;
    if (sa.cipher)
    {
        sa.key = MakeKey(sa.spi, sa.cipher->GetKeyBytes());
    }
    if (sa.authenticator)
    {
        sa.authKey = MakeKey(~sa.spi, sa.authenticator->GetKeyBytes());
    }
    sa.direction = IpsecDirection::OUT;
    AddSa(from.node, sa);
    sa.direction = IpsecDirection::IN;
    AddSa(to.node, sa);

    PolicyConfig policy;
    policy.kind = PolicyKind::IPSEC;
    policy.selector.source = from.network;
    policy.selector.destination = to.network;
    IpsecRequirement requirement;
    requirement.mode = mode;
    requirement.level =
        reqid <= IpsecRequirement::MAX_USER_REQID ? IpsecLevel::UNIQUE : IpsecLevel::REQUIRE; // R96
    requirement.reqid = reqid;
    if (mode == IpsecMode::TUNNEL)
    {
        requirement.source = from.address;
        requirement.destination = to.address;
    }
    policy.requirements = {requirement};
    policy.direction = IpsecDirection::OUT;
    AddPolicy(from.node, policy);
    policy.direction = IpsecDirection::IN;
    AddPolicy(to.node, policy);
}

std::vector<uint8_t>
IpsecHelper::MakeKey(uint32_t spi, uint32_t octets)
{
    std::vector<uint8_t> key(octets);
    uint64_t word = MixHash(0, spi);
    for (uint32_t i = 0; i < octets; ++i)
    {
        if (i % sizeof(word) == 0)
        {
            word = MixHash(word, i);
        }
        key[i] = static_cast<uint8_t>(word >> (8 * (i % sizeof(word))));
    }
    return key;
}

int64_t
IpsecHelper::AssignStreams(const NodeContainer& nodes, int64_t stream)
{
    int64_t used = 0;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        used += GetLayer(*node)->GetIpsecNode()->AssignStreams(stream + used);
        for (uint32_t i = 0; i < (*node)->GetNDevices(); ++i)
        {
            if (const auto nic = (*node)->GetDevice(i)->GetObject<IpsecNic>())
            {
                used += nic->AssignStreams(stream + used);
            }
        }
    }
    return used;
}

void
IpsecHelper::PrintReasons(const Ptr<Node>& node, std::ostream& os)
{
    const Ptr<IpsecLayer> layer = GetLayer(node);
    const IpsecOutputCounters& out = layer->GetIpsecNode()->GetOutputCounters();
    os << "Node " << node->GetId() << " out\n";
    PrintCount(os, "in clear by policy", out.bypass);
    PrintCount(os, "in clear by level use", out.clearByUse);
    PrintCount(os, "discarded by policy", out.discard);
    PrintCount(os, "without SA", out.noSa);
    PrintCount(os, "offloaded", out.offload);
    PrintCount(os, "in software", out.software);
    const IpsecOffload& offload = *layer->GetIpsecNode()->GetOffload();
    PrintSoftware(os, "  because of ", offload.GetRefusals(), out.reasons);
    PrintTable(os, "dropped, ", out.drops);
    PrintCount(os, "waiting for the rest of their datagram", out.pending);
    PrintInterfaces(os, offload, true, &NicCounters::txDrops);
    const IpsecInputCounters& in = layer->GetIpsecNode()->GetInputCounters();
    os << "Node " << node->GetId() << " in\n";
    PrintCount(os, "decrypted by software", in.decrypted);
    PrintSoftware(os, "  because of ", offload.GetRefusals(), in.reasons);
    PrintCount(os, "decrypted by a NIC", in.offloaded);
    PrintCount(os, "in clear", in.clear);
    PrintTable(os, "dropped, ", in.drops);
    PrintTable(os, "  of these joined from fragments of different datagrams, ", in.mixed);
    PrintInterfaces(os, offload, false, &NicCounters::rxDrops);
    const IpsecLayerCounters& beside = layer->GetCounters();
    PrintCount(os, "refused by a device", beside.refusedByDevice);
    PrintCount(os, "decrypted, family not run", beside.familyNotRun);
    PrintCount(os, "past IPsec on an interface without hook", beside.unhooked);
}

void
IpsecHelper::PrintReasons(const NodeContainer& nodes, std::ostream& os)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        PrintReasons(*node, os);
    }
}

void
IpsecHelper::PrintSad(const Ptr<Node>& node, std::ostream& os)
{
    KeyDump::PrintSad(os, *GetLayer(node)->GetIpsecNode()->GetSad(), ToPs(Simulator::Now()));
}

void
IpsecHelper::PrintSpd(const Ptr<Node>& node, std::ostream& os)
{
    KeyDump::PrintSpd(os, *GetLayer(node)->GetIpsecNode()->GetSpd());
}

void
IpsecHelper::PrintShadow(const Ptr<Node>& node, std::ostream& os)
{
    const auto offload = GetLayer(node)->GetIpsecNode()->GetOffload();
    for (const auto& interface : offload->GetInterfaces())
    {
        KeyDump::PrintShadow(os, *offload, *interface);
    }
}

uint32_t
IpsecHelper::EnableSuperSegments(const NetDeviceContainer& devices, bool ipv6, IpsecMode mode)
{
    constexpr uint16_t most = 65'535;
    constexpr uint32_t tcpHeader = 32; // with time stamps, as ns-3's TCP has them
    const uint32_t tunnelHeader = mode == IpsecMode::TUNNEL ? EspSizes::GetOuterHeader(!ipv6) : 0;
    const uint32_t genericOverhead = EspSizes::GENERIC_OVERHEAD + tunnelHeader; // R149
    const uint32_t headers = (ipv6 ? 40 : 20) + tcpHeader;
    uint32_t segment = 0;
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        const uint16_t mtu = (*device)->GetMtu();
        NS_ABORT_MSG_UNLESS(mtu > headers + genericOverhead,
                            "IpsecHelper: an MTU of " << mtu << " leaves no room for TCP");
        segment = mtu - headers - genericOverhead;
        (*device)->SetAttribute("WireMtu", UintegerValue(mtu));
        (*device)->SetMtu(most);
    }
    NS_ABORT_MSG_IF(segment == 0, "IpsecHelper: no device to send super-segments");
    Config::SetDefault("ns3::TcpSocket::SegmentSize",
                       UintegerValue((most - headers) / segment * segment));
    return segment;
}

void
IpsecHelper::CheckInvariants(const NodeContainer& nodes)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        const Ptr<IpsecNode> ipsec = GetLayer(*node)->GetIpsecNode();
        ipsec->CheckInvariants();
        for (const auto& interface : ipsec->GetOffload()->GetInterfaces())
        {
            if (const auto nic = DynamicCast<IpsecNic>(interface->GetDriver()))
            {
                nic->CheckInvariants();
            }
        }
        for (uint32_t i = 0; i < (*node)->GetNDevices(); ++i)
        {
            if (const IpsecNicPort* port = IpsecNicPort::Of((*node)->GetDevice(i)))
            {
                port->CheckInvariants();
            }
        }
    }
}

} // namespace ns3
