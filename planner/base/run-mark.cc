/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-mark.h"

#include <sstream>

namespace ns3::planner
{

namespace
{

/// By RunMark.
constexpr std::array<RunMarkText, static_cast<size_t>(RunMark::COUNT)> TEXTS{{
    {"too-short", "its warm-up takes more than half of the run"},
    {"not-steady", "it found no steady state in the longest run that is simulated"},
    {"cap", "`packets` ended the run before it was long enough"},
    {"imprecise", "its interval is wider than the wanted precision"},
    {"no-interval", "one replication says nothing of its error"},
    {"delay-rising", "its delays and queues still rise; the other numbers can be used"},
    {"in-flight", "packets of the window had not arrived when the run ended"},
    {"rough",
     "in fluid fidelity it is not known how full queues share out what they drop here; simulate it "
     "in lean fidelity"},
}};

} // namespace

const RunMarkText&
GetText(RunMark mark)
{
    return TEXTS[static_cast<size_t>(mark)];
}

std::string
RunMarks::ToText() const
{
    std::string text;
    for (size_t i = 0; i < TEXTS.size(); ++i)
    {
        if (Has(static_cast<RunMark>(i)))
        {
            text += (text.empty() ? "" : " ") + std::string(TEXTS[i].name);
        }
    }
    return text;
}

RunMarks
RunMarks::FromText(const std::string& text)
{
    RunMarks marks;
    std::istringstream names(text);
    for (std::string name; names >> name;)
    {
        for (size_t i = 0; i < TEXTS.size(); ++i)
        {
            if (name == TEXTS[i].name)
            {
                marks.Add(static_cast<RunMark>(i));
            }
        }
    }
    return marks;
}

} // namespace ns3::planner
