/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/analytic/fluid-network.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/fidelity-choice.h"
#include "planner/simulate/fluid-scenario-run.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/nic-engine.h"
#include "ns3/security-association.h"
#include "ns3/test.h"

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Fluid fidelity: compared with lean fidelity over short times, and with arithmetic.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// 40 clients of a server whose NIC has room for 30 of their 80 SAs; 12 500 packets of 1000 octets
/// a second.
constexpr const char* SERVER = R"(scenario: 1
name: fluid
topology: {kind: server, peers: 2, frame-overhead: 38 B}
links:
  access: {rate: 1 Gbit/s, delay: 5 us, mtu: 1500 B}
  peer: {rate: 1 Gbit/s, delay: 5 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: none
    nic: {profile: cx6dx-freebsd, sa-slots: 30}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population:
  count: 40
  mode: transport
  cipher: aes-gcm-16-128
  esn: true
  replay-window: 64
  popularity: {zipf: 0.8}
traffic: {direction: transmit, rate: 100 Mbit/s, arrivals: constant, sizes: [{length: 1000 B}],
          duration: 3.85 s, warm-up: 0 %}
measure: {window: whole}
sweep: {parameter: population.flows, values: [1]}
)";

/// @param text a scenario @param fidelity of the run @return what it gave
PointResult
Simulate(const std::string& text, Fidelity fidelity)
{
    const TestFile file(text);
    const Experiment experiment = ReadExperiment(file.GetPath());
    const PointSpec point{experiment.curves.front().name,
                          experiment.sweep.GetValues().front().value,
                          1,
                          fidelity};
    return RunPoint(ResolvePoint(experiment, point), point);
}

/// How far a metric may be off.
struct Tolerance
{
    std::string metric;
    double share;    //!< of lean fidelity's value
    double absolute; //!< or so much
};

/// The same scenario in both fidelities.
class LeanTest : public TestCase
{
  public:
    /**
     * @param name what is special
     * @param changes to SERVER
     * @param more metrics that are compared beside ratio, rates, slots and offers
     */
    LeanTest(const std::string& name, Changes changes, std::vector<Tolerance> more = {})
        : TestCase("fluid agrees with lean: " + name),
          m_changes(std::move(changes)),
          m_more(std::move(more))
    {
    }

  private:
    void DoRun() override
    {
        const std::string text = Changed(SERVER, m_changes);
        const auto lean = Simulate(text, Fidelity::LEAN);
        const auto fluid = Simulate(text, Fidelity::FLUID);
        std::vector<Tolerance> all{{"offload_ratio", 0, 0.01},
                                   {"carried_ratio", 0, 0.01},
                                   {"throughput_bps", 0.01, 0},
                                   {"offered_bps", 0.01, 0},
                                   {"wire_bps", 0.01, 0},
                                   {"tx_slots_used", 0, 0},
                                   {"rx_slots_used", 0, 0},
                                   {"offers", 0, 0},
                                   {"acks", 0, 0},
                                   {"nacks", 0, 0}};
        all.insert(all.end(), m_more.begin(), m_more.end());
        for (const auto& row : all)
        {
            const double expected = lean.Get(row.metric);
            EXPECT_NEAR(fluid.Get(row.metric),
                        expected,
                        row.share * std::abs(expected) + row.absolute + 1e-9,
                        row.metric);
        }
        EXPECT_GT(lean.Get("throughput_bps"), 0, "something arrives");
    }

    Changes m_changes;             //!< to SERVER
    std::vector<Tolerance> m_more; //!< metrics
};

/// What the closed form's rates are not enough for, and what they do not tell.
class ScopeTest : public TestCase
{
  public:
    ScopeTest()
        : TestCase("what fluid fidelity does not know is refused or has no value")
    {
    }

  private:
    void DoRun() override
    {
        const auto fluid = Simulate(SERVER, Fidelity::FLUID);
        for (const char* metric : {"delay_mean_s",
                                   "delay_p99_s",
                                   "queue_growth_packets",
                                   "drop_nic_tx_ring_full_packets",
                                   "nic_cache_hits"})
        {
            EXPECT_EQ(std::isnan(fluid.Get(metric)), true, metric);
        }
        for (const char* metric : {"loss", "sent_packets", "software_driver_fault_packets"})
        {
            EXPECT_EQ(std::isnan(fluid.Get(metric)), false, metric);
        }
        const std::vector<std::pair<Changes, std::string>> refused{
            {{{"sweep:", "events: [{at: 1 s, node: server, do: nic-reset}]\nsweep:"}}, "events"},
            {{{"sizes: [{length: 1000 B}]", "segments: {super-segment: 64 KiB, segment: 1000 B}"}},
             "TCP super-segments"},
            {{{"arrivals: constant", "arrivals: {burst: 10 ms, pause: 30 ms}"}},
             "traffic in bursts"},
            {{{"host: none",
               "host: {profile: none, cores: 1, clock: 1 GHz, "
               "memory-bandwidth: 10 Gbit/s}"}},
             "a bandwidth of the memory"},
            {{{"host: none", "host: {profile: none, cores: 2, clock: 1 GHz, threads-per-core: 2}"}},
             "hardware threads that share a core"},
            {{{"host: none",
               "host: {profile: none, cores: 2, clock: 1 GHz, last-level-cache: 1 MB}"}},
             "a cache that queues outgrow"}};
        for (const auto& [changes, words] : refused)
        {
            const TestFile file(Changed(SERVER, changes));
            const Experiment experiment = ReadExperiment(file.GetPath());
            EXPECT_EQ(FindFluidObstacle(experiment.At("FreeBsd", 1)), words, "refused");
        }
    }
};

/// Which fidelity a point gets.
class ChoiceTest : public TestCase
{
  public:
    ChoiceTest()
        : TestCase("a whole run of too many packets is fluid by itself")
    {
    }

  private:
    /// @param changes to SERVER @return the fidelity of its point, or the error
    static std::string Choose(const Changes& changes)
    {
        const TestFile file(Changed(SERVER, changes));
        try
        {
            const Experiment experiment = ReadExperiment(file.GetPath());
            auto points = EnumeratePoints(experiment);
            ChooseFidelities(experiment, points);
            return ToString(points.front().fidelity);
        }
        catch (const std::exception& error)
        {
            return error.what();
        }
    }

    void DoRun() override
    {
        const std::pair<std::string, std::string> hours{"duration: 3.85 s", "duration: 8 h"};
        const std::pair<std::string, std::string> event{
            "sweep:",
            "events: [{at: 1 s, node: server, do: nic-reset}]\nsweep:"};
        EXPECT_EQ(Choose({}), "lean", "50 000 packets");
        EXPECT_EQ(Choose({{"sweep:", "fidelity: fluid\nsweep:"}}), "fluid", "wanted");
        EXPECT_EQ(Choose({hours}), "fluid", "360 million packets");
        EXPECT_EQ(Choose({hours, {"sweep:", "fidelity: lean\nsweep:"}}), "lean", "not wanted");
        EXPECT_EQ(Choose({hours, event}), "lean", "rates are not enough");
        EXPECT_EQ(Choose({hours, {"window: whole", "window: steady"}}),
                  "lean",
                  "lean ends by itself");
        const std::string refused = Choose({event, {"sweep:", "fidelity: fluid\nsweep:"}});
        EXPECT_EQ(refused.find("rates are not enough for events") != std::string::npos,
                  true,
                  refused);
        const std::string endless = Choose({{",\n          duration: 3.85 s", ""},
                                            {"measure: {window: whole}\n", ""},
                                            {"sweep:", "fidelity: fluid\nsweep:"}});
        EXPECT_EQ(endless.find("traffic.duration") != std::string::npos, true, endless);
    }
};

/// Rates that change one by one, and the same worked out from nothing.
class ChangedRatesTest : public TestCase
{
  public:
    ChangedRatesTest()
        : TestCase("rates that change one by one are those that are worked out at once")
    {
    }

  private:
    static constexpr uint32_t FLOWS = 12;

    /// @param network gets gates and flows @param rates of the flows
    static void Build(FluidNetwork& network, const std::vector<double>& rates)
    {
        std::vector<std::pair<uint32_t, uint32_t>> places;
        for (int i = 0; i < 4; ++i)
        {
            const uint32_t gate = network.AddGate();
            places.emplace_back(gate, network.AddResource(gate, 10));
        }
        for (uint32_t flow = 0; flow < FLOWS; ++flow)
        {
            const auto& first = places[flow % 3];
            const auto& last = places[3];
            network.AddFlow(rates[flow],
                            {{first.first, {{first.second, 1.0 + flow % 2}}},
                             {last.first, {{last.second, 0.5}}}});
        }
    }

    void DoRun() override
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> draw(0, 1);
        std::vector<double> rates(FLOWS, 0.5);
        FluidNetwork changed;
        Build(changed, rates);
        changed.Solve();
        uint32_t solved = 0;
        for (int step = 0; step < 400; ++step)
        {
            const uint32_t flow = random() % FLOWS;
            rates[flow] = draw(random) * (step % 100 < 50 ? 1 : 6); // free, and not
            changed.ChangeRate(flow, rates[flow]);
            if (changed.IsStale())
            {
                changed.Solve();
                ++solved;
            }
            FluidNetwork anew;
            Build(anew, rates);
            anew.Solve();
            for (uint32_t i = 0; i < FLOWS; ++i)
            {
                EXPECT_NEAR(changed.GetDelivered(i), anew.GetDelivered(i), 1e-6, "flow " << i);
            }
            EXPECT_EQ(changed.IsFree(), anew.IsFree(), "step " << step);
        }
        EXPECT_GT(solved, 50, "some of them had to be worked out");
        EXPECT_GT(400 - solved, 50, "others had not");
    }
};

/// Packets that are counted together, and the same one by one.
class BulkTest : public TestCase
{
  public:
    BulkTest()
        : TestCase("packets that are counted together count as they do one by one")
    {
    }

  private:
    /// @return an SA @param cyclic its numbers may begin anew
    static SaConfig MakeConfig(bool cyclic)
    {
        SaConfig config;
        config.spi = 0x1000;
        config.source = *IpAddress::FromString("192.0.2.1");
        config.destination = *IpAddress::FromString("192.0.2.2");
        config.replayWindow = 64;
        config.cyclic = cyclic;
        return config;
    }

    void DoRun() override
    {
        SecurityAssociation one(MakeConfig(true), 0);
        SecurityAssociation bulk(MakeConfig(true), 0);
        for (int i = 0; i < 5; ++i)
        {
            EXPECT_EQ(one.NextSequence().has_value(), true, "a number");
            one.CountSoftware(10 + i, 100);
        }
        EXPECT_EQ(bulk.CountSent(10, {5, 500}), true, "numbers");
        EXPECT_EQ(bulk.GetCurrent() == one.GetCurrent(), true, "CURRENT");
        EXPECT_EQ(bulk.GetSoftware() == one.GetSoftware(), true, "software's part");
        EXPECT_EQ(bulk.GetLastSequence(), one.GetLastSequence(), "last number");
        EXPECT_EQ(*bulk.GetFirstUsed(), *one.GetFirstUsed(), "first use");
        bulk.CountReceived(20, {3, 300}, 7);
        EXPECT_EQ(bulk.GetReplayWindow().GetLast(), 7, "the window moves");
        EXPECT_EQ(bulk.GetCurrent().packets, 8, "both ways");

        SecurityAssociation last(MakeConfig(false), 0);
        EXPECT_EQ(last.TakeNumbers(UINT32_MAX), true, "all that there are");
        EXPECT_EQ(last.NextSequence().has_value(), false, "no more");
        EXPECT_EQ(last.TakeNumbers(1), false, "no more");
        EXPECT_EQ(bulk.TakeNumbers(UINT32_MAX), true, "they may begin anew");
        EXPECT_EQ(bulk.GetLastSequence(), 4, "5 and 2^32 - 1 numbers, of which 0 is one");

        NicProfile profile;
        profile.hardwareLimits = true;
        NicEngine engine(profile, 0, 0);
        SaContext context;
        context.drvSpi = 5;
        context.transmit = true;
        context.enforceLimits = true;
        context.config = MakeConfig(true);
        context.config.hard.octets = 1000;
        context.config.soft.octets = 800;
        EXPECT_EQ(engine.Install(0, context) == NicEngine::InstallResult::OK, true, "installed");
        std::string told;
        engine.SetLimitCallback(
            [&told](Ps, const SaContext&, bool hard) { told += hard ? "hard " : "soft "; });
        EXPECT_EQ(engine.CountSent(1, 5, {7, 700}, 100), true, "700 octets, and 100 more");
        EXPECT_EQ(told, "", "no limit");
        EXPECT_EQ(engine.CountSent(2, 5, {1, 100}, 100), true, "the next one is beyond 800");
        EXPECT_EQ(engine.CountSent(3, 5, {2, 200}, 100), false, "the next one is beyond 1000");
        EXPECT_EQ(told, "soft hard ", "each once");
        EXPECT_EQ(engine.Find(5)->nextSequence, 11, "next number");
        EXPECT_EQ(engine.Find(5)->sent.octets, 1000, "counter");
        engine.CheckInvariants();
    }
};

/// One SA with a hard limit: who counts what, and when it ends.
class LimitTest : public TestCase
{
  public:
    LimitTest()
        : TestCase("R193 R201 an SA dies at the timer's tick after the poll that shows its octets")
    {
    }

  private:
    void DoRun() override
    {
        // 1000 packets a second of 1036 octets with ESP, which the NIC counts (N41), a poll every
        // 0.7 s from the installation on, and a limit of 3.3 MB: the NIC passes it 3.19 s after the
        // start, the poll at 3.5 s shows it, and the tick at 4 s ends the SA.
        const Changes changes{
            {"sa-slots: 30", "sa-slots: 30, poll-period: 0.7 s"},
            {"count: 40", "count: 1"},
            {"popularity: {zipf: 0.8}", "lifetime: {hard: {octets: 3.3 MB}, soft: {octets: 3 MB}}"},
            {"rate: 100 Mbit/s", "rate: 8 Mbit/s"},
            {"duration: 3.85 s", "duration: 7 s"}};
        const std::string text = Changed(SERVER, changes);
        const auto fluid = Simulate(text, Fidelity::FLUID);
        const auto lean = Simulate(text, Fidelity::LEAN);
        EXPECT_EQ(fluid.Get("expired_sas"), 1, "it dies");
        const double over = fluid.Get("overshoot_max_octets");
        EXPECT_NEAR(over, 4 * 1.036e6 - 3.3e6, 0.01e6, "what passes in 4 s, less the limit");
        EXPECT_NEAR(over, lean.Get("overshoot_max_octets"), 0.01e6, "as in lean fidelity");
        // What was sent before it died, and nothing after.
        EXPECT_NEAR(fluid.Get("delivered_packets"), (3.3e6 + over) / 1036, 5, "delivered");
        EXPECT_NEAR(fluid.Get("no_sa_packets") + fluid.Get("delivered_packets"), 7000, 5, "all");
    }
};

/// A load that rises until the link is too slow, on paper.
class RampTest : public TestCase
{
  public:
    RampTest()
        : TestCase("a ramp over a link that is too slow loses what is above it")
    {
    }

  private:
    void DoRun() override
    {
        // No SA is offloaded and nothing but the link is finite. Packets of 1000 octets have 1036
        // with ESP and 1074 with a frame's overhead: 1 Gbit/s are 116 387 of them a second. 186 220
        // at the full load, so the link is full at a factor of 62.5 %, 2.5 s after the start.
        const double most = 1e9 / (8 * 1074);
        const double peak = 1.6 * most;
        const std::string rate = std::to_string(std::lround(peak * 8000)) + " bit/s";
        const Changes changes{
            {"rate: 100 Mbit/s", "rate: " + rate},
            {"popularity: {zipf: 0.8}", "offload: none"},
            {"arrivals: constant",
             "arrivals: constant, ramp: [{at: 0 s, factor: 0.0001 %}, {at: 4 s, factor: 1}]"},
            {"duration: 3.85 s", "duration: 5 s"}};
        const auto fluid = Simulate(Changed(SERVER, changes), Fidelity::FLUID);
        // A triangle of 4 s and a rectangle of 1 s are offered, above the link 1.5 s and 1 s.
        const double sent = peak * (2 + 1);
        const double lost = (peak - most) * (0.75 + 1);
        EXPECT_NEAR(fluid.Get("sent_packets"), sent, 1e-4 * sent, "offered");
        EXPECT_NEAR(fluid.Get("loss"), lost / sent, 1e-4, "lost");
        // The link works for 2.5 s at half of its rate in the mean, and for 2.5 s at all of it.
        EXPECT_NEAR(fluid.Get("link_utilization"), (1.25 + 2.5) / 5, 1e-3, "work");
    }
};

/// The suite.
class PlannerFluidTestSuite : public TestSuite
{
  public:
    PlannerFluidTestSuite()
        : TestSuite("ipsec-planner-fluid", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new ChangedRatesTest);
        AddTestCase(new BulkTest);
        AddTestCase(new ScopeTest);
        AddTestCase(new ChoiceTest);
        AddTestCase(new LimitTest);
        AddTestCase(new RampTest);
        AddComparisons();
    }

  private:
    void AddComparisons()
    {
        const Tolerance rekeys{"rekeys", 0, 0};
        const std::pair<std::string, std::string> rekey{
            "popularity: {zipf: 0.8}",
            "popularity: {zipf: 0.8}\n  rekey: {every: 0.8 s, overlap: 0.2 s, spread: 0.4 s}"};
        AddTestCase(
            new LeanTest("slots are short", {}, {{"software_driver_fault_packets", 0.02, 50}}));
        AddTestCase(new LeanTest("make-before-break at a full NIC",
                                 {rekey},
                                 {rekeys, {"software_driver_fault_packets", 0.03, 100}}));
        AddTestCase(new LeanTest("break-before-make",
                                 {rekey,
                                  {"every: 0.8 s", "order: break-before-make, every: 0.8 s"},
                                  {"overlap: 0.2 s, ", ""}},
                                 {rekeys, {"lost_packets", 0.1, 20}}));
        AddTestCase(new LeanTest("receive", {rekey, {"transmit", "receive"}}, {rekeys}));
        AddTestCase(new LeanTest(
            "both directions, and Linux",
            {rekey, {"transmit", "both"}, {"kernel: FreeBsd\n", "kernel: LinuxPacket\n"}},
            {rekeys, {"reverse_throughput_bps", 0.01, 0}, {"reverse_offload_ratio", 0, 0.01}}));
        const std::pair<std::string, std::string> core{
            "    host: none\n",
            "    host: {profile: none, cores: 1, clock: 100 MHz, esp-output: 20000 cycles, "
            "backlog: 20}\n"};
        AddTestCase(new LeanTest("a full core",
                                 {rekey, core},
                                 {{"loss", 0, 0.01}, {"cpu_busiest_core", 0.01, 0}}));
        const std::pair<std::string, std::string> ramp{
            "arrivals: constant",
            "arrivals: constant, ramp: [{at: 0.5 s, factor: 20 %}, {at: 3 s, factor: 100 %}]"};
        AddTestCase(new LeanTest("a ramp up to a full core",
                                 {rekey, core, ramp},
                                 {rekeys, {"loss", 0, 0.01}, {"cpu_busiest_core", 0.01, 0}}));
        AddTestCase(new LeanTest("a ramp and limits of octets",
                                 {ramp,
                                  {"sa-slots: 30", "sa-slots: 30, poll-period: 0.7 s"},
                                  {"count: 40", "count: 1"},
                                  {"rate: 100 Mbit/s", "rate: 2.5 Mbit/s"},
                                  {"popularity: {zipf: 0.8}",
                                   "lifetime: {hard: {octets: 300 kB}, soft: {octets: 250 kB}}"}},
                                 {{"expired_sas", 0, 0}, {"overshoot_max_octets", 0.02, 0}}));
        AddTestCase(new LeanTest(
            "packets of several sizes over a full link",
            {{"rate: 100 Mbit/s", "rate: 1.1 Gbit/s"},
             {"sizes: [{length: 1000 B}]", "sizes: [{length: 300 B, weight: 3}, {length: 1000 B}]"},
             {"duration: 3.85 s", "duration: 0.4 s"}},
            {{"loss", 0, 0.015}, {"link_utilization", 0.01, 0}}));
    }
};

PlannerFluidTestSuite g_plannerFluidTestSuite; //!< registers the suite

} // namespace
