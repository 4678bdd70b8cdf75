/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "summary.h"

#include "number-format.h"
#include "point-marks.h"
#include "statistics.h"
#include "text-table.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ns3::planner
{

namespace
{

/// A resource that works this share of its time is taken to bind.
constexpr double BUSY = 0.95;

/// Simulation and closed form may differ by this share beyond the interval.
constexpr double AGREEMENT = 0.03;

/// Points closer to a change of what binds than this ratio may go either way.
constexpr double NEAR_CHANGE = 0.06;

/// @param rate bit/s @return in words
std::string
DescribeRate(double rate)
{
    return rate >= 1e9 ? FormatFixed(rate / 1e9, 1) + " Gbit/s"
                       : FormatFixed(rate / 1e6, 1) + " Mbit/s";
}

/// @param binding what binds @return as subject of a sentence, with its verb
std::string
Binds(const Binding& binding)
{
    if (binding.resource == Resource::NONE)
    {
        return "nothing but the offered load binds";
    }
    return "the " + ToString(binding) + (binding.resource == Resource::CORES ? " bind" : " binds");
}

/// @param model one curve @return which resource binds where
std::string
DescribeCurve(const CurveModel& model)
{
    const auto& form = model.GetLast();
    const auto ranges = form.GetBindings();
    if (form.GetGreatestRatio() == 0)
    {
        const auto point = form.At(form.GetSaShareOfSlots());
        return "nothing is offloaded and " + Binds(point.binding) + " at " +
               DescribeRate(point.throughput);
    }
    if (ranges.size() == 1)
    {
        return Binds(ranges[0].from.binding) + " at every offload ratio (" +
               DescribeRate(ranges[0].from.throughput) + " at 0, " +
               DescribeRate(ranges[0].to.throughput) + " at " + FormatFixed(ranges[0].to.ratio, 2) +
               ")";
    }
    std::string text;
    for (size_t i = 0; i < ranges.size(); i++)
    {
        const auto& range = ranges[i];
        if (i == 0)
        {
            text = Binds(range.from.binding) + " up to an offload ratio of " +
                   FormatFixed(range.to.ratio, 2) + " (" + DescribeRate(range.from.throughput) +
                   " at 0, " + DescribeRate(range.to.throughput) + " there)";
        }
        else if (i + 1 < ranges.size())
        {
            text += ", then " + Binds(range.from.binding) + " up to " +
                    FormatFixed(range.to.ratio, 2) + " (" + DescribeRate(range.to.throughput) +
                    " there)";
        }
        else
        {
            text += ", and beyond it " + Binds(range.from.binding) + " (" +
                    DescribeRate(range.to.throughput) + " at " + FormatFixed(range.to.ratio, 2) +
                    ")";
        }
    }
    return text;
}

/// @param models closed forms @param curve name of one @return it
const CurveModel&
Find(const std::vector<CurveModel>& models, const std::string& curve)
{
    return *std::find_if(models.begin(), models.end(), [&curve](const CurveModel& model) {
        return model.GetName() == curve;
    });
}

/// @param estimate of a rate @return mean and half width in Gbit/s
std::string
WithInterval(const Estimate& estimate)
{
    const auto text = FormatFixed(estimate.mean / 1e9, 3);
    return std::isnan(estimate.halfWidth)
               ? text
               : text + " +- " + FormatFixed(estimate.halfWidth / 1e9, 3);
}

} // namespace

std::string
DescribeBindings(const Experiment& experiment, const std::vector<CurveModel>& models)
{
    std::string text = experiment.name + ": ";
    for (const auto& model : models)
    {
        if (&model != &models.front())
        {
            text += "; ";
        }
        text += (models.size() > 1 ? "with " + model.GetName() + " " : "") +
                (model.HasForms() ? DescribeCurve(model) : "there is no closed form");
    }
    return text + ".";
}

std::string
DescribeObstacles(const Experiment& experiment, const std::vector<CurveModel>& models)
{
    std::string text;
    for (const auto& model : models)
    {
        // Values that lack it for the same reason share a line.
        std::map<std::string, std::string> values;
        for (const auto& [value, obstacle] : model.GetObstacles())
        {
            auto& list = values[obstacle];
            list += (list.empty() ? "" : ", ") + experiment.sweep.TextOf(value);
        }
        for (const auto& [obstacle, list] : values)
        {
            text += "No closed form" + (models.size() > 1 ? " of " + model.GetName() : "") +
                    (model.HasForms() ? " at " + experiment.sweep.parameter + " " + list : "") +
                    ": it does not know " + obstacle + ".\n";
        }
    }
    return text;
}

std::string
CheckBindings(const std::vector<CurveModel>& models, const std::vector<PointRecord>& records)
{
    uint32_t checked = 0;
    uint32_t agree = 0;
    std::string others;
    for (const auto& group : GroupReplications(records))
    {
        const auto* form = Find(models, group.curve).Find(group.value);
        if (!form)
        {
            continue;
        }
        const double ratio = group.Of("offload_ratio").mean;
        const double share = form->GetSaShareFor(ratio);
        const auto here = form->At(share).binding;
        const bool isClear = form->At(std::max(0.0, share - NEAR_CHANGE)).binding == here &&
                             form->At(std::min(1.0, share + NEAR_CHANGE)).binding == here;
        const auto metric = GetUtilizationMetric(here);
        if (!isClear || metric.empty())
        {
            continue;
        }
        checked++;
        const double busy = group.Of(metric).mean;
        const double formed = form->At(share).throughput;
        const auto carried = group.Of("throughput_bps");
        const auto place = "; not at ratio " + FormatFixed(ratio, 2) + " of " + group.curve;
        // A resource that is busy binds only if what passed it also arrived.
        if (!(busy >= BUSY))
        {
            others += place + ", where the " + ToString(here) + " worked " +
                      FormatFixed(100 * busy, 0) + " % of the time";
        }
        else if (!(std::abs(carried.mean - formed) <= carried.GetErrorBar() + AGREEMENT * formed))
        {
            others += place + ", where " + DescribeRate(carried.mean) + " arrived and not " +
                      DescribeRate(formed);
        }
        else
        {
            agree++;
        }
    }
    if (checked == 0)
    {
        return "";
    }
    return "Simulated utilisations confirm what binds at " + std::to_string(agree) + " of " +
           std::to_string(checked) + " points that are not near a change" + others + ".\n";
}

std::string
MakeTable(const Experiment& experiment,
          const std::vector<CurveModel>& models,
          const std::vector<PointRecord>& records)
{
    std::string text;
    const auto groups = GroupReplications(records);
    for (const auto& model : models)
    {
        TextTable table;
        table.Add({experiment.sweep.parameter,
                   "ratio",
                   "throughput Gbit/s",
                   "closed form",
                   "deviation",
                   "busiest core",
                   "all cores",
                   "NIC cipher",
                   "link",
                   "marks"});
        for (const auto& group : GroupsOf(groups, model.GetName()))
        {
            const auto percent = [&group](const char* metric) {
                return FormatFixed(100 * group.Of(metric).mean, 1) + " %";
            };
            const double ratio = group.Of("offload_ratio").mean;
            const auto throughput = group.Of("throughput_bps");
            std::string expected = "-";
            std::string deviation = "-";
            if (model.Find(group.value))
            {
                const double formed = model.At(group.value, ratio).throughput;
                const double percents = 100 * (throughput.mean / formed - 1);
                expected = FormatFixed(formed / 1e9, 3);
                deviation = (percents >= 0 ? "+" : "") + FormatFixed(percents, 2) + " %";
            }
            table.Add({experiment.sweep.TextOf(group.value),
                       FormatFixed(ratio, 3),
                       WithInterval(throughput),
                       expected,
                       deviation,
                       percent("cpu_busiest_core"),
                       percent("cpu_utilisation"),
                       percent("nic_cipher_utilisation"),
                       percent("link_utilisation"),
                       GetMarks(experiment, group).ToText()});
        }
        text += (models.size() > 1 ? model.GetName() + "\n" : "") + table.GetText();
    }
    return text;
}

std::string
DescribeSpotChecks(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::string text;
    for (const auto& record : records)
    {
        if (record.spec.fidelity == Fidelity::BOTH)
        {
            const auto count = [&record](const char* metric) {
                return FormatFixed(record.result.Get(metric), 0);
            };
            text += "Spot check " + record.spec.curve + ", " + experiment.sweep.parameter + " " +
                    experiment.sweep.TextOf(record.spec.value) + ": lean and full fidelity, " +
                    count("compared_packets") + " packets compared, " + count("differing_packets") +
                    " differ, " + count("differing_counters") + " counters differ\n";
        }
    }
    return text;
}

uint32_t
CountFailedSpotChecks(const std::vector<PointRecord>& records)
{
    uint32_t failed = 0;
    for (const auto& record : records)
    {
        const auto& result = record.result;
        if (record.spec.fidelity == Fidelity::BOTH &&
            (!(result.Get("compared_packets") > 0) || result.Get("differing_packets") != 0 ||
             result.Get("differing_counters") != 0))
        {
            failed++;
        }
    }
    return failed;
}

} // namespace ns3::planner
