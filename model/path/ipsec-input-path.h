/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_INPUT_PATH_H
#define IPSEC_OFFLOAD_IPSEC_INPUT_PATH_H

#include "ipsec-counters.h"
#include "ipsec-node-state.h"
#include "ipsec-path-traces.h"
#include "ipsec-pending-packet.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-transform-history.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Opens the bytes of an ESP packet for IpsecInputPath, between the replay check and the window's
 * update (R170). stack/ implements it; lean fidelity has no bytes.
 */
class EspOpener
{
  public:
    virtual ~EspOpener() = default;

    /**
     * @param sa the SA found by SPI
     * @param sequence the full sequence number, recovered from the window
     * @return NONE, BAD_ICV or MALFORMED
     */
    virtual IpsecDrop Open(const SecurityAssociation& sa, uint64_t sequence) = 0;

    /** @return traffic class or TOS of the IP header in front of what was opened */
    virtual uint8_t GetTrafficClass() const = 0;
};

/**
 * @ingroup ipsec-offload
 * The way of one datagram into a host: receive tag, SA by SPI, host booking, software ESP's
 * accounting, inbound policy check, counters and reasons. Calls must come in order of time.
 *
 * Identities: see IpsecInputCounters; CheckInvariants() asserts them.
 */
class IpsecInputPath
{
  public:
    /**
     * @param state of the node; must outlive this object
     * @param decided fired for each datagram
     */
    IpsecInputPath(IpsecNodeState& state, const IpsecDecisionTrace& decided);

    IpsecInputPath(const IpsecInputPath&) = delete;
    IpsecInputPath& operator=(const IpsecInputPath&) = delete;

    /**
     * A clear or decrypted TCP segment reached the host, which will try to merge it with others
     * (GRO): books its own part of the work and, where the host checks for replays, does so. The
     * unit passes InputClear() later.
     * @param packet the segment; drop says why it does not go on; trafficClass becomes what it has
     * behind a tunnel
     * @param interface where it came in; nullptr: not known to offload/
     * @return true when it goes on
     */
    bool InputSegment(Ps now, PacketDescriptor& packet, const OffloadInterface* interface);

    /**
     * Something arrived that is no IP datagram: it is counted and dropped.
     * @param octets how long it is
     */
    void DropMalformed(uint32_t octets);

    /**
     * A clear datagram reached the host: as it was sent, or decrypted by the NIC (receive tag in
     * drvSpi; R153-R158). Books the host and checks the policy (R161-R164).
     * @param packet the datagram; drop says why it does not go on; trafficClass becomes what it has
     * behind a tunnel
     * @param history the receive tag's transforms
     * @param local true when it is for this node
     * @param interface where it came in, which may have verified its checksum; nullptr: not known
     * to offload/
     * @return its visit to the host; where that is unfinished, FinishClear() ends it
     */
    PendingPacket InputClear(Ps now,
                             PacketDescriptor& packet,
                             const TransformHistory& history,
                             bool local,
                             const OffloadInterface* interface = nullptr);

    /**
     * A datagram reached the host in its ESP form with a NIC's syndrome: the driver looks at it and
     * drops it (N34). Books the host.
     * @param packet the datagram with its syndrome; drop says why it goes no further
     * @return when the host is done with it
     */
    Ps InputFailed(Ps now, PacketDescriptor& packet);

    /**
     * The host is done with a datagram that InputClear() accepted: where the host checks for
     * replays what the NIC decrypts, it does so now, with the SA that was found when the datagram
     * arrived: its drv_spi may belong to another one by now. Does nothing where nothing is left to
     * do.
     * @param now pending.ready
     * @param packet as InputClear() left it
     * @param pending what InputClear() returned; only once
     * @return true when it goes on; drop says why not
     */
    bool FinishClear(Ps now, PacketDescriptor& packet, const PendingPacket& pending);

    /**
     * An ESP datagram for this node reached the host: SA by SPI, host booking and, when the host
     * takes no time, what FinishEsp() does.
     * @param packet the datagram; drop says why it does not go on; trafficClass becomes that of the
     * inner datagram
     * @param history gets the transform
     * @param opener opens the bytes; nullptr when there are none
     * @param interface where it came in, and was not decrypted; nullptr: not known to offload/
     * @return its visit to the host; where that is unfinished, FinishEsp() ends it
     */
    PendingPacket InputEsp(Ps now,
                           PacketDescriptor& packet,
                           TransformHistory& history,
                           EspOpener* opener = nullptr,
                           const OffloadInterface* interface = nullptr);

    /**
     * The host is done with an ESP datagram: replay check, ICV, window (R170), in the order in
     * which the cores come to them. The inner datagram must pass InputCheck() then. Does nothing
     * where nothing is left to do.
     * @param now pending.ready
     * @param packet as InputEsp() left it; trafficClass becomes that of the inner datagram
     * @param pending what InputEsp() returned; only once
     * @param history gets the transform
     * @param opener opens the bytes; nullptr when there are none
     * @return true when it goes on; drop says why not
     */
    bool FinishEsp(Ps now,
                   PacketDescriptor& packet,
                   const PendingPacket& pending,
                   TransformHistory& history,
                   EspOpener* opener = nullptr);

    /**
     * The inbound policy check of a datagram that InputEsp() opened (R161-R164).
     * @param packet the inner datagram, clear; drop says why it does not go on
     * @param history what was undone
     * @param arrivedLength octets of the ESP datagram, for the counters
     * @param local true when the inner datagram is for this node
     * @return its visit to the host, never unfinished
     */
    PendingPacket InputCheck(Ps now,
                             PacketDescriptor& packet,
                             const TransformHistory& history,
                             uint32_t arrivedLength,
                             bool local = true);

    /** @return true when received datagrams must pass Deliver() on their way to a socket */
    bool HasSocketCores() const
    {
        return m_state.host.HasCores() &&
               m_state.host.GetProfile().socketCore == HostProfile::SocketCore::OWN;
    }

    /**
     * An accepted datagram for this node is taken to its socket, on a core of its own.
     * @param now when InputClear() or InputCheck() was done
     * @param packet the clear datagram
     * @return until the application has it; it goes on unless its core has no room
     */
    PendingPacket Deliver(Ps now, PacketDescriptor& packet);

    /** @return counters */
    const IpsecInputCounters& GetCounters() const
    {
        return m_counters;
    }

    /** Assert all identities; ends the program with a message when one does not hold. */
    void CheckInvariants() const;

  private:
    SaHandle* FindTagged(const PacketDescriptor& packet) const;
    static bool IsReplay(SecurityAssociation& sa, const PacketDescriptor& packet);
    static void CheckNumber(PacketDescriptor& packet, SecurityAssociation& sa);
    static void TakeTag(Ps now, Ps done, PacketDescriptor& packet, SaHandle* handle);
    bool IsTunnelEnd(const PacketDescriptor& packet, const SaHandle* handle) const;
    static IpsecDrop Open(Ps done,
                          PacketDescriptor& packet,
                          SecurityAssociation& sa,
                          EspOpener* opener);
    SecurityAssociation* FindSa(Ps now,
                                PacketDescriptor& packet,
                                const OffloadInterface* interface) const;
    bool OpenEsp(Ps now,
                 PacketDescriptor& packet,
                 SecurityAssociation& sa,
                 TransformHistory& history,
                 EspOpener* opener,
                 const OffloadInterface* interface);
    bool EndClear(Ps now, const PacketDescriptor& packet, SecurityAssociation* sa);
    SecurityPolicy* FindInputPolicy(const PacketDescriptor& packet, bool local);
    IpsecDrop CheckPolicy(Ps now, SecurityPolicy* policy, const TransformHistory& history) const;
    void CountInputDrop(const PacketDescriptor& packet, uint32_t length, SecurityAssociation* sa);

    IpsecNodeState& m_state;             //!< databases, host and options
    IpsecInputCounters m_counters;       //!< see GetCounters()
    const IpsecDecisionTrace& m_decided; //!< every decision
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_INPUT_PATH_H */
