/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "security-association.h"

#include "ipsec-algorithm.h"

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

/// @param config an SA's configuration @return the window before its first packet
ReplayWindow
WindowOf(const SaConfig& config)
{
    return ReplayWindow(config.replayWindow, config.esn, config.cyclic, config.firstSequence - 1);
}

} // namespace

SecurityAssociation::SecurityAssociation(SaConfig config, Ps created)
    : m_config(std::move(config)),
      m_sizes(SizesOf(m_config)),
      m_created(created),
      m_nextSequence(m_config.firstSequence),
      m_window(WindowOf(m_config))
{
}

SecurityAssociation::SecurityAssociation(const SecurityAssociation& original, SaConfig config)
    : m_config(std::move(config)),
      m_sizes(SizesOf(m_config)),
      m_state(original.m_state),
      m_created(original.m_created),
      m_firstUsed(original.m_firstUsed),
      m_nextSequence(original.m_nextSequence),
      m_window(original.m_window),
      m_current(original.m_current),
      m_software(original.m_software)
{
}

void
SecurityAssociation::SetKeys(SaConfig config, Ps now)
{
    m_config = std::move(config);
    m_sizes = SizesOf(m_config);
    m_created = now;
    m_nextSequence = m_config.firstSequence;
    m_window = WindowOf(m_config);
}

std::optional<uint64_t>
SecurityAssociation::NextSequence()
{
    constexpr uint64_t last32 = UINT32_MAX;
    if (!m_config.esn && m_nextSequence > last32)
    {
        if (!m_config.cyclic)
        {
            return std::nullopt;
        }
        m_nextSequence = 0;
    }
    return m_nextSequence++;
}

void
SecurityAssociation::CountSoftware(Ps now, uint64_t octets)
{
    if (!m_firstUsed)
    {
        m_firstUsed = now;
    }
    m_current.Add(octets);
    m_software.Add(octets);
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

ReasonTable<SoftwareReason>&
SecurityAssociation::GetReasons()
{
    if (!m_reasons)
    {
        m_reasons = std::make_unique<ReasonTable<SoftwareReason>>();
    }
    return *m_reasons;
}

} // namespace ns3
