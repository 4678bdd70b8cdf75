/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "figure.h"

#include "atomic-file.h"
#include "gnuplot-run.h"
#include "number-format.h"
#include "plain-text.h"
#include "quoting.h"
#include "temporary.h"

#include "ns3/gnuplot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// Room beside the ends of a logarithmic axis, as a factor.
constexpr double LOG_MARGIN = 1.12;
/// M. Okabe and K. Ito's colours, those that stand out on white, the dark ones first.
constexpr std::array<const char*, 6> COLOURS{"#0072B2",
                                             "#D55E00",
                                             "#009E73",
                                             "#CC79A7",
                                             "#E69F00",
                                             "#56B4E9"};

/// gnuplot's full point types: disc, square, triangle, diamond, pentagon, triangle downwards. The
/// open one of the same shape, for a point that is marked, has the number before it.
constexpr std::array<int, 6> MARKERS{7, 5, 9, 13, 15, 11};

/// Dashes of the lines: a colour that comes again has other ones.
constexpr std::array<const char*, 4> DASHES{"solid", "(18,4)", "(3,3)", "(18,4,3,4)"};

/// Colour of limits and remarks.
constexpr const char* GREY = "#606060";

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
constexpr size_t NAME_WIDTH = 31;

/// Of a long name of a limit, the end that stays: the number before it says more.
constexpr size_t LIMIT_TAIL = 5;

/// A limit further above everything else than this factor would only squeeze the rest.
constexpr double FARTHEST_LIMIT = 1.5;

/// A name.
struct Label
{
    double y;           //!< where its line ends, in units of the axis
    std::string text;   //!< its words
    std::string colour; //!< of its words
    double x{0};        //!< where its line ends, if that is inside the plot
};

/// @param points any @return the greatest y with its bar
double
Top(const std::vector<FigurePoint>& points)
{
    double top = 0;
    for (const auto& point : points)
    {
        top = std::max(top, point.y + point.yError);
    }
    return top;
}

/// @param points at least one @return the least y
double
Bottom(const std::vector<FigurePoint>& points)
{
    double bottom = points.front().y;
    for (const auto& point : points)
    {
        bottom = std::min(bottom, point.y);
    }
    return bottom;
}

/// @param figure a figure @return greatest y of its curves, points and lines
double
TopOfCurves(const Figure& figure)
{
    double top = 0;
    for (const auto& curve : figure.curves)
    {
        top = std::max({top, Top(curve.points), Top(curve.line)});
    }
    return top;
}

/// @param points a line in order of x @param x where @return y there, between its neighbours
double
ValueAt(const std::vector<FigurePoint>& points, double x)
{
    for (size_t i = 1; i < points.size(); i++)
    {
        if (points[i].x >= x && points[i].x > points[i - 1].x)
        {
            const double part = (x - points[i - 1].x) / (points[i].x - points[i - 1].x);
            return points[i - 1].y + part * (points[i].y - points[i - 1].y);
        }
    }
    return points.back().y;
}

/// @param value any positive @return a round step that divides it into about six
double
RoundStep(double value)
{
    const double rough = value / 6;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
    {
        if (factor * power >= rough)
        {
            return factor * power;
        }
    }
    return 10 * power;
}

/// @param points any @return those that have a place
std::vector<FigurePoint>
Finite(std::vector<FigurePoint> points)
{
    const auto isNowhere = [](const FigurePoint& point) {
        return !std::isfinite(point.x) || !std::isfinite(point.y);
    };
    points.erase(std::remove_if(points.begin(), points.end(), isNowhere), points.end());
    return points;
}

/// @param figure a figure @return the same with all that has a place, names as long as fits
Figure
Drawable(Figure figure)
{
    for (auto& curve : figure.curves)
    {
        curve.name = Shortened(curve.name, NAME_WIDTH);
        curve.points = Finite(std::move(curve.points));
        curve.line = Finite(std::move(curve.line));
    }
    for (auto& limit : figure.limits)
    {
        limit.name = Shortened(limit.name, NAME_WIDTH, LIMIT_TAIL);
        limit.line = Finite(std::move(limit.line));
    }
    return figure;
}

/// Collects the commands and data of one figure.
class Sheet
{
  public:
    /// @param figure what to draw @param name of the files
    Sheet(const Figure& figure, const std::string& name)
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
        const double step = RoundStep(m_top);
        m_top = std::ceil(m_top * 1.04 / step * 2) * step / 2;

        for (const auto& limit : m_figure.limits)
        {
            AddLimit(limit, curves);
        }
        for (size_t i = 0; i < m_figure.curves.size(); i++)
        {
            AddCurve(m_figure.curves[i], i);
        }
        LimitLabels();
        Frame(step);
        PlaceLabels();
        m_plot.AppendExtra("set terminal svg size " + SizeText(1) +
                           " enhanced background '#ffffff' font 'sans-serif,13'");
        m_plot.AppendExtra("set output '" + name + ".svg'");
    }

    /// @param name of the files @param commands gets the .gp file @param data gets the .dat file
    void Print(const std::string& name, std::string& commands, std::string& data)
    {
        std::ostringstream control;
        std::ostringstream values;
        m_plot.GenerateOutput(control, values, name + ".dat");
        control << "set terminal pngcairo size " << SizeText(2)
                << " enhanced background '#ffffff' font 'Sans,19.5' linewidth 2 pointscale 2\n"
                << "set output '" << name << ".png'\n"
                << "replot\n"
                << "unset output\n";
        commands = control.str();
        data = values.str();
    }

  private:
    /// @param limit a limit @param curves greatest y of the curves @return true to draw its line
    static bool IsShown(const FigureLimit& limit, double curves)
    {
        return !limit.line.empty() && Bottom(limit.line) <= curves * FARTHEST_LIMIT;
    }

    /// @param factor of both sides @return the size, as gnuplot takes it
    std::string SizeText(double factor) const
    {
        return FormatNumber(factor * WIDTH) + "," + FormatNumber(factor * m_height);
    }

    /// @param pixels from the top of the figure @return where that is, as gnuplot takes it
    std::string FromTop(double pixels) const
    {
        return "screen " + FormatFixed(1 - pixels / m_height, 4);
    }

    /// @param pixels along the plot @return as a share of its height
    double OfPlot(double pixels) const
    {
        return pixels / (m_height - HEAD - FOOT);
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
                (markup == SUBTITLE_MARKUP ? std::string(" textcolor rgb '") + GREY + "'" : ""));
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
        extra("set xlabel " + QuoteForGnuplot(Shortened(m_figure.xLabel, X_LABEL_WIDTH)));
        extra("set ylabel " + QuoteForGnuplot(Shortened(m_figure.yLabel, Y_LABEL_WIDTH)));
        extra("set lmargin at screen 0.1");
        extra("set rmargin at screen 0.745");
        extra("set tmargin at " + FromTop(HEAD));
        extra("set bmargin at " + FromTop(m_height - FOOT));
        AddHead();
        extra(std::string("set border 3 linecolor rgb '") + GREY + "'");
        extra("set tics nomirror out scale 0.6");
        extra("set grid ytics linetype 1 linewidth 0.5 linecolor rgb '#e4e4e4'");
        // Room for markers that stand on an end of the axis
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
        extra("set yrange [0:" + FormatNumber(m_top) + "]");
        extra("set ytics " + FormatNumber(step));
        extra("set bars 0.4");
        extra("unset key");
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
                      std::string(GREY) + "'");
        for (const auto& point : limit.line)
        {
            data.Add(point.x, point.y);
        }
        m_plot.AddDataset(data);
        m_limits.push_back({ValueAt(limit.line, m_figure.xMax), limit.name, GREY});
    }

    /// @param points of a curve @param marked which of them @param marker gnuplot's point type
    /// @param colour of the curve
    void AddPoints(const std::vector<FigurePoint>& points,
                   bool marked,
                   int marker,
                   const std::string& colour)
    {
        Gnuplot2dDataset data;
        data.SetStyle(Gnuplot2dDataset::POINTS);
        data.SetErrorBars(Gnuplot2dDataset::XY);
        data.SetExtra("pointtype " + std::to_string(marker) +
                      " pointsize 0.6 linewidth 1.2 linecolor rgb '" + colour + "'");
        bool isEmpty = true;
        for (const auto& point : points)
        {
            if (point.isMarked == marked)
            {
                data.Add(point.x, point.y, point.xError, point.yError);
                isEmpty = false;
            }
        }
        if (!isEmpty)
        {
            m_plot.AddDataset(data);
        }
    }

    /// @param curve what to draw @param index of its colour
    void AddCurve(const FigureCurve& curve, size_t index)
    {
        const std::string colour = COLOURS[index % COLOURS.size()];
        const size_t round = index / COLOURS.size(); // how often the colour was there
        const std::string dashes = DASHES[round % DASHES.size()];
        const int marker = MARKERS[(index + round) % MARKERS.size()];
        if (!curve.line.empty())
        {
            Gnuplot2dDataset data;
            data.SetStyle(Gnuplot2dDataset::LINES);
            data.SetExtra("linetype 1 linewidth 2 dashtype " + dashes + " linecolor rgb '" +
                          colour + "'");
            for (const auto& point : curve.line)
            {
                data.Add(point.x, point.y);
            }
            m_plot.AddDataset(data);
        }
        AddPoints(curve.points, false, marker, colour);
        AddPoints(curve.points, true, marker - 1, colour);
        const auto& shape = curve.line.empty() ? curve.points : curve.line;
        if (shape.empty())
        {
            return;
        }
        const auto last = shape.back();
        if (last.x > 0.97 * m_figure.xMax)
        {
            m_labels.push_back({last.y, curve.name, colour});
            return;
        }
        m_inside.push_back({last.y, curve.name, colour, last.x});
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
            wanted.push_back(std::min(label.y / m_top, 1.0));
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
                               " nohead linewidth 0.7 linecolor rgb '" + label.colour + "'");
        }
        for (size_t i = 0; i < m_above.size(); i++)
        {
            m_plot.AppendExtra("set label " + QuoteForGnuplot(m_above[i], "/*0.85") +
                               " at graph 1.035, graph " +
                               FormatFixed(1 - OfPlot(REMARK_GAP) * static_cast<double>(i), 4) +
                               " left textcolor rgb '" + GREY + "'");
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
                           FormatFixed(y, 4) + " left front textcolor rgb '" + label.colour + "'");
    }

    Figure m_figure;                  //!< what to draw
    Gnuplot m_plot;                   //!< commands and data
    double m_top{0};                  //!< end of the y axis
    double m_height{LEAST_HEIGHT};    //!< pixels of the figure
    std::vector<Label> m_labels;      //!< names in the right margin
    std::vector<Label> m_limits;      //!< those of limits, before they come behind the others
    std::vector<Label> m_inside;      //!< names inside the plot
    std::vector<std::string> m_above; //!< limits that are out of sight
};

} // namespace

std::vector<double>
SpreadLabels(const std::vector<double>& positions, double gap, double from, double to)
{
    // With the gaps taken out, labels must ascend only: isotonic regression by pooling neighbours
    // that do not (M. Ayer et al., Annals of Mathematical Statistics 26(4), 1955).
    struct Pool
    {
        double sum;
        size_t count;

        double Mean() const
        {
            return sum / static_cast<double>(count);
        }
    };

    std::vector<Pool> pools;
    for (size_t i = 0; i < positions.size(); i++)
    {
        pools.push_back({positions[i] - gap * static_cast<double>(i), 1});
        while (pools.size() > 1 && pools[pools.size() - 2].Mean() >= pools.back().Mean())
        {
            const auto last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    const double highest = to - gap * (static_cast<double>(positions.size()) - 1);
    std::vector<double> places;
    for (const auto& pool : pools)
    {
        for (size_t i = 0; i < pool.count; i++)
        {
            const double place = std::max(from, std::min(pool.Mean(), highest));
            places.push_back(place + gap * static_cast<double>(places.size()));
        }
    }
    return places;
}

bool
HasPoints(const Figure& figure)
{
    const Figure drawn = Drawable(figure);
    return std::any_of(drawn.curves.begin(), drawn.curves.end(), [](const auto& curve) {
        return !curve.points.empty() || !curve.line.empty();
    });
}

void
DrawFigure(const Figure& figure, const std::string& folder, const std::string& name)
{
    std::string commands;
    std::string data;
    Sheet(figure, name).Print(name, commands, data);
    // In a folder of its own first: a figure that fails leaves the old one whole.
    const std::string target = folder + "/" + name;
    const Temporary work(target, Temporary::Kind::FOLDER);
    const std::string made = work.GetPath() + "/" + name;
    WriteFileAtomically(made + ".gp", commands);
    WriteFileAtomically(made + ".dat", data);
    RunGnuplot(work.GetPath(), name);
    for (const char* ending : {".gp", ".dat", ".svg", ".png"})
    {
        std::filesystem::rename(made + ending, target + ending);
    }
}

} // namespace ns3::planner
