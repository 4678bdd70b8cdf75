/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_ESP_L4_PROTOCOL_INTERNAL_H
#define IPSEC_OFFLOAD_ESP_L4_PROTOCOL_INTERNAL_H

#include "esp-transform-table.h"
#include "ipsec-stack-view.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipsec-any-ip-header.h"
#include "ns3/net-device.h"

namespace ns3
{

class TransformHistory;
struct PacketDescriptor;

/**
 * @ingroup ipsec-offload
 * Software ESP on the way in: IP protocol 50 of both families, behind reassembly.
 *
 * IpsecNode decides (SA, replay, ICV, inbound policy); what passes goes through IP input once more
 * when the host is done with it, with an IpsecInTag that says what was undone. IP's traces "Rx" and
 * "LocalDeliver" therefore show such a datagram twice: as ESP, then clear.
 */
class EspL4Protocol : public IpL4Protocol
{
  public:
    /** @return the TypeId */
    static TypeId GetTypeId();

    EspL4Protocol();
    ~EspL4Protocol() override;

    /**
     * Say whose it is; before the first packet.
     * @param view of the node
     * @param transforms software ESP
     */
    void Setup(Ptr<IpsecStackView> view, Ptr<EspTransformTable> transforms);

    // documented in ns3's IpL4Protocol
    int GetProtocolNumber() const override;
    RxStatus Receive(Ptr<Packet> payload,
                     const Ipv4Header& header,
                     Ptr<Ipv4Interface> interface) override;
    RxStatus Receive(Ptr<Packet> payload,
                     const Ipv6Header& header,
                     Ptr<Ipv6Interface> interface) override;
    void SetDownTarget(DownTargetCallback callback) override;
    void SetDownTarget6(DownTargetCallback6 callback) override;
    DownTargetCallback GetDownTarget() const override;
    DownTargetCallback6 GetDownTarget6() const override;

  protected:
    void DoDispose() override;

  private:
    void PassOpened(AnyIpHeader header,
                    const Ptr<Packet>& payload,
                    const Ptr<NetDevice>& device,
                    const TransformHistory& history,
                    const PacketDescriptor& arrived);
    void Input(AnyIpHeader header, Ptr<Packet> payload, Ptr<NetDevice> device);

    Ptr<IpsecStackView> m_view;          //!< of the node
    Ptr<EspTransformTable> m_transforms; //!< software ESP
    DownTargetCallback m_downTarget;     //!< IP sets it; ESP goes out through IP itself
    DownTargetCallback6 m_downTarget6;   //!< the same of IPv6
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_ESP_L4_PROTOCOL_INTERNAL_H */
