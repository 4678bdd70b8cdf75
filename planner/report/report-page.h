/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_REPORT_PAGE_H
#define IPSEC_OFFLOAD_PLANNER_REPORT_PAGE_H

#include "answers.h"
#include "page-frame.h"

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What a report consists of beside the results.
struct ReportParts
{
    std::string command;               //!< what makes these results again
    std::string answered;              //!< which point the answers are of
    std::vector<Answer> answers;       //!< none: nobody has asked
    std::string findings;              //!< a sentence or more per line
    std::vector<std::string> warnings; //!< why not to rely on the numbers
    std::vector<DrawnFigure> figures;
    std::vector<DrawnHeatMap> heatMaps;
    std::vector<DrawnPicture> pictures;
    TableRows measured; //!< of a user's file and the simulation; empty: none
};

/**
 * @ingroup ipsec-offload
 * The report of a run as one HTML page (PageFrame): answers, findings, figures, results, and what
 * they rest on.
 * @param experiment what was simulated
 * @param records its results, marked
 * @param parts what else there is to say
 * @return the page
 * @throws std::runtime_error when a picture cannot be read
 */
std::string MakeReportPage(const Experiment& experiment,
                           const std::vector<PointRecord>& records,
                           const ReportParts& parts);

/// What a page about one question consists of.
struct QuestionParts
{
    std::string question;              //!< "Which load passes without loss?"
    std::vector<std::string> answers;  //!< sentences
    std::string details;               //!< a sentence or more per line
    std::vector<std::string> warnings; //!< why not to rely on the numbers
    std::vector<DrawnFigure> figures;
    std::vector<std::pair<std::string, TableRows>> tables; //!< each with its title
    std::string command;                                   //!< what makes these results again
};

/**
 * @ingroup ipsec-offload
 * The same for what answers one question: a search, something that was solved for, an analysis.
 * @param experiment what was asked about
 * @param parts what there is to say
 * @return the page
 * @throws std::runtime_error when a picture cannot be read
 */
std::string MakeQuestionPage(const Experiment& experiment, const QuestionParts& parts);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_REPORT_PAGE_H */
