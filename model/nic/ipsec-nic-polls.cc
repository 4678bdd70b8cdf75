/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"

#include "ns3/event-timer.h"
#include "ns3/log.h"

#include <algorithm>

/**
 * @file
 * @ingroup ipsec-offload
 * How a NIC's driver reads counters and reports them (N38-N41, N49, N57).
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicPolls");

std::optional<PacketOctets>
IpsecNic::GetSaCounters([[maybe_unused]] Ps now, uint16_t drvSpi, uint64_t cookie)
{
    const SaContext* context = m_engine ? m_engine->Find(drvSpi) : nullptr;
    if (context == nullptr || context->cookie != cookie)
    {
        return std::nullopt;
    }
    PacketOctets sum = context->sent;
    sum.Add(context->received);
    return sum;
}

void
IpsecNic::StartPolling(Ps now)
{
    if (m_polling || m_profile.pollPeriod == 0)
    {
        return;
    }
    m_polling = true;
    m_pollEvent = EventTimer::At(now + m_profile.pollPeriod, [this](Ps then) { BeginPass(then); });
}

void
IpsecNic::StopPolling()
{
    // The timer runs only while there is something to read, lest it keep a simulation alive. A pass
    // under way ends by itself.
    if (m_contexts == 0 && !m_pollEvent.IsExpired())
    {
        m_pollEvent.Remove();
        m_polling = false;
    }
}

void
IpsecNic::BeginPass(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    m_passBegan = now;
    QuerySlice(now, 0);
}

void
IpsecNic::QuerySlice(Ps now, uint32_t from)
{
    uint32_t contexts = 0;
    uint64_t queries = 0;
    uint32_t next = from;
    for (const SaContext* context = m_engine->FindFrom(next);
         context != nullptr && contexts < POLL_SLICE;
         context = m_engine->FindFrom(next))
    {
        next = context->drvSpi + 1U;
        ++contexts;
        queries += (context->transmit ? 1 : 0) + (context->receive ? 1 : 0);
    }
    if (contexts == 0)
    {
        EndPass(now);
        return;
    }
    queries *= m_profile.queriesPerPoll;
    m_statistics.queries += queries;
    m_channel.Submit(now,
                     static_cast<Ps>(queries) * m_profile.queryTime,
                     [this, from, next, life = std::weak_ptr<int>(m_life)](Ps then) {
                         if (!life.expired())
                         {
                             ReportRange(then, from, next);
                             QuerySlice(then, next);
                         }
                     });
}

void
IpsecNic::EndPass(Ps now)
{
    m_polling = m_contexts != 0;
    if (!m_polling)
    {
        return;
    }
    m_pollEvent = EventTimer::At(std::max(now, m_passBegan + m_profile.pollPeriod),
                                 [this](Ps then) { BeginPass(then); });
}

void
IpsecNic::ReportRange(Ps now, uint32_t from, uint32_t to)
{
    for (const SaContext* context = m_engine->FindFrom(from);
         context != nullptr && context->drvSpi < to;
         context = m_engine->FindFrom(from))
    {
        from = context->drvSpi + 1U;
        if (context->held)
        {
            continue; // the kernel does not know it yet
        }
        PacketOctets sum = context->sent;
        sum.Add(context->received);
        ++m_statistics.reports;
        Report(now, context->drvSpi, sum);
    }
}

void
IpsecNic::PollNow(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    if (m_engine)
    {
        ReportRange(now, 0, UINT16_MAX + 1U);
    }
}

} // namespace ns3
