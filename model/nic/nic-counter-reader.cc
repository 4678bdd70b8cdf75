/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-counter-reader.h"

#include "nic-profile.h"
#include "sa-context.h"

namespace ns3
{

namespace
{

/// @param bits of a counter, 1 to 64 @return its greatest value
uint64_t
MaskOf(uint32_t bits)
{
    constexpr uint32_t all = 64;
    return bits >= all ? UINT64_MAX : (uint64_t{1} << bits) - 1;
}

} // namespace

CounterReader::CounterReader(const NicProfile& profile)
    : m_profile(profile),
      m_packetMask(MaskOf(profile.counterPacketBits)),
      m_octetMask(MaskOf(profile.counterOctetBits))
{
    m_plain = m_packetMask == UINT64_MAX && m_octetMask == UINT64_MAX && profile.countersReset &&
              profile.plausibleRate == 0;
}

/// @param value counted so far @return what the register shows
PacketOctets
CounterReader::Limit(PacketOctets value) const
{
    return {value.packets & m_packetMask, value.octets & m_octetMask};
}

/// @param octets counted @param span since the last reading @return can it be?
bool
CounterReader::IsPlausible(uint64_t octets, Ps span) const
{
    if (m_profile.plausibleRate == 0)
    {
        return true;
    }
    const double most = static_cast<double>(m_profile.plausibleRate) / 8 *
                        static_cast<double>(span) / PS_PER_SECOND;
    return static_cast<double>(octets) <= most;
}

void
CounterReader::Install(Ps now, const SaContext& context)
{
    if (m_plain)
    {
        return;
    }
    Entry& entry = m_entries[context.drvSpi];
    entry = Entry();
    entry.cookie = context.cookie;
    entry.readAt = now;
    if (!m_profile.countersReset && !m_left.empty())
    {
        // The driver takes a fresh slot's counters for 0, whatever they are.
        entry.directions[0].before = m_left.front()[0];
        entry.directions[1].before = m_left.front()[1];
        m_left.pop_front();
    }
}

PacketOctets
CounterReader::Read(Ps now, const SaContext& context)
{
    PacketOctets sum = context.sent;
    sum.Add(context.received);
    const auto place = m_entries.find(context.drvSpi);
    if (m_plain || place == m_entries.end() || place->second.cookie != context.cookie)
    {
        return sum;
    }
    Entry& entry = place->second;
    PacketOctets difference;
    for (size_t i = 0; i < entry.directions.size(); ++i)
    {
        Register& counter = entry.directions[i];
        PacketOctets value = counter.before;
        value.Add(i == 0 ? context.sent : context.received);
        value = Limit(value);
        difference.packets += (value.packets - counter.last.packets) & m_packetMask;
        difference.octets += (value.octets - counter.last.octets) & m_octetMask;
        counter.last = value;
    }
    if (IsPlausible(difference.octets, now - entry.readAt))
    {
        entry.total.Add(difference);
    }
    else
    {
        ++m_filtered;
    }
    entry.readAt = now;
    return entry.total;
}

void
CounterReader::Remove(const SaContext& context)
{
    const auto place = m_entries.find(context.drvSpi);
    if (place == m_entries.end())
    {
        return;
    }
    if (!m_profile.countersReset)
    {
        std::array<PacketOctets, 2> left{place->second.directions[0].before,
                                         place->second.directions[1].before};
        left[0].Add(context.sent);
        left[1].Add(context.received);
        m_left.push_back(left);
    }
    m_entries.erase(place);
}

void
CounterReader::Clear()
{
    m_entries.clear();
    m_left.clear();
}

} // namespace ns3
