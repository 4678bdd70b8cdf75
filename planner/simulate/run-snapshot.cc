/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-snapshot.h"

namespace ns3::planner
{

namespace
{

/// @param host the measured node's @param now the present instant @param snapshot gets its counters
void
ReadHost(const HostModel& host, Ps now, RunSnapshot& snapshot)
{
    for (uint32_t core = 0; core < host.GetProfile().cores; ++core)
    {
        snapshot.cores.push_back(host.GetBusySeconds(core, now));
    }
    for (uint32_t thread = 0; thread < host.GetThreadCount(); ++thread)
    {
        snapshot.threads.push_back(host.GetThreadSeconds(thread, now));
    }
    snapshot.lookaside = {host.GetLookasideSeconds(now)};
    snapshot.memory = {host.GetMemorySeconds(now)};
    snapshot.batches = host.GetBatches();
    for (size_t i = 0; i < HOST_PATHS; ++i)
    {
        snapshot.traffic[i] = host.GetTraffic(static_cast<HostPath>(i));
    }
    snapshot.wasted = host.GetWastedCycles();
}

/// @param host a node's @param now the present instant @return busy seconds of each of its cores
std::vector<double>
BusySecondsOf(const HostModel& host, Ps now)
{
    std::vector<double> seconds;
    for (uint32_t core = 0; core < host.GetProfile().cores; ++core)
    {
        seconds.push_back(host.GetBusySeconds(core, now));
    }
    return seconds;
}

/// @param engine the near NIC's @param now the present instant @param snapshot gets its counters
void
ReadNearNic(const NicEngine& engine, Ps now, RunSnapshot& snapshot)
{
    snapshot.near = engine.GetCounters();
    const NicCard& card = *engine.GetCard();
    snapshot.contexts = card.GetContextMemory().GetCounters();
    for (const bool transmit : {true, false})
    {
        const NicStage& cipher = card.GetCipher(transmit);
        snapshot.cipher.push_back(cipher.GetBits().GetBusySeconds(now));
        snapshot.cipher.push_back(cipher.GetPackets().GetBusySeconds(now));
    }
    snapshot.fetch = {card.GetContextMemory().GetFetchSeconds(now)};
    snapshot.pcie = {card.GetPcie().GetFromHost().GetBusySeconds(now),
                     card.GetPcie().GetToHost().GetBusySeconds(now)};
    snapshot.txSlots = engine.GetTxSlotsUsed(now);
    snapshot.rxSlots = engine.GetRxSlotsUsed(now);
}

} // namespace

RunSnapshot
TakeSnapshot(const MeasuredNetwork& network, Ps now)
{
    const IpsecNode& node = network.GetMeasured();
    RunSnapshot snapshot;
    snapshot.out = node.GetOutputCounters();
    snapshot.control = node.GetOffload()->GetStatistics();
    ReadHost(node.GetHost(), now, snapshot);
    snapshot.coreCosts = node.GetHostCosts().GetCores();
    snapshot.threadCosts = node.GetHostCosts().GetThreads();
    ReadNearNic(network.near->GetEngine(), now, snapshot);
    snapshot.far = network.far->GetEngine().GetCounters();
    for (const auto& nic : {network.near, network.far})
    {
        snapshot.wire.push_back(nic->GetEngine().GetMac().GetBusySeconds(now));
    }
    for (const auto& each : network.nodes)
    {
        snapshot.mixed += each.ipsec->GetInputCounters().mixed.Total().packets;
        snapshot.hosts.push_back(BusySecondsOf(each.ipsec->GetHost(), now));
    }
    for (const auto& nic : network.nics)
    {
        snapshot.macs.push_back(nic.nic->GetEngine().GetMac().GetBusySeconds(now));
        snapshot.arrived.push_back(nic.nic->GetEngine().GetCounters().rxArrived);
    }
    return snapshot;
}

} // namespace ns3::planner
