/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "run-command.h"

#include "atomic-file.h"
#include "content-hash.h"
#include "csv-export.h"
#include "number-format.h"
#include "point-runner.h"
#include "process-pool.h"
#include "profiles.h"
#include "program-identity.h"
#include "progress-bar.h"
#include "report.h"
#include "results.h"
#include "scenario-reader.h"
#include "summary.h"

#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

using Clock = std::chrono::steady_clock;

/// @param scenario a scenario @return hash over all profile files that it could have read
std::string
HashProfiles(const Scenario& scenario)
{
    const ProfileFolders folders(std::filesystem::path(scenario.file).parent_path().string());
    std::string all;
    for (const auto kind : {ProfileKind::NIC, ProfileKind::HOST})
    {
        for (const auto& name : folders.GetNames(kind))
        {
            all += name + "\n" + ReadWholeFile(folders.Find(kind, name)) + "\n";
        }
    }
    return FormatHash(ContentHash(all));
}

/// @param scenario as it is run @return what decides its results
RunIdentity
IdentityOf(const Scenario& scenario)
{
    return {scenario.name,
            scenario.text,
            HashProfiles(scenario),
            scenario.sweep.parameter,
            GetProgramIdentity(),
            scenario.traffic.packets,
            scenario.seed};
}

/// @param options those of the run @param scenario the scenario @param point which
/// @return the process that simulates it
ProcessPool::Job
JobOf(const RunOptions& options, const Scenario& scenario, const PointSpec& point)
{
    std::vector<std::string> arguments{"point",
                                       options.scenario,
                                       "--key",
                                       point.GetKey(),
                                       "--text-hash",
                                       FormatHash(ContentHash(scenario.text))};
    if (options.packets != 0)
    {
        arguments.insert(arguments.end(), {"--packets", std::to_string(options.packets)});
    }
    if (options.replications != 0)
    {
        arguments.insert(arguments.end(), {"--replications", std::to_string(options.replications)});
    }
    return {point.GetKey(), arguments};
}

/// @param output what a point's process wrote @return its result
PointResult
ParseResult(const std::string& output)
{
    // The last line: what models print goes before it.
    const auto end = output.find_last_not_of('\n');
    const auto before = end == std::string::npos ? end : output.find_last_of('\n', end);
    const auto begin = before == std::string::npos ? 0 : before + 1;
    PointResult result;
    const auto answer = nlohmann::json::parse(output.substr(begin));
    for (const auto& metric : answer.at("metrics"))
    {
        result.metrics.emplace_back(metric.at(0).get<std::string>(),
                                    metric.at(1).is_null()
                                        ? std::numeric_limits<double>::quiet_NaN()
                                        : metric.at(1).get<double>());
    }
    if (const auto found = answer.find("timeline"); found != answer.end())
    {
        result.timeline.names = found->at("names").get<std::vector<std::string>>();
        for (const auto& row : found->at("rows"))
        {
            result.timeline.rows.push_back(
                {row.at(0).get<double>(), row.at(1).get<std::vector<double>>()});
        }
    }
    for (const auto& row : answer.at("reasons"))
    {
        result.reasons.push_back({row.at(0).get<std::string>(),
                                  row.at(1).get<std::string>(),
                                  row.at(2).get<std::string>(),
                                  row.at(3).get<std::string>(),
                                  row.at(4).get<uint64_t>(),
                                  row.at(5).get<uint64_t>()});
    }
    return result;
}

/// Runs the points that are missing and keeps them.
class Sweep
{
  public:
    /// @param options those of the run @param scenario the scenario @param store where results are
    Sweep(const RunOptions& options, const Scenario& scenario, ResultStore& store)
        : m_options(options),
          m_scenario(scenario),
          m_store(store)
    {
    }

    /// @param points all points @return all results
    std::vector<PointRecord> Run(const std::vector<PointSpec>& points)
    {
        std::map<std::string, PointRecord> there;
        for (auto& record : m_store.Load())
        {
            there.emplace(record.spec.GetKey(), std::move(record));
        }
        for (const auto& point : points)
        {
            const auto found = there.find(point.GetKey());
            if (found == there.end())
            {
                m_missing.push_back(point);
            }
            else
            {
                m_records.push_back(std::move(found->second));
            }
        }
        // Spot checks take longest: begun last, they would run alone at the end.
        std::stable_partition(m_missing.begin(), m_missing.end(), [](const PointSpec& point) {
            return point.fidelity != Fidelity::LEAN;
        });
        if (!m_missing.empty())
        {
            RunMissing(points.size());
        }
        return std::move(m_records);
    }

  private:
    /// @param point which @return how much work it is, in lean packets
    double WorkOf(const PointSpec& point) const
    {
        // Measured: 60 to 100 lean packets in the time of one with ns-3's stack
        constexpr double FULL_COST = 80;
        const auto packets = static_cast<double>(m_scenario.traffic.packets);
        return point.fidelity == Fidelity::LEAN
                   ? packets
                   : FULL_COST *
                         std::min(packets, static_cast<double>(m_scenario.spotChecks.packets));
    }

    /// @param total number of points, those that are there included
    void RunMissing(size_t total)
    {
        if (m_missing.size() < total)
        {
            std::cerr << total - m_missing.size() << " of " << total
                      << " points are there from before; --force runs them again\n";
        }
        std::vector<ProcessPool::Job> jobs;
        for (const auto& point : m_missing)
        {
            jobs.push_back(JobOf(m_options, m_scenario, point));
        }
        const ProcessPool pool("/proc/self/exe", m_options.processes);
        const auto start = Clock::now();
        std::set<std::string> warnings;
        size_t done = 0;
        double work = 0;
        for (const auto& point : m_missing)
        {
            work += WorkOf(point);
        }
        double worked = 0;
        try
        {
            ProgressBar bar(std::cerr, isatty(STDERR_FILENO) != 0, jobs.size(), start);
            pool.Run(
                jobs,
                [&](size_t job, const ProcessPool::Output& output) {
                    Keep(m_missing[job], output, warnings);
                    done++;
                    worked += WorkOf(m_missing[job]);
                },
                [&] { bar.Update(done, worked / work, Clock::now()); });
        }
        catch (const Interrupted& interrupted)
        {
            std::cerr << "ipsec-plan: " << m_records.size() << " of " << total
                      << " points are kept; the same command goes on from there\n";
            throw;
        }
        for (const auto& warning : warnings)
        {
            std::cerr << warning << (warning.back() == '\n' ? "" : "\n");
        }
        const std::chrono::duration<double> took = Clock::now() - start;
        std::cerr << jobs.size() << " points in " << FormatFixed(took.count(), 1) << " s with "
                  << pool.GetProcesses()
                  << (pool.GetProcesses() == 1 ? " process\n" : " processes\n");
    }

    /// @param point which @param output of its process @param warnings get what it warned of
    void Keep(const PointSpec& point,
              const ProcessPool::Output& output,
              std::set<std::string>& warnings)
    {
        try
        {
            const auto result = ParseResult(output.standardOutput);
            m_store.Put(point, result);
            m_records.push_back({point, result});
        }
        catch (const nlohmann::json::exception&)
        {
            throw ProcessError(point.GetKey() + ": gave no result: " + output.standardError);
        }
        if (!output.standardError.empty())
        {
            warnings.insert(output.standardError);
        }
    }

    const RunOptions& m_options;        //!< those of the run
    const Scenario& m_scenario;         //!< what is run
    ResultStore& m_store;               //!< where results are
    std::vector<PointSpec> m_missing;   //!< points to run
    std::vector<PointRecord> m_records; //!< points that are there
};

} // namespace

Scenario
ReadScenarioFor(const RunOptions& options)
{
    auto scenario = ReadScenario(options.scenario);
    scenario.Override({options.replications, options.packets});
    return scenario;
}

void
RunCommand(const RunOptions& options)
{
    const auto scenario = ReadScenarioFor(options);
    const auto points = EnumeratePoints(scenario);
    const auto folder = options.out + "/" + scenario.name;
    std::filesystem::create_directories(folder);
    ResultStore store(folder + "/results.sqlite", IdentityOf(scenario));
    if (options.force)
    {
        store.Clear();
    }
    const auto records = Sweep(options, scenario, store).Run(points);
    WriteFileAtomically(folder + "/results.csv", ToCsv(records));
    if (scenario.timeline.period > 0)
    {
        WriteFileAtomically(folder + "/timeline.csv", TimelinesToCsv(records));
    }
    Report(scenario, records, folder, std::cout);
    const auto failed = CountFailedSpotChecks(records);
    if (failed > 0)
    {
        throw std::runtime_error(std::to_string(failed) +
                                 " spot checks failed: do not trust these results");
    }
}

void
PointCommand(const RunOptions& options, const std::string& key, const std::string& textHash)
{
    // Without the process that waits for the answer there is nobody to give it to.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto scenario = ReadScenarioFor(options);
    if (FormatHash(ContentHash(scenario.text)) != textHash)
    {
        throw std::runtime_error(options.scenario + " was changed while it was being run");
    }
    const auto points = EnumeratePoints(scenario);
    const auto point = std::find_if(points.begin(), points.end(), [&](const PointSpec& other) {
        return other.GetKey() == key;
    });
    if (point == points.end())
    {
        throw std::runtime_error(options.scenario + " has no point " + key);
    }
    nlohmann::json metrics = nlohmann::json::array();
    const auto result = RunPoint(scenario, *point);
    for (const auto& [name, value] : result.metrics)
    {
        metrics.push_back({name, value}); // NaN becomes null
    }
    nlohmann::json reasons = nlohmann::json::array();
    for (const auto& row : result.reasons)
    {
        reasons.push_back({row.node, row.interface, row.sa, row.reason, row.packets, row.octets});
    }
    nlohmann::json answer{{"key", key}, {"metrics", metrics}, {"reasons", reasons}};
    if (!result.timeline.names.empty())
    {
        nlohmann::json rows = nlohmann::json::array();
        for (const auto& row : result.timeline.rows)
        {
            rows.push_back({row.time, row.values});
        }
        answer["timeline"] = {{"names", result.timeline.names}, {"rows", rows}};
    }
    std::cout << answer.dump() << std::endl;
}

} // namespace ns3::planner
