/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "lean-runner.h"

#include "lean-run.h"

#include "ns3/horizon-scheduler.h"
#include "ns3/simulator.h"

namespace ns3::planner
{

RunRecord
RunLean(const Scenario& scenario, bool recordFates)
{
    HorizonScheduler::Install();
    RunRecord record;
    {
        LeanRun run(scenario);
        run.Start(recordFates);
        Simulator::Run();
        record = run.Finish();
    }
    Simulator::Destroy();
    return record;
}

} // namespace ns3::planner
