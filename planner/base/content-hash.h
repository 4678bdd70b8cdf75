/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CONTENT_HASH_H
#define IPSEC_OFFLOAD_PLANNER_CONTENT_HASH_H

#include <cstdint>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A 64-bit hash that is the same on every machine and in every release: FNV-1a.
 * @param text any octets
 * @return the hash
 */
uint64_t ContentHash(const std::string& text);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CONTENT_HASH_H */
