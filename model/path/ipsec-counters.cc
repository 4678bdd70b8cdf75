/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-counters.h"

namespace ns3
{

namespace
{

/// @param part octets of one kind @param rest octets of the other @return the first kind's share
double
Share(uint64_t part, uint64_t rest)
{
    const uint64_t all = part + rest;
    return all == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(all);
}

} // namespace

double
IpsecOutputCounters::GetOffloadRatio() const
{
    return Share(offloadVerdict.octets, softwareVerdict.octets);
}

double
IpsecOutputCounters::GetCarriedRatio() const
{
    return Share(offload.octets, software.octets);
}

} // namespace ns3
