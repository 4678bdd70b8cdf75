/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-program.h"
#include "planner-test-file.h"

#include "planner/report/repeated-sentences.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/test.h"

#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What nobody in the network notices: a driver that acks an SA before its context is in the card,
 * and two encryptors that use a key and an IV twice.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// One client, 10 000 datagrams a second for 100 ms, from the instant on at which its SAs are
/// added. A NIC that takes 10 ms for each direction of an SA; FreeBSD installs both for each.
const char* const SERVER = R"(scenario: 1
name: faults
topology: {kind: server}
links:
  access: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  peer: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
nodes:
  server: {kernel: FreeBsd, host: none, nic: {profile: unlimited, install-time: 10 ms}}
  peer: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 1, mode: transport, cipher: aes-gcm-16-128, replay-window: 0, esn: true}
traffic: {direction: transmit, rate: 80 Mbit/s, arrivals: constant, sizes: [{length: 1000 B}], packets: 1000, start: 1 us, warm-up: 0 %}
measure: {window: whole}
sweep: {parameter: population.count, values: [1]}
replications: 1
)";

/// @param changes to SERVER @param fidelity which @return what comes out
PointRecord
RunServer(const Changes& changes, Fidelity fidelity, Experiment* all = nullptr)
{
    const TestFile file(Changed(SERVER, changes));
    const Experiment experiment = ReadExperiment(file.GetPath());
    const PointSpec point{experiment.curves.front().name, 1, 1, fidelity};
    if (all)
    {
        *all = experiment;
    }
    return {point, RunPoint(ResolvePoint(experiment, point), point)};
}

/**
 * @ingroup ipsec-offload-tests
 * An ack that comes too early.
 */
class EarlyAckTest : public TestCase
{
  public:
    EarlyAckTest()
        : TestCase("A driver that acks before the context is in the card: what is lost has a name")
    {
    }

  private:
    void DoRun() override
    {
        const Changes early{
            {"install-time: 10 ms", "install-time: 10 ms, acks-before-context: true"}};
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            // The receive halves of both SAs, and then the half that sends: 10 ms each.
            const auto lost = RunServer(early, fidelity).result;
            EXPECT_NEAR(lost.Get("drop_nic_tx_acked_without_context_packets"),
                        298,
                        3,
                        "until it is there");
            EXPECT_NEAR(lost.Get("lost_packets"), 298, 3, "and nothing else");
            EXPECT_EQ(lost.Get("repeated_iv_packets"), 0, "software sent nothing");
            const auto full =
                RunServer({{"install-time: 10 ms",
                            "install-time: 10 ms, sa-slots: 0, acks-before-context: true"}},
                          fidelity)
                    .result;
            EXPECT_EQ(full.Get("drop_nic_tx_acked_without_context_packets"),
                      full.Get("lost_packets"),
                      "full");
            EXPECT_EQ(full.Get("lost_packets") > 900, true, "for good");
            EXPECT_EQ(RunServer({}, fidelity).result.Get("lost_packets"), 0, "software sent them");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Two encryptors of one SA.
 */
class TwoEncryptorsTest : public TestCase
{
  public:
    TwoEncryptorsTest()
        : TestCase("R143 two encryptors: pairs of key and IV that are used twice are counted")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            // Software sends numbers 1 to 200, and then the NIC begins at 1.
            Experiment experiment;
            const PointRecord freeBsd = RunServer({}, fidelity, &experiment);
            EXPECT_NEAR(freeBsd.result.Get("repeated_iv_packets"), 200, 2, "those of software");
            const std::string sentence = DescribeRepeatedIvs(experiment, {freeBsd});
            EXPECT_NE(sentence.find(" packets were sent with a key and IV"),
                      std::string::npos,
                      sentence);
            for (const char* kernel : {"LinuxPacket", "LinuxCrypto", "Ideal"})
            {
                const PointRecord other = RunServer(
                    {{"server: {kernel: FreeBsd", std::string("server: {kernel: ") + kernel}},
                    fidelity,
                    &experiment);
                EXPECT_EQ(other.result.Get("repeated_iv_packets"), 0, kernel);
                EXPECT_EQ(DescribeRepeatedIvs(experiment, {other}), "", "there is nothing to say");
            }
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-driver-faults".
 */
class PlannerDriverFaultsTestSuite : public TestSuite
{
  public:
    PlannerDriverFaultsTestSuite()
        : TestSuite("ipsec-planner-driver-faults", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new EarlyAckTest);
        AddTestCase(new TwoEncryptorsTest);
    }
};

PlannerDriverFaultsTestSuite g_plannerDriverFaultsTestSuite; //!< the suite

} // namespace
