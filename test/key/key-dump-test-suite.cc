/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-key-dump.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-node.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <locale>
#include <numeric>
#include <sstream>
#include <string>

using namespace ns3;

namespace ns3::tests
{

namespace
{

/**
 * @ingroup ipsec-offload-tests
 * A node with a NIC that takes AES-GCM in transport mode only, and one whose capability is off.
 */
class KeyDumpTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    void DoSetup() override
    {
        m_node = CreateObject<IpsecNode>();
        m_nic = CreateObject<IpsecNic>();
        NicProfile profile;
        profile.tunnel = false;
        profile.policies = true;
        m_nic->Configure(profile, 100'000'000'000, 38);
        m_interface = m_node->GetOffload()->AddInterface("nic0", m_nic);
    }

    void DoTeardown() override
    {
        m_node->Dispose();
        m_node = nullptr;
        m_nic = nullptr;
        m_interface = nullptr;
        Simulator::Destroy();
    }

    /** @param spi of a new SA in transport mode @return its configuration */
    static SaConfig MakeSa(uint32_t spi)
    {
        SaConfig sa;
        sa.spi = spi;
        sa.mode = IpsecMode::TRANSPORT;
        sa.source = *IpAddress::FromString("192.0.2.1");
        sa.destination = *IpAddress::FromString("192.0.2.2");
        sa.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        sa.key.resize(sa.cipher->GetKeyBytes());
        std::iota(sa.key.begin(), sa.key.end(), uint8_t{0});
        return sa;
    }

    /** @return the SAD's dump */
    std::string Sad(Ps now) const
    {
        std::ostringstream text;
        KeyDump::PrintSad(text, *m_node->GetSad(), now);
        return text.str();
    }

    /** @return the SPD's dump */
    std::string Spd() const
    {
        std::ostringstream text;
        KeyDump::PrintSpd(text, *m_node->GetSpd());
        return text.str();
    }

    /** @return the dump of the interface's handles */
    std::string Shadow() const
    {
        std::ostringstream text;
        KeyDump::PrintShadow(text, *m_node->GetOffload(), *m_interface);
        return text.str();
    }

    /** @param part of the interface's dump @param what is tested */
    void ExpectInShadow(const std::string& part, const std::string& what)
    {
        const std::string text = Shadow();
        EXPECT_EQ((text.find(part) != std::string::npos), true, what << ": " << text);
    }

    Ptr<IpsecNode> m_node;             //!< under test
    Ptr<IpsecNic> m_nic;               //!< its NIC
    Ptr<OffloadInterface> m_interface; //!< the NIC's
};

/// setkey -D.
class SadDumpTestCase : public KeyDumpTestCase
{
  public:
    SadDumpTestCase()
        : KeyDumpTestCase("G29, G30, G31, G33, R189, R222, R223, R228: text of setkey -D")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(Sad(0), "No SAD entries.\n", "nothing");
        SaConfig plain = MakeSa(0x1001);
        plain.replayWindow = 256;
        plain.esn = true;
        plain.reqid = 7;
        plain.requester = 4711;
        plain.hard.addTime = 3600 * PS_PER_SECOND;
        plain.hard.octets = 1'000'000;
        plain.soft.addTime = 3000 * PS_PER_SECOND;
        const auto sa = m_node->GetSad()->Add(1'500'000'000'000, plain);
        sa->NextSequence();
        sa->CountSoftware(2 * PS_PER_SECOND, 136);
        const std::string before = "192.0.2.1 192.0.2.2\n"
                                   "\tesp mode=transport spi=4097(0x00001001) reqid=7(0x00000007)\n"
                                   "\tE: aes-gcm-16  00010203 04050607 08090a0b 0c0d0e0f 10111213\n"
                                   "\tseq=0x00000001 replay=32 flags=0x00000440 state=mature \n";
        const std::string lifetimes =
            "\tcreated: 1.500000 s          \tcurrent: 12.000345 s         \n"
            "\tdiff: 11(s)\thard: 3600(s)\tsoft: 3000(s)\n"
            "\tlast: 2.000000 s          \thard: 0(s)\tsoft: 0(s)\n";
        const Ps now = 12'000'345'000'000;
        EXPECT_EQ(Sad(now),
                  before + lifetimes +
                      "\tcurrent: 136(bytes)\thard: 1000000(bytes)\tsoft: 0(bytes)\n"
                      "\tallocated: 1\thard: 0\tsoft: 0\n"
                      "\tsadb_seq=0 pid=4711 refcnt=1\n",
                  "before the offer there is nothing of offload");
        Simulator::Stop(MilliSeconds(1600)); // or the expiry timer goes on to the hard limit
        Simulator::Run();
        auto* state = const_cast<SaOffloadState*>(IpsecOffload::GetState(*sa));
        IpsecOffload::CountReceive(3 * PS_PER_SECOND, *state->handles.front(), 1000);
        IpsecOffload::CountReceive(4 * PS_PER_SECOND, *state->handles.front(), 1000);
        m_node->GetOffload()->GetCounters().Report(5 * PS_PER_SECOND, *m_interface, 3, {1, 1036});
        EXPECT_EQ(Sad(now),
                  before + "\thw offl if: nic0\n" + lifetimes +
                      "\tcurrent: 1172(bytes)\thard: 1000000(bytes)\tsoft: 0(bytes)\n"
                      "\tallocated: 2\thard: 0\tsoft: 0\n"
                      "\tsadb_seq=0 pid=4711 refcnt=2\n"
                      "\tsw offl use: 3.000000 s          \tsw offl allocated: 2\t"
                      "sw offl: 2000(bytes)\n"
                      "\thw offl use: 3.000000 s          \thw offl allocated: 1\t"
                      "hw offl: 1036(bytes)\n",
                  "offloaded");
    }
};

/// Extensions 29 to 31 without offload; NAT-T; long keys.
class OtherSaDumpTestCase : public KeyDumpTestCase
{
  public:
    OtherSaDumpTestCase()
        : KeyDumpTestCase("G29, R222, R223, R225: refused, restricted and UDP-encapsulated SAs")
    {
    }

  private:
    void DoRun() override
    {
        SaConfig refused = MakeSa(0x2000);
        refused.mode = IpsecMode::TUNNEL;
        m_node->GetSad()->Add(0, refused);
        SaConfig restricted = MakeSa(0x1fff);
        restricted.interfaceName = "nic9";
        m_node->GetSad()->Add(0, restricted);
        SaConfig nat = MakeSa(0x3000);
        nat.cipher = FindIpsecAlgorithm("aes-cbc-256");
        nat.key.assign(32, 0xab);
        nat.authenticator = FindIpsecAlgorithm("hmac-sha2-512-256");
        nat.authKey.assign(64, 0xcd);
        nat.cyclic = false;
        nat.natTraversal.sourcePort = 4500;
        nat.natTraversal.destinationPort = 4501;
        nat.natTraversal.originalSource = *IpAddress::FromString("10.0.0.1");
        m_node->GetSad()->Add(0, nat);
        Simulator::Run();
        const std::string text = Sad(0);
        const size_t first = text.find("spi=8191(0x00001fff)");
        const size_t second = text.find("spi=8192(0x00002000)");
        const size_t third = text.find("spi=12288(0x00003000)");
        ASSERT_EQ((first < second && second < third && third < text.size()),
                  true,
                  "ascending order");
        EXPECT_EQ((text.find("hw offl if: nic9") < second),
                  true,
                  "a configured name stands there whether it was offloaded or not");
        EXPECT_EQ((text.find("sw offl allocated: 0", second) < third),
                  true,
                  "a refused SA has the records");
        EXPECT_EQ((text.find("hw offl if:", second) < third), false, "but no interface");
        std::string cipher;
        std::string authenticator;
        for (int i = 0; i < 8; ++i)
        {
            cipher += " abababab";
            authenticator += " cdcdcdcd";
        }
        const std::string expected =
            "192.0.2.1[4500] 192.0.2.2[4501]\n"
            "\tesp-udp mode=transport spi=12288(0x00003000) reqid=0(0x00000000)\n"
            "\tNAT: OAI=10.0.0.1\n"
            "\tE: aes-cbc " +
            cipher + "\n\tA: hmac-sha2-512 " + authenticator + "\n" + authenticator +
            "\n\tseq=0x00000000 replay=0 flags=0x00000000 state=mature \n";
        EXPECT_EQ((text.find(expected) != std::string::npos), true, text);
        EXPECT_EQ((text.find("sadb_seq=2") < text.find("sadb_seq=1")), true, "counts down");
    }
};

/// setkey -DP.
class SpdDumpTestCase : public KeyDumpTestCase
{
  public:
    SpdDumpTestCase()
        : KeyDumpTestCase("G32: text of setkey -DP")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(Spd(), "No SPD entries.\n", "nothing");
        PolicyConfig policy;
        policy.direction = IpsecDirection::OUT;
        policy.selector.source = {*IpAddress::FromString("10.1.0.0"), 16};
        policy.selector.destination = {*IpAddress::FromString("10.2.0.9"), 32};
        policy.selector.protocol = 6;
        policy.selector.destinationPort = 443;
        policy.kind = PolicyKind::IPSEC;
        IpsecRequirement tunnel;
        tunnel.mode = IpsecMode::TUNNEL;
        tunnel.level = IpsecLevel::UNIQUE;
        tunnel.reqid = 5;
        tunnel.source = *IpAddress::FromString("192.0.2.1");
        tunnel.destination = *IpAddress::FromString("192.0.2.2");
        IpsecRequirement ah;
        ah.protocol = IpsecProtocol::AH;
        ah.level = IpsecLevel::USE;
        ah.reqid = 0x8000;
        policy.requirements = {tunnel, ah};
        policy.lifetime = 60 * PS_PER_SECOND;
        m_node->GetSpd()->Add(2 * PS_PER_SECOND, policy);
        PolicyConfig ping;
        ping.direction = IpsecDirection::IN;
        ping.selector.source = {*IpAddress::FromString("2001:db8::"), 64};
        ping.selector.destination = {*IpAddress::FromString("2001:db8:1::1"), 128};
        ping.selector.protocol = 58;
        ping.selector.sourcePort = 128;
        ping.selector.destinationPort = 0;
        ping.kind = PolicyKind::DISCARD;
        m_node->GetSpd()->Add(3 * PS_PER_SECOND, ping)->Touch(4 * PS_PER_SECOND);
        EXPECT_EQ(Spd(),
                  "2001:db8::/64 2001:db8:1::1 icmp6 128,0\n"
                  "\tin discard\n"
                  "\tcreated: 3.000000 s            lastused: 4.000000 s          \n"
                  "\tlifetime: 0(s) validtime: 0(s)\n"
                  "\tspid=2 seq=1 pid=0 scope=global \n"
                  "\trefcnt=1\n"
                  "10.1.0.0/16[any] 10.2.0.9[443] tcp\n"
                  "\tout ipsec\n"
                  "\tesp/tunnel/192.0.2.1-192.0.2.2/unique:5\n"
                  "\tah/transport//use#32768\n"
                  "\tcreated: 2.000000 s            lastused:                     \n"
                  "\tlifetime: 60(s) validtime: 0(s)\n"
                  "\tspid=1 seq=0 pid=0 scope=global \n"
                  "\trefcnt=1\n",
                  "two policies");
    }
};

/// How setkey -DP writes upper protocols.
class UpperDumpTestCase : public KeyDumpTestCase
{
  public:
    UpperDumpTestCase()
        : KeyDumpTestCase("G18, G32: names of upper protocols, and of ICMPv6's types and codes")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t any = PolicySelector::ANY_PORT;

        const struct
        {
            uint16_t protocol;
            uint32_t type;
            uint32_t code;
            const char* name;
        } rows[] = {{PolicySelector::ANY_PROTOCOL, any, any, "[any] any\n"},
                    {1, any, any, "[any] icmp\n"},
                    {4, any, any, "[any] ip4\n"},
                    {6, any, any, "[any] tcp\n"},
                    {17, any, any, "[any] udp\n"},
                    {50, any, any, "[any] esp\n"},
                    {51, any, any, "[any] ah\n"},
                    {58, any, any, " icmp6\n"},
                    {58, 128, any, " icmp6 128,0\n"},
                    {58, any, 3, " icmp6 0,3\n"},
                    {132, any, any, "[any] 132\n"}};

        for (const auto& row : rows)
        {
            PolicyConfig policy;
            policy.direction = IpsecDirection::IN;
            policy.selector.source = {*IpAddress::FromString("2001:db8::1"), 128};
            policy.selector.destination = {*IpAddress::FromString("2001:db8::2"), 128};
            policy.selector.protocol = row.protocol;
            policy.selector.sourcePort = row.type;
            policy.selector.destinationPort = row.code;
            policy.kind = PolicyKind::NONE;
            m_node->GetSpd()->Flush(0);
            m_node->GetSpd()->Add(0, policy);
            const std::string text = Spd();
            EXPECT_EQ((text.find(std::string("2001:db8::2") + row.name) != std::string::npos),
                      true,
                      row.name << " expected in " << text);
        }
    }
};

/// What an SA behind a NAT shows, and what no locale changes.
class NatDumpTestCase : public KeyDumpTestCase
{
  public:
    NatDumpTestCase()
        : KeyDumpTestCase("G29: addresses before the NAT; a locale with groups changes nothing")
    {
    }

  private:
    /// Groups digits by three.
    class Grouping : public std::numpunct<char>
    {
        std::string do_grouping() const override
        {
            return "\3";
        }
    };

    void DoRun() override
    {
        SaConfig nat = MakeSa(0x3000);
        nat.natTraversal.sourcePort = 4500;
        nat.natTraversal.destinationPort = 4501;
        m_node->GetSad()->Add(0, nat);
        EXPECT_EQ(Has("NAT:"), false, "no original address is known");
        m_node->GetSad()->Delete(0, nat.spi);
        nat.natTraversal.originalDestination = *IpAddress::FromString("10.0.0.2");
        m_node->GetSad()->Add(0, nat);
        EXPECT_EQ(Has("\tNAT: OAR=10.0.0.2\n"), true, "that of the other end is");
        const std::locale before = std::locale::global(std::locale(std::locale(), new Grouping));
        EXPECT_EQ(Has("(0x00003000)"), true, "hexadecimal digits are not grouped");
        std::locale::global(before);
    }

    /** @param part of a dump @return whether it stands in the SAD's */
    bool Has(const std::string& part) const
    {
        return Sad(0).find(part) != std::string::npos;
    }
};

/// Handles of an interface.
class ShadowDumpTestCase : public KeyDumpTestCase
{
  public:
    ShadowDumpTestCase()
        : KeyDumpTestCase("Shadow SAD and SPD of an interface")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_EQ(Shadow(), "nic0: capable\n SAD, 0 handles\n SPD, 0 handles\n", "none");
        m_node->GetSad()->Add(0, MakeSa(0x1001));
        SaConfig refused = MakeSa(0x1002);
        refused.mode = IpsecMode::TUNNEL;
        m_node->GetSad()->Add(0, refused);
        Simulator::Run();
        m_node->GetOffload()->GetCounters().Report(0, *m_interface, 3, {5, 5180});
        EXPECT_EQ(Shadow(),
                  "nic0: capable\n"
                  " SAD, 2 handles\n"
                  "  drv_spi  spi         state   handle    reason    cookie  packets  octets\n"
                  "  3        0x00001001  mature  HANDLED   -         1       5        5180\n"
                  "  4        0x00001002  mature  REJECTED  rejected  0       0        0\n"
                  " SPD, 0 handles\n",
                  "one taken, one refused");
        m_interface->SetCapabilityEnabled(false);
        EXPECT_EQ(Shadow().substr(0, Shadow().find(" SAD")),
                  "nic0: not capable\n",
                  "the capability's switch; its handles stay (R3)");
        m_interface->SetCapabilityEnabled(true);
        m_node->GetOffload()->InterfaceDown(0, m_interface);
        Simulator::Run();
        EXPECT_EQ(Shadow(), "nic0: down\n SAD, 0 handles\n SPD, 0 handles\n", "gone");

        m_node->GetOffload()->InterfaceUp(m_interface);
        m_node->GetSad()->Add(0, MakeSa(0x1003));
        PolicyConfig policy;
        policy.direction = IpsecDirection::OUT;
        policy.kind = PolicyKind::IPSEC;
        policy.requirements.emplace_back();
        m_node->GetSpd()->Add(0, policy);
        Simulator::Run();
        EXPECT_EQ(Shadow(),
                  "nic0: capable\n"
                  " SAD, 1 handles\n"
                  "  drv_spi  spi         state   handle   reason  cookie  packets  octets\n"
                  "  3        0x00001003  mature  HANDLED  -       2       0        0\n"
                  " SPD, 1 handles\n"
                  "  policy  dir  handle   cookie  selector\n"
                  "  1       out  HANDLED  1       " +
                      policy.selector.ToString() + "\n",
                  "one of each");
        EXPECT_EQ((Spd().find("\trefcnt=2\n") != std::string::npos),
                  true,
                  "the handle holds its policy");
        policy.selector.protocol = 6;
        m_node->GetSpd()->Add(0, policy);
        ExpectInShadow(" SPD, 1 handles\n", "not offered yet");
        policy.selector.protocol = 17;
        policy.requirements.emplace_back();
        m_node->GetSpd()->Add(0, policy);
        Simulator::Run();
        ExpectInShadow("  2       out  HANDLED           2 ", "taken");
        ExpectInShadow("  3       out  HANDLED,REJECTED  0       " + policy.selector.ToString() +
                           "\n",
                       "refused because of its two requirements");
    }
};

/// Limits and counters, each with a value of its own.
class LimitDumpTestCase : public KeyDumpTestCase
{
  public:
    LimitDumpTestCase()
        : KeyDumpTestCase("G29, G31, G33, R190: every limit, and counters of 32 bits")
    {
    }

  private:
    void DoRun() override
    {
        SaConfig limited = MakeSa(0x1001);
        limited.replayWindow = 64;
        constexpr uint64_t beyond = uint64_t{1} << 32U;
        limited.hard = {400 * PS_PER_SECOND, 300 * PS_PER_SECOND, 2'000'000, beyond + 7};
        limited.soft = {350 * PS_PER_SECOND, 250 * PS_PER_SECOND, 1'500'000, beyond + 5};
        const auto sa = m_node->GetSad()->Add(10 * PS_PER_SECOND, limited);
        const std::string limits =
            " replay=8 flags=0x00000040 state=mature \n"
            "\tcreated: 10.000000 s         \tcurrent: 70.000000 s         \n"
            "\tdiff: 60(s)\thard: 400(s)\tsoft: 350(s)\n"
            "\tlast:                     \thard: 300(s)\tsoft: 250(s)\n"
            "\tcurrent: 0(bytes)\thard: 2000000(bytes)\tsoft: 1500000(bytes)\n"
            "\tallocated: 0\thard: 7\tsoft: 5\n";
        sa->NextSequence();
        sa->NextSequence();
        ExpectEnd("seq=0x00000002" + limits, "numbers that were sent");
        for (uint64_t number : {5, 9, 7})
        {
            sa->GetReplayWindow().Update(number);
        }
        ExpectEnd("seq=0x00000003" + limits, "more were received than sent: their count");
        sa->NextSequence();
        sa->NextSequence();
        ExpectEnd("seq=0x00000004" + limits, "and the other way round");
    }

    /** @param end of the SA's text, but for its last line @param what is tested */
    void ExpectEnd(const std::string& end, const std::string& what)
    {
        const std::string text = Sad(70 * PS_PER_SECOND);
        const size_t at = text.find("seq=");
        EXPECT_EQ(text.substr(at), end + "\tsadb_seq=0 pid=0 refcnt=1\n", what);
    }
};

/// An SA in two NICs.
class TwoInterfacesDumpTestCase : public KeyDumpTestCase
{
  public:
    TwoInterfacesDumpTestCase()
        : KeyDumpTestCase("R222, R223: an SA in two NICs names both, in the order of names")
    {
    }

  private:
    void DoRun() override
    {
        const auto nic = CreateObject<IpsecNic>();
        nic->Configure(m_nic->GetProfile(), 100'000'000'000, 38);
        m_node->GetOffload()->AddInterface("a0", nic);
        m_node->GetSad()->Add(0, MakeSa(0x1001));
        Simulator::Run();
        const std::string text = Sad(0);
        EXPECT_EQ((text.find("\thw offl if: a0,nic0\n") != std::string::npos), true, text);
        EXPECT_EQ((text.find(" pid=0 refcnt=3\n") != std::string::npos), true, text);
        ExpectInShadow(" SAD, 1 handles\n", "each has one");
    }
};

/**
 * @ingroup ipsec-offload-tests
 * model/key.
 */
class KeyDumpTestSuite : public TestSuite
{
  public:
    KeyDumpTestSuite()
        : TestSuite("ipsec-key-dump", TestSuite::Type::UNIT)
    {
        AddTestCase(new SadDumpTestCase);
        AddTestCase(new OtherSaDumpTestCase);
        AddTestCase(new SpdDumpTestCase);
        AddTestCase(new UpperDumpTestCase);
        AddTestCase(new NatDumpTestCase);
        AddTestCase(new ShadowDumpTestCase);
        AddTestCase(new LimitDumpTestCase);
        AddTestCase(new TwoInterfacesDumpTestCase);
    }
};

KeyDumpTestSuite g_keyDumpTestSuite; //!< registers itself

} // namespace

} // namespace ns3::tests
