/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "point-sweep.h"

#include "point-answer.h"
#include "point-list.h"
#include "process-pool.h"

#include "model/profile/plain-text.h"
#include "planner/base/atomic-file.h"
#include "planner/base/content-hash.h"
#include "planner/base/number-format.h"
#include "planner/base/program-identity.h"
#include "planner/base/progress-bar.h"
#include "planner/scenario/scenario-reader.h"

#include "ns3/ipsec-profiles.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <utility>

namespace ns3::planner
{

namespace
{

using Clock = std::chrono::steady_clock;

/// @param experiment what is run @return hash over all profile files that it could have read,
/// and over the files with networks and recordings
std::string
HashProfiles(const Experiment& experiment)
{
    const IpsecProfileFolders folders(
        std::filesystem::path(experiment.file).parent_path().string());
    std::string all;
    for (const auto kind : {IpsecProfileKind::NIC, IpsecProfileKind::HOST})
    {
        for (const auto& name : folders.GetNames(kind))
        {
            all += name + "\n" + ReadWholeFile(folders.Find(kind, name)) + "\n";
        }
    }
    for (const auto& file : experiment.reader->GetFiles())
    {
        all += file + "\n" + ReadWholeFile(file) + "\n";
    }
    return FormatHash(ContentHash(all));
}

/// @param experiment what is run @param point which
/// @return the process that simulates it
JobRunner::Job
JobOf(const Experiment& experiment, const PointSpec& point)
{
    return {point.GetKey(),
            {"point",
             experiment.file,
             "--key",
             point.GetKey(),
             "--packets",
             std::to_string(ResolvePoint(experiment, point).traffic.packets)},
            experiment.GetDocument(point.curve, point.value)};
}

} // namespace

RunIdentity
IdentityOf(const Experiment& experiment)
{
    return {experiment.name,
            experiment.GetSettingsText(),
            experiment.content,
            HashProfiles(experiment),
            experiment.sweep.parameter,
            GetProgramIdentity(),
            experiment.first.traffic.packets,
            experiment.first.seed,
            experiment.text};
}

PointSweep::PointSweep(const RunOptions& options, const Experiment& experiment, ResultStore& store)
    : m_options(options),
      m_experiment(experiment),
      m_store(store)
{
    if (m_options.runner && m_options.processes != 0)
    {
        throw std::runtime_error("--processes: mpirun -np says how many there are");
    }
    for (auto& record : m_store.Load())
    {
        m_kept.emplace(record.spec.GetKey(), std::move(record));
    }
    if (m_store.CountDamaged() > 0)
    {
        std::cerr << "damaged in the database, simulated again: " << m_store.CountDamaged()
                  << " points\n";
    }
}

std::vector<PointRecord>
PointSweep::Run(const std::vector<PointSpec>& points)
{
    m_missing.clear();
    m_records.clear();
    for (const auto& point : points)
    {
        const auto found = m_kept.find(point.GetKey());
        if (found == m_kept.end())
        {
            m_missing.push_back(point);
        }
        else
        {
            found->second.spec = point; // the database knows no places of values that have names
            m_records.push_back(std::move(found->second));
            m_kept.erase(found);
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

double
PointSweep::WorkOf(const PointSpec& point) const
{
    // Measured: 60 to 100 lean packets in the time of one with ns-3's stack
    constexpr double FULL_COST = 80;
    // What a run takes that nobody caps is known when it is over: this is its order of magnitude.
    constexpr double UNCAPPED = 1e6;
    const TrafficSpec& traffic = m_experiment.first.traffic;
    const double packets = traffic.IsCapped() ? static_cast<double>(traffic.packets) : UNCAPPED;
    switch (point.fidelity)
    {
    case Fidelity::LEAN:
        return packets;
    case Fidelity::FULL:
        return FULL_COST * packets;
    case Fidelity::BOTH:
        return FULL_COST * std::min(packets, static_cast<double>(m_experiment.spotChecks.packets));
    case Fidelity::FLUID:
        break;
    }
    return UNCAPPED; // its events are not known before
}

void
PointSweep::RunMissing(size_t total)
{
    if (m_missing.size() < total && !m_options.quiet)
    {
        std::cerr << total - m_missing.size() << " of " << total
                  << " earlier points are reused; --force runs them again\n";
    }
    const ProcessPool pool("/proc/self/exe", m_options.processes);
    const JobRunner& runner = m_options.runner ? *m_options.runner : pool;
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
        ProgressBar bar(std::cerr,
                        ProgressBar::ChooseStyle(m_options.quiet),
                        m_missing.size(),
                        start);
        runner.Run(
            m_missing.size(),
            [&](size_t job) { return JobOf(m_experiment, m_missing[job]); },
            [&](size_t job, const JobRunner::Output& output) {
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
        std::cerr << ForTerminal(warning) << (warning.back() == '\n' ? "" : "\n");
    }
    if (m_options.quiet)
    {
        return;
    }
    const std::chrono::duration<double> took = Clock::now() - start;
    std::cerr << m_missing.size() << " points in " << FormatFixed(took.count(), 1) << " s with "
              << runner.GetWidth() << "\n";
}

void
PointSweep::Keep(const PointSpec& point,
                 const JobRunner::Output& output,
                 std::set<std::string>& warnings)
{
    try
    {
        const auto result = ReadAnswer(output.standardOutput);
        m_store.Put(point, result);
        m_records.push_back({point, result});
    }
    catch (const NoAnswer&)
    {
        throw ProcessError(point.GetKey() + ": gave no result: " + output.standardError);
    }
    if (!output.standardError.empty())
    {
        warnings.insert(output.standardError);
    }
}

} // namespace ns3::planner
