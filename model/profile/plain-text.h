/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLAIN_TEXT_H
#define IPSEC_OFFLOAD_PLAIN_TEXT_H

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

/**
 * @file
 * @ingroup ipsec-offload
 * Text that a file or a user gives, before it is shown to somebody.
 */

namespace ns3
{

/** @param text any octets @return true when they are UTF-8 (RFC 3629) */
bool IsUtf8(const std::string& text);

/**
 * @param text any octets
 * @return true when something in it is no character to be seen: line breaks and tabs, what moves a
 * terminal's cursor or colors it, octets that are not UTF-8
 */
bool HasControls(const std::string& text);

/**
 * @param text any octets
 * @return the same with backslash, x and two hexadecimal digits for each octet of what
 * HasControls() finds
 */
std::string WithoutControls(const std::string& text);

/** @param text any octets @return the same, line by line: a message that may have several of them
 */
std::string ForTerminal(const std::string& text);

/**
 * @param text UTF-8
 * @param keeps called with the code point of each character: whether it stays
 * @param instead what stands in the place of one that does not
 * @return the text
 */
std::string Filtered(const std::string& text,
                     const std::function<bool(char32_t code)>& keeps,
                     const std::string& instead);

/** @param text UTF-8 @return its width, where a Latin letter has 1 and a Chinese character 2 */
size_t WidthOf(const std::string& text);

/**
 * @param text UTF-8
 * @param most width that there is for it, more than @p tail by 3 for the dots
 * @param tail width of its end that stays
 * @return the same, or its beginning and its end with three dots between them
 */
std::string Shortened(const std::string& text, size_t most, size_t tail = 9);

/**
 * @param text UTF-8
 * @param most width of a line, 12 or more
 * @return two lines, parted at a blank; the second one may be empty or shortened
 */
std::pair<std::string, std::string> InTwoLines(const std::string& text, size_t most);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_PLAIN_TEXT_H */
