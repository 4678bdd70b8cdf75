/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_IPSEC_PROFILES_H
#define IPSEC_OFFLOAD_IPSEC_PROFILES_H

#include "ipsec-input-error.h"
#include "ipsec-profile-provenance.h"

#include "ns3/host-profile.h"
#include "ns3/nic-profile.h"

#include <string>
#include <vector>

namespace ns3
{

/// Kinds of profile files.
enum class IpsecProfileKind : uint8_t
{
    NIC, //!< profiles/nic/NAME.yaml
    HOST //!< profiles/host/NAME.yaml
};

/// One value of a profile file and where it comes from.
struct IpsecProfileValue
{
    std::string key;    //!< "tx-slots"
    std::string text;   //!< as it stands in the file: "350 us"
    std::string mark;   //!< "sourced", "derived" or "assumed"
    std::string source; //!< publication, file or reasoning
};

/// A profile file.
struct IpsecProfile
{
    IpsecProfileKind kind;
    std::string name; //!< the file's name without folder and ending
    std::string file;
    std::string description;
    std::vector<IpsecProfileValue> values; //!< in the order of the file
    ProfileProvenance provenance;          //!< of values, and of what a scenario has changed
    NicProfile nic;                        //!< when kind is NIC
    HostProfile host;                      //!< when kind is HOST
};

/**
 * @ingroup ipsec-offload
 * Finds profiles by name: beside a scenario (its folder's profiles/), then in the source tree, then
 * in the installed data folder, then in the user's.
 */
class IpsecProfileFolders
{
  public:
    /** @param scenarioFolder folder of the scenario; empty: none */
    explicit IpsecProfileFolders(const std::string& scenarioFolder = "");

    /**
     * @return the user's own folder with nic/ and host/, which need not be there:
     * $XDG_DATA_HOME/ipsec-offload/profiles, or the same in $HOME/.local/share; empty: neither is
     * set
     */
    static std::string GetUserFolder();

    /** @param kind a kind @return the folders searched, in order */
    std::vector<std::string> GetFolders(IpsecProfileKind kind) const;

    /** @param kind a kind @return names of all profiles there are, sorted */
    std::vector<std::string> GetNames(IpsecProfileKind kind) const;

    /**
     * @param kind a kind
     * @param name a name
     * @return the file, or empty
     */
    std::string Find(IpsecProfileKind kind, const std::string& name) const;

    /**
     * @param kind a kind
     * @param name of a profile that does not exist
     * @return what could stand there: the names that exist, the folders searched, and the name that
     * may be meant
     */
    std::string DescribeExpected(IpsecProfileKind kind, const std::string& name) const;

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
IpsecProfile ReadIpsecProfile(IpsecProfileKind kind, const std::string& file);

/**
 * @ingroup ipsec-offload
 * A NIC by the name of its profile, for IpsecNicHelper::SetNicProfile().
 * @param name of a shipped profile or of one's own: "cx7-linux"
 * @return its values
 * @throws InputError when there is no such profile, or it is wrong
 */
NicProfile ReadNicProfile(const std::string& name);

/**
 * @ingroup ipsec-offload
 * A host by the name of its profile, for IpsecHelper::SetHostProfile().
 * @param name of a shipped profile or of one's own: "xeon-6342-linux-xdp"
 * @return its values
 * @throws InputError when there is no such profile, or it is wrong
 */
HostProfile ReadHostProfile(const std::string& name);

} // namespace ns3

#endif /* IPSEC_OFFLOAD_IPSEC_PROFILES_H */
