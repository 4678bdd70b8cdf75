/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

#include "ns3/nstime.h"
#include "ns3/test.h"

#include <cstdlib>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Test runner of the stand-alone build: installed ns-3 packages ship none.
 */

int
main(int argc, char* argv[])
{
    // Nanoseconds are too coarse above 10 Gbit/s; a program sets this, once. Suites that should not
    // depend on it are run with ns-3's default, too.
    const char* resolution = std::getenv("IPSEC_TEST_RESOLUTION");
    const bool nanoseconds = resolution && std::string(resolution) == "ns";
    ns3::Time::SetResolution(nanoseconds ? ns3::Time::NS : ns3::Time::PS);
    return ns3::TestRunner::Run(argc, argv);
}
