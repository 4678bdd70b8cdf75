/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_SERIAL_SERVER_H
#define IPSEC_OFFLOAD_IPSEC_SERIAL_SERVER_H

#include "ipsec-pico-time.h"

#include <algorithm>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * One server with a fixed rate and first-come-first-served order, kept as arithmetic.
 *
 * The server is nothing but the instant at which it becomes free, so serving a job costs no event
 * (design rule "time costs no events"). That instant is kept as whole picoseconds plus an exact
 * fraction (units over rate), so rounding errors never add up: after any number of back-to-back
 * jobs the server is free at the exact total of their work divided by the rate.
 *
 * Work and rate share a unit: bits and bit/s, cycles and Hz, packets and packet/s.
 * Jobs must be offered in order of arrival.
 */
class SerialServer
{
  public:
    /** @param unitsPerSecond the rate; 0 means infinitely fast */
    explicit SerialServer(uint64_t unitsPerSecond = 0);

    /** @return the rate in units per second; 0 means infinitely fast */
    uint64_t GetRate() const;

    /**
     * Serve one job.
     * @param arrival when the job arrives
     * @param work how much it asks for, in units of the rate
     * @return when it is done, rounded down to a whole picosecond
     */
    Ps Serve(Ps arrival, uint64_t work);

    /**
     * @param arrival when a job would arrive
     * @return when its service would begin
     */
    Ps StartOf(Ps arrival) const;

    /** @param work of a job @return for how long it keeps the server busy, rounded up */
    Ps GetServiceTime(uint64_t work) const;

    /** @return the instant from which the server is idle, rounded down */
    Ps GetFreeAt() const;

    /** @return the work of all jobs offered so far, in units */
    uint64_t GetServed() const;

    /**
     * For how long the jobs offered so far will keep it busy. Exact when at most one span without
     * work lies behind the instant asked for; further ones, between jobs that arrive later than
     * that, count as work. So no server seems to have worked longer than there was time.
     * @param from an instant, not before the last job was offered
     * @return the work left then, in picoseconds
     */
    double GetLeft(Ps from) const;

    /** @return how much later than GetFreeAt() it is idle, in picoseconds below 1 */
    double GetFraction() const;

    /**
     * @param until an instant, not before the last job was offered
     * @return for how long it has worked until then, in seconds; see GetLeft()
     */
    double GetBusySeconds(Ps until) const;

    /**
     * Keep the server from working until an instant (a stall); jobs wait.
     * @param until the end of the stall
     */
    void Block(Ps until);

  private:
    __extension__ typedef unsigned __int128 Wide; // NOLINT(modernize-use-using)

    uint64_t m_rate;                   //!< units per second
    uint64_t m_numerator{0};           //!< picoseconds per unit, numerator of the reduced fraction
    uint64_t m_denominator{1};         //!< picoseconds per unit, denominator
    uint64_t m_reciprocal{UINT64_MAX}; //!< 2^64 - 1 over the denominator, rounded down
    uint64_t m_narrow{UINT64_MAX};     //!< most work whose product with the numerator fits 64 bits
    Ps m_freeAt{0};                    //!< whole picoseconds of the instant when idle
    uint64_t m_fraction{0};            //!< the rest of it, in 1/denominator picoseconds
    uint64_t m_served{0};              //!< sum of the work
    Ps m_idleFrom{0};                  //!< the last span without work
    Ps m_idleUntil{0};                 //!< its end
};

inline Ps
SerialServer::Serve(Ps arrival, uint64_t work)
{
    m_served += work;
    if (arrival > m_freeAt)
    {
        m_idleFrom = m_freeAt;
        m_idleUntil = arrival;
        m_freeAt = arrival;
        m_fraction = 0;
    }
    if (m_denominator == 1)
    {
        m_freeAt += static_cast<Ps>(work * m_numerator);
        return m_freeAt;
    }
    if (work <= m_narrow)
    {
        // Division by a constant, as compilers do it: the high half of a product is the quotient or
        // one less, and a product takes a fraction of a division's time.
        const uint64_t total = work * m_numerator + m_fraction;
        auto quotient = static_cast<uint64_t>((static_cast<Wide>(total) * m_reciprocal) >> 64);
        uint64_t rest = total - quotient * m_denominator;
        if (rest >= m_denominator)
        {
            ++quotient;
            rest -= m_denominator;
        }
        m_freeAt += static_cast<Ps>(quotient);
        m_fraction = rest;
        return m_freeAt;
    }
    const Wide total = static_cast<Wide>(work) * m_numerator + m_fraction;
    m_freeAt += static_cast<Ps>(total / m_denominator);
    m_fraction = static_cast<uint64_t>(total % m_denominator);
    return m_freeAt;
}

inline Ps
SerialServer::StartOf(Ps arrival) const
{
    return std::max(arrival, m_freeAt);
}

inline Ps
SerialServer::GetFreeAt() const
{
    return m_freeAt;
}

inline uint64_t
SerialServer::GetServed() const
{
    return m_served;
}

inline uint64_t
SerialServer::GetRate() const
{
    return m_rate;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_SERIAL_SERVER_H */
