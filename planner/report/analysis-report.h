/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ANALYSIS_REPORT_H
#define IPSEC_OFFLOAD_PLANNER_ANALYSIS_REPORT_H

#include "report-page.h"

#include "planner/method/assumed-variants.h"
#include "planner/method/point-analysis.h"
#include "planner/scenario/experiment.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A point of an experiment and what closed forms say of it.
struct AnalyzedPoint
{
    std::string curve;
    double value; //!< of the sweep
    PointAnalysis analysis;
    std::optional<AssumedRange> assumed{}; //!< see AssumedVariants::Find()
};

/**
 * @ingroup ipsec-offload
 * @param experiment where the points are
 * @param points some of them
 * @return all of it in words, with the remarks of FindRemarks() behind
 */
std::string DescribeAnalysis(const Experiment& experiment,
                             const std::vector<AnalyzedPoint>& points);

/**
 * @ingroup ipsec-offload
 * @param experiment where the points are
 * @param points some of them
 * @return the same as one JSON object, numbers in base units (bit/s, s, octets); null: not said
 */
std::string AnalysisToJson(const Experiment& experiment, const std::vector<AnalyzedPoint>& points);

/**
 * @ingroup ipsec-offload
 * @param experiment what was analyzed
 * @param points what was found
 * @return what MakeQuestionPage() needs of it, but for figures and command
 */
QuestionParts MakeAnalysisParts(const Experiment& experiment,
                                const std::vector<AnalyzedPoint>& points);

/**
 * @ingroup ipsec-offload
 * @param experiment what was analyzed
 * @param points what was found
 * @return throughput over the values of the sweep, with the offload ratio below it
 */
Figure MakeAnalysisFigure(const Experiment& experiment, const std::vector<AnalyzedPoint>& points);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ANALYSIS_REPORT_H */
