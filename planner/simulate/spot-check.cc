/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "spot-check.h"

#include <algorithm>
#include <map>
#include <string>

namespace ns3::planner
{

namespace
{

/// So many differences of a kind are told.
constexpr uint64_t TOLD = 10;

/// @param fate a fate @return it in words
std::string
Describe(const PacketFate& fate)
{
    std::string text = std::string(ToString(fate.verdict)) + " " + ToString(fate.reason);
    switch (fate.end)
    {
    case PacketFate::End::IN_FLIGHT:
        return text + ", under way";
    case PacketFate::End::DELIVERED:
        text += ", delivered";
        break;
    case PacketFate::End::HOST_OUT:
        text += std::string(", dropped by a sending host: ") +
                ToString(static_cast<IpsecDrop>(fate.drop));
        break;
    case PacketFate::End::HOST_IN:
        text += std::string(", dropped by a receiving host: ") +
                ToString(static_cast<IpsecDrop>(fate.drop));
        break;
    case PacketFate::End::NIC_TX:
        text +=
            std::string(", dropped by a sending NIC: ") + ToString(static_cast<NicDrop>(fate.drop));
        break;
    case PacketFate::End::NIC_RX:
        text += std::string(", dropped by a receiving NIC: ") +
                ToString(static_cast<NicDrop>(fate.drop));
        break;
    }
    return text + " at " + std::to_string(fate.time) + " ps, " + std::to_string(fate.length) + " B";
}

/// @param fates of a source @param number of a packet @return its fate, or one without length
PacketFate
FateOf(const std::vector<FateList>& fates, size_t source, size_t number)
{
    return source < fates.size() && number < fates[source].size() ? fates[source][number]
                                                                  : PacketFate();
}

/// Full fidelity tells at once what was decided on a packet, lean fidelity at the packet's end.
/// @param a a packet in one @param b the same in the other @return true when neither has ended
bool
AreUnderWay(const PacketFate& a, const PacketFate& b)
{
    return a.end == PacketFate::End::IN_FLIGHT && b.end == a.end && b.time == a.time;
}

/// @param counters counters @return by name
std::map<std::string, uint64_t>
ByName(const NamedCounters& counters)
{
    return {counters.begin(), counters.end()};
}

} // namespace

SpotCheckResult
CompareRuns(const RunRecord& lean, const RunRecord& full, std::ostream& report)
{
    SpotCheckResult result;
    const size_t sources = std::max(lean.fates.size(), full.fates.size());
    for (size_t source = 0; source < sources; ++source)
    {
        const size_t packets = std::max(source < lean.fates.size() ? lean.fates[source].size() : 0,
                                        source < full.fates.size() ? full.fates[source].size() : 0);
        for (size_t number = 0; number < packets; ++number)
        {
            const PacketFate a = FateOf(lean.fates, source, number);
            const PacketFate b = FateOf(full.fates, source, number);
            ++result.comparedPackets;
            if (a == b || AreUnderWay(a, b))
            {
                continue;
            }
            if (++result.differingPackets <= TOLD)
            {
                report << "source " << source << " packet " << number << "\n  lean: " << Describe(a)
                       << "\n  full: " << Describe(b) << "\n";
            }
        }
    }
    auto left = ByName(lean.counters);
    const auto right = ByName(full.counters);
    for (const auto& [name, count] : right)
    {
        left.try_emplace(name, 0);
    }
    for (const auto& [name, count] : left)
    {
        const auto other = right.find(name);
        const uint64_t counted = other == right.end() ? 0 : other->second;
        if (counted != count && ++result.differingCounters <= TOLD)
        {
            report << name << "\n  lean: " << count << "\n  full: " << counted << "\n";
        }
    }
    return result;
}

} // namespace ns3::planner
