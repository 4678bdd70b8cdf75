/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_JOB_RUNNER_H
#define IPSEC_OFFLOAD_PLANNER_JOB_RUNNER_H

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A job ended badly, or could not be started. The text is one line and names the job.
 */
class ProcessError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * @ingroup ipsec-offload
 * Whoever runs the jobs of a sweep: processes of this machine, or others'. Which jobs there are and
 * what becomes of their output is the caller's business, so the results do not depend on who it is.
 */
class JobRunner
{
  public:
    /// One process to run.
    struct Job
    {
        std::string name;                   //!< for messages
        std::vector<std::string> arguments; //!< of the program, without its own name
        std::string input{};                //!< what it reads from standard input
    };

    /// Makes the job of a position, when its turn has come.
    using Source = std::function<Job(size_t job)>;

    /// What a process that ended well said.
    struct Output
    {
        std::string standardOutput;
        std::string standardError;
    };

    /// Gets the position of a job that ended well, and what it said. May throw.
    using Finished = std::function<void(size_t job, const Output& output)>;

    /// Called now and then while nothing happens, several times per second.
    using Idle = std::function<void()>;

    virtual ~JobRunner() = default;

    /**
     * Run jobs; begins them in their order.
     * @param count how many there are
     * @param source makes them, called in this thread
     * @param finished called in this thread, in the order in which jobs end
     * @param idle called in this thread
     * @throws ProcessError when a job fails: with its name, how it ended and its last words
     * @throws Interrupted when a signal came
     */
    virtual void Run(size_t count,
                     const Source& source,
                     const Finished& finished,
                     const Idle& idle) const = 0;

    /** @return who runs them, in words: "2 processes" */
    virtual std::string GetWidth() const = 0;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_JOB_RUNNER_H */
