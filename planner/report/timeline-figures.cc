/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "timeline-figures.h"

#include "figure-layout.h"
#include "metric-figure.h"

#include "planner/scenario/figure-names.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace ns3::planner
{

namespace
{

/// A unit of an axis.
struct AxisUnit
{
    double size;
    const char* name;
};

/// Units of octets, the greatest first.
constexpr std::array<AxisUnit, 4> OCTETS{{{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}, {1, "octets"}}};

/// @param group replications of a point @param column of the timeline
/// @return its mean, by sample; empty: there is no such column
std::vector<FigurePoint>
MeanTimeline(const PointGroup& group, const std::string& column)
{
    std::vector<FigurePoint> line;
    const auto& first = group.records.front()->result.timeline;
    const auto found = std::find(first.names.begin(), first.names.end(), column);
    if (found == first.names.end())
    {
        return line;
    }
    const auto position = static_cast<size_t>(found - first.names.begin());
    size_t samples = SIZE_MAX;
    for (const auto* record : group.records)
    {
        samples = std::min(samples, record->result.timeline.rows.size());
    }
    for (size_t i = 0; i < samples; ++i)
    {
        double sum = 0;
        for (const auto* record : group.records)
        {
            sum += record->result.timeline.rows[i].values[position];
        }
        line.push_back({first.rows[i].time, sum / static_cast<double>(group.records.size())});
    }
    return line;
}

/// @param figure one over time; gets the end of its x axis
void
FitTime(Figure& figure)
{
    double end = 0;
    for (const auto& curve : figure.curves)
    {
        for (const auto& point : curve.line)
        {
            end = std::max(end, point.x);
        }
    }
    figure.xMax = end > 0 ? end : 1;
}

/// @param figure one of octets @param label of its y axis, which it gets with a unit that suits
void
FitOctets(Figure& figure, const std::string& label)
{
    const double top = TopOfCurves(figure);
    const auto* unit = std::find_if(OCTETS.begin(), OCTETS.end() - 1, [top](const AxisUnit& each) {
        return top >= each.size;
    });
    for (auto& curve : figure.curves)
    {
        for (auto& point : curve.line)
        {
            point.y /= unit->size;
        }
    }
    figure.yLabel = label + " (" + unit->name + ")";
}

/// Draws columns of a timeline.
class TimelineDrawer
{
  public:
    /// @param experiment one with a timeline @param records its results
    TimelineDrawer(const Experiment& experiment, const std::vector<PointRecord>& records)
        : m_experiment(experiment),
          m_groups(GroupReplications(records))
    {
    }

    /// @param column of the timeline @param label of the y axis @return lines of all points
    Figure Draw(const std::string& column, const std::string& label) const
    {
        Figure figure;
        figure.title = m_experiment.title;
        figure.subtitle = DescribeReplications(m_experiment, m_groups) +
                          (m_experiment.replications > 1 ? ", means" : "");
        figure.xLabel = "Time since the start of the traffic (s)";
        figure.yLabel = label;
        for (const auto& curve : m_experiment.curves)
        {
            for (const auto& group : GroupsOf(m_groups, curve.name))
            {
                FigureCurve drawn;
                drawn.name = NameOf(group);
                drawn.line = MeanTimeline(group, column);
                if (!drawn.line.empty())
                {
                    figure.curves.push_back(std::move(drawn));
                }
            }
        }
        FitTime(figure);
        return figure;
    }

    /// @param column of the timeline @param label of the y axis @return the same as a low panel
    Figure DrawPanel(const std::string& column, const std::string& label) const
    {
        Figure panel = Draw(column, label);
        panel.title.clear();
        panel.subtitle.clear();
        for (auto& curve : panel.curves)
        {
            curve.name.clear();
        }
        return panel;
    }

  private:
    /// @param group a point @return what its line is called
    std::string NameOf(const PointGroup& group) const
    {
        std::string value = m_experiment.sweep.TextOf(group.value);
        if (m_experiment.curves.size() == 1)
        {
            return value;
        }
        return m_experiment.sweep.GetValues().size() > 1 ? group.curve + ", " + value : group.curve;
    }

    const Experiment& m_experiment;   //!< what was simulated
    std::vector<PointGroup> m_groups; //!< its points
};

} // namespace

NamedFigures<Figure>
MakeTimelineFigures(const Experiment& experiment, const std::vector<PointRecord>& records)
{
    const TimelineDrawer drawer(experiment, records);
    NamedFigures<Figure> figures{
        {TIMELINE_FIGURES[0],
         drawer.Draw("offload_ratio", "Offload ratio (share of protected IP octets)")}};
    const auto add = [&figures](const char* name, Figure figure, Figure panel) {
        if (TopOfCurves(panel) > 0)
        {
            figure.panels.push_back(std::move(panel));
        }
        if (TopOfCurves(figure) > 0)
        {
            figures.emplace_back(name, std::move(figure));
        }
    };
    const bool isReceived = experiment.first.traffic.direction == TrafficDirection::RECEIVE;
    add(TIMELINE_FIGURES[1],
        drawer.Draw(isReceived ? "rx_slots_used" : "tx_slots_used",
                    isReceived ? "SA slots in use for receiving" : "SA slots in use for sending"),
        drawer.DrawPanel("rekeys", "Rekeys per sample"));
    Figure counted = drawer.Draw("unreported_octets", "");
    FitOctets(counted, "Counted by the NIC, not reported yet");
    Figure beyond = drawer.DrawPanel("overshoot_octets", "");
    FitOctets(beyond, "Beyond limit");
    add(TIMELINE_FIGURES[2], std::move(counted), std::move(beyond));
    return figures;
}

} // namespace ns3::planner
