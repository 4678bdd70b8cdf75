/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_VALIDATE_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_VALIDATE_COMMAND_H

#include "planner/sweep/run-options.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What the command line says of a validation.
struct ValidateOptions
{
    RunOptions run;                   //!< its scenario means nothing
    std::vector<std::string> files;   //!< scenarios with a validation; empty: all that are shipped
    bool fit{false};                  //!< find the parameters anew instead
    bool strict{false};               //!< a missed check is an error
    std::vector<std::string> holdOut; //!< "SOURCE:AT", points to leave out instead; or "all"
};

/**
 * @ingroup ipsec-offload
 * Simulate what others measured, and print model against measurement; write a figure per source
 * and the sections of the manual. With fit, find the calibrated parameters from the calibrating
 * points and print them. With points held out, calibrate without each of them and predict it.
 * @param options what the command line says
 * @return false when a check is missed
 * @throws InputError, ProcessError, Interrupted, std::runtime_error
 */
bool ValidateCommand(const ValidateOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_VALIDATE_COMMAND_H */
