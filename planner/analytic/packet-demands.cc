/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "packet-demands.h"

#include "planner/scenario/node-attributes.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/drv-spi-allocator.h"
#include "ns3/host-step-costs.h"
#include "ns3/kernel-profile.h"
#include "ns3/offload-checksum-assist.h"
#include "ns3/sa-acceptance.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Octets of the header that each IPv6 fragment carries (RFC 8200 section 4.5).
constexpr uint32_t IPV6_FRAGMENT_HEADER = 8;

/**
 * Pieces of a datagram as IP cuts them (RFC 791, RFC 8200 section 4.5): first the sender, then
 * routers, which cut pieces again.
 */
class Pieces
{
  public:
    /// @param length octets of IP of the whole datagram @param ipv4 of its outermost header
    Pieces(uint32_t length, bool ipv4)
        : m_lengths{length},
          m_ipv4(ipv4)
    {
    }

    /// @param mtu octets of IP of the link that comes next
    void Cut(uint32_t mtu)
    {
        const uint32_t plain = m_ipv4 ? 20 : 40;
        const uint32_t header = m_ipv4 ? 20 : plain + IPV6_FRAGMENT_HEADER;
        const uint32_t most = (mtu - header) & ~7U;
        std::vector<uint32_t> lengths;
        for (const uint32_t length : m_lengths)
        {
            if (length <= mtu)
            {
                lengths.push_back(length);
                continue;
            }
            for (uint32_t left = length - plain; left > 0; left -= std::min(left, most))
            {
                lengths.push_back(header + std::min(left, most));
            }
        }
        m_lengths = std::move(lengths);
    }

    /// @param overhead octets of the wire per piece @return them on a link
    EspOnLink GetOnLink(uint32_t overhead) const
    {
        const auto count = static_cast<double>(m_lengths.size());
        const double octets = std::accumulate(m_lengths.begin(), m_lengths.end(), 0.0);
        return {8 * (octets + count * overhead), octets, count};
    }

  private:
    std::vector<uint32_t> m_lengths; //!< octets of IP
    bool m_ipv4;                     //!< see the constructor
};

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
        sum.esp.resize(demand.esp.size());
        for (size_t i = 0; i < demand.esp.size(); ++i)
        {
            for (const auto field : LINK_FIELDS)
            {
                sum.esp[i].*field += weight * demand.esp[i].*field;
            }
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
            for (auto& link : kinds.back().esp)
            {
                for (const auto field : LINK_FIELDS)
                {
                    link.*field /= sum.share;
                }
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
                                                    &PacketDemand::clearWireBits};
    static constexpr double EspOnLink::*LINK_FIELDS[]{&EspOnLink::wireBits,
                                                      &EspOnLink::octets,
                                                      &EspOnLink::packets};

    std::map<std::pair<bool, bool>, PacketDemand> m_kinds; //!< by tagged, decryptable
};

/// @param object has a switch @param attribute the switch @return true when it is on
bool
IsOn(const Object& object, const std::string& attribute)
{
    BooleanValue value;
    object.GetAttribute(attribute, value);
    return value.Get();
}

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
    config.reqid = population.mode == IpsecMode::TUNNEL ? member.reqid : 0;
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
    ApplyAttributes(spec.attributes, m_node);
    m_offloadsForwarded = IsOn(*m_node, "OffloadForwarded");
    const auto& offload = *m_node->GetOffload();
    m_offerRules.directionKnown = IsOn(offload, "DirectionKnown");
    m_offerRules.onlyNamed = IsOn(offload, "OfferOnlyNamed");
    m_offerRules.refusalFails = IsOn(offload, "RefusalFails");
    m_offerRules.walkStopsOnError = IsOn(offload, "WalkStopsOnError");
    m_offerRules.leakDrvSpiOnFault = IsOn(offload, "LeakDrvSpiOnFault");
    m_offerRules.useAfterAnswer = IsOn(offload, "UseAfterAnswer");
    m_offerRules.sharesNumbers = IsOn(offload, "SharedSequence");
    m_offerRules.handsOver = m_offerRules.sharesNumbers || IsOn(offload, "SequenceHandover");
    m_offerRules.drvSpis = offload.GetLastDrvSpi() - DrvSpiAllocator::FIRST + 1U;
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
    const auto told = m_offerRules.directionKnown ? direction : IpsecDirection::UNKNOWN; // R49
    const auto acceptance = AssessSa(m_nic, config, told, m_addresses);
    return direction == IpsecDirection::OUT ? acceptance.transmit : acceptance.receive;
}

namespace
{

/// Works out what one packet of an SA asks of both ends and of the wire.
class DemandMaker
{
  public:
    /// @param sender of the SA @param receiver of it @param sa the SA
    /// @param mtus of the links from the one to the other
    /// @param frameOverhead octets of the wire per packet @param forwarded by both ends
    DemandMaker(const ProtectingEnd& sender,
                const ProtectingEnd& receiver,
                const SecurityAssociation& sa,
                const std::vector<uint32_t>& mtus,
                uint32_t frameOverhead,
                bool forwarded)
        : m_sender(sender),
          m_receiver(receiver),
          m_sa(sa),
          m_mtus(mtus),
          m_overhead(frameOverhead),
          m_forwarded(forwarded),
          m_senderCosts(sender.GetNode().GetHost()),
          m_receiverCosts(receiver.GetNode().GetHost())
    {
        m_senderCosts.SetHostEncapsulates(sender.GetNode().IsHostEncapsulating());
        m_receiverCosts.SetHostEncapsulates(receiver.GetNode().IsHostEncapsulating());
    }

    /// @param packet in clear @return what it asks in software
    PacketDemand InSoftware(PacketDescriptor packet)
    {
        PacketDemand demand;
        demand.octets = packet.length;
        AddArrival(packet, demand);
        AddReceiver(packet, demand);
        AddForwarding(packet, demand);
        packet.verdict = IpsecVerdict::SOFTWARE;
        ChooseTransmitChecksums(packet, m_sender.GetNic().GetTransmitAssist(false), m_mtus.front());
        const HostWork sent = m_senderCosts.Output(packet, &m_sa, !m_forwarded);
        demand.sendCycles = static_cast<double>(sent.cycles);
        demand.sendThreadCycles = static_cast<double>(sent.threadCycles);
        return demand;
    }

    /// @param packet in clear @param demand of it in software; as its NIC sends it on return
    void Offload(PacketDescriptor packet, PacketDemand& demand)
    {
        packet.verdict = IpsecVerdict::OFFLOAD;
        ChooseTransmitChecksums(packet, m_sender.GetNic().GetTransmitAssist(true), m_mtus.front());
        demand.sendCycles =
            static_cast<double>(m_senderCosts.Output(packet, &m_sa, !m_forwarded).cycles);
        demand.sendThreadCycles = 0;
        demand.tagged = true;
    }

    /// @param packet in clear @return true when its ESP form fits as the sender's kernel asks
    bool Fits(const PacketDescriptor& packet) const
    {
        const EspSizes& sizes = m_sa.GetSizes();
        return m_sender.GetNode().GetOutputPath().GetDecider().TestSize(packet,
                                                                        sizes,
                                                                        sizes.GetEstimate(),
                                                                        m_mtus.front()) ==
               SoftwareReason::NONE;
    }

  private:
    /// @param packet in clear @param demand gets what it asks before it is protected
    void AddArrival(const PacketDescriptor& packet, PacketDemand& demand)
    {
        demand.clearWireBits = 8.0 * (packet.length + m_overhead);
        if (m_forwarded)
        {
            demand.arriveCycles = PolledCycles(m_sender.GetNode().GetHost(),
                                               m_senderCosts.Input(packet, nullptr, false));
        }
    }

    /// @param packet in clear @param demand gets what its ESP form asks of wire and receiver
    void AddReceiver(const PacketDescriptor& packet, PacketDemand& demand)
    {
        const HostModel& host = m_receiver.GetNode().GetHost();
        const SaConfig& config = m_sa.GetConfig();
        auto arrived = packet;
        arrived.drvSpi = DrvSpiAllocator::FIRST;
        ChooseReceiveChecksum(arrived, m_receiver.GetNic().GetReceiveAssist(true), !m_forwarded);
        demand.receiveTaggedCycles =
            PolledCycles(host, m_receiverCosts.Input(arrived, &m_sa, !m_forwarded));
        arrived.drvSpi = 0;
        arrived.esp.spi = config.spi;
        arrived.esp.length = m_sa.GetSizes().GetEspLength(packet.length, packet.headerLength);
        const bool tunnel = config.mode == IpsecMode::TUNNEL;
        ChooseReceiveChecksum(arrived, 0, !tunnel);
        const HostWork received = m_receiverCosts.Input(arrived, &m_sa, !tunnel);
        demand.receiveCycles = PolledCycles(host, received);
        demand.receiveThreadCycles = static_cast<double>(received.threadCycles);
        if (tunnel && !m_forwarded)
        {
            ChooseReceiveChecksum(arrived, 0, true);
            demand.receiveCycles +=
                static_cast<double>(m_receiverCosts.InputOpened(arrived).cycles);
        }
        Pieces pieces(arrived.esp.length, config.destination.IsIpv4());
        for (const uint32_t mtu : m_mtus)
        {
            pieces.Cut(mtu);
            demand.esp.push_back(pieces.GetOnLink(m_overhead));
        }
        demand.decryptable = demand.esp.back().packets == 1;
    }

    /// @param packet in clear @param demand gets what it asks of the receiver behind ESP
    void AddForwarding(const PacketDescriptor& packet, PacketDemand& demand)
    {
        if (m_forwarded)
        {
            auto freed = packet;
            freed.verdict = IpsecVerdict::BYPASS;
            demand.forwardCycles =
                static_cast<double>(m_receiverCosts.Output(freed, nullptr, false).cycles);
        }
        else if (m_receiver.GetNode().GetInputPath().HasSocketCores())
        {
            demand.deliverCycles = static_cast<double>(m_receiverCosts.Deliver(packet).cycles);
        }
    }

    const ProtectingEnd& m_sender;       //!< of the SA
    const ProtectingEnd& m_receiver;     //!< of the SA
    const SecurityAssociation& m_sa;     //!< the SA
    const std::vector<uint32_t>& m_mtus; //!< of the links from the one to the other
    uint32_t m_overhead;                 //!< octets of the wire per packet
    bool m_forwarded;                    //!< by both ends
    StepCosts m_senderCosts;             //!< of the sender's host
    StepCosts m_receiverCosts;           //!< of the receiver's host
};

} // namespace

PacketDemands::PacketDemands(const Scenario& scenario,
                             const PlannedMember& member,
                             const ProtectingEnd& sender,
                             const ProtectingEnd& receiver,
                             const std::vector<uint32_t>& mtus,
                             bool transmit,
                             bool forwarded)
{
    const auto config = SaConfigOf(member, scenario.population, transmit);
    m_senderTakes = sender.Takes(scenario.population, config, IpsecDirection::OUT);
    m_receiverTakes = receiver.Takes(scenario.population, config, IpsecDirection::IN);

    const SecurityAssociation sa(config, 0);
    DemandMaker maker(sender, receiver, sa, mtus, scenario.topology.frameOverhead, forwarded);
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

        PacketDemand demand = maker.InSoftware(packet);
        const double share = size.weight / total;
        inSoftware.Add(share, demand);
        m_kinds[false][true].push_back(demand);
        m_kinds[false][true].back().share = share;
        if (m_senderTakes && (!forwarded || sender.OffloadsForwarded()) && maker.Fits(packet))
        {
            maker.Offload(packet, demand);
        }
        inNic.Add(share, demand);
        m_kinds[true][true].push_back(demand);
        m_kinds[true][true].back().share = share;
    }
    const auto isTagged = [](const auto& demand) { return demand.tagged; };
    const auto& sizes = m_kinds[true][true];
    m_splitsNumbers = scenario.population.replayWindow != 0 &&
                      !sender.GetOfferRules().sharesNumbers &&
                      std::any_of(sizes.begin(), sizes.end(), isTagged) &&
                      !std::all_of(sizes.begin(), sizes.end(), isTagged);
    m_kinds[true][false] = inNic.GetMeans();
    m_kinds[false][false] = inSoftware.GetMeans();
}

} // namespace ns3::planner
