/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fluid-totals.h"

namespace ns3::planner
{

PacketOctets
FluidAccount::Take()
{
    const PacketOctets whole = m_amount.GetWhole();
    PacketOctets more = whole;
    more.Subtract(m_taken);
    m_taken = whole;
    return more;
}

SoftwareCounts
FluidTotals::GetReasons() const
{
    SoftwareCounts counts;
    for (const auto& [why, amount] : reasons)
    {
        counts.AddMany(why.first, why.second, amount.GetWhole());
    }
    return counts;
}

void
FluidTotals::Fill(RunSnapshot& snapshot) const
{
    snapshot.out.offloadVerdict = offloadVerdict.GetWhole();
    snapshot.out.softwareVerdict = softwareVerdict.GetWhole();
    snapshot.out.offload = offload.GetWhole();
    snapshot.out.software = software.GetWhole();
    snapshot.out.noSa = noSa.GetWhole();
    snapshot.out.reasons = GetReasons();
    snapshot.near.txWire = txWire.GetWhole();
    snapshot.near.rxArrived = nearArrived.GetWhole();
    snapshot.near.rxDecrypted = nearDecrypted.GetWhole();
    snapshot.near.rxPassed = nearPassed.GetWhole();
    snapshot.far.rxArrived = farArrived.GetWhole();
}

PacketTally::Counts
FluidTotals::GetCounts(size_t way, const FluidTotals& before) const
{
    const auto between = [](const FluidAmount& after, const FluidAmount& earlier) {
        return FluidAmount{after.packets - earlier.packets, after.octets - earlier.octets}
            .GetWhole();
    };
    PacketTally::Counts counts;
    counts.sent = between(ways[way].sent, before.ways[way].sent);
    counts.delivered = between(ways[way].delivered, before.ways[way].delivered);
    counts.delivered.packets = std::min(counts.delivered.packets, counts.sent.packets);
    counts.delivered.octets = std::min(counts.delivered.octets, counts.sent.octets);
    counts.lost = counts.sent;
    counts.lost.Subtract(counts.delivered);
    const auto noSa = between(ways[way].noSa, before.ways[way].noSa).packets;
    if (noSa > 0)
    {
        counts.causes[{PacketFate::End::HOST_OUT, static_cast<uint8_t>(IpsecDrop::NONE)}] = noSa;
    }
    counts.received = counts.delivered;
    counts.ended = counts.sent.packets;
    return counts;
}

} // namespace ns3::planner
