/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/simulate/fate-recorder.h"
#include "test/support/expect.h"

#include "ns3/ipsec-node.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::planner;

namespace
{

constexpr uint32_t LENGTH = 1000; // octets of a datagram

/**
 * @ingroup ipsec-offload-tests
 * What a network may do to datagrams beside delivering each once: the recorder goes on.
 */
class FateTest : public TestCase
{
  public:
    FateTest()
        : TestCase("Datagrams may be duplicated, late, mixed and lost more than once")
    {
    }

  private:
    void DoRun() override
    {
        PacketTally tally(0, PS_PER_SECOND, {0});
        FateRecorder recorder(1, tally);
        const auto node = CreateObject<IpsecNode>();
        recorder.Watch(node);
        const auto send = [&recorder] {
            const auto packet = Create<Packet>(LENGTH);
            recorder.Sent(0, packet, LENGTH);
            return packet;
        };
        // A part of it, or all, is dropped where it arrives: by policy, for the sake of brevity.
        PolicyConfig policy;
        policy.kind = PolicyKind::DISCARD;
        policy.direction = IpsecDirection::IN;
        policy.selector.source.address = IpAddress::FromIpv4(0);
        policy.selector.destination.address = IpAddress::FromIpv4(0);
        node->GetSpd()->Add(0, policy);
        const auto drop = [&node](const Ptr<Packet>& packet, bool fragment) {
            PacketDescriptor descriptor;
            descriptor.source = IpAddress::FromIpv4(1);
            descriptor.destination = IpAddress::FromIpv4(2);
            descriptor.length = LENGTH;
            descriptor.id = packet->GetUid();
            descriptor.fragment = fragment;
            node->GetInputPath().InputClear(1, descriptor, {}, true);
        };

        const auto twice = send();
        recorder.Delivered(twice);
        recorder.Delivered(twice);
        const auto refusedCopy = send();
        recorder.Delivered(refusedCopy);
        drop(refusedCopy, false);
        const auto lateCopy = send();
        drop(lateCopy, false);
        recorder.Delivered(lateCopy);
        const auto bothRefused = send();
        drop(bothRefused, false);
        drop(bothRefused, false);
        const auto bothFragments = send();
        drop(bothFragments, true);
        drop(bothFragments, true);
        const auto mixed = send();
        drop(mixed, true);
        drop(mixed, false); // what its other fragment was put together with

        using End = PacketFate::End;
        const End ends[]{End::DELIVERED,
                         End::DELIVERED,
                         End::DELIVERED,
                         End::HOST_IN,
                         End::IN_FLIGHT,
                         End::HOST_IN};
        const FateList& fates = recorder.GetFates().at(0);
        ASSERT_EQ(fates.size(), std::size(ends), "datagrams");
        for (size_t i = 0; i < fates.size(); ++i)
        {
            EXPECT_EQ((fates[i].end == ends[i]), true, "end of datagram " << i);
        }
        EXPECT_EQ(recorder.GetInFlight(), 0, "each has left the way once");
        EXPECT_EQ(tally.Sum(0, 0, 1).delivered.packets, 2, "delivered before anything else");
        node->Dispose();
        Simulator::Destroy();
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "planner-fate".
 */
class PlannerFateTestSuite : public TestSuite
{
  public:
    PlannerFateTestSuite()
        : TestSuite("ipsec-planner-fate", TestSuite::Type::UNIT)
    {
        AddTestCase(new FateTest);
    }
};

PlannerFateTestSuite g_plannerFateTestSuite; //!< the suite

} // namespace
