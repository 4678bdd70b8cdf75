/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-show.h"

#include "esp-lengths.h"
#include "scenario-reader.h"

#include "model/profile/profile-reference.h"
#include "planner/base/number-format.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <ostream>
#include <utility>
#include <vector>

namespace ns3::planner
{

namespace
{

/// @param key of an entry @param value its value @return the entry, of no place in a file
InputEntry
MakeEntry(const std::string& key, const InputNode& value)
{
    InputEntry entry{};
    entry.key = key;
    entry.value = value;
    return entry;
}

/// @param name of a curve @param settings what it sets @return an element of the list of curves
InputNode
MakeCurve(const std::string& name, const std::vector<InputSetting>& settings)
{
    std::vector<InputEntry> entries{MakeEntry("name", InputNode::Scalar(name, {}))};
    std::vector<InputEntry> set;
    for (const auto& setting : settings)
    {
        set.erase(std::remove_if(set.begin(),
                                 set.end(),
                                 [&](const auto& entry) { return entry.key == setting.path; }),
                  set.end());
        set.push_back(
            MakeEntry(setting.path,
                      setting.node.IsNull() ? InputNode::Scalar(setting.text, {}) : setting.node));
    }
    if (!set.empty())
    {
        entries.push_back(MakeEntry("set", InputNode::Map(std::move(set), {})));
    }
    return InputNode::Map(std::move(entries), {});
}

/// @param root a map @param key one of its keys, or a new one @param value what it gets
/// @return the map with that
InputNode
Put(const InputNode& root, const std::string& key, const InputNode& value)
{
    InputSetting setting{key, ""};
    setting.node = value;
    return root.With(setting);
}

/// @param root a map @param keys that it shall not have @return the map without them
InputNode
Without(const InputNode& root, const std::vector<std::string>& keys)
{
    std::vector<std::string> others;
    for (const auto& entry : root.GetEntries())
    {
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
        {
            others.push_back(entry.key);
        }
    }
    return root.Only(others);
}

/// @param path of a setting @return true when it goes to a part that points may differ in
bool
IsOfPoint(const std::string& path)
{
    const auto& parts = ScenarioReader::GetParts();
    return std::find(parts.begin(), parts.end(), path.substr(0, path.find('.'))) != parts.end();
}

/// @param stream gets the text @param title of a profile @param entries its keys with its values
/// @param standard the same of one that sets nothing
void
WriteProfile(std::ostream& stream,
             const std::string& title,
             const std::vector<ProfileKeyEntry>& entries,
             const std::vector<ProfileKeyEntry>& standard)
{
    stream << "#   " << title << "\n";
    for (size_t i = 0; i < entries.size() && i < standard.size(); ++i)
    {
        const auto& entry = entries[i];
        if (entry.standard != standard[i].standard)
        {
            const bool hasUnit =
                entry.standard.find_first_not_of("0123456789.e+-") == std::string::npos;
            stream << "#     " << entry.key << ": " << entry.standard
                   << (hasUnit && !entry.unit.empty() ? " " + entry.unit : "") << "\n";
        }
    }
}

} // namespace

InputNode
WithSettings(const Experiment& experiment)
{
    if (experiment.settings.empty())
    {
        return experiment.root;
    }
    std::vector<InputSetting> last;
    std::copy_if(experiment.settings.begin(),
                 experiment.settings.end(),
                 std::back_inserter(last),
                 [](const InputSetting& setting) { return IsOfPoint(setting.path); });
    const auto& validation = experiment.validation;
    const InputNode root = Without(experiment.root, {"validation"});
    const InputEntry* listed = root.Find("curves");
    std::vector<InputNode> curves;
    if (!listed)
    {
        const std::string name = experiment.curves.front().name;
        auto all = validation ? validation->GetCalibration(name) : std::vector<InputSetting>();
        all.insert(all.end(), last.begin(), last.end());
        return std::accumulate(all.begin(), all.end(), root, [](const auto& tree, const auto& put) {
            return tree.With(put);
        });
    }
    for (const auto& curve : listed->value.GetElements())
    {
        const std::string name = curve.Find("name")->value.GetText();
        std::vector<InputSetting> all;
        if (const InputEntry* set = curve.Find("set"))
        {
            for (const auto& entry : set->value.GetEntries())
            {
                all.push_back({entry.key, entry.value.GetText()});
                all.back().node = entry.value.IsScalar() ? InputNode() : entry.value;
            }
        }
        if (validation)
        {
            const auto calibration = validation->GetCalibration(name);
            all.insert(all.end(), calibration.begin(), calibration.end());
        }
        all.insert(all.end(), last.begin(), last.end());
        curves.push_back(MakeCurve(name, all));
    }
    return Put(root, "curves", InputNode::List(std::move(curves), {}));
}

InputNode
OnlyPoint(const Experiment& experiment, const std::string& curve, double value)
{
    const auto& sweep = experiment.sweep;
    const SweepValue* swept = sweep.Find(value);
    const InputNode only =
        InputNode::List({swept->node.IsNull() ? InputNode::Scalar(swept->text, {}) : swept->node},
                        {});
    const InputNode& root = experiment.root;
    InputNode point = Without(root, {"curves", "sweep", "spot-checks", "validation"});
    for (const auto& setting : experiment.GetSettings(curve, value))
    {
        point = point.With(setting);
    }
    point = Put(point, "sweep.parameter", InputNode::Scalar(sweep.parameter, {}));
    point = Put(point, "sweep.values", only);
    point = Put(point, "curves", InputNode::List({MakeCurve(curve, {})}, {}));
    const auto& checked = experiment.spotChecks.values;
    if (std::find(checked.begin(), checked.end(), value) != checked.end())
    {
        point = Put(point, "spot-checks", root.Find("spot-checks")->value);
        point = Put(point, "spot-checks.values", only);
    }
    return point;
}

void
WriteResolved(std::ostream& stream, const Scenario& scenario)
{
    const auto& population = scenario.population;
    const auto longest = FindLongestPacket(scenario, population.family != AddressFamily::IPV4);
    const double rate = scenario.GetPacketRate();
    stream << "#   offered per direction: " << FormatFixed(rate, 0) << " pkt/s, "
           << FormatFixed(rate * 8 * scenario.GetMeanLength(), 0) << " bit/s of IP before ESP\n"
           << "#   packets: mean " << FormatNumber(scenario.GetMeanLength()) << " B, longest "
           << longest.clear << " B, with ESP " << longest.withEsp << " B\n"
           << "#   SAs: " << 2 * uint64_t{population.count} << ", "
           << population.offloadChoice.Count(population.count) << " of " << population.count
           << " clients or tunnels may be offloaded\n"
           << "#   measured: "
           << (scenario.measure.isWhole ? "all but the warm-up" : "steady state") << "\n";
    for (const auto& [role, node] : scenario.nodes)
    {
        WriteProfile(stream,
                     role + ": host " + node.host.name + ", all that is set",
                     DescribeHostKeys(node.host),
                     DescribeHostKeys());
        for (const auto& [name, cost] : node.host.ciphers)
        {
            stream << "#     cipher." << name << ": " << FormatNumber(cost.perPacket)
                   << " cycles + " << FormatNumber(cost.perOctet) << " cycles/B\n";
        }
        WriteProfile(stream,
                     role + ": NIC " + node.nic.name + ", all that is set",
                     DescribeNicKeys(node.nic),
                     DescribeNicKeys());
    }
}

} // namespace ns3::planner
