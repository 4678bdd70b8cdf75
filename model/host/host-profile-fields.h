/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_HOST_PROFILE_FIELDS_H
#define IPSEC_OFFLOAD_HOST_PROFILE_FIELDS_H

#include "host-profile.h"

#include "ns3/ipsec-pico-time.h"
#include "ns3/ipsec-profile-field.h"

#include <string>
#include <variant>
#include <vector>

namespace ns3
{

/// A field of a host profile. Lists of texts are names of algorithms.
using HostProfileMember = std::variant<FieldAccess<HostProfile, bool>,
                                       FieldAccess<HostProfile, uint32_t>,
                                       FieldAccess<HostProfile, uint64_t>,
                                       FieldAccess<HostProfile, double>,
                                       FieldAccess<HostProfile, Ps>,
                                       FieldAccess<HostProfile, std::vector<std::string>>,
                                       FieldChoice<HostProfile, HostProfile::CoreChoice>,
                                       FieldChoice<HostProfile, HostProfile::ForwardCore>,
                                       FieldChoice<HostProfile, HostProfile::SocketCore>,
                                       FieldChoice<HostProfile, HostProfile::SendCore>>;

/// The row of such a field.
using HostProfileField = ProfileField<HostProfile, HostProfileMember>;

/// A part of a cipher's cost.
using CipherCostMember =
    std::variant<FieldAccess<CipherCost, bool>, FieldAccess<CipherCost, double>>;

/// The row of such a part.
using CipherCostField = ProfileField<CipherCost, CipherCostMember>;

/**
 * @ingroup ipsec-offload
 * @return a row for each field of HostProfile but its name and its ciphers
 */
const std::vector<HostProfileField>& GetHostProfileFields();

/** @return a row for each part of a cipher's cost; in files behind "cipher.NAME." */
const std::vector<CipherCostField>& GetCipherCostFields();

} // namespace ns3

#endif /* IPSEC_OFFLOAD_HOST_PROFILE_FIELDS_H */
