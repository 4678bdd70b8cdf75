/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RESULT_READER_H
#define IPSEC_OFFLOAD_PLANNER_RESULT_READER_H

#include "results.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ns3::planner
{

/// A run that a database has.
struct KeptRun
{
    int64_t id; //!< of its row
    RunIdentity identity;
};

/**
 * @ingroup ipsec-offload
 * Reads a database of results, and never writes into it.
 */
class ResultReader
{
  public:
    /**
     * @param path a database, or a folder with a results.sqlite
     * @throws std::runtime_error when it is no database of results; the text names it
     */
    explicit ResultReader(const std::string& path);

    ~ResultReader();

    ResultReader(const ResultReader&) = delete;
    ResultReader& operator=(const ResultReader&) = delete;

    /** @return path of the database */
    const std::string& GetPath() const
    {
        return m_path;
    }

    /** @return all runs, the one that ran last first */
    std::vector<KeptRun> GetRuns() const;

    /**
     * @param run one of them
     * @param marks which marks its points get
     * @return its points
     * @throws std::runtime_error when some are damaged
     */
    std::vector<PointRecord> Load(const KeptRun& run, MarksOf marks) const;

    /** @return the connection, which cannot write */
    SQLite::Database& GetDatabase() const
    {
        return *m_database;
    }

  private:
    std::string m_path;                           //!< the file
    std::unique_ptr<SQLite::Database> m_database; //!< the connection
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RESULT_READER_H */
