/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CIPHER_TIMER_H
#define IPSEC_OFFLOAD_PLANNER_CIPHER_TIMER_H

#include "ns3/host-profile.h"
#include "ns3/ipsec-algorithm.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Tells how long this machine takes for a cipher or a key exchange. Tests have one that only
 * pretends.
 */
class CipherTimer
{
  public:
    virtual ~CipherTimer() = default;

    /** @return the clock of the core that is measured, Hz */
    virtual double GetClock() = 0;

    /** @return what ciphers, with its version */
    virtual std::string GetLibrary() const = 0;

    /**
     * @param algorithm a cipher, an authenticator or both in one
     * @return true when it can be measured
     */
    virtual bool Knows(const IpsecAlgorithm& algorithm) const = 0;

    /**
     * @param algorithm one that is known
     * @param octets of one message
     * @return seconds per message, with a key that is set up already
     */
    virtual double SecondsPerMessage(const IpsecAlgorithm& algorithm, uint32_t octets) = 0;

    /**
     * @param exchange not NONE
     * @return seconds that one end of it works: the generation of a key and the derivation of the
     * secret, as IKE does both each time; NaN when the library does not know it
     */
    virtual double SecondsPerExchange(KeyExchange exchange) = 0;
};

/**
 * @ingroup ipsec-offload
 * OpenSSL's EVP on one core: the thread stays on the core that it is on. The clock is measured by
 * arithmetic in which each step needs the one before, at one cycle each, so turbo modes are in it.
 * If that is wrong by some share, all cycles are, and their times in a simulation are right.
 * @param seconds to spend per message size; a third of it in each of three rounds, the fastest
 * counts
 * @return the timer
 * @throws std::runtime_error when the program was built without OpenSSL
 */
std::unique_ptr<CipherTimer> MakeOpenSslTimer(double seconds);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CIPHER_TIMER_H */
