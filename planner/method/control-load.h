/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CONTROL_LOAD_H
#define IPSEC_OFFLOAD_PLANNER_CONTROL_LOAD_H

#include "planner/scenario/scenario.h"

#include <cstdint>
#include <string>

namespace ns3::planner
{

/// What SAs ask of the measured node's NIC in the long run, from mean times alone.
struct ControlLoad
{
    bool offloads{false};     //!< the NIC takes SAs at all; otherwise all below is 0
    double offers{0};         //!< of SAs when all of them are set up
    double contexts{0};       //!< that they make, one per SA and direction that the NIC installs
    double installSeconds{0}; //!< one context, on the command channel
    double removeSeconds{0};  //!< one context
    double setUpSeconds{0};   //!< until all contexts are there, if nothing else uses the channel

    double rekeysPerSecond{0}; //!< pairs of SAs
    double offersPerSecond{0}; //!< by rekeying
    double pollsPerSecond{0};  //!< commands or bulk queries that read counters
    double pollSeconds{0};     //!< one pass over all counters
    double installUse{0};      //!< busy time of the channel with installing and removing
    double pollUse{0};         //!< busy time of the channel with polling

    double slotsSteady{0};    //!< per direction (or in the shared pool) for all SAs
    double slotsRekeying{0};  //!< the most while SAs are replaced
    double slotsThere{0};     //!< infinite: no limit
    std::string slotsUnknown; //!< why slots are not said; empty: they are

    /** @return busy time of the command channel; more than 1: it never catches up */
    double GetChannelUse() const
    {
        return installUse + pollUse;
    }
};

/**
 * @ingroup ipsec-offload
 * SA slots while SAs are replaced: make before break needs both for the overlap, and a slot that
 * was freed is unusable for its cool-off. Replacements follow each other over the spread.
 * @param steady slots without rekeying
 * @param rekey how SAs are replaced
 * @param coolOff of a slot
 * @return the most that are taken at a time
 */
double GetSlotsRekeying(double steady, const RekeySpec& rekey, Ps coolOff);

/**
 * @ingroup ipsec-offload
 * @param scenario a point
 * @return the load of its control plane
 */
ControlLoad FindControlLoad(const Scenario& scenario);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CONTROL_LOAD_H */
