/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EVENT_READER_H
#define IPSEC_OFFLOAD_PLANNER_EVENT_READER_H

#include "scenario.h"
#include "yaml-input.h"

#include <map>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param value the list "events" of a scenario file
 * @param nodes the nodes that there are
 * @return what happens; complains about what is wrong
 */
std::vector<EventSpec> ReadEvents(const InputValue& value,
                                  const std::map<std::string, NodeSpec>& nodes);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EVENT_READER_H */
