/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-late-offers.h"

#include "ns3/log.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("LateOffers");

LateOffers::LateOffers(const OffloadSettings& settings,
                       SaHandleTable& table,
                       HandleWithdrawals& withdrawals,
                       OffloadObservers& observers)
    : m_settings(settings),
      m_table(table),
      m_withdrawals(withdrawals),
      m_observers(observers)
{
}

void
LateOffers::Add(uint64_t number, LateOffer offer)
{
    m_offers[number] = std::move(offer);
}

OffloadDriver::OfferCompletion
LateOffers::MakeCompletion(uint64_t number)
{
    return m_life.Guard([this, number](Ps now, const DriverReply& reply, uint64_t cookie) {
        Answer(now, number, reply, cookie);
    });
}

size_t
LateOffers::CountSas() const
{
    return static_cast<size_t>(
        std::count_if(m_offers.begin(), m_offers.end(), [](const auto& offer) {
            return offer.second.sa != nullptr;
        }));
}

void
LateOffers::Clear()
{
    m_life.End();
    m_offers.clear();
}

/**
 * A driver answers an offer that timed out.
 * @param number of the offer
 * @param reply what
 * @param cookie its cookie
 */
void
LateOffers::Answer(Ps now, uint64_t number, const DriverReply& reply, uint64_t cookie)
{
    const auto found = m_offers.find(number);
    if (found == m_offers.end())
    {
        NS_LOG_WARN("a driver answered an offer more than once");
        return;
    }
    const LateOffer offer = std::move(found->second);
    m_offers.erase(found);
    const bool taken = reply.answer == DriverAnswer::ACK;
    if (!offer.sa)
    {
        if (taken)
        {
            offer.interface->GetDriver()->PolicyDelete(now, cookie, [](Ps, bool) {});
        }
    }
    else if (taken)
    {
        UndoSa(now, offer, cookie);
    }
    else if (m_settings.leakDrvSpiOnFault)
    {
        m_table.Lose();
    }
    else
    {
        m_table.Return(offer.drvSpi);
    }
}

/// @param offer of an SA, which its driver took @param cookie the driver's
void
LateOffers::UndoSa(Ps now, const LateOffer& offer, uint64_t cookie)
{
    m_observers.Tell(&OffloadObserver::LateAck, now, *offer.sa);
    auto handle = std::make_unique<SaHandle>();
    handle->interface = offer.interface;
    handle->sa = PeekPointer(offer.sa);
    handle->drvSpi = offer.drvSpi;
    handle->handled = true;
    handle->cookie = cookie;
    m_withdrawals.Undo(now, std::move(handle));
}

} // namespace ns3
