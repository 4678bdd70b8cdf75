/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-node.h"
#include "path-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/log.h"

/**
 * @file
 * @ingroup ipsec-offload
 * What an IpsecNode decides on a datagram that goes out: policy, SA, NIC or software.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNodeDecision");

SecurityPolicy*
IpsecNode::FindPolicy(Ps now, const PacketDescriptor& packet, FlowCacheEntry& flow, bool& cached)
{
    const bool current = m_rememberFlows && !packet.fragment && !packet.unconnected &&
                         flow.policyGeneration == m_spd->GetGeneration(); // R114
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
        search = packet.unconnected           ? PathSteps::Search::NO_PEER
                 : flow.policyGeneration == 0 ? PathSteps::Search::NOTHING
                                              : PathSteps::Search::STALE;
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

IpsecOffload::Lookup
IpsecNode::FindSender(const PacketDescriptor& packet,
                      const SecurityAssociation& sa,
                      const OutputContext& context) const
{
    const bool interfaceKnown = IsInterfaceKnown(packet, context);
    auto lookup = m_offload->Find(sa, interfaceKnown ? context.interface : nullptr);
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
IpsecNode::FindObstacle(const PacketDescriptor& packet,
                        const SecurityAssociation& sa,
                        const OutputContext& context,
                        const SaHandle& handle) const
{
    if (packet.superSegment && m_segmentation == SEGMENTATION_STACK && packet.tcp.size != 0)
    {
        // The stack knows how long the segments will be, and leaves none to the NIC that is too
        // long. All but the last one are as long as the first.
        PacketDescriptor segment = packet;
        segment.length = SegmentCut(packet).GetLength(0);
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
    const auto lookup = FindSender(packet, *packet.sa, context);
    handle = lookup.handle;
    packet.reason = lookup.reason;
    packet.refusal = lookup.refusal;
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
                            m_offload->GetRefusals().Find(packet.refusal),
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

} // namespace ns3
