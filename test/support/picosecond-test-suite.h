/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */

#ifndef IPSEC_OFFLOAD_PICOSECOND_TEST_SUITE_H
#define IPSEC_OFFLOAD_PICOSECOND_TEST_SUITE_H

#include "ns3/nstime.h"
#include "ns3/test.h"

/**
 * @ingroup ipsec-offload-tests
 * A suite whose cases run with a time resolution of one picosecond. The own test runner has it from
 * its start, but that of an ns-3 tree keeps the default of one nanosecond.
 */
class PicosecondTestSuite : public ns3::TestSuite
{
  public:
    using ns3::TestSuite::TestSuite;

  private:
    void DoSetup() override
    {
        if (ns3::Time::GetResolution() != ns3::Time::PS)
        {
            ns3::Time::SetResolution(ns3::Time::PS);
        }
    }
};

#endif /* IPSEC_OFFLOAD_PICOSECOND_TEST_SUITE_H */
