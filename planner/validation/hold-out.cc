/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "hold-out.h"

#include "model/profile/name-lists.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <functional>
#include <set>

namespace ns3::planner
{

namespace
{

/// @param parameter of a validation @param curves names @return true when it belongs to one
bool
BelongsToOne(const FittedParameter& parameter, const std::set<std::string>& curves)
{
    return std::any_of(curves.begin(), curves.end(), [&](const auto& curve) {
        return parameter.BelongsTo(curve);
    });
}

/// @param spec what was measured @param curves get those of all parameters that share one, too
void
AddSharing(const ValidationSpec& spec, std::set<std::string>& curves)
{
    for (bool isChanged = true; isChanged;)
    {
        const size_t before = curves.size();
        for (const auto& parameter : spec.parameters)
        {
            if (BelongsToOne(parameter, curves))
            {
                curves.insert(parameter.curves.begin(), parameter.curves.end());
            }
        }
        isChanged = curves.size() > before;
    }
}

/// Gives each parameter a point of its own, as far as there are any.
class Matching
{
  public:
    /// @param points to give away
    explicit Matching(const std::vector<const MeasuredPoint*>& points)
        : m_points(points),
          m_owners(points.size(), nullptr)
    {
    }

    /// @param parameter wants one @return false when there is none left for it
    bool Give(const FittedParameter& parameter)
    {
        std::vector<bool> tried(m_points.size(), false);
        return Find(parameter, tried);
    }

  private:
    /// @param parameter wants a point @param tried points that were asked for
    /// @return true when it, and whoever had to change, has one
    bool Find(const FittedParameter& parameter, std::vector<bool>& tried)
    {
        for (size_t i = 0; i < m_points.size(); ++i)
        {
            if (tried[i] || !parameter.BelongsTo(m_points[i]->curve))
            {
                continue;
            }
            tried[i] = true;
            if (!m_owners[i] || Find(*m_owners[i], tried))
            {
                m_owners[i] = &parameter;
                return true;
            }
        }
        return false;
    }

    const std::vector<const MeasuredPoint*>& m_points; //!< to give away
    std::vector<const FittedParameter*> m_owners;      //!< of each point
};

} // namespace

HoldOut
HoldOutOf(const ValidationSpec& spec, const MeasuredPoint& point)
{
    HoldOut held;
    held.point = &point;
    std::set<std::string> curves{point.curve};
    AddSharing(spec, curves);
    for (const auto& parameter : spec.parameters)
    {
        if (BelongsToOne(parameter, curves))
        {
            held.parameters.push_back(&parameter);
        }
    }
    for (const auto& other : spec.points)
    {
        if (&other != &point && curves.count(other.curve) > 0)
        {
            held.others.push_back(&other);
        }
    }
    Matching matching(held.others);
    for (const auto* parameter : held.parameters)
    {
        if (!matching.Give(*parameter))
        {
            held.alone += (held.alone.empty() ? "" : ", ") + parameter->name;
        }
    }
    return held;
}

std::string
GetPointName(const Experiment& experiment, const MeasuredPoint& point)
{
    const bool isSwept = experiment.sweep.GetValues().size() > 1;
    return isSwept ? point.curve + "@" + experiment.sweep.TextOf(point.value) : point.curve;
}

std::vector<const MeasuredPoint*>
FindPoints(const Experiment& experiment, const std::string& name)
{
    std::vector<const MeasuredPoint*> named;
    std::vector<const MeasuredPoint*> valued;
    std::vector<std::string> names;
    for (const auto& point : experiment.validation->points)
    {
        names.push_back(GetPointName(experiment, point));
        if (name == "all" || name == names.back())
        {
            named.push_back(&point);
        }
        if (name == experiment.sweep.TextOf(point.value))
        {
            valued.push_back(&point);
        }
    }
    if (named.empty() && valued.size() == 1)
    {
        return valued;
    }
    if (named.empty())
    {
        throw InputError({{experiment.file, 0, 0, name, "all, or one of " + MakeCommaList(names)}});
    }
    return named;
}

} // namespace ns3::planner
