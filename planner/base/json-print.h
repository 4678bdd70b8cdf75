/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_JSON_PRINT_H
#define IPSEC_OFFLOAD_PLANNER_JSON_PRINT_H

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * JSON as commands print it for machines: in lines, object keys sorted, NaN and infinity as null,
 * octets that are no UTF-8 as U+FFFD.
 * @param value what to print
 * @return its text, with a line end
 */
std::string PrintJson(const nlohmann::json& value);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_JSON_PRINT_H */
