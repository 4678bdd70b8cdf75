/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_SETTINGS_H
#define IPSEC_OFFLOAD_OFFLOAD_SETTINGS_H

#include "ns3/nstime.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How a kernel's offload infrastructure behaves: the attributes of IpsecOffload, whose texts say
 * what each of them means.
 */
struct OffloadSettings
{
    bool enabled{true};            //!< R1
    bool walkStopsOnError{false};  //!< H1
    bool leakDrvSpiOnFault{false}; //!< H4
    bool nameTestFirst{false};     //!< H3
    bool undoUnrecorded{true};     //!< H4, R19
    bool tagNeedsHistory{true};    //!< R159, H2
    bool directionKnown{false};    //!< Linux: requests name the direction
    bool offerOnlyNamed{false};    //!< Linux: the request names the device
    bool refusalFails{false};      //!< Linux packet mode: a refused SA does not exist
    bool faultFails{false};        //!< Linux crypto mode: a fault fails the request
    bool useAfterAnswer{false};    //!< Linux: ADD returns what the driver says
    bool downDeletes{false};       //!< Linux: states of a device that goes down die
    bool sharedSequence{false};    //!< R143
    bool sequenceHandover{false};  //!< R143
    bool hostEncapsulates{false};  //!< inline crypto; no attribute, since the node knows
    bool liveCounters{false};      //!< Linux: read when asked
    bool nicLimits{false};         //!< R202
    bool verbose{false};           //!< R10
    uint32_t loseOffers{0};        //!< R39: so many are still to be lost
    uint32_t loseHandles{0};       //!< R19: so many are still to be lost
    Time driverTimeout;            //!< 0: the kernel waits for ever
    Time epochWait;                //!< R65: packets in flight through the stack
};

/**
 * @ingroup ipsec-offload
 * A switch among the settings: an attribute of IpsecOffload, whose default is the field's.
 */
struct OffloadSwitch
{
    const char* name;             //!< of the attribute
    bool OffloadSettings::*field; //!< what it switches
    const char* text;             //!< what it means
};

/** @return all switches that are attributes */
const std::vector<OffloadSwitch>& GetOffloadSwitches();

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_SETTINGS_H */
