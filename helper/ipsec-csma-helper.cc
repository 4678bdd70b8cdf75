/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-csma-helper.h"

#include "ns3/csma-helper.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/ipsec-csma-net-device.h"
#include "ns3/log.h"
#include "ns3/mac48-address.h"
#include "ns3/node.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecCsmaHelper");

IpsecCsmaHelper::IpsecCsmaHelper()
{
    m_deviceFactory.SetTypeId(IpsecCsmaNetDevice::GetTypeId());
    m_queueFactory.SetTypeId(DropTailQueue<Packet>::GetTypeId());
    m_channelFactory.SetTypeId(CsmaChannel::GetTypeId());
}

void
IpsecCsmaHelper::SetDeviceAttribute(const std::string& name, const AttributeValue& value)
{
    m_deviceFactory.Set(name, value);
}

void
IpsecCsmaHelper::SetChannelAttribute(const std::string& name, const AttributeValue& value)
{
    m_channelFactory.Set(name, value);
}

void
IpsecCsmaHelper::SetNicAttribute(const std::string& name, const AttributeValue& value)
{
    m_nicSettings.SetAttribute(name, value);
}

void
IpsecCsmaHelper::SetNicProfile(const NicProfile& profile)
{
    m_nicSettings.SetProfile(profile);
}

NetDeviceContainer
IpsecCsmaHelper::Install(const NodeContainer& nodes) const
{
    return Install(nodes, m_channelFactory.Create<CsmaChannel>());
}

NetDeviceContainer
IpsecCsmaHelper::Install(const NodeContainer& nodes, const Ptr<CsmaChannel>& channel) const
{
    NS_LOG_FUNCTION(this << nodes.GetN());
    NetDeviceContainer devices;
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        const auto device = m_deviceFactory.Create<IpsecCsmaNetDevice>();
        device->SetAddress(Mac48Address::Allocate());
        device->SetQueue(m_queueFactory.Create<Queue<Packet>>());
        m_nicSettings.Apply(device->GetNic());
        nodes.Get(i)->AddDevice(device);
        device->Attach(channel);
        devices.Add(device);
    }
    return devices;
}

// The stock helper makes devices of one type only, but traces those of subclasses as well.

void
IpsecCsmaHelper::EnablePcapInternal(std::string prefix,
                                    Ptr<NetDevice> device,
                                    bool promiscuous,
                                    bool explicitFilename)
{
    CsmaHelper().EnablePcap(prefix, device, promiscuous, explicitFilename);
}

void
IpsecCsmaHelper::EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                                     std::string prefix,
                                     Ptr<NetDevice> device,
                                     bool explicitFilename)
{
    CsmaHelper helper;
    if (stream)
    {
        helper.EnableAscii(stream, device);
    }
    else
    {
        helper.EnableAscii(prefix, device, explicitFilename);
    }
}

} // namespace ns3
