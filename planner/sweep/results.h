/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RESULTS_H
#define IPSEC_OFFLOAD_PLANNER_RESULTS_H

#include "result-rows.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace SQLite
{
class Database;
} // namespace SQLite

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Everything that decides the numbers of a run: two runs with the same hash give the same results.
 */
struct RunIdentity
{
    std::string scenario; //!< its name
    std::string settings; //!< what was set from outside
    std::string content;  //!< what in its file decides results
    std::string profiles; //!< hash of the profile files that it could have read
    std::string sweep;    //!< what is varied
    std::string program;  //!< version and build
    uint64_t packets{0};  //!< per point
    uint32_t seed{1};     //!< of ns-3's generators
    std::string text{};   //!< its file, for readers: decides nothing

    /** @return 16 hexadecimal digits */
    std::string GetHash() const;

    /** @return its name, with what was set from outside: Experiment::GetLabel() */
    std::string GetLabel() const;
};

/**
 * @ingroup ipsec-offload
 * @param now of a run here
 * @param then of another one
 * @return what differs, in words with commas in between; empty: nothing
 */
std::string DescribeDifference(const RunIdentity& now, const RunIdentity& then);

/**
 * @ingroup ipsec-offload
 * The results of one run in an SQLite database. A point is written in one transaction as soon as it
 * is there, so a run that was ended goes on where it was; results of other runs in the same file
 * stay.
 *
 * Schema (PRAGMA user_version 9):
 * - run: one row per RunIdentity; hash is unique;
 * - point: one row per simulation that is done; unique by run and key (PointSpec::GetKey()); with a
 *   checksum over it and its rows in the tables below;
 * - verdict: one row per point that a finished run has judged: why not to use it;
 * - metric: one row per point and metric, position keeps their order; NULL means no value (NaN);
 * - sample: one row per point, instant and name, for scenarios with a timeline;
 * - reasons: one row per point, node, interface or SA and reason why packets were not offloaded or
 * were lost;
 * - work: one row per point, resource and value that its work rests on, and per missing value;
 * - part: one row per point, link and node of a network that is drawn;
 * - result: a view of run, point and metric in long form;
 * - latest: the same of the run that ran last.
 */
class ResultStore
{
  public:
    /**
     * Open or make a database.
     * @param path the file; ":memory:" for none
     * @param identity the run whose results are wanted
     * @throws std::runtime_error when the file cannot be used; the text names it
     */
    ResultStore(const std::string& path, const RunIdentity& identity);

    ~ResultStore();

    ResultStore(const ResultStore&) = delete;
    ResultStore& operator=(const ResultStore&) = delete;

    /**
     * Points whose checksum is wrong are no results: they are removed and counted.
     * @return all points of this run that are there, sorted by key
     */
    std::vector<PointRecord> Load();

    /** @return damaged points that Load() has removed */
    size_t CountDamaged() const
    {
        return m_damaged;
    }

    /**
     * Add a point, for good: after return it survives the death of the process.
     * @param spec the point
     * @param result what it gave
     */
    void Put(const PointSpec& spec, const PointResult& result);

    /**
     * Keep what is said of points, for those who read the database: column marks of the view.
     * @param records all points of this run, with the marks of their points
     */
    void PutMarks(const std::vector<PointRecord>& records);

    /** Forget all points of this run. */
    void Clear();

  private:
    /// @param work uses the database @return what it gives; errors get the file's name in front
    template <typename Work>
    auto Do(Work work) const;

    std::string m_path;                           //!< the file
    std::unique_ptr<SQLite::Database> m_database; //!< the connection
    int64_t m_run{0};                             //!< row of the run
    size_t m_damaged{0};                          //!< see CountDamaged()
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RESULTS_H */
