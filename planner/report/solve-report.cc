/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "solve-report.h"

#include "bottleneck.h"
#include "warnings.h"

#include "planner/analytic/binding.h"
#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/scenario/assumed-values.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ns3::planner
{

namespace
{

/// @param metric of a goal @param value of it @return in words
std::string
InWords(const std::string& metric, double value)
{
    if (std::isnan(value))
    {
        return "no value";
    }
    const std::string& unit = FindMetricRow(metric)->unit;
    if (unit == "bit/s")
    {
        return FormatFixed(value / 1e9, 3) + " Gbit/s";
    }
    if (unit == "s")
    {
        return FormatFixed(value * 1e6, 2) + " us";
    }
    if (unit == "1")
    {
        return FormatFixed(100 * value, 2) + " %";
    }
    return FormatNumber(value) + " " + unit;
}

/// @param solve what was to be found @param point that was simulated @return its metrics
std::string
DescribePoint(const SolveSpec& solve, const SolvedPoint& point)
{
    std::string text;
    for (const auto& goal : solve.goals)
    {
        const Estimate estimate = point.Of(goal);
        text += (text.empty() ? "" : ", ") + goal.name + " " + InWords(goal.metric, estimate.mean);
        if (estimate.count > 1 && estimate.halfWidth > 0)
        {
            text += " +- " + InWords(goal.metric, estimate.halfWidth);
        }
    }
    const auto marks = point.GetGroup().GetMarks().ToText();
    return text + (marks.empty() ? "" : " (marked " + marks + ")");
}

/// @param solve what was to be found @param point that was simulated @return true when the interval
/// of what decides holds the bound: by chance it may be on the other side
bool
IsClose(const SolveSpec& solve, const SolvedPoint& point)
{
    return std::any_of(solve.goals.begin(), solve.goals.end(), [&point](const SolveGoal& goal) {
        const Estimate estimate = point.Of(goal);
        return estimate.count > 1 && std::abs(estimate.mean - goal.bound) < estimate.halfWidth;
    });
}

/// @param solve what was to be found @return "throughput at least 38 Gbit/s and loss at most 1 %"
std::string
DescribeGoals(const SolveSpec& solve)
{
    std::string text;
    for (const auto& goal : solve.goals)
    {
        text += (text.empty() ? "" : " and ") + goal.name +
                (goal.isAtLeast ? " of at least " : " of at most ") + goal.text;
    }
    return text;
}

/// @param scenario a point @param group its replications @return what is busiest there, in words
std::string
DescribeBusiest(const Scenario& scenario, const PointGroup& group)
{
    const Bottleneck bottleneck = FindBottleneck(scenario, group);
    if (bottleneck.binding.resource != Resource::NONE)
    {
        return Bottleneck{bottleneck.binding}.ToSentence();
    }
    double most = 0;
    Resource busiest = Resource::NONE;
    for (size_t i = 1; i < static_cast<size_t>(Resource::COUNT); ++i)
    {
        const auto resource = static_cast<Resource>(i);
        const auto metric = GetUtilizationMetric(MakeMeasured(scenario, resource));
        const double use = metric.empty() ? 0 : group.Of(metric).mean;
        if (use > most)
        {
            most = use;
            busiest = resource;
        }
    }
    return busiest == Resource::NONE
               ? "nothing is busy"
               : "no " + bottleneck.looked + " is saturated; of the measured node and link, " +
                     ToString(MakeMeasured(scenario, busiest)) + " comes next, " +
                     FormatFixed(100 * most, 1) + " % busy";
}

/// @param solve what was to be found @param growth the answer under more load
/// @return true when it still meets the goals, of a throughput the greater one
bool
StillMeets(const SolveSpec& solve, const SolvedPoint& growth)
{
    std::vector<SolveGoal> goals = solve.goals;
    for (auto& goal : goals)
    {
        goal.bound *= goal.metric == "throughput_bps" ? GROWTH : 1;
    }
    return MeetsGoals(goals, growth);
}

/// Sentences about one curve.
class CurveAnswer
{
  public:
    CurveAnswer(const Experiment& experiment, const SolveSpec& solve, const SolveOutcome& outcome)
        : m_experiment(experiment),
          m_solve(solve),
          m_outcome(outcome)
    {
    }

    /// @return all of them
    std::string Make() const
    {
        std::string text = m_outcome.curve + ": ";
        if (!m_outcome.answer)
        {
            return text + "no value meets " + DescribeGoals(m_solve) + ". At " +
                   m_outcome.below->text + " there is " + DescribePoint(m_solve, *m_outcome.below) +
                   "; " + Busiest(*m_outcome.below) + ".\n" + DescribeAssumed();
        }
        const SolvedPoint& answer = *m_outcome.answer;
        text += m_solve.unknown + " " + answer.text + " is the smallest that meets " +
                DescribeGoals(m_solve) + ".\n  At " + answer.text + ": " +
                DescribePoint(m_solve, answer) + "; " + Busiest(answer) + ".\n";
        text += m_outcome.below ? "  At " + m_outcome.below->text +
                                      ", one less: " + DescribePoint(m_solve, *m_outcome.below) +
                                      "; " + Busiest(*m_outcome.below) + ".\n"
                                : "  There is no smaller value to compare it with.\n";
        if (m_outcome.next)
        {
            text += "  The next step up, " + m_outcome.next->text + ": " +
                    DescribePoint(m_solve, *m_outcome.next) + ".\n";
        }
        if (IsClose(m_solve, answer) || (m_outcome.below && IsClose(m_solve, *m_outcome.below)))
        {
            text += "  The bound is within the interval of one of them: more replications or "
                    "packets would say it more exactly.\n";
        }
        text += DescribeGrowth() + DescribeAssumed() + DescribePrediction();
        if (m_solve.price > 0)
        {
            text += "  Price: " + FormatNumber(m_solve.price * answer.value) + ".\n";
        }
        if (m_outcome.isContradictory)
        {
            text += "  warning: a greater value failed where a smaller one did not; look at them "
                    "with a sweep.\n";
        }
        return text;
    }

  private:
    std::string Busiest(const SolvedPoint& point) const
    {
        return DescribeBusiest(m_experiment.At(m_outcome.curve, point.GetGroup().value),
                               point.GetGroup());
    }

    std::string DescribeGrowth() const
    {
        const SolvedPoint& grown = *m_outcome.growth;
        std::string text;
        for (const auto& goal : m_solve.goals)
        {
            text += (text.empty() ? "" : ", ") + goal.name + " " +
                    InWords(goal.metric, grown.Of(goal).mean);
        }
        return "  With 10 % more load: " + text + "; " +
               (StillMeets(m_solve, grown) ? "still enough" : "not enough any more") + "; " +
               Busiest(grown) + ".\n";
    }

    std::string DescribeAssumed() const
    {
        const std::string margin = FormatFixed(100 * ASSUMED_MARGIN, 0) + " %";
        if (!m_outcome.notVaried.empty())
        {
            return "  With assumed values " + margin + " worse or better: not asked, " +
                   m_outcome.notVaried + ".\n";
        }
        const auto inWords = [](const std::string& text) {
            return text.empty() ? std::string("no value meets that") : text;
        };
        return "  With assumed values " + margin + " worse: " + inWords(m_outcome.worse) + "; " +
               margin + " better: " + inWords(m_outcome.better) + " (one replication of each).\n";
    }

    std::string DescribePrediction() const
    {
        if (!m_outcome.predicted)
        {
            return "  The closed form does not say: it does not model " + m_outcome.obstacle +
                   ".\n";
        }
        return "  The closed form says " + m_outcome.predictedText + "; " +
               std::to_string(m_outcome.points.size()) + " values were simulated.\n";
    }

    const Experiment& m_experiment;
    const SolveSpec& m_solve;
    const SolveOutcome& m_outcome;
};

/// @param solve what was to be found @param point that was simulated, or none @return it
nlohmann::json
ToJson(const SolveSpec& solve, const std::optional<SolvedPoint>& point)
{
    if (!point)
    {
        return {};
    }
    const PointGroup group = point->GetGroup();
    nlohmann::json json{{"value", point->text},
                        {"replications", point->records.size()},
                        {"marks", group.GetMarks().ToText()}};
    for (const auto& goal : solve.goals)
    {
        const Estimate estimate = point->Of(goal);
        json[goal.metric] = estimate.mean; // NaN becomes null
        json[goal.metric + "_half_width"] = estimate.halfWidth;
    }
    return json;
}

/// @param outcomes what was found @return all points that they speak of
std::vector<PointRecord>
GatherRecords(const std::vector<SolveOutcome>& outcomes)
{
    std::vector<PointRecord> records;
    for (const auto& outcome : outcomes)
    {
        for (const auto* point : {&outcome.answer, &outcome.below, &outcome.next, &outcome.growth})
        {
            if (*point)
            {
                records.insert(records.end(), (*point)->records.begin(), (*point)->records.end());
            }
        }
    }
    return records;
}

/// @param text any @return it; null when it is empty
nlohmann::json
TextOrNull(const std::string& text)
{
    return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

} // namespace

std::string
DescribeSolve(const Experiment& experiment,
              const SolveSpec& solve,
              const std::vector<SolveOutcome>& outcomes)
{
    std::string text = experiment.title + "\n\n";
    for (const auto& outcome : outcomes)
    {
        text += CurveAnswer(experiment, solve, outcome).Make();
    }
    return text + ToLines(FindWarnings(experiment, GatherRecords(outcomes)));
}

QuestionParts
MakeSolveParts(const Experiment& experiment,
               const SolveSpec& solve,
               const std::vector<SolveOutcome>& outcomes)
{
    QuestionParts parts;
    parts.question =
        "Which is the smallest " + solve.unknown + " with " + DescribeGoals(solve) + "?";
    TableRows table{{"curve", solve.unknown}};
    for (const auto& goal : solve.goals)
    {
        table.front().push_back(goal.name);
    }
    table.front().insert(table.front().end(), {"goals", "replications", "marks"});
    for (const auto& outcome : outcomes)
    {
        parts.answers.push_back(CurveAnswer(experiment, solve, outcome).Make());
        for (const auto& point : outcome.points)
        {
            std::vector<std::string> cells{outcome.curve, point.text};
            for (const auto& goal : solve.goals)
            {
                cells.push_back(InWords(goal.metric, point.Of(goal).mean));
            }
            cells.insert(cells.end(),
                         {MeetsGoals(solve.goals, point) ? "met" : "missed",
                          std::to_string(point.records.size()),
                          point.GetGroup().GetMarks().ToText()});
            table.push_back(std::move(cells));
        }
    }
    parts.tables.emplace_back("Simulated values", std::move(table));
    parts.warnings = FindWarnings(experiment, GatherRecords(outcomes));
    return parts;
}

Figure
MakeSolveFigure(const Experiment& experiment,
                const SolveSpec& solve,
                const std::vector<SolveOutcome>& outcomes)
{
    const SolveGoal& goal = solve.goals.front();
    const std::string& unit = FindMetricRow(goal.metric)->unit;
    const bool isRate = unit == "bit/s";
    const bool isShare = unit == "1";
    const double size = isRate ? 1e9 : (isShare ? 0.01 : 1);
    Figure figure;
    figure.title = experiment.title;
    figure.subtitle = "Scenario " + experiment.GetLabel() +
                      ": each value that was simulated; hollow: not to be used.";
    figure.xLabel = solve.unknown;
    figure.yLabel = goal.name + " (" + (isRate ? "Gbit/s" : (isShare ? "%" : unit)) + ")";
    double most = 0;
    const bool hasNames = !solve.choices.empty();
    for (const auto& outcome : outcomes)
    {
        FigureCurve curve;
        curve.name = outcome.curve;
        for (const auto& point : outcome.points)
        {
            const Estimate estimate = point.Of(goal);
            const double x = hasNames ? static_cast<double>(point.candidate + 1) : point.value;
            most = std::max(most, x);
            curve.points.push_back({x,
                                    estimate.mean / size,
                                    0,
                                    estimate.GetErrorBar() / size,
                                    !point.GetGroup().GetMarks().IsUsable()});
        }
        curve.line = curve.points; // eyes follow lines
        figure.curves.push_back(std::move(curve));
    }
    figure.xMax = most > 0 ? most : 1;
    if (hasNames)
    {
        figure.xNames = solve.choices;
        figure.xMax = static_cast<double>(solve.choices.size());
    }
    figure.limits.push_back({(goal.isAtLeast ? "at least " : "at most ") + goal.text,
                             {{0, goal.bound / size}, {figure.xMax, goal.bound / size}}});
    return figure;
}

std::string
SolveToJson(const Experiment& experiment,
            const SolveSpec& solve,
            const std::vector<SolveOutcome>& outcomes)
{
    nlohmann::json goals = nlohmann::json::array();
    for (const auto& goal : solve.goals)
    {
        goals.push_back({{"metric", goal.metric},
                         {"sense", goal.isAtLeast ? "at least" : "at most"},
                         {"bound", goal.bound}});
    }
    nlohmann::json answers = nlohmann::json::array();
    for (const auto& outcome : outcomes)
    {
        nlohmann::json answer{{"curve", outcome.curve},
                              {"answer", ToJson(solve, outcome.answer)},
                              {"below", ToJson(solve, outcome.below)},
                              {"next", ToJson(solve, outcome.next)},
                              {"simulated", outcome.points.size()},
                              {"contradictory", outcome.isContradictory}};
        if (outcome.growth)
        {
            answer["with_10_percent_more_load"] = ToJson(solve, outcome.growth);
            answer["headroom_10_percent"] = StillMeets(solve, *outcome.growth);
        }
        if (outcome.notVaried.empty())
        {
            answer["assumed_values_20_percent_worse"] = TextOrNull(outcome.worse);
            answer["assumed_values_20_percent_better"] = TextOrNull(outcome.better);
        }
        answers.push_back(answer);
    }
    return nlohmann::json{{"command", "solve"},
                          {"scenario", experiment.name},
                          {"unknown", solve.unknown},
                          {"goals", goals},
                          {"answers", answers},
                          {"warnings", FindWarnings(experiment, GatherRecords(outcomes))}}
               .dump(2) +
           "\n";
}

} // namespace ns3::planner
