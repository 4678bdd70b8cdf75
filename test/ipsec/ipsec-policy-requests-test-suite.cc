/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/ipsec-node-fixture.h"
#include "test/support/method-test.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/random-variable-stream.h"

#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Requests to the SPD beyond SPDADD, policies of sockets, and what packets see of both.
 */

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr Ps SECOND = PS_PER_SECOND;
constexpr int64_t STREAM = 8200; //!< of the random numbers

/// Bodies of the tests.
class PolicyRequestTests : public TestCase
{
  public:
    using TestCase::TestCase;

    void SpdUpdate();
    void SpdUpdateDrains();
    void UniqueReqids();
    void IdleTime();
    void CacheEqualsSearch();
    void AcquireByPacket();
    void SocketKinds();
    void SocketReplace();
    void SocketBeforeSpd();
    void SocketSearchOrder();
    void SocketInbound();
    void SocketAccept();
    void SocketFragments();

  private:
    /// @param localPort of a UDP socket @param remote its peer, or empty @return its endpoint
    static SocketEndpoint Udp(uint16_t localPort, const std::string& remote = "")
    {
        SocketEndpoint endpoint;
        endpoint.protocol = 17;
        endpoint.localAddress = IpsecNodeFixture::At("0.0.0.0");
        endpoint.localPort = localPort;
        endpoint.remoteAddress = endpoint.localAddress;
        if (!remote.empty())
        {
            endpoint.localAddress = IpsecNodeFixture::At("192.0.2.1");
            endpoint.remoteAddress = IpsecNodeFixture::At(remote);
            endpoint.remotePort = 2000;
        }
        return endpoint;
    }

    /// @param kind of it @param direction of it @return what a socket says
    static SocketPolicyConfig Own(PolicyKind kind, IpsecDirection direction = IpsecDirection::OUT)
    {
        SocketPolicyConfig config;
        config.direction = direction;
        config.kind = kind;
        if (kind == PolicyKind::IPSEC)
        {
            config.requirements.emplace_back();
        }
        return config;
    }

    /// @param result an answer @return its name
    static std::string Text(DatabaseResult result)
    {
        return ToString(result);
    }

    /// @param request what the node traced
    void Acquired(Ps, const AcquireRequest& request)
    {
        m_asked.push_back(request);
    }

    std::vector<AcquireRequest> m_asked; //!< what the node traced
};

void
PolicyRequestTests::SpdUpdate()
{
    IpsecNodeFixture f;
    SecurityPolicyDatabase& spd = *f.node->GetSpd();
    const auto old = spd.Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::DISCARD));
    spd.Add(0, f.PolicyTo("192.0.2.0/24", PolicyKind::NONE));
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2")), std::string("discard"), "the old one");
    const uint64_t generation = spd.GetGeneration();
    DatabaseResult result = DatabaseResult::INVALID;
    const auto fresh = spd.Update(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC), &result);
    EXPECT_EQ(Text(result), std::string("OK"), "R93");
    EXPECT_EQ(old->IsAlive(), false, "R93 the old one is detached");
    EXPECT_EQ(spd.GetSize(), 2, "R93 it was replaced");
    EXPECT_EQ(spd.GetGeneration() > generation, true, "R108");
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2")),
              std::string("bypass"),
              "R91 R93 behind its equals");
    spd.Update(0, f.PolicyTo("192.0.2.0/24", PolicyKind::NONE));
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2")),
              std::string("no-sa"),
              "the other moved behind it");
    PolicyConfig bad = f.PolicyTo("192.0.2.2/32", PolicyKind::BYPASS);
    EXPECT_EQ(!spd.Update(0, bad, &result), true, "R94");
    EXPECT_EQ(Text(result), std::string("EINVAL"), "R94");
    EXPECT_EQ(fresh->IsAlive(), true, "nothing half applied");
    spd.Update(0, f.PolicyTo("198.51.100.0/24", PolicyKind::DISCARD), &result);
    EXPECT_EQ(Text(result), std::string("OK"), "SPDUPDATE of what is not there adds it");
    f.Work();
    EXPECT_EQ(f.driver->policyAdds.size(), 1, "R99 SPDUPDATE offers");
}

void
PolicyRequestTests::SpdUpdateDrains()
{
    IpsecNodeFixture f;
    f.driver->delay = SECOND / 100;
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    for (uint32_t i = 0; i < 5; ++i)
    {
        f.node->GetSad()->Add(0, f.SaTo(0x1000 + i, "192.0.2.2"));
    }
    Ps answered = -1;
    const auto answer = [&](Ps when) { answered = when; };
    const PolicyConfig config = f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC);
    EXPECT_EQ(Text(f.node->UpdatePolicy(0, config, answer)), std::string("OK"), "R93");
    EXPECT_EQ(answered, -1, "R105 it waits");
    f.Work();
    EXPECT_EQ(f.driver->offers.size(), 5, "R219 all SAs were offered");
    // 5 SAs, the policy before, one epoch wait, its removal, and the new policy.
    EXPECT_EQ(answered >= 7 * SECOND / 100, true, "R105 R219 the answer came when all was done");
    f.now = SECOND;
    answered = -1;
    EXPECT_EQ(Text(f.node->DeletePolicy(SECOND, config.selector, config.direction, answer)),
              std::string("OK"),
              "SPDDELETE");
    f.Work();
    EXPECT_EQ(answered > SECOND, true, "R105 SPDDELETE answers after its own removal");
    EXPECT_EQ(f.driver->policyDeletes.size(), 2, "R103 both are withdrawn");
    answered = -1;
    EXPECT_EQ(Text(f.node->DeletePolicy(2 * SECOND, config.selector, config.direction, answer)),
              std::string("ESRCH"),
              "it is gone");
    EXPECT_EQ(answered, -1, "nothing to wait for");
}

void
PolicyRequestTests::UniqueReqids()
{
    IpsecNodeFixture f;
    const auto reqidOf = [&](const std::string& to, uint32_t reqid, IpsecLevel level) {
        PolicyConfig config = f.PolicyTo(to, PolicyKind::IPSEC, level);
        config.requirements[0].reqid = reqid;
        return f.node->GetSpd()->Add(0, config)->GetFirstRequirement().reqid;
    };
    EXPECT_EQ(reqidOf("192.0.2.2/32", 32767, IpsecLevel::UNIQUE), 32767, "G25 the user's last");
    EXPECT_EQ(reqidOf("192.0.2.3/32", 0, IpsecLevel::UNIQUE), 32768, "G25 the kernel's first");
    EXPECT_EQ(reqidOf("192.0.2.4/32", 32768, IpsecLevel::UNIQUE), 32769, "G25 reserved");
    EXPECT_EQ(reqidOf("192.0.2.5/32", 0, IpsecLevel::REQUIRE), 0, "no other level");
    f.node->GetSad()->Add(0, f.SaTo(0x1000, "192.0.2.3"));
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.3")),
              std::string("no-sa"),
              "an SA of its own is needed");
    SaConfig own = f.SaTo(0x1001, "192.0.2.3");
    own.reqid = 32768;
    f.node->GetSad()->Add(0, own);
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.3")), std::string("software"), "and serves");
}

void
PolicyRequestTests::IdleTime()
{
    IpsecNodeFixture f;
    SecurityPolicyDatabase& spd = *f.node->GetSpd();
    PolicyConfig out = f.PolicyTo("192.0.2.2/32", PolicyKind::NONE);
    out.validTime = 10 * SECOND;
    PolicyConfig in = f.PolicyTo("192.0.2.1/32", PolicyKind::NONE);
    in.direction = IpsecDirection::IN;
    in.validTime = 10 * SECOND;
    spd.Add(0, out);
    spd.Add(0, in);
    f.now = 5 * SECOND;
    f.Send(f.PacketTo("192.0.2.2"));
    f.now = 6 * SECOND;
    f.Send(f.PacketTo("192.0.2.2")); // from the flow's memory
    f.Arrive(f.Reversed(f.PacketTo("192.0.2.2")));
    spd.ExpireAt(16 * SECOND);
    EXPECT_EQ(spd.GetSize(), 2, "R107 not more than 10 s idle");
    spd.ExpireAt(16 * SECOND + 1);
    EXPECT_EQ(spd.GetSize(), 0, "R107 both directions count their use");
}

void
PolicyRequestTests::CacheEqualsSearch()
{
    IpsecNodeFixture cached;
    IpsecNodeFixture searching;
    searching.node->SetAttribute("FlowCache", BooleanValue(false));
    auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(STREAM);
    uint32_t spi = 0x1000;
    for (int i = 0; i < 5000; ++i)
    {
        const std::string host = "192.0.2." + std::to_string(random->GetInteger(2, 12));
        const uint32_t what = random->GetInteger(0, 39);
        const auto kind = static_cast<PolicyKind>(random->GetInteger(0, 2));
        const auto level = random->GetInteger(0, 1) ? IpsecLevel::USE : IpsecLevel::REQUIRE;
        for (auto* f : {&cached, &searching})
        {
            PolicyConfig policy = f->PolicyTo(host + (what % 2 ? "/32" : "/30"), kind, level);
            policy.priority = static_cast<int32_t>(what);
            if (what == 0 || what == 1)
            {
                f->node->GetSpd()->Update(0, policy);
            }
            else if (what == 2 || what == 3)
            {
                f->node->GetSpd()->Delete(0, policy.selector, policy.direction);
            }
            else if (what == 4)
            {
                f->node->GetSad()->Add(0, f->SaTo(spi, host));
            }
            else if (what == 5)
            {
                f->node->GetSad()->DeleteAll(0, f->At("192.0.2.1"), f->At(host));
            }
        }
        ++spi;
        const PacketDescriptor packet = cached.PacketTo(host, 500, what % 3);
        EXPECT_EQ(cached.Verdict(packet),
                  searching.Verdict(packet),
                  "R110 R115 packet " + std::to_string(i));
    }
    EXPECT_EQ(cached.node->GetOutputCounters().bypass == searching.node->GetOutputCounters().bypass,
              true,
              "counters");
}

void
PolicyRequestTests::AcquireByPacket()
{
    IpsecNodeFixture f;
    std::vector<AcquireRequest>& asked = m_asked;
    f.node->TraceConnectWithoutContext("Acquire",
                                       MakeCallback(&PolicyRequestTests::Acquired, this));
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.3/32", PolicyKind::IPSEC, IpsecLevel::USE));
    for (int i = 0; i < 13; ++i)
    {
        EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2", 500, 1000 + i)), std::string("no-sa"), "R124");
    }
    ASSERT_EQ(asked.size(), 2, "R32 the first packet and the 12th after it");
    EXPECT_EQ(asked[0].destination.ToString(), std::string("192.0.2.2"), "R97 for what it needs");
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.3")), std::string("clear-by-use"), "R97");
    EXPECT_EQ(asked.size(), 3, "R32 whatever the level");
    EXPECT_EQ(f.node->GetOutputCounters().acquires, 3, "counted");
}

void
PolicyRequestTests::SocketKinds()
{
    IpsecNodeFixture f;
    SocketPolicyDatabase& sockets = f.node->GetSocketPolicies();
    const auto socket = sockets.Open(Udp(1000));
    EXPECT_EQ(Text(sockets.Set(0, socket, Own(PolicyKind::DISCARD))), std::string("EINVAL"), "R94");
    EXPECT_EQ(SocketPolicyDatabase::FindFault(Own(PolicyKind::DISCARD)),
              std::string(
                  "kind: discard, expected ipsec, bypass or entrust; others are of the SPD (R94)"),
              "R94 why");
    EXPECT_EQ(Text(sockets.Set(0, socket, Own(PolicyKind::NONE))), std::string("EINVAL"), "R94");
    SocketPolicyConfig config = Own(PolicyKind::IPSEC);
    config.requirements.resize(5);
    EXPECT_EQ(Text(sockets.Set(0, socket, config)), std::string("EINVAL"), "R95");
    for (const PolicyKind kind : {PolicyKind::IPSEC, PolicyKind::BYPASS})
    {
        config = Own(kind);
        config.isPrivileged = false;
        EXPECT_EQ(Text(sockets.Set(0, socket, config)), std::string("EACCES"), "R111");
        EXPECT_EQ(Text(sockets.Set(0, socket, Own(kind))), std::string("OK"), "R94 R111");
    }
    config = Own(PolicyKind::ENTRUST);
    config.isPrivileged = false;
    EXPECT_EQ(Text(sockets.Set(0, socket, config)), std::string("OK"), "R111 anybody may");
    EXPECT_EQ(sockets.GetPolicy(socket, IpsecDirection::OUT) == nullptr, true, "R111 it removes");
    EXPECT_EQ(Text(sockets.Set(0, 99, Own(PolicyKind::BYPASS))), std::string("ESRCH"), "no socket");
}

void
PolicyRequestTests::SocketReplace()
{
    IpsecNodeFixture f;
    SocketPolicyDatabase& sockets = f.node->GetSocketPolicies();
    const auto socket = sockets.Open(Udp(1000));
    sockets.Set(0, socket, Own(PolicyKind::BYPASS));
    f.Work();
    const Ptr<const SecurityPolicy> old(sockets.GetPolicy(socket, IpsecDirection::OUT));
    EXPECT_EQ(old->GetConfig().selector.source.length, 0, "bound to no address: any");
    EXPECT_EQ(old->IsAlive(), true, "R112 until another one comes");
    EXPECT_EQ(f.driver->policyAdds.size(), 1, "R98 a bypass is offered");
    EXPECT_EQ(f.driver->policyDeletes.size(), 0, "R112");
    sockets.Set(0, socket, Own(PolicyKind::IPSEC));
    f.Work();
    EXPECT_EQ(f.driver->policyAdds.size(), 2, "R99 R112 the new one is offered");
    EXPECT_EQ(f.driver->policyDeletes.size(), 1, "R112 the old one is withdrawn");
    EXPECT_EQ(old->IsAlive(), false, "R112 and decides nothing any more");
    sockets.Set(0, socket, Own(PolicyKind::IPSEC, IpsecDirection::IN));
    f.Work();
    EXPECT_EQ(f.driver->policyAdds.size(), 3, "R99 each direction has its own");
    const uint64_t generation = f.node->GetSpd()->GetGeneration();
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.2/32", PolicyKind::IPSEC));
    f.Send(f.PacketTo("192.0.2.2", 500, 1001)); // a socket that only remembers the SPD's policy
    f.Work();
    sockets.Close(0, socket);
    f.Work();
    EXPECT_EQ(f.driver->policyDeletes.size(), 3, "R117 both go, those of the SPD stay");
    EXPECT_EQ(f.node->GetSpd()->GetGeneration() > generation, true, "R108");
    EXPECT_EQ(sockets.GetSize(), 0, "closed");
}

void
PolicyRequestTests::SocketBeforeSpd()
{
    IpsecNodeFixture f;
    SocketPolicyDatabase& sockets = f.node->GetSocketPolicies();
    f.node->GetSpd()->Add(0, f.PolicyTo("192.0.2.0/24", PolicyKind::DISCARD));
    const PacketDescriptor packet = f.PacketTo("192.0.2.2");
    EXPECT_EQ(f.Verdict(packet), std::string("discard"), "the SPD");
    const auto socket = sockets.Open(Udp(1000));
    sockets.Set(0, socket, Own(PolicyKind::BYPASS));
    EXPECT_EQ(f.Verdict(packet), std::string("bypass"), "R113 R118 the socket comes first");
    EXPECT_EQ(f.Verdict(f.PacketTo("192.0.2.2", 500, 1001)),
              std::string("discard"),
              "others do not");
    PacketDescriptor forwarded = packet;
    forwarded.forwarded = true;
    EXPECT_EQ(f.Verdict(forwarded), std::string("discard"), "nor what is only forwarded");
    sockets.Set(0, socket, Own(PolicyKind::IPSEC));
    EXPECT_EQ(f.Verdict(packet), std::string("no-sa"), "R115 the memory is stale");
    sockets.Set(0, socket, Own(PolicyKind::ENTRUST));
    EXPECT_EQ(f.Verdict(packet), std::string("discard"), "R111 the SPD again");
    sockets.Set(0, socket, Own(PolicyKind::BYPASS));
    EXPECT_EQ(f.Verdict(packet), std::string("bypass"), "again");
    sockets.Close(0, socket);
    EXPECT_EQ(f.Verdict(packet), std::string("discard"), "R117 closed");
}

void
PolicyRequestTests::SocketSearchOrder()
{
    IpsecNodeFixture f;
    SocketPolicyDatabase& sockets = f.node->GetSocketPolicies();
    const auto any = sockets.Open(Udp(1000));
    SocketEndpoint own = Udp(1000);
    own.localAddress = f.At("192.0.2.1");
    const auto bound = sockets.Open(own);
    const auto connected = sockets.Open(Udp(1000, "192.0.2.2"));
    const auto find = [&](const PacketDescriptor& packet) {
        return sockets.FindSocket(packet, IpsecDirection::OUT);
    };
    EXPECT_EQ(find(f.PacketTo("192.0.2.2")), connected, "the connected one");
    EXPECT_EQ(find(f.PacketTo("192.0.2.3")), bound, "another peer: the one of this address");
    PacketDescriptor other = f.PacketTo("192.0.2.3");
    other.source = f.At("192.0.2.77");
    EXPECT_EQ(find(other), any, "another own address: the one of any");
    other.protocol = 6;
    EXPECT_EQ(find(other), 0, "another protocol");
    EXPECT_EQ(sockets.FindSocket(f.Reversed(f.PacketTo("192.0.2.2")), IpsecDirection::IN),
              connected,
              "the way in");
    sockets.Move(connected, Udp(1000, "192.0.2.3"));
    EXPECT_EQ(find(f.PacketTo("192.0.2.3")), connected, "connected anew");
    EXPECT_EQ(find(f.PacketTo("192.0.2.2")), bound, "and no longer there");
    sockets.Move(any, Udp(0));
    EXPECT_EQ(sockets.FindSocket(f.PacketTo("2001:db8::2"), IpsecDirection::OUT), 0, "families");
    sockets.Close(0, bound);
    EXPECT_EQ(find(f.PacketTo("192.0.2.2")), 0, "an unbound socket has no packets");
}

void
PolicyRequestTests::SocketInbound()
{
    IpsecNodeFixture f;
    SocketPolicyDatabase& sockets = f.node->GetSocketPolicies();
    const PacketDescriptor packet = f.Reversed(f.PacketTo("192.0.2.2"));
    EXPECT_EQ(f.Arrive(packet), std::string("none"), "no policy");
    const auto socket = sockets.Open(Udp(1000));
    sockets.Set(0, socket, Own(PolicyKind::IPSEC, IpsecDirection::IN));
    EXPECT_EQ(f.Arrive(packet), std::string("policy-in"), "R113 R163 the socket's demands");
    EXPECT_EQ(f.Arrive(f.Reversed(f.PacketTo("192.0.2.2", 500, 999))),
              std::string("none"),
              "others");
    PolicyConfig discard = f.PolicyTo("192.0.2.1/32", PolicyKind::DISCARD);
    discard.direction = IpsecDirection::IN;
    f.node->GetSpd()->Add(0, discard);
    sockets.Set(0, socket, Own(PolicyKind::BYPASS, IpsecDirection::IN));
    EXPECT_EQ(f.Arrive(packet), std::string("none"), "R118 even against discard");
    sockets.Close(0, socket);
    EXPECT_EQ(f.Arrive(packet), std::string("policy-in"), "R117");
}

void
PolicyRequestTests::SocketAccept()
{
    IpsecNodeFixture f;
    SocketPolicyDatabase& sockets = f.node->GetSocketPolicies();
    SocketEndpoint listening = Udp(1000);
    listening.protocol = 6;
    listening.isListening = true;
    const auto listener = sockets.Open(listening);
    sockets.Set(0, listener, Own(PolicyKind::IPSEC));
    sockets.Set(0, listener, Own(PolicyKind::BYPASS, IpsecDirection::IN));
    SocketEndpoint connection = Udp(1000, "192.0.2.2");
    connection.protocol = 6;
    const auto accepted = sockets.Accept(0, listener, connection);
    for (const auto direction : {IpsecDirection::IN, IpsecDirection::OUT})
    {
        const SecurityPolicy* copy = sockets.GetPolicy(accepted, direction);
        const SecurityPolicy* original = sockets.GetPolicy(listener, direction);
        ASSERT_EQ((copy && copy != original), true, "R116 an object of its own");
        EXPECT_EQ(static_cast<int>(copy->GetConfig().kind),
                  static_cast<int>(original->GetConfig().kind),
                  "R116 a copy");
        EXPECT_EQ(copy->GetId() != original->GetId(), true, "R116 with a number of its own");
    }
    f.Work();
    EXPECT_EQ(f.driver->policyAdds.size(), 4, "R116 each is offered on its own");
    sockets.Set(0, listener, Own(PolicyKind::ENTRUST));
    EXPECT_EQ(sockets.GetPolicy(accepted, IpsecDirection::OUT) != nullptr, true, "R116 it stays");
    PacketDescriptor packet = f.PacketTo("192.0.2.2");
    packet.protocol = 6;
    packet.flowHash = HashFlow(packet);
    EXPECT_EQ(f.Verdict(packet), std::string("no-sa"), "R116 and rules the connection");
    sockets.Close(0, accepted);
    EXPECT_EQ(f.Verdict(packet), std::string("bypass"), "R117");
}

void
PolicyRequestTests::SocketFragments()
{
    IpsecNodeFixture f;
    SocketPolicyDatabase& sockets = f.node->GetSocketPolicies();
    const auto socket = sockets.Open(Udp(1000));
    PacketDescriptor fragment = f.Reversed(f.PacketTo("192.0.2.2"));
    fragment.fragment = true;
    fragment.sourcePort = fragment.destinationPort = 0;
    EXPECT_EQ(f.Arrive(fragment), std::string("none"), "nothing is demanded");
    sockets.Set(0, socket, Own(PolicyKind::IPSEC, IpsecDirection::IN));
    EXPECT_EQ(f.Arrive(fragment),
              std::string("policy-in"),
              "R118 fragments evade no socket policy");
    fragment.protocol = 6;
    EXPECT_EQ(f.Arrive(fragment), std::string("none"), "not of that socket");
}

/// Names and bodies.
const struct
{
    const char* name;                          // with rule numbers
    MethodTest<PolicyRequestTests>::Body body; // what to do
} CASES[] = {
    {"R93 R94 R108 SPDUPDATE replaces a policy", &PolicyRequestTests::SpdUpdate},
    {"R93 R105 R219 SPDUPDATE and SPDDELETE answer when the worker has drained",
     &PolicyRequestTests::SpdUpdateDrains},
    {"G25 R96 level unique has a reqid of its own", &PolicyRequestTests::UniqueReqids},
    {"R107 idle policies expire, use counts both ways", &PolicyRequestTests::IdleTime},
    {"R110 R115 searches give the same with and without memory",
     &PolicyRequestTests::CacheEqualsSearch},
    {"R32 R97 R124 packets without SA send ACQUIRE", &PolicyRequestTests::AcquireByPacket},
    {"R94 R95 R111 what a socket may say", &PolicyRequestTests::SocketKinds},
    {"R98 R99 R108 R112 R117 socket policies are offered and withdrawn",
     &PolicyRequestTests::SocketReplace},
    {"R111 R113 R115 R117 R118 a socket's policy comes before the SPD",
     &PolicyRequestTests::SocketBeforeSpd},
    {"R113 connected sockets come before bound ones", &PolicyRequestTests::SocketSearchOrder},
    {"R113 R117 R118 a socket's policy checks what arrives", &PolicyRequestTests::SocketInbound},
    {"R116 R117 an accepted connection gets copies", &PolicyRequestTests::SocketAccept},
    {"R118 fragments for sockets", &PolicyRequestTests::SocketFragments},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-policy-requests".
 */
class IpsecPolicyRequestsTestSuite : public PicosecondTestSuite
{
  public:
    IpsecPolicyRequestsTestSuite()
        : PicosecondTestSuite("ipsec-policy-requests", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<PolicyRequestTests>(test.name, test.body));
        }
    }
};

IpsecPolicyRequestsTestSuite g_ipsecPolicyRequestsTestSuite; //!< the suite

} // namespace
