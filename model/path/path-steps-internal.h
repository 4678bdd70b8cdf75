/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PATH_STEPS_INTERNAL_H
#define IPSEC_OFFLOAD_PATH_STEPS_INTERNAL_H

#include "ns3/host-model.h"
#include "ns3/packet-descriptor.h"
#include "ns3/transform-history.h"

#include <cstdint>

namespace ns3
{

class OffloadInterface;
struct FlowCacheEntry;
struct Refusal;
struct SaHandle;

/**
 * @ingroup ipsec-offload
 * Puts what IpsecNode decides into words for a packet that is followed. Called only when
 * PacketDescriptor::steps is set; decides nothing itself.
 */
class PathSteps
{
  public:
    /// How the policy of an outgoing datagram was found.
    enum class Search : uint8_t
    {
        CACHED,  //!< the socket's memory was current (R113)
        STALE,   //!< it was not (R115)
        NOTHING, //!< it was empty
        NO_PEER, //!< the socket is not connected: it remembers nothing (R114)
        FLOW     //!< known, but no socket has it: the search is paid for (R113)
    };

    /**
     * The policy of an outgoing datagram (R91, R113-R115).
     * @param now the time
     * @param packet the datagram
     * @param policy its policy, or nullptr
     * @param search how it was found
     */
    static void Policy(Ps now,
                       const PacketDescriptor& packet,
                       const SecurityPolicy* policy,
                       Search search);

    /**
     * The SA of an outgoing datagram (R30, R122-R124).
     * @param now the time
     * @param packet the datagram, sa set or not
     * @param policy its policy
     * @param remembered true when no search was needed
     * @param oldest true when the oldest SA is preferred
     */
    static void Sa(Ps now,
                   const PacketDescriptor& packet,
                   const SecurityPolicy& policy,
                   bool remembered,
                   bool oldest);

    /**
     * Whether the NIC does it (R126-R134, R146).
     * @param now the time
     * @param packet the datagram, sa and reason set
     * @param handle its handle, or nullptr
     * @param refusal the driver's, where that is the reason; or nullptr
     * @param interface where it goes, or nullptr
     * @param mtu octets of IP
     * @param trueLength the size is tested by the true length
     */
    static void Decision(Ps now,
                         const PacketDescriptor& packet,
                         const SaHandle* handle,
                         const Refusal* refusal,
                         const OffloadInterface* interface,
                         uint32_t mtu,
                         bool trueLength);

    /**
     * What the host books.
     * @param now the time
     * @param packet the datagram
     * @param host the host
     * @param booking its answer
     * @param work the work
     */
    static void Host(Ps now,
                     const PacketDescriptor& packet,
                     const HostModel& host,
                     const HostModel::Booking& booking,
                     const HostWork& work);

    /**
     * What an outgoing datagram is after the host is done with it: tagged, in ESP form or clear.
     * @param done when
     * @param packet the datagram, verdict and drop set
     */
    static void Verdict(Ps done, const PacketDescriptor& packet);

    /**
     * The SA of an arriving ESP datagram.
     * @param now the time
     * @param packet the datagram, sa set or not
     */
    static void SaBySpi(Ps now, const PacketDescriptor& packet);

    /**
     * Why the NIC handed an ESP datagram up as it was.
     * @param now the time
     * @param packet the datagram, sa and reason set
     * @param refusal the driver's, where that is the reason; or nullptr
     * @param interface where it came in, or nullptr
     */
    static void NotDecrypted(Ps now,
                             const PacketDescriptor& packet,
                             const Refusal* refusal,
                             const OffloadInterface* interface);

    /**
     * The replay check before the ICV (R168-R172).
     * @param now the time
     * @param packet the datagram, sa set
     * @param sequence its number, recovered
     * @param isNew what the check says
     */
    static void Replay(Ps now, const PacketDescriptor& packet, uint64_t sequence, bool isNew);

    /**
     * The ICV, and the window's update behind it (R170).
     * @param now the time
     * @param packet the datagram, sa set
     * @param drop NONE, or what was found
     */
    static void Opened(Ps now, const PacketDescriptor& packet, IpsecDrop drop);

    /**
     * The receive tag (R153-R158).
     * @param now the time
     * @param packet the datagram, drvSpi set
     * @param handle whose tag it is, or nullptr
     */
    static void ReceiveTag(Ps now, const PacketDescriptor& packet, const SaHandle* handle);

    /** @param now the time @param packet with a NIC's syndrome, dropped (N34) */
    static void Failed(Ps now, const PacketDescriptor& packet);

    /**
     * The inbound policy check (R161-R164).
     * @param now the time
     * @param packet the datagram, drop set
     * @param policy what was found for it, or nullptr
     * @param history what was undone
     */
    static void PolicyCheck(Ps now,
                            const PacketDescriptor& packet,
                            const SecurityPolicy* policy,
                            const TransformHistory& history);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_PATH_STEPS_INTERNAL_H */
