/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEST_RANDOM_SCENARIOS_H
#define IPSEC_OFFLOAD_TEST_RANDOM_SCENARIOS_H

#include <cstdint>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Scenarios that nobody has thought of.
 */

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * Draw a valid scenario of one point: both topologies, all kernels, NICs and hosts that the planner
 * ships, both modes, all directions, links of 10 Mbit/s to 400 Gbit/s and of 1 us to 100 ms,
 * datagrams of 64 to 9000 octets, loads of 0.1 to 2. A path never holds more datagrams than a test
 * has time for.
 * @param seed which one
 * @return its file
 */
std::string MakeRandomScenario(uint64_t seed);

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_TEST_RANDOM_SCENARIOS_H */
