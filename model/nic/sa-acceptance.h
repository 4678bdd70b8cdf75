/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_SA_ACCEPTANCE_H
#define IPSEC_OFFLOAD_SA_ACCEPTANCE_H

#include <string>

namespace ns3
{

struct NicProfile;
struct SaConfig;

/**
 * @ingroup ipsec-offload
 * What a driver looks at before it takes an SA (N4-N12, N54).
 * @param profile what NIC it is
 * @param config the SA
 * @return an empty text, or why the SA is not taken, in words
 */
std::string WhyRefused(const NicProfile& profile, const SaConfig& config);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_SA_ACCEPTANCE_H */
