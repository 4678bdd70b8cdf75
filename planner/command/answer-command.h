/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ANSWER_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_ANSWER_COMMAND_H

#include "planner/sweep/run-options.h"

#include <string>

namespace ns3::planner
{

/// What the command line says.
struct AnswerOptions
{
    RunOptions run;
    std::string curve; //!< name of the curve; empty: the first
    std::string value; //!< of the sweep, as the file writes it; empty: the first
};

/**
 * @ingroup ipsec-offload
 * Simulate a point of a scenario and what the operators' five questions change of it, and print the
 * answers. Results are kept in a database of their own beside those of the sweep.
 * @param options what the command line says
 * @throws InputError, std::runtime_error, Interrupted
 */
void AnswerCommand(const AnswerOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ANSWER_COMMAND_H */
