/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "nic-transforms.h"

#include "ns3/sa-context.h"

#include <utility>

namespace ns3
{

EspTransform&
NicTransforms::Get(const SaContext& context, EspCrypto crypto, uint32_t port)
{
    Entry& entry = m_entries[context.drvSpi];
    if (entry.cookie != context.cookie || !entry.transform)
    {
        EspParameters parameters = MakeEspParameters(context.config);
        // The kernel and each other NIC number the packets of this SA by themselves (R143); no two
        // of them may use a nonce twice.
        const uint64_t number = port & 0x7fffU;
        parameters.ivOffset = (uint64_t{1} << 63) | (number << 48);
        entry.transform = std::make_unique<EspTransform>(crypto, std::move(parameters));
        entry.cookie = context.cookie;
    }
    return *entry.transform;
}

} // namespace ns3
