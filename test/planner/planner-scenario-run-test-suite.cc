/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/full-scenario-run.h"
#include "planner/simulate/lean-scenario-run.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * Both fidelities are built from the same plan and give the same things to the meter: no node, NIC
 * or metric exists in one of them alone.
 */

namespace
{

/// What a test compares.
using Names = std::vector<std::string>;

/// Two ports, and everything that adds metrics: rekeys, limits of octets, a timeline, events.
const char* const SERVER = R"(scenario: 1
name: server
topology: {kind: server, peers: 2, ports: 2}
links:
  access: {rate: 10 Gbit/s, delay: 5 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 2 us, mtu: 1500 B}
nodes:
  server: {kernel: LinuxPacket, host: xeon-e5-2650-freebsd, nic: cx6dx-freebsd}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 4, mode: transport, cipher: aes-gcm-16-128, replay-window: 64, family: mixed,
             lifetime: {hard: {octets: 20 kB}, soft: {octets: 10 kB}}, rekey: {every: 2 ms}}
traffic: {direction: both, rate: 500 Mbit/s, sizes: imix, packets: 400}
timeline: {period: 1 ms}
events: [{at: 1 ms, node: server, do: route-change, port: 2}]
sweep: {parameter: sa-slots, values: [4]}
)";

/// Gateways between two generators of traffic, without anything that is optional.
const char* const GATEWAYS = R"(scenario: 1
name: gateways
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 50 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: xeon-e5-2650-freebsd, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 4, mode: tunnel, cipher: aes-gcm-16-256}
traffic: {direction: transmit, rate: 500 Mbit/s, sizes: imix, packets: 400}
sweep: {parameter: sa-slots, values: [4]}
)";

/// @param counters of a run @param last how a name ends @return what is in front of it, in order
Names
OwnersOf(const NamedCounters& counters, const std::string& last)
{
    Names owners;
    for (const auto& [name, count] : counters)
    {
        if (name.size() > last.size() &&
            name.compare(name.size() - last.size(), last.size(), last) == 0)
        {
            owners.push_back(name.substr(0, name.size() - last.size()));
        }
    }
    return owners;
}

/// @param values with names @return the names, in order
template <typename T>
Names
NamesOf(const std::vector<std::pair<std::string, T>>& values)
{
    Names names;
    for (const auto& value : values)
    {
        names.push_back(value.first);
    }
    return names;
}

/// @param names some @return them in one text
std::string
Join(const Names& names)
{
    std::string text;
    for (const auto& name : names)
    {
        text += name + " ";
    }
    return text;
}

/// What the meter hears of a scenario.
class SameMeasuresTest : public TestCase
{
  public:
    /**
     * @param name what is special
     * @param text a scenario
     * @param nodes that are measured, in order
     * @param nics that are measured, in order
     * @param optional whether there are metrics of rekeys and of limits, and samples
     */
    SameMeasuresTest(const std::string& name,
                     std::string text,
                     Names nodes,
                     Names nics,
                     bool optional)
        : TestCase("both fidelities measure the same: " + name),
          m_text(std::move(text)),
          m_nodes(std::move(nodes)),
          m_nics(std::move(nics)),
          m_optional(optional)
    {
    }

  private:
    void DoRun() override
    {
        if (Time::GetResolution() != Time::PS)
        {
            Time::SetResolution(Time::PS);
        }
        const TestFile file(m_text);
        const Experiment experiment = ReadExperiment(file.GetPath());
        const Scenario scenario = experiment.At(experiment.curves.front().name, 4);
        const RunRecord lean = RunLean(scenario, false);
        const RunRecord full = RunFull(scenario);
        CheckOne("lean", lean);
        CheckOne("full", full);
        EXPECT_EQ(Join(NamesOf(full.counters)),
                  Join(NamesOf(lean.counters)),
                  "counters of full and lean");
        EXPECT_EQ(Join(NamesOf(full.result.metrics)),
                  Join(NamesOf(lean.result.metrics)),
                  "metrics of full and lean");
        EXPECT_EQ(Join(full.result.timeline.names),
                  Join(lean.result.timeline.names),
                  "samples of full and lean");
        EXPECT_EQ(full.result.timeline.rows.size(),
                  lean.result.timeline.rows.size(),
                  "number of samples");
    }

    void CheckOne(const std::string& fidelity, const RunRecord& record)
    {
        EXPECT_EQ(Join(OwnersOf(record.counters, ".out.in.packets")),
                  Join(m_nodes),
                  "nodes of " << fidelity);
        EXPECT_EQ(Join(OwnersOf(record.counters, ".tx.offered.packets")),
                  Join(m_nics),
                  "NICs of " << fidelity);
        for (const auto* name : {"rekeys", "expired_sas"})
        {
            const bool isThere = !std::isnan(record.result.Get(name));
            EXPECT_EQ(isThere, m_optional, name << " of " << fidelity);
        }
        const Timeline& timeline = record.result.timeline;
        EXPECT_EQ(timeline.rows.empty(), !m_optional, "samples of " << fidelity);
        if (m_optional)
        {
            CheckOvershoot(timeline, record.result.Get("overshoot_max_octets"));
        }
    }

    /// An SA goes beyond its limit of 20 kB before its kernel knows. @param timeline of a run
    /// @param most octets beyond a limit, of SAs that died
    void CheckOvershoot(const Timeline& timeline, double most)
    {
        const auto column = static_cast<size_t>(
            std::find(timeline.names.begin(), timeline.names.end(), "overshoot_octets") -
            timeline.names.begin());
        ASSERT_LT(column, timeline.names.size(), "a column");
        double sampled = 0;
        for (const auto& row : timeline.rows)
        {
            sampled = std::max(sampled, row.values[column]);
        }
        EXPECT_GT(sampled, 0, "it happens");
        EXPECT_EQ(std::isnan(most),
                  true,
                  "and the timer, which looks once a second, has not seen it");
    }

    std::string m_text; //!< a scenario
    Names m_nodes;      //!< that are measured
    Names m_nics;       //!< that are measured
    bool m_optional;    //!< with metrics that not every scenario has
};

/// The suite.
class PlannerScenarioRunTestSuite : public TestSuite
{
  public:
    PlannerScenarioRunTestSuite()
        : TestSuite("ipsec-planner-scenario-run", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new SameMeasuresTest("server with two ports, everything optional",
                                         SERVER,
                                         {"server", "peer0", "peer1"},
                                         {"server.nic1",
                                          "router.eth1",
                                          "router.eth2",
                                          "peer0.eth1",
                                          "router.eth3",
                                          "peer1.eth1",
                                          "server.nic2",
                                          "router.eth4"},
                                         true));
        AddTestCase(new SameMeasuresTest("gateways, nothing optional",
                                         GATEWAYS,
                                         {"gateway", "far-gateway"},
                                         {"gateway.nic1",
                                          "far-gateway.eth1",
                                          "host.eth1",
                                          "gateway.nic2",
                                          "far-gateway.eth2",
                                          "far-host.eth1"},
                                         false));
    }
};

PlannerScenarioRunTestSuite g_plannerScenarioRunTestSuite; //!< registers itself

} // namespace
