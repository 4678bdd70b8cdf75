/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_SOURCE_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_SOURCE_H

#include "model/profile/input-node.h"

#include <cstdint>
#include <string>

namespace ns3::planner
{

/// The version of the language that has includes, parameters and arithmetic.
constexpr uint32_t VERSION_WITH_PARAMETERS = 2;

/** @param root a scenario @return the version of the language that it says; 1 when it says none */
uint32_t GetLanguageVersion(const InputNode& root);

/**
 * @ingroup ipsec-offload
 * Put the files that a scenario includes below its own keys: maps are merged, everything else of
 * the scenario stands instead of what a file has. What comes from another file has the place "FILE:
 * OTHER:LINE:COLUMN".
 * @param root the scenario
 * @param file its name; names of others are relative to its folder
 * @return the scenario without "include"
 * @throws InputError when a file cannot be read, is no map, or includes itself
 */
InputNode WithIncludes(const InputNode& root, const std::string& file);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_SOURCE_H */
