/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-vlan-offload-driver.h"

#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("VlanOffloadDriver");
NS_OBJECT_ENSURE_REGISTERED(VlanOffloadDriver);

TypeId
VlanOffloadDriver::GetTypeId()
{
    static TypeId tid = TypeId("ns3::VlanOffloadDriver")
                            .SetParent<OffloadDriver>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<VlanOffloadDriver>();
    return tid;
}

VlanOffloadDriver::VlanOffloadDriver(const Ptr<OffloadInterface>& parent, uint16_t vlan)
    : m_parent(parent->GetDriver()),
      m_methods(m_parent ? m_parent->GetMethods() : 0),
      m_vlan(vlan)
{
}

void
VlanOffloadDriver::Detach()
{
    NS_LOG_FUNCTION(this);
    m_parent = nullptr;
}

void
VlanOffloadDriver::DoDispose()
{
    Detach();
    OffloadDriver::DoDispose();
}

uint32_t
VlanOffloadDriver::GetMethods() const
{
    return m_parent ? m_parent->GetMethods() : m_methods;
}

void
VlanOffloadDriver::SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << offer.drvSpi);
    if (!m_parent)
    {
        done(now, {DriverAnswer::FAULT, "ENODEV", "the parent interface is gone"}, 0);
        return;
    }
    SaOffer tagged = offer;
    tagged.vlan = m_vlan;
    m_parent->SaNewKey(now, tagged, std::move(done));
}

void
VlanOffloadDriver::SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << drvSpi);
    if (!m_parent)
    {
        done(now, false);
        return;
    }
    m_parent->SaDeinstall(now, drvSpi, cookie, std::move(done));
}

std::optional<PacketOctets>
VlanOffloadDriver::GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie)
{
    return m_parent ? m_parent->GetSaCounters(now, drvSpi, cookie) : std::nullopt;
}

std::optional<SequenceState>
VlanOffloadDriver::GetSequenceState(uint16_t drvSpi, uint64_t cookie) const
{
    return m_parent ? m_parent->GetSequenceState(drvSpi, cookie) : std::nullopt;
}

void
VlanOffloadDriver::PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done)
{
    NS_LOG_FUNCTION(this << now << policy.GetId());
    if (!m_parent)
    {
        done(now, {DriverAnswer::FAULT, "ENODEV", "the parent interface is gone"}, 0);
        return;
    }
    m_parent->PolicyAdd(now, policy, std::move(done));
}

void
VlanOffloadDriver::PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done)
{
    NS_LOG_FUNCTION(this << now << cookie);
    if (!m_parent)
    {
        done(now, false);
        return;
    }
    m_parent->PolicyDelete(now, cookie, std::move(done));
}

uint32_t
VlanOffloadDriver::GetTransmitAssist(uint16_t drvSpi) const
{
    return m_parent ? m_parent->GetTransmitAssist(drvSpi) : 0;
}

} // namespace ns3
