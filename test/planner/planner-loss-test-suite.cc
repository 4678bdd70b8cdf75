/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner/base/quoting.h"
#include "planner/simulate/loss-meter.h"
#include "test/support/expect.h"
#include "test/support/method-test.h"

#include "ns3/test.h"

#include <set>
#include <string>

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
    void Reasons();
    void Quoting();
};

void
LossTests::Summary()
{
    Experiment experiment;
    experiment.file = "some folder/server.yaml";
    experiment.curves = {{"one", {}}, {"other", {}}};
    std::vector<SweepValue> swept(2);
    for (size_t i = 0; i < swept.size(); ++i)
    {
        swept[i].value = static_cast<double>(i + 1);
        swept[i].text = std::to_string(i + 1) + " ms";
        experiment.sweep.Add(swept[i]);
    }
    experiment.settings = {InputSetting::From("--set", "seed", "7")};
    PointRecord record{{"one", 1, 1, Fidelity::LEAN}, {}};
    record.result.metrics = {{"throughput_bps", 1e9},
                             {"software_rejected_packets", 60},
                             {"drop_nic_tx_sequence_overflow_packets", 30},
                             {"drop_host_in_replay_packets", 6},
                             {"no_sa_packets", 4}};
    PointRecord later = record;
    later.spec.value = 2;
    later.result.metrics[2].second = 31;
    PointRecord check = later;
    check.spec.fidelity = Fidelity::BOTH;
    const std::string line =
        "one: lost 81 packets: sequence-overflow (NICs, out) 75.3 %, replay (hosts, in) 14.8 %, "
        "no-sa (hosts, out) 9.9 %\n";
    const std::string command = "  one of them, step by step: ipsec-plan walk 'some "
                                "folder/server.yaml' --curve one --value '2 ms' --set seed=7";
    EXPECT_EQ(DescribeLosses(experiment, {record, later, check}),
              line + command + " --lost sequence-overflow\n",
              "where and why, at the point that lost most");
    experiment.Override({0, 500});
    EXPECT_EQ(DescribeLosses(experiment, {record, later}),
              line + command + " --set traffic.packets=500 --lost sequence-overflow\n",
              "as many packets as the run had");
    record.spec.replication = 2;
    EXPECT_EQ(DescribeLosses(experiment, {record}).find("ipsec-plan"),
              std::string::npos,
              "only the first replication is followed");
    record.result.metrics.resize(2);
    EXPECT_EQ(DescribeLosses(experiment, {record}), std::string(), "nothing lost");
}

void
LossTests::Reasons()
{
    using End = PacketFate::End;
    const auto host = [](End end, IpsecDrop drop) {
        return GetReason({end, static_cast<uint8_t>(drop)});
    };
    EXPECT_EQ(host(End::HOST_IN, IpsecDrop::REPLAY), std::string("replay"), "a host's");
    EXPECT_EQ(host(End::HOST_OUT, IpsecDrop::NONE), std::string("no-sa"), "there was no SA");
    EXPECT_EQ(GetReason({End::NIC_TX, static_cast<uint8_t>(NicDrop::UNKNOWN_DRV_SPI)}),
              std::string("unknown-drv-spi"),
              "a NIC's");
    // Each reason has a column, and each column a reason
    const auto reasons = GetLossReasons();
    std::set<std::string> all{"no-sa"};
    for (size_t i = 1; i < ReasonTable<IpsecDrop>::SIZE; ++i)
    {
        all.insert(ToString(static_cast<IpsecDrop>(i)));
    }
    for (size_t i = 1; i < ReasonTable<NicDrop>::SIZE; ++i)
    {
        all.insert(ToString(static_cast<NicDrop>(i)));
    }
    EXPECT_EQ(std::set<std::string>(reasons.begin(), reasons.end()) == all, true, "all reasons");
}

void
LossTests::Quoting()
{
    EXPECT_EQ(QuoteForShell("out/edge-server_2.yaml"),
              std::string("out/edge-server_2.yaml"),
              "plain");
    EXPECT_EQ(QuoteForShell(""), std::string("''"), "a word all the same");
    EXPECT_EQ(QuoteForShell("10 us"), std::string("'10 us'"), "a blank");
    EXPECT_EQ(QuoteForShell("$(rm)`;"), std::string("'$(rm)`;'"), "nothing is substituted");
    EXPECT_EQ(QuoteForShell("it's"), std::string("'it'\\''s'"), "its own mark");
    EXPECT_EQ(QuoteForShell("a\nb"), std::string("'a b'"), "one line");
}

/// Suite "planner-loss".
class PlannerLossTestSuite : public TestSuite
{
  public:
    PlannerLossTestSuite()
        : TestSuite("ipsec-planner-loss", TestSuite::Type::UNIT)
    {
        AddTestCase(new MethodTest<LossTests>("the summary's line", &LossTests::Summary));
        AddTestCase(new MethodTest<LossTests>("words of reasons", &LossTests::Reasons));
        AddTestCase(new MethodTest<LossTests>("words of a command line", &LossTests::Quoting));
    }
};

PlannerLossTestSuite g_plannerLossTestSuite; //!< registers itself

} // namespace
