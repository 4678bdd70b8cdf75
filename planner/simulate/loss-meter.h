/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_LOSS_METER_H
#define IPSEC_OFFLOAD_PLANNER_LOSS_METER_H

#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include "ns3/lean-packet-tally.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::planner
{

/// Why and where packets are lost.
struct Loss
{
    std::string reason; //!< "replay"
    std::string place;  //!< "hosts, in"

    /** @return "replay (hosts, in)" */
    std::string ToText() const
    {
        return reason + " (" + place + ")";
    }
};

/**
 * @ingroup ipsec-offload
 * @param metric a column of the results
 * @return the loss that it counts (metrics "drop_..._packets" and "no_sa_packets"); nothing for
 * others
 */
std::optional<Loss> FindLoss(const std::string& metric);

/** @ingroup ipsec-offload @param cause of a loss @return its reason, as in Loss */
std::string GetReason(const PacketTally::Cause& cause);

/** @ingroup ipsec-offload @return all reasons of losses, each once, sorted */
std::vector<std::string> GetLossReasons();

/**
 * @ingroup ipsec-offload
 * @param experiment the experiment
 * @param records its results
 * @return per curve, in one line, where and why packets of the windows were lost over all points,
 * hosts and NICs alike, the most frequent reason first, and in a second line the command that
 * follows one of them; empty when none was
 */
std::string DescribeLosses(const Experiment& experiment, const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_LOSS_METER_H */
