/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "model/profile/yaml-parser.h"
#include "planner/base/atomic-file.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/run-options.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <sys/wait.h>

#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * --set: words, maps and lists.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// A scenario in which maps may be set.
constexpr const char* SCENARIO = R"(scenario: 1
name: settings
topology: {kind: gateways}
links:
  wan: {rate: 10 Gbit/s, delay: 1 ms, mtu: 1600 B}
  lan: {rate: 10 Gbit/s, delay: 5 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: xeon-e5-2697a-freebsd, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 20, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {rate: 1 Gbit/s, sizes: imix, packets: 20000}
sweep: {parameter: sa-slots, values: [8, 20]}
replications: 1
)";

/// @param setting of --set @return what is wrong with it
std::string
ErrorOf(const std::string& setting)
{
    const TestFile file(SCENARIO);
    try
    {
        ReadExperiment(file.GetPath(), ParseSettings({setting}));
    }
    catch (const InputError& error)
    {
        return error.what();
    }
    return "";
}

/// Bodies of the tests.
class SettingsTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Values();
    void Broken();
    void Commands();
};

void
SettingsTests::Values()
{
    const auto word = ParseSetting("--set", "title", "a: {b}");
    EXPECT_EQ(word.node.IsNull(), true, "a word");
    EXPECT_EQ(word.text, "a: {b}", "as it is");
    const auto map = ParseSetting("--set", "population.popularity", "{zipf: 1.5}");
    ASSERT_EQ(map.node.IsMap(), true, "a map");
    EXPECT_EQ(map.node.ToFlow(), "{zipf: 1.5}", "its keys and values");
    EXPECT_EQ(map.text, "{zipf: 1.5}", "as it was given, for the name of the run");
    const auto list = ParseSetting("--set", "traffic.sizes", " [{length: 64 B}, {length: 1 kB}]");
    ASSERT_EQ(list.node.IsList(), true, "a list");
    EXPECT_EQ(list.node.GetElements().size(), 2, "of two maps");
    const TestFile file(SCENARIO);
    const auto experiment = ReadExperiment(
        file.GetPath(),
        ParseSettings({"population.popularity={zipf: 1.5}",
                       "traffic.sizes=[{length: 100 B, weight: 3}, {length: 500 B}]"}));
    EXPECT_NEAR(experiment.first.population.zipf, 1.5, 0, "a map's value");
    ASSERT_EQ(experiment.first.traffic.sizes.size(), 2, "a list's elements");
    EXPECT_EQ(experiment.first.traffic.sizes[1].length, 500, "the second one");
    EXPECT_EQ(experiment.GetSettingsText(),
              "population.popularity={zipf: 1.5}, "
              "traffic.sizes=[{length: 100 B, weight: 3}, {length: 500 B}]",
              "part of the run's identity");
}

void
SettingsTests::Broken()
{
    for (const auto& [setting, said] : std::vector<std::pair<std::string, std::string>>{
             {"population.popularity={zipf: 1", "--set:1:"},
             {"population.popularity={zipf: 1", "'population.popularity={zipf: 1': expected YAML"},
             {"traffic.sizes=[1, 2", "'traffic.sizes=[1, 2': expected YAML"},
             {"population.popularity={zpf: 1}",
              "--set population.popularity={zpf: 1}, column 24: 'zpf': expected"},
             {"population.popularity={zipf: one}",
              "--set population.popularity={zipf: one}, column 30: 'one': expected"},
             {"population.count={a: 1}", "--set population.count={a: 1}, column 18: "},
             {"population.popularity={}", "--set population.popularity={}, column 23: "}})
    {
        const std::string error = ErrorOf(setting);
        EXPECT_NE(error.find(said), std::string::npos, setting + ": " + error);
    }
    EXPECT_EQ(ErrorOf("population.popularity={zipf: 1}"), "", "a whole one");
}

void
SettingsTests::Commands()
{
    const Folder folder;
    const TestFile file(SCENARIO);
    const std::string set = "population.popularity={zipf: 1}";
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"show"},
          {"analyze"},
          {"walk"},
          {"solve",
           "--no-figures",
           "--unknown",
           "sa-slots",
           "--values",
           "{from: 1, to: 20}",
           "--goal",
           "offload-ratio=0.5",
           "--out",
           folder / "solved"},
          {"run", "--no-figures", "--out", folder / "out"}})
    {
        std::vector<std::string> arguments{command.front(), file.GetPath(), "--set", set};
        arguments.insert(arguments.end(), command.begin() + 1, command.end());
        const auto ending = RunProgram(folder, arguments);
        EXPECT_EQ(ending.status, 0, command.front() + ": " + ending.error);
        arguments[3] = "population.popularity={zipf: 1";
        const auto refused = RunProgram(folder, arguments);
        EXPECT_NE(WEXITSTATUS(refused.status), 0, command.front());
        EXPECT_NE(refused.error.find("--set:1:"), std::string::npos, refused.error);
    }
    EXPECT_NE(ReadWholeFile(folder / "out/settings/results.csv").find("{zipf: 1}"),
              std::string::npos,
              "named in each row");
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<SettingsTests>::Body body; // what to do
} CASES[] = {
    {"--set takes words, maps and lists", &SettingsTests::Values},
    {"broken maps are refused with their place", &SettingsTests::Broken},
    {"every command takes a map", &SettingsTests::Commands},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-settings".
 */
class PlannerSettingsTestSuite : public TestSuite
{
  public:
    PlannerSettingsTestSuite()
        : TestSuite("ipsec-planner-settings", TestSuite::Type::SYSTEM)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<SettingsTests>(test.name, test.body));
        }
    }
};

PlannerSettingsTestSuite g_plannerSettingsTestSuite; //!< the suite

} // namespace
