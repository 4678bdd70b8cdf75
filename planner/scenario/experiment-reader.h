/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EXPERIMENT_READER_H
#define IPSEC_OFFLOAD_PLANNER_EXPERIMENT_READER_H

#include "experiment.h"

#include "ns3/ipsec-input-error.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What a command makes of a file before it is read.
struct ExperimentChange
{
    std::vector<std::string> without;   //!< keys of the file that are left out
    std::vector<InputSetting> settings; //!< then put in, those of the sweep included
};

/**
 * @ingroup ipsec-offload
 * Read and check an experiment, every value of its sweep and every curve included.
 * @param name of the file, or of a shipped scenario
 * @param settings what goes before the values of the file and of its curves, but not of its sweep
 * @param change of the file, of which results know nothing
 * @return the experiment
 * @throws InputError with all problems found
 */
Experiment ReadExperiment(const std::string& name,
                          const std::vector<InputSetting>& settings = {},
                          const ExperimentChange& change = {});

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EXPERIMENT_READER_H */
