/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form.h"

#include "flow-plan.h"
#include "fluid-network.h"
#include "number-format.h"
#include "packet-demands.h"

#include "ns3/core-hash.h"
#include "ns3/host-model.h"
#include "ns3/packet-descriptor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace ns3::planner
{

namespace
{

/// Steps of the scan for what binds where.
constexpr int SCAN_STEPS = 500;

/// How much worse a resource is made to see whether it binds, as share.
constexpr double NUDGE = 1e-3;

/// Less cost than this share of the nudge is none.
constexpr double LEAST_COST = 0.02;

/// Who works on a flow's packets where they are protected.
struct SenderCores
{
    uint32_t arrive; //!< core of a gateway that receives them in clear
    uint32_t send;   //!< core
    uint32_t thread; //!< crypto thread

    bool operator<(const SenderCores& other) const
    {
        return std::tie(arrive, send, thread) < std::tie(other.arrive, other.send, other.thread);
    }
};

/// Who works on a flow's packets where they are unprotected.
struct ReceiverCores
{
    uint32_t receive;       //!< core, ESP
    uint32_t tagged;        //!< core, decrypted by the NIC
    uint32_t thread;        //!< crypto thread
    uint32_t forwardOpened; //!< core of a gateway, after ESP in software
    uint32_t forwardTagged; //!< core of a gateway, decrypted by the NIC
    uint32_t socket;        //!< core of the application

    bool operator<(const ReceiverCores& other) const
    {
        return std::tie(receive, tagged, thread, forwardOpened, forwardTagged, socket) <
               std::tie(other.receive,
                        other.tagged,
                        other.thread,
                        other.forwardOpened,
                        other.forwardTagged,
                        other.socket);
    }
};

/// @param spi of an SA @return what its crypto thread is chosen by
uint32_t
ThreadHash(uint32_t spi)
{
    return static_cast<uint32_t>(MixHash(0, spi));
}

/// @param host a host @param packet of a flow, clear @param sa that protects it @return its cores
SenderCores
SenderCoresOf(const HostModel& host, const PacketDescriptor& packet, const SaConfig& sa)
{
    if (!host.HasCores())
    {
        return {0, 0, 0};
    }
    const CoreHash hash(host.GetProfile());
    const auto context = packet.forwarded ? HostContext::FORWARD : HostContext::SEND;
    return {host.CoreOf(hash.OfClear(packet, nullptr), HostContext::RECEIVE),
            host.CoreOf(hash.OfOutput(packet, &sa), context),
            host.ThreadOf(ThreadHash(sa.spi))};
}

/// @param host a host @param packet of a flow, clear @param sa that protects it @return its cores
ReceiverCores
ReceiverCoresOf(const HostModel& host, const PacketDescriptor& packet, const SaConfig& sa)
{
    if (!host.HasCores())
    {
        return {0, 0, 0, 0, 0, 0};
    }
    const CoreHash hash(host.GetProfile());
    const bool tunnel = sa.mode == IpsecMode::TUNNEL;
    auto arrived = packet;
    arrived.esp.spi = sa.spi;
    arrived.esp.source = tunnel ? sa.source : packet.source;
    arrived.esp.destination = tunnel ? sa.destination : packet.destination;
    auto opened = packet;
    opened.hostHash = hash.OfEsp(arrived, &sa);
    auto tagged = packet;
    tagged.hostHash = hash.OfClear(packet, &sa);
    return {host.CoreOf(opened.hostHash, HostContext::RECEIVE),
            host.CoreOf(tagged.hostHash, HostContext::RECEIVE),
            host.ThreadOf(ThreadHash(sa.spi)),
            host.CoreOf(hash.OfOutput(opened, nullptr), HostContext::FORWARD),
            host.CoreOf(hash.OfOutput(tagged, nullptr), HostContext::FORWARD),
            host.CoreOf(CoreHash::OfSocket(packet))};
}

/// All flows of one direction that take the same cores, ring and peer.
struct Way
{
    bool transmit; //!< from the measured node's side to the other one
    bool ipv6;     //!< which PacketDemands
    uint32_t peer; //!< which far node
    SenderCores sender;
    ReceiverCores receiver;

    bool operator<(const Way& other) const
    {
        return std::tie(transmit, ipv6, peer, sender, receiver) <
               std::tie(other.transmit, other.ipv6, other.peer, other.sender, other.receiver);
    }

    /// @return the core of the measured node that protects in software, or undoes it
    uint32_t GetNearCore() const
    {
        return transmit ? sender.send : receiver.receive;
    }
};

} // namespace

/// What does not depend on the offload ratio.
class ClosedForm::Model
{
  public:
    /// @param scenario resolved for a point
    explicit Model(const Scenario& scenario)
        : m_scenario(scenario),
          m_isGateway(scenario.topology.kind == TopologyKind::GATEWAYS),
          m_near(scenario.GetMeasured(),
                 scenario.GetMeasuredLink(),
                 scenario.topology.frameOverhead),
          m_far(scenario.nodes.at(m_isGateway ? "far-gateway" : "peer"),
                scenario.links.at(m_isGateway ? "wan" : "peer"),
                scenario.topology.frameOverhead),
          m_peers(m_isGateway ? 1 : scenario.topology.peers),
          m_membersAt(m_peers, 0)
    {
        const auto plan = MakeFlowPlan(scenario);
        for (const auto& member : plan.members)
        {
            m_membersAt[m_isGateway ? 0 : member.peer]++;
        }
        for (const auto& source : plan.sources)
        {
            for (const auto& flow : source.flows)
            {
                AddFlow(plan.members[flow.member], flow, source.transmit);
            }
        }
    }

    /// @return the scenario
    const Scenario& GetScenario() const
    {
        return m_scenario;
    }

    /// @return direction that is shown
    bool ShowsTransmit() const
    {
        return m_scenario.traffic.direction != TrafficDirection::RECEIVE;
    }

    /// @return share of the measured node's SAs that its NIC has slots for
    double GetShareOfSlots() const
    {
        return m_near.GetShareOfSlots(CountMembers(), ShowsTransmit());
    }

    ClosedFormPoint Solve(double saShare, Scope scope) const;

    /// Means per packet of the direction shown, at the measured node.
    struct Mix
    {
        double octets{0};        //!< clear IP
        double wireBits{0};      //!< in ESP form
        double cipherPackets{0}; //!< share that the NIC ciphers
        double cipherOctets{0};  //!< clear IP that the NIC ciphers
    };

    /// @param saShare share of SAs in the NIC @return the means
    Mix GetMix(double saShare) const;

    /// @return share of the packets that the busiest core gets
    double GetLargestFlowShare() const;

    std::string Describe() const;

  private:
    class Assembly;

    /// @return clients or tunnels
    uint32_t CountMembers() const
    {
        return m_scenario.population.count;
    }

    void AddFlow(const PlannedMember& member, const PlannedFlow& flow, bool transmit);

    const PacketDemands& DemandsOf(const Way& way) const
    {
        return m_demands.at({way.transmit, way.ipv6});
    }

    Scenario m_scenario;               //!< resolved for a point
    bool m_isGateway;                  //!< packets are forwarded by both ends
    ProtectingEnd m_near;              //!< the measured node
    ProtectingEnd m_far;               //!< the node on the other side, or each of them
    uint32_t m_peers;                  //!< far nodes
    std::vector<uint32_t> m_membersAt; //!< clients or tunnels of each far node
    std::map<Way, double> m_ways;      //!< packets per second
    std::map<std::pair<bool, bool>, PacketDemands> m_demands; //!< by transmit, ipv6
};

void
ClosedForm::Model::AddFlow(const PlannedMember& member, const PlannedFlow& flow, bool transmit)
{
    const std::pair<bool, bool> key{transmit, member.ipv6};
    if (m_demands.find(key) == m_demands.end())
    {
        m_demands.emplace(key,
                          PacketDemands(m_scenario,
                                        member,
                                        transmit ? m_near : m_far,
                                        transmit ? m_far : m_near,
                                        m_scenario.GetMeasuredLink(),
                                        transmit));
    }
    PacketDescriptor packet;
    packet.source = flow.source;
    packet.destination = flow.destination;
    packet.sourcePort = flow.sourcePort;
    packet.destinationPort = flow.destinationPort;
    packet.protocol = PLANNED_PROTOCOL;
    packet.flowHash = HashFlow(packet);
    packet.forwarded = m_isGateway;
    const auto sa = SaConfigOf(member, m_scenario.population, transmit);
    const auto& sender = (transmit ? m_near : m_far).GetNode().GetHost();
    const auto& receiver = (transmit ? m_far : m_near).GetNode().GetHost();
    const Way way{transmit,
                  member.ipv6,
                  m_isGateway ? 0 : member.peer,
                  SenderCoresOf(sender, packet, sa),
                  ReceiverCoresOf(receiver, packet, sa)};
    m_ways[way] += flow.weight * m_scenario.GetPacketRate();
}

/// Builds the fluid network of one share of SAs and reads its answer.
class ClosedForm::Model::Assembly
{
  public:
    /**
     * @param model what does not change
     * @param saShare share of SAs in the measured node's NIC
     * @param scope what is finite
     * @param worse name of resources that get a little less capacity than they have
     */
    Assembly(const Model& model, double saShare, Scope scope, const std::string& worse = "");

    /// @return the answer
    ClosedFormPoint Solve();

    /// @return names of all finite resources; several resources may share one
    const std::set<std::string>& GetNames() const
    {
        return m_names;
    }

  private:
    /// A queue in front of a NIC's cipher and a wire.
    struct Ring
    {
        uint32_t gate;
        uint32_t wire;    //!< bits
        uint32_t bits;    //!< cipher
        uint32_t packets; //!< cipher
    };

    /// A core or a cipher: one queue, one resource.
    struct Station
    {
        uint32_t gate;
        uint32_t resource;
    };

    /// What a node has.
    struct Place
    {
        std::vector<Station> cores;   //!< none: its work takes no time
        std::vector<Station> threads; //!< for ciphers
        Ring receive;                 //!< its NIC's cipher for what arrives; no wire
    };

    Place AddPlace(const ProtectingEnd& end, const std::string& node);
    Ring AddRing(uint64_t rate, const std::string& link);
    Ring AddRing(uint64_t rate,
                 const std::string& link,
                 uint64_t bits,
                 uint64_t packets,
                 const std::string& node);
    uint32_t AddResource(uint32_t gate, double capacity, const std::string& name);
    void AddWay(const Way& way, double rate);
    void AddFlow(const Way& way, double rate, const PacketDemand& demand, bool decrypted);
    const Model& m_model;                             //!< what does not change
    double m_saShare;                                 //!< at the measured node
    Scope m_scope;                                    //!< what is finite
    FluidNetwork m_network;                           //!< what is built
    std::string m_worse;                              //!< resources that get a little less
    std::set<std::string> m_names;                    //!< of all finite resources
    Place m_near;                                     //!< the measured node
    std::vector<Place> m_far;                         //!< the others
    std::array<std::vector<Ring>, 2> m_before;        //!< by direction: links to the sender
    std::array<std::vector<Ring>, 2> m_protected;     //!< by direction: the sender's own link
    std::array<std::vector<Ring>, 2> m_after;         //!< by direction: links behind that one
    std::vector<std::pair<uint32_t, double>> m_shown; //!< flows of the direction shown, their bits
    double m_tagged{0};      //!< octets per second tagged or decrypted at the measured node
    double m_protectable{0}; //!< octets per second that could be
};

uint32_t
ClosedForm::Model::Assembly::AddResource(uint32_t gate, double capacity, const std::string& name)
{
    if (capacity > 0)
    {
        m_names.insert(name);
    }
    return m_network.AddResource(gate, name == m_worse ? capacity * (1 - NUDGE) : capacity);
}

ClosedForm::Model::Assembly::Ring
ClosedForm::Model::Assembly::AddRing(uint64_t rate,
                                     const std::string& link,
                                     uint64_t bits,
                                     uint64_t packets,
                                     const std::string& node)
{
    const bool isFinite = m_scope == Scope::ALL;
    const auto capacity = [isFinite](uint64_t value) {
        return isFinite ? static_cast<double>(value) : 0;
    };
    const auto gate = m_network.AddGate();
    const auto cipher = "cipher of the " + node + "'s NIC";
    return {gate,
            AddResource(gate, capacity(rate), link + " link"),
            AddResource(gate, capacity(bits), cipher),
            AddResource(gate, capacity(packets), cipher)};
}

ClosedForm::Model::Assembly::Ring
ClosedForm::Model::Assembly::AddRing(uint64_t rate, const std::string& link)
{
    return AddRing(rate, link, 0, 0, "");
}

ClosedForm::Model::Assembly::Place
ClosedForm::Model::Assembly::AddPlace(const ProtectingEnd& end, const std::string& node)
{
    Place place;
    const auto& host = end.GetNode().GetHost().GetProfile();
    for (uint32_t i = 0; i < host.cores; i++)
    {
        const auto gate = m_network.AddGate();
        place.cores.push_back(
            {gate, AddResource(gate, static_cast<double>(host.clock), "cores of the " + node)});
    }
    for (uint32_t i = 0; i < host.cryptoThreads && host.cores > 0; i++)
    {
        const auto gate = m_network.AddGate();
        place.threads.push_back(
            {gate,
             AddResource(gate, static_cast<double>(host.clock), "crypto thread of the " + node)});
    }
    place.receive = AddRing(0, "", end.GetNic().rxBitRate, end.GetNic().rxPacketRate, node);
    return place;
}

ClosedForm::Model::Assembly::Assembly(const Model& model,
                                      double saShare,
                                      Scope scope,
                                      const std::string& worse)
    : m_model(model),
      m_saShare(saShare),
      m_scope(scope),
      m_worse(worse)
{
    const auto& scenario = model.m_scenario;
    const auto rate = [&scenario](const std::string& link) { return scenario.links.at(link).rate; };
    const std::string near = scenario.GetMeasuredRole();
    const std::string far = model.m_isGateway ? "far gateway" : "peer";
    const auto& nearNic = model.m_near.GetNic();
    const auto& farNic = model.m_far.GetNic();
    m_near = AddPlace(model.m_near, near);
    for (uint32_t i = 0; i < model.m_peers; i++)
    {
        m_far.push_back(AddPlace(model.m_far, far));
    }
    const auto out = [&](const std::string& link) {
        return AddRing(rate(link), link, nearNic.txBitRate, nearNic.txPacketRate, near);
    };
    const auto in = [&](const std::string& link) {
        return AddRing(rate(link), link, farNic.txBitRate, farNic.txPacketRate, far);
    };
    if (model.m_isGateway)
    {
        for (const bool transmit : {false, true})
        {
            m_before[transmit] = {AddRing(rate("lan"), "lan")};
            m_protected[transmit] = {transmit ? out("wan") : in("wan")};
            m_after[transmit] = {AddRing(rate("lan"), "lan")};
        }
    }
    else
    {
        m_protected[true] = {out("access")};
        m_after[false] = {AddRing(rate("access"), "access")};
        for (uint32_t i = 0; i < model.m_peers; i++)
        {
            m_after[true].push_back(AddRing(rate("peer"), "peer"));
            m_protected[false].push_back(in("peer"));
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
    const double nearShare = m_saShare;
    const double farShare =
        m_model.m_far.GetShareOfSlots(std::max(1U, m_model.m_membersAt[way.peer]), !way.transmit);
    const double sendShare = demands.SenderTakes() ? (way.transmit ? nearShare : farShare) : 0;
    const double receiveShare = demands.ReceiverTakes() ? (way.transmit ? farShare : nearShare) : 0;
    for (const bool inNic : {false, true})
    {
        for (const auto& demand : demands.Of(inNic))
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
    const Place& sender = way.transmit ? m_near : m_far[way.peer];
    const Place& receiver = way.transmit ? m_far[way.peer] : m_near;
    const SenderCores& senderCores = way.sender;
    const ReceiverCores& receiverCores = way.receiver;
    std::vector<FluidNetwork::Visit> visits;
    const auto work = [&visits](const Place& place, uint32_t core, double cycles) {
        if (!place.cores.empty())
        {
            visits.push_back({place.cores[core].gate, {{place.cores[core].resource, cycles}}});
        }
    };
    const auto workInThread = [&visits](const Place& place, uint32_t thread, double cycles) {
        if (cycles > 0)
        {
            visits.push_back(
                {place.threads[thread].gate, {{place.threads[thread].resource, cycles}}});
        }
    };
    const auto pass = [&visits](const Ring& ring, double wireBits, double cipherBits) {
        visits.push_back({ring.gate,
                          {{ring.wire, wireBits},
                           {ring.bits, cipherBits},
                           {ring.packets, cipherBits > 0 ? 1.0 : 0.0}}});
    };
    const auto ringOf = [&way](const std::vector<Ring>& rings) {
        return rings.size() == 1 ? rings.front() : rings[way.peer];
    };
    const double bits = 8 * demand.octets;
    if (m_model.m_isGateway)
    {
        pass(ringOf(m_before[way.transmit]), demand.clearWireBits, 0);
        work(sender, senderCores.arrive, demand.arriveCycles);
    }
    // A packet that its thread has no room for costs the core nothing.
    workInThread(sender, senderCores.thread, demand.sendThreadCycles);
    work(sender, senderCores.send, demand.sendCycles);
    pass(ringOf(m_protected[way.transmit]), demand.espWireBits, demand.tagged ? bits : 0);
    if (!m_model.m_isGateway)
    {
        pass(ringOf(m_after[way.transmit]), demand.espWireBits, 0);
    }
    if (decrypted)
    {
        pass(receiver.receive, 0, bits);
        work(receiver, receiverCores.tagged, demand.receiveTaggedCycles);
    }
    else
    {
        workInThread(receiver, receiverCores.thread, demand.receiveThreadCycles);
        work(receiver, receiverCores.receive, demand.receiveCycles);
    }
    if (m_model.m_isGateway)
    {
        work(receiver,
             decrypted ? receiverCores.forwardTagged : receiverCores.forwardOpened,
             demand.forwardCycles);
        pass(ringOf(m_after[way.transmit]), demand.clearWireBits, 0);
    }
    if (demand.deliverCycles > 0)
    {
        work(receiver, receiverCores.socket, demand.deliverCycles);
    }
    const auto flow = m_network.AddFlow(rate, std::move(visits));
    if (way.transmit == m_model.ShowsTransmit())
    {
        m_shown.emplace_back(flow, bits);
        m_protectable += rate * demand.octets;
        m_tagged += (way.transmit ? demand.tagged : decrypted) ? rate * demand.octets : 0;
    }
}

ClosedFormPoint
ClosedForm::Model::Assembly::Solve()
{
    m_network.Solve();
    ClosedFormPoint point;
    point.saShare = m_saShare;
    point.ratio = m_protectable > 0 ? m_tagged / m_protectable : 0;
    for (const auto& [flow, bits] : m_shown)
    {
        point.throughput += m_network.GetDelivered(flow) * bits;
    }
    for (const auto& core : m_near.cores)
    {
        const double used = m_network.GetUtilisation(core.resource);
        point.busiestCore = std::max(point.busiestCore, used);
        point.cores += used / static_cast<double>(m_near.cores.size());
    }
    const bool transmit = m_model.ShowsTransmit();
    const Ring& cipher = transmit ? m_protected[true].front() : m_near.receive;
    point.cipher =
        std::max(m_network.GetUtilisation(cipher.bits), m_network.GetUtilisation(cipher.packets));
    const Ring& wire =
        transmit || m_model.m_isGateway ? m_protected[transmit].front() : m_after[false].front();
    point.wire = m_network.GetUtilisation(wire.wire);
    return point;
}

ClosedFormPoint
ClosedForm::Model::Solve(double saShare, Scope scope) const
{
    Assembly assembly(*this, saShare, scope);
    auto point = assembly.Solve();
    // What binds is what would cost most if it were a little worse: not what drops most, because
    // what stands behind it may drop the same packets.
    double most = LEAST_COST * NUDGE * point.throughput;
    for (const auto& name : assembly.GetNames())
    {
        const double cost =
            point.throughput - Assembly(*this, saShare, scope, name).Solve().throughput;
        if (cost > most)
        {
            most = cost;
            point.binding = name;
        }
    }
    return point;
}

ClosedForm::Model::Mix
ClosedForm::Model::GetMix(double saShare) const
{
    const bool transmit = ShowsTransmit();
    Mix mix;
    double total = 0;
    for (const auto& [way, packets] : m_ways)
    {
        if (way.transmit != transmit)
        {
            continue;
        }
        const auto& demands = DemandsOf(way);
        const double held =
            (transmit ? demands.SenderTakes() : demands.ReceiverTakes()) ? saShare : 0;
        for (const bool inNic : {false, true})
        {
            for (const auto& demand : demands.Of(inNic))
            {
                const double rate = packets * demand.share * (inNic ? held : 1 - held);
                const bool ciphered = transmit ? demand.tagged : inNic && demand.decryptable;
                total += rate;
                mix.octets += rate * demand.octets;
                mix.wireBits += rate * demand.espWireBits;
                mix.cipherPackets += ciphered ? rate : 0;
                mix.cipherOctets += ciphered ? rate * demand.octets : 0;
            }
        }
    }
    for (auto* sum : {&mix.octets, &mix.wireBits, &mix.cipherPackets, &mix.cipherOctets})
    {
        *sum /= total;
    }
    return mix;
}

double
ClosedForm::Model::GetLargestFlowShare() const
{
    // On the cores of the measured node, of the direction shown
    std::map<uint32_t, double> load;
    double total = 0;
    for (const auto& [way, packets] : m_ways)
    {
        if (way.transmit == ShowsTransmit())
        {
            load[way.GetNearCore()] += packets;
            total += packets;
        }
    }
    double most = 0;
    for (const auto& [core, packets] : load)
    {
        most = std::max(most, packets / total);
    }
    return most;
}

std::string
ClosedForm::Model::Describe() const
{
    const auto& host = m_near.GetNode().GetHost();
    if (!host.HasCores())
    {
        return "The " + std::string(m_scenario.GetMeasuredRole()) +
               " has no host model: its work takes no time.";
    }
    const auto& profile = host.GetProfile();
    const char* names[] = {"addresses and ports", "SA", "tunnel"};
    return "Cores: " + std::to_string(profile.cores) +
           ", each flow's packets on the one that the hash of its " +
           names[static_cast<size_t>(profile.coreChoice)] +
           " names; a core delivers min(offered, capacity). "
           "The busiest core gets " +
           FormatFixed(100 * GetLargestFlowShare(), 1) +
           " % of the packets, an even share would be " + FormatFixed(100.0 / profile.cores, 1) +
           " %." +
           (profile.batching.interrupt == 0 ? ""
                                            : " The cycles of interrupts are left out: a "
                                              "core that is full has none.");
}

ClosedForm::ClosedForm(const Scenario& scenario)
    : m_model(std::make_unique<Model>(scenario))
{
}

ClosedForm::~ClosedForm() = default;

ClosedForm::ClosedForm(ClosedForm&&) noexcept = default;

ClosedFormPoint
ClosedForm::At(double saShare, Scope scope) const
{
    return m_model->Solve(saShare, scope);
}

double
ClosedForm::GetSaShareFor(double ratio) const
{
    const double greatest = GetGreatestRatio();
    return greatest > 0 ? std::min(1.0, ratio / greatest) : GetSaShareOfSlots();
}

double
ClosedForm::GetSaShareOfSlots() const
{
    return m_model->GetShareOfSlots();
}

double
ClosedForm::GetGreatestRatio() const
{
    return m_model->Solve(1, Scope::ALL).ratio;
}

double
ClosedForm::GetLinkLimit(double saShare) const
{
    const auto mix = m_model->GetMix(saShare);
    const auto rate = static_cast<double>(m_model->GetScenario().GetMeasuredLink().rate);
    return rate * 8 * mix.octets / mix.wireBits;
}

double
ClosedForm::GetCipherLimit(double saShare) const
{
    const auto mix = m_model->GetMix(saShare);
    const auto& nic = m_model->GetScenario().GetMeasured().nic;
    const bool transmit = m_model->ShowsTransmit();
    const auto bits = static_cast<double>(transmit ? nic.txBitRate : nic.rxBitRate);
    const auto packets = static_cast<double>(transmit ? nic.txPacketRate : nic.rxPacketRate);
    double limit = std::numeric_limits<double>::infinity();
    if (bits > 0 && mix.cipherOctets > 0)
    {
        limit = bits * mix.octets / mix.cipherOctets;
    }
    if (packets > 0 && mix.cipherPackets > 0)
    {
        limit = std::min(limit, packets / mix.cipherPackets * 8 * mix.octets);
    }
    return limit;
}

double
ClosedForm::GetOffered() const
{
    return m_model->GetScenario().GetPacketRate() * 8 * m_model->GetScenario().GetMeanLength();
}

std::vector<BindingRange>
ClosedForm::GetBindings() const
{
    std::vector<BindingRange> ranges;
    for (int i = 0; i <= SCAN_STEPS; i++)
    {
        const auto point = At(static_cast<double>(i) / SCAN_STEPS);
        if (ranges.empty() || ranges.back().to.binding != point.binding)
        {
            ranges.push_back({point, point});
        }
        ranges.back().to = point;
    }
    return ranges;
}

std::string
ClosedForm::Describe() const
{
    return m_model->Describe();
}

} // namespace ns3::planner
