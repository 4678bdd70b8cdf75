/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-profile-provenance.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// Costs that a profile may leave out because another one has them in it (HostProfile).
const std::set<std::string> CONTAINED{"socket-output", // in output
                                      "socket-input",  // in input
                                      "checksum",
                                      "checksum-per-packet", // in those of the way
                                      "interrupt",
                                      "poll",       // in driver-rx
                                      "cache-miss", // in copy
                                      "thread-yield"};

/// What the keys of ciphers begin with.
const std::string CIPHER = "cipher.";

/// What the keys of the cipher begin with that stands for all others.
const std::string DEFAULT = CIPHER + "default";

} // namespace

const char*
ToString(Provenance provenance)
{
    static constexpr std::array<const char*, PROVENANCES.size()> NAMES{"sourced",
                                                                       "derived",
                                                                       "assumed",
                                                                       "scenario",
                                                                       "missing"};
    return NAMES[static_cast<size_t>(provenance)];
}

ProfileProvenance::ProfileProvenance()
    : ProfileProvenance(Marks())
{
}

ProfileProvenance::ProfileProvenance(Marks marks)
    : m_file(std::make_shared<const Marks>(std::move(marks)))
{
}

void
ProfileProvenance::Override(const std::string& key)
{
    m_overridden.insert(key);
}

bool
ProfileProvenance::Has(const std::string& key) const
{
    return m_overridden.count(key) > 0 || m_file->count(key) > 0;
}

Provenance
ProfileProvenance::Of(const std::string& key) const
{
    if (m_overridden.count(key) > 0)
    {
        return Provenance::SCENARIO;
    }
    const auto found = m_file->find(key);
    return found == m_file->end() ? Provenance::MISSING : found->second;
}

std::optional<Provenance>
ProfileProvenance::OfHostCost(const std::string& key) const
{
    if (Has(key))
    {
        return Of(key);
    }
    if (CONTAINED.count(key) > 0)
    {
        return std::nullopt;
    }
    if (key.compare(0, CIPHER.size(), CIPHER) != 0)
    {
        return Provenance::MISSING;
    }
    const auto dot = key.rfind('.');
    for (const char* part : {".per-packet", ".per-octet"})
    {
        if (Has(key.substr(0, dot) + part))
        {
            return std::nullopt; // the other one has it
        }
        if (m_overridden.count(DEFAULT + part) > 0)
        {
            return m_overridden.count(DEFAULT + key.substr(dot)) > 0
                       ? std::optional(Provenance::SCENARIO)
                       : std::nullopt;
        }
    }
    return Provenance::MISSING;
}

} // namespace ns3
