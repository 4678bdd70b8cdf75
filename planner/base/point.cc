/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point.h"

#include "content-hash.h"
#include "number-format.h"

#include <charconv>
#include <limits>

namespace ns3::planner
{

namespace
{

/**
 * Substreams that ns-3's generator has within one stream: 2^127 numbers in a stream, 2^76 in a
 * substream (P. L'Ecuyer et al., Operations Research 50(6), 2002). The run number picks the
 * substream, so greater ones would walk into the next stream.
 */
constexpr int RUN_BITS = 51;

/// Behind the fidelity in the key of a point with common random numbers.
constexpr const char* COMMON = "-common";

/// What stands in front of a load, behind the last slash of a key.
constexpr char LOAD_SIGN = '=';

/// Likewise, where the point is a trial.
constexpr char TRIAL_SIGN = '@';

} // namespace

const char*
ToString(Fidelity fidelity)
{
    switch (fidelity)
    {
    case Fidelity::LEAN:
        return "lean";
    case Fidelity::FULL:
        return "full";
    case Fidelity::BOTH:
        return "both";
    case Fidelity::FLUID:
        return "fluid";
    }
    return "?";
}

std::string
PointSpec::GetValueText() const
{
    return name.empty() ? FormatExact(value) : name;
}

std::string
PointSpec::GetKey() const
{
    return curve + "/" + GetValueText() + "/" + std::to_string(replication) + "/" +
           ToString(fidelity) + (common ? COMMON : "") +
           (load == 0 ? "" : (isTrial ? TRIAL_SIGN : LOAD_SIGN) + std::to_string(load));
}

std::optional<PointSpec>
PointSpec::FromKey(const std::string& key)
{
    // The name of a value may have slashes in it, as "1 Gbit/s".
    const auto first = key.find('/');
    const auto last = key.rfind('/');
    const auto middle = last == 0 ? last : key.rfind('/', last - 1);
    if (first == std::string::npos || middle == std::string::npos || middle <= first)
    {
        return std::nullopt;
    }
    PointSpec point;
    point.curve = key.substr(0, first);
    point.name = key.substr(first + 1, middle - first - 1);
    const char* end = point.name.data() + point.name.size();
    const auto number = std::from_chars(point.name.data(), end, point.value);
    if (number.ec == std::errc() && FormatExact(point.value) == point.name)
    {
        point.name.clear();
    }
    std::from_chars(key.data() + middle + 1, key.data() + last, point.replication);
    std::string how = key.substr(last + 1);
    if (const auto sign = how.find_first_of({LOAD_SIGN, TRIAL_SIGN}); sign != std::string::npos)
    {
        point.isTrial = how[sign] == TRIAL_SIGN;
        std::from_chars(how.data() + sign + 1, how.data() + how.size(), point.load);
        how.resize(sign);
    }
    for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL, Fidelity::BOTH, Fidelity::FLUID})
    {
        if (how.rfind(ToString(fidelity), 0) == 0)
        {
            point.fidelity = fidelity;
            point.common = how == std::string(ToString(fidelity)) + COMMON;
        }
    }
    return point.GetKey() == key ? std::optional(point) : std::nullopt;
}

uint64_t
PointSpec::GetRun() const
{
    // Without the fidelity: a spot check must meet the very arrivals of the point that it checks.
    const std::string place = common ? "" : curve + "/" + GetValueText() + "/";
    const auto hash = ContentHash(place + std::to_string(replication));
    const uint64_t mask = (uint64_t{1} << RUN_BITS) - 1;
    const uint64_t run = ((hash >> RUN_BITS) ^ hash) & mask;
    return run == 0 ? 1 : run;
}

double
PointResult::Get(const std::string& name) const
{
    for (const auto& [key, value] : metrics)
    {
        if (key == name)
        {
            return value;
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace ns3::planner
