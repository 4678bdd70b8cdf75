/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PACKET_SHARES_H
#define IPSEC_OFFLOAD_PLANNER_PACKET_SHARES_H

#include <cstdint>
#include <map>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Packets by what became of them, as the summary of a run says it.
 */
struct PacketShares
{
    uint64_t total{0}; //!< packets
    std::string text;  //!< the four largest shares in per cent, the largest first
};

/**
 * @ingroup ipsec-offload
 * @param packets how many, by reason
 * @return all of them and the largest shares; no text when there are none
 */
PacketShares DescribeShares(const std::map<std::string, uint64_t>& packets);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PACKET_SHARES_H */
