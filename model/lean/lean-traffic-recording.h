/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_TRAFFIC_RECORDING_H
#define IPSEC_OFFLOAD_LEAN_TRAFFIC_RECORDING_H

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Datagrams as somebody has recorded them: when, and how long. It is played again and again: from
 * the last one to the first one of the next time there is a mean gap.
 */
struct TrafficRecording
{
    /// A datagram.
    struct Datagram
    {
        Ps at;           //!< after the first one
        uint32_t length; //!< octets of IP
    };

    std::vector<Datagram>
        datagrams; //!< at least two, in order of time; the last one at a later one

    /** @return picoseconds from the first datagram to the first one of the next time */
    double GetPeriod() const
    {
        const auto gaps = static_cast<double>(datagrams.size() - 1);
        return static_cast<double>(datagrams.back().at) * (1 + 1 / gaps);
    }

    /** @return datagrams per second */
    double GetPacketRate() const
    {
        return static_cast<double>(datagrams.size()) / GetPeriod() * PS_PER_SECOND;
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_TRAFFIC_RECORDING_H */
