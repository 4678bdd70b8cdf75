/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic.h"

#include "ns3/event-timer.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * How a NIC's driver reads counters and reports them (N38-N41, N49, N57).
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicPolls");

std::optional<PacketOctets>
IpsecNic::GetSaCounters(Ps now, uint16_t drvSpi, uint64_t cookie)
{
    const SaContext* context = m_engine ? m_engine->Find(drvSpi) : nullptr;
    if (context == nullptr || context->cookie != cookie)
    {
        return std::nullopt;
    }
    PacketOctets sum = m_counters->Read(now, *context);
    sum.packets &= UINT32_MAX; // the record has no room for more (N40, R190)
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
    m_passLeft = m_profile.pollSas == 0 ? UINT32_MAX : std::min(m_profile.pollSas, m_contexts);
    QuerySlice(now);
}

/// @return the SA that the pass under way reads next; nullptr at its end
const SaContext*
IpsecNic::NextToPoll()
{
    if (m_passLeft == 0)
    {
        return nullptr;
    }
    const SaContext* context = m_engine->FindFrom(m_pollNext);
    if (context == nullptr && m_profile.pollSas != 0)
    {
        context = m_engine->FindFrom(0); // the next round begins within this pass
    }
    return context;
}

void
IpsecNic::QuerySlice(Ps now)
{
    const auto queriesMade = [this] {
        return m_commands->GetCount(CommandKind::QUERY) +
               m_commands->GetCount(CommandKind::BULK_QUERY);
    };
    const uint64_t before = queriesMade();
    CommandMaker::Work work;
    std::vector<uint16_t> read;
    uint64_t counters = 0;
    const uint64_t most = m_profile.bulkQuery != 0 ? m_profile.bulkQuery : POLL_SLICE;
    const SaContext* context = NextToPoll();
    while (context != nullptr)
    {
        const uint64_t more = uint64_t{CountHalves(*context)} *
                              (m_profile.bulkQuery != 0 ? 1 : m_profile.queriesPerPoll);
        if (counters != 0 && counters + more > most)
        {
            break;
        }
        counters += more;
        CommandMaker::Work one;
        for (uint64_t i = 0; m_profile.bulkQuery == 0 && i < more; ++i)
        {
            m_commands->Add(CommandKind::QUERY, 0, one);
        }
        work.duration += one.duration;
        if (one.result == CommandMaker::Result::OK)
        {
            read.push_back(context->drvSpi);
        }
        m_pollNext = context->drvSpi + 1U;
        --m_passLeft;
        context = NextToPoll();
    }
    if (counters == 0)
    {
        EndPass(now);
        return;
    }
    if (m_profile.bulkQuery != 0)
    {
        m_commands->Add(CommandKind::BULK_QUERY, 0, work);
        if (work.result != CommandMaker::Result::OK)
        {
            read.clear();
        }
    }
    m_statistics.queries += queriesMade() - before; // an SA's first failure saves the others
    m_channel.Submit(now,
                     work.duration,
                     [this, read = std::move(read), life = std::weak_ptr<int>(m_life)](Ps then) {
                         if (!life.expired())
                         {
                             for (const uint16_t drvSpi : read)
                             {
                                 ReportCounters(then, m_engine->Find(drvSpi));
                             }
                             QuerySlice(then);
                         }
                     });
}

void
IpsecNic::EndPass(Ps now)
{
    ++m_statistics.passes;
    m_statistics.longestPass = std::max(m_statistics.longestPass, now - m_passBegan);
    if (m_profile.pollSas == 0)
    {
        m_pollNext = 0;
    }
    m_polling = m_contexts != 0;
    if (!m_polling)
    {
        return;
    }
    m_pollEvent = EventTimer::At(std::max(now, m_passBegan + m_profile.pollPeriod),
                                 [this](Ps then) { BeginPass(then); });
}

/// @param now the time @param context an SA; nullptr or held: the kernel does not know it
void
IpsecNic::ReportCounters(Ps now, const SaContext* context)
{
    if (context != nullptr && !context->held)
    {
        ++m_statistics.reports;
        Report(now, context->drvSpi, m_counters->Read(now, *context));
    }
}

void
IpsecNic::PollNow(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    if (m_engine)
    {
        m_engine->ForEach([&](const SaContext& context) { ReportCounters(now, &context); });
    }
}

} // namespace ns3
