/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "figure.h"

#include "figure-layout.h"
#include "figure-shapes.h"
#include "gnuplot-run.h"

#include "model/profile/plain-text.h"
#include "planner/base/number-format.h"
#include "planner/base/quoting.h"

#include "ns3/gnuplot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// Room beside the ends of a logarithmic axis, as a factor.
constexpr double LOG_MARGIN = 1.12;
/// gnuplot's full point types: disc, square, triangle, diamond, pentagon, triangle downwards. The
/// open one of the same shape, for a point that is marked, has the number before it.
constexpr std::array<int, 6> MARKERS{7, 5, 9, 13, 15, 11};

/// Dashes of the lines: a color that comes again has other ones.
constexpr std::array<const char*, 4> DASHES{"solid", "(18,4)", "(3,3)", "(18,4,3,4)"};

/// Color of limits and remarks.
constexpr const char* GRAY = "#606060";

/// How titles look.
constexpr const char* TITLE_MARKUP = "/:Bold*1.15";
constexpr const char* SUBTITLE_MARKUP = "/*0.9";

/// Pixels of a figure. More names than find room beside the plot make it higher.
constexpr double WIDTH = 960;
constexpr double LEAST_HEIGHT = 600;

/// Pixels above the plot, for title and subtitle.
constexpr double HEAD = 78;

/// Pixels below it, for the axis.
constexpr double FOOT = 69;

/// Pixels of a panel below the plot, and between it and what is above.
constexpr double PANEL = 150;
constexpr double PANEL_GAP = 24;

/// Least distance between labels, in pixels.
constexpr double LABEL_GAP = 23.556;

/// The same for the small names of what is out of sight.
constexpr double REMARK_GAP = 19.026;

/// Names that are shown at most, of those in the margin and of those inside the plot.
constexpr size_t MOST_LABELS = 60;

/// The same for what is out of sight.
constexpr size_t MOST_REMARKS = 6;

/// Characters that have room: in a line of the title or subtitle, along the axes, beside the plot.
constexpr size_t TITLE_WIDTH = 105;
constexpr size_t SUBTITLE_WIDTH = 125;
constexpr size_t X_LABEL_WIDTH = 100;
constexpr size_t Y_LABEL_WIDTH = 76;
constexpr size_t PANEL_LABEL_WIDTH = 20;

/// The same for all names of an x axis together, and for one of many.
constexpr size_t X_NAMES_WIDTH = 80;
constexpr size_t LEAST_NAME_WIDTH = 13;

/// A limit further above everything else than this factor would only squeeze the rest.
constexpr double FARTHEST_LIMIT = 1.5;

/// A name.
struct Label
{
    double y;          //!< where its line ends, in units of the axis
    std::string text;  //!< its words
    std::string color; //!< of its words
    double x{0};       //!< where its line ends, if that is inside the plot
};

/// Where a plot is, in pixels from the top; its figure may be higher.
struct Place
{
    double height; //!< of all
    double top;    //!< of the plot
    double bottom; //!< of the plot
};

/// Collects the commands and data of one plot.
class Sheet
{
  public:
    /// @param figure what to draw @param place of a panel; the figure decides where it is above
    /// them
    explicit Sheet(const Figure& figure, const std::optional<Place>& place = std::nullopt)
        : m_figure(Drawable(figure))
    {
        const double curves = TopOfCurves(m_figure);
        m_top = curves;
        for (const auto& limit : m_figure.limits)
        {
            if (IsShown(limit, curves))
            {
                m_top = std::max(m_top, Bottom(limit.line)); // a steep one may leave the figure
            }
        }
        if (!(m_top > 0))
        {
            m_top = 1;
        }
        const double step = RoundStep(m_figure.yMax > 0 ? m_figure.yMax : m_top);
        m_top = m_figure.yMax > 0 ? m_figure.yMax : std::ceil(m_top * 1.04 / step * 2) * step / 2;
        if (m_figure.logY)
        {
            m_bottom = LogBottomOfCurves(m_figure);
            m_top = std::max(std::pow(10, std::ceil(std::log10(curves))), 10 * m_bottom);
        }

        for (const auto& limit : m_figure.limits)
        {
            AddLimit(limit, curves);
        }
        for (size_t i = 0; i < m_figure.curves.size(); i++)
        {
            AddShapes(m_figure.curves[i], CURVE_COLORS[i % CURVE_COLORS.size()]);
            AddCurve(m_figure.curves[i], i);
        }
        LimitLabels();
        m_place = place.value_or(FindPlace());
        Frame(step);
        PlaceLabels();
    }

    /// @return where it is
    const Place& GetPlace() const
    {
        return m_place;
    }

    /// @param name of the files @return the command for a drawing
    std::string BeginVector(const std::string& name) const
    {
        return "set terminal svg size " + SizeText(1) +
               " enhanced background '#ffffff' font 'sans-serif,13'\nset output '" + name +
               ".svg'\n";
    }

    /// @param name of the files @return the command for a picture
    std::string BeginPixels(const std::string& name) const
    {
        return "set terminal pngcairo size " + SizeText(2) +
               " enhanced background '#ffffff' font 'Sans,19.5' linewidth 2 pointscale 2\n" +
               "set output '" + name + ".png'\n";
    }

    /// @param name of the data's file @param first number of the first block there
    /// @param data gets the blocks @return the commands
    std::string Draw(const std::string& name, size_t& first, std::ostream& data)
    {
        std::ostringstream stream;
        m_plot.SetDataFileDatasetIndex(static_cast<unsigned int>(first));
        m_plot.GenerateOutput(stream, data, name);
        std::string commands = stream.str();
        const std::string block = "\"" + name + "\" index ";
        for (auto at = commands.find(block); at != std::string::npos;
             at = commands.find(block, at + 1))
        {
            ++first;
        }
        return commands;
    }

  private:
    /// @return where it is with panels below
    Place FindPlace() const
    {
        const double below = (PANEL_GAP + PANEL) * static_cast<double>(m_figure.panels.size());
        return {m_height + below, HEAD, m_height - FOOT};
    }

    /// @param limit a limit @param curves greatest y of the curves @return true to draw its line
    static bool IsShown(const FigureLimit& limit, double curves)
    {
        return !limit.line.empty() && Bottom(limit.line) <= curves * FARTHEST_LIMIT;
    }

    /// @param factor of both sides @return the size, as gnuplot takes it
    std::string SizeText(double factor) const
    {
        return FormatNumber(factor * WIDTH) + "," + FormatNumber(factor * m_place.height);
    }

    /// @param pixels from the top of the figure @return where that is, as gnuplot takes it
    std::string FromTop(double pixels) const
    {
        return "screen " + FormatFixed(1 - pixels / m_place.height, 4);
    }

    /// @param pixels along the plot @return as a share of its height
    double OfPlot(double pixels) const
    {
        return pixels / (m_place.bottom - m_place.top);
    }

    /// Leave out names that are too many to be read, and make the figure as high as the rest needs.
    void LimitLabels()
    {
        if (m_above.size() > MOST_REMARKS)
        {
            const auto rest = std::to_string(m_above.size() - MOST_REMARKS + 1);
            m_above.resize(MOST_REMARKS - 1);
            m_above.push_back("above: " + rest + " more limits");
        }
        // Names of limits are the last ones.
        m_labels.insert(m_labels.end(), m_limits.begin(), m_limits.end());
        for (auto* labels : {&m_labels, &m_inside})
        {
            if (labels->size() > MOST_LABELS)
            {
                m_above.push_back("names of " + std::to_string(labels->size() - MOST_LABELS) +
                                  " more left out");
                labels->resize(MOST_LABELS);
            }
        }
        const auto names = static_cast<double>(std::max(m_labels.size(), m_inside.size()));
        const auto needed =
            HEAD + FOOT + LABEL_GAP * names + REMARK_GAP * static_cast<double>(m_above.size());
        m_height = std::max(LEAST_HEIGHT, std::ceil(needed));
    }

    /// @param markup of a line above the plot @param text the line @param pixels from the top
    void AddHeadLine(const std::string& markup, const std::string& text, double pixels)
    {
        if (!text.empty())
        {
            m_plot.AppendExtra(
                "set label " + QuoteForGnuplot(text, markup) + " at screen 0.1, " +
                FromTop(pixels) + " left" +
                (markup == SUBTITLE_MARKUP ? std::string(" textcolor rgb '") + GRAY + "'" : ""));
        }
    }

    /// Title and subtitle, each of two lines at most.
    void AddHead()
    {
        const auto [title, titleEnd] = InTwoLines(m_figure.title, TITLE_WIDTH);
        AddHeadLine(TITLE_MARKUP, title, titleEnd.empty() ? 27 : 17);
        AddHeadLine(TITLE_MARKUP, titleEnd, 36);
        const auto [subtitle, subtitleEnd] = InTwoLines(m_figure.subtitle, SUBTITLE_WIDTH);
        AddHeadLine(SUBTITLE_MARKUP, subtitle, subtitleEnd.empty() ? 57 : 55);
        AddHeadLine(SUBTITLE_MARKUP, subtitleEnd, 70);
    }

    /// Title, axes, grid. @param step between tics of the y axis
    void Frame(double step)
    {
        const auto extra = [this](const std::string& line) { m_plot.AppendExtra(line); };
        extra("set encoding utf8");
        // Not by SetLegend(), whose double quotes let gnuplot run what stands between backquotes
        const bool hasPanels = !m_figure.panels.empty(); // they have the numbers of the x axis
        const bool isPanel = m_place.top > HEAD;
        extra("set xlabel " +
              QuoteForGnuplot(hasPanels ? "" : Shortened(m_figure.xLabel, X_LABEL_WIDTH)));
        extra("set ylabel " +
              QuoteForGnuplot(
                  Shortened(m_figure.yLabel, isPanel ? PANEL_LABEL_WIDTH : Y_LABEL_WIDTH)));
        extra("set lmargin at screen 0.1");
        extra("set rmargin at screen 0.745");
        extra("set tmargin at " + FromTop(m_place.top));
        extra("set bmargin at " + FromTop(m_place.bottom));
        AddHead();
        extra(std::string("set border 3 linecolor rgb '") + GRAY + "'");
        extra("set tics nomirror out scale 0.6");
        extra("set grid ytics linetype 1 linewidth 0.5 linecolor rgb '#e4e4e4'");
        FrameX(hasPanels);
        extra("set yrange [" + FormatNumber(m_bottom) + ":" + FormatNumber(m_top) + "]");
        extra(m_figure.logY ? "set logscale y" : "set ytics " + FormatNumber(step));
        extra("set bars 0.4");
        extra("unset key");
    }

    /// The x axis, with room for markers that stand on its ends. @param isBare no numbers
    void FrameX(bool isBare)
    {
        const auto extra = [this](const std::string& line) { m_plot.AppendExtra(line); };
        if (!m_figure.xNames.empty())
        {
            const auto count = m_figure.xNames.size();
            std::string names;
            for (size_t i = 0; i < count; ++i)
            {
                const auto name = Shortened(m_figure.xNames[i],
                                            std::max(LEAST_NAME_WIDTH, X_NAMES_WIDTH / count));
                names += (names.empty() ? "" : ", ") + QuoteTicForGnuplot(isBare ? "" : name) +
                         " " + std::to_string(i + 1);
            }
            extra("set xrange [0.5:" + FormatNumber(static_cast<double>(count) + 0.5) + "]");
            extra("set xtics (" + names + ")");
            return;
        }
        if (m_figure.logX)
        {
            extra("set logscale x");
            extra("set xrange [" + FormatNumber(m_figure.xMin / LOG_MARGIN) + ":" +
                  FormatNumber(m_figure.xMax * LOG_MARGIN) + "]");
        }
        else
        {
            extra("set xrange [" + FormatNumber(-0.015 * m_figure.xMax) + ":" +
                  FormatNumber(1.015 * m_figure.xMax) + "]");
            extra("set xtics 0," + FormatNumber(XStep()) + "," + FormatNumber(m_figure.xMax));
        }
        if (isBare)
        {
            extra("set format x ''");
        }
    }

    /// @return between tics of the x axis
    double XStep() const
    {
        const double tenth = m_figure.xMax / 10;
        const double step = RoundStep(m_figure.xMax);
        // An axis that ends at a round number gets ten steps.
        return std::abs(tenth - std::pow(10, std::round(std::log10(tenth)))) < 1e-9 * tenth ? tenth
                                                                                            : step;
    }

    /// @param x of a line's end @return where the name beside it begins
    double Beside(double x) const
    {
        return m_figure.logX ? x * LOG_MARGIN : x + 0.015 * m_figure.xMax;
    }

    /// @param limit what to draw @param curves greatest y of the curves
    void AddLimit(const FigureLimit& limit, double curves)
    {
        if (limit.line.empty())
        {
            return;
        }
        if (!IsShown(limit, curves))
        {
            m_above.push_back("above: " + limit.name);
            return;
        }
        Gnuplot2dDataset data;
        data.SetStyle(Gnuplot2dDataset::LINES);
        data.SetExtra("linetype 1 linewidth 1.2 dashtype (8,5) linecolor rgb '" +
                      std::string(GRAY) + "'");
        for (const auto& point : limit.line)
        {
            data.Add(point.x, point.y);
        }
        m_plot.AddDataset(data);
        m_limits.push_back({ValueAt(limit.line, m_figure.xMax), limit.name, GRAY});
    }

    /// @param curve whose band and crosses @param color of it
    void AddShapes(const FigureCurve& curve, const std::string& color)
    {
        for (const auto& shape : {ShadeBand(curve.band, m_figure.xMax, color),
                                  CrossMarks(curve.measured, m_figure.xMax, color)})
        {
            for (const auto& command : shape)
            {
                m_plot.AppendExtra(command);
            }
        }
    }

    /// @param points of a curve @param marked which of them @param marker gnuplot's point type
    /// @param color of the curve
    void AddPoints(const std::vector<FigurePoint>& points,
                   bool marked,
                   int marker,
                   const std::string& color)
    {
        Gnuplot2dDataset data;
        data.SetStyle(Gnuplot2dDataset::POINTS);
        const bool hasBars = std::any_of(points.begin(), points.end(), [](const auto& point) {
            return point.xError > 0 || point.yError > 0;
        });
        data.SetErrorBars(hasBars ? Gnuplot2dDataset::XY : Gnuplot2dDataset::NONE);
        data.SetExtra("pointtype " + std::to_string(marker) +
                      " pointsize 0.6 linewidth 1.2 linecolor rgb '" + color + "'");
        bool isEmpty = true;
        for (const auto& point : points)
        {
            if (point.isMarked == marked)
            {
                if (hasBars)
                {
                    data.Add(point.x, point.y, point.xError, point.yError);
                }
                else
                {
                    data.Add(point.x, point.y);
                }
                isEmpty = false;
            }
        }
        if (!isEmpty)
        {
            m_plot.AddDataset(data);
        }
    }

    /// @param curve what to draw @param index of its color
    void AddCurve(const FigureCurve& curve, size_t index)
    {
        const std::string color = CURVE_COLORS[index % CURVE_COLORS.size()];
        const size_t round = index / CURVE_COLORS.size(); // how often the color was there
        const std::string dashes = DASHES[round % DASHES.size()];
        const int marker = MARKERS[(index + round) % MARKERS.size()];
        if (!curve.line.empty())
        {
            Gnuplot2dDataset data;
            data.SetStyle(Gnuplot2dDataset::LINES);
            data.SetExtra("linetype 1 linewidth 2 dashtype " + dashes + " linecolor rgb '" + color +
                          "'");
            for (const auto& point : curve.line)
            {
                data.Add(point.x, point.y);
            }
            m_plot.AddDataset(data);
        }
        AddPoints(curve.points, false, marker, color);
        AddPoints(curve.points, true, marker - 1, color);
        const auto& shape = curve.line.empty() ? curve.points : curve.line;
        if (shape.empty() || curve.name.empty())
        {
            return;
        }
        const auto last = shape.back();
        if (last.x > 0.97 * m_figure.xMax)
        {
            m_labels.push_back({last.y, curve.name, color});
            return;
        }
        m_inside.push_back({last.y, curve.name, color, last.x});
    }

    /// @param labels names; sorted by y here @return where they should be, as shares of the height
    std::vector<double> SortLabels(std::vector<Label>& labels) const
    {
        std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
            return a.y < b.y;
        });
        std::vector<double> wanted;
        wanted.reserve(labels.size());
        for (const auto& label : labels)
        {
            const double share = m_figure.logY
                                     ? std::log(label.y / m_bottom) / std::log(m_top / m_bottom)
                                     : label.y / m_top;
            wanted.push_back(std::min(share, 1.0));
        }
        return wanted;
    }

    /// Names at the ends of their lines, none over another one.
    void PlaceLabels()
    {
        auto wanted = SortLabels(m_labels);
        auto places = SpreadLabels(wanted,
                                   OfPlot(LABEL_GAP),
                                   0,
                                   1 - OfPlot(REMARK_GAP) * static_cast<double>(m_above.size()));
        for (size_t i = 0; i < m_labels.size(); i++)
        {
            const auto& label = m_labels[i];
            AddLabel(label, "graph 1.035", places[i]);
            m_plot.AppendExtra("set arrow from graph 1.0, graph " + FormatFixed(wanted[i], 4) +
                               " to graph 1.028, graph " + FormatFixed(places[i], 4) +
                               " nohead linewidth 0.7 linecolor rgb '" + label.color + "'");
        }
        for (size_t i = 0; i < m_above.size(); i++)
        {
            m_plot.AppendExtra("set label " + QuoteForGnuplot(m_above[i], "/*0.85") +
                               " at graph 1.035, graph " +
                               FormatFixed(1 - OfPlot(REMARK_GAP) * static_cast<double>(i), 4) +
                               " left textcolor rgb '" + GRAY + "'");
        }
        wanted = SortLabels(m_inside);
        for (double& place : wanted)
        {
            place -= OfPlot(LABEL_GAP); // below its line's end: most lines go on or rise there
        }
        places = SpreadLabels(wanted, OfPlot(LABEL_GAP), 0, 1);
        for (size_t i = 0; i < m_inside.size(); i++)
        {
            const auto& label = m_inside[i];
            AddLabel(label, "first " + FormatNumber(Beside(label.x)), places[i]);
        }
    }

    /// @param label a name @param x where it begins, as gnuplot takes it @param y share of the
    /// height
    void AddLabel(const Label& label, const std::string& x, double y)
    {
        m_plot.AppendExtra("set label " + QuoteForGnuplot(label.text) + " at " + x + ", graph " +
                           FormatFixed(y, 4) + " left front textcolor rgb '" + label.color + "'");
    }

    Figure m_figure;                  //!< what to draw
    Gnuplot m_plot;                   //!< commands and data
    Place m_place{};                  //!< see GetPlace()
    double m_top{0};                  //!< end of the y axis
    double m_bottom{0};               //!< its begin
    double m_height{LEAST_HEIGHT};    //!< pixels without panels
    std::vector<Label> m_labels;      //!< names in the right margin
    std::vector<Label> m_limits;      //!< those of limits, before they come behind the others
    std::vector<Label> m_inside;      //!< names inside the plot
    std::vector<std::string> m_above; //!< limits that are out of sight
};

/// @param figure what to draw @param name of the files @param data gets the .dat file
/// @return the .gp file
std::string
Print(const Figure& figure, const std::string& name, std::ostream& data)
{
    Sheet sheet(figure);
    size_t blocks = 0;
    std::string plots = sheet.Draw(name + ".dat", blocks, data);
    Place place = sheet.GetPlace();
    for (const auto& panel : figure.panels)
    {
        place.top = place.bottom + PANEL_GAP;
        place.bottom = place.top + PANEL;
        plots += "unset label\nunset arrow\nunset object\nset format x\n" +
                 Sheet(panel, place).Draw(name + ".dat", blocks, data);
    }
    if (figure.panels.empty())
    {
        return sheet.BeginVector(name) + plots + sheet.BeginPixels(name) + "replot\nunset output\n";
    }
    plots = "set multiplot\nunset label\nunset arrow\nunset object\n" + plots + "unset multiplot\n";
    return sheet.BeginVector(name) + plots + sheet.BeginPixels(name) + plots + "unset output\n";
}

} // namespace

void
DrawFigure(const Figure& figure, const std::string& folder, const std::string& name)
{
    std::ostringstream data;
    const std::string commands = Print(figure, name, data);
    DrawFiles(commands, data.str(), folder, name);
}

} // namespace ns3::planner
