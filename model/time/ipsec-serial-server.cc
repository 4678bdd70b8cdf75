/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-serial-server.h"

#include <numeric>

namespace ns3
{

SerialServer::SerialServer(uint64_t unitsPerSecond)
    : m_rate(unitsPerSecond)
{
    if (m_rate == 0)
    {
        return; // zero picoseconds per unit
    }
    constexpr auto psPerSecond = static_cast<uint64_t>(PS_PER_SECOND);
    const uint64_t common = std::gcd(psPerSecond, m_rate);
    m_numerator = psPerSecond / common;
    m_denominator = m_rate / common;
    m_reciprocal = UINT64_MAX / m_denominator;
    m_narrow = (UINT64_MAX - m_denominator) / m_numerator;
}

Ps
SerialServer::GetServiceTime(uint64_t work) const
{
    return static_cast<Ps>((static_cast<Wide>(work) * m_numerator + m_denominator - 1) /
                           m_denominator);
}

double
SerialServer::GetFraction() const
{
    return static_cast<double>(m_fraction) / static_cast<double>(m_denominator);
}

double
SerialServer::GetLeft(Ps from) const
{
    const Ps idle = std::max<Ps>(0, m_idleUntil - std::max(m_idleFrom, from));
    return m_freeAt < from ? 0 : static_cast<double>(m_freeAt - from - idle) + GetFraction();
}

double
SerialServer::GetBusySeconds(Ps until) const
{
    return m_rate == 0 ? 0
                       : static_cast<double>(m_served) / static_cast<double>(m_rate) -
                             GetLeft(until) / PS_PER_SECOND;
}

void
SerialServer::Block(Ps until)
{
    if (until > m_freeAt)
    {
        m_idleFrom = m_freeAt;
        m_idleUntil = until;
        m_freeAt = until;
        m_fraction = 0;
    }
}

} // namespace ns3
