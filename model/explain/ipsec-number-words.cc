/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-number-words-internal.h"

#include <iomanip>
#include <locale>
#include <sstream>

namespace ns3
{

std::string
GroupDigits(uint64_t number)
{
    std::string text = std::to_string(number);
    for (size_t behind = 3; behind < text.size(); behind += 4)
    {
        text.insert(text.size() - behind, 1, ' ');
    }
    return text;
}

std::string
SpanInWords(Ps span)
{
    struct Unit
    {
        Ps size;
        const char* name;
    };

    static constexpr Unit UNITS[] = {{PS_PER_SECOND, "s"},
                                     {PS_PER_SECOND / 1'000, "ms"},
                                     {PS_PER_SECOND / 1'000'000, "us"},
                                     {1'000, "ns"},
                                     {1, "ps"}};
    const Unit* unit = UNITS;
    while (unit->size > 1 && span < unit->size)
    {
        ++unit;
    }
    constexpr int DIGITS = 4;
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << std::setprecision(DIGITS) << static_cast<double>(span) / static_cast<double>(unit->size)
         << " " << unit->name;
    return text.str();
}

} // namespace ns3
