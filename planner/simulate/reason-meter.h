/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_REASON_METER_H
#define IPSEC_OFFLOAD_PLANNER_REASON_METER_H

#include "planner/base/point.h"
#include "planner/scenario/experiment.h"
#include "planner/sweep/results.h"

#include "ns3/ipsec-node.h"
#include "ns3/nic-engine.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// Most SAs of a node that stand in its reasons by themselves.
static constexpr size_t MOST_REASON_SAS = 100;

/**
 * @ingroup ipsec-offload
 * Why packets of a node were not offloaded, out and in, and why its host lost some, over the whole
 * simulation: one row per reason for the node, then for each of its interfaces, then for the SAs
 * with most packets, in ascending order of SPI. Together with the SA "others", which has the rest,
 * what SAs took along that are gone, and what has no SA, these give the node's rows again, but for
 * the reasons "no-sa", "discard" and "socket-backlog", which no SA has a part in.
 * @param name of the node
 * @param node the node
 * @param rows where to add
 */
void AddReasonRows(const std::string& name, const IpsecNode& node, std::vector<ReasonRow>& rows);

/**
 * @ingroup ipsec-offload
 * Why a node's packets were not offloaded on output, where the node itself has not counted them:
 * one row per reason, and those without an SA.
 * @param name of the node
 * @param node the node, which knows the answers of its drivers
 * @param sent what it has sent
 * @param rows where to add
 */
void AddOutputRows(const std::string& name,
                   const IpsecNode& node,
                   const IpsecOutputCounters& sent,
                   std::vector<ReasonRow>& rows);

/**
 * @ingroup ipsec-offload
 * Why a NIC lost packets, out and in, over the whole simulation.
 * @param name of its node, a dot, and of its interface
 * @param engine its data path
 * @param rows where to add
 */
void AddLossRows(const std::string& name, const NicEngine& engine, std::vector<ReasonRow>& rows);

/**
 * @ingroup ipsec-offload
 * @param records results
 * @param curve whose
 * @param measured role of the measured node
 * @return per direction, without a full stop, why its packets were not offloaded over all points of
 * the curve, the most frequent reason first, those that were dropped for it too, and what it cost
 * when software and a NIC encrypted packets of one SA; empty when all were offloaded
 */
std::vector<std::string> FindReasons(const std::vector<PointRecord>& records,
                                     const std::string& curve,
                                     const std::string& measured);

/**
 * @ingroup ipsec-offload
 * @param experiment what was run
 * @param records its results
 * @return per curve and direction, in one line, why packets of the measured node were not offloaded
 * over all points, the most frequent reason first, and what it cost when software and a NIC
 * encrypted packets of one SA; empty when all were offloaded
 */
std::string DescribeReasons(const Experiment& experiment, const std::vector<PointRecord>& records);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_REASON_METER_H */
