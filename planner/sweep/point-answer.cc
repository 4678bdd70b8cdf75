/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-answer.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace ns3::planner
{

std::string
WriteAnswer(const std::string& key, const PointResult& result)
{
    nlohmann::json metrics = nlohmann::json::array();
    for (const auto& [name, value] : result.metrics)
    {
        metrics.push_back({name, value}); // NaN becomes null
    }
    nlohmann::json reasons = nlohmann::json::array();
    for (const auto& row : result.reasons)
    {
        reasons.push_back({row.fate,
                           row.place,
                           row.node,
                           row.interface,
                           row.sa,
                           row.reason,
                           row.cause,
                           row.packets,
                           row.octets});
    }
    nlohmann::json work = nlohmann::json::array();
    for (const auto& row : result.work)
    {
        work.push_back({row.node, row.profile, row.resource, row.value, row.provenance, row.share});
    }
    nlohmann::json parts = nlohmann::json::array();
    for (const auto& row : result.parts)
    {
        parts.push_back({row.kind, row.name, row.share});
    }
    nlohmann::json answer{{"key", key},
                          {"metrics", metrics},
                          {"reasons", reasons},
                          {"work", work},
                          {"parts", parts},
                          {"marks", result.marks.ToText()}};
    if (!result.timeline.names.empty())
    {
        nlohmann::json rows = nlohmann::json::array();
        for (const auto& row : result.timeline.rows)
        {
            rows.push_back({row.time, row.values});
        }
        answer["timeline"] = {{"names", result.timeline.names}, {"rows", rows}};
    }
    return answer.dump();
}

PointResult
ReadAnswer(const std::string& output)
try
{
    // The last line: what models print goes before it.
    const auto end = output.find_last_not_of('\n');
    const auto before = end == std::string::npos ? end : output.find_last_of('\n', end);
    const auto begin = before == std::string::npos ? 0 : before + 1;
    PointResult result;
    const auto answer = nlohmann::json::parse(output.substr(begin));
    for (const auto& metric : answer.at("metrics"))
    {
        result.metrics.emplace_back(metric.at(0).get<std::string>(),
                                    metric.at(1).is_null()
                                        ? std::numeric_limits<double>::quiet_NaN()
                                        : metric.at(1).get<double>());
    }
    if (const auto found = answer.find("timeline"); found != answer.end())
    {
        result.timeline.names = found->at("names").get<std::vector<std::string>>();
        for (const auto& row : found->at("rows"))
        {
            result.timeline.rows.push_back(
                {row.at(0).get<double>(), row.at(1).get<std::vector<double>>()});
        }
    }
    for (const auto& row : answer.at("reasons"))
    {
        result.reasons.push_back({row.at(0).get<std::string>(),
                                  row.at(1).get<std::string>(),
                                  row.at(2).get<std::string>(),
                                  row.at(3).get<std::string>(),
                                  row.at(4).get<std::string>(),
                                  row.at(5).get<std::string>(),
                                  row.at(6).get<std::string>(),
                                  row.at(7).get<uint64_t>(),
                                  row.at(8).get<uint64_t>()});
    }
    for (const auto& row : answer.at("work"))
    {
        result.work.push_back({row.at(0).get<std::string>(),
                               row.at(1).get<std::string>(),
                               row.at(2).get<std::string>(),
                               row.at(3).get<std::string>(),
                               row.at(4).get<std::string>(),
                               row.at(5).get<double>()});
    }
    for (const auto& row : answer.at("parts"))
    {
        result.parts.push_back(
            {row.at(0).get<std::string>(), row.at(1).get<std::string>(), row.at(2).get<double>()});
    }
    result.marks = RunMarks::FromText(answer.at("marks").get<std::string>());
    return result;
}

catch (const nlohmann::json::exception& error)
{
    throw NoAnswer(error.what());
}

} // namespace ns3::planner
