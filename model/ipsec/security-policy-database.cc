/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "security-policy-database.h"

#include "ipsec-tuple-space-internal.h"

#include "ns3/assert.h"
#include "ns3/ipsec-enum-attribute.h"
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

/**
 * Answer a request.
 * @param request SPDADD or SPDUPDATE
 * @param config what is asked for
 * @param answer the answer
 * @param result gets it, unless nullptr
 * @return true when it is refused
 */
bool
IsRefused(const char* request,
          const PolicyConfig& config,
          DatabaseResult answer,
          DatabaseResult* result)
{
    if (result)
    {
        *result = answer;
    }
    if (answer == DatabaseResult::OK)
    {
        return false;
    }
    NS_LOG_LOGIC(request << " of " << config.selector.ToString()
                         << " refused: " << ToString(answer));
    return true;
}

/// @param field name of a prefix @param prefix that prefix @return an empty text, or its fault
std::string
FindPrefixFault(const char* field, const IpPrefix& prefix)
{
    const int longest = prefix.address.IsIpv4() ? 32 : 128;
    return prefix.length > longest
               ? std::string("selector.") + field + ": a length of " +
                     std::to_string(prefix.length) + ", expected at most " + std::to_string(longest)
               : "";
}

/// @param selector a selector @return an empty text, or the field that is out of its range (R92)
std::string
FindSelectorFault(const PolicySelector& selector)
{
    for (const auto& [field, prefix] :
         {std::pair{"source", selector.source}, {"destination", selector.destination}})
    {
        std::string fault = FindPrefixFault(field, prefix);
        if (!fault.empty())
        {
            return fault;
        }
    }
    if (selector.source.address.IsIpv4() != selector.destination.address.IsIpv4())
    {
        return "selector.destination: " + selector.destination.address.ToString() +
               ", expected the family of source " + selector.source.address.ToString();
    }
    if (selector.protocol > PolicySelector::ANY_PROTOCOL)
    {
        return "selector.protocol: " + std::to_string(selector.protocol) +
               ", expected a protocol number or ANY_PROTOCOL";
    }
    for (const auto& [field, port] : {std::pair{"sourcePort", selector.sourcePort},
                                      {"destinationPort", selector.destinationPort}})
    {
        if (port > PolicySelector::ANY_PORT)
        {
            return std::string("selector.") + field + ": " + std::to_string(port) +
                   ", expected a port or ANY_PORT";
        }
    }
    return "";
}

/// @param requirement one of a policy @return an empty text, or what its mode lacks (R96)
std::string
FindRequirementFault(const IpsecRequirement& requirement)
{
    if (requirement.mode == IpsecMode::ANY)
    {
        return "requirements.mode: any, expected transport or tunnel";
    }
    if (requirement.mode == IpsecMode::TRANSPORT)
    {
        return "";
    }
    if (requirement.source.IsUnspecified() || requirement.destination.IsUnspecified())
    {
        return std::string("requirements.") +
               (requirement.source.IsUnspecified() ? "source" : "destination") +
               ": unspecified, expected an address, as the mode is tunnel";
    }
    return requirement.source.IsIpv4() != requirement.destination.IsIpv4()
               ? "requirements.destination: " + requirement.destination.ToString() +
                     ", expected the family of source " + requirement.source.ToString()
               : "";
}

/// @param config of a policy @return an empty text, or what is wrong with kind and requirements
std::string
FindKindFault(const PolicyConfig& config)
{
    const size_t count = config.requirements.size();
    const std::string kind = ToString(config.kind);
    if (config.kind == PolicyKind::ENTRUST || config.kind == PolicyKind::BYPASS)
    {
        return "kind: " + kind + ", expected discard, none or ipsec; others are of sockets (R94)";
    }
    const bool isIpsec = config.kind == PolicyKind::IPSEC;
    if (isIpsec ? count == 0 || count > MAX_REQUIREMENTS : count != 0)
    {
        return "requirements: " + std::to_string(count) + ", expected " +
               (isIpsec ? "1 to " + std::to_string(MAX_REQUIREMENTS) : "none") + " with kind " +
               kind + " (R95)";
    }
    for (const auto& requirement : config.requirements)
    {
        std::string fault = FindRequirementFault(requirement);
        if (!fault.empty())
        {
            return fault;
        }
    }
    return "";
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

std::string
SecurityPolicyDatabase::FindFault(const PolicyConfig& config)
{
    std::string fault = FindSelectorFault(config.selector);
    if (!fault.empty())
    {
        return fault;
    }
    if (config.direction == IpsecDirection::UNKNOWN)
    {
        return "direction: unknown, expected in or out";
    }
    if (config.lifetime < 0 || config.validTime < 0)
    {
        return std::string(config.lifetime < 0 ? "lifetime" : "validTime") +
               ": below 0, expected 0 or more";
    }
    if (config.interfaceName.size() > MAX_INTERFACE_NAME)
    {
        return "interfaceName: " + std::to_string(config.interfaceName.size()) +
               " octets, expected at most " + std::to_string(MAX_INTERFACE_NAME);
    }
    return FindKindFault(config);
}

std::string
SecurityPolicyDatabase::ExplainRefusal(const PolicyConfig& config) const
{
    const std::string fault = FindFault(config);
    return fault.empty() && SpaceOf(config.direction).FindEqual(config.selector)
               ? "selector: " + config.selector.ToString() +
                     ", expected one that no other policy of this direction has (R93)"
               : fault;
}

Ptr<SecurityPolicy>
SecurityPolicyDatabase::Add(Ps now, PolicyConfig config, DatabaseResult* result)
{
    DatabaseResult answer =
        FindFault(config).empty() ? DatabaseResult::OK : DatabaseResult::INVALID;
    if (answer == DatabaseResult::OK && SpaceOf(config.direction).FindEqual(config.selector))
    {
        answer = DatabaseResult::EXISTS; // R93
    }
    if (IsRefused("SPDADD", config, answer, result))
    {
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
    const DatabaseResult answer =
        FindFault(config).empty() ? DatabaseResult::OK : DatabaseResult::INVALID;
    if (IsRefused("SPDUPDATE", config, answer, result))
    {
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
