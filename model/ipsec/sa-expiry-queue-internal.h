/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_EXPIRY_QUEUE_INTERNAL_H
#define IPSEC_OFFLOAD_SA_EXPIRY_QUEUE_INTERNAL_H

#include "security-association.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The SAs that may expire (R193-R199): by the earliest instant at which a time limit is exceeded,
 * and apart from those the ones that must be watched because what they have transferred decides.
 *
 * A pass costs the watched SAs and those due, never the others.
 */
class SaExpiryQueue
{
  public:
    /// What an SA has come to.
    enum class Judgment : uint8_t
    {
        GOES_ON,
        SOFT, //!< MATURE, and a soft limit is exceeded (R197, R199)
        HARD  //!< a hard limit is exceeded (R194); comes first (R198)
    };

    /**
     * @param sa an alive SA
     * @return what it has come to
     */
    static Judgment Judge(Ps now, const SecurityAssociation& sa);

    /** @param sa an alive SA whose limits, state or first use may have changed */
    void Update(SecurityAssociation& sa);

    /** @param sa an SA that need not be looked at any more */
    void Remove(SecurityAssociation& sa);

    /**
     * @return the SAs whose judgment is not to go on, in order of creation; they stay in
     */
    std::vector<Ptr<SecurityAssociation>> FindDue(Ps now);

    /** @return true when there is no SA that can ever expire */
    bool IsEmpty() const
    {
        return m_deadlines.empty() && m_watched.empty();
    }

    /** Forget all SAs. */
    void Clear();

  private:
    /// Instant and creation order, so that equal instants have one order in every run.
    using Deadline = std::pair<Ps, uint64_t>;

    /// One time limit of many.
    struct Entry
    {
        Deadline deadline;
        SecurityAssociation* sa;

        bool operator<(const Entry& other) const
        {
            return deadline < other.deadline;
        }
    };

    static Ps DeadlineOf(const SecurityAssociation& sa);
    static bool MustWatch(const SecurityAssociation& sa);
    void SetDeadline(SecurityAssociation& sa, Ps deadline);
    void SetWatched(SecurityAssociation& sa, bool watched);

    std::set<Entry> m_deadlines;                 //!< SAs with a time limit that is running
    std::vector<SecurityAssociation*> m_watched; //!< in no particular order
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_EXPIRY_QUEUE_INTERNAL_H */
