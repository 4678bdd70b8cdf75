/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "mock-offload-driver.h"

#include "ns3/ipsec-event-timer.h"

#include <utility>

namespace ns3::tests
{

NS_OBJECT_ENSURE_REGISTERED(MockOffloadDriver);

namespace
{

/// @param drvSpi a value @return the cookie that this driver gives to it
uint64_t
CookieOf(uint16_t drvSpi)
{
    return 0xc00c1e000000 + drvSpi;
}

} // namespace

TypeId
MockOffloadDriver::GetTypeId()
{
    static TypeId tid = TypeId("ns3::tests::MockOffloadDriver")
                            .SetParent<OffloadDriver>()
                            .SetGroupName("IpsecOffload");
    return tid;
}

uint32_t
MockOffloadDriver::GetMethods() const
{
    return methods;
}

void
MockOffloadDriver::SaNewKey(Ps now, const SaOffer& offer, OfferCompletion done)
{
    offers.push_back({now,
                      offer.config.spi,
                      offer.drvSpi,
                      offer.direction,
                      offer.sizes.GetEstimate(),
                      offer.vlan,
                      offer.enforceLimits,
                      offer.sequence});
    log.emplace_back("newkey");
    const auto special = answers.find(offer.config.spi);
    DriverAnswer mine = special == answers.end() ? answer : special->second;
    if (mine == DriverAnswer::ACK && installed.size() >= slots)
    {
        mine = DriverAnswer::NOT_SUPPORTED;
    }
    if (mine == DriverAnswer::ACK)
    {
        installed.insert(offer.drvSpi);
    }
    const DriverReply reply(mine, error, words);
    Later(now, [done = std::move(done), reply, drvSpi = offer.drvSpi](Ps when) {
        done(when, reply, CookieOf(drvSpi));
    });
}

void
MockOffloadDriver::SaDeinstall(Ps now, uint16_t drvSpi, uint64_t cookie, WithdrawCompletion done)
{
    deinstalls.push_back({now, drvSpi, cookie});
    log.emplace_back("deinstall");
    installed.erase(drvSpi);
    Later(now, [done = std::move(done), good = withdrawSucceeds](Ps when) { done(when, good); });
}

std::optional<PacketOctets>
MockOffloadDriver::GetSaCounters([[maybe_unused]] Ps now, uint16_t drvSpi, uint64_t cookie)
{
    const auto found = counters.find(drvSpi);
    if (found == counters.end() || cookie != CookieOf(drvSpi))
    {
        return std::nullopt;
    }
    return found->second;
}

void
MockOffloadDriver::PolicyAdd(Ps now, const SecurityPolicy& policy, OfferCompletion done)
{
    policyAdds.push_back(policy.GetId());
    log.emplace_back("policy add");
    Later(now, [done = std::move(done), mine = answer, id = policy.GetId()](Ps when) {
        done(when, mine, id);
    });
}

void
MockOffloadDriver::PolicyDelete(Ps now, uint64_t cookie, WithdrawCompletion done)
{
    policyDeletes.push_back(cookie);
    log.emplace_back("policy delete");
    Later(now, [done = std::move(done), good = withdrawSucceeds](Ps when) { done(when, good); });
}

void
MockOffloadDriver::GiveAnswer(Ps now, int times)
{
    const auto action = std::move(m_waiting.front());
    m_waiting.pop_front();
    for (int i = 0; i < times; ++i)
    {
        action(now);
    }
}

/// @param action what to do at once, after the delay, or by hand
void
MockOffloadDriver::Later(Ps now, std::function<void(Ps)> action)
{
    if (duringCall)
    {
        duringCall();
    }
    if (delay == BY_HAND)
    {
        m_waiting.push_back(std::move(action));
    }
    else if (delay == 0)
    {
        action(now);
    }
    else
    {
        EventTimer::At(now + delay, std::move(action));
    }
}

} // namespace ns3::tests
