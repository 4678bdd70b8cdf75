/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FAILOVER_METER_H
#define IPSEC_OFFLOAD_PLANNER_FAILOVER_METER_H

#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/lean-packet-tally.h"

#include <cstdint>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * How long the clients or tunnels of a dead node are without connection: the effective blocked
 * time, which is what is lost by the rate at which it is offered.
 */
class FailoverMeter
{
  public:
    /**
     * @param scenario what is simulated; must outlive this object
     * @param flows its flows; must outlive this object
     */
    FailoverMeter(const Scenario& scenario, const FlowPlan& flows);

    /** @param tally whose losses are counted from now on */
    void Watch(PacketTally& tally);

    /**
     * @return seconds: detection, in which all is lost, and what was lost later of the traffic that
     * came to the measured node, by its offered rate; NaN when no such traffic was sent
     */
    double GetOutage() const;

  private:
    const Scenario& m_scenario; //!< what is simulated
    const FlowPlan& m_flows;    //!< its flows
    uint64_t m_lost{0};         //!< octets of those that come later
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FAILOVER_METER_H */
