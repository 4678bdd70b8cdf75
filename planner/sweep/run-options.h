/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_OPTIONS_H
#define IPSEC_OFFLOAD_PLANNER_RUN_OPTIONS_H

#include "job-runner.h"
#include "shard.h"

#include "planner/scenario/experiment.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What the command line says of a run.
struct RunOptions
{
    std::string scenario;              //!< path of the file
    std::string out{"out"};            //!< folder that gets one folder per scenario
    std::string name;                  //!< instead of the scenario's; empty: that one
    uint32_t processes{0};             //!< 0: one per core
    uint32_t replications{0};          //!< 0: as the scenario says
    uint64_t packets{0};               //!< 0: as the scenario says
    std::vector<std::string> settings; //!< "PATH=VALUE": instead of what the scenario says
    Shard shard;                       //!< which part of the points; the rest is run elsewhere
    const JobRunner* runner{nullptr};  //!< who simulates; null: processes of this machine
    bool force{false};                 //!< run again what is there
    bool quiet{false};                 //!< no progress, no sum
    bool noFigures{false};             //!< simulate and print, but draw nothing
    bool json{false};                  //!< print for machines
    bool strict{false};                //!< marked points and missing costs are an error
};

/**
 * @ingroup ipsec-offload
 * @param command "run", say
 * @param options of it
 * @return words of a shell that give the same results again, wherever they are written
 */
std::string GetCommandLine(const std::string& command, const RunOptions& options);

/**
 * @ingroup ipsec-offload
 * @param texts "PATH=VALUE", as the command line says them
 * @return the settings
 * @throws InputError
 */
std::vector<InputSetting> ParseSettings(const std::vector<std::string>& texts);

/**
 * @ingroup ipsec-offload
 * Read an experiment as a run sees it.
 * @param options what the command line says
 * @return the experiment with the command line's numbers and settings instead of its own
 * @throws InputError
 */
Experiment ReadExperimentFor(const RunOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_OPTIONS_H */
