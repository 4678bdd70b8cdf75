/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "assumed-values.h"

#include "ns3/host-profile-fields.h"
#include "ns3/nic-profile-fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <type_traits>
#include <variant>

namespace ns3::planner
{

namespace
{

/// Rates that no packet waits for.
constexpr std::array<const char*, 1> NO_SPEEDS{"plausible-rate"};

/// Times that keep something busy; others are latencies, or of the control plane.
constexpr std::array<const char*, 2> BUSY_TIMES{"context-fetch-time", "pcie-read-latency"};

/// Numbers that decide how much work there is: more is better.
constexpr std::array<const char*, 1> SIZES{"context-cache-size"};

/// @param list of keys @param key one @return true when the list has it
template <size_t N>
bool
Has(const std::array<const char*, N>& list, const std::string& key)
{
    return std::find(list.begin(), list.end(), key) != list.end();
}

/// @param key of a value @param dimension of it
/// @return 1: more is better, -1: less is; 0: it says nothing of speed
int
GetSense(const std::string& key, ProfileDimension dimension)
{
    switch (dimension)
    {
    case ProfileDimension::RATE:
    case ProfileDimension::PACKET_RATE:
    case ProfileDimension::FREQUENCY:
        return Has(NO_SPEEDS, key) ? 0 : 1;
    case ProfileDimension::CYCLES:
    case ProfileDimension::CYCLES_PER_OCTET:
        return -1;
    case ProfileDimension::DURATION:
        return Has(BUSY_TIMES, key) ? -1 : 0;
    default:
        return Has(SIZES, key) ? 1 : 0;
    }
}

/// Multiplies a field, whatever its type.
template <typename P>
struct Multiplier
{
    P& profile;    //!< that has it
    double factor; //!< above 0

    /// @param field a number
    template <typename T>
    void operator()(const FieldAccess<P, T>& field) const
    {
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
        {
            const T value = field.Get(profile);
            if (value != 0) // otherwise there is no limit, or it takes no time
            {
                const double product = std::round(factor * static_cast<double>(value));
                field.Set(profile, std::max(T{1}, static_cast<T>(product)));
            }
        }
        else if constexpr (std::is_floating_point_v<T>)
        {
            field.Set(profile, factor * field.Get(profile));
        }
    }

    /// Words and lists say nothing of speed.
    template <typename Other>
    void operator()(const Other& /* field */) const
    {
    }
};

/**
 * @param fields rows of a profile
 * @param before what their keys have before them in a file
 * @param provenance where its values come from
 * @param change gets each row that is an assumed speed, and its sense
 */
template <typename Fields, typename Change>
void
ForEachAssumed(const Fields& fields,
               const std::string& before,
               const ProfileProvenance& provenance,
               const Change& change)
{
    for (const auto& field : fields)
    {
        const int sense = GetSense(field.key, field.dimension);
        if (sense != 0 && provenance.Of(before + field.key) == Provenance::ASSUMED)
        {
            change(field, sense);
        }
    }
}

/// @param profile to be changed @param fields its rows @param before see ForEachAssumed()
/// @param provenance likewise @param margin see ApplyAssumedMargin()
template <typename P, typename Fields>
void
Apply(P& profile,
      const Fields& fields,
      const std::string& before,
      const ProfileProvenance& provenance,
      double margin)
{
    ForEachAssumed(fields, before, provenance, [&](const auto& field, int sense) {
        std::visit(Multiplier<P>{profile, 1 + sense * margin}, field.member);
    });
}

/// @param name of a cipher @return what its keys have before them
std::string
CipherKey(const std::string& name)
{
    return "cipher." + name + ".";
}

/// @param node any @return true when it has assumed speeds
bool
HasAssumed(const NodeSpec& node)
{
    bool isAny = false;
    const auto note = [&isAny](const auto& /* field */, int /* sense */) { isAny = true; };
    ForEachAssumed(GetNicProfileFields(), "", node.nicProvenance, note);
    ForEachAssumed(GetHostProfileFields(), "", node.hostProvenance, note);
    const auto& parts = GetCipherCostFields();
    ForEachAssumed(parts, CipherKey("default"), node.hostProvenance, note);
    for (const auto& [name, cost] : node.host.ciphers)
    {
        ForEachAssumed(parts, CipherKey(name), node.hostProvenance, note);
    }
    return isAny;
}

} // namespace

void
ApplyAssumedMargin(NodeSpec& node, double margin)
{
    if (margin == 0)
    {
        return;
    }
    Apply(node.nic, GetNicProfileFields(), "", node.nicProvenance, margin);
    if (const uint32_t ways = node.nic.contextCacheWays;
        ways != 0 && node.nic.contextCacheSize != 0) // whole sets
    {
        node.nic.contextCacheSize = std::max(ways, node.nic.contextCacheSize / ways * ways);
    }
    const ProfileProvenance& host = node.hostProvenance;
    Apply(node.host, GetHostProfileFields(), "", host, margin);
    const auto& parts = GetCipherCostFields();
    Apply(node.host.defaultCipher, parts, CipherKey("default"), host, margin);
    for (auto& [name, cost] : node.host.ciphers)
    {
        Apply(cost, parts, CipherKey(name), host, margin);
    }
}

bool
HasAssumedValues(const Scenario& scenario)
{
    return std::any_of(scenario.nodes.begin(), scenario.nodes.end(), [](const auto& entry) {
        return HasAssumed(entry.second);
    });
}

} // namespace ns3::planner
