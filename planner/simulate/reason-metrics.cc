/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "metric-getters.h"

#include "planner/base/metric-table.h"

#include "ns3/ipsec-reasons.h"

namespace ns3::planner
{

namespace
{

/**
 * @tparam Reason an enum of reasons
 * @tparam Count takes a simulation and a reason, gives packets
 * @param getters gets one per reason
 * @param row of the table of metrics
 * @param count counts packets
 */
template <typename Reason, typename Count>
void
AddReasons(std::vector<MetricGetter>& getters, const std::string& row, Count count)
{
    for (size_t i = 1; i < ReasonTable<Reason>::SIZE; ++i)
    {
        const auto reason = static_cast<Reason>(i);
        getters.push_back({NameMetric(row, ToString(reason)), [count, reason](const auto& m) {
                               return static_cast<double>(count(m, reason));
                           }});
    }
}

/// @param m a simulation @param end where @param drop why: IpsecDrop or NicDrop, as end says
/// @return packets that were sent in the window and lost for that
template <typename Drop>
uint64_t
LostOf(const Measurement& m, PacketFate::End end, Drop drop)
{
    uint64_t packets = 0;
    for (const auto& way : m.window.ways)
    {
        const auto found = way.causes.find({end, static_cast<uint8_t>(drop)});
        packets += found == way.causes.end() ? 0 : found->second;
    }
    return packets;
}

} // namespace

std::vector<MetricGetter>
MakeReasonGetters()
{
    using M = const Measurement&;
    std::vector<MetricGetter> getters;
    AddReasons<SoftwareReason>(getters, "software_REASON_packets", [](M m, SoftwareReason reason) {
        return Between(m.to.out.reasons[reason], m.from.out.reasons[reason]).packets;
    });
    AddReasons<IpsecDrop>(getters, "drop_host_out_REASON_packets", [](M m, IpsecDrop drop) {
        return LostOf(m, PacketFate::End::HOST_OUT, drop);
    });
    AddReasons<NicDrop>(getters, "drop_nic_tx_REASON_packets", [](M m, NicDrop drop) {
        return LostOf(m, PacketFate::End::NIC_TX, drop);
    });
    AddReasons<IpsecDrop>(getters, "drop_host_in_REASON_packets", [](M m, IpsecDrop drop) {
        return LostOf(m, PacketFate::End::HOST_IN, drop);
    });
    AddReasons<NicDrop>(getters, "drop_nic_rx_REASON_packets", [](M m, NicDrop drop) {
        return LostOf(m, PacketFate::End::NIC_RX, drop);
    });
    getters.push_back({"no_sa_packets", [](M m) {
                           return static_cast<double>(
                               LostOf(m, PacketFate::End::HOST_OUT, IpsecDrop::NONE));
                       }});
    return getters;
}

} // namespace ns3::planner
