/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-database-observer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/security-association-database.h"
#include "ns3/test.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint32_t RANDOM_STEPS = 10000; //!< of the comparison with plain lists; raise at will
constexpr int64_t STREAM = 7000;         //!< first random stream of this suite
constexpr Ps SECOND = PS_PER_SECOND;     //!< shorter

const IpAddress HERE = IpAddress::FromIpv4(0xc0000201);  //!< 192.0.2.1
const IpAddress THERE = IpAddress::FromIpv4(0xc0000202); //!< 192.0.2.2

/// @param spi of it @param reqid of it @param mode of it @return an ESP SA with AES-128-GCM
SaConfig
ConfigOf(uint32_t spi, uint32_t reqid = 0, IpsecMode mode = IpsecMode::TRANSPORT)
{
    SaConfig config;
    config.spi = spi;
    config.reqid = reqid;
    config.mode = mode;
    config.source = HERE;
    config.destination = THERE;
    config.cipher = FindIpsecAlgorithm("aes-gcm-16-128");
    config.key.assign(config.cipher->GetKeyBytes(), 7);
    config.esn = true;
    return config;
}

/// Writes down what an SAD tells, and may act on it.
class SaRecorder : public DatabaseObserver
{
  public:
    void SaTriggered(Ps, SecurityAssociation& sa) override
    {
        stateFits = stateFits && sa.GetState() == SaState::MATURE;
        Note('t', sa);
    }

    void SaDying(Ps, SecurityAssociation& sa) override
    {
        stateFits = stateFits && sa.GetState() == SaState::DYING;
        Note('y', sa);
    }

    void SaDead(Ps, SecurityAssociation& sa) override
    {
        stateFits = stateFits && sa.GetState() == SaState::DEAD;
        Note('d', sa);
    }

    /// @return what was told since the last call: t(riggered), y (dying) or d(ead) and the SPI
    std::string Take()
    {
        std::string taken;
        taken.swap(m_log);
        return taken;
    }

    bool stateFits{true};                                //!< each event came in its state
    std::function<void(char, SecurityAssociation&)> act; //!< what else to do

  private:
    void Note(char event, SecurityAssociation& sa)
    {
        m_log += event + std::to_string(sa.GetConfig().spi) + " ";
        if (act)
        {
            act(event, sa);
        }
    }

    std::string m_log; //!< see Take()
};

/// A test case with an SAD that is watched.
class SadTestCase : public TestCase
{
  public:
    /// @param name of the test
    explicit SadTestCase(const std::string& name)
        : TestCase(name)
    {
    }

  protected:
    virtual void RunOnSad() = 0;

    /// @param config what to add @param expected the answer @param what is tested
    void Expect(const SaConfig& config, DatabaseResult expected, const std::string& what)
    {
        DatabaseResult result;
        const size_t size = m_sad->GetSize();
        const auto sa = m_sad->Add(0, config, &result);
        EXPECT_EQ(std::string(ToString(result)), ToString(expected), what);
        EXPECT_EQ((sa != nullptr), (expected == DatabaseResult::OK), what);
        EXPECT_EQ(m_sad->GetSize(), size + (sa ? 1 : 0), what);
    }

    /// @param reqid asked for @param mode asked for @return SPI of the SA that output takes, or 0
    uint32_t Select(uint32_t reqid = 0, IpsecMode mode = IpsecMode::TRANSPORT) const
    {
        const auto* sa = m_sad->FindOutbound(HERE, THERE, IpsecProtocol::ESP, mode, reqid);
        return sa ? sa->GetConfig().spi : 0;
    }

    /// @param result an answer @return its name
    static std::string NameOf(DatabaseResult result)
    {
        return ToString(result);
    }

    Ptr<SecurityAssociationDatabase> m_sad; //!< under test
    SaRecorder m_recorder;                  //!< watches it

  private:
    void DoRun() override
    {
        m_sad = CreateObject<SecurityAssociationDatabase>();
        m_sad->AddObserver(&m_recorder);
        RunOnSad();
        m_sad->CheckInvariants();
        EXPECT_EQ(m_recorder.stateFits, true, "events and states fit");
        m_sad->Dispose();
        m_sad = nullptr;
    }
};

/// R22, R24, R35, R55: what ADD refuses.
class AddTestCaseOfSad : public SadTestCase
{
  public:
    AddTestCaseOfSad()
        : SadTestCase("R22 R24 R35 R55 R204 ADD refuses what PF_KEY refuses")
    {
    }

  private:
    void RunOnSad() override
    {
        Expect(ConfigOf(0x1000), DatabaseResult::OK, "R22 first");
        Expect(ConfigOf(0x1000), DatabaseResult::EXISTS, "R22 same SPI");
        SaConfig config = ConfigOf(0x1000);
        std::swap(config.source, config.destination);
        Expect(config, DatabaseResult::EXISTS, "R22 same SPI, other direction");
        config.protocol = IpsecProtocol::AH;
        config.cipher = nullptr;
        config.key.clear();
        config.authenticator = FindIpsecAlgorithm("hmac-sha1-96");
        config.authKey.assign(20, 1);
        Expect(config, DatabaseResult::EXISTS, "R22 same SPI, other protocol");
        config.spi = 0x1001;
        Expect(config, DatabaseResult::OK, "AH");
        config.spi = 255;
        Expect(config, DatabaseResult::INVALID, "R22 reserved SPI, AH");
        Expect(ConfigOf(255), DatabaseResult::INVALID, "R22 reserved SPI");
        Expect(ConfigOf(256), DatabaseResult::OK, "R22 first free SPI");
        config = ConfigOf(255);
        config.protocol = IpsecProtocol::IPCOMP;
        config.cipher = nullptr;
        config.key.clear();
        Expect(config, DatabaseResult::OK, "R22 a small CPI is allowed");

        uint32_t spi = 0x2000;
        const auto refuse = [&](const std::string& what,
                                const std::string& why,
                                const std::function<void(SaConfig&)>& change) {
            SaConfig changed = ConfigOf(spi++);
            change(changed);
            Expect(changed, DatabaseResult::INVALID, what);
            EXPECT_EQ(m_sad->ExplainRefusal(changed), why, what);
        };
        EXPECT_EQ(m_sad->ExplainRefusal(ConfigOf(0x1000)),
                  "spi: 0x1000, expected one that no other SA has (R22)",
                  "in hexadecimal once");
        EXPECT_EQ(m_sad->ExplainRefusal(ConfigOf(255)),
                  "spi: 0xff, expected more than 255 (R22)",
                  "a reserved one");
        EXPECT_EQ(m_sad->ExplainRefusal(ConfigOf(0x3000)), "", "nothing wrong");
        refuse("R24 no source", "source: unspecified, expected an address", [](auto& sa) {
            sa.source = {};
        });
        refuse("R24 no destination", "destination: unspecified, expected an address", [](auto& sa) {
            sa.destination = {};
        });
        refuse("two families",
               "destination: " + THERE.ToString() + ", expected the family of source ::1:0:0:0:1",
               [](auto& sa) {
                   sa.source = {1, 1};
               });
        refuse("R24 no key", "key: 0 octets, expected 20 for aes-gcm-16-128", [](auto& sa) {
            sa.key.clear();
        });
        refuse("R35 key without salt",
               "key: 16 octets, expected 20 for aes-gcm-16-128",
               [](auto& sa) { sa.key.resize(16); });
        refuse("R35 key of another size",
               "key: 36 octets, expected 20 for aes-gcm-16-128",
               [](auto& sa) { sa.key.resize(36); });
        refuse("authenticator as cipher", "cipher: hmac-sha1-96, expected a cipher", [](auto& sa) {
            sa.cipher = FindIpsecAlgorithm("hmac-sha1-96");
        });
        refuse("AEAD beside an authenticator",
               "authenticator: hmac-sha1-96, expected none beside aes-gcm-16-128, which "
               "authenticates itself",
               [](auto& sa) {
                   sa.authenticator = FindIpsecAlgorithm("hmac-sha1-96");
                   sa.authKey.assign(20, 1);
               });
        refuse("neither cipher nor authenticator",
               "authenticator: none, expected one beside no cipher (RFC 4303 section 3.2)",
               [](auto& sa) {
                   sa.cipher = nullptr;
                   sa.key.clear();
               });
        refuse("R204 only hard", "soft: no limit, expected both or none (R24)", [](auto& sa) {
            sa.hard.addTime = SECOND;
        });
        refuse("R204 only soft", "hard: no limit, expected both or none (R24)", [](auto& sa) {
            sa.soft.octets = 1;
        });
        refuse("R55 name of 32 characters",
               "interfaceName: 32 octets, expected at most 31 (R55)",
               [](auto& sa) { sa.interfaceName.assign(32, 'x'); });
        refuse("window beyond 2^32 - 33",
               "replayWindow: 4294967264, expected at most 4294967263",
               [](auto& sa) { sa.replayWindow = UINT32_MAX - 31; });
        refuse("sequence number 0",
               "firstSequence: 0, expected 1 to 18446744073709551615",
               [](auto& sa) { sa.firstSequence = 0; });
        refuse("sequence number beyond 32 bits",
               "firstSequence: 4294967296, expected 1 to 4294967295",
               [](auto& sa) {
                   sa.esn = false;
                   sa.firstSequence = uint64_t{1} << 32;
               });

        const auto allow = [&](const std::string& what,
                               const std::function<void(SaConfig&)>& change) {
            SaConfig changed = ConfigOf(spi++);
            change(changed);
            Expect(changed, DatabaseResult::OK, what);
        };
        allow("R24 both lifetimes", [](auto& sa) { sa.hard.addTime = sa.soft.octets = 1; });
        allow("R55 name of 31 characters", [](auto& sa) { sa.interfaceName.assign(31, 'x'); });
        allow("NULL encryption", [](auto& sa) {
            sa.cipher = nullptr;
            sa.key.clear();
            sa.authenticator = FindIpsecAlgorithm("hmac-sha2-256-128");
            sa.authKey.assign(32, 1);
        });
        m_sad->SetAttribute("NullSuite", BooleanValue(true));
        allow("neither, as FreeBSD takes it", [](auto& sa) {
            sa.cipher = nullptr;
            sa.key.clear();
        });
        m_sad->SetAttribute("NullSuite", BooleanValue(false));
        allow("no authenticator", [](auto& sa) { sa.cipher = FindIpsecAlgorithm("aes-ctr-128"); });
        allow("sequence number beyond 32 bits with ESN",
              [](auto& sa) { sa.firstSequence = uint64_t{1} << 32; });
        std::string answers;
        for (const auto result : {DatabaseResult::OK,
                                  DatabaseResult::EXISTS,
                                  DatabaseResult::INVALID,
                                  DatabaseResult::NO_ENTRY})
        {
            answers += NameOf(result) + " ";
        }
        EXPECT_EQ(answers, "OK EEXIST EINVAL ESRCH ", "names of errors");
    }
};

/// R25, R37, R69, R205: life and death of one SA.
class LifeTestCase : public SadTestCase
{
  public:
    LifeTestCase()
        : SadTestCase("R25 R37 R61 R69 R205 ADD is mature and triggers twice, DELETE kills once")
    {
    }

  private:
    void RunOnSad() override
    {
        const auto sa = m_sad->Add(5 * SECOND, ConfigOf(0x1000));
        EXPECT_EQ((sa->GetState() == SaState::MATURE), true, "R25");
        EXPECT_EQ(sa->GetCreated(), 5 * SECOND, "R205");
        EXPECT_EQ(m_recorder.Take(), "t4096 t4096 ", "R37");
        EXPECT_EQ(m_sad->FindBySpi(0x1000), PeekPointer(sa), "found");
        const uint64_t generation = m_sad->GetGeneration();
        EXPECT_EQ(NameOf(m_sad->Delete(0, 0x1000)), "OK", "deleted");
        EXPECT_EQ(m_recorder.Take(), "d4096 ", "R61");
        EXPECT_GT(m_sad->GetGeneration(), generation, "generation");
        EXPECT_EQ(m_sad->FindBySpi(0x1000), nullptr, "gone");
        EXPECT_EQ(Select(), 0, "R67 off the alive list");
        EXPECT_EQ(NameOf(m_sad->Delete(0, 0x1000)), "ESRCH", "R69");
        EXPECT_EQ(m_recorder.Take(), "", "told once");
        const auto again = m_sad->Add(6 * SECOND, ConfigOf(0x1000));
        EXPECT_EQ((again && again != sa), true, "the SPI is free again");
        m_sad->RemoveObserver(&m_recorder);
        m_sad->Delete(0, 0x1000);
        EXPECT_EQ(m_recorder.Take(), "t4096 t4096 ", "no longer told");
    }
};

/// R29-R31.
class OrderTestCaseOfSad : public SadTestCase
{
  public:
    OrderTestCaseOfSad()
        : SadTestCase("R29 R30 R31 output takes the oldest alive SA, or the newest")
    {
    }

  private:
    void RunOnSad() override
    {
        SaConfig dying = ConfigOf(301);
        dying.hard.octets = 100;
        dying.soft.octets = 10;
        const auto oldest = m_sad->Add(0, dying);
        m_sad->Add(0, ConfigOf(302));
        m_sad->Add(0, ConfigOf(303));
        EXPECT_EQ(Select(), 301, "oldest");
        const uint64_t generation = m_sad->GetGeneration();
        m_sad->SetAttribute("PreferOldSa", BooleanValue(false));
        EXPECT_GT(m_sad->GetGeneration(), generation, "answers have changed");
        EXPECT_EQ(Select(), 303, "newest");
        m_sad->SetAttribute("PreferOldSa", BooleanValue(true));
        oldest->CountSoftware(0, 11);
        m_sad->ExpireAt(SECOND);
        EXPECT_EQ((oldest->GetState() == SaState::DYING), true, "soft limit");
        EXPECT_EQ(Select(), 301, "R30 a dying SA is alive");
        m_sad->Delete(0, 302);
        EXPECT_EQ(Select(), 301, "from the middle");
        m_sad->Delete(0, 301);
        EXPECT_EQ(Select(), 303, "R31 the new one takes over");
        m_sad->Delete(0, 303);
        EXPECT_EQ(Select(), 0, "none");
    }
};

/// R28, R30: mode and reqid.
class RequestTestCase : public SadTestCase
{
  public:
    RequestTestCase()
        : SadTestCase("R28 R30 modes, reqids, protocols and addresses are compared")
    {
    }

  private:
    void RunOnSad() override
    {
        m_sad->Add(0, ConfigOf(401, 7));
        m_sad->Add(0, ConfigOf(402, 8, IpsecMode::TUNNEL));
        m_sad->Add(0, ConfigOf(403, 0));
        EXPECT_EQ(Select(7), 401, "own reqid");
        EXPECT_EQ(Select(8), 0, "reqid of another mode");
        EXPECT_EQ(Select(9), 0, "a reqid is not served by an SA without");
        EXPECT_EQ(Select(0), 401, "reqid 0 takes any");
        EXPECT_EQ(Select(0, IpsecMode::TUNNEL), 402, "mode");
        EXPECT_EQ(Select(0, IpsecMode::ANY), 0, "an SA of a mode does not serve any");
        m_sad->Add(0, ConfigOf(404, 9, IpsecMode::ANY));
        EXPECT_EQ(Select(9), 404, "an SA of mode any serves a mode");
        EXPECT_EQ(Select(0, IpsecMode::ANY), 404, "and mode any");
        EXPECT_EQ(Select(0), 401, "the oldest of all that serve");
        m_sad->Delete(0, 401);
        m_sad->Delete(0, 403);
        EXPECT_EQ(Select(0), 404, "the only one left");
        EXPECT_EQ(m_sad->FindOutbound(THERE, HERE, IpsecProtocol::ESP, IpsecMode::TUNNEL, 0),
                  nullptr,
                  "addresses have an order");
        EXPECT_EQ(m_sad->FindOutbound(HERE, THERE, IpsecProtocol::AH, IpsecMode::TUNNEL, 0),
                  nullptr,
                  "protocol");
    }
};

/// R26, R37, R200.
class UpdateTestCase : public SadTestCase
{
  public:
    UpdateTestCase()
        : SadTestCase("R26 R37 R200 UPDATE of lifetimes makes mature and triggers, no more")
    {
    }

  private:
    void RunOnSad() override
    {
        SaConfig config = ConfigOf(501);
        config.hard.addTime = 20 * SECOND;
        config.soft.addTime = 10 * SECOND;
        const auto sa = m_sad->Add(0, config);
        m_sad->Add(0, ConfigOf(502));
        m_sad->ExpireAt(11 * SECOND);
        EXPECT_EQ((sa->GetState() == SaState::DYING), true, "dying");
        m_recorder.Take();
        SaLifetime hard;
        SaLifetime soft;
        hard.addTime = 40 * SECOND;
        soft.addTime = 30 * SECOND;
        EXPECT_EQ(NameOf(m_sad->UpdateLifetimes(12 * SECOND, 501, hard, soft)), "OK", "OK");
        EXPECT_EQ(m_recorder.Take(), "t501 ", "R37");
        EXPECT_EQ((sa->GetState() == SaState::MATURE), true, "R200");
        EXPECT_EQ(sa->GetCreated(), 0, "R26 created stays");
        EXPECT_EQ(Select(), 501, "R26 so does the place in the list");
        m_sad->ExpireAt(25 * SECOND);
        EXPECT_EQ(m_recorder.Take(), "", "new limits hold");
        m_sad->ExpireAt(31 * SECOND);
        EXPECT_EQ(m_recorder.Take(), "y501 ", "new soft limit");
        EXPECT_EQ(NameOf(m_sad->UpdateLifetimes(0, 501, hard, SaLifetime())),
                  "EINVAL",
                  "R24 only one");
        EXPECT_EQ(NameOf(m_sad->UpdateLifetimes(0, 777, hard, soft)), "ESRCH", "no SA");
        EXPECT_EQ((sa->GetState() == SaState::DYING), true, "refused, so nothing changed");
        EXPECT_EQ(m_recorder.Take(), "", "nor told");
        m_sad->UpdateLifetimes(0, 501, SaLifetime(), SaLifetime());
        m_sad->ExpireAt(100 * SECOND);
        EXPECT_EQ(m_recorder.Take(), "t501 ", "without limits no end");
    }
};

/// R34.
class DeleteAllTestCase : public SadTestCase
{
  public:
    DeleteAllTestCase()
        : SadTestCase("R34 DELETE without SPI kills the address pair, FLUSH the protocol")
    {
    }

  private:
    void RunOnSad() override
    {
        SaConfig other = ConfigOf(601);
        std::swap(other.source, other.destination);
        m_sad->Add(0, other);
        m_sad->Add(0, ConfigOf(604, 7));
        m_sad->Add(0, ConfigOf(603, 0, IpsecMode::TUNNEL));
        SaConfig ipcomp = ConfigOf(605);
        ipcomp.protocol = IpsecProtocol::IPCOMP;
        ipcomp.cipher = nullptr;
        ipcomp.key.clear();
        m_sad->Add(0, ipcomp);
        m_sad->Add(0, ConfigOf(602, 0, IpsecMode::ANY));
        m_recorder.Take();
        EXPECT_EQ(m_sad->DeleteAll(0, HERE, THERE), 4, "four of that pair");
        EXPECT_EQ(m_recorder.Take(), "d604 d603 d605 d602 ", "in order of creation");
        EXPECT_EQ(m_sad->DeleteAll(0, HERE, THERE), 0, "none left");
        EXPECT_EQ(m_sad->GetSize(), 1, "the other direction stays");
        m_sad->Add(0, ipcomp);
        m_sad->Add(0, ConfigOf(600));
        m_recorder.Take();
        EXPECT_EQ(m_sad->Flush(0, IpsecProtocol::ESP), 2, "two of ESP");
        EXPECT_EQ(m_recorder.Take(), "d601 d600 ", "in order of creation");
        EXPECT_EQ(m_sad->GetSize(), 1, "other protocols stay");
    }
};

/// R193-R199.
class ExpiryTestCaseOfSad : public SadTestCase
{
  public:
    ExpiryTestCaseOfSad()
        : SadTestCase("R193-R199 hard and soft limits of age, use, octets, and the 80 percent rule")
    {
    }

  private:
    /// @param spi of it @param hard limits @param soft limits @param esn or not @return the SA
    Ptr<SecurityAssociation> Add(uint32_t spi, SaLifetime hard, SaLifetime soft, bool esn = true)
    {
        SaConfig config = ConfigOf(spi);
        config.hard = hard;
        config.soft = soft;
        config.esn = esn;
        config.replayWindow = 64;
        auto sa = m_sad->Add(0, config);
        m_recorder.Take();
        return sa;
    }

    /// @param now the time of a pass @return what it told
    std::string ExpireAt(Ps now)
    {
        m_sad->ExpireAt(now);
        return m_recorder.Take();
    }

    void RunOnSad() override
    {
        CheckAge();
        CheckUse();
        CheckOctets();
        Check80Percent();
        CheckNeverChecked();
    }

    void CheckAge()
    {
        Add(701, {20 * SECOND, 0, 0, 0}, {10 * SECOND, 0, 0, 0});
        EXPECT_EQ(ExpireAt(10 * SECOND), "", "R194 strictly greater");
        EXPECT_EQ(ExpireAt(10 * SECOND + 1), "y701 ", "R197 soft");
        EXPECT_EQ(ExpireAt(11 * SECOND), "", "only from MATURE");
        EXPECT_EQ(ExpireAt(20 * SECOND), "", "R194 strictly greater");
        EXPECT_EQ(ExpireAt(20 * SECOND + 1), "d701 ", "R196 hard");
        EXPECT_EQ(m_sad->FindBySpi(701), nullptr, "R196 unlinked");
        Add(702, {20 * SECOND, 0, 0, 0}, {10 * SECOND, 0, 0, 0});
        EXPECT_EQ(ExpireAt(21 * SECOND), "d702 ", "R198 only the hard one");
    }

    void CheckUse()
    {
        const auto sa = Add(703, {0, 20 * SECOND, 0, 0}, {0, 10 * SECOND, 0, 0});
        EXPECT_EQ(ExpireAt(100 * SECOND), "", "R194 only if used");
        sa->CountSoftware(100 * SECOND, 1);
        EXPECT_EQ(ExpireAt(110 * SECOND), "", "R194 strictly greater");
        EXPECT_EQ(ExpireAt(110 * SECOND + 1), "y703 ", "soft use time");
        EXPECT_EQ(ExpireAt(120 * SECOND + 1), "d703 ", "hard use time");
        const auto late = Add(704, {0, 20 * SECOND, 0, 0}, {0, 10 * SECOND, 0, 0});
        late->CountHardware(200 * SECOND, {1, 1});
        EXPECT_EQ(ExpireAt(250 * SECOND), "d704 ", "both exceeded when first looked at");
    }

    void CheckOctets()
    {
        const auto sa = Add(705, {0, 0, 1000, 0}, {0, 0, 500, 0});
        sa->CountSoftware(0, 300);
        sa->CountHardware(0, {1, 200});
        EXPECT_EQ(ExpireAt(SECOND), "", "R194 strictly greater");
        sa->CountHardware(0, {1, 1});
        EXPECT_EQ(ExpireAt(SECOND), "y705 ", "R192 software and hardware count");
        sa->CountSoftware(0, 499);
        EXPECT_EQ(ExpireAt(SECOND), "", "R194 strictly greater");
        sa->CountSoftware(0, 1);
        EXPECT_EQ(ExpireAt(SECOND), "d705 ", "hard octets");
        const auto counted = Add(706, {0, 0, 0, 5}, {0, 0, 0, 2});
        counted->CountHardware(0, {100, 100});
        EXPECT_EQ(ExpireAt(SECOND), "", "R195 packets are never checked");
        m_sad->Delete(0, 706);
        m_recorder.Take();
    }

    void Check80Percent()
    {
        for (const bool esn : {false, true})
        {
            SaConfig config = ConfigOf(707);
            config.hard.addTime = config.soft.addTime = 1000 * SECOND;
            config.esn = esn;
            config.firstSequence = 0xcccccccc;
            const auto sa = m_sad->Add(0, config);
            m_recorder.Take();
            sa->NextSequence();
            EXPECT_EQ(ExpireAt(SECOND), "", "R199 not exceeded");
            sa->NextSequence();
            EXPECT_EQ(ExpireAt(SECOND), (esn ? "" : "y707 "), "R199 sending");
            m_sad->Delete(0, 707);
            m_recorder.Take();
        }
        const auto receiver = Add(708, {1000 * SECOND, 0, 0, 0}, {1000 * SECOND, 0, 0, 0}, false);
        receiver->GetReplayWindow().Update(0xcccccccc);
        EXPECT_EQ(ExpireAt(SECOND), "", "R199 not exceeded");
        receiver->GetReplayWindow().Update(0xcccccccd);
        EXPECT_EQ(ExpireAt(SECOND), "y708 ", "R199 receiving");
        m_sad->Delete(0, 708);
        m_recorder.Take();
    }

    void CheckNeverChecked()
    {
        const auto sa = Add(709, {}, {}, false);
        sa->GetReplayWindow().Update(0xffffff00);
        sa->CountSoftware(0, UINT64_MAX / 2);
        EXPECT_EQ(ExpireAt(PS_NEVER - 1), "", "R193 without limits never checked");
        EXPECT_EQ(m_sad->HasLimits(), false, "R193 nothing that the timer would look at");
        Add(710, {PS_NEVER, 0, 0, 0}, {PS_NEVER, 0, 0, 0});
        EXPECT_EQ(ExpireAt(PS_NEVER - 1), "", "a limit beyond the end of time");
    }
};

/// Observers that change the database while they are told.
class ReentranceTestCase : public SadTestCase
{
  public:
    ReentranceTestCase()
        : SadTestCase("R34 R37 R196 observers may change the SAD and leave while they are told")
    {
    }

  private:
    void RunOnSad() override
    {
        // killed between the two triggers
        m_recorder.act = [this](char event, SecurityAssociation& sa) {
            if (event == 't')
            {
                m_sad->Delete(0, sa.GetConfig().spi);
            }
        };
        m_sad->Add(0, ConfigOf(801));
        EXPECT_EQ(m_recorder.Take(), "t801 d801 ", "no second trigger for a dead SA");

        // each death takes the next one along
        m_recorder.act = nullptr;
        for (uint32_t spi = 810; spi < 820; ++spi)
        {
            SaConfig config = ConfigOf(spi);
            config.hard.addTime = config.soft.addTime = SECOND;
            m_sad->Add(0, config);
        }
        m_recorder.Take();
        m_recorder.act = [this](char event, SecurityAssociation& sa) {
            if (event == 'd' && sa.GetConfig().spi % 2 == 0)
            {
                m_sad->Delete(0, sa.GetConfig().spi + 1);
                m_sad->Add(0, ConfigOf(sa.GetConfig().spi + 100));
            }
        };
        m_sad->ExpireAt(2 * SECOND);
        EXPECT_EQ(m_sad->GetSize(), 5, "five new ones");
        EXPECT_EQ(m_recorder.Take().substr(0, 24), "d810 d811 t910 t910 d812", "order");
        EXPECT_EQ(m_sad->Flush(0, IpsecProtocol::ESP), 5, "flushed while others come");
        EXPECT_EQ(m_sad->GetSize(), 5, "added by the deaths of even SPIs");

        // one leaves and one comes during an event
        SaRecorder second;
        SaRecorder third;
        m_sad->AddObserver(&second);
        m_recorder.Take();
        m_recorder.act = [&](char, SecurityAssociation&) {
            m_sad->RemoveObserver(&second);
            m_sad->AddObserver(&third);
            m_recorder.act = nullptr;
        };
        m_sad->Add(0, ConfigOf(990));
        EXPECT_EQ(second.Take(), "", "hears nothing more");
        EXPECT_EQ(third.Take(), "t990 ", "hears the next event");
        EXPECT_EQ(m_recorder.Take(), "t990 t990 ", "hears both");
        m_sad->RemoveObserver(&third);
    }
};

/// All operations against plain lists.
class RandomSadTestCase : public SadTestCase
{
  public:
    RandomSadTestCase()
        : SadTestCase("R22 R26 R29 R30 R34 R193-R198 random operations agree with plain lists")
    {
    }

  private:
    /// @param candidate an SA @param mode asked for @param reqid asked for @return true if it
    /// serves
    static bool Serves(const SecurityAssociation& candidate, IpsecMode mode, uint32_t reqid)
    {
        const SaConfig& config = candidate.GetConfig();
        return (config.mode == IpsecMode::ANY || config.mode == mode) &&
               (reqid == 0 || config.reqid == reqid);
    }

    uint32_t Draw(uint32_t values)
    {
        return m_random->GetInteger(0, values - 1);
    }

    IpAddress DrawAddress()
    {
        return IpAddress::FromIpv4(0x0a000001 + Draw(2));
    }

    IpsecMode DrawMode()
    {
        static constexpr IpsecMode modes[]{IpsecMode::ANY, IpsecMode::TRANSPORT, IpsecMode::TUNNEL};
        return modes[Draw(3)];
    }

    SaLifetime DrawLimits()
    {
        SaLifetime limits;
        limits.addTime = Draw(2) * Draw(300) * SECOND;
        limits.useTime = Draw(2) * Draw(200) * SECOND;
        limits.octets = uint64_t{Draw(2)} * Draw(2000);
        limits.packets = 1;
        return limits;
    }

    /// R193-R198 on one SA, straight from the rules.
    static char Judge(const SecurityAssociation& sa, Ps now)
    {
        const auto exceeded = [&](const SaLifetime& limits) {
            return (limits.addTime != 0 && now - sa.GetCreated() > limits.addTime) ||
                   (limits.useTime != 0 && sa.GetFirstUsed() &&
                    now - *sa.GetFirstUsed() > limits.useTime) ||
                   (limits.octets != 0 && sa.GetCurrent().octets > limits.octets);
        };
        if (!sa.GetConfig().hard.IsGiven())
        {
            return '-';
        }
        if (exceeded(sa.GetConfig().hard))
        {
            return 'd';
        }
        return sa.GetState() == SaState::MATURE && exceeded(sa.GetConfig().soft) ? 'y' : '-';
    }

    void Step(Ps now)
    {
        const uint32_t kind = Draw(100);
        if (kind < 40)
        {
            SaConfig config = ConfigOf(256 + Draw(200), Draw(4), DrawMode());
            config.source = DrawAddress();
            config.destination = DrawAddress();
            if (Draw(2) == 0)
            {
                config.hard = DrawLimits();
                config.soft = DrawLimits();
            }
            const bool taken = std::any_of(m_list.begin(), m_list.end(), [&](const auto& sa) {
                return sa->GetConfig().spi == config.spi;
            });
            const auto sa = m_sad->Add(now, config);
            ASSERT_EQ((sa != nullptr), !taken, "R22");
            if (sa)
            {
                m_list.push_back(sa);
            }
        }
        else if (kind < 55)
        {
            const uint32_t spi = 256 + Draw(200);
            const size_t before = m_list.size();
            m_list.erase(
                std::remove_if(m_list.begin(),
                               m_list.end(),
                               [spi](const auto& sa) { return sa->GetConfig().spi == spi; }),
                m_list.end());
            ASSERT_EQ(NameOf(m_sad->Delete(now, spi)),
                      (before == m_list.size() ? "ESRCH" : "OK"),
                      "R69");
        }
        else if (kind < 56)
        {
            const IpAddress source = DrawAddress();
            const IpAddress destination = DrawAddress();
            const size_t before = m_list.size();
            m_list.erase(std::remove_if(m_list.begin(),
                                        m_list.end(),
                                        [&](const auto& sa) {
                                            return sa->GetConfig().source == source &&
                                                   sa->GetConfig().destination == destination;
                                        }),
                         m_list.end());
            ASSERT_EQ(m_sad->DeleteAll(now, source, destination), before - m_list.size(), "R34");
        }
        else if (!m_list.empty())
        {
            auto& sa = *m_list[Draw(static_cast<uint32_t>(m_list.size()))];
            if (kind < 90)
            {
                sa.CountSoftware(now, Draw(400));
            }
            else
            {
                m_sad->UpdateLifetimes(now, sa.GetConfig().spi, DrawLimits(), DrawLimits());
            }
        }
    }

    void Expire(Ps now)
    {
        std::string expected;
        for (const auto& sa : m_list)
        {
            const char judgment = Judge(*sa, now);
            if (judgment != '-')
            {
                expected += judgment + std::to_string(sa->GetConfig().spi) + " ";
            }
        }
        m_recorder.Take();
        m_sad->ExpireAt(now);
        ASSERT_EQ(m_recorder.Take(), expected, "pass at " << now);
        m_list.erase(std::remove_if(m_list.begin(),
                                    m_list.end(),
                                    [](const auto& sa) { return !sa->IsAlive(); }),
                     m_list.end());
    }

    void Search()
    {
        const IpAddress source = DrawAddress();
        const IpAddress destination = DrawAddress();
        const IpsecMode mode = DrawMode();
        const uint32_t reqid = Draw(4);
        const bool oldest = m_sad->GetPreferOldSa();
        SecurityAssociation* expected = nullptr;
        for (const auto& sa : m_list)
        {
            if (sa->GetConfig().source == source && sa->GetConfig().destination == destination &&
                Serves(*sa, mode, reqid) && (!expected || !oldest))
            {
                expected = PeekPointer(sa);
            }
        }
        ASSERT_EQ(m_sad->FindOutbound(source, destination, IpsecProtocol::ESP, mode, reqid),
                  expected,
                  "R30");
    }

    void RunOnSad() override
    {
        m_random = CreateObject<UniformRandomVariable>();
        m_random->SetStream(STREAM);
        for (uint32_t step = 0; step < RANDOM_STEPS; ++step)
        {
            const Ps now = step * SECOND;
            if (step % 1000 == 0)
            {
                m_sad->SetPreferOldSa(Draw(2) == 0);
            }
            Step(now);
            Search();
            if (step % 7 == 0)
            {
                Expire(now);
            }
            ASSERT_EQ(m_sad->GetSize(), m_list.size(), "population");
            if (step % 100 == 0)
            {
                m_sad->CheckInvariants();
            }
        }
        uint32_t last = 0;
        size_t visited = 0;
        m_sad->ForEach([&](SecurityAssociation& sa) {
            EXPECT_GT(sa.GetConfig().spi, last, "ascending SPIs");
            last = sa.GetConfig().spi;
            ++visited;
        });
        EXPECT_EQ(visited, m_list.size(), "all of them");
        m_list.clear();
    }

    Ptr<UniformRandomVariable> m_random;          //!< all draws
    std::vector<Ptr<SecurityAssociation>> m_list; //!< alive SAs, oldest first
};

/// Sequence numbers that software gives.
class SequenceTestCase : public TestCase
{
  public:
    SequenceTestCase()
        : TestCase("R171 G31 G46 sequence numbers of software end, wrap or extend")
    {
    }

  private:
    void DoRun() override
    {
        SaConfig config = ConfigOf(256);
        config.esn = false;
        config.cyclic = false;
        config.firstSequence = UINT32_MAX;
        SecurityAssociation finite(config, 0);
        EXPECT_EQ(finite.NextSequence().value_or(0), UINT32_MAX, "G46");
        EXPECT_EQ(finite.NextSequence().has_value(), false, "used up");
        EXPECT_EQ(finite.NextSequence().has_value(), false, "for ever");
        EXPECT_EQ(finite.GetLastSequence(), UINT32_MAX, "G31");
        config.esn = true;
        SecurityAssociation extended(config, 0);
        extended.NextSequence();
        EXPECT_EQ(extended.NextSequence().value_or(0), uint64_t{1} << 32, "ESN");
        EXPECT_EQ(SecurityAssociation(ConfigOf(256), 0).GetLastSequence(), 0, "G31");
    }
};

/// The security association database.
class IpsecSadTestSuite : public TestSuite
{
  public:
    IpsecSadTestSuite()
        : TestSuite("ipsec-sad", TestSuite::Type::UNIT)
    {
        AddTestCase(new AddTestCaseOfSad());
        AddTestCase(new LifeTestCase());
        AddTestCase(new OrderTestCaseOfSad());
        AddTestCase(new RequestTestCase());
        AddTestCase(new UpdateTestCase());
        AddTestCase(new DeleteAllTestCase());
        AddTestCase(new ExpiryTestCaseOfSad());
        AddTestCase(new ReentranceTestCase());
        AddTestCase(new RandomSadTestCase());
        AddTestCase(new SequenceTestCase());
    }
};

IpsecSadTestSuite g_ipsecSadTestSuite; //!< registers the suite

} // namespace
