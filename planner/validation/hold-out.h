/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_HOLD_OUT_H
#define IPSEC_OFFLOAD_PLANNER_HOLD_OUT_H

#include "planner/scenario/experiment.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A measured point that is left out, and what is calibrated without it.
 */
struct HoldOut
{
    const MeasuredPoint* point{nullptr};            //!< left out
    std::vector<const FittedParameter*> parameters; //!< that belong to its curve, or share one
    std::vector<const MeasuredPoint*> others;       //!< all other points of their curves
    std::string alone; //!< parameters that nothing else determines; empty: it can be left out
};

/**
 * @ingroup ipsec-offload
 * Leave a point out. It cannot be left out when the other points are too few for the parameters:
 * each parameter needs a point of its own on one of its curves.
 * @param spec what was measured; must outlive the answer
 * @param point one of its points
 * @return what is calibrated without it
 */
HoldOut HoldOutOf(const ValidationSpec& spec, const MeasuredPoint& point);

/**
 * @param experiment with a validation
 * @param point one of its points
 * @return its name: "XDP@1200", or "clear" when nothing is swept
 */
std::string GetPointName(const Experiment& experiment, const MeasuredPoint& point);

/**
 * @param experiment with a validation
 * @param name of a point (see GetPointName()), a value of the sweep at which there is only one, or
 * "all"
 * @return the points
 * @throws InputError when there is none, or a value does not tell which
 */
std::vector<const MeasuredPoint*> FindPoints(const Experiment& experiment, const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_HOLD_OUT_H */
