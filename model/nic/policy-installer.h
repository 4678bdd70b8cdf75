/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_INSTALLER_H
#define IPSEC_OFFLOAD_POLICY_INSTALLER_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/offload-driver.h"

#include <cstdint>
#include <set>

namespace ns3
{

class NicCommandQueue;
struct NicProfile;

/**
 * @ingroup ipsec-offload
 * The part of a NIC's driver that takes policies and drops them (N19-N21). A policy is one rule of
 * a flow table, made by one command. It decides over no packet: on Ethernet transmit the tag does
 * (N24, R102), and what arrives meets the table of SAs (N33) and the kernel's own policy check.
 *
 * Identities (CheckInvariants()): offers = refusals + acks + faults + pending; acks = removals +
 * lost + those taken.
 */
class PolicyInstaller
{
  public:
    /**
     * @param profile what NIC it is; kept by reference
     * @param commands the way to the NIC; kept by reference
     */
    PolicyInstaller(const NicProfile& profile, NicCommandQueue& commands);

    /// What the driver did with policies.
    struct Statistics
    {
        uint64_t offers{0};  //!< policies offered
        uint64_t refused{0}; //!< by a rule of the driver, without a command (N19-N21)
        uint64_t acks{0};    //!< taken
        uint64_t faults{0};  //!< a failed command, a full flow table, a reset
        uint64_t pending{0}; //!< not answered yet
        uint64_t removed{0}; //!< withdrawn
        uint64_t lost{0};    //!< in resets
    };

    /** @return what the driver did with policies so far */
    const Statistics& GetStatistics() const
    {
        return m_statistics;
    }

    /**
     * See OffloadDriver::PolicyAdd().
     * @param policy the policy
     * @param occupancy contexts in the NIC, which slow the command down (N55)
     * @param done the answer
     */
    void Install(Ps now,
                 const SecurityPolicy& policy,
                 uint32_t occupancy,
                 OffloadDriver::OfferCompletion done);

    /**
     * See OffloadDriver::PolicyDelete().
     * @param cookie what the ack brought
     * @param done the answer
     */
    void Remove(Ps now, uint64_t cookie, OffloadDriver::WithdrawCompletion done);

    /** The NIC has lost all policies. */
    void Reset();

    /** Assert the class identities; ends the program when one does not hold. */
    void CheckInvariants() const;

  private:
    const NicProfile& m_profile;    //!< what NIC it is
    NicCommandQueue& m_commands;    //!< the way to the NIC
    Statistics m_statistics;        //!< see GetStatistics()
    std::set<uint64_t> m_installed; //!< cookies of those taken
    uint64_t m_nextCookie{1};       //!< names them
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_INSTALLER_H */
