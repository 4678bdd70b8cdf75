/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "test/support/expect.h"

#include "ns3/esp-sizes.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// @param cipher a name or "" @param authenticator a name or "" @param ipv6 family @return sizes
EspSizes
SizesOf(const std::string& cipher, const std::string& authenticator, bool ipv6)
{
    return {FindIpsecAlgorithm(cipher), FindIpsecAlgorithm(authenticator), ipv6, 0, false};
}

/// @param ipv6 family @return octets of an IP header
uint32_t
HeaderOf(bool ipv6)
{
    return ipv6 ? 40 : 20;
}

/// @param sizes an SA's @param mtu an MTU @return most octets by the estimate
uint32_t
LargestByEstimate(const EspSizes& sizes, uint32_t mtu)
{
    return mtu - sizes.GetEstimate();
}

/// @param sizes an SA's @param mtu an MTU @param ipv6 family @return most octets by the exact test
uint32_t
LargestByExact(const EspSizes& sizes, uint32_t mtu, bool ipv6)
{
    uint32_t length = mtu;
    while (sizes.GetKernelExactLength(length, HeaderOf(ipv6)) > mtu)
    {
        --length;
    }
    return length;
}

/// R147: the table of estimates and of the largest clear packets at an MTU of 1500.
class EstimateTableTestCase : public TestCase
{
  public:
    EstimateTableTestCase()
        : TestCase("R147 R148 header estimates and largest offloaded packets at MTU 1500")
    {
    }

  private:
    struct Row
    {
        const char* cipher;
        const char* authenticator;
        uint32_t estimate[2]; // IPv4, IPv6
        uint32_t largest[2];
    };

    void DoRun() override
    {
        const std::vector<Row> rows{
            {"aes-gcm-16-128", "", {46, 50}, {1454, 1450}},
            {"aes-gcm-16-192", "", {46, 50}, {1454, 1450}},
            {"aes-gcm-16-256", "", {46, 50}, {1454, 1450}},
            {"chacha20-poly1305", "", {46, 50}, {1454, 1450}},
            {"aes-cbc-128", "hmac-sha1-96", {57, 57}, {1443, 1443}},
            {"aes-cbc-192", "hmac-sha2-256-128", {61, 65}, {1439, 1435}},
            {"aes-cbc-256", "hmac-sha2-384-192", {69, 73}, {1431, 1427}},
            {"aes-cbc-256", "hmac-sha2-512-256", {77, 81}, {1423, 1419}},
            {"aes-ctr-128", "hmac-sha1-96", {42, 42}, {1458, 1458}},
            {"aes-ctr-256", "", {18, 18}, {1474, 1478}},
            {"aes-cbc-128", "", {33, 33}, {1467, 1462}},
        };
        for (const auto& row : rows)
        {
            for (const bool ipv6 : {false, true})
            {
                const EspSizes sizes = SizesOf(row.cipher, row.authenticator, ipv6);
                const std::string name =
                    std::string(row.cipher) + " " + row.authenticator + (ipv6 ? " IPv6" : " IPv4");
                EXPECT_EQ(sizes.GetEstimate(), row.estimate[ipv6], name);
                const uint32_t largest =
                    std::min(LargestByEstimate(sizes, 1500), LargestByExact(sizes, 1500, ipv6));
                EXPECT_EQ(largest, row.largest[ipv6], name);
            }
        }
    }
};

/// R150: where the exact test is the stricter one.
class ExactTestBindsTestCase : public TestCase
{
  public:
    ExactTestBindsTestCase()
        : TestCase("R150 where the exact test binds, in all classes of MTUs from 1280 to 9216")
    {
    }

  private:
    struct Row
    {
        const char* cipher;
        const char* hmac;
        uint32_t first[2];
        uint32_t count[2];
    };

    /// @param sizes an SA's @param mtu an MTU @param ipv6 family @return lengths only it refuses
    static uint32_t CountBound(const EspSizes& sizes, uint32_t mtu, bool ipv6)
    {
        const uint32_t estimate = LargestByEstimate(sizes, mtu);
        const uint32_t exact = LargestByExact(sizes, mtu, ipv6);
        return estimate > exact ? estimate - exact : 0;
    }

    void DoRun() override
    {
        // Classes of the MTU modulo 16: the first one that it binds in, and how many follow. The
        // first class costs one packet length, each following one a further one. IPv4, IPv6.
        const std::vector<Row> rows{{"aes-ctr-128", "hmac-sha1-96", {13, 1}, {3, 3}},
                                    {"aes-ctr-128", "hmac-sha2-256-128", {1, 0}, {3, 0}},
                                    {"aes-ctr-128", "hmac-sha2-384-192", {9, 0}, {3, 0}},
                                    {"aes-ctr-128", "hmac-sha2-512-256", {1, 0}, {3, 0}},
                                    {"aes-ctr-128", "", {5, 9}, {15, 15}},
                                    {"aes-cbc-128", "", {4, 8}, {8, 8}}};
        for (uint32_t mtu = 1280; mtu <= 9216; ++mtu)
        {
            for (const bool ipv6 : {false, true})
            {
                for (const auto* aead : {"aes-gcm-16-128", "aes-gcm-16-256", "chacha20-poly1305"})
                {
                    ASSERT_EQ(CountBound(SizesOf(aead, "", ipv6), mtu, ipv6),
                              0,
                              aead << " at MTU " << mtu);
                }
                for (const auto* hmac : {"hmac-sha1-96",
                                         "hmac-sha2-256-128",
                                         "hmac-sha2-384-192",
                                         "hmac-sha2-512-256"})
                {
                    ASSERT_EQ(CountBound(SizesOf("aes-cbc-128", hmac, ipv6), mtu, ipv6),
                              0,
                              "aes-cbc-128 " << hmac << " at MTU " << mtu);
                }
            }
            const uint32_t rest = mtu % 16;
            for (const auto& row : rows)
            {
                for (const bool ipv6 : {false, true})
                {
                    const uint32_t place = (rest + 16 - row.first[ipv6]) % 16;
                    ASSERT_EQ(CountBound(SizesOf(row.cipher, row.hmac, ipv6), mtu, ipv6),
                              (place < row.count[ipv6] ? place + 1 : 0),
                              row.cipher << " " << row.hmac << (ipv6 ? " IPv6" : " IPv4")
                                         << " at MTU " << mtu);
                }
            }
        }
        EXPECT_EQ(CountBound(SizesOf("aes-ctr-128", "hmac-sha1-96", false), 1503, false),
                  3,
                  "the anchor: three lengths at MTU 1503");
    }
};

/// R151: TCP's segments always fit, full-size UDP does not.
class TcpSegmentTestCase : public TestCase
{
  public:
    TcpSegmentTestCase()
        : TestCase("R149 R151 TCP segments of 1403 octets fit, UDP above 1454 does not")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t genericOverhead = 8 + 64 + 9 + 16;
        constexpr uint32_t tcpPacket =
            1500 - 12 - genericOverhead + 12; // payload, headers, options
        const EspSizes sizes = SizesOf("aes-gcm-16-128", "", false);
        EXPECT_EQ(tcpPacket, 1403, "R151");
        EXPECT_EQ((tcpPacket + sizes.GetEstimate() <= 1500), true, "TCP fits");
        EXPECT_EQ(LargestByEstimate(sizes, 1500) - tcpPacket, 51, "octets TCP loses");
        EXPECT_EQ((1454 + sizes.GetEstimate() <= 1500), true, "largest UDP");
        EXPECT_EQ((1455 + sizes.GetEstimate() > 1500), true, "one more");
    }
};

/// The form on the wire, field by field, for every algorithm, length, mode and family.
class WireLengthTestCase : public TestCase
{
  public:
    WireLengthTestCase()
        : TestCase("RFC 4303 octets on the wire for all algorithms, modes, families and lengths")
    {
    }

  private:
    void DoRun() override
    {
        struct Cipher
        {
            const char* name;
            uint32_t iv;
            uint32_t icv;
            uint32_t align;
        };

        // RFC 4106, 7634, 3602 and 3686; ICVs of RFC 2404 and 4868.
        const std::vector<Cipher> ciphers{{"aes-gcm-16-128", 8, 16, 4},
                                          {"chacha20-poly1305", 8, 16, 4},
                                          {"aes-cbc-256", 16, 0, 16},
                                          {"aes-ctr-128", 8, 0, 4},
                                          {"", 0, 0, 4}};
        const std::vector<std::pair<const char*, uint32_t>> authenticators{
            {"", 0},
            {"hmac-sha1-96", 12},
            {"hmac-sha2-256-128", 16},
            {"hmac-sha2-384-192", 24},
            {"hmac-sha2-512-256", 32}};
        for (const auto& cipher : ciphers)
        {
            for (const auto& [authenticator, icv] : authenticators)
            {
                if (cipher.icv != 0 && icv != 0)
                {
                    continue;
                }
                for (const uint32_t outer : {0, 20, 40})
                {
                    for (const bool udp : {false, true})
                    {
                        Check(cipher.name,
                              authenticator,
                              cipher.iv,
                              cipher.icv + icv,
                              cipher.align,
                              outer,
                              udp);
                    }
                }
            }
        }
        // AES-GCM adds 34 to 37 octets in transport mode.
        const EspSizes gcm = SizesOf("aes-gcm-16-128", "", false);
        uint32_t least = UINT32_MAX;
        uint32_t most = 0;
        for (uint32_t length = 20; length < 120; ++length)
        {
            least = std::min(least, gcm.GetEspLength(length, 20) - length);
            most = std::max(most, gcm.GetEspLength(length, 20) - length);
        }
        EXPECT_EQ(least, 34, "least overhead of AES-GCM");
        EXPECT_EQ(most, 37, "most overhead of AES-GCM");
    }

    void Check(const char* cipher,
               const char* authenticator,
               uint32_t iv,
               uint32_t icv,
               uint32_t align,
               uint32_t outer,
               bool udp)
    {
        const EspSizes sizes(FindIpsecAlgorithm(cipher),
                             FindIpsecAlgorithm(authenticator),
                             outer == 40,
                             static_cast<uint8_t>(outer),
                             udp);
        for (const uint32_t header : {20U, 24U, 40U, 60U})
        {
            for (uint32_t length = header; length < header + 70; ++length)
            {
                const uint32_t protectedOctets = outer != 0 ? length : length - header;
                uint32_t padding = 0;
                while ((protectedOctets + padding + 2) % align != 0)
                {
                    ++padding;
                }
                const uint32_t front = (outer != 0 ? outer : header) + (udp ? 8 : 0) + 8 + iv;
                ASSERT_EQ(sizes.GetPadding(length, header),
                          padding,
                          cipher << " padding of " << length);
                ASSERT_EQ(sizes.GetEspLength(length, header),
                          front + protectedOctets + padding + 2 + icv,
                          cipher << " " << authenticator << " length of " << length);
                ASSERT_EQ(sizes.GetPaddedLength(sizes.GetEspLength(length, header)),
                          length + padding,
                          cipher << " " << authenticator << " back from ESP");
            }
        }
    }
};

/// The table of algorithms and its two searches.
class AlgorithmTableTestCase : public TestCase
{
  public:
    AlgorithmTableTestCase()
        : TestCase("R35 G13 algorithms by name, and by family and key size with salt")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& row : GetIpsecAlgorithms())
        {
            EXPECT_EQ(FindIpsecAlgorithm(row.name), &row, row.name);
            EXPECT_EQ(FindIpsecAlgorithm(row.family, row.GetKeyBytes()),
                      &row,
                      row.family << " of " << row.GetKeyBytes());
            EXPECT_NE(row.isCipher, row.isAuthenticator, row.name);
        }

        struct Expected
        {
            const char* family;
            std::vector<uint32_t> keyBits; // as setkey counts: with salt
        };

        const std::vector<Expected> families{{"aes-gcm-16", {160, 224, 288}},
                                             {"aes-ctr", {160, 224, 288}},
                                             {"chacha20-poly1305", {288}},
                                             {"aes-cbc", {128, 192, 256}},
                                             {"hmac-sha1", {160}},
                                             {"hmac-sha2-256", {256}},
                                             {"hmac-sha2-384", {384}},
                                             {"hmac-sha2-512", {512}}};
        size_t rows = 0;
        for (const auto& family : families)
        {
            for (const auto bits : family.keyBits)
            {
                EXPECT_NE(FindIpsecAlgorithm(family.family, bits / 8),
                          nullptr,
                          family.family << " of " << bits << " bits");
                ++rows;
            }
        }
        EXPECT_EQ(GetIpsecAlgorithms().size(), rows, "no other rows");
        EXPECT_EQ(FindIpsecAlgorithm("aes-gcm-16", 16), nullptr, "salt is missing");
        EXPECT_EQ(FindIpsecAlgorithm("des-cbc"), nullptr, "unknown");
    }
};

/// Octet counts of ESP.
class IpsecSizesTestSuite : public TestSuite
{
  public:
    IpsecSizesTestSuite()
        : TestSuite("ipsec-sizes", TestSuite::Type::UNIT)
    {
        AddTestCase(new EstimateTableTestCase());
        AddTestCase(new ExactTestBindsTestCase());
        AddTestCase(new TcpSegmentTestCase());
        AddTestCase(new WireLengthTestCase());
        AddTestCase(new AlgorithmTableTestCase());
    }
};

IpsecSizesTestSuite g_ipsecSizesTestSuite; //!< registers the suite

} // namespace
