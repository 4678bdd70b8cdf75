/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_PCIE_H
#define IPSEC_OFFLOAD_NIC_PCIE_H

#include "nic-profile.h"

#include "ns3/ipsec-backfill-server.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-reasons.h"
#include "ns3/ipsec-serial-server.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * The PCIe connection of a card, shared by its ports: one server per direction in bit/s on the bus
 * (line code taken off), and the reads that may be under way.
 *
 * What the card sends is read from host memory: each packet in requests of at most pcieReadRequest
 * octets, of which pcieReads may be under way; the answer comes pcieReadLatency after the request
 * when the bus is idle. So reads carry at most the bandwidth less TLP headers, and at most
 * pcieReads x request size / round trip. What the card received is written with no answer
 * (posted). Each TLP has up to pcieMaxPayload octets and pcieTlpOverhead octets around them, read
 * requests are TLPs without payload. Descriptors and completions are TLPs of their own.
 * (R. Neugebauer et al., Understanding PCIe performance for end host networking, SIGCOMM 2018,
 * section 3, has this model.)
 *
 * The bus from the host serves reads in the order of hand-over; their constant latency is added
 * behind it, which is exact. Read requests and transmit completions are put on the bus to the host
 * when the packet is handed over, and delay only what comes after them.
 */
class NicPcie
{
  public:
    /** @param profile what NIC it is */
    explicit NicPcie(const NicProfile& profile);

    /** @return true when the bus has a bandwidth */
    bool IsOn() const
    {
        return m_fromHost.GetRate() != 0;
    }

    /**
     * A packet that is to be sent: its octets are read.
     * @param now when it is handed over, not before the one before it
     * @param octets of the packet
     * @param descriptor it has a descriptor, which is read before, and a completion
     * @return when it is on the card, the latencies of the reads not counted: see
     * GetDescriptorLatency() and GetReadLatency()
     */
    Ps Read(Ps now, uint32_t octets, bool descriptor);

    /** @return what an idle bus takes for a descriptor: one round trip */
    Ps GetDescriptorLatency() const
    {
        return IsOn() && m_descriptorBits != 0 ? m_readLatency : 0;
    }

    /** @return what an idle bus adds to Read() for the packet: one round trip */
    Ps GetReadLatency() const
    {
        return IsOn() ? m_readLatency : 0;
    }

    /**
     * A packet that was received: its octets and its completion are written, a descriptor is read.
     * @param now when it is handed over, not before the one before it
     * @param arrival when it is ready to be written
     * @param octets of the packet
     * @return when it is in host memory
     */
    Ps Write(Ps now, Ps arrival, uint32_t octets);

    /** @return the bus from the host: bits of data and headers */
    const SerialServer& GetFromHost() const
    {
        return m_fromHost;
    }

    /** @return the bus to the host: bits of data and headers */
    const BackfillServer& GetToHost() const
    {
        return m_toHost;
    }

    /// What went over the bus, packets' own octets.
    struct Counters
    {
        PacketOctets read;    //!< packets from the host
        PacketOctets written; //!< packets to the host
        uint64_t requests{0}; //!< read requests for packets
    };

    /** @return the counters */
    const Counters& GetCounters() const
    {
        return m_counters;
    }

  private:
    /** @param octets of data @return bits of the TLPs that carry them */
    uint64_t BitsOf(uint32_t octets) const
    {
        return 8 * (octets + uint64_t{CountParts(octets, m_payloadShift)} * m_tlpOverhead);
    }

    /** @param octets some @param shift logarithm of a part's size @return parts, at least one */
    static uint32_t CountParts(uint32_t octets, uint32_t shift)
    {
        return octets == 0 ? 1 : ((octets - 1) >> shift) + 1;
    }

    Ps ReadParts(Ps now, uint32_t octets, uint32_t requests, uint64_t more);

    uint32_t m_payloadShift;   //!< logarithm of a TLP's octets
    uint32_t m_requestShift;   //!< logarithm of a read request's octets
    uint32_t m_tlpOverhead;    //!< octets around the payload
    Ps m_readLatency;          //!< round trip of a read
    uint64_t m_descriptorBits; //!< one descriptor from the host
    uint64_t m_completionBits; //!< one completion to the host
    SerialServer m_fromHost;   //!< data that was read
    BackfillServer m_toHost;   //!< data that is written, read requests
    std::vector<Ps> m_reads; //!< when each place for a read is free, used in turn; empty: no limit
    size_t m_next{0};        //!< the place that is free first
    Counters m_counters;     //!< see GetCounters()
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_PCIE_H */
