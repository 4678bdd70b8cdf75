/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/kernel-pair.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-tunnel-ecn.h"
#include "ns3/test.h"

#include <array>
#include <cstdint>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * The ECN bits of tunnels: what each kernel writes outside and brings back inside, by software and
 * behind a NIC, without bytes. Suite "stack-wire" looks at packets.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr uint8_t DSCP = 46 << 2;      // expedited forwarding, of the inner datagram
constexpr uint8_t OTHER_DSCP = 8 << 2; // what a router on the way has made of it
constexpr int DROP = -1;

/// By inner ECN (not-ECT, ECT(1), ECT(0), CE as they are numbered), then by outer ECN.
using Table = std::array<std::array<int, 4>, 4>;

constexpr Table AS_IT_WAS{{{0, 0, 0, 0}, {1, 1, 1, 1}, {2, 2, 2, 2}, {3, 3, 3, 3}}};
constexpr Table CE_COMES_BACK{{{0, 0, 0, 0}, {1, 1, 1, 3}, {2, 2, 2, 3}, {3, 3, 3, 3}}};
/// RFC 6040, figure 4.
constexpr Table NORMAL{{{0, 0, 0, DROP}, {1, 1, 1, 3}, {2, 1, 2, 3}, {3, 3, 3, 3}}};

/// What a kernel does.
struct Kernel
{
    const char* name;         // of its profile
    std::array<int, 4> outer; // by inner ECN
    const Table& software;    // opens ESP
    const Table& nic;         // opens ESP
};

const Kernel KERNELS[]{
    {"FreeBsd", {0, 0, 0, 0}, AS_IT_WAS, AS_IT_WAS},
    {"FreeBsdOld", {0, 0, 0, 0}, AS_IT_WAS, AS_IT_WAS},
    {"LinuxCrypto", {0, 1, 2, 2}, CE_COMES_BACK, CE_COMES_BACK}, // the host takes the header off
    {"LinuxPacket", {0, 1, 2, 2}, CE_COMES_BACK, AS_IT_WAS},
    {"DpdkInline", {0, 1, 2, 3}, CE_COMES_BACK, CE_COMES_BACK},
    {"Ideal", {0, 1, 2, 3}, NORMAL, AS_IT_WAS},
    {"Opnsense", {0, 0, 0, 0}, AS_IT_WAS, AS_IT_WAS},
};

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class TunnelEcnTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Outside();
    void Inside();
    void TransportMode();

  private:
    void ExpectInside(const Kernel& kernel, bool nic);
};

void
TunnelEcnTests::Outside()
{
    for (const auto& kernel : KERNELS)
    {
        const auto node = CreateObject<IpsecNode>();
        FindKernelProfile(kernel.name)->Apply(*node);
        const TunnelEcn ecn = node->GetOption<&IpsecPathOptions::tunnelEcn>();
        for (uint8_t inner = 0; inner < 4; ++inner)
        {
            EXPECT_EQ(+GetOuterTrafficClass(ecn, DSCP | inner),
                      DSCP + kernel.outer[inner],
                      std::string(kernel.name) + ", inner ECN " + std::to_string(inner));
        }
        node->Dispose();
    }
    EXPECT_EQ(std::size(KERNELS), GetKernelProfiles().size(), "all kernels");
}

/// @param kernel at both ends @param nic whether the receiver's NIC opens ESP
void
TunnelEcnTests::ExpectInside(const Kernel& kernel, bool nic)
{
    const Table& table = nic ? kernel.nic : kernel.software;
    Pair pair(kernel.name);
    pair.config.mode = IpsecMode::TUNNEL;
    pair.to.interface->SetCapabilityEnabled(nic);
    if (!nic)
    {
        pair.config.interfaceName.clear(); // Linux, DPDK: offload is not asked for
    }
    pair.Add();
    Simulator::Run();
    uint64_t number = 0;
    uint32_t drops = 0;
    for (uint8_t inner = 0; inner < 4; ++inner)
    {
        for (uint8_t outer = 0; outer < 4; ++outer)
        {
            PacketDescriptor packet = pair.MakeEsp(++number);
            packet.trafficClass = DSCP | inner;
            packet.esp.front.trafficClass = OTHER_DSCP | outer;
            const std::string what = std::string(kernel.name) + (nic ? ", NIC" : ", software") +
                                     ": " + std::to_string(inner) + " in " + std::to_string(outer);
            const int expected = table[inner][outer];
            const std::string opener = nic ? "nic" : "software";
            EXPECT_EQ(pair.Arrive(packet), expected == DROP ? "bad-ecn" : opener, what);
            if (expected != DROP)
            {
                EXPECT_EQ(+pair.arrivedClass, DSCP + expected, what);
            }
            drops += expected == DROP ? 1 : 0;
        }
    }
    const IpsecInputCounters& in = pair.to.node->GetInputCounters();
    EXPECT_EQ(in.drops[IpsecDrop::BAD_ECN].packets, drops, kernel.name);
    EXPECT_EQ(in.drops.Total().packets, drops, kernel.name);
}

void
TunnelEcnTests::Inside()
{
    for (const auto& kernel : KERNELS)
    {
        ExpectInside(kernel, false);
        ExpectInside(kernel, true);
    }
}

void
TunnelEcnTests::TransportMode()
{
    for (const auto& kernel : KERNELS)
    {
        Pair pair(kernel.name);
        pair.Add();
        Simulator::Run();
        PacketDescriptor packet = pair.MakeEsp(1);
        packet.trafficClass = DSCP | ECN_NOT_ECT;
        packet.esp.front.trafficClass = OTHER_DSCP | ECN_CE;
        EXPECT_EQ(pair.Arrive(packet), "nic", kernel.name);
        EXPECT_EQ(+pair.arrivedClass, DSCP, "there is one header");
    }
}

/// Names and bodies.
const struct
{
    const char* name;                      // what it covers
    MethodTest<TunnelEcnTests>::Body body; // what to do
} CASES[] = {
    {"RFC 6040: what each kernel writes outside", &TunnelEcnTests::Outside},
    {"RFC 6040: what each kernel brings back, and drops, software and NIC",
     &TunnelEcnTests::Inside},
    {"transport mode has no outer header to look at", &TunnelEcnTests::TransportMode},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "tunnel-ecn".
 */
class TunnelEcnTestSuite : public PicosecondTestSuite
{
  public:
    TunnelEcnTestSuite()
        : PicosecondTestSuite("ipsec-tunnel-ecn", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<TunnelEcnTests>(test.name, test.body));
        }
    }
};

TunnelEcnTestSuite g_tunnelEcnTestSuite; //!< the suite

} // namespace
