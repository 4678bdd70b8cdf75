/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_PORT_H
#define IPSEC_OFFLOAD_IPSEC_NIC_PORT_H

#include "ipsec-large-receive.h"
#include "nic-transforms.h"

#include "ns3/address.h"
#include "ns3/esp-transform.h"
#include "ns3/event-id.h"
#include "ns3/ipsec-nic.h"
#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-segmentation.h"
#include "ns3/ipsec-transform-history.h"
#include "ns3/net-device-queue-interface.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <utility>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What all devices with an IPsec NIC have in common: the way of a packet between a device and the
 * NicEngine. All decisions and times are the engine's; the device moves the bits.
 *
 * Transmit: the IpsecTxTag names the SA (R134); the packet gets its ESP form when the host hands it
 * over and goes to the device's base class at the instant at which the engine's MAC begins with it,
 * or when a shared medium has let the one before it go.
 *
 * TSO: a TCP super-segment with an IpsecTsoTag is cut here, and each segment goes that way; the
 * ring takes or refuses all of them.
 *
 * Receive: tags of other nodes are removed from everything that arrives; ESP of an installed SA is
 * undone and the clear packet goes up with an IpsecRxTag when the engine is ready with it.
 *
 * Large receive: what LargeReceive may join goes up when a unit ends, unless the host must check
 * the number of each packet (inline crypto).
 *
 * The ring: RingSize of the NIC is the one bound on packets between Send() and the wire. When a
 * root queue disc is installed before the simulation starts, the transmit queue is stopped while
 * the ring is full and woken when an entry of it leaves.
 */
class IpsecNicPort
{
  public:
    /// Fills in the history of a decrypted packet (R159); false: the SA is not known, no tag (N36).
    using HistoryCallback = std::function<bool(uint16_t drvSpi, TransformHistory& history)>;

    /// Tells whether a clear packet from the wire is for this host, and not to be forwarded.
    using LocalCallback = LargeReceive::LocalCallback;

    /// A packet between the host and the wire.
    struct Outgoing
    {
        Ps start;           //!< when the MAC begins with it
        Ptr<Packet> packet; //!< as it will be on the wire
        Address source;     //!< of the frame
        Address destination;
        uint16_t protocol; //!< EtherType
    };

    /// What a device does for its port.
    class Device
    {
      public:
        /** @param device the same device as ns-3 knows it */
        explicit Device(NetDevice& device)
            : m_device(device)
        {
        }

        virtual ~Device() = default;
        Device(const Device&) = delete;
        Device& operator=(const Device&) = delete;

        /** @return the device as ns-3 knows it */
        NetDevice& GetNetDevice() const
        {
            return m_device;
        }

        /** @return the port */
        virtual IpsecNicPort& GetPort() = 0;

        /** @return bit/s of the wire */
        virtual uint64_t GetLineRate() const = 0;

        /** @return octets that an IP packet occupies on the wire beyond itself */
        virtual uint32_t GetFrameOverhead() const = 0;

        /** @return longest IP packet on the wire, for decisions and fragmentation */
        virtual uint32_t GetWireMtu() const = 0;

        /** @return true when it says by MediumFree() when it can take the next packet */
        virtual bool HasSharedMedium() const = 0;

        /** @return what the NIC does to the bytes */
        virtual EspCrypto GetCrypto() const = 0;

        /** @param outgoing what the base class shall send now */
        virtual void HandOver(const Outgoing& outgoing) = 0;

        /**
         * @param packet what is dropped on the way out: the base class shall say so in MacTxDrop
         * @param reason why
         */
        virtual void Drop(const Ptr<Packet>& packet, NicDrop reason) = 0;

        /** @param packet what is dropped on the way in @param reason why */
        virtual void DropReceived(const Ptr<const Packet>& packet, NicDrop reason) = 0;

      private:
        NetDevice& m_device; //!< the same device as ns-3 knows it
    };

    /** @param device whose port it is; must outlive it */
    explicit IpsecNicPort(Device& device);
    ~IpsecNicPort();
    IpsecNicPort(const IpsecNicPort&) = delete;
    IpsecNicPort& operator=(const IpsecNicPort&) = delete;

    /**
     * @param device a device
     * @return its port; nullptr when it has none
     */
    static IpsecNicPort* Of(const Ptr<NetDevice>& device);

    /** @return the NIC: data path, driver and their attributes */
    IpsecNic& GetNic() const
    {
        return *m_nic;
    }

    /** @return whose port it is */
    const Device& GetDevice() const
    {
        return m_device;
    }

    /** Make the NIC and aggregate it to the device; once the device is constructed. */
    void MakeNic();

    /**
     * Tell the NIC rate and overhead of the wire, which happens by itself at the first packet.
     * Attributes of the NIC cannot change afterwards.
     */
    void Configure();

    /** Look for a root queue disc; at initialization of the device. */
    void ConnectQueueDisc();

    /** @param history asks the kernel for histories; without it nothing is tagged */
    void SetHistoryCallback(HistoryCallback history)
    {
        m_history = std::move(history);
    }

    /** @param isLocal asks the host what is for it; without it nothing is merged */
    void SetLocalCallback(LocalCallback isLocal)
    {
        m_largeReceive.SetLocalCallback(std::move(isLocal));
    }

    /** @param callback who gets what arrives */
    void SetReceiveCallback(const NetDevice::ReceiveCallback& callback)
    {
        m_upper = callback;
    }

    /**
     * A packet from the host.
     * @param packet the packet
     * @param source of its frame @param destination of its frame @param protocol EtherType
     * @return false when it is dropped
     */
    bool Send(const Ptr<Packet>& packet,
              const Address& source,
              const Address& destination,
              uint16_t protocol);

    /** The shared medium has let go of the packet that it had. */
    void MediumFree();

    /**
     * A packet from the wire, for this host.
     * @param arrived the packet @param protocol EtherType @param from source of its frame
     * @return false when it is dropped
     */
    bool Receive(const Ptr<const Packet>& arrived, uint16_t protocol, const Address& from);

    /**
     * Assert that what came here, from host and wire, is what the NIC counted, and that packets and
     * octets of what it sends are those that went to the base class or wait here; that what it
     * hands up went up or waits. Those of the NIC, too. Ends the program with a message otherwise.
     * Only when all packets of the NIC have come this way.
     */
    void CheckInvariants() const;

  private:
    /// A packet between the wire and the host.
    struct Incoming
    {
        Ptr<const Packet> packet; //!< clear where the NIC has decrypted it
        uint16_t protocol;        //!< EtherType
        Address from;             //!< of the frame
        bool mayJoin;             //!< large receive may have a look at it
        uint16_t drvSpi;          //!< what decrypted it; 0: nothing
    };

    EspTransform& TransformOf(const SaContext& context)
    {
        return m_transforms.Get(context,
                                m_device.GetCrypto(),
                                m_device.GetNetDevice().GetIfIndex());
    }

    Ps GetTransmitTime() const;
    uint32_t GetRingOccupancy();
    bool SendSegments(const Outgoing& super, const Segmentation& cut);
    bool SendOne(Outgoing outgoing, SegmentPlace place, uint32_t index);
    void Enqueue(const Outgoing& outgoing, Ps now);
    void ScheduleLaunch();
    void Launch();
    void WakeQueueDisc();
    void HandOver(const Outgoing& outgoing);
    void Deliver(const Incoming& incoming);
    void DeliverLater(const Incoming& incoming);
    Ptr<const Packet> WithHistory(const Ptr<const Packet>& packet) const;
    void HandUp(const Ptr<const Packet>& packet,
                uint16_t protocol,
                const Address& from,
                uint32_t count);

    Device& m_device; //!< whose port it is
    // Aggregated objects live as long as the device; owning pointers would never let go of them.
    IpsecNic* m_nic{nullptr};           //!< the NIC
    HistoryCallback m_history;          //!< the kernel's side of R159
    LargeReceive m_largeReceive;        //!< joins what goes up
    NetDevice::ReceiveCallback m_upper; //!< who gets what arrives
    std::deque<Outgoing> m_outgoing;    //!< in order of the wire
    bool m_mediumHasOne{false};         //!< a shared medium holds one of our packets
    bool m_refusing{false};             //!< the super-segment that is being handed over
    EventId m_launchEvent;              //!< for the first of them
    Ps m_lastStart{0};                  //!< exact start of the packet that was launched last
    uint32_t m_delivering{0};           //!< packets scheduled to go up
    PacketOctets m_asked;               //!< segments and packets from the host, as handed over
    PacketOctets m_handedOver;          //!< given to the base class, as on the wire
    PacketOctets m_arrived;             //!< from the wire, octets of IP
    uint64_t m_delivered{0};            //!< packets that went up, units by their segments
    NetDeviceQueueInterface* m_txQueues{
        nullptr};               //!< what the queue disc watches; nullptr without one
    NicTransforms m_transforms; //!< the bytes' side of SAs
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_PORT_H */
