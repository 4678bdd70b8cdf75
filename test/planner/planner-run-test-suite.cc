/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/analytic/curve-model.h"
#include "planner/base/atomic-file.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <SQLiteCpp/Exception.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <thread>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

namespace fs = std::filesystem;

/// Points of the scenario, its spot check included.
constexpr uint32_t POINTS = 10;

/// @return the scenario that is run
std::string
ScenarioFile()
{
    return Environment("IPSEC_OFFLOAD_SOURCE_DIR") + "/test/scenarios/small-server.yaml";
}

/// @param folder that got results @param name of a file @return its contents
std::string
ReadResult(const Folder& folder, const std::string& name)
{
    return ReadWholeFile(folder / ("out/small-server/" + name));
}

/// @param folder that got results @param sql what gives one number @return the number; -1 for none
int
AskDatabase(const Folder& folder, const char* sql)
{
    const auto path = folder / "out/small-server/results.sqlite";
    try
    {
        return std::stoi(Query(path, sql).at(0));
    }
    catch (const SQLite::Exception&) // the program has not made it yet
    {
        return -1;
    }
}

/// @param folder that got results @return points in the database
int
CountPoints(const Folder& folder)
{
    return std::max(0, AskDatabase(folder, "SELECT count(*) FROM point"));
}

/// @param csv results @param column name of a column @param fidelity of the lines wanted @return
/// values
std::vector<double>
Column(const std::string& csv, const std::string& column, const std::string& fidelity)
{
    const auto split = [](const std::string& line) {
        std::vector<std::string> fields;
        std::istringstream stream(line);
        for (std::string field; std::getline(stream, field, ',');)
        {
            fields.push_back(field);
        }
        return fields;
    };
    std::istringstream lines(csv);
    std::string line;
    std::getline(lines, line);
    const auto names = split(line);
    const auto at = std::find(names.begin(), names.end(), column) - names.begin();
    std::vector<double> values;
    while (std::getline(lines, line))
    {
        const auto fields = split(line);
        if (fields.at(3) == fidelity)
        {
            values.push_back(std::stod(fields.at(at)));
        }
    }
    return values;
}

/**
 * @ingroup ipsec-offload-tests
 * Rule 8 of the design: the same octets whatever the number of processes.
 */
class WidthTest : public TestCase
{
  public:
    WidthTest()
        : TestCase("The same seed gives the same octets with 1 and with 2 processes, and again")
    {
    }

  private:
    void DoRun() override
    {
        const Folder one;
        const Folder two;
        const auto first =
            RunProgram(one, {"run", ScenarioFile(), "--processes", "1", "--out", one / "out"});
        ASSERT_EQ(first.status, 0, first.error);
        const auto second =
            RunProgram(two, {"run", ScenarioFile(), "--processes", "2", "--out", two / "out"});
        ASSERT_EQ(second.status, 0, second.error);
        for (const char* ending : {"svg", "gp", "dat"})
        {
            const auto name = std::string("throughput-vs-offload-ratio.") + ending;
            ASSERT_EQ((ReadResult(one, name) == ReadResult(two, name)), true, name);
        }
        const auto csv = ReadResult(one, "results.csv");
        ASSERT_EQ((csv == ReadResult(two, "results.csv")), true, "1 and 2 processes");
        ASSERT_EQ(fs::exists(two / "out/small-server/throughput-vs-offload-ratio.png"),
                  true,
                  "figure");

        const auto again =
            RunProgram(two, {"run", ScenarioFile(), "--out", two / "out", "--force"});
        ASSERT_EQ(again.status, 0, again.error);
        ASSERT_EQ((csv == ReadResult(two, "results.csv")), true, "with --force");
        ASSERT_NE(again.error.find("10 points in"), std::string::npos, again.error);
        const auto nothing = RunProgram(two, {"run", ScenarioFile(), "--out", two / "out"});
        ASSERT_EQ(nothing.status, 0, nothing.error);
        ASSERT_EQ(nothing.error.find("points in"), std::string::npos, "all there");
        ASSERT_EQ((csv == ReadResult(two, "results.csv")), true, "from the database");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The simulation meets the closed form where one resource binds, and both fidelities meet each
 * other.
 */
class AgreementTest : public TestCase
{
  public:
    AgreementTest()
        : TestCase("Simulation and closed form agree at the ends; lean and full agree everywhere")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto ending = RunProgram(folder, {"run", ScenarioFile(), "--out", folder / "out"});
        ASSERT_EQ(ending.status, 0, ending.error);
        const auto csv = ReadResult(folder, "results.csv");
        const auto compared = Column(csv, "compared_packets", "both");
        ASSERT_EQ(compared.size(), 1, "one spot check");
        ASSERT_EQ(compared.at(0), 1000, "all of its packets");
        ASSERT_EQ(Column(csv, "differing_packets", "both").at(0), 0, "all the same");
        ASSERT_EQ(Column(csv, "differing_counters", "both").at(0), 0, "all the same");

        constexpr const char* TOTALS =
            "SELECT sum(packets) FROM reasons WHERE fate = 'software' AND node = 'server' AND sa = "
            "'' AND interface = ''";
        constexpr const char* SAS =
            "SELECT sum(packets) FROM reasons WHERE fate = 'software' AND node = 'server' AND sa "
            "!= ''";
        ASSERT_GT(AskDatabase(folder, TOTALS), 1000, "packets in software");
        ASSERT_EQ(AskDatabase(folder, SAS), AskDatabase(folder, TOTALS), "SAs, summed");
        ASSERT_EQ(AskDatabase(folder,
                              "SELECT sum(packets) FROM reasons WHERE fate = 'software' AND node = "
                              "'server' AND interface = 'nic1'"),
                  AskDatabase(folder, TOTALS),
                  "all went out by one interface");
        ASSERT_EQ(
            AskDatabase(folder,
                        "SELECT count(DISTINCT sa) FROM reasons JOIN point ON point.id = "
                        "reasons.point WHERE value = 0 AND fidelity = 'lean' AND sa LIKE '0x%' "
                        "AND fate = 'software' AND node = 'server'"),
            20,
            "one SA of each client sends");
        ASSERT_EQ(AskDatabase(folder,
                              "SELECT count(*) FROM reasons JOIN point ON point.id = "
                              "reasons.point WHERE value = 40 AND fate = 'software' "
                              "AND node = 'server'"),
                  0,
                  "no reason when all are offloaded");
        ASSERT_NE(
            ending.output.find("not offloaded at the server on transmit: card full: no free slot "
                               "(ENOMEM) 100.0 %"),
            std::string::npos,
            ending.output);

        const auto throughput = Column(csv, "throughput_bps", "lean");
        const auto ratio = Column(csv, "offload_ratio", "lean");
        ASSERT_EQ(throughput.size(), POINTS - 1, "points");
        const CurveModel model(ReadExperiment(ScenarioFile()), "FreeBsd", [] {});
        ASSERT_EQ(model.IsOneFunction(), true, "slots move the ratio alone");
        for (size_t i = 0; i < 3; i++)
        {
            ASSERT_EQ(ratio[i], 0, "no slot");
            const double software = model.At(0, 0).throughput;
            ASSERT_NEAR(throughput[i] / software, 1, 0.03, "cores bind");
            ASSERT_EQ(ratio[6 + i], 1, "slots for all");
            const double offloaded = model.At(40, 1).throughput;
            ASSERT_NEAR(throughput[6 + i] / offloaded, 1, 0.03, "cipher binds");
        }
        ASSERT_NE(ending.output.find(
                      "the cores of the server are the bottleneck up to an offload ratio of"),
                  std::string::npos,
                  ending.output);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A run that was ended goes on where it was.
 */
class ResumeTest : public TestCase
{
  public:
    /// @param signal what ends it @param name of the signal
    ResumeTest(int signal, const std::string& name)
        : TestCase("A run ended by " + name + " goes on to the same results"),
          m_signal(signal)
    {
    }

  private:
    void DoRun() override
    {
        const Folder whole;
        RunProgram(whole, {"run", ScenarioFile(), "--out", whole / "out"});

        const Folder folder;
        const Started started(folder,
                              {"run", ScenarioFile(), "--processes", "1", "--out", folder / "out"});
        const auto deadline = std::chrono::steady_clock::now() + PATIENCE;
        while (CountPoints(folder) == 0 && std::chrono::steady_clock::now() < deadline)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        started.Kill(m_signal);
        const auto killed = started.Wait();
        if (m_signal == SIGKILL)
        {
            ASSERT_EQ(WIFSIGNALED(killed.status), true, "killed");
        }
        else
        {
            ASSERT_EQ(WEXITSTATUS(killed.status), 128 + m_signal, killed.error);
            ASSERT_NE(killed.error.find("points are kept"), std::string::npos, killed.error);
        }
        const auto kept = CountPoints(folder);
        ASSERT_EQ((kept > 0 && kept < static_cast<int>(POINTS)), true, "in between");
        ASSERT_EQ(fs::exists(folder / "out/small-server/results.csv"), false, "no half results");
        const auto resumed = RunProgram(folder, {"run", ScenarioFile(), "--out", folder / "out"});
        ASSERT_EQ(resumed.status, 0, resumed.error);
        ASSERT_NE(resumed.error.find(std::to_string(kept) + " of 10 earlier points are reused"),
                  std::string::npos,
                  resumed.error);
        ASSERT_EQ((ReadResult(folder, "results.csv") == ReadResult(whole, "results.csv")),
                  true,
                  "the same results");
    }

    static constexpr std::chrono::seconds PATIENCE{60}; //!< a point takes a moment

    int m_signal; //!< what ends it
};

/**
 * @ingroup ipsec-offload-tests
 * Rule 10 of the design: a broken scenario is refused with its place, and nothing is written.
 */
class BrokenScenarioTest : public TestCase
{
  public:
    /**
     * @param what is broken
     * @param from text of the scenario
     * @param to what stands there instead
     * @param place line and column of the message
     */
    BrokenScenarioTest(const std::string& what,
                       const std::string& from,
                       const std::string& to,
                       const std::string& place)
        : TestCase("Nothing is written for a scenario with " + what),
          m_from(from),
          m_to(to),
          m_place(place)
    {
    }

  private:
    void DoRun() override
    {
        auto text = ReadWholeFile(ScenarioFile());
        const auto at = text.find(m_from);
        ASSERT_NE(at, std::string::npos, "the scenario has that text");
        text.replace(at, m_from.size(), m_to);
        const Folder folder;
        const auto file = folder / "broken.yaml";
        WriteFileAtomically(file, text);
        for (const char* command : {"check", "run"})
        {
            std::vector<std::string> arguments{command, file};
            if (arguments[0] == "run")
            {
                arguments.insert(arguments.end(), {"--out", folder / "out"});
            }
            const auto ending = RunProgram(folder, arguments);
            ASSERT_EQ(WEXITSTATUS(ending.status), 1, command);
            ASSERT_EQ(ending.output, "", "nothing on standard output");
            ASSERT_EQ(ending.error.rfind(file + ":" + m_place + ": ", 0), 0, ending.error);
            ASSERT_NE(ending.error.find("expected "), std::string::npos, "what");
            ASSERT_EQ(fs::exists(folder / "out"), false, "nothing is written");
        }
    }

    std::string m_from;  //!< text of the scenario
    std::string m_to;    //!< what stands there instead
    std::string m_place; //!< line and column of the message
};

/**
 * @ingroup ipsec-offload-tests
 * Exit status and texts of the command line.
 */
class CommandLineTest : public TestCase
{
  public:
    CommandLineTest()
        : TestCase("Wrong usage ends with status 2 and one line, an error with status 1")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const std::vector<std::vector<std::string>> wrong{
            {},
            {"frobnicate"},
            {"run"},
            {"run", ScenarioFile(), "--bogus"},
            {"run", ScenarioFile(), "--processes", "0"},
            {"run", ScenarioFile(), "--packets", "-1"},
            {"list", "frogs"}};
        for (const auto& arguments : wrong)
        {
            const auto ending = RunProgram(folder, arguments);
            ASSERT_EQ(WEXITSTATUS(ending.status), 2, ending.error);
            ASSERT_EQ(ending.error.find('\n'), ending.error.size() - 1, ending.error);
            ASSERT_EQ(ending.output, "", "nothing on standard output");
        }
        ASSERT_EQ(WEXITSTATUS(RunProgram(folder, {"run", folder / "none.yaml"}).status),
                  1,
                  "no such file");
        const auto help = RunProgram(folder, {"--help"});
        ASSERT_EQ(help.status, 0, "help");
        for (const char* command : {"run", "check", "list"})
        {
            ASSERT_NE(help.output.find(command), std::string::npos, command);
        }
        ASSERT_EQ(help.output.find("\n  point "), std::string::npos, "hidden");
        const auto list = RunProgram(folder, {"list"});
        ASSERT_EQ(list.status, 0, list.error);
        for (const char* name : {"edge-server",
                                 "cx6dx-freebsd",
                                 "xeon-e5-2697a-freebsd",
                                 "FreeBsd",
                                 "small-world",
                                 // 7 x 46, 4 x 576 and 1500 octets: 4 126 of 12 packets
                                 "3 lengths, mean 343.8 B; the simple IMIX",
                                 "overshoot_max_octets",
                                 "drop_nic_tx_REASON_packets"})
        {
            ASSERT_NE(list.output.find(name), std::string::npos, name);
        }
        const auto sources = RunProgram(folder, {"list", "profiles", "--sources"});
        ASSERT_EQ(sources.status, 0, sources.error);
        for (const char* part : {"slot-cool-off", " 2 s ", "sourced", "octep_ipsec.c"})
        {
            ASSERT_NE(sources.output.find(part), std::string::npos, part);
        }
        const auto check = RunProgram(folder, {"check", ScenarioFile()});
        ASSERT_EQ(check.status, 0, check.error);
        ASSERT_NE(check.output.find(": OK, 10 points"), std::string::npos, check.output);
        const auto point =
            RunProgram(folder,
                       {"point", ScenarioFile(), "--key", "FreeBsd/0/1/slim", "--packets", "1"});
        ASSERT_EQ(WEXITSTATUS(point.status), 1, point.error);
        ASSERT_NE(point.error.find("expected curve/value"), std::string::npos, point.error);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerRunTestSuite : public TestSuite
{
  public:
    PlannerRunTestSuite()
        : TestSuite("ipsec-planner-run", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new WidthTest);
        AddTestCase(new AgreementTest);
        AddTestCase(new ResumeTest(SIGKILL, "SIGKILL"));
        AddTestCase(new ResumeTest(SIGINT, "SIGINT"));
        AddTestCase(new BrokenScenarioTest("an unknown key", "  count: 20", "  cuont: 20", "44:3"));
        AddTestCase(new BrokenScenarioTest("a wrong unit", "10 Gbit/s", "10 Gbyte", "19:11"));
        AddTestCase(new BrokenScenarioTest("a missing profile", "cx6dx-freebsd", "cx9", "35:16"));
        AddTestCase(new BrokenScenarioTest("a negative count", "count: 20", "count: -20", "44:10"));
        AddTestCase(new BrokenScenarioTest("broken YAML", "links:", "links: [", "19:9"));
        AddTestCase(new CommandLineTest);
    }
} g_plannerRunTestSuite; //!< registers itself

} // namespace
