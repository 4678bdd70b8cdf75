/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "steady-state.h"

#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3::planner
{

namespace
{

/// Batches that MSER-5 puts together.
constexpr size_t GROUP = 5;
/// The variance of fewer groups than this says nothing: the last ones are no candidates.
constexpr size_t LEAST_GROUPS = 5;
/// Parts of the method of batch means.
constexpr size_t PARTS = 20;
/// Parts of a trend.
constexpr size_t TREND_PARTS = 10;
/// Differences below this share of the mean are rounding.
constexpr double ROUNDING = 1e-12;

/// @param series values @return means of each five; an incomplete group at the begin is left out
std::vector<double>
GroupMeans(const std::vector<double>& series)
{
    const size_t skip = series.size() % GROUP;
    std::vector<double> means;
    for (size_t i = skip; i < series.size(); i += GROUP)
    {
        const auto begin = series.begin() + static_cast<std::ptrdiff_t>(i);
        means.push_back(std::accumulate(begin, begin + GROUP, 0.0) / GROUP);
    }
    return means;
}

} // namespace

WarmUp
FindWarmUp(const std::vector<double>& series)
{
    std::vector<double> groups = GroupMeans(series);
    if (groups.size() <= LEAST_GROUPS)
    {
        return {series.size(), false};
    }
    const auto count = static_cast<double>(groups.size());
    const double mean = std::accumulate(groups.begin(), groups.end(), 0.0) / count;
    const double least = std::abs(mean) * ROUNDING;
    double sum = 0; // of the differences from the mean, which keeps the squares exact
    double squares = 0;
    double best = std::numeric_limits<double>::infinity();
    size_t truncation = 0;
    for (size_t left = groups.size(); left-- > 0;)
    {
        const double value = groups[left] - mean;
        sum += value;
        squares += value * value;
        const auto rest = static_cast<double>(groups.size() - left);
        const double variance = std::max(0.0, squares / rest - sum / rest * (sum / rest));
        const double error = std::sqrt(variance) <= least ? 0 : variance / rest;
        // Among equals the earliest: nothing is gained by leaving more out.
        if (groups.size() - left >= LEAST_GROUPS && error <= best)
        {
            best = error;
            truncation = left;
        }
    }
    const size_t batches =
        truncation == 0 ? 0 : series.size() - GROUP * (groups.size() - truncation);
    return {batches, 2 * batches <= series.size()};
}

double
GetShareError(const std::vector<double>& part, const std::vector<double>& whole, size_t from)
{
    const size_t length = (part.size() - std::min(from, part.size())) / PARTS;
    if (length < 2)
    {
        return std::numeric_limits<double>::infinity();
    }
    from = part.size() - length * PARTS;
    const auto sum = [from](const std::vector<double>& values, size_t begin, size_t count) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(from + begin);
        return std::accumulate(first, first + static_cast<std::ptrdiff_t>(count), 0.0);
    };
    const double all = sum(whole, 0, length * PARTS);
    const double share = sum(part, 0, length * PARTS) / all;
    // The error of a ratio is that of its residuals (W. G. Cochran, "Sampling Techniques", 6.4).
    std::vector<double> residuals;
    for (size_t i = 0; i < PARTS; ++i)
    {
        residuals.push_back(sum(part, i * length, length) - share * sum(whole, i * length, length));
    }
    return MeanWithInterval(residuals).halfWidth / (all / PARTS);
}

bool
Trend::IsSignificant() const
{
    // Student's quantile for 99.9 % and the eight degrees of freedom of ten parts
    constexpr double STUDENT = 5.04;
    return std::abs(slope) > STUDENT * error;
}

Trend
GetTrend(const std::vector<double>& series, size_t from)
{
    const size_t length = (series.size() - std::min(from, series.size())) / TREND_PARTS;
    if (length == 0)
    {
        return {};
    }
    from = series.size() - length * TREND_PARTS;
    std::vector<double> parts;
    for (size_t i = 0; i < TREND_PARTS; ++i)
    {
        const auto first = series.begin() + static_cast<std::ptrdiff_t>(from + i * length);
        const auto sum = std::accumulate(first, first + static_cast<std::ptrdiff_t>(length), 0.0);
        parts.push_back(sum / static_cast<double>(length));
    }
    const double mean = std::accumulate(parts.begin(), parts.end(), 0.0) / TREND_PARTS;
    constexpr double MIDDLE = (TREND_PARTS - 1) / 2.0;
    double products = 0;
    double squares = 0;
    double residual = 0;
    for (size_t i = 0; i < TREND_PARTS; ++i)
    {
        const double x = static_cast<double>(i) - MIDDLE;
        products += x * (parts[i] - mean);
        squares += x * x;
        residual += (parts[i] - mean) * (parts[i] - mean);
    }
    const double slope = products / squares; // per part
    residual = std::max(0.0, residual - slope * products);
    const double error = std::sqrt(residual / (TREND_PARTS - 2) / squares);
    return {slope / static_cast<double>(length), error / static_cast<double>(length)};
}

} // namespace ns3::planner
