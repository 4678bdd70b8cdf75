/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/host-model.h"
#include "ns3/host-step-costs.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-instant-ring.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/security-association.h"
#include "ns3/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of model/host and of the ring of instants that it shares with the NIC.
 */

using namespace ns3;

namespace
{

constexpr Ps US = 1'000'000; // a microsecond

/// @param cores how many @param backlog packets per core @return a host of 2 GHz
HostProfile
MakeHost(uint32_t cores, uint32_t backlog)
{
    HostProfile profile;
    profile.name = "test";
    profile.cores = cores;
    profile.clock = 2'000'000'000;
    profile.backlog = backlog;
    return profile;
}

/// @return work for a core alone
HostWork
Cycles(uint32_t hash, uint64_t cycles, HostContext context = HostContext::SEND)
{
    HostWork work;
    work.hash = hash;
    work.cycles = cycles;
    work.context = context;
    return work;
}

/// One test of the host model: a name and a method.
class HostTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (HostTest::*)();

    /// @param name what is tested @param body what to do
    HostTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void NoCores();
    void Booking();
    void Backlog();
    void ExactCycles();
    void Spread();
    void KeyedSpread();
    void Interrupts();
    void Moderation();
    void Budget();
    void GapForSenders();
    void ReceiveCores();
    void Threads();
    void AfterThread();
    void Lookaside();
    void Memory();
    void HardwareThreads();
    void CacheOfQueues();
    void SendCores();
    void Costs();
    void Ring();

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

void
HostTest::NoCores()
{
    HostModel host;
    EXPECT_EQ(host.HasCores(), false, "the default is no model");
    const auto booking = host.Book(7 * US, Cycles(12345, 1'000'000));
    EXPECT_EQ(booking.accepted, true, "never full");
    EXPECT_EQ(booking.done, 7 * US, "time is zero");
    EXPECT_EQ(booking.coreCycles, 0, "and so is work");
    EXPECT_EQ(host.CoreOf(12345), 0, "no core");
    EXPECT_EQ(host.GetLaneCount(), 0, "no lane");
    EXPECT_EQ(host.GetBooked(), 1, "counted all the same");
}

void
HostTest::Booking()
{
    HostModel host(MakeHost(1, 1000));
    EXPECT_EQ(host.HasCores(), true, "a core");
    EXPECT_EQ(host.Book(1 * US, Cycles(1, 2000)).done, 2 * US, "2000 cycles at 2 GHz");
    EXPECT_EQ(host.Book(1 * US, Cycles(2, 4000)).done, 4 * US, "behind it");
    EXPECT_EQ(host.Book(10 * US, Cycles(3, 2000)).done, 11 * US, "idle meanwhile");
    EXPECT_EQ(host.GetBusySeconds(0) * 1e12,
              4 * US,
              "busy time is the work's, idle time is not in it");
    EXPECT_EQ(host.GetBooked(), 3, "booked");
    EXPECT_EQ(host.GetRefused(), 0, "refused");
}

void
HostTest::Backlog()
{
    HostModel host(MakeHost(1, 3));
    for (int i = 0; i < 5; ++i)
    {
        const auto booking = host.Book(0, Cycles(1, 2000));
        EXPECT_EQ(booking.accepted, i < 3, "three wait or are served");
        EXPECT_EQ(booking.done, i < 3 ? (i + 1) * US : 0, "time");
    }
    EXPECT_EQ(host.Book(1 * US - 1, Cycles(1, 2000)).accepted, false, "the first is still served");
    EXPECT_EQ(host.Book(1 * US, Cycles(1, 2000)).done,
              4 * US,
              "it is done, and the refused cost nothing");
    EXPECT_EQ(host.GetBooked() + host.GetRefused(), 7, "booked + refused = calls");
    EXPECT_EQ(host.GetRefused(), 3, "refused");

    HostModel forwarder(MakeHost(1, 2));
    for (int i = 0; i < 3; ++i)
    {
        const auto booking = forwarder.Book(0, Cycles(1, 2000, HostContext::FORWARD));
        EXPECT_EQ(booking.accepted, i < 2, "what is forwarded waits like any other");
    }

    // What was done for a packet before it finds no room was in vain; who goes on finds room.
    HostModel full(MakeHost(1, 1));
    full.Book(0, Cycles(1, 2000));
    HostWork late = Cycles(1, 2000, HostContext::FORWARD);
    late.spent = 700;
    EXPECT_EQ(full.Book(0, late).accepted, false, "no room");
    EXPECT_EQ(full.GetWastedCycles(), 700, "in vain");
    late.admitted = true;
    EXPECT_EQ(full.Book(0, late).done, 2 * US, "in the same turn");
    EXPECT_EQ(full.GetWastedCycles(), 700, "not this one");

    // Each core has a backlog of its own.
    HostModel two(MakeHost(2, 1));
    uint32_t other = 1;
    while (two.CoreOf(other) == two.CoreOf(0))
    {
        ++other;
    }
    EXPECT_EQ(two.Book(0, Cycles(0, 2000)).accepted, true, "one core");
    EXPECT_EQ(two.Book(0, Cycles(0, 2000)).accepted, false, "is full");
    EXPECT_EQ(two.Book(0, Cycles(other, 2000)).done, 1 * US, "the other one is idle");
}

void
HostTest::ExactCycles()
{
    // A cycle of 2.6 GHz is no whole number of picoseconds; a million packets must not drift.
    HostProfile profile = MakeHost(1, UINT32_MAX);
    profile.clock = 2'600'000'000;
    HostModel host(profile);
    Ps done = 0;
    uint64_t cycles = 0;
    for (uint32_t i = 0; i < 1'000'000; ++i)
    {
        const uint32_t work = 1000 + i % 777;
        cycles += work;
        done = host.Book(done, Cycles(i, work)).done; // back to back
    }
    // cycles / 2.6 GHz in ps is cycles * 5000 / 13; at most a picosecond is lost where packets meet
    const auto exact = static_cast<Ps>(cycles * 5000 / 13);
    EXPECT_EQ(done <= exact && exact - done <= 1, true, "exact");
}

void
HostTest::Spread()
{
    // Sequential SPIs, multiples of a power of two, and random hashes spread alike.
    for (const uint32_t cores : {2U, 7U, 24U, 64U})
    {
        const HostModel host(MakeHost(cores, 1));
        std::mt19937 random(1); // NOLINT: the same numbers each time
        for (int kind = 0; kind < 3; ++kind)
        {
            std::vector<uint32_t> counts(cores);
            constexpr uint32_t hashes = 64000;
            for (uint32_t i = 0; i < hashes; ++i)
            {
                const uint32_t hash = kind == 0   ? 0x1000 + i
                                      : kind == 1 ? i * 4096
                                                  : static_cast<uint32_t>(random());
                const uint32_t core = host.CoreOf(hash);
                ASSERT_LT(core, cores, "a core that there is");
                ++counts[core];
            }
            const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
            const double mean = static_cast<double>(hashes) / cores;
            EXPECT_EQ(*least > 0.8 * mean && *most < 1.2 * mean,
                      true,
                      std::to_string(cores) + " cores, kind " + std::to_string(kind));
        }
    }
}

void
HostTest::KeyedSpread()
{
    // The finalizer of MurmurHash3 of (hash xor 7 x 0x9e3779b1), spread over 4096 places.
    HostProfile profile = MakeHost(4096, 1);
    profile.rssKey = 7;
    const HostModel host(profile);
    const std::pair<uint32_t, uint32_t> known[] =
        {{0, 2085}, {1, 494}, {2, 2185}, {3, 2972}, {0x12345678, 3462}, {UINT32_MAX, 3570}};
    for (const auto& [hash, core] : known)
    {
        EXPECT_EQ(host.CoreOf(hash), core, std::to_string(hash));
    }
}

void
HostTest::Interrupts()
{
    // 1 us per packet and 2 us per wake-up
    HostProfile profile = MakeHost(1, 1000);
    profile.batching.interrupt = 4000;
    HostModel host(profile);
    const HostContext receive = HostContext::RECEIVE;
    const auto first = host.Book(10 * US, Cycles(1, 2000, receive));
    EXPECT_EQ(first.done, 13 * US, "idle: interrupt, then the packet");
    EXPECT_EQ(first.interrupt, true, "and it says so");
    const auto polled = host.Book(12 * US, Cycles(1, 2000, receive));
    EXPECT_EQ(polled.done, 14 * US, "polled");
    EXPECT_EQ(polled.interrupt, false, "no interrupt");
    EXPECT_EQ(host.Book(14 * US, Cycles(1, 2000, HostContext::FORWARD)).done,
              15 * US,
              "the same turn");
    EXPECT_EQ(host.Book(15 * US - 1, Cycles(1, 2000, receive)).done, 16 * US, "still polled");
    EXPECT_EQ(host.Book(16 * US, Cycles(1, 2000, receive)).done, 19 * US, "idle again");
    EXPECT_EQ(host.Book(30 * US, Cycles(1, 2000, HostContext::SEND)).done,
              31 * US,
              "a process: none");
    EXPECT_EQ(host.Book(30 * US, Cycles(1, 2000, receive)).done, 34 * US, "it is interrupted");
    EXPECT_EQ(host.GetBatches().received, 5, "received");
    EXPECT_EQ(host.GetBatches().interrupts, 3, "interrupts");
    EXPECT_EQ(host.GetBusySeconds(0) * 1e12, 13 * US, "7 packets, 3 wake-ups");

    // The cost of a packet falls with the load.
    double last = 1e9;
    for (const Ps gap : {20 * US, 4 * US, 2 * US, US})
    {
        HostModel loaded(profile);
        std::mt19937 random(1); // NOLINT: the same numbers each time
        std::exponential_distribution<double> gaps(1.0 / static_cast<double>(gap));
        Ps now = 0;
        constexpr int packets = 20000;
        for (int i = 0; i < packets; ++i)
        {
            now += static_cast<Ps>(gaps(random));
            loaded.Book(now, Cycles(1, 2000, receive));
        }
        const double cost = loaded.GetBusySeconds(0) / packets;
        EXPECT_EQ(cost < last, true, "cheaper at a mean gap of " + std::to_string(gap) + " ps");
        last = cost;
        // A busy period begins with a wake-up: an M/G/1 queue with set-up times is idle for
        // (1 - load) / (1 + arrival rate x set-up) of the time.
        const double rate = 1e12 / static_cast<double>(gap);
        const double load = std::min(1.0, (rate * 1e-6 + rate * 2e-6) / (1 + rate * 2e-6));
        const double used = loaded.GetBusySeconds(0) * 1e12 / static_cast<double>(now);
        EXPECT_EQ(std::abs(used - load) < 0.01, true, "load " + std::to_string(used));
    }
}

void
HostTest::Moderation()
{
    HostProfile profile = MakeHost(1, 1000);
    profile.batching.interrupt = 2000;
    profile.batching.interval = 10 * US;
    HostModel host(profile);
    const HostContext receive = HostContext::RECEIVE;
    EXPECT_EQ(host.Book(5 * US, Cycles(1, 2000, receive)).done, 7 * US, "the first one at once");
    EXPECT_EQ(host.Book(9 * US, Cycles(1, 2000, receive)).done,
              17 * US,
              "10 us after the first one");
    EXPECT_EQ(host.Book(11 * US, Cycles(1, 2000, receive)).done, 18 * US, "in one batch with it");
    EXPECT_EQ(host.Book(40 * US, Cycles(1, 2000, receive)).done, 42 * US, "long ago");
    EXPECT_EQ(host.GetBatches().interrupts, 3, "interrupts");

    profile.batching.interval = 0;
    profile.batching.delay = 4 * US;
    HostModel late(profile);
    EXPECT_EQ(late.Book(5 * US, Cycles(1, 2000, receive)).done, 11 * US, "4 us after the packet");
    EXPECT_EQ(late.Book(8 * US, Cycles(1, 2000, receive)).done, 12 * US, "in one batch with it");
}

void
HostTest::Budget()
{
    HostProfile profile = MakeHost(1, 1000);
    profile.batching.poll = 2000;
    profile.batching.budget = 4;
    HostModel host(profile);
    Ps done = 0;
    for (int i = 0; i < 13; ++i)
    {
        done = host.Book(0, Cycles(1, 2000, HostContext::RECEIVE)).done;
    }
    EXPECT_EQ(host.GetBatches().polls, 3, "behind each fourth packet but the last");
    EXPECT_EQ(done, 16 * US, "13 packets and 3 turns");
}

void
HostTest::GapForSenders()
{
    HostProfile profile = MakeHost(1, 2);
    profile.batching.interval = 10 * US;
    HostModel host(profile);
    const HostContext receive = HostContext::RECEIVE;
    host.Book(1 * US, Cycles(1, 2000, receive));
    EXPECT_EQ(host.Book(3 * US, Cycles(1, 2000, receive)).done, 12 * US, "held back");
    const auto first = host.Book(4 * US, Cycles(1, 2000));
    EXPECT_EQ(first.done, 5 * US, "a sender has the core meanwhile");
    EXPECT_EQ(first.interrupt, false, "for which nothing is interrupted");
    EXPECT_EQ(host.Book(4 * US, Cycles(1, 8000)).done, 9 * US, "the next one, too");
    EXPECT_EQ(host.Book(4 * US, Cycles(1, 8000)).done, 16 * US, "this one does not fit in");
    EXPECT_EQ(host.Book(4 * US, Cycles(1, 2)).accepted, false, "two wait, and none is overtaken");
    EXPECT_EQ(std::llround(host.GetBusySeconds(0, 4 * US) * 1e12), 1 * US, "done: a packet");
    EXPECT_EQ(std::llround(host.GetBusySeconds(0, 7 * US) * 1e12),
              4 * US,
              "and a sender, and half of the next");
    EXPECT_EQ(std::llround(host.GetBusySeconds(0, 10 * US) * 1e12),
              6 * US,
              "idle until the interrupt");
    EXPECT_EQ(std::llround(host.GetBusySeconds(0, 14 * US) * 1e12),
              9 * US,
              "that, and half of the last sender");
    EXPECT_EQ(first.lane != host.Book(16 * US, Cycles(1, 2000, receive)).lane,
              true,
              "lanes of their own");
    EXPECT_EQ(host.GetBusySeconds(0) * 1e12, 12 * US, "what did not fit in is paid for once");
}

void
HostTest::ReceiveCores()
{
    HostProfile profile = MakeHost(8, 1);
    profile.rssQueues = 3;
    const HostModel host(profile);
    std::vector<uint32_t> received(8);
    std::vector<uint32_t> sent(8);
    for (uint32_t hash = 0; hash < 8000; ++hash)
    {
        ++received[host.CoreOf(hash, HostContext::RECEIVE)];
        ++sent[host.CoreOf(hash, HostContext::SEND)];
        EXPECT_EQ(host.CoreOf(hash, HostContext::FORWARD),
                  host.CoreOf(hash, HostContext::RECEIVE),
                  "forwarding goes on where it began");
    }
    for (uint32_t core = 0; core < 8; ++core)
    {
        EXPECT_EQ(received[core] > 2000, core < 3, "three queues");
        EXPECT_EQ(sent[core] > 800, true, "processes run on all cores");
    }
}

void
HostTest::Threads()
{
    HostProfile profile = MakeHost(4, 3);
    profile.cryptoThreads = 1;
    HostModel host(profile);
    HostWork work;
    work.cycles = 2000;
    work.threadCycles = 4000;
    std::vector<Ps> done;
    std::vector<uint32_t> lanes;
    for (uint32_t hash = 0; done.size() < 3; ++hash)
    {
        work.hash = hash;
        const auto booking = host.Book(0, work);
        if (booking.accepted)
        {
            EXPECT_EQ(booking.coreDone <= 3 * US, true, "cores work side by side");
            done.push_back(booking.done);
            lanes.push_back(booking.lane);
        }
    }
    EXPECT_EQ(done[0], 3 * US, "a core, then the thread");
    EXPECT_EQ(done[1], 5 * US, "one thread for all cores");
    EXPECT_EQ(done[2], 7 * US, "one thread for all cores");
    EXPECT_EQ(lanes[0] == lanes[1] && lanes[1] == lanes[2], true, "they leave in order");
    const double before = host.GetBusySeconds(host.CoreOf(0));
    const auto refused = host.Book(0, work);
    EXPECT_EQ(refused.accepted, false, "three wait for the thread");
    EXPECT_EQ(refused.refusedBy == HostModel::Place::CRYPTO_THREAD, true, "the thread");
    EXPECT_EQ(host.GetRefusedBy(HostModel::Place::CRYPTO_THREAD), host.GetRefused(), "counted");
    EXPECT_EQ(host.GetBusySeconds(host.CoreOf(0)), before, "costs no core anything");
    EXPECT_EQ(host.GetThreadSeconds(0) * 1e12, 6 * US, "busy");

    profile.cryptoThreads = 64;
    HostModel many(profile);
    work.threadHash = 1;
    many.Book(0, work);
    work.threadHash = 2;
    work.hash = 1;
    while (many.CoreOf(work.hash) == many.CoreOf(3))
    {
        ++work.hash;
    }
    const auto other = many.Book(0, work);
    EXPECT_EQ(other.done, 3 * US, "another SA, another core, another thread");
    EXPECT_EQ(many.GetLaneCount(), 2 * 4 + 64 + 1, "and one of the accelerator");
    EXPECT_EQ(other.lane, 2 * 4 + many.ThreadOf(2), "behind the lanes of the cores, one each");
}

void
HostTest::AfterThread()
{
    HostProfile profile = MakeHost(1, 10);
    profile.driverRx = 1;
    profile.saLookup = 10;
    profile.espInput = 100;
    profile.policyLookup = 1000;
    profile.input = 10'000;
    profile.ciphers["aes-gcm-16-128"] = {100'000, 0, true};
    SaConfig config;
    config.mode = IpsecMode::TRANSPORT;
    config.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    const SecurityAssociation sa(config, 0);
    PacketDescriptor packet;
    packet.length = 1000;
    packet.headerLength = 20;
    packet.esp.spi = 1000;
    packet.esp.length = sa.GetSizes().GetEspLength(1000, 20);
    const auto input = [&] { return StepCosts(HostModel(profile)).Input(packet, &sa, true); };
    EXPECT_EQ(input().cycles, 11'111, "the core does all but the cipher");
    EXPECT_EQ(input().threadCycles, 100'000, "the cipher");
    profile.threadGoesOn = true;
    EXPECT_EQ(input().cycles, 111, "up to the cipher");
    EXPECT_EQ(input().threadCycles, 111'000, "the cipher and what follows");
    profile.ciphers["aes-gcm-16-128"].inThread = false;
    EXPECT_EQ(input().cycles, 111'111, "without a thread nothing changes places");
    EXPECT_EQ(input().threadCycles, 0, "without a thread");
}

void
HostTest::Lookaside()
{
    HostProfile profile = MakeHost(1, 1000);
    profile.lookaside.bitRate = 8'000'000'000; // 1000 octets in a microsecond
    profile.lookaside.packetRate = 500'000;    // 2 us
    profile.lookaside.latency = 10 * US;
    profile.lookaside.queue = 2;
    HostModel host(profile);
    HostWork work;
    work.cycles = 2000;
    work.lookasideOctets = 4000;
    const auto first = host.Book(0, work);
    EXPECT_EQ(first.coreDone, 1 * US, "the core is free while the accelerator works");
    EXPECT_EQ(first.done, 15 * US, "1 core, 4 bits, 10 latency");
    work.lookasideOctets = 1000;
    EXPECT_EQ(host.Book(0, work).done, 16 * US, "latency holds nobody up, order is kept");
    const auto third = host.Book(0, work);
    EXPECT_EQ(third.refusedBy == HostModel::Place::LOOKASIDE, true, "two are on their way");
    EXPECT_EQ(host.Book(0, Cycles(0, 2000)).done, 3 * US, "others pass");
    EXPECT_EQ(host.Book(16 * US, work).accepted, true, "room again");
    EXPECT_EQ(host.GetLookasideSeconds() * 1e12, 6 * US, "three packets, or 6000 octets");

    profile.lookaside.bitRate = 0;
    profile.lookaside.latency = 0;
    HostModel packets(profile);
    packets.Book(0, work);
    EXPECT_EQ(packets.Book(0, work).done, 5 * US, "1 core, 4 packet rate");

    // Several requests at once, such as the segments of a super-segment.
    profile.lookaside.queue = 4;
    HostModel several(profile);
    work.lookasideRequests = 3;
    EXPECT_EQ(several.Book(0, work).done, 7 * US, "1 core, three times 2");
    EXPECT_EQ(several.Book(3 * US - 1, work).accepted, false, "two places are not enough");
    EXPECT_EQ(several.Book(5 * US, work).accepted, true, "the first two are done");
    EXPECT_EQ(several.GetLookasideSeconds() * 1e12, 12 * US, "six requests");
    work.lookasideRequests = 100;
    EXPECT_EQ(several.Book(5 * US, work).accepted, false, "more than the queue needs all of it");
    EXPECT_EQ(several.Book(1000 * US, work).accepted, true, "and gets it");
}

void
HostTest::Memory()
{
    HostProfile profile = MakeHost(2, 4);
    profile.memoryBandwidth = 8'000'000'000; // 1000 octets in a microsecond
    HostModel host(profile);
    HostWork work;
    work.cycles = 2000;
    work.path = HostPath::SOFTWARE;
    work.memory = {1000, 500, 200, 300};
    EXPECT_EQ(host.Book(0, work).done, 2 * US, "the memory is slower");
    work.hash = 1;
    while (host.CoreOf(work.hash) == host.CoreOf(0))
    {
        ++work.hash;
    }
    EXPECT_EQ(host.Book(0, work).done, 4 * US, "one memory for all cores");
    work.memory = {};
    EXPECT_EQ(host.Book(0, work).done, 4 * US, "not before the memory is done with others");
    for (int i = 0; i < 2; ++i)
    {
        host.Book(0, work);
    }
    EXPECT_EQ(host.Book(0, work).refusedBy == HostModel::Place::CORE,
              true,
              "it fills the backlogs");
    const auto& traffic = host.GetTraffic(HostPath::SOFTWARE);
    EXPECT_EQ(traffic.sent, 5, "accepted ones");
    EXPECT_EQ(traffic.memory.cpuRead, 2000, "octets");
    EXPECT_EQ(traffic.memory.cpuWritten, 1000, "octets");
    EXPECT_EQ(traffic.memory.dmaRead, 400, "octets");
    EXPECT_EQ(traffic.memory.dmaWritten, 600, "octets");
    EXPECT_EQ(host.GetTraffic(HostPath::CLEAR).sent, 0, "other ways are apart");
    EXPECT_EQ(traffic.received, 0, "other directions are apart");
    work.context = HostContext::RECEIVE;
    work.packets = 0;
    host.Book(1000 * US, work);
    EXPECT_EQ(traffic.received, 0, "goes on with what was counted");
    work.packets = 3;
    host.Book(1000 * US, work);
    EXPECT_EQ(traffic.received, 3, "as many as it says");
    EXPECT_EQ(host.GetMemorySeconds() * 1e12, 4 * US, "busy");
}

void
HostTest::HardwareThreads()
{
    HostProfile profile = MakeHost(4, 100);
    profile.threadsPerCore = 2; // 0 and 2, 1 and 3
    HostModel host(profile);
    std::array<uint32_t, 4> hashOf{};
    for (uint32_t hash = 1; hash < 1000; ++hash)
    {
        hashOf[host.CoreOf(hash)] = hash;
    }
    EXPECT_EQ(host.SiblingOf(0), 2, "the other half");
    EXPECT_EQ(host.SiblingOf(3), 1, "and back");
    EXPECT_EQ(host.Book(0, Cycles(hashOf[0], 2'000'000)).done, 1000 * US, "alone");
    EXPECT_EQ(host.Book(0, Cycles(hashOf[1], 2'000'000)).done, 1000 * US, "another core");
    const auto both = host.Book(0, Cycles(hashOf[2], 2'000'000));
    EXPECT_EQ(both.done, 1600 * US, "two do 1.25 together, half of it each");
    EXPECT_EQ(both.sharedCycles, 1'200'000, "0.6 of it more");
    EXPECT_EQ(host.Book(0, Cycles(hashOf[0], 2000)).done, 1601 * US, "the first one is as slow");
    EXPECT_EQ(host.GetBusySeconds(0) * 1e12, 1601 * US, "busy");
    EXPECT_EQ(host.GetBusySeconds(2) * 1e12, 1600 * US, "busy");

    // Kept busy, both together do 1.25 times what one alone does.
    profile.backlog = 1'000'000;
    HostModel pair(profile);
    for (uint32_t i = 0; i < 50'000; ++i)
    {
        pair.Book(0, Cycles(hashOf[0], 3000));
        pair.Book(0, Cycles(hashOf[2], 3000));
    }
    const double alone = 100'000 * 3000 / 2e9;
    EXPECT_NEAR(pair.GetBusySeconds(0), alone / 1.25, 1e-5, "half of the work");
    EXPECT_NEAR(pair.GetBusySeconds(2), alone / 1.25, 1e-5, "the other half");
}

void
HostTest::CacheOfQueues()
{
    HostProfile profile = MakeHost(4, 100);
    profile.cacheOctets = 300;
    profile.queueOctets = 200;
    profile.cacheMissPerOctet = 3;
    HostModel host(profile);
    std::array<uint32_t, 4> hashOf{};
    for (uint32_t hash = 1; hash < 1000; ++hash)
    {
        hashOf[host.CoreOf(hash)] = hash;
    }
    const auto receive = [&](uint32_t core) {
        HostWork work = Cycles(hashOf[core], 100, HostContext::RECEIVE);
        work.copiedIn = 1000;
        return host.Book(0, work);
    };
    EXPECT_EQ(receive(0).missed, 0, "one queue fits");
    const auto second = receive(1);
    EXPECT_EQ(second.missed, 500, "of 400 octets 300 fit: a quarter, read and written");
    EXPECT_EQ(second.missCycles, 1500, "3 each");
    EXPECT_EQ(second.coreCycles, 1600, "with the work itself");
    EXPECT_EQ(receive(1).missed, 500, "the same queue");
    HostWork send = Cycles(hashOf[2], 100);
    send.copiedOut = 1000;
    EXPECT_EQ(host.Book(0, send).missed, 0, "sockets have queues of their own");
    send.hash = hashOf[3];
    EXPECT_EQ(host.Book(0, send).missed, 250, "a quarter, written");
}

void
HostTest::SendCores()
{
    HostProfile profile = MakeHost(64, 100);
    profile.rssQueues = 2;
    EXPECT_EQ(OutputContextOf(profile, false) == HostContext::SEND, true, "a process's core");
    EXPECT_EQ(OutputContextOf(profile, true) == HostContext::FORWARD, true, "others' packets");
    profile.sendCore = HostProfile::SendCore::ACKNOWLEDGMENT;
    const auto context = OutputContextOf(profile, false);
    const HostModel host(profile);
    for (uint32_t hash = 0; hash < 1000; ++hash)
    {
        EXPECT_EQ(host.CoreOf(hash, context),
                  host.CoreOf(hash, HostContext::RECEIVE),
                  "one that receives");
    }
}

void
HostTest::Costs()
{
    HostProfile profile = MakeHost(1, 1);
    profile.defaultCipher = {100, 2};
    profile.ciphers["aes-gcm-16-128"] = {50, 0.75};
    EXPECT_EQ(profile.CostOf("aes-gcm-16-128").perOctet, 0.75, "listed");
    EXPECT_EQ(profile.CostOf("aes-cbc-128").perPacket, 100, "not listed");
}

void
HostTest::Ring()
{
    // Against std::deque as an oracle.
    InstantRing ring(50);
    std::deque<Ps> oracle;
    std::mt19937 random(3); // NOLINT: the same numbers each time
    Ps now = 0;
    Ps last = 0;
    bool equal = true;
    for (int i = 0; i < 20000; ++i)
    {
        now += random() % 10;
        ring.Expire(now);
        while (!oracle.empty() && oracle.front() <= now)
        {
            oracle.pop_front();
        }
        equal = equal && ring.GetSize() == oracle.size();
        equal = equal && ring.IsFull() == (oracle.size() >= 50);
        if (!ring.IsFull())
        {
            last = std::max(last, now) + random() % 10;
            ring.Push(last);
            oracle.push_back(last);
        }
    }
    EXPECT_EQ(equal, true, "the same entries");
    ring.Clear();
    EXPECT_EQ(ring.GetSize(), 0, "empty");
    ring.Push(5);
    ring.Expire(4);
    EXPECT_EQ(ring.GetSize(), 1, "works on");
}

/// The suite.
class HostTestSuite : public TestSuite
{
  public:
    HostTestSuite()
        : TestSuite("ipsec-host", TestSuite::Type::UNIT)
    {
        const auto add = [this](const std::string& name, HostTest::Body body) {
            AddTestCase(new HostTest(name, body));
        };
        add("without cores time is zero", &HostTest::NoCores);
        add("work is done in order of arrival", &HostTest::Booking);
        add("a core's backlog is bounded", &HostTest::Backlog);
        add("cycles are exact", &HostTest::ExactCycles);
        add("hashes spread over cores", &HostTest::Spread);
        add("a key draws the hash anew", &HostTest::KeyedSpread);
        add("a packet that finds the core idle costs an interrupt", &HostTest::Interrupts);
        add("interrupts are moderated", &HostTest::Moderation);
        add("a turn of polling has a budget", &HostTest::Budget);
        add("senders work while an interrupt is held back", &HostTest::GapForSenders);
        add("receive-side scaling has its own number of cores", &HostTest::ReceiveCores);
        add("a crypto thread serves all cores", &HostTest::Threads);
        add("what follows a cipher in a thread may stay there", &HostTest::AfterThread);
        add("an accelerator works while the core is free", &HostTest::Lookaside);
        add("cores and DMA share the memory", &HostTest::Memory);
        add("costs of ciphers", &HostTest::Costs);
        add("two threads of a physical core share it", &HostTest::HardwareThreads);
        add("queues outgrow the last-level cache", &HostTest::CacheOfQueues);
        add("own packets are sent where they are received", &HostTest::SendCores);
        add("a ring of instants holds what a queue holds", &HostTest::Ring);
    }
};

HostTestSuite g_hostTestSuite; //!< registers the suite

} // namespace
