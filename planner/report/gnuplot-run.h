/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_GNUPLOT_RUN_H
#define IPSEC_OFFLOAD_PLANNER_GNUPLOT_RUN_H

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Look for gnuplot before the work whose figures it is to draw.
 * @throws std::runtime_error when it is missing; the text says what to install
 */
void RequireGnuplot();

/**
 * @ingroup ipsec-offload
 * A character that no font of this machine has would be drawn as a black box as large as the figure
 * (gnuplot's PNG, by Pango).
 * @param text of a figure, UTF-8
 * @return the same, with the replacement character U+FFFD for each of those; as it is where
 * fontconfig's fc-list is missing
 */
std::string ReplaceUndrawable(const std::string& text);

/**
 * @ingroup ipsec-offload
 * Run the commands in NAME.gp, which make NAME.svg and NAME.png. gnuplot gets nothing of the user's
 * settings and of the environment but where programs and fonts are.
 * @param folder of the files
 * @param name of the files, without ending: letters, digits and dashes
 * @throws std::runtime_error when gnuplot is missing or fails, or a figure is not whole: gnuplot
 * itself does not notice a full disk
 */
void RunGnuplot(const std::string& folder, const std::string& name);

/**
 * @ingroup ipsec-offload
 * Make NAME.gp, NAME.dat, NAME.svg and NAME.png. A figure that fails leaves an older one whole.
 * @param commands of gnuplot
 * @param data what they plot, NAME.dat
 * @param folder of the files
 * @param name of the files, without ending
 * @throws std::runtime_error as RunGnuplot(), or when a file cannot be written
 */
void DrawFiles(const std::string& commands,
               const std::string& data,
               const std::string& folder,
               const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_GNUPLOT_RUN_H */
