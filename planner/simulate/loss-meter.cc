/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "loss-meter.h"

#include "model/explain/ipsec-number-words-internal.h"
#include "planner/analytic/packet-shares.h"
#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
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

/// Losses of a curve.
struct CurveLosses
{
    std::map<std::string, uint64_t> packets; //!< by reason and place, in words
    std::map<std::string, uint64_t> reasons; //!< the same by reason alone
};

/// @param records results @param curve one of the curves @return its losses
CurveLosses
CountLosses(const std::vector<PointRecord>& records, const std::string& curve)
{
    CurveLosses losses;
    for (const auto& record : records)
    {
        if (record.spec.curve != curve || record.spec.fidelity == Fidelity::BOTH)
        {
            continue;
        }
        for (const auto& [metric, value] : record.result.metrics)
        {
            const auto loss = value > 0 ? FindLoss(metric) : std::nullopt;
            if (loss)
            {
                losses.packets[loss->ToText()] += static_cast<uint64_t>(value);
                losses.reasons[loss->reason] += static_cast<uint64_t>(value);
            }
        }
    }
    return losses;
}

/// @param record a point @param reason of losses @return packets that it lost for that
double
LostOf(const PointRecord& record, const std::string& reason)
{
    double packets = 0;
    for (const auto& [metric, value] : record.result.metrics)
    {
        const auto loss = value > 0 ? FindLoss(metric) : std::nullopt;
        packets += loss && loss->reason == reason ? value : 0;
    }
    return packets;
}

/**
 * @param experiment the experiment
 * @param records its results
 * @param curve one of its curves
 * @param reason of losses
 * @return the command that follows such a packet at the point that lost most of them; empty when
 * the replication that is followed lost none
 */
std::string
MakeWalkCommand(const Experiment& experiment,
                const std::vector<PointRecord>& records,
                const std::string& curve,
                const std::string& reason)
{
    const PointRecord* most = nullptr;
    for (const auto& record : records)
    {
        // A walk is lean, and full fidelity draws the same packets.
        const bool isFollowed =
            record.spec.curve == curve && record.spec.replication == 1 &&
            (record.spec.fidelity == Fidelity::LEAN || record.spec.fidelity == Fidelity::FULL);
        if (isFollowed && LostOf(record, reason) > (most ? LostOf(*most, reason) : 0))
        {
            most = &record;
        }
    }
    if (!most)
    {
        return "";
    }
    std::string command = "ipsec-plan walk " + QuoteForShell(experiment.file);
    command += experiment.curves.size() > 1 ? " --curve " + QuoteForShell(curve) : "";
    command += experiment.sweep.GetValues().size() > 1
                   ? " --value " + QuoteForShell(experiment.sweep.TextOf(most->spec.value))
                   : "";
    for (const auto& setting : experiment.settings)
    {
        command += " --set " + QuoteForShell(setting.path + "=" + setting.text);
    }
    command += experiment.GetPackets() == 0
                   ? ""
                   : " --set traffic.packets=" + std::to_string(experiment.GetPackets());
    return command + " --lost " + reason;
}

} // namespace

std::optional<Loss>
FindLoss(const std::string& metric)
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
            return Loss{reason, place};
        }
    }
    return std::nullopt;
}

std::string
GetReason(const PacketTally::Cause& cause)
{
    const auto [end, drop] = cause;
    if (end == PacketFate::End::NIC_TX || end == PacketFate::End::NIC_RX)
    {
        return ToString(static_cast<NicDrop>(drop));
    }
    const auto reason = static_cast<IpsecDrop>(drop);
    return reason == IpsecDrop::NONE ? FindLoss("no_sa_packets")->reason : ToString(reason);
}

std::vector<std::string>
GetLossReasons()
{
    std::set<std::string> reasons;
    for (const auto& metric : GetMetricNames())
    {
        if (const auto loss = FindLoss(metric))
        {
            reasons.insert(loss->reason);
        }
    }
    return {reasons.begin(), reasons.end()};
}

std::string
DescribeLosses(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::string text;
    for (const auto& curve : experiment.curves)
    {
        const auto losses = CountLosses(records, curve.name);
        const PacketShares shares = DescribeShares(losses.packets);
        if (shares.total == 0)
        {
            continue;
        }
        text +=
            curve.name + ": lost " + GroupDigits(shares.total) + " packets: " + shares.text + "\n";
        const auto most =
            std::max_element(losses.reasons.begin(),
                             losses.reasons.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; });
        const auto command = MakeWalkCommand(experiment, records, curve.name, most->first);
        text += command.empty() ? "" : "  one of them, step by step: " + command + "\n";
    }
    return text;
}

} // namespace ns3::planner
