/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-network.h"

#include "ns3/ipsec-packet-descriptor.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

Way
ClosedFormNetwork::FindWay(const Parts& parts,
                           const PlannedMember& member,
                           const PlannedFlow& flow,
                           bool transmit,
                           const SaConfig& sa)
{
    PacketDescriptor packet;
    packet.source = flow.source;
    packet.destination = flow.destination;
    packet.sourcePort = flow.sourcePort;
    packet.destinationPort = flow.destinationPort;
    packet.protocol = PLANNED_PROTOCOL;
    packet.flowHash = HashFlow(packet);
    packet.forwarded = parts.paths.IsForwarded();
    const auto& sender = (transmit ? parts.near : parts.far).GetNode().GetHost();
    const auto& receiver = (transmit ? parts.far : parts.near).GetNode().GetHost();
    return {transmit,
            member.ipv6,
            member.peer,
            SenderCoresOf(sender, packet, sa),
            ReceiverCoresOf(receiver, packet, sa)};
}

ClosedFormNetwork::ClosedFormNetwork(const Parts& parts,
                                     const Misses& misses,
                                     ClosedForm::Scope scope)
    : m_parts(parts),
      m_scope(scope)
{
    m_near = AddPlace(parts.near, GetRole(true), misses.near);
    for (uint32_t i = 0; i < parts.paths.CountPeers(); i++)
    {
        m_far.push_back(AddPlace(parts.far, GetRole(false), misses.far[i]));
    }
    for (const bool transmit : {false, true})
    {
        for (uint32_t link = 0; link < parts.paths.CountLinks(); ++link)
        {
            m_lines[transmit].push_back(AddLink(link, transmit));
        }
    }
}

uint32_t
ClosedFormNetwork::AddResource(uint32_t gate, double capacity, const Binding& resource)
{
    const uint32_t number = m_network.AddResource(gate, capacity);
    if (capacity > 0)
    {
        m_resources[resource].push_back(number);
    }
    return number;
}

/// @param near the measured node, or those at the other ends @return its role
std::string
ClosedFormNetwork::GetRole(bool near) const
{
    return near ? m_parts.scenario.GetMeasuredRole() : m_parts.scenario.GetFarRole();
}

/// @param capacity of a NIC or a link @return the same, or 0 when only cores are finite
double
ClosedFormNetwork::Limit(uint64_t capacity) const
{
    return m_scope == ClosedForm::Scope::ALL ? static_cast<double>(capacity) : 0;
}

/// @param role of a node or a link @param resource what of it @return both
Binding
ClosedFormNetwork::At(const std::string& role, Resource resource) const
{
    const Scenario& scenario = m_parts.scenario;
    std::string place = role;
    std::replace(place.begin(), place.end(), '-', ' ');
    return {resource,
            place,
            role == scenario.GetMeasuredRole() || role == scenario.GetMeasuredLinkRole()};
}

/// @param bits ceiling in bit/s @param packets ceiling in packet/s @param resource what has them
/// @return a queue in front of it
ClosedFormNetwork::Ring
ClosedFormNetwork::AddRing(uint64_t bits, uint64_t packets, const Binding& resource)
{
    const auto gate = m_network.AddGate();
    return {gate,
            AddResource(gate, 0, {}),
            AddResource(gate, Limit(bits), resource),
            AddResource(gate, Limit(packets), resource)};
}

/// @param link number of a link @param transmit the direction @return a queue in front of it
ClosedFormNetwork::Ring
ClosedFormNetwork::AddLink(uint32_t link, bool transmit)
{
    using Sender = ClosedFormPaths::Sender;
    const auto gate = m_network.AddGate();
    const NetworkLink& line = m_parts.paths.GetLink(link);
    const auto wire = AddResource(gate, Limit(line.spec.rate), At(line.role, Resource::LINK));
    const Sender sender = m_parts.paths.GetSender(link, transmit);
    const NicProfile& nic = (sender == Sender::NEAR ? m_parts.near : m_parts.far).GetNic();
    if (sender == Sender::OTHER || nic.sharedCipher)
    {
        // A cipher of both directions stands at its place, not at a ring.
        return {gate, wire, AddResource(gate, 0, {}), AddResource(gate, 0, {})};
    }
    const Binding cipher = At(GetRole(sender == Sender::NEAR), Resource::CIPHER);
    return {gate,
            wire,
            AddResource(gate, Limit(nic.txBitRate), cipher),
            AddResource(gate, Limit(nic.txPacketRate), cipher)};
}

/// @return directions that use a card at once
uint64_t
ClosedFormNetwork::CountUsers() const
{
    return m_parts.scenario.traffic.direction == TrafficDirection::BOTH ? 2 : 1;
}

/// @param nic a NIC @param node whose @return its ceilings
ClosedFormNetwork::Ceilings
ClosedFormNetwork::AddCeilings(const NicProfile& nic, const std::string& node)
{
    Ceilings ceilings;
    ceilings.isAny = nic.portBitRate != 0 || nic.portPacketRate != 0 || nic.cardBitRate != 0 ||
                     nic.cardPacketRate != 0;
    if (!ceilings.isAny)
    {
        return ceilings;
    }
    for (const bool transmit : {false, true})
    {
        ceilings.port[transmit] =
            AddRing(nic.portBitRate, nic.portPacketRate, At(node, Resource::PORT));
        ceilings.card[transmit] = AddRing(nic.cardBitRate / CountUsers(),
                                          nic.cardPacketRate / CountUsers(),
                                          At(node, Resource::CARD));
    }
    return ceilings;
}

ClosedFormNetwork::Place
ClosedFormNetwork::AddPlace(const ProtectingEnd& end,
                            const std::string& node,
                            const ContextMisses& misses)
{
    Place place;
    const auto& host = end.GetNode().GetHost().GetProfile();
    for (uint32_t i = 0; i < host.cores; i++)
    {
        const auto gate = m_network.AddGate();
        place.cores.push_back(
            {gate, AddResource(gate, static_cast<double>(host.clock), At(node, Resource::CORES))});
    }
    for (uint32_t i = 0; i < host.cryptoThreads && host.cores > 0; i++)
    {
        const auto gate = m_network.AddGate();
        place.threads.push_back({gate,
                                 AddResource(gate,
                                             static_cast<double>(host.clock),
                                             At(node, Resource::CRYPTO_THREAD))});
    }
    const auto& nic = end.GetNic();
    const bool isOne = nic.sharedCipher;
    place.isOneCipher = isOne;
    place.own = AddCeilings(nic, node);
    if (m_parts.paths.IsForwarded())
    {
        place.lan = AddCeilings(nic, node);
    }
    const Binding cipher = At(node, Resource::CIPHER);
    place.receive = AddRing(isOne ? 0 : nic.rxBitRate, isOne ? 0 : nic.rxPacketRate, cipher);
    place.misses = misses;
    // Packets wait as long in both directions, and both have as much room to wait: where both use
    // something, neither gets more than the other has.
    const uint64_t users = CountUsers();
    const double fetches = nic.contextFetchTime == 0
                               ? 0
                               : nic.contextFetches * double{PS_PER_SECOND} /
                                     static_cast<double>(nic.contextFetchTime);
    for (const bool transmit : {false, true})
    {
        place.cipher[transmit] = AddRing(isOne ? nic.txBitRate / users : 0,
                                         isOne ? nic.txPacketRate / users : 0,
                                         cipher);
        const double missed = transmit ? misses.transmit : misses.receive;
        const bool shares = misses.transmit > 0 && misses.receive > 0;
        auto& fetch = place.fetch[transmit];
        fetch.gate = m_network.AddGate();
        fetch.resource = AddResource(fetch.gate,
                                     m_scope == ClosedForm::Scope::ALL && missed > 0
                                         ? fetches / (shares ? static_cast<double>(users) : 1)
                                         : 0,
                                     At(node, Resource::FETCH_UNIT));
    }
    return place;
}

ClosedFormNetwork::Passage
ClosedFormNetwork::AddFlow(const Way& way, double rate, const PacketDemand& demand, bool decrypted)
{
    const ProtectedPath& path = m_parts.paths.Get(way.peer, way.transmit);
    Passage passage{};
    Trip trip;
    const auto mark = [&passage, &trip](Stage stage) {
        passage.visits[static_cast<size_t>(stage)] = static_cast<uint32_t>(trip.visits.size());
    };
    for (const auto link : path.before)
    {
        Cross(trip, link, way.transmit, {demand.clearWireBits, 0, false});
    }
    Arrive(trip, way, demand);
    mark(Stage::DECIDED);
    Protect(trip, way, demand);
    mark(Stage::PROTECTED);
    double tagged = demand.tagged ? 8 * demand.octets : 0; // by the sender's NIC
    for (size_t i = 0; i < path.between.size(); ++i)
    {
        const EspOnLink& esp = demand.esp[i];
        Cross(trip, path.between[i], way.transmit, {esp.wireBits, tagged, esp.packets > 1});
        if (i == 0)
        {
            mark(Stage::SENT);
        }
        tagged = 0;
    }
    mark(Stage::ARRIVED);
    TakeIn(trip, way, demand, decrypted);
    mark(Stage::HANDED_UP);
    Unprotect(trip, way, demand, decrypted);
    mark(Stage::UNPROTECTED);
    Forward(trip, way, demand, decrypted);
    for (const auto link : path.after)
    {
        Cross(trip, link, way.transmit, {demand.clearWireBits, 0, false});
    }
    if (demand.deliverCycles > 0)
    {
        Work(trip,
             (way.transmit ? m_far[way.peer] : m_near).cores,
             way.receiver.socket,
             demand.deliverCycles);
    }
    mark(Stage::DELIVERED);
    passage.flow = m_network.AddFlow(rate, std::move(trip.visits));
    return passage;
}

/**
 * At a gateway, before it protects.
 * @param trip gets it @param way of the packets @param demand of them
 */
void
ClosedFormNetwork::Arrive(Trip& trip, const Way& way, const PacketDemand& demand) const
{
    if (m_parts.paths.IsForwarded())
    {
        const Place& sender = way.transmit ? m_near : m_far[way.peer];
        PassCeilings(trip, sender.lan, false, 8 * demand.octets, 1);
        Work(trip, sender.cores, way.sender.arrive, demand.arriveCycles);
    }
}

/**
 * At the node that protects.
 * @param trip gets it @param way of the packets @param demand of them
 */
void
ClosedFormNetwork::Protect(Trip& trip, const Way& way, const PacketDemand& demand) const
{
    const Place& sender = way.transmit ? m_near : m_far[way.peer];
    const double bits = 8 * demand.octets;
    // A packet that its thread has no room for costs the core nothing.
    WorkInThread(trip, sender.threads, way.sender.thread, demand.sendThreadCycles);
    Work(trip, sender.cores, way.sender.send, demand.sendCycles);
    PassCard(trip,
             sender,
             true,
             demand.tagged ? sender.misses.transmit : 0,
             demand.tagged ? bits : 0);
}

/**
 * At the NIC of the node that unprotects.
 * @param trip gets it @param way of the packets @param demand of them
 * @param decrypted by the NIC
 */
void
ClosedFormNetwork::TakeIn(Trip& trip,
                          const Way& way,
                          const PacketDemand& demand,
                          bool decrypted) const
{
    const Place& receiver = way.transmit ? m_far[way.peer] : m_near;
    const double bits = 8 * demand.octets;
    const EspOnLink& arrived = demand.esp.back();
    PassCeilings(trip, receiver.own, false, 8 * arrived.octets, arrived.packets);
    if (decrypted)
    {
        PassCard(trip, receiver, false, receiver.misses.receive, bits);
        Pass(trip, receiver.receive, {0, bits, false});
    }
}

/**
 * At the cores of the node that unprotects.
 * @param trip gets it @param way of the packets @param demand of them
 * @param decrypted by its NIC
 */
void
ClosedFormNetwork::Unprotect(Trip& trip,
                             const Way& way,
                             const PacketDemand& demand,
                             bool decrypted) const
{
    const Place& receiver = way.transmit ? m_far[way.peer] : m_near;
    if (decrypted)
    {
        Work(trip, receiver.cores, way.receiver.tagged, demand.receiveTaggedCycles);
    }
    else
    {
        WorkInThread(trip, receiver.threads, way.receiver.thread, demand.receiveThreadCycles);
        Work(trip, receiver.cores, way.receiver.receive, demand.receiveCycles);
    }
}

/**
 * At a gateway that has unprotected.
 * @param trip gets it @param way of the packets @param demand of them
 * @param decrypted by its NIC
 */
void
ClosedFormNetwork::Forward(Trip& trip,
                           const Way& way,
                           const PacketDemand& demand,
                           bool decrypted) const
{
    if (m_parts.paths.IsForwarded())
    {
        const Place& receiver = way.transmit ? m_far[way.peer] : m_near;
        Work(trip,
             receiver.cores,
             decrypted ? way.receiver.forwardTagged : way.receiver.forwardOpened,
             demand.forwardCycles);
        PassCeilings(trip, receiver.lan, true, 8 * demand.octets, 1);
    }
}

/// @param trip gets it @param cores of a node @param core one of them @param cycles there
void
ClosedFormNetwork::Work(Trip& trip, const std::vector<Station>& cores, uint32_t core, double cycles)
{
    if (!cores.empty())
    {
        const Station& station = cores[core];
        trip.Visit({station.gate, {{station.resource, cycles}}, trip.spacing});
    }
}

/// @param trip gets it @param threads of a node @param thread one of them @param cycles there, if
/// any
void
ClosedFormNetwork::WorkInThread(Trip& trip,
                                const std::vector<Station>& threads,
                                uint32_t thread,
                                double cycles)
{
    if (cycles > 0)
    {
        Work(trip, threads, thread, cycles);
    }
}

/// @param trip gets it @param ring a queue @param load of a packet
void
ClosedFormNetwork::Pass(Trip& trip, const Ring& ring, const RingLoad& load)
{
    trip.Visit({ring.gate,
                {{ring.wire, load.wireBits},
                 {ring.bits, load.cipherBits},
                 {ring.packets, load.cipherBits > 0 ? 1.0 : 0.0}},
                trip.spacing,
                load.isPiece});
}

/// @param trip gets it @param link over which @param transmit the direction @param load of a packet
void
ClosedFormNetwork::Cross(Trip& trip, uint32_t link, bool transmit, const RingLoad& load) const
{
    if (m_parts.paths.IsJunction(link, transmit))
    {
        trip.spacing = 0;
    }
    Pass(trip, m_lines[transmit][link], load);
    const auto rate = static_cast<double>(m_parts.paths.GetLink(link).spec.rate);
    trip.spacing = m_scope == ClosedForm::Scope::ALL ? load.wireBits / rate : 0;
}

/**
 * Under what a NIC can do, whatever the packet.
 * @param trip gets it @param ceilings whose @param transmit direction
 * @param bits of IP as handed over or as it arrived @param packets of those
 */
void
ClosedFormNetwork::PassCeilings(Trip& trip,
                                const Ceilings& ceilings,
                                bool transmit,
                                double bits,
                                double packets)
{
    if (!ceilings.isAny)
    {
        return;
    }
    for (const Ring* ring : {&ceilings.port[transmit], &ceilings.card[transmit]})
    {
        trip.Visit({ring->gate, {{ring->bits, bits}, {ring->packets, packets}}});
    }
}

/**
 * Through what a card has for both directions.
 * @param trip gets it @param place whose card @param transmit direction @param misses fetches per
 * packet @param cipherBits 0: the packet only waits behind others
 */
void
ClosedFormNetwork::PassCard(Trip& trip,
                            const Place& place,
                            bool transmit,
                            double misses,
                            double cipherBits)
{
    const Station& fetch = place.fetch[transmit];
    const Ring& cipher = place.cipher[transmit];
    if ((transmit ? place.misses.transmit : place.misses.receive) > 0)
    {
        trip.Visit({fetch.gate, {{fetch.resource, misses}}});
    }
    if (place.isOneCipher)
    {
        trip.Visit({cipher.gate,
                    {{cipher.bits, cipherBits}, {cipher.packets, cipherBits > 0 ? 1.0 : 0.0}}});
    }
}

bool
ClosedFormNetwork::SharesFullCores() const
{
    return CountUsers() > 1 && (HasFullCores(m_near) ||
                                std::any_of(m_far.begin(), m_far.end(), [this](const auto& far) {
                                    return HasFullCores(far);
                                }));
}

/// @param place a node @return true when one of its cores or crypto threads is asked for more than
/// it can do
bool
ClosedFormNetwork::HasFullCores(const Place& place) const
{
    const auto isFull = [this](const Station& station) {
        return m_network.GetLoad(station.resource) > 1;
    };
    return std::any_of(place.cores.begin(), place.cores.end(), isFull) ||
           std::any_of(place.threads.begin(), place.threads.end(), isFull);
}

} // namespace ns3::planner
