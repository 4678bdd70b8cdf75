/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-test-support.h"

#include "ns3/nic-context-cache.h"
#include "ns3/nic-context-memory.h"
#include "ns3/nic-engine.h"
#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of the NIC's context cache and fetch unit (N56): against plain simulations that are easy
 * to believe, against Che's approximation (Che, Tung, Wang: Hierarchical web caching systems, IEEE
 * JSAC 20(7), 2002; for FIFO and random replacement its form after Gelenbe 1973 and Fricker,
 * Robert, Roberts 2012), and against arithmetic.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr Ps US = 1'000'000; // a microsecond

/// One test of cache or fetch unit: a name and a method.
class CacheTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (CacheTest::*)();

    /// @param name with rule numbers @param body what to do
    CacheTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void Lru();
    void Fifo();
    void Random();
    void Che();
    void ExactHits();
    void EvenAccess();
    void RoundRobin();
    void FetchPlaces();
    void SharedFetch();
    void Directions();
    void Sets();
    void RemovedContext();
    void HeldContext();
    void Saturation();
    void Order();
    void WaitingReplay();
    void Streams();
    void Notes();

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    template <typename R>
    void Compare(NicProfile::CacheReplacement replacement);

    Body m_body; //!< what to do
};

/// Sets as lists, the next victim in front. LRU moves what is used to the back, FIFO does not.
struct ListReference
{
    NicProfile::CacheReplacement replacement;
    uint32_t ways;
    std::vector<std::list<uint32_t>> sets;

    ListReference(uint32_t lines, uint32_t theWays, NicProfile::CacheReplacement theReplacement)
        : replacement(theReplacement),
          ways(theWays),
          sets(lines / theWays)
    {
    }

    size_t SetOf(uint32_t context) const
    {
        return (context % sets.size() + context / sets.size()) % sets.size();
    }

    bool Use(uint32_t context)
    {
        auto& set = sets[SetOf(context)];
        const auto place = std::find(set.begin(), set.end(), context);
        if (place != set.end())
        {
            if (replacement == NicProfile::REPLACE_LRU)
            {
                set.erase(place);
                set.push_back(context);
            }
            return true;
        }
        if (set.size() == ways)
        {
            set.pop_front();
        }
        set.push_back(context);
        return false;
    }

    void Invalidate(uint32_t context)
    {
        sets[SetOf(context)].remove(context);
    }
};

/// Sets as arrays; the same draws as the cache.
struct RandomReference
{
    static constexpr uint32_t FREE = UINT32_MAX;
    std::vector<std::vector<uint32_t>> sets;
    std::vector<std::deque<uint32_t>> freeLines; // in the order of use
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();

    RandomReference(uint32_t lines, uint32_t ways, NicProfile::CacheReplacement)
        : sets(lines / ways, std::vector<uint32_t>(ways, FREE)),
          freeLines(lines / ways)
    {
        random->SetStream(4711);
        for (auto& lines0 : freeLines)
        {
            for (uint32_t way = 0; way < ways; ++way)
            {
                lines0.push_back(ways - 1 - way);
            }
        }
    }

    bool Use(uint32_t context)
    {
        const size_t number = (context % sets.size() + context / sets.size()) % sets.size();
        auto& set = sets[number];
        if (std::find(set.begin(), set.end(), context) != set.end())
        {
            return true;
        }
        auto& free = freeLines[number];
        if (free.empty())
        {
            set[random->GetInteger(0, static_cast<uint32_t>(set.size() - 1))] = context;
        }
        else
        {
            set[free.front()] = context;
            free.pop_front();
        }
        return false;
    }

    void Invalidate(uint32_t context)
    {
        const size_t number = (context % sets.size() + context / sets.size()) % sets.size();
        auto& set = sets[number];
        const auto place = std::find(set.begin(), set.end(), context);
        if (place != set.end())
        {
            *place = FREE;
            freeLines[number].push_front(static_cast<uint32_t>(place - set.begin()));
        }
    }
};

/// Feed cache and reference the same accesses. @param replacement what the cache does
template <typename R>
void
CacheTest::Compare(NicProfile::CacheReplacement replacement)
{
    constexpr uint32_t CONTEXTS = 300;
    for (const auto& [lines, ways] : std::vector<std::pair<uint32_t, uint32_t>>{{1, 1},
                                                                                {16, 1},
                                                                                {16, 4},
                                                                                {60, 3},
                                                                                {100, 0},
                                                                                {100, 2},
                                                                                {300, 0},
                                                                                {400, 8}})
    {
        NicContextCache cache(lines, ways, replacement);
        cache.Reserve(CONTEXTS);
        cache.SetStream(4711);
        R reference(lines, ways == 0 ? lines : ways, replacement);
        std::mt19937 random(lines + ways); // NOLINT: the same numbers each time
        uint32_t differences = 0;
        for (uint32_t i = 0; i < 40'000; ++i)
        {
            // Half of the accesses go to a tenth of the contexts.
            const uint32_t context =
                static_cast<uint32_t>(random() % (random() % 2 == 0 ? CONTEXTS : CONTEXTS / 10));
            if (random() % 50 == 0)
            {
                cache.Invalidate(context);
                reference.Invalidate(context);
                differences += cache.Holds(context) ? 1 : 0;
                continue;
            }
            differences += cache.Use(context).hit == reference.Use(context) ? 0 : 1;
        }
        EXPECT_EQ(differences,
                  0,
                  std::to_string(lines) + " lines, " + std::to_string(ways) + " ways");
    }
}

void
CacheTest::Lru()
{
    Compare<ListReference>(NicProfile::REPLACE_LRU);
}

void
CacheTest::Fifo()
{
    Compare<ListReference>(NicProfile::REPLACE_FIFO);
}

void
CacheTest::Random()
{
    Compare<RandomReference>(NicProfile::REPLACE_RANDOM);
}

/**
 * Che's approximation: a context with popularity p is in the cache with probability 1 - exp(-p t)
 * under LRU, p t / (1 + p t) under FIFO and random, where t makes the probabilities' sum the size.
 * @return the hit ratio
 */
double
CheHits(const std::vector<double>& popularity, double lines, bool lru)
{
    const auto held = [&](double p, double t) {
        return lru ? 1 - std::exp(-p * t) : p * t / (1 + p * t);
    };
    double low = 0;
    double high = 1e12;
    for (int step = 0; step < 200; ++step)
    {
        const double t = (low + high) / 2;
        double sum = 0;
        for (const double p : popularity)
        {
            sum += held(p, t);
        }
        (sum < lines ? low : high) = t;
    }
    double hits = 0;
    for (const double p : popularity)
    {
        hits += p * held(p, low);
    }
    return hits;
}

void
CacheTest::Che()
{
    constexpr uint32_t CONTEXTS = 2000;
    for (const double exponent : {0.0, 0.7, 1.0, 1.3})
    {
        std::vector<double> popularity(CONTEXTS);
        double sum = 0;
        for (uint32_t i = 0; i < CONTEXTS; ++i)
        {
            popularity[i] = std::pow(i + 1.0, -exponent);
            sum += popularity[i];
        }
        for (double& p : popularity)
        {
            p /= sum;
        }
        std::vector<uint32_t> numbers(CONTEXTS); // numbers say nothing of popularity
        std::iota(numbers.begin(), numbers.end(), 0U);
        std::mt19937 shuffle(3); // NOLINT: the same numbers each time
        std::shuffle(numbers.begin(), numbers.end(), shuffle);
        for (const uint32_t lines : {50U, 200U, 800U, 1500U})
        {
            for (const auto replacement :
                 {NicProfile::REPLACE_LRU, NicProfile::REPLACE_FIFO, NicProfile::REPLACE_RANDOM})
            {
                NicContextCache cache(lines, 0, replacement);
                cache.Reserve(CONTEXTS);
                cache.SetStream(5);
                std::mt19937 random(7); // NOLINT: the same numbers each time
                std::discrete_distribution<uint32_t> draw(popularity.begin(), popularity.end());
                constexpr uint32_t WARM_UP = 40'000;
                constexpr uint32_t COUNTED = 160'000;
                uint32_t hits = 0;
                for (uint32_t i = 0; i < WARM_UP + COUNTED; ++i)
                {
                    hits += cache.Use(numbers[draw(random)]).hit && i >= WARM_UP ? 1 : 0;
                }
                const bool lru = replacement == NicProfile::REPLACE_LRU;
                EXPECT_NEAR(static_cast<double>(hits) / COUNTED,
                            CheHits(popularity, lines, lru),
                            0.01,
                            "exponent " << exponent << ", " << lines << " lines, replacement "
                                        << replacement);
            }
        }
    }
}

/**
 * The exact miss ratio under independent accesses when the victim is any line or the one that was
 * filled first. What a cache holds has a product form (E. Gelenbe: A unified approach to the
 * evaluation of a class of replacement algorithms, IEEE Trans. Computers C-22, 1973): contexts S
 * with probability prod p(i) / e(c), so the ratio is (c + 1) e(c + 1) / e(c), e(k) being the
 * elementary symmetric polynomials of the popularities.
 * @param popularity of the contexts, in sum 1 or less
 * @param lines c
 * @return misses per access to one of these contexts
 */
double
ExactMissesAnyVictim(const std::vector<double>& popularity, uint32_t lines)
{
    if (popularity.size() <= lines)
    {
        return 0;
    }
    const double sum = std::accumulate(popularity.begin(), popularity.end(), 0.0);
    std::vector<long double> e(lines + 2, 0);
    e[0] = 1;
    for (const double p : popularity)
    {
        for (uint32_t k = lines + 1; k >= 1; --k)
        {
            e[k] += e[k - 1] * (p / sum);
        }
    }
    return static_cast<double>((lines + 1) * e[lines + 1] / e[lines]);
}

/**
 * The exact miss ratio of LRU under independent accesses (W. King: Analysis of demand paging
 * algorithms, IFIP Congress 1971): the probability f(S) that the contexts S are those used last
 * follows from those of S less one. For a few contexts.
 * @param popularity of the contexts, in sum 1 or less
 * @param lines of the cache
 * @return misses per access to one of these contexts
 */
double
ExactMissesLru(const std::vector<double>& popularity, uint32_t lines)
{
    const auto count = static_cast<uint32_t>(popularity.size());
    const double whole = std::accumulate(popularity.begin(), popularity.end(), 0.0);
    std::vector<double> share(size_t{1} << count, 0); // of the accesses, by set
    std::vector<double> last(size_t{1} << count, 0);  // f(S)
    last[0] = 1;
    double hits = 0;
    for (uint32_t set = 1; set < share.size(); ++set)
    {
        uint32_t size = 0;
        for (uint32_t i = 0; i < count; ++i)
        {
            if ((set >> i & 1U) != 0)
            {
                const uint32_t rest = set & ~(1U << i);
                const double p = popularity[i] / whole;
                share[set] = share[rest] + p;
                last[set] += last[rest] * p / (1 - share[rest]);
                ++size;
            }
        }
        hits += size == lines ? last[set] * share[set] : 0;
    }
    return count <= lines ? 0 : 1 - hits;
}

void
CacheTest::ExactHits()
{
    // Contexts by Zipf's law or even, numbers that say nothing of popularity, sets of any size; the
    // truth is exact, set by set.
    constexpr uint32_t CONTEXTS = 224;
    for (const double exponent : {0.0, 0.6, 1.0, 1.4})
    {
        std::vector<double> popularity(CONTEXTS);
        for (uint32_t i = 0; i < CONTEXTS; ++i)
        {
            popularity[i] = std::pow(i + 1.0, -exponent);
        }
        const double sum = std::accumulate(popularity.begin(), popularity.end(), 0.0);
        for (double& p : popularity)
        {
            p /= sum;
        }
        std::mt19937 shuffle(5); // NOLINT: the same numbers each time
        std::shuffle(popularity.begin(), popularity.end(), shuffle);
        for (const auto& [lines, ways] : std::vector<std::pair<uint32_t, uint32_t>>{{64, 4},
                                                                                    {32, 2},
                                                                                    {128, 8},
                                                                                    {128, 0},
                                                                                    {16, 16}})
        {
            const uint32_t perSet = ways == 0 ? lines : ways;
            const uint32_t sets = lines / perSet;
            std::vector<std::vector<double>> bySet(sets);
            for (uint32_t i = 0; i < CONTEXTS; ++i)
            {
                bySet[(i % sets + i / sets) % sets].push_back(popularity[i]);
            }
            for (const auto replacement :
                 {NicProfile::REPLACE_LRU, NicProfile::REPLACE_FIFO, NicProfile::REPLACE_RANDOM})
            {
                const bool lru = replacement == NicProfile::REPLACE_LRU;
                if (lru && CONTEXTS / sets > 16)
                {
                    continue; // too many subsets; Che() takes the large ones
                }
                double truth = 1;
                for (const auto& set : bySet)
                {
                    const double misses =
                        lru ? ExactMissesLru(set, perSet) : ExactMissesAnyVictim(set, perSet);
                    truth -= misses * std::accumulate(set.begin(), set.end(), 0.0);
                }
                NicContextCache cache(lines, ways, replacement);
                cache.Reserve(CONTEXTS);
                cache.SetStream(15);
                std::mt19937 random(19); // NOLINT: the same numbers each time
                std::discrete_distribution<uint32_t> draw(popularity.begin(), popularity.end());
                constexpr uint32_t WARM_UP = 30'000;
                constexpr uint32_t COUNTED = 300'000;
                uint32_t hits = 0;
                for (uint32_t i = 0; i < WARM_UP + COUNTED; ++i)
                {
                    hits += cache.Use(draw(random)).hit && i >= WARM_UP ? 1 : 0;
                }
                EXPECT_NEAR(static_cast<double>(hits) / COUNTED,
                            truth,
                            0.005,
                            "exponent " << exponent << ", " << lines << " lines, " << ways
                                        << " ways, replacement " << replacement);
            }
        }
    }
}

void
CacheTest::EvenAccess()
{
    // Each of n contexts is as likely as any other: the c in the cache are hit with c / n.
    for (const auto replacement :
         {NicProfile::REPLACE_LRU, NicProfile::REPLACE_FIFO, NicProfile::REPLACE_RANDOM})
    {
        NicContextCache cache(600, 0, replacement);
        cache.Reserve(1000);
        cache.SetStream(6);
        std::mt19937 random(11); // NOLINT: the same numbers each time
        uint32_t hits = 0;
        for (uint32_t i = 0; i < 200'000 + 5000; ++i)
        {
            hits += cache.Use(static_cast<uint32_t>(random() % 1000)).hit && i >= 5000 ? 1 : 0;
        }
        EXPECT_NEAR(hits / 200'000.0, 0.6, 0.005, "c / n");
    }
}

void
CacheTest::RoundRobin()
{
    // One more than fits, in turn: LRU and FIFO hit never, which is why a ring of tunnels is the
    // worst that can be measured; random replacement does not care.
    for (const auto& [replacement, most] :
         std::vector<std::pair<NicProfile::CacheReplacement, double>>{
             {NicProfile::REPLACE_LRU, 0},
             {NicProfile::REPLACE_FIFO, 0},
             {NicProfile::REPLACE_RANDOM, 1}})
    {
        NicContextCache cache(100, 0, replacement);
        cache.Reserve(101);
        cache.SetStream(8);
        uint32_t hits = 0;
        for (uint32_t i = 0; i < 101 * 50; ++i)
        {
            hits += cache.Use(i % 101).hit ? 1 : 0;
        }
        EXPECT_EQ(hits > 0, most > 0, "replacement " + std::to_string(replacement));
    }
}

/// @return a NIC with a cache
NicProfile
CacheProfile(uint32_t size, Ps fetchTime, uint32_t fetches)
{
    NicProfile profile;
    profile.contextCacheSize = size;
    profile.contextFetchTime = fetchTime;
    profile.contextFetches = fetches;
    profile.ringSize = 1U << 20;
    profile.rxRingSize = 1U << 20;
    return profile;
}

void
CacheTest::FetchPlaces()
{
    NicContextMemory memory(CacheProfile(8, 10, 2));
    for (uint32_t i = 0; i < 5; ++i)
    {
        memory.Add(true);
    }
    EXPECT_EQ(memory.Use(100, 0, true).ready, 110, "the first place");
    EXPECT_EQ(memory.Use(101, 1, true).ready, 111, "the second place");
    const auto third = memory.Use(102, 2, true);
    EXPECT_EQ(third.ready, 120, "waits for the first place");
    EXPECT_EQ(third.waiting, 8, "so long");
    EXPECT_EQ(memory.Use(103, 3, false).ready, 121, "both directions have one fetch unit");
    EXPECT_EQ(memory.Use(125, 4, true).ready, 135, "idle again");
    EXPECT_EQ(memory.Use(126, 0, true).ready, 126, "on chip");
    EXPECT_EQ(memory.GetCounters().misses, 5, "fetches");
    EXPECT_EQ(memory.GetCounters().hits, 1, "hits");
    EXPECT_EQ(memory.GetCounters().waitTime, 10 + 10 + 18 + 18 + 10, "waiting");
    EXPECT_NEAR(memory.GetFetchSeconds(135), 25e-12, 1e-18, "five fetches of 10 in two places");
    EXPECT_NEAR(memory.GetFetchSeconds(129), 22e-12, 1e-18, "6 of the last one are to come");
}

void
CacheTest::SharedFetch()
{
    NicContextMemory memory(CacheProfile(8, 10, 1));
    memory.Add(true);
    memory.Add(true);
    EXPECT_EQ(memory.Use(0, 0, true).hit, false, "a fetch begins");
    const auto second = memory.Use(4, 0, true);
    EXPECT_EQ(second.hit, true, "no second fetch");
    EXPECT_EQ(second.ready, 10, "waits for the first packet's");
    EXPECT_EQ(memory.Use(5, 1, true).ready, 20, "another context");
    EXPECT_EQ(memory.Use(30, 0, true).ready, 30, "there");
    EXPECT_EQ(memory.GetCounters().misses, 2, "fetches");
    EXPECT_EQ(memory.GetCounters().waits, 1, "a hit that waited");
    EXPECT_EQ(memory.GetCounters().hits, 2, "hits");
}

void
CacheTest::Directions()
{
    for (const bool shared : {true, false})
    {
        NicProfile profile = CacheProfile(1, 10, 1);
        profile.contextCacheShared = shared;
        NicContextMemory memory(profile);
        const uint32_t transmit = memory.Add(true);
        const uint32_t receive = memory.Add(false);
        memory.Use(0, transmit, true);
        memory.Use(100, receive, false);
        EXPECT_EQ(memory.Use(200, transmit, true).hit, !shared, "one line for both, or one each");
    }
}

/**
 * FreeBSD's driver installs each SA in both directions, and half of the contexts is never used
 * (N13): those that are used shall find all sets. As many as there are lines stay on chip.
 */
void
CacheTest::Sets()
{
    constexpr uint32_t LINES = 64;
    for (const bool shared : {true, false})
    {
        for (const uint32_t ways : {2U, 4U, 16U, 64U})
        {
            NicProfile profile = CacheProfile(LINES, 10, 1);
            profile.contextCacheWays = ways;
            profile.contextCacheShared = shared;
            NicContextMemory memory(profile);
            std::vector<std::pair<uint32_t, bool>> used;
            const uint32_t pairs = shared ? LINES / 2 : LINES;
            for (uint32_t i = 0; i < pairs; ++i)
            {
                for (const bool outbound : {true, false})
                {
                    const uint32_t receive = memory.Add(false); // the receive half comes first
                    const uint32_t transmit = memory.Add(true);
                    used.emplace_back(outbound ? transmit : receive, outbound);
                }
            }
            uint32_t hits = 0;
            Ps now = 0;
            for (uint32_t round = 0; round < 2; ++round)
            {
                for (const auto& [number, transmit] : used)
                {
                    hits += memory.Use(now += 100, number, transmit).hit && round != 0 ? 1 : 0;
                }
            }
            EXPECT_EQ(hits,
                      used.size(),
                      std::to_string(ways) + (shared ? " ways, shared" : " ways, one each"));
        }
    }
}

void
CacheTest::RemovedContext()
{
    NicEngine engine(CacheProfile(4, 10 * US, 1), 0, 0);
    for (uint16_t i = 3; i < 6; ++i)
    {
        engine.Install(0, MakeContext(i, MakeSa(0x1000 + i)));
    }
    const auto send = [&engine](Ps now, uint16_t drvSpi) {
        PacketDescriptor packet = MakePacket(1000, drvSpi);
        return engine.Transmit(now, packet, 1000).start - now;
    };
    EXPECT_EQ(send(0, 3), 10 * US, "a miss");
    EXPECT_EQ(send(100 * US, 3), 0, "a hit");
    engine.Remove(200 * US, 3);
    engine.Install(200 * US, MakeContext(3, MakeSa(0x2000)));
    EXPECT_EQ(send(300 * US, 3), 10 * US, "the new SA is fetched, whatever the old one was");
    send(400 * US, 4);
    engine.Reset();
    engine.Install(500 * US, MakeContext(4, MakeSa(0x2001)));
    EXPECT_EQ(send(600 * US, 4), 10 * US, "a reset empties the cache");
    engine.CheckInvariants();
}

void
CacheTest::HeldContext()
{
    NicEngine engine(CacheProfile(1, 10 * US, 1), 0, 0);
    engine.Install(0, MakeContext(3, MakeSa(0x1003)));
    SaContext held = MakeContext(4, MakeSa(0x1004));
    held.held = true;
    engine.Install(0, held);
    PacketDescriptor packet = MakePacket(1000, 3);
    engine.Transmit(0, packet, 1000);
    packet = MakePacket(1000, 4);
    EXPECT_EQ(engine.Transmit(50 * US, packet, 1000).drop, NicDrop::UNKNOWN_DRV_SPI, "N30");
    packet = MakePacket(1000, 3);
    packet.fragment = true;
    EXPECT_EQ(engine.Transmit(50 * US, packet, 1000).drop, NicDrop::TAGGED_FRAGMENT, "N29");
    packet = MakePacket(1000, 3);
    EXPECT_EQ(engine.Transmit(50 * US, packet, 1000).start, 50 * US, "still on chip");
    EXPECT_EQ(engine.GetContextMemory().GetCounters().misses, 1, "one fetch in all");
}

void
CacheTest::Saturation()
{
    // Uniform access to twice as many SAs as the cache holds: half of the packets miss, and the
    // throughput is the engine's or fetches / (miss ratio x fetch time), whichever is less.
    for (const auto& [fetchTime, fetches] :
         std::vector<std::pair<Ps, uint32_t>>{{100'000, 1}, {1'000'000, 8}, {500'000, 1}})
    {
        NicProfile profile = CacheProfile(200, fetchTime, fetches);
        profile.txPacketRate = 10'000'000;
        NicEngine engine(profile, 0, 0);
        for (uint16_t i = 0; i < 400; ++i)
        {
            engine.Install(0, MakeContext(3 + i, MakeSa(0x1000 + i)));
        }
        std::mt19937 random(13); // NOLINT: the same numbers each time
        constexpr uint32_t PACKETS = 100'000;
        Ps last = 0;
        for (uint32_t i = 0; i < PACKETS; ++i)
        {
            PacketDescriptor packet = MakePacket(1000, static_cast<uint16_t>(3 + random() % 400));
            last = engine.Transmit(0, packet, 1000).start;
        }
        const auto& counters = engine.GetContextMemory().GetCounters();
        const double missRatio = static_cast<double>(counters.misses) / PACKETS;
        EXPECT_NEAR(missRatio, 0.5, 0.01, "half of the SAs are on chip");
        const double fetchRate = fetches / (missRatio * static_cast<double>(fetchTime) * 1e-12);
        const double expected = std::min(1e7, fetchRate);
        const double rate = PACKETS / (static_cast<double>(last) * 1e-12);
        EXPECT_NEAR(rate, expected, 0.01 * expected, "N56 throughput");
    }
}

void
CacheTest::Order()
{
    NicProfile profile = CacheProfile(2, 10 * US, 1);
    NicEngine engine(profile, 0, 0);
    engine.Install(0, MakeContext(3, MakeSa(0x1003)));
    engine.Install(0, MakeContext(4, MakeSa(0x1004)));
    const auto send = [&engine](Ps now, uint16_t drvSpi) {
        PacketDescriptor packet = MakePacket(1000, drvSpi);
        return engine.Transmit(now, packet, 1000).start;
    };
    EXPECT_EQ(send(0, 3), 10 * US, "miss");
    EXPECT_EQ(send(20 * US, 4), 30 * US, "miss");
    EXPECT_EQ(send(21 * US, 3), 30 * US, "a hit does not overtake the miss before it");
    EXPECT_EQ(send(22 * US, 0), 30 * US, "nor does a clear packet");
    EXPECT_EQ(send(40 * US, 3), 40 * US, "idle");

    // Receive: the same.
    const auto receive = [&engine](Ps now, uint32_t spi, uint64_t sequence) {
        PacketDescriptor packet = MakePacket(1000);
        packet.esp.spi = spi;
        packet.esp.sequence = sequence;
        packet.esp.length = SizesOf(MakeSa(spi)).GetEspLength(1000, 20);
        packet.esp.source = packet.source;
        packet.esp.destination = packet.destination;
        return engine.Receive(now, packet, packet.esp.length).ready;
    };
    EXPECT_EQ(receive(100 * US, 0x1003, 1), 110 * US, "a receive context is another context");
    EXPECT_EQ(receive(101 * US, 0x1003, 2), 110 * US, "waits for the same fetch");
    EXPECT_EQ(receive(130 * US, 0x1003, 3), 130 * US, "hit");
    engine.CheckInvariants();
}

void
CacheTest::WaitingReplay()
{
    // A packet that waits for its context keeps its place until it is known for a replay.
    NicProfile profile = CacheProfile(1, 10 * US, 1);
    profile.rxRingSize = 1;
    NicEngine engine(profile, 0, 0);
    for (const uint32_t i : {3U, 4U})
    {
        SaConfig config = MakeSa(0x1000 + i);
        config.replayWindow = 64;
        engine.Install(0, MakeContext(static_cast<uint16_t>(i), config));
    }
    const auto receive = [&engine](Ps now, uint32_t spi, uint64_t sequence) {
        PacketDescriptor packet = MakePacket(1000);
        packet.esp.spi = spi;
        packet.esp.sequence = sequence;
        packet.esp.length = SizesOf(MakeSa(spi)).GetEspLength(1000, 20);
        packet.esp.source = packet.source;
        packet.esp.destination = packet.destination;
        return engine.Receive(now, packet, packet.esp.length).drop;
    };
    EXPECT_EQ(receive(0, 0x1003, 1), NicDrop::NONE, "new");
    EXPECT_EQ(receive(100 * US, 0x1004, 1), NicDrop::NONE, "takes the only line");
    EXPECT_EQ(receive(200 * US, 0x1003, 1), NicDrop::REPLAY, "after a fetch of 10 us");
    EXPECT_EQ(receive(205 * US, 0x1004, 2), NicDrop::RX_OVERRUN, "no place meanwhile");
    EXPECT_EQ(receive(211 * US, 0x1004, 3), NicDrop::NONE, "there is one again");
    engine.CheckInvariants();
}

void
CacheTest::Streams()
{
    const auto run = [](int64_t stream) {
        NicProfile profile = CacheProfile(50, 1 * US, 1);
        profile.contextCacheReplacement = NicProfile::REPLACE_RANDOM;
        NicEngine engine(profile, 0, 0);
        engine.AssignStreams(stream);
        for (uint16_t i = 0; i < 100; ++i)
        {
            engine.Install(0, MakeContext(3 + i, MakeSa(0x1000 + i)));
        }
        std::vector<Ps> starts;
        std::mt19937 random(17); // NOLINT: the same numbers each time
        for (uint32_t i = 0; i < 2000; ++i)
        {
            PacketDescriptor packet = MakePacket(1000, static_cast<uint16_t>(3 + random() % 100));
            starts.push_back(engine.Transmit(i * 10 * US, packet, 1000).start);
        }
        return starts;
    };
    const auto first = run(900);
    EXPECT_EQ(first == run(900), true, "the same stream gives the same run");
    EXPECT_EQ(first == run(990), false, "another one does not");
}

void
CacheTest::Notes()
{
    NicEngine engine(CacheProfile(2, 10 * US, 1), 0, 0);
    for (uint16_t i = 3; i < 6; ++i)
    {
        engine.Install(0, MakeContext(i, MakeSa(0x1000U + i)));
    }
    StepNotes notes("NIC context cache");
    for (const auto& [now, drvSpi] : std::vector<std::pair<Ps, uint16_t>>{{0, 3},
                                                                          {2 * US, 4},
                                                                          {5 * US, 3},
                                                                          {12 * US, 4},
                                                                          {50 * US, 4},
                                                                          {60 * US, 0}})
    {
        PacketDescriptor packet = MakePacket(1000, drvSpi);
        packet.steps = &notes;
        engine.Transmit(now, packet, 1000);
    }
    EXPECT_EQ(notes.GetText(),
              "miss: the fetch begins at once and takes 10 us\n"
              "miss: the fetch waits 8 us and takes 10 us\n"
              "hit: on its way, there in 5 us; behind a packet that waits 10 us longer\n"
              "hit: on its way, there in 8 us\n"
              "hit\n",
              "in words");
}

/// The suite.
class NicCacheTestSuite : public TestSuite
{
  public:
    NicCacheTestSuite()
        : TestSuite("ipsec-nic-cache", TestSuite::Type::UNIT)
    {
        const auto add = [this](const std::string& name, CacheTest::Body body) {
            AddTestCase(new CacheTest(name, body));
        };
        add("N56 LRU, access by access, against lists", &CacheTest::Lru);
        add("N56 FIFO, access by access, against lists", &CacheTest::Fifo);
        add("N56 random replacement, access by access, with the same draws", &CacheTest::Random);
        add("N56 hit ratios against Che's approximation", &CacheTest::Che);
        add("N56 hit ratios with sets against exact ones", &CacheTest::ExactHits);
        add("N56 even access hits c of n", &CacheTest::EvenAccess);
        add("N56 one SA too many in turn", &CacheTest::RoundRobin);
        add("N56 fetches take places", &CacheTest::FetchPlaces);
        add("N56 one fetch serves all who wait", &CacheTest::SharedFetch);
        add("N56 one cache or one per direction", &CacheTest::Directions);
        add("N13 N56 contexts in use find all sets of the cache", &CacheTest::Sets);
        add("N56 a removed SA leaves the cache", &CacheTest::RemovedContext);
        add("N56 N29 N30 what is not sent costs no fetch", &CacheTest::HeldContext);
        add("N56 N58 throughput under misses", &CacheTest::Saturation);
        add("N56 misses keep the order", &CacheTest::Order);
        add("N34 N56 a replay that waits for its context takes a place", &CacheTest::WaitingReplay);
        add("random replacement is fixed by its stream", &CacheTest::Streams);
        add("N56 a packet's steps tell hit, miss and waiting", &CacheTest::Notes);
    }
};

NicCacheTestSuite g_nicCacheTestSuite; //!< registers the suite

} // namespace
