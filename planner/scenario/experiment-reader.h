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

/**
 * @ingroup ipsec-offload
 * Read and check an experiment, every value of its sweep and every curve included.
 * @param name of the file, or of a shipped scenario
 * @param settings what goes before the values of the file and of its curves, but not of its sweep
 * @return the experiment
 * @throws InputError with all problems found
 */
Experiment ReadExperiment(const std::string& name, const std::vector<InputSetting>& settings = {});

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EXPERIMENT_READER_H */
