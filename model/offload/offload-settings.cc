/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-settings.h"

namespace ns3
{

const std::vector<OffloadSwitch>&
GetOffloadSwitches()
{
    using S = OffloadSettings;
    static const std::vector<OffloadSwitch> switches{
        {"Enabled",
         &S::enabled,
         "Whether offload exists at all. When off: no offers, no tags (R1)."},
        {"WalkStopsOnError",
         &S::walkStopsOnError,
         "Whether a driver fault or the lack of a drv_spi on one interface keeps an SA from "
         "being offered to the interfaces behind it, as in FreeBSD of 2024 (R16, R47)."},
        {"LeakDrvSpiOnFault",
         &S::leakDrvSpiOnFault,
         "Whether a driver fault loses the drv_spi for ever, as in FreeBSD before 15.1 "
         "(R18)."},
        {"NameTestFirst",
         &S::nameTestFirst,
         "Whether an SA that names another interface gets a REJECTED handle even when no "
         "drv_spi is left, as in FreeBSD of 2024 (R17)."},
        {"UndoUnrecorded",
         &S::undoUnrecorded,
         "Whether an SA that a driver took and whose handle cannot be recorded is "
         "deinstalled again, as in FreeBSD 15.1; otherwise the NIC keeps it and its drv_spi "
         "is lost (R19)."},
        {"TagNeedsHistory",
         &S::tagNeedsHistory,
         "Whether a decrypted packet is tagged only if its drv_spi is known, and its tag "
         "tells the transforms. Older kernels tag it in any case (R159)."},
        {"SharedSequence",
         &S::sharedSequence,
         "Whether software and NIC share one sequence counter and one replay window per SA: "
         "the host numbers all packets and checks them. So it is with inline crypto; real "
         "packet offload has two of each (R143)."},
        {"SequenceHandover",
         &S::sequenceHandover,
         "Whether a NIC begins where the kernel's sequence counter stands when the SA is "
         "offered, and the kernel goes on where the NIC left off when it is withdrawn (R143: "
         "FreeBSD does neither). Needs no SharedSequence."},
        {"LiveCounters",
         &S::liveCounters,
         "Whether the expiry timer reads the NIC's counters first, as Linux does. FreeBSD "
         "goes by what was polled (R180, R201)."},
        {"NicLimits",
         &S::nicLimits,
         "Whether the NIC gets the limits of an SA, stops at the hard ones and signals "
         "the soft ones. FreeBSD never passes them (R202)."},
        {"DownDeletes",
         &S::downDeletes,
         "Whether the SAs that an interface holds die when it goes down, as in Linux. "
         "FreeBSD's go on in software (R209)."},
        {"Verbose",
         &S::verbose,
         "Write a line to std::clog for each offer, answer and withdrawal (R10)."},
        {"DirectionKnown",
         &S::directionKnown,
         "Whether offers name the direction of an SA, as in Linux. FreeBSD's SAs "
         "have none (R49)."},
        {"OfferOnlyNamed",
         &S::offerOnlyNamed,
         "Whether only SAs that name an interface are offered, as in Linux, where the "
         "request picks the device."},
        {"RefusalFails",
         &S::refusalFails,
         "Whether an SA that no driver took is deleted, as in Linux packet mode, where the "
         "request fails. Holds for SAs that a driver refused and for those that name an "
         "interface."},
        {"FaultFails",
         &S::faultFails,
         "Whether an SA is deleted when a driver faults on it, as in Linux crypto mode, "
         "where only \"not supported\" falls back to software."},
        {"UseAfterAnswer",
         &S::useAfterAnswer,
         "Whether an SA is used only after the drivers have answered its offer, as in Linux "
         "and DPDK, whose requests return what the driver says. FreeBSD answers first and "
         "offers later (R9)."},
    };
    return switches;
}

} // namespace ns3
