/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
/**
 * @file
 * @ingroup ipsec-offload
 * Packets per second of wall time and core in lean fidelity, set-up and measuring included: the
 * edge-server scenario with no SA in the NIC, half of them, and all; with NICs as their profile has
 * them, and with every feature of a NIC switched on.
 */

#include "every-nic-feature.h"

#include "model/profile/data-folders.h"
#include "planner/base/point.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/lean-scenario-run.h"

#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"

#include <benchmark/benchmark.h>

using namespace ns3;
using namespace ns3::planner;

namespace
{

/// Enough that the set-up of 2 000 SAs does not count.
constexpr uint64_t PACKETS = 1'000'000;

/// @param state its arguments: the number of SA slots, and whether every feature of the NICs is on
void
LeanEdgeServer(benchmark::State& state)
{
    auto experiment = ReadExperiment(GetDataFolders().front() + "/scenarios/edge-server.yaml");
    experiment.Override({1, PACKETS});
    const PointSpec point{experiment.curves.front().name,
                          static_cast<double>(state.range(0)),
                          1,
                          Fidelity::LEAN};
    auto resolved = experiment.At(point.curve, point.value);
    for (auto& [role, node] : resolved.nodes)
    {
        if (state.range(1) != 0)
        {
            SwitchEveryFeatureOn(node.nic);
            node.sharedCard = true;
        }
    }
    RngSeedManager::SetSeed(resolved.seed);
    RngSeedManager::SetRun(point.GetRun());
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(RunLean(resolved, false).result.metrics.data());
    }
    state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * PACKETS));
}

BENCHMARK(LeanEdgeServer)->ArgsProduct({{0, 1000, 2000}, {0, 1}})->Unit(benchmark::kMillisecond);

} // namespace

int
main(int argc, char* argv[])
{
    Time::SetResolution(Time::PS);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
