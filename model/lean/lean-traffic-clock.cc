/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-traffic-clock.h"

#include <cmath>
#include <utility>

namespace ns3
{

TrafficClock::TrafficClock(LoadRamp ramp,
                           const TrafficBursts& bursts,
                           Ptr<UniformRandomVariable> random)
    : m_ramp(std::move(ramp)),
      m_bursts(bursts),
      m_random(random)
{
}

/// @param mean picoseconds @return an exponentially distributed time
double
TrafficClock::Draw(Ps mean)
{
    return -std::log1p(-m_random->GetValue(0, 1)) * static_cast<double>(mean);
}

/// @param from its begin, picoseconds since the start
void
TrafficClock::BeginBurst(double from)
{
    m_end = from + Draw(m_bursts.on);
    m_loadTime = m_ramp.GetLoadTime(from);
    m_length = m_ramp.GetLoadTime(m_end) - m_loadTime;
}

double
TrafficClock::Map(double time)
{
    if (!m_bursts.IsOn())
    {
        return m_ramp.GetTime(time);
    }
    const double speedUp = m_bursts.GetSpeedUp();
    if (!m_hasBegun)
    {
        m_hasBegun = true;
        const bool isOff = m_random->GetValue(0, 1) * speedUp >= 1;
        BeginBurst(isOff ? Draw(m_bursts.off) : 0);
    }
    while (time - m_offered > m_length * speedUp)
    {
        m_offered += m_length * speedUp;
        BeginBurst(m_end + Draw(m_bursts.off));
    }
    return m_ramp.GetTime(m_loadTime + (time - m_offered) / speedUp);
}

} // namespace ns3
