/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-contexts.h"

#include "ns3/log.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NicContexts");

NicContexts::InstallResult
NicContexts::Install(Ps now, SaContext context, NicSlots& slots, NicContextMemory& memory)
{
    const uint16_t drvSpi = context.drvSpi;
    const bool transmit = context.transmit;
    const bool receive = context.receive;
    if (drvSpi >= m_byDrvSpi.size())
    {
        m_byDrvSpi.resize(drvSpi + size_t{1});
    }
    std::unique_ptr<SaContext>& place = m_byDrvSpi[drvSpi];
    if ((place && ((transmit && place->transmit) || (receive && place->receive))) ||
        (receive &&
         m_bySpi.Find(context.config.spi, context.config.destination, context.vlan) != nullptr))
    {
        return InstallResult::DUPLICATE;
    }
    if (!slots.HasRoom(now, context, place.get()))
    {
        return InstallResult::FULL;
    }
    slots.Take(context, place.get());
    if (place)
    {
        place->held = context.held;
    }
    else
    {
        place = std::make_unique<SaContext>(std::move(context));
        place->transmit = false;
        place->receive = false;
    }
    if (transmit)
    {
        place->transmit = true;
        place->txNumber = memory.Add(true);
        ++m_transmit;
    }
    if (receive)
    {
        place->receive = true;
        place->rxNumber = memory.Add(false);
        m_bySpi.Insert(place.get());
        ++m_receive;
    }
    NS_LOG_INFO("drv_spi " << drvSpi << " gets its slots at " << now << " ps:"
                           << (transmit ? " transmit" : "") << (receive ? " receive" : ""));
    return InstallResult::OK;
}

/// Take an SA out of the context memory. @param context which @param memory where
void
NicContexts::GiveBack(const SaContext& context, NicContextMemory& memory)
{
    if (context.transmit)
    {
        memory.Remove(context.txNumber, true);
    }
    if (context.receive)
    {
        memory.Remove(context.rxNumber, false);
    }
}

bool
NicContexts::Remove(Ps now,
                    uint16_t drvSpi,
                    NicSlots& slots,
                    uint32_t port,
                    NicContextMemory& memory)
{
    if (Find(drvSpi) == nullptr)
    {
        return false;
    }
    NS_LOG_INFO("drv_spi " << drvSpi << " leaves its slots at " << now << " ps");
    const std::unique_ptr<SaContext> context = std::move(m_byDrvSpi[drvSpi]);
    m_goneSent.Add(context->sent);
    m_goneReceived.Add(context->received);
    GiveBack(*context, memory);
    slots.Release(now, *context, port);
    m_transmit -= context->transmit ? 1 : 0;
    if (context->receive)
    {
        m_bySpi.Erase(context.get());
        --m_receive;
    }
    return true;
}

uint32_t
NicContexts::Clear(NicSlots& slots, NicContextMemory& memory)
{
    const uint32_t lost = m_transmit + m_receive;
    ForEach([this, &slots, &memory](const SaContext& context) {
        m_goneSent.Add(context.sent);
        m_goneReceived.Add(context.received);
        GiveBack(context, memory);
        slots.Lose(context);
    });
    m_transmit = 0;
    m_receive = 0;
    m_bySpi.Clear();
    m_byDrvSpi.clear();
    return lost;
}

void
NicContexts::SetAcked(uint16_t drvSpi, bool isMissing)
{
    if (isMissing)
    {
        m_acked.insert(drvSpi);
    }
    else
    {
        m_acked.erase(drvSpi);
    }
}

const SaContext*
NicContexts::FindFrom(uint32_t drvSpi) const
{
    for (size_t i = drvSpi; i < m_byDrvSpi.size(); ++i)
    {
        if (m_byDrvSpi[i])
        {
            return m_byDrvSpi[i].get();
        }
    }
    return nullptr;
}

void
NicContexts::ForEach(const std::function<void(const SaContext&)>& visit) const
{
    for (const auto& context : m_byDrvSpi)
    {
        if (context)
        {
            visit(*context);
        }
    }
}

} // namespace ns3
