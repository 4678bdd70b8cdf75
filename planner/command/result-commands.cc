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

/// What the argument RESULTS is.
constexpr const char* RESULTS_HELP = "Folder that `ipsec-plan run` has filled, or a database in it";

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
    AddJson(*merge, options.run.json);
    merge->callback([&options] { MergeCommand(options); });
}

/// @param app a command @param results gets a folder or database
void
AddResults(CLI::App& app, std::string& results)
{
    app.add_option("RESULTS", results, RESULTS_HELP)->required()->check(NotEmpty())->type_name("");
}

/// @param app a command @param metrics gets names @param otherwise which without it
void
AddMetrics(CLI::App& app, std::string& metrics, const std::string& otherwise)
{
    app.add_option("--metrics",
                   metrics,
                   "Only these, with commas in between, as in throughput_bps,loss (default: " +
                       otherwise + ")")
        ->check(NotEmpty())
        ->type_name("LIST");
}

/// @param app gets the command @param options what its options are stored in
void
DescribeExport(CLI::App& app, ExportOptions& options)
{
    auto* exported = app.add_subcommand("export", "Write results of an earlier run as CSV or JSON");
    AddResults(*exported, options.results);
    AddMetrics(*exported, options.metrics, "all");
    exported->add_option("--run", options.run, "Hash of the run (default: the one that ran last)")
        ->type_name("HASH");
    exported->add_flag("--json", options.json, "JSON instead of CSV");
    exported->add_option("-o,--output", options.output, "File to write (default: standard output)")
        ->check(NotEmpty())
        ->type_name("FILE");
    exported->callback([&options] { ExportCommand(options); });
}

/// @param app gets the command @param options what its options are stored in
void
DescribeCompare(CLI::App& app, CompareOptions& options)
{
    constexpr int BOTH = 2;
    auto* compare = app.add_subcommand(
        "compare",
        "Say what differs between two runs, or two curves, and what of it is significant");
    compare->add_option("RESULTS", options.results, RESULTS_HELP)
        ->required()
        ->expected(1, BOTH)
        ->check(NotEmpty())
        ->type_name("");
    compare
        ->add_option("--curve",
                     options.curves,
                     "Curve of A, then of B (default: those that both have)")
        ->expected(1, BOTH)
        ->type_name("NAME");
    compare
        ->add_option("--run", options.runs, "Hash of A's run, then of B's (default: the last ones)")
        ->expected(1, BOTH)
        ->type_name("HASH");
    AddMetrics(*compare, options.metrics, "throughput, offload ratio, loss, delays, CPU");
    AddJson(*compare, options.json);
    compare->callback([&options] { CompareCommand(options); });
}

/// @param app gets the command @param options what its options are stored in
void
DescribeQuery(CLI::App& app, QueryOptions& options)
{
    auto* query = app.add_subcommand("query", "Ask the database of results, in SQL");
    AddResults(*query, options.results);
    query->add_option("SQL", options.sql, "One SELECT")
        ->required()
        ->check(NotEmpty())
        ->type_name("");
    AddJson(*query, options.json);
    query->callback([&options] { QueryCommand(options); });
}

} // namespace

void
DescribeResultCommands(CLI::App& app, ResultCommands& options)
{
    DescribeMerge(app, options.merge);
    DescribeExport(app, options.exported);
    DescribeCompare(app, options.compare);
    DescribeQuery(app, options.query);
}

} // namespace ns3::planner
