/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/walk/walk-diagram.h"
#include "planner/walk/walk-text.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;

namespace
{

/// @param name of a variable of the test's environment @return its value
std::string
Environment(const char* name)
{
    const char* value = std::getenv(name);
    if (!value)
    {
        throw std::runtime_error(std::string(name) + " is not set: run the tests with ctest");
    }
    return value;
}

/// How a program ended and what it said.
struct Ending
{
    int status;
    std::string text; //!< both streams
};

/// @param arguments of ipsec-plan walk, behind the scenario @return how it ended
Ending
RunWalk(const std::string& arguments)
{
    const std::string command = "'" + Environment("IPSEC_OFFLOAD_BINARY_DIR") +
                                "/ipsec-plan' walk '" + Environment("IPSEC_OFFLOAD_SOURCE_DIR") +
                                "/test/scenarios/small-server.yaml' " + arguments + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r"); // NOLINT(cert-env33-c): no text of others in it
    if (!pipe)
    {
        throw std::runtime_error("cannot start " + command);
    }
    Ending ending{};
    std::array<char, 4096> part{};
    for (size_t got = 0; (got = fread(part.data(), 1, part.size(), pipe)) > 0;)
    {
        ending.text.append(part.data(), got);
    }
    const int status = pclose(pipe);
    ending.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ending;
}

/// @param text a table of steps @return its times, as they are printed
std::vector<std::string>
TimesIn(const std::string& text)
{
    static const std::regex ROW(R"(^ *[0-9]+  ([0-9]+\.[0-9]{12})  )");
    std::vector<std::string> times;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
    {
        std::smatch match;
        if (std::regex_search(line, match, ROW))
        {
            times.push_back(match[1]);
        }
    }
    return times;
}

/// @param text where @param parts what must be there, in this order @return the first that is not
std::string
FindInOrder(const std::string& text, const std::vector<std::string>& parts)
{
    size_t at = 0;
    for (const auto& part : parts)
    {
        at = text.find(part, at);
        if (at == std::string::npos)
        {
            return part;
        }
    }
    return "";
}

/// Lines and numbers.
class WalkTextTestCase : public TestCase
{
  public:
    WalkTextTestCase()
        : TestCase("Walk: lines, instants, the order of steps")
    {
    }

  private:
    void DoRun() override
    {
        const auto lines = WrapText("estimate 1 420 + 46 longer-than-a-line", 14);
        ASSERT_EQ(lines.size(), 3, "lines");
        EXPECT_EQ(lines[0], "estimate 1 420", "a number is not broken");
        EXPECT_EQ(lines[1], "+ 46", "second line");
        EXPECT_EQ(WrapText("", 10).size(), 1, "nothing is one line");
        EXPECT_EQ(FormatInstant(1'000'000'000'001), "1.000000000001", "instant");
        EXPECT_EQ(FormatMicroseconds(1'000'001), "1.000001", "microseconds");
        StepRecorder recorder({"a", "b"}, 1);
        recorder.Note(10, "SPD", "first", "");
        recorder.Enter(0);
        recorder.Note(5, "SAD", "second", "");
        EXPECT_EQ(recorder.GetSteps()[0].node, "b", "where it began");
        EXPECT_EQ(recorder.GetSteps()[1].node, "a", "where it went");
        EXPECT_EQ(recorder.GetSteps()[1].time, 10, "never before what led to it");
    }
};

/// No text of the diagram meets another one.
class WalkDiagramTestCase : public TestCase
{
  public:
    WalkDiagramTestCase()
        : TestCase("Walk: diagram without overlaps")
    {
    }

  private:
    void DoRun() override
    {
        Walk walk{"A <title> & more", "where", {}};
        const std::string text = "a decision in rather many words that need more than one line of "
                                 "the diagram, 1 420 + 46 > 1 460, and some more of them";
        for (int i = 0; i < 40; ++i)
        {
            walk.steps.push_back({i,
                                  i < 20 ? "near" : "far",
                                  "object " + std::to_string(i % 7),
                                  i % 3 == 0 ? text : "short",
                                  i % 2 == 0 ? "R91" : ""});
        }
        const std::string svg = DrawWalk(walk);
        EXPECT_EQ((svg.find("A &lt;title&gt; &amp; more") != std::string::npos), true, "escaped");
        EXPECT_EQ((svg.find("prefers-color-scheme: dark") != std::string::npos),
                  true,
                  "dark pages");
        // Texts of one column: each at least a line's height below the one before.
        static const std::regex WORDS(
            R"re(<text x="([0-9]+)" y="([0-9]+)" class="(ink|time|digit)">([^<]*)</text>)re");
        std::map<std::string, int> last;
        int words = 0;
        for (auto it = std::sregex_iterator(svg.begin(), svg.end(), WORDS);
             it != std::sregex_iterator();
             ++it)
        {
            const std::string column = (*it)[3].str() + " " + (*it)[1].str();
            const int y = std::stoi((*it)[2]);
            const auto above = last.find(column);
            if (above != last.end() && (*it)[3] != "digit")
            {
                EXPECT_GE(y - above->second, 15, "room above " + (*it)[4].str());
            }
            last[column] = y;
            EXPECT_LE((*it)[4].length(), 85, "length of a line"); // entities
            ++words;
        }
        EXPECT_GT(words, 120, "texts");
    }
};

/// The command on a scenario.
class WalkCommandTestCase : public TestCase
{
  public:
    WalkCommandTestCase()
        : TestCase("Walk: the command's table, choice and errors")
    {
    }

  private:
    void DoRun() override
    {
        const Ending first = RunWalk("");
        ASSERT_EQ(first.status, 0, first.text);
        EXPECT_EQ(FindInOrder(first.text,
                              {"protected traffic of server",
                               "application",
                               "SPD",
                               "R91",
                               "SAD",
                               "R30, R122",
                               "card full: no free slot (ENOMEM): software",
                               "host core",
                               "1 000 -> 1 036",
                               "NIC MAC",
                               "wire",
                               "router",
                               "peer0",
                               "R153",
                               "R168-R170",
                               "R161-R164",
                               "receives 1 000 octets"}),
                  "",
                  first.text);
        const auto times = TimesIn(first.text);
        EXPECT_GT(times.size(), 20, "steps");
        for (size_t i = 1; i < times.size(); ++i)
        {
            EXPECT_EQ((times[i - 1] <= times[i]), true, "order of time");
        }
        EXPECT_EQ(RunWalk("").text, first.text, "the same each time");
        EXPECT_EQ(
            FindInOrder(
                RunWalk("--value 40").text,
                {"HANDLED, drv_spi", "1 000 + 46 = 1 046 <= 1 500", "R134, R135", "NIC cipher"}),
            "",
            "with all slots it is offloaded");

        const Ending full = RunWalk("--full --value 40");
        EXPECT_EQ(FindInOrder(full.text,
                              {"full fidelity",
                               "sends datagram",
                               "HANDLED, drv_spi",
                               "R134, R135",
                               "NIC cipher",
                               "NIC MAC",
                               "peer1",
                               "R161-R164",
                               "receives 1 000 octets"}),
                  "",
                  full.text);

        const Ending chosen = RunWalk("--sa 0x1002 --packet 3 --value 40");
        EXPECT_EQ(FindInOrder(chosen.text, {"Packet 3 of SA 0x1002", "sequence 3"}),
                  "",
                  chosen.text);
        const auto later = TimesIn(RunWalk("--at '7 ms'").text);
        ASSERT_EQ(later.empty(), false, "packets after 7 ms");
        EXPECT_EQ((later.front() >= "0.007000000000"), true, "sent after 7 ms");

        const std::vector<std::pair<std::string, std::string>> errors{
            {"--sa 0x9999", "--sa 0x9999: no such SA"},
            {"--sa 0x1001", "sends nothing to server"},
            {"--sa zz", "expected an SPI"},
            {"--packet 5000", "no such packet: server sends 4000"},
            {"--at '100 s'", "no such packet"},
            {"--at soon", "expected a duration"},
            {"--value 7", "expected one of 0, 20, 40"},
            {"--curve Plan9", "expected one of FreeBsd"}};
        for (const auto& [arguments, words] : errors)
        {
            const Ending ending = RunWalk(arguments);
            EXPECT_EQ(ending.status, 1, arguments);
            EXPECT_EQ((ending.text.find(words) != std::string::npos), true, ending.text);
            EXPECT_EQ(ending.text.find('\n') + 1, ending.text.size(), "one line");
        }
    }
};

/// The life of an SA.
class WalkControlTestCase : public TestCase
{
  public:
    WalkControlTestCase()
        : TestCase("Walk: the life of an SA from ADD to the freed slot")
    {
    }

  private:
    void DoRun() override
    {
        const Ending life = RunWalk("--control --sa 0x1000 --value 40");
        EXPECT_EQ(life.status, 0, life.text);
        EXPECT_EQ(FindInOrder(life.text,
                              {"Life of SA 0x1000 on server",
                               "ADD: MATURE at once",
                               "offer queued behind",
                               "offer queued behind",
                               "offer begins: INST set, interfaces to ask: 1",
                               "nic1: offered to the driver as drv_spi",
                               "take 150 us",
                               "receive direction has its slot",
                               "take 150 us",
                               "transmit direction has its slot",
                               "is HANDLED",
                               "the offer is complete",
                               "duplicate offer skipped: already offered",
                               "first packet offloaded",
                               "not deleted by the scenario",
                               "DELETE: DEAD",
                               "removal queued",
                               "handles: 1",
                               "driver asked to deinstall",
                               "take 200.4 us",
                               "slots free at once",
                               "is free"}),
                  "",
                  life.text);
        const Ending refused = RunWalk("--control --sa 0x1000 --value 0");
        EXPECT_EQ(
            FindInOrder(refused.text,
                        {"receive direction: no free slot",
                         "no handle, offered once: card full: no free slot (ENOMEM)",
                         "first packet in software: card full: no free slot (ENOMEM), sequence 1",
                         "handles: 0"}),
            "",
            refused.text);
        const Ending none = RunWalk("--control --sa 0x77");
        EXPECT_EQ(none.status, 1, "status");
        EXPECT_EQ(none.text, "ipsec-plan: --sa 0x77: server never has such an SA\n", "");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * ipsec-plan walk.
 */
class PlannerWalkTestSuite : public TestSuite
{
  public:
    PlannerWalkTestSuite()
        : TestSuite("ipsec-planner-walk", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new WalkTextTestCase);
        AddTestCase(new WalkDiagramTestCase);
        AddTestCase(new WalkCommandTestCase);
        AddTestCase(new WalkControlTestCase);
    }
};

PlannerWalkTestSuite g_plannerWalkTestSuite; //!< registers itself

} // namespace
