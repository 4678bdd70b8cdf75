/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "throughput-figure.h"

#include "number-format.h"
#include "point-marks.h"
#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

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
    for (const auto& model : models)
    {
        for (const auto& [point, form] : model.GetLine())
        {
            most = std::max(most, point.throughput);
        }
    }
    return most >= 1e9 ? RateUnit{1e9, "Gbit/s"} : RateUnit{1e6, "Mbit/s"};
}

/// @param form a closed form @param share of SAs in the NIC @return bit/s that the hosts' cores can
/// carry
double
GetCoreLimit(const ClosedForm& form, double share)
{
    const auto point = form.At(share, ClosedForm::Scope::CORES);
    // Where the cores carry all that is offered, their limit is where the first one is full.
    return point.busiestCore > 0 ? point.throughput / std::min(1.0, point.busiestCore)
                                 : std::numeric_limits<double>::infinity();
}

/// Collects the limits of all curves, each line once.
class LimitList
{
  public:
    /// @param unit of rates
    explicit LimitList(const RateUnit& unit)
        : m_unit(unit)
    {
    }

    /// @param model one curve
    void AddAll(const CurveModel& model)
    {
        if (!model.HasForms())
        {
            return;
        }
        Add(model, "Link", [](const ClosedForm& form, double share) {
            return form.GetLinkLimit(share);
        });
        Add(model, "NIC cipher", [](const ClosedForm& form, double share) {
            return form.GetCipherLimit(share);
        });
        Add(model, "CPU, all software", [](const ClosedForm& form, double) {
            return GetCoreLimit(form, 0);
        });
        Add(model, "CPU, all offloaded", [](const ClosedForm& form, double) {
            return GetCoreLimit(form, 1);
        });
        const auto& last = model.GetLast();
        if (last.GetOffered() < last.GetLinkLimit(last.GetSaShareOfSlots()))
        {
            Add(model, "Offered", [](const ClosedForm& form, double) { return form.GetOffered(); });
        }
    }

    /// @return the limits; those of which there are several say whose they are
    std::vector<FigureLimit> Take() const
    {
        std::vector<FigureLimit> limits;
        for (const auto& entry : m_entries)
        {
            const auto several =
                std::count_if(m_entries.begin(), m_entries.end(), [&entry](const Entry& other) {
                    return other.kind == entry.kind;
                });
            const auto rate = FormatFixed(entry.line.back().y, 1);
            limits.push_back(
                {entry.kind + ": " + rate +
                     (several > 1 ? " (" + entry.curve + ")" : std::string(" ") + m_unit.name),
                 entry.line});
        }
        return limits;
    }

  private:
    /// A limit of one curve.
    struct Entry
    {
        std::string kind;
        std::string curve;
        std::vector<FigurePoint> line;
    };

    /// @param model one curve @param kind of the limit @param limit bit/s of a closed form at a
    /// share of SAs
    template <typename Limit>
    void Add(const CurveModel& model, const std::string& kind, const Limit& limit)
    {
        Entry made{kind, model.GetName(), {}};
        for (const auto& [point, form] : model.GetLine())
        {
            const double rate = limit(*form, point.saShare);
            if (std::isfinite(rate))
            {
                made.line.push_back({point.ratio, rate / m_unit.bits});
            }
        }
        if (made.line.empty())
        {
            return;
        }
        if (model.GetLast().GetGreatestRatio() == 0)
        {
            // The curve is a point; its limits hold for it wherever it may stand.
            made.line = {{0, made.line.back().y}, {1, made.line.back().y}};
        }
        const bool isKnown =
            std::any_of(m_entries.begin(), m_entries.end(), [&made](const Entry& other) {
                return IsSame(other, made);
            });
        if (!isKnown)
        {
            m_entries.push_back(std::move(made));
        }
    }

    /// @param a a limit @param b another one @return true when their lines are one
    static bool IsSame(const Entry& a, const Entry& b)
    {
        const auto isNear = [](double x, double y) { return std::abs(x - y) <= SAME_LINE * x; };
        return isNear(a.line.front().y, b.line.front().y) &&
               isNear(a.line.back().y, b.line.back().y);
    }

    RateUnit m_unit;              //!< of rates
    std::vector<Entry> m_entries; //!< what was collected
};

} // namespace

Figure
MakeThroughputFigure(const Experiment& experiment,
                     const std::vector<CurveModel>& models,
                     const std::vector<PointRecord>& records)
{
    const auto unit = UnitFor(models);
    Figure figure;
    figure.title = experiment.title;
    figure.subtitle = "Scenario " + experiment.name + ". Points: simulation, 95 % intervals of " +
                      std::to_string(experiment.replications) +
                      " replications or more, hollow: not to be used. Solid: closed form. Dashed: "
                      "limits.";
    figure.xLabel = experiment.first.traffic.direction == TrafficDirection::RECEIVE
                        ? "Offload ratio (share of protected IP octets that the NIC decrypts)"
                        : "Offload ratio (share of protected IP octets that the NIC encrypts)";
    figure.yLabel = std::string("Throughput, IP octets before ESP (") + unit.name + ")";

    const auto groups = GroupReplications(records);
    LimitList limits(unit);
    for (const auto& model : models)
    {
        FigureCurve curve;
        curve.name = model.GetName();
        for (const auto& group : GroupsOf(groups, model.GetName()))
        {
            const auto ratio = group.Of("offload_ratio");
            const auto throughput = group.Of("throughput_bps");
            curve.points.push_back({ratio.mean,
                                    throughput.mean / unit.bits,
                                    ratio.GetErrorBar(),
                                    throughput.GetErrorBar() / unit.bits,
                                    !GetMarks(experiment, group).IsUsable()});
        }
        for (const auto& [point, form] : model.GetLine())
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
