/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_EVENT_PLAYER_H
#define IPSEC_OFFLOAD_PLANNER_EVENT_PLAYER_H

#include "planner/scenario/scenario.h"

#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/ipsec-pico-time.h"

#include <functional>
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

    /// A port of a node that events happen to.
    struct Place
    {
        std::string role;    //!< of the node
        uint32_t port;       //!< from 1
        Ptr<IpsecNode> node; //!< its IPsec
        std::string name;    //!< of the interface, which may be made later
        Ptr<IpsecNic> nic;   //!< the card
    };

    /** @param place one more */
    void Add(const Place& place);

    /// What lets the measured node send by another port, from 1.
    using RouteChange = std::function<void(uint32_t port)>;

    /** @param change how routes are changed */
    void SetRouteChange(RouteChange change);

    /** Make the VLAN interfaces of all first ports, now, before there are SAs. */
    void ScheduleVlans();

    /** @param start of the traffic: what events count from */
    void Schedule(Ps start);

  private:
    static Ptr<OffloadInterface> FindInterface(const Place& place);
    void MakeVlans(const Place& place) const;
    void Play(const EventSpec& event) const;
    static void PlayAt(const EventSpec& event, const Place& place, Ps now);

    const Scenario& m_scenario;  //!< whose events
    std::vector<Place> m_places; //!< what they happen to
    RouteChange m_routeChange;   //!< how routes are changed
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_EVENT_PLAYER_H */
