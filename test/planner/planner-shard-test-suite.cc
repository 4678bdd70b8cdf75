/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/shard.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Runs in parts: which points a shard has, and that what `merge` makes of all of them is what one
 * run makes.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

namespace fs = std::filesystem;

/// Six points whose loads are searched for.
constexpr const char* SEARCH = R"(scenario: 1
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
search: {trial-packets: 1000, goals: [{loss: 0 %, width: 5 %}], latency-at: [50 %]}
sweep: {parameter: sa-slots, values: [0, 2, 10]}
curves: [{name: one}, {name: slow, set: {nodes.server.nic.tx-bit-rate: 3 Gbit/s}}]
)";

/// @param folder with results @return every file but the database, name and content
std::vector<std::pair<std::string, std::string>>
FilesOf(const std::string& folder)
{
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry : fs::directory_iterator(folder))
    {
        if (entry.path().extension() != ".sqlite")
        {
            files.emplace_back(entry.path().filename().string(),
                               ReadWholeFile(entry.path().string()));
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// A command that runs a scenario, whole and in parts.
class Runs
{
  public:
    /// @param scenario its file @param name its name @param options of each run
    Runs(std::string scenario, std::string name, std::vector<std::string> options)
        : m_scenario(std::move(scenario)),
          m_name(std::move(name)),
          m_options(std::move(options))
    {
    }

    /// @param shard "1/2"; empty: the whole run @param out below the test's folder
    /// @return how it ended
    Ending Run(const std::string& shard, const std::string& out) const
    {
        std::vector<std::string> arguments{"run", m_scenario, "--out", m_folder / out};
        arguments.insert(arguments.end(), m_options.begin(), m_options.end());
        if (!shard.empty())
        {
            arguments.insert(arguments.end(), {"--shard", shard});
        }
        return RunProgram(m_folder, arguments);
    }

    /// @param folders of shards @param out below the test's folder @param more options
    /// @return how merge ended
    Ending Merge(const std::vector<std::string>& folders,
                 const std::string& out,
                 const std::vector<std::string>& more = {}) const
    {
        std::vector<std::string> arguments{"merge"};
        arguments.insert(arguments.end(), folders.begin(), folders.end());
        arguments.insert(arguments.end(), {"--out", m_folder / out});
        arguments.insert(arguments.end(), more.begin(), more.end());
        return RunProgram(m_folder, arguments);
    }

    /// @param shard "1/2" @param out below the test's folder @return its folder
    std::string FolderOf(std::string shard, const std::string& out) const
    {
        return m_folder /
               (out + "/" + m_name + "-shard-" + shard.replace(shard.find('/'), 1, "-of-"));
    }

    /// @return the test's folder
    const Folder& GetFolder() const
    {
        return m_folder;
    }

  private:
    Folder m_folder;                    //!< gets everything
    std::string m_scenario;             //!< the file
    std::string m_name;                 //!< of the scenario
    std::vector<std::string> m_options; //!< of each run
};

/**
 * @ingroup ipsec-offload-tests
 * Every point falls to one shard.
 */
class DivisionTest : public TestCase
{
  public:
    DivisionTest()
        : TestCase("Each point is in one shard, and shards differ by a point at most")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(Replaced(ReadWholeFile(SmallServer()),
                                     "values: [0, 20, 40]",
                                     "values: {from: 0, to: 90, step: 2}"));
        const auto experiment = ReadExperiment(file.GetPath());
        const auto& values = experiment.sweep.GetValues();
        ASSERT_EQ(values.size(), 46, "values");
        for (uint32_t count = 1; count <= 50; ++count)
        {
            std::vector<size_t> sizes(count, 0);
            for (const auto& swept : values)
            {
                size_t owners = 0;
                for (uint32_t index = 1; index <= count; ++index)
                {
                    const bool isHere =
                        PointDivision(experiment, {index, count}).Has("FreeBsd", swept.value);
                    owners += isHere ? 1 : 0;
                    sizes[index - 1] += isHere ? 1 : 0;
                }
                ASSERT_EQ(owners, 1, swept.text << " of " << count << " shards");
            }
            const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
            ASSERT_EQ(*most - *least <= 1, true, count << " shards");
        }
        EXPECT_EQ(PointDivision().Has("any", 7), true, "the whole");
        const PointDivision half(experiment, {1, 2});
        size_t changes = 0;
        for (size_t i = 1; i < values.size(); ++i)
        {
            changes +=
                half.Has("FreeBsd", values[i].value) != half.Has("FreeBsd", values[i - 1].value);
        }
        EXPECT_EQ(changes > 10 && changes < 36, true, "mixed, but not in turn: " << changes);

        for (const char* text :
             {"", "1", "0/2", "3/2", "1/0", "-1/2", "01/2", "1/2 ", "a/b", "1/2/3"})
        {
            EXPECT_EQ(Shard::FromText(text).has_value(), false, text);
        }
        const auto shard = Shard::FromText("3/12");
        ASSERT_EQ(shard.has_value(), true, "3/12");
        EXPECT_EQ(shard->GetText(), "3/12", "and back");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The end of it: the same octets.
 */
class MergeTest : public TestCase
{
  public:
    MergeTest()
        : TestCase("Three shards merged give the files and the text of one run")
    {
    }

  private:
    void DoRun() override
    {
        // So precise that all points get further rounds, some more of them than others.
        const std::vector<std::string> options{"--packets",
                                               "2000",
                                               "--replications",
                                               "2",
                                               "--set",
                                               "measure.window=whole",
                                               "--set",
                                               "measure.precision=0.4 %"};
        const Runs runs(SmallServer(), "small-server", options);
        const auto& folder = runs.GetFolder();
        const auto whole = runs.Run("", "whole");
        ASSERT_EQ(whole.status, 0, whole.error);
        const auto database = folder / "whole/small-server/results.sqlite";
        ASSERT_GT(std::stoi(Query(database, "SELECT max(replication) FROM point").at(0)),
                  2,
                  "rounds");
        std::vector<std::string> shards;
        int points = 0;
        for (const char* shard : {"1/3", "2/3", "3/3"})
        {
            const auto ending = runs.Run(shard, "parts");
            ASSERT_EQ(ending.status, 0, ending.error);
            shards.push_back(runs.FolderOf(shard, "parts"));
            EXPECT_EQ(fs::exists(shards.back() + "/results.csv"), false, "a part is no result");
            const auto kept = shards.back() + "/results.sqlite";
            EXPECT_EQ(Query(kept, "SELECT DISTINCT value FROM point").size(), 1, "one value each");
            points += std::stoi(Query(kept, "SELECT count(*) FROM point").at(0));
        }
        EXPECT_EQ(std::to_string(points),
                  Query(database, "SELECT count(*) FROM point").at(0),
                  "once");
        const auto merged = runs.Merge({shards[2], shards[0], shards[1]}, "whale");
        ASSERT_EQ(merged.status, 0, merged.error);
        Compare(folder, whole.output, merged.output);
        const auto again = runs.Merge(shards, "whale");
        ASSERT_EQ(again.status, 0, again.error);
        Compare(folder, whole.output, again.output);
        EXPECT_EQ(
            Query(database,
                  "SELECT key, verdict.marks FROM point JOIN verdict ON point = id ORDER BY 1") ==
                Query(folder / "whale/small-server/results.sqlite",
                      "SELECT key, verdict.marks FROM point JOIN verdict ON point = id ORDER BY 1"),
            true,
            "verdicts");
        const auto resumed = runs.Run("", "whale");
        EXPECT_EQ(resumed.error.find(" points in "),
                  std::string::npos,
                  "run has nothing left to do");
    }

    /// @param folder of all @param whole what the run said @param merged what merge said
    void Compare(const Folder& folder, const std::string& whole, std::string merged)
    {
        for (auto at = merged.find("/whale/"); at != std::string::npos; at = merged.find("/whale/"))
        {
            merged.replace(at, 7, "/whole/");
        }
        EXPECT_EQ(merged, whole, "what is printed");
        const auto one = FilesOf(folder / "whole/small-server");
        const auto other = FilesOf(folder / "whale/small-server");
        ASSERT_EQ(one.size(), other.size(), "files");
        for (size_t i = 0; i < one.size(); ++i)
        {
            EXPECT_EQ(one[i].first, other[i].first, "name");
            EXPECT_EQ(one[i].second == other[i].second, true, one[i].first);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A search is divided by its points.
 */
class SearchMergeTest : public TestCase
{
  public:
    SearchMergeTest()
        : TestCase("Two shards of a search, merged, give the files of one")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SEARCH);
        const Runs runs(file.GetPath(), "search", {"--no-figures"});
        const auto whole = runs.Run("", "whole");
        ASSERT_EQ(whole.status, 0, whole.error);
        for (const char* shard : {"1/2", "2/2"})
        {
            const auto ending = runs.Run(shard, "parts");
            ASSERT_EQ(ending.status, 0, ending.error);
        }
        const auto one = runs.Merge({runs.FolderOf("1/2", "parts")}, "one", {"--no-figures"});
        EXPECT_EQ(WEXITSTATUS(one.status), 1, "a half");
        EXPECT_NE(one.error.find("in none of these shards"), std::string::npos, one.error);
        const auto merged =
            runs.Merge({runs.FolderOf("1/2", "parts"), runs.FolderOf("2/2", "parts")},
                       "both",
                       {"--no-figures"});
        ASSERT_EQ(merged.status, 0, merged.error);
        const auto& folder = runs.GetFolder();
        EXPECT_EQ(FilesOf(folder / "whole/search") == FilesOf(folder / "both/search"),
                  true,
                  "files");
        EXPECT_EQ(fs::exists(folder / "both/search/search.csv"), true, "there is one");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What cannot be merged, and what cannot be divided.
 */
class RefusalTest : public TestCase
{
  public:
    RefusalTest()
        : TestCase("Shards of other runs, missing and unfinished ones are refused in a sentence")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(ReadWholeFile(SmallServer()));
        const std::vector<std::string> options{"--packets", "500", "--replications", "1"};
        const Runs runs(file.GetPath(), "small-server", options);
        const Runs seeded(file.GetPath(),
                          "small-server",
                          {"--packets", "500", "--replications", "1", "--set", "seed=2"});
        const auto first = runs.FolderOf("1/2", "parts");
        const auto second = runs.FolderOf("2/2", "parts");
        ASSERT_EQ(runs.Run("1/2", "parts").status, 0, "first");
        ASSERT_EQ(runs.Run("2/2", "parts").status, 0, "second");
        ASSERT_EQ(seeded.Run("2/2", "parts").status, 0, "other");
        m_out = runs.GetFolder() / "out";

        Refuse(runs.Merge({first}, "out"), "none of these shards");
        Refuse(runs.Merge({first, seeded.FolderOf("2/2", "parts")}, "out"), "--set seed=2");
        Refuse(runs.Merge({first, runs.GetFolder() / "parts"}, "out"), "has no shard.json");
        const auto database = first + "/results.sqlite";
        {
            SQLite::Database(database, SQLite::OPEN_READWRITE)
                .exec("UPDATE metric SET value = value + 1 WHERE name = 'throughput_bps'");
        }
        Refuse(runs.Merge({first, second}, "out"), "are damaged");
        ASSERT_EQ(runs.Run("1/2", "parts").status, 0, "simulates them again");
        const auto version = Query(database, "PRAGMA user_version").at(0);
        {
            SQLite::Database(database, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
        }
        Refuse(runs.Merge({first, second}, "out"), "schema 99");
        {
            SQLite::Database(database, SQLite::OPEN_READWRITE)
                .exec("PRAGMA user_version = " + version);
        }
        WriteFileAtomically(file.GetPath(),
                            Replaced(ReadWholeFile(SmallServer()), "count: 20", "count: 21"));
        Refuse(runs.Merge({first, second}, "out"), "different: what the scenario says");
        const auto merged = runs.Merge({first, second}, "out", {"--scenario", SmallServer()});
        EXPECT_EQ(merged.status, 0, merged.error);

        for (const char* command : {"solve", "answer", "report", "validate"})
        {
            const auto ending =
                RunProgram(runs.GetFolder(), {command, file.GetPath(), "--shard", "1/2"});
            EXPECT_EQ(WEXITSTATUS(ending.status), 2, command);
            EXPECT_EQ(ending.error.rfind("ipsec-plan: --shard: ", 0), 0, ending.error);
        }
        const auto wrong = RunProgram(runs.GetFolder(), {"run", file.GetPath(), "--shard", "3/2"});
        EXPECT_EQ(WEXITSTATUS(wrong.status), 2, "no such shard");
        EXPECT_NE(wrong.error.find("'3/2': expected I/N, as in 2/3"),
                  std::string::npos,
                  wrong.error);
    }

    /// @param ending of merge @param words of its sentence
    void Refuse(const Ending& ending, const std::string& words)
    {
        EXPECT_EQ(WEXITSTATUS(ending.status), 1, words);
        EXPECT_NE(ending.error.find(words), std::string::npos, ending.error);
        EXPECT_EQ(ending.output, "", "nothing is printed");
        EXPECT_EQ(fs::exists(m_out + "/small-server/results.csv"), false, "no results");
    }

    std::string m_out; //!< gets nothing
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerShardTestSuite : public TestSuite
{
  public:
    PlannerShardTestSuite()
        : TestSuite("ipsec-planner-shards", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new DivisionTest);
        AddTestCase(new MergeTest);
        AddTestCase(new SearchMergeTest);
        AddTestCase(new RefusalTest);
    }
} g_plannerShardTestSuite; //!< registers itself

} // namespace
