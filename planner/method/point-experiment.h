/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_POINT_EXPERIMENT_H
#define IPSEC_OFFLOAD_PLANNER_POINT_EXPERIMENT_H

#include "planner/scenario/experiment.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * One point of an experiment as an experiment of its own, to be changed. All its points draw the
 * same random numbers.
 * @param experiment what holds the point
 * @param curve name of one of its curves
 * @param value one of its sweep's values
 * @return the same without curves, sweep, spot checks and figures: give it a curve and a sweep
 * @throws InputError when there is no such point
 */
Experiment MakePointExperiment(const Experiment& experiment,
                               const std::string& curve,
                               double value);

/**
 * @ingroup ipsec-offload
 * @param origin what changes the document
 * @param root a document
 * @param path of a map in it
 * @param keys which of its keys go away
 * @return the change; nothing when there is no map at that place (a profile's name, say)
 */
std::optional<InputSetting> DropKeys(const std::string& origin,
                                     const InputNode& root,
                                     const std::string& path,
                                     const std::vector<std::string>& keys);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_POINT_EXPERIMENT_H */
