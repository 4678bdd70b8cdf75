/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "did-you-mean.h"

#include <algorithm>
#include <cctype>

namespace ns3
{

namespace
{

/// What an edit costs, and one that only changes the case of a letter.
constexpr size_t EDIT = 16;
constexpr size_t CASE = 1;

/// @param c a character @return the small letter
char
Lower(char c)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// @param a a text @param b another one @return the least cost of edits that make one the other;
/// no part is edited twice
size_t
Distance(const std::string& a, const std::string& b)
{
    std::vector<size_t> before; // two rows up
    std::vector<size_t> above;
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
    {
        row[j] = j * EDIT;
    }
    for (size_t i = 1; i <= a.size(); ++i)
    {
        before = std::move(above);
        above = row;
        row[0] = i * EDIT;
        for (size_t j = 1; j <= b.size(); ++j)
        {
            const char x = a[i - 1];
            const char y = b[j - 1];
            const size_t change = x == y ? 0 : (Lower(x) == Lower(y) ? CASE : EDIT);
            row[j] = std::min({above[j] + EDIT, row[j - 1] + EDIT, above[j - 1] + change});
            if (i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y)
            {
                row[j] = std::min(row[j], before[j - 2] + EDIT);
            }
        }
    }
    return row[b.size()];
}

} // namespace

std::string
FindNearest(const std::string& word, const std::vector<std::string>& names)
{
    constexpr size_t LONGEST = 100; // no name is longer, and texts of files have any length
    constexpr size_t SHORTEST_BEGINNING = 3;
    if (word.empty() || word.size() > LONGEST)
    {
        return "";
    }
    std::string nearest;
    size_t least = 0;
    for (const auto& name : names)
    {
        const size_t most = std::max<size_t>(1, std::max(word.size(), name.size()) / 3) * EDIT;
        size_t distance = Distance(word, name);
        if (word.size() >= SHORTEST_BEGINNING && name.compare(0, word.size(), word) == 0)
        {
            distance = std::min(distance, most);
        }
        if (distance <= most && (nearest.empty() || distance < least))
        {
            nearest = name;
            least = distance;
        }
    }
    return nearest;
}

std::string
DidYouMean(const std::string& word, const std::vector<std::string>& names)
{
    const auto nearest = FindNearest(word, names);
    return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

} // namespace ns3
