/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "bottleneck.h"

#include "planner/simulate/loss-meter.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

namespace ns3::planner
{

namespace
{

/// A resource that works this share of its time is saturated.
constexpr double BUSY = 0.95;

/// A queue that drops this share of the packets makes the resource behind it a bottleneck.
constexpr double DROPPED = 0.005;

/// Where on its way a packet needs a resource, and where it is lost when the queue is full.
enum class Stage : uint8_t
{
    HOST,
    NIC,
    WIRE
};

/// A resource of the measured node or link.
struct Place
{
    Resource resource;
    Stage stage;
};

/// Those that have a metric of how busy they are.
constexpr std::array<Place, 8> PLACES{{{Resource::MEMORY, Stage::HOST},
                                       {Resource::LOOKASIDE, Stage::HOST},
                                       {Resource::CRYPTO_THREAD, Stage::HOST},
                                       {Resource::CORES, Stage::HOST},
                                       {Resource::FETCH_UNIT, Stage::NIC},
                                       {Resource::CIPHER, Stage::NIC},
                                       {Resource::PCIE, Stage::NIC},
                                       {Resource::LINK, Stage::WIRE}}};

/// @param stage where @return the losses of a full queue there
std::vector<std::string>
OverflowsOf(Stage stage)
{
    switch (stage)
    {
    case Stage::HOST:
        return {"drop_host_out_host_backlog_packets", "drop_host_in_host_backlog_packets"};
    case Stage::NIC:
        return {"drop_nic_tx_ring_full_packets", "drop_nic_rx_rx_overrun_packets"};
    case Stage::WIRE:
        return {"drop_nic_tx_ring_full_packets"};
    }
    return {};
}

/// @param transmits the measured node sends @param stage where on the way @return its place there;
/// NIC and wire share the queue of a sender
int
OrderOf(bool transmits, Stage stage)
{
    if (transmits)
    {
        return stage == Stage::HOST ? 0 : 1;
    }
    return stage == Stage::WIRE ? 0 : (stage == Stage::NIC ? 1 : 2);
}

/// A saturated resource.
struct Candidate
{
    Place place;
    double busy;    //!< share of its time
    bool overflows; //!< its queue dropped packets
};

/// @param group a point @return its saturated resources
std::vector<Candidate>
FindSaturated(const PointGroup& group)
{
    const double sent = group.Of("sent_packets").mean;
    std::vector<Candidate> saturated;
    for (const auto& place : PLACES)
    {
        const double busy = group.Of(GetUtilizationMetric({place.resource, "", true})).mean;
        if (!(busy >= BUSY))
        {
            continue;
        }
        double dropped = 0;
        for (const auto& metric : OverflowsOf(place.stage))
        {
            const double packets = group.Of(metric).mean;
            dropped += packets > 0 ? packets : 0;
        }
        saturated.push_back({place, busy, dropped > DROPPED * sent});
    }
    return saturated;
}

/// @param group a point @return why most packets were lost, with the packets of each such place
std::map<std::string, double>
FindLosses(const PointGroup& group)
{
    std::map<std::string, double> losses;
    for (const auto* record : group.records)
    {
        for (const auto& [metric, packets] : record->result.metrics)
        {
            if (packets > 0 && FindLoss(metric))
            {
                losses[metric] += packets;
            }
        }
    }
    return losses;
}

} // namespace

bool
Bottleneck::operator<(const Bottleneck& other) const
{
    return std::tie(binding, losses) < std::tie(other.binding, other.losses);
}

std::string
Bottleneck::ToSentence() const
{
    const std::string lost = losses.empty() ? "" : " and most losses are " + losses;
    if (binding.resource == Resource::NONE)
    {
        return "no measured resource is saturated" + lost;
    }
    const bool areMany = binding.resource == Resource::CORES;
    return "the " + ToString(binding) + (areMany ? " are" : " is") + " the bottleneck" + lost;
}

Bottleneck
FindBottleneck(const Scenario& scenario, const PointGroup& group)
{
    const bool transmits = scenario.traffic.direction != TrafficDirection::RECEIVE;
    const auto saturated = FindSaturated(group);
    const auto last =
        std::max_element(saturated.begin(),
                         saturated.end(),
                         [transmits](const Candidate& a, const Candidate& b) {
                             const auto rank = [transmits](const Candidate& candidate) {
                                 const int order = OrderOf(transmits, candidate.place.stage);
                                 return std::make_tuple(candidate.overflows,
                                                        candidate.overflows ? order : 0,
                                                        candidate.busy);
                             };
                             return rank(a) < rank(b);
                         });
    Bottleneck bottleneck;
    std::vector<std::string> expected;
    if (last != saturated.end())
    {
        bottleneck.binding = MakeMeasured(scenario, last->place.resource);
    }
    for (const auto& candidate : saturated)
    {
        const auto overflows = OverflowsOf(candidate.place.stage);
        expected.insert(expected.end(), overflows.begin(), overflows.end());
    }
    const auto losses = FindLosses(group);
    const auto most =
        std::max_element(losses.begin(), losses.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    if (most != losses.end() &&
        std::find(expected.begin(), expected.end(), most->first) == expected.end())
    {
        bottleneck.losses = FindLoss(most->first)->ToText();
    }
    return bottleneck;
}

} // namespace ns3::planner
