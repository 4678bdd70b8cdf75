/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "population.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <numeric>
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

} // namespace

/// Adds SAs again that a kernel deleted because no NIC took them.
class Population::Refusals : public DatabaseObserver
{
  public:
    /// @param sad of the node
    explicit Refusals(Ptr<SecurityAssociationDatabase> sad)
        : m_sad(sad)
    {
        m_sad->AddObserver(this);
    }

    ~Refusals() override
    {
        m_sad->RemoveObserver(this);
    }

    Refusals(const Refusals&) = delete;
    Refusals& operator=(const Refusals&) = delete;

    // documented in DatabaseObserver
    void SaDead(Ps, SecurityAssociation& sa) override
    {
        // Offered, and taken by nobody: the kernel deletes it for that.
        const SaOffloadState* state = IpsecOffload::GetState(sa);
        const bool refused = state && state->installed &&
                             std::none_of(state->handles.begin(),
                                          state->handles.end(),
                                          [](const auto& handle) { return handle->handled; });
        if (refused && !sa.GetConfig().interfaceName.empty())
        {
            SaConfig config = sa.GetConfig();
            config.interfaceName.clear();
            // Its deletion must end first; the daemon answers at the same instant.
            Simulator::ScheduleNow(&Refusals::Add, this, std::move(config));
        }
    }

  private:
    void Add(const SaConfig& config)
    {
        m_sad->Add(Now(), config);
    }

    Ptr<SecurityAssociationDatabase> m_sad; //!< of the node
};

Population::Population(const Scenario& scenario, const FlowPlan& plan, int64_t stream)
    : m_scenario(scenario),
      m_plan(plan),
      m_order(plan.members.size())
{
    std::iota(m_order.begin(), m_order.end(), 0);
    if (scenario.population.order == EstablishmentOrder::RANDOM)
    {
        // Fisher and Yates, from a stream of ns-3: std::shuffle differs between libraries.
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(stream);
        for (size_t i = m_order.size(); i > 1; --i)
        {
            const auto other = random->GetInteger(0, static_cast<uint32_t>(i - 1));
            std::swap(m_order[i - 1], m_order[other]);
        }
    }
}

Population::~Population() = default;

void
Population::AddEnd(const End& end)
{
    m_ends.push_back(end);
    if (m_scenario.population.onRefusal == OnRefusal::SOFTWARE)
    {
        m_refusals.push_back(std::make_unique<Refusals>(end.node->GetSad()));
    }
}

void
Population::Start(std::function<void(Ps)> settled)
{
    m_settled = std::move(settled);
    const Ps gap = m_scenario.population.establishmentGap;
    for (size_t place = 0; place < m_order.size(); ++place)
    {
        Simulator::Schedule(FromPs(static_cast<Ps>(place) * gap),
                            &Population::Establish,
                            this,
                            place);
    }
    Simulator::Schedule(FromPs(static_cast<Ps>(m_order.size() - 1) * gap),
                        &Population::Settle,
                        this);
}

void
Population::Establish(size_t place)
{
    const PlannedMember& member = m_plan.members[m_order[place]];
    for (const auto& end : m_ends)
    {
        if (HasSasOf(end, member))
        {
            AddPolicies(Now(), end, member);
        }
    }
    AddSas(m_order[place], 0);
}

void
Population::AddPolicies(Ps now, const End& end, const PlannedMember& member) const
{
    const bool tunnel = m_scenario.population.mode == IpsecMode::TUNNEL;
    for (const bool fromNear : {true, false})
    {
        IpsecRequirement requirement;
        requirement.mode = m_scenario.population.mode;
        // Tunnels of the same two ends are told apart by reqid.
        const bool unique = tunnel && member.reqid <= IpsecRequirement::MAX_USER_REQID;
        requirement.level = unique ? IpsecLevel::UNIQUE : IpsecLevel::REQUIRE; // the same (R96)
        requirement.reqid = tunnel ? member.reqid : 0;
        if (tunnel)
        {
            requirement.source = fromNear ? member.outerNear : member.outerFar;
            requirement.destination = fromNear ? member.outerFar : member.outerNear;
        }
        PolicyConfig policy;
        policy.selector.source = fromNear ? member.nearPrefix : member.farPrefix;
        policy.selector.destination = fromNear ? member.farPrefix : member.nearPrefix;
        policy.direction = fromNear == end.near ? IpsecDirection::OUT : IpsecDirection::IN;
        policy.kind = PolicyKind::IPSEC;
        policy.requirements = {requirement};
        DatabaseResult result = DatabaseResult::OK;
        end.node->GetSpd()->Add(now, policy, &result);
        NS_ABORT_MSG_UNLESS(result == DatabaseResult::OK,
                            "the SPD refuses a policy of the population: "
                                << end.node->GetSpd()->ExplainRefusal(policy));
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
Population::MakeSa(const End& end,
                   const PlannedMember& member,
                   bool fromNear,
                   uint32_t generation) const
{
    const PopulationSpec& population = m_scenario.population;
    const bool tunnel = population.mode == IpsecMode::TUNNEL;
    SaConfig sa;
    sa.spi = SpiOf(member, fromNear, generation);
    sa.mode = population.mode;
    sa.reqid = tunnel ? member.reqid : 0;
    sa.source = fromNear ? member.outerNear : member.outerFar;
    sa.destination = fromNear ? member.outerFar : member.outerNear;
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
    sa.pinned = member.reqid <= population.pinned; // members are numbered by popularity
    sa.interfaceName = WishOf(end);
    sa.direction = fromNear == end.near ? IpsecDirection::OUT : IpsecDirection::IN;
    return sa;
}

bool
Population::HasSasOf(const End& end, const PlannedMember& member) const
{
    return end.near || m_scenario.topology.kind != TopologyKind::SERVER || end.peer == member.peer;
}

void
Population::AddSas(uint32_t member, uint32_t generation) const
{
    const PlannedMember& planned = m_plan.members[member];
    for (const auto& end : m_ends)
    {
        if (!HasSasOf(end, planned))
        {
            continue;
        }
        for (const bool fromNear : {true, false})
        {
            DatabaseResult result = DatabaseResult::OK;
            end.node->GetSad()->Add(Now(), MakeSa(end, planned, fromNear, generation), &result);
            NS_ABORT_MSG_UNLESS(result == DatabaseResult::OK,
                                "the SAD refuses an SA of the population: " << ToString(result));
        }
    }
}

void
Population::DeleteSas(uint32_t member, uint32_t generation) const
{
    const PlannedMember& planned = m_plan.members[member];
    for (const auto& end : m_ends)
    {
        if (!HasSasOf(end, planned))
        {
            continue;
        }
        for (const bool fromNear : {true, false})
        {
            // It may have come to the end of its life before.
            end.node->GetSad()->Delete(Now(), SpiOf(planned, fromNear, generation));
        }
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
                            this,
                            1);
    }
}

void
Population::AddMetrics(PointResult& result) const
{
    if (m_scenario.population.rekey.IsOn())
    {
        result.metrics.emplace_back("rekeys", static_cast<double>(m_rekeys));
    }
}

void
Population::BeginRound(uint32_t generation)
{
    const RekeySpec& rekey = m_scenario.population.rekey;
    for (size_t place = 0; place < m_order.size(); ++place)
    {
        const double share = static_cast<double>(place) / static_cast<double>(m_order.size());
        Simulator::Schedule(FromPs(static_cast<Ps>(share * static_cast<double>(rekey.spread))),
                            &Population::Replace,
                            this,
                            m_order[place],
                            generation);
    }
    Simulator::Schedule(FromPs(rekey.every), &Population::BeginRound, this, generation + 1);
}

void
Population::Replace(uint32_t member, uint32_t generation)
{
    const RekeySpec& rekey = m_scenario.population.rekey;
    ++m_rekeys;
    if (rekey.order == RekeyOrder::BREAK_BEFORE_MAKE)
    {
        DeleteSas(member, generation - 1);
        AddSas(member, generation);
        return;
    }
    AddSas(member, generation);
    Simulator::Schedule(FromPs(rekey.overlap),
                        &Population::DeleteSas,
                        this,
                        member,
                        generation - 1);
}

std::string
Population::WishOf(const End& end) const
{
    BooleanValue namedOnly;
    end.node->GetOffload()->GetAttribute("OfferOnlyNamed", namedOnly);
    switch (m_scenario.population.offload)
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
    if (m_settled)
    {
        std::exchange(m_settled, nullptr)(Now());
    }
}

} // namespace ns3::planner
