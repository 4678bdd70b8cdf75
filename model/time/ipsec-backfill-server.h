/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_BACKFILL_SERVER_H
#define IPSEC_OFFLOAD_IPSEC_BACKFILL_SERVER_H

#include "ipsec-pico-time.h"
#include "ipsec-serial-server.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A SerialServer for jobs that are not offered in order of arrival: several queues feed it, and the
 * time at which a job reaches it is computed when the job enters its queue.
 *
 * The server remembers its latest idle gaps. A job that arrives before the server's last job began
 * is served in the first gap that has room for all of it; without one it waits for the end of all
 * jobs offered so far.
 *
 * Exact (the same instants as SerialServer) as long as jobs are offered in order of arrival,
 * whatever feeds it. Otherwise an approximation of first come, first served: the work and the idle
 * time are those of the true server, no job is served before it arrives, no two at a time; but a
 * job that was offered earlier is never moved, so a late-offered one can wait for one job too many,
 * or for more when the gap before them is shorter than itself or among those forgotten. With half
 * of the jobs offered up to ten services ahead, mean waiting is 18 to 27 % too long (suite
 * nic-stages). Service in a gap is rounded up to a whole picosecond.
 */
class BackfillServer
{
  public:
    /** @param unitsPerSecond the rate; 0 means infinitely fast: nothing ever waits */
    explicit BackfillServer(uint64_t unitsPerSecond = 0)
        : m_server(unitsPerSecond)
    {
    }

    /// When a job is served.
    struct Service
    {
        Ps start; //!< begin of its service
        Ps done;  //!< end of its service
    };

    /**
     * Serve one job.
     * @param arrival when the job arrives
     * @param work how much it asks for, in units of the rate
     * @return when it is served
     */
    Service Serve(Ps arrival, uint64_t work)
    {
        if (m_server.GetRate() == 0)
        {
            return {arrival, arrival};
        }
        const Ps free = m_server.GetFreeAt();
        if (arrival > free)
        {
            Remember({free, arrival});
        }
        else if (arrival < m_lastGapEnd)
        {
            return ServeLate(arrival, work);
        }
        return {std::max(arrival, free), m_server.Serve(arrival, work)};
    }

    /** @return the rate in units per second; 0 means infinitely fast */
    uint64_t GetRate() const
    {
        return m_server.GetRate();
    }

    /** @return the instant from which the server is idle for good, rounded down */
    Ps GetFreeAt() const
    {
        return m_server.GetFreeAt();
    }

    /** @return the work served so far, in units; nothing when infinitely fast */
    uint64_t GetServed() const
    {
        return m_server.GetServed() + m_servedLate;
    }

    /**
     * @param until an instant, not before the last job was offered
     * @return for how long it has worked until then, in seconds; as SerialServer::GetLeft() says,
     * but exact when at most GAPS spans without work lie behind that instant
     */
    double GetBusySeconds(Ps until) const;

    /** @return of GetServed(), the work that was done in gaps */
    uint64_t GetServedInGaps() const
    {
        return m_servedLate;
    }

    /// Gaps that are remembered.
    static constexpr uint32_t GAPS = 16;

  private:
    /// A span in which the server does nothing.
    struct Gap
    {
        Ps begin; //!< end of the job before it
        Ps end;   //!< begin of the job after it
    };

    void Remember(const Gap& gap)
    {
        m_lastGapEnd = gap.end;
        m_gaps[(m_first + m_count) % GAPS] = gap;
        if (m_count < GAPS)
        {
            ++m_count;
        }
        else
        {
            m_first = (m_first + 1) % GAPS; // the oldest is forgotten
        }
    }

    Service ServeLate(Ps arrival, uint64_t work);
    void Split(uint32_t number, const Service& job);

    SerialServer m_server;            //!< the server from its last job on
    Ps m_lastGapEnd{0};               //!< of the newest gap
    uint64_t m_servedLate{0};         //!< work done in gaps
    uint32_t m_first{0};              //!< the oldest gap
    uint32_t m_count{0};              //!< gaps remembered
    std::array<Gap, GAPS> m_gaps{{}}; //!< circular, in order of time
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_BACKFILL_SERVER_H */
