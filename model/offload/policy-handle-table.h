/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_HANDLE_TABLE_H
#define IPSEC_OFFLOAD_POLICY_HANDLE_TABLE_H

#include "policy-handle.h"

#include "ns3/ptr.h"
#include "ns3/security-policy.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace ns3
{

class SecurityPolicyDatabase;

/**
 * @ingroup ipsec-offload
 * Names a policy's handle, which may be gone when it is looked up.
 */
struct PolicyHandleKey
{
    Ptr<SecurityPolicy> policy;      //!< whose
    Ptr<OffloadInterface> interface; //!< where
};

/**
 * @ingroup ipsec-offload
 * The policies that have handles, those included that have left the SPD and wait for their
 * withdrawal (R220). Their handles decide nothing in the data path (R102).
 */
class PolicyHandleTable
{
  public:
    /// Called with a policy and one of its handles.
    using Visitor = std::function<void(const SecurityPolicy&, const PolicyHandle&)>;

    /**
     * @param policy a policy that is about to be offered (R101)
     * @param interface where
     * @return its new handle, whose driver has not answered yet
     */
    PolicyHandle& Add(const Ptr<SecurityPolicy>& policy, const Ptr<OffloadInterface>& interface);

    /**
     * @param key which handle
     * @return the handle, or nullptr when somebody else unlinked it first
     */
    std::unique_ptr<PolicyHandle> Unlink(const PolicyHandleKey& key);

    /** The driver is asked to drop a policy whose handle is unlinked. */
    void CountDriverCall()
    {
        --m_heldUnlinked;
    }

    /**
     * @param interface an interface
     * @return the handles there, but those whose driver has not answered yet
     */
    std::vector<PolicyHandleKey> GetKeys(const Ptr<OffloadInterface>& interface) const;

    /** @param policy a policy @return its handles */
    static std::vector<PolicyHandleKey> GetKeys(const Ptr<SecurityPolicy>& policy);

    /**
     * @param interface one of this node's
     * @param visit called for each policy that has a handle there, in ascending order of number
     */
    void ForEach(const OffloadInterface& interface, const Visitor& visit) const;

    /** Forget all handles. */
    void Clear();

    /** @return handles whose driver has not answered yet */
    uint64_t CountAsking() const;

    /** @return policies that drivers hold, linked or not */
    uint64_t CountHeld() const;

    /**
     * Assert that each policy with a handle is listed, and no other; ends the program otherwise.
     * @param spd all policies that are in use
     */
    void CheckInvariants(const SecurityPolicyDatabase& spd) const;

  private:
    std::map<uint32_t, Ptr<SecurityPolicy>> m_policies; //!< by number
    uint32_t m_heldUnlinked{0};                         //!< unlinked, and a driver still holds them
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_HANDLE_TABLE_H */
