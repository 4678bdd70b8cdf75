/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SHARD_FILE_H
#define IPSEC_OFFLOAD_PLANNER_SHARD_FILE_H

#include "run-options.h"

#include <string>

namespace ns3::planner
{

/// What a shard's folder says of the run that it is a part of, once the shard is done.
struct ShardFile
{
    std::string run;    //!< RunIdentity::GetHash()
    RunOptions options; //!< scenario, name, settings, replications, packets and shard
};

/**
 * @ingroup ipsec-offload
 * @param experiment what is run
 * @param shard which part of it
 * @return name of its folder: "edge-server-shard-2-of-3", the plain one for a whole run
 */
std::string GetFolderName(const Experiment& experiment, const Shard& shard);

/**
 * @ingroup ipsec-offload
 * @param folder of a shard that is done
 * @param file what to write
 * @throws std::runtime_error when it cannot be written
 */
void WriteShardFile(const std::string& folder, const ShardFile& file);

/**
 * @ingroup ipsec-offload
 * Take away what says that the shard of a folder is done.
 * @param folder of a shard that begins
 */
void RemoveShardFile(const std::string& folder);

/**
 * @ingroup ipsec-offload
 * @param folder of a shard
 * @return what its file says
 * @throws std::runtime_error when it has none, since no shard in it is done
 */
ShardFile ReadShardFile(const std::string& folder);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SHARD_FILE_H */
