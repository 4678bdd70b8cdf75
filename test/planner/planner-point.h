/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_TEST_PLANNER_POINT_H
#define IPSEC_OFFLOAD_TEST_PLANNER_POINT_H

#include "planner-test-file.h"

#include "planner/scenario/experiment-reader.h"
#include "planner/simulate/point-runner.h"
#include "planner/sweep/point-list.h"

#include "ns3/ipsec-input-error.h"

#include <string>

namespace ns3::tests
{

/**
 * @param text a scenario
 * @param changes to it
 * @param value of its sweep
 * @param fidelity which
 * @return results of the first replication of its first curve there
 */
inline planner::PointResult
RunChanged(const std::string& text,
           const Changes& changes,
           double value,
           planner::Fidelity fidelity)
{
    const TestFile file(Changed(text, changes));
    const planner::Experiment experiment = planner::ReadExperiment(file.GetPath());
    const planner::PointSpec point{experiment.curves.front().name, value, 1, fidelity};
    return planner::RunPoint(planner::ResolvePoint(experiment, point), point);
}

/**
 * @param text a scenario
 * @param changes to it
 * @return what its reader complains about; empty: nothing
 */
inline std::string
ComplaintOf(const std::string& text, const Changes& changes)
{
    const TestFile file(Changed(text, changes));
    try
    {
        planner::ReadExperiment(file.GetPath());
    }
    catch (const InputError& error)
    {
        return error.what();
    }
    return "";
}

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_TEST_PLANNER_POINT_H */
