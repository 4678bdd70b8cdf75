/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-backfill-server.h"

namespace ns3
{

BackfillServer::Service
BackfillServer::ServeLate(Ps arrival, uint64_t work)
{
    const Ps duration = m_server.GetServiceTime(work);
    for (uint32_t i = 0; i < m_count; ++i)
    {
        const Gap& gap = m_gaps[(m_first + i) % GAPS];
        const Ps start = std::max(arrival, gap.begin);
        if (gap.end - start >= duration)
        {
            const Service job{start, start + duration};
            Split(i, job);
            m_servedLate += work;
            return job;
        }
    }
    return {m_server.GetFreeAt(), m_server.Serve(arrival, work)};
}

double
BackfillServer::GetBusySeconds(Ps until) const
{
    if (m_server.GetRate() == 0)
    {
        return 0;
    }
    const Ps free = m_server.GetFreeAt();
    double left = free < until ? 0 : static_cast<double>(free - until) + m_server.GetFraction();
    for (uint32_t i = 0; i < m_count; ++i)
    {
        const Gap& gap = m_gaps[(m_first + i) % GAPS];
        left -= static_cast<double>(std::max<Ps>(0, gap.end - std::max(gap.begin, until)));
    }
    return static_cast<double>(GetServed()) / static_cast<double>(m_server.GetRate()) -
           left / PS_PER_SECOND;
}

/**
 * Leave of a gap what a job does not take. Where both ends are left and the memory is full, the
 * oldest gap is forgotten.
 * @param number of the gap, from the oldest
 * @param job what is served in it
 */
void
BackfillServer::Split(uint32_t number, const Service& job)
{
    const auto at = [this](uint32_t i) -> Gap& { return m_gaps[(m_first + i) % GAPS]; };
    const Gap before{at(number).begin, job.start};
    const Gap after{job.done, at(number).end};
    if (before.end > before.begin && after.end > after.begin)
    {
        if (m_count == GAPS)
        {
            if (number == 0)
            {
                at(0) = after; // the part before it is what is forgotten
                return;
            }
            m_first = (m_first + 1) % GAPS;
            --m_count;
            --number;
        }
        for (uint32_t i = m_count; i > number + 1; --i)
        {
            at(i) = at(i - 1);
        }
        ++m_count;
        at(number) = before;
        at(number + 1) = after;
        return;
    }
    at(number) = after.end > after.begin ? after : before; // empty when the job takes it all
}

} // namespace ns3
