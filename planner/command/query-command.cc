/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "query-command.h"

#include "model/profile/plain-text.h"
#include "planner/base/json-print.h"
#include "planner/base/number-format.h"
#include "planner/base/text-table.h"
#include "planner/sweep/result-query.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace ns3::planner
{

namespace
{

/// @param cell a value @return as people read it; empty for NULL
std::string
TextOf(const QueryCell& cell)
{
    if (const auto* whole = std::get_if<int64_t>(&cell))
    {
        return std::to_string(*whole);
    }
    if (const auto* number = std::get_if<double>(&cell))
    {
        return FormatNumber(*number);
    }
    const auto* text = std::get_if<std::string>(&cell);
    return text ? WithoutControls(*text) : "";
}

/// @param table rows @return the same for machines
nlohmann::json
ToJson(const QueryTable& table)
{
    nlohmann::json rows = nlohmann::json::array();
    for (const auto& row : table.rows)
    {
        nlohmann::json cells = nlohmann::json::array();
        for (const auto& cell : row)
        {
            std::visit(
                [&cells](const auto& value) {
                    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
                    {
                        cells.push_back(nullptr);
                    }
                    else
                    {
                        cells.push_back(value);
                    }
                },
                cell);
        }
        rows.push_back(std::move(cells));
    }
    return {{"command", "query"}, {"columns", table.columns}, {"rows", rows}};
}

} // namespace

void
QueryCommand(const QueryOptions& options)
{
    const auto table = RunQuery(ResultReader(options.results), options.sql);
    if (options.json)
    {
        std::cout << PrintJson(ToJson(table));
        return;
    }
    TextTable text;
    text.Add(table.columns);
    for (const auto& row : table.rows)
    {
        std::vector<std::string> cells;
        for (const auto& cell : row)
        {
            cells.push_back(TextOf(cell));
        }
        text.Add(std::move(cells));
    }
    std::cout << text.GetText();
}

} // namespace ns3::planner
