/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_QUOTING_H
#define IPSEC_OFFLOAD_PLANNER_QUOTING_H

#include <string>

/**
 * @file
 * @ingroup ipsec-offload
 * Text of a file is data. Whatever of it goes into a file that another program reads passes through
 * one of these functions, so that nothing in it can be taken for a command or a mark of that
 * program, whatever the text is. SQL needs none: values are bound to its statements.
 */

namespace ns3::planner
{

/**
 * @param text any text
 * @param markup of gnuplot's enhanced text for all of it, such as "/:Bold"; empty: none
 * @return a string of gnuplot with its quotation marks: nothing in it is substituted, and as
 * enhanced text it is drawn as it is
 */
std::string QuoteForGnuplot(const std::string& text, const std::string& markup = "");

/**
 * @param text a name beside a tic of an axis, which gnuplot takes for a format
 * @return the string that stands for it
 */
std::string QuoteTicForGnuplot(const std::string& text);

/**
 * @param text any text
 * @return a field of a CSV file (RFC 4180). A spreadsheet takes a field that begins with = + - or @
 * for a formula, quoted or not, so such a text gets ' in front, as does one that begins with ' so
 * that the way back is plain: take one ' away from the front. Numbers must not come here.
 */
std::string QuoteForCsv(const std::string& text);

/** @param text any text @return a double-quoted scalar of YAML */
std::string QuoteForYaml(const std::string& text);

/** @param text any text @return a word of a shell's command line, quoted where it needs it */
std::string QuoteForShell(const std::string& text);

/** @param text any text @return character data or an attribute's value of XML */
std::string EscapeXml(const std::string& text);

/**
 * @param text any text; line breaks count as blanks
 * @return a line of reStructuredText without any markup
 */
std::string EscapeRst(const std::string& text);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_QUOTING_H */
