/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_COUNTERS_H
#define IPSEC_OFFLOAD_IPSEC_COUNTERS_H

#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-software-counts.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What a node did with the datagrams it sent or forwarded, octets of the clear IP datagram.
 *
 * Identities: in = bypass + clearByUse + discard + noSa + offload + software + drops + pending +
 * inFlight, over datagrams after the local join, first pass only; software = sum of the reasons.
 * offload and software count what left the host; offloadVerdict and softwareVerdict what is to get
 * ESP, before queues drop any, and give the offload ratio (doc/planner.rst#offload-ratio).
 */
struct IpsecOutputCounters
{
    PacketOctets in;
    PacketOctets bypass;
    PacketOctets clearByUse;
    PacketOctets discard;
    PacketOctets noSa;
    PacketOctets offload;
    PacketOctets software;
    PacketOctets pending;     //!< fragments that wait for the rest of their datagram
    PacketOctets inFlight;    //!< wait for a core that will number them
    PacketOctets alreadyDone; //!< second passes (R119), not part of in
    PacketOctets checksums;   //!< software computed the upper layer's checksum; octets behind IP's
                              //!< header
    uint64_t acquires{0};     //!< PF_KEY ACQUIRE messages sent (R32)
    PacketOctets offloadVerdict;
    PacketOctets softwareVerdict;
    SoftwareCounts reasons; //!< of software
    ReasonTable<IpsecDrop> drops;

    /** @return offloadVerdict's octets over those of both verdicts; 0 when there were none */
    double GetOffloadRatio() const;

    /** @return the same over what left the host */
    double GetCarriedRatio() const;
};

/**
 * @ingroup ipsec-offload
 * What a node did with the datagrams that reached its host, octets as they arrived.
 *
 * Identity: in = decrypted + offloaded + clear + drops + inFlight, where decrypted (software),
 * offloaded (by the NIC) and clear count datagrams that passed the inbound policy check, or that go
 * on to be forwarded. Those that the application's core had no room for (IpsecNode::Deliver()) are
 * socketDrops, and among what was accepted.
 *
 * software counts the ESP that a NIC handed up as it was and that software has undone, before the
 * policy check; it is the sum of the reasons.
 */
struct IpsecInputCounters
{
    PacketOctets in;
    PacketOctets decrypted;
    PacketOctets offloaded;
    PacketOctets clear;
    PacketOctets inFlight; //!< ESP that waits for a core
    PacketOctets software;
    SoftwareCounts reasons; //!< of software
    PacketOctets socketDrops;
    PacketOctets checksums; //!< software verifies the upper layer's checksum; octets behind IP's
                            //!< header
    ReasonTable<IpsecDrop> drops;
    ReasonTable<IpsecDrop> mixed; //!< of the drops: put together from fragments of different
                                  //!< datagrams, whose IPv4 identification had come round
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_COUNTERS_H */
