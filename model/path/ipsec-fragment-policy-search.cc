/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-fragment-policy-search.h"

#include <utility>

namespace ns3
{

namespace
{

/// @param policy a policy @return true when none of its datagrams may pass in clear
bool
ForbidsClear(const SecurityPolicy& policy)
{
    return policy.GetConfig().kind == PolicyKind::DISCARD || policy.DemandsProtection();
}

/// @param protocol of a fragment @return true when the upper protocol is in another one (RFC 8200)
bool
IsExtensionHeader(uint8_t protocol)
{
    return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 60;
}

/// @param policy a policy @return its place in the order of the search (R91)
std::pair<int32_t, uint32_t>
OrderOf(const SecurityPolicy& policy)
{
    return {policy.GetConfig().priority, policy.GetId()};
}

} // namespace

void
FragmentPolicySearch::Learn(const SecurityPolicyDatabase& spd)
{
    for (auto& policies : m_narrow)
    {
        policies.clear();
    }
    spd.ForEach([this](SecurityPolicy& policy) {
        const PolicySelector& selector = policy.GetConfig().selector;
        if (ForbidsClear(policy) && (selector.protocol != PolicySelector::ANY_PROTOCOL ||
                                     selector.sourcePort != PolicySelector::ANY_PORT ||
                                     selector.destinationPort != PolicySelector::ANY_PORT))
        {
            m_narrow[static_cast<size_t>(policy.GetConfig().direction)].emplace_back(&policy);
        }
    });
    m_generation = spd.GetGeneration();
}

SecurityPolicy*
FragmentPolicySearch::Find(const SecurityPolicyDatabase& spd,
                           const PacketDescriptor& fragment,
                           IpsecDirection direction)
{
    if (fragment.sourcePort != 0 || fragment.destinationPort != 0)
    {
        PacketDescriptor whole = fragment;
        whole.fragment = false; // its ports count
        return spd.Find(whole, direction);
    }
    SecurityPolicy* certain = spd.Find(fragment, direction);
    if (certain && ForbidsClear(*certain))
    {
        return certain;
    }
    if (m_generation != spd.GetGeneration())
    {
        Learn(spd);
    }
    for (const auto& policy : m_narrow[static_cast<size_t>(direction)])
    {
        if (certain && OrderOf(*certain) < OrderOf(*policy))
        {
            break;
        }
        PolicySelector selector = policy->GetConfig().selector;
        selector.sourcePort = PolicySelector::ANY_PORT;
        selector.destinationPort = PolicySelector::ANY_PORT;
        if (IsExtensionHeader(fragment.protocol))
        {
            selector.protocol = PolicySelector::ANY_PROTOCOL;
        }
        if (selector.Matches(fragment))
        {
            return PeekPointer(policy);
        }
    }
    return certain;
}

void
FragmentPolicySearch::Clear()
{
    for (auto& policies : m_narrow)
    {
        policies.clear();
    }
    m_generation = 0;
}

} // namespace ns3
