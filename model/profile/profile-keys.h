/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PROFILE_KEYS_H
#define IPSEC_OFFLOAD_PROFILE_KEYS_H

#include "yaml-input.h"

#include "ns3/host-profile.h"
#include "ns3/nic-profile.h"

#include <string>
#include <vector>

namespace ns3
{

/// A key that sets several fields of a NIC profile alike, or one under another name.
struct ProfileShorthand
{
    std::string key;                 //!< "sa-slots"
    std::vector<std::string> fields; //!< what it sets
    std::string text;                //!< meaning
};

/** @return those of NIC profiles */
const std::vector<ProfileShorthand>& GetNicShorthands();

/** @return all keys of a NIC profile */
std::vector<std::string> GetNicKeys();

/** @return all keys of a host profile; NAME stands for the name of an algorithm */
std::vector<std::string> GetHostKeys();

/**
 * @ingroup ipsec-offload
 * Set one value of a NIC profile; complains when it does not fit.
 * @param key a key
 * @param value its value
 * @param profile where to set it
 * @return false when there is no such key
 */
bool SetNicKey(const std::string& key, const InputValue& value, NicProfile& profile);

/**
 * @ingroup ipsec-offload
 * Set one value of a host profile; complains when it does not fit.
 * @param key a key, dots included: "cipher.aes-gcm-16-128.per-octet"
 * @param value its value
 * @param profile where to set it
 * @return false when there is no such key
 */
bool SetHostKey(const std::string& key, const InputValue& value, HostProfile& profile);

/// Values of a profile that do not go together.
struct NicConflict
{
    std::string key;      //!< the key that is wrong beside the others; empty: no conflict
    std::string expected; //!< what should stand there
};

/** @param profile a NIC profile @return the first of its conflicts */
NicConflict FindNicConflict(const NicProfile& profile);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_PROFILE_KEYS_H */
