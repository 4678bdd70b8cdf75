/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUNNING_OPTIONS_H
#define IPSEC_OFFLOAD_PLANNER_RUNNING_OPTIONS_H

#include "planner/sweep/run-options.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * Options that several commands of ipsec-plan have.
 */

namespace ns3::planner
{

/// What the argument SCENARIO is.
constexpr const char* SCENARIO_HELP = "Scenario file (YAML), or the name of a shipped one";

/** @return a check of counts, and what it says */
CLI::Validator AtLeastOne();

/** @return a check of names of files and folders, and what it says */
CLI::Validator NotEmpty();

/** @param app a command @param settings gets what it sets */
void AddSettings(CLI::App& app, std::vector<std::string>& settings);

/**
 * @param app a command
 * @param curve gets the name of a curve
 * @param value gets one of its values
 */
void AddPoint(CLI::App& app, std::string& curve, std::string& value);

/** @param app a command @param options what its options are stored in */
void AddNumbers(CLI::App& app, RunOptions& options);

/** @param app a command @param settings gets the fidelity, as something that it sets */
void AddFidelity(CLI::App& app, std::vector<std::string>& settings);

/** @param app a command @param json gets whether to print for machines */
void AddJson(CLI::App& app, bool& json);

/** @param app a command @param out gets the folder */
void AddOut(CLI::App& app, std::string& out);

/** @param app a command that runs points @param shard gets which of them */
void AddShard(CLI::App& app, Shard& shard);

/** @param app a command that cannot be divided @param why half a sentence */
void RefuseShard(CLI::App& app, const std::string& why);

/** @param app a command @param options what its options are stored in */
void AddRunning(CLI::App& app, RunOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUNNING_OPTIONS_H */
