/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "result-rows.h"

#include "statement-write.h"

#include "planner/base/content-hash.h"
#include "planner/base/number-format.h"

#include <limits>
#include <utility>

namespace ns3::planner
{

namespace
{

/// @param column of a row @return its value; NaN for NULL
double
RealOf(const SQLite::Column& column)
{
    return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

/// @param rows a statement with a row @return all columns of it with their types: no two rows give
/// the same text
std::string
TextOfRow(SQLite::Statement& rows)
{
    std::string row;
    for (int i = 0; i < rows.getColumnCount(); ++i)
    {
        const SQLite::Column column = rows.getColumn(i);
        const auto text = column.isFloat() ? FormatExact(column.getDouble()) : column.getString();
        row += std::to_string(column.getType()) + ":" + std::to_string(text.size()) + ":" + text;
    }
    return row + "\n";
}

} // namespace

ResultRows::ResultRows(SQLite::Database& database)
    : m_database(database)
{
}

KeptPoints
ResultRows::Load(int64_t run, MarksOf marks) const
{
    KeptPoints kept;
    SQLite::Statement points(
        m_database,
        "SELECT id, key, checksum, point.marks, coalesce(verdict.marks, point.marks) FROM point "
        "LEFT JOIN verdict ON verdict.point = id WHERE run = ? ORDER BY key");
    points.bind(1, run);
    while (points.executeStep())
    {
        const int64_t id = points.getColumn(0).getInt64();
        const auto spec = PointSpec::FromKey(points.getColumn(1).getString());
        if (!spec || points.getColumn(2).getString() != Checksum(id))
        {
            kept.damaged.push_back(id);
            continue;
        }
        PointRecord record;
        record.spec = *spec;
        record.result.metrics = LoadMetrics(id);
        record.result.timeline = LoadTimeline(id);
        record.result.reasons = LoadReasons(id);
        record.result.work = LoadWork(id);
        record.result.parts = LoadParts(id);
        record.result.marks =
            RunMarks::FromText(points.getColumn(marks == MarksOf::REPLICATION ? 3 : 4).getString());
        kept.records.push_back(std::move(record));
    }
    return kept;
}

std::vector<std::pair<std::string, double>>
ResultRows::LoadMetrics(int64_t point) const
{
    std::vector<std::pair<std::string, double>> metrics;
    SQLite::Statement rows(m_database,
                           "SELECT name, value FROM metric WHERE point = ? ORDER BY position");
    rows.bind(1, point);
    while (rows.executeStep())
    {
        metrics.emplace_back(rows.getColumn(0).getString(), RealOf(rows.getColumn(1)));
    }
    return metrics;
}

std::string
ResultRows::Checksum(int64_t point) const
{
    constexpr const char* OWN_ROW =
        "SELECT id, run, key, curve, value, replication, fidelity, load, rng_run, marks FROM "
        "point "
        "WHERE id = ?";
    std::string all;
    for (const char* sql : {OWN_ROW,
                            "SELECT * FROM metric WHERE point = ? ORDER BY position",
                            "SELECT * FROM sample WHERE point = ? ORDER BY row, position",
                            "SELECT * FROM reasons WHERE point = ? ORDER BY position",
                            "SELECT * FROM work WHERE point = ? ORDER BY position",
                            "SELECT * FROM part WHERE point = ? ORDER BY position"})
    {
        SQLite::Statement rows(m_database, sql);
        rows.bind(1, point);
        while (rows.executeStep())
        {
            all += TextOfRow(rows);
        }
    }
    return FormatHash(ContentHash(all));
}

Timeline
ResultRows::LoadTimeline(int64_t point) const
{
    Timeline timeline;
    SQLite::Statement samples(m_database,
                              "SELECT row, time, name, value FROM sample WHERE point = ? "
                              "ORDER BY row, position");
    samples.bind(1, point);
    while (samples.executeStep())
    {
        const auto row = static_cast<size_t>(samples.getColumn(0).getInt64());
        if (row == 0)
        {
            timeline.names.push_back(samples.getColumn(2).getString());
        }
        if (row == timeline.rows.size())
        {
            timeline.rows.push_back({RealOf(samples.getColumn(1)), {}});
        }
        timeline.rows.back().values.push_back(RealOf(samples.getColumn(3)));
    }
    return timeline;
}

void
ResultRows::PutTimeline(int64_t point, const Timeline& timeline) const
{
    SQLite::Statement insert(m_database,
                             "INSERT INTO sample (point, row, position, time, name, value) "
                             "VALUES (?, ?, ?, ?, ?, ?)");
    for (size_t row = 0; row < timeline.rows.size(); ++row)
    {
        for (size_t position = 0; position < timeline.names.size(); ++position)
        {
            Write(insert,
                  point,
                  Signed(row),
                  Signed(position),
                  timeline.rows[row].time,
                  timeline.names[position],
                  timeline.rows[row].values[position]);
        }
    }
}

std::vector<ReasonRow>
ResultRows::LoadReasons(int64_t point) const
{
    std::vector<ReasonRow> reasons;
    SQLite::Statement rows(
        m_database,
        "SELECT fate, place, node, interface, sa, reason, cause, packets, octets "
        "FROM reasons WHERE point = ? ORDER BY position");
    rows.bind(1, point);
    while (rows.executeStep())
    {
        reasons.push_back({rows.getColumn(0).getString(),
                           rows.getColumn(1).getString(),
                           rows.getColumn(2).getString(),
                           rows.getColumn(3).getString(),
                           rows.getColumn(4).getString(),
                           rows.getColumn(5).getString(),
                           rows.getColumn(6).getString(),
                           static_cast<uint64_t>(rows.getColumn(7).getInt64()),
                           static_cast<uint64_t>(rows.getColumn(8).getInt64())});
    }
    return reasons;
}

void
ResultRows::PutReasons(int64_t point, const std::vector<ReasonRow>& reasons) const
{
    SQLite::Statement insert(
        m_database,
        "INSERT INTO reasons (point, position, fate, place, node, interface, sa, "
        "reason, cause, packets, octets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    int64_t position = 0;
    for (const auto& row : reasons)
    {
        Write(insert,
              point,
              position++,
              row.fate,
              row.place,
              row.node,
              row.interface,
              row.sa,
              row.reason,
              row.cause,
              Signed(row.packets),
              Signed(row.octets));
    }
}

std::vector<WorkRow>
ResultRows::LoadWork(int64_t point) const
{
    std::vector<WorkRow> work;
    SQLite::Statement rows(m_database,
                           "SELECT node, profile, resource, value, provenance, share FROM work "
                           "WHERE point = ? ORDER BY position");
    rows.bind(1, point);
    while (rows.executeStep())
    {
        work.push_back({rows.getColumn(0).getString(),
                        rows.getColumn(1).getString(),
                        rows.getColumn(2).getString(),
                        rows.getColumn(3).getString(),
                        rows.getColumn(4).getString(),
                        RealOf(rows.getColumn(5))});
    }
    return work;
}

void
ResultRows::PutWork(int64_t point, const std::vector<WorkRow>& work) const
{
    SQLite::Statement insert(m_database,
                             "INSERT INTO work (point, position, node, profile, resource, value, "
                             "provenance, share) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    int64_t position = 0;
    for (const auto& row : work)
    {
        Write(insert,
              point,
              position++,
              row.node,
              row.profile,
              row.resource,
              row.value,
              row.provenance,
              row.share);
    }
}

std::vector<PartRow>
ResultRows::LoadParts(int64_t point) const
{
    std::vector<PartRow> parts;
    SQLite::Statement rows(m_database,
                           "SELECT kind, name, share FROM part WHERE point = ? ORDER BY position");
    rows.bind(1, point);
    while (rows.executeStep())
    {
        parts.push_back({rows.getColumn(0).getString(),
                         rows.getColumn(1).getString(),
                         RealOf(rows.getColumn(2))});
    }
    return parts;
}

void
ResultRows::PutParts(int64_t point, const std::vector<PartRow>& parts) const
{
    SQLite::Statement insert(
        m_database,
        "INSERT INTO part (point, position, kind, name, share) VALUES (?, ?, ?, ?, ?)");
    int64_t position = 0;
    for (const auto& row : parts)
    {
        Write(insert, point, position++, row.kind, row.name, row.share);
    }
}

void
ResultRows::Put(int64_t run, const PointSpec& spec, const PointResult& result) const
{
    SQLite::Statement add(
        m_database,
        "INSERT INTO point (run, key, curve, value, replication, fidelity, load, rng_run, "
        "marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const auto write = [&](const auto& value) {
        Write(add,
              run,
              spec.GetKey(),
              spec.curve,
              value,
              Signed(spec.replication),
              std::string(ToString(spec.fidelity)),
              Signed(spec.load),
              Signed(spec.GetRun()),
              result.marks.ToText());
    };
    spec.name.empty() ? write(spec.value) : write(spec.name);
    const int64_t point = m_database.getLastInsertRowid();
    SQLite::Statement insert(
        m_database,
        "INSERT INTO metric (point, position, name, value) VALUES (?, ?, ?, ?)");
    int64_t position = 0;
    for (const auto& [name, value] : result.metrics)
    {
        Write(insert, point, position++, name, value);
    }
    PutTimeline(point, result.timeline);
    PutReasons(point, result.reasons);
    PutWork(point, result.work);
    PutParts(point, result.parts);
    SQLite::Statement seal(m_database, "UPDATE point SET checksum = ? WHERE id = ?");
    Write(seal, Checksum(point), point);
}

} // namespace ns3::planner
