/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EVENT_PLAYER_H
#define IPSEC_OFFLOAD_PLANNER_EVENT_PLAYER_H

#include "scenario.h"

#include "ns3/ipsec-offload.h"
#include "ns3/pico-time.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Lets the events of a scenario happen, in either fidelity.
 */
class EventPlayer
{
  public:
    /** @param scenario the scenario; must outlive this object */
    explicit EventPlayer(const Scenario& scenario);

    /**
     * @param role of the node
     * @param kernel its offload infrastructure
     * @param name of the interface of its protected traffic; it may be made later
     */
    void AddInterface(const std::string& role, Ptr<IpsecOffload> kernel, const std::string& name);

    /** @param start of the traffic: what events count from */
    void Schedule(Ps start);

  private:
    /// Something that events happen to.
    struct Place
    {
        std::string role;
        Ptr<IpsecOffload> kernel;
        std::string name;
    };

    static Ptr<OffloadInterface> FindInterface(const Place& place);
    void Play(const EventSpec& event) const;

    const Scenario& m_scenario;  //!< whose events
    std::vector<Place> m_places; //!< what they happen to
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EVENT_PLAYER_H */
