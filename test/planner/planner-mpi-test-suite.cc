/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Points that other ranks of MPI simulate.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

namespace fs = std::filesystem;

/// @return what starts three ranks, as root and on fewer cores too
Surroundings
ThreeRanks()
{
    Surroundings around;
    around.launcher = {"mpirun", "--allow-run-as-root", "--oversubscribe", "-np", "3"};
    return around;
}

/// @return true when there is an mpirun, and a program that knows it; otherwise says so
bool
HasMpi()
{
    if (std::system("command -v mpirun > /dev/null") != 0)
    {
        std::clog << "not tested: mpirun (package openmpi-bin) is missing\n";
        return false;
    }
    const Folder folder;
    const auto ending = RunProgram(folder, {"list", "kernels"}, ThreeRanks());
    if (ending.error.find("built without MPI") != std::string::npos)
    {
        std::clog << "not tested: " << ending.error.substr(0, ending.error.find('\n')) << "\n";
        return false;
    }
    return true;
}

/// @param text any @param words in it @return how often
size_t
Count(const std::string& text, const std::string& words)
{
    size_t count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
    {
        ++count;
    }
    return count;
}

/**
 * @ingroup ipsec-offload-tests
 * Who simulates changes nothing.
 */
class SameOctetsTest : public TestCase
{
  public:
    SameOctetsTest()
        : TestCase("Three ranks give the octets of one process, and one rank speaks for all")
    {
    }

  private:
    void DoRun() override
    {
        if (!HasMpi())
        {
            return;
        }
        const Folder one;
        const Folder three;
        const auto command = [](const Folder& folder) {
            return std::vector<std::string>{"run",
                                            SmallServer(),
                                            "--no-figures",
                                            "--out",
                                            folder / "out"};
        };
        const auto alone = RunProgram(one, command(one));
        ASSERT_EQ(alone.status, 0, alone.error);
        const auto spread = RunProgram(three, command(three), ThreeRanks());
        ASSERT_EQ(spread.status, 0, spread.error);
        const char* results = "out/small-server/results.csv";
        EXPECT_EQ(ReadWholeFile(one / results) == ReadWholeFile(three / results),
                  true,
                  "results.csv");
        EXPECT_EQ(Count(spread.output, "Small server for tests"), 1, spread.output);
        EXPECT_NE(spread.error.find("with 2 MPI workers"), std::string::npos, spread.error);

        auto counted = command(three);
        counted.insert(counted.end(), {"--processes", "2"});
        const auto refused = RunProgram(three, counted, ThreeRanks());
        EXPECT_EQ(WEXITSTATUS(refused.status), 1, "who counts");
        EXPECT_EQ(Count(refused.error, "ipsec-plan: --processes: mpirun -np"), 1, refused.error);
        const auto missing = RunProgram(three, {"run", three / "none.yaml"}, ThreeRanks());
        EXPECT_EQ(WEXITSTATUS(missing.status), 1, "no such file");
        EXPECT_EQ(Count(missing.error, "no such file"), 1, missing.error);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A sweep that ends early takes everybody with it and leaves its points.
 */
class EndTest : public TestCase
{
  public:
    EndTest()
        : TestCase("A signal ends all ranks; the same command goes on to the same results")
    {
    }

  private:
    void DoRun() override
    {
        if (!HasMpi())
        {
            return;
        }
        const Folder one;
        const Folder three;
        const auto command = [](const Folder& folder) {
            // seconds long: mpirun takes up to one to hand on a signal
            return std::vector<std::string>{"run",
                                            SmallServer(),
                                            "--packets",
                                            "300000",
                                            "--no-figures",
                                            "--out",
                                            folder / "out"};
        };
        const auto alone = RunProgram(one, command(one));
        ASSERT_EQ(alone.status, 0, alone.error);
        const auto database = three / "out/small-server/results.sqlite";
        for (const int signal : {SIGTERM, SIGKILL})
        {
            const Started started(three, command(three), ThreeRanks());
            const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
            const auto waitFor = [deadline](const std::function<bool()>& isThere) {
                bool isDone = isThere();
                while (!isDone && std::chrono::steady_clock::now() < deadline)
                {
                    std::this_thread::sleep_for(std::chrono::milliseconds(2));
                    isDone = isThere();
                }
                return isDone;
            };
            if (signal == SIGTERM)
            {
                waitFor([&database] { return fs::exists(database); });
                std::this_thread::sleep_for(std::chrono::milliseconds(30));
                started.Kill(signal);
            }
            else // the first rank that is there
            {
                EXPECT_EQ(waitFor([&] { return started.KillChild(signal); }), true, "a rank");
            }
            const auto ending = started.Wait();
            EXPECT_NE(ending.status, 0, ending.output);
            EXPECT_EQ(fs::exists(three / "out/small-server/results.csv"), false, "no half results");
        }
        const auto last = RunProgram(three, command(three), ThreeRanks());
        ASSERT_EQ(last.status, 0, last.error);
        const char* results = "out/small-server/results.csv";
        EXPECT_EQ(ReadWholeFile(one / results) == ReadWholeFile(three / results),
                  true,
                  "results.csv");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerMpiTestSuite : public TestSuite
{
  public:
    PlannerMpiTestSuite()
        : TestSuite("ipsec-planner-mpi", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new SameOctetsTest);
        AddTestCase(new EndTest);
    }
} g_plannerMpiTestSuite; //!< registers itself

} // namespace
