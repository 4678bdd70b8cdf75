/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_COUNTERS_H
#define IPSEC_OFFLOAD_NIC_COUNTERS_H

#include "ns3/ipsec-reasons.h"

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Counters of a NIC's data path.
 */
struct NicCounters
{
    PacketOctets txOffered;        //!< handed over by the host, octets of IP as handed over
    PacketOctets txEncrypted;      //!< encrypted here, octets of clear IP
    PacketOctets txClear;          //!< sent as handed over
    PacketOctets txWire;           //!< sent in all, octets on the wire, overhead included
    PacketOctets rxArrived;        //!< octets of IP as they arrived
    PacketOctets rxDecrypted;      //!< octets of IP as they arrived
    PacketOctets rxPassed;         //!< handed up as they came, and nothing is wrong with them
    PacketOctets rxUntagged;       //!< of those decrypted: without their tags (N37)
    ReasonTable<NicDrop> rxFailed; //!< handed up with a syndrome (N34)
    ReasonTable<NicDrop> txDrops;  //!< octets of IP as handed over
    ReasonTable<NicDrop> rxDrops;  //!< octets of IP as they arrived

    /** @return what the transmit ring had room for */
    PacketOctets GetTxTaken() const
    {
        PacketOctets taken = txOffered;
        taken.Subtract(txDrops[NicDrop::RING_FULL]);
        return taken;
    }

    /** @return what the receive buffer had room for */
    PacketOctets GetRxTaken() const
    {
        PacketOctets taken = rxArrived;
        taken.Subtract(rxDrops[NicDrop::RX_OVERRUN]);
        return taken;
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_COUNTERS_H */
