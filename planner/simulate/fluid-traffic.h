/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLUID_TRAFFIC_H
#define IPSEC_OFFLOAD_PLANNER_FLUID_TRAFFIC_H

#include "fluid-strand.h"
#include "fluid-totals.h"

#include "planner/analytic/fluid-rates.h"
#include "planner/network/flow-plan.h"
#include "planner/scenario/scenario.h"

#include "ns3/event-id.h"
#include "ns3/ipsec-database-observer.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/offload-observer.h"

#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The data plane of fluid fidelity: a FluidStrand for each client or tunnel and direction, beside a
 * control plane that is simulated event by event.
 *
 * It listens to what happens to SAs and handles. Whose SA it is asks kernels and NICs anew at the
 * same instant, when all that happens then has happened; nobody else does. Counters are brought up
 * to date before somebody looks: the driver's poll, the kernel's expiry timer, a limit of the NIC.
 */
class FluidTraffic
{
  public:
    /**
     * @param scenario resolved for a point; must outlive this object
     * @param plan its flows; must outlive this object
     */
    FluidTraffic(const Scenario& scenario, const FlowPlan& plan);
    ~FluidTraffic();

    FluidTraffic(const FluidTraffic&) = delete;
    FluidTraffic& operator=(const FluidTraffic&) = delete;

    /// The ends of a path.
    struct Ends
    {
        FluidStrand::End near;
        FluidStrand::End far;
        uint32_t nearMtu; //!< of the link over which the near end sends, octets of IP
        uint32_t farMtu;  //!< of the link over which the far end sends
        bool forwarded;   //!< both are gateways
    };

    /** @param ends of the next path of the plan */
    void AddPath(const Ends& ends);

    /** Let the traffic begin, when all paths are there. */
    void Begin(Ps now);

    /** @return what it has come to until now */
    const FluidTotals& Read(Ps now);

    /** @return times of work of the measured node until now */
    FluidBusy GetBusy(Ps now)
    {
        return m_rates.GetBusy(now);
    }

    /** @return true when some of it is not known as well as the rest */
    bool IsRough() const;

    /** @return how often rates were worked out */
    uint64_t GetSolutions() const
    {
        return m_rates.GetSolutions();
    }

  private:
    class Listener; // to one node

    /// SAs that a card has, of a path or of all.
    struct HeldSas
    {
        uint32_t transmit{0};
        uint32_t receive{0};
        uint32_t members{0};
    };

    void ScheduleStep(size_t number);
    void TakeStep(size_t number);
    void AddStrand(uint32_t member, bool transmit);
    void Listen(const FluidStrand::End& end);
    FluidStrand* FindStrand(uint32_t spi);
    void Touch(uint32_t spi);
    void SettleSa(Ps now, uint32_t spi);
    void SettleNode(Ps now, const IpsecNode* node);
    void AssessTouched();
    void Assess(Ps now, FluidStrand& strand);
    void Hold(const FluidStrand& strand, bool begins);
    void TellHeld(Ps now);
    void WatchLimit(Ps now, uint32_t number);
    void ScheduleLimit(Ps now);
    void ReachLimits();

    const Scenario& m_scenario;                          //!< resolved for a point
    const FlowPlan& m_plan;                              //!< its flows
    FluidRates m_rates;                                  //!< what passes
    FluidTotals m_totals;                                //!< what has passed
    std::vector<Ends> m_paths;                           //!< by number
    std::vector<std::unique_ptr<FluidStrand>> m_strands; //!< two per member, nullptr: no traffic
    std::vector<uint32_t> m_bySpi;                       //!< numbers of strands; see FindStrand()
    uint32_t m_leastSpi{0};                              //!< of the first generation
    std::vector<std::unique_ptr<Listener>> m_listeners;  //!< one per node
    std::vector<bool> m_isTouched;                       //!< by strand: it will be assessed
    std::vector<uint32_t> m_touched;                     //!< strands to be assessed
    HeldSas m_near;                                      //!< of the measured node's NIC
    std::vector<HeldSas> m_far;                          //!< of those of the far nodes
    uint32_t m_changed{0};                               //!< SAs since the rates heard of them
    uint64_t m_limitsAt{0};                              //!< solutions when limits were computed
    std::vector<Ps> m_limitOf;                  //!< by strand: see FluidStrand::FindLimit()
    std::set<std::pair<Ps, uint32_t>> m_limits; //!< those that come, and whose
    EventId m_limit;                            //!< the next one that is reached
    std::vector<LoadRamp::Point> m_steps;       //!< of the load's ramp
    EventId m_step;                             //!< the next one of these
    bool m_hasBegun{false};                     //!< there is traffic
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLUID_TRAFFIC_H */
