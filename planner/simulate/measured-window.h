/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_MEASURED_WINDOW_H
#define IPSEC_OFFLOAD_PLANNER_MEASURED_WINDOW_H

#include "run-snapshot.h"

#include "planner/base/run-mark.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/lean-delay-histogram.h"
#include "ns3/lean-packet-tally.h"

namespace ns3::planner
{

/// The part of a simulation that is measured, and how far it can be trusted.
struct MeasuredWindow
{
    Ps start{0};                 //!< of the traffic
    Ps from{0};                  //!< first instant
    Ps to{0};                    //!< end, excluded
    RunSnapshot begin;           //!< counters at its first instant
    RunSnapshot end;             //!< counters at its end
    PacketTally::Counts ways[2]; //!< what became of the datagrams that were sent in it: the one
                                 //!< direction or the measured node's transmit side, and the other
    DelayHistogram delays[2];    //!< of those that arrived, in the same order
    uint64_t inFlight{0};        //!< datagrams that were under way at its first instant
    RunMarks marks;              //!< why not to use it; none: it can be used
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_MEASURED_WINDOW_H */
