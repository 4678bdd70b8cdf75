/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_NIC_PROFILE_ATTRIBUTES_INTERNAL_H
#define IPSEC_OFFLOAD_NIC_PROFILE_ATTRIBUTES_INTERNAL_H

#include "ns3/type-id.h"

namespace ns3
{

class ObjectBase;
struct NicProfile;

/// How attributes find the profile of the object that has them.
struct NicProfileOwner
{
    const NicProfile& (*read)(const ObjectBase&); //!< its profile
    NicProfile& (*edit)(
        ObjectBase&); //!< its profile, to be changed; ends the program when it is too late
};

/**
 * @ingroup ipsec-offload
 * Add an attribute for each field of NicProfile (GetNicProfileFields()); its default is that of the
 * profile.
 * @param tid a type whose objects have a profile
 * @param owner how to find it
 * @return the type with these attributes
 */
TypeId AddNicProfileAttributes(TypeId tid, const NicProfileOwner& owner);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_NIC_PROFILE_ATTRIBUTES_INTERNAL_H */
