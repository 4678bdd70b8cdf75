/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_OUTPUT_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_OUTPUT_INTERNAL_H

#include "lean-icmp-answers-internal.h"
#include "lean-lane-merge.h"
#include "lean-packet-internal.h"
#include "lean-packet-pool-internal.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/security-association.h"

#include <cstdint>

namespace ns3
{

/**
 * The way of a LeanNetwork's packets out of a node: the host's output path, the segments and the
 * fragments that it makes, the NIC, and the wire.
 *
 * Packets are named by their number in the pool, and places by the hop of the packet's flow.
 */
class LeanOutput
{
  public:
    /// @param lanes where packets wait @param packets those under way @param answers to datagrams
    /// that are too long
    LeanOutput(LaneMerge& lanes, LeanPacketPool& packets, LeanIcmpAnswers& answers);

    /// A node sends or forwards a packet. @param number it @param hop by which it leaves
    void Emit(Ps now, uint32_t number, uint32_t hop);

    /// A core has come to a packet that waited for it. @param number it @param hop as for Emit()
    void Finish(Ps now, uint32_t number, uint32_t hop);

    /**
     * IP hands a packet down, in fragments if it is longer than the MTU.
     * @param number it
     * @param hop as for Emit()
     * @param extent what of it
     */
    void HandToNic(Ps now, uint32_t number, uint32_t hop, LeanExtent extent);

  private:
    void LeaveOutput(Ps now, uint32_t number, uint32_t hop, const SecurityAssociation* sa);
    uint32_t TakeSegment(uint32_t number, const PacketDescriptor& segment, uint32_t index);
    void EmitSegments(Ps now, uint32_t number, uint32_t hop);
    void CutInHost(Ps now, uint32_t number, uint32_t hop, const SecurityAssociation* sa);
    void TransmitPiece(Ps now, uint32_t number, uint32_t hop, LeanExtent extent);

    LaneMerge& m_lanes;         //!< where packets wait
    LeanPacketPool& m_packets;  //!< those under way
    LeanIcmpAnswers& m_answers; //!< to datagrams that are too long
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_OUTPUT_INTERNAL_H */
