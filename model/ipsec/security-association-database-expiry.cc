/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-expiry-queue-internal.h"
#include "security-association-database.h"

/**
 * @file
 * @ingroup ipsec-offload
 * How SAs of a SecurityAssociationDatabase reach their limits.
 */

namespace ns3
{

void
SecurityAssociationDatabase::ExpireAt(Ps now)
{
    while (const auto sa = m_larval.PopExpired(now, ToPs(m_larvalLifetime)))
    {
        NoteLife(now, *sa, StepCode::SA_LARVAL_EXPIRED);
        Kill(now, sa);
    }
    m_observers.Tell(&DatabaseObserver::ExpiryBegins, now);
    for (const auto& sa : m_expiry->FindDue(now))
    {
        if (!sa->IsAlive())
        {
            continue; // an observer was faster
        }
        switch (SaExpiryQueue::Judge(now, *sa))
        {
        case SaExpiryQueue::Judgment::HARD:
            NoteLife(now, *sa, StepCode::SA_HARD_LIMIT);
            m_expireTrace(now, *sa, true);
            Kill(now, sa);
            break;
        case SaExpiryQueue::Judgment::SOFT:
            sa->m_state = SaState::DYING;
            NoteLife(now, *sa, StepCode::SA_SOFT_LIMIT);
            m_expireTrace(now, *sa, false);
            m_expiry->Update(*sa);
            m_observers.Tell(&DatabaseObserver::SaDying, now, *sa);
            break;
        case SaExpiryQueue::Judgment::GOES_ON: // an observer changed its limits
            break;
        }
    }
}

bool
SecurityAssociationDatabase::HasLimits() const
{
    return !m_expiry->IsEmpty() || !m_larval.IsEmpty();
}

void
SecurityAssociationDatabase::TellOfLimits(Ps now)
{
    if (HasLimits())
    {
        m_observers.Tell(&DatabaseObserver::LimitGiven, now);
    }
}

void
SecurityAssociationDatabase::ReachLimit(Ps now, uint32_t spi, bool hard)
{
    const Ptr<SecurityAssociation> sa = FindBySpi(spi);
    if (!sa || !sa->IsAlive())
    {
        return;
    }
    if (hard)
    {
        Kill(now, sa);
    }
    else if (sa->m_state == SaState::MATURE)
    {
        sa->m_state = SaState::DYING;
        m_expiry->Update(*sa);
        m_observers.Tell(&DatabaseObserver::SaDying, now, *sa);
    }
}

} // namespace ns3
