/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-expiry-queue-internal.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint64_t SEQUENCE_80_PERCENT = 0xcccccccc; // of 2^32 (R199)
constexpr uint32_t NOT_WATCHED = UINT32_MAX;

/// @param start of an age @param limit of it, or 0 @return the last instant within the limit
Ps
EndOf(Ps start, Ps limit)
{
    return limit == 0 || limit > PS_NEVER - start ? PS_NEVER : start + limit;
}

/// @param limits of an SA @param sa the SA @return the last instant within its time limits
Ps
EndOf(const SaLifetime& limits, const SecurityAssociation& sa)
{
    const Ps byAge = EndOf(sa.GetCreated(), limits.addTime);
    return sa.GetFirstUsed() ? std::min(byAge, EndOf(*sa.GetFirstUsed(), limits.useTime)) : byAge;
}

/// @param limits of an SA @param sa the SA @return true beyond any of them
bool
IsExceeded(const SaLifetime& limits, Ps now, const SecurityAssociation& sa)
{
    return now > EndOf(limits, sa) ||
           (limits.octets != 0 && sa.GetCurrent().octets > limits.octets);
}

/// @param limits of an SA @param sa the SA @return true when use, not time, decides
bool
DependsOnUse(const SaLifetime& limits, const SecurityAssociation& sa)
{
    return limits.octets != 0 || (limits.useTime != 0 && !sa.GetFirstUsed());
}

} // namespace

SaExpiryQueue::Judgment
SaExpiryQueue::Judge(Ps now, const SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    if (!config.hard.IsGiven())
    {
        return Judgment::GOES_ON; // R193
    }
    if (IsExceeded(config.hard, now, sa))
    {
        return Judgment::HARD;
    }
    if (sa.GetState() != SaState::MATURE)
    {
        return Judgment::GOES_ON;
    }
    const bool nearsWrap = !config.esn && (sa.GetLastSequence() > SEQUENCE_80_PERCENT ||
                                           sa.GetReplayWindow().GetLast() > SEQUENCE_80_PERCENT);
    return nearsWrap || IsExceeded(config.soft, now, sa) ? Judgment::SOFT : Judgment::GOES_ON;
}

Ps
SaExpiryQueue::DeadlineOf(const SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    const Ps hard = EndOf(config.hard, sa);
    return sa.GetState() == SaState::MATURE ? std::min(hard, EndOf(config.soft, sa)) : hard;
}

bool
SaExpiryQueue::MustWatch(const SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    if (!config.hard.IsGiven())
    {
        return false;
    }
    return DependsOnUse(config.hard, sa) ||
           (sa.GetState() == SaState::MATURE && (!config.esn || DependsOnUse(config.soft, sa)));
}

void
SaExpiryQueue::SetDeadline(SecurityAssociation& sa, Ps deadline)
{
    if (sa.m_deadline == deadline)
    {
        return;
    }
    if (sa.m_deadline != PS_NEVER)
    {
        m_deadlines.erase({{sa.m_deadline, sa.m_order}, &sa});
    }
    sa.m_deadline = deadline;
    if (deadline != PS_NEVER)
    {
        m_deadlines.insert({{deadline, sa.m_order}, &sa});
    }
}

void
SaExpiryQueue::SetWatched(SecurityAssociation& sa, bool watched)
{
    if (watched == (sa.m_watchSlot != NOT_WATCHED))
    {
        return;
    }
    if (watched)
    {
        sa.m_watchSlot = static_cast<uint32_t>(m_watched.size());
        m_watched.push_back(&sa);
        return;
    }
    m_watched.back()->m_watchSlot = sa.m_watchSlot;
    m_watched[sa.m_watchSlot] = m_watched.back();
    m_watched.pop_back();
    sa.m_watchSlot = NOT_WATCHED;
}

void
SaExpiryQueue::Update(SecurityAssociation& sa)
{
    SetDeadline(sa, DeadlineOf(sa));
    SetWatched(sa, MustWatch(sa));
}

void
SaExpiryQueue::Remove(SecurityAssociation& sa)
{
    SetDeadline(sa, PS_NEVER);
    SetWatched(sa, false);
}

std::vector<Ptr<SecurityAssociation>>
SaExpiryQueue::FindDue(Ps now)
{
    // Update() may only take the SA in hand out of the vector, so going backwards visits each once.
    std::vector<Ptr<SecurityAssociation>> due;
    for (size_t i = m_watched.size(); i-- > 0;)
    {
        SecurityAssociation& sa = *m_watched[i];
        if (sa.GetFirstUsed())
        {
            Update(sa); // its use times run now
        }
        if (sa.m_deadline >= now && Judge(now, sa) != Judgment::GOES_ON)
        {
            due.emplace_back(&sa);
        }
    }
    for (auto it = m_deadlines.begin(); it != m_deadlines.end() && it->deadline.first < now; ++it)
    {
        due.emplace_back(it->sa);
    }
    std::sort(due.begin(), due.end(), [](const auto& a, const auto& b) {
        return a->m_order < b->m_order;
    });
    return due;
}

void
SaExpiryQueue::Clear()
{
    m_deadlines.clear();
    m_watched.clear();
}

} // namespace ns3
