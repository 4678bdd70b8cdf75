/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-offload.h"
#include "slot-policy.h"

#include <iostream>
#include <ostream>

/**
 * @file
 * @ingroup ipsec-offload
 * Whom IpsecOffload tells of offers, answers and withdrawals: log, trace sources, slot policy.
 */

namespace ns3
{

namespace
{

/**
 * @param now the time
 * @param sa whose handle
 * @param interface where
 * @return the log, with when, where and who at the begin of a line (R10)
 */
std::ostream&
Log(Ps now, const SecurityAssociation& sa, const OffloadInterface& interface)
{
    return std::clog << now << " ps " << interface.GetName() << ": SA spi 0x" << std::hex
                     << sa.GetConfig().spi << std::dec << ' ';
}

} // namespace

/**
 * A driver is about to be asked.
 * @param now the time
 * @param sa what it is offered
 * @param interface where
 * @param drvSpi under which value
 */
void
IpsecOffload::TellOffer(Ps now,
                        const SecurityAssociation& sa,
                        const OffloadInterface& interface,
                        uint16_t drvSpi) const
{
    if (m_verbose)
    {
        Log(now, sa, interface) << "offered as drv_spi " << drvSpi << std::endl;
    }
    m_offerTrace(now, sa, interface, drvSpi);
}

/**
 * An offer is answered, and the books are made.
 * @param now the time
 * @param sa what was offered
 * @param interface where
 * @param drvSpi under which value, or 0
 * @param reason NONE for an ack
 * @param refusal the driver's; nullptr: none
 */
void
IpsecOffload::TellAnswer(Ps now,
                         const Ptr<SecurityAssociation>& sa,
                         const Ptr<OffloadInterface>& interface,
                         uint16_t drvSpi,
                         SoftwareReason reason,
                         const Refusal* refusal)
{
    if (m_verbose)
    {
        Log(now, *sa, *interface)
            << "drv_spi " << drvSpi << (reason == SoftwareReason::NONE ? " taken" : " not taken: ")
            << (reason == SoftwareReason::NONE ? "" : DescribeReason(reason, refusal)) << std::endl;
    }
    m_answerTrace(now, *sa, *interface, drvSpi, reason);
    if (m_slotPolicy)
    {
        m_slotPolicy->OfferAnswered(now, sa, interface, reason);
    }
}

/**
 * A handle is gone.
 * @param now the time
 * @param sa whose
 * @param interface where
 * @param drvSpi its value, free again
 * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
 */
void
IpsecOffload::TellWithdrawal(Ps now,
                             const Ptr<SecurityAssociation>& sa,
                             const Ptr<OffloadInterface>& interface,
                             uint16_t drvSpi,
                             SoftwareReason reason)
{
    if (m_verbose)
    {
        Log(now, *sa, *interface) << "drv_spi " << drvSpi << " free: " << ToString(reason)
                                  << std::endl;
    }
    m_statistics.demotions += reason == SoftwareReason::DEMOTED ? 1 : 0;
    m_withdrawTrace(now, *sa, *interface, drvSpi, reason);
    if (m_slotPolicy)
    {
        m_slotPolicy->HandleWithdrawn(now, sa, interface, reason);
    }
}

} // namespace ns3
