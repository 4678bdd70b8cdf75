/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "provenance-report.h"

#include "model/profile/name-lists.h"
#include "planner/analytic/binding.h"
#include "planner/base/number-format.h"
#include "planner/simulate/work-rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Shares below this are not worth a word.
constexpr double LEAST_SHARE = 0.005;

/// Names and shares.
using Shares = std::map<std::string, double>;

/// What the work of one resource rests on, added up over points.
struct Work
{
    uint32_t points{0};  //!< at which it was the busiest resource
    Shares byProvenance; //!< sums of shares
    Shares assumed;      //!< sums of shares of assumed values
};

/// @param shares sums @return names and values, the largest first
std::vector<std::pair<std::string, double>>
Sorted(const Shares& shares)
{
    std::vector<std::pair<std::string, double>> sorted(shares.begin(), shares.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.second > b.second;
    });
    return sorted;
}

/// @param share a share @return "12 %"
std::string
Percent(double share)
{
    return FormatFixed(100 * share, 0) + " %";
}

/// @param work of a resource @return "62 % derived, 31 % assumed (driver-rx 12 %, tag 5 %)"
std::string
Describe(const Work& work)
{
    constexpr size_t SHOWN = 3;
    std::string text;
    for (const auto& [provenance, sum] : Sorted(work.byProvenance))
    {
        const double share = sum / work.points;
        if (share < LEAST_SHARE)
        {
            continue;
        }
        text += (text.empty() ? "" : ", ") + Percent(share) + " " +
                (provenance == ToString(Provenance::SCENARIO) ? "set by the scenario" : provenance);
        if (provenance != ToString(Provenance::ASSUMED))
        {
            continue;
        }
        std::string values;
        const auto sorted = Sorted(work.assumed);
        for (size_t i = 0; i < std::min(SHOWN, sorted.size()); ++i)
        {
            values += (i == 0 ? "" : ", ") + sorted[i].first + " " +
                      Percent(sorted[i].second / work.points);
        }
        text += " (" + values + (sorted.size() > SHOWN ? ", ...)" : ")");
    }
    return text;
}

/// What a profile has no cost for.
struct Missing
{
    std::set<std::string> zero;     //!< keys of steps
    std::set<std::string> defaults; //!< names of algorithms
};

/// @param row of a missing cost @param missing of its profile
void
Add(const WorkRow& row, Missing& missing)
{
    const std::string cipher = "cipher.";
    if (row.value.compare(0, cipher.size(), cipher) != 0)
    {
        missing.zero.insert(row.value);
    }
    else if (row.share > 0)
    {
        missing.defaults.insert(
            row.value.substr(cipher.size(), row.value.rfind('.') - cipher.size()));
    }
    else
    {
        missing.zero.insert(row.value.substr(0, row.value.rfind('.')));
    }
}

/// @param missing what @return in words
std::string
Describe(Missing missing)
{
    for (const auto& algorithm : missing.defaults)
    {
        missing.zero.erase("cipher." + algorithm); // one of its two parts has a default
    }
    std::string text;
    if (!missing.zero.empty())
    {
        text = " has no cost for " + MakeCommaList(missing.zero) + ": counted as 0";
    }
    if (!missing.defaults.empty())
    {
        text += (text.empty() ? ": cipher " : "; cipher ") + MakeCommaList(missing.defaults) +
                ": taken from \"default\"";
    }
    return text;
}

} // namespace

std::string
DescribeProvenance(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::map<std::string, std::map<std::string, Work>> curves; // by curve, by resource
    for (const auto& record : records)
    {
        const auto& result = record.result;
        const std::string resource = FindBusiest(result.work, [&result](const std::string& metric) {
            return result.Get(metric);
        });
        if (resource.empty())
        {
            continue;
        }
        Work& work = curves[record.spec.curve][resource];
        ++work.points;
        for (const auto& row : result.work)
        {
            if (row.resource == resource)
            {
                work.byProvenance[row.provenance] += row.share;
                if (row.provenance == ToString(Provenance::ASSUMED))
                {
                    work.assumed[row.value] += row.share;
                }
            }
        }
    }
    std::string text;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& [resource, work] : curves[curve.name])
        {
            const auto binding = MakeMeasured(experiment.first, FindResource(resource));
            text += curve.name + ": the work of the " + ToString(binding) +
                    " rests on values that are " + Describe(work) + "\n";
        }
    }
    return text;
}

std::vector<std::string>
FindMissingCosts(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    std::map<std::string, std::map<std::string, Missing>> curves; // by curve, by profile
    for (const auto& record : records)
    {
        for (const auto& row : record.result.work)
        {
            if (row.resource.empty())
            {
                Add(row, curves[record.spec.curve][row.profile]);
            }
        }
    }
    std::vector<std::string> lines;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& [profile, missing] : curves[curve.name])
        {
            lines.push_back((experiment.curves.size() > 1 ? curve.name + ": " : "") +
                            "host profile " + profile + Describe(missing));
        }
    }
    return lines;
}

} // namespace ns3::planner
