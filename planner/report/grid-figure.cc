/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "grid-figure.h"

#include "planner/base/number-format.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ns3::planner
{

namespace
{

/// The values of a parameter along an axis.
class GridAxis
{
  public:
    /// @param sweep the parameter
    explicit GridAxis(const SweepSpec& sweep)
        : m_values(sweep.GetValues())
    {
        if (!sweep.isText)
        {
            std::stable_sort(m_values.begin(), m_values.end(), [](const auto& a, const auto& b) {
                return a.value < b.value;
            });
        }
    }

    /// @param value one of the sweep's @return where it is, from 0
    size_t PlaceOf(double value) const
    {
        const auto found = std::find_if(m_values.begin(), m_values.end(), [value](const auto& one) {
            return one.value == value;
        });
        return static_cast<size_t>(found - m_values.begin());
    }

    /// @return the values in words
    std::vector<std::string> GetNames() const
    {
        std::vector<std::string> names;
        for (const auto& value : m_values)
        {
            names.push_back(value.text);
        }
        return names;
    }

  private:
    std::vector<SweepValue> m_values; //!< from least to greatest, names as in the file
};

/// What a map shows.
struct Shown
{
    std::string name;   //!< "throughput", or that of the scenario's figure
    std::string title;  //!< of the map
    std::string metric; //!< a column of the results
    double unit;        //!< what it is divided by
    std::string label;  //!< of the numbers
};

/// Makes the maps.
class GridMaps
{
  public:
    /// see MakeHeatMaps()
    GridMaps(const Experiment& experiment, const std::vector<PointRecord>& records)
        : m_experiment(experiment),
          m_columns(experiment.sweep),
          m_rows(experiment.grid),
          m_groups(GroupReplications(records))
    {
    }

    /// @return all of them
    std::vector<NamedHeatMap> Make() const
    {
        std::vector<std::string> curves; // each once, in order
        for (const auto& curve : m_experiment.curves)
        {
            if (curves.empty() || curves.back() != curve.plain)
            {
                curves.push_back(curve.plain);
            }
        }
        std::vector<NamedHeatMap> maps;
        for (const auto& shown : FindShown())
        {
            for (size_t i = 0; i < curves.size(); ++i)
            {
                const bool isOne = curves.size() == 1;
                maps.push_back(
                    {HEAT_MAP_PREFIX + shown.name + (isOne ? "" : "-" + std::to_string(i + 1)),
                     MakeMap(shown, curves[i], isOne)});
            }
        }
        return maps;
    }

  private:
    /// @return what the maps show
    std::vector<Shown> FindShown() const
    {
        double most = 0;
        for (const auto& group : m_groups)
        {
            most = std::max(most, group.Of("throughput_bps").mean);
        }
        const bool isGiga = most >= 1e9;
        std::vector<Shown> all{
            {"throughput",
             m_experiment.title,
             "throughput_bps",
             isGiga ? 1e9 : 1e6,
             std::string("Throughput, IP octets before ESP (") + (isGiga ? "Gbit/s)" : "Mbit/s)")}};
        for (const auto& figure : m_experiment.figures)
        {
            all.push_back({figure.name,
                           figure.title.empty() ? m_experiment.title : figure.title,
                           figure.metric,
                           figure.unit,
                           figure.yLabel});
        }
        return all;
    }

    /// @param shown what it shows @param curve of which @param isOne there is no other curve
    /// @return the map
    HeatMap MakeMap(const Shown& shown, const std::string& curve, bool isOne) const
    {
        HeatMap map;
        map.title = shown.title + (isOne ? "" : ", " + curve);
        map.subtitle = "Scenario " + m_experiment.GetLabel() +
                       ": means of the replications; hatched: not to be used; -: no value.";
        map.xLabel = m_experiment.sweep.parameter;
        map.yLabel = m_experiment.grid.parameter;
        map.valueLabel = shown.label;
        map.xNames = m_columns.GetNames();
        map.yNames = m_rows.GetNames();
        for (const auto& one : m_experiment.curves)
        {
            if (one.plain != curve)
            {
                continue;
            }
            const double value = m_experiment.grid.GetValues()[one.gridRow].value;
            for (const auto& group : GroupsOf(m_groups, one.name))
            {
                map.cells.push_back({m_columns.PlaceOf(group.value),
                                     m_rows.PlaceOf(value),
                                     group.Of(shown.metric).mean / shown.unit,
                                     !group.GetMarks().IsUsable()});
            }
        }
        return map;
    }

    const Experiment& m_experiment;   //!< what was simulated
    GridAxis m_columns;               //!< values of the sweep
    GridAxis m_rows;                  //!< those of the second parameter
    std::vector<PointGroup> m_groups; //!< results
};

} // namespace

std::vector<NamedHeatMap>
MakeHeatMaps(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    if (experiment.grid.GetValues().empty())
    {
        return {};
    }
    return GridMaps(experiment, records).Make();
}

} // namespace ns3::planner
