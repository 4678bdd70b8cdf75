/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_FIGURE_H

#include <string>
#include <vector>

namespace ns3::planner
{

/// A simulated point and its 95 % intervals.
struct FigurePoint
{
    double x;
    double y;
    double xError{0};     //!< half width; 0: no bar
    double yError{0};     //!< half width; 0: no bar
    bool isMarked{false}; //!< not to be used: drawn hollow
};

/// Between what a curve lies at one x.
struct FigureSpan
{
    double x;
    double low;
    double high;
};

/// A place that was measured.
struct FigureMark
{
    double x;
    double y;
    std::string note; //!< a few letters beside it: "+3 %"
};

/// Simulation and closed form of the same thing, in the same color.
struct FigureCurve
{
    std::string name;
    std::vector<FigurePoint> points;    //!< simulated, in order of x
    std::vector<FigurePoint> line;      //!< closed form, in order of x
    std::vector<FigureSpan> band{};     //!< shaded, in order of x; a NaN interrupts it
    std::vector<FigureMark> measured{}; //!< crosses
};

/// What cannot be exceeded: a thin line with its name.
struct FigureLimit
{
    std::string name;
    std::vector<FigurePoint> line; //!< in order of x
};

/**
 * @ingroup ipsec-offload
 * A figure of curves over one quantity: points with error bars, lines, limits, each with its name
 * beside it instead of a legend, in colors that color-blind people and grey printers keep apart.
 */
struct Figure
{
    std::string title;
    std::string subtitle; //!< how to read it
    std::string xLabel;
    std::string yLabel;
    double xMin{0}; //!< both axes begin at 0, but for a logarithmic one and one with xNames
    double xMax{1};
    double yMax{0};                    //!< end of the y axis; 0: what is drawn decides
    bool logX{false};                  //!< powers of ten; xMin must be above 0
    bool logY{false};                  //!< likewise; what is not above 0 is left out
    std::vector<std::string> xNames{}; //!< of x = 1, 2, ..., where these are no numbers
    std::vector<FigureCurve> curves;
    std::vector<FigureLimit> limits;
    /// Low panels below it, with the same x axis and the same curves in the same order, nameless.
    std::vector<Figure> panels{};
};

/**
 * @ingroup ipsec-offload
 * @param figure a figure
 * @return false when there is nothing to draw in it: DrawFigure() must not be called then
 */
bool HasPoints(const Figure& figure);

/**
 * @ingroup ipsec-offload
 * Draw a figure with gnuplot: NAME.svg and NAME.png, and what they were made from, NAME.gp and
 * NAME.dat. The same figure gives the same octets of .svg, .gp and .dat. Points without a place
 * (NaN, infinite) are left out, texts too long for their place are shortened.
 * @param figure what to draw
 * @param folder where; must be there
 * @param name of the files, without ending
 * @throws std::runtime_error when gnuplot is missing or fails, or a file cannot be written
 */
void DrawFigure(const Figure& figure, const std::string& folder, const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_FIGURE_H */
