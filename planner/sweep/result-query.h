/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RESULT_QUERY_H
#define IPSEC_OFFLOAD_PLANNER_RESULT_QUERY_H

#include "result-reader.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ns3::planner
{

/// A value of SQL; the first one is NULL.
using QueryCell = std::variant<std::monostate, int64_t, double, std::string>;

/// What a query gives.
struct QueryTable
{
    std::vector<std::string> columns;         //!< their names
    std::vector<std::vector<QueryCell>> rows; //!< cells by column
};

/**
 * @ingroup ipsec-offload
 * @param reader of a database, which cannot be written
 * @param sql one SELECT
 * @return its rows
 * @throws std::runtime_error when it is something else, or wrong
 */
QueryTable RunQuery(const ResultReader& reader, const std::string& sql);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RESULT_QUERY_H */
