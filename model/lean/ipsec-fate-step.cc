/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-fate-step-internal.h"

namespace ns3
{

void
AppendFate(StepListener& listener, const PacketFate& fate, Ps sentAt)
{
    switch (fate.end)
    {
    case PacketFate::End::DELIVERED:
        listener.Append(
            {StepCode::APPLICATION_RECEIVES, fate.time, fate.length, fate.time - sentAt});
        break;
    case PacketFate::End::NIC_TX:
    case PacketFate::End::NIC_RX:
        listener.Append({StepCode::NIC_DROPS, fate.time, fate.drop});
        break;
    case PacketFate::End::HOST_OUT:
    case PacketFate::End::HOST_IN:
        if (fate.drop == 0)
        {
            listener.Append({StepCode::IP_DROPS_BY_VERDICT, fate.time, fate.verdict});
        }
        else
        {
            listener.Append({StepCode::IP_DROPS, fate.time, fate.drop});
        }
        break;
    case PacketFate::End::IN_FLIGHT:
        listener.Append({StepCode::IP_LACKS_FRAGMENT, fate.time});
        break;
    }
}

} // namespace ns3
