/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "planner/base/atomic-file.h"
#include "planner/base/metric-table.h"
#include "planner/simulate/metric-getters.h"
#include "planner/simulate/spot-check.h"
#include "test/support/expect.h"

#include "ns3/ipsec-reasons.h"
#include "ns3/nic-engine.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Each column of results.csv is held against a number that was worked out by hand, and a column
 * without one fails the suite.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * What all cases begin with. A datagram of 1000 octets leaves every 10 us for 10 ms, of which the
 * last 8 ms are measured: 800 datagrams. IP output costs 1000 cycles of 1 GHz, the cipher a cycle
 * per octet. ESP is 20 + 8 + 8 + 980 + 2 + 2 + 16 = 1036 octets long, 1074 on the wire. It takes a
 * link of 8 Gbit/s 1038 ns to send such a frame (the remaining 36 of 1074 are preamble and gap),
 * and 1 us to carry it.
 */
constexpr const char* SCENARIO = R"(scenario: 1
name: metrics
title: Numbers from arithmetic
topology: {kind: server, peers: 2, frame-overhead: 38 B}
links:
  access: {rate: 8 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 8 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 1, clock: 1 GHz, backlog: 10, output: 1000 cycles,
           cipher.default.per-octet: 1 cycles/B}
    nic: {profile: unlimited, tx-bit-rate: 2 Gbit/s, rx-bit-rate: 4 Gbit/s}
  peer: {kernel: FreeBsd, host: {profile: none, cores: 0, clock: 1 GHz}, nic: plain}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128, replay-window: 64,
             order: popular-first}
traffic: {direction: transmit, rate: 0.8 Gbit/s, arrivals: constant, sizes: [{length: 1000 B}],
          packets: 1000, start: after-offers, warm-up: 20 %}
measure: {window: whole}
sweep: {parameter: links.peer.delay, values: [1 us]}
curves:
)";

/// Seconds of serialization and propagation over both links.
constexpr double LINKS = 2 * (1.038e-6 + 1e-6);

/// One datagram more or less, where a window cuts a queue.
constexpr double ONE_OF_800 = 1.0 / 800;

/// @param need what a metric needs @return true for those of this scenario; suite
/// ipsec-planner-sites works out those of networks of sites
bool
IsHere(MetricNeed need)
{
    return need != MetricNeed::SPOT_CHECK && need != MetricNeed::SITES;
}

/// A column's value.
struct Worked
{
    const char* metric;
    double value;
    double slack{0}; //!< share of the value; 0: none but rounding
};

/// A curve of the scenario and what comes out.
struct Case
{
    const char* curve;
    const char* settings; //!< of the curve, YAML
    std::vector<Worked> worked;
};

/// @return what is simulated, with all that was worked out
const std::vector<Case>&
Cases()
{
    static const std::vector<Case> cases{
        {"software on one of two cores",
         "population.offload: none, nodes.server.host.cores: 2, "
         "nodes.server.host.header-octets: 64 B, nodes.server.host.descriptor-octets: 32 B, "
         "nodes.server.host.memory-bandwidth: 10 Gbit/s",
         {
             {"offload_ratio", 0},
             {"throughput_bps", 0.8e9},
             {"offered_bps", 0.8e9},
             {"wire_bps", 1074 * 8 / 10e-6},
             {"total_throughput_bps", 0.8e9},
             {"total_packets_per_s", 1e5},
             {"loss", 0},
             {"link_utilization", 1074 * 8 / 10e-6 / 8e9},
             {"cpu_busiest_core", 2000 / 10e3}, // 1000 and a cycle per octet, every 10 us
             {"cpu_utilization", 1000 / 10e3},
             {"nic_cipher_utilization", 0},
             {"software_name_mismatch_packets", 800},
             // Headers, the socket's copy and the cipher, which makes 1036 octets of 1000
             {"cpu_octets_per_packet", 64 + (1000 + 1000) + (1000 + 1036)},
             {"dma_octets_per_packet", 1036 + 32},
             {"memory_bps", 8 * (4100 + 1068) / 10e-6},
             {"memory_utilization", 8 * (4100 + 1068) / 10e-6 / 10e9},
             {"delay_mean_s", 8 * (4100 + 1068) / 10e9 + LINKS}, // the core's 2 us are shorter
         }},
        {"offloaded",
         "population.offload: any",
         {
             {"offload_ratio", 1},
             {"carried_ratio", 1},
             {"throughput_bps", 0.8e9},
             {"sent_packets", 800},
             {"delivered_packets", 800},
             {"lost_packets", 0},
             {"in_flight_packets", 0},
             {"window_s", 8e-3},
             {"warm_up_s", 2e-3, 0.02}, // a batch of 25 us less
             {"cpu_utilization", 1000 / 10e3},
             {"nic_cipher_utilization", 0.8 / 2},
             {"nic_cache_hits", 1},
             {"offers", 2}, // an SA for each direction
             {"acks", 2},
             {"nacks", 0},
             {"faults", 0},
             {"tx_slots_used", 2}, // FreeBSD's mlx5 way: contexts for both directions of each (N13)
             {"rx_slots_used", 2},
             {"counter_lag_octets", 1000 * 1036}, // all, since nothing is polled before the end
             {"cpu_octets_per_packet", 1000 + 1000},
             {"dma_octets_per_packet", 1000},
             {"delay_mean_s", 1e-6 + 8000 / 2e9 + LINKS},
             {"delay_p50_s", 1e-6 + 8000 / 2e9 + LINKS, 0.001}, // all take equally long
             {"delay_p90_s", 1e-6 + 8000 / 2e9 + LINKS, 0.001},
             {"delay_p99_s", 1e-6 + 8000 / 2e9 + LINKS, 0.001},
             {"delay_p999_s", 1e-6 + 8000 / 2e9 + LINKS, 0.001},
             {"delay_max_s", 1e-6 + 8000 / 2e9 + LINKS},
         }},
        {"full and faulty",
         "nodes.server.nic.sa-slots: 0, nodes.server.nic.when-full: fault",
         {
             {"offload_ratio", 0},
             {"offers", 2},
             {"acks", 0},
             {"nacks", 0},
             {"faults", 2},
             {"software_driver_fault_packets", 800},
         }},
        {"full and refusing",
         "nodes.server.nic.sa-slots: 0",
         {{"offers", 2}, {"nacks", 2}, {"faults", 0}, {"software_rejected_packets", 800}}},
        {"twice what a core can",
         "population.offload: none, traffic.rate: 8 Gbit/s, links.access.rate: 16 Gbit/s",
         {
             {"offered_bps", 8e9},
             {"throughput_bps", 4e9, ONE_OF_800}, // 2000 cycles a datagram
             {"total_throughput_bps", 4e9, ONE_OF_800},
             {"total_packets_per_s", 5e5, ONE_OF_800},
             {"loss", 0.5, 2 * ONE_OF_800},
             {"sent_packets", 800},
             {"delivered_packets", 400, 1.0 / 400},
             {"lost_packets", 400, 1.0 / 400},
             {"cpu_busiest_core", 1},
             {"link_utilization", 1074 * 8 / 2e-6 / 16e9, ONE_OF_800},
             {"drop_host_out_host_backlog_packets", 400, 1.0 / 400},
             {"software_name_mismatch_packets", 400, 1.0 / 400},
             {"busiest_link", 1}, // behind the router: access, peer0, peer1
             {"busiest_link_utilization", 1074 * 8 / 2e-6 / 8e9, ONE_OF_800},
             {"busiest_gateway", 0}, // the server itself
             {"busiest_gateway_utilization", 1},
         }},
        {"a peer with slow cores",
         "population.offload: none, nodes.peer.host.cores: 2, "
         "nodes.peer.host.driver-rx: 4000 cycles",
         {
             {"cpu_busiest_core", 2000 / 10e3},
             {"busiest_gateway", 1}, // server, peer0, peer1: the router is none
             {"busiest_gateway_utilization", 4000 / 10e3}, // of the core that has all of it
             {"software_name_mismatch_packets", 800},
         }},
        {"twice what a core can, and a long queue",
         "population.offload: none, traffic.rate: 8 Gbit/s, links.access.rate: 16 Gbit/s, "
         "nodes.server.host.backlog: 10000",
         {
             {"throughput_bps", 4e9, ONE_OF_800},
             {"loss", 0},
             {"sent_packets", 800},
             {"delivered_packets", 800}, // after the window, half of them
             {"lost_packets", 0},
             {"queue_growth_packets", 400, 1.0 / 400},
             {"software_name_mismatch_packets", 400, 1.0 / 400},
         }},
        {"both ways, half of one lost",
         "traffic.direction: both, nodes.server.host.cores: 0, "
         "nodes.server.nic.tx-bit-rate: 0.4 Gbit/s, nodes.server.nic.ring-size: 10, "
         "nodes.server.nic.install-time: 2 ms, traffic.start: 4.1 ms",
         {
             {"offload_ratio", 1}, // the SA of this direction was installed at 4 ms
             {"throughput_bps", 0.4e9, ONE_OF_800},
             {"offered_bps", 0.8e9},
             {"wire_bps", 1074 * 8 / 20e-6, ONE_OF_800},
             // The other SA was installed at 8 ms, and 6.075 to 14.075 ms are measured
             {"reverse_offload_ratio", (14.075 - 8) / 8, ONE_OF_800},
             {"reverse_throughput_bps", 0.8e9, ONE_OF_800},
             {"reverse_offered_bps", 0.8e9},
             {"reverse_wire_bps", 1074 * 8 / 10e-6},
             {"total_throughput_bps", 1.2e9, ONE_OF_800},
             {"total_packets_per_s", 1.5e5, ONE_OF_800},
             {"loss", (1.6 - 1.2) / 1.6, 2 * ONE_OF_800},
             {"nic_cipher_utilization", 1},
             {"link_utilization", 1074 * 8 / 10e-6 / 8e9}, // of the busier direction
             // What software encrypts and decrypts takes no time without a host; the NIC reads what
             // it decrypts at 4 Gbit/s, which most of the packets have met.
             {"reverse_delay_p50_s", 8000 / 4e9 + LINKS, 0.001},
             {"reverse_delay_p90_s", 8000 / 4e9 + LINKS, 0.001},
             {"reverse_delay_p99_s", 8000 / 4e9 + LINKS, 0.001},
             {"reverse_delay_p999_s", 8000 / 4e9 + LINKS, 0.001},
             {"reverse_delay_max_s", 8000 / 4e9 + LINKS},
             {"drop_nic_tx_ring_full_packets", 400, 1.0 / 400},
         }},
        {"received, half of it lost",
         "traffic.direction: receive, nodes.server.nic.rx-bit-rate: 0.4 Gbit/s, "
         "nodes.server.nic.rx-ring-size: 10",
         {
             {"offload_ratio", 0.5, ONE_OF_800}, // of what came to the NIC
             {"carried_ratio", 1},               // of what it handed up
             {"throughput_bps", 0.4e9, ONE_OF_800},
             {"loss", 0.5, 2 * ONE_OF_800},
             {"nic_cipher_utilization", 1},
             {"drop_nic_rx_rx_overrun_packets", 400, 1.0 / 400},
         }},
        {"received, by too slow a core",
         "traffic.direction: receive, nodes.server.host.input: 20000 cycles",
         {
             {"throughput_bps", 0.4e9, ONE_OF_800},
             {"loss", 0.5, 2 * ONE_OF_800},
             {"cpu_busiest_core", 1},
             {"drop_host_in_host_backlog_packets", 400, 1.0 / 400},
         }},
        {"received, half of it in the NIC",
         "traffic.direction: receive, population.count: 2, nodes.server.nic.sa-slots: 2, "
         "nodes.server.nic.slot-use: sa",
         {
             {"offload_ratio", 0.5, ONE_OF_800}, // two clients, slots for one
             {"carried_ratio", 0.5, ONE_OF_800},
             {"throughput_bps", 0.8e9},
             {"offers", 4},
             {"acks", 2},
             {"nacks", 2},
             {"tx_slots_used", 2},
             {"rx_slots_used", 0}, // slots of SAs have no direction
         }},
        {"interrupts",
         "traffic.direction: receive, nodes.server.host.input: 100 cycles, "
         "nodes.server.host.interrupt: 500 cycles, nodes.server.host.interrupt-interval: 40 us, "
         "nodes.server.host.poll: 200 cycles, nodes.server.host.poll-budget: 2",
         {
             {"interrupts_per_second", 1 / 40e-6},
             {"packets_per_interrupt", 4},
             {"polls_per_second", 1 / 40e-6}, // after the second of the three behind the first
             {"cpu_utilization", (500 + 4 * 100 + 200) / 40e3},
         }},
        {"contexts",
         "traffic.direction: receive, population.count: 2, population.popularity.zipf: 1, "
         "nodes.server.nic.context-cache-size: 1, nodes.server.nic.context-fetch-time: 1 us, "
         "traffic.rate: 0.6 Gbit/s, traffic.packets: 1500",
         {
             // Of A A B, each period of 40 us, only the second hits
             {"nic_cache_hits", 1.0 / 3, ONE_OF_800},
             {"nic_fetch_utilization", 2 / 40.0, ONE_OF_800},
         }},
        {"crypto thread",
         "population.offload: none, nodes.server.host.cipher.default.in-thread: true",
         {
             {"crypto_thread_utilization", 1000 / 10e3},
             {"cpu_utilization", 1000 / 10e3},
             {"software_name_mismatch_packets", 800},
         }},
        {"accelerator",
         "population.offload: none, nodes.server.host.lookaside.algorithms: aes-gcm-16-128, "
         "nodes.server.host.lookaside.bit-rate: 8 Gbit/s",
         {
             {"lookaside_utilization", 0.8 / 8},
             {"cpu_octets_per_packet", (1000 + 1000) + 36},
             {"dma_octets_per_packet", 1000 + 1036 + 1036}, // there, back, and to the NIC
             {"software_name_mismatch_packets", 800},
         }},
        {"PCIe",
         "nodes.server.nic.pcie-bit-rate: 16 Gbit/s",
         // Four payloads of at most 256 octets and a descriptor of 64, 24 octets around each
         {{"nic_pcie_utilization", 8 * (1000 + 4 * 24 + 64 + 24) / 10e-6 / 16e9}}},
        {"octet limit",
         "population.lifetime.hard.octets: 500000 B, population.lifetime.soft.octets: 400000 B, "
         "nodes.server.nic.poll-period: 100 ms, traffic.rate: 8 Mbit/s, traffic.packets: 2000, "
         "traffic.warm-up: 0 %",
         {
             // The timer of 1 s finds it, with what was sent until then, one each millisecond
             {"expired_sas", 1},
             {"overshoot_max_octets", 999 * 1036 - 500000, 1036.0 / 534964},
             {"overshoot_mean_octets", 999 * 1036 - 500000, 1036.0 / 534964},
             {"overshoot_bound_octets", (1 + 0.1) * 8e9 / 8},
             {"no_sa_packets", 1995 - 999, 1.0 / 996}, // of 1.995 s, in whole batches
         }},
        {"rekeying",
         // Old SAs go while no datagram is on its way: one needs 9.076 us, and the next leaves at
         // 10
         "population.rekey.every: 4 ms, population.rekey.overlap: 1.0095 ms",
         {{"rekeys", 2}, {"offers", 2 + 2 * 2}, {"acks", 2 + 2 * 2}}},
        {"failover",
         // Two round trips of 2 x 1.001 ms; until then one of two clients loses all that it sends
         "population.count: 2, links.access.delay: 1 ms, population.replay-window: 0, "
         "population.failover.nodes: 2, population.failover.at: 3 ms",
         {
             {"failover_rehomed", 1},
             {"failover_rehoming_s", 4 * 1.001e-3},
             {"failover_outage_s", 4 * 1.001e-3, 1.0 / 200},
             {"no_sa_packets", 200, 1.0 / 200},
         }},
        {"two encryptors",
         // 1 000 us until both halves of the SA that sends are in; software sends one each 10 us
         "traffic.start: 1 us, population.replay-window: 0, "
         "nodes.server.nic.install-time: 500 us",
         {{"repeated_iv_packets", 100, 1.0 / 100}}},
        {"promotion",
         "population.count: 2, population.popularity.zipf: 1, nodes.server.nic.sa-slots: 2, "
         "nodes.server.attributes.offload.SlotPolicy: "
         "\"ns3::LargestRateSlotPolicy[Period=2.003ms]\"",
         {
             // The first client's two SAs have the slots; the second client's outgoing one takes
             // that of the first one's incoming SA, which is idle.
             {"promotions", 1},
             {"demotions", 1},
             {"offers", 4 + 1},
             {"acks", 2 + 1},
             {"nacks", 2},
         }},
        {"refused by the socket's core",
         "traffic.direction: receive, nodes.server.host.cores: 2, "
         "nodes.server.host.driver-rx: 1000 cycles, nodes.server.host.socket-input: 20000 cycles, "
         "nodes.server.host.socket-core: own",
         {
             {"throughput_bps", 0.4e9, ONE_OF_800},
             {"cpu_busiest_core", 1},
             {"cpu_utilization", (1 + 1000 / 10e3) / 2, ONE_OF_800},
             {"cpu_wasted", 1000 / 20e3 / 2, 2 * ONE_OF_800}, // every second one's
             {"drop_host_in_host_backlog_packets", 400, 1.0 / 400},
         }},
    };
    return cases;
}

/// Metrics of spot checks and of what is rare, and which tests work them out.
const std::map<std::string, std::string> ELSEWHERE{
    {"compared_packets", "planner-figures"},
    {"mixed_packets", "planner-fidelity"},
    {"in_flight_packets", "planner-trust"},
    {"provenance_sourced", "planner-provenance"},
    {"provenance_derived", "planner-provenance"},
    {"provenance_assumed", "planner-provenance"},
    {"provenance_scenario", "planner-provenance"},
    {"provenance_missing", "planner-provenance"},
    {"differing_packets", "SpotCheckTest"},
    {"differing_counters", "SpotCheckTest"},
};

/// @param text a reason @return the same as part of a column's name
std::string
ColumnName(std::string text)
{
    std::replace(text.begin(), text.end(), '-', '_');
    return text;
}

/// @return the columns of which there is one per reason or drop: one loop over a table of names
std::set<std::string>
FamilyColumns()
{
    std::set<std::string> names{"no_sa_packets"};
    for (size_t i = 1; i < ReasonTable<SoftwareReason>::SIZE; ++i)
    {
        names.insert("software_" + ColumnName(ToString(static_cast<SoftwareReason>(i))) +
                     "_packets");
    }
    for (size_t i = 1; i < ReasonTable<IpsecDrop>::SIZE; ++i)
    {
        const auto drop = ColumnName(ToString(static_cast<IpsecDrop>(i)));
        names.insert("drop_host_out_" + drop + "_packets");
        names.insert("drop_host_in_" + drop + "_packets");
    }
    for (size_t i = 1; i < ReasonTable<NicDrop>::SIZE; ++i)
    {
        const auto drop = ColumnName(ToString(static_cast<NicDrop>(i)));
        names.insert("drop_nic_tx_" + drop + "_packets");
        names.insert("drop_nic_rx_" + drop + "_packets");
    }
    return names;
}

/// Columns of a line of results.csv.
using Line = std::map<std::string, double>;

/// @param csv results without quotes @return lines by curve
std::map<std::string, Line>
ReadLines(const std::string& csv)
{
    const auto split = [](const std::string& line) {
        std::vector<std::string> fields;
        std::istringstream stream(line);
        for (std::string field; std::getline(stream, field, ',');)
        {
            fields.push_back(field);
        }
        return fields;
    };
    std::istringstream stream(csv);
    std::string line;
    std::getline(stream, line);
    const auto names = split(line);
    std::map<std::string, Line> lines;
    while (std::getline(stream, line))
    {
        const auto fields = split(line);
        auto& columns = lines[fields.front()];
        // The last two are no metrics: marks and run.
        for (size_t i = 4; i + 2 < names.size(); ++i)
        {
            const bool isGiven = i < fields.size() && !fields[i].empty();
            columns[names[i]] =
                isGiven ? std::stod(fields[i]) : std::numeric_limits<double>::quiet_NaN();
        }
    }
    return lines;
}

/**
 * @ingroup ipsec-offload-tests
 * All columns of results.csv.
 */
class MetricsTest : public TestCase
{
  public:
    MetricsTest()
        : TestCase("Each metric comes out as worked out by hand, and there is none without that")
    {
    }

  private:
    void DoRun() override
    {
        std::string text = SCENARIO;
        for (const auto& test : Cases())
        {
            // A curve's name has no comma, so that the CSV needs no quotes
            text +=
                std::string("  - {name: \"") + NameOf(test) + "\", set: {" + test.settings + "}}\n";
        }
        const Folder folder;
        WriteFileAtomically(folder / "metrics.yaml", text);
        const auto ending =
            RunProgram(folder, {"run", folder / "metrics.yaml", "--out", folder / "out"});
        ASSERT_EQ(ending.status, 0, ending.error);
        const auto lines = ReadLines(ReadWholeFile(folder / "out/metrics/results.csv"));
        ASSERT_EQ(lines.size(), Cases().size(), "a line for each curve");
        const auto families = FamilyColumns();
        std::set<std::string> worked;
        for (const auto& test : Cases())
        {
            const Line& line = lines.at(NameOf(test));
            std::set<std::string> named;
            for (const auto& [metric, value, slack] : test.worked)
            {
                const auto found = line.find(metric);
                const double actual =
                    found == line.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
                EXPECT_NEAR(actual,
                            value,
                            std::max(slack * (1 + 1e-9), 1e-9) * std::abs(value),
                            test.curve << ": " << metric);
                named.insert(metric);
                if (value != 0)
                {
                    worked.insert(metric);
                }
            }
            ExpectNothingElse(test, line, families, named);
        }
        ExpectAllWorked(lines.begin()->second, families, worked);
    }

    /// @param test a case @return name of its curve, without commas
    static std::string NameOf(const Case& test)
    {
        std::string name = test.curve;
        name.erase(std::remove(name.begin(), name.end(), ','), name.end());
        return name;
    }

    /// No reason and no drop but those that were worked out. "promotion" splits sequence numbers
    /// between NIC and software, which costs packets at random (R143).
    void ExpectNothingElse(const Case& test,
                           const Line& line,
                           const std::set<std::string>& families,
                           const std::set<std::string>& named)
    {
        if (NameOf(test) == "promotion")
        {
            return;
        }
        for (const auto& column : families)
        {
            if (named.count(column) == 0)
            {
                EXPECT_EQ(line.at(column), 0, test.curve << ": " << column);
            }
        }
    }

    /// @param line any, with all columns @param families columns of reasons and drops
    /// @param worked metrics that some case works out to be other than 0
    void ExpectAllWorked(const Line& line,
                         const std::set<std::string>& families,
                         const std::set<std::string>& worked)
    {
        for (const auto& [column, value] : line)
        {
            const bool isKnown =
                worked.count(column) + families.count(column) + ELSEWHERE.count(column) > 0;
            EXPECT_EQ(isKnown, true, "no case works out the metric " << column);
        }
        std::set<std::string> names;
        for (const auto& name : GetMetricNames())
        {
            if (IsHere(FindMetricRow(name)->need))
            {
                names.insert(name);
            }
        }
        std::set<std::string> columns;
        std::transform(line.begin(),
                       line.end(),
                       std::inserter(columns, columns.end()),
                       [](const auto& field) { return field.first; });
        EXPECT_EQ((columns == names), true, "the columns are those of the table");
        for (const auto& column : families)
        {
            EXPECT_EQ(line.count(column), 1, "no column for " << column);
        }
        for (const char* family : {"software_",
                                   "drop_host_out_",
                                   "drop_host_in_",
                                   "drop_nic_tx_",
                                   "drop_nic_rx_",
                                   "no_sa_"})
        {
            const bool isSeen = std::any_of(worked.begin(), worked.end(), [&](const auto& metric) {
                return metric.rfind(family, 0) == 0;
            });
            EXPECT_EQ(isSeen, true, "no case works out one of " << family);
        }
        for (const auto& [metric, where] : ELSEWHERE)
        {
            EXPECT_EQ(worked.count(metric), 0, metric << " is in " << where);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The table of metrics and what works them out.
 */
class MetricTableTest : public TestCase
{
  public:
    MetricTableTest()
        : TestCase(
              "Each metric of the table has one getter, in the same order, and nothing else has")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<std::string> measured; // by one simulation
        for (const auto& row : GetMetricRows())
        {
            EXPECT_EQ((row.unit.empty() || row.meaning.empty()), false, row.name);
            const auto names = row.GetNames();
            if (row.need != MetricNeed::SPOT_CHECK)
            {
                measured.insert(measured.end(), names.begin(), names.end());
            }
            for (const auto& name : names)
            {
                EXPECT_EQ(FindMetricRow(name), &row, name);
            }
        }
        const std::set<std::string> different(measured.begin(), measured.end());
        EXPECT_EQ(different.size(), measured.size(), "a name stands once");
        const auto& getters = GetMetricGetters();
        ASSERT_EQ(getters.size(), measured.size(), "a getter each");
        for (size_t i = 0; i < getters.size(); ++i)
        {
            EXPECT_EQ(getters[i].name, measured[i], "place " << i);
        }
        EXPECT_EQ(FindMetricRow("software_REASON_packets"), nullptr, "no metric");
        EXPECT_EQ(FindMetricRow("software_no_interface_packets")->name,
                  "software_REASON_packets",
                  "one per reason");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * What a spot check counts.
 */
class SpotCheckTest : public TestCase
{
  public:
    SpotCheckTest()
        : TestCase("A spot check counts each packet and each counter that differs, once")
    {
    }

  private:
    void DoRun() override
    {
        PacketFate delivered;
        delivered.end = PacketFate::End::DELIVERED;
        delivered.time = 5;
        PacketFate late = delivered;
        late.time = 6;
        RunRecord lean;
        lean.fates = {{delivered, delivered, delivered}, {delivered}};
        lean.counters = {{"a", 1}, {"b", 2}, {"c", 3}, {"only here", 0}};
        RunRecord full = lean;
        full.fates[0][1] = late;
        full.fates[1].push_back(delivered); // a packet that the other one does not know
        full.counters = {{"a", 1}, {"b", 3}, {"c", 4}, {"only there", 5}};
        std::ostringstream report;
        const auto result = CompareRuns(lean, full, report);
        EXPECT_EQ(result.comparedPackets, 5, "3 and 2");
        EXPECT_EQ(result.differingPackets, 2, "one late, one missing");
        EXPECT_EQ(result.differingCounters, 3, "b, c, and one that is not 0");
        for (const char* part : {"source 0 packet 1", "source 1 packet 1", "only there"})
        {
            EXPECT_NE(report.str().find(part), std::string::npos, part);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class PlannerMetricsTestSuite : public TestSuite
{
  public:
    PlannerMetricsTestSuite()
        : TestSuite("ipsec-planner-metrics", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new MetricsTest);
        AddTestCase(new MetricTableTest);
        AddTestCase(new SpotCheckTest);
    }
} g_plannerMetricsTestSuite; //!< registers itself

} // namespace
