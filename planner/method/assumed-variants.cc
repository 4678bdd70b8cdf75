/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "assumed-variants.h"

#include "point-analysis.h"

#include "planner/scenario/assumed-values.h"

#include <utility>

namespace ns3::planner
{

AssumedVariants::AssumedVariants(const Experiment& experiment)
    : m_experiment(experiment),
      m_worse(experiment),
      m_better(experiment)
{
    m_worse.SetAssumedMargin(-ASSUMED_MARGIN);
    m_better.SetAssumedMargin(ASSUMED_MARGIN);
}

std::optional<AssumedRange>
AssumedVariants::Find(const std::string& curve, double value) const
{
    if (m_experiment.HasAssumedMargin(curve) || !HasAssumedValues(m_experiment.At(curve, value)))
    {
        return std::nullopt;
    }
    auto worse = Analyze(m_worse.At(curve, value)).carried;
    auto better = Analyze(m_better.At(curve, value)).carried;
    if (!worse || !better)
    {
        return std::nullopt;
    }
    return AssumedRange{std::move(*worse), std::move(*better)};
}

} // namespace ns3::planner
