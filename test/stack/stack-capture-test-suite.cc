/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/stack-test-case.h"

#include "ns3/ipsec-layer.h"
#include "ns3/string.h"

#include <array>
#include <string>

using namespace ns3::tests;

namespace
{

/// FreeBSD's enc interface sees what software does, and of a NIC's work only what goes to it.
class CaptureTestCase : public StackTestCase
{
  public:
    /// @param nic the NICs do ESP; else software
    explicit CaptureTestCase(bool nic)
        : StackTestCase("R125 R167 capture hooks, ESP by " +
                        std::string(nic ? "NICs" : "software")),
          m_nic(nic)
    {
    }

  private:
    static constexpr uint32_t COUNT = 10; //!< datagrams
    static constexpr uint32_t CLEAR = COUNT * (20 + 8 + 1000);

    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = m_nic;
        TestNetwork network(setup);
        network.Build();
        const auto layerOf = [&](uint32_t end) {
            return IpsecHelper::GetLayer(network.GetEnd(end));
        };
        for (uint32_t end = 0; end < 2; ++end)
        {
            layerOf(end)->TraceConnect("EncBefore",
                                       std::to_string(2 * end),
                                       MakeCallback(&CaptureTestCase::See, this));
            layerOf(end)->TraceConnect("EncAfter",
                                       std::to_string(2 * end + 1),
                                       MakeCallback(&CaptureTestCase::See, this));
        }
        TestFlow::Config config;
        config.count = COUNT;
        TestFlow flow(network, config);
        network.Run();
        ExpectDelivered(flow, COUNT);
        const uint32_t software = m_nic ? 0 : 1;
        EXPECT_EQ(m_octets[0], CLEAR, "R125 out before: all, in clear");
        EXPECT_EQ((m_octets[1] > CLEAR), (software == 1), "R125 out after: ESP");
        EXPECT_EQ(m_octets[2], m_octets[1], "R125 R167 in before: the same ESP");
        EXPECT_EQ(m_octets[3], CLEAR * software, "R125 R167 in after: clear again");
    }

    /// @param hook which @param packet what passed it
    void See(std::string hook, Ptr<const Packet> packet) // NOLINT: ns-3's type of a sink
    {
        m_octets.at(std::stoul(hook)) += packet->GetSize();
    }

    std::array<uint64_t, 4> m_octets{}; //!< before and after, of both ends
    bool m_nic;                         //!< who does ESP
};

/// The node's one attribute DfBit says what outer headers get.
class DfBitTestCase : public StackTestCase
{
  public:
    DfBitTestCase()
        : StackTestCase("DfBit of the node sets outer headers")
    {
    }

  private:
    static constexpr uint32_t COUNT = 3; //!< datagrams

    void DoRun() override
    {
        for (const bool set : {false, true})
        {
            m_seen = 0;
            m_set = 0;
            NetworkSetup setup;
            setup.tunnel = true;
            TestNetwork network(setup);
            network.Build();
            network.GetIpsec(0)->SetAttribute("DfBit", StringValue(set ? "Set" : "Clear"));
            IpsecHelper::GetLayer(network.GetEnd(0))
                ->TraceConnectWithoutContext("EncAfter", MakeCallback(&DfBitTestCase::See, this));
            TestFlow::Config config;
            config.count = COUNT;
            TestFlow flow(network, config);
            network.Run();
            ExpectDelivered(flow, COUNT);
            EXPECT_EQ(m_seen, COUNT, "all went through a tunnel");
            EXPECT_EQ(m_set, (set ? COUNT : 0U), "with DF");
        }
    }

    /// @param packet what software has protected
    void See(Ptr<const Packet> packet) // NOLINT: ns-3's type of a sink
    {
        Ipv4Header outer;
        packet->PeekHeader(outer);
        ++m_seen;
        m_set += outer.IsDontFragment() ? 1 : 0;
    }

    uint32_t m_seen{0}; //!< datagrams
    uint32_t m_set{0};  //!< those with DF
};

/// The capture hooks of full fidelity.
class StackCaptureTestSuite : public TestSuite
{
  public:
    StackCaptureTestSuite()
        : TestSuite("ipsec-stack-capture", TestSuite::Type::UNIT)
    {
        AddTestCase(new CaptureTestCase(true));
        AddTestCase(new CaptureTestCase(false));
        AddTestCase(new DfBitTestCase());
    }
};

StackCaptureTestSuite g_stackCaptureTestSuite; //!< registers the suite

} // namespace
