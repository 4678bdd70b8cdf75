/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H
#define IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H

#include "ipsec-nic-device.h"

#include "ns3/address.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A point-to-point device whose NIC does IPsec: ns-3's device with an IpsecNic in front of it.
 * IpsecNicPort says how a packet passes between the two.
 *
 * Transmit: the base class's queue is practically empty, pcap and all traces of the base class show
 * ESP, and MacTx fires when a packet starts on the wire. A packet that the NIC refuses fires
 * MacTxDrop and NicDrop, and Send() returns false.
 *
 * Receive: the sniffers and the promiscuous callback see ESP.
 *
 * Times: a packet occupies the wire for IP length + LinkOverhead + 2 octets (the base class's PPP
 * header) at DataRate. Its last bit arrives, as in the base class, after IP length + 2 octets and
 * the channel's delay; what follows (FCS, gap) only keeps the next packet waiting.
 *
 * No queue disc is installed by default (FreeBSD has none): the device shows ns-3's
 * NetDeviceQueueInterface, which makes Ipv4AddressHelper install one, only when there is a disc.
 *
 * The NIC is aggregated: device->GetObject<IpsecNic>().
 */
class IpsecPointToPointNetDevice : public PointToPointNetDevice, public IpsecNicDevice
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecPointToPointNetDevice();
    ~IpsecPointToPointNetDevice() override;

    // documented in ns-3's NetDevice
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    void SetReceiveCallback(NetDevice::ReceiveCallback callback) override;
    bool IsLinkUp() const override;

  protected:
    void NotifyConstructionCompleted() override;
    void DoInitialize() override;

  private:
    // documented in IpsecNicPort::Device
    uint64_t GetLineRate() const override;
    bool HasSharedMedium() const override;
    void HandOver(const IpsecNicPort::Outgoing& outgoing) override;
    void Drop(const Ptr<Packet>& packet, NicDrop reason) override;

    bool m_dropping{false}; //!< lets the base class fire MacTxDrop
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H */
