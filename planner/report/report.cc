/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "report.h"

#include "closing-sentences.h"
#include "delay-sentences.h"
#include "figure.h"
#include "grid-figure.h"
#include "measured-report.h"
#include "metric-figure.h"
#include "network-drawing.h"
#include "network-figure.h"
#include "network-sentences.h"
#include "point-figures.h"
#include "provenance-report.h"
#include "repeated-sentences.h"
#include "sensitivity.h"
#include "summary.h"
#include "throughput-figure.h"
#include "timeline-figures.h"

#include "planner/analytic/curve-model.h"
#include "planner/base/number-format.h"
#include "planner/base/text-table.h"
#include "planner/scenario/figure-names.h"
#include "planner/simulate/fidelity-choice.h"
#include "planner/simulate/loss-meter.h"
#include "planner/simulate/point-marks.h"
#include "planner/simulate/reason-meter.h"
#include "planner/sweep/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <utility>

namespace ns3::planner
{

namespace
{

/// What a figure consists of.
constexpr std::array<const char*, 4> FIGURE_ENDINGS{".svg", ".png", ".gp", ".dat"};

/// A report on its way: text goes out, files into a folder.
class Reporter
{
  public:
    /// see Report()
    Reporter(const Experiment& experiment,
             const std::vector<PointRecord>& records,
             const std::string& folder,
             std::ostream& out,
             const ReportOptions& options)
        : m_experiment(experiment),
          m_records(records),
          m_folder(folder),
          m_out(out),
          m_draws(options.draws),
          m_progress(options.progress)
    {
    }

    /// Everything. @return what a page can show of it
    ReportParts Run()
    {
        m_out << m_experiment.title << "\n\n";
        if (m_experiment.first.traffic.segments.IsOn())
        {
            m_out << "Traffic: TCP super-segments of "
                  << m_experiment.first.traffic.sizes.front().length << " B, "
                  << m_experiment.first.traffic.segments.segment
                  << " B of payload per segment, open-loop: no acknowledgments, no congestion "
                     "control.\n\n";
        }
        MakeModels();
        VaryAssumed();
        const bool hasForms = std::any_of(m_models.begin(), m_models.end(), [](const auto& model) {
            return model.HasForms();
        });
        if (hasForms)
        {
            WorkOutForms();
            TellThroughput();
        }
        else
        {
            m_out << MakeMetricTable() << DescribeSpotChecks(m_experiment, m_records) << "\n"
                  << DescribeObstacles(m_experiment, m_models) << "\n";
        }
        TellMeasured();
        TellFindings();
        ListFile("results.csv");
        ListFile("results.sqlite");
        if (hasForms || m_experiment.sweep.GetValues().size() > 1)
        {
            DrawThroughput();
        }
        DrawHeatMaps();
        DrawPointFigures();
        DrawNetworks();
        for (const auto& figure : m_experiment.figures)
        {
            Draw(MakeMetricFigure(m_experiment, figure, m_records),
                 figure.name,
                 figure.metric + " has no value at any point");
        }
        if (m_experiment.first.timeline.period > 0)
        {
            ListFile("timeline.csv");
            DrawTimelines();
        }
        return std::move(m_parts);
    }

  private:
    /// Closed forms of all points.
    void MakeModels()
    {
        ProgressBar bar(std::cerr,
                        m_progress,
                        m_experiment.curves.size() * m_experiment.sweep.GetValues().size(),
                        ProgressBar::Clock::now(),
                        "closed form");
        m_models = MakeCurveModels(m_experiment, [&bar] { bar.Advance(); });
    }

    /// The same with other assumed values.
    void VaryAssumed()
    {
        ProgressBar bar(std::cerr,
                        m_progress,
                        2 * m_experiment.curves.size() * m_experiment.sweep.GetValues().size(),
                        ProgressBar::Clock::now(),
                        "closed form, assumed values");
        m_sensitivity =
            FindSensitivity(m_experiment, m_models, m_records, [&bar] { bar.Advance(); });
    }

    /// What table and figure will ask the closed forms for: they keep what they have worked out.
    void WorkOutForms() const
    {
        const auto groups = GroupReplications(m_records);
        const bool needsLines = m_draws && MovesRatio(m_experiment, m_models);
        size_t points = 0;
        for (const auto& model : m_models)
        {
            points += GroupsOf(groups, model.GetName()).size();
            points += needsLines ? model.CountLine() : 0;
        }
        ProgressBar bar(std::cerr,
                        m_progress,
                        points,
                        ProgressBar::Clock::now(),
                        "closed form, table and figure");
        for (const auto& model : m_models)
        {
            for (const auto& group : GroupsOf(groups, model.GetName()))
            {
                if (model.Find(group.value))
                {
                    model.At(group.value, group.Of("offload_ratio").mean);
                }
                bar.Advance();
            }
            if (needsLines)
            {
                model.GetLine([&bar] { bar.Advance(); });
            }
        }
    }

    /// Table and closed form.
    void TellThroughput()
    {
        m_out << MakeTable(m_experiment, m_models, m_records)
              << DescribeSpotChecks(m_experiment, m_records) << "\n"
              << DescribeObstacles(m_experiment, m_models);
        for (const auto& model : m_models)
        {
            if (!model.HasForms())
            {
                continue;
            }
            m_out << (m_models.size() > 1 ? model.GetName() + ". " : "")
                  << model.GetLast().Describe() << "\n";
        }
        m_out << DescribeAgreement(m_experiment, m_models, m_records) << "\n\n";
    }

    /// What was measured beside what is simulated.
    void TellMeasured()
    {
        if (m_experiment.measured.series.empty())
        {
            return;
        }
        const auto groups = GroupReplications(m_records);
        const auto comparisons = CompareMeasured(m_experiment, groups);
        m_parts.measured = MakeMeasuredTable(m_experiment, comparisons);
        m_measured = DescribeMeasured(m_experiment, comparisons);
        m_out << TextTable(m_parts.measured).GetText() << m_measured << "\n";
    }

    /// What is the bottleneck, what was lost and why, and what the numbers rest on.
    void TellFindings()
    {
        const std::string bindings = DescribeBindings(m_experiment, m_models, m_records) + "\n\n";
        const std::string marks = DescribeMarks(m_experiment, m_records);
        const std::string findings =
            DescribeNetwork(m_experiment, m_records) + DescribeFidelities(m_experiment, m_records) +
            DescribeDelays(m_experiment, m_records) + DescribeReasons(m_experiment, m_records) +
            DescribeLosses(m_experiment, m_records) + DescribeRepeatedIvs(m_experiment, m_records) +
            DescribeProvenance(m_experiment, m_records) +
            DescribeSensitivity(m_experiment, m_sensitivity);
        m_out << bindings << marks << findings;
        m_parts.findings = bindings + m_measured + findings;
        if (!marks.empty())
        {
            m_parts.warnings.push_back(marks);
        }
        for (const auto& missing : FindMissingCosts(m_experiment, m_records))
        {
            m_out << "warning: " << missing << "\n";
            m_parts.warnings.push_back(missing);
        }
        if (CountFailedSpotChecks(m_records) > 0)
        {
            m_parts.warnings.push_back(DescribeSpotChecks(m_experiment, m_records));
        }
    }

    /// @return the metrics of a scenario that the closed form does not know
    std::string MakeMetricTable() const
    {
        std::vector<std::string> metrics{"offload_ratio", "throughput_bps", "loss"};
        if (m_experiment.first.traffic.direction == TrafficDirection::BOTH)
        {
            metrics.insert(metrics.end(), {"reverse_offload_ratio", "reverse_throughput_bps"});
        }
        for (const auto& figure : m_experiment.figures)
        {
            metrics.push_back(figure.metric);
        }
        TextTable table;
        std::vector<std::string> head{"curve", m_experiment.sweep.parameter};
        head.insert(head.end(), metrics.begin(), metrics.end());
        head.emplace_back("marks");
        table.Add(head);
        for (const auto& group : GroupReplications(m_records))
        {
            std::vector<std::string> cells{group.curve, m_experiment.sweep.TextOf(group.value)};
            for (const auto& metric : metrics)
            {
                const Estimate estimate = group.Of(metric);
                cells.push_back(std::isnan(estimate.mean) ? "-" : FormatNumber(estimate.mean));
            }
            cells.push_back(group.GetMarks().ToText());
            table.Add(cells);
        }
        return table.GetText();
    }

    /// @param name of a file that is there
    void ListFile(const std::string& name)
    {
        m_out << m_folder << "/" << name << "\n" << std::flush;
    }

    /// The default figure; another run's over the other axis goes.
    void DrawThroughput()
    {
        const bool overRatio = MovesRatio(m_experiment, m_models);
        Remove(overRatio ? THROUGHPUT_OVER_SWEEP : THROUGHPUT_OVER_RATIO);
        Draw(m_draws ? MakeThroughputFigure(m_experiment, m_models, m_records, m_sensitivity)
                     : Figure(),
             overRatio ? THROUGHPUT_OVER_RATIO : THROUGHPUT_OVER_SWEEP,
             "no point has both an offload ratio and a throughput");
    }

    /// @param name of files @return true when they are drawn; otherwise takes older ones away
    /// @param isEmpty there is nothing in them
    bool Begins(const std::string& name, bool isEmpty)
    {
        if (m_draws && !isEmpty)
        {
            return true;
        }
        m_out << "No figure " << name << ": " << (m_draws ? "no point has a value" : "--no-figures")
              << "\n";
        Remove(name);
        return false;
    }

    /// @param name of files that are there @return the picture among them
    std::string Ends(const std::string& name)
    {
        for (const char* ending : FIGURE_ENDINGS)
        {
            ListFile(name + ending);
        }
        return m_folder + "/" + name + ".svg";
    }

    /// Maps of a sweep over two parameters.
    void DrawHeatMaps()
    {
        Remove(THROUGHPUT_HEAT_MAP); // of another run
        for (const auto& [name, map] : MakeHeatMaps(m_experiment, m_records))
        {
            if (Begins(name, !HasValues(map)))
            {
                DrawHeatMap(map, m_folder, name);
                m_parts.heatMaps.push_back({map, Ends(name)});
            }
        }
    }

    /// How busy, how late and why, where there are several values.
    void DrawPointFigures()
    {
        const bool isSwept = m_experiment.sweep.GetValues().size() > 1;
        const bool isGrid = !m_experiment.grid.GetValues().empty();
        for (const std::string name : POINT_FIGURES) // of another run
        {
            Remove(name);
            for (size_t curve = 2; curve <= MOST_POINT_CURVES; ++curve)
            {
                Remove(name + "-" + std::to_string(curve));
            }
        }
        if (!isSwept || isGrid || !m_draws)
        {
            return;
        }
        for (const auto& make : {MakeUseFigures, MakeLatencyFigures})
        {
            for (const auto& [name, figure] : make(m_experiment, m_records))
            {
                if (HasPoints(figure))
                {
                    DrawFigure(figure, m_folder, name);
                    m_parts.figures.push_back({figure, Ends(name)});
                }
            }
        }
        for (const auto& [name, figure] : MakeReasonFigures(m_experiment, m_records))
        {
            if (HasLayers(figure))
            {
                DrawStacks(figure, m_folder, name);
                m_parts.pictures.push_back({figure.title, figure.subtitle, Ends(name)});
            }
        }
    }

    /// Networks of more than a pair, with loads.
    void DrawNetworks()
    {
        for (size_t curve = 0; curve < MOST_POINT_CURVES; ++curve) // of another run
        {
            Remove(FigureNameOf(NETWORK_FIGURE, curve));
        }
        if (!m_draws)
        {
            return;
        }
        for (const auto& [name, figure] : MakeNetworkFigures(m_experiment, m_records))
        {
            DrawNetwork(figure, m_folder, name);
            m_parts.pictures.push_back({figure.title, figure.subtitle, Ends(name)});
        }
    }

    /// What changes along the time; counters and slots only where there are any.
    void DrawTimelines()
    {
        for (const char* name : TIMELINE_FIGURES) // of another run
        {
            Remove(name);
        }
        for (const auto& [name, figure] : MakeTimelineFigures(m_experiment, m_records))
        {
            Draw(figure, name, "the traffic ends before the first period of the timeline");
        }
    }

    /// @param name of a figure of other results
    void Remove(const std::string& name) const
    {
        for (const char* ending : FIGURE_ENDINGS)
        {
            std::filesystem::remove(m_folder + "/" + name + ending);
        }
    }

    /// @param figure what to draw @param name of its files
    /// @param why there may be nothing to draw
    void Draw(const Figure& figure, const std::string& name, const std::string& why)
    {
        if (m_draws && HasPoints(figure))
        {
            DrawFigure(figure, m_folder, name);
            m_parts.figures.push_back({figure, Ends(name)});
            return;
        }
        m_out << "No figure " << name << ": " << (m_draws ? why : "--no-figures") << "\n";
        Remove(name);
    }

    const Experiment& m_experiment;              //!< what was simulated
    const std::vector<PointRecord>& m_records;   //!< its results
    const std::string& m_folder;                 //!< gets the files
    std::ostream& m_out;                         //!< gets the text
    bool m_draws;                                //!< figures, too
    ProgressBar::Style m_progress;               //!< of closed forms
    std::vector<CurveModel> m_models;            //!< closed forms, where there are any
    std::vector<CurveSensitivity> m_sensitivity; //!< what rests on assumed values
    std::string m_measured;                      //!< how far from it the simulation is
    ReportParts m_parts;                         //!< what a page can show
};

} // namespace

ReportParts
Report(const Experiment& experiment,
       const std::vector<PointRecord>& records,
       const std::string& folder,
       std::ostream& out,
       const ReportOptions& options)
{
    return Reporter(experiment, records, folder, out, options).Run();
}

} // namespace ns3::planner
