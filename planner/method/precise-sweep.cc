/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "precise-sweep.h"

#include "planner/simulate/fidelity-choice.h"
#include "planner/simulate/point-marks.h"
#include "planner/sweep/point-list.h"
#include "planner/sweep/point-sweep.h"
#include "planner/sweep/shard.h"

#include <algorithm>

namespace ns3::planner
{

std::vector<PointRecord>
SweepUntilPrecise(const RunOptions& options, const Experiment& experiment, ResultStore& store)
{
    if (options.force)
    {
        store.Clear();
    }
    PointSweep sweep(options, experiment, store);
    auto points = EnumeratePoints(experiment);
    ChooseFidelities(experiment, points);
    const PointDivision division(experiment, options.shard);
    const auto isOthers = [&division](const PointSpec& point) {
        return !division.Has(point.curve, point.value);
    };
    points.erase(std::remove_if(points.begin(), points.end(), isOthers), points.end());
    auto records = sweep.Run(points);
    for (uint32_t round = 2; round <= MOST_ROUNDS; ++round)
    {
        auto more = GetNextRound(experiment, records, round);
        if (more.empty())
        {
            break;
        }
        ChooseFidelities(experiment, more);
        const auto added = sweep.Run(more);
        records.insert(records.end(), added.begin(), added.end());
    }
    MarkReplications(experiment, records);
    store.PutMarks(records);
    return records;
}

} // namespace ns3::planner
