/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "throughput-report.h"

#include "curve-model.h"
#include "figure.h"
#include "summary.h"
#include "throughput-figure.h"

namespace ns3::planner
{

void
ReportThroughput(const Scenario& scenario,
                 const std::vector<PointRecord>& records,
                 const std::string& folder,
                 std::ostream& out)
{
    constexpr const char* NAME = "throughput-vs-offload-ratio";
    const auto models = MakeCurveModels(scenario);
    out << scenario.title << "\n\n"
        << MakeTable(scenario, models, records) << DescribeSpotChecks(scenario, records) << "\n";
    for (const auto& model : models)
    {
        out << (models.size() > 1 ? model.GetName() + ". " : "") << model.GetLast().Describe()
            << "\n";
    }
    out << CheckBindings(models, records) << "\n\n" << DescribeBindings(scenario, models) << "\n\n";
    for (const char* file : {"results.csv", "results.sqlite"})
    {
        out << folder << "/" << file << "\n";
    }
    out << std::flush;
    DrawFigure(MakeThroughputFigure(scenario, models, records), folder, NAME);
    for (const char* ending : {".svg", ".png", ".gp", ".dat"})
    {
        out << folder << "/" << NAME << ending << "\n";
    }
}

} // namespace ns3::planner
