/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/loss-meter.h"

#include "ns3/test.h"

#include <string>

#include "../method-test.h"

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What the planner says of lost packets.
 */

using namespace ns3;
using namespace ns3::planner;
using namespace ns3::tests;

namespace
{

/// Bodies of the tests.
class LossTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void Summary();
};

void
LossTests::Summary()
{
    Experiment experiment;
    experiment.curves = {{"one", {}}, {"other", {}}};
    PointRecord record;
    record.spec.curve = "one";
    record.result.metrics = {{"throughput_bps", 1e9},
                             {"software_rejected_packets", 60},
                             {"drop_nic_tx_sequence_overflow_packets", 30},
                             {"drop_host_in_replay_packets", 6},
                             {"no_sa_packets", 4}};
    EXPECT(DescribeLosses(experiment, {record, record}),
           std::string("one: lost 80 packets: sequence-overflow (NICs, out) 75.0 %, replay (hosts, "
                       "in) 15.0 %, no-sa (hosts, out) 10.0 %\n"),
           "where and why");
    record.result.metrics.resize(2);
    EXPECT(DescribeLosses(experiment, {record}), std::string(), "nothing lost");
}

/// Suite "planner-loss".
class PlannerLossTestSuite : public TestSuite
{
  public:
    PlannerLossTestSuite()
        : TestSuite("planner-loss", TestSuite::Type::UNIT)
    {
        AddTestCase(new MethodTest<LossTests>("the summary's line", &LossTests::Summary));
    }
};

PlannerLossTestSuite g_plannerLossTestSuite; //!< registers itself

} // namespace
