/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <SQLiteCpp/Exception.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Runs that are killed at any moment lose nothing but the points in flight.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

/// Below the folder of a run.
constexpr const char* RESULTS = "out/small-server/results.csv";

/// @param folder of a run @return its command line
std::vector<std::string>
RunIn(const Folder& folder)
{
    return {"run", SmallServer(), "--packets", "1000", "--no-figures", "--out", folder / "out"};
}

/// @param folder of a run @return its points so far
std::string
CountPoints(const Folder& folder)
{
    try
    {
        return Query(folder / "out/small-server/results.sqlite", "SELECT count(*) FROM point")
            .at(0);
    }
    catch (const SQLite::Exception&)
    {
        return "none"; // not even a database
    }
}

/**
 * @ingroup ipsec-offload-tests
 * The same command until it comes to its end.
 */
class KillTest : public TestCase
{
  public:
    KillTest()
        : TestCase("20 SIGKILLs at random moments, of the program or of a point, change nothing")
    {
    }

  private:
    void DoRun() override
    {
        const Folder whole;
        const auto start = std::chrono::steady_clock::now();
        auto command = RunIn(whole);
        command.insert(command.end(), {"--processes", "1"});
        const auto ending = RunProgram(whole, command);
        const Seconds took = std::chrono::steady_clock::now() - start;
        ASSERT_EQ(ending.status, 0, ending.error);
        m_expected = ReadWholeFile(whole / RESULTS);

        constexpr uint32_t KILLS = 20;
        std::mt19937 random(1);
        const Folder folder;
        std::set<std::string> moments;
        for (uint32_t kills = 0; kills < KILLS;)
        {
            const double share = random() / static_cast<double>(std::mt19937::max());
            if (Interrupt(folder, took * share / 2, kills % 2 == 1))
            {
                ++kills;
                moments.insert(CountPoints(folder));
            }
            else
            {
                Compare(folder, "a run that came to its end");
                fs::remove_all(folder / "out");
            }
        }
        EXPECT_GT(moments.size(), 1, "kills came at several stages");
        const auto last = RunProgram(folder, RunIn(folder));
        ASSERT_EQ(last.status, 0, last.error);
        Compare(folder, "after the last kill");
    }

    /// @param folder of the run @param after when to kill @param child true: a point's process
    /// @return false when it was done before
    bool Interrupt(const Folder& folder, Seconds after, bool child)
    {
        auto command = RunIn(folder);
        command.insert(command.end(), {"--processes", "1"});
        const Started started(folder, command);
        std::this_thread::sleep_for(after);
        if (!child || !started.KillChild(SIGKILL))
        {
            started.Kill(SIGKILL);
        }
        const auto ending = started.Wait();
        if (ending.status == 0)
        {
            return false;
        }
        const bool isTold = WIFEXITED(ending.status) && WEXITSTATUS(ending.status) == 1 &&
                            ending.error.find("ended by signal 9") != std::string::npos;
        EXPECT_EQ(WIFSIGNALED(ending.status) || isTold, true, ending.error);
        if (fs::exists(folder / RESULTS))
        {
            Compare(folder, "of an earlier end");
        }
        return true;
    }

    /// @param folder of a run @param when of its life
    void Compare(const Folder& folder, const char* when)
    {
        EXPECT_EQ(ReadWholeFile(folder / RESULTS) == m_expected, true, when);
    }

    std::string m_expected; //!< results.csv of a run that nobody has killed
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerKillTestSuite : public TestSuite
{
  public:
    PlannerKillTestSuite()
        : TestSuite("ipsec-planner-kill", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new KillTest);
    }
} g_plannerKillTestSuite; //!< registers itself

} // namespace
