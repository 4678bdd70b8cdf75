/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "throughput-figure.h"

#include "measured-report.h"
#include "sweep-axis.h"

#include "planner/base/number-format.h"
#include "planner/scenario/assumed-values.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Lines closer than this share of their height are the same line.
constexpr double SAME_LINE = 0.002;

/// Offload ratios further apart than this move.
constexpr double MOVED = 1e-3;

/// What bit rates are shown in.
struct RateUnit
{
    double bits;
    const char* name;
};

/// A place of the closed form's line.
struct FormPlace
{
    double x;
    CurvePoint at;
};

/// What the closed form says of one curve; empty when it has none.
using FormLine = std::vector<FormPlace>;

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

    /// @param curve its name @param line its closed form @param overRatio x is the offload ratio
    void AddAll(const std::string& curve, const FormLine& line, bool overRatio)
    {
        if (line.empty())
        {
            return;
        }
        const auto add = [&](const std::string& kind, const auto& limit) {
            Add({kind, curve, {}}, line, overRatio, limit);
        };
        add("Link", [](const ClosedForm& form, double share) { return form.GetLinkLimit(share); });
        add("NIC cipher",
            [](const ClosedForm& form, double share) { return form.GetCipherLimit(share); });
        add("CPU, all software",
            [](const ClosedForm& form, double) { return GetCoreLimit(form, 0); });
        add("CPU, all offloaded",
            [](const ClosedForm& form, double) { return GetCoreLimit(form, 1); });
        const bool isBelowLink = std::any_of(line.begin(), line.end(), [](const auto& place) {
            const auto& form = *place.at.form;
            return form.GetOffered() < form.GetLinkLimit(form.GetSaShareOfSlots());
        });
        if (isBelowLink)
        {
            add("Offered", [](const ClosedForm& form, double) { return form.GetOffered(); });
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

    /// @param made a limit without its line @param line the curve's closed form
    /// @param overRatio x is the offload ratio
    /// @param limit bit/s of a closed form at a share of SAs
    template <typename Limit>
    void Add(Entry made, const FormLine& line, bool overRatio, const Limit& limit)
    {
        for (const auto& [x, at] : line)
        {
            const double rate = limit(*at.form, at.point.saShare);
            if (std::isfinite(rate))
            {
                made.line.push_back({x, rate / m_unit.bits});
            }
        }
        if (made.line.empty())
        {
            return;
        }
        if (overRatio && line.back().at.form->GetGreatestRatio() == 0)
        {
            // The curve is a point; its limits hold for it wherever it may stand.
            made.line = {{0, made.line.back().y}, {1, made.line.back().y}};
        }
        const bool isKnown =
            std::any_of(m_entries.begin(), m_entries.end(), [&made](const Entry& other) {
                return IsSame(other.line, made.line);
            });
        if (!isKnown)
        {
            m_entries.push_back(std::move(made));
        }
    }

    /// @param a a line @param b another one @return true when they are one
    static bool IsSame(const std::vector<FigurePoint>& a, const std::vector<FigurePoint>& b)
    {
        const auto isNear = [](double y, double other) {
            return std::abs(y - other) <= SAME_LINE * y;
        };
        if (a.size() != b.size())
        {
            return isNear(a.front().y, b.front().y) && isNear(a.back().y, b.back().y);
        }
        return std::equal(a.begin(), a.end(), b.begin(), [&](const auto& p, const auto& q) {
            return isNear(p.y, q.y);
        });
    }

    RateUnit m_unit;              //!< of rates
    std::vector<Entry> m_entries; //!< what was collected
};

/// Draws the default figure of a run.
class ThroughputFigure
{
  public:
    /// see MakeThroughputFigure()
    ThroughputFigure(const Experiment& experiment,
                     const std::vector<CurveModel>& models,
                     const std::vector<PointRecord>& records,
                     const std::vector<CurveSensitivity>& sensitivity)
        : m_experiment(experiment),
          m_models(models),
          m_sensitivity(sensitivity),
          m_axis(experiment.sweep),
          m_groups(GroupReplications(records)),
          m_overRatio(MovesRatio(experiment, models))
    {
    }

    /// @return the figure
    Figure Make() const
    {
        std::vector<FormLine> lines;
        for (const auto& model : m_models)
        {
            lines.push_back(m_overRatio ? OverRatio(model) : OverSweep(model));
        }
        const auto unit = FindUnit(lines);
        Figure figure;
        figure.title = m_experiment.title;
        figure.subtitle = Subtitle();
        figure.yLabel = std::string("Throughput, IP octets before ESP (") + unit.name + ")";
        LimitList limits(unit);
        for (size_t i = 0; i < m_models.size(); ++i)
        {
            figure.curves.push_back(MakeCurve(m_models[i].GetName(), lines[i], unit));
            if (!m_sensitivity.empty())
            {
                figure.curves.back().band = MakeBand(m_sensitivity[i], unit);
            }
            limits.AddAll(m_models[i].GetName(), lines[i], m_overRatio);
        }
        AddMeasured(figure, unit);
        figure.limits = limits.Take();
        if (m_overRatio)
        {
            figure.xLabel = RatioLabel();
            return figure;
        }
        figure.logX = m_axis.IsLogarithmic();
        m_axis.Fit(figure);
        figure.xLabel = m_axis.GetLabel();
        figure.panels.push_back(MakeRatioPanel(figure));
        return figure;
    }

  private:
    /// @return how to read it
    std::string Subtitle() const
    {
        const auto count = m_experiment.replications;
        const bool hasForms = std::any_of(m_models.begin(), m_models.end(), [](const auto& model) {
            return model.HasForms();
        });
        const bool hasBands = std::any_of(m_sensitivity.begin(),
                                          m_sensitivity.end(),
                                          [](const auto& curve) { return !curve.points.empty(); });
        return "Scenario " + m_experiment.GetLabel() + ". Points: simulation, " +
               (count == 1
                    ? std::string("one replication")
                    : "95 % intervals of " + std::to_string(count) + " replications or more") +
               ", hollow: not to be used." +
               (m_experiment.measured.Find("throughput_bps")
                    ? " Crosses: measured, with the simulation's error."
                    : "") +
               (hasForms ? " Solid: closed form. Dashed: limits." : "") +
               (hasBands ? " Shaded: assumed values " + FormatFixed(100 * ASSUMED_MARGIN, 0) +
                               " % worse to better."
                         : "");
    }

    /// @return what the x axis says of the offload ratio
    std::string RatioLabel() const
    {
        return std::string("Offload ratio (share of protected IP octets that the NIC ") +
               (m_experiment.first.traffic.direction == TrafficDirection::RECEIVE ? "decrypts)"
                                                                                  : "encrypts)");
    }

    /// @param model a curve's @return its line over the offload ratio
    static FormLine OverRatio(const CurveModel& model)
    {
        FormLine line;
        if (model.HasForms())
        {
            for (const auto& at : model.GetLine())
            {
                line.push_back({at.point.ratio, at});
            }
        }
        return line;
    }

    /// @param model a curve's @return its line over the values, at the ratios simulated there
    FormLine OverSweep(const CurveModel& model) const
    {
        FormLine line;
        for (const auto& group : GroupsOf(m_groups, model.GetName()))
        {
            if (const auto* form = model.Find(group.value))
            {
                const double ratio = group.Of("offload_ratio").mean;
                const auto point = std::isnan(ratio) ? form->At(form->GetSaShareOfSlots())
                                                     : model.At(group.value, ratio);
                line.push_back({m_axis.Of(group.value), {point, form}});
            }
        }
        return line;
    }

    /// @param lines closed forms @return a unit that fits their rates and those simulated
    RateUnit FindUnit(const std::vector<FormLine>& lines) const
    {
        double most = 0;
        for (const auto& line : lines)
        {
            for (const auto& place : line)
            {
                most = std::max(most, place.at.point.throughput);
            }
        }
        for (const auto& group : m_groups)
        {
            most = std::max(most, group.Of("throughput_bps").mean);
        }
        return most >= 1e9 ? RateUnit{1e9, "Gbit/s"} : RateUnit{1e6, "Mbit/s"};
    }

    /// @param name of the curve @param line its closed form @param unit of rates @return it
    FigureCurve MakeCurve(const std::string& name, const FormLine& line, const RateUnit& unit) const
    {
        FigureCurve curve;
        curve.name = name;
        for (const auto& group : GroupsOf(m_groups, name))
        {
            const auto ratio = group.Of("offload_ratio");
            const auto throughput = group.Of("throughput_bps");
            curve.points.push_back({m_overRatio ? ratio.mean : m_axis.Of(group.value),
                                    throughput.mean / unit.bits,
                                    m_overRatio ? ratio.GetErrorBar() : 0,
                                    throughput.GetErrorBar() / unit.bits,
                                    !group.GetMarks().IsUsable()});
        }
        for (const auto& place : line)
        {
            curve.line.push_back({place.x, place.at.point.throughput / unit.bits});
        }
        return curve;
    }

    /// @param figure gets what was measured @param unit of rates
    void AddMeasured(Figure& figure, const RateUnit& unit) const
    {
        const auto* ratios = m_experiment.measured.Find("offload_ratio");
        for (const auto& compared : CompareMeasured(m_experiment, m_groups))
        {
            if (compared.series->metric != "throughput_bps" || !compared.group)
            {
                continue;
            }
            double x = m_axis.Of(compared.point->value);
            if (m_overRatio)
            {
                const auto* ratio =
                    ratios ? ratios->Find(compared.point->curve, compared.point->value) : nullptr;
                x = ratio ? ratio->measured : compared.group->Of("offload_ratio").mean;
            }
            for (auto& curve : figure.curves)
            {
                if (curve.name == compared.point->curve)
                {
                    curve.measured.push_back(
                        {x, compared.point->measured / unit.bits, compared.GetErrorText()});
                }
            }
        }
    }

    /// @param sensitivity of a curve @param unit of rates @return between what its throughput is
    std::vector<FigureSpan> MakeBand(const CurveSensitivity& sensitivity,
                                     const RateUnit& unit) const
    {
        std::vector<FigureSpan> band;
        if (m_overRatio && !sensitivity.spans.empty())
        {
            for (const auto& span : sensitivity.spans)
            {
                band.push_back({span.ratio, span.least / unit.bits, span.most / unit.bits});
            }
            return band;
        }
        for (const auto& point : sensitivity.points)
        {
            const auto [least, most] = std::minmax({point.simulated, point.worse, point.better});
            band.push_back({m_overRatio ? point.ratio : m_axis.Of(point.value),
                            least / unit.bits,
                            most / unit.bits});
        }
        for (const auto& [why, values] : sensitivity.unknown)
        {
            for (const double value : values)
            {
                const auto* group = FindGroup(m_groups, sensitivity.curve, value);
                band.push_back({m_overRatio ? group->Of("offload_ratio").mean : m_axis.Of(value),
                                std::nan(""),
                                std::nan("")});
            }
        }
        band.erase(std::remove_if(band.begin(),
                                  band.end(),
                                  [](const FigureSpan& span) { return !std::isfinite(span.x); }),
                   band.end());
        std::stable_sort(band.begin(), band.end(), [](const auto& a, const auto& b) {
            return a.x < b.x;
        });
        return band;
    }

    /// @param above the figure over the sweep @return its second panel
    Figure MakeRatioPanel(const Figure& above) const
    {
        Figure panel;
        panel.xLabel = above.xLabel;
        panel.xMin = above.xMin;
        panel.xMax = above.xMax;
        panel.logX = above.logX;
        panel.xNames = above.xNames;
        panel.yLabel = "Offload ratio";
        panel.yMax = 1.05;
        for (const auto& curve : m_experiment.curves)
        {
            panel.curves.emplace_back();
            for (const auto& group : GroupsOf(m_groups, curve.name))
            {
                const auto ratio = group.Of("offload_ratio");
                panel.curves.back().points.push_back({m_axis.Of(group.value),
                                                      ratio.mean,
                                                      0,
                                                      ratio.GetErrorBar(),
                                                      !group.GetMarks().IsUsable()});
            }
            panel.curves.back().line = panel.curves.back().points; // eyes follow lines
        }
        return panel;
    }

    const Experiment& m_experiment;                     //!< what was simulated
    const std::vector<CurveModel>& m_models;            //!< its closed forms
    const std::vector<CurveSensitivity>& m_sensitivity; //!< by curve; none: no bands
    SweepAxis m_axis;                                   //!< of the values
    std::vector<PointGroup> m_groups;                   //!< results
    bool m_overRatio;                                   //!< x is the offload ratio
};

} // namespace

bool
MovesRatio(const Experiment& experiment, const std::vector<CurveModel>& models)
{
    const bool isOneFunction = std::all_of(models.begin(), models.end(), [](const auto& model) {
        return model.HasForms() && model.IsOneFunction();
    });
    if (!isOneFunction || experiment.sweep.GetValues().size() == 1)
    {
        return isOneFunction;
    }
    return std::any_of(models.begin(), models.end(), [&experiment](const CurveModel& model) {
        double least = 1;
        double greatest = 0;
        for (const auto& value : experiment.sweep.GetValues())
        {
            const double share = model.Find(value.value)->GetSaShareOfSlots();
            least = std::min(least, share);
            greatest = std::max(greatest, share);
        }
        return (greatest - least) * model.GetLast().GetGreatestRatio() > MOVED;
    });
}

Figure
MakeThroughputFigure(const Experiment& experiment,
                     const std::vector<CurveModel>& models,
                     const std::vector<PointRecord>& records,
                     const std::vector<CurveSensitivity>& sensitivity)
{
    return ThroughputFigure(experiment, models, records, sensitivity).Make();
}

} // namespace ns3::planner
