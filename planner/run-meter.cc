/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-meter.h"

#include "metric-names.h"
#include "reason-meter.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <limits>

namespace ns3::planner
{

namespace
{

/// @param picoseconds a span @return seconds
double
Seconds(Ps picoseconds)
{
    return static_cast<double>(picoseconds) * 1e-12;
}

/// @param part a count @param whole another @return part of whole; 0 when there is nothing
double
Share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/// @param octets octets @param seconds a span @return bit/s
double
BitRate(uint64_t octets, double seconds)
{
    return Share(8 * static_cast<double>(octets), seconds);
}

/// @param later a count @param earlier the same before @return what came in between
PacketOctets
Between(const PacketOctets& later, const PacketOctets& earlier)
{
    return {later.packets - earlier.packets, later.octets - earlier.octets};
}

/// @param counters where to add @param name of a count @param count the count
void
AddCount(NamedCounters& counters, const std::string& name, const PacketOctets& count)
{
    counters.emplace_back(name + ".packets", count.packets);
    counters.emplace_back(name + ".octets", count.octets);
}

/// @param counters where to add @param name of a table @param table the table
template <typename E>
void
AddTable(NamedCounters& counters, const std::string& name, const ReasonTable<E>& table)
{
    for (size_t i = 1; i < ReasonTable<E>::SIZE; ++i)
    {
        const auto reason = static_cast<E>(i);
        AddCount(counters, name + "." + ToString(reason), table[reason]);
    }
}

/// @param counters where to add @param name of a node @param node the node
void
AddNodeCounters(NamedCounters& counters, const std::string& name, const IpsecNode& node)
{
    const IpsecOutputCounters& out = node.GetOutputCounters();
    AddCount(counters, name + ".out.in", out.in);
    AddCount(counters, name + ".out.bypass", out.bypass);
    AddCount(counters, name + ".out.clear-by-use", out.clearByUse);
    AddCount(counters, name + ".out.discard", out.discard);
    AddCount(counters, name + ".out.no-sa", out.noSa);
    AddCount(counters, name + ".out.offload", out.offload);
    AddCount(counters, name + ".out.software", out.software);
    AddCount(counters, name + ".out.offload-verdict", out.offloadVerdict);
    AddCount(counters, name + ".out.software-verdict", out.softwareVerdict);
    AddCount(counters, name + ".out.checksums", out.checksums);
    AddTable(counters, name + ".out.reason", out.reasons);
    AddTable(counters, name + ".out.drop", out.drops);
    const IpsecInputCounters& in = node.GetInputCounters();
    AddCount(counters, name + ".in.in", in.in);
    AddCount(counters, name + ".in.decrypted", in.decrypted);
    AddCount(counters, name + ".in.offloaded", in.offloaded);
    AddCount(counters, name + ".in.clear", in.clear);
    AddCount(counters, name + ".in.checksums", in.checksums);
    AddTable(counters, name + ".in.drop", in.drops);
    AddCount(counters, name + ".in.mixed", in.mixed);
    const auto& statistics = node.GetOffload()->GetStatistics();
    counters.emplace_back(name + ".offload.offers", statistics.offers);
    counters.emplace_back(name + ".offload.acks", statistics.acks);
    counters.emplace_back(name + ".offload.nacks", statistics.nacks);
    counters.emplace_back(name + ".offload.faults", statistics.faults);
    counters.emplace_back(name + ".offload.name-mismatches", statistics.nameMismatches);
    PacketOctets current;
    PacketOctets software;
    node.GetSad()->ForEach([&](SecurityAssociation& sa) {
        current.Add(sa.GetCurrent());
        software.Add(sa.GetSoftware());
    });
    AddCount(counters, name + ".sa.current", current);
    AddCount(counters, name + ".sa.software", software);
    counters.emplace_back(name + ".sa.count", node.GetSad()->GetSize());
    counters.emplace_back(name + ".host.booked", node.GetHost().GetBooked());
    counters.emplace_back(name + ".host.refused", node.GetHost().GetRefused());
    const HostCore::Batches batches = node.GetHost().GetBatches();
    counters.emplace_back(name + ".host.received", batches.received);
    counters.emplace_back(name + ".host.interrupts", batches.interrupts);
    counters.emplace_back(name + ".host.polls", batches.polls);
    const auto refused = [&](const char* place, HostModel::Place value) {
        counters.emplace_back(name + ".host.refused." + place, node.GetHost().GetRefusedBy(value));
    };
    refused("core", HostModel::Place::CORE);
    refused("crypto-thread", HostModel::Place::CRYPTO_THREAD);
    refused("lookaside", HostModel::Place::LOOKASIDE);
    counters.emplace_back(name + ".host.wasted-cycles", node.GetHost().GetWastedCycles());
    AddCount(counters, name + ".host.socket-drops", in.socketDrops);
    for (size_t i = 0; i < HOST_PATHS; ++i)
    {
        const auto path = static_cast<HostPath>(i);
        const std::string prefix = name + ".host.memory." + ToString(path);
        const HostModel::PathTraffic& traffic = node.GetHost().GetTraffic(path);
        counters.emplace_back(prefix + ".packets-in", traffic.received);
        counters.emplace_back(prefix + ".packets-out", traffic.sent);
        counters.emplace_back(prefix + ".cpu-read", traffic.memory.cpuRead);
        counters.emplace_back(prefix + ".cpu-written", traffic.memory.cpuWritten);
        counters.emplace_back(prefix + ".dma-read", traffic.memory.dmaRead);
        counters.emplace_back(prefix + ".dma-written", traffic.memory.dmaWritten);
    }
}

/// @param counters where to add @param name of a NIC @param engine its data path
void
AddNicCounters(NamedCounters& counters, const std::string& name, const NicEngine& engine)
{
    const NicEngine::Counters& count = engine.GetCounters();
    AddCount(counters, name + ".tx.offered", count.txOffered);
    AddCount(counters, name + ".tx.encrypted", count.txEncrypted);
    AddCount(counters, name + ".tx.clear", count.txClear);
    AddCount(counters, name + ".tx.wire", count.txWire);
    AddTable(counters, name + ".tx.drop", count.txDrops);
    AddCount(counters, name + ".rx.arrived", count.rxArrived);
    AddCount(counters, name + ".rx.decrypted", count.rxDecrypted);
    AddCount(counters, name + ".rx.passed", count.rxPassed);
    AddCount(counters, name + ".rx.untagged", count.rxUntagged);
    AddTable(counters, name + ".rx.failed", count.rxFailed);
    AddTable(counters, name + ".rx.drop", count.rxDrops);
    const NicContextMemory::Counters& contexts = engine.GetContextMemory().GetCounters();
    counters.emplace_back(name + ".cache.hits", contexts.hits);
    counters.emplace_back(name + ".cache.waits", contexts.waits);
    counters.emplace_back(name + ".cache.misses", contexts.misses);
}

/// @return how busy a cipher was @param count what it did @param seconds how long
double
CipherLoad(const PacketOctets& count, double seconds, uint64_t bitRate, uint64_t packetRate)
{
    const double bits = BitRate(count.octets, seconds);
    const double packets = Share(static_cast<double>(count.packets), seconds);
    return std::max(Share(bits, static_cast<double>(bitRate)),
                    Share(packets, static_cast<double>(packetRate)));
}

} // namespace

RunMeter::RunMeter(const Scenario& scenario, const FlowPlan& plan)
    : m_scenario(scenario),
      m_plan(plan)
{
}

void
RunMeter::AddNode(const std::string& name, Ptr<IpsecNode> node)
{
    m_nodes.emplace_back(name, node);
}

void
RunMeter::AddNic(const std::string& name, Ptr<IpsecNic> nic, Ptr<IpsecOffload> kernel)
{
    m_nics.push_back({name, nic, kernel});
}

void
RunMeter::SetMeasuredLink(Ptr<IpsecNic> near, Ptr<IpsecNic> far)
{
    m_near = near;
    m_far = far;
}

void
RunMeter::Schedule(const MeasuringWindow& window, Ps start)
{
    m_window = window;
    const Ptr<IpsecNode> measured = m_nodes.front().second;
    if (m_scenario.population.hard.octets > 0)
    {
        m_overshoot = std::make_unique<OvershootMeter>(measured);
    }
    if (m_scenario.timeline.period > 0)
    {
        const bool transmit = m_scenario.traffic.direction != TrafficDirection::RECEIVE;
        m_timeline = std::make_unique<TimelineMeter>(measured, m_near, transmit);
        m_timeline->Schedule(start, window.last, m_scenario.timeline.period);
    }
    Simulator::Schedule(FromPs(window.from) - Simulator::Now(), [this] { Take(m_from); });
    Simulator::Schedule(FromPs(window.to) - Simulator::Now(), [this] { Take(m_to); });
}

void
RunMeter::Take(Snapshot& snapshot)
{
    const IpsecNode& node = *m_nodes.front().second;
    snapshot.out = node.GetOutputCounters();
    snapshot.in = node.GetInputCounters();
    snapshot.near = m_near->GetEngine().GetCounters();
    snapshot.far = m_far->GetEngine().GetCounters();
    const NicCard& card = *m_near->GetEngine().GetCard();
    snapshot.contexts = card.GetContextMemory().GetCounters();
    snapshot.txCipher = card.GetCipher(true).GetPassed();
    snapshot.rxCipher = card.GetCipher(false).GetPassed();
    snapshot.fromHost = card.GetPcie().GetFromHost().GetServed();
    snapshot.toHost = card.GetPcie().GetToHost().GetServed();
    snapshot.busy.clear();
    for (uint32_t core = 0; core < node.GetHost().GetProfile().cores; ++core)
    {
        snapshot.busy.push_back(node.GetHost().GetBusySeconds(core));
    }
    const HostModel& host = node.GetHost();
    snapshot.batches = host.GetBatches();
    for (size_t i = 0; i < HOST_PATHS; ++i)
    {
        snapshot.traffic[i] = host.GetTraffic(static_cast<HostPath>(i));
    }
    snapshot.wasted = host.GetWastedCycles();
    snapshot.threads = host.GetThreadSeconds();
    snapshot.memory = host.GetMemorySeconds();
    snapshot.lookaside = host.GetLookasideSeconds();
    const Ps now = ToPs(Simulator::Now());
    snapshot.txSlots = m_near->GetEngine().GetTxSlotsUsed(now);
    snapshot.rxSlots = m_near->GetEngine().GetRxSlotsUsed(now);
}

uint64_t
RunMeter::PollAll(Ps now)
{
    uint64_t lag = 0;
    for (const auto& [name, nic, kernel] : m_nics)
    {
        const auto check = [&kernel = kernel, &name = name](bool after, uint64_t& late) {
            return [&kernel, &name, after, &late](const SaContext& context) {
                const SaHandle* handle = kernel ? kernel->FindByDrvSpi(context.drvSpi) : nullptr;
                if (!handle)
                {
                    return;
                }
                const uint64_t counted = context.sent.octets + context.received.octets;
                late += counted - handle->lastReport.octets;
                NS_ABORT_MSG_IF(after && counted != handle->lastReport.octets,
                                name << ": a counter differs from its last report (R192)");
            };
        };
        nic->GetEngine().ForEach(check(false, lag));
        nic->PollNow(now);
        uint64_t none = 0;
        nic->GetEngine().ForEach(check(true, none));
    }
    return lag;
}

double
RunMeter::RatioOf(bool transmit, bool carried) const
{
    if (!transmit)
    {
        const auto decrypted = Between(m_to.near.rxDecrypted, m_from.near.rxDecrypted);
        const auto arrived = Between(m_to.near.rxArrived, m_from.near.rxArrived);
        const auto passed = Between(m_to.near.rxPassed, m_from.near.rxPassed);
        const auto whole = carried ? decrypted.octets + passed.octets : arrived.octets;
        return Share(static_cast<double>(decrypted.octets), static_cast<double>(whole));
    }
    const auto offload = carried ? Between(m_to.out.offload, m_from.out.offload)
                                 : Between(m_to.out.offloadVerdict, m_from.out.offloadVerdict);
    const auto software = carried ? Between(m_to.out.software, m_from.out.software)
                                  : Between(m_to.out.softwareVerdict, m_from.out.softwareVerdict);
    return Share(static_cast<double>(offload.octets),
                 static_cast<double>(offload.octets + software.octets));
}

void
RunMeter::AddTraffic(PointResult& result, const std::vector<SourceOutcome>& outcomes) const
{
    const double seconds = Seconds(m_window.to - m_window.from);
    // The one direction, or the measured node's transmit side; and the other one of two.
    const bool both = m_scenario.traffic.direction == TrafficDirection::BOTH;
    const bool firstTransmits = m_scenario.traffic.direction != TrafficDirection::RECEIVE;
    PacketOctets delivered[2];
    PacketOctets offered[2];
    double delays = 0;
    for (size_t i = 0; i < outcomes.size(); ++i)
    {
        const size_t way = m_plan.sources[i].transmit == firstTransmits ? 0 : 1;
        delivered[way].Add(outcomes[i].delivered);
        offered[way].Add(m_window.offered[i]);
        delays += outcomes[i].delaySum;
    }
    const auto wire = [&](bool transmit) {
        return transmit ? Between(m_to.near.txWire, m_from.near.txWire)
                        : Between(m_to.far.txWire, m_from.far.txWire);
    };
    auto& metrics = result.metrics;
    metrics.emplace_back("offload_ratio", RatioOf(firstTransmits, false));
    metrics.emplace_back("carried_ratio", RatioOf(firstTransmits, true));
    metrics.emplace_back("throughput_bps", BitRate(delivered[0].octets, seconds));
    metrics.emplace_back("offered_bps", BitRate(offered[0].octets, seconds));
    metrics.emplace_back("wire_bps", BitRate(wire(firstTransmits).octets, seconds));
    metrics.emplace_back("reverse_offload_ratio", both ? RatioOf(false, false) : 0);
    metrics.emplace_back("reverse_throughput_bps", BitRate(delivered[1].octets, seconds));
    metrics.emplace_back("reverse_offered_bps", BitRate(offered[1].octets, seconds));
    metrics.emplace_back("reverse_wire_bps", both ? BitRate(wire(false).octets, seconds) : 0);
    const double sent = static_cast<double>(offered[0].octets + offered[1].octets);
    const double arrived = static_cast<double>(delivered[0].octets + delivered[1].octets);
    metrics.emplace_back("total_throughput_bps",
                         BitRate(delivered[0].octets + delivered[1].octets, seconds));
    metrics.emplace_back(
        "total_packets_per_s",
        Share(static_cast<double>(delivered[0].packets + delivered[1].packets), seconds));
    metrics.emplace_back("loss", std::max(0.0, Share(sent - arrived, sent)));
    metrics.emplace_back(
        "delay_mean_s",
        Share(delays, static_cast<double>(delivered[0].packets + delivered[1].packets)));
}

void
RunMeter::AddUtilisation(PointResult& result) const
{
    const double seconds = Seconds(m_window.to - m_window.from);
    double sum = 0;
    double most = 0;
    for (size_t core = 0; core < m_to.busy.size(); ++core)
    {
        // Booked work may lie beyond the window; a core cannot do more than its time.
        const double load = std::min(1.0, Share(m_to.busy[core] - m_from.busy[core], seconds));
        sum += load;
        most = std::max(most, load);
    }
    const NicProfile& nic = m_near->GetProfile();
    const bool oneCipher = nic.sharedCipher;
    const double cipher = std::max(CipherLoad(Between(m_to.txCipher, m_from.txCipher),
                                              seconds,
                                              nic.txBitRate,
                                              nic.txPacketRate),
                                   CipherLoad(Between(m_to.rxCipher, m_from.rxCipher),
                                              seconds,
                                              oneCipher ? nic.txBitRate : nic.rxBitRate,
                                              oneCipher ? nic.txPacketRate : nic.rxPacketRate));
    const auto busBits = std::max(m_to.fromHost - m_from.fromHost, m_to.toHost - m_from.toHost);
    const double line = static_cast<double>(m_scenario.GetMeasuredLink().rate);
    const auto wire = std::max(Between(m_to.near.txWire, m_from.near.txWire).octets,
                               Between(m_to.far.txWire, m_from.far.txWire).octets);
    auto& metrics = result.metrics;
    metrics.emplace_back("cpu_utilisation", Share(sum, static_cast<double>(m_to.busy.size())));
    metrics.emplace_back("cpu_busiest_core", most);
    const double clock = static_cast<double>(m_scenario.GetMeasured().host.clock);
    metrics.emplace_back("cpu_wasted",
                         Share(Share(static_cast<double>(m_to.wasted - m_from.wasted), clock),
                               seconds * static_cast<double>(m_to.busy.size())));
    const auto interrupts =
        static_cast<double>(m_to.batches.interrupts - m_from.batches.interrupts);
    metrics.emplace_back("interrupts_per_second", Share(interrupts, seconds));
    metrics.emplace_back(
        "polls_per_second",
        Share(static_cast<double>(m_to.batches.polls - m_from.batches.polls), seconds));
    metrics.emplace_back(
        "packets_per_interrupt",
        Share(static_cast<double>(m_to.batches.received - m_from.batches.received), interrupts));
    metrics.emplace_back("nic_cipher_utilisation", std::min(1.0, cipher));
    const uint64_t misses = m_to.contexts.misses - m_from.contexts.misses;
    const uint64_t hits = m_to.contexts.hits - m_from.contexts.hits;
    metrics.emplace_back(
        "nic_cache_hits",
        1.0 - Share(static_cast<double>(misses), static_cast<double>(hits + misses)));
    metrics.emplace_back(
        "nic_fetch_utilisation",
        m_near->GetEngine().GetContextMemory().GetFetchLoad(misses, m_window.to - m_window.from));
    metrics.emplace_back("nic_pcie_utilisation",
                         std::min(1.0,
                                  Share(static_cast<double>(busBits) / seconds,
                                        static_cast<double>(nic.pcieBitRate))));
    metrics.emplace_back("link_utilisation", std::min(1.0, BitRate(wire, seconds) / line));
}

void
RunMeter::AddMemory(PointResult& result) const
{
    const double seconds = Seconds(m_window.to - m_window.from);
    const auto span = [&](double to, double from) {
        return std::min(1.0, Share(to - from, seconds));
    };
    auto& metrics = result.metrics;
    metrics.emplace_back("crypto_thread_utilisation", span(m_to.threads, m_from.threads));
    metrics.emplace_back("lookaside_utilisation", span(m_to.lookaside, m_from.lookaside));
    metrics.emplace_back("memory_utilisation", span(m_to.memory, m_from.memory));
    double cpu = 0;
    double dma = 0;
    uint64_t received = 0;
    uint64_t sent = 0;
    for (size_t i = 0; i < HOST_PATHS; ++i)
    {
        const MemoryTraffic& to = m_to.traffic[i].memory;
        const MemoryTraffic& from = m_from.traffic[i].memory;
        received += m_to.traffic[i].received - m_from.traffic[i].received;
        sent += m_to.traffic[i].sent - m_from.traffic[i].sent;
        cpu += static_cast<double>(to.GetCpu() - from.GetCpu());
        dma += static_cast<double>(to.GetDma() - from.GetDma());
    }
    // What a gateway receives it also sends: the packets are those of the busier side.
    const auto packets = static_cast<double>(std::max(received, sent));
    metrics.emplace_back("cpu_octets_per_packet", Share(cpu, packets));
    metrics.emplace_back("dma_octets_per_packet", Share(dma, packets));
    metrics.emplace_back("memory_bps", 8 * Share(cpu + dma, seconds));
}

void
RunMeter::AddControl(PointResult& result, uint64_t lag) const
{
    const auto& statistics = m_nodes.front().second->GetOffload()->GetStatistics();
    auto& metrics = result.metrics;
    metrics.emplace_back("tx_slots_used", m_to.txSlots);
    metrics.emplace_back("rx_slots_used", m_to.rxSlots);
    metrics.emplace_back("offers", statistics.offers);
    metrics.emplace_back("acks", statistics.acks);
    metrics.emplace_back("nacks", statistics.nacks);
    metrics.emplace_back("faults", statistics.faults);
    metrics.emplace_back("promotions", statistics.promotions);
    metrics.emplace_back("demotions", statistics.demotions);
    metrics.emplace_back("counter_lag_octets", static_cast<double>(lag));
}

void
RunMeter::AddOvershoot(PointResult& result) const
{
    if (!m_overshoot)
    {
        return;
    }
    const double expired = static_cast<double>(m_overshoot->GetExpired());
    const double none = std::numeric_limits<double>::quiet_NaN();
    auto& metrics = result.metrics;
    metrics.emplace_back("expired_sas", expired);
    metrics.emplace_back("overshoot_max_octets",
                         expired > 0 ? static_cast<double>(m_overshoot->GetMost()) : none);
    metrics.emplace_back("overshoot_mean_octets", m_overshoot->GetMean());
    metrics.emplace_back("overshoot_bound_octets", OvershootMeter::GetBound(m_scenario));
}

void
RunMeter::AddReasons(PointResult& result) const
{
    auto& metrics = result.metrics;
    for (size_t i = 1; i < ReasonTable<SoftwareReason>::SIZE; ++i)
    {
        const auto reason = static_cast<SoftwareReason>(i);
        metrics.emplace_back(ReasonMetric("software_", ToString(reason)),
                             Between(m_to.out.reasons[reason], m_from.out.reasons[reason]).packets);
    }
    // All places, the whole run: these are the packets that did not arrive.
    ReasonTable<IpsecDrop> hosts[2];
    ReasonTable<NicDrop> nics[2];
    for (const auto& [name, node] : m_nodes)
    {
        for (size_t i = 1; i < ReasonTable<IpsecDrop>::SIZE; ++i)
        {
            const auto drop = static_cast<IpsecDrop>(i);
            hosts[0][drop].Add(node->GetOutputCounters().drops[drop]);
            hosts[1][drop].Add(node->GetInputCounters().drops[drop]);
        }
    }
    for (const auto& nic : m_nics)
    {
        const auto& counters = nic.nic->GetEngine().GetCounters();
        for (size_t i = 1; i < ReasonTable<NicDrop>::SIZE; ++i)
        {
            const auto drop = static_cast<NicDrop>(i);
            nics[0][drop].Add(counters.txDrops[drop]);
            nics[1][drop].Add(counters.rxDrops[drop]);
        }
    }
    for (size_t way = 0; way < 2; ++way)
    {
        for (size_t i = 1; i < ReasonTable<IpsecDrop>::SIZE; ++i)
        {
            const auto drop = static_cast<IpsecDrop>(i);
            metrics.emplace_back(
                ReasonMetric(way == 0 ? "drop_host_out_" : "drop_host_in_", ToString(drop)),
                hosts[way][drop].packets);
        }
        for (size_t i = 1; i < ReasonTable<NicDrop>::SIZE; ++i)
        {
            const auto drop = static_cast<NicDrop>(i);
            metrics.emplace_back(
                ReasonMetric(way == 0 ? "drop_nic_tx_" : "drop_nic_rx_", ToString(drop)),
                nics[way][drop].packets);
        }
    }
    uint64_t unprotected = 0;
    for (const auto& [name, node] : m_nodes)
    {
        unprotected += node->GetOutputCounters().noSa.packets;
    }
    metrics.emplace_back("no_sa_packets", unprotected);
}

NamedCounters
RunMeter::ReadAll() const
{
    NamedCounters counters;
    for (const auto& [name, node] : m_nodes)
    {
        AddNodeCounters(counters, name, *node);
    }
    for (const auto& nic : m_nics)
    {
        AddNicCounters(counters, nic.name, nic.nic->GetEngine());
    }
    return counters;
}

RunRecord
RunMeter::Finish(Ps now, const std::vector<SourceOutcome>& outcomes)
{
    const uint64_t lag = PollAll(now);
    for (const auto& [name, node] : m_nodes)
    {
        node->CheckInvariants();
    }
    for (const auto& nic : m_nics)
    {
        nic.nic->CheckInvariants();
    }
    RunRecord record;
    AddTraffic(record.result, outcomes);
    AddUtilisation(record.result);
    AddMemory(record.result);
    AddControl(record.result, lag);
    AddOvershoot(record.result);
    AddReasons(record.result);
    if (m_timeline)
    {
        record.result.timeline = m_timeline->GetTimeline();
    }
    for (const auto& [name, node] : m_nodes)
    {
        AddReasonRows(name, *node, record.result.reasons);
    }
    record.counters = ReadAll();
    return record;
}

} // namespace ns3::planner
