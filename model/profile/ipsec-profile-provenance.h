/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PROFILE_PROVENANCE_H
#define IPSEC_OFFLOAD_IPSEC_PROFILE_PROVENANCE_H

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace ns3
{

/// Where a value comes from.
enum class Provenance : uint8_t
{
    SOURCED,  //!< published, or read in source code
    DERIVED,  //!< computed from such figures
    ASSUMED,  //!< chosen; nothing is published
    SCENARIO, //!< the scenario says so
    MISSING   //!< nobody says so: counted as 0, or the default
};

/// All of them.
constexpr std::array<Provenance, 5> PROVENANCES{Provenance::SOURCED,
                                                Provenance::DERIVED,
                                                Provenance::ASSUMED,
                                                Provenance::SCENARIO,
                                                Provenance::MISSING};

/** @param provenance where a value comes from @return "sourced" */
const char* ToString(Provenance provenance);

/**
 * @ingroup ipsec-offload
 * Where the values of one profile come from. Copies share what its file says.
 */
class ProfileProvenance
{
  public:
    /// What a file says, by key.
    using Marks = std::map<std::string, Provenance>;

    /// Of a profile without any value.
    ProfileProvenance();

    /** @param marks of the profile's file */
    explicit ProfileProvenance(Marks marks);

    /** @param key of a value that the scenario sets */
    void Override(const std::string& key);

    /** @param key of a value @return where it comes from */
    Provenance Of(const std::string& key) const;

    /**
     * A cost of a host. Those of an algorithm need one of their two parts, the other one is 0;
     * without both they are missing, and taken from "default", unless the scenario sets that.
     * @param key of the cost
     * @return where it comes from; nothing: by itself it is 0, as other costs contain it
     */
    std::optional<Provenance> OfHostCost(const std::string& key) const;

  private:
    bool Has(const std::string& key) const;

    std::shared_ptr<const Marks> m_file; //!< what the file says
    std::set<std::string> m_overridden;  //!< keys that the scenario sets
};

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PROFILE_PROVENANCE_H */
