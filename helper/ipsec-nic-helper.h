/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_HELPER_H
#define IPSEC_OFFLOAD_IPSEC_NIC_HELPER_H

#include "ipsec-nic-settings.h"

#include "ns3/attribute.h"
#include "ns3/net-device-container.h"
#include "ns3/nic-profile.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/trace-helper.h"

#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * Installs IPsec NICs and the link between them: PointToPointHelper for IpsecPointToPointNetDevice.
 *
 * No queue disc comes with it, as FreeBSD has none; who wants one installs it with
 * TrafficControlHelper before the simulation starts, before or after assigning addresses. For the
 * same reason there is no DisableFlowControl(): the device watches whether there is a disc.
 *
 * Traces: pcap files and ASCII traces show what is on the wire, thus ESP.
 */
class IpsecNicHelper : public PcapHelperForDevice, public AsciiTraceHelperForDevice
{
  public:
    IpsecNicHelper();
    ~IpsecNicHelper() override = default;

    /**
     * @param name an attribute of IpsecPointToPointNetDevice, for instance DataRate, Crypto
     * @param value its value in devices to come
     */
    void SetDeviceAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param name an attribute of PointToPointChannel: Delay
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
     * @param nodes two nodes
     * @return their new devices, in the same order
     */
    NetDeviceContainer Install(const NodeContainer& nodes) const;

    /**
     * @param a a node
     * @param b another node
     * @return their new devices, in the same order
     */
    NetDeviceContainer Install(const Ptr<Node>& a, const Ptr<Node>& b) const;

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

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_HELPER_H */
