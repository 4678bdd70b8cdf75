/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "loss-meter.h"

#include "number-format.h"
#include "packet-shares.h"

#include "ns3/step-listener.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace ns3::planner
{

namespace
{

/// What metrics of losses begin with, and where that is.
constexpr std::array<std::pair<const char*, const char*>, 5> PLACES{
    {{"drop_host_out_", "hosts, out"},
     {"drop_host_in_", "hosts, in"},
     {"drop_nic_tx_", "NICs, out"},
     {"drop_nic_rx_", "NICs, in"},
     {"no_sa_packets", "hosts, out"}}};

/// @param metric a column of the results @return why and where packets were lost; empty for others
std::string
DescribeLoss(const std::string& metric)
{
    const std::string unit = "_packets";
    for (const auto& [begin, place] : PLACES)
    {
        if (metric.rfind(begin, 0) == 0)
        {
            const size_t length = std::string(begin).size();
            std::string reason = metric == begin ? metric : metric.substr(length);
            reason.resize(reason.size() - unit.size());
            std::replace(reason.begin(), reason.end(), '_', '-');
            return reason + " (" + place + ")";
        }
    }
    return "";
}

} // namespace

std::string
DescribeLosses(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::map<std::string, std::map<std::string, uint64_t>> counted; // by curve, by reason and place
    for (const auto& record : records)
    {
        for (const auto& [metric, value] : record.result.metrics)
        {
            const std::string loss = value > 0 ? DescribeLoss(metric) : "";
            if (!loss.empty())
            {
                counted[record.spec.curve][loss] += static_cast<uint64_t>(value);
            }
        }
    }
    std::string text;
    for (const auto& curve : experiment.curves)
    {
        const PacketShares shares = DescribeShares(counted[curve.name]);
        if (shares.total == 0)
        {
            continue;
        }
        text +=
            curve.name + ": lost " + GroupDigits(shares.total) + " packets: " + shares.text + "\n";
    }
    return text;
}

} // namespace ns3::planner
