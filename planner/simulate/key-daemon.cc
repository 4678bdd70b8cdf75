/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "key-daemon.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

KeyDaemon::KeyDaemon(Ptr<SecurityAssociationDatabase> sad, bool asksAgain)
    : m_sad(sad),
      m_asksAgain(asksAgain)
{
    m_sad->AddObserver(this);
}

KeyDaemon::~KeyDaemon()
{
    m_sad->RemoveObserver(this);
}

void
KeyDaemon::SetLost(Lost lost)
{
    m_lost = std::move(lost);
}

void
KeyDaemon::Add(const SaConfig& config, Answered answered)
{
    DatabaseResult result = DatabaseResult::OK;
    const auto sa = m_sad->Add(ToPs(Simulator::Now()), config, &result);
    NS_ABORT_MSG_UNLESS(result == DatabaseResult::OK,
                        "the SAD refuses an SA of the population: " << ToString(result));
    if (sa->IsAlive())
    {
        answered(true);
    }
    else
    {
        m_waiting[config.spi] = std::move(answered);
    }
}

void
KeyDaemon::Move(uint32_t spi,
                const IpAddress& source,
                const IpAddress& destination,
                std::function<void()> begin)
{
    m_changes.push_back({spi, source, destination, std::move(begin)});
    if (m_changes.size() == 1)
    {
        MoveNext();
    }
}

/// Make the requests of Move(), up to one whose answer takes time.
void
KeyDaemon::MoveNext()
{
    while (!m_changes.empty())
    {
        const Change& change = m_changes.front();
        change.begin();
        if (const auto* sa = m_sad->FindBySpi(change.spi))
        {
            SaUpdate update = SaUpdate::Of(*sa);
            update.hard = sa->GetConfig().hard;
            update.soft = sa->GetConfig().soft;
            update.newSource = change.source;
            update.newDestination = change.destination;
            // Who asked for an SA that is not answered yet is answered with the changed one.
            const auto first = Take(change.spi);
            const auto result = m_sad->Update(ToPs(Simulator::Now()), update);
            NS_ABORT_MSG_UNLESS(result == DatabaseResult::OK,
                                "the SAD refuses new addresses: " << ToString(result));
            const auto* changed = m_sad->FindBySpi(change.spi);
            if (changed && changed->GetState() == SaState::PENDING)
            {
                m_waiting[change.spi] = [this, first](bool usable) {
                    first(usable);
                    m_changes.pop_front();
                    MoveNext();
                };
                return;
            }
            first(changed != nullptr);
        }
        m_changes.pop_front();
    }
}

void
KeyDaemon::Delete(uint32_t spi)
{
    m_sad->Delete(ToPs(Simulator::Now()), spi);
    Take(spi)(false);
}

/// @param spi of an SA @return who waits for the answer; does nothing when nobody does
KeyDaemon::Answered
KeyDaemon::Take(uint32_t spi)
{
    auto waiting = m_waiting.extract(spi);
    return waiting ? std::move(waiting.mapped()) : [](bool) {};
}

void
KeyDaemon::SaAdmitted(Ps, SecurityAssociation& sa)
{
    Take(sa.GetConfig().spi)(true);
}

void
KeyDaemon::SaRefused(Ps, SecurityAssociation& sa)
{
    auto answered = Take(sa.GetConfig().spi);
    if (!m_asksAgain || sa.GetConfig().interfaceName.empty())
    {
        answered(false);
        return;
    }
    SaConfig config = sa.GetConfig();
    config.interfaceName.clear();
    // Kernels that answer before their drivers have sent by it: no number comes twice.
    const SequenceState& state = sa.GetSequenceState();
    config.firstSequence = std::max(state.next, state.window.GetLast() + 1);
    Add(config, std::move(answered));
}

void
KeyDaemon::SaLost(Ps, SecurityAssociation& sa)
{
    if (m_lost)
    {
        m_lost(sa.GetConfig().spi);
    }
}

} // namespace ns3::planner
