/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_ATOMIC_FILE_H
#define IPSEC_OFFLOAD_PLANNER_ATOMIC_FILE_H

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * Write a file as a whole or not at all: nobody ever sees half of it.
 * @param path the file; replaced if it is there
 * @param text its contents
 * @throws std::runtime_error when it cannot be written; what was there stays
 */
void WriteFileAtomically(const std::string& path, const std::string& text);

/**
 * @ingroup ipsec-offload
 * Make sure that a file can be written, before the work that fills it. Makes its folder.
 * @param path the file; what is there stays
 * @throws std::runtime_error when WriteFileAtomically() would fail
 */
void CheckWritable(const std::string& path);

/**
 * @ingroup ipsec-offload
 * @param path a file
 * @return its contents
 * @throws std::runtime_error when it cannot be read
 */
std::string ReadWholeFile(const std::string& path);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_ATOMIC_FILE_H */
