/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "overshoot-meter.h"

#include "ns3/ipsec-expiry-timer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::planner
{

OvershootMeter::OvershootMeter(Ptr<IpsecNode> node)
    : m_node(node)
{
    m_node->GetSad()->AddObserver(this);
}

OvershootMeter::~OvershootMeter()
{
    m_node->GetSad()->RemoveObserver(this);
}

/// @param sa any @return octets that have passed beyond its limit, the NIC's included
uint64_t
OvershootMeter::CountBeyond(Ps now, const SecurityAssociation& sa) const
{
    const uint64_t limit = sa.GetConfig().hard.octets;
    uint64_t octets = sa.GetSoftware().octets;
    if (const auto hardware = m_node->GetOffload()->GetCounters().ReadHardwareTotal(now, sa))
    {
        octets += hardware->octets;
    }
    octets = std::max(octets, sa.GetCurrent().octets);
    return limit == 0 || octets <= limit ? 0 : octets - limit;
}

void
OvershootMeter::SaDead(Ps now, SecurityAssociation& sa)
{
    const uint64_t limit = sa.GetConfig().hard.octets;
    if (limit == 0 || sa.GetCurrent().octets <= limit)
    {
        return; // it died of something else
    }
    // Its handles are still there: they are withdrawn later, on the worker.
    const uint64_t beyond = CountBeyond(now, sa);
    ++m_expired;
    m_most = std::max(m_most, beyond);
    m_recent = std::max(m_recent, beyond);
    m_sum += static_cast<double>(beyond);
}

uint64_t
OvershootMeter::TakeMost(Ps now)
{
    uint64_t most = m_recent;
    m_node->GetSad()->ForEach([this, now, &most](const SecurityAssociation& sa) {
        most = std::max(most, CountBeyond(now, sa));
    });
    m_recent = 0;
    return most;
}

double
OvershootMeter::GetMean() const
{
    return m_expired == 0 ? std::numeric_limits<double>::quiet_NaN()
                          : m_sum / static_cast<double>(m_expired);
}

double
OvershootMeter::GetBound(const Scenario& scenario)
{
    const NicProfile& nic = scenario.GetMeasured().nic;
    if (nic.pollPeriod == 0 && nic.offload)
    {
        return std::numeric_limits<double>::infinity();
    }
    // Every client has an SA for each direction, and each of those one or two contexts. A pass that
    // takes longer than the period delays the next; with few SAs a pass a round takes many passes.
    const double counters = 4.0 * scenario.population.count;
    const double queries =
        nic.bulkQuery != 0
            ? std::ceil(counters / nic.bulkQuery) * static_cast<double>(nic.bulkQueryTime.GetMean())
            : counters * nic.queriesPerPoll * static_cast<double>(nic.queryTime.GetMean());
    const double passes =
        nic.pollSas == 0 ? 1 : std::ceil(2.0 * scenario.population.count / nic.pollSas);
    const double late =
        passes * static_cast<double>(nic.pollPeriod) + queries + ExpiryTimer::PERIOD;
    return static_cast<double>(scenario.GetMeasuredLink().rate) / 8 * late / PS_PER_SECOND;
}

} // namespace ns3::planner
