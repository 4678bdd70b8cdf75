/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-field-reader.h"

#include "name-lists.h"

#include "ns3/ipsec-algorithm.h"

#include <cmath>

namespace ns3
{

namespace
{

/// @param value a value @param word a word, or nullptr @return true when it is that word
bool
IsWord(const InputValue& value, const char* word)
{
    return word && value.GetNode().IsScalar() && value.GetNode().GetText() == word;
}

/// @param words some words @return each with itself as its meaning
std::vector<std::pair<std::string, std::string>>
WithMeanings(const std::vector<std::string>& words)
{
    std::vector<std::pair<std::string, std::string>> choices;
    choices.reserve(words.size());
    for (const auto& word : words)
    {
        choices.emplace_back(word, word);
    }
    return choices;
}

/// @param value a value @param dimension what it should measure @param range of powers of two
/// @return it; nothing after a complaint
std::optional<uint64_t>
ReadPowerOfTwo(const InputValue& value, ProfileDimension dimension, const FieldRange& range)
{
    auto number = value.ToWhole(dimension, 0);
    if (number && (*number < range.least || *number > range.most || (*number & (*number - 1)) != 0))
    {
        const std::string unit = dimension == ProfileDimension::OCTETS ? " B" : "";
        value.Complain("a power of two from " + std::to_string(range.least) + unit + " to " +
                       std::to_string(range.most) + unit);
        number.reset();
    }
    return number;
}

} // namespace

std::optional<uint64_t>
ReadWhole(const InputValue& value,
          ProfileDimension dimension,
          const FieldRange& range,
          uint64_t most)
{
    if (IsWord(value, range.word))
    {
        return range.wordValue;
    }
    if (range.isPowerOfTwo)
    {
        return ReadPowerOfTwo(value, dimension, range);
    }
    if (dimension == ProfileDimension::CYCLES)
    {
        // Where cycles are whole, the nearest number will do.
        const auto cycles = ReadNumber(value, dimension, range);
        return cycles ? std::optional(static_cast<uint64_t>(std::llround(*cycles))) : std::nullopt;
    }
    return value.ToWhole(dimension, range.least, std::min(range.most, most));
}

std::optional<double>
ReadNumber(const InputValue& value, ProfileDimension dimension, const FieldRange& range)
{
    return value.ToQuantity(dimension,
                            static_cast<double>(range.least),
                            static_cast<double>(range.most));
}

std::optional<CommandTime>
ReadCommandTime(const InputValue& value)
{
    const InputNode& node = value.GetNode();
    auto time = node.IsScalar() ? CommandTime::Parse(node.GetText()) : std::nullopt;
    if (!time)
    {
        value.Complain(CommandTime::Describe());
    }
    return time;
}

std::vector<std::string>
ReadAlgorithms(const InputValue& value)
{
    auto names = NamesOf(GetIpsecAlgorithms());
    names.emplace_back("null"); // RFC 2410
    if (!value.GetNode().IsScalar())
    {
        return ReadWords(value, names);
    }
    const auto name = value.ToChoice<std::string>(WithMeanings(names));
    return name ? std::vector<std::string>{*name} : std::vector<std::string>();
}

std::vector<std::string>
ReadWords(const InputValue& value, const std::vector<std::string>& words)
{
    std::vector<std::string> found;
    for (const auto& element : value.ToList())
    {
        if (words.empty())
        {
            if (const auto number = element.ToCount(0))
            {
                found.push_back(std::to_string(*number));
            }
        }
        else if (auto word = element.ToChoice<std::string>(WithMeanings(words)))
        {
            found.push_back(std::move(*word));
        }
    }
    return found;
}

} // namespace ns3
