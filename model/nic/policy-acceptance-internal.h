/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_POLICY_ACCEPTANCE_INTERNAL_H
#define IPSEC_OFFLOAD_POLICY_ACCEPTANCE_INTERNAL_H

#include <string>

namespace ns3
{

struct NicProfile;
struct PolicyConfig;

/**
 * @ingroup ipsec-offload
 * What a driver looks at before it takes a policy (N19, N20).
 * @param profile what NIC it is
 * @param config the policy
 * @return an empty text, or why the policy is not taken, in words
 */
std::string WhyPolicyRefused(const NicProfile& profile, const PolicyConfig& config);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_POLICY_ACCEPTANCE_INTERNAL_H */
