/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "recording-reader.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/pcap-file.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Octets of the file's header, and of that of each packet.
constexpr uint64_t FILE_HEADER = 24;
constexpr uint64_t PACKET_HEADER = 16;
/// Octets of a packet that are looked at: Ethernet with two tags, and an IPv6 header.
constexpr uint32_t LOOKED_AT = 64;
/// From the first datagram to the last one: a day.
constexpr Ps MOST_SECONDS = 86'400;
/// Datagrams of a recording: a gigabyte of memory.
constexpr size_t MOST_DATAGRAMS = 50'000'000;

/// @param data octets @param at where @return the number of two octets there
uint32_t
Read16(const uint8_t* data, uint32_t at)
{
    return (uint32_t{data[at]} << 8U) | data[at + 1];
}

/// What a link type of pcap files puts in front of IP (https://www.tcpdump.org/linktypes.html).
enum LinkType : uint32_t
{
    ETHERNET = 1,
    PPP = 9,
    RAW_BSD = 12,
    RAW_OPENBSD = 14,
    RAW = 101,
    IPV4 = 228,
    IPV6 = 229
};

/// @param type a link type @return true when it can be read
bool
IsKnown(uint32_t type)
{
    constexpr std::array<uint32_t, 7> known{ETHERNET, PPP, RAW_BSD, RAW_OPENBSD, RAW, IPV4, IPV6};
    return std::find(known.begin(), known.end(), type) != known.end();
}

/**
 * @param data begin of a packet
 * @param size octets that there are
 * @param type of the link
 * @return octets in front of the IP header; nothing: it is no IP
 */
std::optional<uint32_t>
FindIp(const uint8_t* data, uint32_t size, uint32_t type)
{
    if (type == ETHERNET)
    {
        uint32_t at = 12;
        // IEEE 802.1Q and 802.1ad
        while (at + 4 < size && (Read16(data, at) == 0x8100 || Read16(data, at) == 0x88a8))
        {
            at += 4;
        }
        const bool isIp =
            at + 2 <= size && (Read16(data, at) == 0x0800 || Read16(data, at) == 0x86dd);
        return isIp ? std::optional(at + 2) : std::nullopt;
    }
    if (type == PPP)
    {
        // RFC 1662: address and control may be there, and RFC 1661: the protocol has one octet or
        // two.
        const uint32_t at = size >= 2 && Read16(data, 0) == 0xff03 ? 2 : 0;
        if (at < size && (data[at] == 0x21 || data[at] == 0x57))
        {
            return at + 1;
        }
        const bool isIp =
            at + 2 <= size && (Read16(data, at) == 0x0021 || Read16(data, at) == 0x0057);
        return isIp ? std::optional(at + 2) : std::nullopt;
    }
    return 0;
}

/**
 * @param data begin of a packet
 * @param size octets that there are
 * @param type of the link
 * @return octets of the IP datagram in it; nothing: it is none
 */
std::optional<uint32_t>
FindLength(const uint8_t* data, uint32_t size, uint32_t type)
{
    const auto ip = FindIp(data, size, type);
    if (!ip || *ip >= size)
    {
        return std::nullopt;
    }
    const uint32_t version = data[*ip] >> 4U;
    if (version == 4 && *ip + 4 <= size && Read16(data, *ip + 2) >= 20)
    {
        return Read16(data, *ip + 2);
    }
    if (version == 6 && *ip + 6 <= size && Read16(data, *ip + 4) > 0)
    {
        return 40 + Read16(data, *ip + 4);
    }
    return std::nullopt; // a length of 0 is that of a jumbogram, or of what a NIC would segment
}

/// Reads one file.
class PcapReader
{
  public:
    /// @param file its name
    explicit PcapReader(std::string file)
        : m_file(std::move(file))
    {
    }

    /// @return what it has
    RecordingFile Read()
    {
        std::error_code error;
        if (!std::filesystem::is_regular_file(m_file, error) || !std::ifstream(m_file))
        {
            throw InputError({{m_file, 0, 0, "", "no such file", "", true}});
        }
        m_octets = std::filesystem::file_size(m_file, error);
        m_pcap.Open(m_file, std::ios::in | std::ios::binary);
        if (m_pcap.Fail())
        {
            Complain(
                "octet 0",
                "the header of a pcap file (not pcapng), as 'tcpdump -w' writes it; 'editcap -F "
                "pcap' converts others");
        }
        if (!IsKnown(m_pcap.GetDataLinkType()))
        {
            Complain("octet 20: link type " + std::to_string(m_pcap.GetDataLinkType()),
                     "Ethernet (1), PPP (9) or bare IP (101, 12, 14, 228 or 229)");
        }
        while (m_at < m_octets)
        {
            ReadPacket();
        }
        const auto& datagrams = m_found.recording.datagrams;
        if (datagrams.size() < 2 || datagrams.back().at == 0)
        {
            Complain(std::to_string(datagrams.size()) + " IP datagrams",
                     "at least two, and time between the first and the last one");
        }
        return std::move(m_found);
    }

  private:
    /// @param token what stands there @param expected instead
    [[noreturn]] void Complain(const std::string& token, const std::string& expected) const
    {
        throw InputError({{m_file, 0, 0, token, expected}});
    }

    /// @return which packet of the file comes, and where
    std::string NamePacket() const
    {
        return "packet " + std::to_string(m_packets) + " at octet " + std::to_string(m_at);
    }

    /// The next packet.
    void ReadPacket()
    {
        ++m_packets;
        std::array<uint8_t, LOOKED_AT> data{};
        uint32_t seconds = 0;
        uint32_t fraction = 0;
        uint32_t kept = 0;
        uint32_t length = 0;
        uint32_t read = 0;
        m_pcap.Read(data.data(), LOOKED_AT, seconds, fraction, kept, length, read);
        if (m_pcap.Fail() || m_at + PACKET_HEADER + kept > m_octets)
        {
            Complain(NamePacket(), "the rest of the packet: the file ends within it");
        }
        const uint32_t parts = m_pcap.IsNanoSecMode() ? 1'000'000'000 : 1'000'000;
        if (fraction >= parts)
        {
            Complain(NamePacket() + ": " + std::to_string(fraction),
                     "less than " + std::to_string(parts) + " parts of a second");
        }
        if (const auto datagram = FindLength(data.data(), read, m_pcap.GetDataLinkType()))
        {
            // Seconds since 1970 are too many picoseconds.
            m_firstSecond = m_firstSecond.value_or(seconds);
            const Ps whole = Ps{seconds} - Ps{*m_firstSecond};
            if (whole > MOST_SECONDS)
            {
                Complain(NamePacket(),
                         "at most " + std::to_string(MOST_SECONDS) + " s from the first datagram");
            }
            Add(PS_PER_SECOND * whole + PS_PER_SECOND / parts * Ps{fraction}, *datagram);
        }
        else
        {
            ++m_found.skipped;
        }
        m_at += PACKET_HEADER + kept;
    }

    /// @param time of a datagram, after the second of the first one @param length of it
    void Add(Ps time, uint32_t length)
    {
        auto& datagrams = m_found.recording.datagrams;
        if (datagrams.empty())
        {
            m_first = time;
        }
        if (time < m_first || (!datagrams.empty() && time - m_first < datagrams.back().at))
        {
            Complain(NamePacket(),
                     "a time that is not before that of the datagram before it; "
                     "'reordercap' puts a file in order");
        }
        if (datagrams.size() == MOST_DATAGRAMS)
        {
            Complain(NamePacket(), "at most " + std::to_string(MOST_DATAGRAMS) + " IP datagrams");
        }
        datagrams.push_back({time - m_first, length});
    }

    std::string m_file;                    //!< its name
    PcapFile m_pcap;                       //!< the file
    uint64_t m_octets{0};                  //!< of the file
    uint64_t m_at{FILE_HEADER};            //!< where the next packet begins
    uint64_t m_packets{0};                 //!< so far
    std::optional<uint32_t> m_firstSecond; //!< of the time of the first datagram
    Ps m_first{0};                         //!< time of the first datagram, after that second
    RecordingFile m_found;                 //!< so far
};

} // namespace

RecordingReader::RecordingReader(std::string scenarioFolder)
    : m_folder(std::move(scenarioFolder))
{
}

std::shared_ptr<const RecordingFile>
RecordingReader::Read(const std::string& name)
{
    const std::string file = (std::filesystem::path(m_folder) / name).string();
    auto& known = m_files[file];
    if (!known)
    {
        known = std::make_shared<const RecordingFile>(PcapReader(file).Read());
    }
    return known;
}

std::set<std::string>
RecordingReader::GetFiles() const
{
    std::set<std::string> files;
    for (const auto& [name, file] : m_files)
    {
        if (file)
        {
            files.insert(name);
        }
    }
    return files;
}

} // namespace ns3::planner
