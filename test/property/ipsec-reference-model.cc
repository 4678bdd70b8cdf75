/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-reference-model.h"

#include "ns3/ipsec-algorithm.h"

#include <algorithm>

namespace ns3::tests
{

namespace
{

constexpr uint32_t IP_HEADER = 20;
constexpr uint32_t ESP_HEADER = 8;
constexpr uint32_t ESP_TRAILER = 2;

/// What of an algorithm matters for lengths: octets.
struct Octets
{
    uint32_t iv;
    uint32_t icv;
    uint32_t padTo;   //!< what ESP fills up to
    uint32_t block;   //!< as the estimate counts it (R147)
    uint32_t exactTo; //!< as the exact test fills up to (R148)
};

/// @param config an SA @return its octets; the algorithms that the test uses
Octets
OctetsOf(const SaConfig& config)
{
    const std::string cipher = config.cipher->name;
    if (cipher.rfind("aes-cbc", 0) == 0) // with HMAC-SHA1-96
    {
        return {16, 12, 16, 16, 16};
    }
    if (cipher.rfind("aes-ctr", 0) == 0) // with HMAC-SHA1-96
    {
        return {8, 12, 4, 1, 16};
    }
    return {8, 16, 4, 1, 4}; // AES-GCM-16
}

/// @param value octets @param unit octets @return the next multiple
uint32_t
FillUp(uint32_t value, uint32_t unit)
{
    while (value % unit != 0)
    {
        ++value;
    }
    return value;
}

/// @param a a selector @param b another @return whether they are the same one
bool
SameSelector(const PolicySelector& a, const PolicySelector& b)
{
    return a.source.address == b.source.address && a.source.length == b.source.length &&
           a.destination.address == b.destination.address &&
           a.destination.length == b.destination.length && a.protocol == b.protocol &&
           a.sourcePort == b.sourcePort && a.destinationPort == b.destinationPort;
}

/// @param prefix a prefix @param address an IPv4 address @return whether it lies inside
bool
LiesIn(const IpPrefix& prefix, const IpAddress& address)
{
    for (uint32_t bit = 0; bit < prefix.length; ++bit)
    {
        const uint64_t mask = uint64_t{1} << (31 - bit);
        if ((prefix.address.low & mask) != (address.low & mask))
        {
            return false;
        }
    }
    return true;
}

/// @param limits some @param sa whose @return whether one is exceeded (R194)
bool
Exceeds(const SaLifetime& limits, Ps now, const RefSa& sa)
{
    return (limits.addTime != 0 && now - sa.created > limits.addTime) ||
           (limits.useTime != 0 && sa.firstUsed && now - *sa.firstUsed > limits.useTime) ||
           (limits.octets != 0 && sa.current.octets > limits.octets);
}

/// @param limits some @return whether the request carries any
bool
AreGiven(const SaLifetime& limits)
{
    return limits.addTime != 0 || limits.useTime != 0 || limits.octets != 0 || limits.packets != 0;
}

/// Levels above use demand protection (R97).
bool
IsDemanding(const IpsecRequirement& requirement)
{
    return requirement.level == IpsecLevel::REQUIRE || requirement.level == IpsecLevel::UNIQUE;
}

} // namespace

bool
RefWindow::Accepts(uint64_t sequence) const
{
    if (m_width == 0)
    {
        return true; // R168
    }
    if (sequence == 0)
    {
        return false; // R169; never sent
    }
    return sequence + m_width > m_highest && m_seen.count(sequence) == 0; // R170
}

void
RefWindow::Note(uint64_t sequence)
{
    if (m_width == 0)
    {
        return;
    }
    m_highest = std::max(m_highest, sequence);
    m_seen.insert(sequence);
    while (*m_seen.begin() + m_width <= m_highest) // far below: never asked for again
    {
        m_seen.erase(m_seen.begin());
    }
}

ReferenceModel::ReferenceModel(RefOptions options)
    : m_options(std::move(options)),
      m_hosts(2)
{
    for (auto& host : m_hosts)
    {
        host.interfaces.resize(m_options.interfaces);
    }
    Tick();
}

void
ReferenceModel::Tick()
{
    At(m_now + PS_PER_SECOND, [this] { // R193
        Expire(0);
        Expire(1);
        Tick();
    });
}

IpAddress
ReferenceModel::AddressOf(uint32_t host)
{
    return IpAddress::FromIpv4(0x0a000001 + host);
}

// ------------------------------------------------------------------------------------------------
// Time

void
ReferenceModel::At(Ps when, Then action)
{
    m_future.emplace(std::make_pair(when, m_order++), std::move(action));
}

void
ReferenceModel::RunUntil(Ps until)
{
    while (!m_future.empty() && m_future.begin()->first.first <= until)
    {
        m_now = m_future.begin()->first.first;
        const Then action = std::move(m_future.begin()->second);
        m_future.erase(m_future.begin());
        action();
    }
    m_now = until;
}

// ------------------------------------------------------------------------------------------------
// Worker

void
ReferenceModel::Queue(uint32_t host, Then task)
{
    RefHost& here = m_hosts[host];
    here.queue.push_back(std::move(task));
    if (!here.working && !here.waking) // a thread of its own: it runs after its caller (R9)
    {
        here.waking = true;
        At(m_now, [this, host] {
            m_hosts[host].waking = false;
            Work(host);
        });
    }
}

void
ReferenceModel::Work(uint32_t host)
{
    RefHost& here = m_hosts[host];
    if (!here.working && !here.queue.empty())
    {
        here.working = true;
        const Then task = std::move(here.queue.front());
        here.queue.pop_front();
        task();
    }
}

void
ReferenceModel::EndTask(uint32_t host)
{
    m_hosts[host].working = false;
    Work(host); // R7: one after the other
}

// ------------------------------------------------------------------------------------------------
// SAD

RefSaPtr
ReferenceModel::FindBySpi(uint32_t host, uint32_t spi) const
{
    for (const auto& sa : m_hosts[host].sas)
    {
        if (sa->config.spi == spi)
        {
            return sa;
        }
    }
    return nullptr;
}

std::string
ReferenceModel::Add(uint32_t host, const SaConfig& config)
{
    if (AreGiven(config.hard) != AreGiven(config.soft))
    {
        return "EINVAL"; // R204
    }
    if (FindBySpi(host, config.spi))
    {
        return "EEXIST"; // R22
    }
    auto sa = std::make_shared<RefSa>();
    sa->config = config;
    sa->created = m_now; // R205
    sa->nextSequence = config.firstSequence;
    sa->window = RefWindow(config.replayWindow);
    m_hosts[host].sas.push_back(sa);
    Trigger(host, sa); // R37
    Trigger(host, sa);
    return "OK";
}

std::string
ReferenceModel::Update(uint32_t host, uint32_t spi, const SaLifetime& hard, const SaLifetime& soft)
{
    const RefSaPtr sa = FindBySpi(host, spi);
    if (!sa)
    {
        return "ESRCH";
    }
    if (AreGiven(hard) != AreGiven(soft) || sa->state == SaState::LARVAL) // it needs keys
    {
        return "EINVAL";
    }
    sa->config.hard = hard;
    sa->config.soft = soft;
    sa->state = SaState::MATURE; // R26, R200
    Trigger(host, sa);
    return "OK";
}

std::string
ReferenceModel::GetSpi(uint32_t host, const SaConfig& config)
{
    if (FindBySpi(host, config.spi))
    {
        return "EEXIST"; // R23: the one number of the range is taken
    }
    auto sa = std::make_shared<RefSa>();
    sa->config = config;
    sa->state = SaState::LARVAL; // R25
    sa->created = m_now;
    m_hosts[host].sas.push_back(sa);
    return "OK";
}

std::string
ReferenceModel::GiveKeys(uint32_t host, const SaConfig& config)
{
    const RefSaPtr sa = FindBySpi(host, config.spi);
    if (!sa)
    {
        return "ESRCH";
    }
    if (AreGiven(config.hard) != AreGiven(config.soft) || sa->state != SaState::LARVAL)
    {
        return "EINVAL"; // R26: no keys for those that have them
    }
    const std::string interface = sa->config.interfaceName; // R54: GETSPI's counts
    sa->config = config;
    sa->config.interfaceName = interface;
    sa->window = RefWindow(config.replayWindow);
    sa->nextSequence = config.firstSequence;
    sa->state = SaState::MATURE;
    sa->created = m_now; // R205
    auto& all = m_hosts[host].sas;
    all.erase(std::find(all.begin(), all.end(), sa));
    all.push_back(sa); // R29: it joins its group now
    Trigger(host, sa); // R37
    return "OK";
}

void
ReferenceModel::Kill(uint32_t host, const RefSaPtr& sa)
{
    auto& all = m_hosts[host].sas;
    all.erase(std::find(all.begin(), all.end(), sa));
    sa->state = SaState::DEAD;
    sa->deinst = true; // R62
    if (!sa->record)   // R63
    {
        return;
    }
    sa->record = false;
    Queue(host, [this, host, sa] { // R64
        std::vector<Target> targets;
        for (const auto& handle : sa->handles)
        {
            targets.push_back({sa, handle.interface, handle.drvSpi});
        }
        Withdraw(host, targets, SoftwareReason::WITHDRAWN, [this, host] { EndTask(host); });
    });
}

std::string
ReferenceModel::Delete(uint32_t host, uint32_t spi)
{
    const RefSaPtr sa = FindBySpi(host, spi);
    if (!sa)
    {
        return "ESRCH"; // R69
    }
    Kill(host, sa);
    return "OK";
}

uint32_t
ReferenceModel::DeleteAll(uint32_t host, uint32_t from)
{
    uint32_t killed = 0;
    for (const auto& sa : std::vector<RefSaPtr>(m_hosts[host].sas))
    {
        if (sa->config.source == AddressOf(from) && sa->state != SaState::LARVAL)
        {
            Kill(host, sa); // R34
            ++killed;
        }
    }
    return killed;
}

uint32_t
ReferenceModel::Flush(uint32_t host)
{
    const std::vector<RefSaPtr> all(m_hosts[host].sas);
    for (const auto& sa : all)
    {
        Kill(host, sa);
    }
    return static_cast<uint32_t>(all.size());
}

void
ReferenceModel::Expire(uint32_t host)
{
    for (const auto& sa : std::vector<RefSaPtr>(m_hosts[host].sas))
    {
        if (sa->state == SaState::LARVAL)
        {
            if (m_now - sa->created > 30 * PS_PER_SECOND) // R33
            {
                Kill(host, sa);
            }
            continue;
        }
        if (!AreGiven(sa->config.hard))
        {
            continue; // R193
        }
        if (Exceeds(sa->config.hard, m_now, *sa)) // R198: first
        {
            Kill(host, sa); // R196
        }
        else if (sa->state == SaState::MATURE && Exceeds(sa->config.soft, m_now, *sa))
        {
            sa->state = SaState::DYING; // R197
        }
    }
    auto& policies = m_hosts[host].policies; // R107
    policies.erase(std::remove_if(policies.begin(),
                                  policies.end(),
                                  [this](const RefPolicy& policy) {
                                      const PolicyConfig& config = policy.config;
                                      return (config.lifetime != 0 &&
                                              m_now - policy.created > config.lifetime) ||
                                             (config.validTime != 0 &&
                                              m_now - policy.lastUsed > config.validTime);
                                  }),
                   policies.end());
}

void
ReferenceModel::PreferOld(uint32_t host, bool prefer)
{
    m_hosts[host].preferOld = prefer;
}

// ------------------------------------------------------------------------------------------------
// SPD

std::string
ReferenceModel::AddPolicy(uint32_t host, const PolicyConfig& config)
{
    for (const auto& policy : m_hosts[host].policies)
    {
        if (policy.config.direction == config.direction &&
            SameSelector(policy.config.selector, config.selector))
        {
            return "EEXIST"; // R93
        }
    }
    m_hosts[host].policies.push_back({config, m_now, m_now});
    return "OK";
}

std::string
ReferenceModel::UpdatePolicy(uint32_t host, const PolicyConfig& config)
{
    DeletePolicy(host, config.selector, config.direction); // R93: the new one comes last
    return AddPolicy(host, config);
}

std::string
ReferenceModel::DeletePolicy(uint32_t host,
                             const PolicySelector& selector,
                             IpsecDirection direction)
{
    auto& policies = m_hosts[host].policies;
    for (auto it = policies.begin(); it != policies.end(); ++it)
    {
        if (it->config.direction == direction && SameSelector(it->config.selector, selector))
        {
            policies.erase(it);
            return "OK";
        }
    }
    return "ESRCH";
}

uint32_t
ReferenceModel::FlushPolicies(uint32_t host)
{
    const auto count = static_cast<uint32_t>(m_hosts[host].policies.size());
    m_hosts[host].policies.clear();
    return count;
}

const RefPolicy*
ReferenceModel::FindPolicy(uint32_t host, const RefPacket& packet, IpsecDirection direction) const
{
    const uint32_t from = direction == IpsecDirection::OUT ? host : 1 - host;
    const RefPolicy* best = nullptr; // R91: lowest priority, then the first one inserted
    for (const auto& policy : m_hosts[host].policies)
    {
        const PolicySelector& selector = policy.config.selector;
        const bool fits =
            policy.config.direction == direction && LiesIn(selector.source, AddressOf(from)) &&
            LiesIn(selector.destination, AddressOf(1 - from)) &&
            (selector.protocol == PolicySelector::ANY_PROTOCOL || selector.protocol == 17) &&
            (selector.sourcePort == PolicySelector::ANY_PORT ||
             selector.sourcePort == packet.sourcePort) &&
            (selector.destinationPort == PolicySelector::ANY_PORT ||
             selector.destinationPort == packet.destinationPort); // R92
        if (fits && (!best || policy.config.priority < best->config.priority))
        {
            best = &policy;
        }
    }
    return best;
}

bool
ReferenceModel::DemandsProtection(uint32_t host,
                                  const RefPacket& packet,
                                  IpsecDirection direction) const
{
    const RefPolicy* policy = FindPolicy(host, packet, direction);
    return policy && policy->config.kind == PolicyKind::IPSEC &&
           IsDemanding(policy->config.requirements[0]);
}

// ------------------------------------------------------------------------------------------------
// Offers and withdrawals

void
ReferenceModel::Trigger(uint32_t host, const RefSaPtr& sa)
{
    if (m_options.offerOnlyNamed && sa->config.interfaceName.empty())
    {
        auto& answers = m_hosts[host].lastAnswers;
        const auto last = answers.find({sa->config.spi, sa->config.destination});
        if (last != answers.end())
        {
            sa->unhandled = last->second; // it was refused when it had a wish
            answers.erase(last);
        }
        return;
    }
    if (sa->inst || sa->deinst)
    {
        return; // R38
    }
    ++sa->queued;
    Queue(host, [this, host, sa] {
        --sa->queued;
        if (sa->inst || sa->deinst || sa->state != SaState::MATURE) // R41, R42
        {
            EndTask(host);
            return;
        }
        sa->inst = true;
        sa->walking = true;
        Walk(host, sa, 0);
    });
}

void
ReferenceModel::Walk(uint32_t host, const RefSaPtr& sa, uint32_t from)
{
    RefHost& here = m_hosts[host];
    for (uint32_t i = from; i < here.interfaces.size(); ++i) // R43: in order
    {
        if (!here.interfaces[i].enabled || !here.interfaces[i].up)
        {
            continue; // R2
        }
        uint16_t drvSpi = 0;
        for (uint32_t value = 3; value <= m_options.lastDrvSpi && drvSpi == 0; ++value)
        {
            if (here.drvSpis.count(static_cast<uint16_t>(value)) == 0)
            {
                drvSpi = static_cast<uint16_t>(value); // R11, R13
            }
        }
        if (drvSpi == 0)
        {
            sa->unhandled.emplace(i, SoftwareReason::EXHAUSTED_DRV_SPI); // R16
            if (m_options.walkStopsOnError)
            {
                break;
            }
            continue;
        }
        here.drvSpis[drvSpi] = sa; // R14
        const uint32_t departures = here.interfaces[i].departures;
        if (!sa->config.interfaceName.empty() &&
            sa->config.interfaceName != "nic" + std::to_string(i))
        {
            Link(host, sa, i, drvSpi, SoftwareReason::NAME_MISMATCH, departures); // R44
            continue;
        }
        Ask(host, i, sa, drvSpi, [this, host, sa, i, drvSpi, departures](Answer answer) {
            RefHost& then = m_hosts[host];
            RefNic& nic = then.interfaces[i].nic;
            switch (answer) // R45
            {
            case Answer::ACK:
                ++nic.acks;
                Link(host, sa, i, drvSpi, SoftwareReason::NONE, departures);
                break;
            case Answer::NACK:
                ++nic.nacks;
                sa->refused = true;
                Link(host, sa, i, drvSpi, SoftwareReason::REJECTED, departures);
                break;
            case Answer::FAULT:
                ++nic.faults;
                sa->refused = true;
                sa->unhandled.emplace(i, SoftwareReason::DRIVER_FAULT);
                if (m_options.leakDrvSpiOnFault)
                {
                    then.drvSpis[drvSpi] = nullptr; // R18
                }
                else
                {
                    then.drvSpis.erase(drvSpi);
                }
                break;
            }
            const bool stop = answer == Answer::FAULT && m_options.walkStopsOnError; // R47
            Walk(host, sa, stop ? m_options.interfaces : i + 1);
        });
        return;
    }
    EndWalk(host, sa);
}

void
ReferenceModel::Link(uint32_t host,
                     const RefSaPtr& sa,
                     uint32_t interface,
                     uint16_t drvSpi,
                     SoftwareReason reason,
                     uint32_t departures)
{
    sa->handles.push_back({interface, drvSpi, reason == SoftwareReason::NONE, reason, {}});
    if (m_hosts[host].interfaces[interface].departures != departures) // it went meanwhile (R207)
    {
        Withdraw(host, {{sa, interface, drvSpi}}, SoftwareReason::INTERFACE_DOWN, [] {});
    }
}

void
ReferenceModel::EndWalk(uint32_t host, const RefSaPtr& sa)
{
    sa->walking = false;
    bool taken = false;
    for (const auto& handle : sa->handles)
    {
        taken = taken || handle.handled;
    }
    if (m_options.refusalFails && !taken && (sa->refused || !sa->config.interfaceName.empty()) &&
        sa->state != SaState::DEAD)
    {
        RefHost& here = m_hosts[host];
        auto& answers = here.lastAnswers[{sa->config.spi, sa->config.destination}];
        answers = sa->unhandled;
        for (const auto& handle : sa->handles)
        {
            answers[handle.interface] = handle.reason;
        }
        for (uint32_t i = 0; i < here.interfaces.size(); ++i)
        {
            if (!here.interfaces[i].up || !here.interfaces[i].enabled)
            {
                answers[i] = here.interfaces[i].up ? SoftwareReason::CAP_DISABLED
                                                   : SoftwareReason::INTERFACE_DOWN;
            }
        }
        Kill(host, sa);
    }
    if (sa->deinst) // R51
    {
        std::vector<Target> targets;
        for (const auto& handle : sa->handles)
        {
            targets.push_back({sa, handle.interface, handle.drvSpi});
        }
        Withdraw(host, targets, SoftwareReason::WITHDRAWN, [this, host] { EndTask(host); });
        return;
    }
    sa->record = true; // R50
    EndTask(host);
}

void
ReferenceModel::Withdraw(uint32_t host,
                         std::vector<Target> targets,
                         SoftwareReason reason,
                         const Then& done)
{
    while (!targets.empty()) // R65: one after the other
    {
        const Target target = targets.front();
        targets.erase(targets.begin());
        auto& handles = target.sa->handles;
        const auto handle = std::find_if(handles.begin(), handles.end(), [&](const RefHandle& h) {
            return h.interface == target.interface && h.drvSpi == target.drvSpi;
        });
        if (handle == handles.end())
        {
            continue; // R210: somebody was faster
        }
        const bool handled = handle->handled;
        handles.erase(handle);
        ++m_hosts[host].withdrawing;
        if (reason == SoftwareReason::INTERFACE_DOWN)
        {
            target.sa->unhandled.emplace(target.interface, reason);
        }
        const auto release = [this, host, target, targets, reason, done] {
            m_hosts[host].drvSpis.erase(target.drvSpi);
            --m_hosts[host].withdrawing;
            Withdraw(host, targets, reason, done);
        };
        const auto call = [this, host, target, handled, release] {
            if (!handled)
            {
                release(); // R66
                return;
            }
            const auto& contexts = m_hosts[host].interfaces[target.interface].nic.contexts;
            const auto context = contexts.find(target.drvSpi);
            if (context == contexts.end())
            {
                release(); // a reset was faster; the driver's error is only logged (R65)
                return;
            }
            const int halves =
                (context->second.transmit ? 1 : 0) + (context->second.receive ? 1 : 0);
            Command(host,
                    target.interface,
                    halves * m_options.nic.removeTime.GetMean(),
                    [this, host, target, release] {
                        Remove(host, target.interface, target.drvSpi);
                        release();
                    });
        };
        if (m_options.epochWait == 0)
        {
            call();
        }
        else
        {
            At(m_now + m_options.epochWait, call);
        }
        return;
    }
    done();
}

void
ReferenceModel::InterfaceDown(uint32_t host, uint32_t interface)
{
    RefHost& here = m_hosts[host];
    RefInterface& port = here.interfaces[interface];
    if (!port.up)
    {
        return;
    }
    port.up = false;
    ++port.departures;
    std::vector<Target> targets;
    for (const auto& [drvSpi, sa] : here.drvSpis) // in order of drv_spi
    {
        for (size_t i = 0; sa && i < sa->handles.size(); ++i)
        {
            if (sa->handles[i].drvSpi == drvSpi && sa->handles[i].interface == interface)
            {
                targets.push_back({sa, interface, drvSpi});
            }
        }
    }
    Withdraw(host, targets, SoftwareReason::INTERFACE_DOWN, [] {}); // in the caller's thread
}

void
ReferenceModel::InterfaceUp(uint32_t host, uint32_t interface)
{
    m_hosts[host].interfaces[interface].up = true; // R209: nothing else
}

void
ReferenceModel::Enable(uint32_t host, uint32_t interface, bool enabled)
{
    m_hosts[host].interfaces[interface].enabled = enabled; // R3: nothing else
}

// ------------------------------------------------------------------------------------------------
// NIC, control side

void
ReferenceModel::Script(uint32_t host, uint32_t interface, const RefScript& script)
{
    m_hosts[host].interfaces[interface].nic.script.push_back(script);
}

void
ReferenceModel::Command(uint32_t host, uint32_t interface, Ps duration, Then done)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    nic.channelFree = std::max(nic.channelFree, m_now) + duration; // N18: one after the other
    At(nic.channelFree, std::move(done));
}

void
ReferenceModel::Ask(uint32_t host,
                    uint32_t interface,
                    const RefSaPtr& sa,
                    uint16_t drvSpi,
                    const ThenAnswer& done)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    const auto install = [this, host, interface, config = sa->config, drvSpi, done] {
        Install(host, interface, config, drvSpi, done);
    };
    if (nic.script.empty())
    {
        install();
        return;
    }
    const RefScript script = nic.script.front();
    nic.script.pop_front();
    switch (script.kind)
    {
    case RefScript::NACK:
        done(Answer::NACK);
        break;
    case RefScript::FAULT:
        done(Answer::FAULT);
        break;
    case RefScript::SLOW:
        At(m_now + script.delay, install);
        break;
    }
}

uint32_t
ReferenceModel::CountHalves(const RefNic& nic, bool transmit)
{
    uint32_t count = 0;
    for (const auto& [drvSpi, context] : nic.contexts)
    {
        count += (transmit ? context.transmit : context.receive) ? 1 : 0;
    }
    return count;
}

uint32_t
ReferenceModel::CountSlots(const RefNic& nic, bool transmit) const
{
    uint32_t count = CountHalves(nic, transmit);
    for (const Ps usable : transmit ? nic.coolingTransmit : nic.coolingReceive)
    {
        count += usable > m_now ? 1 : 0;
    }
    return count;
}

uint32_t
ReferenceModel::TransmitSlots(uint32_t host, uint32_t interface) const
{
    const RefNic& nic = m_hosts[host].interfaces[interface].nic;
    return CountSlots(nic, true) + (m_options.nic.sharedSlots ? CountSlots(nic, false) : 0);
}

uint32_t
ReferenceModel::ReceiveSlots(uint32_t host, uint32_t interface) const
{
    const RefNic& nic = m_hosts[host].interfaces[interface].nic;
    return m_options.nic.sharedSlots ? 0 : CountSlots(nic, false);
}

bool
ReferenceModel::HasRoom(const RefNic& nic, bool transmit) const
{
    if (m_options.nic.sharedSlots)
    {
        return CountSlots(nic, true) + CountSlots(nic, false) < m_options.nic.txSlots;
    }
    return CountSlots(nic, transmit) < (transmit ? m_options.nic.txSlots : m_options.nic.rxSlots);
}

void
ReferenceModel::Install(uint32_t host,
                        uint32_t interface,
                        const SaConfig& config,
                        uint16_t drvSpi,
                        const ThenAnswer& done)
{
    if (config.mode == IpsecMode::ANY ||
        (config.mode == IpsecMode::TUNNEL && !m_options.nic.tunnel))
    {
        done(Answer::NACK); // N8
        return;
    }
    const bool nacks = m_options.nic.fullError == NicProfile::NOT_SUPPORTED;
    const Answer full = nacks ? Answer::NACK : Answer::FAULT; // R45, N53
    const bool known = m_options.directionKnown && config.direction != IpsecDirection::UNKNOWN;
    const bool transmit = !known || config.direction == IpsecDirection::OUT;
    const bool receive = !known || config.direction == IpsecDirection::IN;
    RefContext fresh;
    fresh.config = config;
    fresh.nextSequence = config.firstSequence; // R143
    fresh.window = RefWindow(config.replayWindow);
    const auto nicOf = [this, host, interface]() -> RefNic& {
        return m_hosts[host].interfaces[interface].nic;
    };
    // A reset fails whatever is under way, at the time at which it would have gone on.
    const auto unlessReset = [nicOf, resets = nicOf().resets, done](const Then& step) -> Then {
        return [nicOf, resets, done, step] {
            if (nicOf().resets != resets)
            {
                done(Answer::FAULT);
                return;
            }
            step();
        };
    };
    const auto second =
        [this, nicOf, host, interface, drvSpi, full, fresh, receive, unlessReset, done] {
            RefNic& nic = nicOf();
            if (!HasRoom(nic, true))
            {
                if (!receive)
                {
                    done(full);
                    return;
                }
                Command(host,
                        interface,
                        m_options.nic.removeTime.GetMean(),
                        unlessReset([this, host, interface, drvSpi, full, done] {
                            Remove(host, interface, drvSpi); // N13: the inbound half goes again
                            done(full);
                        }));
                return;
            }
            auto& context = nic.contexts.emplace(drvSpi, fresh).first->second;
            context.transmit = true;
            context.held = false;
            done(Answer::ACK);
        };
    const auto first =
        [this, nicOf, host, interface, drvSpi, full, fresh, transmit, second, unlessReset, done] {
            RefNic& nic = nicOf();
            for (const auto& [other, context] : nic.contexts)
            {
                if (context.receive && context.config.spi == fresh.config.spi &&
                    context.config.destination == fresh.config.destination)
                {
                    done(Answer::FAULT); // the SPI is still there
                    return;
                }
            }
            if (!HasRoom(nic, false))
            {
                done(full);
                return;
            }
            auto& context = nic.contexts.emplace(drvSpi, fresh).first->second;
            context.receive = true;
            context.held = transmit;
            if (!transmit)
            {
                done(Answer::ACK);
                return;
            }
            Command(host, interface, m_options.nic.installTime.GetMean(), unlessReset(second));
        };
    if (receive)
    {
        Command(host,
                interface,
                m_options.nic.installTime.GetMean(),
                unlessReset(first)); // N13: inbound
    }
    else
    {
        Command(host, interface, m_options.nic.installTime.GetMean(), unlessReset(second));
    }
}

void
ReferenceModel::Remove(uint32_t host, uint32_t interface, uint16_t drvSpi)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    const auto found = nic.contexts.find(drvSpi);
    if (found == nic.contexts.end())
    {
        return; // lost in a reset
    }
    const RefContext& context = found->second;
    if (m_options.nic.slotCoolOff > 0) // R21
    {
        if (context.transmit)
        {
            nic.coolingTransmit.push_back(m_now + m_options.nic.slotCoolOff);
        }
        if (context.receive)
        {
            nic.coolingReceive.push_back(m_now + m_options.nic.slotCoolOff);
        }
    }
    nic.contexts.erase(found);
}

/// The NIC forgets what it holds; what it was told to install fails when its command's time comes.
void
ReferenceModel::Reset(uint32_t host, uint32_t interface)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    ++nic.resets;
    nic.contexts.clear();
    nic.coolingTransmit.clear();
    nic.coolingReceive.clear();
}

void
ReferenceModel::Poll(uint32_t host, uint32_t interface)
{
    for (const auto& [drvSpi, context] : m_hosts[host].interfaces[interface].nic.contexts)
    {
        const auto owner = m_hosts[host].drvSpis.find(drvSpi);
        if (context.held || owner == m_hosts[host].drvSpis.end() || !owner->second)
        {
            continue;
        }
        RefSa& sa = *owner->second;
        if (context.used.packets != 0)
        {
            sa.firstUsed = sa.firstUsed.value_or(m_now); // R176: even without a handle
        }
        for (auto& handle : sa.handles)
        {
            if (handle.drvSpi == drvSpi) // R177
            {
                const PacketOctets more{context.used.packets - handle.reported.packets,
                                        context.used.octets - handle.reported.octets};
                handle.reported = context.used; // R178
                sa.hardware.Add(more);
                sa.current.Add(more);
            }
        }
    }
}

// ------------------------------------------------------------------------------------------------
// Packets

uint32_t
ReferenceModel::EspLength(uint32_t clear, const SaConfig& config)
{
    const Octets octets = OctetsOf(config);
    const uint32_t payload = config.mode == IpsecMode::TUNNEL ? clear : clear - IP_HEADER;
    return IP_HEADER + ESP_HEADER + octets.iv + FillUp(payload + ESP_TRAILER, octets.padTo) +
           octets.icv;
}

uint32_t
ReferenceModel::Estimate(const SaConfig& config)
{
    const Octets octets = OctetsOf(config);
    return 8 + octets.block + 9 + FillUp(12 + octets.icv, 4);
}

std::vector<uint32_t>
ReferenceModel::Fragment(uint32_t length, uint32_t mtu)
{
    if (length <= mtu)
    {
        return {length};
    }
    std::vector<uint32_t> parts;
    uint32_t payload = length - IP_HEADER;
    const uint32_t most = (mtu - IP_HEADER) / 8 * 8;
    while (payload > mtu - IP_HEADER)
    {
        parts.push_back(IP_HEADER + most);
        payload -= most;
    }
    parts.push_back(IP_HEADER + payload);
    return parts;
}

RefSaPtr
ReferenceModel::FindSa(uint32_t host, const IpsecRequirement& requirement) const
{
    RefSaPtr found;
    for (const auto& sa : m_hosts[host].sas) // oldest first (R29)
    {
        const bool fits =
            sa->state != SaState::LARVAL && sa->config.source == AddressOf(host) &&
            sa->config.destination == AddressOf(1 - host) &&
            sa->config.protocol == requirement.protocol &&
            (sa->config.mode == IpsecMode::ANY || sa->config.mode == requirement.mode) &&
            (requirement.reqid == 0 || requirement.reqid == sa->config.reqid); // R28
        if (fits && (!found || !m_hosts[host].preferOld))
        {
            found = sa; // R30
        }
    }
    return found;
}

RefHandle*
ReferenceModel::WhySoftware(uint32_t host,
                            uint32_t interface,
                            RefSa& sa,
                            const RefPacket& packet,
                            SoftwareReason& reason) const
{
    const RefInterface& port = m_hosts[host].interfaces[interface];
    RefHandle* handle = nullptr;
    for (auto& candidate : sa.handles)
    {
        if (candidate.interface == interface)
        {
            handle = &candidate;
        }
    }
    const auto noted = sa.unhandled.find(interface);
    if (!port.up)
    {
        reason = SoftwareReason::INTERFACE_DOWN;
    }
    else if (!port.enabled)
    {
        reason = SoftwareReason::CAP_DISABLED; // R128
    }
    else if (handle && !handle->handled)
    {
        reason = handle->reason; // R129
    }
    else if (handle && m_options.trueLength)
    {
        reason = EspLength(packet.length, sa.config) > m_options.mtu ? SoftwareReason::SIZE_EXACT
                                                                     : SoftwareReason::NONE;
    }
    else if (handle)
    {
        const Octets octets = OctetsOf(sa.config);
        const uint32_t exact = IP_HEADER + ESP_HEADER + octets.iv +
                               FillUp(packet.length - IP_HEADER + ESP_TRAILER, octets.exactTo) +
                               octets.icv;
        reason = packet.length + Estimate(sa.config) > m_options.mtu // R130
                     ? SoftwareReason::SIZE_ESTIMATE
                     : exact > m_options.mtu ? SoftwareReason::SIZE_EXACT // R131
                                             : SoftwareReason::NONE;      // R134
    }
    else if (noted != sa.unhandled.end())
    {
        reason = noted->second;
    }
    else if (sa.deinst)
    {
        reason = SoftwareReason::WITHDRAWN;
    }
    else
    {
        const bool wishes = !m_options.offerOnlyNamed || !sa.config.interfaceName.empty();
        reason = sa.walking || (sa.queued > 0 && !sa.inst) ? SoftwareReason::NOT_YET_OFFERED
                 : wishes                                  ? SoftwareReason::NO_HANDLE
                                                           : SoftwareReason::NOT_REQUESTED;
    }
    return reason == SoftwareReason::NONE ? handle : nullptr;
}

void
ReferenceModel::CountUse(Ps now, RefSa& sa, const PacketOctets& more)
{
    sa.current.Add(more);
    sa.software.Add(more);
    sa.firstUsed = sa.firstUsed.value_or(now); // R191
}

void
ReferenceModel::Send(uint32_t host, uint32_t interface, RefPacket packet)
{
    RefHost& here = m_hosts[host];
    here.out.in.Add(packet.length);
    auto* policy = const_cast<RefPolicy*>(FindPolicy(host, packet, IpsecDirection::OUT));
    if (policy)
    {
        policy->lastUsed = m_now;
    }
    if (!policy || policy->config.kind == PolicyKind::NONE) // R120
    {
        here.out.bypass.Add(packet.length);
        Transmit(host, interface, packet, 0);
        return;
    }
    if (policy->config.kind == PolicyKind::DISCARD)
    {
        here.out.discard.Add(packet.length);
        return;
    }
    const IpsecRequirement& requirement = policy->config.requirements[0];
    const RefSaPtr sa = FindSa(host, requirement);
    if (!sa && IsDemanding(requirement))
    {
        here.out.noSa.Add(packet.length); // R124
        return;
    }
    if (!sa)
    {
        here.out.clearByUse.Add(packet.length); // R123
        Transmit(host, interface, packet, 0);
        return;
    }
    SoftwareReason reason = SoftwareReason::NONE;
    if (const RefHandle* handle = WhySoftware(host, interface, *sa, packet, reason))
    {
        sa->view.Add(packet.length); // R134
        here.out.offload.Add(packet.length);
        Transmit(host, interface, packet, handle->drvSpi);
        return;
    }
    here.out.software.Add(packet.length); // R140
    here.out.reasons[reason].Add(packet.length);
    packet.spi = sa->config.spi;
    packet.sequence = sa->nextSequence++;
    packet.espLength = EspLength(packet.length, sa->config);
    CountUse(m_now, *sa, {1, packet.espLength}); // R181
    Transmit(host, interface, packet, 0);
}

void
ReferenceModel::Transmit(uint32_t host, uint32_t interface, RefPacket packet, uint16_t drvSpi)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    if (drvSpi == 0)
    {
        // Software's ESP is fragmented after encryption (R140); clear datagrams fit the MTU.
        const auto parts =
            Fragment(packet.spi == 0 ? packet.length : packet.espLength, m_options.mtu);
        for (size_t i = 0; i < parts.size(); ++i)
        {
            nic.txOffered.Add(parts[i]);
            nic.txClear.Add(parts[i]);
            Launch(host, interface, packet, parts[i], i + 1 == parts.size());
        }
        return;
    }
    nic.txOffered.Add(packet.length);
    const auto found = nic.contexts.find(drvSpi);
    if (found == nic.contexts.end() || !found->second.transmit || found->second.held)
    {
        nic.txDrops[NicDrop::UNKNOWN_DRV_SPI].Add(packet.length); // N30
        return;
    }
    RefContext& context = found->second;
    packet.espLength = EspLength(packet.length, context.config);
    if (packet.espLength > m_options.mtu)
    {
        nic.txDrops[NicDrop::TOO_BIG].Add(packet.length);
        return;
    }
    packet.spi = context.config.spi;
    packet.sequence = context.nextSequence++; // R143: the NIC's own numbers
    context.used.Add(packet.espLength);
    nic.txEncrypted.Add(packet.length);
    Launch(host, interface, packet, packet.espLength, true);
}

void
ReferenceModel::Launch(uint32_t host,
                       uint32_t interface,
                       const RefPacket& packet,
                       uint32_t length,
                       bool last)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    const Ps start = std::max(m_now, nic.wireFree);
    nic.wireFree = start + m_options.octetTime * (length + m_options.frameOverhead);
    const Ps arrival =
        start + m_options.octetTime * (length + m_options.arrivalOverhead) + m_options.linkDelay;
    const uint32_t peer = 1 - host;
    if (!last)
    {
        At(arrival, [this, peer, interface, length] { ArriveFragment(peer, interface, length); });
        return;
    }
    At(arrival, [this, host, interface, packet, length] {
        m_wire.push_back({host, packet});
        Arrive(1 - host, interface, packet, length);
    });
}

void
ReferenceModel::Inject(uint32_t host, uint32_t interface, const RefPacket& packet)
{
    Arrive(host, interface, packet, packet.spi == 0 ? packet.length : packet.espLength);
}

void
ReferenceModel::ArriveFragment(uint32_t host, uint32_t interface, uint32_t length)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    nic.rxArrived.Add(length);
    nic.rxPassed.Add(length); // N29
}

void
ReferenceModel::Arrive(uint32_t host, uint32_t interface, const RefPacket& packet, uint32_t length)
{
    RefNic& nic = m_hosts[host].interfaces[interface].nic;
    nic.rxArrived.Add(length);
    const bool whole = packet.spi != 0 && length == packet.espLength;
    for (auto& [drvSpi, context] : nic.contexts)
    {
        if (!whole || !context.receive || context.held || context.config.spi != packet.spi ||
            context.config.destination != AddressOf(host))
        {
            continue; // N33
        }
        if (!context.window.Accepts(packet.sequence))
        {
            nic.rxDrops[NicDrop::REPLAY].Add(length); // N34
            return;
        }
        context.window.Note(packet.sequence);
        context.used.Add(length);
        nic.rxDecrypted.Add(length);
        // The kernel tells the SA's history if it still has a handle for it (R68, R159).
        const auto owner = m_hosts[host].drvSpis.find(drvSpi);
        RefSaPtr known;
        if (owner != m_hosts[host].drvSpis.end() && owner->second)
        {
            for (const auto& handle : owner->second->handles)
            {
                if (handle.drvSpi == drvSpi)
                {
                    known = owner->second;
                }
            }
        }
        ReceiveClear(host, packet, known, known != nullptr);
        return;
    }
    nic.rxPassed.Add(length);
    if (packet.spi == 0)
    {
        ReceiveClear(host, packet, nullptr, false);
    }
    else
    {
        ReceiveEsp(host, packet);
    }
}

IpsecDrop
ReferenceModel::CheckPolicy(uint32_t host, const RefPacket& packet, const RefSaPtr& sa)
{
    auto* policy = const_cast<RefPolicy*>(FindPolicy(host, packet, IpsecDirection::IN));
    if (policy)
    {
        policy->lastUsed = m_now; // R107
    }
    if (!policy || policy->config.kind == PolicyKind::NONE)
    {
        return IpsecDrop::NONE;
    }
    if (policy->config.kind == PolicyKind::DISCARD)
    {
        return IpsecDrop::POLICY_IN; // R161
    }
    const IpsecRequirement& requirement = policy->config.requirements[0];
    if (!IsDemanding(requirement))
    {
        return IpsecDrop::NONE; // R164
    }
    const bool right = sa && (!m_options.checkHistory || sa->config.mode == IpsecMode::ANY ||
                              sa->config.mode == requirement.mode); // R162; the ends are the hosts
    return right ? IpsecDrop::NONE : IpsecDrop::POLICY_IN;          // R163
}

void
ReferenceModel::ReceiveClear(uint32_t host,
                             const RefPacket& packet,
                             const RefSaPtr& sa,
                             bool tagged)
{
    RefHost& here = m_hosts[host];
    here.in.in.Add(packet.length);
    if (tagged)
    {
        sa->view.Add(packet.length); // R157
    }
    const IpsecDrop drop = tagged && m_options.tagSkipsPolicy ? IpsecDrop::NONE // R160
                                                              : CheckPolicy(host, packet, sa);
    if (drop != IpsecDrop::NONE)
    {
        here.in.drops[drop].Add(packet.length);
        return;
    }
    (tagged ? here.in.offloaded : here.in.clear).Add(packet.length);
    Deliver(host, packet);
}

void
ReferenceModel::ReceiveEsp(uint32_t host, const RefPacket& packet)
{
    RefHost& here = m_hosts[host];
    here.in.in.Add(packet.espLength);
    const RefSaPtr sa = FindBySpi(host, packet.spi);
    IpsecDrop drop = IpsecDrop::NONE;
    if (!sa || sa->state == SaState::LARVAL || sa->config.destination != AddressOf(host))
    {
        drop = IpsecDrop::NO_SA_IN;
    }
    else if (!sa->window.Accepts(packet.sequence))
    {
        drop = IpsecDrop::REPLAY; // R170
    }
    else
    {
        sa->window.Note(packet.sequence);
        CountUse(m_now, *sa, {1, packet.espLength});
        drop = CheckPolicy(host, packet, sa);
    }
    if (drop != IpsecDrop::NONE)
    {
        here.in.drops[drop].Add(packet.espLength);
        return;
    }
    here.in.decrypted.Add(packet.espLength);
    Deliver(host, packet);
}

void
ReferenceModel::Deliver(uint32_t host, const RefPacket& packet)
{
    m_deliveries.push_back({host, packet, DemandsProtection(host, packet, IpsecDirection::IN)});
}

std::vector<RefWire>
ReferenceModel::TakeWire()
{
    return std::exchange(m_wire, {});
}

std::vector<RefDelivery>
ReferenceModel::TakeDeliveries()
{
    return std::exchange(m_deliveries, {});
}

} // namespace ns3::tests
