/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "json-export.h"

#include "csv-export.h"

#include <nlohmann/json.hpp>

namespace ns3::planner
{

nlohmann::json
ToJson(std::vector<PointRecord> records, const RunIdentity& identity)
{
    SortForExport(records);
    nlohmann::json points = nlohmann::json::array();
    for (const auto& [spec, result] : records)
    {
        nlohmann::json metrics = nlohmann::json::object();
        for (const auto& [name, value] : result.metrics)
        {
            metrics[name] = value; // NaN becomes null
        }
        nlohmann::json point{{"key", spec.GetKey()},
                             {"curve", spec.curve},
                             {"replication", spec.replication},
                             {"fidelity", ToString(spec.fidelity)},
                             {"marks", result.marks.ToText()},
                             {"metrics", metrics}};
        if (spec.name.empty())
        {
            point["value"] = spec.value;
        }
        else
        {
            point["value"] = spec.name;
        }
        if (spec.load != 0)
        {
            point["load_bps"] = spec.load;
        }
        points.push_back(std::move(point));
    }
    return {{"command", "export"},
            {"scenario", identity.scenario},
            {"settings", identity.settings},
            {"run", identity.GetHash()},
            {"sweep", identity.sweep},
            {"program", identity.program},
            {"points", points}};
}

} // namespace ns3::planner
