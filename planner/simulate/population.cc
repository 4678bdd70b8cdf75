/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "population.h"

#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Name of an interface that no node has: FreeBSD offers an SA of that name to nobody.
constexpr const char* NOWHERE = "none";

/// @param seed what it is for @param size octets @return a key, the same every time
std::vector<uint8_t>
MakeKey(uint64_t seed, uint32_t size)
{
    std::vector<uint8_t> key;
    key.reserve(size);
    uint64_t word = seed;
    while (key.size() < size)
    {
        if (key.size() % 8 == 0)
        {
            word = MixHash(word, seed);
        }
        key.push_back(static_cast<uint8_t>(word >> (8 * (key.size() % 8))));
    }
    return key;
}

/// @return now
Ps
Now()
{
    return ToPs(Simulator::Now());
}

/// @param scenario a scenario @param links which ones of a path
/// @return the propagation on its longest path
Ps
LongestDelay(const Scenario& scenario,
             const std::function<std::vector<uint32_t>(const ProtectedPath&)>& links)
{
    const NetworkGraph graph = scenario.MakeGraph();
    Ps longest = 0;
    for (const auto& path : scenario.FindPaths(graph))
    {
        Ps delay = 0;
        for (const auto link : links(path))
        {
            delay += graph.GetLink(link).spec.delay;
        }
        longest = std::max(longest, delay);
    }
    return longest;
}

/// @param scenario a scenario @return after how long what was sent has arrived, where it is not
/// held up by queues that grow
Ps
TimeInFlight(const Scenario& scenario)
{
    constexpr Ps RINGS_AND_CORES = PS_PER_SECOND / 1000;
    if (scenario.topology.generator->AreSites())
    {
        return RINGS_AND_CORES +
               LongestDelay(scenario, [](const ProtectedPath& path) { return path.GetLinks(); });
    }
    Ps time = RINGS_AND_CORES;
    for (const auto& [name, link] : scenario.links)
    {
        time += link.delay;
    }
    return time;
}

/// Ways of the exchanges before a new IKE SA and its first pair of SAs: IKE_SA_INIT and IKE_AUTH
/// are a round trip each (RFC 7296 section 1.2).
constexpr Ps WAYS_OF_EXCHANGES = 4;

} // namespace

Population::Population(const Scenario& scenario, const FlowPlan& plan)
    : m_scenario(scenario),
      m_plan(plan),
      m_establishment(MakeEstablishmentPlan(scenario)),
      m_latest(plan.members.size(), 0),
      m_current(plan.members.size(), 0),
      m_flight(TimeInFlight(scenario)),
      m_way(LongestDelay(scenario, [](const ProtectedPath& path) { return path.between; })),
      m_hasSas(m_establishment.comesLater),
      m_hasMoved(plan.members.size(), false),
      m_renews(plan.members.size(), false)
{
    m_hasSas.flip();
}

Population::~Population() = default;

void
Population::AddEnd(const End& end)
{
    const bool asksAgain = m_scenario.population.onRefusal == OnRefusal::SOFTWARE;
    m_ends.push_back(end);
    auto& daemon = m_daemons[PeekPointer(end.node)];
    if (daemon)
    {
        return; // another interface of the same node
    }
    daemon = std::make_unique<KeyDaemon>(end.node->GetSad(), asksAgain);
    m_exchangers[PeekPointer(end.node)] =
        std::make_unique<KeyExchanger>(end.node, m_scenario.population.keyExchange);
    if (asksAgain)
    {
        daemon->SetLost([this](uint32_t spi) { Lost(spi); });
    }
}

void
Population::AddPath(const PathEnds& ends)
{
    m_paths.push_back(ends);
}

/// @param near on the side of the path's sender @param member whose @return number of the end
uint32_t
Population::GetEnd(bool near, const PlannedMember& member) const
{
    const PathEnds& ends = m_paths[member.peer];
    return near ? ends.near : ends.far;
}

/// @param near on the side of the path's sender @param member whose @return who keeps its SAs there
KeyDaemon&
Population::GetDaemon(bool near, const PlannedMember& member) const
{
    return *m_daemons.at(PeekPointer(m_ends[GetEnd(near, member)].node));
}

void
Population::Start(std::function<void(Ps)> settled)
{
    m_settled = std::move(settled);
    const Ps gap = m_scenario.population.establishmentGap;
    for (size_t place = 0; place < m_establishment.order.size(); ++place)
    {
        Simulator::Schedule(FromPs(static_cast<Ps>(place) * gap),
                            &Population::Establish,
                            this,
                            place);
    }
    Simulator::Schedule(FromPs(static_cast<Ps>(m_establishment.order.size() - 1) * gap),
                        &Population::Settle,
                        this);
}

void
Population::Establish(size_t place)
{
    const PlannedMember& member = m_plan.members[m_establishment.order[place]];
    for (const bool near : {true, false})
    {
        AddPolicies(Now(), near, member);
    }
    if (m_hasSas[m_establishment.order[place]])
    {
        AddSas(m_establishment.order[place], 0);
    }
}

/// @param near on the side of the path's sender @param member whose @return the address of its SAs
/// there
IpAddress
Population::GetOuter(bool near, const PlannedMember& member) const
{
    if (m_hasMoved[member.reqid - 1])
    {
        return near ? member.nextNear : member.nextFar;
    }
    return near ? member.outerNear : member.outerFar;
}

/**
 * @param near at the side of the path's sender
 * @param member whose
 * @param fromNear of what the path's sender sends
 * @return the policy
 */
PolicyConfig
Population::MakePolicy(bool near, const PlannedMember& member, bool fromNear) const
{
    const bool tunnel = m_scenario.population.mode == IpsecMode::TUNNEL;
    IpsecRequirement requirement;
    requirement.mode = m_scenario.population.mode;
    // Tunnels of the same two ends are told apart by reqid.
    const bool unique = tunnel && member.reqid <= IpsecRequirement::MAX_USER_REQID;
    requirement.level = unique ? IpsecLevel::UNIQUE : IpsecLevel::REQUIRE; // the same (R96)
    requirement.reqid = tunnel ? member.reqid : 0;
    if (tunnel)
    {
        requirement.source = GetOuter(fromNear, member);
        requirement.destination = GetOuter(!fromNear, member);
    }
    PolicyConfig policy;
    policy.selector.source = fromNear ? member.nearPrefix : member.farPrefix;
    policy.selector.destination = fromNear ? member.farPrefix : member.nearPrefix;
    policy.direction = fromNear == near ? IpsecDirection::OUT : IpsecDirection::IN;
    policy.kind = PolicyKind::IPSEC;
    policy.requirements = {requirement};
    return policy;
}

void
Population::AddPolicies(Ps now, bool near, const PlannedMember& member) const
{
    const auto& spd = m_ends[GetEnd(near, member)].node->GetSpd();
    for (const bool fromNear : {true, false})
    {
        const PolicyConfig policy = MakePolicy(near, member, fromNear);
        DatabaseResult result = DatabaseResult::OK;
        spd->Add(now, policy, &result);
        NS_ABORT_MSG_UNLESS(
            result == DatabaseResult::OK,
            "the SPD refuses a policy of the population: " << spd->ExplainRefusal(policy));
    }
}

uint32_t
Population::SpiOf(const PlannedMember& member, bool fromNear, uint32_t generation) const
{
    // Each generation has a range of its own, so that two of them can exist at a time (R22).
    return (fromNear ? member.spiOut : member.spiIn) +
           2 * generation * static_cast<uint32_t>(m_plan.members.size());
}

SaConfig
Population::MakeSa(bool near, const PlannedMember& member, bool fromNear, uint32_t generation) const
{
    const PopulationSpec& population = m_scenario.population;
    const bool tunnel = population.mode == IpsecMode::TUNNEL;
    SaConfig sa;
    sa.spi = SpiOf(member, fromNear, generation);
    sa.mode = population.mode;
    sa.reqid = tunnel ? member.reqid : 0;
    sa.source = GetOuter(fromNear, member);
    sa.destination = GetOuter(!fromNear, member);
    sa.cipher = population.cipher;
    if (sa.cipher)
    {
        sa.key = MakeKey(sa.spi, sa.cipher->GetKeyBytes());
    }
    sa.authenticator = population.authenticator;
    if (sa.authenticator)
    {
        sa.authKey = MakeKey(~uint64_t{sa.spi}, sa.authenticator->GetKeyBytes());
    }
    sa.replayWindow = population.replayWindow;
    sa.esn = population.esn;
    sa.hard = population.hard;
    sa.soft = population.soft;
    sa.pinned = member.reqid <= population.pinned; // members are numbered by popularity, from 1
    sa.interfaceName =
        WishOf(m_ends[GetEnd(near, member)], m_establishment.mayOffload[member.reqid - 1]);
    sa.direction = fromNear == near ? IpsecDirection::OUT : IpsecDirection::IN;
    return sa;
}

void
Population::AddSas(uint32_t member, uint32_t generation)
{
    const PlannedMember& planned = m_plan.members[member];
    for (const bool near : {true, false})
    {
        for (const bool fromNear : {true, false})
        {
            GetDaemon(near, planned).Add(MakeSa(near, planned, fromNear, generation), [](bool) {});
        }
    }
}

/**
 * Ask for one direction's SA at one side.
 * @param near which side
 * @param member whose
 * @param fromNear which direction
 * @param generation of the SA
 * @param completed called once: with true when the node of that side can use it
 */
void
Population::AddAtSide(bool near,
                      uint32_t member,
                      bool fromNear,
                      uint32_t generation,
                      const Completed& completed)
{
    const PlannedMember& planned = m_plan.members[member];
    GetDaemon(near, planned).Add(MakeSa(near, planned, fromNear, generation), completed);
}

void
Population::DeleteSas(uint32_t member, uint32_t generation)
{
    for (const bool fromNear : {true, false})
    {
        DeleteAtSide(true, member, fromNear, generation);
        DeleteAtSide(false, member, fromNear, generation);
    }
}

/**
 * Delete one direction's SA at one side.
 * @param near which side
 * @param member whose
 * @param fromNear which direction
 * @param generation of the SA
 */
void
Population::DeleteAtSide(bool near, uint32_t member, bool fromNear, uint32_t generation)
{
    const PlannedMember& planned = m_plan.members[member];
    GetDaemon(near, planned).Delete(SpiOf(planned, fromNear, generation));
}

void
Population::StartFailover(Ps start)
{
    const FailoverSpec& failover = m_scenario.population.failover;
    std::vector<uint32_t> coming;
    for (const auto member : m_establishment.order)
    {
        if (m_establishment.comesLater[member])
        {
            coming.push_back(member);
        }
    }
    for (size_t place = 0; place < coming.size(); ++place)
    {
        const double share = static_cast<double>(place) / static_cast<double>(coming.size());
        const Ps noticed =
            start + failover.at + static_cast<Ps>(share * static_cast<double>(failover.spread));
        Simulator::Schedule(FromPs(noticed + WAYS_OF_EXCHANGES * m_way) - Simulator::Now(),
                            &Population::Rehome,
                            this,
                            coming[place]);
    }
}

/// @param member that was the dead node's, and has sent all that it takes to agree upon keys
void
Population::Rehome(uint32_t member)
{
    ++m_rehoming.members;
    ExchangeKeys(member, [this, member] {
        m_hasSas[member] = true;
        AddPair(member, 0, [this](bool usable) {
            m_rehoming.usable += usable ? 1 : 0;
            m_rehoming.last = usable ? Now() : m_rehoming.last;
        });
    });
}

/**
 * Let the daemons of both ends work.
 * @param member whose ends
 * @param then called when both are done: at once where the scenario names no key exchange
 */
void
Population::ExchangeKeys(uint32_t member, std::function<void()> then) const
{
    if (m_scenario.population.keyExchange == KeyExchange::NONE)
    {
        then();
        return;
    }
    const auto open = std::make_shared<uint32_t>(2); // ends
    const auto end = [open, then = std::move(then)] {
        if (--*open == 0)
        {
            then();
        }
    };
    for (const bool near : {true, false})
    {
        const auto& node = m_ends[GetEnd(near, m_plan.members[member])].node;
        // Any thread of the daemon, on any core.
        const auto hash = static_cast<uint32_t>(MixHash(member, m_latest[member]));
        m_exchangers.at(PeekPointer(node))->Work(hash, end);
    }
}

void
Population::StartRekeying(Ps from)
{
    const RekeySpec& rekey = m_scenario.population.rekey;
    if (rekey.IsOn())
    {
        Simulator::Schedule(FromPs(from + rekey.every) - Simulator::Now(),
                            &Population::BeginRound,
                            this);
    }
}

void
Population::BeginRound()
{
    const RekeySpec& rekey = m_scenario.population.rekey;
    for (size_t place = 0; place < m_establishment.order.size(); ++place)
    {
        const double share =
            static_cast<double>(place) / static_cast<double>(m_establishment.order.size());
        Simulator::Schedule(FromPs(static_cast<Ps>(share * static_cast<double>(rekey.spread))),
                            &Population::Replace,
                            this,
                            m_establishment.order[place]);
    }
    Simulator::Schedule(FromPs(rekey.every), &Population::BeginRound, this);
}

void
Population::Replace(uint32_t member)
{
    if (!m_hasSas[member])
    {
        return; // there is nothing to replace here yet
    }
    ++m_rekeys;
    ExchangeKeys(member, [this, member] {
        if (m_scenario.population.rekey.order == RekeyOrder::MAKE_BEFORE_BREAK)
        {
            MakeBeforeBreak(member);
            return;
        }
        DeleteSas(member, m_current[member]);
        m_current[member] = ++m_latest[member];
        AddSas(member, m_current[member]);
    });
}

/// @param member whose SAs are replaced, the new ones first
void
Population::MakeBeforeBreak(uint32_t member)
{
    const uint32_t generation = ++m_latest[member];
    AddPair(member, generation, [this, member, generation](bool usable) {
        EndOverlap(member, generation, usable);
    });
}

/**
 * Ask for a pair of SAs: each receiver's first, the sender's when that one may be used.
 * @param member whose
 * @param generation of the pair
 * @param completed called once: with true when both directions can be used
 */
void
Population::AddPair(uint32_t member, uint32_t generation, const Completed& completed)
{
    auto open = std::make_shared<uint32_t>(2); // directions
    auto usable = std::make_shared<bool>(true);
    const auto end = [completed, open, usable](bool mine) {
        *usable = *usable && mine;
        if (--*open == 0)
        {
            completed(*usable);
        }
    };
    for (const bool fromNear : {true, false})
    {
        AddAtSide(!fromNear, member, fromNear, generation, [=](bool received) {
            if (!received)
            {
                end(false);
                return;
            }
            AddAtSide(fromNear, member, fromNear, generation, end);
        });
    }
}

/**
 * The requests for a new pair of SAs are answered.
 * @param member whose
 * @param generation of the new pair
 * @param usable false: a request failed
 */
void
Population::EndOverlap(uint32_t member, uint32_t generation, bool usable)
{
    if (!usable)
    {
        DeleteSas(member, generation);
        return;
    }
    const uint32_t old = std::exchange(m_current[member], generation);
    const Ps overlap = m_scenario.population.rekey.overlap;
    for (const bool fromNear : {true, false})
    {
        Simulator::Schedule(FromPs(std::max<Ps>(overlap - m_flight, 0)),
                            &Population::DeleteAtSide,
                            this,
                            fromNear,
                            member,
                            fromNear,
                            old);
        Simulator::Schedule(FromPs(std::max(overlap, m_flight)),
                            &Population::DeleteAtSide,
                            this,
                            !fromNear,
                            member,
                            fromNear,
                            old);
    }
}

/// A kernel deleted an SA because its interface went down. @param spi which
void
Population::Lost(uint32_t spi)
{
    const auto number = (spi - m_plan.members.front().spiOut) / 2;
    const auto member = static_cast<uint32_t>(number % m_plan.members.size());
    const auto generation = static_cast<uint32_t>(number / m_plan.members.size());
    // Its pair goes at the same instant, and is not to be replaced for itself.
    Simulator::ScheduleNow(&Population::Renew, this, member, generation);
}

/// @param member whose SAs are lost @param generation of them
void
Population::Renew(uint32_t member, uint32_t generation)
{
    if (m_latest[member] == generation && !m_renews[member])
    {
        m_renews[member] = true;
        ExchangeKeys(member, [this, member] {
            m_renews[member] = false;
            MakeBeforeBreak(member);
        });
    }
}

/// @param end a node @param mayOffload whether the SA may be offloaded at all
/// @return the interface that the SA names there
std::string
Population::WishOf(const End& end, bool mayOffload) const
{
    BooleanValue namedOnly;
    end.node->GetOffload()->GetAttribute("OfferOnlyNamed", namedOnly);
    switch (mayOffload ? m_scenario.population.offload : OffloadWish::NONE)
    {
    case OffloadWish::ANY:
        return namedOnly.Get() && end.offloads ? end.nicName : "";
    case OffloadWish::NAMED:
        return end.offloads ? end.nicName : "";
    case OffloadWish::NONE:
        break;
    }
    return namedOnly.Get() ? "" : NOWHERE;
}

void
Population::Settle()
{
    for (const auto& end : m_ends)
    {
        OffloadWorker& worker = end.node->GetOffload()->GetWorker();
        if (worker.GetLength() > 0)
        {
            // Behind the worker's end there may be an SA that is added again at the same instant.
            worker.WhenIdle(Now(),
                            [this](Ps) { Simulator::ScheduleNow(&Population::Settle, this); });
            return;
        }
    }
    m_isSettled = true;
    if (m_settled)
    {
        std::exchange(m_settled, nullptr)(Now());
    }
}

} // namespace ns3::planner
