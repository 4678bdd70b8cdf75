/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_CSMA_HELPER_H
#define IPSEC_OFFLOAD_IPSEC_CSMA_HELPER_H

#include "ipsec-nic-settings.h"

#include "ns3/csma-channel.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/trace-helper.h"

#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Installs IPsec NICs on a CSMA channel: CsmaHelper for IpsecCsmaNetDevice. As with IpsecNicHelper,
 * no queue disc comes with it.
 *
 * Traces: pcap files and ASCII traces show what is on the wire, thus ESP.
 */
class IpsecCsmaHelper : public PcapHelperForDevice, public AsciiTraceHelperForDevice
{
  public:
    IpsecCsmaHelper();
    ~IpsecCsmaHelper() override = default;

    /**
     * @param name an attribute of IpsecCsmaNetDevice, for instance Mtu, Crypto
     * @param value its value in devices to come
     */
    void SetDeviceAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param name an attribute of CsmaChannel: DataRate, Delay
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

    /**
     * @param nodes any number of them
     * @return their new devices on a new channel, in the same order
     */
    NetDeviceContainer Install(const NodeContainer& nodes) const;

    /**
     * @param nodes any number of them
     * @param channel an existing channel, on which ns-3's own devices may be, too
     * @return their new devices, in the same order
     */
    NetDeviceContainer Install(const NodeContainer& nodes, const Ptr<CsmaChannel>& channel) const;

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

#endif /* IPSEC_OFFLOAD_IPSEC_CSMA_HELPER_H */
