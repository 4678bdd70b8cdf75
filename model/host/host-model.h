/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_MODEL_H
#define IPSEC_OFFLOAD_HOST_MODEL_H

#include "host-core.h"
#include "host-profile.h"

#include "ns3/pico-time.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What one packet asks of the host at once.
 */
struct HostWork
{
    uint32_t hash{0};                       //!< what the core is chosen by
    uint64_t cycles{0};                     //!< of the core
    HostContext context{HostContext::SEND}; //!< what they are for
    bool admitted{false}; //!< goes on with what was booked before, so it is not refused
};

/**
 * @ingroup ipsec-offload
 * The host's cores: each a first-come-first-served server with a bounded backlog. Knows nobody:
 * takes the time, cycles and a hash, gives back when the work is done (design.md section 1).
 *
 * Identity: booked + refused = calls of Book().
 */
class HostModel
{
  public:
    /** @param profile cores, clock, costs; with 0 cores every booking is done at once */
    explicit HostModel(HostProfile profile = HostProfile());

    /** @return the profile */
    const HostProfile& GetProfile() const
    {
        return m_profile;
    }

    /** @return false when there is no host model and time is zero */
    bool HasCores() const
    {
        return !m_cores.empty();
    }

    /// Answer to Book().
    struct Booking
    {
        bool accepted; //!< false: the core's backlog is full
        Ps done;       //!< when the work is done
        uint32_t core; //!< which core
        uint32_t lane; //!< what leaves in one lane leaves in the order of the calls
    };

    /**
     * Book one packet's work. Calls must come in order of time.
     * @param now when the packet arrives
     * @param work what it asks for
     * @return when it is done, or a refusal
     */
    Booking Book(Ps now, const HostWork& work);

    /** @return how many lanes there are (Booking::lane); 0 without cores */
    uint32_t GetLaneCount() const
    {
        return 2 * static_cast<uint32_t>(m_cores.size());
    }

    /** @param hash a hash @return the core it leads to; 0 without cores */
    uint32_t CoreOf(uint32_t hash) const;

    /** @param algorithm a name of the algorithm table @return its cost on this host */
    const CipherCost& CostOf(const std::string& algorithm) const;

    /**
     * @param core which
     * @return busy time so far of all work booked, in seconds
     */
    double GetBusySeconds(uint32_t core) const;

    /** @return what the batching of all cores did */
    HostCore::Batches GetBatches() const;

    /** @return bookings accepted */
    uint64_t GetBooked() const
    {
        return m_booked;
    }

    /** @return bookings refused */
    uint64_t GetRefused() const
    {
        return m_refused;
    }

  private:
    HostProfile m_profile;         //!< cores, clock, costs
    std::vector<HostCore> m_cores; //!< the cores
    uint64_t m_booked{0};          //!< accepted
    uint64_t m_refused{0};         //!< refused
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_MODEL_H */
