/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-node.h"

#include "ns3/boolean.h"
#include "ns3/ipsec-enum-attribute.h"
#include "ns3/pointer.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <type_traits>
#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(IpsecNode);

namespace
{

using Options = IpsecPathOptions;

/**
 * Add an attribute of one of the options; its default stands in IpsecPathOptions.
 * @param tid of IpsecNode @param name of the attribute @param help what it means
 */
template <auto Option>
void
AddFlag(TypeId tid, const char* name, const char* help)
{
    tid.AddAttribute(
        name,
        help,
        BooleanValue(Options().*Option),
        MakeBooleanAccessor(&IpsecNode::SetOption<Option>, &IpsecNode::GetOption<Option>),
        MakeBooleanChecker());
}

/**
 * The same for an enum.
 * @param tid of IpsecNode @param name of the attribute @param help what it means
 * @param choices values and their names, in turns
 */
template <auto Option, typename... Choices>
void
AddChoice(TypeId tid, const char* name, const char* help, Choices... choices)
{
    using Enum = std::decay_t<decltype(Options().*Option)>;
    tid.AddAttribute(name,
                     help,
                     EnumValue(Options().*Option),
                     MakeEnumAttributeAccessor<Enum>(&IpsecNode::SetOption<Option>,
                                                     &IpsecNode::GetOption<Option>),
                     MakeEnumChecker(choices...));
}

/// Attributes of the decision on the way out. @param tid of IpsecNode
void
AddDecisionAttributes(TypeId tid)
{
    AddFlag<&Options::offloadForwarded>(
        tid,
        "OffloadForwarded",
        "Forwarded datagrams may be offloaded on transmit. FreeBSD's forwarding passes no "
        "interface, so there they never are (R127).");
    AddChoice<&Options::dfBit>(
        tid,
        "DfBit",
        "The DF bit of outer IPv4 headers, and when an IPv4 datagram is tested against the path "
        "MTU before ESP, with room for the largest transform (sysctl net.inet.ipsec.dfbit, R121): "
        "never (Clear), always (Set), when it has DF (Copy). In full fidelity ns-3's IPv4 "
        "fragments such ESP datagrams all the same.",
        DF_CLEAR,
        "Clear",
        DF_SET,
        "Set",
        DF_COPY,
        "Copy");
    AddFlag<&Options::testForwardedIpv6>(
        tid,
        "TestForwardedIpv6",
        "Forwarded IPv6 datagrams are tested against the path MTU before ESP, as FreeBSD does "
        "(R121). Off: they are fragmented after ESP.");
    AddFlag<&Options::espEnabled>(
        tid,
        "EspEnabled",
        "ESP is not disabled (sysctl net.inet.esp.esp_enable); otherwise what needs it is dropped "
        "as \"host unreachable\" (R122).");
    tid.AddAttribute("TagFailurePeriod",
                     "Every so many transmit tags one finds no memory, and its datagram goes "
                     "through software (R133). 0: never.",
                     UintegerValue(Options().tagFailurePeriod),
                     MakeUintegerAccessor(&IpsecNode::SetOption<&Options::tagFailurePeriod>,
                                          &IpsecNode::GetOption<&Options::tagFailurePeriod>),
                     MakeUintegerChecker<uint64_t>());
    AddFlag<&Options::rememberFlows>(
        tid,
        "FlowCache",
        "Local flows remember their policy and SA, as FreeBSD's sockets do that have a peer (R113, "
        "R114). The results are the same without, but each packet pays for the search.");
    AddChoice<&Options::sizeTest>(
        tid,
        "SizeTest",
        "How the size of a datagram is tested against the MTU before it is offloaded: FreeBSD's "
        "estimate and exact test (R130, R131), or the length that ESP really gives.",
        Options::FREEBSD_ESTIMATE,
        "FreeBsdEstimate",
        Options::TRUE_LENGTH,
        "TrueLength");
    AddChoice<&Options::notOffloaded>(
        tid,
        "NotOffloaded",
        "What becomes of a datagram whose SA names an interface and is not offloaded where the "
        "datagram goes out: software transforms it, or it is dropped, as in Linux packet mode and "
        "DPDK. There a datagram whose ESP form is longer than the MTU is refused.",
        Options::SOFTWARE,
        "Software",
        Options::DROP,
        "Drop");
    AddFlag<&Options::answersTooBig>(
        tid,
        "AnswersTooBig",
        "A forwarded datagram that is refused because of its size is answered by ICMP with what "
        "would have fit (R121); with NotOffloaded = Drop only IPv6 and IPv4 with DF, as Linux's "
        "forwarding does. DPDK's gateways send no ICMP.");
}

/// Attributes of what the host makes of datagrams. @param tid of IpsecNode
void
AddHostAttributes(TypeId tid)
{
    AddChoice<&Options::segmentation>(
        tid,
        "Segmentation",
        "Who makes segments of what TCP sends where the NIC does not: TCP itself (FreeBSD), or the "
        "stack just before the driver (Linux: GSO)",
        Options::SEGMENTATION_TCP,
        "Tcp",
        Options::SEGMENTATION_STACK,
        "Stack");
    AddChoice<&Options::identification>(
        tid,
        "Identification",
        "Which ESP datagrams share a counter of IPv4 identifications: all of the host (FreeBSD), "
        "those whose addresses and protocol have one hash (Linux), those of an SA, whose sequence "
        "number it is where the host numbers packets (DPDK). 0 with DF set.",
        IDENTIFICATION_HOST,
        "Host",
        IDENTIFICATION_ADDRESSES,
        "Addresses",
        IDENTIFICATION_SA,
        "Sa");
    AddChoice<&Options::tunnelEcn>(
        tid,
        "TunnelEcn",
        "What tunnels do with ECN: outer headers are not ECN-capable (Clear: FreeBSD), have ECT(0) "
        "for CE (Rfc3168: Linux) or the inner bits (Copy: DPDK; Rfc6040). Software that takes the "
        "outer header off brings CE back in all but the first; Rfc6040 brings ECT(1) back, too, "
        "and drops CE on what is not ECN-capable. The DSCP is copied to the outer header alone.",
        TUNNEL_ECN_CLEAR,
        "Clear",
        TUNNEL_ECN_RFC3168,
        "Rfc3168",
        TUNNEL_ECN_COPY,
        "Copy",
        TUNNEL_ECN_RFC6040,
        "Rfc6040");
    tid.AddAttribute(
        "HostEncapsulates",
        "The host builds and takes apart ESP for offloaded datagrams too, and the NIC "
        "does the cipher only (inline crypto): costs of the host.",
        BooleanValue(false),
        MakeBooleanAccessor(&IpsecNode::SetHostEncapsulating, &IpsecNode::IsHostEncapsulating),
        MakeBooleanChecker());
    AddFlag<&Options::tagSkipsPolicy>(
        tid,
        "TagSkipsPolicyCheck",
        "A receive tag of any kind skips the inbound policy check, as older kernels did (R160).");
    AddFlag<&Options::checkPolicyHistory>(
        tid,
        "CheckPolicyHistory",
        "The inbound policy check compares protocol, mode and destination of every transform "
        "(sysctl net.inet.ipsec.check_policy_history, R162).");
}

} // namespace

TypeId
IpsecNode::GetTypeId()
{
    static TypeId tid = [] {
        TypeId made = TypeId("ns3::IpsecNode")
                          .SetParent<Object>()
                          .SetGroupName("IpsecOffload")
                          .AddConstructor<IpsecNode>();
        AddDecisionAttributes(made);
        AddHostAttributes(made);
        return made
            .AddAttribute("Sad",
                          "The security association database.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&IpsecNode::GetSad),
                          MakePointerChecker<SecurityAssociationDatabase>())
            .AddAttribute("Spd",
                          "The security policy database.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&IpsecNode::GetSpd),
                          MakePointerChecker<SecurityPolicyDatabase>())
            .AddAttribute("Offload",
                          "The offload infrastructure.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&IpsecNode::GetOffload),
                          MakePointerChecker<IpsecOffload>())
            .AddTraceSource("Output",
                            "An outbound datagram was decided upon: verdict, reason and drop are "
                            "in the descriptor.",
                            MakeTraceSourceAccessor(&IpsecNode::m_outputTrace),
                            "ns3::IpsecNode::DecisionTracedCallback")
            .AddTraceSource("Tag",
                            "An outbound datagram was tagged for the NIC (R134): the time, the "
                            "datagram and the handle.",
                            MakeTraceSourceAccessor(&IpsecNode::m_tagTrace),
                            "ns3::IpsecNode::TagTracedCallback")
            .AddTraceSource("Input",
                            "An inbound datagram was decided upon: drop is in the descriptor.",
                            MakeTraceSourceAccessor(&IpsecNode::m_inputTrace),
                            "ns3::IpsecNode::DecisionTracedCallback")
            .AddTraceSource(
                "Acquire",
                "A datagram needs an SA that is not there, and PF_KEY's ACQUIRE is sent "
                "(R32): the time and the request",
                MakeTraceSourceAccessor(&IpsecNode::m_acquireTrace),
                "ns3::IpsecNode::AcquireTracedCallback");
    }();
    return tid;
}

IpsecNode::IpsecNode()
    : m_output(m_state, m_outputTrace, m_tagTrace, m_acquireTrace),
      m_input(m_state, m_inputTrace),
      m_expiry(std::make_unique<ExpiryTimer>(m_state.sad, m_state.spd))
{
}

IpsecNode::~IpsecNode() = default;

void
IpsecNode::DoDispose()
{
    m_output.Clear();
    m_state.fragmentPolicies.Clear();
    m_state.socketPolicies.Clear();
    // The databases go last: timer and offload infrastructure listen to them.
    m_expiry.reset();
    m_state.offload->Dispose();
    m_state.spd->Dispose();
    m_state.sad->Dispose();
    Object::DoDispose();
}

void
IpsecNode::SetHostEncapsulating(bool encapsulates)
{
    m_state.offload->SetHostEncapsulates(encapsulates);
    m_state.host.SetEncapsulating(encapsulates);
}

DatabaseResult
IpsecNode::DeletePolicy(Ps now,
                        const PolicySelector& selector,
                        IpsecDirection direction,
                        std::function<void(Ps)> done)
{
    const DatabaseResult result = m_state.spd->Delete(now, selector, direction);
    if (result == DatabaseResult::OK)
    {
        m_state.offload->GetWorker().WhenIdle(now, std::move(done));
    }
    return result;
}

DatabaseResult
IpsecNode::UpdatePolicy(Ps now, const PolicyConfig& config, std::function<void(Ps)> done)
{
    DatabaseResult result = DatabaseResult::OK;
    if (m_state.spd->Update(now, config, &result))
    {
        m_state.offload->GetWorker().WhenIdle(now, std::move(done));
    }
    return result;
}

int64_t
IpsecNode::AssignStreams(int64_t stream)
{
    return m_state.sad->AssignStreams(stream);
}

void
IpsecNode::CheckInvariants() const
{
    m_output.CheckInvariants();
    m_input.CheckInvariants();
    m_state.sad->CheckInvariants();
    m_state.offload->CheckInvariants();
}

} // namespace ns3
