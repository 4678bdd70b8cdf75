/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/report/scenario-remarks.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

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

/// Valid, and hardly meant.
struct Doubtful
{
    const char* name;
    std::vector<std::pair<std::string, std::string>> changes;
    std::vector<ScenarioRemark> remarks;
};

/// @return scenarios and what is to be said of them
std::vector<Doubtful>
MakeDoubtful()
{
    const std::string esp500 = "wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 540 B}";
    const std::string wan = "wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}";
    return {
        {"nothing", {}, {}},
        {"a cipher that the sender's NIC does not have",
         {{"aes-gcm-16-128", "chacha20-poly1305"}},
         {{true,
           "the NIC of 'gateway' takes none of the SAs by which it sends: algorithm "
           "chacha20-poly1305"},
          {true,
           "the NIC of 'far-gateway' takes none of the SAs by which it receives: algorithm "
           "chacha20-poly1305"}}},
        {"a window of the receiver only, where the driver knows the direction",
         {{"aes-gcm-16-128", "aes-gcm-16-128, replay-window: 100"}},
         {{true,
           "the NIC of 'far-gateway' takes none of the SAs by which it receives: replay window of "
           "100 packets"}}},
        {"SAs that nobody offers", {{"aes-gcm-16-128", "chacha20-poly1305, offload: none"}}, {}},
        {"an attribute of the NIC",
         {{"nic: cx7-linux}", "nic: cx7-linux, attributes: {nic: {Modes: transport}}}"}},
         {{true, "the NIC of 'gateway' takes none of the SAs by which it sends: tunnel mode"}}},
        {"at one curve only",
         {{"sweep:",
           "curves: [{name: a}, {name: b, set: {population.cipher: chacha20-poly1305, "
           "nodes.far-gateway.nic: plain}}]\nsweep:"}},
         {{true,
           "the NIC of 'gateway' takes none of the SAs by which it sends: algorithm "
           "chacha20-poly1305 (at 3 of 6 points, first curve b, sa-slots 0)"}}},
        {"ESP above the MTU",
         {{wan, esp500}},
         {{true,
           "packets of 500 B are 556 B with ESP, above the MTU of 540 B of link 'wan': they "
           "travel as fragments, or a kernel drops them (too-big)"}}},
        {"ESP above the MTU, in software",
         {{wan, esp500}, {"aes-gcm-16-128", "aes-gcm-16-128, offload: none"}},
         {{true,
           "packets of 500 B are 556 B with ESP, above the MTU of 540 B of link 'wan': they "
           "travel as fragments"}}},
        {"more slots than SAs, wherever the sweep is",
         {{"[0, 4, 8]", "[8, 16]"}},
         {{true,
           "all values of sa-slots give the same: the NIC of 'gateway' has room for all SAs"}}},
        {"slots for SAs that are replaced: twice as many",
         {{"aes-gcm-16-128", "aes-gcm-16-128, rekey: {every: 100 us, overlap: 50 us}"},
          {"[0, 4, 8]", "[8, 16]"}},
         {}},
        {"more than twice as many slots as SAs that are replaced",
         {{"aes-gcm-16-128", "aes-gcm-16-128, rekey: {every: 100 us, overlap: 50 us}"},
          {"[0, 4, 8]", "[16, 32]"}},
         {{true,
           "all values of sa-slots give the same: the NIC of 'gateway' has room for all SAs"}}},
        {"slots of a NIC without IPsec",
         {{"host: none, nic: cx7-linux", "host: none, nic: plain"}},
         {{true, "all values of sa-slots give the same: the NIC of 'gateway' does no IPsec"}}},
        {"a rekey and an event after the end",
         {{"aes-gcm-16-128", "aes-gcm-16-128, rekey: {every: 1 h}"},
          {"sweep:", "events: [{at: 1 s, node: gateway, do: nic-reset}]\nsweep:"}},
         {{true, "no SA is replaced (population.rekey): the traffic ends after 0.000861 s"},
          {true, "the event at 1 s has no effect: the traffic ends after 0.000861 s"}}},
        {"a figure of what nothing gives",
         {{"sweep:",
           "figures: [{name: a, metric: rekeys}, {name: b, metric: expired_sas}]\nsweep:"}},
         {{true, "figure 'a' is empty: rekeys needs population.rekey"},
          {true, "figure 'b' is empty: expired_sas needs population.lifetime.hard.octets"}}},
        {"more than the link carries",
         {{"load: 0.5", "load: 1.1"}},
         {{false, "more is offered than link 'wan' carries"}}},
        {"a kernel that forwards without the NIC",
         {{"{kernel: LinuxPacket", "{kernel: FreeBsd"}},
         {{false, "kernel FreeBsd of 'gateway' offloads nothing that it forwards (R127)"}}}};
}

/// One scenario, what is said of it and nothing else.
class RemarkTest : public TestCase
{
  public:
    /// @param doubtful a scenario
    explicit RemarkTest(const Doubtful& doubtful)
        : TestCase(std::string("remarks: ") + doubtful.name),
          m_doubtful(doubtful)
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(Changed(GOOD, m_doubtful.changes));
        const auto remarks = FindRemarks(ReadExperiment(file.GetPath()));
        std::string said;
        for (const auto& remark : remarks)
        {
            said += (remark.isWarning ? "warning: " : "note: ") + remark.text + "\n";
        }
        EXPECT_EQ((remarks == m_doubtful.remarks), true, said);
    }

    Doubtful m_doubtful; //!< the scenario
};

/// The command.
class CheckCommandTest : public TestCase
{
  public:
    CheckCommandTest()
        : TestCase("check prints warnings and notes; with --strict a warning is an error")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile good(GOOD);
        const TestFile noted(Replaced(GOOD, "load: 0.5", "load: 1.1"));
        const TestFile warned(Replaced(GOOD, "aes-gcm-16-128", "chacha20-poly1305"));
        const Folder folder;
        for (const auto& file : {std::cref(good), std::cref(noted)})
        {
            const auto path = file.get().GetPath();
            EXPECT_EQ(RunProgram(folder, {"check", "--strict", path}).status, 0, path);
        }
        const auto plain = RunProgram(folder, {"check", noted.GetPath(), warned.GetPath()});
        EXPECT_EQ(plain.status, 0, plain.error);
        EXPECT_EQ(plain.error.rfind("note: " + noted.GetPath() + ": more is", 0), 0, plain.error);
        EXPECT_NE(plain.error.find("\nwarning: " + warned.GetPath() + ": the NIC"),
                  std::string::npos,
                  plain.error);
        const auto strict =
            RunProgram(folder, {"check", "--strict", warned.GetPath(), good.GetPath()});
        EXPECT_EQ(WEXITSTATUS(strict.status), 1, strict.error);
        const TestFile metric(
            Replaced(GOOD, "sweep:", "figures: [{name: a, metric: lost}]\nsweep:"));
        const auto unknown = RunProgram(folder, {"check", metric.GetPath()});
        EXPECT_EQ(WEXITSTATUS(unknown.status), 1, unknown.error);
        EXPECT_NE(unknown.error.find("'lost': expected a metric"),
                  std::string::npos,
                  unknown.error);
    }
};

/// Words of the command line.
class UsageSuggestionTest : public TestCase
{
  public:
    UsageSuggestionTest()
        : TestCase("commands, options, topics and curves that are nearly right are told")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const TestFile file(GOOD);
        const std::vector<std::pair<std::vector<std::string>, std::string>> rows{
            {{"rnu", file.GetPath()}, "'run'"},
            {{"run", file.GetPath(), "--pakets", "5"}, "'--packets'"},
            {{"run", file.GetPath(), "--pakets=5"}, "'--packets'"},
            {{"check", "--stric", file.GetPath()}, "'--strict'"},
            {{"list", "profils"}, "'profiles'"},
            {{"walk", file.GetPath(), "--curve", "LinuxPakcet"}, "'LinuxPacket'"},
            {{"run", "edgeserver"}, "'edge-server'"}};
        for (const auto& [arguments, nearest] : rows)
        {
            const auto ending = RunProgram(folder, arguments);
            EXPECT_NE(ending.status, 0, nearest);
            EXPECT_NE(ending.error.find("did you mean " + nearest + "?"),
                      std::string::npos,
                      ending.error);
        }
        const auto check = RunProgram(folder, {"check", "edge-server"});
        EXPECT_EQ(check.status, 0, check.error);
    }
};

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
        EXPECT_EQ(WEXITSTATUS(missing.status), 1, missing.error);
        EXPECT_NE(missing.error.find("install the package gnuplot-nox"),
                  std::string::npos,
                  missing.error);
        EXPECT_EQ(std::filesystem::exists(folder / "out"), false, "nothing simulated");
        auto without = arguments;
        without.emplace_back("--no-figures");
        const auto done = RunProgram(folder, without, bare);
        EXPECT_EQ(done.status, 0, done.error);
        EXPECT_EQ(std::filesystem::exists(folder / "out/small/results.csv"), true, "results");
        EXPECT_NE(done.output.find("No figure throughput-vs-offload-ratio: --no-figures"),
                  std::string::npos,
                  done.output);
        // A folder of the kernel's, where nobody can make files, root neither
        const TestFile kernel(Replaced(GOOD, "name: small", "name: sys"));
        const auto unwritable = RunProgram(folder, {"run", kernel.GetPath(), "--out", "/proc"});
        EXPECT_EQ(WEXITSTATUS(unwritable.status), 1, unwritable.error);
        EXPECT_EQ(unwritable.error.rfind("ipsec-plan: /proc/sys/results.csv: cannot write: ", 0),
                  0,
                  unwritable.error);
        const auto drawn =
            RunProgram(folder, {"walk", file.GetPath(), "--output", "/proc/sys/walk.svg"});
        EXPECT_EQ(WEXITSTATUS(drawn.status), 1, drawn.error);
        EXPECT_EQ(drawn.output, "", "before the walk");
    }
};

/// A run tells what check does.
class RunWarningsTest : public TestCase
{
  public:
    RunWarningsTest()
        : TestCase("run prints the warnings of check once, before the points")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto run = [this, &folder](const TestFile& file) {
            const auto ending = RunProgram(
                folder,
                {"run", file.GetPath(), "--no-figures", "--force", "--out", folder / "out"});
            EXPECT_EQ(ending.status, 0, ending.error);
            return ending.error;
        };
        const TestFile warned(
            Changed(GOOD, {{"aes-gcm-16-128", "chacha20-poly1305"}, {"load: 0.5", "load: 1.1"}}));
        const std::string warning = "warning: " + warned.GetPath() + ": the NIC of 'gateway' takes";
        const auto error = run(warned);
        EXPECT_EQ(error.rfind(warning, 0), 0, error);
        EXPECT_EQ(error.find(warning, 1), std::string::npos, error);
        EXPECT_EQ(error.find("note: "), std::string::npos, error);
        const TestFile good(GOOD);
        EXPECT_EQ(run(good).find("warning: "), std::string::npos, "none");
    }
};

/// The suite.
class PlannerCheckTestSuite : public TestSuite
{
  public:
    PlannerCheckTestSuite()
        : TestSuite("ipsec-planner-check", TestSuite::Type::SYSTEM)
    {
        for (const auto& doubtful : MakeDoubtful())
        {
            AddTestCase(new RemarkTest(doubtful));
        }
        AddTestCase(new CheckCommandTest);
        AddTestCase(new UsageSuggestionTest);
        AddTestCase(new RunWarningsTest);
        AddTestCase(new BeforeTheFirstPointTest);
    }
} g_plannerCheckTestSuite; //!< registers itself

} // namespace
