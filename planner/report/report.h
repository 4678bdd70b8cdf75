/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_REPORT_H
#define IPSEC_OFFLOAD_PLANNER_REPORT_H

#include "report-page.h"

#include "planner/base/progress-bar.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <ostream>
#include <string>
#include <vector>

namespace ns3::planner
{

/// How to tell it.
struct ReportOptions
{
    bool draws{true}; //!< false: no figures, and none of other results stays
    ProgressBar::Style progress{ProgressBar::Style::SILENT}; //!< of what takes long, on stderr
};

/**
 * @ingroup ipsec-offload
 * Tell what a sweep found. A scenario with a closed form gives throughput against offload ratio:
 * table, figure, closed form and one sentence. Any scenario gives the figures that it asks for.
 * @param experiment what was simulated
 * @param records its results, all of them
 * @param folder gets the figures
 * @param out gets the text
 * @param options how
 * @return what MakeReportPage() needs of it
 * @throws std::runtime_error when a figure cannot be drawn
 */
ReportParts Report(const Experiment& experiment,
                   const std::vector<PointRecord>& records,
                   const std::string& folder,
                   std::ostream& out,
                   const ReportOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_REPORT_H */
