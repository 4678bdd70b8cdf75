/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "ipsec-profiles.h"

#include "data-folders.h"
#include "did-you-mean.h"
#include "profile-reader.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <system_error>

namespace ns3
{

namespace fs = std::filesystem;

namespace
{

/// What profile files end in.
constexpr const char* ENDING = ".yaml";

/// @param kind a kind @param name of a profile @return the profile
IpsecProfile
ReadByName(IpsecProfileKind kind, const std::string& name)
{
    const IpsecProfileFolders folders;
    const std::string file = folders.Find(kind, name);
    if (file.empty())
    {
        throw InputError({{"profile", 0, 0, name, folders.DescribeExpected(kind, name)}});
    }
    return ReadIpsecProfile(kind, file);
}

} // namespace

IpsecProfileFolders::IpsecProfileFolders(const std::string& scenarioFolder)
{
    std::vector<std::string> candidates;
    if (!scenarioFolder.empty())
    {
        candidates.push_back((fs::path(scenarioFolder) / "profiles").string());
    }
    for (const auto& folder : GetDataFolders())
    {
        candidates.push_back(folder + "/profiles");
    }
    if (const auto own = GetUserFolder(); !own.empty())
    {
        candidates.push_back(own);
    }
    for (const auto& candidate : candidates)
    {
        if (std::find(m_folders.begin(), m_folders.end(), candidate) == m_folders.end())
        {
            m_folders.push_back(candidate);
        }
    }
}

std::string
IpsecProfileFolders::GetUserFolder()
{
    const auto get = [](const char* name) -> std::string {
        const char* text = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets it
        return text ? text : "";
    };
    std::string data = get("XDG_DATA_HOME");
    if (const auto home = get("HOME"); data.empty() && !home.empty())
    {
        data = home + "/.local/share";
    }
    return data.empty() ? "" : data + "/ipsec-offload/profiles";
}

std::vector<std::string>
IpsecProfileFolders::GetFolders(IpsecProfileKind kind) const
{
    std::vector<std::string> folders;
    for (const auto& folder : m_folders)
    {
        folders.push_back(folder + "/" + GetProfileFolder(kind));
    }
    return folders;
}

std::vector<std::string>
IpsecProfileFolders::GetNames(IpsecProfileKind kind) const
{
    std::set<std::string> names;
    for (const auto& folder : GetFolders(kind))
    {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(folder, error))
        {
            if (entry.path().extension() == ENDING)
            {
                names.insert(entry.path().stem().string());
            }
        }
    }
    return {names.begin(), names.end()};
}

std::string
IpsecProfileFolders::Find(IpsecProfileKind kind, const std::string& name) const
{
    if (name.empty() || name.find('/') != std::string::npos)
    {
        return "";
    }
    for (const auto& folder : GetFolders(kind))
    {
        std::string file = folder + "/" + name + ENDING;
        std::error_code error;
        if (fs::is_regular_file(file, error))
        {
            return file;
        }
    }
    return "";
}

std::string
IpsecProfileFolders::DescribeExpected(IpsecProfileKind kind, const std::string& name) const
{
    std::string text = kind == IpsecProfileKind::NIC ? "a NIC profile" : "a host profile";
    std::string separator = " that exists: ";
    const auto names = GetNames(kind);
    for (const auto& other : names)
    {
        text += separator + other;
        separator = ", ";
    }
    separator = "; searched in ";
    for (const auto& folder : GetFolders(kind))
    {
        text += separator + folder;
        separator = ", ";
    }
    return text + DidYouMean(name, names);
}

NicProfile
ReadNicProfile(const std::string& name)
{
    return ReadByName(IpsecProfileKind::NIC, name).nic;
}

HostProfile
ReadHostProfile(const std::string& name)
{
    return ReadByName(IpsecProfileKind::HOST, name).host;
}

} // namespace ns3
