/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/step-keeper.h"

#include "ns3/ipsec-explain-step.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/ipsec-types.h"

#include <string>

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// How many steps AppendPair() has made.
uint32_t g_pairs = 0;

/// @param listener gets two steps @param octets a number
void
AppendPair(StepListener& listener, Ps now, uint32_t octets)
{
    ++g_pairs;
    listener.Append({StepCode::NIC_ARRIVAL, now, octets});
    listener.Append({StepCode::SA_LARVAL, now});
}

/// Records of steps, and their words.
class ExplainTests : public TestCase
{
  public:
    /// @param name of the test
    explicit ExplainTests(const std::string& name)
        : TestCase(name)
    {
    }

    /// Each step has a stage and a sentence, whatever its record says.
    void Complete()
    {
        for (size_t i = 0; i < static_cast<size_t>(StepCode::COUNT); ++i)
        {
            const auto code = static_cast<StepCode>(i);
            const StepInfo& info = GetStepInfo(code);
            EXPECT_EQ(std::string(info.stage).empty(), false, info.name);
            StepRecord full(code, {1, 2, 4}, std::string("nic0"), std::string("why"));
            for (size_t number = 0; number < StepRecord::NUMBERS; ++number)
            {
                full.numbers[number] = 1;
            }
            for (const auto& text : {ExplainStep({code, 0}), ExplainStep(full)})
            {
                EXPECT_EQ(text.empty(), false, info.name);
                EXPECT_EQ(text.find_first_of("{}[|"), std::string::npos, text);
            }
        }
        EXPECT_EQ(std::string(GetStepInfo(StepCode::SA_ADDED).name), "SA_ADDED", "in logs");
    }

    /// Numbers, their kinds, addresses.
    void Numbers()
    {
        const IpAddress source = IpAddress::FromIpv4(0x0a000001);
        const IpAddress destination = *IpAddress::FromString("2001:db8::2");
        const StepRecord sends(StepCode::APPLICATION_SENDS,
                               0,
                               1420,
                               9000,
                               source,
                               4096,
                               destination,
                               uint16_t{500});
        EXPECT_EQ(sends.numberCount, 8, "an address is two numbers");
        EXPECT_EQ(
            ExplainStep(sends),
            "sends datagram 1 420 of its source, 9 000 octets of IP, from 10.0.0.1 port 4096 to "
            "2001:db8::2 port 500",
            "grouped and plain");
        EXPECT_EQ(
            ExplainStep({StepCode::SA_REMEMBERED, 0, 0x1001U, IpsecMode::TUNNEL, SaState::DYING}),
            "SPI 0x1001, tunnel, dying: cached, and the SAD is unchanged",
            "enum values");
        EXPECT_EQ(ExplainStep({StepCode::SIZE_EXACT_ABOVE, 0, 1501, 1500}),
                  "too long: exactly 1 501 > 1 500: software (size-exact)",
                  "above");
        EXPECT_EQ(ExplainStep({StepCode::SIZE_FITS, 0, 1499, 1500, 1454, 46, 1500, 1500}),
                  "fits: estimate 1 454 + 46 = 1 500 <= 1 500, exactly 1 499 <= 1 500",
                  "not above");
        EXPECT_EQ(ExplainStep({StepCode::IP_DROPS, 0, IpsecDrop::POLICY_IN}),
                  "dropped: policy-in",
                  "an IpsecDrop");
        EXPECT_EQ(ExplainStep({StepCode::NIC_UP_FAILED, 0, 3, NicDrop::REPLAY}),
                  "to the host in its ESP form, with drv_spi 3 and syndrome replay",
                  "a NicDrop");
        EXPECT_EQ(ExplainStep({StepCode::SLOT_DUPLICATE, 0, SaPart::RECEIVE}),
                  "receive direction is there already",
                  "a SaPart");
    }

    /// Names that may be absent.
    void Names()
    {
        EXPECT_EQ(ExplainStep({StepCode::HANDLE_FOUND, 0, 7, std::string("nic0")}),
                  "nic0: HANDLED, drv_spi 7",
                  "an interface");
        EXPECT_EQ(ExplainStep({StepCode::HANDLE_FOUND, 0, 7, std::string()}),
                  "HANDLED, drv_spi 7",
                  "none");
        EXPECT_EQ(
            ExplainStep({StepCode::POLICY_CACHED, 0}),
            "cached, and the SPD is unchanged: no policy matches: the default is none, in clear",
            "no policy");
        EXPECT_EQ(ExplainStep({StepCode::SOFTWARE_REFUSED,
                               0,
                               std::string("nic0"),
                               std::string("tunnel mode (EOPNOTSUPP)")}),
                  "nic0: tunnel mode (EOPNOTSUPP): software",
                  "the driver's words");
        EXPECT_EQ(ExplainStep({StepCode::INPUT_REFUSED, 0, std::string()}),
                  "came in clear; no inbound policy matches: dropped",
                  "nothing undone");
        EXPECT_EQ(ExplainStep({StepCode::INPUT_ACCEPTED,
                               0,
                               std::string("policy 1"),
                               IpsecProtocol::ESP,
                               IpsecMode::TUNNEL,
                               16,
                               IpsecProtocol::AH,
                               IpsecMode::TRANSPORT,
                               17}),
                  "undone: esp/tunnel SPI 0x10, ah/transport SPI 0x11; policy 1: accepted",
                  "two transforms");
    }

    /// Waiting and work come from the record's times.
    void Times()
    {
        EXPECT_EQ(ExplainStep({StepCode::NIC_PORT, {1000, 1000, 2500}}),
                  "idle, takes 1.5 ns",
                  "no waiting");
        EXPECT_EQ(ExplainStep({StepCode::NIC_PORT, {0, 1000, 2500}}),
                  "waited 1 ns, takes 1.5 ns",
                  "waiting");
        EXPECT_EQ(ExplainStep({StepCode::NIC_MAC, {0, 1000, 1000}, 1466, 38}),
                  "waits 1 ns for the wire, then first bit of 1 466 + 38 octets of the wire",
                  "a choice");
        EXPECT_EQ(ExplainStep({StepCode::NIC_MAC, 0, 1466, 38}),
                  "the wire is free: first bit at once, 1 466 + 38 octets of the wire",
                  "the other one");
        EXPECT_EQ(ExplainStep({StepCode::INSTALL_SUBMITTED, 0, SaPart::TRANSMIT, 3, 0, 1000}),
                  "transmit direction: idle, 3 commands take 1 ns",
                  "a list");
        EXPECT_EQ(ExplainStep({StepCode::INSTALL_SUBMITTED, 0, SaPart::WHOLE, 0, 2000, 1000}),
                  "commands wait 2 ns and take 1 ns",
                  "no list");
    }

    /// Who does not listen costs nothing.
    void Append()
    {
        tests::StepKeeper keeper;
        StepListener* nobody = nullptr;
        AppendStep(nobody, StepCode::NIC_ARRIVAL, 5, 60);
        AppendStep(nobody, AppendPair, 5, 60);
        EXPECT_EQ(g_pairs, 0, "nobody listens, nothing is found out");
        AppendStep(&keeper, StepCode::NIC_ARRIVAL, StepTimes{4, 5, 6}, 60);
        AppendStep(&keeper, AppendPair, 7, 61);
        const auto& kept = keeper.GetEntries();
        ASSERT_EQ(kept.size(), 3, "one step, and a function's two");
        EXPECT_EQ(kept[0].step.times.arrival, 4, "arrival");
        EXPECT_EQ(kept[0].step.times.start, 5, "start");
        EXPECT_EQ(kept[0].step.times.done, 6, "done");
        EXPECT_EQ(kept[1].step.numbers[0], 61, "number");
        EXPECT_EQ(kept[1].step.times.arrival, 7, "one instant");
        EXPECT_EQ(kept[2].step.numberCount, 0, "none");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-explain".
 */
class ExplainTestSuite : public TestSuite
{
  public:
    ExplainTestSuite()
        : TestSuite("ipsec-explain", TestSuite::Type::UNIT)
    {
        Add("every step has a stage and a sentence", &ExplainTests::Complete);
        Add("numbers, enum values, addresses", &ExplainTests::Numbers);
        Add("names that may be absent", &ExplainTests::Names);
        Add("waiting and work", &ExplainTests::Times);
        Add("steps that nobody follows", &ExplainTests::Append);
    }

  private:
    /// @param name of the test @param body its body
    void Add(const std::string& name, void (ExplainTests::*body)())
    {
        AddTestCase(new MethodTest<ExplainTests>(name, body));
    }
};

ExplainTestSuite g_explainTestSuite; //!< registers itself

} // namespace
