/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-profile-attributes-internal.h"
#include "nic-profile-fields.h"

#include "ns3/abort.h"
#include "ns3/attribute.h"
#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <utility>

namespace ns3
{

namespace
{

using P = NicProfile;

/// @param text a list separated by commas @return its parts without blanks
std::vector<std::string>
SplitList(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
    {
        part.erase(std::remove(part.begin(), part.end(), ' '), part.end());
        if (!part.empty())
        {
            parts.push_back(part);
        }
    }
    return parts;
}

/// @param parts what to join @return the parts with commas between them
std::string
JoinList(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts)
    {
        text += (text.empty() ? "" : ",") + part;
    }
    return text;
}

/// @param word a name @return true when it is an algorithm, or none by RFC 2410
bool
IsAlgorithm(const std::string& word)
{
    return word == "null" || FindIpsecAlgorithm(word);
}

/// @param word what should be a number @return true when it is one that has room
bool
IsNumber(const std::string& word)
{
    constexpr size_t digits = 9;
    return word.size() <= digits && word.find_first_not_of("0123456789") == std::string::npos;
}

/**
 * ns-3 takes the words of an enum as arguments alone, of a template that differs by release.
 * @param words each with its meaning
 * @param more the first ones of them, as arguments
 * @return the checker
 */
template <typename E, typename... MORE>
Ptr<const AttributeChecker>
MakeChoiceChecker(const std::vector<std::pair<std::string, E>>& words, const MORE&... more)
{
    constexpr size_t done = sizeof...(MORE) / 2;
    constexpr size_t most = 4;
    if constexpr (done > 0)
    {
        if (done == words.size())
        {
            return MakeEnumChecker(more...);
        }
    }
    if constexpr (done < most)
    {
        return MakeChoiceChecker(words, more..., words[done].second, words[done].first);
    }
    NS_ABORT_MSG("an enum of more words than this function knows");
    return nullptr;
}

/**
 * Gives a field of an object's profile to ns-3.
 * @tparam V ns-3's value of its type
 */
template <typename V>
class FieldAccessor : public AttributeAccessor
{
  public:
    using Setter = std::function<void(P&, const V&)>; //!< from an attribute
    using Getter = std::function<void(const P&, V&)>; //!< to an attribute

    FieldAccessor(const NicProfileOwner& owner, Setter set, Getter get)
        : m_owner(owner),
          m_set(std::move(set)),
          m_get(std::move(get))
    {
    }

    bool Set(ObjectBase* object, const AttributeValue& value) const override
    {
        const auto* own = dynamic_cast<const V*>(&value);
        if (own)
        {
            m_set(m_owner.edit(*object), *own);
        }
        return own != nullptr;
    }

    bool Get(const ObjectBase* object, AttributeValue& value) const override
    {
        auto* own = dynamic_cast<V*>(&value);
        if (own)
        {
            m_get(m_owner.read(*object), *own);
        }
        return own != nullptr;
    }

    bool HasGetter() const override
    {
        return true;
    }

    bool HasSetter() const override
    {
        return true;
    }

  private:
    NicProfileOwner m_owner; //!< finds the profile
    Setter m_set;            //!< from an attribute
    Getter m_get;            //!< to an attribute
};

/// Adds the attribute of one row: std::visit() calls it with the row's field.
class AttributeMaker
{
  public:
    AttributeMaker(TypeId& tid, const NicProfileOwner& owner, const NicProfileField& row)
        : m_tid(tid),
          m_owner(owner),
          m_row(row)
    {
    }

    void operator()(const FieldAccess<P, bool>& field) const
    {
        Add<BooleanValue>(field, MakeBooleanChecker());
    }

    void operator()(const FieldAccess<P, uint32_t>& field) const
    {
        AddNumber<uint32_t>(field);
    }

    void operator()(const FieldAccess<P, uint64_t>& field) const
    {
        if (m_row.dimension != ProfileDimension::RATE)
        {
            AddNumber<uint64_t>(field);
            return;
        }
        Add<DataRateValue>(
            [field](P& profile, const DataRateValue& value) {
                field.Set(profile, value.Get().GetBitRate());
            },
            [field](const P& profile, DataRateValue& value) {
                value.Set(DataRate(field.Get(profile)));
            },
            MakeDataRateChecker());
    }

    void operator()(const FieldAccess<P, double>& field) const
    {
        Add<DoubleValue>(field,
                         MakeDoubleChecker<double>(static_cast<double>(m_row.range.least),
                                                   static_cast<double>(m_row.range.most)));
    }

    void operator()(const FieldAccess<P, Ps>& field) const
    {
        Add<TimeValue>(
            [field](P& profile, const TimeValue& value) { field.Set(profile, ToPs(value.Get())); },
            [field](const P& profile, TimeValue& value) { value.Set(FromPs(field.Get(profile))); },
            MakeTimeChecker(Time(0)));
    }

    void operator()(const FieldAccess<P, CommandTime>& field) const
    {
        Add<CommandTimeValue>(field, MakeCommandTimeChecker());
    }

    void operator()(const FieldAccess<P, std::vector<std::string>>& field) const
    {
        AddList(
            [field](const P& profile) { return field.Get(profile); },
            [field](P& profile, const std::vector<std::string>& list) { field.Set(profile, list); },
            IsAlgorithm,
            "the name of an algorithm");
    }

    void operator()(const FieldList<P>& field) const
    {
        const auto& words = field.GetWords();
        const auto isWord = [words](const std::string& word) {
            return std::find(words.begin(), words.end(), word) != words.end();
        };
        AddList(
            [field](const P& profile) { return field.Get(profile); },
            [field](P& profile, const std::vector<std::string>& list) { field.Set(profile, list); },
            words.empty() ? std::function<bool(const std::string&)>(IsNumber) : isWord,
            words.empty() ? "a whole number" : "one of " + JoinList(words));
    }

    void operator()(const FieldChoice<P, std::string>& field) const
    {
        std::vector<std::string> words;
        for (const auto& [word, meaning] : field.GetWords())
        {
            words.push_back(word);
        }
        Add<StringValue>(
            [field, words, key = m_row.key](P& profile, const StringValue& value) {
                for (const auto& [word, meaning] : field.GetWords())
                {
                    if (word == value.Get())
                    {
                        field.GetField().Set(profile, meaning);
                        return;
                    }
                }
                NS_ABORT_MSG("NIC profile: " << key << ": '" << value.Get() << "', expected one of "
                                             << JoinList(words));
            },
            [field](const P& profile, StringValue& value) {
                value.Set(field.GetField().Get(profile));
            },
            MakeStringChecker());
    }

    template <typename E>
    void operator()(const FieldChoice<P, E>& field) const
    {
        std::vector<std::pair<std::string, E>> words;
        for (const auto& [word, meaning] : field.GetWords())
        {
            words.emplace_back(GetAttributeName(word), meaning);
        }
        using Value = decltype(EnumValue(std::declval<E>()));
        Add<Value>(
            [field](P& profile, const Value& value) {
                field.GetField().Set(profile, static_cast<E>(value.Get()));
            },
            [field](const P& profile, Value& value) { value.Set(field.GetField().Get(profile)); },
            MakeChoiceChecker(words));
    }

  private:
    using List = std::vector<std::string>;

    template <typename V>
    void Add(typename FieldAccessor<V>::Setter set,
             typename FieldAccessor<V>::Getter get,
             const Ptr<const AttributeChecker>& checker) const
    {
        V initial;
        get(P(), initial);
        m_tid.AddAttribute(GetAttributeName(m_row.key),
                           m_row.text + (m_row.rule.empty() ? "" : " (" + m_row.rule + ")"),
                           initial,
                           Create<FieldAccessor<V>>(m_owner, std::move(set), std::move(get)),
                           checker);
    }

    template <typename V, typename T>
    void Add(const FieldAccess<P, T>& field, const Ptr<const AttributeChecker>& checker) const
    {
        Add<V>([field](P& profile,
                       const V& value) { field.Set(profile, static_cast<T>(value.Get())); },
               [field](const P& profile, V& value) { value.Set(field.Get(profile)); },
               checker);
    }

    template <typename T>
    void AddNumber(const FieldAccess<P, T>& field) const
    {
        const FieldRange& range = m_row.range;
        const uint64_t room = std::numeric_limits<T>::max();
        uint64_t least = range.least;
        uint64_t most = std::min(range.most, room);
        if (range.word)
        {
            least = std::min(least, range.wordValue);
            most = std::max(most, range.wordValue);
        }
        Add<UintegerValue>(
            [field, range, key = m_row.key](P& profile, const UintegerValue& value) {
                const uint64_t number = value.Get();
                NS_ABORT_MSG_IF(range.isPowerOfTwo && (number & (number - 1)) != 0,
                                "NIC profile: " << key << ": " << number
                                                << ", expected a power of two");
                field.Set(profile, static_cast<T>(number));
            },
            [field](const P& profile, UintegerValue& value) { value.Set(field.Get(profile)); },
            MakeUintegerChecker<T>(least, most));
    }

    void AddList(std::function<List(const P&)> read,
                 std::function<void(P&, const List&)> write,
                 std::function<bool(const std::string&)> isElement,
                 const std::string& expected) const
    {
        Add<StringValue>(
            [write = std::move(write), isElement = std::move(isElement), expected, key = m_row.key](
                P& profile,
                const StringValue& value) {
                const List list = SplitList(value.Get());
                for (const std::string& element : list)
                {
                    NS_ABORT_MSG_UNLESS(isElement(element),
                                        "NIC profile: " << key << ": '" << element << "', expected "
                                                        << expected);
                }
                write(profile, list);
            },
            [read = std::move(read)](const P& profile, StringValue& value) {
                value.Set(JoinList(read(profile)));
            },
            MakeStringChecker());
    }

    TypeId& m_tid;                  //!< gets the attribute
    const NicProfileOwner& m_owner; //!< finds the profile
    const NicProfileField& m_row;   //!< the row
};

} // namespace

TypeId
AddNicProfileAttributes(TypeId tid, const NicProfileOwner& owner)
{
    for (const NicProfileField& row : GetNicProfileFields())
    {
        std::visit(AttributeMaker(tid, owner, row), row.member);
    }
    return tid;
}

} // namespace ns3
