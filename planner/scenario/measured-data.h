/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MEASURED_DATA_H
#define IPSEC_OFFLOAD_PLANNER_MEASURED_DATA_H

#include "validation-spec.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What somebody measured of one metric.
struct MeasuredSeries
{
    std::string metric;                //!< a column of the results
    std::string unit;                  //!< that it was written in: "Gbit/s"; empty: none
    double unitSize{1};                //!< of it, in the metric's own unit
    std::vector<MeasuredPoint> points; //!< in the metric's own unit

    /** @param curve a name @param value of the sweep @return what was measured there, or null */
    const MeasuredPoint* Find(const std::string& curve, double value) const;
};

/// A file of measurements (key "measured").
struct MeasuredData
{
    std::string file;                   //!< as the scenario names it; empty: there is none
    std::vector<MeasuredSeries> series; //!< one per column of the file

    /** @param metric a column of the results @return what was measured of it, or null */
    const MeasuredSeries* Find(const std::string& metric) const;
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MEASURED_DATA_H */
