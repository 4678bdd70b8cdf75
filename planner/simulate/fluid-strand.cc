/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fluid-strand.h"

#include "ns3/abort.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

namespace
{

using Stage = FluidRates::Stage;

/// @param nic a NIC @param length clear @param espLength in ESP form @return what it counts (N41)
double
CountedOctets(const IpsecNic& nic, uint32_t length, uint32_t espLength)
{
    return nic.GetProfile().counterIncludesEsp ? espLength : length;
}

} // namespace

FluidStrand::FluidStrand(const Config& config)
    : m_config(config),
      m_fates(config.scenario->traffic.sizes.size()),
      m_lengths(config.scenario->traffic.sizes.size())
{
}

void
FluidStrand::AddFlow(const PlannedFlow& flow, double rate)
{
    m_flows.push_back({&flow, rate});
    m_flows.back().volumes.resize(m_fates.size());
    m_rate += rate;
}

/// @param length of clear IP @return a packet of its first flow, as sources make them
PacketDescriptor
FluidStrand::MakePacket(uint32_t length) const
{
    const PlannedFlow& flow = *m_flows.front().plan;
    PacketDescriptor packet;
    packet.source = flow.source;
    packet.destination = flow.destination;
    packet.sourcePort = flow.sourcePort;
    packet.destinationPort = flow.destinationPort;
    packet.protocol = PLANNED_PROTOCOL;
    packet.flowHash = HashFlow(packet);
    packet.headerLength = m_config.member->ipv6 ? 40 : 20;
    packet.length = length;
    packet.forwarded = m_config.forwarded;
    return packet;
}

void
FluidStrand::Assess(Ps now, FluidRates& rates, FluidTotals& totals)
{
    Settle(now, rates, totals);
    m_settled = now;
    AskSender(now);
    AskReceiver();
    Join(now, rates);
}

/// What does the sender's kernel do with packets of each size?
void
FluidStrand::AskSender(Ps now)
{
    SecurityAssociation* sa = nullptr;
    uint16_t drvSpi = 0;
    uint64_t cookie = 0;
    m_handling.inNic = false;
    for (size_t size = 0; size < m_fates.size(); ++size)
    {
        PacketDescriptor packet = MakePacket(m_config.scenario->traffic.sizes[size].length);
        const auto decision = m_config.sender.node->GetOutputPath().Ask(
            now,
            packet,
            {PeekPointer(m_config.sender.interface), m_config.mtu, &m_cache});
        m_fates[size] = {packet.verdict,
                         packet.drop != IpsecDrop::NONE,
                         packet.reason,
                         packet.refusal};
        sa = decision.sa;
        if (sa)
        {
            m_lengths[size] = sa->GetSizes().GetEspLength(packet.length, packet.headerLength);
        }
        if (packet.verdict == IpsecVerdict::OFFLOAD)
        {
            m_handling.inNic = true;
            drvSpi = decision.handle->drvSpi;
            cookie = decision.handle->cookie;
        }
    }
    if (PeekPointer(m_sent.sa) != sa)
    {
        m_sent = Place();
        m_sent.sa = sa;
    }
    if (m_sent.drvSpi != drvSpi || m_sent.cookie != cookie)
    {
        m_sent.hardware = FluidAccount();
    }
    m_sent.drvSpi = drvSpi;
    m_sent.cookie = cookie;
}

/// Who undoes the ESP?
void
FluidStrand::AskReceiver()
{
    m_handling.decrypted = false;
    m_isGone = true;
    if (!m_sent.sa)
    {
        m_received = Place();
        return;
    }
    const SaConfig& config = m_sent.sa->GetConfig();
    const Ptr<SecurityAssociation> sa = m_config.receiver.node->GetSad()->FindBySpi(config.spi);
    if (PeekPointer(m_received.sa) != PeekPointer(sa))
    {
        m_received = Place();
        m_received.sa = sa;
    }
    m_isGone = !sa || !sa->IsAlive();
    const bool tunnel = config.mode == IpsecMode::TUNNEL;
    PacketDescriptor packet = MakePacket(m_config.scenario->traffic.sizes.front().length);
    packet.esp.spi = config.spi;
    packet.esp.source = tunnel ? config.source : packet.source;
    packet.esp.destination = tunnel ? config.destination : packet.destination;
    const SaContext* context = m_config.receiver.nic->GetEngine().FindForReceive(packet);
    m_handling.decrypted = context != nullptr;
    const uint16_t drvSpi = context ? context->drvSpi : 0;
    const uint64_t cookie = context ? context->cookie : 0;
    if (m_received.drvSpi != drvSpi || m_received.cookie != cookie)
    {
        m_received.hardware = FluidAccount();
    }
    m_received.drvSpi = drvSpi;
    m_received.cookie = cookie;
}

/// The flows go to the classes of what was found out. @param rates have them
void
FluidStrand::Join(Ps now, FluidRates& rates)
{
    const bool goesOn = m_sent.sa && !m_fates.front().isDropped;
    for (auto& flow : m_flows)
    {
        const auto before = flow.kind;
        flow.kind.reset();
        if (goesOn)
        {
            flow.kind = rates.FindClass(*m_config.member,
                                        *flow.plan,
                                        m_config.transmit,
                                        m_sent.sa->GetConfig(),
                                        m_handling);
        }
        if (before != flow.kind)
        {
            if (before)
            {
                rates.Add(now, *before, -flow.rate);
            }
            if (flow.kind)
            {
                rates.Add(now, *flow.kind, flow.rate);
            }
        }
        for (uint32_t size = 0; flow.kind && size < rates.CountSizes(); ++size)
        {
            flow.volumes[size] = rates.GetVolumes(now, *flow.kind, size);
            NS_ABORT_MSG_UNLESS(rates.GetDemand(*flow.kind, size).tagged ==
                                    (m_fates[size].verdict == IpsecVerdict::OFFLOAD),
                                "fluid fidelity: kernel and closed form disagree about a packet");
        }
    }
}

void
FluidStrand::Settle(Ps now, const FluidRates& rates, FluidTotals& totals)
{
    if (!m_settled || *m_settled == now)
    {
        return;
    }
    const double seconds = rates.GetOffered(*m_settled, now);
    const auto& sizes = m_config.scenario->traffic.sizes;
    double weights = 0;
    for (const auto& size : sizes)
    {
        weights += size.weight;
    }
    static const PacketDemand NOTHING;
    m_portions.clear();
    for (auto& flow : m_flows)
    {
        for (uint32_t size = 0; size < sizes.size(); ++size)
        {
            const double rate = flow.rate * sizes[size].weight / weights;
            FluidRates::Volumes passed{};
            if (flow.kind)
            {
                const auto volumes = rates.GetVolumes(now, *flow.kind, size);
                for (size_t stage = 0; stage < passed.size(); ++stage)
                {
                    passed[stage] = volumes[stage] - flow.volumes[size][stage];
                }
                flow.volumes[size] = volumes;
            }
            m_portions.push_back({flow.kind ? &rates.GetDemand(*flow.kind, size) : &NOTHING,
                                  size,
                                  rate * seconds,
                                  rate,
                                  passed});
        }
    }
    const double accepted = 1 - FindReplays();
    for (const auto& portion : m_portions)
    {
        CountPortion(portion, accepted, totals);
    }
    HandOn(now, rates);
    m_settled = now;
}

/// @param portion some packets @param accepted share that is no replay @param totals get them
void
FluidStrand::CountPortion(const Portion& portion, double accepted, FluidTotals& totals)
{
    const uint32_t length = m_config.scenario->traffic.sizes[portion.size].length;
    const Fate& fate = m_fates[portion.size];
    FluidTotals::Way& way = totals.ways[m_config.way];
    way.sent.Add(portion.count, length);
    if (fate.verdict == IpsecVerdict::NO_SA)
    {
        way.noSa.Add(portion.count, length);
    }
    if (m_config.transmit && fate.verdict == IpsecVerdict::NO_SA)
    {
        totals.noSa.Add(portion.count, length);
    }
    if (portion.At(Stage::DECIDED) <= 0)
    {
        return;
    }
    CountSent(portion, totals);
    CountReceived(portion, accepted, totals);
    if (!m_isGone)
    {
        way.delivered.Add(accepted * portion.At(Stage::DELIVERED), length);
    }
}

/// At the sender. @param portion some packets @param totals get them
void
FluidStrand::CountSent(const Portion& portion, FluidTotals& totals)
{
    const uint32_t length = m_config.scenario->traffic.sizes[portion.size].length;
    const uint32_t espLength = m_lengths[portion.size];
    const Fate& fate = m_fates[portion.size];
    const bool tagged = fate.verdict == IpsecVerdict::OFFLOAD;
    const double isProtected = portion.At(Stage::PROTECTED);
    const double sent = portion.At(Stage::SENT);
    if (tagged)
    {
        m_sent.hardware.Add(sent, CountedOctets(*m_config.sender.nic, length, espLength));
    }
    else
    {
        m_sent.software.Add(isProtected, espLength);
    }
    if (!m_config.transmit)
    {
        return;
    }
    const PacketDemand& demand = *portion.demand;
    (tagged ? totals.offloadVerdict : totals.softwareVerdict)
        .Add(portion.At(Stage::DECIDED), length);
    (tagged ? totals.offload : totals.software).Add(isProtected, length);
    if (!tagged)
    {
        totals.reasons[{fate.reason, fate.refusal}].Add(isProtected, length);
    }
    const EspOnLink& esp = demand.esp.front();
    totals.txWire.Add(sent * esp.packets, esp.wireBits / 8 / esp.packets);
    totals.farArrived.Add(sent * esp.packets, esp.octets / esp.packets);
}

/// At the receiver. @param portion some packets @param accepted share that is no replay @param
/// totals get them
void
FluidStrand::CountReceived(const Portion& portion, double accepted, FluidTotals& totals)
{
    const PacketDemand& demand = *portion.demand;
    const uint32_t length = m_config.scenario->traffic.sizes[portion.size].length;
    const uint32_t espLength = m_lengths[portion.size];
    const double handedUp = portion.At(Stage::HANDED_UP);
    const bool decrypted = m_handling.decrypted && demand.decryptable;
    if (decrypted)
    {
        m_received.hardware.Add(accepted * handedUp,
                                CountedOctets(*m_config.receiver.nic, length, espLength));
    }
    else if (!m_isGone)
    {
        m_received.software.Add(accepted * portion.At(Stage::UNPROTECTED), espLength);
    }
    if (!m_config.transmit)
    {
        const EspOnLink& esp = demand.esp.back();
        const double each = esp.octets / esp.packets;
        totals.nearArrived.Add(portion.At(Stage::ARRIVED) * esp.packets, each);
        (decrypted ? totals.nearDecrypted : totals.nearPassed)
            .Add((decrypted ? accepted : 1) * handedUp * esp.packets, each);
    }
}

/**
 * A NIC that begins to number anew sends numbers that software has sent before (R143).
 * @return share of the portions' packets that the receiver takes for replays
 */
double
FluidStrand::FindReplays() const
{
    const SaContext* sender = m_handling.inNic ? FindContext(m_sent, m_config.sender) : nullptr;
    if (!m_sent.sa || m_sent.sa->GetConfig().replayWindow == 0 || m_hasWrapped ||
        (sender && sender->hostNumbers))
    {
        return 0;
    }
    const SaContext* receiver = FindContext(m_received, m_config.receiver);
    uint64_t seen = 0;
    if (receiver && !receiver->hostNumbers)
    {
        seen = receiver->window.GetLast();
    }
    else if (m_received.sa)
    {
        seen = m_received.sa->GetReplayWindow().GetLast();
    }
    // Of the last number there may be a part.
    double last = static_cast<double>(seen);
    double next =
        static_cast<double>(m_sent.sa->GetSequenceState().next) + m_sent.software.GetRest();
    if (sender)
    {
        if (!receiver)
        {
            last = std::max(last, next - 1);
        }
        next = static_cast<double>(sender->nextSequence) + m_sent.hardware.GetRest();
    }
    if (last + 1 <= next)
    {
        return 0;
    }
    double count = 0;
    for (const auto& portion : m_portions)
    {
        count += portion.At(sender ? Stage::SENT : Stage::PROTECTED);
    }
    return count > 0 ? std::min(1.0, (last + 1 - next) / count) : 0;
}

/// @param place an SA @param end where @return its context in the NIC there, if there is one
const SaContext*
FluidStrand::FindContext(const Place& place, const End& end) const
{
    return place.drvSpi == 0 ? nullptr : end.nic->GetEngine().Find(place.drvSpi, place.cookie);
}

/// @param rates what passes @return when the first packet since the last time was sent, in the mean
Ps
FluidStrand::FindFirst(Ps now, const FluidRates& rates) const
{
    return m_rate > 0 ? std::min(now, rates.FindOffered(*m_settled, 1 / m_rate)) : now;
}

/// Kernels and NICs learn what their SAs have done. @param rates what passes
void
FluidStrand::HandOn(Ps now, const FluidRates& rates)
{
    if (!m_sent.sa)
    {
        return;
    }
    const Ps first = FindFirst(now, rates);
    const uint32_t shortest = m_config.scenario->traffic.sizes.front().length;
    const uint64_t before = m_sent.sa->GetSequenceState().next;
    bool goesOn = m_sent.sa->CountSent(first, m_sent.software.Take());
    uint64_t highest = m_sent.sa->GetLastSequence();
    if (const SaContext* context = FindContext(m_sent, m_config.sender))
    {
        const PacketOctets byNic = m_sent.hardware.Take();
        goesOn = goesOn && (!context->hostNumbers || m_sent.sa->TakeNumbers(byNic.packets));
        m_config.sender.nic->GetEngine().CountSent(now, m_sent.drvSpi, byNic, shortest);
        highest = context->hostNumbers ? m_sent.sa->GetLastSequence() : context->nextSequence - 1;
    }
    m_hasWrapped |= !goesOn || m_sent.sa->GetSequenceState().next < before ||
                    (!m_sent.sa->GetConfig().esn && highest > UINT32_MAX);
    if (const SaContext* context = FindContext(m_received, m_config.receiver))
    {
        m_config.receiver.nic->GetEngine().CountReceived(now,
                                                         context->drvSpi,
                                                         m_received.hardware.Take(),
                                                         shortest,
                                                         highest);
    }
    if (m_received.sa)
    {
        m_received.sa->CountReceived(first, m_received.software.Take(), highest);
    }
}

Ps
FluidStrand::FindLimit(Ps now, const FluidRates& rates) const
{
    Ps next = PS_NEVER;
    const auto look = [&](const SaContext* context, const IpsecNic& nic, Stage stage) {
        if (!context || !context->enforceLimits)
        {
            return;
        }
        FluidAmount perSecond;
        for (const auto& flow : m_flows)
        {
            for (uint32_t size = 0; flow.kind && size < rates.CountSizes(); ++size)
            {
                perSecond.Add(flow.rate * rates.GetDemand(*flow.kind, size).share *
                                  rates.GetShare(*flow.kind, size, stage),
                              CountedOctets(nic,
                                            m_config.scenario->traffic.sizes[size].length,
                                            m_lengths[size]));
            }
        }
        PacketOctets counted = context->sent;
        counted.Add(context->received);
        const auto reach = [&](uint64_t limit, uint64_t have, double rate) {
            if (limit != 0 && rate > 0)
            {
                const double left = limit > have ? static_cast<double>(limit - have) / rate : 0;
                next = std::min(next, rates.FindOffered(now, left));
            }
        };
        const SaLifetime& hard = context->config.hard;
        const SaLifetime& soft = context->config.soft;
        if (!context->hardSignalled)
        {
            reach(hard.octets, counted.octets, perSecond.octets);
            reach(hard.packets, counted.packets, perSecond.packets);
        }
        if (!context->softSignalled)
        {
            reach(soft.octets, counted.octets, perSecond.octets);
            reach(soft.packets, counted.packets, perSecond.packets);
        }
    };
    look(FindContext(m_sent, m_config.sender), *m_config.sender.nic, Stage::SENT);
    look(FindContext(m_received, m_config.receiver), *m_config.receiver.nic, Stage::HANDED_UP);
    return next;
}

} // namespace ns3::planner
