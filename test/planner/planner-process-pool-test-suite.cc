/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/base/progress-bar.h"
#include "planner/sweep/process-pool.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <sstream>

using namespace ns3;
using namespace ns3::planner;

namespace
{

/// @param name a job's name @param script what its shell does @return the job
ProcessPool::Job
Shell(const std::string& name, const std::string& script)
{
    return {name, {"-c", script}};
}

/**
 * @ingroup ipsec-offload-tests
 * All jobs run, and each answer finds its job.
 */
class AllJobsTest : public TestCase
{
  public:
    AllJobsTest()
        : TestCase("All jobs run and give back what they said")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<ProcessPool::Job> jobs;
        jobs.reserve(22);
        for (int i = 0; i < 20; i++)
        {
            jobs.push_back(Shell("job", "echo " + std::to_string(i) + "; echo e >&2"));
        }
        // more than a pipe holds
        jobs.push_back(Shell("long", "head -c 300000 /dev/zero | tr '\\0' x"));
        jobs.push_back({"input", {"-c", "wc -c"}, std::string(300000, 'x')});
        std::vector<std::string> said(jobs.size());
        const ProcessPool pool("/bin/sh", 3);
        pool.Run(
            jobs,
            [&](size_t job, const ProcessPool::Output& output) {
                said[job] += output.standardOutput;
                ASSERT_EQ(output.standardError, (job < 20 ? "e\n" : ""), "stderr");
            },
            [] {});
        for (int i = 0; i < 20; i++)
        {
            ASSERT_EQ(said[i], std::to_string(i) + "\n", "its own answer, once");
        }
        ASSERT_EQ(said[20].size(), 300000, "long answers too");
        ASSERT_EQ(said[21], "300000\n", "and long questions");
        ASSERT_GT(ProcessPool("/bin/sh", 0).GetProcesses(), 0, "one per core");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A job that fails ends the run with one clear line, and the others with it.
 */
class FailingJobTest : public TestCase
{
  public:
    FailingJobTest()
        : TestCase("A failing job is named with its last words and ends the others")
    {
    }

  private:
    /// @param jobs what to run @return the message of the failure
    static std::string MessageOf(const std::vector<ProcessPool::Job>& jobs)
    {
        try
        {
            ProcessPool("/bin/sh", 2)
                .Run(
                    jobs,
                    [](size_t, const ProcessPool::Output&) {},
                    [] {});
        }
        catch (const ProcessError& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        ASSERT_EQ(MessageOf({Shell("FreeBsd/50/1/lean", "echo no; exit 3")}),
                  "FreeBsd/50/1/lean: ended with status 3, silently",
                  "status");
        ASSERT_EQ(MessageOf({Shell("p", "echo 'a\n\tb' >&2; exit 1")}),
                  "p: ended with status 1: a b",
                  "last words in one line");
        ASSERT_EQ(MessageOf({Shell("p", "kill -SEGV $$")}),
                  "p: ended by signal 11 (Segmentation fault), silently",
                  "signal");
        const auto start = std::chrono::steady_clock::now();
        ASSERT_NE(MessageOf({Shell("slow", "exec sleep 60"), Shell("bad", "exit 1")}), "", "fails");
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        ASSERT_LT(took.count(), 30, "does not wait for the others");
        std::string message;
        try
        {
            ProcessPool("/no/such/program", 1).Run({Shell("p", "")}, {}, {});
        }
        catch (const ProcessError& error)
        {
            message = error.what();
        }
        ASSERT_EQ(message,
                  "p: cannot start /no/such/program: No such file or directory",
                  "no program");
    }
};

/// What a signal does, whoever started this process (a shell's background ignores SIGINT).
class SignalSetting
{
  public:
    /// @param signal a signal @param handler what it does while this lives
    SignalSetting(int signal, sighandler_t handler)
        : m_signal(signal)
    {
        struct sigaction action = {};
        action.sa_handler = handler;
        sigaction(m_signal, &action, &m_before);
    }

    ~SignalSetting()
    {
        sigaction(m_signal, &m_before, nullptr);
    }

    SignalSetting(const SignalSetting&) = delete;
    SignalSetting& operator=(const SignalSetting&) = delete;

    /// @return what the signal does now
    sighandler_t Get() const
    {
        struct sigaction action = {};
        sigaction(m_signal, nullptr, &action);
        return action.sa_handler;
    }

  private:
    int m_signal;              //!< the signal
    struct sigaction m_before; //!< what it did
};

/**
 * @ingroup ipsec-offload-tests
 * Ctrl-C: no process survives, and the signal does what it did before.
 */
class InterruptTest : public TestCase
{
  public:
    InterruptTest()
        : TestCase("A signal ends the run and all of its processes")
    {
    }

  private:
    void DoRun() override
    {
        const SignalSetting setting(SIGINT, SIG_DFL);
        pid_t child = 0;
        int signal = 0;
        try
        {
            ProcessPool("/bin/sh", 2)
                .Run(
                    {Shell("quick", "echo $PPID"), Shell("slow", "exec sleep 60")},
                    [&](size_t, const ProcessPool::Output& output) {
                        child = std::stoi(output.standardOutput);
                        kill(getpid(), SIGINT);
                    },
                    [] {});
        }
        catch (const Interrupted& interrupted)
        {
            signal = interrupted.GetSignal();
        }
        ASSERT_EQ(signal, SIGINT, "which signal");
        ASSERT_EQ(child, getpid(), "started by this process, not by a copy of it");
        ASSERT_EQ((setting.Get() == SIG_DFL), true, "as it was before");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * nohup, and what a script starts in the background: the signal does nothing.
 */
class IgnoredSignalTest : public TestCase
{
  public:
    IgnoredSignalTest()
        : TestCase("A signal that this process ignores does not end the run")
    {
    }

  private:
    void DoRun() override
    {
        const SignalSetting setting(SIGHUP, SIG_IGN);
        size_t done = 0;
        ProcessPool("/bin/sh", 1)
            .Run(
                {Shell("first", "true"), Shell("second", "true")},
                [&](size_t, const ProcessPool::Output&) {
                    ++done;
                    kill(getpid(), SIGHUP);
                },
                [] {});
        ASSERT_EQ(done, 2, "all jobs");
        ASSERT_EQ((setting.Get() == SIG_IGN), true, "as it was before");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What the bar says, and when it keeps silent.
 */
class ProgressBarTest : public TestCase
{
  public:
    ProgressBarTest()
        : TestCase("Progress on a terminal and elsewhere")
    {
    }

  private:
    void DoRun() override
    {
        ASSERT_EQ(ProgressBar::Describe(0, 8, 0, 0), "0 of 8 points", "nothing known");
        ASSERT_EQ(ProgressBar::Describe(2, 8, 0.25, 4),
                  "2 of 8 points, 0.5 per second, 12 s left",
                  "rate");
        ASSERT_EQ(ProgressBar::Describe(500, 1001, 0.001, 1),
                  "500 of 1001 points, 500.0 per second, 17 min left",
                  "minutes");
        using Clock = ProgressBar::Clock;
        const Clock::time_point start{};
        std::ostringstream plain;
        {
            ProgressBar bar(plain, ProgressBar::Style::LINES, 8, start);
            bar.Update(1, 0.125, start + std::chrono::seconds(3));
            ASSERT_EQ(plain.str(), "", "silent at first");
            bar.Update(2, 0.25, start + std::chrono::seconds(10));
            bar.Update(3, 0.375, start + std::chrono::seconds(11));
        }
        ASSERT_EQ(plain.str(),
                  "2 of 8 points, 0.2 per second, 30 s left\n",
                  "one line, and nothing of a terminal in it");
        std::ostringstream terminal;
        {
            ProgressBar bar(terminal, ProgressBar::Style::TERMINAL, 8, start);
            bar.Update(3, 0.375, start + std::chrono::milliseconds(999));
            ASSERT_EQ(terminal.str(), "", "what is done at once needs no bar");
            bar.Update(4, 0.5, start + std::chrono::seconds(1));
        }
        ASSERT_EQ(terminal.str(),
                  "\r\033[K[###############...............] "
                  "4 of 8 points, 4.0 per second, 1 s left\r\033[K",
                  "drawn and taken away");
        std::ostringstream silent;
        {
            ProgressBar bar(silent, ProgressBar::Style::SILENT, 8, start);
            bar.Update(4, 0.5, start + std::chrono::hours(1));
        }
        EXPECT_EQ(silent.str(), "", "whatever it takes");
        EXPECT_EQ((ProgressBar::ChooseStyle(true) == ProgressBar::Style::SILENT), true, "quiet");
        std::ostringstream named;
        ProgressBar bar(named, ProgressBar::Style::LINES, 4, start, "closed form");
        bar.Advance(start + std::chrono::seconds(5));
        bar.Advance(start + std::chrono::seconds(20));
        EXPECT_EQ(named.str(),
                  "closed form: 2 of 4 points, 0.1 per second, 20 s left\n",
                  "counts by itself");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerProcessPoolTestSuite : public TestSuite
{
  public:
    PlannerProcessPoolTestSuite()
        : TestSuite("ipsec-planner-process-pool", TestSuite::Type::UNIT)
    {
        AddTestCase(new AllJobsTest);
        AddTestCase(new FailingJobTest);
        AddTestCase(new InterruptTest);
        AddTestCase(new IgnoredSignalTest);
        AddTestCase(new ProgressBarTest);
    }
} g_plannerProcessPoolTestSuite; //!< registers itself

} // namespace
