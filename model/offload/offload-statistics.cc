/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-statistics.h"

namespace ns3
{

void
OffloadTally::OfferLost([[maybe_unused]] Ps now, [[maybe_unused]] const SecurityAssociation& sa)
{
    ++m_counts.lostOffers;
}

void
OffloadTally::DriverAsked([[maybe_unused]] const HandleEvent& event)
{
    ++m_counts.offers;
}

void
OffloadTally::DriverTimedOut([[maybe_unused]] Ps now,
                             [[maybe_unused]] const OffloadInterface& interface)
{
    ++m_counts.timeouts;
}

void
OffloadTally::OfferAnswered(const HandleEvent& event)
{
    switch (event.reason)
    {
    case SoftwareReason::NONE:
        ++m_counts.acks;
        m_counts.promotions += event.again ? 1 : 0;
        break;
    case SoftwareReason::HANDLE_LOST:
        ++m_counts.acks;
        ++m_counts.lostHandles;
        break;
    case SoftwareReason::REJECTED:
        ++m_counts.nacks;
        break;
    case SoftwareReason::DRIVER_FAULT:
        ++m_counts.faults;
        break;
    case SoftwareReason::NAME_MISMATCH:
        ++m_counts.nameMismatches;
        break;
    case SoftwareReason::EXHAUSTED_DRV_SPI:
        ++m_counts.exhausted;
        break;
    default:
        break; // no other answer
    }
}

void
OffloadTally::SaDied([[maybe_unused]] Ps now,
                     const SecurityAssociation& sa,
                     [[maybe_unused]] size_t ahead)
{
    m_counts.repeatedNumbers += CountRepeatedNumbers(sa);
}

void
OffloadTally::LateAck([[maybe_unused]] Ps now, [[maybe_unused]] const SecurityAssociation& sa)
{
    ++m_counts.acks;
    ++m_counts.lateAcks;
}

void
OffloadTally::DeinstallAsked([[maybe_unused]] const HandleEvent& event)
{
    ++m_counts.withdrawals;
}

void
OffloadTally::HandleWithdrawn(const HandleEvent& event)
{
    m_counts.demotions += event.reason == SoftwareReason::DEMOTED ? 1 : 0;
}

void
OffloadTally::CountersReported([[maybe_unused]] const CounterReport& report)
{
    ++m_counts.reports;
}

void
OffloadTally::StrayReport([[maybe_unused]] Ps now, [[maybe_unused]] uint16_t drvSpi)
{
    ++m_counts.strayReports;
}

void
OffloadTally::PolicyOffered([[maybe_unused]] Ps now,
                            [[maybe_unused]] const SecurityPolicy& policy,
                            [[maybe_unused]] const OffloadInterface& interface)
{
    ++m_counts.policyOffers;
}

void
OffloadTally::PolicyAnswered([[maybe_unused]] Ps now,
                             [[maybe_unused]] const SecurityPolicy& policy,
                             [[maybe_unused]] const OffloadInterface& interface,
                             bool taken)
{
    ++(taken ? m_counts.policyAcks : m_counts.policyRefusals);
}

void
OffloadTally::PolicyDeleteAsked([[maybe_unused]] Ps now,
                                [[maybe_unused]] const SecurityPolicy& policy,
                                [[maybe_unused]] const OffloadInterface& interface)
{
    ++m_counts.policyWithdrawals;
}

} // namespace ns3
