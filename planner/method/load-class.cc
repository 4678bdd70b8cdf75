/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "load-class.h"

#include <algorithm>
#include <cstddef>

namespace ns3::planner
{

namespace
{

/// Sums of durations are counts of trials: rounding must not decide.
constexpr double ROUNDING = 1e-9;

} // namespace

LoadClass
ClassifyLoad(const SearchGoal& goal, const std::vector<double>& losses)
{
    const auto highLoss =
        static_cast<double>(std::count_if(losses.begin(), losses.end(), [&goal](double loss) {
            return loss > goal.lossRatio;
        }));
    const double lowLoss = static_cast<double>(losses.size()) - highLoss;
    const double whole = std::max(lowLoss + highLoss, static_cast<double>(goal.trials));
    const double tolerated = whole * goal.exceedRatio + ROUNDING;
    const bool mayHold = highLoss <= tolerated;
    const bool willHold = whole - lowLoss <= tolerated;
    if (mayHold == willHold)
    {
        return mayHold ? LoadClass::LOWER_BOUND : LoadClass::UPPER_BOUND;
    }
    return LoadClass::UNDECIDED;
}

double
GetConditionalThroughput(const SearchGoal& goal, double load, std::vector<double> losses)
{
    std::sort(losses.begin(), losses.end());
    const double whole =
        std::max(static_cast<double>(losses.size()), static_cast<double>(goal.trials));
    double remaining = whole * (1 - goal.exceedRatio) - ROUNDING;
    double quantile = 1;
    for (size_t i = 0; i < losses.size(); ++i)
    {
        if (i > 0 && remaining <= 0)
        {
            break;
        }
        quantile = losses[i];
        remaining -= 1;
    }
    return load * (1 - (remaining > 0 ? 1 : quantile));
}

} // namespace ns3::planner
