/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/ipsec-helper.h"
#include "ns3/ipsec-layer.h"
#include "ns3/ipsec-nic-helper.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/ipsec-profiles.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Profiles by name, as scripts use them, without the planner.
 */

using namespace ns3;

namespace
{

/// Shipped profiles in helpers.
class ByNameTest : public TestCase
{
  public:
    ByNameTest()
        : TestCase("a NIC and a host by the names of their profiles")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(2);
        IpsecNicHelper nics;
        nics.SetNicProfile(ReadNicProfile("cx7-linux"));
        const auto devices = nics.Install(nodes);
        InternetStackHelper().Install(nodes);
        IpsecHelper ipsec;
        ipsec.SetHostProfile(ReadHostProfile("xeon-6342-linux-xdp"));
        ipsec.Install(nodes);
        const auto device = DynamicCast<IpsecPointToPointNetDevice>(devices.Get(0));
        ASSERT_NE(device, nullptr, "a device with a NIC");
        EXPECT_EQ(device->GetNic()->GetProfile().txSlots, 32'767, "of cx7-linux");
        const auto node = nodes.Get(0)->GetObject<IpsecLayer>()->GetIpsecNode();
        EXPECT_EQ(node->GetHost().GetProfile().name, "xeon-6342-linux-xdp", "its host");
        EXPECT_GT(node->GetHost().GetProfile().cores, 0, "with cores");
        Simulator::Destroy();
    }
};

/// Names that do not exist.
class UnknownNameTest : public TestCase
{
  public:
    UnknownNameTest()
        : TestCase("an unknown profile is an error with the name that may be meant")
    {
    }

  private:
    void DoRun() override
    {
        std::string said;
        try
        {
            ReadNicProfile("cx7-linus");
        }
        catch (const InputError& error)
        {
            said = error.what();
        }
        const bool names =
            said.find("'cx7-linus': expected a NIC profile that exists: ") != std::string::npos &&
            said.find("did you mean 'cx7-linux'?") != std::string::npos;
        EXPECT_EQ(names, true, said);
    }
};

/// The suite.
class IpsecProfilesTestSuite : public TestSuite
{
  public:
    IpsecProfilesTestSuite()
        : TestSuite("ipsec-profiles", TestSuite::Type::UNIT)
    {
        AddTestCase(new ByNameTest());
        AddTestCase(new UnknownNameTest());
    }
};

IpsecProfilesTestSuite g_ipsecProfilesTestSuite; //!< registers the suite

} // namespace
