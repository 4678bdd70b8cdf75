/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic-helper.h"

#include "ns3/abort.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/log.h"
#include "ns3/mac48-address.h"
#include "ns3/node.h"
#include "ns3/point-to-point-channel.h"
#include "ns3/point-to-point-helper.h"

#include <array>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicHelper");

IpsecNicHelper::IpsecNicHelper()
{
    m_deviceFactory.SetTypeId(IpsecPointToPointNetDevice::GetTypeId());
    m_queueFactory.SetTypeId(DropTailQueue<Packet>::GetTypeId());
    m_channelFactory.SetTypeId(PointToPointChannel::GetTypeId());
}

void
IpsecNicHelper::SetDeviceAttribute(const std::string& name, const AttributeValue& value)
{
    m_deviceFactory.Set(name, value);
}

void
IpsecNicHelper::SetChannelAttribute(const std::string& name, const AttributeValue& value)
{
    m_channelFactory.Set(name, value);
}

void
IpsecNicHelper::SetNicAttribute(const std::string& name, const AttributeValue& value)
{
    m_nicSettings.SetAttribute(name, value);
}

void
IpsecNicHelper::SetNicProfile(const NicProfile& profile)
{
    m_nicSettings.SetProfile(profile);
}

NetDeviceContainer
IpsecNicHelper::Install(const NodeContainer& nodes) const
{
    NS_ABORT_MSG_UNLESS(nodes.GetN() == 2,
                        "IpsecNicHelper: a link has two ends, not " << nodes.GetN());
    return Install(nodes.Get(0), nodes.Get(1));
}

NetDeviceContainer
IpsecNicHelper::Install(const Ptr<Node>& a, const Ptr<Node>& b) const
{
    NS_LOG_FUNCTION(this << a << b);
    NetDeviceContainer devices;
    const auto channel = m_channelFactory.Create<PointToPointChannel>();
    for (const Ptr<Node>& node : std::array<Ptr<Node>, 2>{a, b})
    {
        const auto device = m_deviceFactory.Create<IpsecPointToPointNetDevice>();
        device->SetAddress(Mac48Address::Allocate());
        device->SetQueue(m_queueFactory.Create<Queue<Packet>>());
        m_nicSettings.Apply(device->GetNic());
        node->AddDevice(device);
        device->Attach(channel);
        devices.Add(device);
    }
    return devices;
}

// The stock helper makes devices of one type only, but traces those of subclasses as well.

void
IpsecNicHelper::EnablePcapInternal(std::string prefix,
                                   Ptr<NetDevice> device,
                                   bool promiscuous,
                                   bool explicitFilename)
{
    PointToPointHelper().EnablePcap(prefix, device, promiscuous, explicitFilename);
}

void
IpsecNicHelper::EnableAsciiInternal(Ptr<OutputStreamWrapper> stream,
                                    std::string prefix,
                                    Ptr<NetDevice> device,
                                    bool explicitFilename)
{
    PointToPointHelper helper;
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
