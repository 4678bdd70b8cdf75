/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"

#include "model/profile/profile-reference.h"
#include "planner/base/atomic-file.h"
#include "planner/scenario/experiment-reader.h"
#include "test/support/expect.h"

#include "ns3/ipsec-profiles.h"
#include "ns3/pcap-file.h"
#include "ns3/test.h"

#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

/**
 * @ingroup ipsec-offload-tests
 * ipsec-plan new: scenarios and profiles to begin with.
 */

namespace
{

/// Scenarios by options.
class NewScenarioTest : public TestCase
{
  public:
    NewScenarioTest()
        : TestCase("new writes scenarios that check accepts without a warning")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::vector<std::string>> choices{
            {"--tunnels", "400"},
            {"--nic", "cx6dx-freebsd"},
            {"--kernel", "FreeBsd", "--tunnels", "10", "--rate", "40 Gbit/s"},
            {"--topology", "hub", "--question", "cores", "--mix", "bf3-imix"},
            {"--topology", "server", "--question", "traffic", "--rate", "1 Mbit/s"},
            {"--question", "tunnels", "--tunnels", "1"},
            {"--question", "sizes", "--nic", "bf3-arm", "--rate", "400 Gbit/s"},
            {"--host", "none", "--tunnels", "20000"},
            {"--arrivals", "bursts", "--rate", "20 Gbit/s"},
            {"--arrivals", "constant", "--topology", "hub"},
            {"--arrivals", "day"},
            {"--arrivals", "day", "--kernel", "FreeBsd", "--question", "cores"},
            {"--arrivals", "day", "--host", "none", "--rate", "2 Mbit/s", "--question", "tunnels"}};
        const Folder folder;
        std::string whole;
        for (size_t i = 0; i < choices.size(); ++i)
        {
            const std::string file = folder / ("Case_" + std::to_string(i) + ".yaml");
            std::vector<std::string> arguments{"new", file};
            arguments.insert(arguments.end(), choices[i].begin(), choices[i].end());
            const auto ending = RunProgram(folder, arguments);
            EXPECT_EQ(ending.status, 0, i << ": " << ending.error);
            const auto checked = RunProgram(folder, {"check", "--strict", file});
            EXPECT_EQ(checked.status, 0, i << ": " << checked.error);
            EXPECT_EQ(ReadExperiment(file).name, "case-" + std::to_string(i), "the file's name");
            whole = ReadWholeFile(file);
            EXPECT_EQ(whole.find("# Clients or tunnels, each with one SA per direction") !=
                          std::string::npos,
                      true,
                      "meanings");
            EXPECT_EQ(RunProgram(folder, arguments).error,
                      "ipsec-plan: new: " + file +
                          " is there already: expected a name that is free\n",
                      "once");
            EXPECT_EQ(ReadWholeFile(file), whole, "as it was");
        }
        const auto values = ReadExperiment(folder / "Case_0.yaml").sweep.GetValues();
        EXPECT_EQ(values.front().text + " " + values.back().text, "0 800", "slots for 400 tunnels");
    }
};

/// @param file to write @param length octets of each of its two datagrams, a millisecond apart
void
WriteRecording(const std::string& file, uint32_t length)
{
    constexpr uint32_t BARE_IP = 101;
    std::vector<uint8_t> datagram(length, 0);
    datagram[0] = 0x45; // IPv4
    datagram[2] = static_cast<uint8_t>(length >> 8);
    datagram[3] = static_cast<uint8_t>(length);
    PcapFile pcap;
    pcap.Open(file, std::ios::out | std::ios::binary);
    pcap.Init(BARE_IP);
    pcap.Write(1, 0, datagram.data(), length);
    pcap.Write(1, 1000, datagram.data(), length);
    pcap.Close();
}

/// Scenarios that play a recording.
class NewReplayTest : public TestCase
{
  public:
    NewReplayTest()
        : TestCase("new writes a scenario that plays a recording, wherever both are")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const std::string recording = folder / "office.pcap";
        WriteRecording(recording, 1000);
        const std::string file = folder / "deep/s.yaml";
        std::filesystem::create_directory(folder / "deep");
        const auto ending = RunProgram(folder, {"new", file, "--replay", recording});
        EXPECT_EQ(ending.status, 0, ending.error);
        EXPECT_NE(ReadWholeFile(file).find("replay: ../office.pcap\n"), std::string::npos, "where");
        const auto checked = RunProgram(folder, {"check", "--strict", file});
        EXPECT_EQ(checked.status, 0, checked.error);
        EXPECT_NEAR(ReadExperiment(file).first.GetPacketRate(), 1000, 1e-6, "one each millisecond");
        for (const auto& [options, said] :
             std::vector<std::pair<std::vector<std::string>, std::string>>{
                 {{"--mix", "imix"}, "new: mix 'imix': expected none with a recording"},
                 {{"--arrivals", "day"}, "new: arrivals 'day': expected none with a recording"},
                 {{"--question", "sizes"}, "new: question 'sizes': expected another one"}})
        {
            std::vector<std::string> arguments{"new", folder / "t.yaml", "--replay", recording};
            arguments.insert(arguments.end(), options.begin(), options.end());
            const auto refused = RunProgram(folder, arguments);
            EXPECT_EQ(WEXITSTATUS(refused.status), 1, said);
            EXPECT_NE(refused.error.find(said), std::string::npos, refused.error);
        }
        WriteRecording(folder / "long.pcap", 1501);
        const auto refused =
            RunProgram(folder, {"new", folder / "t.yaml", "--replay", folder / "long.pcap"});
        EXPECT_NE(refused.error.find("has datagrams of 1501 B: expected at most 1500 B"),
                  std::string::npos,
                  refused.error);
        EXPECT_EQ(folder.List().count("t.yaml"), 0, "nothing");
    }
};

/// What is no answer.
class BadAnswersTest : public TestCase
{
  public:
    BadAnswersTest()
        : TestCase("new refuses what is no answer, and writes nothing")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const auto file = folder / "s.yaml";
        for (const auto& [options, said] :
             std::vector<std::pair<std::vector<std::string>, std::string>>{
                 {{}, "new: standard input is no terminal: expected at least one of --nic"},
                 {{"--nic", "cx7"}, "new: nic 'cx7': expected one of bf3-arm, "},
                 {{"--tunnels", "0"}, "new: tunnels '0': expected a count from 1 to 20000"},
                 {{"--tunnels", "1.5"}, "new: tunnels '1.5': expected a whole number"},
                 {{"--rate", "10"}, "new: rate '10': expected a rate from '1 Mbit/s'"},
                 {{"--arrivals", "burst"}, "did you mean 'bursts'?"},
                 {{"--replay", "none.pcap"}, "none.pcap"},
                 {{"--topology", "ring"}, "expected one of server, gateways, hub"},
                 {{"--question", "slot"}, "did you mean 'slots'?"},
                 {{"--question", "cores", "--host", "none"}, "expected a host that has some"}})
        {
            std::vector<std::string> arguments{"new", file};
            arguments.insert(arguments.end(), options.begin(), options.end());
            const auto ending = RunProgram(folder, arguments);
            EXPECT_EQ(WEXITSTATUS(ending.status), 1, said);
            EXPECT_EQ(ending.error.find(said) != std::string::npos, true, ending.error);
        }
        EXPECT_EQ(folder.List().count("s.yaml"), 0, "nothing");
    }
};

/// Profiles with every key.
class NewProfileTest : public TestCase
{
  public:
    NewProfileTest()
        : TestCase("new nic and new host write profiles that say what the model assumes")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        for (const std::string kind : {"nic", "host"})
        {
            const auto file = folder / (kind + ".yaml");
            const auto ending = RunProgram(folder, {"new", kind, "mine", "-o", file});
            EXPECT_EQ(ending.status, 0, ending.error);
            const bool isNic = kind == "nic";
            const auto profile =
                ReadIpsecProfile(isNic ? IpsecProfileKind::NIC : IpsecProfileKind::HOST, file);
            const auto entries =
                isNic ? DescribeNicKeys(profile.nic) : DescribeHostKeys(profile.host);
            const auto defaults = isNic ? DescribeNicKeys() : DescribeHostKeys();
            const auto text = ReadWholeFile(file);
            for (size_t i = 0; i < defaults.size(); ++i)
            {
                EXPECT_EQ(entries[i].standard, defaults[i].standard, defaults[i].key);
                const auto key = defaults[i].key.substr(defaults[i].key.rfind('.') + 1);
                EXPECT_EQ(text.find(key + ": [") != std::string::npos, true, key);
            }
            EXPECT_EQ(profile.values.size() > 10, true, "values with marks");
            EXPECT_EQ(WEXITSTATUS(RunProgram(folder, {"new", kind, "mine", "-o", file}).status),
                      1,
                      "once");
            EXPECT_EQ(WEXITSTATUS(RunProgram(folder, {"new", kind, "a/b"}).status), 1, "a name");
        }
    }
};

/// The suite.
class PlannerNewTestSuite : public TestSuite
{
  public:
    PlannerNewTestSuite()
        : TestSuite("ipsec-planner-new", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new NewScenarioTest);
        AddTestCase(new NewReplayTest);
        AddTestCase(new BadAnswersTest);
        AddTestCase(new NewProfileTest);
    }
} g_plannerNewTestSuite; //!< registers itself

} // namespace
