/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "establishment-plan.h"

#include "traffic-plan.h"

#include "ns3/rng-stream.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Fisher and Yates: std::shuffle differs between libraries.
/// @param order what to put into another order @param random gives it
void
Shuffle(std::vector<uint32_t>& order, RngStream& random)
{
    for (size_t i = order.size(); i > 1; --i)
    {
        const auto other = static_cast<size_t>(random.RandU01() * static_cast<double>(i));
        std::swap(order[i - 1], order[other]);
    }
}

/// @param population the SAs @param random draws who @return whose SAs may be offloaded
std::vector<bool>
ChooseOffloaded(const PopulationSpec& population, RngStream& random)
{
    const OffloadChoice& choice = population.offloadChoice;
    auto chosen = choice.members;
    if (chosen.empty())
    {
        chosen.resize(population.count);
        std::iota(chosen.begin(), chosen.end(), 0); // by popularity
        if (!choice.popularFirst && choice.share < 1)
        {
            Shuffle(chosen, random);
        }
        chosen.resize(choice.Count(population.count));
    }
    std::vector<bool> mayOffload(population.count, false);
    for (const auto member : chosen)
    {
        mayOffload[member] = true;
    }
    return mayOffload;
}

/// @param population the SAs @param random draws whose @return who was the dead node's
std::vector<bool>
ChooseRehomed(const PopulationSpec& population, RngStream& random)
{
    std::vector<bool> comesLater(population.count, false);
    if (population.failover.IsOn())
    {
        std::vector<uint32_t> drawn(population.count);
        std::iota(drawn.begin(), drawn.end(), 0);
        Shuffle(drawn, random);
        const double part = static_cast<double>(population.count) / population.failover.nodes;
        drawn.resize(static_cast<size_t>(std::lround(part)));
        for (const auto member : drawn)
        {
            comesLater[member] = true;
        }
    }
    return comesLater;
}

} // namespace

EstablishmentPlan
MakeEstablishmentPlan(const Scenario& scenario)
{
    RngStream random(scenario.seed, static_cast<uint64_t>(ORDER_STREAM), 1);
    EstablishmentPlan plan;
    plan.order.resize(scenario.population.count);
    std::iota(plan.order.begin(), plan.order.end(), 0);
    if (scenario.population.order == EstablishmentOrder::RANDOM)
    {
        Shuffle(plan.order, random);
    }
    // Behind the order, which is the same whoever may be offloaded.
    plan.mayOffload = ChooseOffloaded(scenario.population, random);
    plan.comesLater = ChooseRehomed(scenario.population, random);
    return plan;
}

} // namespace ns3::planner
