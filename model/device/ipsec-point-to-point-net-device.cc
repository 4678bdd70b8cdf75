/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-point-to-point-net-device.h"

#include "ns3/data-rate.h"
#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecPointToPointNetDevice");

NS_OBJECT_ENSURE_REGISTERED(IpsecPointToPointNetDevice);

namespace
{

/// Octets of PPP's header, which the base class puts in front of each packet.
constexpr uint32_t PPP_BYTES = 2;

} // namespace

TypeId
IpsecPointToPointNetDevice::GetTypeId()
{
    static TypeId tid = AddAttributes(
        TypeId("ns3::IpsecPointToPointNetDevice")
            .SetParent<PointToPointNetDevice>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecPointToPointNetDevice>(),
        36,
        "Octets that a packet occupies on the wire beyond IP and the two octets of PPP. 36 is "
        "Ethernet: header 14, FCS 4, preamble 8, gap 12, less PPP's 2");
    return tid;
}

IpsecPointToPointNetDevice::IpsecPointToPointNetDevice()
    : IpsecNicDevice(*this, PPP_BYTES)
{
    NS_LOG_FUNCTION(this);
}

IpsecPointToPointNetDevice::~IpsecPointToPointNetDevice() = default;

void
IpsecPointToPointNetDevice::NotifyConstructionCompleted()
{
    PointToPointNetDevice::NotifyConstructionCompleted();
    GetPort().MakeNic();
}

void
IpsecPointToPointNetDevice::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    InitializeNic();
    PointToPointNetDevice::DoInitialize();
}

uint64_t
IpsecPointToPointNetDevice::GetLineRate() const
{
    DataRateValue rate;
    GetAttribute("DataRate", rate);
    return rate.Get().GetBitRate();
}

bool
IpsecPointToPointNetDevice::HasSharedMedium() const
{
    return false;
}

bool
IpsecPointToPointNetDevice::IsLinkUp() const
{
    return !m_dropping && PointToPointNetDevice::IsLinkUp();
}

bool
IpsecPointToPointNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << dest << protocolNumber);
    if (!IsLinkUp())
    {
        return PointToPointNetDevice::Send(packet, dest, protocolNumber);
    }
    return GetPort().Send(packet, GetAddress(), dest, protocolNumber);
}

void
IpsecPointToPointNetDevice::HandOver(const IpsecNicPort::Outgoing& outgoing)
{
    PointToPointNetDevice::Send(outgoing.packet, outgoing.destination, outgoing.protocol);
}

void
IpsecPointToPointNetDevice::Drop(const Ptr<Packet>& packet, NicDrop reason)
{
    TraceTransmitDrop(packet, reason);
    // MacTxDrop belongs to the base class, which fires it for a packet that has no link.
    m_dropping = true;
    PointToPointNetDevice::Send(packet, GetBroadcast(), 0);
    m_dropping = false;
}

void
IpsecPointToPointNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback callback)
{
    PointToPointNetDevice::SetReceiveCallback(Intercept(callback));
}

} // namespace ns3
