/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/analytic/closed-form-scope.h"
#include "planner/network/traffic-plan.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/recording-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/point-sweep.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Recordings: what is read of pcap files, when their datagrams are sent again, and what is refused.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// What a file's numbers look like.
struct Form
{
    bool isBig{false};     //!< the octets of numbers begin with the greatest
    bool isNano{false};    //!< nanoseconds instead of microseconds
    uint32_t linkType{1};  //!< Ethernet
    uint32_t kept{65'535}; //!< octets of a packet that are in the file, at most
};

/// @param number any @param octets of it @param form of the file @return it there
std::string
Put(uint64_t number, int octets, const Form& form)
{
    std::string text;
    for (int i = 0; i < octets; ++i)
    {
        const int place = form.isBig ? octets - 1 - i : i;
        text += static_cast<char>(number >> (8 * place));
    }
    return text;
}

/// @param form of a file @return its header
std::string
Header(const Form& form)
{
    return Put(form.isNano ? 0xa1b23c4d : 0xa1b2c3d4, 4, form) + Put(2, 2, form) + Put(4, 2, form) +
           Put(0, 8, form) + Put(65'535, 4, form) + Put(form.linkType, 4, form);
}

/// @param form of a file @param nanoseconds time @param octets of a packet @return it there
std::string
Record(const Form& form, uint64_t nanoseconds, const std::string& octets)
{
    const std::string kept = octets.substr(0, form.kept);
    const uint64_t second = 1'700'000'000 + nanoseconds / 1'000'000'000;
    const uint64_t rest = nanoseconds % 1'000'000'000;
    return Put(second, 4, form) + Put(form.isNano ? rest : rest / 1000, 4, form) +
           Put(kept.size(), 4, form) + Put(octets.size(), 4, form) + kept;
}

/// @param length octets of a datagram @return it
std::string
Ipv4(uint32_t length)
{
    const Form network{true};
    return "\x45" + std::string(1, 0) + Put(length, 2, network) + std::string(length - 4, 0);
}

/// @param length octets of a datagram @return it
std::string
Ipv6(uint32_t length)
{
    const Form network{true};
    return "\x60" + std::string(3, 0) + Put(length - 40, 2, network) + std::string(length - 6, 0);
}

/// @param etherType behind the addresses, and perhaps tags @param payload of a frame @return it
std::string
Frame(const std::string& etherType, const std::string& payload)
{
    return std::string(12, 2) + etherType + payload;
}

const std::string IPV4_TYPE("\x08\x00", 2);
const std::string IPV6_TYPE("\x86\xdd", 2);
const std::string ARP_TYPE("\x08\x06", 2);
const std::string TAG("\x81\x00\x00\x05", 4);
const std::string OUTER_TAG("\x88\xa8\x00\x07", 4);

/// @param form of it @return four datagrams and something else in 3 ms, as Ethernet frames
std::string
MakeFile(const Form& form = {})
{
    return Header(form) + Record(form, 999'500'000, Frame(ARP_TYPE, std::string(46, 0))) +
           Record(form, 999'800'000, Frame(IPV4_TYPE, Ipv4(40) + std::string(6, 0))) +
           Record(form, 1'000'300'000, Frame(TAG + IPV4_TYPE, Ipv4(1400))) +
           Record(form, 1'000'301'000, Frame(OUTER_TAG + TAG + IPV6_TYPE, Ipv6(576))) +
           Record(form, 1'002'800'000, Frame(IPV4_TYPE, Ipv4(1000)));
}

/// Clients of a server; traffic is what the file beside it has.
constexpr const char* SERVER = R"(scenario: 1
name: replay
topology: {kind: server, peers: 3}
links:
  access: {rate: 1 Gbit/s, delay: 5 us, mtu: 1500 B}
  peer: {rate: 1 Gbit/s, delay: 5 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, host: none, nic: cx6dx-freebsd}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 12, mode: transport, cipher: aes-gcm-16-128, esn: true, popularity: {zipf: 0.8}}
traffic: {direction: transmit, replay: office.pcap, duration: 1 s, warm-up: 0 %}
sweep: {parameter: sa-slots, values: [16]}
)";

/// A scenario and its recording.
class ReplayFile : public TestFile
{
  public:
    /// @param changes to SERVER @param recording of it
    explicit ReplayFile(const Changes& changes = {}, const std::string& recording = MakeFile())
        : TestFile(Changed(SERVER, changes))
    {
        WriteBeside("office.pcap", recording);
    }

    /// @return what the scenario says
    Experiment Read() const
    {
        return ReadExperiment(GetPath());
    }
};

/// What stands in files.
class ReadTest : public TestCase
{
  public:
    ReadTest()
        : TestCase("pcap files of both byte orders, microseconds and nanoseconds, and all links")
    {
    }

  private:
    /// @param octets of a file @return what it has
    static RecordingFile Read(const std::string& octets)
    {
        const TestFile folder("");
        folder.WriteBeside("a.pcap", octets);
        return *RecordingReader(folder.GetFolder()).Read("a.pcap");
    }

    /// @param file what was read @return times in ns and lengths
    static std::string TextOf(const RecordingFile& file)
    {
        std::string text;
        for (const auto& datagram : file.recording.datagrams)
        {
            text +=
                std::to_string(datagram.at / 1000) + ":" + std::to_string(datagram.length) + " ";
        }
        return text;
    }

    void DoRun() override
    {
        for (const bool isBig : {false, true})
        {
            for (const bool isNano : {false, true})
            {
                for (const uint32_t kept : {65'535, 62})
                {
                    const auto file = Read(MakeFile({isBig, isNano, 1, kept}));
                    EXPECT_EQ(TextOf(file),
                              "0:40 500000:1400 501000:576 3000000:1000 ",
                              "Ethernet");
                    EXPECT_EQ(file.skipped, 1, "ARP");
                }
            }
        }
        const Form nano{false, true};
        const auto fine = Read(Header(nano) + Record(nano, 7, Frame(IPV4_TYPE, Ipv4(60))) +
                               Record(nano, 1'000'000'008, Frame(IPV4_TYPE, Ipv4(61))));
        EXPECT_EQ(TextOf(fine), "0:60 1000000001:61 ", "a nanosecond more than a second");

        for (const uint32_t type : {101, 12, 14, 228, 229})
        {
            const Form form{false, false, type};
            const auto file =
                Read(Header(form) + Record(form, 0, Ipv4(100)) + Record(form, 1'000, Ipv6(200)) +
                     Record(form, 2'000, "\x10 no IP"));
            EXPECT_EQ(TextOf(file), "0:100 1000:200 ", "bare IP, link type " << type);
            EXPECT_EQ(file.skipped, 1, "others");
        }
        const Form ppp{true, false, 9};
        const auto file =
            Read(Header(ppp) + Record(ppp, 0, std::string("\xff\x03\x00\x21", 4) + Ipv4(100)) +
                 Record(ppp, 1'000, std::string("\x00\x57", 2) + Ipv6(200)) +
                 Record(ppp, 2'000, "\x21" + Ipv4(300)) +
                 Record(ppp, 3'000, std::string("\xc0\x21", 2) + std::string(30, 1)));
        EXPECT_EQ(TextOf(file), "0:100 1000:200 2000:300 ", "PPP");
        EXPECT_EQ(file.skipped, 1, "LCP");
    }
};

/// When datagrams are sent.
class InstantsTest : public TestCase
{
  public:
    InstantsTest()
        : TestCase("a recording is played at its own instants, again and again, or at a pace")
    {
    }

  private:
    void DoRun() override
    {
        const ReplayFile file;
        const auto scenario = file.Read().At("FreeBsd", 16);
        const FlowPlan plan = MakeFlowPlan(scenario);
        ASSERT_EQ(plan.sources.size(), 1, "the server sends");
        auto source = MakeTrafficSource(plan, 0, 5'000'000);
        // 3 ms with three gaps: the next round begins 4 ms after the first one.
        const Ps ms = PS_PER_SECOND / 1000;
        const Ps at[]{0, ms / 2, ms / 2 + ms / 1000, 3 * ms};
        const uint32_t lengths[]{40, 1400, 576, 1000};
        TrafficArrival arrival;
        for (int i = 0; i < 1000; ++i)
        {
            ASSERT_EQ(source->Next(arrival), true, "a datagram");
            EXPECT_EQ(arrival.time, 5'000'000 + i / 4 * 4 * ms + at[i % 4], "datagram " << i);
            EXPECT_EQ(arrival.length, lengths[i % 4], "datagram " << i);
        }
        EXPECT_EQ(source->Next(arrival), false, "a second is over");
        EXPECT_EQ(source->GetLastArrival(), 5'000'000 + PS_PER_SECOND, "the end");
        EXPECT_NEAR(scenario.GetPacketRate(), 1000, 1e-9, "four in 4 ms");
        EXPECT_NEAR(scenario.GetMeanLength(), 754, 1e-9, "mean length");
        EXPECT_EQ(scenario.traffic.packets, 1000, "what to expect");

        // Four times the rate: 754 octets 4 000 times a second
        const ReplayFile fast(Changes{{"replay:", "rate: 24128000 bit/s, replay:"}});
        const FlowPlan fastPlan = MakeFlowPlan(fast.Read().At("FreeBsd", 16));
        auto fastSource = MakeTrafficSource(fastPlan, 0, 0);
        for (int i = 0; i < 4000; ++i)
        {
            ASSERT_EQ(fastSource->Next(arrival), true, "a datagram");
            const Ps due = i / 4 * ms + at[i % 4] / 4; // rounds of 1 ms
            EXPECT_NEAR(arrival.time, due, 1, "datagram " << i);
        }
        EXPECT_EQ(fastSource->Next(arrival), false, "a second is over");
    }
};

/// Several nodes that play one recording.
class PartsTest : public TestCase
{
  public:
    PartsTest()
        : TestCase("nodes that send in the same direction play one recording together")
    {
    }

  private:
    void DoRun() override
    {
        const ReplayFile file(
            Changes{{"transmit", "receive"}, {"duration: 1 s", "duration: 20 s"}});
        const FlowPlan plan = MakeFlowPlan(file.Read().At("FreeBsd", 16));
        ASSERT_EQ(plan.sources.size(), 3, "three peers");
        std::vector<Ps> all;
        for (uint32_t i = 0; i < 3; ++i)
        {
            auto source = MakeTrafficSource(plan, i, 0);
            TrafficArrival arrival;
            double count = 0;
            while (source->Next(arrival))
            {
                all.push_back(arrival.time);
                ++count;
            }
            const double expected = plan.sources[i].traffic.packetsPerSecond * 20;
            EXPECT_GT(expected, 4000, "a part for each");
            EXPECT_NEAR(count, expected, 4 * std::sqrt(expected), "source " << i);
        }
        std::sort(all.begin(), all.end());
        ASSERT_EQ(all.size(), 20'000, "each datagram once");
        const Ps ms = PS_PER_SECOND / 1000;
        const Ps at[]{0, ms / 2, ms / 2 + ms / 1000, 3 * ms};
        for (size_t i = 0; i < all.size(); ++i)
        {
            const auto round = static_cast<Ps>(i / 4);
            EXPECT_EQ(all[i], round * 4 * ms + at[i % 4], "datagram " << i);
        }
    }
};

/// Simulations.
class RunTest : public TestCase
{
  public:
    RunTest()
        : TestCase("both fidelities play a recording alike, and its content is part of results")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* direction : {"transmit", "receive", "both"})
        {
            const ReplayFile file(Changes{{"transmit", direction}});
            const auto experiment = file.Read();
            const PointSpec point{"FreeBsd", 16, 1, Fidelity::BOTH};
            const auto result = RunPoint(ResolvePoint(experiment, point), point);
            EXPECT_GT(result.Get("compared_packets"), 990, "packets compared");
            EXPECT_EQ(result.Get("differing_packets"), 0, "packets differ");
            EXPECT_EQ(result.Get("differing_counters"), 0, "counters differ");
            EXPECT_GT(result.Get("offload_ratio"), 0, "some in the NIC");
        }
        const ReplayFile one;
        const auto experiment = one.Read();
        const std::string hash = IdentityOf(experiment).GetHash();
        EXPECT_EQ(IdentityOf(one.Read()).GetHash(), hash, "the same file");
        one.WriteBeside("office.pcap", MakeFile({true, true}));
        EXPECT_EQ(IdentityOf(one.Read()).GetHash() == hash, false, "another content");
        EXPECT_EQ(FindClosedFormObstacle(experiment.first), "recorded traffic", "closed form");
        EXPECT_EQ(FindRateObstacle(experiment.first), "recorded traffic", "fluid fidelity");
        EXPECT_EQ(experiment.first.measure.isWhole, true, "all of it");
    }
};

/// A mistake and what is said of it.
struct Mistake
{
    std::string name;
    Changes changes;       //!< to the scenario
    std::string recording; //!< the file
    std::string expected;  //!< in the message
};

/// Recordings and scenarios that are refused.
class RefusedTest : public TestCase
{
  public:
    /// @param mistake what is wrong
    explicit RefusedTest(Mistake mistake)
        : TestCase("refused: " + mistake.name),
          m_mistake(std::move(mistake))
    {
    }

  private:
    void DoRun() override
    {
        const ReplayFile file(m_mistake.changes, m_mistake.recording);
        try
        {
            file.Read();
            EXPECT_EQ(m_mistake.name, "", "read without error");
        }
        catch (const InputError& error)
        {
            EXPECT_EQ(error.GetProblems().size(), 1, error.what());
            EXPECT_NE(std::string(error.what()).find(m_mistake.expected),
                      std::string::npos,
                      error.what());
        }
    }

    Mistake m_mistake; //!< what is wrong
};

/// The suite.
class PlannerReplayTestSuite : public TestSuite
{
  public:
    PlannerReplayTestSuite()
        : TestSuite("ipsec-planner-replay", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new ReadTest);
        AddTestCase(new InstantsTest);
        AddTestCase(new PartsTest);
        AddTestCase(new RunTest);
        AddFiles();
        AddScenarios();
    }

  private:
    void AddFiles()
    {
        const Form form;
        const std::string good = MakeFile();
        const std::string first = Record(form, 5'000'000, Frame(IPV4_TYPE, Ipv4(40)));
        const std::string early = Record(form, 4'000'000, Frame(IPV4_TYPE, Ipv4(40)));
        const auto add = [this](const std::string& name,
                                const std::string& recording,
                                const std::string& expected) {
            AddTestCase(new RefusedTest({name, {}, recording, "office.pcap: " + expected}));
        };
        add("an empty file", "", "'octet 0': expected the header of a pcap file");
        add("text", "no. time source\n1 0.0 10.0.0.1\n", "'octet 0': expected the header");
        add("pcapng", "\x0a\x0d\x0d\x0a" + std::string(40, 1), "'octet 0': expected the header");
        add("half a header", good.substr(0, 20), "'octet 0': expected the header");
        add("Wi-Fi",
            Header({false, false, 105}) + first + first,
            "'octet 20: link type 105': expected Ethernet (1), PPP (9) or bare IP");
        add("a header alone", Header(form), "'0 IP datagrams': expected at least two");
        add("one datagram", Header(form) + first, "'1 IP datagrams': expected at least two");
        add("no time", Header(form) + first + first, "'2 IP datagrams': expected at least two");
        add("ARP alone",
            Header(form) + Record(form, 0, Frame(ARP_TYPE, std::string(46, 0))),
            "'0 IP datagrams': expected at least two");
        add("a packet that is cut",
            good.substr(0, good.size() - 5),
            "'packet 5 at octet " + std::to_string(good.size() - 16 - 1014) +
                "': expected the rest of the packet");
        add("a packet whose header is cut",
            Header(form) + first + first.substr(0, 9),
            "'packet 2 at octet 94': expected the rest of the packet");
        add("time that goes back",
            Header(form) + first + early,
            "'packet 2 at octet 94': expected a time that is not before");
        add("more microseconds than a second has",
            Header(form) + first + Put(1'700'000'000, 4, form) + Put(1'000'000, 4, form) +
                first.substr(8),
            "'packet 2 at octet 94: 1000000': expected less than 1000000");
        add("a year between two datagrams",
            Header(form) + first + Record(form, 31'536'000'000'000'000, Frame(IPV4_TYPE, Ipv4(40))),
            "'packet 2 at octet 94': expected at most 86400 s");
    }

    void AddScenarios()
    {
        const auto add =
            [this](const std::string& name, const Changes& changes, const std::string& expected) {
                AddTestCase(new RefusedTest({name, changes, MakeFile(), expected}));
            };
        add("a file that is not there", {{"office.pcap", "home.pcap"}}, "home.pcap: no such file");
        add("sizes beside a replay",
            {{"replay:", "sizes: imix, replay:"}},
            "expected either replay or sizes");
        add("arrivals beside a replay",
            {{"replay:", "arrivals: poisson, replay:"}},
            "expected either replay or arrivals");
        add("a ramp beside a replay",
            {{"replay:", "ramp: [{at: 0 s, factor: 1}], replay:"}},
            "expected either replay or ramp");
        add("load and rate beside a replay",
            {{"replay:", "load: 50 %, rate: 1 Mbit/s, replay:"}},
            "expected either load or rate");
        add("a replay without an end",
            {{", duration: 1 s", ""}},
            "with a replay there is no steady");
        add("a steady window of a replay",
            {{"sweep:", "measure: {window: steady}\nsweep:"}},
            "whole: with a replay there is no steady state");
        add("a search on a replay",
            {{"sweep:", "search: rfc2544\nsweep:"}},
            "no traffic.replay beside it");
        add("a failover and a replay",
            {{"zipf: 0.8}", "zipf: 0.8}, failover: {nodes: 2, at: 0.1 s}"}},
            "no replay with population.failover");
        add("a recording beyond the MTU",
            {{"5 us, mtu: 1500 B", "5 us, mtu: 1300 B"}},
            "expected datagrams of at most 1300 B, the smallest MTU");
    }
};

PlannerReplayTestSuite g_plannerReplayTestSuite; //!< registers itself

} // namespace
