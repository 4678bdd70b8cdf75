/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"
#include "test/support/long-tests.h"

#include "ns3/enum.h"
#include "ns3/ipsec-database-observer.h"
#include "ns3/ipsec-flow-cache.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/random-variable-stream.h"
#include "ns3/security-policy-database.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

constexpr int64_t STREAM = 7100; //!< first random stream of this suite

/// @param source prefix @param destination prefix @return selector of any protocol and ports
PolicySelector
SelectorOf(const std::string& source, const std::string& destination)
{
    const auto prefix = [](const std::string& text) {
        const size_t slash = text.find('/');
        return IpPrefix{*IpAddress::FromString(text.substr(0, slash)),
                        static_cast<uint8_t>(std::stoi(text.substr(slash + 1)))};
    };
    PolicySelector selector;
    selector.source = prefix(source);
    selector.destination = prefix(destination);
    return selector;
}

/// @param selector which packets @param priority of it @return an outbound policy of kind none
PolicyConfig
PolicyOf(const PolicySelector& selector, int32_t priority = 0)
{
    PolicyConfig config;
    config.selector = selector;
    config.priority = priority;
    return config;
}

/// @param source address @param destination address @return a UDP datagram
PacketDescriptor
PacketOf(const std::string& source, const std::string& destination)
{
    PacketDescriptor packet;
    packet.source = *IpAddress::FromString(source);
    packet.destination = *IpAddress::FromString(destination);
    packet.protocol = 17;
    packet.sourcePort = 1000;
    packet.destinationPort = 2000;
    packet.length = 100;
    packet.flowHash = HashFlow(packet);
    return packet;
}

/// Draws from few values, so that selectors overlap and packets match.
class RandomTraffic
{
  public:
    RandomTraffic()
        : m_random(CreateObject<UniformRandomVariable>())
    {
        m_random->SetStream(STREAM);
    }

    uint32_t Draw(uint32_t values)
    {
        return m_random->GetInteger(0, values - 1);
    }

    IpAddress DrawAddress(bool ipv4)
    {
        if (ipv4)
        {
            return IpAddress::FromIpv4(0x0a000000U | Draw(4) << 16 | Draw(3) << 8 | Draw(6));
        }
        return {0x20010db800000000U | Draw(4) << 16 | Draw(2), uint64_t{Draw(3)} << 60 | Draw(6)};
    }

    PolicySelector DrawSelector()
    {
        const bool ipv4 = Draw(2) == 0;
        PolicySelector selector;
        for (auto* prefix : {&selector.source, &selector.destination})
        {
            static constexpr uint8_t lengths4[]{0, 8, 14, 16, 24, 31, 32};
            static constexpr uint8_t lengths6[]{0, 32, 48, 63, 64, 65, 68, 127, 128};
            prefix->address = DrawAddress(ipv4);
            prefix->length = ipv4 ? lengths4[Draw(7)] : lengths6[Draw(9)];
        }
        if (Draw(2) == 0)
        {
            selector.protocol = DrawProtocol();
        }
        if (Draw(3) == 0)
        {
            selector.sourcePort = DrawPort();
        }
        if (Draw(3) == 0)
        {
            selector.destinationPort = DrawPort();
        }
        return selector;
    }

    PacketDescriptor DrawPacket()
    {
        const bool ipv4 = Draw(2) == 0;
        PacketDescriptor packet;
        packet.source = DrawAddress(ipv4);
        packet.destination = DrawAddress(ipv4);
        packet.protocol = DrawProtocol();
        packet.fragment = Draw(5) == 0;
        packet.sourcePort = DrawPort();
        packet.destinationPort = DrawPort();
        packet.flowHash = HashFlow(packet);
        return packet;
    }

  private:
    uint8_t DrawProtocol()
    {
        static constexpr uint8_t protocols[]{0, 1, 6, 17, 58, 255};
        return protocols[Draw(6)];
    }

    uint16_t DrawPort()
    {
        static constexpr uint16_t ports[]{0, 80, 443, 65535};
        return ports[Draw(4)];
    }

    Ptr<UniformRandomVariable> m_random; //!< all draws
};

/// The list search that R91 and R92 describe, bit by bit and on its own.
class NaiveMatcher
{
  public:
    void Add(const Ptr<SecurityPolicy>& policy)
    {
        // behind all of the same priority
        auto place = m_policies.begin();
        while (place != m_policies.end() &&
               (*place)->GetConfig().priority <= policy->GetConfig().priority)
        {
            ++place;
        }
        m_policies.insert(place, policy);
    }

    void Remove(size_t index)
    {
        m_policies.erase(m_policies.begin() + static_cast<std::ptrdiff_t>(index));
    }

    const std::vector<Ptr<SecurityPolicy>>& GetPolicies() const
    {
        return m_policies;
    }

    SecurityPolicy* Find(const PacketDescriptor& packet, IpsecDirection direction) const
    {
        for (const auto& policy : m_policies)
        {
            if (policy->GetConfig().direction == direction &&
                Matches(policy->GetConfig().selector, packet))
            {
                return PeekPointer(policy);
            }
        }
        return nullptr;
    }

  private:
    static bool BitOf(const IpAddress& address, unsigned bit)
    {
        return ((bit < 64 ? address.high >> (63 - bit) : address.low >> (127 - bit)) & 1) != 0;
    }

    static bool Within(const IpPrefix& prefix, const IpAddress& address)
    {
        if (prefix.address.IsIpv4() != address.IsIpv4())
        {
            return false;
        }
        const unsigned first = address.IsIpv4() ? 96 : 0;
        for (unsigned bit = 0; bit < prefix.length; ++bit)
        {
            if (BitOf(prefix.address, first + bit) != BitOf(address, first + bit))
            {
                return false;
            }
        }
        return true;
    }

    static bool Matches(const PolicySelector& selector, const PacketDescriptor& packet)
    {
        if (packet.fragment && (selector.sourcePort != PolicySelector::ANY_PORT ||
                                selector.destinationPort != PolicySelector::ANY_PORT))
        {
            return false;
        }
        return Within(selector.source, packet.source) &&
               Within(selector.destination, packet.destination) &&
               (selector.protocol == PolicySelector::ANY_PROTOCOL ||
                selector.protocol == packet.protocol) &&
               (selector.sourcePort == PolicySelector::ANY_PORT ||
                selector.sourcePort == packet.sourcePort) &&
               (selector.destinationPort == PolicySelector::ANY_PORT ||
                selector.destinationPort == packet.destinationPort);
    }

    std::vector<Ptr<SecurityPolicy>> m_policies; //!< in search order
};

/// Random insertions, removals and searches, all compared with the naive matcher.
class RandomSearchTestCase : public TestCase
{
  public:
    RandomSearchTestCase()
        : TestCase("R91 R92 random selectors and packets agree with an ordered list search")
    {
    }

  private:
    void DoRun() override
    {
        RandomTraffic random;
        NaiveMatcher naive;
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        uint64_t found = 0;
        const uint64_t searches = tests::CountOf(20'000, 1'000'000);
        for (uint64_t search = 0; search < searches; ++search)
        {
            // The population wanders between none and some hundred.
            const bool grow = (search / 2000) % 2 == 0;
            if (random.Draw(4) < (grow ? 3 : 1))
            {
                Insert(random, *spd, naive, static_cast<Ps>(search));
            }
            else if (!naive.GetPolicies().empty())
            {
                const size_t victim =
                    random.Draw(static_cast<uint32_t>(naive.GetPolicies().size()));
                const PolicyConfig config = naive.GetPolicies()[victim]->GetConfig();
                ASSERT_EQ(
                    (spd->Delete(static_cast<Ps>(search), config.selector, config.direction) ==
                     DatabaseResult::OK),
                    true,
                    "removal of " << config.selector.ToString());
                naive.Remove(victim);
            }
            ASSERT_EQ(spd->GetSize(), naive.GetPolicies().size(), "population");
            const PacketDescriptor packet = random.DrawPacket();
            for (const auto direction : {IpsecDirection::IN, IpsecDirection::OUT})
            {
                SecurityPolicy* expected = naive.Find(packet, direction);
                SecurityPolicy* actual = spd->Find(packet, direction);
                ASSERT_EQ(actual,
                          expected,
                          "search " << search << " " << ToString(direction) << " "
                                    << packet.source.ToString() << " "
                                    << packet.destination.ToString());
                found += actual ? 1 : 0;
                ASSERT_EQ((!actual || actual->GetConfig().selector.Matches(packet)),
                          true,
                          "PolicySelector::Matches() agrees");
            }
        }
        EXPECT_GT(found, searches / 2, "enough of the searches find something");
        CheckOrder(*spd, naive);
        spd->Dispose();
    }

    void Insert(RandomTraffic& random, SecurityPolicyDatabase& spd, NaiveMatcher& naive, Ps now)
    {
        PolicyConfig config =
            PolicyOf(random.DrawSelector(), static_cast<int32_t>(random.Draw(5)) - 2);
        config.direction = random.Draw(2) == 0 ? IpsecDirection::IN : IpsecDirection::OUT;
        const bool exists =
            std::any_of(naive.GetPolicies().begin(),
                        naive.GetPolicies().end(),
                        [&config](const auto& policy) {
                            return policy->GetConfig().selector == config.selector &&
                                   policy->GetConfig().direction == config.direction;
                        });
        DatabaseResult result;
        const auto policy = spd.Add(now, config, &result);
        ASSERT_EQ((result == (exists ? DatabaseResult::EXISTS : DatabaseResult::OK)),
                  true,
                  "R93 " << config.selector.ToString() << ": " << ToString(result));
        if (policy)
        {
            naive.Add(policy);
        }
    }

    void CheckOrder(const SecurityPolicyDatabase& spd, const NaiveMatcher& naive)
    {
        std::vector<SecurityPolicy*> expected;
        for (const auto direction : {IpsecDirection::IN, IpsecDirection::OUT})
        {
            for (const auto& policy : naive.GetPolicies())
            {
                if (policy->GetConfig().direction == direction)
                {
                    expected.push_back(PeekPointer(policy));
                }
            }
        }
        std::vector<SecurityPolicy*> visited;
        spd.ForEach([&visited](SecurityPolicy& policy) { visited.push_back(&policy); });
        EXPECT_EQ((visited == expected), true, "ForEach() goes in search order");
    }
};

/// R91 with the smallest example.
class OrderTestCase : public TestCase
{
  public:
    OrderTestCase()
        : TestCase("R91 lower priority number first, equal ones in order of insertion")
    {
    }

  private:
    void DoRun() override
    {
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        const auto narrow = SelectorOf("10.0.0.1/32", "10.0.0.2/32");
        const auto wide = SelectorOf("10.0.0.0/8", "10.0.0.0/8");
        const auto widest = SelectorOf("0.0.0.0/0", "0.0.0.0/0");
        const PacketDescriptor packet = PacketOf("10.0.0.1", "10.0.0.2");
        EXPECT_EQ(spd->Find(packet, IpsecDirection::OUT), nullptr, "empty");
        const auto first = spd->Add(0, PolicyOf(wide));
        const auto second = spd->Add(0, PolicyOf(narrow));
        EXPECT_EQ(spd->Find(packet, IpsecDirection::OUT), PeekPointer(first), "first wins");
        const auto urgent = spd->Add(0, PolicyOf(widest, -5));
        EXPECT_EQ(spd->Find(packet, IpsecDirection::OUT), PeekPointer(urgent), "priority wins");
        EXPECT_EQ(spd->Find(packet, IpsecDirection::IN), nullptr, "other direction");
        spd->Delete(0, widest, IpsecDirection::OUT);
        EXPECT_EQ(urgent->IsAlive(), false, "removed");
        spd->Delete(0, wide, IpsecDirection::OUT);
        EXPECT_EQ(spd->Find(packet, IpsecDirection::OUT), PeekPointer(second), "what is left");
        spd->Dispose();
    }
};

/// Selectors that match the same packets but are not equal share a place in the table.
class SameBitsTestCase : public TestCase
{
  public:
    SameBitsTestCase()
        : TestCase("R91 R93 selectors that differ only behind the prefix keep their order")
    {
    }

  private:
    void DoRun() override
    {
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        const PacketDescriptor packet = PacketOf("10.1.2.3", "10.0.0.2");
        std::vector<Ptr<SecurityPolicy>> policies;
        const int32_t priorities[]{3, 1, 2, 1, 0};
        policies.reserve(5);
        for (int i = 0; i < 5; ++i)
        {
            policies.push_back(
                spd->Add(0,
                         PolicyOf(SelectorOf("10.1." + std::to_string(i) + ".0/16", "0.0.0.0/0"),
                                  priorities[i])));
        }
        for (const int best : {4, 1, 3, 2, 0})
        {
            ASSERT_EQ(spd->Find(packet, IpsecDirection::OUT), PeekPointer(policies[best]), "best");
            spd->Delete(0, policies[best]->GetConfig().selector, IpsecDirection::OUT);
        }
        EXPECT_EQ(spd->GetSize(), 0, "all gone");
        EXPECT_EQ(spd->Find(packet, IpsecDirection::OUT), nullptr, "none left");
        spd->Dispose();
    }
};

/// R92: what ANY means, fragments, ICMP.
class SelectorTestCase : public TestCase
{
  public:
    SelectorTestCase()
        : TestCase("R92 G17 G18 wildcards, families, fragments and ICMP types")
    {
    }

  private:
    void DoRun() override
    {
        PolicySelector selector = SelectorOf("0.0.0.0/0", "0.0.0.0/0");
        PacketDescriptor packet = PacketOf("192.0.2.1", "198.51.100.2");
        EXPECT_EQ(selector.Matches(packet), true, "all of IPv4");
        EXPECT_EQ(selector.Matches(PacketOf("2001:db8::1", "2001:db8::2")),
                  false,
                  "families never mix");
        EXPECT_EQ(selector.ToString(), "0.0.0.0/0[any] 0.0.0.0/0[any] any", "text");
        selector.destinationPort = 2000;
        EXPECT_EQ(selector.Matches(packet), true, "port");
        packet.fragment = true;
        EXPECT_EQ(selector.Matches(packet), false, "a fragment has no ports");
        selector.destinationPort = PolicySelector::ANY_PORT;
        EXPECT_EQ(selector.Matches(packet), true, "a fragment matches any port");
        CheckEachField();

        PolicySelector icmp = SelectorOf("::/0", "2001:db8::/32");
        icmp.protocol = 58;
        icmp.sourcePort = 135;
        PacketDescriptor solicitation = PacketOf("fe80::1", "2001:db8::7");
        solicitation.protocol = 58;
        solicitation.sourcePort = 135;
        solicitation.destinationPort = 0;
        EXPECT_EQ(icmp.Matches(solicitation), true, "ICMP type");
        solicitation.sourcePort = 136;
        EXPECT_EQ(icmp.Matches(solicitation), false, "other ICMP type");
        EXPECT_EQ(icmp.ToString(), "::/0 2001:db8::/32 icmp6 135,any", "text of ICMPv6");
    }

    /// Each field that is not ANY keeps a packet out that differs in nothing else.
    void CheckEachField()
    {
        PolicySelector selector = SelectorOf("192.0.2.0/24", "198.51.100.0/25");
        selector.protocol = 17;
        selector.sourcePort = 1000;
        selector.destinationPort = 2000;
        const PacketDescriptor fits = PacketOf("192.0.2.255", "198.51.100.127");
        EXPECT_EQ(selector.Matches(fits), true, "all fields");
        EXPECT_EQ(selector.Matches(PacketOf("192.0.3.0", "198.51.100.127")), false, "source");
        EXPECT_EQ(selector.Matches(PacketOf("192.0.2.255", "198.51.100.128")),
                  false,
                  "destination");
        PacketDescriptor other = fits;
        other.protocol = 6;
        EXPECT_EQ(selector.Matches(other), false, "upper protocol");
        other = fits;
        other.sourcePort = 1001;
        EXPECT_EQ(selector.Matches(other), false, "source port");
        other = fits;
        other.destinationPort = 2001;
        EXPECT_EQ(selector.Matches(other), false, "destination port");
    }
};

/// R93-R96: what SPDADD refuses.
class RefusalTestCase : public TestCase
{
  public:
    RefusalTestCase()
        : TestCase("R93-R96 SPDADD refuses what PF_KEY refuses")
    {
    }

  private:
    void Refuse(const PolicyConfig& config, const std::string& what, const std::string& why)
    {
        Expect(config, DatabaseResult::INVALID, what);
        EXPECT_EQ(m_spd->ExplainRefusal(config), why, what);
    }

    void Expect(const PolicyConfig& config, DatabaseResult expected, const std::string& what)
    {
        DatabaseResult result;
        const auto policy = m_spd->Add(0, config, &result);
        EXPECT_EQ(std::string(ToString(result)), ToString(expected), what);
        EXPECT_EQ((policy != nullptr), (expected == DatabaseResult::OK), what);
    }

    void DoRun() override
    {
        m_spd = CreateObject<SecurityPolicyDatabase>();
        PolicyConfig config = PolicyOf(SelectorOf("10.0.0.0/8", "10.0.0.0/8"));
        Expect(config, DatabaseResult::OK, "none");
        Expect(config, DatabaseResult::EXISTS, "same selector");
        config.priority = 9;
        Expect(config, DatabaseResult::EXISTS, "same selector, other priority");
        EXPECT_EQ(m_spd->ExplainRefusal(config),
                  "selector: " + config.selector.ToString() +
                      ", expected one that no other policy of this direction has (R93)",
                  "why");
        config.direction = IpsecDirection::IN;
        Expect(config, DatabaseResult::OK, "other direction");
        config.direction = IpsecDirection::UNKNOWN;
        Refuse(config, "no direction", "direction: unknown, expected in or out");

        config = PolicyOf(SelectorOf("10.0.0.0/8", "11.0.0.0/8"));
        config.kind = PolicyKind::BYPASS;
        Refuse(config,
               "R94 bypass",
               "kind: bypass, expected discard, none or ipsec; others are of sockets (R94)");
        config.kind = PolicyKind::ENTRUST;
        Refuse(config,
               "R94 entrust",
               "kind: entrust, expected discard, none or ipsec; others are of sockets (R94)");
        config.kind = PolicyKind::IPSEC;
        Refuse(config,
               "R95 no requirement",
               "requirements: 0, expected 1 to 4 with kind ipsec (R95)");
        config.requirements.resize(5);
        Refuse(config,
               "R95 five requirements",
               "requirements: 5, expected 1 to 4 with kind ipsec (R95)");
        config.requirements.resize(1);
        config.requirements[0].mode = IpsecMode::TUNNEL;
        Refuse(config,
               "R96 tunnel without ends",
               "requirements.source: unspecified, expected an address, as the mode is tunnel");
        config.requirements[0].source = *IpAddress::FromString("192.0.2.1");
        config.requirements[0].destination = *IpAddress::FromString("2001:db8::1");
        Refuse(config,
               "G23 ends of two families",
               "requirements.destination: 2001:db8::1, expected the family of source 192.0.2.1");
        config.requirements[0].source = *IpAddress::FromString("2001:db8::2");
        Expect(config, DatabaseResult::OK, "IPv4 in IPv6");
        config.selector.source.length = 33;
        Refuse(config, "prefix length", "selector.source: a length of 33, expected at most 32");
        config = PolicyOf(SelectorOf("10.0.0.0/8", "2001:db8::/32"));
        Refuse(config,
               "selector of two families",
               "selector.destination: 2001:db8::, expected the family of source 10.0.0.0");
        config = PolicyOf(SelectorOf("10.0.0.0/8", "12.0.0.0/8"));
        config.requirements.resize(1);
        Refuse(config,
               "none with a requirement",
               "requirements: 1, expected none with kind none (R95)");
        config.requirements.clear();
        config.interfaceName = std::string(32, 'x');
        Refuse(config,
               "R55 name of 32 characters",
               "interfaceName: 32 octets, expected at most 31");
        config.interfaceName.pop_back();
        Expect(config, DatabaseResult::OK, "R55 name of 31 characters");
        EXPECT_EQ((m_spd->Delete(0, SelectorOf("13.0.0.0/8", "12.0.0.0/8"), IpsecDirection::OUT) ==
                   DatabaseResult::NO_ENTRY),
                  true,
                  "no such policy");
        m_spd->Dispose();
        m_spd = nullptr;
    }

    Ptr<SecurityPolicyDatabase> m_spd; //!< under test
};

/// R96: levels.
class LevelTestCase : public TestCase
{
  public:
    LevelTestCase()
        : TestCase("R96 R97 level default is use as shipped, unique demands protection")
    {
    }

  private:
    void DoRun() override
    {
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        uint8_t network = 0;
        const auto add = [&](const std::vector<IpsecLevel>& levels) {
            PolicyConfig config =
                PolicyOf(SelectorOf("10." + std::to_string(network++) + ".0.0/16", "0.0.0.0/0"));
            config.kind = PolicyKind::IPSEC;
            for (const auto level : levels)
            {
                IpsecRequirement requirement;
                requirement.level = level;
                config.requirements.push_back(requirement);
            }
            return spd->Add(0, config);
        };
        const auto shipped = add({IpsecLevel::DEFAULT});
        EXPECT_EQ((shipped->GetFirstRequirement().level == IpsecLevel::USE), true, "use");
        EXPECT_EQ(shipped->DemandsProtection(), false, "use allows clear text");
        EXPECT_EQ(add({IpsecLevel::REQUIRE})->DemandsProtection(), true, "require");
        EXPECT_EQ(add({IpsecLevel::UNIQUE})->DemandsProtection(), true, "unique");
        EXPECT_EQ(add({IpsecLevel::USE, IpsecLevel::REQUIRE})->DemandsProtection(), true, "bundle");
        spd->SetAttribute("DefaultLevel", EnumValue(SecurityPolicyDatabase::LEVEL_REQUIRE));
        EXPECT_EQ(add({IpsecLevel::DEFAULT})->DemandsProtection(), true, "attribute");
        EXPECT_EQ(shipped->DemandsProtection(), false, "earlier ones stay");
        spd->Dispose();
    }
};

/// Counts what an SPD tells.
class PolicyCounter : public DatabaseObserver
{
  public:
    void PolicyAdded(Ps, SecurityPolicy& policy) override
    {
        log += "+" + std::to_string(policy.GetId());
        aliveWhenAdded = aliveWhenAdded && policy.IsAlive();
    }

    void PolicyRemoved(Ps, SecurityPolicy& policy) override
    {
        log += "-" + std::to_string(policy.GetId());
        deadWhenRemoved = deadWhenRemoved && !policy.IsAlive();
    }

    std::string log;            //!< what was told
    bool aliveWhenAdded{true};  //!< always
    bool deadWhenRemoved{true}; //!< always
};

/// R107, R108 and the observers.
class ExpiryTestCase : public TestCase
{
  public:
    ExpiryTestCase()
        : TestCase("R99 R107 R108 expiry by age and idle time, generation, observers")
    {
    }

  private:
    void DoRun() override
    {
        constexpr Ps second = PS_PER_SECOND;
        const auto spd = CreateObject<SecurityPolicyDatabase>();
        PolicyCounter counter;
        spd->AddObserver(&counter);
        PolicyConfig config = PolicyOf(SelectorOf("10.1.0.0/16", "0.0.0.0/0"));
        spd->Add(0, config);
        config.selector = SelectorOf("10.2.0.0/16", "0.0.0.0/0");
        config.lifetime = 5 * second;
        spd->Add(second, config);
        config.selector = SelectorOf("10.3.0.0/16", "0.0.0.0/0");
        config.lifetime = 0;
        config.validTime = 2 * second;
        const auto idle = spd->Add(second, config);
        uint64_t generation = spd->GetGeneration();
        spd->ExpireAt(3 * second);
        EXPECT_EQ(spd->GetSize(), 3, "not strictly exceeded");
        EXPECT_EQ(spd->GetGeneration(), generation, "nothing changed");
        idle->Touch(3 * second);
        spd->ExpireAt(5 * second);
        EXPECT_EQ(idle->IsAlive(), true, "a use starts the idle time anew");
        spd->ExpireAt(5 * second + 1);
        EXPECT_EQ(idle->IsAlive(), false, "idle too long");
        EXPECT_GT(spd->GetGeneration(), generation, "R108");
        spd->ExpireAt(6 * second);
        EXPECT_EQ(spd->GetSize(), 2, "age is exactly the lifetime");
        spd->ExpireAt(6 * second + 1);
        EXPECT_EQ(spd->GetSize(), 1, "too old");
        spd->ExpireAt(1000 * second);
        EXPECT_EQ(spd->GetSize(), 1, "no limits, no end");
        generation = spd->GetGeneration();
        EXPECT_EQ(spd->Flush(second), 1, "flushed");
        EXPECT_GT(spd->GetGeneration(), generation, "R108");
        EXPECT_EQ(counter.log, "+1+2+3-3-2-1", "told once each, in order");
        EXPECT_EQ(counter.aliveWhenAdded, true, "added when in");
        EXPECT_EQ(counter.deadWhenRemoved, true, "removed when out");
        spd->RemoveObserver(&counter);
        spd->Add(0, config);
        EXPECT_EQ(counter.log, "+1+2+3-3-2-1", "no longer told");
        spd->Dispose();
    }
};

/// The cache that stands for a socket's.
class FlowCacheTestCase : public TestCase
{
  public:
    FlowCacheTestCase()
        : TestCase("R113 R115 flow cache entries per 5-tuple, bounded")
    {
    }

  private:
    void DoRun() override
    {
        FlowCache cache(3);
        PacketDescriptor packet = PacketOf("10.0.0.1", "10.0.0.2");
        EXPECT_EQ(cache.Get(packet).policyGeneration, 0, "never searched");
        cache.Get(packet).policyGeneration = 7;
        PacketDescriptor other = packet;
        other.sourcePort = 1001;
        other.flowHash = packet.flowHash; // a collision must not mix flows
        EXPECT_EQ(cache.Get(other).policyGeneration, 0, "other flow");
        other = packet;
        other.fragment = true;
        EXPECT_EQ(cache.Get(other).policyGeneration, 0, "fragments have no ports");
        EXPECT_EQ(cache.Get(packet).policyGeneration, 7, "remembered");
        EXPECT_EQ(cache.GetSize(), 3, "three flows");
        other.protocol = 6;
        cache.Get(other);
        EXPECT_EQ(cache.GetSize(), 1, "full, so it starts anew");
        EXPECT_EQ(cache.Get(packet).policyGeneration, 0, "forgotten");
        cache.Clear();
        EXPECT_EQ(cache.GetSize(), 0, "cleared");
    }
};

/// The security policy database.
class IpsecSpdTestSuite : public TestSuite
{
  public:
    IpsecSpdTestSuite()
        : TestSuite("ipsec-spd", TestSuite::Type::UNIT)
    {
        AddTestCase(new OrderTestCase());
        AddTestCase(new SameBitsTestCase());
        AddTestCase(new SelectorTestCase());
        AddTestCase(new RefusalTestCase());
        AddTestCase(new LevelTestCase());
        AddTestCase(new ExpiryTestCase());
        AddTestCase(new FlowCacheTestCase());
        AddTestCase(new RandomSearchTestCase());
    }
};

IpsecSpdTestSuite g_ipsecSpdTestSuite; //!< registers the suite

} // namespace
