/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic-device.h"

#include "ns3/ipsec-enum-attribute.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicDevice");

IpsecNicDevice::IpsecNicDevice(NetDevice& device, uint32_t frameBytes)
    : Device(device),
      m_port(*this),
      m_frameBytes(frameBytes)
{
}

IpsecNicDevice::~IpsecNicDevice() = default;

TypeId
IpsecNicDevice::AddAttributes(TypeId tid, uint32_t linkOverhead, const std::string& help)
{
    return tid
        .AddAttribute("LinkOverhead",
                      help,
                      UintegerValue(linkOverhead),
                      MakeUintegerAccessor(&IpsecNicDevice::m_linkOverhead),
                      MakeUintegerChecker<uint32_t>())
        .AddAttribute("WireMtu",
                      "Longest IP packet on the wire in octets, for decisions and fragmentation; "
                      "0: the device's Mtu",
                      UintegerValue(0),
                      MakeUintegerAccessor(&IpsecNicDevice::m_wireMtu),
                      MakeUintegerChecker<uint16_t>())
        .AddAttribute("Crypto",
                      "What the NIC does to the bytes; sizes, times and counters are the same",
                      EnumValue(CRYPTO_MODELLED),
                      MakeEnumAttributeAccessor<EspCrypto>(&IpsecNicDevice::m_crypto),
                      MakeEnumChecker(CRYPTO_MODELLED, "Modelled", CRYPTO_REAL, "Real"))
        .AddTraceSource("NicDrop",
                        "The NIC dropped a packet, on its way in or out",
                        MakeTraceSourceAccessor(&IpsecNicDevice::m_nicDropTrace),
                        "ns3::IpsecNicDevice::NicDropTracedCallback");
}

void
IpsecNicDevice::Configure()
{
    if (!m_port.GetNic().IsConfigured())
    {
        PrepareWire();
        m_port.Configure();
    }
}

void
IpsecNicDevice::InitializeNic()
{
    Configure();
    m_port.ConnectQueueDisc();
}

void
IpsecNicDevice::PrepareWire()
{
}

uint32_t
IpsecNicDevice::GetFrameOverhead() const
{
    return m_linkOverhead + m_frameBytes;
}

uint32_t
IpsecNicDevice::GetWireMtu() const
{
    return m_wireMtu != 0 ? m_wireMtu : GetNetDevice().GetMtu();
}

EspCrypto
IpsecNicDevice::GetCrypto() const
{
    return m_crypto;
}

void
IpsecNicDevice::DropReceived(const Ptr<const Packet>& packet, NicDrop reason)
{
    m_nicDropTrace(packet, reason, IpsecDirection::IN);
}

NetDevice::ReceiveCallback
IpsecNicDevice::Intercept(const NetDevice::ReceiveCallback& callback)
{
    m_port.SetReceiveCallback(callback);
    return MakeCallback(&IpsecNicDevice::FromWire, this);
}

bool
IpsecNicDevice::FromWire([[maybe_unused]] Ptr<NetDevice> device, // NOLINT: ns-3's type
                         Ptr<const Packet> arrived,
                         uint16_t protocol,
                         const Address& from)
{
    NS_LOG_FUNCTION(this << arrived << protocol << from);
    return m_port.Receive(arrived, protocol, from);
}

} // namespace ns3
