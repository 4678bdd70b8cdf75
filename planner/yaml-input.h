/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_YAML_INPUT_H
#define IPSEC_OFFLOAD_PLANNER_YAML_INPUT_H

#include "input-error.h"
#include "units.h"

#include "ns3/pico-time.h"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A YAML file that is being read: collects what is wrong in it. Values that were put in from
 * elsewhere (a sweep's value, a curve's setting) complain at the place that put them in.
 */
class YamlInput
{
  public:
    /** @param file the file's name, for messages */
    explicit YamlInput(std::string file);

    /**
     * @param text the file's content
     * @return its root
     * @throws InputError when it is not YAML
     */
    YAML::Node Parse(const std::string& text) const;

    /**
     * Put a value in, without touching what other parts of the tree share with that place.
     * @param root a root
     * @param path keys with dots between them
     * @param value the value
     * @param pathMark where the path stands
     * @param valueMark where the value stands
     * @return the new root
     */
    YAML::Node PutIn(const YAML::Node& root,
                     const std::string& path,
                     const YAML::Node& value,
                     const YAML::Mark& pathMark,
                     const YAML::Mark& valueMark);

    /**
     * @param node what is wrong
     * @param path where it is
     * @param expected what should stand there
     */
    void Complain(const YAML::Node& node, const std::string& path, const std::string& expected);

    /**
     * @param mark where a key, or what lacks one, stands
     * @param token what stands there
     * @param path where it is; used when the mark says nothing
     * @param expected what should stand there
     */
    void ComplainAt(const YAML::Mark& mark,
                    const std::string& token,
                    const std::string& path,
                    const std::string& expected);

    /** @param problems what another file had */
    void Adopt(const std::vector<InputProblem>& problems);

    /** @return false when nothing was wrong so far */
    bool HasProblems() const
    {
        return !m_problems.empty();
    }

    /** @throws InputError when something was wrong */
    void ThrowIfWrong() const;

    /** @return the file's name */
    const std::string& GetFile() const
    {
        return m_file;
    }

  private:
    /// What was put in from elsewhere.
    struct Put
    {
        std::string path;
        YAML::Mark pathMark;
        YAML::Mark valueMark;
    };

    const Put* FindPut(const std::string& path) const;
    InputProblem ProblemAt(const YAML::Mark& mark, const std::string& expected) const;
    void CheckShape(const YAML::Node& node, uint32_t depth, uint64_t& nodes) const;
    void Add(const YAML::Mark& mark, const std::string& token, const std::string& expected);

    std::string m_file;                   //!< name
    std::vector<InputProblem> m_problems; //!< so far
    std::vector<Put> m_puts;              //!< what was put in
};

/**
 * @ingroup ipsec-offload
 * One value of a file. The To...() methods complain and return nothing when the value is not of
 * their kind.
 */
class InputValue
{
  public:
    /**
     * @param input the file
     * @param node the value
     * @param path keys with dots between them
     */
    InputValue(YamlInput& input, const YAML::Node& node, std::string path);

    InputValue(const InputValue& other) = default;

    /**
     * Become another value. YAML::Node's own assignment would write into the tree instead.
     * @param other the other one
     * @return this
     */
    InputValue& operator=(const InputValue& other);

    /** @return the value */
    const YAML::Node& GetNode() const
    {
        return m_node;
    }

    /** @return the file */
    YamlInput& GetInput() const
    {
        return *m_input;
    }

    /** @return keys with dots between them */
    const std::string& GetPath() const
    {
        return m_path;
    }

    /** @param expected what should stand here */
    void Complain(const std::string& expected) const;

    /** @return the text of a scalar, not empty */
    std::optional<std::string> ToText() const;

    /** @return a text of small letters, digits and dashes, fit for the name of a file */
    std::optional<std::string> ToName() const;

    /** @return true or false */
    std::optional<bool> ToBool() const;

    /**
     * @param least the smallest allowed
     * @param most the greatest allowed
     * @return a whole number without a unit
     */
    std::optional<uint64_t> ToCount(uint64_t least,
                                    uint64_t most = std::numeric_limits<uint32_t>::max()) const;

    /**
     * @param dimension what it measures
     * @param least the smallest allowed, in base units
     * @param most the greatest allowed, in base units
     * @return the value in base units
     */
    std::optional<double> ToQuantity(Dimension dimension,
                                     double least = 0,
                                     double most = std::numeric_limits<double>::max()) const;

    /**
     * @param dimension what it measures
     * @param least the smallest allowed, in base units
     * @param most the greatest allowed, in base units
     * @return the value in whole base units
     */
    std::optional<uint64_t> ToWhole(Dimension dimension,
                                    uint64_t least,
                                    uint64_t most = uint64_t{1} << 53) const;

    /** @return a duration */
    std::optional<Ps> ToDuration() const;

    /**
     * @tparam E what the words mean
     * @param words the words allowed
     * @return the meaning of the word that stands here
     */
    template <typename E>
    std::optional<E> ToChoice(const std::vector<std::pair<std::string, E>>& words) const
    {
        if (m_node.IsScalar())
        {
            for (const auto& [word, meaning] : words)
            {
                if (m_node.Scalar() == word)
                {
                    return meaning;
                }
            }
        }
        std::string expected;
        for (const auto& [word, meaning] : words)
        {
            expected += (expected.empty() ? "one of " : ", ") + word;
        }
        Complain(expected);
        return std::nullopt;
    }

    /** @return the elements of a list that is not empty; nothing after a complaint */
    std::vector<InputValue> ToList() const;

  private:
    YamlInput* m_input; //!< the file
    YAML::Node m_node;  //!< the value
    std::string m_path; //!< where it is
};

/**
 * @ingroup ipsec-offload
 * A map whose keys are all known: what nobody took by the time of Finish() is complained about.
 */
class InputMap
{
  public:
    /** @param value what should be a map */
    explicit InputMap(const InputValue& value);

    /** @return false when it is not a map; then it has no keys and there was one complaint */
    bool IsMap() const
    {
        return m_isMap;
    }

    /** @param key a key @return its value, if it is there */
    std::optional<InputValue> Take(const std::string& key);

    /** @param key a key @return its value; complains when it is not there */
    std::optional<InputValue> Require(const std::string& key);

    /// A key and its value.
    struct Entry
    {
        std::string key;
        YAML::Mark mark; //!< where the key stands
        InputValue value;
    };

    /** @return what nobody took, in the order of the file */
    std::vector<Entry> TakeRest();

    /** Complain about what nobody took. */
    void Finish();

  private:
    InputValue m_value;            //!< the map
    bool m_isMap;                  //!< see IsMap()
    std::set<std::string> m_known; //!< keys asked for
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_YAML_INPUT_H */
