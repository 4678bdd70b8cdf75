/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/picosecond-test-suite.h"
#include "test/support/stack-test-case.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/simulator.h"

#include <cstdint>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * What IpsecHelper::PrintReasons() says of lost packets: where and in which direction, under the
 * same name whether hardware or software has lost them. Suite "planner-reasons" does the same for
 * the table of lean fidelity.
 */

using namespace ns3::tests;

namespace
{

/// Sent in one direction.
constexpr uint32_t COUNT = 10;

/// "node direction place: reason" to packets.
using Losses = std::map<std::string, uint64_t>;

/// @param node of the lines @param text what PrintReasons() wrote of it @return lines of losses
Losses
ReadLosses(uint32_t node, const std::string& text)
{
    Losses losses;
    std::istringstream lines(text);
    std::string way;
    for (std::string line; std::getline(lines, line);)
    {
        const std::string dropped = "dropped, ";
        if (line.rfind("Node ", 0) == 0)
        {
            way = line.substr(line.rfind(' ') + 1);
            continue;
        }
        const auto at = line.find(dropped);
        if (at == std::string::npos)
        {
            continue;
        }
        const bool host = line.find_first_not_of(' ') == at;
        const auto colon = line.find(": ", at);
        const std::string reason = line.substr(at + dropped.size(), colon - at - dropped.size());
        losses[std::to_string(node) + " " + way + (host ? " host: " : " NIC: ") + reason] =
            std::stoull(line.substr(colon + 2));
    }
    return losses;
}

/// @param losses some @return them in one line
std::string
Joined(const Losses& losses)
{
    std::string text;
    for (const auto& [words, packets] : losses)
    {
        text += (text.empty() ? "" : ", ") + words + " " + std::to_string(packets);
    }
    return text;
}

/// An event that loses packets.
struct LossCase
{
    const char* reason; //!< its one name
    bool out;           //!< on the way out of the sender, or else into the receiver
    uint64_t sent;      //!< the sender's first number
    uint64_t expected;  //!< the receiver's first number
    bool sameKey;       //!< at both ends
    uint32_t lost;      //!< packets
};

const LossCase CASES[]{
    // 2^32 - 5 to 2^32 - 1 are numbers, and 0 is none.
    {"sequence-overflow", true, UINT32_MAX - 4, 1, true, COUNT - 5},
    // 1 to 5 lie below what the receiver's SA begins with.
    {"replay", false, 1, 6, true, 5},
    {"bad-icv", false, 1, 1, false, COUNT},
};

/// An event, in hardware or in software.
class LossTestCase : public StackTestCase
{
  public:
    /// @param loss the event @param nic hardware does ESP
    LossTestCase(const LossCase& loss, bool nic)
        : StackTestCase(std::string("PrintReasons(): ") + loss.reason +
                        (nic ? " in the NIC" : " in software")),
          m_loss(loss),
          m_nic(nic)
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = m_nic;
        setup.protect = false;
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = COUNT;
        TestFlow flow(network, config);
        network.Build();
        Protect(network);
        network.Run();
        EXPECT_EQ(flow.GetDelivered(), COUNT - m_loss.lost, "delivered");
        Losses losses = LossesOf(network, 0);
        losses.merge(LossesOf(network, 1));
        const std::string place = std::string(m_loss.out ? "0 out " : "1 in ") +
                                  (m_nic ? "NIC: " : "host: ") + m_loss.reason;
        EXPECT_EQ(Joined(losses), place + " " + std::to_string(m_loss.lost), "all lines");
        network.CheckInvariants();
    }

    /// An SA from the first end to the second. @param network where
    void Protect(const TestNetwork& network) const
    {
        for (uint32_t end = 0; end < 2; ++end)
        {
            PolicyConfig policy;
            policy.kind = PolicyKind::IPSEC;
            policy.direction = end == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
            policy.selector.source = {network.GetEndAddress(0), 32};
            policy.selector.destination = {network.GetEndAddress(1), 32};
            policy.requirements.emplace_back();
            SaConfig sa;
            sa.spi = 0x1001;
            sa.mode = IpsecMode::TRANSPORT;
            sa.source = network.GetEndAddress(0);
            sa.destination = network.GetEndAddress(1);
            sa.direction = policy.direction;
            sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
            const uint32_t seed = m_loss.sameKey ? 0 : end;
            sa.key = IpsecHelper::MakeKey(seed, sa.cipher->GetKeyBytes());
            sa.replayWindow = 64;
            sa.cyclic = false; // or software's numbers would begin again
            sa.firstSequence = end == 0 ? m_loss.sent : m_loss.expected;
            IpsecHelper::AddPolicy(network.GetEnd(end), policy);
            IpsecHelper::AddSa(network.GetEnd(end), sa);
        }
    }

    /// @param network after its run @param end 0 or 1 @return what PrintReasons() says is lost
    static Losses LossesOf(const TestNetwork& network, uint32_t end)
    {
        std::ostringstream text;
        IpsecHelper::PrintReasons(network.GetEnd(end), text);
        return ReadLosses(end, text.str());
    }

    LossCase m_loss; //!< the event
    bool m_nic;      //!< hardware does ESP
};

/// What only a NIC loses.
class NicLossTestCase : public StackTestCase
{
  public:
    /// Changes the network before it is built.
    using Prepare = std::function<void(NetworkSetup&)>;
    /// Changes the network when SAs are offered.
    using Disturb = std::function<void(TestNetwork&)>;

    /// @param expected "node direction place: reason" @param prepare what causes it @param disturb
    /// or this
    NicLossTestCase(const std::string& expected, Prepare prepare, Disturb disturb = nullptr)
        : StackTestCase("PrintReasons(): " + expected),
          m_expected(expected),
          m_prepare(std::move(prepare)),
          m_disturb(std::move(disturb))
    {
    }

  private:
    void DoRun() override
    {
        NetworkSetup setup;
        setup.nic = true;
        m_prepare(setup);
        TestNetwork network(setup);
        TestFlow::Config config;
        config.count = 100;
        config.gap = Time(0); // all at once
        TestFlow flow(network, config);
        network.Build();
        if (m_disturb)
        {
            Simulator::Schedule(Seconds(1), [this, &network] { m_disturb(network); });
        }
        network.Run();
        Losses losses;
        for (uint32_t end = 0; end < 2; ++end)
        {
            std::ostringstream text;
            IpsecHelper::PrintReasons(network.GetEnd(end), text);
            losses.merge(ReadLosses(end, text.str()));
        }
        const uint32_t lost = config.count - flow.GetDelivered();
        EXPECT_GT(lost, 0, "something is lost");
        EXPECT_EQ(Joined(losses), m_expected + " " + std::to_string(lost), "all lines");
        network.CheckInvariants();
    }

    std::string m_expected; //!< "node direction place: reason"
    Prepare m_prepare;      //!< what causes it
    Disturb m_disturb;      //!< or this
};

/**
 * @ingroup ipsec-offload-tests
 * The suite.
 */
class StackLossesTestSuite : public PicosecondTestSuite
{
  public:
    StackLossesTestSuite()
        : PicosecondTestSuite("ipsec-stack-losses", TestSuite::Type::UNIT)
    {
        for (const auto& loss : CASES)
        {
            AddTestCase(new LossTestCase(loss, false));
            AddTestCase(new LossTestCase(loss, true));
        }
        AddTestCase(new NicLossTestCase("0 out NIC: ring-full",
                                        [](NetworkSetup& setup) { setup.profile.ringSize = 20; }));
        AddTestCase(new NicLossTestCase("1 in NIC: rx-overrun", [](NetworkSetup& setup) {
            setup.profile.rxRingSize = 2;
            setup.profile.rxPacketRate = 1000;
        }));
        AddTestCase(new NicLossTestCase(
            "0 out NIC: unknown-drv-spi",
            [](NetworkSetup&) {},
            [](TestNetwork& network) { network.GetNic(0)->Reset(ToPs(Simulator::Now())); }));
    }
};

StackLossesTestSuite g_stackLossesTestSuite; //!< the suite

} // namespace
