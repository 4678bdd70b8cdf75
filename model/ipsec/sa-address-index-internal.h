/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_ADDRESS_INDEX_INTERNAL_H
#define IPSEC_OFFLOAD_SA_ADDRESS_INDEX_INTERNAL_H

#include "ipsec-open-hash-table.h"
#include "security-association.h"

#include "ns3/ipsec-ip-address.h"
#include "ns3/ipsec-types.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Alive SAs by what output selection asks for: addresses, protocol, mode and reqid (R29, R30).
 *
 * Each SA stands in the list of all SAs of its (addresses, protocol, mode), and with a reqid also
 * in the list of that reqid. Lists are in order of creation and run through the SAs, so that every
 * operation costs the same whatever the number of SAs, even when all of them share one pair of
 * addresses.
 */
class SaAddressIndex
{
  public:
    /** @param sa an SA, younger than all that are in */
    void Add(SecurityAssociation& sa);

    /** @param sa an SA that is in */
    void Remove(SecurityAssociation& sa);

    /** Forget all SAs. */
    void Clear();

    /**
     * @param source address
     * @param destination address
     * @param protocol ESP, AH, ...
     * @param mode mode asked for; SAs of mode ANY serve it too
     * @param reqid reqid asked for; 0 accepts any
     * @param oldest true for the oldest of several, false for the newest
     * @return the SA, or nullptr
     */
    SecurityAssociation* Find(const IpAddress& source,
                              const IpAddress& destination,
                              IpsecProtocol protocol,
                              IpsecMode mode,
                              uint32_t reqid,
                              bool oldest) const;

    /**
     * @param source address
     * @param destination address
     * @return all SAs of an address pair, in order of creation (R34)
     */
    std::vector<SecurityAssociation*> FindPair(const IpAddress& source,
                                               const IpAddress& destination) const;

    /**
     * Assert that every list is in order and holds what belongs there.
     * @return how many SAs are in
     */
    size_t CheckInvariants() const;

  private:
    /// What names a list.
    struct Key
    {
        const IpAddress& source;
        const IpAddress& destination;
        uint32_t reqid; //!< 0: the list over all reqids
        IpsecProtocol protocol;
        IpsecMode mode;
    };

    /// A list. What else names it, its SAs know.
    struct List
    {
        uint32_t hash{0};
        uint32_t reqid{0};
        SecurityAssociation* oldest{nullptr};
        SecurityAssociation* newest{nullptr};

        bool IsFree() const
        {
            return oldest == nullptr;
        }
    };

    /// Which of an SA's two places a list uses.
    using Place = SecurityAssociation::Neighbors SecurityAssociation::*;

    static Key KeyOf(const SecurityAssociation& sa, uint32_t reqid);
    static uint32_t HashOf(const Key& key);
    static bool IsOf(const List& list, const Key& key);
    static Place PlaceOf(uint32_t reqid);
    List* FindList(const Key& key);
    SecurityAssociation* EndOf(const Key& key, bool oldest) const;
    void Append(const Key& key, SecurityAssociation& sa);
    void Unlink(const Key& key, SecurityAssociation& sa);

    OpenHashTable<List> m_lists; //!< no empty ones
    size_t m_ofModeAny{0};       //!< SAs of mode ANY: often there are none
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_ADDRESS_INDEX_INTERNAL_H */
