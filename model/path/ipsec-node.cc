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
                          "that have a peer (R113, R114). The results are the same without, but "
                          "each packet pays for the search.",
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
                "packet mode and DPDK. There a datagram whose ESP form is longer than the MTU "
                "is refused; a forwarded one is answered with what would have fit.",
                EnumValue(SOFTWARE),
                MakeEnumAttributeAccessor<NotOffloaded>(&IpsecNode::m_notOffloaded),
                MakeEnumChecker(SOFTWARE, "Software", DROP, "Drop"))
            .AddAttribute("Segmentation",
                          "Who makes segments of what TCP sends where the NIC does not: TCP itself "
                          "(FreeBSD), or the stack just before the driver (Linux: GSO)",
                          EnumValue(SEGMENTATION_TCP),
                          MakeEnumAttributeAccessor<Segmentation>(&IpsecNode::m_segmentation),
                          MakeEnumChecker(SEGMENTATION_TCP, "Tcp", SEGMENTATION_STACK, "Stack"))
            .AddAttribute(
                "Identification",
                "Which ESP datagrams share a counter of IPv4 identifications: all of the "
                "host (FreeBSD), those whose addresses and protocol have one hash "
                "(Linux), those of an SA, whose sequence number it is where the host "
                "numbers packets (DPDK). 0 with DF set.",
                EnumValue(IDENTIFICATION_HOST),
                MakeEnumAttributeAccessor<IdentificationScope>(&IpsecNode::m_identificationScope),
                MakeEnumChecker(IDENTIFICATION_HOST,
                                "Host",
                                IDENTIFICATION_ADDRESSES,
                                "Addresses",
                                IDENTIFICATION_SA,
                                "Sa"))
            .AddAttribute("TunnelEcn",
                          "What tunnels do with ECN: outer headers are not ECN-capable (Clear: "
                          "FreeBSD), have ECT(0) for CE (Rfc3168: Linux) or the inner bits "
                          "(Rfc6040: DPDK). Software that takes the outer header off brings CE "
                          "back in the last two. The DSCP is copied to the outer header.",
                          EnumValue(TUNNEL_ECN_CLEAR),
                          MakeEnumAttributeAccessor<TunnelEcn>(&IpsecNode::m_tunnelEcn),
                          MakeEnumChecker(TUNNEL_ECN_CLEAR,
                                          "Clear",
                                          TUNNEL_ECN_RFC3168,
                                          "Rfc3168",
                                          TUNNEL_ECN_RFC6040,
                                          "Rfc6040"))
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
    m_costTally = std::make_unique<CostTally>(m_host->GetProfile());
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

/// @param packet with or without a receive tag @return the handle that its tag names, if any
SaHandle*
IpsecNode::FindTagged(const PacketDescriptor& packet) const
{
    return packet.drvSpi >= DrvSpiAllocator::FIRST ? m_offload->FindByDrvSpi(packet.drvSpi)
                                                   : nullptr;
}

/**
 * Book a packet's work; it is dropped when there is no room.
 * @param now the time @param packet the packet @param work the work, hashes included
 * @return when it is done
 */
Ps
IpsecNode::BookHost(Ps now, PacketDescriptor& packet, const HostWork& work)
{
    if (work.context != HostContext::FORWARD && work.packets != 0)
    {
        packet.hostCycles = 0; // its way through this node begins
    }
    HostWork asked = work;
    asked.spent = packet.hostCycles;
    const auto booking = m_host->Book(now, asked);
    packet.hostCycles += static_cast<uint32_t>(booking.coreCycles);
    packet.hostLane = booking.lane;
    packet.hostPath = static_cast<uint8_t>(work.path);
    if (work.context == HostContext::RECEIVE)
    {
        packet.hostHash = work.hash;
    }
    if (packet.steps)
    {
        PathSteps::Host(now, packet, *m_host, booking, work);
    }
    if (!booking.accepted)
    {
        packet.drop = IpsecDrop::HOST_BACKLOG;
    }
    else if (m_host->HasCores())
    {
        m_costTally->Add(m_costs->GetBill(),
                         booking,
                         work.cycles,
                         m_host->ThreadOf(work.threadHash));
    }
    return booking.done;
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
    NS_ABORT_MSG_UNLESS(m_in.software == m_in.reasons.Total(),
                        "IpsecNode: received software packets are not the sum of their reasons");
    m_out.reasons.CheckInvariants();
    m_in.reasons.CheckInvariants();
    m_sad->CheckInvariants();
    m_offload->CheckInvariants();
}

} // namespace ns3
