/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_NIC_HELPER_H
#define IPSEC_OFFLOAD_IPSEC_NIC_HELPER_H

#include "ipsec-device-helper.h"

namespace ns3
{

class IpsecPointToPointNetDevice;
class PointToPointChannel;
class PointToPointHelper;

/**
 * @ingroup ipsec-offload
 * Installs IPsec NICs and the link between them: PointToPointHelper for IpsecPointToPointNetDevice.
 *
 * No queue disc comes with it, as FreeBSD has none; who wants one installs it with
 * TrafficControlHelper before the simulation starts, before or after assigning addresses. For the
 * same reason there is no DisableFlowControl(): the device watches whether there is a disc.
 */
class IpsecNicHelper
    : public IpsecDeviceHelper<IpsecPointToPointNetDevice, PointToPointChannel, PointToPointHelper>
{
  public:
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
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_NIC_HELPER_H */
