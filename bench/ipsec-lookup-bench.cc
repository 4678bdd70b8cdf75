/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

/**
 * @file
 * @ingroup ipsec-offload
 * What searches of the ground floor cost: policies, flows, SAs; and what the databases cost to set
 * up, in time and memory.
 */

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-flow-cache.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <random>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint32_t SAS = 1000000;    // as many as the project promises
constexpr size_t FLOWS = 1U << 10;   // as many as a gateway has at a time
constexpr size_t PROBES = 1U << 14;  // more than caches hold
constexpr uint32_t FIRST_SPI = 4096; // of the SAs

/// Prefix lengths of the population "site-to-site": 64 shapes with "protocol and port given, or
/// not".
constexpr uint8_t SOURCE_LENGTHS[]{32, 30, 28, 26, 24, 22, 20, 16};
constexpr uint8_t DESTINATION_LENGTHS[]{32, 28, 24, 16};
constexpr uint32_t SITE_TO_SITE = 64;
/// Shapes of the worst case: all pairs of 32 prefix lengths, as far as they go.
constexpr uint32_t MANY_SHAPES = 1000;

/// @return octets that the program has taken from the heap
size_t
HeapOctets()
{
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

/// An SPD with some number of policies in some number of shapes, and packets for it.
class PolicyFixture
{
  public:
    /// @param policies how many @param shapes of selectors @param flows how many different packets
    PolicyFixture(uint32_t policies, uint32_t shapes, size_t flows)
        : m_spd(CreateObject<SecurityPolicyDatabase>())
    {
        std::mt19937 random(1);
        std::vector<PolicySelector> selectors;
        for (uint32_t i = 0; i < policies; ++i)
        {
            const uint32_t shape = i % shapes;
            PolicyConfig config;
            const bool many = shapes > SITE_TO_SITE;
            config.selector.source = {IpAddress::FromIpv4(random()),
                                      many ? static_cast<uint8_t>(1 + shape % 32)
                                           : SOURCE_LENGTHS[shape % 8]};
            config.selector.destination = {IpAddress::FromIpv4(random()),
                                           many ? static_cast<uint8_t>(32 - shape / 32)
                                                : DESTINATION_LENGTHS[shape / 8 % 4]};
            if (!many && shape >= 32)
            {
                config.selector.protocol = 6;
                config.selector.destinationPort = 443;
            }
            selectors.push_back(config.selector);
            m_spd->Add(0, config);
        }
        for (size_t i = 0; i < flows; ++i)
        {
            const PolicySelector& selector = selectors[random() % selectors.size()];
            PacketDescriptor packet;
            packet.source = selector.source.address;
            packet.destination = selector.destination.address;
            packet.protocol = 6;
            packet.sourcePort = static_cast<uint16_t>(random());
            packet.destinationPort = 443;
            packet.flowHash = HashFlow(packet);
            m_hits.push_back(packet);
            packet.source = IpAddress::FromIpv4(random());
            m_misses.push_back(packet);
        }
    }

    ~PolicyFixture()
    {
        m_spd->Dispose();
    }

    PolicyFixture(const PolicyFixture&) = delete;
    PolicyFixture& operator=(const PolicyFixture&) = delete;

    const SecurityPolicyDatabase& GetSpd() const
    {
        return *m_spd;
    }

    const std::vector<PacketDescriptor>& GetPackets(bool hits) const
    {
        return hits ? m_hits : m_misses;
    }

  private:
    Ptr<SecurityPolicyDatabase> m_spd;      // searched
    std::vector<PacketDescriptor> m_hits;   // some policy matches
    std::vector<PacketDescriptor> m_misses; // hardly ever one does
};

/// Arguments: policies, shapes, flows whose packets come in turn, 1 for packets that match.
void
PolicySearch(benchmark::State& state)
{
    const PolicyFixture fixture(static_cast<uint32_t>(state.range(0)),
                                static_cast<uint32_t>(state.range(1)),
                                static_cast<size_t>(state.range(2)));
    const auto& packets = fixture.GetPackets(state.range(3) != 0);
    size_t next = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(
            fixture.GetSpd().Find(packets[next++ % packets.size()], IpsecDirection::OUT));
    }
}

// The population "site-to-site": with a thousand flows, as a gateway has them at a time, the search
// itself counts; with more than caches hold, what memory costs.
BENCHMARK(PolicySearch)
    ->Name("PolicySearch/site-to-site")
    ->ArgNames({"policies", "shapes", "flows", "match"})
    ->ArgsProduct({{10, 1000, 100000}, {SITE_TO_SITE}, {FLOWS, PROBES}, {0, 1}});
// The worst case beside it.
BENCHMARK(PolicySearch)
    ->Name("PolicySearch/worst-case")
    ->ArgNames({"policies", "shapes", "flows", "match"})
    ->ArgsProduct({{1000, 100000}, {MANY_SHAPES}, {FLOWS}, {0, 1}});

/// What a packet of a known flow costs instead. Arguments: policies, flows.
void
FlowHit(benchmark::State& state)
{
    const PolicyFixture fixture(static_cast<uint32_t>(state.range(0)),
                                SITE_TO_SITE,
                                static_cast<size_t>(state.range(1)));
    const auto& packets = fixture.GetPackets(true);
    FlowCache cache;
    const auto find = [&](const PacketDescriptor& packet) {
        FlowCacheEntry& entry = cache.Get(packet);
        if (entry.policyGeneration != fixture.GetSpd().GetGeneration())
        {
            entry.policy = fixture.GetSpd().Find(packet, IpsecDirection::OUT);
            entry.policyGeneration = fixture.GetSpd().GetGeneration();
        }
        return PeekPointer(entry.policy);
    };
    std::for_each(packets.begin(), packets.end(), find);
    size_t next = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(find(packets[next++ % packets.size()]));
    }
}

BENCHMARK(FlowHit)->ArgNames({"policies", "flows"})->ArgsProduct({{10, 100000}, {FLOWS}});

/// What the search is measured against: every policy in turn.
void
PolicyListSearch(benchmark::State& state)
{
    const PolicyFixture fixture(static_cast<uint32_t>(state.range(0)), SITE_TO_SITE, FLOWS);
    std::vector<Ptr<SecurityPolicy>> list;
    fixture.GetSpd().ForEach([&list](SecurityPolicy& policy) { list.emplace_back(&policy); });
    const auto& packets = fixture.GetPackets(true);
    size_t next = 0;
    for (auto _ : state)
    {
        const SecurityPolicy* found = nullptr;
        for (const auto& policy : list)
        {
            if (policy->GetConfig().selector.Matches(packets[next % FLOWS]))
            {
                found = PeekPointer(policy);
                break;
            }
        }
        ++next;
        benchmark::DoNotOptimize(found);
    }
}

BENCHMARK(PolicyListSearch)->ArgName("policies")->Arg(10)->Arg(1000)->Arg(100000);

/// Adding all policies to an empty SPD, and what they need of the heap.
void
PolicySetUp(benchmark::State& state)
{
    const auto policies = static_cast<uint32_t>(state.range(0));
    for (auto _ : state)
    {
        const size_t before = HeapOctets();
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        std::mt19937 random(1);
        for (uint32_t i = 0; i < policies; ++i)
        {
            PolicyConfig config;
            config.selector.source = {IpAddress::FromIpv4(random()), SOURCE_LENGTHS[i % 8]};
            config.selector.destination = {IpAddress::FromIpv4(random()),
                                           DESTINATION_LENGTHS[i / 8 % 4]};
            config.kind = PolicyKind::IPSEC;
            config.requirements.resize(1);
            spd->Add(0, config);
        }
        state.PauseTiming();
        state.counters["octets/policy"] =
            static_cast<double>(HeapOctets() - before) / static_cast<double>(policies);
        spd->Dispose();
        state.ResumeTiming();
    }
}

BENCHMARK(PolicySetUp)->ArgName("policies")->Arg(100000)->Unit(benchmark::kMillisecond);

/// Finding the entry of a flow. Argument: flows.
void
FlowCacheHit(benchmark::State& state)
{
    const auto flows = static_cast<size_t>(state.range(0));
    std::mt19937 random(1);
    FlowCache cache(flows);
    std::vector<PacketDescriptor> packets(flows);
    for (auto& packet : packets)
    {
        packet.source = IpAddress::FromIpv4(random());
        packet.destination = IpAddress::FromIpv4(random());
        packet.protocol = 6;
        packet.flowHash = HashFlow(packet);
        cache.Get(packet);
    }
    size_t next = 0;
    for (auto _ : state)
    {
        next = (next + 7919) % flows;
        benchmark::DoNotOptimize(cache.Get(packets[next]));
    }
}

BENCHMARK(FlowCacheHit)->ArgName("flows")->Arg(1000)->Arg(65536);

/// @param i number of an SA @param samePair true: all SAs share their addresses @return its ADD
SaConfig
SaOf(uint32_t i, bool samePair)
{
    static const IpsecAlgorithm* const cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    SaConfig config;
    config.spi = FIRST_SPI + i;
    config.mode = IpsecMode::TUNNEL;
    config.reqid = samePair ? 1 + i : 0;
    config.source = IpAddress::FromIpv4(0xc0000201);
    config.destination = IpAddress::FromIpv4(samePair ? 0xc0000202 : 0x0a000000 + i);
    config.cipher = cipher;
    config.key.assign(cipher->GetKeyBytes(), 1);
    config.replayWindow = 64;
    config.esn = true;
    config.hard.addTime = 3600 * PS_PER_SECOND + i;
    config.soft.addTime = 3000 * PS_PER_SECOND + i;
    return config;
}

/// An SAD with a million SAs; made once for each kind.
SecurityAssociationDatabase&
MillionSas(bool samePair)
{
    static Ptr<SecurityAssociationDatabase> sads[2];
    Ptr<SecurityAssociationDatabase>& sad = sads[samePair ? 1 : 0];
    if (!sad)
    {
        sad = CreateObject<SecurityAssociationDatabase>();
        for (uint32_t i = 0; i < SAS; ++i)
        {
            sad->Add(0, SaOf(i, samePair));
        }
    }
    return *sad;
}

void
SaBySpi(benchmark::State& state)
{
    const auto& sad = MillionSas(false);
    uint32_t next = 0;
    for (auto _ : state)
    {
        next = (next + 617371) % SAS;
        benchmark::DoNotOptimize(sad.FindBySpi(FIRST_SPI + next));
    }
}

BENCHMARK(SaBySpi);

/// Argument: 1 when all SAs share their addresses and differ by reqid.
void
SaOutbound(benchmark::State& state)
{
    const bool samePair = state.range(0) != 0;
    const auto& sad = MillionSas(samePair);
    const IpAddress source = IpAddress::FromIpv4(0xc0000201);
    uint32_t next = 0;
    for (auto _ : state)
    {
        next = (next + 617371) % SAS;
        benchmark::DoNotOptimize(
            sad.FindOutbound(source,
                             IpAddress::FromIpv4(samePair ? 0xc0000202 : 0x0a000000 + next),
                             IpsecProtocol::ESP,
                             IpsecMode::TUNNEL,
                             samePair ? 1 + next : 0));
    }
}

BENCHMARK(SaOutbound)->ArgName("one-pair")->Arg(0)->Arg(1);

/// Any SA of a pair that has a million.
void
SaOutboundAnyReqid(benchmark::State& state)
{
    const auto& sad = MillionSas(true);
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(sad.FindOutbound(IpAddress::FromIpv4(0xc0000201),
                                                  IpAddress::FromIpv4(0xc0000202),
                                                  IpsecProtocol::ESP,
                                                  IpsecMode::TUNNEL,
                                                  0));
    }
}

BENCHMARK(SaOutboundAnyReqid);

/// A rekey where one pair has a million SAs: one ADD and one DELETE.
void
SaReplace(benchmark::State& state)
{
    auto& sad = MillionSas(true);
    for (auto _ : state)
    {
        sad.Add(0, SaOf(SAS, true));
        sad.Delete(0, FIRST_SPI + SAS);
    }
}

BENCHMARK(SaReplace);

/// The timer's pass when a million SAs have limits and none is due.
void
SaExpiryPass(benchmark::State& state)
{
    auto& sad = MillionSas(false);
    for (auto _ : state)
    {
        sad.ExpireAt(PS_PER_SECOND);
    }
}

BENCHMARK(SaExpiryPass);

/// Adding a million SAs to an empty SAD, and what they need of the heap.
void
SaSetUp(benchmark::State& state)
{
    const bool samePair = state.range(0) != 0;
    for (auto _ : state)
    {
        const size_t before = HeapOctets();
        const auto sad = CreateObject<SecurityAssociationDatabase>();
        for (uint32_t i = 0; i < SAS; ++i)
        {
            sad->Add(0, SaOf(i, samePair));
        }
        state.PauseTiming();
        state.counters["octets/SA"] =
            static_cast<double>(HeapOctets() - before) / static_cast<double>(SAS);
        sad->Dispose();
        state.ResumeTiming();
    }
}

BENCHMARK(SaSetUp)->ArgName("one-pair")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
