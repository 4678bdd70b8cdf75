/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "running-options.h"

namespace ns3::planner
{

CLI::Validator
AtLeastOne()
{
    constexpr size_t MOST_DIGITS = 9;
    return {[](std::string& text) {
                const bool isCount = text.find_first_not_of("0123456789") == std::string::npos &&
                                     text.find_first_not_of('0') != std::string::npos &&
                                     text.size() <= MOST_DIGITS;
                return isCount ? "" : "'" + text + "': expected a count from 1 to 999999999";
            },
            ""};
}

CLI::Validator
NotEmpty()
{
    return {[](std::string& text) {
                return std::string(text.empty() ? "'': expected the name of a file or folder" : "");
            },
            ""};
}

void
AddSettings(CLI::App& app, std::vector<std::string>& settings)
{
    app.add_option("--set",
                   settings,
                   "Instead of a value of the scenario or its curves, as in "
                   "--set nodes.server.nic.sa-slots=64; a value may be a map or a list of YAML, as "
                   "in --set 'population.popularity={zipf: 1}'; may be given several times")
        ->allow_extra_args(false)
        ->type_name("PATH=VALUE");
}

void
AddPoint(CLI::App& app, std::string& curve, std::string& value)
{
    app.add_option("--curve", curve, "Which curve (default: the first)")->type_name("NAME");
    app.add_option("--value", value, "Which value of the sweep (default: the first)")
        ->type_name("VALUE");
}

void
AddNumbers(CLI::App& app, RunOptions& options)
{
    app.add_option("--replications",
                   options.replications,
                   "Replications, instead of the scenario's")
        ->check(AtLeastOne())
        ->type_name("N");
    app.add_option("--packets", options.packets, "Packets per point, instead of the scenario's")
        ->check(AtLeastOne())
        ->type_name("N");
    AddSettings(app, options.settings);
}

void
AddFidelity(CLI::App& app, std::vector<std::string>& settings)
{
    app.add_option_function<std::string>(
           "--fidelity",
           [&settings](const std::string& word) { settings.push_back("fidelity=" + word); },
           "Instead of the scenario's fidelity: auto, lean, full or fluid")
        ->check(CLI::IsMember({"auto", "lean", "full", "fluid"}))
        ->type_name("WORD");
}

void
AddJson(CLI::App& app, bool& json)
{
    app.add_flag("--json", json, "Print JSON, in base units (doc/output.schema.json)");
}

void
AddOut(CLI::App& app, std::string& out)
{
    app.add_option("-o,--out", out, "Folder that gets a folder with the scenario's name")
        ->check(NotEmpty())
        ->type_name("DIR")
        ->capture_default_str();
}

void
AddShard(CLI::App& app, Shard& shard)
{
    app.add_option_function<std::string>(
           "--shard",
           [&shard](const std::string& text) { shard = *Shard::FromText(text); },
           "Only the I-th of N parts of the points, for `ipsec-plan merge`")
        ->check(CLI::Validator(
            [](std::string& text) {
                return Shard::FromText(text) ? std::string()
                                             : "'" + text + "': expected I/N, as in 2/3";
            },
            ""))
        ->type_name("I/N");
}

void
RefuseShard(CLI::App& app, const std::string& why)
{
    app.add_option_function<std::string>(
           "--shard",
           [why](const std::string&) { throw CLI::ValidationError("--shard", why); })
        ->group(""); // not shown: it is there to say why it is not
}

void
AddRunning(CLI::App& app, RunOptions& options)
{
    app.add_option("--processes", options.processes, "Processes at a time (default: one per core)")
        ->check(AtLeastOne())
        ->type_name("N");
    AddOut(app, options.out);
    app.add_flag("--no-figures", options.noFigures, "Draw nothing; gnuplot is not needed");
    app.add_flag("--force", options.force, "Run all points again, also those that are there");
    AddNumbers(app, options);
}

} // namespace ns3::planner
