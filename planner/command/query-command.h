/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_QUERY_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_QUERY_COMMAND_H

#include <string>

namespace ns3::planner
{

/// What the command line says of `ipsec-plan query`.
struct QueryOptions
{
    std::string results; //!< a folder or a database
    std::string sql;     //!< one SELECT
    bool json{false};    //!< for machines
};

/**
 * @ingroup ipsec-offload
 * Print what a query over results gives. Nothing is written.
 * @param options what the command line says
 * @throws std::runtime_error
 */
void QueryCommand(const QueryOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_QUERY_COMMAND_H */
