/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/did-you-mean.h"
#include "planner/experiment-reader.h"
#include "planner/input-error.h"

#include "ns3/test.h"

#include <string>
#include <tuple>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using planner_test::TestFile;

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

/// @param changes texts of a good scenario and what stands there instead @return the new text
std::string
Changed(const std::vector<std::pair<std::string, std::string>>& changes)
{
    std::string text = GOOD;
    for (const auto& [from, to] : changes)
    {
        text.replace(text.find(from), from.size(), to);
    }
    return text;
}

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
            NS_TEST_EXPECT_MSG_EQ(FindNearest(word, names), nearest, word.substr(0, 20));
        }
        NS_TEST_EXPECT_MSG_EQ(FindNearest("2 gbit", {"2 Mbit", "2 Gbit"}), "2 Gbit", "case first");
        NS_TEST_EXPECT_MSG_EQ(DidYouMean("mtuu", names), "; did you mean 'mtu'?", "a message");
        NS_TEST_EXPECT_MSG_EQ(DidYouMean("loss", names), "", "no message");
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
            const auto said = SaidOf(Changed({{from, to}}));
            NS_TEST_EXPECT_MSG_NE(said.find("; did you mean '" + std::string(nearest) + "'?"),
                                  std::string::npos,
                                  said);
        }
    }
};

/// The suite.
class PlannerInputTestSuite : public TestSuite
{
  public:
    PlannerInputTestSuite()
        : TestSuite("planner-input", UNIT)
    {
        AddTestCase(new DidYouMeanTest, TestCase::QUICK);
    }
} g_plannerInputTestSuite; //!< registers itself

} // namespace
