/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SECURITY_POLICY_DATABASE_H
#define IPSEC_OFFLOAD_SECURITY_POLICY_DATABASE_H

#include "ipsec-database-observer.h"
#include "ipsec-observer-list.h"
#include "security-association-database.h"
#include "security-policy.h"

#include "ns3/object.h"
#include "ns3/ptr.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace ns3
{

class TupleSpace;
struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * The security policy database of a node (RFC 4301 section 4.4.1; R91-R108).
 *
 * Policies are ordered by priority, equal priorities by insertion; the first match wins (R91). The
 * search is tuple space search (Srinivasan, Suri and Varghese, SIGCOMM 1999): one hash table per
 * shape (prefix lengths, protocol and ports given or not), shapes visited best policy first, so the
 * search ends as soon as no unvisited shape can hold a better one. Its cost grows with the number
 * of shapes, not of policies.
 */
class SecurityPolicyDatabase : public Object
{
  public:
    /// What level "default" means.
    enum DefaultLevel
    {
        LEVEL_USE,    //!< clear text while there is no SA, as FreeBSD is shipped (R96)
        LEVEL_REQUIRE //!< no clear text
    };

    /** @return the TypeId; attribute DefaultLevel */
    static TypeId GetTypeId();

    SecurityPolicyDatabase();
    ~SecurityPolicyDatabase() override;

    /** @param observer who wants to know; must outlive the SPD or be removed */
    void AddObserver(DatabaseObserver* observer);
    /** @param observer who no longer wants to know */
    void RemoveObserver(DatabaseObserver* observer);

    /**
     * SPDADD (R93-R96).
     * @param config the policy; kind DISCARD, NONE or IPSEC (R94), at most 4 requirements (R95)
     * @param result if not nullptr: OK, EXISTS (same selector and direction) or INVALID
     * @return the policy, or nullptr on any result but OK
     */
    Ptr<SecurityPolicy> Add(Ps now, PolicyConfig config, DatabaseResult* result = nullptr);

    /**
     * Say why Add() refuses a policy, for whoever made it.
     * @param config what it refuses
     * @return the field that is wrong, what stands there and what was expected; empty when it would
     *         take it
     */
    std::string ExplainRefusal(const PolicyConfig& config) const;

    /**
     * SPDUPDATE (R93): replace the policy of the same selector and direction, if there is one. The
     * new one stands behind those of equal priority.
     * @param config the policy, as for Add()
     * @param result if not nullptr: OK or INVALID
     * @return the policy, or nullptr on any result but OK
     */
    Ptr<SecurityPolicy> Update(Ps now, PolicyConfig config, DatabaseResult* result = nullptr);

    /**
     * SPDDELETE: by selector and direction (G27).
     * @param selector which
     * @param direction which
     * @return OK or NO_ENTRY
     */
    DatabaseResult Delete(Ps now, const PolicySelector& selector, IpsecDirection direction);

    /**
     * SPDFLUSH.
     * @return how many policies went
     */
    uint32_t Flush(Ps now);

    /**
     * The expiry timer's pass (R107), see ExpiryTimer.
     */
    void ExpireAt(Ps now);

    /** @return true while a policy has limits: ExpireAt() must be called
     * (DatabaseObserver::LimitGiven()) */
    bool HasLimits() const
    {
        return !m_mortal.empty();
    }

    /**
     * @param packet a clear datagram
     * @param direction IN or OUT
     * @return the first matching policy, or nullptr
     */
    SecurityPolicy* Find(const PacketDescriptor& packet, IpsecDirection direction) const;

    /** @return a number that grows with every insertion and removal (R108) */
    uint64_t GetGeneration() const
    {
        return m_generation;
    }

    /** @return how many policies there are in both directions */
    size_t GetSize() const;

    /** @param visit called for each policy, per direction in search order, IN first */
    void ForEach(const std::function<void(SecurityPolicy&)>& visit) const;

  protected:
    void DoDispose() override;

  private:
    friend class SocketPolicyDatabase; // its policies are made and told of here

    /**
     * @param config what SPDADD said
     * @return an empty text when it is a policy; else the field that is wrong, what stands there
     * and what was expected
     */
    static std::string FindFault(const PolicyConfig& config);

    /** @param direction IN or OUT @return its policies */
    TupleSpace& SpaceOf(IpsecDirection direction) const;

    /** @param config without FindFault() @return a policy in no list */
    Ptr<SecurityPolicy> Make(Ps now, PolicyConfig config);

    /** Put a policy in and tell the observers. @param policy which */
    void Insert(Ps now, const Ptr<SecurityPolicy>& policy);

    /** Take a policy out and tell the observers. @param policy which */
    void Remove(Ps now, Ptr<SecurityPolicy> policy);

    std::array<std::unique_ptr<TupleSpace>, 2> m_spaces; //!< IN and OUT
    std::map<uint32_t, SecurityPolicy*> m_mortal; //!< by number: those that ExpireAt() must look at
    ObserverList<DatabaseObserver> m_observers;   //!< in order of registration
    uint64_t m_generation{1};                     //!< R108
    uint64_t m_nextOrder{0};                      //!< insertion order
    uint32_t m_nextId{1};                         //!< policy numbers
    uint32_t m_nextReqid{IpsecRequirement::MAX_USER_REQID + 1}; //!< of the kernel (G25)
    DefaultLevel m_defaultLevel{LEVEL_USE};                     //!< R96
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SECURITY_POLICY_DATABASE_H */
