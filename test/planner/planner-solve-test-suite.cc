/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "model/profile/yaml-parser.h"
#include "planner/base/atomic-file.h"
#include "planner/base/number-format.h"
#include "planner/method/least-search.h"
#include "planner/method/solve-run.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Smallest values that meet goals, against trying all of them.
 */

using namespace ns3;
using namespace ns3::planner;
using tests::Changed;
using tests::Changes;
using tests::TestFile;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * The search alone.
 */
class LeastTest : public TestCase
{
  public:
    LeastTest()
        : TestCase("The first candidate is found, wherever it is and whatever was guessed")
    {
    }

  private:
    void DoRun() override
    {
        for (size_t count = 1; count <= 30; ++count)
        {
            for (size_t first = 0; first <= count; ++first)
            {
                for (size_t guess = 0; guess < count; ++guess)
                {
                    Find(count, first, guess, 10);
                }
            }
        }
        for (const size_t guess : {size_t{0}, size_t{4'999'999}, size_t{9'999'999}})
        {
            Find(10'000'000, 1'234'567, guess, 40);
            Find(10'000'000, 10'000'000, guess, 40);
            Find(10'000'000, 0, guess, 40);
        }
        // A good guess is confirmed by itself and the one before it
        EXPECT_EQ(Find(1000, 500, 500, 1), 1, "rounds");
        LeastSearch odd(10, 5);
        odd.Add(5, true);
        odd.Add(4, false);
        EXPECT_EQ(odd.IsContradictory(), false, "in order");
        odd.Add(7, false);
        EXPECT_EQ(odd.IsContradictory(), true, "7 fails where 5 does not");
    }

    /// @return rounds that it took
    size_t Find(size_t count, size_t first, size_t guess, size_t most)
    {
        LeastSearch search(count, guess);
        size_t rounds = 0;
        for (auto next = search.GetNext(); !next.empty() && rounds <= most; next = search.GetNext())
        {
            ++rounds;
            for (const size_t candidate : next)
            {
                EXPECT_LT(candidate, count, "a candidate that there is");
                search.Add(candidate, candidate >= first);
            }
        }
        EXPECT_LT(rounds, most + 1, count << " candidates, the first is " << first);
        const auto least = search.GetLeast();
        EXPECT_EQ(least.value_or(count), first, count << " candidates, guess " << guess);
        EXPECT_EQ(search.IsContradictory(), false, "in order");
        return rounds;
    }
};

/// 12 clients of which a core can do some in software: 2000 cycles a datagram, 1000 if offloaded.
constexpr const char* SCENARIO = R"(scenario: 1
name: solve
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 40 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 40 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 1, clock: 1 GHz, backlog: 40, output: 1000 cycles,
           cipher.default.per-octet: 1 cycles/B}
    nic: {profile: unlimited, sa-slots: 0}
  peer: {kernel: FreeBsd, host: none, nic: unlimited}
population: {count: 12, mode: transport, cipher: aes-gcm-16-128, replay-window: 64,
             popularity: {zipf: 0.8}, order: popular-first}
traffic: {direction: transmit, rate: 8 Gbit/s, sizes: [{length: 1000 B}], packets: 4000}
measure: {window: whole}
sweep: {parameter: traffic.rate, values: [8 Gbit/s]}
solve: {unknown: sa-slots, values: {from: 0, to: 30}, goal: {throughput: 5.5 Gbit/s}, price: 3}
curves: [{name: one}]
replications: 2
)";

/// @param experiment swept over the unknown @param points some @return their results
std::vector<PointRecord>
Simulate(const Experiment& experiment, const std::vector<PointSpec>& points)
{
    std::vector<PointRecord> records;
    for (const auto& point : points)
    {
        records.push_back({point, RunPoint(ResolvePoint(experiment, point), point)});
    }
    return records;
}

/// @param text a scenario @param parameter the unknown @param values of a sweep over it, YAML
/// @return it, swept over the unknown
Experiment
ReadSwept(const std::string& text, const std::string& parameter, const std::string& values)
{
    const TestFile file(text);
    return ReadExperiment(file.GetPath(),
                          {},
                          {{},
                           {InputSetting::From("test", "sweep.parameter", parameter),
                            InputSetting{"sweep.values", "", {}, {}, ParseYaml(values, "test")}}});
}

/**
 * @ingroup ipsec-offload-tests
 * One unknown.
 */
class ExhaustiveTest : public TestCase
{
  public:
    /**
     * @param name of the unknown
     * @param changes of the scenario
     * @param sweep its values in the sweep, as YAML
     */
    ExhaustiveTest(const std::string& name, Changes changes, std::string sweep)
        : TestCase("What is found is what trying all values finds: " + name),
          m_changes(std::move(changes)),
          m_sweep(std::move(sweep))
    {
    }

  private:
    void DoRun() override
    {
        const auto text = Changed(SCENARIO, m_changes);
        const SolveSpec solve = ReadSwept(text, "traffic.rate", "[8 Gbit/s]").solve;
        Experiment experiment = ReadSwept(text, solve.unknown, m_sweep);
        size_t simulated = 0;
        const PointRunner run = [&](const std::vector<PointSpec>& points) {
            simulated += points.size();
            return Simulate(experiment, points);
        };
        const auto outcomes = RunSolve(experiment, solve, run);
        ASSERT_EQ(outcomes.size(), 1, "curves");
        const SolveOutcome& outcome = outcomes.front();
        const auto expected = TryAll(experiment, solve);
        ASSERT_EQ(outcome.answer.has_value(), expected.has_value(), "an answer");
        EXPECT_EQ(outcome.isContradictory, false, "more is better");
        if (!expected)
        {
            return;
        }
        EXPECT_EQ(outcome.answer->candidate, *expected, "the smallest");
        EXPECT_EQ(MeetsGoals(solve.goals, *outcome.answer), true, "it meets them");
        if (*expected > 0)
        {
            ASSERT_EQ(outcome.below.has_value(), true, "the other side");
            EXPECT_EQ(outcome.below->candidate, *expected - 1, "the other side");
            EXPECT_EQ(MeetsGoals(solve.goals, *outcome.below), false, "does not");
        }
        ASSERT_EQ(outcome.growth.has_value(), true, "more load");
        EXPECT_NEAR(outcome.growth->records.front().result.Get("offered_bps"),
                    8.8e9,
                    0.3e9,
                    "10 % more");
    }

    /// @return the first candidate that meets the goals, by simulating all
    std::optional<size_t> TryAll(Experiment& experiment, const SolveSpec& solve) const
    {
        const Candidates candidates(solve, experiment.sweep);
        for (size_t i = 0; i < candidates.GetCount(); ++i)
        {
            const double value = candidates.GetValue(i);
            experiment.sweep.Add(value, FormatPlain(value));
            std::vector<PointSpec> points;
            for (uint32_t replication = 1; replication <= experiment.replications; ++replication)
            {
                points.push_back({"one",
                                  value,
                                  replication,
                                  Fidelity::LEAN,
                                  experiment.sweep.NameOf(value),
                                  true});
            }
            const SolvedPoint point{i, value, "", Simulate(experiment, points)};
            if (MeetsGoals(solve.goals, point))
            {
                return i;
            }
        }
        return std::nullopt;
    }

    Changes m_changes;   //!< of the scenario
    std::string m_sweep; //!< YAML
};

/**
 * @ingroup ipsec-offload-tests
 * Nodes beside each other.
 */
class NodesTest : public TestCase
{
  public:
    NodesTest()
        : TestCase("So many nodes are found as carry the whole, each with its part of it")
    {
    }

  private:
    void DoRun() override
    {
        // In software a core carries 4 Gbit/s: 2000 cycles for 8000 bits
        auto text = Changed(SCENARIO,
                            {{"unknown: sa-slots, values: {from: 0, to: 30}",
                              "unknown: nodes, values: {from: 1, to: 6}"},
                             {"throughput: 5.5 Gbit/s", "throughput: 14 Gbit/s"},
                             {"rate: 8 Gbit/s", "rate: 15 Gbit/s, arrivals: constant"}});
        Experiment experiment = ReadSwept(text, "population.count", "[12]");
        experiment.search.trialPackets = 20'000;
        const SolveSpec solve = experiment.solve;
        const PointRunner run = [&](const std::vector<PointSpec>& points) {
            return Simulate(experiment, points);
        };
        const auto outcome = RunSolve(experiment, solve, run).front();
        ASSERT_EQ(outcome.answer.has_value(), true, "an answer");
        EXPECT_EQ(outcome.answer->text, "4", "16 Gbit/s are enough");
        EXPECT_NEAR(outcome.answer->Of(solve.goals[0]).mean, 15e9, 0.02e9, "of all four");
        EXPECT_NEAR(outcome.below->Of(solve.goals[0]).mean, 12e9, 0.1e9, "three carry 12 Gbit/s");
        EXPECT_EQ(outcome.answer->records.front().spec.value, 3, "clients of each");
        EXPECT_EQ(outcome.predicted.value_or(99), outcome.answer->candidate, "the closed form");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The command.
 */
class CommandTest : public TestCase
{
  public:
    CommandTest()
        : TestCase(
              "The command prints both sides, what comes next and headroom, the same each time")
    {
    }

  private:
    void DoRun() override
    {
        const tests::Folder folder;
        WriteFileAtomically(folder / "solve.yaml", SCENARIO);
        const auto solve = [&](std::vector<std::string> more) {
            std::vector<std::string> words{"solve", folder / "solve.yaml", "--out", folder / "out"};
            words.insert(words.end(), more.begin(), more.end());
            return tests::RunProgram(folder, words);
        };
        const auto first = solve({"--processes", "1"});
        ASSERT_EQ(first.status, 0, first.error);
        for (const char* said : {"is the smallest that meets throughput of at least 5.5 Gbit/s",
                                 "one less",
                                 "The next step up",
                                 "With 10 % more load",
                                 "cores of the server",
                                 "The closed form says",
                                 "Price: "})
        {
            EXPECT_EQ((first.output.find(said) != std::string::npos), true, first.output);
        }
        EXPECT_EQ(solve({}).output, first.output, "from the database");
        EXPECT_EQ(solve({"--force", "--processes", "3"}).output, first.output, "other processes");
        const auto json = nlohmann::json::parse(solve({"--json"}).output);
        EXPECT_EQ(json.at("answers").at(0).at("answer").is_null(), false, "an answer");
        const auto none =
            solve({"--goal", "throughput=7.9 Gbit/s", "--values", "{from: 0, to: 4}"});
        EXPECT_EQ((none.status != 0), true, "no value is enough");
        EXPECT_EQ((none.output.find("no value meets") != std::string::npos), true, none.output);
        for (const auto& wrong :
             std::vector<std::vector<std::string>>{{"--goal", "throughput"},
                                                   {"--goal", "speed=1 Gbit/s"},
                                                   {"--goal", "loss=2 s"},
                                                   {"--unknown", "nodes.server.host.kernels"},
                                                   {"--values", "{from: 10, to: 2}"},
                                                   {"--values", "[]"}})
        {
            const auto ending = solve(wrong);
            EXPECT_EQ((ending.status != 0 && !ending.error.empty()), true, wrong.back());
            EXPECT_EQ(ending.output, "", "nothing half done: " << wrong.back());
        }
    }
};

/// The suite.
class PlannerSolveTestSuite : public TestSuite
{
  public:
    PlannerSolveTestSuite()
        : TestSuite("ipsec-planner-solve", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new LeastTest);
        AddTestCase(new ExhaustiveTest("slots", {}, "[0, 30]"));
        AddTestCase(
            new ExhaustiveTest("cores",
                               {{"unknown: sa-slots, values: {from: 0, to: 30}",
                                 "unknown: nodes.server.host.cores, values: {from: 1, to: 6}"},
                                {"throughput: 5.5", "loss: 4 %, throughput: 7"}},
                               "[1, 6]"));
        AddTestCase(new ExhaustiveTest(
            "a list of clocks",
            {{"unknown: sa-slots, values: {from: 0, to: 30}",
              "unknown: nodes.server.host.clock, values: [1 GHz, 1.2 GHz, 1.5 GHz, 2 GHz, 3 GHz]"},
             {"throughput: 5.5 Gbit/s", "delay-p99: 20 us"}},
            "['1 GHz', '1.2 GHz', '1.5 GHz', '2 GHz', '3 GHz']"));
        AddTestCase(new ExhaustiveTest("slots that are never enough",
                                       {{"to: 30", "to: 6"}, {"5.5 Gbit/s", "7.9 Gbit/s"}},
                                       "[0, 6]"));
        AddTestCase(new NodesTest);
        AddTestCase(new CommandTest);
    }
};

PlannerSolveTestSuite g_plannerSolveTestSuite; //!< registers the suite

} // namespace
