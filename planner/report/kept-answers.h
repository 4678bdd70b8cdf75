/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_KEPT_ANSWERS_H
#define IPSEC_OFFLOAD_PLANNER_KEPT_ANSWERS_H

#include "answers.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// Answers in a file beside the results, for the report of a later run.
struct KeptAnswers
{
    std::string run;      //!< RunIdentity::GetHash() of the run of which they are a point
    std::string answered; //!< which point that is, in words
    std::vector<Answer> answers;
};

/**
 * @ingroup ipsec-offload
 * @param kept answers
 * @return them as JSON
 */
nlohmann::json ToJson(const KeptAnswers& kept);

/**
 * @ingroup ipsec-offload
 * @param path of the file, replaced if it is there
 * @param kept what to write
 * @throws std::runtime_error when it cannot be written
 */
void KeepAnswers(const std::string& path, const KeptAnswers& kept);

/**
 * @ingroup ipsec-offload
 * @param path of a file that KeepAnswers() may have written
 * @param run hash of the run whose answers are wanted
 * @return its answers; nothing when the file is missing, damaged or of another run
 */
std::optional<KeptAnswers> LoadAnswers(const std::string& path, const std::string& run);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_KEPT_ANSWERS_H */
