/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FLUID_SCENARIO_RUN_H
#define IPSEC_OFFLOAD_PLANNER_FLUID_SCENARIO_RUN_H

#include "fluid-traffic.h"
#include "scenario-run.h"

#include "ns3/ipsec-node.h"
#include "ns3/offload-interface.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A scenario in fluid fidelity: key management, SADs, workers, drivers, NICs' slots, polls and
 * timers are those of the other fidelities, event by event; the traffic is a FluidTraffic. A run
 * lasts as long as its packets would take, and costs its control events.
 */
class FluidScenarioRun : public ScenarioRun
{
  public:
    /**
     * @param scenario the scenario, resolved for a point, in which FindFluidObstacle() finds
     * nothing; must outlive this object
     */
    explicit FluidScenarioRun(const Scenario& scenario);
    ~FluidScenarioRun() override;

    /** @return the traffic; after Start() */
    const FluidTraffic& GetTraffic() const
    {
        return *m_traffic;
    }

  protected:
    Ptr<IpsecNode> MakeNode(uint32_t number) override;
    NicPair MakeLink(uint32_t number) override;
    void FinishLink(uint32_t number) override;
    void ChangeRoutes(uint32_t port) override;
    void PrepareTraffic(Ps start) override;
    void StartTraffic() override;
    bool IsSending() const override;
    MeasuredWindow GetWindow() const override;

  private:
    FluidStrand::End MakeEnd(uint32_t end) const;
    void OpenWindow();
    void CloseWindow();
    void Fill(Ps now, RunSnapshot& snapshot);

    std::vector<Ptr<OffloadInterface>> m_interfaces; //!< by link, near and far
    std::unique_ptr<FluidTraffic> m_traffic;         //!< see GetTraffic()
    Ps m_start{0};                                   //!< of the traffic
    Ps m_end{0};                                     //!< of the traffic
    MeasuredWindow m_window;                         //!< see GetWindow()
    FluidTotals m_before;                            //!< when the window began
};

/**
 * @ingroup ipsec-offload
 * Simulate a scenario in fluid fidelity. Seed and run number are set before; destroys the simulator
 * at the end.
 * @param scenario the scenario, resolved for a point
 * @return what it left behind
 */
RunRecord RunFluid(const Scenario& scenario);

/**
 * @ingroup ipsec-offload
 * @param scenario resolved for a point
 * @return what in it the fluid fidelity does not know, in words; empty: nothing
 */
std::string FindFluidObstacle(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FLUID_SCENARIO_RUN_H */
