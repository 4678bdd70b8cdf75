/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-transform.h"

#include "esp-cipher-internal.h"
#include "esp-datagram-tag.h"
#include "esp-header.h"
#include "esp-trailer.h"
#include "ipsec-ipv6-header-chain.h"
#include "ipsec-packet-bytes.h"
#include "ipsec-packet-descriptor-conversion.h"

#include "ns3/abort.h"
#include "ns3/assert.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-types.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace ns3
{

namespace
{

// IANA "Protocol Numbers"
constexpr uint8_t IPV4_IN_IP = 4;
constexpr uint8_t IPV6_IN_IP = 41;
constexpr uint8_t NO_NEXT_HEADER = 59; // a dummy packet (RFC 4303 section 2.6)

constexpr uint8_t OUTER_TTL = 64; // FreeBSD's net.inet.ip.ttl and net.inet6.ip6.hlim

/// @param nextHeader of ESP @return true when a whole datagram is inside
bool
IsDatagram(uint8_t nextHeader)
{
    return nextHeader == IPV4_IN_IP || nextHeader == IPV6_IN_IP;
}

/// @param nextHeader IPV4_IN_IP or IPV6_IN_IP @return the EtherType of what is inside
uint16_t
GetInnerEtherType(uint8_t nextHeader)
{
    return nextHeader == IPV4_IN_IP ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;
}

/// @param hash a hash so far @param bytes a key @return the hash with the key in it
uint64_t
HashBytes(uint64_t hash, const std::vector<uint8_t>& bytes)
{
    hash = MixHash(hash, bytes.size());
    for (const uint8_t byte : bytes)
    {
        hash = MixHash(hash, byte);
    }
    return hash;
}

/// A byte tag taken off a packet.
struct KeptByteTag
{
    std::unique_ptr<Tag> tag; //!< the tag
    uint32_t start;           //!< first octet
    uint32_t end;             //!< behind the last octet
};

/**
 * Give a packet other bytes. Packet tags and UID stay; byte tags stay where they were.
 * @param packet the packet
 * @param bytes its new bytes
 * @param size how many
 */
void
ReplaceBytes(const Ptr<Packet>& packet, const uint8_t* bytes, uint32_t size)
{
    std::vector<KeptByteTag> tags;
    for (ByteTagIterator i = packet->GetByteTagIterator(); i.HasNext();)
    {
        const ByteTagIterator::Item item = i.Next();
        if (!item.GetTypeId().HasConstructor())
        {
            continue; // ns-3 itself could not read it either
        }
        ObjectBase* made = item.GetTypeId().GetConstructor()();
        std::unique_ptr<Tag> tag(dynamic_cast<Tag*>(made));
        NS_ASSERT_MSG(tag, item.GetTypeId().GetName() << " is not a tag");
        item.GetTag(*tag);
        tags.push_back({std::move(tag), item.GetStart(), item.GetEnd()});
    }
    packet->RemoveAllByteTags();
    // An empty packet would take the UID of what is added to it; so one octet stays until then.
    const uint32_t kept = std::min(packet->GetSize(), 1U);
    packet->RemoveAtEnd(packet->GetSize() - kept);
    packet->AddAtEnd(Create<Packet>(bytes, size));
    packet->RemoveAtStart(kept);
    for (const auto& kept : tags)
    {
        if (kept.start < size)
        {
            packet->AddByteTag(*kept.tag, kept.start, std::min(kept.end, size));
        }
    }
}

/**
 * @param header of a packet
 * @param sequence its full number
 * @param sizes of its SA
 * @param octets behind the header
 * @return all of it, as a cipher wants it
 */
EspMessage
MakeMessage(const EspHeader& header,
            uint64_t sequence,
            const EspSizes& sizes,
            std::vector<uint8_t>& octets)
{
    const auto size = static_cast<uint32_t>(octets.size()) - sizes.GetIcvBytes();
    return {sequence, header.GetIv().data(), octets.data(), size, octets.data() + size};
}

/**
 * @param inner a datagram's header
 * @param parameters a tunnel
 * @param trafficClass or TOS, of the outer header
 * @return the header to put in front, as FreeBSD makes it
 */
AnyIpHeader
MakeOuterHeader(const AnyIpHeader& inner, const EspParameters& parameters, uint8_t trafficClass)
{
    const auto* four = std::get_if<Ipv4Header>(&inner);
    AnyIpHeader outer =
        MakeIpHeader(parameters.source, parameters.destination, EspHeader::PROTOCOL, OUTER_TTL);
    SetTrafficClass(outer, trafficClass);
    if (auto* outerFour = std::get_if<Ipv4Header>(&outer))
    {
        const bool copied = parameters.dfBit == DF_COPY && (!four || four->IsDontFragment());
        if (parameters.dfBit == DF_SET || copied)
        {
            outerFour->SetDontFragment();
        }
        else
        {
            outerFour->SetMayFragment();
        }
    }
    return outer;
}

/**
 * Take IPv6 extension headers off.
 * @param payload what starts with them; changed
 * @param size their octets
 * @return them
 */
Ipv6HeaderChainBytes
TakeOff(const Ptr<Packet>& payload, uint32_t size)
{
    Ipv6HeaderChainBytes extensions(size);
    if (size != 0)
    {
        payload->PeekHeader(extensions);
        payload->RemoveAtStart(size);
    }
    return extensions;
}

/**
 * Put IPv6 extension headers back and announce what follows them.
 * @param payload what follows them; changed
 * @param header the IPv6 header; changed when there are no extension headers
 * @param extensions the extension headers; changed
 * @param place where they ended
 * @param nextHeader what follows them
 */
void
PutBack(const Ptr<Packet>& payload,
        Ipv6Header& header,
        Ipv6HeaderChainBytes& extensions,
        const Ipv6HeaderPlace& place,
        uint8_t nextHeader)
{
    if (place.offset == 0)
    {
        header.SetNextHeader(nextHeader);
        return;
    }
    extensions.SetNextHeader(place.nextHeaderAt, nextHeader);
    payload->AddHeader(extensions);
}

} // namespace

const char*
ToString(EspResult result)
{
    switch (result)
    {
    case EspResult::OK:
        return "ok";
    case EspResult::BAD_ICV:
        return "bad-icv";
    case EspResult::MALFORMED:
        return "malformed";
    }
    return "?";
}

std::string
EspTransform::Check(EspCrypto crypto, const EspParameters& parameters)
{
    if (parameters.natTraversal.IsOn())
    {
        return "ESP in UDP (RFC 3948) is not supported yet";
    }
    if (parameters.mode == IpsecMode::TUNNEL &&
        (parameters.source.IsIpv4() != parameters.destination.IsIpv4() ||
         parameters.destination.IsUnspecified()))
    {
        return "tunnel from " + parameters.source.ToString() + " to " +
               parameters.destination.ToString() + ": expected two addresses of one family";
    }
    const EspSizes sizes = MakeEspSizes(parameters);
    if (sizes.GetIvBytes() > EspHeader::MAX_IV_BYTES ||
        sizes.GetIcvBytes() > EspTrailer::MAX_ICV_BYTES)
    {
        return "an IV has at most " + std::to_string(EspHeader::MAX_IV_BYTES) +
               " octets and an ICV at most " + std::to_string(EspTrailer::MAX_ICV_BYTES);
    }
    return crypto == CRYPTO_REAL ? EspCipher::Check(parameters) : "";
}

EspTransform::EspTransform(EspCrypto crypto, EspParameters parameters)
    : m_parameters(std::move(parameters)),
      m_sizes(MakeEspSizes(m_parameters))
{
    const std::string error = Check(crypto, m_parameters);
    NS_ABORT_MSG_IF(!error.empty(),
                    "SA with SPI " << SpiInWords(m_parameters.spi) << ": " << error);
    m_keyHash = HashBytes(HashBytes(0, m_parameters.key), m_parameters.authKey);
    if (crypto == CRYPTO_REAL)
    {
        m_cipher = EspCipher::Create(m_parameters);
    }
}

EspTransform::~EspTransform() = default;
EspTransform::EspTransform(EspTransform&&) noexcept = default;
EspTransform& EspTransform::operator=(EspTransform&&) noexcept = default;

const EspParameters&
EspTransform::GetParameters() const
{
    return m_parameters;
}

const EspSizes&
EspTransform::GetSizes() const
{
    return m_sizes;
}

void
EspTransform::Encapsulate(const Ptr<Packet>& payload,
                          AnyIpHeader& header,
                          uint64_t sequence,
                          const EspFront& front)
{
    if (m_parameters.mode == IpsecMode::TUNNEL)
    {
        const uint8_t nextHeader =
            std::holds_alternative<Ipv4Header>(header) ? IPV4_IN_IP : IPV6_IN_IP;
        AnyIpHeader outer = MakeOuterHeader(header, m_parameters, front.trafficClass);
        AddIpHeader(payload, header);
        Protect(payload, nextHeader, sequence);
        header = outer;
    }
    else if (auto* four = std::get_if<Ipv4Header>(&header))
    {
        Protect(payload, four->GetProtocol(), sequence);
        four->SetProtocol(EspHeader::PROTOCOL);
    }
    else
    {
        auto& six = std::get<Ipv6Header>(header);
        PacketBytes bytes(payload);
        const Ipv6HeaderPlace place = WalkIpv6Headers(six.GetNextHeader(), bytes).perFragment;
        Ipv6HeaderChainBytes extensions = TakeOff(payload, place.offset);
        Protect(payload, place.nextHeader, sequence);
        PutBack(payload, six, extensions, place, EspHeader::PROTOCOL);
    }
    if (auto* outer = std::get_if<Ipv4Header>(&header))
    {
        outer->SetIdentification(outer->IsDontFragment() ? 0 : front.identification);
    }
    FinishIpHeader(header, payload->GetSize());
}

EspResult
EspTransform::Decapsulate(const Ptr<Packet>& payload, AnyIpHeader& header, uint64_t sequence)
{
    Ipv6HeaderPlace place;
    if (const auto* six = std::get_if<Ipv6Header>(&header))
    {
        PacketBytes bytes(payload);
        place = WalkIpv6Headers(six->GetNextHeader(), bytes).upper;
    }
    else
    {
        place.nextHeader = std::get<Ipv4Header>(header).GetProtocol();
    }
    if (place.nextHeader != EspHeader::PROTOCOL)
    {
        return EspResult::MALFORMED;
    }

    // On a copy (which shares its bytes with the original), so that a failure leaves no trace.
    Ptr<Packet> clear = payload->Copy();
    Ipv6HeaderChainBytes extensions = TakeOff(clear, place.offset);
    uint8_t nextHeader = 0;
    const EspResult result = Unprotect(clear, sequence, nextHeader);
    if (result != EspResult::OK)
    {
        return result;
    }
    if (nextHeader == NO_NEXT_HEADER)
    {
        return EspResult::MALFORMED;
    }
    if (m_parameters.mode != IpsecMode::TRANSPORT && IsDatagram(nextHeader))
    {
        const auto inner = RemoveIpHeader(clear, GetInnerEtherType(nextHeader));
        if (!inner)
        {
            return EspResult::MALFORMED;
        }
        header = *inner;
    }
    else if (m_parameters.mode == IpsecMode::TUNNEL)
    {
        return EspResult::MALFORMED;
    }
    else if (auto* four = std::get_if<Ipv4Header>(&header))
    {
        four->SetProtocol(nextHeader);
        // ns-3's reassembly leaves the bits of whichever fragment came last.
        four->SetFragmentOffset(0);
        four->SetLastFragment();
    }
    else
    {
        PutBack(clear, std::get<Ipv6Header>(header), extensions, place, nextHeader);
    }
    FinishIpHeader(header, clear->GetSize());
    *payload = *clear;
    return EspResult::OK;
}

uint16_t
EspTransform::EncapsulateFrame(const Ptr<Packet>& datagram,
                               uint16_t etherType,
                               uint64_t sequence,
                               const EspFront& front)
{
    auto header = RemoveIpHeader(datagram, etherType);
    NS_ABORT_MSG_IF(!header, "not a datagram of EtherType " << etherType);
    Encapsulate(datagram, *header, sequence, front);
    return AddIpHeader(datagram, *header);
}

EspResult
EspTransform::DecapsulateFrame(const Ptr<Packet>& datagram, uint16_t& etherType, uint64_t sequence)
{
    Ptr<Packet> clear = datagram->Copy();
    auto header = RemoveIpHeader(clear, etherType);
    if (!header)
    {
        return EspResult::MALFORMED;
    }
    const EspResult result = Decapsulate(clear, *header, sequence);
    if (result == EspResult::OK)
    {
        etherType = AddIpHeader(clear, *header);
        *datagram = *clear;
    }
    return result;
}

void
EspTransform::Protect(const Ptr<Packet>& payload, uint8_t nextHeader, uint64_t sequence)
{
    const uint32_t clearBytes = payload->GetSize();
    EspTrailer trailer(m_sizes.GetIcvBytes());
    trailer.SetPadding(static_cast<uint8_t>(m_sizes.GetPadding(clearBytes, 0)));
    trailer.SetNextHeader(nextHeader);

    EspHeader header(m_sizes.GetIvBytes());
    header.SetSpi(m_parameters.spi);
    header.SetSequence(static_cast<uint32_t>(sequence));

    if (m_cipher)
    {
        m_cipher->MakeIv(sequence + m_parameters.ivOffset, header.GetIv().data());
        // A packet that holds the trailer alone writes its bytes.
        const uint32_t size = clearBytes + trailer.GetSerializedSize();
        m_scratch.resize(size);
        payload->CopyData(m_scratch.data(), clearBytes);
        Ptr<Packet> end = Create<Packet>();
        end->AddTrailer(trailer);
        end->CopyData(m_scratch.data() + clearBytes, end->GetSize());

        m_cipher->Seal(MakeMessage(header, sequence, m_sizes, m_scratch));
        ReplaceBytes(payload, m_scratch.data(), size);
    }
    else
    {
        // As a counter IV would be; the last octets of a longer one.
        const uint64_t counter = sequence + m_parameters.ivOffset;
        for (uint8_t i = 0; i < std::min<uint8_t>(m_sizes.GetIvBytes(), sizeof(counter)); ++i)
        {
            header.GetIv()[m_sizes.GetIvBytes() - 1 - i] = static_cast<uint8_t>(counter >> (8 * i));
        }
        MakeModelledIcv(header, trailer, clearBytes, sequence, trailer.GetIcv().data());
        // Turns the virtual zero area into bytes: see the class comment.
        payload->AddAtEnd(Create<Packet>());
        payload->AddTrailer(trailer);
    }
    payload->AddHeader(header);
    EspDatagramTag::Mark(payload, header);
}

EspResult
EspTransform::Unprotect(const Ptr<Packet>& payload, uint64_t sequence, uint8_t& nextHeader)
{
    EspHeader header(m_sizes.GetIvBytes());
    EspTrailer trailer(m_sizes.GetIcvBytes());
    const uint32_t headerBytes = header.GetSerializedSize();
    if (payload->GetSize() < headerBytes + trailer.GetSerializedSize())
    {
        return EspResult::MALFORMED;
    }
    payload->PeekHeader(header);
    if (header.GetSpi() != m_parameters.spi ||
        header.GetSequence() != static_cast<uint32_t>(sequence))
    {
        return EspResult::BAD_ICV;
    }
    payload->RemoveAtStart(headerBytes);

    if (m_cipher)
    {
        const uint32_t size = payload->GetSize();
        m_scratch.resize(size);
        payload->CopyData(m_scratch.data(), size);
        if (!m_cipher->Open(MakeMessage(header, sequence, m_sizes, m_scratch)))
        {
            return EspResult::BAD_ICV;
        }
        ReplaceBytes(payload, m_scratch.data(), size);
    }
    payload->PeekTrailer(trailer);
    if (!m_cipher)
    {
        // The ICV comes first (RFC 4303 section 3.4.4), and it covers the padding's length.
        const uint32_t clearBytes = payload->GetSize() - trailer.GetSerializedSize();
        std::array<uint8_t, EspTrailer::MAX_ICV_BYTES> expected;
        MakeModelledIcv(header, trailer, clearBytes, sequence, expected.data());
        if (!std::equal(expected.begin(),
                        expected.begin() + m_sizes.GetIcvBytes(),
                        trailer.GetIcv().begin()))
        {
            return EspResult::BAD_ICV;
        }
    }
    if (!trailer.IsWellFormed())
    {
        return EspResult::MALFORMED;
    }
    payload->RemoveAtEnd(trailer.GetSerializedSize());
    nextHeader = trailer.GetNextHeader();
    return EspResult::OK;
}

void
EspTransform::MakeModelledIcv(const EspHeader& header,
                              const EspTrailer& trailer,
                              uint32_t clearBytes,
                              uint64_t sequence,
                              uint8_t* icv) const
{
    uint64_t hash = MixHash(m_keyHash, header.GetSpi());
    hash = MixHash(hash, m_parameters.esn ? sequence : header.GetSequence());
    for (uint8_t i = 0; i < header.GetIvBytes(); ++i)
    {
        hash = MixHash(hash, header.GetIv()[i]);
    }
    hash = MixHash(hash, clearBytes);
    hash = MixHash(hash, (trailer.GetPadding() << 8) | trailer.GetNextHeader());
    for (uint8_t i = 0; i < trailer.GetIcvBytes(); ++i)
    {
        if (i % sizeof(hash) == 0)
        {
            hash = MixHash(hash, i);
        }
        icv[i] = static_cast<uint8_t>(hash >> (8 * (i % sizeof(hash))));
    }
}

} // namespace ns3
