/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "result-query.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <stdexcept>

namespace ns3::planner
{

namespace
{

/// @param text any @return it without blanks and semicolons at its end
std::string
WithoutEnd(std::string text)
{
    text.resize(text.find_last_not_of("; \t\r\n") + 1);
    return text;
}

/// @param column of a row @return its value
QueryCell
CellOf(const SQLite::Column& column)
{
    if (column.isNull())
    {
        return {};
    }
    if (column.isInteger())
    {
        return column.getInt64();
    }
    if (column.isFloat())
    {
        return column.getDouble();
    }
    return column.getString();
}

} // namespace

QueryTable
RunQuery(const ResultReader& reader, const std::string& sql)
{
    const std::string select = WithoutEnd(sql);
    try
    {
        // SQLite looks at the first statement of a text alone, and takes any kind of statement: as
        // a subquery it must be one SELECT from its begin to its end.
        const SQLite::Statement check(reader.GetDatabase(), "SELECT * FROM (\n" + select + "\n)");
    }
    catch (const SQLite::Exception& error)
    {
        throw std::runtime_error("'" + sql + "': expected one SELECT of SQL: " + error.what());
    }
    try
    {
        SQLite::Statement query(reader.GetDatabase(), select);
        QueryTable table;
        for (int i = 0; i < query.getColumnCount(); ++i)
        {
            table.columns.emplace_back(query.getColumnName(i));
        }
        while (query.executeStep())
        {
            std::vector<QueryCell> row;
            for (int i = 0; i < query.getColumnCount(); ++i)
            {
                row.push_back(CellOf(query.getColumn(i)));
            }
            table.rows.push_back(std::move(row));
        }
        return table;
    }
    catch (const SQLite::Exception& error)
    {
        throw std::runtime_error(reader.GetPath() + ": '" + sql + "': " + error.what());
    }
}

} // namespace ns3::planner
