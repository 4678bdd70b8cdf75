/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_JSON_EXPORT_H
#define IPSEC_OFFLOAD_PLANNER_JSON_EXPORT_H

#include "results.h"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Results as JSON, point by point in the order of ToCsv(), with numbers as exact as they are.
 * @param records results, in any order
 * @param identity of their run
 * @return an object: scenario, settings, run, sweep, program, points
 */
nlohmann::json ToJson(std::vector<PointRecord> records, const RunIdentity& identity);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_JSON_EXPORT_H */
