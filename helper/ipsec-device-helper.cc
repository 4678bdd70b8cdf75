/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-device-helper.h"

#include "ns3/csma-channel.h"
#include "ns3/csma-helper.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/ipsec-csma-net-device.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/mac48-address.h"
#include "ns3/node.h"
#include "ns3/point-to-point-channel.h"
#include "ns3/point-to-point-helper.h"

namespace ns3
{

template <typename Device, typename Channel, typename StockHelper>
IpsecDeviceHelper<Device, Channel, StockHelper>::IpsecDeviceHelper()
{
    m_deviceFactory.SetTypeId(Device::GetTypeId());
    m_queueFactory.SetTypeId(DropTailQueue<Packet>::GetTypeId());
    m_channelFactory.SetTypeId(Channel::GetTypeId());
}

template <typename Device, typename Channel, typename StockHelper>
void
IpsecDeviceHelper<Device, Channel, StockHelper>::SetDeviceAttribute(const std::string& name,
                                                                    const AttributeValue& value)
{
    m_deviceFactory.Set(name, value);
}

template <typename Device, typename Channel, typename StockHelper>
void
IpsecDeviceHelper<Device, Channel, StockHelper>::SetChannelAttribute(const std::string& name,
                                                                     const AttributeValue& value)
{
    m_channelFactory.Set(name, value);
}

template <typename Device, typename Channel, typename StockHelper>
void
IpsecDeviceHelper<Device, Channel, StockHelper>::SetNicAttribute(const std::string& name,
                                                                 const AttributeValue& value)
{
    m_nicSettings.SetAttribute(name, value);
}

template <typename Device, typename Channel, typename StockHelper>
void
IpsecDeviceHelper<Device, Channel, StockHelper>::SetNicProfile(const NicProfile& profile)
{
    m_nicSettings.SetProfile(profile);
}

template <typename Device, typename Channel, typename StockHelper>
Ptr<Channel>
IpsecDeviceHelper<Device, Channel, StockHelper>::MakeChannel() const
{
    return m_channelFactory.Create<Channel>();
}

template <typename Device, typename Channel, typename StockHelper>
NetDeviceContainer
IpsecDeviceHelper<Device, Channel, StockHelper>::InstallOn(const NodeContainer& nodes,
                                                           const Ptr<Channel>& channel) const
{
    NetDeviceContainer devices;
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        const auto device = m_deviceFactory.Create<Device>();
        device->SetAddress(Mac48Address::Allocate());
        device->SetQueue(m_queueFactory.Create<Queue<Packet>>());
        m_nicSettings.Apply(device->GetNic());
        nodes.Get(i)->AddDevice(device);
        device->Attach(channel);
        devices.Add(device);
    }
    return devices;
}

template <typename Device, typename Channel, typename StockHelper>
void
IpsecDeviceHelper<Device, Channel, StockHelper>::EnablePcapInternal(std::string prefix,
                                                                    Ptr<NetDevice> device,
                                                                    bool promiscuous,
                                                                    bool explicitFilename)
{
    StockHelper().EnablePcap(prefix, device, promiscuous, explicitFilename);
}

template <typename Device, typename Channel, typename StockHelper>
void
IpsecDeviceHelper<Device, Channel, StockHelper>::EnableAsciiInternal(
    Ptr<OutputStreamWrapper> stream,
    std::string prefix,
    Ptr<NetDevice> device,
    bool explicitFilename)
{
    StockHelper helper;
    if (stream)
    {
        helper.EnableAscii(stream, device);
    }
    else
    {
        helper.EnableAscii(prefix, device, explicitFilename);
    }
}

template class IpsecDeviceHelper<IpsecPointToPointNetDevice,
                                 PointToPointChannel,
                                 PointToPointHelper>;
template class IpsecDeviceHelper<IpsecCsmaNetDevice, CsmaChannel, CsmaHelper>;

} // namespace ns3
