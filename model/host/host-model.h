/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_MODEL_H
#define IPSEC_OFFLOAD_HOST_MODEL_H

#include "host-profile.h"

#include "ns3/instant-ring.h"
#include "ns3/pico-time.h"
#include "ns3/serial-server.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

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
    };

    /**
     * Book one packet's work. Calls must come in order of time.
     * @param now when the packet arrives
     * @param hash what the core is chosen by
     * @param cycles the work
     * @return when it is done, or a refusal
     */
    Booking Book(Ps now, uint32_t hash, uint64_t cycles);

    /** @param hash a hash @return the core it leads to; 0 without cores */
    uint32_t CoreOf(uint32_t hash) const;

    /** @param algorithm a name of the algorithm table @return its cost on this host */
    const CipherCost& CostOf(const std::string& algorithm) const;

    /**
     * @param core which
     * @return busy time so far of all work booked, in seconds
     */
    double GetBusySeconds(uint32_t core) const;

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
    /// One core.
    struct Core
    {
        /**
         * @param clock Hz
         * @param bound most packets waiting or in service
         */
        Core(uint64_t clock, uint32_t bound)
            : server(clock),
              backlog(bound)
        {
        }

        SerialServer server; //!< cycles at the clock
        InstantRing backlog; //!< when the packets present are done
    };

    HostProfile m_profile;     //!< cores, clock, costs
    std::vector<Core> m_cores; //!< the cores
    uint64_t m_booked{0};      //!< accepted
    uint64_t m_refused{0};     //!< refused
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_MODEL_H */
