/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"
#include "scenario-fingerprint.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/quantity-arithmetic.h"
#include "planner/scenario/scenario-show.h"
#include "planner/scenario/scenario-text.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * Version 2 of the scenario language: includes, parameters, arithmetic, more ways to sweep.
 */

namespace
{

/// What other files have.
const char* const NETWORK = R"(topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
)";

/// A scenario that includes it.
const char* const SCENARIO = R"(scenario: 2
name: small
title: costs $$5 with $tunnels tunnels
include: network.yaml
parameters: {tunnels: 8, rate: 300 Mbit/s, each: "${rate / tunnels}", mix: [{length: 500 B}]}
links: {wan: {mtu: 1400 B}}
population: {count: $tunnels, mode: tunnel, cipher: aes-gcm-16-128, flows: "${2 * tunnels - 6}"}
traffic: {rate: "${each * tunnels + rate}", sizes: $mix, packets: 100}
sweep: {parameter: sa-slots, values: [0, 8]}
)";

/// A scenario with a file beside it.
class Pair
{
  public:
    /// @param text of the scenario @param network of the other file
    explicit Pair(const std::string& text, const std::string& network = NETWORK)
        : m_file(text)
    {
        m_file.WriteBeside("network.yaml", network);
    }

    /// @param settings instead of values @return the experiment
    Experiment Read(const std::vector<InputSetting>& settings = {}) const
    {
        return ReadExperiment(m_file.GetPath(), settings);
    }

    /// @return what is wrong with it, without the folder
    std::string GetError() const
    {
        try
        {
            Read();
            return "nothing";
        }
        catch (const InputError& error)
        {
            std::string text = error.what();
            const std::string folder = m_file.GetFolder() + "/";
            for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
            {
                text.erase(at, folder.size());
            }
            return text;
        }
    }

  private:
    TestFile m_file; //!< the scenario
};

/// The results of expressions.
class ArithmeticTest : public TestCase
{
  public:
    ArithmeticTest()
        : TestCase("arithmetic with units")
    {
    }

  private:
    static std::string Of(const std::string& text)
    {
        const auto find = [](const std::string& name) -> std::string {
            return name == "n"      ? "400"
                   : name == "rate" ? "10 Gbit/s"
                   : name == "part" ? "25 %"
                   : name == "time" ? "15 s"
                   : name == "word" ? "imix"
                                    : throw ArithmeticError("no " + name);
        };
        try
        {
            return WorkOut(text, find);
        }
        catch (const ArithmeticError& error)
        {
            return std::string("expected ") + error.what();
        }
    }

    void DoRun() override
    {
        for (const auto& [text, result] : Changes{
                 {"2 * n", "800"},
                 {"1 + 2 * 3", "7"},
                 {"(1 + 2) * 3", "9"},
                 {"7 - 2 - 1", "4"},
                 {"8 / 4 / 2", "1"},
                 {"-n + 401", "1"},
                 {"0.1 * 3", "0.3"},
                 {"rate / n", "25000000 bit/s"},
                 {"rate / (rate / 2)", "2"},
                 {"part * n", "100"},
                 {"part * rate", "2500000000 bit/s"},
                 {"time * 2", "30000000000000 ps"},
                 {"max(n, 500) + min(1, 2)", "501"},
                 {"ceil(n / 3) + floor(0.5) + round(0.5)", "135"},
                 {"2 * ", "expected a number, a name or '(' at character 5 of the expression"},
                 {"n / (n - 400)",
                  "expected no division by zero at character 14 of the expression"},
                 {"n n", "expected an operator or the end at character 3 of the expression"},
                 {"(n", "expected ')' at character 3 of the expression"},
                 {"2n",
                  "expected an operator behind a number, as only parameters have units at "
                  "character 2 of the expression"},
                 {"rate + n",
                  "expected values of one kind to add or compare, not one with bit/s "
                  "and one with no unit"},
                 {"rate * time", "expected a number as one of two factors, not bit/s times ps"},
                 {"word + 1", "expected numbers to calculate with: word is 'imix'"},
                 {"sin(1)", "expected one of the functions min, max, floor, ceil, round, not sin"},
                 {"m", "expected no m"}})
        {
            EXPECT_EQ(Of(text), result, text);
        }
        EXPECT_EQ(Of(std::string(100, '(') + "1" + std::string(100, ')')).substr(0, 16),
                  "expected at most",
                  "no end of parentheses");
        EXPECT_EQ(Of(std::string(100, '-') + "1").substr(0, 14), "expected fewer", "of signs");
        EXPECT_EQ(Of(std::string(1000, '1')).substr(0, 25), "expected an expression of", "length");
    }
};

/// What parameters and includes come to.
class ParametersTest : public TestCase
{
  public:
    ParametersTest()
        : TestCase("parameters and includes: values, curves, sweeps, --set, show")
    {
    }

  private:
    void DoRun() override
    {
        const Pair files(SCENARIO);
        const auto experiment = files.Read();
        EXPECT_EQ(experiment.title, "costs $5 with 8 tunnels", "in a text");
        EXPECT_EQ(experiment.first.population.count, 8, "a number");
        EXPECT_EQ(experiment.first.population.flows, 10, "2 x 8 - 6");
        EXPECT_EQ(experiment.first.traffic.rate, 600'000'000, "37.5 Mbit/s x 8 + 300 Mbit/s");
        EXPECT_EQ(experiment.first.traffic.sizes.front().length, 500, "a list");
        EXPECT_EQ(experiment.first.links.at("wan").mtu, 1'400, "above what is included");
        EXPECT_EQ(experiment.first.links.at("wan").rate, 10'000'000'000, "which stays otherwise");
        EXPECT_EQ(files.Read({InputSetting::From("--set", "parameters.tunnels", "9")})
                      .first.population.flows,
                  12,
                  "2 x 9 - 6");

        // The same in version 1.
        const TestFile plain(std::string("scenario: 1\nname: small\n") + NETWORK +
                             "population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128, flows: "
                             "10}\ntraffic: {rate: 600 Mbit/s, sizes: [{length: 500 B}], packets: "
                             "100}\nsweep: {parameter: sa-slots, values: [0, 8]}\n");
        const auto same = ReadExperiment(plain.GetPath(),
                                         {InputSetting::From("--set", "links.wan.mtu", "1400 B")});
        EXPECT_EQ(Fingerprint(experiment.first), Fingerprint(same.first), "one scenario");

        const Pair swept(Replaced(SCENARIO,
                                  "sa-slots, values: [0, 8]}",
                                  "parameters.tunnels, values: [4, 8]}\ncurves: [{name: $a}, "
                                  "{name: b, set: {population.flows: $tunnels, "
                                  "parameters.rate: 80 Mbit/s}}]"));
        const auto points = swept.Read();
        EXPECT_EQ(points.At("$a", 4).population.count, 4, "swept");
        EXPECT_EQ(points.At("$a", 4).population.flows, 2, "2 x 4 - 6");
        EXPECT_EQ(points.At("b", 4).population.flows, 4, "of the point");
        EXPECT_EQ(points.At("b", 4).traffic.rate, 160'000'000, "of the curve");
        for (const auto& root : {WithSettings(points), OnlyPoint(points, "b", 4)})
        {
            std::ostringstream text;
            WriteScenarioText(text, root);
            const Pair shown(text.str());
            EXPECT_EQ(Fingerprint(shown.Read().At("b", 4)),
                      Fingerprint(points.At("b", 4)),
                      text.str());
        }
    }
};

/// Ways to sweep.
class SweepsTest : public TestCase
{
  public:
    SweepsTest()
        : TestCase("sweeps: points, logarithmic, paired, grid")
    {
    }

  private:
    /// @param sweep its text @return what it comes to
    static Experiment Read(const std::string& sweep)
    {
        const Pair files(Replaced(SCENARIO, "{parameter: sa-slots, values: [0, 8]}", sweep));
        return files.Read();
    }

    /// @param sweep its text @return its values
    static std::string ValuesOf(const std::string& sweep)
    {
        std::string list;
        const auto experiment = Read(sweep);
        for (const auto& value : experiment.sweep.GetValues())
        {
            list += (list.empty() ? "" : ", ") + value.text;
        }
        return list;
    }

    void DoRun() override
    {
        EXPECT_EQ(ValuesOf("{parameter: traffic.rate, values: "
                           "{from: 1 Mbit/s, to: 100 Mbit/s, points: 5, scale: log}}"),
                  "1 Mbit/s, 3.162 Mbit/s, 10 Mbit/s, 31.62 Mbit/s, 100 Mbit/s",
                  "square roots of ten");
        EXPECT_EQ(ValuesOf("{parameter: sa-slots, values: "
                           "{from: 1, to: 100, points: 9, scale: log}}"),
                  "1, 2, 3, 6, 10, 18, 32, 56, 100",
                  "whole numbers");
        EXPECT_EQ(ValuesOf("{parameter: sa-slots, values: "
                           "{from: 1, to: 4, points: 9, scale: log}}"),
                  "1, 2, 3, 4",
                  "each once");
        EXPECT_EQ(ValuesOf("{parameter: traffic.warm-up, values: {from: 0.1, to: 0.5, points: 5}}"),
                  "0.1, 0.2, 0.3, 0.4, 0.5",
                  "equal distances");

        const auto paired =
            Read("{parameter: population.count, values: [4, 8], "
                 "with: {sa-slots: [8, 16], traffic.sizes: [[{length: 600 B}], $mix]}}");
        const auto& name = paired.curves.front().name;
        EXPECT_EQ(paired.At(name, 4).nodes.at("gateway").nic.txSlots, 8, "the first");
        EXPECT_EQ(paired.At(name, 4).traffic.sizes.front().length, 600, "the first");
        EXPECT_EQ(paired.At(name, 8).nodes.at("gateway").nic.txSlots, 16, "the second");
        EXPECT_EQ(paired.At(name, 8).traffic.sizes.front().length, 500, "the second");

        const auto grid = Read("{parameter: sa-slots, values: [0, 8], grid: "
                               "{parameter: links.wan.rate, values: {from: 1 Gbit/s, to: 2 Gbit/s, "
                               "step: 1 Gbit/s}}}");
        EXPECT_EQ(grid.curves.size(), 2, "one for each rate");
        EXPECT_EQ(grid.curves.back().name, "LinuxPacket rate 2 Gbit per s", "no slash");
        const auto point = grid.At(grid.curves.back().name, 8);
        EXPECT_EQ(point.links.at("wan").rate, 2'000'000'000, "of the curve");
        EXPECT_EQ(point.nodes.at("gateway").nic.txSlots, 8, "of the sweep");
    }
};

/// A mistake: @c from becomes @c to.
struct Mistake
{
    const char* from;
    const char* to;
    const char* error; //!< what is said
};

/// What is wrong is told where it stands.
class BrokenTest : public TestCase
{
  public:
    BrokenTest()
        : TestCase("mistakes in includes, parameters and sweeps")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [from, to, error] : std::vector<Mistake>{
                 {"$tunnels,",
                  "$tunels,",
                  "scenario.yaml:7:21: '$tunels': expected one of the "
                  "parameters each, mix, rate, tunnels; did you mean "
                  "'tunnels'?"},
                 {"tunnels: 8",
                  "tunnels: $tunnels",
                  "scenario.yaml:5:23: '$tunnels': expected a "
                  "parameter that does not refer to itself"},
                 {"tunnels: 8", "1st: 8", "scenario.yaml:5:14: '1st': expected a name of letters"},
                 {"network.yaml",
                  "network.yml",
                  "scenario.yaml:4:10: 'network.yml': expected a "
                  "file that is there, beside"},
                 {"network.yaml",
                  "scenario.yaml",
                  "scenario.yaml:4:10: 'scenario.yaml': expected "
                  "a file that does not include itself"},
                 {"scenario: 2",
                  "scenario: 1",
                  "scenario.yaml:4:1: 'include': expected scenario: "
                  "2, the version of the language that has"},
                 {"values: [0, 8]",
                  "values: [0, 8], with: {sa-slots: [1]}",
                  "expected 2 values, as many as the sweep has"},
                 {"values: [0, 8]",
                  "values: {from: 0, to: 8, points: 3, scale: log}",
                  "expected a number above 0 with scale log"},
                 {"values: [0, 8]",
                  "values: {from: 0, to: 8, points: 3, step: 1}",
                  "expected either step or points"},
                 {"parameter: sa-slots",
                  "parameter: parameters.slots",
                  "'slots': expected one of the parameters each, mix, rate, tunnels"},
                 {"$$5", "$5", "expected a name, '{' or '$' behind '$'"},
                 {"${each *", "${each +", "expected values of one kind"}})
        {
            const Pair files(Replaced(SCENARIO, from, to));
            const auto said = files.GetError();
            EXPECT_EQ(said.find(error) != std::string::npos, true, to << ": " << said);
        }
        const Pair other(SCENARIO, Replaced(NETWORK, "nic: plain", "nic: plane"));
        EXPECT_EQ(other.GetError().find("scenario.yaml: network.yaml:7:55: 'plane': expected") !=
                      std::string::npos,
                  true,
                  other.GetError());
    }
};

/// The suite.
class PlannerParametersTestSuite : public TestSuite
{
  public:
    PlannerParametersTestSuite()
        : TestSuite("ipsec-planner-parameters", TestSuite::Type::UNIT)
    {
        AddTestCase(new ArithmeticTest);
        AddTestCase(new ParametersTest);
        AddTestCase(new SweepsTest);
        AddTestCase(new BrokenTest);
    }
} g_plannerParametersTestSuite; //!< registers itself

} // namespace
