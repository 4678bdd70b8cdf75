/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_STAGE_H
#define IPSEC_OFFLOAD_NIC_STAGE_H

#include "ns3/ipsec-backfill-server.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"

#include <algorithm>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A stage of a NIC's pipeline: a ceiling in bit/s and one in packet/s side by side (N58). A packet
 * leaves when both have let it pass. Infinitely fast unless a ceiling is given.
 *
 * Several pipelines may share a stage; see BackfillServer for what is exact then. A constant
 * latency is no matter of the stage: it is added to what comes out.
 */
class NicStage
{
  public:
    /**
     * @param bitRate bit/s; 0: no ceiling
     * @param packetRate packet/s; 0: no ceiling
     */
    explicit NicStage(uint64_t bitRate = 0, uint64_t packetRate = 0)
        : m_bits(bitRate),
          m_packets(packetRate)
    {
    }

    /** @return true when there is a ceiling */
    bool IsOn() const
    {
        return m_bits.GetRate() != 0 || m_packets.GetRate() != 0;
    }

    /// When a pipeline's last packet left each server: a packet behind it is not served earlier.
    struct Order
    {
        Ps bits{0};    //!< the bit ceiling
        Ps packets{0}; //!< the packet ceiling
    };

    /**
     * A packet passes.
     * @param arrival when it is there
     * @param octets its size, as the bit ceiling counts them
     * @param order of the pipeline that it comes from
     * @return when both servers have begun with it, when both are done
     */
    BackfillServer::Service Serve(Ps arrival, uint64_t octets, Order& order)
    {
        m_passed.Add(octets);
        const auto bits = m_bits.Serve(std::max(arrival, order.bits), 8 * octets);
        const auto packets = m_packets.Serve(std::max(arrival, order.packets), 1);
        order = {bits.done, packets.done};
        return {std::max(bits.start, packets.start), std::max(bits.done, packets.done)};
    }

    /** @return what came in, and left or is under way */
    const PacketOctets& GetPassed() const
    {
        return m_passed;
    }

    /** @return the bit ceiling */
    const BackfillServer& GetBits() const
    {
        return m_bits;
    }

    /** @return the packet ceiling */
    const BackfillServer& GetPackets() const
    {
        return m_packets;
    }

  private:
    BackfillServer m_bits;    //!< bit ceiling
    BackfillServer m_packets; //!< packet ceiling
    PacketOctets m_passed;    //!< see GetPassed()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_STAGE_H */
