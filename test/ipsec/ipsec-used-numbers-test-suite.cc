/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-used-numbers.h"
#include "ns3/security-association.h"

#include <cstdint>
#include <random>
#include <set>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Pairs of key and IV that were used twice.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * Bodies of the tests.
 */
class UsedNumbersTests : public TestCase
{
  public:
    using TestCase::TestCase;

    /// Two encryptors.
    void Runs()
    {
        UsedNumbers used;
        used.Add(1, 1);
        EXPECT_EQ(used.GetRepeated(), 0, "nothing was sent");
        used.Add(1, 11); // software: 1 to 10
        used.Add(11, 21);
        EXPECT_EQ(used.GetRepeated(), 0, "whoever goes on repeats nothing");
        used.Add(1, 6); // a NIC that begins anew
        EXPECT_EQ(used.GetRepeated(), 5, "1 to 5");
        used.Add(1'000'000, 1'000'010);
        EXPECT_EQ(used.GetRepeated(), 5, "far ahead");
        used.Add(15, 1'000'005);
        EXPECT_EQ(used.GetRepeated(), 5 + 6 + 5, "15 to 20, and the first five behind the gap");
        used.Add(1, 1'000'010);
        EXPECT_EQ(used.GetRepeated(), 16 + 1'000'009, "all of them");
    }

    /// The same as a set of numbers.
    void Random()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round)
        {
            UsedNumbers used;
            std::set<uint64_t> numbers;
            uint64_t repeated = 0;
            for (int run = 0; run < 12; ++run)
            {
                const uint64_t from = random() % 100;
                const uint64_t to = from + random() % 20;
                used.Add(from, to);
                for (uint64_t number = from; number < to; ++number)
                {
                    repeated += numbers.insert(number).second ? 0 : 1;
                }
                EXPECT_EQ(used.GetRepeated(), repeated, "as counted one by one");
            }
        }
    }

    /// Software's own numbers.
    void Software()
    {
        SaConfig config;
        config.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        SecurityAssociation sa(config, 0);
        sa.TakeNumbers(10); // 1 to 10
        EXPECT_EQ(sa.GetUsedNumbers().GetRepeated(), 0, "software alone");
        sa.CountNumbersOfNic(1, 4);
        EXPECT_EQ(sa.GetUsedNumbers().GetRepeated(), 3, "R143 a NIC began at 1");
        SequenceState nic(config);
        nic.next = 21;
        sa.CountNumbersOfNic(11, 21);
        sa.TakeOver(nic);
        sa.NextSequence(); // 21
        EXPECT_EQ(sa.GetUsedNumbers().GetRepeated(), 3, "behind the NIC");
        SecurityAssociation clone(sa, config);
        clone.NextSequence(); // 22
        sa.CountNumbersOfNic(21, 23);
        EXPECT_EQ(sa.IsCloned(), true, "the clone goes on");
        EXPECT_EQ(clone.GetUsedNumbers().GetRepeated(), 3 + 2, "R60 of one key");
    }

    /// A counter of 32 bits.
    void Wrap()
    {
        SaConfig config;
        config.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        config.cyclic = true;
        config.firstSequence = 0xfffffffe;
        for (const bool atOnce : {true, false})
        {
            SecurityAssociation sa(config, 0);
            if (atOnce)
            {
                sa.TakeNumbers(5);
            }
            for (int i = 0; !atOnce && i < 5; ++i)
            {
                sa.NextSequence();
            }
            EXPECT_EQ(sa.GetUsedNumbers().GetRepeated(), 0, "fffffffe, ffffffff, 0, 1, 2");
            sa.TakeNumbers(0xfffffffd);
            EXPECT_EQ(sa.GetUsedNumbers().GetRepeated(), 2, "R171 once around");
        }
    }
};

/// Names and bodies.
const struct
{
    const char* name;                        // with rule numbers
    MethodTest<UsedNumbersTests>::Body body; // what to do
} CASES[] = {
    {"runs of numbers that meet", &UsedNumbersTests::Runs},
    {"runs of numbers by chance, against a set", &UsedNumbersTests::Random},
    {"R143 an SA knows what software, NICs and clones have sent", &UsedNumbersTests::Software},
    {"R171 a counter that comes round repeats", &UsedNumbersTests::Wrap},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "used-numbers".
 */
class UsedNumbersTestSuite : public TestSuite
{
  public:
    UsedNumbersTestSuite()
        : TestSuite("ipsec-used-numbers", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<UsedNumbersTests>(test.name, test.body));
        }
    }
};

UsedNumbersTestSuite g_usedNumbersTestSuite; //!< the suite

} // namespace
