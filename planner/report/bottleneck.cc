/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "bottleneck.h"

#include "planner/simulate/loss-meter.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
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

/// Losses of a full queue.
struct Overflow
{
    const char* metric; //!< those of all nodes
    const char* place;  //!< of ReasonRow
    const char* reason; //!< likewise
};

/// @param stage where @return the losses of a full queue there
std::vector<Overflow>
OverflowsOf(Stage stage)
{
    const Overflow ring{"drop_nic_tx_ring_full_packets", "NIC out", "ring-full"};
    switch (stage)
    {
    case Stage::HOST:
        return {{"drop_host_out_host_backlog_packets", "host out", "host-backlog"},
                {"drop_host_in_host_backlog_packets", "host in", "host-backlog"}};
    case Stage::NIC:
        return {ring, {"drop_nic_rx_rx_overrun_packets", "NIC in", "rx-overrun"}};
    case Stage::WIRE:
        return {ring};
    }
    return {};
}

/// @param group a point @param overflow which losses @param nodes some @return share of them there
double
ShareAt(const PointGroup& group, const Overflow& overflow, const std::set<std::string>& nodes)
{
    double all = 0;
    double here = 0;
    for (const auto* record : group.records)
    {
        for (const auto& row : record->result.reasons)
        {
            if (row.place == overflow.place && row.reason == overflow.reason && row.sa.empty())
            {
                all += static_cast<double>(row.packets);
                here += nodes.count(row.node) > 0 ? static_cast<double>(row.packets) : 0;
            }
        }
    }
    return all > 0 ? here / all : 1;
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

/// What is not the measured node or link, in the order in which what that sends comes by.
enum class Elsewhere : uint8_t
{
    BEFORE, //!< a link in front of a measured gateway
    BETWEEN,
    FAR_NODE,
    AFTER //!< a link behind a far gateway
};

/// @param transmits the measured node sends @param where on the way @return its place in the order
/// of OrderOf(Stage)
int
OrderOf(bool transmits, Elsewhere where)
{
    switch (where)
    {
    case Elsewhere::BEFORE:
        return transmits ? -1 : 3;
    case Elsewhere::BETWEEN:
        return transmits ? 2 : -1;
    case Elsewhere::FAR_NODE:
        return transmits ? 3 : -2;
    case Elsewhere::AFTER:
        return transmits ? 4 : -3;
    }
    return 0;
}

/// @param paths of a network @param link one of its links @return where on the way it is
Elsewhere
FindPlace(const std::vector<ProtectedPath>& paths, uint32_t link)
{
    const auto has = [link](const std::vector<uint32_t>& links) {
        return std::find(links.begin(), links.end(), link) != links.end();
    };
    for (const auto& path : paths)
    {
        if (has(path.before) || has(path.after))
        {
            return has(path.before) ? Elsewhere::BEFORE : Elsewhere::AFTER;
        }
    }
    return Elsewhere::BETWEEN;
}

/// A saturated resource.
struct Candidate
{
    Binding binding;
    Stage stage;
    int order;      //!< along the packets' way
    double busy;    //!< share of its time
    bool overflows; //!< its queue dropped packets
};

/// Looks for saturated resources at a point.
class Saturated
{
  public:
    /// @param scenario the point @param group its replications
    Saturated(const Scenario& scenario, const PointGroup& group)
        : m_scenario(scenario),
          m_group(group),
          m_transmits(scenario.traffic.direction != TrafficDirection::RECEIVE)
    {
        const double link = group.Of("busiest_link_utilization").mean;
        const double node = group.Of("busiest_gateway_utilization").mean;
        m_hasNetwork = !std::isnan(link);
        for (const auto& place : PLACES)
        {
            const double busy = group.Of(GetUtilizationMetric({place.resource, "", true})).mean;
            if (busy >= BUSY)
            {
                AddMeasured(place, busy);
            }
        }
        if (link >= BUSY)
        {
            AddLink(static_cast<uint32_t>(First("busiest_link")), link);
        }
        if (node >= BUSY)
        {
            AddNode(static_cast<uint32_t>(First("busiest_gateway")), node);
        }
    }

    /// @return them
    const std::vector<Candidate>& Get() const
    {
        return m_candidates;
    }

    /// @return where it looked, in words
    std::string Describe() const
    {
        const std::string role = WordsOfRole(m_scenario.GetMeasuredRole());
        return m_hasNetwork ? "link, no node's core and no other resource of the " + role
                            : "resource of the " + role + " and its link";
    }

  private:
    /// @param metric of one replication @return it, of the first one
    double First(const std::string& metric) const
    {
        return m_group.records.front()->result.Get(metric);
    }

    /// @param role of nodes or links @return it in words; a link of a map has its name as role
    static std::string WordsOfRole(std::string role)
    {
        if (role.find(' ') == std::string::npos)
        {
            std::replace(role.begin(), role.end(), '-', ' ');
        }
        return role;
    }

    /// @return the network, which few points need
    const NetworkGraph& GetGraph()
    {
        if (!m_graph)
        {
            m_graph.emplace(m_scenario.MakeGraph());
            m_paths = m_scenario.FindPaths(*m_graph);
        }
        return *m_graph;
    }

    /// @param link a link @return the nodes that send into it
    std::set<std::string> NodesAt(uint32_t link)
    {
        const auto [near, far] = GetGraph().GetEnds(link);
        return {GetGraph().GetNode(near).name, GetGraph().GetNode(far).name};
    }

    /**
     * @param binding a resource
     * @param stage of it
     * @param order of it
     * @param busy share of its time
     * @param nodes whose queues stand in front of it
     */
    void Add(const Binding& binding,
             Stage stage,
             int order,
             double busy,
             const std::set<std::string>& nodes)
    {
        double dropped = 0;
        for (const auto& overflow : OverflowsOf(stage))
        {
            const double packets = m_group.Of(overflow.metric).mean;
            dropped += packets > 0 ? packets * ShareAt(m_group, overflow, nodes) : 0;
        }
        m_candidates.push_back({binding,
                                stage,
                                m_scenario.topology.HasManySenders() ? 0 : order,
                                busy,
                                dropped > DROPPED * m_group.Of("sent_packets").mean});
    }

    /// @param place a resource of the measured node or link @param busy share of its time
    void AddMeasured(const Place& place, double busy)
    {
        const NetworkGraph& graph = GetGraph();
        const ProtectedPath& path = m_paths.front();
        Add(MakeMeasured(m_scenario, place.resource),
            place.stage,
            OrderOf(m_transmits, place.stage),
            busy,
            place.stage == Stage::WIRE ? NodesAt(path.between.front())
                                       : std::set{graph.GetNode(path.sender).name});
    }

    /// @param number of the busiest link @param busy share of its time
    void AddLink(uint32_t number, double busy)
    {
        const NetworkGraph& graph = GetGraph();
        if (number == m_paths.front().between.front() || number >= graph.CountLinks())
        {
            return; // the measured one
        }
        const std::string& role = graph.GetLink(number).role;
        uint32_t alike = 0;
        for (uint32_t link = 0; link < graph.CountLinks(); ++link)
        {
            alike += graph.GetLink(link).role == role ? 1 : 0;
        }
        Add({Resource::LINK, WordsOfRole(role), false, alike > 1 ? graph.GetLinkName(number) : ""},
            Stage::WIRE,
            OrderOf(m_transmits, FindPlace(m_paths, number)),
            busy,
            NodesAt(number));
    }

    /// @param number of the node with the busiest core, of those with IPsec @param busy share of
    /// the core's time
    void AddNode(uint32_t number, double busy)
    {
        const NetworkGraph& graph = GetGraph();
        uint32_t left = number;
        for (uint32_t node = 0; node < graph.CountNodes() && number > 0; ++node)
        {
            const NetworkNode& found = graph.GetNode(node);
            if (found.kind != NodeKind::IPSEC || left-- > 0)
            {
                continue;
            }
            const bool isOne = graph.FindNodes(found.role).size() == 1;
            Add({Resource::CORES, WordsOfRole(found.role), false, isOne ? "" : found.name},
                Stage::HOST,
                OrderOf(m_transmits, Elsewhere::FAR_NODE),
                busy,
                {found.name});
            return;
        }
    }

    const Scenario& m_scenario;          //!< the point
    const PointGroup& m_group;           //!< its replications
    bool m_transmits;                    //!< the measured node
    bool m_hasNetwork{false};            //!< there are metrics of the whole network
    std::optional<NetworkGraph> m_graph; //!< see GetGraph()
    std::vector<ProtectedPath> m_paths;  //!< of it
    std::vector<Candidate> m_candidates; //!< see Get()
};

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
        return "no " + looked + " is saturated" + lost;
    }
    const bool areMany = binding.resource == Resource::CORES;
    return "the " + ToString(binding) + (areMany ? " are" : " is") + " the bottleneck" + lost;
}

Bottleneck
FindBottleneck(const Scenario& scenario, const PointGroup& group)
{
    const Saturated found(scenario, group);
    const auto& saturated = found.Get();
    const auto last =
        std::max_element(saturated.begin(),
                         saturated.end(),
                         [](const Candidate& a, const Candidate& b) {
                             const auto rank = [](const Candidate& candidate) {
                                 return std::make_tuple(candidate.overflows,
                                                        candidate.overflows ? candidate.order : 0,
                                                        candidate.busy);
                             };
                             return rank(a) < rank(b);
                         });
    Bottleneck bottleneck;
    bottleneck.looked = found.Describe();
    if (scenario.traffic.ramp.IsOn() || scenario.traffic.recording)
    {
        bottleneck.looked += ", on average over the whole run,";
    }
    std::vector<std::string> expected;
    if (last != saturated.end())
    {
        bottleneck.binding = last->binding;
    }
    for (const auto& candidate : saturated)
    {
        for (const auto& overflow : OverflowsOf(candidate.stage))
        {
            expected.emplace_back(overflow.metric);
        }
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
