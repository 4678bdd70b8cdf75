/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "load-search.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Min Load is so small a part of Max Load.
constexpr uint64_t RANGE = 1000;
/// Steps double at most so often: then they are wider than any range.
constexpr uint32_t MOST_DOUBLINGS = 12;

/// @param goal a goal @param lower a load @param upper a greater one @return true when they are as
/// close as the goal wants
bool
IsClose(const SearchGoal& goal, uint64_t lower, uint64_t upper)
{
    return static_cast<double>(upper - lower) <= goal.width * static_cast<double>(upper);
}

/// @param goal a goal @param doublings how often its width was doubled @return a share below 1
double
StepOf(const SearchGoal& goal, uint32_t doublings)
{
    constexpr double WIDEST = 0.5;
    return std::min(WIDEST, std::ldexp(goal.width, static_cast<int>(doublings)));
}

} // namespace

LoadSearch::LoadSearch(std::vector<SearchGoal> goals, uint64_t greatest)
    : m_goals(std::move(goals)),
      m_greatest(greatest)
{
}

void
LoadSearch::Add(uint64_t load, double loss)
{
    m_trials[load].push_back(loss);
}

uint64_t
LoadSearch::GetLeast() const
{
    return std::max<uint64_t>(1, m_greatest / RANGE);
}

LoadSearch::Bounds
LoadSearch::FindBounds(const SearchGoal& goal) const
{
    Bounds bounds;
    for (const auto& [load, losses] : m_trials) // from the smallest load on
    {
        const LoadClass is = ClassifyLoad(goal, losses);
        if (is == LoadClass::UPPER_BOUND)
        {
            bounds.upper = bounds.upper ? bounds.upper : load;
            ++bounds.uppers;
        }
        else if (!bounds.upper && is == LoadClass::LOWER_BOUND)
        {
            bounds.lower = load;
            bounds.undecided.reset();
            ++bounds.lowers;
        }
        else if (!bounds.upper)
        {
            bounds.undecided = load;
        }
    }
    return bounds;
}

/**
 * @param goal a goal @param bounds with an upper one and no lower one
 * @return a load below: what was forwarded at the upper bound, or a step that doubles each time
 */
uint64_t
LoadSearch::GuessBelow(const SearchGoal& goal, const Bounds& bounds) const
{
    const auto upper = static_cast<double>(*bounds.upper);
    const auto& losses = m_trials.at(*bounds.upper);
    const double least = *std::min_element(losses.begin(), losses.end());
    const double forwarded = upper * (1 - least) / (1 - goal.lossRatio) * (1 - goal.width / 2);
    const double stepped = upper * (1 - StepOf(goal, std::min(bounds.uppers, MOST_DOUBLINGS)));
    return static_cast<uint64_t>(std::min(forwarded, stepped));
}

/// @param goal a goal @param bounds both @return a load between them: a step above the lower one
/// that doubles each time, or the middle
uint64_t
LoadSearch::GuessBetween(const SearchGoal& goal, const Bounds& bounds)
{
    const auto lower = static_cast<double>(*bounds.lower);
    const auto upper = static_cast<double>(*bounds.upper);
    const double step = StepOf(goal, std::min(bounds.lowers - 1, MOST_DOUBLINGS));
    return static_cast<uint64_t>(std::min(lower / (1 - step), std::sqrt(lower * upper)));
}

/// @param goal a goal @return the load to try next for it; none: it has its result
std::optional<uint64_t>
LoadSearch::FindNext(const SearchGoal& goal) const
{
    if (m_trials.count(m_greatest) == 0)
    {
        return m_greatest;
    }
    const Bounds bounds = FindBounds(goal);
    if (bounds.undecided)
    {
        return bounds.undecided;
    }
    if (!bounds.upper || *bounds.upper <= GetLeast())
    {
        return std::nullopt; // an irregular result
    }
    if (!bounds.lower)
    {
        return std::max(GetLeast(), GuessBelow(goal, bounds));
    }
    const uint64_t next = GuessBetween(goal, bounds);
    const bool isNew = next > *bounds.lower && next < *bounds.upper;
    return IsClose(goal, *bounds.lower, *bounds.upper) || !isNew ? std::nullopt
                                                                 : std::optional(next);
}

std::vector<TrialInput>
LoadSearch::GetNext() const
{
    std::vector<TrialInput> next;
    for (const auto& goal : m_goals)
    {
        const auto load = FindNext(goal);
        const bool isKnown =
            load && std::any_of(next.begin(), next.end(), [&load](const TrialInput& other) {
                return other.load == *load;
            });
        if (load && !isKnown)
        {
            const auto before = m_trials.find(*load);
            const size_t count = before == m_trials.end() ? 0 : before->second.size();
            next.push_back({*load, static_cast<uint32_t>(count + 1)});
        }
    }
    return next;
}

std::vector<GoalResult>
LoadSearch::GetResults() const
{
    std::vector<GoalResult> results;
    for (const auto& goal : m_goals)
    {
        const Bounds bounds = FindBounds(goal);
        GoalResult result{bounds.lower, bounds.upper};
        if (result.lower)
        {
            result.conditionalThroughput =
                GetConditionalThroughput(goal,
                                         static_cast<double>(*result.lower),
                                         m_trials.at(*result.lower));
        }
        results.push_back(result);
    }
    return results;
}

} // namespace ns3::planner
