/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "list-command.h"

#include "ipsec-plan-config.h"
#include "point-runner.h"
#include "profiles.h"
#include "scenario-reader.h"

#include "ns3/kernel-profile.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

namespace ns3::planner
{

namespace
{

/// @param name of an entry @param text what it is
void
PrintEntry(const std::string& name, const std::string& text)
{
    constexpr size_t WIDTH = 28;
    std::cout << "  " << name << std::string(name.size() < WIDTH ? WIDTH - name.size() : 1, ' ')
              << text << "\n";
}

/// @param text several sentences @return the first one
std::string
FirstSentence(const std::string& text)
{
    auto sentence = text.substr(0, text.find(". "));
    sentence = sentence.substr(0, sentence.find_last_not_of(" \n.") + 1);
    std::replace(sentence.begin(), sentence.end(), '\n', ' ');
    return sentence;
}

/// Print the scenarios that come with the program.
void
ListScenarios()
{
    std::cout << "Scenarios\n";
    for (const std::string root : {IPSEC_PLAN_SOURCE_DIR, IPSEC_PLAN_INSTALLED_DATA_DIR})
    {
        std::error_code missing;
        std::set<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(root + "/scenarios", missing))
        {
            if (entry.path().extension() == ".yaml")
            {
                files.insert(entry.path());
            }
        }
        for (const auto& file : files)
        {
            PrintEntry(file.stem().string(), ReadScenario(file.string()).title);
            PrintEntry("", file.lexically_proximate(std::filesystem::current_path()).string());
        }
        if (!files.empty())
        {
            return;
        }
    }
}

/// Print NICs and hosts.
void
ListProfiles()
{
    const ProfileFolders folders;
    for (const auto& [kind, title] :
         {std::pair{ProfileKind::NIC, "NIC profiles"}, {ProfileKind::HOST, "Host profiles"}})
    {
        std::cout << title << "\n";
        for (const auto& name : folders.GetNames(kind))
        {
            const auto profile = ReadProfile(kind, folders.Find(kind, name));
            PrintEntry(name, FirstSentence(profile.description));
        }
    }
}

/// Print kernels.
void
ListKernels()
{
    std::cout << "Kernel profiles\n";
    for (const auto& kernel : GetKernelProfiles())
    {
        PrintEntry(kernel.name, kernel.description);
    }
}

} // namespace

const std::vector<std::string>&
GetListTopics()
{
    static const std::vector<std::string> topics{"scenarios", "profiles", "kernels"};
    return topics;
}

void
ListCommand(const std::string& topic)
{
    if (topic.empty() || topic == "scenarios")
    {
        ListScenarios();
    }
    if (topic.empty() || topic == "profiles")
    {
        ListProfiles();
    }
    if (topic.empty() || topic == "kernels")
    {
        ListKernels();
    }
}

bool
CheckCommand(const std::vector<std::string>& files)
{
    bool isGood = true;
    for (const auto& file : files)
    {
        try
        {
            const auto scenario = ReadScenario(file);
            std::cout << file << ": OK, " << EnumeratePoints(scenario).size()
                      << " points: " << scenario.sweep.values.size() << " values of "
                      << scenario.sweep.parameter << " x " << scenario.curves.size()
                      << (scenario.curves.size() == 1 ? " curve x " : " curves x ")
                      << scenario.replications << " replications, and "
                      << scenario.spotChecks.values.size() * scenario.curves.size()
                      << " spot checks\n";
        }
        catch (const InputError& error)
        {
            std::cerr << error.what() << "\n";
            isGood = false;
        }
    }
    return isGood;
}

} // namespace ns3::planner
