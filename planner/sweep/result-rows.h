/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RESULT_ROWS_H
#define IPSEC_OFFLOAD_PLANNER_RESULT_ROWS_H

#include "planner/base/point.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace SQLite
{
class Database;
} // namespace SQLite

namespace ns3::planner
{

/// A point and what it gave.
struct PointRecord
{
    PointSpec spec;
    PointResult result;
};

/// Points as a database has them.
struct KeptPoints
{
    std::vector<PointRecord> records; //!< sorted by key
    std::vector<int64_t> damaged;     //!< rows of points whose checksum is wrong: no results
};

/// Which marks a point has when it is read.
enum class MarksOf : uint8_t
{
    REPLICATION, //!< its own
    VERDICT      //!< those of all replications together, once a finished run has judged them
};

/**
 * @ingroup ipsec-offload
 * The rows that a point has in a database of results. Errors are SQLite::Exception.
 */
class ResultRows
{
  public:
    /** @param database with the schema of results; must outlive this object */
    explicit ResultRows(SQLite::Database& database);

    /** @param run id of a run @param marks which @return its points */
    KeptPoints Load(int64_t run, MarksOf marks) const;

    /**
     * Write all rows of a point; within a transaction of the caller.
     * @param run id of a run
     * @param spec the point
     * @param result what it gave
     */
    void Put(int64_t run, const PointSpec& spec, const PointResult& result) const;

  private:
    /// @param point its id @return hash over all its rows, as they are read
    std::string Checksum(int64_t point) const;
    std::vector<std::pair<std::string, double>> LoadMetrics(int64_t point) const;
    Timeline LoadTimeline(int64_t point) const;
    void PutTimeline(int64_t point, const Timeline& timeline) const;
    std::vector<ReasonRow> LoadReasons(int64_t point) const;
    void PutReasons(int64_t point, const std::vector<ReasonRow>& reasons) const;
    std::vector<PartRow> LoadParts(int64_t point) const;
    void PutParts(int64_t point, const std::vector<PartRow>& parts) const;
    std::vector<WorkRow> LoadWork(int64_t point) const;
    void PutWork(int64_t point, const std::vector<WorkRow>& work) const;

    SQLite::Database& m_database; //!< the connection
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RESULT_ROWS_H */
