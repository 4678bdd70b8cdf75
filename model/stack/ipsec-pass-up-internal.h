/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PASS_UP_INTERNAL_H
#define IPSEC_OFFLOAD_IPSEC_PASS_UP_INTERNAL_H

#include "ipsec-stack-view.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-pending-packet.h"

#include <functional>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * An accepted datagram goes up, by way of its application's core if the host has such.
 * @param view of the node
 * @param pending its visit to the core that received it
 * @param local true when it is for this node
 * @param clear the datagram
 * @param pass what takes it up
 */
void PassUp(const Ptr<IpsecStackView>& view,
            const PendingPacket& pending,
            bool local,
            const PacketDescriptor& clear,
            std::function<void()> pass);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PASS_UP_INTERNAL_H */
