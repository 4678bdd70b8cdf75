/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/base/shipped-scenarios.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/scenario-key.h"
#include "planner/scenario/scenario-map.h"
#include "planner/scenario/scenario-reference.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * The scenario language: one table of keys, and what is made of it.
 */

namespace
{

/// A scenario that has what it must and nothing more.
const char* const SMALLEST = R"(scenario: 1
name: smallest
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {rate: 300 Mbit/s, sizes: [{length: 500 B}]}
sweep: {parameter: sa-slots, values: [0, 8]}
)";

/// Scenarios with the keys that no shipped one has.
const char* const RARE_KEYS[] = {
    R"(scenario: 1
name: rare
topology: {kind: server, peers: 2, ports: 2, frame-overhead: 20 B}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 0}
    nic: {profile: plain, rx-slots: 5}
    card: shared
    vlans: 2
    attributes:
      node: {}
      offload: {}
      sad: {PreferOldSa: false}
      spd: {}
      nic: {}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population:
  count: 8
  flows: 2
  mode: tunnel
  cipher: aes-cbc-128
  authenticator: hmac-sha1-96
  establishment-gap: 1 ms
  offload: {members: [1, 2], profile: any}
  on-refusal: fail
  pinned: 2
  lifetime: {hard: {age: 1 h, use: 1 h, octets: 1 GB}, soft: {age: 1 h, use: 1 h, octets: 1 GB}}
  rekey: {every: 1 s, order: break-before-make, spread: 1 ms}
traffic:
  rate: 300 Mbit/s
  sizes: [{length: 500 B, weight: 2}, {length: 600 B}]
  duration: 10 ms
  start: 1 ms
  start-jitter: 1 ms
events:
  - {at: 1 ms, node: server, do: route-change, port: 2}
  - at: 2 ms
    node: server
    do: set-attributes
    attributes: {node: {}, offload: {DriverTimeout: 10us}, sad: {}, spd: {}, nic: {}}
timeline: {period: 1 ms}
measure: {window: whole, precision: 2 %, share-precision: 1 %, delay-precision: 3 %}
sweep: {parameter: population.count, values: {from: 8, to: 16, step: 8}}
curves: [{name: a}, {name: b, set: {traffic.rate: 200 Mbit/s}}]
figures:
  - {name: f, title: t, metric: loss, bound: throughput_bps, bound-name: b, unit: 2, x-label: x,
     y-label: y, log-x: true}
)",
    R"(scenario: 1
name: rare
topology: {kind: hub, branches: 2}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  branch: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  branch: {kernel: LinuxPacket, host: none, nic: plain}
population:
  {count: 8, mode: tunnel, cipher: aes-gcm-16-128, popularity: {zipf: 1},
   offload: {wish: any, share: 50 %, order: popular-first}}
traffic:
  load: 50 %
  segments: {super-segment: 64 KiB, segment: 1000 B, tcp-header: 20 B}
sweep: {parameter: sa-slots, values: [0, 8]}
validation:
  source: me
  quantity: throughput
  metric: throughput_bps
  unit: Gbit/s
  errors: difference
  frame-octets: 14 B
  x-label: slots
  method: {step: 1 Gbit/s, loss: 1 %}
  calibrate:
    p:
      curves: [LinuxPacket]
      paths: {nodes.gateway.nic.tx-slots: {factor: 2, plus: 1}}
      value: 4
      whole: true
  points: {LinuxPacket: [{at: 0, measured: 1, use: calibrate, note: n}, {at: 8, measured: 2}]}
  checks:
    - {mean-error: 5 %, curve: LinuxPacket}
    - {each-error: 5 %}
    - {flat: 5 %}
    - {order: [LinuxPacket]}
    - {mean-ratio: 1, of: [LinuxPacket, LinuxPacket], within: 5 %}
)"};

/// @return all scenarios that come with the program
std::vector<std::string>
ListShipped()
{
    auto files = GetShippedScenarios();
    const auto more = GetShippedValidations();
    files.insert(files.end(), more.begin(), more.end());
    return files;
}

/// The rows are whole.
class TableTest : public TestCase
{
  public:
    TableTest()
        : TestCase("each key has one row with a meaning, in a map or list that has one, and a "
                   "default that can be read")
    {
    }

  private:
    void DoRun() override
    {
        std::set<std::string> paths{""};
        for (const auto& row : GetScenarioKeys())
        {
            EXPECT_EQ(paths.insert(row.path).second, true, row.path << " once");
            const auto parent = row.GetParent();
            const bool isElement = parent.size() > 2 && parent.substr(parent.size() - 2) == "[]";
            EXPECT_EQ(paths.count(parent) > 0 ||
                          (isElement && paths.count(parent.substr(0, parent.size() - 2)) > 0),
                      true,
                      row.path << " in " << parent);
            EXPECT_EQ(row.text.empty() || row.text.back() == '.', false, row.path << " meaning");
            const auto& excludes = row.excludes;
            EXPECT_EQ(std::all_of(excludes.begin(),
                                  excludes.end(),
                                  [&](const auto& key) {
                                      return FindScenarioKey(parent + "." + key) != nullptr;
                                  }),
                      true,
                      row.path << " excludes what there is");
            CheckDefault(row);
        }
        EXPECT_EQ(paths.size() > 130, true, "keys");
        EXPECT_EQ(MatchScenarioKey("traffic", "sizes[].length") == nullptr, true, "no path");
        EXPECT_EQ(MatchScenarioKey("links", "wan")->path, "links.ROLE", "any name");
        EXPECT_EQ(MatchScenarioKey("links.ROLE", "mtu")->path, "links.ROLE.mtu", "a name");
    }

    /// @param row whose default is read as from a file
    void CheckDefault(const ScenarioKey& row)
    {
        if (row.standard.empty() || row.standard == "{}")
        {
            return;
        }
        YamlInput input("default");
        const ScenarioValue value(InputValue(input, InputNode::Scalar(row.standard, {}), row.path),
                                  row.path,
                                  false);
        if (!value.IsWord())
        {
            switch (row.form.kind)
            {
            case KeyKind::WHOLE:
                value.ToWhole();
                break;
            case KeyKind::QUANTITY:
                value.ToQuantity();
                break;
            case KeyKind::DURATION:
                value.ToDuration();
                break;
            case KeyKind::FLAG:
                value.ToBool();
                break;
            default:
                EXPECT_EQ(row.path, "", "a default of a kind that none has so far");
            }
        }
        EXPECT_EQ(input.HasProblems(), false, row.path << ": " << row.standard);
    }
};

/// Readers and rows are the same keys. That a key without a row cannot be asked for is an
/// assertion of ScenarioMap.
class ReadKeysTest : public TestCase
{
  public:
    ReadKeysTest()
        : TestCase("each row is asked for by a reader")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& file : ListShipped())
        {
            ReadExperiment(file);
        }
        for (const auto* text : RARE_KEYS)
        {
            const TestFile file(text);
            ReadExperiment(file.GetPath());
        }
        const auto& read = GetScenarioKeysRead();
        for (const auto& row : GetScenarioKeys())
        {
            EXPECT_EQ(read.count(row.path), 1, row.path);
        }
    }
};

/// What stands nowhere is as the table says.
class DefaultsTest : public TestCase
{
  public:
    DefaultsTest()
        : TestCase("a scenario without optional keys has the defaults")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SMALLEST);
        const auto experiment = ReadExperiment(file.GetPath());
        const auto& first = experiment.first;
        EXPECT_EQ(experiment.title, "smallest", "the name");
        EXPECT_EQ(experiment.replications, 5, "replications");
        EXPECT_EQ(first.seed, 1, "seed");
        EXPECT_EQ(first.topology.frameOverhead, 38, "octets");
        EXPECT_EQ(first.population.flows, 1, "flows");
        EXPECT_EQ(first.population.replayWindow, 64, "packets");
        EXPECT_EQ(first.population.esn, false, "ESN");
        EXPECT_EQ(first.population.zipf, 0, "uniform");
        EXPECT_EQ(first.population.family, AddressFamily::IPV4, "family");
        EXPECT_EQ(first.population.offload, OffloadWish::ANY, "offload");
        EXPECT_EQ(first.population.onRefusal, OnRefusal::SOFTWARE, "refusal");
        EXPECT_EQ(first.population.rekey.IsOn(), false, "rekey");
        EXPECT_EQ(first.traffic.direction, TrafficDirection::TRANSMIT, "direction");
        EXPECT_EQ(first.traffic.poisson, true, "arrivals");
        EXPECT_EQ(first.traffic.startAfterOffers, true, "start");
        EXPECT_EQ(first.traffic.warmUp, 0.1, "warm-up");
        EXPECT_EQ(first.traffic.IsCapped(), false, "packets");
        EXPECT_EQ(first.traffic.sizes.front().weight, 1, "weight");
        EXPECT_EQ(first.measure.precision.throughput, 0.01, "precision");
        EXPECT_EQ(first.measure.precision.share, 0.001, "of shares");
        EXPECT_EQ(first.measure.precision.delay, 0, "of delays");
        EXPECT_EQ(first.nodes.at("gateway").sharedCard, false, "card");
        EXPECT_EQ(first.nodes.at("gateway").vlans, 0, "VLANs");
    }
};

/// The commands, and the manual.
class LanguageCommandsTest : public TestCase
{
  public:
    LanguageCommandsTest()
        : TestCase("list scenario-keys; the manual's reference is current")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto ending = RunProgram(folder, {"list", "scenario-keys"});
        EXPECT_EQ(ending.output.find("  traffic.sizes[].length\n") != std::string::npos,
                  true,
                  "keys");

        const char* source = std::getenv("IPSEC_OFFLOAD_SOURCE_DIR");
        if (!source)
        {
            return; // started by hand, where no manual is known
        }
        std::ostringstream reference;
        WriteScenarioReference(reference);
        std::ifstream manual(std::string(source) + "/doc/scenario-reference.inc");
        const std::string written(std::istreambuf_iterator<char>(manual), {});
        EXPECT_EQ(written,
                  reference.str(),
                  "ipsec-plan list scenario-keys --rst > doc/scenario-reference.inc");
    }
};

/// The suite.
class PlannerLanguageTestSuite : public TestSuite
{
  public:
    PlannerLanguageTestSuite()
        : TestSuite("ipsec-planner-language", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new TableTest);
        AddTestCase(new ReadKeysTest);
        AddTestCase(new DefaultsTest);
        AddTestCase(new LanguageCommandsTest);
    }
} g_plannerLanguageTestSuite; //!< registers itself

} // namespace
