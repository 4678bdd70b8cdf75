/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include <limits>

namespace ns3::planner
{

namespace
{

/// @param count of what the measured node's kernel did @return getter of it, whole run
std::function<double(const Measurement&)>
WholeRun(uint64_t IpsecOffload::Statistics::*count)
{
    return [count](const Measurement& m) { return static_cast<double>(m.end.control.*count); };
}

/// @param m a simulation @return octets; NaN when no SA reached its limit
double
MostOvershootOf(const Measurement& m)
{
    return m.overshoot->GetExpired() > 0 ? static_cast<double>(m.overshoot->GetMost())
                                         : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

std::vector<MetricGetter>
MakeControlGetters()
{
    using M = const Measurement&;
    using Statistics = IpsecOffload::Statistics;
    return {
        {"tx_slots_used", [](M m) { return m.to.txSlots; }},
        {"rx_slots_used", [](M m) { return m.to.rxSlots; }},
        {"offers", WholeRun(&Statistics::offers)},
        {"acks", WholeRun(&Statistics::acks)},
        {"nacks", WholeRun(&Statistics::nacks)},
        {"faults", WholeRun(&Statistics::faults)},
        {"promotions", WholeRun(&Statistics::promotions)},
        {"demotions", WholeRun(&Statistics::demotions)},
        {"repeated_iv_packets", [](M m) { return static_cast<double>(m.repeated); }},
        {"counter_lag_octets", [](M m) { return static_cast<double>(m.lag); }},
        {"expired_sas", [](M m) { return static_cast<double>(m.overshoot->GetExpired()); }},
        {"overshoot_max_octets", MostOvershootOf},
        {"overshoot_mean_octets", [](M m) { return m.overshoot->GetMean(); }},
        {"overshoot_bound_octets", [](M m) { return OvershootMeter::GetBound(m.scenario); }},
    };
}

} // namespace ns3::planner
