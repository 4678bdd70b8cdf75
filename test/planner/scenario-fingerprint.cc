/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-fingerprint.h"

#include "model/profile/profile-reference.h"

#include <limits>
#include <sstream>
#include <type_traits>

namespace ns3::tests
{

using namespace planner;

namespace
{

/// Collects values.
class Collector
{
  public:
    Collector()
    {
        m_text.precision(std::numeric_limits<double>::max_digits10);
    }

    /// @param name of them @param values some
    template <typename... T>
    void Add(const char* name, const T&... values)
    {
        m_text << name;
        (Put(values), ...);
        m_text << "\n";
    }

    /// @return all of them
    std::string GetText() const
    {
        return m_text.str();
    }

  private:
    template <typename T>
    void Put(const T& value)
    {
        if constexpr (std::is_enum_v<T>)
        {
            m_text << " " << static_cast<int>(value);
        }
        else
        {
            m_text << " " << +value;
        }
    }

    void Put(const std::string& value)
    {
        m_text << " " << value;
    }

    void Put(const char* value)
    {
        m_text << " " << value;
    }

    std::ostringstream m_text; //!< so far
};

/// @param scenario its network @param all gets that
void
AddNetwork(const Scenario& scenario, Collector& all)
{
    all.Add("topology", scenario.topology.generator->name, scenario.topology.frameOverhead);
    for (const auto& [key, count] : scenario.topology.counts)
    {
        all.Add("count", key, count);
    }
    for (const auto& [role, link] : scenario.links)
    {
        all.Add("link", role, link.rate, link.delay, link.mtu);
    }
    for (const auto& [role, node] : scenario.nodes)
    {
        all.Add("node", role, node.kernel, node.sharedCard, node.vlans);
        all.Add("profiles", node.host.name, node.nic.name);
        for (const auto& attribute : node.attributes)
        {
            all.Add("attribute", attribute.owner, attribute.name, attribute.value);
        }
        for (const auto& entry : DescribeHostKeys(node.host))
        {
            all.Add("host", entry.key, entry.standard);
        }
        for (const auto& [cipher, cost] : node.host.ciphers)
        {
            all.Add("cipher", cipher, cost.perPacket, cost.perOctet);
        }
        for (const auto& entry : DescribeNicKeys(node.nic))
        {
            all.Add("nic", entry.key, entry.standard);
        }
    }
}

/// @param scenario its population @param all gets that
void
AddPopulation(const Scenario& scenario, Collector& all)
{
    const auto& population = scenario.population;
    const auto name = [](const IpsecAlgorithm* algorithm) {
        return algorithm ? std::string(algorithm->name) : "none";
    };
    all.Add("population", population.count, population.flows, population.mode);
    all.Add("algorithms", name(population.cipher), name(population.authenticator));
    all.Add("sas", population.replayWindow, population.esn, population.family, population.zipf);
    all.Add("order", population.order, population.establishmentGap);
    const auto& choice = population.offloadChoice;
    all.Add("offload", population.offload, choice.share, choice.popularFirst);
    for (const auto member : choice.members)
    {
        all.Add("member", member);
    }
    all.Add("keying", population.onRefusal, population.pinned);
    for (const auto* limits : {&population.hard, &population.soft})
    {
        all.Add("limits", limits->addTime, limits->useTime, limits->octets);
    }
    const auto& rekey = population.rekey;
    all.Add("rekey", rekey.every, rekey.order, rekey.overlap, rekey.spread);
}

/// @param scenario its traffic @param all gets that
void
AddTraffic(const Scenario& scenario, Collector& all)
{
    const auto& traffic = scenario.traffic;
    all.Add("traffic", traffic.direction, traffic.load, traffic.rate, traffic.poisson);
    all.Add("bursts", traffic.bursts.on, traffic.bursts.off);
    for (const auto& point : traffic.ramp.GetPoints())
    {
        all.Add("ramp", point.at, point.factor);
    }
    all.Add("mix", traffic.mix, traffic.segments.segment, traffic.segments.tcpHeader);
    for (const auto& size : traffic.sizes)
    {
        all.Add("size", size.length, size.weight);
    }
    all.Add("time", traffic.packets, traffic.duration, traffic.startAfterOffers, traffic.start);
    all.Add("phase", traffic.startJitter, traffic.warmUp);
    for (const auto& event : scenario.events)
    {
        all.Add("event", event.at, event.role, event.port, event.action);
        for (const auto& attribute : event.attributes)
        {
            all.Add("sets", attribute.owner, attribute.name, attribute.value);
        }
    }
    const auto& measure = scenario.measure;
    all.Add("timeline", scenario.timeline.period, scenario.seed, measure.isWhole);
    const auto& precision = measure.precision;
    all.Add("precision", precision.throughput, precision.share, precision.delay);
}

} // namespace

std::string
Fingerprint(const Scenario& scenario)
{
    Collector all;
    AddNetwork(scenario, all);
    AddPopulation(scenario, all);
    AddTraffic(scenario, all);
    return all.GetText();
}

} // namespace ns3::tests
