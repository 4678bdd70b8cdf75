/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "planner-test-file.h"

#include "model/profile/profile-keys.h"
#include "model/profile/profile-reference.h"
#include "model/profile/units.h"
#include "test/support/expect.h"
#include "test/support/nic-driver-fixture.h"

#include "ns3/host-model.h"
#include "ns3/ipsec-input-error.h"
#include "ns3/ipsec-offload.h"
#include "ns3/ipsec-profiles.h"
#include "ns3/ipsec-segment-coalescer.h"
#include "ns3/security-association-database.h"
#include "ns3/security-policy-database.h"
#include "ns3/test.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * NIC profiles: what is said of bad ones (doc/design.rst#rule-10), and what the shipped ones
 * reproduce.
 */

using namespace ns3;
using namespace ns3::tests;
using namespace ns3::tests;

namespace
{

/// A good profile.
const char* const GOOD = R"(profile: nic
description: For tests.
values:
  tx-slots: [64, assumed, for this test]
  modes: [[tunnel], assumed, for this test]
  install-time: [30 us, assumed, for this test]
  poll-period: [1 s, assumed, for this test]
  tx-bit-rate: [10 Gbit/s, assumed, for this test]
)";

/// One mistake: @ marks its place.
struct Mistake
{
    const char* name;
    const char* from;
    const char* to;
    const char* token;
    const char* expected; //!< part of what is expected
};

/// A value that the good profile does not have.
#define MORE(text) "  poll-period", "  " text ", assumed, for this test]\n  poll-period"

const Mistake MISTAKES[] = {
    {"unknown key", "tx-slots", "@tx-places", "tx-places", "one of the keys offload, sa-slots"},
    {"no unit", "[30 us", "[@30", "30", "a duration such as"},
    {"unknown unit", "[1 s", "[@1 second", "1 second", "a duration such as"},
    {"a unit of something else", "[10 Gbit/s", "[@10 GB", "10 GB", "a rate such as"},
    {"negative slots", "[64", "[@-1", "-1", "at least 0"},
    {"negative time", "[1 s", "[@-1 s", "-1 s", "at least 0"},
    {"a rate of nothing", "[10 Gbit/s", "[@0 bit/s", "0 bit/s", "at least 1"},
    {"unknown mode", "[[tunnel]", "[[@beet]", "beet", "one of transport, tunnel"},
    {"unknown mark", "30 us, assumed", "30 us, @guessed", "guessed", "one of sourced, derived"},
    {"no source",
     "[30 us, assumed, for this test]",
     "@[30 us, assumed]",
     "install-time",
     "a list of three"},
    {"key twice",
     "  modes:",
     "  tx-slots: [1, assumed, again]\n  modes:",
     "tx-slots",
     "each key once"},
    {"unknown distribution",
     "[30 us",
     "[@gaussian(30 us)",
     "gaussian(30 us)",
     "uniform(LEAST, MOST)"},
    {"distribution backwards",
     "[30 us",
     "[@\"uniform(30 us, 20 us)\"",
     "uniform(30 us, 20 us)",
     "uniform(LEAST"},
    {"chance above 1", MORE("command-fault: [@1.5"), "1.5", "at most 1"},
    {"negative chance", MORE("refuse-probability: [@-0.1"), "-0.1", "at least 0"},
    {"no server", MORE("channel-servers: [@0"), "0", "at least 1"},
    {"no SA in a pass", MORE("poll-sas: [@0"), "0", "at least 1"},
    {"a counter too wide", MORE("counter-octet-bits: [@65"), "65", "at most 64"},
    {"unknown error", MORE("full-error: [@EFULL"), "EFULL", "one of EOPNOTSUPP, EINVAL"},
    {"unknown command", MORE("rx-install-commands: [[rule, @fence]"), "fence", "one of key-object"},
    {"no direction", MORE("directions: [@[]"), "directions", "a list with at least one"},
    {"more ways than places",
     MORE("context-cache-size: [8, assumed, of it]\n  @context-cache-ways: [16"),
     "context-cache-ways",
     "a multiple of context-cache-ways"},
    {"losses without a time-out",
     MORE("@command-loss: [0.1"),
     "command-loss",
     "a command-timeout beside it"},
    {"lists and one time",
     "  install-time: [30 us, assumed, for this test]",
     "  @install-time: [30 us, assumed, for this test]\n  rx-install-commands: [[rule], assumed, "
     "for this test]\n  tx-install-commands: [[rule], assumed, for this test]",
     "install-time",
     "create-time and destroy-time"},
    {"a list for one direction", // and a time for both
     "  install-time: [30 us, assumed, for this test]",
     "  @rx-install-commands: [[rule], assumed, for this test]",
     "rx-install-commands",
     "tx-install-commands beside it"},
    {"times without a list",
     MORE("@create-time: [5 us"),
     "create-time",
     "install-time and remove-time"},
    {"a table without rules",
     MORE("@flow-table-entries: [5"),
     "flow-table-entries",
     "rules in rx-install"},
    {"passes without a poll",
     "  poll-period: [1 s",
     "  @poll-sas: [2, assumed, for this test]\n  poll-period: [0 s",
     "poll-sas",
     "a poll-period above 0"},
    {"priorities of no policies",
     MORE("@policy-priorities: [true"),
     "policy-priorities",
     "policies beside it"},
    {"two ways to share",
     MORE("shared-slots: [true, assumed, of it]\n  slot-use: [sa"),
     "shared-slots",
     "slot-use direction"},
};

#undef MORE

/// One clear error, with its place, for each mistake.
class BadProfileTest : public TestCase
{
  public:
    /// @param mistake what is wrong
    explicit BadProfileTest(const Mistake& mistake)
        : TestCase(std::string("bad NIC profile: ") + mistake.name),
          m_mistake(mistake)
    {
    }

  private:
    void DoRun() override
    {
        std::string text = GOOD;
        const auto place = text.find(m_mistake.from);
        ASSERT_NE(place, std::string::npos, "the test's own text");
        text.replace(place, std::string(m_mistake.from).size(), m_mistake.to);
        const auto mark = text.find('@');
        const bool marked = mark != std::string::npos;
        long line = 0;
        size_t column = 0;
        if (marked)
        {
            text.erase(mark, 1);
            line = std::count(text.begin(), text.begin() + static_cast<long>(mark), '\n') + 1;
            column = mark - text.rfind('\n', mark - 1);
        }
        const TestFile file(text);
        try
        {
            ReadIpsecProfile(IpsecProfileKind::NIC, file.GetPath());
            EXPECT_EQ(true, false, "read without an error");
        }
        catch (const InputError& error)
        {
            const InputProblem& problem = error.GetProblems().front();
            EXPECT_EQ(error.GetProblems().size(), 1, error.what());
            EXPECT_EQ(problem.file, file.GetPath(), "file");
            EXPECT_EQ(problem.token, m_mistake.token, error.what());
            EXPECT_EQ(problem.line != 0 && problem.column != 0, true, error.what());
            if (marked)
            {
                EXPECT_EQ(problem.line, line, error.what());
                EXPECT_EQ(problem.column, column, error.what());
            }
            const bool said = problem.expected.find(m_mistake.expected) != std::string::npos;
            EXPECT_EQ(said, true, error.what());
        }
    }

    const Mistake& m_mistake; //!< what is wrong
};

/// @param name of a shipped profile @return it
NicProfile
Shipped(const std::string& name)
{
    return ReadIpsecProfile(IpsecProfileKind::NIC,
                            IpsecProfileFolders().Find(IpsecProfileKind::NIC, name))
        .nic;
}

/// What the shipped profiles reproduce.
class ShippedProfileTest : public TestCase
{
  public:
    /// A test's body.
    using Body = void (ShippedProfileTest::*)();

    /// @param name with rule numbers @param body what to do
    ShippedProfileTest(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

    void All()
    {
        for (const auto& name : IpsecProfileFolders().GetNames(IpsecProfileKind::NIC))
        {
            const auto profile = Shipped(name);
            DriverFixture f(profile);
            EXPECT_EQ(f.nic->GetProfile().algorithms.size(), profile.algorithms.size(), name);
        }
    }

    void Netdevsim()
    {
        DriverFixture f(Shipped("netdevsim"));
        for (uint16_t i = 0; i < 34; ++i)
        {
            SaConfig config = MakeSa(0x1001 + i);
            config.direction = i % 2 == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
            f.Offer(3 + i, config);
        }
        Simulator::Run();
        EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().acks, 33, "33 SAs of both directions");
        EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().full, 1, "no room for one more");
        EXPECT_EQ(f.AnswerOf(36), DriverAnswer::FAULT, "ENOSPC for the 34th");

        // The kernel's selftest: an SA each way, three packets, three counted where they are sent.
        DriverFixture g(Shipped("netdevsim"));
        SaConfig config = MakeSa(0x1001);
        config.direction = IpsecDirection::OUT;
        g.Offer(3, config);
        config = MakeSa(0x1002, "10.0.0.2", "10.0.0.1");
        config.direction = IpsecDirection::IN;
        g.Offer(4, config);
        Simulator::Run();
        for (int i = 0; i < 3; ++i)
        {
            g.Send(3, 84);
        }
        EXPECT_EQ(g.nic->GetEngine().GetContexts(), 2, "2 SAs");
        EXPECT_EQ(g.nic->GetEngine().GetCounters().txEncrypted.packets, 3, "3 packets");
        EXPECT_EQ(g.nic->GetSaCounters(0, 3, g.answers[3]->cookie)->packets,
                  3,
                  "of the sending SA");
        EXPECT_EQ(g.nic->GetSaCounters(0, 4, g.answers[4]->cookie)->packets, 0, "none received");
    }

    /// @param spi an SPI @param out whether it is sent @return a tunnel as octep takes them
    static SaConfig Tunnel(uint32_t spi, bool out)
    {
        SaConfig config = out ? MakeSa(spi) : MakeSa(spi, "10.0.0.2", "10.0.0.1");
        config.mode = IpsecMode::TUNNEL;
        return config;
    }

    void OctepRules()
    {
        DriverFixture f(Shipped("octep"));
        f.nic->AddLocalAddress(Ip("10.0.0.1"));
        EXPECT_EQ(f.nic->WhyRefused(Tunnel(0x1001, true)), "", "a tunnel");
        EXPECT_EQ(f.nic->WhyRefused(MakeSa(0x1001)), "transport mode", "N46");
        SaConfig config = Tunnel(0x1001, true);
        config.esn = true;
        EXPECT_EQ(f.nic->WhyRefused(config), "64-bit sequence numbers", "N46");
        config = Tunnel(0x1001, true);
        config.cipher = FindIpsecAlgorithm("aes-gcm-16-192");
        EXPECT_EQ(f.nic->WhyRefused(config), "", "N46 192 bits too");
        config.source = Ip("fd00::1");
        config.destination = Ip("fd00::2");
        EXPECT_EQ(f.nic->WhyRefused(config), "family IPv6", "N46");
        for (uint16_t i = 0; i < 64; ++i)
        {
            f.Offer(3 + i, Tunnel(0x1001 + i, i % 2 == 0));
        }
        DriverFixture::WorkUntil(500 * MS);
        EXPECT_EQ(f.nic->GetSaInstaller().GetStatistics().acks, 63, "N47 63 slots");
        EXPECT_EQ(f.AnswerOf(66), DriverAnswer::NOT_SUPPORTED, "N47 the 64th is a nack");
        f.Withdraw(3);
        DriverFixture::WorkUntil(600 * MS);
        const Ps freed = f.removals[3].first;
        DriverFixture::WorkUntil(freed + 1900 * MS);
        f.Offer(80, Tunnel(0x3001, true));
        DriverFixture::WorkUntil(freed + 1950 * MS);
        EXPECT_EQ(f.AnswerOf(80), DriverAnswer::NOT_SUPPORTED, "N47 the slot cools off");
        DriverFixture::WorkUntil(freed + 2010 * MS);
        f.Offer(81, Tunnel(0x3002, true));
        DriverFixture::WorkUntil(freed + 2100 * MS);
        EXPECT_EQ(f.AnswerOf(81), DriverAnswer::ACK, "N47 after 2 s");
        // Counters: two SAs a second, so a round of 63 takes 31.5 s.
        f.reports.clear();
        DriverFixture::WorkUntil(freed + 102'100 * MS);
        EXPECT_EQ(f.reports.size() >= 198 && f.reports.size() <= 202, true, "N49 two a second");
        std::vector<Ps> own;
        for (const auto& report : f.reports)
        {
            if (report.drvSpi == 10)
            {
                own.push_back(report.when);
            }
        }
        ASSERT_TRUE(own.size() >= 3, "N49 some rounds");
        const double round = static_cast<double>(own[2] - own[0]) / 2;
        EXPECT_NEAR(round, 31.5e12, 0.6e12, "N49 SAs / 2 s");
    }

    void OctepInterfaces()
    {
        // Twelve ports with addresses of their own, and one tunnel of two SAs (N50).
        const auto sad = CreateObject<SecurityAssociationDatabase>();
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        const auto kernel = CreateObject<IpsecOffload>();
        kernel->Attach(sad, spd);
        std::vector<Ptr<IpsecNic>> nics;
        std::vector<Ptr<OffloadInterface>> ports;
        for (int port = 0; port < 12; ++port)
        {
            nics.push_back(CreateObject<IpsecNic>());
            nics.back()->Configure(Shipped("octep"), 10'000'000'000, 38);
            nics.back()->AddLocalAddress(Ip("10.0." + std::to_string(port) + ".1"));
            ports.push_back(kernel->AddInterface("oxp" + std::to_string(port), nics.back()));
        }
        const auto out = sad->Add(0, Tunnel(0x1001, true));
        const auto in = sad->Add(0, Tunnel(0x1002, false));
        DriverFixture::WorkUntil(500 * MS);
        uint64_t refused = 0;
        uint64_t acks = 0;
        uint32_t numbers = 0;
        for (size_t port = 0; port < nics.size(); ++port)
        {
            refused += nics[port]->GetSaInstaller().GetStatistics().refused;
            acks += nics[port]->GetSaInstaller().GetStatistics().acks;
            for (const auto& sa : {out, in})
            {
                const auto found = kernel->Find(*sa, PeekPointer(ports[port]));
                numbers += found.handle != nullptr || found.reason == SoftwareReason::REJECTED;
            }
        }
        EXPECT_EQ(refused, 22, "N50 refusals");
        EXPECT_EQ(acks, 2, "N50 one port takes both");
        EXPECT_EQ(numbers, 24, "N50 R15 numbers in use");
        kernel->CheckInvariants();
        kernel->Dispose();
        sad->Dispose();
        spd->Dispose();
        for (const auto& nic : nics)
        {
            nic->CheckInvariants();
            nic->Dispose();
        }
        Simulator::Destroy();
    }

    void OctepReordering()
    {
        // Two paths of different length: of three packets of every hundred, each comes 40 late.
        DriverFixture f(Shipped("octep"));
        f.nic->AddLocalAddress(Ip("10.0.0.2"));
        SaConfig config = Tunnel(0x1001, true);
        config.replayWindow = 32;
        f.Offer(3, config);
        DriverFixture::WorkUntil(100 * MS);
        EXPECT_EQ(f.AnswerOf(3), DriverAnswer::ACK, "its window of 32");
        std::vector<std::pair<uint64_t, uint64_t>> order; // arrival, number
        for (uint64_t number = 1; number <= 21'034; ++number)
        {
            const bool late = number % 100 < 3 && number >= 100;
            order.emplace_back(2 * number + (late ? 81 : 0), number);
        }
        std::sort(order.begin(), order.end());
        for (const auto& [arrival, number] : order)
        {
            PacketDescriptor packet = MakePacket(1000);
            packet.esp.spi = 0x1001;
            packet.esp.sequence = number;
            packet.esp.length = 1060;
            packet.esp.source = Ip("10.0.0.1");
            packet.esp.destination = Ip("10.0.0.2");
            f.nic->GetEngine().Receive(DriverFixture::Now() + static_cast<Ps>(arrival) * US,
                                       packet,
                                       1060);
        }
        const auto& counters = f.nic->GetEngine().GetCounters();
        EXPECT_EQ(counters.rxDrops[NicDrop::REPLAY].packets,
                  630,
                  "N51 each late one, and no other");
        EXPECT_EQ(counters.rxDecrypted.packets, 21'034 - 630, "N51 the rest arrives");
    }

    void Mlx5()
    {
        const NicProfile profile = Shipped("cx6dx-freebsd");
        DriverFixture f(profile);
        SaConfig config = MakeSa(0x1001);
        config.esn = true;
        config.replayWindow = 64;
        f.Offer(3, config);
        DriverFixture::WorkUntil(300 * US);
        EXPECT_EQ(f.AnswerOf(3), DriverAnswer::ACK, "N13 N14 twelve commands of 25 us");
        EXPECT_EQ(f.nic->GetEngine().GetContexts(), 2, "N13 both directions");
        config.spi = 0x1002;
        config.esn = false;
        EXPECT_EQ(f.nic->WhyRefused(config),
                  "replay window without 64-bit sequence numbers",
                  "N11");
        EXPECT_EQ(profile.flowTableEntries, 32'767, "N15");
        EXPECT_EQ(profile.hardwareLimits, false, "N44");
    }

    void Others()
    {
        const DriverFixture t6(Shipped("t6"));
        SaConfig config = MakeSa(0x1001);
        config.direction = IpsecDirection::IN;
        EXPECT_EQ(t6.nic->WhyRefused(config), "inbound SA", "sends only");
        const DriverFixture cn10k(Shipped("cn10k"));
        EXPECT_EQ(cn10k.nic->WhyRefused(config), "SPI above 255 of the receive table", "few SPIs");
        EXPECT_EQ(Shipped("x540").rxAddresses, 128, "addresses");
        EXPECT_EQ(Shipped("cx7-linux").bulkQuery, 32'768, "counters at a time");
    }

  private:
    void DoRun() override
    {
        (this->*m_body)();
    }

    Body m_body; //!< what to do
};

/// The manual names what the readers accept.
class DocumentedKeysTest : public TestCase
{
  public:
    DocumentedKeysTest()
        : TestCase(
              "the manual names each key of NIC and host profiles, and its reference is current")
    {
    }

  private:
    void DoRun() override
    {
        const char* source = std::getenv("IPSEC_OFFLOAD_SOURCE_DIR");
        if (!source)
        {
            return; // started by hand, where no manual is known
        }
        std::string manual;
        for (const auto& entry : std::filesystem::directory_iterator(std::string(source) + "/doc"))
        {
            if (entry.path().extension() == ".rst")
            {
                std::ifstream file(entry.path());
                manual += std::string(std::istreambuf_iterator<char>(file), {});
            }
        }
        std::vector<std::string> keys = GetNicKeys();
        for (const std::string& key : GetHostKeys())
        {
            keys.push_back(key);
        }
        EXPECT_EQ(keys.size() > 100, true, "keys of both");
        for (const std::string& key : keys)
        {
            const bool named = manual.find("``" + key + "``") != std::string::npos ||
                               manual.find("``" + key + ":") != std::string::npos;
            EXPECT_EQ(named, true, key);
        }
        std::ostringstream reference;
        WriteProfileReference(reference);
        std::ifstream file(std::string(source) + "/doc/profile-reference.inc");
        const std::string written(std::istreambuf_iterator<char>(file), {});
        EXPECT_EQ(written,
                  reference.str(),
                  "ipsec-plan list keys --rst > doc/profile-reference.inc");
    }
};

/**
 * Whatever number a profile has, it is refused with its place, or what is made of the profile takes
 * little memory.
 */
class HugeNumbersTest : public TestCase
{
  public:
    HugeNumbersTest()
        : TestCase("huge numbers of profiles: refused, or without cost")
    {
    }

  private:
    // Of all profiles together, freed memory that AddressSanitizer keeps for a while included; a
    // table as large as one of the numbers would take gigabytes.
    static constexpr long MOST_KIB = 200 * 1024;

    /// @return the most memory that the process has used, in KiB
    static long GetPeak()
    {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;
    }

    /// @param kind of a profile @param values one line each @return it, or nothing when it is
    /// refused
    std::optional<IpsecProfile> Read(IpsecProfileKind kind, const std::string& values)
    {
        const std::string word = kind == IpsecProfileKind::NIC ? "nic" : "host";
        const TestFile file("profile: " + word + "\ndescription: huge\nvalues:\n" + values);
        try
        {
            return ReadIpsecProfile(kind, file.GetPath());
        }
        catch (const InputError& error)
        {
            for (const auto& problem : error.GetProblems())
            {
                EXPECT_EQ(problem.line != 0 && problem.column != 0, true, error.what());
            }
            return std::nullopt;
        }
    }

    /// @param profile what a NIC is made of, and gets SAs
    static void Use(const NicProfile& profile)
    {
        constexpr uint16_t sas = 200;
        DriverFixture f(profile);
        const SegmentCoalescer merger({profile.lroSessions, profile.lroSegments, 65'535});
        for (uint16_t i = 0; i < sas; ++i)
        {
            f.Offer(3 + i, MakeSa(0x1001 + i));
        }
        DriverFixture::WorkUntil(1 * MS);
    }

    void DoRun() override
    {
        const long before = GetPeak();
        uint32_t taken = 0;
        for (const char* number : {"4294967295", "4294967040", "18446744073709551615"})
        {
            const auto line = [number](const std::string& key) {
                return "  " + key + ": [" + number + ", assumed, a test]\n";
            };
            for (const std::string& key : GetNicKeys())
            {
                if (const auto profile = Read(IpsecProfileKind::NIC, line(key)))
                {
                    Use(profile->nic);
                    ++taken;
                }
            }
            const std::string cache = line("context-cache-size") + line("context-cache-ways");
            for (const std::string& values : {cache, cache + "  rx-slots: [9, assumed, a test]\n"})
            {
                if (const auto profile = Read(IpsecProfileKind::NIC, values))
                {
                    Use(profile->nic);
                }
            }
            const std::string clock = "  cores: [4096, assumed, a test]\n"
                                      "  clock: [1 GHz, assumed, a test]\n";
            for (const std::string& key : GetHostKeys())
            {
                const auto profile = key.find("NAME") == std::string::npos && key != "cores"
                                         ? Read(IpsecProfileKind::HOST, clock + line(key))
                                         : std::nullopt;
                if (profile)
                {
                    const HostModel host(profile->host);
                    ++taken;
                }
            }
        }
        EXPECT_EQ(taken > 20, true, "some are fine");
        EXPECT_EQ(GetPeak() - before < MOST_KIB, true, std::to_string(GetPeak() - before) + " KiB");
    }
};

/// Each unit, from arithmetic.
class UnitsTest : public TestCase
{
  public:
    UnitsTest()
        : TestCase("units of files, from arithmetic")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::tuple<const char*, Dimension, double>> rows{
            {"2.5", Dimension::NUMBER, 2.5},
            {"2.5 %", Dimension::SHARE, 0.025},
            {"3 bit/s", Dimension::RATE, 3},
            {"3 kbit/s", Dimension::RATE, 3000},
            {"3 Mbit/s", Dimension::RATE, 3'000'000},
            {"3 Gbit/s", Dimension::RATE, 3'000'000'000},
            {"3 Tbit/s", Dimension::RATE, 3'000'000'000'000},
            {"7 pkt/s", Dimension::PACKET_RATE, 7},
            {"7 kpkt/s", Dimension::PACKET_RATE, 7000},
            {"7 Mpkt/s", Dimension::PACKET_RATE, 7'000'000},
            {"5 ps", Dimension::DURATION, 5},
            {"5 ns", Dimension::DURATION, 5000},
            {"5 us", Dimension::DURATION, 5'000'000},
            {"5 ms", Dimension::DURATION, 5'000'000'000},
            {"5 s", Dimension::DURATION, 5'000'000'000'000},
            {"5 min", Dimension::DURATION, 300'000'000'000'000},
            {"5 h", Dimension::DURATION, 18'000'000'000'000'000},
            {"9 B", Dimension::OCTETS, 9},
            {"9 kB", Dimension::OCTETS, 9000},
            {"9 MB", Dimension::OCTETS, 9'000'000},
            {"9 GB", Dimension::OCTETS, 9'000'000'000},
            {"9 KiB", Dimension::OCTETS, 9216},
            {"9 MiB", Dimension::OCTETS, 9'437'184},
            {"9 GiB", Dimension::OCTETS, 9'663'676'416},
            {"3600 Hz", Dimension::FREQUENCY, 3600},
            {"3600 MHz", Dimension::FREQUENCY, 3'600'000'000},
            {"3.6 GHz", Dimension::FREQUENCY, 3'600'000'000},
            {"350 cycles", Dimension::CYCLES, 350},
            {"1.5 cycles/B", Dimension::CYCLES_PER_OCTET, 1.5}};
        for (const auto& [text, dimension, base] : rows)
        {
            const auto quantity = ParseQuantity(text);
            ASSERT_EQ(quantity.has_value(), true, text);
            EXPECT_EQ(quantity->dimension == dimension, true, text);
            EXPECT_EQ(quantity->GetBase(), base, text);
            const auto names = GetUnitNames(dimension);
            const bool isNamed =
                std::find(names.begin(), names.end(), quantity->unit) != names.end();
            EXPECT_EQ(isNamed, true, text);
        }
        EXPECT_EQ(ParseQuantity("3 mhz").has_value(), false, "as it is written");
        const auto host = Read("3600 MHz");
        EXPECT_EQ(host.clock, 3'600'000'000, "in a profile");
    }

    /// @param clock of a host @return its profile
    static HostProfile Read(const std::string& clock)
    {
        const TestFile file(
            "profile: host\ndescription: a clock\nvalues:\n  cores: [1, assumed, it]\n"
            "  clock: [" +
            clock + ", assumed, it]\n");
        return ReadIpsecProfile(IpsecProfileKind::HOST, file.GetPath()).host;
    }
};

/// The suite.
class PlannerProfileTestSuite : public TestSuite
{
  public:
    PlannerProfileTestSuite()
        : TestSuite("ipsec-planner-profile", TestSuite::Type::UNIT)
    {
        for (const auto& mistake : MISTAKES)
        {
            AddTestCase(new BadProfileTest(mistake));
        }
        AddTestCase(new DocumentedKeysTest);
        AddTestCase(new HugeNumbersTest);
        AddTestCase(new UnitsTest);
        const auto add = [this](const std::string& name, ShippedProfileTest::Body body) {
            AddTestCase(new ShippedProfileTest(name, body));
        };
        add("each shipped profile fits a NIC", &ShippedProfileTest::All);
        add("netdevsim: 33 SAs, and the kernel's selftest", &ShippedProfileTest::Netdevsim);
        add("N46 N47 N49 octep's rules, slots and counters", &ShippedProfileTest::OctepRules);
        add("N50 octep: twelve interfaces and one tunnel", &ShippedProfileTest::OctepInterfaces);
        add("octep: two paths and a window of 32", &ShippedProfileTest::OctepReordering);
        add("N11 N13 N14 mlx5 under FreeBSD", &ShippedProfileTest::Mlx5);
        add("t6, cn10k, x540, cx7-linux", &ShippedProfileTest::Others);
    }
};

PlannerProfileTestSuite g_plannerProfileTestSuite; //!< registers itself

} // namespace
