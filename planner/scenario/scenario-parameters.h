/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_PARAMETERS_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_PARAMETERS_H

#include "model/profile/input-node.h"

#include <map>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The named values of a scenario, and what is written with them: "$NAME" is the value, as a whole
 * or within a text, "${2 * NAME}" arithmetic with such values, "$$" a dollar sign. Values keep
 * their units: a rate times a number is a rate, a rate over a rate a number.
 */
class ScenarioParameters
{
  public:
    /**
     * @param file for messages
     * @param root a scenario, whose map "parameters" it reads; without one there are none
     * @throws InputError when a name is none, or a value cannot be worked out
     */
    ScenarioParameters(std::string file, const InputNode& root);

    /**
     * @param node a value of the scenario
     * @return the same with the values of parameters, each at the place where it is used
     * @throws InputError with all problems found
     */
    InputNode Apply(const InputNode& node) const;

  private:
    std::string m_file;                          //!< for messages
    std::map<std::string, InputNode> m_values{}; //!< by name, worked out
};

/** @param node a value @return the same with two dollar signs for each, which ScenarioParameters
 * makes one again */
InputNode EscapeDollars(const InputNode& node);

/**
 * @ingroup ipsec-offload
 * Make sure that settings of parameters have an effect.
 * @param file for messages
 * @param root a scenario, before the settings
 * @param hasParameters it is of a version of the language that has parameters
 * @param settings some
 * @throws InputError when one of them sets a parameter that the scenario does not have
 */
void CheckParameterSettings(const std::string& file,
                            const InputNode& root,
                            bool hasParameters,
                            const std::vector<InputSetting>& settings);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_PARAMETERS_H */
