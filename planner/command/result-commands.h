/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RESULT_COMMANDS_H
#define IPSEC_OFFLOAD_PLANNER_RESULT_COMMANDS_H

#include "compare-command.h"
#include "export-command.h"
#include "merge-command.h"
#include "query-command.h"

#include <CLI/CLI.hpp>

namespace ns3::planner
{

/// What the command line says of commands that work with results of earlier runs.
struct ResultCommands
{
    MergeOptions merge;
    ExportOptions exported;
    CompareOptions compare;
    QueryOptions query;
};

/**
 * @ingroup ipsec-offload
 * @param app gets the commands
 * @param options what their options are stored in; must outlive the parser
 */
void DescribeResultCommands(CLI::App& app, ResultCommands& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RESULT_COMMANDS_H */
