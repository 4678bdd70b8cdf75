/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-expiry-queue-internal.h"
#include "security-association-database.h"

#include "ns3/log.h"

#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * How UPDATE changes SAs of a SecurityAssociationDatabase.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SecurityAssociationDatabaseUpdate");

DatabaseResult
SecurityAssociationDatabase::UpdateLifetimes(Ps now,
                                             uint32_t spi,
                                             const SaLifetime& hard,
                                             const SaLifetime& soft)
{
    const SecurityAssociation* sa = FindBySpi(spi);
    if (!sa)
    {
        return DatabaseResult::NO_ENTRY;
    }
    SaUpdate update = SaUpdate::Of(*sa);
    update.hard = hard;
    update.soft = soft;
    return Update(now, update);
}

DatabaseResult
SecurityAssociationDatabase::Update(Ps now, const SaUpdate& update)
{
    const Ptr<SecurityAssociation> sa = FindBySpi(update.spi);
    if (!sa)
    {
        return DatabaseResult::NO_ENTRY;
    }
    const SaConfig& config = sa->GetConfig();
    if (!FindLifetimeFault(update.hard, update.soft).empty() ||
        config.requester != update.requester)
    {
        return DatabaseResult::INVALID; // R24, R27
    }
    if (config.source != update.source || config.destination != update.destination ||
        (config.mode != IpsecMode::ANY && config.mode != update.mode) ||
        (update.reqid != 0 && config.reqid != update.reqid))
    {
        return DatabaseResult::NO_ENTRY; // R27
    }
    if (sa->GetState() == SaState::LARVAL)
    {
        return Mature(now, *sa, update);
    }
    if (!update.key.empty() || !update.authKey.empty())
    {
        return DatabaseResult::INVALID; // R26
    }
    if (update.newSource || update.newDestination || update.natTraversal ||
        config.natTraversal.IsOn())
    {
        SaConfig changed = config;
        changed.hard = update.hard;
        changed.soft = update.soft;
        changed.source = update.newSource.value_or(config.source);
        changed.destination = update.newDestination.value_or(config.destination);
        changed.natTraversal = update.natTraversal.value_or(config.natTraversal);
        if (!FindFault(changed, m_nullSuite).empty())
        {
            return DatabaseResult::INVALID;
        }
        Clone(now, sa, std::move(changed));
        return DatabaseResult::OK;
    }
    sa->m_config.hard = update.hard;
    sa->m_config.soft = update.soft;
    if (sa->GetState() == SaState::PENDING)
    {
        return DatabaseResult::OK; // its limits count once it may be used
    }
    sa->m_state = SaState::MATURE; // R26, R200
    NoteLife(now, *sa, StepCode::SA_LIFETIMES_UPDATED);
    m_expiry->Update(*sa);
    TellOfLimits(now);
    m_observers.Tell(&DatabaseObserver::SaTriggered, now, *sa); // R37
    return DatabaseResult::OK;
}

DatabaseResult
SecurityAssociationDatabase::Mature(Ps now, SecurityAssociation& sa, const SaUpdate& update)
{
    if (update.newSource || update.newDestination)
    {
        return DatabaseResult::INVALID; // anything but addresses and SPI can be set
    }
    SaConfig config = sa.GetConfig();
    config.cipher = update.cipher;
    config.key = update.key;
    config.authenticator = update.authenticator;
    config.authKey = update.authKey;
    config.replayWindow = update.replayWindow;
    config.esn = update.esn;
    config.cyclic = update.cyclic;
    config.firstSequence = update.firstSequence;
    config.hard = update.hard;
    config.soft = update.soft;
    config.natTraversal = update.natTraversal.value_or(config.natTraversal);
    if (!FindFault(config)
             .empty()) // whatever NullSuite says: without a cipher it brings no keys (R26)
    {
        return DatabaseResult::INVALID;
    }
    sa.SetKeys(std::move(config), now); // R205
    Complete(now, sa);
    NoteLife(now, sa, sa.IsAlive() ? StepCode::SA_COMPLETED : StepCode::SA_COMPLETED_PENDING);
    m_observers.Tell(&DatabaseObserver::SaTriggered, now, sa); // R37
    return DatabaseResult::OK;
}

void
SecurityAssociationDatabase::Clone(Ps now, const Ptr<SecurityAssociation>& sa, SaConfig config)
{
    if (m_cloneForgetsOffload)
    {
        config.interfaceName.clear();
    }
    auto clone = Create<SecurityAssociation>(*sa, std::move(config));
    clone->m_steps = sa->m_steps;
    NoteLife(now, *sa, m_cloneForgetsOffload ? StepCode::SA_CLONED_UNOFFERED : StepCode::SA_CLONED);
    NS_LOG_LOGIC("SA of SPI " << sa->GetConfig().spi << " is cloned");
    TakeOut(*sa);
    m_bySpi.Insert(clone); // at once, so that no observer can take the SPI
    if (m_cloneForgetsOffload)
    {
        clone->m_state = SaState::MATURE;
        Insert(clone);
        TellOfLimits(now);
    }
    else
    {
        Complete(now, *clone);
    }
    m_observers.Tell(&DatabaseObserver::SaDead, now, *sa);
    m_observers.Tell(&DatabaseObserver::SaCloned, now, std::as_const(*sa), *clone);
    if (!m_cloneForgetsOffload && clone->GetState() != SaState::DEAD)
    {
        m_observers.Tell(&DatabaseObserver::SaTriggered, now, *clone);
    }
}

} // namespace ns3
