/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_POLICY_TRANSFORMS_H
#define IPSEC_OFFLOAD_IPSEC_POLICY_TRANSFORMS_H

#include "ns3/security-policy.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup ipsec-offload
 * FreeBSD's estimate of what a policy's transforms add at most (R149), UDP not counted.
 * @param policy a policy
 * @return octets
 */
uint32_t GetGenericOverhead(const SecurityPolicy& policy);

/**
 * @ingroup ipsec-offload
 * Only one ESP transform per datagram is simulated; nothing of a policy may be left out silently.
 * A packet that meets such a policy asks here, too.
 * @param requirements of a policy; ends the program with a message when they cannot be carried out
 */
void CheckTransforms(const std::vector<IpsecRequirement>& requirements);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_POLICY_TRANSFORMS_H */
