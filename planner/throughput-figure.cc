/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "throughput-figure.h"

#include "number-format.h"
#include "statistics.h"

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// Lines closer than this share of their height are the same line.
constexpr double SAME_LINE = 0.002;

/// What bit rates are shown in.
struct RateUnit
{
    double bits;
    const char* name;
};

/// @param models closed forms @return a unit that fits their rates
RateUnit
UnitFor(const std::vector<CurveModel>& models)
{
    double most = 0;
    for (const auto& model: models)
    {
        for (const auto& point: model.GetLine())
        {
            most = std::max(most, point.throughput);
        }
    }
    return most >= 1e9 ? RateUnit{1e9, "Gbit/s"} : RateUnit{1e6, "Mbit/s"};
}

/// Collects the limits of all curves, each line once.
class LimitList
{
  public:
    /// @param unit of rates @param names whether a limit says whose it is
    LimitList(const RateUnit& unit, bool names)
        : m_unit(unit),
          m_names(names)
    {
    }

    /// @param model one curve
    void AddAll(const CurveModel& model)
    {
        const auto& form = model.GetLast();
        const auto atNone = form.At(0, ClosedForm::Scope::CORES);
        const auto atAll = form.At(1, ClosedForm::Scope::CORES);
        Add(model, "Link", [&form](double share) { return form.GetLinkLimit(share); });
        Add(model, "NIC cipher", [&form](double share) { return form.GetCipherLimit(share); });
        // Where the cores carry all that is offered, their limit is where the first one is full.
        const auto limitOf = [](const ClosedFormPoint& point)
        {
            return point.busiestCore > 0 ? point.throughput / std::min(1.0, point.busiestCore)
                                         : std::numeric_limits<double>::infinity();
        };
        Add(model, "CPU, all software", [&](double) { return limitOf(atNone); });
        Add(model, "CPU, all offloaded", [&](double) { return limitOf(atAll); });
        const double offered = form.GetOffered();
        if (offered < form.GetLinkLimit(form.GetSaShareOfSlots()))
        {
            Add(model, "Offered", [offered](double) { return offered; });
        }
    }

    /// @return the limits
    std::vector<FigureLimit> Take()
    {
        return std::move(m_limits);
    }

  private:
    /// @param model one curve @param name of the limit @param limit bit/s at a share of SAs
    template <typename Limit>
    void Add(const CurveModel& model, const std::string& name, const Limit& limit)
    {
        FigureLimit made;
        const auto& form = model.GetLast();
        for (const auto& point: model.GetLine())
        {
            const double rate = limit(point.saShare);
            if (std::isfinite(rate))
            {
                made.line.push_back({point.ratio, rate / m_unit.bits});
            }
        }
        if (made.line.empty())
        {
            return;
        }
        if (form.GetGreatestRatio() == 0)
        {
            // The curve is a point; its limits hold for it wherever it may stand.
            made.line = {{0, made.line.back().y}, {1, made.line.back().y}};
        }
        made.name = name + ": " + FormatFixed(made.line.back().y, 1) + " " + m_unit.name;
        for (const auto& other: m_limits)
        {
            if (IsSame(other, made))
            {
                return;
            }
        }
        if (m_names)
        {
            made.name += " (" + model.GetName() + ")";
        }
        m_limits.push_back(std::move(made));
    }

    /// @param a a limit @param b another one @return true when their lines are one
    static bool IsSame(const FigureLimit& a, const FigureLimit& b)
    {
        const auto isNear = [](double x, double y) { return std::abs(x - y) <= SAME_LINE * x; };
        return isNear(a.line.front().y, b.line.front().y) &&
               isNear(a.line.back().y, b.line.back().y);
    }

    RateUnit m_unit;                   //!< of rates
    bool m_names;                      //!< whether a limit says whose it is
    std::vector<FigureLimit> m_limits; //!< what was collected
};

} // namespace

Figure
MakeThroughputFigure(const Scenario& scenario,
                     const std::vector<CurveModel>& models,
                     const std::vector<PointRecord>& records)
{
    const auto unit = UnitFor(models);
    Figure figure;
    figure.title = scenario.title;
    figure.subtitle = "Scenario " + scenario.name + ". Points: simulation, 95 % intervals of " +
                      std::to_string(scenario.replications) +
                      " replications. Solid: closed form. Dashed: limits.";
    figure.xLabel = scenario.traffic.direction == TrafficDirection::RECEIVE
                        ? "Offload ratio (share of protected IP octets that the NIC decrypts)"
                        : "Offload ratio (share of protected IP octets that the NIC encrypts)";
    figure.yLabel = std::string("Throughput, IP octets before ESP (") + unit.name + ")";

    const auto groups = GroupReplications(records);
    LimitList limits(unit, models.size() > 1);
    for (const auto& model: models)
    {
        FigureCurve curve;
        curve.name = model.GetName();
        for (const auto& group: groups)
        {
            if (group.curve == model.GetName())
            {
                const auto ratio = group.Of("offload_ratio");
                const auto throughput = group.Of("throughput_bps");
                curve.points.push_back({ratio.mean,
                                        throughput.mean / unit.bits,
                                        ratio.GetErrorBar(),
                                        throughput.GetErrorBar() / unit.bits});
            }
        }
        for (const auto& point: model.GetLine())
        {
            curve.line.push_back({point.ratio, point.throughput / unit.bits});
        }
        figure.curves.push_back(std::move(curve));
        limits.AddAll(model);
    }
    figure.limits = limits.Take();
    return figure;
}

} // namespace ns3::planner
