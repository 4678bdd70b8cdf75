/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-node-fixture.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/kernel-profile.h"

#include <cmath>
#include <functional>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Each step of a packet's way costs what the profile says, where it is due and nowhere else.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr uint32_t OCTETS = 998; // of each datagram; ESP needs no padding then

/// A way through a host.
struct Walk
{
    const char* name;
    std::function<void(IpsecNodeFixture&)> prepare; //!< costs nothing of interest
    std::function<void(IpsecNodeFixture&)> go;
};

/// @param f a node @param forwarded not its own datagram @param unconnected its socket has no peer
void
Send(IpsecNodeFixture& f, bool forwarded = false, bool unconnected = false)
{
    PacketDescriptor packet = IpsecNodeFixture::PacketTo("192.0.2.2", OCTETS);
    packet.forwarded = forwarded;
    packet.unconnected = unconnected;
    const PendingPacket pending =
        f.node->GetOutputPath().Output(f.now, packet, {PeekPointer(f.interface), f.mtu, nullptr});
    f.node->GetOutputPath().Finish(pending.ready, packet, pending);
}

/// @param f a node @param drvSpi receive tag @param local for this node
void
Receive(IpsecNodeFixture& f, uint16_t drvSpi, bool local)
{
    PacketDescriptor packet =
        IpsecNodeFixture::Reversed(IpsecNodeFixture::PacketTo("192.0.2.2", OCTETS));
    packet.drvSpi = drvSpi;
    f.node->GetInputPath().InputClear(f.now, packet, TransformHistory(), local);
}

/// @param f a node with an SA of SPI 0x1000 @param local for this node
void
ReceiveEsp(IpsecNodeFixture& f, bool local)
{
    PacketDescriptor packet =
        IpsecNodeFixture::Reversed(IpsecNodeFixture::PacketTo("192.0.2.2", OCTETS));
    const SecurityAssociation* sa = f.node->GetSad()->FindBySpi(0x1000);
    packet.esp.spi = 0x1000;
    packet.esp.sequence = 1;
    packet.esp.source = sa->GetConfig().source;
    packet.esp.destination = sa->GetConfig().destination;
    packet.esp.length = sa->GetSizes().GetEspLength(OCTETS, packet.headerLength);
    TransformHistory history;
    const PendingPacket pending = f.node->GetInputPath().InputEsp(f.now, packet, history);
    f.node->GetInputPath().FinishEsp(pending.ready, packet, pending, history);
    packet.esp.spi = 0;
    f.node->GetInputPath().InputCheck(pending.ready, packet, history, packet.esp.length, local);
}

/// @param f a node, gets a policy and an SA for what it sends
void
ProtectOutput(IpsecNodeFixture& f)
{
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSad()->Add(0, f.SaTo(0x2000, "192.0.2.2"));
}

/// @param f a node @param mode of an SA for what it receives
void
AddInput(IpsecNodeFixture& f, IpsecMode mode)
{
    SaConfig config = IpsecNodeFixture::SaTo(0x1000, "192.0.2.1");
    config.mode = mode;
    config.source = IpsecNodeFixture::At("192.0.2.2");
    f.node->GetSad()->Add(0, config);
}

/// @return all ways, in the order of the table's columns
std::vector<Walk>
GetWalks()
{
    const auto nothing = [](IpsecNodeFixture&) {};
    const auto offload = [](IpsecNodeFixture& f) {
        ProtectOutput(f);
        AddInput(f, IpsecMode::TUNNEL);
        IpsecNodeFixture::Work();
    };
    const auto inlineCrypto = [offload](IpsecNodeFixture& f) {
        f.node->SetHostEncapsulating(true);
        offload(f);
    };
    return {
        {"send clear", nothing, [](auto& f) { Send(f); }},
        {"send clear again", [](auto& f) { Send(f); }, [](auto& f) { Send(f); }},
        {"send software", ProtectOutput, [](auto& f) { Send(f); }},
        {"send offloaded", offload, [](auto& f) { Send(f); }},
        {"forward clear",
         nothing,
         [](auto& f) {
             Receive(f, 0, false);
             Send(f, true);
         }},
        {"receive clear", nothing, [](auto& f) { Receive(f, 0, true); }},
        {"receive transport ESP",
         [](auto& f) { AddInput(f, IpsecMode::TRANSPORT); },
         [](auto& f) { ReceiveEsp(f, true); }},
        {"receive tunnel ESP",
         [](auto& f) { AddInput(f, IpsecMode::TUNNEL); },
         [](auto& f) { ReceiveEsp(f, true); }},
        {"receive decrypted", offload, [](auto& f) { Receive(f, 4, true); }},
        {"send inline crypto", inlineCrypto, [](auto& f) { Send(f); }},
        {"receive inline crypto", inlineCrypto, [](auto& f) { Receive(f, 4, true); }},
        {"send again without a peer",
         [](auto& f) { Send(f, false, true); },
         [](auto& f) { Send(f, false, true); }},
    };
}

/// A cost and how often each way pays it.
struct Row
{
    const char* name;
    double HostProfile::*cost;
    std::vector<int> times; //!< by walk
};

const std::vector<Row> ROWS{
    // send: clear, again, software, offloaded; forward; receive: clear, transport, tunnel, NIC;
    // inline crypto: send, receive; send clear again, by a socket without a peer
    {"output", &HostProfile::output, {1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1}},
    {"socket-output", &HostProfile::socketOutput, {1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1}},
    {"forward", &HostProfile::forward, {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}},
    {"policy-lookup", &HostProfile::policyLookup, {1, 0, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1}},
    {"policy-cached", &HostProfile::policyCached, {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"sa-lookup", &HostProfile::saLookup, {0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0}},
    {"tag", &HostProfile::tag, {0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0}},
    {"driver-tx", &HostProfile::driverTx, {1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1}},
    {"driver-rx", &HostProfile::driverRx, {0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0}},
    {"esp-output", &HostProfile::espOutput, {0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0}},
    {"esp-input", &HostProfile::espInput, {0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0}},
    {"input", &HostProfile::input, {0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0}},
    {"socket-input", &HostProfile::socketInput, {0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0}},
    {"copy",
     &HostProfile::copyPerOctet,
     {998, 998, 998, 998, 0, 998, 998, 998, 998, 998, 998, 998}},
};

/// One row of the table.
class StepTest : public TestCase
{
  public:
    /// @param row what it costs whom
    explicit StepTest(const Row& row)
        : TestCase(std::string(row.name == std::string("policy-cached") ? "R113 R114 " : "") +
                   "who pays for " + row.name),
          m_row(row)
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<Walk> walks = GetWalks();
        for (size_t i = 0; i < walks.size(); ++i)
        {
            IpsecNodeFixture f;
            HostProfile host;
            host.cores = 1;
            host.clock = 1'000'000'000;
            host.*m_row.cost = 7;
            f.node->SetHost(host);
            walks[i].prepare(f);
            const uint64_t paidBefore = TimesOf(f);
            const double before = f.node->GetHost().GetBusySeconds(0);
            f.now = PS_PER_SECOND;
            walks[i].go(f);
            const double cycles = (f.node->GetHost().GetBusySeconds(0) - before) * 1e9;
            EXPECT_EQ(std::llround(cycles), 7 * m_row.times[i], walks[i].name);
            EXPECT_EQ(TimesOf(f) - paidBefore,
                      m_row.times[i],
                      std::string("counted for ") + walks[i].name);
        }
    }

    /// @param f a node @return how often its core has paid this cost
    uint64_t TimesOf(const IpsecNodeFixture& f) const
    {
        uint64_t times = 0;
        const auto& costs = f.node->GetHostCosts().GetCores().front();
        for (size_t cost = 0; cost < costs.size(); ++cost)
        {
            times += GetKey(static_cast<HostCost>(cost)) == m_row.name ? costs[cost].times : 0;
        }
        return times;
    }

    Row m_row; //!< what it costs whom
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "host-steps".
 */
class HostStepsTestSuite : public PicosecondTestSuite
{
  public:
    HostStepsTestSuite()
        : PicosecondTestSuite("ipsec-host-steps", TestSuite::Type::UNIT)
    {
        for (const Row& row : ROWS)
        {
            AddTestCase(new StepTest(row));
        }
    }
};

HostStepsTestSuite g_hostStepsTestSuite; //!< the suite

} // namespace
