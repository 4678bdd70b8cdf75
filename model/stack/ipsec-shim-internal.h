/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_SHIM_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_SHIM_INTERNAL_H

#include "esp-transform-table.h"
#include "ipsec-fragment-reassembler-internal.h"
#include "ipsec-stack-view.h"

#include "ns3/ipsec-any-ip-header.h"
#include "ns3/ipsec-packet-coalescer.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pending-packet.h"
#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-transform-history.h"
#include "ns3/traffic-control-layer.h"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Stands between IP and the device, in the place of ns3::TrafficControlLayer: the one place that
 * sees both families, local and forwarded datagrams, and the outgoing interface.
 *
 * It only adapts: IpsecNode decides. It is not aggregated to the node and has no attributes of its
 * own; IpsecLayer makes it and puts it in place.
 *
 * On the way out a datagram is bypassed, ended, tagged for the NIC, or put into ESP and given back
 * to IP, which routes and fragments it and brings it by a second time (R119). What goes on passes
 * the device's root queue disc when there is one. When there is none it goes to the device at once,
 * also while the device's queue is stopped: the device drops and counts, not a silent layer above
 * it, and its ring is the one bound (doc/design.rst#rule-12).
 *
 * A device may show IP an MTU beyond its WireMtu, which lets TCP hand down super-segments (TSO):
 * the NIC cuts them, or the shim does, as IpsecNode says. All else that is longer than the wire
 * takes is fragmented here, because IP does not.
 *
 * Where the host profile has large receive (GRO) and the NIC has none, TCP segments for this node
 * are put together before IP, after each has paid its part. ns-3's TCP acknowledges every second
 * packet, or waits for a time-out; kernels acknowledge more than one full segment at once. So where
 * there is large receive, by NIC or host, the connections' DelAckCount becomes 1.
 *
 * On the way in, ESP for this node goes up to IP, which joins fragments and hands it to
 * EspL4Protocol. Everything else is checked here. Fragments are checked one by one, as
 * FragmentPolicySearch says.
 */
class IpsecShim : public TrafficControlLayer
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecShim();
    ~IpsecShim() override;

    /**
     * Say whose shim it is; before the first packet.
     * @param view of the node
     * @param transforms software ESP
     * @param below the node's traffic control layer
     */
    void Setup(Ptr<IpsecStackView> view,
               Ptr<EspTransformTable> transforms,
               Ptr<TrafficControlLayer> below);

    /**
     * A datagram from IP.
     * @param device where it goes
     * @param item the datagram, its header apart
     */
    void Send(Ptr<NetDevice> device, Ptr<QueueDiscItem> item) override;

    /**
     * What IP sends to itself; it came from no wire, so no policy is for it.
     * @param device the device
     * @param packet the datagram
     * @param protocol its EtherType
     * @param from link address
     * @param to link address
     * @param packetType for whom
     */
    void Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& from,
                 const Address& to,
                 NetDevice::PacketType packetType) override;

    /**
     * A datagram from a device; registered with the node for both families.
     * @param device the device
     * @param packet the datagram
     * @param protocol its EtherType
     * @param from link address
     * @param to link address
     * @param packetType for whom
     */
    void FromWire(Ptr<NetDevice> device,
                  Ptr<const Packet> packet,
                  uint16_t protocol,
                  const Address& from,
                  const Address& to,
                  NetDevice::PacketType packetType);

  protected:
    void DoDispose() override;

  private:
    /// A clear datagram from a device.
    struct Arrival
    {
        Ptr<NetDevice> device;
        Ptr<const Packet> datagram;
        uint16_t protocol; //!< EtherType
        Address from;
        Address to;
        NetDevice::PacketType packetType;
        TransformHistory history; //!< what the NIC has undone
        bool local;               //!< for this node
    };

    void Accept(const Arrival& arrival, PacketDescriptor descriptor);
    bool Join(const Arrival& arrival, PacketDescriptor& descriptor);
    PacketCoalescer* GetReassembler(const Ptr<NetDevice>& device);
    void AcknowledgeUnits(const PacketDescriptor& packet, const Ptr<NetDevice>& device);
    bool MarkSuperSegment(const AnyIpHeader& header,
                          const Ptr<const Packet>& payload,
                          uint32_t mtu,
                          PacketDescriptor& descriptor) const;
    void SendSuperSegment(const Ptr<NetDevice>& device,
                          const AnyIpHeader& header,
                          const Ptr<QueueDiscItem>& item,
                          PacketDescriptor descriptor);
    void PassSuperSegment(const Ptr<NetDevice>& device,
                          const AnyIpHeader& header,
                          const Ptr<QueueDiscItem>& item,
                          const PacketDescriptor& descriptor,
                          const PendingPacket& pending);
    void SendSegments(const Ptr<NetDevice>& device,
                      const AnyIpHeader& header,
                      const Ptr<QueueDiscItem>& item,
                      const PacketDescriptor& descriptor,
                      const PendingPacket& pending);
    void PassInPieces(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item, uint32_t mtu);
    void SendFragment(const AnyIpHeader& header,
                      const PacketDescriptor& descriptor,
                      LocalFragmentReassembler::Part part);
    void SendJoined(LocalFragmentReassembler::Datagram datagram);
    void SendTagged(const Ptr<NetDevice>& device,
                    const Ptr<QueueDiscItem>& item,
                    const PacketDescriptor& descriptor,
                    const PendingPacket& pending);
    bool Finish(PacketDescriptor& packet, const PendingPacket& pending);
    PendingPacket Decide(const Ptr<NetDevice>& device, PacketDescriptor& descriptor, uint32_t mtu);
    void SendProtected(const Ptr<NetDevice>& device,
                       const AnyIpHeader& header,
                       const Ptr<Packet>& payload,
                       const PacketDescriptor& descriptor,
                       const PendingPacket& pending);
    void Protect(const Ptr<NetDevice>& device,
                 AnyIpHeader header,
                 const Ptr<Packet>& payload,
                 const PacketDescriptor& packet,
                 const SecurityAssociation& sa);
    void PassAt(Ps done, Ptr<NetDevice> device, Ptr<QueueDiscItem> item);
    void Pass(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);
    void GiveUp();
    void UpdatePending();

    Ptr<IpsecStackView> m_view;          //!< of the node
    Ptr<EspTransformTable> m_transforms; //!< software ESP
    Ptr<TrafficControlLayer> m_below;    //!< the real layer
    LocalFragmentReassembler m_joiner;   //!< local fragments that wait for the rest
    uint32_t m_identification{0};        //!< of IPv6 datagrams that were fragmented here
    std::unordered_map<uint32_t, std::unique_ptr<PacketCoalescer>> m_joiners; //!< by device: GRO
    std::unordered_set<uint64_t> m_acknowledging; //!< connections, hashed, that acknowledge units
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_SHIM_INTERNAL_H */
