/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/analytic/binding.h"
#include "planner/analytic/closed-form.h"
#include "planner/analytic/curve-model.h"
#include "planner/base/metric-table.h"
#include "planner/report/bottleneck.h"
#include "planner/report/closing-sentences.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/statistics.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What the closed form says of a receiver, and what a run says binds.
 */

using namespace ns3;
using namespace ns3::planner;

namespace
{

/// What a receiving host costs, in cycles of 1 GHz. ESP of 1000 octets is 1036 octets long, in a
/// tunnel 1056; a core deciphers all of it.
constexpr const char* HOST =
    "{profile: none, cores: 1, clock: 1 GHz, driver-rx: 300 cycles, sa-lookup: 70 cycles, "
    "esp-input: 500 cycles, tag: 100 cycles, policy-lookup: 50 cycles, input: 1000 cycles, "
    "socket-input: 200 cycles, forward: 600 cycles, driver-tx: 40 cycles, "
    "cipher.default.per-octet: 1 cycles/B}";

/// @param host of the receiver @return a server that receives 10 Gbit/s of ESP
std::string
Server(const std::string& host)
{
    return R"(scenario: 1
name: receiver
topology: {kind: server, frame-overhead: 38 B}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, nic: unlimited, host: )" +
           host + R"(}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128}
traffic: {direction: receive, load: 1.2, sizes: [{length: 1000 B}], packets: 1000}
sweep: {parameter: sa-slots, values: [0, 2]}
curves: [{name: FreeBsd}]
)";
}

/// @param host of the receiver @return a gateway that receives ESP and forwards what it opens
std::string
Gateway(const std::string& host)
{
    return R"(scenario: 1
name: receiver
topology: {kind: gateways, frame-overhead: 38 B}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: FreeBsd, nic: unlimited, host: )" +
           host + R"(}
  far-gateway: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 1, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {direction: receive, load: 1.2, sizes: [{length: 1000 B}], packets: 1000}
sweep: {parameter: sa-slots, values: [0, 2]}
curves: [{name: FreeBsd}]
)";
}

/// @param host a host @param more keys of it @return it with them
std::string
With(std::string host, const std::string& more)
{
    return host.replace(host.rfind('}'), 1, ", " + more + "}");
}

/**
 * @ingroup ipsec-offload-tests
 * Whatever a receiver does for a packet costs it throughput.
 */
class ReceiverTest : public TestCase
{
  public:
    ReceiverTest()
        : TestCase("The closed form counts a receiver's cycles, worked out by hand")
    {
    }

  private:
    /// @param text a scenario @param share of SAs in the NIC @param cycles of a datagram
    void Expect(const std::string& text, double share, double cycles)
    {
        const tests::TestFile file(text);
        const auto point = ClosedForm(ReadExperiment(file.GetPath()).first).At(share);
        EXPECT_NEAR(point.throughput, 8000 * 1e9 / cycles, 1, "share " << share << " of " << text);
        EXPECT_NEAR(point.ratio, share, 1e-12, "offload ratio");
        EXPECT_NEAR(point.wire, 1, 1e-9, "a link at load 1.2 is full, whatever is lost behind it");
    }

    void DoRun() override
    {
        constexpr double SOFTWARE = 300 + 70 + 500 + 1036 + 50 + 1000 + 200;
        constexpr double OFFLOADED = 300 + 100 + 50 + 1000 + 200;
        Expect(Server(HOST), 0, SOFTWARE);
        Expect(Server(HOST), 1, OFFLOADED);
        Expect(Server(HOST), 0.5, (SOFTWARE + OFFLOADED) / 2);
        // The socket's core is the only one, too
        const auto own = With(HOST, "socket-core: own");
        Expect(Server(own), 0, SOFTWARE);
        Expect(Server(own), 1, OFFLOADED);
        // A thread of its own deciphers at four cycles an octet, which is more than the rest
        const auto slow = With(With(HOST, "cipher.aes-gcm-16-128.per-octet: 4 cycles/B"),
                               "cipher.aes-gcm-16-128.in-thread: true");
        Expect(Server(slow), 0, 4 * 1036);
        // Each turn of polling takes two packets
        const auto polls = With(HOST, "poll: 400 cycles, poll-budget: 2, interrupt: 9000 cycles");
        Expect(Server(polls), 1, OFFLOADED + 400.0 / 2);

        constexpr double FORWARDED = 600 + 50 + 40; // policy and driver once more, on the way out
        Expect(Gateway(HOST), 0, 300 + 70 + 500 + 1056 + 50 + FORWARDED);
        Expect(Gateway(HOST), 1, 300 + 100 + 50 + FORWARDED);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Words and metrics of what binds.
 */
class BindingTest : public TestCase
{
  public:
    BindingTest()
        : TestCase("A resource has words, and at the measured node a metric that there is")
    {
    }

  private:
    void DoRun() override
    {
        struct Case
        {
            Binding binding;
            const char* words;
            const char* metric;
        };

        const Case cases[] = {
            {{}, "", ""},
            {{Resource::CARD, "server", true}, "card of the server's NIC", ""},
            {{Resource::CIPHER, "server", true},
             "cipher of the server's NIC",
             "nic_cipher_utilization"},
            {{Resource::CIPHER, "peer", false}, "cipher of the peer's NIC", ""},
            {{Resource::CORES, "gateway", true}, "cores of the gateway", "cpu_busiest_core"},
            {{Resource::CORES, "far gateway", false}, "cores of the far gateway", ""},
            {{Resource::CRYPTO_THREAD, "server", true},
             "crypto thread of the server",
             "crypto_thread_utilization"},
            {{Resource::FETCH_UNIT, "gateway", true},
             "fetch unit of the gateway's NIC",
             "nic_fetch_utilization"},
            {{Resource::LINK, "wan", true}, "wan link", "link_utilization"},
            {{Resource::LINK, "lan", false}, "lan link", ""},
            {{Resource::PORT, "server", true}, "port of the server's NIC", ""},
            {{Resource::PCIE, "server", true}, "PCIe of the server's NIC", "nic_pcie_utilization"},
            {{Resource::LOOKASIDE, "server", true},
             "lookaside accelerator of the server",
             "lookaside_utilization"},
            {{Resource::MEMORY, "gateway", true}, "memory of the gateway", "memory_utilization"},
        };
        for (const auto& [binding, words, metric] : cases)
        {
            EXPECT_EQ(ToString(binding), words, "words");
            const auto utilization = GetUtilizationMetric(binding);
            EXPECT_EQ(utilization, metric, words);
            EXPECT_EQ((utilization.empty() || FindMetricRow(utilization)),
                      true,
                      "there is a metric " << utilization);
        }
    }
};

/// Results of a simulation that was not made.
using Metrics = std::vector<std::pair<std::string, double>>;

/**
 * @ingroup ipsec-offload-tests
 * What binds is what was busy and what dropped packets, whatever the closed form says.
 */
class BottleneckTest : public TestCase
{
  public:
    BottleneckTest()
        : TestCase("Simulated utilizations and losses say what binds")
    {
    }

  private:
    /// @param direction of the traffic @param metrics of 1000 packets that were sent
    /// @param expected what binds, in words
    void Expect(TrafficDirection direction, Metrics metrics, const std::string& expected)
    {
        Expect(Scenario(), direction, std::move(metrics), expected);
    }

    /// @param scenario the point @param direction of the traffic
    /// @param metrics of 1000 packets that were sent @param expected what binds, in words
    void Expect(Scenario scenario,
                TrafficDirection direction,
                Metrics metrics,
                const std::string& expected)
    {
        scenario.traffic.direction = direction;
        metrics.emplace_back("sent_packets", 1000);
        const std::vector<PointRecord> records{{{"FreeBsd", 0, 1, Fidelity::LEAN}, {metrics}},
                                               {{"FreeBsd", 0, 2, Fidelity::LEAN}, {metrics}}};
        const auto groups = GroupReplications(records);
        EXPECT_EQ(FindBottleneck(scenario, groups.front()).ToSentence(),
                  expected,
                  metrics.front().first);
    }

    void DoRun() override
    {
        constexpr auto OUT = TrafficDirection::TRANSMIT;
        constexpr auto IN = TrafficDirection::RECEIVE;
        const std::string nothing = "no resource of the server and its link is saturated";
        const std::string cores = "the cores of the server are the bottleneck";
        const std::string cipher = "the cipher of the server's NIC is the bottleneck";
        const std::string link = "the access link is the bottleneck";
        Expect(OUT, {{"cpu_busiest_core", 0.949}, {"link_utilization", 0.949}}, nothing);
        Expect(OUT, {{"cpu_busiest_core", 0.951}, {"link_utilization", 0.5}}, cores);
        Expect(OUT,
               {{"cpu_busiest_core", 0.96}, {"nic_fetch_utilization", 0.97}},
               "the fetch unit of the server's NIC is the bottleneck");
        Expect(OUT,
               {{"memory_utilization", 1}, {"cpu_busiest_core", 0.7}},
               "the memory of the server is the bottleneck");
        // Busy cores and a link that is not full: they drop, it does not
        const Metrics full{{"cpu_busiest_core", 1},
                           {"link_utilization", 0.96},
                           {"drop_host_out_host_backlog_packets", 100},
                           {"drop_nic_tx_ring_full_packets", 5}};
        Expect(OUT, full, cores);
        Metrics both = full;
        both[3].second = 6;
        Expect(OUT, both, link);
        both[3].second = 101;
        Expect(OUT, both, link);
        both.emplace_back("nic_cipher_utilization", 0.99);
        Expect(OUT, both, cipher);
        // On receive the link comes first
        Expect(IN,
               {{"link_utilization", 1},
                {"cpu_busiest_core", 0.99},
                {"drop_nic_tx_ring_full_packets", 100},
                {"drop_host_in_host_backlog_packets", 300}},
               cores);
        Expect(IN,
               {{"link_utilization", 1},
                {"cpu_busiest_core", 0.99},
                {"drop_nic_tx_ring_full_packets", 100}},
               link);
        // What is lost is never "nothing"
        Expect(OUT,
               {{"cpu_busiest_core", 0.3}, {"drop_host_in_replay_packets", 1}},
               nothing + " and most losses are replay (hosts, in)");
        Expect(OUT,
               {{"cpu_busiest_core", 1},
                {"drop_nic_tx_unknown_drv_spi_packets", 500},
                {"drop_host_out_host_backlog_packets", 100}},
               cores + " and most losses are unknown-drv-spi (NICs, out)");
        ExpectElsewhere();
    }

    /// @param scenario the point, which transmits @param metrics of 1000 packets
    /// @param node whose NIC drops @param expected what binds, in words
    void ExpectDropper(const Scenario& scenario,
                       Metrics metrics,
                       const std::string& node,
                       const std::string& expected)
    {
        metrics.emplace_back("sent_packets", 1000);
        PointRecord record{{"FreeBsd", 0, 1, Fidelity::LEAN}, {metrics}};
        record.result.reasons = {{"lost", "NIC out", node, "eth1", "", "ring-full", "", 100, 0}};
        const std::vector<PointRecord> records{record};
        const auto groups = GroupReplications(records);
        EXPECT_EQ(FindBottleneck(scenario, groups.front()).ToSentence(), expected, node);
    }

    /// Other nodes and links than the measured ones.
    void ExpectElsewhere()
    {
        constexpr auto OUT = TrafficDirection::TRANSMIT;
        constexpr auto IN = TrafficDirection::RECEIVE;
        Scenario hub;
        hub.topology.generator = &GetNetworkGenerator("hub");
        hub.topology.counts["branches"] = 2;
        for (const char* role : {"lan", "wan", "branch"})
        {
            hub.links[role] = {1'000'000'000, 0, 1500};
        }
        for (const char* role : {"gateway", "branch"})
        {
            hub.nodes[role] = NodeSpec();
        }
        hub.population.mode = IpsecMode::TUNNEL;
        hub.population.count = 2;
        // Links in order: wan, lan of the gateway, branch and lan of each branch
        const auto with = [](Metrics metrics, double link, double busy, double node, double core) {
            metrics.insert(metrics.begin(),
                           {{"busiest_link", link},
                            {"busiest_link_utilization", busy},
                            {"busiest_gateway", node},
                            {"busiest_gateway_utilization", core}});
            return metrics;
        };
        const Metrics idle{{"link_utilization", 0.5}, {"cpu_busiest_core", 0.5}};
        Expect(hub,
               OUT,
               with(idle, 4, 0.94, 2, 0.94),
               "no link, no node's core and no other resource of the gateway is saturated");
        const std::string branch = "the branch link 'router - branch1' is the bottleneck";
        const std::string cores = "the cores of the branch 'branch1' are the bottleneck";
        Expect(hub, OUT, with(idle, 4, 0.96, 2, 0.94), branch);
        Expect(hub, OUT, with(idle, 4, 0.96, 2, 0.97), cores);
        Expect(hub,
               OUT,
               with(idle, 1, 0.96, 0, 0.5),
               "the lan link 'host - gateway' is the bottleneck");
        // Of two queues that drop, the one behind the other
        const Metrics both{{"link_utilization", 1}, {"drop_nic_tx_ring_full_packets", 100}};
        Expect(hub, OUT, with(both, 4, 0.99, 2, 0.5), branch);
        Expect(hub, IN, with(both, 4, 1, 2, 0.5), "the wan link is the bottleneck");
        // A queue in front of one link is none of another link's.
        ExpectDropper(hub, with(both, 4, 1, 2, 0.5), "gateway", "the wan link is the bottleneck");
        ExpectDropper(hub, with(both, 4, 1, 2, 0.5), "router", branch);
        // The measured link is itself, also where it is the busiest of all.
        Expect(hub, OUT, with(both, 0, 1, 0, 0.5), "the wan link is the bottleneck");
        // Of gateways there are two, each with a role of its own.
        Scenario pair = hub;
        pair.topology.generator = &GetNetworkGenerator("gateways");
        pair.nodes["far-gateway"] = NodeSpec();
        Expect(pair,
               OUT,
               with(idle, 0, 0.5, 1, 0.99),
               "the cores of the far gateway are the bottleneck");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The closing sentence, and what the closed form says to it.
 */
class SentenceTest : public TestCase
{
  public:
    SentenceTest()
        : TestCase("Closing sentences speak of simulated points; closed forms have an own one")
    {
    }

  private:
    /// A simulated value of the sweep.
    struct Point
    {
        double value;
        double ratio;
        double rate; //!< bit/s
        double core;
        double link;
    };

    /// @param points any @return three replications of each, with intervals of 2.5 per mille
    static std::vector<PointRecord> Simulate(const std::vector<Point>& points)
    {
        std::vector<PointRecord> records;
        for (const auto& point : points)
        {
            for (const uint32_t replication : {1, 2, 3})
            {
                const double rate = point.rate * (0.998 + 0.001 * replication);
                records.push_back({{"FreeBsd", point.value, replication, Fidelity::LEAN},
                                   {{{"offload_ratio", point.ratio},
                                     {"throughput_bps", rate},
                                     {"cpu_busiest_core", point.core},
                                     {"link_utilization", point.link},
                                     {"sent_packets", 1000}}}});
            }
        }
        return records;
    }

    /// @param text a scenario @param points its results @param bindings what is said of them
    /// @param agreement the same of the closed form
    void Expect(const std::string& text,
                const std::vector<Point>& points,
                const std::string& bindings,
                const std::string& agreement)
    {
        const tests::TestFile file(text);
        const auto experiment = ReadExperiment(file.GetPath());
        const auto models = MakeCurveModels(experiment);
        const auto records = Simulate(points);
        EXPECT_EQ(DescribeBindings(experiment, models, records), bindings, text);
        EXPECT_EQ(DescribeAgreement(experiment, models, records), agreement, text);
    }

    void DoRun() override
    {
        // Without slots 3156 cycles a datagram, which is 2.535 Gbit/s; 1650 with them
        const double slow = 8000e9 / 3156;
        const double fast = 8000e9 / 1650;
        const std::string agreed = "The closed form agrees with the simulation at ";
        Expect(Server(HOST),
               {{0, 0, slow, 1, 1}, {2, 1, fast, 0.99, 0.9}},
               "receiver: the cores of the server are the bottleneck at every offload ratio (2.5 "
               "Gbit/s at 0.00, "
               "4.8 Gbit/s at 1.00).",
               agreed + "2 of 2 points.");
        Expect(Server(HOST),
               {{0, 0, 1.02 * slow, 1, 0}, {2, 1, 0.95 * fast, 0.5, 1}},
               "receiver: the cores of the server are the bottleneck at an offload ratio of 0.00 "
               "(2.6 Gbit/s), "
               "and at 1.00 the access link is the bottleneck (4.6 Gbit/s).",
               agreed + "1 of 2 points; it says 4.85 Gbit/s instead of simulated 4.61 Gbit/s at "
                        "sa-slots 2.");
        Expect(Server(HOST),
               {{0, 0, slow, 0.9, 0}, {2, 0, slow, 0.9, 0}},
               "receiver: nothing is offloaded and no resource of the server and its link is "
               "saturated at every "
               "sa-slots (2.5 Gbit/s at 0, 2.5 Gbit/s at 2).",
               agreed + "2 of 2 points.");
        // Over a swept value that does not move the ratio
        auto swept = Server(HOST);
        swept.replace(swept.find("{parameter: sa-slots, values: [0, 2]}"),
                      37,
                      "{parameter: traffic.load, values: [0.1, 0.2, 0.3, 1.2]}");
        Expect(swept,
               {{0.1, 1, 0.963e9, 0.2, 0.1},
                {0.2, 1, 1.927e9, 0.4, 0.2},
                {0.3, 1, 2.890e9, 0.6, 0.3},
                {1.2, 1, fast, 1, 1}},
               "receiver: no resource of the server and its link is saturated up to traffic.load "
               "0.3 (963.0 Mbit/s "
               "at 0.1, "
               "2.9 Gbit/s there), and at 1.2 the cores of the server are the bottleneck (4.8 "
               "Gbit/s).",
               agreed + "4 of 4 points.");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerBottleneckTestSuite : public TestSuite
{
  public:
    PlannerBottleneckTestSuite()
        : TestSuite("ipsec-planner-bottleneck", TestSuite::Type::UNIT)
    {
        AddTestCase(new BindingTest);
        AddTestCase(new ReceiverTest);
        AddTestCase(new BottleneckTest);
        AddTestCase(new SentenceTest);
    }
} g_plannerBottleneckTestSuite; //!< registers itself

} // namespace
