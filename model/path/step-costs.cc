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
StepCosts::CipherCycles(const SecurityAssociation& sa, uint32_t octets)
{
    const auto& config = sa.GetConfig();
    double cycles = CostOf(config.cipher).Of(octets);
    if (config.authenticator)
    {
        cycles += CostOf(config.authenticator).Of(octets);
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
    switch (packet.verdict)
    {
    case IpsecVerdict::DISCARD:
    case IpsecVerdict::NO_SA:
        return ToCycles(cycles); // never reaches the driver
    case IpsecVerdict::OFFLOAD:
        cycles += m_profile.tag + (m_hostEncapsulates ? m_profile.espOutput : 0);
        break;
    case IpsecVerdict::SOFTWARE:
        cycles += m_profile.espOutput + CipherCycles(*sa, packet.length);
        break;
    default:
        break;
    }
    return ToCycles(cycles + m_profile.driverTx);
}

uint64_t
StepCosts::Input(const PacketDescriptor& packet, const SecurityAssociation* sa, bool local)
{
    double cycles = m_profile.driverRx + m_profile.policyLookup;
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
    else if (packet.drvSpi != 0)
    {
        cycles += m_profile.tag + (m_hostEncapsulates ? m_profile.espInput : 0);
    }
    return ToCycles(cycles);
}

} // namespace ns3
