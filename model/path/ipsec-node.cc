/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-node.h"

#include "path-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/enum-attribute.h"
#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <optional>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNode");
NS_OBJECT_ENSURE_REGISTERED(IpsecNode);

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

TypeId
IpsecNode::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::IpsecNode")
            .SetParent<Object>()
            .SetGroupName("IpsecOffload")
            .AddConstructor<IpsecNode>()
            .AddAttribute("OffloadForwarded",
                          "Forwarded datagrams may be offloaded on transmit. FreeBSD's forwarding "
                          "passes no interface, so there they never are (R127).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNode::m_offloadForwarded),
                          MakeBooleanChecker())
            .AddAttribute("DfBit",
                          "When an IPv4 datagram is tested against the path MTU before ESP, with "
                          "room for the largest transform (sysctl net.inet.ipsec.dfbit, R121): "
                          "never (Clear), always (Set), when it has DF (Copy). In full fidelity "
                          "the IpsecLayer's attribute of this name sets it.",
                          EnumValue(DF_POLICY_CLEAR),
                          MakeEnumAttributeAccessor<DfPolicy>(&IpsecNode::m_dfPolicy),
                          MakeEnumChecker(DF_POLICY_CLEAR,
                                          "Clear",
                                          DF_POLICY_SET,
                                          "Set",
                                          DF_POLICY_COPY,
                                          "Copy"))
            .AddAttribute("TestForwardedIpv6",
                          "Forwarded IPv6 datagrams are tested against the path MTU before ESP, as "
                          "FreeBSD does (R121). Off: they are fragmented after ESP.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNode::m_testForwardedIpv6),
                          MakeBooleanChecker())
            .AddAttribute("EspEnabled",
                          "ESP is not disabled (sysctl net.inet.esp.esp_enable); otherwise what "
                          "needs it is dropped as \"host unreachable\" (R122).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNode::m_espEnabled),
                          MakeBooleanChecker())
            .AddAttribute("TagFailurePeriod",
                          "Every so many transmit tags one finds no memory, and its datagram goes "
                          "through software (R133). 0: never.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&IpsecNode::m_tagFailurePeriod),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("FlowCache",
                          "Local flows remember their policy and SA, as FreeBSD's sockets do "
                          "(R113). The results are the same without, but each packet pays for the "
                          "search.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&IpsecNode::m_rememberFlows),
                          MakeBooleanChecker())
            .AddAttribute(
                "SizeTest",
                "How the size of a datagram is tested against the MTU before it is "
                "offloaded: FreeBSD's estimate and exact test (R130, R131), or the length "
                "that ESP really gives.",
                EnumValue(FREEBSD_ESTIMATE),
                MakeEnumAttributeAccessor<SizeTest>(&IpsecNode::m_sizeTest),
                MakeEnumChecker(FREEBSD_ESTIMATE, "FreeBsdEstimate", TRUE_LENGTH, "TrueLength"))
            .AddAttribute(
                "NotOffloaded",
                "What becomes of a datagram whose SA names an interface and is not offloaded where "
                "the datagram goes out: software transforms it, or it is dropped, as in Linux "
                "packet mode. Sizes and fragments are another matter: software takes them.",
                EnumValue(SOFTWARE),
                MakeEnumAttributeAccessor<NotOffloaded>(&IpsecNode::m_notOffloaded),
                MakeEnumChecker(SOFTWARE, "Software", DROP, "Drop"))
            .AddAttribute("Segmentation",
                          "Who makes segments of what TCP sends where the NIC does not: TCP itself "
                          "(FreeBSD), or the stack just before the driver (Linux: GSO)",
                          EnumValue(SEGMENTATION_TCP),
                          MakeEnumAttributeAccessor<Segmentation>(&IpsecNode::m_segmentation),
                          MakeEnumChecker(SEGMENTATION_TCP, "Tcp", SEGMENTATION_STACK, "Stack"))
            .AddAttribute("HostEncapsulates",
                          "The host builds and takes apart ESP for offloaded datagrams too, and "
                          "the NIC does the cipher only (inline crypto): costs of the host.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNode::SetHostEncapsulating,
                                              &IpsecNode::IsHostEncapsulating),
                          MakeBooleanChecker())
            .AddAttribute("TagSkipsPolicyCheck",
                          "A receive tag of any kind skips the inbound policy check, as older "
                          "kernels did (R160).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNode::m_tagSkipsPolicy),
                          MakeBooleanChecker())
            .AddAttribute("CheckPolicyHistory",
                          "The inbound policy check compares protocol, mode and destination of "
                          "every transform (sysctl net.inet.ipsec.check_policy_history, R162).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&IpsecNode::m_checkPolicyHistory),
                          MakeBooleanChecker())
            .AddAttribute("Sad",
                          "The security association database.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&IpsecNode::m_sad),
                          MakePointerChecker<SecurityAssociationDatabase>())
            .AddAttribute("Spd",
                          "The security policy database.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&IpsecNode::m_spd),
                          MakePointerChecker<SecurityPolicyDatabase>())
            .AddAttribute("Offload",
                          "The offload infrastructure.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&IpsecNode::m_offload),
                          MakePointerChecker<IpsecOffload>())
            .AddTraceSource("Output",
                            "A datagram on its way out was decided upon: verdict, reason and drop "
                            "are in the descriptor.",
                            MakeTraceSourceAccessor(&IpsecNode::m_outputTrace),
                            "ns3::IpsecNode::DecisionTracedCallback")
            .AddTraceSource("Tag",
                            "A datagram on its way out was tagged for the NIC (R134): the time, "
                            "the datagram and the handle.",
                            MakeTraceSourceAccessor(&IpsecNode::m_tagTrace),
                            "ns3::IpsecNode::TagTracedCallback")
            .AddTraceSource("Input",
                            "A datagram on its way in was decided upon: drop is in the descriptor.",
                            MakeTraceSourceAccessor(&IpsecNode::m_inputTrace),
                            "ns3::IpsecNode::DecisionTracedCallback")
            .AddTraceSource("Acquire",
                            "A datagram needs an SA that is not there, and PF_KEY's ACQUIRE is "
                            "sent (R32): the time and the request",
                            MakeTraceSourceAccessor(&IpsecNode::m_acquireTrace),
                            "ns3::IpsecNode::AcquireTracedCallback");
    return tid;
}

IpsecNode::IpsecNode()
    : m_sad(CreateObject<SecurityAssociationDatabase>()),
      m_spd(CreateObject<SecurityPolicyDatabase>()),
      m_socketPolicies(*m_spd),
      m_offload(CreateObject<IpsecOffload>())
{
    m_offload->Attach(m_sad, m_spd);
    m_expiry = std::make_unique<ExpiryTimer>(m_sad, m_spd);
    SetHost(HostProfile());
}

IpsecNode::~IpsecNode() = default;

void
IpsecNode::DoDispose()
{
    m_flows.Clear();
    m_fragmentPolicies.Clear();
    m_socketPolicies.Clear();
    // The databases go last: timer and offload infrastructure listen to them.
    m_expiry.reset();
    m_offload->Dispose();
    m_spd->Dispose();
    m_sad->Dispose();
    Object::DoDispose();
}

void
IpsecNode::SetHost(const HostProfile& profile)
{
    m_host = std::make_unique<HostModel>(profile);
    m_costs = std::make_unique<StepCosts>(*m_host);
    m_coreHash = std::make_unique<CoreHash>(m_host->GetProfile());
    m_costs->SetHostEncapsulates(m_hostEncapsulates);
}

void
IpsecNode::SetHostEncapsulating(bool encapsulates)
{
    m_hostEncapsulates = encapsulates;
    m_offload->SetHostEncapsulates(encapsulates);
    if (m_costs)
    {
        m_costs->SetHostEncapsulates(encapsulates);
    }
}

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
    constexpr uint32_t esp = 8 + 64 + 9 + 16; // the largest block is ChaCha20's
    constexpr uint32_t ah = 12 + 16;
    constexpr uint32_t ipcomp = 4;
    uint32_t overhead = 0;
    for (const auto& requirement : policy.GetConfig().requirements)
    {
        switch (requirement.protocol)
        {
        case IpsecProtocol::ESP:
            overhead += esp;
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
            overhead += requirement.destination.IsIpv4() ? 20 : 40;
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

/// @param spi of an ESP packet that was opened here @return its SA, if it is a tunnel's
const SaConfig*
IpsecNode::FindTunnel(uint32_t spi) const
{
    const SecurityAssociation* sa = spi == 0 ? nullptr : m_sad->FindBySpi(spi);
    return sa && sa->GetConfig().mode == IpsecMode::TUNNEL ? &sa->GetConfig() : nullptr;
}

/**
 * Book a packet's work; it is dropped when there is no room.
 * @param now the time @param packet the packet @param work the work, hashes included
 * @return when it is done
 */
Ps
IpsecNode::BookHost(Ps now, PacketDescriptor& packet, const HostWork& work)
{
    const auto booking = m_host->Book(now, work);
    packet.hostLane = booking.lane;
    if (packet.steps)
    {
        PathSteps::Host(now, packet, *m_host, booking, work);
    }
    if (!booking.accepted)
    {
        packet.drop = IpsecDrop::HOST_BACKLOG;
    }
    return booking.done;
}

void
IpsecNode::Refuse(PacketDescriptor& packet, IpsecDrop drop)
{
    NS_LOG_LOGIC("drops " << packet.length << " octets to " << packet.destination.ToString() << ": "
                          << ToString(drop));
    packet.drop = drop;
    m_out.drops[drop].Add(packet.length);
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
    SecurityPolicy* policy = PeekPointer(flow.policy);
    if (flow.policyGeneration != m_spd->GetGeneration())
    {
        SecurityPolicy* ofSocket = m_socketPolicies.Find(packet, IpsecDirection::OUT);
        policy = ofSocket ? ofSocket : m_spd->Find(packet, IpsecDirection::OUT);
    }
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
 * @param interface where it goes out; may be nullptr
 * @param handle of its SA there; nullptr: none
 */
void
IpsecNode::ChooseCutter(PacketDescriptor& packet,
                        const OffloadInterface* interface,
                        const SaHandle* handle) const
{
    uint32_t assist = 0;
    switch (packet.verdict)
    {
    case IpsecVerdict::OFFLOAD:
        assist = handle->interface->GetDriver()->GetTransmitAssist(handle->drvSpi); // R136
        break;
    case IpsecVerdict::SOFTWARE:
        if (m_segmentation == SEGMENTATION_TCP)
        {
            packet.superSegment = false; // ESP around all of it, and IP cuts that (R140)
            return;
        }
        break;
    default:
        assist = interface ? interface->GetAssist() : 0;
        break;
    }
    packet.tcp.cutter = (assist & TsoBitOf(packet)) != 0 ? SegmentCutter::NIC : SegmentCutter::HOST;
}

/**
 * R137: one packet that falls back clears the connection's IPsec-TSO flag, the next tagged one
 * sets it.
 * @param packet a TCP segment or super-segment, decided upon
 * @param handle of its SA; nullptr: none
 * @param flow its connection
 */
void
IpsecNode::RememberTso(const PacketDescriptor& packet,
                       const SaHandle* handle,
                       FlowCacheEntry& flow) const
{
    using SuperSegments = FlowCacheEntry::SuperSegments;
    const bool offered =
        packet.verdict == IpsecVerdict::OFFLOAD &&
        (handle->interface->GetDriver()->GetTransmitAssist(handle->drvSpi) & TsoBitOf(packet)) != 0;
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
    if (packet.tcp.size != 0 && !packet.forwarded)
    {
        if (packet.superSegment)
        {
            ChooseCutter(packet, context.interface, handle);
        }
        if (packet.sa)
        {
            RememberTso(packet, handle, flow);
        }
    }
    Ps done = now;
    if (m_host->HasCores())
    {
        HostWork work = m_costs->Output(packet, packet.sa, cached);
        const SaConfig* config = packet.sa ? &packet.sa->GetConfig() : nullptr;
        work.hash = m_coreHash->OfOutput(packet, config, FindTunnel(context.arrivedSpi));
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

void
IpsecNode::SetPending(uint64_t datagrams, uint64_t octets)
{
    m_out.in.packets += datagrams - m_out.pending.packets;
    m_out.in.octets += octets - m_out.pending.octets;
    m_out.pending = {datagrams, octets};
}

void
IpsecNode::DropIncomplete(uint32_t octets)
{
    m_out.in.Add(octets);
    m_out.drops[IpsecDrop::INCOMPLETE].Add(octets);
}

DatabaseResult
IpsecNode::DeletePolicy(Ps now,
                        const PolicySelector& selector,
                        IpsecDirection direction,
                        std::function<void(Ps)> done)
{
    const DatabaseResult result = m_spd->Delete(now, selector, direction);
    if (result == DatabaseResult::OK)
    {
        m_offload->GetWorker().WhenIdle(now, std::move(done));
    }
    return result;
}

DatabaseResult
IpsecNode::UpdatePolicy(Ps now, const PolicyConfig& config, std::function<void(Ps)> done)
{
    DatabaseResult result = DatabaseResult::OK;
    if (m_spd->Update(now, config, &result))
    {
        m_offload->GetWorker().WhenIdle(now, std::move(done));
    }
    return result;
}

int64_t
IpsecNode::AssignStreams(int64_t stream)
{
    return m_sad->AssignStreams(stream);
}

void
IpsecNode::CheckInvariants() const
{
    PacketOctets out;
    for (const PacketOctets& part : {m_out.bypass,
                                     m_out.clearByUse,
                                     m_out.discard,
                                     m_out.noSa,
                                     m_out.offload,
                                     m_out.software,
                                     m_out.drops.Total(),
                                     m_out.pending,
                                     m_out.underway})
    {
        out.Add(part);
    }
    NS_ABORT_MSG_UNLESS(out == m_out.in,
                        "IpsecNode: what went in is not what came out or was dropped");
    NS_ABORT_MSG_UNLESS(m_out.software == m_out.reasons.Total(),
                        "IpsecNode: software packets are not the sum of their reasons");
    PacketOctets in;
    for (const PacketOctets& part :
         {m_in.decrypted, m_in.offloaded, m_in.clear, m_in.drops.Total(), m_in.underway})
    {
        in.Add(part);
    }
    NS_ABORT_MSG_UNLESS(in == m_in.in, "IpsecNode: what arrived was neither accepted nor dropped");
    m_sad->CheckInvariants();
    m_offload->CheckInvariants();
}

} // namespace ns3
