/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/atomic-file.h"
#include "planner/method/load-class.h"
#include "planner/method/load-search.h"
#include "planner/method/search-run.h"
#include "planner/report/search-report.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/search-trial.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Searches for throughput: RFC 9971's classification, a controller in front of devices whose
 * capacity is known, and whole scenarios with one deterministic resource.
 */

using namespace ns3;
using namespace ns3::planner;
using tests::Changed;
using tests::Changes;
using tests::TestFile;

namespace
{

/// A trial as RFC 9971's code sees it.
struct RfcTrial
{
    double duration;
    double loss;
};

/// @return both truth values of RFC 9971's load classification code, as a class
LoadClass
ClassifyByRfc(const SearchGoal& goal, double finalDuration, const std::vector<RfcTrial>& trials)
{
    double goodLong = 0;
    double badLong = 0;
    double goodShort = 0;
    double badShort = 0;
    for (const auto& trial : trials)
    {
        const bool isLong = trial.duration >= finalDuration;
        const bool isGood = trial.loss <= goal.lossRatio;
        double& sum = isLong ? (isGood ? goodLong : badLong) : (isGood ? goodShort : badShort);
        sum += trial.duration;
    }
    const double balancing = goodShort * goal.exceedRatio / (1 - goal.exceedRatio);
    const double bad = badLong + std::max(0.0, badShort - balancing);
    const double whole = std::max(goodLong + bad, goal.trials * finalDuration);
    const double quantile = whole * goal.exceedRatio;
    const bool optimistic = bad <= quantile;
    const bool pessimistic = whole - goodLong <= quantile;
    return optimistic != pessimistic ? LoadClass::UNDECIDED
           : optimistic              ? LoadClass::LOWER_BOUND
                                     : LoadClass::UPPER_BOUND;
}

/// @return RFC 9971's conditional throughput code
double
ConditionalByRfc(const SearchGoal& goal, double finalDuration, double load, std::vector<double> l)
{
    std::sort(l.begin(), l.end());
    double remaining =
        std::max(goal.trials * finalDuration, static_cast<double>(l.size()) * finalDuration) *
        (1 - goal.exceedRatio);
    double quantile = -1;
    bool broke = false;
    for (const double loss : l)
    {
        if (quantile < 0 || remaining > 0)
        {
            quantile = loss;
            remaining -= finalDuration;
        }
        else
        {
            broke = true;
            break;
        }
    }
    if (!broke && remaining > 0)
    {
        quantile = 1;
    }
    return load * (1 - quantile);
}

/**
 * @ingroup ipsec-offload-tests
 * All combinations of up to seven trials.
 */
class ClassTest : public TestCase
{
  public:
    ClassTest()
        : TestCase("Loads are classified, and throughput is conditional, as RFC 9971's code does")
    {
    }

  private:
    void DoRun() override
    {
        for (const double exceed : {0.0, 0.25, 0.5, 0.75})
        {
            for (const uint32_t trials : {1U, 2U, 3U, 5U})
            {
                const SearchGoal goal{"G", 0.005, exceed, 0.005, trials};
                EXPECT_EQ((ClassifyLoad(goal, {}) == LoadClass::UNDECIDED), true, "no trial yet");
                for (uint32_t count = 1; count <= 7; ++count)
                {
                    for (uint32_t high = 0; high <= count; ++high)
                    {
                        Compare(goal, count, high);
                    }
                }
            }
        }
    }

    void Compare(const SearchGoal& goal, uint32_t count, uint32_t high)
    {
        std::vector<RfcTrial> rfc;
        std::vector<double> losses;
        for (uint32_t i = 0; i < count; ++i)
        {
            const double loss = i < high ? 0.006 + 0.001 * i : 0.005 - 0.001 * (i % 4);
            losses.push_back(loss);
            rfc.push_back({1, loss});
        }
        const auto text = [&] {
            return std::to_string(high) + " of " + std::to_string(count) + " high, " +
                   std::to_string(goal.trials) + " wanted, exceed " +
                   std::to_string(goal.exceedRatio);
        };
        EXPECT_EQ(ClassifyLoad(goal, losses), ClassifyByRfc(goal, 1, rfc), text());
        EXPECT_NEAR(GetConditionalThroughput(goal, 1000, losses),
                    ConditionalByRfc(goal, 1, 1000, losses),
                    1e-9,
                    text());
    }
};

/// Loss ratio of a device at a load.
using Device = std::function<double(double load)>;

/**
 * @param search a controller @param device what it measures
 * @return trials until it has its results
 */
uint32_t
Control(LoadSearch& search, const Device& device)
{
    uint32_t trials = 0;
    for (auto next = search.GetNext(); !next.empty() && trials < 1000; next = search.GetNext())
    {
        for (const auto& trial : next)
        {
            search.Add(trial.load, device(static_cast<double>(trial.load)));
            ++trials;
        }
    }
    return trials;
}

/**
 * @ingroup ipsec-offload-tests
 * A controller and devices of known capacity.
 */
class ControllerTest : public TestCase
{
  public:
    ControllerTest()
        : TestCase("A search closes in on the capacity, by the width of its goal, in few trials")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<SearchGoal> goals{{"NDR", 0}, {"PDR", 0.005}};
        std::mt19937 random(1); // NOLINT: the same numbers each time
        for (const double capacity : {1.5e7, 1.234e8, 5e8, 9.3e8, 9.9999e8})
        {
            LoadSearch search(goals, 1'000'000'000);
            const uint32_t trials =
                Control(search, [&](double load) { return std::max(0.0, 1 - capacity / load); });
            EXPECT_LT(trials, 13, "trials for " << capacity);
            const auto results = search.GetResults();
            for (size_t i = 0; i < goals.size(); ++i)
            {
                const double exact = capacity / (1 - goals[i].lossRatio);
                if (exact >= 1e9) // PDR of the last one
                {
                    EXPECT_EQ(results[i].IsRegular(), false, "all passes");
                    EXPECT_EQ(*results[i].lower, 1'000'000'000, "all passes");
                    continue;
                }
                ASSERT_EQ(results[i].IsRegular(), true, goals[i].name << " of " << capacity);
                const auto lower = static_cast<double>(*results[i].lower);
                const auto upper = static_cast<double>(*results[i].upper);
                EXPECT_EQ((lower <= exact && exact < upper), true, "bounds of " << capacity);
                EXPECT_EQ((upper - lower <= 0.005 * upper), true, "width at " << capacity);
            }
        }
        // What an overload destroys: beyond its capacity nothing passes at all.
        LoadSearch collapse(goals, 1'000'000'000);
        EXPECT_LT(Control(collapse, [](double load) { return load > 4e8 ? 1 : 0; }), 40, "trials");
        EXPECT_NEAR(static_cast<double>(*collapse.GetResults()[0].lower), 4e8, 2e6, "collapse");
        // Nothing passes without loss, whatever the load.
        LoadSearch leaky({{"NDR", 0}}, 1'000'000'000);
        EXPECT_LT(Control(leaky, [](double) { return 1e-6; }), 30, "trials");
        EXPECT_EQ(leaky.GetResults()[0].lower.has_value(), false, "no lower bound");
        EXPECT_EQ(*leaky.GetResults()[0].upper, leaky.GetLeast(), "the smallest load");
        // Every second trial is disturbed: more of them decide, half may exceed.
        LoadSearch noisy({{"NDR", 0, 0.5, 0.005, 5}}, 1'000'000'000);
        Control(noisy, [&](double load) {
            const bool isDisturbed = random() % 4 == 0;
            return load > 4e8 || isDisturbed ? 0.1 : 0;
        });
        EXPECT_EQ(noisy.GetResults()[0].IsRegular(), true, "a result in spite of noise");
    }
};

constexpr const char* SCENARIO = R"(scenario: 1
name: search
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 8 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 100 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 1, clock: 10 GHz, backlog: 40, output: 1000 cycles,
           cipher.default.per-octet: 1 cycles/B}
    nic: {profile: unlimited, ring-size: 40}
  peer: {kernel: FreeBsd, host: none, nic: {profile: unlimited, rx-ring-size: 40}}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, rate: 9 Gbit/s, arrivals: constant, sizes: [{length: 1000 B}]}
search: {trial-packets: PACKETS, goals: [{loss: 0 %}, {loss: 0.5 %}], latency-at: [10 %, 90 %]}
sweep: {parameter: sa-slots, values: [10]}
curves: [{name: one}]
)";

/// @param experiment what is simulated @param fidelity of all trials @return what a search finds
SearchOutcome
Search(const Experiment& experiment, Fidelity fidelity)
{
    const auto run = [&](const std::vector<PointSpec>& trials) {
        std::vector<PointRecord> records;
        for (const auto& trial : trials)
        {
            PointSpec simulated = trial;
            simulated.fidelity = fidelity;
            records.push_back({trial, RunPoint(ResolvePoint(experiment, trial), simulated)});
        }
        return records;
    };
    return RunSearch(experiment, run, [](size_t, size_t) {});
}

/**
 * @ingroup ipsec-offload-tests
 * One resource is short.
 */
class ResourceTest : public TestCase
{
  public:
    /**
     * @param name of what is short
     * @param changes of the scenario
     * @param capacity bit/s of IP
     */
    ResourceTest(const std::string& name, Changes changes, double capacity)
        : TestCase("Zero loss and 0.5 % are found where the capacity is: " + name),
          m_changes(std::move(changes)),
          m_capacity(capacity)
    {
    }

  private:
    void DoRun() override
    {
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            Changes changes = m_changes;
            // 20 times the queues in full fidelity, so that there is something left in them
            changes.emplace_back("PACKETS", fidelity == Fidelity::LEAN ? "40000" : "2000");
            const TestFile file(Changed(SCENARIO, changes));
            const Experiment experiment = ReadExperiment(file.GetPath());
            const SearchOutcome outcome = Search(experiment, fidelity);
            ASSERT_EQ(outcome.points.size(), 1, "points");
            const auto& point = outcome.points.front();
            EXPECT_LT(point.trials, 13, "trials");
            ASSERT_EQ(point.results[0].IsRegular() && point.results[1].IsRegular(),
                      true,
                      "regular");
            EXPECT_NEAR(static_cast<double>(*point.results[0].lower),
                        m_capacity,
                        0.005 * m_capacity,
                        ToString(fidelity) << ": no loss");
            EXPECT_EQ(point.results[0].conditionalThroughput,
                      static_cast<double>(*point.results[0].lower),
                      "RFC 2544's throughput");
            EXPECT_NEAR(static_cast<double>(*point.results[1].lower),
                        m_capacity / 0.995,
                        0.005 * m_capacity,
                        ToString(fidelity) << ": 0.5 %");
            EXPECT_NEAR(point.results[1].conditionalThroughput,
                        m_capacity,
                        0.005 * m_capacity,
                        ToString(fidelity) << ": what passes at 0.5 %");
            ASSERT_EQ(point.latencies.size(), 2, "delays");
            const double idle = point.latencies[0].result.Get("delay_p99_s");
            const double busy = point.latencies[1].result.Get("delay_p99_s");
            EXPECT_EQ((idle > 2e-6 && idle < 10e-6 && busy >= idle), true, "delays");
        }
    }

    Changes m_changes; //!< of the scenario
    double m_capacity; //!< bit/s of IP
};

/**
 * @ingroup ipsec-offload-tests
 * The command.
 */
class CommandTest : public TestCase
{
  public:
    CommandTest()
        : TestCase("A search gives the same octets whatever the processes, and goes on")
    {
    }

  private:
    void DoRun() override
    {
        const tests::Folder folder;
        const std::string text =
            Changed(SCENARIO,
                    {{"PACKETS", "4000"},
                     {"arrivals: constant", "arrivals: poisson"},
                     {"curves: [{name: one}]",
                      "curves: [{name: one}, {name: slow, set: {nodes.server.nic.tx-bit-rate: 3 "
                      "Gbit/s}}]"}});
        WriteFileAtomically(folder / "search.yaml", text);
        const auto run = [&](const std::string& out, const std::string& processes) {
            const auto ending = tests::RunProgram(folder,
                                                  {"run",
                                                   folder / "search.yaml",
                                                   "--no-figures",
                                                   "--processes",
                                                   processes,
                                                   "--out",
                                                   folder / out});
            EXPECT_EQ(ending.status, 0, ending.error);
            return ending.output;
        };
        const auto read = [&](const std::string& name) { return ReadWholeFile(folder / name); };
        const auto first = run("a", "1");
        run("b", "3");
        EXPECT_EQ(read("a/search/search.csv"), read("b/search/search.csv"), "processes");
        EXPECT_EQ(read("a/search/results.csv"), read("b/search/results.csv"), "trial by trial");
        EXPECT_EQ((read("a/search/results.csv").find(",load_bps,") != std::string::npos),
                  true,
                  "the load of each trial");
        run("a", "2");
        EXPECT_EQ(read("a/search/results.csv"),
                  read("b/search/results.csv"),
                  "again, from the start");
        for (const char* said : {"Goal NDR: loss ratio 0 %, width 0.5 %",
                                 "exceed ratio 50 %",
                                 "duration sum",
                                 "lower bound",
                                 "upper bound",
                                 "conditional throughput",
                                 "Poisson, not the constant load of RFC 2544",
                                 "Gbit/s without loss",
                                 "p99.9"})
        {
            EXPECT_EQ((first.find(said) != std::string::npos), true, said << " in:\n" << first);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What a scenario may say.
 */
class ReaderTest : public TestCase
{
  public:
    ReaderTest()
        : TestCase("The key search: goals, words, and what is wrong with them")
    {
    }

  private:
    /// @param value of the key @return the search; none when it is refused
    static SearchSpec Read(const std::string& value)
    {
        std::string text = SCENARIO;
        const auto at = text.find("search: {");
        text.replace(at, text.find('\n', at) - at, "search: " + value);
        const TestFile file(text);
        try
        {
            return ReadExperiment(file.GetPath()).search;
        }
        catch (const InputError&)
        {
            return {};
        }
    }

    void DoRun() override
    {
        EXPECT_EQ(Read("rfc2544").goals.size(), 1, "zero loss");
        const auto both = Read("ndr-pdr");
        ASSERT_EQ(both.goals.size(), 2, "FD.io CSIT");
        EXPECT_EQ(both.goals[0].lossRatio, 0, "NDR");
        EXPECT_EQ(both.goals[1].lossRatio, 0.005, "PDR");
        EXPECT_EQ(both.goals[1].width, 0.005, "width");
        EXPECT_EQ(both.goals[1].exceedRatio, 0.5, "exceed ratio");
        EXPECT_EQ(both.latencyAt.size(), 3, "10, 50 and 90 %");
        const auto own = Read("{goals: [{name: x, loss: 2 %, width: 1 %, exceed-ratio: 0, trials: "
                              "3}], latency-at: [25 %]}");
        ASSERT_EQ(own.goals.size(), 1, "one goal");
        EXPECT_EQ(own.goals[0].trials, 3, "trials");
        EXPECT_EQ(own.latencyAt.front(), 0.25, "load");
        for (const char* wrong : {"rfc2455",
                                  "{goals: [{loss: 100 %}]}",
                                  "{goals: [{loss: 0}, {loss: 0}]}",
                                  "{goals: []}",
                                  "{goals: [{width: 1 %}]}",
                                  "{trial-packets: 10}",
                                  "{latency-at: [110 %]}",
                                  "{goal: [{loss: 0}]}"})
        {
            EXPECT_EQ(Read(wrong).IsOn(), false, wrong);
        }
    }
};

/// The suite.
class PlannerSearchTestSuite : public TestSuite
{
  public:
    PlannerSearchTestSuite()
        : TestSuite("ipsec-planner-search", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new ClassTest);
        AddTestCase(new ControllerTest);
        // 1000 octets and 36 of ESP, 38 of frame
        AddTestCase(new ResourceTest("a link", {}, 8e9 * 1000 / 1074));
        AddTestCase(new ResourceTest("a cipher",
                                     {{"ring-size: 40", "ring-size: 40, tx-bit-rate: 2 Gbit/s"}},
                                     2e9));
        // 1000 cycles and one per octet at 1 GHz
        AddTestCase(new ResourceTest(
            "a core",
            {{"clock: 10 GHz", "clock: 1 GHz"}, {"replay-window", "offload: none, replay-window"}},
            4e9));
        AddTestCase(new CommandTest);
        AddTestCase(new ReaderTest);
    }
};

PlannerSearchTestSuite g_plannerSearchTestSuite; //!< registers the suite

} // namespace
