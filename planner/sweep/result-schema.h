/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RESULT_SCHEMA_H
#define IPSEC_OFFLOAD_PLANNER_RESULT_SCHEMA_H

#include <string>

namespace SQLite
{
class Database;
} // namespace SQLite

namespace ns3::planner
{

/** @ingroup ipsec-offload @return the tables and views of a database of results, as SQL */
const char* GetResultSchema();

/**
 * @ingroup ipsec-offload
 * Refuse a database that another ipsec-plan has made.
 * @param database an open one
 * @param path of its file, for the message
 * @return false when it is empty: nobody has made it yet
 * @throws std::runtime_error when it has another schema
 */
bool HasResultSchema(const SQLite::Database& database, const std::string& path);

/**
 * @ingroup ipsec-offload
 * Make the tables of results where there are none.
 * @param database an open one
 * @param path of its file, for the message
 * @throws std::runtime_error when it has another schema
 */
void MakeResultSchema(SQLite::Database& database, const std::string& path);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RESULT_SCHEMA_H */
