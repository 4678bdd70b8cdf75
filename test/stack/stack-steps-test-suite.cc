/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-test-network.h"
#include "test/support/stack-test-case.h"
#include "test/support/step-keeper.h"

#include "ns3/ipsec-step-tag.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/test.h"

#include <string>
#include <vector>

using namespace ns3::tests;

namespace
{

/// A step, and how often it happens to the packet that is followed.
struct Expected
{
    StepCode code;
    int64_t count;
};

/// A packet, and its steps at either end.
struct Kind
{
    const char* name;
    NetworkSetup setup;
    Traffic traffic;
    uint32_t size;                  //!< octets of payload
    std::vector<Expected> sender;   //!< steps there
    std::vector<Expected> receiver; //!< steps there
};

/// @param nic NICs do ESP @param tunnel mode @param forwarded hosts are behind the ends
/// @param ipv6 family @return a network
NetworkSetup
MakeSetup(bool nic, bool tunnel, bool forwarded, bool ipv6)
{
    NetworkSetup setup;
    setup.nic = nic;
    setup.tunnel = tunnel;
    setup.forwarded = forwarded;
    setup.ipv6 = ipv6;
    return setup;
}

/// @return what is followed, one after the other
std::vector<Kind>
MakeKinds()
{
    const std::vector<Expected> offloaded{{StepCode::HANDLE_FOUND, 1},
                                          {StepCode::SIZE_FITS, 1},
                                          {StepCode::TRANSMIT_TAG, 1},
                                          {StepCode::NIC_RING, 1},
                                          {StepCode::NIC_TAG_FOUND, 1},
                                          {StepCode::NIC_ENCRYPTED, 1},
                                          {StepCode::NIC_MAC, 1},
                                          {StepCode::ESP_MADE, 0}};
    const std::vector<Expected> byNic{{StepCode::NIC_ARRIVAL, 1},
                                      {StepCode::NIC_SPI_FOUND, 1},
                                      {StepCode::NIC_DECRYPTED, 1},
                                      {StepCode::NIC_UP_TAGGED, 1},
                                      {StepCode::IP_FOR_NODE, 1},
                                      {StepCode::RECEIVE_TAG, 1},
                                      {StepCode::INPUT_ACCEPTED, 1},
                                      {StepCode::SPI_FOUND, 0}};
    const std::vector<Expected> software{{StepCode::SOFTWARE_CAP_DISABLED, 1},
                                         {StepCode::ESP_MADE, 1},
                                         {StepCode::NIC_UNTAGGED, 1},
                                         {StepCode::NIC_MAC, 1}};
    const std::vector<Expected> bySoftware{{StepCode::NIC_ARRIVAL, 1},
                                           {StepCode::NIC_SPI_UNKNOWN, 1},
                                           {StepCode::IP_ESP_FOR_NODE, 1},
                                           {StepCode::SPI_FOUND, 1},
                                           {StepCode::REPLAY_NEW, 1},
                                           {StepCode::ESP_OPENED, 1},
                                           {StepCode::INPUT_ACCEPTED, 1}};
    // IP cuts it, the hook joins it, and IP cuts its ESP form, which IP joins at the other end.
    const std::vector<Expected> cut{{StepCode::ESP_MADE, 1}, {StepCode::NIC_MAC, 3}};
    const std::vector<Expected> joined{{StepCode::NIC_ARRIVAL, 3},
                                       {StepCode::NIC_NOT_ESP, 3},
                                       {StepCode::ESP_OPENED, 1},
                                       {StepCode::INPUT_ACCEPTED, 1}};
    return {{"TCP, offloaded",
             MakeSetup(true, false, false, false),
             Traffic::TCP,
             500,
             offloaded,
             byNic},
            {"TCP over IPv6, offloaded",
             MakeSetup(true, false, false, true),
             Traffic::TCP,
             500,
             offloaded,
             byNic},
            {"ICMP echo in software",
             MakeSetup(false, false, false, false),
             Traffic::ICMP_ECHO,
             500,
             software,
             bySoftware},
            {"ICMP echo of hosts behind gateways",
             MakeSetup(false, true, true, false),
             Traffic::ICMP_ECHO,
             500,
             {{StepCode::IP_FORWARDS, 1}, {StepCode::ESP_MADE, 1}, {StepCode::NIC_MAC, 1}},
             {{StepCode::IP_ESP_FOR_NODE, 1}, {StepCode::ESP_OPENED, 1}}},
            {"UDP in fragments",
             MakeSetup(false, false, false, false),
             Traffic::UDP,
             4000,
             cut,
             joined}};
}

/**
 * @ingroup ipsec-offload-tests
 * One packet of a flow is followed through ns-3's IP stacks.
 */
class FollowTestCase : public StackTestCase
{
  public:
    /// @param kind what is followed
    explicit FollowTestCase(const Kind& kind)
        : StackTestCase(std::string("a packet's steps: ") + kind.name),
          m_kind(kind)
    {
    }

  private:
    /// @tparam Header of IPv4 or IPv6 @param packet what a host sends
    template <typename Header>
    void Sent(const Header&, Ptr<const Packet> packet, uint32_t)
    {
        if (!m_found && packet->GetSize() >= m_kind.size) // not a SYN
        {
            m_found = true;
            m_keeper.Enter(m_first);
            StepTag::Follow(packet, m_keeper);
            StepTag::Follow(packet, m_keeper); // changes nothing
        }
    }

    void DoRun() override
    {
        TestNetwork network(m_kind.setup);
        TestFlow::Config config;
        config.traffic = m_kind.traffic;
        config.size = m_kind.size;
        config.count = 5;
        TestFlow flow(network, config);
        network.Build();
        const Ptr<Node> host = network.GetHost(0);
        m_first = host->GetId();
        if (m_kind.setup.ipv6)
        {
            host->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
                "SendOutgoing",
                MakeCallback(&FollowTestCase::Sent<Ipv6Header>, this));
        }
        else
        {
            host->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
                "SendOutgoing",
                MakeCallback(&FollowTestCase::Sent<Ipv4Header>, this));
        }
        network.Run();

        ExpectDelivered(flow, config.count);
        EXPECT_EQ(m_found, true, "a packet to follow");
        Expect(network.GetEnd(0)->GetId(), m_kind.sender);
        Expect(network.GetEnd(1)->GetId(), m_kind.receiver);
    }

    /// @param node where @param steps what should happen there
    void Expect(uint32_t node, const std::vector<Expected>& steps)
    {
        for (const auto& expected : steps)
        {
            EXPECT_EQ(m_keeper.Count(node, expected.code),
                      expected.count,
                      GetStepInfo(expected.code).name << " in node " << node);
        }
    }

    Kind m_kind;         //!< what is followed
    StepKeeper m_keeper; //!< its steps
    uint32_t m_first{0}; //!< where it begins
    bool m_found{false}; //!< it was sent
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "stack-steps".
 */
class StackStepsTestSuite : public TestSuite
{
  public:
    StackStepsTestSuite()
        : TestSuite("ipsec-stack-steps", TestSuite::Type::UNIT)
    {
        for (const Kind& kind : MakeKinds())
        {
            AddTestCase(new FollowTestCase(kind));
        }
    }
};

StackStepsTestSuite g_stackStepsTestSuite; //!< registers itself

} // namespace
