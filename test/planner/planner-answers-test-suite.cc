/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/method/what-if.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/statistics.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * The five questions that operators ask, and the answers of points whose numbers follow from
 * arithmetic.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * A core of 1 MHz makes 1 000 packets of 1 000 octets in a second when the NIC does ESP, which are
 * 8 Mbit/s, and 500 when it does not, 4 Mbit/s. Its queue holds 10 packets.
 * @param population more of the clients, and what follows @return the scenario
 */
std::string
SlowServer(const std::string& population)
{
    return R"(scenario: 1
name: slow-server
topology: {kind: server, frame-overhead: 38 B}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server:
    kernel: FreeBsd
    host: {profile: none, cores: 2, clock: 1 MHz, backlog: 10, output: 1000 cycles,
           esp-output: 1000 cycles}
    nic: {profile: unlimited, sa-slots: 0}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128)" +
           population + R"(}
traffic: {direction: transmit, rate: 6 Mbit/s, arrivals: constant, sizes: [{length: 1000 B}]}
sweep: {parameter: sa-slots, values: [0, 2]}
replications: 2
)";
}

/// @param changes some @param name of one @return it
WhatIf
FindChange(const std::vector<WhatIf>& changes, const std::string& name)
{
    const auto found = std::find_if(changes.begin(), changes.end(), [&name](const auto& change) {
        return change.name == name;
    });
    return found == changes.end() ? WhatIf{Question::COUNT, "", "", {}, "no such change"} : *found;
}

/**
 * @ingroup ipsec-offload-tests
 * What is changed of a point, and what makes no sense there.
 */
class WhatIfTestCase : public TestCase
{
  public:
    WhatIfTestCase()
        : TestCase("Answers: each change is asked of points for which it makes sense")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SlowServer(", rekey: {every: 10 s}, offload: none"));
        const Experiment quiet = ReadExperiment(file.GetPath());
        auto changes = FindWhatIfs(quiet, "FreeBsd", 0);
        EXPECT_EQ(FindChange(changes, "2 x SA slots").obstacle, "no SA asks for offload", "slots");
        EXPECT_EQ(FindChange(changes, "2 x server").obstacle.empty(), false, "one client");
        EXPECT_EQ(FindChange(changes, "without offload").obstacle,
                  "no such change",
                  "nothing to lose");
        EXPECT_EQ(FindChange(changes, "without rekeys").obstacle, "", "there are rekeys");
        const Experiment asked = MakeWhatIfExperiment(quiet, "FreeBsd", 0, changes);
        EXPECT_EQ(asked.At("without rekeys", 1).population.rekey.IsOn(), false, "taken away");
        EXPECT_EQ(asked.At("2 x cores", 1).GetMeasured().host.cores, 4, "cores");
        EXPECT_EQ(asked.At("2 x cores", 1).population.rekey.IsOn(), true, "all else stays");
        EXPECT_EQ(asked.At("10 % more traffic", 1).traffic.rate, 6'600'000, "rate");

        const TestFile other(SlowServer(""));
        const Experiment experiment = ReadExperiment(other.GetPath());
        changes = FindWhatIfs(experiment, "FreeBsd", 2);
        const Experiment more = MakeWhatIfExperiment(experiment, "FreeBsd", 2, changes);
        EXPECT_EQ(more.At("as it is", 1).GetMeasured().nic.txSlots, 2, "the sweep's value");
        EXPECT_EQ(more.At("2 x SA slots", 1).GetMeasured().nic.txSlots, 4, "twice");
        EXPECT_EQ(more.At("2 x SA slots", 1).GetMeasured().nic.rxSlots, 4, "both directions");
        EXPECT_EQ(more.At("with rekeys", 1).population.rekey.IsOn(), true, "rekeys");
        EXPECT_EQ(FindChange(changes, "a server dies").obstacle,
                  "there is one client or tunnel",
                  "nobody to come");
        EXPECT_EQ(more.At("without offload", 1).population.offload == OffloadWish::NONE,
                  true,
                  "software");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Variants draw the same random numbers, so that their differences are paired.
 */
class CommonNumbersTestCase : public TestCase
{
  public:
    CommonNumbersTestCase()
        : TestCase("Answers: variants share their random numbers, differences are paired")
    {
    }

  private:
    void DoRun() override
    {
        const TestFile file(SlowServer(""));
        const Experiment experiment = ReadExperiment(file.GetPath());
        const auto changes = FindWhatIfs(experiment, "FreeBsd", 0);
        const Experiment asked = MakeWhatIfExperiment(experiment, "FreeBsd", 0, changes);
        const auto points = EnumeratePoints(asked);
        ASSERT_GT(points.size(), 4, "several variants");
        for (const auto& point : points)
        {
            EXPECT_EQ(point.GetRun(), points[point.replication - 1].GetRun(), point.GetKey());
            const auto read = PointSpec::FromKey(point.GetKey());
            ASSERT_EQ(read.has_value(), true, point.GetKey());
            EXPECT_EQ(read->GetRun(), point.GetRun(), point.GetKey());
        }
        EXPECT_NE(points[0].GetRun(), points[1].GetRun(), "replications differ");

        // 1, 2, 3 against 0, 1, 2: each varies by 1, their difference not at all.
        std::vector<PointRecord> records;
        for (const uint32_t replication : {1, 2, 3})
        {
            for (const char* curve : {"a", "b"})
            {
                PointRecord record;
                record.spec = {curve, 0, replication, Fidelity::LEAN, "", true};
                const double more = curve == std::string("a") ? 1 : 0;
                record.result.metrics.emplace_back("m", replication - 1 + more);
                records.push_back(record);
            }
        }
        const auto groups = GroupReplications(records);
        const Estimate difference = PairedDifference(groups[0], groups[1], "m");
        EXPECT_NEAR(difference.mean, 1.0, 1e-12, "mean");
        EXPECT_NEAR(difference.halfWidth, 0.0, 1e-12, "no variance");
        EXPECT_GT(groups[0].Of("m").halfWidth, 2.0, "each by itself varies");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * The printed answers.
 */
class AnswersTestCase : public TestCase
{
  public:
    AnswersTestCase()
        : TestCase("Answers: what is printed follows from arithmetic")
    {
    }

  private:
    void DoRun() override
    {
        const Folder folder;
        const TestFile file(SlowServer(""));
        const Ending answers =
            RunProgram(folder, {"answer", file.GetPath(), "-o", folder.GetPath(), "--strict"});
        EXPECT_EQ(answers.status, 0, answers.error);
        const auto expect = [this, &answers](const std::string& text) {
            EXPECT_EQ(answers.output.find(text) != std::string::npos, true, text + answers.output);
        };
        expect(
            "No: 4.00 Mbit/s of 6.00 Mbit/s offered arrive, loss 33.3 %, offload ratio 0.000; the "
            "cores of the server are the bottleneck.");
        expect("more cores do not help the busiest tunnel");
        // A card without slots never has the SA, and the driver says so.
        expect("Not offloaded at the server on transmit: card full: no free slot");
        expect("With 2 instead of 0 SA slots per direction: 6.00 Mbit/s (+50.0 %), loss 0.00 %");
        expect("With 4 instead of 2 cores: 4.00 Mbit/s (no change), loss 33.3 %");
        // 6.6 are offered and 4 carried.
        expect("With 10 % more traffic: 4.00 Mbit/s (no change), loss 39.4 %");
        // FreeBSD sends with the old SA until it is deleted: then 10 packets of the queue are lost,
        // 13.3 ms of the 750 in a second.
        expect("A rekey of one tunnel or client blocks it for 13.3 ms (lost octets by offered "
               "rate), which is a loss of 0.000369 % with a rekey every hour, 0.00221 % with one "
               "every 10 minutes");
        // The SA for sending comes first, and is the only one with traffic.
        expect("How many SA slots per direction are enough, all else as it is: 1, loss 0.00 %; "
               "with 0 it is 33.3 %; with 10 % more traffic it is 0.00 %.");
        expect("How many cores are enough, all else as it is: none up to 256, where the loss is "
               "33.3 %.");
        // One client has no part for another node.
        expect("How many nodes are enough, all else as it is: none up to 1, where the loss is 33.3 "
               "%.");
        expect("a server dies: not asked, there is one client or tunnel.");
        const Ending wrong =
            RunProgram(folder, {"answer", file.GetPath(), "--value", "7", "-o", folder.GetPath()});
        EXPECT_NE(wrong.status, 0, "no such value");
        EXPECT_EQ(wrong.error, "ipsec-plan: --value '7': expected one of 0, 2\n", "said");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Test suite.
 */
class AnswersTestSuite : public TestSuite
{
  public:
    AnswersTestSuite()
        : TestSuite("ipsec-planner-answers", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new WhatIfTestCase);
        AddTestCase(new CommonNumbersTestCase);
        AddTestCase(new AnswersTestCase);
    }
};

AnswersTestSuite g_answersTestSuite; //!< registers the suite

} // namespace
