/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ANALYZE_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_ANALYZE_COMMAND_H

#include <string>
#include <vector>

namespace ns3::planner
{

/// What the command line says of `ipsec-plan analyze`.
struct AnalyzeOptions
{
    std::string scenario;              //!< path of the file, or name of a shipped one
    std::string curve;                 //!< only this one; empty: all
    std::string value;                 //!< of the sweep, only this one; empty: all
    std::vector<std::string> settings; //!< "PATH=VALUE"
    bool json{false};                  //!< for machines
    std::string out;                   //!< folder that gets one with the page; empty: no page
};

/**
 * @ingroup ipsec-offload
 * Print what closed forms say of a scenario, without any simulation.
 * @param options what the command line says
 * @throws InputError
 */
void AnalyzeCommand(const AnalyzeOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ANALYZE_COMMAND_H */
