/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SHIPPED_SCENARIOS_H
#define IPSEC_OFFLOAD_PLANNER_SHIPPED_SCENARIOS_H

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @return files of the scenarios that come with the program, sorted: those of the source tree or,
 * where it is gone, the installed ones
 */
std::vector<std::string> GetShippedScenarios();

/** @ingroup ipsec-offload @return the same of those that simulate what others measured */
std::vector<std::string> GetShippedValidations();

/**
 * @ingroup ipsec-offload
 * @param name of a file, or of a shipped scenario without folder and ending
 * @return the file
 * @throws InputError when there is neither; it names a scenario that may be meant
 */
std::string FindScenario(const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SHIPPED_SCENARIOS_H */
