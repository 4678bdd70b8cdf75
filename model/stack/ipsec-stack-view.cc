/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-stack-view.h"

#include "ns3/ipsec-nic-port.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/offload-driver.h"

#include <string>

namespace ns3
{

namespace
{

constexpr uint8_t ICMPV6 = 58;
constexpr uint16_t ROUTER_SOLICITATION = 133; // the first of neighbor discovery (RFC 4861)
constexpr uint16_t REDIRECT = 137;            // the last

/// @param address an address @return true for a multicast group
bool
IsMulticast(const IpAddress& address)
{
    return address.IsIpv4() ? address.GetIpv4() >> 28 == 0xe : address.high >> 56 == 0xff;
}

} // namespace

IpsecStackView::IpsecStackView(const Ptr<IpsecNode>& ipsec,
                               const EncTrace& before,
                               const EncTrace& after)
    : m_ipsec(ipsec),
      m_before(before),
      m_after(after)
{
}

IpsecStackView::~IpsecStackView() = default;

void
IpsecStackView::SetNode(const Ptr<Node>& node)
{
    m_node = node;
}

void
IpsecStackView::BindSockets()
{
    m_sockets = Create<SocketPolicyBinder>(m_node, m_ipsec);
}

void
IpsecStackView::SetIpv4(const Ptr<Ipv4L3Protocol>& ipv4)
{
    m_ipv4 = ipv4;
}

void
IpsecStackView::SetIpv6(const Ptr<Ipv6L3Protocol>& ipv6)
{
    m_ipv6 = ipv6;
}

void
IpsecStackView::AddDevice(const Ptr<NetDevice>& device)
{
    const uint32_t index = device->GetIfIndex();
    if (index >= m_devices.size())
    {
        m_devices.resize(index + 1);
    }
    Known& known = m_devices[index];
    if (known.interface)
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
    known.interface =
        offload->AddInterface((driver ? "nic" : "eth") + std::to_string(index), driver);
    known.device = device;
    known.ipsecNic = IpsecNicPort::Of(device);
    if (known.ipsecNic)
    {
        known.ipsecNic->GetNic().TellAssist(*known.interface);
        known.ipsecNic->SetHistoryCallback(
            [offload, interface = known.interface](uint16_t drvSpi, TransformHistory& history) {
                return offload->FillHistory(*interface, drvSpi, history);
            });
        // Dispose() takes it back.
        known.ipsecNic->SetLocalCallback(
            [this, at = PeekPointer(device)](const PacketDescriptor& packet) {
                return IsLocalDestination(packet.destination, at);
            });
    }
}

void
IpsecStackView::Dispose()
{
    for (const auto& known : m_devices)
    {
        if (known.ipsecNic)
        {
            known.ipsecNic->SetHistoryCallback(nullptr);
            known.ipsecNic->SetLocalCallback(nullptr);
        }
    }
    m_devices.clear();
    if (m_sockets)
    {
        m_sockets->Clear();
    }
    m_sockets = nullptr;
    m_ipv4 = nullptr;
    m_ipv6 = nullptr;
    m_node = nullptr;
}

/// @param device a device @return its NIC's port; nullptr when it has none, or no hook
IpsecNicPort*
IpsecStackView::GetPort(const Ptr<NetDevice>& device) const
{
    const uint32_t index = device->GetIfIndex();
    return index < m_devices.size() ? m_devices[index].ipsecNic : nullptr;
}

uint32_t
IpsecStackView::GetWireMtu(const Ptr<NetDevice>& device) const
{
    IpsecNicPort* port = GetPort(device);
    return port ? port->GetDevice().GetWireMtu() : device->GetMtu();
}

bool
IpsecStackView::HasLargeReceive(const Ptr<NetDevice>& device) const
{
    IpsecNicPort* port = GetPort(device);
    return port && port->GetNic().GetProfile().lro;
}

/// @param address a destination @param device where @return true for one of its broadcasts
bool
IpsecStackView::IsBroadcast(const Ipv4Address& address, const Ptr<NetDevice>& device) const
{
    if (address.IsBroadcast())
    {
        return true;
    }
    const int32_t interface = m_ipv4->GetInterfaceForDevice(device);
    for (uint32_t i = 0; i < m_ipv4->GetNAddresses(interface); ++i)
    {
        const Ipv4InterfaceAddress own = m_ipv4->GetAddress(interface, i);
        // A network of one or two hosts has no broadcast address (RFC 3021).
        if (own.GetMask().GetPrefixLength() < 31 && address == own.GetBroadcast())
        {
            return true;
        }
    }
    return false;
}

bool
IpsecStackView::IsExempt(const PacketDescriptor& packet, const Ptr<NetDevice>& device) const
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
    return IsBroadcast(ToIpv4Address(packet.destination), device);
}

bool
IpsecStackView::IsOwnAddress(const IpAddress& address) const
{
    if (address.IsUnspecified())
    {
        return true;
    }
    return address.IsIpv4() ? m_ipv4->GetInterfaceForAddress(ToIpv4Address(address)) != -1
                            : m_ipv6->GetInterfaceForAddress(ToIpv6Address(address)) != -1;
}

bool
IpsecStackView::IsLocalDestination(const IpAddress& address, const Ptr<NetDevice>& device) const
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
IpsecStackView::Capture(bool after,
                        const AnyIpHeader& header,
                        const Ptr<const Packet>& payload) const
{
    const auto& capture = after ? m_after : m_before;
    if (!capture.IsEmpty())
    {
        const Ptr<Packet> datagram = payload->Copy();
        AddIpHeader(datagram, header);
        capture(datagram);
    }
}

} // namespace ns3
