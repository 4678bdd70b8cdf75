/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "reason-meter.h"

#include "number-format.h"
#include "packet-shares.h"

#include "ns3/abort.h"
#include "ns3/step-listener.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace ns3::planner
{

namespace
{

using Table = ReasonTable<SoftwareReason>;

/// @param place node, interface and SA of the rows @param table what happened @param rows get it
void
AddTable(ReasonRow place, const Table& table, std::vector<ReasonRow>& rows)
{
    for (size_t i = 1; i < Table::SIZE; ++i)
    {
        const auto reason = static_cast<SoftwareReason>(i);
        if (table[reason].packets > 0)
        {
            place.reason = ToString(reason);
            place.packets = table[reason].packets;
            place.octets = table[reason].octets;
            rows.push_back(place);
        }
    }
}

/// @param from a table @param table what to take away from it
void
Subtract(Table& from, const Table& table)
{
    for (size_t i = 1; i < Table::SIZE; ++i)
    {
        const auto reason = static_cast<SoftwareReason>(i);
        NS_ABORT_MSG_IF(from[reason].packets < table[reason].packets,
                        "SAs count more packets in software than their node");
        from[reason].packets -= table[reason].packets;
        from[reason].octets -= table[reason].octets;
    }
}

/**
 * @param packets in software, by reason
 * @param records of a scenario
 * @param curve one of its curves
 * @return what it costs when NIC and software encrypt packets of one SA, each with a sequence
 * counter of its own (R143); empty when they do not
 */
std::string
DescribeTwoEncryptors(const std::map<std::string, uint64_t>& packets,
                      const std::vector<PointRecord>& records,
                      const std::string& curve)
{
    uint64_t second = 0;
    for (const auto reason : {SoftwareReason::SIZE_ESTIMATE,
                              SoftwareReason::SIZE_EXACT,
                              SoftwareReason::FRAGMENT,
                              SoftwareReason::NO_TAG_MEMORY})
    {
        const auto found = packets.find(ToString(reason));
        second += found == packets.end() ? 0 : found->second;
    }
    double replays = 0;
    for (const auto& record : records)
    {
        if (record.spec.curve == curve)
        {
            for (const char* metric : {"drop_host_in_replay_packets", "drop_nic_rx_replay_packets"})
            {
                const double dropped = record.result.Get(metric);
                replays += std::isnan(dropped) ? 0 : dropped;
            }
        }
    }
    if (second == 0 || replays == 0)
    {
        return "";
    }
    return curve + ": software encrypts " + GroupDigits(second) +
           " packets of SAs that the NIC encrypts too, with sequence numbers of its own; " +
           GroupDigits(static_cast<uint64_t>(replays)) + " packets are dropped as replays\n";
}

} // namespace

void
AddReasonRows(const std::string& name, const IpsecNode& node, std::vector<ReasonRow>& rows)
{
    Table others = node.GetOutputCounters().reasons;
    AddTable({name, "", "", "", 0, 0}, others, rows);

    for (const auto& interface : node.GetOffload()->GetInterfaces())
    {
        AddTable({name, interface->GetName(), "", "", 0, 0}, interface->GetReasons(), rows);
    }
    std::vector<std::pair<uint32_t, const Table*>> sas;
    node.GetSad()->ForEach([&sas](SecurityAssociation& sa) {
        if (sa.PeekReasons())
        {
            sas.emplace_back(sa.GetConfig().spi, sa.PeekReasons());
        }
    });
    std::stable_sort(sas.begin(), sas.end(), [](const auto& a, const auto& b) {
        return a.second->Total().packets > b.second->Total().packets;
    });
    sas.resize(std::min(sas.size(), MOST_REASON_SAS));
    std::sort(sas.begin(), sas.end());
    for (const auto& [spi, table] : sas)
    {
        AddTable({name, "", SpiInWords(spi), "", 0, 0}, *table, rows);
        Subtract(others, *table);
    }
    AddTable({name, "", "others", "", 0, 0}, others, rows);
}

std::string
DescribeReasons(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::map<std::string, std::map<std::string, uint64_t>> counted; // by curve, by reason
    for (const auto& record : records)
    {
        for (const auto& row : record.result.reasons)
        {
            if (row.node == experiment.first.GetMeasuredRole() && row.interface.empty() &&
                row.sa.empty())
            {
                counted[record.spec.curve][row.reason] += row.packets;
            }
        }
    }
    std::string text;
    for (const auto& curve : experiment.curves)
    {
        const auto& packets = counted[curve.name];
        const PacketShares shares = DescribeShares(packets);
        if (shares.total == 0)
        {
            continue;
        }
        text += curve.name + ": not offloaded at the " + experiment.first.GetMeasuredRole() +
                " because of " + shares.text + " of " + GroupDigits(shares.total) +
                " packets in software\n";
        text += DescribeTwoEncryptors(packets, records, curve.name);
    }
    return text;
}

} // namespace ns3::planner
