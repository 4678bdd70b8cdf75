/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "sweep-range.h"

#include "profile-forms.h"
#include "scenario-key.h"

#include "planner/base/number-format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace ns3::planner
{

namespace
{

/// What a sweep's range begins and ends with.
struct Ends
{
    Quantity from;
    Quantity to;

    /// @param number in the unit of both @return as the file would have it
    std::string TextOf(double number) const
    {
        return FormatPlain(number) + (from.unit.empty() ? "" : " " + from.unit);
    }
};

/// @param part of a range @param first what it is compared with; nullptr: it is the first
/// @return it; nothing after a complaint
std::optional<Quantity>
ReadPart(const ScenarioValue& part, const Quantity* first)
{
    auto quantity =
        part.GetNode().IsScalar() ? ParseQuantity(part.GetNode().GetText()) : std::nullopt;
    if (quantity && (!first || quantity->unit == first->unit))
    {
        return quantity;
    }
    part.Complain(!first ? "a number, with its unit if it has one"
                         : "a number with the same unit as 'from', " +
                               (first->unit.empty() ? "none" : "'" + first->unit + "'"));
    return std::nullopt;
}

/// @param ends of the range @param step where it stands @param width the same as a number
/// @return values with equal distances
std::vector<std::string>
MakeSteps(const Ends& ends, const ScenarioValue& step, double width)
{
    const double span = ends.to.number - ends.from.number;
    std::vector<std::string> texts;
    if (width <= 0 || span / width > MOST_SWEEP_VALUES)
    {
        step.Complain("a step above 0 that makes at most " + std::to_string(MOST_SWEEP_VALUES) +
                      " values");
        return texts;
    }
    const auto steps = static_cast<size_t>(std::floor(span / width + 1e-9));
    for (size_t i = 0; i <= steps; ++i)
    {
        texts.push_back(ends.TextOf(DecimalSum(ends.from.number, width, i)));
    }
    return texts;
}

/// @param number any @return the nearest one of four digits
double
Rounded(double number)
{
    constexpr int DIGITS = 4;
    std::array<char, 40> buffer;
    const auto* end = std::to_chars(buffer.data(),
                                    buffer.data() + buffer.size(),
                                    number,
                                    std::chars_format::scientific,
                                    DIGITS - 1)
                          .ptr;
    std::from_chars(buffer.data(), end, number);
    return number;
}

/// @param ends of the range @param count of values @param isLog with equal quotients
/// @param isWhole whole numbers of the base unit @return the values
std::vector<std::string>
MakePoints(const Ends& ends, uint64_t count, bool isLog, bool isWhole)
{
    std::vector<std::string> texts;
    for (uint64_t i = 0; i < count; ++i)
    {
        const double share = static_cast<double>(i) / static_cast<double>(count - 1);
        const double from = ends.from.number;
        const double to = ends.to.number;
        double number = i == 0           ? from
                        : i + 1 == count ? to
                        : isLog          ? Rounded(from * std::pow(to / from, share))
                                         : Rounded(from + share * (to - from));
        if (isWhole)
        {
            const double factor = ends.from.GetFactor();
            number = std::round(number * factor) / factor;
        }
        const std::string text = ends.TextOf(number);
        if (texts.empty() || texts.back() != text)
        {
            texts.push_back(text);
        }
    }
    return texts;
}

} // namespace

std::vector<std::string>
ReadSweepRange(const ScenarioValue& value, bool isWhole)
{
    ScenarioMap map(value);
    const auto from = map.Take("from");
    const auto to = map.Take("to");
    const auto step = map.Take("step");
    const auto points = map.Take("points");
    const auto scale = map.Take("scale");
    map.Finish();
    if (step && points)
    {
        points->Complain("either step or points");
    }
    if (step && scale && scale->IsGiven())
    {
        scale->Complain("a scale with points, not with step");
    }
    const auto first = from ? ReadPart(*from, nullptr) : std::nullopt;
    if (!first || !to || (!step && !points))
    {
        return {};
    }
    const auto last = ReadPart(*to, &*first);
    const auto width = step ? ReadPart(*step, &*first) : std::nullopt;
    if (!last || (step && !width))
    {
        return {};
    }
    const Ends ends{*first, *last};
    if (last->number < first->number)
    {
        to->Complain("at least 'from'");
        return {};
    }
    if (step)
    {
        return MakeSteps(ends, *step, width->number);
    }
    const bool isLog = scale->ToChoice<bool>().value_or(false);
    if (isLog && first->number <= 0)
    {
        from->Complain("a number above 0 with scale log");
        return {};
    }
    const auto count = points->ToWhole();
    return count ? MakePoints(ends, *count, isLog, isWhole) : std::vector<std::string>();
}

bool
TakesWholeNumbers(const std::string& path)
{
    std::string parent;
    for (size_t at = 0; at <= path.size();)
    {
        const size_t dot = std::min(path.find('.', at), path.size());
        const std::string name = path.substr(at, dot - at);
        at = dot + 1;
        const ScenarioKey* row = MatchScenarioKey(parent, name);
        if (!row)
        {
            return false;
        }
        if (row->GetName() == "KEY")
        {
            const auto isNic = parent.substr(parent.rfind('.') + 1) == "nic";
            const auto forms = isNic ? GetNicKeyForms() : GetHostKeyForms();
            return std::any_of(forms.begin(), forms.end(), [&](const auto& form) {
                return form.key == name && (form.form.kind == KeyKind::WHOLE || name == "sa-slots");
            });
        }
        parent = row->path;
        if (dot == path.size())
        {
            return row->form.kind == KeyKind::WHOLE;
        }
    }
    return false;
}

} // namespace ns3::planner
