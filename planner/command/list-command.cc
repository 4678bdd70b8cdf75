/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "list-command.h"

#include "list-json.h"

#include "model/profile/name-lists.h"
#include "model/profile/plain-text.h"
#include "model/profile/profile-reference.h"
#include "planner/base/json-print.h"
#include "planner/base/metric-table.h"
#include "planner/base/number-format.h"
#include "planner/base/shipped-scenarios.h"
#include "planner/report/scenario-remarks.h"
#include "planner/scenario/experiment-reader.h"
#include "planner/scenario/scenario-reference.h"
#include "planner/scenario/traffic-mixes.h"
#include "planner/sweep/point-list.h"
#include "planner/topology/network-generator.h"

#include "ns3/ipsec-profiles.h"
#include "ns3/kernel-profile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Columns of an entry's name.
constexpr size_t NAME_WIDTH = 30;

/// @param name of an entry @param text what it is
void
PrintEntry(const std::string& name, const std::string& text)
{
    std::cout << "  " << WithoutControls(name)
              << std::string(name.size() < NAME_WIDTH ? NAME_WIDTH - name.size() : 1, ' ')
              << WithoutControls(text) << "\n";
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
    for (const std::filesystem::path file : GetShippedScenarios())
    {
        PrintEntry(file.stem().string(), ReadExperiment(file.string()).title);
        PrintEntry("", file.lexically_proximate(std::filesystem::current_path()).string());
    }
}

/**
 * Print a text in lines of limited width.
 * @param text the text; runs of blanks count as one
 * @param indent blanks in front of every line but the first
 */
void
PrintWrapped(const std::string& text, size_t indent)
{
    constexpr size_t WIDTH = 100;
    size_t column = indent;
    std::string gap;
    std::istringstream words(text);
    for (std::string word; words >> word; gap = " ")
    {
        if (!gap.empty() && column + gap.size() + word.size() > WIDTH)
        {
            gap = "\n" + std::string(indent, ' ');
            column = indent - 1;
        }
        std::cout << gap << word;
        column += word.size() + 1;
    }
    std::cout << "\n";
}

/// @param profile whose values to print, each with its mark and source
void
PrintSources(const IpsecProfile& profile)
{
    const std::vector<std::string> titles{"value of", "is", "mark"};
    std::vector<size_t> widths{titles[0].size(), titles[1].size(), sizeof "assumed" - 1};
    for (const auto& value : profile.values)
    {
        widths[0] = std::max(widths[0], value.key.size());
        widths[1] = std::max(widths[1], value.text.size());
    }
    constexpr size_t MOST_VALUE = 30; // long lists do not push the sources off the page
    widths[1] = std::min(widths[1], MOST_VALUE);
    constexpr size_t GAP = 2;
    const auto print = [&](const std::vector<std::string>& cells, const std::string& source) {
        size_t column = 2;
        std::cout << std::string(column, ' ');
        for (size_t i = 0; i < cells.size(); ++i)
        {
            std::cout << cells[i];
            if (cells[i].size() > widths[i])
            {
                std::cout << "\n" << std::string(column + widths[i], ' ');
            }
            else
            {
                std::cout << std::string(widths[i] - cells[i].size(), ' ');
            }
            std::cout << std::string(GAP, ' ');
            column += widths[i] + GAP;
        }
        PrintWrapped(source, column);
    };
    print(titles, "source");
    for (const auto& value : profile.values)
    {
        print({value.key, value.text, value.mark}, value.source);
    }
}

/**
 * Print NICs and hosts.
 * @param sources whether to print every value, too
 */
void
ListProfiles(bool sources)
{
    const IpsecProfileFolders folders;
    for (const auto& [kind, title] : {std::pair{IpsecProfileKind::NIC, "NIC profiles"},
                                      {IpsecProfileKind::HOST, "Host profiles"}})
    {
        std::cout << title << "\n";
        for (const auto& name : folders.GetNames(kind))
        {
            const auto profile = ReadIpsecProfile(kind, folders.Find(kind, name));
            if (sources)
            {
                std::cout << "\n" << name << ": ";
                PrintWrapped(profile.description, 2);
                PrintSources(profile);
            }
            else
            {
                PrintEntry(name, FirstSentence(profile.description));
            }
        }
        std::cout << (sources ? "\n" : "");
    }
}

/// Print what a simulation measures.
void
ListMetrics()
{
    std::cout
        << "Metrics, columns of results.csv (\"here\" is the measured node; the first direction "
           "is the only one,\nor of two the one that is sent here; shares and ratios have no "
           "unit)\n";
    for (const auto& row : GetMetricRows())
    {
        const auto need = ToString(row.need);
        PrintEntry(row.name,
                   row.meaning + (row.unit == "1" ? "" : " [" + row.unit + "]") +
                       (need.empty() ? "" : "; needs " + need) +
                       (row.needsPackets ? "; no value in fluid fidelity" : ""));
        std::string reasons;
        for (const auto& reason : row.reasons)
        {
            reasons += (reasons.empty() ? "REASON: " : ", ") + NameMetric("REASON", reason);
        }
        if (!reasons.empty())
        {
            constexpr size_t INDENT = NAME_WIDTH + 2;
            std::cout << std::string(INDENT, ' ');
            PrintWrapped(reasons, INDENT);
        }
    }
}

/// Print the keys of profiles.
void
ListKeys()
{
    for (const auto& [title, entries] : {std::pair("Keys of NIC profiles", DescribeNicKeys()),
                                         std::pair("Keys of host profiles", DescribeHostKeys())})
    {
        std::cout << title << "\n";
        for (const auto& entry : entries)
        {
            PrintEntry(entry.key,
                       entry.meaning + " [" + entry.values +
                           (entry.unit.empty() ? "" : " " + entry.unit) + "]" +
                           (entry.standard.empty() ? "" : "; default " + entry.standard) +
                           (entry.rule.empty() ? "" : " (" + entry.rule + ")"));
        }
    }
}

/// Print the keys of scenarios.
void
ListScenarioKeys()
{
    std::cout << "Keys of scenarios, as paths; an element of a list is [], a word in capitals any "
                 "name\n";
    constexpr size_t INDENT = 6;
    for (const auto& entry : DescribeScenarioKeys())
    {
        std::cout << "  " << entry.path << "\n" << std::string(INDENT, ' ');
        PrintWrapped(entry.meaning + " [" + entry.values + "]" +
                         (entry.standard.empty() ? "" : "; default: " + entry.standard) +
                         (entry.example.empty() ? "" : "; example: " + entry.example) +
                         (entry.since == "1" ? "" : "; since version " + entry.since),
                     INDENT);
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

/// Print published mixes of packet lengths.
void
ListMixes()
{
    std::cout << "Mixes of packet lengths (traffic.sizes), octets of IP\n";
    for (const auto& mix : GetTrafficMixes())
    {
        PrintEntry(mix.name,
                   std::to_string(mix.sizes.size()) + " lengths, mean " +
                       FormatFixed(mix.GetMeanLength(), 1) + " B; " + mix.source);
    }
}

/// @param names some @return them in a line
std::string
InLine(const std::vector<const char*>& names)
{
    return MakeCommaList(std::vector<std::string>(names.begin(), names.end()));
}

/// Print kinds of networks.
void
ListTopologies()
{
    std::cout << "Networks (topology.kind)\n";
    for (const auto& generator : GetNetworkGenerators())
    {
        std::string text =
            "nodes " + InLine(generator.GetNodeRoles()) + "; links " + InLine(generator.links);
        for (const auto& count : generator.counts)
        {
            text += "; " + std::string(count.key) + ": " + std::to_string(count.least) + " to " +
                    std::to_string(count.most);
        }
        for (const auto& share : generator.shares)
        {
            text += "; " + std::string(share.key) + ": a share, " + FormatNumber(share.otherwise);
        }
        PrintEntry(generator.name, text);
    }
}

/// What there is to say of a scenario file.
struct CheckedFile
{
    std::string file;                     //!< as it was named
    std::optional<Experiment> experiment; //!< none: it has problems
    std::vector<ScenarioRemark> remarks;  //!< of one that can be run
    std::vector<InputProblem> problems;   //!< of one that cannot
    std::string message;                  //!< the same, in lines

    /// @param strict a warning is as bad as a problem @return true when it is as it should be
    bool IsGood(bool strict) const
    {
        return experiment &&
               !(strict && std::any_of(remarks.begin(), remarks.end(), [](const auto& remark) {
                     return remark.isWarning;
                 }));
    }
};

/// @param file as it was named @return what there is to say
CheckedFile
CheckFile(const std::string& file)
{
    CheckedFile checked{file, {}, {}, {}, {}};
    try
    {
        checked.experiment = ReadExperiment(file);
        checked.remarks = FindRemarks(*checked.experiment);
    }
    catch (const InputError& error)
    {
        checked.problems = error.GetProblems();
        checked.message = error.what();
    }
    return checked;
}

/// @param checked what to print: what can be run to the output, what is wrong to the errors
void
Print(const CheckedFile& checked)
{
    if (!checked.experiment)
    {
        std::cerr << checked.message << "\n";
        return;
    }
    const Experiment& experiment = *checked.experiment;
    std::cout << WithoutControls(checked.file) << ": OK, " << EnumeratePoints(experiment).size()
              << " points: " << experiment.sweep.GetValues().size() << " values of "
              << experiment.sweep.parameter << " x " << experiment.curves.size()
              << (experiment.curves.size() == 1 ? " curve x " : " curves x ")
              << experiment.replications << " replications, and "
              << experiment.spotChecks.values.size() * experiment.curves.size() << " spot checks\n"
              << std::flush;
    for (const auto& remark : checked.remarks)
    {
        std::cerr << ToLine(remark, checked.file) << "\n";
    }
}

/// @param checked what to print @return it for machines
nlohmann::json
ToJson(const CheckedFile& checked)
{
    nlohmann::json json{{"file", checked.file}, {"good", checked.experiment.has_value()}};
    json["remarks"] = nlohmann::json::array();
    for (const auto& remark : checked.remarks)
    {
        json["remarks"].push_back({{"warning", remark.isWarning}, {"text", remark.text}});
    }
    json["problems"] = nlohmann::json::array();
    for (const auto& problem : checked.problems)
    {
        json["problems"].push_back({{"file", problem.file},
                                    {"line", problem.line},
                                    {"column", problem.column},
                                    {"token", problem.token},
                                    {"text", problem.ToText()}});
    }
    if (checked.experiment)
    {
        const Experiment& experiment = *checked.experiment;
        json["scenario"] = experiment.name;
        json["points"] = EnumeratePoints(experiment).size();
        json["sweep"] = experiment.sweep.parameter;
        json["values"] = experiment.sweep.GetValues().size();
        json["curves"] = experiment.curves.size();
        json["replications"] = experiment.replications;
    }
    return json;
}

} // namespace

const std::vector<std::string>&
GetListTopics()
{
    static const std::vector<std::string> topics{"scenarios",
                                                 "profiles",
                                                 "keys",
                                                 "scenario-keys",
                                                 "topologies",
                                                 "mixes",
                                                 "kernels",
                                                 "metrics"};
    return topics;
}

void
ListCommand(const ListOptions& options)
{
    const std::string& topic = options.topic;
    if (options.json)
    {
        std::cout << PrintJson(ListToJson(topic));
        return;
    }
    if (options.rst)
    {
        (topic == "scenario-keys" ? WriteScenarioReference : WriteProfileReference)(std::cout);
        return;
    }
    if (topic.empty() || topic == "scenarios")
    {
        ListScenarios();
    }
    if (topic.empty() || topic == "profiles")
    {
        ListProfiles(options.sources);
    }
    if (topic == "keys")
    {
        ListKeys();
    }
    if (topic == "scenario-keys")
    {
        ListScenarioKeys();
    }
    if (topic.empty() || topic == "topologies")
    {
        ListTopologies();
    }
    if (topic.empty() || topic == "mixes")
    {
        ListMixes();
    }
    if (topic.empty() || topic == "kernels")
    {
        ListKernels();
    }
    if (topic.empty() || topic == "metrics")
    {
        ListMetrics();
    }
}

bool
CheckCommand(const CheckOptions& options)
{
    bool isGood = true;
    nlohmann::json files = nlohmann::json::array();
    for (const auto& file : options.files)
    {
        const CheckedFile checked = CheckFile(file);
        isGood = isGood && checked.IsGood(options.strict);
        if (options.json)
        {
            files.push_back(ToJson(checked));
        }
        else
        {
            Print(checked);
        }
    }
    if (options.json)
    {
        std::cout << PrintJson({{"command", "check"}, {"good", isGood}, {"files", files}});
    }
    return isGood;
}

} // namespace ns3::planner
