/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "scenario-reader.h"

#include "event-reader.h"
#include "figure-reader.h"
#include "network-reader.h"
#include "population-reader.h"
#include "profiles.h"
#include "sweep-reader.h"
#include "traffic-reader.h"
#include "validation-reader.h"
#include "yaml-input.h"
#include "yaml-parser.h"

#include "ns3/kernel-profile.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace ns3::planner
{

namespace
{

/// The schema that this program reads.
constexpr const char* SCHEMA_VERSION = "1";

/// @param file a file's name @return the folder where it lies
std::string
FolderOf(const std::string& file)
{
    const auto folder = std::filesystem::path(file).parent_path();
    return folder.empty() ? "." : folder.string();
}

/// Reads one scenario file, as often as it has points.
class Reader
{
  public:
    /// @param file the file's name @param text its content @param settings see ReadScenario()
    Reader(const std::string& file,
           const std::string& text,
           const std::vector<InputSetting>& settings)
        : m_input(file),
          m_root(ParseYaml(text, file)),
          m_network(m_input, FolderOf(file)),
          m_sweep(m_scenario)
    {
        m_scenario.file = file;
        m_scenario.text = text;
        m_scenario.settings = settings;
    }

    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    void ReadPlain();
    Scenario ReadAll();
    Scenario ReadPoint(const std::string& curve, double value);

  private:
    void ReadRoot(const InputNode& root);
    void CheckNullSuite(const InputValue& population) const;
    void ApplyAndRead(const std::vector<InputSetting>& settings);
    void AddCalibration(const std::string& curve, std::vector<InputSetting>& settings) const;

    YamlInput m_input;       //!< the file
    InputNode m_root;        //!< its content
    Scenario m_scenario;     //!< what was read
    NetworkReader m_network; //!< reads what there is
    SweepReader m_sweep;     //!< reads at which points
};

void
Reader::ReadRoot(const InputNode& root)
{
    InputMap map(InputValue(m_input, root, ""));
    if (auto value = map.Require("scenario"))
    {
        value->ToChoice<bool>({{SCHEMA_VERSION, true}});
    }
    if (auto value = map.Require("name"))
    {
        m_scenario.name = value->ToName().value_or("");
    }
    m_scenario.title = m_scenario.name;
    if (auto value = map.Take("title"))
    {
        m_scenario.title = value->ToText().value_or("");
    }
    if (auto value = map.Take("description"))
    {
        m_scenario.description = value->ToText().value_or("");
    }
    if (auto value = map.Require("topology"))
    {
        m_scenario.topology = NetworkReader::ReadTopology(*value);
    }
    const TopologyKind kind = m_scenario.topology.kind;
    if (auto value = map.Require("links"))
    {
        m_scenario.links = NetworkReader::ReadLinks(*value, kind);
    }
    if (auto value = map.Require("nodes"))
    {
        m_scenario.nodes = m_network.ReadNodes(*value, kind);
    }
    if (auto value = map.Require("population"))
    {
        m_scenario.population = ReadPopulation(*value, m_scenario.topology);
        CheckNullSuite(*value);
    }
    if (auto value = map.Require("traffic"))
    {
        m_scenario.traffic = ReadTraffic(*value, m_scenario);
    }
    if (auto value = map.Require("sweep"))
    {
        m_sweep.ReadSweep(*value);
    }
    if (auto value = map.Take("curves"))
    {
        m_sweep.ReadCurves(*value);
    }
    else
    {
        m_sweep.AssumeOneCurve();
    }
    if (auto value = map.Take("replications"))
    {
        m_scenario.replications = static_cast<uint32_t>(value->ToCount(1, 100'000).value_or(1));
    }
    if (auto value = map.Take("seed"))
    {
        m_scenario.seed = static_cast<uint32_t>(value->ToCount(1, 4'294'944'000).value_or(1));
    }
    if (auto value = map.Take("spot-checks"))
    {
        m_sweep.ReadSpotChecks(*value);
    }
    if (auto value = map.Take("events"))
    {
        m_scenario.events = ReadEvents(*value, m_scenario);
    }
    if (auto value = map.Take("timeline"))
    {
        m_scenario.timeline = ReadTimeline(*value);
    }
    if (auto value = map.Take("figures"))
    {
        m_scenario.figures = ReadFigures(*value, m_scenario.sweep);
    }
    if (auto value = map.Take("validation"))
    {
        m_scenario.validation = ReadValidation(*value, m_scenario);
    }
    map.Finish();
}

/// @param population complains when a kernel refuses what its SAs ask for
void
Reader::CheckNullSuite(const InputValue& population) const
{
    if (population.GetInput().HasProblems() || m_scenario.population.cipher ||
        m_scenario.population.authenticator)
    {
        return;
    }
    for (const auto& [role, node] : m_scenario.nodes)
    {
        const KernelProfile* kernel = FindKernelProfile(node.kernel);
        const auto takes = [](const KernelProfile::Setting& setting) {
            return setting.attribute == std::string("NullSuite") &&
                   setting.value == std::string("true");
        };
        if (kernel && std::none_of(kernel->settings.begin(), kernel->settings.end(), takes))
        {
            population.Complain("an authenticator: kernel " + node.kernel + " of '" + role +
                                "' refuses SAs with neither cipher nor authenticator (RFC 4303 "
                                "section 3.2)");
            return;
        }
    }
}

void
Reader::ApplyAndRead(const std::vector<InputSetting>& settings)
{
    InputNode root = m_root;
    for (const auto& setting : settings)
    {
        root = root.With(setting);
    }
    ReadRoot(root);
}

void
Reader::AddCalibration(const std::string& curve, std::vector<InputSetting>& settings) const
{
    if (!m_scenario.validation)
    {
        return;
    }
    for (const auto& parameter : m_scenario.validation->parameters)
    {
        if (!parameter.BelongsTo(curve))
        {
            continue;
        }
        for (const auto& place : parameter.places)
        {
            settings.push_back({place.path, parameter.TextAt(place)});
        }
    }
}

void
Reader::ReadPlain()
{
    ApplyAndRead(m_scenario.settings);
    m_input.ThrowIfWrong();
}

Scenario
Reader::ReadAll()
{
    ReadPlain();
    const Scenario plain = m_scenario;
    // Everything may be wrong at one point of the sweep only. An error is told once: the first
    // point that has one ends the search.
    for (const auto& curve : plain.curves)
    {
        for (const auto& value : plain.sweep.values)
        {
            ReadPoint(curve.name, value.value);
        }
    }
    return ReadPoint(plain.curves.front().name, plain.sweep.values.front().value);
}

Scenario
Reader::ReadPoint(const std::string& curveName, double value)
{
    const auto& curves = m_scenario.curves;
    const auto& values = m_scenario.sweep.values;
    const auto curve = std::find_if(curves.begin(), curves.end(), [&](const auto& candidate) {
        return candidate.name == curveName;
    });
    const auto swept = std::find_if(values.begin(), values.end(), [&](const auto& candidate) {
        return candidate.value == value;
    });
    if (curve == curves.end())
    {
        throw InputError({{m_scenario.file, 0, 0, curveName, "the name of one of its curves"}});
    }
    if (swept == values.end())
    {
        throw InputError(
            {{m_scenario.file, 0, 0, std::to_string(value), "one of the sweep's values"}});
    }
    auto settings = curve->settings;
    AddCalibration(curveName, settings);
    settings.insert(settings.end(), m_scenario.settings.begin(), m_scenario.settings.end());
    settings.push_back({m_scenario.sweep.path, swept->text, m_scenario.sweep.place, swept->place});
    ApplyAndRead(settings);
    m_input.ThrowIfWrong();
    return m_scenario;
}

} // namespace

Scenario
ReadScenario(const std::string& path, const std::vector<InputSetting>& settings)
{
    return Reader(path, ReadTextFile(path), settings).ReadAll();
}

Scenario
ResolveScenario(const Scenario& scenario, const std::string& curve, double value)
{
    Reader reader(scenario.file, scenario.text, scenario.settings);
    reader.ReadPlain();
    auto resolved = reader.ReadPoint(curve, value);
    resolved.Override(scenario.overrides);
    return resolved;
}

} // namespace ns3::planner
