/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "security-association.h"

#include "ipsec-algorithm.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// @param config an SA's configuration @return octets of the header it puts in front
uint8_t
TunnelHeaderOf(const SaConfig& config)
{
    if (config.mode != IpsecMode::TUNNEL)
    {
        return 0;
    }
    return EspSizes::GetOuterHeader(config.destination.IsIpv4());
}

/// @param config an SA's configuration @return octet counts of its ESP form
EspSizes
SizesOf(const SaConfig& config)
{
    return {config.cipher,
            config.authenticator,
            !config.destination.IsIpv4(),
            TunnelHeaderOf(config),
            config.natTraversal.IsOn()};
}

} // namespace

SequenceState::SequenceState(const SaConfig& config)
    : next(config.firstSequence),
      window(config.replayWindow, config.esn, config.cyclic, config.firstSequence - 1)
{
}

void
SequenceState::Merge(const SequenceState& other)
{
    next = std::max(next, other.next);
    window.Merge(other.window);
}

SecurityAssociation::SecurityAssociation(SaConfig config, Ps created)
    : m_config(std::move(config)),
      m_sizes(SizesOf(m_config)),
      m_created(created),
      m_sequence(m_config),
      m_runBegin(m_sequence.next)
{
}

SecurityAssociation::SecurityAssociation(SecurityAssociation& original, SaConfig config)
    : m_config(std::move(config)),
      m_sizes(SizesOf(m_config)),
      m_state(original.m_state),
      m_created(original.m_created),
      m_firstUsed(original.m_firstUsed),
      m_sequence(original.m_sequence),
      m_runBegin(m_sequence.next),
      m_current(original.m_current),
      m_software(original.m_software)
{
    original.EndRun(m_sequence.next);
    m_used = original.m_used;
    original.m_isCloned = true;
}

void
SecurityAssociation::SetKeys(SaConfig config, Ps now)
{
    m_config = std::move(config);
    m_sizes = SizesOf(m_config);
    m_created = now;
    m_sequence = SequenceState(m_config);
    m_runBegin = m_sequence.next;
}

UsedNumbers&
SecurityAssociation::MakeUsedNumbers()
{
    if (!m_used)
    {
        m_used = std::make_shared<UsedNumbers>();
    }
    return *m_used;
}

/// What software counts without a gap ends. @param next where it goes on
void
SecurityAssociation::EndRun(uint64_t next)
{
    MakeUsedNumbers().Add(m_runBegin, m_sequence.next);
    m_runBegin = next;
}

void
SecurityAssociation::TakeOver(const SequenceState& other)
{
    if (other.next > m_sequence.next)
    {
        EndRun(other.next);
    }
    m_sequence.Merge(other);
}

void
SecurityAssociation::CountNumbersOfNic(uint64_t from, uint64_t to)
{
    MakeUsedNumbers().Add(from, to);
}

UsedNumbers
SecurityAssociation::GetUsedNumbers() const
{
    UsedNumbers used = m_used ? *m_used : UsedNumbers();
    used.Add(m_runBegin, m_sequence.next);
    return used;
}

std::optional<uint64_t>
SecurityAssociation::NextSequence()
{
    constexpr uint64_t last32 = UINT32_MAX;
    if (!m_config.esn && m_sequence.next > last32)
    {
        if (!m_config.cyclic)
        {
            return std::nullopt;
        }
        EndRun(0);
        m_sequence.next = 0;
    }
    return m_sequence.next++;
}

void
SecurityAssociation::CountSoftware(Ps now, uint64_t octets)
{
    AddSoftware(now, {1, octets});
}

void
SecurityAssociation::AddSoftware(Ps first, const PacketOctets& many)
{
    if (!m_firstUsed && many.packets != 0)
    {
        m_firstUsed = first;
    }
    m_current.Add(many);
    m_software.Add(many);
}

bool
SecurityAssociation::CountSent(Ps first, const PacketOctets& many)
{
    AddSoftware(first, many);
    return TakeNumbers(many.packets);
}

bool
SecurityAssociation::TakeNumbers(uint64_t count)
{
    constexpr uint64_t numbers32 = uint64_t{UINT32_MAX} + 1;
    m_sequence.next += count;
    if (m_config.esn || m_sequence.next <= numbers32)
    {
        return true;
    }
    const uint64_t next = m_sequence.next % numbers32;
    m_sequence.next = numbers32;
    EndRun(0);
    m_sequence.next = next;
    return m_config.cyclic;
}

void
SecurityAssociation::CountReceived(Ps first, const PacketOctets& many, uint64_t highest)
{
    AddSoftware(first, many);
    if (many.packets != 0)
    {
        m_sequence.window.Update(highest);
    }
}

void
SecurityAssociation::CountHardware(Ps now, const PacketOctets& difference)
{
    if (!m_firstUsed && difference.packets != 0)
    {
        m_firstUsed = now;
    }
    m_current.Add(difference);
}

ReasonTable<IpsecDrop>&
SecurityAssociation::GetDrops()
{
    if (!m_drops)
    {
        m_drops = std::make_unique<ReasonTable<IpsecDrop>>();
    }
    return *m_drops;
}

SoftwareCounts&
SecurityAssociation::GetReasons()
{
    if (!m_reasons)
    {
        m_reasons = std::make_unique<SoftwareCounts>();
    }
    return *m_reasons;
}

} // namespace ns3
