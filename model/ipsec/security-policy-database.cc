/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "security-policy-database.h"

#include "tuple-space.h"

#include "ns3/assert.h"
#include "ns3/enum-attribute.h"
#include "ns3/log.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SecurityPolicyDatabase");

NS_OBJECT_ENSURE_REGISTERED(SecurityPolicyDatabase);

namespace
{

constexpr size_t MAX_REQUIREMENTS = 4; // R95

/// @param prefix a prefix @return true when its length suits its family
bool
PrefixFits(const IpPrefix& prefix)
{
    return prefix.length <= (prefix.address.IsIpv4() ? 32 : 128);
}

/// @param selector a selector @return true when every field is in its range (R92)
bool
SelectorFits(const PolicySelector& selector)
{
    return PrefixFits(selector.source) && PrefixFits(selector.destination) &&
           selector.source.address.IsIpv4() == selector.destination.address.IsIpv4() &&
           selector.protocol <= PolicySelector::ANY_PROTOCOL &&
           selector.sourcePort <= PolicySelector::ANY_PORT &&
           selector.destinationPort <= PolicySelector::ANY_PORT;
}

/// @param requirement one of a policy @return true when its mode has what it needs (R96)
bool
RequirementFits(const IpsecRequirement& requirement)
{
    switch (requirement.mode)
    {
    case IpsecMode::TRANSPORT:
        return true;
    case IpsecMode::TUNNEL:
        return !requirement.source.IsUnspecified() && !requirement.destination.IsUnspecified() &&
               requirement.source.IsIpv4() == requirement.destination.IsIpv4();
    case IpsecMode::ANY:
        return false; // a policy must say how
    }
    return false;
}

} // namespace

TypeId
SecurityPolicyDatabase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::SecurityPolicyDatabase")
            .SetParent<Object>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<SecurityPolicyDatabase>()
            .AddAttribute(
                "DefaultLevel",
                "What level \"default\" of a requirement means when a policy is added: "
                "Use (clear text while there is no SA, as FreeBSD is shipped) or Require.",
                EnumValue(LEVEL_USE),
                MakeEnumAttributeAccessor<DefaultLevel>(&SecurityPolicyDatabase::m_defaultLevel),
                MakeEnumChecker(LEVEL_USE, "Use", LEVEL_REQUIRE, "Require"));
    return tid;
}

SecurityPolicyDatabase::SecurityPolicyDatabase()
    : m_spaces{std::make_unique<TupleSpace>(), std::make_unique<TupleSpace>()}
{
}

SecurityPolicyDatabase::~SecurityPolicyDatabase() = default;

void
SecurityPolicyDatabase::DoDispose()
{
    m_observers.Clear();
    m_mortal.clear();
    for (auto& space : m_spaces)
    {
        for (const auto& policy : space->GetAll())
        {
            policy->m_alive = false;
        }
        space = std::make_unique<TupleSpace>();
    }
    ++m_generation;
    Object::DoDispose();
}

void
SecurityPolicyDatabase::AddObserver(DatabaseObserver* observer)
{
    m_observers.Add(observer);
}

void
SecurityPolicyDatabase::RemoveObserver(DatabaseObserver* observer)
{
    m_observers.Remove(observer);
}

TupleSpace&
SecurityPolicyDatabase::SpaceOf(IpsecDirection direction) const
{
    NS_ASSERT_MSG(direction != IpsecDirection::UNKNOWN, "a policy search needs a direction");
    return *m_spaces[direction == IpsecDirection::IN ? 0 : 1];
}

DatabaseResult
SecurityPolicyDatabase::CheckConfig(const PolicyConfig& config)
{
    const auto& requirements = config.requirements;
    bool valid = SelectorFits(config.selector) && config.direction != IpsecDirection::UNKNOWN &&
                 config.lifetime >= 0 && config.validTime >= 0 &&
                 config.interfaceName.size() <= MAX_INTERFACE_NAME;
    switch (config.kind)
    {
    case PolicyKind::DISCARD:
    case PolicyKind::NONE:
        valid = valid && requirements.empty();
        break;
    case PolicyKind::IPSEC:
        valid = valid && !requirements.empty() && requirements.size() <= MAX_REQUIREMENTS &&
                std::all_of(requirements.begin(), requirements.end(), RequirementFits);
        break;
    case PolicyKind::ENTRUST: // only on sockets (R94)
    case PolicyKind::BYPASS:
        valid = false;
        break;
    }
    return valid ? DatabaseResult::OK : DatabaseResult::INVALID;
}

Ptr<SecurityPolicy>
SecurityPolicyDatabase::Add(Ps now, PolicyConfig config, DatabaseResult* result)
{
    DatabaseResult answer = CheckConfig(config);
    if (answer == DatabaseResult::OK && SpaceOf(config.direction).FindEqual(config.selector))
    {
        answer = DatabaseResult::EXISTS; // R93
    }
    if (result)
    {
        *result = answer;
    }
    if (answer != DatabaseResult::OK)
    {
        NS_LOG_LOGIC("SPDADD of " << config.selector.ToString()
                                  << " refused: " << ToString(answer));
        return nullptr;
    }
    config.scope = PolicyScope::GLOBAL;
    auto policy = Make(now, std::move(config));
    Insert(now, policy);
    return policy;
}

Ptr<SecurityPolicy>
SecurityPolicyDatabase::Update(Ps now, PolicyConfig config, DatabaseResult* result)
{
    const DatabaseResult answer = CheckConfig(config);
    if (result)
    {
        *result = answer;
    }
    if (answer != DatabaseResult::OK)
    {
        NS_LOG_LOGIC("SPDUPDATE of " << config.selector.ToString()
                                     << " refused: " << ToString(answer));
        return nullptr;
    }
    config.scope = PolicyScope::GLOBAL;
    auto policy = Make(now, std::move(config));
    if (SecurityPolicy* old =
            SpaceOf(policy->GetConfig().direction).FindEqual(policy->GetConfig().selector))
    {
        Remove(now, old);
    }
    Insert(now, policy);
    return policy;
}

Ptr<SecurityPolicy>
SecurityPolicyDatabase::Make(Ps now, PolicyConfig config)
{
    for (auto& requirement : config.requirements)
    {
        if (requirement.level == IpsecLevel::DEFAULT)
        {
            requirement.level = m_defaultLevel == LEVEL_USE ? IpsecLevel::USE : IpsecLevel::REQUIRE;
        }
        if (requirement.level == IpsecLevel::UNIQUE &&
            (requirement.reqid == 0 || requirement.reqid > IpsecRequirement::MAX_USER_REQID))
        {
            requirement.reqid = m_nextReqid++; // G25
        }
    }
    return Create<SecurityPolicy>(std::move(config), m_nextId++, now);
}

void
SecurityPolicyDatabase::Insert(Ps now, const Ptr<SecurityPolicy>& policy)
{
    policy->m_order = m_nextOrder++;
    SpaceOf(policy->GetConfig().direction).Insert(policy);
    if (policy->GetConfig().lifetime != 0 || policy->GetConfig().validTime != 0)
    {
        m_mortal.emplace(policy->GetId(), PeekPointer(policy));
        m_observers.Tell(&DatabaseObserver::LimitGiven, now);
    }
    ++m_generation; // R108
    NS_LOG_INFO("policy " << policy->GetId() << " is added at " << now
                          << " ps: " << policy->GetConfig().selector.ToString());
    m_observers.Tell(&DatabaseObserver::PolicyAdded, now, *policy);
}

void
SecurityPolicyDatabase::Remove(Ps now, Ptr<SecurityPolicy> policy)
{
    SpaceOf(policy->GetConfig().direction).Remove(*policy);
    m_mortal.erase(policy->GetId());
    policy->m_alive = false;
    ++m_generation; // R108
    NS_LOG_INFO("policy " << policy->GetId() << " goes at " << now << " ps");
    m_observers.Tell(&DatabaseObserver::PolicyRemoved, now, *policy);
}

DatabaseResult
SecurityPolicyDatabase::Delete(Ps now, const PolicySelector& selector, IpsecDirection direction)
{
    SecurityPolicy* policy =
        direction == IpsecDirection::UNKNOWN ? nullptr : SpaceOf(direction).FindEqual(selector);
    if (!policy)
    {
        return DatabaseResult::NO_ENTRY;
    }
    Remove(now, policy);
    return DatabaseResult::OK;
}

uint32_t
SecurityPolicyDatabase::Flush(Ps now)
{
    uint32_t removed = 0;
    for (const auto direction : {IpsecDirection::IN, IpsecDirection::OUT})
    {
        for (const auto& policy : SpaceOf(direction).GetAll())
        {
            if (policy->IsAlive()) // an observer may have been faster
            {
                Remove(now, policy);
                ++removed;
            }
        }
    }
    return removed;
}

void
SecurityPolicyDatabase::ExpireAt(Ps now)
{
    std::vector<Ptr<SecurityPolicy>> due;
    for (const auto& [id, policy] : m_mortal)
    {
        const PolicyConfig& config = policy->GetConfig();
        if ((config.lifetime != 0 && now - policy->GetCreated() > config.lifetime) ||
            (config.validTime != 0 && now - policy->GetLastUsed() > config.validTime))
        {
            due.emplace_back(policy);
        }
    }
    for (const auto& policy : due)
    {
        if (policy->IsAlive())
        {
            Remove(now, policy);
        }
    }
}

SecurityPolicy*
SecurityPolicyDatabase::Find(const PacketDescriptor& packet, IpsecDirection direction) const
{
    return SpaceOf(direction).Find(packet);
}

size_t
SecurityPolicyDatabase::GetSize() const
{
    return m_spaces[0]->GetSize() + m_spaces[1]->GetSize();
}

void
SecurityPolicyDatabase::ForEach(const std::function<void(SecurityPolicy&)>& visit) const
{
    for (const auto& space : m_spaces)
    {
        for (const auto& policy : space->GetAll())
        {
            visit(*policy);
        }
    }
}

} // namespace ns3
