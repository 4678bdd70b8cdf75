/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "bare-parts.h"

#include "ns3/kernel-profile.h"

namespace ns3::planner
{

Ptr<IpsecNode>
MakeBareNode(const PlannedNode& planned)
{
    if (!planned.spec)
    {
        return nullptr;
    }
    const auto node = CreateObject<IpsecNode>();
    FindKernelProfile(planned.spec->kernel)->Apply(*node);
    node->SetHost(planned.spec->host);
    return node;
}

Ptr<OffloadInterface>
ConfigureBareNic(const ScenarioRun& run, const ScenarioRun::LinkEnd& end, const LinkSpec& link)
{
    end.nic->Configure(end.nic->GetProfile(), link.rate, run.GetScenario().topology.frameOverhead);
    const auto node = run.GetNodes()[end.node];
    if (!node)
    {
        return nullptr;
    }
    const auto interface =
        node->GetOffload()->AddInterface(end.name,
                                         end.offloads ? Ptr<OffloadDriver>(end.nic) : nullptr);
    end.nic->TellAssist(*interface);
    return interface;
}

void
DisposeBareParts(const ScenarioRun& run)
{
    for (const auto& link : run.GetLinks())
    {
        link.near.nic->Dispose();
        link.far.nic->Dispose();
    }
    for (const auto& node : run.GetNodes())
    {
        if (node)
        {
            node->Dispose();
        }
    }
}

} // namespace ns3::planner
