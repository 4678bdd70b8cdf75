/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_WALK_TEXT_H
#define IPSEC_OFFLOAD_PLANNER_WALK_TEXT_H

#include "planner/simulate/step-recorder.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Break a text into lines between words; a longer word keeps a line of its own.
 * @param text the text
 * @param width most characters of a line
 * @return at least one line
 */
std::vector<std::string> WrapText(const std::string& text, size_t width);

/**
 * @ingroup ipsec-offload
 * @param time an instant
 * @return in seconds, exact to the picosecond: "0.600000123456"
 */
std::string FormatInstant(Ps time);

/**
 * @ingroup ipsec-offload
 * @param span a span, not negative
 * @return in microseconds, exact to the picosecond: "12.345678"
 */
std::string FormatMicroseconds(Ps span);

/**
 * @ingroup ipsec-offload
 * Print a walk as an aligned table, one step per row.
 * @param walk the walk
 * @param out where
 */
void PrintWalk(const Walk& walk, std::ostream& out);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_WALK_TEXT_H */
