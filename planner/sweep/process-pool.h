/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROCESS_POOL_H
#define IPSEC_OFFLOAD_PLANNER_PROCESS_POOL_H

#include "job-runner.h"
#include "stop-signals.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Runs jobs in fresh processes, so many at a time. A fresh process, not a fork of this one: ns-3
 * counts streams, addresses and packets per process (doc/design.rst#rule-8).
 *
 * Whatever ends Run() early (a job that fails, a signal, an exception of the caller), no process of
 * the pool survives it.
 */
class ProcessPool : public JobRunner
{
  public:
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

    void Run(size_t count,
             const Source& source,
             const Finished& finished,
             const Idle& idle) const override;

    /**
     * Run jobs that are few enough to be made before.
     * @param jobs what to run
     * @param finished see JobRunner::Run()
     * @param idle likewise
     * @throws ProcessError, Interrupted
     */
    void Run(const std::vector<Job>& jobs, const Finished& finished, const Idle& idle) const;

    std::string GetWidth() const override;

  private:
    std::string m_program; //!< what to run
    uint32_t m_processes;  //!< how many at a time
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROCESS_POOL_H */
