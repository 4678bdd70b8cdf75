/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace ns3::planner
{

namespace
{

/// Working times in a snapshot, of resources of one kind.
using Times = std::vector<double> RunSnapshot::*;

/// @param m a simulation @param times of what @return shares of the window
std::vector<double>
LoadsOf(const Measurement& m, Times times)
{
    std::vector<double> loads;
    for (size_t i = 0; i < (m.to.*times).size(); ++i)
    {
        loads.push_back(ShareOf((m.to.*times)[i] - (m.from.*times)[i], m.GetSeconds()));
    }
    return loads;
}

/// @param m a simulation @return whether it is known how busy cores were: rates do not tell when
/// they are woken up
bool
KnowsCores(const Measurement& m)
{
    return m.hasPackets || m.scenario.GetMeasured().host.batching.interrupt == 0;
}

/// @param m a simulation @return share of the window, mean of all cores
double
MeanCoreLoadOf(const Measurement& m)
{
    if (!KnowsCores(m))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const auto loads = LoadsOf(m, &RunSnapshot::cores);
    return ShareOf(std::accumulate(loads.begin(), loads.end(), 0.0),
                   static_cast<double>(loads.size()));
}

/// @param times of what @return getter of the share of the window in which the busiest one worked
std::function<double(const Measurement&)>
BusiestOf(Times times)
{
    return [times](const Measurement& m) {
        const auto loads = LoadsOf(m, times);
        return loads.empty() ? 0 : *std::max_element(loads.begin(), loads.end());
    };
}

/// @param m a simulation @return share of the cores' time
double
WastedOf(const Measurement& m)
{
    const auto clock = static_cast<double>(m.scenario.GetMeasured().host.clock);
    return ShareOf(ShareOf(static_cast<double>(m.to.wasted - m.from.wasted), clock),
                   m.GetSeconds() * static_cast<double>(m.to.cores.size()));
}

/// @param m a simulation @param count of what cores do about received packets
/// @return how many in the window
double
BatchesOf(const Measurement& m, uint64_t HostCore::Batches::*count)
{
    return static_cast<double>(m.to.batches.*count - m.from.batches.*count);
}

/// @param m a simulation @return share of the packets that need a context
double
CacheHitsOf(const Measurement& m)
{
    const uint64_t misses = m.to.contexts.misses - m.from.contexts.misses;
    const uint64_t hits = m.to.contexts.hits - m.from.contexts.hits;
    return 1.0 - ShareOf(static_cast<double>(misses), static_cast<double>(hits + misses));
}

/// What went through the measured node's memory.
struct MemoryUse
{
    double cpu{0};     //!< octets by cores
    double dma{0};     //!< octets by devices
    double packets{0}; //!< what a gateway receives it also sends: those of the busier side
};

/// @param m a simulation @return of the window
MemoryUse
MemoryUseOf(const Measurement& m)
{
    MemoryUse use;
    uint64_t received = 0;
    uint64_t sent = 0;
    for (size_t i = 0; i < HOST_PATHS; ++i)
    {
        const auto& to = m.to.traffic[i];
        const auto& from = m.from.traffic[i];
        received += to.received - from.received;
        sent += to.sent - from.sent;
        use.cpu += static_cast<double>(to.memory.GetCpu() - from.memory.GetCpu());
        use.dma += static_cast<double>(to.memory.GetDma() - from.memory.GetDma());
    }
    use.packets = static_cast<double>(std::max(received, sent));
    return use;
}

/// @param m a simulation @return octets per packet
double
CpuOctetsOf(const Measurement& m)
{
    const MemoryUse use = MemoryUseOf(m);
    return ShareOf(use.cpu, use.packets);
}

/// @param m a simulation @return octets per packet
double
DmaOctetsOf(const Measurement& m)
{
    const MemoryUse use = MemoryUseOf(m);
    return ShareOf(use.dma, use.packets);
}

/// @param m a simulation @return bit/s
double
MemoryRateOf(const Measurement& m)
{
    const MemoryUse use = MemoryUseOf(m);
    return 8 * ShareOf(use.cpu + use.dma, m.GetSeconds());
}

} // namespace

std::vector<MetricGetter>
MakeLoadGetters()
{
    using M = const Measurement&;
    using Batches = HostCore::Batches;
    return {
        {"cpu_utilization", MeanCoreLoadOf},
        {"cpu_busiest_core",
         [](M m) {
             return KnowsCores(m) ? BusiestOf(&RunSnapshot::cores)(m)
                                  : std::numeric_limits<double>::quiet_NaN();
         }},
        {"cpu_wasted", WastedOf},
        {"interrupts_per_second",
         [](M m) { return ShareOf(BatchesOf(m, &Batches::interrupts), m.GetSeconds()); }},
        {"polls_per_second",
         [](M m) { return ShareOf(BatchesOf(m, &Batches::polls), m.GetSeconds()); }},
        {"packets_per_interrupt",
         [](M m) {
             return ShareOf(BatchesOf(m, &Batches::received), BatchesOf(m, &Batches::interrupts));
         }},
        {"nic_cipher_utilization", BusiestOf(&RunSnapshot::cipher)},
        {"nic_cache_hits", CacheHitsOf},
        {"nic_fetch_utilization", BusiestOf(&RunSnapshot::fetch)},
        {"nic_pcie_utilization", BusiestOf(&RunSnapshot::pcie)},
        {"link_utilization", BusiestOf(&RunSnapshot::wire)},
        {"crypto_thread_utilization", BusiestOf(&RunSnapshot::threads)},
        {"lookaside_utilization", BusiestOf(&RunSnapshot::lookaside)},
        {"memory_utilization", BusiestOf(&RunSnapshot::memory)},
        {"cpu_octets_per_packet", CpuOctetsOf},
        {"dma_octets_per_packet", DmaOctetsOf},
        {"memory_bps", MemoryRateOf},
    };
}

} // namespace ns3::planner
