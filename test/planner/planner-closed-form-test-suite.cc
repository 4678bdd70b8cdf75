/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/analytic/closed-form.h"
#include "planner/analytic/curve-model.h"
#include "planner/analytic/fluid-network.h"
#include "planner/network/flow-plan.h"
#include "planner/report/summary.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/host-model.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::planner;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Gates in a row, and one that a flow comes back to.
 */
class FluidNetworkTest : public TestCase
{
  public:
    FluidNetworkTest()
        : TestCase("Rates through gates, worked out by hand")
    {
    }

  private:
    void DoRun() override
    {
        {
            // 100/s of 1 unit and 50/s of 2 units through 100 units/s: both lose half; behind it
            // 60/s can pass and 75/s arrive.
            FluidNetwork network;
            const auto first = network.AddGate();
            const auto work = network.AddResource(first, 100);
            const auto free = network.AddResource(first, 0);
            const auto second = network.AddGate();
            const auto rest = network.AddResource(second, 60);
            const auto light =
                network.AddFlow(100, {{first, {{work, 1}, {free, 1e9}}}, {second, {{rest, 1}}}});
            const auto heavy = network.AddFlow(50, {{first, {{work, 2}}}, {second, {{rest, 1}}}});
            network.Solve();
            ASSERT_NEAR(network.GetPassed(first), 0.5, 1e-9, "200 for 100");
            ASSERT_NEAR(network.GetLoad(rest), 75.0 / 60, 1e-9, "after the first");
            ASSERT_NEAR(network.GetDelivered(light), 40, 1e-7, "100 / 2 * 0.8");
            ASSERT_NEAR(network.GetDelivered(heavy), 20, 1e-7, "50 / 2 * 0.8");
            ASSERT_NEAR(network.GetLost(first), 75, 1e-7, "75 of 150");
            ASSERT_NEAR(network.GetLost(second), 15, 1e-7, "15 of 75");
            ASSERT_NEAR(network.GetUtilization(rest), 1, 1e-9, "full");
            ASSERT_EQ(network.GetLoad(free), 0, "without a limit there is no load");
        }
        {
            // Over a full line 90/s of 1 ms and 10/s of 91 ms, into a queue that serves 1/s: a
            // place becomes free before a long one in 91 of 100 ms.
            FluidNetwork network;
            const auto gate = network.AddGate();
            const auto work = network.AddResource(gate, 1);
            const auto little = network.AddFlow(90, {{gate, {{work, 1}}, 0.001}});
            const auto large = network.AddFlow(10, {{gate, {{work, 1}}, 0.091}});
            network.Solve();
            EXPECT_EQ(network.IsLossySpaced(), true, "it depends on the sizes");
            ASSERT_NEAR(network.GetDelivered(little), 0.09, 1e-6, "9 of 100 ms");
            ASSERT_NEAR(network.GetDelivered(large), 0.91, 1e-6, "91 of 100 ms");
        }
        {
            // Twice in a row is one visit: 100/s of 1 + 3 units for 200 units/s
            FluidNetwork network;
            const auto gate = network.AddGate();
            const auto work = network.AddResource(gate, 200);
            const auto flow = network.AddFlow(100, {{gate, {{work, 1}}}, {gate, {{work, 3}}}});
            network.Solve();
            ASSERT_NEAR(network.GetDelivered(flow), 50, 1e-7, "let in once");
        }
        {
            // With another gate between them there are two visits: q (1 + q) = 200 / 150 has
            // q = (sqrt(1 + 16 / 3) - 1) / 2
            FluidNetwork network;
            const auto gate = network.AddGate();
            const auto work = network.AddResource(gate, 200);
            const auto between = network.AddGate();
            const auto flow =
                network.AddFlow(150, {{gate, {{work, 1}}}, {between, {}}, {gate, {{work, 1}}}});
            network.Solve();
            const double q = (std::sqrt(1 + 16.0 / 3) - 1) / 2;
            ASSERT_NEAR(network.GetDelivered(flow), 150 * q * q, 1e-6, "let in twice");
        }
    }
};

/**
 * @return a server with one core of 1 GHz that needs 1000 cycles for a packet and one more for each
 * octet that it encrypts itself; packets of 1000 octets for a link of 10 Gbit/s; a NIC that
 * encrypts 6 Gbit/s
 */
Scenario
SmallServer()
{
    Scenario scenario;
    scenario.links["access"] = {10'000'000'000, 0, 1500};
    scenario.links["peer"] = {10'000'000'000, 0, 1500};
    NodeSpec server;
    server.host.cores = 1;
    server.host.clock = 1'000'000'000;
    server.host.output = 1000;
    server.host.defaultCipher = {0, 1};
    server.nic.txBitRate = 6'000'000'000;
    scenario.nodes["server"] = server;
    NodeSpec peer;
    peer.nic.offload = false;
    scenario.nodes["peer"] = peer;
    scenario.population.count = 1;
    scenario.population.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    scenario.population.esn = true;
    scenario.traffic.sizes = {{1000, 1}};
    scenario.traffic.packets = 1000;
    return scenario;
}

/**
 * @ingroup ipsec-offload-tests
 * One core, one NIC: T = 8000 bits x 1 GHz / (2000 - 1000 rho), at most 6 Gbit/s / rho.
 */
class OneCoreTest : public TestCase
{
  public:
    OneCoreTest()
        : TestCase("One core and a slow cipher, worked out by hand")
    {
    }

  private:
    void DoRun() override
    {
        const ClosedForm form(SmallServer());
        const double end = 12.0 / 14; // where 8 / (2 - rho) = 6 / rho
        ASSERT_NEAR(form.GetGreatestRatio(), 1, 1e-12, "all fit");
        for (const double ratio : {0.0, 0.25, 0.5, 0.75, 0.85})
        {
            const auto point = form.At(ratio);
            ASSERT_NEAR(point.ratio, ratio, 1e-12, "ratio");
            ASSERT_NEAR(point.throughput, 8e9 / (2 - ratio), 1, "core binds");
            ASSERT_EQ(ToString(point.binding), "cores of the server", "core binds");
            ASSERT_NEAR(point.busiestCore, 1, 1e-9, "core is full");
            ASSERT_NEAR(point.cipher, ratio * point.throughput / 6e9, 1e-9, "cipher's share");
        }
        for (const double ratio : {0.87, 0.9, 1.0})
        {
            const auto point = form.At(ratio);
            ASSERT_NEAR(point.throughput, 6e9 / ratio, 1, "cipher binds");
            ASSERT_EQ(ToString(point.binding), "cipher of the server's NIC", "cipher binds");
            ASSERT_NEAR(form.GetCipherLimit(ratio), 6e9 / ratio, 1, "its limit");
        }
        // ESP of 1000 octets: 20 + 8 + 8 + 980 + 2 + 2 of padding + 16 = 1036; on the wire 1074
        ASSERT_NEAR(form.GetLinkLimit(1), 10e9 * 1000 / 1074, 1, "link's limit");
        ASSERT_NEAR(form.At(1).wire, 6e9 / 1000 * 1074 / 10e9, 1e-9, "wire's share");
        ASSERT_NEAR(form.GetOffered(), 10e9 * 1000 / 1038, 1, "clear packets");
        ASSERT_NEAR(form.At(1, ClosedForm::Scope::CORES).throughput, 8e9, 1, "cores alone");
        const auto ranges = form.GetBindings();
        ASSERT_EQ(ranges.size(), 2, "two ranges");
        ASSERT_NEAR(ranges[0].to.ratio, end, 0.003, "the first one ends there");
        ASSERT_NEAR(form.GetSaShareFor(0.3), 0.3, 1e-12, "share for a ratio");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The link, or nothing at all, binds.
 */
class LinkTest : public TestCase
{
  public:
    LinkTest()
        : TestCase("A fast server fills the link with ESP; little load passes whole")
    {
    }

  private:
    void DoRun() override
    {
        auto scenario = SmallServer();
        scenario.nodes["server"].host.clock = 100'000'000'000;
        scenario.nodes["server"].nic.txBitRate = 0;
        const auto full = ClosedForm(scenario).At(0.5);
        ASSERT_NEAR(full.throughput, 10e9 * 1000 / 1074, 1, "link");
        ASSERT_EQ(ToString(full.binding), "access link", "link");
        ASSERT_NEAR(full.wire, 1, 1e-9, "full");
        scenario.traffic.load = 0.5;
        const auto half = ClosedForm(scenario).At(0.5);
        ASSERT_NEAR(half.throughput, 5e9 * 1000 / 1038, 1, "all of it passes");
        ASSERT_EQ(ToString(half.binding), "", "nothing binds");
        ASSERT_NEAR(half.wire, 0.5 * 1074 / 1038, 1e-9, "wire's share");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * R130: datagrams that FreeBSD's estimate finds too long are encrypted in software, and cut.
 */
class SizeTest : public TestCase
{
  public:
    SizeTest()
        : TestCase("R130 long datagrams stay in software and travel as fragments")
    {
    }

  private:
    void DoRun() override
    {
        auto scenario = SmallServer();
        scenario.traffic.sizes = {{1500, 1}, {500, 3}};
        const ClosedForm form(scenario);
        ASSERT_NEAR(form.GetGreatestRatio(), 0.5, 1e-12, "1500 of 3000 octets");
        // ESP of 1500: 20 + 8 + 8 + 1484 + 16 = 1536, cut into 1500 and 56, 1632 on the wire;
        // of 500: 20 + 8 + 8 + 484 + 16 = 536, 574 on the wire
        ASSERT_NEAR(form.GetLinkLimit(0.3),
                    10e9 * 3000 / (1632 + 3 * 574),
                    1,
                    "fragments and frames");
        // Software alone: (2500 + 3 * 1500) / 4 cycles for 750 octets
        ASSERT_NEAR(form.At(0).throughput, 6000 * 1e9 / 1750, 1, "mean cycles");
        // All SAs in the NIC: (2500 + 3 * 1000) / 4 cycles
        ASSERT_NEAR(form.At(1).throughput, 6000 * 1e9 / 1375, 1, "mean cycles");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The busiest core drops while others idle.
 */
class UnevenCoresTest : public TestCase
{
  public:
    UnevenCoresTest()
        : TestCase("Each core delivers the lesser of what it is offered and what it can")
    {
    }

  private:
    void DoRun() override
    {
        auto scenario = SmallServer();
        scenario.nodes["server"].host.cores = 4;
        scenario.population.count = 10;
        scenario.population.zipf = 1;
        const ClosedForm form(scenario);
        const auto plan = MakeFlowPlan(scenario);
        const HostModel host(scenario.nodes["server"].host);
        double offered[4] = {0, 0, 0, 0};
        const double packets = 10e9 / 8 / 1038;
        for (const auto& flow : plan.sources.at(0).flows)
        {
            PacketDescriptor packet;
            packet.source = flow.source;
            packet.destination = flow.destination;
            packet.protocol = PLANNED_PROTOCOL;
            packet.sourcePort = flow.sourcePort;
            packet.destinationPort = flow.destinationPort;
            offered[host.CoreOf(HashFlow(packet))] += flow.weight * packets;
        }
        double delivered = 0;
        for (const double core : offered)
        {
            delivered += std::min(core, 1e9 / 2000);
        }
        ASSERT_LT(delivered, packets * 0.999, "at least one core is full");
        ASSERT_GT(delivered, 1e9 / 2000, "and one has room");
        const auto point = form.At(0);
        ASSERT_NEAR(point.throughput, 8000 * delivered, 10, "drop model");
        ASSERT_NEAR(point.busiestCore, 1, 1e-9, "busiest core");
        ASSERT_NEAR(point.cores, delivered * 2000 / 4e9, 1e-9, "mean of the cores");
    }
};

/// @return two gateways with one core each on the near side, and tunnels
Scenario
SmallGateways(const std::string& kernel)
{
    auto scenario = SmallServer();
    scenario.topology.generator = &GetNetworkGenerator("gateways");
    scenario.links["wan"] = scenario.links["access"];
    scenario.links["lan"] = scenario.links["access"];
    scenario.nodes["gateway"] = scenario.nodes["server"];
    scenario.nodes["gateway"].kernel = kernel;
    scenario.nodes["gateway"].host.forward = 600;
    scenario.nodes["gateway"].host.driverRx = 400;
    scenario.nodes["far-gateway"] = scenario.nodes["peer"];
    scenario.population.mode = IpsecMode::TUNNEL;
    return scenario;
}

/**
 * @ingroup ipsec-offload-tests
 * R127: what FreeBSD forwards is not offloaded on transmit.
 */
class GatewayTest : public TestCase
{
  public:
    GatewayTest()
        : TestCase("R127 a gateway offloads what it forwards under Linux, not under FreeBSD")
    {
    }

  private:
    void DoRun() override
    {
        const ClosedForm freeBsd(SmallGateways("FreeBsd"));
        ASSERT_EQ(freeBsd.GetGreatestRatio(), 0, "never on transmit");
        // 400 cycles to receive, 600 to forward, 1000 for ESP
        ASSERT_NEAR(freeBsd.At(1).throughput, 8e9 / 2, 1, "in software");
        const ClosedForm linux(SmallGateways("LinuxPacket"));
        ASSERT_NEAR(linux.GetGreatestRatio(), 1, 1e-12, "all of it");
        ASSERT_NEAR(linux.At(0.5).throughput, 8e9 / 1.5, 1, "half of it");
        ASSERT_NEAR(linux.At(1).throughput, 6e9, 1, "cipher");
        ASSERT_EQ(ToString(linux.At(0).binding), "cores of the gateway", "binds");
        // Tunnel: 20 + 8 + 8 + 1000 + 2 + 2 + 16 = 1056
        ASSERT_NEAR(linux.GetLinkLimit(1), 10e9 * 1000 / 1094, 1, "link's limit");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Each branch has a link and cores of its own, and all meet at the hub.
 */
class HubTest : public TestCase
{
  public:
    HubTest()
        : TestCase("A hub: what each branch carries adds up, until they meet")
    {
    }

  private:
    void DoRun() override
    {
        auto scenario = SmallGateways("LinuxPacket");
        scenario.topology.generator = &GetNetworkGenerator("hub");
        scenario.topology.counts["branches"] = 2;
        scenario.nodes["branch"] = scenario.nodes["far-gateway"];
        scenario.nodes["gateway"].host.clock = 100'000'000'000;
        scenario.nodes["gateway"].nic.txBitRate = 0;
        scenario.links["branch"] = {1'000'000'000, 0, 1500};
        scenario.population.count = 2;
        // As in GatewayTest: 1094 octets on the wire for 1000
        for (const auto direction : {TrafficDirection::TRANSMIT, TrafficDirection::RECEIVE})
        {
            scenario.traffic.direction = direction;
            scenario.links["branch"].rate = 1'000'000'000;
            const auto slow = ClosedForm(scenario).At(1);
            ASSERT_NEAR(slow.throughput, 2e9 * 1000 / 1094, 1, "a link for each branch");
            ASSERT_EQ(ToString(slow.binding), "branch link", "binds");
            scenario.links["branch"].rate = 10'000'000'000;
            const auto fast = ClosedForm(scenario).At(1);
            ASSERT_NEAR(fast.throughput, 10e9 * 1000 / 1094, 1, "one link for all");
            ASSERT_EQ(ToString(fast.binding), "wan link", "binds");
            ASSERT_NEAR(fast.wire, 1, 1e-9, "the measured link is full");
        }
        scenario.traffic.direction = TrafficDirection::TRANSMIT;
        auto& host = scenario.nodes["branch"].host;
        host.cores = 1;
        host.clock = 1'000'000'000;
        host.driverRx = 400;
        host.forward = 600;
        host.defaultCipher = {0, 1};
        const auto busy = ClosedForm(scenario).At(1);
        // Tunnel: 20 + 8 + 8 + 1000 + 2 + 2 + 16 = 1056 octets to decrypt
        ASSERT_NEAR(busy.throughput, 2 * 8e12 / (400 + 1056 + 600), 1, "the cores of two branches");
        ASSERT_EQ(ToString(busy.binding), "cores of the branch", "binds");
        EXPECT_EQ(ClosedForm(scenario).FindObstacle(), "", "one direction has them alone");
        // The gateway has room for both directions, a branch's core has not.
        scenario.traffic.direction = TrafficDirection::BOTH;
        EXPECT_EQ(ClosedForm(scenario).FindObstacle(),
                  "how both directions share full cores",
                  "at the far end, too");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Links behind the sender's own may be narrower, and differ by direction.
 */
class MtuTest : public TestCase
{
  public:
    MtuTest()
        : TestCase("Each link has its MTU: routers cut what the sender's own link takes whole")
    {
    }

  private:
    void DoRun() override
    {
        auto scenario = SmallServer();
        scenario.links["access"] = {10'000'000'000, 0, 9000};
        scenario.links["peer"] = {10'000'000'000, 0, 600};
        scenario.nodes["peer"].nic = NicProfile();
        scenario.nodes["server"].nic.txBitRate = 0;
        scenario.traffic.sizes = {{580, 1}};
        scenario.traffic.load = 0.05;
        // ESP of 580: 20 + 8 + 8 + 560 + 2 + 2 + 16 = 616, cut for the peers' link alone
        scenario.traffic.direction = TrafficDirection::TRANSMIT;
        const double rate = 0.05 * 10e9 / 8 / (580 + 38); // packets per second
        const ClosedForm sends(scenario);
        ASSERT_NEAR(sends.At(1).ratio, 1, 1e-12, "the server's own link takes it");
        ASSERT_NEAR(sends.At(1).wire, rate * 8 * (616 + 38) / 10e9, 1e-9, "whole");
        ASSERT_EQ(sends.FindObstacle(), "", "nothing is full");
        // Its peer cuts before it sends: 576 + 20 and 20 + 20 octets, which no NIC deciphers.
        scenario.traffic.direction = TrafficDirection::RECEIVE;
        const ClosedForm receives(scenario);
        ASSERT_NEAR(receives.At(1).ratio, 0, 1e-12, "fragments");
        ASSERT_NEAR(receives.At(1).wire, rate * 8 * (596 + 40 + 2 * 38) / 10e9, 1e-9, "in two");
        scenario.links["peer"].mtu = 616;
        const ClosedForm whole(scenario);
        ASSERT_NEAR(whole.At(1).ratio, 1, 1e-12, "it fits to the octet");
        ASSERT_NEAR(whole.At(1).wire, rate * 8 * (616 + 38) / 10e9, 1e-9, "whole");
        // The server cuts 616 into 576 + 20 and 20 + 20, and a router the first of these into
        // 560 + 20 and 16 + 20.
        scenario.links["access"].mtu = 600;
        scenario.links["peer"] = {10'000'000'000, 0, 580};
        scenario.traffic.direction = TrafficDirection::TRANSMIT;
        EXPECT_NEAR(ClosedForm(scenario).At(1).wire,
                    rate * 8 * (596 + 40 + 2 * 38) / 10e9,
                    1e-9,
                    "R130 cut by the server, in software");
        scenario.links["peer"].rate = 600'000'000;
        const double most = 0.6e9 / 8 / (580 + 36 + 40 + 3 * 38);
        scenario.traffic.rate = static_cast<uint64_t>(0.999 * most * 8 * 580);
        EXPECT_EQ(ClosedForm(scenario).FindObstacle(), "", "just below");
        scenario.traffic.rate = static_cast<uint64_t>(1.001 * most * 8 * 580);
        EXPECT_EQ(ClosedForm(scenario).FindObstacle(),
                  "full queues that drop fragments one by one",
                  "just above");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * N13: without a direction an SA takes a slot in both.
 */
class SlotShareTest : public TestCase
{
  public:
    SlotShareTest()
        : TestCase("N13 share of SAs that the slots hold, with and without known directions")
    {
    }

  private:
    void DoRun() override
    {
        auto scenario = SmallGateways("FreeBsd");
        scenario.population.count = 100;
        auto& nic = scenario.nodes["gateway"].nic;
        nic.txSlots = 50;
        nic.rxSlots = 80;
        const auto shareOf = [&scenario] { return ClosedForm(scenario).GetSaShareOfSlots(); };
        ASSERT_NEAR(shareOf(), 0.25, 1e-12, "50 slots for 200 SAs");
        nic.sharedSlots = true;
        ASSERT_NEAR(shareOf(), 0.13, 1e-12, "25 SAs, of which 13 are for sending");
        scenario.nodes["gateway"].kernel = "LinuxPacket";
        ASSERT_NEAR(shareOf(), 0.25, 1e-12, "200 slots wanted");
        nic.sharedSlots = false;
        ASSERT_NEAR(shareOf(), 0.5, 1e-12, "100 transmit slots wanted");
        nic.txSlots = NicProfile::UNLIMITED;
        ASSERT_EQ(shareOf(), 1, "room for all");
        nic.algorithms = {"aes-gcm-16-256"};
        ASSERT_EQ(ClosedForm(scenario).GetGreatestRatio(), 0, "room, but refused");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The closed form asks the driver's own function about an SA.
 */
class AcceptanceTest : public TestCase
{
  public:
    AcceptanceTest()
        : TestCase("N11 N46 N54 the closed form takes the SAs that the driver takes")
    {
    }

  private:
    void DoRun() override
    {
        auto scenario = SmallGateways("LinuxPacket");
        scenario.population.replayWindow = 100;
        const auto ratio = [&scenario] { return ClosedForm(scenario).GetGreatestRatio(); };
        auto& nic = scenario.nodes["gateway"].nic;
        nic.replayWindows = {0, 32, 64, 128, 256}; // as cx7-linux
        ASSERT_NEAR(ratio(), 1, 1e-12, "who only sends has no window");
        scenario.traffic.direction = TrafficDirection::RECEIVE;
        scenario.nodes["far-gateway"].nic.offload = false;
        ASSERT_NEAR(ratio(), 0, 1e-12, "who receives has one");
        scenario.population.replayWindow = 128;
        ASSERT_NEAR(ratio(), 1, 1e-12, "of a size that the NIC has");

        nic.offloadReceive = false; // as t6
        scenario.nodes["gateway"].kernel = "FreeBsd";
        ASSERT_NEAR(ratio(), 0, 1e-12, "taken, for sending alone");
        nic.offloadReceive = true;
        nic.directionFromAddress = true; // as octep
        ASSERT_NEAR(ratio(), 1, 1e-12, "an end is an address of its interface");
        scenario.population.replayWindow = 100;
        ASSERT_NEAR(ratio(), 0, 1e-12, "it knows that it receives");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What only the rates tell, and what closed forms of other slots share.
 */
class SharedFormTest : public TestCase
{
  public:
    SharedFormTest()
        : TestCase("Closed forms of other slots share their work, and refuse lossy fragments")
    {
    }

  private:
    void DoRun() override
    {
        // In a tunnel 1480 octets become two fragments of an MTU of 1500.
        const std::string text = R"(scenario: 1
name: shared
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxCrypto, host: none, nic: unlimited}
  far-gateway: {kernel: LinuxCrypto, host: none, nic: plain}
population: {count: 10, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {rate: 1.2 Gbit/s, sizes: [{length: 1480 B}]}
sweep: {parameter: sa-slots, values: [0, 5, 10]}
curves:
  - name: full
  - {name: free, set: {traffic.rate: 0.8 Gbit/s}}
  - {name: packet, set: {nodes.gateway.kernel: LinuxPacket, traffic.rate: 0.8 Gbit/s}}
)";
        const tests::TestFile file(text);
        const auto models = MakeCurveModels(ReadExperiment(file.GetPath()));
        EXPECT_EQ(models[0].HasForms(), false, "fragments on a full link");
        ASSERT_EQ(models[0].GetObstacles().size(), 3, "at all values");
        EXPECT_EQ(models[0].GetObstacles().begin()->second,
                  "full queues that drop fragments one by one",
                  "why");
        ASSERT_EQ(models[1].GetObstacles().size(), 0, "nothing is lost");
        EXPECT_EQ(models[1].Find(0)->IsSharedWith(*models[1].Find(10)), true, "worked out once");
        EXPECT_EQ(models[2].HasForms(), false, "it sends no fragments");
        EXPECT_NEAR(models[1].Find(5)->GetSaShareOfSlots(), 0.5, 1e-12, "slots of its own");
        EXPECT_NEAR(models[1].Find(10)->GetSaShareOfSlots(), 1, 1e-12, "slots of its own");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A sweep part of whose values have no closed form, first value or not.
 */
class PartlyFormTest : public TestCase
{
  public:
    PartlyFormTest()
        : TestCase("Each point of a sweep has a closed form, or says why it has none")
    {
    }

  private:
    void DoRun() override
    {
        const tests::TestFile file(R"(scenario: 1
name: partly
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway:
    kernel: LinuxPacket
    host: none
    nic: {profile: plain, context-cache-size: 8, context-cache-ways: 4}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 10, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {load: 1.0, sizes: [{length: 1000 B}], packets: 1000}
sweep: {parameter: nodes.gateway.nic.context-fetch-time, values: [0 ns, 500 ns]}
curves:
  - {name: all}
  - {name: frail, set: {population.on-refusal: fail}}
)");
        const auto experiment = ReadExperiment(file.GetPath());
        const auto models = MakeCurveModels(experiment);
        EXPECT_EQ(models[0].HasForms(), true, "at the first value");
        EXPECT_EQ((models[0].Find(0) != nullptr), true, "fetches that take no time");
        EXPECT_EQ((models[0].Find(500'000) == nullptr), true, "fetches into sets");
        EXPECT_EQ(models[0].IsOneFunction(), false, "not of all values");
        EXPECT_EQ(models[1].HasForms(), false, "packets that find no SA");
        const auto text = DescribeObstacles(experiment, models);
        for (const char* part :
             {"No closed form of all at nodes.gateway.nic.context-fetch-time 500 ns: it does not "
              "model a "
              "NIC's context cache of sets.\n",
              "No closed form of frail: it does not model SAs that fail when they are refused.\n"})
        {
            EXPECT_NE(text.find(part), std::string::npos, text);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerClosedFormTestSuite : public TestSuite
{
  public:
    PlannerClosedFormTestSuite()
        : TestSuite("ipsec-planner-closed-form", TestSuite::Type::UNIT)
    {
        AddTestCase(new FluidNetworkTest);
        AddTestCase(new OneCoreTest);
        AddTestCase(new LinkTest);
        AddTestCase(new SizeTest);
        AddTestCase(new UnevenCoresTest);
        AddTestCase(new GatewayTest);
        AddTestCase(new HubTest);
        AddTestCase(new MtuTest);
        AddTestCase(new SlotShareTest);
        AddTestCase(new AcceptanceTest);
        AddTestCase(new SharedFormTest);
        AddTestCase(new PartlyFormTest);
    }
} g_plannerClosedFormTestSuite; //!< registers itself

} // namespace
