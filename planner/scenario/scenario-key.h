/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_SCENARIO_KEY_H
#define IPSEC_OFFLOAD_PLANNER_SCENARIO_KEY_H

#include "model/profile/units.h"

#include "ns3/assert.h"

#include <cstdint>
#include <limits>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Words of a file and what they stand for. Where that is an enum, the words know which one, so that
 * no reader can take them for another.
 */
class KeyWords
{
  public:
    KeyWords() = default;

    /** @param words each stands for itself */
    explicit KeyWords(std::vector<std::string> words)
        : m_words(std::move(words))
    {
    }

    /**
     * @tparam E an enum or bool
     * @param words each with what it stands for
     */
    template <typename E>
    explicit KeyWords(const std::vector<std::pair<const char*, E>>& words)
        : m_type(&typeid(E))
    {
        for (const auto& [word, meaning] : words)
        {
            m_words.emplace_back(word);
            m_meanings.push_back(static_cast<int>(meaning));
        }
    }

    /** @return the words */
    const std::vector<std::string>& GetWords() const
    {
        return m_words;
    }

    /** @tparam E what they stand for @return each with that */
    template <typename E>
    std::vector<std::pair<std::string, E>> Get() const
    {
        NS_ASSERT_MSG(m_type && *m_type == typeid(E), "words that stand for something else");
        std::vector<std::pair<std::string, E>> words;
        for (size_t i = 0; i < m_meanings.size(); ++i)
        {
            words.emplace_back(m_words[i], static_cast<E>(m_meanings[i]));
        }
        return words;
    }

  private:
    std::vector<std::string> m_words;      //!< as files have them
    std::vector<int> m_meanings;           //!< of each; none: it stands for itself
    const std::type_info* m_type{nullptr}; //!< of the meanings
};

/// What kind of value a key has.
enum class KeyKind : uint8_t
{
    WHOLE,    //!< a whole number of the base unit, or of nothing
    QUANTITY, //!< a number, with a unit if its dimension has one
    DURATION, //!< a time, whole picoseconds
    FLAG,     //!< true or false
    WORD,     //!< one of some words
    NAME,     //!< small letters, digits and dashes
    LINE,     //!< text of one line
    TEXT,     //!< any text
    LIST,     //!< a list; keys with [] describe its elements
    MAP,      //!< a map; keys below it describe its values
    ANY       //!< what else KeyForm::prose says
};

/// What the value of a key may be.
struct KeyForm
{
    /// The greatest duration: a day.
    static constexpr double MOST_TIME = 86'400e12;

    KeyKind kind;
    Dimension dimension{Dimension::NUMBER};          //!< of a number
    double least{0};                                 //!< smallest number, in base units
    double most{std::numeric_limits<double>::max()}; //!< greatest number, in base units
    bool isAbove{false};                             //!< more than the smallest number
    KeyWords words{};    //!< the words of a WORD; those that may stand instead of another kind
    std::string prose{}; //!< what it is, where the kind does not say it: "a value of the sweep"

    /** @param least smallest @param most greatest @return whole numbers without a unit */
    static KeyForm Count(uint64_t least, uint64_t most = std::numeric_limits<uint32_t>::max())
    {
        return Whole(Dimension::NUMBER, least, most);
    }

    /** @param dimension what they measure @param least smallest @param most greatest
     * @return whole numbers of the base unit */
    static KeyForm Whole(Dimension dimension, uint64_t least, uint64_t most = uint64_t{1} << 53U)
    {
        return {KeyKind::WHOLE, dimension, static_cast<double>(least), static_cast<double>(most)};
    }

    /** @param dimension what they measure @param least smallest @param most greatest
     * @return numbers */
    static KeyForm Quantity(Dimension dimension,
                            double least,
                            double most = std::numeric_limits<double>::max())
    {
        return {KeyKind::QUANTITY, dimension, least, most};
    }

    /** @return times from 0 to a day */
    static KeyForm Duration()
    {
        return {KeyKind::DURATION, Dimension::DURATION, 0, MOST_TIME};
    }

    /** @return times above 0, up to a day */
    static KeyForm Period()
    {
        return {KeyKind::DURATION, Dimension::DURATION, 0, MOST_TIME, true};
    }

    /** @tparam E what they stand for @param words some @return one of them */
    template <typename E>
    static KeyForm Word(const std::vector<std::pair<const char*, E>>& words)
    {
        return Of(KeyKind::WORD).Or(KeyWords(words));
    }

    /** @param words some that stand for themselves @return one of them */
    static KeyForm Word(std::vector<std::string> words)
    {
        return Of(KeyKind::WORD).Or(KeyWords(std::move(words)));
    }

    /** @param kind FLAG, NAME, LINE, TEXT, LIST or MAP @return values of that kind */
    static KeyForm Of(KeyKind kind)
    {
        return {kind};
    }

    /** @param prose what it is, as in "the name of a curve" @return such texts of one line */
    static KeyForm Text(std::string prose)
    {
        KeyForm form{KeyKind::LINE};
        form.prose = std::move(prose);
        return form;
    }

    /** @param prose what it is, as in "a value of the sweep" @return other values */
    static KeyForm Any(std::string prose)
    {
        KeyForm form{KeyKind::ANY};
        form.prose = std::move(prose);
        return form;
    }

    /** @param others words @return these values or one of the words */
    KeyForm Or(KeyWords others) const
    {
        KeyForm form = *this;
        form.words = std::move(others);
        return form;
    }
};

/**
 * @ingroup ipsec-offload
 * The row of a key of scenario files: what reads it, checks it, completes it and describes it goes
 * by this.
 */
struct ScenarioKey
{
    /** @param path see there @param form what its value may be @param text what it means */
    ScenarioKey(std::string path, KeyForm form, std::string text)
        : path(std::move(path)),
          form(std::move(form)),
          text(std::move(text))
    {
    }

    /** @return the row of a key that has to be there (unless one that it excludes is, or one of
     * OrWith()) */
    ScenarioKey& Required()
    {
        isRequired = true;
        return *this;
    }

    /** @param value where the key is not there, as a file would have it @return the row */
    ScenarioKey& Default(std::string value)
    {
        standard = std::move(value);
        return *this;
    }

    /** @param words what happens without the key, where no value says that @return the row */
    ScenarioKey& Otherwise(std::string words)
    {
        otherwise = std::move(words);
        return *this;
    }

    /** @param key one beside it that cannot stand together with it @return the row */
    ScenarioKey& Unless(std::string key)
    {
        excludes.push_back(std::move(key));
        return *this;
    }

    /** @param key one beside it without which the row's key has to be there @return the row */
    ScenarioKey& OrWith(std::string key)
    {
        substitutes.push_back(std::move(key));
        return *this;
    }

    /** @param key one beside it @param values without which this one is none @return the row */
    ScenarioKey& OnlyWith(std::string key, std::vector<std::string> values)
    {
        needs = {std::move(key), std::move(values)};
        return *this;
    }

    /** @param value one that it may have @return the row */
    ScenarioKey& Example(std::string value)
    {
        example = std::move(value);
        return *this;
    }

    /** @param function that reads it, where the row alone does not say how @return the row */
    ScenarioKey& ReadBy(std::string function)
    {
        reader = std::move(function);
        return *this;
    }

    /** @param version of the language that first has it @return the row */
    ScenarioKey& Since(uint32_t version)
    {
        since = version;
        return *this;
    }

    /// From the root, dots between keys: "traffic.sizes[].length". An element of a list is []; a
    /// word in capitals stands for any name: "links.ROLE.rate".
    std::string path;
    KeyForm form;                           //!< what its value may be
    std::string text;                       //!< what it means, a sentence without its full stop
    bool isRequired{false};                 //!< see Required()
    std::string standard{};                 //!< see Default(); empty: none
    std::string otherwise{};                //!< see Otherwise(); empty: nothing
    std::vector<std::string> excludes{};    //!< see Unless()
    std::vector<std::string> substitutes{}; //!< see OrWith()
    std::pair<std::string, std::vector<std::string>> needs{}; //!< see OnlyWith(); empty: nothing
    std::string example{};                                    //!< see Example(); empty: the default
    std::string reader{}; //!< see ReadBy(); empty: the row says how
    uint32_t since{1};    //!< see Since()

    /** @return its last part: "length", "ROLE", "[]" */
    std::string GetName() const;

    /** @return the path of what it stands in: "traffic.sizes[]"; empty: the file */
    std::string GetParent() const;

    /** @return true when it stands for any name */
    bool IsWildcard() const;
};

/** @param word a part of a path @return true when it stands for any name: "ROLE" */
bool IsWildcard(const std::string& word);

/** @return the rows of all keys of scenario files; what a map has follows on it */
const std::vector<ScenarioKey>& GetScenarioKeys();

/** @param path see ScenarioKey @return its row, or null */
const ScenarioKey* FindScenarioKey(const std::string& path);

/** @param path of a map, or of a list's element; empty: the file @return rows of what is in it */
const std::vector<const ScenarioKey*>& GetScenarioKeysIn(const std::string& path);

/**
 * @param parent path of a map, or of a list's element; empty: the file
 * @param name a key that a file has there
 * @return its row, which may stand for any name; or null
 */
const ScenarioKey* MatchScenarioKey(const std::string& parent, const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_SCENARIO_KEY_H */
