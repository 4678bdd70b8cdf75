/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SECURITY_ASSOCIATION_DATABASE_H
#define IPSEC_OFFLOAD_SECURITY_ASSOCIATION_DATABASE_H

#include "database-observer-list.h"
#include "open-hash-table.h"
#include "security-association.h"

#include "ns3/object.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace ns3
{

class SaAddressIndex;
class SaExpiryQueue;

/// What a database says to a request, named after the errno that FreeBSD's PF_KEY returns.
enum class DatabaseResult : uint8_t
{
    OK,
    EXISTS,  //!< EEXIST: the SPI (R22) or the selector (R93) is taken
    INVALID, //!< EINVAL: a parameter is missing or out of range (R22, R24, R26)
    NO_ENTRY //!< ESRCH: no such SA or policy
};

/** @param result a result @return the errno's name */
const char* ToString(DatabaseResult result);

/**
 * @ingroup ipsec-offload
 * The security association database of a node (RFC 4301 section 4.4.2; R22-R36, R193-R200).
 *
 * Searches have flat cost: by SPI one hash table; outbound one keyed by (addresses,
 * protocol, mode, reqid) whose entries are lists in order of creation (R29, see SaAddressIndex).
 *
 * PF_KEY has no lifetime extension with all limits zero, so SaLifetime::IsGiven() stands for the
 * presence of one (R24, R193, R204).
 *
 * Invariant: the SAs found by SPI are exactly those of all groups and the larval ones.
 */
class SecurityAssociationDatabase : public Object
{
  public:
    /** @return the TypeId; attribute PreferOldSa (R30, default true) */
    static TypeId GetTypeId();

    SecurityAssociationDatabase();
    ~SecurityAssociationDatabase() override;

    /** @param observer who wants to know; must outlive the SAD or be removed */
    void AddObserver(DatabaseObserver* observer);
    /** @param observer who no longer wants to know */
    void RemoveObserver(DatabaseObserver* observer);

    /**
     * PF_KEY ADD: make an SA directly in MATURE (R25) and trigger its offer twice (R37).
     * @param now the time
     * @param config what to add; key sizes are checked against the algorithms (R24, R35)
     * @param result if not nullptr: what PF_KEY answers; the offer does not delay it (R9)
     * @return the SA, or nullptr on any result but OK
     */
    Ptr<SecurityAssociation> Add(Ps now, SaConfig config, DatabaseResult* result = nullptr);

    /**
     * PF_KEY UPDATE of lifetimes on a MATURE or DYING SA (R26); triggers an offer (R37). Limits
     * that are all zero, in both, take the limits away.
     * @param now the time
     * @param spi which SA
     * @param hard the new hard limits
     * @param soft the new soft limits
     * @return OK, INVALID or NO_ENTRY
     */
    DatabaseResult UpdateLifetimes(Ps now,
                                   uint32_t spi,
                                   const SaLifetime& hard,
                                   const SaLifetime& soft);

    /**
     * PF_KEY DELETE (R61).
     * @param now the time
     * @param spi which SA
     * @return OK or NO_ENTRY (R69)
     */
    DatabaseResult Delete(Ps now, uint32_t spi);

    /**
     * DELETE without an SPI (R34).
     * @param now the time
     * @param source address of the SAs
     * @param destination address of the SAs
     * @return how many SAs died
     */
    uint32_t DeleteAll(Ps now, const IpAddress& source, const IpAddress& destination);

    /**
     * PF_KEY FLUSH of one protocol (R34).
     * @param now the time
     * @param protocol which
     * @return how many SAs died
     */
    uint32_t Flush(Ps now, IpsecProtocol protocol);

    /**
     * The expiry timer's pass over the SAs that have hard limits (R193-R199), once a second (see
     * ExpiryTimer). Costs nothing for SAs without limits, nor for those whose only
     * limits are times not yet reached (as far as sequence numbers are extended: R199 must be
     * watched).
     * @param now the time
     */
    void ExpireAt(Ps now);

    /** @return true while an SA has limits: ExpireAt() must be called
     * (DatabaseObserver::LimitGiven())
     */
    bool HasLimits() const;

    /** @param prefer true: output takes the oldest SA of several; false: the newest (R30) */
    void SetPreferOldSa(bool prefer);
    /** @return whether output takes the oldest SA */
    bool GetPreferOldSa() const;

    /**
     * @param spi an SPI
     * @return the SA in any state but DEAD, or nullptr
     */
    SecurityAssociation* FindBySpi(uint32_t spi) const
    {
        const SpiSlot* slot = FindSlot(spi);
        return slot ? PeekPointer(slot->sa) : nullptr;
    }

    /**
     * SA selection for output (R30): the oldest alive SA of those that serve, or the newest when
     * PreferOldSa is off. An SA of mode ANY serves any mode; reqid 0 asks for any reqid, while any
     * other reqid is served by its own SAs only.
     * @param source address
     * @param destination address
     * @param protocol ESP, AH, ...
     * @param mode mode of the requirement
     * @param reqid of the requirement; 0 accepts any
     * @return the SA, or nullptr
     */
    SecurityAssociation* FindOutbound(const IpAddress& source,
                                      const IpAddress& destination,
                                      IpsecProtocol protocol,
                                      IpsecMode mode,
                                      uint32_t reqid) const;

    /** @return a number that grows whenever any answer of FindOutbound() may have changed */
    uint64_t GetGeneration() const
    {
        return m_generation;
    }

    /** @return how many SAs there are, larval ones included */
    size_t GetSize() const
    {
        return m_bySpi.GetSize();
    }

    /** @param visit called for each SA in ascending order of SPI */
    void ForEach(const std::function<void(SecurityAssociation&)>& visit) const;

    /** Assert the class invariant; ends the program with a message when it does not hold. */
    void CheckInvariants() const;

  protected:
    void DoDispose() override;

  private:
    /// A place in the table by SPI.
    struct SpiSlot
    {
        uint32_t hash{0};
        Ptr<SecurityAssociation> sa;

        bool IsFree() const
        {
            return !sa;
        }
    };

    /** @param spi an SPI @return its hash */
    static uint32_t HashOf(uint32_t spi)
    {
        return static_cast<uint32_t>(MixHash(0, spi));
    }

    /** @param spi an SPI @return its place, or nullptr */
    const SpiSlot* FindSlot(uint32_t spi) const
    {
        return m_bySpi.Find(HashOf(spi),
                            [spi](const SpiSlot& slot) { return slot.sa->GetConfig().spi == spi; });
    }

    /** @param config what ADD said @return what PF_KEY answers to it, but for EXISTS */
    static DatabaseResult CheckConfig(const SaConfig& config);

    /** @return all SAs that a test accepts, in order of creation */
    template <typename Test>
    std::vector<Ptr<SecurityAssociation>> Select(Test accepts) const;

    /** Kill what is still alive. @param now the time @param doomed which @return how many died */
    uint32_t KillAll(Ps now, const std::vector<Ptr<SecurityAssociation>>& doomed);

    /** Tell the observers that there are limits, if so. @param now the time */
    void TellOfLimits(Ps now);

    /** Take an SA out and tell the observers (R61). @param now the time @param sa which */
    void Kill(Ps now, Ptr<SecurityAssociation> sa);

    OpenHashTable<SpiSlot> m_bySpi;                //!< all but the dead
    std::unique_ptr<SaAddressIndex> m_byAddresses; //!< the alive ones, for output
    std::unique_ptr<SaExpiryQueue> m_expiry;       //!< those with limits
    DatabaseObserverList m_observers;              //!< in order of registration
    uint64_t m_generation{1};                      //!< see GetGeneration()
    uint64_t m_nextOrder{1};                       //!< creation order of the next SA
    bool m_preferOldSa{true};                      //!< R30
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SECURITY_ASSOCIATION_DATABASE_H */
