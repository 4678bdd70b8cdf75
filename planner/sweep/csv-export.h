/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CSV_EXPORT_H
#define IPSEC_OFFLOAD_PLANNER_CSV_EXPORT_H

#include "results.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param records get the order of the lines of ToCsv(). Values that have names come in the order of
 * the scenario when they know their places, and by name when they come from a database
 */
void SortForExport(std::vector<PointRecord>& records);

/**
 * @ingroup ipsec-offload
 * Results as CSV (RFC 4180, lines end in LF): one line per point, sorted by curve, value,
 * replication and fidelity; one column per metric. Trials of a search have a column for their load,
 * and are sorted by it behind the value. The same results give the same octets, whatever their
 * order.
 * @param records results, in any order
 * @param run what ran, for a last column of that name; empty: none
 * @return the text, header line included
 */
std::string ToCsv(std::vector<PointRecord> records, const std::string& run = "");

/**
 * @ingroup ipsec-offload
 * Their timelines as CSV, one line per point and instant, in the order of ToCsv().
 * @param records results, in any order
 * @param run what ran, for a last column of that name; empty: none
 * @return the text, header line included
 */
std::string TimelinesToCsv(std::vector<PointRecord> records, const std::string& run = "");

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CSV_EXPORT_H */
