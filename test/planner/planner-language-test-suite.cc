/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"
#include "random-scenarios.h"
#include "scenario-fingerprint.h"

#include "planner/base/shipped-scenarios.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/scenario-key.h"
#include "planner/scenario/scenario-map.h"
#include "planner/scenario/scenario-reference.h"
#include "planner/scenario/scenario-show.h"
#include "planner/scenario/scenario-text.h"
#include "planner/sweep/point-list.h"
#include "planner/topology/network-generator.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
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

/// @param kind of a network of sites @return a scenario with it
std::string
SitesOf(const std::string& kind)
{
    return "scenario: 1\nname: sites\ntopology: {kind: " + kind + R"(}
links:
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
population: {mode: tunnel, cipher: aes-gcm-16-128}
traffic: {load: 50 %, sizes: [{length: 700 B}]}
sweep: {parameter: sa-slots, values: [8]}
)";
}

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
assumed-values: -20 %
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
)",
    R"(scenario: 1
name: rare
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {load: 50 %, arrivals: {burst: 10 ms, pause: 30 ms}, sizes: {exponential: 700 B}}
search:
  goals: [{loss: 0, name: n, width: 1 %, exceed-ratio: 10 %, trials: 2}, {loss: 1 %}]
  trial-packets: 5000
  latency-at: [50 %]
sweep: {parameter: sa-slots, values: [8]}
solve:
  unknown: sa-slots
  values: {from: 0, to: 8, step: 2}
  price: 3
  goal: {throughput: 1 Gbit/s, loss: 1 %, offload-ratio: 50 %, delay-p50: 1 ms, delay-p90: 1 ms,
         delay-p99: 1 ms, delay-p999: 1 ms, delay-max: 1 ms, cpu: 50 %, busiest-core: 50 %,
         overshoot: 1 MB}
)",
    R"(scenario: 1
name: rare
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 9000 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {load: 50 %, sizes: [{length: 700 B}]}
sweep: {parameter: links.wan.rate, values: [10 Gbit/s]}
solve: {unknown: links.wan.rate, values: [10 Gbit/s, 25 Gbit/s], goal: {loss: 1 %}}
)",
    R"(scenario: 2
name: rare
topology: {kind: gateways}
parameters: {n: 8}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: $n, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {rate: 300 Mbit/s, sizes: [{length: 500 B}]}
sweep:
  parameter: sa-slots
  values: {from: 1, to: 8, points: 4, scale: log}
  with: {population.count: [1, 2, 4, 8]}
  grid: {parameter: traffic.rate, values: {from: 1 Mbit/s, to: 2 Mbit/s, step: 1 Mbit/s}}
)",
    R"(scenario: 2
name: rare
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {rate: 300 Mbit/s, sizes: [{length: 500 B}]}
sweep: {parameter: sa-slots, values: [8], grid: {parameter: traffic.sizes, values: [imix]}}
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

/// @param root a scenario @return its text with all defaults
std::string
TextOf(const InputNode& root)
{
    std::ostringstream text;
    WriteScenarioText(text, root);
    return text.str();
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
        for (const auto& generator : GetNetworkGenerators())
        {
            if (generator.AreSites())
            {
                const TestFile file(SitesOf(generator.name));
                ReadExperiment(file.GetPath());
            }
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

        const auto text = TextOf(experiment.root);
        for (const auto* line : {"\nreplications: 5  # default\n",
                                 "\nseed: 1  # default\n",
                                 "\n  frame-overhead: 38 B  # default\n",
                                 "\n    vlans: 0  # default\n",
                                 "\n      weight: 1  # default\n",
                                 "\n  precision: 1 %  # default\n",
                                 "\n  # packets: not given: as many as the precision takes\n",
                                 "\nname: smallest\n"})
        {
            EXPECT_EQ(text.find(line) != std::string::npos, true, line << text);
        }
        EXPECT_EQ(text.find(" load:"), std::string::npos, "no load beside a rate");
    }
};

/// @param text of a scenario @param file where it was @return the same for another folder, where
/// files that it names are not beside it
std::string
Moved(const std::string& text, const std::string& file)
{
    const std::string from = "  file: ";
    const auto at = text.find("\n" + from);
    const auto folder = std::filesystem::absolute(file).parent_path().string() + "/";
    return at == std::string::npos
               ? text
               : text.substr(0, at + 1 + from.size()) + folder + text.substr(at + 1 + from.size());
}

/// What is shown is the same scenario.
class ShowTest : public TestCase
{
  public:
    ShowTest()
        : TestCase("what show prints of each shipped scenario has the same points")
    {
    }

  private:
    void DoRun() override
    {
        auto files = ListShipped();
        std::vector<std::unique_ptr<TestFile>> rare;
        for (const auto* text : RARE_KEYS)
        {
            rare.push_back(std::make_unique<TestFile>(text));
            files.push_back(rare.back()->GetPath());
        }
        for (const auto& file : files)
        {
            const auto experiment = ReadExperiment(file);
            CompareWhole(experiment, file);
            const auto& last = experiment.sweep.GetValues().back();
            const auto& curve = experiment.curves.back().name;
            const TestFile shown(Moved(TextOf(OnlyPoint(experiment, curve, last.value)), file));
            const auto again = ReadExperiment(shown.GetPath());
            EXPECT_EQ(EnumeratePoints(again).size(),
                      again.replications + again.spotChecks.values.size(),
                      file << " has one point");
            Compare(experiment, again, curve, last.value, file);
        }
        CompareSettings();
    }

    /// @param experiment any @param file of it
    void CompareWhole(const Experiment& experiment, const std::string& file)
    {
        const TestFile shown(Moved(TextOf(WithSettings(experiment)), file));
        const auto again = ReadExperiment(shown.GetPath());
        EXPECT_EQ(TextOf(again.root).empty(), false, file);
        const auto points = EnumeratePoints(experiment);
        const auto same = EnumeratePoints(again);
        EXPECT_EQ(points.size(), same.size(), file);
        for (size_t i = 0; i < points.size() && i < same.size(); ++i)
        {
            EXPECT_EQ(points[i].GetRun(), same[i].GetRun(), file << " point " << i);
        }
        EXPECT_EQ(experiment.title, again.title, file);
        EXPECT_EQ(experiment.description, again.description, file);
        EXPECT_EQ(experiment.figures.size(), again.figures.size(), file);
        EXPECT_EQ(experiment.spotChecks.packets, again.spotChecks.packets, file);
        for (const auto& curve : experiment.curves)
        {
            const auto& values = experiment.sweep.GetValues();
            Compare(experiment, again, curve.name, values.front().value, file);
            Compare(experiment, again, curve.name, values.back().value, file);
        }
    }

    /// @param one an experiment @param other another @param curve of both @param value of one
    /// @param file of one
    void Compare(const Experiment& one,
                 const Experiment& other,
                 const std::string& curve,
                 double value,
                 const std::string& file)
    {
        const auto* same = other.sweep.FindText(one.sweep.TextOf(value));
        ASSERT_EQ(same != nullptr, true, file << " has the value");
        EXPECT_EQ(Fingerprint(one.At(curve, value)),
                  Fingerprint(other.At(curve, same->value)),
                  file << " at " << curve);
    }

    /// What --set gives goes before curves, and stays behind the sweep.
    void CompareSettings()
    {
        const TestFile file(std::string(SMALLEST) + "curves: [{name: a, set: {population.count: 9, "
                                                    "nodes.gateway.nic: x540}}]\n");
        const std::vector<InputSetting> settings{
            InputSetting::From("--set", "population.count", "5"),
            InputSetting::From("--set", "seed", "7"),
            InputSetting::From("--set", "replications", "2")};
        const auto experiment = ReadExperiment(file.GetPath(), settings);
        const TestFile shown(TextOf(WithSettings(experiment)));
        const auto again = ReadExperiment(shown.GetPath());
        EXPECT_EQ(again.replications, 2, "replications");
        EXPECT_EQ(again.At("a", 8).population.count, 5, "clients");
        EXPECT_EQ(again.At("a", 8).seed, 7, "seed");
        Compare(experiment, again, "a", 8, "with settings");
    }
};

/// Editors know what the reader knows.
class SchemaTest : public TestCase
{
  public:
    SchemaTest()
        : TestCase("the JSON Schema takes shipped and random scenarios, and refuses broken ones")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto schema = RunProgram(folder, {"schema"});
        EXPECT_EQ(schema.status, 0, schema.error);
        std::ofstream(folder / "schema.json") << schema.output;
        auto good = ListShipped();
        uint32_t written = 0;
        const auto add = [&](std::vector<std::string>& files, const std::string& text) {
            files.push_back(folder / ("s" + std::to_string(++written) + ".yaml"));
            std::ofstream(files.back()) << text;
        };
        add(good, SMALLEST);
        for (const auto* text : RARE_KEYS)
        {
            add(good, text);
        }
        for (uint64_t seed = 1; seed <= 100; ++seed)
        {
            add(good, MakeRandomScenario(seed));
        }
        const size_t shipped = ListShipped().size();
        for (size_t i = 0; i < shipped; ++i)
        {
            add(good, TextOf(ReadExperiment(good[i]).root)); // with all defaults
        }
        add(good,
            "scenario: 2\nname: part\ninclude: other.yaml\nlinks: {wan: {mtu: 1400 B}}\n"
            "sweep: {parameter: sa-slots, values: [0]}\n");
        std::vector<std::string> bad;
        for (const auto& [from, to] : Changes{{"scenario: 1", "scenario: 7"},
                                              {"name: smallest\n", ""},
                                              {"kind: gateways", "kind: gateway"},
                                              {"  wan:", "  wam:"},
                                              {"10 Gbit/s", "10 Gbot/s"},
                                              {"1500 B", "1500"},
                                              {"count: 8", "count: 0"},
                                              {"mode: tunnel", "mode: tunel"},
                                              {"rate: 300 Mbit/s", "rate: 300 Mbit/s, load: 1"},
                                              {"nic: plain", "nic: {profile: plain, tx-slotz: 1}"},
                                              {"host: none", "host: [none]"},
                                              {"kind: gateways", "kind: gateways, peers: 2"},
                                              {"sizes: [{length: 500 B}]", "sizes: []"}})
        {
            add(bad, Replaced(SMALLEST, from, to));
            EXPECT_EQ(IsRefused(bad.back()), true, to);
        }
        const auto refused = Ask(folder, good);
        if (refused.find("No module") != std::string::npos)
        {
            std::clog << "not tested: " << refused;
            return;
        }
        EXPECT_EQ(refused, "", "none of the good ones");
        const auto lines = Ask(folder, bad);
        for (const auto& file : bad)
        {
            EXPECT_EQ(lines.find(file) != std::string::npos, true, file);
        }
    }

    /// @param file a scenario @return true when the reader refuses it
    static bool IsRefused(const std::string& file)
    {
        try
        {
            ReadExperiment(file);
            return false;
        }
        catch (const InputError&)
        {
            return true;
        }
    }

    /// @param folder with the schema @param files scenarios @return what is said of them
    static std::string Ask(const Folder& folder, const std::vector<std::string>& files)
    {
        const char* source = std::getenv("IPSEC_OFFLOAD_SOURCE_DIR");
        std::string command = "python3 '" + std::string(source ? source : ".") +
                              "/test/planner/check-schema.py' '" + (folder / "schema.json") + "'";
        for (const auto& file : files)
        {
            command += " '" + file + "'";
        }
        const auto output = folder / "said";
        const int status = std::system((command + " > '" + output + "' 2>&1").c_str());
        std::ifstream said(output);
        const std::string text(std::istreambuf_iterator<char>(said), {});
        return text + (WEXITSTATUS(status) == 1 ? "status 1" : "");
    }
};

/// The commands, and the manual.
class LanguageCommandsTest : public TestCase
{
  public:
    LanguageCommandsTest()
        : TestCase("show and list scenario-keys; the manual's reference is current")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const TestFile file(SMALLEST);
        auto ending = RunProgram(folder, {"show", file.GetPath(), "--value", "8"});
        EXPECT_EQ(ending.status, 0, ending.error);
        EXPECT_EQ(ending.output.find("\nsweep:\n  parameter: sa-slots\n  values: [8]\n") !=
                      std::string::npos,
                  true,
                  ending.output);
        // 300 Mbit/s of 500 octets are 75 000 packets per second.
        EXPECT_EQ(ending.output.find("75000 pkt/s") != std::string::npos ||
                      ending.output.find("75 000 pkt/s") != std::string::npos,
                  true,
                  ending.output);
        std::ofstream(folder / "shown.yaml") << ending.output;
        EXPECT_EQ(RunProgram(folder, {"check", folder / "shown.yaml"}).status, 0, "a scenario");
        ending = RunProgram(folder, {"show", file.GetPath(), "--value", "9"});
        EXPECT_EQ(WEXITSTATUS(ending.status), 1, "no such value");
        EXPECT_EQ(ending.output, "", "nothing of it");
        ending = RunProgram(folder, {"list", "scenario-keys"});
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
        AddTestCase(new ShowTest);
        AddTestCase(new SchemaTest);
        AddTestCase(new LanguageCommandsTest);
    }
} g_plannerLanguageTestSuite; //!< registers itself

} // namespace
