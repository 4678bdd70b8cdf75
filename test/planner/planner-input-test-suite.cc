/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "model/profile/did-you-mean.h"
#include "model/profile/units.h"
#include "planner/base/number-format.h"
#include "planner/base/shipped-scenarios.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/run-options.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/nic-command-time.h"
#include "ns3/test.h"

#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using tests::Changed;
using tests::TestFile;

/**
 * @ingroup ipsec-offload-tests
 * Files as people write them: units and words of everyday use, names that are nearly right, several
 * mistakes at once.
 */

namespace
{

/// A good scenario.
const char* const GOOD = R"(scenario: 1
name: small
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
  far-gateway: {kernel: LinuxPacket, host: none, nic: cx7-linux}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128, esn: true}
traffic: {load: 0.5, sizes: [{length: 500 B}], packets: 100}
sweep: {parameter: traffic.load, values: [0.1, 0.2]}
)";

/// @param text a scenario @return what is said of it
std::string
SaidOf(const std::string& text)
{
    const TestFile file(text);
    try
    {
        ReadExperiment(file.GetPath());
    }
    catch (const InputError& error)
    {
        std::string said = error.what();
        for (auto at = said.find(file.GetPath()); at != std::string::npos;
             at = said.find(file.GetPath()))
        {
            said.erase(at, file.GetPath().size() + 1);
        }
        return said;
    }
    return "";
}

/// Units have one meaning each: b is a bit, B an octet, K and k the same, Ki 1 024.
class EverydayUnitsTest : public TestCase
{
  public:
    EverydayUnitsTest()
        : TestCase("units as people write them")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::tuple<const char*, Dimension, double>> rows{
            {"10Gbps", Dimension::RATE, 1e10},
            {"10 Gb/s", Dimension::RATE, 1e10},
            {"300 Mb/s", Dimension::RATE, 3e8},
            {"64 kbps", Dimension::RATE, 64'000},
            {"64 Kbps", Dimension::RATE, 64'000},
            {"9 bps", Dimension::RATE, 9},
            {"2 Mibit/s", Dimension::RATE, 2'097'152},
            {"2 MB/s", Dimension::RATE, 16'000'000},
            {"2 KiB/s", Dimension::RATE, 16'384},
            {"3 Mpps", Dimension::PACKET_RATE, 3'000'000},
            {"3 Gpkt/s", Dimension::PACKET_RATE, 3e9},
            {"9 KB", Dimension::OCTETS, 9'000},
            {"9 kB", Dimension::OCTETS, 9'000},
            {"9 KiB", Dimension::OCTETS, 9'216},
            {"9 MB", Dimension::OCTETS, 9'000'000},
            {"9 MiB", Dimension::OCTETS, 9'437'184},
            {"1 TiB", Dimension::OCTETS, 1'099'511'627'776},
            {"5 \u00b5s", Dimension::DURATION, 5'000'000},
            {"5\u03bcs", Dimension::DURATION, 5'000'000},
            {"5 kHz", Dimension::FREQUENCY, 5'000}};
        for (const auto& [text, dimension, base] : rows)
        {
            const auto quantity = ParseQuantity(text);
            ASSERT_EQ(quantity.has_value(), true, text);
            EXPECT_EQ((quantity->dimension == dimension), true, text);
            EXPECT_EQ(quantity->GetBase(), base, text);
        }
        for (const char* text : {"10 gbps", "1 mB", "1 Kbit", "8 b", "1 ki", "5 kus", "3 MiHz"})
        {
            EXPECT_EQ(ParseQuantity(text).has_value(), false, text);
        }
        for (const auto dimension : {Dimension::RATE, Dimension::OCTETS, Dimension::DURATION})
        {
            for (const auto& name : GetUnitNames(dimension))
            {
                const auto quantity = ParseQuantity("1" + name);
                ASSERT_EQ(quantity.has_value(), true, name);
                EXPECT_EQ((quantity->dimension == dimension), true, name);
            }
        }
        EXPECT_EQ(CommandTime::Parse("350 \u00b5s")->ToText(), "350us", "of a command");
        const TestFile file(Changed(GOOD, {{"10 Gbit/s", "10Gbps"}, {"1 us", "1 \u00b5s"}}));
        const auto lan = ReadExperiment(file.GetPath()).first.links.at("lan");
        EXPECT_EQ(lan.rate, 10'000'000'000, "in a file");
        EXPECT_EQ(lan.delay, 1'000'000, "in a file");
        EXPECT_NE(
            SaidOf(Changed(GOOD, {{"10 Gbit/s", "10 gbit/s"}})).find("did you mean '10 Gbit/s'?"),
            std::string::npos,
            "the case");
    }
};

/// yes and no, on and off.
class EverydayBooleansTest : public TestCase
{
  public:
    EverydayBooleansTest()
        : TestCase("booleans as people write them")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [word, meaning] : {std::pair{"true", true},
                                            {"yes", true},
                                            {"on", true},
                                            {"Yes", true},
                                            {"ON", true},
                                            {"false", false},
                                            {"no", false},
                                            {"off", false},
                                            {"False", false}})
        {
            const TestFile file(Changed(GOOD, {{"esn: true", std::string("esn: ") + word}}));
            EXPECT_EQ(ReadExperiment(file.GetPath()).first.population.esn, meaning, word);
        }
        EXPECT_EQ(SaidOf(Changed(GOOD, {{"esn: true", "esn: 1"}})),
                  "10:67: '1': expected one of true, false, yes, no, on, off",
                  "no number");
    }
};

/// Numbers are what is written, not what binary fractions make of it.
class DecimalNumbersTest : public TestCase
{
  public:
    DecimalNumbersTest()
        : TestCase("numbers are the nearest to what is written")
    {
    }

  private:
    void DoRun() override
    {
        for (int percents = 0; percents <= 100; ++percents)
        {
            const auto text =
                FormatPlain(ParseQuantity(std::to_string(percents) + " %")->GetBase());
            EXPECT_LT(text.size(), 5, text);
        }
        EXPECT_EQ(FormatPlain(ParseQuantity("0.07 Gbit/s")->GetBase()), "70000000", "");
        EXPECT_EQ(FormatPlain(1e22), "10000000000000000000000", "no exponent");
        EXPECT_EQ(FormatPlain(-0.0), "0", "one zero");
        EXPECT_EQ(FormatPlain(DecimalSum(0, 0.1, 3)), "0.3", "three tenths");
        EXPECT_EQ(FormatPlain(DecimalSum(-0.3, 0.1, 3)), "0", "nothing left");
        EXPECT_EQ(FormatPlain(DecimalSum(1e12, 0.5, 3)), "1000000000001.5", "long");
        EXPECT_EQ(DecimalSum(1e-300, 1e-300, 1), 2e-300, "tiny");
        const TestFile file(
            Changed(GOOD, {{"values: [0.1, 0.2]", "values: {from: 0.1, to: 2, step: 0.1}"}}));
        const auto experiment = ReadExperiment(file.GetPath());
        EXPECT_EQ(experiment.sweep.GetValues().size(), 20, "values");
        for (const auto& value : experiment.sweep.GetValues())
        {
            EXPECT_LT(value.text.size(), 4, value.text);
        }
        for (const auto& point : EnumeratePoints(experiment))
        {
            EXPECT_EQ(point.GetKey().find("0000000"), std::string::npos, point.GetKey());
        }
        EXPECT_EQ((experiment.sweep.Find(0.3) != nullptr), true, "as one would ask");
    }
};

/// What somebody may have meant.
class DidYouMeanTest : public TestCase
{
  public:
    DidYouMeanTest()
        : TestCase("names that are nearly right are told")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> names{"rate", "delay", "mtu", "throughput_bps", "FreeBsd"};
        for (const auto& [word, nearest] : std::vector<std::pair<std::string, std::string>>{
                 {"rat", "rate"},               // one too few
                 {"ratee", "rate"},             // one too many
                 {"rare", "rate"},              // another one
                 {"dealy", "delay"},            // two swapped
                 {"FREEBSD", "FreeBsd"},        // the case
                 {"through", "throughput_bps"}, // the beginning
                 {"loss", ""},
                 {"th", ""},
                 {"", ""},
                 {std::string(1'000'000, 'x'), ""}})
        {
            EXPECT_EQ(FindNearest(word, names), nearest, word.substr(0, 20));
        }
        EXPECT_EQ(FindNearest("2 gbit", {"2 Mbit", "2 Gbit"}), "2 Gbit", "case first");
        EXPECT_EQ(DidYouMean("mtuu", names), "; did you mean 'mtu'?", "a message");
        EXPECT_EQ(DidYouMean("loss", names), "", "no message");
        const std::vector<std::tuple<const char*, const char*, const char*>> rows{
            {"name: small", "naem: small", "name"},
            {"cx7-linux}", "{profile: cx7-linux, tx-slot: 5}}", "tx-slots"},
            {"cx7-linux}", "cx7-linus}", "cx7-linux"},
            {"host: none", "host: nonne", "none"},
            {"LinuxPacket", "LinuxPackets", "LinuxPacket"},
            {"gateways", "gateway", "gateways"},
            {"aes-gcm-16-128", "aes-gcm-16-182", "aes-gcm-16-128"},
            {"mode: tunnel", "mode: tunel", "tunnel"},
            {"[{length: 500 B}]", "imx", "imix"},
            {"esn: true", "esn: ture", "true"},
            {"sweep:", "figures: [{name: a, metric: throughput}]\nsweep:", "throughput_bps"},
            {"host: none", "host: none, attributes: {sad: {PreferOldSA: true}}", "PreferOldSa"},
            {"sweep:", "curves: [{name: a, set: {trafic.load: 1}}]\nsweep:", "traffic"},
            {"parameter: traffic", "parameter: trafic", "traffic"},
            {"host: none", "host: {profile: none, ouput: 1 cycles}", "output"},
            {"host: none",
             "host: {profile: none, cipher: {aes-gcm-16-127: {per-octet: 1 cycles/B}}}",
             "aes-gcm-16-128"}};
        for (const auto& [from, to, nearest] : rows)
        {
            const auto said = SaidOf(Changed(GOOD, {{from, to}}));
            EXPECT_NE(said.find("; did you mean '" + std::string(nearest) + "'?"),
                      std::string::npos,
                      said);
        }
    }
};

/// Every mistake of a file is told at once, and no others.
class SeveralMistakesTest : public TestCase
{
  public:
    SeveralMistakesTest()
        : TestCase("several mistakes are told at once, each once")
    {
    }

  private:
    /// @param said messages @return their lines and columns
    static std::vector<std::string> PlacesOf(const std::string& said)
    {
        std::vector<std::string> places;
        for (size_t begin = 0; begin < said.size();)
        {
            places.push_back(said.substr(begin, said.find(": ", begin) - begin));
            begin = std::min(said.find('\n', begin), said.size() - 1) + 1;
        }
        return places;
    }

    /// @param changes to a good file @param expected lines and columns of the mistakes
    void Check(const std::vector<std::pair<std::string, std::string>>& changes,
               const std::vector<std::string>& expected)
    {
        const auto said = SaidOf(Changed(GOOD, changes));
        EXPECT_EQ((PlacesOf(said) == expected), true, said);
    }

    void DoRun() override
    {
        // A kind that there is not hides nothing behind it and makes no other mistakes.
        Check({{"gateways", "star"}, {"mtu: 1500 B", "mtu: 1500"}, {"count: 8", "count: -8"}},
              {"3:18", "5:44", "10:21"});
        // What is wrong at single points of the sweep, in curves and everywhere
        Check({{"values: [0.1, 0.2]", "values: [0.1, 2e3, 1, 3e3]"},
               {"sweep:", "curves: [{name: a, set: {population.count: 0}}, {name: b}]\nsweep:"},
               {"500 B", "500"}},
              {"5:44", "12:44", "13:48", "13:56"});
        // A profile that there is not, and what would be changed of it
        Check({{"nic: cx7-linux}", "nic: {profile: cx8, tx-slotz: 1, tso: 5}}"}},
              {"8:61", "8:66", "8:84"});
        Check({{"aes-gcm-16-128", "rot13, authenticator: rot14"}}, {"10:46", "10:68"});
        Check({{"values: [0.1, 0.2]", "values: {from: 1, to: x, step: 5 B}"}}, {"12:56", "12:65"});
        // A profile that is wrong, named twice
        const TestFile file(
            Changed(GOOD, {{"nic: cx7-linux", "nic: mine"}, {"nic: cx7-linux", "nic: mine"}}));
        file.WriteBeside("profiles/nic/mine.yaml",
                         "profile: nic\ndescription: mine\nvalues:\n"
                         "  tx-slotz: [5, assumed, me]\n  tso: [5, assumed, me]\n");
        try
        {
            ReadExperiment(file.GetPath());
            EXPECT_EQ(true, false, "read without an error");
        }
        catch (const InputError& error)
        {
            EXPECT_EQ(error.GetProblems().size(), 2, error.what());
        }
        // The command line, too
        RunOptions options;
        options.scenario = file.GetPath();
        options.settings = {"a", "b.c=1", "=3"};
        try
        {
            ReadExperimentFor(options);
            EXPECT_EQ(true, false, "read without an error");
        }
        catch (const InputError& error)
        {
            EXPECT_EQ(error.GetProblems().size(), 2, error.what());
        }
    }
};

/// Scenarios by name, and files that cannot be read.
class FindScenarioTest : public TestCase
{
  public:
    FindScenarioTest()
        : TestCase("shipped scenarios are found by name, missing files are told")
    {
    }

  private:
    /// @param name of a scenario @return what is said of it
    static std::string SaidOfFile(const std::string& name)
    {
        try
        {
            ReadExperiment(name);
        }
        catch (const InputError& error)
        {
            return error.what();
        }
        return "";
    }

    void DoRun() override
    {
        const auto files = GetShippedScenarios();
        const auto validations = GetShippedValidations();
        EXPECT_GT(files.size(), 4, "scenarios");
        EXPECT_GT(validations.size(), 4, "validations");
        for (const auto& list : {files, validations})
        {
            for (const auto& file : list)
            {
                const auto name = std::filesystem::path(file).stem().string();
                EXPECT_EQ(FindScenario(name), file, name);
                EXPECT_EQ(FindScenario(file), file, "a file is what it is");
            }
        }
        const auto experiment = ReadExperiment("edge-server");
        EXPECT_EQ(experiment.name, "edge-server", "read by name");
        EXPECT_EQ(experiment.file, FindScenario("edge-server"), "its file");
        EXPECT_EQ(SaidOfFile("edge-sever"),
                  "edge-sever: no such file, and no shipped scenario; did you mean 'edge-server'?",
                  "nearly");
        EXPECT_EQ(SaidOfFile("/nowhere/x.yaml"),
                  "/nowhere/x.yaml: no such file, and no shipped scenario",
                  "nothing like it");
        EXPECT_EQ(SaidOfFile("/"), "/: is a folder, expected a file", "a folder");
        const TestFile empty("");
        EXPECT_EQ(SaidOfFile(empty.GetPath()), empty.GetPath() + ": the file is empty", "empty");
    }
};

/// The suite.
class PlannerInputTestSuite : public TestSuite
{
  public:
    PlannerInputTestSuite()
        : TestSuite("ipsec-planner-input", TestSuite::Type::UNIT)
    {
        AddTestCase(new EverydayUnitsTest);
        AddTestCase(new EverydayBooleansTest);
        AddTestCase(new DecimalNumbersTest);
        AddTestCase(new DidYouMeanTest);
        AddTestCase(new SeveralMistakesTest);
        AddTestCase(new FindScenarioTest);
    }
} g_plannerInputTestSuite; //!< registers itself

} // namespace
