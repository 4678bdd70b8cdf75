/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "population-reader.h"

#include "planner/topology/tunnel-blocks.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// Clients whose addresses fit the plan of address-plan.cc.
constexpr uint64_t MOST_CLIENTS_PER_PEER = 65'000;
/// Flows of all together.
constexpr uint64_t MOST_FLOWS_OF_ALL = 1'048'576;
/// Packets of the replay windows of all clients or tunnels together, some bits for each.
constexpr uint64_t MOST_WINDOWS = 1ULL << 30U;

/// @param count where it stands @param members how many @param paths to who holds them
void
CheckCounts(const ScenarioValue& count, uint32_t members, const std::vector<ProtectedPath>& paths)
{
    const auto fit = static_cast<uint64_t>(count.GetKey().form.most);
    const bool areTunnels = paths.front().IsForwarded();
    const uint64_t most =
        areTunnels ? fit : std::min<uint64_t>(MOST_CLIENTS_PER_PEER * paths.size(), fit);
    if (members > most)
    {
        count.Complain("at most " + std::to_string(most) +
                       (areTunnels ? " tunnels" : ", 65000 clients behind each peer"));
    }
}

/// @param population where it stands @param tunnels how many @param paths of them
void
CheckBlocks(const ScenarioValue& population,
            uint32_t tunnels,
            const std::vector<ProtectedPath>& paths)
{
    constexpr uint64_t ADDRESSES = 3ULL << 22U; // from 10.64.0.0 on
    constexpr uint32_t TUNNEL_BITS = 4;
    const TunnelBlocks blocks(paths, tunnels);
    if (!blocks.IsStar() &&
        uint64_t{blocks.Count()} << (blocks.GetPlaceBits() + TUNNEL_BITS) > ADDRESSES)
    {
        population.Complain("fewer tunnels: " + std::to_string(blocks.Count()) +
                            " gateways with up to " +
                            std::to_string(1ULL << blocks.GetPlaceBits()) +
                            " tunnels each do not fit into 10.64.0.0 to 10.255.255.255, with 16 "
                            "addresses for each tunnel");
    }
}

/**
 * What each client or tunnel has takes memory for all of them.
 * @param value how much each has
 * @param each the same as a number
 * @param members how many they are
 * @param most of all together
 */
void
CheckOfAll(const ScenarioValue& value, uint64_t each, uint64_t members, uint64_t most)
{
    if (members != 0 && each > most / members)
    {
        value.Complain("at most " + std::to_string(most / members) + " with " +
                       std::to_string(members) + " clients or tunnels");
    }
}

/// @param value "uniform" or a map @return the exponent
double
ReadPopularity(const ScenarioValue& value)
{
    if (value.GetNode().IsScalar())
    {
        if (!value.IsWord())
        {
            value.Complain("uniform or a map such as {zipf: 0.8}");
        }
        return 0;
    }
    ScenarioMap map(value);
    double zipf = 0;
    if (auto exponent = map.Require("zipf"))
    {
        zipf = exponent->ToQuantity().value_or(0);
    }
    map.Finish();
    return zipf;
}

/// @param value the list of numbers, from 1 @param population gets them, from 0
void
ReadOffloadedMembers(const ScenarioValue& value, PopulationSpec& population)
{
    std::set<uint32_t> known;
    for (const auto& element : value.ToList())
    {
        const auto number = element.ToWhole(std::max(1U, population.count));
        if (!number)
        {
            continue;
        }
        const auto member = static_cast<uint32_t>(*number - 1);
        if (known.insert(member).second)
        {
            population.offloadChoice.members.push_back(member);
        }
        else
        {
            element.Complain("each client or tunnel once");
        }
    }
}

/// @param value which SAs ask for offload, and whose @param population gets it
void
ReadOffload(const ScenarioValue& value, PopulationSpec& population)
{
    const auto readWish = [&population](const ScenarioValue& wish) {
        population.offload = wish.ToChoice<OffloadWish>().value_or(population.offload);
    };
    if (!value.GetNode().IsMap())
    {
        readWish(value);
        return;
    }
    ScenarioMap map(value);
    for (const char* key : {"wish", "profile"}) // the latter: a word to which a sweep adds a share
    {
        auto wish = map.Take(key);
        if (wish && wish->IsGiven())
        {
            readWish(*wish);
        }
    }
    OffloadChoice& choice = population.offloadChoice;
    const auto members = map.Take("members");
    if (members)
    {
        ReadOffloadedMembers(*members, population);
    }
    if (const auto share = map.Read("share", choice.share))
    {
        if (members)
        {
            share->Complain("either share or members");
        }
    }
    if (const auto order = map.Read("order", choice.popularFirst))
    {
        if (members)
        {
            order->Complain("no order with members");
        }
    }
    map.Finish();
}

/// @param map the population @param population gets cipher and authenticator
void
ReadAlgorithms(ScenarioMap& map, PopulationSpec& population)
{
    std::vector<std::pair<std::string, const IpsecAlgorithm*>> ciphers;
    std::vector<std::pair<std::string, const IpsecAlgorithm*>> authenticators;
    for (const auto& row : GetIpsecAlgorithms())
    {
        if (row.isCipher)
        {
            ciphers.emplace_back(row.name, &row);
        }
        if (row.isAuthenticator)
        {
            authenticators.emplace_back(row.name, &row);
        }
    }
    ciphers.emplace_back("null", nullptr); // RFC 2410
    const auto cipher = map.Take("cipher");
    auto authenticator = map.Take("authenticator");
    std::optional<const IpsecAlgorithm*> choice;
    if (cipher)
    {
        // Without quotes, YAML has a null of its own for the word.
        choice = cipher->GetNode().IsNull()
                     ? std::make_optional<const IpsecAlgorithm*>(nullptr)
                     : cipher->Get().ToChoice<const IpsecAlgorithm*>(ciphers);
    }
    if (!choice)
    {
        if (authenticator) // whether it fits, nobody can say
        {
            authenticators.emplace_back("none", nullptr);
            authenticator->Get().ToChoice<const IpsecAlgorithm*>(authenticators);
        }
        return;
    }
    population.cipher = *choice;
    if (!population.cipher)
    {
        authenticators.emplace_back("none", nullptr); // for kernels that take it
    }
    const bool needed = !population.cipher || !population.cipher->IsAead();
    if (needed && !authenticator)
    {
        authenticator = map.Require("authenticator");
    }
    if (authenticator && population.cipher && population.cipher->IsAead())
    {
        authenticator->Complain(std::string("no authenticator, since ") + population.cipher->name +
                                " authenticates by itself");
    }
    else if (authenticator)
    {
        population.authenticator =
            authenticator->Get().ToChoice<const IpsecAlgorithm*>(authenticators).value_or(nullptr);
    }
}

/// @param value a limit @param limit the same @param hard the hard one of its kind; 0: none
void
CheckLimit(const ScenarioValue& value, uint64_t limit, uint64_t hard)
{
    if (hard != 0 && limit > hard)
    {
        value.Complain("at most the hard limit, where the SA dies: it would never be reached");
    }
}

/// @param value a map of limits @param hard what soft ones may not exceed @param limits gets them
void
ReadLimits(const ScenarioValue& value, const SaLifetime& hard, SaLifetime& limits)
{
    ScenarioMap map(value);
    if (const auto age = map.Read("age", limits.addTime))
    {
        CheckLimit(*age, limits.addTime, hard.addTime);
    }
    if (const auto use = map.Read("use", limits.useTime))
    {
        CheckLimit(*use, limits.useTime, hard.useTime);
    }
    if (const auto octets = map.Read("octets", limits.octets))
    {
        CheckLimit(*octets, limits.octets, hard.octets);
    }
    map.Finish();
    if (!limits.IsGiven())
    {
        value.Complain("at least one limit: age, use or octets");
    }
}

/// @param value a map of both limits @param population gets them
void
ReadLifetime(const ScenarioValue& value, PopulationSpec& population)
{
    // PF_KEY wants both or none (R24).
    ScenarioMap map(value);
    if (auto hard = map.Take("hard"))
    {
        ReadLimits(*hard, {}, population.hard);
    }
    if (auto soft = map.Take("soft"))
    {
        ReadLimits(*soft, population.hard, population.soft);
    }
    map.Finish();
}

/// @param value how SAs are replaced @param rekey gets it
void
ReadRekey(const ScenarioValue& value, RekeySpec& rekey)
{
    ScenarioMap map(value);
    map.Read("every", rekey.every);
    map.Read("order", rekey.order);
    if (const auto overlap = map.Read("overlap", rekey.overlap))
    {
        if (rekey.order == RekeyOrder::BREAK_BEFORE_MAKE && rekey.overlap > 0)
        {
            overlap->Complain("no overlap, since the old SA is deleted first");
        }
    }
    if (const auto spread = map.Read("spread", rekey.spread))
    {
        if (rekey.spread + rekey.overlap >= rekey.every && rekey.every > 0)
        {
            spread->Complain("with the overlap less than 'every'");
        }
    }
    map.Finish();
}

/**
 * @param value the death of a node @param population gets it @param topology of the scenario
 */
void
ReadFailover(const ScenarioValue& value, PopulationSpec& population, const TopologySpec& topology)
{
    ScenarioMap map(value);
    FailoverSpec& failover = population.failover;
    if (auto nodes = map.Take("nodes"))
    {
        failover.nodes = static_cast<uint32_t>(nodes->ToWhole().value_or(0));
        if (failover.nodes > population.count)
        {
            nodes->Complain("at most " + std::to_string(population.count) +
                            ", so that one client or tunnel at least was the dead one's");
        }
    }
    const auto read = [&map](const char* key, Ps& time) {
        if (auto entry = map.Take(key))
        {
            time = entry->ToDuration().value_or(0);
        }
    };
    read("at", failover.at);
    read("detection", failover.detection);
    read("spread", failover.spread);
    map.Finish();
    if (topology.generator->AreSites())
    {
        value.Complain("no failover in a network of sites: its gateways do not share tunnels");
    }
}

/**
 * @param value a change of addresses
 * @param paths of the tunnels
 * @param topology of the scenario
 * @return the change
 */
AddressChangeSpec
ReadAddressChange(const ScenarioValue& value,
                  const std::vector<ProtectedPath>& paths,
                  const TopologySpec& topology)
{
    ScenarioMap map(value);
    AddressChangeSpec change;
    change.isOn = true;
    map.Read("at", change.at);
    map.Read("spread", change.spread);
    if (auto node = map.Take("node"))
    {
        const NetworkGenerator& generator = *topology.generator;
        change.ofFar = node->Get()
                           .ToChoice<bool>({{generator.far, true}, {generator.measured, false}})
                           .value_or(true);
    }
    map.Finish();
    if (topology.generator->AreSites() || !paths.front().IsForwarded())
    {
        value.Complain(
            "no change of addresses here: only tunnels between the gateways of kinds "
            "'gateways' and 'hub' have addresses of their own, which packets inside do not "
            "follow");
    }
    return change;
}

/// @param map a population @param population gets what its SAs are like and when they are set up
void
ReadSas(ScenarioMap& map, PopulationSpec& population)
{
    if (const auto window = map.Read("replay-window", population.replayWindow))
    {
        CheckOfAll(*window, population.replayWindow, population.count, MOST_WINDOWS);
    }
    map.Read("esn", population.esn);
    map.Read("family", population.family);
    if (auto popularity = map.Take("popularity"))
    {
        population.zipf = ReadPopularity(*popularity);
    }
    map.Read("order", population.order);
    map.Read("establishment-gap", population.establishmentGap);
}

} // namespace

PopulationSpec
ReadPopulation(const ScenarioValue& value,
               const std::vector<ProtectedPath>& paths,
               const TopologySpec& topology)
{
    ScenarioMap map(value);
    PopulationSpec population;
    population.count = static_cast<uint32_t>(paths.size());
    if (auto count = topology.generator->AreSites() ? map.Take("count") : map.Require("count"))
    {
        population.count = static_cast<uint32_t>(count->ToWhole().value_or(0));
        CheckCounts(*count, population.count, paths);
        if (topology.HasManySenders() && population.count < paths.size())
        {
            count->Complain("at least " + std::to_string(paths.size()) +
                            ", a tunnel for each pair of gateways");
        }
    }
    if (topology.HasManySenders())
    {
        CheckBlocks(value, population.count, paths);
    }
    if (const auto flows = map.Read("flows", population.flows))
    {
        CheckOfAll(*flows, population.flows, population.count, MOST_FLOWS_OF_ALL);
    }
    if (auto mode = map.Take("mode"))
    {
        const auto choice = mode->ToChoice<IpsecMode>();
        population.mode = choice.value_or(population.mode);
        if (choice == IpsecMode::TRANSPORT && paths.front().IsForwarded())
        {
            mode->Complain("tunnel, which gateways require");
        }
    }
    ReadAlgorithms(map, population);
    ReadSas(map, population);
    if (topology.HasDemands() && population.zipf != 0)
    {
        value.Complain("no popularity: the demands say how much each tunnel carries");
    }
    if (auto offload = map.Take("offload"))
    {
        ReadOffload(*offload, population);
    }
    map.Read("on-refusal", population.onRefusal);
    if (auto pinned = map.Take("pinned"))
    {
        population.pinned =
            static_cast<uint32_t>(pinned->ToWhole(std::max(1U, population.count)).value_or(0));
    }
    if (auto lifetime = map.Take("lifetime"))
    {
        ReadLifetime(*lifetime, population);
    }
    if (auto exchange = map.Take("key-exchange"))
    {
        population.keyExchange = exchange->ToChoice<KeyExchange>().value_or(population.keyExchange);
    }
    if (auto rekey = map.Take("rekey"))
    {
        ReadRekey(*rekey, population.rekey);
    }
    if (auto failover = map.Take("failover"))
    {
        ReadFailover(*failover, population, topology);
    }
    if (auto change = map.Take("address-change"))
    {
        population.addressChange = ReadAddressChange(*change, paths, topology);
    }
    map.Finish();
    return population;
}

} // namespace ns3::planner
