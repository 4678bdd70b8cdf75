/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-software-counts.h"

#include "ns3/abort.h"

namespace ns3
{

void
SoftwareCounts::CheckInvariants() const
{
    NS_ABORT_MSG_UNLESS((*this)[SoftwareReason::NONE].packets == 0,
                        "a packet is in software without a reason");
    PacketOctets known;
    for (const auto& count : m_refusals)
    {
        known.Add(count);
    }
    PacketOctets refused = (*this)[SoftwareReason::REJECTED];
    refused.Add((*this)[SoftwareReason::DRIVER_FAULT]);
    NS_ABORT_MSG_UNLESS(known == refused, "a packet was refused without a driver's refusal");
}

void
SoftwareCounts::Subtract(const SoftwareCounts& part)
{
    ReasonTable::Subtract(part);
    NS_ABORT_MSG_IF(part.m_refusals.size() > m_refusals.size(),
                    "a part knows more refusals than the whole");
    for (size_t i = 0; i < part.m_refusals.size(); ++i)
    {
        m_refusals[i].Subtract(part.m_refusals[i]);
    }
}

} // namespace ns3
