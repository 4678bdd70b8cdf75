/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-ip-output-internal.h"
#include "ipsec-shim-internal.h"

#include "ns3/abort.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/ipsec-tags.h"
#include "ns3/ipsec-tcp-segmenter.h"
#include "ns3/ipv4-queue-disc-item.h"
#include "ns3/ipv6-queue-disc-item.h"
#include "ns3/log.h"
#include "ns3/queue-disc.h"
#include "ns3/socket.h"

#include <optional>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * IpsecShim's way out; its way in is in ipsec-shim-input.cc.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecShim");
NS_OBJECT_ENSURE_REGISTERED(IpsecShim);

namespace
{

/// @param item what IP hands down @return its IP header, or nothing when it is no datagram
std::optional<AnyIpHeader>
GetHeader(const Ptr<QueueDiscItem>& item)
{
    if (auto four = DynamicCast<Ipv4QueueDiscItem>(item))
    {
        return four->GetHeader();
    }
    if (auto six = DynamicCast<Ipv6QueueDiscItem>(item))
    {
        return six->GetHeader();
    }
    return std::nullopt;
}

/// @param parts a datagram @param like an item whose way it goes @return an item for it
Ptr<QueueDiscItem>
MakeItem(const DatagramParts& parts, const Ptr<QueueDiscItem>& like)
{
    if (const auto* four = std::get_if<Ipv4Header>(&parts.first))
    {
        return Create<Ipv4QueueDiscItem>(parts.second,
                                         like->GetAddress(),
                                         like->GetProtocol(),
                                         *four);
    }
    return Create<Ipv6QueueDiscItem>(parts.second,
                                     like->GetAddress(),
                                     like->GetProtocol(),
                                     std::get<Ipv6Header>(parts.first));
}

} // namespace

TypeId
IpsecShim::GetTypeId()
{
    static TypeId tid = TypeId("ns3::IpsecShim")
                            .SetParent<TrafficControlLayer>()
                            .SetGroupName("IpsecOffload")
                            .AddConstructor<IpsecShim>();
    return tid;
}

IpsecShim::IpsecShim() = default;
IpsecShim::~IpsecShim() = default;

void
IpsecShim::Setup(Ptr<IpsecStackView> view,
                 Ptr<EspTransformTable> transforms,
                 Ptr<TrafficControlLayer> below)
{
    m_view = view;
    m_transforms = transforms;
    m_below = below;
}

void
IpsecShim::DoDispose()
{
    m_view = nullptr;
    m_transforms = nullptr;
    m_below = nullptr;
    m_joiner.Take();
    m_joiners.clear();
    TrafficControlLayer::DoDispose();
}

void
IpsecShim::Send(Ptr<NetDevice> device, Ptr<QueueDiscItem> item)
{
    NS_LOG_FUNCTION(this << device << item);
    const auto header = GetHeader(item);
    if (!header)
    {
        m_below->Send(device, item);
        return;
    }
    Ptr<Packet> packet = item->GetPacket();
    PacketDescriptor descriptor = DescribeDatagram(*header, packet);
    IpsecOutDoneTag done;
    if (packet->RemovePacketTag(done))
    {
        m_view->GetIpsec()->GetOutputPath().CountAlreadyDone(descriptor);
        Pass(device, item);
        return;
    }
    IpsecInTag opened;
    packet->PeekPacketTag(opened);
    StripForeignTags(packet); // a forwarded datagram's receive marks end here
    if (m_view->IsExempt(descriptor, device))
    {
        m_view->GetCounters().exemptOut.Add(descriptor.length);
        Pass(device, item);
        return;
    }
    descriptor.id = packet->GetUid();
    descriptor.sourceIndex = m_view->GetNodeId();
    descriptor.forwarded = !m_view->IsOwnAddress(descriptor.source);
    if (descriptor.fragment && !descriptor.forwarded)
    {
        SendFragment(*header, descriptor, {device, item});
        return;
    }
    if (!descriptor.forwarded)
    {
        m_view->GetSockets()->Watch(descriptor, IpsecDirection::OUT);
    }
    if (MarkSuperSegment(*header, packet, m_view->GetWireMtu(device), descriptor))
    {
        SendSuperSegment(device, *header, item, descriptor);
        return;
    }
    descriptor.host = opened.GetHost();
    const PendingPacket pending = Decide(device, descriptor, m_view->GetWireMtu(device));
    if (!pending.goesOn)
    {
        if (descriptor.drop == IpsecDrop::TOO_BIG && descriptor.forwarded &&
            descriptor.pathMtu != 0) // R121
        {
            AnswerTooBig(m_view->GetNode(), packet, *header, descriptor.pathMtu);
        }
        return;
    }
    switch (descriptor.verdict)
    {
    case IpsecVerdict::BYPASS:
    case IpsecVerdict::CLEAR_BY_USE:
        if (descriptor.drvSpi != 0 && m_view->IsIpsecNic(device))
        {
            packet->AddPacketTag(IpsecTxTag(descriptor.drvSpi)); // R123
        }
        PassAt(pending.ready, device, item);
        break;
    case IpsecVerdict::OFFLOAD:
        m_view->Capture(false, *header, packet);
        SendTagged(device, item, descriptor, pending);
        break;
    case IpsecVerdict::SOFTWARE:
        SendProtected(device, *header, packet, descriptor, pending);
        break;
    default:
        NS_ABORT_MSG("a datagram goes on whose verdict ends it");
    }
}

/**
 * @param header of a local datagram @param payload the rest of it @param mtu of the wire
 * @param descriptor of it; gets what is known of its segments
 * @return true when it is a TCP super-segment
 */
bool
IpsecShim::MarkSuperSegment(const AnyIpHeader& header,
                            const Ptr<const Packet>& payload,
                            uint32_t mtu,
                            PacketDescriptor& descriptor) const
{
    if (descriptor.forwarded || descriptor.length <= mtu)
    {
        return false;
    }
    const uint8_t headers = GetTcpHeaders(header, payload);
    const uint32_t reserve = m_view->GetIpsec()->GetOutputPath().GetTcpReserve(descriptor);
    if (headers == 0 || headers + reserve >= mtu)
    {
        return false;
    }
    descriptor.superSegment = true;
    descriptor.tcp.headers = headers;
    descriptor.tcp.size = static_cast<uint16_t>(mtu - headers - reserve); // R151
    return true;
}

void
IpsecShim::SendSuperSegment(const Ptr<NetDevice>& device,
                            const AnyIpHeader& header,
                            const Ptr<QueueDiscItem>& item,
                            PacketDescriptor descriptor)
{
    const uint32_t mtu = m_view->GetWireMtu(device);
    const IpsecOutputContext context{m_view->GetInterface(device), mtu, nullptr};
    Ptr<Packet> packet = item->GetPacket();
    if (!m_view->GetIpsec()->GetOutputPath().MayHandDownSuperSegment(descriptor, context))
    {
        const Segmentation cut(descriptor);
        for (uint32_t i = 0; i < cut.GetCount(); ++i)
        {
            Send(device, MakeItem(CutTcpSegment(header, packet, cut, i), item));
        }
        return;
    }
    const PendingPacket pending = Decide(device, descriptor, mtu);
    if (!pending.goesOn)
    {
        return;
    }
    if (!pending.IsUnfinished())
    {
        PassSuperSegment(device, header, item, descriptor, pending);
        return;
    }
    // All of its segments are numbered when the core comes to it.
    Ptr<IpsecShim> self(this);
    RunAt(pending.ready, [self, device, header, item, descriptor, pending]() mutable {
        if (self->m_below && self->Finish(descriptor, pending))
        {
            self->PassSuperSegment(device, header, item, descriptor, pending);
        }
    });
}

void
IpsecShim::PassSuperSegment(const Ptr<NetDevice>& device,
                            const AnyIpHeader& header,
                            const Ptr<QueueDiscItem>& item,
                            const PacketDescriptor& descriptor,
                            const PendingPacket& pending)
{
    Ptr<Packet> packet = item->GetPacket();
    if (descriptor.tcp.segmentedBy == SegmentedBy::HOST)
    {
        SendSegments(device, header, item, descriptor, pending);
        return;
    }
    if (descriptor.verdict == IpsecVerdict::SOFTWARE)
    {
        // All of it in one.
        m_view->Capture(false, header, packet);
        Protect(device, header, packet, descriptor, *pending.sa);
        return;
    }
    if (descriptor.verdict == IpsecVerdict::OFFLOAD)
    {
        m_view->Capture(false, header, packet);
    }
    if (descriptor.drvSpi != 0 && m_view->IsIpsecNic(device))
    {
        packet->AddPacketTag(
            IpsecTxTag(descriptor.drvSpi, descriptor.esp.sequence, descriptor.esp.front));
    }
    packet->AddPacketTag(IpsecTsoTag(descriptor.tcp.size));
    PassAt(pending.ready, device, item);
}

/// The stack cuts (GSO). @param device where it goes @param header of the super-segment
/// @param item the super-segment @param descriptor of it, decided upon @param pending its visit, of
/// which nothing is left to do
void
IpsecShim::SendSegments(const Ptr<NetDevice>& device,
                        const AnyIpHeader& header,
                        const Ptr<QueueDiscItem>& item,
                        const PacketDescriptor& descriptor,
                        const PendingPacket& pending)
{
    const Segmentation cut(descriptor);
    const Ptr<const Packet> payload = item->GetPacket();
    for (uint32_t i = 0; i < cut.GetCount(); ++i)
    {
        const PacketDescriptor segment =
            IpsecOutputPath::CutSegment(descriptor, cut, i, pending.sa);
        const DatagramParts parts = CutTcpSegment(header, payload, cut, i);
        if (descriptor.verdict == IpsecVerdict::SOFTWARE)
        {
            m_view->Capture(false, parts.first, parts.second);
            Protect(device, parts.first, parts.second, segment, *pending.sa);
            continue;
        }
        if (segment.drvSpi != 0 && m_view->IsIpsecNic(device))
        {
            parts.second->AddPacketTag(
                IpsecTxTag(segment.drvSpi, segment.esp.sequence, segment.esp.front));
        }
        PassAt(pending.ready, device, MakeItem(parts, item));
    }
}

void
IpsecShim::SendFragment(const AnyIpHeader& header,
                        const PacketDescriptor& descriptor,
                        LocalFragmentReassembler::Part part)
{
    Ptr<const Packet> payload = part.item->GetPacket();
    auto result = m_joiner.Add(header, payload, part);
    if (result == LocalFragmentReassembler::Result::UNWANTED && m_joiner.IsWaiting())
    {
        GiveUp(); // its rest was lost on the way here
        result = m_joiner.Add(header, payload, std::move(part));
    }
    switch (result)
    {
    case LocalFragmentReassembler::Result::WAITS:
        UpdatePending();
        break;
    case LocalFragmentReassembler::Result::WHOLE: {
        LocalFragmentReassembler::Datagram datagram = m_joiner.Take();
        UpdatePending();
        SendJoined(std::move(datagram));
        break;
    }
    case LocalFragmentReassembler::Result::BROKEN:
        GiveUp();
        break;
    case LocalFragmentReassembler::Result::UNWANTED: // no header of a fragment can be read
        m_view->GetIpsec()->GetOutputPath().DropIncomplete(descriptor.length);
        break;
    }
}

void
IpsecShim::GiveUp()
{
    const uint32_t octets = m_joiner.Take().GetLength();
    UpdatePending();
    m_view->GetIpsec()->GetOutputPath().DropIncomplete(octets);
}

void
IpsecShim::UpdatePending()
{
    const bool waiting = m_joiner.IsWaiting();
    m_view->GetIpsec()->GetOutputPath().SetPending(waiting ? 1 : 0,
                                                   waiting ? m_joiner.Peek().GetLength() : 0);
}

void
IpsecShim::SendJoined(LocalFragmentReassembler::Datagram datagram)
{
    const Ptr<NetDevice> device = datagram.parts.front().device;
    PacketDescriptor descriptor = DescribeDatagram(datagram.header, datagram.payload);
    descriptor.id = datagram.payload->GetUid();
    descriptor.sourceIndex = m_view->GetNodeId();
    m_view->GetSockets()->Watch(descriptor, IpsecDirection::OUT);
    // IP cut it because it does not fit, perhaps for a path narrower than the device.
    const PendingPacket pending = Decide(device, descriptor, datagram.largestPart);
    if (!pending.goesOn)
    {
        return;
    }
    switch (descriptor.verdict)
    {
    case IpsecVerdict::BYPASS:
    case IpsecVerdict::CLEAR_BY_USE:
        for (const auto& part : datagram.parts)
        {
            PassAt(pending.ready, part.device, part.item);
        }
        break;
    case IpsecVerdict::SOFTWARE:
        SendProtected(device, datagram.header, datagram.payload, descriptor, pending);
        break;
    case IpsecVerdict::OFFLOAD:
        NS_ABORT_MSG("a datagram above the MTU was offloaded");
        break;
    default:
        NS_ABORT_MSG("a datagram goes on whose verdict ends it");
    }
}

PendingPacket
IpsecShim::Decide(const Ptr<NetDevice>& device, PacketDescriptor& descriptor, uint32_t mtu)
{
    const IpsecOutputContext context{m_view->GetInterface(device), mtu, nullptr};
    descriptor.unconnected = !descriptor.forwarded && !m_view->IsConnected(descriptor);
    PendingPacket pending =
        m_view->GetIpsec()->GetOutputPath().Output(ToPs(Simulator::Now()), descriptor, context);
    NS_LOG_LOGIC(ToString(descriptor.verdict)
                 << " " << ToString(descriptor.reason) << " " << ToString(descriptor.drop));
    return pending;
}

void
IpsecShim::SendProtected(const Ptr<NetDevice>& device,
                         const AnyIpHeader& header,
                         const Ptr<Packet>& payload,
                         const PacketDescriptor& descriptor,
                         const PendingPacket& pending)
{
    Ptr<IpsecShim> self(this);
    m_view->Capture(false, header, payload);
    RunAt(pending.ready, [self, device, header, payload, packet = descriptor, pending]() mutable {
        if (self->m_below && self->Finish(packet, pending)) // else disposed of, or dropped
        {
            self->Protect(device, header, payload, packet, *pending.sa);
        }
    });
}

/**
 * Make ESP of a datagram, and give it back to IP.
 * @param device where it was to go @param header of it @param payload what follows
 * @param packet it, with its number @param sa its SA
 */
void
IpsecShim::Protect(const Ptr<NetDevice>& device,
                   AnyIpHeader header,
                   const Ptr<Packet>& payload,
                   const PacketDescriptor& packet,
                   const SecurityAssociation& sa)
{
    EspTransform& transform = m_transforms->Get(sa);
    const bool tunnel = transform.GetParameters().mode == IpsecMode::TUNNEL;
    transform.Encapsulate(payload, header, packet.esp.sequence, packet.esp.front);
    m_view->Capture(true, header, payload);
    payload->AddPacketTag(IpsecOutDoneTag());
    // In transport mode it keeps the interface that IP chose for it (R142).
    const Ptr<NetDevice> wanted = tunnel ? nullptr : device;
    OutputDatagram(m_view->GetNode(), payload, header, wanted);
}

void
IpsecShim::SendTagged(const Ptr<NetDevice>& device,
                      const Ptr<QueueDiscItem>& item,
                      const PacketDescriptor& descriptor,
                      const PendingPacket& pending)
{
    Ptr<IpsecShim> self(this);
    RunAt(pending.ready, [self, device, item, packet = descriptor, pending]() mutable {
        if (!self->m_below || !self->Finish(packet, pending))
        {
            return; // disposed of meanwhile, or dropped
        }
        item->GetPacket()->AddPacketTag(
            IpsecTxTag(packet.drvSpi, packet.esp.sequence, packet.esp.front));
        self->Pass(device, item);
    });
}

bool
IpsecShim::Finish(PacketDescriptor& packet, const PendingPacket& pending)
{
    return m_view->GetIpsec()->GetOutputPath().Finish(ToPs(Simulator::Now()), packet, pending);
}

void
IpsecShim::PassAt(Ps done, Ptr<NetDevice> device, Ptr<QueueDiscItem> item)
{
    Ptr<IpsecShim> self(this);
    RunAt(done, [self, device, item]() {
        if (self->m_below)
        {
            self->Pass(device, item);
        }
    });
}

/// What IP would have fragmented, had it known the wire. @param device where it goes
/// @param item a datagram @param mtu of the wire
void
IpsecShim::PassInPieces(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item, uint32_t mtu)
{
    for (const auto& parts :
         FragmentDatagram(*GetHeader(item), item->GetPacket(), mtu, ++m_identification))
    {
        Pass(device, MakeItem(parts, item));
    }
}

void
IpsecShim::Pass(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    const uint32_t mtu = m_view->GetWireMtu(device);
    IpsecTsoTag tso;
    if (item->GetSize() > mtu && GetHeader(item) && !item->GetPacket()->PeekPacketTag(tso))
    {
        PassInPieces(device, item, mtu);
        return;
    }
    if (m_below->GetRootQueueDiscOnDevice(device))
    {
        m_below->Send(device, item);
        return;
    }
    item->AddHeader();
    Ptr<Packet> packet = item->GetPacket();
    SocketPriorityTag priority; // meant for queue discs
    packet->RemovePacketTag(priority);
    const uint32_t octets = packet->GetSize();
    if (!device->Send(packet, item->GetAddress(), item->GetProtocol()))
    {
        m_view->GetCounters().refusedByDevice.Add(octets);
    }
}

} // namespace ns3
