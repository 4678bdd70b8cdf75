/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "result-reader.h"

#include "result-schema.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// @param path a file or a folder @return the database that is meant
std::string
FindDatabase(const std::string& path)
{
    std::string file = path;
    if (std::filesystem::is_directory(path))
    {
        file = (std::filesystem::path(path) / "results.sqlite").string();
    }
    if (!std::filesystem::exists(file))
    {
        throw std::runtime_error(file + ": no such file; expected a folder that `ipsec-plan run` "
                                        "has filled, or a database of it");
    }
    return file;
}

} // namespace

ResultReader::ResultReader(const std::string& path)
    : m_path(FindDatabase(path))
{
    try
    {
        m_database = std::make_unique<SQLite::Database>(m_path, SQLite::OPEN_READONLY);
        if (!HasResultSchema(*m_database, m_path))
        {
            throw std::runtime_error(m_path + ": has no results");
        }
    }
    catch (const SQLite::Exception& error)
    {
        throw std::runtime_error(m_path + ": " + error.what());
    }
}

ResultReader::~ResultReader() = default;

std::vector<KeptRun>
ResultReader::GetRuns() const
{
    std::vector<KeptRun> runs;
    SQLite::Statement rows(*m_database,
                           "SELECT id, scenario, settings, content, profiles, sweep, program, "
                           "packets, seed, text FROM run ORDER BY used DESC");
    while (rows.executeStep())
    {
        const auto text = [&rows](int column) { return rows.getColumn(column).getString(); };
        runs.push_back({rows.getColumn(0).getInt64(),
                        {text(1),
                         text(2),
                         text(3),
                         text(4),
                         text(5),
                         text(6),
                         static_cast<uint64_t>(rows.getColumn(7).getInt64()),
                         static_cast<uint32_t>(rows.getColumn(8).getInt64()),
                         text(9)}});
    }
    return runs;
}

std::vector<PointRecord>
ResultReader::Load(const KeptRun& run, MarksOf marks) const
{
    try
    {
        auto kept = ResultRows(*m_database).Load(run.id, marks);
        if (!kept.damaged.empty())
        {
            throw std::runtime_error(m_path + ": " + std::to_string(kept.damaged.size()) +
                                     " points are damaged; the command that made them simulates "
                                     "them again");
        }
        return std::move(kept.records);
    }
    catch (const SQLite::Exception& error)
    {
        throw std::runtime_error(m_path + ": " + error.what());
    }
}

} // namespace ns3::planner
