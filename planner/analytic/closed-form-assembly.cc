/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form-assembly.h"

#include <algorithm>

namespace ns3::planner
{

namespace
{

/// How much worse a resource is made to see whether it is the bottleneck, as share.
constexpr double NUDGE = 1e-3;

/// Less cost than this share of the nudge is none.
constexpr double LEAST_COST = 0.02;

} // namespace

uint32_t
ClosedForm::Model::Assembly::AddResource(uint32_t gate, double capacity, const Binding& resource)
{
    const uint32_t number = m_network.AddResource(gate, capacity);
    if (capacity > 0)
    {
        m_resources[resource].push_back(number);
    }
    return number;
}

/// @param capacity of a NIC or a link @return the same, or 0 when only cores are finite
double
ClosedForm::Model::Assembly::Limit(uint64_t capacity) const
{
    return m_scope == Scope::ALL ? static_cast<double>(capacity) : 0;
}

/// @param role of a node or a link @param resource what of it @return both
Binding
ClosedForm::Model::Assembly::At(const std::string& role, Resource resource) const
{
    const Scenario& scenario = m_model.m_scenario;
    std::string place = role;
    std::replace(place.begin(), place.end(), '-', ' ');
    return {resource,
            place,
            role == scenario.GetMeasuredRole() || role == scenario.GetMeasuredLinkRole()};
}

/// @param bits ceiling in bit/s @param packets ceiling in packet/s @param resource what has them
/// @return a queue in front of it
ClosedForm::Model::Assembly::Ring
ClosedForm::Model::Assembly::AddRing(uint64_t bits, uint64_t packets, const Binding& resource)
{
    const auto gate = m_network.AddGate();
    return {gate,
            AddResource(gate, 0, {}),
            AddResource(gate, Limit(bits), resource),
            AddResource(gate, Limit(packets), resource)};
}

/// @param link number of a link @param transmit the direction @return a queue in front of it
ClosedForm::Model::Assembly::Ring
ClosedForm::Model::Assembly::AddLink(uint32_t link, bool transmit)
{
    using Sender = ClosedFormPaths::Sender;
    const auto gate = m_network.AddGate();
    const NetworkLink& line = m_model.m_paths.GetLink(link);
    const auto wire = AddResource(gate, Limit(line.spec.rate), At(line.role, Resource::LINK));
    const Sender sender = m_model.m_paths.GetSender(link, transmit);
    const NicProfile& nic = (sender == Sender::NEAR ? m_model.m_near : m_model.m_far).GetNic();
    if (sender == Sender::OTHER || nic.sharedCipher)
    {
        // A cipher of both directions stands at its place, not at a ring.
        return {gate, wire, AddResource(gate, 0, {}), AddResource(gate, 0, {})};
    }
    const Binding cipher = At(m_model.GetRole(sender == Sender::NEAR), Resource::CIPHER);
    return {gate,
            wire,
            AddResource(gate, Limit(nic.txBitRate), cipher),
            AddResource(gate, Limit(nic.txPacketRate), cipher)};
}

/// @return directions that use a card at once
uint64_t
ClosedForm::Model::Assembly::CountUsers() const
{
    return m_model.m_scenario.traffic.direction == TrafficDirection::BOTH ? 2 : 1;
}

/// @param nic a NIC @param node whose @return its ceilings
ClosedForm::Model::Assembly::Ceilings
ClosedForm::Model::Assembly::AddCeilings(const NicProfile& nic, const std::string& node)
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

ClosedForm::Model::Assembly::Place
ClosedForm::Model::Assembly::AddPlace(const ProtectingEnd& end,
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
    if (m_model.m_paths.IsForwarded())
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
                                     m_scope == Scope::ALL && missed > 0
                                         ? fetches / (shares ? static_cast<double>(users) : 1)
                                         : 0,
                                     At(node, Resource::FETCH_UNIT));
    }
    return place;
}

ClosedForm::Model::Assembly::Assembly(const Model& model,
                                      const DirectionShares& held,
                                      const Misses& misses,
                                      Scope scope,
                                      bool bySize)
    : m_model(model),
      m_held(held),
      m_scope(scope),
      m_bySize(bySize)
{
    const ClosedFormPaths& paths = model.m_paths;
    m_near = AddPlace(model.m_near, model.GetRole(true), misses.near);
    for (uint32_t i = 0; i < paths.CountPeers(); i++)
    {
        m_far.push_back(AddPlace(model.m_far, model.GetRole(false), misses.far[i]));
    }
    for (const bool transmit : {false, true})
    {
        for (uint32_t link = 0; link < paths.CountLinks(); ++link)
        {
            m_lines[transmit].push_back(AddLink(link, transmit));
        }
    }
    for (const auto& [way, packets] : model.m_ways)
    {
        AddWay(way, packets);
    }
}

void
ClosedForm::Model::Assembly::AddWay(const Way& way, double rate)
{
    const auto& demands = m_model.DemandsOf(way);
    const double nearShare = m_held.Of(way.transmit);
    const double farShare = m_model.GetFarShare(way.peer, !way.transmit);
    const double sendShare = demands.SenderTakes() ? (way.transmit ? nearShare : farShare) : 0;
    const double receiveShare = demands.ReceiverTakes() ? (way.transmit ? farShare : nearShare) : 0;
    m_splitsNumbers |= sendShare > 0 && demands.SplitsNumbers();
    for (const bool inNic : {false, true})
    {
        for (const auto& demand : demands.Of(inNic, m_bySize))
        {
            const double sent = rate * (inNic ? sendShare : 1 - sendShare) * demand.share;
            const double decrypted = demand.decryptable ? receiveShare : 0;
            AddFlow(way, sent * decrypted, demand, true);
            AddFlow(way, sent * (1 - decrypted), demand, false);
        }
    }
}

void
ClosedForm::Model::Assembly::AddFlow(const Way& way,
                                     double rate,
                                     const PacketDemand& demand,
                                     bool decrypted)
{
    if (rate <= 0)
    {
        return;
    }
    const ProtectedPath& path = m_model.m_paths.Get(way.peer, way.transmit);
    Trip trip;
    for (const auto link : path.before)
    {
        Cross(trip, link, way.transmit, {demand.clearWireBits, 0, false});
    }
    Protect(trip, way, demand);
    double tagged = demand.tagged ? 8 * demand.octets : 0; // by the sender's NIC
    for (size_t i = 0; i < path.between.size(); ++i)
    {
        const EspOnLink& esp = demand.esp[i];
        Cross(trip, path.between[i], way.transmit, {esp.wireBits, tagged, esp.packets > 1});
        tagged = 0;
    }
    Unprotect(trip, way, demand, decrypted);
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
    const double bits = 8 * demand.octets;
    const auto flow = m_network.AddFlow(rate, std::move(trip.visits));
    if (way.transmit == m_model.ShowsTransmit())
    {
        m_shown.emplace_back(flow, bits);
        m_protectable += rate * demand.octets;
        m_tagged += (way.transmit ? demand.tagged : decrypted) ? rate * demand.octets : 0;
    }
}

/**
 * At the node that protects.
 * @param trip gets it @param way of the packets @param demand of them
 */
void
ClosedForm::Model::Assembly::Protect(Trip& trip, const Way& way, const PacketDemand& demand) const
{
    const Place& sender = way.transmit ? m_near : m_far[way.peer];
    const double bits = 8 * demand.octets;
    if (m_model.m_paths.IsForwarded())
    {
        PassCeilings(trip.visits, sender.lan, false, bits, 1);
        Work(trip, sender.cores, way.sender.arrive, demand.arriveCycles);
    }
    // A packet that its thread has no room for costs the core nothing.
    WorkInThread(trip, sender.threads, way.sender.thread, demand.sendThreadCycles);
    Work(trip, sender.cores, way.sender.send, demand.sendCycles);
    PassCard(trip.visits,
             sender,
             true,
             demand.tagged ? sender.misses.transmit : 0,
             demand.tagged ? bits : 0);
}

/**
 * At the node that unprotects.
 * @param trip gets it @param way of the packets @param demand of them
 * @param decrypted by its NIC
 */
void
ClosedForm::Model::Assembly::Unprotect(Trip& trip,
                                       const Way& way,
                                       const PacketDemand& demand,
                                       bool decrypted) const
{
    const Place& receiver = way.transmit ? m_far[way.peer] : m_near;
    const double bits = 8 * demand.octets;
    const EspOnLink& arrived = demand.esp.back();
    PassCeilings(trip.visits, receiver.own, false, 8 * arrived.octets, arrived.packets);
    if (decrypted)
    {
        PassCard(trip.visits, receiver, false, receiver.misses.receive, bits);
        Pass(trip, receiver.receive, {0, bits, false});
        Work(trip, receiver.cores, way.receiver.tagged, demand.receiveTaggedCycles);
    }
    else
    {
        WorkInThread(trip, receiver.threads, way.receiver.thread, demand.receiveThreadCycles);
        Work(trip, receiver.cores, way.receiver.receive, demand.receiveCycles);
    }
    if (m_model.m_paths.IsForwarded())
    {
        Work(trip,
             receiver.cores,
             decrypted ? way.receiver.forwardTagged : way.receiver.forwardOpened,
             demand.forwardCycles);
        PassCeilings(trip.visits, receiver.lan, true, bits, 1);
    }
}

/// @param trip gets it @param cores of a node @param core one of them @param cycles there
void
ClosedForm::Model::Assembly::Work(Trip& trip,
                                  const std::vector<Station>& cores,
                                  uint32_t core,
                                  double cycles)
{
    if (!cores.empty())
    {
        const Station& station = cores[core];
        trip.visits.push_back({station.gate, {{station.resource, cycles}}, trip.spacing});
    }
}

/// @param trip gets it @param threads of a node @param thread one of them @param cycles there, if
/// any
void
ClosedForm::Model::Assembly::WorkInThread(Trip& trip,
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
ClosedForm::Model::Assembly::Pass(Trip& trip, const Ring& ring, const RingLoad& load)
{
    trip.visits.push_back({ring.gate,
                           {{ring.wire, load.wireBits},
                            {ring.bits, load.cipherBits},
                            {ring.packets, load.cipherBits > 0 ? 1.0 : 0.0}},
                           trip.spacing,
                           load.isPiece});
}

/// @param trip gets it @param link over which @param transmit the direction @param load of a packet
void
ClosedForm::Model::Assembly::Cross(Trip& trip,
                                   uint32_t link,
                                   bool transmit,
                                   const RingLoad& load) const
{
    if (m_model.m_paths.IsJunction(link, transmit))
    {
        trip.spacing = 0;
    }
    Pass(trip, m_lines[transmit][link], load);
    const auto rate = static_cast<double>(m_model.m_paths.GetLink(link).spec.rate);
    trip.spacing = m_scope == Scope::ALL ? load.wireBits / rate : 0;
}

/**
 * Under what a NIC can do, whatever the packet.
 * @param visits gets it @param ceilings whose @param transmit direction
 * @param bits of IP as handed over or as it arrived @param packets of those
 */
void
ClosedForm::Model::Assembly::PassCeilings(std::vector<FluidNetwork::Visit>& visits,
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
        visits.push_back({ring->gate, {{ring->bits, bits}, {ring->packets, packets}}});
    }
}

/**
 * Through what a card has for both directions.
 * @param visits gets it @param place whose card @param transmit direction @param misses fetches per
 * packet @param cipherBits 0: the packet only waits behind others
 */
void
ClosedForm::Model::Assembly::PassCard(std::vector<FluidNetwork::Visit>& visits,
                                      const Place& place,
                                      bool transmit,
                                      double misses,
                                      double cipherBits)
{
    const Station& fetch = place.fetch[transmit];
    const Ring& cipher = place.cipher[transmit];
    if ((transmit ? place.misses.transmit : place.misses.receive) > 0)
    {
        visits.push_back({fetch.gate, {{fetch.resource, misses}}});
    }
    if (place.isOneCipher)
    {
        visits.push_back(
            {cipher.gate,
             {{cipher.bits, cipherBits}, {cipher.packets, cipherBits > 0 ? 1.0 : 0.0}}});
    }
}

ClosedFormPoint
ClosedForm::Model::Assembly::Solve()
{
    m_network.Solve();
    ClosedFormPoint point;
    if (m_network.IsLossyPieces())
    {
        point.obstacle = "full queues that drop fragments one by one";
    }
    if (m_splitsNumbers)
    {
        point.obstacle = "SAs of which NIC and software number packets, each for itself";
    }
    // Which of them finds the room depends on how each arrives: one comes from a link, one does
    // not.
    if (CountUsers() > 1 &&
        (HasFullCores(m_near) || std::any_of(m_far.begin(), m_far.end(), [this](const auto& far) {
             return HasFullCores(far);
         })))
    {
        point.obstacle = "how both directions share full cores";
    }
    point.saShare = m_held.Of(m_model.ShowsTransmit());
    point.ratio = m_protectable > 0 ? m_tagged / m_protectable : 0;
    point.throughput = GetThroughput();
    for (const auto& core : m_near.cores)
    {
        const double used = m_network.GetUtilization(core.resource);
        point.busiestCore = std::max(point.busiestCore, used);
        point.cores += used / static_cast<double>(m_near.cores.size());
    }
    const bool transmit = m_model.ShowsTransmit();
    const uint32_t link = m_model.m_paths.GetMeasuredLink();
    const Ring& own = transmit ? m_lines[true][link] : m_near.receive;
    const Ring& cipher = m_model.m_near.GetNic().sharedCipher ? m_near.cipher[transmit] : own;
    point.cipher =
        std::max(m_network.GetUtilization(cipher.bits), m_network.GetUtilization(cipher.packets));
    point.wire = m_network.GetUtilization(m_lines[transmit][link].wire);
    point.binding = FindBinding(point.throughput);
    return point;
}

/// @param place a node @return true when one of its cores or crypto threads is asked for more than
/// it can do
bool
ClosedForm::Model::Assembly::HasFullCores(const Place& place) const
{
    const auto isFull = [this](const Station& station) {
        return m_network.GetLoad(station.resource) > 1;
    };
    return std::any_of(place.cores.begin(), place.cores.end(), isFull) ||
           std::any_of(place.threads.begin(), place.threads.end(), isFull);
}

/// @return bit/s of clear IP that arrive
double
ClosedForm::Model::Assembly::GetThroughput() const
{
    double throughput = 0;
    for (const auto& [flow, bits] : m_shown)
    {
        throughput += m_network.GetDelivered(flow) * bits;
    }
    return throughput;
}

/**
 * The bottleneck is what would cost most if it were a little worse: not what drops most, because
 * what stands behind it may drop the same packets.
 * @param throughput with all resources as they are
 * @return the resource
 */
Binding
ClosedForm::Model::Assembly::FindBinding(double throughput)
{
    Binding binding;
    double most = LEAST_COST * NUDGE * throughput;
    for (const auto& [resource, numbers] : m_resources)
    {
        const auto scale = [this, &numbers = numbers](double factor) {
            for (const uint32_t number : numbers)
            {
                m_network.Scale(number, factor);
            }
        };
        scale(1 - NUDGE);
        m_network.Solve();
        const double cost = throughput - GetThroughput();
        scale(1);
        if (cost > most)
        {
            most = cost;
            binding = resource;
        }
    }
    return binding;
}

} // namespace ns3::planner
