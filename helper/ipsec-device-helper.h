/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_DEVICE_HELPER_H
#define IPSEC_OFFLOAD_IPSEC_DEVICE_HELPER_H

#include "ipsec-nic-settings.h"

#include "ns3/attribute.h"
#include "ns3/net-device-container.h"
#include "ns3/nic-profile.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/ptr.h"
#include "ns3/trace-helper.h"

#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * What IpsecNicHelper and IpsecCsmaHelper have in common.
 *
 * Traces: pcap files and ASCII traces show what is on the wire, thus ESP.
 *
 * @tparam Device a net device with an IPsec NIC
 * @tparam Channel what it is attached to
 * @tparam StockHelper ns-3's helper for the device's base class. It makes devices of one type only,
 * but traces those of subclasses as well
 */
template <typename Device, typename Channel, typename StockHelper>
class IpsecDeviceHelper : public PcapHelperForDevice, public AsciiTraceHelperForDevice
{
  public:
    IpsecDeviceHelper();

    /**
     * @param name an attribute of the device, for instance Mtu, Crypto
     * @param value its value in devices to come
     */
    void SetDeviceAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param name an attribute of the channel, for instance Delay
     * @param value its value in channels to come
     */
    void SetChannelAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param name an attribute of IpsecNic, for instance TxSlots
     * @param value its value in NICs to come; counts more than the profile's
     */
    void SetNicAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param profile of NICs to come; replaces all values but those of SetNicAttribute()
     */
    void SetNicProfile(const NicProfile& profile);

  protected:
    /** @return a new channel */
    Ptr<Channel> MakeChannel() const;

    /**
     * @param nodes which get a device each
     * @param channel what the devices are attached to
     * @return the devices, in the same order
     */
    NetDeviceContainer InstallOn(const NodeContainer& nodes, const Ptr<Channel>& channel) const;

  private:
    void EnablePcapInternal(std::string prefix,
                            Ptr<NetDevice> device,
                            bool promiscuous,
                            bool explicitFilename) override;
    void EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                             std::string prefix,
                             Ptr<NetDevice> device,
                             bool explicitFilename) override;

    ObjectFactory m_deviceFactory;  //!< makes devices
    ObjectFactory m_queueFactory;   //!< makes the base class's queues, which stay empty
    ObjectFactory m_channelFactory; //!< makes channels
    IpsecNicSettings m_nicSettings; //!< of NICs to come
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_DEVICE_HELPER_H */
