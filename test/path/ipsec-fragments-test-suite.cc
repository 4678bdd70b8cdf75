/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "model/lean/lean-datagram-reassembler-internal.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-fragment-policy-search.h"
#include "ns3/ipsec-identification-counters.h"
#include "ns3/security-policy-database.h"
#include "ns3/test.h"

#include <set>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of what the models make of fragments: their numbers, their reassembly, their policies.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr uint8_t UDP = 17;
constexpr uint8_t TCP = 6;

/// @param text an address @return the address
IpAddress
At(const std::string& text)
{
    return IpAddress::FromString(text).value();
}

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class FragmentTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Numbers();
    void HiddenProtocol();
    void Whole();
    void Mixed();
    void GivenUp();
};

void
FragmentTests::Numbers()
{
    const IpAddress here = At("192.0.2.1");
    const IpAddress there = At("192.0.2.2");
    const IpAddress elsewhere = At("192.0.2.3");
    IdentificationCounters counters;
    std::set<uint16_t> seen;
    for (uint32_t i = 0; i < 32'768; ++i)
    {
        seen.insert(counters.Take(IDENTIFICATION_HOST, here, i % 2 == 0 ? there : elsewhere, 1));
        const uint16_t own = counters.Take(IDENTIFICATION_ADDRESSES, here, there, 1);
        EXPECT_EQ(own, i, "one after the other between two addresses");
    }
    EXPECT_EQ(counters.Take(IDENTIFICATION_ADDRESSES, here, elsewhere, 3),
              0,
              "others have their own");
    EXPECT_EQ(counters.Take(IDENTIFICATION_ADDRESSES, here, elsewhere, 1),
              3,
              "behind three segments");
    EXPECT_EQ(counters.Take(IDENTIFICATION_ADDRESSES, there, here, 1),
              0,
              "and so has the way back");
    while (seen.size() < 65'536)
    {
        const size_t before = seen.size();
        seen.insert(counters.Take(IDENTIFICATION_HOST, there, here, 1));
        EXPECT_EQ(seen.size(), before + 1, "no number of a host comes back within 65,536");
    }
    EXPECT_EQ(counters.Take(IDENTIFICATION_HOST, here, there, 1), 0, "then they come round");
}

void
FragmentTests::HiddenProtocol()
{
    for (const PolicyKind kind : {PolicyKind::DISCARD, PolicyKind::IPSEC})
    {
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        PolicyConfig config;
        config.direction = IpsecDirection::IN;
        config.selector.source = {At("2001:db8::1"), 128};
        config.selector.destination = {At("2001:db8::2"), 128};
        config.selector.protocol = UDP; // and no ports
        config.kind = kind;
        if (kind == PolicyKind::IPSEC)
        {
            config.requirements.emplace_back();
        }
        const auto policy = spd->Add(0, config);
        FragmentPolicySearch search;
        PacketDescriptor later;
        later.source = At("2001:db8::1");
        later.destination = At("2001:db8::2");
        later.length = 500;
        later.fragment = true;
        const auto find = [&](uint8_t protocol) {
            later.protocol = protocol;
            return Ptr<SecurityPolicy>(search.Find(*spd, later, IpsecDirection::IN));
        };
        for (const uint8_t extension : {0, 43, 44, 60})
        {
            EXPECT_EQ(find(extension) == policy,
                      true,
                      "what follows extension header " + std::to_string(extension) + " may be UDP");
        }
        EXPECT_EQ(find(UDP) == policy, true, "UDP");
        EXPECT_EQ(find(TCP) == nullptr, true, "TCP is not UDP");
        later.destination = At("2001:db8::3");
        EXPECT_EQ(find(60) == nullptr, true, "for another host");
        later.destination = At("2001:db8::2");
        EXPECT_EQ(!search.Find(*spd, later, IpsecDirection::OUT), true, "another direction");
        spd->Delete(0, config.selector, config.direction);
        EXPECT_EQ(find(60) == nullptr, true, "the policy is gone");
        search.Clear();
        spd->Dispose();
    }
}

void
FragmentTests::Whole()
{
    DatagramReassembler joiner;
    const DatagramReassembler::Key key{At("192.0.2.1"), At("192.0.2.2"), 7};
    EXPECT_EQ(joiner.Add(0, key, {1, 1480, 100, false}).size(), 0, "the last one comes first");
    EXPECT_EQ(joiner.Add(0, {key.source, key.destination, 8}, {2, 0, 1480, true}).size(),
              0,
              "another");
    EXPECT_EQ(joiner.Add(0, {key.destination, key.source, 7}, {3, 0, 1480, true}).size(),
              0,
              "another");
    const auto whole = joiner.Add(0, key, {1, 0, 1480, true});
    ASSERT_EQ(whole.size(), 2, "whole");
    EXPECT_EQ(whole[0].offset, 0, "in order of their offsets");
    EXPECT_EQ(whole[1].offset, 1480, "in order of their offsets");
    EXPECT_EQ(joiner.Add(0, key, {1, 1480, 100, false}).size(), 0, "a new datagram of that number");
    EXPECT_EQ(joiner.Add(0, key, {1, 0, 1472, true}).size(), 0, "a gap of eight octets");
    EXPECT_EQ(joiner.Add(0, key, {1, 1472, 8, true}).size(), 3, "filled");
}

void
FragmentTests::Mixed()
{
    DatagramReassembler joiner;
    const DatagramReassembler::Key key{At("192.0.2.1"), At("192.0.2.2"), 7};
    EXPECT_EQ(joiner.Add(0, key, {1, 0, 1480, true}).size(), 0, "its rest is lost");
    EXPECT_EQ(joiner.Add(0, key, {2, 0, 1480, true}).size(), 0, "the number has come round");
    const auto mixed = joiner.Add(0, key, {2, 1480, 60, false});
    ASSERT_EQ(mixed.size(), 3, "all that has this number");
    EXPECT_EQ(mixed[0].datagram, 1, "the older one lies in front");
    EXPECT_EQ(joiner.TakeGivenUp().size(), 0, "none is given up");
}

void
FragmentTests::GivenUp()
{
    DatagramReassembler joiner;
    const DatagramReassembler::Key key{At("192.0.2.1"), At("192.0.2.2"), 7};
    const DatagramReassembler::Key other{At("192.0.2.1"), At("192.0.2.2"), 8};
    joiner.Add(0, key, {1, 0, 1480, true});
    joiner.Add(1, other, {2, 0, 1480, true});
    const auto late = joiner.Add(DatagramReassembler::PATIENCE, key, {1, 1480, 60, false});
    EXPECT_EQ(late.size(), 0, "its first fragment has waited for too long");
    const auto old = joiner.TakeGivenUp();
    ASSERT_EQ(old.size(), 1, "given up");
    EXPECT_EQ(old[0].datagram, 1, "the older one");
    EXPECT_EQ(joiner.Add(DatagramReassembler::PATIENCE, other, {2, 1480, 60, false}).size(),
              2,
              "in time");
    for (uint32_t i = 0; i <= DatagramReassembler::MOST_WAITING; ++i)
    {
        const IpAddress source = IpAddress::FromIpv4(i);
        joiner.Add(DatagramReassembler::PATIENCE, {source, key.destination, 0}, {i, 0, 8, true});
    }
    // One of the 30 s datagram waits, too.
    EXPECT_EQ(joiner.TakeGivenUp().size(), 2, "no more wait than may");
}

/// Names and bodies.
const struct
{
    const char* name;                     // with rule numbers
    MethodTest<FragmentTests>::Body body; // what to do
} CASES[] = {
    {"IPv4 identifications: scope and reuse", &FragmentTests::Numbers},
    {"R161 R163 fragments that begin with an extension header", &FragmentTests::HiddenProtocol},
    {"reassembly in lean fidelity", &FragmentTests::Whole},
    {"reassembly of different datagrams", &FragmentTests::Mixed},
    {"reassembly gives up", &FragmentTests::GivenUp},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-fragments".
 */
class FragmentsTestSuite : public PicosecondTestSuite
{
  public:
    FragmentsTestSuite()
        : PicosecondTestSuite("ipsec-fragments", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<FragmentTests>(test.name, test.body));
        }
    }
};

FragmentsTestSuite g_fragmentsTestSuite; //!< the suite

} // namespace
