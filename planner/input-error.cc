/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "input-error.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <tuple>

namespace ns3::planner
{

namespace
{

constexpr size_t LONGEST_TOKEN = 80; // octets

/// @param token what stands in a file @return its begin where it is long
std::string
Shortened(const std::string& token)
{
    if (token.size() <= LONGEST_TOKEN)
    {
        return token;
    }
    size_t end = LONGEST_TOKEN;
    while (end > 0 && (static_cast<uint8_t>(token[end]) & 0xc0) == 0x80)
    {
        --end; // not within a character
    }
    return token.substr(0, end) + "...";
}

/// @param text a line @return the same without what a terminal would obey: control characters of
/// ASCII and, in two octets, of Unicode
std::string
Harmless(const std::string& text)
{
    const auto octetAt = [&text](size_t i) { return static_cast<uint8_t>(text.c_str()[i]); };
    const auto isUnicodeControl = [&octetAt](size_t i) {
        return octetAt(i) == 0xc2 && octetAt(i + 1) >= 0x80 && octetAt(i + 1) < 0xa0;
    };
    std::string harmless;
    for (size_t i = 0; i < text.size(); ++i)
    {
        const uint8_t octet = octetAt(i);
        if (octet < 0x20 || octet == 0x7f || isUnicodeControl(i) ||
            (i > 0 && isUnicodeControl(i - 1)))
        {
            char code[5];
            std::snprintf(code, sizeof(code), "\\x%02x", octet);
            harmless += code;
        }
        else
        {
            harmless += text[i];
        }
    }
    return harmless;
}

/// @param problems problems @return the same in order of place
std::vector<InputProblem>
Sorted(std::vector<InputProblem> problems)
{
    std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
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
    text += ": " + (token.empty() ? "" : "'" + Shortened(token) + "': ") + "expected " + expected;
    return Harmless(text);
}

InputError::InputError(std::vector<InputProblem> problems)
    : std::runtime_error(Join(Sorted(problems))),
      m_problems(Sorted(std::move(problems)))
{
}

} // namespace ns3::planner
