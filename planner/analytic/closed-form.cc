/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closed-form.h"

#include "closed-form-model.h"

#include <algorithm>
#include <limits>

namespace ns3::planner
{

namespace
{

/// Steps of the scan for the bottlenecks.
constexpr int SCAN_STEPS = 500;

/// Of these, so many are looked at together.
constexpr int SCAN_STRIDE = 10;

} // namespace

ClosedForm::ClosedForm(const Scenario& scenario)
{
    const auto plan = MakeFlowPlan(scenario);
    m_model = std::make_shared<Model>(scenario, plan);
    FindShares(scenario, plan);
}

ClosedForm::ClosedForm(const ClosedForm& other, const Scenario& scenario)
    : m_model(other.m_model)
{
    FindShares(scenario, MakeFlowPlan(scenario));
}

/// What the measured node's NIC holds. @param scenario with its slots @param plan its flows
void
ClosedForm::FindShares(const Scenario& scenario, const FlowPlan& plan)
{
    const auto shares = m_model->FindShares(scenario, plan);
    m_shareOfSlots = shares.Of(m_model->ShowsTransmit());
    m_otherShare = shares.Of(!m_model->ShowsTransmit());
}

ClosedForm::~ClosedForm() = default;

ClosedForm::ClosedForm(ClosedForm&&) noexcept = default;

ClosedFormPoint
ClosedForm::At(double saShare, Scope scope) const
{
    double other = saShare; // of no traffic
    if (m_model->GetScenario().traffic.direction == TrafficDirection::BOTH)
    {
        // With more or fewer slots there would be more or fewer of both.
        other = m_shareOfSlots > 0 ? std::min(1.0, m_otherShare * (saShare / m_shareOfSlots))
                                   : m_otherShare;
    }
    return m_model->Solve(m_model->ShowsTransmit() ? DirectionShares{saShare, other}
                                                   : DirectionShares{other, saShare},
                          scope);
}

double
ClosedForm::GetSaShareFor(double ratio) const
{
    const double greatest = GetGreatestRatio();
    return greatest > 0 ? std::min(1.0, ratio / greatest) : GetSaShareOfSlots();
}

std::string
ClosedForm::FindObstacle() const
{
    return At(m_shareOfSlots).obstacle;
}

double
ClosedForm::GetGreatestRatio() const
{
    return At(1).ratio;
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
    const auto bits =
        static_cast<double>(transmit || nic.sharedCipher ? nic.txBitRate : nic.rxBitRate);
    const auto packets =
        static_cast<double>(transmit || nic.sharedCipher ? nic.txPacketRate : nic.rxPacketRate);
    // What goes the other way has half of a cipher that both directions share.
    const double shared =
        nic.sharedCipher && m_model->GetScenario().traffic.direction == TrafficDirection::BOTH ? 2
                                                                                               : 1;
    double limit = std::numeric_limits<double>::infinity();
    if (bits > 0 && mix.cipherOctets > 0)
    {
        limit = bits * mix.octets / mix.cipherOctets;
    }
    if (packets > 0 && mix.cipherPackets > 0)
    {
        limit = std::min(limit, packets / mix.cipherPackets * 8 * mix.octets);
    }
    return limit / shared;
}

double
ClosedForm::GetOffered() const
{
    return m_model->GetScenario().GetPacketRate() * 8 * m_model->GetScenario().GetMeanLength();
}

std::vector<BindingRange>
ClosedForm::GetBindings() const
{
    // Between two places with the same bottleneck, it is the bottleneck in between.
    const auto at = [this](int step) { return At(static_cast<double>(step) / SCAN_STEPS); };
    std::vector<BindingRange> ranges{{at(0), at(0)}};
    for (int from = 0; from < SCAN_STEPS; from += SCAN_STRIDE)
    {
        const int end = from + SCAN_STRIDE;
        for (int last = from; at(last).binding != at(end).binding;)
        {
            int next = end;
            while (next - last > 1)
            {
                const int middle = (last + next) / 2;
                (at(middle).binding == ranges.back().to.binding ? last : next) = middle;
            }
            ranges.back().to = at(last);
            ranges.push_back({at(next), at(next)});
            last = next;
        }
        ranges.back().to = at(end);
    }
    return ranges;
}

std::string
ClosedForm::Describe() const
{
    return m_model->Describe();
}

} // namespace ns3::planner
