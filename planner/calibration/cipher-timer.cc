/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "cipher-timer.h"

#include "ns3/ipsec-offload-config.h"

#if IPSEC_OFFLOAD_HAVE_OPENSSL
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#endif

#include <sched.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <functional>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

namespace ns3::planner
{

#if IPSEC_OFFLOAD_HAVE_OPENSSL

namespace
{

constexpr int ROUNDS = 5;

/// Keeps the thread on its core as long as it lives.
class PinnedThread
{
  public:
    PinnedThread()
    {
        m_isPinned = sched_getaffinity(0, sizeof m_before, &m_before) == 0;
        const int core = sched_getcpu();
        if (!m_isPinned || core < 0)
        {
            return; // measured all the same: a scheduler that moves it costs little
        }
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(core, &one);
        m_isPinned = sched_setaffinity(0, sizeof one, &one) == 0;
    }

    ~PinnedThread()
    {
        if (m_isPinned)
        {
            sched_setaffinity(0, sizeof m_before, &m_before);
        }
    }

    PinnedThread(const PinnedThread&) = delete;
    PinnedThread& operator=(const PinnedThread&) = delete;

  private:
    cpu_set_t m_before{};   //!< where it may run otherwise
    bool m_isPinned{false}; //!< whether that must be put back
};

/// @return seconds that this thread had a core: what others do on the machine is not in it
double
GetThreadSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/**
 * @param run does something a number of times
 * @param seconds to spend
 * @return seconds of each time, in the fastest round
 */
double
FastestOf(const std::function<void(uint64_t)>& run, double seconds)
{
    const auto timeOf = [&run](uint64_t times) {
        const double begin = GetThreadSeconds();
        run(times);
        return GetThreadSeconds() - begin;
    };
    uint64_t times = 1;
    double taken = timeOf(times);
    while (taken < seconds / (4 * ROUNDS))
    {
        times *= 2;
        taken = timeOf(times);
    }
    times = std::max<uint64_t>(
        1,
        static_cast<uint64_t>(static_cast<double>(times) * seconds / (ROUNDS * taken)));
    double fastest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < ROUNDS; ++i)
    {
        fastest = std::min(fastest, timeOf(times) / static_cast<double>(times));
    }
    return fastest;
}

/// @param times how often to do 6 steps of one cycle, each of which needs the one before
void
Shift(uint64_t times)
{
    // Marsaglia's xorshift (Journal of Statistical Software 8, 2003): no compiler knows a shortcut.
    static volatile uint64_t result = 88172645463325252ULL;
    uint64_t x = result;
    for (uint64_t i = 0; i < times; ++i)
    {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    result = x;
}

constexpr double CYCLES_PER_SHIFT = 6;

struct Deleter
{
    void operator()(EVP_CIPHER_CTX* context) const
    {
        EVP_CIPHER_CTX_free(context);
    }

    void operator()(EVP_MAC_CTX* context) const
    {
        EVP_MAC_CTX_free(context);
    }

    void operator()(EVP_CIPHER* cipher) const
    {
        EVP_CIPHER_free(cipher);
    }

    void operator()(EVP_MAC* mac) const
    {
        EVP_MAC_free(mac);
    }

    void operator()(EVP_PKEY_CTX* context) const
    {
        EVP_PKEY_CTX_free(context);
    }

    void operator()(EVP_PKEY* key) const
    {
        EVP_PKEY_free(key);
    }
};

using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter>;
using Pkey = std::unique_ptr<EVP_PKEY, Deleter>;

/// @param exchange one of IKE's @return OpenSSL's name of the kind of key, and of the group
std::pair<const char*, const char*>
NamesOf(KeyExchange exchange)
{
    switch (exchange)
    {
    case KeyExchange::MODP_2048:
        return {"DH", "modp_2048"};
    case KeyExchange::MODP_3072:
        return {"DH", "modp_3072"};
    case KeyExchange::MODP_4096:
        return {"DH", "modp_4096"};
    case KeyExchange::ECP_256:
        return {"EC", "P-256"};
    case KeyExchange::ECP_384:
        return {"EC", "P-384"};
    default:
        return {"X25519", nullptr};
    }
}

/// @param exchange one of IKE's @return what makes keys of it; nullptr: the library does not know
/// it
PkeyContext
MakeKeyMaker(KeyExchange exchange)
{
    const auto [kind, group] = NamesOf(exchange);
    PkeyContext maker(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    const bool good = maker && EVP_PKEY_keygen_init(maker.get()) == 1 &&
                      (!group || EVP_PKEY_CTX_set_group_name(maker.get(), group) == 1);
    return good ? std::move(maker) : nullptr;
}

/// @param maker of keys @return a new one; nullptr when that fails
Pkey
MakeKey(const PkeyContext& maker)
{
    EVP_PKEY* key = nullptr;
    return Pkey(EVP_PKEY_keygen(maker.get(), &key) == 1 ? key : nullptr);
}

/// @param own key @param other key of the other end @return whether the secret could be derived
bool
Derive(const Pkey& own, const Pkey& other)
{
    constexpr size_t MOST_OCTETS = 512; // of modp4096
    std::array<uint8_t, MOST_OCTETS> secret{};
    size_t size = secret.size();
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, own.get(), nullptr));
    return context && EVP_PKEY_derive_init(context.get()) == 1 &&
           EVP_PKEY_derive_set_peer_ex(context.get(), other.get(), 0) == 1 &&
           EVP_PKEY_derive(context.get(), secret.data(), &size) == 1;
}

/// @param good what OpenSSL said
void
Require(bool good)
{
    if (!good)
    {
        throw std::runtime_error("OpenSSL failed to do a cipher or key exchange that it has");
    }
}

/// @param algorithm one of the table @return OpenSSL's name of it
std::string
NameOf(const IpsecAlgorithm& algorithm)
{
    const std::string family = algorithm.family;
    const std::string bits = std::to_string(algorithm.keyBits);
    if (family == "aes-gcm-16")
    {
        return "AES-" + bits + "-GCM";
    }
    if (family == "aes-cbc")
    {
        return "AES-" + bits + "-CBC";
    }
    if (family == "aes-ctr")
    {
        return "AES-" + bits + "-CTR";
    }
    if (family == "chacha20-poly1305")
    {
        return "ChaCha20-Poly1305";
    }
    if (family == "hmac-sha1")
    {
        return "SHA1";
    }
    return "SHA2-" + family.substr(family.rfind('-') + 1);
}

class OpenSslTimer : public CipherTimer
{
  public:
    explicit OpenSslTimer(double seconds)
        : m_seconds(seconds)
    {
    }

    double GetClock() override
    {
        return CYCLES_PER_SHIFT / FastestOf(Shift, 4 * m_seconds);
    }

    std::string GetLibrary() const override
    {
        return OpenSSL_version(OPENSSL_VERSION);
    }

    bool Knows(const IpsecAlgorithm& algorithm) const override
    {
        const auto name = NameOf(algorithm);
        if (!algorithm.isCipher)
        {
            const std::unique_ptr<EVP_MAC, Deleter> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
            EVP_MD* digest = EVP_MD_fetch(nullptr, name.c_str(), nullptr);
            EVP_MD_free(digest);
            return mac && digest;
        }
        const std::unique_ptr<EVP_CIPHER, Deleter> cipher(
            EVP_CIPHER_fetch(nullptr, name.c_str(), nullptr));
        return cipher != nullptr;
    }

    double SecondsPerMessage(const IpsecAlgorithm& algorithm, uint32_t octets) override
    {
        return algorithm.isCipher ? TimeCipher(algorithm, octets) : TimeMac(algorithm, octets);
    }

    double SecondsPerExchange(KeyExchange exchange) override
    {
        const PkeyContext maker = MakeKeyMaker(exchange);
        const Pkey other = maker ? MakeKey(maker) : nullptr;
        if (!other)
        {
            return std::numeric_limits<double>::quiet_NaN();
        }
        return FastestOf(
            [&](uint64_t times) {
                bool good = true;
                for (uint64_t i = 0; i < times; ++i)
                {
                    const Pkey own = MakeKey(maker);
                    good = good && own && Derive(own, other);
                }
                Require(good);
            },
            m_seconds);
    }

  private:
    static constexpr uint32_t MOST_OCTETS = 65536;

    double TimeCipher(const IpsecAlgorithm& algorithm, uint32_t octets)
    {
        const std::unique_ptr<EVP_CIPHER, Deleter> cipher(
            EVP_CIPHER_fetch(nullptr, NameOf(algorithm).c_str(), nullptr));
        const std::unique_ptr<EVP_CIPHER_CTX, Deleter> context(EVP_CIPHER_CTX_new());
        const std::array<uint8_t, 32> key{1, 2, 3};
        std::array<uint8_t, 16> iv{};
        std::array<uint8_t, 16> icv{};
        const std::array<uint8_t, 8> additional{};
        m_data.resize(MOST_OCTETS);
        const bool combined = algorithm.IsAead();
        Require(EVP_EncryptInit_ex2(context.get(), cipher.get(), key.data(), iv.data(), nullptr) ==
                1);
        EVP_CIPHER_CTX_set_padding(context.get(), 0);
        const auto size = static_cast<int>(octets);
        return FastestOf(
            [&](uint64_t times) {
                int done = 0;
                bool good = true;
                for (uint64_t i = 0; i < times; ++i)
                {
                    ++iv[0];
                    good &=
                        EVP_EncryptInit_ex2(context.get(), nullptr, nullptr, iv.data(), nullptr) ==
                        1;
                    if (combined)
                    {
                        good &= EVP_EncryptUpdate(context.get(),
                                                  nullptr,
                                                  &done,
                                                  additional.data(),
                                                  additional.size()) == 1;
                    }
                    good &= EVP_EncryptUpdate(context.get(),
                                              m_data.data(),
                                              &done,
                                              m_data.data(),
                                              size) == 1;
                    good &= EVP_EncryptFinal_ex(context.get(), m_data.data() + done, &done) == 1;
                    if (combined)
                    {
                        good &= EVP_CIPHER_CTX_ctrl(context.get(),
                                                    EVP_CTRL_AEAD_GET_TAG,
                                                    icv.size(),
                                                    icv.data()) == 1;
                    }
                }
                Require(good);
            },
            m_seconds);
    }

    double TimeMac(const IpsecAlgorithm& algorithm, uint32_t octets)
    {
        const std::unique_ptr<EVP_MAC, Deleter> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
        const std::unique_ptr<EVP_MAC_CTX, Deleter> context(EVP_MAC_CTX_new(mac.get()));
        const std::array<uint8_t, 64> key{1, 2, 3};
        std::array<uint8_t, 64> icv{};
        std::string name = NameOf(algorithm);
        const std::array<OSSL_PARAM, 2> parameters{
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
            OSSL_PARAM_construct_end()};
        Require(EVP_MAC_init(context.get(), key.data(), algorithm.keyBits / 8, parameters.data()) ==
                1);
        m_data.resize(MOST_OCTETS);
        return FastestOf(
            [&](uint64_t times) {
                bool good = true;
                for (uint64_t i = 0; i < times; ++i)
                {
                    size_t size = 0;
                    good &= EVP_MAC_init(context.get(), nullptr, 0, nullptr) == 1;
                    good &= EVP_MAC_update(context.get(), m_data.data(), octets) == 1;
                    good &= EVP_MAC_final(context.get(), icv.data(), &size, icv.size()) == 1;
                }
                Require(good);
            },
            m_seconds);
    }

    double m_seconds;            //!< to spend per size
    PinnedThread m_pinned;       //!< as long as it measures
    std::vector<uint8_t> m_data; //!< what is ciphered
};

} // namespace

std::unique_ptr<CipherTimer>
MakeOpenSslTimer(double seconds)
{
    return std::make_unique<OpenSslTimer>(seconds);
}

#else

std::unique_ptr<CipherTimer>
MakeOpenSslTimer(double)
{
    throw std::runtime_error("calibrate measures OpenSSL's ciphers, and this program was built "
                             "without OpenSSL 3 (libssl-dev)");
}

#endif

} // namespace ns3::planner
