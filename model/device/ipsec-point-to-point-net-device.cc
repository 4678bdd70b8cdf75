/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-point-to-point-net-device.h"

#include "ns3/data-rate.h"
#include "ns3/enum-attribute.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

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
    static TypeId tid =
        TypeId("ns3::IpsecPointToPointNetDevice")
            .SetParent<PointToPointNetDevice>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecPointToPointNetDevice>()
            .AddAttribute(
                "LinkOverhead",
                "Octets that a packet occupies on the wire beyond IP and the two octets of "
                "PPP. 36 is Ethernet: header 14, FCS 4, preamble 8, gap 12, less PPP's 2",
                UintegerValue(36),
                MakeUintegerAccessor(&IpsecPointToPointNetDevice::m_linkOverhead),
                MakeUintegerChecker<uint32_t>())
            .AddAttribute("WireMtu",
                          "Longest IP packet on the wire in octets, for decisions and "
                          "fragmentation; 0: the device's Mtu",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecPointToPointNetDevice::m_wireMtu),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute(
                "Crypto",
                "What the NIC does to the bytes; sizes, times and counters are the same",
                EnumValue(CRYPTO_MODELLED),
                MakeEnumAttributeAccessor<EspCrypto>(&IpsecPointToPointNetDevice::m_crypto),
                MakeEnumChecker(CRYPTO_MODELLED, "Modelled", CRYPTO_REAL, "Real"))
            .AddTraceSource("NicDrop",
                            "The NIC dropped a packet, on transmit or on receive",
                            MakeTraceSourceAccessor(&IpsecPointToPointNetDevice::m_nicDropTrace),
                            "ns3::IpsecPointToPointNetDevice::NicDropTracedCallback");
    return tid;
}

IpsecPointToPointNetDevice::IpsecPointToPointNetDevice()
    : m_port(*this)
{
    NS_LOG_FUNCTION(this);
}

IpsecPointToPointNetDevice::~IpsecPointToPointNetDevice() = default;

void
IpsecPointToPointNetDevice::NotifyConstructionCompleted()
{
    PointToPointNetDevice::NotifyConstructionCompleted();
    m_port.MakeNic();
}

void
IpsecPointToPointNetDevice::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    Configure();
    m_port.ConnectQueueDisc();
    PointToPointNetDevice::DoInitialize();
}

void
IpsecPointToPointNetDevice::Configure()
{
    m_port.Configure();
}

IpsecNicPort&
IpsecPointToPointNetDevice::GetPort()
{
    return m_port;
}

NetDevice&
IpsecPointToPointNetDevice::GetNetDevice()
{
    return *this;
}

uint64_t
IpsecPointToPointNetDevice::GetLineRate() const
{
    DataRateValue rate;
    GetAttribute("DataRate", rate);
    return rate.Get().GetBitRate();
}

uint32_t
IpsecPointToPointNetDevice::GetFrameOverhead() const
{
    return m_linkOverhead + PPP_BYTES;
}

uint32_t
IpsecPointToPointNetDevice::GetWireMtu() const
{
    return m_wireMtu != 0 ? m_wireMtu : GetMtu();
}

bool
IpsecPointToPointNetDevice::HasSharedMedium() const
{
    return false;
}

EspCrypto
IpsecPointToPointNetDevice::GetCrypto() const
{
    return m_crypto;
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
    return m_port.Send(packet, GetAddress(), dest, protocolNumber);
}

void
IpsecPointToPointNetDevice::HandOver(const IpsecNicPort::Outgoing& outgoing)
{
    PointToPointNetDevice::Send(outgoing.packet, outgoing.destination, outgoing.protocol);
}

void
IpsecPointToPointNetDevice::Drop(const Ptr<Packet>& packet, NicDrop reason)
{
    m_nicDropTrace(packet, reason);
    // MacTxDrop belongs to the base class, which fires it for a packet that has no link.
    m_dropping = true;
    PointToPointNetDevice::Send(packet, GetBroadcast(), 0);
    m_dropping = false;
}

void
IpsecPointToPointNetDevice::DropReceived(const Ptr<const Packet>& packet, NicDrop reason)
{
    m_nicDropTrace(packet, reason);
}

void
IpsecPointToPointNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback callback)
{
    m_port.SetReceiveCallback(callback);
    PointToPointNetDevice::SetReceiveCallback(
        MakeCallback(&IpsecPointToPointNetDevice::FromWire, this));
}

bool
IpsecPointToPointNetDevice::FromWire([[maybe_unused]] Ptr<NetDevice> device, // NOLINT: ns-3's type
                                     Ptr<const Packet> arrived,
                                     uint16_t protocol,
                                     const Address& from)
{
    NS_LOG_FUNCTION(this << arrived << protocol << from);
    return m_port.Receive(arrived, protocol, from);
}

} // namespace ns3
