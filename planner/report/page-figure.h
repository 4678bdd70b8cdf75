/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PAGE_FIGURE_H
#define IPSEC_OFFLOAD_PLANNER_PAGE_FIGURE_H

#include "figure.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param figure a figure, without its panels
 * @return what planner/report/page/report.js draws, as JSON; "</" does not occur in it, so it may
 * stand in a script element
 */
std::string ToPageJson(const Figure& figure);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PAGE_FIGURE_H */
