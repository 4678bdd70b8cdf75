/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "model/profile/data-folders.h"
#include "planner/base/atomic-file.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What a run is: which changes make another one of it, and where its results say which it was.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// A run of two points, in no time.
constexpr const char* SCENARIO = R"(scenario: 1
name: runs
title: As it was
topology: {kind: server, peers: 1, frame-overhead: 38 B}
links:
  access: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, host: none, nic: unlimited}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 4, mode: transport, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {direction: transmit, load: 0.5, sizes: [{length: 1000 B}], packets: 20000,
          start: after-offers}
sweep: {parameter: sa-slots, values: [0, 4]}
replications: 1
)";

/// Runs of one scenario file into one folder.
class RunTestCase : public TestCase
{
  public:
    /// @param name of the case
    explicit RunTestCase(const std::string& name)
        : TestCase(name)
    {
    }

  protected:
    /// @param text of the scenario @param more arguments @return how the run ended
    Ending Run(const std::string& text, const std::vector<std::string>& more = {})
    {
        WriteFileAtomically(m_folder / "runs.yaml", text);
        std::vector<std::string> arguments{"run",
                                           m_folder / "runs.yaml",
                                           "--out",
                                           m_folder / "out"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto ending = RunProgram(m_folder, arguments);
        EXPECT_EQ(ending.status, 0, ending.error);
        return ending;
    }

    /// @param name of a file of the results @return its text
    std::string Read(const std::string& name) const
    {
        return ReadWholeFile(m_folder / ("out/" + name));
    }

    Folder m_folder; //!< of all
};

/// What decides no result.
class ShownTest : public RunTestCase
{
  public:
    ShownTest()
        : RunTestCase("Title, description, figures and comments simulate nothing again")
    {
    }

  private:
    /// @param from a text of the scenario @param to another one @param points simulated for that
    void Check(const std::string& from, const std::string& to, const std::string& points)
    {
        const auto ending = Run(Replaced(SCENARIO, from, to));
        const auto said = ending.error.find(" points in ");
        const auto simulated = said == std::string::npos
                                   ? "0"
                                   : ending.error.substr(ending.error.rfind('\n', said) + 1,
                                                         said - ending.error.rfind('\n', said) - 1);
        EXPECT_EQ(simulated, points, to << ": " << ending.error);
    }

    void DoRun() override
    {
        Check("runs", "runs", "2");
        Check("title: As it was", "title: Another one\ndescription: at length", "0");
        Check("title: As it was", "title: Z # and more", "0");
        Check("replications: 1", "figures: [{name: f, metric: wire_bps}]\nreplications: 1", "0");
        EXPECT_EQ(std::filesystem::exists(m_folder / "out/runs/f.svg"), true, "drawn");
        Check("values: [0, 4]", "values: [0, 2, 4]", "1");
        Check("load: 0.5", "load: 0.4", "2");
        Check("load: 0.5", "load: 0.5", "0");
    }
};

/// Who a result is of.
class SettingsTest : public RunTestCase
{
  public:
    SettingsTest()
        : RunTestCase("Runs with other settings or another name do not mix")
    {
    }

  private:
    void DoRun() override
    {
        const std::string csv = "runs/results.csv";
        const std::string database = m_folder / "out/runs/results.sqlite";
        const std::string latest = "SELECT DISTINCT settings FROM latest";
        Run(SCENARIO);
        const auto plain = Read(csv);
        EXPECT_NE(plain.find(",marks,run\n"), std::string::npos, plain);
        EXPECT_EQ(plain.substr(plain.size() - 6), ",runs\n", "its name");
        const auto count = Query(database, "SELECT count(*) FROM latest");

        Run(SCENARIO, {"--set", "traffic.load=0.3"});
        EXPECT_NE(Read(csv).find(",runs with traffic.load=0.3\n"),
                  std::string::npos,
                  "the settings");
        EXPECT_NE(Read("runs/throughput-vs-offload-ratio.gp")
                      .find("Scenario runs with traffic.load=0.3. "),
                  std::string::npos,
                  "in the subtitle");
        EXPECT_EQ(Query(database, latest).at(0), "traffic.load=0.3", "in the view");
        EXPECT_EQ((Query(database, "SELECT count(*) FROM latest") == count),
                  true,
                  "nothing of the other run");

        Run(SCENARIO);
        EXPECT_EQ((Read(csv) == plain), true, "as before");
        EXPECT_EQ(Query(database, latest).at(0), "", "the first run again");
        EXPECT_EQ(Query(database, "SELECT DISTINCT run FROM result").size(), 2, "both are there");

        Run(SCENARIO, {"--name", "other"});
        EXPECT_NE(Read("other/results.csv").find(",other\n"), std::string::npos, "it");
        const auto wrong =
            RunProgram(m_folder,
                       {"run", m_folder / "runs.yaml", "--out", m_folder / "out", "--name", "a/b"});
        EXPECT_NE(wrong.error.find("--name: 'a/b': expected a name of small letters"),
                  std::string::npos,
                  wrong.error);
    }
};

/// The queries of the manual.
class ManualQueriesTest : public RunTestCase
{
  public:
    ManualQueriesTest()
        : RunTestCase("The manual's SQL does what it says")
    {
    }

  private:
    void DoRun() override
    {
        Run(Replaced(SCENARIO, "values: [0, 4]", "values: [0, 2]"));
        Run(Replaced(SCENARIO, "values: [0, 4]", "values: [0, 2]"), {"--set", "traffic.load=0.3"});
        const auto manual = ReadWholeFile(GetDataFolders().front() + "/doc/planner.rst");
        const std::regex query("sqlite3 out/[a-z-]+/results.sqlite \\\\\\s+\"([^\"]*)\"");
        std::vector<std::vector<std::string>> answers;
        for (auto i = std::sregex_iterator(manual.begin(), manual.end(), query);
             i != std::sregex_iterator();
             ++i)
        {
            answers.push_back(Query(m_folder / "out/runs/results.sqlite", (*i)[1]));
        }
        ASSERT_EQ(answers.size(), 3, "queries of the manual");
        ASSERT_EQ(answers.at(0).size(), 2, "a row per value");
        for (const auto& row : answers.at(0))
        {
            const double rate = std::stod(row.substr(row.find('|') + 1));
            EXPECT_NEAR(rate, 0.3e9 * 1000 / 1038, 0.02e9, "of the last run alone");
        }
        EXPECT_EQ(answers.at(1).empty(), false, "reasons of SAs");
        EXPECT_NE(answers.at(1).at(0).find("|0x"), std::string::npos, "an SPI");
    }
};

/// Both ways.
class BothDirectionsTest : public RunTestCase
{
  public:
    BothDirectionsTest()
        : RunTestCase("Both directions are in the table; one replication draws no interval")
    {
    }

  private:
    void DoRun() override
    {
        const auto ending = Run(Replaced(SCENARIO, "direction: transmit", "direction: both"));
        for (const char* text : {"reverse ratio", "reverse Gbit/s"})
        {
            EXPECT_NE(ending.output.find(text), std::string::npos, ending.output);
        }
        const std::regex row("\n +4 +0.5[0-9]+ +0.4[0-9]+ .* +0.[45][0-9]+ +0.4[0-9]+ ");
        EXPECT_EQ(std::regex_search(ending.output, row), true, ending.output);
        const auto commands = Read("runs/throughput-vs-offload-ratio.gp");
        EXPECT_EQ(commands.find("errorbars"), std::string::npos, "no interval");
        EXPECT_NE(commands.find("one replication"), std::string::npos, "as it says");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerIdentityTestSuite : public TestSuite
{
  public:
    PlannerIdentityTestSuite()
        : TestSuite("ipsec-planner-identity", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new ShownTest);
        AddTestCase(new SettingsTest);
        AddTestCase(new ManualQueriesTest);
        AddTestCase(new BothDirectionsTest);
    }
} g_plannerIdentityTestSuite; //!< registers itself

} // namespace
