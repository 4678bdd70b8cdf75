/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "quoting.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace ns3::planner
{

namespace
{

/// @param c an octet @return true for what moves the cursor, rings or ends a line
bool
IsControl(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return octet < 0x20 || octet == 0x7f;
}

/// @param c an octet @return true for ASCII letters and digits
bool
IsAlphanumeric(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

} // namespace

std::string
QuoteForGnuplot(const std::string& text, const std::string& markup)
{
    // Between single quotation marks gnuplot substitutes no backquotes, macros or escapes, but a
    // line break ends the command. An apostrophe is doubled; marks in a row or at an end would end
    // the string, doubled or not: the markup of SVG knows them by their number, that of PNG shows
    // it.
    std::string escaped;
    for (size_t i = 0; i < text.size(); ++i)
    {
        const char c = text[i];
        if (c == '\'')
        {
            const bool isApostrophe = i > 0 && i + 1 < text.size() && IsAlphanumeric(text[i - 1]) &&
                                      IsAlphanumeric(text[i + 1]);
            escaped += isApostrophe ? "''" : "\\047";
            continue;
        }
        escaped += std::string("@^_{}~&\\").find(c) == std::string::npos ? "" : "\\";
        escaped += IsControl(c) ? ' ' : c;
    }
    return markup.empty() ? "'" + escaped + "'" : "'{" + markup + " " + escaped + "}'";
}

std::string
QuoteTicForGnuplot(const std::string& text)
{
    std::string format;
    for (const char c : text)
    {
        format += c == '%' ? "%%" : std::string(1, c);
    }
    return QuoteForGnuplot(format);
}

std::string
QuoteForCsv(const std::string& text)
{
    const bool isFormula = !text.empty() && std::string("=+-@'").find(text[0]) != std::string::npos;
    std::string data = (isFormula ? "'" : "") + text;
    // Some spreadsheets take semicolons and tabs for the ends of fields.
    if (data.find_first_of(",;\t\"\r\n") == std::string::npos)
    {
        return data;
    }
    std::string quoted = "\"";
    for (const char c : data)
    {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

std::string
QuoteForYaml(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        if (IsControl(c))
        {
            constexpr const char* DIGITS = "0123456789ABCDEF";
            quoted += {'\\', 'x', DIGITS[c >> 4 & 0xf], DIGITS[c & 0xf]};
            continue;
        }
        quoted += c == '"' || c == '\\' ? "\\" : "";
        quoted += c;
    }
    return quoted + "\"";
}

std::string
QuoteForShell(const std::string& text)
{
    const auto isPlain = [](char c) {
        return IsAlphanumeric(c) || std::string("-_./=:,+%").find(c) != std::string::npos;
    };
    if (!text.empty() && std::all_of(text.begin(), text.end(), isPlain))
    {
        return text;
    }
    std::string quoted = "'";
    for (const char c : text)
    {
        quoted += c == '\'' ? "'\\''" : std::string(1, IsControl(c) ? ' ' : c);
    }
    return quoted + "'";
}

std::string
EscapeXml(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        switch (c)
        {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += IsControl(c) ? ' ' : c; // XML knows no way to write most of them
        }
    }
    return escaped;
}

std::string
EscapeRst(const std::string& text)
{
    std::string line;
    std::istringstream words(text);
    for (std::string word; words >> word;)
    {
        line += (line.empty() ? "" : " ") + word;
    }
    std::string escaped;
    for (size_t i = 0; i < line.size(); ++i)
    {
        const char c = line[i];
        const char next = i + 1 < line.size() ? line[i + 1] : ' ';
        // At the front of a line punctuation may begin a directive, a list or a field; a number's
        // sign does not.
        const bool isSign = (c == '+' || c == '-') && IsAlphanumeric(next);
        const bool isFront = i == 0 && std::ispunct(static_cast<unsigned char>(c)) != 0 && !isSign;
        // "name_" is a reference, "if_name" is none; "::" begins a literal block.
        if (isFront || std::string("\\`*|").find(c) != std::string::npos ||
            (c == '_' && !IsAlphanumeric(next)) || (c == ':' && i > 0 && line[i - 1] == ':'))
        {
            escaped += '\\';
        }
        escaped += IsControl(c) ? ' ' : c;
    }
    return escaped;
}

} // namespace ns3::planner
