/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_KEY_DAEMON_H
#define IPSEC_OFFLOAD_PLANNER_KEY_DAEMON_H

#include "ns3/ipsec-database-observer.h"
#include "ns3/security-association-database.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The key manager's side of one node: asks its kernel for SAs and acts on what the kernel answers,
 * and on nothing else. How a kernel treats the refusal of a driver is its own matter: FreeBSD tells
 * nobody, and the SA goes on in software.
 */
class KeyDaemon : public DatabaseObserver
{
  public:
    /// What a request came to: true when the SA may be used.
    using Answered = std::function<void(bool usable)>;
    /// Hears of an SA that the kernel deleted because its interface went down.
    using Lost = std::function<void(uint32_t spi)>;

    /**
     * @param sad of the node
     * @param asksAgain whether a request that fails is made again without offload
     */
    KeyDaemon(Ptr<SecurityAssociationDatabase> sad, bool asksAgain);
    ~KeyDaemon() override;

    KeyDaemon(const KeyDaemon&) = delete;
    KeyDaemon& operator=(const KeyDaemon&) = delete;

    /** @param lost who hears of SAs that went with their interface */
    void SetLost(Lost lost);

    /**
     * Ask for an SA; ends the program when the SAD cannot take what is asked for.
     * @param config the SA
     * @param answered called once, when the request is answered: at once or later
     */
    void Add(const SaConfig& config, Answered answered);

    /**
     * Change an SA's addresses. Such requests wait for each other's answers, as a daemon makes
     * them.
     * @param spi which; it may have come to the end of its life by then
     * @param source its new source
     * @param destination its new destination
     * @param begin called when it is this request's turn: policies follow
     */
    void Move(uint32_t spi,
              const IpAddress& source,
              const IpAddress& destination,
              std::function<void()> begin);

    /**
     * Delete an SA, which may have come to the end of its life before.
     * @param spi which
     */
    void Delete(uint32_t spi);

    // documented in DatabaseObserver
    void SaAdmitted(Ps now, SecurityAssociation& sa) override;
    void SaRefused(Ps now, SecurityAssociation& sa) override;
    void SaLost(Ps now, SecurityAssociation& sa) override;

  private:
    /// A request to change addresses.
    struct Change
    {
        uint32_t spi;
        IpAddress source;
        IpAddress destination;
        std::function<void()> begin;
    };

    Answered Take(uint32_t spi);
    void MoveNext();

    Ptr<SecurityAssociationDatabase> m_sad; //!< of the node
    bool m_asksAgain;                       //!< without offload
    Lost m_lost;                            //!< see SetLost()
    std::map<uint32_t, Answered> m_waiting; //!< by SPI: requests without an answer
    std::deque<Change> m_changes;           //!< see Move(); the first one has been made
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_KEY_DAEMON_H */
