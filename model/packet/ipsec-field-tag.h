/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_FIELD_TAG_H
#define IPSEC_OFFLOAD_IPSEC_FIELD_TAG_H

#include "ipsec-packet-part.h"

#include "ns3/ipsec-transform-history.h"
#include "ns3/tag.h"

#include <cstdint>
#include <type_traits>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * How a field stands in a tag. This one is for numbers, enums and addresses within the process.
 * @tparam Field its type
 */
template <typename Field>
struct TagField
{
    static_assert(std::is_scalar_v<Field>, "a record has no order of octets: name its fields");

    /// Octets in the tag; of a pointer, those of the address.
    static constexpr uint32_t BYTES = sizeof(Field); // NOLINT(bugprone-sizeof-expression)

    /** @param field what to write @param i where to */
    static void Write(const Field& field, TagBuffer& i)
    {
        i.Write(reinterpret_cast<const uint8_t*>(&field), BYTES);
    }

    /** @param field gets what Write() wrote @param i where it stands */
    static void Read(Field& field, TagBuffer& i)
    {
        i.Read(reinterpret_cast<uint8_t*>(&field), BYTES);
    }
};

/**
 * @ingroup ipsec-offload
 * A history takes always the same room, because Packet::ReplacePacketTag() writes into the room of
 * the tag before.
 */
template <>
struct TagField<TransformHistory>
{
    /// Octets of one record.
    static constexpr uint32_t RECORD_BYTES = 16 + 4 + 1 + 1;
    /// Octets in the tag.
    static constexpr uint32_t BYTES = 1 + TransformHistory::MAX_RECORDS * RECORD_BYTES;

    /** @param history what to write @param i where to */
    static void Write(const TransformHistory& history, TagBuffer& i);

    /** @param history gets what Write() wrote @param i where it stands */
    static void Read(TransformHistory& history, TagBuffer& i);
};

/**
 * @ingroup ipsec-offload
 * A tag that is a list of fields, written once: size, writing and reading follow from it.
 *
 * @tparam Part the class itself, with TYPE_NAME and a function for all its fields:
 *
 *     template <typename Self, typename Visit>
 *     static auto VisitFields(Self& self, const Visit& visit)
 *     {
 *         return visit(self.m_first, self.m_second);
 *     }
 */
template <typename Part>
class FieldTag : public PacketPart<Part, Tag>
{
  public:
    // documented in ns-3's Tag
    uint32_t GetSerializedSize() const final
    {
        return Part::VisitFields(GetPart(), [](const auto&... field) {
            return (TagField<std::decay_t<decltype(field)>>::BYTES + ...);
        });
    }

    void Serialize(TagBuffer i) const final
    {
        Part::VisitFields(GetPart(), [&i](const auto&... field) {
            (TagField<std::decay_t<decltype(field)>>::Write(field, i), ...);
        });
    }

    void Deserialize(TagBuffer i) final
    {
        Part::VisitFields(static_cast<Part&>(*this), [&i](auto&... field) {
            (TagField<std::decay_t<decltype(field)>>::Read(field, i), ...);
        });
    }

  private:
    /** @return the tag */
    const Part& GetPart() const
    {
        return static_cast<const Part&>(*this);
    }
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_FIELD_TAG_H */
