/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_METER_H
#define IPSEC_OFFLOAD_PLANNER_RUN_METER_H

#include "measured-network.h"
#include "measurement.h"
#include "named-counters.h"
#include "overshoot-meter.h"
#include "run-snapshot.h"
#include "timeline-meter.h"

#include "planner/base/point.h"
#include "planner/network/flow-plan.h"
#include "planner/network/network-bound.h"
#include "planner/network/traffic-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/lean-packet-fate.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

/// What a simulation leaves behind.
struct RunRecord
{
    PointResult result;          //!< metrics
    std::vector<FateList> fates; //!< per source and packet number; only when asked for
    NamedCounters counters;      //!< every counter of every node and NIC
};

/**
 * @ingroup ipsec-offload
 * Measures a simulation of any fidelity: reads its counters, works out the metrics from them
 * (GetMetricGetters()), and asserts every identity there is (doc/design.rst#rule-2).
 */
class RunMeter
{
  public:
    /** @param scenario the scenario, resolved; must outlive this object */
    explicit RunMeter(const Scenario& scenario);

    /**
     * @param name of a node
     * @param node its IPsec; the first one added is the measured one
     * @param spec what the scenario says of it; must outlive this object
     */
    void AddNode(const std::string& name, Ptr<IpsecNode> node, const NodeSpec& spec);

    /**
     * @param name of a NIC
     * @param nic the NIC
     * @param kernel the infrastructure that it reports to; nullptr: none
     * @param link its link
     */
    void AddNic(const std::string& name,
                Ptr<IpsecNic> nic,
                Ptr<IpsecOffload> kernel,
                const LinkSpec& link);

    /**
     * @param near the measured node's NIC on the measured link
     * @param far the NIC on the other end
     */
    void SetMeasuredLink(Ptr<IpsecNic> near, Ptr<IpsecNic> far);

    /** @param bound what the links allow: no throughput may be greater */
    void SetBound(const NetworkBound& bound);

    /**
     * Begin, when all nodes and NICs are there: samples along the time, if the scenario wants any.
     * @param start of the traffic
     * @param isSending false when there is no more traffic
     * @param countRekeys pairs of SAs that were replaced until now
     */
    void Start(Ps start, std::function<bool()> isSending, std::function<uint64_t()> countRekeys);

    /// Puts what it knows of the traffic into a snapshot.
    using DataPlane = std::function<void(Ps now, RunSnapshot& snapshot)>;

    /** @param dataPlane who counts the traffic, where nodes and NICs do not see its packets */
    void SetDataPlane(DataPlane dataPlane);

    /** @return the counters as they are now */
    RunSnapshot Read() const;

    /**
     * Poll all NICs once more, assert all identities, and sum up.
     * @param now the end
     * @param window what was measured
     * @param keying what key management did
     * @return metrics and counters
     */
    RunRecord Finish(Ps now, const MeasuredWindow& window, const KeyingCounts& keying);

  private:
    RunSnapshot Read(Ps now) const;
    TimelineReading ReadForTimeline(uint64_t rekeys) const;
    uint64_t CountUnreported() const;
    uint64_t PollAll(Ps now);
    void CheckLinks(const MeasuredWindow& window) const;
    void CheckBound(const MeasuredWindow& window) const;

    const Scenario& m_scenario;                  //!< what is simulated
    MeasuredNetwork m_network;                   //!< its nodes and NICs
    DataPlane m_dataPlane;                       //!< see SetDataPlane(); may be empty
    std::unique_ptr<OvershootMeter> m_overshoot; //!< when SAs have such limits
    std::unique_ptr<TimelineMeter> m_timeline;   //!< when samples are wanted
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_METER_H */
