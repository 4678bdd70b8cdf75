/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-test-network.h"

#include "ns3/simulator.h"
#include "ns3/test.h"

#include <string>

using namespace ipsectest;

namespace
{

/// All traffic kinds through one kind of network, every octet checked, nothing clear on the wire.
class MatrixTestCase : public TestCase
{
  public:
    /// @param setup the network @param traffic the traffic
    MatrixTestCase(const NetworkSetup& setup, Traffic traffic)
        : TestCase(NameOf(setup) + (setup.offloadForwarded ? " offloaded, " : ", ") +
                   ToString(traffic)),
          m_setup(setup),
          m_traffic(traffic)
    {
    }

  private:
    void DoRun() override
    {
        TestNetwork network(m_setup);
        TestFlow::Config config;
        config.traffic = m_traffic;
        TestFlow flow(network, config);
        network.Build();
        network.Run();

        NS_TEST_EXPECT_MSG_EQ(flow.GetDelivered(), config.count, "lost");
        NS_TEST_EXPECT_MSG_EQ(flow.GetWrong(), 0, "changed on the way");
        const WireLog& wire = network.GetWire();
        NS_TEST_EXPECT_MSG_EQ(wire.CountClear(0) + wire.CountClear(1), 0, "in clear on the wire");
        NS_TEST_EXPECT_MSG_GT_OR_EQ(wire.CountEsp(0), config.count, "too few on the wire");
        NS_TEST_EXPECT_MSG_EQ(wire.malformed, 0, "malformed on the wire");
        for (uint32_t i = 0; i < 2; ++i)
        {
            const IpsecOutputCounters& out = network.GetIpsec(i)->GetOutputCounters();
            const IpsecInputCounters& in = network.GetIpsec(i)->GetInputCounters();
            // FreeBSD never offloads forwarded traffic on transmit (R127).
            const bool offloads = m_setup.nic && (!m_setup.forwarded || m_setup.offloadForwarded);
            NS_TEST_EXPECT_MSG_EQ((offloads ? out.software : out.offload).packets,
                                  0,
                                  "left by the wrong way");
            NS_TEST_EXPECT_MSG_EQ((m_setup.nic ? in.decrypted : in.offloaded).packets,
                                  0,
                                  "came by the wrong way");
            NS_TEST_EXPECT_MSG_EQ(in.drops.Total().packets + out.drops.Total().packets,
                                  0,
                                  "dropped");
        }
        network.CheckInvariants();
    }

    NetworkSetup m_setup; //!< the network
    Traffic m_traffic;    //!< the traffic
};

/// Full fidelity: everything arrives, by the way it should.
class StackTestSuite : public TestSuite
{
  public:
    StackTestSuite()
        : TestSuite("stack", Type::SYSTEM)
    {
        AddMatrix();
    }

  private:
    void AddMatrix()
    {
        for (const bool ipv6: {false, true})
        {
            for (const bool nic: {false, true})
            {
                for (const Traffic traffic:
                     {Traffic::UDP, Traffic::TCP, Traffic::ICMP_ECHO, Traffic::RAW})
                {
                    NetworkSetup setup;
                    setup.ipv6 = ipv6;
                    setup.nic = nic;
                    AddTestCase(new MatrixTestCase(setup, traffic));
                    setup.tunnel = true;
                    AddTestCase(new MatrixTestCase(setup, traffic));
                    setup.forwarded = true;
                    AddTestCase(new MatrixTestCase(setup, traffic));
                    if (nic)
                    {
                        setup.offloadForwarded = true;
                        AddTestCase(new MatrixTestCase(setup, traffic));
                    }
                }
            }
        }
    }
};

StackTestSuite g_stackTestSuite; //!< registers itself

} // namespace
