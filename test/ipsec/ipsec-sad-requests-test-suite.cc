/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/method-test.h"
#include "test/support/offload-fixture.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/nstime.h"
#include "ns3/uinteger.h"

#include <set>

using namespace ns3;
using namespace ns3::tests;

namespace
{

constexpr Ps SECOND = PS_PER_SECOND;

const IpAddress HERE = *IpAddress::FromString("192.0.2.1");
const IpAddress THERE = *IpAddress::FromString("192.0.2.2");

/// Requests to the SAD beyond ADD and DELETE, watched by an offload infrastructure.
class SadRequestTests : public TestCase, public DatabaseObserver
{
  public:
    /// @param name of the test
    explicit SadRequestTests(const std::string& name)
        : TestCase(name)
    {
    }

    // documented in DatabaseObserver
    void SaLarval(Ps, SecurityAssociation& sa) override
    {
        EXPECT_EQ(static_cast<int>(sa.GetState()), static_cast<int>(SaState::LARVAL), "told so");
        m_log += "larval ";
    }

    void SaTriggered(Ps, SecurityAssociation&) override
    {
        m_log += "triggered ";
    }

    void SaDead(Ps, SecurityAssociation&) override
    {
        m_log += "dead ";
    }

    void SaCloned(Ps, const SecurityAssociation& old, SecurityAssociation& clone) override
    {
        EXPECT_EQ(static_cast<int>(old.GetState()), static_cast<int>(SaState::DEAD), "the old one");
        EXPECT_EQ(static_cast<int>(clone.GetState()),
                  static_cast<int>(SaState::MATURE),
                  "the clone");
        m_log += "cloned ";
    }

    void Acquire(Ps, const AcquireRequest& request) override
    {
        m_log += "acquire" + std::to_string(request.reqid) + " ";
    }

    /// R23.
    void SpiRange()
    {
        OffloadFixture f;
        f.sad->SetAttribute("LowestSpi", UintegerValue(0x100));
        f.sad->SetAttribute("HighestSpi", UintegerValue(0x102));
        f.sad->AssignStreams(8100);
        f.Add(0x101); // R22: one space for both
        std::set<uint32_t> spis;
        for (int i = 0; i < 2; ++i)
        {
            const auto sa = f.sad->GetSpi(0, Request());
            ASSERT_EQ(!sa, false, "there is room");
            spis.insert(sa->GetConfig().spi);
        }
        EXPECT_EQ(spis.count(0x100) + spis.count(0x102), 2, "R22 R23 what is left of the range");
        DatabaseResult result = DatabaseResult::OK;
        EXPECT_EQ(!f.sad->GetSpi(0, Request(), &result), true, "full");
        EXPECT_EQ(std::string(ToString(result)), std::string("EEXIST"), "full");
        SpiRequest own = Request();
        own.lowest = own.highest = 0x12345;
        const auto chosen = f.sad->GetSpi(0, own);
        ASSERT_EQ(!chosen, false, "a range of one");
        EXPECT_EQ(chosen->GetConfig().spi, 0x12345, "a range of one");
        own.lowest = own.highest = 255;
        EXPECT_EQ(!f.sad->GetSpi(0, own, &result), true, "reserved");
        EXPECT_EQ(std::string(ToString(result)), std::string("EINVAL"), "R22 reserved");

        OffloadFixture wide;
        for (int i = 0; i < 200; ++i)
        {
            const uint32_t spi = wide.sad->GetSpi(0, Request())->GetConfig().spi;
            EXPECT_EQ(spi >= 0x100 && spi <= 0x0fffffff, true, "R23 default range");
        }
        EXPECT_EQ(wide.sad->GetSize(), 200, "R23 all different");

        OffloadFixture tries; // 2 of 3 are taken: a single draw often fails, never for 40 draws
        tries.sad->SetAttribute("LowestSpi", UintegerValue(0x100));
        tries.sad->SetAttribute("HighestSpi", UintegerValue(0x102));
        tries.sad->SetAttribute("SpiTries", UintegerValue(1));
        tries.sad->AssignStreams(8100);
        tries.Add(0x100);
        tries.Add(0x101);
        int failures = 0;
        for (int i = 0; i < 100; ++i)
        {
            const auto sa = tries.sad->GetSpi(0, Request());
            failures += sa ? 0 : 1;
            if (sa)
            {
                tries.sad->Delete(0, sa->GetConfig().spi);
            }
        }
        EXPECT_EQ(failures > 30 && failures < 95, true, "R23 one try of two thirds taken");
    }

    /// R25, R37, R205.
    void LarvalMatures()
    {
        OffloadFixture f;
        f.sad->AddObserver(this);
        const auto sa = f.sad->GetSpi(5 * SECOND, Request());
        EXPECT_EQ(Take(), std::string("larval "), "R25");
        EXPECT_EQ(!Find(f, 7), true, "no packet uses it");
        SaUpdate update = UpdateOf(*sa);
        update.hard.addTime = 100 * SECOND;
        update.soft.addTime = 90 * SECOND;
        update.esn = true;
        update.replayWindow = 256;
        EXPECT_EQ(Text(f.sad->Update(9 * SECOND, update)), std::string("OK"), "R25");
        EXPECT_EQ(Take(), std::string("triggered "), "R37 once");
        EXPECT_EQ(static_cast<int>(sa->GetState()), static_cast<int>(SaState::MATURE), "R25");
        EXPECT_EQ(sa->GetCreated(), 9 * SECOND, "R205 created is reset");
        EXPECT_EQ(sa->GetConfig().esn && sa->GetConfig().hard.addTime == 100 * SECOND,
                  true,
                  "taken");
        EXPECT_EQ(sa->GetReplayWindow().GetSize(), 256, "taken");
        EXPECT_EQ(Find(f, 7) == PeekPointer(sa), true, "packets use it");
        f.sad->CheckInvariants();
        f.sad->RemoveObserver(this);
    }

    /// R24, R26, R27.
    void UpdateRefuses()
    {
        OffloadFixture f;
        SpiRequest request = Request();
        request.requester = 4711;
        const auto sa = f.sad->GetSpi(0, request);
        const SaUpdate good = UpdateOf(*sa);
        const auto refuse = [&](DatabaseResult expected, const std::string& what, auto change) {
            SaUpdate bad = good;
            change(bad);
            EXPECT_EQ(Text(f.sad->Update(0, bad)), std::string(ToString(expected)), what);
            EXPECT_EQ(static_cast<int>(sa->GetState()), static_cast<int>(SaState::LARVAL), what);
        };
        refuse(DatabaseResult::NO_ENTRY, "another SPI", [](auto& u) { u.spi ^= 1; });
        refuse(DatabaseResult::INVALID, "R27 another process", [](auto& u) { u.requester = 1; });
        refuse(DatabaseResult::NO_ENTRY, "R27 source", [](auto& u) { u.source = THERE; });
        refuse(DatabaseResult::NO_ENTRY, "R27 destination", [](auto& u) { u.destination = HERE; });
        refuse(DatabaseResult::NO_ENTRY, "R27 mode", [](auto& u) { u.mode = IpsecMode::TUNNEL; });
        refuse(DatabaseResult::NO_ENTRY, "R27 reqid", [](auto& u) { u.reqid = 8; });
        refuse(DatabaseResult::INVALID, "R24 no key", [](auto& u) { u.key.clear(); });
        refuse(DatabaseResult::INVALID, "R24 hard only", [](auto& u) { u.hard.octets = 1; });
        refuse(DatabaseResult::INVALID, "R25 addresses", [](auto& u) { u.newSource = THERE; });
        EXPECT_EQ(Text(f.sad->Update(0, good)), std::string("OK"), "good");
        EXPECT_EQ(Text(f.sad->Update(0, good)), std::string("EINVAL"), "R26 keys on MATURE");
        SaUpdate lifetimes = SaUpdate::Of(*sa);
        lifetimes.hard.octets = 5;
        lifetimes.soft.octets = 4;
        const Ps created = sa->GetCreated();
        EXPECT_EQ(Text(f.sad->Update(3, lifetimes)), std::string("OK"), "R26 lifetimes");
        EXPECT_EQ(sa->GetCreated(), created, "R26 created stays");
        lifetimes.requester = 1;
        EXPECT_EQ(Text(f.sad->Update(3, lifetimes)), std::string("EINVAL"), "R27 on MATURE");
    }

    /// R33.
    void LarvalDies()
    {
        OffloadFixture f;
        const auto sa = f.sad->GetSpi(0, Request());
        const auto later = f.sad->GetSpi(10 * SECOND, Request());
        const auto mature = f.sad->GetSpi(0, Request());
        f.sad->Update(SECOND, UpdateOf(*mature));
        EXPECT_EQ(f.sad->HasLimits(), true, "R33 the timer must run");
        f.sad->AddObserver(this);
        f.sad->ExpireAt(30 * SECOND);
        EXPECT_EQ(Take(), std::string(), "R33 30 s are not more than 30 s");
        f.sad->ExpireAt(31 * SECOND);
        EXPECT_EQ(Take(), std::string("dead "), "R33 R61 one is too old");
        EXPECT_EQ(static_cast<int>(sa->GetState()), static_cast<int>(SaState::DEAD), "that one");
        EXPECT_EQ(f.sad->GetSize(), 2, "R33 no other");
        EXPECT_EQ(Text(f.sad->Delete(0, later->GetConfig().spi)),
                  std::string("OK"),
                  "a larval one");
        f.sad->GetSpi(40 * SECOND, Request());
        EXPECT_EQ(f.sad->Flush(40 * SECOND, IpsecProtocol::ESP), 2, "R34 FLUSH takes larval ones");
        f.Work();
        EXPECT_EQ(f.drivers[0]->deinstalls.size(), f.drivers[0]->offers.size(), "R79");
        f.sad->RemoveObserver(this);
    }

    /// R54.
    void NameOfGetSpiCounts()
    {
        OffloadFixture f(2);
        SpiRequest request = Request();
        request.interfaceName = "eth1";
        const auto sa = f.sad->GetSpi(0, request);
        f.Work();
        SaUpdate update = UpdateOf(*sa);
        update.interfaceName = "eth0";
        f.sad->Update(OffloadFixture::Now(), update);
        f.Work();
        EXPECT_EQ(f.drivers[0]->offers.size(), 0, "R54 the name in UPDATE is ignored");
        EXPECT_EQ(f.drivers[1]->offers.size(), 1, "R54 R78 the name in GETSPI counts, one offer");
    }

    /// R60 by default.
    void CloneGoesOnInSoftware()
    {
        OffloadFixture f;
        SaConfig config = NatConfig();
        config.interfaceName = "eth0";
        const auto old = f.sad->Add(0, config);
        f.Work();
        EXPECT_EQ(f.drivers[0]->installed.size(), 1, "offloaded");
        old->CountSoftware(4 * SECOND, 100);
        old->NextSequence();
        f.sad->AddObserver(this);
        SaUpdate update = SaUpdate::Of(*old);
        update.hard.octets = 1000;
        update.soft.octets = 900;
        EXPECT_EQ(Text(f.sad->Update(5 * SECOND, update)), std::string("OK"), "R60");
        EXPECT_EQ(Take(), std::string("dead cloned "), "R60 forgotten, cloned, not triggered");
        auto* clone = f.sad->FindBySpi(config.spi);
        ASSERT_EQ((clone && clone != PeekPointer(old)), true, "a new object");
        EXPECT_EQ(clone->GetConfig().interfaceName, std::string(), "R60 the name is lost");
        EXPECT_EQ(clone->GetConfig().hard.octets, 1000, "R60 the lifetimes are taken");
        EXPECT_EQ(clone->GetConfig().natTraversal.IsOn(), true, "R60 NAT-T data stay");
        EXPECT_EQ(clone->GetCreated(), 0, "it is as old");
        EXPECT_EQ(clone->GetCurrent().octets, 100, "CURRENT goes on");
        EXPECT_EQ(clone->GetLastSequence(), 1, "sequence numbers go on");
        f.Work();
        EXPECT_EQ(f.drivers[0]->offers.size(), 1, "R60 R88 not offered again");
        EXPECT_EQ(f.drivers[0]->deinstalls.size(), 1, "R60 R88 withdrawn");
        EXPECT_EQ(Why(f, *clone), std::string("cloned"), "R60 R235");
        update = SaUpdate::Of(*clone);
        f.sad->Update(6 * SECOND, update);
        EXPECT_EQ(Take(), std::string("dead cloned "), "R60 any UPDATE clones while NAT-T is on");
        clone = f.sad->FindBySpi(config.spi);
        update = SaUpdate::Of(*clone);
        update.natTraversal = NatTraversal();
        f.sad->Update(7 * SECOND, update);
        EXPECT_EQ(Take(), std::string("dead cloned "), "R60 NAT-T data change");
        clone = f.sad->FindBySpi(config.spi);
        f.sad->Update(8 * SECOND, SaUpdate::Of(*clone));
        EXPECT_EQ(Take(), std::string("triggered "), "R60 a plain UPDATE without NAT-T triggers");
        f.Work();
        EXPECT_EQ(f.drivers[0]->offers.size(), 2, "R60 and the clone is offered");
        f.sad->RemoveObserver(this);
        f.sad->CheckInvariants();
    }

    /// R60, addresses, and H6 switched off.
    void CloneIsOffered()
    {
        OffloadFixture f;
        f.sad->SetAttribute("CloneForgetsOffload", BooleanValue(false));
        SaConfig config = OffloadFixture::ConfigOf(0x1000);
        config.interfaceName = "eth0";
        const auto old = f.sad->Add(0, config);
        f.Work();
        f.sad->AddObserver(this);
        SaUpdate update = SaUpdate::Of(*old);
        update.newDestination = *IpAddress::FromString("192.0.2.9");
        EXPECT_EQ(Text(f.sad->Update(SECOND, update)), std::string("OK"), "R60 addresses");
        EXPECT_EQ(Take(), std::string("dead cloned triggered "), "H6 off: offered");
        auto* clone = f.sad->FindBySpi(0x1000);
        EXPECT_EQ(clone->GetConfig().interfaceName, std::string("eth0"), "H6 off: the name stays");
        EXPECT_EQ(clone->GetConfig().destination.ToString(), std::string("192.0.2.9"), "R60");
        EXPECT_EQ(!f.sad->FindOutbound(HERE, THERE, IpsecProtocol::ESP, IpsecMode::TRANSPORT, 0),
                  true,
                  "not found by the old addresses");
        f.Work();
        EXPECT_EQ(Why(f, *clone), std::string("none"), "H6 off: offloaded");
        update = SaUpdate::Of(*clone);
        update.newSource = *IpAddress::FromString("2001:db8::1");
        EXPECT_EQ(Text(f.sad->Update(SECOND, update)), std::string("EINVAL"), "families never mix");
        f.sad->RemoveObserver(this);
        f.sad->CheckInvariants();
    }

    /// R32.
    void AcquireIsLimited()
    {
        OffloadFixture f;
        f.sad->AddObserver(this);
        const AcquireRequest request{HERE, THERE, IpsecProtocol::ESP, IpsecMode::TRANSPORT, 7, 1};
        AcquireRequest other = request;
        other.reqid = 8;
        EXPECT_EQ(f.sad->Acquire(0, request), true, "R32 the first packet");
        EXPECT_EQ(f.sad->Acquire(0, other), true, "R32 another request");
        for (int round = 0; round < 2; ++round)
        {
            for (int i = 0; i < 11; ++i)
            {
                EXPECT_EQ(f.sad->Acquire(SECOND, request), false, "R32 11 packets are silent");
            }
            EXPECT_EQ(f.sad->Acquire(SECOND, request), true, "R32 the 12th asks again");
        }
        EXPECT_EQ(f.sad->Acquire(20 * SECOND, request), false, "R32 20 s old");
        EXPECT_EQ(f.sad->Acquire(20 * SECOND + 1, request), true, "R32 older than 20 s");
        EXPECT_EQ(f.sad->Acquire(20 * SECOND + 2, request), false, "R32 blocked anew");
        SaConfig config = OffloadFixture::ConfigOf(0x2000);
        config.reqid = 9;
        f.sad->Add(21 * SECOND, config);
        EXPECT_EQ(f.sad->Acquire(21 * SECOND, request), false, "R32 an SA for another request");
        config.spi = 0x2001;
        config.reqid = 7;
        config.mode = IpsecMode::ANY;
        f.sad->Add(21 * SECOND, config);
        f.sad->Delete(21 * SECOND, 0x2001);
        EXPECT_EQ(f.sad->Acquire(21 * SECOND, request), true, "R32 an SA ended the block");
        EXPECT_EQ(f.sad->Acquire(41 * SECOND, request), false, "R32 20 s after it began anew");
        f.sad->SetAttribute("BlockAcquireCount", UintegerValue(0));
        EXPECT_EQ(f.sad->Acquire(41 * SECOND, request), true, "R32 the count is an attribute");
        f.sad->SetAttribute("BlockAcquireLifetime", TimeValue(Seconds(1)));
        EXPECT_EQ(f.sad->Acquire(43 * SECOND, request), true, "R32 the lifetime is an attribute");
        f.sad->RemoveObserver(this);
    }

  private:
    /// @return GETSPI for ESP in transport mode, reqid 7
    static SpiRequest Request()
    {
        SpiRequest request;
        request.mode = IpsecMode::TRANSPORT;
        request.reqid = 7;
        request.source = HERE;
        request.destination = THERE;
        return request;
    }

    /// @param sa a larval SA @return an UPDATE with keys
    static SaUpdate UpdateOf(const SecurityAssociation& sa)
    {
        SaUpdate update = SaUpdate::Of(sa);
        update.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
        update.key.assign(update.cipher->GetKeyBytes(), 3);
        return update;
    }

    /// @return an SA with NAT-T
    static SaConfig NatConfig()
    {
        SaConfig config = OffloadFixture::ConfigOf(0x1000);
        config.natTraversal.sourcePort = config.natTraversal.destinationPort = 4500;
        return config;
    }

    /// @param f where @param reqid asked for @return what output takes
    static SecurityAssociation* Find(const OffloadFixture& f, uint32_t reqid)
    {
        return f.sad->FindOutbound(HERE, THERE, IpsecProtocol::ESP, IpsecMode::TRANSPORT, reqid);
    }

    /// @param f where @param sa an SA @return why it is in software, by name
    static std::string Why(const OffloadFixture& f, const SecurityAssociation& sa)
    {
        return ToString(f.offload->Find(sa, PeekPointer(f.interfaces[0])).reason);
    }

    /// @param result an answer @return its name
    static std::string Text(DatabaseResult result)
    {
        return ToString(result);
    }

    /// @return what was told since the last call
    std::string Take()
    {
        std::string taken;
        taken.swap(m_log);
        return taken;
    }

    std::string m_log; //!< see Take()
};

/// A test of this suite.
struct Case
{
    const char* name;
    void (SadRequestTests::*body)();
};

const Case CASES[] = {
    {"R22 R23 GETSPI draws a free SPI from its range", &SadRequestTests::SpiRange},
    {"R25 R37 R205 UPDATE makes a larval SA mature", &SadRequestTests::LarvalMatures},
    {"R24 R26 R27 what UPDATE refuses", &SadRequestTests::UpdateRefuses},
    {"R33 R34 R61 R79 larval SAs die of age", &SadRequestTests::LarvalDies},
    {"R54 R78 the interface name is that of GETSPI", &SadRequestTests::NameOfGetSpiCounts},
    {"R60 R88 a clone goes on in software", &SadRequestTests::CloneGoesOnInSoftware},
    {"R60 new addresses clone, and a clone may be offered", &SadRequestTests::CloneIsOffered},
    {"R32 ACQUIRE is limited in rate", &SadRequestTests::AcquireIsLimited},
};

/**
 * @ingroup ipsec-offload-tests
 * Suite "ipsec-sad-requests".
 */
class IpsecSadRequestsTestSuite : public PicosecondTestSuite
{
  public:
    IpsecSadRequestsTestSuite()
        : PicosecondTestSuite("ipsec-sad-requests", TestSuite::Type::UNIT)
    {
        for (const auto& test : CASES)
        {
            AddTestCase(new MethodTest<SadRequestTests>(test.name, test.body));
        }
    }
};

IpsecSadRequestsTestSuite g_ipsecSadRequestsTestSuite; //!< the suite

} // namespace
