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

#include <algorithm>
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

/**
 * @param cut how a super-segment falls apart @param headerLength octets of its IP header
 * @param sizes of its SA
 * @return octets of the ESP forms of all segments
 */
uint32_t
GetEspOctets(const SegmentCut& cut, uint32_t headerLength, const EspSizes& sizes)
{
    const uint32_t last = cut.GetCount() - 1; // all the others are as long as the first
    return last * sizes.GetEspLength(cut.GetLength(0), headerLength) +
           sizes.GetEspLength(cut.GetLength(last), headerLength);
}

} // namespace

StepCosts::StepCosts(const HostModel& host)
    : m_profile(host.GetProfile())
{
}

const StepCosts::Cost&
StepCosts::CostOf(const IpsecAlgorithm* algorithm)
{
    auto [it, isNew] = m_ciphers.try_emplace(algorithm);
    if (isNew)
    {
        const std::string name = algorithm ? algorithm->name : NULL_CIPHER;
        it->second = {m_profile.CostOf(name), m_profile.IsLookaside(name)};
    }
    return it->second;
}

/// @param sa an SA @return true when the accelerator can do all that the SA asks for
bool
StepCosts::IsLookaside(const SecurityAssociation& sa)
{
    const auto& config = sa.GetConfig();
    return CostOf(config.cipher).lookaside &&
           (!config.authenticator || CostOf(config.authenticator).lookaside);
}

/**
 * Cipher and authenticator, by whoever does them.
 * @param sa the SA
 * @param clear octets of the datagrams in clear @param esp octets of their ESP forms
 * @param packets how many
 * @param output true: from clear to ESP
 * @param work gets memory traffic and what is not the core's @param cycles of the core
 */
void
StepCosts::AddCipher(const SecurityAssociation& sa,
                     uint32_t clear,
                     uint32_t esp,
                     uint32_t packets,
                     bool output,
                     HostWork& work,
                     double& cycles)
{
    const auto& config = sa.GetConfig();
    const uint32_t from = output ? clear : esp;
    const uint32_t to = output ? esp : clear;
    const uint32_t added = output ? esp - clear : 0;
    MemoryTraffic& memory = work.memory;
    if (IsLookaside(sa))
    {
        work.path = HostPath::LOOKASIDE;
        work.lookasideOctets = from;
        work.lookasideRequests = packets;
        cycles += packets * (m_profile.lookaside.request + m_profile.lookaside.completion);
        memory.cpuWritten += added;
        memory.dmaRead += from;
        memory.dmaWritten += to;
        return;
    }
    work.path = HostPath::SOFTWARE;
    memory.cpuRead += config.cipher ? from : 0;
    memory.cpuWritten += config.cipher ? to : added;
    double inThread = 0;
    const auto add = [&](const CipherCost& cost) {
        (cost.inThread ? inThread : cycles) += cost.Of(from, packets);
    };
    add(CostOf(config.cipher).cipher);
    if (config.authenticator)
    {
        memory.cpuRead += esp;
        add(CostOf(config.authenticator).cipher);
    }
    work.threadCycles = ToCycles(inThread);
}

/**
 * What a socket adds, when it has no core of its own on the way in.
 * @param octets of the clear datagram @param output true: from the application
 * @param work gets memory traffic @param cycles of the core
 */
void
StepCosts::AddSocket(uint32_t octets, bool output, HostWork& work, double& cycles) const
{
    cycles += output ? m_profile.socketOutput : m_profile.socketInput;
    cycles += m_profile.copyPerOctet * octets;
    work.memory.cpuRead += octets;
    work.memory.cpuWritten += octets;
}

/**
 * Checksums of software.
 * @param octets summed up @param packets how many @param work gets memory traffic
 * @param cycles of the core
 */
void
StepCosts::AddChecksum(uint32_t octets, uint32_t packets, HostWork& work, double& cycles) const
{
    if (m_profile.checksumPerOctet == 0 && m_profile.checksumPerPacket == 0)
    {
        return; // other steps have it in them, with what it reads
    }
    cycles += m_profile.checksumPerPacket * packets + m_profile.checksumPerOctet * octets;
    work.memory.cpuRead += octets;
}

HostWork
StepCosts::Output(const PacketDescriptor& packet, const SecurityAssociation* sa, bool cached)
{
    HostWork work;
    work.context = packet.forwarded ? HostContext::FORWARD : HostContext::SEND;
    work.memory.cpuRead = m_profile.headerOctets;
    double cycles = packet.forwarded ? m_profile.forward : m_profile.output;
    cycles += cached ? m_profile.policyCached : m_profile.policyLookup;
    if (!packet.forwarded)
    {
        AddSocket(packet.length, true, work, cycles);
    }
    if (sa)
    {
        cycles += m_profile.saLookup;
    }
    const bool goesOn = packet.drop == IpsecDrop::NONE && packet.verdict != IpsecVerdict::DISCARD &&
                        packet.verdict != IpsecVerdict::NO_SA;
    if (!goesOn)
    {
        work.cycles = ToCycles(cycles);
        return work; // decided upon, and never reaches the driver
    }
    // What the host cuts pays for each segment from here on, what the NIC cuts only once.
    uint32_t segments = 1;
    uint32_t clear = packet.length;
    uint32_t esp =
        sa ? sa->GetSizes().GetEspLength(packet.length, packet.headerLength) : packet.length;
    double each = m_profile.driverTx;
    if (packet.tcp.cutter == SegmentCutter::HOST)
    {
        const SegmentCut cut(packet);
        segments = cut.GetCount();
        clear = cut.GetTotal();
        esp = sa ? GetEspOctets(cut, packet.headerLength, sa->GetSizes()) : clear;
        each += m_profile.gsoPerSegment;
        work.packets = segments;
        work.memory.cpuRead += (segments - 1) * m_profile.headerOctets;
    }
    const uint32_t headers = segments * packet.headerLength;
    if (packet.checksum == ChecksumBy::HOST)
    {
        AddChecksum(clear - headers, segments, work, cycles);
    }
    if (packet.headerSum)
    {
        AddChecksum(headers, 0, work, cycles);
    }
    uint32_t crosses = clear;
    switch (packet.verdict)
    {
    case IpsecVerdict::OFFLOAD:
        each += m_profile.tag;
        work.path = HostPath::INLINE_PACKET;
        if (m_hostEncapsulates)
        {
            work.path = HostPath::INLINE_CRYPTO;
            each += m_profile.espOutput;
            work.memory.cpuWritten += esp - clear;
            crosses = esp;
        }
        break;
    case IpsecVerdict::SOFTWARE:
        each += m_profile.espOutput;
        AddCipher(*sa, clear, esp, segments, true, work, cycles);
        crosses = esp;
        break;
    default:
        break;
    }
    work.memory.dmaRead += crosses + segments * m_profile.descriptorOctets;
    work.cycles = ToCycles(cycles + segments * each);
    return work;
}

HostWork
StepCosts::InputSegment(const PacketDescriptor& packet, const SecurityAssociation* sa) const
{
    HostWork work;
    work.context = HostContext::RECEIVE;
    work.memory.cpuRead = m_profile.headerOctets;
    double cycles = m_profile.driverRx + m_profile.groPerSegment;
    if (packet.checksum == ChecksumBy::HOST)
    {
        AddChecksum(packet.length - packet.headerLength, 1, work, cycles);
    }
    uint32_t crosses = packet.length;
    if (packet.drvSpi != 0)
    {
        work.path = HostPath::INLINE_PACKET;
        if (m_hostEncapsulates)
        {
            work.path = HostPath::INLINE_CRYPTO;
            cycles += m_profile.tag + m_profile.espInput;
            crosses = sa ? sa->GetSizes().GetEspLength(packet.length, packet.headerLength)
                         : packet.length;
        }
    }
    work.memory.dmaWritten += crosses + m_profile.descriptorOctets;
    work.cycles = ToCycles(cycles);
    return work;
}

HostWork
StepCosts::Input(const PacketDescriptor& packet, const SecurityAssociation* sa, bool local)
{
    // Of a merged unit, InputSegment() has paid what there was to do for each segment.
    const bool booked = packet.tcp.booked;
    HostWork work;
    work.context = booked ? HostContext::FORWARD : HostContext::RECEIVE;
    work.packets = booked ? 0 : 1;
    work.memory.cpuRead = booked ? 0 : m_profile.headerOctets;
    uint32_t crosses = packet.GetCurrentLength();
    uint32_t delivered = crosses;
    double cycles = booked ? 0 : m_profile.driverRx;
    double after = m_profile.policyLookup; // what there is to do once the packet is clear
    if (packet.IsEsp())
    {
        cycles += m_profile.saLookup;
        if (sa)
        {
            cycles += m_profile.espInput;
            delivered = sa->GetSizes().GetPaddedLength(packet.esp.length);
            AddCipher(*sa, delivered, packet.esp.length, 1, false, work, cycles);
            if (packet.checksum == ChecksumBy::HOST)
            {
                AddChecksum(delivered - std::min<uint32_t>(delivered, packet.headerLength),
                            1,
                            work,
                            after);
            }
        }
    }
    else if (packet.drvSpi != 0)
    {
        cycles += booked && m_hostEncapsulates ? 0 : m_profile.tag;
        work.path = m_hostEncapsulates ? HostPath::INLINE_CRYPTO : HostPath::INLINE_PACKET;
        if (m_hostEncapsulates && !booked)
        {
            cycles += m_profile.espInput;
            crosses = sa ? sa->GetSizes().GetEspLength(packet.length, packet.headerLength)
                         : packet.length;
        }
    }
    if (packet.checksum == ChecksumBy::HOST && !packet.IsEsp() && !booked)
    {
        AddChecksum(packet.length - packet.headerLength, 1, work, cycles);
    }
    if (local)
    {
        AddLocal(delivered, work, after);
    }
    work.memory.dmaWritten += booked ? 0 : crosses + m_profile.descriptorOctets;
    const bool goesOn = m_profile.threadGoesOn && work.threadCycles != 0;
    work.cycles = ToCycles(goesOn ? cycles : cycles + after);
    work.threadCycles += goesOn ? ToCycles(after) : 0;
    return work;
}

HostWork
StepCosts::InputFailed(const PacketDescriptor& packet) const
{
    HostWork work;
    work.context = HostContext::RECEIVE;
    work.path = m_hostEncapsulates ? HostPath::INLINE_CRYPTO : HostPath::INLINE_PACKET;
    work.memory.cpuRead = m_profile.headerOctets;
    work.memory.dmaWritten = packet.GetCurrentLength() + m_profile.descriptorOctets;
    work.cycles = ToCycles(m_profile.driverRx);
    return work;
}

/**
 * IP input and, where the profile has both on one core, the socket.
 * @param octets of the datagram @param work gets memory traffic @param cycles of the core
 */
void
StepCosts::AddLocal(uint32_t octets, HostWork& work, double& cycles) const
{
    cycles += m_profile.input;
    if (m_profile.socketCore == HostProfile::SocketCore::SAME)
    {
        AddSocket(octets, false, work, cycles);
    }
}

HostWork
StepCosts::InputOpened(const PacketDescriptor& packet) const
{
    HostWork work;
    work.context = HostContext::FORWARD;
    work.path = static_cast<HostPath>(packet.hostPath);
    work.packets = 0;
    double cycles = 0;
    if (packet.checksum == ChecksumBy::HOST)
    {
        AddChecksum(packet.length - packet.headerLength, 1, work, cycles);
    }
    AddLocal(packet.length, work, cycles);
    work.cycles = ToCycles(cycles);
    return work;
}

HostWork
StepCosts::Deliver(const PacketDescriptor& packet) const
{
    HostWork work;
    work.path = static_cast<HostPath>(packet.hostPath);
    work.packets = 0;
    double cycles = 0;
    AddSocket(packet.length, false, work, cycles);
    work.cycles = ToCycles(cycles);
    return work;
}

} // namespace ns3
