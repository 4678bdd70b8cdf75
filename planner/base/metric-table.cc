/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-table.h"

#include "ns3/ipsec-reasons.h"

#include <algorithm>
#include <unordered_map>

namespace ns3::planner
{

namespace
{

/// What stands for REASON in a row's name.
const std::string REASON = "REASON";

/// A row as it is written down.
struct Entry
{
    const char* name;
    const char* unit;
    const char* meaning;
    MetricNeed need{MetricNeed::NOTHING};
    std::vector<std::string> (*reasons)(){nullptr}; //!< nullptr: one metric
    bool needsPackets{false};                       //!< see MetricRow
};

/// @param entry a row @return the same, of a metric that rates do not tell
constexpr Entry
PerPacket(Entry entry)
{
    entry.needsPackets = true;
    return entry;
}

/// @tparam Reason an enum of reasons @return the names of all but the first, which means none
template <typename Reason>
std::vector<std::string>
ReasonNames()
{
    std::vector<std::string> names;
    for (size_t i = 1; i < ReasonTable<Reason>::SIZE; ++i)
    {
        names.emplace_back(ToString(static_cast<Reason>(i)));
    }
    return names;
}

/**
 * The table. "Here" is the measured node, "the window" the measuring window. The first direction is
 * the only one, or of two the one that is sent here; the second one is received here.
 */
constexpr Entry ENTRIES[] = {
    {"offload_ratio",
     "1",
     "octets for which the NIC does ESP, of all that get ESP, before queues drop"},
    {"carried_ratio", "1", "the same after drops"},
    {"throughput_bps", "bit/s", "IP that the far application received, first direction"},
    {"offered_bps", "bit/s", "IP that was sent, first direction"},
    {"wire_bps", "bit/s", "frames on the measured link with preamble and gap, first direction"},
    {"reverse_offload_ratio", "1", "offload_ratio of the second direction"},
    {"reverse_throughput_bps", "bit/s", "throughput_bps of the second direction"},
    {"reverse_offered_bps", "bit/s", "offered_bps of the second direction"},
    {"reverse_wire_bps", "bit/s", "wire_bps of the second direction"},
    {"total_throughput_bps", "bit/s", "throughput of both directions"},
    {"total_packets_per_s", "1/s", "datagrams received by applications, both directions"},
    {"loss", "1", "octets of the packets sent in the window that were dropped, of all sent in it"},
    PerPacket(
        {"delay_mean_s",
         "s",
         "mean time from sender to receiver, of packets sent in the window, both directions"}),
    PerPacket(
        {"delay_p50_s", "s", "median of that time, first direction; percentiles are within 0.1 %"}),
    PerPacket({"delay_p90_s", "s", "90th percentile of that time, first direction"}),
    PerPacket({"delay_p99_s", "s", "99th percentile of that time, first direction"}),
    PerPacket({"delay_p999_s", "s", "99.9th percentile of that time, first direction"}),
    PerPacket({"delay_max_s", "s", "the longest one, first direction"}),
    PerPacket(
        {"reverse_delay_p50_s", "s", "delay_p50_s of the second direction", MetricNeed::BOTH_WAYS}),
    PerPacket(
        {"reverse_delay_p90_s", "s", "delay_p90_s of the second direction", MetricNeed::BOTH_WAYS}),
    PerPacket(
        {"reverse_delay_p99_s", "s", "delay_p99_s of the second direction", MetricNeed::BOTH_WAYS}),
    PerPacket({"reverse_delay_p999_s",
               "s",
               "delay_p999_s of the second direction",
               MetricNeed::BOTH_WAYS}),
    PerPacket(
        {"reverse_delay_max_s", "s", "delay_max_s of the second direction", MetricNeed::BOTH_WAYS}),
    {"sent_packets", "packets", "sent in the window, both directions"},
    {"delivered_packets", "packets", "of those, received by applications, whenever that was"},
    {"lost_packets", "packets", "of those, dropped: the sum over all reasons and places below"},
    PerPacket({"in_flight_packets",
               "packets",
               "of those, neither received nor dropped when the run ended"}),
    PerPacket(
        {"queue_growth_packets",
         "packets",
         "sent in the window, less those that ended in it, whenever sent: what queues took in"}),
    PerPacket(
        {"mixed_packets",
         "packets",
         "put together by hosts from fragments of different datagrams, all nodes, whole run"}),
    {"warm_up_s", "s", "from the start of the traffic to the begin of the window"},
    {"window_s", "s", "length of the window"},
    {"cpu_utilization", "1", "busy time of the cores here, mean of all"},
    {"cpu_busiest_core", "1", "busy time of the busiest core here"},
    PerPacket({"cpu_wasted",
               "1",
               "time of the cores here that went into packets that were dropped later"}),
    PerPacket({"interrupts_per_second", "1/s", "interrupts for received packets here"}),
    PerPacket({"polls_per_second", "1/s", "budgets used up by polling here"}),
    PerPacket({"packets_per_interrupt", "1", "packets received per interrupt here"}),
    {"nic_cipher_utilization", "1", "busy time of the NIC's cipher, of the busier direction"},
    PerPacket({"nic_cache_hits", "1", "packets whose SA context was in the NIC's cache"}),
    {"nic_fetch_utilization", "1", "busy time of the unit that fetches SA contexts"},
    {"nic_pcie_utilization", "1", "busy time of the NIC's PCIe, of the busier direction"},
    {"link_utilization", "1", "busy time of the measured link, of the busier direction"},
    {"crypto_thread_utilization", "1", "busy time of the busiest crypto thread here"},
    {"lookaside_utilization", "1", "busy time of the lookaside accelerator here"},
    {"memory_utilization", "1", "busy time of the memory here"},
    PerPacket(
        {"cpu_octets_per_packet", "octets", "what cores read and wrote in memory per packet here"}),
    PerPacket({"dma_octets_per_packet",
               "octets",
               "what devices read and wrote in memory per packet here"}),
    PerPacket({"memory_bps", "bit/s", "memory traffic here"}),
    PerPacket({"provenance_sourced",
               "1",
               "work of the busiest resource here that rests on sourced values"}),
    PerPacket({"provenance_derived", "1", "the same, on derived values"}),
    PerPacket({"provenance_assumed", "1", "the same, on assumed values"}),
    PerPacket({"provenance_scenario", "1", "the same, on values of the scenario"}),
    PerPacket({"provenance_missing", "1", "the same, on defaults of values that are missing"}),
    {"tx_slots_used", "slots", "SA slots for sending in use at the end of the window"},
    {"rx_slots_used", "slots", "SA slots for receiving in use at the end of the window"},
    {"offers", "SAs", "offers of SAs to drivers, whole run"},
    {"acks", "SAs", "offers that drivers accepted, whole run"},
    {"nacks", "SAs", "offers that drivers did not support, whole run"},
    {"faults", "SAs", "offers that failed, whole run"},
    {"promotions", "SAs", "SAs that got a slot later than at their first offer, whole run"},
    {"demotions", "SAs", "SAs that lost their slot to another one, whole run"},
    {"repeated_iv_packets",
     "packets",
     "packets that were sent with a key and an IV that had been used: software and NIC number "
     "apart (R143); of all nodes, whole run"},
    {"counter_lag_octets", "octets", "octets that NICs had not reported at the end of the run"},
    {"expired_sas", "SAs", "SAs that reached their hard limit of octets", MetricNeed::OCTET_LIMIT},
    {"overshoot_max_octets", "octets", "the most beyond that limit", MetricNeed::OCTET_LIMIT},
    {"overshoot_mean_octets", "octets", "the mean beyond that limit", MetricNeed::OCTET_LIMIT},
    {"overshoot_bound_octets",
     "octets",
     "the most that poll and timer periods allow beyond that limit (R201)",
     MetricNeed::OCTET_LIMIT},
    {"software_REASON_packets",
     "packets",
     "sent here with ESP in software for that reason, in the window",
     MetricNeed::NOTHING,
     ReasonNames<SoftwareReason>},
    PerPacket({"drop_host_out_REASON_packets",
               "packets",
               "of those sent in the window, dropped by hosts on output, all nodes",
               MetricNeed::NOTHING,
               ReasonNames<IpsecDrop>}),
    PerPacket({"drop_nic_tx_REASON_packets",
               "packets",
               "of those sent in the window, dropped by NICs on transmit, all nodes",
               MetricNeed::NOTHING,
               ReasonNames<NicDrop>}),
    PerPacket({"drop_host_in_REASON_packets",
               "packets",
               "of those sent in the window, dropped by hosts on input, all nodes",
               MetricNeed::NOTHING,
               ReasonNames<IpsecDrop>}),
    PerPacket({"drop_nic_rx_REASON_packets",
               "packets",
               "of those sent in the window, dropped by NICs on receive, all nodes",
               MetricNeed::NOTHING,
               ReasonNames<NicDrop>}),
    {"no_sa_packets",
     "packets",
     "of those sent in the window, dropped because the SA was missing (R124)"},
    {"rekeys", "SA pairs", "pairs of SAs that were replaced, whole run", MetricNeed::REKEY},
    {"failover_outage_s",
     "s",
     "blocked time of what a failover brings here: its detection, and the octets lost after that "
     "by "
     "the offered rate",
     MetricNeed::FAILOVER},
    {"failover_rehoming_s",
     "s",
     "from the notice of a failover until the last client or tunnel that comes has its SAs",
     MetricNeed::FAILOVER},
    {"failover_rehomed",
     "pairs of ends",
     "clients or tunnels that came in a failover and got SAs",
     MetricNeed::FAILOVER},
    {"flow_bound_bps",
     "bit/s",
     "the most that maximum flow and routes allow of total_throughput_bps",
     MetricNeed::SITES},
    {"lost_pairs",
     "pairs of sites",
     "that topology.failure leaves without a tunnel",
     MetricNeed::SITES},
    PerPacket({"busiest_link", "number", "the busiest link of the network, from 0"}),
    PerPacket({"busiest_link_utilization", "1", "its busy time, of the busier direction"}),
    PerPacket(
        {"busiest_gateway", "number", "the node with IPsec that has the busiest core, from 0"}),
    PerPacket({"busiest_gateway_utilization", "1", "busy time of that core"}),
    {"compared_packets", "packets", "packets of a spot check", MetricNeed::SPOT_CHECK},
    {"differing_packets",
     "packets",
     "packets that lean and full fidelity treat differently",
     MetricNeed::SPOT_CHECK},
    {"differing_counters",
     "counters",
     "counters that differ between lean and full fidelity",
     MetricNeed::SPOT_CHECK},
};

/// @return see GetMetricRows()
std::vector<MetricRow>
MakeRows()
{
    std::vector<MetricRow> rows;
    for (const Entry& entry : ENTRIES)
    {
        rows.push_back({entry.name,
                        entry.unit,
                        entry.meaning,
                        entry.need,
                        entry.reasons ? entry.reasons() : std::vector<std::string>(),
                        entry.needsPackets});
    }
    return rows;
}

/// @return see GetMetricNames()
std::vector<std::string>
MakeNames()
{
    std::vector<std::string> all;
    for (const MetricRow& row : GetMetricRows())
    {
        const auto names = row.GetNames();
        all.insert(all.end(), names.begin(), names.end());
    }
    return all;
}

/// @return the rows by the names of their metrics
std::unordered_map<std::string, const MetricRow*>
MakeIndex()
{
    std::unordered_map<std::string, const MetricRow*> index;
    for (const MetricRow& row : GetMetricRows())
    {
        for (const auto& name : row.GetNames())
        {
            index.emplace(name, &row);
        }
    }
    return index;
}

} // namespace

std::string
ToString(MetricNeed need)
{
    switch (need)
    {
    case MetricNeed::NOTHING:
        return "";
    case MetricNeed::BOTH_WAYS:
        return "traffic.direction: both";
    case MetricNeed::OCTET_LIMIT:
        return "population.lifetime.hard.octets";
    case MetricNeed::REKEY:
        return "population.rekey";
    case MetricNeed::FAILOVER:
        return "population.failover";
    case MetricNeed::SITES:
        return "topology of sites";
    case MetricNeed::SPOT_CHECK:
        return "spot-checks";
    }
    return "?";
}

std::vector<std::string>
MetricRow::GetNames() const
{
    if (reasons.empty())
    {
        return {name};
    }
    std::vector<std::string> names;
    for (const auto& reason : reasons)
    {
        names.push_back(NameMetric(name, reason));
    }
    return names;
}

const std::vector<MetricRow>&
GetMetricRows()
{
    static const std::vector<MetricRow> rows = MakeRows();
    return rows;
}

const std::vector<std::string>&
GetMetricNames()
{
    static const std::vector<std::string> names = MakeNames();
    return names;
}

const MetricRow*
FindMetricRow(const std::string& name)
{
    static const std::unordered_map<std::string, const MetricRow*> index = MakeIndex();
    const auto found = index.find(name);
    return found == index.end() ? nullptr : found->second;
}

std::string
NameMetric(std::string row, std::string reason)
{
    std::replace(reason.begin(), reason.end(), '-', '_');
    const size_t place = row.find(REASON);
    if (place != std::string::npos)
    {
        row.replace(place, REASON.size(), reason);
    }
    return row;
}

} // namespace ns3::planner
