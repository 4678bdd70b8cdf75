/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/kernel-pair.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdint>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Where an SA's numbers and its window begin in a NIC, and where they go on when it changes hands.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class HandoverTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void StartValue();
    void HighHalf();
    void PromotedHighHalf();
    void PromotedWindow();
    void DemotedWindow();
    void Merge();

  private:
    /// @param pair two ends @param number of a packet @return its fate at the receiver
    static std::string Forge(Pair& pair, uint64_t number)
    {
        PacketDescriptor packet = pair.MakeEsp(number);
        return pair.Arrive(packet);
    }
};

void
HandoverTests::StartValue()
{
    for (const char* kernel : {"FreeBsd", "LinuxPacket"})
    {
        Pair pair(kernel);
        pair.config.firstSequence = 41;
        pair.Add();
        Simulator::Run();
        for (uint64_t old = 1; old <= 40; ++old)
        {
            EXPECT_EQ(Forge(pair, old),
                      "nic-replay",
                      "before the SA began: " + std::to_string(old));
        }
        EXPECT_EQ(pair.SendMany(2), "nic nic", "from the start value on");
        EXPECT_EQ(Forge(pair, 41), "nic-replay", "seen");
    }
}

void
HandoverTests::HighHalf()
{
    for (const char* kernel : {"FreeBsd", "LinuxPacket", "LinuxCrypto"})
    {
        NicProfile profile;
        profile.esnEvents = true;
        Pair pair(kernel, profile);
        pair.config.esn = true;
        pair.config.firstSequence = (uint64_t{5} << 32) + 7;
        pair.Add();
        Simulator::Run();
        EXPECT_EQ(pair.SendMany(3), "nic nic nic", std::string("above 2^32: ") + kernel);
    }
}

void
HandoverTests::PromotedHighHalf()
{
    // The host numbers and checks all packets, but the high half goes into the NIC's ICV.
    NicProfile profile;
    profile.esnEvents = true;
    Pair pair("Ideal", profile);
    pair.config.interfaceName.clear();
    pair.config.esn = true;
    pair.config.firstSequence = (uint64_t{1} << 32) - 2;
    pair.Add();
    EXPECT_EQ(pair.SendMany(4),
              "software software software software",
              "across 2^32, not offered yet");
    Simulator::Run();
    EXPECT_EQ(pair.SendMany(3), "nic nic nic", "the NIC knows the high half");
}

void
HandoverTests::PromotedWindow()
{
    for (const bool handover : {false, true})
    {
        Pair pair("FreeBsd");
        pair.to.node->GetOffload()->SetAttribute("SequenceHandover", BooleanValue(handover));
        pair.from.interface->SetCapabilityEnabled(false); // all is numbered by software
        pair.Add();
        for (const uint64_t number : {1, 2, 4})
        {
            EXPECT_EQ(Forge(pair, number), "software", "before the offer");
        }
        Simulator::Run();
        EXPECT_EQ(Forge(pair, 4), handover ? "nic-replay" : "nic", "what software has seen (R173)");
        EXPECT_EQ(Forge(pair, 3), "nic", "what nobody has seen");
        EXPECT_EQ(Forge(pair, 100), "nic", "beyond");
        EXPECT_EQ(Forge(pair, 2), "nic-replay", "below the window");
    }
}

void
HandoverTests::DemotedWindow()
{
    for (const bool handover : {false, true})
    {
        Pair pair("FreeBsd");
        pair.to.node->GetOffload()->SetAttribute("SequenceHandover", BooleanValue(handover));
        pair.from.interface->SetCapabilityEnabled(false);
        pair.Add();
        Simulator::Run();
        for (const uint64_t number : {1, 2, 70})
        {
            EXPECT_EQ(Forge(pair, number), "nic", "by the NIC");
        }
        auto* there = pair.to.node->GetSad()->FindBySpi(Pair::SPI);
        there->GetReplayWindow().Update(69); // a fragment's ESP, which the NIC never saw
        pair.to.node->GetOffload()->Demote(Pair::Now(), there, pair.to.interface);
        Simulator::Run();
        EXPECT_EQ(Forge(pair, 70), handover ? "replay" : "software", "what the NIC has seen");
        EXPECT_EQ(Forge(pair, 69), "replay", "what software has seen");
        EXPECT_EQ(Forge(pair, 68), "software", "what nobody has seen");
        EXPECT_EQ(Forge(pair, 2), "replay", "below both windows");
    }
}

void
HandoverTests::Merge()
{
    // Against the plain reading: refused is what either refuses, whichever is the later one.
    for (const uint32_t size : {0U, 1U, 31U, 64U, 100U})
    {
        for (const uint64_t distance : {0U, 1U, 30U, 33U, 64U, 500U})
        {
            for (const bool swapped : {false, true})
            {
                ReplayWindow older(size, true, false);
                ReplayWindow newer(size, true, false);
                for (uint64_t number = 1000; number < 1100; number += 3)
                {
                    older.Update(number);
                    newer.Update(number + distance + number % 2);
                }
                ReplayWindow merged = swapped ? newer : older;
                merged.Merge(swapped ? older : newer);
                EXPECT_EQ(merged.GetLast(), std::max(older.GetLast(), newer.GetLast()), "last");
                for (uint64_t number = 900; number < 1700; ++number)
                {
                    EXPECT_EQ(merged.Check(number),
                              older.Check(number) && newer.Check(number),
                              std::to_string(size) + " " + std::to_string(distance) + " " +
                                  std::to_string(number));
                }
            }
        }
    }
}

/// Names and bodies.
const struct
{
    const char* name;                     // with rule numbers
    MethodTest<HandoverTests>::Body body; // what to do
} CASES[] = {
    {"G46 the NIC's window begins where the SA does", &HandoverTests::StartValue},
    {"G46 N42 an SA that begins above 2^32", &HandoverTests::HighHalf},
    {"R143 N42 inline crypto: an SA past 2^32 is offered", &HandoverTests::PromotedHighHalf},
    {"R143 R173 the window is handed to the NIC, or not", &HandoverTests::PromotedWindow},
    {"R143 R173 the window is handed back by the NIC, or not", &HandoverTests::DemotedWindow},
    {"R170 two windows of one SA put together", &HandoverTests::Merge},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "sa-handover".
 */
class SaHandoverTestSuite : public PicosecondTestSuite
{
  public:
    SaHandoverTestSuite()
        : PicosecondTestSuite("ipsec-sa-handover", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<HandoverTests>(test.name, test.body));
        }
    }
};

SaHandoverTestSuite g_saHandoverTestSuite; //!< the suite

} // namespace
