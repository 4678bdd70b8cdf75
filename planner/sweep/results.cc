/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "results.h"

#include "result-schema.h"
#include "statement-write.h"

#include "planner/base/content-hash.h"
#include "planner/base/number-format.h"

#include <sqlite3.h>

#include <stdexcept>
#include <utility>

namespace ns3::planner
{

namespace
{

/// How long to wait for another process that writes.
constexpr int BUSY_MILLISECONDS = 10'000;

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

std::string
RunIdentity::GetLabel() const
{
    return settings.empty() ? scenario : scenario + " with " + settings;
}

std::string
DescribeDifference(const RunIdentity& now, const RunIdentity& then)
{
    const std::vector<std::pair<std::string, bool>> parts{
        {"its name", now.scenario != then.scenario},
        {"what --set gives", now.settings != then.settings},
        {"what the scenario says", now.content != then.content},
        {"profiles or files of networks", now.profiles != then.profiles},
        {"what is swept", now.sweep != then.sweep},
        {"the program, which is " + now.program + " here and was " + then.program + " there",
         now.program != then.program},
        {"the number of packets", now.packets != then.packets},
        {"the seed", now.seed != then.seed}};
    std::string text;
    for (const auto& [what, differs] : parts)
    {
        text += differs ? (text.empty() ? "" : ", ") + what : "";
    }
    return text;
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
        MakeResultSchema(*m_database, path);
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

std::vector<PointRecord>
ResultStore::Load()
{
    return Do([this] {
        auto kept = ResultRows(*m_database).Load(m_run, MarksOf::REPLICATION);
        SQLite::Statement forget(*m_database, "DELETE FROM point WHERE id = ?");
        for (const auto point : kept.damaged)
        {
            Write(forget, point);
        }
        m_damaged += kept.damaged.size();
        return std::move(kept.records);
    });
}

void
ResultStore::Put(const PointSpec& spec, const PointResult& result)
{
    Do([&] {
        SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
        ResultRows(*m_database).Put(m_run, spec, result);
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
