/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-slots.h"

#include "sa-context.h"

namespace ns3
{

NicSlots::NicSlots(const NicProfile& profile)
    : m_profile(profile),
      m_tx{profile.txSlots},
      m_rx{profile.rxSlots}
{
}

uint32_t
NicSlots::Pool::CountTaken(Ps now) const
{
    uint32_t taken = used;
    for (InstantRing& ofPort : cooling)
    {
        ofPort.Expire(now);
        taken += ofPort.GetSize();
    }
    return taken;
}

bool
NicSlots::Pool::HasRoom(Ps now, uint32_t wanted) const
{
    return wanted == 0 || uint64_t{CountTaken(now)} + wanted <= capacity;
}

void
NicSlots::Pool::Cool(uint32_t count, Ps until, uint32_t port)
{
    for (uint32_t i = 0; i < count; ++i)
    {
        cooling[port].Push(until);
    }
}

NicSlots::SaName
NicSlots::NameOf(const SaContext& context)
{
    const IpAddress& to = context.config.destination;
    return {context.config.spi, {to.high, to.low}};
}

/// @param wanted directions to be added @param present what is there already @return their slots
NicSlots::Need
NicSlots::NeedOf(const SaContext& wanted, const SaContext* present) const
{
    Need need;
    switch (m_profile.slotUse)
    {
    case NicProfile::SLOT_PER_DIRECTION:
        need.tx = wanted.transmit ? 1 : 0;
        need.rx = wanted.receive ? 1 : 0;
        break;
    case NicProfile::SLOT_PER_SA:
        need.tx = present == nullptr && m_interfaces.count(NameOf(wanted)) == 0 ? 1 : 0;
        return need;
    case NicProfile::SLOT_PER_SA_AND_INTERFACE:
        need.tx = present == nullptr ? 1 : 0;
        return need;
    }
    if (m_profile.sharedSlots)
    {
        return {need.tx + need.rx, 0};
    }
    return need;
}

bool
NicSlots::HasRoom(Ps now, const SaContext& wanted, const SaContext* present) const
{
    const Need need = NeedOf(wanted, present);
    const IpAddress& to = wanted.config.destination;
    return m_tx.HasRoom(now, need.tx) && m_rx.HasRoom(now, need.rx) &&
           (!wanted.receive || !UsesAddressTable() || GetAddresses() < m_profile.rxAddresses ||
            m_addresses.count({to.high, to.low}) != 0);
}

void
NicSlots::Take(const SaContext& wanted, const SaContext* present)
{
    const Need need = NeedOf(wanted, present);
    m_tx.used += need.tx;
    m_rx.used += need.rx;
    m_contexts += (wanted.transmit ? 1 : 0) + (wanted.receive ? 1 : 0);
    if (m_profile.slotUse == NicProfile::SLOT_PER_SA && present == nullptr)
    {
        ++m_interfaces[NameOf(wanted)];
    }
    if (wanted.receive && UsesAddressTable())
    {
        const IpAddress& to = wanted.config.destination;
        ++m_addresses[{to.high, to.low}];
    }
}

uint32_t
NicSlots::AddPort()
{
    m_tx.cooling.emplace_back();
    m_rx.cooling.emplace_back();
    return static_cast<uint32_t>(m_tx.cooling.size() - 1);
}

void
NicSlots::Release(Ps now, const SaContext& gone, uint32_t port)
{
    const uint32_t tx = m_tx.used;
    const uint32_t rx = m_rx.used;
    Lose(gone);
    if (m_profile.slotCoolOff > 0)
    {
        m_tx.Cool(tx - m_tx.used, now + m_profile.slotCoolOff, port);
        m_rx.Cool(rx - m_rx.used, now + m_profile.slotCoolOff, port);
    }
}

void
NicSlots::Lose(const SaContext& gone)
{
    if (m_profile.slotUse == NicProfile::SLOT_PER_SA)
    {
        const auto place = m_interfaces.find(NameOf(gone));
        if (--place->second == 0)
        {
            m_interfaces.erase(place);
        }
    }
    const Need need = NeedOf(gone, nullptr);
    m_tx.used -= need.tx;
    m_rx.used -= need.rx;
    m_contexts -= (gone.transmit ? 1 : 0) + (gone.receive ? 1 : 0);
    if (gone.receive && UsesAddressTable())
    {
        const IpAddress& to = gone.config.destination;
        const auto place = m_addresses.find({to.high, to.low});
        if (--place->second == 0)
        {
            m_addresses.erase(place);
        }
    }
}

void
NicSlots::EndCoolOff(uint32_t port)
{
    m_tx.cooling[port].Clear();
    m_rx.cooling[port].Clear();
}

} // namespace ns3
