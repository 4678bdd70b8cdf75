/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "planner/sweep/csv-export.h"
#include "planner/sweep/results.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <limits>
#include <set>
#include <stdexcept>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

constexpr double NONE = std::numeric_limits<double>::quiet_NaN();

/// @return a run
RunIdentity
SomeRun()
{
    return {"test", "", "{\"seed\":\"1\"}", "0", "sa-slots", "0.1.0", 1000, 1};
}

/// @return results of three curves' points in no order
std::vector<PointRecord>
SomeRecords()
{
    std::vector<PointRecord> records;
    for (const char* curve : {"LinuxPacket", "FreeBsd", "a, \"quoted\" name"})
    {
        for (const double value : {1000.0, 50.0, 0.0})
        {
            for (const uint32_t replication : {2, 10, 1})
            {
                records.push_back(
                    {{curve, value, replication, Fidelity::LEAN},
                     {{{"throughput_bps", value * 1e9 / 3 + replication}, {"loss", NONE}}}});
            }
        }
    }
    records.push_back({{"FreeBsd", 50, 1, Fidelity::BOTH}, {{{"differing_packets", 0}}}});
    return records;
}

/**
 * @ingroup ipsec-offload-tests
 * The run number follows from the content alone and is one that ns-3's generator can take.
 */
class PointTest : public TestCase
{
  public:
    PointTest()
        : TestCase("Key and run number of a point follow from its content")
    {
    }

  private:
    void DoRun() override
    {
        const PointSpec point{"FreeBsd", 50, 3, Fidelity::LEAN};
        ASSERT_EQ(point.GetKey(), "FreeBsd/50/3/lean", "key");
        // FNV-1a of "FreeBsd/50/3" is 0xf83db09d34e83486 (computed apart), folded to 51 bits
        ASSERT_EQ(point.GetRun(), RUN_OF_POINT, "the same on every machine");
        auto check = point;
        check.fidelity = Fidelity::BOTH;
        ASSERT_EQ(check.GetRun(), point.GetRun(), "a spot check, the same arrivals");
        ASSERT_NE(check.GetKey(), point.GetKey(), "but another result");

        std::set<uint64_t> runs;
        for (uint32_t value = 0; value < 100; value++)
        {
            for (uint32_t replication = 1; replication <= 100; replication++)
            {
                const auto run = PointSpec{"x", value / 7.0, replication, {}}.GetRun();
                ASSERT_EQ((run > 0 && run < (uint64_t{1} << 51)), true, "range");
                runs.insert(run);
            }
        }
        ASSERT_EQ(runs.size(), 10000, "different points, different numbers");
        const PointResult result{{{"a", 1}, {"b", 2}}};
        ASSERT_EQ(result.Get("b"), 2, "metric by name");
        ASSERT_EQ(std::isnan(result.Get("c")), true, "no such metric");
    }

    static constexpr uint64_t RUN_OF_POINT = 1601564127538049; //!< see DoRun()
};

/**
 * @ingroup ipsec-offload-tests
 * The text of the CSV export.
 */
class CsvTest : public TestCase
{
  public:
    CsvTest()
        : TestCase(
              "CSV has a fixed text: sorted, quoted, columns as in the table, no value for NaN")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<PointRecord> records{
            {{"b", 0.5, 1, Fidelity::LEAN},
             {{{"throughput_bps", 1e11 / 3}, {"offers", 200000}},
              {},
              {},
              {},
              {},
              {RunMark::TOO_SHORT, RunMark::CAP}}},
            {{"a,\"", 1000, 2, Fidelity::LEAN}, {{{"offers", -0.0}, {"throughput_bps", NONE}}}},
            {{"b", 0.5, 1, Fidelity::BOTH}, {{{"differing_packets", 1}}}},
        };
        ASSERT_EQ(ToCsv(records),
                  "curve,value,replication,fidelity,throughput_bps,offers,"
                  "differing_packets,marks\n"
                  "\"a,\"\"\",1000,2,lean,,0,,\n"
                  "b,0.5,1,lean,33333333333.3,200000,,too-short cap\n"
                  "b,0.5,1,both,,,1,\n",
                  "CSV");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The order in which points end must not show.
 */
class CsvOrderTest : public TestCase
{
  public:
    CsvOrderTest()
        : TestCase("CSV is the same whatever the order of the results, and through the database")
    {
    }

  private:
    void DoRun() override
    {
        auto records = SomeRecords();
        const auto expected = ToCsv(records);
        ASSERT_EQ(std::count(expected.begin(), expected.end(), '\n'), 29, "lines");
        std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
            return a.spec.GetRun() < b.spec.GetRun();
        });
        ASSERT_EQ((ToCsv(records) == expected), true, "shuffled");
        ResultStore store(":memory:", SomeRun());
        for (const auto& record : records)
        {
            store.Put(record.spec, record.result);
        }
        ASSERT_EQ((ToCsv(store.Load()) == expected), true, "stored");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What was stored is there again, exactly, and for this run alone.
 */
class StoreTest : public TestCase
{
  public:
    StoreTest()
        : TestCase("Results are kept per run, exactly, and only once")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto path = folder / "results.sqlite";
        const PointSpec spec{"FreeBsd", 1.0 / 3, 1, Fidelity::LEAN};
        PointResult result{{{"z", 0.1}, {"a", NONE}, {"m", 1e300}}};
        result.reasons = {
            {"software", "host out", "server", "", "", "rejected", "full", 1'000'000'000'000, 1420},
            {"lost", "host in", "server", "nic1", "0x1000", "replay", "", 2, 3000}};
        result.work = {{"server", "e5", "cpu_busiest_core", "tag", "assumed", 1.0 / 3},
                       {"server", "e5", "", "sa-lookup", "missing", 0}};
        {
            ResultStore store(path, SomeRun());
            store.Put(spec, result);
        }
        auto other = SomeRun();
        other.text += "\n# changed";
        ASSERT_EQ(other.GetHash(), SomeRun().GetHash(), "it decides nothing");
        other.content = "{\"seed\":\"2\"}";
        ASSERT_NE(other.GetHash(), SomeRun().GetHash(), "another content, another run");
        auto set = SomeRun();
        set.settings = "seed=1";
        ASSERT_NE(set.GetHash(), SomeRun().GetHash(), "other settings, another run");
        {
            ResultStore store(path, other);
            ASSERT_EQ(store.Load().size(), 0, "another run has none of them");
            store.Put(spec, result);
            store.Clear();
            ASSERT_EQ(store.Load().size(), 0, "cleared");
        }
        ResultStore store(path, SomeRun());
        const auto records = store.Load();
        ASSERT_EQ(records.size(), 1, "clearing another run leaves this one alone");
        ASSERT_EQ(records[0].spec.GetKey(), spec.GetKey(), "key");
        ASSERT_EQ(records[0].spec.value, spec.value, "exact value");
        ASSERT_EQ(records[0].result.metrics.size(), 3, "metrics");
        ASSERT_EQ(records[0].result.metrics[0].first, "z", "in their order");
        ASSERT_EQ(records[0].result.Get("z"), 0.1, "exact");
        ASSERT_EQ(std::isnan(records[0].result.Get("a")), true, "no value");
        const auto& reasons = records[0].result.reasons;
        ASSERT_EQ(reasons.size(), 2, "reasons");
        ASSERT_EQ(reasons[0].packets, 1'000'000'000'000, "in their order, exact");
        ASSERT_EQ(reasons[0].GetWords(), "full", "the cause");
        ASSERT_EQ(reasons[1].fate + reasons[1].place + reasons[1].interface + reasons[1].sa +
                      reasons[1].GetWords(),
                  "losthost innic10x1000replay",
                  "names");
        ASSERT_EQ(reasons[1].octets, 3000, "octets");
        const auto& work = records[0].result.work;
        ASSERT_EQ(work.size(), 2, "work");
        ASSERT_EQ(work[0].resource + work[0].value, "cpu_busiest_coretag", "in order");
        ASSERT_EQ(work[0].share, 1.0 / 3, "exact");
        ASSERT_EQ(work[1].node + work[1].profile + work[1].provenance, "servere5missing", "names");
        bool isRefused = false;
        try
        {
            store.Put(spec, result);
        }
        catch (const std::runtime_error&)
        {
            isRefused = true;
        }
        ASSERT_EQ(isRefused, true, "a point is stored once");
        store.Put({"FreeBsd", 2, 1, Fidelity::LEAN}, result);
        ASSERT_EQ(store.Load().size(), 2, "and the refusal broke nothing");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A process that is killed loses nothing that it had stored, and leaves nothing half done.
 */
class KilledWriterTest : public TestCase
{
  public:
    KilledWriterTest()
        : TestCase("Stored points survive SIGKILL of the writer")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto path = folder / "results.sqlite";
        constexpr uint32_t POINTS = 5;
        const pid_t writer = fork();
        if (writer == 0)
        {
            ResultStore store(path, SomeRun());
            for (uint32_t i = 1; i <= POINTS; i++)
            {
                store.Put({"FreeBsd", 0, i, Fidelity::LEAN}, {{{"x", 1.0 * i}}});
            }
            kill(getpid(), SIGKILL);
        }
        int status = 0;
        waitpid(writer, &status, 0);
        ASSERT_EQ(WIFSIGNALED(status), true, "killed");
        ResultStore store(path, SomeRun());
        const auto records = store.Load();
        ASSERT_EQ(records.size(), POINTS, "all of them");
        for (const auto& record : records)
        {
            ASSERT_EQ(record.result.Get("x"), record.spec.replication, "whole");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Files that are no results are refused by name and left as they are.
 */
class ForeignFileTest : public TestCase
{
  public:
    ForeignFileTest()
        : TestCase("A file that is no database of results is refused and left alone")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto path = folder / "results.sqlite";
        const std::string text(5000, 'x');
        WriteFileAtomically(path, text);
        std::string message;
        try
        {
            const ResultStore store(path, SomeRun());
        }
        catch (const std::runtime_error& error)
        {
            message = error.what();
        }
        EXPECT_EQ(message,
                  path + ": file is not a database: move the file away, or give another --out",
                  "the message names it and says what to do");
        ASSERT_EQ((ReadWholeFile(path) == text), true, "left alone");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Databases of other programs are refused in a sentence and left as they are.
 */
class OtherSchemaTest : public TestCase
{
  public:
    OtherSchemaTest()
        : TestCase("A database of another schema is refused in a sentence and left alone")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [version, whose] : {std::pair{"4", "an older"}, {"99", "another"}})
        {
            const Folder folder;
            const auto path = folder / "results.sqlite";
            sqlite3* database = nullptr;
            sqlite3_open(path.c_str(), &database);
            const std::string sql =
                "CREATE TABLE run (id INTEGER); PRAGMA user_version = " + std::string(version);
            sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
            sqlite3_close(database);
            const auto before = ReadWholeFile(path);
            std::string message;
            try
            {
                const ResultStore store(path, SomeRun());
            }
            catch (const std::runtime_error& error)
            {
                message = error.what();
            }
            const std::string expected =
                path + ": results of " + whose + " ipsec-plan (schema " + version;
            EXPECT_EQ(message.substr(0, expected.size()), expected, "a sentence");
            EXPECT_EQ((ReadWholeFile(path) == before), true, "left alone");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Files appear whole or not at all.
 */
class AtomicFileTest : public TestCase
{
  public:
    AtomicFileTest()
        : TestCase("A file is written whole or not at all")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        WriteFileAtomically(folder / "a.csv", "one\n");
        WriteFileAtomically(folder / "a.csv", "two\n");
        ASSERT_EQ(ReadWholeFile(folder / "a.csv"), "two\n", "replaced");
        ASSERT_EQ(folder.List().size(), 1, "nothing else is left");
        std::filesystem::create_directory(folder / "b.csv");
        bool isRefused = false;
        try
        {
            WriteFileAtomically(folder / "b.csv", "three\n"); // a folder of that name is there
        }
        catch (const std::runtime_error&)
        {
            isRefused = true;
        }
        ASSERT_EQ(isRefused, true, "cannot replace a folder");
        ASSERT_EQ(folder.List().size(), 2, "nothing half done is left");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerResultsTestSuite : public TestSuite
{
  public:
    PlannerResultsTestSuite()
        : TestSuite("ipsec-planner-results", TestSuite::Type::UNIT)
    {
        AddTestCase(new PointTest);
        AddTestCase(new CsvTest);
        AddTestCase(new CsvOrderTest);
        AddTestCase(new StoreTest);
        AddTestCase(new KilledWriterTest);
        AddTestCase(new ForeignFileTest);
        AddTestCase(new OtherSchemaTest);
        AddTestCase(new AtomicFileTest);
    }
} g_plannerResultsTestSuite; //!< registers itself

} // namespace
