/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "network-bound.h"

#include "planner/topology/max-flow.h"
#include "planner/topology/network-graph.h"
#include "planner/topology/protected-path.h"

#include "ns3/esp-sizes.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Links and gateways that are named.
constexpr size_t MOST_NAMED = 5;

/// What goes one way along a path.
struct Commodity
{
    std::vector<NetworkLine> lines; //!< in order
    double offered;                 //!< bit/s of IP
    uint32_t sender;                //!< gateway that protects
    uint32_t receiver;              //!< gateway that unprotects
};

/// @param scenario a scenario @param protects count ESP
/// @return IP octets per octet of the wire, of the packet for which it is best
double
BestRatio(const Scenario& scenario, bool protects)
{
    std::vector<uint32_t> lengths;
    const SegmentsSpec& segments = scenario.traffic.segments;
    for (const auto& size : scenario.traffic.sizes)
    {
        lengths.push_back(size.length);
    }
    double best = 0;
    for (const bool ipv6 : {false, true})
    {
        const auto family = scenario.population.family;
        if (family == (ipv6 ? AddressFamily::IPV4 : AddressFamily::IPV6))
        {
            continue;
        }
        const uint8_t header = EspSizes::GetOuterHeader(!ipv6);
        const uint8_t outer = scenario.population.mode == IpsecMode::TUNNEL ? header : 0;
        const EspSizes sizes(scenario.population.cipher,
                             scenario.population.authenticator,
                             ipv6,
                             outer,
                             false);
        if (segments.IsOn())
        {
            lengths = {uint32_t{header} + segments.tcpHeader + segments.segment};
        }
        for (const auto length : lengths)
        {
            const uint32_t sent = protects ? sizes.GetEspLength(length, header) : length;
            best = std::max(best,
                            static_cast<double>(length) /
                                (sent + static_cast<double>(scenario.topology.frameOverhead)));
        }
    }
    return best;
}

/// Adds up what a scenario offers to its network.
class BoundMaker
{
  public:
    /// @param scenario a scenario @param flows its flows
    BoundMaker(const Scenario& scenario, const FlowPlan& flows)
        : m_graph(scenario.MakeGraph()),
          m_paths(scenario.FindPaths(m_graph)),
          m_bits(8 * scenario.GetMeanLength() * scenario.GetPacketRate())
    {
        AddCapacities(scenario);
        AddCommodities(flows);
    }

    /// @return the bound
    NetworkBound Make() const
    {
        NetworkBound bound;
        AddFlow(bound);
        AddRouted(bound);
        AddNames(bound);
        return bound;
    }

  private:
    /// @param scenario what links carry
    void AddCapacities(const Scenario& scenario)
    {
        std::vector<bool> isClear(m_graph.CountLinks(), false);
        for (const auto& path : m_paths)
        {
            for (const auto* part : {&path.before, &path.after})
            {
                for (const auto link : *part)
                {
                    isClear[link] = true;
                }
            }
        }
        const double clear = BestRatio(scenario, false);
        const double withEsp = BestRatio(scenario, true);
        for (uint32_t link = 0; link < m_graph.CountLinks(); ++link)
        {
            for (const bool isBack : {false, true})
            {
                m_capacities[{link, isBack}] =
                    static_cast<double>(m_graph.GetLink(link).spec.rate) *
                    (isClear[link] ? clear : withEsp);
            }
        }
    }

    /// @param flows what is sent
    void AddCommodities(const FlowPlan& flows)
    {
        std::map<std::pair<uint32_t, bool>, double> shares; // by path and direction
        for (const auto& source : flows.sources)
        {
            for (const auto& flow : source.flows)
            {
                shares[{flows.members[flow.member].peer, source.transmit}] += flow.weight;
            }
        }
        for (const auto& [which, share] : shares)
        {
            const auto& [number, transmit] = which;
            const ProtectedPath path = transmit ? m_paths[number] : m_paths[number].GetReverse();
            Commodity commodity{{}, m_bits * share, path.sender, path.receiver};
            uint32_t node = path.sourceHost;
            for (const auto link : path.GetLinks())
            {
                commodity.lines.push_back({link, m_graph.GetEnds(link).first != node});
                m_offered[commodity.lines.back()] += commodity.offered;
                node = m_graph.GetOtherEnd(link, node);
            }
            m_hosts[transmit].first.insert(path.sourceHost);
            m_hosts[transmit].second.insert(path.destinationHost);
            m_commodities.push_back(std::move(commodity));
        }
    }

    /// @param bound gets the maximum flow and its cut
    void AddFlow(NetworkBound& bound) const
    {
        std::set<uint32_t> senders;
        std::set<uint32_t> receivers;
        MaxFlow sum{0, {}};
        for (const auto& [transmit, hosts] : m_hosts)
        {
            const MaxFlow one = FindMaxFlow(m_graph, hosts.first, hosts.second, m_capacities);
            sum.total += one.total;
            sum.cut.insert(sum.cut.end(), one.cut.begin(), one.cut.end());
            senders.insert(hosts.first.begin(), hosts.first.end());
            receivers.insert(hosts.second.begin(), hosts.second.end());
        }
        // Either each direction has the network for itself, or all may send to all.
        const MaxFlow whole = FindMaxFlow(m_graph, senders, receivers, m_capacities);
        const MaxFlow& least = whole.total < sum.total ? whole : sum;
        bound.flow = least.total;
        std::set<std::string> names;
        for (const auto& line : least.cut)
        {
            names.insert(m_graph.GetLinkName(line.link));
        }
        bound.cut.assign(names.begin(), names.end());
    }

    /// @param line a direction of a link @return share of it that is asked for
    double LoadOf(const NetworkLine& line) const
    {
        return m_offered.at(line) / m_capacities.at(line);
    }

    /// @param bound gets what the routes allow
    void AddRouted(NetworkBound& bound) const
    {
        std::map<NetworkLine, double> assigned;
        for (const auto& commodity : m_commodities)
        {
            bound.offered += commodity.offered;
            const auto worst = std::max_element(
                commodity.lines.begin(),
                commodity.lines.end(),
                [this](const auto& a, const auto& b) { return LoadOf(a) < LoadOf(b); });
            assigned[*worst] += commodity.offered;
        }
        double rest = 0;
        std::vector<NetworkLine> full;
        for (const auto& [line, offered] : assigned)
        {
            if (offered > m_capacities.at(line))
            {
                bound.saturated += m_capacities.at(line);
                full.push_back(line);
            }
            else
            {
                rest += offered;
            }
        }
        bound.rest = bound.offered > 0 ? rest / bound.offered : 0;
        std::stable_sort(full.begin(), full.end(), [this](const auto& a, const auto& b) {
            return LoadOf(a) > LoadOf(b);
        });
        for (const auto& line : full)
        {
            bound.full.push_back(NameOf(line));
        }
    }

    /// @param line a direction of a link @return its name
    std::string NameOf(const NetworkLine& line) const
    {
        const auto [near, far] = m_graph.GetEnds(line.link);
        return m_graph.GetLinkName(line.link) + " towards " +
               m_graph.GetNode(line.isBack ? near : far).name;
    }

    /// @param bound gets the most loaded links and gateways
    void AddNames(NetworkBound& bound) const
    {
        std::vector<NetworkLine> lines;
        for (const auto& [line, offered] : m_offered)
        {
            lines.push_back(line);
        }
        std::stable_sort(lines.begin(), lines.end(), [this](const auto& a, const auto& b) {
            return LoadOf(a) > LoadOf(b);
        });
        for (size_t i = 0; i < std::min(lines.size(), MOST_NAMED); ++i)
        {
            bound.links.push_back({NameOf(lines[i]), m_offered.at(lines[i]), LoadOf(lines[i])});
        }
        std::map<uint32_t, double> gateways;
        for (const auto& commodity : m_commodities)
        {
            gateways[commodity.sender] += commodity.offered;
            gateways[commodity.receiver] += commodity.offered;
        }
        for (const auto& [gateway, offered] : gateways)
        {
            bound.gateways.push_back(
                {m_graph.GetNode(gateway).name, offered, offered / bound.offered});
        }
        std::stable_sort(bound.gateways.begin(),
                         bound.gateways.end(),
                         [](const auto& a, const auto& b) { return a.share > b.share; });
        bound.gateways.resize(std::min(bound.gateways.size(), MOST_NAMED));
    }

    NetworkGraph m_graph;                       //!< the network
    std::vector<ProtectedPath> m_paths;         //!< in it
    double m_bits;                              //!< bit/s of IP that a share of 1 is
    std::map<NetworkLine, double> m_capacities; //!< bit/s of IP
    std::map<NetworkLine, double> m_offered;    //!< likewise
    std::vector<Commodity> m_commodities;       //!< what is sent
    std::map<bool, std::pair<std::set<uint32_t>, std::set<uint32_t>>>
        m_hosts; //!< who sends and who receives, by direction
};

/// @param scenario a network of sites @return pairs of sites with tunnels
uint32_t
CountPairs(const Scenario& scenario)
{
    const NetworkGraph graph = scenario.MakeGraph();
    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto& path : scenario.FindPaths(graph))
    {
        pairs.insert(
            std::minmax(graph.GetNode(path.sender).site, graph.GetNode(path.receiver).site));
    }
    return static_cast<uint32_t>(pairs.size());
}

} // namespace

double
NetworkBound::Get() const
{
    return std::min(flow, saturated + rest * offered);
}

NetworkBound
MakeNetworkBound(const Scenario& scenario, const FlowPlan& flows)
{
    NetworkBound bound = BoundMaker(scenario, flows).Make();
    if (!scenario.topology.failure.empty())
    {
        Scenario whole = scenario;
        whole.topology.failure.clear();
        bound.lostPairs = CountPairs(whole) - CountPairs(scenario);
    }
    return bound;
}

} // namespace ns3::planner
