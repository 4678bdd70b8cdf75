/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_KERNEL_PROFILE_H
#define IPSEC_OFFLOAD_KERNEL_PROFILE_H

#include <string>
#include <vector>

namespace ns3
{

class IpsecNode;

/**
 * @ingroup ipsec-offload
 * Which kernel a node runs, as attribute values and nothing else (doc/design.rst#rule-5).
 */
struct KernelProfile
{
    /// One attribute value.
    struct Setting
    {
        /// Whose attribute it is.
        enum class Owner
        {
            NODE,    //!< IpsecNode
            OFFLOAD, //!< IpsecOffload
            SAD,     //!< SecurityAssociationDatabase
            SPD      //!< SecurityPolicyDatabase
        };

        Owner owner;
        const char* attribute;
        const char* value;
    };

    const char* name;        //!< as scenarios write it: "FreeBsd"
    const char* description; //!< one sentence
    std::vector<Setting> settings;

    /**
     * Set a node's attributes.
     * @param node the node
     */
    void Apply(IpsecNode& node) const;
};

/**
 * @ingroup ipsec-offload
 * An attribute that all kernels leave at its default, and why. Each attribute of a node's parts
 * that can be set is either one of these or a setting of each profile.
 */
struct KernelDefault
{
    KernelProfile::Setting::Owner owner;
    const char* attribute;
    const char* reason;
};

/** @ingroup ipsec-offload @return what no kernel sets */
const std::vector<KernelDefault>& GetKernelDefaults();

/** @ingroup ipsec-offload @return all kernel profiles; the first is the default */
const std::vector<KernelProfile>& GetKernelProfiles();

/** @ingroup ipsec-offload @param name a name @return the profile, or nullptr */
const KernelProfile* FindKernelProfile(const std::string& name);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_KERNEL_PROFILE_H */
