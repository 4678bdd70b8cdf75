/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-ip-output-internal.h"
#include "ipsec-pass-up-internal.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3
{

void
PassUp(const Ptr<IpsecStackView>& view,
       const PendingPacket& pending,
       bool local,
       const PacketDescriptor& clear,
       std::function<void()> pass)
{
    const bool toSocket = local && view->GetIpsec()->GetInputPath().HasSocketCores();
    if (!toSocket && !pending.IsUnfinished())
    {
        RunAt(pending.ready, std::move(pass));
        return;
    }
    RunAt(pending.ready,
          [view,
           toSocket,
           pending,
           clear = PacketDescriptor(clear),
           pass = std::move(pass)]() mutable {
              if (!view->GetNode())
              {
                  return; // disposed of meanwhile
              }
              IpsecInputPath& path = view->GetIpsec()->GetInputPath();
              PendingPacket visit;
              visit.ready = ToPs(Simulator::Now());
              visit.goesOn = path.FinishClear(visit.ready, clear, pending);
              if (visit.goesOn && toSocket)
              {
                  visit = path.Deliver(visit.ready, clear);
              }
              if (visit.goesOn)
              {
                  RunAt(visit.ready, std::move(pass));
              }
          });
}

} // namespace ns3
