/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PARAMETER_FIT_H
#define IPSEC_OFFLOAD_PLANNER_PARAMETER_FIT_H

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3::planner
{

/// What a fit found.
struct FitResult
{
    std::vector<double> parameters;
    std::vector<double> values; //!< of the model there
    double residual{0};         //!< root mean square of the logarithm of model over target
    uint32_t evaluations{0};    //!< calls of the model
};

/**
 * @ingroup ipsec-offload
 * Fit positive parameters so that a model's positive values meet as many or more targets: damped
 * Gauss-Newton steps (Levenberg and Marquardt) on the logarithms of both, with differences for the
 * Jacobian. Ends when a step changes no parameter by more than a thousandth, or nothing gets
 * better.
 * @param model values at some parameters
 * @param start where to begin; each above 0
 * @param targets what the values should be; each above 0
 * @return the best parameters that were tried
 */
FitResult FitParameters(const std::function<std::vector<double>(const std::vector<double>&)>& model,
                        const std::vector<double>& start,
                        const std::vector<double>& targets);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PARAMETER_FIT_H */
