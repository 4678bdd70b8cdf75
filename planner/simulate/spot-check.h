/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SPOT_CHECK_H
#define IPSEC_OFFLOAD_PLANNER_SPOT_CHECK_H

#include "run-meter.h"

#include <cstdint>
#include <ostream>

namespace ns3::planner
{

/// How far two runs of the same arrivals agree.
struct SpotCheckResult
{
    uint64_t comparedPackets{0};
    uint64_t differingPackets{0};
    uint64_t differingCounters{0};
};

/**
 * @ingroup ipsec-offload
 * Compare two runs packet by packet (verdict, reason, end, time, drop) and counter by counter
 * (doc/design.rst#rule-7).
 * @param lean a run in lean fidelity
 * @param full the same in full fidelity
 * @param report gets the first differences, in words
 * @return how many there are
 */
SpotCheckResult CompareRuns(const RunRecord& lean, const RunRecord& full, std::ostream& report);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SPOT_CHECK_H */
