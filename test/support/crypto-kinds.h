/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_CRYPTO_KINDS_H
#define IPSEC_OFFLOAD_CRYPTO_KINDS_H

#include "ns3/esp-transform.h"
#include "ns3/ipsec-offload-config.h"

#include <vector>

namespace ns3::tests
{

/// @return the kinds of cryptography that this build has: without OpenSSL there is no Real
inline std::vector<ns3::EspCrypto>
CryptoKinds()
{
#if IPSEC_OFFLOAD_HAVE_OPENSSL
    return {ns3::CRYPTO_MODELLED, ns3::CRYPTO_REAL};
#else
    return {ns3::CRYPTO_MODELLED};
#endif
}

} // namespace ns3::tests

#endif /* IPSEC_OFFLOAD_CRYPTO_KINDS_H */
