/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-input-error.h"

#include "plain-text.h"

#include <algorithm>
#include <tuple>

namespace ns3
{

namespace
{

/// Characters that a message shows of what stands in a file, and of what was put there.
constexpr size_t LONGEST_TOKEN = 80;
constexpr size_t LONGEST_ORIGIN = 120;

/// @param problems problems @return the same in order of place, each once
std::vector<InputProblem>
Sorted(std::vector<InputProblem> problems)
{
    std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    const auto isSame = [](const auto& a, const auto& b) { return a.ToText() == b.ToText(); };
    problems.erase(std::unique(problems.begin(), problems.end(), isSame), problems.end());
    return problems;
}

/// @param problems sorted problems @return one line each
std::string
Join(const std::vector<InputProblem>& problems)
{
    std::string text;
    for (const auto& problem : problems)
    {
        text += (text.empty() ? "" : "\n") + problem.ToText();
    }
    return text;
}

} // namespace

std::string
InputProblem::ToText() const
{
    std::string text = file;
    if (line > 0)
    {
        text += ":" + std::to_string(line) + ":" + std::to_string(column);
    }
    else if (!origin.empty())
    {
        text += ": " + Shortened(origin, LONGEST_ORIGIN);
    }
    text += ": " + (token.empty() ? "" : "'" + Shortened(token, LONGEST_TOKEN) + "': ");
    return WithoutControls(text + (isFact ? "" : "expected ") + expected);
}

InputError::InputError(std::vector<InputProblem> problems)
    : std::runtime_error(Join(Sorted(problems))),
      m_problems(Sorted(std::move(problems)))
{
}

} // namespace ns3
