/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"

#include "ns3/ipsec-backfill-server.h"
#include "ns3/ipsec-serial-server.h"
#include "ns3/nic-card.h"
#include "ns3/nic-engine.h"
#include "ns3/nic-pcie.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of the stages of a NIC's pipelines and of what the ports of a card share.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr uint64_t GBPS = 1'000'000'000;
constexpr Ps NS = 1'000;
constexpr Ps US = 1'000'000;

/// One test of the stages: a name and a method.
class StageTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (StageTest::*)();

    /// @param name with rule numbers @param body what to do
    StageTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void InOrder();
    void LateJob();
    void AnyOrder();
    void ReadLimits();
    void ReadRequests();
    void BusTraffic();
    void IdleTransmit();
    void IdleReceive();
    void EarlyFetch();
    void ClearPackets();
    void PortCeiling();
    void SharedCipher();
    void CardCeiling();
    void BothCeilings();
    void SharedByPorts();
    void SlotsOfCard();
    void SlotsOfPorts();
    void SlotsByChance();
    void Overrun();
    void Conservation();

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

void
StageTest::InOrder()
{
    for (const uint64_t rate : {uint64_t{7}, 95 * GBPS, uint64_t{30'000'000}, 3 * GBPS + 1})
    {
        SerialServer serial(rate);
        BackfillServer backfill(rate);
        std::mt19937_64 random(rate); // NOLINT: the same numbers each time
        Ps now = 0;
        uint32_t differences = 0;
        const Ps mean = serial.GetServiceTime(500);
        for (uint32_t i = 0; i < 20'000; ++i)
        {
            now += static_cast<Ps>(random() % (2 * static_cast<uint64_t>(mean)));
            const uint64_t work = 1 + random() % 1000;
            const Ps start = serial.StartOf(now);
            const Ps done = serial.Serve(now, work);
            const auto service = backfill.Serve(now, work);
            differences += service.start == start && service.done == done ? 0 : 1;
        }
        EXPECT_EQ(differences, 0, "rate " + std::to_string(rate));
        EXPECT_EQ(backfill.GetServedInGaps(), 0, "nothing was late");
        EXPECT_EQ(backfill.GetServed(), serial.GetServed(), "the same work");
    }
}

void
StageTest::LateJob()
{
    BackfillServer server(1'000'000'000'000); // a unit per picosecond
    EXPECT_EQ(server.Serve(100, 10).done, 110, "leaves a gap before it");
    EXPECT_EQ(server.Serve(50, 20).done, 70, "comes earlier, offered later: in the gap");
    EXPECT_EQ(server.Serve(40, 10).done, 50, "exactly what is left before that");
    EXPECT_EQ(server.Serve(40, 40).done, 150, "too long for what is left of the gap");
    EXPECT_EQ(server.Serve(60, 30).done, 100, "from 70 to 100");
    EXPECT_EQ(server.Serve(0, 40).done, 40, "the beginning of the gap");
    EXPECT_EQ(server.Serve(0, 1).done, 151, "no gap is left");
    EXPECT_EQ(server.GetServed(), 151, "all work");
    EXPECT_EQ(server.GetServedInGaps(), 100, "of which in the gap");
    EXPECT_EQ(BackfillServer(0).Serve(7, 100).done, 7, "infinitely fast");
}

/// A server whose every busy span is kept: a job gets the first idle span that has room for it.
class FirstFit
{
  public:
    /// @param arrival of a job @param duration of its service @return when it begins
    Ps Serve(Ps arrival, Ps duration)
    {
        Ps start = arrival;
        auto next = m_busy.upper_bound(arrival);
        if (next != m_busy.begin())
        {
            start = std::max(start, std::prev(next)->second);
        }
        for (; next != m_busy.end() && next->first - start < duration; ++next)
        {
            start = std::max(start, next->second);
        }
        m_busy[start] = start + duration;
        return start;
    }

  private:
    std::map<Ps, Ps> m_busy; //!< begin and end of each job's service
};

/// A job of a queue that hands it over before it arrives.
struct EarlyJob
{
    Ps handed;
    Ps arrival;
    uint64_t work;
};

/// @param load of a server with a unit each 100 ps @return jobs of two queues in the order in which
/// they are handed over: one hands them over up to ten services before they arrive
std::vector<EarlyJob>
MakeEarlyJobs(double load)
{
    std::mt19937_64 random(5); // NOLINT: the same numbers each time
    std::exponential_distribution<double> gap(load / 100'000 / 2);
    std::vector<EarlyJob> jobs;
    for (const Ps ahead : {0 * US, 1 * US})
    {
        double handed = 0;
        Ps last = 0;
        for (uint32_t i = 0; i < 30'000; ++i)
        {
            handed += gap(random);
            const Ps early =
                ahead == 0 ? 0 : static_cast<Ps>(random() % static_cast<uint64_t>(ahead));
            last = std::max(last, static_cast<Ps>(handed) + early);
            jobs.push_back({static_cast<Ps>(handed), last, 500 + random() % 1000});
        }
    }
    std::stable_sort(jobs.begin(), jobs.end(), [](const EarlyJob& a, const EarlyJob& b) {
        return a.handed < b.handed;
    });
    return jobs;
}

void
StageTest::AnyOrder()
{
    constexpr uint64_t RATE = 10'000'000'000; // 100 ps per unit
    // What first fit costs against first come, first served, with all arrivals known: jobs that
    // were handed over first keep their place, and gaps shorter than a job stay empty.
    const std::vector<std::pair<double, double>> expected{{0.3, 1.259}, {0.6, 1.271}, {0.9, 1.183}};
    for (const auto& [load, cost] : expected)
    {
        auto jobs = MakeEarlyJobs(load);
        BackfillServer server(RATE);
        FirstFit reference;
        uint32_t differences = 0;
        double waited = 0;
        for (const EarlyJob& job : jobs)
        {
            const auto service = server.Serve(job.arrival, job.work);
            const Ps duration = 100 * static_cast<Ps>(job.work);
            const Ps start = reference.Serve(job.arrival, duration);
            differences += service.start == start && service.done == start + duration ? 0 : 1;
            waited += static_cast<double>(service.start - job.arrival);
        }
        EXPECT_EQ(differences, 0, "the first gap with room for it, load " + std::to_string(load));
        std::stable_sort(jobs.begin(), jobs.end(), [](const EarlyJob& a, const EarlyJob& b) {
            return a.arrival < b.arrival;
        });
        SerialServer exact(RATE);
        double should = 0;
        for (const EarlyJob& job : jobs)
        {
            should += static_cast<double>(exact.StartOf(job.arrival) - job.arrival);
            exact.Serve(job.arrival, job.work);
        }
        EXPECT_NEAR(waited / should, cost, 0.001, "mean waiting at load " << load);
    }
}

/// @return a NIC whose PCIe is all it has
NicProfile
PcieProfile(uint32_t request, uint32_t reads)
{
    NicProfile profile;
    profile.pcieBitRate = 100 * GBPS;
    profile.pcieReadLatency = 1 * US;
    profile.pcieReadRequest = request;
    profile.pcieReads = reads;
    profile.ringSize = 1U << 20;
    profile.rxRingSize = 1U << 20;
    return profile;
}

/// @return bit/s of packets' octets that are read back to back
double
ReadRate(const NicProfile& profile, uint32_t octets)
{
    NicPcie pcie(profile);
    constexpr uint32_t PACKETS = 20'000;
    Ps done = 0;
    for (uint32_t i = 0; i < PACKETS; ++i)
    {
        done = pcie.Read(0, octets, true);
    }
    return 8.0 * octets * PACKETS / (static_cast<double>(done) * 1e-12);
}

void
StageTest::ReadLimits()
{
    // At most the bus less headers, at most reads x request size per round trip.
    for (const uint32_t octets : {64U, 512U, 593U, 1500U, 9000U})
    {
        for (const uint32_t request : {512U, 2048U})
        {
            for (const uint32_t reads : {0U, 4U, 16U, 64U})
            {
                const uint32_t tlps = (octets + 255) / 256;
                const uint32_t requests = (octets + request - 1) / request;
                const double bus = 100e9 * octets / (octets + 24.0 * tlps + 64 + 24);
                // A place is taken for the round trip and for the data's time on the bus.
                const double mean = 8.0 * (octets + 24.0 * tlps + 64 + 24) / requests / 100e9;
                const double places = reads * 8.0 * octets / requests / (1e-6 + mean);
                const double expected = reads == 0 ? bus : std::min(bus, places);
                const double rate = ReadRate(PcieProfile(request, reads), octets);
                EXPECT_NEAR(rate,
                            expected,
                            0.03 * expected,
                            octets << " octets, requests of " << request << ", " << reads
                                   << " at a time");
            }
        }
    }
}

void
StageTest::ReadRequests()
{
    const double small = ReadRate(PcieProfile(512, 16), 1500);
    const double large = ReadRate(PcieProfile(2048, 16), 1500);
    EXPECT_GT(large, 1.2 * small, "larger requests carry more per round trip");
}

void
StageTest::BusTraffic()
{
    NicProfile profile = PcieProfile(512, 0);
    profile.descriptorOctets = 16;
    profile.completionOctets = 32;
    NicPcie pcie(profile);
    pcie.Read(0, 1500, true);
    EXPECT_EQ(pcie.GetFromHost().GetServed(), 8 * (1500 + 6 * 24 + 16 + 24), "payload, descriptor");
    EXPECT_EQ(pcie.GetToHost().GetServed(), 8 * (3 * 24 + 32 + 24), "requests, completion");
    pcie.Read(0, 1500, false);
    EXPECT_EQ(pcie.GetFromHost().GetServed(), 8 * (2 * (1500 + 6 * 24) + 40), "no descriptor");
    EXPECT_EQ(pcie.GetToHost().GetServed(), 8 * (6 * 24 + 56), "no completion");
    const Ps done = pcie.Write(10 * US, 20 * US, 300);
    EXPECT_EQ(done, 20 * US + 8 * (300 + 2 * 24 + 32 + 24) * 10, "two TLPs and the completion");
    EXPECT_EQ(pcie.GetFromHost().GetServed(), 8 * (2 * (1500 + 6 * 24) + 80), "its descriptor");
    EXPECT_EQ(pcie.GetCounters().read.octets, 3000, "read");
    EXPECT_EQ(pcie.GetCounters().written.octets, 300, "written");
    EXPECT_EQ(pcie.GetCounters().requests, 6, "requests");
}

/// @return a NIC with every stage on, and one SA
NicProfile
FullProfile()
{
    NicProfile profile = PcieProfile(2048, 0);
    profile.doorbellLatency = 300 * NS;
    profile.classifyLatency = 200 * NS;
    profile.completionLatency = 500 * NS;
    profile.portBitRate = 80 * GBPS;
    profile.cardBitRate = 160 * GBPS;
    profile.txBitRate = 40 * GBPS;
    profile.rxBitRate = 20 * GBPS;
    profile.txLatency = 2 * US;
    profile.rxLatency = 3 * US;
    profile.contextCacheSize = 64;
    profile.contextFetchTime = 5 * US;
    return profile;
}

/// @param engine gets it @param drvSpi name @param spi of the SA
void
AddSa(NicEngine& engine, uint16_t drvSpi, uint32_t spi)
{
    engine.Install(0, MakeContext(drvSpi, MakeSa(spi)));
}

/// @return when the packet's first bit is on the wire
Ps
Send(NicEngine& engine, Ps now, uint16_t drvSpi, uint32_t length = 1000)
{
    PacketDescriptor packet = MakePacket(length, drvSpi);
    return engine.Transmit(now, packet, length).start;
}

/// @return the answer to an ESP packet
NicEngine::ReceiveResult
Get(NicEngine& engine, Ps now, uint32_t spi, uint64_t sequence, uint32_t length = 1000)
{
    PacketDescriptor packet = MakePacket(length);
    packet.esp.spi = spi;
    packet.esp.sequence = sequence;
    packet.esp.length = SizesOf(MakeSa(spi)).GetEspLength(length, 20);
    packet.esp.source = packet.source;
    packet.esp.destination = packet.destination;
    return engine.Receive(now, packet, packet.esp.length);
}

void
StageTest::IdleTransmit()
{
    NicEngine engine(FullProfile(), 100 * GBPS, 38);
    AddSa(engine, 3, 0x1001);
    Send(engine, 0, 3); // fetches the context
    const Ps now = 100 * US;
    const Ps bus = 8 * (1000 + 4 * 24 + 64 + 24) * 10;
    const Ps stages = 8000 * 25 / 2 + 8000 * 25 / 4 + 8000 * 25; // 80, 160 and 40 Gbit/s
    const Ps expected = 300 * NS + 2 * US + bus + 200 * NS + stages + 2 * US;
    EXPECT_EQ(Send(engine, now, 3) - now,
              expected,
              "doorbell, two round trips, bus, classify, port, card, cipher, latency");
    engine.CheckInvariants();
}

void
StageTest::IdleReceive()
{
    NicEngine engine(FullProfile(), 100 * GBPS, 38);
    AddSa(engine, 3, 0x1001);
    Get(engine, 0, 0x1001, 1);
    const Ps now = 100 * US;
    const Ps wire = SizesOf(MakeSa(0x1001)).GetEspLength(1000, 20);
    const Ps front = 200 * NS + 8 * wire * 25 / 2 + 8 * wire * 25 / 4;
    const Ps bus = 8 * (1000 + 4 * 24 + 64 + 24) * 10;
    const Ps expected = front + 8000 * 50 + 3 * US + bus + 500 * NS;
    EXPECT_EQ(Get(engine, now, 0x1001, 2).ready - now,
              expected,
              "classify, port, card, cipher, latency, bus, completion");
    engine.CheckInvariants();
}

void
StageTest::EarlyFetch()
{
    // The descriptor names the SA: context and payload are fetched at the same time.
    NicProfile profile = PcieProfile(2048, 0);
    profile.contextCacheSize = 64;
    for (const Ps fetch : {500 * NS, 5 * US})
    {
        profile.contextFetchTime = fetch;
        NicEngine engine(profile, 0, 0);
        AddSa(engine, 3, 0x1001);
        const Ps bus = 8 * (1000 + 4 * 24 + 64 + 24) * 10;
        EXPECT_EQ(Send(engine, 0, 3), 1 * US + std::max(fetch, 1 * US + bus), "the longer of both");
    }
}

void
StageTest::ClearPackets()
{
    NicProfile profile = FullProfile();
    NicEngine engine(profile, 100 * GBPS, 38);
    const Ps bus = 8 * (1000 + 4 * 24 + 64 + 24) * 10;
    const Ps front = 8000 * 25 / 2 + 8000 * 25 / 4;
    EXPECT_EQ(Send(engine, 0, 0),
              300 * NS + 2 * US + bus + 200 * NS + front,
              "all stages but context and cipher");
    PacketDescriptor packet = MakePacket(1000);
    EXPECT_EQ(engine.Receive(50 * US, packet, 1000).ready - 50 * US,
              200 * NS + front + bus + 500 * NS,
              "likewise");
    EXPECT_EQ(engine.GetCard()->GetCipher(true).GetPassed().packets, 0, "no cipher");
    EXPECT_EQ(engine.GetContextMemory().GetCounters().misses, 0, "no context");
    engine.CheckInvariants();
}

void
StageTest::PortCeiling()
{
    NicProfile profile;
    profile.portBitRate = 50 * GBPS;
    profile.portPacketRate = 1'000'000;
    profile.ringSize = 1U << 20;
    NicEngine engine(profile, 0, 0);
    Ps last = 0;
    for (uint32_t i = 0; i < 1000; ++i)
    {
        last = Send(engine, 0, 0, 1000);
    }
    EXPECT_EQ(last, 1000 * US, "N58 packets bind");
    PacketDescriptor packet = MakePacket(12'500);
    EXPECT_EQ(engine.Receive(0, packet, 12'500).ready,
              2 * US,
              "N58 bits bind, each direction alone");
}

void
StageTest::SharedCipher()
{
    for (const bool shared : {false, true})
    {
        NicProfile profile;
        profile.sharedCipher = shared;
        profile.txPacketRate = 1'000'000;
        profile.rxPacketRate = 1'000'000;
        profile.ringSize = 1U << 20;
        profile.rxRingSize = 1U << 20;
        NicEngine engine(profile, 0, 0);
        AddSa(engine, 3, 0x1001);
        Ps sent = 0;
        Ps received = 0;
        for (uint32_t i = 0; i < 500; ++i)
        {
            sent = Send(engine, 0, 3);
            received = Get(engine, 0, 0x1001, i + 1).ready;
        }
        EXPECT_EQ(std::max(sent, received), shared ? 1000 * US : 500 * US, "N58 one cipher or two");
        engine.CheckInvariants();
    }
}

void
StageTest::CardCeiling()
{
    NicProfile profile;
    profile.cardPacketRate = 1'000'000;
    profile.ringSize = 1U << 20;
    profile.rxRingSize = 1U << 20;
    const auto card = std::make_shared<NicCard>(profile);
    NicEngine one(card, 0, 0);
    NicEngine two(card, 0, 0);
    Ps last = 0;
    for (uint32_t i = 0; i < 100; ++i)
    {
        last = std::max({Send(one, 0, 0), Send(two, 0, 0)});
        PacketDescriptor packet = MakePacket(1000);
        last = std::max(last, two.Receive(0, packet, 1000).ready);
    }
    EXPECT_EQ(last, 300 * US, "N58 both ports, both directions, clear packets");
    one.CheckInvariants();
    two.CheckInvariants();
}

void
StageTest::BothCeilings()
{
    NicProfile profile;
    profile.portPacketRate = 1'000'000;
    profile.cardPacketRate = 1'000'000;
    profile.ringSize = 1U << 20;
    profile.rxRingSize = 1U << 20;
    for (const bool transmit : {true, false})
    {
        NicEngine engine(profile, 0, 0);
        Ps last = 0;
        for (uint32_t i = 0; i < 100; ++i)
        {
            PacketDescriptor packet = MakePacket(1000);
            last = transmit ? Send(engine, 0, 0) : engine.Receive(0, packet, 1000).ready;
        }
        EXPECT_EQ(last, 101 * US, "N58 the card has one packet while the port has the next");
        engine.CheckInvariants();
    }
}

void
StageTest::SharedByPorts()
{
    NicProfile profile;
    profile.txPacketRate = 1'000'000;
    profile.contextCacheSize = 1;
    profile.contextFetchTime = 10 * US;
    profile.ringSize = 1U << 20;
    const auto card = std::make_shared<NicCard>(profile);
    NicEngine one(card, 0, 0);
    NicEngine two(card, 0, 0);
    AddSa(one, 3, 0x1001);
    AddSa(two, 4, 0x1001); // the same SPI, another port
    EXPECT_EQ(Send(one, 0, 3), 11 * US, "a fetch and the cipher");
    EXPECT_EQ(Send(two, 0, 4), 21 * US, "N56 one fetch unit for both ports");
    EXPECT_EQ(Send(one, 50 * US, 3), 61 * US, "N56 one cache for both ports");
    EXPECT_EQ(card->GetContextMemory().GetCounters().misses, 3, "fetches");
    EXPECT_EQ(Send(one, 100 * US, 3), 101 * US, "on chip");
    EXPECT_EQ(Send(one, 100 * US, 3), 102 * US, "the cipher takes one after the other");
    two.Remove(100 * US, 4);
    AddSa(two, 5, 0x1002);
    EXPECT_EQ(Send(two, 100 * US, 5), 111 * US, "waits for its context");
    EXPECT_EQ(Send(one, 100 * US, 3), 121 * US, "out of the cache, fetched after the other port's");
    one.CheckInvariants();
    two.CheckInvariants();
}

void
StageTest::SlotsOfCard()
{
    NicProfile profile;
    profile.txSlots = 3;
    profile.rxSlots = 3;
    profile.slotCoolOff = 2 * US;
    const auto card = std::make_shared<NicCard>(profile);
    NicEngine one(card, 0, 0);
    NicEngine two(card, 0, 0);
    const auto install = [](NicEngine& engine, Ps now, uint16_t drvSpi) {
        return engine.Install(now, MakeContext(drvSpi, MakeSa(0x1000U + drvSpi)));
    };
    EXPECT_EQ(install(one, 0, 3), NicEngine::InstallResult::OK, "1");
    EXPECT_EQ(install(two, 0, 4), NicEngine::InstallResult::OK, "2");
    EXPECT_EQ(install(two, 0, 5), NicEngine::InstallResult::OK, "3");
    EXPECT_EQ(install(one, 0, 6), NicEngine::InstallResult::FULL, "N52 the card is full");
    EXPECT_EQ(one.GetTxSlotsUsed(0), 3, "of the card");
    EXPECT_EQ(one.GetContexts(), 2, "of the port");
    two.Remove(0, 4);
    EXPECT_EQ(install(one, 1 * US, 6), NicEngine::InstallResult::FULL, "it cools off");
    EXPECT_EQ(one.GetCoolingSlots(1 * US), 2, "on the card");
    EXPECT_EQ(install(one, 2 * US, 6), NicEngine::InstallResult::OK, "free");
    EXPECT_EQ(one.Reset(), 4, "N52 the reset of a port loses its own");
    EXPECT_EQ(two.GetContexts(), 2, "the other port keeps its own");
    EXPECT_EQ(one.GetTxSlotsUsed(3 * US), 1, "slots of the card");
    two.Remove(3 * US, 5);
    one.Reset();
    EXPECT_EQ(two.GetCoolingSlots(4 * US), 2, "N47 the other port's slots go on cooling off");
    two.Reset();
    EXPECT_EQ(two.GetCoolingSlots(4 * US), 0, "N47 its own do not");
    one.CheckInvariants();
    two.CheckInvariants();
}

void
StageTest::SlotsOfPorts()
{
    NicProfile profile;
    profile.txSlots = 1;
    profile.rxSlots = 1;
    profile.slotsPerPort = true;
    const auto card = std::make_shared<NicCard>(profile);
    NicEngine one(card, 0, 0);
    NicEngine two(card, 0, 0);
    const auto install = [](NicEngine& engine, uint16_t drvSpi) {
        return engine.Install(0, MakeContext(drvSpi, MakeSa(0x1000U + drvSpi)));
    };
    EXPECT_EQ(install(one, 3), NicEngine::InstallResult::OK, "1 of 1");
    EXPECT_EQ(install(two, 4), NicEngine::InstallResult::OK, "N15 1 of 1 of the other port");
    EXPECT_EQ(install(one, 5), NicEngine::InstallResult::FULL, "full");
    EXPECT_EQ(two.GetTxSlotsUsed(0), 1, "of the port");
    one.CheckInvariants();
    two.CheckInvariants();
}

/**
 * Installs, removals and resets by chance on three ports of a card, against a list that remembers
 * each slot: what is taken, by whom, and until when it cools off.
 */
void
StageTest::SlotsByChance()
{
    struct Slot
    {
        size_t port;
        int drvSpi; //!< -1: cools off
        Ps until;
    };

    for (const bool shared : {true, false})
    {
        for (const bool perPort : {true, false})
        {
            NicProfile profile;
            profile.txSlots = 40;
            profile.rxSlots = 30;
            profile.sharedSlots = shared;
            profile.slotsPerPort = perPort;
            profile.slotCoolOff = 50 * US;
            const auto card = std::make_shared<NicCard>(profile);
            std::vector<std::unique_ptr<NicEngine>> ports;
            for (size_t i = 0; i < 3; ++i)
            {
                ports.push_back(std::make_unique<NicEngine>(card, 0, 0));
            }
            std::vector<Slot> slots[2]; // transmit or all, receive
            std::mt19937 random(29);    // NOLINT: the same numbers each time
            Ps now = 0;
            uint32_t differences = 0;
            uint32_t refused = 0;
            for (uint32_t i = 0; i < 20'000; ++i)
            {
                now += random() % (5 * US);
                for (auto& pool : slots)
                {
                    pool.erase(std::remove_if(pool.begin(),
                                              pool.end(),
                                              [now](const Slot& slot) {
                                                  return slot.drvSpi < 0 && slot.until <= now;
                                              }),
                               pool.end());
                }
                const size_t port = random() % 3;
                const auto taken = [&](size_t pool) {
                    return static_cast<uint32_t>(std::count_if(
                        slots[pool].begin(),
                        slots[pool].end(),
                        [&](const Slot& slot) { return !perPort || slot.port == port; }));
                };
                const auto drvSpi = static_cast<uint16_t>(3 + 100 * port + random() % 60);
                const uint32_t what = random() % 1000;
                if (what == 0)
                {
                    ports[port]->Reset();
                    for (auto& pool : slots)
                    {
                        pool.erase(
                            std::remove_if(pool.begin(),
                                           pool.end(),
                                           [port](const Slot& slot) { return slot.port == port; }),
                            pool.end());
                    }
                }
                else if (ports[port]->Find(drvSpi) == nullptr)
                {
                    SaContext context = MakeContext(drvSpi, MakeSa(0x1000U + drvSpi));
                    context.transmit = random() % 4 != 0;
                    context.receive = !context.transmit || random() % 2 == 0;
                    const uint32_t tx = context.transmit ? 1 : 0;
                    const uint32_t rx = context.receive ? 1 : 0;
                    const bool room =
                        shared ? taken(0) + tx + rx <= 40
                               : (tx == 0 || taken(0) < 40) && (rx == 0 || taken(1) < 30);
                    const auto result = ports[port]->Install(now, context);
                    differences += (result == NicEngine::InstallResult::OK) == room ? 0 : 1;
                    refused += room ? 0 : 1;
                    if (room)
                    {
                        slots[0].insert(slots[0].end(), shared ? tx + rx : tx, {port, drvSpi, 0});
                        slots[1].insert(slots[1].end(), shared ? 0 : rx, {port, drvSpi, 0});
                    }
                }
                else if (what < 700)
                {
                    ports[port]->Remove(now, drvSpi);
                    for (auto& pool : slots)
                    {
                        for (Slot& slot : pool)
                        {
                            if (slot.drvSpi == drvSpi)
                            {
                                slot = {port, -1, now + 50 * US};
                            }
                        }
                    }
                }
                differences += ports[port]->GetTxSlotsUsed(now) == taken(0) ? 0 : 1;
                differences += ports[port]->GetRxSlotsUsed(now) == taken(1) ? 0 : 1;
            }
            const std::string kind = std::string(shared ? "one pool" : "a pool each") +
                                     (perPort ? ", per port" : ", of the card");
            EXPECT_EQ(differences, 0, kind);
            EXPECT_EQ(refused > 100, true, kind + ": often full");
            for (const auto& port : ports)
            {
                port->CheckInvariants();
            }
        }
    }
}

void
StageTest::Overrun()
{
    NicProfile profile;
    profile.portPacketRate = 1'000'000;
    profile.rxRingSize = 4;
    NicEngine engine(profile, 0, 0);
    uint32_t dropped = 0;
    for (uint32_t i = 0; i < 10; ++i)
    {
        PacketDescriptor packet = MakePacket(1000);
        dropped += engine.Receive(0, packet, 1000).drop == NicDrop::RX_OVERRUN ? 1 : 0;
    }
    EXPECT_EQ(dropped, 6, "clear packets wait in the receive buffer, too, when a stage is slow");
    EXPECT_EQ(engine.GetRxInFlight(0).packets, 4, "in flight");
    EXPECT_EQ(engine.GetRxInFlight(2 * US).packets, 2, "two are with the host");
    EXPECT_EQ(engine.GetRxInFlight(2 * US).octets, 2000, "octets");
    engine.CheckInvariants();
}

void
StageTest::Conservation()
{
    // Two ports, every stage on, everything that can be dropped: in = out + dropped + in flight.
    NicProfile profile = FullProfile();
    profile.sharedCipher = true;
    profile.pcieReads = 8;
    profile.contextCacheSize = 8;
    profile.contextCacheWays = 2;
    profile.contextFetches = 3;
    profile.contextFetchTime = 1 * US;
    profile.ringSize = 40;
    profile.rxRingSize = 20;
    const auto card = std::make_shared<NicCard>(profile);
    NicEngine engines[2] = {NicEngine(card, 25 * GBPS, 38), NicEngine(card, 100 * GBPS, 38)};
    for (uint16_t i = 0; i < 20; ++i)
    {
        SaConfig config = MakeSa(0x1000U + i);
        config.replayWindow = 32;
        engines[i % 2].Install(0, MakeContext(3 + i, config));
    }
    std::mt19937 random(23); // NOLINT: the same numbers each time
    Ps now = 0;
    Ps lastStart[2] = {0, 0};
    Ps lastReady[2] = {0, 0};
    bool ordered = true;
    using Leaving = std::pair<Ps, uint32_t>; // when, and octets
    std::vector<Leaving> startAt[2];
    std::vector<Leaving> readyAt[2];
    const auto flying = [](const std::vector<Leaving>& all, Ps then) {
        PacketOctets count;
        for (auto place = all.rbegin(); place != all.rend() && place->first > then; ++place)
        {
            count.Add(place->second);
        }
        return count;
    };
    uint64_t out[2] = {0, 0};
    for (uint32_t i = 0; i < 30'000; ++i)
    {
        now += random() % (i % 5'000 < 2'500 ? 150'000 : 600'000); // too much, and too little
        const uint32_t port = random() % 2;
        NicEngine& engine = engines[port];
        const uint32_t length = 60 + random() % 1400;
        if (random() % 2 == 0)
        {
            PacketDescriptor packet = MakePacket(
                length,
                random() % 3 == 0 ? 0 : static_cast<uint16_t>(3 + 2 * (random() % 11) + port));
            packet.fragment = random() % 50 == 0;
            const auto sent = engine.Transmit(now, packet, length);
            if (sent.drop == NicDrop::NONE)
            {
                ordered = ordered && sent.start >= lastStart[port] && sent.start >= now;
                lastStart[port] = sent.start;
                startAt[port].emplace_back(sent.start, length);
                ++out[port];
            }
        }
        else
        {
            PacketDescriptor packet = MakePacket(length);
            const uint32_t spi = 0x1000U + 2 * (random() % 12) + port;
            packet.esp.spi = random() % 4 == 0 ? 0 : spi;
            packet.esp.sequence = 1 + i / 20 + random() % 8;
            packet.esp.damaged = random() % 60 == 0;
            packet.esp.length = SizesOf(MakeSa(spi)).GetEspLength(length, 20);
            packet.esp.source = packet.source;
            packet.esp.destination = packet.destination;
            const uint32_t arrivedLength = packet.GetCurrentLength();
            const auto received = engine.Receive(now, packet, arrivedLength);
            if (received.drop == NicDrop::NONE)
            {
                ordered = ordered && received.ready >= lastReady[port] && received.ready >= now;
                lastReady[port] = received.ready;
                readyAt[port].emplace_back(received.ready, arrivedLength);
            }
        }
        if (i % 100 == 0)
        {
            const auto& counters = engine.GetCounters();
            const uint64_t dropped = counters.txDrops.Total().packets;
            EXPECT_EQ(counters.txOffered.packets - dropped, out[port], "accepted");
            const PacketOctets sending = engine.GetTxInFlight(now);
            EXPECT_EQ(sending.packets <= profile.ringSize, true, "what is in flight fits the ring");
            EXPECT_EQ(sending == flying(startAt[port], now), true, "in flight on transmit");
            EXPECT_EQ(engine.GetRxInFlight(now) == flying(readyAt[port], now),
                      true,
                      "in flight on receive");
            engine.CheckInvariants();
        }
    }
    EXPECT_EQ(ordered, true, "no packet overtakes another of its port, none is early");
    ReasonTable<NicDrop> tx = engines[0].GetCounters().txDrops;
    ReasonTable<NicDrop> rx = engines[0].GetCounters().rxDrops;
    for (const NicDrop reason :
         {NicDrop::RING_FULL, NicDrop::UNKNOWN_DRV_SPI, NicDrop::TAGGED_FRAGMENT})
    {
        EXPECT_EQ(tx[reason].packets != 0, true, ToString(reason));
    }
    for (const NicDrop reason : {NicDrop::RX_OVERRUN, NicDrop::REPLAY, NicDrop::ICV})
    {
        EXPECT_EQ(rx[reason].packets != 0, true, ToString(reason));
    }
    for (NicEngine& engine : engines)
    {
        EXPECT_EQ(engine.GetTxInFlight(now + 1000 * US).packets, 0, "all on the wire at last");
        EXPECT_EQ(engine.GetRxInFlight(now + 1000 * US).packets, 0, "all with the host at last");
        engine.CheckInvariants();
    }
}

/// The suite.
class NicStagesTestSuite : public TestSuite
{
  public:
    NicStagesTestSuite()
        : TestSuite("ipsec-nic-stages", TestSuite::Type::UNIT)
    {
        const auto add = [this](const std::string& name, StageTest::Body body) {
            AddTestCase(new StageTest(name, body));
        };
        add("jobs offered in order meet a plain server", &StageTest::InOrder);
        add("a late job fills a gap", &StageTest::LateJob);
        add("jobs in any order: each in the first gap that has room", &StageTest::AnyOrder);
        add("PCIe reads: bus or reads under way", &StageTest::ReadLimits);
        add("PCIe reads: larger requests carry more", &StageTest::ReadRequests);
        add("PCIe: descriptors, completions and requests are traffic", &StageTest::BusTraffic);
        add("N58 the way of one packet out", &StageTest::IdleTransmit);
        add("N58 the way of one packet in", &StageTest::IdleReceive);
        add("N25 N56 context and payload are fetched at once", &StageTest::EarlyFetch);
        add("N28 N32 clear packets pass the common stages", &StageTest::ClearPackets);
        add("N58 a port's ceiling", &StageTest::PortCeiling);
        add("N58 one cipher for both directions", &StageTest::SharedCipher);
        add("N58 a card's ceiling", &StageTest::CardCeiling);
        add("N58 the ceilings of port and card at the same time", &StageTest::BothCeilings);
        add("N56 N58 ports share cache, fetches and cipher", &StageTest::SharedByPorts);
        add("N52 ports share slots", &StageTest::SlotsOfCard);
        add("N15 N52 ports with slots of their own", &StageTest::SlotsOfPorts);
        add("R21 N47 N52 slots by chance against a list", &StageTest::SlotsByChance);
        add("the receive buffer bounds clear packets, too", &StageTest::Overrun);
        add("packets and octets are conserved at every stage", &StageTest::Conservation);
    }
};

NicStagesTestSuite g_nicStagesTestSuite; //!< registers the suite

} // namespace
