/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "slot-policies.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <tuple>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("SlotPolicies");

NS_OBJECT_ENSURE_REGISTERED(FirstComeSlotPolicy);
NS_OBJECT_ENSURE_REGISTERED(FirstComeRetrySlotPolicy);
NS_OBJECT_ENSURE_REGISTERED(LargestRateSlotPolicy);
NS_OBJECT_ENSURE_REGISTERED(LeastRecentlyUsedSlotPolicy);
NS_OBJECT_ENSURE_REGISTERED(PinnedSlotPolicy);

TypeId
FirstComeSlotPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::FirstComeSlotPolicy")
                            .SetParent<SlotPolicy>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<FirstComeSlotPolicy>();
    return tid;
}

TypeId
FirstComeRetrySlotPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::FirstComeRetrySlotPolicy")
                            .SetParent<SlotLedger>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<FirstComeRetrySlotPolicy>();
    return tid;
}

void
FirstComeRetrySlotPolicy::Consider(Ps now, Port& port)
{
    // Whoever was refused although a slot is thought free waits for the period: the slot cools off.
    for (const auto& [order, entry] : port.entries)
    {
        if (!entry.holds)
        {
            if (entry.refusals < 2)
            {
                ServeLine(now, port);
            }
            return;
        }
    }
}

void
FirstComeRetrySlotPolicy::Rank(Ps now, Port& port)
{
    ServeLine(now, port);
}

/// As many from the head of the line as slots were given back. @param port
/// where
void
FirstComeRetrySlotPolicy::ServeLine(Ps now, Port& port)
{
    std::vector<Entry*> line;
    for (auto& [order, entry] : port.entries)
    {
        if (line.size() >= port.free)
        {
            break;
        }
        if (!entry.holds && !entry.changing)
        {
            line.push_back(&entry);
        }
    }
    Assign(now, port, line, {}, [](const Entry&, const Entry&) { return false; });
}

bool
FirstComeRetrySlotPolicy::NeedsTimer(const Port& port) const
{
    return port.changes == 0 && port.waiting > 0 && port.free > 0;
}

TypeId
LargestRateSlotPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::LargestRateSlotPolicy")
            .SetParent<SlotLedger>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<LargestRateSlotPolicy>()
            .AddAttribute("Hysteresis",
                          "By what factor a waiting SA must exceed the octets of the holder whose "
                          "slot it takes",
                          DoubleValue(1.25),
                          MakeDoubleAccessor(&LargestRateSlotPolicy::m_hysteresis),
                          MakeDoubleChecker<double>(1));
    return tid;
}

void
LargestRateSlotPolicy::Rank(Ps now, Port& port)
{
    std::vector<Entry*> candidates;
    std::vector<Entry*> victims;
    for (auto& [order, entry] : port.entries)
    {
        if (!entry.holds && entry.recent > 0)
        {
            candidates.push_back(&entry);
        }
        else if (entry.holds && !entry.sa->GetConfig().pinned)
        {
            victims.push_back(&entry);
        }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Entry* a, const Entry* b) {
        return std::tie(b->recent, a->order) < std::tie(a->recent, b->order);
    });
    std::sort(victims.begin(), victims.end(), [](const Entry* a, const Entry* b) {
        return std::tie(a->recent, b->order) < std::tie(b->recent, a->order);
    });
    Assign(now, port, candidates, victims, [this](const Entry& candidate, const Entry& victim) {
        return static_cast<double>(candidate.recent) >
               m_hysteresis * static_cast<double>(victim.recent);
    });
}

TypeId
LeastRecentlyUsedSlotPolicy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::LeastRecentlyUsedSlotPolicy")
            .SetParent<SlotLedger>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<LeastRecentlyUsedSlotPolicy>()
            .AddAttribute("IdlePeriods",
                          "For how many periods a holder must have had no traffic before its slot "
                          "can go to another SA",
                          UintegerValue(1),
                          MakeUintegerAccessor(&LeastRecentlyUsedSlotPolicy::m_idlePeriods),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

void
LeastRecentlyUsedSlotPolicy::Rank(Ps now, Port& port)
{
    std::vector<Entry*> candidates;
    std::vector<Entry*> victims;
    const Ps idle = static_cast<Ps>(m_idlePeriods) * GetPeriod();
    for (auto& [order, entry] : port.entries)
    {
        if (!entry.holds && entry.recent > 0)
        {
            candidates.push_back(&entry);
        }
        else if (entry.holds && now - entry.lastUsed >= idle && !entry.sa->GetConfig().pinned)
        {
            victims.push_back(&entry);
        }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Entry* a, const Entry* b) {
        return std::tie(b->recent, a->order) < std::tie(a->recent, b->order);
    });
    std::sort(victims.begin(), victims.end(), [](const Entry* a, const Entry* b) {
        return std::tie(a->lastUsed, a->order) < std::tie(b->lastUsed, b->order);
    });
    Assign(now, port, candidates, victims, [](const Entry&, const Entry&) { return true; });
}

TypeId
PinnedSlotPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::PinnedSlotPolicy")
                            .SetParent<SlotLedger>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<PinnedSlotPolicy>();
    return tid;
}

void
PinnedSlotPolicy::Consider(Ps now, Port& port)
{
    std::vector<Entry*> candidates;
    std::vector<Entry*> victims;
    for (auto& [order, entry] : port.entries)
    {
        const bool pinned = entry.sa->GetConfig().pinned;
        if (pinned && !entry.holds && entry.refusals < 2)
        {
            candidates.push_back(&entry);
        }
        else if (!pinned && entry.holds)
        {
            victims.push_back(&entry);
        }
    }
    std::reverse(victims.begin(), victims.end());
    Assign(now, port, candidates, victims, [](const Entry&, const Entry&) { return true; });
}

void
PinnedSlotPolicy::Rank(Ps now, Port& port)
{
    std::vector<Entry*> candidates;
    for (auto& [order, entry] : port.entries)
    {
        if (entry.sa->GetConfig().pinned && !entry.holds)
        {
            candidates.push_back(&entry);
        }
    }
    Assign(now, port, candidates, {}, [](const Entry&, const Entry&) { return false; });
}

bool
PinnedSlotPolicy::NeedsTimer(const Port& port) const
{
    return port.changes == 0 && port.free > 0 &&
           std::any_of(port.entries.begin(), port.entries.end(), [](const auto& e) {
               return !e.second.holds && e.second.sa->GetConfig().pinned;
           });
}

} // namespace ns3
