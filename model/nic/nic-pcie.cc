/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-pcie.h"

#include "ns3/abort.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// @param octets a size @param profile whose @return its logarithm; ends the program without one
uint32_t
LogarithmOf(uint32_t octets, const NicProfile& profile)
{
    NS_ABORT_MSG_IF(octets == 0 || (octets & (octets - 1)) != 0,
                    "NIC profile '" << profile.name << "': payloads and read requests of PCIe are "
                                    << "powers of two, not " << octets << " octets");
    uint32_t shift = 0;
    while ((octets >> shift) > 1)
    {
        ++shift;
    }
    return shift;
}

} // namespace

NicPcie::NicPcie(const NicProfile& profile)
    : m_payloadShift(LogarithmOf(profile.pcieMaxPayload, profile)),
      m_requestShift(LogarithmOf(profile.pcieReadRequest, profile)),
      m_tlpOverhead(profile.pcieTlpOverhead),
      m_readLatency(profile.pcieReadLatency),
      m_descriptorBits(8 * (profile.descriptorOctets == 0
                                ? 0
                                : uint64_t{profile.descriptorOctets} + profile.pcieTlpOverhead)),
      m_completionBits(8 * (profile.completionOctets == 0
                                ? 0
                                : uint64_t{profile.completionOctets} + profile.pcieTlpOverhead)),
      m_fromHost(profile.pcieBitRate),
      m_toHost(profile.pcieBitRate),
      m_reads(profile.pcieReads, 0)
{
}

Ps
NicPcie::Read(Ps now, uint32_t octets, bool descriptor)
{
    m_counters.read.Add(octets);
    if (!IsOn())
    {
        return now;
    }
    const uint32_t requests = CountParts(octets, m_requestShift);
    m_counters.requests += requests;
    const uint64_t more = descriptor ? m_descriptorBits : 0;
    m_toHost.Serve(now,
                   uint64_t{8} * requests * m_tlpOverhead + (descriptor ? m_completionBits : 0));
    if (m_reads.empty())
    {
        return m_fromHost.Serve(now, BitsOf(octets) + more);
    }
    const size_t last = m_next + requests - 1;
    if (requests > m_reads.size() ||
        m_reads[last < m_reads.size() ? last : last - m_reads.size()] > now)
    {
        return ReadParts(now, octets, requests, more);
    }
    // There is a place for each request at once. All are given back with the last one.
    const Ps done = m_fromHost.Serve(now, BitsOf(octets) + more);
    for (uint32_t i = 0; i < requests; ++i)
    {
        m_reads[m_next] = done + m_readLatency;
        m_next = m_next + 1 == m_reads.size() ? 0 : m_next + 1;
    }
    return done;
}

/**
 * Read a packet request by request: some of them must wait for an earlier one's answer.
 * @param now when it is handed over
 * @param octets of the packet
 * @param requests for it
 * @param more bits that come with the first of them
 * @return when it is on the card, latencies not counted
 */
Ps
NicPcie::ReadParts(Ps now, uint32_t octets, uint32_t requests, uint64_t more)
{
    Ps done = now;
    for (uint32_t i = 0; i < requests; ++i)
    {
        const uint32_t part = std::min(octets, 1U << m_requestShift);
        octets -= part;
        Ps& place = m_reads[m_next];
        m_next = m_next + 1 == m_reads.size() ? 0 : m_next + 1;
        done = m_fromHost.Serve(std::max(now, place), BitsOf(part) + more);
        place = done + m_readLatency;
        more = 0;
    }
    return done;
}

Ps
NicPcie::Write(Ps now, Ps arrival, uint32_t octets)
{
    m_counters.written.Add(octets);
    if (!IsOn())
    {
        return arrival;
    }
    m_fromHost.Serve(now, m_descriptorBits);
    return m_toHost.Serve(arrival, BitsOf(octets) + m_completionBits).done;
}

} // namespace ns3
