/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_NEW_COMMAND_H
#define IPSEC_OFFLOAD_PLANNER_NEW_COMMAND_H

#include "planner/scenario/scenario-draft.h"

#include <string>

namespace ns3::planner
{

/// What to write.
struct NewOptions
{
    std::string file{"scenario.yaml"}; //!< of a scenario; its name is that of the file
    DraftAnswers answers;              //!< given as options; all empty: they are asked for
    std::string profile;               //!< name of a profile
    std::string output;                //!< its file; empty: in the folder of one's own profiles
};

/**
 * @ingroup ipsec-offload
 * Write a scenario with comments; asks for what it needs when no option says anything.
 * @param options what to write
 * @throws std::runtime_error when the file is there, an answer is none, or nobody can be asked
 */
void NewScenarioCommand(const NewOptions& options);

/**
 * @ingroup ipsec-offload
 * Write a profile with comments, to fill in.
 * @param isNic a NIC's, or a host's
 * @param options its name and file
 * @throws std::runtime_error when the file is there
 */
void NewProfileCommand(bool isNic, const NewOptions& options);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_NEW_COMMAND_H */
