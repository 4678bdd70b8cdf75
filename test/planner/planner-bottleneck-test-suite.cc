/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/binding.h"
#include "planner/closed-form.h"
#include "planner/curve-model.h"
#include "planner/experiment-reader.h"
#include "planner/metric-table.h"
#include "planner/summary.h"

#include "ns3/test.h"

#include <string>
#include <vector>

#include "../expect-near.h"

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What the closed form says of a receiver, and when a run confirms what it says.
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
        const planner_test::TestFile file(text);
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
             "nic_cipher_utilisation"},
            {{Resource::CIPHER, "peer", false}, "cipher of the peer's NIC", ""},
            {{Resource::CORES, "gateway", true}, "cores of the gateway", "cpu_busiest_core"},
            {{Resource::CORES, "far gateway", false}, "cores of the far gateway", ""},
            {{Resource::CRYPTO_THREAD, "server", true}, "crypto thread of the server", ""},
            {{Resource::FETCH_UNIT, "gateway", true}, "fetch unit of the gateway's NIC", ""},
            {{Resource::LINK, "wan", true}, "wan link", "link_utilisation"},
            {{Resource::LINK, "lan", false}, "lan link", ""},
            {{Resource::PORT, "server", true}, "port of the server's NIC", ""},
        };
        for (const auto& [binding, words, metric] : cases)
        {
            NS_TEST_EXPECT_MSG_EQ(ToString(binding), words, "words");
            const auto utilization = GetUtilizationMetric(binding);
            NS_TEST_EXPECT_MSG_EQ(utilization, metric, words);
            NS_TEST_EXPECT_MSG_EQ((utilization.empty() || FindMetricRow(utilization)),
                                  true,
                                  "there is a metric " << utilization);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * "Confirmed" means that the resource was busy, and that what it let through arrived.
 */
class ConfirmationTest : public TestCase
{
  public:
    ConfirmationTest()
        : TestCase("A run confirms a bottleneck that was busy and decided what arrived")
    {
    }

  private:
    /// Results of a simulation that was not made.
    struct Simulated
    {
        double core;
        double link;
        double rate; //!< Gbit/s
    };

    /// @param text a scenario @param simulated without slots @return the sentence
    static std::string Check(const std::string& text, const Simulated& simulated)
    {
        const planner_test::TestFile file(text);
        const auto models = MakeCurveModels(ReadExperiment(file.GetPath()));
        std::vector<PointRecord> records;
        for (const uint32_t replication : {1, 2, 3})
        {
            // An interval of some 2.5 per mille
            const double rate = simulated.rate * 1e9 * (0.998 + 0.001 * replication);
            records.push_back({{"FreeBsd", 0, replication, Fidelity::LEAN},
                               {{{"offload_ratio", 0},
                                 {"throughput_bps", rate},
                                 {"cpu_busiest_core", simulated.core},
                                 {"link_utilisation", simulated.link},
                                 {"nic_cipher_utilisation", 0}}}});
        }
        return CheckBindings(models, records);
    }

    /// @param sentence what was said @param points confirmed, of one @param why what must be in it
    void Expect(const std::string& sentence, int points, const std::string& why)
    {
        const auto counted = "confirm what binds at " + std::to_string(points) + " of 1 points";
        NS_TEST_EXPECT_MSG_NE(sentence.find(counted), std::string::npos, sentence);
        NS_TEST_EXPECT_MSG_NE(sentence.find(why), std::string::npos, sentence);
    }

    void DoRun() override
    {
        // 3156 cycles a datagram: the core binds at 2.535 Gbit/s
        const double formed = 8000.0 / (300 + 70 + 500 + 1036 + 50 + 1000 + 200);
        Expect(Check(Server(HOST), {1, 1, formed}), 1, "");
        Expect(Check(Server(HOST), {0.951, 1, formed}), 1, "");
        Expect(Check(Server(HOST), {0.949, 1, formed}), 0, "worked 95 % of the time");
        Expect(Check(Server(HOST), {1, 1, 1.02 * formed}), 1, "");
        Expect(Check(Server(HOST), {1, 1, 1.05 * formed}), 0, "2.7 Gbit/s arrived and not 2.5");
        Expect(Check(Server(HOST), {1, 1, 0.95 * formed}), 0, "2.4 Gbit/s arrived and not 2.5");

        // Without a host model the link binds. It is full at load 1.2, whatever is lost behind it.
        const double link = 10.0 * 1000 / 1074;
        Expect(Check(Server("none"), {0, 1, link}), 1, "");
        Expect(Check(Server("none"), {0, 0.9, link}), 0, "the access link worked 90 % of the time");
        Expect(Check(Server("none"), {0, 1, link / 2}), 0, "4.7 Gbit/s arrived and not 9.3 Gbit/s");
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
        : TestSuite("planner-bottleneck", UNIT)
    {
        AddTestCase(new BindingTest, TestCase::QUICK);
        AddTestCase(new ReceiverTest, TestCase::QUICK);
        AddTestCase(new ConfirmationTest, TestCase::QUICK);
    }
} g_plannerBottleneckTestSuite; //!< registers itself

} // namespace
