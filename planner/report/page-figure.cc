/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "page-figure.h"

#include "figure-layout.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <vector>

namespace ns3::planner
{

namespace
{

using Json = nlohmann::json;

/// The table that dygraphs draws: a row per x, a column per series.
class SeriesTable
{
  public:
    /// @param name of a series @param color of it @param kind "points", "marked", "line" or "limit"
    /// @param points its values; without any there is no series
    void Add(const std::string& name,
             const std::string& color,
             const char* kind,
             const std::vector<FigurePoint>& points)
    {
        if (points.empty())
        {
            return;
        }
        m_labels.push_back(MakeUnique(name));
        m_series.push_back({{"color", color}, {"kind", kind}});
        for (const auto& point : points)
        {
            if (std::isfinite(point.x) && std::isfinite(point.y))
            {
                m_rows[point.x][m_series.size() - 1] = {point.y - point.yError,
                                                        point.y,
                                                        point.y + point.yError};
            }
        }
    }

    /// @param name of a series @param color of it @param band its values; without any there is none
    void AddBand(const std::string& name,
                 const std::string& color,
                 const std::vector<FigureSpan>& band)
    {
        if (band.empty())
        {
            return;
        }
        m_labels.push_back(MakeUnique(name));
        m_series.push_back({{"color", color}, {"kind", "band"}});
        for (const auto& span : band)
        {
            // dygraphs joins what stands beside a missing value, but not beside a NaN.
            auto& cell = m_rows[span.x][m_series.size() - 1];
            if (std::isfinite(span.low) && std::isfinite(span.high))
            {
                cell = {span.low, (span.low + span.high) / 2, span.high};
            }
            else
            {
                cell = {std::nan(""), std::nan(""), std::nan("")};
            }
        }
    }

    /// @param json gets labels, series and rows
    void Put(Json& json) const
    {
        json["labels"] = m_labels;
        json["series"] = m_series;
        json["rows"] = Json::array();
        for (const auto& [x, cells] : m_rows)
        {
            Json row = Json::array({x});
            for (size_t i = 0; i < m_series.size(); ++i)
            {
                const auto found = cells.find(i);
                row.push_back(found == cells.end() ? Json() : Json(found->second));
            }
            json["rows"].push_back(row);
        }
    }

  private:
    /// @param name wanted @return the same, or with a number behind it when it is taken
    std::string MakeUnique(const std::string& name) const
    {
        std::string unique = name;
        for (int i = 2; std::find(m_labels.begin(), m_labels.end(), unique) != m_labels.end(); ++i)
        {
            unique = name + " (" + std::to_string(i) + ")";
        }
        return unique;
    }

    std::vector<std::string> m_labels{"x"};                         //!< of the columns
    std::vector<Json> m_series;                                     //!< colors and kinds
    std::map<double, std::map<size_t, std::vector<double>>> m_rows; //!< by x and series
};

/// @param points some @param marked which of them @return those that are, or are not
std::vector<FigurePoint>
Select(const std::vector<FigurePoint>& points, bool marked)
{
    std::vector<FigurePoint> selected;
    for (const auto& point : points)
    {
        if (point.isMarked == marked)
        {
            selected.push_back(point);
        }
    }
    return selected;
}

/// @param curve any @return true when its line only leads from point to point
bool
JoinsPoints(const FigureCurve& curve)
{
    return std::equal(curve.line.begin(),
                      curve.line.end(),
                      curve.points.begin(),
                      curve.points.end(),
                      [](const FigurePoint& a, const FigurePoint& b) {
                          return a.x == b.x && (a.y == b.y || std::isnan(a.y));
                      });
}

} // namespace

std::string
ToPageJson(const Figure& figure)
{
    SeriesTable table;
    for (size_t i = 0; i < figure.curves.size(); ++i)
    {
        const FigureCurve& curve = figure.curves[i];
        const std::string color = CURVE_COLORS[i % CURVE_COLORS.size()];
        const std::string name = curve.name.empty() ? "simulated" : curve.name;
        table.AddBand(name + ", assumed values", color, curve.band);
        table.Add(name, color, "points", Select(curve.points, false));
        table.Add(name + ", do not use", color, "marked", Select(curve.points, true));
        table.Add(name + (JoinsPoints(curve) ? ", line" : ", closed form"),
                  color,
                  "line",
                  curve.line);
        std::vector<FigurePoint> measured;
        for (const auto& mark : curve.measured)
        {
            measured.push_back({mark.x, mark.y});
        }
        table.Add(name + ", measured", color, "measured", measured);
    }
    for (const auto& limit : figure.limits)
    {
        table.Add(limit.name, "#808080", "limit", limit.line);
    }
    constexpr double HEADROOM = 1.1;
    const double top = figure.yMax > 0 ? figure.yMax : HEADROOM * TopOfCurves(figure);
    Json json{{"logX", figure.logX},
              {"yMin", figure.logY ? Json(LogBottomOfCurves(figure)) : Json()},
              {"xNames", figure.xNames},
              {"yMax", top > 0 ? Json(top) : Json()}};
    table.Put(json);
    std::string text = json.dump(-1, ' ', true);
    for (size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at))
    {
        text.replace(at, 2, "<\\/");
    }
    return text;
}

} // namespace ns3::planner
