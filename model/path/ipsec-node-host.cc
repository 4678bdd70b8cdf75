/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-node-host.h"

#include "path-steps-internal.h"

#include "ns3/packet-descriptor.h"

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

Ps
IpsecNodeHost::Book(Ps now, PacketDescriptor& packet, const HostWork& work)
{
    if (work.context != HostContext::FORWARD && work.packets != 0)
    {
        packet.hostCycles = 0; // its way through this node begins
    }
    HostWork asked = work;
    asked.spent = packet.hostCycles;
    const auto booking = m_parts->model.Book(now, asked);
    packet.hostCycles += static_cast<uint32_t>(booking.coreCycles);
    packet.hostLane = booking.lane;
    packet.hostPath = static_cast<uint8_t>(work.path);
    if (work.context == HostContext::RECEIVE)
    {
        packet.hostHash = work.hash;
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
                           m_parts->model.ThreadOf(work.threadHash));
    }
    return booking.done;
}

} // namespace ns3
