/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/ipsec-profiles.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdint>
#include <string>

using namespace ns3;
using namespace ns3::planner;
using tests::TestFile;

/**
 * @ingroup ipsec-offload-tests
 * Files as somebody in a hurry writes them: each is refused with its file, line, column and what
 * was expected there (doc/design.rst#rule-10).
 */

namespace
{

/// What a file is.
enum class FileKind : uint8_t
{
    SCENARIO,
    NIC,
    HOST
};

/// A good file of a kind. @param kind which @return its text
const char*
GoodText(FileKind kind)
{
    switch (kind)
    {
    case FileKind::SCENARIO:
        return R"(scenario: 1
name: small
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: plain}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {rate: 300 Mbit/s, sizes: [{length: 500 B}], packets: 100}
sweep: {parameter: links.wan.rate, values: [1 Gbit/s, 2.5 Gbit/s]}
)";
    case FileKind::NIC:
        return R"(profile: nic
description: mine
values:
  tx-slots: [5, assumed, "me"]
  tx-bit-rate: [10 Gbit/s, assumed, "me"]
  install-time: [1 ms, assumed, "me"]
)";
    case FileKind::HOST:
        return R"(profile: host
description: mine
values:
  cores: [2, assumed, "me"]
  clock: [2 GHz, assumed, "me"]
  output: [100 cycles, assumed, "me"]
  cipher:
    aes-gcm-16-128:
      per-octet: [1 cycles/B, assumed, "me"]
)";
    }
    return "";
}

/// A mistake: @c from becomes @c to; an empty @c from means the whole file.
struct Mistake
{
    const char* name;
    FileKind kind;
    const char* from;
    const char* to; //!< an @ stands where the message should point to, and is not part of it
    const char* expected;
};

constexpr auto SCENARIO = FileKind::SCENARIO;
constexpr auto NIC = FileKind::NIC;
constexpr auto HOST = FileKind::HOST;

const Mistake MISTAKES[] = {
    // Shapes
    {"a scenario of comments", SCENARIO, "", "@# nothing\n", "a map (key: value)"},
    {"a list for a scenario", SCENARIO, "", "@- a\n- b\n", "a map (key: value)"},
    {"a duration with the load of a link that is not there",
     SCENARIO,
     "",
     R"(scenario: 1
name: small
topology: {kind: gateways}
links:
  @lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  gateway: {kernel: LinuxPacket, host: none, nic: plain}
  far-gateway: {kernel: LinuxPacket, host: none, nic: plain}
population: {count: 8, mode: tunnel, cipher: aes-gcm-16-128}
traffic: {load: 1, sizes: [{length: 500 B}], duration: 1 s}
sweep: {parameter: links.lan.rate, values: [1 Gbit/s]}
)",
     "the key 'wan'"},
    {"a list for a profile", NIC, "", "@- a\n- b\n", "a map (key: value)"},
    {"two documents", SCENARIO, "name: small\n", "name: small\n---\n@name: b\n", "one document"},
    {"an anchor that nobody set", SCENARIO, "{kind: gateways}", "@*b", "YAML (the referenced"},
    {"an alias in what it names", SCENARIO, "{kind: gateways}", "@&a {kind: *a}", "an alias (*)"},
    {"a cipher in itself",
     HOST,
     "  cipher:\n",
     "  output: @&a {b: *a}\n  cipher:\n",
     "an alias (*)"},
    {"a value in itself", NIC, "[5, assumed, \"me\"]", "@&a {b: *a}", "an alias (*)"},
    {"a tab", NIC, "  tx-slots: [5", "\ttx-slots@: [5", "spaces in front of a key, not tabs"},
    {"a bracket too few", NIC, "[1 ms, assumed, \"me\"]\n", "[1 ms, assumed\n@", "YAML (end of"},
    {"a merge of maps",
     SCENARIO,
     "mtu: 1500 B}\n  wan:",
     "mtu: 1500 B, @<<: 1}\n  wan:",
     "mtu, rate"},
    // Traffic that is not constant
    {"a burst without a pause",
     SCENARIO,
     "sizes:",
     "arrivals: @{burst: 1 ms}, sizes:",
     "the key 'pause'"},
    {"a burst of no time",
     SCENARIO,
     "sizes:",
     "arrivals: {burst: @0 s, pause: 1 ms}, sizes:",
     "a time"},
    {"arrivals of a kind that is not there",
     SCENARIO,
     "sizes:",
     "arrivals: @poison, sizes:",
     "or a map such as {burst: 10 ms, pause: 30 ms}; did you mean 'poisson'?"},
    {"arrivals that are a list",
     SCENARIO,
     "sizes:",
     "arrivals: @[poisson], sizes:",
     "or a map such as {burst: 10 ms, pause: 30 ms}"},
    {"a ramp of no points", SCENARIO, "sizes:", "ramp: @[], sizes:", "a list"},
    {"a ramp that is one number", SCENARIO, "sizes:", "ramp: @40 %, sizes:", "a list"},
    {"a ramp that goes back in time",
     SCENARIO,
     "sizes:",
     "ramp: [{at: 2 s, factor: 1}, {at: @1 s, factor: 0.5}], sizes:",
     "a time after that of the point before"},
    {"a ramp to nothing",
     SCENARIO,
     "sizes:",
     "ramp: [{at: 2 s, factor: @0}], sizes:",
     "at least 0.000001"},
    {"a ramp beyond the load",
     SCENARIO,
     "sizes:",
     "ramp: [{at: 2 s, factor: @120 %}], sizes:",
     "1"},
    {"a ramp without a factor", SCENARIO, "sizes:", "ramp: [@{at: 2 s}], sizes:", "'factor'"},
    {"a ramp without an end",
     SCENARIO,
     ", packets: 100}",
     ", ramp: [{at: 1 s, factor: 0.5}]}",
     "with a ramp there is no steady state"},
    {"a steady window of a ramp",
     SCENARIO,
     ", packets: 100}",
     ", packets: 100, ramp: [{at: 1 s, factor: 0.5}]}\nmeasure: {window: @steady}",
     "whole: with a ramp there is no steady state"},
    {"a search on a ramp",
     SCENARIO,
     ", packets: 100}",
     ", packets: 100, ramp: [{at: 1 s, factor: 0.5}]}\nsearch: @rfc2544",
     "no traffic.ramp beside it"},
    {"a question for a number on a ramp",
     SCENARIO,
     ", packets: 100}",
     ", packets: 100, ramp: [{at: 1 s, factor: 0.5}]}\n"
     "solve: @{unknown: population.count, values: [1, 2], goal: {loss: 1 %}}",
     "no traffic.ramp beside it"},
    // Keys
    {"an unknown key of a NIC", NIC, "tx-slots", "@tx-slotz", "one of the keys offload, sa-slots"},
    {"a key twice in a profile",
     NIC,
     "values:\n",
     "values:\n  tx-slots: [4, assumed, \"me\"]\n",
     "each key once"},
    {"a key twice, deep", SCENARIO, "count: 8,", "count: 8, @count: 9,", "each key once"},
    {"no values", NIC, "", "@profile: nic\ndescription: mine\n", "the key 'values'"},
    {"a profile of another kind", NIC, "profile: nic", "profile: @host", "one of nic"},
    {"an unknown key of a cipher",
     HOST,
     "per-octet",
     "@per-octett",
     "one of the keys per-packet, per-octet, in-thread"},
    {"an unknown cipher",
     HOST,
     "aes-gcm-16-128:\n      per",
     "aes-foo:\n      @per",
     "with the NAME null, default, aes-gcm-16-128"},
    // Values
    {"no unit", NIC, "10 Gbit/s", "@10", "a rate such as '10 Gbit/s'"},
    {"another unit", NIC, "10 Gbit/s", "@10 us", "a rate such as '10 Gbit/s'"},
    {"an exponent beyond numbers", NIC, "10 Gbit/s", "@1e400 Gbit/s", "a rate such as"},
    {"an exponent beyond sense", NIC, "10 Gbit/s", "@1e40 Gbit/s", "at most"},
    {"not a number", NIC, "10 Gbit/s", "@nan Gbit/s", "a rate such as"},
    {"an endless time", NIC, "1 ms", "@inf ms", "a duration such as"},
    {"a time before its beginning", NIC, "1 ms", "@-1 ms", "a duration such as"},
    {"half a slot", NIC, "[5,", "[@5.5,", "a whole number"},
    {"a unit per octet missing", HOST, "1 cycles/B", "@1", "a cost such as '1.4 cycles/B'"},
    {"less than no cycles", HOST, "100 cycles", "@-100 cycles", "at least 0 cycles"},
    {"a clock that stands", HOST, "2 GHz", "@0 GHz", "more than 0 GHz"},
    {"cores without a clock",
     HOST,
     "  cores: [2, assumed, \"me\"]\n  clock: [2 GHz, assumed, \"me\"]\n",
     "  @cores: [2, assumed, \"me\"]\n",
     "a clock for the cores"},
    {"a list for the ciphers",
     HOST,
     "aes-gcm-16-128:\n      per-octet: [1 cycles/B, assumed, \"me\"]",
     "@- a",
     "a list of three: value, mark, source"},
    {"a count that is not a number",
     SCENARIO,
     "count: 8",
     "count: @nan",
     "a number without a unit"},
    // Numbers that would take more memory than there is
    {"more tunnels than a machine has room for",
     SCENARIO,
     "count: 8",
     "count: @4294967295",
     "at most 262144"},
    {"more flows of all tunnels",
     SCENARIO,
     "count: 8",
     "count: 10000, flows: @1000",
     "at most 104 with 10000 clients or tunnels"},
    {"windows of all tunnels",
     SCENARIO,
     "count: 8, mode: tunnel, cipher: aes-gcm-16-128",
     "count: 1000, mode: tunnel, cipher: aes-gcm-16-128, replay-window: @16777216",
     "at most 1073741 with 1000 clients or tunnels"},
    {"samples without end",
     SCENARIO,
     "packets: 100}\n",
     "packets: 100}\ntimeline: {period: @1 ps}\n",
     "at most 1000000 of it"},
    {"points without end",
     SCENARIO,
     "[1 Gbit/s, 2.5 Gbit/s]}\n",
     "[1 Gbit/s, 2 Gbit/s, 3 Gbit/s, 4 Gbit/s, 5 Gbit/s, 6 Gbit/s, 7 Gbit/s, 8 Gbit/s, 9 Gbit/s, "
     "10 Gbit/s, 11 Gbit/s]}\nreplications: @100000\n",
     "at most 90909 of 11 points"},
    {"a packet check without end",
     SCENARIO,
     "packets: 100}\n",
     "packets: 9000000000}\nspot-checks: {values: [1 Gbit/s], packets: @4294967295}\n",
     "at most 10000000"},
    {"more fetches than a NIC has",
     NIC,
     "  tx-slots: [5,",
     "  context-fetches: [@4294967295,",
     "at most 65536"},
    {"more sessions than a NIC has",
     NIC,
     "  tx-slots: [5,",
     "  lro-sessions: [@4e9,",
     "at most 65536"},
    // Limits that are never reached
    {"a soft limit of octets above the hard one",
     SCENARIO,
     "aes-gcm-16-128}",
     "aes-gcm-16-128, lifetime: {hard: {octets: 500 MB}, soft: {octets: @600 MB}}}",
     "at most the hard limit"},
    {"a soft age above the hard one",
     SCENARIO,
     "aes-gcm-16-128}",
     "aes-gcm-16-128, lifetime: {hard: {age: 2 s}, soft: {octets: 6 MB, age: @2001 ms}}}",
     "at most the hard limit"},
    {"a soft use time above the hard one",
     SCENARIO,
     "aes-gcm-16-128}",
     "aes-gcm-16-128, lifetime: {hard: {use: 1 min}, soft: {use: @1 h}}}",
     "at most the hard limit"},
    {"a map for a number", SCENARIO, "count: 8", "count: @{a: 1}", "a number without a unit"},
    {"a decimal comma",
     SCENARIO,
     "packets: 100",
     "packets: 100, @5: x",
     "one of the keys arrivals"},
    // Texts that are drawn or printed
    {"a title of two lines",
     SCENARIO,
     "name: small\n",
     "name: small\ntitle: @\"a\\nb\"\n",
     "a text of one line"},
    {"a title that colors a terminal",
     SCENARIO,
     "name: small\n",
     "name: small\ntitle: @\"\\e[31m\"\n",
     "a text without control characters"},
    {"a title in Latin-1",
     SCENARIO,
     "name: small\n",
     "name: small\ntitle: @\"M\xfcnchen\"\n",
     "a text in UTF-8"},
    {"a description with a bell",
     SCENARIO,
     "name: small\n",
     "name: small\ndescription: @\"line\\nbell \\a\"\n",
     "a text without control characters"},
    {"a curve of two lines",
     SCENARIO,
     "sweep:",
     "curves: [{name: @\"a\\nb\"}]\nsweep:",
     "a text of one line"},
    {"a label with a tab",
     SCENARIO,
     "sweep:",
     "figures: [{name: a, metric: loss, x-label: @\"a\\tb\"}]\nsweep:",
     "a text of one line"},
    {"a name that is an option", SCENARIO, "name: small", "name: @-rf", "no dash in front"},
    {"a profile with a bell", NIC, "mine", "@\"\\a\"", "a text without control characters"},
    // Figures
    {"a metric that nobody measures",
     SCENARIO,
     "sweep:",
     "figures: [{name: a, metric: @throughput}]\nsweep:",
     "a metric: a column of results.csv"},
    {"a bound that nobody measures",
     SCENARIO,
     "sweep:",
     "figures: [{name: a, metric: loss, bound: @overshoot}]\nsweep:",
     "a metric: a column of results.csv"},
    {"a figure in the place of the main one",
     SCENARIO,
     "sweep:",
     "figures: [{name: @throughput-vs-offload-ratio, metric: loss}]\nsweep:",
     "another name"},
    {"a figure in the place of the timeline",
     SCENARIO,
     "sweep:",
     "figures: [{name: @timeline, metric: loss}]\nsweep:",
     "another name"},
    // Marks and sources
    {"a value alone", NIC, "[5, assumed, \"me\"]", "@5", "a list of three: value, mark, source"},
    {"no source", NIC, "[5, assumed, \"me\"]", "@[5, assumed]", "a list of three"},
    {"an empty source", NIC, "[5, assumed, \"me\"]", "[5, assumed, @\"\"]", "a text"},
    {"an unknown mark", NIC, "[5, assumed", "[5, @guessed", "one of sourced, derived, assumed"},
};

/// One mistake, one message in the right place.
class BadFileTest : public TestCase
{
  public:
    /// @param mistake what is wrong
    explicit BadFileTest(const Mistake& mistake)
        : TestCase(std::string("bad file: ") + mistake.name),
          m_mistake(mistake)
    {
    }

  private:
    void DoRun() override
    {
        std::string text = GoodText(m_mistake.kind);
        const std::string from = m_mistake.from;
        const auto place = text.find(from);
        ASSERT_NE(place, std::string::npos, "the test's own text");
        text.replace(place, from.empty() ? text.size() : from.size(), m_mistake.to);
        const auto mark = text.find('@');
        uint32_t line = 0;
        uint32_t column = 0;
        if (mark != std::string::npos)
        {
            text.erase(mark, 1);
            line = 1 + static_cast<uint32_t>(std::count(text.begin(), text.begin() + mark, '\n'));
            const auto before = text.substr(0, mark).rfind('\n');
            const auto begin = before == std::string::npos ? 0 : before + 1;
            column = static_cast<uint32_t>(mark - begin) + 1;
        }
        const TestFile file(text);
        try
        {
            if (m_mistake.kind == SCENARIO)
            {
                ReadExperiment(file.GetPath());
            }
            else
            {
                ReadIpsecProfile(m_mistake.kind == NIC ? IpsecProfileKind::NIC
                                                       : IpsecProfileKind::HOST,
                                 file.GetPath());
            }
            EXPECT_EQ(true, false, "read without an error");
        }
        catch (const InputError& error)
        {
            const auto& problem = error.GetProblems().front();
            EXPECT_EQ(error.GetProblems().size(), 1, error.what());
            EXPECT_EQ(problem.file, file.GetPath(), "file");
            EXPECT_GT(problem.line, 0, error.what());
            EXPECT_GT(problem.column, 0, error.what());
            if (mark != std::string::npos)
            {
                EXPECT_EQ(problem.line, line, error.what());
                EXPECT_EQ(problem.column, column, error.what());
            }
            EXPECT_NE(problem.expected.find(m_mistake.expected), std::string::npos, error.what());
        }
    }

    const Mistake& m_mistake; //!< what is wrong
};

/// What stands in a file cannot command the terminal that shows it, nor fill it.
class ShownTokenTest : public TestCase
{
  public:
    ShownTokenTest()
        : TestCase("bad file: control characters and long tokens in the message")
    {
    }

  private:
    void DoRun() override
    {
        const InputProblem control{"a.yaml", 3, 7, "x\x1b[2J\n\xc2\x9b\xc3\xbc", "a name"};
        EXPECT_EQ(control.ToText(),
                  "a.yaml:3:7: 'x\\x1b[2J\\x0a\\xc2\\x9b\xc3\xbc': expected a name",
                  "only what is not a control character as it stands");
        const InputProblem longOne{"a.yaml", 3, 7, std::string(79, 'x') + "\xc3\xbcy", "a name"};
        EXPECT_EQ(longOne.ToText(),
                  "a.yaml:3:7: '" + std::string(68, 'x') + "..." + std::string(7, 'x') +
                      "\xc3\xbcy': expected a name",
                  "80 characters, whole ones");
        const InputProblem latin{"a.yaml", 3, 7, "M\xfcnchen", "a name"};
        EXPECT_EQ(latin.ToText(), "a.yaml:3:7: 'M\\xfcnchen': expected a name", "no UTF-8");
    }
};

/// The suite.
class PlannerBadFileTestSuite : public TestSuite
{
  public:
    PlannerBadFileTestSuite()
        : TestSuite("ipsec-planner-bad-file", TestSuite::Type::UNIT)
    {
        for (const auto& mistake : MISTAKES)
        {
            AddTestCase(new BadFileTest(mistake));
        }
        AddTestCase(new ShownTokenTest);
    }
} g_plannerBadFileTestSuite; //!< registers itself

} // namespace
