/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H
#define IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H

#include "ipsec-nic.h"

#include "ns3/address.h"
#include "ns3/esp-transform.h"
#include "ns3/event-id.h"
#include "ns3/net-device-queue-interface.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/traced-callback.h"
#include "ns3/transform-history.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A point-to-point device whose NIC does IPsec: ns-3's device with an IpsecNic in front of it.
 * Adapter between packets and the NicEngine; all decisions and times are the engine's.
 *
 * Transmit: the IpsecTxTag names the SA (R134); the packet gets its ESP form when the host hands it
 * over and goes to the base class at the instant at which the engine's MAC begins with it. So the
 * base class's queue is practically empty, pcap and all traces of the base class show ESP, and
 * MacTx fires when a packet starts on the wire. A packet that the engine refuses fires MacTxDrop
 * and NicDrop, and Send() returns false.
 *
 * Receive: tags of other nodes are removed from everything that arrives; ESP of an installed SA is
 * undone and the clear packet goes up with an IpsecRxTag when the engine is ready with it. The
 * sniffers and the promiscuous callback see ESP.
 *
 * Times: a packet occupies the wire for IP length + LinkOverhead + 2 octets (the base class's PPP
 * header) at DataRate. Its last bit arrives, as in the base class, after IP length + 2 octets and
 * the channel's delay; what follows (FCS, gap) only keeps the next packet waiting.
 *
 * The ring: RingSize of the NIC is the one bound on packets between Send() and the wire. When a
 * root queue disc is installed before the simulation starts, the device stops its transmit queue
 * while the ring is full and wakes it when a packet leaves; so the disc, not the ring, drops. None
 * is installed by default (FreeBSD has none): the device shows ns-3's NetDeviceQueueInterface,
 * which makes Ipv4AddressHelper install one, only when there is a disc.
 *
 * The NIC is aggregated: device->GetObject<IpsecNic>().
 */
class IpsecPointToPointNetDevice : public PointToPointNetDevice
{
  public:
    /// Signature of the trace source NicDrop: the packet as it came, and why it went no further.
    typedef void (*NicDropTracedCallback)(Ptr<const Packet> packet, NicDrop reason);

    /// Fills in the history of a decrypted packet (R159); false: the SA is not known, no tag (N36).
    using HistoryCallback = std::function<bool(uint16_t drvSpi, TransformHistory& history)>;

    /** @return the TypeId */
    static TypeId GetTypeId();

    IpsecPointToPointNetDevice();
    ~IpsecPointToPointNetDevice() override;

    /** @return the NIC: data path, driver and their attributes */
    Ptr<IpsecNic> GetNic() const
    {
        return m_nic;
    }

    /**
     * Tell the NIC rate and overhead of the wire, which happens by itself at initialization and at
     * the first packet. Attributes of the NIC cannot change afterwards.
     */
    void Configure();

    /** @return longest IP packet on the wire, for decisions and fragmentation */
    uint32_t GetWireMtu() const;

    /** @param history asks the kernel for histories; without it nothing is tagged */
    void SetHistoryCallback(HistoryCallback history);

    // documented in ns-3's NetDevice
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    void SetReceiveCallback(NetDevice::ReceiveCallback callback) override;
    bool IsLinkUp() const override;

  protected:
    void NotifyConstructionCompleted() override;
    void DoInitialize() override;

  private:
    /// A packet that waits for the wire.
    struct Outgoing
    {
        Ps start;           //!< when the MAC begins with it
        Ptr<Packet> packet; //!< as it will be on the wire
        Address destination;
        uint16_t protocol; //!< EtherType
    };

    /// The bytes' side of an SA context.
    struct Transform
    {
        uint64_t cookie{0};                      //!< of the context it was made for
        std::unique_ptr<EspTransform> transform; //!< keys and formats
    };

    EspTransform& TransformOf(const SaContext& context);
    Ps GetTransmitTime() const;
    bool DropOnTransmit(const Ptr<Packet>& packet, NicDrop reason);
    void ScheduleLaunch();
    void Launch();
    void HandOver(const Outgoing& outgoing);
    bool FromWire(Ptr<NetDevice> device,
                  Ptr<const Packet> arrived,
                  uint16_t protocol,
                  const Address& from);
    void Deliver(const Ptr<const Packet>& packet, uint16_t protocol, const Address& from);
    void DeliverLater(const Ptr<const Packet>& packet, uint16_t protocol, const Address& from);
    void ConnectQueueDisc();

    // Aggregated objects live as long as this one; owning pointers would never let go of them.
    IpsecNic* m_nic{nullptr};           //!< the NIC
    uint32_t m_linkOverhead;            //!< octets beyond IP and PPP's two
    uint16_t m_wireMtu;                 //!< 0: as ns-3's MTU
    EspCrypto m_crypto;                 //!< what happens to the bytes
    HistoryCallback m_history;          //!< the kernel's side of R159
    NetDevice::ReceiveCallback m_upper; //!< who gets what arrives
    std::deque<Outgoing> m_outgoing;    //!< in order of the wire
    EventId m_launchEvent;              //!< for the first of them
    Ps m_lastStart{0};                  //!< exact start of the packet that was launched last
    uint32_t m_delivering{0};           //!< packets scheduled to go up
    NetDeviceQueueInterface* m_txQueues{
        nullptr};           //!< what the queue disc watches; nullptr without one
    bool m_dropping{false}; //!< lets the base class fire MacTxDrop
    std::unordered_map<uint16_t, Transform> m_transforms;      //!< by drv_spi
    TracedCallback<Ptr<const Packet>, NicDrop> m_nicDropTrace; //!< both directions
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_POINT_TO_POINT_NET_DEVICE_H */
