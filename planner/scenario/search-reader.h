/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SEARCH_READER_H
#define IPSEC_OFFLOAD_PLANNER_SEARCH_READER_H

#include "scenario-map.h"
#include "search-spec.h"

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Read the key "search" of a scenario: the word rfc2544 (zero loss) or ndr-pdr (zero loss and 0.5
 * %, as FD.io CSIT measures), or a map with goals.
 * @param value what stands there
 * @return the search
 */
SearchSpec ReadSearch(const ScenarioValue& value);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SEARCH_READER_H */
