/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "merge-command.h"

#include "run-command.h"

#include "planner/report/gnuplot-run.h"
#include "planner/sweep/point-answer.h"
#include "planner/sweep/point-sweep.h"
#include "planner/sweep/result-folder.h"
#include "planner/sweep/result-reader.h"
#include "planner/sweep/results.h"
#include "planner/sweep/shard-file.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Simulates nothing: what is not there is missing.
class Nobody : public JobRunner
{
  public:
    void Run(size_t count, const Source& source, const Finished&, const Idle&) const override
    {
        throw std::runtime_error(std::to_string(count) +
                                 (count == 1 ? " point is" : " points are") +
                                 " in none of these shards, the first of them " + source(0).name);
    }

    std::string GetWidth() const override
    {
        return "nobody";
    }
};

/// A shard that is done.
struct DoneShard
{
    std::string folder;
    ShardFile file;
};

/// @param folders of shards @return them; all are of one run
std::vector<DoneShard>
ReadShards(const std::vector<std::string>& folders)
{
    std::vector<DoneShard> shards;
    for (const auto& folder : folders)
    {
        shards.push_back({folder, ReadShardFile(folder)});
        const ShardFile& first = shards.front().file;
        const ShardFile& file = shards.back().file;
        if (file.run != first.run || file.options.replications != first.options.replications ||
            file.options.shard.count != first.options.shard.count)
        {
            throw std::runtime_error(folder + ": shard " + file.options.shard.GetText() + " of " +
                                     GetCommandLine("run", file.options) + " (" + file.run +
                                     "), but " + shards.front().folder + " is shard " +
                                     first.options.shard.GetText() + " of " +
                                     GetCommandLine("run", first.options) + " (" + first.run + ")");
        }
    }
    return shards;
}

/// @param shard what to read @param identity of the scenario @return its points
std::vector<PointRecord>
LoadShard(const DoneShard& shard, const RunIdentity& identity)
{
    const ResultReader reader(shard.folder);
    const auto runs = reader.GetRuns();
    const auto run = std::find_if(runs.begin(), runs.end(), [&shard](const KeptRun& candidate) {
        return candidate.identity.GetHash() == shard.file.run;
    });
    if (run == runs.end())
    {
        throw std::runtime_error(reader.GetPath() + ": does not have the run of its shard.json");
    }
    if (identity.GetHash() != shard.file.run)
    {
        throw std::runtime_error(
            reader.GetPath() + ": other results than those of " + identity.scenario +
            " as it is here; different: " + DescribeDifference(identity, run->identity));
    }
    return reader.Load(*run, MarksOf::REPLICATION);
}

} // namespace

void
MergeCommand(const MergeOptions& options)
{
    const auto shards = ReadShards(options.folders);
    const Nobody nobody;
    RunOptions run = shards.front().file.options;
    run.scenario = options.run.scenario.empty() ? run.scenario : options.run.scenario;
    run.out = options.run.out;
    run.noFigures = options.run.noFigures;
    run.strict = options.run.strict;
    run.json = options.run.json;
    run.shard = Shard();
    run.quiet = true;
    run.runner = &nobody;
    const auto experiment = ReadExperimentFor(run);
    const auto identity = IdentityOf(experiment);

    std::map<std::string, PointRecord> points;
    for (const auto& shard : shards)
    {
        for (auto& record : LoadShard(shard, identity))
        {
            const std::string key = record.spec.GetKey();
            const auto [known, isNew] = points.emplace(key, record);
            if (!isNew && WriteAnswer(key, known->second.result) != WriteAnswer(key, record.result))
            {
                throw std::runtime_error(shard.folder + ": has another result of " + key +
                                         " than a shard before it");
            }
        }
    }
    if (!run.noFigures)
    {
        RequireGnuplot();
    }
    const ResultFolder folder(run.out + "/" + GetFolderName(experiment, run.shard));
    ResultStore store(folder / "results.sqlite", identity);
    for (const auto& known : store.Load())
    {
        points.erase(known.spec.GetKey());
    }
    for (const auto& [key, record] : points)
    {
        store.Put(record.spec, record.result);
    }
    SimulateAndReport(run, experiment, folder, store);
}

} // namespace ns3::planner
