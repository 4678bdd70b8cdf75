/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_FRAGMENT_POLICY_SEARCH_H
#define IPSEC_OFFLOAD_IPSEC_FRAGMENT_POLICY_SEARCH_H

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ptr.h"
#include "ns3/security-policy-database.h"
#include "ns3/security-policy.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Finds the policy of a fragment so that no policy with ports can be evaded by fragmenting
 * (RFC 4301 section 7).
 *
 * A first fragment shows its ports and is searched by them. A later one shows none, and behind IPv6
 * extension headers not even its protocol. The policy of its datagram is then unknown among those
 * that fit as far as it can be seen. So, unless the policy that fits in any case protects or
 * discards, the first possible one that does decides. In clear, such a fragment is refused on the
 * way in; on the way out it is protected; and what arrived protected passes, as its datagram would.
 * The price: later fragments of clear datagrams to other ports of the same hosts are refused too.
 *
 * Only such fragments pay for the walk over the policies with ports or protocol; the SPD is
 * searched for those once per generation.
 */
class FragmentPolicySearch
{
  public:
    /**
     * @param spd where to search
     * @param fragment a fragment
     * @param direction IN or OUT
     * @return its policy, or nullptr
     */
    SecurityPolicy* Find(const SecurityPolicyDatabase& spd,
                         const PacketDescriptor& fragment,
                         IpsecDirection direction);

    /** Forget everything. */
    void Clear();

  private:
    void Learn(const SecurityPolicyDatabase& spd);

    /// Policies with ports or protocol that forbid clear text, per direction in search order.
    std::array<std::vector<Ptr<SecurityPolicy>>, 2> m_narrow;
    uint64_t m_generation{0}; //!< of the SPD when they were learnt
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_FRAGMENT_POLICY_SEARCH_H */
