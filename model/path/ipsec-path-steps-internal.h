/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PATH_STEPS_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_PATH_STEPS_INTERNAL_H

#include "ns3/host-model.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-step-listener.h"
#include "ns3/ipsec-transform-history.h"

#include <cstdint>

namespace ns3
{

class IpsecOffload;
class OffloadInterface;
class ReplayWindow;
class SecurityAssociation;
class SecurityAssociationDatabase;
class SecurityPolicy;
struct SaHandle;

/**
 * @ingroup ipsec-offload
 * The steps of a packet's way through the host, for AppendStep().
 */
class PathSteps
{
  public:
    /**
     * The policy of an outgoing datagram (R91, R113-R115).
     * @param listener who follows it
     * @param found POLICY_CACHED or another code of its kind: how
     * @param policy its policy, or nullptr
     */
    static void Policy(StepListener& listener,
                       Ps now,
                       StepCode found,
                       const SecurityPolicy* policy);

    /**
     * The SA of an outgoing datagram (R30, R122-R124).
     * @param listener who follows it
     * @param sa its SA, or nullptr
     * @param policy its policy
     * @param sad which has its SA
     * @param remembered true when no search was needed
     */
    static void Sa(StepListener& listener,
                   Ps now,
                   const SecurityAssociation* sa,
                   const SecurityPolicy& policy,
                   const SecurityAssociationDatabase& sad,
                   bool remembered);

    /// How long a datagram may be.
    struct SizeLimit
    {
        uint32_t mtu;    //!< octets of IP
        bool trueLength; //!< the size is tested by the true length
    };

    /**
     * Whether the NIC does it (R126-R134, R146).
     * @param listener who follows the datagram
     * @param packet the datagram, reason and refusal set
     * @param sa its SA
     * @param handle its handle, or nullptr
     * @param kernel knows the refusals
     * @param interface where it goes, or nullptr
     * @param limit how long it may be
     */
    static void Decision(StepListener& listener,
                         Ps now,
                         const PacketDescriptor& packet,
                         const SecurityAssociation& sa,
                         const SaHandle* handle,
                         const IpsecOffload& kernel,
                         const OffloadInterface* interface,
                         const SizeLimit& limit);

    /**
     * What the host books.
     * @param listener who follows the datagram
     * @param host the host
     * @param booking its answer
     * @param work the work
     */
    static void Host(StepListener& listener,
                     Ps now,
                     const HostModel& host,
                     const HostModel::Booking& booking,
                     const HostWork& work);

    /**
     * What an outgoing datagram is after the host is done with it: tagged, in ESP form or clear.
     * @param listener who follows it
     * @param done when
     * @param packet the datagram, verdict and drop set
     * @param sa its SA, or nullptr
     */
    static void Verdict(StepListener& listener,
                        Ps done,
                        const PacketDescriptor& packet,
                        const SecurityAssociation* sa);

    /**
     * The SA of an arriving ESP datagram, and why the NIC handed it up as it was.
     * @param listener who follows it
     * @param packet the datagram
     * @param sa what was found, or nullptr
     */
    static void SaBySpi(StepListener& listener,
                        Ps now,
                        const PacketDescriptor& packet,
                        const SecurityAssociation* sa);

    /**
     * Why software does what a NIC might have done.
     * @param listener who follows the datagram
     * @param packet the datagram, reason and refusal set
     * @param kernel knows the refusals
     * @param interface where it goes or came in, or nullptr
     */
    static void Software(StepListener& listener,
                         Ps now,
                         const PacketDescriptor& packet,
                         const IpsecOffload& kernel,
                         const OffloadInterface* interface);

    /**
     * The replay check before the ICV (R168-R172).
     * @param listener who follows the datagram
     * @param window of its SA
     * @param sequence its number, recovered
     * @param isNew what the check says
     */
    static void Replay(StepListener& listener,
                       Ps now,
                       const ReplayWindow& window,
                       uint64_t sequence,
                       bool isNew);

    /**
     * The ICV, and the window's update behind it (R170).
     * @param listener who follows the datagram
     * @param packet the datagram, drop set; after a replay this is no step
     */
    static void Opened(StepListener& listener, Ps now, const PacketDescriptor& packet);

    /**
     * The receive tag (R153-R158).
     * @param listener who follows the datagram
     * @param packet the datagram, drvSpi set
     * @param handle whose tag it is, or nullptr
     */
    static void ReceiveTag(StepListener& listener,
                           Ps now,
                           const PacketDescriptor& packet,
                           const SaHandle* handle);

    /**
     * A NIC found a datagram wrong and handed it up (N34).
     * @param listener who follows the datagram
     * @param packet with a NIC's syndrome, dropped
     */
    static void Failed(StepListener& listener, Ps now, const PacketDescriptor& packet);

    /**
     * The inbound policy check (R161-R164).
     * @param listener who follows the datagram
     * @param packet the datagram, drop set
     * @param policy what was found for it, or nullptr
     * @param history what was undone
     */
    static void PolicyCheck(StepListener& listener,
                            Ps now,
                            const PacketDescriptor& packet,
                            const SecurityPolicy* policy,
                            const TransformHistory& history);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PATH_STEPS_INTERNAL_H */
