/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-cipher-internal.h"
#include "esp-parameters.h"

#include "ns3/assert.h"
#include "ns3/fatal-error.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-offload-config.h"

#if IPSEC_OFFLOAD_HAVE_OPENSSL
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#endif

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace ns3
{

#if IPSEC_OFFLOAD_HAVE_OPENSSL

namespace
{

constexpr std::string_view GCM_FAMILY = "aes-gcm-16";

/// @param code what an OpenSSL function returned: 1 is success @param what was to be done
void
Require(int code, const char* what)
{
    if (code != 1)
    {
        std::array<char, 256> reason{};
        ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
        NS_FATAL_ERROR("OpenSSL cannot " << what << ": " << reason.data());
    }
}

/// @param value a number @param bytes where to write its four octets in network order
void
WriteU32(uint32_t value, uint8_t* bytes)
{
    for (int i = 0; i < 4; ++i)
    {
        bytes[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
    }
}

/**
 * AES-GCM with a 16-octet ICV (RFC 4106).
 */
class GcmCipher : public EspCipher
{
  public:
    /** @param parameters an SA that has passed Check() */
    explicit GcmCipher(const EspParameters& parameters)
        : m_esn(parameters.esn)
    {
        WriteU32(parameters.spi, m_additional.data());
        const size_t keyBytes = parameters.cipher->keyBits / 8U;
        std::copy_n(parameters.key.begin() + keyBytes, SALT_BYTES, m_nonce.begin());

        const EVP_CIPHER* algorithm = EVP_aes_256_gcm();
        if (parameters.cipher->keyBits == 128)
        {
            algorithm = EVP_aes_128_gcm();
        }
        else if (parameters.cipher->keyBits == 192)
        {
            algorithm = EVP_aes_192_gcm();
        }
        // The key schedule is made here, once: a packet only sets its nonce.
        const uint8_t* key = parameters.key.data();
        Require(EVP_EncryptInit_ex(m_seal.get(), algorithm, nullptr, key, nullptr), "set a key");
        Require(EVP_DecryptInit_ex(m_open.get(), algorithm, nullptr, key, nullptr), "set a key");
    }

    void MakeIv(uint64_t counter, uint8_t* iv) override
    {
        WriteU32(static_cast<uint32_t>(counter >> 32), iv);
        WriteU32(static_cast<uint32_t>(counter), iv + 4);
    }

    void Seal(const EspMessage& message) override
    {
        EVP_CIPHER_CTX* context = m_seal.get();
        int length = 0;
        SetNonce(message);
        Require(EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, m_nonce.data()),
                "set a nonce");
        Require(EVP_EncryptUpdate(context,
                                  nullptr,
                                  &length,
                                  m_additional.data(),
                                  SetAdditional(message)),
                "take additional data");
        Require(EVP_EncryptUpdate(context,
                                  message.data,
                                  &length,
                                  message.data,
                                  static_cast<int>(message.size)),
                "encrypt");
        Require(EVP_EncryptFinal_ex(context, message.data + length, &length), "encrypt");
        Require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, ICV_BYTES, message.icv),
                "make an ICV");
    }

    bool Open(const EspMessage& message) override
    {
        EVP_CIPHER_CTX* context = m_open.get();
        int length = 0;
        SetNonce(message);
        Require(EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, m_nonce.data()),
                "set a nonce");
        Require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, ICV_BYTES, message.icv),
                "take an ICV");
        Require(EVP_DecryptUpdate(context,
                                  nullptr,
                                  &length,
                                  m_additional.data(),
                                  SetAdditional(message)),
                "take additional data");
        Require(EVP_DecryptUpdate(context,
                                  message.data,
                                  &length,
                                  message.data,
                                  static_cast<int>(message.size)),
                "decrypt");
        return EVP_DecryptFinal_ex(context, message.data + length, &length) == 1;
    }

    static constexpr uint8_t SALT_BYTES = 4; //!< RFC 4106 section 4
    static constexpr uint8_t IV_BYTES = 8;   //!< RFC 4106 section 3.1
    static constexpr uint8_t ICV_BYTES = 16; //!< RFC 4106 section 6

  private:
    /// Frees a context.
    struct Deleter
    {
        /// @param context what to free
        void operator()(EVP_CIPHER_CTX* context) const
        {
            EVP_CIPHER_CTX_free(context);
        }
    };

    using Context = std::unique_ptr<EVP_CIPHER_CTX, Deleter>; //!< an OpenSSL context

    /// @param message a packet, whose IV becomes the explicit part of the nonce
    void SetNonce(const EspMessage& message)
    {
        std::copy_n(message.iv, IV_BYTES, m_nonce.begin() + SALT_BYTES);
    }

    /// Write SPI and sequence number (RFC 4106 section 5).
    /// @param message a packet @return octets of additional data
    int SetAdditional(const EspMessage& message)
    {
        uint8_t* end = m_additional.data() + 4;
        if (m_esn)
        {
            WriteU32(static_cast<uint32_t>(message.sequence >> 32), end);
            end += 4;
        }
        WriteU32(static_cast<uint32_t>(message.sequence), end);
        return static_cast<int>(end + 4 - m_additional.data());
    }

    bool m_esn;                                           //!< 64-bit sequence numbers
    std::array<uint8_t, 12> m_additional{};               //!< SPI, sequence number
    std::array<uint8_t, SALT_BYTES + IV_BYTES> m_nonce{}; //!< salt, IV
    Context m_seal{EVP_CIPHER_CTX_new()};                 //!< holds the key schedule
    Context m_open{EVP_CIPHER_CTX_new()};                 //!< holds the key schedule
};

/// @param authenticator an HMAC @return OpenSSL's name of its hash; nullptr for an unknown one
const char*
HashOf(const IpsecAlgorithm& authenticator)
{
    constexpr std::array<std::pair<std::string_view, const char*>, 4> hashes{
        {{"hmac-sha1", "SHA1"},
         {"hmac-sha2-256", "SHA256"},
         {"hmac-sha2-384", "SHA384"},
         {"hmac-sha2-512", "SHA512"}}};
    const auto* found = std::find_if(hashes.begin(), hashes.end(), [&](const auto& hash) {
        return hash.first == authenticator.family;
    });
    return found == hashes.end() ? nullptr : found->second;
}

/**
 * NULL encryption (RFC 2410) with an HMAC cut short (RFC 2404, 4868), or with none.
 */
class NullCipher : public EspCipher
{
  public:
    /** @param parameters an SA that has passed Check() */
    explicit NullCipher(const EspParameters& parameters)
        : m_spi(parameters.spi),
          m_esn(parameters.esn)
    {
        if (!parameters.authenticator)
        {
            return;
        }
        m_icvBytes = parameters.authenticator->icvBytes;
        EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        m_context.reset(EVP_MAC_CTX_new(hmac));
        EVP_MAC_free(hmac); // the context keeps it
        std::string hash = HashOf(*parameters.authenticator);
        const std::array<OSSL_PARAM, 2> options{
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, hash.data(), 0),
            OSSL_PARAM_construct_end()};
        Require(EVP_MAC_init(m_context.get(),
                             parameters.authKey.data(),
                             parameters.authKey.size(),
                             options.data()),
                "set a key");
    }

    void MakeIv(uint64_t, uint8_t*) override
    {
        // There is none.
    }

    void Seal(const EspMessage& message) override
    {
        const Icv icv = MakeIcv(message);
        std::copy_n(icv.begin(), m_icvBytes, message.icv);
    }

    bool Open(const EspMessage& message) override
    {
        const Icv icv = MakeIcv(message);
        return CRYPTO_memcmp(icv.data(), message.icv, m_icvBytes) == 0;
    }

  private:
    /// Frees a context.
    struct Deleter
    {
        /// @param context what to free
        void operator()(EVP_MAC_CTX* context) const
        {
            EVP_MAC_CTX_free(context);
        }
    };

    using Icv = std::array<uint8_t, EVP_MAX_MD_SIZE>; //!< before it is cut short

    /**
     * Over SPI, sequence number and data; with ESN, the number's high half follows (RFC 4303
     * section 2.8).
     * @param message a packet
     * @return its ICV
     */
    Icv MakeIcv(const EspMessage& message)
    {
        Icv icv{};
        if (!m_context)
        {
            return icv;
        }
        std::array<uint8_t, 8> header{};
        WriteU32(m_spi, header.data());
        WriteU32(static_cast<uint32_t>(message.sequence), header.data() + 4);
        std::array<uint8_t, 4> high{};
        WriteU32(static_cast<uint32_t>(message.sequence >> 32), high.data());
        EVP_MAC_CTX* context = m_context.get();
        Require(EVP_MAC_init(context, nullptr, 0, nullptr), "begin an ICV");
        Require(EVP_MAC_update(context, header.data(), header.size()), "authenticate");
        Require(EVP_MAC_update(context, message.data, message.size), "authenticate");
        Require(EVP_MAC_update(context, high.data(), m_esn ? high.size() : 0), "authenticate");
        size_t size = 0;
        Require(EVP_MAC_final(context, icv.data(), &size, icv.size()), "make an ICV");
        return icv;
    }

    uint32_t m_spi;                                  //!< of the SA
    bool m_esn;                                      //!< 64-bit sequence numbers
    uint8_t m_icvBytes{0};                           //!< what stays of an ICV
    std::unique_ptr<EVP_MAC_CTX, Deleter> m_context; //!< holds the key; nullptr: no authenticator
};

/// @param what whose key @param has octets @param wants octets @param hint @return a complaint
std::string
WrongKey(const IpsecAlgorithm& what, size_t has, size_t wants, const char* hint)
{
    return "Crypto=Real: the key of " + std::string(what.name) + " has " + std::to_string(has) +
           " octets; expected " + std::to_string(wants) + hint;
}

} // namespace

std::string
EspCipher::Check(const EspParameters& parameters)
{
    const IpsecAlgorithm* cipher = parameters.cipher;
    const IpsecAlgorithm* authenticator = parameters.authenticator;
    const bool known = cipher ? cipher->family == GCM_FAMILY && !authenticator
                              : !authenticator || HashOf(*authenticator);
    if (!known)
    {
        std::string name = cipher ? cipher->name : "null";
        if (authenticator)
        {
            name += std::string(" with ") + authenticator->name;
        }
        return "Crypto=Real has no " + name +
               " yet; expected aes-gcm-16 alone, or NULL encryption with an HMAC";
    }
    if (cipher && parameters.key.size() != cipher->GetKeyBytes())
    {
        return WrongKey(*cipher,
                        parameters.key.size(),
                        cipher->GetKeyBytes(),
                        " with the salt at its end");
    }
    if (authenticator && parameters.authKey.size() != authenticator->GetKeyBytes())
    {
        return WrongKey(*authenticator,
                        parameters.authKey.size(),
                        authenticator->GetKeyBytes(),
                        "");
    }
    return "";
}

std::unique_ptr<EspCipher>
EspCipher::Create(const EspParameters& parameters)
{
    NS_ASSERT(Check(parameters).empty());
    if (parameters.cipher)
    {
        return std::make_unique<GcmCipher>(parameters);
    }
    return std::make_unique<NullCipher>(parameters);
}

#else

std::string
EspCipher::Check(const EspParameters&)
{
    return "Crypto=Real needs OpenSSL 3, and this build of ipsec-offload is without it";
}

std::unique_ptr<EspCipher>
EspCipher::Create(const EspParameters& parameters)
{
    NS_FATAL_ERROR(Check(parameters));
}

#endif

} // namespace ns3
