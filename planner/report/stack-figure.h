/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_STACK_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_STACK_FIGURE_H

#include <string>
#include <vector>

namespace ns3::planner
{

/// One layer of all stacks.
struct StackLayer
{
    std::string name;
    std::vector<double> values; //!< one per stack; not below 0
};

/**
 * @ingroup ipsec-offload
 * Stacked bars: what a whole is made of, at each value of a sweep. Each layer has a color and a
 * pattern of its own, so that it is known without the color.
 */
struct StackFigure
{
    std::string title;
    std::string subtitle; //!< how to read it
    std::string xLabel;
    std::string yLabel;
    std::vector<std::string> names{}; //!< of the stacks, from the left
    std::vector<StackLayer> layers{}; //!< from below
};

/**
 * @ingroup ipsec-offload
 * @param figure any
 * @return true when there is something to draw in it
 */
bool HasLayers(const StackFigure& figure);

/**
 * @ingroup ipsec-offload
 * Draw it with gnuplot: NAME.svg, NAME.png, NAME.gp and NAME.dat.
 * @param figure what to draw
 * @param folder where; must be there
 * @param name of the files, without ending
 * @throws std::runtime_error when gnuplot is missing or fails, or a file cannot be written
 */
void DrawStacks(const StackFigure& figure, const std::string& folder, const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_STACK_FIGURE_H */
