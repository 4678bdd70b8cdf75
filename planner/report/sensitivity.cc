/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sensitivity.h"

#include "closing-sentences.h"

#include "planner/base/number-format.h"
#include "planner/scenario/assumed-values.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Changes below this share are none.
constexpr double NOTICEABLE = 0.01;

/// @param experiment what was simulated @param margin of its assumed values
/// @param advance is called after each value @return its closed forms with that
std::vector<CurveModel>
MakeModelsWith(Experiment experiment, double margin, const std::function<void()>& advance)
{
    experiment.SetAssumedMargin(margin);
    return MakeCurveModels(experiment, advance);
}

/// @param model closed form of a curve @param group one of its points
/// @return bit/s there; NaN: it does not say
double
FindThroughput(const CurveModel& model, const PointGroup& group)
{
    const ClosedForm* form = model.Find(group.value);
    if (!form)
    {
        return std::nan("");
    }
    const double ratio = group.Of("offload_ratio").mean;
    const auto point =
        std::isnan(ratio) ? form->At(form->GetSaShareOfSlots()) : model.At(group.value, ratio);
    return point.obstacle.empty() ? point.throughput : std::nan("");
}

/// @param point any @return how far it moves, as a share of what was simulated
double
GetReach(const SensitivePoint& point)
{
    const auto [least, most] = std::minmax({point.simulated, point.worse, point.better});
    return point.simulated > 0 ? (most - least) / point.simulated : 0;
}

/// @param changed bit/s @param before bit/s @return "-20 %"
std::string
DescribeChange(double changed, double before)
{
    const double percent = 100 * (changed / before - 1);
    return (percent >= 0 ? "+" : "") + FormatFixed(percent, 0) + " %";
}

/// @param experiment what was simulated @param values of its sweep @return "sa-slots 0, 50"
std::string
ListValues(const Experiment& experiment, const std::vector<double>& values)
{
    constexpr size_t SHOWN = 5;
    std::string text = experiment.sweep.parameter;
    for (size_t i = 0; i < std::min(SHOWN, values.size()); ++i)
    {
        text += (i == 0 ? " " : ", ") + experiment.sweep.TextOf(values[i]);
    }
    const size_t more = values.size() - std::min(SHOWN, values.size());
    return text + (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

/// @param experiment what was simulated @param points of a curve, at least one
/// @return what the assumed values decide there
std::string
DescribePoints(const Experiment& experiment, const std::vector<SensitivePoint>& points)
{
    const auto& most = *std::max_element(points.begin(), points.end(), [](auto& a, auto& b) {
        return std::pair(GetReach(a), a.simulated) < std::pair(GetReach(b), b.simulated);
    });
    if (GetReach(most) < NOTICEABLE)
    {
        return "the throughput of no point changes by " + FormatFixed(100 * NOTICEABLE, 0) + " %";
    }
    std::string text =
        FormatWithUnit(most.worse, "bit/s") + " (" + DescribeChange(most.worse, most.simulated) +
        ") and " + FormatWithUnit(most.better, "bit/s") + " (" +
        DescribeChange(most.better, most.simulated) + ") instead of " +
        FormatWithUnit(most.simulated, "bit/s") + " at " + ListValues(experiment, {most.value});
    if (points.size() > 1)
    {
        const auto small = std::count_if(points.begin(), points.end(), [](const auto& point) {
            return GetReach(point) < NOTICEABLE;
        });
        text += ", where they matter most; " + std::to_string(small) + " of " +
                std::to_string(points.size()) + " points change by less than " +
                FormatFixed(100 * NOTICEABLE, 0) + " %";
    }
    return text;
}

/// A simulated point as a factor of the closed form.
struct ScaledPoint
{
    double ratio;
    double scale; //!< simulated over closed form; NaN: not known
};

/// @param curve its points @param model its closed form @param groups its results
/// @return all of them in order of the ratio
std::vector<ScaledPoint>
FindScales(const CurveSensitivity& curve, const CurveModel& model, const GroupRange& groups)
{
    std::vector<ScaledPoint> scales;
    for (const auto& group : groups)
    {
        const bool isKnown =
            std::any_of(curve.points.begin(), curve.points.end(), [&group](const auto& point) {
                return point.value == group.value;
            });
        scales.push_back({group.Of("offload_ratio").mean,
                          isKnown ? group.Of("throughput_bps").mean / FindThroughput(model, group)
                                  : std::nan("")});
    }
    scales.erase(std::remove_if(scales.begin(),
                                scales.end(),
                                [](const auto& point) { return std::isnan(point.ratio); }),
                 scales.end());
    std::stable_sort(scales.begin(), scales.end(), [](const auto& a, const auto& b) {
        return a.ratio < b.ratio;
    });
    return scales;
}

/// @param scales in order of the ratio, at least one @param ratio any
/// @return between its neighbors; NaN: one of them is not known, or there is none
double
ScaleAt(const std::vector<ScaledPoint>& scales, double ratio)
{
    const auto behind = std::find_if(scales.begin(), scales.end(), [ratio](const auto& point) {
        return point.ratio >= ratio;
    });
    if (behind == scales.end())
    {
        return std::nan("");
    }
    if (behind == scales.begin())
    {
        return behind->ratio == ratio ? behind->scale : std::nan("");
    }
    const auto& before = *(behind - 1);
    const double part = (ratio - before.ratio) / (behind->ratio - before.ratio);
    return before.scale + part * (behind->scale - before.scale);
}

/// @param curve gets spans between its points @param model its closed form
/// @param worse the same with worse assumed values @param better and with better ones
/// @param groups its results
void
AddSpans(CurveSensitivity& curve,
         const CurveModel& model,
         const CurveModel& worse,
         const CurveModel& better,
         const GroupRange& groups)
{
    const auto scales = FindScales(curve, model, groups);
    if (scales.empty() || !model.IsOneFunction() || !worse.IsOneFunction() ||
        !better.IsOneFunction())
    {
        return;
    }
    std::set<double> ratios; // those of the points among those of the line
    for (const auto& at : model.GetLine())
    {
        ratios.insert(at.point.ratio);
    }
    for (const auto& point : scales)
    {
        ratios.insert(point.ratio);
    }
    for (const double ratio : ratios)
    {
        const double scale = ScaleAt(scales, ratio);
        const auto at = [ratio, scale](const CurveModel& other) {
            const ClosedForm& form = other.GetLast();
            return scale * form.At(form.GetSaShareFor(ratio)).throughput;
        };
        const auto [least, most] = std::minmax({at(model), at(worse), at(better)});
        curve.spans.push_back(
            {ratio, std::isnan(scale) ? scale : least, std::isnan(scale) ? scale : most});
    }
}

} // namespace

std::vector<CurveSensitivity>
FindSensitivity(const Experiment& experiment,
                const std::vector<CurveModel>& models,
                const std::vector<PointRecord>& records,
                const std::function<void()>& advance)
{
    std::vector<CurveSensitivity> curves;
    bool isAny = false;
    for (const auto& model : models)
    {
        const double first = experiment.sweep.GetValues().front().value;
        CurveSensitivity curve;
        curve.curve = model.GetName();
        curve.isChosen = experiment.HasAssumedMargin(model.GetName());
        curves.push_back(std::move(curve));
        isAny = isAny || HasAssumedValues(experiment.At(model.GetName(), first));
    }
    if (!isAny)
    {
        return {};
    }
    const auto worse = MakeModelsWith(experiment, -ASSUMED_MARGIN, advance);
    const auto better = MakeModelsWith(experiment, ASSUMED_MARGIN, advance);
    const auto groups = GroupReplications(records);
    for (size_t i = 0; i < models.size(); ++i)
    {
        if (curves[i].isChosen)
        {
            continue;
        }
        for (const auto& group : GroupsOf(groups, models[i].GetName()))
        {
            const double formed = FindThroughput(models[i], group);
            const double simulated = group.Of("throughput_bps").mean;
            const double scale = simulated / formed;
            const SensitivePoint point{group.value,
                                       group.Of("offload_ratio").mean,
                                       simulated,
                                       scale * FindThroughput(worse[i], group),
                                       scale * FindThroughput(better[i], group)};
            if (!std::isfinite(point.worse) || !std::isfinite(point.better))
            {
                curves[i].unknown["there is no closed form"].push_back(group.value);
            }
            else if (!Agrees(models[i], group))
            {
                curves[i].unknown["closed form and simulation differ"].push_back(group.value);
            }
            else
            {
                curves[i].points.push_back(point);
            }
        }
        if (!curves[i].points.empty())
        {
            AddSpans(curves[i],
                     models[i],
                     worse[i],
                     better[i],
                     GroupsOf(groups, models[i].GetName()));
        }
    }
    return curves;
}

std::string
DescribeSensitivity(const Experiment& experiment, const std::vector<CurveSensitivity>& curves)
{
    std::string text;
    const std::string before = "Assumed values " + FormatFixed(100 * ASSUMED_MARGIN, 0) +
                               " % worse and better (closed form, scaled to the simulation)";
    for (const auto& curve : curves)
    {
        text += before + (curves.size() > 1 ? ", " + curve.curve : "") + ": ";
        if (curve.isChosen)
        {
            text += "not asked, the scenario sets assumed-values itself.\n";
            continue;
        }
        std::string words =
            curve.points.empty() ? std::string() : DescribePoints(experiment, curve.points);
        for (const auto& [why, values] : curve.unknown)
        {
            words += (words.empty() ? "" : "; ") + std::string("not known at ") +
                     ListValues(experiment, values) + ", where " + why;
        }
        text += words + ".\n";
    }
    return text;
}

} // namespace ns3::planner
