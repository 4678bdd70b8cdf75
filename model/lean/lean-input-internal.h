/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_INPUT_INTERNAL_H
#define IPSEC_OFFLOAD_LEAN_INPUT_INTERNAL_H

#include "lean-datagram-reassembler-internal.h"
#include "lean-lane-merge.h"
#include "lean-output-internal.h"
#include "lean-packet-internal.h"
#include "lean-packet-pool-internal.h"
#include "lean-topology-internal.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-transform-history.h"

#include <cstdint>

namespace ns3
{

/**
 * The way of a LeanNetwork's packets into a node: the NIC, large receive, reassembly, the host's
 * input path, and on to the application or to the node's output.
 *
 * Packets are named by their number in the pool, and places by the hop of the packet's flow that
 * ends there.
 */
class LeanInput
{
  public:
    /// @param lanes where packets wait @param packets those under way @param output of the nodes
    LeanInput(LaneMerge& lanes, LeanPacketPool& packets, LeanOutput& output);

    /// The last bit of a packet is at the far NIC. @param number it @param hop where
    /// @param extent what of it
    void ReachNic(Ps now, uint32_t number, uint32_t hop, LeanExtent extent);

    /// The NIC is done with a packet. @param number it @param hop where @param extent what of it
    void ReachHost(Ps now, uint32_t number, uint32_t hop, LeanExtent extent);

    /**
     * The hold of a unit of large receive is over, if it has not gone up yet.
     * @param direction by which it came
     * @param place as its coalescer said
     * @param stamp as its coalescer said
     */
    void EndHold(Ps now, LeanDirection& direction, uint32_t place, uint32_t stamp);

    /// A core has come to a packet of ESP. @param number it @param hop where
    void OpenEsp(Ps now, uint32_t number, uint32_t hop);

    /// The host is done with a packet: it is delivered or forwarded. @param number it
    /// @param hop where @param extent what of it
    void LeaveHost(Ps now, uint32_t number, uint32_t hop, LeanExtent extent);

    /// The application gets a packet. @param number it
    void TakeToApplication(Ps now, uint32_t number);

  private:
    void JoinEsp(Ps now, uint32_t number, uint32_t hop, LeanExtent extent);
    uint32_t MakeMixed(const DatagramReassembler::Pieces& pieces, const LeanPacket& last);
    bool Merge(Ps now, uint32_t number, uint32_t hop);
    void HandUpUnit(Ps now, uint32_t number);
    void ReachHostEsp(Ps now, uint32_t number, uint32_t hop);
    void CheckOpened(Ps now, uint32_t number, uint32_t hop, const TransformHistory& history);
    void ReachHostClear(Ps now, uint32_t number, uint32_t hop, LeanExtent extent);

    LaneMerge& m_lanes;        //!< where packets wait
    LeanPacketPool& m_packets; //!< those under way
    LeanOutput& m_output;      //!< of the nodes
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_INPUT_INTERNAL_H */
