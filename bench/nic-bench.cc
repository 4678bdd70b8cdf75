/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "every-nic-feature.h"

#include "test/support/nic-test-support.h"

#include "ns3/host-model.h"
#include "ns3/nic-engine.h"

#include <benchmark/benchmark.h>

#include <cstdint>

/**
 * @file
 * Wall time per packet of the NIC's data path and of a host's booking, as lean fidelity uses them.
 * The first argument is the number of SAs, which packets use in turn; the second tells whether
 * every feature of the NIC is on.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// @param every switch every feature on @return what NIC of 100 Gbit/s it is
NicProfile
MakeProfile(bool every)
{
    NicProfile profile;
    profile.txBitRate = 95'000'000'000;
    profile.txPacketRate = 30'000'000;
    profile.rxBitRate = 95'000'000'000;
    profile.rxPacketRate = 30'000'000;
    if (every)
    {
        SwitchEveryFeatureOn(profile);
    }
    return profile;
}

/// @param engine where @param contexts SAs to install
void
InstallSas(NicEngine& engine, uint32_t contexts)
{
    for (uint32_t i = 0; i < contexts; ++i)
    {
        SaConfig config = MakeSa(0x1001 + i);
        config.replayWindow = 64;
        engine.Install(0, MakeContext(static_cast<uint16_t>(3 + i), config));
    }
}

void
Transmit(benchmark::State& state)
{
    const auto contexts = static_cast<uint32_t>(state.range(0));
    NicEngine engine(MakeProfile(state.range(1) != 0), 100'000'000'000, 38);
    InstallSas(engine, contexts);
    PacketDescriptor packet = MakePacket(700);
    Ps now = 0;
    uint32_t next = 0;
    for (auto _ : state)
    {
        packet.drvSpi = contexts == 0 ? 0 : static_cast<uint16_t>(3 + next);
        next = next + 1 >= contexts ? 0 : next + 1;
        now += 70'000;
        benchmark::DoNotOptimize(engine.Transmit(now, packet, 700).start);
    }
}

void
Receive(benchmark::State& state)
{
    const auto contexts = static_cast<uint32_t>(state.range(0));
    NicEngine engine(MakeProfile(state.range(1) != 0), 100'000'000'000, 38);
    InstallSas(engine, contexts);
    PacketDescriptor packet = MakePacket(700);
    const uint32_t length = SizesOf(MakeSa(0x1001)).GetEspLength(700, 20);
    packet.esp.destination = packet.destination;
    Ps now = 0;
    uint32_t next = 0;
    uint64_t sequence = 1;
    for (auto _ : state)
    {
        packet.esp.spi = contexts == 0 ? 0 : 0x1001 + next;
        packet.esp.sequence = sequence;
        if (++next >= contexts)
        {
            next = 0;
            ++sequence;
        }
        now += 70'000;
        benchmark::DoNotOptimize(engine.Receive(now, packet, length).ready);
    }
}

void
Book(benchmark::State& state)
{
    HostProfile profile;
    profile.cores = static_cast<uint32_t>(state.range(0));
    profile.clock = 2'600'000'000;
    HostModel host(profile);
    Ps now = 0;
    HostWork work;
    work.cycles = 1500;
    for (auto _ : state)
    {
        now += 100'000;
        ++work.hash;
        benchmark::DoNotOptimize(host.Book(now, work).done);
    }
}

BENCHMARK(Transmit)->ArgsProduct({{0, 1, 1000, 20000}, {0, 1}});
BENCHMARK(Receive)->ArgsProduct({{0, 1, 1000, 20000}, {0, 1}});
BENCHMARK(Book)->Arg(1)->Arg(16);

} // namespace

BENCHMARK_MAIN();
