/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-names.h"

#include "ns3/ipsec-reasons.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// @tparam Reason an enum of reasons @param place see ReasonMetric() @param names get its metrics
template <typename Reason>
void
AddReasons(const std::string& place, std::vector<std::string>& names)
{
    for (size_t i = 1; i < ReasonTable<Reason>::SIZE; ++i)
    {
        names.push_back(ReasonMetric(place, ToString(static_cast<Reason>(i))));
    }
}

/// @return see GetMetricNames()
std::vector<std::string>
MakeNames()
{
    std::vector<std::string> names{"offload_ratio",
                                   "carried_ratio",
                                   "throughput_bps",
                                   "offered_bps",
                                   "wire_bps",
                                   "reverse_offload_ratio",
                                   "reverse_throughput_bps",
                                   "reverse_offered_bps",
                                   "reverse_wire_bps",
                                   "total_throughput_bps",
                                   "total_packets_per_s",
                                   "loss",
                                   "delay_mean_s",
                                   "cpu_utilisation",
                                   "cpu_busiest_core",
                                   "cpu_wasted",
                                   "interrupts_per_second",
                                   "polls_per_second",
                                   "packets_per_interrupt",
                                   "nic_cipher_utilisation",
                                   "nic_cache_hits",
                                   "nic_fetch_utilisation",
                                   "nic_pcie_utilisation",
                                   "link_utilisation",
                                   "crypto_thread_utilisation",
                                   "lookaside_utilisation",
                                   "memory_utilisation",
                                   "cpu_octets_per_packet",
                                   "dma_octets_per_packet",
                                   "memory_bps",
                                   "tx_slots_used",
                                   "rx_slots_used",
                                   "offers",
                                   "acks",
                                   "nacks",
                                   "faults",
                                   "promotions",
                                   "demotions",
                                   "counter_lag_octets",
                                   "expired_sas",
                                   "overshoot_max_octets",
                                   "overshoot_mean_octets",
                                   "overshoot_bound_octets"};
    AddReasons<SoftwareReason>("software_", names);
    AddReasons<IpsecDrop>("drop_host_out_", names);
    AddReasons<NicDrop>("drop_nic_tx_", names);
    AddReasons<IpsecDrop>("drop_host_in_", names);
    AddReasons<NicDrop>("drop_nic_rx_", names);
    names.insert(names.end(), {"no_sa_packets", "rekeys"});
    return names;
}

} // namespace

const std::vector<std::string>&
GetMetricNames()
{
    static const std::vector<std::string> names = MakeNames();
    return names;
}

std::string
ReadMetric(const InputValue& value)
{
    const auto name = value.ToText();
    if (!name)
    {
        return "";
    }
    const auto& names = GetMetricNames();
    if (std::find(names.begin(), names.end(), *name) == names.end())
    {
        value.Complain("a metric: a column of results.csv, such as throughput_bps or loss");
        return "";
    }
    return *name;
}

std::string
ReasonMetric(const std::string& place, std::string reason)
{
    std::replace(reason.begin(), reason.end(), '-', '_');
    return place + reason + "_packets";
}

} // namespace ns3::planner
