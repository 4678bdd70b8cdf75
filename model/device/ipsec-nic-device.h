/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_DEVICE_H
#define IPSEC_OFFLOAD_IPSEC_NIC_DEVICE_H

#include "ipsec-nic-port.h"

#include "ns3/address.h"
#include "ns3/ipsec-types.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/traced-callback.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What the net devices with an IPsec NIC share: the port, the attributes LinkOverhead, WireMtu and
 * Crypto, the trace source NicDrop, and how a received packet comes to the port.
 *
 * A net device derives from this class beside its class of ns-3, and calls MakeNic() of the port
 * when it is constructed and InitializeNic() when it is initialized. What is left to it is what its
 * wire is like and how it sends.
 */
class IpsecNicDevice : public IpsecNicPort::Device
{
  public:
    /// Signature of the trace source NicDrop: the packet as it came, why it went no further, and on
    /// its way in or out. Some reasons happen both ways.
    typedef void (*NicDropTracedCallback)(Ptr<const Packet> packet,
                                          NicDrop reason,
                                          IpsecDirection direction);

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
    IpsecNicPort& GetPort() final
    {
        return m_port;
    }

    uint32_t GetWireMtu() const override;

  protected:
    /**
     * @param device the same device as ns-3 knows it
     * @param frameBytes octets that the class of ns-3 puts around each packet
     */
    IpsecNicDevice(NetDevice& device, uint32_t frameBytes);
    ~IpsecNicDevice() override;

    /**
     * @param tid the TypeId of a device
     * @param linkOverhead default of the attribute LinkOverhead
     * @param help what LinkOverhead counts
     * @return the same with the attributes and the trace source of this class
     */
    static TypeId AddAttributes(TypeId tid, uint32_t linkOverhead, const std::string& help);

    /** @return attribute LinkOverhead: octets beyond the packet with what ns-3 puts around it */
    uint32_t GetLinkOverhead() const
    {
        return m_linkOverhead;
    }

    /** Configure the NIC and look for a root queue disc; at initialization of the device. */
    void InitializeNic();

    /** Set the wire up; called once, before the NIC learns of it. */
    virtual void PrepareWire();

    /**
     * Trace a packet that is dropped on its way out.
     * @param packet as it came
     * @param reason why
     */
    void TraceTransmitDrop(const Ptr<const Packet>& packet, NicDrop reason) const
    {
        m_nicDropTrace(packet, reason, IpsecDirection::OUT);
    }

    /**
     * @param callback who gets what the port hands up
     * @return what the class of ns-3 shall call for what arrives
     */
    NetDevice::ReceiveCallback Intercept(const NetDevice::ReceiveCallback& callback);

  private:
    // documented in IpsecNicPort::Device
    uint32_t GetFrameOverhead() const override;
    EspCrypto GetCrypto() const override;
    void DropReceived(const Ptr<const Packet>& packet, NicDrop reason) override;

    bool FromWire(Ptr<NetDevice> device,
                  Ptr<const Packet> arrived,
                  uint16_t protocol,
                  const Address& from);

    IpsecNicPort m_port;       //!< between host and wire
    uint32_t m_frameBytes;     //!< octets that the class of ns-3 puts around each packet
    uint32_t m_linkOverhead{}; //!< octets beyond those
    uint16_t m_wireMtu{};      //!< 0: as ns-3's MTU
    EspCrypto m_crypto{};      //!< what happens to the bytes
    TracedCallback<Ptr<const Packet>, NicDrop, IpsecDirection> m_nicDropTrace; //!< both ways
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_DEVICE_H */
