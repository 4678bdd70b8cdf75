/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-command.h"

#include "atomic-file.h"
#include "content-hash.h"
#include "csv-export.h"
#include "number-format.h"
#include "point-answer.h"
#include "point-runner.h"
#include "point-sweep.h"
#include "report.h"
#include "results.h"
#include "summary.h"

#include <sys/prctl.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace ns3::planner
{

void
RunCommand(const RunOptions& options)
{
    const auto experiment = ReadExperimentFor(options);
    const auto points = EnumeratePoints(experiment);
    const auto folder = options.out + "/" + experiment.name;
    std::filesystem::create_directories(folder);
    ResultStore store(folder + "/results.sqlite", IdentityOf(experiment));
    if (options.force)
    {
        store.Clear();
    }
    const auto records = PointSweep(options, experiment, store).Run(points);
    WriteFileAtomically(folder + "/results.csv", ToCsv(records));
    if (experiment.first.timeline.period > 0)
    {
        WriteFileAtomically(folder + "/timeline.csv", TimelinesToCsv(records));
    }
    Report(experiment, records, folder, std::cout);
    const auto failed = CountFailedSpotChecks(records);
    if (failed > 0)
    {
        throw std::runtime_error(std::to_string(failed) +
                                 " spot checks failed: do not trust these results");
    }
}

void
PointCommand(const RunOptions& options, const std::string& key, const std::string& textHash)
{
    // Without the process that waits for the answer there is nobody to give it to.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto experiment = ReadExperimentFor(options);
    if (FormatHash(ContentHash(experiment.text)) != textHash)
    {
        throw std::runtime_error(options.scenario + " was changed while it was being run");
    }
    const auto points = EnumeratePoints(experiment);
    const auto point = std::find_if(points.begin(), points.end(), [&](const PointSpec& other) {
        return other.GetKey() == key;
    });
    if (point == points.end())
    {
        throw std::runtime_error(options.scenario + " has no point " + key);
    }
    std::cout << WriteAnswer(key, RunPoint(ResolvePoint(experiment, *point), *point)) << std::endl;
}

} // namespace ns3::planner
