/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

#include "ns3/nstime.h"
#include "ns3/test.h"

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Test runner of the stand-alone build: installed ns-3 packages ship none.
 */

int
main(int argc, char* argv[])
{
    // Nanoseconds are too coarse above 10 Gbit/s; a program sets this, once.
    ns3::Time::SetResolution(ns3::Time::PS);
    return ns3::TestRunner::Run(argc, argv);
}
