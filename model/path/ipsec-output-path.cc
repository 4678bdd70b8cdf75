/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-output-path.h"

#include "ipsec-path-steps-internal.h"
#include "ipsec-policy-transforms.h"

#include "ns3/abort.h"
#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/log.h"
#include "ns3/offload-checksum-assist.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecOutputPath");

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

/// @param packet a datagram @return how many will be made of it
uint32_t
CountSegments(const PacketDescriptor& packet)
{
    return packet.tcp.segmentedBy == SegmentedBy::NONE ? 1 : Segmentation(packet).GetCount();
}

/**
 * Take sequence numbers from the kernel's SA: one, or one per segment that will be cut.
 * @param packet what needs them @param sa its SA
 * @return the first one; nothing when they are used up
 */
std::optional<uint64_t>
TakeSequences(const PacketDescriptor& packet, SecurityAssociation& sa)
{
    const auto first = sa.NextSequence();
    const uint32_t count = CountSegments(packet);
    for (uint32_t i = 1; i < count; ++i)
    {
        if (!sa.NextSequence())
        {
            return std::nullopt;
        }
    }
    return first;
}

} // namespace

IpsecOutputPath::IpsecOutputPath(IpsecNodeState& state,
                                 const IpsecDecisionTrace& decided,
                                 const IpsecTagTrace& tagged,
                                 const IpsecAcquireTrace& acquired)
    : m_state(state),
      m_decider(state, m_counters, acquired),
      m_decided(decided),
      m_tagged(tagged)
{
}

void
IpsecOutputPath::Refuse(PacketDescriptor& packet, SecurityAssociation* sa, IpsecDrop drop)
{
    NS_LOG_LOGIC("drops " << packet.length << " octets to " << packet.destination.ToString() << ": "
                          << ToString(drop));
    packet.drop = drop;
    m_counters.drops[drop].Add(packet.length);
    if (sa)
    {
        sa->GetDrops()[drop].Add(packet.length);
    }
}

uint32_t
IpsecOutputPath::GetTcpReserve(const PacketDescriptor& packet)
{
    const SecurityPolicy* policy = m_decider.PeekPolicy(packet, m_decider.GetFlow(packet, {}));
    const bool protects = policy && policy->GetConfig().kind == PolicyKind::IPSEC;
    return std::max(EspSizes::GENERIC_OVERHEAD, protects ? GetGenericOverhead(*policy) : 0);
}

bool
IpsecOutputPath::MayHandDownSuperSegment(const PacketDescriptor& packet,
                                         const IpsecOutputContext& context)
{
    using SuperSegments = FlowCacheEntry::SuperSegments;
    if (m_state.options.segmentation == IpsecPathOptions::SEGMENTATION_STACK)
    {
        return true;
    }
    if (!context.interface || (context.interface->GetAssist() & TsoBitOf(packet)) == 0)
    {
        return false;
    }
    const FlowCacheEntry& flow = m_decider.GetFlow(packet, context);
    const SecurityPolicy* policy = m_decider.PeekPolicy(packet, flow);
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
IpsecOutputPath::ChooseSegmenter(PacketDescriptor& packet, uint32_t assist) const
{
    const bool software = packet.verdict == IpsecVerdict::SOFTWARE;
    if (software && m_state.options.segmentation == IpsecPathOptions::SEGMENTATION_TCP)
    {
        packet.superSegment = false; // ESP around all of it, and IP cuts that (R140)
        return;
    }
    packet.tcp.segmentedBy =
        !software && (assist & TsoBitOf(packet)) != 0 ? SegmentedBy::NIC : SegmentedBy::HOST;
}

/**
 * @param packet an own datagram, with its verdict
 * @param interface where it goes out; may be nullptr
 * @param handle of its SA there; nullptr: none
 * @return what the NIC does for it: the mask is asked for when it is tagged (R136)
 */
uint32_t
IpsecOutputPath::GetAssist(const PacketDescriptor& packet,
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
IpsecOutputPath::RememberTso(const PacketDescriptor& packet, uint32_t assist, FlowCacheEntry& flow)
{
    using SuperSegments = FlowCacheEntry::SuperSegments;
    const bool offered =
        packet.verdict == IpsecVerdict::OFFLOAD && (assist & TsoBitOf(packet)) != 0;
    flow.superSegments = offered ? SuperSegments::YES : SuperSegments::NO;
}

PacketDescriptor
IpsecOutputPath::CutSegment(const PacketDescriptor& packet,
                            const Segmentation& cut,
                            uint32_t index,
                            const SecurityAssociation* sa)
{
    PacketDescriptor segment = cut.Cut(packet, index);
    if (segment.IsEsp())
    {
        segment.esp.length = sa->GetSizes().GetEspLength(segment.length, segment.headerLength);
    }
    return segment;
}

/**
 * Choose what stands in the header in front of a datagram's ESP form, or of its segments'.
 * @param packet a datagram, decided upon @param config of its SA
 * @param numbered it has its sequence number
 */
void
IpsecOutputPath::ChooseFront(PacketDescriptor& packet, const SaConfig& config, bool numbered)
{
    const bool tunnel = config.mode == IpsecMode::TUNNEL;
    const IpAddress& source = tunnel ? config.source : packet.source;
    packet.esp.front.trafficClass =
        tunnel ? GetOuterTrafficClass(m_state.options.tunnelEcn, packet.trafficClass)
               : packet.trafficClass;
    if (!tunnel && packet.forwarded)
    {
        packet.esp.front.identification = packet.identification; // its sender's
    }
    else if (m_state.options.identification == IDENTIFICATION_SA && numbered)
    {
        packet.esp.front.identification = static_cast<uint16_t>(packet.esp.sequence);
    }
    else if (source.IsIpv4())
    {
        const IpAddress& destination = tunnel ? config.destination : packet.destination;
        packet.esp.front.identification = m_identifications.Take(m_state.options.identification,
                                                                 source,
                                                                 destination,
                                                                 CountSegments(packet));
    }
}

void
IpsecOutputPath::Encapsulate(Ps now,
                             PacketDescriptor& packet,
                             SecurityAssociation& sa,
                             const OffloadInterface* interface)
{
    const uint32_t length = sa.GetSizes().GetEspLength(packet.length, packet.headerLength);
    if (packet.tcp.segmentedBy == SegmentedBy::NONE && length > LONGEST_DATAGRAM)
    {
        Refuse(packet, &sa, IpsecDrop::TOO_BIG);
        return;
    }
    const auto sequence = TakeSequences(packet, sa);
    if (!sequence)
    {
        Refuse(packet, &sa, IpsecDrop::SEQUENCE_OVERFLOW);
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
    packet.esp.mixed = false;
    packet.esp.joined = false;
    ChooseFront(packet, config, true);
    // Octets at the end of the transform (R181), which each segment passes for itself.
    if (packet.tcp.segmentedBy == SegmentedBy::HOST)
    {
        const Segmentation cut(packet);
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
    m_counters.software.Add(packet.length);
    m_counters.reasons.Add(packet.reason, packet.refusal, packet.length);
    sa.GetReasons().Add(packet.reason, packet.refusal, packet.length);
    if (interface)
    {
        interface->CountSoftware(true, packet, packet.length);
    }
}

void
IpsecOutputPath::Tag(Ps now, PacketDescriptor& packet, SaHandle& handle)
{
    if (handle.hostNumbers)
    {
        const auto sequence = TakeSequences(packet, *handle.sa);
        if (!sequence)
        {
            Refuse(packet, handle.sa, IpsecDrop::SEQUENCE_OVERFLOW);
            return;
        }
        packet.esp.sequence = *sequence;
    }
    ChooseFront(packet, handle.sa->GetConfig(), handle.hostNumbers);
    packet.drvSpi = handle.drvSpi;
    IpsecOffload::CountTransmit(handle, packet.length); // R134
    m_counters.offload.Add(packet.length);
    m_tagged(now, packet, handle);
}

/**
 * Where there is no software beside the NIC, what the NIC cannot take goes nowhere: a second
 * encryptor would have a sequence counter of its own.
 * @param packet a datagram, decided upon @param sa its SA, if it is to be protected
 * @return why its kernel drops it instead, if it does
 */
IpsecDrop
IpsecOutputPath::WhyDropped(const PacketDescriptor& packet, const SecurityAssociation* sa) const
{
    if (m_state.options.notOffloaded == IpsecPathOptions::SOFTWARE ||
        packet.verdict != IpsecVerdict::SOFTWARE || sa->GetConfig().interfaceName.empty())
    {
        return IpsecDrop::NONE;
    }
    const bool size = packet.reason == SoftwareReason::SIZE_ESTIMATE ||
                      packet.reason == SoftwareReason::SIZE_EXACT;
    return size ? IpsecDrop::TOO_BIG : IpsecDrop::NOT_OFFLOADED;
}

/// Something is left to do when a core comes to a datagram. @param packet it @param sa its SA
/// @param pending its visit
void
IpsecOutputPath::Wait(const PacketDescriptor& packet,
                      SecurityAssociation& sa,
                      PendingPacket& pending)
{
    pending.Hold(sa);
    m_counters.inFlight.Add(packet.length);
}

/**
 * Do what was decided, as far as it is due now.
 * @param packet a datagram that is not dropped @param decision on it
 * @param pending its visit; gets what is left to do
 */
void
IpsecOutputPath::CarryOut(Ps now,
                          PacketDescriptor& packet,
                          const IpsecOutputDecider::Decision& decision,
                          PendingPacket& pending)
{
    const bool waits = pending.ready > now;
    if (packet.checksum == ChecksumBy::HOST)
    {
        m_counters.checksums.Add(packet.length - packet.headerLength);
    }
    switch (packet.verdict)
    {
    case IpsecVerdict::BYPASS:
        m_counters.bypass.Add(packet.length);
        break;
    case IpsecVerdict::CLEAR_BY_USE:
        m_counters.clearByUse.Add(packet.length);
        break;
    case IpsecVerdict::DISCARD:
        m_counters.discard.Add(packet.length);
        break;
    case IpsecVerdict::NO_SA:
        m_counters.noSa.Add(packet.length);
        break;
    case IpsecVerdict::OFFLOAD:
        packet.drvSpi = decision.handle->drvSpi;
        if (waits && decision.handle->hostNumbers)
        {
            Wait(packet, *decision.sa, pending);
        }
        else
        {
            Tag(now, packet, *decision.handle);
        }
        break;
    case IpsecVerdict::SOFTWARE:
        if (waits)
        {
            Wait(packet, *decision.sa, pending);
        }
        else
        {
            pending.sa = decision.sa;
            Encapsulate(now, packet, *decision.sa, pending.interface);
        }
        break;
    default:
        NS_ABORT_MSG("a verdict that Output() does not give");
    }
}

bool
IpsecOutputPath::Finish(Ps now, PacketDescriptor& packet, const PendingPacket& pending)
{
    if (!pending.IsUnfinished())
    {
        return pending.goesOn;
    }
    m_counters.inFlight.packets -= 1;
    m_counters.inFlight.octets -= packet.length;
    SecurityAssociation& sa = *pending.sa;
    const bool software = packet.verdict == IpsecVerdict::SOFTWARE;
    SaHandle* handle = software ? nullptr : m_state.offload->FindByDrvSpi(packet.drvSpi);
    if (!sa.IsAlive() || (!software && (!handle || handle->sa != &sa)))
    {
        Refuse(packet, &sa, IpsecDrop::SA_GONE);
    }
    else if (software)
    {
        Encapsulate(now, packet, sa, pending.interface);
    }
    else
    {
        Tag(now, packet, *handle);
    }
    return Report(now, now, packet, &sa);
}

/// What the verdict was, of what is to get ESP: full queues may still drop it. @param packet the
/// datagram
void
IpsecOutputPath::CountVerdict(const PacketDescriptor& packet)
{
    if (packet.drop != IpsecDrop::NONE)
    {
        return; // it ends here: neither NIC nor software would have made ESP of it
    }
    if (packet.verdict == IpsecVerdict::OFFLOAD)
    {
        m_counters.offloadVerdict.Add(packet.length);
    }
    else if (packet.verdict == IpsecVerdict::SOFTWARE)
    {
        m_counters.softwareVerdict.Add(packet.length);
    }
}

/**
 * @param packet a datagram, decided upon @param sa its SA, or nullptr
 * @param cached its policy was
 * @return its visit
 */
PendingPacket
IpsecOutputPath::BookHost(Ps now,
                          PacketDescriptor& packet,
                          const SecurityAssociation* sa,
                          bool cached)
{
    IpsecNodeHost& host = m_state.host;
    HostWork work = host.GetCosts().Output(packet, sa, cached);
    // One core takes a packet from its ring to the next one without another queue.
    work.admitted =
        packet.forwarded && host.GetProfile().forwardCore == HostProfile::ForwardCore::SAME;
    const SaConfig* config = sa ? &sa->GetConfig() : nullptr;
    work.hash = host.GetHash().OfOutput(packet, config);
    work.threadHash = config ? static_cast<uint32_t>(MixHash(0, config->spi)) : 0;
    return host.Book(now, packet, work);
}

/**
 * All is said on a datagram: tell who listens.
 * @param done when the host is done with it @param packet it
 * @param sa its SA, or nullptr
 * @return true when it goes on
 */
bool
IpsecOutputPath::Report(Ps now,
                        Ps done,
                        const PacketDescriptor& packet,
                        const SecurityAssociation* sa) const
{
    AppendStep(packet.steps, PathSteps::Verdict, done, packet, sa);
    m_decided(now, packet, sa);
    return packet.drop == IpsecDrop::NONE && packet.verdict != IpsecVerdict::DISCARD &&
           packet.verdict != IpsecVerdict::NO_SA;
}

/// @param packet a datagram; gets the verdict and all that belongs to it @param context where it
/// goes @param flow its memory @return what was decided
IpsecOutputDecider::Decision
IpsecOutputPath::Decide(Ps now,
                        PacketDescriptor& packet,
                        const IpsecOutputContext& context,
                        FlowCacheEntry& flow)
{
    packet.drop = IpsecDrop::NONE;
    packet.reason = SoftwareReason::NONE;
    packet.refusal = 0;
    packet.pathMtu = 0;
    packet.drvSpi = 0;
    const auto decision = m_decider.Decide(now, packet, context, flow);
    packet.verdict = decision.verdict;
    return decision;
}

IpsecOutputDecider::Decision
IpsecOutputPath::Ask(Ps now, PacketDescriptor& packet, const IpsecOutputContext& context)
{
    const auto decision = Decide(now, packet, context, m_decider.GetFlow(packet, context));
    if (packet.drop == IpsecDrop::NONE)
    {
        packet.drop = WhyDropped(packet, decision.sa);
    }
    return decision;
}

PendingPacket
IpsecOutputPath::Output(Ps now, PacketDescriptor& packet, const IpsecOutputContext& context)
{
    m_counters.in.Add(packet.length);
    FlowCacheEntry& flow = m_decider.GetFlow(packet, context);
    const auto decision = Decide(now, packet, context, flow);
    if (packet.drop == IpsecDrop::NONE)
    {
        packet.drop = WhyDropped(packet, decision.sa);
        if (packet.drop == IpsecDrop::TOO_BIG && m_state.options.answersTooBig &&
            (packet.dontFragment || !packet.IsIpv4()))
        {
            packet.pathMtu =
                decision.sa->GetSizes().GetLongestClear(context.mtu, packet.headerLength);
        }
    }
    CountVerdict(packet);
    const uint32_t assist =
        packet.forwarded ? 0 : GetAssist(packet, context.interface, decision.handle);
    if (packet.protocol == ProtocolNumber::TCP && !packet.forwarded)
    {
        if (packet.superSegment)
        {
            ChooseSegmenter(packet, assist);
        }
        if (decision.sa)
        {
            RememberTso(packet, assist, flow);
        }
    }
    ChooseTransmitChecksums(packet, assist, context.mtu);
    PendingPacket pending;
    pending.ready = now;
    if (m_state.host.HasCores())
    {
        pending = BookHost(now, packet, decision.sa, decision.cached);
    }
    pending.interface = context.interface;
    if (packet.drop != IpsecDrop::NONE)
    {
        Refuse(packet, decision.sa, packet.drop);
    }
    else
    {
        CarryOut(now, packet, decision, pending);
    }
    if (!pending.IsUnfinished())
    {
        pending.goesOn = Report(now, pending.ready, packet, decision.sa);
    }
    return pending;
}

void
IpsecOutputPath::CountAlreadyDone(const PacketDescriptor& packet)
{
    m_counters.alreadyDone.Add(packet.GetCurrentLength());
}

void
IpsecOutputPath::SetPending(uint64_t datagrams, uint64_t octets)
{
    m_counters.in.packets += datagrams - m_counters.pending.packets;
    m_counters.in.octets += octets - m_counters.pending.octets;
    m_counters.pending = {datagrams, octets};
}

void
IpsecOutputPath::DropIncomplete(uint32_t octets)
{
    m_counters.in.Add(octets);
    m_counters.drops[IpsecDrop::INCOMPLETE].Add(octets);
}

void
IpsecOutputPath::CheckInvariants() const
{
    PacketOctets out;
    for (const PacketOctets& part : {m_counters.bypass,
                                     m_counters.clearByUse,
                                     m_counters.discard,
                                     m_counters.noSa,
                                     m_counters.offload,
                                     m_counters.software,
                                     m_counters.drops.Total(),
                                     m_counters.pending,
                                     m_counters.inFlight})
    {
        out.Add(part);
    }
    NS_ABORT_MSG_UNLESS(out == m_counters.in,
                        "IpsecNode: what went in is not what came out or was dropped");
    NS_ABORT_MSG_UNLESS(m_counters.software == m_counters.reasons.Total(),
                        "IpsecNode: software packets are not the sum of their reasons");
    m_counters.reasons.CheckInvariants();
}

} // namespace ns3
