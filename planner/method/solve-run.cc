/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "solve-run.h"

#include "least-search.h"

#include "planner/analytic/closed-form-scope.h"
#include "planner/analytic/closed-form.h"
#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/scenario/assumed-values.h"
#include "planner/scenario/search-trial.h"
#include "planner/simulate/fidelity-choice.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// A step up is so much more, where values are numbers.
constexpr double STEP_UP = 0.1;

/// What the closed form says of a goal.
enum class Says
{
    MEETS,
    FAILS,
    NOTHING
};

/// @param goal what is wanted @param value what there is @return whether that is good enough
bool
IsMet(const SolveGoal& goal, double value)
{
    return goal.isAtLeast ? value >= goal.bound : value <= goal.bound;
}

/// @param metric of a goal @param form of a point @param point at its slots
/// @return its value; NaN when the closed form does not know it
double
FindValue(const std::string& metric, const ClosedForm& form, const ClosedFormPoint& point)
{
    if (metric == "throughput_bps")
    {
        return point.throughput;
    }
    if (metric == "loss")
    {
        return 1 - point.throughput / form.GetOffered();
    }
    if (metric == "offload_ratio")
    {
        return point.ratio;
    }
    if (metric == "cpu_utilization")
    {
        return point.cores;
    }
    return metric == "cpu_busiest_core" ? point.busiestCore : std::nan("");
}

/// @param goal what is wanted @param nodes beside each other @return what its metric is multiplied
/// by
double
ScaleOf(const SolveGoal& goal, double nodes)
{
    return goal.metric == "throughput_bps" ? nodes : 1;
}

/// Asks and keeps: simulations of one curve.
class CurveSolver
{
  public:
    CurveSolver(Experiment& experiment,
                const SolveSpec& solve,
                const PointRunner& run,
                std::string curve)
        : m_experiment(experiment),
          m_solve(solve),
          m_run(run),
          m_curve(std::move(curve)),
          m_candidates(solve, experiment.sweep)
    {
    }

    /// @return what is found
    SolveOutcome Run()
    {
        SolveOutcome outcome;
        outcome.curve = m_curve;
        outcome.predicted = Predict(outcome.obstacle);
        outcome.predictedText = outcome.predicted ? TextOf(*outcome.predicted) : "";
        size_t guess = outcome.predicted.value_or(m_candidates.GetCount() / 2);
        guess = Search(guess, 1).value_or(m_candidates.GetCount() - 1);
        const auto least = Search(guess, m_experiment.replications);
        outcome.isContradictory = m_isContradictory;
        const size_t last = m_candidates.GetCount() - 1;
        if (!least || *least > 0)
        {
            outcome.below = Simulate(least ? *least - 1 : last);
        }
        if (least)
        {
            outcome.answer = Simulate(*least);
            const size_t next = m_candidates.GetNextStep(*least);
            if (next > *least)
            {
                outcome.next = Simulate(next);
            }
            outcome.growth = Grow(*least);
        }
        for (const auto& [candidate, records] : m_records)
        {
            outcome.points.push_back(Get(candidate));
        }
        return outcome;
    }

    /// @param guess where to begin
    /// @return the smallest candidate that meets all goals in one replication, as a person writes
    /// it; empty: none does
    std::string RunOnce(size_t guess)
    {
        const auto least = Search(guess, 1);
        return least ? TextOf(*least) : "";
    }

    /// @return the candidate that the closed form says
    std::optional<size_t> Predict()
    {
        std::string obstacle;
        return Predict(obstacle);
    }

  private:
    /// @param candidate which @return how many such nodes carry the traffic beside each other: of
    /// those of a failover one is dead
    double CountNodes(size_t candidate) const
    {
        const double dead = m_experiment.first.population.failover.IsOn() ? 1 : 0;
        return m_solve.IsNodes() ? m_candidates.GetValue(candidate) - dead : 1;
    }

    /// @param candidate which @return its value in the sweep, which has it from now on: of nodes,
    /// the clients or tunnels of one of them, or with a failover their number before it
    double Use(size_t candidate)
    {
        double value = m_candidates.GetValue(candidate);
        std::optional<double> each;
        if (m_solve.IsNodes())
        {
            each = std::ceil(m_experiment.first.population.count / CountNodes(candidate));
        }
        const bool areSwept = m_experiment.sweep.path == SolveSpec::FAILOVER_NODES;
        value = each && !areSwept ? *each : value;
        if (!m_experiment.sweep.Find(value))
        {
            m_experiment.sweep.Add(value, FormatPlain(value));
        }
        if (each && areSwept && m_shared.insert(value).second)
        {
            const auto& values = m_experiment.sweep.GetValues();
            const auto index = m_experiment.sweep.Find(value) - values.data();
            m_experiment.sweep.AddTo(
                static_cast<size_t>(index),
                InputSetting::From("solve.unknown", "population.count", FormatPlain(*each)));
        }
        return value;
    }

    /// @param candidate which @param times the load of the scenario @return bit/s that its node is
    /// offered; 0: what the scenario says
    uint64_t GetLoad(size_t candidate, double times = 1)
    {
        if (!m_solve.IsNodes() && times == 1)
        {
            return 0;
        }
        const Scenario scenario = m_experiment.At(m_curve, Use(candidate));
        return static_cast<uint64_t>(std::llround(
            times * static_cast<double>(GetGreatestLoad(scenario)) / CountNodes(candidate)));
    }

    /// @param candidate which @param replication of it @param load bit/s; 0: the scenario's
    /// @return its simulation, with the same random numbers as others: what differs is what the
    /// unknown does
    PointSpec SpecOf(size_t candidate, uint32_t replication, uint64_t load)
    {
        const double value = Use(candidate);
        return {m_curve,
                value,
                replication,
                Fidelity::LEAN,
                m_experiment.sweep.NameOf(value),
                true,
                load};
    }

    /**
     * Give points the fidelity that their scenarios ask for.
     * @param points some
     * @throws InputError when a goal has no value in it
     */
    void ChooseFidelitiesFor(std::vector<PointSpec>& points) const
    {
        ChooseFidelities(m_experiment, points);
        const bool isFluid = std::any_of(points.begin(), points.end(), [](const PointSpec& point) {
            return point.fidelity == Fidelity::FLUID;
        });
        for (const auto& goal : m_solve.goals)
        {
            if (isFluid && FindMetricRow(goal.metric)->needsPackets)
            {
                throw InputError(
                    {{m_experiment.file,
                      0,
                      0,
                      goal.name,
                      "a goal that has a value in fluid fidelity, or fidelity: lean"}});
            }
        }
    }

    /// @param candidate which @return it in words
    std::string TextOf(size_t candidate)
    {
        return m_solve.IsNodes() ? FormatPlain(m_candidates.GetValue(candidate))
                                 : m_experiment.sweep.TextOf(Use(candidate));
    }

    /// @param candidate which @return what the closed form says of all goals that it knows
    Says Ask(size_t candidate, std::string& obstacle)
    {
        Scenario scenario = m_experiment.At(m_curve, Use(candidate));
        if (const uint64_t load = GetLoad(candidate); load != 0)
        {
            scenario.traffic.rate = load;
        }
        obstacle = FindClosedFormObstacle(scenario);
        if (!obstacle.empty())
        {
            return Says::NOTHING;
        }
        const ClosedForm form(scenario);
        const ClosedFormPoint point = form.At(form.GetSaShareOfSlots());
        obstacle = point.obstacle.empty() ? form.FindObstacle() : point.obstacle;
        Says says = obstacle.empty() ? Says::MEETS : Says::NOTHING;
        bool isKnown = false;
        for (const auto& goal : m_solve.goals)
        {
            const double value =
                FindValue(goal.metric, form, point) * ScaleOf(goal, CountNodes(candidate));
            if (obstacle.empty() && !std::isnan(value))
            {
                isKnown = true;
                says = IsMet(goal, value) ? says : Says::FAILS;
            }
        }
        if (obstacle.empty() && !isKnown)
        {
            obstacle = m_solve.goals.front().name;
        }
        return isKnown ? says : Says::NOTHING;
    }

    /// @param obstacle gets why it says nothing @return the candidate that the closed form says
    std::optional<size_t> Predict(std::string& obstacle)
    {
        size_t from = 0;
        size_t to = m_candidates.GetCount() - 1;
        if (const Says last = Ask(to, obstacle); last != Says::MEETS)
        {
            return last == Says::FAILS ? std::optional(to) : std::nullopt;
        }
        while (from < to)
        {
            const size_t middle = from + (to - from) / 2;
            const Says says = Ask(middle, obstacle);
            if (says == Says::NOTHING)
            {
                return std::nullopt;
            }
            (says == Says::MEETS ? to : from) = says == Says::MEETS ? middle : middle + 1;
        }
        return to;
    }

    /// @param guess where to begin @param replications of each candidate @return the first one that
    /// meets the goals
    std::optional<size_t> Search(size_t guess, uint32_t replications)
    {
        LeastSearch search(m_candidates.GetCount(), guess);
        for (auto next = search.GetNext(); !next.empty(); next = search.GetNext())
        {
            RunMissing(next, replications);
            for (const size_t candidate : next)
            {
                search.Add(candidate, MeetsGoals(m_solve.goals, Get(candidate)));
            }
        }
        m_isContradictory = search.IsContradictory();
        return search.GetLeast();
    }

    /// @param candidates which @param replications that they need; those that are there stay
    void RunMissing(const std::vector<size_t>& candidates, uint32_t replications)
    {
        std::vector<PointSpec> points;
        std::vector<size_t> candidatesOf;
        for (const size_t candidate : candidates)
        {
            const size_t before = m_records[candidate].size();
            const uint64_t load = GetLoad(candidate);
            for (auto i = static_cast<uint32_t>(before + 1); i <= replications; ++i)
            {
                points.push_back(SpecOf(candidate, i, load));
                candidatesOf.push_back(candidate);
            }
        }
        if (points.empty())
        {
            return;
        }
        ChooseFidelitiesFor(points);
        std::map<std::string, size_t> owners;
        for (size_t i = 0; i < points.size(); ++i)
        {
            owners.emplace(points[i].GetKey(), candidatesOf[i]);
        }
        for (auto& record : m_run(points))
        {
            auto& records = m_records[owners.at(record.spec.GetKey())];
            records.push_back(std::move(record));
        }
        for (auto& [candidate, records] : m_records)
        {
            std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
                return a.spec.replication < b.spec.replication;
            });
        }
    }

    /// @param candidate that was simulated @return it
    SolvedPoint Get(size_t candidate)
    {
        return {candidate,
                m_candidates.GetValue(candidate),
                TextOf(candidate),
                m_records.at(candidate),
                CountNodes(candidate)};
    }

    /// @param candidate any @return it with all replications
    SolvedPoint Simulate(size_t candidate)
    {
        RunMissing({candidate}, m_experiment.replications);
        return Get(candidate);
    }

    /// @param candidate any @return it under a greater load
    SolvedPoint Grow(size_t candidate)
    {
        SolvedPoint grown = Get(candidate);
        std::vector<PointSpec> points{SpecOf(candidate, 1, GetLoad(candidate, GROWTH))};
        ChooseFidelitiesFor(points);
        grown.records = m_run(points);
        return grown;
    }

    Experiment& m_experiment;
    const SolveSpec& m_solve;
    const PointRunner& m_run;
    std::string m_curve;
    Candidates m_candidates;
    std::map<size_t, std::vector<PointRecord>> m_records; //!< by candidate
    std::set<double> m_shared; //!< values at which clients or tunnels are divided among nodes
    bool m_isContradictory{false};
};

/// What the answer would be with other assumed values.
/// @param experiment gets curves with them @param solve what is to be found @param run simulates
/// @param curve which @param outcome of it; gets the answers
void
VaryAssumed(Experiment& experiment,
            const SolveSpec& solve,
            const PointRunner& run,
            const CurveSpec& curve,
            SolveOutcome& outcome)
{
    if (experiment.HasAssumedMargin(curve.name))
    {
        outcome.notVaried = std::string("the scenario sets ") + ASSUMED_KEY + " itself";
        return;
    }
    const double first = experiment.sweep.GetValues().front().value;
    if (!HasAssumedValues(experiment.At(curve.name, first)))
    {
        outcome.notVaried = "no profile assumes a speed";
        return;
    }
    const auto find = [&](const char* word, double margin) {
        CurveSpec varied = curve;
        varied.name += std::string(", assumed values ") + word;
        varied.settings.push_back(
            InputSetting::From("assumed values", ASSUMED_KEY, FormatPlain(margin)));
        experiment.curves.push_back(varied);
        CurveSolver solver(experiment, solve, run, varied.name);
        const auto guess = outcome.answer ? outcome.answer->candidate : outcome.below->candidate;
        return solver.RunOnce(solver.Predict().value_or(guess));
    };
    outcome.worse = find("worse", -ASSUMED_MARGIN);
    outcome.better = find("better", ASSUMED_MARGIN);
}

} // namespace

Candidates::Candidates(const SolveSpec& solve, const SweepSpec& sweep)
    : m_solve(solve)
{
    if (!solve.choices.empty())
    {
        for (const auto& value : sweep.GetValues())
        {
            m_listed.push_back(value.value);
        }
    }
    m_count = m_listed.empty()
                  ? static_cast<size_t>(std::floor((solve.to - solve.from) / solve.step)) + 1
                  : m_listed.size();
}

double
Candidates::GetValue(size_t candidate) const
{
    return m_listed.empty() ? m_solve.from + m_solve.step * static_cast<double>(candidate)
                            : m_listed[candidate];
}

size_t
Candidates::GetNextStep(size_t candidate) const
{
    const auto more =
        m_listed.empty()
            ? static_cast<size_t>(std::ceil(STEP_UP * GetValue(candidate) / m_solve.step))
            : size_t{1};
    return std::min(m_count - 1, candidate + std::max<size_t>(1, more));
}

PointGroup
SolvedPoint::GetGroup() const
{
    PointGroup group;
    group.curve = records.front().spec.curve;
    group.value = records.front().spec.value;
    for (const auto& record : records)
    {
        group.records.push_back(&record);
    }
    return group;
}

Estimate
SolvedPoint::Of(const SolveGoal& goal) const
{
    Estimate estimate = GetGroup().Of(goal.metric);
    estimate.mean *= ScaleOf(goal, nodes);
    estimate.halfWidth *= ScaleOf(goal, nodes);
    return estimate;
}

bool
MeetsGoals(const std::vector<SolveGoal>& goals, const SolvedPoint& point)
{
    return std::all_of(goals.begin(), goals.end(), [&point](const SolveGoal& goal) {
        const double mean = point.Of(goal).mean;
        return !std::isnan(mean) && IsMet(goal, mean);
    });
}

std::vector<SolveOutcome>
RunSolve(Experiment& experiment, const SolveSpec& solve, const PointRunner& run)
{
    std::vector<SolveOutcome> outcomes;
    const auto curves = experiment.curves; // VaryAssumed() adds others
    for (const auto& curve : curves)
    {
        outcomes.push_back(CurveSolver(experiment, solve, run, curve.name).Run());
        VaryAssumed(experiment, solve, run, curve, outcomes.back());
    }
    experiment.curves = curves;
    return outcomes;
}

} // namespace ns3::planner
