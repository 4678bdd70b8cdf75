/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "interface-walk-internal.h"

#include "ns3/abort.h"

#include <algorithm>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * The books of IpsecOffload on handles of SAs and policies, and their audit.
 */

namespace ns3
{

/// @param sa an SA @return all its handles
std::vector<IpsecOffload::SaTarget>
IpsecOffload::TargetsOf(const Ptr<SecurityAssociation>& sa)
{
    std::vector<SaTarget> targets;
    for (const auto& handle : SaOffloadState::Of(*sa).handles)
    {
        targets.push_back({handle->drvSpi, sa, handle->interface});
    }
    return targets;
}

/// @param policy a policy @return all its handles
std::vector<IpsecOffload::PolicyTarget>
IpsecOffload::TargetsOf(const Ptr<SecurityPolicy>& policy)
{
    std::vector<PolicyTarget> targets;
    for (const auto& handle : PolicyOffloadState::Of(*policy).handles)
    {
        targets.push_back({policy, handle->interface});
    }
    return targets;
}

/// @param handle a new handle, for its SA and for the drv_spi map
void
IpsecOffload::Link(std::unique_ptr<SaHandle> handle)
{
    const Ptr<SecurityAssociation> sa(handle->sa);
    if (handle->drvSpi == 0)
    {
        m_withoutDrvSpi.push_back({0, sa, handle->interface});
    }
    else
    {
        if (handle->drvSpi >= m_byDrvSpi.size())
        {
            m_byDrvSpi.resize(handle->drvSpi + size_t{1});
        }
        m_byDrvSpi[handle->drvSpi] = {handle.get(), sa};
    }
    SaOffloadState::Of(*handle->sa).handles.push_back(std::move(handle));
}

/**
 * Make a handle unknown to the data path.
 * @param target which
 * @return the handle, or nullptr when somebody else unlinked it first
 */
std::unique_ptr<SaHandle>
IpsecOffload::Unlink(const SaTarget& target)
{
    auto& handles = SaOffloadState::Of(*target.sa).handles;
    auto place = std::find_if(handles.begin(), handles.end(), [&](const auto& handle) {
        return handle->interface == target.interface && handle->drvSpi == target.drvSpi;
    });
    if (place == handles.end())
    {
        return nullptr;
    }
    auto handle = std::move(*place);
    handles.erase(place);
    if (target.drvSpi == 0)
    {
        const auto listed =
            std::find_if(m_withoutDrvSpi.begin(), m_withoutDrvSpi.end(), [&](const auto& other) {
                return other.sa == target.sa && other.interface == target.interface;
            });
        m_withoutDrvSpi.erase(listed);
    }
    else
    {
        m_byDrvSpi[target.drvSpi].handle = nullptr;
        ++m_unlinked;
    }
    m_unlinkedHandled += handle->handled ? 1 : 0;
    return handle;
}

/**
 * @param target which
 * @return the handle, or nullptr when somebody else unlinked it first
 */
std::unique_ptr<PolicyHandle>
IpsecOffload::Unlink(const PolicyTarget& target)
{
    auto& handles = PolicyOffloadState::Of(*target.policy).handles;
    auto place = std::find_if(handles.begin(), handles.end(), [&](const auto& handle) {
        return handle->interface == target.interface;
    });
    if (place == handles.end())
    {
        return nullptr;
    }
    auto handle = std::move(*place);
    handles.erase(place);
    m_unlinkedPolicies += handle->rejected ? 0 : 1;
    if (handles.empty())
    {
        m_policies.erase(target.policy->GetId());
    }
    return handle;
}

/// @param drvSpi the value of an unlinked handle that is gone now
void
IpsecOffload::Release(uint16_t drvSpi)
{
    if (drvSpi == 0)
    {
        return;
    }
    m_byDrvSpi[drvSpi].sa = nullptr;
    m_allocator.Free(drvSpi);
    --m_unlinked;
}

void
IpsecOffload::CheckInvariants() const
{
    if (m_sad) // attached, and not disposed of
    {
        CheckSaHandles();
        CheckPolicyHandles();
    }
}

/// The part of CheckInvariants() that is about SAs.
void
IpsecOffload::CheckSaHandles() const
{
    const Statistics& statistics = GetStatistics();
    uint32_t linked = 0;
    uint32_t handled = 0;
    for (size_t drvSpi = 0; drvSpi < m_byDrvSpi.size(); ++drvSpi)
    {
        const Entry& entry = m_byDrvSpi[drvSpi];
        if (!entry.handle)
        {
            continue;
        }
        ++linked;
        handled += entry.handle->handled ? 1 : 0;
        const auto& mine = GetState(*entry.sa)->handles;
        NS_ABORT_MSG_UNLESS(entry.handle->drvSpi == drvSpi &&
                                entry.handle->sa == PeekPointer(entry.sa),
                            "the handle of drv_spi " << drvSpi << " stands in the wrong place");
        NS_ABORT_MSG_UNLESS(std::count_if(mine.begin(),
                                          mine.end(),
                                          [&](const auto& handle) {
                                              return handle->interface == entry.handle->interface;
                                          }) == 1,
                            "drv_spi " << drvSpi << ": not the SA's only handle there (R46)");
        NS_ABORT_MSG_UNLESS(entry.handle->handled == (entry.handle->reason == SoftwareReason::NONE),
                            "drv_spi " << drvSpi << " is neither HANDLED nor REJECTED");
    }
    m_sad->ForEach([this](SecurityAssociation& sa) {
        const SaOffloadState* state = GetState(sa);
        for (size_t i = 0; state && i < state->handles.size(); ++i)
        {
            const SaHandle* handle = state->handles[i].get();
            NS_ABORT_MSG_UNLESS(
                handle->drvSpi == 0 ? !handle->handled : FindByDrvSpi(handle->drvSpi) == handle,
                "SA spi " << sa.GetConfig().spi << " has a handle that drv_spi does not find");
        }
    });
    const uint64_t asking = statistics.offers + statistics.lateAcks - statistics.acks -
                            statistics.nacks - statistics.faults;
    const auto late = std::count_if(m_late.begin(), m_late.end(), [](const auto& offer) {
        return offer.second.sa != nullptr;
    });
    NS_ABORT_MSG_UNLESS(
        m_allocator.GetTaken() == linked + m_unlinked + asking + m_leakedDrvSpis + late,
        "drv_spis in use: " << m_allocator.GetTaken() << ", handles: " << linked
                            << ", being withdrawn: " << m_unlinked << ", being offered: " << asking
                            << ", timed out: " << late << ", leaked: " << m_leakedDrvSpis);
    NS_ABORT_MSG_UNLESS(
        handled + m_unlinkedHandled + m_orphans == statistics.acks - statistics.withdrawals,
        "HANDLED: " << handled << " and " << m_unlinkedHandled << " being withdrawn, acks: "
                    << statistics.acks << ", withdrawals: " << statistics.withdrawals);
    NS_ABORT_MSG_UNLESS(asking <= (m_walk && m_walk->IsAsking() ? 1 : 0),
                        "offers: " << statistics.offers << ", acks: " << statistics.acks
                                   << ", nacks: " << statistics.nacks
                                   << ", faults: " << statistics.faults);
}

/// The part of CheckInvariants() that is about policies.
void
IpsecOffload::CheckPolicyHandles() const
{
    const Statistics& statistics = GetStatistics();
    uint64_t handled = 0;
    uint64_t asking = 0;
    for (const auto& [id, policy] : m_policies)
    {
        const auto& handles = GetState(*policy)->handles;
        NS_ABORT_MSG_IF(handles.empty(), "policy " << id << " is listed without a handle");
        for (const auto& handle : handles)
        {
            asking += handle->asking ? 1 : 0;
            handled += handle->asking || handle->rejected ? 0 : 1;
        }
    }
    m_spd->ForEach([this](SecurityPolicy& policy) {
        const PolicyOffloadState* state = GetState(policy);
        NS_ABORT_MSG_IF(state && !state->handles.empty() && m_policies.count(policy.GetId()) == 0,
                        "policy " << policy.GetId() << " has a handle that is not listed");
    });
    NS_ABORT_MSG_UNLESS(handled + m_unlinkedPolicies ==
                            statistics.policyAcks - statistics.policyWithdrawals,
                        "policies: HANDLED: " << handled << " and " << m_unlinkedPolicies
                                              << " being withdrawn, acks: " << statistics.policyAcks
                                              << ", withdrawals: " << statistics.policyWithdrawals);
    NS_ABORT_MSG_UNLESS(
        statistics.policyOffers == statistics.policyAcks + statistics.policyRefusals + asking,
        "policies: offers: " << statistics.policyOffers << ", acks: " << statistics.policyAcks
                             << ", refusals: " << statistics.policyRefusals
                             << ", waiting: " << asking);
}

} // namespace ns3
