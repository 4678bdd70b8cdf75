/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-withdrawal-internal.h"
#include "sa-withdrawal-internal.h"

#include "ns3/log.h"

#include <iostream>
#include <memory>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * How IpsecOffload takes handles back from drivers, and tells of offers, answers and withdrawals.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecOffloadWithdrawals");

/**
 * Start to withdraw handles of SAs.
 * @param now the time
 * @param targets which
 * @param reason WITHDRAWN, INTERFACE_DOWN or DEMOTED
 * @param thread who runs it
 * @param done what to call at the end, may be empty
 */
void
IpsecOffload::WithdrawSas(Ps now,
                          std::vector<SaTarget> targets,
                          SoftwareReason reason,
                          Thread thread,
                          OffloadWorker::Done done)
{
    Start(
        now,
        std::make_shared<SaWithdrawal>(*this, std::move(targets), reason, thread, std::move(done)));
}

/**
 * Start to withdraw handles of policies.
 * @param now the time
 * @param targets which
 * @param thread who runs it
 * @param done what to call at the end, may be empty
 */
void
IpsecOffload::WithdrawPolicies(Ps now,
                               std::vector<PolicyTarget> targets,
                               Thread thread,
                               OffloadWorker::Done done)
{
    Start(now,
          std::make_shared<PolicyWithdrawal>(*this, std::move(targets), thread, std::move(done)));
}

/**
 * A driver holds an SA that the kernel does not know: let it drop it (R19, and acks after a
 * time-out).
 * @param now the time
 * @param handle what would have been its handle; its drv_spi is taken
 */
void
IpsecOffload::WithdrawUnrecorded(Ps now, std::unique_ptr<SaHandle> handle)
{
    if (handle->drvSpi >= m_byDrvSpi.size())
    {
        m_byDrvSpi.resize(handle->drvSpi + size_t{1});
    }
    m_byDrvSpi[handle->drvSpi] = {nullptr, Ptr<SecurityAssociation>(handle->sa)};
    ++m_unlinked;
    ++m_unlinkedHandled;
    Start(now, std::make_shared<SaWithdrawal>(*this, std::move(handle)));
}

/**
 * A driver answers an offer that timed out.
 * @param now the time
 * @param offer number of the offer
 * @param answer what
 * @param cookie its cookie
 */
void
IpsecOffload::AnswerLate(Ps now, uint64_t offer, DriverAnswer answer, uint64_t cookie)
{
    const auto found = m_late.find(offer);
    if (found == m_late.end())
    {
        NS_LOG_WARN("a driver answered an offer more than once");
        return;
    }
    const LateOffer late = std::move(found->second);
    m_late.erase(found);
    if (!late.sa)
    {
        if (answer == DriverAnswer::ACK)
        {
            late.interface->GetDriver()->PolicyDelete(now, cookie, [](Ps, bool) {});
        }
        return;
    }
    if (answer == DriverAnswer::ACK)
    {
        ++m_statistics.acks;
        ++m_statistics.lateAcks;
        auto handle = std::make_unique<SaHandle>();
        handle->interface = late.interface;
        handle->sa = PeekPointer(late.sa);
        handle->drvSpi = late.drvSpi;
        handle->handled = true;
        handle->cookie = cookie;
        WithdrawUnrecorded(now, std::move(handle));
    }
    else if (m_leakDrvSpiOnFault)
    {
        ++m_leakedDrvSpis;
    }
    else
    {
        m_allocator.Free(late.drvSpi);
    }
}

/// @param now the time @param withdrawal what to start
void
IpsecOffload::Start(Ps now, std::shared_ptr<HandleWithdrawal> withdrawal)
{
    m_withdrawals.push_back(std::move(withdrawal));
    m_withdrawals.back()->Continue(now);
}

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
        std::clog << now << " ps " << interface.GetName() << ": SA spi 0x" << std::hex
                  << sa.GetConfig().spi << std::dec << " offered as drv_spi " << drvSpi
                  << std::endl;
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
 */
void
IpsecOffload::TellAnswer(Ps now,
                         const Ptr<SecurityAssociation>& sa,
                         const Ptr<OffloadInterface>& interface,
                         uint16_t drvSpi,
                         SoftwareReason reason)
{
    if (m_verbose)
    {
        std::clog << now << " ps " << interface->GetName() << ": SA spi 0x" << std::hex
                  << sa->GetConfig().spi << std::dec << " drv_spi " << drvSpi
                  << (reason == SoftwareReason::NONE ? " taken" : " refused: ")
                  << (reason == SoftwareReason::NONE ? "" : ToString(reason)) << std::endl;
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
        std::clog << now << " ps " << interface->GetName() << ": SA spi 0x" << std::hex
                  << sa->GetConfig().spi << std::dec << " drv_spi " << drvSpi
                  << " free: " << ToString(reason) << std::endl;
    }
    m_statistics.demotions += reason == SoftwareReason::DEMOTED ? 1 : 0;
    m_withdrawTrace(now, *sa, *interface, drvSpi, reason);
    if (m_slotPolicy)
    {
        m_slotPolicy->HandleWithdrawn(now, sa, interface, reason);
    }
}

} // namespace ns3
