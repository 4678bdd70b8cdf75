/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-property-world.h"
#include "ipsec-reference-model.h"

#include "test/support/expect.h"
#include "test/support/long-tests.h"
#include "test/support/picosecond-test-suite.h"

#include "ns3/ipsec-algorithm.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3;

namespace ns3::tests
{

namespace
{

constexpr Ps MICROSECOND = 1'000'000;
constexpr Ps MILLISECOND = 1'000 * MICROSECOND;

/// What can be done to the world.
enum class Kind : uint8_t
{
    SEND,
    INTRUDE,
    REPLAY,
    ADD,
    GET_SPI,
    GIVE_KEYS,
    UPDATE,
    DELETE,
    DELETE_ALL,
    FLUSH,
    SPD_ADD,
    SPD_UPDATE,
    SPD_DELETE,
    SPD_FLUSH,
    IF_DOWN,
    IF_UP,
    CAP_OFF,
    CAP_ON,
    SCRIPT,
    RESET,
    POLL,
    PREFER,
    WAIT,
    COUNT
};

/// Names of the kinds, in order.
constexpr std::array<const char*, static_cast<size_t>(Kind::COUNT)> KIND_NAMES{
    "SEND",      "INTRUDE", "REPLAY", "ADD",       "GETSPI",    "UPDATE-KEYS", "UPDATE",  "DELETE",
    "DELETEALL", "FLUSH",   "SPDADD", "SPDUPDATE", "SPDDELETE", "SPDFLUSH",    "IF-DOWN", "IF-UP",
    "CAP-OFF",   "CAP-ON",  "DRIVER", "RESET",     "POLL",      "PREFER",      "WAIT"};

/// How often each comes, in order.
constexpr std::array<int, static_cast<size_t>(Kind::COUNT)> WEIGHTS{
    400, 40, 40, 120, 25, 30, 30, 60, 8, 4, 70, 15, 35, 3, 12, 30, 15, 25, 40, 6, 30, 8, 30};

/// One operation. What the numbers mean depends on the kind; every value means something.
struct Operation
{
    Kind kind;
    Ps wait;        //!< before it
    uint32_t host;  //!< 0 or 1
    uint32_t which; //!< SPI, selector, ports, ...
    uint32_t how;   //!< lifetime, requirement, length, ...
    bool both;      //!< at the other host, too
};

/// One run: what the world is like, and what happens.
struct Sequence
{
    RefOptions options;
    std::vector<Operation> operations;
};

/// Draws sequences.
class Generator
{
  public:
    explicit Generator(uint64_t seed)
        : m_random(seed)
    {
    }

    /// @param full whether the world is one of full fidelity @param count operations
    /// @return a sequence
    Sequence Draw(bool full, size_t count)
    {
        Sequence sequence{DrawOptions(full), {}};
        while (sequence.operations.size() < count)
        {
            sequence.operations.push_back(DrawOperation());
        }
        return sequence;
    }

  private:
    uint32_t Below(uint32_t bound)
    {
        return static_cast<uint32_t>(m_random() % bound);
    }

    bool OneIn(uint32_t n)
    {
        return Below(n) == 0;
    }

    RefOptions DrawOptions(bool full)
    {
        RefOptions options;
        options.trueLength = OneIn(4);
        options.tagSkipsPolicy = OneIn(6);
        options.checkHistory = OneIn(4);
        options.directionKnown = OneIn(4);
        options.offerOnlyNamed = OneIn(10);
        options.refusalFails = OneIn(10);
        options.walkStopsOnError = OneIn(4);
        options.leakDrvSpiOnFault = OneIn(6);
        options.lastDrvSpi = OneIn(6) ? static_cast<uint16_t>(3 + Below(6)) : UINT16_MAX;
        options.epochWait = OneIn(4) ? 0 : MILLISECOND + static_cast<Ps>(Below(1000));
        options.interfaces = full ? 1 : 1 + Below(3);
        NicProfile& nic = options.nic;
        if (!OneIn(4)) // else the NIC without limits
        {
            nic.name = "drawn";
            nic.txSlots = OneIn(3) ? NicProfile::UNLIMITED : 1 + Below(10);
            nic.rxSlots = OneIn(3) ? NicProfile::UNLIMITED : 1 + Below(10);
            nic.sharedSlots = OneIn(4);
            nic.fullError = OneIn(3) ? "ENOSPC" : NicProfile::NOT_SUPPORTED;
            nic.slotCoolOff = OneIn(3) ? 3 * MILLISECOND + 7 : 0;
            nic.tunnel = !OneIn(3);
            nic.installTime = OneIn(4) ? 0 : static_cast<Ps>(Below(2'000'000'000));
            nic.removeTime = OneIn(4) ? 0 : static_cast<Ps>(Below(1'000'000'000));
        }
        return options;
    }

    Ps DrawWait()
    {
        switch (Below(8))
        {
        case 0:
        case 1:
        case 2:
            return 0;
        case 3:
        case 4:
            return 1 + static_cast<Ps>(Below(20'000'000)); // packets on the way
        case 5:
            return 1 + static_cast<Ps>(Below(300'000'000));
        case 6:
            return 1 + static_cast<Ps>(Below(4'000'000'000)); // installs and withdrawals
        default:
            return OneIn(10) ? 300 * MILLISECOND + static_cast<Ps>(Below(4'000'000'000)) // lives
                             : 1 + static_cast<Ps>(Below(1'000'000));
        }
    }

    Operation DrawOperation()
    {
        int number = 0;
        for (const int weight : WEIGHTS)
        {
            number += weight;
        }
        number = static_cast<int>(Below(static_cast<uint32_t>(number)));
        size_t kind = 0;
        while (number >= WEIGHTS[kind])
        {
            number -= WEIGHTS[kind++];
        }
        return {static_cast<Kind>(kind),
                DrawWait(),
                Below(2),
                Below(1U << 20),
                Below(1U << 20),
                !OneIn(3)};
    }

    std::mt19937_64 m_random;
};

/// SPIs in use, each with a meaning of its own.
constexpr uint32_t SPIS = 12;

/// @param which an operation's number @return one of the lifetimes: hard and soft
std::pair<SaLifetime, SaLifetime>
LifetimesOf(uint32_t which)
{
    SaLifetime hard;
    SaLifetime soft;
    switch (which % 12)
    {
    case 0:
        hard.addTime = 400 * MILLISECOND;
        soft.addTime = 50 * MILLISECOND;
        break;
    case 1:
        hard.octets = 8000;
        soft.octets = 1000;
        break;
    case 2:
        hard.useTime = 900 * MILLISECOND;
        soft.useTime = 100 * MILLISECOND;
        break;
    case 3:
        hard.packets = 1; // R195
        soft.octets = 1000;
        break;
    case 4:
        hard.addTime = MILLISECOND; // R204: only one of them
        break;
    default:
        break;
    }
    return {hard, soft};
}

/// @param host where @param operation ADD @return the SA
SaConfig
ConfigOf(uint32_t host, const Operation& operation)
{
    const uint32_t number = operation.which % SPIS;
    const uint32_t kind = number / 2;
    SaConfig config;
    config.spi = 0x1000 + number;
    config.source = ReferenceModel::AddressOf(number % 2);
    config.destination = ReferenceModel::AddressOf(1 - number % 2);
    config.mode = kind == 2 || kind == 5 ? IpsecMode::TUNNEL
                  : kind == 3            ? IpsecMode::ANY
                                         : IpsecMode::TRANSPORT;
    config.reqid = kind % 3;
    config.cipher = FindIpsecAlgorithm(kind == 1   ? "aes-cbc-128"
                                       : kind == 4 ? "aes-ctr-128"
                                                   : "aes-gcm-16-128");
    config.key.assign(config.cipher->GetKeyBytes(), 1);
    if (!config.cipher->IsAead())
    {
        config.authenticator = FindIpsecAlgorithm("hmac-sha1-96");
        config.authKey.assign(config.authenticator->GetKeyBytes(), 2);
    }
    config.replayWindow = kind == 0 ? 64 : kind == 5 ? 32 : kind == 1 ? 0 : 128;
    config.direction = number % 2 == host ? IpsecDirection::OUT : IpsecDirection::IN;
    constexpr std::array<const char*, 8> names{"", "", "", "", "nic0", "nic0", "nic1", "other"};
    config.interfaceName = names.at(operation.how / 16 % names.size());
    std::tie(config.hard, config.soft) = LifetimesOf(operation.how);
    return config;
}

/// @param which an operation's number @param from who sends @return a selector
PolicySelector
SelectorOf(uint32_t which, uint32_t from)
{
    PolicySelector selector;
    selector.source = {ReferenceModel::AddressOf(from), 32};
    selector.destination = {ReferenceModel::AddressOf(1 - from), 32};
    switch (which % 8)
    {
    case 0:
        selector.protocol = 17;
        selector.destinationPort = FIRST_PORT;
        break;
    case 1:
        selector.protocol = 17;
        selector.destinationPort = FIRST_PORT + 1;
        break;
    case 2:
        selector.protocol = 17;
        selector.sourcePort = FIRST_PORT + 2;
        break;
    case 3:
        selector.source.length = 24;
        selector.destination.length = 24;
        break;
    case 4:
        selector.source = {IpAddress::FromIpv4(0), 0};
        selector.destination = {IpAddress::FromIpv4(0), 0};
        break;
    case 5:
        selector.protocol = 17;
        break;
    case 6:
        selector.protocol = 6;
        break;
    default:
        break;
    }
    return selector;
}

/// @param host where @param operation SPD_ADD @param direction which way @return the policy
PolicyConfig
PolicyOf(uint32_t host, const Operation& operation, IpsecDirection direction)
{
    const uint32_t from = direction == IpsecDirection::OUT ? host : 1 - host;
    PolicyConfig policy;
    policy.direction = direction;
    policy.selector = SelectorOf(operation.which, from);
    policy.priority = static_cast<int32_t>(operation.which / 8 % 3);
    const uint32_t kind = operation.how % 12;
    policy.kind = kind == 0   ? PolicyKind::DISCARD
                  : kind == 1 ? PolicyKind::NONE
                              : PolicyKind::IPSEC;
    if (policy.kind == PolicyKind::IPSEC)
    {
        IpsecRequirement requirement;
        requirement.level = kind < 5    ? IpsecLevel::USE
                            : kind == 5 ? IpsecLevel::DEFAULT
                            : kind == 6 ? IpsecLevel::UNIQUE
                                        : IpsecLevel::REQUIRE;
        // Level unique without a reqid gets one of the kernel's, which none of these SAs has.
        const bool hasReqid =
            requirement.level == IpsecLevel::UNIQUE || operation.how / 12 % 4 == 0;
        requirement.reqid = hasReqid ? 1 + operation.how / 48 % 2 : 0;
        if (operation.how / 96 % 3 == 0)
        {
            requirement.mode = IpsecMode::TUNNEL;
            requirement.source = ReferenceModel::AddressOf(from);
            requirement.destination = ReferenceModel::AddressOf(1 - from);
        }
        policy.requirements.push_back(requirement);
    }
    if (operation.how / 288 % 6 == 0)
    {
        policy.lifetime = 700 * MILLISECOND;
    }
    if (operation.how / 288 % 6 == 1)
    {
        policy.validTime = 400 * MILLISECOND;
    }
    return policy;
}

/// What happened over all sequences: a test that never meets a case proves nothing of it.
struct Coverage
{
    ReasonTable<SoftwareReason> reasons;
    ReasonTable<IpsecDrop> drops;
    ReasonTable<NicDrop> nicDrops;
    PacketOctets offload;
    PacketOctets clearByUse;
    PacketOctets discard;
    PacketOctets noSa;
    PacketOctets decrypted;
    PacketOctets offloaded;
    PacketOctets clear;

    /// @param model what happened once more
    void Add(const ReferenceModel& model)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            const RefHost& host = model.GetHost(i);
            AddTable(reasons, host.out.reasons);
            AddTable(drops, host.in.drops);
            for (const auto& interface : host.interfaces)
            {
                AddTable(nicDrops, interface.nic.txDrops);
                AddTable(nicDrops, interface.nic.rxDrops);
            }
            offload.Add(host.out.offload);
            clearByUse.Add(host.out.clearByUse);
            discard.Add(host.out.discard);
            noSa.Add(host.out.noSa);
            decrypted.Add(host.in.decrypted);
            offloaded.Add(host.in.offloaded);
            clear.Add(host.in.clear);
        }
    }

    /// @return what never happened
    std::string FindGaps() const
    {
        std::string gaps;
        const auto expect = [&gaps](const PacketOctets& count, const char* name) {
            gaps += count.packets == 0 ? std::string(name) + " " : "";
        };
        for (size_t i = 1; i < ReasonTable<SoftwareReason>::SIZE; ++i)
        {
            const auto reason = static_cast<SoftwareReason>(i);
            const bool outside =
                reason == SoftwareReason::NO_INTERFACE || // nothing is forwarded
                reason == SoftwareReason::FRAGMENT || reason == SoftwareReason::CLONED ||
                reason == SoftwareReason::WITHDRAWN || // no sender takes the dead
                reason == SoftwareReason::NO_TAG_MEMORY || reason == SoftwareReason::OFFLOAD_OFF ||
                // memory that is made to run out, and slot policies of ours
                reason == SoftwareReason::OFFER_LOST || reason == SoftwareReason::HANDLE_LOST ||
                reason == SoftwareReason::DEMOTED ||
                // received only
                reason == SoftwareReason::TRANSMIT_ONLY || reason == SoftwareReason::NO_CONTEXT;
            if (!outside)
            {
                expect(reasons[reason], ToString(reason));
            }
        }
        for (const auto drop : {IpsecDrop::NO_SA_IN, IpsecDrop::REPLAY, IpsecDrop::POLICY_IN})
        {
            expect(drops[drop], ToString(drop));
        }
        for (const auto drop : {NicDrop::REPLAY, NicDrop::TOO_BIG})
        {
            expect(nicDrops[drop], ToString(drop));
        }
        expect(offload, "offload");
        expect(clearByUse, "clear by use");
        expect(discard, "discard");
        expect(noSa, "no SA");
        expect(decrypted, "decrypted in software");
        expect(offloaded, "decrypted by a NIC");
        expect(clear, "clear");
        return gaps;
    }

  private:
    template <typename E>
    static void AddTable(ReasonTable<E>& sum, const ReasonTable<E>& more)
    {
        for (size_t i = 0; i < ReasonTable<E>::SIZE; ++i)
        {
            sum[static_cast<E>(i)].Add(more[static_cast<E>(i)]);
        }
    }
};

/// Runs a sequence in a world and in the model, and compares them after each operation.
class Runner
{
  public:
    /// @param sequence what to run @param full which fidelity
    Runner(const Sequence& sequence, bool full)
        : m_sequence(sequence),
          m_model(sequence.options),
          m_world(full ? MakeFullWorld(sequence.options) : MakeLeanWorld(sequence.options))
    {
    }

    /// @return how many operations went well; all of them when nothing differs
    size_t Run()
    {
        const auto& all = m_sequence.operations;
        for (size_t i = 0; i < all.size(); ++i)
        {
            if (all[i].wait > 0)
            {
                PassTime(all[i].wait);
            }
            Do(all[i]);
            Compare();
            if (!m_difference.empty())
            {
                return i;
            }
        }
        for (int quiet = 0; quiet < 2 && m_difference.empty(); ++quiet)
        {
            PassTime(900 * MILLISECOND);
            Compare();
        }
        return all.size();
    }

    /// @return what differs first
    const std::string& GetDifference() const
    {
        return m_difference;
    }

    /// @return what should have happened
    const ReferenceModel& GetModel() const
    {
        return m_model;
    }

  private:
    template <typename T>
    void Same(const T& actual, const T& expected, const std::string& what)
    {
        if (m_difference.empty() && !(actual == expected))
        {
            std::ostringstream text;
            text << what << ": " << actual << ", expected " << expected;
            m_difference = text.str();
        }
    }

    void Same(const PacketOctets& actual, const PacketOctets& expected, const char* what)
    {
        if (!(actual == expected))
        {
            Same(actual.packets, expected.packets, m_where + what + ", packets");
            Same(actual.octets, expected.octets, m_where + what + ", octets");
        }
    }

    template <typename E>
    void SameReasons(const ReasonTable<E>& actual, const ReasonTable<E>& expected, const char* what)
    {
        for (size_t i = 0; i < ReasonTable<E>::SIZE; ++i)
        {
            const auto reason = static_cast<E>(i);
            if (!(actual[reason] == expected[reason]))
            {
                Same(actual[reason], expected[reason], ToString(reason));
                Same(false, true, what);
            }
        }
    }

    void SameText(const std::string& actual, const std::string& expected, const char* what)
    {
        Same(actual, expected, what);
    }

    template <typename T>
    void SameNumber(T actual, T expected, const char* what)
    {
        if (actual != expected)
        {
            Same(uint64_t{actual}, uint64_t{expected}, m_where + what);
        }
    }

    void Forbid(bool wrong, const std::string& what)
    {
        if (wrong && m_difference.empty())
        {
            m_difference = what;
        }
    }

    void PassTime(Ps wait)
    {
        const Ps until = m_model.Now() + wait;
        m_model.RunUntil(until);
        PropertyWorld::RunUntil(until);
        Judge();
    }

    /// What came over the links and what arrived: the same as in the model, and nothing leaks.
    void Judge()
    {
        std::vector<RefWire> wire = m_model.TakeWire();
        std::vector<RefWire> seen = m_world->TakeWire();
        const auto key = [](const RefWire& frame) {
            return std::make_tuple(frame.sender,
                                   frame.packet.spi,
                                   frame.packet.sequence,
                                   frame.packet.spi == 0 ? frame.packet.id : 0);
        };
        const auto before = [&key](const RefWire& a, const RefWire& b) { return key(a) < key(b); };
        std::sort(wire.begin(), wire.end(), before);
        std::sort(seen.begin(), seen.end(), before);
        Same(seen.size(), wire.size(), "datagrams on the wire");
        for (size_t i = 0; i < seen.size(); ++i)
        {
            const RefPacket& packet = seen[i].packet;
            if (i < wire.size() && key(seen[i]) != key(wire[i]))
            {
                Same(packet.spi, wire[i].packet.spi, "SPI on the wire");
                Same(packet.sequence, wire[i].packet.sequence, "sequence on the wire");
                Same(packet.id, wire[i].packet.id, "datagram on the wire");
            }
            if (packet.spi == 0)
            {
                m_clear.insert(packet.id);
                Forbid(m_secret.count(packet.id) != 0, "leaks in clear");
            }
        }
        for (size_t i = 0; i < std::min(wire.size(), seen.size()); ++i)
        {
            if (wire[i].packet.spi != 0 && wire[i].packet.espLength <= m_sequence.options.mtu)
            {
                m_history.push_back(wire[i]);
                m_history.back().packet.frame = seen[i].packet.frame;
            }
        }
        std::vector<uint32_t> expected;
        for (const auto& delivery : m_model.TakeDeliveries())
        {
            const uint32_t id = delivery.packet.id;
            expected.push_back(2 * id + delivery.receiver);
            Forbid(delivery.demanded && m_clear.count(id) != 0, "accepted in clear");
        }
        std::vector<uint32_t> delivered;
        for (const auto& delivery : m_world->TakeDeliveries())
        {
            delivered.push_back(2 * delivery.packet.id + delivery.receiver);
        }
        std::sort(expected.begin(), expected.end());
        std::sort(delivered.begin(), delivered.end());
        Same(delivered.size(), expected.size(), "deliveries");
        Forbid(delivered != expected, "something else was delivered");
    }

    void Do(const Operation& operation)
    {
        for (uint32_t i = 0; i < (operation.both ? 2 : 1); ++i)
        {
            DoAt(i == 0 ? operation.host : 1 - operation.host, operation, i);
        }
        Judge();
    }

    void DoAt(uint32_t host, const Operation& operation, uint32_t round);
    void DoTraffic(uint32_t host, const Operation& operation, uint32_t interface);
    void DoPolicy(uint32_t host, const Operation& operation, uint32_t round);
    void Compare();
    void CompareHost(uint32_t host);
    void CompareSas(uint32_t host);
    void CompareNic(uint32_t host, uint32_t interface);

    Sequence m_sequence;                    //!< what to run
    ReferenceModel m_model;                 //!< what should happen
    std::unique_ptr<PropertyWorld> m_world; //!< what does
    std::string m_difference;               //!< the first one
    std::string m_where;                    //!< what is compared
    uint32_t m_nextId{1};                   //!< of datagrams
    std::set<uint32_t> m_secret;            //!< datagrams that must not be seen in clear
    std::set<uint32_t> m_clear;             //!< datagrams that were
    std::vector<RefWire> m_history;         //!< ESP that can be replayed
};

void
Runner::DoTraffic(uint32_t host, const Operation& operation, uint32_t interface)
{
    RefPacket packet;
    packet.id = m_nextId++;
    packet.sourcePort = FIRST_PORT + operation.which / 4 % PORTS;
    packet.destinationPort = FIRST_PORT + operation.which % PORTS;
    // Small, any, and those around the size limits.
    packet.length = operation.which / 64 % 4 == 0   ? 100 + operation.how % 100
                    : operation.which / 64 % 4 == 1 ? 1400 + operation.how % 101
                                                    : 40 + operation.how % 1461;
    if (operation.kind == Kind::SEND)
    {
        if (m_model.DemandsProtection(host, packet, IpsecDirection::OUT))
        {
            m_secret.insert(packet.id);
        }
        m_model.Send(host, interface, packet);
        m_world->Send(host, interface, packet);
        return;
    }
    if (operation.kind == Kind::INTRUDE)
    {
        m_clear.insert(packet.id);
        m_model.Inject(host, interface, packet);
        m_world->Inject(host, interface, packet);
        return;
    }
    uint32_t back = operation.how % 8;
    for (size_t i = m_history.size(); i-- > 0;) // REPLAY, on the link's way to this host
    {
        if (m_history[i].sender != host && back-- == 0)
        {
            m_model.Inject(host, interface, m_history[i].packet);
            m_world->Inject(host, interface, m_history[i].packet);
            return;
        }
    }
}

void
Runner::DoPolicy(uint32_t host, const Operation& operation, uint32_t round)
{
    // At both hosts: one way only, out here and in there.
    const IpsecDirection direction =
        (operation.how / 4096 + round) % 2 == 0 ? IpsecDirection::OUT : IpsecDirection::IN;
    const auto spd = m_world->GetNode(host)->GetSpd();
    const PolicyConfig policy = PolicyOf(host, operation, direction);
    const Ps now = m_model.Now();
    DatabaseResult result;
    if (operation.kind == Kind::SPD_ADD)
    {
        spd->Add(now, policy, &result);
        SameText(ToString(result), m_model.AddPolicy(host, policy), "SPDADD");
        return;
    }
    if (operation.kind == Kind::SPD_UPDATE)
    {
        spd->Update(now, policy, &result);
        SameText(ToString(result), m_model.UpdatePolicy(host, policy), "SPDUPDATE");
        return;
    }
    SameText(ToString(spd->Delete(now, policy.selector, direction)),
             m_model.DeletePolicy(host, policy.selector, direction),
             "SPDDELETE");
}

void
Runner::DoAt(uint32_t host, const Operation& operation, uint32_t round)
{
    const Ps now = m_model.Now();
    const auto node = m_world->GetNode(host);
    const auto sad = node->GetSad();
    const auto offload = node->GetOffload();
    const uint32_t interface = operation.how / 7 % m_sequence.options.interfaces;
    const uint32_t spi = 0x1000 + operation.which % SPIS;
    const auto limits = LifetimesOf(operation.how);
    switch (operation.kind)
    {
    case Kind::SEND:
    case Kind::INTRUDE:
    case Kind::REPLAY:
        DoTraffic(host, operation, interface);
        break;
    case Kind::ADD: {
        const SaConfig config = ConfigOf(host, operation);
        DatabaseResult result;
        sad->Add(now, config, &result);
        SameText(ToString(result), m_model.Add(host, config), "ADD");
        break;
    }
    case Kind::GET_SPI: {
        const SaConfig config = ConfigOf(host, operation);
        SpiRequest request;
        request.mode = config.mode;
        request.reqid = config.reqid;
        request.source = config.source;
        request.destination = config.destination;
        request.interfaceName = config.interfaceName;
        request.direction = config.direction;
        request.lowest = request.highest = config.spi;
        DatabaseResult result;
        sad->GetSpi(now, request, &result);
        SameText(ToString(result), m_model.GetSpi(host, config), "GETSPI");
        break;
    }
    case Kind::GIVE_KEYS: {
        const SaConfig config = ConfigOf(host, operation);
        SaUpdate update;
        update.spi = config.spi;
        update.mode = config.mode;
        update.reqid = config.reqid;
        update.source = config.source;
        update.destination = config.destination;
        update.cipher = config.cipher;
        update.key = config.key;
        update.authenticator = config.authenticator;
        update.authKey = config.authKey;
        update.replayWindow = config.replayWindow;
        update.hard = config.hard;
        update.soft = config.soft;
        SameText(ToString(sad->Update(now, update)), m_model.GiveKeys(host, config), "UPDATE");
        break;
    }
    case Kind::UPDATE:
        SameText(ToString(sad->UpdateLifetimes(now, spi, limits.first, limits.second)),
                 m_model.Update(host, spi, limits.first, limits.second),
                 "UPDATE");
        break;
    case Kind::DELETE:
        SameText(ToString(sad->Delete(now, spi)), m_model.Delete(host, spi), "DELETE");
        break;
    case Kind::DELETE_ALL: {
        const uint32_t from = operation.which % 2;
        Same(sad->DeleteAll(now,
                            ReferenceModel::AddressOf(from),
                            ReferenceModel::AddressOf(1 - from)),
             m_model.DeleteAll(host, from),
             "DELETE without SPI");
        break;
    }
    case Kind::FLUSH:
        Same(sad->Flush(now, IpsecProtocol::ESP), m_model.Flush(host), "FLUSH");
        break;
    case Kind::SPD_ADD:
    case Kind::SPD_UPDATE:
    case Kind::SPD_DELETE:
        DoPolicy(host, operation, round);
        break;
    case Kind::SPD_FLUSH:
        Same(node->GetSpd()->Flush(now), m_model.FlushPolicies(host), "SPDFLUSH");
        break;
    case Kind::IF_DOWN:
        offload->InterfaceDown(now, m_world->GetInterface(host, interface));
        m_model.InterfaceDown(host, interface);
        break;
    case Kind::IF_UP:
        offload->InterfaceUp(m_world->GetInterface(host, interface));
        m_model.InterfaceUp(host, interface);
        break;
    case Kind::CAP_OFF:
    case Kind::CAP_ON:
        m_world->GetInterface(host, interface)
            ->SetCapabilityEnabled(operation.kind == Kind::CAP_ON);
        m_model.Enable(host, interface, operation.kind == Kind::CAP_ON);
        break;
    case Kind::SCRIPT: {
        const RefScript script{static_cast<RefScript::Kind>(operation.which % 3),
                               static_cast<Ps>(1 + operation.how * 5000)};
        if (m_world->Script(host, interface, script))
        {
            m_model.Script(host, interface, script);
        }
        break;
    }
    case Kind::RESET:
        m_world->GetNic(host, interface)->Reset(now);
        m_model.Reset(host, interface);
        break;
    case Kind::POLL:
        m_world->GetNic(host, interface)->PollNow(now);
        m_model.Poll(host, interface);
        break;
    case Kind::PREFER:
        sad->SetPreferOldSa(operation.which % 2 == 0);
        m_model.PreferOld(host, operation.which % 2 == 0);
        break;
    case Kind::WAIT:
    case Kind::COUNT:
        break;
    }
}

void
Runner::Compare()
{
    for (uint32_t host = 0; host < 2; ++host)
    {
        m_where = "host " + std::to_string(host) + ", ";
        CompareHost(host);
        CompareSas(host);
        for (uint32_t i = 0; i < m_sequence.options.interfaces; ++i)
        {
            m_where = "host " + std::to_string(host) + ", nic" + std::to_string(i) + ", ";
            CompareNic(host, i);
        }
        m_world->GetNode(host)->CheckInvariants();
    }
}

void
Runner::CompareHost(uint32_t host)
{
    const auto node = m_world->GetNode(host);
    const IpsecOutputCounters& out = node->GetOutputCounters();
    const IpsecInputCounters& in = node->GetInputCounters();
    const RefHost& here = m_model.GetHost(host);
    Same(out.in, here.out.in, "out");
    Same(out.bypass, here.out.bypass, "bypass");
    Same(out.clearByUse, here.out.clearByUse, "clear by use");
    Same(out.discard, here.out.discard, "discard");
    Same(out.noSa, here.out.noSa, "no SA");
    SameReasons(out.reasons, here.out.reasons, "reasons");
    Same(out.offload, here.out.offload, "offload");
    Same(out.software, here.out.software, "software");
    SameReasons(out.drops, here.out.drops, "output drops");
    SameReasons(in.drops, here.in.drops, "input drops");
    Same(in.in, here.in.in, "in");
    Same(in.decrypted, here.in.decrypted, "decrypted");
    Same(in.offloaded, here.in.offloaded, "in, offloaded");
    Same(in.clear, here.in.clear, "in, clear");
    const auto offload = node->GetOffload();
    SameNumber(node->GetSpd()->GetSize(), here.policies.size(), "policies");
    SameNumber<size_t>(offload->GetDrvSpisTaken(), here.drvSpis.size(), "drv_spis");
}

void
Runner::CompareSas(uint32_t host)
{
    const auto sad = m_world->GetNode(host)->GetSad();
    const RefHost& here = m_model.GetHost(host);
    const std::string host_ = m_where;
    SameNumber(sad->GetSize(), here.sas.size(), "SAs");
    std::set<uint16_t> drvSpis;
    for (const auto& expected : here.sas)
    {
        m_where = host_ + "SPI " + std::to_string(expected->config.spi) + ", ";
        const SecurityAssociation* sa = sad->FindBySpi(expected->config.spi);
        if (!sa)
        {
            Forbid(true, m_where + "absent");
            return;
        }
        SameNumber(static_cast<uint32_t>(sa->GetState()),
                   static_cast<uint32_t>(expected->state),
                   "state");
        SameNumber(sa->GetLastSequence(), expected->nextSequence - 1, "last sequence");
        Same(sa->GetCurrent(), expected->current, "CURRENT");
        Same(sa->GetSoftware(), expected->software, "software's part");
        const SaOffloadState* state = IpsecOffload::GetState(*sa);
        if (!state)
        {
            SameNumber<size_t>(0, expected->handles.size(), "handles");
            continue;
        }
        Same(state->softwareView, expected->view, "software view");
        Same(state->hardwareTotals, expected->hardware, "hardware totals");
        SameNumber(state->handles.size(), expected->handles.size(), "handles");
        for (size_t i = 0; m_difference.empty() && i < expected->handles.size(); ++i)
        {
            const SaHandle& handle = *state->handles[i];
            SameNumber(handle.drvSpi, expected->handles[i].drvSpi, "drv_spi");
            SameNumber(handle.interface->GetIndex(), expected->handles[i].interface, "interface");
            SameNumber(static_cast<uint32_t>(handle.reason),
                       static_cast<uint32_t>(expected->handles[i].reason),
                       "handle");
            Forbid(!drvSpis.insert(handle.drvSpi).second, m_where + "drv_spi in use twice");
        }
    }
}

void
Runner::CompareNic(uint32_t host, uint32_t interface)
{
    const auto nic = m_world->GetNic(host, interface);
    const NicEngine& engine = nic->GetEngine();
    const NicEngine::Counters& counters = engine.GetCounters();
    const RefHost& here = m_model.GetHost(host);
    const RefNic& expected = here.interfaces[interface].nic;
    const Ps now = m_model.Now();
    Same(counters.txOffered, expected.txOffered, "txOffered");
    Same(counters.txEncrypted, expected.txEncrypted, "txEncrypted");
    Same(counters.txClear, expected.txClear, "txClear");
    Same(counters.rxArrived, expected.rxArrived, "rxArrived");
    Same(counters.rxDecrypted, expected.rxDecrypted, "rxDecrypted");
    Same(counters.rxPassed, expected.rxPassed, "rxPassed");
    SameReasons(counters.txDrops, expected.txDrops, "transmit drops");
    SameReasons(counters.rxDrops, expected.rxDrops, "receive drops");
    SameNumber(engine.GetTxSlotsUsed(now), m_model.TransmitSlots(host, interface), "tx slots");
    SameNumber(engine.GetRxSlotsUsed(now), m_model.ReceiveSlots(host, interface), "rx slots");
    uint32_t halves = 0;
    engine.ForEach([&](const SaContext& context) {
        halves += (context.transmit ? 1 : 0) + (context.receive ? 1 : 0);
        const auto mine = expected.contexts.find(context.drvSpi);
        if (mine == expected.contexts.end())
        {
            Forbid(true, m_where + "a context too many");
            return;
        }
        SameNumber(context.config.spi, mine->second.config.spi, "a context's SPI");
        SameNumber(context.nextSequence, mine->second.nextSequence, "a context's sequence");
    });
    // The identity of N13 and N52 in the module's own numbers: nothing is left behind in the NIC.
    if (here.withdrawing == 0 && !here.working)
    {
        uint32_t handled = 0;
        uint32_t lost = 0; // in a reset; the kernel does not know (N30)
        m_world->GetNode(host)->GetSad()->ForEach([&](SecurityAssociation& sa) {
            const SaOffloadState* state = IpsecOffload::GetState(sa);
            for (size_t i = 0; state && i < state->handles.size(); ++i)
            {
                const SaHandle& handle = *state->handles[i];
                if (handle.handled && handle.interface->GetIndex() == interface)
                {
                    ++handled;
                    lost += expected.contexts.count(handle.drvSpi) == 0 ? 1 : 0;
                }
            }
        });
        if (here.queue.empty())
        {
            SameNumber(halves,
                       (handled - lost) * (m_sequence.options.directionKnown ? 1 : 2),
                       "contexts against HANDLED handles");
            Forbid(lost > 0 && nic->GetStatistics().resets == 0, m_where + "lost without a reset");
        }
    }
    nic->CheckInvariants();
}

/// @param operation one @return it in words
std::string
Describe(const Operation& operation)
{
    std::ostringstream text;
    text << "+" << operation.wait << " ps: " << KIND_NAMES.at(static_cast<size_t>(operation.kind))
         << " host " << operation.host << " which " << operation.which << " how " << operation.how
         << (operation.both ? " both" : "");
    return text.str();
}

/// What became of a sequence.
struct Outcome
{
    size_t done;            //!< operations that went well
    std::string difference; //!< what differed then; empty: nothing
};

/// @param sequence one @param full fidelity @param coverage gets what happened, may be nullptr
/// @return what became of it
Outcome
RunSequence(const Sequence& sequence, bool full, Coverage* coverage = nullptr)
{
    Runner runner(sequence, full);
    const size_t done = runner.Run();
    if (coverage)
    {
        coverage->Add(runner.GetModel());
    }
    return {done, runner.GetDifference()};
}

/// Leave out operations as long as the rest still fails.
/// @param sequence one that fails @param full fidelity @return one that fails, too
Sequence
Shrink(Sequence sequence, bool full)
{
    for (size_t piece = sequence.operations.size() / 2; piece > 0; piece /= 2)
    {
        for (size_t from = 0; from < sequence.operations.size();)
        {
            Sequence shorter = sequence;
            const auto begin = shorter.operations.begin() + static_cast<ptrdiff_t>(from);
            const size_t count = std::min(piece, shorter.operations.size() - from);
            shorter.operations.erase(begin, begin + static_cast<ptrdiff_t>(count));
            if (!RunSequence(shorter, full).difference.empty())
            {
                sequence = shorter;
            }
            else
            {
                from += piece;
            }
        }
    }
    return sequence;
}

/// Who aborts is told where.
uint64_t g_seed = 0;

/// Random sequences against the model.
class PropertyTestCase : public TestCase
{
  public:
    /// @param full which fidelity
    explicit PropertyTestCase(bool full)
        : TestCase(std::string("R235 random sequences agree with the reference model, ") +
                   (full ? "full" : "lean")),
          m_full(full)
    {
    }

  private:
    /// Operations per sequence.
    static constexpr size_t LENGTH = 250;

    void DoRun() override
    {
        const uint64_t count = CountOf(m_full ? 20'000 : 40'000, 1'000'000) / LENGTH;
        const char* only = std::getenv("IPSEC_OFFLOAD_SEED");
        Coverage coverage;
        const std::terminate_handler before = std::set_terminate([] {
            std::cerr << "IPSEC_OFFLOAD_SEED=" << g_seed << " repeats this\n";
            std::abort();
        });
        for (uint64_t i = 0; i < (only ? 1 : count) && IsStatusSuccess(); ++i)
        {
            g_seed = only ? std::strtoull(only, nullptr, 10) : i + 1;
            const Sequence sequence = Generator(g_seed).Draw(m_full, LENGTH);
            const Outcome outcome = RunSequence(sequence, m_full, &coverage);
            if (!outcome.difference.empty())
            {
                EXPECT_EQ(outcome.difference, "", Report(sequence, outcome.done));
            }
        }
        std::set_terminate(before);
        if (!only && IsStatusSuccess())
        {
            EXPECT_EQ(coverage.FindGaps(), "", "never happened");
        }
    }

    /// @param sequence what failed @param done how far it came @return how to repeat it
    std::string Report(const Sequence& sequence, size_t done) const
    {
        Sequence failing = sequence;
        failing.operations.resize(std::min(done + 1, failing.operations.size()));
        const Sequence shortest = Shrink(failing, m_full);
        std::ostringstream text;
        text << "IPSEC_OFFLOAD_SEED=" << g_seed << " repeats this; it failed at operation " << done
             << ". Shortest: " << RunSequence(shortest, m_full).difference << "\n";
        for (const auto& operation : shortest.operations)
        {
            text << "  " << Describe(operation) << "\n";
        }
        return text.str();
    }

    bool m_full; //!< fidelity
};

/// The suite.
class IpsecPropertyTestSuite : public PicosecondTestSuite
{
  public:
    IpsecPropertyTestSuite()
        : PicosecondTestSuite("ipsec-property", TestSuite::Type::UNIT)
    {
        AddTestCase(new PropertyTestCase(false));
        AddTestCase(new PropertyTestCase(true));
    }
};

IpsecPropertyTestSuite g_ipsecPropertyTestSuite; ///< the suite

} // namespace

} // namespace ns3::tests
