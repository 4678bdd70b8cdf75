/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H
#define IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H

#include "ipsec-nic-port.h"

#include "ns3/address.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/traced-callback.h"

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
class IpsecPointToPointNetDevice : public PointToPointNetDevice, public IpsecNicPort::Device
{
  public:
    /// Signature of the trace source NicDrop: the packet as it came, and why it went no further.
    typedef void (*NicDropTracedCallback)(Ptr<const Packet> packet, NicDrop reason);

    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecPointToPointNetDevice();
    ~IpsecPointToPointNetDevice() override;

    /** @return the NIC: data path, driver and their attributes */
    Ptr<IpsecNic> GetNic() const
    {
        return &m_port.GetNic();
    }

    /**
     * Tell the NIC rate and overhead of the wire, which happens by itself at initialization and at
     * the first packet. Attributes of the NIC cannot change afterwards.
     */
    void Configure();

    // documented in IpsecNicPort::Device
    IpsecNicPort& GetPort() override;
    uint32_t GetWireMtu() const override;

    // documented in ns-3's NetDevice
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    void SetReceiveCallback(NetDevice::ReceiveCallback callback) override;
    bool IsLinkUp() const override;

  protected:
    void NotifyConstructionCompleted() override;
    void DoInitialize() override;

  private:
    // documented in IpsecNicPort::Device
    NetDevice& GetNetDevice() override;
    uint64_t GetLineRate() const override;
    uint32_t GetFrameOverhead() const override;
    bool HasSharedMedium() const override;
    EspCrypto GetCrypto() const override;
    void HandOver(const IpsecNicPort::Outgoing& outgoing) override;
    void Drop(const Ptr<Packet>& packet, NicDrop reason) override;
    void DropReceived(const Ptr<const Packet>& packet, NicDrop reason) override;

    bool FromWire(Ptr<NetDevice> device,
                  Ptr<const Packet> arrived,
                  uint16_t protocol,
                  const Address& from);

    IpsecNicPort m_port;     //!< between host and wire
    uint32_t m_linkOverhead; //!< octets beyond IP and PPP's two
    uint16_t m_wireMtu;      //!< 0: as ns-3's MTU
    EspCrypto m_crypto;      //!< what happens to the bytes
    bool m_dropping{false};  //!< lets the base class fire MacTxDrop
    TracedCallback<Ptr<const Packet>, NicDrop> m_nicDropTrace; //!< both directions
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H */
