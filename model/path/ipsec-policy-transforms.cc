/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-policy-transforms.h"

#include "ns3/abort.h"
#include "ns3/esp-sizes.h"

namespace ns3
{

uint32_t
GetGenericOverhead(const SecurityPolicy& policy)
{
    constexpr uint32_t ah = 12 + 16;
    constexpr uint32_t ipcomp = 4;
    uint32_t overhead = 0;
    for (const auto& requirement : policy.GetConfig().requirements)
    {
        switch (requirement.protocol)
        {
        case IpsecProtocol::ESP:
            overhead += EspSizes::GENERIC_OVERHEAD;
            break;
        case IpsecProtocol::AH:
            overhead += ah;
            break;
        case IpsecProtocol::IPCOMP:
            overhead += ipcomp;
            break;
        case IpsecProtocol::TCP_MD5:
            break;
        }
        if (requirement.mode == IpsecMode::TUNNEL)
        {
            overhead += EspSizes::GetOuterHeader(requirement.destination.IsIpv4());
        }
    }
    return overhead;
}

void
CheckTransforms(const std::vector<IpsecRequirement>& requirements)
{
    for (const auto& requirement : requirements)
    {
        NS_ABORT_MSG_UNLESS(requirement.protocol == IpsecProtocol::ESP,
                            "a policy asks for " << ns3::ToString(requirement.protocol)
                                                 << ": only ESP is simulated, expected esp");
    }
    NS_ABORT_MSG_IF(requirements.size() > 1,
                    "a policy asks for " << requirements.size()
                                         << " transforms: only one per datagram is simulated, "
                                            "expected one requirement");
}

} // namespace ns3
