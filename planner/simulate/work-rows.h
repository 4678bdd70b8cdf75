/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WORK_ROWS_H
#define IPSEC_OFFLOAD_PLANNER_WORK_ROWS_H

#include "measurement.h"

#include "planner/base/point.h"

#include "ns3/ipsec-profile-provenance.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What the work of each resource of the measured node is made of, in the window: of its busiest
 * core and busiest crypto thread each cost, of the others the value that says how fast they are.
 * Then, without a resource, what any node has paid for in the whole run without having a cost for
 * it.
 * @param measurement a simulation
 * @return the rows
 */
std::vector<WorkRow> GetWorkRows(const Measurement& measurement);

/**
 * @param rows of a simulation
 * @param loadOf value of a metric of how busy a resource is
 * @return the metric of the busiest resource that has rows; empty: none is busy
 */
std::string FindBusiest(const std::vector<WorkRow>& rows,
                        const std::function<double(const std::string&)>& loadOf);

/**
 * @param rows of a simulation
 * @param resource a resource's metric
 * @param provenance where values come from
 * @return the share of its work that rests on them; NaN: it has no rows
 */
double GetShare(const std::vector<WorkRow>& rows,
                const std::string& resource,
                Provenance provenance);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WORK_ROWS_H */
