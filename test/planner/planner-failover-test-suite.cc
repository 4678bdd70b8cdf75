/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-point.h"
#include "planner-program.h"

#include "planner/network/establishment-plan.h"
#include "planner/network/flow-plan.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * A node beside the measured one dies, and part of its clients or tunnels come to the measured one:
 * who comes, how long they are blocked, how many nodes are needed to survive it.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * Two gateways of 20 tunnels each; the 20 of one come to the other after 200 ms. A
 * datagram a millisecond of each tunnel, of 1 000 octets; a way of 10 ms between the gateways.
 */
const char* const GATEWAY = R"(scenario: 1
name: failover
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 10 ms, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: {profile: cx7-linux, sa-slots: 1000, install-time: 1 ms}}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 40, mode: tunnel, cipher: aes-gcm-16-128, esn: true, popularity: uniform, failover: {nodes: 2, at: 200 ms}}
traffic: {direction: transmit, rate: 320 Mbit/s, arrivals: constant, sizes: [{length: 1000 B}], duration: 800 ms, start: after-offers, warm-up: 0 %}
sweep: {parameter: sa-slots, values: [1000, 30]}
replications: 1
)";

/// @param changes to GATEWAY @param value of the sweep @param fidelity which @return its results
PointResult
RunGateway(const Changes& changes, double value, Fidelity fidelity)
{
    return RunChanged(GATEWAY, changes, value, fidelity);
}

/**
 * @ingroup ipsec-offload-tests
 * Who comes, and what they send.
 */
class FailoverPlanTest : public TestCase
{
  public:
    FailoverPlanTest()
        : TestCase("Failover: one of N nodes dies, and an N-th of the population comes")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(
            Changed(GATEWAY,
                    {{"nodes: 2", "nodes: 5"}, {"direction: transmit", "direction: both"}}));
        const Scenario scenario = ReadExperiment(file.GetPath()).first;
        const auto later = MakeEstablishmentPlan(scenario).comesLater;
        EXPECT_EQ(std::count(later.begin(), later.end(), true), 8, "a fifth of 40");
        const FlowPlan plan = MakeFlowPlan(scenario);
        ASSERT_EQ(plan.sources.size(), 4, "those from before and those that come, both ways");
        for (const auto& source : plan.sources)
        {
            const double flows = source.comesLater ? 8 : 32;
            EXPECT_EQ(source.flows.size(), flows, "flows");
            EXPECT_NEAR(source.traffic.packetsPerSecond, 1000 * flows, 1e-6, "rate");
            // 800 ms of sending, or the last 600 of them
            EXPECT_EQ(source.traffic.count, flows * (source.comesLater ? 600 : 800), "packets");
            for (const auto& flow : source.flows)
            {
                EXPECT_EQ(later[flow.member], source.comesLater, "whose");
            }
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * How long they are blocked, in both fidelities.
 */
class FailoverOutageTest : public TestCase
{
  public:
    FailoverOutageTest()
        : TestCase("Failover: the outage is detection, exchanges and the NIC's queue of commands")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            // Two round trips of 20 ms; then 20 tunnels with two SAs each of 1 ms, one after
            // another: in a tunnel the far end's SA is there at once, and the near one's for
            // sending waits for its turn.
            const auto slow = RunGateway({}, 1000, fidelity);
            EXPECT_EQ(slow.Get("failover_rehomed"), 20, "all");
            EXPECT_NEAR(slow.Get("failover_rehoming_s"), 0.040 + 0.040, 0.001, "the last one");
            EXPECT_NEAR(slow.Get("failover_outage_s"), 0.040 + 0.020, 0.002, "the mean");
            EXPECT_EQ(slow.Get("tx_slots_used"), 40, "those of before and those that came");
            EXPECT_EQ(slow.Get("rx_slots_used"), 40, "likewise");
            // 12 000 datagrams came, 0.06 of 0.6 s of them are lost; 16 000 others are not.
            EXPECT_NEAR(slow.Get("loss"), 0.060 * 20'000 / 28'000, 0.003, "of all");

            const auto detected =
                RunGateway({{"at: 200 ms", "at: 200 ms, detection: 5 s, spread: 100 ms"},
                            {"install-time: 1 ms", "install-time: 1 us"}},
                           1000,
                           fidelity);
            EXPECT_NEAR(detected.Get("failover_outage_s"), 5 + 0.040 + 0.0475, 0.002, "spread");
            EXPECT_NEAR(detected.Get("failover_rehoming_s"), 0.040 + 0.095, 0.001, "the last");

            // FreeBSD sends in software until the NIC has the SA: nobody waits for it.
            const Changes freeBsd{{"gateway: {kernel: LinuxPacket, host: none, nic: {",
                                   "gateway: {kernel: FreeBsd, host: none, nic: {"}};
            const auto quick = RunGateway(freeBsd, 1000, fidelity);
            EXPECT_NEAR(quick.Get("failover_outage_s"), 0.040, 0.001, "exchanges alone");

            // A NIC for 30 of 40: the daemon asks again without offload, after the refusal.
            const auto few = RunGateway({}, 30, fidelity);
            EXPECT_EQ(few.Get("failover_rehomed"), 20, "all have SAs");
            EXPECT_EQ(few.Get("tx_slots_used"), 30, "as many as there are");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What key exchanges cost.
 */
class KeyExchangeTest : public TestCase
{
  public:
    KeyExchangeTest()
        : TestCase(
              "Failover: key exchanges take the core's time, and packets wait for one at a time")
    {
    }

  private:
    void DoRun() override
    {
        // 20 exchanges of 1 ms on one core, and no packet's work takes time.
        const Changes busy{
            {"gateway: {kernel: LinuxPacket, host: none, nic: {",
             "gateway: {kernel: FreeBsd, host: {profile: none, cores: 1, clock: 1 GHz, "
             "key-exchange: {modp2048: 1000000 cycles}}, nic: {"},
            {"popularity: uniform", "popularity: uniform, key-exchange: modp2048"}};
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            const auto result = RunGateway(busy, 1000, fidelity);
            EXPECT_EQ(result.Get("failover_rehomed"), 20, "all");
            EXPECT_NEAR(result.Get("failover_rehoming_s"), 0.040 + 0.020, 0.001, "the last one");
            EXPECT_NEAR(result.Get("failover_outage_s"), 0.040 + 0.0105, 0.002, "the mean");
            EXPECT_NEAR(result.Get("cpu_utilization"), 0.02 / 0.8, 0.001, "20 ms of 800");
            // 10 ms and 2 us of way, and at each of two visits of the core at most one exchange.
            EXPECT_NEAR(result.Get("delay_max_s"), 0.012, 0.0002, "waits for two");
            EXPECT_NEAR(result.Get("loss"), 0.0505 * 20'000 / 28'000, 0.002, "the backlog holds");
        }
        // A profile without the cost of the group: it counts 0, and is named.
        const TestFile file(
            Changed(GATEWAY,
                    {busy[0],
                     {"popularity: uniform", "popularity: uniform, key-exchange: ecp384"},
                     {"values: [1000, 30]", "values: [1000]"}}));
        const Folder folder;
        const Ending run =
            RunProgram(folder, {"run", file.GetPath(), "-o", folder.GetPath(), "--no-figures"});
        EXPECT_EQ(run.status, 0, run.error);
        const std::string said = run.output + run.error;
        EXPECT_NE(said.find("key-exchange.ecp384"), std::string::npos, said);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The smallest number of nodes that survives the death of one.
 */
class SurviveTest : public TestCase
{
  public:
    SurviveTest()
        : TestCase("Failover: solve finds how many nodes survive the death of one")
    {
    }

  private:
    void DoRun() override
    {
        // A core of 100 MHz takes 5 000 cycles a packet: 20 000 packets/s, half of what comes; so
        // two have to be left, and three to be there before.
        const TestFile file(Changed(
            GATEWAY,
            {{"gateway: {kernel: LinuxPacket, host: none, nic: {profile: cx7-linux, sa-slots: "
              "1000, "
              "install-time: 1 ms}}",
              "gateway: {kernel: FreeBsd, host: {profile: none, cores: 1, clock: 100 MHz, forward: "
              "5000 cycles}, nic: plain}"},
             {"rate: 320 Mbit/s", "rate: 304 Mbit/s"},
             {"delay: 10 ms", "delay: 1 ms"},
             {"warm-up: 0 %", "warm-up: 40 %"}}));
        const Folder folder;
        const Ending solved = RunProgram(folder,
                                         {"solve",
                                          file.GetPath(),
                                          "--unknown",
                                          "nodes",
                                          "--values",
                                          "{from: 2, to: 6}",
                                          "--goal",
                                          "loss=1 %",
                                          "--goal",
                                          "outage=10 ms",
                                          "-o",
                                          folder.GetPath()});
        EXPECT_EQ(solved.status, 0, solved.error);
        EXPECT_NE(solved.output.find("nodes 3 is the smallest that meets loss of at most 1 % and "
                                     "outage of at most 10 ms"),
                  std::string::npos,
                  solved.output);
        const Ending one = RunProgram(folder,
                                      {"solve",
                                       file.GetPath(),
                                       "--unknown",
                                       "nodes",
                                       "--values",
                                       "{from: 1, to: 6}",
                                       "--goal",
                                       "loss=1 %",
                                       "-o",
                                       folder.GetPath()});
        EXPECT_NE(one.status, 0, "nobody is left of one");
        EXPECT_NE(one.error.find("from 2 on: one node dies"), std::string::npos, one.error);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What makes no sense is refused, and words stand for all single failures of a map.
 */
class FailoverInputTest : public TestCase
{
  public:
    FailoverInputTest()
        : TestCase("Failover: what makes no sense is refused; all links, all nodes")
    {
    }

  private:
    void DoRun() override
    {
        const auto refuses = [this](const Changes& changes, const std::string& words) {
            const std::string complaint = ComplaintOf(GATEWAY, changes);
            EXPECT_NE(complaint.find(words), std::string::npos, complaint);
        };
        refuses({{"nodes: 2, at", "nodes: 41, at"}}, "at most 40");
        refuses({{"nodes: 2, at", "nodes: 1, at"}}, "at least 2");
        refuses({{"at: 200 ms", "at: 800 ms"}}, "the traffic ends before the failover");
        refuses({{", duration: 800 ms", ""}}, "with a failover there is no steady state");
        refuses({{"values: [1000, 30]", "values: all links"}},
                "'all links' and 'all nodes' are values of topology.failure");

        const std::string ring = R"(scenario: 1
name: ring
topology: {kind: ring, sites: 4, tunnels: star}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: FreeBsd, host: none, nic: plain}
population: {mode: tunnel, cipher: aes-gcm-16-128}
traffic: {direction: transmit, rate: 1 Gbit/s, sizes: [{length: 1000 B}]}
sweep: {parameter: topology.failure, values: all links}
)";
        const TestFile links(ring);
        const Experiment swept = ReadExperiment(links.GetPath());
        const auto& values = swept.sweep.GetValues();
        std::string names;
        for (const auto& value : values)
        {
            names += value.text + "; ";
        }
        // A ring of 4 routers, and the links from each to its gateway but the measured one's.
        EXPECT_EQ(values.size(), 1 + 4 + 3, names);
        EXPECT_EQ(values.front().text, "none", names);
        const TestFile nodes(Changed(ring, {{"all links", "all nodes"}}));
        const auto all = ReadExperiment(nodes.GetPath()).sweep.GetValues();
        EXPECT_EQ(all.size(), 1 + 3 + 3, "all but the measured gateway and its router");
        const TestFile wrong(Changed(ring, {{"all links", "all routers"}}));
        std::string complaint;
        try
        {
            ReadExperiment(wrong.GetPath());
        }
        catch (const InputError& error)
        {
            complaint = error.what();
        }
        EXPECT_NE(complaint.find("'all routers'"), std::string::npos, complaint);
        EXPECT_NE(complaint.find("all links"), std::string::npos, complaint);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Test suite.
 */
class FailoverTestSuite : public TestSuite
{
  public:
    FailoverTestSuite()
        : TestSuite("ipsec-planner-failover", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new FailoverPlanTest);
        AddTestCase(new FailoverOutageTest);
        AddTestCase(new KeyExchangeTest);
        AddTestCase(new SurviveTest);
        AddTestCase(new FailoverInputTest);
    }
};

FailoverTestSuite g_failoverTestSuite; //!< registers the suite

} // namespace
