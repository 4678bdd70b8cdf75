/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "shipped-scenarios.h"

#include "model/profile/data-folders.h"
#include "model/profile/did-you-mean.h"

#include "ns3/ipsec-input-error.h"

#include <filesystem>
#include <set>
#include <system_error>

namespace ns3::planner
{

namespace fs = std::filesystem;

namespace
{

/// @param folder below the data of the program @return the YAML files in it, sorted
std::vector<std::string>
ListShipped(const std::string& folder)
{
    for (const std::string& root : GetDataFolders())
    {
        std::error_code missing;
        std::set<std::string> files;
        for (const auto& entry : fs::directory_iterator(root + "/" + folder, missing))
        {
            if (entry.path().extension() == ".yaml")
            {
                files.insert(entry.path().string());
            }
        }
        if (!files.empty())
        {
            return {files.begin(), files.end()};
        }
    }
    return {};
}

} // namespace

std::vector<std::string>
GetShippedScenarios()
{
    return ListShipped("scenarios");
}

std::vector<std::string>
GetShippedValidations()
{
    return ListShipped("scenarios/validation");
}

std::string
FindScenario(const std::string& name)
{
    std::error_code error;
    if (fs::exists(name, error) || error)
    {
        return name; // who reads it says what is wrong with it
    }
    std::vector<std::string> names;
    for (const auto& files : {GetShippedScenarios(), GetShippedValidations()})
    {
        for (const auto& file : files)
        {
            names.push_back(fs::path(file).stem().string());
            if (names.back() == name)
            {
                return file;
            }
        }
    }
    const auto wanted = fs::path(name).stem().string();
    throw InputError({{name,
                       0,
                       0,
                       "",
                       "no such file, and no shipped scenario" + DidYouMean(wanted, names),
                       "",
                       true}});
}

} // namespace ns3::planner
