/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROCESS_POOL_H
#define IPSEC_OFFLOAD_PLANNER_PROCESS_POOL_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A process of the pool ended badly, or could not be started. The text is one line and names the
 * job.
 */
class ProcessError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * @ingroup ipsec-offload
 * The user asked to stop (SIGINT, SIGTERM or SIGHUP, unless the process ignores them).
 */
class Interrupted : public std::runtime_error
{
  public:
    /** @param signal which signal */
    explicit Interrupted(int signal);

    /** @return which signal */
    int GetSignal() const
    {
        return m_signal;
    }

  private:
    int m_signal; //!< which signal
};

/**
 * @ingroup ipsec-offload
 * Runs jobs in fresh processes, so many at a time. A fresh process, not a fork of this one: ns-3
 * counts streams, addresses and packets per process (doc/design.rst#rule-8).
 *
 * Whatever ends Run() early (a job that fails, a signal, an exception of the caller), no process of
 * the pool survives it.
 */
class ProcessPool
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

    /**
     * @param program path of the program; /proc/self/exe is this one
     * @param processes how many at a time; 0: one per core that this process may use
     */
    explicit ProcessPool(std::string program, uint32_t processes);

    /** @return how many at a time */
    uint32_t GetProcesses() const
    {
        return m_processes;
    }

    /**
     * Run jobs; begins them in their order.
     * @param count how many there are
     * @param source makes them, called in this thread
     * @param finished called in this thread, in the order in which jobs end
     * @param idle called in this thread
     * @throws ProcessError when a job fails: with its name, how it ended and its last words
     * @throws Interrupted when a signal came
     */
    void Run(size_t count, const Source& source, const Finished& finished, const Idle& idle) const;

    /**
     * The same with jobs that are few enough to be made before.
     * @param jobs what to run
     * @param finished see above
     * @param idle see above
     * @throws ProcessError, Interrupted
     */
    void Run(const std::vector<Job>& jobs, const Finished& finished, const Idle& idle) const;

  private:
    std::string m_program; //!< what to run
    uint32_t m_processes;  //!< how many at a time
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROCESS_POOL_H */
