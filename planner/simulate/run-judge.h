/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_JUDGE_H
#define IPSEC_OFFLOAD_PLANNER_RUN_JUDGE_H

#include "planner/scenario/scenario.h"

#include <array>
#include <cstddef>
#include <vector>

namespace ns3::planner
{

/// What a simulation gave in each batch of its time so far, one value per batch.
struct RunSeries
{
    /// One of the two ways of the traffic.
    struct Way
    {
        std::vector<double> receivedOctets;   //!< by the far application, of clear IP
        std::vector<double> sentPackets;      //!< by the sources
        std::vector<double> sentOctets;       //!< of those, of clear IP
        std::vector<double> lostOctets;       //!< of what was sent in the batch
        std::vector<double> deliveredPackets; //!< of what was sent in the batch
        std::vector<double> delaySums;        //!< of those, seconds
        std::vector<double> offloadedOctets;  //!< that the NIC protects, or decrypts
        std::vector<double> protectedOctets;  //!< that NIC or host protect, or that arrive as ESP
    };

    std::array<Way, 2> ways;      //!< no values: nothing goes this way
    std::vector<double> inFlight; //!< packets that have not ended, at the end of the batch
    size_t size{0};               //!< batches
};

/// What a simulation's own series say of it.
struct RunVerdict
{
    size_t from{0};         //!< first batch of the measuring window; it ends with the series
    bool isSteady{false};   //!< from is not in the second half, and no queue grows for long
    bool isPrecise{false};  //!< the window is long enough for the wanted precision
    bool hasSteadyQueues{}; //!< delays and queues are steady too
};

/**
 * @ingroup ipsec-offload
 * Say whether a simulation has been in steady state for long enough, by its own series alone.
 *
 * The warm-up is the longest one of what counts: the rate that arrives, the offload ratio, and the
 * packets under way, which stand for all queues (FindWarmUp()). Packets under way that still become
 * more, by less than the precision of the loss, change no throughput: then only delays and queues
 * are not steady. The errors of throughput, offload ratio and loss are those of the method of batch
 * means (GetShareError()).
 * @param series what there is so far
 * @param precision what is wanted
 * @param floor batches at the beginning that are left out in any case
 * @param period the window is a multiple of so many batches, at least 1
 * @return the verdict
 */
RunVerdict JudgeRun(const RunSeries& series,
                    const PrecisionSpec& precision,
                    size_t floor,
                    size_t period);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_JUDGE_H */
