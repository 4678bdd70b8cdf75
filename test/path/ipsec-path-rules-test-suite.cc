/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-node-fixture.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/drv-spi-allocator.h"
#include "ns3/ipsec-policy-transforms.h"
#include "ns3/kernel-profile.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What model/path decides beside policy and offload: path MTU, bypass tag, switches; and what
 * limits of an SA see of its traffic.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr Ps SECOND = PS_PER_SECOND;

/// Bodies of the tests.
class PathRuleTests : public TestCase, public DatabaseObserver
{
  public:
    using TestCase::TestCase;

    void PathMtuOfIpv4();
    void PathMtuOfIpv6();
    void GenericOverhead();
    void BypassTag();
    void ProtocolOff();
    void TagMemory();
    void SoftwareCountersStandStill();
    void ExpireCarriesCurrent();

    // documented in DatabaseObserver
    void SaDying(Ps, SecurityAssociation& sa) override
    {
        m_soft += sa.GetCurrent().octets;
    }

    void SaDead(Ps, SecurityAssociation& sa) override
    {
        m_hard += sa.GetCurrent().octets;
    }

  private:
    uint64_t m_soft{0}; //!< octets told of at a soft limit
    uint64_t m_hard{0}; //!< octets told of at the end
};

void
PathRuleTests::PathMtuOfIpv4()
{
    IpsecNodeFixture f;
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.3/32", PolicyKind::IPSEC, IpsecLevel::USE));
    f.node->GetSad()->Add(0, f.SaTo(0x1000, "192.0.2.2"));
    PacketDescriptor fits = f.PacketTo("192.0.2.2", 1500 - 97);
    PacketDescriptor big = f.PacketTo("192.0.2.2", 1500 - 96);
    fits.dontFragment = big.dontFragment = true;
    EXPECT_EQ(f.Verdict(big), std::string("software"), "R121 off by default");
    f.node->SetAttribute("DfBit", StringValue("Copy"));
    EXPECT_EQ(f.Verdict(fits), std::string("software"), "R121 R149 1403 octets fit");
    EXPECT_EQ(f.Verdict(big), std::string("too-big"), "R121 R149 one more does not");
    EXPECT_EQ(f.Send(big).pathMtu, 1500 - 97, "R121 what would have fit");
    EXPECT_EQ(f.node->GetOutputCounters().softwareVerdict.packets, 2, "R121 those are in no ratio");
    big.dontFragment = false;
    EXPECT_EQ(f.Verdict(big), std::string("software"), "R121 Copy asks for DF");
    f.node->SetAttribute("DfBit", StringValue("Set"));
    EXPECT_EQ(f.Verdict(big), std::string("too-big"), "R121 Set does not");
    f.node->GetSad()->Delete(0, 0x1000);
    EXPECT_EQ(f.Verdict(big), std::string("no-sa"), "R121 without SA: dropped, ACQUIRE");
    EXPECT_EQ(f.node->GetOutputCounters().acquires, 1, "R121 ACQUIRE");
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.3", 1500)),
              std::string("clear-by-use"),
              "R121 level use");
    EXPECT_EQ(f.Send(f.PacketTo("192.0.2.3")).drvSpi, 0, "R123 found by the MTU test: no tag");
}

void
PathRuleTests::PathMtuOfIpv6()
{
    IpsecNodeFixture f;
    FindKernelProfile("FreeBsd")->Apply(*f.node); // whatever its sysctls are
    f.node->GetSpd()->Add(0, f.PolicyTo("2001:db8::2/128", PolicyKind::IPSEC));
    f.node->GetSad()->Add(0, f.SaTo(0x1000, "2001:db8::2"));
    PacketDescriptor packet = f.PacketTo("2001:db8::2", 1404);
    EXPECT_EQ(f.Verdict(packet), std::string("software"), "R121 a local one is not tested");
    packet.forwarded = true;
    EXPECT_EQ(f.Verdict(packet), std::string("too-big"), "R121 a forwarded one is");
    packet.length = 1403;
    EXPECT_EQ(f.Verdict(packet), std::string("software"), "R121 and fits");
}

void
PathRuleTests::GenericOverhead()
{
    IpsecNodeFixture f;
    const auto overheadOf = [&](IpsecProtocol protocol, const std::string& tunnelEnd) {
        PolicyConfig config = f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC);
        config.requirements[0].protocol = protocol;
        if (!tunnelEnd.empty())
        {
            config.requirements[0].mode = IpsecMode::TUNNEL;
            config.requirements[0].source = config.requirements[0].destination = f.At(tunnelEnd);
        }
        return GetGenericOverhead(*f.node->GetSpd()->Update(0, config));
    };
    EXPECT_EQ(overheadOf(IpsecProtocol::ESP, ""), 97, "R149");
    EXPECT_EQ(overheadOf(IpsecProtocol::ESP, "192.0.2.9"), 117, "R149");
    EXPECT_EQ(overheadOf(IpsecProtocol::ESP, "2001:db8::9"), 137, "R149");
    EXPECT_EQ(overheadOf(IpsecProtocol::AH, ""), 28, "R149");
    EXPECT_EQ(overheadOf(IpsecProtocol::IPCOMP, ""), 4, "R149");
}

void
PathRuleTests::BypassTag()
{
    IpsecNodeFixture f;
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC, IpsecLevel::USE));
    PacketDescriptor packet = f.PacketTo("192.0.2.2");
    const PacketDescriptor sent = f.Send(packet);
    EXPECT_EQ(std::string(ToString(sent.verdict)), std::string("clear-by-use"), "R123");
    EXPECT_EQ(sent.drvSpi, DrvSpiAllocator::BYPASS, "R123");
    packet.forwarded = true;
    EXPECT_EQ(f.Send(packet).drvSpi, 0, "R123 R127 no interface is known");
    packet = f.PacketTo("192.0.2.3");
    EXPECT_EQ(f.Send(packet).drvSpi, 0, "R120 a bypass has no tag");
}

void
PathRuleTests::ProtocolOff()
{
    IpsecNodeFixture f;
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSad()->Add(0, f.SaTo(0x1000, "192.0.2.2"));
    f.node->SetAttribute("EspEnabled", BooleanValue(false));
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2")), std::string("protocol-off"), "R122");
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.3")), std::string("bypass"), "R122 others go on");
    f.node->SetAttribute("EspEnabled", BooleanValue(true));
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2")), std::string("software"), "on again");
}

void
PathRuleTests::TagMemory()
{
    IpsecNodeFixture f;
    f.node->SetAttribute("TagFailurePeriod", UintegerValue(4));
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSad()->Add(0, f.SaTo(0x1000, "192.0.2.2"));
    f.Work();
    for (int i = 1; i <= 8; ++i)
    {
        EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2")),
                  std::string(i % 4 == 0 ? "software" : "offload"),
                  "R133");
    }
    EXPECT_EQ(f.node->GetOutputCounters().reasons[SoftwareReason::NO_TAG_MEMORY].packets,
              2,
              "R133 R235 counted");
}

void
PathRuleTests::SoftwareCountersStandStill()
{
    IpsecNodeFixture f;
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    SaConfig config = f.SaTo(0x1000, "192.0.2.2");
    config.hard.octets = config.soft.octets = 1 << 30;
    config.firstSequence = 0xcccccccc; // one software packet more would be beyond 80 %
    const auto sa = f.node->GetSad()->Add(0, config);
    f.Work();
    for (int i = 0; i < 5; ++i)
    {
        EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2")), std::string("offload"), "offloaded");
    }
    EXPECT_EQ(sa->GetLastSequence(), 0xcccccccb, "R173 the software's numbers stand still");
    EXPECT_EQ(sa->GetCurrent().packets, 0, "R141 CURRENT waits for reports");
    f.node->GetSad()->ExpireAt(SECOND);
    EXPECT_EQ(static_cast<int>(sa->GetState()), static_cast<int>(SaState::MATURE), "R173 R199");
    f.driver->slots = 0;
    f.node->GetOffload()->SetAttribute("Enabled", BooleanValue(false));
    f.Send(f.PacketTo("192.0.2.2"));
    EXPECT_EQ(sa->GetLastSequence(), 0xcccccccc, "software went on where it was");
    f.node->GetSad()->ExpireAt(2 * SECOND);
    EXPECT_EQ(static_cast<int>(sa->GetState()), static_cast<int>(SaState::MATURE), "R199 not more");
    f.Send(f.PacketTo("192.0.2.2"));
    f.node->GetSad()->ExpireAt(3 * SECOND);
    EXPECT_EQ(static_cast<int>(sa->GetState()), static_cast<int>(SaState::DYING), "R199 80 %");
}

void
PathRuleTests::ExpireCarriesCurrent()
{
    IpsecNodeFixture f;
    f.node->GetSad()->AddObserver(this);
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    SaConfig config = f.SaTo(0x1000, "192.0.2.2");
    config.soft.octets = 1000;
    config.hard.octets = 5000;
    config.soft.packets = config.hard.packets = 1;
    const auto sa = f.node->GetSad()->Add(0, config);
    f.Work();
    for (int i = 0; i < 20; ++i)
    {
        f.Send(f.PacketTo("192.0.2.2", 1000));
    }
    f.node->GetSad()->ExpireAt(SECOND);
    EXPECT_EQ(static_cast<int>(sa->GetState()),
              static_cast<int>(SaState::MATURE),
              "R195 R201 neither packets nor what was not reported counts");
    f.driver->SendReport(SECOND, f.driver->offers[0].drvSpi, {2, 2000});
    f.node->GetSad()->ExpireAt(2 * SECOND);
    EXPECT_EQ(m_soft, 2000, "R197 R203 the polled value");
    f.driver->SendReport(2 * SECOND, f.driver->offers[0].drvSpi, {20, 20000});
    f.node->GetSad()->ExpireAt(3 * SECOND);
    EXPECT_EQ(m_hard, 20000, "R196 R203 the polled value");
    f.node->GetSad()->RemoveObserver(this);
}

/// Names and bodies.
const struct
{
    const char* name;                     // with rule numbers
    MethodTest<PathRuleTests>::Body body; // what to do
} CASES[] = {
    {"R121 R123 R149 the path MTU test of IPv4", &PathRuleTests::PathMtuOfIpv4},
    {"R121 the path MTU test of forwarded IPv6", &PathRuleTests::PathMtuOfIpv6},
    {"R149 generic overhead", &PathRuleTests::GenericOverhead},
    {"R120 R123 the bypass tag", &PathRuleTests::BypassTag},
    {"R122 a protocol that is disabled", &PathRuleTests::ProtocolOff},
    {"R133 no memory for the tag", &PathRuleTests::TagMemory},
    {"R141 R173 R199 offloaded packets leave the software's numbers alone",
     &PathRuleTests::SoftwareCountersStandStill},
    {"R195 R203 limits and messages see CURRENT alone", &PathRuleTests::ExpireCarriesCurrent},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-path-rules".
 */
class IpsecPathRulesTestSuite : public PicosecondTestSuite
{
  public:
    IpsecPathRulesTestSuite()
        : PicosecondTestSuite("ipsec-path-rules", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<PathRuleTests>(test.name, test.body));
        }
    }
};

IpsecPathRulesTestSuite g_ipsecPathRulesTestSuite; //!< the suite

} // namespace
