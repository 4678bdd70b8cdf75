/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CALIBRATE_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_CALIBRATE_COMMAND_H

#include <string>

namespace ns3::planner
{

/// What was given to calibrate.
struct CalibrateOptions
{
    std::string output;                       //!< file; empty: where all scenarios find it
    std::string base{"xeon-e5-2650-freebsd"}; //!< whose costs stand for what is not measured
    bool quick{false};                        //!< few sizes, little time for each
};

/**
 * @ingroup ipsec-offload
 * Measure this machine's ciphers, write a host profile, print a table.
 * @param options what was given
 * @throws std::runtime_error without OpenSSL, or when the file cannot be written
 */
void CalibrateCommand(const CalibrateOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CALIBRATE_COMMAND_H */
