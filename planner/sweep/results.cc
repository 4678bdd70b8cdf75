/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "results.h"

#include "planner/base/content-hash.h"
#include "planner/profile/number-format.h"

#include <sqlite3.h>

#include <limits>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// Of the schema below; another number in a file means that another program made it.
constexpr int64_t SCHEMA_VERSION = 7;

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
    key TEXT NOT NULL,           -- curve/value/replication/fidelity
    curve TEXT NOT NULL,
    value REAL NOT NULL,         -- of the swept parameter; a text where that is no number
    replication INTEGER NOT NULL,
    fidelity TEXT NOT NULL,      -- lean, full, or both (a spot check)
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
           point.replication, point.fidelity, coalesce(verdict.marks, point.marks) AS marks,
           metric.name, metric.value
    FROM run JOIN point ON point.run = run.id JOIN metric ON metric.point = point.id
         LEFT JOIN verdict ON verdict.point = point.id
    ORDER BY run.id, point.curve, point.value, point.replication, point.fidelity,
             metric.position;
CREATE VIEW latest AS            -- those of the run that ran last
    SELECT * FROM result WHERE run = (SELECT hash FROM run ORDER BY used DESC LIMIT 1);
)sql";

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

/// A prepared statement.
class ResultStore::Statement
{
  public:
    /// @param store whose database @param sql one statement
    Statement(const ResultStore& store, const char* sql)
        : m_store(store)
    {
        Check(sqlite3_prepare_v2(store.m_database.get(), sql, -1, &m_statement, nullptr));
    }

    ~Statement()
    {
        sqlite3_finalize(m_statement);
    }

    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// @param value of the next parameter @return this
    Statement& Bind(const std::string& value)
    {
        Check(sqlite3_bind_text(m_statement,
                                ++m_parameter,
                                value.data(),
                                static_cast<int>(value.size()),
                                SQLITE_TRANSIENT));
        return *this;
    }

    /// @param value of the next parameter @return this
    Statement& Bind(int64_t value)
    {
        Check(sqlite3_bind_int64(m_statement, ++m_parameter, value));
        return *this;
    }

    /// @param value of the next parameter; NaN becomes NULL @return this
    Statement& Bind(double value)
    {
        Check(sqlite3_bind_double(m_statement, ++m_parameter, value));
        return *this;
    }

    /// @return true when there is another row
    bool Step()
    {
        const int result = sqlite3_step(m_statement);
        if (result != SQLITE_ROW && result != SQLITE_DONE)
        {
            Check(result);
        }
        return result == SQLITE_ROW;
    }

    /// Ready for other parameters.
    void Reset()
    {
        sqlite3_reset(m_statement);
        m_parameter = 0;
    }

    /// @param column from 0 @return its value
    int64_t GetInteger(int column) const
    {
        return sqlite3_column_int64(m_statement, column);
    }

    /// @param column from 0 @return its value; NaN for NULL
    double GetReal(int column) const
    {
        return sqlite3_column_type(m_statement, column) == SQLITE_NULL
                   ? std::numeric_limits<double>::quiet_NaN()
                   : sqlite3_column_double(m_statement, column);
    }

    /// @param column from 0 @return its value
    std::string GetText(int column) const
    {
        const auto* text = sqlite3_column_text(m_statement, column);
        return text ? reinterpret_cast<const char*>(text) : "";
    }

    /// @return all columns of this row with their types: no two rows give the same text
    std::string GetRow() const
    {
        std::string row;
        for (int column = 0; column < sqlite3_column_count(m_statement); ++column)
        {
            const int type = sqlite3_column_type(m_statement, column);
            const auto text = type == SQLITE_FLOAT ? FormatExact(GetReal(column)) : GetText(column);
            row += std::to_string(type) + ":" + std::to_string(text.size()) + ":" + text;
        }
        return row + "\n";
    }

  private:
    /// @param result of a call; throws when it is an error
    void Check(int result) const
    {
        if (result != SQLITE_OK)
        {
            throw std::runtime_error(m_store.m_path + ": " +
                                     sqlite3_errmsg(m_store.m_database.get()));
        }
    }

    const ResultStore& m_store;         //!< whose database
    sqlite3_stmt* m_statement{nullptr}; //!< the statement
    int m_parameter{0};                 //!< parameters bound so far
};

void
ResultStore::Closer::operator()(sqlite3* database) const
{
    sqlite3_close(database);
}

ResultStore::ResultStore(const std::string& path, const RunIdentity& identity)
    : m_path(path)
{
    sqlite3* database = nullptr;
    const int opened = sqlite3_open(path.c_str(), &database);
    m_database.reset(database);
    if (opened != SQLITE_OK)
    {
        throw std::runtime_error(path + ": " + sqlite3_errstr(opened));
    }
    sqlite3_busy_timeout(database, BUSY_MILLISECONDS);
    Execute("PRAGMA foreign_keys = ON");
    MakeSchema();

    Statement(*this,
              "INSERT INTO run (hash, scenario, settings, content, profiles, sweep, program, "
              "packets, seed, text, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
              "(SELECT 1 + coalesce(max(used), 0) FROM run)) "
              "ON CONFLICT (hash) DO UPDATE SET text = excluded.text, used = excluded.used")
        .Bind(identity.GetHash())
        .Bind(identity.scenario)
        .Bind(identity.settings)
        .Bind(identity.content)
        .Bind(identity.profiles)
        .Bind(identity.sweep)
        .Bind(identity.program)
        .Bind(static_cast<int64_t>(identity.packets))
        .Bind(static_cast<int64_t>(identity.seed))
        .Bind(identity.text)
        .Step();
    Statement find(*this, "SELECT id FROM run WHERE hash = ?");
    find.Bind(identity.GetHash()).Step();
    m_run = find.GetInteger(0);
}

ResultStore::~ResultStore() = default;

void
ResultStore::Execute(const std::string& sql) const
{
    if (sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    {
        throw std::runtime_error(m_path + ": " + sqlite3_errmsg(m_database.get()));
    }
}

void
ResultStore::MakeSchema()
{
    Execute("BEGIN IMMEDIATE");
    int64_t version = 0;
    bool isEmpty = false;
    {
        Statement get(*this, "PRAGMA user_version");
        get.Step();
        version = get.GetInteger(0);
        Statement count(*this, "SELECT count(*) FROM sqlite_schema");
        count.Step();
        isEmpty = count.GetInteger(0) == 0;
    }
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
        Execute(SCHEMA);
        Execute("PRAGMA user_version = " + std::to_string(SCHEMA_VERSION));
    }
    Execute("COMMIT");
}

std::vector<PointRecord>
ResultStore::Load()
{
    std::vector<PointRecord> records;
    std::vector<int64_t> damaged;
    Statement points(*this,
                     "SELECT id, key, checksum, marks FROM point WHERE run = ? ORDER BY key");
    Statement metrics(*this, "SELECT name, value FROM metric WHERE point = ? ORDER BY position");
    points.Bind(m_run);
    while (points.Step())
    {
        const auto spec = PointSpec::FromKey(points.GetText(1));
        if (!spec || points.GetText(2) != Checksum(points.GetInteger(0)))
        {
            damaged.push_back(points.GetInteger(0));
            continue;
        }
        PointRecord record;
        record.spec = *spec;
        metrics.Reset();
        metrics.Bind(points.GetInteger(0));
        while (metrics.Step())
        {
            record.result.metrics.emplace_back(metrics.GetText(0), metrics.GetReal(1));
        }
        record.result.timeline = LoadTimeline(points.GetInteger(0));
        record.result.reasons = LoadReasons(points.GetInteger(0));
        record.result.marks = RunMarks::FromText(points.GetText(3));
        record.result.work = LoadWork(points.GetInteger(0));
        records.push_back(std::move(record));
    }
    Statement forget(*this, "DELETE FROM point WHERE id = ?");
    for (const auto point : damaged)
    {
        forget.Reset();
        forget.Bind(point).Step();
    }
    m_damaged += damaged.size();
    return records;
}

std::string
ResultStore::Checksum(int64_t point) const
{
    constexpr const char* OWN_ROW =
        "SELECT id, run, key, curve, value, replication, fidelity, rng_run, marks FROM point "
        "WHERE id = ?";
    std::string all;
    for (const char* sql : {OWN_ROW,
                            "SELECT * FROM metric WHERE point = ? ORDER BY position",
                            "SELECT * FROM sample WHERE point = ? ORDER BY row, position",
                            "SELECT * FROM reasons WHERE point = ? ORDER BY position",
                            "SELECT * FROM work WHERE point = ? ORDER BY position"})
    {
        Statement rows(*this, sql);
        rows.Bind(point);
        while (rows.Step())
        {
            all += rows.GetRow();
        }
    }
    return FormatHash(ContentHash(all));
}

Timeline
ResultStore::LoadTimeline(int64_t point) const
{
    Timeline timeline;
    Statement samples(*this,
                      "SELECT row, time, name, value FROM sample WHERE point = ? "
                      "ORDER BY row, position");
    samples.Bind(point);
    while (samples.Step())
    {
        const auto row = static_cast<size_t>(samples.GetInteger(0));
        if (row == 0)
        {
            timeline.names.push_back(samples.GetText(2));
        }
        if (row == timeline.rows.size())
        {
            timeline.rows.push_back({samples.GetReal(1), {}});
        }
        timeline.rows.back().values.push_back(samples.GetReal(3));
    }
    return timeline;
}

void
ResultStore::PutTimeline(int64_t point, const Timeline& timeline) const
{
    Statement insert(*this,
                     "INSERT INTO sample (point, row, position, time, name, value) "
                     "VALUES (?, ?, ?, ?, ?, ?)");
    for (size_t row = 0; row < timeline.rows.size(); ++row)
    {
        for (size_t position = 0; position < timeline.names.size(); ++position)
        {
            insert.Reset();
            insert.Bind(point)
                .Bind(static_cast<int64_t>(row))
                .Bind(static_cast<int64_t>(position))
                .Bind(timeline.rows[row].time)
                .Bind(timeline.names[position])
                .Bind(timeline.rows[row].values[position])
                .Step();
        }
    }
}

std::vector<ReasonRow>
ResultStore::LoadReasons(int64_t point) const
{
    std::vector<ReasonRow> reasons;
    Statement rows(*this,
                   "SELECT fate, place, node, interface, sa, reason, cause, packets, octets "
                   "FROM reasons WHERE point = ? ORDER BY position");
    rows.Bind(point);
    while (rows.Step())
    {
        reasons.push_back({rows.GetText(0),
                           rows.GetText(1),
                           rows.GetText(2),
                           rows.GetText(3),
                           rows.GetText(4),
                           rows.GetText(5),
                           rows.GetText(6),
                           static_cast<uint64_t>(rows.GetInteger(7)),
                           static_cast<uint64_t>(rows.GetInteger(8))});
    }
    return reasons;
}

void
ResultStore::PutReasons(int64_t point, const std::vector<ReasonRow>& reasons) const
{
    Statement insert(*this,
                     "INSERT INTO reasons (point, position, fate, place, node, interface, sa, "
                     "reason, cause, packets, octets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    int64_t position = 0;
    for (const auto& row : reasons)
    {
        insert.Reset();
        insert.Bind(point)
            .Bind(position++)
            .Bind(row.fate)
            .Bind(row.place)
            .Bind(row.node)
            .Bind(row.interface)
            .Bind(row.sa)
            .Bind(row.reason)
            .Bind(row.cause)
            .Bind(static_cast<int64_t>(row.packets))
            .Bind(static_cast<int64_t>(row.octets))
            .Step();
    }
}

std::vector<WorkRow>
ResultStore::LoadWork(int64_t point) const
{
    std::vector<WorkRow> work;
    Statement rows(*this,
                   "SELECT node, profile, resource, value, provenance, share FROM work "
                   "WHERE point = ? ORDER BY position");
    rows.Bind(point);
    while (rows.Step())
    {
        work.push_back({rows.GetText(0),
                        rows.GetText(1),
                        rows.GetText(2),
                        rows.GetText(3),
                        rows.GetText(4),
                        rows.GetReal(5)});
    }
    return work;
}

void
ResultStore::PutWork(int64_t point, const std::vector<WorkRow>& work) const
{
    Statement insert(*this,
                     "INSERT INTO work (point, position, node, profile, resource, value, "
                     "provenance, share) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    int64_t position = 0;
    for (const auto& row : work)
    {
        insert.Reset();
        insert.Bind(point)
            .Bind(position++)
            .Bind(row.node)
            .Bind(row.profile)
            .Bind(row.resource)
            .Bind(row.value)
            .Bind(row.provenance)
            .Bind(row.share)
            .Step();
    }
}

void
ResultStore::Put(const PointSpec& spec, const PointResult& result)
{
    Execute("BEGIN IMMEDIATE");
    try
    {
        Statement add(*this,
                      "INSERT INTO point (run, key, curve, value, replication, fidelity, rng_run, "
                      "marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        add.Bind(m_run).Bind(spec.GetKey()).Bind(spec.curve);
        (spec.name.empty() ? add.Bind(spec.value) : add.Bind(spec.name))
            .Bind(static_cast<int64_t>(spec.replication))
            .Bind(std::string(ToString(spec.fidelity)))
            .Bind(static_cast<int64_t>(spec.GetRun()))
            .Bind(result.marks.ToText())
            .Step();
        const int64_t point = sqlite3_last_insert_rowid(m_database.get());
        Statement insert(*this,
                         "INSERT INTO metric (point, position, name, value) VALUES (?, ?, ?, ?)");
        int64_t position = 0;
        for (const auto& [name, value] : result.metrics)
        {
            insert.Reset();
            insert.Bind(point).Bind(position++).Bind(name).Bind(value).Step();
        }
        PutTimeline(point, result.timeline);
        PutReasons(point, result.reasons);
        PutWork(point, result.work);
        Statement(*this, "UPDATE point SET checksum = ? WHERE id = ?")
            .Bind(Checksum(point))
            .Bind(point)
            .Step();
        Execute("COMMIT");
    }
    catch (...)
    {
        sqlite3_exec(m_database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

void
ResultStore::PutMarks(const std::vector<PointRecord>& records)
{
    Execute("BEGIN IMMEDIATE");
    Statement insert(*this,
                     "INSERT OR REPLACE INTO verdict (point, marks) "
                     "SELECT id, ? FROM point WHERE run = ? AND key = ?");
    for (const auto& record : records)
    {
        insert.Reset();
        insert.Bind(record.result.marks.ToText()).Bind(m_run).Bind(record.spec.GetKey()).Step();
    }
    Execute("COMMIT");
}

void
ResultStore::Clear()
{
    Statement(*this, "DELETE FROM point WHERE run = ?").Bind(m_run).Step();
}

} // namespace ns3::planner
