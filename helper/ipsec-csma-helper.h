/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_CSMA_HELPER_H
#define IPSEC_OFFLOAD_IPSEC_CSMA_HELPER_H

#include "ipsec-device-helper.h"

#include "ns3/csma-channel.h"

namespace ns3
{

class CsmaHelper;
class IpsecCsmaNetDevice;

/**
 * @ingroup ipsec-offload
 * Installs IPsec NICs on a CSMA channel: CsmaHelper for IpsecCsmaNetDevice. As with IpsecNicHelper,
 * no queue disc comes with it.
 */
class IpsecCsmaHelper : public IpsecDeviceHelper<IpsecCsmaNetDevice, CsmaChannel, CsmaHelper>
{
  public:
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
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_CSMA_HELPER_H */
