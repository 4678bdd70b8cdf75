/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_OFFLOAD_REFUSAL_TABLE_H
#define IPSEC_OFFLOAD_OFFLOAD_REFUSAL_TABLE_H

#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-software-counts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A driver's answer that keeps SAs in software.
 */
struct Refusal
{
    SoftwareReason reason; //!< REJECTED or DRIVER_FAULT
    std::string error;     //!< name of the errno; may be empty
    std::string words;     //!< why, as the driver says it; may be empty

    /** @return "refused: tunnel mode (EOPNOTSUPP)" */
    std::string ToString() const;
};

/**
 * @ingroup ipsec-offload
 * The refusals of a node, each kind once, numbered from 1: handles, packets and counters carry the
 * number, and reports look up the words. There are as many as there are kinds of answers, not of
 * SAs.
 */
class RefusalTable
{
  public:
    /// Packets in software for one reason.
    struct Share
    {
        SoftwareReason reason; //!< why
        std::string words;     //!< the same in words, see DescribeReason()
        PacketOctets count;    //!< how many
    };

    /** @param refusal an answer @return its number */
    uint16_t GetNumber(const Refusal& refusal);

    /** @param number a refusal's, or 0 @return it, or nullptr for 0 */
    const Refusal* Find(uint16_t number) const
    {
        return number == 0 ? nullptr : &m_refusals.at(number - size_t{1});
    }

    /**
     * @param counts of packets in software
     * @return the reasons that occurred, drivers' refusals one by one
     */
    std::vector<Share> Describe(const SoftwareCounts& counts) const;

  private:
    std::vector<Refusal> m_refusals; //!< in order of their first appearance
};

/**
 * @ingroup ipsec-offload
 * @param reason why packets are in software
 * @param refusal the driver's answer, where one keeps them there
 * @return the same in words for a report; the reason's name where that says all
 */
std::string DescribeReason(SoftwareReason reason, const Refusal* refusal);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_OFFLOAD_REFUSAL_TABLE_H */
