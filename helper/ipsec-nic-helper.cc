/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-nic-helper.h"

#include "ns3/abort.h"
#include "ns3/ipsec-point-to-point-net-device.h"
#include "ns3/log.h"
#include "ns3/point-to-point-channel.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecNicHelper");

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
    return InstallOn(NodeContainer(a, b), MakeChannel());
}

} // namespace ns3
