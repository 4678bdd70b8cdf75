/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic-port.h"

#include "ns3/abort.h"
#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-ip-steps.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/ipsec-step-tag.h"
#include "ns3/ipsec-tags.h"
#include "ns3/ipsec-tcp-segmenter.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/queue-disc.h"
#include "ns3/simulator.h"
#include "ns3/traffic-control-layer.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicPort");

namespace
{

/**
 * Say once when ns-3's time is too coarse for a line: events at whole nanoseconds are early by up
 * to 10 % of a small frame at 100 Gbit/s. The NIC's own times stay exact.
 * @param bitRate of the line
 */
void
WarnWhenCoarse(uint64_t bitRate)
{
    static bool warned = false;
    if (warned)
    {
        return;
    }
    const double exact = 84 * 8 / static_cast<double>(bitRate); // the smallest Ethernet frame
    const double kept =
        static_cast<double>(FromPs(SecondsToPs(exact)).GetTimeStep()) * TimeStep(1).GetSeconds();
    if (exact - kept > 0.01 * exact)
    {
        warned = true;
        NS_LOG_UNCOND("ipsec-offload: at "
                      << bitRate << " bit/s a small frame takes " << exact * 1e9
                      << " ns, too short for the resolution of ns-3's time. Call "
                         "Time::SetResolution(Time::PS) at the start of the program.");
    }
}

/**
 * A packet is at a device.
 * @param listener who follows it
 * @param device where
 * @param length octets of IP
 */
void
AppendArrival(StepListener& listener, Ps now, NetDevice* device, uint32_t length)
{
    IpSteps::ReachNode(listener, now, device->GetNode()->GetId(), length);
}

/// @param etherType a protocol number @return true for IPv4 and IPv6
bool
IsIp(uint16_t etherType)
{
    return etherType == ETHERTYPE_IPV4 || etherType == ETHERTYPE_IPV6;
}

} // namespace

IpsecNicPort::IpsecNicPort(Device& device)
    : m_device(device),
      m_largeReceive([this](const Ptr<const Packet>& unit,
                            uint16_t protocol,
                            const Address& from,
                            uint32_t count) { HandUp(unit, protocol, from, count); })
{
}

IpsecNicPort::~IpsecNicPort() = default;

IpsecNicPort*
IpsecNicPort::Of(const Ptr<NetDevice>& device)
{
    auto* own = dynamic_cast<Device*>(PeekPointer(device));
    return own ? &own->GetPort() : nullptr;
}

void
IpsecNicPort::MakeNic()
{
    const Ptr<IpsecNic> nic = CreateObject<IpsecNic>();
    m_nic = PeekPointer(nic);
    m_device.GetNetDevice().AggregateObject(nic);
}

void
IpsecNicPort::Configure()
{
    if (m_nic->IsConfigured())
    {
        return;
    }
    const uint64_t rate = m_device.GetLineRate();
    WarnWhenCoarse(rate);
    m_nic->Configure(m_nic->GetProfile(), rate, m_device.GetFrameOverhead());
}

void
IpsecNicPort::ConnectQueueDisc()
{
    NetDevice& device = m_device.GetNetDevice();
    const Ptr<TrafficControlLayer> trafficControl =
        device.GetNode()->GetObject<TrafficControlLayer>();
    if (!trafficControl || !trafficControl->GetRootQueueDiscOnDevice(&device))
    {
        return;
    }
    Ptr<NetDeviceQueueInterface> queues = device.GetObject<NetDeviceQueueInterface>();
    if (!queues)
    {
        queues = CreateObject<NetDeviceQueueInterface>();
        device.AggregateObject(queues);
    }
    m_txQueues = PeekPointer(queues);
    trafficControl->ScanDevices(); // it may have been initialized before this device
}

Ps
IpsecNicPort::GetTransmitTime() const
{
    // Where ns-3's time is coarser than a picosecond, a packet is launched a little before its
    // exact start; it must not seem to be in the ring still.
    return std::max(ToPs(Simulator::Now()), m_lastStart);
}

uint32_t
IpsecNicPort::GetRingOccupancy()
{
    const uint32_t inEngine = m_nic->GetEngine().GetRingOccupancy(GetTransmitTime());
    if (!m_device.HasSharedMedium())
    {
        return inEngine;
    }
    // The engine knows when the wire could take a packet, not when others let it go.
    const auto here = static_cast<uint32_t>(m_outgoing.size()) + (m_mediumHasOne ? 1 : 0);
    return std::max(inEngine, here);
}

bool
IpsecNicPort::Send(const Ptr<Packet>& packet,
                   const Address& source,
                   const Address& destination,
                   uint16_t protocol)
{
    Configure();
    m_nic->GetEngine().SetWireMtu(m_device.GetWireMtu());
    const Outgoing outgoing{0, packet, source, destination, protocol};
    IpsecTsoTag tso;
    bool taken = false;
    if (packet->RemovePacketTag(tso) && m_nic->GetProfile().tso && tso.GetSize() != 0)
    {
        const Ptr<Packet> payload = packet->Copy();
        const auto header = RemoveIpHeader(payload, protocol);
        const uint8_t headers = header ? GetTcpHeaders(*header, payload) : 0;
        const Segmentation cut(packet->GetSize(), headers, tso.GetSize());
        taken = headers != 0 && cut.GetCount() > 1 ? SendSegments(outgoing, cut)
                                                   : SendOne(outgoing, SegmentPlace::WHOLE, 0);
    }
    else
    {
        taken = SendOne(outgoing, SegmentPlace::WHOLE, 0);
    }
    if (m_txQueues != nullptr && GetRingOccupancy() >= m_nic->GetProfile().ringSize)
    {
        m_txQueues->GetTxQueue(0)->Stop();
    }
    return taken;
}

/// @param super a TCP super-segment @param cut how it falls apart
/// @return false when all of it is dropped
bool
IpsecNicPort::SendSegments(const Outgoing& super, const Segmentation& cut)
{
    const Ptr<Packet> payload = super.packet->Copy();
    const AnyIpHeader header = *RemoveIpHeader(payload, super.protocol);
    bool taken = false;
    for (uint32_t i = 0; i < cut.GetCount(); ++i)
    {
        const auto [ip, segment] = CutTcpSegment(header, payload, cut, i);
        AddIpHeader(segment, ip);
        Outgoing outgoing = super;
        outgoing.packet = segment;
        taken = SendOne(outgoing, cut.GetPlace(i), i) || taken;
    }
    return taken;
}

/**
 * @param outgoing a packet, not yet in its ESP form @param place of a segment
 * @param index of a segment; what the host numbers counts up with it
 * @return false when it is dropped
 */
bool
IpsecNicPort::SendOne(Outgoing outgoing, SegmentPlace place, uint32_t index)
{
    const Ptr<Packet>& packet = outgoing.packet;
    IpsecTxTag tag;
    const uint16_t drvSpi = packet->PeekPacketTag(tag) ? tag.GetDrvSpi() : 0;

    PacketDescriptor descriptor;
    if (drvSpi != 0)
    {
        const auto described =
            IsIp(outgoing.protocol) ? DescribeFrame(packet, outgoing.protocol) : std::nullopt;
        descriptor = described.value_or(PacketDescriptor());
        descriptor.fragment = descriptor.fragment || !described; // what the NIC cannot parse
        descriptor.drvSpi = drvSpi;
        descriptor.esp.sequence = tag.GetSequence() + index;
        descriptor.esp.front = tag.GetFront();
        descriptor.esp.front.identification += static_cast<uint16_t>(index);
    }
    descriptor.tcp.place = place;
    descriptor.steps = StepTag::Find(packet);
    NicEngine& engine = m_nic->GetEngine();
    const Ps now = GetTransmitTime();
    if (place == SegmentPlace::WHOLE || place == SegmentPlace::FIRST)
    {
        m_refusing =
            m_device.HasSharedMedium() && GetRingOccupancy() >= m_nic->GetProfile().ringSize;
    }
    m_asked.Add(packet->GetSize());
    const NicEngine::TransmitResult result =
        m_refusing ? engine.RefuseTransmit(packet->GetSize())
                   : engine.Transmit(now, descriptor, packet->GetSize());
    if (result.drop != NicDrop::NONE)
    {
        NS_LOG_LOGIC("dropped: " << ToString(result.drop));
        m_device.Drop(packet, result.drop);
        return false;
    }
    StripForeignTags(packet); // marks for this node only, the transmit tag among them
    if (result.context != nullptr)
    {
        outgoing.protocol = TransformOf(*result.context)
                                .EncapsulateFrame(packet,
                                                  outgoing.protocol,
                                                  descriptor.esp.sequence,
                                                  descriptor.esp.front);
        NS_ASSERT_MSG(packet->GetSize() == descriptor.esp.length,
                      "ESP form of " << packet->GetSize() << " octets, computed "
                                     << descriptor.esp.length);
    }
    outgoing.start = result.start;
    Enqueue(outgoing, now);
    return true;
}

void
IpsecNicPort::Enqueue(const Outgoing& outgoing, Ps now)
{
    if (outgoing.start <= now && m_outgoing.empty() && !m_mediumHasOne)
    {
        HandOver(outgoing);
        return;
    }
    m_outgoing.push_back(outgoing);
    ScheduleLaunch();
}

void
IpsecNicPort::ScheduleLaunch()
{
    if (m_outgoing.empty() || m_mediumHasOne || !m_launchEvent.IsExpired())
    {
        return;
    }
    const Time delay = FromPs(m_outgoing.front().start) - Simulator::Now();
    m_launchEvent = Simulator::Schedule(std::max(delay, Time(0)), &IpsecNicPort::Launch, this);
}

void
IpsecNicPort::Launch()
{
    if (!m_device.GetNetDevice().GetNode())
    {
        return; // disposed of
    }
    const Outgoing outgoing = std::move(m_outgoing.front());
    m_outgoing.pop_front();
    HandOver(outgoing);
    ScheduleLaunch();
    WakeQueueDisc();
}

/// A queue disc that found the ring full may go on as soon as there is room.
void
IpsecNicPort::WakeQueueDisc()
{
    if (m_txQueues != nullptr && GetRingOccupancy() < m_nic->GetProfile().ringSize)
    {
        m_txQueues->GetTxQueue(0)->Wake();
    }
}

void
IpsecNicPort::HandOver(const Outgoing& outgoing)
{
    m_lastStart = std::max(m_lastStart, outgoing.start);
    m_handedOver.Add(outgoing.packet->GetSize());
    m_mediumHasOne = m_device.HasSharedMedium();
    m_device.HandOver(outgoing);
}

void
IpsecNicPort::MediumFree()
{
    m_mediumHasOne = false;
    ScheduleLaunch();
    WakeQueueDisc();
}

bool
IpsecNicPort::Receive(const Ptr<const Packet>& arrived, uint16_t protocol, const Address& from)
{
    Configure();
    Ptr<Packet> packet = arrived->Copy();
    StripForeignTags(packet);

    const uint16_t arrivedProtocol = protocol;
    const auto described = IsIp(protocol) ? DescribeFrame(packet, protocol) : std::nullopt;
    PacketDescriptor descriptor = described.value_or(PacketDescriptor());
    const uint32_t length = described ? descriptor.length : packet->GetSize();

    NicEngine& engine = m_nic->GetEngine();
    const SaContext* const context = engine.FindForReceive(descriptor);
    if (context != nullptr)
    {
        const uint64_t sequence =
            context->window.Recover(static_cast<uint32_t>(descriptor.esp.sequence));
        const EspResult undone = TransformOf(*context).DecapsulateFrame(packet, protocol, sequence);
        descriptor.esp.damaged = undone != EspResult::OK;
        if (undone == EspResult::OK)
        {
            descriptor.length = packet->GetSize();
        }
    }
    m_arrived.Add(length);
    const Ps now = ToPs(Simulator::Now());
    descriptor.steps = StepTag::Find(packet);
    AppendStep(descriptor.steps, AppendArrival, now, &m_device.GetNetDevice(), length);
    const NicEngine::ReceiveResult result = engine.Receive(now, descriptor, length, context);
    if (result.drop != NicDrop::NONE)
    {
        NS_LOG_LOGIC("dropped: " << ToString(result.drop));
        m_device.DropReceived(arrived, result.drop);
        return false;
    }
    if (descriptor.syndrome != NicDrop::NONE)
    {
        packet = arrived->Copy(); // what goes up is as it came
        StripForeignTags(packet);
        protocol = arrivedProtocol;
        if (m_history)
        {
            packet->AddPacketTag(IpsecRxTag(context->drvSpi, descriptor.syndrome));
        }
    }
    if (result.context != nullptr && descriptor.drvSpi != 0 && m_history)
    {
        IpsecRxTag tag(descriptor.drvSpi,
                       {},
                       descriptor.esp.sequence,
                       descriptor.esp.front.trafficClass);
        packet->ReplacePacketTag(tag);
    }
    const bool hostChecks = result.context != nullptr && result.context->hostNumbers;
    const Incoming incoming{packet,
                            protocol,
                            from,
                            m_nic->GetProfile().lro && m_largeReceive.IsOn() && IsIp(protocol) &&
                                !hostChecks,
                            result.context != nullptr ? descriptor.drvSpi : uint16_t{0}};
    const Time delay = FromPs(result.ready) - Simulator::Now();
    if (delay <= Time(0) && m_delivering == 0)
    {
        Deliver(incoming);
    }
    else
    {
        ++m_delivering;
        Simulator::Schedule(std::max(delay, Time(0)), &IpsecNicPort::DeliverLater, this, incoming);
    }
    return true;
}

void
IpsecNicPort::DeliverLater(const Incoming& incoming)
{
    --m_delivering;
    Deliver(incoming);
}

void
IpsecNicPort::Deliver(const Incoming& incoming)
{
    if (!incoming.mayJoin || !m_largeReceive.Join(m_nic->GetProfile(),
                                                  incoming.packet,
                                                  incoming.protocol,
                                                  incoming.from,
                                                  incoming.drvSpi))
    {
        HandUp(incoming.packet, incoming.protocol, incoming.from, 1);
    }
}

/// The driver asks the kernel for the history when it hands a packet up, not when the NIC gets it:
/// by then its SA may be gone. @param packet it, or a unit @return it with a whole tag, or without
/// one (R159)
Ptr<const Packet>
IpsecNicPort::WithHistory(const Ptr<const Packet>& packet) const
{
    IpsecRxTag tag;
    if (!packet->PeekPacketTag(tag) || tag.GetSyndrome() != NicDrop::NONE)
    {
        return packet;
    }
    const Ptr<Packet> tagged = packet->Copy();
    tagged->RemovePacketTag(tag);
    TransformHistory history;
    if (m_history && m_history(tag.GetDrvSpi(), history))
    {
        tagged->AddPacketTag(
            IpsecRxTag(tag.GetDrvSpi(), history, tag.GetSequence(), tag.GetOuterTrafficClass()));
    }
    return tagged;
}

/// @param packet it, or a unit @param protocol EtherType @param from source of its frame
/// @param count how many packets from the wire it is
void
IpsecNicPort::HandUp(const Ptr<const Packet>& packet,
                     uint16_t protocol,
                     const Address& from,
                     uint32_t count)
{
    m_delivered += count;
    if (m_device.GetNetDevice().GetNode())
    {
        m_upper(&m_device.GetNetDevice(), WithHistory(packet), protocol, from);
    }
}

void
IpsecNicPort::CheckInvariants() const
{
    m_nic->CheckInvariants();
    if (!m_nic->IsConfigured())
    {
        return;
    }
    const NicEngine::Counters& nic = m_nic->GetEngine().GetCounters();
    PacketOctets sent = m_handedOver;
    for (const Outgoing& outgoing : m_outgoing)
    {
        sent.Add(outgoing.packet->GetSize());
    }
    NS_ABORT_MSG_UNLESS(nic.txOffered == m_asked && nic.rxArrived == m_arrived,
                        "NIC port: the NIC counted other packets than came here");
    // Whatever the NIC computed, these are the sizes of packets with all their bytes.
    sent.octets += sent.packets * m_device.GetFrameOverhead();
    NS_ABORT_MSG_UNLESS(nic.txWire == sent,
                        "NIC port: the wire gets other packets than the NIC sent");
    NS_ABORT_MSG_UNLESS(nic.rxDecrypted.packets + nic.rxPassed.packets +
                                nic.rxFailed.Total().packets ==
                            m_delivered + m_delivering + m_largeReceive.GetHeld(),
                        "NIC port: the host gets other packets than the NIC handed up");
}

} // namespace ns3
