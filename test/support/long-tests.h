/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LONG_TESTS_H
#define IPSEC_OFFLOAD_LONG_TESTS_H

#include <cstdint>
#include <cstdlib>
#include <string>

namespace ns3::tests
{

/**
 * @ingroup ipsec-offload-tests
 * How often a random test repeats what it does.
 * @param usual times in ./check
 * @param all times when the environment says IPSEC_OFFLOAD_LONG_TESTS=1
 * @return one of them
 */
inline uint64_t
CountOf(uint64_t usual, uint64_t all)
{
    const char* value = std::getenv("IPSEC_OFFLOAD_LONG_TESTS");
    return value && std::string(value) == "1" ? all : usual;
}

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_LONG_TESTS_H */
