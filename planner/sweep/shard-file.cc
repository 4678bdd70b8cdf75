/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "shard-file.h"

#include "planner/base/atomic-file.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// Name of the file in a shard's folder.
constexpr const char* NAME = "/shard.json";

} // namespace

std::string
GetFolderName(const Experiment& experiment, const Shard& shard)
{
    return experiment.name + (shard.IsPart() ? "-shard-" + std::to_string(shard.index) + "-of-" +
                                                   std::to_string(shard.count)
                                             : std::string());
}

void
WriteShardFile(const std::string& folder, const ShardFile& file)
{
    const nlohmann::json all{{"run", file.run},
                             {"shard", file.options.shard.GetText()},
                             {"scenario", file.options.scenario},
                             {"name", file.options.name},
                             {"settings", file.options.settings},
                             {"replications", file.options.replications},
                             {"packets", file.options.packets}};
    WriteFileAtomically(folder + NAME, all.dump(2) + "\n");
}

void
RemoveShardFile(const std::string& folder)
{
    std::filesystem::remove(folder + NAME);
}

ShardFile
ReadShardFile(const std::string& folder)
{
    const std::string path = folder + NAME;
    if (!std::filesystem::exists(path))
    {
        throw std::runtime_error(folder + ": has no shard.json; expected a folder in which `run "
                                          "--shard` has come to its end");
    }
    try
    {
        const auto all = nlohmann::json::parse(ReadWholeFile(path));
        ShardFile file;
        file.run = all.at("run");
        const auto shard = Shard::FromText(all.at("shard"));
        if (!shard)
        {
            throw std::runtime_error(path + ": 'shard': expected i/n, as in 2/3");
        }
        file.options.shard = *shard;
        file.options.scenario = all.at("scenario");
        file.options.name = all.at("name");
        file.options.settings = all.at("settings").get<std::vector<std::string>>();
        file.options.replications = all.at("replications");
        file.options.packets = all.at("packets");
        return file;
    }
    catch (const nlohmann::json::exception& error)
    {
        throw std::runtime_error(path + ": " + error.what());
    }
}

} // namespace ns3::planner
