/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_CSMA_NET_DEVICE_H
#define IPSEC_OFFLOAD_IPSEC_CSMA_NET_DEVICE_H

#include "ipsec-nic-device.h"

#include "ns3/address.h"
#include "ns3/csma-net-device.h"
#include "ns3/packet.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A device on ns-3's CSMA channel (Ethernet as it was) whose NIC does IPsec. IpsecNicPort says how
 * a packet passes between the two.
 *
 * Transmit: the base class gets one packet at a time, does carrier sense and backoff with it, and
 * the next one when it has sent it or given it up. So the ring of the NIC is the one bound on
 * packets before the wire here, too, and the base class's queue stays empty. pcap and all traces of
 * the base class show ESP.
 *
 * Receive: the base class hands up what is for this host; the rest the NIC leaves alone, whatever
 * SPI it has. Sniffers and the promiscuous callback see everything as it is on the wire, ESP too.
 *
 * Times: a frame occupies the channel for the Ethernet header (14 octets), the padded datagram and
 * the FCS (4), as in the base class; LinkOverhead, preamble and gap, goes into the base class's
 * inter-frame gap and keeps the next frame of this device waiting. Other devices keep no gap.
 *
 * CSMA is half duplex: any delay of a NIC changes who meets whom on the channel. Use
 * IpsecPointToPointNetDevice for figures of performance.
 *
 * The NIC is aggregated: device->GetObject<IpsecNic>().
 */
class IpsecCsmaNetDevice : public CsmaNetDevice, public IpsecNicDevice
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecCsmaNetDevice();
    ~IpsecCsmaNetDevice() override;

    // documented in ns-3's NetDevice
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& dest,
                  uint16_t protocolNumber) override;
    void SetReceiveCallback(NetDevice::ReceiveCallback callback) override;

  protected:
    void NotifyConstructionCompleted() override;
    void DoInitialize() override;

  private:
    // documented in IpsecNicPort::Device
    uint64_t GetLineRate() const override;
    bool HasSharedMedium() const override;
    void HandOver(const IpsecNicPort::Outgoing& outgoing) override;
    void Drop(const Ptr<Packet>& packet, NicDrop reason) override;

    void PrepareWire() override;
    void LetGo(Ptr<const Packet> packet);
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_CSMA_NET_DEVICE_H */
