/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-expiry-timer.h"

#include "ns3/ipsec-event-timer.h"
#include "ns3/log.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("ExpiryTimer");

ExpiryTimer::ExpiryTimer(Ptr<SecurityAssociationDatabase> sad, Ptr<SecurityPolicyDatabase> spd)
    : m_sad(sad),
      m_spd(spd)
{
    m_sad->AddObserver(this);
    m_spd->AddObserver(this);
}

ExpiryTimer::~ExpiryTimer()
{
    m_tick.Cancel();
    m_sad->RemoveObserver(this);
    m_spd->RemoveObserver(this);
}

void
ExpiryTimer::LimitGiven(Ps now)
{
    if (m_tick.IsExpired())
    {
        const Ps next = (now / PERIOD + 1) * PERIOD;
        m_tick = EventTimer::At(next, [this](Ps when) { Tick(when); });
    }
}

void
ExpiryTimer::Tick(Ps now)
{
    NS_LOG_FUNCTION(this << now);
    m_sad->ExpireAt(now);
    m_spd->ExpireAt(now);
    if (m_sad->HasLimits() || m_spd->HasLimits())
    {
        LimitGiven(now);
    }
}

} // namespace ns3
