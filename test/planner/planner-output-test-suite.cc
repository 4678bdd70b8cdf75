/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "planner/base/temporary.h"
#include "planner/sweep/result-folder.h"
#include "planner/sweep/results.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sqlite3.h>
#include <sys/wait.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What ipsec-plan writes is whole or not there, whatever happens to the disk, the process or others
 * of its kind.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

namespace fs = std::filesystem;

/// Where the run below leaves what it writes.
constexpr const char* RESULTS = "out/small-server/";

/// @param folder of the results @return a run of few packets
std::vector<std::string>
QuickRun(const Folder& folder)
{
    return {"run",
            SmallServer(),
            "--packets",
            "1000",
            "--replications",
            "1",
            "--out",
            folder / "out"};
}

/// A scenario with a section 'validation', of which one small point is simulated.
constexpr const char* MEASURED = R"(
validation:
  source: nobody
  quantity: Throughput
  metric: throughput_bps
  unit: Gbit/s
  points:
    FreeBsd: [{at: 20, measured: 2}]
)";

/// @param folder gets the file @return a scenario with a validation
std::string
WriteValidation(const Folder& folder)
{
    auto text = Replaced(ReadWholeFile(SmallServer()), "packets: 4000", "packets: 1000");
    text = Replaced(text, "values: [0, 20, 40]", "values: [20]");
    auto file = folder / "measured.yaml";
    WriteFileAtomically(file, Replaced(text, "replications: 3", "replications: 1") + MEASURED);
    return file;
}

/// @param database path of one @param sql what to do in it
void
Execute(const std::string& database, const std::string& sql)
{
    sqlite3* opened = nullptr;
    if (sqlite3_open(database.c_str(), &opened) != SQLITE_OK ||
        sqlite3_exec(opened, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    {
        throw std::runtime_error(database + ": " + sql);
    }
    sqlite3_close(opened);
}

/**
 * @ingroup ipsec-offload-tests
 * Every command ends with status 1 when what it prints gets lost.
 */
class LostOutputTest : public TestCase
{
  public:
    LostOutputTest()
        : TestCase("Status 1 and a sentence from every command whose standard output is full")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto measured = WriteValidation(folder);
        const std::vector<std::vector<std::string>> commands{
            {"--help"},
            {"list"},
            {"check", SmallServer()},
            {"walk", SmallServer()},
            {"calibrate", "--quick", "-o", folder / "host.yaml"},
            {"validate", measured, "--out", folder / "out"},
            QuickRun(folder)};
        for (const auto& command : commands)
        {
            const auto ending = RunProgram(folder, command, {{}, {}, "/dev/full"});
            EXPECT_EQ(WEXITSTATUS(ending.status), 1, command[0]);
            EXPECT_NE(ending.error.find("standard output: cannot write"),
                      std::string::npos,
                      command[0] << ": " << ending.error);
        }
        EXPECT_EQ(fs::exists(folder / RESULTS + "results.csv"), true, "files are there");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A figure that does not fit on the disk replaces nothing.
 */
class FullDiskTest : public TestCase
{
  public:
    FullDiskTest()
        : TestCase("A torn file ends a command with status 1 and replaces no whole one")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto whole = RunProgram(folder, QuickRun(folder));
        ASSERT_EQ(whole.status, 0, whole.error);
        const auto names = Names(folder);
        std::vector<std::string> contents;
        for (const auto& name : names)
        {
            contents.push_back(ReadWholeFile(folder / RESULTS + name));
        }
        // gnuplot does not notice: of its files the first that is longer is torn.
        for (const uint32_t kibibytes : {4, 64})
        {
            const auto torn = RunProgram(folder, QuickRun(folder), {{}, {}, "", kibibytes});
            EXPECT_EQ(WEXITSTATUS(torn.status), 1, torn.error);
            EXPECT_EQ(torn.error.empty(), false, "and a sentence");
            EXPECT_EQ((Names(folder) == names), true, "nothing half made is left");
            for (size_t i = 0; i < names.size(); ++i)
            {
                const bool isSame = ReadWholeFile(folder / RESULTS + names[i]) == contents[i];
                EXPECT_EQ((isSame || names[i] == "results.sqlite"), true, names[i]);
            }
        }
        for (const std::vector<std::string>& command :
             {std::vector<std::string>{"walk", SmallServer(), "-o", folder / "walk.svg"},
              {"calibrate", "--quick", "-o", folder / "host.yaml"}})
        {
            WriteFileAtomically(command.back(), "old");
            const auto torn = RunProgram(folder, command, {{}, {}, "/dev/null", 1});
            EXPECT_EQ(WEXITSTATUS(torn.status), 1, command[0] << torn.error);
            EXPECT_EQ(ReadWholeFile(command.back()), "old", command[0]);
        }
    }

    /// @param folder of the run @return names of its results, sorted
    static std::vector<std::string> Names(const Folder& folder)
    {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder / RESULTS))
        {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What is not a file is not replaced by one.
 */
class SpecialFileTest : public TestCase
{
  public:
    SpecialFileTest()
        : TestCase("A device, a folder and an empty name are refused as the name of a file")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        for (const auto& file : {std::string("/dev/null"), folder.GetPath()})
        {
            const auto ending = RunProgram(folder, {"walk", SmallServer(), "-o", file});
            EXPECT_EQ(WEXITSTATUS(ending.status), 1, file);
            EXPECT_NE(ending.error.find("expected a file"), std::string::npos, ending.error);
        }
        for (const char* command : {"run", "walk", "validate"})
        {
            const auto ending = RunProgram(folder, {command, SmallServer(), "-o", ""});
            EXPECT_EQ(WEXITSTATUS(ending.status), 2, command);
            EXPECT_NE(ending.error.find("expected the name"), std::string::npos, ending.error);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * One run at a time has a folder.
 */
class LockTest : public TestCase
{
  public:
    LockTest()
        : TestCase("A second run into the same folder is refused in a sentence, and works later")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto measured = WriteValidation(folder);
        {
            const ResultFolder held(folder / RESULTS);
            for (const auto& command :
                 {QuickRun(folder),
                  std::vector<std::string>{"validate", measured, "--out", folder / "out"}})
            {
                const auto second = RunProgram(folder, command);
                EXPECT_EQ(WEXITSTATUS(second.status), 1, command[0]);
                EXPECT_NE(second.error.find("another run writes into this folder"),
                          std::string::npos,
                          second.error);
            }
            EXPECT_EQ(fs::is_empty(folder / RESULTS), true, "nothing was touched");
        }
        const Folder other;
        const Started first(folder, QuickRun(folder));
        const Started second(other, QuickRun(folder));
        const auto endings = {first.Wait(), second.Wait()};
        const auto good = std::count_if(endings.begin(), endings.end(), [](const Ending& ending) {
            return ending.status == 0;
        });
        EXPECT_EQ((good >= 1), true, "one of two at once works");
        for (const auto& ending : endings)
        {
            EXPECT_EQ(ending.error.find("UNIQUE"), std::string::npos, ending.error);
        }
        EXPECT_EQ(RunProgram(folder, QuickRun(folder)).status, 0, "and later both");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What a killed process leaves is taken away; what is alive or somebody else's stays.
 */
class LeftoverTest : public TestCase
{
  public:
    LeftoverTest()
        : TestCase("The next run takes away what a killed one left, and nothing else")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const std::string results = folder / RESULTS;
        fs::create_directories(results + ".ipsec-plan-aB3xYz/deep");
        WriteFileAtomically(results + ".ipsec-plan-aB3xYz/deep/figure.svg", "<svg>");
        WriteFileAtomically(results + ".ipsec-plan-000000", "torn");
        const std::vector<std::string> others{".ipsec-plan-long00x",
                                              ".ipsec-plan-",
                                              "x.ipsec-plan-000000",
                                              ".figure-000000"};
        for (const auto& name : others)
        {
            WriteFileAtomically(results + name, "not ours");
        }
        fs::create_symlink(folder.GetPath(), results + ".ipsec-plan-link00");
        const Temporary alive(results + "alive", Temporary::Kind::FOLDER);
        const Temporary file(results + "file", Temporary::Kind::FILE);
        {
            const ResultFolder next(results);
        }
        EXPECT_EQ(fs::exists(results + ".ipsec-plan-aB3xYz"), false, "a folder");
        EXPECT_EQ(fs::exists(results + ".ipsec-plan-000000"), false, "a file");
        EXPECT_EQ(fs::exists(alive.GetPath()), true, "its owner is alive");
        EXPECT_EQ(fs::exists(file.GetPath()), true, "its owner is alive");
        EXPECT_EQ(fs::is_symlink(results + ".ipsec-plan-link00"), true, "not ours");
        for (const auto& name : others)
        {
            EXPECT_EQ(fs::exists(results + name), true, name);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Whatever is changed in a point's rows, the point is no result any more.
 */
class DamageTest : public TestCase
{
  public:
    DamageTest()
        : TestCase("Each damage to a point's rows is noticed, and costs this point alone")
    {
    }

  private:
    void DoRun() override
    {
        const PointSpec spec{"FreeBsd", 0.1, 1, Fidelity::LEAN};
        const PointSpec other{"FreeBsd", 0.2, 1, Fidelity::LEAN};
        const PointResult result{
            {{"throughput_bps", 1e11 / 3}, {"loss", -0.0}, {"latency_s", std::nan("")}},
            {{"a_bps", "b"}, {{0.1, {1, 2}}, {0.2, {3, 4}}}},
            {{"software", "host out", "server", "eth0", "0x1", "no-handle", "", 7, 700}}};
        for (const char* damage :
             {"UPDATE point SET key = 'FreeBsd/0.3/1/lean' WHERE id = 1",
              "UPDATE point SET curve = 'Freebsd' WHERE id = 1",
              "UPDATE point SET value = 0.10000000000000002 WHERE id = 1",
              "UPDATE point SET replication = 2 WHERE id = 1",
              "UPDATE point SET fidelity = 'led' WHERE id = 1",
              "UPDATE point SET rng_run = rng_run + 1 WHERE id = 1",
              "UPDATE point SET checksum = '' WHERE id = 1",
              "UPDATE point SET checksum = NULL WHERE id = 1",
              "UPDATE metric SET value = 33333333333.333336 WHERE point = 1 AND position = 0",
              "UPDATE metric SET value = 0 WHERE point = 1 AND name = 'latency_s'",
              "UPDATE metric SET value = NULL WHERE point = 1 AND name = 'loss'",
              "UPDATE metric SET name = 'lost' WHERE point = 1 AND name = 'loss'",
              "UPDATE metric SET position = 3 WHERE point = 1 AND name = 'loss'",
              "DELETE FROM metric WHERE point = 1 AND name = 'latency_s'",
              "DELETE FROM metric WHERE point = 1",
              "UPDATE sample SET value = 5 WHERE point = 1 AND row = 0 AND position = 1",
              "UPDATE sample SET name = 'c' WHERE point = 1 AND row = 1 AND position = 1",
              "UPDATE sample SET time = time + 1 WHERE point = 1",
              "DELETE FROM sample WHERE point = 1 AND row = 0",
              "UPDATE reasons SET packets = packets + 1 WHERE point = 1",
              "UPDATE reasons SET sa = '' WHERE point = 1",
              "DELETE FROM reasons WHERE point = 1"})
        {
            const Folder folder;
            const auto database = folder / "results.sqlite";
            ResultStore store(database,
                              {"test", "", "name: test", "0", "sa-slots", "0.1.0", 1000, 1});
            store.Put(spec, result);
            store.Put(other, result);
            EXPECT_EQ(store.Load().size(), 2, "whole");
            EXPECT_EQ(store.CountDamaged(), 0, "whole");
            Execute(database, damage);
            const auto left = store.Load();
            EXPECT_EQ(store.CountDamaged(), 1, damage);
            ASSERT_EQ(left.size(), 1, damage);
            EXPECT_EQ(left[0].spec.GetKey(), other.GetKey(), damage);
            store.Put(spec, result);
            EXPECT_EQ(store.Load().size(), 2, "and there is room for it again");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A run makes up for damaged points.
 */
class DamagedRunTest : public TestCase
{
  public:
    DamagedRunTest()
        : TestCase("A run tells of damaged points, simulates them again and gives what it gave")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto whole = RunProgram(folder, QuickRun(folder));
        ASSERT_EQ(whole.status, 0, whole.error);
        const auto csv = ReadWholeFile(folder / RESULTS + "results.csv");
        Execute(folder / RESULTS + "results.sqlite",
                "UPDATE metric SET value = value * 2 WHERE point IN (2, 3)");
        const auto again = RunProgram(folder, QuickRun(folder));
        EXPECT_EQ(again.status, 0, again.error);
        EXPECT_NE(again.error.find("damaged in the database, simulated again: 2 points\n"),
                  std::string::npos,
                  again.error);
        EXPECT_EQ((ReadWholeFile(folder / RESULTS + "results.csv") == csv),
                  true,
                  "the same results");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerOutputTestSuite : public TestSuite
{
  public:
    PlannerOutputTestSuite()
        : TestSuite("ipsec-planner-output", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new LostOutputTest);
        AddTestCase(new FullDiskTest);
        AddTestCase(new SpecialFileTest);
        AddTestCase(new LockTest);
        AddTestCase(new LeftoverTest);
        AddTestCase(new DamageTest);
        AddTestCase(new DamagedRunTest);
    }
} g_plannerOutputTestSuite; //!< registers itself

} // namespace
