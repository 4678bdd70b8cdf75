/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PROFILE_READER_H
#define IPSEC_OFFLOAD_PROFILE_READER_H

#include "ipsec-profiles.h"

namespace ns3
{

class InputMap;

/** @param kind a kind @return the folder of its files, and their value of the key "profile" */
const char* GetProfileFolder(IpsecProfileKind kind);

/**
 * @ingroup ipsec-offload
 * Change some values of a profile, as a scenario may; complains about unknown keys.
 * @param changes keys and plain values
 * @param profile what to change
 */
void ChangeProfile(InputMap& changes, IpsecProfile& profile);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_PROFILE_READER_H */
