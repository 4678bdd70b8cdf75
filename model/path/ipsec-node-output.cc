/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-node.h"
#include "path-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/checksum-assist.h"
#include "ns3/log.h"
#include "ns3/protocol-numbers.h"

#include <algorithm>
#include <optional>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * IpsecNode's way out: policy, SA, the offload decision, ESP in software, tags, the counters of
 * what became of each datagram.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNodeOutput");

namespace
{

/// The longest IP datagram, whose length field has 16 bits (FreeBSD: IP_MAXPACKET).
constexpr uint32_t LONGEST_DATAGRAM = 65'535;

/// @param packet a datagram @return the bit of OffloadDriver::Assist for its segments
uint32_t
TsoBitOf(const PacketDescriptor& packet)
{
    return packet.IsIpv4() ? OffloadDriver::ASSIST_TSO4 : OffloadDriver::ASSIST_TSO6;
}

/**
 * Take sequence numbers from the kernel's SA: one, or one per segment that will be cut.
 * @param packet what needs them
 * @return the first one; nothing when they are used up
 */
std::optional<uint64_t>
TakeSequences(const PacketDescriptor& packet)
{
    const auto first = packet.sa->NextSequence();
    const uint32_t count =
        packet.tcp.cutter == SegmentCutter::NONE ? 1 : SegmentCut(packet).GetCount();
    for (uint32_t i = 1; i < count; ++i)
    {
        if (!packet.sa->NextSequence())
        {
            return std::nullopt;
        }
    }
    return first;
}

} // namespace

SecurityPolicy*
IpsecNode::FindPolicy(Ps now, const PacketDescriptor& packet, FlowCacheEntry& flow, bool& cached)
{
    const bool current =
        m_rememberFlows && !packet.fragment && flow.policyGeneration == m_spd->GetGeneration();
    cached = current && !packet.forwarded; // only sockets have a cache to gain from (R113)
    auto search = cached ? PathSteps::Search::CACHED : PathSteps::Search::FLOW;
    if (packet.fragment)
    {
        // It shares its entry with whole datagrams, which may have another policy.
        flow = FlowCacheEntry();
        flow.policy = m_fragmentPolicies.Find(*m_spd, packet, IpsecDirection::OUT);
    }
    else if (!current)
    {
        search = flow.policyGeneration == 0 ? PathSteps::Search::NOTHING : PathSteps::Search::STALE;
        SecurityPolicy* ofSocket =
            packet.forwarded ? nullptr : m_socketPolicies.Find(packet, IpsecDirection::OUT);
        flow.policy = ofSocket ? ofSocket : m_spd->Find(packet, IpsecDirection::OUT); // R113, R118
        flow.policyGeneration = m_spd->GetGeneration();
        flow.saGeneration = 0; // another policy may ask for another SA
    }
    SecurityPolicy* policy = PeekPointer(flow.policy);
    if (packet.steps)
    {
        PathSteps::Policy(now, packet, policy, search);
    }
    if (policy)
    {
        policy->Touch(now);
    }
    return policy;
}

SecurityAssociation*
IpsecNode::FindSa(Ps now,
                  const PacketDescriptor& packet,
                  const SecurityPolicy& policy,
                  FlowCacheEntry& flow)
{
    const IpsecRequirement& requirement = policy.GetFirstRequirement();
    const bool tunnel = requirement.mode == IpsecMode::TUNNEL;
    const IpAddress& source = tunnel ? requirement.source : packet.source;
    const IpAddress& destination = tunnel ? requirement.destination : packet.destination;
    if (flow.saGeneration != m_sad->GetGeneration())
    {
        flow.sa = m_sad->FindOutbound(source,
                                      destination,
                                      requirement.protocol,
                                      requirement.mode,
                                      requirement.reqid);
        flow.saGeneration = m_sad->GetGeneration();
    }
    if (!flow.sa)
    {
        // The kernel asks whatever the level: what the level allows is decided later.
        const AcquireRequest request{source,
                                     destination,
                                     requirement.protocol,
                                     requirement.mode,
                                     requirement.reqid,
                                     policy.GetId()};
        if (m_sad->Acquire(now, request))
        {
            ++m_out.acquires;
            m_acquireTrace(now, request);
        }
    }
    return PeekPointer(flow.sa);
}

SoftwareReason
IpsecNode::WhySoftware(const PacketDescriptor& packet,
                       const SecurityAssociation& sa,
                       const OutputContext& context,
                       SaHandle*& handle) const
{
    const bool interfaceKnown = IsInterfaceKnown(packet, context);
    const auto lookup = m_offload->Find(sa, interfaceKnown ? context.interface : nullptr);
    handle = lookup.handle;
    if (!handle)
    {
        return lookup.reason; // R128, R129
    }
    if (packet.superSegment && m_segmentation == SEGMENTATION_STACK && packet.tcp.size != 0)
    {
        // The stack knows how long the segments will be, and leaves none to the NIC that is too
        // long. All but the last one are as long as the first.
        PacketDescriptor segment = packet;
        segment.length = SegmentCut(packet).GetLength(0);
        return TestSize(segment, sa.GetSizes(), handle->estimate, context.mtu);
    }
    if (packet.superSegment)
    {
        return SoftwareReason::NONE; // R132
    }
    if (packet.fragment)
    {
        return SoftwareReason::FRAGMENT; // R146
    }
    return TestSize(packet, sa.GetSizes(), handle->estimate, context.mtu);
}

SoftwareReason
IpsecNode::TestSize(const PacketDescriptor& packet,
                    const EspSizes& sizes,
                    uint32_t estimate,
                    uint32_t mtu) const
{
    if (m_sizeTest == TRUE_LENGTH)
    {
        return sizes.GetEspLength(packet.length, packet.headerLength) > mtu
                   ? SoftwareReason::SIZE_EXACT
                   : SoftwareReason::NONE;
    }
    if (packet.length + estimate > mtu)
    {
        return SoftwareReason::SIZE_ESTIMATE; // R130
    }
    if (sizes.GetKernelExactLength(packet.length, packet.headerLength) > mtu)
    {
        return SoftwareReason::SIZE_EXACT; // R131
    }
    return SoftwareReason::NONE;
}

IpsecVerdict
IpsecNode::Decide(Ps now,
                  PacketDescriptor& packet,
                  const OutputContext& context,
                  FlowCacheEntry& flow,
                  bool& cached,
                  SaHandle*& handle)
{
    const SecurityPolicy* policy = FindPolicy(now, packet, flow, cached); // R113
    if (!policy)
    {
        return IpsecVerdict::BYPASS; // the default policy is none (R91)
    }
    switch (policy->GetConfig().kind)
    {
    case PolicyKind::DISCARD:
        return IpsecVerdict::DISCARD;
    case PolicyKind::IPSEC:
        break;
    default:
        return IpsecVerdict::BYPASS; // R120
    }
    if (!cached)
    {
        CheckTransforms(policy->GetConfig().requirements);
    }
    const bool remembered = flow.saGeneration == m_sad->GetGeneration();
    packet.sa = FindSa(now, packet, *policy, flow); // R122
    if (packet.steps)
    {
        PathSteps::Sa(now, packet, *policy, remembered, m_sad->GetPreferOldSa());
    }
    const bool tested = IsTestedForSize(packet);
    if (!packet.sa)
    {
        if (policy->DemandsProtection())
        {
            return IpsecVerdict::NO_SA; // R124
        }
        if (!tested && IsInterfaceKnown(packet, context))
        {
            packet.drvSpi = DrvSpiAllocator::BYPASS; // R123
        }
        return IpsecVerdict::CLEAR_BY_USE;
    }
    packet.reason = WhySoftware(packet, *packet.sa, context, handle);
    if (packet.reason == SoftwareReason::NONE && m_tagFailurePeriod != 0 &&
        ++m_tagsWanted % m_tagFailurePeriod == 0)
    {
        packet.reason = SoftwareReason::NO_TAG_MEMORY; // R133
    }
    if (tested && IsAbovePathMtu(packet, *policy, context))
    {
        packet.drop = IpsecDrop::TOO_BIG; // R121
    }
    else if (!m_espEnabled)
    {
        packet.drop = IpsecDrop::PROTOCOL_OFF; // R122
    }
    if (packet.steps)
    {
        PathSteps::Decision(now,
                            packet,
                            handle,
                            context.interface,
                            context.mtu,
                            m_sizeTest == TRUE_LENGTH);
    }
    return packet.reason == SoftwareReason::NONE ? IpsecVerdict::OFFLOAD : IpsecVerdict::SOFTWARE;
}

bool
IpsecNode::IsInterfaceKnown(const PacketDescriptor& packet, const OutputContext& context) const
{
    return context.interface && (!packet.forwarded || m_offloadForwarded); // R127
}

/// @param packet a datagram @return true when R121 tests its size
bool
IpsecNode::IsTestedForSize(const PacketDescriptor& packet) const
{
    if (!packet.IsIpv4())
    {
        return packet.forwarded && m_testForwardedIpv6;
    }
    return m_dfPolicy == DF_POLICY_SET || (m_dfPolicy == DF_POLICY_COPY && packet.dontFragment);
}

/**
 * @param packet a datagram that is tested; gets what would have fit when this one does not
 * @param policy its policy
 * @param context where it goes
 * @return true when it does not fit (R121)
 */
bool
IpsecNode::IsAbovePathMtu(PacketDescriptor& packet,
                          const SecurityPolicy& policy,
                          const OutputContext& context)
{
    const uint32_t overhead = GetGenericOverhead(policy);
    if (packet.superSegment || packet.length + overhead <= context.mtu)
    {
        return false;
    }
    packet.pathMtu = context.mtu > overhead ? context.mtu - overhead : 0;
    return true;
}

uint32_t
IpsecNode::GetGenericOverhead(const SecurityPolicy& policy)
{
    constexpr uint32_t ah = 12 + 16;
    constexpr uint32_t ipcomp = 4;
    uint32_t overhead = 0;
    for (const auto& requirement : policy.GetConfig().requirements)
    {
        switch (requirement.protocol)
        {
        case IpsecProtocol::ESP:
            overhead += EspSizes::GENERIC_OVERHEAD;
            break;
        case IpsecProtocol::AH:
            overhead += ah;
            break;
        case IpsecProtocol::IPCOMP:
            overhead += ipcomp;
            break;
        case IpsecProtocol::TCP_MD5:
            break;
        }
        if (requirement.mode == IpsecMode::TUNNEL)
        {
            overhead += EspSizes::GetOuterHeader(requirement.destination.IsIpv4());
        }
    }
    return overhead;
}

void
IpsecNode::CheckTransforms(const std::vector<IpsecRequirement>& requirements)
{
    for (const auto& requirement : requirements)
    {
        NS_ABORT_MSG_UNLESS(requirement.protocol == IpsecProtocol::ESP,
                            "a policy asks for " << ns3::ToString(requirement.protocol)
                                                 << ": only ESP is simulated, expected esp");
    }
    NS_ABORT_MSG_IF(requirements.size() > 1,
                    "a policy asks for " << requirements.size()
                                         << " transforms: only one per datagram is simulated, "
                                            "expected one requirement");
}

void
IpsecNode::Refuse(PacketDescriptor& packet, IpsecDrop drop)
{
    NS_LOG_LOGIC("drops " << packet.length << " octets to " << packet.destination.ToString() << ": "
                          << ToString(drop));
    packet.drop = drop;
    m_out.drops[drop].Add(packet.length);
}

/// @param packet a whole local datagram @param flow its memory, left as it is @return its policy
SecurityPolicy*
IpsecNode::PeekPolicy(const PacketDescriptor& packet, const FlowCacheEntry& flow)
{
    if (flow.policyGeneration == m_spd->GetGeneration())
    {
        return PeekPointer(flow.policy);
    }
    SecurityPolicy* ofSocket = m_socketPolicies.Find(packet, IpsecDirection::OUT);
    return ofSocket ? ofSocket : m_spd->Find(packet, IpsecDirection::OUT);
}

uint32_t
IpsecNode::GetTcpReserve(const PacketDescriptor& packet)
{
    const SecurityPolicy* policy = PeekPolicy(packet, m_flows.Get(packet));
    const bool protects = policy && policy->GetConfig().kind == PolicyKind::IPSEC;
    return std::max(EspSizes::GENERIC_OVERHEAD, protects ? GetGenericOverhead(*policy) : 0);
}

bool
IpsecNode::MayHandDownSuperSegment(const PacketDescriptor& packet, const OutputContext& context)
{
    using SuperSegments = FlowCacheEntry::SuperSegments;
    if (m_segmentation == SEGMENTATION_STACK)
    {
        return true;
    }
    if (!context.interface || (context.interface->GetAssist() & TsoBitOf(packet)) == 0)
    {
        return false;
    }
    const FlowCacheEntry& flow = context.flow ? *context.flow : m_flows.Get(packet);
    const SecurityPolicy* policy = PeekPolicy(packet, flow);
    if (!policy || policy->GetConfig().kind != PolicyKind::IPSEC)
    {
        return true;
    }
    return flow.superSegments == SuperSegments::UNKNOWN ? context.interface->IsCapable()
                                                        : flow.superSegments == SuperSegments::YES;
}

/**
 * Who cuts a super-segment; where nobody does, it is an ordinary datagram from now on.
 * @param packet it, with its verdict
 * @param assist what the NIC does for it
 */
void
IpsecNode::ChooseCutter(PacketDescriptor& packet, uint32_t assist) const
{
    const bool software = packet.verdict == IpsecVerdict::SOFTWARE;
    if (software && m_segmentation == SEGMENTATION_TCP)
    {
        packet.superSegment = false; // ESP around all of it, and IP cuts that (R140)
        return;
    }
    packet.tcp.cutter =
        !software && (assist & TsoBitOf(packet)) != 0 ? SegmentCutter::NIC : SegmentCutter::HOST;
}

/**
 * @param packet an own datagram, with its verdict
 * @param interface where it goes out; may be nullptr
 * @param handle of its SA there; nullptr: none
 * @return what the NIC does for it: the mask is asked for when it is tagged (R136)
 */
uint32_t
IpsecNode::GetAssist(const PacketDescriptor& packet,
                     const OffloadInterface* interface,
                     const SaHandle* handle)
{
    if (packet.verdict == IpsecVerdict::OFFLOAD)
    {
        return handle->interface->GetDriver()->GetTransmitAssist(handle->drvSpi);
    }
    return interface ? interface->GetAssist() : 0;
}

/**
 * R137: one packet that falls back clears the connection's IPsec-TSO flag, the next tagged one
 * sets it.
 * @param packet a TCP segment, with payload or without, or a super-segment, decided upon
 * @param assist what the NIC does for it
 * @param flow its connection
 */
void
IpsecNode::RememberTso(const PacketDescriptor& packet, uint32_t assist, FlowCacheEntry& flow)
{
    using SuperSegments = FlowCacheEntry::SuperSegments;
    const bool offered =
        packet.verdict == IpsecVerdict::OFFLOAD && (assist & TsoBitOf(packet)) != 0;
    flow.superSegments = offered ? SuperSegments::YES : SuperSegments::NO;
}

PacketDescriptor
IpsecNode::CutSegment(const PacketDescriptor& packet, const SegmentCut& cut, uint32_t index)
{
    PacketDescriptor segment = cut.Cut(packet, index);
    if (segment.IsEsp())
    {
        segment.esp.length =
            packet.sa->GetSizes().GetEspLength(segment.length, segment.headerLength);
    }
    return segment;
}

void
IpsecNode::Encapsulate(Ps now, PacketDescriptor& packet, const OffloadInterface* interface)
{
    SecurityAssociation& sa = *packet.sa;
    const uint32_t length = sa.GetSizes().GetEspLength(packet.length, packet.headerLength);
    if (packet.tcp.cutter == SegmentCutter::NONE && length > LONGEST_DATAGRAM)
    {
        Refuse(packet, IpsecDrop::TOO_BIG);
        return;
    }
    const auto sequence = TakeSequences(packet);
    if (!sequence)
    {
        Refuse(packet, IpsecDrop::SEQUENCE_OVERFLOW);
        return;
    }
    const SaConfig& config = sa.GetConfig();
    const bool tunnel = config.mode == IpsecMode::TUNNEL;
    packet.esp.spi = config.spi;
    packet.esp.sequence = *sequence;
    packet.esp.wholeSequence = config.esn;
    packet.esp.source = tunnel ? config.source : packet.source;
    packet.esp.destination = tunnel ? config.destination : packet.destination;
    packet.esp.length = length;
    packet.esp.damaged = false;
    // Octets at the end of the transform (R181), which each segment passes for itself.
    if (packet.tcp.cutter == SegmentCutter::HOST)
    {
        const SegmentCut cut(packet);
        for (uint32_t i = 0; i < cut.GetCount(); ++i)
        {
            sa.CountSoftware(now,
                             sa.GetSizes().GetEspLength(cut.GetLength(i), packet.headerLength));
        }
    }
    else
    {
        sa.CountSoftware(now, length);
    }
    m_out.software.Add(packet.length);
    m_out.reasons[packet.reason].Add(packet.length);
    sa.GetReasons()[packet.reason].Add(packet.length);
    if (interface)
    {
        interface->CountSoftware(packet.reason, packet.length);
    }
}

void
IpsecNode::Tag(Ps now, PacketDescriptor& packet, SaHandle& handle)
{
    if (handle.hostNumbers)
    {
        const auto sequence = TakeSequences(packet);
        if (!sequence)
        {
            Refuse(packet, IpsecDrop::SEQUENCE_OVERFLOW);
            return;
        }
        packet.esp.sequence = *sequence;
    }
    packet.drvSpi = handle.drvSpi;
    IpsecOffload::CountTransmit(handle, packet.length); // R134
    m_out.offload.Add(packet.length);
    m_tagTrace(now, packet, handle);
}

/// @param packet a datagram, decided upon @return true when its kernel drops it instead
bool
IpsecNode::MustNotGoOn(const PacketDescriptor& packet) const
{
    if (m_notOffloaded == SOFTWARE || packet.verdict != IpsecVerdict::SOFTWARE ||
        packet.sa->GetConfig().interfaceName.empty())
    {
        return false;
    }
    switch (packet.reason)
    {
    case SoftwareReason::SIZE_ESTIMATE:
    case SoftwareReason::SIZE_EXACT:
    case SoftwareReason::FRAGMENT:
    case SoftwareReason::OFFLOAD_OFF:
        return false;
    default:
        return true;
    }
}

void
IpsecNode::Account(Ps now,
                   Ps done,
                   PacketDescriptor& packet,
                   const OffloadInterface* interface,
                   SaHandle* handle)
{
    if (packet.checksum == ChecksumBy::HOST)
    {
        m_out.checksums.Add(packet.length - packet.headerLength);
    }
    switch (packet.verdict)
    {
    case IpsecVerdict::BYPASS:
        m_out.bypass.Add(packet.length);
        break;
    case IpsecVerdict::CLEAR_BY_USE:
        m_out.clearByUse.Add(packet.length);
        break;
    case IpsecVerdict::DISCARD:
        m_out.discard.Add(packet.length);
        break;
    case IpsecVerdict::NO_SA:
        m_out.noSa.Add(packet.length);
        break;
    case IpsecVerdict::OFFLOAD:
        packet.drvSpi = handle->drvSpi;
        packet.unfinished = handle->hostNumbers && done > now;
        if (!packet.unfinished)
        {
            Tag(now, packet, *handle);
        }
        break;
    case IpsecVerdict::SOFTWARE:
        packet.unfinished = done > now;
        if (!packet.unfinished)
        {
            Encapsulate(now, packet, interface);
        }
        break;
    default:
        NS_ABORT_MSG("a verdict that Output() does not give");
    }
    if (packet.unfinished)
    {
        m_out.underway.Add(packet.length);
    }
}

void
IpsecNode::FinishOutput(Ps now, PacketDescriptor& packet, const OffloadInterface* interface)
{
    if (!packet.unfinished)
    {
        return;
    }
    packet.unfinished = false;
    m_out.underway.packets -= 1;
    m_out.underway.octets -= packet.length;
    const bool software = packet.verdict == IpsecVerdict::SOFTWARE;
    SaHandle* handle = software ? nullptr : m_offload->FindByDrvSpi(packet.drvSpi);
    if (!packet.sa->IsAlive() || (!software && (!handle || handle->sa != packet.sa)))
    {
        Refuse(packet, IpsecDrop::SA_GONE);
    }
    else if (software)
    {
        Encapsulate(now, packet, interface);
    }
    else
    {
        Tag(now, packet, *handle);
    }
    if (packet.steps)
    {
        PathSteps::Verdict(now, packet);
    }
    m_outputTrace(now, packet);
}

Ps
IpsecNode::Output(Ps now, PacketDescriptor& packet, const OutputContext& context)
{
    m_out.in.Add(packet.length);
    packet.drop = IpsecDrop::NONE;
    packet.reason = SoftwareReason::NONE;
    packet.sa = nullptr;
    packet.drvSpi = 0;
    packet.unfinished = false;
    bool cached = false;
    SaHandle* handle = nullptr;
    FlowCacheEntry& flow = context.flow ? *context.flow : m_flows.Get(packet);
    packet.verdict = Decide(now, packet, context, flow, cached, handle);
    if (packet.drop != IpsecDrop::NONE)
    {
        // It ends here, and was never to be protected.
    }
    else if (packet.verdict == IpsecVerdict::OFFLOAD)
    {
        m_out.offloadVerdict.Add(packet.length);
    }
    else if (packet.verdict == IpsecVerdict::SOFTWARE)
    {
        m_out.softwareVerdict.Add(packet.length);
    }

    if (packet.drop == IpsecDrop::NONE && MustNotGoOn(packet))
    {
        packet.drop = IpsecDrop::NOT_OFFLOADED;
    }
    const uint32_t assist = packet.forwarded ? 0 : GetAssist(packet, context.interface, handle);
    if (packet.protocol == ProtocolNumber::TCP && !packet.forwarded)
    {
        if (packet.superSegment)
        {
            ChooseCutter(packet, assist);
        }
        if (packet.sa)
        {
            RememberTso(packet, assist, flow);
        }
    }
    ChooseTransmitChecksums(packet, assist, context.mtu);
    Ps done = now;
    if (m_host->HasCores())
    {
        HostWork work = m_costs->Output(packet, packet.sa, cached);
        // One core takes a packet from its ring to the next one without another queue.
        work.admitted =
            packet.forwarded && m_host->GetProfile().forwardCore == HostProfile::ForwardCore::SAME;
        const SaConfig* config = packet.sa ? &packet.sa->GetConfig() : nullptr;
        work.hash = m_coreHash->OfOutput(packet, config);
        work.threadHash = config ? static_cast<uint32_t>(MixHash(0, config->spi)) : 0;
        done = BookHost(now, packet, work);
    }
    if (packet.drop != IpsecDrop::NONE)
    {
        Refuse(packet, packet.drop);
    }
    else
    {
        Account(now, done, packet, context.interface, handle);
    }
    if (packet.unfinished)
    {
        return done; // FinishOutput() says the rest
    }
    if (packet.steps)
    {
        PathSteps::Verdict(done, packet);
    }
    m_outputTrace(now, packet);
    return done;
}

void
IpsecNode::CountAlreadyDone(const PacketDescriptor& packet)
{
    m_out.alreadyDone.Add(packet.GetCurrentLength());
}

} // namespace ns3
