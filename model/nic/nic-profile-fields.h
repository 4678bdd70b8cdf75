/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_PROFILE_FIELDS_H
#define IPSEC_OFFLOAD_NIC_PROFILE_FIELDS_H

#include "nic-command-time.h"
#include "nic-profile.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-profile-field.h"

#include <string>
#include <variant>
#include <vector>

namespace ns3
{

/// A field of a NIC profile. Lists of texts are names of algorithms.
using NicProfileMember = std::variant<FieldAccess<NicProfile, bool>,
                                      FieldAccess<NicProfile, uint32_t>,
                                      FieldAccess<NicProfile, uint64_t>,
                                      FieldAccess<NicProfile, double>,
                                      FieldAccess<NicProfile, Ps>,
                                      FieldAccess<NicProfile, CommandTime>,
                                      FieldAccess<NicProfile, std::vector<std::string>>,
                                      FieldChoice<NicProfile, std::string>,
                                      FieldChoice<NicProfile, NicProfile::SlotUse>,
                                      FieldChoice<NicProfile, NicProfile::CacheReplacement>,
                                      FieldChoice<NicProfile, NicProfile::ErrorAction>,
                                      FieldList<NicProfile>>;

/// The row of such a field.
using NicProfileField = ProfileField<NicProfile, NicProfileMember>;

/**
 * @ingroup ipsec-offload
 * @return a row for each field of NicProfile but its name. A new field of a NIC is a member there,
 * a row here, and the code that acts on it.
 */
const std::vector<NicProfileField>& GetNicProfileFields();

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_PROFILE_FIELDS_H */
