/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/simulate/spot-check.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * Lean and full fidelity play the same arrivals and agree packet by packet (doc/design.rst#rule-7),
 * and a point gives the same numbers every time (doc/design.rst#rule-8).
 */

namespace
{

/// A server that is overloaded, so that there are drops of all kinds.
const char* const SERVER = R"(scenario: 1
name: server
topology: {kind: server, peers: 3}
links:
  access: {rate: 10 Gbit/s, delay: 5 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 2 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, host: {profile: xeon-e5-2650-freebsd, cores: 3, backlog: 40}, nic: {profile: cx6dx-freebsd, tx-bit-rate: 8 Gbit/s, rx-bit-rate: 8 Gbit/s, ring-size: 50}}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 30, mode: transport, cipher: aes-gcm-16-128, esn: true, replay-window: 64, family: mixed, popularity: {zipf: 0.8}}
traffic: {direction: transmit, load: 1.1, sizes: imix, packets: 2000}
sweep: {parameter: sa-slots, values: [0, 30, 60]}
)";

/// Gateways whose cores and whose link can be too slow.
const char* const GATEWAYS = R"(scenario: 1
name: gateways
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 50 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: {profile: xeon-e5-2650-freebsd, cores: 4, backlog: 40}, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: {profile: xeon-e5-2650-freebsd, core-choice: sa}, nic: cx7-linux}
population: {count: 20, mode: tunnel, cipher: aes-gcm-16-256, family: mixed, popularity: {zipf: 0.8}}
traffic: {direction: transmit, load: 1.0, sizes: bf3-imix, packets: 2000}
sweep: {parameter: sa-slots, values: [0, 10, 20]}
)";

/// Branches that send and receive at once through one gateway, and links that some of them fill.
const char* const HUB = R"(scenario: 1
name: hub
topology: {kind: hub, branches: 3}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 50 us, mtu: 1500 B}
  branch: {rate: 3 Gbit/s, delay: 200 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: {profile: xeon-e5-2650-freebsd, cores: 4, backlog: 40}, nic: cx7-linux}
  branch: {kernel: LinuxPacket, host: {profile: xeon-e5-2650-freebsd, cores: 2, backlog: 40}, nic: cx7-linux}
population: {count: 20, mode: tunnel, cipher: aes-gcm-16-256, family: mixed, popularity: {zipf: 0.8}}
traffic: {direction: both, load: 0.9, sizes: bf3-imix, packets: 2000}
sweep: {parameter: sa-slots, values: [0, 10, 20]}
)";

/// Everything happens at whole multiples of 10 us: what else happens then ties with an arrival, and
/// goes on in the same instant by further events, which come after it.
const char* const ROUND_TIMES = R"(scenario: 1
name: round
topology: {kind: server}
links:
  access: {rate: 8 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 8 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, attributes: {}, host: none, nic: unlimited}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128, replay-window: 64, order: popular-first}
traffic: {direction: transmit, rate: 0.8 Gbit/s, arrivals: constant, sizes: [{length: 1000 B}], packets: 2000, start: after-offers}
sweep: {parameter: sa-slots, values: [2]}
)";

/// Tunnels between the same two addresses, whose datagrams become two fragments behind ESP, and a
/// WAN that is offered more than it carries.
const char* const FRAGMENTS = R"(scenario: 1
name: fragments
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 5 us, mtu: 1500 B}
  wan: {rate: 1 Gbit/s, delay: 100 us, mtu: 1500 B}
nodes:
  gateway: {kernel: FreeBsd, host: none, nic: plain}
  far-gateway: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 4, mode: tunnel, cipher: aes-gcm-16-128, esn: true, replay-window: 1024, popularity: uniform, offload: none}
traffic: {direction: transmit, rate: 1.2 Gbit/s, sizes: [{length: 1480 B}], packets: 6000}
sweep: {parameter: population.count, values: [4]}
)";

/// @param experiment what to simulate @param point at which point @return what it gave
PointResult
Simulate(const Experiment& experiment, const PointSpec& point)
{
    return RunPoint(ResolvePoint(experiment, point), point);
}

/// Both fidelities on one point.
class AgreementTest : public TestCase
{
  public:
    /**
     * @param name what is special
     * @param text a scenario
     * @param value of the sweep
     * @param seen metrics that must not be zero, so that the test tests something
     */
    AgreementTest(const std::string& name,
                  std::string text,
                  double value,
                  std::vector<std::string> seen)
        : TestCase("both fidelities agree: " + name),
          m_text(std::move(text)),
          m_value(value),
          m_seen(std::move(seen))
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(m_text);
        const Experiment experiment = ReadExperiment(file.GetPath());
        const auto result =
            Simulate(experiment, {experiment.curves.front().name, m_value, 1, Fidelity::BOTH});
        const bool compared = result.Get("compared_packets") >= 1990;
        EXPECT_EQ(compared, true, "packets compared");
        EXPECT_EQ(result.Get("differing_packets"), 0, "packets differ");
        EXPECT_EQ(result.Get("differing_counters"), 0, "counters differ");
        for (const auto& name : m_seen)
        {
            EXPECT_GT(result.Get(name), 0, name);
        }
    }

    std::string m_text;              //!< a scenario
    double m_value;                  //!< of the sweep
    std::vector<std::string> m_seen; //!< what must happen
};

/// The same point twice, and another one.
class RepetitionTest : public TestCase
{
  public:
    RepetitionTest()
        : TestCase("a point gives the same numbers every time, another replication others")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SERVER);
        const Experiment experiment = ReadExperiment(file.GetPath());
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            const PointSpec point{"FreeBsd", 30, 1, fidelity};
            const auto first = Simulate(experiment, point);
            const auto second = Simulate(experiment, point);
            PointSpec other = point;
            other.replication = 2;
            const auto third = Simulate(experiment, other);
            EXPECT_EQ((first.metrics == second.metrics), true, "the same");
            EXPECT_EQ((first.metrics == third.metrics), false, "others");
            ASSERT_EQ(first.metrics.size(), third.metrics.size(), "the same names");
            for (size_t i = 0; i < first.metrics.size(); ++i)
            {
                EXPECT_EQ(first.metrics[i].first, third.metrics[i].first, "order");
            }
        }
        const auto lean = Simulate(experiment, {"FreeBsd", 30, 1, Fidelity::LEAN});
        const auto full = Simulate(experiment, {"FreeBsd", 30, 1, Fidelity::FULL});
        EXPECT_EQ(lean.Get("throughput_bps"), full.Get("throughput_bps"), "metric");
        EXPECT_EQ(lean.Get("offload_ratio"), full.Get("offload_ratio"), "metric");
        EXPECT_NEAR(lean.Get("delay_mean_s"), full.Get("delay_mean_s"), 1e-12, "delay");
    }
};

/// What the comparison finds when there is something to find.
class ComparisonTest : public TestCase
{
  public:
    ComparisonTest()
        : TestCase("a spot check finds what differs")
    {
    }

  private:
    void DoRun() override
    {
        PacketFate fate;
        fate.end = PacketFate::End::DELIVERED;
        fate.length = 100;
        fate.time = 5;
        RunRecord lean;
        lean.fates = {{fate, fate, fate}, {fate}};
        lean.counters = {{"a", 1}, {"b", 2}};
        RunRecord full = lean;
        std::ostringstream report;
        auto result = CompareRuns(lean, full, report);
        EXPECT_EQ(result.comparedPackets, 4, "compared");
        EXPECT_EQ(result.differingPackets, 0, "equal");
        EXPECT_EQ(result.differingCounters, 0, "equal");
        EXPECT_EQ(report.str(), "", "nothing to say");

        full.fates[0][1].time = 6;          // another time
        full.fates[0].push_back(fate);      // one more packet
        full.fates[1].clear();              // one packet less
        full.counters[1].second = 3;        // another count
        full.counters.emplace_back("c", 1); // one that lean does not have
        result = CompareRuns(lean, full, report);
        EXPECT_EQ(result.comparedPackets, 5, "compared");
        EXPECT_EQ(result.differingPackets, 3, "differ");
        EXPECT_EQ(result.differingCounters, 2, "differ");
        const bool told = report.str().find("source 0 packet 1\n") != std::string::npos;
        EXPECT_EQ(told, true, "told");

        lean.fates = {{PacketFate()}};
        full = lean;
        full.fates[0][0].verdict = IpsecVerdict::OFFLOAD;
        EXPECT_EQ(CompareRuns(lean, full, report).differingPackets, 0, "neither has ended");
        full.fates[0][0].end = PacketFate::End::DELIVERED;
        EXPECT_EQ(CompareRuns(lean, full, report).differingPackets, 1, "one has");
    }
};

/// The suite.
class PlannerFidelityTestSuite : public TestSuite
{
  public:
    PlannerFidelityTestSuite()
        : TestSuite("ipsec-planner-fidelity", TestSuite::Type::SYSTEM)
    {
        AddServers();
        AddGateways();
        AddHubs();
        AddChanges();
        AddTestCase(new RepetitionTest);
        AddTestCase(new ComparisonTest);
    }

  private:
    void Add(const std::string& name,
             const char* text,
             const Changes& changes,
             double value,
             const std::vector<std::string>& seen)
    {
        AddTestCase(new AgreementTest(name, Changed(text, changes), value, seen));
    }

    void AddHubs()
    {
        Add("hub, software", HUB, {}, 0, {"lost_packets"});
        Add("hub, half offloaded", HUB, {}, 10, {"offload_ratio", "lost_packets"});
        Add("hub, receives",
            HUB,
            {{"direction: both", "direction: receive"}},
            20,
            {"offload_ratio"});
        Add("hub, sends to links of one branch each",
            HUB,
            {{"direction: both", "direction: transmit"}, {"rate: 3 Gbit/s", "rate: 1 Gbit/s"}},
            20,
            {"offload_ratio"});
    }

    void AddServers()
    {
        const std::string overload = "drop_host_out_host_backlog_packets";
        Add("server, software", SERVER, {}, 0, {overload, "software_driver_fault_packets"});
        Add("server, half offloaded", SERVER, {}, 30, {overload, "offload_ratio"});
        Add("server, all offloaded",
            SERVER,
            {{"imix", "[{length: 1420 B}]"}, {"cores: 3", "cores: 8"}},
            60,
            {"drop_nic_tx_ring_full_packets"});
        Add("server, receives",
            SERVER,
            {{"transmit", "receive"}},
            30,
            {"offload_ratio", "drop_host_in_host_backlog_packets"});
        Add("server, both ways", SERVER, {{"transmit", "both"}}, 30, {"reverse_throughput_bps"});
        Add("server, both ways, moderated interrupts and budgets of polls",
            SERVER,
            {{"transmit", "both"},
             {"load: 1.1", "load: 0.1"},
             {"backlog: 40",
              "backlog: 40, interrupt: 5000 cycles, poll: 500 cycles, "
              "poll-budget: 3, interrupt-interval: 20 us, interrupt-delay: 1 us"}},
            30,
            {"interrupts_per_second", "polls_per_second", "packets_per_interrupt"});
        Add("server, both ways, receive queues and applications' cores",
            SERVER,
            {{"transmit", "both"},
             {"load: 1.1", "load: 0.3"},
             {"backlog: 40",
              "backlog: 40, rss-queues: 2, socket-core: own, core-choice: tunnel, "
              "socket-input: 3000 cycles"}},
            30,
            {"offload_ratio", "drop_host_out_host_backlog_packets"});
        Add("server, both ways, ciphers in a thread",
            SERVER,
            {{"transmit", "both"},
             {"backlog: 40", "backlog: 40, cipher: {aes-gcm-16-128: {in-thread: true}}"}},
            30,
            {"crypto_thread_utilization", "drop_host_in_host_backlog_packets"});
        Add("server, both ways, an accelerator",
            SERVER,
            {{"transmit", "both"},
             {"backlog: 40",
              "backlog: 40, lookaside: {algorithms: [aes-gcm-16-128], "
              "bit-rate: 2 Gbit/s, latency: 10 us, queue: 30, request: 500 cycles}"}},
            30,
            {"lookaside_utilization", "drop_host_in_host_backlog_packets"});
        Add("server, both ways, checksums in software",
            SERVER,
            {{"transmit", "both"},
             {"load: 1.1", "load: 0.3"},
             {"ring-size: 50", "ring-size: 50, tx-checksum: [udp4], rx-checksum: [udp6]"},
             {"backlog: 40",
              "backlog: 40, checksum: 0.5 cycles/B, checksum-per-packet: 200 cycles"}},
            30,
            {"offload_ratio", "cpu_octets_per_packet"});
        Add("server, both ways, hardware threads and a cache that queues outgrow",
            SERVER,
            {{"transmit", "both"},
             {"cores: 3", "cores: 4"},
             {"backlog: 40",
              "backlog: 40, threads-per-core: 2, thread-yield: 1.3, last-level-cache: 3 MB, "
              "queue-octets: 2 MB, cache-miss: 1.5 cycles/B, rss-queues: 3, send-core: "
              "acknowledgment"}},
            30,
            {"offload_ratio", "cpu_utilization"});
        Add("server, both ways, little memory bandwidth",
            SERVER,
            {{"transmit", "both"},
             {"cores: 3", "cores: 8"},
             {"backlog: 40",
              "backlog: 40, memory-bandwidth: 20 Gbit/s, header-octets: 128 B, "
              "descriptor-octets: 64 B"}},
            30,
            {"memory_utilization", "cpu_octets_per_packet", "dma_octets_per_packet"});
        Add("server, R143: traffic before, during and after the offers",
            SERVER,
            {{"packets: 2000", "packets: 2000, start: 0 s"},
             {"load: 1.1", "rate: 1 Gbit/s"},
             {"zipf: 0.8}", "zipf: 0.8}, order: popular-first"}},
            60,
            {"software_not_yet_offered_packets", "offload_ratio"});
        Add("server, N34: what fails in the peers' NICs goes up with a syndrome",
            SERVER,
            {{"packets: 2000", "packets: 2000, start: 0 s"},
             {"load: 1.1", "rate: 1 Gbit/s"},
             {"zipf: 0.8}", "zipf: 0.8}, order: popular-first"},
             {"peer: {kernel: FreeBsd, host: none, nic: plain}",
              "peer: {kernel: FreeBsd, host: {profile: xeon-e5-2650-freebsd}, "
              "nic: {profile: cx6dx-freebsd, error-action: pass}}"}},
            60,
            {"software_not_yet_offered_packets", "drop_host_in_nic_bad_icv_packets"});
        Add("server, receives, N37: no memory for some tags",
            SERVER,
            {{"transmit", "receive"}, {"tx-bit-rate", "tag-failure: 10 %, tx-bit-rate"}},
            60,
            {"offload_ratio", "drop_host_in_policy_in_packets"});
        Add("server, R130: datagrams near and ESP above the MTU",
            SERVER,
            {{"imix", "[{length: 1440 B}, {length: 1470 B}, {length: 1500 B}]"},
             {"load: 1.1", "load: 0.2"}},
            60,
            {"software_size_estimate_packets"});
        Add("server, constant gaps and several flows",
            SERVER,
            {{"sizes", "arrivals: constant, sizes"}, {"count: 30", "count: 10, flows: 5"}},
            20 + 10,
            {overload});
        Add("server, traffic in bursts",
            SERVER,
            {{"load: 1.1, sizes", "load: 0.5, arrivals: {burst: 20 us, pause: 60 us}, sizes"}},
            30,
            {overload});
        const std::string ramp = "ramp: [{at: 100 us, factor: 20 %}, {at: 300 us, factor: 100 %}]";
        Add("server, a ramp and equal gaps",
            SERVER,
            {{"sizes", "arrivals: constant, " + ramp + ", sizes"}},
            30,
            {overload});
        Add("server, a ramp that ends by time, and bursts on it",
            SERVER,
            {{"sizes", "arrivals: {burst: 20 us, pause: 60 us}, " + ramp + ", sizes"},
             {"packets: 2000", "duration: 2 ms"}},
            30,
            {overload});
        Add("server, SAs replaced in the instant of an arrival",
            ROUND_TIMES,
            {{"order", "rekey: {every: 4 ms}, order"}},
            2,
            {"rekeys"});
        Add("server, slots handed over in the instant of an arrival",
            ROUND_TIMES,
            {{"attributes: {}",
              "attributes: {offload: {SlotPolicy: 'ns3::LargestRateSlotPolicy[Period=2ms]'}}"},
             {"count: 1", "count: 2, popularity: {zipf: 1}"}},
            2,
            {"promotions", "demotions"});
        Add("server, SAs that nobody is offered",
            SERVER,
            {{"family", "offload: none, family"}},
            60,
            {"software_name_mismatch_packets"});
    }

    void AddChanges()
    {
        const Changes slow{{"sweep:", "measure: {window: whole}\nsweep:"},
                           {"load: 1.1", "rate: 100 Mbit/s"},
                           {"sizes: imix", "sizes: imix, start-jitter: 1 ms"}};
        const auto with = [&slow](Changes more) {
            more.insert(more.end(), slow.begin(), slow.end());
            return more;
        };
        Add("server, R3: the capability is switched off and on",
            SERVER,
            with({{"sweep:",
                   "events: [{at: 20 ms, node: server, do: offload-off}, {at: 30 ms, node: server, "
                   "do: offload-on}]\nsweep:"}}),
            60,
            {"software_cap_disabled_packets", "offload_ratio"});
        Add("server, R207, R209: the interface goes and comes back",
            SERVER,
            with({{"sweep:",
                   "events: [{at: 20 ms, node: server, do: interface-down}, {at: 30 ms, node: "
                   "server, do: interface-up}]\nsweep:"}}),
            60,
            {"software_interface_down_packets", "offload_ratio"});
        Add("server, R215: two VLANs take two thirds of the slots",
            SERVER,
            with({{"server: {kernel: FreeBsd,", "server: {kernel: FreeBsd, vlans: 2,"}}),
            60,
            {"software_driver_fault_packets", "offload_ratio"});
        Add("server, R45: drivers that do not answer in time, and offers that get lost",
            SERVER,
            with({{"zipf: 0.8}",
                   "zipf: 0.8}, rekey: {every: 12 ms, order: break-before-make, spread: 6 ms}"},
                  {"sweep:",
                   "events: [{at: 13 ms, node: server, do: set-attributes, attributes: {offload: "
                   "{DriverTimeout: 10us}}}, {at: 26 ms, node: server, do: set-attributes, "
                   "attributes: {offload: {DriverTimeout: 0s, LoseOffers: 8}}}]\nsweep:"}}),
            60,
            {"software_driver_fault_packets", "software_offer_lost_packets", "offload_ratio"});
        Add("server, N30: the NIC is reset and knows no SA any more",
            SERVER,
            with({{"sweep:", "events: [{at: 30 ms, node: server, do: nic-reset}]\nsweep:"}}),
            60,
            {"drop_nic_tx_unknown_drv_spi_packets", "offload_ratio"});
        for (const std::string policy :
             {"FirstComeRetry", "LargestRate", "LeastRecentlyUsed", "Pinned"})
        {
            // A slot that is free goes to the next new SA, before those that wait get it.
            const bool promotes = policy != "FirstComeRetry";
            Add(std::string("server, slots by policy ") + policy,
                SERVER,
                with({{"server: {kernel: FreeBsd,",
                       std::string("server: {kernel: FreeBsd, attributes: {offload: {SlotPolicy: "
                                   "'ns3::") +
                           policy + "SlotPolicy[Period=5ms]', SequenceHandover: true}},"},
                      {"zipf: 0.8}",
                       "zipf: 0.8}, pinned: 10, rekey: {every: 12 ms, overlap: 4 ms, spread: 6 "
                       "ms}"}}),
                30,
                {promotes ? "promotions" : "offers", "offload_ratio"});
        }
        Add("server, R48, R142: another port takes over, whose NIC has the SAs too",
            SERVER,
            with({{"peers: 3", "peers: 3, ports: 2"},
                  {"sweep:",
                   "events: [{at: 30 ms, node: server, do: route-change, port: 2}, {at: 40 ms, "
                   "node: "
                   "server, do: offload-off, port: 2}, {at: 50 ms, node: server, do: route-change, "
                   "port: 1}]\nsweep:"}}),
            60,
            {"software_cap_disabled_packets", "offload_ratio"});
        Add("server, R70, R90: SAs replaced on a full NIC, the new one first",
            SERVER,
            with(
                {{"zipf: 0.8}", "zipf: 0.8}, rekey: {every: 12 ms, overlap: 4 ms, spread: 6 ms}"}}),
            60,
            {"software_driver_fault_packets", "offload_ratio", "rekeys"});
        Add("server, R89: SAs replaced on a full NIC, the old one deleted first",
            SERVER,
            with({{"zipf: 0.8}",
                   "zipf: 0.8}, rekey: {every: 12 ms, order: break-before-make, spread: 6 ms}"}}),
            60,
            {"software_not_yet_offered_packets", "offload_ratio", "rekeys"});
        Add("server, R194, R197: SAs that expire",
            SERVER,
            {{"load: 1.1", "rate: 2 Mbit/s"},
             {"zipf: 0.8}",
              "zipf: 0.8}, lifetime: {hard: {octets: 60 kB}, soft: {octets: 30 kB}}"}},
            60,
            {"no_sa_packets", "expired_sas", "overshoot_max_octets"});
        Add("server, R30: attributes of ns-3, the newest SA carries the traffic",
            SERVER,
            with({{"zipf: 0.8}", "zipf: 0.8}, rekey: {every: 12 ms, overlap: 4 ms, spread: 6 ms}"},
                  {"server: {kernel: FreeBsd,",
                   "server: {kernel: FreeBsd, attributes: {sad: {PreferOldSa: false}},"}}),
            60,
            {"software_not_yet_offered_packets", "rekeys"});
        Add("gateways, the far one switches its capability off",
            GATEWAYS,
            {{"load: 1.0", "rate: 500 Mbit/s"},
             {"sweep:", "events: [{at: 5 ms, node: far-gateway, do: offload-off}]\nsweep:"}},
            20,
            {"offload_ratio"});
    }

    void AddGateways()
    {
        Add("gateways, software", GATEWAYS, {}, 0, {"drop_host_in_host_backlog_packets"});
        Add("gateways, half offloaded", GATEWAYS, {}, 10, {"offload_ratio", "faults"});
        Add("gateways, all offloaded",
            GATEWAYS,
            {{"cores: 4, backlog: 40}, nic: cx7-linux",
              "cores: 8, backlog: 40}, nic: {profile: cx7-linux, ring-size: 20}"}},
            20,
            {"drop_nic_tx_ring_full_packets"});
        const std::string full = "drop_nic_tx_ring_full_packets";
        Add("gateways, fragments on a full link", FRAGMENTS, {}, 4, {full});
        Add("gateways, fragments on a full link, Linux",
            FRAGMENTS,
            {{"kernel: FreeBsd", "kernel: LinuxCrypto"}},
            4,
            {full});
        // Its identifications are sequence numbers, so those of several SAs meet.
        Add("gateways, fragments of different datagrams are put together",
            FRAGMENTS,
            {{"kernel: FreeBsd", "kernel: DpdkInline"}},
            4,
            {full, "mixed_packets"});
        // The receiver's NIC counts the octets of ESP, so that its limit is reached first.
        Add("gateways, R202: the receiving NIC enforces a limit of octets",
            GATEWAYS,
            {{"zipf: 0.8}", "zipf: 0.8}, lifetime: {hard: {octets: 20 kB}, soft: {octets: 15 kB}}"},
             {"core-choice: sa}, nic: cx7-linux",
              "core-choice: sa}, nic: {profile: cx7-linux, counter-includes-esp: true}"}},
            20,
            {"drop_nic_rx_hard_limit_packets"});
        Add("gateways, the host numbers and checks what NICs cipher",
            GATEWAYS,
            {{"LinuxPacket", "LinuxCrypto"},
             {"kernel: LinuxPacket, host: {profile: xeon-e5-2650-freebsd, core-choice: sa}",
              "kernel: LinuxCrypto, host: {profile: xeon-e5-2650-freebsd, backlog: 40}"},
             {"mode: tunnel", "mode: tunnel, replay-window: 32"},
             {"load: 1.0", "rate: 5 Gbit/s"},
             {"transmit", "both"}},
            20,
            {"offload_ratio", "drop_host_in_host_backlog_packets"});
        Add("gateways, forwarding stays on its core",
            GATEWAYS,
            {{"core-choice: sa", "core-choice: tunnel, forward-core: same"},
             {"backlog: 40", "backlog: 40, forward-core: same"}},
            10,
            {"offload_ratio", "cpu_utilization"});
        Add("gateways, interrupts",
            GATEWAYS,
            {{"load: 1.0", "rate: 500 Mbit/s"},
             {"backlog: 40", "backlog: 40, interrupt: 5000 cycles, interrupt-interval: 8 us"}},
            10,
            {"interrupts_per_second"});
        const std::string stages =
            "context-fetch-time: 2 us, context-fetches: 2, port-bit-rate: 9 Gbit/s, "
            "card-bit-rate: 25 Gbit/s, card-packet-rate: 6 Mpkt/s, doorbell-latency: 300 ns, "
            "classify-latency: 200 ns, completion-latency: 500 ns, pcie-bit-rate: 30 Gbit/s, "
            "pcie-reads: 12, pcie-read-latency: 900 ns, rx-ring-size: 40}";
        Add("gateways, N56, N58: caches, stages and ports of one card",
            GATEWAYS,
            {{"transmit", "both"},
             {"backlog: 40}, nic: cx7-linux",
              "backlog: 40}, card: shared, nic: {profile: cx7-linux, shared-cipher: true, "
              "context-cache-size: 12, " +
                  stages},
             {"core-choice: sa}, nic: cx7-linux",
              "core-choice: sa}, card: shared, nic: {profile: cx7-linux, context-cache-size: 16, "
              "context-cache-ways: 4, context-cache-replacement: fifo, " +
                  stages}},
            20,
            {"nic_fetch_utilization", "nic_cache_hits", "nic_pcie_utilization", "offload_ratio"});
        Add("server, N56: random replacement, a cache per direction",
            SERVER,
            {{"transmit", "both"},
             {"tx-bit-rate: 8 Gbit/s",
              "context-cache-size: 20, context-cache-shared: false, context-cache-replacement: "
              "random, context-fetch-time: 3 us, tx-bit-rate: 8 Gbit/s"}},
            60,
            {"nic_fetch_utilization", "nic_cache_hits"});
        Add("gateways, both ways",
            GATEWAYS,
            {{"transmit", "both"}},
            10,
            {"reverse_throughput_bps"});
        Add("gateways, R127: FreeBSD does not offload what it forwards",
            GATEWAYS,
            {{"LinuxPacket", "FreeBsd"}, {"LinuxPacket", "FreeBsd"}},
            20,
            {"software_no_interface_packets", "drop_host_out_too_big_packets"});
        Add("gateways, refused SAs that do not exist",
            GATEWAYS,
            {{"family", "on-refusal: fail, family"}},
            10,
            {"no_sa_packets"});
    }
};

PlannerFidelityTestSuite g_plannerFidelityTestSuite; //!< registers itself

} // namespace
