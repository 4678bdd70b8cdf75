/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_DELAY_HISTOGRAM_H
#define IPSEC_OFFLOAD_LEAN_DELAY_HISTOGRAM_H

#include "ns3/ipsec-pico-time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How often which delay was seen, in buckets whose width grows with the delay: up to 1023 ps each
 * delay has its own, and above each power of two is cut into 512 equal ones. A percentile is the
 * middle of its bucket and therefore off by at most half of a 512th of itself, which is less than
 * 0.1 %; count and maximum are exact.
 *
 * Memory comes by powers of two when the first delay falls into one, 4 KiB each and never more than
 * 55 of them; so there is no allocation per packet.
 */
class DelayHistogram
{
  public:
    /** @param delay one more delay; a negative one counts as 0 */
    void Add(Ps delay);

    /** @param other a histogram: as if all of its delays had been added here */
    void Add(const DelayHistogram& other);

    /** @return how many delays there are */
    uint64_t GetCount() const
    {
        return m_count;
    }

    /** @return the longest delay, exactly; 0 when there is none */
    Ps GetMax() const
    {
        return m_max;
    }

    /**
     * The percentile by nearest rank: the shortest delay that so many of all delays do not exceed.
     * @param perMille 1 to 1000: 990 is the 99th percentile
     * @return it, within 0.1 %; 0 when there is no delay
     */
    Ps GetPercentile(uint32_t perMille) const;

  private:
    /// The delays of one power of two; empty: none yet.
    using Octave = std::vector<uint64_t>;

    std::vector<Octave> m_octaves; //!< counts, by power of two and bucket
    uint64_t m_count{0};           //!< see GetCount()
    Ps m_max{0};                   //!< see GetMax()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_DELAY_HISTOGRAM_H */
