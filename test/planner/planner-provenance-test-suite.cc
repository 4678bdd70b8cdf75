/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "model/profile/profile-keys.h"
#include "planner/report/provenance-report.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/full-scenario-run.h"
#include "planner/simulate/lean-scenario-run.h"
#include "planner/simulate/work-rows.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/host-cost.h"
#include "ns3/test.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What a number rests on: which share of the busiest resource's work is sourced, derived, assumed,
 * set by the scenario or missing.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;
using namespace ns3::tests;

namespace
{

/**
 * What all cases begin with. A datagram of 1000 octets every 10 us crosses a gateway with one core
 * of 1 GHz, which encrypts it in software: 200 + 50 cycles when it comes, 300 + 50 + 100 and the
 * cipher's when it goes.
 */
constexpr const char* SCENARIO = R"(scenario: 1
name: rest
title: What it rests on
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: FreeBsd, host: {profile: mine}, nic: {profile: plain}}
  far-gateway: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 1, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {direction: transmit, rate: 0.8 Gbit/s, arrivals: constant, sizes: [{length: 1000 B}],
          packets: 1000, start: after-offers, warm-up: 20 %}
sweep: {parameter: links.wan.delay, values: [1 us]}
curves:
)";

/// The host's profile.
constexpr const char* HOST = R"(profile: host
description: Some costs are missing.
values:
  cores: [1, sourced, a test]
  clock: [1 GHz, sourced, a test]
  driver-rx: [200 cycles, sourced, a test]
  driver-tx: [100 cycles, assumed, a test]
  forward: [300 cycles, derived, a test]
  policy-lookup: [50 cycles, assumed, a test]
  cipher.aes-gcm-16-128.per-octet: [1 cycles/B, sourced, a test]
  cipher.default.per-octet: [2 cycles/B, assumed, a test]
)";

/// A NIC's profile.
constexpr const char* NIC = R"(profile: nic
description: A slow cipher.
values:
  tx-bit-rate: [1 Gbit/s, derived, a test]
)";

/// A curve of the scenario and what its busiest resource rests on.
struct Case
{
    const char* curve;
    const char* settings; //!< YAML
    std::map<Provenance, double> shares;
    const char* missing; //!< what is said of missing costs
};

/// @return what is simulated
const std::vector<Case>&
Cases()
{
    static const std::vector<Case> cases{
        {"known cipher",
         "population.cipher: aes-gcm-16-128",
         {{Provenance::SOURCED, (200 + 1000) / 1700.0},
          {Provenance::DERIVED, 300 / 1700.0},
          {Provenance::ASSUMED, (50 + 50 + 100) / 1700.0}},
         "host profile mine has no cost for esp-output, sa-lookup: counted as 0"},
        {"unknown cipher",
         "population.cipher: chacha20-poly1305",
         {{Provenance::SOURCED, 200 / 2700.0},
          {Provenance::DERIVED, 300 / 2700.0},
          {Provenance::ASSUMED, 200 / 2700.0},
          {Provenance::MISSING, 2000 / 2700.0}},
         "host profile mine has no cost for esp-output, sa-lookup: counted as 0; cipher "
         "chacha20-poly1305: taken from \"default\""},
        {"cipher of the scenario",
         "population.cipher: chacha20-poly1305, "
         "nodes.gateway.host.cipher.chacha20-poly1305.per-octet: 3 cycles/B, "
         "nodes.gateway.host.esp-output: 100 cycles, nodes.gateway.host.sa-lookup: 0 cycles",
         {{Provenance::SOURCED, 200 / 3800.0},
          {Provenance::DERIVED, 300 / 3800.0},
          {Provenance::ASSUMED, 200 / 3800.0},
          {Provenance::SCENARIO, 3100 / 3800.0}},
         ""},
        {"default of the scenario",
         "population.cipher: chacha20-poly1305, nodes.gateway.host.esp-output: 0 cycles, "
         "nodes.gateway.host.sa-lookup: 0 cycles, "
         "nodes.gateway.host.cipher.default.per-octet: 1 cycles/B",
         {{Provenance::SOURCED, 200 / 1700.0},
          {Provenance::DERIVED, 300 / 1700.0},
          {Provenance::ASSUMED, 200 / 1700.0},
          {Provenance::SCENARIO, 1000 / 1700.0}},
         ""},
        {"offloaded",
         "nodes.gateway.kernel: LinuxPacket, nodes.gateway.nic.profile: unlimited, "
         "links.wan.rate: 100 Gbit/s",
         {{Provenance::SOURCED, 200 / 700.0},
          {Provenance::DERIVED, 300 / 700.0},
          {Provenance::ASSUMED, 200 / 700.0}},
         "host profile mine has no cost for sa-lookup, tag: counted as 0"}, // nothing of ESP
        {"link", "links.wan.rate: 1 Gbit/s", {{Provenance::SCENARIO, 1}}, "esp-output"},
        {"NIC",
         "nodes.gateway.kernel: LinuxPacket, nodes.gateway.nic.profile: slow, "
         "nodes.gateway.host.tag: 1 cycles, nodes.gateway.host.sa-lookup: 1 cycles",
         {{Provenance::DERIVED, 1}},
         ""},
        {"NIC by an attribute",
         "nodes.gateway.kernel: LinuxPacket, nodes.gateway.nic.profile: slow, "
         "nodes.gateway.attributes.nic.TxBitRate: 900Mbps",
         {{Provenance::SCENARIO, 1}},
         "sa-lookup"},
        {"no host model", "nodes.gateway.host.profile: none", {{Provenance::SCENARIO, 1}}, ""},
    };
    return cases;
}

/// The scenario in a folder with its profiles.
class RestFile : public TestFile
{
  public:
    RestFile()
        : TestFile(GetText())
    {
        WriteBeside("profiles/host/mine.yaml", HOST);
        WriteBeside("profiles/nic/slow.yaml", NIC);
    }

  private:
    static std::string GetText()
    {
        std::string text = SCENARIO;
        for (const auto& test : Cases())
        {
            text +=
                std::string("  - {name: \"") + test.curve + "\", set: {" + test.settings + "}}\n";
        }
        return text;
    }
};

/// Bodies of the tests.
class ProvenanceTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Marks();
    void Keys();
    void Simulated();
    void Reported();
    void Strict();
    void OtherMethods();
};

void
ProvenanceTests::Marks()
{
    const ProfileProvenance file({{"forward", Provenance::DERIVED},
                                  {"cipher.aes-cbc-128.per-octet", Provenance::SOURCED},
                                  {"cipher.default.per-octet", Provenance::ASSUMED}});
    ProfileProvenance changed = file;
    changed.Override("forward");
    changed.Override("cipher.default.per-octet");
    const auto of = [](const ProfileProvenance& profile, const std::string& key) {
        const auto provenance = profile.OfHostCost(key);
        return provenance ? std::string(ToString(*provenance)) : "none";
    };
    EXPECT_EQ(of(file, "forward"), "derived", "as the file says");
    EXPECT_EQ(of(changed, "forward"), "scenario", "set");
    EXPECT_EQ(of(file, "driver-rx"), "missing", "not in the file");
    EXPECT_EQ(of(file, "socket-input"), "none", "input has it");
    EXPECT_EQ(of(file, "cipher.aes-cbc-128.per-octet"), "sourced", "as the file says");
    EXPECT_EQ(of(file, "cipher.aes-cbc-128.per-packet"), "none", "the other part has it");
    EXPECT_EQ(of(file, "cipher.null.per-octet"), "missing", "the default's");
    EXPECT_EQ(of(changed, "cipher.null.per-octet"), "scenario", "the default's, which is set");
    EXPECT_EQ(of(changed, "cipher.null.per-packet"), "none", "the other part has it");
    EXPECT_EQ(ToString(file.Of("clock")), std::string("missing"), "not in the file");
}

void
ProvenanceTests::Keys()
{
    const auto keys = GetHostKeys();
    for (size_t cost = 0; cost < CountHostCosts(); ++cost)
    {
        std::string key = GetKey(static_cast<HostCost>(cost));
        const std::string cipher = "cipher.";
        if (key.compare(0, cipher.size(), cipher) == 0)
        {
            key = cipher + "NAME" + key.substr(key.rfind('.'));
        }
        EXPECT_EQ(std::count(keys.begin(), keys.end(), key), 1, key);
    }
}

void
ProvenanceTests::Simulated()
{
    if (Time::GetResolution() != Time::PS)
    {
        Time::SetResolution(Time::PS);
    }
    const RestFile file;
    const Experiment experiment = ReadExperiment(file.GetPath());
    const double value = experiment.sweep.GetValues().front().value;
    for (const auto& test : Cases())
    {
        const Scenario scenario = experiment.At(test.curve, value);
        const PointResult result = RunLean(scenario, false).result;
        double sum = 0;
        for (const auto provenance : PROVENANCES)
        {
            const auto expected = test.shares.find(provenance);
            const double share = result.Get(std::string("provenance_") + ToString(provenance));
            sum += share;
            EXPECT_NEAR(share,
                        expected == test.shares.end() ? 0 : expected->second,
                        2e-3, // a datagram more or less of 800 at the edges of the window
                        test.curve << ", " << ToString(provenance));
        }
        EXPECT_NEAR(sum, 1, 1e-9, test.curve);
        const auto missing = FindMissingCosts(experiment, {{{test.curve, value}, result}});
        const std::string said = missing.empty() ? "" : missing.front();
        EXPECT_EQ(missing.empty(), std::string(test.missing).empty(), said);
        EXPECT_EQ(said.find(test.missing) != std::string::npos, true, said);
    }
    const Scenario scenario = experiment.At(Cases()[1].curve, value);
    EXPECT_NEAR(RunFull(scenario).result.Get("provenance_missing"),
                2000 / 2700.0,
                2e-3,
                "full fidelity counts as lean does");
}

void
ProvenanceTests::Reported()
{
    const RestFile file;
    const Experiment experiment = ReadExperiment(file.GetPath());
    const auto cost = [](const char* value, const char* provenance, double share) {
        return WorkRow{"gateway", "mine", "cpu_busiest_core", value, provenance, share};
    };
    PointRecord record;
    record.spec.curve = "link";
    record.result.metrics = {{"cpu_busiest_core", 0.9}, {"link_utilization", 0.5}};
    record.result.work = {cost("forward", "derived", 0.3),
                          cost("driver-rx", "assumed", 0.2),
                          cost("driver-tx", "assumed", 0.1),
                          cost("tag", "assumed", 0.25),
                          cost("policy-lookup", "assumed", 0.02),
                          cost("sa-lookup", "missing", 0),
                          cost("cipher.null.per-octet", "scenario", 0.13),
                          {"gateway", "", "link_utilization", "links.wan.rate", "scenario", 1}};
    EXPECT_EQ(DescribeProvenance(experiment, {record}),
              "link: the work of the cores of the gateway rests on values that are 57 % assumed "
              "(tag 25 %, driver-rx 20 %, driver-tx 10 %, ...), 30 % derived, 13 % set by the "
              "scenario\n",
              "the busiest resource, the largest first");
    PointRecord other = record;
    other.result.metrics = {{"cpu_busiest_core", 0.4}, {"link_utilization", 0.5}};
    const std::string both = DescribeProvenance(experiment, {record, other});
    EXPECT_EQ(both.find("cores of the gateway rests on values that are 57 % assumed") !=
                  std::string::npos,
              true,
              "of one point alone");
    EXPECT_EQ(both.find("link: the work of the wan link rests on values that are 100 % set by "
                        "the scenario\n") != std::string::npos,
              true,
              both);
}

void
ProvenanceTests::Strict()
{
    const RestFile file;
    const Folder folder;
    const auto run = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"run", file.GetPath(), "--out", folder / "out"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return RunProgram(folder, arguments);
    };
    const Ending lax = run({});
    ASSERT_EQ(lax.status, 0, lax.error);
    const std::string warning = "warning: unknown cipher: host profile mine has no cost for "
                                "esp-output, sa-lookup: counted as 0; cipher chacha20-poly1305: "
                                "taken from \"default\"\n";
    EXPECT_EQ(lax.output.find(warning) != std::string::npos, true, lax.output);
    EXPECT_EQ(lax.output.find("cipher of the scenario: host profile") == std::string::npos,
              true,
              "nothing is missing there");
    EXPECT_EQ(lax.output.find(" at 0 of 0 points") == std::string::npos,
              true,
              "nothing was checked");
    const Ending strict = run({"--strict"});
    EXPECT_EQ(strict.status == 0, false, "costs are missing");
    EXPECT_EQ(strict.error.find("costs are missing") != std::string::npos, true, strict.error);
    EXPECT_EQ(strict.output.find(warning) != std::string::npos, true, "results come first");
}

void
ProvenanceTests::OtherMethods()
{
    const RestFile file;
    const Folder folder;
    const Ending solved = RunProgram(folder,
                                     {"solve",
                                      file.GetPath(),
                                      "--unknown",
                                      "links.wan.delay",
                                      "--values",
                                      "[1 us]",
                                      "--goal",
                                      "throughput=1 Mbit/s",
                                      "--replications",
                                      "1",
                                      "--out",
                                      folder / "out"});
    EXPECT_EQ(solved.output.find("\nwarning: unknown cipher: host profile mine has no cost for "
                                 "esp-output, sa-lookup: counted as 0") != std::string::npos,
              true,
              solved.output + solved.error);
    // Nothing is simulated here, so nobody knows which packets need what.
    const std::string note = "note: host profile mine has no cost for sa-lookup, esp-output, "
                             "esp-input: 0, or its default cipher's, for each packet that needs it";
    const Ending analyzed = RunProgram(folder, {"analyze", file.GetPath()});
    EXPECT_EQ(analyzed.output.find(note) != std::string::npos, true, analyzed.output);
    const Ending json = RunProgram(folder, {"analyze", file.GetPath(), "--json"});
    EXPECT_EQ(json.output.find("host profile mine has no cost") != std::string::npos,
              true,
              json.output);
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<ProvenanceTests>::Body body; // what to do
} CASES[] = {
    {"where a value comes from", &ProvenanceTests::Marks},
    {"each cost has the key of a host profile", &ProvenanceTests::Keys},
    {"shares of the busiest resource's work, from arithmetic", &ProvenanceTests::Simulated},
    {"the summary names the largest assumed values", &ProvenanceTests::Reported},
    {"missing costs are warned of, and an error when strict", &ProvenanceTests::Strict},
    {"solve and analyze tell of missing costs", &ProvenanceTests::OtherMethods},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "planner-provenance".
 */
class PlannerProvenanceTestSuite : public TestSuite
{
  public:
    PlannerProvenanceTestSuite()
        : TestSuite("ipsec-planner-provenance", TestSuite::Type::SYSTEM)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<ProvenanceTests>(test.name, test.body));
        }
    }
};

PlannerProvenanceTestSuite g_plannerProvenanceTestSuite; //!< the suite

} // namespace
