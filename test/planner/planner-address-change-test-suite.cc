/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-point.h"
#include "planner-program.h"

#include "test/support/expect.h"

#include "ns3/test.h"

#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * The gateway at one end of all tunnels gets another address: what becomes of the offload, and what
 * is lost.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/**
 * 20 tunnels, a datagram a millisecond of each for a second. From 300 ms on, one tunnel after
 * another in 200 ms, the far gateways change; a way of 10 ms.
 */
const char* const GATEWAY = R"(scenario: 1
name: moves
topology: {kind: gateways}
links:
  lan: {rate: 10 Gbit/s, delay: 1 us, mtu: 1500 B}
  wan: {rate: 10 Gbit/s, delay: 10 ms, mtu: 1500 B}
nodes:
  gateway: {kernel: FreeBsd, host: none, attributes: {offload: {EpochWait: 0ns}}, nic: {profile: cx7-linux, install-time: 1 us, remove-time: 1 us}}
  far-gateway: {kernel: FreeBsd, host: none, nic: plain}
population: {count: 20, mode: tunnel, cipher: aes-gcm-16-128, esn: true, popularity: uniform, address-change: {at: 300 ms, spread: 200 ms}}
traffic: {direction: receive, rate: 160 Mbit/s, arrivals: constant, sizes: [{length: 1000 B}], duration: 1 s, start: after-offers, warm-up: 0 %}
sweep: {parameter: sa-slots, values: [1000, 30]}
replications: 1
)";

/// @param changes to GATEWAY @param value of the sweep @param fidelity which @return its results
PointResult
RunGateway(const Changes& changes, double value, Fidelity fidelity)
{
    return RunChanged(GATEWAY, changes, value, fidelity);
}

/// The measured gateway under Linux' packet offload, with a NIC that takes its time.
const Changes LINUX{
    {"kernel: FreeBsd, host: none, attributes", "kernel: LinuxPacket, host: none, attributes"},
    {"install-time: 1 us, remove-time: 1 us", "install-time: 1 ms, remove-time: 1 ms"}};

/// @param first some changes @param second more of them @return all
Changes
Join(Changes first, const Changes& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/**
 * @ingroup ipsec-offload-tests
 * What becomes of the offload.
 */
class AddressChangeTest : public TestCase
{
  public:
    AddressChangeTest()
        : TestCase("R60 change of addresses: FreeBSD goes on in software, Linux in the NIC")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto fidelity : {Fidelity::LEAN, Fidelity::FULL})
        {
            FreeBsd(fidelity);
            Linux(fidelity);
        }
    }

    /// @param fidelity which
    void FreeBsd(Fidelity fidelity)
    {
        // 985 ms of sending are measured. The gateway hears of a tunnel's change 10 ms after it, as
        // it hears of packets sent then: the NIC decrypts those sent before 300 ms + n x 10 ms, for
        // n from 0 to 19.
        const auto far = RunGateway({}, 1000, fidelity);
        EXPECT_NEAR(far.Get("offload_ratio"), 0.395 / 0.985, 0.008, "the others are software's");
        EXPECT_EQ(far.Get("loss"), 0, "the gateway's address is what it was");
        // Its own address changes at once, and what is under way to the old one finds nobody:
        // 10 ms of a tunnel, and the 10 ms until the other end knows.
        const auto near =
            RunGateway({{"spread: 200 ms", "spread: 200 ms, node: gateway"}}, 1000, fidelity);
        EXPECT_NEAR(near.Get("loss"), 0.020 / 0.985, 0.002, "a round trip");
        EXPECT_NEAR(near.Get("offload_ratio"), 0.385 / 0.975, 0.015, "of what was not lost");
    }

    /// @param fidelity which
    void Linux(Fidelity fidelity)
    {
        // Per SA the removal and the installation, 1 ms each. What finds no SA is not offloaded.
        for (const char* spread : {"spread: 200 ms", "spread: 0 ms"})
        {
            const auto moved =
                RunGateway(Join(LINUX, {{"spread: 200 ms", spread}}), 1000, fidelity);
            EXPECT_NEAR(moved.Get("loss"), 0.002, 0.0008, "an SA is blocked while it moves");
            EXPECT_NEAR(moved.Get("offload_ratio"), 1, 0.0021, "and stays in the NIC");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Both directions, IPv6, and rekeys beside it: the same packet by packet in both fidelities.
 */
class AddressChangeFidelityTest : public TestCase
{
  public:
    AddressChangeFidelityTest()
        : TestCase(
              "Change of addresses: lean and full agree, with rekeys, IPv6 and both directions")
    {
    }

  private:
    void DoRun() override
    {
        const Changes busy{
            {"direction: receive", "direction: both"},
            {"popularity: uniform",
             "popularity: uniform, family: mixed, rekey: {every: 150 ms, overlap: 20 ms}"}};
        for (const Changes& kernel : {Changes(), LINUX})
        {
            const auto lean = RunGateway(Join(busy, kernel), 1000, Fidelity::LEAN);
            const auto full = RunGateway(Join(busy, kernel), 1000, Fidelity::FULL);
            for (const char* metric : {"offload_ratio", "loss", "throughput_bps", "no_sa_packets"})
            {
                EXPECT_EQ(lean.Get(metric), full.Get(metric), metric);
            }
            EXPECT_EQ(lean.Get("loss") < 0.05, true, "tunnels come up again");
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Who cannot change addresses, and who does not know it.
 */
class AddressChangeRefusalTest : public TestCase
{
  public:
    AddressChangeRefusalTest()
        : TestCase("Change of addresses: what it needs, and what refuses it")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(ComplaintOf(GATEWAY, {}), "", "it is fine");

        const struct
        {
            Changes changes;
            const char* words;
        } refused[] = {
            {{{"kernel: FreeBsd", "kernel: DpdkInline"}}, "no such request"},
            {{{"spread: 200 ms", "node: branch"}}, "far-gateway"},
            {{{", duration: 1 s", ""}}, "no steady state"},
        };

        for (const auto& [changes, words] : refused)
        {
            const std::string complaint = ComplaintOf(GATEWAY, changes);
            EXPECT_NE(complaint.find(words), std::string::npos, complaint);
        }
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-planner-address-change".
 */
class PlannerAddressChangeTestSuite : public TestSuite
{
  public:
    PlannerAddressChangeTestSuite()
        : TestSuite("ipsec-planner-address-change", TestSuite::Type::SYSTEM)
    {
        AddTestCase(new AddressChangeTest);
        AddTestCase(new AddressChangeFidelityTest);
        AddTestCase(new AddressChangeRefusalTest);
    }
};

PlannerAddressChangeTestSuite g_plannerAddressChangeTestSuite; //!< the suite

} // namespace
