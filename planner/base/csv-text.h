/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_CSV_TEXT_H
#define IPSEC_OFFLOAD_PLANNER_CSV_TEXT_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A field of a CSV file and where it begins.
struct CsvCell
{
    std::string text;   //!< without quotation marks, and without blanks around what has none
    uint32_t line{0};   //!< from 1
    uint32_t column{0}; //!< in octets, from 1
};

/// A line of a CSV file.
using CsvRow = std::vector<CsvCell>;

/**
 * @ingroup ipsec-offload
 * Take a CSV file apart (RFC 4180): commas, fields in quotation marks, and lines of nothing or
 * beginning with # are left out.
 * @param text its content
 * @param file its name, for messages
 * @return the first row is the head; each other one has as many fields
 * @throws InputError with each wrong place: a row with more or fewer fields, text beside quotation
 * marks, one that is not closed, no row behind the head, control characters
 */
std::vector<CsvRow> ParseCsv(const std::string& text, const std::string& file);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_CSV_TEXT_H */
