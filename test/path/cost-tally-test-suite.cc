/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-node-fixture.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-algorithm.h"

#include <map>
#include <set>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What the cycles of cores and crypto threads are made of.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr uint32_t OCTETS = 998; // of each datagram
constexpr uint32_t SPI = 0x1000; // of what is received

/// Bodies of the tests.
class CostTallyTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Ciphers();
    void InThread();
    void Refused();
    void Batching();
    void Sharing();
    void Keys();

  private:
    /// What is paid for, by key; times 0 left out.
    using Paid = std::map<std::string, CostTally::Entry>;

    /// @param entries of a core or thread @return those that were paid for
    static Paid PaidOf(const CostTally::Entries& entries)
    {
        Paid paid;
        for (size_t cost = 0; cost < entries.size(); ++cost)
        {
            if (entries[cost].times > 0)
            {
                paid[GetKey(static_cast<HostCost>(cost))] = entries[cost];
            }
        }
        return paid;
    }

    /// @param paid what for @return cycles
    static double SumOf(const Paid& paid)
    {
        double sum = 0;
        for (const auto& [key, entry] : paid)
        {
            sum += static_cast<double>(entry.times) * entry.each;
        }
        return sum;
    }

    /// @return a host of one core at 1 GHz
    static HostProfile MakeHost()
    {
        HostProfile host;
        host.cores = 1;
        host.clock = 1'000'000'000;
        host.driverRx = 250;
        host.saLookup = 150;
        host.espInput = 3000;
        host.policyLookup = 400;
        host.ciphers["aes-gcm-16-128"] = {30, 1.5};
        return host;
    }

    /// @param f a node, gets an SA for what it receives
    static void AddInput(IpsecNodeFixture& f)
    {
        SaConfig config = IpsecNodeFixture::SaTo(SPI, "192.0.2.1");
        config.source = IpsecNodeFixture::At("192.0.2.2");
        f.node->GetSad()->Add(0, config);
    }

    /// @param f a node @param sequence of its next ESP datagram @return octets of that
    static uint32_t ReceiveEsp(IpsecNodeFixture& f, uint64_t sequence)
    {
        PacketDescriptor packet =
            IpsecNodeFixture::Reversed(IpsecNodeFixture::PacketTo("192.0.2.2", OCTETS));
        const SecurityAssociation* sa = f.node->GetSad()->FindBySpi(SPI);
        packet.esp.spi = SPI;
        packet.esp.sequence = sequence;
        packet.esp.source = sa->GetConfig().source;
        packet.esp.destination = sa->GetConfig().destination;
        packet.esp.length = sa->GetSizes().GetEspLength(OCTETS, packet.headerLength);
        const uint32_t octets = packet.esp.length;
        TransformHistory history;
        const PendingPacket pending = f.node->GetInputPath().InputEsp(f.now, packet, history);
        if (pending.goesOn)
        {
            f.node->GetInputPath().FinishEsp(pending.ready, packet, pending, history);
            packet.esp.spi = 0;
            f.node->GetInputPath().InputCheck(pending.ready, packet, history, octets, true);
        }
        return octets;
    }
};

void
CostTallyTests::Ciphers()
{
    IpsecNodeFixture f;
    f.node->SetHost(MakeHost());
    AddInput(f);
    const uint32_t octets = ReceiveEsp(f, 1);
    const Paid paid = PaidOf(f.node->GetHostCosts().GetCores()[0]);
    EXPECT_EQ(paid.count("cipher.aes-gcm-16-128.per-octet"), 1, "the cipher");
    EXPECT_EQ(paid.at("cipher.aes-gcm-16-128.per-octet").times, octets, "of ESP");
    EXPECT_NEAR(paid.at("cipher.aes-gcm-16-128.per-octet").each, 1.5, 0, "each");
    EXPECT_EQ(paid.at("cipher.aes-gcm-16-128.per-packet").times, 1, "fixed part");
    EXPECT_NEAR(SumOf(paid),
                f.node->GetHost().GetBusySeconds(0) * 1e9,
                0.5,
                "all of the core's cycles");
    EXPECT_NEAR(SumOf(paid), 250 + 150 + 3000 + 400 + 30 + 1.5 * octets, 1e-9, "by hand");
}

void
CostTallyTests::InThread()
{
    for (const bool goesOn : {false, true})
    {
        IpsecNodeFixture f;
        HostProfile host = MakeHost();
        host.ciphers["aes-gcm-16-128"].inThread = true;
        host.threadGoesOn = goesOn;
        f.node->SetHost(host);
        AddInput(f);
        const uint32_t octets = ReceiveEsp(f, 1);
        const Paid core = PaidOf(f.node->GetHostCosts().GetCores()[0]);
        const Paid thread = PaidOf(f.node->GetHostCosts().GetThreads()[0]);
        EXPECT_EQ(core.count("cipher.aes-gcm-16-128.per-octet"), 0, "not the core");
        EXPECT_EQ(core.count("policy-lookup"), goesOn ? 0 : 1, "what follows the cipher");
        EXPECT_EQ(thread.count("policy-lookup"), goesOn ? 1 : 0, "what follows the cipher");
        EXPECT_NEAR(SumOf(core), 250 + 150 + 3000 + (goesOn ? 0 : 400), 1e-9, "the core");
        EXPECT_NEAR(SumOf(thread), 30 + 1.5 * octets + (goesOn ? 400 : 0), 1e-9, "the thread");
    }
}

void
CostTallyTests::Refused()
{
    IpsecNodeFixture f;
    HostProfile host = MakeHost();
    host.backlog = 3;
    f.node->SetHost(host);
    AddInput(f);
    for (uint64_t sequence = 1; sequence <= 5; ++sequence)
    {
        ReceiveEsp(f, sequence); // all at once
    }
    const Paid paid = PaidOf(f.node->GetHostCosts().GetCores()[0]);
    EXPECT_EQ(f.node->GetHost().GetRefused(), 2, "no room");
    EXPECT_EQ(paid.at("driver-rx").times, 3, "what is refused costs nothing");
    EXPECT_NEAR(SumOf(paid), f.node->GetHost().GetBusySeconds(0) * 1e9, 1.5, "all cycles");
}

void
CostTallyTests::Batching()
{
    IpsecNodeFixture f;
    HostProfile host = MakeHost();
    host.batching.interrupt = 7000;
    host.batching.poll = 900;
    host.batching.budget = 2;
    f.node->SetHost(host);
    AddInput(f);
    for (uint64_t sequence = 1; sequence <= 5; ++sequence)
    {
        ReceiveEsp(f, sequence); // an interrupt, then two polls
    }
    const Paid paid = PaidOf(f.node->GetHostCosts().GetCores()[0]);
    EXPECT_EQ(paid.at("interrupt").times, 1, "the first one");
    EXPECT_NEAR(paid.at("interrupt").each, 7000, 0, "the first one");
    EXPECT_EQ(paid.at("poll").times, 2, "of each two that follow");
    EXPECT_NEAR(paid.at("poll").each, 900, 0, "each");
    EXPECT_NEAR(SumOf(paid), f.node->GetHost().GetBusySeconds(0) * 1e9, 2.5, "all cycles");
}

void
CostTallyTests::Sharing()
{
    HostProfile profile = MakeHost();
    profile.cores = 2;
    profile.threadsPerCore = 2;
    profile.cacheOctets = 100;
    profile.queueOctets = 200;
    profile.cacheMissPerOctet = 1.5;
    HostModel host(profile);
    CostTally tally(profile);
    HostWork work;
    work.cycles = 1000;
    work.copiedOut = 400; // half of them missed, at 1.5 cycles
    for (const uint32_t hash : {0U, 0x80000000U, 0x40000000U, 0xc0000000U})
    {
        work.hash = hash;
        CostBill bill;
        bill.Clear();
        bill.Add(HostCost::OUTPUT, CostBill::Payer::CORE, 1000, 1);
        const auto booking = host.Book(0, work);
        tally.Add(bill, booking, work.cycles, 0, host.SiblingOf(booking.core));
    }
    uint64_t shared = 0;
    for (uint32_t core = 0; core < 2; ++core)
    {
        const Paid paid = PaidOf(tally.GetCores()[core]);
        EXPECT_NEAR(SumOf(paid), host.GetBusySeconds(core) * 1e9, 1.5, "all cycles of " << core);
        EXPECT_NEAR(paid.at("cache-miss").each, 1.5, 0, "per octet");
        shared += paid.at("thread-yield").times;
    }
    EXPECT_EQ(shared > 0, true, "both were busy at once");
    EXPECT_EQ(shared % 2, 0, "and pay the same");
}

void
CostTallyTests::Keys()
{
    std::set<std::string> keys;
    for (size_t cost = 0; cost < CountHostCosts(); ++cost)
    {
        keys.insert(GetKey(static_cast<HostCost>(cost)));
    }
    EXPECT_EQ(keys.size(), CountHostCosts(), "each has its own");
    EXPECT_EQ(keys.count(""), 0, "and one that says something");
    EXPECT_EQ(GetKey(CipherCostOf(nullptr, true)), "cipher.null.per-octet", "NULL encryption");
    for (const auto& algorithm : GetIpsecAlgorithms())
    {
        EXPECT_EQ(GetKey(CipherCostOf(&algorithm, false)),
                  std::string("cipher.") + algorithm.name + ".per-packet",
                  "an algorithm");
    }
}

/// Names and bodies.
const struct
{
    const char* name;
    MethodTest<CostTallyTests>::Body body; // what to do
} CASES[] = {
    {"cycles by cost are all cycles of a core", &CostTallyTests::Ciphers},
    {"what a crypto thread works is the thread's", &CostTallyTests::InThread},
    {"a refused packet pays nothing", &CostTallyTests::Refused},
    {"interrupts and polls are costs, too", &CostTallyTests::Batching},
    {"misses, and two threads of a core, are costs, too", &CostTallyTests::Sharing},
    {"each cost has a key of its own", &CostTallyTests::Keys},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "cost-tally".
 */
class CostTallyTestSuite : public PicosecondTestSuite
{
  public:
    CostTallyTestSuite()
        : PicosecondTestSuite("ipsec-cost-tally", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<CostTallyTests>(test.name, test.body));
        }
    }
};

CostTallyTestSuite g_costTallyTestSuite; //!< the suite

} // namespace
