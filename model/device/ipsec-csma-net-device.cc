/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-csma-net-device.h"

#include "ns3/abort.h"
#include "ns3/csma-channel.h"
#include "ns3/data-rate.h"
#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecCsmaNetDevice");

NS_OBJECT_ENSURE_REGISTERED(IpsecCsmaNetDevice);

namespace
{

/// Octets of the Ethernet header and the FCS, which the base class puts around each packet.
constexpr uint32_t ETHERNET_BYTES = 18;

} // namespace

TypeId
IpsecCsmaNetDevice::GetTypeId()
{
    static TypeId tid =
        AddAttributes(TypeId("ns3::IpsecCsmaNetDevice")
                          .SetParent<CsmaNetDevice>()
                          .SetGroupName("IpsecOffload")
                          .AddConstructor<IpsecCsmaNetDevice>(),
                      20,
                      "Octets that a frame occupies on the wire beyond itself. 20 is Ethernet: "
                      "preamble 8, gap 12");
    return tid;
}

IpsecCsmaNetDevice::IpsecCsmaNetDevice()
    : IpsecNicDevice(*this, ETHERNET_BYTES)
{
    NS_LOG_FUNCTION(this);
}

IpsecCsmaNetDevice::~IpsecCsmaNetDevice() = default;

void
IpsecCsmaNetDevice::NotifyConstructionCompleted()
{
    CsmaNetDevice::NotifyConstructionCompleted();
    GetPort().MakeNic();
    for (const char* end : {"PhyTxEnd", "PhyTxDrop"})
    {
        TraceConnectWithoutContext(end, MakeCallback(&IpsecCsmaNetDevice::LetGo, this));
    }
}

void
IpsecCsmaNetDevice::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    InitializeNic();
    CsmaNetDevice::DoInitialize();
}

void
IpsecCsmaNetDevice::PrepareWire()
{
    SetInterframeGap(DataRate(GetLineRate()).CalculateBytesTxTime(GetLinkOverhead()));
}

uint64_t
IpsecCsmaNetDevice::GetLineRate() const
{
    const auto channel = DynamicCast<CsmaChannel>(GetChannel());
    NS_ABORT_MSG_UNLESS(channel, "IpsecCsmaNetDevice: attach it to a CsmaChannel first");
    return channel->GetDataRate().GetBitRate();
}

bool
IpsecCsmaNetDevice::HasSharedMedium() const
{
    return true;
}

bool
IpsecCsmaNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    return SendFrom(packet, GetAddress(), dest, protocolNumber);
}

bool
IpsecCsmaNetDevice::SendFrom(Ptr<Packet> packet,
                             const Address& source,
                             const Address& dest,
                             uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << source << dest << protocolNumber);
    if (!IsLinkUp() || !IsSendEnabled())
    {
        return CsmaNetDevice::SendFrom(packet, source, dest, protocolNumber);
    }
    Configure();
    return GetPort().Send(packet, source, dest, protocolNumber);
}

void
IpsecCsmaNetDevice::HandOver(const IpsecNicPort::Outgoing& outgoing)
{
    const bool taken = CsmaNetDevice::SendFrom(outgoing.packet,
                                               outgoing.source,
                                               outgoing.destination,
                                               outgoing.protocol);
    if (!taken)
    {
        GetPort().MediumFree(); // switched off meanwhile: no end of it will be heard of
    }
}

void
IpsecCsmaNetDevice::LetGo([[maybe_unused]] Ptr<const Packet> packet) // NOLINT: ns-3's type
{
    GetPort().MediumFree();
}

void
IpsecCsmaNetDevice::Drop(const Ptr<Packet>& packet, NicDrop reason)
{
    TraceTransmitDrop(packet, reason);
    // MacTxDrop belongs to the base class, which fires it while sending is off.
    SetSendEnable(false);
    CsmaNetDevice::SendFrom(packet, GetAddress(), GetBroadcast(), 0);
    SetSendEnable(true);
}

void
IpsecCsmaNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback callback)
{
    CsmaNetDevice::SetReceiveCallback(Intercept(callback));
}

} // namespace ns3
