/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_STEP_COSTS_H
#define IPSEC_OFFLOAD_HOST_STEP_COSTS_H

#include "host-cost-bill.h"

#include "ns3/host-model.h"
#include "ns3/host-profile.h"

#include <cstdint>
#include <unordered_map>

namespace ns3
{

struct IpsecAlgorithm;
class SecurityAssociation;
struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * Turns the steps of a packet's way into work of the host: what a profile gives per step is summed
 * up here, in one place for both directions, so that simulation and closed form use the same sums.
 * All answers leave the hashes to the caller. A packet that crosses between host and NIC counts
 * once, on the way by which it is ciphered, whatever the number of its bookings: each segment that
 * the host cuts or merges, one super-segment or unit of the NIC's.
 *
 * Memory traffic, of a clear datagram of C octets whose ESP form has E: a socket's copy reads and
 * writes C; a cipher by a core reads one form and writes the other, an authenticator of its own
 * reads E once more; an accelerator does the same by DMA; ESP that the host builds for somebody
 * else to cipher writes E - C; the NIC reads or writes by DMA what crosses the host's bus, which is
 * E unless it makes the ESP itself; a checksum by a core reads what is behind the IP header, if the
 * profile says what that costs. Profile values give the octets of headers and descriptors.
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
     * @param packet the packet; verdict, checksum and headerSum set
     * @param sa its SA; nullptr for a clear one
     * @param cached true when the policy came from the flow cache
     * @return the work
     */
    HostWork Output(const PacketDescriptor& packet, const SecurityAssociation* sa, bool cached);

    /**
     * One packet on its way in.
     * @param packet the packet as it arrived: ESP form, or clear with or without a receive tag;
     * checksum set
     * @param sa its SA, if one was found; of an ESP form, or by the receive tag
     * @param local true when its socket is known to be here: not behind a tunnel yet to be opened
     * @return the work, without Deliver() when the profile gives sockets a core of their own
     */
    HostWork Input(const PacketDescriptor& packet, const SecurityAssociation* sa, bool local);

    /**
     * One packet that the driver drops because of the NIC's syndrome (N34).
     * @param packet the packet in its ESP form
     * @return the work
     */
    HostWork InputFailed(const PacketDescriptor& packet);

    /**
     * A datagram that came out of a tunnel, and is for this node: what Input() could not know.
     * @param packet the clear datagram; host says how it was opened, checksum who verifies
     * @return the work, without Deliver() when the profile gives sockets a core of their own
     */
    HostWork InputOpened(const PacketDescriptor& packet);

    /**
     * One packet from its socket to the application, on a core of its own.
     * @param packet the clear datagram; host says how it reached the host
     * @return the work
     */
    HostWork Deliver(const PacketDescriptor& packet);

    /**
     * A clear or decrypted TCP segment that the host is about to merge with others (GRO): the
     * driver's work and the merge, and what a crypto-only offload leaves to be done per packet.
     * Input() of the unit then leaves them out (TcpSegmentInfo::booked).
     * @param packet the segment
     * @param sa its SA by the receive tag, if one was found
     * @return the work
     */
    HostWork InputSegment(const PacketDescriptor& packet, const SecurityAssociation* sa);

    /** @return what the cycles of the last answer are made of */
    const CostBill& GetBill() const
    {
        return m_bill;
    }

  private:
    /// Cycles that are added up.
    struct Sum
    {
        CostBill::Payer payer{CostBill::Payer::CORE}; //!< who works them
        uint32_t packets{1};                          //!< how often all of it is due
        double cycles{0};                             //!< of each time
    };

    /// What an algorithm costs here, worked out once.
    struct Cost
    {
        CipherCost cipher;
        bool lookaside; //!< the accelerator does it
    };

    bool IsLookaside(const SecurityAssociation& sa);
    HostWork Begin(HostContext context);
    void Charge(Sum& sum, HostCost cost, double each, uint32_t times = 1);
    void AddDecision(const PacketDescriptor& packet, bool hasSa, bool cached, Sum& sum);
    void AddCipher(const SecurityAssociation& sa,
                   uint32_t clear,
                   uint32_t esp,
                   uint32_t packets,
                   bool output,
                   HostWork& work,
                   Sum& sum);
    void AddSocket(uint32_t octets, bool output, HostWork& work, Sum& sum);
    void AddLocal(uint32_t octets, HostWork& work, Sum& sum);
    void AddChecksum(uint32_t octets, uint32_t packets, HostWork& work, Sum& sum);
    const Cost& CostOf(const IpsecAlgorithm* algorithm);

    const HostProfile& m_profile;                              //!< costs
    std::unordered_map<const IpsecAlgorithm*, Cost> m_ciphers; //!< costs found so far
    CostBill m_bill;                                           //!< see GetBill()
    bool m_hostEncapsulates{false};                            //!< see SetHostEncapsulates()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_STEP_COSTS_H */
