/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_PROFILES_H
#define IPSEC_OFFLOAD_PLANNER_PROFILES_H

#include "input-error.h"
#include "provenance.h"

#include "ns3/host-profile.h"
#include "ns3/nic-profile.h"

#include <string>
#include <vector>

namespace ns3::planner
{

class InputMap;

/// Kinds of profile files.
enum class ProfileKind : uint8_t
{
    NIC, //!< profiles/nic/NAME.yaml
    HOST //!< profiles/host/NAME.yaml
};

/// One value of a profile file and where it comes from.
struct ProfileValue
{
    std::string key;    //!< "tx-slots"
    std::string text;   //!< as it stands in the file: "350 us"
    std::string mark;   //!< "sourced", "derived" or "assumed"
    std::string source; //!< publication, file or reasoning
};

/// A profile file.
struct Profile
{
    ProfileKind kind;
    std::string name; //!< the file's name without folder and ending
    std::string file;
    std::string description;
    std::vector<ProfileValue> values; //!< in the order of the file
    ProfileProvenance provenance;     //!< of values, and of what a scenario has changed
    NicProfile nic;                   //!< when kind is NIC
    HostProfile host;                 //!< when kind is HOST
};

/**
 * @ingroup ipsec-offload
 * Finds profiles by name: beside a scenario (its folder's profiles/), then in the source tree, then
 * in the installed data folder, then in the user's.
 */
class ProfileFolders
{
  public:
    /** @param scenarioFolder folder of the scenario; empty: none */
    explicit ProfileFolders(const std::string& scenarioFolder = "");

    /**
     * @return the user's own folder with nic/ and host/, which need not be there:
     * $XDG_DATA_HOME/ipsec-offload/profiles, or the same in $HOME/.local/share; empty: neither is
     * set
     */
    static std::string GetUserFolder();

    /** @param kind a kind @return the folders searched, in order */
    std::vector<std::string> GetFolders(ProfileKind kind) const;

    /** @param kind a kind @return names of all profiles there are, sorted */
    std::vector<std::string> GetNames(ProfileKind kind) const;

    /**
     * @param kind a kind
     * @param name a name
     * @return the file, or empty
     */
    std::string Find(ProfileKind kind, const std::string& name) const;

  private:
    std::vector<std::string> m_folders; //!< folders that contain nic/ and host/
};

/**
 * @ingroup ipsec-offload
 * @param kind what kind of file it is
 * @param file a profile file
 * @return the profile
 * @throws InputError
 */
Profile ReadProfile(ProfileKind kind, const std::string& file);

/**
 * @ingroup ipsec-offload
 * Change some values of a profile, as a scenario may; complains about unknown keys.
 * @param changes keys and plain values
 * @param profile what to change
 */
void ChangeProfile(InputMap& changes, Profile& profile);

/**
 * @ingroup ipsec-offload
 * @param file a file
 * @return its content
 * @throws InputError when it cannot be read
 */
std::string ReadTextFile(const std::string& file);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_PROFILES_H */
