/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEST_SCENARIO_FINGERPRINT_H
#define IPSEC_OFFLOAD_TEST_SCENARIO_FINGERPRINT_H

#include "planner/scenario/scenario.h"

#include <string>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * @param scenario a point
 * @return all that it says, so that two points compare
 */
std::string Fingerprint(const planner::Scenario& scenario);

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_TEST_SCENARIO_FINGERPRINT_H */
