/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-input-path.h"

#include "ipsec-path-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/offload-checksum-assist.h"

#include <iterator>

namespace ns3
{

namespace
{

/// @param interface where a packet came in; may be nullptr @param packet it
/// @return which checksums were verified there
uint32_t
VerifiedBy(const OffloadInterface* interface, const PacketDescriptor& packet)
{
    return interface ? interface->GetReceiveAssist(packet.drvSpi != 0) : 0;
}

} // namespace

IpsecInputPath::IpsecInputPath(IpsecNodeState& state, const IpsecDecisionTrace& decided)
    : m_state(state),
      m_decided(decided)
{
}

/// @param packet with or without a receive tag @return the handle that its tag names, if any
SaHandle*
IpsecInputPath::FindTagged(const PacketDescriptor& packet) const
{
    return packet.drvSpi >= DrvSpiAllocator::FIRST ? m_state.offload->FindByDrvSpi(packet.drvSpi)
                                                   : nullptr;
}

void
IpsecInputPath::DropMalformed(uint32_t octets)
{
    m_counters.in.Add(octets);
    m_counters.drops[IpsecDrop::MALFORMED].Add(octets);
}

/// @param packet what is dropped @param length octets as they count @param sa its SA; may be
/// nullptr
void
IpsecInputPath::CountInputDrop(const PacketDescriptor& packet,
                               uint32_t length,
                               SecurityAssociation* sa)
{
    m_counters.drops[packet.drop].Add(length);
    if (packet.esp.mixed)
    {
        m_counters.mixed[packet.drop].Add(length);
    }
    if (sa)
    {
        sa->GetDrops()[packet.drop].Add(length);
    }
}

SecurityPolicy*
IpsecInputPath::FindInputPolicy(const PacketDescriptor& packet, bool local)
{
    if (SecurityPolicy* ofSocket =
            local ? m_state.socketPolicies.Find(packet, IpsecDirection::IN) : nullptr)
    {
        return ofSocket; // R118
    }
    return packet.fragment ? m_state.fragmentPolicies.Find(*m_state.spd, packet, IpsecDirection::IN)
                           : m_state.spd->Find(packet, IpsecDirection::IN);
}

IpsecDrop
IpsecInputPath::CheckPolicy(Ps now, SecurityPolicy* policy, const TransformHistory& history) const
{
    if (!policy)
    {
        return IpsecDrop::NONE;
    }
    policy->Touch(now); // R107
    if (policy->GetConfig().kind == PolicyKind::DISCARD)
    {
        return IpsecDrop::POLICY_IN; // R161
    }
    if (policy->GetConfig().kind != PolicyKind::IPSEC)
    {
        return IpsecDrop::NONE;
    }
    for (const auto& requirement : policy->GetConfig().requirements)
    {
        if (requirement.level == IpsecLevel::USE || requirement.protocol == IpsecProtocol::IPCOMP)
        {
            continue; // R162, R164
        }
        bool satisfied = false;
        for (const auto& record : history)
        {
            if (record.protocol != requirement.protocol)
            {
                continue;
            }
            if (!m_state.options.checkPolicyHistory)
            {
                satisfied = true;
                break;
            }
            const bool modeFits = record.mode == IpsecMode::ANY || record.mode == requirement.mode;
            const bool destinationFits =
                requirement.mode == IpsecMode::TUNNEL
                    ? record.destination == requirement.destination
                    : policy->GetConfig().selector.destination.Contains(record.destination);
            if (modeFits && destinationFits)
            {
                satisfied = true;
                break;
            }
        }
        if (!satisfied)
        {
            return IpsecDrop::POLICY_IN; // R163
        }
    }
    return IpsecDrop::NONE;
}

/**
 * @param sa by which a NIC decrypted a datagram, of those whose replays the host finds
 * @param packet the datagram
 * @return true when it has been seen before
 */
bool
IpsecInputPath::IsReplay(SecurityAssociation& sa, const PacketDescriptor& packet)
{
    ReplayWindow& window = sa.GetReplayWindow();
    return !window.Update(window.Recover(static_cast<uint32_t>(packet.esp.sequence)));
}

/// @param packet a clear datagram @param handle by which a NIC has decrypted it, or nullptr
/// @return true when this host took a tunnel's header off: inline crypto. A NIC that does it itself
/// leaves the inner header as it is
bool
IpsecInputPath::IsTunnelEnd(const PacketDescriptor& packet, const SaHandle* handle) const
{
    return handle && m_state.host.IsEncapsulating() && !packet.IsEsp() &&
           handle->history.mode == IpsecMode::TUNNEL;
}

bool
IpsecInputPath::InputSegment(Ps now, PacketDescriptor& packet, const OffloadInterface* interface)
{
    packet.drop = IpsecDrop::NONE;
    const SaHandle* handle = FindTagged(packet);
    SecurityAssociation* sa = handle ? handle->sa : nullptr;
    ChooseReceiveChecksum(packet, VerifiedBy(interface, packet), true);
    if (m_state.host.HasCores())
    {
        HostWork work = m_state.host.GetCosts().InputSegment(packet, sa);
        work.hash = m_state.host.GetHash().OfClear(packet, sa ? &sa->GetConfig() : nullptr);
        m_state.host.Book(now, packet, work);
    }
    if (packet.drop == IpsecDrop::NONE && handle && handle->hostNumbers && IsReplay(*sa, packet))
    {
        packet.drop = IpsecDrop::REPLAY;
    }
    if (packet.drop == IpsecDrop::NONE && IsTunnelEnd(packet, handle))
    {
        TakeOuterHeaderOff(m_state.options.tunnelEcn, packet);
    }
    packet.tcp.booked = true;
    if (packet.drop != IpsecDrop::NONE)
    {
        m_counters.in.Add(packet.length);
        CountInputDrop(packet, packet.length, sa);
        m_decided(now, packet, sa);
        return false;
    }
    if (packet.checksum == ChecksumBy::HOST)
    {
        m_counters.checksums.Add(packet.length - packet.headerLength);
    }
    return true;
}

/**
 * What a receive tag says (R153-R158).
 * @param done when the host has the datagram
 * @param packet a tagged datagram; dropped when its tag is wrong
 * @param handle whose tag it is, or nullptr
 */
void
IpsecInputPath::TakeTag(Ps now, Ps done, PacketDescriptor& packet, SaHandle* handle)
{
    if (packet.drvSpi < DrvSpiAllocator::FIRST)
    {
        packet.drop = IpsecDrop::BAD_RX_TAG; // R154
    }
    else if (handle)
    {
        // R157; unknown: not counted (R158)
        IpsecOffload::CountReceive(now, *handle, packet.GetCurrentLength());
    }
    AppendStep(packet.steps, PathSteps::ReceiveTag, done, packet, handle);
}

/**
 * The host checks for replays what the NIC decrypts.
 * @param packet a decrypted datagram; dropped when it has been seen before, or its SA has died
 * @param sa its SA
 */
void
IpsecInputPath::CheckNumber(PacketDescriptor& packet, SecurityAssociation& sa)
{
    if (!sa.IsAlive())
    {
        packet.drop = IpsecDrop::SA_GONE;
    }
    else if (IsReplay(sa, packet))
    {
        packet.drop = IpsecDrop::REPLAY;
    }
}

/**
 * All is said on a datagram that arrived in clear, or was decrypted by the NIC.
 * @param packet it @param sa by its receive tag, or nullptr
 * @return true when it goes on
 */
bool
IpsecInputPath::EndClear(Ps now, const PacketDescriptor& packet, SecurityAssociation* sa)
{
    const uint32_t length = packet.GetCurrentLength();
    if (packet.drop == IpsecDrop::NONE)
    {
        const bool tagged = packet.drvSpi != 0;
        (tagged ? m_counters.offloaded : m_counters.clear).Add(length);
    }
    else
    {
        CountInputDrop(packet, length, sa);
    }
    m_decided(now, packet, sa);
    return packet.drop == IpsecDrop::NONE;
}

PendingPacket
IpsecInputPath::InputClear(Ps now,
                           PacketDescriptor& packet,
                           const TransformHistory& history,
                           bool local,
                           const OffloadInterface* interface)
{
    const uint32_t length = packet.GetCurrentLength();
    m_counters.in.Add(length);
    ChooseReceiveChecksum(packet, VerifiedBy(interface, packet), local && !packet.IsEsp());
    packet.drop = IpsecDrop::NONE;
    PendingPacket pending;
    pending.ready = now;
    const bool tagged = packet.drvSpi != 0;
    SaHandle* handle = FindTagged(packet);
    SecurityAssociation* sa = handle ? handle->sa : nullptr;
    if (m_state.host.HasCores())
    {
        HostWork work = m_state.host.GetCosts().Input(packet, sa, local);
        work.hash = m_state.host.GetHash().OfClear(packet, sa ? &sa->GetConfig() : nullptr);
        work.admitted = packet.tcp.booked;
        pending = m_state.host.Book(now, packet, work);
    }
    pending.interface = interface;
    if (packet.drop == IpsecDrop::NONE && tagged)
    {
        TakeTag(now, pending.ready, packet, handle);
    }
    // InputSegment() has done so for the segments of a unit.
    if (packet.drop == IpsecDrop::NONE && !packet.tcp.booked && IsTunnelEnd(packet, handle))
    {
        TakeOuterHeaderOff(m_state.options.tunnelEcn, packet);
    }
    // A datagram in ESP form that comes this way is not for this node: it is plain traffic here.
    if (packet.drop == IpsecDrop::NONE && !(tagged && m_state.options.tagSkipsPolicy) &&
        !packet.IsEsp())
    {
        SecurityPolicy* policy = FindInputPolicy(packet, local);
        packet.drop = CheckPolicy(now, policy, history);
        AppendStep(packet.steps, PathSteps::PolicyCheck, pending.ready, packet, policy, history);
    }
    if (packet.drop == IpsecDrop::NONE && packet.checksum == ChecksumBy::HOST && !packet.tcp.booked)
    {
        m_counters.checksums.Add(length - packet.headerLength);
    }
    // InputSegment() has checked the segments of a unit.
    const bool numbered = handle && handle->hostNumbers && !packet.tcp.booked;
    if (packet.drop == IpsecDrop::NONE && numbered)
    {
        if (pending.ready > now)
        {
            m_counters.inFlight.Add(length);
            pending.Hold(*sa);
            return pending;
        }
        CheckNumber(packet, *sa);
    }
    pending.goesOn = EndClear(now, packet, sa);
    return pending;
}

bool
IpsecInputPath::FinishClear(Ps now, PacketDescriptor& packet, const PendingPacket& pending)
{
    if (!pending.IsUnfinished())
    {
        return pending.goesOn;
    }
    m_counters.inFlight.packets -= 1;
    m_counters.inFlight.octets -= packet.GetCurrentLength();
    CheckNumber(packet, *pending.sa);
    return EndClear(now, packet, pending.sa);
}

Ps
IpsecInputPath::InputFailed(Ps now, PacketDescriptor& packet)
{
    const uint32_t length = packet.GetCurrentLength();
    m_counters.in.Add(length);
    packet.drop = IpsecDrop::NONE;
    Ps done = now;
    SecurityAssociation* sa = m_state.sad->FindBySpi(packet.esp.spi);
    if (m_state.host.HasCores())
    {
        HostWork work = m_state.host.GetCosts().InputFailed(packet);
        work.hash = m_state.host.GetHash().OfEsp(packet, sa ? &sa->GetConfig() : nullptr);
        done = m_state.host.Book(now, packet, work).ready;
    }
    if (packet.drop == IpsecDrop::NONE)
    {
        packet.drop = packet.syndrome == NicDrop::ICV ? IpsecDrop::NIC_ICV : IpsecDrop::NIC_REPLAY;
    }
    AppendStep(packet.steps, PathSteps::Failed, done, packet);
    CountInputDrop(packet, length, sa);
    m_decided(now, packet, sa);
    return done;
}

IpsecDrop
IpsecInputPath::Open(Ps done, PacketDescriptor& packet, SecurityAssociation& sa, EspOpener* opener)
{
    // Check before, update after the ICV (R170).
    ReplayWindow& window = sa.GetReplayWindow();
    const uint64_t sequence = window.Recover(static_cast<uint32_t>(packet.esp.sequence));
    const bool isNew = window.Check(sequence);
    AppendStep(packet.steps, PathSteps::Replay, done, window, sequence, isNew);
    if (!isNew)
    {
        return IpsecDrop::REPLAY;
    }
    if (packet.esp.IsDamagedFor(sequence))
    {
        return IpsecDrop::BAD_ICV;
    }
    packet.esp.sequence = sequence;
    if (opener)
    {
        const IpsecDrop drop = opener->Open(sa, packet.esp.sequence);
        if (drop != IpsecDrop::NONE)
        {
            return drop;
        }
    }
    return window.Update(packet.esp.sequence) ? IpsecDrop::NONE : IpsecDrop::REPLAY;
}

/**
 * @param packet ESP for this node; gets the reason why no NIC has decrypted it
 * @param interface where it came in, or nullptr
 * @return its SA, alive and for this address; nullptr: there is none
 */
SecurityAssociation*
IpsecInputPath::FindSa(Ps now, PacketDescriptor& packet, const OffloadInterface* interface) const
{
    SecurityAssociation* sa = m_state.sad->FindBySpi(packet.esp.spi);
    if (sa && (!sa->IsAlive() || sa->GetConfig().destination != packet.esp.destination ||
               sa->GetConfig().protocol != IpsecProtocol::ESP))
    {
        sa = nullptr;
    }
    AppendStep(packet.steps, PathSteps::SaBySpi, now, packet, sa);
    if (sa)
    {
        const auto lookup = m_state.offload->FindReceiver(*sa, interface, packet.esp.joined);
        packet.reason = lookup.reason;
        packet.refusal = lookup.refusal;
        AppendStep(packet.steps, PathSteps::Software, now, packet, *m_state.offload, interface);
    }
    return sa;
}

PendingPacket
IpsecInputPath::InputEsp(Ps now,
                         PacketDescriptor& packet,
                         TransformHistory& history,
                         EspOpener* opener,
                         const OffloadInterface* interface)
{
    const uint32_t length = packet.esp.length;
    m_counters.in.Add(length);
    packet.drop = IpsecDrop::NONE;
    SecurityAssociation* sa = FindSa(now, packet, interface);
    PendingPacket pending;
    pending.ready = now;
    if (m_state.host.HasCores())
    {
        // Whether a tunnel's packet is for a socket here, its inside tells: see InputCheck().
        const SaConfig* config = sa ? &sa->GetConfig() : nullptr;
        const bool local = config && config->mode != IpsecMode::TUNNEL;
        packet.checksum = local ? ChecksumBy::HOST : ChecksumBy::NOBODY;
        HostWork work = m_state.host.GetCosts().Input(packet, sa, local);
        work.hash = m_state.host.GetHash().OfEsp(packet, config);
        work.threadHash = config ? static_cast<uint32_t>(MixHash(0, config->spi)) : 0;
        pending = m_state.host.Book(now, packet, work);
    }
    pending.interface = interface;
    if (packet.drop == IpsecDrop::NONE && !sa)
    {
        packet.drop = IpsecDrop::NO_SA_IN;
    }
    if (packet.drop != IpsecDrop::NONE)
    {
        CountInputDrop(packet, length, sa);
        m_decided(now, packet, sa);
        pending.goesOn = false;
    }
    else if (pending.ready > now)
    {
        m_counters.inFlight.Add(length);
        pending.Hold(*sa);
    }
    else
    {
        pending.goesOn = OpenEsp(now, packet, *sa, history, opener, interface);
    }
    return pending;
}

bool
IpsecInputPath::FinishEsp(Ps now,
                          PacketDescriptor& packet,
                          const PendingPacket& pending,
                          TransformHistory& history,
                          EspOpener* opener)
{
    if (!pending.IsUnfinished())
    {
        return pending.goesOn;
    }
    m_counters.inFlight.packets -= 1;
    m_counters.inFlight.octets -= packet.esp.length;
    return OpenEsp(now, packet, *pending.sa, history, opener, pending.interface);
}

/**
 * A core has come to an ESP datagram.
 * @param packet it @param sa its SA, which may have died @param history gets
 * the transform @param opener opens the bytes, or nullptr
 * @param interface where it came in, or nullptr
 * @return true when it goes on, and must pass InputCheck()
 */
bool
IpsecInputPath::OpenEsp(Ps now,
                        PacketDescriptor& packet,
                        SecurityAssociation& sa,
                        TransformHistory& history,
                        EspOpener* opener,
                        const OffloadInterface* interface)
{
    const uint32_t length = packet.esp.length;
    packet.drop = sa.IsAlive() ? Open(now, packet, sa, opener) : IpsecDrop::SA_GONE;
    if (packet.drop == IpsecDrop::NONE && opener)
    {
        packet.trafficClass = opener->GetTrafficClass();
    }
    if (packet.drop == IpsecDrop::NONE && sa.GetConfig().mode == IpsecMode::TUNNEL)
    {
        TakeOuterHeaderOff(m_state.options.tunnelEcn, packet);
    }
    AppendStep(packet.steps, PathSteps::Opened, now, packet);
    if (packet.drop == IpsecDrop::NONE)
    {
        const SaConfig& config = sa.GetConfig();
        sa.CountSoftware(now, length);
        sa.GetReasons().Add(packet.reason, packet.refusal, length);
        m_counters.software.Add(length);
        m_counters.reasons.Add(packet.reason, packet.refusal, length);
        if (interface)
        {
            interface->CountSoftware(false, packet, length);
        }
        if (!history.Add({config.destination, config.spi, config.protocol, config.mode}))
        {
            packet.drop = IpsecDrop::POLICY_IN;
        }
    }
    if (packet.drop != IpsecDrop::NONE)
    {
        CountInputDrop(packet, length, &sa);
        m_decided(now, packet, &sa);
    }
    return packet.drop == IpsecDrop::NONE;
}

PendingPacket
IpsecInputPath::InputCheck(Ps now,
                           PacketDescriptor& packet,
                           const TransformHistory& history,
                           uint32_t arrivedLength,
                           bool local)
{
    SecurityPolicy* policy = FindInputPolicy(packet, local);
    packet.drop = CheckPolicy(now, policy, history);
    AppendStep(packet.steps, PathSteps::PolicyCheck, now, packet, policy, history);
    const bool tunnel = !history.IsEmpty() && std::prev(history.end())->mode == IpsecMode::TUNNEL;
    ChooseReceiveChecksum(packet, 0, local); // no NIC saw into it
    PendingPacket pending;
    pending.ready = now;
    if (packet.drop == IpsecDrop::NONE && local && tunnel && m_state.host.HasCores())
    {
        HostWork work = m_state.host.GetCosts().InputOpened(packet);
        work.hash = packet.host.hash;
        work.admitted = true; // in the same turn
        pending = m_state.host.Book(now, packet, work);
    }
    pending.goesOn = packet.drop == IpsecDrop::NONE;
    SecurityAssociation* sa = nullptr;
    if (!history.IsEmpty() && (!pending.goesOn || !m_decided.IsEmpty()))
    {
        sa = m_state.sad->FindBySpi(std::prev(history.end())->spi);
    }
    if (pending.goesOn)
    {
        m_counters.decrypted.Add(arrivedLength);
        if (local)
        {
            m_counters.checksums.Add(packet.length - packet.headerLength);
        }
    }
    else
    {
        CountInputDrop(packet, arrivedLength, sa);
    }
    m_decided(now, packet, sa);
    return pending;
}

PendingPacket
IpsecInputPath::Deliver(Ps now, PacketDescriptor& packet)
{
    packet.drop = IpsecDrop::NONE;
    HostWork work = m_state.host.GetCosts().Deliver(packet);
    work.hash = CoreHash::OfSocket(packet);
    PendingPacket visit = m_state.host.Book(now, packet, work);
    if (!visit.goesOn)
    {
        m_counters.socketDrops.Add(packet.length);
        m_decided(now, packet, nullptr);
    }
    return visit;
}

void
IpsecInputPath::CheckInvariants() const
{
    PacketOctets in;
    for (const PacketOctets& part : {m_counters.decrypted,
                                     m_counters.offloaded,
                                     m_counters.clear,
                                     m_counters.drops.Total(),
                                     m_counters.inFlight})
    {
        in.Add(part);
    }
    NS_ABORT_MSG_UNLESS(in == m_counters.in,
                        "IpsecNode: what arrived was neither accepted nor dropped");
    NS_ABORT_MSG_UNLESS(m_counters.software == m_counters.reasons.Total(),
                        "IpsecNode: received software packets are not the sum of their reasons");
    m_counters.reasons.CheckInvariants();
}

} // namespace ns3
