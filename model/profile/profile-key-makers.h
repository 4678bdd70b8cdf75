/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PROFILE_KEY_MAKERS_H
#define IPSEC_OFFLOAD_PROFILE_KEY_MAKERS_H

#include "yaml-input.h"

#include "ns3/pico-time.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * What the tables of profile keys are made of. Each maker takes the name of a key and its field: a
 * pointer to a member of the profile, or Nested() for a member of a member. What does not fit is
 * complained about and leaves the field alone.
 */

namespace ns3
{

/// Sets one value of a profile of type P.
template <typename P>
struct ProfileKey
{
    const char* name;
    std::function<void(const InputValue&, P&)> set;
};

/// A table of keys.
template <typename P>
using ProfileKeys = std::vector<ProfileKey<P>>;

/// The word for "no ceiling".
constexpr const char* UNLIMITED_WORD = "unlimited";

/** @param outer a member of a profile @param inner a member of that @return the field */
template <typename P, typename S, typename T>
auto
Nested(S P::*outer, T S::*inner)
{
    return [outer, inner](P& profile) -> T& { return profile.*outer.*inner; };
}

/**
 * @tparam P a profile
 * @param name a key
 * @param field what it sets
 * @param read gets the value from the input, or nothing after a complaint
 * @return the key
 */
template <typename P, typename F, typename R>
ProfileKey<P>
FieldKey(const char* name, F field, R read)
{
    return {name, [field, read](const InputValue& value, P& profile) {
                if (const auto found = read(value))
                {
                    auto& target = std::invoke(field, profile);
                    target = static_cast<std::decay_t<decltype(target)>>(*found);
                }
            }};
}

/** @param name a key @param field a flag @return the key */
template <typename P, typename F>
ProfileKey<P>
FlagKey(const char* name, F field)
{
    return FieldKey<P>(name, field, [](const InputValue& value) { return value.ToBool(); });
}

/** @param name a key @param field a count @param least minimum @param most maximum @return the key
 */
template <typename P, typename F>
ProfileKey<P>
BoundedKey(const char* name,
           F field,
           uint64_t least,
           uint64_t most = std::numeric_limits<uint32_t>::max())
{
    return FieldKey<P>(name, field, [least, most](const InputValue& value) {
        return value.ToCount(least, most);
    });
}

/** @param value a value @param word a word @return true when it is that word */
inline bool
IsWord(const InputValue& value, const char* word)
{
    return value.GetNode().IsScalar() && value.GetNode().GetText() == word;
}

/**
 * A count with a word for "any number".
 * @param name a key
 * @param field a count
 * @param any what the word sets
 * @param least minimum of a number
 * @param most maximum of a number
 * @param word the word
 * @return the key
 */
template <typename P, typename F>
ProfileKey<P>
UnlimitedKey(const char* name,
             F field,
             uint32_t any,
             uint64_t least,
             uint64_t most = std::numeric_limits<uint32_t>::max(),
             const char* word = UNLIMITED_WORD)
{
    return FieldKey<P>(name, field, [=](const InputValue& value) {
        return IsWord(value, word) ? std::optional<uint64_t>(any) : value.ToCount(least, most);
    });
}

/** @param name a key @param field a ceiling, 0 for none @param dimension of what @return the key */
template <typename P, typename F>
ProfileKey<P>
CeilingKey(const char* name, F field, Dimension dimension)
{
    return FieldKey<P>(name, field, [dimension](const InputValue& value) {
        return IsWord(value, UNLIMITED_WORD) ? std::optional<uint64_t>(0)
                                             : value.ToWhole(dimension, 1);
    });
}

/** @param name a key @param field a duration @return the key */
template <typename P, typename F>
ProfileKey<P>
DurationKey(const char* name, F field)
{
    return FieldKey<P>(name, field, [](const InputValue& value) { return value.ToDuration(); });
}

/**
 * Cycles, or another quantity; whole fields get the nearest whole number.
 * @param name a key
 * @param field what it sets
 * @param dimension of what
 * @return the key
 */
template <typename P, typename F>
ProfileKey<P>
CyclesKey(const char* name, F field, Dimension dimension = Dimension::CYCLES)
{
    return FieldKey<P>(name, field, [dimension](const InputValue& value) {
        auto found = value.ToQuantity(dimension);
        constexpr bool whole = std::is_integral_v<
            std::decay_t<decltype(std::invoke(std::declval<F>(), std::declval<P&>()))>>;
        if (found && whole)
        {
            *found = std::round(*found);
        }
        return found;
    });
}

/** @param name a key @param field a choice @param words what stands for what @return the key */
template <typename P, typename E>
ProfileKey<P>
ChoiceKey(const char* name, E P::*field, std::vector<std::pair<std::string, E>> words)
{
    return FieldKey<P>(name, field, [words = std::move(words)](const InputValue& value) {
        return value.ToChoice<E>(words);
    });
}

/** @param value a name of an algorithm, or several @param found where to set them */
void SetAlgorithms(const InputValue& value, std::vector<std::string>& found);

/** @param name a key @param field names of algorithms @return the key */
template <typename P, typename F>
ProfileKey<P>
AlgorithmsKey(const char* name, F field)
{
    return {name, [field](const InputValue& value, P& profile) {
                SetAlgorithms(value, std::invoke(field, profile));
            }};
}

/** @param keys a table @param name a key @param value its value @param profile where @return known?
 */
template <typename P>
bool
SetProfileKey(const ProfileKeys<P>& keys,
              const std::string& name,
              const InputValue& value,
              P& profile)
{
    const auto key = std::find_if(keys.begin(), keys.end(), [&name](const auto& candidate) {
        return name == candidate.name;
    });
    if (key == keys.end())
    {
        return false;
    }
    key->set(value, profile);
    return true;
}

/** @param keys a table @return the names in it */
template <typename P>
std::vector<std::string>
GetNames(const ProfileKeys<P>& keys)
{
    std::vector<std::string> names;
    for (const auto& key : keys)
    {
        names.emplace_back(key.name);
    }
    return names;
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_PROFILE_KEY_MAKERS_H */
