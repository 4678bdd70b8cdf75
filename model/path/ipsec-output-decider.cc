/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-output-decider.h"

#include "ipsec-path-steps-internal.h"
#include "ipsec-policy-transforms.h"

#include "ns3/ipsec-segmentation.h"

namespace ns3
{

IpsecOutputDecider::IpsecOutputDecider(IpsecNodeState& state,
                                       IpsecOutputCounters& counters,
                                       const IpsecAcquireTrace& acquired)
    : m_state(state),
      m_counters(counters),
      m_acquire(acquired)
{
}

SecurityPolicy*
IpsecOutputDecider::FindPolicy(Ps now,
                               const PacketDescriptor& packet,
                               FlowCacheEntry& flow,
                               bool& cached)
{
    const bool current = m_state.options.rememberFlows && !packet.fragment && !packet.unconnected &&
                         flow.policyGeneration == m_state.spd->GetGeneration(); // R114
    cached = current && !packet.forwarded; // only sockets have a cache to gain from (R113)
    auto found = cached ? StepCode::POLICY_CACHED : StepCode::POLICY_WITHOUT_SOCKET;
    if (packet.fragment)
    {
        // It shares its entry with whole datagrams, which may have another policy.
        flow = FlowCacheEntry();
        flow.policy = m_state.fragmentPolicies.Find(*m_state.spd, packet, IpsecDirection::OUT);
    }
    else if (!current)
    {
        found = packet.unconnected           ? StepCode::POLICY_WITHOUT_PEER
                : flow.policyGeneration == 0 ? StepCode::POLICY_CACHE_EMPTY
                                             : StepCode::POLICY_CACHE_STALE;
        SecurityPolicy* ofSocket =
            packet.forwarded ? nullptr : m_state.socketPolicies.Find(packet, IpsecDirection::OUT);
        flow.policy =
            ofSocket ? ofSocket : m_state.spd->Find(packet, IpsecDirection::OUT); // R113, R118
        flow.policyGeneration = m_state.spd->GetGeneration();
        flow.saGeneration = 0; // another policy may ask for another SA
    }
    SecurityPolicy* policy = PeekPointer(flow.policy);
    AppendStep(packet.steps, PathSteps::Policy, now, found, policy);
    if (policy)
    {
        policy->Touch(now);
    }
    return policy;
}

const SecurityPolicy*
IpsecOutputDecider::PeekPolicy(const PacketDescriptor& packet, const FlowCacheEntry& flow)
{
    if (flow.policyGeneration == m_state.spd->GetGeneration())
    {
        return PeekPointer(flow.policy);
    }
    SecurityPolicy* ofSocket = m_state.socketPolicies.Find(packet, IpsecDirection::OUT);
    return ofSocket ? ofSocket : m_state.spd->Find(packet, IpsecDirection::OUT);
}

SecurityAssociation*
IpsecOutputDecider::FindSa(Ps now,
                           const PacketDescriptor& packet,
                           const SecurityPolicy& policy,
                           FlowCacheEntry& flow)
{
    const IpsecRequirement& requirement = policy.GetFirstRequirement();
    const bool tunnel = requirement.mode == IpsecMode::TUNNEL;
    const IpAddress& source = tunnel ? requirement.source : packet.source;
    const IpAddress& destination = tunnel ? requirement.destination : packet.destination;
    if (flow.saGeneration != m_state.sad->GetGeneration())
    {
        flow.sa = m_state.sad->FindOutbound(source,
                                            destination,
                                            requirement.protocol,
                                            requirement.mode,
                                            requirement.reqid);
        flow.saGeneration = m_state.sad->GetGeneration();
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
        if (m_state.sad->Acquire(now, request))
        {
            ++m_counters.acquires;
            m_acquire(now, request);
        }
    }
    return PeekPointer(flow.sa);
}

IpsecOffload::Lookup
IpsecOutputDecider::FindSender(const PacketDescriptor& packet,
                               const SecurityAssociation& sa,
                               const IpsecOutputContext& context) const
{
    const bool interfaceKnown = IsInterfaceKnown(packet, context);
    auto lookup = m_state.offload->Find(sa, interfaceKnown ? context.interface : nullptr);
    if (lookup.handle) // R128, R129
    {
        lookup.reason = FindObstacle(packet, sa, context, *lookup.handle);
    }
    return lookup;
}

/**
 * @param packet a datagram
 * @param sa its SA
 * @param context where it goes
 * @param handle of the SA there, HANDLED
 * @return why this datagram cannot be offloaded all the same, or NONE
 */
SoftwareReason
IpsecOutputDecider::FindObstacle(const PacketDescriptor& packet,
                                 const SecurityAssociation& sa,
                                 const IpsecOutputContext& context,
                                 const SaHandle& handle) const
{
    if (packet.superSegment &&
        m_state.options.segmentation == IpsecPathOptions::SEGMENTATION_STACK &&
        packet.tcp.size != 0)
    {
        // The stack knows how long the segments will be, and leaves none to the NIC that is too
        // long. All but the last one are as long as the first.
        PacketDescriptor segment = packet;
        segment.length = Segmentation(packet).GetLength(0);
        return TestSize(segment, sa.GetSizes(), handle.estimate, context.mtu);
    }
    if (packet.superSegment)
    {
        return SoftwareReason::NONE; // R132
    }
    if (packet.fragment)
    {
        return SoftwareReason::FRAGMENT; // R146
    }
    return TestSize(packet, sa.GetSizes(), handle.estimate, context.mtu);
}

SoftwareReason
IpsecOutputDecider::TestSize(const PacketDescriptor& packet,
                             const EspSizes& sizes,
                             uint32_t estimate,
                             uint32_t mtu) const
{
    if (m_state.options.sizeTest == IpsecPathOptions::TRUE_LENGTH)
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

IpsecOutputDecider::Decision
IpsecOutputDecider::Decide(Ps now,
                           PacketDescriptor& packet,
                           const IpsecOutputContext& context,
                           FlowCacheEntry& flow)
{
    Decision decision;
    const SecurityPolicy* policy = FindPolicy(now, packet, flow, decision.cached); // R113
    if (!policy)
    {
        return decision; // the default policy is none (R91)
    }
    switch (policy->GetConfig().kind)
    {
    case PolicyKind::DISCARD:
        decision.verdict = IpsecVerdict::DISCARD;
        return decision;
    case PolicyKind::IPSEC:
        break;
    default:
        return decision; // R120
    }
    if (!decision.cached)
    {
        CheckTransforms(policy->GetConfig().requirements);
    }
    const bool remembered = flow.saGeneration == m_state.sad->GetGeneration();
    decision.sa = FindSa(now, packet, *policy, flow); // R122
    AppendStep(packet.steps, PathSteps::Sa, now, decision.sa, *policy, *m_state.sad, remembered);
    const bool tested = IsTestedForSize(packet);
    if (!decision.sa)
    {
        if (policy->DemandsProtection())
        {
            decision.verdict = IpsecVerdict::NO_SA; // R124
            return decision;
        }
        if (!tested && IsInterfaceKnown(packet, context))
        {
            packet.drvSpi = DrvSpiAllocator::BYPASS; // R123
        }
        decision.verdict = IpsecVerdict::CLEAR_BY_USE;
        return decision;
    }
    const auto lookup = FindSender(packet, *decision.sa, context);
    decision.handle = lookup.handle;
    packet.reason = lookup.reason;
    packet.refusal = lookup.refusal;
    if (packet.reason == SoftwareReason::NONE && IsTagLost())
    {
        packet.reason = SoftwareReason::NO_TAG_MEMORY; // R133
    }
    if (tested && IsAbovePathMtu(packet, *policy, context))
    {
        packet.drop = IpsecDrop::TOO_BIG; // R121
    }
    else if (!m_state.options.espEnabled)
    {
        packet.drop = IpsecDrop::PROTOCOL_OFF; // R122
    }
    AppendStep(packet.steps,
               PathSteps::Decision,
               now,
               packet,
               *decision.sa,
               decision.handle,
               *m_state.offload,
               context.interface,
               PathSteps::SizeLimit{context.mtu,
                                    m_state.options.sizeTest == IpsecPathOptions::TRUE_LENGTH});
    decision.verdict =
        packet.reason == SoftwareReason::NONE ? IpsecVerdict::OFFLOAD : IpsecVerdict::SOFTWARE;
    return decision;
}

/// @return true when the tag that is wanted now finds no memory
bool
IpsecOutputDecider::IsTagLost()
{
    const uint64_t period = m_state.options.tagFailurePeriod;
    return period != 0 && ++m_tagsWanted % period == 0;
}

bool
IpsecOutputDecider::IsInterfaceKnown(const PacketDescriptor& packet,
                                     const IpsecOutputContext& context) const
{
    return context.interface && (!packet.forwarded || m_state.options.offloadForwarded); // R127
}

/// @param packet a datagram @return true when R121 tests its size
bool
IpsecOutputDecider::IsTestedForSize(const PacketDescriptor& packet) const
{
    if (!packet.IsIpv4())
    {
        return packet.forwarded && m_state.options.testForwardedIpv6;
    }
    return m_state.options.dfBit == DF_SET ||
           (m_state.options.dfBit == DF_COPY && packet.dontFragment);
}

/**
 * @param packet a datagram that is tested; gets what would have fit when this one does not
 * @param policy its policy
 * @param context where it goes
 * @return true when it does not fit (R121)
 */
bool
IpsecOutputDecider::IsAbovePathMtu(PacketDescriptor& packet,
                                   const SecurityPolicy& policy,
                                   const IpsecOutputContext& context) const
{
    const uint32_t overhead = GetGenericOverhead(policy);
    if (packet.superSegment || packet.length + overhead <= context.mtu)
    {
        return false;
    }
    packet.pathMtu =
        m_state.options.answersTooBig && context.mtu > overhead ? context.mtu - overhead : 0;
    return true;
}

} // namespace ns3
