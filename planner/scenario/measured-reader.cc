/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "measured-reader.h"

#include "model/profile/did-you-mean.h"
#include "model/profile/text-file.h"
#include "model/profile/units.h"
#include "planner/base/csv-text.h"
#include "planner/base/metric-table.h"

#include "ns3/ipsec-input-error.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace ns3::planner
{

const MeasuredPoint*
MeasuredSeries::Find(const std::string& curve, double value) const
{
    const auto found = std::find_if(points.begin(), points.end(), [&](const auto& point) {
        return point.curve == curve && point.value == value;
    });
    return found == points.end() ? nullptr : &*found;
}

const MeasuredSeries*
MeasuredData::Find(const std::string& metric) const
{
    const auto found = std::find_if(series.begin(), series.end(), [&metric](const auto& one) {
        return one.metric == metric;
    });
    return found == series.end() ? nullptr : &*found;
}

namespace
{

/// Columns that are no metrics.
constexpr const char* CURVE = "curve";
constexpr const char* NOTE = "note";

/// Picoseconds, in which quantities measure time.
constexpr double SECOND = 1e12;

/// A unit that a metric may be written in.
struct MetricUnit
{
    Dimension dimension; //!< of quantities with it
    double size;         //!< a base unit of that dimension in the metric's own unit
};

/// @param unit of a row of the table of metrics @return how quantities say it; nothing: as it is
std::optional<MetricUnit>
FindUnit(const std::string& unit)
{
    if (unit == "bit/s")
    {
        return MetricUnit{Dimension::RATE, 1};
    }
    if (unit == "s")
    {
        return MetricUnit{Dimension::DURATION, 1 / SECOND};
    }
    if (unit == "octets")
    {
        return MetricUnit{Dimension::OCTETS, 1};
    }
    return unit == "1" ? std::optional(MetricUnit{Dimension::SHARE, 1}) : std::nullopt;
}

/// @param text of a head @return name and what is in parentheses behind it
std::pair<std::string, std::string>
SplitHead(const std::string& text)
{
    const size_t open = text.rfind('(');
    if (open == std::string::npos || text.back() != ')')
    {
        return {text, ""};
    }
    const size_t end = text.find_last_not_of(' ', open == 0 ? 0 : open - 1);
    return {text.substr(0, end + 1), text.substr(open + 1, text.size() - open - 2)};
}

/// @param name "throughput_bps", or the same without its unit @return the metric; empty: none
std::string
FindMetric(const std::string& name)
{
    for (const char* ending : {"", "_bps", "_s", "_packets"})
    {
        const MetricRow* row = FindMetricRow(name + ending);
        if (row && row->need != MetricNeed::SPOT_CHECK)
        {
            return name + ending;
        }
    }
    return "";
}

/// Reads one file.
class MeasuredReader
{
  public:
    /// @param experiment its sweep and curves @param file as messages name it
    MeasuredReader(Experiment& experiment, std::string file)
        : m_experiment(experiment),
          m_file(std::move(file))
    {
    }

    /// @param rows of the file @return what was measured
    std::vector<MeasuredSeries> Read(const std::vector<CsvRow>& rows)
    {
        ReadHead(rows.front());
        if (m_problems.empty()) // otherwise nobody knows what the columns are
        {
            std::for_each(rows.begin() + 1, rows.end(), [this](const CsvRow& row) { Add(row); });
        }
        if (!m_problems.empty())
        {
            throw InputError(m_problems);
        }
        return std::move(m_series);
    }

  private:
    /// What a column has.
    struct Column
    {
        std::string unit; //!< of its numbers; empty: none
        int series{-1};   //!< number of the metric's
    };

    /// @param cell what is wrong @param expected instead
    void Complain(const CsvCell& cell, const std::string& expected)
    {
        m_problems.push_back({m_file, cell.line, cell.column, cell.text, expected});
    }

    /// @param head the first row
    void ReadHead(const CsvRow& head)
    {
        std::set<std::string> names;
        for (size_t i = 0; i < head.size(); ++i)
        {
            const auto [name, unit] = SplitHead(head[i].text);
            m_columns.push_back({unit, -1});
            if (name == CURVE)
            {
                m_curve = i;
            }
            else if (name == m_experiment.sweep.parameter || name == m_experiment.sweep.path)
            {
                m_value = i;
            }
            else if (name != NOTE)
            {
                AddSeries(head[i], name, m_columns.back());
            }
            else
            {
                m_note = i;
            }
            if (!names.insert(name).second)
            {
                Complain(head[i], "each column once");
            }
        }
        if (!m_value && m_experiment.sweep.GetValues().size() > 1)
        {
            Complain(head.front(),
                     "a column " + m_experiment.sweep.parameter +
                         ", which is swept, among those "
                         "of the head");
        }
        if (!m_curve && m_experiment.curves.size() > 1)
        {
            Complain(head.front(), "a column curve in the head: the scenario has several");
        }
        if (m_series.empty() && m_problems.empty())
        {
            Complain(head.front(), "a column with a metric (list metrics) in the head");
        }
    }

    /// @param cell of the head @param name of a metric @param column gets its series
    void AddSeries(const CsvCell& cell, const std::string& name, Column& column)
    {
        MeasuredSeries series;
        series.metric = FindMetric(name);
        if (series.metric.empty())
        {
            Complain(cell,
                     "curve, note, " + m_experiment.sweep.parameter +
                         ", or a metric (list metrics) with its unit in parentheses" +
                         DidYouMean(name, GetMetricNames()));
            return;
        }
        const std::string& own = FindMetricRow(series.metric)->unit;
        const auto unit = FindUnit(own);
        series.unit = column.unit;
        if (!column.unit.empty() && column.unit != own)
        {
            const auto one = ParseQuantity("1 " + column.unit);
            if (!unit || !one || one->dimension != unit->dimension)
            {
                Complain(cell, "a unit of " + series.metric + ", which is measured in " + own);
                return;
            }
            series.unitSize = one->GetBase() * unit->size;
        }
        column.series = static_cast<int>(m_series.size());
        m_series.push_back(std::move(series));
    }

    /// @param row behind the head
    void Add(const CsvRow& row)
    {
        MeasuredPoint point;
        point.curve = ReadCurve(row);
        const auto value = ReadValue(row);
        point.note = m_note ? row[*m_note].text : "";
        for (size_t i = 0; i < row.size(); ++i)
        {
            if (m_columns[i].series < 0 || row[i].text.empty())
            {
                continue; // of this metric nothing was measured there
            }
            auto& series = m_series[static_cast<size_t>(m_columns[i].series)];
            const auto number = ParseQuantity(row[i].text);
            if (!number || !number->unit.empty())
            {
                Complain(row[i],
                         "a number" + (series.unit.empty()
                                           ? std::string()
                                           : " in " + series.unit + ", the unit in the head"));
                continue;
            }
            point.measured = number->number * series.unitSize;
            point.value = value.value_or(0);
            if (value && !m_known.emplace(series.metric, point.curve, point.value).second)
            {
                Complain(row[i], "each curve and value once");
            }
            series.points.push_back(point);
        }
    }

    /// @param row behind the head @return the curve that it is about
    std::string ReadCurve(const CsvRow& row)
    {
        const auto& curves = m_experiment.curves;
        if (!m_curve)
        {
            return curves.front().name; // the only one
        }
        const std::string& name = row[*m_curve].text;
        std::vector<std::string> names;
        for (const auto& curve : curves)
        {
            if (curve.name == name)
            {
                return name;
            }
            names.push_back(curve.name);
        }
        std::string list;
        for (const auto& known : names)
        {
            list += (list.empty() ? "" : ", ") + known;
        }
        Complain(row[*m_curve], "one of the curves: " + list + DidYouMean(name, names));
        return name;
    }

    /// @param row behind the head @return the value of the sweep that it is about
    std::optional<double> ReadValue(const CsvRow& row)
    {
        SweepSpec& sweep = m_experiment.sweep;
        if (!m_value)
        {
            return sweep.GetValues().front().value;
        }
        const CsvCell& cell = row[*m_value];
        const std::string& unit = m_columns[*m_value].unit;
        const std::string text = cell.text + (unit.empty() ? "" : " " + unit);
        if (const auto* known = sweep.FindText(text))
        {
            return known->value;
        }
        const auto quantity = ParseQuantity(text);
        const auto other = ParseQuantity(sweep.GetValues().front().text);
        const bool isPaired = std::any_of(sweep.GetValues().begin(),
                                          sweep.GetValues().end(),
                                          [](const auto& value) { return !value.with.empty(); });
        if (sweep.isText || isPaired || !quantity || !other ||
            quantity->dimension != other->dimension)
        {
            Complain(cell,
                     "a value of " + sweep.parameter + " such as " +
                         sweep.GetValues().front().text +
                         (unit.empty() ? "" : ", without the unit that the head has"));
            return std::nullopt;
        }
        return AddValue(cell, quantity->GetBase(), text);
    }

    /// @param cell with a value that the sweep does not have @param value the same
    /// @param text the same, with its unit @return the value; nothing when no point can have it
    std::optional<double> AddValue(const CsvCell& cell, double value, const std::string& text)
    {
        SweepSpec& sweep = m_experiment.sweep;
        const SweepSpec before = sweep;
        sweep.Add(value, text);
        try
        {
            for (const auto& curve : m_experiment.curves)
            {
                m_experiment.At(curve.name, value);
            }
        }
        catch (const InputError& error)
        {
            sweep = before;
            Complain(cell, error.GetProblems().front().expected);
            return std::nullopt;
        }
        return value;
    }

    Experiment& m_experiment;             //!< its sweep and curves
    std::string m_file;                   //!< as messages name it
    std::vector<Column> m_columns;        //!< of the file
    std::optional<size_t> m_curve;        //!< number of the column with curves
    std::optional<size_t> m_value;        //!< of that with values of the sweep
    std::optional<size_t> m_note;         //!< of that with remarks
    std::vector<MeasuredSeries> m_series; //!< so far
    std::vector<InputProblem> m_problems; //!< so far
    std::set<std::tuple<std::string, std::string, double>> m_known; //!< metric, curve and value
};

} // namespace

MeasuredData
ReadMeasured(const ScenarioValue& value, Experiment& experiment)
{
    MeasuredData data;
    data.file = value.ToText().value_or("");
    if (data.file.empty())
    {
        return data;
    }
    if (experiment.search.IsOn())
    {
        value.Complain("no search beside it: what was measured is compared with the load as it is");
        return data;
    }
    const auto path = std::filesystem::path(experiment.file).parent_path() / data.file;
    try
    {
        data.series = MeasuredReader(experiment, path.string())
                          .Read(ParseCsv(ReadTextFile(path.string()), path.string()));
    }
    catch (const InputError& error)
    {
        value.GetInput().Adopt(error.GetProblems());
    }
    return data;
}

} // namespace ns3::planner
