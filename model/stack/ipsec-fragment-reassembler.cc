/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-fragment-reassembler-internal.h"

#include "ns3/ipsec-ipv6-header-chain.h"
#include "ns3/ipsec-packet-bytes.h"
#include "ns3/ipsec-protocol-numbers.h"
#include "ns3/log.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("LocalFragmentReassembler");

namespace
{

constexpr uint32_t IPV6_FRAGMENT_HEADER = 8;

/// @param one a header @param other another @return true when their addresses are the same
bool
HaveSameAddresses(const AnyIpHeader& one, const AnyIpHeader& other)
{
    if (one.index() != other.index())
    {
        return false;
    }
    if (const auto* four = std::get_if<Ipv4Header>(&one))
    {
        const auto& otherFour = std::get<Ipv4Header>(other);
        return four->GetSource() == otherFour.GetSource() &&
               four->GetDestination() == otherFour.GetDestination();
    }
    const auto& six = std::get<Ipv6Header>(one);
    const auto& otherSix = std::get<Ipv6Header>(other);
    return six.GetSource() == otherSix.GetSource() &&
           six.GetDestination() == otherSix.GetDestination();
}

/// @param header an IP header @return its octets
uint32_t
GetHeaderSize(const AnyIpHeader& header)
{
    return std::visit([](const auto& some) { return some.GetSerializedSize(); }, header);
}

} // namespace

/// Where a fragment belongs.
struct LocalFragmentReassembler::Position
{
    uint32_t identification{0}; //!< of its datagram
    uint32_t offset{0};         //!< octets
    bool more{false};           //!< not the last one
    uint8_t protocol{0};        //!< what was cut
    Ipv6HeaderPlace place;      //!< IPv6: where the fragment header stands

    /**
     * @param header of a fragment
     * @param payload what follows it
     * @return its position, if it has one
     */
    static std::optional<Position> Find(const AnyIpHeader& header, Ptr<const Packet> payload);

    /** @param ipv6 the family @return octets in front of the fragment's part of the datagram */
    uint32_t GetSkipped(bool ipv6) const
    {
        return ipv6 ? place.offset + IPV6_FRAGMENT_HEADER : 0;
    }
};

std::optional<LocalFragmentReassembler::Position>
LocalFragmentReassembler::Position::Find(const AnyIpHeader& header, Ptr<const Packet> payload)
{
    Position position;
    if (const auto* four = std::get_if<Ipv4Header>(&header))
    {
        position.identification = four->GetIdentification();
        position.offset = four->GetFragmentOffset();
        position.more = !four->IsLastFragment();
        position.protocol = four->GetProtocol();
        return position;
    }
    PacketBytes bytes(payload);
    const auto& six = std::get<Ipv6Header>(header);
    position.place = WalkIpv6Headers(six.GetNextHeader(), bytes).perFragment;
    const uint8_t* fields = bytes.At(position.place.offset, IPV6_FRAGMENT_HEADER);
    if (position.place.nextHeader != ProtocolNumber::IPV6_FRAGMENT || !fields)
    {
        return std::nullopt;
    }
    const uint32_t offsetAndMore = (uint32_t{fields[2]} << 8) | fields[3];
    position.protocol = fields[0];
    position.offset = offsetAndMore & 0xfff8;
    position.more = (offsetAndMore & 1) != 0;
    for (uint32_t i = 4; i < IPV6_FRAGMENT_HEADER; ++i)
    {
        position.identification = (position.identification << 8) | fields[i];
    }
    return position;
}

uint32_t
LocalFragmentReassembler::Datagram::GetLength() const
{
    return GetHeaderSize(header) + payload->GetSize();
}

void
LocalFragmentReassembler::Start(const AnyIpHeader& header,
                                Ptr<Packet> piece,
                                const Position& position)
{
    m_datagram.header = header;
    m_datagram.identification = position.identification;
    m_datagram.protocol = position.protocol;
    m_datagram.payload = piece;
    if (auto* four = std::get_if<Ipv4Header>(&m_datagram.header))
    {
        four->SetLastFragment();
    }
    else
    {
        // The fragment header goes; what it announced moves to the header in front of it.
        Ipv6HeaderChainBytes extensions(position.place.offset);
        if (position.place.offset == 0)
        {
            std::get<Ipv6Header>(m_datagram.header).SetNextHeader(position.protocol);
        }
        else
        {
            piece->PeekHeader(extensions);
            extensions.SetNextHeader(position.place.nextHeaderAt, position.protocol);
        }
        piece->RemoveAtStart(position.GetSkipped(true));
        if (position.place.offset != 0)
        {
            piece->AddHeader(extensions);
        }
        m_datagram.extensions = position.place.offset;
    }
    // In real bytes from the start, or AddAtEnd() would damage it (see EspTransform).
    piece->AddAtEnd(Create<Packet>());
}

bool
LocalFragmentReassembler::Belongs(const AnyIpHeader& header, const Position& position) const
{
    return position.identification == m_datagram.identification &&
           position.protocol == m_datagram.protocol && HaveSameAddresses(header, m_datagram.header);
}

LocalFragmentReassembler::Result
LocalFragmentReassembler::Add(const AnyIpHeader& header, Ptr<const Packet> payload, Part part)
{
    const auto position = Position::Find(header, payload);
    if (!position || (IsWaiting() && !Belongs(header, *position)))
    {
        return Result::UNWANTED;
    }
    const uint32_t expected =
        IsWaiting() ? m_datagram.payload->GetSize() - m_datagram.extensions : 0;
    Ptr<Packet> piece = payload->Copy();
    if (!IsWaiting())
    {
        Start(header, piece, *position);
    }
    else
    {
        piece->RemoveAtStart(position->GetSkipped(std::holds_alternative<Ipv6Header>(header)));
        m_datagram.payload->AddAtEnd(piece);
    }
    m_datagram.broken = m_datagram.broken || position->offset != expected;
    m_datagram.largestPart =
        std::max(m_datagram.largestPart, GetHeaderSize(header) + payload->GetSize());
    m_datagram.parts.push_back(std::move(part));
    if (position->more)
    {
        return Result::WAITS;
    }
    FinishIpHeader(m_datagram.header, m_datagram.payload->GetSize());
    return m_datagram.broken ? Result::BROKEN : Result::WHOLE;
}

LocalFragmentReassembler::Datagram
LocalFragmentReassembler::Take()
{
    NS_LOG_LOGIC("fragments of datagram " << m_datagram.identification << " are handed over");
    return std::exchange(m_datagram, Datagram());
}

} // namespace ns3
