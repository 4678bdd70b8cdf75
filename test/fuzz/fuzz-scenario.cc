/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fuzz-input.h"

#include "planner/scenario/experiment-reader.h"

/**
 * @ingroup ipsec-offload-tests
 * libFuzzer's entry: any octets are a scenario or are refused.
 * @param data octets @param size how many @return 0
 */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const ipsecfuzz::MemoryFile file(data, size);
    ipsecfuzz::ReadOrRefuse([&file] { ns3::planner::ReadExperiment(file.GetPath()); });
    return 0;
}
