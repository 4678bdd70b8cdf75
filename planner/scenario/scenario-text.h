/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_TEXT_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_TEXT_H

#include "model/profile/input-node.h"

#include <cstdint>
#include <iosfwd>
#include <string>

namespace ns3::planner
{

/// What is written beside the values of a scenario.
enum class ScenarioComments : uint8_t
{
    DEFAULTS, //!< keys that are not there, with their defaults
    MEANINGS  //!< what each key means, and which others there are
};

/**
 * @ingroup ipsec-offload
 * Write a scenario as YAML. With DEFAULTS, what its file leaves out stands there with the default
 * of its row, marked by a comment; where no value says what happens without a key, a comment does.
 * @param stream gets the text
 * @param root the scenario
 * @param comments what to write beside it
 */
void WriteScenarioText(std::ostream& stream,
                       const InputNode& root,
                       ScenarioComments comments = ScenarioComments::DEFAULTS);

/** @param text any @return a scalar of YAML that reads as this text */
std::string QuoteYaml(const std::string& text);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_TEXT_H */
