/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "step-costs.h"

#include "ns3/host-model.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/packet-descriptor.h"
#include "ns3/security-association.h"
#include "ns3/segment-cut.h"

#include <cmath>

namespace ns3
{

namespace
{

/// Name under which a profile lists the cost of NULL encryption.
constexpr const char* NULL_CIPHER = "null";

/// @param cycles a sum @return the nearest whole number
uint64_t
ToCycles(double cycles)
{
    return static_cast<uint64_t>(std::llround(cycles));
}

} // namespace

StepCosts::StepCosts(const HostModel& host)
    : m_profile(host.GetProfile()),
      m_host(host)
{
}

const CipherCost&
StepCosts::CostOf(const IpsecAlgorithm* algorithm)
{
    auto [it, isNew] = m_ciphers.try_emplace(algorithm);
    if (isNew)
    {
        it->second = m_host.CostOf(algorithm ? algorithm->name : NULL_CIPHER);
    }
    return it->second;
}

double
StepCosts::CipherCycles(const SecurityAssociation& sa, uint32_t octets, uint32_t packets)
{
    const auto& config = sa.GetConfig();
    double cycles = CostOf(config.cipher).Of(octets, packets);
    if (config.authenticator)
    {
        cycles += CostOf(config.authenticator).Of(octets, packets);
    }
    return cycles;
}

uint64_t
StepCosts::Output(const PacketDescriptor& packet, const SecurityAssociation* sa, bool cached)
{
    double cycles = packet.forwarded ? m_profile.forward : m_profile.output;
    cycles += cached ? m_profile.policyCached : m_profile.policyLookup;
    if (!packet.forwarded)
    {
        cycles += m_profile.copyPerOctet * packet.length;
    }
    if (sa)
    {
        cycles += m_profile.saLookup;
    }
    if (packet.drop != IpsecDrop::NONE)
    {
        return ToCycles(cycles); // decided upon, and nothing else
    }
    // What the host cuts pays for each segment from here on, what the NIC cuts only once.
    uint32_t segments = 1;
    uint32_t octets = packet.length;
    double each = m_profile.driverTx;
    if (packet.tcp.cutter == SegmentCutter::HOST)
    {
        const SegmentCut cut(packet);
        segments = cut.GetCount();
        octets = cut.GetTotal();
        each += m_profile.gsoPerSegment;
    }
    switch (packet.verdict)
    {
    case IpsecVerdict::DISCARD:
    case IpsecVerdict::NO_SA:
        return ToCycles(cycles); // never reaches the driver
    case IpsecVerdict::OFFLOAD:
        each += m_profile.tag + (m_hostEncapsulates ? m_profile.espOutput : 0);
        break;
    case IpsecVerdict::SOFTWARE:
        each += m_profile.espOutput;
        cycles += CipherCycles(*sa, octets, segments);
        break;
    default:
        break;
    }
    return ToCycles(cycles + segments * each);
}

uint64_t
StepCosts::InputSegment(const PacketDescriptor& packet) const
{
    double cycles = m_profile.driverRx + m_profile.groPerSegment;
    if (packet.drvSpi != 0 && m_hostEncapsulates)
    {
        cycles += m_profile.tag + m_profile.espInput;
    }
    return ToCycles(cycles);
}

uint64_t
StepCosts::Input(const PacketDescriptor& packet, const SecurityAssociation* sa, bool local)
{
    const bool booked = packet.tcp.booked;
    double cycles = (booked ? 0 : m_profile.driverRx) + m_profile.policyLookup;
    if (local)
    {
        cycles += m_profile.input + m_profile.copyPerOctet * packet.GetCurrentLength();
    }
    if (packet.IsEsp())
    {
        cycles += m_profile.saLookup;
        if (sa)
        {
            cycles += m_profile.espInput + CipherCycles(*sa, packet.esp.length);
        }
    }
    else if (packet.drvSpi != 0 && !(booked && m_hostEncapsulates))
    {
        cycles += m_profile.tag + (m_hostEncapsulates ? m_profile.espInput : 0);
    }
    return ToCycles(cycles);
}

} // namespace ns3
