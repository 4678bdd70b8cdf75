/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "results.h"

#include "planner/base/content-hash.h"
#include "planner/base/number-format.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <sqlite3.h>

#include <limits>
#include <stdexcept>
#include <utility>

namespace ns3::planner
{

namespace
{

/// Of the schema below; another number in a file means that another program made it.
constexpr int64_t SCHEMA_VERSION = 8;

/// How long to wait for another process that writes.
constexpr int BUSY_MILLISECONDS = 10'000;

/// SQLite keeps the comments, so that the database explains itself (.schema).
constexpr const char* SCHEMA = R"sql(
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,   -- of the columns below: the same hash means the same results
    scenario TEXT NOT NULL,      -- name
    settings TEXT NOT NULL,      -- what --set gave: "path=value, path=value"
    content TEXT NOT NULL,       -- what in the scenario file decides results, as JSON
    profiles TEXT NOT NULL,      -- hash of the profile files
    sweep TEXT NOT NULL,         -- what point.value is
    program TEXT NOT NULL,       -- version and build of ipsec-plan
    packets INTEGER NOT NULL,    -- per point and direction
    seed INTEGER NOT NULL,       -- RngSeed of ns-3
    text TEXT NOT NULL,          -- the scenario file when it ran last; not hashed
    used INTEGER NOT NULL        -- the greatest one ran last; not hashed
);
CREATE TABLE point (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    key TEXT NOT NULL,           -- curve/value/replication/fidelity, with @load of a trial or =load
    curve TEXT NOT NULL,
    value REAL NOT NULL,         -- of the swept parameter; a text where that is no number
    replication INTEGER NOT NULL,
    fidelity TEXT NOT NULL,      -- lean, fluid, full, or both (a spot check)
    load INTEGER NOT NULL,       -- bit/s of IP that is offered; 0: what the scenario says
    rng_run INTEGER NOT NULL,    -- RngRun of ns-3
    marks TEXT NOT NULL,         -- why not to use this replication; empty: nothing
    checksum TEXT,               -- over the rest of this row and all rows below that name it
    UNIQUE (run, key)
);
CREATE TABLE verdict (
    point INTEGER PRIMARY KEY REFERENCES point (id) ON DELETE CASCADE,
    marks TEXT NOT NULL          -- why not to use the mean of this and its other replications
);
CREATE TABLE metric (
    point INTEGER NOT NULL REFERENCES point (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,   -- order of the columns in the CSV file
    name TEXT NOT NULL,          -- ends in its unit
    value REAL,                  -- NULL: there is none
    PRIMARY KEY (point, position)
) WITHOUT ROWID;
CREATE TABLE sample (
    point INTEGER NOT NULL REFERENCES point (id) ON DELETE CASCADE,
    row INTEGER NOT NULL,        -- in order of time
    position INTEGER NOT NULL,   -- order of the columns
    time REAL NOT NULL,          -- seconds since the start of the traffic
    name TEXT NOT NULL,          -- ends in its unit
    value REAL NOT NULL,
    PRIMARY KEY (point, row, position)
) WITHOUT ROWID;
CREATE TABLE reasons (
    point INTEGER NOT NULL REFERENCES point (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,   -- their order
    fate TEXT NOT NULL,          -- software (not offloaded), or lost
    place TEXT NOT NULL,         -- host out, host in, NIC out, NIC in
    node TEXT NOT NULL,
    interface TEXT NOT NULL,     -- empty: the node as a whole, or the SA
    sa TEXT NOT NULL,            -- SPI; others: all that are not listed; empty: all
    reason TEXT NOT NULL,        -- why
    cause TEXT NOT NULL,         -- the last answer of driver or kernel; empty: the reason says all
    packets INTEGER NOT NULL,    -- in the whole simulation
    octets INTEGER NOT NULL,     -- of clear IP going out, as they arrived coming in
    PRIMARY KEY (point, position)
) WITHOUT ROWID;
CREATE TABLE work (
    point INTEGER NOT NULL REFERENCES point (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,   -- their order
    node TEXT NOT NULL,
    profile TEXT NOT NULL,       -- that has the value; empty: the scenario
    resource TEXT NOT NULL,      -- metric of how busy it is; empty: missing anywhere, whole run
    value TEXT NOT NULL,         -- its key in the profile
    provenance TEXT NOT NULL,    -- sourced, derived, assumed, scenario or missing
    share REAL NOT NULL,         -- of the resource's work in the window; of all cycles of the node
    PRIMARY KEY (point, position)
) WITHOUT ROWID;
CREATE VIEW result AS
    SELECT run.hash AS run, run.scenario, run.settings, point.curve, point.value AS sweep_value,
           point.replication, point.fidelity, point.load, coalesce(verdict.marks, point.marks) AS marks,
           metric.name, metric.value
    FROM run JOIN point ON point.run = run.id JOIN metric ON metric.point = point.id
         LEFT JOIN verdict ON verdict.point = point.id
    ORDER BY run.id, point.curve, point.value, point.replication, point.fidelity,
             point.load, metric.position;
CREATE VIEW latest AS            -- those of the run that ran last
    SELECT * FROM result WHERE run = (SELECT hash FROM run ORDER BY used DESC LIMIT 1);
)sql";

/// @param insert a statement that writes one row @param values all of its parameters; a double that
/// is NaN becomes NULL
template <typename... Values>
void
Write(SQLite::Statement& insert, const Values&... values)
{
    insert.reset();
    SQLite::bind(insert, values...);
    insert.exec();
}

/// @param column of a row @return its value; NaN for NULL
double
RealOf(const SQLite::Column& column)
{
    return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

/// @param count any @return the same as SQLite takes it
int64_t
Signed(uint64_t count)
{
    return static_cast<int64_t>(count);
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

std::string
RunIdentity::GetHash() const
{
    std::string all;
    for (const auto& part : {scenario,
                             settings,
                             content,
                             profiles,
                             sweep,
                             program,
                             std::to_string(packets),
                             std::to_string(seed)})
    {
        all += std::to_string(part.size()) + ":" + part; // no two lists give the same text
    }
    return FormatHash(ContentHash(all));
}

template <typename Work>
auto
ResultStore::Do(Work work) const
{
    try
    {
        return work();
    }
    catch (const SQLite::Exception& error)
    {
        const int code = error.getErrorCode();
        const bool isDamaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
        throw std::runtime_error(m_path + ": " + error.what() +
                                 (isDamaged ? ": move the file away, or give another --out" : ""));
    }
}

ResultStore::ResultStore(const std::string& path, const RunIdentity& identity)
    : m_path(path)
{
    Do([&] {
        m_database =
            std::make_unique<SQLite::Database>(path,
                                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                               BUSY_MILLISECONDS);
        m_database->exec("PRAGMA foreign_keys = ON");
        MakeSchema();
        SQLite::Statement insert(
            *m_database,
            "INSERT INTO run (hash, scenario, settings, content, profiles, sweep, program, "
            "packets, seed, text, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "(SELECT 1 + coalesce(max(used), 0) FROM run)) "
            "ON CONFLICT (hash) DO UPDATE SET text = excluded.text, used = excluded.used");
        Write(insert,
              identity.GetHash(),
              identity.scenario,
              identity.settings,
              identity.content,
              identity.profiles,
              identity.sweep,
              identity.program,
              Signed(identity.packets),
              Signed(identity.seed),
              identity.text);
        SQLite::Statement find(*m_database, "SELECT id FROM run WHERE hash = ?");
        find.bind(1, identity.GetHash());
        find.executeStep();
        m_run = find.getColumn(0).getInt64();
    });
}

ResultStore::~ResultStore() = default;

void
ResultStore::MakeSchema()
{
    SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
    const int64_t version = m_database->execAndGet("PRAGMA user_version").getInt64();
    const bool isEmpty =
        m_database->execAndGet("SELECT count(*) FROM sqlite_schema").getInt64() == 0;
    if (version != SCHEMA_VERSION && !isEmpty)
    {
        throw std::runtime_error(
            m_path + ": results of " + (version < SCHEMA_VERSION ? "an older" : "another") +
            " ipsec-plan (schema " + std::to_string(version) + ", this one has " +
            std::to_string(SCHEMA_VERSION) +
            "), with which it mixes none: move the file away, or give another --out");
    }
    if (isEmpty)
    {
        m_database->exec(SCHEMA);
        m_database->exec("PRAGMA user_version = " + std::to_string(SCHEMA_VERSION));
    }
    transaction.commit();
}

std::vector<PointRecord>
ResultStore::Load()
{
    return Do([this] { return LoadPoints(); });
}

std::vector<PointRecord>
ResultStore::LoadPoints()
{
    std::vector<PointRecord> records;
    std::vector<int64_t> damaged;
    SQLite::Statement points(
        *m_database,
        "SELECT id, key, checksum, marks FROM point WHERE run = ? ORDER BY key");
    SQLite::Statement metrics(*m_database,
                              "SELECT name, value FROM metric WHERE point = ? ORDER BY position");
    points.bind(1, m_run);
    while (points.executeStep())
    {
        const int64_t id = points.getColumn(0).getInt64();
        const auto spec = PointSpec::FromKey(points.getColumn(1).getString());
        if (!spec || points.getColumn(2).getString() != Checksum(id))
        {
            damaged.push_back(id);
            continue;
        }
        PointRecord record;
        record.spec = *spec;
        metrics.reset();
        metrics.bind(1, id);
        while (metrics.executeStep())
        {
            record.result.metrics.emplace_back(metrics.getColumn(0).getString(),
                                               RealOf(metrics.getColumn(1)));
        }
        record.result.timeline = LoadTimeline(id);
        record.result.reasons = LoadReasons(id);
        record.result.marks = RunMarks::FromText(points.getColumn(3).getString());
        record.result.work = LoadWork(id);
        records.push_back(std::move(record));
    }
    SQLite::Statement forget(*m_database, "DELETE FROM point WHERE id = ?");
    for (const auto point : damaged)
    {
        Write(forget, point);
    }
    m_damaged += damaged.size();
    return records;
}

std::string
ResultStore::Checksum(int64_t point) const
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
                            "SELECT * FROM work WHERE point = ? ORDER BY position"})
    {
        SQLite::Statement rows(*m_database, sql);
        rows.bind(1, point);
        while (rows.executeStep())
        {
            all += TextOfRow(rows);
        }
    }
    return FormatHash(ContentHash(all));
}

Timeline
ResultStore::LoadTimeline(int64_t point) const
{
    Timeline timeline;
    SQLite::Statement samples(*m_database,
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
ResultStore::PutTimeline(int64_t point, const Timeline& timeline) const
{
    SQLite::Statement insert(*m_database,
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
ResultStore::LoadReasons(int64_t point) const
{
    std::vector<ReasonRow> reasons;
    SQLite::Statement rows(
        *m_database,
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
ResultStore::PutReasons(int64_t point, const std::vector<ReasonRow>& reasons) const
{
    SQLite::Statement insert(
        *m_database,
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
ResultStore::LoadWork(int64_t point) const
{
    std::vector<WorkRow> work;
    SQLite::Statement rows(*m_database,
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
ResultStore::PutWork(int64_t point, const std::vector<WorkRow>& work) const
{
    SQLite::Statement insert(*m_database,
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

void
ResultStore::Put(const PointSpec& spec, const PointResult& result)
{
    Do([&] {
        SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement add(
            *m_database,
            "INSERT INTO point (run, key, curve, value, replication, fidelity, load, rng_run, "
            "marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        const auto write = [&](const auto& value) {
            Write(add,
                  m_run,
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
        const int64_t point = m_database->getLastInsertRowid();
        SQLite::Statement insert(
            *m_database,
            "INSERT INTO metric (point, position, name, value) VALUES (?, ?, ?, ?)");
        int64_t position = 0;
        for (const auto& [name, value] : result.metrics)
        {
            Write(insert, point, position++, name, value);
        }
        PutTimeline(point, result.timeline);
        PutReasons(point, result.reasons);
        PutWork(point, result.work);
        SQLite::Statement seal(*m_database, "UPDATE point SET checksum = ? WHERE id = ?");
        Write(seal, Checksum(point), point);
        transaction.commit();
    });
}

void
ResultStore::PutMarks(const std::vector<PointRecord>& records)
{
    Do([&] {
        SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement insert(*m_database,
                                 "INSERT OR REPLACE INTO verdict (point, marks) "
                                 "SELECT id, ? FROM point WHERE run = ? AND key = ?");
        for (const auto& record : records)
        {
            Write(insert, record.result.marks.ToText(), m_run, record.spec.GetKey());
        }
        transaction.commit();
    });
}

void
ResultStore::Clear()
{
    Do([&] {
        SQLite::Statement forget(*m_database, "DELETE FROM point WHERE run = ?");
        Write(forget, m_run);
    });
}

} // namespace ns3::planner
