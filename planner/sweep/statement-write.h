/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_STATEMENT_WRITE_H
#define IPSEC_OFFLOAD_PLANNER_STATEMENT_WRITE_H

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>

#include <cstdint>

namespace ns3::planner
{

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

/// @param count any @return the same as SQLite takes it
inline int64_t
Signed(uint64_t count)
{
    return static_cast<int64_t>(count);
}

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_STATEMENT_WRITE_H */
