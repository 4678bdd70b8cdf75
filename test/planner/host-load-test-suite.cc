/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/lean-scenario-run.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/host-model.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * A host under load, as those see it who measure one: what it does beyond saturation and who drops
 * there, what batching saves, how evenly few flows load its cores, what one tunnel gets.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// A gateway of cores of 1 GHz, on which a datagram costs 1000 cycles to receive, 1000 to be
/// looked up, 7000 to be forwarded and protected and 1000 to be sent.
const char* const GATEWAY = R"(scenario: 1
name: load
topology: {kind: gateways}
links:
  lan: {rate: 100 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 100 Gbit/s, delay: 1 us, mtu: 1600 B}
nodes:
  gateway:
    kernel: LinuxCrypto
    nic: plain
    host: {profile: none, cores: 1, clock: 1 GHz, backlog: 100, forward-core: same,
           driver-rx: 1000 cycles, policy-lookup: 500 cycles, forward: 3000 cycles,
           esp-output: 4000 cycles, esp-input: 4000 cycles, driver-tx: 1000 cycles}
  far-gateway: {kernel: LinuxCrypto, host: none, nic: plain}
population: {count: 8, flows: 8, mode: tunnel, cipher: aes-gcm-16-128, offload: none, replay-window: 0}
traffic: {direction: transmit, rate: 8 Gbit/s, arrivals: poisson, sizes: [{length: 1000 B}],
          packets: 20000, warm-up: 30 %}
sweep: {parameter: traffic.rate, values: [80 Mbit/s, 200 Mbit/s, 400 Mbit/s, 600 Mbit/s, 760 Mbit/s, 1600 Mbit/s, 3200 Mbit/s, 6400 Mbit/s, 25600 Mbit/s]}
)";

/// @param changes of GATEWAY @return what it says
Experiment
Read(const Changes& changes = {})
{
    const std::string text = Changed(GATEWAY, changes);
    const TestFile file(text);
    return ReadExperiment(file.GetPath());
}

/// @param experiment what to simulate @param rate bit/s of clear IP @param replication which one
/// @return what came out, in lean fidelity
PointResult
RunOne(const Experiment& experiment, double rate, uint32_t replication = 1)
{
    const PointSpec point{experiment.curves.front().name, rate, replication, Fidelity::LEAN};
    return RunPoint(ResolvePoint(experiment, point), point);
}

/// @param experiment what to simulate @param rate bit/s of clear IP @return what the run left
/// behind
RunRecord
RunAll(const Experiment& experiment, double rate)
{
    const PointSpec point{experiment.curves.front().name, rate, 1, Fidelity::LEAN};
    const Scenario resolved = experiment.At(point.curve, rate);
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(point.GetRun());
    return RunLean(resolved, false);
}

/// @param record of a run @param name of a counter @return it
uint64_t
CounterOf(const RunRecord& record, const std::string& name)
{
    const auto& counters = record.counters;
    const auto found = std::find_if(counters.begin(), counters.end(), [&name](const auto& counter) {
        return counter.first == name;
    });
    if (found == counters.end())
    {
        throw std::runtime_error("no counter " + name);
    }
    return found->second;
}

/// One test of this file.
class LoadTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (LoadTest::*)();

    /// @param name what is tested @param body what to do
    LoadTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void BeyondSaturation();
    void WastedCycles();
    void OneTunnel();
    void BatchingCurve();
    void FewFlows();
    void DrawnKeys();
    void Conservation();

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

void
LoadTest::BeyondSaturation()
{
    // 10 000 cycles per datagram of 1000 octets: 100 000 per second, 800 Mbit/s.
    const Experiment experiment = Read();
    for (const double rate : {80e6, 400e6, 1600e6, 6400e6})
    {
        const RunRecord record = RunAll(experiment, rate);
        const PointResult& result = record.result;
        const double most = std::min(rate, 800e6);
        EXPECT_NEAR(result.Get("throughput_bps"), most, 0.02 * most, rate);
        EXPECT_NEAR(result.Get("cpu_utilization"), most / 800e6, 0.02, rate);
        EXPECT_EQ(result.Get("cpu_wasted"), 0, "the ring drops, which costs nothing");
        EXPECT_EQ(CounterOf(record, "gateway.out.drop.host-backlog.packets"),
                  0,
                  "who was received is sent");
        EXPECT_EQ((CounterOf(record, "gateway.in.drop.host-backlog.packets") > 0),
                  (rate > 800e6),
                  "at the ring");
    }
}

void
LoadTest::WastedCycles()
{
    // Four cores receive, one of them forwards what all have received for one pair of tunnel ends.
    const Experiment experiment =
        Read({{"cores: 1", "cores: 4"},
              {"forward-core: same", "forward-core: hash, core-choice: tunnel"}});
    double last = 0;
    for (const double rate : {80e6, 1600e6, 3200e6})
    {
        const RunRecord record = RunAll(experiment, rate);
        const uint64_t dropped = CounterOf(record, "gateway.out.drop.host-backlog.packets");
        EXPECT_EQ(CounterOf(record, "gateway.host.wasted-cycles"),
                  1500 * dropped,
                  "what receiving them has cost");
        const double wasted = record.result.Get("cpu_wasted");
        EXPECT_EQ((wasted > last), (rate > 80e6), "the more the more arrive");
        last = wasted;
    }
}

void
LoadTest::OneTunnel()
{
    const auto throughputOf = [](uint32_t cores, const std::string& choice) {
        const Experiment experiment = Read(
            {{"cores: 1,", "cores: " + std::to_string(cores) + ", core-choice: " + choice + ","},
             {"direction: transmit", "direction: receive"}});
        return RunOne(experiment, 6400e6).Get("throughput_bps");
    };
    // ESP shows its outer addresses alone: one core for all tunnels of one pair of gateways.
    const double one = throughputOf(1, "flow");
    EXPECT_GT(one, 100e6, "something arrives");
    EXPECT_NEAR(throughputOf(8, "flow"), one, 0.02 * one, "by flow");
    EXPECT_NEAR(throughputOf(8, "tunnel"), one, 0.02 * one, "by tunnel");
    EXPECT_GT(throughputOf(8, "sa"), 3 * one, "by SPI, eight of them");
}

void
LoadTest::BatchingCurve()
{
    // 8000 cycles of wake-up, moderated to one in 50 us: an M/G/1 queue whose server takes a
    // set-up of 8 us at the start of each busy period, and vacations before it.
    const Experiment experiment = Read({{"backlog: 100", "backlog: 1000, interrupt: 8000 cycles"}});
    double last = 1e9;
    for (const double rate : {80e6, 200e6, 400e6, 600e6, 760e6})
    {
        const PointResult result = RunOne(experiment, rate);
        const double packets = rate / 8000;
        // Idle for (1 - load) / (1 + arrivals x set-up) of the time (Welch 1964).
        const double load = packets * 10e-6;
        const double busy = 1 - (1 - load) / (1 + packets * 8e-6);
        EXPECT_NEAR(result.Get("cpu_utilization"), busy, 0.02, rate);
        const double each = result.Get("cpu_utilization") / packets;
        EXPECT_LT(each, last, "a packet costs the less the more there are");
        last = each;
    }
    const double moderated =
        RunOne(Read({{"backlog: 100",
                      "backlog: 1000, interrupt: 8000 cycles, interrupt-interval: 100 us"}}),
               200e6)
            .Get("interrupts_per_second");
    EXPECT_LE(moderated, 10'000 * 1.01, "no more than one in 100 us");
    EXPECT_GT(moderated, 8000, "and not much less");
}

/// Microsoft's receive-side scaling: the Toeplitz hash, its low 7 bits look up a queue.
class Toeplitz
{
  public:
    /// @param random draws the key
    explicit Toeplitz(std::mt19937& random)
    {
        for (auto& octet : m_key)
        {
            octet = static_cast<uint8_t>(random());
        }
    }

    /// @param input addresses and ports, 12 octets @return the hash
    uint32_t Of(const std::array<uint8_t, 12>& input) const
    {
        uint32_t hash = 0;
        for (size_t bit = 0; bit < 8 * input.size(); ++bit)
        {
            if ((input[bit / 8] & (0x80U >> (bit % 8))) != 0)
            {
                hash ^= WindowAt(bit);
            }
        }
        return hash;
    }

  private:
    uint32_t WindowAt(size_t bit) const
    {
        uint64_t octets = 0;
        for (size_t i = 0; i < 5; ++i)
        {
            octets = (octets << 8) | m_key[bit / 8 + i];
        }
        return static_cast<uint32_t>(octets >> (8 - bit % 8));
    }

    std::array<uint8_t, 40> m_key{};
};

void
LoadTest::FewFlows()
{
    // The busiest core's share of few flows, over many keys: as a NIC's Toeplitz hash gives it.
    constexpr uint32_t TRIALS = 4000;

    struct Case
    {
        uint32_t flows;
        uint32_t cores;
    };

    for (const auto& [flows, cores] : {Case{4, 4}, Case{8, 8}, Case{16, 8}, Case{64, 16}})
    {
        HostProfile profile;
        profile.clock = 1'000'000'000;
        profile.cores = cores;
        std::mt19937 random(7); // NOLINT: the same numbers each time
        std::array<double, 2> sum{};
        std::array<double, 2> squares{};
        for (uint32_t trial = 1; trial <= TRIALS; ++trial)
        {
            const Toeplitz nic(random);
            profile.rssKey = trial;
            const HostModel host(profile);
            std::array<std::vector<uint32_t>, 2> loads{std::vector<uint32_t>(cores),
                                                       std::vector<uint32_t>(cores)};
            for (uint32_t flow = 0; flow < flows; ++flow)
            {
                // Model: flows as ipsec-plan numbers them. NIC: random addresses and ports.
                PacketDescriptor packet;
                packet.source = IpAddress::FromIpv4(0x0a010001);
                packet.destination = IpAddress::FromIpv4(0x0a020001);
                packet.sourcePort = static_cast<uint16_t>(10'000 + flow);
                packet.destinationPort = 5001;
                packet.protocol = 17;
                ++loads[0][host.CoreOf(HashFlow(packet), HostContext::RECEIVE)];
                std::array<uint8_t, 12> tuple{};
                for (auto& octet : tuple)
                {
                    octet = static_cast<uint8_t>(random());
                }
                ++loads[1][(nic.Of(tuple) & 127U) % cores];
            }
            for (size_t i = 0; i < 2; ++i)
            {
                const double most = *std::max_element(loads[i].begin(), loads[i].end());
                sum[i] += most / flows;
                squares[i] += most / flows * most / flows;
            }
        }
        const auto mean = [&](size_t i) { return sum[i] / TRIALS; };
        const auto spread = [&](size_t i) {
            return std::sqrt(squares[i] / TRIALS - mean(i) * mean(i));
        };
        const std::string what =
            std::to_string(flows) + " flows on " + std::to_string(cores) + " cores";
        const double error = 4 * spread(1) * std::sqrt(2.0 / TRIALS);
        EXPECT_NEAR(mean(0), mean(1), error, what);
        EXPECT_NEAR(spread(0), spread(1), 0.1 * spread(1), what);
        EXPECT_GT(mean(0), 1.3 / cores, "uneven");
    }
}

void
LoadTest::DrawnKeys()
{
    // Eight flows on eight cores beyond saturation: as many cores work as the key finds.
    const Changes few{{"cores: 1,", "cores: 8, rss-key: random,"},
                      {"count: 8, flows: 8", "count: 1, flows: 8"},
                      {"packets: 20000", "packets: 8000"}};
    const Experiment drawn = Read(few);
    Changes same = few;
    same[0].second = "cores: 8, rss-key: 5,";
    const Experiment fixed = Read(same);
    std::set<double> seen;
    std::set<double> always;
    double sum = 0;
    constexpr uint32_t REPLICATIONS = 24;
    for (uint32_t replication = 1; replication <= REPLICATIONS; ++replication)
    {
        const double cores = RunOne(drawn, 25.6e9, replication).Get("throughput_bps") / 800e6;
        seen.insert(std::round(cores));
        sum += cores;
        always.insert(std::round(RunOne(fixed, 25.6e9, replication).Get("throughput_bps") / 800e6));
    }
    EXPECT_GT(seen.size(), 1, "another key, another imbalance");
    EXPECT_EQ(always.size(), 1, "a fixed key, always the same");
    // Of 8 cores 8 (1 - (7/8)^8) = 5.25 have a flow, with a standard deviation of 0.89.
    EXPECT_NEAR(sum / REPLICATIONS, 5.25, 4 * 0.89 / std::sqrt(24), "cores at work");
}

void
LoadTest::Conservation()
{
    // What arrives at the host is decided upon, dropped for a reason or still there.
    for (const double rate : {400e6, 6400e6})
    {
        const RunRecord record =
            RunAll(Read({{"cores: 1", "cores: 3"}, {"forward-core: same", "forward-core: hash"}}),
                   rate);
        const uint64_t booked = CounterOf(record, "gateway.host.booked");
        const uint64_t refused = CounterOf(record, "gateway.host.refused");
        const uint64_t in = CounterOf(record, "gateway.in.in.packets");
        const uint64_t out = CounterOf(record, "gateway.out.in.packets");
        EXPECT_EQ(booked + refused, in + out, "a booking per packet and direction");
        EXPECT_EQ(refused,
                  CounterOf(record, "gateway.in.drop.host-backlog.packets") +
                      CounterOf(record, "gateway.out.drop.host-backlog.packets"),
                  "each refusal is a drop");
        uint64_t received = 0;
        uint64_t sent = 0;
        for (const char* path :
             {"clear", "software", "lookaside", "inline-crypto", "inline-packet"})
        {
            const std::string prefix = std::string("gateway.host.memory.") + path;
            received += CounterOf(record, prefix + ".packets-in");
            sent += CounterOf(record, prefix + ".packets-out");
        }
        EXPECT_EQ(received + sent, booked, "each packet on one way");
    }
}

/// The suite.
class HostLoadTestSuite : public TestSuite
{
  public:
    HostLoadTestSuite()
        : TestSuite("ipsec-host-load", TestSuite::Type::SYSTEM)
    {
        const auto add = [this](const std::string& name, LoadTest::Body body) {
            AddTestCase(new LoadTest(name, body));
        };
        add("beyond saturation goodput stays and the ring drops", &LoadTest::BeyondSaturation);
        add("cycles of packets that another core drops are wasted", &LoadTest::WastedCycles);
        add("one pair of tunnel ends is one core's work", &LoadTest::OneTunnel);
        add("batching: the load curve of an M-G-1 queue with set-up", &LoadTest::BatchingCurve);
        add("few flows load cores as the Toeplitz hash does", &LoadTest::FewFlows);
        add("a key per replication draws the imbalance anew", &LoadTest::DrawnKeys);
        add("what arrives is sent, dropped or still there", &LoadTest::Conservation);
    }
};

HostLoadTestSuite g_hostLoadTestSuite; //!< the suite

} // namespace
