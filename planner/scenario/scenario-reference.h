/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_REFERENCE_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_REFERENCE_H

#include <iosfwd>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What there is to know of one key of scenarios, as text.
struct ScenarioKeyEntry
{
    std::string path;     //!< "traffic.sizes[].length"
    std::string meaning;  //!< a sentence without its full stop
    std::string values;   //!< what it may be, with its unit: "28 to 65535 B"
    std::string standard; //!< its default, or "required", or what happens without it
    std::string example;  //!< a value that it may have; empty: none
    std::string since;    //!< version of the language that first has it
};

/** @ingroup ipsec-offload @return all keys of scenarios, from their table */
std::vector<ScenarioKeyEntry> DescribeScenarioKeys();

/**
 * @ingroup ipsec-offload
 * Write the manual's reference of all keys.
 * @param stream gets reStructuredText
 */
void WriteScenarioReference(std::ostream& stream);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_REFERENCE_H */
