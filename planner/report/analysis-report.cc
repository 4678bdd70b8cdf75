/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "analysis-report.h"

#include "bottleneck.h"
#include "scenario-remarks.h"
#include "sweep-axis.h"

#include "planner/base/number-format.h"
#include "planner/scenario/assumed-values.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

constexpr double GIGA = 1e9;

/// @param share of a whole @return in percent
std::string
Percent(double share)
{
    return FormatFixed(100 * share, 1) + " %";
}

/// @param seconds a span @return in a unit that suits it
std::string
Span(double seconds)
{
    if (!std::isfinite(seconds))
    {
        return std::isnan(seconds) ? "not bounded" : "for ever";
    }
    const double magnitude = std::abs(seconds);
    return magnitude >= 1      ? FormatFixed(seconds, 2) + " s"
           : magnitude >= 1e-3 ? FormatFixed(seconds * 1e3, 2) + " ms"
                               : FormatFixed(seconds * 1e6, 2) + " us";
}

/// @param name of what follows @param text it @return a line
std::string
Line(const std::string& name, const std::string& text)
{
    constexpr size_t COLUMN = 16;
    return "  " + name + std::string(name.size() < COLUMN ? COLUMN - name.size() : 1, ' ') + text +
           "\n";
}

/// @param analysis of a point @return what it carries and how busy it is
std::string
DescribeDataPlane(const PointAnalysis& analysis)
{
    if (!analysis.carried)
    {
        return Line("offered", FormatFixed(analysis.offered / GIGA, 2) + " Gbit/s");
    }
    const ClosedFormPoint& point = *analysis.carried;
    const bool isLimited = point.binding.resource != Resource::NONE;
    std::string text =
        Line("throughput",
             FormatFixed(point.throughput / GIGA, 2) + " of " +
                 FormatFixed(analysis.offered / GIGA, 2) + " Gbit/s offered; " +
                 (isLimited ? Bottleneck{point.binding}.ToSentence() : "no resource is saturated"));
    text +=
        Line("offload ratio", Percent(point.ratio) + ", SAs in the NIC " + Percent(point.saShare));
    text +=
        Line("utilization",
             "busiest core " + Percent(point.busiestCore) + ", all cores " + Percent(point.cores) +
                 ", cipher " + Percent(point.cipher) + ", link " + Percent(point.wire));
    for (const auto& queue : analysis.queues)
    {
        text += Line("queue",
                     queue.where + ": " +
                         (std::isfinite(queue.meanWait)
                              ? "mean " + Span(queue.meanWait) + ", p99 " + Span(queue.wait99) +
                                    ", beside " + Span(queue.service) + " of service"
                              : "full"));
    }
    if (analysis.misses)
    {
        text += Line("context cache",
                     "misses " + Percent(analysis.misses->transmit) + " sending, " +
                         Percent(analysis.misses->receive) + " receiving");
    }
    return text;
}

/// @param point with other assumed values @param as it is with those of the profiles
/// @return "16.00 Gbit/s (-20 %)", and the bottleneck where that is another one
std::string
DescribeVariant(const ClosedFormPoint& point, const ClosedFormPoint& as)
{
    const double percent = as.throughput > 0 ? 100 * (point.throughput / as.throughput - 1) : 0;
    const std::string change = FormatFixed(percent, 0);
    std::string text = FormatFixed(point.throughput / GIGA, 2) + " Gbit/s (" +
                       (change == "-0" || percent >= 0 ? "+" : "") +
                       (change == "-0" ? "0" : change) + " %)";
    if (ToString(point.binding) != ToString(as.binding))
    {
        text += point.binding.resource == Resource::NONE
                    ? ", no resource is saturated"
                    : ", " + Bottleneck{point.binding}.ToSentence();
    }
    return text;
}

/// @param point any @return its throughput with other assumed values; empty: not known, or none are
/// assumed
std::string
DescribeAssumed(const AnalyzedPoint& point)
{
    if (!point.assumed || !point.analysis.carried)
    {
        return "";
    }
    const std::string margin = FormatFixed(100 * ASSUMED_MARGIN, 0) + " %";
    return "with assumed values " + margin +
           " worse: " + DescribeVariant(point.assumed->worse, *point.analysis.carried) + "; " +
           margin + " better: " + DescribeVariant(point.assumed->better, *point.analysis.carried);
}

/// @param control of a point @return it
std::string
DescribeControl(const ControlLoad& control)
{
    if (!control.offloads)
    {
        return Line("control plane", "no SA is offered to the NIC");
    }
    std::string text = Line("control plane",
                            FormatNumber(control.offers) + " offers at the start, " +
                                FormatNumber(control.contexts) + " contexts installed in " +
                                Span(control.setUpSeconds));
    if (control.rekeysPerSecond > 0)
    {
        text += Line("rekeying",
                     FormatFixed(control.rekeysPerSecond, 2) + " pairs/s, " +
                         FormatFixed(control.offersPerSecond, 2) + " offers/s");
    }
    if (control.pollsPerSecond > 0)
    {
        text += Line("polling",
                     FormatFixed(control.pollsPerSecond, 0) + " commands/s, a pass takes " +
                         Span(control.pollSeconds));
    }
    const double use = control.GetChannelUse();
    text +=
        Line("command channel",
             Percent(use) + " busy: " + Percent(control.installUse) + " rekeying, " +
                 Percent(control.pollUse) + " polling" + (use > 1 ? "; it never catches up" : ""));
    if (control.slotsUnknown.empty())
    {
        const bool isEnough = control.slotsRekeying <= control.slotsThere;
        text += Line("slots",
                     FormatNumber(control.slotsSteady) + " for all SAs, " +
                         FormatNumber(control.slotsRekeying) + " while they are replaced; " +
                         (std::isfinite(control.slotsThere)
                              ? FormatNumber(control.slotsThere) + " are there" +
                                    (isEnough ? "" : ": too few")
                              : "there is no limit"));
    }
    return text;
}

/// @param number any @return JSON null where there is none
nlohmann::json
OrNull(double number)
{
    return std::isfinite(number) ? nlohmann::json(number) : nlohmann::json();
}

/// @param control of a point @return it
nlohmann::json
ToJson(const ControlLoad& control)
{
    return {{"offers", control.offers},
            {"contexts", control.contexts},
            {"install_s", control.installSeconds},
            {"remove_s", control.removeSeconds},
            {"set_up_s", control.setUpSeconds},
            {"rekeys_per_s", control.rekeysPerSecond},
            {"offers_per_s", control.offersPerSecond},
            {"polls_per_s", control.pollsPerSecond},
            {"poll_pass_s", control.pollSeconds},
            {"channel_utilization", control.GetChannelUse()},
            {"channel_rekeying_utilization", control.installUse},
            {"channel_polling_utilization", control.pollUse},
            {"slots_steady",
             control.slotsUnknown.empty() ? OrNull(control.slotsSteady) : nlohmann::json()},
            {"slots_rekeying",
             control.slotsUnknown.empty() ? OrNull(control.slotsRekeying) : nlohmann::json()},
            {"slots_there", OrNull(control.slotsThere)}};
}

/// @param analysis of a point @return its data plane
nlohmann::json
DataPlaneToJson(const PointAnalysis& analysis)
{
    if (!analysis.carried)
    {
        return {};
    }
    const ClosedFormPoint& point = *analysis.carried;
    nlohmann::json queues = nlohmann::json::array();
    for (const auto& queue : analysis.queues)
    {
        queues.push_back({{"where", queue.where},
                          {"utilization", queue.utilization},
                          {"service_s", queue.service},
                          {"wait_mean_s", OrNull(queue.meanWait)},
                          {"wait_p99_s", OrNull(queue.wait99)}});
    }
    nlohmann::json misses;
    if (analysis.misses)
    {
        misses = {{"transmit", analysis.misses->transmit}, {"receive", analysis.misses->receive}};
    }
    return {{"throughput_bps", point.throughput},
            {"bottleneck",
             point.binding.resource == Resource::NONE ? nlohmann::json()
                                                      : nlohmann::json(ToString(point.binding))},
            {"offload_ratio", point.ratio},
            {"sa_share", point.saShare},
            {"cpu_busiest_core", point.busiestCore},
            {"cpu_utilization", point.cores},
            {"nic_cipher_utilization", point.cipher},
            {"link_utilization", point.wire},
            {"queues", queues},
            {"context_misses", misses}};
}

/// @param curve of a point @param at its value @param load of its control plane
/// @return a row of the table
std::vector<std::string>
MakeControlRow(const std::string& curve, const std::string& at, const ControlLoad& load)
{
    const auto count = [](double slots) {
        return std::isfinite(slots) ? FormatNumber(slots) : std::string("no limit");
    };
    return {curve,
            at,
            FormatNumber(load.offers),
            Span(load.setUpSeconds),
            Percent(load.GetChannelUse()),
            load.slotsUnknown.empty() ? count(load.slotsRekeying) : "-",
            count(load.slotsThere)};
}

/// @param x where @param carried as it is @param assumed with other assumed values
/// @return between what the throughput is; NaN: not known
FigureSpan
BandOf(double x, const ClosedFormPoint& carried, const std::optional<AssumedRange>& assumed)
{
    if (!assumed)
    {
        return {x, NAN, NAN};
    }
    const auto [least, most] =
        std::minmax({carried.throughput, assumed->worse.throughput, assumed->better.throughput});
    return {x, least / GIGA, most / GIGA};
}

} // namespace

std::string
DescribeAnalysis(const Experiment& experiment, const std::vector<AnalyzedPoint>& points)
{
    std::string text = experiment.title + "\n";
    for (const auto& point : points)
    {
        const auto& [curve, value, analysis, assumed] = point;
        text += "\n" + curve + ", " + experiment.sweep.parameter + " " +
                experiment.sweep.TextOf(value) + "\n";
        const std::string varied = DescribeAssumed(point);
        text += DescribeDataPlane(analysis) + (varied.empty() ? "" : Line("sensitivity", varied)) +
                DescribeControl(analysis.control);
        if (analysis.overshoot)
        {
            text += Line("overshoot",
                         std::isfinite(*analysis.overshoot)
                             ? "at most " + FormatNumber(*analysis.overshoot / 1e6) +
                                   " MB beyond a hard limit"
                             : "no bound: the NIC's counters are never polled");
        }
        for (const auto& obstacle : analysis.obstacles)
        {
            text += Line("not said", obstacle);
        }
        for (const auto& assumption : analysis.assumptions)
        {
            text += Line("assumed", assumption);
        }
    }
    const auto remarks = FindRemarks(experiment);
    text += remarks.empty() ? "" : "\n";
    for (const auto& remark : remarks)
    {
        text += (remark.isWarning ? "warning: " : "note: ") + remark.text + "\n";
    }
    return text;
}

QuestionParts
MakeAnalysisParts(const Experiment& experiment, const std::vector<AnalyzedPoint>& points)
{
    QuestionParts parts;
    parts.question = "What do closed forms say, without a simulation?";
    TableRows data{{"curve",
                    experiment.sweep.parameter,
                    "offered",
                    "throughput",
                    "bottleneck",
                    "offload ratio",
                    "busiest core",
                    "cipher",
                    "link"}};
    TableRows control{{"curve",
                       experiment.sweep.parameter,
                       "offers",
                       "set-up",
                       "command channel",
                       "slots while rekeying",
                       "slots there"}};
    std::set<std::string> assumptions;
    for (const auto& point : points)
    {
        const auto& [curve, value, analysis, assumed] = point;
        const std::string at = experiment.sweep.TextOf(value);
        std::string sentence = curve + ", " + experiment.sweep.parameter + " " + at + ": ";
        const std::string offered = FormatWithUnit(analysis.offered, "bit/s");
        if (analysis.carried)
        {
            const ClosedFormPoint& form = *analysis.carried;
            const std::string carried = FormatWithUnit(form.throughput, "bit/s");
            const bool isLimited = form.binding.resource != Resource::NONE;
            sentence += carried + " of " + offered + " offered; " +
                        (isLimited ? ToString(form.binding) + " is the bottleneck"
                                   : "no resource is saturated") +
                        (assumed ? "; " + DescribeAssumed(point) : "") + ".";
            data.push_back({curve,
                            at,
                            offered,
                            carried,
                            ToString(form.binding),
                            Percent(form.ratio),
                            Percent(form.busiestCore),
                            Percent(form.cipher),
                            Percent(form.wire)});
        }
        else
        {
            sentence += "the data plane is not known";
            data.push_back({curve, at, offered, "-", "-", "-", "-", "-", "-"});
        }
        for (const auto& obstacle : analysis.obstacles)
        {
            sentence += " Not said: " + obstacle + ".";
        }
        parts.answers.push_back(sentence);
        assumptions.insert(analysis.assumptions.begin(), analysis.assumptions.end());
        control.push_back(MakeControlRow(curve, at, analysis.control));
    }
    for (const auto& assumption : assumptions)
    {
        parts.details += "Assumed: " + assumption + "\n";
    }
    for (const auto& remark : FindRemarks(experiment))
    {
        if (remark.isWarning)
        {
            parts.warnings.push_back(remark.text);
        }
    }
    parts.tables = {{"Data plane", std::move(data)}, {"Control plane", std::move(control)}};
    return parts;
}

Figure
MakeAnalysisFigure(const Experiment& experiment, const std::vector<AnalyzedPoint>& points)
{
    const SweepAxis axis(experiment.sweep);
    Figure figure;
    figure.title = experiment.title;
    figure.subtitle = "Scenario " + experiment.GetLabel() + ": closed form, nothing simulated.";
    figure.xLabel = axis.GetLabel();
    figure.yLabel = "Throughput, IP octets before ESP (Gbit/s)";
    figure.logX = axis.IsLogarithmic();
    axis.Fit(figure);
    Figure ratios;
    ratios.xLabel = figure.xLabel;
    ratios.xMin = figure.xMin;
    ratios.xMax = figure.xMax;
    ratios.logX = figure.logX;
    ratios.xNames = figure.xNames;
    ratios.yLabel = "Offload ratio";
    ratios.yMax = 1.05;
    bool hasBand = false;
    for (const auto& curve : experiment.curves)
    {
        FigureCurve throughput;
        throughput.name = curve.name;
        FigureCurve ratio;
        for (const auto& [name, value, analysis, assumed] : points)
        {
            if (name == curve.name && analysis.carried)
            {
                throughput.line.push_back({axis.Of(value), analysis.carried->throughput / GIGA});
                ratio.line.push_back({axis.Of(value), analysis.carried->ratio});
                throughput.band.push_back(BandOf(axis.Of(value), *analysis.carried, assumed));
                hasBand = hasBand || assumed;
            }
        }
        std::stable_sort(throughput.band.begin(),
                         throughput.band.end(),
                         [](const auto& a, const auto& b) { return a.x < b.x; });
        for (auto* line : {&throughput.line, &ratio.line})
        {
            std::stable_sort(line->begin(), line->end(), [](const auto& a, const auto& b) {
                return a.x < b.x;
            });
        }
        figure.curves.push_back(std::move(throughput));
        ratios.curves.push_back(std::move(ratio));
    }
    if (hasBand)
    {
        figure.subtitle += " Shaded: assumed values " + FormatFixed(100 * ASSUMED_MARGIN, 0) +
                           " % worse and better.";
    }
    figure.panels.push_back(std::move(ratios));
    return figure;
}

std::string
AnalysisToJson(const Experiment& experiment, const std::vector<AnalyzedPoint>& points)
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [curve, value, analysis, assumed] : points)
    {
        const auto rate = [](const ClosedFormPoint& point) { return OrNull(point.throughput); };
        list.push_back({{"curve", curve},
                        {"value", experiment.sweep.TextOf(value)},
                        {"offered_bps", analysis.offered},
                        {"data_plane", DataPlaneToJson(analysis)},
                        {"control_plane", ToJson(analysis.control)},
                        {"overshoot_bound_octets",
                         analysis.overshoot ? OrNull(*analysis.overshoot) : nlohmann::json()},
                        {"assumed_values_20_percent_worse_bps",
                         assumed ? rate(assumed->worse) : nlohmann::json()},
                        {"assumed_values_20_percent_better_bps",
                         assumed ? rate(assumed->better) : nlohmann::json()},
                        {"not_said", analysis.obstacles},
                        {"assumed", analysis.assumptions}});
    }
    nlohmann::json remarks = nlohmann::json::array();
    for (const auto& remark : FindRemarks(experiment))
    {
        remarks.push_back({{"warning", remark.isWarning}, {"text", remark.text}});
    }
    return nlohmann::json{{"command", "analyze"},
                          {"scenario", experiment.name},
                          {"sweep", experiment.sweep.parameter},
                          {"points", list},
                          {"remarks", remarks}}
               .dump(2) +
           "\n";
}

} // namespace ns3::planner
