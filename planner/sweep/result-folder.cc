/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "result-folder.h"

#include "planner/base/temporary.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace ns3::planner
{

ResultFolder::ResultFolder(const std::string& path)
    : m_path(path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
    {
        throw std::runtime_error(path + ": cannot make this folder: " + error.message());
    }
    m_lock = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (m_lock < 0)
    {
        throw std::runtime_error(path + ": cannot open this folder: " + std::strerror(errno));
    }
    // A file system without locks (EBADF, ENOLCK) is no reason not to run.
    if (flock(m_lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
        close(m_lock);
        throw std::runtime_error(path + ": another run writes into this folder; wait until it is "
                                        "done, or give another --out");
    }
    RemoveAbandoned(path);
    try
    {
        const Temporary trial(path + "/results.csv", Temporary::Kind::FILE);
    }
    catch (...)
    {
        close(m_lock);
        throw;
    }
}

ResultFolder::~ResultFolder()
{
    close(m_lock);
}

} // namespace ns3::planner
