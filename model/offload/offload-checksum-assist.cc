/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "offload-checksum-assist.h"

#include "ns3/ipsec-packet-descriptor.h"
#include "ns3/ipsec-protocol-numbers.h"

#include <array>

namespace ns3
{

namespace
{

/// A checksum by name.
struct NamedChecksum
{
    const char* name;
    uint32_t bit;
};

constexpr std::array<NamedChecksum, 6> CHECKSUMS{{
    {"ip", OffloadDriver::ASSIST_IP_CHECKSUM},
    {"tcp4", OffloadDriver::ASSIST_TCP4_CHECKSUM},
    {"udp4", OffloadDriver::ASSIST_UDP4_CHECKSUM},
    {"tcp6", OffloadDriver::ASSIST_TCP6_CHECKSUM},
    {"udp6", OffloadDriver::ASSIST_UDP6_CHECKSUM},
    {"sctp", OffloadDriver::ASSIST_SCTP_CHECKSUM},
}};

/// @param packet a clear datagram @return the bit of its upper layer's checksum; 0: no NIC knows it
uint32_t
BitOf(const PacketDescriptor& packet)
{
    const bool four = packet.IsIpv4();
    switch (packet.protocol)
    {
    case ProtocolNumber::TCP:
        return four ? OffloadDriver::ASSIST_TCP4_CHECKSUM : OffloadDriver::ASSIST_TCP6_CHECKSUM;
    case ProtocolNumber::UDP:
        return four ? OffloadDriver::ASSIST_UDP4_CHECKSUM : OffloadDriver::ASSIST_UDP6_CHECKSUM;
    case ProtocolNumber::SCTP:
        return OffloadDriver::ASSIST_SCTP_CHECKSUM;
    default:
        return 0;
    }
}

} // namespace

const std::vector<std::string>&
GetChecksumNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const auto& checksum : CHECKSUMS)
        {
            all.emplace_back(checksum.name);
        }
        return all;
    }();
    return names;
}

std::optional<uint32_t>
FindChecksum(const std::string& name)
{
    for (const auto& checksum : CHECKSUMS)
    {
        if (name == checksum.name)
        {
            return checksum.bit;
        }
    }
    return std::nullopt;
}

void
ChooseTransmitChecksums(PacketDescriptor& packet, uint32_t assist, uint32_t mtu)
{
    packet.headerSum = false;
    packet.checksum = ChecksumBy::NOBODY;
    if (packet.forwarded)
    {
        return;
    }
    packet.headerSum = packet.IsIpv4() && (assist & OffloadDriver::ASSIST_IP_CHECKSUM) == 0;
    if (packet.tcp.segmentedBy == SegmentedBy::NIC)
    {
        packet.headerSum = false;
        packet.checksum = ChecksumBy::NIC;
        return;
    }
    const bool inOnePiece = packet.superSegment || packet.length <= mtu;
    const bool byNic =
        packet.verdict != IpsecVerdict::SOFTWARE && inOnePiece && (assist & BitOf(packet)) != 0;
    packet.checksum = byNic ? ChecksumBy::NIC : ChecksumBy::HOST;
}

void
ChooseReceiveChecksum(PacketDescriptor& packet, uint32_t assist, bool local)
{
    if (!local)
    {
        packet.checksum = ChecksumBy::NOBODY;
        return;
    }
    const bool byNic = !packet.fragment && (assist & BitOf(packet)) != 0;
    packet.checksum = byNic ? ChecksumBy::NIC : ChecksumBy::HOST;
}

} // namespace ns3
