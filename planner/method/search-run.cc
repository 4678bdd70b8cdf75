/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "search-run.h"

#include "planner/scenario/search-trial.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace ns3::planner
{

namespace
{

/// The search at one point.
struct PointSearch
{
    SearchedPoint point;
    LoadSearch search;
};

/// @param experiment what is simulated @param division at which points
/// @return a search for each of them
std::vector<PointSearch>
MakeSearches(const Experiment& experiment, const PointDivision& division)
{
    std::vector<PointSearch> searches;
    for (const auto& curve : experiment.curves)
    {
        for (const auto& swept : experiment.sweep.GetValues())
        {
            if (!division.Has(curve.name, swept.value))
            {
                continue;
            }
            const Scenario scenario = experiment.At(curve.name, swept.value);
            const uint64_t greatest = GetGreatestLoad(scenario);
            const auto packets = CountTrialPackets(scenario, experiment.search, greatest);
            searches.push_back({{curve.name,
                                 swept.value,
                                 greatest,
                                 static_cast<double>(packets) / scenario.GetPacketRate()},
                                LoadSearch(experiment.search.goals, greatest)});
        }
    }
    return searches;
}

/// The trials so far, in the order in which they were asked for.
class TrialLog
{
  public:
    /// @param experiment what is simulated @param run simulates
    TrialLog(const Experiment& experiment, const PointRunner& run)
        : m_experiment(experiment),
          m_run(run)
    {
    }

    /// @param point where @param load bit/s @param trial number at that load @return it
    PointSpec SpecOf(const SearchedPoint& point, uint64_t load, uint32_t trial) const
    {
        return {point.curve,
                point.value,
                trial,
                Fidelity::LEAN,
                m_experiment.sweep.NameOf(point.value),
                m_experiment.commonRandomNumbers,
                load,
                true};
    }

    /// @param trials what to simulate, unless it was done before
    void Run(const std::vector<PointSpec>& trials)
    {
        std::vector<PointSpec> missing;
        for (const auto& trial : trials)
        {
            if (m_places.emplace(trial.GetKey(), SIZE_MAX).second)
            {
                missing.push_back(trial);
            }
        }
        if (missing.empty())
        {
            return;
        }
        for (auto& record : m_run(missing))
        {
            m_places[record.spec.GetKey()] = m_records.size();
            m_records.push_back(std::move(record));
        }
    }

    /// @param trial that was simulated @return its result
    const PointResult& Get(const PointSpec& trial) const
    {
        return m_records[m_places.at(trial.GetKey())].result;
    }

    /// @return all trials
    std::vector<PointRecord>& GetRecords()
    {
        return m_records;
    }

  private:
    const Experiment& m_experiment;         //!< what is simulated
    const PointRunner& m_run;               //!< simulates
    std::map<std::string, size_t> m_places; //!< of the records, by key
    std::vector<PointRecord> m_records;     //!< see GetRecords()
};

/// @param searches those of all points @param log runs the latency loads; each point gets its own
void
MeasureLatencies(const Experiment& experiment, std::vector<PointSearch>& searches, TrialLog& log)
{
    std::vector<PointSpec> trials;
    const auto visit = [&](const auto& visitor) {
        for (auto& [point, search] : searches)
        {
            const auto& lower = point.results.front().lower;
            for (const double share : experiment.search.latencyAt)
            {
                if (lower)
                {
                    const auto load =
                        static_cast<uint64_t>(std::llround(share * static_cast<double>(*lower)));
                    visitor(point, share, std::max<uint64_t>(1, load));
                }
            }
        }
    };
    visit([&](const SearchedPoint& point, double, uint64_t load) {
        trials.push_back(log.SpecOf(point, load, 1));
    });
    log.Run(trials);
    visit([&](SearchedPoint& point, double share, uint64_t load) {
        point.latencies.push_back({share, load, log.Get(log.SpecOf(point, load, 1))});
    });
}

} // namespace

double
GetTrialLoss(const PointResult& trial)
{
    const double sent = trial.Get("sent_packets");
    if (!(sent > 0))
    {
        return 0;
    }
    const double growth = trial.Get("queue_growth_packets");
    const double queued = growth > sent / static_cast<double>(QUEUES_PER_TRIAL) ? growth : 0;
    const double lost = trial.Get("lost_packets") + trial.Get("in_flight_packets");
    return std::min(1.0, (lost + queued) / sent);
}

SearchOutcome
RunSearch(const Experiment& experiment,
          const PointRunner& run,
          const std::function<void(size_t trials, size_t searching)>& progress,
          const PointDivision& division)
{
    std::vector<PointSearch> searches = MakeSearches(experiment, division);
    TrialLog log(experiment, run);
    size_t searching = searches.size();
    while (searching > 0)
    {
        std::vector<PointSpec> trials;
        std::vector<std::pair<PointSearch*, PointSpec>> asked;
        for (auto& search : searches)
        {
            for (const auto& next : search.search.GetNext())
            {
                trials.push_back(log.SpecOf(search.point, next.load, next.trial));
                asked.emplace_back(&search, trials.back());
            }
        }
        log.Run(trials);
        for (auto& [search, trial] : asked)
        {
            search->search.Add(trial.load, GetTrialLoss(log.Get(trial)));
            ++search->point.trials;
        }
        searching = static_cast<size_t>(
            std::count_if(searches.begin(), searches.end(), [](const PointSearch& search) {
                return !search.search.GetNext().empty();
            }));
        progress(log.GetRecords().size(), searching);
    }
    for (auto& [point, search] : searches)
    {
        point.results = search.GetResults();
    }
    MeasureLatencies(experiment, searches, log);
    SearchOutcome outcome;
    for (auto& search : searches)
    {
        outcome.points.push_back(std::move(search.point));
    }
    outcome.records = std::move(log.GetRecords());
    return outcome;
}

} // namespace ns3::planner
