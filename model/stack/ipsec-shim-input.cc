/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-pass-up-internal.h"
#include "ipsec-shim-internal.h"

#include "ns3/esp-header.h"
#include "ns3/ipsec-ip-steps.h"
#include "ns3/ipsec-packet-descriptor-conversion.h"
#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/ipsec-tags.h"
#include "ns3/ipsec-tcp-segmenter.h"
#include "ns3/log.h"
#include "ns3/socket.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * IpsecShim's way in: what comes from devices, clear or in ESP, and large receive.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecShimInput");

namespace
{

/// @param descriptor of what arrived @return true for what EspL4Protocol is to get
bool
IsSoftwareEsp(const PacketDescriptor& descriptor)
{
    return descriptor.protocol == EspHeader::PROTOCOL &&
           (descriptor.IsEsp() || descriptor.fragment);
}

/**
 * A packet is at a node's IP.
 * @param listener who follows it
 * @param packet the packet, sourceIndex set to the node's number
 * @param local it is for this node
 */
void
AppendReach(StepListener& listener, const PacketDescriptor& packet, bool local)
{
    IpSteps::ReachHost(listener, ToPs(Simulator::Now()), packet, packet.sourceIndex, local);
}

/// @param datagram a datagram @param etherType its family @param trafficClass what it shall have
/// @return it, or a copy with another header
Ptr<const Packet>
WithTrafficClass(const Ptr<const Packet>& datagram, uint16_t etherType, uint8_t trafficClass)
{
    const Ptr<Packet> copy = datagram->Copy();
    auto header = RemoveIpHeader(copy, etherType);
    if (!header)
    {
        return datagram;
    }
    SetTrafficClass(*header, trafficClass);
    AddIpHeader(copy, *header);
    return copy;
}

} // namespace

void
IpsecShim::Receive(Ptr<NetDevice> device,
                   Ptr<const Packet> packet,
                   uint16_t protocol,
                   const Address& from,
                   const Address& to,
                   NetDevice::PacketType packetType)
{
    m_below->Receive(device, packet, protocol, from, to, packetType);
}

void
IpsecShim::FromWire(Ptr<NetDevice> device,
                    Ptr<const Packet> packet,
                    uint16_t protocol,
                    const Address& from,
                    const Address& to,
                    NetDevice::PacketType packetType)
{
    NS_LOG_FUNCTION(this << device << packet << protocol);
    Ptr<Packet> datagram = packet->Copy();
    IpsecRxTag tag;
    const bool tagged = m_view->IsIpsecNic(device) && datagram->RemovePacketTag(tag);
    StripForeignTags(datagram); // a neighbor's marks must not be believed
    IpsecNode& ipsec = *m_view->GetIpsec();
    auto descriptor = DescribeFrame(datagram, protocol);
    if (!descriptor)
    {
        ipsec.GetInputPath().DropMalformed(datagram->GetSize());
        return;
    }
    if (m_view->IsExempt(*descriptor, device))
    {
        m_view->GetCounters().exemptIn.Add(descriptor->length);
        m_below->Receive(device, datagram, protocol, from, to, packetType);
        return;
    }
    descriptor->id = datagram->GetUid();
    descriptor->sourceIndex = m_view->GetNodeId();
    if (tagged && tag.GetSyndrome() != NicDrop::NONE)
    {
        descriptor->syndrome = tag.GetSyndrome();
        ipsec.GetInputPath().InputFailed(ToPs(Simulator::Now()), *descriptor);
        return;
    }
    const bool local = m_view->IsLocalDestination(descriptor->destination, device);
    AppendStep(descriptor->steps, AppendReach, *descriptor, local);
    if (local && IsSoftwareEsp(*descriptor))
    {
        if (tagged)
        {
            datagram->AddPacketTag(IpsecInTag(tag.GetHistory())); // ESP in ESP
        }
        m_below->Receive(device, datagram, protocol, from, to, packetType);
        return;
    }
    if (tagged)
    {
        // 0 would say that there is no tag; any value below 3 is refused (R154).
        descriptor->drvSpi = std::max<uint16_t>(tag.GetDrvSpi(), 1);
        descriptor->esp.sequence = tag.GetSequence();
        descriptor->esp.front.trafficClass = tag.GetOuterTrafficClass();
    }
    const Arrival
        arrival{device, datagram, protocol, from, to, packetType, tag.GetHistory(), local};
    if (local && descriptor->protocol == ProtocolNumber::TCP && !descriptor->fragment)
    {
        AcknowledgeUnits(*descriptor, device);
        if (Join(arrival, *descriptor))
        {
            return;
        }
    }
    Accept(arrival, *descriptor);
}

/// A clear datagram, or a unit of them, goes up. @param arrival it @param descriptor of it
void
IpsecShim::Accept(const Arrival& arrival, PacketDescriptor descriptor)
{
    if (!m_view)
    {
        return; // disposed of
    }
    if (arrival.local)
    {
        m_view->GetSockets()->Watch(descriptor, IpsecDirection::IN);
    }
    const uint8_t trafficClass = descriptor.trafficClass;
    const PendingPacket pending =
        m_view->GetIpsec()->GetInputPath().InputClear(ToPs(Simulator::Now()),
                                                      descriptor,
                                                      arrival.history,
                                                      arrival.local,
                                                      m_view->GetInterface(arrival.device));
    if (!pending.goesOn)
    {
        NS_LOG_LOGIC("dropped: " << ToString(descriptor.drop));
        return;
    }
    Ptr<const Packet> datagram = arrival.datagram;
    if (descriptor.trafficClass != trafficClass)
    {
        datagram = WithTrafficClass(datagram, arrival.protocol, descriptor.trafficClass);
    }
    if (!arrival.local && descriptor.host.hash != 0)
    {
        const Ptr<Packet> marked = datagram->Copy();
        marked->AddPacketTag(IpsecInTag(arrival.history, descriptor.host));
        datagram = marked;
    }
    Ptr<TrafficControlLayer> below = m_below;
    PassUp(m_view, pending, arrival.local, descriptor, [below, arrival, datagram]() {
        below->Receive(arrival.device,
                       datagram,
                       arrival.protocol,
                       arrival.from,
                       arrival.to,
                       arrival.packetType);
    });
}

/// @param device a device @return what merges its segments in this host; nullptr: nothing does
PacketCoalescer*
IpsecShim::GetReassembler(const Ptr<NetDevice>& device)
{
    const HostProfile& host = m_view->GetIpsec()->GetHost().GetProfile();
    if (!host.gro || m_view->HasLargeReceive(device))
    {
        return nullptr;
    }
    auto& joiner = m_joiners[device->GetIfIndex()];
    if (!joiner)
    {
        joiner = std::make_unique<PacketCoalescer>(
            SegmentCoalescer::Bounds{SegmentCoalescer::HOST_SESSIONS,
                                     host.groSegments,
                                     SegmentCoalescer::LONGEST_UNIT});
    }
    return joiner.get();
}

/**
 * Large receive by the host (GRO).
 * @param arrival a TCP segment for this node
 * @param descriptor of it; booked when the host has paid for it
 * @return true when it need not be looked at any more
 */
bool
IpsecShim::Join(const Arrival& arrival, PacketDescriptor& descriptor)
{
    PacketCoalescer* joiner = GetReassembler(arrival.device);
    if (!joiner)
    {
        return false;
    }
    IpsecNode& ipsec = *m_view->GetIpsec();
    const uint8_t trafficClass = descriptor.trafficClass;
    if (!ipsec.GetInputPath().InputSegment(ToPs(Simulator::Now()),
                                           descriptor,
                                           m_view->GetInterface(arrival.device)))
    {
        NS_LOG_LOGIC("dropped: " << ToString(descriptor.drop));
        return true;
    }
    DescribeTcpSegment(descriptor, arrival.datagram);
    const auto segment =
        descriptor.trafficClass == trafficClass
            ? arrival.datagram
            : WithTrafficClass(arrival.datagram, arrival.protocol, descriptor.trafficClass);
    Ptr<IpsecShim> self(this);
    const auto answer = joiner->Offer(
        descriptor,
        segment,
        arrival.protocol,
        [self, arrival](const PacketDescriptor& unit, const Ptr<const Packet>& datagram) {
            Arrival whole = arrival;
            whole.datagram = datagram;
            self->Accept(whole, unit);
        });
    if (answer.opened)
    {
        const Time hold = FromPs(ipsec.GetHost().GetProfile().groHold);
        Simulator::Schedule(hold, [self, joiner, answer]() {
            if (self->m_view) // else it is disposed of, and its units with it
            {
                joiner->Expire(answer.place, answer.stamp);
            }
        });
    }
    return answer.taken;
}

/**
 * Have a connection's socket acknowledge each packet where packets may be units of large receive.
 * @param packet a TCP segment for this node @param device where it came in
 */
void
IpsecShim::AcknowledgeUnits(const PacketDescriptor& packet, const Ptr<NetDevice>& device)
{
    if (!m_view->HasLargeReceive(device) && !m_view->GetIpsec()->GetHost().GetProfile().gro)
    {
        return;
    }
    uint64_t key = MixHash(packet.source.high, packet.source.low);
    key = MixHash(key ^ packet.destination.high, packet.destination.low);
    key = MixHash(key, (uint64_t{packet.sourcePort} << 16) | packet.destinationPort);
    if (m_acknowledging.count(key) != 0)
    {
        return;
    }
    if (const Ptr<Socket> socket = m_view->GetSockets()->FindTcp(packet))
    {
        socket->SetAttribute("DelAckCount", UintegerValue(1));
        m_acknowledging.insert(key);
    }
}

} // namespace ns3
