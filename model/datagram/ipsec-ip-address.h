/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_IP_ADDRESS_H
#define IPSEC_OFFLOAD_IPSEC_IP_ADDRESS_H

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * An IPv4 or IPv6 address as two machine words.
 *
 * IPv4 addresses are kept in their IPv4-mapped form (::ffff:a.b.c.d, RFC 4291 section 2.5.5.2),
 * which never travels on a wire, so one type serves both families and compares in two instructions.
 */
struct IpAddress
{
    uint64_t high{0}; //!< the first 64 bits, in host order
    uint64_t low{0};  //!< the last 64 bits, in host order

    /**
     * @param address an IPv4 address in host order
     * @return the address
     */
    static constexpr IpAddress FromIpv4(uint32_t address)
    {
        return {0, MAPPED | address};
    }

    /**
     * @param bytes sixteen bytes of an IPv6 address in network order
     * @return the address
     */
    static IpAddress FromIpv6Bytes(const uint8_t* bytes);

    /**
     * @param text an address in the usual notation of its family
     * @return the address, or nothing when the text is not one
     */
    static std::optional<IpAddress> FromString(const std::string& text);

    /** @return true for an IPv4 address */
    constexpr bool IsIpv4() const
    {
        return high == 0 && (low >> 32) == 0xffff;
    }

    /** @return the IPv4 address in host order; meaningless for IPv6 */
    constexpr uint32_t GetIpv4() const
    {
        return static_cast<uint32_t>(low);
    }

    /** @param bytes where to write the sixteen bytes, in network order */
    void ToIpv6Bytes(uint8_t* bytes) const;

    /** @return true for :: and 0.0.0.0 */
    constexpr bool IsUnspecified() const
    {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /** @return the address in the usual notation of its family */
    std::string ToString() const;

    /**
     * @param length a prefix length of the address's own family, 0 to 32 or 0 to 128
     * @return the address with all bits behind the prefix cleared
     */
    constexpr IpAddress Masked(uint8_t length) const
    {
        const unsigned bits = IsIpv4() ? length + 96U : length;
        if (bits == 0)
        {
            return {0, 0};
        }
        if (bits <= 64)
        {
            return {high & (~uint64_t{0} << (64 - bits)), 0};
        }
        return {high, bits >= 128 ? low : low & (~uint64_t{0} << (128 - bits))};
    }

    /**
     * @param other another address
     * @return true when equal
     */
    constexpr bool operator==(const IpAddress& other) const
    {
        return high == other.high && low == other.low;
    }

    /**
     * @param other another address
     * @return true when different
     */
    constexpr bool operator!=(const IpAddress& other) const
    {
        return !(*this == other);
    }

    /**
     * @param other another address
     * @return true when this one sorts first, bit for bit
     */
    constexpr bool operator<(const IpAddress& other) const
    {
        return high != other.high ? high < other.high : low < other.low;
    }

  private:
    static constexpr uint64_t MAPPED = uint64_t{0xffff} << 32; //!< ::ffff:0.0.0.0
};

/**
 * @ingroup ipsec-offload
 * Mix a 64-bit word into a hash (the finaliser of SplitMix64, after Steele, Lea and Flood, OOPSLA
 * 2014).
 * @param hash the hash so far
 * @param word the word to add
 * @return the new hash
 */
constexpr uint64_t
MixHash(uint64_t hash, uint64_t word)
{
    uint64_t x = hash ^ (word + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2));
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_IP_ADDRESS_H */
