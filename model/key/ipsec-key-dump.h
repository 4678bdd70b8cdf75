/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_KEY_DUMP_H
#define IPSEC_OFFLOAD_IPSEC_KEY_DUMP_H

#include "ns3/ipsec-pico-time.h"

#include <ostream>

namespace ns3
{

class IpsecOffload;
class OffloadInterface;
class SecurityAssociationDatabase;
class SecurityPolicyDatabase;

/**
 * @ingroup ipsec-offload
 * The databases as a user of FreeBSD sees them: what PF_KEY's DUMP would carry, in the text that
 * setkey prints of it (G29-G33, G30 for what offload adds; R222-R225), down to its tabs and blanks.
 *
 * Simulated time has no calendar: where setkey prints "Mar 25 12:00:00 2024", there are as many
 * characters with the seconds since the start of the simulation ("12.000345 s"), and as many blanks
 * for what never happened. Times of use and limits are whole seconds, rounded down, as there. The
 * kernel's order is that of a hash table; here it is ascending by SPI, and the search order of
 * policies, IN first. refcnt counts the database and the handles.
 */
class KeyDump
{
  public:
    /**
     * "setkey -D".
     * @param os where to write
     * @param sad the SAD
     */
    static void PrintSad(std::ostream& os, const SecurityAssociationDatabase& sad, Ps now);

    /**
     * "setkey -DP".
     * @param os where to write
     * @param spd the SPD
     */
    static void PrintSpd(std::ostream& os, const SecurityPolicyDatabase& spd);

    /**
     * The shadow SAD and SPD of an interface: all handles that name it.
     * No tool of FreeBSD prints them.
     * @param os where to write
     * @param offload the offload infrastructure
     * @param interface which interface of it
     */
    static void PrintShadow(std::ostream& os,
                            const IpsecOffload& offload,
                            const OffloadInterface& interface);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_KEY_DUMP_H */
