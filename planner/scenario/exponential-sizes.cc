/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "exponential-sizes.h"

#include <cmath>

namespace ns3::planner
{

namespace
{

/// Different lengths at most: what works on each of them stays quick.
constexpr uint32_t MOST_LENGTHS = 1024;
/// Halvings of the interval that holds the decay: more than a double has bits.
constexpr int HALVINGS = 100;

} // namespace

std::vector<TrafficSource::SizeShare>
MakeExponentialSizes(uint32_t least, uint32_t most, double mean)
{
    const uint32_t step = (most - least) / MOST_LENGTHS + 1;
    std::vector<TrafficSource::SizeShare> sizes;
    for (uint32_t length = least; length <= most; length += step)
    {
        sizes.push_back({length, 1});
    }
    // With the factor from a length to the next one grows the mean.
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; ++i)
    {
        const double factor = (low + high) / 2;
        double share = 1;
        double whole = 0;
        double octets = 0;
        for (auto& size : sizes)
        {
            size.weight = share;
            whole += share;
            octets += share * size.length;
            share *= factor;
        }
        (octets < mean * whole ? low : high) = factor;
    }
    while (!sizes.empty() && sizes.back().weight <= 0)
    {
        sizes.pop_back(); // so far out that a double is too small for it
    }
    return sizes;
}

} // namespace ns3::planner
