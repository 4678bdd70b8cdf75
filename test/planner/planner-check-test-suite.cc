/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "ns3/test.h"

#include <sys/wait.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace ns3;
using namespace planner_test;

/**
 * @ingroup ipsec-offload-tests
 * What ipsec-plan says before it simulates anything: warnings of a valid scenario, words that it
 * does not know, and what it would lack at the end.
 */

namespace
{

/// A scenario of which nothing is to be said.
const char* const GOOD = R"(scenario: 1
name: small
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {load: 0.5, sizes: [{length: 500 B}], packets: 1000}
sweep: {parameter: sa-slots, values: [0, 4, 8]}
)";

/// What a run would lack at its end is told before its beginning.
class BeforeTheFirstPointTest : public TestCase
{
  public:
    BeforeTheFirstPointTest()
        : TestCase("a missing gnuplot and a folder that cannot be written are told at once")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const TestFile file(GOOD);
        const Surroundings bare{{"PATH=" + folder.GetPath()}};
        const std::vector<std::string> arguments{"run", file.GetPath(), "--out", folder / "out"};
        const auto missing = RunProgram(folder, arguments, bare);
        NS_TEST_EXPECT_MSG_EQ(WEXITSTATUS(missing.status), 1, missing.error);
        NS_TEST_EXPECT_MSG_NE(missing.error.find("install the package gnuplot-nox"),
                              std::string::npos,
                              missing.error);
        NS_TEST_EXPECT_MSG_EQ(std::filesystem::exists(folder / "out"), false, "nothing simulated");
        auto without = arguments;
        without.emplace_back("--no-figures");
        const auto done = RunProgram(folder, without, bare);
        NS_TEST_EXPECT_MSG_EQ(done.status, 0, done.error);
        NS_TEST_EXPECT_MSG_EQ(std::filesystem::exists(folder / "out/small/results.csv"),
                              true,
                              "results");
        NS_TEST_EXPECT_MSG_NE(
            done.output.find("No figure throughput-vs-offload-ratio: --no-figures"),
            std::string::npos,
            done.output);
        // A folder of the kernel's, where nobody can make files, root neither
        const TestFile kernel(Replaced(GOOD, "name: small", "name: sys"));
        const auto unwritable = RunProgram(folder, {"run", kernel.GetPath(), "--out", "/proc"});
        NS_TEST_EXPECT_MSG_EQ(WEXITSTATUS(unwritable.status), 1, unwritable.error);
        NS_TEST_EXPECT_MSG_EQ(
            unwritable.error.rfind("ipsec-plan: /proc/sys/results.csv: cannot write: ", 0),
            0,
            unwritable.error);
        const auto drawn =
            RunProgram(folder, {"walk", file.GetPath(), "--output", "/proc/sys/walk.svg"});
        NS_TEST_EXPECT_MSG_EQ(WEXITSTATUS(drawn.status), 1, drawn.error);
        NS_TEST_EXPECT_MSG_EQ(drawn.output, "", "before the walk");
    }
};

/// The suite.
class PlannerCheckTestSuite : public TestSuite
{
  public:
    PlannerCheckTestSuite()
        : TestSuite("planner-check", SYSTEM)
    {
        AddTestCase(new BeforeTheFirstPointTest, TestCase::QUICK);
    }
} g_plannerCheckTestSuite; //!< registers itself

} // namespace
