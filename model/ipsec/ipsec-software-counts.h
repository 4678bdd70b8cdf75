/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_SOFTWARE_COUNTS_H
#define IPSEC_OFFLOAD_IPSEC_SOFTWARE_COUNTS_H

#include "ns3/ipsec-reasons.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/** @param reason a reason @return true when a driver's refusal is behind it */
inline bool
HasRefusal(SoftwareReason reason)
{
    return reason == SoftwareReason::REJECTED || reason == SoftwareReason::DRIVER_FAULT;
}

/**
 * @ingroup ipsec-offload
 * Packets that software transformed: a count per reason, and of those that a driver's refusal keeps
 * there a count per refusal.
 */
class SoftwareCounts : public ReasonTable<SoftwareReason>
{
  public:
    /**
     * Count one more packet.
     * @param reason why it was not offloaded
     * @param refusal number of the driver's refusal; 0: none
     * @param length octets of it
     */
    void Add(SoftwareReason reason, uint16_t refusal, uint64_t length)
    {
        AddMany(reason, refusal, {1, length});
    }

    /**
     * Count many packets.
     * @param reason why they were not offloaded
     * @param refusal number of the driver's refusal; 0: none
     * @param many the packets
     */
    void AddMany(SoftwareReason reason, uint16_t refusal, const PacketOctets& many)
    {
        (*this)[reason].Add(many);
        if (refusal != 0)
        {
            if (refusal >= m_refusals.size())
            {
                m_refusals.resize(refusal + size_t{1});
            }
            m_refusals[refusal].Add(many);
        }
    }

    /** @return a count per refusal, by number; none for those that kept no packet */
    const std::vector<PacketOctets>& GetRefusals() const
    {
        return m_refusals;
    }

    /** Assert that each packet has a reason, and each refused one a refusal. */
    void CheckInvariants() const;

    /** @param part counts of packets that are among these; they are taken away */
    void Subtract(const SoftwareCounts& part);

  private:
    std::vector<PacketOctets> m_refusals; //!< by number of the refusal; 0 is not used
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_SOFTWARE_COUNTS_H */
