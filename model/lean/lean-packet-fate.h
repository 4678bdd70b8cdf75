/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_LEAN_PACKET_FATE_H
#define IPSEC_OFFLOAD_LEAN_PACKET_FATE_H

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What became of one datagram of a source: enough to compare two fidelities packet by packet.
 */
struct PacketFate
{
    /// Where it ended.
    enum class End : uint8_t
    {
        IN_FLIGHT, //!< nowhere yet, or a fragment was lost
        DELIVERED, //!< reached the far application
        HOST_OUT,  //!< dropped by the sending host
        NIC_TX,    //!< dropped by a transmitting NIC
        NIC_RX,    //!< dropped by a receiving NIC
        HOST_IN    //!< dropped by a receiving or forwarding host
    };

    Ps time{0};                                    //!< when it ended
    uint32_t length{0};                            //!< octets of the clear IP datagram
    End end{End::IN_FLIGHT};                       //!< where it ended
    IpsecVerdict verdict{IpsecVerdict::NOT_ASKED}; //!< of the node that protects it
    SoftwareReason reason{SoftwareReason::NONE};   //!< of the node that protects it
    uint8_t drop{0};                               //!< IpsecDrop or NicDrop, as end says

    /** @param other another fate @return true when equal in all */
    bool operator==(const PacketFate& other) const
    {
        return time == other.time && length == other.length && end == other.end &&
               verdict == other.verdict && reason == other.reason && drop == other.drop;
    }
};

/// One fate per packet number of a source.
using FateList = std::vector<PacketFate>;

} // namespace ns3

#endif /* IPSEC_OFFLOAD_LEAN_PACKET_FATE_H */
