/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "host-step-costs.h"

#include "ns3/host-model.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/security-association.h"

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
GetEspOctets(const Segmentation& cut, uint32_t headerLength, const EspSizes& sizes)
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

/// @param context of a new piece of work @return it, without cycles
HostWork
StepCosts::Begin(HostContext context)
{
    m_bill.Clear();
    HostWork work;
    work.context = context;
    return work;
}

/**
 * Add a cost.
 * @param sum where to @param cost what for @param each cycles @param times how often in this sum
 */
void
StepCosts::Charge(Sum& sum, HostCost cost, double each, uint32_t times)
{
    sum.cycles += each * times;
    m_bill.Add(cost, sum.payer, each, times * sum.packets);
}

/**
 * Cipher and authenticator, by whoever does them.
 * @param sa the SA
 * @param clear octets of the datagrams in clear @param esp octets of their ESP forms
 * @param packets how many
 * @param output true: from clear to ESP
 * @param work gets memory traffic and what is not the core's @param sum of the core
 */
void
StepCosts::AddCipher(const SecurityAssociation& sa,
                     uint32_t clear,
                     uint32_t esp,
                     uint32_t packets,
                     bool output,
                     HostWork& work,
                     Sum& sum)
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
        Charge(sum, HostCost::LOOKASIDE_REQUEST, m_profile.lookaside.request, packets);
        Charge(sum, HostCost::LOOKASIDE_COMPLETION, m_profile.lookaside.completion, packets);
        memory.cpuWritten += added;
        memory.dmaRead += from;
        memory.dmaWritten += to;
        return;
    }
    work.path = HostPath::SOFTWARE;
    memory.cpuRead += config.cipher ? from : 0;
    memory.cpuWritten += config.cipher ? to : added;
    Sum thread{CostBill::Payer::THREAD, 1};
    const auto add = [&](const IpsecAlgorithm* algorithm) {
        const CipherCost& cost = CostOf(algorithm).cipher;
        Sum& payer = cost.inThread ? thread : sum;
        Charge(payer, CipherCostOf(algorithm, false), cost.perPacket, packets);
        Charge(payer, CipherCostOf(algorithm, true), cost.perOctet, from);
    };
    add(config.cipher);
    if (config.authenticator)
    {
        memory.cpuRead += esp;
        add(config.authenticator);
    }
    work.threadCycles = ToCycles(thread.cycles);
}

/**
 * What a socket adds, when it has no core of its own on the way in.
 * @param octets of the clear datagram @param output true: from the application
 * @param work gets memory traffic @param sum of the core
 */
void
StepCosts::AddSocket(uint32_t octets, bool output, HostWork& work, Sum& sum)
{
    if (output)
    {
        Charge(sum, HostCost::SOCKET_OUTPUT, m_profile.socketOutput);
    }
    else
    {
        Charge(sum, HostCost::SOCKET_INPUT, m_profile.socketInput);
    }
    Charge(sum, HostCost::COPY, m_profile.copyPerOctet, octets);
    work.memory.cpuRead += octets;
    work.memory.cpuWritten += octets;
    (output ? work.copiedOut : work.copiedIn) += octets;
}

/**
 * Checksums of software.
 * @param octets summed up @param packets how many @param work gets memory traffic
 * @param sum of the core
 */
void
StepCosts::AddChecksum(uint32_t octets, uint32_t packets, HostWork& work, Sum& sum)
{
    if (m_profile.checksumPerOctet == 0 && m_profile.checksumPerPacket == 0)
    {
        return; // other steps have it in them, with what it reads
    }
    Charge(sum, HostCost::CHECKSUM_PER_PACKET, m_profile.checksumPerPacket, packets);
    Charge(sum, HostCost::CHECKSUM, m_profile.checksumPerOctet, octets);
    work.memory.cpuRead += octets;
}

/**
 * What it takes to find out what becomes of a packet on its way out.
 * @param packet the packet @param hasSa whether an SA protects it
 * @param cached whether the policy came from the flow cache @param sum of the core
 */
void
StepCosts::AddDecision(const PacketDescriptor& packet, bool hasSa, bool cached, Sum& sum)
{
    if (packet.forwarded)
    {
        Charge(sum, HostCost::FORWARD, m_profile.forward);
    }
    else
    {
        Charge(sum, HostCost::OUTPUT, m_profile.output);
    }
    if (cached)
    {
        Charge(sum, HostCost::POLICY_CACHED, m_profile.policyCached);
    }
    else
    {
        Charge(sum, HostCost::POLICY_LOOKUP, m_profile.policyLookup);
    }
    if (hasSa)
    {
        Charge(sum, HostCost::SA_LOOKUP, m_profile.saLookup);
    }
}

HostWork
StepCosts::Output(const PacketDescriptor& packet, const SecurityAssociation* sa, bool cached)
{
    HostWork work = Begin(OutputContextOf(m_profile, packet.forwarded));
    work.memory.cpuRead = m_profile.headerOctets;
    Sum sum;
    AddDecision(packet, sa != nullptr, cached, sum);
    if (!packet.forwarded)
    {
        AddSocket(packet.length, true, work, sum);
    }
    const bool goesOn = packet.drop == IpsecDrop::NONE && packet.verdict != IpsecVerdict::DISCARD &&
                        packet.verdict != IpsecVerdict::NO_SA;
    if (!goesOn)
    {
        work.cycles = ToCycles(sum.cycles);
        return work; // decided upon, and never reaches the driver
    }
    // What the host cuts pays for each segment from here on, what the NIC cuts only once.
    uint32_t segments = 1;
    uint32_t clear = packet.length;
    uint32_t esp =
        sa ? sa->GetSizes().GetEspLength(packet.length, packet.headerLength) : packet.length;
    if (packet.tcp.segmentedBy == SegmentedBy::HOST)
    {
        const Segmentation cut(packet);
        segments = cut.GetCount();
        clear = cut.GetTotal();
        esp = sa ? GetEspOctets(cut, packet.headerLength, sa->GetSizes()) : clear;
        work.packets = segments;
        work.memory.cpuRead += (segments - 1) * m_profile.headerOctets;
    }
    Sum each{CostBill::Payer::CORE, segments};
    Charge(each, HostCost::DRIVER_TX, m_profile.driverTx);
    if (packet.tcp.segmentedBy == SegmentedBy::HOST)
    {
        Charge(each, HostCost::GSO_PER_SEGMENT, m_profile.gsoPerSegment);
    }
    const uint32_t headers = segments * packet.headerLength;
    if (packet.checksum == ChecksumBy::HOST)
    {
        AddChecksum(clear - headers, segments, work, sum);
    }
    if (packet.headerSum)
    {
        AddChecksum(headers, 0, work, sum);
    }
    uint32_t crosses = clear;
    switch (packet.verdict)
    {
    case IpsecVerdict::OFFLOAD:
        Charge(each, HostCost::TAG, m_profile.tag);
        work.path = HostPath::INLINE_PACKET;
        if (m_hostEncapsulates)
        {
            work.path = HostPath::INLINE_CRYPTO;
            Charge(each, HostCost::ESP_OUTPUT, m_profile.espOutput);
            work.memory.cpuWritten += esp - clear;
            crosses = esp;
        }
        break;
    case IpsecVerdict::SOFTWARE:
        Charge(each, HostCost::ESP_OUTPUT, m_profile.espOutput);
        AddCipher(*sa, clear, esp, segments, true, work, sum);
        crosses = esp;
        break;
    default:
        break;
    }
    work.memory.dmaRead += crosses + segments * m_profile.descriptorOctets;
    work.cycles = ToCycles(sum.cycles + segments * each.cycles);
    return work;
}

HostWork
StepCosts::InputSegment(const PacketDescriptor& packet, const SecurityAssociation* sa)
{
    HostWork work = Begin(HostContext::RECEIVE);
    work.memory.cpuRead = m_profile.headerOctets;
    Sum sum;
    Charge(sum, HostCost::DRIVER_RX, m_profile.driverRx);
    Charge(sum, HostCost::GRO_PER_SEGMENT, m_profile.groPerSegment);
    if (packet.checksum == ChecksumBy::HOST)
    {
        AddChecksum(packet.length - packet.headerLength, 1, work, sum);
    }
    uint32_t crosses = packet.length;
    if (packet.drvSpi != 0)
    {
        work.path = HostPath::INLINE_PACKET;
        if (m_hostEncapsulates)
        {
            work.path = HostPath::INLINE_CRYPTO;
            Charge(sum, HostCost::TAG, m_profile.tag);
            Charge(sum, HostCost::ESP_INPUT, m_profile.espInput);
            crosses = sa ? sa->GetSizes().GetEspLength(packet.length, packet.headerLength)
                         : packet.length;
        }
    }
    work.memory.dmaWritten += crosses + m_profile.descriptorOctets;
    work.cycles = ToCycles(sum.cycles);
    return work;
}

HostWork
StepCosts::Input(const PacketDescriptor& packet, const SecurityAssociation* sa, bool local)
{
    // Of a merged unit, InputSegment() has paid what there was to do for each segment.
    const bool booked = packet.tcp.booked;
    HostWork work = Begin(booked ? HostContext::FORWARD : HostContext::RECEIVE);
    work.packets = booked ? 0 : 1;
    work.memory.cpuRead = booked ? 0 : m_profile.headerOctets;
    uint32_t crosses = packet.GetCurrentLength();
    uint32_t delivered = crosses;
    Sum sum;
    if (!booked)
    {
        Charge(sum, HostCost::DRIVER_RX, m_profile.driverRx);
    }
    Sum after{CostBill::Payer::LAST, 1}; // what there is to do once the packet is clear
    Charge(after, HostCost::POLICY_LOOKUP, m_profile.policyLookup);
    if (packet.IsEsp())
    {
        Charge(sum, HostCost::SA_LOOKUP, m_profile.saLookup);
        if (sa)
        {
            Charge(sum, HostCost::ESP_INPUT, m_profile.espInput);
            delivered = sa->GetSizes().GetPaddedLength(packet.esp.length);
            AddCipher(*sa, delivered, packet.esp.length, 1, false, work, sum);
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
        if (!booked || !m_hostEncapsulates)
        {
            Charge(sum, HostCost::TAG, m_profile.tag);
        }
        work.path = m_hostEncapsulates ? HostPath::INLINE_CRYPTO : HostPath::INLINE_PACKET;
        if (m_hostEncapsulates && !booked)
        {
            Charge(sum, HostCost::ESP_INPUT, m_profile.espInput);
            crosses = sa ? sa->GetSizes().GetEspLength(packet.length, packet.headerLength)
                         : packet.length;
        }
    }
    if (packet.checksum == ChecksumBy::HOST && !packet.IsEsp() && !booked)
    {
        AddChecksum(packet.length - packet.headerLength, 1, work, sum);
    }
    if (local)
    {
        AddLocal(delivered, work, after);
    }
    work.memory.dmaWritten += booked ? 0 : crosses + m_profile.descriptorOctets;
    const bool goesOn = m_profile.threadGoesOn && work.threadCycles != 0;
    m_bill.SetLast(goesOn);
    work.cycles = ToCycles(goesOn ? sum.cycles : sum.cycles + after.cycles);
    work.threadCycles += goesOn ? ToCycles(after.cycles) : 0;
    return work;
}

HostWork
StepCosts::InputFailed(const PacketDescriptor& packet)
{
    HostWork work = Begin(HostContext::RECEIVE);
    work.path = m_hostEncapsulates ? HostPath::INLINE_CRYPTO : HostPath::INLINE_PACKET;
    work.memory.cpuRead = m_profile.headerOctets;
    work.memory.dmaWritten = packet.GetCurrentLength() + m_profile.descriptorOctets;
    Sum sum;
    Charge(sum, HostCost::DRIVER_RX, m_profile.driverRx);
    work.cycles = ToCycles(sum.cycles);
    return work;
}

/**
 * IP input and, where the profile has both on one core, the socket.
 * @param octets of the datagram @param work gets memory traffic @param sum of the core
 */
void
StepCosts::AddLocal(uint32_t octets, HostWork& work, Sum& sum)
{
    Charge(sum, HostCost::INPUT, m_profile.input);
    if (m_profile.socketCore == HostProfile::SocketCore::SAME)
    {
        AddSocket(octets, false, work, sum);
    }
}

HostWork
StepCosts::InputOpened(const PacketDescriptor& packet)
{
    HostWork work = Begin(HostContext::FORWARD);
    work.path = static_cast<HostPath>(packet.host.path);
    work.packets = 0;
    Sum sum;
    if (packet.checksum == ChecksumBy::HOST)
    {
        AddChecksum(packet.length - packet.headerLength, 1, work, sum);
    }
    AddLocal(packet.length, work, sum);
    work.cycles = ToCycles(sum.cycles);
    return work;
}

HostWork
StepCosts::Deliver(const PacketDescriptor& packet)
{
    HostWork work = Begin(HostContext::SEND);
    work.path = static_cast<HostPath>(packet.host.path);
    work.packets = 0;
    Sum sum;
    AddSocket(packet.length, false, work, sum);
    work.cycles = ToCycles(sum.cycles);
    return work;
}

} // namespace ns3
