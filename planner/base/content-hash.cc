/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "content-hash.h"

#include "ns3/hash.h"

namespace ns3::planner
{

uint64_t
ContentHash(const std::string& text)
{
    return Hasher(Create<Hash::Function::Fnv1a>()).GetHash64(text);
}

} // namespace ns3::planner
