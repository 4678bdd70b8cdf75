/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MEASUREMENT_H
#define IPSEC_OFFLOAD_PLANNER_MEASUREMENT_H

#include "measured-network.h"
#include "measured-window.h"
#include "overshoot-meter.h"

#include "planner/scenario/scenario.h"

#include <cstdint>

namespace ns3::planner
{

/// What key management did in a whole run.
struct KeyingCounts
{
    uint64_t rekeys{0};        //!< pairs of SAs that were replaced
    uint32_t rehomed{0};       //!< clients or tunnels that came in a failover and got SAs
    double rehomingSeconds{0}; //!< from its notice until the last had them; NaN: one has none
    double outageSeconds{0};   //!< FailoverMeter::GetOutage()
};

/**
 * @ingroup ipsec-offload
 * All that a metric may be worked out from: a simulation in numbers.
 */
struct Measurement
{
    const Scenario& scenario;        //!< what was simulated
    const MeasuredNetwork& network;  //!< its nodes and NICs
    const MeasuredWindow& window;    //!< what was measured of it
    const RunSnapshot& from;         //!< at the begin of the window
    const RunSnapshot& to;           //!< at the end of the window
    const RunSnapshot& end;          //!< when all packets had ended
    const OvershootMeter* overshoot; //!< nullptr: SAs have no limit of octets
    uint64_t repeated;               //!< packets with a pair of key and IV that was used before
    uint64_t lag;                    //!< octets that NICs had not reported at the end
    const KeyingCounts& keying;      //!< what key management did
    bool hasPackets;                 //!< single packets were simulated; otherwise rates

    /** @return length of the window, in seconds */
    double GetSeconds() const
    {
        return static_cast<double>(window.to - window.from) * 1e-12;
    }
};

/** @param part a count @param whole another @return part of whole; 0 when there is nothing */
inline double
ShareOf(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/** @param octets octets @param seconds a span @return bit/s */
inline double
BitRateOf(uint64_t octets, double seconds)
{
    return ShareOf(8 * static_cast<double>(octets), seconds);
}

/** @param later a count @param earlier the same before @return what came in between */
inline PacketOctets
Between(const PacketOctets& later, const PacketOctets& earlier)
{
    return {later.packets - earlier.packets, later.octets - earlier.octets};
}

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MEASUREMENT_H */
