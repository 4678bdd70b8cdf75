/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "esp-cipher.h"

#include "esp-parameters.h"

#include "ns3/assert.h"
#include "ns3/fatal-error.h"
#include "ns3/ipsec-algorithm.h"
#include "ns3/ipsec-offload-config.h"

#if IPSEC_OFFLOAD_HAVE_OPENSSL
#include <openssl/err.h>
#include <openssl/evp.h>
#endif

#include <algorithm>
#include <array>
#include <string_view>

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

} // namespace

std::string
EspCipher::Check(const EspParameters& parameters)
{
    if (!parameters.cipher || parameters.cipher->family != GCM_FAMILY || parameters.authenticator)
    {
        std::string name = parameters.cipher ? parameters.cipher->name : "null";
        if (parameters.authenticator)
        {
            name += std::string(" with ") + parameters.authenticator->name;
        }
        return "Crypto=Real has no " + name + " yet; expected aes-gcm-16 alone";
    }
    if (parameters.key.size() != parameters.cipher->GetKeyBytes())
    {
        return "Crypto=Real: the key of " + std::string(parameters.cipher->name) + " has " +
               std::to_string(parameters.key.size()) + " octets; expected " +
               std::to_string(parameters.cipher->GetKeyBytes()) + " with the salt at its end";
    }
    return "";
}

std::unique_ptr<EspCipher>
EspCipher::Create(const EspParameters& parameters)
{
    NS_ASSERT(Check(parameters).empty());
    return std::make_unique<GcmCipher>(parameters);
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
