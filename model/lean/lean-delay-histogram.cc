/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-delay-histogram.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Buckets of a power of two: half of one is 1/1024 of the delays in it, or less.
constexpr uint32_t BUCKET_BITS = 9;
constexpr size_t BUCKETS = size_t{1} << BUCKET_BITS;

/// @param value not 0 @return its highest bit, counted from 0
uint32_t
HighestBit(uint64_t value)
{
    return 63U - static_cast<uint32_t>(__builtin_clzll(value));
}

/// @param octave number of a power of two; the first one begins at 0 @return bits that are cut off
uint32_t
GetShift(size_t octave)
{
    return octave == 0 ? 0 : static_cast<uint32_t>(octave) - 1;
}

/// @param octave number @param bucket in it @return the delay in its middle
Ps
GetMiddle(size_t octave, size_t bucket)
{
    const uint32_t shift = GetShift(octave);
    const uint64_t first = (octave == 0 ? bucket : bucket + BUCKETS) << shift;
    return static_cast<Ps>(first + ((uint64_t{1} << shift) - 1) / 2);
}

} // namespace

void
DelayHistogram::Add(Ps delay)
{
    const auto value = static_cast<uint64_t>(std::max<Ps>(0, delay));
    const size_t octave = value < BUCKETS ? 0 : HighestBit(value) - BUCKET_BITS + 1;
    if (octave >= m_octaves.size())
    {
        m_octaves.resize(octave + 1);
    }
    Octave& counts = m_octaves[octave];
    if (counts.empty())
    {
        counts.resize(BUCKETS);
    }
    ++counts[(value >> GetShift(octave)) % BUCKETS];
    ++m_count;
    m_max = std::max(m_max, delay);
}

void
DelayHistogram::Add(const DelayHistogram& other)
{
    m_octaves.resize(std::max(m_octaves.size(), other.m_octaves.size()));
    for (size_t octave = 0; octave < other.m_octaves.size(); ++octave)
    {
        const Octave& added = other.m_octaves[octave];
        Octave& counts = m_octaves[octave];
        counts.resize(std::max(counts.size(), added.size()));
        for (size_t bucket = 0; bucket < added.size(); ++bucket)
        {
            counts[bucket] += added[bucket];
        }
    }
    m_count += other.m_count;
    m_max = std::max(m_max, other.m_max);
}

Ps
DelayHistogram::GetPercentile(uint32_t perMille) const
{
    constexpr uint64_t WHOLE = 1000;
    const uint64_t rank = (m_count * perMille + WHOLE - 1) / WHOLE;
    if (rank >= m_count)
    {
        return m_max;
    }
    uint64_t passed = 0;
    for (size_t octave = 0; octave < m_octaves.size(); ++octave)
    {
        for (size_t bucket = 0; bucket < m_octaves[octave].size(); ++bucket)
        {
            passed += m_octaves[octave][bucket];
            if (passed >= rank)
            {
                return std::min(m_max, GetMiddle(octave, bucket));
            }
        }
    }
    return m_max;
}

} // namespace ns3
