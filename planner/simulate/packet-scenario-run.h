/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PACKET_SCENARIO_RUN_H
#define IPSEC_OFFLOAD_PLANNER_PACKET_SCENARIO_RUN_H

#include "failover-meter.h"
#include "run-control.h"
#include "scenario-run.h"

#include "ns3/ipsec-step-listener.h"
#include "ns3/lean-network.h"
#include "ns3/lean-packet-tally.h"
#include "ns3/lean-traffic-source.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A scenario in a fidelity that moves packets. They come from the same sources, and the run lasts
 * as long as RunControl wants, whichever fidelity it is.
 */
class PacketScenarioRun : public ScenarioRun
{
  public:
    /** @param scenario the scenario, resolved for a point; must outlive this object */
    explicit PacketScenarioRun(const Scenario& scenario);

    /**
     * Follow one datagram on its whole way. After Build(), before Start().
     * @param listener gets its steps; must outlive the simulation. Nodes have the plan's numbers
     * @param choose asked for each datagram until it says yes; flow is the number among those of
     * the source
     * @param ended called when the datagram has ended
     */
    virtual void FollowPacket(StepListener& listener,
                              LeanNetwork::StepChooser choose,
                              std::function<void(Ps)> ended) = 0;

    /** @return what decides how long it lasts; after Start() */
    RunControl& GetControl()
    {
        return *m_control;
    }

  protected:
    void PrepareTraffic(Ps start) override;
    void StartTraffic() override;
    bool IsSending() const override;
    MeasuredWindow GetWindow() const override;
    double GetOutage() const override;

    /**
     * Let the sources send.
     * @param sources what they send, in the order of the flow plan
     * @param tally hears how each datagram ends; outlives the run
     */
    virtual void StartSources(const std::vector<Ptr<TrafficSource>>& sources,
                              PacketTally& tally) = 0;

    /** @return how many datagrams are sent and neither delivered nor lost */
    virtual uint64_t GetInFlight() const = 0;

  private:
    std::vector<uint8_t> GetWays() const;
    Ps GetPathDelay() const;

    std::vector<Ptr<TrafficSource>> m_sources; //!< in the order of the flow plan
    std::unique_ptr<RunControl> m_control;     //!< see GetControl()
    FailoverMeter m_failover;                  //!< measures a failover
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PACKET_SCENARIO_RUN_H */
