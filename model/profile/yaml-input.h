/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_YAML_INPUT_H
#define IPSEC_OFFLOAD_YAML_INPUT_H

#include "input-node.h"
#include "ipsec-input-error.h"
#include "units.h"

#include "ns3/ipsec-pico-time.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * A file that is being read: collects what is wrong in it. Values that were put in from elsewhere
 * (a sweep's value, a curve's setting) stand where they were put in from.
 */
class YamlInput
{
  public:
    /** @param file the file's name, for messages */
    explicit YamlInput(std::string file);

    /**
     * @param node what is wrong
     * @param path where it is
     * @param expected what should stand there
     */
    void Complain(const InputNode& node, const std::string& path, const std::string& expected);

    /**
     * @param place where a key, or what lacks one, stands
     * @param token what stands there
     * @param expected what should stand there
     */
    void ComplainAt(const InputPlace& place, const std::string& token, const std::string& expected);

    /** @param problems what another file had */
    void Adopt(const std::vector<InputProblem>& problems);

    /** @return false when nothing was wrong so far */
    bool HasProblems() const
    {
        return !m_problems.empty();
    }

    /** @return what was wrong so far */
    const std::vector<InputProblem>& GetProblems() const
    {
        return m_problems;
    }

    /** @throws InputError when something was wrong */
    void ThrowIfWrong() const;

    /** @return the file's name */
    const std::string& GetFile() const
    {
        return m_file;
    }

  private:
    std::string m_file;                   //!< name
    std::vector<InputProblem> m_problems; //!< so far
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
    InputValue(YamlInput& input, InputNode node, std::string path);

    /** @return the value */
    const InputNode& GetNode() const
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

    /** @param words one of which should stand here */
    void ComplainOf(const std::vector<std::string>& words) const;

    /** @return the text of a scalar, UTF-8, not empty; it may have line breaks and tabs */
    std::optional<std::string> ToText() const;

    /** @return the text of a scalar, UTF-8, not empty, of one line */
    std::optional<std::string> ToLine() const;

    /** @return a text of small letters, digits and dashes, fit for the name of a file */
    std::optional<std::string> ToName() const;

    /** @return whether the word is true, yes or on, or false, no or off; in capitals, too */
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
                if (m_node.GetText() == word)
                {
                    return meaning;
                }
            }
        }
        std::vector<std::string> known;
        for (const auto& [word, meaning] : words)
        {
            known.push_back(word);
        }
        ComplainOf(known);
        return std::nullopt;
    }

    /** @return the elements of a list that is not empty; nothing after a complaint */
    std::vector<InputValue> ToList() const;

  private:
    YamlInput* m_input; //!< the file
    InputNode m_node;   //!< the value
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
        InputPlace place; //!< where the key stands
        InputValue value;
    };

    /** @return what nobody took, in the order of the file */
    std::vector<Entry> TakeRest();

    /** Complain about what nobody took. */
    void Finish();

  private:
    std::string PathOf(const std::string& key) const;

    InputValue m_value;            //!< the map
    bool m_isMap;                  //!< see IsMap()
    std::set<std::string> m_known; //!< keys asked for
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_YAML_INPUT_H */
