/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "fuzz-input.h"

#include "ns3/ipsec-profiles.h"

/**
 * @ingroup ipsec-offload-tests
 * libFuzzer's entry: any octets are a profile of either kind or are refused.
 * @param data octets @param size how many @return 0
 */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    using namespace ns3;

    const ipsecfuzz::MemoryFile file(data, size);
    for (const auto kind : {IpsecProfileKind::NIC, IpsecProfileKind::HOST})
    {
        ipsecfuzz::ReadOrRefuse([&file, kind] { ReadIpsecProfile(kind, file.GetPath()); });
    }
    return 0;
}
