/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/nic-driver-fixture.h"

#include "ns3/ipsec-counter-poller.h"
#include "ns3/nic-command-queue.h"
#include "ns3/nic-command-time.h"
#include "ns3/sa-acceptance.h"
#include "ns3/sa-installer.h"
#include "ns3/test.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Tests of the NIC's control side in detail: times of commands, lists of them, failures, what slots
 * hold, refusals, counters.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

/// @param spi an SPI @param direction of the SA @return a transport SA in this direction
SaConfig
OneWay(uint32_t spi, IpsecDirection direction)
{
    SaConfig config = MakeSa(spi);
    config.direction = direction;
    return config;
}

/// @return lists of commands as FreeBSD's mlx5 driver sends them (N13, N14)
NicProfile
ListProfile()
{
    NicProfile profile;
    profile.rxInstallCommands = {InstallCommand::KEY_OBJECT,
                                 InstallCommand::IPSEC_OBJECT,
                                 InstallCommand::COUNTER,
                                 InstallCommand::REFORMAT,
                                 InstallCommand::RULE,
                                 InstallCommand::RULE_IF_UNTAGGED};
    profile.txInstallCommands = {InstallCommand::KEY_OBJECT,
                                 InstallCommand::IPSEC_OBJECT,
                                 InstallCommand::COUNTER,
                                 InstallCommand::REFORMAT,
                                 InstallCommand::RULE,
                                 InstallCommand::RULE_IF_REQID,
                                 InstallCommand::RULE};
    profile.createTime = 10 * US;
    profile.destroyTime = 3 * US;
    return profile;
}

/// Bodies of the tests.
class ControlTests : public TestCase
{
  public:
    /// A test's body.
    using Body = void (ControlTests::*)();

    /// @param name with rule numbers @param body what to do
    ControlTests(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void TimesAsText()
    {
        for (const char* text : {"0us",
                                 "25us",
                                 "1500ns",
                                 "2s",
                                 "uniform(10us,50us)",
                                 "exponential(30us)",
                                 "log-normal(30us,200us)",
                                 "empirical(12us,13us,80us)"})
        {
            const auto time = CommandTime::Parse(text);
            ASSERT_EQ(time.has_value(), true, text);
            EXPECT_EQ(time->ToText(), text, "the same again");
        }
        EXPECT_EQ(CommandTime::Parse(" uniform( 1 ms, 2.5 ms )")->ToText(),
                  "uniform(1ms,2500us)",
                  "blanks and fractions");
        for (const char* text : {"",
                                 "25",
                                 "us",
                                 "-1us",
                                 "25 parsecs",
                                 "1.2.3us",
                                 "uniform(10us)",
                                 "uniform(50us,10us)",
                                 "uniform(10us,20us",
                                 "uniform(10us,20us,30us)",
                                 "gaussian(1us,2us)",
                                 "log-normal(0us,2us)",
                                 "log-normal(3us,2us)",
                                 "empirical()",
                                 "exponential(1us,)",
                                 "99999999s"})
        {
            EXPECT_EQ(CommandTime::Parse(text).has_value(), false, text);
        }
        const std::string digits(400, '9'); // beyond the range of a double
        EXPECT_EQ(CommandTime::Parse(digits + "us").has_value(), false, "no exception");
        EXPECT_EQ(CommandTime::Parse("0." + digits + "us").has_value(), true, "many digits");
    }

    void Distributions()
    {
        // Means of many draws against the means that follow from the parameters.
        int64_t stream = 900;
        for (const char* text : {"uniform(10us,50us)",
                                 "exponential(30us)",
                                 "log-normal(30us,200us)",
                                 "empirical(12us,13us,13us,80us)"})
        {
            const CommandTime time = *CommandTime::Parse(text);
            const auto variable = time.MakeStream();
            variable->SetStream(stream++);
            constexpr int draws = 200'000;
            double sum = 0;
            int below = 0;
            for (int i = 0; i < draws; ++i)
            {
                const double value = variable->GetValue();
                sum += value;
                below += value < 200e6 ? 1 : 0;
            }
            const auto mean = static_cast<double>(time.GetMean());
            EXPECT_NEAR(sum / draws, mean, mean / 50, text);
            if (time.GetShape() == CommandTime::Shape::LOG_NORMAL)
            {
                EXPECT_NEAR(below / double(draws), 0.99, 0.001, "99th percentile");
            }
        }
        EXPECT_EQ(CommandTime::Parse("empirical(10us,20us,60us)")->GetMean(), 30 * US, "mean");
    }

    void Lists()
    {
        DriverFixture f(ListProfile());
        f.Offer(3, MakeSa(0x1001));
        Simulator::Run();
        // 6 commands for receiving; for sending 6 of 7, there is no reqid
        EXPECT_EQ(f.answers[3]->when, 120 * US, "N13 N14 both directions, command by command");
        EXPECT_EQ(f.nic->GetCommands().GetMaker().GetCount(CommandKind::CREATE), 12, "N14");
        SaConfig named = MakeSa(0x1002);
        named.reqid = 7;
        f.Offer(4, named);
        Simulator::Run();
        EXPECT_EQ(f.answers[4]->when, 250 * US, "N14 one more rule keyed by the reqid");
        f.Offer(5, OneWay(0x1003, IpsecDirection::IN));
        Simulator::Run();
        EXPECT_EQ(f.answers[5]->when, 310 * US, "one direction, its list alone");
        f.Withdraw(3);
        Simulator::Run();
        EXPECT_EQ(f.removals[3].first, (310 + 12 * 3) * US, "each object goes by itself");
        // On a VLAN the second receive rule is not there (N14, N17).
        const SaConfig tagged = OneWay(0x1004, IpsecDirection::IN);
        const EspSizes sizes = SizesOf(tagged);
        OffloadDriver::SaOffer offer{6, tagged.direction, tagged, sizes};
        offer.vlan = 5;
        const Ps before = DriverFixture::Now();
        Ps when = 0;
        f.nic->SaNewKey(before, offer, [&when](Ps now, const DriverReply&, uint64_t) {
            when = now;
        });
        Simulator::Run();
        EXPECT_EQ(when - before, 50 * US, "N14 one receive rule on a VLAN");
    }

    void FlowTables()
    {
        NicProfile profile = ListProfile();
        profile.flowTableEntries = 5;
        DriverFixture f(profile);
        for (uint16_t i = 0; i < 4; ++i)
        {
            f.Offer(3 + i, OneWay(0x1001 + i, IpsecDirection::IN));
        }
        Simulator::Run();
        EXPECT_EQ(f.AnswerOf(4), DriverAnswer::ACK, "2 of 2 rules each");
        EXPECT_EQ(f.AnswerOf(5), DriverAnswer::FAULT, "N15 no room for two more");
        EXPECT_EQ(f.WhyNot(5), "card full: no free rule in the flow table ENOSPC", "and why");
        EXPECT_EQ(f.nic->GetEngine().GetContexts(), 2, "N15 nothing is left of it");
        const Ps full = f.answers[5]->when;
        EXPECT_EQ(full, (60 * 4 + 6 * 3) * US, "N16 undone behind what waited");
        f.Withdraw(3);
        Simulator::Run();
        f.Offer(9, OneWay(0x2001, IpsecDirection::IN));
        Simulator::Run();
        EXPECT_EQ(f.AnswerOf(9), DriverAnswer::ACK, "rules come back");
    }

    void CommandFails()
    {
        // Every command fails: the first ends the list, nothing was made, nothing is undone.
        NicProfile profile = ListProfile();
        profile.commandFault = 1;
        {
            DriverFixture f(profile);
            f.Offer(3, MakeSa(0x1001));
            Simulator::Run();
            EXPECT_EQ(f.AnswerOf(3), DriverAnswer::FAULT, "N16 a fault, not a nack");
            EXPECT_EQ(f.WhyNot(3), "a command failed EIO", "and why");
            EXPECT_EQ(f.answers[3]->when, 10 * US, "at its first command");
            EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().commandFaults, 1, "counted");
            EXPECT_EQ(f.nic->GetEngine().GetContexts(), 0, "N16 nothing is left");
        }
        // Some fail: whatever was made goes again, and each SA is wholly there or not at all.
        profile.commandFault = 0.05;
        DriverFixture f(profile);
        f.nic->AssignStreams(4000);
        for (uint16_t i = 0; i < 200; ++i)
        {
            f.Offer(3 + i, MakeSa(0x1001 + i));
        }
        Simulator::Run();
        const auto& s = f.nic->GetSaInstaller().GetStatistics();
        EXPECT_EQ(s.acks + s.commandFaults, 200, "yes or fault");
        EXPECT_EQ(s.commandFaults > 50 && s.commandFaults < 130, true, "1 - 0.95^12 = 46 %");
        EXPECT_EQ(f.nic->GetEngine().GetContexts(), 2 * s.acks, "N13 N16 both halves or none");
        EXPECT_EQ(f.nic->GetSaInstaller().GetHeldContexts(), 0, "no half is left");
        EXPECT_EQ(f.nic->GetEngine().GetTxSlotsUsed(0), s.acks, "slots come back");
        EXPECT_EQ(f.nic->GetCommands().GetMaker().GetCount(CommandKind::REMOVE) > 0,
                  true,
                  "undone by commands");
    }

    void Parts()
    {
        NicProfile profile;
        profile.installTime = 10 * US;
        profile.pollPeriod = 1 * MS;
        NicEngine engine(profile, 0, 0);
        NicCommandQueue commands(profile);
        uint32_t reports = 0;
        CounterPoller poller(profile, engine, commands, [&](Ps, uint16_t, const PacketOctets&) {
            ++reports;
        });
        SaInstaller installer(profile, engine, commands, poller);
        std::vector<DriverAnswer> answers;
        const auto install = [&](uint16_t drvSpi) {
            const SaConfig config = MakeSa(0x1000U + drvSpi);
            const EspSizes sizes = SizesOf(config);
            installer.Install(
                ToPs(Simulator::Now()),
                {drvSpi, config.direction, config, sizes},
                AssessSa(profile, config, config.direction, {}),
                [&](Ps, const DriverReply& reply, uint64_t) { answers.push_back(reply.answer); });
        };

        install(3);
        DriverFixture::WorkUntil(5 * MS);
        EXPECT_EQ(answers.size() == 1 && answers[0] == DriverAnswer::ACK, true, "installed");
        EXPECT_EQ(engine.GetContexts(), 2, "N13 both directions");
        EXPECT_EQ(reports > 0, true, "and polled");

        install(4);
        commands.Reset();
        installer.Reset();
        poller.Reset();
        DriverFixture::WorkUntil(6 * MS);
        EXPECT_EQ(answers.size() == 2 && answers[1] == DriverAnswer::FAULT,
                  true,
                  "reset meanwhile");
        EXPECT_EQ(installer.GetStatistics().lost, 1, "the SA that was installed");
        EXPECT_EQ(installer.GetLostContexts(), 2, "both directions");
        EXPECT_EQ(commands.GetInFlight(), 0, "nothing is under way");
        installer.CheckInvariants();

        install(5);
        commands.Close();
        poller.Close();
        Simulator::Run();
        EXPECT_EQ(answers.size(), 2, "no answer comes to a driver that is gone");
        EXPECT_EQ(installer.GetStatistics().pending, 1, "it stays pending");
        Simulator::Destroy();
    }

    void TimeOuts()
    {
        // Lost commands: the driver waits, then takes the SA for refused by a fault.
        NicProfile profile;
        profile.installTime = 10 * US;
        profile.commandTimeout = 100 * MS;
        profile.commandLoss = 1;
        {
            DriverFixture f(profile);
            f.Offer(3, OneWay(0x1001, IpsecDirection::OUT));
            f.Offer(4, OneWay(0x1002, IpsecDirection::OUT));
            Simulator::Run();
            EXPECT_EQ(f.AnswerOf(3), DriverAnswer::FAULT, "no answer");
            EXPECT_EQ(f.WhyNot(3), "no answer to a command ETIMEDOUT", "and why");
            EXPECT_EQ(f.answers[3]->when, 100 * MS, "after the time-out");
            EXPECT_EQ(f.answers[4]->when, 200 * MS, "N48 R8 all others wait");
            EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().timeouts, 2, "counted");
        }
        // An answer that comes too late is none.
        profile.commandLoss = 0;
        profile.installTime = 150 * MS;
        DriverFixture f(profile);
        f.Offer(3, MakeSa(0x1001));
        Simulator::Run();
        EXPECT_EQ(f.AnswerOf(3), DriverAnswer::FAULT, "too late");
        EXPECT_EQ(f.answers[3]->when, 100 * MS, "the driver's patience");
        EXPECT_EQ(f.nic->GetEngine().GetContexts(), 0, "nothing is left");
    }

    void Servers()
    {
        NicProfile profile;
        profile.installTime = 100 * US;
        profile.channelServers = 3;
        DriverFixture f(profile);
        for (uint16_t i = 0; i < 7; ++i)
        {
            f.Offer(3 + i, OneWay(0x1001 + i, IpsecDirection::OUT));
        }
        Simulator::Run();
        for (uint16_t i = 0; i < 7; ++i)
        {
            EXPECT_EQ(f.answers[3 + i]->when, (i / 3 + 1) * 100 * US, "three at a time");
        }
        EXPECT_EQ(f.nic->GetCommands().GetChannel().GetBusyTime(), 700 * US, "the same work");
    }

    void Occupancy()
    {
        NicProfile profile;
        profile.installTime = 100 * US;
        profile.createTimePerContext = 10 * US;
        DriverFixture f(profile);
        for (uint16_t i = 0; i < 3; ++i)
        {
            f.Offer(3 + i, OneWay(0x1001 + i, IpsecDirection::OUT));
            Simulator::Run();
        }
        EXPECT_EQ(f.answers[3]->when, 100 * US, "an empty NIC");
        EXPECT_EQ(f.answers[4]->when, 210 * US, "N55 one context more");
        EXPECT_EQ(f.answers[5]->when, 330 * US, "N55 two");
    }

    void DrawnTimes()
    {
        NicProfile profile;
        profile.installTime = *CommandTime::Parse("exponential(100us)");
        std::vector<Ps> first;
        for (int run = 0; run < 2; ++run)
        {
            DriverFixture f(profile);
            f.nic->AssignStreams(5000);
            for (uint16_t i = 0; i < 400; ++i)
            {
                f.Offer(3 + i, OneWay(0x1001 + i, IpsecDirection::OUT));
            }
            Simulator::Run();
            std::vector<Ps> answers;
            for (uint16_t i = 0; i < 400; ++i)
            {
                answers.push_back(f.answers[3 + i]->when);
            }
            if (run == 0)
            {
                first = answers;
                const double mean = static_cast<double>(answers.back()) / 400;
                EXPECT_NEAR(mean, 100e6, 15e6, "N55 mean of 400");
                EXPECT_EQ(answers[0] != 100 * US, true, "N55 drawn");
            }
            else
            {
                EXPECT_EQ(answers == first, true, "the same streams, the same times");
            }
        }
    }

    /// What a pass of the poll takes with some SAs, and how long an install waits beside it.
    struct Saturation
    {
        Ps longestPass;
        Ps install;
        uint64_t reports;
    };

    /// @param sas both-way SAs @return what happens in 10 s
    Saturation Saturate(uint16_t sas)
    {
        NicProfile profile; // 25 us a command, 4 commands per SA and second, as mlx5 in FreeBSD
        profile.queryTime = 25 * US;
        profile.queriesPerPoll = 2;
        profile.pollPeriod = 1000 * MS;
        DriverFixture f(profile);
        for (uint16_t i = 0; i < sas; ++i)
        {
            f.Offer(3 + i, MakeSa(0x10000 + i));
        }
        DriverFixture::WorkUntil(5000 * MS);
        const Ps asked = DriverFixture::Now();
        f.Offer(60000, MakeSa(0x90000));
        DriverFixture::WorkUntil(10'000 * MS);
        EXPECT_EQ(f.answers[60000].has_value(), true, "answered");
        return {f.nic->GetPoller().GetStatistics().longestPass,
                f.answers[60000] ? f.answers[60000]->when - asked : PS_NEVER,
                f.nic->GetPoller().GetStatistics().reports};
    }

    void PollSaturates()
    {
        // 10 000 SAs x 4 commands x 25 us = 1 s: the channel is full
        // (doc/sources.rst#mlx5-command-times).
        const Saturation half = Saturate(5000);
        EXPECT_EQ(half.longestPass, 5001 * 100 * US, "half of the second");
        EXPECT_EQ(half.reports, 9 * 5000 + 5, "a report per SA and second");
        const Saturation beyond = Saturate(16'000);
        EXPECT_EQ(beyond.longestPass, 16'001 * 100 * US, "the pass stretches");
        EXPECT_EQ(beyond.reports < 9 * 16'000 * 10 / 15, true, "fewer reports per second");
        EXPECT_EQ(beyond.reports > 5 * 16'000, true, "one pass behind the other");
        // Beside a saturated poll an install waits for one slice of it per list.
        EXPECT_EQ(beyond.install > 0 && beyond.install <= 2 * 8 * 25 * US, true, "bounded");
    }

    void PollCurve()
    {
        // A server of one second: its load grows with the SAs up to 1, then the period does.
        for (const uint32_t sas : {1000U, 4000U, 7000U, 9500U, 10'500U, 13'000U})
        {
            NicProfile profile;
            profile.queryTime = 25 * US;
            profile.queriesPerPoll = 2;
            profile.pollPeriod = 1000 * MS;
            DriverFixture f(profile);
            for (uint32_t i = 0; i < sas; ++i)
            {
                f.Offer(static_cast<uint16_t>(3 + i), MakeSa(0x10000 + i));
            }
            constexpr Ps END = 12'000 * MS;
            DriverFixture::WorkUntil(END);
            const Ps pass = sas * 100 * US;
            const Ps period = std::max(1000 * MS, pass);
            std::vector<Ps> ofFirst;
            for (const auto& report : f.reports)
            {
                if (report.drvSpi == 3)
                {
                    ofFirst.push_back(report.when);
                }
            }
            ASSERT_TRUE(ofFirst.size() > 5, "several passes");
            for (size_t i = 1; i < ofFirst.size(); ++i)
            {
                EXPECT_EQ(ofFirst[i] - ofFirst[i - 1], period, std::to_string(sas) + " SAs");
            }
            EXPECT_EQ(f.nic->GetPoller().GetStatistics().longestPass, pass, "commands of a pass");
            // From the first pass on; the last one may be under way.
            const double load =
                static_cast<double>(f.nic->GetCommands().GetMaker().GetTime(CommandKind::QUERY)) /
                static_cast<double>(END - 1000 * MS);
            EXPECT_NEAR(load,
                        std::min(1.0, static_cast<double>(pass) / 1e12),
                        0.02,
                        sas << " SAs: load of the channel");
        }
    }

    void BulkQueries()
    {
        NicProfile profile;
        profile.pollPeriod = 1000 * MS;
        profile.bulkQuery = 100;
        profile.bulkQueryTime = 1 * MS;
        DriverFixture f(profile);
        for (uint16_t i = 0; i < 130; ++i)
        {
            f.Offer(3 + i, MakeSa(0x1001 + i));
        }
        DriverFixture::WorkUntil(1500 * MS);
        EXPECT_EQ(f.nic->GetPoller().GetStatistics().queries, 3, "260 counters, 100 at a time");
        EXPECT_EQ(f.reports.size(), 130, "each SA");
        EXPECT_EQ(f.reports.back().when, 1003 * MS, "three commands");
    }

    void SasPerPass()
    {
        NicProfile profile;
        profile.pollPeriod = 1000 * MS;
        profile.pollSas = 2;
        DriverFixture f(profile);
        for (uint16_t i = 0; i < 5; ++i)
        {
            f.Offer(3 + i, OneWay(0x1001 + i, IpsecDirection::OUT));
        }
        DriverFixture::WorkUntil(5500 * MS);
        EXPECT_EQ(f.reports.size(), 10, "N49 two a second");
        for (size_t i = 0; i < f.reports.size(); ++i)
        {
            EXPECT_EQ(f.reports[i].drvSpi, 3 + i % 5, "N49 in turns");
            EXPECT_EQ(f.reports[i].when, (i / 2 + 1) * 1000 * MS, "N49 SAs / 2 seconds a round");
        }
    }

    void LostQueries()
    {
        NicProfile profile;
        profile.pollPeriod = 1000 * MS;
        profile.commandTimeout = 1 * MS;
        DriverFixture f(profile);
        f.Offer(3, OneWay(0x1001, IpsecDirection::OUT));
        DriverFixture::WorkUntil(1500 * MS);
        EXPECT_EQ(f.reports.size(), 1, "a report");
        NicProfile lossy = profile;
        lossy.commandLoss = 0.5;
        lossy.queriesPerPoll = 2; // the second one is not sent when the first one fails
        DriverFixture g(lossy);
        g.nic->AssignStreams(6000);
        for (uint16_t i = 0; i < 100; ++i)
        {
            g.Offer(3 + i, OneWay(0x1001 + i, IpsecDirection::OUT));
        }
        DriverFixture::WorkUntil(30'000 * MS);
        const auto& s = g.nic->GetSaInstaller().GetStatistics();
        const auto& polls = g.nic->GetPoller().GetStatistics();
        EXPECT_EQ(s.acks + s.timeouts, 100, "each is answered");
        EXPECT_EQ(polls.reports > polls.queries / 8 && polls.reports < polls.queries / 4,
                  true,
                  "a quarter of the SAs");
        EXPECT_EQ(polls.queries,
                  g.nic->GetCommands().GetMaker().GetCount(CommandKind::QUERY),
                  "what was never sent is no query");
    }

    void SlotModes()
    {
        // One SA, offered on two VLANs of one card, both directions: 4 contexts.
        const auto used = [](NicProfile::SlotUse use) {
            NicProfile profile;
            profile.slotUse = use;
            profile.txSlots = 10;
            profile.rxSlots = 10;
            DriverFixture f(profile);
            const SaConfig config = MakeSa(0x1001);
            const EspSizes sizes = SizesOf(config);
            for (const uint16_t vlan : {1, 2})
            {
                OffloadDriver::SaOffer offer{static_cast<uint16_t>(2 + vlan),
                                             config.direction,
                                             config,
                                             sizes};
                offer.vlan = vlan;
                f.nic->SaNewKey(
                    0,
                    offer,
                    [&f, vlan](Ps now, const DriverReply& reply, uint64_t cookie) {
                        f.answers[2 + vlan] = DriverFixture::Answered{now, reply.answer, cookie};
                    });
            }
            Simulator::Run();
            const uint32_t slots =
                f.nic->GetEngine().GetTxSlotsUsed(0) + f.nic->GetEngine().GetRxSlotsUsed(0);
            f.Withdraw(3);
            Simulator::Run();
            const uint32_t left =
                f.nic->GetEngine().GetTxSlotsUsed(0) + f.nic->GetEngine().GetRxSlotsUsed(0);
            f.Withdraw(4);
            Simulator::Run();
            return std::vector<uint32_t>{slots,
                                         left,
                                         f.nic->GetEngine().GetTxSlotsUsed(0) +
                                             f.nic->GetEngine().GetRxSlotsUsed(0)};
        };
        EXPECT_EQ(used(NicProfile::SLOT_PER_DIRECTION) == (std::vector<uint32_t>{4, 2, 0}),
                  true,
                  "N52 per direction and interface");
        EXPECT_EQ(used(NicProfile::SLOT_PER_SA_AND_INTERFACE) == (std::vector<uint32_t>{2, 1, 0}),
                  true,
                  "N52 per interface");
        EXPECT_EQ(used(NicProfile::SLOT_PER_SA) == (std::vector<uint32_t>{1, 1, 0}),
                  true,
                  "N52 per SA");
    }

    void ReceiveAddresses()
    {
        NicProfile profile;
        profile.rxAddresses = 2;
        DriverFixture f(profile);
        const auto offer = [&f](uint16_t drvSpi, const std::string& destination) {
            SaConfig config = MakeSa(0x1000 + drvSpi, "10.0.0.1", destination);
            config.direction = IpsecDirection::IN;
            f.Offer(drvSpi, config);
            Simulator::Run();
            return f.AnswerOf(drvSpi);
        };
        EXPECT_EQ(offer(3, "10.0.1.1"), DriverAnswer::ACK, "first address");
        EXPECT_EQ(offer(4, "10.0.1.2"), DriverAnswer::ACK, "second address");
        EXPECT_EQ(offer(5, "10.0.1.3"), DriverAnswer::NOT_SUPPORTED, "no place for a third");
        EXPECT_EQ(offer(6, "10.0.1.2"), DriverAnswer::ACK, "SAs share addresses");
        f.Offer(7, OneWay(0x2001, IpsecDirection::OUT));
        Simulator::Run();
        EXPECT_EQ(f.AnswerOf(7), DriverAnswer::ACK, "senders need none");
        f.Withdraw(4);
        Simulator::Run();
        EXPECT_EQ(offer(8, "10.0.1.3"),
                  DriverAnswer::NOT_SUPPORTED,
                  "another SA holds the address");
        f.Withdraw(6);
        Simulator::Run();
        EXPECT_EQ(offer(9, "10.0.1.3"), DriverAnswer::ACK, "the last one gives it back");
    }

    void Directions()
    {
        NicProfile profile; // as t6
        profile.offloadReceive = false;
        DriverFixture f(profile);
        EXPECT_EQ(f.nic->WhyRefused(OneWay(0x1001, IpsecDirection::IN)),
                  "inbound SA",
                  "N54 sending only");
        f.Offer(3, MakeSa(0x1001));
        f.Offer(4, OneWay(0x1002, IpsecDirection::OUT));
        Simulator::Run();
        EXPECT_EQ(f.AnswerOf(3), DriverAnswer::ACK, "direction not known: the half that it can");
        EXPECT_EQ(f.nic->GetEngine().GetContexts(), 2, "one each");
        profile.offloadReceive = true;
        profile.offloadTransmit = false;
        profile.maxRxSpi = 0x1fff;
        const DriverFixture g(profile);
        EXPECT_EQ(g.nic->WhyRefused(OneWay(0x1001, IpsecDirection::OUT)),
                  "outbound SA",
                  "N54 receiving only");
        EXPECT_EQ(g.nic->WhyRefused(OneWay(0x2000, IpsecDirection::IN)),
                  "SPI above 8191 of the receive table",
                  "an index of the table");
        EXPECT_EQ(g.nic->WhyRefused(OneWay(0x1fff, IpsecDirection::IN)), "", "fits");
    }

    void DeducedDirection()
    {
        NicProfile profile; // as octep
        profile.directionFromAddress = true;
        DriverFixture f(profile);
        f.nic->AddLocalAddress(Ip("10.0.0.1"));
        f.Offer(3, MakeSa(0x1001, "10.0.0.1", "10.0.0.2"));
        f.Offer(4, MakeSa(0x1002, "10.0.0.2", "10.0.0.1"));
        f.Offer(5, MakeSa(0x1003, "10.0.0.3", "10.0.0.2"));
        Simulator::Run();
        EXPECT_EQ(f.nic->GetEngine().Find(3)->transmit, true, "N46 from here");
        EXPECT_EQ(f.nic->GetEngine().Find(3)->receive, false, "N46 one context");
        EXPECT_EQ(f.nic->GetEngine().Find(4)->receive, true, "N46 to here");
        EXPECT_EQ(f.nic->GetEngine().Find(4)->transmit, false, "N46 one context");
        EXPECT_EQ(f.AnswerOf(5), DriverAnswer::NOT_SUPPORTED, "N46 between others");
    }

    /// @param last number that was received before @return a context with 64-bit numbers
    static SaContext EsnContext(uint64_t last)
    {
        SaConfig config = MakeSa(0x1001);
        config.esn = true;
        config.replayWindow = 64;
        config.firstSequence = last + 1;
        SaContext context = tests::MakeContext(3, config);
        context.window = ReplayWindow(64, true, false, last);
        context.esnEvents = true;
        context.esnReached = 0; // the driver never wrote anything since number 1
        return context;
    }

    void EsnHalves()
    {
        constexpr uint64_t WRAP = uint64_t{1} << 32;
        NicEngine sender(NicProfile(), 0, 38);
        NicEngine receiver(NicProfile(), 0, 38);
        std::vector<uint64_t> events;
        sender.SetEsnCallback(
            [&events](Ps, const SaContext& context) { events.push_back(context.esnReached); });
        sender.Install(0, EsnContext(WRAP - 2));
        receiver.Install(0, EsnContext(WRAP - 2));
        const auto send = [&sender](Ps now) {
            PacketDescriptor packet = tests::MakePacket(100, 3);
            sender.Transmit(now, packet, 100);
            return packet;
        };
        const auto arrives = [&receiver](Ps now, PacketDescriptor packet) {
            return receiver.Receive(now, packet, packet.esp.length).drop;
        };
        // The second half of the first 2^32 numbers needs no word from the driver, what follows
        // does.
        const PacketDescriptor half = send(0);
        EXPECT_EQ(half.esp.sequence, WRAP - 1, "N42 in the second half");
        EXPECT_EQ(arrives(0, half), NicDrop::NONE, "N42 in the second half");
        const PacketDescriptor late = send(1);
        EXPECT_EQ(late.esp.sequence, 0, "N42 the same low bits, a stale high half");
        EXPECT_EQ(events.size(), 2, "N42 an event per half range");
        EXPECT_EQ(events.back(), 2, "N42 an event per half range");
        sender.ConfirmEsn(3, 2);
        const PacketDescriptor good = send(2);
        EXPECT_EQ(good.esp.sequence, WRAP + 1, "N42 the driver has written it");
        EXPECT_EQ(arrives(2, good), NicDrop::ICV, "N42 now the receiver is late");
        receiver.ConfirmEsn(3, 1);
        EXPECT_EQ(arrives(3, good), NicDrop::NONE, "N42 both know");
        EXPECT_EQ(arrives(4, late), NicDrop::ICV, "N42 a stale high half verifies nowhere");
        EXPECT_EQ(events.size(), 2, "N42 no event twice");
        sender.CheckInvariants();
        receiver.CheckInvariants();
    }

    void EsnEvent()
    {
        NicProfile profile;
        profile.esnEvents = true;
        profile.queryTime = MS;
        profile.modifyTime = 2 * MS;
        SaConfig config = MakeSa(0x1001);
        config.esn = true;
        config.firstSequence = (uint64_t{1} << 32) - 1;
        {
            DriverFixture f(profile);
            f.Offer(3, config);
            Simulator::Run();
            f.Send(3, 100);
            EXPECT_EQ(f.nic->GetStatistics().esnEvents, 0, "N42 the SA began in this half");
            f.Send(3, 100);
            f.Send(3, 100);
            EXPECT_EQ(f.nic->GetStatistics().esnEvents, 1, "N42 the first number of the next one");
            EXPECT_EQ(f.nic->GetEngine().Find(3)->esnConfirmed,
                      1,
                      "N42 two commands take their time");
            const Ps begin = DriverFixture::Now();
            Simulator::Run();
            EXPECT_EQ(DriverFixture::Now() - begin, 3 * MS, "N42 a query and a modify");
            EXPECT_EQ(f.nic->GetEngine().Find(3)->esnConfirmed, 2, "N42 written");
        }
        profile.commandFault = 1;
        DriverFixture g(profile);
        SaContext context = tests::MakeContext(3, config);
        context.esnEvents = true;
        context.esnReached = 1;
        context.esnConfirmed = 1;
        g.nic->GetEngine().Install(0, context);
        g.Send(3, 100);
        g.Send(3, 100);
        Simulator::Run();
        EXPECT_EQ(g.nic->GetStatistics().esnEvents, 1, "N42 an event");
        EXPECT_EQ(g.nic->GetEngine().Find(3)->esnConfirmed, 1, "N42 whose commands fail");
    }

    void RefusalRules()
    {
        NicProfile profile;
        profile.refuseEvery = 3;
        {
            DriverFixture f(profile);
            for (uint16_t i = 1; i <= 9; ++i)
            {
                f.Offer(2 + i, MakeSa(0x1000 + i));
                Simulator::Run();
                EXPECT_EQ(f.AnswerOf(2 + i),
                          i % 3 == 0 ? DriverAnswer::NOT_SUPPORTED : DriverAnswer::ACK,
                          "N54 every third");
            }
        }
        profile.refuseEvery = 0;
        profile.refuseProbability = 0.25;
        std::string first;
        for (int run = 0; run < 2; ++run)
        {
            DriverFixture f(profile);
            f.nic->AssignStreams(7000);
            std::string answers;
            for (uint16_t i = 0; i < 1000; ++i)
            {
                f.Offer(3 + i, MakeSa(0x1001 + i));
                Simulator::Run();
                answers += f.AnswerOf(3 + i) == Plain(DriverAnswer::ACK) ? '+' : '-';
            }
            const uint64_t refused = f.nic->GetSaInstaller().GetStatistics().refused;
            EXPECT_EQ(refused > 200 && refused < 300, true, "N54 a quarter");
            EXPECT_EQ(run == 0 || answers == first, true, "the same streams");
            first = answers;
        }
    }

    void NarrowCounters()
    {
        NicProfile profile;
        profile.pollPeriod = 10 * MS;
        profile.counterIncludesEsp = false;
        profile.counterPacketBits = 8;
        profile.counterOctetBits = 16;
        DriverFixture f(profile);
        f.Offer(3, OneWay(0x1001, IpsecDirection::OUT));
        DriverFixture::WorkUntil(1 * MS);
        const auto send = [&f](int packets) {
            for (int i = 0; i < packets; ++i)
            {
                f.Send(3, 300);
            }
        };
        // 3 x 200 packets of 300 octets: each counter wraps several times, at most once a period
        for (int period = 1; period <= 3; ++period)
        {
            send(200);
            DriverFixture::WorkUntil(period * 10 * MS + 1);
        }
        ASSERT_TRUE(f.reports.size() == 3, "a report per period");
        EXPECT_EQ(f.reports[2].absolute.packets, 600, "N40 N57 wraps are put right");
        EXPECT_EQ(f.reports[2].absolute.octets, 180'000, "N40 N57 octets, too");
        // 300 packets in one period are more than 2^8: one turn is lost, and seen nowhere else
        send(300);
        DriverFixture::WorkUntil(40 * MS + 1);
        EXPECT_EQ(f.reports[3].absolute.packets,
                  600 + 300 - 256,
                  "N57 a poll too slow loses turns");
        EXPECT_EQ(f.nic->GetEngine().Find(3)->sent.packets, 900, "what was sent");
    }

    void SlotReuse()
    {
        // Counters that go on from the slot's last SA, without and with a filter in the driver.
        for (const bool filter : {false, true})
        {
            NicProfile profile;
            profile.pollPeriod = 10 * MS;
            profile.counterIncludesEsp = false;
            profile.countersReset = false;
            profile.plausibleRate = filter ? 1'000'000'000 : 0;
            DriverFixture f(profile);
            f.Offer(3, OneWay(0x1001, IpsecDirection::OUT));
            for (int i = 0; i < 2000; ++i)
            {
                DriverFixture::WorkUntil((i + 1) * 10 * US);
                f.Send(3, 1000);
            }
            f.Withdraw(3);
            DriverFixture::WorkUntil(21 * MS);
            f.reports.clear();
            f.Offer(4, OneWay(0x1002, IpsecDirection::OUT));
            DriverFixture::WorkUntil(32 * MS);
            f.Send(4, 1000);
            DriverFixture::WorkUntil(45 * MS);
            ASSERT_TRUE(f.reports.size() == 2, "two reports of the new SA");
            EXPECT_EQ(f.reports[0].absolute.octets,
                      filter ? 0 : 2'000'000,
                      "N57 what the last SA left");
            EXPECT_EQ(f.reports[1].absolute.octets,
                      filter ? 1000 : 2'001'000,
                      "N57 and its own traffic");
            EXPECT_EQ(f.nic->GetPoller().GetFiltered(), filter ? 1 : 0, "N57 a jump disbelieved");
        }
    }

    void HardwareLimits()
    {
        for (const bool able : {false, true})
        {
            NicProfile profile;
            profile.hardwareLimits = able;
            DriverFixture f(profile);
            SaConfig config = OneWay(0x1001, IpsecDirection::OUT);
            config.hard.octets = 500;
            const EspSizes sizes = SizesOf(config);
            OffloadDriver::SaOffer offer{3, config.direction, config, sizes};
            offer.enforceLimits = true;
            f.nic->SaNewKey(0, offer, [](Ps, const DriverReply&, uint64_t) {});
            Simulator::Run();
            f.Send(3, 400);
            f.Send(3, 400);
            EXPECT_EQ(f.nic->GetEngine().GetCounters().txEncrypted.packets,
                      able ? 1 : 2,
                      "N44 limits in hardware only where it can");
        }
    }

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

/// The suite.
class NicControlTestSuite : public TestSuite
{
  public:
    NicControlTestSuite()
        : TestSuite("ipsec-nic-control", TestSuite::Type::UNIT)
    {
        const auto add = [this](const std::string& name, ControlTests::Body body) {
            AddTestCase(new ControlTests(name, body));
        };
        add("command times as text", &ControlTests::TimesAsText);
        add("N55 command times follow their distributions", &ControlTests::Distributions);
        add("N13 N14 an install is a list of commands", &ControlTests::Lists);
        add("N15 N16 flow tables have an end", &ControlTests::FlowTables);
        add("N13 N16 a failing command undoes those before it", &ControlTests::CommandFails);
        add("N48 commands without an answer", &ControlTests::TimeOuts);
        add("several lists of commands at a time", &ControlTests::Servers);
        add("N55 installs take longer in a fuller NIC", &ControlTests::Occupancy);
        add("N55 drawn install times", &ControlTests::DrawnTimes);
        add("N18 N57 the poll saturates the channel", &ControlTests::PollSaturates);
        add("N38 the channel's load under polls, and the period beyond it",
            &ControlTests::PollCurve);
        add("bulk queries", &ControlTests::BulkQueries);
        add("N49 N57 some SAs per pass", &ControlTests::SasPerPass);
        add("lost queries report nothing", &ControlTests::LostQueries);
        add("N52 what a slot holds", &ControlTests::SlotModes);
        add("N52 N53 the receive-address table", &ControlTests::ReceiveAddresses);
        add("N54 directions and SPIs", &ControlTests::Directions);
        add("N46 the direction of an SA's local end", &ControlTests::DeducedDirection);
        add("N42 the high half of the numbers, in time and late", &ControlTests::EsnHalves);
        add("N42 the driver's answer to the event", &ControlTests::EsnEvent);
        add("N54 refusals by number and by chance", &ControlTests::RefusalRules);
        add("N40 N57 narrow counters", &ControlTests::NarrowCounters);
        add("N57 counters of a slot used again", &ControlTests::SlotReuse);
        add("N44 limits in hardware are the profile's", &ControlTests::HardwareLimits);
        add("the parts of a driver by themselves", &ControlTests::Parts);
    }
};

NicControlTestSuite g_nicControlTestSuite; //!< registers the suite

} // namespace
