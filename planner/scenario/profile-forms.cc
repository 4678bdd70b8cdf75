/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "profile-forms.h"

#include "model/profile/profile-keys.h"

#include "ns3/host-profile-fields.h"
#include "ns3/nic-profile-fields.h"

#include <type_traits>
#include <variant>

namespace ns3::planner
{

namespace
{

/// Says what the field of one row may be: std::visit() calls it with that.
template <typename P>
class FieldFormer
{
  public:
    /// @param dimension of the row @param range of the row
    FieldFormer(ProfileDimension dimension, const FieldRange& range)
        : m_dimension(dimension),
          m_range(range)
    {
    }

    /// @cond one function for each alternative of a row's member
    KeyForm operator()(const FieldAccess<P, bool>& /* field */) const
    {
        return KeyForm::Of(KeyKind::FLAG);
    }

    KeyForm operator()(const FieldAccess<P, Ps>& /* field */) const
    {
        return KeyForm::Duration();
    }

    template <typename T>
    KeyForm operator()(const FieldAccess<P, T>& /* field */) const
    {
        if constexpr (std::is_arithmetic_v<T>)
        {
            // A whole number of cycles is rounded from any.
            const bool isWhole = std::is_integral_v<T> && m_dimension != ProfileDimension::CYCLES;
            auto form = KeyForm::Quantity(m_dimension,
                                          static_cast<double>(m_range.least),
                                          static_cast<double>(m_range.most));
            form.kind = isWhole ? KeyKind::WHOLE : KeyKind::QUANTITY;
            return m_range.word ? form.Or(KeyWords(std::vector<std::string>{m_range.word})) : form;
        }
        return KeyForm::Any("");
    }

    template <typename E>
    KeyForm operator()(const FieldChoice<P, E>& field) const
    {
        std::vector<std::string> words;
        for (const auto& [word, meaning] : field.GetWords())
        {
            words.push_back(word);
        }
        return KeyForm::Word(words);
    }

    KeyForm operator()(const FieldList<P>& /* field */) const
    {
        return KeyForm::Any("");
    }

    /// @endcond

  private:
    ProfileDimension m_dimension; //!< what a number measures
    const FieldRange& m_range;    //!< what a number may be
};

/// @param fields a table @return its keys
template <typename P, typename M>
std::vector<ProfileKeyForm>
GetForms(const std::vector<ProfileField<P, M>>& fields)
{
    std::vector<ProfileKeyForm> forms;
    for (const auto& row : fields)
    {
        forms.push_back(
            {row.key, row.text, std::visit(FieldFormer<P>(row.dimension, row.range), row.member)});
    }
    return forms;
}

} // namespace

std::vector<ProfileKeyForm>
GetNicKeyForms()
{
    auto forms = GetForms(GetNicProfileFields());
    for (const auto& shorthand : GetNicShorthands())
    {
        forms.push_back({shorthand.key, shorthand.text, KeyForm::Any("")});
    }
    return forms;
}

std::vector<ProfileKeyForm>
GetHostKeyForms()
{
    return GetForms(GetHostProfileFields());
}

std::vector<ProfileKeyForm>
GetCipherCostForms()
{
    return GetForms(GetCipherCostFields());
}

} // namespace ns3::planner
