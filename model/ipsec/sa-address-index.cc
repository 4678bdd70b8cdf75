/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sa-address-index-internal.h"

#include "ns3/abort.h"
#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

SaAddressIndex::Key
SaAddressIndex::KeyOf(const SecurityAssociation& sa, uint32_t reqid)
{
    const SaConfig& config = sa.GetConfig();
    return {config.source, config.destination, reqid, config.protocol, config.mode};
}

uint32_t
SaAddressIndex::HashOf(const Key& key)
{
    uint64_t hash = MixHash(key.source.high, key.source.low);
    hash = MixHash(hash ^ key.destination.high, key.destination.low);
    return static_cast<uint32_t>(MixHash(hash,
                                         (uint64_t{key.reqid} << 16) |
                                             (static_cast<uint64_t>(key.protocol) << 8) |
                                             static_cast<uint64_t>(key.mode)));
}

bool
SaAddressIndex::IsOf(const List& list, const Key& key)
{
    const SaConfig& config = list.oldest->GetConfig();
    return list.reqid == key.reqid && config.destination == key.destination &&
           config.source == key.source && config.protocol == key.protocol &&
           config.mode == key.mode;
}

SaAddressIndex::Place
SaAddressIndex::PlaceOf(uint32_t reqid)
{
    return reqid == 0 ? &SecurityAssociation::m_ofAnyReqid : &SecurityAssociation::m_ofReqid;
}

SaAddressIndex::List*
SaAddressIndex::FindList(const Key& key)
{
    return m_lists.Find(HashOf(key), [&key](const List& list) { return IsOf(list, key); });
}

SecurityAssociation*
SaAddressIndex::EndOf(const Key& key, bool oldest) const
{
    const List* found =
        m_lists.Find(HashOf(key), [&key](const List& list) { return IsOf(list, key); });
    if (!found)
    {
        return nullptr;
    }
    return oldest ? found->oldest : found->newest;
}

void
SaAddressIndex::Append(const Key& key, SecurityAssociation& sa)
{
    const Place place = PlaceOf(key.reqid);
    List* list = FindList(key);
    if (!list)
    {
        m_lists.Insert({HashOf(key), key.reqid, &sa, &sa});
        return;
    }
    NS_ASSERT(list->newest->m_order < sa.m_order);
    (sa.*place).older = list->newest;
    (list->newest->*place).newer = &sa;
    list->newest = &sa;
}

void
SaAddressIndex::Unlink(const Key& key, SecurityAssociation& sa)
{
    const Place place = PlaceOf(key.reqid);
    const auto [older, newer] = sa.*place;
    if (!older || !newer)
    {
        List* list = FindList(key);
        NS_ASSERT(list);
        if (!older && !newer)
        {
            m_lists.Erase(list);
        }
        else if (!older)
        {
            list->oldest = newer;
        }
        else
        {
            list->newest = older;
        }
    }
    if (older)
    {
        (older->*place).newer = newer;
    }
    if (newer)
    {
        (newer->*place).older = older;
    }
    sa.*place = {};
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
    m_lists.Clear();
    m_ofModeAny = 0;
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
    for (const auto protocol :
         {IpsecProtocol::ESP, IpsecProtocol::AH, IpsecProtocol::IPCOMP, IpsecProtocol::TCP_MD5})
    {
        for (const auto mode : {IpsecMode::ANY, IpsecMode::TRANSPORT, IpsecMode::TUNNEL})
        {
            for (auto* sa = EndOf({source, destination, 0, protocol, mode}, true); sa;
                 sa = sa->m_ofAnyReqid.newer)
            {
                found.push_back(sa);
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) {
        return a->m_order < b->m_order;
    });
    return found;
}

size_t
SaAddressIndex::CheckInvariants() const
{
    size_t total = 0;
    size_t ofModeAny = 0;
    m_lists.ForEach([&](const List& list) {
        const Place place = PlaceOf(list.reqid);
        const Key key = KeyOf(*list.oldest, list.reqid);
        const SecurityAssociation* older = nullptr;
        for (const auto* sa = list.oldest; sa; sa = (sa->*place).newer)
        {
            NS_ABORT_MSG_UNLESS(sa->IsAlive(), "SAD: a dead SA is indexed");
            NS_ABORT_MSG_UNLESS(IsOf(list, KeyOf(*sa, list.reqid)) && HashOf(key) == list.hash &&
                                    (list.reqid == 0 || list.reqid == sa->GetConfig().reqid),
                                "SAD: an SA is in a list that is not its own");
            NS_ABORT_MSG_UNLESS((sa->*place).older == older &&
                                    (!older || older->m_order < sa->m_order),
                                "SAD: a list is out of order (R29)");
            older = sa;
            total += list.reqid == 0 ? 1 : 0;
            ofModeAny += list.reqid == 0 && key.mode == IpsecMode::ANY ? 1 : 0;
        }
        NS_ABORT_MSG_UNLESS(older == list.newest, "SAD: a list has lost its end");
    });
    NS_ABORT_MSG_UNLESS(ofModeAny == m_ofModeAny, "SAD: SAs of mode any are miscounted");
    return total;
}

} // namespace ns3
