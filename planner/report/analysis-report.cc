/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "analysis-report.h"

#include "bottleneck.h"
#include "scenario-remarks.h"

#include "planner/base/number-format.h"

#include <nlohmann/json.hpp>

#include <cmath>

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

} // namespace

std::string
DescribeAnalysis(const Experiment& experiment, const std::vector<AnalyzedPoint>& points)
{
    std::string text = experiment.title + "\n";
    for (const auto& [curve, value, analysis] : points)
    {
        text += "\n" + curve + ", " + experiment.sweep.parameter + " " +
                experiment.sweep.TextOf(value) + "\n";
        text += DescribeDataPlane(analysis) + DescribeControl(analysis.control);
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

std::string
AnalysisToJson(const Experiment& experiment, const std::vector<AnalyzedPoint>& points)
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [curve, value, analysis] : points)
    {
        list.push_back({{"curve", curve},
                        {"value", experiment.sweep.TextOf(value)},
                        {"offered_bps", analysis.offered},
                        {"data_plane", DataPlaneToJson(analysis)},
                        {"control_plane", ToJson(analysis.control)},
                        {"overshoot_bound_octets",
                         analysis.overshoot ? OrNull(*analysis.overshoot) : nlohmann::json()},
                        {"not_said", analysis.obstacles},
                        {"assumed", analysis.assumptions}});
    }
    nlohmann::json remarks = nlohmann::json::array();
    for (const auto& remark : FindRemarks(experiment))
    {
        remarks.push_back({{"warning", remark.isWarning}, {"text", remark.text}});
    }
    return nlohmann::json{{"scenario", experiment.name},
                          {"sweep", experiment.sweep.parameter},
                          {"points", list},
                          {"remarks", remarks}}
               .dump(2) +
           "\n";
}

} // namespace ns3::planner
