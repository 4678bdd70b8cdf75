/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-start.h"

#include "planner/network/traffic-plan.h"

#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

namespace ns3::planner
{

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

} // namespace ns3::planner
