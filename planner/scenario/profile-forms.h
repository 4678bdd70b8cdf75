/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROFILE_FORMS_H
#define IPSEC_OFFLOAD_PLANNER_PROFILE_FORMS_H

#include "scenario-key.h"

#include <string>
#include <vector>

namespace ns3::planner
{

/// A key of profiles, as the table of scenario keys would have it.
struct ProfileKeyForm
{
    std::string key;  //!< "tx-slots"
    std::string text; //!< what it means
    KeyForm form;     //!< what it may be; ANY for lists and distributions
};

/** @return the keys of NIC profiles, from their table */
std::vector<ProfileKeyForm> GetNicKeyForms();

/** @return the keys of host profiles but those of ciphers, from their table */
std::vector<ProfileKeyForm> GetHostKeyForms();

/** @return what a cipher costs, without "cipher.NAME.", from its table */
std::vector<ProfileKeyForm> GetCipherCostForms();

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROFILE_FORMS_H */
