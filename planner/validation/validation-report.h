/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_VALIDATION_REPORT_H
#define IPSEC_OFFLOAD_PLANNER_VALIDATION_REPORT_H

#include "validation-outcome.h"

#include "planner/report/figure.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param experiment with a validation
 * @param outcome of it
 * @return source, table of points and checks, for a terminal
 */
std::string DescribeValidation(const Experiment& experiment, const ValidationOutcome& outcome);

/**
 * @ingroup ipsec-offload
 * @param experiment with a validation
 * @param outcome of it
 * @return the same as a section of the manual (reStructuredText), with its figure
 */
std::string WriteValidationSection(const Experiment& experiment, const ValidationOutcome& outcome);

/**
 * @param experiment with a validation
 * @return name of its figure: the scenario's, with the metric where a file has several
 */
std::string GetValidationFigure(const Experiment& experiment);

/**
 * @ingroup ipsec-offload
 * @param experiment with a validation
 * @param outcome of it
 * @return measured points and the model's line; model over measured when nothing is swept
 */
Figure MakeValidationFigure(const Experiment& experiment, const ValidationOutcome& outcome);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_VALIDATION_REPORT_H */
