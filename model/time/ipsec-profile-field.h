/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PROFILE_FIELD_H
#define IPSEC_OFFLOAD_IPSEC_PROFILE_FIELD_H

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
 * What the tables of profile fields are made of. A profile is a plain struct; each of its fields
 * has one row that says what scripts, files and the manual know of it. The field's default is the
 * one of the struct. From the rows come the ns-3 attributes of IpsecNic, the keys of profile files
 * (model/profile) and the manual's reference, so none of them can know another name or range.
 */

namespace ns3
{

/// What a value measures. The base unit is in brackets.
enum class ProfileDimension : uint8_t
{
    NUMBER,          //!< no unit at all
    SHARE,           //!< no unit, or % (1)
    RATE,            //!< bit/s
    PACKET_RATE,     //!< pkt/s
    DURATION,        //!< ps
    OCTETS,          //!< B
    FREQUENCY,       //!< Hz
    CYCLES,          //!< cycles
    CYCLES_PER_OCTET //!< cycles/B
};

/**
 * @ingroup ipsec-offload
 * What a number may be, in base units; and a word for one value, which may be outside of that.
 */
struct FieldRange
{
    /// The greatest number where nothing else is said: all whole ones up to it are exact as
    /// doubles.
    static constexpr uint64_t ANY = uint64_t{1} << 53;

    uint64_t least{0};         //!< the smallest number
    uint64_t most{ANY};        //!< the greatest number, if the field's type has room for it
    const char* word{nullptr}; //!< "unlimited"; nullptr: there is none
    uint64_t wordValue{0};     //!< what the word stands for
    bool isPowerOfTwo{false};  //!< only powers of two

    /** @param least the smallest @param most the greatest @return numbers between them */
    static FieldRange Between(uint64_t least, uint64_t most = ANY)
    {
        return {least, most, nullptr, 0, false};
    }

    /** @param word another one @param value what it stands for @return these numbers or the word */
    FieldRange Or(const char* word, uint64_t value) const
    {
        return {least, most, word, value, isPowerOfTwo};
    }
};

/**
 * @ingroup ipsec-offload
 * A field of a profile of type P: a member, or a member of a member.
 */
template <typename P, typename T>
class FieldAccess
{
  public:
    /** @param member of the profile */
    FieldAccess(T P::*member) // NOLINT(google-explicit-constructor): a row names the member
    {
        const auto find = [=](auto& profile) -> auto&
        {
            return profile.*member;
        };
        Take(find);
    }

    /** @param outer member of the profile @param inner member of that */
    template <typename S>
    FieldAccess(S P::*outer, T S::*inner)
    {
        const auto find = [=](auto& profile) -> auto&
        {
            return profile.*outer.*inner;
        };
        Take(find);
    }

    /** @param profile a profile @return its field */
    const T& Get(const P& profile) const
    {
        return m_read(profile);
    }

    /** @param profile a profile @param value for its field */
    void Set(P& profile, T value) const
    {
        m_write(profile) = std::move(value);
    }

  private:
    template <typename F>
    void Take(F find)
    {
        m_read = find;
        m_write = find;
    }

    std::function<const T&(const P&)> m_read; //!< finds the field
    std::function<T&(P&)> m_write;            //!< finds it to change it
};

/**
 * @ingroup ipsec-offload
 * A field that is one of a few words.
 */
template <typename P, typename E>
class FieldChoice
{
  public:
    /// Each word and what it stands for; several may stand for the same, the first is its name.
    using Words = std::vector<std::pair<std::string, E>>;

    /** @param field where it is @param words what it may be */
    FieldChoice(FieldAccess<P, E> field, Words words)
        : m_field(std::move(field)),
          m_words(std::move(words))
    {
    }

    /** @return the field */
    const FieldAccess<P, E>& GetField() const
    {
        return m_field;
    }

    /** @return what it may be */
    const Words& GetWords() const
    {
        return m_words;
    }

  private:
    FieldAccess<P, E> m_field; //!< where it is
    Words m_words;             //!< what it may be
};

/**
 * @ingroup ipsec-offload
 * A field, or several flags, that are one list of words or of numbers.
 */
template <typename P>
class FieldList
{
  public:
    using Words = std::vector<std::string>; //!< a list

    /**
     * @param words what an element may be; empty: a whole number
     * @param read the list that a profile has
     * @param write sets it; each element is one of @p words
     */
    FieldList(Words words,
              std::function<Words(const P&)> read,
              std::function<void(P&, const Words&)> write)
        : m_words(std::move(words)),
          m_read(std::move(read)),
          m_write(std::move(write))
    {
    }

    /** @return what an element may be; empty: a whole number */
    const Words& GetWords() const
    {
        return m_words;
    }

    /** @param profile a profile @return its list */
    Words Get(const P& profile) const
    {
        return m_read(profile);
    }

    /** @param profile a profile @param list what it gets */
    void Set(P& profile, const Words& list) const
    {
        m_write(profile, list);
    }

  private:
    Words m_words;                                 //!< what an element may be
    std::function<Words(const P&)> m_read;         //!< the list that a profile has
    std::function<void(P&, const Words&)> m_write; //!< sets it
};

/**
 * @ingroup ipsec-offload
 * The row of one field.
 * @tparam P the profile
 * @tparam M a variant of FieldAccess, FieldChoice and FieldList
 */
template <typename P, typename M>
struct ProfileField
{
    /** A flag, a word or a list. @param key name in files @param member the field
     * @param text meaning @param rule rules that it belongs to */
    ProfileField(std::string key, M member, std::string text, std::string rule = "")
        : ProfileField(std::move(key),
                       std::move(member),
                       ProfileDimension::NUMBER,
                       FieldRange(),
                       std::move(text),
                       std::move(rule))
    {
    }

    /** Any quantity. @param key name in files @param member the field
     * @param dimension what it measures @param text meaning @param rule rules that it belongs to */
    ProfileField(std::string key,
                 M member,
                 ProfileDimension dimension,
                 std::string text,
                 std::string rule = "")
        : ProfileField(std::move(key),
                       std::move(member),
                       dimension,
                       FieldRange(),
                       std::move(text),
                       std::move(rule))
    {
    }

    /** A number without a unit. @param key name in files @param member the field
     * @param range what it may be @param text meaning @param rule rules that it belongs to */
    ProfileField(std::string key,
                 M member,
                 const FieldRange& range,
                 std::string text,
                 std::string rule = "")
        : ProfileField(std::move(key),
                       std::move(member),
                       ProfileDimension::NUMBER,
                       range,
                       std::move(text),
                       std::move(rule))
    {
    }

    /** A quantity. @param key name in files @param member the field
     * @param dimension what it measures @param range what it may be
     * @param text meaning @param rule rules that it belongs to */
    ProfileField(std::string key,
                 M member,
                 ProfileDimension dimension,
                 const FieldRange& range,
                 std::string text,
                 std::string rule = "")
        : key(std::move(key)),
          member(std::move(member)),
          dimension(dimension),
          range(range),
          text(std::move(text)),
          rule(std::move(rule))
    {
    }

    std::string key;            //!< name in files: "tx-slots"
    M member;                   //!< the field
    ProfileDimension dimension; //!< what a number measures
    FieldRange range;           //!< what a number may be
    std::string text;           //!< meaning, a sentence without its full stop
    std::string rule;           //!< rules of the specification that it belongs to: "N13"; or empty
};

/** @param key a name in files: "sa-and-interface" @return in ns-3's form: "SaAndInterface" */
std::string GetAttributeName(const std::string& key);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PROFILE_FIELD_H */
