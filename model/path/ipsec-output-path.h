/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_OUTPUT_PATH_H
#define IPSEC_OFFLOAD_IPSEC_OUTPUT_PATH_H

#include "ipsec-counters.h"
#include "ipsec-identification-counters.h"
#include "ipsec-node-state.h"
#include "ipsec-output-decider.h"
#include "ipsec-path-traces.h"
#include "ipsec-pending-packet.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-segmentation.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The way of one clear datagram out of a host: decision, host booking, software ESP's accounting,
 * tag, counters and reasons. Calls must come in order of time.
 *
 * Identities: see IpsecOutputCounters; CheckInvariants() asserts them.
 */
class IpsecOutputPath
{
  public:
    /**
     * @param state of the node; must outlive this object
     * @param decided fired for each datagram
     * @param tagged fired for each transmit tag
     * @param acquired fired for each ACQUIRE
     */
    IpsecOutputPath(IpsecNodeState& state,
                    const IpsecDecisionTrace& decided,
                    const IpsecTagTrace& tagged,
                    const IpsecAcquireTrace& acquired);

    IpsecOutputPath(const IpsecOutputPath&) = delete;
    IpsecOutputPath& operator=(const IpsecOutputPath&) = delete;

    /**
     * A clear datagram leaves the node: decide, book, count. Sets verdict, reason, drop, drvSpi,
     * and for SOFTWARE, when the host takes no time, the ESP form.
     * @param now the time; calls must come in order of time
     * @param packet the datagram
     * @param context where it goes
     * @return its visit to the host; sa is set when software makes ESP of it
     */
    PendingPacket Output(Ps now, PacketDescriptor& packet, const IpsecOutputContext& context);

    /**
     * The host is done with a datagram that Output() took: whoever numbers packets in software does
     * it now, in the order in which the cores come to them, as a kernel's esp_output() does.
     * Does nothing where nothing is left to do.
     * @param now pending.ready
     * @param packet as Output() left it; for SOFTWARE it gets its ESP form
     * @param pending what Output() returned; only once
     * @return true when it goes on; drop says why not
     */
    bool Finish(Ps now, PacketDescriptor& packet, const PendingPacket& pending);

    /**
     * May TCP hand its payload down as a super-segment? Otherwise it sends segments one by one.
     * With the attribute Segmentation=Stack always. With Tcp when the interface has TSO and either
     * no policy applies or the connection's IPsec-TSO flag is set (R137); that flag begins as the
     * interface's TSO and capability say (R152).
     * @param packet the super-segment
     * @param context where it goes
     * @return true when it may
     */
    bool MayHandDownSuperSegment(const PacketDescriptor& packet, const IpsecOutputContext& context);

    /**
     * What TCP leaves free in its segments for ESP (R151): the generic overhead (R149), and a
     * tunnel's header where the connection's policy asks for one.
     * @param packet a local datagram of the connection
     * @return octets
     */
    uint32_t GetTcpReserve(const PacketDescriptor& packet);

    /**
     * One segment of what Output() has just decided upon, with its own tag, sequence number and,
     * after software ESP, ESP form.
     * @param packet the super-segment, as Output() left it
     * @param cut how it falls apart
     * @param index the segment, from 0
     * @param sa what made ESP of it in software; else not looked at
     * @return the segment
     */
    static PacketDescriptor CutSegment(const PacketDescriptor& packet,
                                       const Segmentation& cut,
                                       uint32_t index,
                                       const SecurityAssociation* sa);

    /**
     * A datagram comes by a second time, after software ESP (R119).
     * @param packet the datagram as it stands
     */
    void CountAlreadyDone(const PacketDescriptor& packet);

    /**
     * Local fragments wait for the rest of their datagram, or no longer do. They count as having
     * come in while they wait; the whole datagram counts anew in Output().
     * @param datagrams how many datagrams wait now
     * @param octets how many octets wait now, over all datagrams
     */
    void SetPending(uint64_t datagrams, uint64_t octets);

    /**
     * A local datagram of which some fragments never came is given up. SetPending() must have
     * taken it back before.
     * @param octets what there was of it
     */
    void DropIncomplete(uint32_t octets);

    /**
     * Decide on a datagram that is not sent: nothing is booked, and no packet is counted.
     * @param packet the datagram; gets verdict, reason, refusal and drop
     * @param context where it would go
     * @return what was decided
     */
    IpsecOutputDecider::Decision Ask(Ps now,
                                     PacketDescriptor& packet,
                                     const IpsecOutputContext& context);

    /** @return what decides, to ask it */
    const IpsecOutputDecider& GetDecider() const
    {
        return m_decider;
    }

    /** @return counters */
    const IpsecOutputCounters& GetCounters() const
    {
        return m_counters;
    }

    /** Forget all flows. */
    void Clear()
    {
        m_decider.Clear();
    }

    /** Assert all identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    IpsecOutputDecider::Decision Decide(Ps now,
                                        PacketDescriptor& packet,
                                        const IpsecOutputContext& context,
                                        FlowCacheEntry& flow);
    IpsecDrop WhyDropped(const PacketDescriptor& packet, const SecurityAssociation* sa) const;
    void ChooseSegmenter(PacketDescriptor& packet, uint32_t assist) const;
    static uint32_t GetAssist(const PacketDescriptor& packet,
                              const OffloadInterface* interface,
                              const SaHandle* handle);
    static void RememberTso(const PacketDescriptor& packet, uint32_t assist, FlowCacheEntry& flow);
    void CountVerdict(const PacketDescriptor& packet);
    PendingPacket BookHost(Ps now,
                           PacketDescriptor& packet,
                           const SecurityAssociation* sa,
                           bool cached);
    void CarryOut(Ps now,
                  PacketDescriptor& packet,
                  const IpsecOutputDecider::Decision& decision,
                  PendingPacket& pending);
    bool Report(Ps now,
                Ps done,
                const PacketDescriptor& packet,
                const SecurityAssociation* sa) const;
    void Wait(const PacketDescriptor& packet, SecurityAssociation& sa, PendingPacket& pending);
    void Tag(Ps now, PacketDescriptor& packet, SaHandle& handle);
    void Encapsulate(Ps now,
                     PacketDescriptor& packet,
                     SecurityAssociation& sa,
                     const OffloadInterface* interface);
    void ChooseFront(PacketDescriptor& packet, const SaConfig& config, bool numbered);
    void Refuse(PacketDescriptor& packet, SecurityAssociation* sa, IpsecDrop drop);

    IpsecNodeState& m_state;                  //!< databases, host and options
    IpsecOutputCounters m_counters;           //!< see GetCounters()
    IpsecOutputDecider m_decider;             //!< policy, SA, NIC or software
    IdentificationCounters m_identifications; //!< of ESP datagrams
    const IpsecDecisionTrace& m_decided;      //!< every decision
    const IpsecTagTrace& m_tagged;            //!< every tag (R134)
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_OUTPUT_PATH_H */
