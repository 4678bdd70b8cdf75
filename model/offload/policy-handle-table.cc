/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-handle-table.h"

#include "ns3/abort.h"
#include "ns3/security-policy-database.h"

#include <algorithm>
#include <utility>

namespace ns3
{

PolicyHandle&
PolicyHandleTable::Add(const Ptr<SecurityPolicy>& policy, const Ptr<OffloadInterface>& interface)
{
    auto handle = std::make_unique<PolicyHandle>();
    handle->interface = interface;
    handle->asking = true;
    handle->rejected = false;
    handle->cookie = 0;
    auto& handles = PolicyOffloadState::Of(*policy).handles;
    handles.push_back(std::move(handle));
    m_policies[policy->GetId()] = policy;
    return *handles.back();
}

std::unique_ptr<PolicyHandle>
PolicyHandleTable::Unlink(const PolicyHandleKey& key)
{
    auto& handles = PolicyOffloadState::Of(*key.policy).handles;
    auto place = std::find_if(handles.begin(), handles.end(), [&key](const auto& handle) {
        return handle->interface == key.interface;
    });
    if (place == handles.end())
    {
        return nullptr;
    }
    auto handle = std::move(*place);
    handles.erase(place);
    m_heldUnlinked += handle->rejected ? 0 : 1;
    if (handles.empty())
    {
        m_policies.erase(key.policy->GetId());
    }
    return handle;
}

std::vector<PolicyHandleKey>
PolicyHandleTable::GetKeys(const Ptr<OffloadInterface>& interface) const
{
    std::vector<PolicyHandleKey> keys;
    for (const auto& [id, policy] : m_policies)
    {
        for (const auto& handle : PolicyOffloadState::Find(*policy)->handles)
        {
            if (handle->interface == interface && !handle->asking)
            {
                keys.push_back({policy, interface});
            }
        }
    }
    return keys;
}

std::vector<PolicyHandleKey>
PolicyHandleTable::GetKeys(const Ptr<SecurityPolicy>& policy)
{
    std::vector<PolicyHandleKey> keys;
    for (const auto& handle : PolicyOffloadState::Of(*policy).handles)
    {
        keys.push_back({policy, handle->interface});
    }
    return keys;
}

void
PolicyHandleTable::ForEach(const OffloadInterface& interface, const Visitor& visit) const
{
    for (const auto& [id, policy] : m_policies)
    {
        for (const auto& handle : PolicyOffloadState::Find(*policy)->handles)
        {
            if (PeekPointer(handle->interface) == &interface)
            {
                visit(*policy, *handle);
            }
        }
    }
}

void
PolicyHandleTable::Clear()
{
    for (const auto& [id, policy] : m_policies)
    {
        PolicyOffloadState::Of(*policy).handles.clear();
    }
    m_policies.clear();
}

uint64_t
PolicyHandleTable::CountAsking() const
{
    uint64_t asking = 0;
    for (const auto& [id, policy] : m_policies)
    {
        for (const auto& handle : PolicyOffloadState::Find(*policy)->handles)
        {
            asking += handle->asking ? 1 : 0;
        }
    }
    return asking;
}

uint64_t
PolicyHandleTable::CountHeld() const
{
    uint64_t held = m_heldUnlinked;
    for (const auto& [id, policy] : m_policies)
    {
        for (const auto& handle : PolicyOffloadState::Find(*policy)->handles)
        {
            held += handle->asking || handle->rejected ? 0 : 1;
        }
    }
    return held;
}

void
PolicyHandleTable::CheckInvariants(const SecurityPolicyDatabase& spd) const
{
    for (const auto& [id, policy] : m_policies)
    {
        NS_ABORT_MSG_IF(PolicyOffloadState::Find(*policy)->handles.empty(),
                        "policy " << id << " is listed without a handle");
    }
    spd.ForEach([this](SecurityPolicy& policy) {
        const PolicyOffloadState* state = PolicyOffloadState::Find(policy);
        NS_ABORT_MSG_IF(state && !state->handles.empty() && m_policies.count(policy.GetId()) == 0,
                        "policy " << policy.GetId() << " has a handle that is not listed");
    });
}

} // namespace ns3
