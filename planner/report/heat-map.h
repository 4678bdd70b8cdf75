/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_HEAT_MAP_H
#define IPSEC_OFFLOAD_PLANNER_HEAT_MAP_H

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/// A point of a sweep over two parameters.
struct HeatCell
{
    size_t column;        //!< number of the first parameter's value
    size_t row;           //!< number of the second one's
    double value;         //!< NaN: there is none
    bool isMarked{false}; //!< not to be used: hatched
};

/**
 * @ingroup ipsec-offload
 * A table of numbers as colors: from dark blue to light yellow, brighter is more, so that
 * color-blind people and grey printers see the same order. Numbers stand in the cells when these
 * are few.
 */
struct HeatMap
{
    std::string title;
    std::string subtitle; //!< how to read it
    std::string xLabel;
    std::string yLabel;
    std::string valueLabel;            //!< beside the scale of colors
    std::vector<std::string> xNames{}; //!< of the columns, from the left
    std::vector<std::string> yNames{}; //!< of the rows, from below
    std::vector<HeatCell> cells{};     //!< each place once at most

    /** @return true when its numbers are so few that they are written into the cells */
    bool HasTexts() const;

    /** @return least and greatest value; equal when there is none */
    std::pair<double, double> GetRange() const;
};

/** @param share from 0 to 1 @return a color of the scale, "#00224e" to "#fdea45" */
std::string HeatColor(double share);

/** @param share from 0 to 1 @return a color that is legible on it: white or black */
std::string HeatInk(double share);

/**
 * @param map with a cell
 * @param cell of it
 * @return where its value stands in the scale, from 0 to 1
 */
double ShareOf(const HeatMap& map, const HeatCell& cell);

/**
 * @ingroup ipsec-offload
 * @param map any
 * @return true when a cell of it has a value: DrawHeatMap() must not be called otherwise
 */
bool HasValues(const HeatMap& map);

/**
 * @ingroup ipsec-offload
 * Draw it with gnuplot: NAME.svg, NAME.png, NAME.gp and NAME.dat. Cells without a value are left
 * white with a dash.
 * @param map what to draw
 * @param folder where; must be there
 * @param name of the files, without ending
 * @throws std::runtime_error when gnuplot is missing or fails, or a file cannot be written
 */
void DrawHeatMap(const HeatMap& map, const std::string& folder, const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_HEAT_MAP_H */
