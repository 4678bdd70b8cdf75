/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_WIRE_PARSER_H
#define IPSEC_OFFLOAD_IPSEC_WIRE_PARSER_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup ipsec-offload-tests
 * Reads IP and ESP from plain octets, for tests that want to see what is really on a wire. It
 * shares no code with the module, so that both cannot be wrong in the same way.
 */

/**
 * @ingroup ipsec-offload-tests
 * An IP datagram from a wire.
 */
struct WireDatagram
{
    bool ipv6{false};             //!< else IPv4
    std::string source;           //!< its octets as hexadecimal digits
    std::string destination;      //!< its octets as hexadecimal digits
    uint32_t length{0};           //!< octets of the datagram as its header says
    uint8_t trafficClass{0};      //!< TOS or traffic class
    uint8_t ttl{0};               //!< or the hop limit
    uint16_t identification{0};   //!< IPv4 only
    bool dontFragment{false};     //!< IPv4 only
    bool checksumRight{false};    //!< IPv4 only
    uint8_t protocol{0};          //!< what follows the header
    std::vector<uint8_t> payload; //!< octets behind the header, link padding removed
};

/**
 * @ingroup ipsec-offload-tests
 * @param octets from a wire, the IP header first
 * @return the datagram, or nothing when it is none or is cut short
 */
std::optional<WireDatagram> ParseWireDatagram(const std::vector<uint8_t>& octets);

/**
 * @ingroup ipsec-offload-tests
 * An ESP packet (RFC 4303 section 2).
 */
struct WireEsp
{
    uint32_t spi{0};           //!< security parameters index
    uint32_t sequence{0};      //!< low half of the sequence number
    std::vector<uint8_t> iv;   //!< explicit IV
    std::vector<uint8_t> data; //!< payload data, padding, pad length and next header
    std::vector<uint8_t> icv;  //!< integrity check value

    /** @return octets of padding; only for data that is not encrypted */
    uint8_t GetPadLength() const;

    /** @return next header; only for data that is not encrypted */
    uint8_t GetNextHeader() const;

    /** @return true for padding 1, 2, 3, ... that is not longer than data */
    bool IsPaddingRight() const;
};

/**
 * @ingroup ipsec-offload-tests
 * @param octets an ESP packet
 * @param ivOctets octets of its IV
 * @param icvOctets octets of its ICV
 * @return its parts, or nothing when it is too short
 */
std::optional<WireEsp> ParseWireEsp(const std::vector<uint8_t>& octets,
                                    size_t ivOctets,
                                    size_t icvOctets);

#endif /* IPSEC_OFFLOAD_IPSEC_WIRE_PARSER_H */
