/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_RUN_COMMAND_H

#include "scenario.h"

#include <cstdint>
#include <string>

namespace ns3::planner
{

/// What the command line says of a run.
struct RunOptions
{
    std::string scenario;     //!< path of the file
    std::string out{"out"};   //!< folder that gets one folder per scenario
    uint32_t processes{0};    //!< 0: one per core
    uint32_t replications{0}; //!< 0: as the scenario says
    uint64_t packets{0};      //!< 0: as the scenario says
    bool force{false};        //!< run again what is there
};

/**
 * @ingroup ipsec-offload
 * Read a scenario as a run sees it.
 * @param options what the command line says
 * @return the scenario with the command line's numbers instead of its own
 * @throws InputError
 */
Scenario ReadScenarioFor(const RunOptions& options);

/**
 * @ingroup ipsec-offload
 * Simulate all points that are not there yet, then write results, figure and summary.
 * @param options what the command line says
 * @throws InputError, ProcessError, Interrupted, std::runtime_error; points done are kept
 */
void RunCommand(const RunOptions& options);

/**
 * @ingroup ipsec-offload
 * Simulate one point in this process and print its result as one line of JSON: what RunCommand()
 * starts for each point.
 * @param options those of the run
 * @param key the point's key
 * @param textHash hash of the scenario's text, so that an edit in the middle of a run is noticed
 * @throws InputError, std::runtime_error
 */
void PointCommand(const RunOptions& options, const std::string& key, const std::string& textHash);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_COMMAND_H */
