/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_REPORT_PAGE_H
#define IPSEC_OFFLOAD_PLANNER_REPORT_PAGE_H

#include "answers.h"
#include "figure.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// A figure that was drawn.
struct DrawnFigure
{
    Figure figure;
    std::string file; //!< its SVG
};

/// What a report consists of beside the results.
struct ReportParts
{
    std::string command;               //!< what makes these results again
    std::string answered;              //!< which point the answers are of
    std::vector<Answer> answers;       //!< none: nobody has asked
    std::string findings;              //!< a sentence or more per line
    std::vector<std::string> warnings; //!< why not to rely on the numbers
    std::vector<DrawnFigure> figures;
};

/**
 * @ingroup ipsec-offload
 * The report of a run as one HTML page that needs no other file and no network: answers, findings,
 * figures with values under the pointer, results, and what they rest on. Follows the reader's light
 * or dark colors, fits a phone, and prints with pictures.
 * @param experiment what was simulated
 * @param records its results, marked
 * @param parts what else there is to say
 * @return the page
 * @throws std::runtime_error when a picture cannot be read
 */
std::string MakeReportPage(const Experiment& experiment,
                           const std::vector<PointRecord>& records,
                           const ReportParts& parts);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_REPORT_PAGE_H */
