/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_MEMORY_TRAFFIC_H
#define IPSEC_OFFLOAD_HOST_MEMORY_TRAFFIC_H

#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Octets that cross between memory and those who work on packets. A cache may hold some of them;
 * these are the octets that are asked for.
 */
struct MemoryTraffic
{
    uint64_t cpuRead{0};    //!< by cores
    uint64_t cpuWritten{0}; //!< by cores
    uint64_t dmaRead{0};    //!< by NIC and accelerator
    uint64_t dmaWritten{0}; //!< by NIC and accelerator

    /** @param other more of it */
    void Add(const MemoryTraffic& other)
    {
        cpuRead += other.cpuRead;
        cpuWritten += other.cpuWritten;
        dmaRead += other.dmaRead;
        dmaWritten += other.dmaWritten;
    }

    /** @return octets by cores */
    uint64_t GetCpu() const
    {
        return cpuRead + cpuWritten;
    }

    /** @return octets by DMA */
    uint64_t GetDma() const
    {
        return dmaRead + dmaWritten;
    }
};

/// Who ciphers a packet: what its memory traffic depends on.
enum class HostPath : uint8_t
{
    CLEAR,         //!< nobody
    SOFTWARE,      //!< a core
    LOOKASIDE,     //!< an accelerator that the host asks
    INLINE_CRYPTO, //!< the NIC, of an ESP packet that the host has built
    INLINE_PACKET  //!< the NIC, which makes the ESP packet, too
};

/// How many ways there are.
constexpr size_t HOST_PATHS = 5;

/** @ingroup ipsec-offload @param path a way @return its name, with dashes */
const char* ToString(HostPath path);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_MEMORY_TRAFFIC_H */
