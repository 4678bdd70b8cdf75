/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "plain-text.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <vector>

namespace ns3
{

namespace
{

/// A character, or an octet that belongs to none.
struct Character
{
    std::string octets;
    char32_t code{0};
    bool isUtf8{false};

    /// @return false when there is nothing to see
    bool IsControl() const
    {
        constexpr char32_t LINE_SEPARATOR = 0x2028;
        constexpr char32_t PARAGRAPH_SEPARATOR = 0x2029;
        return !isUtf8 || code < 0x20 || (code >= 0x7f && code < 0xa0) || code == LINE_SEPARATOR ||
               code == PARAGRAPH_SEPARATOR;
    }

    /// @return see WidthOf(); from Hangul on, most scripts have wide characters
    size_t GetWidth() const
    {
        return code >= 0x1100 ? 2 : 1;
    }
};

/// @param text any octets @param at where a character begins @return the character
Character
CharacterAt(const std::string& text, size_t at)
{
    const auto first = static_cast<unsigned char>(text[at]);
    const size_t length = first < 0x80             ? 1
                          : (first & 0xe0) == 0xc0 ? 2
                          : (first & 0xf0) == 0xe0 ? 3
                          : (first & 0xf8) == 0xf0 ? 4
                                                   : 0;
    Character alone{text.substr(at, 1), first, false};
    if (length == 0 || at + length > text.size())
    {
        return alone;
    }
    char32_t code = length == 1 ? first : first & (0x7fU >> length);
    for (size_t i = 1; i < length; ++i)
    {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xc0) != 0x80)
        {
            return alone;
        }
        code = code << 6 | (next & 0x3f);
    }
    // What fits into fewer octets, surrogates and what is beyond Unicode
    constexpr char32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < LEAST[length] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff)
    {
        return alone;
    }
    return {text.substr(at, length), code, true};
}

/// @param text any octets @return its characters
std::vector<Character>
CharactersOf(const std::string& text)
{
    std::vector<Character> characters;
    for (size_t at = 0; at < text.size(); at += characters.back().octets.size())
    {
        characters.push_back(CharacterAt(text, at));
    }
    return characters;
}

/// @param from first character @param to behind the last one @return their octets
template <typename Iterator>
std::string
Join(Iterator from, Iterator to)
{
    return std::accumulate(from, to, std::string(), [](std::string text, const Character& c) {
        return std::move(text) + c.octets;
    });
}

/// @param from first character @param to behind the last one @param most width @return behind the
/// last one that fits
template <typename Iterator>
Iterator
Fitting(Iterator from, Iterator to, size_t most)
{
    for (size_t width = 0; from != to && width + from->GetWidth() <= most; ++from)
    {
        width += from->GetWidth();
    }
    return from;
}

} // namespace

bool
IsUtf8(const std::string& text)
{
    const auto characters = CharactersOf(text);
    return std::all_of(characters.begin(), characters.end(), [](const auto& c) {
        return c.isUtf8;
    });
}

bool
HasControls(const std::string& text)
{
    const auto characters = CharactersOf(text);
    return std::any_of(characters.begin(), characters.end(), [](const auto& c) {
        return c.IsControl();
    });
}

std::string
WithoutControls(const std::string& text)
{
    constexpr const char* DIGITS = "0123456789abcdef";
    std::string shown;
    for (const auto& character : CharactersOf(text))
    {
        if (!character.IsControl())
        {
            shown += character.octets;
            continue;
        }
        for (const char c : character.octets)
        {
            shown += {'\\', 'x', DIGITS[c >> 4 & 0xf], DIGITS[c & 0xf]};
        }
    }
    return shown;
}

std::string
ForTerminal(const std::string& text)
{
    std::string shown;
    size_t begin = 0;
    for (size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin))
    {
        shown += WithoutControls(text.substr(begin, end - begin)) + "\n";
        begin = end + 1;
    }
    return shown + WithoutControls(text.substr(begin));
}

std::string
Filtered(const std::string& text,
         const std::function<bool(char32_t code)>& keeps,
         const std::string& instead)
{
    std::string kept;
    for (const auto& character : CharactersOf(text))
    {
        kept += keeps(character.code) ? character.octets : instead;
    }
    return kept;
}

size_t
WidthOf(const std::string& text)
{
    size_t width = 0;
    for (const auto& character : CharactersOf(text))
    {
        width += character.GetWidth();
    }
    return width;
}

std::string
Shortened(const std::string& text, size_t most, size_t tail)
{
    const std::string dots = "...";
    if (WidthOf(text) <= most)
    {
        return text;
    }
    const auto characters = CharactersOf(text);
    const auto head = Fitting(characters.begin(), characters.end(), most - dots.size() - tail);
    const auto end = Fitting(characters.rbegin(), characters.rend(), tail);
    return Join(characters.begin(), head) + dots + Join(end.base(), characters.end());
}

std::pair<std::string, std::string>
InTwoLines(const std::string& text, size_t most)
{
    const auto characters = CharactersOf(text);
    const auto end = Fitting(characters.begin(), characters.end(), most);
    if (end == characters.end())
    {
        return {text, ""};
    }
    const auto isBlank = [](const Character& c) { return c.code == ' '; };
    const auto blank =
        std::find_if(std::make_reverse_iterator(std::next(end)), characters.rend(), isBlank);
    if (blank == characters.rend())
    {
        return {Join(characters.begin(), end), Shortened(Join(end, characters.end()), most)};
    }
    return {Join(characters.begin(), std::prev(blank.base())),
            Shortened(Join(blank.base(), characters.end()), most)};
}

} // namespace ns3
