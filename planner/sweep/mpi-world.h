/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MPI_WORLD_H
#define IPSEC_OFFLOAD_PLANNER_MPI_WORLD_H

#include "job-runner.h"

#include <memory>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The processes that `mpirun` has started together with this one. Rank 0 is the one that the user
 * sees: it alone reads the command line, owns the results and writes. All others run its jobs, one
 * at a time each, in child processes of their own. Without mpirun there is nobody else, and MPI is
 * not even started.
 */
class MpiWorld
{
  public:
    /**
     * Meet the others.
     * @throws std::runtime_error when mpirun has started several of a program without MPI, which
     * would all do the same
     */
    MpiWorld();

    ~MpiWorld();

    MpiWorld(const MpiWorld&) = delete;
    MpiWorld& operator=(const MpiWorld&) = delete;

    /** @return true on all ranks but 0, which have nothing to do but Serve() */
    bool IsWorker() const;

    /** Run what rank 0 gives out, until it leaves. */
    void Serve() const;

    /** @return rank 0's way to the others; null when there is nobody */
    const JobRunner* GetRunner() const;

    /**
     * The end of rank 0: the others leave too.
     * @param status exit status; after a signal nobody waits for anybody
     */
    void Leave(int status);

  private:
    int m_rank{0};                       //!< of this process
    std::unique_ptr<JobRunner> m_runner; //!< see GetRunner()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MPI_WORLD_H */
