/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PROFILE_FIELD_READER_H
#define IPSEC_OFFLOAD_PROFILE_FIELD_READER_H

#include "yaml-input.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-profile-field.h"
#include "ns3/nic-command-time.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * Values of files for the fields of profiles, by their tables. What does not fit is complained
 * about and leaves the field alone.
 */

namespace ns3
{

/**
 * @param value a value
 * @param dimension what it should measure
 * @param range what it may be
 * @param most the greatest number that there is room for
 * @return it; nothing after a complaint
 */
std::optional<uint64_t> ReadWhole(const InputValue& value,
                                  ProfileDimension dimension,
                                  const FieldRange& range,
                                  uint64_t most);

/** @param value a value @param dimension what it should measure @param range what it may be
 * @return it; nothing after a complaint */
std::optional<double> ReadNumber(const InputValue& value,
                                 ProfileDimension dimension,
                                 const FieldRange& range);

/** @param value how long commands take @return it; nothing after a complaint */
std::optional<CommandTime> ReadCommandTime(const InputValue& value);

/** @param value names of algorithms, or one @return them; elements that are none are left out */
std::vector<std::string> ReadAlgorithms(const InputValue& value);

/** @param value a list @param words what its elements may be; empty: whole numbers
 * @return them; elements that do not fit are left out */
std::vector<std::string> ReadWords(const InputValue& value, const std::vector<std::string>& words);

/**
 * @ingroup ipsec-offload
 * Sets a field of any kind to a value: std::visit() calls it with the field of a row.
 */
template <typename P>
class FieldReader
{
  public:
    /** @param value of the file @param dimension of the row @param range of the row
     * @param profile gets the value */
    FieldReader(const InputValue& value,
                ProfileDimension dimension,
                const FieldRange& range,
                P& profile)
        : m_value(value),
          m_dimension(dimension),
          m_range(range),
          m_profile(profile)
    {
    }

    /// @cond one function for each alternative of a row's member
    void operator()(const FieldAccess<P, bool>& field) const
    {
        Put(field, m_value.ToBool());
    }

    void operator()(const FieldAccess<P, uint32_t>& field) const
    {
        if (const auto number = ReadWhole(m_value, m_dimension, m_range, UINT32_MAX))
        {
            field.Set(m_profile, static_cast<uint32_t>(*number));
        }
    }

    void operator()(const FieldAccess<P, uint64_t>& field) const
    {
        Put(field, ReadWhole(m_value, m_dimension, m_range, FieldRange::ANY));
    }

    void operator()(const FieldAccess<P, double>& field) const
    {
        Put(field, ReadNumber(m_value, m_dimension, m_range));
    }

    void operator()(const FieldAccess<P, Ps>& field) const
    {
        Put(field, m_value.ToDuration());
    }

    void operator()(const FieldAccess<P, CommandTime>& field) const
    {
        Put(field, ReadCommandTime(m_value));
    }

    void operator()(const FieldAccess<P, std::vector<std::string>>& field) const
    {
        field.Set(m_profile, ReadAlgorithms(m_value));
    }

    void operator()(const FieldList<P>& field) const
    {
        field.Set(m_profile, ReadWords(m_value, field.GetWords()));
    }

    template <typename E>
    void operator()(const FieldChoice<P, E>& field) const
    {
        Put(field.GetField(), m_value.ToChoice<E>(field.GetWords()));
    }

    /// @endcond

  private:
    template <typename T>
    void Put(const FieldAccess<P, T>& field, std::optional<T> value) const
    {
        if (value)
        {
            field.Set(m_profile, std::move(*value));
        }
    }

    const InputValue& m_value;    //!< of the file
    ProfileDimension m_dimension; //!< what a number measures
    const FieldRange& m_range;    //!< what a number may be
    P& m_profile;                 //!< gets the value
};

/**
 * @ingroup ipsec-offload
 * Set one field of a profile; complains when the value does not fit.
 * @param fields the profile's table
 * @param key a key
 * @param value its value
 * @param profile where to set it
 * @return false when there is no such key
 */
template <typename P, typename M>
bool
SetProfileField(const std::vector<ProfileField<P, M>>& fields,
                const std::string& key,
                const InputValue& value,
                P& profile)
{
    const auto row = std::find_if(fields.begin(), fields.end(), [&key](const auto& candidate) {
        return key == candidate.key;
    });
    if (row == fields.end())
    {
        return false;
    }
    std::visit(FieldReader<P>(value, row->dimension, row->range, profile), row->member);
    return true;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_PROFILE_FIELD_READER_H */
