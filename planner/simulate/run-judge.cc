/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-judge.h"

#include "steady-state.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3::planner
{

namespace
{

/// Packets that a window holds at least, whatever their variance seems to be.
constexpr double LEAST_PACKETS = 10'000;
/// Batches that a window holds at least: five per part of the method of batch means.
constexpr size_t LEAST_BATCHES = 100;
/// The error of one run may be greater than that of the mean of several: with five of them it is
/// half as great, and Student's factor is greater by a third.
constexpr double RUN_ERROR = 1.6;
/// A series of queues that is not steady changes by more than this share of its mean.
constexpr double QUEUE_CHANGE = 0.01;

/// @param values one per batch @param from first one @return their sum
double
Sum(const std::vector<double>& values, size_t from)
{
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(from), values.end(), 0.0);
}

/// @param part one value per batch @param whole likewise @return their ratio per batch; where there
/// is nothing, that of the batch before
std::vector<double>
ShareSeries(const std::vector<double>& part, const std::vector<double>& whole)
{
    std::vector<double> shares;
    double share = 0;
    for (size_t i = 0; i < part.size(); ++i)
    {
        share = whole[i] > 0 ? part[i] / whole[i] : share;
        shares.push_back(share);
    }
    return shares;
}

/// @param way with traffic @param precision wanted @param from first batch @return true when the
/// means from there are as precise as wanted
bool
IsPrecise(const RunSeries::Way& way, const PrecisionSpec& precision, size_t from)
{
    const auto within = [from](const std::vector<double>& part,
                               const std::vector<double>& whole,
                               double relative,
                               double absolute) {
        const double all = Sum(whole, from);
        if (all <= 0)
        {
            return true; // there is nothing to be precise about
        }
        const double most = relative * Sum(part, from) / all + absolute;
        return GetShareError(part, whole, from) <= RUN_ERROR * most;
    };
    const std::vector<double> batches(way.receivedOctets.size(), 1);
    return Sum(way.sentPackets, from) >= LEAST_PACKETS &&
           within(way.receivedOctets, batches, precision.throughput, 0) &&
           within(way.offloadedOctets, way.protectedOctets, 0, precision.share) &&
           within(way.lostOctets, way.sentOctets, 0, precision.share) &&
           (precision.delay == 0 ||
            within(way.delaySums, way.deliveredPackets, precision.delay, 0));
}

} // namespace

RunVerdict
JudgeRun(const RunSeries& series, const PrecisionSpec& precision, size_t floor, size_t period)
{
    RunVerdict verdict;
    verdict.from = floor;
    double sent = 0;
    for (const auto& way : series.ways)
    {
        if (way.sentPackets.empty())
        {
            continue;
        }
        sent += Sum(way.sentPackets, series.size / 2);
        verdict.from =
            std::max({verdict.from,
                      FindWarmUp(way.receivedOctets).batches,
                      FindWarmUp(ShareSeries(way.offloadedOctets, way.protectedOctets)).batches});
    }
    const WarmUp queues = FindWarmUp(series.inFlight);
    const size_t rest = series.size - series.size / 2;
    const Trend trend = GetTrend(series.inFlight, series.size / 2);
    const double growth = trend.slope * static_cast<double>(rest);
    // What stays under way for good was neither delivered nor lost: that much is not known of both.
    const bool isBalanced = std::abs(growth) <= precision.share * sent;
    const double waiting = Sum(series.inFlight, series.size / 2) / static_cast<double>(rest);
    verdict.hasSteadyQueues = queues.isSteady || !trend.IsSignificant() ||
                              std::abs(growth) <= std::max(1.0, QUEUE_CHANGE * waiting);
    if (queues.isSteady || !isBalanced)
    {
        verdict.from = std::max(verdict.from, queues.batches);
    }
    const size_t periods = (series.size - std::min(verdict.from, series.size)) / period;
    verdict.isSteady = isBalanced && 2 * verdict.from <= series.size && periods > 0;
    if (!verdict.isSteady)
    {
        verdict.from = std::min(verdict.from, series.size / 2);
        return verdict;
    }
    verdict.from = series.size - periods * period;
    verdict.isPrecise = series.size - verdict.from >= LEAST_BATCHES;
    for (const auto& way : series.ways)
    {
        verdict.isPrecise = verdict.isPrecise &&
                            (way.sentPackets.empty() || IsPrecise(way, precision, verdict.from));
    }
    return verdict;
}

} // namespace ns3::planner
