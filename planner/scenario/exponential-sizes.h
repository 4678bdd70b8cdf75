/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EXPONENTIAL_SIZES_H
#define IPSEC_OFFLOAD_PLANNER_EXPONENTIAL_SIZES_H

#include "ns3/lean-traffic-source.h"

#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Lengths of datagrams that are as good as exponentially distributed, for queues whose service
 * times have to be (M/M/1). Each is less frequent than the one before by the same factor, between
 * what a datagram may be at least and at most, and the mean is met exactly. An exponential
 * distribution has the square of its mean as variance; this one has (mean - least) x (mean - least
 * + step), step being the distance of two lengths, less what is missing beyond the longest one
 * (doc/planner.rst#exponential-sizes).
 * @param least octets of the shortest one
 * @param most octets that none exceeds, more than least
 * @param mean octets, between least and the middle of least and most
 * @return at most 1024 lengths, equally spaced, and their shares
 */
std::vector<TrafficSource::SizeShare> MakeExponentialSizes(uint32_t least,
                                                           uint32_t most,
                                                           double mean);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EXPONENTIAL_SIZES_H */
