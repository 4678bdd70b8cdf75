/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "repeated-sentences.h"

#include "planner/base/number-format.h"
#include "planner/sweep/statistics.h"

#include <cmath>

namespace ns3::planner
{

std::string
DescribeRepeatedIvs(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    const auto groups = GroupReplications(records);
    std::string text;
    for (const auto& curve : experiment.curves)
    {
        const PointGroup* worst = nullptr;
        double most = 0;
        for (const auto& group : GroupsOf(groups, curve.name))
        {
            const double mean = group.Of("repeated_iv_packets").mean;
            if (std::isfinite(mean) && mean > most)
            {
                most = mean;
                worst = &group;
            }
        }
        if (worst)
        {
            text += curve.name + ": " + FormatNumber(std::ceil(most)) +
                    (most > 1 ? " packets were" : " packet was") +
                    " sent with a key and IV that had been used before, at " +
                    experiment.sweep.parameter + " " + experiment.sweep.TextOf(worst->value) +
                    ": software and NIC number the packets of an SA apart (R143). No receiver "
                    "notices it; with AES-GCM it gives the authentication key away\n";
        }
    }
    return text;
}

} // namespace ns3::planner
