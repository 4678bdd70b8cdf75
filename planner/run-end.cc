/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-end.h"

#include "ns3/abort.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Looks for the end between one fiftieth of the sending time and the next.
constexpr Ps LOOKS = 50;
/// A packet that is under way so long after the last one was sent is a fault of the model.
constexpr Ps PATIENCE = 100 * PS_PER_SECOND;

/// @param step between looks @param deadline when to give up @param isDone see StopWhen()
void
Look(Ps step, Ps deadline, const std::function<bool()>& isDone)
{
    if (isDone())
    {
        Simulator::Stop();
        return;
    }
    NS_ABORT_MSG_IF(ToPs(Simulator::Now()) > deadline, "packets are under way for ever");
    Simulator::Schedule(FromPs(step), [=] { Look(step, deadline, isDone); });
}

} // namespace

Ps
EstablishAndStart(const Scenario& scenario, Population& population)
{
    const auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(JITTER_STREAM);
    const auto jitter =
        static_cast<Ps>(random->GetValue(0, static_cast<double>(scenario.traffic.startJitter)));
    if (!scenario.traffic.startAfterOffers)
    {
        population.Start(nullptr);
        return scenario.traffic.start + jitter;
    }
    Ps settled = 0;
    population.Start([&settled](Ps now) {
        settled = now;
        Simulator::Stop();
    });
    Simulator::Run();
    return settled + jitter;
}

void
StopWhen(const MeasuringWindow& window, Ps start, std::function<bool()> isDone)
{
    const Ps step = std::max<Ps>(1'000'000, (window.last - start) / LOOKS);
    const Ps deadline = window.last + PATIENCE;
    Simulator::Schedule(
        FromPs(window.last + step) - Simulator::Now(),
        [step, deadline, isDone = std::move(isDone)] { Look(step, deadline, isDone); });
}

} // namespace ns3::planner
