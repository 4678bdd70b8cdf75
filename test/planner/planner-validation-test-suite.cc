/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "model/profile/data-folders.h"
#include "model/profile/units.h"
#include "planner/method/parameter-fit.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/validation/validation-outcome.h"
#include "planner/validation/validation-report.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/ipsec-profiles.h"
#include "ns3/test.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using tests::TestFile;

namespace
{

/// A validation of two curves over three values.
constexpr const char* SCENARIO = R"(scenario: 1
name: measured
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: FreeBsd, host: none, nic: {profile: cx7-linux, tx-bit-rate: 5 Gbit/s}}
  far-gateway: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 10, mode: tunnel, cipher: aes-gcm-16-128, replay-window: 64}
traffic: {load: 1.0, sizes: [{length: 1000 B}], packets: 1000}
sweep:
  parameter: population.count
  values: [10, 20, 30]
curves:
  - {name: low}
  - {name: high, set: {nodes.gateway.nic.tx-bit-rate: 7 Gbit/s}}
validation:
  source: nobody
  quantity: Throughput
  metric: throughput_bps
  unit: Gbit/s
  calibrate:
    engine:
      curves: [high]
      paths:
        nodes.gateway.nic.tx-bit-rate: 1
        nodes.gateway.nic.rx-bit-rate: 0.5
        nodes.far-gateway.nic.tx-bit-rate: {factor: 0.25, plus: 1.5}
      value: 8 Gbit/s
  points:
    low: [{at: 10, measured: 2}, {at: 20, measured: 4, use: calibrate}]
    high: [{at: 10, measured: 5}, {at: 30, measured: 5}]
  checks:
    - mean-error: 9 %
    - {each-error: 10 %, curve: high}
    - {order: [low, high]}
    - {mean-ratio: 2, of: [high, low], within: 1 %}
    - {flat: 5 %, curve: high}
)";

/// @param curve of the point @param value of the sweep @param throughput bit/s @return a record
PointRecord
RecordOf(const char* curve, double value, double throughput)
{
    PointResult result;
    result.metrics = {{"throughput_bps", throughput},
                      {"total_throughput_bps", throughput},
                      {"total_packets_per_s", throughput / 8000}};
    return {{curve, value, 1, Fidelity::LEAN}, result};
}

/**
 * @ingroup ipsec-offload-tests
 * The section is read, and its parameters go before what the curves set, for their curves only.
 */
class CalibrationTest : public TestCase
{
  public:
    CalibrationTest()
        : TestCase("a calibrated value reaches the places of its curves")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SCENARIO);
        const auto experiment = ReadExperiment(file.GetPath());
        ASSERT_EQ(experiment.validation.has_value(), true, "there is a validation");
        EXPECT_EQ(experiment.validation->points.size(), 4, "points");
        EXPECT_EQ(experiment.validation->points[1].calibrates, true, "the second one");
        EXPECT_EQ(experiment.validation->points[1].measured, 4e9, "in base units");
        const auto low = experiment.At("low", 10).nodes.at("gateway").nic;
        const auto high = experiment.At("high", 10).nodes.at("gateway").nic;
        EXPECT_EQ(low.txBitRate, 5'000'000'000, "as the node says");
        EXPECT_EQ(high.txBitRate, 8'000'000'000, "calibrated, not as the curve says");
        EXPECT_EQ(high.rxBitRate, 4'000'000'000, "with its factor");
        const auto far = experiment.At("high", 10).nodes.at("far-gateway").nic;
        EXPECT_EQ(far.txBitRate, 3'500'000'000, "a quarter, and 1.5 Gbit/s more");

        const auto set = ReadExperiment(file.GetPath(),
                                        {{"validation.calibrate.engine.value", "6 Gbit/s"},
                                         {"population.replay-window", "128"}});
        const auto other = set.At("high", 20);
        EXPECT_EQ(other.nodes.at("gateway").nic.txBitRate, 6'000'000'000, "--set");
        EXPECT_EQ(other.population.replayWindow, 128, "--set of another value");
        EXPECT_EQ(other.population.count, 20, "the sweep goes last");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Load steps: the highest one whose loss is allowed, and what it carries.
 */
class ReadOffTest : public TestCase
{
  public:
    ReadOffTest()
        : TestCase("a measurement in load steps reads off what its last good step carries")
    {
    }

  private:
    void DoRun() override
    {
        ValidationSpec spec;
        spec.metric = "throughput_bps";
        spec.step = 10;
        spec.loss = 0.05;
        const auto read = [&spec](double capacity) {
            const std::vector<PointRecord> records{RecordOf("c", 1, capacity)};
            return ReadOff(spec, GroupReplications(records).front());
        };
        EXPECT_EQ(read(98), 98, "step 100 loses 2 %");
        EXPECT_EQ(read(95), 95, "step 100 loses 5 %");
        EXPECT_EQ(read(94), 90, "step 100 would lose 6 %, step 90 nothing");
        EXPECT_EQ(read(104), 100, "step 110 would lose 5.5 %");
        EXPECT_EQ(read(9), 0, "the first step loses 10 %");
        spec.step = 0;
        EXPECT_EQ(read(94), 94, "without steps");
        spec.frameOctets = 14;
        EXPECT_NEAR(read(94), 94 * 1.014, 1e-9, "1 000 octets per packet");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Errors and checks, worked out by hand.
 */
class OutcomeTest : public TestCase
{
  public:
    OutcomeTest()
        : TestCase("errors and checks of a validation")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SCENARIO);
        const auto experiment = ReadExperiment(file.GetPath());
        std::vector<PointRecord> records;
        for (const double value : {10, 20, 30})
        {
            records.push_back(RecordOf("low", value, 2.2e9));
            records.push_back(RecordOf("high", value, value == 30 ? 4.6e9 : 4.4e9));
        }
        const ValidationOutcome outcome(experiment, records);
        ASSERT_EQ(outcome.GetPoints().size(), 4, "points");
        EXPECT_NEAR(outcome.GetPoints()[0].error, 0.1, 1e-9, "2.2 for 2");
        EXPECT_NEAR(outcome.GetPoints()[3].error, -0.08, 1e-9, "4.6 for 5");
        EXPECT_EQ(outcome.CountPredicted(""), 3, "one calibrates");
        EXPECT_NEAR(outcome.GetMeanError(""), (0.1 + 0.12 + 0.08) / 3, 1e-9, "mean");
        const std::vector<bool> met{false, false, true, false, true};
        for (size_t i = 0; i < met.size(); ++i)
        {
            EXPECT_EQ(outcome.GetChecks()[i].isMet, met[i], outcome.GetChecks()[i].text);
        }
        const auto text = DescribeValidation(experiment, outcome);
        for (const char* part : {"calibrates", "predicted", "MISSED", "+10.0 %", "engine = 8 Gbit"})
        {
            EXPECT_NE(text.find(part), std::string::npos, part << " in\n" << text);
        }
        const auto section = WriteValidationSection(experiment, outcome);
        EXPECT_NE(section.find(".. list-table::"), std::string::npos, section);
    }
};

/**
 * @ingroup ipsec-offload-tests
 * A point without a figure (nothing arrived, or it was not simulated) meets no check.
 */
class MissingFigureTest : public TestCase
{
  public:
    MissingFigureTest()
        : TestCase("a point of which nothing is known meets no check")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SCENARIO);
        const auto experiment = ReadExperiment(file.GetPath());
        for (const double nothing : {std::nan(""), 0.0})
        {
            std::vector<PointRecord> records;
            for (const double value : {10, 20, 30})
            {
                records.push_back(RecordOf("low", value, 2.0e9));
                records.push_back(RecordOf("high", value, value == 30 ? nothing : 5e9));
            }
            const ValidationOutcome outcome(experiment, records);
            for (const size_t check : {0, 1, 2, 3, 4})
            {
                EXPECT_EQ(outcome.GetChecks()[check].isMet, false, outcome.GetChecks()[check].text);
            }
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Parameters of a known law are found again, from far away and from more points than parameters.
 */
class FitTest : public TestCase
{
  public:
    FitTest()
        : TestCase("a fit finds the parameters that made its targets")
    {
    }

  private:
    void DoRun() override
    {
        // Throughput of a context cache under even access: fetches limit beyond its size.
        const auto law = [](const std::vector<double>& p) {
            std::vector<double> values;
            for (const double tunnels : {1200.0, 1400.0, 1600.0})
            {
                const double miss = std::max(0.01, 1 - p[0] / tunnels);
                values.push_back(1e9 / (p[1] * miss));
            }
            return values;
        };
        const auto fit = FitParameters(law, {500, 300}, law({820, 175}));
        EXPECT_NEAR(fit.parameters[0], 820, 0.5, "size");
        EXPECT_NEAR(fit.parameters[1], 175, 0.2, "time");
        EXPECT_LT(fit.residual, 1e-3, "residual");
        EXPECT_LT(fit.evaluations, 60, "evaluations");

        // Without any influence there is nothing to find, and no endless search.
        const auto flat =
            FitParameters([](const auto&) { return std::vector<double>{5.0}; }, {1.0}, {10.0});
        EXPECT_NEAR(flat.residual, std::log(2), 1e-9, "half of the target");
    }
};

/// A calibrated parameter of a shipped validation, and the profile that carries its value.
struct Carried
{
    const char* scenario;
    const char* parameter;
    IpsecProfileKind kind;
    const char* profile;
    const char* key;
};

const Carried CARRIED[] = {
    {"cx7-tunnels", "xdp-contexts", IpsecProfileKind::NIC, "cx7-linux", "context-cache-size"},
    {"cx7-tunnels", "xdp-fetch", IpsecProfileKind::NIC, "cx7-linux", "context-fetch-time"},
    {"bf3-test4", "engine", IpsecProfileKind::NIC, "bf3-arm", "tx-bit-rate"},
    {"bf3-test4", "fetch", IpsecProfileKind::NIC, "bf3-arm", "context-fetch-time"},
    {"cx7-host-cpu", "packet", IpsecProfileKind::HOST, "xeon-6342-linux-xdp", "forward"},
    {"bf3-test0", "forward", IpsecProfileKind::HOST, "bluefield3-arm-linux", "forward"},
    {"bf3-test0", "esp", IpsecProfileKind::HOST, "bluefield3-arm-linux", "esp-output"},
    {"bf3-test0",
     "cipher",
     IpsecProfileKind::HOST,
     "bluefield3-arm-linux",
     "cipher.aes-gcm-16-256.per-octet"},
    {"cx6dx-tcp", "copy", IpsecProfileKind::HOST, "xeon-e5-2620v3-linux", "copy"},
    {"cx6dx-tcp",
     "cipher-packet",
     IpsecProfileKind::HOST,
     "xeon-e5-2620v3-linux",
     "cipher.aes-gcm-16-128.per-packet"},
    {"cx6dx-cpu", "esp-output", IpsecProfileKind::HOST, "xeon-e5-2620v3-linux", "esp-output"},
    {"cx6dx-cpu", "input", IpsecProfileKind::HOST, "xeon-e5-2620v3-linux", "input"},
    {"cx6dx-cpu", "cache-miss", IpsecProfileKind::HOST, "xeon-e5-2620v3-linux", "cache-miss"},
    {"cx6dx-tcp", "esp-input", IpsecProfileKind::HOST, "xeon-e5-2620v3-linux", "esp-input"},
    {"freebsd-ciphers",
     "e5-2650-13-pol-esp",
     IpsecProfileKind::HOST,
     "xeon-e5-2650-freebsd",
     "esp-output"},
    {"freebsd-ciphers",
     "e5-2650-gcm",
     IpsecProfileKind::HOST,
     "xeon-e5-2650-freebsd",
     "cipher.aes-gcm-16-128.per-octet"},
    {"freebsd-ciphers",
     "e5-2650-cbc",
     IpsecProfileKind::HOST,
     "xeon-e5-2650-freebsd",
     "cipher.aes-cbc-128.per-octet"},
    {"freebsd-ciphers",
     "xeon-longer",
     IpsecProfileKind::HOST,
     "xeon-e5-2650-freebsd",
     "cipher.hmac-sha2-256-128.per-octet"},
    {"freebsd-ciphers",
     "c2758-13a-pol-esp",
     IpsecProfileKind::HOST,
     "atom-c2758-freebsd",
     "esp-output"},
    {"freebsd-ciphers",
     "c2758-13a-pol-gcm",
     IpsecProfileKind::HOST,
     "atom-c2758-freebsd",
     "cipher.aes-gcm-16-128.per-octet"},
    {"freebsd-ciphers",
     "c2758-cbc",
     IpsecProfileKind::HOST,
     "atom-c2758-freebsd",
     "cipher.aes-cbc-128.per-octet"},
    {"freebsd-ciphers",
     "atom-longer",
     IpsecProfileKind::HOST,
     "atom-c2758-freebsd",
     "cipher.hmac-sha2-256-128.per-octet"},
    {"freebsd-ciphers",
     "c2558-11-pol-esp",
     IpsecProfileKind::HOST,
     "atom-c2558-freebsd",
     "esp-output"},
    {"freebsd-ciphers",
     "c2558-gcm",
     IpsecProfileKind::HOST,
     "atom-c2558-freebsd",
     "cipher.aes-gcm-16-128.per-octet"},
    {"freebsd-ciphers",
     "c2558-11-cbc",
     IpsecProfileKind::HOST,
     "atom-c2558-freebsd",
     "cipher.aes-cbc-128.per-octet"},
    {"freebsd-ciphers",
     "gx-412tc-13-pol-esp",
     IpsecProfileKind::HOST,
     "amd-gx412tc-freebsd",
     "esp-output"},
    {"freebsd-ciphers",
     "gx-412tc-13-gcm",
     IpsecProfileKind::HOST,
     "amd-gx412tc-freebsd",
     "cipher.aes-gcm-16-128.per-octet"},
    {"freebsd-ciphers",
     "gx-412tc-13-cbc",
     IpsecProfileKind::HOST,
     "amd-gx412tc-freebsd",
     "cipher.aes-cbc-128.per-octet"},
    {"freebsd-ciphers",
     "gx-412tc-longer",
     IpsecProfileKind::HOST,
     "amd-gx412tc-freebsd",
     "cipher.hmac-sha2-256-128.per-octet"},
};

/// @param name of a shipped validation @return it
Experiment
ReadShipped(const std::string& name)
{
    return ReadExperiment(GetDataFolders().front() + "/scenarios/validation/" + name + ".yaml");
}

/// @param experiment with a validation @param name of a parameter @return its value in base units
double
CalibratedValue(const Experiment& experiment, const std::string& name)
{
    for (const auto& parameter : experiment.validation->parameters)
    {
        if (parameter.name == name)
        {
            return ParseQuantity(parameter.TextOf(parameter.value))->GetBase();
        }
    }
    return NAN;
}

/**
 * @ingroup ipsec-offload-tests
 * Whoever uses a profile gets what was calibrated.
 */
class CarriedTest : public TestCase
{
  public:
    CarriedTest()
        : TestCase("profiles carry what validations calibrate")
    {
    }

  private:
    void DoRun() override
    {
        const IpsecProfileFolders folders("");
        std::map<std::string, Experiment> read; // each once: they are long
        for (const auto& carried : CARRIED)
        {
            auto found = read.find(carried.scenario);
            if (found == read.end())
            {
                found = read.emplace(carried.scenario, ReadShipped(carried.scenario)).first;
            }
            const double calibrated = CalibratedValue(found->second, carried.parameter);
            const auto profile =
                ReadIpsecProfile(carried.kind, folders.Find(carried.kind, carried.profile));
            double value = NAN;
            for (const auto& known : profile.values)
            {
                if (known.key == carried.key)
                {
                    value = ParseQuantity(known.text)->GetBase();
                }
            }
            EXPECT_NEAR(value,
                        calibrated,
                        1e-3 * calibrated,
                        carried.profile << " " << carried.key);
        }
        const auto tunnels = ReadShipped("cx7-tunnels");
        const auto skewed = ReadShipped("cx7-skewed").At("flower", 8000);
        EXPECT_NEAR(static_cast<double>(skewed.nodes.at("gateway").nic.contextFetchTime),
                    CalibratedValue(tunnels, "flower-fetch"),
                    1,
                    "flower's fetches take as long in both");
    }
};

/// A mistake in the section.
struct Mistake
{
    const char* name;
    const char* from;
    const char* to;
    const char* token;
    const char* expected;
};

const Mistake MISTAKES[] = {
    {"no source", "  source: nobody\n", "", "validation", "the key 'source'"},
    {"unknown curve of points", "    high: [{at: 10", "    hihg: [{at: 10", "hihg", "high, low"},
    {"a point beside the sweep", "{at: 30, measured: 5}", "{at: 31, measured: 5}", "31", "values"},
    {"a point without a figure", "{at: 30, measured: 5}", "{at: 30}", "high", "'measured'"},
    {"a figure with a unit of its own",
     "measured: 4,",
     "measured: 4 Gbit/s,",
     "4 Gbit/s",
     "number"},
    {"unknown unit", "unit: Gbit/s", "unit: Gbaud", "Gbaud", "the unit that the points"},
    {"unknown use", "use: calibrate", "use: fit", "fit", "predict, calibrate"},
    {"an offset with a unit", "plus: 1.5", "plus: 1.5 Gbit/s", "1.5 Gbit/s", "a number"},
    {"a place without anything",
     "{factor: 0.25, plus: 1.5}",
     "{factor: 0.25}",
     "tx-bit-rate",
     "'plus'"},
    {"a parameter of 0", "value: 8 Gbit/s", "value: 0 Gbit/s", "0 Gbit/s", "above 0"},
    {"a parameter of nothing", "curves: [high]", "curves: [higher]", "higher", "low, high"},
    {"a check of nothing", "- mean-error: 9 %", "- {curve: low}", "checks", "a check: "},
    {"a ratio of three", "of: [high, low]", "of: [high]", "of", "two curves"},
};

/// One clear error for each mistake.
class BrokenValidationTest : public TestCase
{
  public:
    /// @param mistake what is wrong
    explicit BrokenValidationTest(const Mistake& mistake)
        : TestCase(std::string("broken validation: ") + mistake.name),
          m_mistake(mistake)
    {
    }

  private:
    void DoRun() override
    {
        std::string text = SCENARIO;
        const auto place = text.find(m_mistake.from);
        ASSERT_NE(place, std::string::npos, "the test's own text");
        text.replace(place, std::string(m_mistake.from).size(), m_mistake.to);
        const TestFile file(text);
        try
        {
            ReadExperiment(file.GetPath());
            EXPECT_EQ(true, false, "read without an error");
        }
        catch (const InputError& error)
        {
            const auto& problem = error.GetProblems().front();
            EXPECT_EQ(error.GetProblems().size(), 1, error.what());
            EXPECT_GT(problem.line, 0, error.what());
            EXPECT_EQ(problem.token, m_mistake.token, error.what());
            EXPECT_NE(problem.expected.find(m_mistake.expected), std::string::npos, error.what());
        }
    }

    const Mistake& m_mistake; //!< what is wrong
};

/// The suite.
class PlannerValidationTestSuite : public TestSuite
{
  public:
    PlannerValidationTestSuite()
        : TestSuite("ipsec-planner-validation", TestSuite::Type::UNIT)
    {
        AddTestCase(new CalibrationTest);
        AddTestCase(new ReadOffTest);
        AddTestCase(new OutcomeTest);
        AddTestCase(new MissingFigureTest);
        AddTestCase(new CarriedTest);
        AddTestCase(new FitTest);
        for (const auto& mistake : MISTAKES)
        {
            AddTestCase(new BrokenValidationTest(mistake));
        }
    }
};

PlannerValidationTestSuite g_plannerValidationTestSuite; //!< registers the suite

} // namespace
