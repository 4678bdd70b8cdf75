/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "model/profile/data-folders.h"
#include "planner/network/flow-plan.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/traffic-mixes.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/ipsec-profiles.h"
#include "ns3/kernel-profile.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * Scenario and profile files: what good ones mean, and what is said of bad ones
 * (doc/design.rst#rule-10).
 */

namespace
{

/// A server scenario in which nothing is left to defaults.
const char* const SERVER = R"(scenario: 1
name: small-server
title: A small server
description: For tests.
topology:
  kind: server
  peers: 2
  frame-overhead: 40 B
links:
  access:
    rate: 10 Gbit/s
    delay: 5 us
    mtu: 1500 B
  peer:
    rate: 25 Gbit/s
    delay: 1 us
    mtu: 1500 B
nodes:
  server:
    kernel: FreeBsd
    host: xeon-e5-2650-freebsd
    nic: cx6dx-freebsd
  peer:
    kernel: FreeBsd
    host: none
    nic: plain
population:
  count: 10
  flows: 2
  mode: transport
  cipher: aes-gcm-16-128
  replay-window: 64
  esn: true
  family: mixed
  popularity: {zipf: 1}
  order: random
  establishment-gap: 10 us
  offload: any
  on-refusal: software
traffic:
  direction: transmit
  load: 50 %
  arrivals: poisson
  sizes: imix
  packets: 5000
  start: after-offers
  warm-up: 0.1
sweep:
  parameter: sa-slots
  values: {from: 0, to: 20, step: 10}
curves:
  - name: all
  - name: slow
    set: {nodes.server.nic.tx-bit-rate: 1 Gbit/s, nodes.server.host.cores: 2}
replications: 2
seed: 7
spot-checks:
  values: [0, 20]
  packets: 1000
)";

/// A gateway scenario with as much as possible left to defaults.
const char* const GATEWAYS = R"(scenario: 1
name: small-gateways
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 1000 Mbit/s, delay: 2.5 ms, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: {profile: cx7-linux, tx-slots: 5, rx-slots: 6}}
  far-gateway: {kernel: LinuxPacket, host: {profile: none, cores: 1, clock: 2.6 GHz}, nic: plain}
population: {count: 8, mode: tunnel, cipher: aes-cbc-128, authenticator: hmac-sha1-96}
traffic:
  rate: 300 Mbit/s
  sizes:
    - {length: 100 B, weight: 3}
    - {length: 500 B}
  packets: 100
sweep: {parameter: links.wan.rate, values: [1 Gbit/s, 2.5 Gbit/s]}
)";

/// What a good file means.
class GoodScenarioTest : public TestCase
{
  public:
    GoodScenarioTest()
        : TestCase("good scenarios are read as they are meant")
    {
    }

  private:
    void DoRun() override
    {
        Server();
        Gateways();
        NullCipher();
        NullSuite();
        Ipv6Router();
        Shipped();
    }

    void Server()
    {
        const TestFile file(SERVER);
        const Experiment experiment = ReadExperiment(file.GetPath());
        EXPECT_EQ(experiment.name, "small-server", "name");
        EXPECT_EQ(experiment.text, SERVER, "text");
        EXPECT_EQ(experiment.first.topology.counts.at("peers"), 2, "peers");
        EXPECT_EQ(experiment.first.links.at("access").rate, 10'000'000'000, "rate");
        EXPECT_EQ(experiment.first.links.at("access").delay, 5'000'000, "delay");
        EXPECT_EQ(experiment.first.links.at("peer").mtu, 1500, "MTU");
        EXPECT_EQ(experiment.first.population.cipher->name,
                  std::string("aes-gcm-16-128"),
                  "cipher");
        EXPECT_EQ(experiment.first.population.establishmentGap, 10'000'000, "gap");
        EXPECT_EQ(experiment.first.traffic.load, 0.5, "load");
        EXPECT_EQ(experiment.first.traffic.sizes.size(), 3, "mix");
        EXPECT_EQ(experiment.first.seed, 7, "seed");
        EXPECT_EQ(experiment.sweep.GetValues().size(), 3, "values");
        // (7 x 48 + 4 x 576 + 1500) / 12 octets of IP (46 are too few for IPv6), 40 beside them,
        // half of 10 Gbit/s
        const double mean = (7 * 48 + 4 * 576 + 1500) / 12.0;
        EXPECT_NEAR(experiment.first.GetMeanLength(), mean, 1e-9, "mean length");
        EXPECT_NEAR(experiment.first.GetPacketRate(), 5e9 / (8 * (mean + 40)), 1e-3, "rate");

        const Scenario slow = experiment.At("slow", 10);
        EXPECT_EQ(slow.GetMeasured().nic.txSlots, 10, "swept");
        EXPECT_EQ(slow.GetMeasured().nic.rxSlots, 10, "swept");
        EXPECT_EQ(slow.GetMeasured().nic.txBitRate, 1'000'000'000, "curve");
        EXPECT_EQ(slow.GetMeasured().host.cores, 2, "curve");
        const Scenario all = experiment.At("all", 20);
        EXPECT_EQ(all.GetMeasured().nic.txSlots, 20, "swept");
        EXPECT_EQ(all.GetMeasured().host.cores, 8, "the other curve's setting");
        EXPECT_EQ(all.nodes.at("peer").nic.offload, false, "another role's NIC");
        EXPECT_EQ(EnumeratePoints(experiment).size(), 2 * 3 * 2 + 2 * 2, "points");

        const FlowPlan plan = MakeFlowPlan(all);
        EXPECT_EQ(plan.members.size(), 10, "clients");
        EXPECT_EQ(plan.sources.size(), 1, "one way");
        EXPECT_EQ(plan.sources[0].flows.size(), 20, "flows");
        EXPECT_EQ(plan.members[1].ipv6, true, "mixed");
        EXPECT_NEAR(plan.members[0].share / plan.members[1].share, 2.0, 1e-9, "Zipf");
    }

    void Gateways()
    {
        const TestFile file(GATEWAYS);
        const Experiment experiment = ReadExperiment(file.GetPath());
        EXPECT_EQ(experiment.title, "small-gateways", "title");
        EXPECT_EQ(experiment.first.GetMeasured().nic.txSlots, 5, "inline");
        EXPECT_EQ(experiment.first.GetMeasured().nic.rxSlots, 6, "inline");
        EXPECT_EQ(experiment.first.nodes.at("far-gateway").host.clock, 2'600'000'000, "inline");
        EXPECT_EQ(experiment.first.links.at("wan").delay, 2'500'000'000, "delay");
        EXPECT_EQ(experiment.curves.size(), 1, "curves");
        EXPECT_EQ(experiment.curves[0].name, "LinuxPacket", "curve");
        EXPECT_EQ(experiment.first.population.authenticator->name,
                  std::string("hmac-sha1-96"),
                  "authenticator");
        EXPECT_EQ(experiment.first.traffic.startAfterOffers, true, "start");
        EXPECT_NEAR(experiment.first.GetMeanLength(), 200, 1e-9, "mean length");
        EXPECT_NEAR(experiment.first.GetPacketRate(), 300e6 / 1600, 1e-6, "rate");
        const Scenario fast = experiment.At("LinuxPacket", 2.5e9);
        EXPECT_EQ(fast.GetMeasuredLink().rate, 2'500'000'000, "swept");
    }

    void NullCipher()
    {
        for (const std::string word : {"null", "'null'"})
        {
            std::string text = GATEWAYS;
            text.replace(text.find("aes-cbc-128"), 11, word);
            const TestFile file(text);
            const Experiment experiment = ReadExperiment(file.GetPath());
            const bool isNull = experiment.first.population.cipher == nullptr;
            EXPECT_EQ(isNull, true, word);
            EXPECT_EQ(experiment.first.population.authenticator->name,
                      std::string("hmac-sha1-96"),
                      word);
        }
    }

    void NullSuite()
    {
        // FreeBSD takes SAs with neither cipher nor authenticator, others do not.
        std::string text = SERVER;
        text.replace(text.find("aes-gcm-16-128"), 14, "null\n  authenticator: none");
        const TestFile freeBsd(text);
        const Experiment experiment = ReadExperiment(freeBsd.GetPath());
        const bool isNull =
            !experiment.first.population.cipher && !experiment.first.population.authenticator;
        EXPECT_EQ(isNull, true, "FreeBSD");
        text = GATEWAYS;
        text.replace(text.find("aes-cbc-128"), 11, "null");
        text.replace(text.find("hmac-sha1-96"), 12, "none");
        const TestFile linux(text);
        std::string said;
        try
        {
            ReadExperiment(linux.GetPath());
        }
        catch (const InputError& error)
        {
            said = error.what();
        }
        EXPECT_NE(said.find("kernel LinuxPacket of 'far-gateway' refuses SAs"),
                  std::string::npos,
                  said);
    }

    /// @param access MTU of the server's link @param direction of the traffic @return what is said
    static std::string SaidOf(const std::string& access, const std::string& direction)
    {
        std::string text = SERVER;
        text.replace(text.find("1500 B"), 6, access);
        text.replace(text.find("transmit"), 8, direction);
        const TestFile file(text);
        try
        {
            ReadExperiment(file.GetPath());
        }
        catch (const InputError& error)
        {
            return error.what();
        }
        return "";
    }

    void Ipv6Router()
    {
        // 1500 B and ESP are whole on the server's link and would be fragments on the peers', which
        // routers make of IPv4 only (RFC 8200 section 5).
        EXPECT_EQ(SaidOf("1500 B", "transmit"), "", "the server fragments them");
        EXPECT_EQ(SaidOf("9000 B", "receive"), "", "the peers fragment them");
        for (const char* direction : {"transmit", "both"})
        {
            const auto said = SaidOf("9000 B", direction);
            EXPECT_NE(said.find("'traffic': expected IPv6 packets that fit the MTU of "
                                "link 'peer', 1500 B, with ESP, which makes 1536 B of "
                                "1500 B"),
                      std::string::npos,
                      said);
        }
    }

    void Shipped()
    {
        for (const char* name : {"edge-server", "vpn-gateway"})
        {
            const Experiment experiment =
                ReadExperiment(GetDataFolders().front() + "/scenarios/" + name + ".yaml");
            EXPECT_EQ(experiment.name, name, "name");
            EXPECT_EQ(experiment.sweep.GetValues().size(), 21, "slot counts");
            EXPECT_EQ(experiment.replications, 5, "replications");
            EXPECT_EQ((experiment.first.traffic.packets >= 200'000), true, "packets");
            EXPECT_EQ(experiment.spotChecks.values.size(), 3, "spot checks");
            EXPECT_EQ((experiment.spotChecks.packets >= 50'000), true, "packets");
            EXPECT_EQ(experiment.first.population.count, 1'000, "clients");
            EXPECT_EQ(experiment.first.traffic.startAfterOffers, true, "offers first");
        }
    }
};

/// A broken file: one text of a good one replaced by another, in which @ marks the place.
struct Broken
{
    const char* name;
    const char* from;
    const char* to;
    const char* token;
    const char* expected; //!< part of what is expected
};

/// One clear error for each mistake.
class BrokenScenarioTest : public TestCase
{
  public:
    /// @param good a good file @param broken what is wrong
    BrokenScenarioTest(const char* good, const Broken& broken)
        : TestCase(std::string("broken scenario: ") + broken.name),
          m_good(good),
          m_broken(broken)
    {
    }

  private:
    void DoRun() override
    {
        std::string text = m_good;
        const auto place = text.find(m_broken.from);
        ASSERT_NE(place, std::string::npos, "the test's own text");
        text.replace(place, std::string(m_broken.from).size(), m_broken.to);
        const auto mark = text.find('@');
        ASSERT_NE(mark, std::string::npos, "the test's own mark");
        text.erase(mark, 1);
        const auto line = std::count(text.begin(), text.begin() + static_cast<long>(mark), '\n');
        const auto begin = mark == 0 ? 0 : text.rfind('\n', mark - 1) + 1;

        const TestFile file(text);
        try
        {
            ReadExperiment(file.GetPath());
            EXPECT_EQ(true, false, "read without an error");
        }
        catch (const InputError& error)
        {
            const InputProblem& problem = error.GetProblems().front();
            EXPECT_EQ(error.GetProblems().size(), 1, error.what());
            EXPECT_EQ(problem.file, file.GetPath(), "file");
            EXPECT_EQ(problem.line, line + 1, error.what());
            EXPECT_EQ(problem.column, mark - begin + 1, error.what());
            EXPECT_EQ(problem.token, m_broken.token, error.what());
            const bool said = problem.expected.find(m_broken.expected) != std::string::npos;
            EXPECT_EQ(said, true, error.what());
            EXPECT_EQ(error.what(), problem.ToText(), "one line");
        }
    }

    const char* m_good;     //!< a good file
    const Broken& m_broken; //!< what is wrong
};

const Broken SERVER_MISTAKES[] = {
    {"a length for a mix",
     "sizes: imix",
     "sizes: @700 B",
     "700 B",
     "a list such as [{length: 700 B}], or {exponential: 700 B}"},
    {"super-segments of both families",
     "  sizes: imix\n",
     "  segments: @{segment: 1000 B}\n",
     "segments",
     "segments with population.family ipv4 or ipv6"},
    {"unknown key", "seed: 7", "@sead: 7", "sead", "one of the keys assumed-values"},
    {"unknown key of a part", "  peers: 2", "  @pears: 2", "pears", "frame-overhead, kind, peers"},
    {"key twice", "seed: 7", "seed: 7\n@seed: 8", "seed", "each key once"},
    {"no rate", "    rate: 10 Gbit/s\n    delay", "    @delay", "access", "the key 'rate'"},
    {"no name", "scenario: 1\nname: small-server", "@scenario: 1", "", "the key 'name'"},
    {"unknown unit", "10 Gbit/s", "@10 Gbit", "10 Gbit", "a rate such as"},
    {"no unit", "delay: 5 us", "delay: @5", "5", "a duration such as"},
    {"a unit of something else", "delay: 5 us", "delay: @5 B", "5 B", "a duration such as"},
    {"a unit where none belongs", "count: 10", "count: @10 B", "10 B", "a number without a unit"},
    {"negative count", "count: 10", "count: @-10", "-10", "at least 1"},
    {"no clients", "count: 10", "count: @0", "0", "at least 1"},
    {"half a client", "count: 10", "count: @1.5", "1.5", "a whole number"},
    {"too many clients", "count: 10", "count: @130001", "130001", "at most 130000"},
    {"too many peers", "peers: 2", "peers: @61", "61", "at most 60"},
    {"not a number", "count: 10", "count: @ten", "ten", "a number without a unit"},
    {"missing NIC profile", "nic: plain", "nic: @cx99", "cx99", "cx6dx-freebsd, cx7-linux"},
    {"where NIC profiles are", "nic: plain", "nic: @cx99", "cx99", "searched in "},
    {"missing host profile", "host: none", "host: @nobody", "nobody", "a host profile that exists"},
    {"a path as a profile", "nic: plain", "nic: @../nic/plain", "../nic/plain", "a NIC profile"},
    {"unknown kernel", "kernel: FreeBsd", "kernel: @Windows", "Windows", "one of FreeBsd"},
    {"unknown key of a NIC",
     "nic: plain",
     "nic: {profile: plain, @slots: 5}",
     "slots",
     "one of the keys offload, sa-slots"},
    {"negative slots", "nic: plain", "nic: {profile: plain, sa-slots: @-1}", "-1", "at least 0"},
    {"a cache that its ways do not divide",
     "nic: plain",
     "nic: {profile: plain, context-cache-size: 10, @context-cache-ways: 4}",
     "context-cache-ways",
     "a multiple of context-cache-ways"},
    {"an unknown replacement",
     "nic: plain",
     "nic: {profile: plain, context-cache-replacement: @mru}",
     "mru",
     "one of lru"},
    {"a fetch time without a unit",
     "nic: plain",
     "nic: {profile: plain, context-fetch-time: @500}",
     "500",
     "a duration such as"},
    {"read requests that PCIe does not have",
     "nic: plain",
     "nic: {profile: plain, pcie-read-request: @1000 B}",
     "1000 B",
     "a power of two from 128 B to 4096 B"},
    {"an unknown kind of card",
     "nic: plain",
     "card: @both\n    nic: plain",
     "both",
     "one of separate, shared"},
    {"a NIC without a profile", "nic: plain", "nic: @{sa-slots: 1}", "nic", "the key 'profile'"},
    {"unknown cipher in a host",
     "host: none",
     "host: {profile: none, cipher: {rot13: {@per-octet: 1 cycles/B}}}",
     "cipher.rot13.per-octet",
     "cipher.NAME.KEY with the NAME null"},
    {"cores without a clock", "host: none", "host: @{profile: none, cores: 4}", "host", "a clock"},
    {"not YAML", "peers: 2", "peers: 2@: 3", "", "YAML ("},
    {"another version", "scenario: 1", "scenario: @3", "3", "one of 1, 2"},
    {"no version", "scenario: 1\n", "@", "", "the key 'scenario'"},
    {"not a name", "small-server", "@Small Server", "Small Server", "small letters"},
    {"unknown topology", "kind: server", "kind: @star", "star", "one of server, gateways"},
    {"unknown cipher", "aes-gcm-16-128", "@aes-gcm", "aes-gcm", "one of aes-gcm-16-128"},
    {"an authenticator too many",
     "cipher: aes-gcm-16-128",
     "cipher: aes-gcm-16-128\n  authenticator: @hmac-sha1-96",
     "hmac-sha1-96",
     "no authenticator"},
    {"no authenticator",
     "population:\n  count: 10\n  flows: 2\n  mode: transport\n  cipher: aes-gcm-16-128",
     "population:\n  @count: 10\n  flows: 2\n  mode: transport\n  cipher: aes-cbc-128",
     "population",
     "the key 'authenticator'"},
    {"NULL encryption without an authenticator (RFC 4303 section 3.2)",
     "population:\n  count: 10\n  flows: 2\n  mode: transport\n  cipher: aes-gcm-16-128",
     "population:\n  @count: 10\n  flows: 2\n  mode: transport\n  cipher: null",
     "population",
     "the key 'authenticator'"},
    {"negative exponent", "zipf: 1", "zipf: @-1", "-1", "at least 0"},
    {"unknown popularity", "{zipf: 1}", "@normal", "normal", "uniform or a map"},
    {"unknown direction", "direction: transmit", "direction: @up", "up", "one of transmit"},
    {"load and rate", "load: 50 %", "load: 50 %\n  rate: @1 Gbit/s", "1 Gbit/s", "either load or"},
    {"neither load nor rate",
     "  direction: transmit\n  load: 50 %",
     "  @direction: transmit",
     "traffic",
     "the key 'rate'"},
    {"unknown mix", "sizes: imix", "sizes: @jumbo", "jumbo", "one of imix, bf3-imix-1"},
    {"datagrams above the MTU",
     "sizes: imix",
     "sizes:\n    @- length: 1501 B",
     "sizes",
     "at most 1500 B"},
    {"datagrams below the headers",
     "sizes: imix",
     "sizes:\n    @- length: 47 B",
     "sizes",
     "at least 48 B"},
    {"no packets", "packets: 5000", "packets: @0", "0", "at least 1"},
    {"warm-up beyond the end", "warm-up: 0.1", "warm-up: @100 %", "100 %", "at most 99 %"},
    {"unknown start", "start: after-offers", "start: @soon", "soon", "after-offers or a time"},
    {"negative start", "start: after-offers", "start: @-1 s", "-1 s", "at least 0 s"},
    {"unknown parameter",
     "parameter: sa-slots",
     "parameter: @color",
     "color",
     "sa-slots or a path"},
    {"parameter that no NIC has",
     "parameter: sa-slots",
     "parameter: @nodes.server.nic.color",
     "color",
     "one of the keys offload"},
    {"parameter of a node that is not there",
     "parameter: sa-slots",
     "parameter: @nodes.client.nic.sa-slots",
     "client",
     "one of the keys peer, server"},
    {"value that does not fit the parameter",
     "values: {from: 0, to: 20, step: 10}",
     "values: [0, 20, @1.5]",
     "1.5",
     "a whole number"},
    {"value that is no number",
     "values: {from: 0, to: 20, step: 10}",
     "values: [0, 20, @many]",
     "many",
     "a number without a unit"},
    {"share and members",
     "offload: any",
     "offload: {members: [1], share: @0.5}",
     "0.5",
     "either share or members"},
    {"a member that is not there",
     "offload: any",
     "offload: {members: [1, @11]}",
     "11",
     "at most 10"},
    {"value twice",
     "values: {from: 0, to: 20, step: 10}",
     "values: [0, 20, @20.0]",
     "20.0",
     "once"},
    {"step of nothing", "step: 10", "step: @0", "0", "a step above 0"},
    {"step of another unit", "step: 10", "step: @10 B", "10 B", "the same unit"},
    {"range backwards", "to: 20", "to: @-1", "-1", "at least 'from'"},
    {"no values", "values: {from: 0, to: 20, step: 10}", "values: @[]", "values", "a list with at"},
    {"curve twice", "name: slow", "name: @all", "all", "each name of a curve once"},
    {"spot check twice", "values: [0, 20]", "values: [0, @0]", "0", "each value once"},
    {"curve with a bad name", "name: slow", "name: @a/b", "a/b", "a name without slash"},
    {"curve that sets nonsense",
     "nodes.server.host.cores: 2",
     "nodes.server.host.cores: @two",
     "two",
     "a number without a unit"},
    {"curve that sets what is not there",
     "nodes.server.host.cores: 2",
     "@nodes.server.host.course: 2",
     "course",
     "one of the keys cores"},
    {"spot check beside the sweep",
     "  values: [0, 20]",
     "  values: [0, @15]",
     "15",
     "one of the sweep's values"},
    {"spot check of more packets than there are",
     "packets: 1000",
     "packets: @6000",
     "6000",
     "at most the packets"},
    {"no replication", "replications: 2", "replications: @0", "0", "at least 1"},
    {"event without a node",
     "seed: 7",
     "seed: 7\nevents:\n  - @at: 1 s\n    do: offload-off",
     "events",
     "the key 'node'"},
    {"event at a node that is not there",
     "seed: 7",
     "seed: 7\nevents: [{at: 1 s, do: offload-off, node: @gateway}]",
     "gateway",
     "one of peer, server"},
    {"event at a port that is not there",
     "seed: 7",
     "seed: 7\nevents: [{at: 1 s, do: offload-off, node: server, port: @2}]",
     "2",
     "at most 1"},
    {"routes of another node",
     "seed: 7",
     "seed: 7\nevents: [@{at: 1 s, do: route-change, node: peer, port: 1}]",
     "events",
     "at the measured node, server"},
    {"an event that sets nothing",
     "seed: 7",
     "seed: 7\nevents: [@{at: 1 s, do: set-attributes, node: server}]",
     "events",
     "the key 'attributes'"},
    {"too many VLANs", "host: none", "vlans: @4095\n    host: none", "4095", "at most 4094"},
    {"unknown event",
     "seed: 7",
     "seed: 7\nevents: [{at: 1 s, do: @explode, node: server}]",
     "explode",
     "one of interface-down"},
    {"hard limit alone (R24)",
     "zipf: 1}",
     "zipf: 1}\n  lifetime: @{hard: {age: 1 h}}",
     "lifetime",
     "the key 'soft'"},
    {"limits of nothing",
     "zipf: 1}",
     "zipf: 1}\n  lifetime: {soft: {age: 1 s}, hard: @{}}",
     "hard",
     "at least one limit"},
    {"replaced without end",
     "zipf: 1}",
     "zipf: 1}\n  rekey: {every: @0 s}",
     "0 s",
     "a time above 0"},
    {"a round longer than the time between rounds",
     "zipf: 1}",
     "zipf: 1}\n  rekey: {every: 10 s, overlap: 5 s, spread: @5 s}",
     "5 s",
     "less than 'every'"},
    {"packets and duration",
     "packets: 5000",
     "packets: @5000\n  duration: 1 s",
     "5000",
     "either packets or duration"},
    {"a duration without a packet",
     "packets: 5000",
     "duration: @1 ns",
     "1 ns",
     "a time in which 1"},
    {"figure with a bad name",
     "seed: 7",
     "seed: 7\nfigures: [{metric: loss, name: @A b}]",
     "A b",
     "small letters"},
    {"logarithm of 0",
     "seed: 7",
     "seed: 7\nfigures: [{metric: loss, name: a, log-x: @true}]",
     "true",
     "a value of the sweep is not above 0"},
    {"timeline without steps",
     "seed: 7",
     "seed: 7\ntimeline: {period: @0 s}",
     "0 s",
     "a time above 0"},
    {"unknown attribute",
     "host: none",
     "attributes: {offload: {@Sequence: true}}\n    host: none",
     "Sequence",
     "one of the attributes "},
    {"unknown owner of attributes",
     "host: none",
     "attributes: {@kernel: {}}\n    host: none",
     "kernel",
     "one of the keys nic, node, offload, sad, spd"},
    {"a value that an attribute does not take",
     "host: none",
     "attributes: {sad: {PreferOldSa: @maybe}}\n    host: none",
     "maybe",
     "a value that ns3::SecurityAssociationDatabase::PreferOldSa takes, such as 'true'"},
    {"a list instead of a map", "popularity: {zipf: 1}", "popularity: @[1]", "popularity", "a map"},
    {"a word instead of a map",
     "access:\n    rate: 10 Gbit/s\n    delay: 5 us\n    mtu: 1500 B",
     "access: @10G",
     "10G",
     "a map"},
};

const Broken GATEWAY_MISTAKES[] = {
    {"transport mode between gateways", "mode: tunnel", "mode: @transport", "transport", "tunnel"},
    {"a server's link",
     "  lan: {",
     "  @access: {}\n  lan: {",
     "access",
     "one of the keys lan, wan"},
    {"value of another dimension",
     "values: [1 Gbit/s, 2.5 Gbit/s]",
     "values: [1 Gbit/s, @3 us]",
     "3 us",
     "a rate such as"},
    {"a length without unit", "length: 500 B", "length: @500", "500", "a size such as"},
    {"unknown key in a list",
     "{length: 500 B}",
     "{length: 500 B, @share: 2}",
     "share",
     "length, weight"},
};

/// All problems of a file, and files that are none.
class ProblemListTest : public TestCase
{
  public:
    ProblemListTest()
        : TestCase("all problems of a file are told at once, in order")
    {
    }

  private:
    void DoRun() override
    {
        std::string text = SERVER;
        for (const auto& [from, to] : {std::pair<std::string, std::string>{"seed: 7", "seed: x"},
                                       {"count: 10", "count: -3"},
                                       {"delay: 1 us", "delay: 1"},
                                       {"nic: plain", "nic: nothing"}})
        {
            text.replace(text.find(from), from.size(), to);
        }
        const TestFile file(text);
        std::vector<uint32_t> lines;
        try
        {
            ReadExperiment(file.GetPath());
        }
        catch (const InputError& error)
        {
            for (const auto& problem : error.GetProblems())
            {
                lines.push_back(problem.line);
            }
        }
        EXPECT_EQ((lines == std::vector<uint32_t>{16, 26, 28, 56}), true, "lines");
    }
};

/// Profile files: the shipped ones, one beside a scenario, a broken one.
class ProfileTest : public TestCase
{
  public:
    ProfileTest()
        : TestCase("profiles say where each value comes from")
    {
    }

  private:
    void DoRun() override
    {
        const IpsecProfileFolders folders;
        for (const auto kind : {IpsecProfileKind::NIC, IpsecProfileKind::HOST})
        {
            const auto names = folders.GetNames(kind);
            EXPECT_EQ((names.size() >= 3), true, "shipped profiles");
            for (const auto& name : names)
            {
                const IpsecProfile profile = ReadIpsecProfile(kind, folders.Find(kind, name));
                EXPECT_EQ(profile.name, name, "name");
                EXPECT_EQ(profile.values.empty(), false, name);
                for (const auto& value : profile.values)
                {
                    EXPECT_EQ((value.source.size() > 5), true, name + ": " + value.key);
                }
            }
        }
        const auto nics = folders.GetNames(IpsecProfileKind::NIC);
        for (const char* name : {"x540",
                                 "cx6dx-freebsd",
                                 "cx7-linux",
                                 "bf3-arm",
                                 "octep",
                                 "t6",
                                 "nfp",
                                 "cn10k",
                                 "iavf",
                                 "netdevsim",
                                 "psp-like",
                                 "unlimited"})
        {
            const bool there = std::find(nics.begin(), nics.end(), name) != nics.end();
            EXPECT_EQ(there, true, name);
        }
        Numbers(folders);
        BesideScenario();
    }

    void Numbers(const IpsecProfileFolders& folders)
    {
        const IpsecProfile nic =
            ReadIpsecProfile(IpsecProfileKind::NIC,
                             folders.Find(IpsecProfileKind::NIC, "cx6dx-freebsd"));
        EXPECT_EQ(nic.nic.tunnel, false, "N4-N13");
        EXPECT_EQ(nic.nic.windowNeedsEsn, true, "N11");
        EXPECT_EQ(nic.nic.pollPeriod, PS_PER_SECOND, "N38");
        EXPECT_EQ(nic.nic.createTime.GetMean(), 25'000'000, "install");

        // What was measured must come out of the steps again: cycles of a 542-octet frame.
        const HostProfile host =
            ReadIpsecProfile(IpsecProfileKind::HOST,
                             folders.Find(IpsecProfileKind::HOST, "xeon-e5-2650-freebsd"))
                .host;
        const double clear = host.driverRx + host.forward + host.driverTx;
        const double null = clear + 2 * host.policyLookup + host.saLookup + host.espOutput;
        EXPECT_NEAR(clear, 16 * 2.6e9 / 29.4e6, 1, "forwarding");
        EXPECT_NEAR(null, 8 * 2.6e9 / (7.809e9 / (542 * 8)), 12, "null cipher");
        EXPECT_NEAR(null + host.ciphers.at("aes-gcm-16-128").Of(528),
                    8 * 2.6e9 / (7.354e9 / (542 * 8)),
                    12,
                    "AES-128-GCM");
    }

    void BesideScenario()
    {
        std::string text = SERVER;
        text.replace(text.find("nic: plain"), 10, "nic: mine");
        const TestFile scenario(text);
        const char* const good = "profile: nic\ndescription: Mine.\n"
                                 "values:\n  ring-size: [77, assumed, because it is mine]\n";
        scenario.WriteBeside("profiles/nic/mine.yaml", good);
        EXPECT_EQ(ReadExperiment(scenario.GetPath()).first.nodes.at("peer").nic.ringSize,
                  77,
                  "found beside the scenario");
        scenario.WriteBeside("profiles/nic/mine.yaml",
                             std::string(good) + "  tx-slots: [5, guessed, no idea]\n");
        std::string said;
        try
        {
            ReadExperiment(scenario.GetPath());
        }
        catch (const InputError& error)
        {
            said = error.what();
        }
        EXPECT_EQ(said,
                  scenario.GetFolder() + "/profiles/nic/mine.yaml:5:17: 'guessed': expected one of "
                                         "sourced, derived, assumed",
                  "the profile's own place");
    }
};

/// Means of the mixes, against the figures published with them.
class MixTest : public TestCase
{
  public:
    MixTest()
        : TestCase("published mixes have their published means")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<std::string, double> means[] = {{"bf3-imix-1", 370},
                                                        {"bf3-imix-2", 991},
                                                        {"bf3-imix-3", 460},
                                                        {"bf3-imix-4", 1144},
                                                        {"bf3-imix", 862},
                                                        {"cx7", 593}};
        for (const auto& [name, frame] : means)
        {
            for (const auto& mix : GetTrafficMixes())
            {
                if (mix.name != name)
                {
                    continue;
                }
                double octets = 0;
                double weight = 0;
                for (const auto& share : mix.sizes)
                {
                    octets += share.weight * share.length;
                    weight += share.weight;
                }
                EXPECT_NEAR(octets / weight + 18, frame, 1, name);
            }
        }
    }
};

/// The suite.
class PlannerScenarioTestSuite : public TestSuite
{
  public:
    PlannerScenarioTestSuite()
        : TestSuite("ipsec-planner-scenario", TestSuite::Type::UNIT)
    {
        AddTestCase(new GoodScenarioTest);
        for (const auto& broken : SERVER_MISTAKES)
        {
            AddTestCase(new BrokenScenarioTest(SERVER, broken));
        }
        for (const auto& broken : GATEWAY_MISTAKES)
        {
            AddTestCase(new BrokenScenarioTest(GATEWAYS, broken));
        }
        AddTestCase(new ProblemListTest);
        AddTestCase(new ProfileTest);
        AddTestCase(new MixTest);
    }
};

PlannerScenarioTestSuite g_plannerScenarioTestSuite; //!< registers itself

} // namespace
