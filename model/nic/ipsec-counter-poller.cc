/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-counter-poller.h"

#include "nic-command-queue.h"
#include "nic-engine.h"
#include "nic-profile.h"

#include "ns3/ipsec-event-timer.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("CounterPoller");

CounterPoller::CounterPoller(const NicProfile& profile,
                             const NicEngine& engine,
                             NicCommandQueue& commands,
                             OffloadDriver::ReportCallback report)
    : m_profile(profile),
      m_engine(engine),
      m_commands(commands),
      m_report(std::move(report)),
      m_reader(profile)
{
}

void
CounterPoller::Add(Ps now, const SaContext& context)
{
    ++m_sas;
    m_reader.Install(now, context);
    Start(now);
}

void
CounterPoller::Remove(const SaContext& context)
{
    --m_sas;
    m_reader.Remove(context);
    StopWhenIdle();
}

void
CounterPoller::Reset()
{
    m_sas = 0;
    m_reader.Clear();
    StopWhenIdle();
}

void
CounterPoller::Close()
{
    m_event.Cancel();
    m_life.End();
}

std::optional<PacketOctets>
CounterPoller::Read(Ps now, uint16_t drvSpi, uint64_t cookie)
{
    const SaContext* context = m_engine.Find(drvSpi, cookie);
    if (context == nullptr)
    {
        return std::nullopt;
    }
    m_engine.BringUpToDate(now, *context);
    PacketOctets sum = m_reader.Read(now, *context);
    sum.packets &= UINT32_MAX; // the record has no room for more (N40, R190)
    return sum;
}

void
CounterPoller::Start(Ps now)
{
    if (m_polling || m_profile.pollPeriod == 0)
    {
        return;
    }
    m_polling = true;
    m_event = EventTimer::At(now + m_profile.pollPeriod,
                             m_life.Guard([this](Ps then) { BeginPass(then); }));
}

void
CounterPoller::StopWhenIdle()
{
    // The timer runs only while there is something to read, lest it keep a simulation alive. A pass
    // under way ends by itself.
    if (m_sas == 0 && !m_event.IsExpired())
    {
        m_event.Remove();
        m_polling = false;
    }
}

void
CounterPoller::BeginPass(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    m_passBegan = now;
    m_passLeft = m_profile.pollSas == 0 ? UINT32_MAX : std::min(m_profile.pollSas, m_sas);
    QuerySlice(now);
}

/// @return the SA that the pass under way reads next; nullptr at its end
const SaContext*
CounterPoller::NextToPoll() const
{
    if (m_passLeft == 0)
    {
        return nullptr;
    }
    const SaContext* context = m_engine.FindFrom(m_next);
    if (context == nullptr && m_profile.pollSas != 0)
    {
        context = m_engine.FindFrom(0); // the next round begins within this pass
    }
    return context;
}

/// @return the next SAs of the pass under way, with the queries that read them; empty at its end
CounterPoller::Slice
CounterPoller::MakeSlice()
{
    CommandMaker& maker = m_commands.GetMaker();
    const bool bulk = m_profile.bulkQuery != 0;
    const uint64_t most = bulk ? m_profile.bulkQuery : POLL_SLICE;
    Slice slice;
    const SaContext* context = NextToPoll();
    while (context != nullptr)
    {
        const uint64_t more =
            uint64_t{context->CountDirections()} * (bulk ? 1 : m_profile.queriesPerPoll);
        if (slice.counters != 0 && slice.counters + more > most)
        {
            break;
        }
        slice.counters += more;
        CommandMaker::Work one;
        for (uint64_t i = 0; !bulk && i < more; ++i)
        {
            maker.Add(CommandKind::QUERY, 0, one);
        }
        slice.duration += one.duration;
        if (one.result == CommandMaker::Result::OK)
        {
            slice.sas.push_back(context->drvSpi);
        }
        m_next = context->drvSpi + 1U;
        --m_passLeft;
        context = NextToPoll();
    }
    if (bulk && slice.counters != 0)
    {
        CommandMaker::Work all;
        maker.Add(CommandKind::BULK_QUERY, 0, all);
        slice.duration = all.duration;
        if (all.result != CommandMaker::Result::OK)
        {
            slice.sas.clear();
        }
    }
    return slice;
}

void
CounterPoller::QuerySlice(Ps now)
{
    const auto queriesMade = [&maker = m_commands.GetMaker()] {
        return maker.GetCount(CommandKind::QUERY) + maker.GetCount(CommandKind::BULK_QUERY);
    };
    const uint64_t before = queriesMade();
    Slice slice = MakeSlice();
    if (slice.counters == 0)
    {
        EndPass(now);
        return;
    }
    m_statistics.queries += queriesMade() - before; // an SA's first failure saves the others
    m_commands.SubmitQuery(now, slice.duration, [this, sas = std::move(slice.sas)](Ps then) {
        for (const uint16_t drvSpi : sas)
        {
            Report(then, m_engine.Find(drvSpi));
        }
        QuerySlice(then);
    });
}

void
CounterPoller::EndPass(Ps now)
{
    ++m_statistics.passes;
    m_statistics.longestPass = std::max(m_statistics.longestPass, now - m_passBegan);
    if (m_profile.pollSas == 0)
    {
        m_next = 0;
    }
    m_polling = m_sas != 0;
    if (!m_polling)
    {
        return;
    }
    m_event = EventTimer::At(std::max(now, m_passBegan + m_profile.pollPeriod),
                             m_life.Guard([this](Ps then) { BeginPass(then); }));
}

/// @param context an SA; nullptr or held: the kernel does not know it
void
CounterPoller::Report(Ps now, const SaContext* context)
{
    if (context != nullptr && !context->held)
    {
        ++m_statistics.reports;
        m_engine.BringUpToDate(now, *context);
        m_report(now, context->drvSpi, m_reader.Read(now, *context));
    }
}

void
CounterPoller::ReportAll(Ps now)
{
    m_engine.ForEach([&](const SaContext& context) { Report(now, &context); });
}

} // namespace ns3
