/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fluid-traffic.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Contexts are fetched as before while fewer SAs than this share have changed.
constexpr double FEW = 0.01;

/// @return now
Ps
Now()
{
    return ToPs(Simulator::Now());
}

} // namespace

/// Hears what happens to SAs and handles of one node, and when its counters are read.
class FluidTraffic::Listener : public DatabaseObserver, public OffloadObserver
{
  public:
    /// @param traffic hears of it @param node whose
    Listener(FluidTraffic& traffic, Ptr<IpsecNode> node)
        : m_traffic(traffic),
          m_node(node)
    {
        m_node->GetSad()->AddObserver(this);
        m_node->GetOffload()->AddObserver(this);
    }

    ~Listener() override
    {
        m_node->GetSad()->RemoveObserver(this);
        m_node->GetOffload()->RemoveObserver(this);
        for (const auto& nic : m_nics)
        {
            nic->GetEngine().SetCounterSource(nullptr);
        }
    }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// @return whose
    const IpsecNode* GetNode() const
    {
        return PeekPointer(m_node);
    }

    /// @param nic one of the node's
    void AddNic(const Ptr<IpsecNic>& nic)
    {
        m_nics.push_back(nic);
        nic->GetEngine().SetCounterSource([this](Ps now, const SaContext& context) {
            m_traffic.SettleSa(now, context.config.spi);
        });
    }

    void SaTriggered(Ps, SecurityAssociation& sa) override
    {
        m_traffic.Touch(sa.GetConfig().spi);
    }

    void SaAdmitted(Ps, SecurityAssociation& sa) override
    {
        m_traffic.Touch(sa.GetConfig().spi);
    }

    void SaDead(Ps now, SecurityAssociation& sa) override
    {
        m_traffic.SettleSa(now, sa.GetConfig().spi);
        m_traffic.Touch(sa.GetConfig().spi);
    }

    void ExpiryBegins(Ps now) override
    {
        m_traffic.SettleNode(now, GetNode());
    }

    void OfferAnswered(const HandleEvent& event) override
    {
        m_traffic.Touch(event.sa->GetConfig().spi);
    }

    void OfferEnds(Ps, const SecurityAssociation& sa) override
    {
        m_traffic.Touch(sa.GetConfig().spi);
    }

    void DeinstallAsked(const HandleEvent& event) override
    {
        m_traffic.SettleSa(event.now, event.sa->GetConfig().spi);
        m_traffic.Touch(event.sa->GetConfig().spi);
    }

    void HandleWithdrawn(const HandleEvent& event) override
    {
        m_traffic.Touch(event.sa->GetConfig().spi);
    }

  private:
    FluidTraffic& m_traffic;           //!< hears of it
    Ptr<IpsecNode> m_node;             //!< whose
    std::vector<Ptr<IpsecNic>> m_nics; //!< those with its SAs
};

FluidTraffic::FluidTraffic(const Scenario& scenario, const FlowPlan& plan)
    : m_scenario(scenario),
      m_plan(plan),
      m_rates(scenario, plan)
{
}

FluidTraffic::~FluidTraffic()
{
    m_limit.Cancel();
    m_step.Cancel();
}

void
FluidTraffic::AddPath(const Ends& ends)
{
    m_paths.push_back(ends);
    Listen(ends.near);
    Listen(ends.far);
}

/// @param end one that may have been listened to before
void
FluidTraffic::Listen(const FluidStrand::End& end)
{
    const auto known =
        std::find_if(m_listeners.begin(), m_listeners.end(), [&end](const auto& listener) {
            return listener->GetNode() == PeekPointer(end.node);
        });
    if (known == m_listeners.end())
    {
        m_listeners.push_back(std::make_unique<Listener>(*this, end.node));
        m_listeners.back()->AddNic(end.nic);
        return;
    }
    (*known)->AddNic(end.nic);
}

void
FluidTraffic::Begin(Ps now)
{
    const size_t members = m_plan.members.size();
    m_far.resize(m_paths.size());
    m_strands.resize(2 * members);
    m_isTouched.resize(2 * members, false);
    m_limitOf.resize(2 * members, PS_NEVER);
    m_bySpi.resize(2 * members);
    m_leastSpi = UINT32_MAX;
    for (const auto& member : m_plan.members)
    {
        m_leastSpi = std::min({m_leastSpi, member.spiOut, member.spiIn});
    }
    for (uint32_t member = 0; member < members; ++member)
    {
        for (const bool transmit : {true, false})
        {
            const PlannedMember& planned = m_plan.members[member];
            m_bySpi.at((transmit ? planned.spiOut : planned.spiIn) - m_leastSpi) =
                2 * member + (transmit ? 0 : 1);
            AddStrand(member, transmit);
        }
        ++m_near.members;
        ++m_far[m_plan.members[member].peer].members;
    }
    for (const auto& source : m_plan.sources)
    {
        for (const auto& flow : source.flows)
        {
            m_strands[2 * flow.member + (source.transmit ? 0 : 1)]->AddFlow(
                flow,
                flow.weight * m_scenario.GetPacketRate());
        }
    }
    m_rates.Begin(now);
    if (m_scenario.traffic.ramp.IsOn())
    {
        m_steps = m_scenario.traffic.ramp.MakeSteps(FluidRates::RAMP_STEP);
        m_rates.SetFactor(now, m_steps.front().factor);
        ScheduleStep(1);
    }
    const auto direction = m_scenario.traffic.direction;
    m_hasBegun = true;
    for (uint32_t number = 0; number < m_strands.size(); ++number)
    {
        const bool transmit = number % 2 == 0;
        if ((transmit && direction == TrafficDirection::RECEIVE) ||
            (!transmit && direction == TrafficDirection::TRANSMIT))
        {
            m_strands[number].reset();
            continue;
        }
        Assess(now, *m_strands[number]);
    }
    m_changed = UINT32_MAX;
    TellHeld(now);
    m_rates.Update(now);
    ScheduleLimit(now);
}

/// The load follows its ramp. @param number of the next step
void
FluidTraffic::ScheduleStep(size_t number)
{
    if (number < m_steps.size())
    {
        const Ps wait = m_steps[number].at - m_steps[number - 1].at;
        m_step = Simulator::Schedule(FromPs(wait), &FluidTraffic::TakeStep, this, number);
    }
}

/// @param number of the step that begins
void
FluidTraffic::TakeStep(size_t number)
{
    const Ps now = Now();
    m_rates.SetFactor(now, m_steps[number].factor);
    m_rates.Update(now);
    ScheduleLimit(now);
    ScheduleStep(number + 1);
}

/// @param member whose @param transmit direction
void
FluidTraffic::AddStrand(uint32_t member, bool transmit)
{
    const PlannedMember& planned = m_plan.members[member];
    const Ends& ends = m_paths[planned.peer];
    const bool firstTransmits = m_scenario.traffic.direction != TrafficDirection::RECEIVE;
    FluidStrand::Config config;
    config.member = &planned;
    config.transmit = transmit;
    config.sender = transmit ? ends.near : ends.far;
    config.receiver = transmit ? ends.far : ends.near;
    config.mtu = transmit ? ends.nearMtu : ends.farMtu;
    config.forwarded = ends.forwarded;
    config.way = transmit == firstTransmits ? 0 : 1;
    config.scenario = &m_scenario;
    m_strands[2 * member + (transmit ? 0 : 1)] = std::make_unique<FluidStrand>(config);
}

/// @param spi of an SA, of any generation (Population::SpiOf()) @return its strand, if it has
/// traffic
FluidStrand*
FluidTraffic::FindStrand(uint32_t spi)
{
    return m_hasBegun ? m_strands[m_bySpi[(spi - m_leastSpi) % m_bySpi.size()]].get() : nullptr;
}

/// Something happens to an SA. @param spi of it
void
FluidTraffic::Touch(uint32_t spi)
{
    if (!FindStrand(spi))
    {
        return;
    }
    const uint32_t number = m_bySpi[(spi - m_leastSpi) % m_bySpi.size()];
    if (m_isTouched[number])
    {
        return;
    }
    if (m_touched.empty())
    {
        Simulator::ScheduleNow(&FluidTraffic::AssessTouched, this);
    }
    m_isTouched[number] = true;
    m_touched.push_back(number);
}

void
FluidTraffic::AssessTouched()
{
    const Ps now = Now();
    for (const uint32_t number : std::exchange(m_touched, {}))
    {
        m_isTouched[number] = false;
        Assess(now, *m_strands[number]);
        WatchLimit(now, number);
    }
    TellHeld(now);
    m_rates.Update(now);
    ScheduleLimit(now);
}

/// @param strand one to which something has happened
void
FluidTraffic::Assess(Ps now, FluidStrand& strand)
{
    Hold(strand, false);
    const bool wasInNic = strand.IsInNic();
    const bool wasDecrypted = strand.IsDecrypted();
    strand.Assess(now, m_rates, m_totals);
    Hold(strand, true);
    m_changed += wasInNic != strand.IsInNic() || wasDecrypted != strand.IsDecrypted() ? 1 : 0;
}

/// @param strand whose SAs are in cards @param begins false: they are there no longer
void
FluidTraffic::Hold(const FluidStrand& strand, bool begins)
{
    const FluidStrand::Config& config = strand.GetConfig();
    const uint32_t step = begins ? 1 : UINT32_MAX;
    HeldSas& far = m_far[config.member->peer];
    (config.transmit ? m_near.transmit : far.transmit) += strand.IsInNic() ? step : 0;
    (config.transmit ? far.receive : m_near.receive) += strand.IsDecrypted() ? step : 0;
}

/// Cards fetch contexts more or less often, when many SAs have come or gone.
void
FluidTraffic::TellHeld(Ps now)
{
    if (m_changed < FEW * static_cast<double>(m_plan.members.size()))
    {
        return;
    }
    m_changed = 0;
    const auto shares = [](const HeldSas& held) {
        const double members = std::max(1U, held.members);
        return DirectionShares{held.transmit / members, held.receive / members};
    };
    std::vector<DirectionShares> far;
    for (const auto& held : m_far)
    {
        far.push_back(shares(held));
    }
    m_rates.SetHeld(now, shares(m_near), far);
}

/// @param spi of an SA whose counters are looked at
void
FluidTraffic::SettleSa(Ps now, uint32_t spi)
{
    if (FluidStrand* const strand = FindStrand(spi))
    {
        strand->Settle(now, m_rates, m_totals);
    }
}

/// @param node whose SAs' counters are looked at
void
FluidTraffic::SettleNode(Ps now, const IpsecNode* node)
{
    for (const auto& strand : m_strands)
    {
        if (strand && (PeekPointer(strand->GetConfig().sender.node) == node ||
                       PeekPointer(strand->GetConfig().receiver.node) == node))
        {
            strand->Settle(now, m_rates, m_totals);
        }
    }
}

/// When does a NIC reach a limit of an SA (R202)? @param number of the strand
void
FluidTraffic::WatchLimit(Ps now, uint32_t number)
{
    const Ps limit = m_strands[number]->FindLimit(now, m_rates);
    if (limit == m_limitOf[number])
    {
        return;
    }
    m_limits.erase({m_limitOf[number], number});
    m_limitOf[number] = limit;
    if (limit != PS_NEVER)
    {
        m_limits.insert({limit, number});
    }
}

/// Rates may be other ones, and so may be what comes next.
void
FluidTraffic::ScheduleLimit(Ps now)
{
    if (m_limitsAt != m_rates.GetSolutions())
    {
        m_limitsAt = m_rates.GetSolutions();
        for (uint32_t number = 0; number < m_strands.size(); ++number)
        {
            if (m_strands[number])
            {
                WatchLimit(now, number);
            }
        }
    }
    m_limit.Cancel();
    if (!m_limits.empty())
    {
        const Ps next = m_limits.begin()->first;
        m_limit = Simulator::Schedule(FromPs(std::max<Ps>(1, next - now)),
                                      &FluidTraffic::ReachLimits,
                                      this);
    }
}

/// Who reaches a limit now counts up to it, and its NIC says so.
void
FluidTraffic::ReachLimits()
{
    const Ps now = Now();
    while (!m_limits.empty() && m_limits.begin()->first <= now)
    {
        const uint32_t number = m_limits.begin()->second;
        m_strands[number]->Settle(now, m_rates, m_totals);
        WatchLimit(now, number);
    }
    ScheduleLimit(now);
}

const FluidTotals&
FluidTraffic::Read(Ps now)
{
    for (const auto& strand : m_strands)
    {
        if (strand)
        {
            strand->Settle(now, m_rates, m_totals);
        }
    }
    return m_totals;
}

bool
FluidTraffic::IsRough() const
{
    return m_rates.IsRough() ||
           std::any_of(m_strands.begin(), m_strands.end(), [](const auto& strand) {
               return strand && strand->HasWrapped();
           });
}

} // namespace ns3::planner
