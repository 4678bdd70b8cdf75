/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "planner/base/json-print.h"
#include "planner/command/list-command.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What commands print with --json.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Each command prints one object of its shape.
 */
class ShapeTest : public TestCase
{
  public:
    ShapeTest()
        : TestCase("--json prints one object of the documented shape, and nothing beside it")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> quick{"--packets",
                                             "500",
                                             "--replications",
                                             "1",
                                             "--out",
                                             m_folder / "out"};
        const auto add = [&quick](std::vector<std::string> line) {
            line.insert(line.end(), quick.begin(), quick.end());
            return line;
        };
        const auto results = m_folder / "out/small-server";
        const std::string searched = m_folder / "search.yaml";
        WriteFileAtomically(searched,
                            Changed(ReadWholeFile(SmallServer()),
                                    {{"spot-checks:\n  values: [20]\n  packets: 1000",
                                      "search: {trial-packets: 1000, goals: [{loss: 1 %, width: 20 "
                                      "%}], latency-at: [50 %]}"},
                                     {"name: small-server", "name: searched"}}));
        const std::map<std::string, std::vector<std::string>> lines{
            {"run", add({"run", SmallServer(), "--no-figures"})},
            {"run search", add({"run", searched, "--no-figures"})},
            {"run shard", add({"run", SmallServer(), "--shard", "1/3"})},
            {"answer", add({"answer", SmallServer(), "--value", "20"})},
            {"analyze", {"analyze", SmallServer()}},
            {"solve",
             add({"solve",
                  SmallServer(),
                  "--unknown",
                  "sa-slots",
                  "--values",
                  "[0, 40]",
                  "--goal",
                  "loss=1"})},
            {"validate", add({"validate", "freebsd-ciphers", "--no-figures"})},
            {"show", {"show", SmallServer()}},
            {"check", {"check", SmallServer()}},
            {"list", {"list"}}};
        for (const auto& [name, line] : lines)
        {
            Keep(name, line, 0);
        }
        Keep("export", {"export", results}, 0);
        Keep("compare", {"compare", results, results}, 0);
        Keep("query", {"query", results, "SELECT key, load, NULL FROM point"}, 0);
        WriteFileAtomically(m_folder / "bad.yaml",
                            Replaced(ReadWholeFile(SmallServer()), "count: 20", "count: -20"));
        Keep("check bad", {"check", m_folder / "bad.yaml", SmallServer()}, 1);
        CheckContents();
        CheckShapes();
    }

    /// @param name of the file @param line of the command @param status that it ends with
    void Keep(const std::string& name, std::vector<std::string> line, int status)
    {
        line.emplace_back("--json");
        const auto ending = RunProgram(m_folder, line);
        EXPECT_EQ(WEXITSTATUS(ending.status), status, name << ": " << ending.error);
        const auto file = m_folder / (name + ".json");
        WriteFileAtomically(file, ending.output);
        m_files.push_back(file);
        m_said[name] = nlohmann::json::parse(ending.output, nullptr, false);
        ASSERT_EQ(m_said[name].is_object(), true, name << ": " << ending.output);
    }

    /// Some numbers, looked up elsewhere.
    void CheckContents()
    {
        const auto database = m_folder / "out/small-server/results.sqlite";
        const auto& points = m_said["run"].at("points");
        ASSERT_EQ(points.size(), 3, "values");
        const double kept = std::stod(
            Query(database,
                  "SELECT value FROM latest WHERE name = 'throughput_bps' AND sweep_value = 40")
                .at(0));
        EXPECT_NEAR(points.at(2).at("metrics").at("throughput_bps").at("mean").get<double>(),
                    kept,
                    1e-6 * kept,
                    "one replication");
        EXPECT_EQ(points.at(2).at("metrics").at("throughput_bps").at("half_width").is_null(),
                  true,
                  "no interval");
        EXPECT_EQ(m_said["run"].at("spot_checks").at(0).at("differing_packets"), 0, "spot check");
        EXPECT_EQ(m_said["run search"].at("points").at(0).at("goals").at(0).at("loss_ratio"),
                  0.01,
                  "goal");
        EXPECT_EQ(m_said["run shard"].at("shard"), "1/3", "shard");
        EXPECT_EQ(m_said["answer"].at("answers").size(), 5, "questions");
        EXPECT_EQ(m_said["show"].at("document").at("population").at("count"),
                  "20",
                  "as in the file");
        EXPECT_EQ(m_said["show"].at("document").at("traffic").contains("warm-up"),
                  true,
                  "defaults too");
        EXPECT_EQ(m_said["check bad"].at("good").get<bool>(), false, "bad");
        EXPECT_EQ(m_said["check bad"].at("files").at(0).at("problems").at(0).at("line"),
                  44,
                  "where");
        EXPECT_EQ(m_said["check bad"].at("files").at(1).at("good").get<bool>(),
                  true,
                  "the other one");
        for (const auto& topic : GetListTopics())
        {
            EXPECT_EQ(m_said["list"].contains(topic) && !m_said["list"].at(topic).empty(),
                      true,
                      topic);
        }
    }

    /// By the schema; left out where Python has none for it.
    void CheckShapes()
    {
        const auto said = Ask(m_files);
        if (said.find("No module") != std::string::npos)
        {
            std::clog << "not tested: " << said;
            return;
        }
        EXPECT_EQ(said, "", "none is refused");
        std::vector<std::string> broken;
        for (const auto& [name, content] : m_said)
        {
            auto more = content;
            more["more"] = 1;
            auto less = content;
            less.erase(name.rfind("check", 0) == 0 ? "files" : "scenario");
            less.erase(name == "list"       ? "command"
                       : name == "query"    ? "rows"
                       : name == "compare"  ? "a"
                       : name == "validate" ? "scenarios"
                                            : "points");
            for (const auto& [kind, wrong] : {std::pair("more", more), std::pair("less", less)})
            {
                if (wrong != content)
                {
                    broken.push_back(m_folder / (name + " " + kind + ".json"));
                    WriteFileAtomically(broken.back(), PrintJson(wrong));
                }
            }
        }
        const auto refused = Ask(broken);
        for (const auto& file : broken)
        {
            EXPECT_NE(refused.find(file), std::string::npos, file);
        }
    }

    /// @param files JSON @return what the schema says of them
    std::string Ask(const std::vector<std::string>& files) const
    {
        const auto source = Environment("IPSEC_OFFLOAD_SOURCE_DIR");
        std::string command = "python3 '" + source + "/test/planner/check-schema.py' '" + source +
                              "/doc/output.schema.json'";
        for (const auto& file : files)
        {
            command += " '" + file + "'";
        }
        const auto output = m_folder / "said";
        const int status = std::system((command + " > '" + output + "' 2>&1").c_str());
        return ReadWholeFile(output) + (WEXITSTATUS(status) == 1 ? "status 1" : "");
    }

    Folder m_folder;                              //!< gets everything
    std::vector<std::string> m_files;             //!< with what was printed
    std::map<std::string, nlohmann::json> m_said; //!< the same, by name
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerJsonTestSuite : public TestSuite
{
  public:
    PlannerJsonTestSuite()
        : TestSuite("ipsec-planner-json", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new ShapeTest);
    }
} g_plannerJsonTestSuite; //!< registers itself

} // namespace
