/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/full-scenario-run.h"
#include "planner/simulate/lean-scenario-run.h"
#include "planner/simulate/spot-check.h"
#include "planner/sweep/point-list.h"
#include "test/support/expect.h"

#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/test.h"

#include <algorithm>
#include <sstream>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Gateways that refuse packets because their ESP form is too long: some send an ICMP message back,
 * in both fidelities.
 */

using namespace ns3;
using namespace ns3::planner;

namespace
{

/// Every second packet does not fit with ESP; both ways, so that ICMP messages share a link with
/// packets that arrive.
constexpr const char* GATEWAYS = R"(scenario: 1
name: too-big
topology: {kind: gateways}
links:
  lan: {rate: 1 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 1 Gbit/s, delay: 50 us, mtu: 1500 B}
nodes:
  gateway: {kernel: KERNEL, host: {profile: xeon-e5-2650-freebsd, cores: 2}, nic: unlimited}
  far-gateway: {kernel: KERNEL, host: {profile: xeon-e5-2650-freebsd, cores: 2}, nic: unlimited}
population: {count: 4, mode: tunnel, cipher: aes-gcm-16-128, family: FAMILY}
traffic: {direction: both, load: 0.8, packets: 2000, sizes: [{length: 1000 B}, {length: 1480 B}]}
sweep: {parameter: population.count, values: [4]}
curves: [{name: all}]
)";

/// @param record of a run @param name of a counter @return its count
uint64_t
CountOf(const RunRecord& record, const std::string& name)
{
    const auto found = std::find_if(record.counters.begin(),
                                    record.counters.end(),
                                    [&name](const auto& counter) { return counter.first == name; });
    return found == record.counters.end() ? 0 : found->second;
}

/**
 * @ingroup ipsec-offload-tests
 * One kernel and family.
 */
class TooBigTest : public TestCase
{
  public:
    /// Who hears of a refused packet.
    enum class Answered
    {
        NONE,
        IPV6,
        NOT_REFUSED //!< it is sent in fragments
    };

    /** @param kernel which @param family of the packets @param answered who is told */
    TooBigTest(const std::string& kernel, const std::string& family, Answered answered)
        : TestCase(kernel + ", " + family + ": both fidelities agree on packets that are too big"),
          m_kernel(kernel),
          m_family(family),
          m_answered(answered)
    {
    }

  private:
    void DoRun() override
    {
        const tests::TestFile file(
            tests::Changed(GATEWAYS,
                           {{"KERNEL", m_kernel}, {"KERNEL", m_kernel}, {"FAMILY", m_family}}));
        const Experiment experiment = ReadExperiment(file.GetPath());
        const PointSpec point{"all", 4, 1, Fidelity::BOTH};
        const Scenario scenario = ResolvePoint(experiment, point);
        if (Time::GetResolution() != Time::PS)
        {
            Time::SetResolution(Time::PS);
        }
        RngSeedManager::SetSeed(scenario.seed);
        RngSeedManager::SetRun(point.GetRun());
        const RunRecord lean = RunLean(scenario, true);
        const RunRecord full = RunFull(scenario);
        std::ostringstream differences;
        const SpotCheckResult check = CompareRuns(lean, full, differences);
        EXPECT_GT(check.comparedPackets, 3900, "packets of both directions");
        EXPECT_EQ(differences.str(), "", "they agree");
        // FreeBSD offloads nothing that it forwards (R127), Linux's crypto mode no fragment, and
        // what is refused is neither offloaded nor in software.
        const double part = m_kernel == "LinuxCrypto" ? 1000.0 / 2480 : 1;
        const double ratio = m_kernel == "FreeBsd" ? 0 : part;
        EXPECT_NEAR(lean.result.Get("offload_ratio"), ratio, 0.05, "half of the packets are long");

        const auto refused = CountOf(lean, "gateway.out.drop.too-big.packets");
        // What the gateway has decrypted goes on in clear, and so do its ICMP messages.
        const auto forwarded = CountOf(lean, "gateway.out.bypass.packets");
        const auto opened = CountOf(lean, "gateway.in.decrypted.packets") +
                            CountOf(lean, "gateway.in.offloaded.packets");
        EXPECT_EQ(refused > 0, m_answered != Answered::NOT_REFUSED, "refused");
        EXPECT_EQ(forwarded - opened, m_answered == Answered::IPV6 ? refused : 0, "answered");
    }

    std::string m_kernel; //!< of both gateways
    std::string m_family; //!< of the packets
    Answered m_answered;  //!< who is told
};

/**
 * @ingroup ipsec-offload-tests
 * The suite of packets that are too big.
 */
class TooBigTestSuite : public TestSuite
{
  public:
    TooBigTestSuite()
        : TestSuite("ipsec-planner-too-big", TestSuite::Type::SYSTEM)
    {
        using Answered = TooBigTest::Answered;
        AddTestCase(new TooBigTest("FreeBsd", "ipv4", Answered::NOT_REFUSED));
        AddTestCase(new TooBigTest("FreeBsd", "ipv6", Answered::IPV6));     // R121
        AddTestCase(new TooBigTest("LinuxPacket", "ipv4", Answered::NONE)); // without DF
        AddTestCase(new TooBigTest("LinuxPacket", "ipv6", Answered::IPV6));
        AddTestCase(new TooBigTest("LinuxCrypto", "ipv6", Answered::NOT_REFUSED));
        AddTestCase(new TooBigTest("DpdkInline", "ipv4", Answered::NONE));
        AddTestCase(new TooBigTest("DpdkInline", "ipv6", Answered::NONE));
    }
};

TooBigTestSuite g_tooBigTestSuite; //!< registers the suite

} // namespace
