/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "site-generators.h"

#include "ns3/rng-stream.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/erdos_renyi_generator.hpp>
#include <boost/graph/small_world_generator.hpp>
#include <boost/random/linear_congruential.hpp>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Random stream of what is drawn here.
constexpr uint64_t TOPOLOGY_STREAM = 3;

/// What Boost's generators draw for; their engine is the same everywhere.
using DrawnGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
using Engine = boost::minstd_rand;

/// @param input a scenario's @param key of a count @return how many
uint32_t
CountOf(const GeneratorInput& input, const std::string& key)
{
    return input.counts.at(key);
}

/// @param network gets sites @param count how many
void
AddSites(SiteNetwork& network, uint32_t count)
{
    for (uint32_t i = 0; i < count; ++i)
    {
        const std::string name = "site" + std::to_string(i);
        network.nodes.push_back({name, SiteKind::SITE, "gateway", name});
    }
}

/// @param network gets a link @param near a node @param far another one
void
Link(SiteNetwork& network, size_t near, size_t far)
{
    network.edges.push_back({network.nodes[near].name + " - " + network.nodes[far].name,
                             static_cast<uint32_t>(near),
                             static_cast<uint32_t>(far)});
}

/// @param input with "sites" @return them, without links
SiteNetwork
SitesOf(const GeneratorInput& input)
{
    SiteNetwork network;
    AddSites(network, CountOf(input, "sites"));
    return network;
}

/// @param network gets a link from each node to the next, and back to the first one
void
CloseRing(SiteNetwork& network)
{
    const size_t count = network.nodes.size();
    for (size_t i = 0; i + 1 < count; ++i)
    {
        Link(network, i, i + 1);
    }
    if (count > 2)
    {
        Link(network, count - 1, 0);
    }
}

/// @tparam Iterator of Boost's generators @param first edge @param last behind the last edge
/// @param network gets the edges
template <typename Iterator>
void
TakeEdges(Iterator first, const Iterator& last, SiteNetwork& network)
{
    for (; first != last; ++first)
    {
        if (first->first != first->second)
        {
            Link(network, first->first, first->second);
        }
    }
}

} // namespace

SiteNetwork
DrawPair(const GeneratorInput&)
{
    SiteNetwork network;
    AddSites(network, 2);
    Link(network, 0, 1);
    return network;
}

SiteNetwork
DrawFullMesh(const GeneratorInput& input)
{
    SiteNetwork network = SitesOf(input);
    for (size_t i = 0; i < network.nodes.size(); ++i)
    {
        for (size_t j = i + 1; j < network.nodes.size(); ++j)
        {
            Link(network, i, j);
        }
    }
    return network;
}

SiteNetwork
DrawPartialMesh(const GeneratorInput& input)
{
    SiteNetwork network = SitesOf(input);
    CloseRing(network);
    RngStream random(input.seed, TOPOLOGY_STREAM, 1);
    const size_t count = network.nodes.size();
    for (size_t i = 0; i < count; ++i)
    {
        for (size_t j = i + 2; j < count; ++j)
        {
            const bool isOfRing = i == 0 && j + 1 == count;
            if (!isOfRing && random.RandU01() < input.shares.at("density"))
            {
                Link(network, i, j);
            }
        }
    }
    return network;
}

SiteNetwork
DrawRing(const GeneratorInput& input)
{
    SiteNetwork network = SitesOf(input);
    CloseRing(network);
    return network;
}

SiteNetwork
DrawTree(const GeneratorInput& input)
{
    SiteNetwork network = SitesOf(input);
    for (size_t i = 1; i < network.nodes.size(); ++i)
    {
        Link(network, (i - 1) / CountOf(input, "fan-out"), i);
    }
    return network;
}

SiteNetwork
DrawFatTree(const GeneratorInput& input)
{
    const uint32_t half = (CountOf(input, "switch-ports") + 1) / 2;
    SiteNetwork network;
    AddSites(network, 2 * half * half); // edge routers, pod by pod
    const auto addRouters = [&network](const std::string& name, uint32_t count) {
        const size_t first = network.nodes.size();
        for (uint32_t i = 0; i < count; ++i)
        {
            network.nodes.push_back({name + std::to_string(i), SiteKind::ROUTER});
        }
        return first;
    };
    const size_t aggregation = addRouters("aggregation", 2 * half * half);
    const size_t core = addRouters("core", half * half);
    for (uint32_t pod = 0; pod < 2 * half; ++pod)
    {
        for (uint32_t i = 0; i < half; ++i)
        {
            for (uint32_t j = 0; j < half; ++j)
            {
                Link(network, pod * half + i, aggregation + pod * half + j);
                Link(network, aggregation + pod * half + i, core + i * half + j);
            }
        }
    }
    return network;
}

SiteNetwork
DrawErdosRenyi(const GeneratorInput& input)
{
    SiteNetwork network = SitesOf(input);
    const double probability = input.shares.at("probability");
    if (probability >= 1) // Boost's gaps between edges would be logarithms of 0
    {
        return DrawFullMesh(input);
    }
    using Iterator = boost::erdos_renyi_iterator<Engine, DrawnGraph>;
    if (probability > 0)
    {
        Engine engine(input.seed);
        TakeEdges(Iterator(engine, network.nodes.size(), probability), Iterator(), network);
    }
    return network;
}

SiteNetwork
DrawWaxman(const GeneratorInput& input)
{
    SiteNetwork network = SitesOf(input);
    RngStream random(input.seed, TOPOLOGY_STREAM, 1);
    std::vector<std::pair<double, double>> places;
    for (size_t i = 0; i < network.nodes.size(); ++i)
    {
        const double x = random.RandU01();
        places.emplace_back(x, random.RandU01());
        network.nodes[i].place = MapPlace{places[i].first, places[i].second};
    }
    for (size_t i = 0; i < places.size(); ++i)
    {
        for (size_t j = i + 1; j < places.size(); ++j)
        {
            const double distance =
                std::hypot(places[i].first - places[j].first, places[i].second - places[j].second);
            const double reach = input.shares.at("alpha") * std::sqrt(2.0);
            const double probability =
                reach > 0 ? input.shares.at("beta") * std::exp(-distance / reach) : 0;
            if (random.RandU01() < probability)
            {
                Link(network, i, j);
            }
        }
    }
    return network;
}

SiteNetwork
DrawSmallWorld(const GeneratorInput& input)
{
    SiteNetwork network = SitesOf(input);
    Engine engine(input.seed);
    using Iterator = boost::small_world_iterator<Engine, DrawnGraph>;
    TakeEdges(Iterator(engine,
                       network.nodes.size(),
                       CountOf(input, "neighbors"),
                       input.shares.at("rewiring")),
              Iterator(),
              network);
    return network;
}

} // namespace ns3::planner
