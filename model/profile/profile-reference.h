/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PROFILE_REFERENCE_H
#define IPSEC_OFFLOAD_PROFILE_REFERENCE_H

#include "ns3/host-profile.h"
#include "ns3/nic-profile.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace ns3
{

/// What there is to know of one key of profiles, as text.
struct ProfileKeyEntry
{
    std::string key;      //!< "tx-slots"
    std::string meaning;  //!< a sentence without its full stop
    std::string unit;     //!< of a number: "bit/s"; empty: none
    std::string values;   //!< what it may be: "0 to 4294967294, or unlimited"
    std::string standard; //!< its default; empty: none, or an empty list
    std::string rule;     //!< rules that it belongs to: "R45, N53"; or empty
};

/** @param profile whose values stand for the defaults
 * @return all keys of NIC profiles, from their table */
std::vector<ProfileKeyEntry> DescribeNicKeys(const NicProfile& profile = {});

/** @param profile whose values stand for the defaults, but for those of ciphers
 * @return all keys of host profiles, from their tables */
std::vector<ProfileKeyEntry> DescribeHostKeys(const HostProfile& profile = {});

/**
 * @ingroup ipsec-offload
 * Write the manual's reference of all keys.
 * @param stream gets reStructuredText
 */
void WriteProfileReference(std::ostream& stream);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_PROFILE_REFERENCE_H */
