/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SECURITY_ASSOCIATION_DATABASE_H
#define IPSEC_OFFLOAD_SECURITY_ASSOCIATION_DATABASE_H

#include "ipsec-acquire-table.h"
#include "ipsec-database-observer.h"
#include "ipsec-larval-queue.h"
#include "ipsec-observer-list.h"
#include "sa-requests.h"
#include "sa-spi-index.h"
#include "security-association.h"

#include "ns3/ipsec-step-code.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

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
    EXISTS,   //!< EEXIST: the SPI (R22) or the selector (R93) is taken
    INVALID,  //!< EINVAL: a parameter is missing or out of range (R22, R24, R26)
    NO_ENTRY, //!< ESRCH: no such SA or policy
    NO_ACCESS //!< EACCES: only privileged sockets may (R111)
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
    /** @return the TypeId */
    static TypeId GetTypeId();

    /// Signature of the trace source Expire.
    typedef void (*ExpireTracedCallback)(Ps now, const SecurityAssociation& sa, bool hard);

    SecurityAssociationDatabase();
    ~SecurityAssociationDatabase() override;

    /** @param observer who wants to know; must outlive the SAD or be removed */
    void AddObserver(DatabaseObserver* observer);
    /** @param observer who no longer wants to know */
    void RemoveObserver(DatabaseObserver* observer);

    /**
     * PF_KEY ADD: make an SA directly in MATURE (R25) and trigger its offer twice (R37). Where an
     * observer wants it to wait for drivers, it is PENDING, and OK means that the request goes on:
     * SaAdmitted() or SaRefused() end it.
     * @param config what to add; key sizes are checked against the algorithms (R24, R35)
     * @param result if not nullptr: what PF_KEY answers; the offer does not delay it (R9)
     * @return the SA, or nullptr on any result but OK
     */
    Ptr<SecurityAssociation> Add(Ps now, SaConfig config, DatabaseResult* result = nullptr);

    /**
     * Say why Add() refuses an SA, for whoever made it.
     * @param config what it refuses
     * @return the field that is wrong, what stands there and what was expected; empty when it would
     *         take it
     */
    std::string ExplainRefusal(const SaConfig& config) const;

    /**
     * PF_KEY GETSPI (R23): make an SA in LARVAL with a random SPI of a range, in at most SpiTries
     * draws. It dies when no UPDATE brings its keys within LarvalLifetime (R33).
     * @param request what for, and from which range
     * @param result if not nullptr: OK, INVALID, or EXISTS when no SPI was found
     * @return the SA, or nullptr on any result but OK
     */
    Ptr<SecurityAssociation> GetSpi(Ps now,
                                    const SpiRequest& request,
                                    DatabaseResult* result = nullptr);

    /**
     * PF_KEY UPDATE (R25-R27, R60). On LARVAL: the SA gets its keys and becomes MATURE. On MATURE
     * and DYING: lifetimes only, and it becomes MATURE; an SA with NAT-T data, or one that changes
     * its addresses or NAT-T data, is replaced by a clone. A success that does not clone triggers
     * an offer (R37); whether a clone does, CloneForgetsOffload says. Where requests wait for the
     * drivers, such a clone is PENDING, and the old SA is gone: no packet goes by either, as behind
     * the policy that blocks them while Linux migrates an SA (doc/sources.rst#linux-migrate-state).
     * @param update what to change
     * @return OK; NO_ENTRY when no such SA has these addresses, mode and reqid (R27); INVALID when
     *         somebody else made the SA (R27), keys are missing (LARVAL) or present (others, R26),
     *         or anything is out of range
     */
    DatabaseResult Update(Ps now, const SaUpdate& update);

    /**
     * PF_KEY UPDATE of lifetimes on a MATURE or DYING SA by its maker: Update() with nothing else.
     * Limits that are all zero, in both, take the limits away.
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
     * @param spi which SA
     * @return OK or NO_ENTRY (R69)
     */
    DatabaseResult Delete(Ps now, uint32_t spi);

    /**
     * The drivers have answered, and the request for an SA succeeds.
     * @param sa a PENDING SA, which becomes MATURE; nothing happens to others
     */
    void Admit(Ps now, SecurityAssociation& sa);

    /**
     * The request for an SA fails, because no driver takes it.
     * @param sa the SA, which dies; nothing happens to a dead one
     */
    void Refuse(Ps now, SecurityAssociation& sa);

    /**
     * The interface that held an SA went down, and the kernel deletes it for that.
     * @param sa the SA, which dies; nothing happens to a dead one
     */
    void Lose(Ps now, SecurityAssociation& sa);

    /**
     * DELETE without an SPI (R34).
     * @param source address of the SAs
     * @param destination address of the SAs
     * @return how many SAs died
     */
    uint32_t DeleteAll(Ps now, const IpAddress& source, const IpAddress& destination);

    /**
     * PF_KEY FLUSH of one protocol (R34).
     * @param protocol which
     * @return how many SAs died
     */
    uint32_t Flush(Ps now, IpsecProtocol protocol);

    /**
     * The expiry timer's pass over the SAs that have hard limits (R193-R199) and those in LARVAL
     * (R33), once a second (see ExpiryTimer). Costs nothing for SAs without limits, nor for those
     * whose only limits are times not yet reached (as far as sequence numbers are extended: R199
     * must be watched).
     */
    void ExpireAt(Ps now);

    /** @return true while ExpireAt() has anything to wait for (DatabaseObserver::LimitGiven()) */
    bool HasLimits() const;

    /**
     * A packet needs an SA that is not there: tell the observers, unless the request is blocked
     * (R32). An SA that appears for the request ends the block.
     * @param request what it needs
     * @return true when the observers were told
     */
    bool Acquire(Ps now, const AcquireRequest& request);

    /**
     * Fix the random numbers of GETSPI.
     * @param stream the first stream to use
     * @return how many streams were used
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * Follow the life of an SA that is added from now on.
     * @param spi which
     * @param listener hears its steps; must outlive the SA
     */
    void Watch(uint32_t spi, StepListener* listener)
    {
        m_watchedSpi = spi;
        m_watcher = listener;
    }

    /**
     * A NIC that enforces limits says that one is reached (R202): what ExpireAt() would do.
     * @param spi which SA
     * @param hard true: the SA dies (R196); false: a MATURE one becomes DYING (R197)
     */
    void ReachLimit(Ps now, uint32_t spi, bool hard);

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
        return m_bySpi.Find(spi);
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
    /** Kill what is still alive. @param doomed which @return how many died */
    uint32_t KillAll(Ps now, const std::vector<Ptr<SecurityAssociation>>& doomed);

    /** Tell the observers that there are limits, if so. */
    void TellOfLimits(Ps now);

    /** An SA has all that it needs. @param sa it; gets its state */
    void Complete(Ps now, SecurityAssociation& sa);

    /** Make an SA found by its addresses. @param sa what is alive, and younger than all others */
    void Insert(Ptr<SecurityAssociation> sa);

    /** @param sa what is LARVAL @param update what it becomes @return answer */
    DatabaseResult Mature(Ps now, SecurityAssociation& sa, const SaUpdate& update);

    /** @param sa what is cloned @param config of the clone (R60) */
    void Clone(Ps now, const Ptr<SecurityAssociation>& sa, SaConfig config);

    static void NoteLife(Ps now, const SecurityAssociation& sa, StepCode step);

    /** Take an SA out of all tables: it is DEAD. @param sa which */
    void TakeOut(SecurityAssociation& sa);

    /** Take an SA out and tell the observers (R61). @param sa which */
    void Kill(Ps now, Ptr<SecurityAssociation> sa);

    SaSpiIndex m_bySpi;                            //!< all but the dead
    std::unique_ptr<SaAddressIndex> m_byAddresses; //!< the alive ones, for output
    std::unique_ptr<SaExpiryQueue> m_expiry;       //!< those with limits
    LarvalQueue m_larval;                          //!< those without keys
    AcquireTable m_acquires;                       //!< what was asked for (R32)
    Ptr<UniformRandomVariable> m_spis;             //!< made at the first GETSPI
    ObserverList<DatabaseObserver> m_observers;    //!< in order of registration
    uint64_t m_generation{1};                      //!< see GetGeneration()
    uint64_t m_nextOrder{1};                       //!< creation order of the next SA
    bool m_preferOldSa{true};                      //!< R30
    bool m_cloneForgetsOffload{true};              //!< R60, H6
    bool m_nullSuite{false};                       //!< see the attribute
    uint32_t m_lowestSpi{0};                       //!< R23
    uint32_t m_highestSpi{0};                      //!< R23
    uint32_t m_spiTries{0};                        //!< R23
    uint32_t m_blockAcquireCount{0};               //!< R32
    Time m_blockAcquireLifetime;                   //!< R32
    Time m_larvalLifetime;                         //!< R33
    TracedCallback<Ps, const SecurityAssociation&, bool> m_expireTrace; //!< R196, R197
    uint32_t m_watchedSpi{0};                                           //!< see Watch()
    StepListener* m_watcher{nullptr};                                   //!< see Watch()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SECURITY_ASSOCIATION_DATABASE_H */
