/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include <algorithm>
#include <numeric>

namespace ns3::planner
{

namespace
{

/// @param m a simulation @param spent on something: seconds, all snapshots have them
/// @return share of the window
double
LoadOf(const Measurement& m, double RunSnapshot::*spent)
{
    return std::min(1.0, ShareOf(m.to.*spent - m.from.*spent, m.GetSeconds()));
}

/// @param m a simulation @return share of the window, per core
std::vector<double>
CoreLoadsOf(const Measurement& m)
{
    std::vector<double> loads;
    for (size_t core = 0; core < m.to.busy.size(); ++core)
    {
        // Booked work may lie beyond the window; a core cannot do more than its time.
        loads.push_back(
            std::min(1.0, ShareOf(m.to.busy[core] - m.from.busy[core], m.GetSeconds())));
    }
    return loads;
}

/// @param m a simulation @return share of the window, mean of all cores
double
MeanCoreLoadOf(const Measurement& m)
{
    const auto loads = CoreLoadsOf(m);
    return ShareOf(std::accumulate(loads.begin(), loads.end(), 0.0),
                   static_cast<double>(loads.size()));
}

/// @param m a simulation @return share of the window
double
BusiestCoreOf(const Measurement& m)
{
    double most = 0;
    for (const double load : CoreLoadsOf(m))
    {
        most = std::max(most, load);
    }
    return most;
}

/// @param m a simulation @return share of the cores' time
double
WastedOf(const Measurement& m)
{
    const auto clock = static_cast<double>(m.scenario.GetMeasured().host.clock);
    return ShareOf(ShareOf(static_cast<double>(m.to.wasted - m.from.wasted), clock),
                   m.GetSeconds() * static_cast<double>(m.to.busy.size()));
}

/// @param m a simulation @param count of what cores do about received packets
/// @return how many in the window
double
BatchesOf(const Measurement& m, uint64_t HostCore::Batches::*count)
{
    return static_cast<double>(m.to.batches.*count - m.from.batches.*count);
}

/// @param m a simulation @param count what passed a cipher @param bitRate its ceiling
/// @param packetRate its other ceiling @return the share of the window that this took
double
CipherLoadOf(const Measurement& m, const PacketOctets& count, uint64_t bitRate, uint64_t packetRate)
{
    const double bits = BitRateOf(count.octets, m.GetSeconds());
    const double packets = ShareOf(static_cast<double>(count.packets), m.GetSeconds());
    return std::max(ShareOf(bits, static_cast<double>(bitRate)),
                    ShareOf(packets, static_cast<double>(packetRate)));
}

/// @param m a simulation @return share of the window, of the busier direction
double
BusierCipherOf(const Measurement& m)
{
    const NicProfile& nic = m.network.near->GetProfile();
    const bool oneCipher = nic.sharedCipher;
    const double cipher = std::max(
        CipherLoadOf(m, Between(m.to.txCipher, m.from.txCipher), nic.txBitRate, nic.txPacketRate),
        CipherLoadOf(m,
                     Between(m.to.rxCipher, m.from.rxCipher),
                     oneCipher ? nic.txBitRate : nic.rxBitRate,
                     oneCipher ? nic.txPacketRate : nic.rxPacketRate));
    return std::min(1.0, cipher);
}

/// @param m a simulation @return packets that had to wait for a fetch that they began
uint64_t
MissesOf(const Measurement& m)
{
    return m.to.contexts.misses - m.from.contexts.misses;
}

/// @param m a simulation @return share of the packets that need a context
double
CacheHitsOf(const Measurement& m)
{
    const uint64_t misses = MissesOf(m);
    const uint64_t hits = m.to.contexts.hits - m.from.contexts.hits;
    return 1.0 - ShareOf(static_cast<double>(misses), static_cast<double>(hits + misses));
}

/// @param m a simulation @return share of the window
double
FetchLoadOf(const Measurement& m)
{
    const auto& memory = m.network.near->GetEngine().GetContextMemory();
    return memory.GetFetchLoad(MissesOf(m), m.window.to - m.window.from);
}

/// @param m a simulation @return share of the window, of the busier direction
double
PcieLoadOf(const Measurement& m)
{
    const auto bits = std::max(m.to.fromHost - m.from.fromHost, m.to.toHost - m.from.toHost);
    return std::min(1.0,
                    ShareOf(static_cast<double>(bits) / m.GetSeconds(),
                            static_cast<double>(m.network.near->GetProfile().pcieBitRate)));
}

/// @param m a simulation @return share of the window, of the busier direction
double
LinkLoadOf(const Measurement& m)
{
    const auto line = static_cast<double>(m.scenario.GetMeasuredLink().rate);
    const auto octets = std::max(Between(m.to.near.txWire, m.from.near.txWire).octets,
                                 Between(m.to.far.txWire, m.from.far.txWire).octets);
    return std::min(1.0, BitRateOf(octets, m.GetSeconds()) / line);
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
        {"cpu_utilisation", MeanCoreLoadOf},
        {"cpu_busiest_core", BusiestCoreOf},
        {"cpu_wasted", WastedOf},
        {"interrupts_per_second",
         [](M m) { return ShareOf(BatchesOf(m, &Batches::interrupts), m.GetSeconds()); }},
        {"polls_per_second",
         [](M m) { return ShareOf(BatchesOf(m, &Batches::polls), m.GetSeconds()); }},
        {"packets_per_interrupt",
         [](M m) {
             return ShareOf(BatchesOf(m, &Batches::received), BatchesOf(m, &Batches::interrupts));
         }},
        {"nic_cipher_utilisation", BusierCipherOf},
        {"nic_cache_hits", CacheHitsOf},
        {"nic_fetch_utilisation", FetchLoadOf},
        {"nic_pcie_utilisation", PcieLoadOf},
        {"link_utilisation", LinkLoadOf},
        {"crypto_thread_utilisation", [](M m) { return LoadOf(m, &RunSnapshot::threads); }},
        {"lookaside_utilisation", [](M m) { return LoadOf(m, &RunSnapshot::lookaside); }},
        {"memory_utilisation", [](M m) { return LoadOf(m, &RunSnapshot::memory); }},
        {"cpu_octets_per_packet", CpuOctetsOf},
        {"dma_octets_per_packet", DmaOctetsOf},
        {"memory_bps", MemoryRateOf},
    };
}

} // namespace ns3::planner
