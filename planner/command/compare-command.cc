/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "compare-command.h"

#include "planner/base/json-print.h"
#include "planner/report/comparison.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// @param list of one or two @param side 0 or 1 @return its element, or the only one; empty: none
std::string
ElementOf(const std::vector<std::string>& list, size_t side)
{
    return list.empty() ? "" : list[std::min(side, list.size() - 1)];
}

} // namespace

void
CompareCommand(const CompareOptions& options)
{
    const auto side = [&options](size_t number) {
        return ComparedSide{
            LoadResults(ElementOf(options.results, number), ElementOf(options.runs, number)),
            ElementOf(options.curves, number)};
    };
    const auto metrics = ParseMetrics(options.metrics);
    const bool isSame = options.results.size() == 1 && options.runs.size() < 2;
    if (isSame && options.curves.size() != 2)
    {
        throw std::runtime_error("compare: expected two folders of results, or one and two curves "
                                 "of it (--curve) or two runs in it (--run)");
    }
    const Comparison comparison(side(0), side(1), metrics);
    std::cout << (options.json ? PrintJson(comparison.ToJson()) : comparison.Describe());
}

} // namespace ns3::planner
