/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROGRAM_IDENTITY_H
#define IPSEC_OFFLOAD_PLANNER_PROGRAM_IDENTITY_H

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * @return version, and a hash over the octets of this program and of ns-3's libraries in it:
 * results of another build are other results
 */
std::string GetProgramIdentity();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROGRAM_IDENTITY_H */
