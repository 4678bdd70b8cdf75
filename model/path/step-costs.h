/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_STEP_COSTS_H
#define IPSEC_OFFLOAD_STEP_COSTS_H

#include "ns3/host-profile.h"

#include <cstdint>
#include <unordered_map>

namespace ns3
{

struct IpsecAlgorithm;
class HostModel;
class SecurityAssociation;
struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * Turns the steps of a packet's way into cycles of the host: what a profile gives per step is
 * summed up here, in one place for both directions, so that simulation and closed form use the same
 * sums.
 */
class StepCosts
{
  public:
    /** @param host the host whose profile holds the costs; must outlive this object */
    explicit StepCosts(const HostModel& host);

    /** @param encapsulates true: the host builds ESP for offloaded packets too, all but the cipher
     * (inline crypto) */
    void SetHostEncapsulates(bool encapsulates)
    {
        m_hostEncapsulates = encapsulates;
    }

    /**
     * One packet on its way out.
     * @param packet the packet, verdict set
     * @param sa its SA; nullptr for a clear one
     * @param cached true when the policy came from the flow cache
     * @return cycles, rounded to the nearest
     */
    uint64_t Output(const PacketDescriptor& packet, const SecurityAssociation* sa, bool cached);

    /**
     * One packet on its way in.
     * @param packet the packet as it arrived: ESP form, or clear with or without a receive tag
     * @param sa its SA for an ESP form, if one was found
     * @param local true when it is for this node and not to be forwarded
     * @return cycles, rounded to the nearest
     */
    uint64_t Input(const PacketDescriptor& packet, const SecurityAssociation* sa, bool local);

    /**
     * A clear or decrypted TCP segment that the host is about to merge with others (GRO): the
     * driver's work and the merge, and what a crypto-only offload leaves to be done per packet.
     * Input() of the unit then leaves them out (TcpSegmentInfo::booked).
     * @param packet the segment
     * @return cycles, rounded to the nearest
     */
    uint64_t InputSegment(const PacketDescriptor& packet) const;

  private:
    double CipherCycles(const SecurityAssociation& sa, uint32_t octets, uint32_t packets = 1);
    const CipherCost& CostOf(const IpsecAlgorithm* algorithm);

    const HostProfile& m_profile; //!< costs
    const HostModel& m_host;      //!< knows costs by algorithm name
    std::unordered_map<const IpsecAlgorithm*, CipherCost> m_ciphers; //!< costs found so far
    bool m_hostEncapsulates{false};                                  //!< see SetHostEncapsulates()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_STEP_COSTS_H */
