/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "result-schema.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// Of the schema below; another number in a file means that another program made it.
constexpr int64_t SCHEMA_VERSION = 9;

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
CREATE TABLE part (
    point INTEGER NOT NULL REFERENCES point (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,   -- their order
    kind TEXT NOT NULL,          -- link or node, of networks that are drawn
    name TEXT NOT NULL,
    share REAL NOT NULL,         -- busy time in the window: busier direction, or busiest core
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

} // namespace

const char*
GetResultSchema()
{
    return SCHEMA;
}

bool
HasResultSchema(const SQLite::Database& database, const std::string& path)
{
    const auto ask = [&database](const char* sql) {
        SQLite::Statement question(database, sql);
        question.executeStep();
        return question.getColumn(0).getInt64();
    };
    if (ask("SELECT count(*) FROM sqlite_schema") == 0)
    {
        return false;
    }
    const int64_t version = ask("PRAGMA user_version");
    if (version != SCHEMA_VERSION)
    {
        throw std::runtime_error(
            path + ": results of " + (version < SCHEMA_VERSION ? "an older" : "another") +
            " ipsec-plan (schema " + std::to_string(version) + ", this one has " +
            std::to_string(SCHEMA_VERSION) +
            "), with which it mixes none: move the file away, or give another --out");
    }
    return true;
}

void
MakeResultSchema(SQLite::Database& database, const std::string& path)
{
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (!HasResultSchema(database, path))
    {
        database.exec(SCHEMA);
        database.exec("PRAGMA user_version = " + std::to_string(SCHEMA_VERSION));
    }
    transaction.commit();
}

} // namespace ns3::planner
