/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "closing-sentences.h"

#include "bottleneck.h"

#include "planner/base/number-format.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Simulation and closed form may differ by this share beyond the interval.
constexpr double AGREEMENT = 0.03;

/// Ratios that differ by less are one ratio and its noise.
constexpr double SAME_RATIO = 0.01;

/// So many points are named one by one, and so many ranges.
constexpr size_t SHOWN = 4;

/// @param rate bit/s @param decimals digits behind the point @return in words
std::string
DescribeRate(double rate, int decimals = 1)
{
    return rate >= 1e9 ? FormatFixed(rate / 1e9, decimals) + " Gbit/s"
                       : FormatFixed(rate / 1e6, decimals) + " Mbit/s";
}

/// @param names any @return the first ones, and how many there are more
std::string
ListSome(const std::vector<std::string>& names)
{
    const size_t shown = names.size() == SHOWN + 1 ? names.size() : std::min(names.size(), SHOWN);
    std::string text;
    for (size_t i = 0; i < shown; ++i)
    {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    const size_t more = names.size() - shown;
    return more == 0 ? text : text + " and " + std::to_string(more) + " more";
}

/// A simulated point of a curve.
struct SimulatedPoint
{
    double place;        //!< on the axis that the sentence speaks of
    std::string text;    //!< the same in words
    double ratio;        //!< offload ratio
    double throughput;   //!< bit/s
    Bottleneck decisive; //!< the bottleneck
};

/// What the sentence says of one curve.
class CurveSentence
{
  public:
    /**
     * @param experiment what was simulated
     * @param model closed form of the curve
     * @param groups its results
     */
    CurveSentence(const Experiment& experiment, const CurveModel& model, const GroupRange& groups);

    /// @return it
    std::string Make() const;

  private:
    /// Neighbors with the same bottleneck: numbers of the first and the last one.
    using Range = std::pair<size_t, size_t>;

    std::vector<Range> FindRanges() const;
    std::string WordsOf(const Range& range) const;
    std::string CountAll() const;
    std::string First(const Range& range) const;
    std::string Next(const Range& range) const;

    std::string m_axis;                   //!< "an offload ratio of", or the parameter of the sweep
    std::string m_all;                    //!< "every offload ratio"
    std::vector<SimulatedPoint> m_points; //!< along the axis
};

CurveSentence::CurveSentence(const Experiment& experiment,
                             const CurveModel& model,
                             const GroupRange& groups)
{
    double least = 1;
    double greatest = 0;
    for (const auto& group : groups)
    {
        const double ratio = group.Of("offload_ratio").mean;
        least = std::min(least, ratio);
        greatest = std::max(greatest, ratio);
        m_points.push_back({group.value,
                            experiment.sweep.TextOf(group.value),
                            ratio,
                            group.Of("throughput_bps").mean,
                            FindBottleneck(experiment.At(group.curve, group.value), group)});
    }
    const bool overRatio =
        model.HasForms() && model.IsOneFunction() && greatest - least > SAME_RATIO;
    if (overRatio)
    {
        for (auto& point : m_points)
        {
            point.place = point.ratio;
            point.text = FormatFixed(point.ratio, 2);
        }
    }
    m_axis = overRatio ? "an offload ratio of" : experiment.sweep.parameter;
    m_all = overRatio ? "every offload ratio" : "every " + experiment.sweep.parameter;
    std::stable_sort(m_points.begin(), m_points.end(), [](const auto& a, const auto& b) {
        return a.place < b.place;
    });
}

std::vector<CurveSentence::Range>
CurveSentence::FindRanges() const
{
    std::vector<Range> ranges;
    for (size_t i = 0; i < m_points.size(); ++i)
    {
        if (i > 0 && m_points[i].decisive == m_points[i - 1].decisive)
        {
            ranges.back().second = i;
        }
        else
        {
            ranges.emplace_back(i, i);
        }
    }
    return ranges;
}

/// @param range one of them @return its bottleneck; which one of several, if it is the same in all
std::string
CurveSentence::WordsOf(const Range& range) const
{
    Bottleneck bottleneck = m_points[range.first].decisive;
    for (size_t i = range.first; i <= range.second; ++i)
    {
        if (m_points[i].decisive.binding.name != bottleneck.binding.name)
        {
            bottleneck.binding.name.clear();
        }
    }
    return bottleneck.ToSentence();
}

/// @return each bottleneck with its number of points, where it changes too often to say where
std::string
CurveSentence::CountAll() const
{
    std::map<Bottleneck, size_t> counts;
    for (const auto& point : m_points)
    {
        Bottleneck bottleneck = point.decisive;
        bottleneck.binding.name.clear();
        ++counts[bottleneck];
    }
    std::string text;
    for (const auto& [bottleneck, count] : counts)
    {
        text += (text.empty() ? "" : ", ") + bottleneck.ToSentence() + " at " +
                std::to_string(count) + " of " + std::to_string(m_points.size()) + " points";
    }
    return text;
}

/// @param range the first of several @return where it ends
std::string
CurveSentence::First(const Range& range) const
{
    const auto& from = m_points[range.first];
    const auto& to = m_points[range.second];
    const std::string rate = DescribeRate(to.throughput);
    const std::string words = WordsOf(range);
    return range.first == range.second
               ? words + " at " + m_axis + " " + to.text + " (" + rate + ")"
               : words + " up to " + m_axis + " " + to.text + " (" + DescribeRate(from.throughput) +
                     " at " + from.text + ", " + rate + " there)";
}

/// @param range a later one @return where it is
std::string
CurveSentence::Next(const Range& range) const
{
    const auto& from = m_points[range.first];
    const auto& to = m_points[range.second];
    const std::string rate = DescribeRate(to.throughput);
    const std::string words = WordsOf(range);
    if (range.first == range.second)
    {
        return "at " + from.text + " " + words + " (" + rate + ")";
    }
    const bool isLast = range.second + 1 == m_points.size();
    return "from " + from.text + (isLast ? " on " : " to " + to.text + " ") + words + " (" + rate +
           " at " + to.text + ")";
}

std::string
CurveSentence::Make() const
{
    if (m_points.empty())
    {
        return "there is no result";
    }
    const auto& first = m_points.front();
    const auto& last = m_points.back();
    const bool isClear = std::all_of(m_points.begin(), m_points.end(), [](const auto& point) {
        return point.ratio == 0;
    });
    const std::string text = isClear ? "nothing is offloaded and " : "";
    if (m_points.size() == 1)
    {
        return text + first.decisive.ToSentence() + " (" + DescribeRate(first.throughput) +
               (isClear ? "" : ", offload ratio " + FormatFixed(first.ratio, 2)) + ")";
    }
    const auto ranges = FindRanges();
    if (ranges.size() == 1)
    {
        return text + WordsOf(ranges.front()) + " at " + m_all + " (" +
               DescribeRate(first.throughput) + " at " + first.text + ", " +
               DescribeRate(last.throughput) + " at " + last.text + ")";
    }
    if (ranges.size() > SHOWN)
    {
        return text + CountAll();
    }
    std::string sentence = text + First(ranges.front());
    for (size_t i = 1; i < ranges.size(); ++i)
    {
        sentence += (i + 1 < ranges.size() ? ", " : ", and ") + Next(ranges[i]);
    }
    return sentence;
}

/// @param experiment what was simulated @param groups its results
/// @return which points are marked, in short; empty when none is
std::string
NameMarked(const Experiment& experiment, const std::vector<PointGroup>& groups)
{
    std::map<std::string, std::vector<std::string>> points; // by their marks
    for (const auto& group : groups)
    {
        const auto marks = group.GetMarks().ToText();
        if (!marks.empty())
        {
            points[marks].push_back(experiment.sweep.TextOf(group.value) +
                                    (experiment.curves.size() > 1 ? " of " + group.curve : ""));
        }
    }
    std::string text;
    for (const auto& [marks, names] : points)
    {
        text += (text.empty() ? "" : "; ") + marks + ": " +
                (names.size() == groups.size() && names.size() > 1
                     ? "every point"
                     : experiment.sweep.parameter + " " + ListSome(names));
    }
    return text;
}

} // namespace

std::string
DescribeBindings(const Experiment& experiment,
                 const std::vector<CurveModel>& models,
                 const std::vector<PointRecord>& records)
{
    const auto groups = GroupReplications(records);
    std::string text = experiment.name + ": ";
    for (const auto& model : models)
    {
        if (&model != &models.front())
        {
            text += "; ";
        }
        text += (models.size() > 1 ? "with " + model.GetName() + " " : "") +
                CurveSentence(experiment, model, GroupsOf(groups, model.GetName())).Make();
    }
    const auto marked = NameMarked(experiment, groups);
    return text + "." + (marked.empty() ? "" : " Marked " + marked + ".");
}

bool
Agrees(const CurveModel& model, const PointGroup& group)
{
    const auto simulated = group.Of("throughput_bps");
    const double formed = model.At(group.value, group.Of("offload_ratio").mean).throughput;
    return std::abs(simulated.mean - formed) <= simulated.GetErrorBar() + AGREEMENT * formed;
}

std::string
DescribeAgreement(const Experiment& experiment,
                  const std::vector<CurveModel>& models,
                  const std::vector<PointRecord>& records)
{
    const auto groups = GroupReplications(records);
    size_t compared = 0;
    std::vector<std::string> differences;
    for (const auto& model : models)
    {
        for (const auto& group : GroupsOf(groups, model.GetName()))
        {
            if (!model.Find(group.value))
            {
                continue;
            }
            ++compared;
            if (!Agrees(model, group))
            {
                const double formed =
                    model.At(group.value, group.Of("offload_ratio").mean).throughput;
                differences.push_back(DescribeRate(formed, 2) + " instead of simulated " +
                                      DescribeRate(group.Of("throughput_bps").mean, 2) + " at " +
                                      experiment.sweep.parameter + " " +
                                      experiment.sweep.TextOf(group.value) +
                                      (models.size() > 1 ? " of " + group.curve : ""));
            }
        }
    }
    if (compared == 0)
    {
        return "";
    }
    return "The closed form agrees with the simulation at " +
           std::to_string(compared - differences.size()) + " of " + std::to_string(compared) +
           " points" + (differences.empty() ? "" : "; it says " + ListSome(differences)) + ".";
}

} // namespace ns3::planner
