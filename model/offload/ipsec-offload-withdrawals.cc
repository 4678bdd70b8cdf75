/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "policy-withdrawal-internal.h"
#include "sa-withdrawal-internal.h"

#include "ns3/log.h"

#include <memory>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * How IpsecOffload takes handles back from drivers.
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
 * @param reply what
 * @param cookie its cookie
 */
void
IpsecOffload::AnswerLate(Ps now, uint64_t offer, const DriverReply& reply, uint64_t cookie)
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
        if (reply.answer == DriverAnswer::ACK)
        {
            late.interface->GetDriver()->PolicyDelete(now, cookie, [](Ps, bool) {});
        }
        return;
    }
    if (reply.answer == DriverAnswer::ACK)
    {
        m_observers.Tell(&OffloadObserver::LateAck, now, *late.sa);
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

} // namespace ns3
