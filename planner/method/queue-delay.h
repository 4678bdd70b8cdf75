/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_QUEUE_DELAY_H
#define IPSEC_OFFLOAD_PLANNER_QUEUE_DELAY_H

#include "planner/analytic/closed-form.h"
#include "planner/scenario/scenario.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// What packets wait in front of one server, if they arrive at random.
struct QueueDelay
{
    std::string where;     //!< "cipher of the server's NIC"
    double utilization{0}; //!< 1 or more: the queue is full, and there is no waiting time to say
    double service{0};     //!< mean, in seconds
    double meanWait{0};    //!< seconds; Pollaczek and Khinchine
    double wait99{0};      //!< 99th percentile, as if waiting times were exponential
};

/**
 * @ingroup ipsec-offload
 * Waiting time of an M/G/1 queue. The mean is Pollaczek's and Khinchine's. The percentile takes the
 * tail for exponential with that mean: exact for M/M/1, a few percent too long for constant service
 * at loads above 0.5.
 * @param utilization share of its time that it works, below 1
 * @param service mean service time, in seconds
 * @param serviceSquare mean of the square of that
 * @return what packets wait; nameless
 */
QueueDelay GetWaiting(double utilization, double service, double serviceSquare);

/**
 * @ingroup ipsec-offload
 * The queues of the measured node and link, each alone as if its arrivals were Poisson: busiest
 * core, cipher, wire.
 * @param scenario a point
 * @param point what the closed form says there
 * @return the queues of what has something to do
 */
std::vector<QueueDelay> FindQueueDelays(const Scenario& scenario, const ClosedFormPoint& point);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_QUEUE_DELAY_H */
