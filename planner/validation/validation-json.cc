/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "validation-json.h"

#include <nlohmann/json.hpp>

namespace ns3::planner
{

nlohmann::json
ToJson(const Experiment& experiment, const ValidationOutcome& outcome)
{
    nlohmann::json points = nlohmann::json::array();
    for (const auto& point : outcome.GetPoints())
    {
        points.push_back({{"curve", point.measured->curve},
                          {"value", experiment.sweep.TextOf(point.measured->value)},
                          {"measured", point.measured->measured},
                          {"model", point.model},
                          {"error", point.error},
                          {"use", point.measured->calibrates ? "calibrates" : "predicted"}});
    }
    nlohmann::json checks = nlohmann::json::array();
    for (const auto& check : outcome.GetChecks())
    {
        checks.push_back({{"text", check.text}, {"met", check.isMet}});
    }
    return {{"scenario", experiment.name},
            {"title", experiment.title},
            {"source", experiment.validation->source},
            {"metric", experiment.validation->metric},
            {"sweep", experiment.sweep.parameter},
            {"error_is_difference", experiment.validation->isDifference},
            {"mean_error", outcome.GetMeanError("")},
            {"points", points},
            {"checks", checks}};
}

} // namespace ns3::planner
