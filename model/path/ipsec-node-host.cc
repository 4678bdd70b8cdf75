/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-node-host.h"

#include "ipsec-path-steps-internal.h"

#include "ns3/ipsec-packet-descriptor.h"

#include <cmath>

namespace ns3
{

IpsecNodeHost::IpsecNodeHost()
    : m_parts(std::make_unique<Parts>(HostProfile()))
{
}

void
IpsecNodeHost::SetProfile(const HostProfile& profile)
{
    m_parts = std::make_unique<Parts>(profile);
    m_parts->costs.SetHostEncapsulates(m_encapsulates);
}

void
IpsecNodeHost::SetEncapsulating(bool encapsulates)
{
    m_encapsulates = encapsulates;
    m_parts->costs.SetHostEncapsulates(encapsulates);
}

PendingPacket
IpsecNodeHost::Book(Ps now, PacketDescriptor& packet, const HostWork& work)
{
    if (work.context != HostContext::FORWARD && work.packets != 0)
    {
        packet.host.cycles = 0; // its way through this node begins
    }
    HostWork asked = work;
    asked.spent = packet.host.cycles;
    const auto booking = m_parts->model.Book(now, asked);
    packet.host.cycles += static_cast<uint32_t>(booking.coreCycles);
    packet.host.path = static_cast<uint8_t>(work.path);
    if (work.context == HostContext::RECEIVE)
    {
        packet.host.hash = work.hash;
    }
    AppendStep(packet.steps, PathSteps::Host, now, m_parts->model, booking, work);
    if (!booking.accepted)
    {
        packet.drop = IpsecDrop::HOST_BACKLOG;
    }
    else if (HasCores())
    {
        m_parts->tally.Add(m_parts->costs.GetBill(),
                           booking,
                           work.cycles,
                           m_parts->model.ThreadOf(work.threadHash),
                           m_parts->model.SiblingOf(booking.core));
    }
    PendingPacket visit;
    visit.ready = booking.done;
    visit.lane = booking.lane;
    visit.goesOn = booking.accepted;
    return visit;
}

Ps
IpsecNodeHost::Book(Ps now, KeyExchange exchange, uint32_t hash)
{
    const double cycles = GetProfile().keyExchange.Of(exchange);
    HostWork work;
    work.hash = hash;
    work.cycles = static_cast<uint64_t>(std::llround(cycles));
    work.packets = 0;
    work.admitted = true;
    const auto booking = m_parts->model.Book(now, work);
    if (HasCores())
    {
        CostBill bill;
        bill.Add(CostOf(exchange), CostBill::Payer::CORE, cycles, 1);
        m_parts->tally.Add(bill, booking, work.cycles, 0, m_parts->model.SiblingOf(booking.core));
    }
    return booking.done;
}

} // namespace ns3
