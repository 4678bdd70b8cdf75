/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "packet-demands.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/checksum-assist.h"
#include "ns3/drv-spi-allocator.h"
#include "ns3/kernel-profile.h"
#include "ns3/sa-acceptance.h"
#include "ns3/step-costs.h"

#include <algorithm>
#include <map>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Octets of the header that each IPv6 fragment carries (RFC 8200 section 4.5).
constexpr uint32_t IPV6_FRAGMENT_HEADER = 8;

/// A datagram on the wire.
struct OnWire
{
    uint32_t pieces; //!< 1: whole
    uint32_t octets; //!< of all pieces, frame overhead included
};

/**
 * @param length octets of IP
 * @param ipv4 of its outermost header
 * @param mtu octets of IP
 * @param overhead octets of the wire per piece
 * @return the datagram as IP cuts it (RFC 791, RFC 8200 section 4.5)
 */
OnWire
Cut(uint32_t length, bool ipv4, uint32_t mtu, uint32_t overhead)
{
    if (length <= mtu)
    {
        return {1, length + overhead};
    }
    const uint32_t header = ipv4 ? 20 : 40 + IPV6_FRAGMENT_HEADER;
    const uint32_t most = (mtu - header) & ~7U;
    const uint32_t payload = length - (ipv4 ? 20 : 40);
    const uint32_t pieces = (payload + most - 1) / most;
    return {pieces, payload + pieces * (header + overhead)};
}

/// Sums up the kinds of packets that behave alike.
class KindSums
{
  public:
    /// @param weight share of the packets @param demand of one size
    void Add(double weight, const PacketDemand& demand)
    {
        auto& sum = m_kinds[{demand.tagged, demand.decryptable}];
        sum.tagged = demand.tagged;
        sum.decryptable = demand.decryptable;
        sum.share += weight;
        for (const auto field : FIELDS)
        {
            sum.*field += weight * demand.*field;
        }
    }

    /// @return the kinds, means instead of sums
    std::vector<PacketDemand> GetMeans() const
    {
        std::vector<PacketDemand> kinds;
        for (const auto& [key, sum] : m_kinds)
        {
            kinds.push_back(sum);
            for (const auto field : FIELDS)
            {
                kinds.back().*field /= sum.share;
            }
        }
        return kinds;
    }

  private:
    static constexpr double PacketDemand::*FIELDS[]{&PacketDemand::octets,
                                                    &PacketDemand::arriveCycles,
                                                    &PacketDemand::sendCycles,
                                                    &PacketDemand::sendThreadCycles,
                                                    &PacketDemand::receiveCycles,
                                                    &PacketDemand::receiveThreadCycles,
                                                    &PacketDemand::receiveTaggedCycles,
                                                    &PacketDemand::forwardCycles,
                                                    &PacketDemand::deliverCycles,
                                                    &PacketDemand::clearWireBits,
                                                    &PacketDemand::clearPackets,
                                                    &PacketDemand::espWireBits,
                                                    &PacketDemand::espOctets,
                                                    &PacketDemand::espPackets};

    std::map<std::pair<bool, bool>, PacketDemand> m_kinds; //!< by tagged, decryptable
};

/// @param host a host @param work received there @return cycles of a busy core that polls
double
PolledCycles(const HostModel& host, const HostWork& work)
{
    const HostBatching& batching = host.GetProfile().batching;
    const double poll = batching.budget == 0 ? 0
                                             : static_cast<double>(batching.poll) /
                                                   static_cast<double>(batching.budget);
    return static_cast<double>(work.cycles) + poll;
}

} // namespace

SaConfig
SaConfigOf(const PlannedMember& member, const PopulationSpec& population, bool transmit)
{
    SaConfig config;
    config.spi = transmit ? member.spiOut : member.spiIn;
    config.mode = population.mode;
    config.reqid = member.reqid;
    config.source = transmit ? member.outerNear : member.outerFar;
    config.destination = transmit ? member.outerFar : member.outerNear;
    config.cipher = population.cipher;
    config.authenticator = population.authenticator;
    config.replayWindow = population.replayWindow;
    config.esn = population.esn;
    return config;
}

ProtectingEnd::ProtectingEnd(const NodeSpec& spec, std::vector<IpAddress> addresses)
    : m_node(CreateObject<IpsecNode>()),
      m_nic(spec.nic),
      m_addresses(std::move(addresses))
{
    const auto* kernel = FindKernelProfile(spec.kernel);
    NS_ABORT_MSG_UNLESS(kernel, "no kernel profile " << spec.kernel);
    kernel->Apply(*m_node);
    m_node->SetHost(spec.host);
    BooleanValue value;
    m_node->GetAttribute("OffloadForwarded", value);
    m_offloadsForwarded = value.Get();
    m_node->GetOffload()->GetAttribute("DirectionKnown", value);
    m_directionKnown = value.Get();
}

bool
ProtectingEnd::Takes(const PopulationSpec& population,
                     const SaConfig& config,
                     IpsecDirection direction) const
{
    if (population.offload == OffloadWish::NONE)
    {
        return false;
    }
    const auto told = m_directionKnown ? direction : IpsecDirection::UNKNOWN; // R49
    const auto acceptance = AssessSa(m_nic, config, told, m_addresses);
    return direction == IpsecDirection::OUT ? acceptance.transmit : acceptance.receive;
}

double
ProtectingEnd::GetShareOfSlots(uint32_t members, bool transmit) const
{
    // Slots that one client or tunnel, with its two SAs, takes from the pool in question. A NIC
    // that is not told an SA's direction installs it for both (N13).
    const uint32_t directions = m_directionKnown ? 1 : 2;
    const uint32_t pools = m_nic.sharedSlots ? 2 : 1;
    double slots = transmit || m_nic.sharedSlots ? m_nic.txSlots : m_nic.rxSlots;
    if (!m_directionKnown && !m_nic.sharedSlots)
    {
        slots = std::min(m_nic.txSlots, m_nic.rxSlots);
    }
    const double most = UINT16_MAX - DrvSpiAllocator::FIRST + 1.0; // R11, R16
    return std::min({1.0, slots / (directions * pools * members), most / (2.0 * members)});
}

PacketDemands::PacketDemands(const Scenario& scenario,
                             const PlannedMember& member,
                             const ProtectingEnd& sender,
                             const ProtectingEnd& receiver,
                             bool transmit,
                             bool forwarded)
{
    const auto config = SaConfigOf(member, scenario.population, transmit);
    m_senderTakes = sender.Takes(scenario.population, config, IpsecDirection::OUT);
    m_receiverTakes = receiver.Takes(scenario.population, config, IpsecDirection::IN);

    const SecurityAssociation sa(config, 0);
    StepCosts senderCosts(sender.GetNode().GetHost());
    StepCosts receiverCosts(receiver.GetNode().GetHost());
    senderCosts.SetHostEncapsulates(sender.GetNode().IsHostEncapsulating());
    receiverCosts.SetHostEncapsulates(receiver.GetNode().IsHostEncapsulating());
    const uint32_t mtu = scenario.GetMeasuredLink().mtu;
    const uint32_t overhead = scenario.topology.frameOverhead;
    double total = 0;
    for (const auto& size : scenario.traffic.sizes)
    {
        total += size.weight;
    }
    KindSums inNic;
    KindSums inSoftware;
    for (const auto& size : scenario.traffic.sizes)
    {
        PacketDescriptor packet;
        packet.source = member.near;
        packet.destination = member.far;
        packet.length = size.length;
        packet.headerLength = member.ipv6 ? 40 : 20;
        packet.protocol = PLANNED_PROTOCOL;
        packet.forwarded = forwarded;

        PacketDemand demand;
        demand.octets = size.length;
        const auto sentClear = Cut(size.length, !member.ipv6, mtu, overhead);
        demand.clearWireBits = 8.0 * sentClear.octets;
        demand.clearPackets = sentClear.pieces;
        const HostModel& senderHost = sender.GetNode().GetHost();
        const HostModel& receiverHost = receiver.GetNode().GetHost();
        if (forwarded)
        {
            demand.arriveCycles =
                PolledCycles(senderHost, senderCosts.Input(packet, nullptr, false));
        }
        auto arrived = packet;
        arrived.drvSpi = DrvSpiAllocator::FIRST;
        ChooseReceiveChecksum(arrived, receiver.GetNic().GetReceiveAssist(true), !forwarded);
        demand.receiveTaggedCycles =
            PolledCycles(receiverHost, receiverCosts.Input(arrived, &sa, !forwarded));
        arrived.drvSpi = 0;
        arrived.esp.spi = config.spi;
        arrived.esp.length = sa.GetSizes().GetEspLength(packet.length, packet.headerLength);
        const bool tunnel = config.mode == IpsecMode::TUNNEL;
        ChooseReceiveChecksum(arrived, 0, !tunnel);
        const HostWork received = receiverCosts.Input(arrived, &sa, !tunnel);
        demand.receiveCycles = PolledCycles(receiverHost, received);
        demand.receiveThreadCycles = static_cast<double>(received.threadCycles);
        if (tunnel && !forwarded)
        {
            ChooseReceiveChecksum(arrived, 0, true);
            demand.receiveCycles += static_cast<double>(receiverCosts.InputOpened(arrived).cycles);
        }
        if (forwarded)
        {
            auto freed = packet;
            freed.verdict = IpsecVerdict::BYPASS;
            demand.forwardCycles =
                static_cast<double>(receiverCosts.Output(freed, nullptr, false).cycles);
        }
        else if (receiver.GetNode().GetInputPath().HasSocketCores())
        {
            demand.deliverCycles = static_cast<double>(receiverCosts.Deliver(packet).cycles);
        }

        const auto wire = Cut(arrived.esp.length, config.destination.IsIpv4(), mtu, overhead);
        demand.espWireBits = 8.0 * wire.octets;
        demand.espPackets = wire.pieces;
        demand.espOctets = wire.octets - double{1} * wire.pieces * overhead;
        demand.decryptable = wire.pieces == 1;
        packet.verdict = IpsecVerdict::SOFTWARE;
        ChooseTransmitChecksums(packet, sender.GetNic().GetTransmitAssist(false), mtu);
        const HostWork sent = senderCosts.Output(packet, &sa, !forwarded);
        demand.sendCycles = static_cast<double>(sent.cycles);
        demand.sendThreadCycles = static_cast<double>(sent.threadCycles);
        inSoftware.Add(size.weight / total, demand);
        m_kinds[false][true].push_back(demand);
        m_kinds[false][true].back().share = size.weight / total;

        if (m_senderTakes && (!forwarded || sender.OffloadsForwarded()) &&
            sender.GetNode().GetOutputPath().GetDecider().TestSize(packet,
                                                                   sa.GetSizes(),
                                                                   sa.GetSizes().GetEstimate(),
                                                                   mtu) ==
                SoftwareReason::NONE)
        {
            packet.verdict = IpsecVerdict::OFFLOAD;
            ChooseTransmitChecksums(packet, sender.GetNic().GetTransmitAssist(true), mtu);
            demand.sendCycles =
                static_cast<double>(senderCosts.Output(packet, &sa, !forwarded).cycles);
            demand.sendThreadCycles = 0;
            demand.tagged = true;
        }
        inNic.Add(size.weight / total, demand);
        m_kinds[true][true].push_back(demand);
        m_kinds[true][true].back().share = size.weight / total;
    }
    m_kinds[true][false] = inNic.GetMeans();
    m_kinds[false][false] = inSoftware.GetMeans();
}

} // namespace ns3::planner
