/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_MAP_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_MAP_H

#include "scenario-key.h"

#include "model/profile/yaml-input.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload
 * Reading of scenario files by the table of their keys: what no row says cannot be read, and
 * ranges, words and defaults are those of the row.
 */

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * One value of a scenario file, or the default that stands for it. The To...() methods complain and
 * return nothing when the value is not what the row says.
 */
class ScenarioValue
{
  public:
    /** @param root the whole file */
    explicit ScenarioValue(const InputValue& root);

    /**
     * @param value what stands in the file, or the default
     * @param path of the value in the table
     * @param isGiven false for a default
     */
    ScenarioValue(const InputValue& value, std::string path, bool isGiven);

    /** @return false when it is the row's default */
    bool IsGiven() const
    {
        return m_isGiven;
    }

    /** @return it, for a reader of its own kind */
    const InputValue& Get() const
    {
        return m_value;
    }

    /** @return the value */
    const InputNode& GetNode() const
    {
        return m_value.GetNode();
    }

    /** @return the file */
    YamlInput& GetInput() const
    {
        return m_value.GetInput();
    }

    /** @return where its row stands in the table */
    const std::string& GetTablePath() const
    {
        return m_path;
    }

    /** @param expected what should stand here */
    void Complain(const std::string& expected) const
    {
        m_value.Complain(expected);
    }

    /** @return a whole number in base units */
    std::optional<uint64_t> ToWhole() const;

    /** @param most greatest number, where it is less than the row's @return a whole number */
    std::optional<uint64_t> ToWhole(uint64_t most) const;

    /** @return a number in base units */
    std::optional<double> ToQuantity() const;

    /** @return a time */
    std::optional<Ps> ToDuration() const;

    /** @return true or false */
    std::optional<bool> ToBool() const
    {
        return m_value.ToBool();
    }

    /** @return text, as the row wants it */
    std::optional<std::string> ToText() const;

    /**
     * @tparam T text, a bool, a number, a whole number, Ps for a time, or what the row's words
     * stand for
     * @return the value as the row has it
     */
    template <typename T>
    std::optional<T> To() const
    {
        if constexpr (std::is_same_v<T, std::string>)
        {
            return ToText();
        }
        else if constexpr (std::is_same_v<T, double>)
        {
            return ToQuantity();
        }
        else if constexpr (std::is_same_v<T, Ps>)
        {
            return ToDuration();
        }
        else if constexpr (std::is_same_v<T, bool>)
        {
            return GetKey().form.kind == KeyKind::FLAG ? ToBool() : ToChoice<bool>();
        }
        else if constexpr (std::is_unsigned_v<T>)
        {
            const auto whole = ToWhole(std::numeric_limits<T>::max());
            return whole ? std::optional(static_cast<T>(*whole)) : std::nullopt;
        }
        else
        {
            return ToChoice<T>();
        }
    }

    /** @tparam E what the row's words stand for @return the meaning of the word */
    template <typename E>
    std::optional<E> ToChoice() const
    {
        return m_value.ToChoice<E>(GetKey().form.words.Get<E>());
    }

    /** @return one of the row's words, each of which stands for itself */
    std::optional<std::string> ToWord() const;

    /** @return true when it is one of the row's words, such as one that stands instead of a map */
    bool IsWord() const;

    /** @return the elements of a list that is not empty; nothing after a complaint */
    std::vector<ScenarioValue> ToList() const;

    /** @return its row */
    const ScenarioKey& GetKey() const;

  private:
    InputValue m_value;   //!< of the file, or the default
    std::string m_path;   //!< in the table
    bool m_isGiven{true}; //!< see IsGiven()
};

/**
 * @ingroup ipsec-offload
 * A map of a scenario file. Only keys that have a row can be asked for.
 */
class ScenarioMap
{
  public:
    /** @param value what should be a map */
    explicit ScenarioMap(const ScenarioValue& value);

    /**
     * @param key which has a row
     * @return its value, or its default; nothing when there is neither. Complains when the row
     * requires it and nothing stands there, nor what the row excludes
     */
    std::optional<ScenarioValue> Take(const std::string& key);

    /**
     * Read a value that needs no more than its row.
     * @tparam T see ScenarioValue::To()
     * @param key which has a row
     * @param field gets the value, or the default; without either, and after a complaint, it stays
     * as it is
     * @return what was read, for further checks; nothing when the field stays as it is
     */
    template <typename T>
    std::optional<ScenarioValue> Read(const std::string& key, T& field)
    {
        auto value = Take(key);
        const auto read = value ? value->To<T>() : std::nullopt;
        if (!read)
        {
            return std::nullopt;
        }
        field = *read;
        return value;
    }

    /** @param key which has a row @return its value; complains when it is not there */
    std::optional<ScenarioValue> Require(const std::string& key);

    /** @param wildcard "ROLE", whose row stands for the names @param name one of them
     * @return its value, or nothing; complains when the row requires it */
    std::optional<ScenarioValue> TakeNamed(const std::string& wildcard, const std::string& name);

    /// A name and its value.
    struct Entry
    {
        std::string name;
        InputPlace place; //!< where the name stands
        ScenarioValue value;
    };

    /** @param wildcard whose row stands for the names @return what nobody took, in order */
    std::vector<Entry> TakeRest(const std::string& wildcard);

    /** @param wildcard whose row stands for the names @return the map, for a reader of its rest */
    InputMap& Open(const std::string& wildcard);

    /** Complain about what nobody took. */
    void Finish()
    {
        m_map.Finish();
    }

  private:
    const ScenarioKey& Find(const std::string& key) const;
    std::optional<ScenarioValue> Wrap(const std::optional<InputValue>& value,
                                      const ScenarioKey& key) const;

    InputValue m_value; //!< the map
    InputMap m_map;     //!< the same
    std::string m_path; //!< in the table
};

/** @return paths of all rows that were asked for in this process, so that a test can compare */
const std::set<std::string>& GetScenarioKeysRead();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_MAP_H */
