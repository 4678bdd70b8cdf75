/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "result-commands.h"

#include "running-options.h"

namespace ns3::planner
{

namespace
{

/// @param app gets the command @param options what its options are stored in
void
DescribeMerge(CLI::App& app, MergeOptions& options)
{
    auto* merge =
        app.add_subcommand("merge", "Put the shards of a run together, as if it had been one");
    merge->add_option("DIR", options.folders, "Folders of all shards of one run")
        ->required()
        ->check(NotEmpty())
        ->type_name("");
    merge
        ->add_option("--scenario",
                     options.run.scenario,
                     "Scenario file, where it is not at the place that the shards had it from")
        ->check(NotEmpty())
        ->type_name("FILE");
    AddOut(*merge, options.run.out);
    merge->add_flag("--no-figures", options.run.noFigures, "Draw nothing; gnuplot is not needed");
    merge->add_flag("--strict",
                    options.run.strict,
                    "Exit with status 1 when a point is marked, or a cost is missing");
    merge->callback([&options] { MergeCommand(options); });
}

} // namespace

void
DescribeResultCommands(CLI::App& app, ResultCommands& options)
{
    DescribeMerge(app, options.merge);
}

} // namespace ns3::planner
