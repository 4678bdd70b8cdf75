/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RUN_SNAPSHOT_H
#define IPSEC_OFFLOAD_PLANNER_RUN_SNAPSHOT_H

#include "measured-network.h"

#include "ns3/ipsec-pico-time.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * What metrics are made from, at one instant of a simulation. All counts go on from its start.
 */
struct RunSnapshot
{
    // The measured node
    IpsecOutputCounters out;
    IpsecOffload::Statistics control;
    std::vector<CostTally::Entries> coreCosts;   //!< what cores have paid for
    std::vector<CostTally::Entries> threadCosts; //!< what crypto threads have paid for
    HostCore::Batches batches;
    std::array<HostModel::PathTraffic, HOST_PATHS> traffic; //!< by HostPath
    uint64_t wasted{0};                                     //!< cycles of cores

    // For how long its resources have worked until now, in seconds
    std::vector<double> cores;
    std::vector<double> threads; //!< for ciphers
    std::vector<double> lookaside;
    std::vector<double> memory;
    std::vector<double> cipher; //!< of the near NIC's card: bits and packets of both directions
    std::vector<double> fetch;  //!< of SA contexts, on that card
    std::vector<double> pcie;   //!< of that card: from the host, to the host
    std::vector<double> wire;   //!< of the measured link: from the near NIC, from the far one

    // The NICs of the measured link, and the near one's card
    NicEngine::Counters near;
    NicEngine::Counters far;
    NicContextMemory::Counters contexts;
    uint32_t txSlots{0};
    uint32_t rxSlots{0};

    std::vector<std::vector<double>> hosts; //!< per node: busy seconds of each of its cores
    std::vector<double> macs;               //!< per NIC: busy seconds of what it sends to the wire
    std::vector<PacketOctets> arrived;      //!< per NIC of the network: octets of IP
    uint64_t mixed{0};                      //!< datagrams put together of fragments of several ones
};

/**
 * @ingroup ipsec-offload
 * @param network what to read
 * @param now the present instant
 * @return its counters
 */
RunSnapshot TakeSnapshot(const MeasuredNetwork& network, Ps now);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RUN_SNAPSHOT_H */
