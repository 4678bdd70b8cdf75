/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-input-path.h"

#include "path-steps-internal.h"

#include "ns3/abort.h"
#include "ns3/checksum-assist.h"

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

void
IpsecInputPath::InputSegment(Ps now, PacketDescriptor& packet, const OffloadInterface* interface)
{
    packet.drop = IpsecDrop::NONE;
    const SaHandle* handle = FindTagged(packet);
    ChooseReceiveChecksum(packet, VerifiedBy(interface, packet), true);
    if (m_state.host.HasCores())
    {
        const SecurityAssociation* sa = handle ? handle->sa : nullptr;
        HostWork work = m_state.host.GetCosts().InputSegment(packet, sa);
        work.hash = m_state.host.GetHash().OfClear(packet, sa ? &sa->GetConfig() : nullptr);
        m_state.host.Book(now, packet, work);
    }
    if (packet.drop == IpsecDrop::NONE && handle && handle->hostNumbers &&
        IsReplay(*handle->sa, packet))
    {
        packet.drop = IpsecDrop::REPLAY;
    }
    packet.tcp.booked = true;
    if (packet.drop != IpsecDrop::NONE)
    {
        m_counters.in.Add(packet.length);
        CountInputDrop(packet, packet.length, handle ? handle->sa : nullptr);
        m_decided(now, packet);
    }
    else if (packet.checksum == ChecksumBy::HOST)
    {
        m_counters.checksums.Add(packet.length - packet.headerLength);
    }
}

Ps
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
    packet.unfinished = false;
    Ps done = now;
    const bool tagged = packet.drvSpi != 0;
    SaHandle* handle = FindTagged(packet);
    packet.sa = handle ? handle->sa : nullptr;
    if (m_state.host.HasCores())
    {
        HostWork work = m_state.host.GetCosts().Input(packet, packet.sa, local);
        work.hash =
            m_state.host.GetHash().OfClear(packet, packet.sa ? &packet.sa->GetConfig() : nullptr);
        work.admitted = packet.tcp.booked;
        done = m_state.host.Book(now, packet, work);
    }
    if (packet.drop == IpsecDrop::NONE && tagged)
    {
        if (packet.drvSpi < DrvSpiAllocator::FIRST)
        {
            packet.drop = IpsecDrop::BAD_RX_TAG; // R154
        }
        else if (handle)
        {
            IpsecOffload::CountReceive(now, *handle, length); // R157; unknown: not counted (R158)
            // InputSegment() has checked the segments of a unit.
            packet.unfinished = handle->hostNumbers && !packet.tcp.booked;
        }
        AppendStep(packet.steps, PathSteps::ReceiveTag, done, packet, handle);
    }
    // A datagram in ESP form that comes this way is not for this node: it is plain traffic here.
    if (packet.drop == IpsecDrop::NONE && !(tagged && m_state.options.tagSkipsPolicy) &&
        !packet.IsEsp())
    {
        SecurityPolicy* policy = FindInputPolicy(packet, local);
        packet.drop = CheckPolicy(now, policy, history);
        AppendStep(packet.steps, PathSteps::PolicyCheck, done, packet, policy, history);
    }
    if (packet.drop == IpsecDrop::NONE && packet.checksum == ChecksumBy::HOST && !packet.tcp.booked)
    {
        m_counters.checksums.Add(length - packet.headerLength);
    }
    packet.unfinished = packet.unfinished && packet.drop == IpsecDrop::NONE;
    if (packet.unfinished)
    {
        m_counters.underway.Add(length);
        if (done <= now)
        {
            FinishClear(now, packet);
        }
        return done;
    }
    if (packet.drop == IpsecDrop::NONE)
    {
        (tagged ? m_counters.offloaded : m_counters.clear).Add(length);
    }
    else
    {
        CountInputDrop(packet, length, packet.sa);
    }
    m_decided(now, packet);
    return done;
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
        done = m_state.host.Book(now, packet, work);
    }
    if (packet.drop == IpsecDrop::NONE)
    {
        packet.drop = packet.syndrome == NicDrop::ICV ? IpsecDrop::NIC_ICV : IpsecDrop::NIC_REPLAY;
    }
    AppendStep(packet.steps, PathSteps::Failed, done, packet);
    CountInputDrop(packet, length, sa);
    m_decided(now, packet);
    return done;
}

void
IpsecInputPath::FinishClear(Ps now, PacketDescriptor& packet)
{
    if (!packet.unfinished)
    {
        return;
    }
    packet.unfinished = false;
    const uint32_t length = packet.GetCurrentLength();
    m_counters.underway.packets -= 1;
    m_counters.underway.octets -= length;
    if (!packet.sa->IsAlive())
    {
        packet.drop = IpsecDrop::SA_GONE;
    }
    else if (IsReplay(*packet.sa, packet))
    {
        packet.drop = IpsecDrop::REPLAY;
    }
    if (packet.drop == IpsecDrop::NONE)
    {
        m_counters.offloaded.Add(length);
    }
    else
    {
        CountInputDrop(packet, length, packet.sa);
    }
    m_decided(now, packet);
}

IpsecDrop
IpsecInputPath::Open(Ps done, PacketDescriptor& packet, EspOpener* opener)
{
    // Check before, update after the ICV (R170).
    ReplayWindow& window = packet.sa->GetReplayWindow();
    const uint64_t sequence = window.Recover(static_cast<uint32_t>(packet.esp.sequence));
    const bool isNew = window.Check(sequence);
    AppendStep(packet.steps, PathSteps::Replay, done, packet, sequence, isNew);
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
        const IpsecDrop drop = opener->Open(*packet.sa, packet.esp.sequence);
        if (drop != IpsecDrop::NONE)
        {
            return drop;
        }
    }
    return window.Update(packet.esp.sequence) ? IpsecDrop::NONE : IpsecDrop::REPLAY;
}

Ps
IpsecInputPath::InputEsp(Ps now,
                         PacketDescriptor& packet,
                         TransformHistory& history,
                         EspOpener* opener,
                         const OffloadInterface* interface)
{
    const uint32_t length = packet.esp.length;
    m_counters.in.Add(length);
    packet.drop = IpsecDrop::NONE;
    packet.unfinished = false;
    packet.sa = m_state.sad->FindBySpi(packet.esp.spi);
    if (packet.sa &&
        (!packet.sa->IsAlive() || packet.sa->GetConfig().destination != packet.esp.destination ||
         packet.sa->GetConfig().protocol != IpsecProtocol::ESP))
    {
        packet.sa = nullptr;
    }
    AppendStep(packet.steps, PathSteps::SaBySpi, now, packet);
    if (packet.sa)
    {
        const auto lookup = m_state.offload->FindReceiver(*packet.sa, interface, packet.esp.joined);
        packet.reason = lookup.reason;
        packet.refusal = lookup.refusal;
        AppendStep(packet.steps, PathSteps::Software, now, packet, *m_state.offload, interface);
    }
    Ps done = now;
    if (m_state.host.HasCores())
    {
        // Whether a tunnel's packet is for a socket here, its inside tells: see InputCheck().
        const SaConfig* config = packet.sa ? &packet.sa->GetConfig() : nullptr;
        const bool local = config && config->mode != IpsecMode::TUNNEL;
        packet.checksum = local ? ChecksumBy::HOST : ChecksumBy::NOBODY;
        HostWork work = m_state.host.GetCosts().Input(packet, packet.sa, local);
        work.hash = m_state.host.GetHash().OfEsp(packet, config);
        work.threadHash = config ? static_cast<uint32_t>(MixHash(0, config->spi)) : 0;
        done = m_state.host.Book(now, packet, work);
    }
    if (packet.drop == IpsecDrop::NONE && !packet.sa)
    {
        packet.drop = IpsecDrop::NO_SA_IN;
    }
    if (packet.drop != IpsecDrop::NONE)
    {
        CountInputDrop(packet, length, packet.sa);
        m_decided(now, packet);
        return done;
    }
    packet.unfinished = true;
    m_counters.underway.Add(length);
    if (done <= now)
    {
        FinishEsp(now, packet, history, opener, interface);
    }
    return done;
}

void
IpsecInputPath::FinishEsp(Ps now,
                          PacketDescriptor& packet,
                          TransformHistory& history,
                          EspOpener* opener,
                          const OffloadInterface* interface)
{
    if (!packet.unfinished)
    {
        return;
    }
    packet.unfinished = false;
    const uint32_t length = packet.esp.length;
    m_counters.underway.packets -= 1;
    m_counters.underway.octets -= length;
    packet.drop = packet.sa->IsAlive() ? Open(now, packet, opener) : IpsecDrop::SA_GONE;
    AppendStep(packet.steps, PathSteps::Opened, now, packet);
    if (packet.drop == IpsecDrop::NONE)
    {
        const SaConfig& config = packet.sa->GetConfig();
        packet.sa->CountSoftware(now, length);
        packet.sa->GetReasons().Add(packet.reason, packet.refusal, length);
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
    if (packet.drop == IpsecDrop::BAD_ICV && packet.esp.mixed)
    {
        m_counters.mixed.Add(length);
    }
    if (packet.drop != IpsecDrop::NONE)
    {
        CountInputDrop(packet, length, packet.sa);
        m_decided(now, packet);
    }
}

Ps
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
    Ps done = now;
    if (packet.drop == IpsecDrop::NONE && local && tunnel && m_state.host.HasCores())
    {
        HostWork work = m_state.host.GetCosts().InputOpened(packet);
        work.hash = packet.hostHash;
        work.admitted = true; // in the same turn
        done = m_state.host.Book(now, packet, work);
    }
    if (packet.drop == IpsecDrop::NONE)
    {
        m_counters.decrypted.Add(arrivedLength);
        if (local)
        {
            m_counters.checksums.Add(packet.length - packet.headerLength);
        }
    }
    else
    {
        const bool opened = !history.IsEmpty();
        SecurityAssociation* sa =
            opened ? m_state.sad->FindBySpi(std::prev(history.end())->spi) : nullptr;
        CountInputDrop(packet, arrivedLength, sa);
    }
    m_decided(now, packet);
    return done;
}

Ps
IpsecInputPath::Deliver(Ps now, PacketDescriptor& packet)
{
    packet.drop = IpsecDrop::NONE;
    HostWork work = m_state.host.GetCosts().Deliver(packet);
    work.hash = CoreHash::OfSocket(packet);
    const Ps done = m_state.host.Book(now, packet, work);
    if (packet.drop != IpsecDrop::NONE)
    {
        m_counters.socketDrops.Add(packet.length);
        m_decided(now, packet);
    }
    return done;
}

void
IpsecInputPath::CheckInvariants() const
{
    PacketOctets in;
    for (const PacketOctets& part : {m_counters.decrypted,
                                     m_counters.offloaded,
                                     m_counters.clear,
                                     m_counters.drops.Total(),
                                     m_counters.underway})
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
