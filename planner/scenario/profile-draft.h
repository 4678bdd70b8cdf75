/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROFILE_DRAFT_H
#define IPSEC_OFFLOAD_PLANNER_PROFILE_DRAFT_H

#include "ns3/ipsec-profiles.h"

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @param kind what kind of profile
 * @param name of it
 * @return a file with every key, its meaning, range and default, marked as assumed, to fill in
 */
std::string DraftProfile(IpsecProfileKind kind, const std::string& name);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROFILE_DRAFT_H */
