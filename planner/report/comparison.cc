/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "comparison.h"

#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/base/text-table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace ns3::planner
{

namespace
{

/// What is compared when nobody says what: of these, the metrics that both sides have.
const std::vector<std::string> USUAL{"throughput_bps",
                                     "reverse_throughput_bps",
                                     "offload_ratio",
                                     "loss",
                                     "delay_mean_s",
                                     "delay_p99_s",
                                     "cpu_utilization"};

/// @param difference what two points say @return a word for it
const char*
ToString(Difference difference)
{
    switch (difference)
    {
    case Difference::EQUAL:
        return "equal";
    case Difference::MORE:
        return "more";
    case Difference::LESS:
        return "less";
    case Difference::NONE:
        return "not significant";
    case Difference::NO_INTERVAL:
        return "no interval";
    }
    return "?";
}

/// Gives names of values numbers that both sides share: the database knows no places of names.
class NameNumbers
{
  public:
    /// @param side has records
    void Learn(const ComparedSide& side)
    {
        for (const auto& record : side.results.records)
        {
            m_names.insert(record.spec.name);
        }
    }

    /// @param side whose records get the numbers
    void Number(ComparedSide& side) const
    {
        for (auto& record : side.results.records)
        {
            if (!record.spec.name.empty())
            {
                record.spec.value = static_cast<double>(
                    std::distance(m_names.begin(), m_names.find(record.spec.name)));
            }
        }
    }

  private:
    std::set<std::string> m_names; //!< of values
};

/// @param side has records @return its curves
std::set<std::string>
CurvesOf(const ComparedSide& side)
{
    std::set<std::string> curves;
    for (const auto& record : side.results.records)
    {
        curves.insert(record.spec.curve);
    }
    return curves;
}

/// @param side of a comparison; its curve must be there, and its points no trials
void
Check(const ComparedSide& side)
{
    const auto curves = CurvesOf(side);
    if (!side.curve.empty() && curves.count(side.curve) == 0)
    {
        std::string known;
        for (const auto& curve : curves)
        {
            known += (known.empty() ? "" : ", ") + curve;
        }
        throw std::runtime_error(side.results.path + ": has no curve '" + side.curve +
                                 "'; there are " + known);
    }
    for (const auto& record : side.results.records)
    {
        if (record.spec.load != 0)
        {
            throw std::runtime_error(side.results.path +
                                     ": has points with loads of their own, as trials of a search; "
                                     "compare takes results of a sweep");
        }
    }
}

/// @param side of a comparison @return what it is, in words
std::string
NameOf(const ComparedSide& side)
{
    return side.results.identity.GetLabel() + (side.curve.empty() ? "" : ", curve " + side.curve) +
           " (" + side.results.path + ", run " + side.results.identity.GetHash() + ")";
}

/// @param one a point @param other another one @return true when replications that both have draw
/// the same random numbers
bool
HaveSameNumbers(const PointGroup& one, const PointGroup& other)
{
    std::map<uint32_t, uint64_t> runs;
    for (const auto* record : one.records)
    {
        runs[record->spec.replication] = record->spec.GetRun();
    }
    return std::all_of(other.records.begin(), other.records.end(), [&runs](const auto* record) {
        const auto found = runs.find(record->spec.replication);
        return found == runs.end() || found->second == record->spec.GetRun();
    });
}

/// @param share of something @return in percent
std::string
Percent(double share)
{
    return FormatSignificant(100 * std::abs(share)) + " %";
}

/// @param metric a name @return its unit
std::string
UnitOf(const std::string& metric)
{
    const auto* row = FindMetricRow(metric);
    return row ? row->unit : "1";
}

/// @param value of a metric @param metric its name @return with its unit; "-" for none
std::string
InUnit(double value, const std::string& metric)
{
    return std::isnan(value) ? "-" : FormatWithUnit(value, UnitOf(metric));
}

} // namespace

Difference
ComparedMetric::GetVerdict() const
{
    if (std::isnan(difference.halfWidth))
    {
        return Difference::NO_INTERVAL;
    }
    if (difference.mean == 0 && difference.halfWidth == 0)
    {
        return Difference::EQUAL;
    }
    if (std::abs(difference.mean) <= difference.halfWidth)
    {
        return Difference::NONE;
    }
    return difference.mean > 0 ? Difference::MORE : Difference::LESS;
}

std::string
ComparedMetric::Describe() const
{
    const auto by = [this] {
        return a.mean == 0 ? FormatWithUnit(std::abs(difference.mean), UnitOf(metric))
                           : Percent(difference.mean / a.mean);
    };
    switch (GetVerdict())
    {
    case Difference::MORE:
        return "B has " + by() + " more";
    case Difference::LESS:
        return "B has " + by() + " less";
    case Difference::EQUAL:
        return "the same";
    case Difference::NONE:
        return "no significant difference";
    case Difference::NO_INTERVAL:
        return "no interval: fewer than two replications in common";
    }
    return "";
}

Comparison::Comparison(ComparedSide a, ComparedSide b, const std::vector<std::string>& metrics)
    : m_a(std::move(a)),
      m_b(std::move(b))
{
    Check(m_a);
    Check(m_b);
    const auto& swept = m_a.results.identity.sweep;
    if (swept != m_b.results.identity.sweep)
    {
        throw std::runtime_error(m_b.results.path + ": sweeps " + m_b.results.identity.sweep +
                                 ", but " + m_a.results.path + " sweeps " + swept +
                                 ": they have no points in common");
    }
    NameNumbers numbers;
    numbers.Learn(m_a);
    numbers.Learn(m_b);
    numbers.Number(m_a);
    numbers.Number(m_b);
    Compare(metrics.empty() ? USUAL : metrics);
    if (m_compared.empty())
    {
        throw std::runtime_error("A, " + NameOf(m_a) + ", and B, " + NameOf(m_b) +
                                 ", have no point with a value of these metrics in common");
    }
}

void
Comparison::Compare(const std::vector<std::string>& metrics)
{
    const auto ofA = GroupReplications(m_a.results.records);
    const auto ofB = GroupReplications(m_b.results.records);
    std::vector<std::pair<const PointGroup*, const PointGroup*>> pairs;
    size_t wanted = 0;
    for (const auto& group : ofA)
    {
        if (!m_a.curve.empty() && group.curve != m_a.curve)
        {
            continue;
        }
        ++wanted;
        if (const auto* other =
                FindGroup(ofB, m_b.curve.empty() ? group.curve : m_b.curve, group.value))
        {
            pairs.emplace_back(&group, other);
            m_isPaired = m_isPaired && HaveSameNumbers(group, *other);
        }
    }
    const auto there = std::count_if(ofB.begin(), ofB.end(), [this](const PointGroup& group) {
        return m_b.curve.empty() || group.curve == m_b.curve;
    });
    m_alone = wanted + static_cast<size_t>(there) - 2 * pairs.size();
    for (const auto& metric : metrics)
    {
        const size_t before = m_compared.size();
        for (const auto& [one, other] : pairs)
        {
            const auto& spec = one->records.front()->spec;
            ComparedMetric compared{one->curve,
                                    spec.name.empty() ? FormatPlain(spec.value) : spec.name,
                                    metric,
                                    one->Of(metric),
                                    other->Of(metric),
                                    PairedDifference(*other, *one, metric),
                                    !one->GetMarks().IsUsable() || !other->GetMarks().IsUsable()};
            if (compared.a.count > 0 && compared.b.count > 0)
            {
                m_compared.push_back(std::move(compared));
            }
        }
        if (m_compared.size() > before)
        {
            m_metrics.push_back(metric);
        }
    }
}

std::vector<std::string>
Comparison::GetCaveats() const
{
    std::vector<std::string> caveats;
    if (const auto differs = DescribeDifference(m_a.results.identity, m_b.results.identity);
        !differs.empty())
    {
        caveats.push_back("Different: " + differs + ".");
    }
    caveats.emplace_back(
        m_isPaired ? "Each replication of A has the random numbers of B's: differences are "
                     "paired."
                   : "A and B have different random numbers; with common-random-numbers: "
                     "true in the scenario the intervals would be narrower.");
    if (m_alone > 0)
    {
        caveats.push_back(std::to_string(m_alone) +
                          (m_alone == 1 ? " point that only one side has is"
                                        : " points that only one side has are") +
                          " left out.");
    }
    const auto marked = std::count_if(m_compared.begin(), m_compared.end(), [](const auto& each) {
        return each.isMarked;
    });
    if (marked > 0)
    {
        caveats.emplace_back("Rows with a * are of points that are marked: do not rely on them.");
    }
    const auto judged = std::count_if(m_compared.begin(), m_compared.end(), [](const auto& each) {
        return each.GetVerdict() != Difference::NO_INTERVAL &&
               each.GetVerdict() != Difference::EQUAL;
    });
    constexpr double ERROR = 0.05; // of a 95 % interval
    if (judged * ERROR >= 1)
    {
        caveats.push_back("Of " + std::to_string(judged) + " comparisons about " +
                          FormatFixed(judged * ERROR, 0) +
                          " would look significant by chance alone (95 %).");
    }
    return caveats;
}

std::string
Comparison::Summarize(const std::string& metric) const
{
    std::map<Difference, size_t> counts;
    std::map<Difference, std::pair<double, double>> range;
    size_t points = 0;
    for (const auto& each : m_compared)
    {
        if (each.metric != metric)
        {
            continue;
        }
        ++points;
        const auto verdict = each.GetVerdict();
        const double share = std::abs(each.difference.mean / each.a.mean);
        if (counts[verdict]++ == 0)
        {
            range[verdict] = {share, share};
        }
        range[verdict] = {std::min(range[verdict].first, share),
                          std::max(range[verdict].second, share)};
    }
    std::string text;
    for (const auto& [verdict, count] : counts)
    {
        text += (text.empty() ? metric + ": " : ", ") + std::string(ToString(verdict)) + " at " +
                (count == points ? "all" : std::to_string(count)) + " of " +
                std::to_string(points) + (points == 1 ? " point" : " points");
        const auto& [least, most] = range[verdict];
        const bool hasRange =
            (verdict == Difference::MORE || verdict == Difference::LESS) && std::isfinite(most);
        if (hasRange)
        {
            text += least == most ? " (" + Percent(most) + ")"
                                  : " (" + Percent(least) + " to " + Percent(most) + ")";
        }
    }
    return text;
}

std::string
Comparison::Describe() const
{
    std::string text = "A: " + NameOf(m_a) + "\nB: " + NameOf(m_b) + "\n";
    for (const auto& caveat : GetCaveats())
    {
        text += caveat + "\n";
    }
    for (const auto& metric : m_metrics)
    {
        TextTable table;
        table.Add({"curve", m_a.results.identity.sweep, "A", "B", "B - A", "+-", ""});
        for (const auto& each : m_compared)
        {
            if (each.metric == metric)
            {
                table.Add({each.curve,
                           each.value,
                           InUnit(each.a.mean, metric),
                           InUnit(each.b.mean, metric),
                           InUnit(each.difference.mean, metric),
                           InUnit(each.difference.halfWidth, metric),
                           each.Describe() + (each.isMarked ? " *" : "")});
            }
        }
        text += "\n" + metric + "\n" + table.GetText();
    }
    text += "\nIn B, with 95 % confidence:\n";
    for (const auto& metric : m_metrics)
    {
        text += "  " + Summarize(metric) + "\n";
    }
    return text;
}

nlohmann::json
Comparison::ToJson() const
{
    const auto side = [](const ComparedSide& compared) {
        return nlohmann::json{{"results", compared.results.path},
                              {"scenario", compared.results.identity.scenario},
                              {"settings", compared.results.identity.settings},
                              {"run", compared.results.identity.GetHash()},
                              {"curve", compared.curve}};
    };
    nlohmann::json list = nlohmann::json::array();
    for (const auto& each : m_compared)
    {
        list.push_back({{"metric", each.metric},
                        {"curve", each.curve},
                        {"value", each.value},
                        {"a", each.a.mean},
                        {"b", each.b.mean},
                        {"difference", each.difference.mean},
                        {"half_width", each.difference.halfWidth},
                        {"replications", each.difference.count},
                        {"verdict", ToString(each.GetVerdict())},
                        {"marked", each.isMarked}});
    }
    return {{"command", "compare"},
            {"a", side(m_a)},
            {"b", side(m_b)},
            {"sweep", m_a.results.identity.sweep},
            {"caveats", GetCaveats()},
            {"comparisons", list}};
}

} // namespace ns3::planner
