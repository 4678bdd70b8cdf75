/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "planner/report/comparison.h"
#include "planner/sweep/result-schema.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What can be done with results of earlier runs: export, compare, query.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// @param out folder of results @param more options @return the command line of a small run
std::vector<std::string>
SmallRun(const std::string& out, const std::vector<std::string>& more = {})
{
    std::vector<std::string> line{"run",
                                  SmallServer(),
                                  "--packets",
                                  "800",
                                  "--replications",
                                  "2",
                                  "--no-figures",
                                  "--out",
                                  out};
    line.insert(line.end(), more.begin(), more.end());
    return line;
}

/// @param ending of a command @param words of its message @param test for the message
#define EXPECT_REFUSED(ending, words)                                                              \
    EXPECT_EQ(WEXITSTATUS((ending).status), 1, words);                                             \
    EXPECT_NE((ending).error.find(words), std::string::npos, (ending).error)

/**
 * @ingroup ipsec-offload-tests
 * The same results in other forms.
 */
class ExportTest : public TestCase
{
  public:
    ExportTest()
        : TestCase("export gives results.csv again, fewer columns, and the same numbers as JSON")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        ASSERT_EQ(RunProgram(folder, SmallRun(folder / "out")).status, 0, "run");
        const auto results = folder / "out/small-server";
        const auto before = ReadWholeFile(results + "/results.sqlite");
        const auto csv = RunProgram(folder, {"export", results});
        EXPECT_EQ(csv.status, 0, csv.error);
        EXPECT_EQ(csv.output == ReadWholeFile(results + "/results.csv"), true, "the same octets");
        const auto few =
            RunProgram(folder, {"export", results, "--metrics", "loss,throughput_bps"});
        EXPECT_EQ(few.output.substr(0, few.output.find('\n')),
                  "curve,value,replication,fidelity,throughput_bps,loss,marks,run",
                  "in the order of the table");
        EXPECT_EQ(std::count(few.output.begin(), few.output.end(), '\n'),
                  std::count(csv.output.begin(), csv.output.end(), '\n'),
                  "as many points");

        const auto written =
            RunProgram(folder, {"export", results, "--json", "-o", folder / "all.json"});
        EXPECT_EQ(written.status, 0, written.error);
        const auto all = nlohmann::json::parse(ReadWholeFile(folder / "all.json"));
        EXPECT_EQ(all.at("scenario") == "small-server" && all.at("sweep") == "sa-slots",
                  true,
                  all.at("sweep").dump());
        const auto kept =
            Query(results + "/results.sqlite",
                  "SELECT key, metric.value FROM point JOIN metric ON point = point.id "
                  "WHERE metric.name = 'throughput_bps' "
                  "ORDER BY curve, point.value, replication, fidelity DESC");
        ASSERT_EQ(all.at("points").size(), kept.size(), "points");
        for (size_t i = 0; i < kept.size(); ++i)
        {
            const auto& point = all.at("points").at(i);
            const auto bar = kept[i].find('|');
            EXPECT_EQ(point.at("key").get<std::string>(), kept[i].substr(0, bar), "order");
            const double value = std::stod(kept[i].substr(bar + 1));
            EXPECT_NEAR(point.at("metrics").at("throughput_bps").get<double>(),
                        value,
                        1e-6 * value,
                        "value");
        }
        EXPECT_REFUSED(RunProgram(folder, {"export", results, "--metrics", "throughput"}),
                       "did you mean 'throughput_bps'?");
        EXPECT_REFUSED(RunProgram(folder, {"export", results, "--run", "zz"}),
                       "has no run zz; there are ");
        EXPECT_REFUSED(RunProgram(folder, {"export", folder / "none"}), "no such file");
        EXPECT_REFUSED(RunProgram(folder, {"export", folder / "all.json"}), "all.json: ");
        EXPECT_EQ(before == ReadWholeFile(results + "/results.sqlite"), true, "nothing is written");
    }
};

/// @param curve of a point @param values of a metric by replication @return the records
std::vector<PointRecord>
Records(const std::string& curve, const std::vector<double>& values)
{
    std::vector<PointRecord> records;
    for (const double value : values)
    {
        PointRecord record;
        record.spec.curve = curve;
        record.spec.value = 1;
        record.spec.replication = static_cast<uint32_t>(records.size() + 1);
        record.result.metrics = {{"loss", value}};
        records.push_back(record);
    }
    return records;
}

/// @param a values of one side @param b of the other @return what is compared
Comparison
Compare(const std::vector<double>& a, const std::vector<double>& b)
{
    return {{{"a.sqlite", {}, Records("c", a)}, ""},
            {{"b.sqlite", {}, Records("c", b)}, ""},
            {"loss"}};
}

/**
 * @ingroup ipsec-offload-tests
 * Which difference counts, by hand: Student's t is 4.303 for three values.
 */
class SignificanceTest : public TestCase
{
  public:
    SignificanceTest()
        : TestCase("A difference is significant when its paired interval leaves zero out")
    {
    }

  private:
    void DoRun() override
    {
        // 1, 1, 4: mean 2, deviation 1.732, half width 4.303 x 1.732 / 1.732
        const auto wide = Compare({10, 12, 14}, {11, 13, 18}).GetMetrics().at(0);
        EXPECT_NEAR(wide.difference.mean, 2, 1e-12, "mean");
        EXPECT_NEAR(wide.difference.halfWidth, 4.303, 1e-3, "half width");
        EXPECT_EQ(wide.Describe(), "no significant difference", "wide");
        // 2, 2.1, 1.9: both sides vary by much more than the difference does
        const auto paired = Compare({10, 20, 30}, {12, 22.1, 31.9}).GetMetrics().at(0);
        EXPECT_NEAR(paired.difference.halfWidth, 4.303 * 0.1 / std::sqrt(3.0), 1e-3, "paired");
        EXPECT_EQ(paired.Describe(), "B has 10.0 % more", "2 of 20");
        EXPECT_EQ(Compare({12, 22.1, 31.9}, {10, 20, 30}).GetMetrics().at(0).Describe(),
                  "B has 9.09 % less",
                  "2 of 22");
        EXPECT_EQ(Compare({1, 2}, {1, 2}).GetMetrics().at(0).Describe(), "the same", "equal");
        EXPECT_EQ(Compare({1}, {5}).GetMetrics().at(0).GetVerdict() == Difference::NO_INTERVAL,
                  true,
                  "one");
        EXPECT_EQ(Compare({1, 1}, {2, 2}).GetMetrics().at(0).Describe(),
                  "B has 100 % more",
                  "no noise");
        EXPECT_EQ(Compare({0, 0}, {2, 2}).GetMetrics().at(0).Describe(),
                  "B has 2.00 more",
                  "of nothing");
        const auto text = Compare({10, 20, 30}, {12, 22.1, 31.9}).Describe();
        EXPECT_NE(text.find("loss: more at all of 1 point (10.0 %)"), std::string::npos, text);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Runs that differ in one value.
 */
class CompareTest : public TestCase
{
  public:
    CompareTest()
        : TestCase(
              "compare finds the slower cipher where it is the bottleneck, and nothing elsewhere")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const std::vector<std::string> slow{"--set", "nodes.server.nic.tx-bit-rate=3 Gbit/s"};
        ASSERT_EQ(RunProgram(folder, SmallRun(folder / "a")).status, 0, "a");
        ASSERT_EQ(RunProgram(folder, SmallRun(folder / "b", slow)).status, 0, "b");
        const auto a = folder / "a/small-server";
        const auto b = folder / "b/small-server";
        const auto ending =
            RunProgram(folder, {"compare", a, b, "--metrics", "throughput_bps", "--json"});
        ASSERT_EQ(ending.status, 0, ending.error);
        const auto json = nlohmann::json::parse(ending.output);
        ASSERT_EQ(json.at("comparisons").size(), 3, ending.output);
        const auto& none = json.at("comparisons").at(0);
        EXPECT_EQ(none.at("verdict") == "equal", true, "no slot: the cipher has nothing to do");
        const auto& all = json.at("comparisons").at(2);
        EXPECT_EQ(all.at("value") == "40" && all.at("verdict") == "less", true, all.dump());
        EXPECT_NEAR(all.at("b").get<double>() / all.at("a").get<double>(),
                    0.5,
                    0.02,
                    "3 of 6 Gbit/s");
        const auto words = RunProgram(folder, {"compare", a, b});
        EXPECT_NE(words.output.find("Different: what --set gives"),
                  std::string::npos,
                  words.output);
        EXPECT_NE(words.output.find("differences are paired"), std::string::npos, words.output);

        EXPECT_REFUSED(RunProgram(folder, {"compare", a}), "expected two folders");
        EXPECT_REFUSED(RunProgram(folder, {"compare", a, b, "--curve", "Linux"}),
                       "has no curve 'Linux'; there are FreeBsd");
        const TestFile other(Changed(ReadWholeFile(SmallServer()),
                                     {{"parameter: sa-slots\n  values: [0, 20, 40]",
                                       "parameter: population.count\n  values: [10]"},
                                      {"values: [20]\n", "values: [10]\n"}}));
        auto line = SmallRun(folder / "c");
        line[1] = other.GetPath();
        ASSERT_EQ(RunProgram(folder, line).status, 0, "c");
        EXPECT_REFUSED(RunProgram(folder, {"compare", a, folder / "c/small-server"}),
                       "sweeps population.count, but ");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * SQL that reads.
 */
class QueryTest : public TestCase
{
  public:
    QueryTest()
        : TestCase("query takes one SELECT and writes nothing; the manual's examples give rows")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        ASSERT_EQ(RunProgram(folder, SmallRun(folder / "out")).status, 0, "run");
        const auto results = folder / "out/small-server";
        const auto before = ReadWholeFile(results + "/results.sqlite");
        const auto ask = [&](const std::string& sql, bool json = false) {
            std::vector<std::string> line{"query", results, sql};
            line.resize(json ? 4 : 3, "--json");
            return RunProgram(folder, line);
        };
        EXPECT_EQ(ask("SELECT 1 AS one, 'a' AS letter, NULL AS none, 2.5 AS half").output,
                  "  one   letter   none   half\n    1        a           2.5\n",
                  "a table");
        const auto json = nlohmann::json::parse(
            ask("SELECT 1 AS one, 'a' AS letter, NULL AS none, 2.5 AS half; ", true).output);
        EXPECT_EQ(json.at("rows") == nlohmann::json::parse(R"([[1, "a", null, 2.5]])"),
                  true,
                  json.dump());
        for (const char* sql : {"DELETE FROM point",
                                "DROP TABLE point",
                                "PRAGMA user_version = 3",
                                "ATTACH 'x.sqlite' AS x",
                                "SELECT 1; DELETE FROM point",
                                "SELECT 1) --",
                                "SELECT nothing FROM point",
                                "INSERT INTO verdict VALUES (1, 'x')"})
        {
            const auto ending = ask(sql);
            EXPECT_REFUSED(ending, "expected one SELECT of SQL: ");
            EXPECT_EQ(ending.output, "", sql);
        }
        const auto manual =
            ReadWholeFile(Environment("IPSEC_OFFLOAD_SOURCE_DIR") + "/doc/results.rst");
        const std::regex example(R"x(ipsec-plan query \S+ "([^"]+)")x");
        size_t examples = 0;
        for (std::sregex_iterator each(manual.begin(), manual.end(), example), end; each != end;
             ++each)
        {
            const auto ending = ask((*each)[1].str());
            EXPECT_EQ(ending.status, 0, ending.error);
            EXPECT_GT(std::count(ending.output.begin(), ending.output.end(), '\n'),
                      1,
                      (*each)[1].str());
            ++examples;
        }
        EXPECT_EQ(examples, 4, "of the manual");
        EXPECT_EQ(before == ReadWholeFile(results + "/results.sqlite"), true, "nothing is written");
        CompareSchema(manual);
    }

    /// @param manual the chapter, which has all tables with all columns, in order
    void CompareSchema(const std::string& manual)
    {
        SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec(GetResultSchema());
        SQLite::Statement tables(database,
                                 "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                                 "AND name NOT LIKE 'sqlite_%'");
        while (tables.executeStep())
        {
            const auto table = tables.getColumn(0).getString();
            auto at = manual.find("\n``" + table + "``");
            EXPECT_NE(at, std::string::npos, table);
            SQLite::Statement columns(database,
                                      "SELECT name FROM pragma_table_info('" + table + "')");
            while (columns.executeStep() && table != "latest")
            {
                const auto column = "``" + columns.getColumn(0).getString() + "``";
                at = manual.find(column, at + 1);
                EXPECT_NE(at, std::string::npos, table << " " << column);
            }
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerKeptTestSuite : public TestSuite
{
  public:
    PlannerKeptTestSuite()
        : TestSuite("ipsec-planner-kept", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new ExportTest);
        AddTestCase(new SignificanceTest);
        AddTestCase(new CompareTest);
        AddTestCase(new QueryTest);
    }
} g_plannerKeptTestSuite; //!< registers itself

} // namespace
