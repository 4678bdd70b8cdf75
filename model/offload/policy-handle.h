/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_HANDLE_H
#define IPSEC_OFFLOAD_POLICY_HANDLE_H

#include "offload-interface.h"

#include "ns3/security-policy.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What the kernel keeps for one (policy, interface) that was offered. It exists from before the
 * driver is called, always HANDLED; a driver that says no adds REJECTED (R101).
 */
struct PolicyHandle
{
    Ptr<OffloadInterface> interface; //!< where
    bool asking;                     //!< the driver has not answered yet
    bool rejected;                   //!< REJECTED as well
    uint64_t cookie;                 //!< the driver's
};

/**
 * @ingroup ipsec-offload
 * offload/'s part of a policy.
 */
class PolicyOffloadState : public OffloadSlot
{
  public:
    /** @param policy a policy @return its offload state, made when missing */
    static PolicyOffloadState& Of(SecurityPolicy& policy)
    {
        if (!policy.GetOffloadSlot())
        {
            policy.SetOffloadSlot(std::make_unique<PolicyOffloadState>());
        }
        return *static_cast<PolicyOffloadState*>(policy.GetOffloadSlot());
    }

    /** @param policy a policy @return its offload state, or nullptr when it was never offered */
    static const PolicyOffloadState* Find(const SecurityPolicy& policy)
    {
        return static_cast<const PolicyOffloadState*>(policy.GetOffloadSlot());
    }

    bool addQueued{false};                              //!< one-shot: it was offered (R99)
    bool deleteQueued{false};                           //!< one-shot: it was withdrawn (R103, R106)
    std::vector<std::unique_ptr<PolicyHandle>> handles; //!< at most one per interface (R100)
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_HANDLE_H */
