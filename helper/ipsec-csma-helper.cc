/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-csma-helper.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("IpsecCsmaHelper");

NetDeviceContainer
IpsecCsmaHelper::Install(const NodeContainer& nodes) const
{
    return Install(nodes, MakeChannel());
}

NetDeviceContainer
IpsecCsmaHelper::Install(const NodeContainer& nodes, const Ptr<CsmaChannel>& channel) const
{
    NS_LOG_FUNCTION(this << nodes.GetN());
    return InstallOn(nodes, channel);
}

} // namespace ns3
