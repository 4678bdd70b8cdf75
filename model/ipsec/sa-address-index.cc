/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-address-index.h"

#include "ns3/abort.h"
#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

size_t
SaAddressIndex::KeyHash::operator()(const Key& key) const
{
    uint64_t hash = MixHash(key.source.high, key.source.low);
    hash = MixHash(hash ^ key.destination.high, key.destination.low);
    return MixHash(hash,
                   (uint64_t{key.reqid} << 16) | (static_cast<uint64_t>(key.protocol) << 8) |
                       static_cast<uint64_t>(key.mode));
}

SaAddressIndex::Key
SaAddressIndex::KeyOf(const SecurityAssociation& sa, uint32_t reqid)
{
    const SaConfig& config = sa.GetConfig();
    return {config.source, config.destination, reqid, config.protocol, config.mode};
}

SaAddressIndex::Place
SaAddressIndex::PlaceOf(uint32_t reqid)
{
    return reqid == 0 ? &SecurityAssociation::m_ofAnyReqid : &SecurityAssociation::m_ofReqid;
}

void
SaAddressIndex::Append(const Key& key, SecurityAssociation& sa)
{
    const Place place = PlaceOf(key.reqid);
    Group& group = m_groups[key];
    (sa.*place) = {group.newest, nullptr};
    if (group.newest)
    {
        NS_ASSERT(group.newest->m_order < sa.m_order);
        (group.newest->*place).newer = &sa;
    }
    else
    {
        group.oldest = &sa;
    }
    group.newest = &sa;
}

void
SaAddressIndex::Unlink(const Key& key, SecurityAssociation& sa)
{
    const Place place = PlaceOf(key.reqid);
    const auto [older, newer] = sa.*place;
    (sa.*place) = {};
    if (older && newer)
    {
        (older->*place).newer = newer;
        (newer->*place).older = older;
        return;
    }
    const auto it = m_groups.find(key);
    NS_ASSERT(it != m_groups.end());
    if (older)
    {
        (older->*place).newer = nullptr;
        it->second.newest = older;
    }
    else if (newer)
    {
        (newer->*place).older = nullptr;
        it->second.oldest = newer;
    }
    else
    {
        m_groups.erase(it);
    }
}

void
SaAddressIndex::Add(SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    Append(KeyOf(sa, 0), sa);
    if (config.reqid != 0)
    {
        Append(KeyOf(sa, config.reqid), sa);
    }
    m_ofModeAny += config.mode == IpsecMode::ANY ? 1 : 0;
}

void
SaAddressIndex::Remove(SecurityAssociation& sa)
{
    const SaConfig& config = sa.GetConfig();
    Unlink(KeyOf(sa, 0), sa);
    if (config.reqid != 0)
    {
        Unlink(KeyOf(sa, config.reqid), sa);
    }
    m_ofModeAny -= config.mode == IpsecMode::ANY ? 1 : 0;
}

void
SaAddressIndex::Clear()
{
    m_groups.clear();
    m_ofModeAny = 0;
}

SecurityAssociation*
SaAddressIndex::EndOf(const Key& key, bool oldest) const
{
    const auto it = m_groups.find(key);
    if (it == m_groups.end())
    {
        return nullptr;
    }
    return oldest ? it->second.oldest : it->second.newest;
}

SecurityAssociation*
SaAddressIndex::Find(const IpAddress& source,
                     const IpAddress& destination,
                     IpsecProtocol protocol,
                     IpsecMode mode,
                     uint32_t reqid,
                     bool oldest) const
{
    SecurityAssociation* own = EndOf({source, destination, reqid, protocol, mode}, oldest);
    if (m_ofModeAny == 0 || mode == IpsecMode::ANY)
    {
        return own;
    }
    SecurityAssociation* any =
        EndOf({source, destination, reqid, protocol, IpsecMode::ANY}, oldest);
    if (!own || !any)
    {
        return own ? own : any;
    }
    return (own->m_order < any->m_order) == oldest ? own : any;
}

std::vector<SecurityAssociation*>
SaAddressIndex::FindPair(const IpAddress& source, const IpAddress& destination) const
{
    std::vector<SecurityAssociation*> found;
    for (const auto protocol:
         {IpsecProtocol::ESP, IpsecProtocol::AH, IpsecProtocol::IPCOMP, IpsecProtocol::TCP_MD5})
    {
        for (const auto mode: {IpsecMode::ANY, IpsecMode::TRANSPORT, IpsecMode::TUNNEL})
        {
            for (auto* sa = EndOf({source, destination, 0, protocol, mode}, true); sa;
                 sa = sa->m_ofAnyReqid.newer)
            {
                found.push_back(sa);
            }
        }
    }
    std::sort(found.begin(),
              found.end(),
              [](const auto* a, const auto* b) { return a->m_order < b->m_order; });
    return found;
}

size_t
SaAddressIndex::CheckInvariants() const
{
    size_t total = 0;
    size_t ofModeAny = 0;
    for (const auto& [key, group]: m_groups)
    {
        const Place place = PlaceOf(key.reqid);
        const SecurityAssociation* older = nullptr;
        for (const auto* sa = group.oldest; sa; sa = (sa->*place).newer)
        {
            NS_ABORT_MSG_UNLESS(sa->IsAlive(), "SAD: a dead SA is indexed");
            NS_ABORT_MSG_UNLESS(KeyOf(*sa, key.reqid) == key &&
                                    (key.reqid == 0 || key.reqid == sa->GetConfig().reqid),
                                "SAD: an SA is in a list that is not its own");
            NS_ABORT_MSG_UNLESS((sa->*place).older == older &&
                                    (!older || older->m_order < sa->m_order),
                                "SAD: a list is out of order (R29)");
            older = sa;
            total += key.reqid == 0 ? 1 : 0;
            ofModeAny += key.reqid == 0 && key.mode == IpsecMode::ANY ? 1 : 0;
        }
        NS_ABORT_MSG_UNLESS(older && older == group.newest, "SAD: a list has lost its end");
    }
    NS_ABORT_MSG_UNLESS(ofModeAny == m_ofModeAny, "SAD: SAs of mode any are miscounted");
    return total;
}

} // namespace ns3
