/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_STACK_TEST_CASE_H
#define IPSEC_OFFLOAD_STACK_TEST_CASE_H

#include "expect.h"
#include "ipsec-test-network.h"

#include "ns3/ipsec-reasons.h"
#include "ns3/test.h"

#include <string>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * What most tests in full fidelity ask at their end.
 */
class StackTestCase : public TestCase
{
  protected:
    /// @param name what the test covers
    explicit StackTestCase(const std::string& name)
        : TestCase(name)
    {
    }

    /// Expect a flow to arrive as it was sent. @param flow the flow @param count datagrams
    void ExpectDelivered(const TestFlow& flow, uint32_t count)
    {
        EXPECT_EQ(flow.GetDelivered(), count, "delivered");
        EXPECT_EQ(flow.GetWrong(), 0, "changed on the way");
    }

    /// Expect nothing but ESP on the protected link. @param network the network
    void ExpectOnlyEsp(const TestNetwork& network)
    {
        const WireLog& wire = network.GetWire();
        EXPECT_EQ(wire.CountClear(0) + wire.CountClear(1), 0, "in clear on the wire");
        EXPECT_EQ(wire.malformed, 0, "malformed on the wire");
    }

    /// Expect so many datagrams for one reason, and none for others.
    /// @param network the network @param end 0 or 1 @param reason the reason @param count datagrams
    void ExpectReason(const TestNetwork& network,
                      uint32_t end,
                      SoftwareReason reason,
                      uint32_t count)
    {
        const IpsecOutputCounters& out = network.GetIpsec(end)->GetOutputCounters();
        EXPECT_EQ(out.reasons[reason].packets, count, ns3::ToString(reason));
        EXPECT_EQ(out.software.packets, count, "in software for other reasons");
    }

    /// Expect so many datagrams to be refused for one reason, and none for others.
    /// @param network the network @param end 0 or 1 @param drop the reason @param count datagrams
    void ExpectRefused(const TestNetwork& network, uint32_t end, IpsecDrop drop, uint32_t count)
    {
        const IpsecInputCounters& in = network.GetIpsec(end)->GetInputCounters();
        EXPECT_EQ(in.drops[drop].packets, count, ns3::ToString(drop));
        EXPECT_EQ(in.drops.Total().packets, count, "refused for other reasons");
    }
};

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_STACK_TEST_CASE_H */
