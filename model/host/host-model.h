/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_MODEL_H
#define IPSEC_OFFLOAD_HOST_MODEL_H

#include "host-cache.h"
#include "host-core.h"
#include "host-memory-traffic.h"
#include "host-profile.h"

#include "ns3/ipsec-instant-ring.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-serial-server.h"

#include <array>
#include <cstdint>
#include <limits>
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
    uint32_t threadHash{0};                 //!< what the crypto thread is chosen by
    uint64_t threadCycles{0};               //!< of a crypto thread, after the core
    uint32_t lookasideOctets{0};            //!< for the accelerator, after the core
    uint32_t lookasideRequests{1};          //!< in how many requests it gets them
    HostPath path{HostPath::CLEAR};         //!< under which the memory traffic is counted
    MemoryTraffic memory{};                 //!< octets
    uint32_t copiedOut{0};                  //!< octets that a copy takes from a socket
    uint32_t copiedIn{0};                   //!< octets that a copy gives to a socket
    uint32_t packets{1};  //!< that begin with it; 0: it goes on with one that was counted
    bool admitted{false}; //!< goes on with what was booked before, so no core refuses it
    uint64_t spent{0};    //!< cycles of earlier bookings, in vain if this one is refused
};

/**
 * @ingroup ipsec-offload
 * The host: cores with bounded backlogs, the memory that they share with DMA, crypto threads, an
 * accelerator. Knows nobody: takes the time, the work and hashes, gives back when the work is done
 * (doc/design.rst#layers).
 *
 * A packet visits its core, then a crypto thread or the accelerator if it needs one. Those two take
 * requests in the order in which cores were given the packets, so no SA's packets change their
 * order. They are no part of the cores: their time is their own. The memory is one server; a packet
 * is done by core and memory when both are done with it.
 *
 * Two logical cores may be threads of one physical core. While both are busy they do
 * HostProfile::threadYield of work together, half each: work that overlaps with the other thread's
 * takes 2 / threadYield as long, and so does the other thread's. When packets are done that the
 * other thread has been given before is not put off; what it is given later is.
 *
 * Identity: booked + refused = calls of Book(); refused is the sum over the places that refuse.
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

    /// Where a packet may find no room.
    enum class Place : uint8_t
    {
        NONE,
        CORE,
        CRYPTO_THREAD,
        LOOKASIDE
    };

    /// How many places there are.
    static constexpr size_t PLACES = 4;

    /// Answer to Book().
    struct Booking
    {
        bool accepted;       //!< false: there is no room
        Ps done;             //!< when the work is done
        uint32_t core;       //!< which core
        uint32_t lane;       //!< what leaves in one lane leaves in the order of the calls
        Ps coreDone;         //!< when the core is done
        Ps memoryDone;       //!< when core and memory are done
        uint64_t coreCycles; //!< with what an interrupt or poll, misses and the other thread took
        bool interrupt;      //!< the core was interrupted
        Place refusedBy;     //!< where there was no room
        uint64_t missed{0};  //!< octets that a copy moved from memory, or to it
        uint64_t missCycles{0};   //!< of coreCycles, for those
        uint64_t sharedCycles{0}; //!< of coreCycles and as many of its sibling, for being two
    };

    /** @param core which @return the other thread of its physical core; itself if it has none */
    uint32_t SiblingOf(uint32_t core) const;

    /**
     * Book one packet's work. Calls must come in order of time.
     * @param now when the packet arrives
     * @param work what it asks for
     * @return when it is done, or a refusal
     */
    Booking Book(Ps now, const HostWork& work);

    /** @return how many lanes there are (Booking::lane); 0 without cores */
    uint32_t GetLaneCount() const;

    /**
     * @param hash a hash
     * @param context what the core is for: not all need receive
     * @return the core it leads to; 0 without cores
     */
    uint32_t CoreOf(uint32_t hash, HostContext context = HostContext::SEND) const;

    /** @param hash of an SA @return the crypto thread it leads to */
    uint32_t ThreadOf(uint32_t hash) const;

    /// Later than all work.
    static constexpr Ps ALL = std::numeric_limits<Ps>::max();

    /**
     * @param core which
     * @param until an instant, not before the last booking
     * @return busy time until then in seconds; with ALL that of all work booked
     */
    double GetBusySeconds(uint32_t core, Ps until = ALL) const;

    /** @param thread which @param until see above @return busy time of a crypto thread */
    double GetThreadSeconds(uint32_t thread, Ps until = ALL) const;

    /** @param until see above @return busy time of the memory */
    double GetMemorySeconds(Ps until = ALL) const;

    /** @param until see above @return busy time of the accelerator */
    double GetLookasideSeconds(Ps until = ALL) const;

    /** @return crypto threads; 0 without cores */
    uint32_t GetThreadCount() const
    {
        return static_cast<uint32_t>(m_threads.size());
    }

    /** @return cycles that cores have spent on packets that were refused later */
    uint64_t GetWastedCycles() const
    {
        return m_wasted;
    }

    /** @return what the batching of all cores did */
    HostCore::Batches GetBatches() const;

    /// What went through memory on one way.
    struct PathTraffic
    {
        uint64_t received{0}; //!< packets from the NIC, counted once each
        uint64_t sent{0};     //!< packets to the NIC, forwarded ones too, or dropped on the way
        MemoryTraffic memory; //!< of those
    };

    /** @param path a way @return its memory traffic */
    const PathTraffic& GetTraffic(HostPath path) const
    {
        return m_traffic[static_cast<size_t>(path)];
    }

    /** @return bookings accepted */
    uint64_t GetBooked() const
    {
        return m_booked;
    }

    /** @return bookings refused */
    uint64_t GetRefused() const;

    /** @param place where @return bookings refused there */
    uint64_t GetRefusedBy(Place place) const
    {
        return m_refused[static_cast<size_t>(place)];
    }

  private:
    /// A crypto thread.
    struct Thread
    {
        SerialServer server; //!< cycles at the clock
        InstantRing backlog; //!< when the packets present are done
    };

    /// The accelerator.
    struct Lookaside
    {
        SerialServer bits;    //!< bit/s
        SerialServer packets; //!< packet/s
        InstantRing queue;    //!< when the requests on their way are done
    };

    uint32_t Pick(uint32_t hash, uint64_t count) const;
    Place FindRoom(Ps now, const HostWork& work, uint32_t core);
    uint64_t Share(Ps now, uint32_t core, uint64_t cycles);
    Ps Accelerate(Ps from, uint32_t octets, uint32_t requests);

    HostProfile m_profile;                           //!< cores, clock, costs
    std::vector<HostCore> m_cores;                   //!< the cores
    std::vector<Thread> m_threads;                   //!< crypto threads
    Lookaside m_lookaside;                           //!< the accelerator
    SerialServer m_memory;                           //!< bits
    HostCache m_cache;                               //!< what copies find
    std::array<PathTraffic, HOST_PATHS> m_traffic{}; //!< through memory, by way
    uint64_t m_booked{0};                            //!< accepted
    uint64_t m_wasted{0};                            //!< see GetWastedCycles()
    std::array<uint64_t, PLACES> m_refused{};        //!< refused, by place
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_MODEL_H */
