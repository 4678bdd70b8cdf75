/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-reference.h"

#include "name-lists.h"
#include "profile-keys.h"

#include "ns3/host-profile-fields.h"
#include "ns3/nic-profile-fields.h"

#include <array>
#include <limits>
#include <ostream>
#include <sstream>
#include <utility>

namespace ns3
{

namespace
{

/// @param dimension a dimension @return the unit in which values are shown
std::string
UnitOf(ProfileDimension dimension)
{
    switch (dimension)
    {
    case ProfileDimension::NUMBER:
    case ProfileDimension::SHARE:
    case ProfileDimension::DURATION: // each with its own
        return "";
    case ProfileDimension::RATE:
        return "bit/s";
    case ProfileDimension::PACKET_RATE:
        return "pkt/s";
    case ProfileDimension::OCTETS:
        return "B";
    case ProfileDimension::FREQUENCY:
        return "Hz";
    case ProfileDimension::CYCLES:
        return "cycles";
    case ProfileDimension::CYCLES_PER_OCTET:
        return "cycles/B";
    }
    return "";
}

/// @param span a time @return in the largest unit that has a whole number of it
std::string
SpanText(Ps span)
{
    constexpr std::array<std::pair<const char*, Ps>, 4> UNITS{
        {{" s", PS_PER_SECOND}, {" ms", PS_PER_SECOND / 1000}, {" us", 1'000'000}, {" ns", 1000}}};
    if (span == 0)
    {
        return "0 s";
    }
    for (const auto& [unit, length] : UNITS)
    {
        if (span % length == 0)
        {
            return std::to_string(span / length) + unit;
        }
    }
    return std::to_string(span) + " ps";
}

/// @param range of a row @param room the greatest number that the field has room for
/// @return "1 to 64", "1 or more, or unlimited"
std::string
RangeText(const FieldRange& range, uint64_t room)
{
    std::string text = range.isPowerOfTwo ? "a power of two, " : "";
    text += std::to_string(range.least);
    // Of slots, the greatest number of the type is the word.
    text += range.most >= room - 1 ? " or more" : " to " + std::to_string(range.most);
    return text + (range.word ? std::string(", or ") + range.word : "");
}

/// Describes the field of one row: std::visit() calls it with that.
template <typename P>
class FieldDescriber
{
  public:
    /// What it may be, and its default.
    using Texts = std::pair<std::string, std::string>;

    FieldDescriber(const FieldRange& range, const P& profile)
        : m_range(range),
          m_profile(profile)
    {
    }

    Texts operator()(const FieldAccess<P, bool>& field) const
    {
        return {"true, false", field.Get(m_profile) ? "true" : "false"};
    }

    Texts operator()(const FieldAccess<P, uint32_t>& field) const
    {
        return Number(field.Get(m_profile), std::numeric_limits<uint32_t>::max());
    }

    Texts operator()(const FieldAccess<P, uint64_t>& field) const
    {
        return Number(field.Get(m_profile), FieldRange::ANY);
    }

    Texts operator()(const FieldAccess<P, double>& field) const
    {
        std::ostringstream standard;
        standard << field.Get(m_profile);
        return {RangeText(m_range, FieldRange::ANY), standard.str()};
    }

    Texts operator()(const FieldAccess<P, Ps>& field) const
    {
        return {"0 s to 1 day", SpanText(field.Get(m_profile))};
    }

    Texts operator()(const FieldAccess<P, CommandTime>& field) const
    {
        return {"a time, or a distribution of times", field.Get(m_profile).ToText()};
    }

    Texts operator()(const FieldAccess<P, std::vector<std::string>>& field) const
    {
        return {"names of algorithms", MakeCommaList(field.Get(m_profile))};
    }

    Texts operator()(const FieldList<P>& field) const
    {
        const auto& words = field.GetWords();
        return {words.empty() ? "whole numbers" : "some of " + MakeCommaList(words),
                MakeCommaList(field.Get(m_profile))};
    }

    template <typename E>
    Texts operator()(const FieldChoice<P, E>& field) const
    {
        std::vector<std::string> words;
        std::string standard;
        for (const auto& [word, meaning] : field.GetWords())
        {
            words.push_back(word);
            if (standard.empty() && meaning == field.GetField().Get(m_profile))
            {
                standard = word;
            }
        }
        return {MakeCommaList(words), standard};
    }

  private:
    Texts Number(uint64_t standard, uint64_t room) const
    {
        const bool isWord = m_range.word && standard == m_range.wordValue;
        return {RangeText(m_range, room), isWord ? m_range.word : std::to_string(standard)};
    }

    const FieldRange& m_range; //!< what a number may be
    const P& m_profile;        //!< has the values
};

/// @param fields a table @param prefix of its keys @param profile has their values
/// @param entries gets its rows
template <typename P, typename M>
void
Describe(const std::vector<ProfileField<P, M>>& fields,
         const std::string& prefix,
         const P& profile,
         std::vector<ProfileKeyEntry>& entries)
{
    for (const auto& row : fields)
    {
        auto [values, standard] = std::visit(FieldDescriber<P>(row.range, profile), row.member);
        entries.push_back({prefix + row.key,
                           row.text,
                           UnitOf(row.dimension),
                           std::move(values),
                           std::move(standard),
                           row.rule});
    }
}

/// @param stream gets a heading and a table @param title of it @param entries its rows
void
WriteTable(std::ostream& stream,
           const std::string& title,
           const std::vector<ProfileKeyEntry>& entries)
{
    stream << title << "\n"
           << std::string(title.size(), '-') << "\n\n"
           << ".. list-table::\n   :header-rows: 1\n   :widths: 20 38 22 12 8\n\n"
           << "   * - Key\n     - Meaning\n     - Values\n     - Default\n     - Rules\n";
    for (const auto& entry : entries)
    {
        const std::string unit = entry.unit.empty() ? "" : " " + entry.unit;
        const bool isNumber = entry.standard.find_first_not_of("0123456789.") == std::string::npos;
        stream << "   * - ``" << entry.key << "``\n     - " << entry.meaning << "\n     - "
               << entry.values << (entry.unit.empty() ? "" : " (" + entry.unit + ")") << "\n     -"
               << (entry.standard.empty() ? "" : " " + entry.standard + (isNumber ? unit : ""))
               << "\n     -" << (entry.rule.empty() ? "" : " " + entry.rule) << "\n";
    }
    stream << "\n";
}

} // namespace

std::vector<ProfileKeyEntry>
DescribeNicKeys(const NicProfile& profile)
{
    std::vector<ProfileKeyEntry> entries;
    Describe(GetNicProfileFields(), "", profile, entries);
    for (const auto& shorthand : GetNicShorthands())
    {
        entries.push_back({shorthand.key,
                           shorthand.text,
                           "",
                           "those of " + MakeCommaList(shorthand.fields),
                           "",
                           ""});
    }
    return entries;
}

std::vector<ProfileKeyEntry>
DescribeHostKeys(const HostProfile& profile)
{
    std::vector<ProfileKeyEntry> entries;
    Describe(GetHostProfileFields(), "", profile, entries);
    Describe(GetCipherCostFields(), "cipher.NAME.", CipherCost(), entries);
    return entries;
}

void
WriteProfileReference(std::ostream& stream)
{
    stream << ".. SPDX-License-Identifier: GPL-2.0-only\n"
           << "   Copyright (c) 2026 The ipsec-offload authors\n\n"
           << ".. Written by \"ipsec-plan list keys --rst\"; a test compares it.\n\n";
    WriteTable(stream, "Keys of NIC profiles", DescribeNicKeys());
    WriteTable(stream, "Keys of host profiles", DescribeHostKeys());
}

} // namespace ns3
