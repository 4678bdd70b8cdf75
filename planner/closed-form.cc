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

/// Steps of the scan for what binds where.
constexpr int SCAN_STEPS = 500;

} // namespace

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
