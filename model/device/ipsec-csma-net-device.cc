/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-csma-net-device.h"

#include "ns3/abort.h"
#include "ns3/csma-channel.h"
#include "ns3/data-rate.h"
#include "ns3/enum-attribute.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

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
        TypeId("ns3::IpsecCsmaNetDevice")
            .SetParent<CsmaNetDevice>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecCsmaNetDevice>()
            .AddAttribute("LinkOverhead",
                          "Octets that a frame occupies on the wire beyond itself. 20 is Ethernet: "
                          "preamble 8, gap 12",
                          UintegerValue(20),
                          MakeUintegerAccessor(&IpsecCsmaNetDevice::m_linkOverhead),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("WireMtu",
                          "Longest IP packet on the wire in octets, for decisions and "
                          "fragmentation; 0: the device's Mtu",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecCsmaNetDevice::m_wireMtu),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("Crypto",
                          "What the NIC does to the bytes; sizes, times and counters are the same",
                          EnumValue(CRYPTO_MODELLED),
                          MakeEnumAttributeAccessor<EspCrypto>(&IpsecCsmaNetDevice::m_crypto),
                          MakeEnumChecker(CRYPTO_MODELLED, "Modelled", CRYPTO_REAL, "Real"))
            .AddTraceSource("NicDrop",
                            "The NIC dropped a packet, on transmit or on receive",
                            MakeTraceSourceAccessor(&IpsecCsmaNetDevice::m_nicDropTrace),
                            "ns3::IpsecCsmaNetDevice::NicDropTracedCallback");
    return tid;
}

IpsecCsmaNetDevice::IpsecCsmaNetDevice()
    : m_port(*this)
{
    NS_LOG_FUNCTION(this);
}

IpsecCsmaNetDevice::~IpsecCsmaNetDevice() = default;

void
IpsecCsmaNetDevice::NotifyConstructionCompleted()
{
    CsmaNetDevice::NotifyConstructionCompleted();
    m_port.MakeNic();
    for (const char* end : {"PhyTxEnd", "PhyTxDrop"})
    {
        TraceConnectWithoutContext(end, MakeCallback(&IpsecCsmaNetDevice::LetGo, this));
    }
}

void
IpsecCsmaNetDevice::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    Configure();
    m_port.ConnectQueueDisc();
    CsmaNetDevice::DoInitialize();
}

void
IpsecCsmaNetDevice::Configure()
{
    if (!GetNic()->IsConfigured())
    {
        const DataRate rate(GetLineRate());
        SetInterframeGap(rate.CalculateBytesTxTime(m_linkOverhead));
    }
    m_port.Configure();
}

IpsecNicPort&
IpsecCsmaNetDevice::GetPort()
{
    return m_port;
}

NetDevice&
IpsecCsmaNetDevice::GetNetDevice()
{
    return *this;
}

uint64_t
IpsecCsmaNetDevice::GetLineRate() const
{
    const auto channel = DynamicCast<CsmaChannel>(GetChannel());
    NS_ABORT_MSG_UNLESS(channel, "IpsecCsmaNetDevice: attach it to a CsmaChannel first");
    return channel->GetDataRate().GetBitRate();
}

uint32_t
IpsecCsmaNetDevice::GetFrameOverhead() const
{
    return m_linkOverhead + ETHERNET_BYTES;
}

uint32_t
IpsecCsmaNetDevice::GetWireMtu() const
{
    return m_wireMtu != 0 ? m_wireMtu : GetMtu();
}

bool
IpsecCsmaNetDevice::HasSharedMedium() const
{
    return true;
}

EspCrypto
IpsecCsmaNetDevice::GetCrypto() const
{
    return m_crypto;
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
    return m_port.Send(packet, source, dest, protocolNumber);
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
        m_port.MediumFree(); // switched off meanwhile: no end of it will be heard of
    }
}

void
IpsecCsmaNetDevice::LetGo([[maybe_unused]] Ptr<const Packet> packet) // NOLINT: ns-3's type
{
    m_port.MediumFree();
}

void
IpsecCsmaNetDevice::Drop(const Ptr<Packet>& packet, NicDrop reason)
{
    m_nicDropTrace(packet, reason);
    // MacTxDrop belongs to the base class, which fires it while sending is off.
    SetSendEnable(false);
    CsmaNetDevice::SendFrom(packet, GetAddress(), GetBroadcast(), 0);
    SetSendEnable(true);
}

void
IpsecCsmaNetDevice::DropReceived(const Ptr<const Packet>& packet, NicDrop reason)
{
    m_nicDropTrace(packet, reason);
}

void
IpsecCsmaNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback callback)
{
    m_port.SetReceiveCallback(callback);
    CsmaNetDevice::SetReceiveCallback(MakeCallback(&IpsecCsmaNetDevice::FromWire, this));
}

bool
IpsecCsmaNetDevice::FromWire([[maybe_unused]] Ptr<NetDevice> device, // NOLINT: ns-3's type
                             Ptr<const Packet> arrived,
                             uint16_t protocol,
                             const Address& from)
{
    NS_LOG_FUNCTION(this << arrived << protocol << from);
    return m_port.Receive(arrived, protocol, from);
}

} // namespace ns3
