/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "reason-meter.h"

#include "model/explain/ipsec-number-words-internal.h"
#include "planner/analytic/packet-shares.h"
#include "planner/base/number-format.h"

#include "ns3/abort.h"
#include "ns3/enum.h"
#include "ns3/ipsec-path-options.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace ns3::planner
{

namespace
{

constexpr const char* SOFTWARE = "software";
constexpr const char* LOST = "lost";
constexpr const char* HOST_OUT = "host out";
constexpr const char* HOST_IN = "host in";
constexpr const char* MIXED = "fragments of different datagrams were joined";
constexpr const char* NO_SOFTWARE = "this kernel has no software beside the NIC";

/// @param reason a reason @param words the same in words @return the words where they say more
std::string
CauseOf(SoftwareReason reason, const std::string& words)
{
    return words == ToString(reason) ? "" : words;
}

/**
 * @param row its place
 * @param node whose refusals they may be
 * @param counts packets in software
 * @param rows get it
 */
void
AddRows(ReasonRow row,
        const IpsecNode& node,
        const SoftwareCounts& counts,
        std::vector<ReasonRow>& rows)
{
    for (const auto& share : node.GetOffload()->GetRefusals().Describe(counts))
    {
        row.reason = ToString(share.reason);
        row.cause = CauseOf(share.reason, share.words);
        row.packets = share.count.packets;
        row.octets = share.count.octets;
        rows.push_back(row);
    }
}

/// @param row its place @param table packets that were lost @param rows get it
template <typename E>
void
AddRows(ReasonRow row, const ReasonTable<E>& table, std::vector<ReasonRow>& rows)
{
    for (size_t i = 1; i < ReasonTable<E>::SIZE; ++i)
    {
        const auto reason = static_cast<E>(i);
        if (table[reason].packets > 0)
        {
            row.reason = ToString(reason);
            row.packets = table[reason].packets;
            row.octets = table[reason].octets;
            rows.push_back(row);
        }
    }
}

/// What SAs of one direction have of something, by SPI.
template <typename Table>
using SaTables = std::vector<std::pair<uint32_t, const Table*>>;

/// @param tables some @return those with most packets, in ascending order of SPI
template <typename Table>
SaTables<Table>
FindMost(SaTables<Table> tables)
{
    std::stable_sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) {
        return a.second->Total().packets > b.second->Total().packets;
    });
    tables.resize(std::min(tables.size(), MOST_REASON_SAS));
    std::sort(tables.begin(), tables.end());
    return tables;
}

/**
 * @param row its place
 * @param whole what the node has
 * @param tables what its SAs have
 * @param add called with a row and a table, to add them
 */
template <typename Table, typename Add>
void
AddSaRows(ReasonRow row, Table whole, const SaTables<Table>& tables, const Add& add)
{
    for (const auto& [spi, table] : FindMost(tables))
    {
        row.sa = SpiInWords(spi);
        add(row, *table);
        whole.Subtract(*table);
    }
    row.sa = "others";
    add(row, whole);
}

/// What a node's SAs count, by direction.
struct SaCounts
{
    SaTables<SoftwareCounts> software[2];       //!< in and out
    SaTables<ReasonTable<IpsecDrop>> losses[2]; //!< in and out
};

/// @param node a node @return what its SAs count
SaCounts
ListSas(const IpsecNode& node)
{
    SaCounts counts;
    node.GetSad()->ForEach([&counts](SecurityAssociation& sa) {
        const bool out = sa.GetConfig().direction != IpsecDirection::IN;
        if (sa.PeekReasons())
        {
            counts.software[out].emplace_back(sa.GetConfig().spi, sa.PeekReasons());
        }
        if (sa.PeekDrops())
        {
            counts.losses[out].emplace_back(sa.GetConfig().spi, sa.PeekDrops());
        }
    });
    return counts;
}

/**
 * @param node a node
 * @return true when it drops what its NIC cannot take, and software could
 */
bool
HasNoSoftware(const IpsecNode& node)
{
    EnumValue notOffloaded;
    node.GetAttribute("NotOffloaded", notOffloaded);
    return notOffloaded.Get() == IpsecPathOptions::DROP;
}

/// @param row of a node without software beside the NIC @return true when software would have taken
/// its packets
bool
IsUnoffloadable(const ReasonRow& row)
{
    return row.fate == LOST && row.place == HOST_OUT &&
           (row.reason == ToString(IpsecDrop::TOO_BIG) ||
            row.reason == ToString(IpsecDrop::NOT_OFFLOADED));
}

/// @param row its place @param reason why @param lost packets @param rows get it, if there are any
void
AddRow(ReasonRow row, const char* reason, const PacketOctets& lost, std::vector<ReasonRow>& rows)
{
    if (lost.packets > 0)
    {
        row.reason = reason;
        row.packets = lost.packets;
        row.octets = lost.octets;
        rows.push_back(row);
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
    return "software encrypts " + GroupDigits(second) +
           " packets of SAs that the NIC encrypts too, with sequence numbers of its own; " +
           GroupDigits(static_cast<uint64_t>(replays)) + " packets are dropped as replays";
}

} // namespace

void
AddReasonRows(const std::string& name, const IpsecNode& node, std::vector<ReasonRow>& rows)
{
    const IpsecOutputCounters& sent = node.GetOutputCounters();
    const IpsecInputCounters& received = node.GetInputCounters();
    const SaCounts sas = ListSas(node);
    const size_t first = rows.size();
    for (const bool out : {true, false})
    {
        ReasonRow row{SOFTWARE, out ? HOST_OUT : HOST_IN, name, "", "", "", "", 0, 0};
        const SoftwareCounts& software = out ? sent.reasons : received.reasons;
        AddRows(row, node, software, rows);
        for (const auto& interface : node.GetOffload()->GetInterfaces())
        {
            row.interface = interface->GetName();
            AddRows(row, node, interface->GetReasons(out), rows);
        }
        row.interface = "";
        AddSaRows(row, software, sas.software[out], [&](const ReasonRow& place, const auto& table) {
            AddRows(place, node, table, rows);
        });

        row.fate = LOST;
        const ReasonTable<IpsecDrop>& losses = out ? sent.drops : received.drops;
        const ReasonTable<IpsecDrop> mixed = out ? ReasonTable<IpsecDrop>() : received.mixed;
        ReasonTable<IpsecDrop> others = losses;
        others.Subtract(mixed);
        AddRows(row, others, rows);
        row.cause = MIXED;
        AddRows(row, mixed, rows);
        row.cause = "";
        if (out)
        {
            AddRow(row, "no-sa", sent.noSa, rows);
            AddRow(row, "discard", sent.discard, rows);
        }
        else
        {
            AddRow(row, "socket-backlog", received.socketDrops, rows);
        }
        AddSaRows(row, losses, sas.losses[out], [&](const ReasonRow& place, const auto& table) {
            AddRows(place, table, rows);
        });
    }
    for (size_t i = first; HasNoSoftware(node) && i < rows.size(); ++i)
    {
        rows[i].cause = IsUnoffloadable(rows[i]) ? NO_SOFTWARE : rows[i].cause;
    }
}

void
AddOutputRows(const std::string& name,
              const IpsecNode& node,
              const IpsecOutputCounters& sent,
              std::vector<ReasonRow>& rows)
{
    ReasonRow row{SOFTWARE, HOST_OUT, name, "", "", "", "", 0, 0};
    AddRows(row, node, sent.reasons, rows);
    row.fate = LOST;
    AddRow(row, "no-sa", sent.noSa, rows);
}

void
AddLossRows(const std::string& name, const NicEngine& engine, std::vector<ReasonRow>& rows)
{
    const size_t dot = name.rfind('.');
    ReasonRow row{LOST, "NIC out", name.substr(0, dot), name.substr(dot + 1), "", "", "", 0, 0};
    AddRows(row, engine.GetCounters().txDrops, rows);
    row.place = "NIC in";
    AddRows(row, engine.GetCounters().rxDrops, rows);
}

std::vector<std::string>
FindReasons(const std::vector<PointRecord>& records,
            const std::string& curve,
            const std::string& measured)
{
    using Packets = std::map<std::string, uint64_t>; // by reason, in words
    std::map<bool, Packets> counted;                 // by direction: true for out
    Packets dropped;                                 // for want of software
    for (const auto& record : records)
    {
        for (const auto& row : record.result.reasons)
        {
            if (record.spec.curve != curve || row.node != measured || !row.interface.empty() ||
                !row.sa.empty())
            {
                continue;
            }
            if (row.fate == SOFTWARE)
            {
                counted[row.place == HOST_OUT][row.GetWords()] += row.packets;
            }
            else if (row.cause == NO_SOFTWARE)
            {
                dropped[row.reason] += row.packets;
            }
        }
    }
    std::vector<std::string> sentences;
    for (const bool out : {true, false})
    {
        const PacketShares shares = DescribeShares(counted[out]);
        if (shares.total > 0)
        {
            sentences.push_back("not offloaded at the " + measured + " on " +
                                (out ? "transmit: " : "receive: ") + shares.text + " of " +
                                GroupDigits(shares.total) + " packets in software");
        }
        const std::string two = out ? DescribeTwoEncryptors(counted[out], records, curve) : "";
        if (!two.empty())
        {
            sentences.push_back(two);
        }
    }
    const PacketShares shares = DescribeShares(dropped);
    if (shares.total > 0)
    {
        sentences.push_back(
            "not offloaded at the " + measured +
            " on transmit, and dropped, since its kernel has no software beside the "
            "NIC: " +
            shares.text + " of " + GroupDigits(shares.total) + " packets");
    }
    return sentences;
}

std::string
DescribeReasons(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::string text;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& sentence :
             FindReasons(records, curve.name, experiment.first.GetMeasuredRole()))
        {
            text += curve.name + ": " + sentence + "\n";
        }
    }
    return text;
}

} // namespace ns3::planner
