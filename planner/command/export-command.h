/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EXPORT_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_EXPORT_COMMAND_H

#include <string>

namespace ns3::planner
{

/// What the command line says of `ipsec-plan export`.
struct ExportOptions
{
    std::string results; //!< a folder or a database
    std::string run;     //!< hash of the run, or its first digits; empty: the last one
    std::string metrics; //!< with commas in between; empty: all
    std::string output;  //!< a file; empty: standard output
    bool json{false};    //!< JSON instead of CSV
};

/**
 * @ingroup ipsec-offload
 * Write results that are there as CSV or JSON, sorted.
 * @param options what the command line says
 * @throws std::runtime_error
 */
void ExportCommand(const ExportOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EXPORT_COMMAND_H */
